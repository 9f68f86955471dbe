//! Silencing a rule needs a reason.

use super::{Check, Decision, Finding, Level, Rule, Spanned};
use crate::decision::allow::VERB;

pub(crate) static RULE: Rule = Rule {
    id: "allow-without-reason",
    level: Level::Deny,
    summary: "comment allows a rule without giving a reason",
    explain: "
Reports `heard: allow` comments that do not give a reason, introduced by the word `because`. Without
a reason the comment has no effect.

A rule can be wrong about a decision. Later readers need to see why it was silenced.

Add the reason: `<!-- heard: allow RULE because REASON -->`.
",
    example: "
<header>
<consultation>
> No. Never.
<by ines>

<!-- heard: allow quote-short -->
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=> <!-- heard: allow quote-short because she said no more than this, twice -->
",
    check: Check::Allows(check),
};

fn check(decision: &Decision, _: &[&Spanned<String>]) -> Vec<Finding> {
    let allows = decision.allows.iter().filter(|allow| allow.verb.value == VERB && !allow.rules.is_empty());
    allows
        .filter(|allow| !allow.has_reason)
        .map(|allow| {
            Finding::new(decision, allow.span.first_line(&decision.text), "comment allows a rule without a reason")
                .why("without a reason the comment has no effect")
                .help("write `<!-- heard: allow RULE because REASON -->`; separate several rules with commas")
        })
        .collect()
}

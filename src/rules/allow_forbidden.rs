//! Some rules cannot be silenced in a file.

use super::{Check, Decision, Finding, Level, Rule, Spanned};
use crate::decision::allow::VERB;
use crate::rules;

pub(crate) static RULE: Rule = Rule {
    id: "allow-forbidden",
    level: Level::Deny,
    summary: "comment allows a rule that cannot be allowed in a file",
    explain: "
Reports `heard: allow` comments that name a rule of `heard gate`, a rule about unreadable files, or
a rule about these comments or the baseline. Such a comment has no effect.

A change cannot exempt itself from the gate. If a file cannot be read, the comment may be in the
part that was not read.

Remove the comment and fix the problem. To change the level of a rule for all files, set it under
`[rules]` in `heard.toml`.
",
    example: "
<quoted>

<!-- heard: allow group-unheard because they are on holiday -->
                  ^^^^^^^^^^^^^
=> **No answer:** the night shift, asked 2026-02-10, waited until 2026-02-24.
",
    check: Check::Allows(check),
};

fn check(decision: &Decision, _: &[&Spanned<String>]) -> Vec<Finding> {
    let names = decision.allows.iter().filter(|allow| allow.verb.value == VERB).flat_map(|allow| &allow.rules);
    names
        .filter_map(|name| Some((name, rules::find(&name.value).filter(|rule| !rule.is_allowable())?)))
        .map(|(name, rule)| {
            let why = match rule.check {
                Check::Gate(_) | Check::Keys(_) => "a change cannot exempt itself from the gate",
                Check::Problem(_) => "if the file can't be read, neither can the comment",
                _ => "rules on these comments and on the baseline can't be silenced by a comment",
            };
            Finding::new(decision, name.span, format!("rule `{}` can't be allowed in a file", rule.id))
                .why(why)
                .help(format!("remove `{}` from the comment", rule.id))
        })
        .collect()
}

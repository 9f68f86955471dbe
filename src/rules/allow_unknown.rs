//! A `heard: allow` comment names a rule that exists.

use super::{Check, Decision, Finding, Level, Rule, Spanned, visible};
use crate::decision::allow::{Allow, VERB};
use crate::rules;
use crate::text::nearest;

pub(crate) static RULE: Rule = Rule {
    id: "allow-unknown",
    level: Level::Warn,
    summary: "comment allows a rule that does not exist",
    explain: "
Reports `heard: allow` comments that name an unknown rule or no rule, or that misspell `allow`.

Such a comment has no effect, so the problem is still reported, or will be when it comes back.

Write the rule's id as findings show it. `heard rules` lists all ids.
",
    example: "
<header>
<consultation>
> No. Never.
<by ines>

<!-- heard: allow quote-shrt because she said no more than this, twice -->
                  ^^^^^^^^^^
=> <!-- heard: allow quote-short because she said no more than this, twice -->
",
    check: Check::Allows(check),
};

fn check(decision: &Decision, _: &[&Spanned<String>]) -> Vec<Finding> {
    let names = decision.allows.iter().filter(|allow| allow.verb.value == VERB).flat_map(|allow| &allow.rules);
    let finding = |span, message: &str, help: &str| {
        Finding::new(decision, span, message).why("the comment has no effect").help(help)
    };
    let form = "write `<!-- heard: allow RULE because REASON -->`";
    let unknown = names.filter(|name| rules::find(&name.value).is_none()).map(|name| {
        let message = format!("unknown rule `{}`", visible(&name.value));
        let help = match nearest(&name.value, rules::ids()) {
            Some(near) => format!("write `{near}`"),
            None => "run `heard rules` for the ids".to_owned(),
        };
        finding(name.span, &message, &help)
    });
    let wordless = decision.allows.iter().filter(|allow| allow.verb.value == VERB && allow.rules.is_empty());
    let nameless = wordless.map(|allow| finding(allow.verb.span, "the comment names no rule", form));
    let other = decision.allows.iter().filter(|allow| is_meant(allow)).map(|allow| {
        let message = format!("unknown command `{}`; the only one is `{VERB}`", visible(&allow.verb.value));
        finding(allow.verb.span, &message, form)
    });
    unknown.chain(nameless).chain(other).collect()
}

/// Whether a comment with another word was meant to allow something.
fn is_meant(allow: &Allow) -> bool {
    allow.verb.value != VERB
        && (nearest(&allow.verb.value, [VERB]).is_some()
            || allow.rules.iter().any(|name| rules::find(&name.value).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn other_words_are_reported_where_something_was_meant() {
        let cases = [
            ("alow quote-short because she said so", 1),
            ("ignore quote-short", 1),
            ("allow", 1),
            ("allow because she said so", 1),
            ("allow a, b because she said so", 2),
            ("three people, see below", 0),
            ("", 0),
        ];
        for (words, expected) in cases {
            let text = format!("---\nstatus: accepted\n---\n# T\n\n<!-- heard: {words} -->\n");
            assert_eq!(messages(&RULE, &text).len(), expected, "{words}");
        }
    }
}

//! A key that is nearly a known one is probably a typo.

use super::key_twice::header_fields;
use super::{Catalog, Check, Decision, Finding, Fix, Level, Rule, visible};
use crate::decision::field;

pub(crate) static RULE: Rule = Rule {
    id: "key-misspelt",
    level: Level::Warn,
    summary: "unknown header key looks like a typo",
    explain: "
Reports unknown header keys that look like a typo of a known one, such as `consultd`: one letter
wrong, missing, extra or swapped, in a word that is not itself a word, with a value that fits the
known key. `reviewers` and `decision_date` are not reported. Words that are joined by a capital, as
in `reviewBy`, count as a typo too.

Unknown keys are ignored, so the value is lost without notice: people are listed in the file, and no
tool sees them.

Write the key that the finding suggests. `heard check --fix` renames it.
",
    example: r#"
<accepted>
consultd:
^^^^^^^^
=> consulted:
  - "Ines Roy"
<title>
"#,
    check: Check::Decision(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let slip_of = |field| field::slip_of(&decision.text, field, &catalog.policy.words);
    header_fields(decision)
        .filter_map(|field| Some((field, slip_of(field)?.key)))
        .map(|(field, key)| {
            let message = format!("unknown key `{}`; did you mean `{key}`?", visible(&field.key.value));
            Finding::new(decision, field.key.span, message)
                .why("unknown keys are ignored")
                .help(format!("write `{key}`"))
                .fix(Fix::Rename { to: key })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn other_names_of_known_keys_and_own_keys_pass() {
        let text = "---\ndeciders: Ana\nowner: Ana\nlayout: page\nnav_order: 3\nparent: Decisions\ntype: adr\ndecision_date: 2026-07-31\nreviewers: [\"Ines Roy\"]\n---\n# T\n";
        assert!(messages(&RULE, text).is_empty());
        assert_eq!(messages(&RULE, "---\nSuperceded_By: 7\n---\n# T\n").len(), 1);
    }
}

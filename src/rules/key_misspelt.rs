//! A key that is nearly a known one was meant to be it.

use super::key_twice::header_fields;
use super::{Check, Rule};
use crate::catalog::Context;
use crate::decision::{Decision, KEYS, is_known};
use crate::document::header::Field;
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::{nearest, visible};

pub(crate) static RULE: Rule = Rule {
    id: "key-misspelt",
    level: Level::Warn,
    summary: "header key is nearly a known one",
    explain: "\
Finds keys of a header that are no known key but differ from one by a slip, such as `consultd`.

Unknown keys are kept and not read, so a slip silently drops what stands below it: the people are in
the file, and no tool sees them.

Write the key as the finding says. A key of your own that happens to look like a known one needs
another name.",
    bad: "\
---
status: accepted
date: 2026-03-02
consultd:
^^^^^^^^
  - \"Ines Roy\"
---

# Page through the rotation
",
    good: "\
---
status: accepted
date: 2026-03-02
consulted:
  - \"Ines Roy\"
ticket: OPS-7
---

# Page through the rotation
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: Context<'_>) -> Vec<Finding> {
    header_fields(decision)
        .filter(|field| !is_known(field))
        .filter_map(|field| Some((field, near(field)?)))
        .map(|(field, near)| {
            let message = format!("`{}` is no known key; `{near}` is", visible(&field.key.value));
            Finding::new(decision, field.key.span, message)
                .why("what stands under an unknown key is not read")
                .help(format!("write `{near}`"))
        })
        .collect()
}

/// The known key that was meant, when one is near.
pub(super) fn near(field: &Field) -> Option<&'static str> {
    nearest(&field.name, KEYS.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn other_names_of_known_keys_and_own_keys_pass() {
        let text =
            "---\ndeciders: Ana\nowner: Ana\nlayout: page\nnav_order: 3\nparent: Decisions\ntype: adr\n---\n# T\n";
        assert!(messages(&RULE, text).is_empty());
        assert_eq!(messages(&RULE, "---\nSuperceded_By: 7\n---\n# T\n").len(), 1);
    }
}

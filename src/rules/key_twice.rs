//! A key must be there once.

use std::collections::BTreeMap;

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::document::header::Field;
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::{Span, visible};

pub(crate) static RULE: Rule = Rule {
    id: "key-twice",
    level: Level::Deny,
    summary: "header has the same key twice",
    explain: "\
Finds keys that are in a header twice, also when they differ in case, or in `_` for `-`.

YAML does not allow it, and readers differ in which of the two they take. One tool then shows a
decision as accepted that another shows as proposed, and names below the lost key are lost.

Join the two, or take one out.",
    bad: "\
---
status: proposed
date: 2026-03-02
consulted:
  - \"Ines Roy\"
status: accepted
^^^^^^
---

# Page through the rotation
",
    good: "\
---
status: accepted
date: 2026-03-02
consulted:
  - \"Ines Roy\"
---

# Page through the rotation
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut findings = Vec::new();
    for field in header_fields(decision) {
        let key = field.name.as_str();
        match seen.get(key) {
            Some(first) => findings.push(
                Finding::new(decision, field.key.span, format!("`{}` is in the header twice", visible(key)))
                    .why("readers of YAML differ in which of the two they take")
                    .help("keep one of the two")
                    .related(&decision.path, *first, "it is here first"),
            ),
            None => {
                seen.insert(key, field.key.span);
            }
        }
    }
    findings
}

/// The fields that stand in the header itself, those of the body left out.
pub(super) fn header_fields(decision: &Decision) -> impl Iterator<Item = &Field> {
    let header = decision.header.unwrap_or_default();
    let inside = move |field: &&Field| header.start <= field.key.span.start && field.key.span.end <= header.end;
    decision.fields.iter().filter(inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn case_and_hyphens_do_not_tell_keys_apart_and_the_body_does_not_count() {
        let twice = "---\nReview_By: 2027-01-01\nreview-by: 2028-01-01\n---\n# T\n";
        assert_eq!(messages(&RULE, twice), ["`review-by` is in the header twice"]);
        assert!(messages(&RULE, "---\nstatus: accepted\n---\n# T\n\n* Status: accepted\n").is_empty());
        assert!(messages(&RULE, "# T\n\n* Status: accepted\n\n## Status\n\nAccepted\n").is_empty());
    }
}

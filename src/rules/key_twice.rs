//! A key appears once.

use std::collections::BTreeMap;

use super::{Catalog, Check, Decision, Finding, Level, Rule, Span, visible};
use crate::decision::field::{self, FieldKind};
use crate::document::header::{Field, canonical};

pub(crate) static RULE: Rule = Rule {
    id: "key-twice",
    level: Level::Deny,
    summary: "header has the same key twice",
    explain: "
Reports keys that appear twice in a header, also if they differ in case or in `_` for `-`. Two keys
with different names that both list people, such as `deciders` and `owner`, are read together.

YAML does not allow it, and tools differ in which value they use: one shows the decision as
accepted, another as proposed.

Merge the two, or remove one.
",
    example: r#"
---
status: proposed
=>
date: 2026-03-02
consulted:
  - "Ines Roy"
status: accepted
^^^^^^
<title>
"#,
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut findings = Vec::new();
    for field in header_fields(decision) {
        // People are read from all keys that mean the same.
        let are_people = field::spec(&field.name).is_some_and(|spec| spec.kind == FieldKind::People);
        let key = if are_people { canonical(&field.key.value) } else { field.name.clone() };
        match seen.get(&key) {
            Some(first) => findings.push(
                Finding::new(decision, field.key.span, format!("duplicate key `{}`", visible(&key)))
                    .why("tools differ in which of the two values they use")
                    .help("remove one of the two")
                    .related(&decision.path, *first, "first used here"),
            ),
            None => {
                seen.insert(key, field.key.span);
            }
        }
    }
    findings
}

/// The fields of the header itself, without those of the body.
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
        assert_eq!(messages(&RULE, twice), ["duplicate key `review-by`"]);
        assert!(messages(&RULE, "---\nstatus: accepted\n---\n# T\n\n* Status: accepted\n").is_empty());
        assert!(messages(&RULE, "# T\n\n* Status: accepted\n\n## Status\n\nAccepted\n").is_empty());
    }
}

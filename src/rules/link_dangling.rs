//! A link must lead to a record of the log.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::{nearest, visible};

pub(crate) static RULE: Rule = Rule {
    id: "link-dangling",
    level: Level::Deny,
    summary: "link leads to no record",
    explain: "\
Finds links (`supersedes`, `superseded-by`, `amends`, `amended-by`, `relates-to`) to an id that no
record of the log has. Web addresses are let pass, since they may lead to another log.

Whoever follows the link to learn why things were as they were finds nothing. Most often it is a slip,
or a record that was renumbered.

Write the id as it is in the name of the file.",
    bad: "\
---
status: accepted
date: 2026-03-02
relates-to: [\"0021\"]
             ^^^^^^
---

# Page through the rotation
",
    good: "\
---
status: accepted
date: 2026-03-02
relates-to: [\"0007\"]
---

# Page through the rotation
==> decisions/0007-page-everybody.md <==
---
status: accepted
date: 2025-03-02
---

# Page everybody
",
    check: Check::Decision(check),
};

/// For how many links of a decision the record that was meant is sought, among all of the log.
const SUGGESTED: usize = 20;

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let dangling = decision.links.iter().filter(|link| catalog.resolve(&link.id).is_empty());
    let mut ids = None;
    dangling
        .enumerate()
        .map(|(index, link)| {
            let ids = ids.get_or_insert_with(|| catalog.ids());
            // The decision itself is near its neighbours, and never what was meant.
            let others = ids.iter().map(String::as_str).filter(|id| *id != decision.id.text);
            let near = nearest(&link.id.text, others.take_while(|_| index < SUGGESTED));
            let help = match near {
                Some(near) => format!("write `{}`, if that is the record that was meant", visible(near)),
                None => "write the id as it is in the name of the record's file, or take the link out".to_owned(),
            };
            let message = format!("no record is called `{}`", visible(&link.id.text));
            Finding::new(decision, link.target.span.first_line(&decision.text), message)
                .why(format!("`{}` leads nowhere", link.kind.key()))
                .help(help)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn ids_are_found_in_every_dress() {
        let with = |target: &str| {
            messages(
                &RULE,
                &format!(
                    "---\nstatus: accepted\nrelates-to: [\"{target}\"]\n---\n# T\n==> decisions/0007-x.md <==\n# T\n"
                ),
            )
        };
        for target in ["7", "ADR-0007", "0007-x.md", "[ADR-7](0007-x.md)", "https://example.org/adr/0099-y.md"] {
            assert!(with(target).is_empty(), "{target}");
        }
        assert_eq!(with("ADR-70"), ["no record is called `ADR-70`"]);
    }
}

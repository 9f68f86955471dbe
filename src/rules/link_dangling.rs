//! A link leads to a decision of the log.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::text::nearest;

pub(crate) static RULE: Rule = Rule {
    id: "link-dangling",
    level: Level::Deny,
    summary: "link to a decision that does not exist",
    explain: "
Reports links (`supersedes`, `superseded-by`, `amends`, `amended-by`, `relates-to`) to an id that no
decision in the log has. Web addresses are fine, since they may lead to another log.

Readers who follow the link find nothing. Usually it is a typo, or the decision was renumbered.

Write the id as in the file name of the decision.
",
    example: r#"
<accepted>
relates-to: ["0021"]
             ^^^^^^
=> relates-to: ["0007"]
<title>
==> decisions/0007-page-everybody.md <==
---
status: accepted
date: 2025-03-02
---

# Page everybody
"#,
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
                Some(near) => format!("write `{}`, if that is what was meant", visible(near)),
                None => "write the id as in the file name of the decision, or remove the link".to_owned(),
            };
            let message = format!("decision `{}` not found", visible(&link.id.text));
            Finding::new(decision, link.target.span.first_line(&decision.text), message)
                .why(format!("readers who follow `{}` find nothing", link.kind.key()))
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
        assert_eq!(with("ADR-70"), ["decision `ADR-70` not found"]);
    }
}

//! The comment that a quote cites was edited by somebody else.

use super::{Change, Check, Finding, Level, Rule};
use crate::comment::Unproven;
use crate::facts::Weakness;
use crate::witness::Doubt;

pub(crate) static RULE: Rule = Rule {
    id: "receipt-edited-by-another",
    level: Level::Deny,
    summary: "comment that a quote cites was edited by another account",
    explain: r#"
Reports quotes whose comment was last edited by another account than the one that wrote it, if the
area sets `evidence = "forge"`. On most forges, maintainers can edit what others wrote.

Ask the person to say it in a comment of their own that nobody edits.
"#,
    example: r#"
<forge>
{"address":"https://github.com/acme/rota/pull/7#issuecomment-1","comment":{"author":{"login":"inesroy","id":1894766},"text":"I get paged when an export stalls.","at":"2026-02-12T10:11:12Z","edited":{"at":"2026-02-12T11:00:00Z","by":{"login":"anaruiz","id":7}},"minimised":false}},
<second comment>
<rota>
<header>
<governs>
<consultation>
> I get paged when an export stalls.
>
> — Ines Roy, 2026-02-12, [comment](https://github.com/acme/rota/pull/7#issuecomment-1)
    ^^^^^^^^
=> > — Ines Roy, 2026-02-12, [comment](https://github.com/acme/rota/pull/7#issuecomment-2)
> <!-- heard: github issuecomment-1 <by inesroy>
=> > <!-- heard: github issuecomment-2 <by inesroy>

**Changed:** the job logs the tenant.
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change.weak(|weakness, id| match weakness {
        Weakness::Comment(Doubt::Unproven(Unproven::Edited { by: Some(_), .. })) => Some((
            weakness.to_string(),
            format!(
                "take their words again with `heard quote {id} --from URL`, or ask them anew with `heard ask {id}`"
            ),
        )),
        _ => None,
    })
}

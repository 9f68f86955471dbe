//! The comment that a quote cites was written by a program.

use super::{Change, Check, Finding, Level, Rule};
use crate::comment::Unproven;
use crate::facts::Weakness;
use crate::witness::Doubt;

pub(crate) static RULE: Rule = Rule {
    id: "receipt-from-program",
    level: Level::Deny,
    summary: "comment that a quote cites was written by a program",
    explain: r#"
Reports quotes whose comment was written by a bot, an app, or through an import, if the area sets
`evidence = "forge"`. Such a comment does not show that a person said it.

Ask the person to comment with their own account.
"#,
    example: r#"
<forge>
{"address":"https://github.com/acme/rota/pull/7#issuecomment-1","comment":{"author":{"login":"inesroy","id":1894766,"not_a_person":"it was posted by the app helper"},"text":"I get paged when an export stalls.","at":"2026-02-12T10:11:12Z","edited":null,"minimised":false}},
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
        Weakness::Comment(Doubt::Unproven(Unproven::Program(_))) => Some((
            weakness.to_string(),
            format!(
                "take their words again with `heard quote {id} --from URL`, or ask them anew with `heard ask {id}`"
            ),
        )),
        _ => None,
    })
}

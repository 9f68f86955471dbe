//! The comment that a quote cites could not be confirmed.

use super::{Change, Check, Finding, Level, Rule};
use crate::comment::Unproven;
use crate::facts::Weakness;
use crate::witness::Doubt;

pub(crate) static RULE: Rule = Rule {
    id: "quote-unwitnessed",
    level: Level::Deny,
    summary: "comment that a quote cites could not be confirmed",
    explain: r#"
Reports quotes with a receipt whose comment the gate looked up in vain, if the area sets
`evidence = "forge"`: it was deleted or minimised, its account is gone, the forge does not say who
edited it, its text is not that of the receipt though nobody edited it since, or it was not looked up,
because `--witness` gave a file without it.

Ask the person to say it again in a comment, and take that with `heard quote --from`.
"#,
    example: r#"
<forge>
{"address":"https://github.com/acme/rota/pull/7#issuecomment-1","comment":null},
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
        Weakness::Comment(
            Doubt::NotLookedUp(_)
            | Doubt::Gone
            | Doubt::OtherText
            | Doubt::Unproven(
                Unproven::Gone
                | Unproven::Minimised
                | Unproven::EditsUnknown(_)
                | Unproven::Edited { by: None, .. }
                | Unproven::Host(_)
                | Unproven::Thread,
            ),
        ) => Some((
            weakness.to_string(),
            format!(
                "take their words again with `heard quote {id} --from URL`, or ask them anew with `heard ask {id}`"
            ),
        )),
        _ => None,
    })
}

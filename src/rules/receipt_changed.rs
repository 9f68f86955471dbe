//! The comment that a quote cites was changed since.

use super::{Change, Check, Finding, Level, Rule};
use crate::facts::Weakness;
use crate::witness::Doubt;

pub(crate) static RULE: Rule = Rule {
    id: "receipt-changed",
    level: Level::Deny,
    summary: "comment that a quote cites was changed and does not say it any more",
    explain: r#"
Reports quotes with a receipt whose comment was changed since the receipt was written, and does not
have the words any more, if the area sets `evidence = "forge"`.

Ask the person which words hold, and take them with `heard quote --from`. If the decision with the old
words was accepted already, add the new ones below `**Corrected:**`.
"#,
    example: r#"
<forge>
{"address":"https://github.com/acme/rota/pull/7#issuecomment-1","comment":{"author":{"login":"inesroy","id":1894766},"text":"I get paged, and that is fine.","at":"2026-02-12T10:11:12Z","edited":{"at":"2026-02-14T10:11:12Z","by":{"login":"inesroy","id":1894766}},"minimised":false}},
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
        Weakness::Comment(Doubt::Changed) => Some((
            weakness.to_string(),
            format!(
                "take their words again with `heard quote {id} --from URL`, or ask them anew with `heard ask {id}`"
            ),
        )),
        _ => None,
    })
}

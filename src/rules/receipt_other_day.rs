//! The comment that a quote cites was written on another day.

use super::{Change, Check, Finding, Level, Rule};
use crate::facts::Weakness;
use crate::witness::Doubt;

pub(crate) static RULE: Rule = Rule {
    id: "receipt-other-day",
    level: Level::Deny,
    summary: "comment that a quote cites was written on another day",
    explain: r#"
Reports quotes with a date, or a receipt with a time, that is not when the comment was written, if the
area sets `evidence = "forge"`. The day before and the day after count as the same, as people live in
different time zones; for a comment that its author edited, so do the days between.

Old words can look like an answer to what is decided now.

Write the day of the comment, or take it again with `heard quote --from`.
"#,
    example: r#"
<forge>
{"address":"https://github.com/acme/rota/pull/7#issuecomment-1","comment":{"author":{"login":"inesroy","id":1894766},"text":"I get paged when an export stalls.","at":"2024-02-12T10:11:12Z","edited":null,"minimised":false}},
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
        Weakness::Comment(Doubt::OtherDay { .. } | Doubt::OtherTime { .. }) => Some((
            weakness.to_string(),
            format!("write the day of the comment, or take it again with `heard quote {id} --from URL`"),
        )),
        _ => None,
    })
}

//! The comment that a quote cites was written by another account.

use super::{Change, Check, Finding, Level, Rule};
use crate::comment::Unproven;
use crate::evidence::NoReceipt;
use crate::facts::Weakness;
use crate::witness::Doubt;

pub(crate) static RULE: Rule = Rule {
    id: "receipt-other-person",
    level: Level::Deny,
    summary: "comment that a quote cites was written by another account",
    explain: r#"
Reports quotes whose comment was written by another account than the one that `heard.toml` gives for
the speaker, if the area sets `evidence = "forge"`. Accounts are compared by their number (`id`) if
`heard.toml` gives it, because a login can be renamed, and taken over by somebody else.

Attribute the quote to the person who wrote it, or correct the account in `heard.toml` in a change of
its own.
"#,
    example: r#"
<forge>
{"address":"https://github.com/acme/rota/pull/7#issuecomment-1","comment":{"author":{"login":"samo","id":7},"text":"I get paged when an export stalls.","at":"2026-02-12T10:11:12Z","edited":null,"minimised":false}},
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
> <!-- heard: github issuecomment-1 by samo id=7 at=2026-02-12T10:11:12Z edited=never sha256=130c80c8956a88577f7c3a6a1607dd27337d6e55e7d3394f8469fd813f897794 -->
=> > <!-- heard: github issuecomment-2 <by inesroy>

**Changed:** the job logs the tenant.
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change.weak(|weakness, id| match weakness {
        Weakness::Receipt(NoReceipt::OtherAccount { .. })
        | Weakness::Comment(Doubt::Unproven(Unproven::OtherAccount { .. } | Unproven::NoAccount(_))) => Some((
            weakness.to_string(),
            format!("quote the comment under the name of the person who wrote it; `heard quote {id} --from URL` does"),
        )),
        _ => None,
    })
}

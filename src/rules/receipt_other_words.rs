//! The words of a quote are not whole sentences of its comment.

use super::{Change, Check, Finding, Level, Rule};
use crate::facts::Weakness;
use crate::witness::Doubt;

pub(crate) static RULE: Rule = Rule {
    id: "receipt-other-words",
    level: Level::Deny,
    summary: "quote does not repeat its comment in whole sentences",
    explain: r#"
Reports quotes whose words are not whole sentences of the comment that they cite, if the area sets
`evidence = "forge"`. Part of a sentence can mean the opposite: "I do not think it is fine" contains
"it is fine". What the comment repeats of others, in a block quote, is not the person's own.

Quote whole sentences, and mark what is left out with `[…]`. `heard quote --from URL --part "…"` does.
"#,
    example: r#"
<forge>
{"address":"https://github.com/acme/rota/pull/7#issuecomment-1","comment":{"author":{"login":"inesroy","id":1894766},"text":"I do not say that I get paged when an export stalls.","at":"2026-02-12T10:11:12Z","edited":null,"minimised":false}},
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
> <!-- heard: github issuecomment-1 by inesroy id=1894766 at=2026-02-12T10:11:12Z edited=never sha256=0c0d7a9577656c074f7a5874dbdcf40ade9395daa09f3c24eb0793e2d3cf410b -->
=> > <!-- heard: github issuecomment-2 <by inesroy>

**Changed:** the job logs the tenant.
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change.weak(|weakness, id| match weakness {
        Weakness::Comment(Doubt::OtherWords(_)) => Some((
            weakness.to_string(),
            format!("quote whole sentences: `heard quote {id} --from URL` takes them, and `--part` some of them"),
        )),
        _ => None,
    })
}

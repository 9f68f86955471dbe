//! The comment that a quote cites was edited by its author since, and still has the words.

use super::{Change, Check, Finding, Level, Rule, visible};

pub(crate) static RULE: Rule = Rule {
    id: "receipt-edited",
    level: Level::Warn,
    summary: "comment that a quote cites was edited by its author since",
    explain: r#"
Reports quotes with a receipt whose comment was edited by its author after the receipt was taken, and
still has the words, if the area sets `evidence = "forge"`.

People take back what they said, or add to it, by editing their comment. The quote still repeats it, but
may not be what they say now.

Read the comment, and take the words again with `heard quote --from`.
"#,
    example: r#"
<forge>
{"address":"https://github.com/acme/rota/pull/7#issuecomment-1","comment":{"author":{"login":"inesroy","id":1894766},"text":"I get paged when an export stalls. Forget it.","at":"2026-02-12T10:11:12Z","edited":{"at":"2026-02-14T10:11:12Z","by":{"login":"inesroy","id":1894766}},"minimised":false}},
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
    let edited = change.all_attempts().flat_map(|(area, attempt)| {
        attempt.edited.iter().map(move |(speaker, span)| {
            let message = format!("the quote from {} cites a comment that was edited since", visible(speaker));
            let help = format!(
                "read the comment, and take the words again with `heard quote {} --from URL`",
                attempt.decision.id
            );
            attempt.finding(area, *span, Some(area.evidence.span), message).help(help).person(speaker.clone())
        })
    });
    edited.collect()
}

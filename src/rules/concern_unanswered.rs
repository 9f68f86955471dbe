//! Every quote has a response.

use super::{Catalog, Check, Decision, Finding, Fix, Level, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "concern-unanswered",
    level: Level::Deny,
    summary: "quote has no response",
    explain: "
Reports quotes with a name, in a consultation or trial, that are followed directly by another quote,
a heading or the end of the file.

Writing a concern down is not enough. The response shows what it changed, or why it changed nothing,
and the person can hold you to it.

Write the response below the quote, outside of it. Start with a disposition such as `**Changed:**`,
`**Mitigated:**` or `**Declined:**`, followed by a sentence. While you are still thinking about it,
write `**Open.**`. `heard answer` writes the response for you.
",
    example: r#"
<header>
  - "Pete Osei"
<consultation>
> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12
    ^^^^^^^^
+>
+> The job logs the tenant now.

<pete>

**Declined:** Friday night is the only idle night.

## Trial

- Release: the new log view, 2026-02-14 to 2026-02-28
- Result: four of six did not find the tenant

> The colors mean nothing to me.
>
> — night support agent 3, 2026-02-20
    ^^^^^^^^^^^^^^^^^^^^^
+>
+> **Changed:** every color has a label.
"#,
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let quotes = decision.consultation.quotes.iter().filter(|quote| quote.answer.is_none());
    quotes
        .filter_map(|quote| {
            let span = quote.speaker()?.span;
            Some(
                Finding::new(decision, span, format!("{} has no response", quote.called()))
                    .why("every quote needs a response")
                    .help("write below the quote `**Changed:** …`, `**Declined:** …` with the reason, or `**Open.**`")
                    .speaker(quote)
                    .fix(Fix::Respond),
            )
        })
        .collect()
}

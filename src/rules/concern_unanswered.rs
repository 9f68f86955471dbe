//! Every quote has a response.

use super::{Catalog, Check, Decision, Finding, Fix, Level, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "concern-unanswered",
    level: Level::Deny,
    summary: "quote has no response",
    explain: "
Reports quotes with a name, in a consultation or trial, that are followed directly by another quote,
a heading or the end of the file, or by a response that says nothing: `**Changed:**` alone, `TODO`,
`{what was done}`, a picture, struck-out words.

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

> I can't follow the list at night.
>
> — Lee Chan, 2026-02-12

**Changed:** TODO
^^^^^^^^^^^^^^^^^
=> **Changed:** the list is grouped by tenant.

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
    // `Open` is an answer as long as nothing is decided.
    let help = match decision.is_accepted() {
        true => "write below the quote `**Changed:** …`, `**Mitigated:** …`, or `**Declined:** …` with the reason",
        false => "write below the quote `**Changed:** …`, `**Declined:** …` with the reason, or `**Open.**`",
    };
    let quotes = decision.consultation.quotes.iter().filter(|quote| quote.said_answer().is_none());
    quotes
        .filter_map(|quote| {
            let speaker = quote.speaker()?.span;
            let (span, lacks) = match &quote.answer {
                Some(answer) => (answer.span.first_line(&decision.text), "has a response that says nothing"),
                None => (speaker, "has no response"),
            };
            Some(
                Finding::new(decision, span, format!("{} {lacks}", quote.called()))
                    .why("every quote needs a response")
                    .help(help)
                    .speaker(quote)
                    .fix(Fix::Respond),
            )
        })
        .collect()
}

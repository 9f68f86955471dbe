//! A quote is a block quote that ends in an attribution.

use super::{Catalog, Check, Decision, Finding, Fix, Level, Rule};
use crate::decision::consultation::Form;

/// Its name, for what is fixed.
pub(crate) const ID: &str = "quote-form";

pub(crate) static RULE: Rule = Rule {
    id: ID,
    level: Level::Warn,
    summary: "quote is not a block quote with an attribution",
    explain: "
Reports what people said where it is written in another form: a list item or a paragraph with the
name behind it or in bold before it, a heading with the name, a row of a table, a block quote whose
last line starts with `- ` or `~ ` or is inside `<cite>`, or that has the name beside its words, above
it or below it.

These quotes are read, but the gate counts only block quotes that end in an attribution, since nothing
else shows where a person's words begin and end.

`heard check --fix-form` rewrites them, and changes no word.
",
    example: "
<header>
<consultation>
> I get paged when an export stalls and cannot see whose it is.
>
> - Ines Roy, 2026-02-12
  ^^^^^^^^^^^^^^^^^^^^^^
=> > — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let quotes = decision.consultation.quotes.iter().enumerate();
    quotes
        .filter_map(|(index, quote)| {
            let (place, what) = match &quote.form {
                Form::Block => return None,
                Form::LastLine(line) => (*line, "names the speaker in another form than `— NAME`"),
                Form::NameAfter(name) => (*name, "does not have the name on a last line of its own"),
                Form::NameBefore(name) => (*name, "has the name before its words"),
                Form::NameBehind(_) => (quote.words_span, "is not a block quote"),
                Form::NameAbove { name, in_quote: true } => (*name, "has the name above it"),
                Form::NameAbove { .. } => (quote.words_span, "is not a block quote"),
                Form::Headed { in_quote: true } => (quote.words_span, "has the name only in the heading above it"),
                Form::Headed { .. } => (quote.words_span, "is not a block quote"),
                Form::Row { .. } => (quote.words_span, "is a row of a table"),
            };
            let finding =
                Finding::new(decision, place.first_line(&decision.text), format!("{} {what}", quote.called()));
            let finding = finding.why("the gate counts only block quotes that end in an attribution").speaker(quote);
            let help = "`heard check --fix-form` writes it as `> …` that ends in `> — NAME, YYYY-MM-DD`";
            Some(finding.help(help).fix(Fix::Reform { quote: index }))
        })
        .collect()
}

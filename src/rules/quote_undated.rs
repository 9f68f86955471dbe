//! A quote has a date.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};

pub(crate) static RULE: Rule = Rule {
    id: "quote-undated",
    level: Level::Warn,
    summary: "quote has no date",
    explain: "
Reports quotes in consultations and trials that name a speaker but no date.

The date shows whether the quote came before the decision, and which version of the plan it is
about. It also helps to find the source.

Add the date after the name: `> — Name, 2026-02-12`. A source may follow.
",
    example: "
<header>
<consultation>
> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, [thread](https://example.org/t/1)
    ^^^^^^^^
=> > — Ines Roy, 2026-02-12, [thread](https://example.org/t/1)

**Changed:** the job logs the tenant.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let attributions = decision.consultation.quotes.iter().filter_map(|quote| quote.attribution.as_ref());
    attributions
        .filter(|attribution| attribution.date.is_none())
        .map(|attribution| {
            let shown = attribution.speaker.shown();
            let name = visible(&shown);
            Finding::new(decision, attribution.speaker.span, format!("the quote from {name} has no date"))
                .why("the date shows whether it came before the decision")
                .help(format!("add the date after the name: `> — {name}, YYYY-MM-DD`"))
                .person(shown)
        })
        .collect()
}

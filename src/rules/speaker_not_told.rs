//! Somebody who is quoted hears what became of it.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::text::shell;

pub(crate) static RULE: Rule = Rule {
    id: "speaker-not-told",
    level: Level::Off,
    summary: "somebody who is quoted has not been told what was answered",
    explain: "
Reports answered quotes in accepted and rejected decisions without a `Told` line for their speaker
below the answer. It is off by default.

People who take the time to say what a change does to them want to know whether it made a
difference. Next time, those who never heard back say nothing.

`heard tell` writes the messages, and `heard tell --mark` records that people were told.
",
    example: "
<header>
<consultation>
> Show me the tenant of every export that stalls.
>
> — Ines Roy, 2026-02-12
    ^^^^^^^^

**Changed:** the job logs the tenant.
+>
+> **Told:** Ines Roy, 2026-03-04.
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let quotes = decision.untold(&catalog.policy.directory).into_iter();
    let quotes = quotes.map(|at| &decision.consultation.quotes[at]);
    let findings = quotes.filter_map(|quote| {
        let speaker = quote.speaker()?;
        let name = visible(&speaker.shown()).into_owned();
        let message = format!("{name} has not been told what became of the quote");
        let help =
            format!("`heard tell --person {}` writes the message, and `--mark` records it", shell(&speaker.shown()));
        Some(Finding::new(decision, speaker.span, message).help(help).person(speaker.shown()))
    });
    findings.collect()
}

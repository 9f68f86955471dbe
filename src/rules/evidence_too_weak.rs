//! An area may require a source for each quote.

use super::{Change, Check, Finding, Fix, Gap, Level, Rule, visible};
use crate::facts::Unsourced;

pub(crate) static RULE: Rule = Rule {
    id: "evidence-too-weak",
    level: Level::Deny,
    summary: "quote has no source although the area requires one",
    explain: r#"
Reports quotes that a changed path depends on and that name no source, if the area sets
`evidence = "sourced"`.

A quote without a source is a claim. With a source, anybody can look up what was said. A source
inside the repository is read, and must contain the quote. A source outside is trusted.

Add the source after the date: `> — Ines Roy, 2026-05-12, [thread](https://…)`.
"#,
    example: r#"
==> heard.toml <==
<policy>
evidence = "sourced"
<rota>
<header>
<governs>
<consultation>
> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12
    ^^^^^^^^
=> > — Ines Roy, 2026-02-12, [thread](https://example.org/t/1)

**Changed:** the job logs the tenant.
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for need in &change.needs {
        for attempt in &need.attempts {
            for gap in &attempt.gaps {
                let Gap::Unsourced { quotes, place } = gap else {
                    continue;
                };
                for quote in quotes {
                    let speaker = visible(&quote.speaker);
                    let (message, help) = match &quote.lack {
                        Unsourced::None => (
                            format!("the quote from {speaker} has no source"),
                            "add a link or a path after the date: `, [thread](https://…)`".to_owned(),
                        ),
                        Unsourced::Record(path) => (
                            format!("the quote from {speaker} gives `{path}` as its source, which is a decision"),
                            "give the source where the words were said or written down".to_owned(),
                        ),
                        Unsourced::NoFile(path) => (
                            format!("the quote from {speaker} gives `{path}` as its source, which does not exist"),
                            "add the file, or give the source where the quote can be found".to_owned(),
                        ),
                        Unsourced::NoWords(path) => (
                            format!("the quote from {speaker} is not in its source, `{path}`"),
                            "quote the source verbatim".to_owned(),
                        ),
                    };
                    findings.push(
                        attempt
                            .finding(need.area, quote.span, Some(*place), message)
                            .person(quote.speaker.clone())
                            .help(help)
                            .fix(Fix::Write),
                    );
                }
            }
        }
    }
    findings
}

//! An area may ask for sources.

use super::{Check, Rule};
use crate::facts::{Change, Gap, Unsourced};
use crate::finding::{Finding, Fix};
use crate::policy::Level;
use crate::text::visible;

pub(crate) static RULE: Rule = Rule {
    id: "evidence-too-weak",
    level: Level::Deny,
    summary: "quote that counts names no source that shows its words, and the area asks for one",
    explain: "\
Finds quotes that a changed path needs and that name no source, where the area says
`evidence = \"sourced\"`.

A quote without a source is a claim. With one, anybody can go and see the words where they were said.
A source inside the repository is read: the words must stand in it. One outside is believed.

Put the source behind the date of the attribution: `> — Ines Roy, 2026-05-12, [thread](https://…)`.",
    bad: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
evidence = \"sourced\"

==> head:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
evidence = \"sourced\"

==> head:infra/paging/rota.yml <==
window: friday
==> head:decisions/0012-rota.md <==
---
status: accepted
date: 2026-05-20
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
governs:
  - \"infra/paging/**\"
---

# Page through the rotation

## Consultation

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-05-12
    ^^^^^^^^

**Changed:** the window moves to Thursday.
",
    good: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
evidence = \"sourced\"

==> head:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
evidence = \"sourced\"

==> head:infra/paging/rota.yml <==
window: friday
==> head:decisions/0012-rota.md <==
---
status: accepted
date: 2026-05-20
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
governs:
  - \"infra/paging/**\"
---

# Page through the rotation

## Consultation

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-05-12, [thread](https://example.org/t/1)

**Changed:** the window moves to Thursday.
",
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
                            format!("the words of `{speaker}` name no source"),
                            "put it behind the date: `, [thread](https://…)`".to_owned(),
                        ),
                        Unsourced::NoFile(path) => (
                            format!("the words of `{speaker}` name `{path}` as their source, and it is not there"),
                            "add the file, or name where the words can be looked up".to_owned(),
                        ),
                        Unsourced::NoWords(path) => (
                            format!("the words of `{speaker}` do not stand in their source, `{path}`"),
                            "quote what stands there, word by word".to_owned(),
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

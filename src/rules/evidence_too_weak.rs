//! An area may ask for sources.

use super::{Check, Rule};
use crate::finding::Finding;
use crate::gate::{Gap, Judgement};
use crate::policy::Level;
use crate::text::visible;

pub(crate) static RULE: Rule = Rule {
    id: "evidence-too-weak",
    level: Level::Deny,
    summary: "quote that counts names no source, and the area asks for one",
    explain: "\
Finds quotes that a changed path needs and that name no source, where the area says
`evidence = \"sourced\"`.

A quote without a source is a claim. With one, anybody can go and see the words where they were said.

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

fn check(judgement: &Judgement<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for need in &judgement.needs {
        for attempt in &need.attempts {
            for gap in &attempt.gaps {
                let Gap::Unsourced { quotes, place } = gap else {
                    continue;
                };
                for quote in quotes {
                    let message = format!("the words of `{}` name no source", visible(&quote.speaker));
                    findings.push(
                        attempt
                            .finding(need.area, quote.span, Some(*place), message)
                            .person(quote.speaker.clone())
                            .help("put it behind the date: `, [thread](https://…)`"),
                    );
                }
            }
        }
    }
    findings
}

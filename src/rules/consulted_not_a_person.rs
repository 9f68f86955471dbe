//! Only people can be consulted: no document, no program, not everybody.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::not_a_person::NotAPerson;
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::visible;

pub(crate) static RULE: Rule = Rule {
    id: "consulted-not-a-person",
    level: Level::Deny,
    summary: "entry of `consulted` that is no person",
    explain: "\
Finds entries of `consulted` that cannot be a person: links, files, numbers of issues, documents,
programs, and words that name everybody at once.

A document was read, not asked, and a program has nothing to lose. A name such as `all engineers`
hides whether anybody answered. What a change does to people only they can say.

Name the people. A team may stand here once `heard.toml` lists its members under `[groups]`. What
was read goes into the body, and other records go under `relates-to`.",
    bad: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
  - \"SPEC.md\"
     ^^^^^^^
  - \"all engineers\"
     ^^^^^^^^^^^^^
  - \"ChatGPT\"
     ^^^^^^^
  - \"ADR 0041\"
     ^^^^^^^^
---

# Page through the rotation

## Consultation

> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.
",
    good: "\
==> heard.toml <==
[groups]
\"all engineers\" = [\"Ines Roy\", \"Pete Osei\"]
==> decisions/0012-example.md <==
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"all engineers\"
---

# Page through the rotation

The pager's manual says how long a page is kept.

## Consultation

> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let directory = &catalog.policy.directory;
    let found = |party| Some((party, directory.not_a_person(party)?));
    let entries = decision.consulted.parties.iter().filter_map(found);
    entries
        .map(|(party, reason)| {
            let message = format!("`{}` in `consulted` {}", visible(&party.shown()), reason.reason());
            let (why, help) = advice(reason);
            Finding::new(decision, party.span, message).why(why).help(help)
        })
        .collect()
}

/// Why an entry counts for nothing, and what to write instead.
fn advice(reason: NotAPerson) -> (&'static str, &'static str) {
    match reason {
        NotAPerson::Everyone => (
            "nobody in particular was asked, so nobody in particular can answer",
            "name the people who were asked, or list them under `[groups]` in `heard.toml`",
        ),
        NotAPerson::Agent => (
            "a program can't be consulted: nothing of what is decided happens to it",
            "take it out, and ask the people for whom it was meant to speak",
        ),
        NotAPerson::Number => (
            "a number says nothing about who took part",
            "name the people who were asked there, and move the number to `relates-to` or the body",
        ),
        NotAPerson::Url | NotAPerson::Path | NotAPerson::Document => {
            ("what was read was not asked", "move it to the body, and name the people who were asked")
        }
    }
}

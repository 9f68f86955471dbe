//! A decision must have a title.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::Finding;
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "title-missing",
    level: Level::Warn,
    summary: "decision has no title",
    explain: "\
Finds decisions with neither a heading of the first level nor a `title` in the header.

Lists, feeds and links show the title. Without one they show the name of the file, and a reader has
to open it to learn what was decided.

Put one heading `# …` below the header that says what is decided.",
    bad: "\
---
status: accepted
        ^^^^^^^^
date: 2026-03-02
---

## Context

Exports stall at night.
",
    good: "\
---
status: accepted
date: 2026-03-02
---

# Page through the rotation

## Context

Exports stall at night.
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    if decision.title.is_some() {
        return Vec::new();
    }
    vec![
        Finding::new(decision, decision.place(None), "the decision has no title")
            .why("lists can show only the name of the file")
            .help("add a heading `# …` below the header that says what is decided"),
    ]
}

//! A decision has a title.

use super::{Catalog, Check, Decision, Finding, Level, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "title-missing",
    level: Level::Warn,
    summary: "decision has no title",
    explain: "
Reports decisions with neither a top-level heading nor a `title` in the header.

Lists, feeds and links show the title. Without one they show the file name, and readers have to open
the file.

Add a heading `# …` below the header that says what was decided.
",
    example: "
---
status: accepted
        ^^^^^^^^
date: 2026-03-02
---

+> # Page through the rotation
+>
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
        Finding::new(decision, decision.place(None), "decision has no title")
            .why("lists can only show the file name")
            .help("add a heading `# …` below the header that says what was decided"),
    ]
}

//! A record says in a header what tools have to know.

use super::{Check, Rule};
use crate::decision::Decision;
use crate::document::Problem;
use crate::finding::Finding;
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "header-missing",
    level: Level::Warn,
    summary: "record has no header",
    explain: "\
Finds records that do not start with a header between two lines of `---`.

Such a record is read as far as it goes: a `Status` section, bold lines and lists at its top still
count. But it can't say which paths it is about, so no change is ever covered by it, and other tools
find nothing in it.

Move the status, the date and the people to a header. The text below stays as it is.",
    bad: "\
# Page through the rotation
^^^^^^^^^^^^^^^^^^^^^^^^^^^

## Status

Accepted
",
    good: "\
---
status: accepted
date: 2026-03-02
---

# Page through the rotation
",
    check: Check::Problem(check),
};

fn check(decision: &Decision) -> Vec<Finding> {
    let missing = decision.problems.iter().filter_map(|problem| match problem {
        Problem::HeaderMissing { span } => Some(*span),
        _ => None,
    });
    missing
        .map(|span| {
            Finding::new(decision, span, "the record has no header")
                .why("without one it can't name paths with `governs`, so it covers no change")
                .help("put `status`, `date` and the people between two lines of `---` at the top")
        })
        .collect()
}

//! A header must be short enough to be a header.

use super::{Check, Rule};
use crate::decision::Decision;
use crate::document::{HEADER_LIMIT, Problem};
use crate::finding::Finding;
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "header-too-large",
    level: Level::Deny,
    summary: "header is larger than what is read",
    explain: "\
Finds headers of more than 65,536 bytes. They are not read at all, so nothing else is found in such
a file.

A header says what a tool has to know in a few lines. One of that size is text in the wrong place,
or made to keep a reader busy.

Move what is long below the header, or into a file that the decision links to.",
    bad: "\
---
status: accepted
^^^^^^^^^^^^^^^^
date: 2026-03-02
minutes: <70000 bytes>
---

# Page through the rotation
",
    good: "\
---
status: accepted
date: 2026-03-02
---

# Page through the rotation

Minutes: <70000 bytes>
",
    check: Check::Problem(check),
};

fn check(decision: &Decision) -> Vec<Finding> {
    let large = decision.problems.iter().filter_map(|problem| match problem {
        Problem::HeaderTooLarge { span, size } => Some((*span, *size)),
        _ => None,
    });
    large
        .map(|(span, size)| {
            let message = format!("the header has {size} bytes; {HEADER_LIMIT} are read at most");
            Finding::new(decision, span, message)
                .why("nothing in it is read, so nothing in it counts")
                .help("move what is long below the header")
        })
        .collect()
}

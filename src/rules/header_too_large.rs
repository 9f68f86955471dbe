//! A header is short.

use super::{Check, Decision, Finding, Level, Rule};
use crate::document::{HEADER_LIMIT, Problem};

pub(crate) static RULE: Rule = Rule {
    id: "header-too-large",
    level: Level::Deny,
    summary: "header is too large",
    explain: "
Reports headers of more than 65,536 bytes. They are not read, so nothing else in the file is
checked.

A header needs a few lines. One of that size is text in the wrong place, or an attempt to slow down
readers.

Move long text below the header, or into a file that the decision links to.
",
    example: "
---
status: accepted
^^^^^^^^^^^^^^^^
date: 2026-03-02
minutes: <70000 bytes>
=>
<title>
+>
+> Minutes: <70000 bytes>
",
    check: Check::Problem(check),
};

fn check(decision: &Decision) -> Vec<Finding> {
    let large = decision.problems.iter().filter_map(|problem| match problem {
        Problem::HeaderTooLarge { span, size } => Some(
            Finding::new(decision, *span, format!("header has {size} bytes; the limit is {HEADER_LIMIT}"))
                .why("a header over the limit is not read")
                .help("move long text below the header"),
        ),
        _ => None,
    });
    large.collect()
}

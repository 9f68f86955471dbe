//! What `governs` names must be a glob.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::Finding;
use crate::policy::{self, Level};
use crate::text::visible;

pub(crate) static RULE: Rule = Rule {
    id: "governs-unreadable",
    level: Level::Deny,
    summary: "entry of `governs` is no glob inside the repository",
    explain: "\
Finds entries of `governs` that can't be read as a glob, or that lead out of the repository.

Such an entry matches no path, so the decision covers nothing by it, and `heard list --governs` does not
find the decision.

Write a glob relative to the root of the repository: `infra/paging/**` for all below a folder,
`src/*.rs` for the files of one.",
    bad: "\
---
status: accepted
date: 2026-03-02
governs:
  - \"infra/[paging/**\"
    ^^^^^^^^^^^^^^^^^^
---

# Page through the rotation
",
    good: "\
---
status: accepted
date: 2026-03-02
governs:
  - \"infra/paging/**\"
---

# Page through the rotation
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let unreadable = decision.governs.iter().filter_map(|glob| {
        let outside = glob.value.starts_with('/') || glob.value.split('/').any(|part| part == "..");
        let reason = if outside {
            format!("`{}` leads out of the repository", visible(&glob.value))
        } else {
            visible(&policy::bad_glob(&glob.value)?).into_owned()
        };
        Some((glob.span, reason))
    });
    unreadable
        .map(|(span, reason)| {
            Finding::new(decision, span.first_line(&decision.text), reason)
                .why("it matches no path")
                .help("write a glob relative to the root, for instance `infra/paging/**`")
        })
        .collect()
}

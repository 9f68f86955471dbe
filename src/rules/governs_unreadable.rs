//! Entries of `governs` are globs.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::policy;

pub(crate) static RULE: Rule = Rule {
    id: "governs-unreadable",
    level: Level::Deny,
    summary: "entry of `governs` is not a glob inside the repository",
    explain: "
Reports entries of `governs` that are not valid globs, or that point outside the repository.

Such an entry matches no path: the decision covers nothing through it, and `heard list --governs`
does not find the decision.

Write a glob relative to the root of the repository: `infra/paging/**` for everything below a
directory, `src/*.rs` for the files in one.
",
    example: r#"
<accepted>
governs:
  - "infra/[paging/**"
    ^^^^^^^^^^^^^^^^^^
=>   - "infra/paging/**"
<title>
"#,
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let unreadable = decision.governs.iter().filter_map(|glob| {
        let outside = glob.value.starts_with('/') || glob.value.split('/').any(|part| part == "..");
        let reason = if outside {
            format!("`{}` points outside the repository", visible(&glob.value))
        } else {
            visible(&policy::bad_glob(&glob.value)?).into_owned()
        };
        Some((glob.span, reason))
    });
    unreadable
        .map(|(span, reason)| {
            Finding::new(decision, span.first_line(&decision.text), reason)
                .why("it matches no path")
                .help("write a glob relative to the repository root, for example `infra/paging/**`")
        })
        .collect()
}

//! A header must be YAML that can be read in one way only.

use super::{Check, Rule};
use crate::decision::Decision;
use crate::document::Problem;
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::visible;

pub(crate) static RULE: Rule = Rule {
    id: "header-unreadable",
    level: Level::Deny,
    summary: "header is no YAML that can be read",
    explain: "\
Finds headers that are not YAML, that never end, or that use parts of YAML which are refused:
anchors, aliases, tags and second documents.

A header that is read in one way here and in another way elsewhere says two things at once. Its
lines are still read one by one so that other findings make sense, but nothing rests on that.

Put values that start with `@` or hold a colon in quotes, close the header with a line of `---`, and
write every value out.",
    bad: "\
---
status: accepted
date: 2026-03-02
consulted: @ines, @pete
           ^^^^^^^^^^^^
---

# Page through the rotation
",
    good: "\
---
status: accepted
date: 2026-03-02
consulted:
  - \"@ines\"
  - \"@pete\"
---

# Page through the rotation
",
    check: Check::Problem(check),
};

fn check(decision: &Decision) -> Vec<Finding> {
    let unreadable = decision.problems.iter().filter_map(|problem| match problem {
        Problem::HeaderUnreadable { span, reason } => Some((*span, reason)),
        _ => None,
    });
    unreadable
        .map(|(span, reason)| {
            Finding::new(decision, span, format!("the header can't be read: {}", visible(reason)))
                .why("a header that can be read in two ways says two things")
                .help(help(reason))
        })
        .collect()
}

/// What mends it most often, by the reason given.
fn help(reason: &str) -> &'static str {
    if reason.contains("never closed") || reason.contains("header ends") {
        "close the header with a line of `---` below its last key"
    } else if reason.contains("YAML") && reason.contains("write the value") {
        "write the value out where it is used"
    } else if reason.contains("tab") {
        "indent with spaces"
    } else if reason.contains("`@`") {
        "put it in quotes, for instance `- \"@ines\"`"
    } else {
        "write `key: value` lines, and put values with `@`, `:`, `#` or brackets in quotes"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn an_open_header_and_an_alias() {
        let open = messages(&RULE, "---\nstatus: accepted\n\n# Title\n");
        assert!(open[0].contains("never closed"), "{open:?}");
        let alias = messages(&RULE, "---\na: &x 1\nb: *x\n---\n# Title\n");
        assert!(alias[0].contains("anchors"), "{alias:?}");
    }
}

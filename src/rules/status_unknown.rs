//! A status must be a word that is known.

use super::{Check, Rule, template_left};
use crate::catalog::Catalog;
use crate::decision::words::StatusKind;
use crate::decision::{Decision, Status};
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::{fold, listed, nearest, visible};

pub(crate) static RULE: Rule = Rule {
    id: "status-unknown",
    level: Level::Deny,
    summary: "status is no known word",
    explain: "\
Finds a status that is neither one of the known words nor given a meaning in `heard.toml`.

A decision whose status nobody can place is followed by some and not by others. It is never taken as
accepted, so it covers no change.

Write one of the known words. When your log uses words of its own, or another language, say once in
`heard.toml` what they mean: `[words]`, then `status.accepted = [\"approved\"]`.",
    bad: "\
---
status: acepted
        ^^^^^^^
date: 2026-03-02
---

# Page through the rotation
",
    good: "\
==> heard.toml <==
[words]
status.accepted = [\"approved\"]
==> decisions/0012-example.md <==
---
status: approved
date: 2026-03-02
---

# Page through the rotation
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let Some(status) = decision.status.as_ref().filter(|status| status.kind.is_none()) else {
        return Vec::new();
    };
    // What a template left in its place is found as that.
    if template_left::is_placeholder(&status.word) || template_left::is_status_list(status) {
        return Vec::new();
    }
    let span = status.span.first_line(&decision.text);
    vec![
        Finding::new(decision, span, format!("`{}` is no known status", visible(&status.word)))
            .why("nobody can tell whether the decision is to be followed")
            .help(help(status, catalog)),
    ]
}

fn help(status: &Status, catalog: &Catalog) -> String {
    let known = &catalog.policy.words.statuses;
    let folded = fold(&status.word);
    let first = folded.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if known.contains_key(first) {
        return format!("write only `{first}`, and the rest in the text");
    }
    match nearest(&folded, known.keys().map(String::as_str)) {
        Some(near) => format!("write `{near}`"),
        None => format!(
            "write one of {}, or give the word a meaning in `heard.toml`: `[words]`, `status.… = [\"{}\"]`",
            listed(StatusKind::ALL.map(StatusKind::word)),
            visible(&status.word),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn a_list_of_statuses_is_left_to_the_rule_on_templates() {
        let with = |status: &str| messages(&RULE, &format!("---\nstatus: {status}\n---\n# T\n"));
        assert_eq!(with("in progress"), ["`in progress` is no known status"]);
        for status in [
            "accepted or rejected",
            "\"{proposed | accepted | superseded by ADR-0123}\"",
            "TBD",
            "Accepted (2026-01-02)",
        ] {
            assert!(with(status).is_empty(), "{status}");
        }
    }
}

//! A status is known.

use super::{Catalog, Check, Decision, Finding, Level, Rule, template_left, visible};
use crate::decision::Status;
use crate::text::{fold, listed, nearest};
use crate::vocabulary::words::StatusKind;

pub(crate) static RULE: Rule = Rule {
    id: "status-unknown",
    level: Level::Deny,
    summary: "status is unknown",
    explain: r#"
Reports a status that is neither one of the known ones nor defined in `heard.toml`.

Readers can't tell whether to follow the decision. An unknown status never counts as accepted, so
the decision covers no change.

Use one of the known statuses. If your log uses its own, or another language, map them under
`[words]` in `heard.toml`: `status.accepted = ["approved"]`.
"#,
    example: "
---
status: acepted
        ^^^^^^^
=> status: accepted
date: 2026-03-02
<title>
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let Some(status) = decision.status.as_ref().filter(|status| status.kind.is_none()) else {
        return Vec::new();
    };
    // Leftover template text is reported as that.
    if template_left::is_placeholder(&status.word) || template_left::is_status_list(status) {
        return Vec::new();
    }
    let span = status.span.first_line(&decision.text);
    vec![
        Finding::new(decision, span, format!("unknown status `{}`", visible(&status.word)))
            .why("readers can't tell whether to follow the decision")
            .help(help(status, catalog)),
    ]
}

fn help(status: &Status, catalog: &Catalog) -> String {
    let known = &catalog.policy.words.statuses;
    let folded = fold(&status.word);
    let first = folded.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if known.contains_key(first) {
        return format!("write only `{first}`, and move the rest to the text");
    }
    match nearest(&folded, known.keys().map(String::as_str)) {
        Some(near) => format!("write `{near}`"),
        None => format!(
            "write one of {}, or, if it means one of these here, say which under `[words]` in `heard.toml`, as in `status.proposed = [\"{}\"]`",
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
        assert_eq!(with("in progress"), ["unknown status `in progress`"]);
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

//! The file name has the id, in the way the log uses ids.

use super::id_twice::place;
use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::vocabulary::id::{Id, IdKind, Key};

pub(crate) static RULE: Rule = Rule {
    id: "id-not-in-name",
    level: Level::Warn,
    summary: "file name does not match the ids of the log, or the title",
    explain: "
Reports file names that do not follow `ids` in `heard.toml`, file names without a number or date
where most of the log has one, and titles with another number than the file name.

People refer to a decision by its id. If file name and title disagree, some of them mean another
decision.

Rename the file, or correct the title. `heard renumber` gives a decision another id.
",
    example: "
<accepted>
---

# ADR-0013: Page through the rotation
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=> # ADR-0012: Page through the rotation
==> decisions/ask-support.md <==
=> ==> decisions/0013-ask-support.md <==
<accepted>
---

# Ask support first
^^^^^^^^^^^^^^^^^^^
==> decisions/0011-page-everybody.md <==
<accepted>
---

# Page everybody
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let mut findings = Vec::new();
    let kind = decision.id_kind;
    match catalog.policy.ids {
        Some(asked) if asked != kind => {
            let message = format!("file name has {}, but this log uses {}", shown(kind), shown(asked));
            findings.push(
                Finding::new(decision, place(decision), message)
                    .why("`ids` in `heard.toml` sets how files are named")
                    .help(format!("rename the file, for example to `{}`", example(asked))),
            );
        }
        None if kind == IdKind::Slug && catalog.is_numbered(&decision.path) => findings.push(
            Finding::new(decision, place(decision), "file name has no number or date, unlike most of this log")
                .why("people refer to a decision by its id")
                .help("start the file name with the next free id, or set `ids = \"slug\"` in `heard.toml`"),
        ),
        _ => {}
    }
    if let Some(titled) = &decision.own_id
        && differ(&titled.value, &decision.id)
    {
        let (title, name) = (visible(&titled.value.text), visible(&decision.id.text));
        findings.push(
            Finding::new(decision, titled.span, format!("title says `{title}`, but the file name says `{name}`"))
                .why("people refer to a decision by its id")
                .help(format!("write `{name}` in the title, or rename the file")),
        );
    }
    findings
}

/// Whether two ids are numbers and can't mean the same record.
fn differ(one: &Id, other: &Id) -> bool {
    match (&one.key, &other.key) {
        (Key::Number { series: one, number: first, .. }, Key::Number { series: other, number: second, .. }) => {
            // `Open Data Hub - ODH-ADR-0003` says more than `ODH-ADR-0003`, and nothing else. A side
            // without a series ends every other one.
            first != second || (!one.ends_with(other.as_str()) && !other.ends_with(one.as_str()))
        }
        _ => false,
    }
}

fn shown(kind: IdKind) -> &'static str {
    match kind {
        IdKind::Sequential => "a number",
        IdKind::Date => "a date",
        IdKind::Slug => "words only",
    }
}

fn example(kind: IdKind) -> &'static str {
    match kind {
        IdKind::Sequential => "0012-slug.md",
        IdKind::Date => "20260302-slug.md",
        IdKind::Slug => "slug.md",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn the_log_may_ask_for_a_kind() {
        let with = |ids: &str, path: &str| {
            messages(&RULE, &format!("==> heard.toml <==\n[log]\nids = \"{ids}\"\n==> {path} <==\n# T\n"))
        };
        assert_eq!(with("date", "decisions/0012-x.md"), ["file name has a number, but this log uses a date"]);
        assert!(with("date", "decisions/20260302-x.md").is_empty());
        assert!(with("slug", "decisions/page-people.md").is_empty());
    }

    #[test]
    fn a_log_of_slugs_and_series_in_one_place_only_pass() {
        assert!(messages(&RULE, "==> decisions/page-people.md <==\n# T\n").is_empty());
        // One record in three has a number; one in two is not most of them.
        let slugs = "==> decisions/a.md <==\n# T\n==> decisions/b.md <==\n# T\n==> decisions/0001-c.md <==\n# T\n";
        assert!(messages(&RULE, slugs).is_empty());
        assert!(messages(&RULE, &slugs["==> decisions/a.md <==\n# T\n".len()..]).is_empty());
        assert_eq!(messages(&RULE, &slugs.replace("b.md", "0002-b.md")).len(), 1);
        // Each log counts by itself.
        let logs = "==> heard.toml <==\n[log]\ndirs = [\"x\", \"y\"]\n==> x/a.md <==\n# T\n==> y/0001-b.md <==\n# T\n==> y/0002-c.md <==\n# T\n";
        assert!(messages(&RULE, logs).is_empty());
        assert!(messages(&RULE, "==> decisions/DW-0003-x.md <==\n# 3. T\n").is_empty());
        assert!(messages(&RULE, "==> decisions/DW-0003-x.md <==\n# Data Works - DW-0003 - T\n").is_empty());
        assert_eq!(messages(&RULE, "==> decisions/DW-0003-x.md <==\n# MS-0003: T\n").len(), 1);
    }
}

//! The name of a file must carry the id, in the way in which the log does it.

use super::id_twice::place;
use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::id::{Id, IdKind, Key};
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::visible;

pub(crate) static RULE: Rule = Rule {
    id: "id-not-in-name",
    level: Level::Warn,
    summary: "file name does not carry the id that the log or the title gives it",
    explain: "\
Finds records whose file name has another kind of id than `ids` in `heard.toml` asks for, records
without a number or a day in a log where others have one, and titles that name another number than
the file.

People name a decision by its id when they talk. When the name of the file and the title disagree,
half of them name another decision.

Rename the file, or correct the title.",
    bad: "\
---
status: accepted
date: 2026-03-02
---

# ADR-0013: Page through the rotation
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
==> decisions/ask-support.md <==
---
status: accepted
date: 2026-03-02
---

# Ask support first
^^^^^^^^^^^^^^^^^^^
",
    good: "\
---
status: accepted
date: 2026-03-02
---

# ADR-0012: Page through the rotation
==> decisions/0013-ask-support.md <==
---
status: accepted
date: 2026-03-02
---

# Ask support first
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let mut findings = Vec::new();
    let kind = decision.id_kind;
    match catalog.policy.ids {
        Some(asked) if asked != kind => {
            let message = format!("the file name carries {}, and the log asks for {}", shown(kind), shown(asked));
            findings.push(
                Finding::new(decision, place(decision), message)
                    .why("`ids` in `heard.toml` says how the records of this log are called")
                    .help(format!("rename the file, for instance to `{}`", example(asked))),
            );
        }
        None if kind == IdKind::Slug && catalog.decisions.iter().any(|other| other.id_kind != IdKind::Slug) => findings
            .push(
                Finding::new(
                    decision,
                    place(decision),
                    "the file name carries no number and no day, and those of other records do",
                )
                .why("people name a decision by its id when they talk")
                .help("put the next free id before the name, or set `ids = \"slug\"` in `heard.toml`"),
            ),
        _ => {}
    }
    if let Some(titled) = &decision.told_id
        && differ(&titled.value, &decision.id)
    {
        let (title, name) = (visible(&titled.value.text), visible(&decision.id.text));
        findings.push(
            Finding::new(decision, titled.span, format!("the title says `{title}`, and the file name says `{name}`"))
                .why("people who name the one mean the other")
                .help(format!("write `{name}` in the title, or rename the file")),
        );
    }
    findings
}

/// Whether two ids are numbers and can't mean the same record.
fn differ(one: &Id, other: &Id) -> bool {
    match (&one.key, &other.key) {
        (Key::Number { series: one, number: first }, Key::Number { series: other, number: second }) => {
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
        IdKind::Date => "a day",
        IdKind::Slug => "words alone",
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
        assert_eq!(with("date", "decisions/0012-x.md"), ["the file name carries a number, and the log asks for a day"]);
        assert!(with("date", "decisions/20260302-x.md").is_empty());
        assert!(with("slug", "decisions/page-people.md").is_empty());
    }

    #[test]
    fn a_log_of_slugs_and_series_in_one_place_only_pass() {
        assert!(messages(&RULE, "==> decisions/page-people.md <==\n# T\n").is_empty());
        assert!(messages(&RULE, "==> decisions/DW-0003-x.md <==\n# 3. T\n").is_empty());
        assert!(messages(&RULE, "==> decisions/DW-0003-x.md <==\n# Data Works - DW-0003 - T\n").is_empty());
        assert_eq!(messages(&RULE, "==> decisions/DW-0003-x.md <==\n# MS-0003: T\n").len(), 1);
    }
}

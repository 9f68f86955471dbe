//! An id belongs to one decision.

use super::{Catalog, Check, Decision, Finding, Level, Rule, Span, visible};

pub(crate) static RULE: Rule = Rule {
    id: "id-twice",
    level: Level::Deny,
    summary: "another decision has the same id",
    explain: "
Reports decisions that share their id with another one in the same log. Translations of a decision
(`0012-slug.fr.md`) share it on purpose, and so do other forms of it (`0012-slug.expired.md`). Each
folder that `dirs` names is a log of its own.

It happens when two people take the next number at the same time. Links and references then mean
both.

Run `heard renumber` to give one of them the next free number.
",
    example: "
==> decisions/0012-ask-support.md <==
=> ==> decisions/0013-ask-support.md <==
---
status: accepted
date: 2026-03-03
---

# Ask support first
^^^^^^^^^^^^^^^^^^^
==> decisions/0012-example.md <==
<accepted>
<title>
^^^^^^^^^^^^^^^^^^^^^^^^^^^
",
    check: Check::Decision(check),
};

/// How many of the others are named.
const SHOWN: usize = 5;

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let count = catalog.count_namesakes(decision);
    if count == 0 {
        return Vec::new();
    }
    let others: Vec<_> = catalog.namesakes(decision).take(SHOWN).collect();
    let Some(first) = others.first() else {
        return Vec::new();
    };
    let id = visible(&decision.id.text);
    let and_more = match count - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let mut finding =
        Finding::new(decision, place(decision), format!("`{id}` is also the id of `{}`{and_more}", first.path))
            .why("a link to this id means both")
            .help("give the newer one another id: `heard renumber`");
    for other in others {
        let span = catalog.decision(other).map_or_else(Span::default, place);
        finding = finding.related(&other.path, span, "same id here");
    }
    vec![finding]
}

/// Where a finding about the name of a decision is marked: its title, or what stands for it.
pub(super) fn place(decision: &Decision) -> Span {
    decision.title.as_ref().map_or_else(|| decision.place(None), |title| title.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn an_id_is_taken_in_its_own_log_only() {
        let found = |dirs: &str, paths: &[&str]| {
            let files: String = paths.iter().map(|path| format!("==> {path} <==\n# T\n")).collect();
            messages(&RULE, &format!("==> heard.toml <==\n[log]\ndirs = [{dirs}]\n{files}")).len()
        };
        for (dirs, paths, expected) in [
            ("\"a/adr\", \"b/adr\"", &["a/adr/0001-x.md", "b/adr/0001-y.md"][..], 0),
            ("\"*/adr\"", &["a/adr/0001-x.md", "b/adr/0001-x.md", "b/adr/0001-y.md"], 2),
            ("\"a\", \"a/b\"", &["a/0001-x.md", "a/b/0001-y.md"], 2),
            ("\"a/**\"", &["a/c/0001-x.md", "a/b/0001-y.md"], 2),
            ("\".\"", &["a/0001-x.md", "b/0001-y.md"], 2),
            ("\"a\"", &["a/0249-x.md", "a/0249-x.expired.md", "a/0249-x.fr.md"], 0),
            ("\"a\"", &["a/040a-x.md", "a/040b-y.md", "a/040-z.md"], 0),
            ("\"a\"", &["a/041.1-x.md", "a/041.2-y.md"], 0),
            ("\"a\"", &["a/2026-001-x.md", "a/2026-002-y.md", "a/2025-001-z.md"], 0),
            ("\"a\"", &["a/ADR-2026-03-05-x.md", "a/ADR-2026-04-06-y.md"], 0),
            ("\"a\"", &["a/cap-0001.md", "a/sec-0001.md"], 0),
            ("\"a\"", &["a/cap-0001.md", "a/CAP-1-x.md"], 2),
        ] {
            assert_eq!(found(dirs, paths), expected, "{paths:?}");
        }
    }
}

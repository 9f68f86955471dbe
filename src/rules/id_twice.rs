//! An id belongs to one decision.

use super::{Catalog, Check, Decision, Finding, Level, Rule, Span, visible};

pub(crate) static RULE: Rule = Rule {
    id: "id-twice",
    level: Level::Deny,
    summary: "another decision has the same id",
    explain: "
Reports decisions that share their id with another one. Translations of a decision
(`0012-slug.fr.md`) share it on purpose.

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
    let others = catalog.namesakes(decision);
    let Some(first) = others.first() else {
        return Vec::new();
    };
    let id = visible(&decision.id.text);
    let and_more = match others.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let mut finding =
        Finding::new(decision, place(decision), format!("`{id}` is also the id of `{}`{and_more}", first.path))
            .why("a link to this id means both")
            .help("give the newer one another id: `heard renumber`");
    for other in others.iter().take(SHOWN) {
        let span = catalog.decision(other).map_or_else(Span::default, place);
        finding = finding.related(&other.path, span, "same id here");
    }
    vec![finding]
}

/// Where a finding about the name of a decision is marked: its title, or what stands for it.
pub(super) fn place(decision: &Decision) -> Span {
    decision.title.as_ref().map_or_else(|| decision.place(None), |title| title.span)
}

//! An id must mean one decision.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::{Span, visible};

pub(crate) static RULE: Rule = Rule {
    id: "id-twice",
    level: Level::Deny,
    summary: "another record has the same id",
    explain: "\
Finds records that share their id with another one. Translations of a record (`0012-slug.fr.md`)
share it on purpose.

It happens when two people take the next number on the same day. From then on a link or a sentence
that names the number means both, and a reader finds the wrong one.

Give the younger of the two the next free number: in its file name, its title, and wherever it is
named.",
    bad: "\
==> decisions/0012-ask-support.md <==
---
status: accepted
date: 2026-03-03
---

# Ask support first
^^^^^^^^^^^^^^^^^^^
==> decisions/0012-example.md <==
---
status: accepted
date: 2026-03-02
---

# Page through the rotation
^^^^^^^^^^^^^^^^^^^^^^^^^^^
",
    good: "\
==> decisions/0012-example.md <==
---
status: accepted
date: 2026-03-02
---

# Page through the rotation
==> decisions/0012-example.fr.md <==
---
status: accepted
date: 2026-03-02
---

# Appeler à tour de rôle
==> decisions/0013-ask-support.md <==
---
status: accepted
date: 2026-03-03
---

# Ask support first
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
            .why("a link that names the id means both")
            .help("give the younger of the two the next free id, in its name and title");
    for other in others.iter().take(SHOWN) {
        let span = catalog.decision(other).map_or_else(Span::default, place);
        finding = finding.related(&other.path, span, "this record has the same id");
    }
    vec![finding]
}

/// Where a finding about the name of a decision is marked: its title, or what stands for it.
pub(super) fn place(decision: &Decision) -> Span {
    decision.title.as_ref().map_or_else(|| decision.place(None), |title| title.span)
}

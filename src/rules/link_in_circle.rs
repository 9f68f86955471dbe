//! Decisions do not supersede each other in a loop.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catalog, Check, Decision, Finding, Level, RepoPath, Rule, names_of_pair};
use crate::decision::{Link, LinkKind};

pub(crate) static RULE: Rule = Rule {
    id: "link-in-circle",
    level: Level::Deny,
    summary: "decisions supersede each other in a loop",
    explain: "
Reports `supersedes` and `superseded-by` links that form a loop. A link and its link back count as
one, so they are not a loop.

To find the current decision, readers follow these links to the last one. In a loop there is no last
one.

The newer decision supersedes the older one. Remove the link that says the opposite.
",
    example: r#"
<accepted>
supersedes: ["0007"]
             ^^^^^^
<title>
==> decisions/0007-page-everybody.md <==
---
status: superseded
date: 2026-03-02
supersedes: ["0012"]
             ^^^^^^
=> superseded-by: ["0012"]
---

# Page everybody
"#,
    check: Check::Catalog(check),
};

/// What replaces what, by the places of the decisions in the catalog.
struct Edge<'a> {
    newer: usize,
    older: usize,
    /// The link that says so, and the decision that has it.
    link: &'a Link,
    holder: usize,
}

fn check(catalog: &Catalog) -> Vec<Finding> {
    let edges = edges(catalog);
    let circle = circles(catalog.decisions.len(), &edges);
    let closed = edges.iter().filter(|edge| circle[edge.newer] == circle[edge.older]);
    closed.map(|edge| finding(catalog, edge)).collect()
}

/// The decisions that have a link of a circle.
pub(crate) fn in_circles(catalog: &Catalog) -> BTreeSet<RepoPath> {
    check(catalog).into_iter().map(|finding| finding.path).collect()
}

fn finding(catalog: &Catalog, edge: &Edge<'_>) -> Finding {
    let holder = &catalog.decisions[edge.holder];
    let other = &catalog.decisions[if edge.holder == edge.newer { edge.older } else { edge.newer }];
    let [newer, older] = names_of_pair(&catalog.decisions[edge.newer], &catalog.decisions[edge.older]);
    let message = match edge.newer == edge.older {
        true => format!("`{}` supersedes itself", holder.id),
        false => format!("`{newer}` supersedes `{older}`, but links lead from `{older}` back to `{newer}`"),
    };
    Finding::new(holder, edge.link.target.span.first_line(&holder.text), message)
        .why("decisions supersede each other in a loop, so none is current")
        .help("remove the link by which an older decision supersedes a newer one")
        .related(&other.path, other.place(None), "the other side of the link")
}

/// Every link that says what replaces what. Both sides of one link give the same edge.
fn edges(catalog: &Catalog) -> Vec<Edge<'_>> {
    let by_path: BTreeMap<&RepoPath, usize> =
        catalog.decisions.iter().enumerate().map(|(index, decision)| (&decision.path, index)).collect();
    let mut edges = Vec::new();
    for (holder, decision) in catalog.decisions.iter().enumerate() {
        for link in &decision.links {
            for other in targets(catalog, decision, link) {
                let Some(other) = by_path.get(&other.path).copied() else {
                    continue;
                };
                match link.kind {
                    LinkKind::Supersedes => edges.push(Edge { newer: holder, older: other, link, holder }),
                    LinkKind::SupersededBy => edges.push(Edge { newer: other, older: holder, link, holder }),
                    _ => {}
                }
            }
        }
    }
    edges
}

/// What a link leads to. Where the id means the decision and others, the others are meant.
fn targets<'a>(catalog: &'a Catalog, decision: &Decision, link: &Link) -> Vec<&'a Decision> {
    let mut targets = catalog.linked(decision, link);
    if targets.len() > 1 {
        targets.retain(|target| target.path != decision.path);
    }
    targets
}

/// Gives every decision the number of its circle: two have the same number when links lead from
/// each to the other. A decision alone has a number of its own (Kosaraju's algorithm, with
/// stacks of its own since a log decides how deep it goes).
fn circles(count: usize, edges: &[Edge<'_>]) -> Vec<usize> {
    let mut ahead = vec![Vec::new(); count];
    let mut back = vec![Vec::new(); count];
    for edge in edges {
        ahead[edge.newer].push(edge.older);
        back[edge.older].push(edge.newer);
    }
    let mut order = Vec::with_capacity(count);
    let mut seen = vec![false; count];
    for start in 0..count {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut path = vec![(start, 0)];
        while let Some((node, next)) = path.last_mut() {
            match ahead[*node].get(*next).copied() {
                Some(child) => {
                    *next += 1;
                    if !std::mem::replace(&mut seen[child], true) {
                        path.push((child, 0));
                    }
                }
                None => {
                    order.push(*node);
                    path.pop();
                }
            }
        }
    }
    let mut circle = vec![usize::MAX; count];
    for start in order.into_iter().rev() {
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            if circle[node] == usize::MAX {
                circle[node] = start;
                open.extend(&back[node]);
            }
        }
    }
    circle
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;
    use std::fmt::Write as _;

    #[test]
    fn circles_of_one_three_and_many() {
        assert_eq!(messages(&RULE, "---\nsupersedes: [\"0012\"]\n---\n# T\n"), ["`0012` supersedes itself"]);
        let three = "\
==> decisions/0001-a.md <==\n---\nsupersedes: [\"0002\"]\nsuperseded-by: [\"0003\"]\n---\n# T
==> decisions/0002-b.md <==\n---\nsuperseded-by: [\"0001\"]\nsupersedes: [\"0003\"]\n---\n# T
==> decisions/0003-c.md <==\n---\nsupersedes: [\"0004\"]\n---\n# T
==> decisions/0004-d.md <==\n---\nstatus: superseded\n---\n# T
";
        assert_eq!(messages(&RULE, three).len(), 4, "every link of the circle, and not the way out");
        let mut chain = String::new();
        for number in 1..=500 {
            writeln!(chain, "==> decisions/{number:04}-a.md <==\n---\nsupersedes: [\"{}\"]\n---\n# T", number + 1)
                .unwrap();
        }
        assert!(messages(&RULE, &chain).is_empty());
        chain.push_str("==> decisions/0501-a.md <==\n---\nsupersedes: [\"1\"]\n---\n# T\n");
        assert_eq!(messages(&RULE, &chain).len(), 501);
    }

    #[test]
    fn files_that_share_an_id_are_no_circle() {
        let three = "\
==> decisions/0015-a.md <==\n---\nsuperseded-by: 0015-c.md\n---\n# T
==> decisions/0015-b.md <==\n---\nsuperseded-by: 0015-c.md\n---\n# T
==> decisions/0015-c.md <==\n---\nsupersedes: 0015-a.md, 0015-b.md\n---\n# T
";
        assert!(messages(&RULE, three).is_empty());
        let back = three.replace("0015-a.md <==\n---\nsuperseded-by", "0015-a.md <==\n---\nsupersedes");
        let [first, second] = ["decisions/0015-a.md", "decisions/0015-c.md"];
        let message =
            |newer, older| format!("`{newer}` supersedes `{older}`, but links lead from `{older}` back to `{newer}`");
        assert_eq!(messages(&RULE, &back), [message(first, second), message(second, first)]);
        let logs = "==> heard.toml <==\n[log]\ndirs = [\"*/adr\"]
==> a/adr/0001-a.md <==\n---\nsupersedes: [\"0002\"]\n---\n# T\n==> a/adr/0002-a.md <==\n# T
==> b/adr/0001-a.md <==\n# T\n==> b/adr/0002-a.md <==\n---\nsupersedes: [\"0001\"]\n---\n# T
";
        assert!(messages(&RULE, logs).is_empty());
    }

    #[test]
    fn a_chain_of_amendments_is_no_circle() {
        let text =
            "---\namends: [\"0007\"]\n---\n# T\n==> decisions/0007-x.md <==\n---\namends: [\"0012\"]\n---\n# T\n";
        assert!(messages(&RULE, text).is_empty());
    }
}

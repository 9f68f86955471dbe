//! A link that changes another decision is visible from there too.

use std::collections::BTreeSet;

use super::{Catalog, Check, Decision, Finding, Fix, Level, Rule, names_of_pair};
use crate::decision::{Link, LinkKind};
use crate::vocabulary::words::StatusKind;

pub(crate) static RULE: Rule = Rule {
    id: "link-one-sided",
    level: Level::Warn,
    summary: "linked decision has no link back, or is still accepted",
    explain: "
Reports decisions that supersede or amend another one, or are superseded or amended by it, without a
link back, and decisions that are still `accepted` although an accepted one supersedes them. Also
reports decisions that amend themselves.

Readers often arrive at the old decision, through a search or an old link. If it does not say that
it was replaced, they follow it.

Run `heard supersede OLD NEW`, which writes both links and the status. Status and links of an
accepted decision may change.
",
    example: r#"
<accepted>
supersedes: ["0007"]
             ^^^^^^
<title>
==> decisions/0007-page-everybody.md <==
---
status: accepted
=> status: superseded
date: 2025-03-02
=> date: 2026-03-02
+> superseded-by: ["0012"]
---

# Page everybody
"#,
    check: Check::Decision(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    // Two links to one decision are one finding.
    let mut seen = BTreeSet::new();
    let links = decision.links.iter().filter(|link| link.kind != LinkKind::RelatesTo);
    let found =
        links.filter_map(|link| finding(decision, link, catalog).map(|(other, finding)| (link, other, finding)));
    found.filter(|(link, other, _)| seen.insert((link.kind, &other.path))).map(|(.., finding)| finding).collect()
}

/// The decision at the other end of a link, and what is wrong with the pair.
fn finding<'a>(decision: &Decision, link: &Link, catalog: &'a Catalog) -> Option<(&'a Decision, Finding)> {
    let replaces = matches!(link.kind, LinkKind::Supersedes | LinkKind::Amends);
    // What is not decided yet replaces nothing yet.
    if replaces && matches!(decision.kind(), None | Some(StatusKind::Proposed | StatusKind::Rejected)) {
        return None;
    }
    let mut others = catalog.linked(decision, link);
    let itself = others.iter().position(|other| other.path == decision.path).map(|at| others.remove(at));
    if let (Some(itself), true) = (itself, others.is_empty()) {
        return finding_on_itself(decision, link).map(|finding| (itself, finding));
    }
    let back = link.kind.back();
    let links_back = |other: &Decision| {
        let mut links = other.links.iter().filter(|link| link.kind == back);
        links.any(|link| catalog.meant(other, link).records.iter().any(|record| record.path == decision.path))
    };
    let key = link.kind.key();
    let answering = others.iter().find(|other| links_back(other));
    let other = *answering.or_else(|| others.first())?;
    let [id, name] = names_of_pair(decision, other);
    // An id in a link would mean both.
    let [back_to, target] = match decision.id.to_string() == other.id.to_string() {
        true => [decision, other].map(|decision| decision.path.file_name()),
        false => [id.as_str(), name.as_str()],
    };
    let stale = link.kind == LinkKind::Supersedes && other.is_accepted();
    let fix = match answering.is_some() {
        true => Fix::Manual { reason: format!("run `heard supersede {name} {id}`, which sets the status") },
        false => Fix::LinkBack { path: other.path.clone(), kind: back },
    };
    let (message, help) = match (answering.is_some(), stale) {
        (true, false) => return None,
        (true, true) => (
            format!("`{name}` is superseded by `{id}`, but its status is still accepted"),
            format!("set its status to `superseded`: `heard supersede {name} {id}`"),
        ),
        (false, true) => (
            format!("`{id}` supersedes `{name}`, which has no link back and is still accepted"),
            format!("run `heard supersede {name} {id}`, which adds the link back and sets the status"),
        ),
        (false, false) => (
            format!("`{id}` has `{key}: {target}`, but `{name}` has no `{}`", back.key()),
            format!("add `{}: [\"{back_to}\"]` to `{name}`", back.key()),
        ),
    };
    let finding = Finding::new(decision, link.target.span.first_line(&decision.text), message)
        .why("readers of that decision won't see the link")
        .help(help)
        .related(&other.path, other.place(None), "the other side of the link")
        .fix(fix);
    Some((other, finding))
}

/// What is wrong with a decision that amends itself. One that supersedes itself is reported by `link-in-circle`.
fn finding_on_itself(decision: &Decision, link: &Link) -> Option<Finding> {
    let (amending, which) = match link.kind {
        LinkKind::Amends => ("amends", "that it amends"),
        LinkKind::AmendedBy => ("is amended by", "that amends it"),
        _ => return None,
    };
    let message = format!("`{}` {amending} itself", decision.id);
    let finding = Finding::new(decision, link.target.span.first_line(&decision.text), message)
        .why("a link to the decision itself leads readers nowhere")
        .help(format!("replace it with the decision {which}, or remove it"));
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn two_of_one_id_are_named_by_their_paths() {
        let text = |links: &str| {
            format!(
                "==> decisions/0015-a.md <==\n---\nstatus: accepted\n{links}\n---\n# T\n==> decisions/0015-b.md <==\n---\nstatus: accepted\n---\n# T\n"
            )
        };
        let (a, b) = ("`decisions/0015-a.md`", "`decisions/0015-b.md`");
        for (link, message) in [
            ("supersedes: 0015-b.md", format!("{a} supersedes {b}, which has no link back and is still accepted")),
            ("amends: 0015-b.md", format!("{a} has `amends: 0015-b.md`, but {b} has no `amended-by`")),
        ] {
            assert_eq!(messages(&RULE, &text(link)), [message]);
        }
    }

    #[test]
    fn a_decision_needs_no_link_back_to_itself() {
        for (links, expected) in [
            ("supersedes: [\"0012\"]", &[][..]),
            ("superseded-by: [\"0012\"]", &[]),
            ("amends: [\"0012\"]", &["`0012` amends itself"]),
            ("amended-by: [\"0012\"]", &["`0012` is amended by itself"]),
            ("amends: [\"0012\"]\namended-by: [\"0012\"]", &["`0012` amends itself", "`0012` is amended by itself"]),
        ] {
            assert_eq!(messages(&RULE, &format!("---\nstatus: accepted\n{links}\n---\n# T\n")), expected, "{links}");
        }
    }

    fn pair(one: &str, other: &str) -> Vec<String> {
        messages(&RULE, &format!("---\n{one}\n---\n# T\n==> decisions/0007-x.md <==\n---\n{other}\n---\n# T\n"))
    }

    #[test]
    fn both_sides_and_the_status() {
        let back = "superseded-by: [\"0012\"]";
        let link = "status: accepted\nsupersedes: [\"0007\"]";
        assert!(pair(link, "status: superseded by 0012").is_empty());
        assert_eq!(
            pair(link, &format!("status: accepted\n{back}")),
            ["`0007` is superseded by `0012`, but its status is still accepted"]
        );
        assert!(pair("status: proposed\nsupersedes: [\"0007\"]", "status: accepted").is_empty());
        assert_eq!(
            pair("status: superseded by 0007", "status: accepted"),
            ["`0012` has `superseded-by: 0007`, but `0007` has no `supersedes`"]
        );
        assert_eq!(pair("status: accepted\namends: [\"0007\"]", "status: accepted").len(), 1);
        assert_eq!(pair("status: accepted\namends: [\"0007\", 0007-x.md]", "status: accepted").len(), 1);
        assert!(pair("status: accepted\nrelates-to: [\"0007\"]", "status: accepted").is_empty());
        assert!(pair("status: accepted\nsupersedes: [\"0099\"]", "status: accepted").is_empty());
    }
}

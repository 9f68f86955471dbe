//! A change in an area needs a decision that covers it.

use super::{Change, Check, Finding, Fix, Gap, Level, RepoPath, Rule, Span, joined, visible};
use crate::facts::{Need, and_more};
use crate::policy::FILE;

pub(crate) static RULE: Rule = Rule {
    id: "governed-uncovered",
    level: Level::Deny,
    summary: "changed path requires a decision, and none in this change covers it",
    explain: "
Reports changed paths that belong to an area of `heard.toml` and are not covered by a decision.

A decision covers a path if its `governs` matches the path, it is accepted, it has no errors, and it
is either new in this change or named in a commit message of the change with the trailer
`Decision: ID`. An older decision only counts if a commit names it.

Create a decision with `heard new TITLE --governs GLOB`, consult the people whom the area requires,
and accept it in the same change. If an accepted decision already covers this, add the trailer
`Decision: ID` to a commit message.
",
    example: r#"
==> heard.toml <==
<policy>
hear = ["support"]
==> head:infra/paging/rota.yml <==
^
window: friday
+> ==> head:decisions/0012-rota.md <==
+> <header>
+> <governs>
+> <consultation>
+> <ines>
"#,
    check: Check::Gate(check),
};

/// How to get a decision that covers a path.
fn help(need: &Need<'_>, path: &RepoPath) -> String {
    let new = format!(
        "create a decision with `heard new TITLE --governs '{path}'`, or paste the file that this check prints"
    );
    match need.standing.first() {
        Some(known) => format!(
            "{new}; or, if `{}` (`{}`) still says what you need, add the trailer `Decision: {}` to a commit message",
            known.decision.id,
            visible(known.decision.shown_title()),
            known.decision.id
        ),
        None => format!(
            "{new}; if an accepted decision already covers this, add the trailer `Decision: ID` to a commit message"
        ),
    }
}

fn check(change: &Change<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for need in &change.needs {
        let area = visible(&need.area.name);
        if let Some((first, rest)) = need.bare.split_first() {
            let message = format!(
                "{} changed, but this change includes no decision that covers it",
                and_more(&first.0, rest.len())
            );
            findings.push(
                Finding::at(first.0.clone(), Span::default(), message)
                    .area(need.area.name.clone())
                    .why(format!(
                        "area `{area}` requires {}",
                        joined(&crate::facts::requirements(need.area, &change.head.policy.directory))
                    ))
                    .help(help(need, &first.0))
                    .related(&RepoPath::new(FILE), first.1, format!("area `{area}` includes this path"))
                    .fix(Fix::Write),
            );
        }
        for attempt in &need.attempts {
            let decision = attempt.decision;
            let status = decision.status.as_ref().map(|status| status.span);
            for gap in &attempt.gaps {
                let help = match gap {
                    Gap::Status(_) => format!("once everybody has answered: `heard status {} accepted`", decision.id),
                    Gap::Superseded(by) => format!(
                        "add the trailer `Decision: {}` to a commit message, or write a new decision",
                        visible(by)
                    ),
                    Gap::NotNamed => {
                        format!("add the trailer `Decision: {}` to a commit message", decision.id)
                    }
                    Gap::NoMakers => "list who decides under `decision-makers:`".to_owned(),
                    Gap::Denied(_) => format!("fix the errors that `heard check {}` shows", decision.path),
                    _ => continue,
                };
                let message = format!("`{}` {gap}, so it does not cover a changed path", decision.id);
                let fix = if *gap == Gap::NoMakers { Fix::Maker } else { Fix::Write };
                findings.push(attempt.finding(need.area, decision.place(status), None, message).help(help).fix(fix));
            }
        }
    }
    findings
}

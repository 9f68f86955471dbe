//! A waiver is added where it is needed.

use super::{Change, Check, Decision, Finding, Level, Rule};
use crate::vocabulary::words::StatusKind;

pub(crate) static RULE: Rule = Rule {
    id: "waiver-unused",
    level: Level::Warn,
    summary: "waiver covers nothing in the change that adds it",
    explain: "
Reports waivers that a change adds and that cover none of its paths, because no area requires them
or a decision covers them already.

An unused waiver would let a later change through that nobody has reviewed.

Remove it, and add it in the change that needs it.
",
    example: r#"
==> heard.toml <==
<policy>
waive = ["Ana Ruiz"]
==> head:docs/a.md <==
=> ==> head:infra/paging/rota.yml <==
new
=> window: friday
==> head:decisions/0012-rota.md <==
<waived>
  - "Ana Ruiz"
review-by: 2026-06-25
<tonight>
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let is_waiver = |decision: &Decision| decision.kind() == Some(StatusKind::Waived);
    let brought = change.changed_decisions().filter(|decision| is_waiver(decision));
    let was_one = |decision: &Decision| change.start.same_id(decision).into_iter().any(is_waiver);
    let answers = |decision: &Decision| {
        change
            .needs
            .iter()
            .any(|need| need.covers.iter().chain(&need.attempts).any(|attempt| attempt.decision.path == decision.path))
    };
    brought
        .filter(|decision| !was_one(decision) && !answers(decision))
        .map(|decision| {
            Finding::new(
                decision,
                decision.place(None),
                format!("waiver `{}` covers nothing in this change", decision.id),
            )
            .why("an unused waiver would let a later change through")
            .help("remove it, and add it in the change that needs it")
        })
        .collect()
}

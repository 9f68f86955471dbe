//! A program may draft a decision, and people make it.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::vocabulary::person::NotAPerson;

pub(crate) static RULE: Rule = Rule {
    id: "maker-not-a-person",
    level: Level::Warn,
    summary: "decision-maker is a program",
    explain: "
Reports programs among the decision-makers: names of coding agents and models, `AI`, bots, and those
that `heard.toml` lists with `kind = \"agent\"`.

A program may draft a decision. It can't answer for one: nobody can ask it later why it was made, and
it does not live with the result.

List the people who decided. Say in the text what a program contributed.
",
    example: r#"
---
status: accepted
date: 2026-03-02
decision-makers:
  - "Ana Ruiz"
  - "Claude Code"
     ^^^^^^^^^^^
=>
consulted:
  - "Ines Roy"
<consultation>
<ines>
"#,
    check: Check::Decision(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let directory = &catalog.policy.directory;
    let makers = decision.makers.parties.iter();
    let programs = makers.filter(|maker| directory.not_a_person(maker) == Some(NotAPerson::Agent));
    let finding = |maker: &crate::vocabulary::party::Party| {
        let message = format!("`{}` among the decision-makers is a program", visible(&maker.shown()));
        Finding::new(decision, maker.span, message)
            .why("a program can't answer for a decision")
            .help("list the people who decided, and say in the text what the program contributed")
    };
    programs.map(finding).collect()
}

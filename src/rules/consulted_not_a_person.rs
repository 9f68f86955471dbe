//! Only people can be consulted: no documents, no programs, not everybody.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::vocabulary::person::NotAPerson;

pub(crate) static RULE: Rule = Rule {
    id: "consulted-not-a-person",
    level: Level::Deny,
    summary: "entry of `consulted` is not a person",
    explain: "
Reports entries of `consulted` that cannot be a person: links, files, issue numbers, documents,
programs, groups that `heard.toml` does not define, `none` and template text.

Documents and programs cannot be consulted: the decision does not affect them. A name such as
`all engineers` hides whether anybody was asked.

List the people. A team is fine once its members are listed under `[groups]` in `heard.toml`.
Mention documents in the text, and other decisions under `relates-to`.
",
    example: r#"
<header>
  - "SPEC.md"
     ^^^^^^^
=>   - "Pete Osei"
  - "all engineers"
     ^^^^^^^^^^^^^
=>
  - "ChatGPT"
     ^^^^^^^
=>
  - "ADR 0041"
     ^^^^^^^^
=>
<consultation>
<ines>
"#,
    check: Check::Consultation(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let directory = &catalog.policy.directory;
    let found = |party| Some((party, directory.not_a_person(party)?));
    let entries = decision.consulted.parties.iter().filter_map(found);
    entries
        .map(|(party, reason)| {
            let message = format!("`{}` in `consulted` {}", visible(&party.shown()), reason.reason());
            let (why, help) = advice(reason);
            Finding::new(decision, party.span, message).why(why).help(help)
        })
        .collect()
}

/// Why an entry counts for nothing, and what to write instead.
fn advice(reason: NotAPerson) -> (&'static str, &'static str) {
    match reason {
        NotAPerson::Group => (
            "a group can't be asked as a whole, and nobody in it is named",
            "list the people who were asked, or define the group under `[groups]` in `heard.toml`",
        ),
        NotAPerson::Nobody | NotAPerson::Template => {
            ("it does not show who was asked", "list the people who were asked, or leave `consulted` empty")
        }
        NotAPerson::Everyone => (
            "it does not show who was asked",
            "list the people who were asked, or define the group under `[groups]` in `heard.toml`",
        ),
        NotAPerson::Agent => (
            "a program can't be consulted: the decision does not affect it",
            "remove it, and ask the people that it was meant to speak for",
        ),
        NotAPerson::Number => (
            "a number does not show who took part",
            "list the people who were asked there, and move the number to `relates-to` or the text",
        ),
        NotAPerson::Url | NotAPerson::Path | NotAPerson::Document => {
            ("documents can't be consulted", "move it to the text, and list the people who were asked")
        }
    }
}

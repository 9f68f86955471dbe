//! It should be clear that an entry of `consulted` is a person.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::vocabulary::person::{Doubt, Personhood};

pub(crate) static RULE: Rule = Rule {
    id: "consulted-unclear",
    level: Level::Warn,
    summary: "entry of `consulted` may not be a person",
    explain: "
Reports entries of `consulted` that may be a person or not: a role without a name, a single word, and
what reads neither as a name nor as anything else.

The gate counts such an entry for nobody, since nobody else can tell who was asked.

Write the full name, a handle (`@lee`) or a mail address (`Lee <lee@example.org>`), or list the
person under `[people]` in `heard.toml`.
",
    example: r#"
<header>
  - "product owner"
     ^^^^^^^^^^^^^
=>   - "Pete Osei (product owner)"
  - "lee"
     ^^^
=>   - "@lee"
<consultation>
<ines>
"#,
    check: Check::Consultation(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let directory = &catalog.policy.directory;
    let unclear = decision.consulted.parties.iter().filter_map(|party| match directory.personhood(party) {
        Personhood::Unclear(doubt) => Some((party, doubt)),
        Personhood::Yes | Personhood::No(_) => None,
    });
    unclear
        .map(|(party, doubt)| {
            let message = format!("`{}` in `consulted` {}", visible(&party.shown()), doubt.reason());
            let help = match doubt {
                Doubt::Role => "add the name of the person who was asked, with the role in parentheses",
                Doubt::OneWord => {
                    "write the full name, or `@` before a handle, or add it under `[people]` in `heard.toml`"
                }
                Doubt::Other => {
                    "write `Name (role)`, `@handle` or `Name <mail>`, or add it under `[people]` in `heard.toml`"
                }
            };
            Finding::new(decision, party.span, message).why("the gate counts it for nobody").help(help)
        })
        .collect()
}

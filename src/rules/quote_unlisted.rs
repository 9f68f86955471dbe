//! Everybody who is quoted is listed as consulted.

use std::cell::LazyCell;

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::decision::consultation::Quote;

pub(crate) static RULE: Rule = Rule {
    id: "quote-unlisted",
    level: Level::Deny,
    summary: "quoted speaker is not listed under `consulted`",
    explain: "
Reports quotes in the consultation whose speaker is not listed under `consulted` and is not a member
of a group that is. Quotes in a trial are not reported, since their speakers may be anonymous.

Overviews and the gate read the header. Somebody who is quoted but not listed does not count, and a
typo in a name looks like another person.

List the speaker under `consulted`, or write the name the same way in both places. Other names of a
person go under `aka` in `heard.toml`. Quotes from decision-makers belong in the text: talking to
yourself is not consultation.
",
    example: r#"
<header>
+>   - "Pete Osei"
<consultation>
<ines>

<pete>
    ^^^^^^^^^

**Declined:** Friday night is the only idle night.

> Friday is fine for all of us.
>
> — Ana Ruiz (platform), 2026-02-13
    ^^^^^^^^^^^^^^^^^^^
=> > — Pete Osei, 2026-02-13

**No concern.**
"#,
    check: Check::Consultation(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    // Two people in one attribution are another finding.
    let named = decision.quotes().filter(|quote| !quote.is_joint());
    let speakers = named.filter_map(Quote::speaker);
    let directory = &catalog.policy.directory;
    let consulted = LazyCell::new(|| directory.crowd(&decision.consulted.parties));
    let makers = LazyCell::new(|| directory.crowd(&decision.makers.parties));
    speakers
        .filter(|speaker| !directory.is_in(speaker, &consulted))
        .map(|speaker| {
            let shown = speaker.shown();
            let name = visible(&shown);
            let finding = |message| Finding::new(decision, speaker.span, message);
            if directory.is_in(speaker, &makers) {
                finding(format!("{name} is quoted, but is a decision-maker"))
                    .why("quoting a decision-maker is not consultation")
                    .help("move the quote to the text, and quote somebody who did not decide")
                    .person(shown)
            } else if let Some(reason) = directory.not_a_person(speaker) {
                finding(format!("`{name}` is quoted, but {}", reason.reason()))
                    .why("only people can be consulted")
                    .help("quote a person by name, and move other sources to the text")
            } else {
                finding(format!("{name} is quoted, but not listed under `consulted`"))
                    .why("people who are not listed do not count")
                    .help(match (decision.header, decision.consulted.key) {
                        (None, None) => {
                            format!("add a line below the title: `Consulted: {name}`")
                        }
                        (None, Some(_)) => format!("add `{name}` to the consulted people"),
                        (Some(_), _) => format!("add `\"{name}\"` under `consulted:`"),
                    })
                    .person(shown)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::count;

    #[test]
    fn a_maker_who_is_listed_too_and_a_trial_are_left_alone() {
        let text = |consulted: &str, heading: &str| {
            format!(
                "---\nstatus: accepted\ndecision-makers: [Ana]\nconsulted: {consulted}\n---\n\n## {heading}\n\n> words\n> — Ana\n"
            )
        };
        assert_eq!(count(&RULE, &text("[Ana, Bo]", "Consultation")), 0);
        assert_eq!(count(&RULE, &text("[]", "Consultation")), 1);
        assert_eq!(count(&RULE, &text("[Bo]", "Trial")), 0);
    }
}

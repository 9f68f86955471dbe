//! Whoever is quoted stands under `consulted`.

use std::cell::LazyCell;

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::visible;

pub(crate) static RULE: Rule = Rule {
    id: "quote-unlisted",
    level: Level::Deny,
    summary: "quoted speaker is missing from `consulted`",
    explain: "\
Finds quotes in the consultation whose speaker does not stand under `consulted` and belongs to no
group that does. Quotes of a trial are left alone, since their speakers may stay unnamed.

The header is what overviews and the gate read. Somebody who is quoted but not listed is counted
nowhere, and a slip in a name looks just like a second person.

Add the speaker under `consulted`, or write the name the same way in both places; other names of one
person go under `aka` in `heard.toml`. The makers' own words belong in the body: a talk with oneself
is no consultation.",
    bad: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
---

# Page through the rotation

## Consultation

> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.

> Please do not move the window to Friday.
>
> — Pete Osei, 2026-02-13
    ^^^^^^^^^

**Declined:** Friday night is the only idle night.

> Friday is fine for all of us.
>
> — Ana Ruiz (platform), 2026-02-13
    ^^^^^^^^^^^^^^^^^^^

**No concern.**
",
    good: "\
==> heard.toml <==
[people.\"Pete Osei\"]
aka = [\"P. Osei\"]
[groups]
operations = [\"Pete Osei\"]
==> decisions/0012-example.md <==
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
  - \"operations\"
---

# Page through the rotation

## Consultation

> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.

> Please do not move the window to Friday.
>
> — P. Osei, 2026-02-13

**Declined:** Friday night is the only idle night.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let mut speakers = decision.quotes().filter_map(Quote::speaker).peekable();
    if speakers.peek().is_none() {
        return Vec::new();
    }
    let directory = &catalog.policy.directory;
    let consulted = directory.crowd(&decision.consulted.parties);
    let makers = LazyCell::new(|| directory.crowd(&decision.makers.parties));
    speakers
        .filter(|speaker| !directory.is_in(speaker, &consulted))
        .map(|speaker| {
            let shown = speaker.shown();
            let name = visible(&shown);
            let finding = |message| Finding::new(decision, speaker.span, message);
            if directory.is_in(speaker, &makers) {
                finding(format!("`{name}` is quoted and is one of the makers"))
                    .why("a maker's own words are no consultation")
                    .help("move these words to the body, and quote somebody who does not decide")
                    .person(shown)
            } else if let Some(reason) = directory.not_a_person(speaker) {
                finding(format!("`{name}` is quoted and {}", reason.reason()))
                    .why("only people can say what a change does to them")
                    .help("quote a person by name; what was read belongs in the body")
            } else {
                finding(format!("`{name}` is quoted and does not stand in `consulted`"))
                    .why("who is not listed is counted nowhere")
                    .help(match (decision.header, decision.consulted.key) {
                        (None, None) => {
                            format!("write below the title of this record without a header: `Consulted: {name}`")
                        }
                        (None, Some(_)) => format!("add `{name}` to those who were consulted"),
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

//! A trial is run with people who did not build the thing.

use super::{Catalog, Check, Decision, Finding, Level, Rule, Span, list_names, visible};
use crate::text::fold;
use crate::vocabulary::parties;
use crate::vocabulary::party::Party;

pub(crate) static RULE: Rule = Rule {
    id: "trial-by-insiders",
    level: Level::Warn,
    summary: "trial was run by the decision-makers themselves",
    explain: "
Reports trials whose `Group` lists only decision-makers, or describes them with words such as
`the team` or `ourselves`, and trials where everybody who is quoted is a decision-maker.

The people who built something know where to click and what the labels mean. A trial is meant to
find what they cannot see, so it needs people who are different: other work, other tools, other
abilities.

Try it with people from outside, and describe under `Group:` how they differ.
",
    example: r#"
<accepted>
decision-makers:
  - "Ana Ruiz"
  - "Bo Lund"
consulted:
  - "Ines Roy (support)"
<consultation>
<ines>

## Trial

- Release: the new log view, 2026-02-14 to 2026-02-28
- Group: Ana Ruiz and Bo Lund
         ^^^^^^^^^^^^^^^^^^^^
=> - Group: night support, two with screen readers
- Result: both of us found the tenant

## Pilot

- Release: the new pager, 2026-02-20 to 2026-02-28
- Group: The whole team.
         ^^^^^^^^^^^^^^^
=> - Group: the warehouse
- Result: the page came through

## Trial
^^^^^^^^

- Release: the night page, 2026-02-20 to 2026-02-28
- Result: two people were woken

> I could sleep again right after it.
>
> — Bo Lund, 2026-02-21
=> > — night support agent 3, 2026-02-21

**No concern.**
"#,
    check: Check::Consultation(check),
};

/// Words for the decision-makers themselves.
const OURSELVES: &[&str] = &[
    "all of us",
    "core team",
    "dev team",
    "developers",
    "development team",
    "internal",
    "internal team",
    "internally",
    "makers",
    "our own team",
    "our team",
    "ourselves",
    "own team",
    "team",
    "the authors",
    "the core team",
    "the deciders",
    "the deciding team",
    "the decision makers",
    "the decision-makers",
    "the dev team",
    "the developers",
    "the development team",
    "the entire team",
    "the makers",
    "the team",
    "the team itself",
    "the whole team",
    "us",
    "we",
    "whole team",
];

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let trials = &decision.consultation.trials;
    if trials.is_empty() {
        return Vec::new();
    }
    let directory = &catalog.policy.directory;
    let makers = directory.crowd(&decision.makers.parties);
    let decides = |party: &Party| directory.people(party).iter().all(|person| directory.is_in(person, &makers));
    // One pass over the quotes, however many trials there are.
    let mut speakers = vec![Vec::new(); trials.len()];
    for quote in &decision.consultation.quotes {
        if let (Some(trial), Some(speaker)) = (quote.trial, quote.speaker())
            && let Some(speakers) = speakers.get_mut(trial)
        {
            speakers.push(speaker);
        }
    }
    let mut findings = Vec::new();
    for (trial, speakers) in trials.iter().zip(&speakers) {
        let group = trial.group.as_ref();
        let inside = group.filter(|group| {
            let parties = parties::in_phrase(&group.value);
            !parties.is_empty() && parties.iter().all(|party| is_ourselves(&party.shown()) || decides(party))
        });
        let heading = trial.span.first_line(&decision.text);
        let place: Span = group.map_or(heading, |group| group.span);
        let message = match inside {
            Some(group) => format!("trial group `{}` is the decision-makers themselves", visible(&group.value)),
            None if !speakers.is_empty() && speakers.iter().all(|speaker| decides(speaker)) => {
                let mut names: Vec<String> = speakers.iter().map(|speaker| speaker.shown()).collect();
                names.sort();
                names.dedup();
                format!("only decision-makers are quoted from the trial: {}", list_names(&names))
            }
            None => continue,
        };
        findings.push(
            Finding::new(decision, place, message)
                .why("people who built it can't see what is hard for others")
                .help("try it with people who did not build it, and describe under `- Group:` how they differ"),
        );
    }
    findings
}

/// Whether a phrase means the decision-makers: `us`, `only the team`.
fn is_ourselves(text: &str) -> bool {
    let text = fold(text);
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let text = ["only ", "just "].into_iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let text = text.strip_suffix(" only").unwrap_or(text);
    OURSELVES.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_the_makers() {
        for text in ["us", "Only the team", "The makers.", "ourselves only"] {
            assert!(is_ourselves(text), "{text}");
        }
        for text in ["none on the deciding team", "the support team", "users", "teams", ""] {
            assert!(!is_ourselves(text), "{text}");
        }
    }
}

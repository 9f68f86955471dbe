//! What somebody can do whose change was rejected, in sentences: the same in every format.

use crate::facts::{ACCEPTED, Cover, NeedSummary, Words};
use crate::policy::Contact;
use crate::report::GateReport;
use crate::text::{counted, either, joined, visible};
use crate::vocabulary::evidence::Evidence;

/// How many people are named in one sentence.
const NAMED: usize = 5;

/// Why there is such a check at all, in one sentence.
pub(super) fn about(gate: &GateReport) -> Option<String> {
    let open: Vec<String> = gate.needs.iter().filter(|need| need.is_open()).map(area).collect();
    (!open.is_empty()).then(|| {
        let more = gate.read_more.as_ref().map(|url| format!(" What this check is: {}", visible(url)));
        format!(
            "This change touches paths that need a decision which quotes the people concerned, and none counts yet for {}.{}",
            joined(&open),
            more.unwrap_or_default()
        )
    })
}

/// What to do, one step after the other. `place` is where the text of a draft is shown.
pub(super) fn steps(gate: &GateReport, place: &str) -> Vec<String> {
    let open: Vec<&NeedSummary> = gate.needs.iter().filter(|need| need.is_open()).collect();
    let names = |people: &[Contact]| either(&people.iter().map(ToString::to_string).collect::<Vec<_>>(), NAMED);
    let mut steps = Vec::new();
    for need in &open {
        steps.extend(need.waiting.iter().map(|waiting| format!("For {}: {waiting}.", area(need))));
        if !need.people.is_empty() {
            steps.push(format!("For {}: ask {}.", area(need), names(&need.people)));
        }
    }
    if !steps.is_empty() {
        let place = match open.iter().all(|need| is_proven(need)) {
            true => "in a comment here, from their own account",
            false => "in a comment here or as a suggestion on the file",
        };
        steps.push(format!("They answer in their own words, {place}; nobody has to install anything."));
    }
    steps.extend(open.iter().filter_map(|need| proof(need)));
    for need in &open {
        let status = if need.steps.iter().any(|step| !step.is_done && step.text == ACCEPTED) {
            ", and set `status: accepted`"
        } else {
            ""
        };
        for known in &need.nearest {
            let what = match (need.people.is_empty(), is_proven(need)) {
                (true, _) => format!("add what the list above lacks{status}"),
                (false, true) => format!(
                    "list them under `consulted:`, bring in their words as said above, and respond below each quote{status}"
                ),
                (false, false) => format!(
                    "list them under `consulted:`, and quote them below `## Consultation`, with name, date and your response{status}"
                ),
            };
            let step = format!("Complete `{}`: {what}.", visible(&known.path));
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
    }
    if let Some(draft) = &gate.draft {
        steps.push(format!(
            "Create `{}` with the text {place}, fill in what is in braces and in comments, and commit it to this change.",
            visible(&draft.path)
        ));
    }
    for (need, known) in open.iter().flat_map(|need| need.standing.iter().map(move |known| (need, known))) {
        let id = visible(&known.id);
        steps.push(format!(
            "Or, for {}, if `{id}` (`{}`) still says what you need: add the line `Decision: {id}` to the end of a commit message.",
            area(need),
            visible(&known.title)
        ));
    }
    for need in open.iter().filter(|need| !need.waive.is_empty()) {
        steps.push(format!(
            "Or, if there is no time to ask: {} may waive {}, with a decision that has `status: waived`, the reason, and its last day as `review-by`.",
            names(&need.waive),
            area(need)
        ));
    }
    steps
}

/// Whether a person or a forge has to prove the words that count.
fn is_proven(need: &NeedSummary) -> bool {
    need.evidence >= Evidence::Forge
}

/// How words get behind them what an area requires, if a person or a forge has to prove them.
fn proof(need: &NeedSummary) -> Option<String> {
    let id = need.nearest.first().map_or("ID".to_owned(), |known| visible(&known.id).into_owned());
    let how = match need.evidence {
        Evidence::Claimed | Evidence::Relayed | Evidence::Sourced => return None,
        Evidence::Forge => format!("once `heard quote {id} --from URL` has taken it from their comment"),
        Evidence::Signed => format!("once they signed it: `heard ask {id}` prints how"),
        Evidence::Touched => format!("once they signed it with a hardware key: `heard ask {id}` prints how"),
    };
    Some(format!("For {}: a quote counts {how}.", area(need)))
}

/// A decision that covers: which, whether it is of this change, and how old it is.
pub(super) fn cover(cover: &Cover) -> String {
    let mut out = format!("`{}` ({})", visible(&cover.decision.path), visible(&cover.decision.title));
    if let Some(until) = &cover.waived_until {
        out.push_str(&format!(", a waiver until {}", visible(until)));
    }
    match (&cover.is_new, &cover.named_by) {
        (true, _) => out.push_str(", decided in this change"),
        (false, named_by) => {
            out.push_str(", decided before this change");
            if let Some(days) = cover.days {
                out.push_str(&format!(", {} ago", counted(usize::try_from(days).unwrap_or_default(), "day")));
            }
            if let Some(commit) = named_by {
                out.push_str(&format!("; commit {} names it", visible(commit.get(..SHORT).unwrap_or(commit))));
            }
        }
    }
    out
}

/// How many digits of a commit are shown.
const SHORT: usize = 12;

/// Who said it, when, and what is behind it.
pub(super) fn attribution(words: &Words) -> String {
    let date = words.date.as_ref().map(|date| format!(", {}", visible(date)));
    format!("— {}{}, {}", visible(&words.speaker), date.unwrap_or_default(), visible(&words.grounds))
}

fn area(need: &NeedSummary) -> String {
    format!("area `{}`", visible(&need.area))
}

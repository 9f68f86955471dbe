//! What to know before some paths are changed: the decisions that govern them, concerns that came true, stand or were
//! refused, and what the gate will require. Nothing is read from disk.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::due::is_open;
use crate::policy::Area;
use crate::vocabulary::words::{Disposition, StatusKind};
use crate::who::{Subject, areas};

/// What is known of some paths.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    /// The decisions in force that govern one of the paths, the newest first.
    pub in_force: Vec<&'a Decision>,
    /// The other decisions that govern one of them: proposed, rejected, superseded, the newest first.
    pub others: Vec<&'a Decision>,
    /// The areas of the policy that the paths are in.
    pub areas: Vec<&'a Area>,
    /// Concerns that were not followed and have come true, in whatever decision.
    pub came_true: Vec<Concern<'a>>,
    /// Concerns that stand: not answered, deferred, or overruled, in decisions in force and in proposals.
    pub standing: Vec<Concern<'a>>,
    /// Other concerns that were declined, deferred or overruled.
    pub refused: Vec<Concern<'a>>,
}

/// A concern, and the decision that quotes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Concern<'a> {
    /// The decision.
    pub decision: &'a Decision,
    /// The concern.
    pub quote: &'a Quote,
}

/// What a concern means to people who change what the decision governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    CameTrue,
    Standing,
    Refused,
}

/// What is known of the paths. Of concerns the newest come first.
pub(crate) fn context<'a>(subjects: &[Subject], catalog: &'a Catalog) -> Context<'a> {
    let is_governing = |decision: &&Decision| subjects.iter().any(|subject| subject.is_governed(decision));
    let mut governing: Vec<&Decision> = catalog.decisions.iter().filter(is_governing).collect();
    governing.sort_by_key(|decision| Reverse(decision.date.as_ref().and_then(|day| day.date)));
    let quotes = governing.iter().flat_map(|decision| decision.quotes().map(|quote| (*decision, quote)));
    let mut concerns: Vec<(Kind, Concern<'a>)> = quotes
        .filter_map(|(decision, quote)| Some((kind(decision, quote, catalog.today)?, Concern { decision, quote })))
        .collect();
    concerns.sort_by_key(|(_, concern)| Reverse(concern.quote.date()));
    let of = |kind: Kind| concerns.iter().filter(|(one, _)| *one == kind).map(|(_, concern)| *concern).collect();
    let [came_true, standing, refused] = [Kind::CameTrue, Kind::Standing, Kind::Refused].map(of);
    let (in_force, others) = governing.into_iter().partition(|decision| holds(decision, catalog.today));
    Context { in_force, others, areas: areas(subjects, &catalog.policy), came_true, standing, refused }
}

/// Whether a decision is in force, and if it is a waiver, has not ended.
fn holds(decision: &Decision, today: Date) -> bool {
    let end = decision.review_by.as_ref().and_then(|day| day.date);
    let has_ended = decision.kind() == Some(StatusKind::Waived) && end.is_some_and(|end| end < today);
    decision.is_in_force() && !has_ended
}

/// What a concern means; nothing if it was followed, or the question is closed.
fn kind(decision: &Decision, quote: &Quote, today: Date) -> Option<Kind> {
    quote.attribution.as_ref()?;
    let came_true = decision.consultation.states_after(quote).iter().any(|state| state.kind == Disposition::CameTrue);
    let is_proposed = matches!(decision.kind(), Some(StatusKind::Proposed) | None);
    let is_live = is_proposed || holds(decision, today);
    if came_true && quote.is_refused() {
        Some(Kind::CameTrue)
    } else if is_live && (is_open(quote) || quote.is_refused() && quote.disposition() != Some(Disposition::Declined)) {
        Some(Kind::Standing)
    } else if quote.is_refused() {
        Some(Kind::Refused)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision;
    use crate::policy::Policy;
    use crate::text::RepoPath;

    #[test]
    fn a_concern_is_in_one_list() {
        let declined = "**Declined:** no.";
        let happened = "**Declined:** no.\n\n**Came true:** 2026-05-01, x/1";
        for (header, answer, expected) in [
            ("status: accepted", declined, [0, 0, 1]),
            ("status: accepted", "**Overruled by Ana Ruiz:** it has to be.", [0, 1, 0]),
            ("status: accepted", "**Deferred:** Bo Lund, 2026-07-01.", [0, 1, 0]),
            ("status: accepted", "**Open:** not yet.", [0, 1, 0]),
            ("status: accepted", "", [0, 1, 0]),
            ("status: accepted", "**Changed:** it is earlier.", [0, 0, 0]),
            ("status: accepted", happened, [1, 0, 0]),
            ("status: accepted", "**Changed:** so.\n\n**Came true:** 2026-05-01, x/1", [0, 0, 0]),
            ("status: proposed", "", [0, 1, 0]),
            ("status: proposed", "**Overruled by Ana Ruiz:** it has to be.", [0, 1, 0]),
            // What is over has no open question, and its concerns were refused all the same.
            ("status: rejected", "", [0, 0, 0]),
            ("status: superseded", "**Overruled by Ana Ruiz:** it has to be.", [0, 0, 1]),
            ("status: superseded", declined, [0, 0, 1]),
            ("status: superseded", happened, [1, 0, 0]),
            ("status: waived\nreview-by: 2026-06-01", "", [0, 1, 0]),
            ("status: waived\nreview-by: 2026-05-31", "", [0, 0, 0]),
        ] {
            let text = format!(
                "---\n{header}\ngoverns: [\"infra/**\"]\n---\n# T\n\n## Consultation\n\n> It is late.\n>\n> — Ines Roy\n\n{answer}\n"
            );
            let policy = Policy::default();
            let record = decision::read(RepoPath::new("decisions/0001-x.md"), text.into_bytes(), &policy.words);
            let catalog = Catalog::new(vec![record], [], policy, jiff::civil::date(2026, 6, 1));
            let subject = |path: &str| Subject { path: RepoPath::new(path), is_folder: false };
            let found = context(&[subject("docs/x"), subject("infra/x")], &catalog);
            let counts = [found.came_true.len(), found.standing.len(), found.refused.len()];
            assert_eq!(counts, expected, "{header} {answer}");
            assert_eq!(found.in_force.len() + found.others.len(), 1);
            let is_live = header.starts_with("status: accepted") || header.ends_with("06-01");
            assert_eq!(found.in_force.len(), usize::from(is_live), "{header}");
            let elsewhere = context(&[subject("docs/x")], &catalog);
            assert!(elsewhere.in_force.is_empty() && elsewhere.standing.is_empty() && elsewhere.refused.is_empty());
        }
    }
}

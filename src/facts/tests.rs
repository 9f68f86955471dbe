//! What the areas require of a change and what its decisions lack, without git and without rules.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::*;
use crate::decision;
use crate::policy::Policy;

/// The date of every change.
const TODAY: Date = date(2026, 6, 1);

/// A path that the area is about.
const ROTA: &str = "infra/paging/rota.yml";

/// The path of the decision.
const FRIDAY: &str = "decisions/0002-friday.md";

/// A policy whose only area requires this.
fn policy(requires: &str) -> String {
    format!(
        "[groups]\nsupport = [\"Ines Roy\", \"Sam Okafor\"]\nsre = [\"Ana Ruiz\"]\n\n\
         [[areas]]\nname = \"paging\"\npaths = [\"infra/paging/**\"]\n{requires}\n"
    )
}

/// A decision that covers the path, with these lines of the header in place of its status and date.
fn decision(header: &str) -> String {
    format!(
        "---\n{header}\ndecision-makers: [\"Ana Ruiz\"]\nconsulted: [\"Ines Roy\"]\ngoverns: [\"infra/paging/**\"]\n---\n\
         # Friday\n\n## Consultation\n\n> I get paged on Friday.\n>\n> — Ines Roy, 2026-05-12\n\n**Changed:** the window.\n"
    )
}

/// A changed path, with its kinds before and after.
fn changed(path: &str, old: Option<FileKind>, new: Option<FileKind>) -> Changed {
    Changed { path: RepoPath::new(path), old, new }
}

/// Why paths of the area are not covered by a change that brings or names the decision; nothing where no area is
/// touched or all is covered.
fn lacks(requires: &str, before: Option<&str>, after: Option<&str>, touched: &Changed, named: &[&str]) -> Vec<String> {
    let policy = Policy::read(&policy(requires), &[]).unwrap();
    let log = |text: Option<&str>| {
        let read = |text: &str| decision::read(RepoPath::new(FRIDAY), text.as_bytes().to_vec(), &policy.words);
        Catalog::new(text.map(read).into_iter().collect(), [], policy.clone(), TODAY)
    };
    let (start, head) = (log(before), log(after));
    let states = States {
        base: &start,
        start: &start,
        head: &head,
        changed: std::slice::from_ref(touched),
        policy: &PolicyChange::None,
        baseline: &baseline::BaselineChange::None,
    };
    let named: Vec<Id> = named.iter().filter_map(|id| Id::in_reference(id)).collect();
    let decisions = BTreeSet::from([RepoPath::new(FRIDAY)]);
    let seen = Seen { decisions: &decisions, named: &named, findings: &[] };
    let change = Change::find(states, seen, &Source::Memory(BTreeMap::new())).unwrap();
    change.needs.iter().flat_map(|need| need.summary().why).collect()
}

/// What the decision lacks to cover a file that changes together with it.
fn gaps(requires: &str, decision: &str) -> Vec<String> {
    lacks(requires, None, Some(decision), &changed(ROTA, Some(FileKind::File), Some(FileKind::File)), &[])
}

#[test]
fn a_decision_is_fresh_up_to_the_last_day() {
    let dated = |date: &str| gaps("fresh = 30", &decision(&format!("status: accepted\n{date}")));
    let stale = ["`0002` is older than 30 days"];
    for (date, expected) in [
        ("date: 2026-06-01", &[][..]),
        ("date: 2026-05-02", &[]),
        ("date: 2026-05-01", &stale),
        ("date: 2025-05-31", &stale),
        // Without a date it can't show that it is fresh.
        ("tags: [x]", &stale),
    ] {
        assert_eq!(dated(date), expected, "{date}");
    }
    // A limit from before the calendar is none.
    assert!(gaps("fresh = 7000000", &decision("status: accepted\ndate: 2026-05-01")).is_empty());
}

#[test]
fn a_waiver_counts_up_to_its_last_day() {
    let waiver = |end: &str| decision(&format!("status: waived\ndate: 2026-05-20\n{end}"));
    let until = |end: &str| gaps("waive = [\"Ana Ruiz\"]", &waiver(end));
    for (end, expected) in [
        ("review-by: 2026-07-01", &[][..]),
        ("review-by: 2026-06-01", &[]),
        ("review-by: 2026-05-31", &["`0002` is a waiver that expired on 2026-05-31"]),
        ("tags: [x]", &["`0002` is a waiver without an end date"]),
    ] {
        assert_eq!(until(end), expected, "{end}");
    }
    // The end that a waiver had where the change starts counts as well.
    let again = |old: &str, new: &str| {
        let touched = changed(ROTA, Some(FileKind::File), Some(FileKind::File));
        let (old, new) = (waiver(&format!("review-by: {old}")), waiver(&format!("review-by: {new}")));
        lacks("waive = [\"Ana Ruiz\"]", Some(&old), Some(&new), &touched, &["0002"])
    };
    assert!(again("2026-06-01", "2026-07-01").is_empty());
    assert_eq!(again("2026-05-31", "2026-07-01"), ["`0002` is a waiver that expired on 2026-05-31"]);
}

#[test]
fn a_link_or_submodule_counts_for_what_is_below_it_when_it_comes_and_when_it_goes() {
    let touches = |path: &str, old: Option<FileKind>, new: Option<FileKind>| {
        !lacks("hear = [\"support\"]", None, None, &changed(path, old, new), &[]).is_empty()
    };
    let file = Some(FileKind::File);
    for more in [FileKind::Link, FileKind::Submodule].map(Some) {
        for path in ["infra", "infra/paging"] {
            assert!(touches(path, None, more), "{path} becomes {more:?}");
            assert!(touches(path, more, None), "{path} was {more:?}");
            assert!(touches(path, file, more), "{path} becomes {more:?}");
            assert!(touches(path, more, file), "{path} was {more:?}");
        }
        assert!(!touches("docs", more, None), "nothing below `docs` is in the area");
    }
    assert!(!touches("infra", file, None), "nothing is below a file");
    assert!(!touches("infra", None, file), "nothing is below a file");
    assert!(touches(ROTA, file, None), "a file of the area is removed");
}

//! What is due: reviews, deferred concerns and trials whose day has come, ends of waivers and covers, people who have not
//! answered, and concerns without a response. The date is an argument.

use jiff::Span as Period;
use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::policy::{Area, Directory};
use crate::text::Span;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::{Disposition, StatusKind};

/// Something that is due in a decision.
#[derive(Clone, Debug)]
pub(crate) struct Due<'a> {
    /// The decision.
    pub decision: &'a Decision,
    /// What is due.
    pub kind: DueKind<'a>,
    /// The day on which it is or was due; for what has no such day, since when it is open.
    pub day: Option<Date>,
}

/// What is due.
#[derive(Clone, Debug)]
pub(crate) enum DueKind<'a> {
    /// The decision is to be reviewed.
    Review,
    /// The end of a waiver.
    Waiver,
    /// A concern was deferred to this day.
    Deferral(&'a Quote),
    /// A trial ends, and has no result.
    Trial,
    /// After this day an accepted decision does not cover new changes of an area.
    Cover(&'a Area),
    /// Somebody was asked and has not answered.
    Answer(&'a Party),
    /// A quote has no response.
    Response(&'a Quote),
}

impl DueKind<'_> {
    /// Whether it has a day in the calendar. What has none is open until somebody acts.
    pub(crate) fn has_day(&self) -> bool {
        !matches!(self, Self::Answer(_) | Self::Response(_))
    }
}

impl Due<'_> {
    /// Whether its day is before this one.
    pub(crate) fn is_overdue(&self, today: Date) -> bool {
        self.kind.has_day() && self.day.is_some_and(|day| day < today)
    }

    /// Whether somebody has to act, or waits for it: those who decide, a speaker, somebody who was asked, or the person
    /// who will look at a deferred concern.
    pub(crate) fn concerns(&self, person: &Party, directory: &Directory) -> bool {
        let owner = match self.kind {
            DueKind::Deferral(quote) => owner(quote),
            _ => None,
        };
        let named = match self.kind {
            DueKind::Deferral(quote) | DueKind::Response(quote) => quote.speaker(),
            DueKind::Answer(party) => Some(party),
            DueKind::Review | DueKind::Waiver | DueKind::Trial | DueKind::Cover(_) => None,
        };
        let people = self.decision.makers.parties.iter().chain(named).chain(owner.as_ref());
        people.into_iter().any(|party| {
            directory.same(party, person) || directory.people(party).iter().any(|one| directory.same(one, person))
        })
    }
}

/// Who looks at a deferred concern: the name that opens the response.
fn owner(quote: &Quote) -> Option<Party> {
    let text = quote.answer.as_ref()?.text.as_str();
    let end = text.find([',', ':', ';'])?;
    Some(Party::read(&text[..end], Span::default()))
}

/// Everybody who looks at a deferred concern.
pub(crate) fn owners(catalog: &Catalog) -> impl Iterator<Item = Party> {
    catalog.decisions.iter().flat_map(|decision| decision.deferrals().filter_map(|(quote, ..)| owner(quote)))
}

/// Everything whose day has come or comes within a time from today, in the order of the days; then what is open without a day, the
/// oldest first.
pub(crate) fn due<'a>(catalog: &'a Catalog, today: Date, within: Period) -> Vec<Due<'a>> {
    let last = today.saturating_add(within);
    let mut all: Vec<Due<'_>> = catalog.decisions.iter().flat_map(|decision| of_decision(decision, catalog)).collect();
    all.retain(|due| match due.kind {
        // A cover that ended long ago is no news: the gate reports it where it matters.
        DueKind::Cover(_) => due.day.is_some_and(|day| day >= today && day <= last),
        _ => !due.kind.has_day() || due.day.is_some_and(|day| day <= last),
    });
    // What is open since an unknown day may be the oldest.
    all.sort_by_key(|due| (!due.kind.has_day(), due.day));
    all
}

/// Everything that is or will be due in a decision.
fn of_decision<'a>(decision: &'a Decision, catalog: &'a Catalog) -> Vec<Due<'a>> {
    use StatusKind::{Accepted, Deprecated, Rejected, Superseded, Waived};
    let policy = &catalog.policy;
    let kind = decision.kind();
    // What is over needs nobody to act.
    if matches!(kind, Some(Rejected | Deprecated | Superseded)) {
        return Vec::new();
    }
    let is_in_force = decision.is_in_force();
    let mut found = Vec::new();
    let mut add = |kind, day| found.push(Due { decision, kind, day });
    if let Some(day) = decision.review_by.as_ref().and_then(|day| day.date).filter(|_| is_in_force) {
        add(if kind == Some(Waived) { DueKind::Waiver } else { DueKind::Review }, Some(day));
    }
    for (quote, _, day) in decision.deferrals().filter(|_| is_in_force) {
        add(DueKind::Deferral(quote), Some(day));
    }
    for trial in decision.consultation.trials.iter().filter(|trial| !trial.has_result()) {
        if let Some(day) = trial.last_day() {
            add(DueKind::Trial, Some(day));
        }
    }
    if let Some(date) = decision.date.as_ref().and_then(|day| day.date).filter(|_| kind == Some(Accepted)) {
        let meets = |area: &&Area| decision.governs.iter().any(|glob| area.may_meet(&glob.value));
        for area in policy.areas.iter().filter(|area| area.fresh.is_some()).filter(meets) {
            let days = area.fresh.as_ref().map_or(0, |fresh| i64::from(fresh.value));
            let period = Period::new().try_days(days).ok();
            add(DueKind::Cover(area), period.and_then(|period| date.checked_add(period).ok()));
        }
    }
    for (state, party) in decision.waited_for(&policy.directory) {
        add(DueKind::Answer(party), state.dates.first().and_then(|day| day.date));
    }
    for quote in decision.quotes().filter(|quote| quote.attribution.is_some() && is_open(quote)) {
        add(DueKind::Response(quote), quote.date());
    }
    found
}

/// Whether a quote has no response, or one that says that it is open.
pub(crate) fn is_open(quote: &Quote) -> bool {
    quote.said_answer().is_none() || quote.disposition() == Some(Disposition::Open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision;
    use crate::policy::Policy;
    use crate::text::RepoPath;

    const POLICY: &str =
        "[groups]\nsupport = [\"Ines Roy\"]\n\n[[areas]]\nname = \"paging\"\npaths = [\"infra/**\"]\nfresh = 30\n";

    /// What is due in a decision on 2026-06-01, as `kind day`, and whether it concerns Ines Roy.
    fn found(text: &str, days: i64) -> Vec<(String, bool)> {
        let policy = Policy::read(POLICY, &[]).unwrap();
        let record = decision::read(RepoPath::new("decisions/0001-x.md"), text.as_bytes().to_vec(), &policy.words);
        let catalog = Catalog::new(vec![record], [], policy, jiff::civil::date(2026, 6, 1));
        let ines = Party::read("Ines Roy", Span::default());
        let shown = |due: Due<'_>| {
            let kind = match due.kind {
                DueKind::Review => "review",
                DueKind::Waiver => "waiver",
                DueKind::Deferral(_) => "deferral",
                DueKind::Trial => "trial",
                DueKind::Cover(_) => "cover",
                DueKind::Answer(_) => "answer",
                DueKind::Response(_) => "response",
            };
            let day = due.day.map(|day| format!(" {day}")).unwrap_or_default();
            let overdue = if due.is_overdue(catalog.today) { " overdue" } else { "" };
            (format!("{kind}{day}{overdue}"), due.concerns(&ines, &catalog.policy.directory))
        };
        due(&catalog, catalog.today, Period::new().days(days)).into_iter().map(shown).collect()
    }

    #[test]
    fn what_is_due_has_a_day_or_waits_for_somebody() {
        let quote = |answer: &str| format!("> It is late.\n>\n> — Ines Roy, 2026-02-12\n\n{answer}\n");
        let said = |status: &str, body: &str| {
            format!(
                "---\nstatus: {status}\ndate: 2026-05-10\ndecision-makers: [\"Ana Ruiz\"]\n---\n# T\n\n## Consultation\n\n{body}"
            )
        };
        let header = |lines: &str| format!("---\n{lines}\ndecision-makers: [\"Ines Roy\"]\n---\n# T\n");
        let trial = |items: &str| format!("# T\n\n## Trial\n\n{items}");
        for (text, days, expected) in [
            (header("status: accepted\nreview-by: 2026-05-31"), 0, &[("review 2026-05-31 overdue", true)][..]),
            (header("status: accepted\nreview-by: 2026-06-15"), 14, &[("review 2026-06-15", true)]),
            (header("status: accepted\nreview-by: 2026-06-16"), 14, &[]),
            (header("status: waived\nreview-by: 2026-06-01"), 0, &[("waiver 2026-06-01", true)]),
            (header("status: proposed\nreview-by: 2026-05-31"), 0, &[]),
            (header("status: superseded\nreview-by: 2026-05-31"), 0, &[]),
            (
                said("accepted", &quote("**Deferred:** Sam Okafor, 2026-05-01: later.")),
                0,
                &[("deferral 2026-05-01 overdue", true)],
            ),
            (
                said("accepted", &quote("**Deferred:** Sam Okafor, 2026-05-01.\n\n**Told:** Ines Roy, 2026-05-02.")),
                0,
                &[],
            ),
            (said("proposed", &quote("**Deferred:** Sam Okafor, 2026-05-01: later.")), 0, &[]),
            (said("proposed", &quote("")), 0, &[("response 2026-02-12", true)]),
            (said("proposed", &quote("**Open:** we don't know.")), 0, &[("response 2026-02-12", true)]),
            (said("proposed", &quote("**Changed:** it is earlier.")), 0, &[]),
            (said("rejected", &quote("")), 0, &[]),
            (said("proposed", "**Asked:** support, 2026-05-20.\n"), 0, &[("answer 2026-05-20", true)]),
            (said("proposed", "**Asked:** Bo Lund, 2026-05-20.\n"), 0, &[("answer 2026-05-20", false)]),
            (said("proposed", "**Asked:** Bo Lund.\n"), 0, &[("answer", false)]),
            (trial("- Release: x, 2026-05-01 to 2026-05-20\n"), 0, &[("trial 2026-05-20 overdue", false)]),
            (trial("- Release: x, 2026-05-01 to 2026-06-05\n"), 0, &[]),
            (trial("- Release: x, 2026-05-01 to 2026-06-05\n"), 4, &[("trial 2026-06-05", false)]),
            (trial("- Release: x, 2026-05-20\n- Result: all of them could\n"), 0, &[]),
            (trial("- Release: soon\n"), 0, &[]),
            // The area takes decisions of the last 30 days.
            (header("status: accepted\ndate: 2026-05-10\ngoverns: [\"infra/x\"]"), 8, &[("cover 2026-06-09", true)]),
            (header("status: accepted\ndate: 2026-05-10\ngoverns: [\"infra/x\"]"), 7, &[]),
            (header("status: accepted\ndate: 2026-05-10\ngoverns: [\"docs/x\"]"), 8, &[]),
            (header("status: proposed\ndate: 2026-05-10\ngoverns: [\"infra/x\"]"), 8, &[]),
            (header("status: accepted\ndate: 2026-05-02\ngoverns: [\"infra/x\"]"), 8, &[("cover 2026-06-01", true)]),
            (header("status: accepted\ndate: 2026-05-01\ngoverns: [\"infra/x\"]"), 8, &[]),
        ] {
            let found = found(&text, days);
            let found: Vec<(&str, bool)> = found.iter().map(|(due, concerns)| (due.as_str(), *concerns)).collect();
            assert_eq!(found, expected, "{text} within {days} days");
        }
    }

    #[test]
    fn days_come_in_order_and_before_what_has_none() {
        let said = |speaker: &str, answer: &str| format!("> It is late.\n>\n> — {speaker}, 2026-02-12\n\n{answer}\n\n");
        let text = format!(
            "---\nstatus: accepted\nreview-by: 2026-05-20\n---\n# T\n\n## Consultation\n\n{}{}{}",
            said("Ines Roy", "**Open:** not yet."),
            said("Bo Lund", "**Deferred:** Ines Roy, 2026-05-25."),
            said("Kim Lee", "**Deferred:** Sam Okafor, 2026-05-10."),
        );
        let expected = [
            // She looks at the one of 25 May.
            ("deferral 2026-05-10 overdue", false),
            ("review 2026-05-20 overdue", false),
            ("deferral 2026-05-25 overdue", true),
            ("response 2026-02-12", true),
        ];
        let found = found(&text, 0);
        assert_eq!(found.iter().map(|(due, concerns)| (due.as_str(), *concerns)).collect::<Vec<_>>(), expected);
    }
}

//! Who to consult about paths: groups named by the policy, people quoted before, and authors of changes.
//! Different names of a person are merged.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::git::{History, Touch};
use crate::policy::{self, Area, Policy};
use crate::text::{Places, RepoPath, Span, Spanned};
use crate::vocabulary::party::Party;
use crate::vocabulary::person::NotAPerson;

/// A path given on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// Relative to the repository; empty for all of it.
    pub path: RepoPath,
    /// Whether it includes everything below it.
    pub is_folder: bool,
}

/// A person or group to consult.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// A person, or a group.
    pub party: Party,
    /// The people of a group; none for a person.
    pub members: Vec<Party>,
    /// The reasons, the strongest first.
    pub reasons: Vec<Reason>,
}

/// Why somebody should be consulted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// An area of the policy requires the group.
    Area { area: String, line: usize },
    /// Quoted in a decision that covers the path.
    Heard { id: String, title: String, path: RepoPath, date: Option<Date> },
    /// Changed the paths.
    Worked { days: usize, last: Date, weight: u32 },
}

/// The weight of a day with changes. It is halved for each year since then.
pub(crate) const WEIGHT: u32 = 1024;

/// Who to consult about the paths: groups that areas require, in the order of the policy; people who were
/// quoted, latest first; authors by the weight of their changes.
pub(crate) fn people_to_consult(subjects: &[Subject], catalog: &Catalog, history: &History) -> Vec<Person> {
    let mut people = People { catalog, by_mark: BTreeMap::new(), known: BTreeSet::new(), people: Vec::new() };
    let mut places = Places::default();
    for area in areas(subjects, &catalog.policy) {
        for group in &area.hear {
            let line = places.point(&catalog.policy.text, group.span.start).line;
            let party = Party::read(&group.value, Span::default());
            people.add(&party, Reason::Area { area: area.name.clone(), line });
        }
    }
    let mut heard = Vec::new();
    for decision in &catalog.decisions {
        // Quotes in proposed and rejected decisions count as well.
        if !subjects.iter().any(|subject| subject.is_governed(decision)) {
            continue;
        }
        for quote in decision.quotes() {
            if let Some(attribution) = &quote.attribution
                && catalog.policy.directory.not_a_person(&attribution.speaker).is_none()
            {
                let date = attribution.date.as_ref().and_then(|day| day.date);
                let reason = Reason::Heard {
                    id: decision.id.shown().to_owned(),
                    title: decision.shown_title().to_owned(),
                    path: decision.path.clone(),
                    date,
                };
                heard.push((&attribution.speaker, date, reason));
            }
        }
    }
    heard.sort_by_key(|one| Reverse(one.1));
    for (speaker, _, reason) in heard {
        people.add(speaker, reason);
    }
    for (party, reason) in authors(&history.touches, catalog) {
        people.add(&party, reason);
    }
    people.people
}

/// The areas of the policy that some paths are in, in the order of the policy.
pub(crate) fn areas<'a>(subjects: &[Subject], policy: &'a Policy) -> Vec<&'a Area> {
    let mut found: BTreeSet<usize> = BTreeSet::new();
    for Subject { path, is_folder } in subjects {
        match path.as_str() {
            "" => found.extend(0..policy.areas.len()),
            path => found.extend(policy.areas_of(path, *is_folder).into_keys()),
        }
    }
    found.into_iter().map(|index| &policy.areas[index]).collect()
}

impl Subject {
    /// Whether a decision covers the path.
    pub(crate) fn is_governed(&self, decision: &Decision) -> bool {
        self.is_governed_by(&decision.governs)
    }

    /// Whether one of the globs matches the path.
    pub(crate) fn is_governed_by(&self, globs: &[Spanned<String>]) -> bool {
        policy::governs_path(globs, self.path.as_str(), self.is_folder)
    }
}

/// The people found so far.
struct People<'a> {
    catalog: &'a Catalog,
    by_mark: BTreeMap<String, usize>,
    /// The areas and decisions that are a reason already, by the index of the person.
    known: BTreeSet<(usize, String)>,
    people: Vec<Person>,
}

impl People<'_> {
    /// Adds a reason to a person, who may be new.
    fn add(&mut self, party: &Party, reason: Reason) {
        let directory = &self.catalog.policy.directory;
        let marks = directory.marks(party);
        let known = marks.iter().find_map(|mark| self.by_mark.get(mark)).copied();
        let index = known.unwrap_or_else(|| {
            let members = directory.group(party).map_or(Vec::new(), |group| group.members.clone());
            self.people.push(Person { party: party.clone(), members, reasons: Vec::new() });
            self.people.len() - 1
        });
        for mark in marks {
            self.by_mark.entry(mark).or_insert(index);
        }
        // Several quotes in one decision count as one reason, with the latest date.
        let is_new = match &reason {
            Reason::Heard { path, .. } => self.known.insert((index, format!("decision {path}"))),
            Reason::Area { area, .. } => self.known.insert((index, format!("area {area}"))),
            Reason::Worked { .. } => true,
        };
        if is_new {
            self.people[index].reasons.push(reason);
        }
    }
}

/// Somebody who changed the paths.
struct Author {
    party: Party,
    /// The days on which they changed a path.
    days: BTreeSet<(Date, usize)>,
    /// What they were found under.
    marks: Vec<String>,
}

/// The authors, by the weight of their changes: a day on which somebody changed one of the paths counts
/// one, and half as much for every year since then.
fn authors(touches: &[Touch], catalog: &Catalog) -> Vec<(Party, Reason)> {
    // The same author mostly has the same name and address, so each pair is looked up once.
    let mut written: BTreeMap<(&str, &str), BTreeSet<(Date, usize)>> = BTreeMap::new();
    for touch in touches {
        // A clock may have been wrong, so dates in the future count as today.
        let day = Timestamp::from_second(touch.seconds).map(|time| time.to_zoned(TimeZone::UTC).date());
        let day = day.unwrap_or(Date::ZERO).min(catalog.today);
        written.entry((&touch.name, &touch.mail)).or_default().insert((day, touch.path));
    }
    let mut by_mark: BTreeMap<String, usize> = BTreeMap::new();
    let mut joined: Vec<Author> = Vec::new();
    for ((name, mail), days) in written {
        let Some(party) = author(name, mail, catalog) else {
            continue;
        };
        let marks = catalog.policy.directory.marks(&party);
        let known: BTreeSet<usize> = marks.iter().filter_map(|mark| by_mark.get(mark)).copied().collect();
        // The name of the latest change.
        let last = |index: &usize| joined[*index].days.last().copied();
        let latest = known.iter().copied().min_by_key(|index| Reverse(last(index)));
        let party = match latest.filter(|index| last(index) >= days.last().copied()) {
            Some(index) => joined[index].party.clone(),
            None => party,
        };
        // What joins the most marks moves the fewest.
        let most = known.iter().copied().min_by_key(|index| Reverse(joined[*index].marks.len()));
        let index = most.unwrap_or(joined.len());
        if index == joined.len() {
            joined.push(Author { party: party.clone(), days: BTreeSet::new(), marks: Vec::new() });
        }
        // A name or an address may show that two entries are the same person.
        let (mut days, mut marks) = (days, Vec::from_iter(marks));
        for other in known.into_iter().filter(|other| *other != index) {
            days.extend(std::mem::take(&mut joined[other].days));
            marks.append(&mut joined[other].marks);
        }
        by_mark.extend(marks.iter().map(|mark| (mark.clone(), index)));
        let author = &mut joined[index];
        author.party = party;
        author.days.extend(days);
        author.marks.append(&mut marks);
    }
    joined.retain(|author| !author.days.is_empty());
    let mut authors: Vec<(Party, Reason)> = joined
        .into_iter()
        .map(|Author { party, days, .. }| {
            let last = days.last().map_or(Date::ZERO, |(day, _)| *day);
            let weight = days.iter().map(|(day, _)| weight(*day, catalog.today)).sum();
            let days = days.iter().map(|(day, _)| day).collect::<BTreeSet<_>>().len();
            (party, Reason::Worked { days, last, weight })
        })
        .collect();
    let order = |reason: &Reason| match reason {
        Reason::Worked { weight, last, .. } => (*weight, *last),
        _ => (0, Date::ZERO),
    };
    authors.sort_by(|one, other| order(&other.1).cmp(&order(&one.1)).then_with(|| one.0.text.cmp(&other.0.text)));
    authors
}

/// The current weight of a day with changes.
fn weight(day: Date, today: Date) -> u32 {
    let days = day.until(today).map_or(i32::MAX, |span| span.get_days());
    // Never zero: somebody who worked there long ago may be the only one.
    (WEIGHT >> (days / 365).clamp(0, 10)).max(1)
}

/// The person that a commit names as its author; none for a program.
fn author(name: &str, mail: &str, catalog: &Catalog) -> Option<Party> {
    let directory = &catalog.policy.directory;
    let party = Party::read(&format!("{name} <{mail}>"), Span::default());
    let alone = Party::read(name, Span::default());
    let is_program = |party: &Party| directory.not_a_person(party) == Some(NotAPerson::Agent);
    // The address may be one of a person while the name is that of a program.
    let is_bot = name.to_lowercase().contains("[bot]") || is_program(&party) || is_program(&alone);
    (!is_bot && !party.marks().is_empty()).then_some(party)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn touch(name: &str, mail: &str, day: &str, path: usize) -> Touch {
        let days = (day.parse::<Date>().unwrap() - Date::constant(1970, 1, 1)).get_days();
        Touch { name: name.to_owned(), mail: mail.to_owned(), seconds: i64::from(days) * DAY, path }
    }

    fn worked(touches: &[Touch], policy: &str) -> Vec<(String, usize, u32)> {
        let policy = Policy::read(policy, &[]).unwrap();
        let catalog = Catalog::new(Vec::new(), [], policy, Date::constant(2026, 6, 1));
        let summary = |(party, reason): (Party, Reason)| match reason {
            Reason::Worked { days, weight, .. } => (party.shown(), days, weight),
            other => panic!("{other:?}"),
        };
        authors(touches, &catalog).into_iter().map(summary).collect()
    }

    #[test]
    fn recent_and_broad_work_weighs_more() {
        let touches = [
            // A day of many commits, two days, two paths on one day, a day two years ago.
            touch("One Day", "one@example.org", "2026-05-01", 0),
            touch("One Day", "one@example.org", "2026-05-01", 0),
            touch("Two Days", "two@example.org", "2026-05-01", 0),
            touch("Two Days", "two@example.org", "2026-05-02", 0),
            touch("Two Paths", "paths@example.org", "2026-05-03", 0),
            touch("Two Paths", "paths@example.org", "2026-05-03", 1),
            touch("Long Ago", "ago@example.org", "2024-05-01", 0),
            touch("Tomorrow", "tomorrow@example.org", "2036-05-01", 0),
        ];
        let expected = [
            ("Two Paths", 1, 2 * WEIGHT),
            ("Two Days", 2, 2 * WEIGHT),
            ("Tomorrow", 1, WEIGHT),
            ("One Day", 1, WEIGHT),
            ("Long Ago", 1, WEIGHT / 4),
        ];
        assert_eq!(worked(&touches, ""), expected.map(|(name, days, weight)| (name.to_owned(), days, weight)));
    }

    #[test]
    fn programs_are_nobody_to_ask_and_people_are_one() {
        let policy = "[people.\"Ana Ruiz\"]\naka = [\"aruiz\"]\n[people.\"Ship Wright\"]\nkind = \"agent\"\n";
        let touches = [
            touch("dependabot[bot]", "1+dependabot[bot]@users.noreply.example.org", "2026-05-01", 0),
            touch("renovate[bot]", "bot@example.org", "2026-05-01", 0),
            touch("Claude", "someone@example.org", "2026-05-01", 0),
            touch("Ship Wright", "ship@example.org", "2026-05-01", 0),
            touch("Ana Ruiz", "ana@example.org", "2026-05-01", 0),
            touch("aruiz", "ana@example.com", "2026-05-02", 0),
            touch("A. R.", "ana@example.com", "2026-05-03", 0),
        ];
        assert_eq!(worked(&touches, policy), [("A. R.".to_owned(), 3, 3 * WEIGHT)]);
    }
}

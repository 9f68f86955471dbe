//! What happened to records, as the history of a commit shows it: the parser reads each version of a record, and what is new
//! in it is an event. The policy, and so the words and the people, is that of the commit.
//!
//! Git knows who committed a version and when, and not who said what: an event proves no more than the record does.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::catalog::Catalog;
use crate::decision::consultation::{Quote, State};
use crate::decision::{Decision, LinkKind};
use crate::document::FILE_LIMIT;
use crate::facts::REDACTED;
use crate::git::{self, Content, Repo, Step};
use crate::log::read_version;
use crate::policy::{Directory, Policy};
use crate::text::{RepoPath, fold};
use crate::vocabulary::party::Party;
use crate::vocabulary::words::{Disposition, StatusKind};

/// Something that happened to a record.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// What.
    pub kind: EventKind,
    /// Whom it is about: who was asked, quoted, answered or told.
    pub person: Option<Party>,
    /// The words, the answer or the reason.
    pub text: String,
    /// How a quote was answered.
    pub disposition: Option<Disposition>,
    /// Who overruled it.
    pub by: Option<Party>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EventKind {
    /// The record was added, with this status.
    Added(Option<String>),
    /// The record was removed.
    Removed,
    /// The file was renamed; before it was this one.
    Renamed(RepoPath),
    /// Somebody was listed as consulted.
    Listed,
    /// It is recorded that somebody was asked, for the first time or again.
    Asked { again: bool },
    /// It is recorded that somebody did not answer.
    NoAnswer,
    /// It is recorded that somebody was not asked.
    Waived,
    /// A quote was added.
    Said,
    /// The words of a quote were taken out at the speaker's request.
    Redacted,
    /// A quote was removed, or its words were changed.
    Unsaid,
    /// A quote was answered, for the first time or otherwise than before.
    Answered { again: bool },
    /// The status moved, from one to another.
    Status { from: Option<String>, to: Option<String> },
    /// The decision was superseded, by the records that it names.
    Superseded(Vec<String>),
    /// A speaker wants their words read as a newer quote.
    Corrected,
    /// A concern that was not followed has happened.
    CameTrue,
    /// A speaker was told what became of their words.
    Told,
}

/// An event with its commit.
#[derive(Clone, Debug)]
pub(crate) struct Happened {
    /// The commit.
    pub commit: git::Id,
    /// Its author.
    pub author: String,
    /// When the author wrote it, in UTC.
    pub date: Option<Date>,
    /// The ID of the decision then.
    pub id: String,
    /// Its title then.
    pub title: String,
    /// Its file then.
    pub path: RepoPath,
    /// What happened.
    pub event: Event,
}

/// Which events are asked for.
#[derive(Clone, Debug)]
pub(crate) enum About {
    /// Those of all records.
    Log,
    /// Those of the records at these paths, and of what these were before.
    Records(BTreeSet<RepoPath>),
    /// Those of a person: what they were asked, said, and were answered or told.
    Person(Party),
}

/// The events of a history.
#[derive(Debug)]
pub(crate) struct Life {
    /// The events, the oldest first.
    pub events: Vec<Happened>,
    /// Whether there may be older ones, beyond the limit.
    pub has_more: bool,
    /// How many commits were read.
    pub commits: usize,
    /// Whether none had to be left out.
    pub is_whole: bool,
}

/// The last events of the history of a commit, so many at most.
///
/// # Errors
/// An object that can't be read.
pub(crate) fn life(
    repo: &Repo,
    head: git::Id,
    catalog: &Catalog,
    about: About,
    limit: usize,
) -> Result<Life, git::Error> {
    let mut reader = Reader { policy: &catalog.policy, about, roots: catalog.policy.roots().into_iter().collect() };
    let mut steps = repo.steps(head)?;
    let mut events = Vec::new();
    let mut is_end = false;
    // The newest first. One more shows that there are more.
    while events.len() <= limit && !is_end {
        match steps.next(&reader.roots)? {
            Some(step) => {
                let read = |id| steps.read(id, FILE_LIMIT);
                events.extend(reader.events(repo, &step, &read)?.into_iter().rev());
            }
            None => is_end = true,
        }
    }
    let has_more = events.len() > limit;
    events.truncate(limit);
    events.reverse();
    Ok(Life { events, has_more, commits: steps.commits, is_whole: steps.is_whole })
}

/// What reads versions of records.
struct Reader<'a> {
    policy: &'a Policy,
    about: About,
    /// The directories where records are, and were.
    roots: BTreeSet<String>,
}

/// How a file of a commit is read.
type Read<'a> = &'a dyn Fn(git::Id) -> Result<Content, git::Error>;

/// A record before and after a commit.
type Version = (Option<Decision>, Option<Decision>);

impl Reader<'_> {
    /// The events of a commit, in order.
    fn events(&mut self, repo: &Repo, step: &Step, read: Read<'_>) -> Result<Vec<Happened>, git::Error> {
        let is_wanted = match &self.about {
            About::Records(paths) => step.files.iter().any(|file| paths.contains(&file.path)),
            About::Log | About::Person(_) => true,
        };
        if !is_wanted {
            return Ok(Vec::new());
        }
        let policy = self.policy;
        let directory = &policy.directory;
        let date = Timestamp::from_second(step.seconds).ok().map(|time| time.to_zoned(TimeZone::UTC).date());
        let mut found = Vec::new();
        for (before, after) in self.versions(repo, step, 0, read)? {
            let is_asked = |decision: &Decision| match &self.about {
                About::Records(paths) => paths.contains(&decision.path),
                About::Log | About::Person(_) => true,
            };
            let Some(record) = after.as_ref().or(before.as_ref()) else { continue };
            if ![&before, &after].into_iter().flatten().any(is_asked) {
                continue;
            }
            let mut events = events(before.as_ref(), after.as_ref(), directory);
            // What a merge has from one of its parents another commit did.
            for parent in 1..step.parents.len() {
                let other = self.version(step, parent, &record.path, read)?;
                let others: BTreeSet<Key> =
                    self::events(other.as_ref(), after.as_ref(), directory).iter().map(Event::key).collect();
                events.retain(|event| others.contains(&event.key()));
            }
            if let About::Person(person) = &self.about {
                events.retain(|event| event.concerns(person, directory));
            }
            found.extend(events.into_iter().map(|event| Happened {
                commit: step.commit,
                author: step.author.clone(),
                date,
                id: record.id.shown().to_owned(),
                title: record.shown_title().to_owned(),
                path: record.path.clone(),
                event,
            }));
            if let (About::Records(paths), Some(before)) = (&mut self.about, &before) {
                paths.insert(before.path.clone());
                self.roots.insert(before.path.folder().to_owned());
            }
        }
        Ok(found)
    }

    /// The records that a commit changed, by the path after it, compared with one of its parents.
    fn versions(&self, repo: &Repo, step: &Step, parent: usize, read: Read<'_>) -> Result<Vec<Version>, git::Error> {
        let (mut gone, mut come, mut versions) = (Vec::new(), Vec::new(), Vec::new());
        for file in step.files.iter().filter(|file| self.is_record(&file.path)) {
            let version = |id| self.read(&file.path, id, read);
            match (version(file.before[parent])?, version(file.after)?) {
                (Some(before), None) => gone.push(before),
                (None, Some(after)) => come.push(after),
                version => versions.push(version),
            }
        }
        let pairs = renamed(&gone, &come);
        let mut gone: Vec<Option<Decision>> = gone.into_iter().map(Some).collect();
        for (index, after) in come.into_iter().enumerate() {
            let before = match pairs.get(&index) {
                Some(old) => gone[*old].take(),
                None => self.moved_in(repo, step, &after, read)?,
            };
            versions.push((before, Some(after)));
        }
        versions.extend(gone.into_iter().flatten().map(|before| (Some(before), None)));
        versions.retain(|(before, after)| {
            // A page without a status, people and quotes is no record.
            [before, after].into_iter().flatten().any(|record| !record.is_plain_page())
        });
        let path = |(before, after): &Version| after.as_ref().or(before.as_ref()).map(|record| record.path.clone());
        versions.sort_by_cached_key(path);
        Ok(versions)
    }

    /// The record at a path in one of the parents of a commit.
    fn version(
        &self,
        step: &Step,
        parent: usize,
        path: &RepoPath,
        read: Read<'_>,
    ) -> Result<Option<Decision>, git::Error> {
        let file = step.files.binary_search_by(|file| file.path.cmp(path)).ok().map(|at| &step.files[at]);
        self.read(path, file.and_then(|file| file.before[parent]), read)
    }

    /// The file outside the log that a record was until a commit, if it is the same and its life is asked for.
    fn moved_in(
        &self,
        repo: &Repo,
        step: &Step,
        after: &Decision,
        read: Read<'_>,
    ) -> Result<Option<Decision>, git::Error> {
        let is_asked = matches!(&self.about, About::Records(paths) if paths.contains(&after.path));
        let ([parent], true) = (step.parents.as_slice(), is_asked) else { return Ok(None) };
        // What is too large to compare has no known past.
        let changed = repo.changed_paths(*parent, step.commit).unwrap_or_default();
        let moved = changed.into_iter().find(|changed| changed.path == after.path);
        let Some(path) = moved.and_then(|changed| changed.moved_from) else { return Ok(None) };
        let file = step.files.iter().find(|file| file.path == after.path);
        self.read(&path, file.and_then(|file| file.after), read)
    }

    /// The version of a record that an object is.
    fn read(&self, path: &RepoPath, id: Option<git::Id>, read: Read<'_>) -> Result<Option<Decision>, git::Error> {
        let Some(id) = id else { return Ok(None) };
        Ok(Some(read_version(path.clone(), read(id)?, self.policy)))
    }

    /// Whether the file at a path is or was a record.
    fn is_record(&self, path: &RepoPath) -> bool {
        self.policy.may_be_record(path) || matches!(&self.about, About::Records(paths) if paths.contains(path))
    }
}

/// Which of the records that come is which of those that go: the same text, or else the same ID, or else the same title.
/// Where several are alike, none is.
fn renamed(gone: &[Decision], come: &[Decision]) -> BTreeMap<usize, usize> {
    let by_text = |record: &Decision| record.text.to_string();
    let by_id = |record: &Decision| format!("{:?}", record.id.key);
    let by_title = |record: &Decision| fold(record.shown_title());
    let keys: [&dyn Fn(&Decision) -> String; 3] = [&by_text, &by_id, &by_title];
    let mut pairs = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for key in keys {
        let mut alike: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (index, record) in gone.iter().enumerate().filter(|(index, _)| !taken.contains(index)) {
            alike.entry(key(record)).or_default().0.push(index);
        }
        for (index, record) in come.iter().enumerate().filter(|(index, _)| !pairs.contains_key(index)) {
            alike.entry(key(record)).or_default().1.push(index);
        }
        for pair in alike.into_values() {
            if let (&[old], &[new]) = (&pair.0[..], &pair.1[..]) {
                pairs.insert(new, old);
                taken.insert(old);
            }
        }
    }
    pairs
}

/// By what the same event is found again.
type Key = (EventKind, Option<String>, String, Option<Disposition>);

impl Event {
    fn new(kind: EventKind) -> Self {
        Self { kind, person: None, text: String::new(), disposition: None, by: None }
    }

    fn of(kind: EventKind, person: Option<&Party>, text: &str) -> Self {
        Self { person: person.cloned(), text: text.to_owned(), ..Self::new(kind) }
    }

    fn key(&self) -> Key {
        (self.kind.clone(), self.person.as_ref().map(Party::shown), fold(&self.text), self.disposition)
    }

    /// Whether it is about a person or their group, or they overruled somebody in it.
    fn concerns(&self, person: &Party, directory: &Directory) -> bool {
        let is_theirs = |party: &Party| {
            directory.same(party, person) || directory.people(party).iter().any(|one| directory.same(one, person))
        };
        self.person.iter().chain(&self.by).any(is_theirs)
    }
}

/// What happened to a record between two versions of it, in the order in which it mostly does.
pub(crate) fn events(before: Option<&Decision>, after: Option<&Decision>, directory: &Directory) -> Vec<Event> {
    let mut events = Vec::new();
    let Some(after) = after else {
        events.extend(before.map(|_| Event::new(EventKind::Removed)));
        return events;
    };
    match before {
        None => events.push(Event::new(EventKind::Added(status_word(after)))),
        Some(before) if before.path != after.path => {
            events.push(Event::new(EventKind::Renamed(before.path.clone())));
        }
        Some(_) => {}
    }
    // Of a version that can't be read nothing is known, and the next one has nothing to be compared with.
    if after.is_unread() || before.is_some_and(Decision::is_unread) {
        return events;
    }
    let (asked, later) = new_states(before, after);
    listed(before, after, &asked, directory, &mut events);
    events.extend(asked);
    quoted(before, after, directory, &mut events);
    if let Some(before) = before {
        moved(before, after, &mut events);
    }
    events.extend(later);
    events
}

fn status_word(decision: &Decision) -> Option<String> {
    decision.status.as_ref().map(|status| status.shown().to_owned())
}

/// The status that moved.
fn moved(before: &Decision, after: &Decision, events: &mut Vec<Event>) {
    let (from, to) = (status_word(before), status_word(after));
    if from == to {
        return;
    }
    if after.kind() == Some(StatusKind::Superseded) {
        let links = after.links.iter().filter(|link| link.kind == LinkKind::SupersededBy);
        let heirs = links.map(|link| link.reference.shown().into_owned()).collect();
        events.push(Event::new(EventKind::Superseded(heirs)));
    } else {
        events.push(Event::new(EventKind::Status { from, to }));
    }
}

/// People who are newly listed as consulted, but for those of whom the text says now that they were asked.
fn listed(
    before: Option<&Decision>,
    after: &Decision,
    asked: &[Event],
    directory: &Directory,
    events: &mut Vec<Event>,
) {
    let old = before.map_or(&[][..], |before| &before.consulted.parties);
    let stated = before.map_or(&[][..], |before| &before.consultation.states);
    let stated = stated.iter().filter(|state| is_before_quotes(state)).filter_map(|state| state.party.as_ref());
    let known = old.iter().chain(stated).chain(asked.iter().filter_map(|event| event.person.as_ref()));
    let mut known: BTreeSet<String> = known.flat_map(|party| directory.marks(party)).collect();
    for party in &after.consulted.parties {
        if !directory.is_in(party, &known) && directory.not_a_person(party).is_none() {
            known.extend(directory.marks(party));
            events.push(Event::of(EventKind::Listed, Some(party), ""));
        }
    }
}

/// Whether a state says what comes before words of a person, or in their place.
fn is_before_quotes(state: &State) -> bool {
    state.kind.is_asking() || state.kind.stands_for_a_quote()
}

/// The states that are new: those of people who were asked, and those of what came later.
fn new_states(before: Option<&Decision>, after: &Decision) -> (Vec<Event>, Vec<Event>) {
    let about = |decision: &Decision, state: &State| {
        let quotes = &decision.consultation.quotes;
        let at = quotes.partition_point(|quote| quote.span.start < state.span.start);
        let above = at.checked_sub(1).and_then(|at| quotes[at].speaker().cloned());
        // What came true is said of the quote above, and so may be what its speaker was told.
        let is_later = !is_before_quotes(state);
        state.party.clone().or(above.filter(|_| is_later))
    };
    let key = |decision: &Decision, state: &State| {
        let dates: Vec<String> = state.dates.iter().map(|day| day.text.clone()).collect();
        (state.kind, about(decision, state).map(|party| party.shown()), dates, fold(&state.reason))
    };
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    if let Some(before) = before {
        for state in &before.consultation.states {
            *known.entry(key(before, state)).or_default() += 1;
        }
    }
    let (mut asked, mut later) = (Vec::new(), Vec::new());
    for state in &after.consultation.states {
        if let Some(count) = known.get_mut(&key(after, state)).filter(|count| **count > 0) {
            *count -= 1;
            continue;
        }
        let kind = match state.kind {
            Disposition::Asked => EventKind::Asked { again: false },
            Disposition::AskedAgain => EventKind::Asked { again: true },
            Disposition::NoAnswer => EventKind::NoAnswer,
            Disposition::Waived => EventKind::Waived,
            Disposition::Corrected => EventKind::Corrected,
            Disposition::CameTrue => EventKind::CameTrue,
            Disposition::Told => EventKind::Told,
            // The others answer quotes.
            _ => continue,
        };
        let event = Event::of(kind, about(after, state).as_ref(), &state.reason);
        if is_before_quotes(state) { asked.push(event) } else { later.push(event) }
    }
    (asked, later)
}

/// The quotes that were added, answered and removed.
fn quoted(before: Option<&Decision>, after: &Decision, directory: &Directory, events: &mut Vec<Event>) {
    let key = |quote: &Quote| {
        let mark = quote.speaker().and_then(|speaker| directory.marks(speaker).into_iter().next());
        (fold(&quote.words), mark)
    };
    let mut known: HashMap<_, VecDeque<&Quote>> = HashMap::new();
    for quote in before.into_iter().flat_map(named) {
        known.entry(key(quote)).or_default().push_back(quote);
    }
    let outcome = |quote: &Quote| {
        let answer = quote.said_answer()?;
        Some((quote.disposition(), answer.by.as_ref().map(|by| by.shown()), fold(&answer.text)))
    };
    for quote in named(after) {
        let earlier = known.get_mut(&key(quote)).and_then(VecDeque::pop_front);
        if earlier.is_none() {
            let is_redacted = fold(&quote.words) == REDACTED;
            let (kind, words) = if is_redacted { (EventKind::Redacted, "") } else { (EventKind::Said, &*quote.words) };
            events.push(Event::of(kind, quote.speaker(), words));
        }
        let (old, new) = (earlier.and_then(outcome), outcome(quote));
        if new.is_some() && old != new {
            let answer = quote.said_answer();
            events.push(Event {
                disposition: quote.disposition(),
                by: answer.and_then(|answer| answer.by.as_deref()).cloned(),
                ..Event::of(
                    EventKind::Answered { again: old.is_some() },
                    quote.speaker(),
                    answer.map_or("", |answer| &answer.text),
                )
            });
        }
    }
    // In the order of the file.
    let mut gone: Vec<&Quote> = known.into_values().flatten().collect();
    gone.sort_by_key(|quote| quote.span.start);
    events.extend(gone.into_iter().map(|quote| Event::of(EventKind::Unsaid, quote.speaker(), "")));
}

/// The quotes that name somebody.
fn named(decision: &Decision) -> impl Iterator<Item = &Quote> {
    decision.consultation.quotes.iter().filter(|quote| quote.attribution.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision;

    fn version(path: &str, text: &str) -> Decision {
        decision::read(RepoPath::new(path), text.as_bytes().to_vec(), &Policy::default().words)
    }

    fn record(header: &str, said: &str) -> String {
        format!("---\n{header}\n---\n\n# Page support\n\n## Consultation\n\n{said}\n")
    }

    /// The events between two versions, each as its kind, the person and the text.
    fn between(before: Option<&Decision>, after: Option<&Decision>) -> Vec<String> {
        let policy = Policy::read("[people.\"Ines Roy\"]\nhandle = \"@ines\"\n", &[]).unwrap();
        let shown = |event: Event| {
            let person = event.person.map(|person| format!(" {}", person.shown())).unwrap_or_default();
            let by = event.by.map(|by| format!(" by {}", by.shown())).unwrap_or_default();
            let word = event.disposition.map(|word| format!(" {}", word.word())).unwrap_or_default();
            let text = if event.text.is_empty() { String::new() } else { format!(": {}", event.text) };
            format!("{:?}{person}{word}{by}{text}", event.kind)
        };
        events(before, after, &policy.directory).into_iter().map(shown).collect()
    }

    #[test]
    fn what_is_new_in_a_version_is_an_event() {
        let said = |answer: &str| format!("> It is late.\n>\n> — Ines Roy, 2026-02-12\n\n{answer}\n\n");
        let consulted = "status: proposed\nconsulted: [\"Ines Roy\"]";
        let (asked, declined) = ("**Asked:** Ines Roy, 2026-02-10.", "**Declined:** it must be.");
        for (before, after, expected) in [
            (("status: proposed", ""), ("status: proposed", ""), &[][..]),
            (("status: proposed", ""), ("status: Proposed\ndate: 2026-03-01", ""), &[]),
            (("status: proposed", ""), (consulted, ""), &["Listed Ines Roy"]),
            ((consulted, ""), ("status: proposed\nconsulted: [\"@ines\"]", ""), &[]),
            ((consulted, ""), (consulted, asked), &["Asked { again: false } Ines Roy"]),
            (("status: proposed", ""), (consulted, asked), &["Asked { again: false } Ines Roy"]),
            (("status: proposed", asked), (consulted, asked), &[]),
            (
                (consulted, asked),
                (consulted, "**Asked again:** Ines Roy, 2026-03-10."),
                &["Asked { again: true } Ines Roy"],
            ),
            (
                (consulted, asked),
                (consulted, "**No answer:** Ines Roy, asked 2026-02-10, waited until 2026-02-24."),
                &["NoAnswer Ines Roy"],
            ),
            ((consulted, ""), (consulted, &said("")), &["Said Ines Roy: It is late."]),
            // Wrapping and other names are no other words.
            (
                (consulted, "> It is\n> late.\n>\n> — Ines Roy"),
                (consulted, "> It is late.\n>\n> — @ines, 2026-02-12"),
                &[],
            ),
            (
                (consulted, &said("")),
                (consulted, &said(declined)),
                &["Answered { again: false } Ines Roy Declined: it must be."],
            ),
            (
                (consulted, ""),
                (consulted, &said("**Overruled by Ana Ruiz:** so.")),
                &["Said Ines Roy: It is late.", "Answered { again: false } Ines Roy Overruled by Ana Ruiz: so."],
            ),
            (
                (consulted, &said(declined)),
                (consulted, &said("**Changed:** it is earlier.")),
                &["Answered { again: true } Ines Roy Changed: it is earlier."],
            ),
            ((consulted, &said(declined)), (consulted, &said("")), &[]),
            (
                (consulted, &said("")),
                (consulted, "> It is fine.\n>\n> — Ines Roy"),
                &["Said Ines Roy: It is fine.", "Unsaid Ines Roy"],
            ),
            (
                (consulted, &said("")),
                (consulted, "> [redacted]\n>\n> — Ines Roy"),
                &["Redacted Ines Roy", "Unsaid Ines Roy"],
            ),
            // The same words twice are two quotes.
            ((consulted, &said("")), (consulted, &said("").repeat(2)), &["Said Ines Roy: It is late."]),
            ((consulted, &said("").repeat(2)), (consulted, &said("")), &["Unsaid Ines Roy"]),
            (
                (consulted, &said(declined)),
                (
                    consulted,
                    &said(&format!("{declined}\n\n**Came true:** 2026-05-23, x/31\n\n**Told:** Ines Roy, 2026-05-24.")),
                ),
                &["CameTrue Ines Roy: 2026-05-23, x/31", "Told Ines Roy"],
            ),
            (
                ("status: proposed", ""),
                ("status: accepted", ""),
                &["Status { from: Some(\"proposed\"), to: Some(\"accepted\") }"],
            ),
            (
                ("status: accepted", ""),
                ("status: superseded\nsuperseded-by: [\"0002\"]", ""),
                &["Superseded([\"0002\"])"],
            ),
        ] {
            let [before, after] =
                [before, after].map(|(header, said)| version("decisions/0001-x.md", &record(header, said)));
            assert_eq!(between(Some(&before), Some(&after)), expected, "{} to {}", before.text, after.text);
        }
    }

    #[test]
    fn a_record_comes_moves_and_goes() {
        let text = record("status: accepted\nconsulted: [\"Ines Roy\"]", "");
        let [first, moved] = ["decisions/0001-x.md", "decisions/0002-y.md"].map(|path| version(path, &text));
        let added = ["Added(Some(\"accepted\"))", "Listed Ines Roy"];
        assert_eq!(between(None, Some(&first)), added);
        assert_eq!(between(Some(&first), None), ["Removed"]);
        assert_eq!(between(Some(&first), Some(&moved)), ["Renamed(RepoPath(\"decisions/0001-x.md\"))"]);
        // Of what can't be read nothing is new, and nothing is gone.
        let unread = decision::read(RepoPath::new("decisions/0001-x.md"), vec![0xff], &Policy::default().words);
        assert_eq!(between(Some(&first), Some(&unread)), [""; 0]);
        assert_eq!(between(Some(&unread), Some(&first)), [""; 0]);
    }

    #[test]
    fn a_renamed_record_is_found_by_its_text_its_id_or_its_title() {
        let page = |title: &str| format!("---\nstatus: accepted\n---\n# {title}\n");
        for (gone, come, expected) in [
            (&[("1-a.md", "A")][..], &[("2-b.md", "A")][..], &[(0, 0)][..]),
            (&[("1-a.md", "A")], &[("1-b.md", "B")], &[(0, 0)]),
            (&[("1-a.md", "A")], &[("2-b.md", "B")], &[]),
            // The same text is worth more than the same ID.
            (&[("1-a.md", "A")], &[("1-b.md", "B"), ("2-a.md", "A")], &[(1, 0)]),
            (&[("1-a.md", "A"), ("2-b.md", "B")], &[("1-b.md", "B"), ("2-a.md", "A")], &[(0, 1), (1, 0)]),
            // Two that are alike.
            (&[("1-a.md", "A"), ("2-a.md", "A")], &[("3-a.md", "A")], &[]),
        ] {
            let read = |files: &[(&str, &str)]| -> Vec<Decision> {
                files.iter().map(|(path, title)| version(path, &page(title))).collect()
            };
            let found = renamed(&read(gone), &read(come));
            assert_eq!(found.into_iter().collect::<Vec<_>>(), expected, "{gone:?} to {come:?}");
        }
    }
}

//! How much of a log was heard, from whom, how it was answered, and who is never heard. The figures of the site are made of
//! the same counts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::evidence;
use crate::people::{People, Person};
use crate::policy::{Area, Directory};
use crate::vocabulary::evidence::Evidence;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::Disposition;

/// The counts of a log.
#[derive(Debug)]
pub(crate) struct Stats<'a> {
    /// How many decisions there are, how many are accepted, and how many of these quote somebody.
    pub decisions: usize,
    pub accepted: usize,
    pub quoting: usize,
    /// How many quotes name a speaker, and how many people and groups are quoted.
    pub quotes: usize,
    pub people: usize,
    /// By group, those with the most quotes first; people without a group come last.
    pub groups: Vec<GroupStats<'a>>,
    /// How quotes were answered, and how often.
    pub answers: Vec<(Response, usize)>,
    /// What stands behind quotes, and how often.
    pub evidence: BTreeMap<Evidence, usize>,
    /// The areas of the policy that no decision in force governs.
    pub uncovered: Vec<&'a Area>,
    /// Everybody who was consulted or is quoted: those who are quoted in the most decisions first.
    pub voices: Vec<Voice>,
}

/// What is counted of a group of the policy, or of all people without a group.
#[derive(Debug, Default)]
pub(crate) struct GroupStats<'a> {
    /// The name; none for people without a group.
    pub name: Option<&'a str>,
    /// How many quotes are from its people, how many of these are answered, and how many changed or eased something.
    pub quotes: usize,
    pub answered: usize,
    pub changed: usize,
    /// How many decisions quote one of them.
    pub decisions: usize,
    /// How many of them are quoted.
    pub people: usize,
    /// How many decisions consulted one of them, and how many of these don't quote any.
    pub asked: usize,
    pub unheard: usize,
}

/// What is counted of a person or a group that decisions name.
#[derive(Debug)]
pub(crate) struct Voice {
    /// The name.
    pub name: String,
    /// The names of their groups.
    pub groups: Vec<String>,
    /// How many decisions quote them, how many quotes there are, and what was done about these.
    pub decisions: usize,
    pub quotes: usize,
    pub answered: usize,
    pub changed: usize,
    /// How many decisions consulted them, and how many of these don't quote them.
    pub asked: usize,
    pub unheard: usize,
}

/// What was done about a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Response {
    /// It was answered with this disposition.
    With(Disposition),
    /// It was answered without one.
    Without,
    /// It was not answered.
    None,
}

impl Response {
    /// The same in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::With(kind) => kind.word(),
            Self::Without => "Answered without a disposition",
            Self::None => "Not answered",
        }
    }
}

/// The quotes of a decision that name a speaker, those of trials among them.
pub(crate) fn attributed(decision: &Decision) -> impl Iterator<Item = &Quote> {
    decision.consultation.quotes.iter().filter(|quote| quote.attribution.is_some())
}

/// Whether a decision is accepted and quotes nobody.
pub(crate) fn quotes_nobody(decision: &Decision) -> bool {
    decision.is_accepted() && attributed(decision).next().is_none()
}

/// How quotes were answered, and how often.
pub(crate) fn count_answers(catalog: &Catalog) -> Vec<(Response, usize)> {
    let mut with_word: BTreeMap<Disposition, usize> = BTreeMap::new();
    let (mut without_word, mut unanswered) = (0, 0);
    for quote in catalog.decisions.iter().flat_map(attributed) {
        match quote.answer.as_ref().map(|answer| answer.disposition.as_ref()) {
            Some(Some(word)) => *with_word.entry(word.value).or_default() += 1,
            Some(None) => without_word += 1,
            None => unanswered += 1,
        }
    }
    let with_word = with_word.into_iter().map(|(kind, count)| (Response::With(kind), count));
    let others = [(Response::Without, without_word), (Response::None, unanswered)];
    with_word.chain(others).filter(|(_, count)| *count > 0).collect()
}

/// What stands behind quotes, and how often.
pub(crate) fn count_evidence(catalog: &Catalog) -> BTreeMap<Evidence, usize> {
    let mut counts = BTreeMap::new();
    for decision in &catalog.decisions {
        for quote in attributed(decision) {
            *counts.entry(evidence::stated(decision, quote, &catalog.policy)).or_default() += 1;
        }
    }
    counts
}

/// The counts of a log.
pub(crate) fn stats(catalog: &Catalog) -> Stats<'_> {
    let accepted = catalog.decisions.iter().filter(|decision| decision.is_accepted());
    let unquoted = catalog.decisions.iter().filter(|decision| quotes_nobody(decision));
    let people = People::new(catalog);
    let accepted = accepted.count();
    Stats {
        decisions: catalog.decisions.len(),
        accepted,
        quoting: accepted - unquoted.count(),
        quotes: catalog.decisions.iter().flat_map(attributed).count(),
        people: people.speakers().count(),
        groups: groups(catalog, &people),
        answers: count_answers(catalog),
        evidence: count_evidence(catalog),
        uncovered: uncovered(catalog),
        voices: voices(catalog, &people),
    }
}

/// Whether a quote changed what was decided, or eased it.
fn has_changed(quote: &Quote) -> bool {
    matches!(quote.disposition(), Some(Disposition::Changed | Disposition::Mitigated))
}

/// The groups that a party is or belongs to, or else the one without a name.
fn group_names<'a>(party: &Party, directory: &'a Directory) -> BTreeSet<Option<&'a str>> {
    let own = directory.group(party);
    let groups = own.into_iter().chain(directory.groups_of(party));
    let mut names: BTreeSet<Option<&str>> = groups.map(|group| Some(group.name.as_str())).collect();
    if names.is_empty() {
        names.insert(None);
    }
    names
}

/// What is counted by group.
fn groups<'a>(catalog: &'a Catalog, people: &People) -> Vec<GroupStats<'a>> {
    let directory = &catalog.policy.directory;
    let mut groups: BTreeMap<Option<&str>, GroupStats<'_>> = BTreeMap::new();
    for group in directory.groups() {
        groups.insert(Some(&group.name), GroupStats::default());
    }
    let mut speakers: BTreeMap<Option<&str>, BTreeSet<usize>> = BTreeMap::new();
    for decision in &catalog.decisions {
        let mut quoted: BTreeSet<Option<&str>> = BTreeSet::new();
        // What was said in a trial is no answer to who was asked.
        let mut heard: BTreeSet<Option<&str>> = BTreeSet::new();
        for (quote, speaker) in attributed(decision).filter_map(|quote| Some((quote, quote.speaker()?))) {
            for name in group_names(speaker, directory) {
                let group = groups.entry(name).or_default();
                group.quotes += 1;
                group.answered += usize::from(quote.is_answered());
                group.changed += usize::from(has_changed(quote));
                speakers.entry(name).or_default().extend(people.places.find(speaker));
                quoted.insert(name);
                if quote.trial.is_none() {
                    heard.insert(name);
                }
            }
        }
        let asked = decision.asked(directory).into_iter().map(|(party, _)| party);
        let asked = asked.filter(|party| directory.not_a_person(party).is_none());
        let asked: BTreeSet<Option<&str>> = asked.flat_map(|party| group_names(party, directory)).collect();
        for name in &quoted {
            groups.entry(*name).or_default().decisions += 1;
        }
        for name in asked {
            let group = groups.entry(name).or_default();
            group.asked += 1;
            group.unheard += usize::from(!heard.contains(&name));
        }
    }
    let count = |name| speakers.get(&name).map_or(0, BTreeSet::len);
    let mut groups: Vec<GroupStats<'_>> =
        groups.into_iter().map(|(name, group)| GroupStats { name, people: count(name), ..group }).collect();
    groups.sort_by_key(|group| (group.name.is_none(), Reverse((group.quotes, group.asked))));
    groups
}

/// The areas of the policy that no decision in force governs, as far as the globs show it.
fn uncovered(catalog: &Catalog) -> Vec<&Area> {
    let in_force = catalog.decisions.iter().filter(|decision| decision.is_in_force());
    let globs: BTreeSet<&str> = in_force
        .flat_map(|decision| &decision.governs)
        .map(|glob| glob.value.as_str())
        .filter(|glob| !glob.starts_with('!'))
        .collect();
    let is_uncovered = |area: &&Area| !globs.iter().any(|glob| area.may_meet(glob));
    catalog.policy.areas.iter().filter(is_uncovered).collect()
}

/// Everybody who is quoted or was consulted.
fn voices(catalog: &Catalog, people: &People) -> Vec<Voice> {
    let directory = &catalog.policy.directory;
    let voice = |person: &Person| {
        let party = Party::read(&person.name, crate::text::Span::default());
        let changed = person.said.iter().filter(|said| has_changed(said.quote(catalog)));
        Voice {
            name: person.name.clone(),
            groups: directory.groups_of(&party).map(|group| group.name.clone()).collect(),
            decisions: person.quoting_decisions(),
            quotes: person.said.len(),
            answered: person.answered(catalog),
            changed: changed.count(),
            asked: person.asked.len(),
            unheard: person.unheard.len(),
        }
    };
    let named = people.all.iter().filter(|person| !person.said.is_empty() || !person.asked.is_empty());
    let mut voices: Vec<Voice> = named.map(voice).collect();
    // Of people who are quoted it says nothing how often they were asked.
    let asked = |voice: &Voice| if voice.quotes == 0 { voice.asked } else { 0 };
    voices.sort_by_key(|voice| Reverse((voice.decisions, voice.quotes, asked(voice))));
    voices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision;
    use crate::policy::Policy;
    use crate::text::RepoPath;

    const POLICY: &str = "[groups]\nlegal = [\"Kim Lee\"]\non-call = [\"Ines Roy\"]\nsre = [\"Ana Ruiz\"]\nsupport = [\"Ines Roy\", \"Sam Okafor\"]\n\n[[areas]]\nname = \"export\"\npaths = [\"export/**\"]\n\n[[areas]]\nname = \"paging\"\npaths = [\"paging/**\"]\n\n[[areas]]\nname = \"web\"\npaths = [\"web/**\"]\n";

    fn log(records: &[String]) -> Catalog {
        let policy = Policy::read(POLICY, &[]).unwrap();
        let read = |(at, text): (usize, &String)| {
            let path = RepoPath::new(format!("decisions/{:04}-x.md", at + 1));
            decision::read(path, text.clone().into_bytes(), &policy.words)
        };
        let records = records.iter().enumerate().map(read).collect();
        Catalog::new(records, [], policy, jiff::civil::date(2026, 6, 1))
    }

    fn record(status: &str, consulted: &str, governs: &str, said: &str) -> String {
        format!(
            "---\nstatus: {status}\nconsulted: [{consulted}]\ngoverns: [\"{governs}\"]\n---\n# T\n\n## Consultation\n\n{said}"
        )
    }

    fn quote(speaker: &str, answer: &str) -> String {
        format!("> It is late.\n>\n> — {speaker}\n\n{answer}\n\n")
    }

    fn sample() -> Catalog {
        let first = [
            quote("Ines Roy", "**Changed:** it is earlier."),
            quote("Ines Roy", "**Declined:** no."),
            quote("Bo Lund", "**Mitigated:** it is less."),
            quote("Sam Okafor, told Bo Lund", ""),
            // Nobody's.
            "> It is so.\n\n".to_owned(),
        ];
        let trial = "## Trial\n\n- Result: all could\n\n> I can't.\n>\n> — night agent 3\n\nWe saw to it.\n";
        log(&[
            record("accepted", "\"Ines Roy\", \"Bo Lund\", \"sre\"", "paging/*", &first.concat()),
            record("accepted", "\"Ana Ruiz\", \"support\", \"audit.pdf\"", "docs/**", ""),
            record("accepted", "\"Ines Roy\"", "docs/**", trial),
            record("proposed", "\"support\"", "export/**", &quote("Sam Okafor", "**Open:** not yet.")),
            record("waived", "", "web/x", ""),
        ])
    }

    #[test]
    fn groups_come_first_and_people_without_one_last() {
        let catalog = sample();
        let found = stats(&catalog);
        assert_eq!((found.decisions, found.accepted, found.quoting), (5, 3, 2));
        assert_eq!((found.quotes, found.people), (6, 3));
        let groups: Vec<_> = found
            .groups
            .iter()
            .map(|group| {
                let counts = [group.quotes, group.answered, group.changed, group.decisions, group.people];
                (group.name, counts, [group.asked, group.unheard])
            })
            .collect();
        let expected = [
            (Some("support"), [4, 2, 1, 2, 2], [4, 2]),
            (Some("on-call"), [2, 2, 1, 1, 1], [2, 1]),
            (Some("sre"), [0, 0, 0, 0, 0], [2, 2]),
            (Some("legal"), [0, 0, 0, 0, 0], [0, 0]),
            (None, [2, 2, 1, 2, 1], [1, 0]),
        ];
        assert_eq!(groups, expected);
        let areas: Vec<&str> = found.uncovered.iter().map(|area| area.name.as_str()).collect();
        assert_eq!(areas, ["export"], "it has a proposal");
    }

    #[test]
    fn answers_and_evidence_add_up_to_the_quotes() {
        let catalog = sample();
        let found = stats(&catalog);
        let answers: Vec<_> = found.answers.iter().map(|(answer, count)| (answer.words(), *count)).collect();
        let expected = [
            ("Changed", 1),
            ("Mitigated", 1),
            ("Declined", 1),
            ("Open", 1),
            ("Answered without a disposition", 1),
            ("Not answered", 1),
        ];
        assert_eq!(answers, expected);
        assert_eq!(found.evidence.into_iter().collect::<Vec<_>>(), [(Evidence::Claimed, 5), (Evidence::Relayed, 1)]);
    }

    #[test]
    fn voices_are_people_and_groups_that_were_asked_or_quoted() {
        let catalog = sample();
        let voices: Vec<_> = stats(&catalog)
            .voices
            .into_iter()
            .map(|voice| {
                let counts = [voice.decisions, voice.quotes, voice.answered, voice.changed, voice.asked, voice.unheard];
                (voice.name, voice.groups.join(" "), counts)
            })
            .collect();
        let expected = [
            ("Sam Okafor", "support", [2, 2, 0, 0, 0, 0]),
            ("Ines Roy", "on-call support", [1, 2, 2, 1, 2, 1]),
            ("Bo Lund", "", [1, 1, 1, 1, 1, 0]),
            ("support", "", [0, 0, 0, 0, 2, 1]),
            ("Ana Ruiz", "sre", [0, 0, 0, 0, 1, 1]),
            ("sre", "", [0, 0, 0, 0, 1, 1]),
        ];
        assert_eq!(voices, expected.map(|(name, groups, counts)| (name.to_owned(), groups.to_owned(), counts)));
    }
}

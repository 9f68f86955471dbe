//! The gate against a second, slow and simple writing of its core: who counts, which decision covers a path, and what of
//! an accepted decision stays. It knows decisions as the model below has them, and never reads their text.
//!
//! Left out: waivers, silence, trials, evidence, redaction and corrections, renames, links, changes of the policy, and what
//! else a file can look like. Whether a decision has an error of its own is taken from `lint`.

use std::collections::{BTreeMap, BTreeSet};

use super::TODAY;
use crate::catalog::Catalog;
use crate::decision;
use crate::gate::{About, Ends, Trailer, check_change};
use crate::lint::lint;
use crate::policy::{self, Level, Policy};
use crate::rules;
use crate::snapshot::{FileKind, Source, memory_changes};
use crate::text::RepoPath;
use crate::witness::Witness;

/// Everybody, with their handle and what may be written behind their name.
const PEOPLE: [(&str, &str, &str); 6] = [
    ("Ana Ruiz", "@ana", "sre"),
    ("Ines Roy", "@ines", "support"),
    ("Sam Okafor", "@sam", "support"),
    ("Bo Lund", "@bo", "sre"),
    ("Pete Osei", "@pete", "finance"),
    ("Hal", "@hal", "support"),
];
const PROGRAM: usize = 5;
const GROUPS: [(&str, &[usize]); 2] = [("sre", &[0, 3]), ("support", &[1, 2])];
const STATUSES: [&str; 5] = ["accepted", "proposed", "rejected", "deprecated", "superseded"];
const ACCEPTED: usize = 0;
const DATES: [&str; 3] = ["2026-05-20", "2026-05-28", "2024-05-20"];
/// The date that is too old for an area with `fresh`.
const OLD: usize = 2;
const GLOBS: [&str; 3] = ["infra/paging/**", "infra/db/**", "infra/**"];
const FILES: [&str; 3] = ["infra/paging/rota.yml", "infra/db/size.yml", "docs/help.md"];
/// The areas: a name, a path, and the file that it is about.
const AREAS: [(&str, &str, usize); 2] = [("paging", "infra/paging/**", 0), ("db", "infra/db/*", 1)];

/// A person, and in which of the ways they are written.
type Name = (usize, usize);

#[derive(Clone, PartialEq)]
struct Entry {
    status: usize,
    date: usize,
    title: usize,
    text: usize,
    makers: BTreeSet<Name>,
    consulted: BTreeSet<Name>,
    governs: BTreeSet<usize>,
    /// By the person and the words: how they are written, and the answer; 0 is none.
    quotes: BTreeMap<(usize, usize), (usize, usize)>,
}

/// The records and files of a commit.
#[derive(Clone)]
struct State {
    records: [Option<Entry>; 2],
    files: [usize; 3],
}

/// What an area requires.
#[derive(Default)]
struct Needs {
    hear: BTreeSet<usize>,
    people: usize,
    outside: bool,
    fresh: bool,
}

/// A change: `base`, where it starts, and its head.
struct Model {
    states: [State; 3],
    named: BTreeSet<usize>,
    needs: [Needs; 2],
}

impl Model {
    /// Starts from a change that passes. Three bytes are a step: in which states, what, and to which value.
    fn of(data: &[u8]) -> Self {
        let entry = |quote| Entry {
            status: ACCEPTED,
            date: 0,
            title: 0,
            text: 0,
            makers: [(0, 0)].into(),
            consulted: [(1, 0), (4, 0)].into(),
            governs: [0].into(),
            quotes: [((1, quote), (0, 1)), ((4, quote), (0, 1))].into(),
        };
        let before = State { records: [None, Some(entry(1))], files: [0; 3] };
        let head = State { records: [Some(entry(0)), Some(entry(1))], files: [1, 0, 0] };
        let needs = || Needs { hear: [1].into(), ..Needs::default() };
        let mut model =
            Self { states: [before.clone(), before, head], named: BTreeSet::new(), needs: [needs(), needs()] };
        for step in data.chunks_exact(3) {
            let [place, what, value] = [step[0], step[1], step[2]].map(usize::from);
            let states: &[usize] = [&[2][..], &[0, 1], &[0, 1, 2], &[0], &[1, 2]][place % 5];
            let record = place / 5 % 2;
            match what % 15 {
                0 => toggle(&mut model.named, value % 2),
                1 => {
                    model.needs[record] = Needs {
                        hear: (0..2).filter(|bit| value >> bit & 1 == 1).collect(),
                        people: value / 4 % 4,
                        outside: value / 16 % 2 == 1,
                        fresh: value / 32 % 2 == 1,
                    }
                }
                2 => states.iter().for_each(|state| model.states[*state].files[value % 3] = value / 3),
                3 => states
                    .iter()
                    .for_each(|state| model.states[*state].records[record] = (value % 2 == 0).then(|| entry(record))),
                what => {
                    for state in states {
                        if let Some(entry) = &mut model.states[*state].records[record] {
                            entry.step(what, value);
                        }
                    }
                }
            }
        }
        model
    }
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, value: T) {
    if !set.remove(&value) {
        set.insert(value);
    }
}

impl Entry {
    fn step(&mut self, what: usize, value: usize) {
        let name = (value % 6, value / 6 % 3);
        match what {
            4 => self.status = value % STATUSES.len(),
            5 => self.date = value % DATES.len(),
            6 => self.title = value % 2,
            7 => self.text = value % 2,
            8 => toggle(&mut self.makers, name),
            9 => toggle(&mut self.consulted, name),
            10 => toggle(&mut self.governs, value % GLOBS.len()),
            11 | 12 => drop(self.quotes.insert((value % 6, value / 6 % 3), (value / 18 % 3, 1 + value / 54 % 2))),
            13 => drop(self.quotes.remove(&(value % 6, value / 6 % 3))),
            _ => self.quotes.values_mut().nth(value % 4).into_iter().for_each(|quote| quote.1 = value / 4 % 3),
        }
    }

    fn written(&self, record: usize) -> String {
        let list = |names: &BTreeSet<Name>| {
            names.iter().map(|name| format!("\"{}\"", written(*name))).collect::<Vec<_>>().join(", ")
        };
        let governs: Vec<String> = self.governs.iter().map(|glob| format!("\"{}\"", GLOBS[*glob])).collect();
        let mut text = format!(
            "---\nstatus: {}\ndate: {}\ndecision-makers: [{}]\nconsulted: [{}]\ngoverns: [{}]\n---\n# Page {record} on {}\n\n## Context\n\nThe calls wake {} people.\n\n## Consultation\n",
            STATUSES[self.status],
            DATES[self.date],
            list(&self.makers),
            list(&self.consulted),
            governs.join(", "),
            ["Fridays", "Mondays"][self.title],
            ["two", "ten"][self.text],
        );
        for ((person, words), (form, answer)) in &self.quotes {
            let words =
                ["I get paged when an export stalls", "Nobody told us of the window", "The colors mean nothing to me"]
                    [*words];
            text.push_str(&format!(
                "\n> {words}, says {}.\n>\n> — {}, 2024-05-12\n",
                PEOPLE[*person].1.trim_start_matches('@'),
                written((*person, *form))
            ));
            text.push_str(["", "\n**Changed:** the window.\n", "\n**Declined:** it is too early for that.\n"][*answer]);
        }
        text
    }
}

fn written((person, form): Name) -> String {
    let (name, handle, role) = PEOPLE[person];
    match form {
        0 => name.to_owned(),
        1 => format!("{name} ({role})"),
        _ => handle.to_owned(),
    }
}

/// What the gate reports: the areas that are not covered, and rules about what has to stay.
type Reported = BTreeSet<String>;

/// What must be reported. `errors` are the records of the head with an error of their own.
fn expected(model: &Model, errors: &BTreeSet<usize>) -> Reported {
    let [_, start, head] = &model.states;
    let mut reported = Reported::new();
    for ((name, _, file), needs) in AREAS.iter().zip(&model.needs) {
        let is_covered = || (0..2).any(|record| !errors.contains(&record) && covers(model, record, *file, needs));
        if start.files[*file] != head.files[*file] && !is_covered() {
            reported.insert((*name).to_owned());
        }
    }
    for record in 0..2 {
        let (Some(before), after) = (&start.records[record], &head.records[record]) else { continue };
        let Some(after) = after else {
            reported.insert("decision-deleted".to_owned());
            continue;
        };
        if is_jump(before.status, after.status) {
            reported.insert("status-jump".to_owned());
        }
        let was_settled = ["accepted", "deprecated", "superseded"].contains(&STATUSES[before.status]);
        if was_settled && is_edited(before, after) {
            reported.insert("accepted-edited".to_owned());
        }
    }
    if loses_quotes(start, head) {
        reported.insert("words".to_owned());
    }
    reported
}

/// Whether a record covers a file for an area.
fn covers(model: &Model, record: usize, file: usize, needs: &Needs) -> bool {
    let versions = model.states.each_ref().map(|state| state.records[record].as_ref());
    let [_, start, Some(head)] = versions else { return false };
    let is_accepted = |entry: &&Entry| entry.status == ACCEPTED;
    let was_accepted = [versions[0], start].map(|entry| entry.is_some_and(|entry| is_accepted(&entry)));
    // A new one may cover; an older one only if the base has it as well and a commit names it.
    let may_cover = match was_accepted {
        [_, false] => start != Some(head),
        [base, true] => base && model.named.contains(&record),
    };
    let governs =
        |entry: &Entry| entry.governs.iter().any(|glob| FILES[file].starts_with(GLOBS[*glob].trim_end_matches("**")));
    let settled: Vec<&Entry> = [versions[0], start].into_iter().flatten().filter(is_accepted).collect();
    let is_fresh = || settled.iter().chain([&head]).all(|entry| entry.date != OLD);
    // What was accepted before governs what it governed then.
    let did_govern = start.filter(is_accepted).is_none_or(governs);
    is_accepted(&head) && may_cover && governs(head) && did_govern && (!needs.fresh || is_fresh()) && hears(head, needs)
}

/// Whether the people that count are those that an area requires.
fn hears(entry: &Entry, needs: &Needs) -> bool {
    let is_among = |person: usize, names: &BTreeSet<Name>| names.iter().any(|(other, _)| *other == person);
    let groups_of =
        |person: usize| GROUPS.iter().filter(move |(_, members)| members.contains(&person)).map(|(name, _)| *name);
    // Quoted and listed, and neither a decision-maker nor a program.
    let counted: BTreeSet<usize> = entry
        .quotes
        .keys()
        .map(|(person, _)| *person)
        .filter(|person| *person != PROGRAM && is_among(*person, &entry.consulted) && !is_among(*person, &entry.makers))
        .collect();
    // A group counts as the decision-makers' as well when it is written behind the name of one.
    let own: BTreeSet<&str> = entry
        .makers
        .iter()
        .flat_map(|(person, form)| groups_of(*person).chain((*form == 1).then_some(PEOPLE[*person].2)))
        .collect();
    let has_outsider = || counted.iter().any(|person| groups_of(*person).all(|group| !own.contains(group)));
    !entry.makers.is_empty()
        && needs.hear.iter().all(|group| GROUPS[*group].1.iter().any(|member| counted.contains(member)))
        && counted.len() >= needs.people
        && (!needs.outside || has_outsider())
}

/// Whether one status can't follow another: it only moves forward.
fn is_jump(old: usize, new: usize) -> bool {
    match STATUSES[old] {
        "accepted" => ["proposed", "rejected"].contains(&STATUSES[new]),
        "rejected" => STATUSES[new] == "accepted",
        "deprecated" | "superseded" => !["deprecated", "superseded"].contains(&STATUSES[new]),
        _ => false,
    }
}

/// Whether anything changed that stays once a decision is accepted.
fn is_edited(before: &Entry, after: &Entry) -> bool {
    let quote_edited = |(key, (form, answer)): (&(usize, usize), &(usize, usize))| {
        after.quotes.get(key).is_some_and(|(now, answered)| {
            // A group may be written behind a name.
            let is_alike = form == now || (*form < 2 && *now < 2 && PEOPLE[key.0].2 != "finance");
            !is_alike || (*answer != 0 && answer != answered)
        })
    };
    (before.title, before.text, &before.makers, &before.governs)
        != (after.title, after.text, &after.makers, &after.governs)
        || !before.consulted.is_subset(&after.consulted)
        || (before.status == after.status && before.date != after.date)
        || before.quotes.iter().any(quote_edited)
}

/// Whether a quote of a record that changes is gone. That of an accepted record stays there; others may move.
fn loses_quotes(start: &State, head: &State) -> bool {
    let changed: Vec<usize> = (0..2).filter(|record| start.records[*record] != head.records[*record]).collect();
    let quotes = |state: &State| -> BTreeSet<(usize, (usize, usize))> {
        let of = |record: &usize| {
            state.records[*record]
                .iter()
                .flat_map(|entry| entry.quotes.keys().copied())
                .map(|quote| (*record, quote))
                .collect::<Vec<_>>()
        };
        changed.iter().flat_map(of).collect()
    };
    let (old, new) = (quotes(start), quotes(head));
    old.difference(&new).any(|(record, quote)| {
        let moved = (1 - record, *quote);
        let is_bound = head.records[*record].is_some()
            && start.records[*record].as_ref().is_some_and(|entry| entry.status == ACCEPTED);
        is_bound || !new.contains(&moved) || old.contains(&moved)
    })
}

/// Three states of a log, made by choices from the bytes: the gate reports what the model expects.
pub fn gate(data: &[u8]) {
    check(data);
}

/// Checks a change, and gives what is reported.
fn check(data: &[u8]) -> Reported {
    let model = Model::of(data);
    let text = policy_text(&model.needs);
    let path = |record: usize| RepoPath::new(format!("decisions/000{record}-page.md"));
    let [base, start, head] = model.states.each_ref().map(|state| {
        let mut files: BTreeMap<RepoPath, String> = [(RepoPath::new(policy::FILE), text.clone())].into();
        files.extend(FILES.iter().zip(state.files).map(|(file, text)| (RepoPath::new(*file), text.to_string())));
        let records = state.records.iter().enumerate();
        files.extend(records.filter_map(|(record, entry)| Some((path(record), entry.as_ref()?.written(record)))));
        Source::Memory(files.into_iter().map(|(path, text)| (path, (FileKind::File, text.into_bytes()))).collect())
    });
    let policy = Policy::read(&text, &rules::ids()).expect("the policy is valid");
    let entries = model.states[2].records.iter().enumerate();
    let decisions = entries.filter_map(|(record, entry)| {
        Some(decision::read(path(record), entry.as_ref()?.written(record).into_bytes(), &policy.words))
    });
    let denied = lint(&Catalog::new(decisions.collect(), [], policy, TODAY), false)
        .into_iter()
        .filter(|finding| finding.level == Level::Deny);
    let denied: BTreeSet<RepoPath> = denied.map(|finding| finding.path).collect();
    let errors = (0..2).filter(|record| denied.contains(&path(*record))).collect();
    let trailers: Vec<Trailer> = model
        .named
        .iter()
        .map(|record| Trailer { commit: "c0ffee".to_owned(), value: format!("000{record}") })
        .collect();
    let ends = Ends { base: &base, start: &start, head: &head };
    let verdict =
        check_change(ends, &memory_changes(&start, &head), &trailers, &About::default(), &Witness::default(), TODAY)
            .expect("the policy is valid");
    let mut reported = Reported::new();
    for finding in verdict.findings.iter().filter(|finding| finding.level == Level::Deny) {
        // The errors of a record are reported with the area that it does not cover.
        reported.extend(match (&finding.area, finding.rule) {
            (Some(area), _) => Some(area.clone()),
            (None, "words-changed" | "words-removed") => Some("words".to_owned()),
            (None, rule @ ("accepted-edited" | "decision-deleted" | "status-jump")) => Some(rule.to_owned()),
            (None, _) => None,
        });
    }
    assert_eq!(reported, expected(&model, &errors), "{:#?}", verdict.findings);
    assert!(verdict.findings.iter().all(|finding| finding.level != Level::Deny) || !reported.is_empty());
    reported
}

fn policy_text(needs: &[Needs; 2]) -> String {
    let mut text = String::new();
    for (person, (name, handle, _)) in PEOPLE.iter().enumerate() {
        let kind = if person == PROGRAM { "agent" } else { "person" };
        text.push_str(&format!("[people.\"{name}\"]\nhandle = \"{handle}\"\nkind = \"{kind}\"\n"));
    }
    text.push_str("[groups]\n");
    for (group, members) in GROUPS {
        let members: Vec<&str> = members.iter().map(|member| PEOPLE[*member].0).collect();
        text.push_str(&format!("{group} = {members:?}\n"));
    }
    for ((name, glob, _), needs) in AREAS.iter().zip(needs) {
        let hear: Vec<&str> = needs.hear.iter().map(|group| GROUPS[*group].0).collect();
        text.push_str(&format!(
            "[[areas]]\nname = \"{name}\"\npaths = [\"{glob}\"]\nhear = {hear:?}\npeople = {}\n",
            needs.people
        ));
        if needs.outside {
            text.push_str("outside = true\n");
        }
        if needs.fresh {
            text.push_str("fresh = 365\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_kind_of_report_is_reached() {
        let reports = |steps: &[u8]| check(steps).into_iter().collect::<Vec<_>>();
        assert_eq!(reports(&[]), [""; 0]);
        // Nobody consulted; another title of the accepted record; the record gone; proposed again; a quote gone.
        assert_eq!(reports(&[0, 13, 1]), ["paging"]);
        assert_eq!(reports(&[5, 6, 1]), ["accepted-edited"]);
        assert_eq!(reports(&[5, 3, 1]), ["decision-deleted", "words"]);
        assert_eq!(reports(&[5, 4, 1]), ["status-jump"]);
        assert_eq!(reports(&[5, 13, 7]), ["words"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        #[test]
        fn any_change_is_reported_as_expected(steps in prop::collection::vec(any::<u8>(), 0..45)) {
            gate(&steps);
        }
    }
}

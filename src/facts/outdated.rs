//! Which quotes are older than what they are about: the record had them before the change, and the change moves its
//! title, outcome, options or `governs`.
//!
//! Two states of a log show only what moved between them. Where the outcome moved in an earlier change, and the record
//! is accepted in this one, the quotes and the outcome were side by side already.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use crate::catalog::{Catalog, QuoteKey};
use crate::comment::day;
use crate::decision::Decision;
use crate::decision::about::About;
use crate::decision::consultation::{Quote, State};
use crate::policy::{Directory, GLOB_MARKS, Governs};
use crate::text::{RepoPath, Span, Spanned, floor_char, joined, visible};
use crate::vocabulary::nothing::says_something;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::Disposition;

use super::covers::{MOST_TWINS, counted, forms, is_silent_for};
use super::kept::{called, folded};
use super::pool::Pool;
use super::renumbered::Renumbered;
use super::summary::Waiting;
use super::wording::says_the_same;

/// A quote that is older than what its decision proposes now.
#[derive(Clone, Debug)]
pub(crate) struct Outdated {
    /// Who said it.
    pub speaker: Party,
    /// What they said, on one line.
    pub words: String,
    /// When, as written.
    pub date: Option<String>,
    /// The place of their name.
    pub span: Span,
    /// The id of the decision that it was in before, if that is another one.
    pub from: Option<String>,
    /// What moved, at least one part. All quotes of one record share it.
    pub moves: Arc<[Move]>,
    /// When the speaker was asked again, and has not answered.
    pub asked_again: Option<Waiting>,
    /// What the record says since about their silence.
    silent: Vec<State>,
}

/// A part of a decision that says something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Move {
    /// Which part.
    pub part: Part,
    /// What it said, around what differs; of options, those that are gone or read differently.
    old: String,
    /// What it says.
    new: String,
}

/// What words in a decision are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Title,
    Outcome,
    Options,
    Governs,
}

impl Part {
    /// The part in a sentence.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Title => "the title",
            Self::Outcome => "the outcome",
            Self::Options => "the options",
            Self::Governs => "`governs`",
        }
    }
}

impl fmt::Display for Outdated {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<&str> = self.moves.iter().map(|one| one.part.name()).collect();
        let shown = self.speaker.shown();
        let (name, parts) = (visible(&shown), joined(&parts));
        match &self.from {
            None => write!(out, "the quote from {name} is older than {parts} of this decision"),
            Some(id) => {
                let is_one = self.moves.len() == 1 && self.moves[0].part != Part::Options;
                let were = if is_one { "was" } else { "were" };
                write!(out, "the quote from {name} comes from `{}`, where {parts} {were} different", visible(id))
            }
        }
    }
}

impl Outdated {
    /// Whether an area accepts that the speaker did not answer when they were asked again.
    pub(super) fn is_excused(&self, silence: Option<u32>, today: Date) -> bool {
        silence.is_some_and(|days| self.silent.iter().any(|state| is_silent_for(state, days, today)))
    }
}

impl Move {
    /// How many words of a text are kept, however long it is.
    const MOST: usize = 120;

    fn new(part: Part, old: &str, new: &str) -> Self {
        let (old, new) = around_difference(old, new, Self::MOST);
        Self { part, old, new }
    }

    /// What it said and what it says, around what differs, in no more than so many words.
    pub(crate) fn in_short(&self, most: usize) -> (String, String) {
        around_difference(&self.old, &self.new, most)
    }

    /// The same in as many words as are kept.
    pub(crate) fn texts(&self) -> (&str, &str) {
        (&self.old, &self.new)
    }
}

/// Two texts around what differs: a few words before and after it, and no more than `most` words of each.
fn around_difference(old: &str, new: &str, most: usize) -> (String, String) {
    /// How many words are shown before and after the difference.
    const AROUND: usize = 4;
    /// How many bytes a word has at most, on average.
    const WORD: usize = 20;
    let [old, new] = [old, new].map(|text| text.split_whitespace().collect::<Vec<_>>());
    let least = old.len().min(new.len());
    let before = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = least - before.min(least);
    let after = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let cut = |words: &[&str]| {
        let is_whole = words.len() <= most;
        let start = if is_whole { 0 } else { before.saturating_sub(AROUND) };
        let end = if is_whole { words.len() } else { (words.len() - after + AROUND).min(words.len()) };
        let end = end.min(start + most);
        let shown = words[start..end].join(" ");
        let bytes = floor_char(&shown, shown.len().min(most * WORD));
        let left = if start > 0 { "… " } else { "" };
        let right = if end < words.len() || bytes < shown.len() { " …" } else { "" };
        format!("{left}{}{right}", &shown[..bytes])
    };
    (cut(&old), cut(&new))
}

/// What was in the logs before a change.
pub(super) struct Earlier<'a> {
    logs: Vec<EarlierLog<'a>>,
    renumbered: &'a Renumbered,
    head: &'a Catalog,
}

/// One log before a change.
struct EarlierLog<'a> {
    log: &'a Catalog,
    /// The records that were still open, by the words of each quote and a mark of its speaker.
    open: HashMap<(String, String), &'a Decision>,
    /// What records are about. Each is read once, however many have its quotes now.
    about: HashMap<&'a RepoPath, About>,
}

/// A quote that counts, its speaker, and the number of that person.
type Counted<'a> = (&'a Quote, &'a Party, usize);

/// Where a quote was before, and what moved since.
#[derive(Default)]
struct Since {
    moves: Arc<[Move]>,
    from: Option<String>,
}

impl<'a> Earlier<'a> {
    /// `logs` are the one where the change starts and the one at its base.
    pub(super) fn new(logs: [&'a Catalog; 2], renumbered: &'a Renumbered, head: &'a Catalog) -> Self {
        let [start, base] = logs;
        let logs = [start].into_iter().chain(Some(base).filter(|base| !std::ptr::eq(*base, start)));
        let logs = logs.map(|log| EarlierLog::new(log, &head.policy.directory)).collect();
        Self { logs, renumbered, head }
    }

    /// The people whose quotes count in a decision of the head and are older than what it proposes, each by one quote.
    pub(super) fn outdated(&mut self, decision: &Decision) -> Vec<Outdated> {
        let directory = &self.head.policy.directory;
        let quotes = counted(decision, directory);
        let mut since: BTreeMap<usize, Since> = BTreeMap::new();
        // What was said before of people who were asked again, or did not answer.
        let mut known: BTreeSet<(Disposition, String, Vec<&str>)> = BTreeSet::new();
        let about = OnceCell::new();
        for earlier in &mut self.logs {
            let mut forms = forms(earlier.log, self.head, self.renumbered, decision);
            // Beside translations of it, a record is the one at its path.
            if let Some(own) = forms.iter().copied().find(|form| form.path == decision.path) {
                forms = vec![own];
            }
            forms.truncate(MOST_TWINS);
            known.extend(
                forms.iter().flat_map(|form| states(form, directory)).map(|(mark, state)| state_key(mark, state)),
            );
            let mut moved: BTreeMap<&RepoPath, Arc<[Move]>> = BTreeMap::new();
            let mut here: BTreeMap<usize, Since> = BTreeMap::new();
            for (at, holder) in earlier.holders(&quotes, &forms, directory) {
                let about = about.get_or_init(|| decision.about());
                let moves = moved.entry(&holder.path).or_insert_with(|| earlier.moves(holder, decision, about).into());
                let is_nearer = here.get(&at).is_none_or(|known| moves.len() < known.moves.len());
                if is_nearer {
                    let is_own = forms.iter().any(|form| form.path == holder.path);
                    let from = Some(holder.id.shown().to_owned()).filter(|_| !is_own);
                    here.insert(at, Since { moves: moves.clone(), from });
                }
            }
            for (at, now) in here {
                let known = since.entry(at).or_default();
                if known.moves.is_empty() {
                    *known = now;
                }
            }
        }
        // When each person spoke anew.
        let comments: HashSet<QuoteKey> = since.keys().filter_map(|at| QuoteKey::of_comment(quotes[*at].0)).collect();
        let is_old = |quote: &Quote| QuoteKey::of_comment(quote).is_some_and(|comment| comments.contains(&comment));
        let mut anew: BTreeMap<usize, Vec<Option<Date>>> = BTreeMap::new();
        for (_, (quote, _, person)) in quotes.iter().enumerate().filter(|(at, _)| !since.contains_key(at)) {
            // More of a comment that they wrote before is not said anew.
            if !is_old(quote) {
                anew.entry(*person).or_default().push(date(quote));
            }
        }
        let mut later: BTreeMap<String, Vec<&State>> = BTreeMap::new();
        for (mark, state) in states(decision, directory) {
            if !known.contains(&state_key(mark.clone(), state)) {
                later.entry(mark).or_default().push(state);
            }
        }
        let mut found: BTreeMap<usize, Outdated> = BTreeMap::new();
        for (at, Since { moves, from }) in since.into_iter().filter(|(_, since)| !since.moves.is_empty()) {
            let (quote, speaker, person) = quotes[at];
            let is_later = |anew: &Option<Date>| anew.zip(date(quote)).is_none_or(|(anew, old)| anew >= old);
            if found.contains_key(&person) || anew.get(&person).is_some_and(|anew| anew.iter().any(is_later)) {
                continue;
            }
            let own = directory.marks(speaker);
            let said = own.iter().filter_map(|mark| later.get(mark.as_str())).max_by_key(|said| said.len());
            let said = said.map_or(&[][..], Vec::as_slice);
            let of_kind = |kind: Disposition| said.iter().filter(move |state| state.kind == kind);
            let asked_again = of_kind(Disposition::AskedAgain).next_back().map(|state| Waiting::of(state, speaker));
            let silent = of_kind(Disposition::NoAnswer).map(|state| (*state).clone()).collect();
            let day = quote.attribution.as_ref().and_then(|named| named.date.as_ref());
            let outdated = Outdated {
                speaker: speaker.clone(),
                words: folded(&quote.words),
                date: day.map(|day| day.text.clone()),
                span: speaker.span,
                from,
                moves,
                asked_again,
                silent,
            };
            found.insert(person, outdated);
        }
        let mut found: Vec<Outdated> = found.into_values().collect();
        found.sort_by_key(|outdated| outdated.span);
        found
    }
}

impl<'a> EarlierLog<'a> {
    fn new(log: &'a Catalog, directory: &Directory) -> Self {
        let mut open = HashMap::new();
        // What was accepted keeps its quotes: one that is elsewhere as well is a copy, which another rule reports.
        for decision in log.decisions.iter().filter(|decision| !decision.was_settled()) {
            for quote in &decision.consultation.quotes {
                for mark in quote.speaker().map(|speaker| called(speaker, directory)).unwrap_or_default() {
                    open.entry((folded(&quote.words), mark)).or_insert(decision);
                }
            }
        }
        Self { log, open, about: HashMap::new() }
    }

    /// The records that had the quotes of a decision, each with the number of the quote: the decision's own forms, or for
    /// one that these lack the record that it was moved from.
    fn holders(
        &self,
        quotes: &[Counted<'_>],
        forms: &[&'a Decision],
        directory: &Directory,
    ) -> Vec<(usize, &'a Decision)> {
        let mut holders: Vec<(usize, &Decision)> = Vec::new();
        for form in forms {
            holders.extend(held(quotes, form, directory).into_iter().map(|at| (at, *form)));
        }
        let own: BTreeSet<usize> = holders.iter().map(|(at, _)| *at).collect();
        for (at, (quote, speaker, _)) in quotes.iter().enumerate().filter(|(at, _)| !own.contains(at)) {
            let words = folded(&quote.words);
            let record = |mark: String| self.open.get(&(words.clone(), mark)).copied();
            let other = directory.marks(speaker).into_iter().find_map(record);
            let is_form = |other: &&Decision| forms.iter().any(|form| form.path == other.path);
            holders.extend(other.filter(|other| !is_form(other)).map(|other| (at, other)));
        }
        holders
    }

    /// What moved between a record and a decision that has its quotes now. What was accepted is frozen.
    fn moves(&mut self, before: &'a Decision, now: &Decision, about: &About) -> Vec<Move> {
        if before.was_settled() {
            return Vec::new();
        }
        let old = self.about.entry(&before.path).or_insert_with(|| before.about());
        let mut moves = moves(old, about);
        if is_wider(&before.governs, &now.governs) {
            let [old, new] = [before, now].map(|decision| globs(&decision.governs).join(", "));
            moves.push(Move::new(Part::Governs, &old, &new));
        }
        moves
    }
}

/// The quotes that a record has as well: the same words by the same person, each once. One with the same date goes first.
fn held(quotes: &[Counted<'_>], record: &Decision, directory: &Directory) -> BTreeSet<usize> {
    let mut pool = Pool::new();
    for (at, quote) in record.consultation.quotes.iter().enumerate() {
        for mark in quote.speaker().map(|speaker| called(speaker, directory)).unwrap_or_default() {
            let words = folded(&quote.words);
            pool.put((words.clone(), mark.clone(), Some(date(quote))), at);
            pool.put((words, mark, None), at);
        }
    }
    let mut held = BTreeSet::new();
    for is_dated in [true, false] {
        for (at, (quote, speaker, _)) in quotes.iter().enumerate() {
            let day = is_dated.then(|| date(quote));
            let keys = directory.marks(speaker).into_iter().map(|mark| (folded(&quote.words), mark, day));
            if !held.contains(&at) && pool.take(keys).is_some() {
                held.insert(at);
            }
        }
    }
    held
}

/// When something was said: when the comment was written by its receipt, which is compared with the forge, or else as
/// the quote says.
fn date(quote: &Quote) -> Option<Date> {
    let receipt = quote.proofs.receipt.as_deref();
    receipt.map(|receipt| day(receipt.value.at)).or_else(|| quote.date())
}

/// What is said of people who were asked again or did not answer, by each mark of the person.
fn states<'a>(decision: &'a Decision, directory: &Directory) -> Vec<(String, &'a State)> {
    let states = decision.consultation.states.iter();
    let states = states.filter(|state| matches!(state.kind, Disposition::AskedAgain | Disposition::NoAnswer));
    let by_mark = |state: &'a State| {
        let marks = state.party.as_ref().map(|party| directory.marks(party)).unwrap_or_default();
        marks.into_iter().map(move |mark| (mark, state))
    };
    states.flat_map(by_mark).collect()
}

fn state_key(mark: String, state: &State) -> (Disposition, String, Vec<&str>) {
    (state.kind, mark, state.dates.iter().map(|day| day.text.as_str()).collect())
}

/// The parts that say something else.
fn moves(old: &About, new: &About) -> Vec<Move> {
    let mut moves = Vec::new();
    let mut add =
        |part: Part, old: &str, new: &str| moves.push(Move { part, old: old.to_owned(), new: new.to_owned() });
    if !says_the_same(&old.title, &new.title) {
        add(Part::Title, &old.title, &new.title);
    }
    // Words about an open question are not outdated by its answer.
    let was_open = !says_something(&old.outcome);
    if !was_open && !says_the_same(&old.outcome, &new.outcome) {
        add(Part::Outcome, &old.outcome, &new.outcome);
    }
    if !are_options_kept(old, new, was_open) {
        let [gone, come] = [(&old.options, &new.options), (&new.options, &old.options)].map(|(these, those)| {
            let those: BTreeSet<&str> = those.iter().map(String::as_str).collect();
            these.iter().map(String::as_str).filter(|option| !those.contains(option)).collect::<Vec<_>>().join("; ")
        });
        // The same ones in another order.
        match gone.is_empty() && come.is_empty() {
            true => add(Part::Options, &old.options.join("; "), &new.options.join("; ")),
            false => add(Part::Options, &gone, &come),
        }
    }
    moves
}

/// Whether the options are still there, in their order. One more says nothing about those that people spoke of, and
/// if it is the chosen one, the outcome moves. But behind an open question it may be the answer, which they did not see;
/// and where the outcome names an option by its number, one before it changes which one is meant.
fn are_options_kept(old: &About, new: &About, was_open: bool) -> bool {
    let mut rest = new.options.iter().enumerate();
    let places: Option<Vec<usize>> = old
        .options
        .iter()
        .map(|option| rest.find(|(_, now)| says_the_same(option, now)).map(|(place, _)| place))
        .collect();
    let Some(places) = places else { return false };
    let bare = |word: &str| word.trim_matches(|mark: char| !mark.is_alphanumeric()).parse::<usize>();
    let is_place = |word: &str| bare(word).is_ok_and(|number| (1..=new.options.len()).contains(&number));
    let is_decided = says_something(&new.outcome);
    match was_open && is_decided {
        true => old.options.is_empty() || old.options.len() == new.options.len(),
        false => {
            !new.outcome.split_whitespace().any(is_place) || places.iter().enumerate().all(|(at, place)| at == *place)
        }
    }
}

/// Whether globs may match a path that others did not. Fewer paths leave what people said about them as it was.
fn is_wider(old: &[Spanned<String>], new: &[Spanned<String>]) -> bool {
    let (old, new) = (globs(old), globs(new));
    let takes_out = |glob: &&str| glob.starts_with('!');
    if !old.iter().chain(&new).any(takes_out) {
        let known: BTreeSet<&str> = old.iter().copied().collect();
        let folders: BTreeSet<&str> = old.iter().filter_map(|glob| whole_folder(glob)).collect();
        let all = Governs::new(old.iter().copied());
        let is_held = |glob: &&str| {
            let is_below = || {
                let plain = &glob[..glob.find(GLOB_MARKS).unwrap_or(glob.len())];
                plain.match_indices('/').any(|(at, _)| folders.contains(&plain[..at]))
            };
            known.contains(glob)
                || folders.contains("")
                || is_below()
                || (!glob.contains(GLOB_MARKS) && all.is_match(glob))
        };
        return !new.iter().all(is_held);
    }
    // The last glob that matches decides: what adds paths may go, and what takes them out may come.
    let mut before = old.iter().peekable();
    for glob in &new {
        while before.next_if(|next| *next != glob && !takes_out(next)).is_some() {}
        if before.next_if(|next| *next == glob).is_none() && !takes_out(glob) {
            return true;
        }
    }
    before.any(takes_out)
}

/// The folder of which a glob matches every file.
fn whole_folder(glob: &str) -> Option<&str> {
    let folder = if glob == "**" { "" } else { glob.strip_suffix("/**")? };
    (!folder.contains(GLOB_MARKS)).then_some(folder)
}

/// Globs as they are compared.
fn globs(patterns: &[Spanned<String>]) -> Vec<&str> {
    patterns.iter().map(|glob| glob.value.trim_start_matches("./")).collect()
}

#[cfg(test)]
mod tests;

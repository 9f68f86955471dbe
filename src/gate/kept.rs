//! Whether the words that stood in the records of the base still stand at the head: the same words,
//! by the same person, in whichever record of the change they are now.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::decision::id::Key;
use crate::decision::party::Party;
use crate::policy::Directory;

/// Words of the base that the head has no more.
#[derive(Debug)]
pub(crate) struct Lost<'a> {
    /// The record that they stood in.
    pub decision: &'a Decision,
    /// The words.
    pub quote: &'a Quote,
    /// Who said them.
    pub speaker: &'a Party,
    /// What stands there now.
    pub fate: Fate<'a>,
}

/// What became of somebody's words.
#[derive(Debug)]
pub(crate) enum Fate<'a> {
    /// The same person is quoted with words that the base has not.
    Changed(&'a Decision, &'a Quote),
    /// The same words stand below another name.
    Given(&'a Decision, &'a Quote),
    /// `[redacted]` stands there, below the same name.
    Redacted(&'a Decision, &'a Quote),
    /// Nothing.
    Removed,
}

/// A quote and the record that it stands in.
type Placed<'a> = (&'a Decision, &'a Quote, &'a Party);

/// The quotes of the records `before` that none of the records `after` has.
///
/// Quotes are looked up by their words and by the marks of their speakers, so that a file with
/// thousands of them costs no more than their number.
pub(super) fn lost<'a>(before: &[&'a Decision], after: &[&'a Decision], directory: &Directory) -> Vec<Lost<'a>> {
    let placed = |decisions: &[&'a Decision]| -> Vec<Placed<'a>> {
        let quotes = |decision: &'a Decision| {
            decision.consultation.quotes.iter().filter_map(move |quote| Some((decision, quote, quote.speaker()?)))
        };
        decisions.iter().flat_map(|decision| quotes(decision)).collect()
    };
    let (before, after) = (placed(before), placed(after));
    let by_words = |quotes: &[Placed<'a>]| {
        let mut words: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, (_, quote, _)) in quotes.iter().enumerate() {
            words.entry(folded(&quote.words)).or_default().push(index);
        }
        words
    };
    let (known, now) = (by_words(&before), by_words(&after));
    let same = |words: &str, speaker: &Party, quotes: &[Placed<'a>], index: &HashMap<String, Vec<usize>>| {
        index.get(words).is_some_and(|found| found.iter().any(|at| directory.same(quotes[*at].2, speaker)))
    };
    let mut added = Added::default();
    for (index, (decision, quote, speaker)) in after.iter().enumerate() {
        if !same(&folded(&quote.words), speaker, &before, &known) {
            added.add(index, decision, directory.marks(speaker));
        }
    }
    let mut lost = Vec::new();
    for (decision, quote, speaker) in &before {
        let words = folded(&quote.words);
        if same(&words, speaker, &after, &now) {
            continue;
        }
        let given = now.get(&words).into_iter().flatten().find(|at| !same(&words, after[**at].2, &before, &known));
        let fate = match given {
            Some(at) => Fate::Given(after[*at].0, after[*at].1),
            None => match added.take(decision, directory.marks(speaker)) {
                Some(at) if folded(&after[at].1.words) == REDACTED => Fate::Redacted(after[at].0, after[at].1),
                Some(at) => Fate::Changed(after[at].0, after[at].1),
                None => Fate::Removed,
            },
        };
        lost.push(Lost { decision, quote, speaker, fate });
    }
    lost
}

/// What stands where words were taken out on request.
const REDACTED: &str = "[redacted]";

/// Words with their white space folded: how they are wrapped is no part of them.
pub(super) fn folded(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The quotes that the head has and the base has not, by the marks of their speakers and by the
/// record. Each stands for one loss.
#[derive(Default)]
struct Added<'a> {
    of_record: HashMap<(&'a Key, String), VecDeque<usize>>,
    of_anybody: HashMap<String, VecDeque<usize>>,
    taken: HashSet<usize>,
}

impl<'a> Added<'a> {
    fn add(&mut self, index: usize, decision: &'a Decision, marks: BTreeSet<String>) {
        for mark in marks {
            self.of_record.entry((&decision.id.key, mark.clone())).or_default().push_back(index);
            self.of_anybody.entry(mark).or_default().push_back(index);
        }
    }

    /// The next quote of a speaker; one of the same record goes first.
    fn take(&mut self, decision: &'a Decision, marks: BTreeSet<String>) -> Option<usize> {
        let Self { of_record, of_anybody, taken } = self;
        let mut next = |queue: Option<&mut VecDeque<usize>>| -> Option<usize> {
            let queue = queue?;
            // What was taken by another mark is passed over once.
            std::iter::from_fn(|| queue.pop_front()).find(|index| taken.insert(*index))
        };
        let own = marks.iter().find_map(|mark| next(of_record.get_mut(&(&decision.id.key, mark.clone()))));
        own.or_else(|| marks.iter().find_map(|mark| next(of_anybody.get_mut(mark))))
    }
}

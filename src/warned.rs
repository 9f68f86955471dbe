//! Concerns that were not followed, for people who write up what happened: who warned of it, and what was answered.

use std::cmp::Reverse;

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::search::word::{fold_word, word_spans};
use crate::who::Subject;

/// A concern that was not followed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Warning<'a> {
    /// The decision.
    pub decision: &'a Decision,
    /// The concern.
    pub quote: &'a Quote,
    /// How many of the words it has.
    pub score: usize,
}

/// The declined, deferred and overruled concerns of decisions that govern one of the paths, or of all decisions without
/// paths. With words, only those with at least one of them in the quote or the answer; those with more come first, and
/// of equal ones the newer.
pub(crate) fn warnings<'a>(subjects: &[Subject], words: &[String], catalog: &'a Catalog) -> Vec<Warning<'a>> {
    let is_about =
        |decision: &&Decision| subjects.is_empty() || subjects.iter().any(|subject| subject.is_governed(decision));
    let mut found = Vec::new();
    for decision in catalog.decisions.iter().filter(is_about) {
        for quote in decision.quotes().filter(|quote| quote.is_refused()) {
            let score = matches(quote, words);
            if words.is_empty() || score > 0 {
                found.push(Warning { decision, quote, score });
            }
        }
    }
    found.sort_by_key(|warning| Reverse((warning.score, warning.quote.date())));
    found
}

/// How many of the words begin a word of a quote or of its answer.
fn matches(quote: &Quote, words: &[String]) -> usize {
    let answer = quote.answer.as_ref().map_or("", |answer| answer.text.as_str());
    let said: Vec<String> = [quote.words.as_str(), answer]
        .into_iter()
        .flat_map(|text| word_spans(text).map(move |span| fold_word(span.of(text))))
        .collect();
    words.iter().filter(|word| said.iter().any(|said| said.starts_with(word.as_str()))).count()
}

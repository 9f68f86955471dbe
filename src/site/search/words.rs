//! The index of words: which rows of the list have each of them, and where in the decision.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::super::Site;
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::parallel;
use crate::search::word::{fold_word, is_dense, word_spans};
use crate::search::{ID_WEIGHT, LinePlace, id_word, repository_words, searched_lines};

/// The prefix of two letters within a word, and of an id. No word begins with them.
const WITHIN: char = '+';
const ID: char = '#';

/// A number of a row and its weights: this many times the row, plus the weights.
pub(super) const WEIGHTS: usize = 32;

/// A word, and the rows that have it.
#[derive(Debug)]
pub(super) struct IndexedWord {
    pub text: String,
    /// For each row, in order: [`WEIGHTS`] times its number plus the weights of the places that have the word.
    pub rows: Vec<usize>,
}

impl IndexedWord {
    /// The rows with the number of each less that of the one before it, which takes fewer digits.
    pub(super) fn steps(&self) -> impl Iterator<Item = usize> {
        let mut before = 0;
        self.rows.iter().map(move |number| {
            let step = number - before * WEIGHTS;
            before = number / WEIGHTS;
            step
        })
    }

    /// About how many bytes it takes in a file.
    pub(super) fn size(&self) -> usize {
        let digits = |step: usize| step.checked_ilog10().unwrap_or_default() as usize + 1;
        // A comma behind each number, quotation marks and commas around the word.
        self.text.len() + 4 + self.steps().map(|step| digits(step) + 1).sum::<usize>()
    }
}

/// How many decisions are split into words at once, so that a large log needs no more memory than that.
const BATCH: usize = 512;

/// The words of a log, in the order in which JavaScript compares strings.
pub(super) fn index_words(site: &Site<'_>) -> Vec<IndexedWord> {
    let decisions: Vec<&Decision> = site.order.iter().rev().map(|index| site.entries[*index].decision).collect();
    let mut rows_of: HashMap<String, Vec<usize>> = HashMap::new();
    let mut row = 0;
    for batch in decisions.chunks(BATCH) {
        for weights in parallel::map(batch.to_vec(), |decision| weights_of_words(decision, site.catalog)) {
            for (word, weight) in weights {
                rows_of.entry(word).or_default().push(row * WEIGHTS + weight);
            }
            row += 1;
        }
    }
    let mut words: Vec<IndexedWord> = rows_of.into_iter().map(|(text, rows)| IndexedWord { text, rows }).collect();
    words.sort_by(|one, other| compare_utf16(&one.text, &other.text));
    words
}

/// The words of a decision, each with the weights of the places that have it.
fn weights_of_words(decision: &Decision, catalog: &Catalog) -> HashMap<String, usize> {
    let mut weights: HashMap<String, usize> = HashMap::new();
    for line in searched_lines(decision) {
        let weight = line.place.weight();
        for span in word_spans(&line.text) {
            let word = fold_word(span.of(&line.text));
            for part in letter_pairs(&word) {
                *weights.entry(part).or_default() |= weight;
            }
            *weights.entry(word).or_default() |= weight;
        }
    }
    for word in repository_words(decision, catalog) {
        *weights.entry(word).or_default() |= LinePlace::Title.weight();
    }
    if let Some(id) = id_word(decision) {
        weights.insert(format!("{ID}{id}"), ID_WEIGHT);
    }
    weights
}

/// The parts of a word that a search may look for within it: each letter of a script without case, with the next one.
fn letter_pairs(word: &str) -> impl Iterator<Item = String> {
    word.char_indices()
        .filter(|(_, first)| is_dense(*first))
        .map(|(at, _)| std::iter::once(WITHIN).chain(word[at..].chars().take(2)).collect())
}

/// The shortest prefix of a word that sorts after the word before it.
pub(super) fn file_start(words: &[IndexedWord], index: usize) -> String {
    let text = &words[index].text;
    let Some(before) = index.checked_sub(1).map(|before| &words[before].text) else {
        return String::new();
    };
    let mut start = String::new();
    for character in text.chars() {
        start.push(character);
        if compare_utf16(&start, before) == Ordering::Greater {
            break;
        }
    }
    start
}

/// The order in which JavaScript compares strings: by UTF-16 code units.
pub(super) fn compare_utf16(one: &str, other: &str) -> Ordering {
    one.encode_utf16().cmp(other.encode_utf16())
}

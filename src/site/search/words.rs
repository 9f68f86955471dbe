//! The index of words: which rows of the list have each of them, and where in the decision.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::super::Site;
use crate::search::searched_lines;
use crate::search::word::{fold_word, is_dense, word_spans};

/// The prefix of two letters within a word. No word begins with it.
const WITHIN: char = '+';

/// A word, and the rows that have it.
#[derive(Debug)]
pub(super) struct IndexedWord {
    pub text: String,
    /// For each row, in order: sixteen times its number plus the weights of the places that have the word.
    pub rows: Vec<usize>,
}

/// The words of a log, in the order in which JavaScript compares strings.
pub(super) fn index_words(site: &Site<'_>) -> Vec<IndexedWord> {
    let mut rows_of: HashMap<String, Vec<usize>> = HashMap::new();
    let mut add = |word: String, row: usize, weight: usize| {
        let rows = rows_of.entry(word).or_default();
        match rows.last_mut() {
            Some(last) if *last / 16 == row => *last |= weight,
            _ => rows.push(row * 16 + weight),
        }
    };
    for (row, index) in site.order.iter().rev().enumerate() {
        for line in searched_lines(site.entries[*index].decision) {
            let weight = line.place.weight();
            for span in word_spans(line.text) {
                let word = fold_word(span.of(line.text));
                for pair in letter_pairs(&word) {
                    add(pair, row, weight);
                }
                add(word, row, weight);
            }
        }
    }
    let mut words: Vec<IndexedWord> = rows_of.into_iter().map(|(text, rows)| IndexedWord { text, rows }).collect();
    words.sort_by(|one, other| compare_utf16(&one.text, &other.text));
    words
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

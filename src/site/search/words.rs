//! The index of words: which rows have each of them, and where there.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::super::Site;
use super::number;
use crate::search::placed;
use crate::search::plain::{Folded, Piece, Plain, each_plain, is_dense};

/// What stands before two letters that lie within a word; no word begins with it.
const WITHIN: char = '+';

/// A word, and the rows that have it.
#[derive(Debug)]
pub(super) struct Word {
    pub text: Box<str>,
    /// The rows before the last one, each as a number: sixteen times how many rows were left out since
    /// the one before, and the weights of the places where the word stands.
    pub rows: String,
    /// The first row that `rows` could still name, the last one seen, and the weights there.
    next: usize,
    last: usize,
    weights: usize,
}

/// The words of a log, in the order in which scripts compare text.
pub(super) fn of(site: &Site<'_>) -> Vec<Word> {
    let mut found = Found::default();
    let mut buffer = Vec::new();
    for (row, index) in site.order.iter().rev().enumerate() {
        let decision = site.entries[*index].decision;
        let folded = Folded::of(&decision.text, &mut buffer);
        for lines in placed(decision) {
            let weight = lines.place.weight();
            for piece in folded.pieces(lines.start..lines.start + lines.text.len()) {
                match piece {
                    Piece::Word(word) => found.note(word, row, weight),
                    Piece::Other(text) => each_plain(text, |word| found.note_all(word, row, weight)),
                }
            }
        }
    }
    let mut words = found.words;
    words.iter_mut().for_each(Word::close);
    words.sort_unstable_by(|one, other| in_order(&one.text, &other.text));
    words
}

/// The shortest text that stands between a word and the one before it.
pub(super) fn start(words: &[Word], index: usize) -> String {
    let text = &words[index].text;
    let Some(before) = index.checked_sub(1).map(|before| &words[before].text) else {
        return String::new();
    };
    let mut start = String::new();
    for character in text.chars() {
        start.push(character);
        if in_order(&start, before) == Ordering::Greater {
            break;
        }
    }
    start
}

/// The order in which scripts compare text: by units of 16 bits.
pub(super) fn in_order(one: &str, other: &str) -> Ordering {
    if one.is_ascii() && other.is_ascii() { one.cmp(other) } else { one.encode_utf16().cmp(other.encode_utf16()) }
}

/// The words of the log while it is read.
#[derive(Debug)]
struct Found {
    places: HashMap<Box<str>, usize>,
    words: Vec<Word>,
    /// The starts and the places of words seen lately, by a cheap hash. Most words are among them, and a log
    /// made so that they are not costs no more than the map does.
    lately: Vec<(u64, usize)>,
    pair: String,
}

/// How many words are remembered, as a power of two.
const LATELY: u32 = 13;

impl Default for Found {
    fn default() -> Self {
        // No word starts with such bytes.
        let lately = vec![(u64::MAX, usize::MAX); 1 << LATELY];
        Self { places: HashMap::new(), words: Vec::new(), lately, pair: String::new() }
    }
}

impl Found {
    /// Notes a word, and what may be looked for within it.
    fn note_all(&mut self, word: Plain<'_>, row: usize, weight: usize) {
        self.note(word, row, weight);
        let mut pair = std::mem::take(&mut self.pair);
        let mut rest = word.as_str().chars();
        while let Some(first) = rest.next() {
            if is_dense(first) && !word.text.is_ascii() {
                pair.clear();
                pair.push(WITHIN);
                pair.push(first);
                pair.extend(rest.clone().next());
                self.note(Plain::of(&pair), row, weight);
            }
        }
        self.pair = pair;
    }

    #[inline]
    fn note(&mut self, word: Plain<'_>, row: usize, weight: usize) {
        let slot = slot(word);
        let (start, place) = self.lately[slot];
        // A word with less than eight bytes is nothing but its start.
        let is_it = start == word.start && (word.text.len() < 8 || self.words[place].text.as_bytes() == word.text);
        let place = if is_it { place } else { self.remember(word, slot, row) };
        let word = &mut self.words[place];
        if word.last != row {
            word.close();
            word.last = row;
        }
        word.weights |= weight;
    }

    /// The place of a word that was not seen lately.
    #[cold]
    fn remember(&mut self, word: Plain<'_>, slot: usize, row: usize) -> usize {
        let text = word.as_str();
        let place = match self.places.get(text) {
            Some(place) => *place,
            None => {
                self.places.insert(text.into(), self.words.len());
                self.words.push(Word { text: text.into(), rows: String::new(), next: 0, last: row, weights: 0 });
                self.words.len() - 1
            }
        };
        self.lately[slot] = (word.start, place);
        place
    }
}

/// Where a word is remembered: by its first and its last bytes.
fn slot(word: Plain<'_>) -> usize {
    let end = word.text.last_chunk().map_or(0, |end| u64::from_le_bytes(*end));
    let hash = (word.start ^ end.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (hash >> (u64::BITS - LATELY)) as usize
}

impl Word {
    /// Writes the last row down; out of the way of the words that are noted again in a row.
    #[inline(never)]
    fn close(&mut self) {
        number(&mut self.rows, (self.last - self.next) * 16 + self.weights);
        self.next = self.last + 1;
        self.weights = 0;
    }
}

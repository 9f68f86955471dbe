//! The data that the site filters and searches: scripts that hold data and nothing else, as browsers load only scripts
//! from a disk. Each kind is in several files, so that a page loads what an answer needs and little more.

mod filters;
mod rows;
mod texts;
mod words;

use std::ops::Range;

use serde::Serialize;

use super::escape::{script_json, show_hidden};
use super::people::QuotePlace;
use super::{Site, SiteEntry};
use crate::decision::Decision;
use words::{IndexedWord, file_start, index_words};

/// The approximate size of a file of words, of quotes, of texts and of rows, in bytes. A first answer needs the files with
/// its words, and those with the rows of the first results, which may each be in another one.
const WORDS: usize = 24 * 1024;
const SAID: usize = 32 * 1024;
const TEXTS: usize = 32 * 1024;
const ROWS: usize = 4 * 1024;

/// The index of words, and how everything is split into files.
#[derive(Debug)]
pub(super) struct SearchIndex {
    /// In the order in which JavaScript compares strings.
    words: Vec<IndexedWord>,
    /// Which words, people and rows of the list are in each file.
    word_files: Vec<Range<usize>>,
    said_files: Vec<Range<usize>>,
    text_files: Vec<Range<usize>>,
    row_files: Vec<Range<usize>>,
}

impl SearchIndex {
    /// The index of a site.
    pub(super) fn new(site: &Site<'_>) -> Self {
        let words = index_words(site);
        let said = |index: usize| {
            let said = &site.people.all[index].said;
            said.iter().map(|said| site.quote(said).words.len()).sum()
        };
        let count = site.order.len();
        Self {
            word_files: split(words.len(), WORDS, |index| words[index].size()),
            said_files: split(site.people.all.len(), SAID, said),
            text_files: split(count, TEXTS, |row| decision_of_row(site, row).text.len()),
            row_files: split(count, ROWS, |row| rows::size(entry_of_row(site, row))),
            words,
        }
    }

    /// How many files there are of words, of quotes, of texts and of rows.
    pub(super) fn file_counts(&self) -> [usize; 4] {
        [self.word_files.len(), self.said_files.len(), self.text_files.len(), self.row_files.len()]
    }

    /// A file of words: the words, then the rows of each.
    pub(super) fn words(&self, file: usize) -> String {
        let words = &self.words[self.word_files[file].clone()];
        let texts: Vec<&String> = words.iter().map(|word| &word.text).collect();
        let rows: Vec<Vec<usize>> = words.iter().map(|word| word.steps().collect()).collect();
        data_script(&format!("words-{}", file + 1), &(texts, rows))
    }

    /// A file of quotes: for each person the row, which of the decision's quotes it is, and the text.
    pub(super) fn said(&self, site: &Site<'_>, file: usize) -> String {
        let people = &site.people.all[self.said_files[file].clone()];
        let quotes_of = |said: &[QuotePlace]| {
            let quote =
                |said: &QuotePlace| (row_of(site, said.decision), said.quote, show_hidden(&site.quote(said).words));
            let mut quotes: Vec<(usize, usize, String)> = said.iter().map(quote).collect();
            quotes.sort_by_key(|(row, place, _)| (*row, *place));
            quotes
        };
        let people: Vec<_> = people.iter().map(|someone| quotes_of(&someone.said)).collect();
        data_script(&format!("said-{}", file + 1), &people)
    }

    /// A file of texts: for each row its blocks.
    pub(super) fn texts(&self, site: &Site<'_>, file: usize) -> String {
        let rows = self.text_files[file].clone().map(|row| texts::text_blocks(site, entry_of_row(site, row)));
        data_script(&format!("texts-{}", file + 1), &rows.collect::<Vec<_>>())
    }

    /// A file of rows, as they are in a list.
    pub(super) fn rows(&self, site: &Site<'_>, file: usize) -> String {
        let rows = self.row_files[file].clone().map(|row| rows::search_row(site, entry_of_row(site, row)));
        data_script(&format!("rows-{}", file + 1), &rows.collect::<Vec<_>>())
    }

    /// The file that the page starts with: where the other files begin.
    pub(super) fn log(&self, site: &Site<'_>) -> String {
        let starts = |files: &[Range<usize>]| files.iter().map(|file| file.start).collect();
        let data = LogData {
            count: site.order.len(),
            words: self.word_files.iter().map(|file| file_start(&self.words, file.start)).collect(),
            said: starts(&self.said_files),
            texts: starts(&self.text_files),
            rows: starts(&self.row_files),
        };
        data_script("log", &data)
    }

    /// What can be filtered by.
    pub(super) fn filters(&self, site: &Site<'_>) -> String {
        data_script("filters", &filters::filter_data(site))
    }
}

/// A script that hands over data under a name.
fn data_script(name: &str, data: &impl Serialize) -> String {
    format!("heard({},{});\n", script_json(&name), script_json(data))
}

/// The data of the first file.
#[derive(Debug, Serialize)]
struct LogData {
    count: usize,
    /// Where each file begins: with which word, person, row.
    words: Vec<String>,
    said: Vec<usize>,
    texts: Vec<usize>,
    rows: Vec<usize>,
}

/// The decision of a row. Rows count from the oldest, so that a new decision moves no other to another file.
fn decision_of_row<'a>(site: &Site<'a>, row: usize) -> &'a Decision {
    entry_of_row(site, row).decision
}

fn entry_of_row<'s, 'a>(site: &'s Site<'a>, row: usize) -> &'s SiteEntry<'a> {
    &site.entries[site.order[site.order.len() - 1 - row]]
}

/// The row of a decision.
fn row_of(site: &Site<'_>, index: usize) -> usize {
    site.order.len() - 1 - site.places[index]
}

/// Splits a list into ranges of about this size.
fn split(count: usize, size: usize, size_of: impl Fn(usize) -> usize) -> Vec<Range<usize>> {
    let mut files = Vec::new();
    let (mut start, mut sum) = (0, 0_usize);
    for index in 0..count {
        sum = sum.saturating_add(size_of(index));
        if sum >= size || index + 1 == count {
            files.push(start..index + 1);
            (start, sum) = (index + 1, 0);
        }
    }
    files
}

#[cfg(test)]
mod tests;

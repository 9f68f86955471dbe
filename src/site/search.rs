//! The data that the list page filters and searches: scripts that hold data and nothing else, as browsers load only
//! scripts from a disk. Words, quotes and texts are in several files each, so that a page loads what an answer needs.

mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use super::escape::{script_json, show_hidden};
use super::people::QuotePlace;
use super::{EntryGroup, Site, SiteEntry};
use crate::decision::Decision;
use crate::policy::bad_glob;
use crate::search::{LinePlace, searched_lines};
use crate::text::one_line;
use crate::vocabulary::party::Party;
use words::{IndexedWord, file_start, index_words};

/// Up to this many decisions, all words are in one file.
const ONE_FILE: usize = 1000;

/// The approximate size of a file of words, of quotes and of texts, in bytes.
const WORDS: usize = 192 * 1024;
const SAID: usize = 64 * 1024;
const TEXTS: usize = 48 * 1024;

/// About how many bytes a number takes in a file.
const NUMBER: usize = 5;

/// The index of words, and how everything is split into files.
#[derive(Debug)]
pub(super) struct SearchIndex {
    /// In the order in which JavaScript compares strings.
    words: Vec<IndexedWord>,
    /// Which words, people and rows of the list are in each file.
    word_files: Vec<Range<usize>>,
    said_files: Vec<Range<usize>>,
    text_files: Vec<Range<usize>>,
}

impl SearchIndex {
    /// The index of a site.
    pub(super) fn new(site: &Site<'_>) -> Self {
        let words = index_words(site);
        let size = if site.order.len() <= ONE_FILE { usize::MAX } else { WORDS };
        let said = |index: usize| {
            let said = &site.people.all[index].said;
            said.iter().map(|said| site.quote(said).words.len()).sum()
        };
        Self {
            word_files: split(words.len(), size, |index| words[index].text.len() + NUMBER * words[index].rows.len()),
            said_files: split(site.people.all.len(), SAID, said),
            text_files: split(site.order.len(), TEXTS, |row| decision_of_row(site, row).text.len()),
            words,
        }
    }

    /// How many files there are of words, of quotes and of texts.
    pub(super) fn file_counts(&self) -> [usize; 3] {
        [self.word_files.len(), self.said_files.len(), self.text_files.len()]
    }

    /// A file of words: the words, then the rows of each.
    pub(super) fn words(&self, file: usize) -> String {
        let words = &self.words[self.word_files[file].clone()];
        let texts: Vec<&String> = words.iter().map(|word| &word.text).collect();
        let rows: Vec<&Vec<usize>> = words.iter().map(|word| &word.rows).collect();
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
        let rows: Vec<_> =
            self.text_files[file].clone().map(|row| text_blocks(site, entry_of_row(site, row))).collect();
        data_script(&format!("texts-{}", file + 1), &rows)
    }

    /// The file that the page starts with: what can be filtered by, and where the other files begin.
    pub(super) fn log(&self, site: &Site<'_>) -> String {
        let globs = site.entries.iter().flat_map(|entry| &entry.decision.governs);
        let globs = globs.filter(|glob| bad_glob(&glob.value).is_none()).map(|glob| glob.value.as_str());
        let globs: Vec<&str> = globs.collect::<BTreeSet<_>>().into_iter().collect();
        let mut rows = FilterRows {
            status: rows_of(site, &site.statuses),
            tag: rows_of(site, &site.tags),
            ..FilterRows::default()
        };
        for index in site.order.iter().rev() {
            let decision = site.entries[*index].decision;
            let speakers = decision.consultation.quotes.iter().filter_map(|quote| site.speaker(quote));
            let speakers: BTreeSet<usize> = speakers.collect();
            let listed = [&decision.makers, &decision.consulted, &decision.informed];
            let listed = listed.into_iter().flat_map(|list| &list.parties).filter_map(|party| site.people.find(party));
            rows.person.push(listed.chain(speakers.iter().copied()).collect());
            rows.speakers.push(speakers);
            let governs = decision.governs.iter().filter_map(|glob| globs.binary_search(&glob.value.as_str()).ok());
            rows.governs.push(governs.collect());
        }
        let data = FilterData {
            count: site.order.len(),
            statuses: file_names(&site.statuses),
            tags: file_names(&site.tags),
            people: site.people.all.iter().map(|someone| (someone.file.as_str(), show_hidden(&someone.name))).collect(),
            globs,
            rows,
            words: self.word_files.iter().map(|file| file_start(&self.words, file.start)).collect(),
            said: self.said_files.iter().map(|file| file.start).collect(),
            texts: self.text_files.iter().map(|file| file.start).collect(),
        };
        data_script("log", &data)
    }
}

/// A script that hands over data under a name.
fn data_script(name: &str, data: &impl Serialize) -> String {
    format!("heard({},{});\n", script_json(&name), script_json(data))
}

/// The data of the first file.
#[derive(Debug, Serialize)]
struct FilterData<'a> {
    count: usize,
    /// File names and words.
    statuses: Vec<(&'a str, String)>,
    tags: Vec<(&'a str, String)>,
    people: Vec<(&'a str, String)>,
    globs: Vec<&'a str>,
    rows: FilterRows,
    /// Where each file begins: with which word, person, row.
    words: Vec<String>,
    said: Vec<usize>,
    texts: Vec<usize>,
}

/// For each row, the numbers of what it can be filtered by.
#[derive(Debug, Default, Serialize)]
struct FilterRows {
    status: Vec<BTreeSet<usize>>,
    tag: Vec<BTreeSet<usize>>,
    person: Vec<BTreeSet<usize>>,
    /// In order, since the last glob that matches decides.
    governs: Vec<Vec<usize>>,
    speakers: Vec<BTreeSet<usize>>,
}

/// A piece of the text of a decision, of which the page shows some.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum TextBlock {
    Text(String),
    /// The names of people, and tags.
    Names([String; 1]),
    /// The id of a quote on the page of the decision without `said-`, the number of its speaker, their name, and the text.
    Quote(String, Option<usize>, String, String),
}

/// The text of a decision in blocks. The title is in the row already.
fn text_blocks(site: &Site<'_>, entry: &SiteEntry<'_>) -> Vec<TextBlock> {
    let decision = entry.decision;
    let mut blocks = Vec::new();
    let people = [&decision.makers, &decision.consulted, &decision.informed];
    let names = people.iter().flat_map(|people| &people.parties).map(Party::shown);
    let names: Vec<String> = names.chain(decision.tags.iter().map(|tag| tag.value.clone())).collect();
    if !names.is_empty() {
        blocks.push(TextBlock::Names([show_hidden(&one_line(&names.join(", ")))]));
    }
    for (quote, anchor) in decision.consultation.quotes.iter().zip(&entry.anchors) {
        let id = anchor.as_ref().map(|anchor| anchor.0.clone()).unwrap_or_default();
        let name = quote.speaker().map(Party::shown).unwrap_or_default();
        blocks.push(TextBlock::Quote(id, site.speaker(quote), show_hidden(&name), show_hidden(&quote.words)));
    }
    let mut open: Option<String> = None;
    for line in searched_lines(decision).iter().filter(|line| line.place == LinePlace::Text) {
        let (is_new, text) = read_line(&line.text);
        if is_new || text.is_empty() {
            blocks.extend(open.take().map(TextBlock::Text));
        }
        match &mut open {
            _ if text.is_empty() => {}
            Some(block) => block.extend([" ", &show_hidden(text)]),
            None => open = Some(show_hidden(text)),
        }
    }
    blocks.extend(open.map(TextBlock::Text));
    blocks
}

/// Whether a line of markdown starts a new block, and its text.
fn read_line(line: &str) -> (bool, &str) {
    let line = line.trim_start_matches(['>', ' ', '\t']).trim_end();
    let text = line.trim_start_matches('#');
    if text.len() < line.len() {
        return (true, text.trim());
    }
    if line.starts_with("```") || line.starts_with("~~~") || !line.contains(char::is_alphanumeric) {
        return (true, "");
    }
    for mark in ["* ", "- ", "+ "] {
        if let Some(text) = line.strip_prefix(mark) {
            return (true, text.trim_start());
        }
    }
    let number = line.trim_start_matches(|character: char| character.is_ascii_digit());
    let is_item = number.len() < line.len() && (number.starts_with(". ") || number.starts_with(") "));
    (is_item || line.starts_with('|'), line)
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

/// For each row the groups that it is in.
fn rows_of(site: &Site<'_>, groups: &[EntryGroup]) -> Vec<BTreeSet<usize>> {
    let mut rows = vec![BTreeSet::new(); site.entries.len()];
    for (number, group) in groups.iter().enumerate() {
        for index in &group.entries {
            rows[row_of(site, *index)].insert(number);
        }
    }
    rows
}

fn file_names(groups: &[EntryGroup]) -> Vec<(&str, String)> {
    groups.iter().map(|group| (group.file.as_str(), show_hidden(&group.word))).collect()
}

#[cfg(test)]
mod tests;

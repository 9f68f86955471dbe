//! What the list page filters and searches with: scripts that hold data and nothing else, as browsers
//! load nothing but scripts from a disk. Words, people's words and texts lie in several files, so that a
//! page loads what it needs for an answer.

mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use serde::Serialize;

use super::escape::{json, push_in_text, push_shown, revealed};
use super::people::{Said, Whom};
use super::{Group, Site};
use crate::decision::Decision;
use crate::decision::party::Party;
use crate::policy::bad_glob;
use crate::search::{Place, placed};
use crate::text::one_line;
use words::Word;

/// Up to so many decisions all words stand in one file.
const ONE_FILE: usize = 1000;

/// About how large a file of words, of people's words and of texts is, in bytes.
const WORDS: usize = 96 * 1024;
const SAID: usize = 64 * 1024;
const TEXTS: usize = 48 * 1024;

/// What numbers are written with: five bits a character, the low ones first; the second half of the
/// characters says that more follow.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Where each word stands, and how everything is cut into files.
#[derive(Debug)]
pub(super) struct Index {
    /// The words, in the order in which scripts compare text.
    words: Vec<Word>,
    /// Which words, people and rows of the list are in each file.
    word_files: Vec<Range<usize>>,
    said_files: Vec<Range<usize>>,
    text_files: Vec<Range<usize>>,
}

impl Index {
    /// The index of a site.
    pub(super) fn of(site: &Site<'_>) -> Self {
        let words = words::of(site);
        let size = if site.order.len() <= ONE_FILE { usize::MAX } else { WORDS };
        let said = |index: usize| {
            let said = &site.people.all[index].said;
            said.iter().map(|said| site.quote(said).words.len()).sum()
        };
        Self {
            word_files: cut(words.len(), size, |index| words[index].text.len() + words[index].rows.len()),
            said_files: cut(site.people.all.len(), SAID, said),
            text_files: cut(site.order.len(), TEXTS, |row| decision_of(site, row).text.len()),
            words,
        }
    }

    /// How many files there are of words, of people's words and of texts.
    pub(super) fn counts(&self) -> [usize; 3] {
        [self.word_files.len(), self.said_files.len(), self.text_files.len()]
    }

    /// The file of some words: the words, then their rows, each on a line.
    pub(super) fn words(&self, file: usize, out: &mut String) {
        let words = &self.words[self.word_files[file].clone()];
        let texts: Vec<&str> = words.iter().map(|word| &*word.text).collect();
        let rows: Vec<&str> = words.iter().map(|word| word.rows.as_str()).collect();
        let _ = writeln!(out, "heard(\"words-{}\",{});", file + 1, json(&[texts.join("\n"), rows.join("\n")]));
    }

    /// The file of what some people said: for each of them the rows, the numbers of the quotes on their
    /// page, and the words.
    pub(super) fn said(&self, site: &Site<'_>, file: usize, out: &mut String) {
        let people = &site.people.all[self.said_files[file].clone()];
        let _ = write!(out, "heard(\"said-{}\",[", file + 1);
        for someone in people {
            let mut said: Vec<(usize, &Said)> =
                someone.said.iter().map(|said| (row_of(site, said.decision), said)).collect();
            said.sort_by_key(|(row, said)| (*row, said.number));
            next(out, '[');
            for (row, said) in said {
                next(out, '[');
                push_number(out, row);
                push_number(out, said.number);
                push_shown(out, &site.quote(said).words);
                out.push(']');
            }
            out.push(']');
        }
        out.push_str("]);\n");
    }

    /// The file of the texts of some rows: for each of them its pieces.
    pub(super) fn texts(&self, site: &Site<'_>, file: usize, out: &mut String) {
        let _ = write!(out, "heard(\"texts-{}\",[", file + 1);
        for row in self.text_files[file].clone() {
            next(out, '[');
            blocks(out, site, site.order[site.order.len() - 1 - row]);
            out.push(']');
        }
        out.push_str("]);\n");
    }

    /// The file that the page starts with: what can be filtered by, and where the rest lies.
    pub(super) fn log(&self, site: &Site<'_>, out: &mut String) {
        let mut globs: BTreeMap<&str, usize> = site
            .entries
            .iter()
            .flat_map(|entry| &entry.decision.governs)
            .filter(|glob| bad_glob(&glob.value).is_none())
            .map(|glob| (glob.value.as_str(), 0))
            .collect();
        for (number, place) in globs.values_mut().enumerate() {
            *place = number;
        }
        let mut log = Log {
            count: site.order.len(),
            statuses: named(&site.statuses),
            tags: named(&site.tags),
            people: site.people.all.iter().map(|someone| (someone.file.as_str(), shown(&someone.name))).collect(),
            globs: globs.keys().copied().collect(),
            status: of_rows(site, &site.statuses),
            tagged: of_rows(site, &site.tags),
            named: String::new(),
            governs: String::new(),
            speakers: String::new(),
            words: self.word_files.iter().map(|file| words::start(&self.words, file.start)).collect(),
            said: self.said_files.iter().map(|file| file.start).collect(),
            texts: self.text_files.iter().map(|file| file.start).collect(),
        };
        let mut numbers = Vec::new();
        for index in site.order.iter().rev() {
            let Whom { makers, consulted, informed, speakers } = site.whom(*index);
            let everybody = [makers, consulted, informed, speakers].into_iter().flatten().flatten();
            list(&mut log.named, &mut numbers, everybody.copied());
            let governs = site.entries[*index].decision.governs.iter();
            let governs = governs.filter_map(|glob| globs.get(glob.value.as_str()).copied());
            list(&mut log.governs, &mut numbers, governs);
            list(&mut log.speakers, &mut numbers, speakers.iter().flatten().copied());
        }
        let _ = writeln!(out, "heard(\"log\",{});", json(&log));
    }
}

/// The data of the first file.
#[derive(Debug, Serialize)]
struct Log<'a> {
    count: usize,
    /// The file names and the words.
    statuses: Vec<(&'a str, Cow<'a, str>)>,
    tags: Vec<(&'a str, Cow<'a, str>)>,
    people: Vec<(&'a str, Cow<'a, str>)>,
    globs: Vec<&'a str>,
    /// For each row the numbers of these: how many, then each as the distance from the one before.
    status: String,
    tagged: String,
    named: String,
    governs: String,
    speakers: String,
    /// Where each file begins: with which word, person, row.
    words: Vec<String>,
    said: Vec<usize>,
    texts: Vec<usize>,
}

/// Writes the text of a decision in the pieces of which some are shown; the title stands in the row. A piece
/// is text, or a list: of the names of people and tags alone, or for somebody's words of their number on the
/// page, who it is of all people, the name, and the words.
fn blocks(out: &mut String, site: &Site<'_>, index: usize) {
    let decision = site.entries[index].decision;
    let people = [&decision.makers, &decision.consulted, &decision.informed];
    let names = people.iter().flat_map(|people| &people.parties).map(Party::called);
    let tags = decision.tags.iter().map(|tag| Cow::Borrowed(tag.value.as_str()));
    let names: Vec<Cow<'_, str>> = names.chain(tags).collect();
    if !names.is_empty() {
        next(out, '[');
        push_shown(out, &one_line(&names.join(", ")));
        out.push(']');
    }
    let mut number = 0;
    for (quote, speaker) in decision.consultation.quotes.iter().zip(site.whom(index).speakers) {
        number += usize::from(quote.attribution.is_some());
        next(out, '[');
        push_number(out, if quote.attribution.is_some() { number } else { 0 });
        match speaker {
            Some(person) => push_number(out, *person),
            None => out.push_str("null,"),
        }
        push_shown(out, &quote.speaker().map(Party::called).unwrap_or_default());
        out.push(',');
        push_shown(out, &quote.words);
        out.push(']');
    }
    let mut is_open = false;
    for lines in placed(decision).iter().filter(|lines| lines.place == Place::Text) {
        for line in lines.lines() {
            let (is_new, text) = opening(line);
            if is_open && (is_new || text.is_empty()) {
                out.push('"');
                is_open = false;
            }
            if text.is_empty() {
                continue;
            }
            if is_open {
                out.push(' ');
            } else {
                next(out, '"');
                is_open = true;
            }
            push_in_text(out, text);
        }
    }
    if is_open {
        out.push('"');
    }
}

/// Opens the next element of a list: with a comma, unless it is the first.
fn next(out: &mut String, open: char) {
    if !out.ends_with('[') {
        out.push(',');
    }
    out.push(open);
}

/// Writes a number of a list that goes on.
fn push_number(out: &mut String, number: usize) {
    out.push_str(&number.to_string());
    out.push(',');
}

/// Whether a line of markdown begins something new, and what it says.
fn opening(line: &str) -> (bool, &str) {
    // Most lines go on with what the one before them says.
    if let [b'a'..=b'z' | b'A'..=b'Z', .., b'!'..=b'~'] = line.as_bytes() {
        return (false, line);
    }
    let line = line.trim_start_matches(['>', ' ', '\t']).trim_end();
    let text = line.trim_start_matches('#');
    if text.len() < line.len() {
        return (true, text.trim());
    }
    if line.starts_with("```") || line.starts_with("~~~") || !has_letter(line) {
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

/// Whether a line has a letter or a digit. Most that have one have one of ASCII.
fn has_letter(line: &str) -> bool {
    line.bytes().any(|byte| byte.is_ascii_alphanumeric()) || line.contains(char::is_alphanumeric)
}

/// Text in which what hides is shown.
fn shown(text: &str) -> Cow<'_, str> {
    revealed(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The decision of a row. Rows count from the oldest on, so that a new decision moves none of the others
/// into another file.
fn decision_of<'a>(site: &Site<'a>, row: usize) -> &'a Decision {
    site.entries[site.order[site.order.len() - 1 - row]].decision
}

/// The row of a decision.
fn row_of(site: &Site<'_>, index: usize) -> usize {
    site.order.len() - 1 - site.places[index]
}

/// Ranges of about this size.
fn cut(count: usize, size: usize, of: impl Fn(usize) -> usize) -> Vec<Range<usize>> {
    let mut files = Vec::new();
    let (mut start, mut sum) = (0, 0_usize);
    for index in 0..count {
        sum = sum.saturating_add(of(index));
        if sum >= size || index + 1 == count {
            files.push(start..index + 1);
            (start, sum) = (index + 1, 0);
        }
    }
    files
}

fn number(out: &mut String, mut number: usize) {
    loop {
        let more = if number < 32 { 0 } else { 32 };
        out.push(char::from(DIGITS[number % 32 + more]));
        number /= 32;
        if more == 0 {
            break;
        }
    }
}

/// Writes a set of numbers; the buffer is for use again.
fn list(out: &mut String, buffer: &mut Vec<usize>, numbers: impl Iterator<Item = usize>) {
    buffer.clear();
    buffer.extend(numbers);
    buffer.sort_unstable();
    buffer.dedup();
    number(out, buffer.len());
    let mut next = 0;
    for place in buffer {
        number(out, *place - next);
        next = *place + 1;
    }
}

/// For each row the groups that it is in.
fn of_rows(site: &Site<'_>, groups: &[Group]) -> String {
    let mut of = vec![Vec::new(); site.entries.len()];
    for (number, group) in groups.iter().enumerate() {
        for index in &group.entries {
            of[*index].push(number);
        }
    }
    let (mut out, mut numbers) = (String::new(), Vec::new());
    for index in site.order.iter().rev() {
        list(&mut out, &mut numbers, of[*index].iter().copied());
    }
    out
}

fn named(groups: &[Group]) -> Vec<(&str, Cow<'_, str>)> {
    groups.iter().map(|group| (group.file.as_str(), shown(&group.word))).collect()
}

#[cfg(test)]
mod tests;

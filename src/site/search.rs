//! What the list page filters and searches with: scripts that hold data and nothing else, as browsers
//! load nothing but scripts from a disk. Words, people's words and texts lie in several files, so that a
//! page loads what it needs for an answer.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use serde::Serialize;

use super::escape::{json, revealed};
use super::list::people_of;
use super::{Group, Site};
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::policy::bad_glob;
use crate::search::{Place, each_plain, is_dense, placed};
use crate::text::one_line;

/// Up to so many decisions all words stand in one file.
const ONE_FILE: usize = 1000;

/// About how large a file of words, of people's words and of texts is, in bytes.
const WORDS: usize = 96 * 1024;
const SAID: usize = 64 * 1024;
const TEXTS: usize = 48 * 1024;

/// What numbers are written with: five bits a character, the low ones first; the second half of the
/// characters says that more follow.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What stands before two letters that lie within a word; no word begins with it.
const WITHIN: char = '+';

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

/// A word, and the rows that have it.
#[derive(Debug)]
struct Word {
    text: Box<str>,
    /// The rows before the last one, each as a number: sixteen times how many rows were left out since
    /// the one before, and the weights of the places where the word stands.
    rows: String,
    /// The first row that `rows` could still name, the last one seen, and the weights there.
    next: usize,
    last: usize,
    weights: usize,
}

impl Index {
    /// The index of a site.
    pub(super) fn of(site: &Site<'_>) -> Self {
        let mut found = Found::default();
        for (row, index) in site.order.iter().rev().enumerate() {
            for line in placed(site.entries[*index].decision) {
                each_plain(line.text, |word| found.note_all(word, row, line.place));
            }
        }
        let words = found.words();
        let size = if site.order.len() <= ONE_FILE { usize::MAX } else { WORDS };
        let said = |index: usize| {
            let said = &site.people.all[index].said;
            said.iter().map(|(decision, quote)| quote_of(site, *decision, *quote).words.len()).sum()
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
    pub(super) fn words(&self, file: usize) -> String {
        let words = &self.words[self.word_files[file].clone()];
        let texts: Vec<&str> = words.iter().map(|word| &*word.text).collect();
        let rows: Vec<&str> = words.iter().map(|word| word.rows.as_str()).collect();
        script("words", file + 1, &[texts.join("\n"), rows.join("\n")])
    }

    /// The file of what some people said: for each of them the rows, the numbers of the quotes on their
    /// page, and the words.
    pub(super) fn said(&self, site: &Site<'_>, file: usize) -> String {
        let people = &site.people.all[self.said_files[file].clone()];
        let said = people.iter().map(|someone| {
            let mut said: Vec<(usize, usize, Cow<'_, str>)> = someone
                .said
                .iter()
                .map(|(index, quote)| {
                    let decision = site.entries[*index].decision;
                    (row_of(site, *index), number_of(decision, *quote), shown(&quote_of(site, *index, *quote).words))
                })
                .collect();
            said.sort_by_key(|(row, number, _)| (*row, *number));
            said
        });
        script("said", file + 1, &said.collect::<Vec<_>>())
    }

    /// The file of the texts of some rows.
    pub(super) fn texts(&self, site: &Site<'_>, file: usize) -> String {
        let rows = self.text_files[file].clone();
        let texts: Vec<Vec<Block<'_>>> = rows.map(|row| blocks(site, decision_of(site, row))).collect();
        script("texts", file + 1, &texts)
    }

    /// The file that the page starts with: what can be filtered by, and where the rest lies.
    pub(super) fn log(&self, site: &Site<'_>) -> String {
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
            words: self.word_files.iter().map(|file| self.start(file.start)).collect(),
            said: self.said_files.iter().map(|file| file.start).collect(),
            texts: self.text_files.iter().map(|file| file.start).collect(),
        };
        for row in 0..site.order.len() {
            let decision = decision_of(site, row);
            list(&mut log.named, people_of(site, decision));
            let governs = decision.governs.iter().filter_map(|glob| globs.get(glob.value.as_str()).copied());
            list(&mut log.governs, governs.collect());
            let speakers = decision.consultation.quotes.iter().filter_map(|quote| quote.speaker());
            list(&mut log.speakers, speakers.filter_map(|speaker| site.people.find(speaker)).collect());
        }
        format!("heard(\"log\",{});\n", json(&log))
    }

    /// The shortest text that stands between a word and the one before it.
    fn start(&self, index: usize) -> String {
        let text = &self.words[index].text;
        let Some(before) = index.checked_sub(1).map(|before| &self.words[before].text) else {
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

/// A piece of a decision's text.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum Block<'a> {
    Text(Cow<'a, str>),
    /// Names of people, and tags.
    People([Cow<'a, str>; 1]),
    /// Somebody's words: their number on the page, who it is of all people, the name, the words.
    Said(usize, Option<usize>, String, Cow<'a, str>),
}

/// The text of a decision in the pieces of which some are shown; the title stands in the row.
fn blocks<'a>(site: &Site<'a>, decision: &'a Decision) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    let people = [&decision.makers, &decision.consulted, &decision.informed];
    let names = people.iter().flat_map(|people| &people.parties).map(|party| party.shown());
    let names: Vec<String> = names.chain(decision.tags.iter().map(|tag| tag.value.clone())).collect();
    if !names.is_empty() {
        blocks.push(Block::People([shown(&one_line(&names.join(", "))).into_owned().into()]));
    }
    for (index, quote) in decision.consultation.quotes.iter().enumerate() {
        let name = quote.speaker().map_or(String::new(), |speaker| shown(&speaker.shown()).into_owned());
        let person = quote.speaker().and_then(|speaker| site.people.find(speaker));
        blocks.push(Block::Said(number_of(decision, index), person, name, shown(&quote.words)));
    }
    let mut paragraph: Cow<'_, str> = Cow::Borrowed("");
    for line in placed(decision).filter(|line| line.place == Place::Text) {
        let (is_new, text) = opening(line.text);
        if (is_new || text.is_empty()) && !paragraph.is_empty() {
            blocks.push(Block::Text(shown_cow(std::mem::take(&mut paragraph))));
        }
        if paragraph.is_empty() {
            paragraph = Cow::Borrowed(text);
        } else {
            let joined = paragraph.to_mut();
            joined.push(' ');
            joined.push_str(text);
        }
    }
    if !paragraph.is_empty() {
        blocks.push(Block::Text(shown_cow(paragraph)));
    }
    blocks
}

/// Whether a line of markdown begins something new, and what it says.
fn opening(line: &str) -> (bool, &str) {
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

/// Text in which what hides is shown.
fn shown(text: &str) -> Cow<'_, str> {
    revealed(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn shown_cow(text: Cow<'_, str>) -> Cow<'_, str> {
    match revealed(&text) {
        Some(shown) => Cow::Owned(shown),
        None => text,
    }
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

/// A quote by its place.
fn quote_of<'a>(site: &Site<'a>, index: usize, quote: usize) -> &'a Quote {
    &site.entries[index].decision.consultation.quotes[quote]
}

/// The number of a quote on the page of its decision; 0 where it has none, as it names nobody.
fn number_of(decision: &Decision, quote: usize) -> usize {
    let quotes = &decision.consultation.quotes;
    match quotes[quote].attribution {
        Some(_) => quotes[..=quote].iter().filter(|quote| quote.attribution.is_some()).count(),
        None => 0,
    }
}

/// The words of the log while it is read.
#[derive(Debug)]
struct Found {
    places: HashMap<Box<str>, usize>,
    words: Vec<Word>,
    /// Words seen lately, by a cheap hash. Most words are among them, and a log made so that they are
    /// not costs no more than the map does.
    lately: Vec<usize>,
    pair: String,
}

/// How many words are remembered, as a power of two.
const LATELY: u32 = 13;

impl Default for Found {
    fn default() -> Self {
        let lately = vec![usize::MAX; 1 << LATELY];
        Self { places: HashMap::new(), words: Vec::new(), lately, pair: String::new() }
    }
}

impl Found {
    /// Notes a word, and what may be looked for within it.
    fn note_all(&mut self, word: &str, row: usize, place: Place) {
        self.note(word, row, place.weight());
        if word.is_ascii() {
            return;
        }
        let mut pair = std::mem::take(&mut self.pair);
        let mut rest = word.chars();
        while let Some(first) = rest.next() {
            if is_dense(first) {
                pair.clear();
                pair.push(WITHIN);
                pair.push(first);
                pair.extend(rest.clone().next());
                self.note(&pair, row, place.weight());
            }
        }
        self.pair = pair;
    }

    fn note(&mut self, text: &str, row: usize, weight: usize) {
        let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        let lately = &mut self.lately[(hash >> (u32::BITS - LATELY)) as usize];
        let is_it = |place: usize| self.words.get(place).is_some_and(|word| &*word.text == text);
        if !is_it(*lately) {
            *lately = match self.places.get(text) {
                Some(place) => *place,
                None => {
                    self.places.insert(text.into(), self.words.len());
                    self.words.push(Word { text: text.into(), rows: String::new(), next: 0, last: row, weights: 0 });
                    self.words.len() - 1
                }
            };
        }
        let word = &mut self.words[*lately];
        if word.last != row {
            word.close();
            word.last = row;
        }
        word.weights |= weight;
    }

    fn words(mut self) -> Vec<Word> {
        self.words.iter_mut().for_each(Word::close);
        self.words.sort_unstable_by(|one, other| in_order(&one.text, &other.text));
        self.words
    }
}

impl Word {
    /// Writes the last row down.
    fn close(&mut self) {
        number(&mut self.rows, (self.last - self.next) * 16 + self.weights);
        self.next = self.last + 1;
        self.weights = 0;
    }
}

/// The order in which scripts compare text: by units of 16 bits.
fn in_order(one: &str, other: &str) -> Ordering {
    if one.is_ascii() && other.is_ascii() { one.cmp(other) } else { one.encode_utf16().cmp(other.encode_utf16()) }
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

fn list(out: &mut String, numbers: BTreeSet<usize>) {
    number(out, numbers.len());
    let mut next = 0;
    for place in numbers {
        number(out, place - next);
        next = place + 1;
    }
}

/// For each row the groups that it is in.
fn of_rows(site: &Site<'_>, groups: &[Group]) -> String {
    let mut of = vec![BTreeSet::new(); site.entries.len()];
    for (number, group) in groups.iter().enumerate() {
        for index in &group.entries {
            of[*index].insert(number);
        }
    }
    let mut out = String::new();
    for index in site.order.iter().rev() {
        list(&mut out, std::mem::take(&mut of[*index]));
    }
    out
}

fn named(groups: &[Group]) -> Vec<(&str, Cow<'_, str>)> {
    groups.iter().map(|group| (group.file.as_str(), shown(&group.word))).collect()
}

/// A file that hands data over under the name that it was asked for by.
fn script(kind: &str, number: usize, data: &impl Serialize) -> String {
    format!("heard(\"{kind}-{number}\",{});\n", json(data))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::fs;
    use std::path::Path;

    use jiff::civil::Date;
    use serde_json::Value;

    use super::super::{Page, Settings};
    use super::*;
    use crate::catalog::Catalog;
    use crate::decision;
    use crate::policy::{Policy, governs_path};
    use crate::search;
    use crate::text::{RepoPath, Spanned};

    fn catalog(texts: &[String]) -> Catalog {
        let policy = Policy::default();
        let read = |(number, text): (usize, &String)| {
            let path = RepoPath::new(format!("decisions/{number:04}-x.md"));
            decision::read(path, text.clone().into_bytes(), &policy.words)
        };
        let decisions = texts.iter().enumerate().map(read).collect();
        Catalog::new(decisions, [], policy.clone(), Date::constant(2026, 6, 1))
    }

    fn page(title: &str, tags: &str, said: &str) -> String {
        format!(
            "---\nstatus: accepted\nconsulted: [\"Ines Roy\", \"{title}\"]\ntags: [{tags}]\n---\n# {title}\n\nThe log of \
             the export.\n\n## Consultation\n\n> {said}\n>\n> — Ines Roy, 2026-02-11\n\n**Changed:** the log\nis kept.\n"
        )
    }

    fn hostile() -> Vec<String> {
        let long = "w".repeat(10_000);
        vec![
            page(
                "</script><script>alert(1)</script>",
                "\"__proto__\", \"constructor\"",
                "I say <b>toString</b> <!-- x --> \u{202e}",
            ),
            page("\u{2028}Ω ' & \\\" \\u003c", "\"</script>\"", &long),
            page("次の決定はログ Größe", "\"--\"", "hasOwnProperty 次の決定"),
        ]
    }

    /// What a file hands over.
    fn data(site: &Site<'_>, page: Page) -> Value {
        let text = site.render(page);
        let inner = text.strip_prefix("heard(").and_then(|text| text.strip_suffix(");\n")).unwrap();
        assert!(!inner.contains(['<', '>', '&', '\'', '\u{2028}', '\u{202e}', '\n']), "{inner}");
        serde_json::from_str::<Value>(&format!("[{inner}]")).unwrap()[1].take()
    }

    fn numbers(text: &str) -> Vec<usize> {
        let mut numbers = Vec::new();
        let (mut number, mut scale) = (0, 1);
        for digit in text.bytes() {
            let value = DIGITS.iter().position(|known| *known == digit).unwrap();
            number += value % 32 * scale;
            scale *= 32;
            if value < 32 {
                numbers.push(number);
                (number, scale) = (0, 1);
            }
        }
        numbers
    }

    /// All words of a site and their rows.
    fn words_of(site: &Site<'_>) -> Vec<(String, String)> {
        let files = (0..site.index().counts()[0]).map(|file| data(site, Page::Words(file)));
        let pairs = files.flat_map(|file| {
            let lines = |at: usize| file[at].as_str().unwrap().split('\n').map(str::to_owned).collect::<Vec<_>>();
            lines(0).into_iter().zip(lines(1))
        });
        pairs.collect()
    }

    /// The decisions that have a word, with how well each fits, as the page finds them.
    fn found(site: &Site<'_>, words: &[(String, String)], sought: &str) -> BTreeMap<String, usize> {
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for (word, rows) in words.iter().filter(|(word, _)| word.starts_with(sought)) {
            let mut next = 0;
            for number in numbers(rows) {
                let row = next + number / 16;
                next = row + 1;
                let weight = [8, 4, 2, 1].into_iter().find(|weight| number & weight > 0).unwrap();
                let best = found.entry(decision_of(site, row).path.stem().to_owned()).or_default();
                *best = (*best).max(weight * if word == sought { 2 } else { 1 });
            }
        }
        found
    }

    #[test]
    fn words_weigh_what_they_weigh_for_the_command() {
        let mut texts = crate::corpus::texts();
        texts.extend(hostile());
        let catalog = catalog(&texts);
        let site = Site::new(&catalog, Settings::default());
        let all = words_of(&site);
        for sought in ["export", "lo", "ines", "grosse", "proto", "次の", "zz"] {
            let words = search::words(&[sought.to_owned()]);
            let expected = search::search(&words, None, &catalog);
            let expected: BTreeMap<String, usize> =
                expected.iter().map(|found| (found.decision.path.stem().to_owned(), found.score)).collect();
            assert_eq!(found(&site, &all, &words[0]), expected, "{sought}");
        }
        assert!(found(&site, &all, "+決定").len() == 1, "what stands within a word is there by two letters");
    }

    #[test]
    fn what_was_said_is_there_by_who_said_it() {
        let catalog = catalog(&hostile());
        let site = Site::new(&catalog, Settings::default());
        let log = data(&site, Page::Log);
        let ines = log["people"].as_array().unwrap().iter().position(|someone| someone[0] == "ines-roy").unwrap();
        let said = data(&site, Page::Said(0));
        let rows: Vec<(u64, u64)> = said[ines]
            .as_array()
            .unwrap()
            .iter()
            .map(|said| (said[0].as_u64().unwrap(), said[1].as_u64().unwrap()))
            .collect();
        assert_eq!(rows, [(0, 1), (1, 1), (2, 1)]);
        assert_eq!(said[ines][0][2], "I say <b>toString</b> \\u{202e}");
        let texts = data(&site, Page::Texts(0));
        assert_eq!(texts[2][1], serde_json::json!([1, ines, "Ines Roy", "hasOwnProperty 次の決定"]));
        let blocks: Vec<&str> = texts[2].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let shown =
            ["The log of the export.", "Consultation", "— Ines Roy, 2026-02-11", "**Changed:** the log is kept."];
        assert_eq!(blocks, shown);
    }

    #[test]
    fn every_file_holds_data_and_nothing_else_however_large_the_log() {
        let mut texts = hostile();
        texts.extend((0..1010).map(|number| {
            let words: Vec<String> = (0..20).map(|word| format!("w{}x{}", number % 97, word * number)).collect();
            page(&format!("Decision {number}"), "\"a\"", &words.join(" "))
        }));
        let catalog = catalog(&texts);
        let site = Site::new(&catalog, Settings::default());
        let log = data(&site, Page::Log);
        let [words, said, files] = site.index().counts();
        assert!(words > 1 && said > 1 && files > 1, "{words} {said} {files}");
        let starts: Vec<&str> = log["words"].as_array().unwrap().iter().map(|start| start.as_str().unwrap()).collect();
        let mut before = String::new();
        for (file, start) in starts.iter().enumerate() {
            let file = data(&site, Page::Words(file));
            for word in file[0].as_str().unwrap().split('\n') {
                assert!(in_order(&before, word) == Ordering::Less && in_order(start, word) != Ordering::Greater);
                before = word.to_owned();
            }
            assert!(starts.iter().all(|other| other <= start || in_order(&before, other) == Ordering::Less));
        }
        let rows: usize = (0..files).map(|file| data(&site, Page::Texts(file)).as_array().unwrap().len()).sum();
        assert_eq!(rows, texts.len());
        let pages = site.pages();
        let names: HashSet<&str> = pages.keys().map(String::as_str).collect();
        assert!(names.contains("search/words-1.js") && names.contains(format!("search/texts-{files}.js").as_str()));
        let again = Site::new(&catalog, Settings::default());
        for (path, page) in pages {
            if path.starts_with("search/") {
                assert_eq!(site.render(page), again.render(page), "{path}");
            }
        }
        let small = self::catalog(&texts[..1000]);
        assert_eq!(Site::new(&small, Settings::default()).index().counts()[0], 1);
    }

    /// What the script of the page must say of these globs and paths. `tests/site/find.mjs` runs it.
    #[test]
    fn the_table_of_globs_is_what_the_gate_says() {
        let globs = [
            "infra/**",
            "infra/*",
            "infra/",
            "infra/paging/*.yml",
            "**/*.yml",
            "**",
            "*",
            "***",
            "**/paging",
            "src/**/lib.rs",
            "src/{a,b}/**",
            "src/{a/**,b}",
            "{src,infra}/*",
            "src/[!a]/x",
            "src/[^a-c]*",
            "src/[a-c]?",
            "[]]",
            "[-a]x",
            "a[b-]c",
            "src/\\*",
            "**a",
            "a**",
            "a/**b",
            "a**/b",
            "a/**/**/b",
            "**/**/b",
            "a/**/**",
            "a/***/b",
            "{**/x,y}",
            "{**,q}/x",
            "{a,}/b",
            "{}",
            "a{}b",
            "{a,b{c,d}}e",
            "é?",
            "é??",
            "[é][é]",
            "[à-é]x",
            "/abs",
            "a//b",
            "./a",
            "*.{yml,yaml}",
            "{a/b,c}/**/d",
            "a/{**,b}/c",
            "a/{b/**,c}",
            "a,b",
            "[a/]b",
            "a[!b]c",
            "{[}],x}y",
            "{src/a,infra}/[b/]*",
            "{**/,}a",
            "x{/**,y}",
        ];
        let paths = [
            "",
            "infra",
            "infra/paging",
            "infra/paging/x.yml",
            "x.yml",
            "src",
            "src/a",
            "src/a/lib.rs",
            "src/a/b/c/lib.rs",
            "src/b/x",
            "src/*",
            "a",
            "a/b",
            "a/x/b",
            "a/x/y/b",
            "a/c",
            "abc",
            "a-c",
            "]",
            "-x",
            "é",
            "éé",
            "éx",
            "y",
            "x/x",
            "ae",
            "bce",
            "a,b",
            "a/b/d",
            "c/q/d",
            "xy",
            "a/b/c/d/e/f",
        ];
        let row = |glob: &str| {
            assert_eq!(bad_glob(glob), None, "{glob}");
            let globs = [Spanned::new(glob.to_owned(), 0..0)];
            let fits: Vec<&str> = paths.into_iter().filter(|path| governs_path(&globs, path, true)).collect();
            format!("{}:{}", json(&glob), json(&fits))
        };
        let rows: Vec<String> = globs.into_iter().map(row).collect();
        let table = format!("{{\"paths\":{},\n\"globs\":{{\n{}\n}}}}\n", json(&paths.to_vec()), rows.join(",\n"));
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/globs.json");
        if fs::read_to_string(&file).ok().as_deref() != Some(&table) {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, table).unwrap();
            panic!("tests/site/globs.json was out of date and has been written; run the tests again");
        }
    }
}

//! Finds decisions by words: in titles, in the text, in the names of people and in what they said.
//! Letters count without case and accents, and a word is found by its start.

pub(crate) mod plain;

use memchr::{memchr, memchr_iter, memrchr};

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::party::Party;
use crate::text::{Span, lines, visible};
use plain::{is_dense, plain, spans};

/// How many lines of a decision are shown.
const LINES: usize = 3;

/// A decision that has the words.
#[derive(Debug)]
pub(crate) struct Found<'a> {
    /// The decision.
    pub decision: &'a Decision,
    /// How well it fits; more is better.
    pub score: usize,
    /// Lines that have the words, the best first.
    pub lines: Vec<Line>,
}

/// A line with words that were looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// What it is.
    pub place: Place,
    /// Its number, from 1.
    pub number: usize,
    /// The line as it may be shown.
    pub text: String,
    /// Where the words stand in that text, in bytes.
    pub marks: Vec<Span>,
    /// Who said it, for the words of somebody.
    pub speaker: Option<String>,
}

/// What a line is: where it is two of these, the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Said,
    Title,
    People,
    Text,
}

impl Place {
    /// What a word there weighs.
    pub(crate) fn weight(self) -> usize {
        match self {
            Self::Title => 8,
            Self::People => 4,
            Self::Said => 2,
            Self::Text => 1,
        }
    }
}

/// The decisions that have all the words, best first. With a person only what that person said is
/// looked at; then there may be no words.
pub(crate) fn search<'a>(words: &[String], said_by: Option<&Party>, catalog: &'a Catalog) -> Vec<Found<'a>> {
    let mut found: Vec<Found<'a>> =
        catalog.decisions.iter().filter_map(|decision| look(decision, words, said_by, catalog)).collect();
    // Of two that fit as well the newer one.
    let day = |found: &Found<'_>| found.decision.date.as_ref().and_then(|day| day.date);
    found.sort_by(|one, other| other.score.cmp(&one.score).then_with(|| day(other).cmp(&day(one))));
    found
}

/// What was typed as the words to look for.
pub(crate) fn words(typed: &[String]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in typed.iter().flat_map(|text| spans(text).map(|span| plain(span.of(text))).collect::<Vec<_>>()) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

fn look<'a>(decision: &'a Decision, words: &[String], said_by: Option<&Party>, catalog: &Catalog) -> Option<Found<'a>> {
    let quotes = &decision.consultation.quotes;
    let is_meant = |person: &Party, quote: Option<usize>| {
        let speaker = quote.and_then(|quote| quotes[quote].speaker());
        speaker.is_some_and(|speaker| catalog.policy.directory.same(speaker, person))
    };
    let mut best = vec![0; words.len()];
    let mut hits: Vec<(usize, Line)> = Vec::new();
    let (mut number, mut counted) = (1, 0);
    let lines = placed(decision).into_iter().flat_map(|placed| {
        number += memchr_iter(b'\n', &decision.text.as_bytes()[counted..placed.start]).count();
        counted = placed.start;
        placed.lines().zip(number..).map(move |(line, number)| (line, number, placed.place, placed.quote))
    });
    for (line, number, place, quote) in lines {
        if said_by.is_some_and(|person| !is_meant(person, quote)) {
            continue;
        }
        let mut here = 0;
        for span in spans(line) {
            for (word, best) in words.iter().zip(&mut best) {
                if let Some(is_whole) = begins(span.of(line), word) {
                    // A whole word fits better than the start of one.
                    let weight = place.weight() * if is_whole { 2 } else { 1 };
                    here += weight;
                    *best = weight.max(*best);
                }
            }
        }
        if here > 0 || (words.is_empty() && spans(line).next().is_some()) {
            let speaker = quote.and_then(|quote| quotes[quote].speaker()).map(Party::shown);
            hits.push((here, shown(line, words, place, number, speaker)));
        }
    }
    if best.contains(&0) || hits.is_empty() {
        return None;
    }
    hits.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    hits.truncate(if words.is_empty() { usize::MAX } else { LINES });
    Some(Found { decision, score: best.iter().sum(), lines: hits.into_iter().map(|(_, line)| line).collect() })
}

/// Lines of a decision, and what they are.
#[derive(Debug)]
pub(crate) struct Placed<'a> {
    /// The lines without the end of the last one.
    pub text: &'a str,
    /// Where they start.
    pub start: usize,
    /// What they are.
    pub place: Place,
    /// The quote that they are a part of.
    pub quote: Option<usize>,
}

impl<'a> Placed<'a> {
    /// Each line without its end.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        lines(self.text).chain(self.text.is_empty().then_some(""))
    }
}

/// A part of a file that is more than text, or, without a place, one that is not searched.
type Part = (Span, Option<Place>, Option<usize>);

/// The lines of a decision that may be searched: all but those of the header that name neither the title
/// nor people. Lines of text that follow each other are handed over together.
pub(crate) fn placed(decision: &Decision) -> Vec<Placed<'_>> {
    let text = &*decision.text;
    let mut parts = parts(decision).into_iter().peekable();
    let mut open: Vec<Part> = Vec::new();
    // Most parts stand on a line of their own, between others.
    let mut found = Vec::with_capacity(parts.len() * 2 + 1);
    let mut start = 0;
    while start <= text.len() && !text.is_empty() {
        open.retain(|(span, ..)| span.end > start);
        let next = parts.peek().map_or(text.len(), |(span, ..)| span.start);
        let plain = if open.is_empty() { plain_end(text, start, next) } else { None };
        let end =
            plain.unwrap_or_else(|| memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |end| start + end));
        while let Some(part) = parts.next_if(|(span, ..)| span.start < end) {
            open.push(part);
        }
        let here = open.iter().filter(|(span, ..)| span.end > start);
        let here = here.min_by_key(|(_, place, _)| (place.is_none(), *place));
        let lines = &text[start..end];
        if let (Some(place), quote) = here.map_or((Some(Place::Text), None), |(_, place, quote)| (*place, *quote)) {
            found.push(Placed { text: lines, start, place, quote });
        }
        start = end + 1;
    }
    found
}

/// The parts of a decision that are more than text, and its header, by where they start.
fn parts(decision: &Decision) -> Vec<Part> {
    let people = [&decision.makers, &decision.consulted, &decision.informed];
    let parties = people.iter().flat_map(|people| people.parties.iter().map(|party| party.span));
    let names = parties.chain(decision.tags.iter().map(|tag| tag.span));
    let quotes = decision.consultation.quotes.iter().enumerate();
    let header = decision.header.iter().map(|span| (*span, None, None));
    let mut parts: Vec<Part> = header
        .chain(names.map(|span| (span, Some(Place::People), None)))
        .chain(decision.title.iter().map(|title| (title.span, Some(Place::Title), None)))
        .chain(quotes.map(|(index, quote)| (quote.words_span, Some(Place::Said), Some(index))))
        .collect();
    parts.sort_by_key(|(span, ..)| span.start);
    parts
}

/// Where the last line ends that ends before the next part begins, if there is one. Most lines are text, and
/// this way nobody asks each of them what it is.
fn plain_end(text: &str, start: usize, next: usize) -> Option<usize> {
    if next >= text.len() {
        return Some(text.len());
    }
    memrchr(b'\n', text.as_bytes().get(start..=next)?).map(|end| start + end)
}

/// A line as it may be shown, with the places of the words in it.
fn shown(line: &str, words: &[String], place: Place, number: usize, speaker: Option<String>) -> Line {
    let line = if place == Place::Said { line.trim_start_matches(['>', ' ']) } else { line };
    let text = visible(line.trim()).into_owned();
    let is_word = |span: &Span| words.iter().any(|word| begins(span.of(&text), word).is_some());
    let marks = spans(&text).filter(is_word).collect();
    Line { place, number, text, marks, speaker }
}

/// Whether a word of a text is one that is looked for, and whether it is the whole of it.
fn begins(word: &str, sought: &str) -> Option<bool> {
    if word.is_ascii() {
        let start = word.as_bytes().get(..sought.len())?;
        return start.eq_ignore_ascii_case(sought.as_bytes()).then_some(word.len() == sought.len());
    }
    let word = plain(word);
    let is_dense = sought.chars().next().is_some_and(is_dense);
    (word.starts_with(sought) || (is_dense && word.contains(sought))).then_some(word.len() == sought.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_start_without_case_and_accents() {
        for (word, sought, whole) in [
            ("Rotation", "rota", Some(false)),
            ("Rota", "rota", Some(true)),
            ("Größe", "grosse", Some(true)),
            ("Größe", "GRÖS", Some(false)),
            ("cafe\u{301}s", "café", Some(false)),
            ("Łukasz", "lukasz", Some(true)),
            ("İstanbul", "istanbul", Some(true)),
            ("次の決定", "決定", Some(false)),
            ("rotation", "tation", None),
            ("été", "to", None),
        ] {
            assert_eq!(begins(word, &words(&[sought.to_owned()])[0]), whole, "{word} {sought}");
        }
        assert_eq!(words(&["don't  Rota".to_owned(), "rota".to_owned()]), ["don", "t", "rota"]);
    }

    #[test]
    fn lines_are_what_stands_in_them() {
        let text = "---\nstatus: accepted\nconsulted:\n  - Ines Roy\n---\n\n# Rota\nOne\ntwo.\n\n## Consultation\n\n> So\n\
                    > it is.\n>\n> — Ines Roy, 2026-02-11\n";
        let words = crate::policy::Policy::default().words;
        let path = crate::text::RepoPath::new("decisions/0001-rota.md");
        let decision = crate::decision::read(path, text.as_bytes().to_vec(), &words);
        let placed = placed(&decision);
        let found: Vec<(Place, &str)> = placed.iter().map(|placed| (placed.place, placed.text)).collect();
        let expected = [
            (Place::Text, "---"),
            (Place::People, "  - Ines Roy"),
            (Place::Text, "---\n"),
            (Place::Title, "# Rota"),
            (Place::Text, "One\ntwo.\n\n## Consultation\n"),
            (Place::Said, "> So"),
            (Place::Said, "> it is."),
            (Place::Text, ">\n> — Ines Roy, 2026-02-11\n"),
        ];
        assert_eq!(found, expected);
        assert!(placed.iter().all(|placed| text[placed.start..].starts_with(placed.text)));
        assert_eq!(placed[2].lines().collect::<Vec<_>>(), ["---", ""]);
        let numbers = |word: &str| {
            let catalog =
                Catalog::new(vec![decision.clone()], [], Default::default(), jiff::civil::Date::constant(2026, 6, 1));
            let found = search(&[word.to_owned()], None, &catalog);
            found[0].lines.iter().map(|line| line.number).collect::<Vec<_>>()
        };
        assert_eq!((numbers("roy"), numbers("two"), numbers("is")), (vec![4, 16], vec![9], vec![14]));
    }

    #[test]
    fn marks_stand_in_the_text_that_is_shown() {
        let line =
            shown("  a\u{7}paging ##[error] paged", &["page".to_owned(), "pag".to_owned()], Place::Text, 1, None);
        let marked: Vec<&str> = line.marks.iter().map(|mark| mark.of(&line.text)).collect();
        assert_eq!((line.text.as_str(), marked), ("a\\u{7}paging ##\\u{5b}error] paged", vec!["paging", "paged"]));
    }
}

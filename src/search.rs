//! Finds decisions by words: in titles, in the text, in the names of people and in what they said.
//! Letters count without case and accents, and a word is found by its start.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::party::Party;
use crate::text::{Span, lines, visible};

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

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Title,
    People,
    Said,
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
    for Placed { text: line, number, place, quote } in placed(decision) {
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

/// A line of a decision, and what it is.
#[derive(Debug)]
pub(crate) struct Placed<'a> {
    /// The line without its end.
    pub text: &'a str,
    /// Its number, from 1.
    pub number: usize,
    /// What it is.
    pub place: Place,
    /// The quote that it is a part of.
    pub quote: Option<usize>,
}

/// The lines of a decision that may be searched: all but those of the header that name neither the title
/// nor people.
pub(crate) fn placed(decision: &Decision) -> impl Iterator<Item = Placed<'_>> {
    let text = &*decision.text;
    let people = [&decision.makers, &decision.consulted, &decision.informed];
    let named = people
        .iter()
        .flat_map(|people| people.parties.iter().map(|party| party.span))
        .chain(decision.tags.iter().map(|tag| tag.span));
    let quotes = decision.consultation.quotes.iter().map(|quote| quote.words_span);
    // Of two on one line the first of these says what the line is.
    let mut known: Vec<(Span, Place, Option<usize>)> = quotes
        .enumerate()
        .map(|(index, span)| (span, Place::Said, Some(index)))
        .chain(decision.title.iter().map(|title| (title.span, Place::Title, None)))
        .chain(named.map(|span| (span, Place::People, None)))
        .collect();
    known.sort_by_key(|(span, ..)| span.start);
    let mut known = known.into_iter().peekable();
    let mut open: Vec<(Span, Place, Option<usize>)> = Vec::new();
    let mut start = 0;
    lines(text).enumerate().filter_map(move |(index, line)| {
        let end = start + line.len();
        open.retain(|(span, ..)| span.end > start);
        while let Some(next) = known.next_if(|(span, ..)| span.start < end) {
            open.push(next);
        }
        let here = |place: Place| open.iter().find(|(span, what, _)| *what == place && span.end > start);
        let mut places = [Place::Said, Place::Title, Place::People].into_iter();
        let found = places.find_map(here).map(|(_, place, quote)| (*place, *quote));
        let is_header = decision.header.is_some_and(|header| header.start < end && start < header.end);
        start = end + 1;
        let (place, quote) = found.or((!is_header).then_some((Place::Text, None)))?;
        Some(Placed { text: line, number: index + 1, place, quote })
    })
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

/// Hands over each word of a text, without case and accents.
pub(crate) fn each_plain(text: &str, mut take: impl FnMut(&str)) {
    if !text.is_ascii() {
        return spans(text).for_each(|span| take(&plain(span.of(text))));
    }
    // As above, without a look at every character: nearly all texts are of this kind.
    let mut lower = String::new();
    let mut rest = text;
    while let Some(start) = rest.bytes().position(|byte| byte.is_ascii_alphanumeric()) {
        rest = &rest[start..];
        let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let word;
        (word, rest) = rest.split_at(end);
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            lower.clear();
            lower.push_str(word);
            lower.make_ascii_lowercase();
            take(&lower);
        } else {
            take(word);
        }
    }
}

/// Whether a word that is looked for may begin anywhere in a word of a text, for its first letter:
/// scripts without case mostly put no space between words either.
pub(crate) fn is_dense(first: char) -> bool {
    !first.is_lowercase() && !first.is_numeric()
}

/// The words of a text: letters and digits, with the marks above and below them.
fn spans(text: &str) -> impl Iterator<Item = Span> + '_ {
    let is_part = |character: char| character.is_alphanumeric() || is_combining_mark(character);
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(is_part)?;
        let end = text[start..].find(|character| !is_part(character)).map_or(text.len(), |length| start + length);
        rest = end;
        Some(Span::new(start, end))
    })
}

/// A word without case and accents.
fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for character in word.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase) {
        match character {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            other => plain.push(other),
        }
    }
    plain
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
    fn words_are_handed_over_as_they_are_looked_for() {
        for text in ["", "don't  Rota_1 x", " -A-", "Größe 12 cafe\u{301}s", "次の決定 ok"] {
            let mut handed = Vec::new();
            each_plain(text, |word| handed.push(word.to_owned()));
            assert_eq!(handed, words(&[text.to_owned()]), "{text}");
        }
    }

    #[test]
    fn marks_stand_in_the_text_that_is_shown() {
        let line =
            shown("  a\u{7}paging ##[error] paged", &["page".to_owned(), "pag".to_owned()], Place::Text, 1, None);
        let marked: Vec<&str> = line.marks.iter().map(|mark| mark.of(&line.text)).collect();
        assert_eq!((line.text.as_str(), marked), ("a\\u{7}paging ##\\u{5b}error] paged", vec!["paging", "paged"]));
    }
}

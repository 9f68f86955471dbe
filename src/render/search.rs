//! Search results, as text and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use unicode_width::UnicodeWidthChar;

use super::record::bold;
use crate::report::VERSION;
use crate::report::quotes::wrapped;
use crate::search::query::{Phrase, Query};
use crate::search::{self, LinePlace, SearchResult};
use crate::text::{Span, visible};

/// The output of `heard search --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct SearchReport {
    /// The version of this format, 1.
    pub version: u32,
    /// The search words, without case and accents; each matches the start of a word.
    pub words: Vec<String>,
    /// The phrases: words that follow each other.
    pub phrases: Vec<String>,
    /// The words and phrases that a decision must not have.
    pub excluded: Vec<String>,
    /// For each word that no decision has, the similar ones that were searched for instead.
    pub corrected: BTreeMap<String, Vec<String>>,
    /// The decisions that contain all of them, best match first.
    pub found: Vec<Found>,
}

/// A decision that contains the words.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Found {
    /// The ID in the file name.
    pub id: String,
    /// The title, or the file name.
    pub title: String,
    /// The status: one of the six standard ones if it has that meaning, otherwise as written.
    pub status: Option<String>,
    /// The file, with `/`, relative to the repository.
    pub path: String,
    /// How well it matches; more is better.
    pub score: usize,
    /// Lines that contain the words, best match first.
    pub lines: Vec<Line>,
}

/// A line that contains words.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Line {
    /// `title`, `people`, `said` or `text`.
    pub place: &'static str,
    /// Its number, from 1.
    pub line: usize,
    /// The line, hidden characters shown.
    pub text: String,
    /// Where the words are in `text`, each `[start, end]` in bytes.
    pub marks: Vec<[usize; 2]>,
    /// Who said it, for a line of a quote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
}

/// The report.
pub(crate) fn report(query: &Query, result: &SearchResult<'_>) -> SearchReport {
    let line = |line: &search::HitLine| Line {
        place: match line.place {
            LinePlace::Title => "title",
            LinePlace::People => "people",
            LinePlace::Said => "said",
            LinePlace::Text => "text",
        },
        line: line.number,
        text: line.text.clone(),
        marks: line.marks.iter().map(|mark| [mark.start, mark.end]).collect(),
        speaker: line.speaker.clone(),
    };
    let phrases = |list: &[Phrase]| list.iter().map(|phrase| phrase.0.join(" ")).collect();
    let found = result.hits.iter().map(|found| Found {
        id: found.decision.id.shown().to_owned(),
        title: found.decision.shown_title().to_owned(),
        status: found.decision.status.as_ref().map(|status| status.shown().to_owned()),
        path: found.decision.path.as_str().to_owned(),
        score: found.score,
        lines: found.lines.iter().map(line).collect(),
    });
    SearchReport {
        version: VERSION,
        words: query.words.clone(),
        phrases: phrases(&query.phrases),
        excluded: phrases(&query.excluded),
        corrected: result.corrected.iter().cloned().collect(),
        found: found.collect(),
    }
}

/// The report as text: a paragraph per decision, with the words in bold.
pub(crate) fn list(result: &SearchResult<'_>, width: usize) -> String {
    let mut out = String::new();
    for (typed, near) in &result.corrected {
        let near: Vec<String> = near.iter().map(|word| format!("`{word}`")).collect();
        let _ = writeln!(out, "nothing contains `{typed}`; showing {}", near.join(", "));
    }
    for found in &result.hits {
        let head = wrapped(found.decision.shown_title(), &format!("{}  ", found.decision.id), "      ", "", width);
        let _ = writeln!(out, "{}", bold(&head));
        for line in &found.lines {
            let before = match &line.speaker {
                Some(speaker) => format!("{:>5}  {}: ", line.number, visible(speaker)),
                None => format!("{:>5}  ", line.number),
            };
            let left = width.saturating_sub(before.chars().count()).max(20);
            let _ = writeln!(out, "{before}{}", marked(&line.text, &line.marks, left));
        }
    }
    if result.hits.is_empty() {
        out.push_str("no matches\n");
    }
    out
}

/// As much of a line as fits, from a little before the first mark on, the marks in bold.
fn marked(text: &str, marks: &[Span], width: usize) -> String {
    let columns = |text: &str| text.chars().filter_map(UnicodeWidthChar::width).sum::<usize>();
    let mut start = 0;
    if columns(text) > width
        && let Some(first) = marks.first()
    {
        // The text before the first match may take a third of the line.
        let mut used = 0;
        let before = text[..first.start].char_indices().rev().take_while(|(_, character)| {
            used += character.width().unwrap_or(0);
            used <= width / 3
        });
        start = before.last().map_or(first.start, |(at, _)| at);
    }
    let mut out = String::from(if start > 0 { "…" } else { "" });
    let mut used = out.chars().count();
    for (at, character) in text[start..].char_indices() {
        let at = at + start;
        let next = character.width().unwrap_or(0);
        if marks.iter().any(|mark| mark.end == at) {
            out.push_str("\u{1b}[0m");
        }
        if used + next + usize::from(at + character.len_utf8() < text.len()) > width {
            if marks.iter().any(|mark| mark.start < at && at < mark.end) {
                out.push_str("\u{1b}[0m");
            }
            out.push('…');
            return out;
        }
        if marks.iter().any(|mark| mark.start == at) {
            out.push_str("\u{1b}[1;4m");
        }
        out.push(character);
        used += next;
    }
    if marks.iter().any(|mark| mark.end == text.len()) {
        out.push_str("\u{1b}[0m");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_around_the_first_mark() {
        let mark = |text: &str, word: &str, width| {
            let start = text.find(word).unwrap();
            let line = marked(text, &[Span::new(start, start + word.len())], width);
            line.replace("\u{1b}[1;4m", "<").replace("\u{1b}[0m", ">")
        };
        assert_eq!(mark("one two three", "two", 40), "one <two> three");
        assert_eq!(mark("one two three", "three", 13), "one two <three>");
        let long = format!("{} here {}", "before ".repeat(20), "after ".repeat(20));
        assert_eq!(mark(&long, "here", 30), "…e before  <here> after after a…");
        assert_eq!(mark(&"wort".repeat(20), &"wort".repeat(20), 20), format!("<{}wor>…", "wort".repeat(4)));
    }
}

//! The quotes of a decision and the responses to them as plain text, for a terminal and for the feed of a site.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::record::{Record, Said};
use crate::evidence;
use crate::text::{one_line, visible};
use crate::vocabulary::words::Disposition;

/// What people said, the responses, and who has not answered.
pub(crate) fn quotes(record: &Record<'_>, width: usize) -> String {
    let mut out = String::new();
    if record.quotes.is_empty() && record.states.is_empty() {
        out.push_str("\nNobody is quoted.\n");
    }
    for quote in &record.quotes {
        out.push_str(&quoted(quote, width));
    }
    for state in &record.states {
        // What came true is said of nobody.
        let has_happened = state.state == Disposition::CameTrue.word();
        let about = if has_happened { state.reason } else { "nobody named" };
        let mut text = format!("{}: {}", state.state, state.party.as_deref().unwrap_or(about));
        let is_silent = state.state == Disposition::NoAnswer.word();
        match state.dates.as_slice() {
            [asked, until] if is_silent => text.push_str(&format!(", asked {asked}, waited until {until}")),
            _ if has_happened => {}
            dates => dates.iter().for_each(|date| text.push_str(&format!(", {date}"))),
        }
        if state.waiting {
            text.push_str(", no answer yet");
        }
        if !has_happened && !state.reason.is_empty() {
            text.push_str(&format!(", {}", state.reason));
        }
        let _ = writeln!(out, "\n{}", wrapped(&text, "  ", "  ", "", width));
    }
    out
}

/// One quote and the response to it.
pub(crate) fn quoted(quote: &Said<'_>, width: usize) -> String {
    let mut out = String::new();
    let mut caption = quote.speaker.as_deref().unwrap_or("somebody").to_owned();
    for part in [quote.date, quote.source].into_iter().flatten() {
        caption.push_str(", ");
        caption.push_str(part);
    }
    if let Some(listener) = &quote.told_to {
        caption.push_str(", told ");
        caption.push_str(listener);
    }
    let place = if quote.trial { " (trial)" } else { "" };
    let behind = evidence::in_words(quote.evidence);
    let _ = writeln!(out, "\n{}", spoken(quote.text, width));
    let _ = writeln!(out, "{}", wrapped(&format!("{caption}{place} [{behind}]"), "    — ", "      ", "", width));
    let by = quote.by.as_ref().map_or(String::new(), |by| format!(" by {by}"));
    let answer = match (quote.disposition, quote.answer) {
        (Some(kind), Some(text)) if !text.is_empty() => format!("{kind}{by}: {text}"),
        (Some(kind), _) => kind.to_owned(),
        (None, Some(text)) => text.to_owned(),
        (None, None) => "not answered".to_owned(),
    };
    let _ = writeln!(out, "{}", wrapped(&answer, "  → ", "    ", "", width));
    out
}

/// The text of a quote, paragraph by paragraph.
fn spoken(text: &str, width: usize) -> String {
    let paragraphs: Vec<&str> = text.split('\n').filter(|paragraph| !paragraph.trim().is_empty()).collect();
    let last = paragraphs.len().saturating_sub(1);
    let wrapped_paragraphs = paragraphs.iter().enumerate().map(|(index, paragraph)| {
        let first = if index == 0 { "  “" } else { "   " };
        wrapped(paragraph, first, "   ", if index == last { "”" } else { "" }, width)
    });
    wrapped_paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// Text folded to lines of `width`, with something before the first and the other lines.
pub(crate) fn wrapped(text: &str, first: &str, next: &str, end: &str, width: usize) -> String {
    let mut out = String::from(first);
    let mut used = first.width();
    for (index, word) in one_line(&visible(text)).split(' ').enumerate() {
        if index > 0 && used + 1 + word.width() + end.width() > width {
            out.push('\n');
            out.push_str(next);
            used = next.width();
        } else if index > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += word.width();
    }
    out.push_str(end);
    out
}

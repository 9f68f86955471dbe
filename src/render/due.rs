//! What is due, as text, JSON, markdown for an issue, and events for a calendar.

use std::fmt::Write as _;

use clap::ValueEnum;

use super::markdown::text as markdown_text;
use super::record::bold;
use crate::report::due::DueReport;
use crate::report::quotes::wrapped;
use crate::text::{counted, excerpt, visible};

/// How many characters of a quote are shown.
const WORDS: usize = 120;

/// Output formats of `heard due`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DueFormat {
    /// Text for the terminal.
    Human,
    /// JSON; see `heard schema`.
    Json,
    /// Markdown, for an issue.
    Markdown,
    /// iCalendar, for a calendar.
    Ics,
}

/// That nothing is due, for a report that is empty.
fn nothing(report: &DueReport<'_>) -> String {
    format!("nothing is due until {}, and nobody waits for an answer", report.until)
}

/// The first words of a quote.
fn first_words(words: &str) -> String {
    format!("“{}”", excerpt(words, WORDS).0)
}

/// The report as text.
pub(crate) fn list(report: &DueReport<'_>, width: usize) -> String {
    let width = width.min(100);
    let mut out = String::new();
    for (heading, items) in report.parts() {
        let _ = writeln!(out, "{}{}", if out.is_empty() { "" } else { "\n" }, bold(&heading));
        for item in items {
            let lead = format!("  {}  ", visible(item.decision));
            let _ = writeln!(out, "{}", wrapped(item.title, &lead, "        ", "", width));
            let mut message = item.message.clone();
            if let Some(words) = item.words {
                let _ = write!(message, ": {}", first_words(words));
            }
            let _ = writeln!(out, "{}", wrapped(&message, "        ", "          ", "", width));
            let _ = writeln!(out, "{}", wrapped(&item.next, "        → ", "          ", "", width));
        }
    }
    if out.is_empty() {
        let _ = writeln!(out, "{}", nothing(report));
    }
    out
}

/// The report as markdown.
pub(crate) fn page(report: &DueReport<'_>) -> String {
    let mut out = format!("## Due in the decision log\n\n{} on {}.\n", counted(report.due.len(), "item"), report.today);
    for (heading, items) in report.parts() {
        let _ = write!(out, "\n### {heading}\n\n");
        for item in items {
            let words = item.words.map(|words| format!(": {}", markdown_text(&first_words(words)))).unwrap_or_default();
            let title = markdown_text(&format!("{} {}", visible(item.decision), visible(item.title)));
            let message = markdown_text(&item.message);
            let next = markdown_text(&item.next);
            let makers = markdown_text(&item.decision_makers.join(", "));
            let makers = if makers.is_empty() { makers } else { format!(" Decided by {makers}.") };
            let _ = writeln!(out, "- **{title}**: {message}{words}.{makers} Next: {next}.");
        }
    }
    if report.due.is_empty() {
        let _ = write!(out, "\n{}.\n", nothing(report));
    }
    out
}

/// The report as events of whole days (RFC 5545). What has no date is no event.
pub(crate) fn calendar(report: &DueReport<'_>) -> String {
    let mut out = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//heard//due//EN", "CALSCALE:GREGORIAN"] {
        fold_line(&mut out, line);
    }
    let stamp = report.today.replace('-', "");
    for item in report.due.iter().filter(|item| !matches!(item.kind, "answer" | "response")) {
        let Some(date) = &item.date else { continue };
        let person = item.person.as_ref().or(item.decision_makers.first()).map(String::as_str).unwrap_or_default();
        // The same event in each export, so that a calendar replaces it.
        let key = [item.kind, item.path, date, person, item.area.unwrap_or_default()].join("/");
        let mut description = item.message.clone();
        if let Some(words) = item.words {
            let _ = write!(description, ": {}", first_words(words));
        }
        let _ = write!(description, "\n{}\n{}", item.next, item.path);
        fold_line(&mut out, "BEGIN:VEVENT");
        fold_line(&mut out, &format!("UID:{}", escaped(&key)));
        fold_line(&mut out, &format!("DTSTAMP:{stamp}T000000Z"));
        fold_line(&mut out, &format!("DTSTART;VALUE=DATE:{}", date.replace('-', "")));
        fold_line(
            &mut out,
            &format!("SUMMARY:{}", escaped(&format!("{} {}: {}", item.decision, item.title, item.kind))),
        );
        fold_line(&mut out, &format!("DESCRIPTION:{}", escaped(&description)));
        fold_line(&mut out, "TRANSP:TRANSPARENT");
        fold_line(&mut out, "END:VEVENT");
    }
    fold_line(&mut out, "END:VCALENDAR");
    out
}

/// A text value of a calendar.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push_str("\\n");
        }
        for character in visible(line).chars() {
            if matches!(character, '\\' | ';' | ',') {
                out.push('\\');
            }
            out.push(character);
        }
    }
    out
}

/// A line of a calendar, folded so that none has more than 75 bytes.
fn fold_line(out: &mut String, line: &str) {
    let mut used = 0;
    for character in line.chars() {
        if used + character.len_utf8() > 75 {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(character);
        used += character.len_utf8();
    }
    out.push_str("\r\n");
}

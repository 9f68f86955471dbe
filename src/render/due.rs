//! What is due, as text, JSON, markdown for an issue, and events for a calendar.

use std::fmt::Write as _;

use clap::ValueEnum;
use jiff::civil::Date;
use serde::Serialize;

use super::markdown::text as markdown_text;
use super::record::bold;
use crate::decision::consultation::Quote;
use crate::due::{Due, DueKind};
use crate::report::VERSION;
use crate::report::quotes::wrapped;
use crate::text::{counted, excerpt, shell, visible};
use crate::vocabulary::party::Party;

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

/// The output of `heard due --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct DueReport<'a> {
    /// The version of this format, 1.
    pub version: u32,
    /// The date that counts as today, `YYYY-MM-DD`.
    pub today: String,
    /// The last date that is looked at, `YYYY-MM-DD`.
    pub until: String,
    /// What is due in the order of the dates, then what is open without a date, the oldest first.
    pub due: Vec<DueItem<'a>>,
}

/// Something that is due.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct DueItem<'a> {
    /// `review`, `waiver` (its end), `deferral`, `trial` (without a result), `cover` (its end), `answer` (of somebody who
    /// was asked) or `response` (to a quote).
    pub kind: &'static str,
    /// When it is due, `YYYY-MM-DD`; for an answer or a response, since when it is open. Null if that is unknown.
    pub date: Option<String>,
    /// Whether that date has passed; an answer or a response is never overdue.
    pub overdue: bool,
    /// The ID of the decision.
    pub decision: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its file.
    pub path: &'a str,
    /// Its decision-makers.
    pub decision_makers: Vec<String>,
    /// Who was quoted or asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Their words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<&'a str>,
    /// The area that the decision covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<&'a str>,
    /// What is due, in a phrase.
    pub message: String,
    /// What to do.
    pub next: String,
}

/// The report.
pub(crate) fn report<'a>(due: &[Due<'a>], today: Date, until: Date) -> DueReport<'a> {
    let items = due.iter().map(|due| item(due, today)).collect();
    DueReport { version: VERSION, today: today.to_string(), until: until.to_string(), due: items }
}

fn item<'a>(due: &Due<'a>, today: Date) -> DueItem<'a> {
    let decision = due.decision;
    let is_overdue = due.is_overdue(today);
    let date = due.day.map(|day| day.to_string());
    let on = date.as_ref().map(|date| format!(" on {date}")).unwrap_or_default();
    let id = decision.id.shown();
    let is_was = if is_overdue { "was" } else { "is" };
    let name = |party: Option<&Party>| party.map_or_else(|| "somebody".to_owned(), Party::shown);
    let speaker = |quote: &Quote| name(quote.speaker());
    let (kind, message, next) = match due.kind {
        DueKind::Review => (
            "review",
            format!("review {is_was} due{on}"),
            "set a later `review-by`, or write the decision that supersedes it".to_owned(),
        ),
        DueKind::Waiver => (
            "waiver",
            format!("waiver {}{on}", if is_overdue { "ended" } else { "ends" }),
            format!("write a decision that supersedes it: `heard new TITLE --supersedes {}`", shell(id)),
        ),
        DueKind::Deferral(quote) => (
            "deferral",
            format!(
                "concern of {} {is_was} deferred to {}",
                speaker(quote),
                date.as_deref().unwrap_or("an unknown date")
            ),
            format!("decide, and tell {} (`heard tell` writes the message)", speaker(quote)),
        ),
        DueKind::Trial => (
            "trial",
            match is_overdue {
                true => format!("trial ended{on} and has no result"),
                false => format!("trial ends{on}"),
            },
            "add `- Result:` with what was observed".to_owned(),
        ),
        DueKind::Cover(area) => (
            "cover",
            format!(
                "covers new changes in area `{}` until {}",
                area.name,
                date.as_deref().unwrap_or("an unknown date")
            ),
            "consult people again, and write the decision that supersedes it".to_owned(),
        ),
        DueKind::Answer(party) => (
            "answer",
            format!("{} was asked{on} and has not answered", party.shown()),
            format!(
                "quote the answer, or write `**No answer:** {}, asked {}, waited until {today}`",
                party.shown(),
                date.as_deref().unwrap_or("YYYY-MM-DD")
            ),
        ),
        DueKind::Response(quote) => (
            "response",
            format!("quote from {} has no response", speaker(quote)),
            format!("`heard answer {} {} --as DISPOSITION` writes one", shell(id), shell(&speaker(quote))),
        ),
    };
    let (person, words) = match due.kind {
        DueKind::Deferral(quote) | DueKind::Response(quote) => (quote.speaker(), Some(quote.words.as_str())),
        DueKind::Answer(party) => (Some(party), None),
        DueKind::Review | DueKind::Waiver | DueKind::Trial | DueKind::Cover(_) => (None, None),
    };
    DueItem {
        kind,
        date,
        overdue: is_overdue,
        decision: id,
        title: decision.shown_title(),
        path: decision.path.as_str(),
        decision_makers: decision.makers.parties.iter().map(Party::shown).collect(),
        person: person.map(Party::shown),
        words,
        area: if let DueKind::Cover(area) = due.kind { Some(&area.name) } else { None },
        message,
        next,
    }
}

impl DueReport<'_> {
    /// The parts of the report that people read, each with a heading.
    fn parts(&self) -> Vec<(String, Vec<&DueItem<'_>>)> {
        let is_open = |item: &DueItem<'_>| matches!(item.kind, "answer" | "response");
        let part =
            |is_in: &dyn Fn(&DueItem<'_>) -> bool| self.due.iter().filter(|item| is_in(item)).collect::<Vec<_>>();
        let parts = vec![
            ("Overdue".to_owned(), part(&|item| item.overdue)),
            (format!("Due by {}", self.until), part(&|item| !item.overdue && !is_open(item))),
            ("Open".to_owned(), part(&is_open)),
        ];
        parts.into_iter().filter(|(_, items)| !items.is_empty()).collect()
    }

    /// That nothing is due, for a report that is empty.
    fn nothing(&self) -> String {
        format!("nothing is due until {}, and nobody waits for an answer", self.until)
    }
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
        let _ = writeln!(out, "{}", report.nothing());
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
        let _ = write!(out, "\n{}.\n", report.nothing());
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

//! What happened to decisions, as text and as JSON.

use std::collections::HashSet;
use std::fmt::Write as _;

use serde::Serialize;

use crate::catalog::Catalog;
use crate::life::{Event, EventKind, Happened, Life};
use crate::report::VERSION;
use crate::report::quotes::wrapped;
use crate::text::{excerpt, fold, visible};
use crate::vocabulary::party::Party;
use crate::vocabulary::words::Disposition;

/// How many characters of a quote or an answer a line has.
const WORDS: usize = 120;

/// The output of `heard log --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct LogReport<'a> {
    /// The version of this format, 1.
    pub version: u32,
    /// What happened, the oldest first.
    pub events: Vec<EventReport<'a>>,
    /// Whether there are older events that the limit left out.
    pub more: bool,
    /// How many commits were read, the newest first.
    pub commits: usize,
    /// Whether no commit that could have events had to be left out.
    pub whole_history: bool,
    /// Whether the clone is shallow, so that its history is cut off.
    pub shallow: bool,
}

/// Something that happened to a decision.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct EventReport<'a> {
    /// `added`, `removed`, `renamed`, `listed` (as consulted), `asked`, `asked-again`, `no-answer`, `waived`, `said`,
    /// `redacted`, `unsaid` (a quote was removed or changed), `answered`, `answered-again`, `status`, `superseded`,
    /// `corrected`, `came-true` or `told`.
    pub kind: &'static str,
    /// The date of the commit, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The commit.
    pub commit: String,
    /// The author of the commit, which does not prove who said what.
    pub written_by: &'a str,
    /// The ID of the decision then.
    pub decision: &'a str,
    /// Its title then.
    pub title: &'a str,
    /// Its file then.
    pub path: &'a str,
    /// Who was listed, asked, quoted, answered or told.
    pub person: Option<String>,
    /// The quote, the answer or the reason; null if the log no longer has it.
    pub text: Option<&'a str>,
    /// The disposition at the start of an answer.
    pub disposition: Option<&'static str>,
    /// Who overruled it.
    pub by: Option<String>,
    /// The status or the file before.
    pub from: Option<&'a str>,
    /// The status after.
    pub to: Option<&'a str>,
    /// The same in a phrase.
    pub message: String,
}

/// The report.
pub(crate) fn report<'a>(life: &'a Life, catalog: &Catalog, is_shallow: bool) -> LogReport<'a> {
    let present = texts(catalog);
    LogReport {
        version: VERSION,
        events: life.events.iter().map(|event| event_report(event, &present)).collect(),
        more: life.has_more,
        commits: life.commits,
        whole_history: life.is_whole,
        shallow: is_shallow,
    }
}

/// All that is quoted, answered and recorded in the log. People may have asked to take out what is not there any more.
fn texts(catalog: &Catalog) -> HashSet<String> {
    let mut texts = HashSet::new();
    for consultation in catalog.decisions.iter().map(|decision| &decision.consultation) {
        for quote in &consultation.quotes {
            texts.insert(fold(&quote.words));
            texts.extend(quote.answer.iter().map(|answer| fold(&answer.text)));
        }
        texts.extend(consultation.states.iter().map(|state| fold(&state.reason)));
    }
    texts
}

fn event_report<'a>(happened: &'a Happened, present: &HashSet<String>) -> EventReport<'a> {
    let event = &happened.event;
    let text = Some(event.text.as_str()).filter(|text| !text.is_empty() && present.contains(&fold(text)));
    let (from, to) = match &event.kind {
        EventKind::Added(to) => (None, to.as_deref()),
        EventKind::Status { from, to } => (from.as_deref(), to.as_deref()),
        EventKind::Renamed(from) => (Some(from.as_str()), None),
        _ => (None, None),
    };
    EventReport {
        kind: kind(&event.kind),
        date: happened.date.map(|date| date.to_string()),
        commit: happened.commit.to_string(),
        written_by: &happened.author,
        decision: &happened.id,
        title: &happened.title,
        path: happened.path.as_str(),
        person: event.person.as_ref().map(Party::shown),
        text,
        disposition: event.disposition.map(Disposition::word),
        by: event.by.as_ref().map(Party::shown),
        from,
        to,
        message: message(event, text),
    }
}

fn kind(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::Added(_) => "added",
        EventKind::Removed => "removed",
        EventKind::Renamed(_) => "renamed",
        EventKind::Listed => "listed",
        EventKind::Asked { again: false } => "asked",
        EventKind::Asked { again: true } => "asked-again",
        EventKind::NoAnswer => "no-answer",
        EventKind::Waived => "waived",
        EventKind::Said => "said",
        EventKind::Redacted => "redacted",
        EventKind::Unsaid => "unsaid",
        EventKind::Answered { again: false } => "answered",
        EventKind::Answered { again: true } => "answered-again",
        EventKind::Status { .. } => "status",
        EventKind::Superseded(_) => "superseded",
        EventKind::Corrected => "corrected",
        EventKind::CameTrue => "came-true",
        EventKind::Told => "told",
    }
}

/// What happened, in a phrase. Of a text that the log no longer has nothing is said.
fn message(event: &Event, text: Option<&str>) -> String {
    let person = event.person.as_ref().map_or_else(|| "somebody".to_owned(), Party::shown);
    let short = |text: &str| excerpt(text, WORDS).0;
    let reason = text.map(|text| format!(": {}", short(text))).unwrap_or_default();
    match &event.kind {
        EventKind::Added(Some(status)) if status == "proposed" => "proposed".to_owned(),
        EventKind::Added(Some(status)) => format!("added as {status}"),
        EventKind::Added(None) => "added without a status".to_owned(),
        EventKind::Removed => "removed".to_owned(),
        EventKind::Renamed(from) => format!("renamed; it was `{from}`"),
        EventKind::Listed => format!("listed {person} as consulted"),
        EventKind::Asked { again: false } => format!("asked {person}"),
        EventKind::Asked { again: true } => format!("asked {person} again"),
        EventKind::NoAnswer => format!("no answer from {person}"),
        EventKind::Waived => format!("{person} not consulted{reason}"),
        EventKind::Said => match text {
            Some(text) => format!("quoted {person}: “{}”", short(text)),
            None => format!("quoted {person} (no longer in the log)"),
        },
        EventKind::Redacted => format!("redacted a quote from {person}"),
        EventKind::Unsaid => format!("removed or changed a quote from {person}"),
        EventKind::Answered { again } => {
            let verb = if *again { "answered again" } else { "answered" };
            let by = event.by.as_ref().map(|by| format!(" by {}", by.shown())).unwrap_or_default();
            match event.disposition {
                Some(word) => format!("{verb} {person}: {}{by}{reason}", word.word()),
                None => format!("{verb} {person}{reason}"),
            }
        }
        EventKind::Status { from, to } => {
            let before = from.as_deref().unwrap_or("without a status");
            format!("{} (was {before})", to.as_deref().unwrap_or("without a status"))
        }
        EventKind::Superseded(by) if by.is_empty() => "superseded".to_owned(),
        EventKind::Superseded(by) => format!("superseded by {}", by.join(", ")),
        EventKind::Corrected => format!("{person} corrected a quote"),
        EventKind::CameTrue => format!("the concern of {person} came true{reason}"),
        EventKind::Told => format!("told {person} what became of it"),
    }
}

/// The report as text: a line for each event.
pub(crate) fn list(report: &LogReport<'_>, width: usize) -> String {
    let mut out = String::new();
    for event in &report.events {
        let date = event.date.as_deref().unwrap_or("----------");
        let short = event.commit.get(..10).unwrap_or(&event.commit);
        let lead = format!("{date}  {short}  {}  ", visible(event.decision));
        let line = format!("{} (written by {})", event.message, event.written_by);
        let _ = writeln!(out, "{}", wrapped(&line, &lead, "    ", "", width));
    }
    if report.events.is_empty() {
        out.push_str("nothing found in the history\n");
    }
    if report.more {
        let _ = writeln!(out, "\nthere are older events; `--limit {}` shows more", report.events.len().max(1) * 2);
    }
    if !report.whole_history && report.shallow {
        out.push_str(
            "\nthe history is cut off (a shallow clone), so older events are missing; `git fetch --unshallow` gets them\n",
        );
    } else if !report.whole_history {
        let _ = writeln!(out, "\nonly the newest {} commits were read", report.commits);
    }
    out
}

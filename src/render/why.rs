//! The decisions that cover a path or introduced a line, as text and as JSON.

use std::cmp::Reverse;
use std::fmt::Write as _;

use serde::Serialize;

use super::record::bold;
use crate::decision::Decision;
use crate::policy::Policy;
use crate::report::VERSION;
use crate::report::quotes::{quotes, wrapped};
use crate::report::record::Record;
use crate::text::visible;
use crate::vocabulary::words::StatusKind;
use crate::who::Subject;

/// The output of `heard why --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct WhyReport<'a> {
    /// The version of this format, 1.
    pub version: u32,
    /// The path, with `/`, relative to the repository.
    pub path: String,
    /// Where the line comes from, if a line was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<Origin>,
    /// The decisions that the commit of the line names.
    pub named: Vec<Record<'a>>,
    /// The other decisions that cover the path: those in force first, then the newest.
    pub governing: Vec<Record<'a>>,
}

/// Where a line comes from.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Origin {
    /// Its number, from 1.
    pub line: usize,
    /// The commit that last changed it; null if it is not committed.
    pub commit: Option<String>,
    /// The author of that commit.
    pub author: Option<String>,
    /// The first line of its message.
    pub subject: Option<String>,
    /// The values of its `Decision:` trailers.
    pub names: Vec<String>,
}

impl<'a> WhyReport<'a> {
    /// The report.
    pub(crate) fn of(
        subject: &Subject,
        line: Option<Origin>,
        named: &[&'a Decision],
        mut governing: Vec<&'a Decision>,
        policy: &Policy,
    ) -> Self {
        governing.sort_by_key(|decision| {
            let rank = match decision.kind() {
                Some(StatusKind::Accepted | StatusKind::Waived) => 0,
                Some(StatusKind::Proposed) | None => 1,
                Some(StatusKind::Deprecated | StatusKind::Rejected | StatusKind::Superseded) => 2,
            };
            (rank, Reverse(decision.date.as_ref().and_then(|day| day.date)))
        });
        let records =
            |decisions: &[&'a Decision]| decisions.iter().map(|decision| Record::of(decision, policy)).collect();
        let path = if subject.path.as_str().is_empty() { "." } else { subject.path.as_str() };
        Self { version: VERSION, path: path.to_owned(), line, named: records(named), governing: records(&governing) }
    }
}

/// The report as text. The decisions are of other repositories if they are joined.
pub(crate) fn page(report: &WhyReport<'_>, width: usize, are_joined: bool) -> String {
    let width = width.min(100);
    let mut out = String::new();
    if let Some(origin) = &report.line {
        let _ = write!(out, "line {} ", origin.line);
        let _ = match (&origin.commit, &origin.subject, &origin.author) {
            (Some(commit), Some(subject), Some(author)) => {
                let short = commit.get(..10).unwrap_or(commit);
                writeln!(out, "was last changed by {} in {short}: {}", visible(author), visible(subject))
            }
            _ => writeln!(out, "is not committed yet"),
        };
        let names = visible(&origin.names.join(", ")).into_owned();
        let _ = match (origin.names.is_empty(), report.named.is_empty()) {
            (true, _) if origin.commit.is_none() => Ok(()),
            (true, _) => writeln!(out, "the commit names no decision"),
            (false, true) => writeln!(out, "the commit names {names}, but there is no such decision"),
            (false, false) => writeln!(out, "the commit names {names}"),
        };
    }
    for record in report.named.iter().chain(&report.governing) {
        if !out.is_empty() {
            out.push('\n');
        }
        let title = record.title.unwrap_or(record.path);
        let status = record.status.unwrap_or("no status");
        let date = record.date.as_ref().map_or(String::new(), |date| format!(", {date}"));
        let head = format!("{title} ({status}{date})");
        let _ = writeln!(out, "{}", bold(&wrapped(&head, &format!("{}  ", visible(record.id)), "      ", "", width)));
        out.push_str(&quotes(record, width));
    }
    if report.governing.is_empty() && report.named.is_empty() {
        let path = visible(&report.path);
        // Who is to consult is in the history and the policy of a repository.
        let help = if are_joined { String::new() } else { format!("; `heard who {path}` shows who to consult") };
        let _ = writeln!(out, "no decision covers `{path}`{help}");
    }
    out
}

//! Findings as reviewdog's diagnostics (`rdjson`). Its columns count bytes, and its ends are
//! exclusive.

use serde::Serialize;
use serde_json::{Value, json};

use super::{joined_message, markdown};
use crate::report::{FindingReport, Report};

/// All diagnostics of a run.
#[derive(Debug, Serialize)]
pub(super) struct Diagnostics<'a> {
    source: Value,
    severity: &'static str,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Debug, Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: String,
    code: Value,
}

#[derive(Debug, Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Debug, Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Debug, Serialize)]
struct Position {
    line: usize,
    column: usize,
}

impl<'a> Diagnostics<'a> {
    /// The findings of a report.
    pub(super) fn of(report: &'a Report) -> Self {
        let worst = match report.summary() {
            summary if summary.denied > 0 => "ERROR",
            summary if summary.warned > 0 => "WARNING",
            _ => "INFO",
        };
        Self {
            source: json!({ "name": "heard" }),
            severity: worst,
            diagnostics: report.findings().iter().map(diagnostic).collect(),
        }
    }
}

fn diagnostic(finding: &FindingReport) -> Diagnostic<'_> {
    let place = &finding.place;
    let [from, to] = place.byte_columns;
    let range = Range {
        start: Position { line: place.line, column: from },
        end: Position { line: place.end_line, column: to },
    };
    Diagnostic {
        // It becomes a comment, and comments are markdown.
        message: joined_message(finding).lines().map(markdown::text).collect::<Vec<_>>().join("\n"),
        location: Location { path: &finding.path, range: (!place.is_whole_file).then_some(range) },
        severity: finding.level.word().to_uppercase(),
        code: json!({ "value": finding.rule }),
    }
}

//! Findings as a code quality report of GitLab CI: an array of violations.

use serde::Serialize;
use serde_json::{Value, json};

use super::joined_message;
use crate::report::{FindingLevel, FindingReport, Report};

/// One violation.
#[derive(Debug, Serialize)]
pub(super) struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Debug, Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Value,
}

/// The findings of a report.
pub(super) fn issues(report: &Report) -> Vec<Issue<'_>> {
    report.findings().iter().map(issue).collect()
}

fn issue(finding: &FindingReport) -> Issue<'_> {
    let (begin, end) = (finding.place.line, finding.place.end_line);
    Issue {
        // The list in a merge request shows one line.
        description: joined_message(finding).replace('\n', "; "),
        check_name: &finding.rule,
        fingerprint: &finding.fingerprint,
        severity: match finding.level {
            FindingLevel::Deny => "major",
            FindingLevel::Warn => "minor",
        },
        location: Location { path: &finding.path, lines: json!({ "begin": begin, "end": end }) },
    }
}

//! The baseline compared with the current findings.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;

use crate::baseline::{self, Baseline, Key};
use crate::finding::Finding;
use crate::report::VERSION;
use crate::text::visible;

/// The output of `heard baseline --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct BaselineReport {
    /// The version of this format, 1.
    pub version: u32,
    /// The recorded or current findings, by path and rule.
    pub entries: Vec<EntryReport>,
}

/// A rule in a file.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct EntryReport {
    /// The file, with `/`, relative to the repository.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// The number of findings in the baseline.
    pub recorded: usize,
    /// The number of current findings.
    pub found: usize,
    /// The note of the entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Joins the baseline with the current findings.
pub(crate) fn report(baseline: &Baseline, findings: &[Finding]) -> BaselineReport {
    let counts = baseline::counts(findings);
    let keys: BTreeSet<&Key> = baseline.entries.keys().chain(counts.keys()).collect();
    let entries = keys.into_iter().map(|key| {
        let entry = baseline.entries.get(key);
        EntryReport {
            path: key.0.as_str().to_owned(),
            rule: key.1.clone(),
            recorded: entry.map(|entry| entry.count).unwrap_or_default(),
            found: counts.get(key).copied().unwrap_or_default(),
            note: entry.and_then(|entry| entry.note.clone()),
        }
    });
    BaselineReport { version: VERSION, entries: entries.collect() }
}

/// The report as text: a line per entry, marked where the two differ, and what to do about it.
pub(crate) fn state(report: &BaselineReport) -> String {
    let mut out = String::new();
    let mut last = "";
    let (mut recorded, mut new, mut gone) = (0, 0, 0);
    for entry in &report.entries {
        if last != entry.path {
            let _ = writeln!(out, "{}", visible(&entry.path));
            last = &entry.path;
        }
        let more = entry.found.saturating_sub(entry.recorded);
        let fewer = entry.recorded.saturating_sub(entry.found);
        let (mark, says) = match (entry.recorded, entry.found) {
            (0, found) => ('+', format!("{found} found, none recorded")),
            (recorded, 0) => ('-', format!("none found, {recorded} recorded")),
            (recorded, found) if more + fewer > 0 => {
                (if more > 0 { '+' } else { '-' }, format!("{found} found, {recorded} recorded"))
            }
            (_, found) => (' ', found.to_string()),
        };
        let note = entry.note.as_ref().map_or(String::new(), |note| format!(" ({})", visible(note)));
        let _ = writeln!(out, "{mark} {}: {says}{note}", visible(&entry.rule));
        recorded += entry.recorded;
        new += more;
        gone += fewer;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    let _ = writeln!(out, "{}", recorded_in(recorded));
    if new > 0 {
        let _ = writeln!(out, "{} new: record them with `heard baseline --write`", are(new));
    }
    if gone > 0 {
        let _ = writeln!(out, "{} no longer found: remove them with `heard baseline --prune`", are(gone));
    }
    out
}

/// The number of findings in a baseline.
pub(crate) fn total(baseline: &Baseline) -> String {
    recorded_in(baseline.entries.values().map(|entry| entry.count).sum())
}

fn recorded_in(recorded: usize) -> String {
    let count = match recorded {
        0 => "no findings are".to_owned(),
        1 => "1 finding is".to_owned(),
        many => format!("{many} findings are"),
    };
    format!("{count} recorded in {}", baseline::FILE)
}

fn are(count: usize) -> String {
    if count == 1 { "1 is".to_owned() } else { format!("{count} are") }
}

//! The reports of `check` and `gate`, ready for any format: findings with lines and columns, a
//! summary, and what a change requires. These types are the JSON contract; the schemas in `docs/` are
//! generated from them. Fields that only other formats need are skipped in the JSON.

pub(crate) mod due;
pub(crate) mod json;
pub(crate) mod quotes;
pub(crate) mod record;

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::facts::NeedSummary;
use crate::finding;
use crate::git;
use crate::policy::{FILE, Level};
use crate::text::{Places, RepoPath, Span, one_line};

/// The version of the JSON contract.
pub(crate) const VERSION: u32 = 1;

/// The texts that findings point into. The policy is separate: `gate` points into the one at the base
/// and the one at the head.
#[derive(Debug, Default)]
pub(crate) struct Texts<'a> {
    /// By path.
    pub files: BTreeMap<&'a RepoPath, &'a str>,
    /// The policy that was applied.
    pub policy: &'a str,
}

impl<'a> Texts<'a> {
    /// The text that a finding points into.
    pub(crate) fn of(&self, path: &RepoPath) -> &'a str {
        let policy = if path.as_str() == FILE { self.policy } else { "" };
        self.files.get(path).copied().unwrap_or(policy)
    }

    /// The text of a related place.
    pub(crate) fn of_related(&self, path: &RepoPath) -> &'a str {
        if path.as_str() == FILE { self.policy } else { self.of(path) }
    }
}

/// The report of `check` or `gate`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Report {
    /// Decisions.
    Check(CheckReport),
    /// A change.
    Gate(Box<GateReport>),
}

impl Report {
    /// The command that was run.
    pub(crate) fn command(&self) -> &'static str {
        match self {
            Self::Check(_) => "check",
            Self::Gate(_) => "gate",
        }
    }

    /// The findings.
    pub(crate) fn findings(&self) -> &[FindingReport] {
        match self {
            Self::Check(report) => &report.findings,
            Self::Gate(report) => &report.findings,
        }
    }

    /// The counts.
    pub(crate) fn summary(&self) -> &Summary {
        match self {
            Self::Check(report) => &report.summary,
            Self::Gate(report) => &report.summary,
        }
    }

    /// `passed` without errors, otherwise `rejected`.
    pub(crate) fn verdict(&self) -> &'static str {
        if self.summary().denied == 0 { "passed" } else { "rejected" }
    }
}

/// The output of `heard check --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct CheckReport {
    /// The version of this format, 1.
    pub version: u32,
    /// The findings, sorted by path, place and rule.
    pub findings: Vec<FindingReport>,
    /// The counts.
    pub summary: Summary,
}

/// The output of `heard gate --format json`.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct GateReport {
    /// The version of this format, 1.
    pub version: u32,
    /// The full ID of the commit whose policy was applied.
    pub base: String,
    /// Where the base comes from: a flag, the policy, or the CI job.
    pub base_from: String,
    /// The full ID of the commit that was checked.
    pub head: String,
    /// Where the head comes from.
    pub head_from: String,
    /// The full ID of the commit where the change starts: the base, or the merge base.
    pub start: String,
    /// The number of changed paths.
    pub changed: usize,
    /// The findings, sorted by path, place and rule.
    pub findings: Vec<FindingReport>,
    /// What each touched area requires.
    pub needs: Vec<NeedSummary>,
    /// Where this check is explained.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_more: Option<String>,
    /// A decision to paste, if paths have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<DraftReport>,
    /// Notes that are not findings.
    pub notices: Vec<String>,
    /// The counts.
    pub summary: Summary,
}

/// Counts of decisions and findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Summary {
    /// The number of decisions that were checked.
    pub decisions: usize,
    /// The number of errors; with any, the exit code is 1.
    pub denied: usize,
    /// The number of warnings.
    pub warned: usize,
    /// The number of findings that `check` leaves out because a comment allows them; 0 in `gate`.
    pub allowed: usize,
    /// The number of findings that `check` leaves out because they are in the baseline; 0 in `gate`.
    pub recorded: usize,
    /// The number of findings that are counted, but not in `findings`, which has at most 10,000 of each file.
    pub omitted: usize,
}

/// One finding.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct FindingReport {
    /// The rule; `heard explain RULE` describes it.
    pub rule: String,
    /// The level.
    pub level: FindingLevel,
    /// What is wrong.
    pub message: String,
    /// The file, with `/`, relative to the repository.
    pub path: String,
    #[serde(flatten)]
    pub place: PlaceReport,
    /// The ID of the decision that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// The person that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The area that requires it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Why it matters here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// How to fix it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Other places that explain it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedReport>,
    /// Identifies the finding from one run to the next: 40 hexadecimal digits. It does not depend on line
    /// numbers, but on the marked text and the message.
    pub fingerprint: String,
}

/// A place in a file.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct PlaceReport {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// First byte and one past the last, from the start of the file.
    pub span: [usize; 2],
    /// The line of the byte after the last, from 1.
    pub end_line: usize,
    /// The column of the byte after the last, from 1, in characters.
    pub end_column: usize,
    /// The columns of the span's two ends in bytes, from 1.
    #[serde(skip)]
    pub byte_columns: [usize; 2],
    /// Whether it is the whole file, so that there is no place in it to show.
    #[serde(skip)]
    pub is_whole_file: bool,
}

/// The level of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(crate) enum FindingLevel {
    /// An error; the command exits with 1.
    Deny,
    /// A warning.
    Warn,
}

impl FindingLevel {
    /// The word of most formats.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Deny => "error",
            Self::Warn => "warning",
        }
    }
}

/// Another place that explains a finding.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct RelatedReport {
    /// The file.
    pub path: String,
    #[serde(flatten)]
    pub place: PlaceReport,
    /// What the place shows.
    pub message: String,
}

/// A decision to paste for the paths that no decision governs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct DraftReport {
    /// The file to make.
    pub path: String,
    /// Its text. What is in braces or in comments has to be filled in.
    pub text: String,
    /// Where the forge makes a new file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Summary {
    /// Counts findings.
    pub(crate) fn of(findings: &[finding::Finding], decisions: usize) -> Self {
        let count = |level: Level| findings.iter().filter(|finding| finding.level == level).count();
        Self { decisions, denied: count(Level::Deny), warned: count(Level::Warn), allowed: 0, recorded: 0, omitted: 0 }
    }
}

/// How many findings of one file a report has, for people and for programs. A file of 1 MiB can have hundreds of
/// thousands.
pub(crate) const SHOWN_LIMIT: usize = 1_000;
const REPORT_LIMIT: usize = 10_000;

/// The findings of each file up to a limit, errors first, in their order, and how many more each file has. The findings
/// are sorted by path.
pub(crate) fn bounded(
    findings: &[finding::Finding],
    limit: usize,
) -> (Vec<&finding::Finding>, Vec<(&RepoPath, usize)>) {
    let (mut shown, mut omitted) = (Vec::new(), Vec::new());
    for of_file in findings.chunk_by(|one, other| one.path == other.path) {
        let is_error = |finding: &&finding::Finding| finding.level == Level::Deny;
        let errors = of_file.iter().filter(is_error).count();
        let (mut errors, mut others) = (errors.min(limit), limit.saturating_sub(errors));
        let before = shown.len();
        shown.extend(of_file.iter().filter(|finding| {
            let room = if is_error(finding) { &mut errors } else { &mut others };
            let has_room = *room > 0;
            *room = room.saturating_sub(1);
            has_room
        }));
        let more = of_file.len() - (shown.len() - before);
        if more > 0 {
            omitted.push((&of_file[0].path, more));
        }
    }
    (shown, omitted)
}

/// Findings with their lines, columns and fingerprints, as far as there is room, and the counts of all.
pub(crate) fn findings(
    findings: &[finding::Finding],
    texts: &Texts<'_>,
    summary: Summary,
) -> (Vec<FindingReport>, Summary) {
    let mut places = Places::default();
    let mut seen = HashMap::new();
    let (shown, omitted) = bounded(findings, REPORT_LIMIT);
    let placed = shown.into_iter().map(|finding| placed(finding, texts, &mut places, &mut seen)).collect();
    (placed, Summary { omitted: omitted.into_iter().map(|(_, more)| more).sum(), ..summary })
}

fn placed(
    finding: &finding::Finding,
    texts: &Texts<'_>,
    places: &mut Places,
    seen: &mut HashMap<String, usize>,
) -> FindingReport {
    let text = texts.of(&finding.path);
    let place = place(finding.span, text, places);
    let related = finding.related.iter().map(|related| RelatedReport {
        path: related.path.as_str().to_owned(),
        place: self::place(related.span, texts.of_related(&related.path), places),
        message: related.message.clone(),
    });
    FindingReport {
        rule: finding.rule.to_owned(),
        level: if finding.level == Level::Deny { FindingLevel::Deny } else { FindingLevel::Warn },
        message: finding.message.clone(),
        path: finding.path.as_str().to_owned(),
        place,
        decision: finding.decision.clone(),
        person: finding.subject_person().map(str::to_owned),
        area: finding.area.clone(),
        why: finding.why.clone(),
        help: finding.help.clone(),
        related: related.collect(),
        fingerprint: fingerprint(finding, text, seen),
    }
}

fn place(span: Span, text: &str, places: &mut Places) -> PlaceReport {
    let [start, end] = [span.start, span.end].map(|byte| places.point(text, byte));
    PlaceReport {
        line: start.line,
        column: start.column,
        span: [span.start, span.end],
        end_line: end.line,
        end_column: end.column,
        byte_columns: [start.byte_column, end.byte_column],
        is_whole_file: text.is_empty() || span == Span::default(),
    }
}

/// A hash of the decision, the rule, the marked text and the message, but not of the line. If all of
/// them are the same for several findings, the later ones are numbered.
fn fingerprint(finding: &finding::Finding, text: &str, seen: &mut HashMap<String, usize>) -> String {
    let subject = finding.decision.as_deref().unwrap_or(finding.path.as_str());
    let words = one_line(finding.span.of(text));
    let mut known = [finding.rule, subject, &words, &finding.message].join("\0");
    let before = seen.entry(known.clone()).or_default();
    if *before > 0 {
        known.push_str(&format!("\0{before}"));
    }
    *before += 1;
    git::hash(&known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Finding;

    #[test]
    fn of_each_file_the_first_findings_are_shown_and_errors_before_warnings() {
        let finding = |(at, kind): (usize, char)| Finding {
            level: if kind == 'e' { Level::Deny } else { Level::Warn },
            ..Finding::at(RepoPath::new("a.md"), Span::new(at, at + 1), "is wrong")
        };
        for (kinds, limit, expected, omitted) in [
            ("", 2, &[][..], 0),
            ("wew", 3, &[0, 1, 2], 0),
            ("wew", 2, &[0, 1], 1),
            ("wwe", 2, &[0, 2], 1),
            ("wwe", 1, &[2], 2),
            ("wwee", 1, &[2], 3),
            ("eewe", 3, &[0, 1, 3], 1),
            ("ww", 0, &[], 2),
        ] {
            let of_a: Vec<Finding> = kinds.chars().enumerate().map(finding).collect();
            let of_b = Finding { path: RepoPath::new("b.md"), ..finding((9, 'w')) };
            let all = [&of_a[..], &[of_b]].concat();
            let (shown, left) = bounded(&all, limit);
            let places: Vec<usize> = shown.iter().map(|finding| finding.span.start).filter(|at| *at < 9).collect();
            assert_eq!(places, expected, "{kinds} {limit}");
            assert_eq!(
                shown.len(),
                expected.len() + limit.min(1),
                "{kinds} {limit}: the other file has room of its own"
            );
            let left = left.iter().find(|(path, _)| path.as_str() == "a.md").map_or(0, |(_, more)| *more);
            assert_eq!(left, omitted, "{kinds} {limit}");
        }
    }
}

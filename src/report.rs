//! What `check` and `gate` have to say, ready for any format: findings with lines and columns, a
//! summary, the needs of a change. These types are the JSON contract; the schemas in `docs/` are
//! made from them. What only other formats ask for is in them as well, and left out of the JSON.

pub(crate) mod json;
pub(crate) mod quotes;
pub(crate) mod record;

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::facts::Told;
use crate::finding;
use crate::git;
use crate::policy::{FILE, Level};
use crate::text::{Places, RepoPath, Span, byte_column, one_line};

/// The version of the JSON contract.
pub(crate) const VERSION: u32 = 1;

/// The texts that findings mark. A policy is kept apart: `gate` marks the one at the base and the
/// one at the head.
#[derive(Debug, Default)]
pub(crate) struct Texts<'a> {
    /// By path.
    pub files: BTreeMap<&'a RepoPath, &'a str>,
    /// The policy that judged.
    pub policy: &'a str,
}

impl<'a> Texts<'a> {
    /// The text that a finding marks.
    pub(crate) fn of(&self, path: &RepoPath) -> &'a str {
        let policy = if path.as_str() == FILE { self.policy } else { "" };
        self.files.get(path).copied().unwrap_or(policy)
    }

    /// The text that a related place lies in.
    pub(crate) fn of_related(&self, path: &RepoPath) -> &'a str {
        if path.as_str() == FILE { self.policy } else { self.of(path) }
    }
}

/// What a command has to say of what it judged.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Report {
    /// Decisions.
    Check(CheckReport),
    /// A change.
    Gate(GateReport),
}

impl Report {
    /// The command that was run.
    pub(crate) fn command(&self) -> &'static str {
        match self {
            Self::Check(_) => "check",
            Self::Gate(_) => "gate",
        }
    }

    /// What is wrong.
    pub(crate) fn findings(&self) -> &[Finding] {
        match self {
            Self::Check(report) => &report.findings,
            Self::Gate(report) => &report.findings,
        }
    }

    /// How much is wrong.
    pub(crate) fn summary(&self) -> &Summary {
        match self {
            Self::Check(report) => &report.summary,
            Self::Gate(report) => &report.summary,
        }
    }

    /// Whether nothing is denied, in a word.
    pub(crate) fn verdict(&self) -> &'static str {
        if self.summary().denied == 0 { "passed" } else { "rejected" }
    }
}

/// The answer of `heard check --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct CheckReport {
    /// The version of this form, 1.
    pub version: u32,
    /// What is wrong, in one total order: path, place, rule.
    pub findings: Vec<Finding>,
    /// How much of it there is.
    pub summary: Summary,
}

/// The answer of `heard gate --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct GateReport {
    /// The version of this form, 1.
    pub version: u32,
    /// The full id of the commit whose policy judged.
    pub base: String,
    /// What named the base: a flag, the policy, or the CI job.
    pub base_from: String,
    /// The full id of the commit that was judged.
    pub head: String,
    /// What named the head.
    pub head_from: String,
    /// The full id of the commit where the change starts: the base, or where the two parted.
    pub start: String,
    /// How many paths differ.
    pub changed: usize,
    /// What is wrong, in one total order: path, place, rule.
    pub findings: Vec<Finding>,
    /// What each area that was touched asked for.
    pub needs: Vec<NeedReport>,
    /// What a reader should know beside the findings.
    pub notices: Vec<String>,
    /// How much is wrong.
    pub summary: Summary,
}

/// How much is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Summary {
    /// How many decisions were judged.
    pub decisions: usize,
    /// How many findings are denied; the exit code is 1 when there is one.
    pub denied: usize,
    /// How many findings warn.
    pub warned: usize,
    /// How many findings `check` leaves out since comments in their files allow them; none in `gate`.
    pub allowed: usize,
    /// How many findings `check` leaves out since the baseline records them; none in `gate`.
    pub recorded: usize,
}

/// One thing that is wrong.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Finding {
    /// The rule that found it; `heard explain RULE` tells more.
    pub rule: String,
    /// How hard it is.
    pub level: FindingLevel,
    /// What is wrong.
    pub message: String,
    /// The file, with `/`, relative to the repository.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// First byte and one past the last, from the start of the file.
    pub span: [usize; 2],
    /// The line of the byte behind the last, from 1.
    pub end_line: usize,
    /// The column of the byte behind the last, from 1, in characters.
    pub end_column: usize,
    /// The id of the decision that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// The person that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The area that asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Why it matters here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The smallest change that would mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Other places that explain it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// What the finding is known by from one run to the next: 40 hexadecimal digits. Lines that move
    /// don't change it; other words do.
    pub fingerprint: String,
    /// The columns of the span's two ends in bytes, from 1.
    #[serde(skip)]
    pub byte_columns: [usize; 2],
    /// Whether it is about the file and no place in it.
    #[serde(skip)]
    pub is_whole_file: bool,
}

/// How hard a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(crate) enum FindingLevel {
    /// The command exits with 1.
    Deny,
    /// Reported only.
    Warn,
}

/// Another place that explains a finding.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Related {
    /// The file.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// First byte and one past the last, from the start of the file.
    pub span: [usize; 2],
    /// The line of the byte behind the last, from 1.
    pub end_line: usize,
    /// The column of the byte behind the last, from 1, in characters.
    pub end_column: usize,
    /// What is to be seen there.
    pub message: String,
    /// Whether it is the file and no place in it.
    #[serde(skip)]
    pub is_whole_file: bool,
}

/// What an area asked of the change.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct NeedReport {
    /// The area.
    pub area: String,
    /// The changed paths that it names.
    pub paths: Vec<String>,
    /// What it asks for.
    pub asks: Vec<String>,
    /// Who was heard in the decisions that govern the paths, as the area counts it.
    pub heard: Vec<String>,
    /// The paths of the decisions that cover.
    pub covered_by: Vec<String>,
    /// Why the rest is not covered; empty when all is.
    pub why: Vec<String>,
}

impl Summary {
    /// Counts findings.
    pub(crate) fn of(findings: &[finding::Finding], decisions: usize) -> Self {
        let count = |level: Level| findings.iter().filter(|finding| finding.level == level).count();
        Self { decisions, denied: count(Level::Deny), warned: count(Level::Warn), allowed: 0, recorded: 0 }
    }
}

/// Findings with their lines, columns and fingerprints.
pub(crate) fn findings(findings: &[finding::Finding], texts: &Texts<'_>) -> Vec<Finding> {
    let mut places = Places::default();
    let mut seen = HashMap::new();
    findings.iter().map(|finding| placed(finding, texts, &mut places, &mut seen)).collect()
}

fn placed(
    finding: &finding::Finding,
    texts: &Texts<'_>,
    places: &mut Places,
    seen: &mut HashMap<String, usize>,
) -> Finding {
    let text = texts.of(&finding.path);
    let (line, column) = places.line_column(text, finding.span.start);
    let (end_line, end_column) = places.line_column(text, finding.span.end);
    let related = finding.related.iter().map(|related| {
        let text = texts.of_related(&related.path);
        let (line, column) = places.line_column(text, related.span.start);
        let (end_line, end_column) = places.line_column(text, related.span.end);
        Related {
            path: related.path.as_str().to_owned(),
            line,
            column,
            span: ends(related.span),
            end_line,
            end_column,
            message: related.message.clone(),
            is_whole_file: is_whole_file(text, related.span),
        }
    });
    Finding {
        rule: finding.rule.to_owned(),
        level: if finding.level == Level::Deny { FindingLevel::Deny } else { FindingLevel::Warn },
        message: finding.message.clone(),
        path: finding.path.as_str().to_owned(),
        line,
        column,
        span: ends(finding.span),
        end_line,
        end_column,
        decision: finding.decision.clone(),
        person: finding.subject_person().map(str::to_owned),
        area: finding.area.clone(),
        why: finding.why.clone(),
        help: finding.help.clone(),
        related: related.collect(),
        fingerprint: fingerprint(finding, text, seen),
        byte_columns: [finding.span.start, finding.span.end].map(|byte| byte_column(text, byte)),
        is_whole_file: is_whole_file(text, finding.span),
    }
}

/// Whether there is no place in the file to show.
fn is_whole_file(text: &str, span: Span) -> bool {
    text.is_empty() || span == Span::default()
}

/// What a finding is known by: whose it is, the rule, the words that are marked and the message. None
/// of them knows the line. The second of two that are alike in all has its number with it.
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

fn ends(span: Span) -> [usize; 2] {
    [span.start, span.end]
}

/// Needs as reports have them.
pub(crate) fn needs(needs: &[Told]) -> Vec<NeedReport> {
    let paths = |paths: &[RepoPath]| paths.iter().map(|path| path.as_str().to_owned()).collect();
    needs
        .iter()
        .map(|need| NeedReport {
            area: need.area.clone(),
            paths: paths(&need.paths),
            asks: need.asks.clone(),
            heard: need.heard.clone(),
            covered_by: paths(&need.covered_by),
            why: need.why.clone(),
        })
        .collect()
}

//! How much of a log was heard, as text and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::record::{bold, columns};
use crate::evidence;
use crate::report::VERSION;
use crate::stats::{GroupStats, Stats, Voice};
use crate::text::{counted, counted_people, visible};
use crate::vocabulary::evidence::Evidence;

/// What stands for a group where people are in none of the policy.
const NO_GROUP: &str = "no group";

/// The output of `heard stats --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct StatsReport {
    /// The version of this format, 1.
    pub version: u32,
    /// How many decisions there are.
    pub decisions: usize,
    /// How many are accepted.
    pub accepted: usize,
    /// How many accepted decisions quote somebody.
    pub accepted_with_quotes: usize,
    /// How many quotes name a speaker.
    pub quotes: usize,
    /// How many people and groups are quoted.
    pub people: usize,
    /// By group, those with the most quotes first; people without a group come last.
    pub groups: Vec<GroupReport>,
    /// How quotes were answered.
    pub answers: Vec<AnswerCount>,
    /// What stands behind quotes by what the records say; nothing was looked up.
    pub evidence: Vec<EvidenceCount>,
    /// The groups of the policy that are never quoted.
    pub never_quoted: Vec<SilentGroup>,
    /// The areas of the policy of which no decision in force governs any path.
    pub areas_without_decision: Vec<String>,
    /// By person; only with `--voices`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voices: Option<Vec<VoiceReport>>,
}

/// The counts of a group.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct GroupReport {
    /// The group of the policy; null for all people who are in none.
    pub group: Option<String>,
    /// How many quotes are from its people.
    pub quotes: usize,
    /// How many of them are quoted.
    pub people: usize,
    /// How many decisions quote one of them.
    pub decisions: usize,
    /// How many of the quotes are answered.
    pub answered: usize,
    /// How many of the quotes were answered with `Changed` or `Mitigated`.
    pub changed: usize,
    /// How many decisions consulted one of them.
    pub asked: usize,
    /// How many of these decisions quote none of them.
    pub not_quoted: usize,
}

/// How often quotes were answered in one way.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct AnswerCount {
    /// The disposition, `Answered without a disposition`, or `Not answered`.
    pub answer: &'static str,
    /// How many quotes.
    pub quotes: usize,
}

/// How often the same stands behind quotes.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct EvidenceCount {
    /// What stands behind them.
    pub evidence: Evidence,
    /// How many quotes.
    pub quotes: usize,
}

/// A group of the policy that is never quoted.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct SilentGroup {
    /// The group.
    pub group: String,
    /// How many decisions consulted one of its people.
    pub asked: usize,
}

/// The counts of a person, or of a group that decisions name.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct VoiceReport {
    /// The name.
    pub name: String,
    /// The groups of the policy that they belong to.
    pub groups: Vec<String>,
    /// How many decisions quote them.
    pub decisions: usize,
    /// How many quotes are theirs.
    pub quotes: usize,
    /// How many of the quotes are answered.
    pub answered: usize,
    /// How many of the quotes were answered with `Changed` or `Mitigated`.
    pub changed: usize,
    /// How many decisions consulted them.
    pub asked: usize,
    /// How many of these decisions don't quote them.
    pub not_quoted: usize,
}

/// The report, with people if they are asked for.
pub(crate) fn report(stats: &Stats<'_>, with_voices: bool) -> StatsReport {
    let is_silent = |group: &&GroupStats<'_>| group.name.is_some() && group.quotes == 0;
    let silent = |group: &GroupStats<'_>| SilentGroup { group: group_name(group), asked: group.asked };
    StatsReport {
        version: VERSION,
        decisions: stats.decisions,
        accepted: stats.accepted,
        accepted_with_quotes: stats.quoting,
        quotes: stats.quotes,
        people: stats.people,
        groups: stats.groups.iter().map(group_report).collect(),
        answers: stats
            .answers
            .iter()
            .map(|(answer, quotes)| AnswerCount { answer: answer.words(), quotes: *quotes })
            .collect(),
        evidence: stats
            .evidence
            .iter()
            .map(|(evidence, quotes)| EvidenceCount { evidence: *evidence, quotes: *quotes })
            .collect(),
        never_quoted: stats.groups.iter().filter(is_silent).map(silent).collect(),
        areas_without_decision: stats.uncovered.iter().map(|area| area.name.clone()).collect(),
        voices: with_voices.then(|| stats.voices.iter().map(voice_report).collect()),
    }
}

fn group_name(group: &GroupStats<'_>) -> String {
    group.name.unwrap_or(NO_GROUP).to_owned()
}

fn group_report(group: &GroupStats<'_>) -> GroupReport {
    GroupReport {
        group: group.name.map(str::to_owned),
        quotes: group.quotes,
        people: group.people,
        decisions: group.decisions,
        answered: group.answered,
        changed: group.changed,
        asked: group.asked,
        not_quoted: group.unheard,
    }
}

fn voice_report(voice: &Voice) -> VoiceReport {
    VoiceReport {
        name: voice.name.clone(),
        groups: voice.groups.clone(),
        decisions: voice.decisions,
        quotes: voice.quotes,
        answered: voice.answered,
        changed: voice.changed,
        asked: voice.asked,
        not_quoted: voice.unheard,
    }
}

/// The report as text.
pub(crate) fn list(report: &StatsReport, width: usize) -> String {
    let width = width.min(100);
    let mut out = String::new();
    let _ = match report.accepted {
        0 => writeln!(out, "no decision is accepted"),
        accepted => {
            writeln!(out, "accepted decisions that quote somebody: {} of {accepted}", report.accepted_with_quotes)
        }
    };
    let _ = match report.quotes {
        0 => writeln!(out, "nobody is quoted"),
        quotes => writeln!(out, "{} from {}", counted(quotes, "quote"), counted_people(report.people)),
    };
    if !report.groups.is_empty() {
        let head = ["group", "quotes", "people", "decisions", "answered", "changed", "asked", "not quoted"];
        let rows = report.groups.iter().map(|group| {
            let name = group.group.as_deref().unwrap_or(NO_GROUP).to_owned();
            let counts = [group.quotes, group.people, group.decisions, group.answered, group.changed];
            row(name, counts, [group.asked, group.not_quoted])
        });
        table(&mut out, "By group", head, rows, width);
    }
    let answers = report.answers.iter().map(|count| (count.answer, count.quotes));
    pairs(&mut out, "Answers", answers, width);
    let evidence = report.evidence.iter().map(|count| (evidence::in_words(count.evidence), count.quotes));
    pairs(&mut out, "What stands behind the quotes", evidence, width);
    if !report.never_quoted.is_empty() {
        heading(&mut out, "Groups that are never quoted");
        for silent in &report.never_quoted {
            let asked = match silent.asked {
                0 => "never consulted".to_owned(),
                asked => format!("consulted in {}", counted(asked, "decision")),
            };
            let _ = writeln!(out, "{}: {asked}", visible(&silent.group));
        }
    }
    if !report.areas_without_decision.is_empty() {
        heading(&mut out, "Areas without a decision in force");
        for area in &report.areas_without_decision {
            let _ = writeln!(out, "{}", visible(area));
        }
    }
    if let Some(voices) = report.voices.as_ref().filter(|voices| !voices.is_empty()) {
        let head = ["person", "quotes", "groups", "decisions", "answered", "changed", "asked", "not quoted"];
        let rows = voices.iter().map(|voice| {
            let counts = [voice.quotes, 0, voice.decisions, voice.answered, voice.changed];
            let mut row = row(voice.name.clone(), counts, [voice.asked, voice.not_quoted]);
            row[2] =
                if voice.groups.is_empty() { "-".to_owned() } else { visible(&voice.groups.join(", ")).into_owned() };
            row
        });
        table(&mut out, "By person", head, rows, width);
    }
    out
}

fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "\n{}", bold(text));
}

fn row(name: String, counts: [usize; 5], asked: [usize; 2]) -> [String; 8] {
    let [quotes, people, decisions, answered, changed] = counts.map(|count| count.to_string());
    let [asked, not_quoted] = asked.map(|count| count.to_string());
    [visible(&name).into_owned(), quotes, people, decisions, answered, changed, asked, not_quoted]
}

/// A table with a heading.
fn table(out: &mut String, name: &str, head: [&str; 8], rows: impl Iterator<Item = [String; 8]>, width: usize) {
    heading(out, name);
    let rows: Vec<[String; 8]> = [head.map(str::to_owned)].into_iter().chain(rows).collect();
    out.push_str(&columns(rows.iter(), width));
}

/// Words with a count each, below a heading; nothing where there are none.
fn pairs<'a>(out: &mut String, name: &str, counts: impl Iterator<Item = (&'a str, usize)>, width: usize) {
    let rows: Vec<[String; 2]> = counts.map(|(word, count)| [count.to_string(), word.to_owned()]).collect();
    if !rows.is_empty() {
        heading(out, name);
        out.push_str(&columns(rows.iter(), width));
    }
}

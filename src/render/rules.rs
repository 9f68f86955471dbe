//! Rules as `rules`, `explain` and `docs/rules.md` tell of them.

use std::fmt::Write as _;

use serde::Serialize;

use super::record::columns;
use crate::policy::Level;
use crate::rules::{Check, Rule};

/// One rule.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct RuleReport {
    /// What it is called.
    pub id: &'static str,
    /// How hard it is unless `heard.toml` says otherwise: `off`, `warn` or `deny`.
    pub level: &'static str,
    /// The command that runs it: `check` or `gate`.
    pub command: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// What it finds, why it matters, and how to mend it.
    pub explain: &'static str,
    /// An example that it finds.
    pub bad: &'static str,
    /// The same example, mended.
    pub good: &'static str,
}

impl RuleReport {
    /// The report of a rule.
    pub(crate) fn of(rule: &Rule) -> Self {
        Self {
            id: rule.id,
            level: level(rule.level),
            command: command(rule),
            summary: rule.summary,
            explain: rule.explain,
            bad: rule.bad,
            good: rule.good,
        }
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Warn => "warn",
        Level::Deny => "deny",
    }
}

fn command(rule: &Rule) -> &'static str {
    match rule.check {
        Check::Gate(_) => "gate",
        _ => "check",
    }
}

/// When a rule is as hard as it says.
fn note(rule: &Rule) -> Option<&'static str> {
    match (rule.check, rule.level) {
        (Check::Consultation(_), Level::Deny) => Some(
            "Denies accepted decisions, warns about proposed ones, and is silent on decisions that are rejected, deprecated or superseded.",
        ),
        (_, Level::Off) => Some("Off until `heard.toml` or `--strict` asks for it."),
        _ => None,
    }
}

/// All rules as a table.
pub(crate) fn table(rules: &[&Rule], width: usize) -> String {
    let rows: Vec<[String; 4]> =
        rules.iter().map(|rule| [rule.id, level(rule.level), command(rule), rule.summary].map(str::to_owned)).collect();
    let head = ["rule", "level", "command", "finds"].map(str::to_owned);
    columns(std::iter::once(&head).chain(&rows), width)
}

/// A rule as a page for a terminal.
pub(crate) fn page(rule: &Rule) -> String {
    let mut out = format!(
        "{} ({}, {})\n\n{}.\n\n{}\n",
        rule.id,
        level(rule.level),
        command(rule),
        capital(rule.summary),
        rule.explain
    );
    if let Some(note) = note(rule) {
        let _ = write!(out, "\n{note}\n");
    }
    for (name, example) in [("Found", rule.bad), ("Not found", rule.good)] {
        let _ = write!(out, "\n{name}:\n\n");
        for line in example.lines() {
            let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        }
    }
    out
}

/// All rules as a page of markdown.
#[cfg(test)]
pub(crate) fn document(rules: &[&Rule]) -> String {
    let mut out = String::from(
        "# The rules\n\nThis page is made from the rules themselves by the tests; `heard explain RULE` shows the same.\nCarets stand below what a finding marks. `==> path <==` starts a file of an example that has\nseveral; `base:` and `head:` are the two ends of a change.\n",
    );
    for rule in rules {
        let _ = write!(
            out,
            "\n## {}\n\n*{}, `heard {}`.* {}.\n\n{}\n",
            rule.id,
            capital(level(rule.level)),
            command(rule),
            capital(rule.summary),
            rule.explain
        );
        if let Some(note) = note(rule) {
            let _ = write!(out, "\n{note}\n");
        }
        for (name, example) in [("Found", rule.bad), ("Not found", rule.good)] {
            let _ = write!(out, "\n{name}:\n\n````text\n{}````\n", example);
        }
    }
    out
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

//! Rules as `rules`, `explain` and `docs/rules.md` show them.

use std::fmt::Write as _;

use serde::Serialize;

use super::record::columns;
use crate::policy::Level;
use crate::rules::{Check, Rule};
#[cfg(test)]
pub(crate) use tests::document;

/// One rule.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct RuleReport {
    /// Its name.
    pub id: &'static str,
    /// Its level unless `heard.toml` sets another one: `off`, `warn` or `deny`.
    pub level: &'static str,
    /// The command that runs it: `check` or `gate`.
    pub command: &'static str,
    /// What it reports, in one line.
    pub summary: &'static str,
    /// What it reports, why it matters, and how to fix it.
    pub explain: &'static str,
    /// An example that it reports.
    pub bad: String,
    /// The same example, fixed.
    pub good: String,
}

impl RuleReport {
    /// The report of a rule.
    pub(crate) fn of(rule: &Rule) -> Self {
        Self {
            id: rule.id,
            level: level(rule.level),
            command: command(rule),
            summary: rule.summary,
            explain: rule.explanation(),
            bad: rule.bad_example(),
            good: rule.good_example(),
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
        Check::Gate(_) | Check::Keys(_) => "gate",
        _ => "check",
    }
}

/// When the level of a rule applies.
fn note(rule: &Rule) -> Option<&'static str> {
    match (rule.check, rule.level) {
        (Check::Consultation(_), Level::Deny) => Some(
            "An error in accepted decisions, a warning in proposed ones, and off in rejected, deprecated and superseded ones.",
        ),
        (_, Level::Off) => Some("Off unless `heard.toml` or `--strict` enables it."),
        _ => None,
    }
}

/// All rules as a table.
pub(crate) fn table(rules: &[&Rule], width: usize) -> String {
    let rows: Vec<[String; 4]> =
        rules.iter().map(|rule| [rule.id, level(rule.level), command(rule), rule.summary].map(str::to_owned)).collect();
    let head = ["rule", "level", "command", "reports"].map(str::to_owned);
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
        rule.explanation()
    );
    if let Some(note) = note(rule) {
        let _ = write!(out, "\n{note}\n");
    }
    for (name, example) in [("Reported", rule.bad_example()), ("Not reported", rule.good_example())] {
        let _ = write!(out, "\n{name}:\n\n");
        for line in example.lines() {
            let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        }
    }
    out
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All rules as a page of markdown.
    pub(crate) fn document(rules: &[&Rule]) -> String {
        let mut out = String::from(
            "# Rules\n\nThis page is generated from the rules by the tests; `heard explain RULE` shows the same text.\nCarets mark what a finding points to. `==> path <==` starts a file in an example with several files;\n`base:` and `head:` are the two ends of a change, and files without either are the same at both.\n",
        );
        for rule in rules {
            let _ = write!(
                out,
                "\n## {}\n\n*{}, `heard {}`.* {}.\n\n{}\n",
                rule.id,
                capital(level(rule.level)),
                command(rule),
                capital(rule.summary),
                rule.explanation()
            );
            if let Some(note) = note(rule) {
                let _ = write!(out, "\n{note}\n");
            }
            for (name, example) in [("Reported", rule.bad_example()), ("Not reported", rule.good_example())] {
                let _ = write!(out, "\n{name}:\n\n````text\n{}````\n", example);
            }
        }
        out
    }
}

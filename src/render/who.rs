//! Whom to ask, as a list for people and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::record::bold;
use crate::catalog::Catalog;
use crate::git::History;
use crate::policy::FILE;
use crate::report::VERSION;
use crate::report::quotes::wrapped;
use crate::text::visible;
use crate::vocabulary::party::Party;
use crate::who::{self, Subject, WEIGHT};

/// The answer of `heard who --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct WhoReport {
    /// The version of this form, 1.
    pub version: u32,
    /// The paths that were asked about, with `/`, relative to the repository.
    pub paths: Vec<String>,
    /// Whom to ask: groups that the policy names, then people who were heard, then authors.
    pub people: Vec<Asked>,
    /// How many authors are left out of `people`.
    pub more: usize,
    /// How many commits were looked at, newest first.
    pub commits: usize,
    /// Whether these are all.
    pub whole_history: bool,
}

/// Somebody to ask.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Asked {
    /// The name, or the handle or mail address where there is no name.
    pub name: String,
    /// A mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// With its `@`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// For a group, its people.
    pub members: Vec<String>,
    /// The groups of the policy that a person belongs to.
    pub groups: Vec<String>,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// Why somebody should be asked.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Reason {
    /// An area of the policy asks for the group.
    Area {
        /// The area.
        area: String,
        /// The line of `heard.toml` that asks.
        line: usize,
    },
    /// Quoted in a decision that governs a path.
    Heard {
        /// The id of the decision.
        decision: String,
        /// Its title.
        title: String,
        /// Its file.
        path: String,
        /// When it was said.
        date: Option<String>,
    },
    /// Changed a path.
    Worked {
        /// On how many days.
        days: usize,
        /// The last of them.
        last: String,
        /// Each day on which one of the paths was changed weighs one, and half as much for every year
        /// since then.
        weight: f64,
    },
}

/// The report, with so many of those who are authors and nothing else.
pub(crate) fn report(
    subjects: &[Subject],
    people: &[who::Person],
    history: &History,
    catalog: &Catalog,
    authors: usize,
) -> WhoReport {
    let is_author = |person: &who::Person| matches!(person.reasons[..], [who::Reason::Worked { .. }]);
    let mut left = authors;
    let mut more = 0;
    let mut asked = Vec::new();
    for person in people {
        if is_author(person) && left == 0 {
            more += 1;
            continue;
        }
        left -= usize::from(is_author(person));
        asked.push(Asked {
            name: person.party.shown(),
            mail: person.party.mail.clone(),
            handle: person.party.handle.as_ref().map(|handle| format!("@{handle}")),
            members: person.members.iter().map(Party::shown).collect(),
            groups: catalog.policy.directory.groups_of(&person.party).map(|group| group.name.clone()).collect(),
            reasons: person.reasons.iter().map(reason).collect(),
        });
    }
    let path = |subject: &Subject| match subject.path.as_str() {
        "" => ".".to_owned(),
        path => path.to_owned(),
    };
    WhoReport {
        version: VERSION,
        paths: subjects.iter().map(path).collect(),
        people: asked,
        more,
        commits: history.commits,
        whole_history: history.is_whole,
    }
}

fn reason(reason: &who::Reason) -> Reason {
    match reason {
        who::Reason::Area { area, line } => Reason::Area { area: area.clone(), line: *line },
        who::Reason::Heard { id, title, path, date } => Reason::Heard {
            decision: id.clone(),
            title: title.clone(),
            path: path.as_str().to_owned(),
            date: date.map(|date| date.to_string()),
        },
        who::Reason::Worked { days, last, weight } => {
            Reason::Worked { days: *days, last: last.to_string(), weight: f64::from(*weight) / f64::from(WEIGHT) }
        }
    }
}

/// The same for people: somebody a paragraph, a reason a line.
pub(crate) fn list(report: &WhoReport, width: usize) -> String {
    let width = width.min(100);
    let mut out = String::new();
    for person in &report.people {
        let mut line = person.name.clone();
        if let Some(mail) = person.mail.as_ref().filter(|mail| **mail != person.name) {
            let _ = write!(line, " <{mail}>");
        }
        let behind = if person.members.is_empty() { &person.groups } else { &person.members };
        if !behind.is_empty() {
            let _ = write!(line, " ({})", behind.join(", "));
        }
        let _ = writeln!(out, "{}", bold(&wrapped(&line, "", "    ", "", width)));
        for reason in &person.reasons {
            let _ = writeln!(out, "{}", wrapped(&told(reason), "    ", "      ", "", width));
        }
    }
    if report.people.is_empty() {
        out.push_str("nobody is known there: no area names it, no decision governs it, nobody has changed it\n");
    }
    if report.more > 0 {
        let _ = writeln!(
            out,
            "\nand {} who changed it less; `--authors {}` shows all",
            report.more,
            report.people.len() + report.more
        );
    }
    if !report.whole_history && report.commits > 0 {
        let _ = writeln!(out, "\nonly the newest {} commits were looked at", report.commits);
    }
    out
}

/// A reason in one phrase.
fn told(reason: &Reason) -> String {
    match reason {
        Reason::Area { area, line } => format!("the area `{}` asks for their words ({FILE}:{line})", visible(area)),
        Reason::Heard { decision, title, date, .. } => {
            let date = date.as_ref().map_or(String::new(), |date| format!(", {date}"));
            format!("heard in {} {}{date}", visible(decision), visible(title))
        }
        Reason::Worked { days: 1, last, .. } => format!("changed it on {last}"),
        Reason::Worked { days, last, .. } => format!("changed it on {days} days, last on {last}"),
    }
}

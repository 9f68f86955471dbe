//! Who to consult, as text and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::record::bold;
use crate::catalog::Catalog;
use crate::git::History;
use crate::policy::FILE;
use crate::report::VERSION;
use crate::report::quotes::wrapped;
use crate::text::{counted, visible};
use crate::vocabulary::party::Party;
use crate::who::{self, Subject, WEIGHT};

/// The output of `heard who --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct WhoReport {
    /// The version of this format, 1.
    pub version: u32,
    /// The paths, with `/`, relative to the repository.
    pub paths: Vec<String>,
    /// Who to consult: groups that the policy names, then people who were quoted, then authors.
    pub people: Vec<Consultee>,
    /// The number of authors left out of `people`.
    pub more: usize,
    /// The number of commits that were read, newest first.
    pub commits: usize,
    /// Whether that is the whole history.
    pub whole_history: bool,
}

/// A person or group to consult.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Consultee {
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
    /// The reasons.
    pub reasons: Vec<ReasonReport>,
}

/// Why somebody should be consulted.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum ReasonReport {
    /// An area of the policy requires the group.
    Area {
        /// The area.
        area: String,
        /// The line of `heard.toml` that requires it.
        line: usize,
    },
    /// Quoted in a decision that covers a path.
    Heard {
        /// The ID of the decision.
        decision: String,
        /// Its title.
        title: String,
        /// Its file.
        path: String,
        /// The date of the quote.
        date: Option<String>,
    },
    /// Changed a path.
    Worked {
        /// The number of days with changes.
        days: usize,
        /// The last of them.
        last: String,
        /// The sum over these days, where a day counts 1, and half as much for every year since then.
        weight: f64,
    },
}

/// The report, with at most `authors` people who are only authors.
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
        asked.push(Consultee {
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

fn reason(reason: &who::Reason) -> ReasonReport {
    match reason {
        who::Reason::Area { area, line } => ReasonReport::Area { area: area.clone(), line: *line },
        who::Reason::Heard { id, title, path, date } => ReasonReport::Heard {
            decision: id.clone(),
            title: title.clone(),
            path: path.as_str().to_owned(),
            date: date.map(|date| date.to_string()),
        },
        who::Reason::Worked { days, last, weight } => {
            ReasonReport::Worked { days: *days, last: last.to_string(), weight: f64::from(*weight) / f64::from(WEIGHT) }
        }
    }
}

/// The report as text: a paragraph per person, a line per reason.
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
            let _ = writeln!(out, "{}", wrapped(&reason_text(reason), "    ", "      ", "", width));
        }
    }
    if report.people.is_empty() {
        out.push_str("nothing known about this path (does it exist?)\n");
    }
    if report.more > 0 {
        let others = counted(report.more, "other");
        let _ = writeln!(out, "\nand {others} (`--authors {}`)", report.people.len() + report.more);
    }
    if !report.whole_history && report.commits > 0 {
        let _ = writeln!(out, "\nonly the newest {} commits were read", report.commits);
    }
    out
}

/// A reason as one phrase.
pub(super) fn reason_text(reason: &ReasonReport) -> String {
    match reason {
        ReasonReport::Area { area, line } => format!("area `{}` requires them ({FILE}:{line})", visible(area)),
        ReasonReport::Heard { decision, title, date, .. } => {
            let date = date.as_ref().map_or(String::new(), |date| format!(", {date}"));
            format!("quoted in {} {}{date}", visible(decision), visible(title))
        }
        ReasonReport::Worked { days: 1, last, .. } => format!("changed it on {last}"),
        ReasonReport::Worked { days, last, .. } => format!("changed it on {days} days, last on {last}"),
    }
}

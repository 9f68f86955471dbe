//! Concerns that were not followed, as text and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::record::bold;
use crate::policy::Policy;
use crate::report::VERSION;
use crate::report::quotes::{quoted, wrapped};
use crate::report::record::{Said, said};
use crate::text::{listed, visible};
use crate::vocabulary::words::Disposition;
use crate::warned::Warning;
use crate::who::Subject;

/// The output of `heard warned --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct WarnedReport<'a> {
    /// The version of this format, 1.
    pub version: u32,
    /// The paths, with `/`, relative to the repository; none for the whole log.
    pub paths: Vec<String>,
    /// The words, without case and accents.
    pub words: Vec<String>,
    /// The concerns, those with more of the words first, then the newest.
    pub concerns: Vec<ConcernReport<'a>>,
}

/// A concern that was not followed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct ConcernReport<'a> {
    /// The ID of the decision.
    pub decision: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its status.
    pub status: Option<&'a str>,
    /// Its file.
    pub path: &'a str,
    /// The concern, and what was answered.
    pub quote: Said<'a>,
    /// What is recorded of it having come true: a date and a source each.
    pub came_true: Vec<&'a str>,
}

/// The report.
pub(crate) fn report<'a>(
    subjects: &[Subject],
    words: &[String],
    found: &[Warning<'a>],
    policy: &Policy,
) -> WarnedReport<'a> {
    let concern = |warning: &Warning<'a>| {
        let Warning { decision, quote, .. } = *warning;
        let states = decision.consultation.states_after(quote).iter();
        ConcernReport {
            decision: decision.id.shown(),
            title: decision.shown_title(),
            status: decision.status.as_ref().map(|status| status.shown()),
            path: decision.path.as_str(),
            quote: said(decision, quote, policy),
            came_true: states
                .filter(|state| state.kind == Disposition::CameTrue)
                .map(|state| state.reason.as_str())
                .collect(),
        }
    };
    WarnedReport {
        version: VERSION,
        paths: subjects.iter().map(|subject| subject.path.as_str().to_owned()).collect(),
        words: words.to_vec(),
        concerns: found.iter().map(concern).collect(),
    }
}

/// The report as text. The decisions are of other repositories if they are joined.
pub(crate) fn list(report: &WarnedReport<'_>, width: usize, are_joined: bool) -> String {
    let width = width.min(100);
    let mut out = String::new();
    let mut last = None;
    for concern in &report.concerns {
        if last != Some(concern.path) {
            let status = concern.status.unwrap_or("no status");
            let head = format!("{} ({status})", concern.title);
            let lead = format!("{}  ", visible(concern.decision));
            let gap = if last.is_some() { "\n" } else { "" };
            let _ = writeln!(out, "{gap}{}", bold(&wrapped(&head, &lead, "      ", "", width)));
            last = Some(concern.path);
        }
        out.push_str(&quoted(&concern.quote, width));
        for happened in &concern.came_true {
            let _ = writeln!(out, "{}", wrapped(&format!("came true: {happened}"), "  ! ", "    ", "", width));
        }
    }
    if report.concerns.is_empty() {
        if report.words.is_empty() {
            out.push_str("no concern was declined, deferred or overruled here\n");
        } else {
            let words = listed(report.words.iter().map(String::as_str));
            let _ = writeln!(out, "no concern that was declined, deferred or overruled has the words {words}");
            out.push_str("(a path that does not exist needs a `/`)\n");
        }
    } else if report.concerns.iter().any(|concern| concern.came_true.is_empty()) {
        let place = if are_joined { ", in its repository" } else { "" };
        let _ = writeln!(out, "\nif one of them has come true{place}: `heard came-true ID PERSON --source SOURCE`");
    }
    out
}

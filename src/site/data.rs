//! `decisions.json`: the log for programs, as `heard list` prints it, with the page of each decision.

use serde::Serialize;

use super::{Site, SiteEntry};
use crate::report::json::json_line;
use crate::report::record::Record;

/// The file.
pub(super) const FILE: &str = "decisions.json";

/// A log with its pages.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct SiteData<'a> {
    /// The version of this format, 1.
    pub version: u32,
    /// The name of the site.
    pub title: &'a str,
    /// The date for overdue reviews, `YYYY-MM-DD`: that of the commit.
    pub day: Option<String>,
    /// Every decision, newest first.
    pub decisions: Vec<SiteDecision<'a>>,
}

/// A decision with its page.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct SiteDecision<'a> {
    /// The decision, as in `heard list --format json`.
    #[serde(flatten)]
    pub record: Record<'a>,
    /// The page, relative to this file.
    pub page: String,
    /// The absolute URL of the page; null without a base URL.
    pub url: Option<String>,
    /// The URL of the file in the repository; null without a source URL.
    pub source: Option<String>,
    /// How many people were consulted.
    pub asked: usize,
    /// How many of them are quoted.
    pub heard: usize,
    /// How many quotes there are.
    pub concerns: usize,
    /// How many of them are answered.
    pub answered: usize,
    /// What a reader should notice: `objection`, `unanswered`, `not-asked`, `overdue`, `unreadable`.
    pub marks: Vec<&'static str>,
}

/// The text of the file. Each decision is on a line of its own, so that a change of one is a change of one line.
pub(super) fn site_data(site: &Site<'_>) -> String {
    let head = SiteData {
        version: 1,
        title: &site.settings.title,
        day: site.settings.day.map(|day| day.to_string()),
        decisions: Vec::new(),
    };
    // The list is empty and comes last, so it ends where the text ends.
    let head = json_line(&head);
    let mut out = head.strip_suffix("]}").unwrap_or(&head).to_owned();
    for (place, index) in site.order.iter().enumerate() {
        out.push_str(if place == 0 { "\n" } else { ",\n" });
        out.push_str(&json_line(&site_decision(site, &site.entries[*index])));
    }
    out.push_str("\n]}\n");
    out
}

fn site_decision<'a>(site: &Site<'_>, entry: &SiteEntry<'a>) -> SiteDecision<'a> {
    let page = entry.page();
    SiteDecision {
        record: Record::of(entry.decision, &site.catalog.policy),
        url: site.settings.address(&page),
        source: site.source(entry.decision.path.as_str()),
        page,
        asked: entry.asked,
        heard: entry.heard,
        concerns: entry.concerns,
        answered: entry.answered,
        marks: entry.marks.iter().map(|mark| mark.class()).collect(),
    }
}

//! Rows of the list as data: results are any of them, and a page with all would be large.

use serde::Serialize;

use super::super::{Site, SiteEntry};
use super::show_hidden;
use crate::site::list::row_facts;

/// About how many bytes a row takes beside its id, title and file name.
const FACTS: usize = 120;

/// What a row of the list shows, in the order of `row.html`.
#[derive(Debug, Serialize)]
pub(super) struct SearchRow<'a>(
    /// The id, the title, and the file name of the page without the extension.
    String,
    String,
    &'a str,
    /// The class of the status and its word.
    Option<(&'static str, String)>,
    /// The date.
    Option<String>,
    /// How many people are quoted, and how many quotes answered, in words.
    Vec<String>,
    /// The class of each mark and its words.
    Vec<(&'static str, &'static str)>,
    /// The names of consulted people.
    String,
    /// The file name of each tag and its word.
    Vec<(&'a str, String)>,
);

/// The row of a decision.
pub(super) fn search_row<'s>(site: &'s Site<'_>, entry: &'s SiteEntry<'_>) -> SearchRow<'s> {
    let facts = row_facts(site, entry);
    let status = entry.shows_status.then(|| (entry.status_class(), show_hidden(entry.status())));
    SearchRow(
        show_hidden(entry.id()),
        show_hidden(entry.title()),
        &entry.file,
        status,
        entry.date(),
        facts.counts,
        entry.marks.iter().map(|mark| (mark.class(), mark.words(entry.words))).collect(),
        show_hidden(&facts.names),
        facts.tags.iter().map(|tag| (tag.file.as_str(), show_hidden(&tag.word))).collect(),
    )
}

/// About how many bytes the row of a decision takes.
pub(super) fn size(entry: &SiteEntry<'_>) -> usize {
    entry.id().len() + entry.title().len() + entry.file.len() + FACTS
}

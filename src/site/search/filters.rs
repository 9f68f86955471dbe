//! What decisions can be filtered by: status, tag, person, path, speaker.

use std::collections::BTreeSet;

use serde::Serialize;

use super::super::{EntryGroup, Site};
use super::{row_of, show_hidden};
use crate::policy::bad_glob;

/// The data of the filters.
#[derive(Debug, Serialize)]
pub(super) struct FilterData<'a> {
    /// File names and words.
    statuses: Vec<(&'a str, String)>,
    tags: Vec<(&'a str, String)>,
    people: Vec<(&'a str, String)>,
    globs: Vec<&'a str>,
    rows: FilterRows,
}

/// For each row, the numbers of what it can be filtered by.
#[derive(Debug, Default, Serialize)]
struct FilterRows {
    status: Vec<BTreeSet<usize>>,
    tag: Vec<BTreeSet<usize>>,
    person: Vec<BTreeSet<usize>>,
    /// In order, since the last glob that matches decides.
    governs: Vec<Vec<usize>>,
    speakers: Vec<BTreeSet<usize>>,
}

/// The data of the filters of a log.
pub(super) fn filter_data<'s>(site: &'s Site<'_>) -> FilterData<'s> {
    let globs = site.entries.iter().flat_map(|entry| &entry.decision.governs);
    let globs = globs.filter(|glob| bad_glob(&glob.value).is_none()).map(|glob| glob.value.as_str());
    let globs: Vec<&str> = globs.collect::<BTreeSet<_>>().into_iter().collect();
    let mut rows =
        FilterRows { status: rows_of(site, &site.statuses), tag: rows_of(site, &site.tags), ..FilterRows::default() };
    for index in site.order.iter().rev() {
        let decision = site.entries[*index].decision;
        let speakers = decision.consultation.quotes.iter().filter_map(|quote| site.speaker(quote));
        let speakers: BTreeSet<usize> = speakers.collect();
        let listed = [&decision.makers, &decision.consulted, &decision.informed];
        let listed = listed.into_iter().flat_map(|list| &list.parties).filter_map(|party| site.people.find(party));
        rows.person.push(listed.chain(speakers.iter().copied()).collect());
        rows.speakers.push(speakers);
        let governs = decision.governs.iter().filter_map(|glob| globs.binary_search(&glob.value.as_str()).ok());
        rows.governs.push(governs.collect());
    }
    FilterData {
        statuses: file_names(&site.statuses),
        tags: file_names(&site.tags),
        people: site.people.all.iter().map(|someone| (someone.file.as_str(), show_hidden(&someone.name))).collect(),
        globs,
        rows,
    }
}

/// For each row the groups that it is in.
fn rows_of(site: &Site<'_>, groups: &[EntryGroup]) -> Vec<BTreeSet<usize>> {
    let mut rows = vec![BTreeSet::new(); site.entries.len()];
    for (number, group) in groups.iter().enumerate() {
        for index in &group.entries {
            rows[row_of(site, *index)].insert(number);
        }
    }
    rows
}

fn file_names(groups: &[EntryGroup]) -> Vec<(&str, String)> {
    groups.iter().map(|group| (group.file.as_str(), show_hidden(&group.word))).collect()
}

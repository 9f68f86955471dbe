//! Decisions that have a tag or a status in common.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::names::UniqueNames;
use crate::text::fold;

/// Decisions with the same tag or status.
#[derive(Debug)]
pub(super) struct EntryGroup {
    /// The word by which spellings are compared.
    key: String,
    /// The first spelling found.
    pub word: String,
    /// The file name of its page, without the extension.
    pub file: String,
    /// The entries, newest first.
    pub entries: Vec<usize>,
}

/// Groups the entries by their words, whatever the spelling, in the order of the words.
pub(super) fn group_entries<'a, W: IntoIterator<Item = Cow<'a, str>>>(
    order: &[usize],
    words_of: impl Fn(usize) -> W,
) -> Vec<EntryGroup> {
    let mut found: BTreeMap<String, EntryGroup> = BTreeMap::new();
    for index in order {
        for word in words_of(*index) {
            let key = fold(&word);
            let group = found.entry(key.clone()).or_insert_with(|| EntryGroup {
                key,
                word: word.into_owned(),
                file: String::new(),
                entries: Vec::new(),
            });
            if group.entries.last() != Some(index) {
                group.entries.push(*index);
            }
        }
    }
    let mut names = UniqueNames::default();
    let mut groups: Vec<EntryGroup> = found.into_values().collect();
    for group in &mut groups {
        group.file = names.file_name(&group.word);
    }
    groups
}

/// The group of a word, in any spelling.
pub(super) fn find_group<'g>(groups: &'g [EntryGroup], word: &str) -> Option<&'g EntryGroup> {
    let key = fold(word);
    groups.binary_search_by(|group| group.key.cmp(&key)).ok().map(|at| &groups[at])
}

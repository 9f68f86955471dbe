//! A decision in blocks: what is searched for phrases, and what the site shows of a match.

use super::query::{Phrase, Query, fold_text};
use super::{LinePlace, searched_lines};
use crate::decision::Decision;
use crate::text::one_line;
use crate::vocabulary::party::Party;

/// A paragraph, an item, a heading, a quote, the title, or the names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SearchedBlock {
    /// What it is.
    pub place: LinePlace,
    /// The quote that it is.
    pub quote: Option<usize>,
    /// The text, on one line except for a quote.
    pub text: String,
}

/// The blocks of a decision.
pub(crate) fn searched_blocks(decision: &Decision) -> Vec<SearchedBlock> {
    let block = |place, text: String| SearchedBlock { place, quote: None, text };
    let people = [&decision.makers, &decision.consulted, &decision.informed];
    let names = people.iter().flat_map(|people| &people.parties).map(Party::shown);
    let names: Vec<String> = names.chain(decision.tags.iter().map(|tag| tag.value.clone())).collect();
    let mut blocks = vec![block(LinePlace::Title, one_line(decision.shown_title()).into_owned())];
    if !names.is_empty() {
        blocks.push(block(LinePlace::People, one_line(&names.join(", ")).into_owned()));
    }
    for (index, quote) in decision.consultation.quotes.iter().enumerate() {
        blocks.push(SearchedBlock { place: LinePlace::Said, quote: Some(index), text: quote.words.clone() });
    }
    let mut open: Option<String> = None;
    for line in searched_lines(decision).iter().filter(|line| line.place == LinePlace::Text) {
        let (is_new, text) = read_line(&line.text);
        if is_new || text.is_empty() {
            blocks.extend(open.take().map(|text| block(LinePlace::Text, text)));
        }
        match &mut open {
            _ if text.is_empty() => {}
            Some(block) => block.extend([" ", text]),
            None => open = Some(text.to_owned()),
        }
    }
    blocks.extend(open.map(|text| block(LinePlace::Text, text)));
    blocks
}

/// Whether a line of markdown starts a new block, and its text.
fn read_line(line: &str) -> (bool, &str) {
    let line = line.trim_start_matches(['>', ' ', '\t']).trim_end();
    let text = line.trim_start_matches('#');
    if text.len() < line.len() {
        return (true, text.trim());
    }
    if line.starts_with("```") || line.starts_with("~~~") || !line.contains(char::is_alphanumeric) {
        return (true, "");
    }
    for mark in ["* ", "- ", "+ "] {
        if let Some(text) = line.strip_prefix(mark) {
            return (true, text.trim_start());
        }
    }
    let number = line.trim_start_matches(|character: char| character.is_ascii_digit());
    let is_item = number.len() < line.len() && (number.starts_with(". ") || number.starts_with(") "));
    (is_item || line.starts_with('|'), line)
}

/// Whether a decision has the phrases of a query, and nothing that the query leaves out, in the searched parts.
pub(super) fn has_phrases(decision: &Decision, query: &Query, is_searched: impl Fn(Option<usize>) -> bool) -> bool {
    if query.phrases.is_empty() && query.excluded.is_empty() {
        return true;
    }
    let blocks = searched_blocks(decision).into_iter().filter(|block| is_searched(block.quote));
    let folded: Vec<String> = blocks.map(|block| fold_text(&block.text)).collect();
    let has = |phrase: &Phrase| folded.iter().any(|text| phrase.is_in(text));
    query.phrases.iter().all(has) && !query.excluded.iter().any(has)
}

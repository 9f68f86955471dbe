//! The text of a decision, of which the page shows what matches.

use serde::Serialize;

use super::super::{Site, SiteEntry};
use super::show_hidden;
use crate::search::LinePlace;
use crate::search::block::searched_blocks;
use crate::vocabulary::party::Party;

/// A piece of the text of a decision.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum TextBlock {
    Text(String),
    /// The names of people, and tags.
    Names([String; 1]),
    /// The title, with nothing before it. It is in the row already, and only searched for phrases.
    Title([String; 2]),
    /// The id of a quote on the page of the decision without `said-`, the number of its speaker, their name, and the text.
    Quote(String, Option<usize>, String, String),
}

/// The text of a decision in blocks.
pub(super) fn text_blocks(site: &Site<'_>, entry: &SiteEntry<'_>) -> Vec<TextBlock> {
    let blocks = searched_blocks(entry.decision).into_iter().map(|block| {
        let text = show_hidden(&block.text);
        match (block.place, block.quote) {
            (_, Some(index)) => {
                let quote = &entry.decision.consultation.quotes[index];
                let id = entry.anchors[index].as_ref().map(|anchor| anchor.0.clone()).unwrap_or_default();
                let name = quote.speaker().map(Party::shown).unwrap_or_default();
                TextBlock::Quote(id, site.speaker(quote), show_hidden(&name), text)
            }
            (LinePlace::Title, _) => TextBlock::Title([String::new(), text]),
            (LinePlace::People, _) => TextBlock::Names([text]),
            _ => TextBlock::Text(text),
        }
    });
    blocks.collect()
}

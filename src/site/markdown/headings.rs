//! The ids of headings, as GitHub makes them, so that links to a heading work on the site as well.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::super::names::UniqueNames;
use crate::text::Span;

/// The ids of the headings of a body.
#[derive(Debug, Default)]
pub(super) struct HeadingIds {
    /// By the byte at which the heading starts.
    by_start: BTreeMap<usize, String>,
    /// The id of the title, which the page has at its top.
    title: Option<String>,
    /// All ids.
    all: UniqueNames,
}

impl HeadingIds {
    /// The ids of all headings among the events. `title` is the start of the heading that is the title.
    pub(super) fn new(events: &[(Event<'_>, Span)], title: Option<usize>) -> Self {
        let mut ids = Self::default();
        let mut open: Option<(usize, bool, String)> = None;
        let mut depth = 0;
        for (event, span) in events {
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    let is_title = *level == HeadingLevel::H1 && depth == 0 && title == Some(span.start);
                    open = Some((span.start, is_title, String::new()));
                }
                Event::Text(words) | Event::Code(words) => {
                    if let Some((.., text)) = &mut open {
                        text.push_str(words);
                    }
                }
                Event::End(TagEnd::Heading(_)) => {
                    if let Some((start, is_title, text)) = open.take() {
                        let id = ids.all.numbered(heading_id(&text), 0);
                        if is_title {
                            ids.title = Some(id.clone());
                        }
                        ids.by_start.insert(start, id);
                    }
                }
                _ => {}
            }
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        ids
    }

    /// The id of the heading that starts here.
    pub(super) fn id_at(&self, span: Span) -> Option<&str> {
        self.by_start.get(&span.start).map(String::as_str)
    }

    /// The address of a heading on its page, if there is one with this id.
    pub(super) fn address(&self, fragment: &str) -> Option<String> {
        let id = heading_id(fragment);
        match self.title.as_ref() == Some(&id) {
            true => Some("#main".to_owned()),
            false => self.all.contains(&id).then(|| format!("#h-{id}")),
        }
    }
}

/// The words of a heading as an id.
fn heading_id(words: &str) -> String {
    let mut id = String::new();
    for character in words.trim().chars() {
        match character {
            ' ' | '-' => id.push('-'),
            'a'..='z' | '0'..='9' | '_' => id.push(character),
            'A'..='Z' => id.push(character.to_ascii_lowercase()),
            _ if character.is_ascii() => {}
            _ => id.extend(character.to_lowercase().filter(|letter| letter.is_alphanumeric())),
        }
    }
    id
}

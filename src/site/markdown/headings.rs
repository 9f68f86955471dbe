//! The ids of headings, as GitHub makes them, and those of anchors, so that links to them work on the site as well.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::super::names::UniqueNames;
use super::html::{HtmlPart, attribute, parts};
use super::seen;
use crate::decision::Decision;
use crate::document::shown::HtmlTag;
use crate::text::Span;

/// The places of a body that links can lead to.
#[derive(Debug, Default)]
pub(in crate::site) struct BodyIds {
    /// By the byte at which they start.
    headings: BTreeMap<usize, Heading>,
    /// The ids of the title and of the anchors in it: the page has it at its top.
    title: BTreeSet<String>,
    /// All ids of headings, and those of the other anchors.
    all: UniqueNames,
    anchors: BTreeSet<String>,
}

/// A heading.
#[derive(Clone, Debug, Default)]
pub(super) struct Heading {
    /// Its id, without the prefix of the page.
    pub id: String,
    pub text: String,
}

impl BodyIds {
    /// The ids of the body of a decision.
    pub(in crate::site) fn of(decision: &Decision) -> Self {
        let title = decision.title.as_ref().map(|title| title.span.start);
        Self::new(&seen::read(&decision.text, decision.body_start()), title)
    }

    /// The ids of all headings and anchors among the events. `title` is the start of the heading that is the title.
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
                Event::Html(html) | Event::InlineHtml(html) => {
                    let anchors = parts(html).into_iter().filter_map(|part| match part {
                        HtmlPart::Start(element, tag) if element.name == "a" => anchor_id(&tag),
                        _ => None,
                    });
                    match open {
                        Some((_, true, _)) => ids.title.extend(anchors),
                        _ => ids.anchors.extend(anchors),
                    }
                }
                Event::End(TagEnd::Heading(_)) => {
                    if let Some((start, is_title, text)) = open.take() {
                        let id = ids.all.numbered(heading_id(&text), 0);
                        if is_title {
                            ids.title.insert(id.clone());
                        }
                        ids.headings.insert(start, Heading { id, text });
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

    /// The heading that starts here.
    pub(super) fn heading_at(&self, span: Span) -> Option<&Heading> {
        self.headings.get(&span.start)
    }

    /// The address of a heading or an anchor on its page, if there is one with this id.
    pub(in crate::site) fn address(&self, fragment: &str) -> Option<String> {
        let id = heading_id(fragment);
        if self.title.contains(&id) {
            Some("#main".to_owned())
        } else if self.all.contains(&id) {
            Some(format!("#{}", heading_on_page(&id)))
        } else {
            self.anchors.contains(&id).then(|| format!("#{}", anchor_on_page(&id)))
        }
    }

    /// The ids on the page of everything that links can lead to, but for the title.
    pub(super) fn on_page(&self) -> impl Iterator<Item = String> {
        let is_title = |heading: &&Heading| !self.title.contains(&heading.id);
        let headings = self.headings.values().filter(is_title).map(|heading| heading_on_page(&heading.id));
        headings.chain(self.anchors.iter().map(|id| anchor_on_page(id)))
    }
}

/// The id on the page of a heading, and of an anchor. The prefixes keep them apart from each other and from those of the
/// page itself.
pub(super) fn heading_on_page(id: &str) -> String {
    format!("h-{id}")
}

pub(super) fn anchor_on_page(id: &str) -> String {
    format!("a-{id}")
}

/// The id of an anchor: `<a id="words">` or `<a name="words">`.
pub(super) fn anchor_id(tag: &HtmlTag<'_>) -> Option<String> {
    let written = attribute(tag, "id").or_else(|| attribute(tag, "name"))?;
    Some(heading_id(&written)).filter(|id| !id.is_empty())
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

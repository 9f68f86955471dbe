//! The markdown below the header as headings, and as blocks where somebody asks for them.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::block::{Block, blocks};
use super::headerless::names;
use super::shown::Hidden;
use super::{events, shown};
use crate::text::{Span, fold};

/// How a comment to this tool begins.
pub(crate) const NAME: &str = "heard:";
/// How deep block quotes may nest, from the contract's limits.
pub(crate) const QUOTE_DEPTH: usize = 100;

/// The body of a document.
#[derive(Debug)]
pub(crate) struct Body<'a> {
    /// Every heading, in order.
    pub headings: Vec<Heading>,
    /// Whether there is a word outside headings.
    pub has_prose: bool,
    /// The first block quote that nests too deep, if one does.
    pub too_deep: Option<Span>,
    /// The HTML that may hold a comment to this tool.
    pub comments: Vec<Span>,
    events: Vec<(Event<'a>, Span)>,
}

/// A heading of the body.
#[derive(Clone, Debug)]
pub(crate) struct Heading {
    /// From 1 to 6.
    pub level: u8,
    /// Its words, without marks.
    pub text: String,
    /// The words as they are compared with a name: folded, without a leading number or closing mark.
    pub name: String,
    /// The whole heading, marks included.
    pub span: Span,
    /// Where the outermost list that contains the heading starts; without one, where the heading does.
    pub block: usize,
    /// Whether there is a word between it and the next heading.
    pub has_text: bool,
    /// The events that make the heading, from its start tag to its end tag.
    events: std::ops::Range<usize>,
}

impl<'a> Body<'a> {
    /// Reads the body that starts at byte `start` of the file.
    ///
    /// Blocks are kept of the head of the record and of the sections whose heading is `wanted` by
    /// its name, sub-headings and all; of the prose between, only that it is there.
    pub(crate) fn read(text: &'a str, start: usize, wanted: &dyn Fn(&str) -> bool) -> Self {
        let mut reading = Reading::new(text, start, wanted);
        for (event, span) in events::read(text, start) {
            reading.event(event, span);
        }
        reading.body
    }

    /// The blocks before the heading at `until`, or all when there is none.
    pub(crate) fn blocks_before(&self, until: Option<usize>) -> Vec<Block<'_>> {
        let end = until.map_or(self.events.len(), |at| self.headings[at].events.start);
        blocks(&self.events[..end])
    }

    /// The heading at `index` as a block, with its marks and links.
    pub(crate) fn blocks_of(&self, index: usize) -> Vec<Block<'_>> {
        let events = &self.headings[index].events;
        blocks(self.events.get(events.start..=events.end).unwrap_or_default())
    }

    /// The blocks below the heading at `index`, up to the next heading of any level.
    pub(crate) fn blocks_below(&self, index: usize) -> Vec<Block<'_>> {
        let start = self.headings[index].events.end + 1;
        let end = self.headings.get(index + 1).map_or(self.events.len(), |next| next.events.start);
        blocks(self.events.get(start..end).unwrap_or_default())
    }

    /// The index after the last heading that belongs to the section which `index` opens:
    /// the next heading of the same or a higher level.
    pub(crate) fn section_end(&self, index: usize) -> usize {
        let level = self.headings[index].level;
        self.headings[index + 1..]
            .iter()
            .position(|heading| heading.level <= level)
            .map_or(self.headings.len(), |ahead| index + 1 + ahead)
    }
}

/// A body that is being read, event by event.
struct Reading<'a, 'w> {
    text: &'a str,
    wanted: &'w dyn Fn(&str) -> bool,
    body: Body<'a>,
    /// The level of the heading that opened a wanted section.
    section: Option<u8>,
    /// Whether the head of the record goes on, and whether it has its title.
    in_head: bool,
    titled: bool,
    quotes: usize,
    notes: usize,
    lists: usize,
    /// Where the outermost list starts that is open.
    list: usize,
    /// The heading that is open, and whether a part of it is struck out or may be hidden.
    heading: Option<Heading>,
    is_hidden: bool,
    /// The element that strikes out or hides whole blocks, and is open.
    around: Hidden<'a>,
    /// What a comment hides that goes on behind the HTML that opens it.
    hidden: std::ops::Range<usize>,
}

impl<'a, 'w> Reading<'a, 'w> {
    fn new(text: &'a str, start: usize, wanted: &'w dyn Fn(&str) -> bool) -> Self {
        let body =
            Body { headings: Vec::new(), too_deep: None, has_prose: false, comments: Vec::new(), events: Vec::new() };
        let hidden = start..start;
        Self {
            text,
            wanted,
            body,
            section: None,
            in_head: true,
            titled: false,
            quotes: 0,
            notes: 0,
            lists: 0,
            list: start,
            heading: None,
            is_hidden: false,
            around: Hidden::default(),
            hidden,
        }
    }

    fn event(&mut self, event: Event<'a>, span: Span) {
        match &event {
            // Anywhere: what is not kept below may still hold a comment.
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) if is_to_us(span.of(self.text)) => {
                self.body.comments.push(span);
            }
            // A footnote is shown elsewhere, and not at all when nothing refers to it.
            Event::Start(Tag::FootnoteDefinition(_)) => self.notes += 1,
            Event::End(TagEnd::FootnoteDefinition) => {
                self.notes = self.notes.saturating_sub(1);
                return;
            }
            _ => {}
        }
        if self.notes > 0 || self.hidden.contains(&span.start) {
            return;
        }
        if let Event::Start(Tag::HtmlBlock) = &event
            && shown::leaves_comment_open(span.of(self.text))
        {
            self.hidden = span.end..shown::comment_end(self.text, span.end);
        }
        match &event {
            Event::Html(_) | Event::InlineHtml(_) if self.quotes == 0 && self.heading.is_none() => {
                let tags = shown::tags(span.of(self.text));
                let tags = tags.filter(|tag| shown::opens_hiding(tag) || tag.starts_with("</"));
                tags.for_each(|tag| self.around.pass(tag));
            }
            Event::Start(Tag::BlockQuote(_)) => {
                self.quotes += 1;
                if self.quotes > QUOTE_DEPTH && self.body.too_deep.is_none() {
                    self.body.too_deep = Some(span.first_line(self.text));
                }
            }
            Event::End(TagEnd::BlockQuote(_)) => self.quotes = self.quotes.saturating_sub(1),
            Event::Start(Tag::List(_)) => {
                if self.lists == 0 {
                    self.list = span.start;
                }
                self.lists += 1;
            }
            Event::End(TagEnd::List(_)) => self.lists = self.lists.saturating_sub(1),
            Event::Start(Tag::Heading { level, .. }) if self.quotes == 0 => {
                let at = self.body.events.len();
                let trimmed = span.trimmed(self.text);
                self.is_hidden = self.around.is_open();
                self.heading = Some(Heading {
                    level: depth(*level),
                    text: String::new(),
                    name: String::new(),
                    span: trimmed,
                    block: if self.lists > 0 { self.list } else { trimmed.start },
                    has_text: false,
                    events: at..at,
                });
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(mut ended) = self.heading.take() {
                    ended.events.end = self.body.events.len();
                    if !std::mem::take(&mut self.is_hidden) {
                        ended.name = name(&ended.text);
                    }
                    if self.section.is_some_and(|level| ended.level <= level) {
                        self.section = None;
                    }
                    if self.section.is_none() && (self.wanted)(&ended.name) {
                        self.section = Some(ended.level);
                    }
                    // The title belongs to the head, and so do lines of keys above a drawn line.
                    let is_title = ended.level == 1 && !self.titled && !names::is_section(&ended.name);
                    self.titled |= is_title;
                    self.in_head &= is_title || ended.text.contains([':', '：']) || names::is_metadata(&ended.name);
                    self.body.headings.push(ended);
                    self.body.events.push((event, span));
                    return;
                }
            }
            Event::Text(words) | Event::Code(words) => match &mut self.heading {
                Some(open) => open.text.push_str(words),
                None if words.chars().any(char::is_alphanumeric) => {
                    self.body.has_prose = true;
                    if let Some(last) = self.body.headings.last_mut() {
                        last.has_text = true;
                    }
                }
                None => {}
            },
            Event::Start(Tag::Strikethrough) => self.is_hidden = self.heading.is_some(),
            Event::InlineHtml(tag) if shown::may_hide(tag) => self.is_hidden = self.heading.is_some(),
            Event::SoftBreak | Event::HardBreak => {
                if let Some(open) = &mut self.heading {
                    open.text.push(' ');
                }
            }
            _ => {}
        }
        if self.in_head || self.section.is_some() || self.heading.is_some() {
            self.body.events.push((event, span));
        }
    }
}

/// Whether HTML may hold a comment to this tool.
pub(super) fn is_to_us(html: &str) -> bool {
    html.contains(NAME)
}

/// The name of a heading.
fn name(text: &str) -> String {
    let folded = fold(text);
    let start = folded.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' ' | ')'));
    let name = start.trim_end_matches([':', '.', ' ']);
    if name.len() == folded.len() { folded } else { name.to_owned() }
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn footnotes_are_left_out_and_mail_addresses_keep_their_marks() {
        let text = "words[^1]\n\n[^1]: a note\n\n    ## Consultation\n\n    > hidden\n\nIna <ina@example.org>\n";
        assert!(Body::read(text, 0, &|_| true).headings.is_empty());
        let body = Body::read(text, 0, &|_| true);
        let blocks = body.blocks_before(None);
        let words: Vec<String> = blocks.iter().map(Block::text).collect();
        assert_eq!(words, ["words", "Ina <ina@example.org>"]);
        assert_eq!(blocks[1].lines[0].runs[1].span.of(text), "<ina@example.org>");
    }

    #[test]
    fn depth_is_bounded_and_reported() {
        let text = format!("{} deep\n", ">".repeat(5_000));
        let body = Body::read(&text, 0, &|_| true);
        assert!(body.too_deep.is_some());
        assert_eq!(body.blocks_before(None).len(), 1);
    }

    #[test]
    fn places_are_of_the_file_not_of_the_body() {
        let text = "---\na: 1\n---\n# Title\n";
        let body = Body::read(text, 13, &|_| true);
        assert_eq!(body.headings[0].span.of(text), "# Title");
    }
}

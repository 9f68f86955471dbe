//! Writes the HTML of a record anew. Each element that is open is on the stack of the writer, above the element of
//! markdown that it is in, and ends there at the latest. So nothing that a record leaves open, or closes without having
//! opened it, changes the page around it.

use std::fmt::Write as _;

use super::super::escape::{escape, push_text};
use super::headings::{anchor_id, anchor_on_page};
use super::html::{BARE_TEXT, HtmlContent, HtmlElement, HtmlPart, attribute, decoded, number, parts};
use super::{BodyWriter, DEEPEST, ElementEnd};
use crate::document::shown::HtmlTag;

/// The most digits of a width or a height, and of the columns and rows of a cell.
const SIZE_DIGITS: usize = 4;
const CELL_DIGITS: usize = 2;

impl BodyWriter<'_> {
    /// Writes a block of HTML. One in which a record may use no tag is text.
    pub(super) fn write_html_block(&mut self, html: &str) {
        let parts = parts(html);
        if parts.iter().all(|part| matches!(part, HtmlPart::Text(_))) {
            self.end_tags_for_block();
            self.html("<p class=\"html\">");
            push_text(&mut self.out, html);
            self.html("</p>\n");
            return;
        }
        for part in parts {
            match part {
                HtmlPart::Text(text) => self.write_block_text(text),
                HtmlPart::Start(element, tag) => self.write_start_tag(element, &tag, true),
                HtmlPart::End(element) => self.write_end_tag(element, true),
            }
        }
        self.write_words();
        self.end_tags(|open| open.content == HtmlContent::Line || *open == BARE_TEXT);
    }

    /// Writes a tag within a line.
    pub(super) fn write_inline_html(&mut self, html: &str) {
        for part in parts(html) {
            match part {
                HtmlPart::Text(text) => {
                    self.write_words();
                    push_text(&mut self.out, text);
                }
                HtmlPart::Start(element, tag) => self.write_start_tag(element, &tag, false),
                HtmlPart::End(element) => self.write_end_tag(element, false),
            }
        }
    }

    /// Writes text of a block of HTML.
    fn write_block_text(&mut self, text: &str) {
        if self.is_in_code() {
            self.words.push_str(&decoded(text));
            return;
        }
        let is_space = text.trim().is_empty();
        if !is_space {
            self.open_line();
        }
        // Space between words is kept. That between blocks would only make the page longer.
        let begins_line = self.words.is_empty() && self.out.ends_with('\n');
        if is_space && (begins_line || !self.is_in_text()) {
            return;
        }
        self.words.push_str(&decoded(text));
    }

    /// Whether the innermost element is one of HTML that has text.
    fn is_in_text(&self) -> bool {
        matches!(self.ends.last(), Some(ElementEnd::Tag { element, .. }) if element.content != HtmlContent::Elements)
    }

    /// Whether every space counts.
    fn is_in_code(&self) -> bool {
        let mut tags = self.ends.iter().rev().map_while(|end| match end {
            ElementEnd::Tag { element, .. } => Some(element.name),
            _ => None,
        });
        tags.any(|name| name == "pre")
    }

    /// Makes room for text between blocks.
    fn open_line(&mut self) {
        self.end_tags(|open| open.content == HtmlContent::Elements);
        let has_room = match self.ends.last() {
            Some(ElementEnd::Tag { element, .. }) => element.name != "details",
            _ => false,
        };
        if !has_room && self.ends.len() < DEEPEST {
            self.html(BARE_TEXT.start);
            self.ends.push(ElementEnd::Tag { element: &BARE_TEXT, end: BARE_TEXT.end, is_link: false });
        }
    }

    /// Opens an element, where it can be.
    fn write_start_tag(&mut self, element: &'static HtmlElement, tag: &HtmlTag<'_>, in_block: bool) {
        self.write_words();
        if element.is_in_line() {
            if in_block {
                self.open_line();
            }
        } else if !self.takes_blocks(in_block) {
            push_text(&mut self.out, tag.written);
            return;
        } else {
            self.end_tags(|open| matches!(open.content, HtmlContent::Line | HtmlContent::Text));
            if element.parents.is_empty() {
                self.end_tags(|open| open.content == HtmlContent::Elements);
            } else if !self.end_tags_up_to(element.parents) {
                return;
            }
        }
        if element.content == HtmlContent::Nothing {
            match element.name {
                "img" => self.write_picture_tag(tag),
                _ => self.html(element.start),
            }
            return;
        }
        if self.ends.len() >= DEEPEST {
            return;
        }
        let (mut end, mut is_link) = (element.end, false);
        match element.name {
            "a" => {
                if let Some(id) = anchor_id(tag).map(|id| anchor_on_page(&id))
                    && self.written.insert(id.clone())
                {
                    let _ = write!(self.out, "<span id=\"{}\"></span>", escape(&id));
                }
                if let Some(address) = attribute(tag, "href")
                    && let ElementEnd::Link(html) = self.open_link(&address, "")
                {
                    (end, is_link) = (html, true);
                }
            }
            "details" => self.html(if attribute(tag, "open").is_some() { "<details open>\n" } else { "<details>\n" }),
            "table" => self.open_table(),
            "pre" => {
                let label = escape(self.words().code);
                let _ = write!(self.out, "<pre tabindex=\"0\" role=\"group\" aria-label=\"{label}\">");
            }
            "td" | "th" => {
                let _ = write!(self.out, "<{}", element.name);
                for name in ["colspan", "rowspan"] {
                    if let Some(count) = number(tag, name, CELL_DIGITS) {
                        let _ = write!(self.out, " {name}=\"{count}\"");
                    }
                }
                self.html(">");
            }
            _ => self.html(element.start),
        }
        self.ends.push(ElementEnd::Tag { element, end, is_link });
    }

    /// Closes an element, if it is open. Others that were opened in it end as well.
    fn write_end_tag(&mut self, element: &HtmlElement, in_block: bool) {
        self.write_words();
        let is_element = |end: &ElementEnd| matches!(end, ElementEnd::Tag { element: open, .. } if *open == element);
        let tags = self.ends.iter().rev().take_while(|end| matches!(end, ElementEnd::Tag { .. }));
        let bottom = self.ends.len() - tags.clone().count();
        if let Some(above) = tags.clone().position(is_element) {
            self.end_down_to(self.ends.len() - 1 - above);
        } else if let Some(around) = bottom.checked_sub(1).filter(|_| !in_block) {
            // `text </details>`: it ends with the paragraph.
            let tags = self.ends[..around].iter().rev().take_while(|end| matches!(end, ElementEnd::Tag { .. }));
            if let Some(above) = tags.clone().position(is_element) {
                self.ending = Some((around, around - 1 - above));
            }
        }
    }

    /// Whether a block of HTML can be here.
    fn takes_blocks(&self, in_block: bool) -> bool {
        let is_text = |element: &HtmlElement| matches!(element.content, HtmlContent::Line | HtmlContent::Text);
        let around =
            self.ends.iter().rev().find(|end| !matches!(end, ElementEnd::Tag { element, .. } if is_text(element)));
        matches!(around, Some(ElementEnd::Cell | ElementEnd::Tag { .. })) || in_block
    }

    /// Ends the elements of HTML that a block of markdown can't be in.
    pub(super) fn end_tags_for_block(&mut self) {
        self.end_tags(|open| open.content != HtmlContent::Blocks);
    }

    /// Ends the innermost elements of HTML, as long as they are of this kind.
    pub(super) fn end_tags(&mut self, ends: impl Fn(&HtmlElement) -> bool) {
        while matches!(self.ends.last(), Some(ElementEnd::Tag { element, .. }) if ends(element)) {
            self.end_down_to(self.ends.len() - 1);
        }
    }

    /// Ends the elements of HTML within the innermost one of these names. Returns `false` where none is open.
    fn end_tags_up_to(&mut self, names: &[&str]) -> bool {
        let is_named =
            |end: &ElementEnd| matches!(end, ElementEnd::Tag { element, .. } if names.contains(&element.name));
        let mut tags = self.ends.iter().rev().take_while(|end| matches!(end, ElementEnd::Tag { .. }));
        let Some(above) = tags.position(is_named) else { return false };
        self.end_down_to(self.ends.len() - above);
        true
    }

    /// Ends elements until this many are open.
    pub(super) fn end_down_to(&mut self, count: usize) {
        while self.ends.len() > count
            && let Some(end) = self.ends.pop()
        {
            self.write_end(end);
        }
    }

    /// Writes a picture of HTML, or a link to it.
    fn write_picture_tag(&mut self, tag: &HtmlTag<'_>) {
        let written = attribute(tag, "src").unwrap_or_default();
        let description = attribute(tag, "alt").unwrap_or_default();
        if let Some(address) = self.picture_address(&written) {
            let mut size = String::new();
            for name in ["width", "height"] {
                if let Some(pixels) = number(tag, name, SIZE_DIGITS) {
                    let _ = write!(size, " {name}=\"{pixels}\"");
                }
            }
            self.write_picture(&address, &written, &description, &size);
            return;
        }
        let end = self.open_link(&written, self.words().picture);
        let shown = if description.trim().is_empty() { &written } else { &description };
        push_text(&mut self.out, shown);
        self.write_end(end);
    }
}

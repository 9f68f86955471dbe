//! Links, pictures, and text in which addresses become links.

use std::borrow::Cow;
use std::fmt::Write as _;

use pulldown_cmark::{Event, Tag};

use super::super::escape::{escape, push_text};
use super::super::target::LinkTarget;
use super::address::{self, TextPart};
use super::html::{HtmlPart, attribute, parts};
use super::{BodyWriter, ElementEnd, seen};
use crate::decision::Decision;
use crate::text::RepoPath;

const LINK_END: &str = "</a>";
const NOWHERE_END: &str = "</span>";

/// A picture of a record, while its description is read.
#[derive(Debug)]
pub(super) struct Picture {
    address: String,
    written: String,
    description: String,
    /// How many elements are open in the description, which shows none of them.
    depth: usize,
}

/// The files of the repository that a decision shows as pictures.
pub(in crate::site) fn pictures(decision: &Decision) -> Vec<RepoPath> {
    let mut written: Vec<String> = Vec::new();
    for (event, _) in seen::read(&decision.text, decision.body_start()) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => written.push(dest_url.into_string()),
            Event::Html(html) | Event::InlineHtml(html) => {
                written.extend(parts(&html).into_iter().filter_map(|part| {
                    let HtmlPart::Start(element, tag) = part else { return None };
                    attribute(&tag, "src").filter(|_| element.name == "img").map(Cow::into_owned)
                }))
            }
            _ => {}
        }
    }
    let files = written.iter().filter_map(|written| match LinkTarget::read(written, decision.path.as_str()) {
        LinkTarget::File(path, _) => Some(RepoPath::new(path)),
        _ => None,
    });
    files.collect()
}

impl BodyWriter<'_> {
    /// Opens a link, or a link to a picture, which says so before its text. Links do not nest.
    pub(super) fn open_link(&mut self, written: &str, before: &str) -> ElementEnd {
        self.links += 1;
        if self.links > 1 {
            return ElementEnd::Link("");
        }
        let (address, meant) = match LinkTarget::read(written, self.source.path) {
            LinkTarget::Web(address) => (Some(address), String::new()),
            LinkTarget::File(path, fragment) => ((self.links_to.file)(&path, fragment.as_deref()), path),
            LinkTarget::Fragment(fragment) => (self.ids.address(&fragment), fragment),
            LinkTarget::Nowhere => (None, written.to_owned()),
        };
        match address {
            Some(address) => {
                self.write_link_start(&address);
                self.write_label(before);
                ElementEnd::Link(LINK_END)
            }
            None => {
                let _ = write!(self.out, "<span class=\"nowhere\" title=\"{}\">", escape(&meant));
                self.write_label(before);
                ElementEnd::Link(NOWHERE_END)
            }
        }
    }

    fn write_label(&mut self, label: &str) {
        if !label.is_empty() {
            push_text(&mut self.out, label);
            self.html(" ");
        }
    }

    /// Writes the start of a link.
    fn write_link_start(&mut self, address: &str) {
        let _ = write!(self.out, "<a href=\"{}\"{}>", escape(address), away(address));
    }

    /// Writes a link with this text.
    pub(super) fn write_link(&mut self, address: &str, text: &str) {
        self.write_link_start(address);
        push_text(&mut self.out, text);
        self.html(LINK_END);
    }

    /// Starts a picture, if the site has it. Its description comes next.
    pub(super) fn start_picture(&mut self, written: &str) -> bool {
        let address = self.picture_address(written);
        self.picture = address.map(|address| Picture {
            address,
            written: written.to_owned(),
            description: String::new(),
            depth: 0,
        });
        self.picture.is_some()
    }

    /// Reads an event in the description of a picture. Returns `false` outside of one.
    pub(super) fn describe_picture(&mut self, event: &Event<'_>) -> bool {
        let Some(picture) = &mut self.picture else { return false };
        match event {
            Event::Start(_) => picture.depth += 1,
            Event::End(_) if picture.depth > 0 => picture.depth -= 1,
            Event::End(_) => {
                if let Some(Picture { address, written, description, .. }) = self.picture.take() {
                    self.write_picture(&address, &written, &description, "");
                }
            }
            Event::Text(words) | Event::Code(words) => picture.description.push_str(words),
            Event::SoftBreak | Event::HardBreak => picture.description.push(' '),
            _ => {}
        }
        true
    }

    /// The address of a picture, if the site has it.
    pub(super) fn picture_address(&self, written: &str) -> Option<String> {
        match LinkTarget::read(written, self.source.path) {
            LinkTarget::File(path, _) => (self.links_to.picture)(&path),
            _ => None,
        }
    }

    /// Writes a picture. One without a description gets its file name as one.
    pub(super) fn write_picture(&mut self, address: &str, written: &str, description: &str, size: &str) {
        let name = written.rsplit('/').next().unwrap_or_default();
        let description = if description.trim().is_empty() { name } else { description.trim() };
        let (address, description) = (escape(address), escape(description));
        let _ = write!(self.out, "<img src=\"{address}\" alt=\"{description}\" loading=\"lazy\"{size} />");
    }

    /// Writes the text so far. The parser splits text at marks that turn out to be none, so it comes in pieces.
    pub(super) fn write_words(&mut self) {
        let words = std::mem::take(&mut self.words);
        if self.links > 0 || self.in_code {
            push_text(&mut self.out, &words);
            return;
        }
        for part in address::parts(&words) {
            match part {
                TextPart::Plain(text) => push_text(&mut self.out, text),
                TextPart::Address(text) => match LinkTarget::read(text, self.source.path) {
                    LinkTarget::Web(address) => {
                        // On paper, the text is the address already.
                        let _ =
                            write!(self.out, "<a class=\"address\" href=\"{}\"{}>", escape(&address), away(&address));
                        push_text(&mut self.out, text);
                        self.html(LINK_END);
                    }
                    _ => push_text(&mut self.out, text),
                },
            }
        }
    }
}

/// What a link says to search engines when it leaves the site.
fn away(address: &str) -> &'static str {
    let is_away = address.contains("://") || address.starts_with("mailto:");
    if is_away { " rel=\"nofollow noopener\"" } else { "" }
}

//! The words of a comment that are its author's own.
//!
//! What a page shows as somebody else's or does not show at once is left out: quoted replies, hidden comments, folded
//! text, pictures, and what mail programs add. The markdown of the rest is kept as it is.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::page::{CUT, holds};
use super::{html, mail};
use crate::document::{events, shown};
use crate::text::Span;

/// The author's own words in a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Own {
    /// Their markdown.
    pub text: String,
    /// What is not in it, each kind once, in order.
    pub left_out: Vec<LeftOut>,
}

/// A part of a comment that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LeftOut {
    /// A block quote, which is what the author replies to.
    Reply,
    /// An HTML comment.
    Hidden,
    /// A definition of a link, which also serves as a comment.
    Definition,
    /// Words that are struck out.
    Struck,
    /// `<details>`.
    Details,
    /// HTML of which pages may show something or nothing.
    Html,
    /// A picture or an attached file.
    Attachment,
    /// The message that a mail replies to.
    Mail,
    /// The signature of a mail.
    Signature,
}

impl LeftOut {
    /// What it is, in a message.
    pub(crate) fn phrase(self) -> &'static str {
        match self {
            Self::Reply => "quoted replies",
            Self::Hidden => "hidden comments",
            Self::Definition => "definitions of links",
            Self::Struck => "struck-out words",
            Self::Details => "`<details>`",
            Self::Html => "HTML that pages may not show",
            Self::Attachment => "pictures and attachments",
            Self::Mail => "the message that a mail replies to",
            Self::Signature => "the signature of a mail",
        }
    }
}

/// The author's own words in the markdown of a comment.
pub(crate) fn own(comment: &str) -> Own {
    let mut cuts = cuts(comment);
    let mut left_out: Vec<LeftOut> = cuts.iter().map(|(_, kind)| *kind).collect();
    left_out.sort();
    left_out.dedup();
    cuts.sort();
    let text = without(comment, &cuts);
    let mut text = text.as_str();
    // Nothing is missing where the text starts or ends.
    while let Some(rest) = text.trim_start().strip_prefix(CUT).or_else(|| text.trim_end().strip_suffix(CUT)) {
        text = rest;
    }
    Own { text: text.trim_matches('\n').trim_end().to_owned(), left_out }
}

/// The block quotes between lines of `>>>`, as GitLab has them. `code` are the parts that are code, in order.
fn fenced(text: &str, code: &[Span]) -> impl Iterator<Item = Span> {
    let mut quotes = Vec::new();
    // Where the open one starts, and how long its line is.
    let mut open: Option<(usize, usize)> = None;
    for line in lines(text) {
        // Behind the marks of the list that it is in.
        let fence = line.of(text).trim_start_matches(|c: char| c.is_ascii_digit() || " \t-*+.)".contains(c));
        let behind = fence.trim_start_matches('>');
        let marks = fence.len() - behind.len();
        let is_fence = behind.trim().is_empty() || (open.is_none() && behind.trim().starts_with("[!"));
        let at = line.end - fence.len();
        match open {
            _ if marks < 3 || !is_fence || holds(code, at) => {}
            None => open = Some((at, marks)),
            Some((start, least)) if marks >= least => {
                quotes.push(Span::new(start, line.end));
                open = None;
            }
            Some(_) => {}
        }
    }
    quotes.into_iter().chain(open.map(|(start, _)| Span::new(start, text.len())))
}

/// The parts of a comment that are not its author's own words.
pub(super) fn cuts(comment: &str) -> Vec<(Span, LeftOut)> {
    let (mut cuts, code) = unmailed(comment);
    cuts.extend(fenced(comment, &code).map(|span| (span, LeftOut::Reply)));
    let skipped: Vec<Span> = cuts.iter().map(|(span, _)| *span).chain(code).collect();
    cuts.extend(mail::parts(comment, skipped));
    cuts
}

/// The parts of a quote that are not its speaker's own words. Mail programs have no hand in it.
pub(super) fn cuts_of_quote(quoted: &str) -> Vec<(Span, LeftOut)> {
    unmailed(quoted).0
}

/// What is left out of a text, other than what mail programs add, and where its code is.
fn unmailed(text: &str) -> (Vec<(Span, LeftOut)>, Vec<Span>) {
    let unseen = shown::unseen(text, 0);
    let Blocks { mut cuts, code } = Blocks::read(text, &unseen);
    let kind = |span: &Span| if span.of(text).starts_with('[') { LeftOut::Definition } else { LeftOut::Hidden };
    cuts.extend(unseen.iter().map(|span| (*span, kind(span))));
    (cuts, code)
}

/// A text without some parts, which are in order, and without the lines that have nothing else. In the place of a reply,
/// and of a picture between words, is [`CUT`].
fn without(text: &str, cuts: &[(Span, LeftOut)]) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut cuts = cuts.iter().peekable();
    // Where the last cut ends.
    let mut at = 0;
    let mut drops = false;
    for line in lines(text) {
        let end = line.start + line.of(text).trim_end_matches('\n').len();
        let mut has_cut = at > line.start;
        let mut kept = String::new();
        let mut start = line.start.max(at.min(end));
        while let Some((cut, kind)) = cuts.next_if(|(cut, _)| cut.start < line.end) {
            has_cut = true;
            kept.push_str(&text[start..cut.start.clamp(start, end)]);
            let is_between = !kept.trim().is_empty() && !text[cut.end.min(end)..end].trim().is_empty();
            let is_gap = *kind == LeftOut::Reply || (*kind == LeftOut::Attachment && is_between);
            let is_marked = is_gap && cut.start >= at;
            if is_marked && !(kept.trim().is_empty() && rest.trim_end().ends_with(CUT)) {
                kept.push_str(CUT);
            }
            at = at.max(cut.end);
            start = start.max(at.min(end));
        }
        kept.push_str(&text[start..end]);
        let is_blank = kept.trim().is_empty();
        // One blank line is enough where something was left out.
        let is_apart = rest.is_empty() || rest.ends_with("\n\n");
        if is_blank && (has_cut || (drops && is_apart)) {
            drops |= has_cut;
            continue;
        }
        drops &= is_blank;
        rest.push_str(&kept);
        rest.push('\n');
    }
    rest
}

/// The lines of a text with their ends.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let span = Span::new(start, start + line.len());
        start = span.end;
        span
    })
}

/// What the events of a comment leave out, and where its code is.
#[derive(Default)]
struct Blocks {
    cuts: Vec<(Span, LeftOut)>,
    code: Vec<Span>,
}

/// A paragraph that may have nothing but attached files.
struct Paragraph {
    span: Span,
    /// Its text outside of links to attached files.
    text: String,
    has_files: bool,
}

/// A link whose address is elsewhere in the comment.
struct Reference {
    span: Span,
    /// Its text.
    text: Option<Span>,
}

impl Blocks {
    /// Reads a comment, whose parts in `unseen` no page shows; these are in order.
    fn read(comment: &str, unseen: &[Span]) -> Self {
        let mut blocks = Self::default();
        let mut elements = html::Elements::default();
        let mut paragraph: Option<Paragraph> = None;
        let mut reference: Option<Reference> = None;
        // The lines of the block of HTML that is open.
        let mut lines: Option<Vec<Span>> = None;
        let mut count = 0;
        // Where a quote, a picture or a link to a file ends, whose content is passed over.
        let mut passed = 0;
        for (event, span) in events::read(comment, 0) {
            if span.start < passed && !matches!(event, Event::End(TagEnd::Paragraph)) {
                continue;
            }
            if let Some(reference) = &mut reference
                && !matches!(event, Event::End(TagEnd::Link))
            {
                let start = reference.text.map_or(span.start, |text| text.start);
                reference.text = Some(Span::new(start, span.end.max(start)));
            }
            count += usize::from(matches!(event, Event::Start(_)));
            match &event {
                Event::Start(Tag::BlockQuote(_)) => {
                    blocks.cuts.push((span, LeftOut::Reply));
                    passed = span.end;
                }
                Event::Start(Tag::CodeBlock(_)) => blocks.code.push(span),
                Event::Start(Tag::Paragraph) => {
                    paragraph = Some(Paragraph { span, text: String::new(), has_files: false });
                }
                Event::Start(Tag::Strikethrough) => blocks.cuts.push((span, LeftOut::Struck)),
                Event::Start(Tag::Image { .. }) => {
                    blocks.cuts.push((span, LeftOut::Attachment));
                    passed = span.end;
                    paragraph.iter_mut().for_each(|paragraph| paragraph.has_files = true);
                }
                Event::Start(Tag::Link { dest_url, .. }) if is_file(dest_url) => {
                    passed = span.end;
                    paragraph.iter_mut().for_each(|paragraph| paragraph.has_files = true);
                }
                Event::Start(Tag::Link {
                    link_type: LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut,
                    ..
                }) => reference = Some(Reference { span, text: None }),
                Event::End(TagEnd::Link) => {
                    let cuts = reference.take().map(Reference::without_address);
                    blocks.cuts.extend(cuts.into_iter().flatten().map(|span| (span, LeftOut::Definition)));
                }
                Event::Text(text) | Event::Code(text) => {
                    paragraph.iter_mut().for_each(|paragraph| paragraph.text.push_str(text));
                }
                Event::SoftBreak | Event::HardBreak => {
                    paragraph.iter_mut().for_each(|paragraph| paragraph.text.push(' '));
                }
                Event::Start(Tag::HtmlBlock) => lines = Some(Vec::new()),
                Event::Html(_) => lines.get_or_insert_default().push(span),
                Event::End(TagEnd::HtmlBlock) => {
                    let html = Html::seen(comment, &lines.take().unwrap_or_default(), unseen);
                    html.pass(&mut elements, count);
                }
                Event::InlineHtml(_) => Html::seen(comment, &[span], unseen).pass(&mut elements, count),
                Event::End(TagEnd::Paragraph) => {
                    let attached = paragraph.take().filter(Paragraph::is_attached);
                    blocks.cuts.extend(attached.map(|paragraph| (paragraph.span, LeftOut::Attachment)));
                }
                _ => {}
            }
        }
        blocks.cuts.extend(elements.finish(comment.len()));
        blocks
    }
}

impl Reference {
    /// What is around its text.
    fn without_address(self) -> Vec<Span> {
        let Some(text) = self.text else { return Vec::new() };
        vec![Span::new(self.span.start, text.start), Span::new(text.end, self.span.end)]
    }
}

/// HTML that a page reads, from some parts of a comment.
pub(super) struct Html {
    text: String,
    /// Where each part of it starts, here and in the comment.
    places: Vec<(usize, usize)>,
}

impl Html {
    /// The parts of a comment that are not `unseen`, which are in order.
    pub(super) fn seen(comment: &str, parts: &[Span], unseen: &[Span]) -> Self {
        let mut html = Self { text: String::new(), places: Vec::new() };
        for part in parts {
            let mut at = part.start;
            let first = unseen.partition_point(|span| span.end <= part.start);
            for hidden in unseen[first..].iter().take_while(|hidden| hidden.start < part.end) {
                html.push(comment, Span::new(at, hidden.start.max(at)));
                at = at.max(hidden.end);
            }
            html.push(comment, Span::new(at, part.end.max(at)));
        }
        html
    }

    fn push(&mut self, comment: &str, part: Span) {
        if part.start < part.end {
            self.places.push((self.text.len(), part.start));
            self.text.push_str(part.of(comment));
        }
    }

    /// Its pieces, each with its place in the comment.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (html::Piece<'_>, Span)> {
        let place = |at: usize| {
            let index = self.places.partition_point(|(here, _)| *here <= at).saturating_sub(1);
            self.places.get(index).map_or(0, |(here, there)| there + (at - here))
        };
        let pieces = html::pieces(&self.text).into_iter();
        pieces.map(move |(piece, span)| (piece, Span::new(place(span.start), place(span.end - 1) + 1)))
    }

    /// Goes through its tags in a block.
    fn pass(&self, elements: &mut html::Elements, block: usize) {
        for (piece, span) in self.pieces() {
            match piece {
                html::Piece::Tag(kind, written) => elements.pass(kind, written, span, block),
                html::Piece::Hidden => elements.cuts.push((span, LeftOut::Html)),
                html::Piece::Text(_) => {}
            }
        }
    }
}

impl Paragraph {
    /// Whether it has attached files and nothing else.
    fn is_attached(&self) -> bool {
        let has_words = !self.text.trim().is_empty();
        (self.has_files || has_words) && self.text.split_whitespace().all(is_file)
    }
}

/// Whether an address is that of a file which was attached to a comment.
fn is_file(address: &str) -> bool {
    let is_address = address.starts_with("https://") || address.starts_with('/');
    is_address && FILES.iter().any(|part| address.contains(part))
}

/// Where forges keep attached files.
const FILES: [&str; 4] = ["/user-attachments/", "//user-images.githubusercontent.com/", "/uploads/", "/attachments/"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_the_authors_own_is_left_out() {
        use LeftOut::{Attachment, Definition, Details, Hidden, Html, Mail, Reply, Signature, Struck};
        for (comment, own_text, left_out) in [
            ("I do *not* agree,\n@ana 👍\n", "I do *not* agree,\n@ana 👍", &[][..]),
            ("> Support is never paged.\n\nI do not agree.", "I do not agree.", &[Reply]),
            // A page shows the second line in the quote.
            ("> Support is never paged.\nI do not agree.", "", &[Reply]),
            ("One.\n\n> Two.\n>\n> > Three.\n\nFour.\n", "One.\n\n[…]\n\nFour.", &[Reply]),
            ("One.\n\n> Two.\n\n<!-- x -->\n\n> Three.\n\nFour.\n\n> Five.", "One.\n\n[…]\n\nFour.", &[Reply, Hidden]),
            ("- > Two.\n- Three.\n", "- […]\n- Three.", &[Reply]),
            ("One.\n\n>>>\nTwo.\n\n- Three.\n>>>\n\nFour.", "One.\n\n[…]\n\nFour.", &[Reply]),
            ("- One.\n- >>>\n  Two.\n  >>>\n- Three.", "- One.\n- […]\n- Three.", &[Reply]),
            (">>>>  \nOne.\n>>>\nTwo.\n>>>>\nThree.", "Three.", &[Reply]),
            ("One.\n\n>>>\nTwo.", "One.", &[Reply]),
            ("One.\n\n    >>>\n    Two.\n\nThree.", "One.\n\n    >>>\n    Two.\n\nThree.", &[]),
            (">>> [!note] One\n\nTwo.\n\n>>>\nThree.", "Three.", &[Reply]),
            ("One.\n\n```\n>>>\n```\n\nTwo.\n\n```\n>>>\n```", "One.\n\n```\n>>>\n```\n\nTwo.\n\n```\n>>>\n```", &[]),
            ("> [!NOTE]\n> Two.\n\nThree.", "Three.", &[Reply]),
            ("```\n> One.\n-- \n```\n", "```\n> One.\n-- \n```", &[]),
            ("One.<!-- two -->\n\n<!--\nthree\n-->\n\nFour.", "One.\n\nFour.", &[Hidden]),
            ("One.\n\n[//]: # (two)\n\nThree.", "One.\n\nThree.", &[Definition]),
            ("One.\n\n<!-- two\n\nThree.", "One.", &[Hidden]),
            ("<details>\n<summary>Log</summary>\n\nTwo.\n\n</details>\n\nThree.", "Three.", &[Details]),
            ("<Details open><details>\n\nx\n\n</details>\n\ny\n\n</DETAILS> z\n\nOne.", " z\n\nOne.", &[Details]),
            ("One.\n\n<details>\n\nTwo.", "One.", &[Details]),
            ("One.\n\n<!-- <details> -->\n\nTwo.", "One.\n\nTwo.", &[Hidden]),
            ("`<details>` is fine.", "`<details>` is fine.", &[]),
            ("See ![a log](https://x.org/1.png) here.", "See […] here.", &[Attachment]),
            ("See ![a log](https://x.org/1.png)\n![b](c) here.", "See \n here.", &[Attachment]),
            ("<img width=\"9\" src=\"x.png\">\n\nSee above.", "See above.", &[Attachment]),
            (
                "[log.txt](https://github.com/user-attachments/files/1/log_a.txt)\n\nSee above.",
                "See above.",
                &[Attachment],
            ),
            ("https://github.com/user-attachments/assets/1f_2e\n\nSee above.", "See above.", &[Attachment]),
            ("See [the log](/uploads/1f/log.txt).", "See [the log](/uploads/1f/log.txt).", &[]),
            ("No.\n\nOn Mon, Feb 2, 2026 at 10:00 Ana Ruiz <a@x.org>\nwrote:\n\n> Fine?\n", "No.", &[Reply, Mail]),
            ("On 2 Feb 2026, Ana Ruiz wrote:\n> Fine?\n\nNo.", "No.", &[Reply, Mail]),
            ("Nein.\n\nAm 02.02.2026 um 10:00 schrieb Ana Ruiz:\n\nPasst das?", "Nein.", &[Mail]),
            ("No.\n\n-----Original Message-----\nFrom: Ana\n\nFine?", "No.", &[Mail]),
            ("On call I wrote:\n\n- a list", "On call I wrote:\n\n- a list", &[]),
            ("No.\n\n-- \nInes Roy\nSupport", "No.", &[Signature]),
            ("No.\n--\nInes Roy", "No.", &[Signature]),
            ("No.\n\nSent from my phone", "No.", &[Signature]),
            // What pages do with an element is not the same everywhere.
            ("No.\n\n<template>\n\nYes.\n\n</template>", "No.", &[Html]),
            ("No. <style>Yes. Yes.</style>", "No.", &[Html]),
            ("No.\n\n<textarea>\nYes.\n</textarea>", "No.", &[Html]),
            ("<span hidden>Yes.</span> No.", " No.", &[Html]),
            ("No. <!-- a --> <iframe> Yes.", "No.", &[Hidden, Html]),
            ("<?x\nYes.\n?>\n\nNo.", "No.", &[Html]),
            ("<!X\nYes.\n>\n\nNo.", "No.", &[Html]),
            ("<?php Yes. > Yes. ?> No.", " No.", &[Html]),
            ("No. <?php Yes. > Yes. ?>", "No.", &[Html]),
            ("<![CDATA[\nYes. > Yes.\n]]>\n\nNo.", "No.", &[Html]),
            ("<font>\n\nYes.\n\n</font>\n\nNo.", "No.", &[Html]),
            ("I see <id> and <font>that</font>.", "I see <id> and <font>that</font>.", &[]),
            ("<b>No.</b><br>\n<div>No.</div>", "<b>No.</b><br>\n<div>No.</div>", &[]),
            ("<blockquote>\n\nYes.\n\n</blockquote>\n\nNo.", "No.", &[Reply]),
            ("<del>\n\nYes.\n\n</del>\n\nNo.", "No.", &[Struck]),
            ("~~Yes.~~ No ~yes~ <s>yes</s>.", " No  .", &[Struck]),
            ("See [the *log*][1] and [it].\n\n[1]: https://x.org\n[it]: /x", "See the *log* and it.", &[Definition]),
            ("> Fine?\n\n![](x.png)\n<!-- x -->", "", &[Reply, Hidden, Attachment]),
            ("", "", &[]),
        ] {
            let found = own(comment);
            assert_eq!((found.text.as_str(), found.left_out.as_slice()), (own_text, left_out), "{comment}");
        }
    }
}

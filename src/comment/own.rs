//! The words of a comment that are its author's own.
//!
//! What a page shows as somebody else's or does not show at once is left out: quoted replies, hidden comments, folded
//! text, pictures, and what mail programs add. The markdown of the rest is kept as it is.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::mail;
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
    /// An HTML comment, or a definition of a link, which also serves as one.
    Hidden,
    /// `<details>`.
    Details,
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
            Self::Details => "`<details>`",
            Self::Attachment => "pictures and attachments",
            Self::Mail => "the message that a mail replies to",
            Self::Signature => "the signature of a mail",
        }
    }
}

/// The author's own words in the markdown of a comment.
pub(crate) fn own(comment: &str) -> Own {
    let cuts = cuts(comment);
    let mut left_out: Vec<LeftOut> = cuts.iter().map(|(_, kind)| *kind).collect();
    left_out.sort();
    left_out.dedup();
    Own { text: rest(comment, &cuts), left_out }
}

/// The author's own words, with the quotes that they reply to.
pub(super) fn with_replies(comment: &str) -> String {
    let mut cuts = cuts(comment);
    cuts.retain(|(_, kind)| *kind != LeftOut::Reply);
    rest(comment, &cuts)
}

/// What is left of a comment.
fn rest(comment: &str, cuts: &[(Span, LeftOut)]) -> String {
    let mut cuts: Vec<Span> = cuts.iter().map(|(span, _)| *span).collect();
    cuts.sort();
    without(comment, &cuts).trim_matches('\n').trim_end().to_owned()
}

/// The parts of a comment that are not its author's own words.
fn cuts(comment: &str) -> Vec<(Span, LeftOut)> {
    let blocks = Blocks::read(comment);
    let mut cuts = blocks.cuts;
    cuts.extend(shown::unseen(comment, 0).into_iter().map(|span| (span, LeftOut::Hidden)));
    let skipped: Vec<Span> = cuts.iter().map(|(span, _)| *span).chain(blocks.code).collect();
    cuts.extend(mail::parts(comment, skipped));
    cuts
}

/// A text without some parts, which are in order, and without the lines that have nothing else.
fn without(text: &str, cuts: &[Span]) -> String {
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
        while let Some(cut) = cuts.next_if(|cut| cut.start < line.end) {
            has_cut = true;
            kept.push_str(&text[start..cut.start.clamp(start, end)]);
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

impl Blocks {
    fn read(comment: &str) -> Self {
        let mut blocks = Self::default();
        let mut details = Details::default();
        let mut in_comment = false;
        let mut paragraph: Option<Paragraph> = None;
        // Where a quote, a picture or a link to a file ends, whose content is passed over.
        let mut passed = 0;
        for (event, span) in events::read(comment, 0) {
            if span.start < passed && !matches!(event, Event::End(TagEnd::Paragraph)) {
                continue;
            }
            match &event {
                Event::Start(Tag::BlockQuote(_)) => {
                    blocks.cuts.push((span, LeftOut::Reply));
                    passed = span.end;
                }
                Event::Start(Tag::CodeBlock(_)) => blocks.code.push(span),
                Event::Start(Tag::Paragraph) => {
                    paragraph = Some(Paragraph { span, text: String::new(), has_files: false });
                }
                Event::Start(Tag::Image { .. }) => {
                    blocks.cuts.push((span, LeftOut::Attachment));
                    passed = span.end;
                    paragraph.iter_mut().for_each(|paragraph| paragraph.has_files = true);
                }
                Event::Start(Tag::Link { dest_url, .. }) if is_file(dest_url) => {
                    passed = span.end;
                    paragraph.iter_mut().for_each(|paragraph| paragraph.has_files = true);
                }
                Event::Text(text) | Event::Code(text) => {
                    paragraph.iter_mut().for_each(|paragraph| paragraph.text.push_str(text));
                }
                Event::SoftBreak | Event::HardBreak => {
                    paragraph.iter_mut().for_each(|paragraph| paragraph.text.push(' '));
                }
                Event::Html(_) | Event::InlineHtml(_) => {
                    let html = span.of(comment);
                    for part in shown::outside_comments(html, &mut in_comment) {
                        let start = span.start + (part.as_ptr().addr() - html.as_ptr().addr());
                        blocks.tags(part, start, &mut details);
                    }
                }
                Event::End(TagEnd::HtmlBlock) => in_comment = false,
                Event::End(TagEnd::Paragraph) => {
                    let attached = paragraph.take().filter(Paragraph::is_attached);
                    blocks.cuts.extend(attached.map(|paragraph| (paragraph.span, LeftOut::Attachment)));
                }
                _ => {}
            }
        }
        if details.depth > 0 {
            blocks.cuts.push((Span::new(details.start, comment.len()), LeftOut::Details));
        }
        blocks
    }

    /// Goes through the tags of HTML that starts at a byte.
    fn tags(&mut self, html: &str, start: usize, details: &mut Details) {
        let mut end = 0;
        for (at, _) in html.match_indices('<') {
            // A value of an attribute.
            if at < end {
                continue;
            }
            let inside = &html[at + 1..];
            let Some(length) = inside.find('>') else { break };
            let (closes, bare) = inside.strip_prefix('/').map_or((false, inside), |bare| (true, bare));
            let name = bare.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            end = at + 1 + length + 1;
            let tag = Span::new(at, end).shifted(start);
            if name.eq_ignore_ascii_case("details") {
                self.cuts.extend(details.pass(tag, closes).map(|span| (span, LeftOut::Details)));
            } else if PICTURES.iter().any(|picture| name.eq_ignore_ascii_case(picture)) {
                self.cuts.push((tag, LeftOut::Attachment));
            }
        }
    }
}

/// The elements that show a picture or a film.
const PICTURES: [&str; 6] = ["img", "picture", "source", "video", "audio", "svg"];

/// Folded text that is open.
#[derive(Default)]
struct Details {
    start: usize,
    depth: usize,
}

impl Details {
    /// Goes on behind a tag; gives the whole of it where the outermost one closes.
    fn pass(&mut self, tag: Span, closes: bool) -> Option<Span> {
        match (closes, self.depth) {
            (false, depth) => {
                self.start = if depth == 0 { tag.start } else { self.start };
                self.depth += 1;
                None
            }
            (true, 0) => None,
            (true, depth) => {
                self.depth -= 1;
                (depth == 1).then(|| Span::new(self.start, tag.end))
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
        use LeftOut::{Attachment, Details, Hidden, Mail, Reply, Signature};
        for (comment, own_text, left_out) in [
            ("I do *not* agree,\n@ana 👍\n", "I do *not* agree,\n@ana 👍", &[][..]),
            ("> Support is never paged.\n\nI do not agree.", "I do not agree.", &[Reply]),
            // A page shows the second line in the quote.
            ("> Support is never paged.\nI do not agree.", "", &[Reply]),
            ("One.\n\n> Two.\n>\n> > Three.\n\nFour.\n", "One.\n\nFour.", &[Reply]),
            ("- > Two.\n- Three.\n", "- \n- Three.", &[Reply]),
            ("> [!NOTE]\n> Two.\n\nThree.", "Three.", &[Reply]),
            ("```\n> One.\n-- \n```\n", "```\n> One.\n-- \n```", &[]),
            ("One.<!-- two -->\n\n<!--\nthree\n-->\n\nFour.", "One.\n\nFour.", &[Hidden]),
            ("One.\n\n[//]: # (two)\n\nThree.", "One.\n\nThree.", &[Hidden]),
            ("One.\n\n<!-- two\n\nThree.", "One.", &[Hidden]),
            ("<details>\n<summary>Log</summary>\n\nTwo.\n\n</details>\n\nThree.", "Three.", &[Details]),
            ("<Details open><details>\n\nx\n\n</details>\n\ny\n\n</DETAILS> z\n\nOne.", " z\n\nOne.", &[Details]),
            ("One.\n\n<details>\n\nTwo.", "One.", &[Details]),
            ("One.\n\n<!-- <details> -->\n\nTwo.", "One.\n\nTwo.", &[Hidden]),
            ("`<details>` is fine.", "`<details>` is fine.", &[]),
            ("See ![a log](https://x.org/1.png) here.", "See  here.", &[Attachment]),
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
            ("> Fine?\n\n![](x.png)\n<!-- x -->", "", &[Reply, Hidden, Attachment]),
            ("", "", &[]),
        ] {
            let found = own(comment);
            assert_eq!((found.text.as_str(), found.left_out.as_slice()), (own_text, left_out), "{comment}");
        }
    }

    #[test]
    fn long_comments_take_no_time() {
        let start = std::time::Instant::now();
        for part in ["<img>", "<details>", "> a\n\n", "<", "<!-- x -->", "On 1\n", "![](x) ", "- > a\n", "*a", "a.a. "]
        {
            let text = part.repeat(100_000 / part.len());
            drop(own(&text));
            drop(crate::comment::sentences::holds(&text, &text));
        }
        assert!(start.elapsed().as_secs() < 30);
    }
}

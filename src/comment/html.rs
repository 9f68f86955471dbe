//! HTML in a comment: which parts of it a page does not show as the author's words.

use std::collections::BTreeMap;

use super::own::LeftOut;
use crate::document::shown::{HtmlTag, VOID};
use crate::text::Span;

/// A piece of HTML.
#[derive(Clone, Copy)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Tag(Kind, &'a str),
    /// A declaration or an instruction, which no page shows.
    Hidden,
}

/// What an element does with its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It only says how the text is set.
    Plain,
    /// It ends a line.
    Break,
    /// It holds paragraphs.
    Block,
    /// It is a title of some level.
    Heading(u8),
    /// It has what somebody else said.
    Reply,
    /// It strikes the text out.
    Struck,
    /// It folds the text away.
    Details,
    /// It shows a picture or a film.
    Picture,
    /// Pages differ in what they show of it.
    Hiding,
    /// Anything else, also what only looks like a tag: `<id>`.
    Other,
}

/// Elements that strike their text out.
const STRUCK: &[&str] = &["s", "del", "strike"];

/// Elements by what they do with their text.
const KINDS: &[(Kind, &[&str])] = &[
    (Kind::Plain, &["b", "strong", "i", "em", "u", "small", "mark", "kbd", "a", "span"]),
    (Kind::Break, &["br", "wbr"]),
    (Kind::Block, &["p", "div", "center", "hr"]),
    (Kind::Reply, &["blockquote"]),
    (Kind::Struck, STRUCK),
    (Kind::Details, &["details"]),
    (Kind::Picture, &["img", "picture", "source", "video", "audio"]),
    (
        Kind::Hiding,
        &[
            "script",
            "style",
            "template",
            "title",
            "noscript",
            "noembed",
            "noframes",
            "textarea",
            "iframe",
            "object",
            "canvas",
            "select",
            "datalist",
            "option",
            "xmp",
            "plaintext",
            "head",
            "math",
            "svg",
            "dialog",
            "rp",
            "applet",
            "frameset",
            "map",
            "meter",
            "progress",
            "embed",
        ],
    ),
];

impl Kind {
    fn of(tag: &HtmlTag<'_>) -> Self {
        if tag.may_hide() && !STRUCK.iter().any(|name| tag.name.eq_ignore_ascii_case(name)) {
            return Self::Hiding;
        }
        if let [b'h' | b'H', level @ b'1'..=b'6'] = tag.name.as_bytes() {
            return Self::Heading(level - b'0');
        }
        let is_it = |names: &&[&str]| names.iter().any(|name| tag.name.eq_ignore_ascii_case(name));
        KINDS.iter().find(|(_, names)| is_it(names)).map_or(Self::Other, |(kind, _)| *kind)
    }

    /// What is left out with the element, if all of it is.
    fn left_out(self) -> Option<LeftOut> {
        match self {
            Self::Plain | Self::Break | Self::Block | Self::Heading(_) | Self::Other => None,
            Self::Reply => Some(LeftOut::Reply),
            Self::Struck => Some(LeftOut::Struck),
            Self::Details => Some(LeftOut::Details),
            Self::Picture => Some(LeftOut::Attachment),
            Self::Hiding => Some(LeftOut::Html),
        }
    }
}

/// Takes HTML without comments apart, each piece with its place.
pub(super) fn pieces(html: &str) -> Vec<(Piece<'_>, Span)> {
    let mut pieces = Vec::new();
    // No tag ends behind the last `>`, and it would be looked for from each `<`.
    let last = html.rfind('>').map_or(0, |at| at + 1);
    let mut at = 0;
    while let Some(open) = html[at..last].find('<').map(|found| at + found) {
        let rest = &html[open..];
        let end = match rest.as_bytes().get(1) {
            Some(b'?') => Some(rest.find("?>").map_or(html.len(), |end| open + end + 2)),
            Some(b'!') if rest.starts_with("<![CDATA[") => {
                Some(rest.find("]]>").map_or(html.len(), |end| open + end + 3))
            }
            Some(b'!') => Some(rest.find('>').map_or(html.len(), |end| open + end + 1)),
            _ => None,
        };
        let (piece, end) = match (end, HtmlTag::read(rest)) {
            (Some(end), _) => (Piece::Hidden, end),
            (None, Some(tag)) => (Piece::Tag(Kind::of(&tag), tag.written), open + tag.written.len()),
            (None, None) => (Piece::Text("<"), open + 1),
        };
        push_text(&mut pieces, html, Span::new(at, open));
        pieces.push((piece, Span::new(open, end)));
        at = end;
        if at >= last {
            break;
        }
    }
    push_text(&mut pieces, html, Span::new(at, html.len()));
    pieces
}

fn push_text<'a>(pieces: &mut Vec<(Piece<'a>, Span)>, html: &'a str, span: Span) {
    if span.start < span.end {
        pieces.push((Piece::Text(span.of(html)), span));
    }
}

/// The name of a tag that is written out, in small letters, and whether it closes its element.
pub(super) fn name(written: &str) -> (String, bool) {
    HtmlTag::read(written).map_or((String::new(), false), |tag| (tag.name.to_ascii_lowercase(), tag.closes))
}

/// Whether an element of some name can hold text.
pub(super) fn holds_text(name: &str) -> bool {
    !VOID.contains(&name)
}

/// The elements of a comment that are left out, as their tags pass by.
#[derive(Default)]
pub(super) struct Elements {
    /// Those that are open, by their names.
    open: BTreeMap<String, Open>,
    pub cuts: Vec<(Span, LeftOut)>,
}

struct Open {
    start: usize,
    depth: usize,
    /// The block in which it opened.
    block: usize,
    left_out: Option<LeftOut>,
}

impl Elements {
    /// Goes on behind a tag in some block of the comment.
    pub(super) fn pass(&mut self, kind: Kind, written: &str, tag: Span, block: usize) {
        let (name, closes) = name(written);
        if let Some(open) = self.open.get_mut(&name) {
            open.depth = if closes { open.depth - 1 } else { open.depth + 1 };
            if open.depth == 0
                && let Some(open) = self.open.remove(&name)
            {
                // Text between two blocks of an element that may do anything with them.
                let across = (open.block != block).then_some(LeftOut::Html);
                let whole = Span::new(open.start, tag.end);
                self.cuts.extend(open.left_out.or(across).map(|left_out| (whole, left_out)));
            }
            return;
        }
        if closes {
            return;
        }
        let left_out = kind.left_out();
        if !holds_text(&name) {
            self.cuts.extend(left_out.map(|left_out| (tag, left_out)));
        } else if left_out.is_some() || kind == Kind::Other {
            self.open.insert(name, Open { start: tag.start, depth: 1, block, left_out });
        }
    }

    /// What is left out in all of a comment that ends at a byte.
    pub(super) fn finish(mut self, end: usize) -> Vec<(Span, LeftOut)> {
        let open = self.open.into_values().filter_map(|open| Some((Span::new(open.start, end), open.left_out?)));
        self.cuts.extend(open);
        self.cuts
    }
}

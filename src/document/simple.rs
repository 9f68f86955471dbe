//! Paragraphs and lists that are nothing but words and code, found by their lines alone. Most of the text of most
//! records is of this kind, and a parser that knows all of markdown takes several times as long for it.

use memchr::{memchr, memchr_iter};

use crate::text::Span;

/// What such a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    /// A list whose items are a line each, behind this mark.
    List(u8),
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Words(Span),
    Code(Span),
}

/// How many bytes the mark of an item takes.
pub(super) const MARK: usize = 2;

/// Such blocks of a section without a heading, HTML, fences, tables and definitions. What stands between them says the
/// same without them.
pub(super) fn blocks(section: &str) -> impl Iterator<Item = (Span, Kind)> {
    let mut blocks = all(section.as_bytes()).peekable();
    // Whether a list may have begun before that goes on behind a blank line.
    let mut is_open = false;
    std::iter::from_fn(move || {
        while let Some((mut span, kind)) = blocks.next() {
            let next = blocks.peek().map_or(section.len(), |(next, _)| next.start);
            let goes_on = section.as_bytes().get(next).is_some_and(|first| goes_on(*first));
            let is_simple = kind.filter(|kind| *kind == Kind::Paragraph || !is_open && !goes_on);
            is_open = kind != Some(Kind::Paragraph);
            if let Some(kind) = is_simple {
                // Blank lines behind a list count as its own.
                span.end = if kind == Kind::Paragraph { span.end } else { next };
                return Some((span, kind));
            }
        }
        None
    })
}

/// Words and code of a text that has no other marks.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    let mut marks = memchr_iter(b'`', text.as_bytes());
    let mut at = 0;
    let mut in_code = false;
    std::iter::from_fn(move || {
        while at < text.len() {
            let span = Span::new(at, marks.next().unwrap_or(text.len()));
            let piece = if in_code { Piece::Code(span) } else { Piece::Words(span) };
            at = span.end + 1;
            in_code = !in_code;
            if span.start < span.end {
                return Some(piece);
            }
        }
        None
    })
}

/// All blocks of a section that have blank lines around them, and what they are, if it is simple.
fn all(section: &[u8]) -> impl Iterator<Item = (Span, Option<Kind>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += section.get(at..)?.iter().take_while(|byte| **byte == b'\n').count();
        let mut block = Span::new(at, at);
        let mut kind = None;
        while let Some(line) = section.get(at..).filter(|rest| !rest.is_empty()) {
            let line = &line[..memchr(b'\n', line).unwrap_or(line.len())];
            if line.is_empty() {
                break;
            }
            let is_first = at == block.start;
            if is_first || kind.is_some() {
                kind = of(line).filter(|this| is_first || kind == Some(*this));
            }
            block.end = section.len().min(at + line.len() + 1);
            at = block.end;
        }
        let kind = kind.filter(|kind| is_simple(&section[block.start..block.end], *kind));
        (block.start < block.end).then_some((block, kind))
    })
}

/// What a line may be a part of, by its ends.
fn of(line: &[u8]) -> Option<Kind> {
    let (kind, words) = match line {
        [mark @ (b'*' | b'-'), b' ', words @ ..] => (Kind::List(*mark), words),
        words => (Kind::Paragraph, words),
    };
    // Beyond ASCII, all that may be white space begins with a lower byte.
    let begins = words.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte > 0xc2);
    (begins && words.last() != Some(&b' ')).then_some(kind)
}

/// Whether a block is words and code alone.
fn is_simple(block: &[u8], kind: Kind) -> bool {
    // Many bytes are asked at a time, so a paragraph is asked at once.
    let is_words = |text: &[u8]| !text.iter().fold(false, |any, byte| any | may_mean_more(*byte));
    let mut lines = block.strip_suffix(b"\n").unwrap_or(block).split(|byte| *byte == b'\n');
    let is_words = match kind {
        Kind::Paragraph => is_words(block),
        Kind::List(_) => lines.clone().all(|line| is_words(&line[MARK..])),
    };
    is_words && (memchr(b'`', block).is_none() || lines.all(has_simple_code))
}

/// Whether a byte within a line may be more than a letter of a word, or a mark of code.
fn may_mean_more(byte: u8) -> bool {
    // Brackets and braces, `\`, `|`, `^`, `~`, `_`.
    let is_mark = (byte | 0x20).wrapping_sub(b'{') < 5;
    ((byte < b' ') & (byte != b'\n')) | (byte == b'*') | (byte == b'&') | (byte == b'<') | is_mark
}

/// Whether the marks of code in a line come in pairs, with code between them that stays as it is.
fn has_simple_code(line: &[u8]) -> bool {
    let mut marks = memchr_iter(b'`', line);
    while let Some(start) = marks.next() {
        // Two marks side by side are one, and a space behind a mark may be no part of the code.
        let is_simple = |end: usize| line[start + 1] != b' ' && end > start + 1 && line.get(end + 1) != Some(&b'`');
        if !marks.next().is_some_and(is_simple) {
            return false;
        }
    }
    true
}

/// Whether a line that begins with this byte may go on with a list behind a blank line.
fn goes_on(first: u8) -> bool {
    matches!(first, b'\0'..=b' ' | b'*' | b'-' | b'+' | b'0'..=b'9')
}

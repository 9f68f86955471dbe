//! Paragraphs, lists and quotes that lines alone tell, with no more in a line than words, code, bold or set off words
//! and links. Most of the text of most records is of this kind, and a parser that knows all of markdown takes several
//! times as long for it. Whatever could mean more is left to the parser.

use memchr::{memchr, memchr3};

use crate::text::{Span, lines};

/// What such a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    /// A list whose items are a line each, behind this mark.
    List(u8),
    /// A quote of paragraphs.
    Quote,
}

/// How many bytes the mark of an item or of a line of a quote takes.
pub(super) const MARK: usize = 2;

/// Such blocks of a section without a heading, HTML, fences, tables and definitions. What stands between them says the
/// same without them.
pub(super) fn blocks(section: &str) -> impl Iterator<Item = (Span, Kind)> {
    let mut blocks = all(section).peekable();
    // Whether a list may have begun before that goes on behind a blank line.
    let mut is_open = false;
    std::iter::from_fn(move || {
        while let Some((mut span, kind)) = blocks.next() {
            let next = blocks.peek().map_or(section.len(), |(next, _)| next.start);
            let goes_on = section.as_bytes().get(next).is_some_and(|first| goes_on(*first));
            let is_list = matches!(kind, Some(Kind::List(_)));
            let is_whole = !is_list || !is_open && !goes_on;
            is_open = is_list || kind.is_none();
            if let Some(kind) = kind.filter(|_| is_whole) {
                // Blank lines behind a list count as its own.
                span.end = if is_list { next } else { span.end };
                return Some((span, kind));
            }
        }
        None
    })
}

/// All blocks of a section that have blank lines around them, and what they are, if it is simple.
fn all(section: &str) -> impl Iterator<Item = (Span, Option<Kind>)> {
    let bytes = section.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        at += bytes.get(at..)?.iter().take_while(|byte| **byte == b'\n').count();
        let mut block = Span::new(at, at);
        let mut kind = None;
        while let Some(line) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let line = &line[..memchr(b'\n', line).unwrap_or(line.len())];
            if line.is_empty() {
                break;
            }
            let is_first = at == block.start;
            if is_first || kind.is_some() {
                kind = of(line).filter(|this| is_first || kind == Some(*this));
            }
            block.end = bytes.len().min(at + line.len() + 1);
            at = block.end;
        }
        let kind = kind.filter(|kind| is_simple(block.of(section), *kind));
        (block.start < block.end).then_some((block, kind))
    })
}

/// What a line may be a part of, by its ends.
fn of(line: &[u8]) -> Option<Kind> {
    let (kind, words) = match line {
        b">" => return Some(Kind::Quote),
        [b'>', b' ', words @ ..] => (Kind::Quote, words),
        [mark @ (b'*' | b'-'), b' ', words @ ..] => (Kind::List(*mark), words),
        words => (Kind::Paragraph, words),
    };
    // Beyond ASCII, all that may be white space begins with a lower byte.
    let begins = |byte: &u8| byte.is_ascii_alphabetic() || b"\"'(*[`".contains(byte) || *byte > 0xc2;
    (words.first().is_some_and(begins) && words.last() != Some(&b' ')).then_some(kind)
}

/// Whether a block has nothing in its lines that is left to the parser.
fn is_simple(block: &str, kind: Kind) -> bool {
    let bytes = block.as_bytes();
    let has_control = bytes.iter().fold(false, |any, byte| any | ((*byte < b' ') & (*byte != b'\n')));
    if has_control || memchr3(b'&', b'<', b'\\', bytes).is_some() || memchr3(b'_', b'|', b'~', bytes).is_some() {
        return false;
    }
    let mut lines = lines(block.strip_suffix('\n').unwrap_or(block));
    match kind {
        Kind::Paragraph if has_no_mark(block) => true,
        Kind::Paragraph => lines.all(has_simple_marks),
        Kind::List(_) => lines.all(|line| has_simple_marks(&line[MARK..])),
        Kind::Quote => {
            // A line without words stands between two paragraphs.
            let mut was_blank = true;
            let mut is_paragraph = |line: &str| {
                let is_blank = line.len() < MARK;
                !(std::mem::replace(&mut was_blank, is_blank) && is_blank)
            };
            lines.all(|line| is_paragraph(line) && line.get(MARK..).is_none_or(has_simple_marks)) && !was_blank
        }
    }
}

/// Whether a line that begins with this byte may go on with a list behind a blank line.
fn goes_on(first: u8) -> bool {
    matches!(first, b'\0'..=b' ' | b'*' | b'-' | b'+' | b'0'..=b'9')
}

/// Whether all marks in a line are simple.
fn has_simple_marks(line: &str) -> bool {
    pieces(line).last().is_some_and(|last| last.span.end == line.len())
}

/// A piece of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub mark: Mark,
    /// All of it.
    pub span: Span,
    /// The words without marks.
    pub words: Span,
}

/// What the words of a piece are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Nothing,
    Code,
    Emphasis,
    Strong,
    /// A link to what stands there.
    Link(Span),
}

/// The pieces of a line, up to the first that is not simple.
pub(super) fn pieces(line: &str) -> impl Iterator<Item = Piece> {
    std::iter::successors(piece(line, 0), |piece| self::piece(line, piece.span.end))
}

/// The piece that starts there, if it is simple and not the end.
fn piece(line: &str, at: usize) -> Option<Piece> {
    let bytes = line.as_bytes();
    let rest = bytes.get(at..)?;
    let first = rest.first()?;
    let before = at.checked_sub(1).map(|before| bytes[before]);
    let to = |words: usize, close: u8| memchr(close, &bytes[words..]).map(|length| words + length);
    let piece = |mark: Mark, words: Span, end: usize| Some(Piece { mark, span: Span::new(at, end), words });
    match first {
        b'`' => {
            let words = Span::new(at + 1, to(at + 1, b'`')?);
            // Two marks side by side are one, and a space behind a mark may be no part of the code.
            let is_simple = bytes[words.start] != b' ' && words.start < words.end && before != Some(b'`');
            piece(Mark::Code, words, words.end + 1).filter(|_| is_simple)
        }
        b'*' => {
            let count = rest.iter().take_while(|byte| **byte == b'*').count();
            let words = Span::new(at + count, to(at + count, b'*')?);
            let end = words.end + count;
            let closes = bytes[words.end..].iter().take_while(|byte| **byte == b'*').count() == count;
            // A mark between letters may be an end as well as a start.
            let begins = before.is_none_or(|before| before == b' ') && bytes[words.start].is_ascii_alphanumeric();
            let ends = bytes[words.end - 1].is_ascii_alphanumeric() || bytes[words.end - 1] == b':';
            let is_alone = bytes.get(end).is_none_or(|next| b" .,:;".contains(next));
            let mark = if count == 1 { Mark::Emphasis } else { Mark::Strong };
            let is_simple = count < 3 && closes && begins && ends && is_alone && has_no_mark(words.of(line));
            piece(mark, words, end).filter(|_| is_simple)
        }
        b'[' => {
            let words = Span::new(at + 1, to(at + 1, b']')?);
            let target = Span::new(words.end + 2, to(words.end, b')')?);
            let begins = before != Some(b'!') && bytes[words.start].is_ascii_alphanumeric();
            let is_target = bytes[words.end + 1] == b'(' && target.start < target.end;
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/:.#?=%+,@-".contains(&byte);
            let is_simple = begins && is_target && has_no_mark(words.of(line)) && target.of(line).bytes().all(is_plain);
            piece(Mark::Link(target), words, target.end + 1).filter(|_| is_simple)
        }
        _ => {
            let words = Span::new(at, memchr3(b'*', b'`', b'[', rest).map_or(line.len(), |length| at + length));
            // The parser cuts the text there.
            piece(Mark::Nothing, words, words.end).filter(|_| memchr(b']', &bytes[words.start..words.end]).is_none())
        }
    }
}

fn has_no_mark(words: &str) -> bool {
    memchr3(b'*', b'`', b'[', words.as_bytes()).is_none() && memchr(b']', words.as_bytes()).is_none()
}

//! Places in a text as the protocol names them: lines from 0, and in them units of UTF-8 or UTF-16, as agreed.

use gen_lsp_types::{Position, PositionEncodingKind, Range};

use crate::text::{Span, floor_char};

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// What every client knows.
    #[default]
    Utf16,
}

impl Encoding {
    /// The one to use with a client that offers these.
    pub(crate) fn among(offered: &[PositionEncodingKind]) -> Self {
        if offered.contains(&PositionEncodingKind::UTF8) { Self::Utf8 } else { Self::Utf16 }
    }

    /// Its name in the protocol.
    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    /// How many units a text has.
    fn units(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }

    /// The byte behind so many units of a line, or its end. Inside a character, the byte before it.
    fn byte(self, line: &str, units: usize) -> usize {
        if self == Self::Utf8 {
            return floor_char(line, units);
        }
        let mut left = units;
        for (at, character) in line.char_indices() {
            match left.checked_sub(character.len_utf16()) {
                Some(rest) => left = rest,
                None => return at,
            }
        }
        line.len()
    }
}

/// A text with the starts of its lines.
pub(crate) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        // A carriage return alone ends a line as well.
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match **byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = [0].into_iter().chain(ends.map(|(at, _)| at + 1)).collect();
        Self { text, starts, encoding }
    }

    /// The line from 0, without its end.
    fn line(&self, line: usize) -> &'a str {
        let start = self.starts[line];
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        self.text[start..end].trim_end_matches(['\r', '\n'])
    }

    /// The byte at a position. Beyond the end of a line it is that end, beyond the text the end of the text.
    pub(crate) fn byte(&self, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let units = usize::try_from(position.character).unwrap_or(usize::MAX);
        match self.starts.get(line) {
            Some(start) => start + self.encoding.byte(self.line(line), units),
            None => self.text.len(),
        }
    }

    /// The position of a byte.
    pub(crate) fn position(&self, byte: usize) -> Position {
        let byte = floor_char(self.text, byte);
        let line = self.starts.partition_point(|start| *start <= byte) - 1;
        let units = self.encoding.units(&self.text[self.starts[line]..byte]);
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position { line: number(line), character: number(units) }
    }

    /// The range of a span.
    pub(crate) fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// The span of a range.
    pub(crate) fn span(&self, range: Range) -> Span {
        let start = self.byte(range.start);
        Span::new(start, self.byte(range.end).max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn a_position_is_a_byte_and_back() {
        let text = "é—x\r\n🦀ab\rc\n\nend";
        for (encoding, place, before) in [
            (Encoding::Utf16, position(0, 2), "é—"),
            (Encoding::Utf8, position(0, 5), "é—"),
            (Encoding::Utf16, position(1, 2), "é—x\r\n🦀"),
            (Encoding::Utf8, position(1, 4), "é—x\r\n🦀"),
            (Encoding::Utf16, position(2, 1), "é—x\r\n🦀ab\rc"),
            (Encoding::Utf16, position(3, 0), "é—x\r\n🦀ab\rc\n"),
            (Encoding::Utf16, position(4, 3), text),
        ] {
            let lines = Lines::new(text, encoding);
            assert_eq!(&text[..lines.byte(place)], before);
            assert_eq!(lines.position(before.len()), place);
        }
    }

    #[test]
    fn a_position_outside_is_the_nearest_place() {
        let text = "é—x\r\n🦀ab\r\n";
        let lines = Lines::new(text, Encoding::Utf16);
        for (place, before) in [
            (position(0, 99), "é—x"),
            (position(1, 1), "é—x\r\n"),
            (position(9, 9), text),
            (position(u32::MAX, u32::MAX), text),
        ] {
            assert_eq!(&text[..lines.byte(place)], before);
        }
        assert_eq!(Lines::new("é", Encoding::Utf8).byte(position(0, 1)), 0, "inside a character");
        assert_eq!(lines.position(999), position(2, 0));
        assert_eq!(lines.span(Range { start: position(1, 3), end: position(0, 0) }), Span::new(13, 13));
    }
}

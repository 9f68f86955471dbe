//! Positions in a text: byte spans, lines and columns.

use std::collections::HashMap;

/// A half-open range of bytes, counted from the start of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from its two ends.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same range, moved right by `by` bytes.
    pub(crate) fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// The text that the span covers; empty when the span does not fit the text.
    pub(crate) fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The part of the span on its first line, without the line end.
    ///
    /// Marking many lines in a report is harder to read than marking the first.
    pub(crate) fn first_line(self, text: &str) -> Self {
        let line = self.of(text).lines().next().unwrap_or_default();
        Self::new(self.start, self.start + line.trim_end().len())
    }

    /// The span without white space at its start and end.
    pub(crate) fn trimmed(self, text: &str) -> Self {
        let slice = self.of(text);
        let start = self.start + (slice.len() - slice.trim_start().len());
        Self::new(start, start + slice.trim().len())
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A value and the place it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it was read.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value and its place.
    pub(crate) fn new(value: T, span: impl Into<Span>) -> Self {
        Self { value, span: span.into() }
    }
}

/// Line and column of a byte, both from 1, the column in characters.
///
/// A byte inside a character or past the end counts as the nearest boundary before it.
pub(crate) fn line_column(text: &str, byte: usize) -> (usize, usize) {
    let byte = floor_char(text, byte);
    let before = &text[..byte];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// The column of a byte, from 1, in bytes.
pub(crate) fn byte_column(text: &str, byte: usize) -> usize {
    let byte = floor_char(text, byte);
    byte - line_start(text, byte) + 1
}

/// Computes lines and columns of many places, with an index of the lines of each text, so that a text with
/// many findings is not scanned once for each.
#[derive(Default)]
pub(crate) struct Places {
    /// Where the lines of a text start, by the address of the text.
    texts: HashMap<*const u8, Vec<usize>>,
}

impl Places {
    /// The same as [`line_column`].
    pub(crate) fn line_column(&mut self, text: &str, byte: usize) -> (usize, usize) {
        let starts = self.texts.entry(text.as_ptr()).or_insert_with(|| {
            let ends = text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(ends).collect()
        });
        let byte = floor_char(text, byte);
        let line = starts.partition_point(|start| *start <= byte);
        (line, text[starts[line - 1]..byte].chars().count() + 1)
    }
}

/// The lines of a text without their line feeds. Unlike [`str::lines`] it keeps carriage returns, and gives
/// an empty line after a final line feed.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').filter(|_| !text.is_empty())
}

/// The first byte of the line that contains a byte.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |feed| feed + 1)
}

/// The nearest character boundary at or after `byte`.
pub(crate) fn ceil_char(text: &str, byte: usize) -> usize {
    (byte..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// The nearest character boundary at or before `byte`.
pub(crate) fn floor_char(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_feeds() {
        let text = "é—x\r\nab";
        assert_eq!(line_column(text, 0), (1, 1));
        assert_eq!(line_column(text, text.find('x').unwrap()), (1, 3));
        assert_eq!(line_column(text, text.find('b').unwrap()), (2, 2));
        assert_eq!(line_column(text, 1), (1, 1), "inside a character");
        assert_eq!(line_column(text, 999), (2, 3), "past the end");
        assert_eq!(byte_column(text, text.find('x').unwrap()), 6);
        assert_eq!(byte_column(text, 999), 3);
        let mut places = Places::default();
        for byte in 0..12 {
            assert_eq!(places.line_column(text, byte), line_column(text, byte), "{byte}");
        }
    }

    #[test]
    fn lines_end_at_their_feeds() {
        let all = |text| lines(text).collect::<Vec<_>>();
        assert_eq!(all("a\n\nb"), ["a", "", "b"]);
        assert_eq!(all("é\r\n"), ["é\r", ""]);
        assert!(all("").is_empty());
    }
}

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

/// A place in a text as editors and forges name it. All three count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    /// The line.
    pub line: usize,
    /// The column in characters.
    pub column: usize,
    /// The column in bytes.
    pub byte_column: usize,
}

impl Point {
    /// The start of a text.
    const START: Self = Self { line: 1, column: 1, byte_column: 1 };

    /// The place behind a character that is here.
    fn after(self, character: char) -> Self {
        match character {
            '\n' => Self { line: self.line + 1, ..Self::START },
            _ => Self { column: self.column + 1, byte_column: self.byte_column + character.len_utf8(), ..self },
        }
    }
}

/// Computes lines and columns of many places, with an index of each text, so that a text with many findings is not
/// scanned once for each, even when all of it is one line.
#[derive(Default)]
pub(crate) struct Places {
    /// The marks of a text, by the address of the text.
    texts: HashMap<*const u8, Vec<Mark>>,
}

/// A byte whose place is known.
struct Mark {
    byte: usize,
    point: Point,
}

/// How many bytes are between two marks, or a few more where a character is not one byte.
const STEP: usize = 1_024;

impl Places {
    /// The place of a byte. One inside a character or past the end counts as the nearest boundary before it.
    pub(crate) fn point(&mut self, text: &str, byte: usize) -> Point {
        let marks = self.texts.entry(text.as_ptr()).or_insert_with(|| marks(text));
        let byte = floor_char(text, byte);
        let Mark { byte: start, point } = marks[marks.partition_point(|mark| mark.byte <= byte) - 1];
        text[start..byte].chars().fold(point, Point::after)
    }
}

/// The marks of a text, the first one at its start.
fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut point = Point::START;
    for (byte, character) in text.char_indices() {
        if byte >= marks.len() * STEP {
            marks.push(Mark { byte, point });
        }
        point = point.after(character);
    }
    if marks.is_empty() {
        marks.push(Mark { byte: 0, point });
    }
    marks
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
    }

    #[test]
    fn an_index_gives_the_places_that_counting_gives() {
        let line = "é—x ab\u{1f680}".repeat(300);
        for text in ["", "é—x\r\nab", "\n\n", &line, &format!("{line}\r\n\n{line}\n"), &"\n".repeat(3_000)] {
            let mut places = Places::default();
            for byte in 0..text.len() + 2 {
                let Point { line, column, byte_column } = places.point(text, byte);
                assert_eq!((line, column), line_column(text, byte), "{byte}");
                let byte = floor_char(text, byte);
                assert_eq!(byte_column, byte - line_start(text, byte) + 1, "{byte}");
            }
        }
    }

    #[test]
    fn no_place_is_far_behind_a_mark() {
        let text = "a".repeat(10 * STEP);
        let bytes: Vec<usize> = marks(&text).iter().map(|mark| mark.byte).collect();
        assert_eq!(bytes, (0..10).map(|index| index * STEP).collect::<Vec<_>>());
    }

    #[test]
    fn lines_end_at_their_feeds() {
        let all = |text| lines(text).collect::<Vec<_>>();
        assert_eq!(all("a\n\nb"), ["a", "", "b"]);
        assert_eq!(all("é\r\n"), ["é\r", ""]);
        assert!(all("").is_empty());
    }
}

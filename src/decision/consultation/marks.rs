//! Marks around words: quotation marks, and those of markdown.

use super::attribution::Range;
use crate::text::Span;

/// Quotation marks round words.
const QUOTATION_MARKS: &[(char, char)] = &[
    ('"', '"'),
    ('“', '”'),
    ('„', '“'),
    ('„', '”'),
    ('«', '»'),
    ('»', '«'),
    ('‘', '’'),
    ('‚', '‘'),
    ('「', '」'),
    ('『', '』'),
    ('\'', '\''),
];

/// The words inside quotation marks round the whole of a text.
fn inside_marks(words: &str) -> Option<&str> {
    QUOTATION_MARKS.iter().find_map(|(open, close)| {
        let inner = words.strip_prefix(*open)?.strip_suffix(*close)?;
        // `"a" and "b"` are two, and an apostrophe is none.
        let is_whole = match (open, close) {
            ('\'', _) | ('‘', _) => !inner.is_empty() && !inner.contains(" '") && !inner.contains(['‘']),
            _ => !inner.contains([*open, *close]),
        };
        is_whole.then(|| inner.trim())
    })
}

pub(super) fn is_quoted(words: &str) -> bool {
    inside_marks(words.trim()).is_some_and(|inner| inner.chars().any(char::is_alphanumeric))
}

/// A range without quotation marks round the whole.
pub(super) fn unquoted(text: &str, range: Range) -> Range {
    let (start, end) = trimmed_range(text, range);
    inside_marks(&text[start..end]).map_or((start, end), |inner| {
        let start = inner.as_ptr().addr() - text.as_ptr().addr();
        (start, start + inner.len())
    })
}

pub(super) fn trimmed_range(text: &str, (start, end): Range) -> Range {
    let slice = text[start..end].trim_start();
    (end - slice.len(), end - slice.len() + slice.trim_end().len())
}

pub(super) fn trimmed_start(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    text.len() - rest.trim_start_matches([' ', ':', '：', '—', '–']).len()
}

/// Words with the marks right before and behind them, as `*` of a stress, inside `place`. Quotation marks round the
/// whole stay outside.
pub(super) fn widened(text: &str, words: Span, place: Span) -> Span {
    let marks: &[char] = &['*', '_', '~', '`', '[', '\\'];
    let before = Span::new(place.start.min(words.start), words.start).of(text);
    let behind = Span::new(words.end, place.end.max(words.end)).of(text);
    let start = words.start - (before.len() - before.trim_end_matches(marks).len());
    let closing = behind.trim_start_matches(['*', '_', '~', '`']);
    let closing = match closing.strip_prefix("](") {
        Some(target) if Span::new(start, words.start).of(text).contains('[') || words.of(text).contains('[') => {
            target.find(')').map_or(closing, |at| &target[at + 1..])
        }
        _ => closing,
    };
    Span::new(start, words.end + behind.len() - closing.len())
}

//! Where the sections of a body begin, as far as lines alone can tell: what nobody asks for is then passed over
//! instead of parsed, which in most records is most of the text. Where lines could mislead, nothing is told.

use memchr::{memchr_iter, memchr2, memchr2_iter};

use crate::text::Span;

/// How many sections are told apart. Of more, none is worth a reading of its own.
const MOST: usize = 100;

/// A part of a body that says the same with and without the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The line of a heading.
    Heading(Span),
    /// What stands between two headings; it may be empty.
    Section(Span),
    /// What lines alone can't take apart, up to the end.
    Rest(Span),
}

/// The parts of the body that starts at byte `start` of a file.
pub(super) fn parts(text: &str, start: usize) -> Vec<Part> {
    let (lines, end) = headings(&text[start..]);
    let mut parts = Vec::with_capacity(lines.len() * 2 + 1);
    let mut at = start;
    for line in lines {
        let line = line.shifted(start);
        parts.extend([Part::Section(Span::new(at, line.start)), Part::Heading(line)]);
        at = line.end;
    }
    let rest = Span::new(at, text.len());
    parts.push(if start + end == text.len() { Part::Section(rest) } else { Part::Rest(rest) });
    parts
}

/// The lines of `#` at the start of a body that open a section each, and where what they tell apart ends: nothing
/// before it can reach over such a line or change what another section says.
fn headings(body: &str) -> (Vec<Span>, usize) {
    let bytes = body.as_bytes();
    // A definition of a link or a footnote counts in the whole body.
    if memchr_iter(b']', bytes).any(|at| bytes.get(at + 1) == Some(&b':')) {
        return (Vec::new(), 0);
    }
    // HTML and code may go on over any line, and a table may hold more cells than are read.
    let is_fence = |at: &usize| bytes[*at..].starts_with(b"```") || bytes[*at..].starts_with(b"~~~");
    let fence = memchr2_iter(b'`', b'~', bytes).find(is_fence);
    let end = [fence, memchr2(b'<', b'|', bytes)].into_iter().flatten().min().unwrap_or(bytes.len());
    let mut lines: Vec<Span> = Vec::new();
    for at in memchr_iter(b'#', &bytes[..end]) {
        if (at == 0 || bytes[at - 1] == b'\n') && opens_heading(&bytes[at..]) {
            if lines.len() == MOST {
                return (lines, at);
            }
            lines.push(Span::new(at, at + line_length(&bytes[at..])));
        }
    }
    // The last one may have such a mark in it.
    if lines.last().is_some_and(|line| line.end > end) {
        lines.pop();
    }
    (lines, end)
}

/// Whether a section may be passed over: it has no heading of its own, and no quote that could nest.
pub(super) fn is_plain(section: &str) -> bool {
    let bytes = section.as_bytes();
    memchr2(b'#', b'>', bytes).is_none() && !memchr2_iter(b'=', b'-', bytes).any(|at| is_underline(bytes, at))
}

/// Whether a section begins with a word of prose.
pub(super) fn begins_with_word(section: &str) -> bool {
    section.trim_start_matches(['\r', '\n']).starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The level and the words of a heading that is nothing but words.
pub(super) fn plain_heading(line: &str) -> Option<(usize, Span)> {
    let words = line.trim_start_matches('#').trim_start_matches(' ');
    let start = line.len() - words.len();
    let words = words.trim_end_matches(['\n', '\r', ' ']);
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let is_plain = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b',' | b'.' | b':' | b'(' | b')' | b'\'' | b'-')
    };
    (!words.is_empty() && words.bytes().all(is_plain)).then(|| (level, Span::new(start, start + words.len())))
}

fn opens_heading(bytes: &[u8]) -> bool {
    let level = bytes.iter().take_while(|byte| **byte == b'#').count();
    level <= 6 && bytes.get(level).is_none_or(|byte| is_blank(*byte) || is_line_end(*byte))
}

/// The length of the first line, with its end.
fn line_length(bytes: &[u8]) -> usize {
    memchr2(b'\n', b'\r', bytes).map_or(bytes.len(), |at| at + if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 })
}

/// Whether the line that starts with the mark at `at` would make a heading of the line above it.
fn is_underline(bytes: &[u8], at: usize) -> bool {
    let starts_line = bytes[..at].iter().rev().find(|byte| !is_blank(**byte)).is_none_or(|byte| is_line_end(*byte));
    let mut behind = bytes[at..].iter().skip_while(|byte| **byte == bytes[at]).skip_while(|byte| is_blank(**byte));
    starts_line && behind.next().is_none_or(|byte| is_line_end(*byte))
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0b | 0x0c)
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_tell_headings_apart_until_something_may_reach_over_them() {
        let cases: &[(&str, &[&str])] = &[
            ("# A\n\n## B #\r\ntext\n#c\n  # d\n- # e\n####### f\n#\n", &["# A\n", "## B #\r\n", "#\n"]),
            ("a\n#\tB\rc\n###### D", &["#\tB\r", "###### D"]),
            ("# A\n```\n# B\n```\n# C\n", &["# A\n"]),
            ("# A\n~~~\n# B\n", &["# A\n"]),
            ("# A\n<!--\n# B\n-->\n", &["# A\n"]),
            ("# A <br>\n# B\n", &[]),
            ("# A\n\n|a|\n|-|\n\n# B\n", &["# A\n"]),
            ("# A [b]\n\n# C\n\n[b]: d\n", &[]),
            ("# A `b` ~c~ [d]\n", &["# A `b` ~c~ [d]\n"]),
        ];
        for (body, expected) in cases {
            let found: Vec<&str> = headings(body).0.into_iter().map(|line| line.of(body)).collect();
            assert_eq!(found, *expected, "{body}");
        }
        let many = "# A\n".repeat(MOST + 5);
        assert_eq!((headings(&many).0.len(), headings(&many).1), (MOST, "# A\n".len() * MOST));
    }

    #[test]
    fn a_plain_section_has_nothing_that_opens_another() {
        for section in ["\nwords - more\n\n- a\n- b\n\n1. c = d\n", "a\n- -\n", "a\n-b\n", "a\n - - -\n", ""] {
            assert!(is_plain(section), "{section}");
        }
        for section in ["a\n===", "a\r\n  --- \t\r\n", "- a\n  =\n", "a\r-", "> a\n", "a\n # b\n", "- # a\n"] {
            assert!(!is_plain(section), "{section}");
        }
        assert!(
            begins_with_word("\r\n\nwords\n") && !begins_with_word("\n - words") && !begins_with_word("[words](a)")
        );
        assert_eq!(plain_heading("## B: c \r\n"), Some((2, Span::new(3, 7))));
        assert!(
            ["##\n", "# *a*\n", "# a #\n", "# é\n", "#\ta\n", "# a & b\n"]
                .into_iter()
                .all(|line| plain_heading(line).is_none())
        );
    }
}

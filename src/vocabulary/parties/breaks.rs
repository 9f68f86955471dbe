//! Line breaks that a page shows between people: `<br>`, and two blanks or a backslash at the end of a line.

use super::is_person;
use crate::document::block::is_line_break;
use crate::text::Span;

/// The longest `<br />` that is looked for, in bytes.
const TAG: usize = 8;

/// Cuts a text at its line breaks. Two blanks may be there by chance, so that they part only people.
pub(super) fn at_breaks(source: &str) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut breaks = breaks(source).peekable();
    while let Some((at, after, is_sure)) = breaks.next() {
        let next = breaks.peek().map_or(source.len(), |next| next.0);
        let are_people = || is_person(source[start..at].trim()) && is_person(source[after..next].trim());
        if is_sure || are_people() {
            pieces.push((start, at));
            start = after;
        }
    }
    pieces.push((start, source.len()));
    pieces
}

/// Whether a text has line breaks that can be nothing else, and no remark behind one: `Ines Roy<br>(support)`.
pub(super) fn is_broken(source: &str) -> bool {
    let mut sure = breaks(source).filter(|(.., is_sure)| *is_sure).peekable();
    let is_remark = |after: usize| source[after..].trim_start().starts_with(['(', '（']);
    sure.peek().is_some() && !sure.any(|(_, after, _)| is_remark(after))
}

/// A value of a body with the people behind line breaks, where nothing else follows them: `Ines Roy<br>Bo Lund`.
pub(super) fn with_people_behind(text: &str, span: Span) -> Span {
    let mut end = span.end;
    loop {
        // Marks that close the value: `**Ines Roy**`.
        let rest = text[end..].trim_start_matches(['*', '_']);
        let line = &rest[..rest.find('\n').map_or(rest.len(), |at| at + 1)];
        let Some((at, after, _)) = breaks(line).next() else { break };
        let from = text.len() - rest.len() + after;
        let next = &text[from..from + text[from..].find('\n').map_or(text.len() - from, |at| at + 1)];
        let piece = next[..breaks(next).next().map_or(next.len(), |next| next.0)].trim_end();
        let is_item = ["- ", "* ", "+ ", "> "].iter().any(|mark| piece.trim_start().starts_with(mark));
        if !line[..at].trim().is_empty() || is_item || !is_person(piece.trim()) {
            break;
        }
        end = from + piece.len();
    }
    Span::new(span.start, end)
}

/// The line breaks of a text: where each starts and ends, and whether it can be nothing else.
fn breaks(source: &str) -> impl Iterator<Item = (usize, usize, bool)> {
    source.match_indices(['<', '\n']).filter_map(|(at, mark)| {
        if mark == "<" {
            let tag = &source.as_bytes()[at..source.len().min(at + TAG)];
            let length = tag.iter().position(|byte| *byte == b'>')? + 1;
            let is_break = is_line_break(source.get(at..at + length)?);
            return is_break.then_some((at, at + length, true));
        }
        let line = source[..at].trim_end_matches('\r');
        let is_marked = line.ends_with('\\');
        let start = if is_marked { line.len() - 1 } else { line.trim_end_matches(' ').len() };
        (is_marked || line.len() - start > 1).then_some((start, at + 1, is_marked))
    })
}

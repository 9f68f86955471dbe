//! The markers that git leaves in a file with a merge conflict.

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::events;
use crate::text::Span;

const MARKERS: [&str; 3] = ["<<<<<<< ", "||||||| ", ">>>>>>> "];

/// The first marker at the start of a line of the header or the body, which starts at `start`. Code between fences may
/// show how they look.
pub(super) fn find(text: &str, start: usize) -> Option<Span> {
    if !MARKERS.iter().any(|marker| text.contains(marker)) {
        return None;
    }
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        (start, line)
    });
    let is_marker = |line: &str| {
        let line = line.strip_prefix('\u{feff}').unwrap_or(line);
        MARKERS.iter().any(|marker| line.starts_with(marker))
    };
    let markers = lines.filter(|(_, line)| is_marker(line));
    let mut markers = markers.map(|(start, line)| Span::new(start, start + line.trim_end().len())).peekable();
    markers.peek()?;
    let fenced: Vec<Span> = events::read(text, start)
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_)))))
        .map(|(_, span)| span)
        .collect();
    let is_code = |span: &Span| {
        let next = fenced.partition_point(|code| code.end <= span.start);
        fenced.get(next).is_some_and(|code| code.start <= span.start)
    };
    markers.find(|span| !is_code(span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_found_outside_code() {
        for (text, marker) in [
            ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> topic\n", Some("<<<<<<< HEAD")),
            ("<<<<<<< ours\r\nb\r\n", Some("<<<<<<< ours")),
            ("a\n\n>>>>>>> topic\n", Some(">>>>>>> topic")),
            ("a\n||||||| base\n", Some("||||||| base")),
            ("> words\n<<<<<<< HEAD\n", Some("<<<<<<< HEAD")),
            ("```\n<<<<<<< HEAD\n```\n", None),
            ("~~~diff\n<<<<<<< HEAD\n~~~\n\n>>>>>>> topic\n", Some(">>>>>>> topic")),
            ("```\n<<<<<<< HEAD\n", None),
            ("the line `<<<<<<< HEAD`\n", None),
            (" <<<<<<< HEAD\n", None),
            ("<<<<<<<HEAD\n>>>>>>> \n", Some(">>>>>>>")),
            ("Title\n=======\n", None),
            ("", None),
        ] {
            assert_eq!(find(text, 0).map(|span| span.of(text)), marker, "{text:?}");
        }
        let header = "---\n<<<<<<< HEAD\nstatus: accepted\n---\n";
        assert_eq!(find(header, header.len()).map(|span| span.start), Some(4));
    }
}

//! The events of markdown, each with its bytes in the file. Where lines alone tell what a block is, its events are made
//! of them, without the parser.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::section::{self, Part};
use super::simple::{self, Kind, Piece};
use crate::text::{Span, lines};

/// The extensions that forges render and that change what a quote is. Not smart punctuation, which
/// would turn `--` into a dash and split the text.
pub(crate) fn options() -> Options {
    Options::ENABLE_GFM
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

/// Hands over the events of the body that starts at byte `start` of a file.
pub(crate) fn each<'a>(text: &'a str, start: usize, mut take: impl FnMut(Event<'a>, Span)) {
    for part in section::parts(text, start) {
        match part {
            Part::Heading(line) => heading(text, line, &mut take),
            Part::Section(span) => section(text, span, &mut take),
            Part::Rest(span) => parse(text, span, &mut take),
        }
    }
}

/// Hands over the events of what stands between two headings.
pub(super) fn section<'a>(text: &'a str, section: Span, mut take: impl FnMut(Event<'a>, Span)) {
    let mut at = section.start;
    for (block, kind) in simple::blocks(section.of(text)) {
        let block = block.shifted(section.start);
        parse(text, Span::new(at, block.start), &mut take);
        at = block.end;
        let (start, end) = match kind {
            Kind::Paragraph => (Tag::Paragraph, TagEnd::Paragraph),
            Kind::List(_) => (Tag::List(None), TagEnd::List(false)),
        };
        take(Event::Start(start), block);
        let mut lines = lines(block.of(text)).take_while(|line| !line.is_empty()).peekable();
        let mut rest = block;
        while let Some(line) = lines.next() {
            let end = rest.start + line.len();
            let next = if lines.peek().is_some() { end + 1 } else { block.end };
            match kind {
                Kind::Paragraph => {
                    words(text, Span::new(rest.start, end), &mut take);
                    if next < block.end {
                        take(Event::SoftBreak, Span::new(end, next));
                    }
                }
                Kind::List(_) => {
                    let item = Span::new(rest.start, next);
                    take(Event::Start(Tag::Item), item);
                    words(text, Span::new(item.start + simple::MARK, end), &mut take);
                    take(Event::End(TagEnd::Item), item);
                }
            }
            rest.start = next;
        }
        take(Event::End(end), block);
    }
    parse(text, Span::new(at, section.end), take);
}

/// Hands over the events of words and code.
fn words<'a>(text: &'a str, words: Span, mut take: impl FnMut(Event<'a>, Span)) {
    for piece in simple::pieces(words.of(text)) {
        match piece {
            Piece::Words(span) => {
                let span = span.shifted(words.start);
                take(Event::Text(CowStr::Borrowed(span.of(text))), span);
            }
            Piece::Code(span) => {
                let span = span.shifted(words.start);
                let marked = Span::new(span.start - 1, span.end + 1);
                take(Event::Code(CowStr::Borrowed(span.of(text))), marked);
            }
        }
    }
}

/// Hands over the events of the line of a heading.
pub(super) fn heading<'a>(text: &'a str, line: Span, mut take: impl FnMut(Event<'a>, Span)) {
    let Some((level, words)) = section::plain_heading(line.of(text)) else {
        return parse(text, line, take);
    };
    let Ok(level) = HeadingLevel::try_from(level) else {
        return;
    };
    let words = words.shifted(line.start);
    take(Event::Start(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }), line);
    take(Event::Text(CowStr::Borrowed(words.of(text))), words);
    take(Event::End(TagEnd::Heading(level)), line);
}

/// Hands over the events of a part of the body that stands by itself.
pub(super) fn parse<'a>(text: &'a str, part: Span, mut take: impl FnMut(Event<'a>, Span)) {
    if part.of(text).trim_ascii().is_empty() {
        return;
    }
    for (event, range) in Parser::new_ext(part.of(text), options()).into_offset_iter() {
        // The only place where offsets of the body become offsets of the file.
        take(event, Span::from(range).shifted(part.start));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Events with texts in one piece, as the parser cuts them in its own way, and without blank lines at their ends: those
    /// behind an empty item are its own or its list's, and nobody asks for them.
    fn joined<'a>(text: &str, events: impl Iterator<Item = (Event<'a>, Span)>) -> Vec<(Event<'a>, Span)> {
        let mut joined: Vec<(Event<'a>, Span)> = Vec::new();
        for (event, span) in events {
            match (joined.last_mut(), &event) {
                (Some((Event::Text(before), place)), Event::Text(words)) if place.end == span.start => {
                    *before = format!("{before}{words}").into();
                    place.end = span.end;
                }
                _ => joined.push((event, Span::new(span.start, span.start + span.of(text).trim_end().len()))),
            }
        }
        joined
    }

    #[track_caller]
    fn check(text: &str) {
        let mut events = Vec::new();
        each(text, 0, |event, span| events.push((event, span)));
        let whole = Parser::new_ext(text, options()).into_offset_iter().map(|(event, range)| (event, range.into()));
        assert_eq!(joined(text, events.into_iter()), joined(text, whole), "{text:?}");
    }

    #[test]
    fn simple_blocks_are_told_as_the_parser_tells_them() {
        for text in [
            "Words of a\nparagraph, \"so\".\n\nAnother (1) é.\n",
            "# T\nWords\n## B\n\nWith `code` and `more`\nof it `x`\n",
            "* One\n* Two `b`\n\nWords\n",
            "- One\n\n- Two\n\nWords\n\n- Three\n\n  more\n",
            "> Said\n\nWords\n\n    code\n\nWords\n\n1. One\n\nWords",
            "Words\n---\n\n- One\nlazy\n\nWords \n\nA  \nb\n\n- One\n* Two\n",
        ] {
            check(text);
        }
    }

    fn piece() -> impl Strategy<Value = String> {
        let marks = [
            "\n", "\n\n", "\n\n\n", " ", "  ", "    ", "\t", "\r\n", "* ", "- ", "+ ", "1. ", "> ", "# ", "---", "===",
            "`", "``", "```", "*", "**", "_", "~", "[a](b)", "[", "]", "\\", "&amp;", "<", "|", "!", "é", "\u{a0}",
            "\u{2003}", "\u{b}",
        ];
        prop_oneof![
            2 => prop::sample::select(marks.to_vec()).prop_map(str::to_owned),
            2 => "\n\n[a-z ]{1,9}",
            2 => "\n[*-] [a-z` ]{1,9}",
            1 => "[a-zA-Z,.:;()'\"/% ]{1,6}",
            1 => "`[a-z ]{1,3}`",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn events_are_those_of_the_parser(pieces in prop::collection::vec(piece(), 0..20)) {
            check(&pieces.concat());
        }
    }
}

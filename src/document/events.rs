//! The events of markdown, each with its bytes in the file. Where lines alone tell what a block is, its events are made
//! of them, without the parser.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::section::{self, Part};
use super::simple::{self, Kind, Mark, Piece};
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
        match kind {
            Kind::Paragraph => paragraph(text, block, 0, &mut take),
            Kind::List(_) => list(text, block, &mut take),
            Kind::Quote => quote(text, block, &mut take),
        }
        at = block.end;
    }
    parse(text, Span::new(at, section.end), take);
}

/// Hands over the events of a paragraph whose lines begin behind a mark of so many bytes.
fn paragraph<'a>(text: &'a str, block: Span, mark: usize, mut take: impl FnMut(Event<'a>, Span)) {
    let paragraph = Span::new(block.start + mark, block.end);
    take(Event::Start(Tag::Paragraph), paragraph);
    for line in places(text, block) {
        if line.start > block.start {
            take(Event::SoftBreak, Span::new(line.start - 1, line.start));
        }
        words(text, Span::new(line.start + mark, line.end), &mut take);
    }
    take(Event::End(TagEnd::Paragraph), paragraph);
}

fn list<'a>(text: &'a str, block: Span, mut take: impl FnMut(Event<'a>, Span)) {
    take(Event::Start(Tag::List(None)), block);
    let mut lines = places(text, block).take_while(|line| line.start < line.end).peekable();
    while let Some(line) = lines.next() {
        let item = Span::new(line.start, lines.peek().map_or(block.end, |next| next.start));
        take(Event::Start(Tag::Item), item);
        words(text, Span::new(line.start + simple::MARK, line.end), &mut take);
        take(Event::End(TagEnd::Item), item);
    }
    take(Event::End(TagEnd::List(false)), block);
}

fn quote<'a>(text: &'a str, block: Span, mut take: impl FnMut(Event<'a>, Span)) {
    take(Event::Start(Tag::BlockQuote(None)), block);
    let mut start = block.start;
    for blank in places(text, block).filter(|line| line.end - line.start < simple::MARK) {
        paragraph(text, Span::new(start, blank.start), simple::MARK, &mut take);
        start = blank.end + 1;
    }
    paragraph(text, Span::new(start, block.end), simple::MARK, &mut take);
    take(Event::End(TagEnd::BlockQuote(None)), block);
}

/// Where the lines of a block are.
fn places(text: &str, block: Span) -> impl Iterator<Item = Span> {
    let written = block.of(text);
    lines(written.strip_suffix('\n').unwrap_or(written)).scan(block.start, |start, line| {
        let place = Span::new(*start, *start + line.len());
        *start = place.end + 1;
        Some(place)
    })
}

/// Hands over the events of a line.
fn words<'a>(text: &'a str, line: Span, mut take: impl FnMut(Event<'a>, Span)) {
    for Piece { mark, span, words } in simple::pieces(line.of(text)) {
        let (span, words) = (span.shifted(line.start), words.shifted(line.start));
        let borrowed = |span: Span| CowStr::Borrowed(span.of(text));
        let (start, end) = match mark {
            Mark::Nothing => {
                take(Event::Text(borrowed(words)), words);
                continue;
            }
            Mark::Code => {
                take(Event::Code(borrowed(words)), span);
                continue;
            }
            Mark::Emphasis => (Tag::Emphasis, TagEnd::Emphasis),
            Mark::Strong => (Tag::Strong, TagEnd::Strong),
            Mark::Link(target) => {
                let dest_url = borrowed(target.shifted(line.start));
                let [title, id] = [CowStr::Borrowed(""), CowStr::Borrowed("")];
                (Tag::Link { link_type: LinkType::Inline, dest_url, title, id }, TagEnd::Link)
            }
        };
        take(Event::Start(start), span);
        take(Event::Text(borrowed(words)), words);
        take(Event::End(end), span);
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
                (_, Event::Text(_)) => joined.push((event, span)),
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
            "> Words\n> more — *so*\n>\n> — Ana, [thread](https://example.org/t/1)\n\n**Changed:** it `is`.\n\n> A\n\n> B\n",
            "> Words\n>\n>\n> more\n\n>\n> A\n\n> A\n>\n\n> [!NOTE]\n> A\n\n> A\nlazy\n\n- [x](y) z\n- **a** *b*.\n",
            "![a](b) a*b* **c**d *e *f* [^1](a) [a](b \"c\") [a](<b>) ***g*** **h: ** **i:**\n",
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
            1 => "\n\n> [a-z*` ]{1,9}\n>\n> [a-z]{1,3}",
            1 => "`[a-z ]{1,3}`",
            1 => "[*]{1,3}[a-z: ]{1,4}[*]{1,3}",
            1 => "!?\\[[a-z!^ ]{1,4}\\]\\([a-z/#:?=& ]{1,4}\\)",
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

//! The events of a body, each with its bytes in the file. `pulldown-cmark` alone decides what is a quote.

use pulldown_cmark::{Event, Options, Parser};

use crate::text::Span;

/// The extensions that forges render and that change what a quote is. Not smart punctuation, which
/// would turn `--` into a dash and split the text.
pub(crate) fn options() -> Options {
    Options::ENABLE_GFM
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

/// The events of the body that starts at byte `start` of a file.
pub(crate) fn read(text: &str, start: usize) -> impl Iterator<Item = (Event<'_>, Span)> {
    let body = text.get(start..).unwrap_or_default();
    // The only place where offsets of the body become offsets of the file.
    let events = Parser::new_ext(body, options()).into_offset_iter();
    events.map(move |(event, range)| (event, Span::from(range).shifted(start)))
}

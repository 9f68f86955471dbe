//! What a reader of a page sees, word by word: how it is wrapped, which marks make a list or a
//! stress, and how a table is lined up play no part.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::body::options;
use crate::text::Span;

/// One word of a page, or what stands for a mark that changes what words say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// The word itself.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Whether a heading opens here.
    pub heading: bool,
}

/// The words of the body that starts at byte `start` of a file, comments left out.
pub(crate) fn words(text: &str, start: usize) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    // Whether the next text goes on with the last word: `*Friday*.` is one.
    let mut joined = false;
    for (event, range) in Parser::new_ext(&text[start..], options()).into_offset_iter() {
        let span = Span::from(range).shifted(start);
        let whole = |word: &str| Word { text: word.to_owned(), span: span.first_line(text), heading: false };
        match &event {
            Event::Start(Tag::Heading { .. }) => words.push(Word { heading: true, ..whole("#") }),
            Event::Start(Tag::BlockQuote(_)) => words.push(whole(">")),
            Event::Start(Tag::CodeBlock(_)) => words.push(whole("```")),
            Event::Start(Tag::Strikethrough) => words.push(whole("~~")),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => words.push(whole(dest_url)),
            Event::Html(html) | Event::InlineHtml(html) if html.trim_start().starts_with("<!--") => {}
            Event::Text(read) | Event::Code(read) | Event::Html(read) | Event::InlineHtml(read) => {
                // An entity does not read as it is written; the whole of it is the place then.
                let verbatim = span.of(text) == &**read;
                for word in read.split_whitespace() {
                    let at = word.as_ptr().addr() - read.as_ptr().addr();
                    match words.last_mut().filter(|_| joined && at == 0) {
                        Some(last) => last.text.push_str(word),
                        None => {
                            let place = Span::new(at, at + word.len()).shifted(span.start);
                            let place = if verbatim { place } else { span };
                            words.push(Word { text: word.to_owned(), span: place, heading: false });
                        }
                    }
                }
                joined = !read.ends_with(char::is_whitespace);
                continue;
            }
            Event::Start(Tag::Emphasis | Tag::Strong) | Event::End(TagEnd::Emphasis | TagEnd::Strong) => continue,
            _ => {}
        }
        joined = false;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        words(text, 0).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn what_a_formatter_changes_is_the_same() {
        let one = "# T\n\n* some *words*, th*a*t\n  wrap\n\n| a | b |\n|--|--|\n| c | d |\n";
        let other = "T\n=\n\n- some _words_, that wrap\n\n| a   | b   |\n| --- | --- |\n| c   | d   |\n";
        assert_eq!(shown(one), shown(other));
    }

    #[test]
    fn what_changes_the_meaning_is_not() {
        for other in [
            "~~we page~~ twice",
            "we page [twice](x)",
            "we ~~page~~ twice",
            "`we` page twice <del>",
            "    we page twice",
            "we page",
        ] {
            assert_ne!(shown("we page twice"), shown(other), "{other}");
        }
        assert_eq!(shown("we <!-- never --> page twice"), shown("we page twice"));
    }

    #[test]
    fn places_are_those_of_the_words() {
        let text = "x\n\nwe *page* &amp; twice\n";
        let found: Vec<&str> = words(text, 0).iter().map(|word| word.span.of(text)).collect();
        assert_eq!(found, ["x", "we", "page", "&amp;", "twice"]);
    }
}

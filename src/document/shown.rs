//! What a reader of a page sees, word by word: how it is wrapped, which marks make a list without numbers or a
//! stress, and how a table is lined up play no part.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::events::options;
use crate::text::{Span, composed, floor_char};

/// One word of a page, or a stand-in for a mark that changes what words say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// The word itself.
    pub text: String,
    /// Its place in the file.
    pub span: Span,
    /// Whether a heading opens here.
    pub heading: bool,
    /// Whether a paragraph or an item of a list opens here.
    pub opens: bool,
    /// Whether it is in a footnote, which is shown elsewhere.
    pub note: bool,
}

/// The words of the body that starts at byte `start` of a file, comments left out.
pub(crate) fn words(text: &str, start: usize) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    // Whether the next text goes on with the last word: `*Friday*.` is one.
    let mut joined = false;
    let mut opens = false;
    let mut notes = 0_usize;
    // The number that comes next in each list that is open; none where it has no numbers.
    let mut lists: Vec<Option<u64>> = Vec::new();
    let mut in_comment = false;
    for (event, range) in Parser::new_ext(&text[start..], options()).into_offset_iter() {
        let span = Span::from(range).shifted(start);
        match &event {
            Event::Start(Tag::Paragraph | Tag::Item) => opens = true,
            Event::Start(Tag::FootnoteDefinition(_)) => notes += 1,
            Event::End(TagEnd::FootnoteDefinition) => notes = notes.saturating_sub(1),
            _ => {}
        }
        let mut push = |word: &str, span: Span, heading: bool| {
            let opens = std::mem::take(&mut opens);
            words.push(Word { text: composed(word), span, heading, opens, note: notes > 0 });
        };
        // The end of a mark comes after its words.
        let place = match &event {
            Event::End(_) => Span::new(floor_char(text, span.end.saturating_sub(1)), span.end),
            _ => span.first_line(text),
        };
        match &event {
            Event::Start(Tag::Heading { .. }) => push("#", place, true),
            Event::Start(Tag::BlockQuote(_)) => push(">", place, false),
            Event::Start(Tag::List(start)) => lists.push(*start),
            Event::End(TagEnd::List(_)) => lists.truncate(lists.len().saturating_sub(1)),
            // Text may refer to an item by its number.
            Event::Start(Tag::Item) => {
                if let Some(Some(number)) = lists.last_mut() {
                    push(&format!("{number}."), place, false);
                    *number = number.saturating_add(1);
                }
            }
            Event::Start(Tag::CodeBlock(_)) | Event::End(TagEnd::CodeBlock) => push("```", place, false),
            Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => push("~~", place, false),
            Event::Start(Tag::TableCell) => push("|", place, false),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => push(dest_url, place, false),
            Event::FootnoteReference(label) => push(&format!("[^{label}]"), place, false),
            Event::TaskListMarker(done) => push(if *done { "[x]" } else { "[ ]" }, place, false),
            // A comment that the block does not close hides what comes after it.
            Event::End(TagEnd::HtmlBlock) if std::mem::take(&mut in_comment) => push("<!--", place, false),
            Event::Html(html) | Event::InlineHtml(html) => {
                for word in outside_comments(html, &mut in_comment).flat_map(str::split_whitespace) {
                    push(word, place, false);
                }
            }
            Event::Text(read) | Event::Code(read) => {
                if matches!(event, Event::Code(_)) {
                    push("`", place, false);
                }
                // An entity does not read as it is written; the whole of it is the place then.
                let verbatim = span.of(text) == &**read;
                for word in read.split_whitespace() {
                    let at = word.as_ptr().addr() - read.as_ptr().addr();
                    match words.last_mut().filter(|_| joined && at == 0) {
                        Some(last) => last.text.push_str(word),
                        None => {
                            let place = Span::new(at, at + word.len()).shifted(span.start);
                            let span = if verbatim { place } else { span };
                            let opens = std::mem::take(&mut opens);
                            words.push(Word { text: composed(word), span, heading: false, opens, note: notes > 0 });
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

/// Whether HTML opens a comment that it does not close, which hides what follows.
pub(super) fn leaves_comment_open(html: &str) -> bool {
    let mut in_comment = false;
    drop(outside_comments(html, &mut in_comment));
    in_comment
}

/// The parts of HTML outside comments. `in_comment` says whether one is open, before and after.
pub(crate) fn outside_comments<'a>(html: &'a str, in_comment: &mut bool) -> impl Iterator<Item = &'a str> {
    let mut parts = Vec::new();
    let mut rest = html;
    loop {
        if *in_comment {
            // A page also takes `--!>` for the end.
            let Some((at, mark)) = ["-->", "--!>"].into_iter().filter_map(|mark| Some((rest.find(mark)?, mark))).min()
            else {
                break;
            };
            rest = &rest[at + mark.len()..];
        }
        let open = rest.find("<!--");
        *in_comment = open.is_some();
        parts.push(&rest[..open.unwrap_or(rest.len())]);
        // The dashes may be those of its end: `<!-->` is a whole comment.
        let Some(at) = open else {
            break;
        };
        rest = &rest[at + "<!".len()..];
    }
    parts.into_iter()
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
            "<!-- --!> we page twice -->",
            "<!--\nwe page twice\n<!-- -->",
            "<!-- --><!--\n\nwe page twice\n\n<!-- -->",
            "we page twice[^1]\n\n[^1]: or once",
        ] {
            assert_ne!(shown("we page twice"), shown(other), "{other}");
        }
        for (one, other) in [
            ("- [ ] a\n", "- [x] a\n"),
            ("~~a~~ b\n", "~~a b~~\n"),
            ("```\na\n```\nb\n", "```\na\nb\n```\n"),
            ("|a|b|\n|-|-|\n|c||\n", "|a|b|\n|-|-|\n||c|\n"),
        ] {
            assert_ne!(shown(one), shown(other), "{one}");
        }
        for comment in ["<!-- never -->", "<!-->", "<!--->"] {
            assert_eq!(shown(&format!("{comment}\n\nwe page twice")), shown("we page twice"), "{comment}");
        }
        assert_eq!(shown("<!-- --> we page twice"), shown("we page twice"));
        assert_eq!(shown("<!-- a\nb c\nd -->\n\nwe page twice"), shown("we page twice"));
    }

    #[test]
    fn places_are_those_of_the_words() {
        let text = "x\n\nwe *page* &amp; twice\n";
        let found: Vec<&str> = words(text, 0).iter().map(|word| word.span.of(text)).collect();
        assert_eq!(found, ["x", "we", "page", "&amp;", "twice"]);
    }
}

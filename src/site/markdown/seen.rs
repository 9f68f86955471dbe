//! The events of a body that a page shows: without comments, and with each block of HTML in one piece.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::document::events;
use crate::document::shown::{comment_end, outside_comments};
use crate::text::Span;

/// The events of the body that starts at a byte of a file. A block of HTML is a single event.
pub(super) fn read(text: &str, start: usize) -> Vec<(Event<'_>, Span)> {
    let mut seen = Vec::new();
    // What a comment hides that goes on behind its block.
    let mut hidden = Span::new(0, 0);
    let mut in_comment = false;
    let mut block: Option<String> = None;
    for (event, span) in events::read(text, start) {
        if hidden.start <= span.start && span.start < hidden.end {
            continue;
        }
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(String::new()),
            Event::Html(html) => {
                let html = outside_comments(&html, &mut in_comment);
                block.get_or_insert_default().extend(html);
            }
            Event::End(TagEnd::HtmlBlock) => {
                let html = block.take().unwrap_or_default();
                if !html.trim().is_empty() {
                    seen.push((Event::Html(html.into()), span));
                }
                if std::mem::take(&mut in_comment) {
                    hidden = Span::new(span.end, comment_end(text, span.end));
                }
            }
            Event::InlineHtml(html) => {
                let html: String = outside_comments(&html, &mut false).collect();
                if !html.is_empty() {
                    seen.push((Event::InlineHtml(html.into()), span));
                }
            }
            // A footnote is shown at the end of the page, so that a comment in it hides nothing behind it.
            Event::End(TagEnd::FootnoteDefinition) => {
                if span.start <= hidden.start && hidden.start <= span.end {
                    hidden = Span::new(0, 0);
                }
                seen.push((event, span));
            }
            event => seen.push((event, span)),
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_left_out_and_blocks_are_whole() {
        for (text, html) in [
            ("a <!-- b --> <i>c</i>\n", &["<i>", "</i>"][..]),
            ("<p>\n<!-- b -->\nc\n\nd\n", &["<p>\n\nc\n"]),
            ("> <img\n> src=a>\n", &["<img\nsrc=a>"]),
            ("<!-- a\n\n<p>\n\n## b\n\n-->\n\n<br>\n", &["<br>\n"]),
            ("<p><!-- a\n\n<b>c</b> -->\n", &["<p>"]),
            ("[^1]: <!-- a\n\n    <b>\n\n<i>c</i> -->\n", &["<i>", "</i>"]),
        ] {
            let found = read(text, 0).into_iter().filter_map(|(event, _)| match event {
                Event::Html(html) | Event::InlineHtml(html) => Some(html.into_string()),
                _ => None,
            });
            assert_eq!(found.collect::<Vec<_>>(), html, "{text:?}");
        }
        let heading =
            |text: &str| read(text, 0).iter().any(|(event, _)| matches!(event, Event::Start(Tag::Heading { .. })));
        assert!(!heading("<p><!-- a\n\n## b\n") && heading("> <p><!-- a\n\n-->\n\n## b\n"));
    }
}

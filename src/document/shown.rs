//! What a reader of a page sees, word by word: how it is wrapped, which marks make a list without numbers or an
//! emphasis, and how a table is lined up play no part.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd};

use super::events::options;
use crate::text::{Span, composed, floor_char, percent_decoded};

/// One word of a page, or a stand-in for a mark that changes what words say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// The word itself.
    pub text: String,
    /// Its place in the file.
    pub span: Span,
    /// How a part of it is emphasized.
    emphasis: Emphasis,
    /// Whether a paragraph or an item of a list opens here.
    pub opens: bool,
    /// Whether it is in a footnote, which is shown elsewhere.
    pub note: bool,
    /// Whether it stands for how text is set, as the marks of headings, lists and code do, or for where a link leads.
    pub is_mark: bool,
}

/// How a text is emphasized.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Emphasis {
    italic: bool,
    bold: bool,
}

impl Word {
    /// The word with the marks of its emphasis.
    pub(crate) fn marked(&self) -> Cow<'_, str> {
        let mark = match (self.emphasis.bold, self.emphasis.italic) {
            (false, false) => return Cow::Borrowed(&self.text),
            (false, true) => "*",
            (true, false) => "**",
            (true, true) => "***",
        };
        Cow::Owned(format!("{mark}{}{mark}", self.text))
    }

    /// Whether a page shows the two alike.
    pub(crate) fn looks_like(&self, other: &Self) -> bool {
        self.text == other.text && self.emphasis == other.emphasis
    }
}

/// Whether a page shows pictures or struck-out text for a piece of markdown.
pub(crate) fn shows_more_than_text(markdown: &str) -> bool {
    // A picture may be defined elsewhere in the file.
    markdown.contains("![")
        || Parser::new_ext(markdown, options()).any(|event| matches!(event, Event::Start(Tag::Strikethrough)))
}

/// The words of the body that starts at byte `start` of a file, comments left out.
pub(crate) fn words(text: &str, start: usize) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    // Whether the next text goes on with the last word: `*Friday*.` is one.
    let mut joined = false;
    let mut opens = false;
    let mut notes = 0_usize;
    let (mut italic, mut bold) = (0_usize, 0_usize);
    let mut is_address = false;
    // The number that comes next in each list that is open; none where it has no numbers.
    let mut lists: Vec<Option<u64>> = Vec::new();
    let mut in_comment = false;
    for (event, range) in Parser::new_ext(&text[start..], options()).into_offset_iter() {
        let span = Span::from(range).shifted(start);
        match &event {
            Event::Start(Tag::Paragraph | Tag::Item) => opens = true,
            Event::Start(Tag::FootnoteDefinition(_)) => notes += 1,
            Event::End(TagEnd::FootnoteDefinition) => notes = notes.saturating_sub(1),
            Event::Start(Tag::Emphasis) => italic += 1,
            Event::End(TagEnd::Emphasis) => italic = italic.saturating_sub(1),
            Event::Start(Tag::Strong) => bold += 1,
            Event::End(TagEnd::Strong) => bold = bold.saturating_sub(1),
            _ => {}
        }
        let emphasis = Emphasis { italic: italic > 0, bold: bold > 0 };
        let is_mark = is_mark(&event);
        let mut push = |word: &str, span: Span| {
            let opens = std::mem::take(&mut opens);
            let (text, emphasis) = (composed(word), Emphasis::default());
            words.push(Word { text, span, emphasis, opens, note: notes > 0, is_mark });
        };
        // The end of a mark comes after its words.
        let place = match &event {
            Event::End(_) => Span::new(floor_char(text, span.end.saturating_sub(1)), span.end),
            _ => span.first_line(text),
        };
        match &event {
            Event::Start(Tag::Heading { level, .. }) => push(&"#".repeat(*level as usize), place),
            Event::Start(Tag::FootnoteDefinition(label)) => push(&format!("[^{label}]:"), place),
            Event::Start(Tag::BlockQuote(_)) => push(">", place),
            Event::Rule => push("---", place),
            Event::Start(Tag::List(start)) => lists.push(*start),
            Event::End(TagEnd::List(_)) => lists.truncate(lists.len().saturating_sub(1)),
            // Text may refer to an item by its number.
            Event::Start(Tag::Item) => {
                push(&format!("-{}", lists.len()), place);
                if let Some(Some(number)) = lists.last_mut() {
                    push(&format!("{number}."), place);
                    *number = number.saturating_add(1);
                }
            }
            // Diagrams are drawn, by the name behind the fence.
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) => push(&format!("```{name}"), place),
            Event::Start(Tag::CodeBlock(_)) | Event::End(TagEnd::CodeBlock) => push("```", place),
            Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => push("~~", place),
            Event::Start(Tag::TableCell) => push("|", place),
            Event::Start(Tag::Link { dest_url, link_type, .. }) => {
                is_address = *link_type == LinkType::Autolink;
                push(&percent_decoded(dest_url), place);
            }
            Event::End(TagEnd::Link) => is_address = false,
            Event::Start(Tag::Image { dest_url, .. }) => push(&percent_decoded(dest_url), place),
            Event::FootnoteReference(label) => push(&format!("[^{label}]"), place),
            Event::TaskListMarker(done) => push(if *done { "[x]" } else { "[ ]" }, place),
            // A comment that the block does not close hides what comes after it.
            Event::End(TagEnd::HtmlBlock) if std::mem::take(&mut in_comment) => push("<!--", place),
            Event::Html(html) | Event::InlineHtml(html) => {
                for word in outside_comments(html, &mut in_comment).flat_map(str::split_whitespace) {
                    push(word, place);
                }
            }
            Event::Text(read) | Event::Code(read) => {
                if matches!(event, Event::Code(_)) {
                    push("`", place);
                }
                // An entity does not read as it is written; the whole of it is the place then.
                let verbatim = span.of(text) == &**read;
                let decoded = if is_address { percent_decoded(read) } else { Cow::Borrowed(&**read) };
                let read = &*decoded;
                for word in read.split_whitespace() {
                    let at = word.as_ptr().addr() - read.as_ptr().addr();
                    match words.last_mut().filter(|_| joined && at == 0) {
                        Some(last) => {
                            last.text.push_str(word);
                            last.emphasis.italic |= emphasis.italic;
                            last.emphasis.bold |= emphasis.bold;
                        }
                        None => {
                            let place = Span::new(at, at + word.len()).shifted(span.start);
                            let span = if verbatim { place } else { span };
                            let opens = std::mem::take(&mut opens);
                            let text = composed(word);
                            words.push(Word { text, span, emphasis, opens, note: notes > 0, is_mark: false });
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

/// Whether what an event adds to the words says how text is set or where it links to.
fn is_mark(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => !matches!(tag, Tag::Image { .. } | Tag::Strikethrough | Tag::FootnoteDefinition(_)),
        Event::End(tag) => matches!(tag, TagEnd::CodeBlock),
        Event::Rule | Event::Code(_) => true,
        _ => false,
    }
}

/// What a page does not show of the body that starts at byte `start` of a file: comments, the rest of a page behind one
/// that its block does not close, and definitions of links, which also serve as comments. In order.
pub(crate) fn unseen(text: &str, start: usize) -> Vec<Span> {
    let parser = Parser::new_ext(&text[start..], options());
    let definitions = parser.reference_definitions().iter();
    let mut unseen: Vec<Span> = definitions.map(|(_, link)| Span::from(link.span.clone()).shifted(start)).collect();
    let mut in_comment = false;
    let mut hidden = Span::new(start, start);
    for (event, range) in parser.into_offset_iter() {
        let span = Span::from(range).shifted(start);
        // A footnote is shown at the end of the page, so that a comment in it hides nothing behind it.
        if matches!(event, Event::End(TagEnd::FootnoteDefinition)) && (span.start..span.end).contains(&hidden.start) {
            hidden.end = hidden.end.min(span.end);
            unseen.iter_mut().filter(|unseen| unseen.start == hidden.start).for_each(|unseen| *unseen = hidden);
        }
        if span.start < hidden.end {
            continue;
        }
        match event {
            Event::Html(_) | Event::InlineHtml(_) => {
                let html = span.of(text);
                let mut at = span.start;
                for part in outside_comments(html, &mut in_comment) {
                    let from = span.start + (part.as_ptr().addr() - html.as_ptr().addr());
                    unseen.push(Span::new(at, from));
                    at = from + part.len();
                }
                unseen.push(Span::new(at, span.end));
            }
            Event::End(TagEnd::HtmlBlock) if std::mem::take(&mut in_comment) => {
                hidden = Span::new(span.end, comment_end(text, span.end));
                unseen.push(hidden);
            }
            _ => {}
        }
    }
    unseen.retain(|span| span.start < span.end);
    unseen.sort();
    unseen
}

/// Where a comment ends that is open at a byte: at the next end of a comment, or with the file.
pub(crate) fn comment_end(text: &str, from: usize) -> usize {
    text[from..].find("-->").map_or(text.len(), |at| from + at + "-->".len())
}

/// The text of a page whose markdown starts at byte `start`, on one line: without marks, tags, addresses and comments, and
/// without words that are struck out or hidden.
pub(crate) fn text(text: &str, start: usize) -> String {
    let mut html = String::with_capacity(text.len());
    let mut unseen = 0_usize;
    for event in Parser::new_ext(&text[start..], options()) {
        match event {
            Event::Start(Tag::Strikethrough | Tag::Image { .. }) => unseen += 1,
            Event::End(TagEnd::Strikethrough | TagEnd::Image) => unseen = unseen.saturating_sub(1),
            // What looks like a tag here is text.
            Event::Text(words) | Event::Code(words) if unseen == 0 => html.push_str(&words.replace('<', " ")),
            Event::Html(tag) | Event::InlineHtml(tag) => html.push_str(&tag),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
            _ => html.push(' '),
        }
    }
    without_markup(&html)
}

/// The text of HTML that a page shows.
pub(crate) fn without_markup(html: &str) -> String {
    without_tags(&outside_comments(html, &mut false).collect::<String>())
}

/// The text of HTML without its tags, and without the content of elements that strike it out or may hide it.
pub(crate) fn without_tags(html: &str) -> String {
    let mut shown = String::with_capacity(html.len());
    let mut hidden = Hidden::default();
    // No tag ends behind the last `>`, and it would be looked for from each `<`.
    let (mut rest, last) = html.split_at(html.rfind('>').map_or(0, |at| at + 1));
    while let Some((before, behind)) = rest.split_once('<') {
        let (text, after) = match HtmlTag::read(&rest[before.len()..]) {
            Some(tag) => (before, &rest[before.len() + tag.written.len()..]),
            None => (&rest[..=before.len()], behind),
        };
        if !hidden.is_open() {
            shown.push_str(text);
        }
        hidden.pass(&rest[text.len()..rest.len() - after.len()]);
        rest = after;
    }
    if !hidden.is_open() {
        shown.push_str(rest);
        shown.push_str(last);
    }
    shown
}

/// Whether the text at a place is in an element that strikes it out or may hide it, as tags pass by.
#[derive(Default)]
pub(super) struct Hidden<'a> {
    /// The name of the outermost such element, and how many of that name are open.
    open: Option<(&'a str, usize)>,
}

impl<'a> Hidden<'a> {
    /// Whether text is hidden here.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Goes on behind a tag.
    pub(super) fn pass(&mut self, tag: &'a str) {
        let Some(tag) = HtmlTag::read(tag) else { return };
        match &mut self.open {
            None => self.open = Some((tag.name, 1)).filter(|_| tag.may_hide()),
            Some((name, depth)) if name.eq_ignore_ascii_case(tag.name) => {
                *depth = if tag.closes { *depth - 1 } else { *depth + 1 };
                self.open = self.open.filter(|(_, depth)| *depth > 0);
            }
            Some(_) => {}
        }
    }
}

/// The tags in a block of HTML.
pub(super) fn tags(html: &str) -> impl Iterator<Item = &str> {
    // No tag ends behind the last `>`, and it would be looked for from each `<`.
    let mut rest = &html[..html.rfind('>').map_or(0, |at| at + 1)];
    std::iter::from_fn(move || {
        rest = &rest[rest.find('<')?..];
        let (tag, after) = rest.split_at(HtmlTag::read(rest).map_or(1, |tag| tag.written.len()));
        rest = after;
        Some(tag)
    })
}

/// Whether a tag opens an element whose text is struck out or not shown.
pub(super) fn opens_hiding(tag: &str) -> bool {
    HtmlTag::read(tag).is_some_and(|tag| !tag.closes && HIDING.iter().any(|name| tag.name.eq_ignore_ascii_case(name)))
}

/// Whether a tag may keep a page from showing what is behind it.
pub(super) fn may_hide(tag: &str) -> bool {
    HtmlTag::read(tag).is_some_and(|tag| tag.may_hide())
}

/// A tag of HTML; for a comment or a declaration, one without a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HtmlTag<'a> {
    pub written: &'a str,
    pub name: &'a str,
    pub closes: bool,
}

/// Elements whose text is struck out or not shown.
const HIDING: &[&str] = &["s", "del", "strike", "script", "style", "template", "title", "noscript"];

/// Attributes by which a page may hide an element.
const HIDING_ATTRIBUTES: &[&str] = &["hidden", "style", "class", "color"];

/// Elements that hold no text.
pub(crate) const VOID: &[&str] = &["br", "hr", "img", "input", "wbr", "col", "area", "source", "link", "meta"];

impl<'a> HtmlTag<'a> {
    /// The tag that a text starts with.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        let inside = text.strip_prefix('<')?;
        let bare = inside.strip_prefix('/').unwrap_or(inside);
        if !bare.starts_with(|c: char| c.is_ascii_alphabetic() || "!?".contains(c)) {
            return None;
        }
        // A value may have the mark that ends a tag.
        let mut quoted = None;
        let end = inside.find(|c: char| {
            match quoted {
                Some(mark) if mark == c => quoted = None,
                None if "\"'".contains(c) => quoted = Some(c),
                _ => {}
            }
            c == '>' && quoted.is_none()
        });
        let end = end.or_else(|| inside.find('>'))?;
        let name = bare.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        Some(Self { written: &text[..end + 2], name, closes: bare.len() < inside.len() })
    }

    /// Whether it may keep a page from showing what is behind it.
    pub(crate) fn may_hide(&self) -> bool {
        let is_one_of = |names: &[&str], name: &str| names.iter().any(|known| name.eq_ignore_ascii_case(known));
        // The names of attributes are outside of quotation marks.
        let bare = self.written.split(['"', '\'']).step_by(2);
        let mut words = bare.flat_map(|part| part.split(|c: char| c.is_whitespace() || "=/>".contains(c))).skip(1);
        let is_hiding = is_one_of(HIDING, self.name) || words.any(|word| is_one_of(HIDING_ATTRIBUTES, word));
        !self.closes && !is_one_of(VOID, self.name) && is_hiding
    }
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
            let is_end = |at: usize| rest[..at].ends_with("--") || rest[..at].ends_with("--!");
            let Some(at) = rest.match_indices('>').map(|(at, _)| at).find(|at| is_end(*at)) else { break };
            rest = &rest[at + 1..];
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
        words(text, 0).iter().map(|word| word.marked().into_owned()).collect()
    }

    #[test]
    fn what_ends_in_no_tag_is_text() {
        for (html, text) in [
            ("a <b>c</b> <d e", "a c <d e"),
            ("<a <a <a", "<a <a <a"),
            ("<s>a</s> b <s>c <d", " b "),
            ("a <!-- b > c -> d --!> e <!---> f", "a  e  f"),
        ] {
            assert_eq!(without_markup(html), text, "{html}");
        }
    }

    #[test]
    fn what_a_formatter_changes_is_the_same() {
        let one = "[a](<b é>) <https://example.org/é> ![](é.png)";
        let other = "[a](b%20%C3%A9) <https://example.org/%C3%A9> ![](%c3%a9.png)";
        assert_eq!(shown(one), shown(other));
        let one = "# T\n\n* some *words*, __th**a**t__\n  wrap\n\n***\n\n| a | b |\n|--|--|\n| c | d |\n";
        let other = "T\n=\n\n- some _words_, **that** wrap\n\n---\n\n| a   | b   |\n| --- | --- |\n| c   | d   |\n";
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
            "> we page twice",
            "we *page* twice",
            "we **page** twice",
            "we pa*g*e twice",
            "# we page twice",
            "- we page twice",
            "***\n\nwe page twice",
        ] {
            assert_ne!(shown("we page twice"), shown(other), "{other}");
        }
        for (one, other) in [
            ("- [ ] a\n", "- [x] a\n"),
            ("- a\n- b\n", "- a\n  - b\n"),
            ("## a\n", "### a\n"),
            ("*a*\n", "**a**\n"),
            ("a[^1]\n\n[^1]: b\n\n[^2]: b\n", "a[^2]\n\n[^1]: b\n\n[^2]: b\n"),
            ("<https://example.org> a%62\n", "<https://example.org> ab\n"),
            ("```\na\n```\n", "```mermaid\na\n```\n"),
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
    fn hidden_text_is_left_out_and_other_tags_are_looked_through() {
        for shown in [
            "page us",
            "<b>page</b> us",
            "<a href='/class?hidden'>page</a> us",
            "<img class=\"x\" alt=\">\">page us",
            "<span hidden>never</span>page us",
            "<SPAN style=\"display:none\">never <span>ever</span> not</span>page us",
            "<span hidden>never<b>ever</b> not</span>page us",
            "<span hidden>never</b> ever</span>page us",
            "<del>never</del><s>ever</s>page us",
            "<!-- never -->page us<span class=a>never",
        ] {
            assert_eq!(without_markup(shown).trim(), "page us", "{shown}");
        }
        assert_eq!(without_markup("a < b <c <d>"), "a < b ");
        assert_eq!(without_markup("a <3 b"), "a <3 b");
    }

    #[test]
    fn the_text_of_a_page_is_what_it_shows() {
        let text = |page: &str| text(page, 0).split_whitespace().collect::<Vec<_>>().join(" ");
        for page in [
            "We *page* twice",
            "We p*ag*e [twi](x)ce",
            "# We page\n\ntwice",
            "We [page](https://example.org/never 'ever') twice",
            "We ~~never~~ page ![ever](x.png) twice",
            "We page <!-- never --> twice\n\n<!-- never\n\never -->\n",
            "<p>We page</p>\n\n<div hidden>\nnever\n</div>\ntwice\n\n[x]: https://example.org 'ever'\n",
            "| We |\n|-|\n| page |\n\ntwice",
        ] {
            assert_eq!(text(page), "We page twice", "{page}");
        }
        assert_eq!(text("`Vec<String>` &lt;b> page"), "Vec String> b> page");
    }

    #[test]
    fn comments_and_definitions_of_links_are_not_seen() {
        for (text, unseen_parts) in [
            ("a <!-- b --> c <!-- d\ne --> f\n", &["<!-- b -->", "<!-- d\ne -->"][..]),
            ("<!-- a\n\nb -->\n\nc\n", &["<!-- a\n", "\n", "b -->"]),
            ("<!-- a\n\nb\n", &["<!-- a\n", "\n", "b\n"]),
            ("<div><!-- a\n\nb\n", &["<!-- a\n", "\nb\n"]),
            ("<div><!-- a\n\nb --> c\n", &["<!-- a\n", "\nb -->"]),
            ("> <!-- a\n> b -->\n> c\n", &["<!-- a\n", "b -->"]),
            ("| a <!-- b --> |\n| - |\n", &["<!-- b -->"]),
            ("[//]: # (a)\n\n[b]: https://example.org 'c'\n", &["[//]: # (a)", "[b]: https://example.org 'c'"]),
            ("# a <!-- b -->\n", &["<!-- b -->"]),
            // A footnote is shown elsewhere.
            ("[^1]: <div><!-- a\n\n    b\n\nc\n", &["<!-- a\n", "\n    b\n\n"]),
            ("<div><!-- a\n\n[^1]: b\n\nc\n", &["<!-- a\n", "\n[^1]: b\n\nc\n"]),
            ("`<!-- a -->` <b>c</b> <!-- d\n", &[]),
        ] {
            let found: Vec<&str> = unseen(text, 0).iter().map(|span| span.of(text)).collect();
            assert_eq!(found, unseen_parts, "{text:?}");
        }
        assert_eq!(unseen("---\n<!-- a -->\n", 4), [Span::new(4, 14)]);
    }

    #[test]
    fn places_are_those_of_the_words() {
        let text = "x\n\nwe *page* &amp; twice\n";
        let found: Vec<&str> = words(text, 0).iter().map(|word| word.span.of(text)).collect();
        assert_eq!(found, ["x", "we", "page", "&amp;", "twice"]);
    }
}

//! Events of markdown as flat blocks, each with its lines and its bytes in the file. Nesting is followed with counters,
//! never by recursion: a pull request decides how deep it goes.

use std::borrow::Cow;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::shown::{self, Hidden};
use crate::text::Span;

/// A block that holds no other block. Lists are taken apart into their items.
#[derive(Debug)]
pub(crate) struct Block<'a> {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes, marks included.
    pub span: Span,
    /// Its text, line by line as written.
    pub lines: Vec<Line<'a>>,
    /// Whether it is the first row of a table.
    pub is_head: bool,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// A heading.
    Heading,
    /// A paragraph, also a later one of a list item.
    Paragraph,
    /// The first paragraph of a list item; `depth` counts from 1.
    Item { depth: usize },
    /// A row of a table, one line a cell.
    Row,
    /// A block quote with all it holds; `callout` for `> [!NOTE]` and its kin.
    Quote { callout: bool },
    /// Code, raw HTML or a drawn line.
    Other,
}

/// One line of a block.
#[derive(Debug, Default)]
pub(crate) struct Line<'a> {
    /// The pieces of the line, in order.
    pub runs: Vec<Run<'a>>,
    /// Whether the line is plain prose: no code block, no list inside a quote.
    pub prose: bool,
    /// Whether a paragraph starts with this line.
    pub opens: bool,
    /// Whether it is in a quote inside the quote: words of somebody else, to whom the speaker replied.
    pub is_nested: bool,
}

/// A piece of a line with the same marks.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    /// The words, entities resolved.
    pub text: Cow<'a, str>,
    /// Its bytes.
    pub span: Span,
    /// Whether it is set in bold.
    pub strong: bool,
    /// Where it links to.
    pub link: Option<&'a str>,
}

impl Line<'_> {
    /// The words of the line.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self.runs.as_slice() {
            [run] => Cow::Borrowed(&run.text),
            runs => Cow::Owned(runs.iter().map(|run| &*run.text).collect()),
        }
    }

    /// From the first to the last run.
    pub(crate) fn span(&self) -> Span {
        match (self.runs.first(), self.runs.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::default(),
        }
    }
}

impl Block<'_> {
    /// The words of the block; line ends become spaces.
    #[cfg(test)]
    pub(crate) fn text(&self) -> String {
        let lines: Vec<Cow<'_, str>> = self.lines.iter().map(Line::text).collect();
        lines.join(" ")
    }
}

/// Flattens events into blocks.
pub(super) fn blocks<'e>(events: &'e [(Event<'_>, Span)]) -> Vec<Block<'e>> {
    let mut reader = Reader::default();
    for (event, span) in events {
        reader.event(event, *span);
    }
    reader.finish()
}

/// `<br>` in its forms.
pub(crate) fn is_line_break(tag: &str) -> bool {
    tag.get(1..3).is_some_and(|name| name.eq_ignore_ascii_case("br"))
        && tag[3..].trim_matches(['/', '>', ' ']).is_empty()
}

#[derive(Default)]
struct Reader<'e> {
    done: Vec<Block<'e>>,
    open: Option<Block<'e>>,
    /// Depth of block quotes, lists, and marks at this point.
    quotes: usize,
    lists: usize,
    strong: usize,
    /// Lists and code inside the open quote: their lines are no prose.
    inner: usize,
    /// Depth of struck-out text and of the alternative text of pictures, which are nobody's words.
    unseen: usize,
    /// Whether a tag hides what is behind it, which is nobody's words either.
    hidden: Hidden<'e>,
    /// The same of HTML around whole blocks.
    around: Hidden<'e>,
    links: Vec<&'e str>,
    /// Whether the innermost link is a bare mail address, `<ines@example.org>`.
    mail: bool,
    /// Where an item started that has no block yet.
    item: Option<usize>,
    /// Whether the open block ends where its item does.
    tight: bool,
}

impl<'e> Reader<'e> {
    fn event(&mut self, event: &'e Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(words) | Event::Code(words) | Event::InlineMath(words) => {
                self.push(words, span);
            }
            Event::Html(_) | Event::DisplayMath(_) => {
                if let Event::Html(html) = event {
                    shown::tags(html).filter(|_| self.quotes == 0).for_each(|tag| self.around.pass(tag));
                }
                if self.quotes == 0 && self.open.is_none() {
                    self.done.push(Block { kind: BlockKind::Other, span, lines: Vec::new(), is_head: false });
                }
            }
            Event::SoftBreak | Event::HardBreak => self.line(false),
            Event::Rule if self.quotes == 0 => {
                self.close(span.start);
                self.done.push(Block { kind: BlockKind::Other, span, lines: Vec::new(), is_head: false });
            }
            Event::Rule => self.line(false),
            // A tag in a quote may strike its words out or hide them, so it is one of them.
            Event::InlineHtml(tag) if self.quotes > 0 && !tag.starts_with("<!--") => match is_line_break(tag) {
                true => self.line(false),
                false => self.push(tag, span),
            },
            // A cell is one line.
            Event::InlineHtml(tag) if is_line_break(tag) => match self.open.as_ref().map(|block| block.kind) {
                Some(BlockKind::Row) => self.push(" ", span),
                _ => self.line(false),
            },
            Event::InlineHtml(tag) if self.quotes == 0 => {
                self.hidden.pass(tag);
                // What a paragraph leaves open goes on in the next.
                self.around.pass(tag);
            }
            Event::FootnoteReference(_) | Event::InlineHtml(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &'e Tag<'_>, span: Span) {
        match tag {
            Tag::BlockQuote(kind) => {
                if self.quotes == 0 {
                    self.close(span.start);
                    self.inner = 0;
                    self.item = None;
                    let callout = kind.is_some();
                    // What a page strikes out or hides is nobody's words.
                    let is_hidden = self.around.is_open();
                    self.begin(if is_hidden { BlockKind::Other } else { BlockKind::Quote { callout } }, span);
                } else {
                    self.inner += 1;
                }
                self.quotes += 1;
            }
            Tag::List(_) if self.quotes > 0 => self.inner += 1,
            Tag::List(_) => {
                self.close(span.start);
                self.lists += 1;
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Table(_) | Tag::Heading { .. } if self.quotes > 0 => {
                self.inner += 1;
                self.line(true);
            }
            Tag::Item if self.quotes == 0 => {
                self.close(span.start);
                self.item = Some(span.start);
            }
            Tag::Item => self.line(true),
            Tag::Paragraph if self.quotes > 0 => self.line(true),
            Tag::Paragraph => match self.item.take() {
                Some(start) => self.begin_item(Span::new(start, span.end)),
                None => self.begin(BlockKind::Paragraph, span),
            },
            Tag::Heading { .. } => {
                self.close(span.start);
                self.begin(BlockKind::Heading, span);
            }
            Tag::CodeBlock(_) => {
                self.close(span.start);
                self.begin(BlockKind::Other, span);
            }
            Tag::TableHead | Tag::TableRow if self.quotes == 0 => {
                self.close(span.start);
                self.begin(BlockKind::Row, span);
                if let Some(row) = &mut self.open {
                    row.lines.clear();
                    row.is_head = matches!(tag, Tag::TableHead);
                }
            }
            Tag::TableCell => self.line(true),
            Tag::Strong => self.strong += 1,
            Tag::Strikethrough | Tag::Image { .. } => self.unseen += 1,
            Tag::Link { dest_url, link_type, .. } => {
                self.mail = *link_type == LinkType::Email;
                self.links.push(dest_url);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: &TagEnd, span: Span) {
        match tag {
            TagEnd::BlockQuote(_) => {
                self.quotes = self.quotes.saturating_sub(1);
                self.inner = self.inner.saturating_sub(1);
                match self.quotes {
                    0 => self.close(span.end),
                    // What follows is not in the inner quote any more.
                    _ => self.line(true),
                }
            }
            TagEnd::List(_) if self.quotes > 0 => self.inner = self.inner.saturating_sub(1),
            TagEnd::List(_) => {
                self.close(span.end);
                self.item = None;
                self.lists = self.lists.saturating_sub(1);
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Table | TagEnd::Heading(_) if self.quotes > 0 => {
                self.inner = self.inner.saturating_sub(1);
            }
            TagEnd::Item if self.quotes == 0 => {
                self.close(span.end);
                self.item = None;
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::TableHead | TagEnd::TableRow
                if self.quotes == 0 =>
            {
                self.close(span.end);
            }
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Strikethrough | TagEnd::Image => self.unseen = self.unseen.saturating_sub(1),
            TagEnd::Link => {
                self.mail = false;
                self.links.pop();
            }
            _ => {}
        }
    }

    fn begin(&mut self, kind: BlockKind, span: Span) {
        let lines = vec![Line { prose: true, opens: true, ..Line::default() }];
        self.open = Some(Block { kind, span, lines, is_head: false });
    }

    fn begin_item(&mut self, span: Span) {
        let depth = self.lists.max(1);
        self.begin(BlockKind::Item { depth }, span);
    }

    /// Starts a line in the open block, unless the last one is still empty.
    fn line(&mut self, opens: bool) {
        let prose = self.inner == 0;
        if let Some(block) = &mut self.open {
            match block.lines.last_mut() {
                Some(last) if last.runs.is_empty() && block.kind != BlockKind::Row => {
                    last.prose = prose;
                    last.opens |= opens;
                }
                _ => block.lines.push(Line { prose, opens, ..Line::default() }),
            }
        }
    }

    fn push(&mut self, words: &'e str, span: Span) {
        if self.unseen > 0 || self.hidden.is_open() {
            return;
        }
        // Text straight inside an item: the list is a tight one, and nothing says where the text ends.
        if self.open.is_none() {
            match self.item.take() {
                Some(start) => self.begin_item(Span::new(start, span.end)),
                None => self.begin(BlockKind::Paragraph, span),
            }
            self.tight = true;
        }
        // A party is written `Name <mail>`, which markdown takes for a link.
        let (words, span) = match self.mail {
            true => (Cow::Owned(format!("<{words}>")), Span::new(span.start.saturating_sub(1), span.end + 1)),
            false => (Cow::Borrowed(words), span),
        };
        let run = Run { text: words, span, strong: self.strong > 0, link: self.links.last().copied() };
        let prose = self.inner == 0;
        let is_nested = self.quotes > 1;
        if let Some(line) = self.open.as_mut().and_then(|block| block.lines.last_mut()) {
            line.prose &= prose;
            line.is_nested |= is_nested;
            line.runs.push(run);
        }
    }

    /// Ends the open block; at `end`, when it did not say so itself.
    fn close(&mut self, end: usize) {
        if let Some(mut block) = self.open.take() {
            if self.tight {
                let last = block.lines.last().map_or(block.span.end, |line| line.span().end);
                block.span.end = end.max(last);
            }
            self.done.push(block);
        }
        self.tight = false;
        self.hidden = Hidden::default();
    }

    fn finish(mut self) -> Vec<Block<'e>> {
        self.close(0);
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::super::body::Body;
    use super::*;

    fn read(text: &str) -> Vec<(BlockKind, String, String)> {
        Body::read(text, 0, &|_| true)
            .blocks_before(None)
            .iter()
            .map(|block| (block.kind, block.text(), block.span.of(text).trim_end().to_owned()))
            .collect()
    }

    #[test]
    fn lists_are_taken_apart_and_quotes_are_kept_whole() {
        let text = "para\n\n- one\n  more\n- **two:** b\n\n  later\n\n> words\n>\n> - item\n>\n> -- Ana\n\nend\n";
        let read = read(text);
        let kinds: Vec<BlockKind> = read.iter().map(|(kind, ..)| *kind).collect();
        assert_eq!(
            kinds,
            [
                BlockKind::Paragraph,
                BlockKind::Item { depth: 1 },
                BlockKind::Item { depth: 1 },
                BlockKind::Paragraph,
                BlockKind::Quote { callout: false },
                BlockKind::Paragraph,
            ]
        );
        assert_eq!(read[1].1, "one more");
        assert_eq!(read[2].1, "two: b");
        assert_eq!(read[4].2, "> words\n>\n> - item\n>\n> -- Ana");
    }

    #[test]
    fn lines_of_a_quote_know_whether_they_are_prose() {
        let text = "> words\n> ```\n> -- sql\n> ```\n> — Ana\n";
        let body = Body::read(text, 0, &|_| true);
        let blocks = body.blocks_before(None);
        let prose: Vec<(String, bool)> =
            blocks[0].lines.iter().map(|line| (line.text().into_owned(), line.prose)).collect();
        assert_eq!(prose, [("words".to_owned(), true), ("-- sql\n".to_owned(), false), ("— Ana".to_owned(), true),]);
    }

    #[test]
    fn tables_give_rows_of_cells() {
        let text = "| Date | 2026 |\n| --- | --- |\n| **Status** | Draft |\n";
        let body = Body::read(text, 0, &|_| true);
        let blocks = body.blocks_before(None);
        let cells: Vec<Vec<Cow<'_, str>>> =
            blocks.iter().map(|row| row.lines.iter().map(Line::text).collect()).collect();
        assert_eq!(cells, [["Date", "2026"], ["Status", "Draft"]]);
    }
}

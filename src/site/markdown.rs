//! The body of a record as HTML. HTML in it is shown as text, links lead where [`LinkTarget`] says, quotes become
//! figures with a caption, and each answer has the class of its disposition.

mod headings;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::anchor::QuoteAnchor;
use super::entry::disposition_class;
use super::escape::{escape, push_text};
use super::target::LinkTarget;
use crate::decision::consultation::{Consultation, Quote};
use crate::document::events;
use crate::document::shown::{comment_end, outside_comments};
use crate::evidence;
use crate::text::Span;
use crate::vocabulary::evidence::Evidence;
use headings::HeadingIds;

/// How deep elements nest. What nests deeper is flattened to its text. Browsers stop at 512.
const DEEPEST: usize = 60;

/// What the body of a record is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodySource<'a> {
    /// The whole file, and its path.
    pub text: &'a str,
    pub path: &'a str,
    /// Where the body starts.
    pub start: usize,
    /// The start of the heading that is the title of the page.
    pub title: Option<usize>,
    pub consultation: &'a Consultation,
    /// The ids of its quotes.
    pub anchors: &'a [Option<QuoteAnchor>],
}

/// What a body asks of the site around it. Addresses are not yet escaped.
#[derive(Clone, Copy)]
pub(super) struct LinkResolver<'a> {
    /// The address of a file of the repository, seen from the page, if there is one.
    pub file: &'a dyn Fn(&str) -> Option<String>,
    /// The page of the speaker of a quote, if there is one.
    pub speaker: &'a dyn Fn(&Quote) -> Option<String>,
    /// What stands behind a quote.
    pub evidence: &'a dyn Fn(&Quote) -> Evidence,
}

/// The body of a record as HTML, without the heading that is its title.
pub(super) fn body_html(source: BodySource<'_>, links_to: LinkResolver<'_>) -> String {
    let events: Vec<_> = events::read(source.text, source.start).collect();
    let mut writer = BodyWriter::new(source, links_to, HeadingIds::new(&events, source.title));
    for (event, span) in events {
        writer.write_event(event, span);
    }
    writer.out
}

const LINK_END: &str = "</a>";
const NOWHERE_END: &str = "</span>";

/// Writes HTML for each event.
struct BodyWriter<'a> {
    source: BodySource<'a>,
    links_to: LinkResolver<'a>,
    ids: HeadingIds,
    /// The attributed quotes, each with its id, by the byte at which it starts.
    quotes: BTreeMap<usize, (&'a QuoteAnchor, &'a Quote)>,
    /// The classes of answers and states, by the byte at which they start.
    classes: BTreeMap<usize, String>,
    /// The classes of dispositions, by the byte at which they start.
    dispositions: BTreeMap<usize, String>,
    /// The numbers of footnotes, and those that were explained.
    notes: HashMap<String, usize>,
    noted: HashSet<usize>,
    in_title: bool,
    /// The levels of the headings above, as written and as shown.
    levels: Vec<(HeadingLevel, u8)>,
    /// The quote that is open, and where its text ends.
    said: Option<(&'a Quote, usize)>,
    /// What follows the text of the quote: the attribution. It becomes the caption.
    caption: Vec<(Event<'a>, Span)>,
    /// For each open element, how it ends; nothing for one that nests too deep.
    ends: Vec<ElementEnd>,
    /// How many links and images are open. Only the outermost one becomes a link.
    links: usize,
    in_comment: bool,
    /// Where a comment ends that goes on behind its block.
    hidden: usize,
    tables: usize,
    in_table_head: bool,
    out: String,
}

/// How an element ends.
enum ElementEnd {
    /// With this HTML.
    Html(&'static str),
    /// As a heading of this level.
    Heading(u8),
    /// As a cell. An empty one is no column header for screen readers.
    Cell,
    /// The head of a table, before its rows.
    TableHead,
    /// The figure of a quote, with its caption.
    Figure,
}

impl<'a> BodyWriter<'a> {
    fn new(source: BodySource<'a>, links_to: LinkResolver<'a>, ids: HeadingIds) -> Self {
        let Consultation { quotes, states, .. } = source.consultation;
        let states = states.iter().map(|state| (state.span.start, format!("state {}", disposition_class(state.kind))));
        let mut classes: BTreeMap<_, _> = states.collect();
        let mut dispositions = BTreeMap::new();
        for answer in quotes.iter().filter_map(|quote| quote.answer.as_ref()) {
            let disposition = answer.disposition.as_ref();
            let class =
                disposition.map_or_else(|| "answered".to_owned(), |disposition| disposition_class(disposition.value));
            classes.insert(answer.span.start, format!("answer {class}"));
            dispositions.extend(disposition.map(|disposition| (disposition.span.start, class)));
        }
        let attributed = quotes.iter().zip(source.anchors);
        let attributed = attributed.filter_map(|(quote, anchor)| Some((quote.span.start, (anchor.as_ref()?, quote))));
        Self {
            source,
            links_to,
            ids,
            quotes: attributed.collect(),
            classes,
            dispositions,
            notes: HashMap::new(),
            noted: HashSet::new(),
            in_title: false,
            levels: Vec::new(),
            said: None,
            caption: Vec::new(),
            ends: Vec::new(),
            links: 0,
            in_comment: false,
            hidden: 0,
            tables: 0,
            in_table_head: false,
            out: String::new(),
        }
    }

    fn html(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// Opens a block on a new line.
    fn open_block(&mut self, html: &str, end: &'static str) -> ElementEnd {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.html("\n");
        }
        self.html(html);
        ElementEnd::Html(end)
    }

    fn open_inline(&mut self, html: &str, end: &'static str) -> ElementEnd {
        self.html(html);
        ElementEnd::Html(end)
    }

    fn write_event(&mut self, event: Event<'a>, span: Span) {
        if self.in_title {
            self.in_title = !matches!(event, Event::End(TagEnd::Heading(_)));
            return;
        }
        if self.said.is_some_and(|(_, end)| span.start >= end) {
            if is_inline(&event) {
                self.caption.push((event, span));
            }
            return;
        }
        match event {
            // Elements that start in a comment are not written.
            Event::Start(_) if span.start < self.hidden => self.ends.push(ElementEnd::Html("")),
            Event::End(tag) => self.end_element(tag, span),
            _ if span.start < self.hidden => {}
            Event::Start(tag) => self.start_element(tag, span),
            Event::Text(words) => push_text(&mut self.out, &words),
            Event::Code(words) => {
                self.html("<code>");
                push_text(&mut self.out, &words);
                self.html("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.write_html(&html),
            Event::FootnoteReference(name) => {
                let number = self.note_number(&name);
                let _ = write!(self.out, "<sup class=\"note\"><a href=\"#note-{number}\">{number}</a></sup>");
            }
            Event::TaskListMarker(true) => self.html("<span role=\"img\" aria-label=\"done\">☑</span> "),
            Event::TaskListMarker(false) => self.html("<span role=\"img\" aria-label=\"to do\">☐</span> "),
            Event::Rule if self.ends.len() < DEEPEST => {
                self.open_block("<hr />\n", "");
            }
            Event::SoftBreak => self.html("\n"),
            Event::HardBreak => self.html("<br />\n"),
            Event::Rule | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// The number of a footnote, in the order of the references.
    fn note_number(&mut self, name: &str) -> usize {
        let next = self.notes.len() + 1;
        *self.notes.entry(name.to_lowercase()).or_insert(next)
    }

    /// Writes HTML in markdown as text, except for line breaks and comments.
    fn write_html(&mut self, html: &str) {
        for part in outside_comments(html, &mut self.in_comment) {
            let tag = part.trim();
            if ["<br>", "<br/>", "<br />"].iter().any(|own| tag.eq_ignore_ascii_case(own)) {
                self.out.push_str("<br />\n");
            } else if !tag.is_empty() {
                push_text(&mut self.out, part);
            }
        }
    }

    fn start_element(&mut self, tag: Tag<'a>, span: Span) {
        if let Tag::Heading { level: HeadingLevel::H1, .. } = &tag
            && self.ends.is_empty()
            && self.source.title == Some(span.start)
        {
            self.in_title = true;
            return;
        }
        // A heading may nest deeper, since links may lead to it.
        if self.ends.len() >= DEEPEST && !matches!(tag, Tag::Heading { .. }) {
            self.ends.push(ElementEnd::Html(""));
            return;
        }
        let end = match tag {
            Tag::Paragraph => self.open_statement("p", "</p>\n", span),
            Tag::Item => self.open_statement("li", "</li>\n", span),
            Tag::Heading { level, .. } => self.open_heading(level, span),
            Tag::BlockQuote(kind) => match (kind, self.quote_at(span)) {
                (None, Some((anchor, quote))) => self.open_figure(anchor, quote),
                (kind, _) => self.open_callout(kind),
            },
            Tag::List(Some(1)) => self.open_block("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => {
                let end = self.open_block("<ol start=\"", "</ol>\n");
                let _ = writeln!(self.out, "{first}\">");
                end
            }
            Tag::List(None) => self.open_block("<ul>\n", "</ul>\n"),
            Tag::Emphasis => self.open_inline("<em>", "</em>"),
            Tag::Strong => {
                match self.dispositions.range(span.start..span.end).next() {
                    Some((_, kind)) => drop(write!(self.out, "<strong class=\"disposition {kind}\">")),
                    None => self.html("<strong>"),
                }
                ElementEnd::Html("</strong>")
            }
            Tag::Strikethrough => self.open_inline("<del>", "</del>"),
            Tag::CodeBlock(kind) => {
                self.html("<pre tabindex=\"0\"");
                if let CodeBlockKind::Fenced(language) = kind
                    && !language.is_empty()
                {
                    let label = language.split_whitespace().next().unwrap_or_default();
                    let _ = write!(self.out, " data-language=\"{}\"", escape(label));
                }
                self.open_inline("><code>", "</code></pre>\n")
            }
            // The alignment of a column would be an inline style, which the policy of the page forbids.
            Tag::Table(_) => {
                self.tables += 1;
                let _ = write!(
                    self.out,
                    "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table {}\"><table>",
                    self.tables
                );
                ElementEnd::Html("</tbody></table>\n</div>\n")
            }
            Tag::TableHead => {
                self.in_table_head = true;
                self.html("<thead><tr>");
                ElementEnd::TableHead
            }
            Tag::TableRow => {
                let id = self.quote_id(span);
                self.open_inline(&format!("<tr{id}>"), "</tr>\n")
            }
            Tag::TableCell => {
                self.html(if self.in_table_head { "<th>" } else { "<td>" });
                ElementEnd::Cell
            }
            Tag::Link { dest_url, .. } => self.open_link(&dest_url, ""),
            Tag::Image { dest_url, .. } => self.open_link(&dest_url, "picture: "),
            Tag::FootnoteDefinition(name) => {
                let number = self.note_number(&name);
                // Of two definitions, the first has the id.
                let id = if self.noted.insert(number) { format!(" id=\"note-{number}\"") } else { String::new() };
                let _ = write!(self.out, "<div class=\"footnote\"{id}><sup>{number}</sup>");
                ElementEnd::Html("</div>\n")
            }
            Tag::HtmlBlock if is_comment(span.of(self.source.text)) => ElementEnd::Html(""),
            Tag::HtmlBlock => self.open_inline("<p class=\"html\">", "</p>\n"),
            // The extensions with other elements are off.
            _ => ElementEnd::Html(""),
        };
        self.ends.push(end);
    }

    fn end_element(&mut self, tag: TagEnd, span: Span) {
        match self.ends.pop() {
            Some(ElementEnd::Html(html)) => self.html(html),
            Some(ElementEnd::Heading(level)) => drop(writeln!(self.out, "</h{level}>")),
            Some(ElementEnd::Cell) if !self.in_table_head => self.html("</td>"),
            Some(ElementEnd::Cell) => match self.out.strip_suffix("<th>").map(str::len) {
                Some(before) => {
                    self.out.truncate(before);
                    self.html("<td></td>");
                }
                None => self.html("</th>"),
            },
            Some(ElementEnd::TableHead) => {
                self.in_table_head = false;
                self.html("</tr></thead><tbody>\n");
            }
            Some(ElementEnd::Figure) => {
                self.html("</blockquote>\n<figcaption>");
                let quote = self.said.take().map(|(quote, _)| quote);
                for (event, span) in std::mem::take(&mut self.caption) {
                    self.write_caption(event, span, quote);
                }
                if let Some(quote) = quote {
                    let evidence = (self.links_to.evidence)(quote);
                    let (class, words) = (evidence::class(evidence), evidence::in_words(evidence));
                    let _ = write!(self.out, " <span class=\"evidence {class}\">{words}</span>");
                    if let Some((anchor, _)) = self.quotes.get(&quote.span.start).copied() {
                        self.html(" ");
                        self.write_anchor(anchor);
                    }
                }
                self.html("</figcaption>\n</figure>\n");
            }
            None => {}
        }
        match tag {
            TagEnd::Link | TagEnd::Image => self.links = self.links.saturating_sub(1),
            TagEnd::HtmlBlock if std::mem::take(&mut self.in_comment) => {
                self.hidden = comment_end(self.source.text, span.end);
            }
            _ => {}
        }
    }

    /// Opens a heading below that of the page, without leaving out a level.
    fn open_heading(&mut self, level: HeadingLevel, span: Span) -> ElementEnd {
        while self.levels.last().is_some_and(|(above, _)| *above >= level) {
            self.levels.pop();
        }
        let shown = self.levels.last().map_or(2, |(_, above)| (above + 1).min(6));
        self.levels.push((level, shown));
        let id = self.ids.id_at(span).unwrap_or_default();
        let _ = write!(self.out, "<h{shown} id=\"h-{}\">", escape(id));
        ElementEnd::Heading(shown)
    }

    /// The attributed quote that starts here, with its id.
    fn quote_at(&self, span: Span) -> Option<(&'a QuoteAnchor, &'a Quote)> {
        self.quotes.get(&span.trimmed(self.source.text).start).copied()
    }

    fn open_figure(&mut self, anchor: &QuoteAnchor, quote: &'a Quote) -> ElementEnd {
        let end = if quote.words.is_empty() { quote.span.start + 1 } else { quote.words_span.end };
        self.said = Some((quote, end));
        let _ = write!(self.out, "<figure class=\"said\" id=\"{}\">\n<blockquote>\n", escape(&anchor.id()));
        ElementEnd::Figure
    }

    /// Writes the link from a quote to itself.
    fn write_anchor(&mut self, anchor: &QuoteAnchor) {
        let href = escape(&anchor.href());
        let _ = write!(self.out, "<a class=\"anchor\" href=\"{href}\" aria-label=\"Link to this quote\">#</a>");
    }

    /// Writes a part of a caption, in which the name links to the page of the speaker.
    fn write_caption(&mut self, event: Event<'a>, span: Span, quote: Option<&Quote>) {
        let speaker = quote.and_then(|quote| Some((quote, quote.speaker()?)));
        if let (Event::Text(words), Some((quote, speaker)), 0) = (&event, speaker, self.links)
            && let Some(start) = speaker.span.start.checked_sub(span.start)
            && let Some(name) = words.get(start..start + (speaker.span.end - speaker.span.start))
            && let shown = speaker.called()
            && let Some(at) = name.find(&*shown)
            && let Some(address) = (self.links_to.speaker)(quote)
        {
            let (before, rest) = words.split_at(start + at);
            let (name, after) = rest.split_at(shown.len());
            push_text(&mut self.out, before);
            self.write_link_start(&address);
            push_text(&mut self.out, name);
            self.html(LINK_END);
            push_text(&mut self.out, after);
            return;
        }
        self.write_event(event, span);
    }

    fn open_callout(&mut self, kind: Option<BlockQuoteKind>) -> ElementEnd {
        let name = match kind {
            None => return self.open_inline("<blockquote>\n", "</blockquote>\n"),
            Some(BlockQuoteKind::Note) => "Note",
            Some(BlockQuoteKind::Tip) => "Tip",
            Some(BlockQuoteKind::Important) => "Important",
            Some(BlockQuoteKind::Warning) => "Warning",
            Some(BlockQuoteKind::Caution) => "Caution",
        };
        let _ = write!(self.out, "<div class=\"callout\">\n<p class=\"callout-name\">{name}</p>\n");
        ElementEnd::Html("</div>\n")
    }

    /// Opens a paragraph or an item, with the classes of the answer or state that starts here.
    fn open_statement(&mut self, name: &str, end: &'static str, span: Span) -> ElementEnd {
        let id = self.quote_id(span);
        match self.classes.get(&span.trimmed(self.source.text).start) {
            Some(class) => {
                let _ = write!(self.out, "<{name}{id} class=\"{class}\">");
            }
            None => {
                self.open_block(&format!("<{name}{id}>"), end);
            }
        }
        if let Some((anchor, _)) = self.quote_at(span) {
            self.write_anchor(anchor);
            self.html(" ");
        }
        ElementEnd::Html(end)
    }

    /// The id of an element that is a quote in another form than a figure shows.
    fn quote_id(&self, span: Span) -> String {
        self.quote_at(span).map(|(anchor, _)| format!(" id=\"{}\"", escape(&anchor.id()))).unwrap_or_default()
    }

    /// Opens a link, or a link to an image. Links do not nest.
    fn open_link(&mut self, written: &str, before: &str) -> ElementEnd {
        self.links += 1;
        if self.links > 1 {
            return ElementEnd::Html("");
        }
        let (address, meant) = match LinkTarget::read(written, self.source.path) {
            LinkTarget::Web(address) => (Some(address), String::new()),
            LinkTarget::File(path) => ((self.links_to.file)(&path), path),
            LinkTarget::Fragment(fragment) => (self.ids.address(&fragment), fragment),
            LinkTarget::Nowhere => (None, written.to_owned()),
        };
        match address {
            Some(address) => {
                self.write_link_start(&address);
                self.open_inline(before, LINK_END)
            }
            None => {
                let _ = write!(self.out, "<span class=\"nowhere\" title=\"{}\">", escape(&meant));
                self.open_inline(before, NOWHERE_END)
            }
        }
    }

    /// Writes the start of a link. One that leaves the site says so to search engines.
    fn write_link_start(&mut self, address: &str) {
        let is_away = address.contains("://") || address.starts_with("mailto:");
        let away = if is_away { " rel=\"nofollow noopener\"" } else { "" };
        let _ = write!(self.out, "<a href=\"{}\"{away}>", escape(address));
    }
}

/// Whether an event is part of a line.
fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline_tag(&tag.to_end()),
        Event::End(tag) => is_inline_tag(tag),
        Event::SoftBreak | Event::HardBreak => false,
        _ => true,
    }
}

fn is_inline_tag(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Whether HTML has nothing but comments.
fn is_comment(html: &str) -> bool {
    outside_comments(html, &mut false).all(|part| part.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision;
    use crate::text::RepoPath;
    use crate::vocabulary::words::Words;

    /// The body of a decision on a site where every file of the log and every person has a page.
    fn page(text: &str) -> String {
        let file = |path: &str| path.strip_prefix("decisions/").map(str::to_owned);
        let links_to =
            LinkResolver { file: &file, speaker: &|_| Some("who.html".to_owned()), evidence: &|_| Evidence::Claimed };
        let path = RepoPath::new("decisions/0001-a.md");
        let decision = decision::read(path, text.as_bytes().to_vec(), &Words::default());
        let anchors = super::super::anchor::quote_anchors(&decision.consultation.quotes);
        body_html(super::super::decision::body_source(&decision, &anchors), links_to)
    }

    #[test]
    fn quotes_are_figures_and_answers_have_classes() {
        let text = "# T\n\n## Consultation\n\n> It *hurts*.\n>\n> > as I said\n>\n> Much.\n> — Ines Roy, 2026-02-12\n\n\
                    **Changed:** it is gone.\n\n**No answer:** @lee, asked 2026-02-10, waited until 2026-02-24.\n";
        assert_eq!(
            page(text),
            "<h2 id=\"h-consultation\">Consultation</h2>\n\
             <figure class=\"said\" id=\"said-ines-roy-2026-02-12\">\n<blockquote>\n<p>It <em>hurts</em>.</p>\n\
             <blockquote>\n<p>as I said</p>\n</blockquote>\n<p>Much.</p>\n</blockquote>\n\
             <figcaption>— <a href=\"who.html\">Ines Roy</a>, 2026-02-12 <span class=\"evidence claimed\">no source</span> \
             <a class=\"anchor\" href=\"#said-ines-roy-2026-02-12\" aria-label=\"Link to this quote\">#</a></figcaption>\n</figure>\n\
             <p class=\"answer changed\"><strong class=\"disposition changed\">Changed:</strong> it is gone.</p>\n\
             <p class=\"state no-answer\"><strong>No answer:</strong> @lee, asked 2026-02-10, waited until 2026-02-24.</p>\n"
        );
    }

    #[test]
    fn quotes_are_figures_anywhere() {
        for text in [
            "## Consultation\n\n- > words here\n  >\n  > — Ines Roy\n\n  **Open:** later\n- next\n",
            "## Consultation\n\n> - one\n> - two\n>\n> -- Ines Roy\n\n- **Declined:** no\n",
            "## Consultation\n\n> — Ines Roy\n\nNothing was said.\n",
            "## Consultation\n\n> words  \n> — [Ines Roy](x), **2026-02-12**\n",
            "## Consultation\n\n> words\n— Ines Roy\n",
        ] {
            let page = page(text);
            let (_, caption) = page.split_once("<figcaption>").unwrap();
            assert!(caption.contains("Ines Roy") && !caption.contains("<figcaption>"), "{page}");
            assert_eq!(page.matches("Ines Roy").count(), 1, "the caption alone says who: {page}");
            balanced(&page);
        }
    }

    #[test]
    fn html_is_text_and_comments_are_left_out() {
        let text = "a <b onclick=x>bold</b><br>next <!-- hidden --> end\n\n<script>\nalert(1)\n</script>\n\n<!-- a\nb -->\n\n<td>|<!--\n\nx\n";
        let page = page(text);
        assert_eq!(
            page,
            "<p>a &lt;b onclick=x&gt;bold&lt;/b&gt;<br />\nnext  end</p>\n<p class=\"html\">&lt;script&gt;\nalert(1)\n&lt;/script&gt;\n</p>\n<p class=\"html\">&lt;td&gt;|</p>\n"
        );
    }

    #[test]
    fn headings_skip_no_level_and_have_ids() {
        let text = "# Title\n\n### Deep & odd\n\n# Again\n\n##### Down\n\n[a](#deep--odd) [b](#nowhere) [c](#again) [d](#title)\n\n# Again\n\n# [Title](0002-b.md) end\n\n# Title 1\n\n# Title 1\n";
        let page = page(text);
        assert_eq!(page.matches("Title").count(), 3, "the page has it already: {page}");
        for part in [
            "<h2 id=\"h-deep--odd\">Deep &amp; odd</h2>",
            "<h2 id=\"h-again\">",
            "<h3 id=\"h-down\">",
            "<a href=\"#h-again\">c</a>",
            "<span class=\"nowhere\" title=\"nowhere\">b</span>",
            "<h2 id=\"h-again-1\">",
            "<a href=\"#main\">d</a>",
            "<h2 id=\"h-title-end\"><a href=\"0002-b.md\">Title</a> end</h2>",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ids.len(), ids.iter().collect::<HashSet<_>>().len(), "{ids:?}");
    }

    #[test]
    fn deep_nesting_is_flattened() {
        let deep = format!("{}last *word*\n", "> ".repeat(300));
        let lists: String = (0..200).map(|depth| format!("{}- item{depth}\n", "  ".repeat(depth))).collect();
        for text in [deep, lists] {
            let page = page(&text);
            balanced(&page);
            assert!(page.matches("<ul>").count() + page.matches("<blockquote>").count() <= DEEPEST);
        }
        assert!(page("- a\n  - b\n    - c\n").contains("c</li>"));
    }

    #[test]
    fn other_elements_are_written() {
        for (text, part) in [
            ("- [x] done\n- [ ] open\n", "aria-label=\"done\">☑</span> done"),
            ("a[^1] b[^2]\n\n[^1]: note\n", "<a href=\"#note-1\">1</a></sup> b[^2]"),
            ("> [!WARNING]\n> hot\n", "<p class=\"callout-name\">Warning</p>\n<p>hot</p>\n</div>"),
            (
                "```js\n</script>\n```\n",
                "<pre tabindex=\"0\" data-language=\"js\"><code>&lt;/script&gt;\n</code></pre>",
            ),
            (
                "[![alt](a.png)](https://example.org)\n",
                "<a href=\"https://example.org\" rel=\"nofollow noopener\">alt</a>",
            ),
            ("![a [b](c) d](x.png)\n", "<a href=\"x.png\">picture: a b d</a>"),
            ("| a | |\n|--:|--|\n| 1 | 2 |\n", "<th>a</th><td></td>"),
            ("turn\u{202e}ed `\u{7}`\n", "turn\\u{202e}ed <code>\\u{7}</code>"),
        ] {
            let page = page(text);
            assert!(page.contains(part), "{part} in {page}");
            balanced(&page);
        }
        assert!(!page("| a |\n|--:|\n| 1 |\n").contains("style"));
    }

    /// Every element that is opened is closed, in order.
    #[track_caller]
    fn balanced(page: &str) {
        let mut open = Vec::new();
        for tag in page.split('<').skip(1) {
            let name: &str = tag.split(['>', ' ']).next().unwrap_or_default();
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{page}"),
                None if ["br", "hr"].contains(&name) => {}
                None => open.push(name),
            }
        }
        assert!(open.is_empty(), "{open:?} in {page}");
    }
}

//! The body of a record as HTML. HTML in it is written anew or shown as text, links lead where `LinkTarget` says, quotes
//! become figures with a caption, and each answer has the class of its disposition.

mod address;
mod headings;
mod html;
mod links;
mod notes;
mod rebuild;
mod seen;

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::anchor::QuoteAnchor;
use super::entry::disposition_class;
use super::escape::{escape, push_text};
use super::words::{SiteWords, fill};
use crate::decision::consultation::{Consultation, Quote};
use crate::evidence;
use crate::text::Span;
use crate::vocabulary::evidence::Evidence;
pub(super) use headings::BodyIds;
use headings::{Heading, heading_on_page};
use html::HtmlElement;
pub(super) use html::decoded;
use links::Picture;
pub(super) use links::pictures;
use notes::Notes;

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
    /// The address of a file of the repository, or of a place in it, seen from the page, if there is one.
    pub file: &'a dyn Fn(&str, Option<&str>) -> Option<String>,
    /// The address of a picture of the repository, seen from the page, if the site has it.
    pub picture: &'a dyn Fn(&str) -> Option<String>,
    /// The page of the speaker of a quote, if there is one.
    pub speaker: &'a dyn Fn(&Quote) -> Option<String>,
    /// What stands behind a quote.
    pub evidence: &'a dyn Fn(&Quote) -> Evidence,
    pub words: &'static SiteWords,
}

/// The body of a record on its page.
#[derive(Debug)]
pub(super) struct BodyPage {
    /// The HTML, without the heading that is the title.
    pub html: String,
    /// The headings of the two highest levels, if there are enough of them to need a list.
    pub contents: Vec<ContentsEntry>,
}

/// A heading in the list of contents.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ContentsEntry {
    /// Its level on the page, 2 or 3.
    pub level: u8,
    /// Its id on the page.
    pub id: String,
    pub text: String,
}

/// How many headings need a list of contents.
const CONTENTS: usize = 3;

/// The body of a record as HTML.
pub(super) fn body_page(source: BodySource<'_>, links_to: LinkResolver<'_>) -> BodyPage {
    let events = seen::read(source.text, source.start);
    let mut writer = BodyWriter::new(source, links_to, BodyIds::new(&events, source.title));
    for (event, span) in events {
        writer.write_event(event, span);
    }
    writer.finish()
}

/// The names of the languages in which a fence describes a diagram.
const DIAGRAMS: [&str; 1] = ["mermaid"];

/// Writes HTML for each event.
struct BodyWriter<'a> {
    source: BodySource<'a>,
    links_to: LinkResolver<'a>,
    ids: BodyIds,
    /// The ids of headings and anchors that are on the page.
    written: HashSet<String>,
    contents: Vec<ContentsEntry>,
    /// The attributed quotes, each with its id, by the byte at which it starts.
    quotes: BTreeMap<usize, (&'a QuoteAnchor, &'a Quote)>,
    /// The classes of answers and states, by the byte at which they start.
    classes: BTreeMap<usize, String>,
    /// The classes of dispositions, by the byte at which they start.
    dispositions: BTreeMap<usize, String>,
    notes: Notes,
    in_title: bool,
    /// The levels of the headings above, as written and as shown.
    levels: Vec<(HeadingLevel, u8)>,
    /// The quote that is open, and where its text ends.
    said: Option<(&'a Quote, usize)>,
    /// What follows the text of the quote: the attribution. It becomes the caption.
    caption: Vec<(Event<'a>, Span)>,
    /// For each open element, how it ends; nothing for one that nests too deep.
    ends: Vec<ElementEnd>,
    /// The paragraph that is open, and the element of HTML around it that ends with it: how many are open around each.
    ending: Option<(usize, usize)>,
    /// How many links are open, and pictures that are shown as links. Only the outermost one becomes a link.
    links: usize,
    /// The picture whose description is read.
    picture: Option<Picture>,
    /// Text that is not written yet.
    words: String,
    in_code: bool,
    tables: usize,
    in_table_head: bool,
    out: String,
}

/// How an element ends.
enum ElementEnd {
    /// With this HTML.
    Html(&'static str),
    /// As a link, with this HTML.
    Link(&'static str),
    /// As a heading of this level, with a link to its id.
    Heading(u8, String),
    /// As a cell. An empty one is no column header for screen readers.
    Cell,
    /// The head of a table, before its rows.
    TableHead,
    /// The figure of a quote, with its caption.
    Figure,
    /// The source of a diagram, with its caption.
    Diagram,
    /// The note of this number. The text before it goes on.
    Note(usize, String),
    /// An element of HTML in the record, with this end tag.
    Tag { element: &'static HtmlElement, end: &'static str, is_link: bool },
}

impl<'a> BodyWriter<'a> {
    fn new(source: BodySource<'a>, links_to: LinkResolver<'a>, ids: BodyIds) -> Self {
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
            written: HashSet::new(),
            contents: Vec::new(),
            quotes: attributed.collect(),
            classes,
            dispositions,
            notes: Notes::default(),
            in_title: false,
            levels: Vec::new(),
            said: None,
            caption: Vec::new(),
            ends: Vec::new(),
            ending: None,
            links: 0,
            picture: None,
            words: String::new(),
            in_code: false,
            tables: 0,
            in_table_head: false,
            out: String::new(),
        }
    }

    /// Ends the body.
    fn finish(mut self) -> BodyPage {
        self.write_words();
        self.end_down_to(0);
        self.write_notes();
        // Links may lead to what is in the caption of a quote, or nests too deep.
        let missing: Vec<String> = self.ids.on_page().filter(|id| !self.written.contains(id)).collect();
        for id in missing {
            let _ = write!(self.out, "<span id=\"{}\"></span>", escape(&id));
        }
        if self.contents.len() < CONTENTS {
            self.contents.clear();
        }
        BodyPage { html: self.out, contents: self.contents }
    }

    /// Whether no element of markdown is open.
    fn is_at_top(&self) -> bool {
        self.ends.iter().all(|end| matches!(end, ElementEnd::Tag { .. }))
    }

    fn words(&self) -> &'static SiteWords {
        self.links_to.words
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
        if self.describe_picture(&event) {
            return;
        }
        if let Event::Text(words) = &event {
            self.words.push_str(words);
            return;
        }
        self.write_words();
        match event {
            Event::Start(tag) => self.start_element(tag, span),
            Event::End(tag) => self.end_element(tag),
            Event::Code(words) => {
                self.html("<code>");
                push_text(&mut self.out, &words);
                self.html("</code>");
            }
            Event::Html(html) => self.write_html_block(&html),
            Event::InlineHtml(html) => self.write_inline_html(&html),
            Event::FootnoteReference(name) => self.write_note_number(&name),
            Event::TaskListMarker(is_done) => {
                let words = self.words();
                let (label, mark) = if is_done { (words.done, '☑') } else { (words.to_do, '☐') };
                let _ = write!(self.out, "<span role=\"img\" aria-label=\"{}\">{mark}</span> ", escape(label));
            }
            Event::Rule if self.ends.len() < DEEPEST => {
                self.end_tags_for_block();
                self.open_block("<hr />\n", "");
            }
            Event::SoftBreak => self.html("\n"),
            Event::HardBreak => self.html("<br />\n"),
            Event::Rule | Event::Text(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start_element(&mut self, tag: Tag<'a>, span: Span) {
        if let Tag::Heading { level: HeadingLevel::H1, .. } = &tag
            && self.is_at_top()
            && self.source.title == Some(span.start)
        {
            self.in_title = true;
            return;
        }
        if let Tag::Image { dest_url, .. } = &tag
            && self.start_picture(dest_url)
        {
            return;
        }
        if !is_inline_tag(&tag.to_end()) {
            self.end_tags_for_block();
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
            Tag::CodeBlock(kind) => self.open_code(&kind),
            // The alignment of a column would be an inline style, which the policy of the page forbids.
            Tag::Table(_) => {
                self.open_table();
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
            Tag::Image { dest_url, .. } => self.open_link(&dest_url, self.words().picture),
            Tag::FootnoteDefinition(name) => self.open_note(&name),
            // The extensions with other elements are off.
            _ => ElementEnd::Html(""),
        };
        self.ends.push(end);
    }

    fn end_element(&mut self, tag: TagEnd) {
        // What a record leaves open ends with what it is in.
        self.end_tags(|_| true);
        if let Some(end) = self.ends.pop() {
            self.write_end(end);
        }
        if let Some((_, count)) = self.ending.take_if(|(around, _)| *around == self.ends.len()) {
            self.end_down_to(count);
        }
        if tag == TagEnd::CodeBlock {
            self.in_code = false;
        }
    }

    /// Ends an element.
    fn write_end(&mut self, end: ElementEnd) {
        match end {
            ElementEnd::Html(html) => self.html(html),
            ElementEnd::Link(html) => {
                self.html(html);
                self.links -= 1;
            }
            ElementEnd::Heading(level, id) => {
                let id = escape(&id);
                let label = escape(self.words().link_to_section);
                let _ = writeln!(self.out, "<a class=\"here\" href=\"#{id}\" aria-label=\"{label}\"></a></h{level}>");
            }
            ElementEnd::Cell if !self.in_table_head => self.html("</td>"),
            ElementEnd::Cell => match self.out.strip_suffix("<th>").map(str::len) {
                Some(before) => {
                    self.out.truncate(before);
                    self.html("<td></td>");
                }
                None => self.html("</th>"),
            },
            ElementEnd::TableHead => {
                self.in_table_head = false;
                self.html("</tr></thead><tbody>\n");
            }
            ElementEnd::Figure => self.end_figure(),
            ElementEnd::Diagram => {
                let caption = escape(self.words().diagram);
                let _ = write!(self.out, "</code></pre>\n<figcaption>{caption} (mermaid)</figcaption>\n</figure>\n");
            }
            ElementEnd::Note(number, before) => self.end_note(number, before),
            ElementEnd::Tag { element, end, is_link } => {
                let is_cell = element.name == "th" && self.unname_empty_cell();
                self.html(if is_cell { "</td>" } else { end });
                self.links -= usize::from(is_link);
            }
        }
    }

    /// Makes the header cell that is open a cell if it is empty: as a header it would name nothing. Says whether it was.
    fn unname_empty_cell(&mut self) -> bool {
        let start = self.out.rfind('<').filter(|start| {
            let written = self.out[*start..].trim_end();
            written.starts_with("<th") && written.find('>') == Some(written.len() - 1)
        });
        let Some(start) = start else { return false };
        self.out.replace_range(start..start + "<th".len(), "<td");
        true
    }

    /// Opens a block of code, or the source of a diagram.
    fn open_code(&mut self, kind: &CodeBlockKind<'_>) -> ElementEnd {
        self.in_code = true;
        let language = match kind {
            CodeBlockKind::Fenced(words) => words.split_whitespace().next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        if DIAGRAMS.iter().any(|name| name.eq_ignore_ascii_case(language)) {
            let label = escape(self.words().diagram);
            let start = "<figure class=\"diagram\">\n<pre tabindex=\"0\" role=\"group\" aria-label";
            let _ = write!(self.out, "{start}=\"{label}\"><code>");
            return ElementEnd::Diagram;
        }
        let _ = write!(self.out, "<pre tabindex=\"0\" role=\"group\" aria-label=\"{}", escape(self.words().code));
        if !language.is_empty() {
            let language = escape(language);
            let _ = write!(self.out, ": {language}\" data-language=\"{language}");
        }
        self.open_inline("\"><code>", "</code></pre>\n")
    }

    /// Opens a table in a box of its own, in which it scrolls.
    fn open_table(&mut self) {
        self.tables += 1;
        let label = escape(&fill(self.words().table, &[("n", &self.tables)]));
        let start = "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label";
        let _ = write!(self.out, "{start}=\"{label}\"><table>");
    }

    /// Opens a heading below that of the page, without leaving out a level.
    fn open_heading(&mut self, level: HeadingLevel, span: Span) -> ElementEnd {
        while self.levels.last().is_some_and(|(above, _)| *above >= level) {
            self.levels.pop();
        }
        let shown = self.levels.last().map_or(2, |(_, above)| (above + 1).min(6));
        self.levels.push((level, shown));
        let Heading { id, text } = self.ids.heading_at(span).cloned().unwrap_or_default();
        let id = heading_on_page(&id);
        let _ = write!(self.out, "<h{shown} id=\"{}\">", escape(&id));
        self.written.insert(id.clone());
        // Others are part of a list or a quote.
        if shown <= 3 && self.is_at_top() {
            self.contents.push(ContentsEntry { level: shown, id: id.clone(), text });
        }
        ElementEnd::Heading(shown, id)
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
        let label = escape(self.words().link_to_quote);
        let _ = write!(self.out, "<a class=\"anchor\" href=\"{href}\" aria-label=\"{label}\">#</a>");
    }

    /// Ends the figure of a quote: what follows its text is the caption.
    fn end_figure(&mut self) {
        self.html("</blockquote>\n<figcaption>");
        let quote = self.said.take().map(|(quote, _)| quote);
        // HTML that the caption leaves open ends with it.
        self.ends.push(ElementEnd::Html(""));
        for (event, span) in std::mem::take(&mut self.caption) {
            self.write_caption(event, span, quote);
        }
        self.write_words();
        self.end_tags(|_| true);
        self.ends.pop();
        if let Some(quote) = quote {
            let evidence = (self.links_to.evidence)(quote);
            let (class, words) = (evidence::class(evidence), escape(self.words().evidence_words(evidence)));
            let _ = write!(self.out, " <span class=\"evidence {class}\">{words}</span>");
            if let Some((anchor, _)) = self.quotes.get(&quote.span.start).copied() {
                self.html(" ");
                self.write_anchor(anchor);
            }
        }
        self.html("</figcaption>\n</figure>\n");
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
            self.write_words();
            let (before, rest) = words.split_at(start + at);
            let (name, after) = rest.split_at(shown.len());
            push_text(&mut self.out, before);
            self.write_link(&address, name);
            push_text(&mut self.out, after);
            return;
        }
        self.write_event(if let Event::Html(html) = event { Event::InlineHtml(html) } else { event }, span);
    }

    fn open_callout(&mut self, kind: Option<BlockQuoteKind>) -> ElementEnd {
        let words = self.words();
        let (class, name) = match kind {
            None => return self.open_inline("<blockquote>\n", "</blockquote>\n"),
            Some(BlockQuoteKind::Note) => ("note", words.note),
            Some(BlockQuoteKind::Tip) => ("tip", words.tip),
            Some(BlockQuoteKind::Important) => ("important", words.important),
            Some(BlockQuoteKind::Warning) => ("warning", words.warning),
            Some(BlockQuoteKind::Caution) => ("caution", words.caution),
        };
        let name = escape(name);
        let _ = write!(self.out, "<div class=\"callout {class}\">\n<p class=\"callout-name\">{name}</p>\n");
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

#[cfg(test)]
mod tests;

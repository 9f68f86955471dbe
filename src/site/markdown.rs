//! The body of a record as HTML. Marks of HTML in it are text; links lead where `target` says; the words
//! of people become figures with a caption, and each answer is marked with what became of the words.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::escape::{escaped, push_escaped, push_text};
use super::names::Table;
use super::target::Target;
use crate::decision::consultation::{Consultation, Quote};
use crate::document::events;
use crate::document::shown::outside_comments;
use crate::text::Span;

/// How deep elements nest; what nests deeper keeps its words and loses its frames. Browsers stop at 512.
const DEEPEST: usize = 60;

/// How headings begin and end, from the level on that is below the page's own.
const HEADINGS: [(&str, &str); 5] = [
    ("<h2 id=\"h-", "</h2>\n"),
    ("<h3 id=\"h-", "</h3>\n"),
    ("<h4 id=\"h-", "</h4>\n"),
    ("<h5 id=\"h-", "</h5>\n"),
    ("<h6 id=\"h-", "</h6>\n"),
];

/// What of a record a body is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    /// The whole file, and where it lies.
    pub text: &'a str,
    pub path: &'a str,
    /// Where the body starts.
    pub start: usize,
    /// The start of the heading that is the title of the page.
    pub title: Option<usize>,
    /// What people said.
    pub consultation: &'a Consultation,
}

/// The body of a record as HTML, without the heading that is its title. Whether a name has a page and where a
/// file stands is for the site to say, so these links are open until it is asked.
#[derive(Debug)]
pub(crate) struct Body {
    html: String,
    /// What may become a link, in order, and never one inside another.
    open: Vec<Open>,
    /// The ids of headings, each with how many others were made of it; and that of the title, which the page has
    /// at its top.
    ids: Table<String>,
    title: Option<String>,
}

/// What may become a link.
#[derive(Debug)]
struct Open {
    /// The bytes of the HTML that the link is around.
    around: Range<usize>,
    to: To,
}

/// Where a link may lead that is not known before the whole page is, or the whole site.
#[derive(Debug)]
enum To {
    /// To the page of who said this quote, by its place.
    Speaker(usize),
    /// To a file of the repository.
    File(String),
    /// To a heading of the page, by what is written.
    Heading(String),
}

/// What a body asks of the site around it. Addresses are as they may stand in an attribute, not yet escaped.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    /// Where a file of the repository stands, seen from the page, if it is known.
    pub file: &'a dyn Fn(&str) -> Option<String>,
    /// The page of who said a quote, if there is one.
    pub speaker: &'a dyn Fn(usize) -> Option<String>,
}

impl Body {
    /// Writes down the body of a record.
    pub(crate) fn of(source: Source<'_>) -> Self {
        let mut writer = Writer::new(source);
        for (event, span) in events::read(source.text, source.start) {
            writer.take(event, span);
        }
        Self { html: writer.out, open: writer.open, ids: writer.ids, title: writer.title }
    }

    /// Its HTML on a page of a site.
    pub(super) fn html(&self, around: Surroundings<'_>) -> String {
        let mut out = String::with_capacity(self.html.len() + 64 * self.open.len());
        let mut done = 0;
        for open in &self.open {
            out.push_str(&self.html[done..open.around.start]);
            let words = &self.html[open.around.clone()];
            done = open.around.end;
            let (address, meant) = match &open.to {
                To::Speaker(quote) => ((around.speaker)(*quote), None),
                To::File(path) => ((around.file)(path), Some(path)),
                To::Heading(written) => {
                    let id = anchor(written);
                    let is_title = self.title.as_ref() == Some(&id);
                    let address = || if is_title { "#main".to_owned() } else { format!("#h-{id}") };
                    (self.ids.contains_key(&id).then(address), Some(written))
                }
            };
            match (address, meant) {
                (Some(address), _) => {
                    push_opening(&mut out, &address);
                    out.push_str(words);
                    out.push_str(LINK_END);
                }
                (None, Some(meant)) => {
                    push_nowhere(&mut out, meant);
                    out.push_str(words);
                    out.push_str(NOWHERE_END);
                }
                (None, None) => out.push_str(words),
            }
        }
        out.push_str(&self.html[done..]);
        out
    }
}

const LINK_END: &str = "</a>";
const NOWHERE_END: &str = "</span>";

/// Opens a link. One that leads off the site says so to those who count links.
fn push_opening(out: &mut String, address: &str) {
    let is_away = address.contains("://") || address.starts_with("mailto:");
    out.push_str("<a href=\"");
    push_escaped(out, address);
    out.push_str(if is_away { "\" rel=\"nofollow noopener\">" } else { "\">" });
}

/// Opens what was meant as a link and leads nowhere.
fn push_nowhere(out: &mut String, meant: &str) {
    out.push_str("<span class=\"nowhere\" title=\"");
    push_escaped(out, meant);
    out.push_str("\">");
}

/// Makes HTML of each event.
struct Writer<'a> {
    source: Source<'a>,
    /// The quotes that are on the page, by the byte at which each starts, with its place among all quotes.
    quotes: Vec<(usize, usize)>,
    /// The classes of a block by the byte at which it starts: answers and states.
    classes: Vec<(usize, &'static str, &'static str)>,
    /// The class of a bold word by the bytes of the word: dispositions.
    words: Vec<(Span, &'static str)>,
    /// The ids of headings, each with how many others were made of it.
    ids: Table<String>,
    /// The heading that is open: where its id goes, and its words.
    heading: Option<(usize, String)>,
    /// The numbers of footnotes, and those that were explained.
    notes: HashMap<String, usize>,
    noted: HashSet<usize>,
    /// The words of the title, while it is read, and its id.
    in_title: Option<String>,
    title: Option<String>,
    /// The levels of the headings above, as written and as shown.
    levels: Vec<(HeadingLevel, u8)>,
    /// The quote that is open, by its place, and where its words end.
    said: Option<(usize, usize)>,
    /// What stands behind these words: who said them. It becomes the caption.
    caption: Vec<(Event<'a>, Span)>,
    /// For each element that is open, how it ends; nothing for one that nests too deep.
    ends: Vec<End>,
    /// How many links and pictures are open; there is only one link at a time.
    links: usize,
    in_comment: bool,
    tables: usize,
    in_table_head: bool,
    out: String,
    open: Vec<Open>,
}

/// How an element ends.
enum End {
    /// With this HTML.
    Html(&'static str),
    /// As a cell, of which an empty one is no head of a column for those who hear the page.
    Cell,
    /// The head of a table, behind which its rows come.
    TableHead,
    /// A heading, of which the words make the id.
    Heading(&'static str),
    /// A link whose words began here, and of which it is not known yet where it leads.
    Open(usize, To),
    /// The figure of somebody's words, with its caption.
    Figure,
}

impl<'a> Writer<'a> {
    fn new(source: Source<'a>) -> Self {
        let Consultation { quotes, states, .. } = source.consultation;
        let mut classes = Vec::new();
        let mut words = Vec::new();
        for answer in quotes.iter().filter_map(|quote| quote.answer.as_ref()) {
            let kind = answer.disposition.as_ref().map(|word| super::class(word.value));
            classes.push((answer.span.start, "answer", kind.unwrap_or("answered")));
            words.extend(answer.disposition.as_ref().zip(kind).map(|(word, kind)| (word.span, kind)));
        }
        classes.extend(states.iter().map(|state| (state.span.start, "state", super::class(state.kind))));
        classes.sort_unstable();
        words.sort_unstable();
        let named = quotes.iter().enumerate().filter(|(_, quote)| quote.attribution.is_some());
        let mut quotes: Vec<(usize, usize)> = named.map(|(place, quote)| (quote.span.start, place)).collect();
        quotes.sort_unstable();
        Self {
            source,
            quotes,
            classes,
            words,
            ids: Table::default(),
            heading: None,
            notes: HashMap::new(),
            noted: HashSet::new(),
            in_title: None,
            title: None,
            levels: Vec::new(),
            said: None,
            caption: Vec::new(),
            ends: Vec::new(),
            links: 0,
            in_comment: false,
            tables: 0,
            in_table_head: false,
            out: String::with_capacity(source.text.len() * 5 / 4),
            open: Vec::new(),
        }
    }

    fn html(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// Begins a block on a line of its own.
    fn block(&mut self, html: &'static str, end: &'static str) -> End {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.html("\n");
        }
        self.html(html);
        End::Html(end)
    }

    fn inline(&mut self, html: &'static str, end: &'static str) -> End {
        self.html(html);
        End::Html(end)
    }

    fn take(&mut self, event: Event<'a>, span: Span) {
        if let Some(title) = &mut self.in_title {
            match event {
                Event::Text(words) | Event::Code(words) => title.push_str(&words),
                // Forges count it among the headings.
                Event::End(TagEnd::Heading(_)) => {
                    let words = self.in_title.take().unwrap_or_default();
                    self.title = Some(self.id(&words));
                }
                _ => {}
            }
            return;
        }
        if self.said.is_some_and(|(_, end)| span.start >= end) {
            if is_inline(&event) {
                self.caption.push((event, span));
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => self.words(&words),
            Event::Code(words) => {
                self.html("<code>");
                self.words(&words);
                self.html("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw(&html),
            Event::FootnoteReference(name) => {
                let number = self.note(&name);
                let _ = write!(self.out, "<sup class=\"note\"><a href=\"#note-{number}\">{number}</a></sup>");
            }
            Event::TaskListMarker(true) => self.html("<span role=\"img\" aria-label=\"done\">☑</span> "),
            Event::TaskListMarker(false) => self.html("<span role=\"img\" aria-label=\"to do\">☐</span> "),
            Event::Rule if self.ends.len() < DEEPEST => {
                self.block("<hr />\n", "");
            }
            Event::SoftBreak => self.html("\n"),
            Event::HardBreak => self.html("<br />\n"),
            Event::Rule | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn words(&mut self, words: &str) {
        if let Some((_, heading)) = &mut self.heading {
            heading.push_str(words);
        }
        push_text(&mut self.out, words);
    }

    /// The number of a footnote: they count as they are met.
    fn note(&mut self, name: &str) -> usize {
        let next = self.notes.len() + 1;
        *self.notes.entry(name.to_lowercase()).or_insert(next)
    }

    /// HTML in markdown: text, but for breaks, and for comments, which no reader of the file sees either.
    fn raw(&mut self, html: &str) {
        for part in outside_comments(html, &mut self.in_comment) {
            let tag = part.trim();
            if ["<br>", "<br/>", "<br />"].iter().any(|own| tag.eq_ignore_ascii_case(own)) {
                self.out.push_str("<br />\n");
            } else if !tag.is_empty() {
                push_text(&mut self.out, part);
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>, span: Span) {
        if let Tag::Heading { level: HeadingLevel::H1, .. } = &tag
            && self.ends.is_empty()
            && self.source.title == Some(span.start)
        {
            self.in_title = Some(String::new());
            return;
        }
        if self.ends.len() >= DEEPEST {
            self.ends.push(End::Html(""));
            return;
        }
        let end = match tag {
            Tag::Paragraph => match self.class(span) {
                Some((what, class)) => {
                    let _ = write!(self.out, "<p class=\"{what} {class}\">");
                    End::Html("</p>\n")
                }
                None => self.block("<p>", "</p>\n"),
            },
            Tag::Item => match self.class(span) {
                Some((what, class)) => {
                    let _ = write!(self.out, "<li class=\"{what} {class}\">");
                    End::Html("</li>\n")
                }
                None => self.block("<li>", "</li>\n"),
            },
            Tag::Heading { level, .. } => self.heading(level),
            Tag::BlockQuote(kind) => match (kind, self.quote(span)) {
                (None, Some((number, quote))) => self.figure(number, quote),
                (kind, _) => self.callout(kind),
            },
            Tag::List(Some(1)) => self.block("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => {
                let end = self.block("<ol start=\"", "</ol>\n");
                let _ = writeln!(self.out, "{first}\">");
                end
            }
            Tag::List(None) => self.block("<ul>\n", "</ul>\n"),
            Tag::Emphasis => self.inline("<em>", "</em>"),
            Tag::Strong => {
                match self.disposition(span) {
                    Some(kind) => drop(write!(self.out, "<strong class=\"disposition {kind}\">")),
                    None => self.html("<strong>"),
                }
                End::Html("</strong>")
            }
            Tag::Strikethrough => self.inline("<del>", "</del>"),
            Tag::CodeBlock(kind) => {
                self.html("<pre tabindex=\"0\"");
                if let CodeBlockKind::Fenced(language) = kind
                    && !language.is_empty()
                {
                    let label = language.split_whitespace().next().unwrap_or_default();
                    let _ = write!(self.out, " data-language=\"{}\"", escaped(label));
                }
                self.inline("><code>", "</code></pre>\n")
            }
            // How a column is lined up would be a style in the page, which its policy forbids.
            Tag::Table(_) => {
                self.tables += 1;
                let _ = write!(
                    self.out,
                    "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table {}\"><table>",
                    self.tables
                );
                End::Html("</tbody></table>\n</div>\n")
            }
            Tag::TableHead => {
                self.in_table_head = true;
                self.html("<thead><tr>");
                End::TableHead
            }
            Tag::TableRow => self.inline("<tr>", "</tr>\n"),
            Tag::TableCell => {
                self.html(if self.in_table_head { "<th>" } else { "<td>" });
                End::Cell
            }
            Tag::Link { dest_url, .. } => self.link(&dest_url, ""),
            Tag::Image { dest_url, .. } => self.link(&dest_url, "picture: "),
            Tag::FootnoteDefinition(name) => {
                let number = self.note(&name);
                // One that is explained twice is found at the first.
                let id = if self.noted.insert(number) { format!(" id=\"note-{number}\"") } else { String::new() };
                let _ = write!(self.out, "<div class=\"footnote\"{id}><sup>{number}</sup>");
                End::Html("</div>\n")
            }
            Tag::HtmlBlock if is_comment(span.of(self.source.text)) => End::Html(""),
            Tag::HtmlBlock => self.inline("<p class=\"html\">", "</p>\n"),
            // None of the extensions that have other elements is on.
            _ => End::Html(""),
        };
        self.ends.push(end);
    }

    fn end(&mut self, tag: TagEnd) {
        match self.ends.pop() {
            Some(End::Html(html)) => self.html(html),
            Some(End::Cell) if !self.in_table_head => self.html("</td>"),
            Some(End::Cell) => match self.out.strip_suffix("<th>").map(str::len) {
                Some(before) => {
                    self.out.truncate(before);
                    self.html("<td></td>");
                }
                None => self.html("</th>"),
            },
            Some(End::TableHead) => {
                self.in_table_head = false;
                self.html("</tr></thead><tbody>\n");
            }
            Some(End::Heading(html)) => {
                if let Some((at, words)) = self.heading.take() {
                    let id = self.id(&words);
                    let id = escaped(&id);
                    self.out.insert_str(at, &id);
                    // Its words moved, and links among them.
                    for open in self.open.iter_mut().rev().take_while(|open| open.around.start > at) {
                        open.around = open.around.start + id.len()..open.around.end + id.len();
                    }
                }
                self.html(html);
            }
            Some(End::Open(start, to)) => self.open.push(Open { around: start..self.out.len(), to }),
            Some(End::Figure) => {
                self.html("</blockquote>\n<figcaption>");
                let quote = self.said.take().map(|(quote, _)| quote);
                for (event, span) in std::mem::take(&mut self.caption) {
                    self.said_by(event, span, quote);
                }
                self.html("</figcaption>\n</figure>\n");
            }
            None => {}
        }
        match tag {
            TagEnd::Link | TagEnd::Image => self.links = self.links.saturating_sub(1),
            TagEnd::HtmlBlock => self.in_comment = false,
            _ => {}
        }
    }

    /// Levels below the page's own heading, none left out.
    fn heading(&mut self, level: HeadingLevel) -> End {
        while self.levels.last().is_some_and(|(above, _)| *above >= level) {
            self.levels.pop();
        }
        let shown = self.levels.last().map_or(2, |(_, above)| (above + 1).min(6));
        self.levels.push((level, shown));
        let (start, end) = HEADINGS[usize::from(shown) - 2];
        self.html(start);
        self.heading = Some((self.out.len(), String::new()));
        self.html("\">");
        End::Heading(end)
    }

    /// The id of a heading with these words, which no other heading has.
    fn id(&mut self, words: &str) -> String {
        let base = anchor(words);
        let Some(mut count) = self.ids.get(&base).copied() else {
            self.ids.insert(base.clone(), 0);
            return base;
        };
        let id = loop {
            count += 1;
            let id = format!("{base}-{count}");
            if !self.ids.contains_key(&id) {
                break id;
            }
        };
        self.ids.insert(base, count);
        self.ids.insert(id.clone(), 0);
        id
    }

    /// The quote of somebody that starts here: its number on the page, from 1, and its place among all quotes.
    fn quote(&self, span: Span) -> Option<(usize, usize)> {
        let at = span.trimmed(self.source.text).start;
        let number = self.quotes.binary_search_by_key(&at, |(start, _)| *start).ok()?;
        Some((number + 1, self.quotes[number].1))
    }

    fn figure(&mut self, number: usize, quote: usize) -> End {
        let Quote { words, span, words_span, .. } = &self.source.consultation.quotes[quote];
        self.said = Some((quote, if words.is_empty() { span.start + 1 } else { words_span.end }));
        let _ = write!(self.out, "<figure class=\"said\" id=\"said-{number}\">\n<blockquote>\n");
        End::Figure
    }

    /// A part of a caption, in which the name leads to the page of who said the words.
    fn said_by(&mut self, event: Event<'a>, span: Span, quote: Option<usize>) {
        let speaker = quote.and_then(|quote| Some((quote, self.source.consultation.quotes[quote].speaker()?)));
        if let (Event::Text(words), Some((quote, speaker)), 0) = (&event, speaker, self.links)
            && let Some(start) = speaker.span.start.checked_sub(span.start)
            && let Some(name) = words.get(start..start + (speaker.span.end - speaker.span.start))
            && let shown = speaker.called()
            // Mostly there is nothing before it, and a search has to be made ready.
            && let Some(at) = if name.starts_with(&*shown) { Some(0) } else { name.find(&*shown) }
        {
            let (before, rest) = words.split_at(start + at);
            let (name, after) = rest.split_at(shown.len());
            push_text(&mut self.out, before);
            let start = self.out.len();
            push_text(&mut self.out, name);
            self.open.push(Open { around: start..self.out.len(), to: To::Speaker(quote) });
            push_text(&mut self.out, after);
            return;
        }
        self.take(event, span);
    }

    fn callout(&mut self, kind: Option<BlockQuoteKind>) -> End {
        let name = match kind {
            None => return self.inline("<blockquote>\n", "</blockquote>\n"),
            Some(BlockQuoteKind::Note) => "Note",
            Some(BlockQuoteKind::Tip) => "Tip",
            Some(BlockQuoteKind::Important) => "Important",
            Some(BlockQuoteKind::Warning) => "Warning",
            Some(BlockQuoteKind::Caution) => "Caution",
        };
        let _ = write!(self.out, "<div class=\"callout\">\n<p class=\"callout-name\">{name}</p>\n");
        End::Html("</div>\n")
    }

    /// What an answer or a state is, and its class.
    fn class(&self, span: Span) -> Option<(&'static str, &'static str)> {
        let at = span.trimmed(self.source.text).start;
        let next = self.classes.partition_point(|(start, ..)| *start < at);
        self.classes.get(next).filter(|(start, ..)| *start == at).map(|(_, what, class)| (*what, *class))
    }

    fn disposition(&self, span: Span) -> Option<&'static str> {
        let next = self.words.partition_point(|(word, _)| word.start < span.start);
        self.words.get(next).filter(|(word, _)| word.start < span.end).map(|(_, kind)| *kind)
    }

    /// Opens a link, or a link to a picture; there is none inside another.
    fn link(&mut self, written: &str, before: &'static str) -> End {
        self.links += 1;
        if self.links > 1 {
            return End::Html("");
        }
        let end = match Target::read(written, self.source.path) {
            Target::Web(address) => {
                push_opening(&mut self.out, &address);
                End::Html(LINK_END)
            }
            Target::File(path) => End::Open(self.out.len(), To::File(path)),
            Target::Fragment(fragment) => End::Open(self.out.len(), To::Heading(fragment)),
            Target::Nowhere => {
                push_nowhere(&mut self.out, written);
                End::Html(NOWHERE_END)
            }
        };
        self.html(before);
        end
    }
}

/// Whether an event is one of a line, and frames nothing.
fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_mark(&tag.to_end()),
        Event::End(tag) => is_mark(tag),
        Event::SoftBreak | Event::HardBreak => false,
        _ => true,
    }
}

fn is_mark(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Whether HTML is nothing but comments.
fn is_comment(html: &str) -> bool {
    outside_comments(html, &mut false).all(|part| part.trim().is_empty())
}

/// The words of a heading as an id, as forges make it.
fn anchor(words: &str) -> String {
    let words = words.trim();
    let mut id = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            ' ' | '-' => id.push('-'),
            'a'..='z' | '0'..='9' | '_' => id.push(character),
            'A'..='Z' => id.push(character.to_ascii_lowercase()),
            _ if character.is_ascii() => {}
            _ => id.extend(character.to_lowercase().filter(|letter| letter.is_alphanumeric())),
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision;
    use crate::decision::words::Words;
    use crate::text::RepoPath;

    /// A page of a site in which every file of the log has a page, and everybody.
    fn page(text: &str) -> String {
        let file = |path: &str| path.strip_prefix("decisions/").map(str::to_owned);
        let around = Surroundings { file: &file, speaker: &|_| Some("who.html".to_owned()) };
        let path = RepoPath::new("decisions/0001-a.md");
        super::super::decision::body(&decision::read(path, text.as_bytes().to_vec(), &Words::default())).html(around)
    }

    #[test]
    fn words_of_people_are_figures_and_answers_are_marked() {
        let text = "# T\n\n## Consultation\n\n> It *hurts*.\n>\n> > as I said\n>\n> Much.\n> — Ines Roy, 2026-02-12\n\n\
                    **Changed:** it is gone.\n\n**No answer:** @lee, asked 2026-02-10, waited until 2026-02-24.\n";
        assert_eq!(
            page(text),
            "<h2 id=\"h-consultation\">Consultation</h2>\n\
             <figure class=\"said\" id=\"said-1\">\n<blockquote>\n<p>It <em>hurts</em>.</p>\n\
             <blockquote>\n<p>as I said</p>\n</blockquote>\n<p>Much.</p>\n</blockquote>\n\
             <figcaption>— <a href=\"who.html\">Ines Roy</a>, 2026-02-12</figcaption>\n</figure>\n\
             <p class=\"answer changed\"><strong class=\"disposition changed\">Changed:</strong> it is gone.</p>\n\
             <p class=\"state no-answer\"><strong>No answer:</strong> @lee, asked 2026-02-10, waited until 2026-02-24.</p>\n"
        );
    }

    #[test]
    fn quotes_keep_their_frames_wherever_they_stand() {
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
    fn html_is_text_and_comments_stay_unseen() {
        let text = "a <b onclick=x>bold</b><br>next <!-- hidden --> end\n\n<script>\nalert(1)\n</script>\n\n<!-- a\nb -->\n\n<td>|<!--\n\nx\n";
        let page = page(text);
        assert_eq!(
            page,
            "<p>a &lt;b onclick=x&gt;bold&lt;/b&gt;<br />\nnext  end</p>\n<p class=\"html\">&lt;script&gt;\nalert(1)\n&lt;/script&gt;\n</p>\n<p class=\"html\">&lt;td&gt;|</p>\n<p>x</p>\n"
        );
    }

    #[test]
    fn headings_leave_no_level_out_and_are_found_by_links() {
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
    fn depth_costs_frames_and_no_words() {
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
    fn small_things_of_a_page() {
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

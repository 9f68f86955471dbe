//! The body of a record as HTML. Marks of HTML in it are text; links lead where `target` says; the words
//! of people become figures with a caption, and each answer is marked with what became of the words.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, html,
};

use super::escape::{escaped, revealed};
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::decision::party::Party;
use crate::document::body::options;
use crate::document::shown::outside_comments;
use crate::text::Span;

/// How deep elements nest; what nests deeper keeps its words and loses its frames. Browsers stop at 512.
const DEEPEST: usize = 60;

/// What a body needs to know of the site around it. Addresses are as they may stand in an attribute, not yet
/// escaped.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    /// Where a link leads from the page, if anywhere.
    pub link: &'a dyn Fn(&str) -> Link,
    /// The page of somebody, if there is one.
    pub someone: &'a dyn Fn(&Party) -> Option<String>,
}

/// What becomes of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// It leads to this address.
    To(String),
    /// It leads to a heading of the same page.
    Here(String),
    /// It leads nowhere that a page knows; this is what was meant.
    Nowhere(String),
}

/// The body of a record as HTML, without the heading that is its title.
pub(super) fn body(decision: &Decision, around: Surroundings<'_>) -> String {
    let text = &*decision.text;
    let start = decision.body_start();
    let events: Vec<(Event<'_>, Span)> = Parser::new_ext(&text[start..], options())
        .into_offset_iter()
        .map(|(event, range)| (event, Span::from(range).shifted(start)))
        .collect();
    let mut writer = Writer::new(decision, around, &events);
    for (event, span) in events {
        writer.take(event, span);
    }
    let mut out = String::with_capacity(text.len() * 5 / 4);
    html::push_html(&mut out, writer.out.into_iter());
    // An empty head of a column is no head for those who hear the page.
    if out.contains("<th></th>") { out.replace("<th></th>", "<td></td>") } else { out }
}

/// Makes of each event those that stand on the page.
struct Writer<'a, 'e> {
    text: &'a str,
    around: Surroundings<'a>,
    /// Quotes by the byte at which they start, with their number from 1.
    quotes: HashMap<usize, (usize, &'a Quote)>,
    /// The class of a block by the byte at which it starts: answers and states.
    classes: HashMap<usize, String>,
    /// The class of a bold word by the bytes of the word: dispositions.
    words: Vec<(Span, &'static str)>,
    /// The ids of headings, by the byte at which each starts, and those that links may lead to.
    headings: HashMap<usize, String>,
    anchors: HashSet<String>,
    /// The numbers of footnotes, and those that were explained.
    notes: HashMap<String, usize>,
    noted: HashSet<usize>,
    /// The start of the heading that is the title of the page.
    title: Option<usize>,
    in_title: bool,
    /// The levels of the headings above, as written and as shown.
    levels: Vec<(HeadingLevel, u8)>,
    /// The quote that is open, and where its words end.
    said: Option<(&'a Quote, usize)>,
    /// What stands behind these words: who said them. It becomes the caption.
    caption: Vec<(Event<'e>, Span)>,
    /// For each element that is open, how it ends; nothing for one that nests too deep.
    ends: Vec<End>,
    /// How many links and pictures are open; there is only one link at a time.
    links: usize,
    in_comment: bool,
    tables: usize,
    out: Vec<Event<'e>>,
}

/// How an element ends.
enum End {
    /// As markdown has it.
    Own,
    /// With HTML of ours.
    Html(&'static str),
    /// Not at all: it was not begun.
    Nothing,
    /// The figure of somebody's words, with its caption.
    Figure,
}

impl<'a, 'e> Writer<'a, 'e> {
    fn new(decision: &'a Decision, around: Surroundings<'a>, events: &[(Event<'_>, Span)]) -> Self {
        let consultation = &decision.consultation;
        let quotes: HashMap<_, _> = consultation
            .quotes
            .iter()
            .filter(|quote| quote.attribution.is_some())
            .zip(1..)
            .map(|(quote, number)| (quote.span.start, (number, quote)))
            .collect();
        let mut classes = HashMap::new();
        let mut words = Vec::new();
        for answer in consultation.quotes.iter().filter_map(|quote| quote.answer.as_ref()) {
            let kind = answer.disposition.as_ref().map(|word| super::class(word.value));
            classes.insert(answer.span.start, format!("answer {}", kind.unwrap_or("answered")));
            words.extend(answer.disposition.as_ref().zip(kind).map(|(word, kind)| (word.span, kind)));
        }
        for state in &consultation.states {
            classes.insert(state.span.start, format!("state {}", super::class(state.kind)));
        }
        words.sort_unstable();
        let headings = headings(events);
        Self {
            text: &decision.text,
            around,
            quotes,
            classes,
            words,
            anchors: headings.values().cloned().collect(),
            headings,
            notes: notes(events),
            noted: HashSet::new(),
            title: decision.title.as_ref().map(|title| title.span.start),
            in_title: false,
            levels: Vec::new(),
            said: None,
            caption: Vec::new(),
            ends: Vec::new(),
            links: 0,
            in_comment: false,
            tables: 0,
            // Most events make one of their own.
            out: Vec::with_capacity(events.len() * 5 / 4),
        }
    }

    fn html(&mut self, html: impl Into<CowStr<'e>>) {
        self.out.push(Event::InlineHtml(html.into()));
    }

    fn take(&mut self, event: Event<'e>, span: Span) {
        if self.in_title {
            self.in_title = !matches!(event, Event::End(TagEnd::Heading(_)));
            return;
        }
        if self.said.is_some_and(|(_, end)| span.start >= end) {
            let is_frame = |tag: &TagEnd| {
                !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
            };
            let is_inline = match &event {
                Event::Start(tag) => !is_frame(&tag.to_end()),
                Event::End(tag) => !is_frame(tag),
                Event::SoftBreak | Event::HardBreak => false,
                _ => true,
            };
            if is_inline {
                self.caption.push((event, span));
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => self.words(words),
            Event::Code(words) => {
                let words = revealed(&words).map_or(words, Into::into);
                self.out.push(Event::Code(words));
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw(&html),
            Event::FootnoteReference(name) => match self.notes.get(&*name) {
                Some(number) => {
                    let link = format!("<sup class=\"note\"><a href=\"#note-{number}\">{number}</a></sup>");
                    self.html(link);
                }
                None => self.words(format!("[^{name}]").into()),
            },
            Event::TaskListMarker(true) => self.html("<span role=\"img\" aria-label=\"done\">☑</span> "),
            Event::TaskListMarker(false) => self.html("<span role=\"img\" aria-label=\"to do\">☐</span> "),
            Event::Rule if self.ends.len() < DEEPEST => self.out.push(Event::Rule),
            Event::SoftBreak | Event::HardBreak => self.out.push(event),
            Event::Rule | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn words(&mut self, words: CowStr<'e>) {
        let words = revealed(&words).map_or(words, Into::into);
        self.out.push(Event::Text(words));
    }

    /// HTML in markdown: text, but for breaks, and for comments, which no reader of the file sees either.
    fn raw(&mut self, html: &str) {
        for part in outside_comments(html, &mut self.in_comment) {
            let tag = part.trim();
            if ["<br>", "<br/>", "<br />"].iter().any(|own| tag.eq_ignore_ascii_case(own)) {
                self.out.push(Event::HardBreak);
            } else if !tag.is_empty() {
                let words = revealed(part).unwrap_or_else(|| part.to_owned());
                self.out.push(Event::Text(words.into()));
            }
        }
    }

    fn start(&mut self, tag: Tag<'e>, span: Span) {
        if let Tag::Heading { level, .. } = &tag
            && self.ends.is_empty()
            && self.title == Some(span.start)
            && *level == HeadingLevel::H1
        {
            self.in_title = true;
            return;
        }
        if self.ends.len() >= DEEPEST {
            self.ends.push(End::Nothing);
            return;
        }
        let at = span.trimmed(self.text).start;
        let end = match tag {
            Tag::Heading { level, .. } => self.heading(level, span),
            Tag::BlockQuote(None) if self.quotes.contains_key(&at) => self.figure(at),
            Tag::BlockQuote(kind) => self.callout(kind),
            Tag::Paragraph if self.classes.contains_key(&at) => {
                let open = format!("<p class=\"{}\">", self.classes[&at]);
                self.html(open);
                End::Html("</p>\n")
            }
            Tag::Item if self.classes.contains_key(&at) => {
                let open = format!("<li class=\"{}\">", self.classes[&at]);
                self.html(open);
                End::Html("</li>\n")
            }
            Tag::Strong if self.disposition(span).is_some() => {
                let kind = self.disposition(span).unwrap_or_default();
                self.html(format!("<strong class=\"disposition {kind}\">"));
                End::Html("</strong>")
            }
            Tag::CodeBlock(kind) => {
                if let CodeBlockKind::Fenced(language) = &kind
                    && !language.is_empty()
                {
                    let label = escaped(language.split_whitespace().next().unwrap_or_default());
                    self.html(format!("<pre tabindex=\"0\" data-language=\"{label}\"><code>"));
                } else {
                    self.html("<pre tabindex=\"0\"><code>");
                }
                End::Html("</code></pre>\n")
            }
            Tag::Table(columns) => {
                self.tables += 1;
                let frame = format!(
                    "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table {}\">",
                    self.tables
                );
                self.html(frame);
                // How a column is lined up would be a style in the page, which its policy forbids.
                self.out.push(Event::Start(Tag::Table(vec![Alignment::None; columns.len()])));
                End::Own
            }
            Tag::Link { dest_url, .. } => self.link(&dest_url, ""),
            Tag::Image { dest_url, .. } => self.link(&dest_url, "picture: "),
            Tag::FootnoteDefinition(name) => {
                let number = self.notes.get(&*name).copied().unwrap_or_default();
                // One that is explained twice is found at the first.
                let id = if self.noted.insert(number) { format!(" id=\"note-{number}\"") } else { String::new() };
                self.html(format!("<div class=\"footnote\"{id}><sup>{number}</sup>"));
                End::Html("</div>\n")
            }
            Tag::HtmlBlock if is_comment(span.of(self.text)) => End::Nothing,
            Tag::HtmlBlock => {
                self.html("<p class=\"html\">");
                End::Html("</p>\n")
            }
            tag => {
                self.out.push(Event::Start(tag));
                End::Own
            }
        };
        self.ends.push(end);
    }

    fn end(&mut self, tag: TagEnd) {
        match self.ends.pop() {
            Some(End::Own) => {
                self.out.push(Event::End(tag));
                if tag == TagEnd::Table {
                    self.html("</div>\n");
                }
            }
            Some(End::Html(html)) => {
                self.html(html);
            }
            Some(End::Figure) => {
                self.html("</blockquote>\n<figcaption>");
                let quote = self.said.take().map(|(quote, _)| quote);
                for (event, span) in std::mem::take(&mut self.caption) {
                    self.said_by(event, span, quote);
                }
                self.html("</figcaption>\n</figure>\n");
            }
            Some(End::Nothing) | None => {}
        }
        match tag {
            TagEnd::Link | TagEnd::Image => self.links = self.links.saturating_sub(1),
            TagEnd::HtmlBlock => self.in_comment = false,
            _ => {}
        }
    }

    /// Levels below the page's own heading, none left out.
    fn heading(&mut self, level: HeadingLevel, span: Span) -> End {
        while self.levels.last().is_some_and(|(above, _)| *above >= level) {
            self.levels.pop();
        }
        let shown = self.levels.last().map_or(2, |(_, above)| (above + 1).min(6));
        self.levels.push((level, shown));
        let id = self.headings.get(&span.start).map_or("", String::as_str);
        self.html(format!("<h{shown} id=\"h-{}\">", escaped(id)));
        End::Html(["", "", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n"][usize::from(shown)])
    }

    fn figure(&mut self, at: usize) -> End {
        let (number, quote) = self.quotes[&at];
        self.said = Some((quote, if quote.words.is_empty() { at + 1 } else { quote.words_span.end }));
        self.html(format!("<figure class=\"said\" id=\"said-{number}\">\n<blockquote>\n"));
        End::Figure
    }

    /// A part of a caption, in which the name leads to the page of who said the words.
    fn said_by(&mut self, event: Event<'e>, span: Span, quote: Option<&Quote>) {
        let speaker = quote.and_then(|quote| quote.speaker()).filter(|_| self.links == 0);
        if let (Event::Text(words), Some(speaker)) = (&event, speaker)
            && let Some(address) = (self.around.someone)(speaker)
            && let Some(start) = speaker.span.start.checked_sub(span.start)
            && let Some(name) = words.get(start..start + (speaker.span.end - speaker.span.start))
            && let Some(at) = name.find(&speaker.shown())
        {
            let (before, rest) = words.split_at(start + at);
            let (name, after) = rest.split_at(speaker.shown().len());
            self.words(before.to_owned().into());
            self.html(format!("<a href=\"{}\">", escaped(&address)));
            self.words(name.to_owned().into());
            self.html("</a>");
            self.words(after.to_owned().into());
            return;
        }
        self.take(event, span);
    }

    fn callout(&mut self, kind: Option<BlockQuoteKind>) -> End {
        let name = match kind {
            None => {
                self.html("<blockquote>\n");
                return End::Html("</blockquote>\n");
            }
            Some(BlockQuoteKind::Note) => "Note",
            Some(BlockQuoteKind::Tip) => "Tip",
            Some(BlockQuoteKind::Important) => "Important",
            Some(BlockQuoteKind::Warning) => "Warning",
            Some(BlockQuoteKind::Caution) => "Caution",
        };
        self.html(format!("<div class=\"callout\">\n<p class=\"callout-name\">{name}</p>\n"));
        End::Html("</div>\n")
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
        let (open, end) = match (self.around.link)(written) {
            Link::To(address) if address.contains("://") || address.starts_with("mailto:") => {
                (format!("<a href=\"{}\" rel=\"nofollow noopener\">", escaped(&address)), "</a>")
            }
            Link::To(address) => (format!("<a href=\"{}\">", escaped(&address)), "</a>"),
            Link::Here(fragment) if self.anchors.contains(&anchor(&fragment)) => {
                (format!("<a href=\"#h-{}\">", escaped(&anchor(&fragment))), "</a>")
            }
            Link::Here(meant) | Link::Nowhere(meant) => {
                (format!("<span class=\"nowhere\" title=\"{}\">", escaped(&meant)), "</span>")
            }
        };
        self.html(format!("{open}{before}"));
        End::Html(end)
    }
}

/// Whether HTML is nothing but comments.
fn is_comment(html: &str) -> bool {
    outside_comments(html, &mut false).all(|part| part.trim().is_empty())
}

/// The ids that headings get, as forges make them of their words, by the byte at which each starts.
fn headings(events: &[(Event<'_>, Span)]) -> HashMap<usize, String> {
    let mut ids = HashMap::new();
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut words: Option<String> = None;
    for (event, span) in events {
        match event {
            Event::Start(Tag::Heading { .. }) => words = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(words) = &mut words {
                    words.push_str(text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let mut id = anchor(&words.take().unwrap_or_default());
                let count = taken.entry(id.clone()).or_default();
                if *count > 0 {
                    id = format!("{id}-{count}");
                }
                *count += 1;
                ids.insert(span.start, id);
            }
            _ => {}
        }
    }
    ids
}

/// The words of a heading as an id.
fn anchor(words: &str) -> String {
    let mut id = String::new();
    for character in words.trim().chars().flat_map(char::to_lowercase) {
        match character {
            ' ' | '-' => id.push('-'),
            letter if letter.is_alphanumeric() || letter == '_' => id.push(letter),
            _ => {}
        }
    }
    id
}

/// The footnotes of a page and their numbers, in the order in which they are explained.
fn notes(events: &[(Event<'_>, Span)]) -> HashMap<String, usize> {
    let mut notes = HashMap::new();
    for (event, _) in events {
        if let Event::Start(Tag::FootnoteDefinition(name)) = event {
            let next = notes.len() + 1;
            notes.entry(name.to_string()).or_insert(next);
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision;
    use crate::decision::words::Words;
    use crate::text::RepoPath;

    /// A page of a site in which every link leads where it says.
    fn page(text: &str) -> String {
        let link = |written: &str| match written.strip_prefix('#') {
            Some(fragment) => Link::Here(fragment.to_owned()),
            None => Link::To(written.to_owned()),
        };
        let around = Surroundings { link: &link, someone: &|_| Some("who.html".to_owned()) };
        let path = RepoPath::new("decisions/0001-a.md");
        body(&decision::read(path, text.as_bytes().to_vec(), &Words::default()), around)
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
        let text = "# Title\n\n### Deep & odd\n\n# Again\n\n##### Down\n\n[a](#deep--odd) [b](#nowhere) [c](#again)\n\n# Again\n";
        let page = page(text);
        assert!(!page.contains("Title"), "the page has it already");
        for part in [
            "<h2 id=\"h-deep--odd\">Deep &amp; odd</h2>",
            "<h2 id=\"h-again\">",
            "<h3 id=\"h-down\">",
            "<a href=\"#h-again\">c</a>",
            "<span class=\"nowhere\" title=\"nowhere\">b</span>",
            "<h2 id=\"h-again-1\">",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
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

//! A comment or a quote as a page shows it, sentence by sentence, each with what it is and what it goes on with.
//!
//! How words are wrapped and emphasized plays no part, nor which quotation marks they have, but letters, case and other
//! marks do.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::cues::{
    goes_on, is_attribution, is_condition, is_greeting, is_labelled, is_quotation, is_unended, sums_up, takes_back,
};
use super::html;
use super::own::{Html, LeftOut};
use super::split::{self, merged};
use crate::document::{events, shown};
use crate::text::{Span, composed};

/// The mark where words are left out.
pub(crate) const CUT: &str = "[…]";

/// The same with dots.
const DOTS: &str = "[...]";

/// What a piece of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A sentence.
    Own,
    Heading,
    Code,
    /// A row of a table.
    Row,
    /// A paragraph of a footnote.
    Note,
    /// A sentence of somebody else, who is answered; in how many block quotes.
    Reply(usize),
    /// The mark where words are left out.
    Cut,
}

/// A sentence, or what is compared as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub kind: Kind,
    /// Its text on one line. White space other than the space marks what no text can: see [`CODE`] and [`CELL`].
    pub text: String,
    /// The pieces without which it says something else: `I am against` before the items of a list.
    pub needs: Vec<usize>,
    /// Which reply it belongs to or comes after; 0 before the first one.
    pub thread: usize,
    /// The number of the item of a list that starts with it.
    pub number: Option<u64>,
    /// Where its links lead.
    pub links: Vec<String>,
}

/// Around code of several words, which is compared as code.
pub(super) const CODE: char = '\t';

/// Between the cells of a table.
const CELL: char = '\r';

/// Where words are missing that some pages show. No quote can have it.
const HOLE: char = '\u{b}';

impl fmt::Display for Piece {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Heading => out.write_str("# ")?,
            Kind::Reply(depth) => out.write_str(&"> ".repeat(depth.min(3)))?,
            _ => {}
        }
        let text = self.text.trim_end_matches(CELL).replace(CODE, "`").replace(CELL, " | ").replace(HOLE, "…");
        out.write_str(&text)
    }
}

/// The pieces of a markdown text in order. Its `cuts` are left out, other than replies. In a quote, [`CUT`] is a piece of
/// its own.
pub(super) fn pieces(text: &str, cuts: &[(Span, LeftOut)], is_cut: bool) -> Vec<Piece> {
    let mut reader = Reader::new(text, cuts, is_cut);
    for (event, span) in events::read(text, 0) {
        reader.event(event, span);
    }
    reader.finish()
}

struct Reader<'a> {
    source: &'a str,
    /// What is left out, and the replies, which are kept; each in order.
    left_out: Vec<Span>,
    replies: Vec<Span>,
    unseen: Vec<Span>,
    is_cut: bool,

    pieces: Vec<Piece>,
    block: Block,
    /// The lines of the block of HTML that is open.
    html: Option<Vec<Span>>,
    quotes: usize,
    /// The number of the item that starts here.
    number: Option<u64>,
    /// The titles above, each with its level.
    headings: Vec<(u8, usize)>,
    lists: Vec<List>,
    /// The first piece of the list that has just ended, what leads to it included.
    ended_list: Option<usize>,
    /// The first row of the table that is open.
    head: Option<usize>,
    /// The name of the footnote that is open.
    note: Option<String>,
    /// The pieces of footnotes, and the pieces that refer to them.
    notes: Vec<(usize, String)>,
    references: BTreeMap<String, usize>,
    /// The last sentence of the last block, if the next block goes on with it.
    unended: Option<usize>,
    /// The last piece, if it is a quotation that the next block says something about.
    quotation: Option<usize>,
    /// The last sentence, the first one of its paragraph, and whether a quotation is open behind it.
    last: Option<usize>,
    first: usize,
    in_quotation: bool,
}

/// A list that is open.
struct List {
    /// What leads to it.
    lead: Option<usize>,
    /// Its first piece.
    start: usize,
    /// The last piece of its open item.
    item: Option<usize>,
    /// The number of its next item, if it has numbers.
    next: Option<u64>,
}

/// The text that is open: a paragraph, a cell, a title.
struct Block {
    kind: Kind,
    /// The level of a title.
    level: u8,
    text: String,
    /// Parts in which no sentence ends.
    whole: Vec<Span>,
    /// Where the outermost markup started, and how deep it is.
    markup: (usize, usize),
    /// Elements of HTML that are open, by name.
    elements: HashMap<String, Vec<usize>>,
    /// The names of footnotes, each with the place where it is referred to.
    references: Vec<(usize, String)>,
    /// Where links lead, each with the place of its text.
    links: Vec<(usize, String)>,
    /// Where pictures stand between words.
    pictures: Vec<usize>,
    /// Whether a picture was the last on this line, behind words.
    is_behind_picture: bool,
    /// Whether a line starts here, and where one starts with the mark of a quote as text, which a mail can have.
    is_line: bool,
    marked: Option<usize>,
    /// Which reply it belongs to or comes after.
    thread: usize,
}

impl Block {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            level: 0,
            text: String::new(),
            whole: Vec::new(),
            markup: (0, 0),
            elements: HashMap::new(),
            references: Vec::new(),
            links: Vec::new(),
            pictures: Vec::new(),
            is_behind_picture: false,
            is_line: true,
            marked: None,
            thread: 0,
        }
    }

    /// Adds the text of a line.
    fn push_line(&mut self, text: &str) {
        if std::mem::take(&mut self.is_line) && text.starts_with(['>', '＞']) {
            self.marked = self.marked.or(Some(self.text.len()));
        }
        self.push(text);
    }

    /// Adds text, with white space as single spaces.
    fn push(&mut self, text: &str) {
        if !text.trim().is_empty() && std::mem::take(&mut self.is_behind_picture) {
            self.pictures.push(self.text.len());
        }
        for character in text.chars() {
            match character.is_whitespace() {
                true if self.text.is_empty() || self.text.ends_with(' ') => {}
                true => self.text.push(' '),
                false => self.text.push(character),
            }
        }
    }

    /// Adds text in which no sentence ends.
    fn push_whole(&mut self, text: &str) {
        let start = self.text.len();
        self.push(text);
        self.whole.push(Span::new(start, self.text.len()));
    }

    fn open_markup(&mut self) {
        let (start, depth) = self.markup;
        self.markup = (if depth == 0 { self.text.len() } else { start }, depth + 1);
    }

    fn close_markup(&mut self) {
        let (start, depth) = self.markup;
        self.markup.1 = depth.saturating_sub(1);
        if depth == 1 {
            self.whole.push(Span::new(start, self.text.len()));
        }
    }

    /// Goes on behind a tag of an element that can hold text.
    fn element(&mut self, name: String, closes: bool) {
        let open = self.elements.entry(name).or_default();
        match closes {
            false => open.push(self.text.len()),
            true => self.whole.extend(open.pop().map(|start| Span::new(start, self.text.len()))),
        }
    }

    fn hole(&mut self) {
        if !self.text.ends_with(HOLE) {
            self.text.push(HOLE);
        }
    }

    fn is_empty(&self) -> bool {
        self.text.chars().all(|c| c.is_whitespace() && c != CODE)
    }
}

/// Whether one of several places, which are in order and apart, has a byte in it.
pub(super) fn holds(places: &[Span], at: usize) -> bool {
    let next = places.partition_point(|place| place.end <= at);
    places.get(next).is_some_and(|place| place.start <= at)
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, cuts: &[(Span, LeftOut)], is_cut: bool) -> Self {
        let of = |is_reply: bool| {
            let kinds = cuts.iter().filter(|(_, kind)| (*kind == LeftOut::Reply) == is_reply);
            merged(kinds.map(|(span, _)| *span).collect())
        };
        Self {
            source,
            left_out: of(false),
            replies: of(true),
            unseen: shown::unseen(source, 0),
            is_cut,
            pieces: Vec::new(),
            block: Block::new(Kind::Own),
            html: None,
            quotes: 0,
            number: None,
            headings: Vec::new(),
            lists: Vec::new(),
            ended_list: None,
            head: None,
            note: None,
            notes: Vec::new(),
            references: BTreeMap::new(),
            unended: None,
            quotation: None,
            last: None,
            first: 0,
            in_quotation: false,
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Text(text) => self.text(span.start, |block| block.push_line(&text)),
            // A single word of code is only set in another way.
            Event::Code(code) if !code.trim().contains(char::is_whitespace) => {
                self.text(span.start, |block| block.push_whole(&code));
            }
            Event::Code(code) => self.text(span.start, |block| {
                let start = block.text.len();
                block.text.push(CODE);
                block.push(&code);
                block.text.push(CODE);
                block.whole.push(Span::new(start, block.text.len()));
            }),
            Event::SoftBreak | Event::HardBreak => {
                self.block.push(" ");
                self.block.is_line = true;
                self.block.is_behind_picture = false;
            }
            Event::TaskListMarker(done) => {
                self.text(span.start, |block| block.push(if done { "[x] " } else { "[ ] " }));
            }
            Event::FootnoteReference(name) => self.text(span.start, |block| {
                block.references.push((block.text.len(), name.to_string()));
                block.push_whole(&format!("[^{name}]"));
            }),
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.block.links.push((self.block.text.len(), dest_url.into_string()));
                self.block.open_markup();
            }
            Event::Start(Tag::Emphasis | Tag::Strong) => self.block.open_markup(),
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => self.block.close_markup(),
            Event::Start(Tag::Image { .. }) => self.block.is_behind_picture = !self.block.is_line,
            Event::Start(Tag::Strikethrough)
            | Event::End(TagEnd::Strikethrough | TagEnd::Image)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
            Event::InlineHtml(_) => {
                let html = Html::seen(self.source, &[span], &self.unseen);
                self.pieces_of_html(&html, false);
            }
            Event::Html(_) => self.html.get_or_insert_default().push(span),
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag),
            Event::Rule => self.close(),
        }
    }

    /// Adds words to the open block, unless they are left out.
    fn text(&mut self, at: usize, add: impl FnOnce(&mut Block)) {
        if holds(&self.left_out, at) {
            return;
        }
        let before = self.replies.partition_point(|reply| reply.end <= at);
        let is_reply = self.replies.get(before).is_some_and(|reply| reply.start <= at);
        let is_reply_block = matches!(self.block.kind, Kind::Reply(_));
        if is_reply != is_reply_block {
            self.close();
            self.block.kind = if is_reply { Kind::Reply(self.quotes.max(1)) } else { self.kind() };
        }
        self.block.thread = before + usize::from(is_reply);
        add(&mut self.block);
    }

    /// What a paragraph is here.
    fn kind(&self) -> Kind {
        match (self.quotes, &self.note) {
            (0, None) => Kind::Own,
            (0, Some(_)) => Kind::Note,
            (depth, _) => Kind::Reply(depth),
        }
    }

    /// Goes through HTML in a paragraph, or in a block of its own.
    fn pieces_of_html(&mut self, html: &Html, is_block: bool) {
        for (piece, span) in html.pieces() {
            let (kind, written) = match piece {
                html::Piece::Text(text) => {
                    self.text(span.start, |block| block.push(text));
                    continue;
                }
                html::Piece::Hidden => (html::Kind::Hiding, ""),
                html::Piece::Tag(kind, written) => (kind, written),
            };
            let (name, closes) = html::name(written);
            match kind {
                html::Kind::Break => self.text(span.start, |block| block.push(" ")),
                html::Kind::Plain => self.text(span.start, |block| block.element(name, closes)),
                html::Kind::Block | html::Kind::Heading(_) if is_block => {
                    self.close();
                    if let (html::Kind::Heading(level), false) = (kind, closes) {
                        self.block.kind = Kind::Heading;
                        self.block.level = level;
                    }
                }
                html::Kind::Struck => {}
                html::Kind::Reply if is_block => self.close(),
                html::Kind::Picture if name == "img" || name == "source" || self.block.is_empty() => {}
                html::Kind::Reply | html::Kind::Details | html::Kind::Picture | html::Kind::Hiding => {
                    let is_folded_apart = is_block && kind == html::Kind::Details;
                    if !closes && !is_folded_apart {
                        self.block.hole();
                    }
                }
                html::Kind::Block | html::Kind::Heading(_) | html::Kind::Other => {
                    // Between two blocks, all of it is left out.
                    self.text(span.start, |block| {
                        if !closes && html::holds_text(&name) {
                            block.element(name.clone(), false);
                        }
                        block.push_whole(written);
                        if closes {
                            block.element(name, true);
                        }
                    });
                }
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        // A row is one piece.
        if let (Tag::TableCell, Kind::Row) = (tag, self.block.kind) {
            return;
        }
        self.close();
        match tag {
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::List(next) => {
                let outer = self.lists.last();
                let lead = outer.and_then(|list| list.item).or(self.unended.take());
                let lead = lead.or_else(|| self.lists.last().and_then(|list| list.lead));
                self.lists.push(List { lead, start: self.pieces.len(), item: None, next: *next });
                self.unended = None;
            }
            Tag::Item => {
                self.keep_lead();
                if let Some(list) = self.lists.last_mut() {
                    list.item = None;
                    self.number = list.next;
                    list.next = list.next.map(|number| number.saturating_add(1));
                }
            }
            Tag::FootnoteDefinition(name) => self.note = Some(name.to_string()),
            Tag::HtmlBlock => self.html = Some(Vec::new()),
            Tag::Table(_) => self.head = None,
            _ => {}
        }
        self.block.kind = match (self.kind(), tag) {
            // What underlines a title may be the mark of a signature.
            (Kind::Own, Tag::Heading { .. }) if !holds(&self.left_out, span.end.saturating_sub(1)) => Kind::Heading,
            (Kind::Own, Tag::CodeBlock(_)) => Kind::Code,
            (Kind::Own, Tag::TableHead | Tag::TableRow) => Kind::Row,
            (kind, _) => kind,
        };
        if let Tag::Heading { level, .. } = tag {
            self.block.level = *level as u8;
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if let (TagEnd::TableCell, Kind::Row) = (tag, self.block.kind) {
            self.block.text.push(CELL);
            return;
        }
        if let Some(lines) = self.html.take_if(|_| tag == TagEnd::HtmlBlock) {
            let html = Html::seen(self.source, &lines, &self.unseen);
            self.pieces_of_html(&html, true);
        }
        self.close();
        match tag {
            TagEnd::BlockQuote(_) => {
                self.quotes = self.quotes.saturating_sub(1);
                self.unended = None;
            }
            TagEnd::List(_) => {
                self.ended_list = self.lists.pop().map(|list| list.lead.unwrap_or(list.start));
                self.keep_lead();
            }
            TagEnd::FootnoteDefinition => self.note = None,
            TagEnd::Table | TagEnd::CodeBlock => self.unended = None,
            _ => {}
        }
        self.block.kind = self.kind();
    }

    /// One item does not lead to the next, whether a mark ends it or not; a colon does.
    fn keep_lead(&mut self) {
        let pieces = &self.pieces;
        self.unended = self.unended.filter(|last| pieces[*last].text.ends_with([':', '：']));
    }

    /// Adds the pieces of the open block.
    fn close(&mut self) {
        let kind = self.kind();
        let block = std::mem::replace(&mut self.block, Block::new(kind));
        if block.is_empty() {
            self.block.kind = block.kind;
            return;
        }
        let first = self.pieces.len();
        let was_in_quotation = self.in_quotation;
        for (kind, span) in self.places(&block) {
            let text = one_form(span.of(&block.text));
            let number = self.number.take();
            let links = block.links.iter().filter(|(at, _)| (span.start..span.end).contains(at));
            let links = links.map(|(_, address)| address.clone()).collect();
            self.pieces.push(Piece { kind, text, needs: Vec::new(), thread: block.thread, number, links });
            for (_, name) in block.references.iter().filter(|(at, _)| (span.start..span.end).contains(at)) {
                self.references.entry(name.clone()).or_insert(self.pieces.len() - 1);
            }
        }
        if self.pieces.len() > first {
            self.link(&block, first, was_in_quotation);
        }
    }

    /// Where the pieces of a block are.
    fn places(&mut self, block: &Block) -> Vec<(Kind, Span)> {
        let all = Span::new(0, block.text.len());
        if matches!(block.kind, Kind::Heading | Kind::Code | Kind::Row | Kind::Note) {
            return vec![(block.kind, all.trimmed(&block.text))];
        }
        let mut whole = block.whole.clone();
        whole.extend(block.marked.map(|start| Span::new(start, all.end)));
        let mut whole = merged(whole).into_iter().peekable();
        let mut places = Vec::new();
        let mut cuts = if self.is_cut { cut_marks(&block.text) } else { Vec::new() };
        cuts.extend(block.pictures.iter().map(|at| Span::new(*at, *at)));
        cuts.sort();
        let mut start = 0;
        for cut in cuts.into_iter().chain([Span::new(all.end, all.end)]) {
            let part = Span::new(start, cut.start);
            let mut inside = Vec::new();
            while let Some(span) = whole.next_if(|span| span.start < part.end.max(start + 1)) {
                let span = Span::new(span.start.max(start), span.end.min(part.end).max(start));
                inside.push(Span::new(span.start - start, span.end - start));
            }
            // A reply says nothing of the quotations around it.
            let mut apart = false;
            let is_own = block.kind == Kind::Own;
            let in_quotation = if is_own { &mut self.in_quotation } else { &mut apart };
            let sentences = split::sentences(part.of(&block.text), &inside, in_quotation);
            places.extend(sentences.into_iter().map(|span| (block.kind, span.shifted(start))));
            if cut.start < cut.end {
                places.push((Kind::Cut, cut));
            }
            start = cut.end;
        }
        places
    }

    /// Notes what the pieces of a block from one on go on with.
    fn link(&mut self, block: &Block, first: usize, was_in_quotation: bool) {
        let last = self.pieces.len() - 1;
        let list = self.ended_list.take();
        match block.kind {
            Kind::Reply(_) => {
                // What is answered is all of it.
                for index in first.max(1)..=last {
                    if self.pieces[index - 1].thread == block.thread && is_reply(&self.pieces[index - 1]) {
                        self.pieces[index].needs.push(index - 1);
                    }
                }
                return;
            }
            Kind::Note => {
                let name = self.note.clone().unwrap_or_default();
                self.notes.extend((first..=last).map(|index| (index, name.clone())));
                return;
            }
            Kind::Heading => {
                while self.headings.last().is_some_and(|(level, _)| *level >= block.level) {
                    self.headings.pop();
                }
            }
            _ => {}
        }
        let lead = match (block.kind, self.head) {
            (Kind::Row, Some(head)) => Some(head),
            _ => self.lead(),
        };
        for piece in &mut self.pieces[first..=last] {
            piece.needs.extend(lead);
        }
        if let Some(quotation) = self.quotation.take() {
            self.pieces[quotation].needs.push(first);
        }
        if let Some(before) = self.last.filter(|_| was_in_quotation && block.kind == Kind::Own) {
            self.pieces[first].needs.push(before);
            self.pieces[before].needs.push(first);
        }
        if block.kind == Kind::Own {
            self.link_conditions(first, list);
            self.link_parts(block, first);
        }
        if let Some(before) = self.last.filter(|_| block.kind == Kind::Own && is_attribution(&self.pieces[first].text))
        {
            self.pieces[self.first..=before].iter_mut().for_each(|piece| piece.needs.push(first));
        }
        match block.kind {
            Kind::Heading => self.headings.push((block.level, last)),
            Kind::Row => self.head = self.head.or(Some(last)),
            Kind::Own => {
                let is_greeting = self.last.is_none() && first == last && is_greeting(&self.pieces[last].text);
                self.unended = Some(last).filter(|_| !is_greeting && is_unended(&self.pieces[last].text));
                self.quotation = Some(last).filter(|_| first == last && is_quotation(&self.pieces[last].text));
                self.last = Some(last);
                self.first = first;
            }
            _ => {}
        }
        if let Some(list) = self.lists.last_mut() {
            list.item = Some(last);
        }
    }

    /// Notes which sentences from one on go on with the sentence before them, or may take it back. `list` is the list
    /// right before them.
    fn link_conditions(&mut self, first: usize, list: Option<usize>) {
        // An item does not go on with the one before it, but with what leads to it.
        let is_item = self.lists.last().is_some_and(|list| list.item.is_none());
        let above = if is_item { self.lists.last().and_then(|list| list.lead).or(self.last) } else { self.last };
        for index in first..self.pieces.len() {
            let before = if index == first { above } else { Some(index - 1) };
            let Some(before) = before.filter(|before| self.pieces[*before].thread == self.pieces[index].thread) else {
                continue;
            };
            let text = &self.pieces[index].text;
            let is_below = index == first && !is_item;
            let goes_on = is_below && goes_on(text);
            let limits = goes_on || is_condition(text) || takes_back(text);
            // What is below a list is said of all of it.
            if let Some(start) = list.filter(|_| is_below && (goes_on || sums_up(text))) {
                self.pieces[start..index].iter_mut().for_each(|item| item.needs.push(index));
            }
            if limits {
                self.pieces[before].needs.push(index);
                self.pieces[index].needs.push(before);
            }
        }
    }

    /// Notes which sentences of a paragraph can't stand without others of it.
    fn link_parts(&mut self, block: &Block, first: usize) {
        let is_labelled = is_labelled(&self.pieces[first].text);
        for index in first + 1..self.pieces.len() {
            // Around a picture.
            let is_broken = !block.pictures.is_empty() && !split::is_ended(&self.pieces[index - 1].text);
            if is_broken {
                self.pieces[index - 1].needs.push(index);
                self.pieces[index].needs.push(index - 1);
            }
            if is_labelled {
                self.pieces[index].needs.push(first);
            }
        }
    }

    /// What leads to the next block.
    fn lead(&mut self) -> Option<usize> {
        let unended = self.unended.take();
        let list = self.lists.last().and_then(|list| list.lead);
        unended.or(list).or_else(|| self.headings.last().map(|(_, heading)| *heading))
    }

    fn finish(mut self) -> Vec<Piece> {
        self.close();
        for (piece, name) in self.notes {
            if let Some(reference) = self.references.get(&name) {
                self.pieces[piece].needs.push(*reference);
                self.pieces[*reference].needs.push(piece);
            }
        }
        self.pieces
    }
}

pub(super) fn is_reply(piece: &Piece) -> bool {
    matches!(piece.kind, Kind::Reply(_))
}

/// Where a text has the mark for words that are left out.
fn cut_marks(text: &str) -> Vec<Span> {
    let mut marks: Vec<Span> = [CUT, DOTS]
        .iter()
        .flat_map(|mark| text.match_indices(mark).map(|(at, _)| Span::new(at, at + mark.len())))
        .collect();
    marks.sort();
    marks
}

/// A text with one form of what has several.
fn one_form(text: &str) -> String {
    const SINGLE: [char; 5] = ['‘', '’', '‚', '‛', 'ʼ'];
    const DOUBLE: [char; 6] = ['“', '”', '„', '‟', '«', '»'];
    composed(text.trim_matches(' ')).replace(SINGLE, "'").replace(DOUBLE, "\"").replace(DOTS, CUT)
}

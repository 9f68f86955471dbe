//! What people said and what was done about it: quotes, attributions, answers, states, trials,
//! each with its place. A block quote outside the two sections is prose and stays unread.

mod attribution;
mod forms;
mod inline;
mod marks;
mod names;
mod response;
mod table;

pub(crate) use attribution::told_to;
pub(crate) use inline::TAGS;
pub(crate) use names::small_words;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::document::block::{Block, BlockKind, Line};
use crate::document::body::Body;
use crate::text::{Span, Spanned, fold, line_start, one_line, visible};

use super::proof::Proofs;
use crate::vocabulary::day::Day;
use crate::vocabulary::nothing::says_something;
use crate::vocabulary::party::Party;
use crate::vocabulary::person::{are_alike, words_of_name};
use crate::vocabulary::words::{Disposition, Words};
use forms::{LastLine, NameBeside, Other};
use inline::Inline;

/// Somebody's words.
#[derive(Clone, Debug)]
pub(crate) struct Quote {
    /// The whole block quote.
    pub span: Span,
    /// The words without the attribution, white space folded inside each paragraph.
    pub words: String,
    /// The place of the words.
    pub words_span: Span,
    /// How it is written.
    pub form: Form,
    /// The places of quotes inside it: what the speaker replied to, in the words of others.
    pub nested: Vec<Span>,
    /// Who said it; `None` when the last line names nobody.
    pub attribution: Option<Attribution>,
    /// What follows the quote.
    pub answer: Option<Answer>,
    /// What is below the attribution and not shown.
    pub proofs: Proofs,
    /// The trial that the quote comes from; none for the consultation itself.
    pub trial: Option<usize>,
}

/// How a quote is written. Only the first form counts at the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A block quote that ends in an attribution, or in none.
    Block,
    /// A block quote whose last line, at this place, names the speaker in another way: `> - Ines Roy`.
    LastLine(Span),
    /// A block quote that begins with the name, which is at this place: `> **Ines Roy:** words`.
    NameBefore(Span),
    /// A block quote with the name, at this place, behind its words or in a paragraph of its own below them: `> "…" — Ines
    /// Roy`.
    NameAfter(Span),
    /// A list item or a paragraph that ends in the name, which is at this place: `- "…" (Ines Roy, support)`.
    NameBehind(Span),
    /// Below a line with the name, or behind it, at this place: `**Ines Roy (support):**`. The words may be a block
    /// quote.
    NameAbove { name: Span, in_quote: bool },
    /// Below a heading with the name. The words may be a block quote.
    Headed { in_quote: bool },
    /// A row of the table at this place, with the place of the answer. A quote may have no place for its other columns.
    Row { table: Span, answer: Option<Span>, has_more: bool },
}

impl Quote {
    /// The parts of its place that have the speaker's own words.
    pub(crate) fn own_spans(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut start = self.words_span.start;
        for nested in &self.nested {
            spans.push(Span::new(start, nested.start.max(start)));
            start = start.max(nested.end);
        }
        spans.push(Span::new(start, self.words_span.end.max(start)));
        spans.retain(|span| span.start < span.end);
        spans
    }

    /// Whether it names more than one speaker.
    pub(crate) fn is_joint(&self) -> bool {
        self.attribution.as_ref().is_some_and(|attribution| !attribution.others.is_empty())
    }

    /// Whether the speaker says anything in it that a page shows.
    pub(crate) fn has_words(&self) -> bool {
        says_something(&self.words)
    }

    /// The answer, if it says anything.
    pub(crate) fn said_answer(&self) -> Option<&Answer> {
        self.answer.as_ref().filter(|answer| answer.says_something())
    }

    /// Whether it has an answer, other than that it is still open.
    pub(crate) fn is_answered(&self) -> bool {
        self.answer.is_some() && self.disposition() != Some(Disposition::Open)
    }

    /// How the answer begins, if it begins with one of the words for that.
    pub(crate) fn disposition(&self) -> Option<Disposition> {
        self.answer.as_ref()?.disposition.as_ref().map(|word| word.value)
    }

    /// Whether it is a concern that was heard and not followed.
    pub(crate) fn is_refused(&self) -> bool {
        use Disposition::{Declined, Deferred, Overruled};
        matches!(self.disposition(), Some(Declined | Deferred | Overruled))
    }

    /// When it was said, if that is a day of the calendar.
    pub(crate) fn date(&self) -> Option<Date> {
        self.attribution.as_ref()?.date.as_ref()?.date
    }

    /// Who said it, when the quote names somebody.
    pub(crate) fn speaker(&self) -> Option<&Party> {
        self.attribution.as_ref().map(|attribution| &attribution.speaker)
    }

    /// The quote in a message: `the quote from Ines Roy`.
    pub(crate) fn called(&self) -> String {
        match self.speaker() {
            Some(speaker) => format!("the quote from {}", visible(&speaker.shown())),
            None => "a quote without a name".to_owned(),
        }
    }
}

/// The last line of a quote.
#[derive(Clone, Debug)]
pub(crate) struct Attribution {
    /// Who said it.
    pub speaker: Party,
    /// Where the name leads to, if it is a link.
    pub link: Option<String>,
    /// Who else is named as a speaker, so that the words can't be attributed to anybody.
    pub others: Vec<Party>,
    /// What is between commas and reads as a person, or as a place or a company: `Gus Yee, Ivy Moe`, `Gus Yee, New York`.
    pub maybe_others: Vec<Party>,
    /// When.
    pub date: Option<Day>,
    /// Who wrote it down, where the speaker said it to somebody: `told NAME`.
    pub told_to: Option<Party>,
    /// Where it can be looked up: the target of a link, or the bare words.
    pub source: Option<Spanned<String>>,
}

/// What was done about a quote.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The whole answer.
    pub span: Span,
    /// The disposition, if one of its words opens the answer.
    pub disposition: Option<Spanned<Disposition>>,
    /// Who overruled.
    pub by: Option<Box<Party>>,
    /// The answer without the disposition.
    pub text: String,
}

impl Answer {
    /// Whether a page shows what was done; some dispositions say it by themselves, of others rules ask for more.
    fn says_something(&self) -> bool {
        match self.disposition.as_ref().map(|word| word.value) {
            None | Some(Disposition::Changed | Disposition::Mitigated) => says_something(&self.text),
            Some(_) => true,
        }
    }
}

/// A word on a party that was not heard.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// `Asked`, `NoAnswer` or `Waived`.
    pub kind: Disposition,
    /// The paragraph or list item.
    pub span: Span,
    /// Whom it is about.
    pub party: Option<Party>,
    /// The days in it, in order.
    pub dates: Vec<Day>,
    /// Who says so.
    pub by: Option<Party>,
    /// Why.
    pub reason: String,
}

impl State {
    /// Whether it is a waiver that says who was not asked, who says so, and why.
    pub(crate) fn is_whole_waiver(&self) -> bool {
        self.kind == Disposition::Waived && self.party.is_some() && self.by.is_some() && says_something(&self.reason)
    }
}

/// A partial version that was tried on people.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trial {
    /// The heading.
    pub span: Span,
    /// What was tried.
    pub release: Option<Spanned<String>>,
    /// On whom.
    pub group: Option<Spanned<String>>,
    /// What was looked for.
    pub watched: Option<Spanned<String>>,
    /// What came of it.
    pub result: Option<Spanned<String>>,
    /// The days of the items, in order.
    pub dates: Vec<Day>,
}

impl Trial {
    /// Its last day, if it has a day.
    pub(crate) fn last_day(&self) -> Option<Date> {
        self.dates.iter().filter(|day| day.iso).filter_map(|day| day.date).max()
    }

    /// Whether it says what came of it.
    pub(crate) fn has_result(&self) -> bool {
        self.result.as_ref().is_some_and(|result| {
            let text = fold(&result.value);
            let text = text.trim_matches(|c: char| !c.is_alphanumeric());
            !["", "pending", "tbd", "todo", "open", "n/a", "none yet", "not yet", "to be done", "to follow"]
                .contains(&text)
        })
    }
}

/// All that a decision's two sections hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Consultation {
    /// The sections that were read, headings and all.
    pub sections: Vec<Span>,
    /// The blocks of the sections that are no quote, answer or state, sub-headings and items of
    /// trials among them, in order.
    pub rest: Vec<Span>,
    /// The headings above consultations, in order.
    pub headings: Vec<Span>,
    /// Quotes of consultations and trials, in order.
    pub quotes: Vec<Quote>,
    /// States, in order.
    pub states: Vec<State>,
    /// Trials, in order.
    pub trials: Vec<Trial>,
}

/// How many quotes and how many states a decision may have. What is found and shown of each takes much more memory than
/// its few bytes.
pub(crate) const QUOTE_LIMIT: usize = 5_000;

impl Consultation {
    /// Whether there is more than will be kept.
    fn is_beyond_limit(&self) -> bool {
        self.quotes.len().max(self.states.len()) > QUOTE_LIMIT
    }

    /// Leaves out the quotes and states beyond the limit, and gives the place of the first.
    pub(super) fn limit(&mut self) -> Option<Span> {
        let quote = self.quotes.get(QUOTE_LIMIT).map(|quote| quote.span);
        let state = self.states.get(QUOTE_LIMIT).map(|state| state.span);
        self.quotes.truncate(QUOTE_LIMIT);
        self.states.truncate(QUOTE_LIMIT);
        quote.or(state)
    }

    /// What is recorded between a quote and the next one: who was told, and what came true, among it.
    pub(crate) fn states_after(&self, quote: &Quote) -> &[State] {
        let next = self.quotes.partition_point(|other| other.span.start <= quote.span.start);
        let from = self.states.partition_point(|state| state.span.start < quote.span.start);
        let to = self
            .quotes
            .get(next)
            .map_or(self.states.len(), |next| self.states.partition_point(|state| state.span.start < next.span.start));
        &self.states[from..to.max(from)]
    }

    /// Takes a comment to this tool for the receipt or the signature of the quote that it is in.
    pub(super) fn take_proof(&mut self, comment: &Spanned<String>) -> bool {
        let at = self.quotes.partition_point(|quote| quote.span.end < comment.span.end);
        let quote = self.quotes.get_mut(at).filter(|quote| quote.span.start < comment.span.start);
        quote.is_some_and(|quote| quote.form == Form::Block && quote.proofs.take(comment))
    }

    /// Takes the people who are listed in the record for speakers where an attribution may name them, also in another
    /// spelling: `I. Roy` for `Ines Roy`.
    pub(super) fn find_speakers<'a>(&mut self, listed: impl Iterator<Item = &'a Party>) {
        let mut named = self.quotes.iter_mut().filter_map(|quote| quote.attribution.as_mut()).peekable();
        if named.peek().is_none() {
            return;
        }
        let listed: Vec<&Party> = listed.collect();
        let marks: HashSet<&String> = listed.iter().flat_map(|party| party.marks()).collect();
        let is_listed = |party: &Party| party.marks().iter().any(|mark| marks.contains(mark));
        let by_word = OnceCell::new();
        for named in named {
            let found = named.maybe_others.iter().filter(|party| is_listed(party));
            named.others.extend(found.cloned());
            if !is_listed(&named.speaker) {
                let listed = by_word.get_or_init(|| by_word_of_name(&listed));
                if let Some(party) = spelled_otherwise(&named.speaker, listed) {
                    named.speaker.is_also(party);
                }
            }
        }
    }
}

/// How many people with one word of a name in common are compared.
const NAMESAKES: usize = 8;

/// The people whose names have a word, by that word.
fn by_word_of_name<'a>(parties: &[&'a Party]) -> HashMap<String, Vec<&'a Party>> {
    let mut by_word: HashMap<String, Vec<&Party>> = HashMap::new();
    for party in parties {
        for word in party.name.as_deref().map(words_of_name).unwrap_or_default() {
            by_word.entry(word).or_default().push(party);
        }
    }
    by_word
}

/// The one person whose name is another spelling of this one's.
fn spelled_otherwise<'a>(speaker: &Party, by_word: &HashMap<String, Vec<&'a Party>>) -> Option<&'a Party> {
    let name = speaker.name.as_deref()?;
    let mut found: Option<&Party> = None;
    for word in words_of_name(name) {
        let namesakes = by_word.get(&word).filter(|parties| parties.len() <= NAMESAKES);
        for party in namesakes.into_iter().flatten() {
            let is_alike = party.name.as_deref().is_some_and(|other| are_alike(name, other));
            if is_alike && found.is_some_and(|other| other.marks() != party.marks()) {
                return None;
            }
            found = found.or(Some(*party).filter(|_| is_alike));
        }
    }
    found
}

/// How many days of a state or a trial item are read.
const DAYS: usize = 16;

/// Marks between a bold word and what it is about.
const MARKS: [char; 9] = [':', '：', '.', '。', ' ', '—', '–', '―', '-'];

/// Reads the consultation and trial sections of a body.
pub(crate) fn read(text: &str, body: &Body<'_>, words: &Words) -> Consultation {
    let mut consultation = Consultation::default();
    // The sections that are open, outermost first, with the level of their heading.
    let mut open: Vec<(u8, Option<usize>)> = Vec::new();
    // The innermost heading with the name of a speaker, with its level.
    let mut speaker: Option<(u8, Attribution)> = None;
    for (index, heading) in body.headings.iter().enumerate() {
        while open.last().is_some_and(|(level, _)| *level >= heading.level) {
            open.pop();
        }
        speaker = speaker.filter(|(level, _)| *level < heading.level && !open.is_empty());
        let name = &heading.name;
        let before = open.len();
        if words.consultation.contains(name) {
            consultation.headings.push(heading.span);
            open.push((heading.level, None));
        } else if words.trial.contains(name) {
            consultation.trials.push(Trial { span: heading.span, ..Trial::default() });
            open.push((heading.level, Some(consultation.trials.len() - 1)));
        }
        if open.len() > before {
            let end = body.headings.get(body.section_end(index)).map_or(text.len(), |next| next.span.start);
            consultation.sections.push(Span::new(heading.span.start, end));
        }
        if let Some((_, trial)) = open.last() {
            consultation.rest.push(heading.span);
            let is_sub = open.len() == before;
            let named = is_sub.then(|| names::heading(text, &body.blocks_of(index), words)).flatten();
            let is_named = named.is_some();
            speaker = named.map(|named| (heading.level, named)).or(speaker);
            let heading = speaker.as_ref().map(|(_, named)| named);
            let section = Section { text, trial: *trial, words, heading, is_named };
            section.read(&body.blocks_below(index), &mut consultation);
        }
    }
    // A log may hold many thousands of quotes; room for more of them is never used.
    consultation.quotes.shrink_to_fit();
    consultation
}

/// What is known of the blocks between two headings.
struct Section<'a> {
    text: &'a str,
    trial: Option<usize>,
    words: &'a Words,
    /// Whom the heading names, or one above it.
    heading: Option<&'a Attribution>,
    /// Whether it is the heading right above the blocks.
    is_named: bool,
}

impl Section<'_> {
    fn read(&self, blocks: &[Block<'_>], into: &mut Consultation) {
        // Whether what comes next still answers the last quote.
        let mut answering = false;
        let mut at = 0;
        while let Some(block) = blocks.get(at).filter(|_| !into.is_beyond_limit()) {
            at += 1;
            match block.kind {
                // A callout is the page's voice, nobody's words.
                BlockKind::Quote { callout: true } => into.rest.push(block.span),
                BlockKind::Quote { .. } if is_callout(block) || is_behind_tag(self.text, block.span) => {
                    into.rest.push(block.span);
                }
                BlockKind::Quote { callout: false } => {
                    let mut quote = quote(self.text, block, self.trial, self.words);
                    if quote.attribution.is_none() && self.trial.is_none() && quote.has_words() {
                        quote.attribution = self.heading.cloned();
                        quote.form = self.heading.map_or(quote.form, |_| Form::Headed { in_quote: true });
                    }
                    // Part of the page, though not of the quote.
                    into.rest.extend(&quote.nested);
                    into.quotes.push(quote);
                    answering = true;
                }
                BlockKind::Row if block.is_head && self.trial.is_none() => {
                    let rows = blocks[at..].iter().take_while(|row| row.kind == BlockKind::Row && !row.is_head).count();
                    let table = &blocks[at - 1..at + rows];
                    let (quotes, rest) = table::read(self.text, table, self.words);
                    answering &= quotes.is_empty();
                    into.rest.extend(rest);
                    into.quotes.extend(quotes);
                    at += rows;
                }
                BlockKind::Paragraph | BlockKind::Item { .. } => {
                    let used = self.paragraph(blocks, at - 1, &mut answering, into);
                    at += used - 1;
                }
                BlockKind::Heading | BlockKind::Row | BlockKind::Other => {
                    into.rest.push(block.span);
                    if answering && let Some(answer) = into.quotes.last_mut().and_then(|quote| quote.answer.as_mut()) {
                        answer.span.end = block.span.trimmed(self.text).end;
                    }
                }
            }
        }
    }

    /// Reads the paragraph or the item of a list that is at this place among the blocks, and what belongs to it of those
    /// that follow. Gives the number of blocks that were read.
    fn paragraph(&self, all: &[Block<'_>], at: usize, answering: &mut bool, into: &mut Consultation) -> usize {
        let (before, blocks) = all.split_at(at);
        let (text, block) = (self.text, &blocks[0]);
        let inline = Inline::of(&block.lines);
        let opening = response::bold_opening(block.lines.first(), self.words);
        // What is still to be done was not done.
        if is_unticked(block.span.of(text)) {
            into.rest.push(block.span);
            *answering = false;
            return 1;
        }
        if let Some((kind, _, _)) = opening.as_ref().filter(|(kind, _, _)| kind.is_state()) {
            into.states.push(response::state(text, block, &inline, *kind));
            *answering = false;
            return 1;
        }
        if let Some(trial) = self.trial.filter(|_| matches!(block.kind, BlockKind::Item { .. }))
            && let Some(is_filled) = response::trial_item(text, &inline, &mut into.trials[trial])
        {
            if is_filled {
                into.rest.push(block.span);
            }
            *answering = false;
            return 1;
        }
        if opening.is_none() && self.trial.is_none() {
            if *answering
                && before.last().is_some_and(|above| matches!(above.kind, BlockKind::Quote { .. }))
                && let Some(quote) = into.quotes.last_mut()
                && forms::name_below(text, block, quote, self.words)
            {
                return 1;
            }
            let last = into.quotes.last().filter(|_| *answering);
            let heading = self.heading.filter(|_| before.is_empty() && self.is_named);
            if let Some(other) = forms::read(text, (before, blocks), last, heading, self.words) {
                let Other { quote, blocks: used } = other;
                into.rest.extend(&quote.nested);
                into.quotes.push(quote);
                *answering = true;
                return used;
            }
        }
        match into.quotes.last_mut().filter(|_| *answering) {
            // Another item of a list of quotes answers none of them.
            Some(quote) if opening.is_none() && is_beside(block, quote, text) => {
                into.rest.push(block.span);
                *answering = false;
            }
            Some(quote) => response::answer(text, block.span.trimmed(text), &inline, opening, quote),
            None => into.rest.push(block.span),
        }
        1
    }
}

/// Whether an item of a list is a task that is not done.
fn is_unticked(item: &str) -> bool {
    let mark = item.trim_start_matches(|c: char| c.is_ascii_digit() || "-*+.) ".contains(c));
    mark.starts_with("[ ]") && mark.len() < item.len()
}

/// Whether a block is an item of the list of which the quote is one.
fn is_beside(block: &Block<'_>, quote: &Quote, text: &str) -> bool {
    let column = |at: usize| at - line_start(text, at);
    let of_quote = column(quote.span.start);
    // A list may also be a part of an answer below the list.
    let is_answered_inside = quote.answer.as_ref().is_none_or(|answer| column(answer.span.start) > of_quote);
    matches!(quote.form, Form::NameBehind(_) | Form::NameAbove { in_quote: false, .. })
        && matches!(block.kind, BlockKind::Item { .. })
        && is_answered_inside
        && column(block.span.start) <= of_quote
}

fn quote(text: &str, block: &Block<'_>, trial: Option<usize>, known: &Words) -> Quote {
    let span = block.span.trimmed(text);
    let lines: Vec<&Line<'_>> = block.lines.iter().filter(|line| !line.runs.is_empty()).collect();
    let (mut attribution, signed) = match attribution::at_end(text, &block.lines) {
        Some((named, lines)) => (Some(named), lines),
        None => (None, 0),
    };
    let mut form = Form::Block;
    if attribution.is_none()
        && let Some(LastLine { span, named }) = forms::last_line(text, block.span, &lines, known)
    {
        attribution = Some(named);
        form = Form::LastLine(span);
    }
    let beside = match attribution {
        None => forms::name_beside(text, block, &lines, known),
        Some(_) => None,
    };
    let signed = if form == Form::Block { signed } else { 1 };
    let said = &lines[..lines.len() - signed.min(lines.len())];
    // The bytes of the first line before the words, and those of the last line with them.
    let mut cut = (0, usize::MAX);
    if let Some(NameBeside { form: its, named, from, to }) = beside {
        (form, attribution, cut) = (its, Some(named), (from, to));
    }
    let range = |index: usize, line: &Line<'_>| {
        let length = line.runs.iter().map(|run| run.text.len()).sum::<usize>();
        let start = if index == 0 { cut.0.min(length) } else { 0 };
        (start, if index + 1 == said.len() { cut.1.min(length) } else { length })
    };
    let own = || said.iter().filter(|line| !line.is_nested);
    let length = own().flat_map(|line| &line.runs).map(|run| run.text.len() + 1).sum();
    let mut words = String::with_capacity(length);
    let mut follows = false;
    for (index, line) in said.iter().enumerate() {
        let (start, end) = range(index, line);
        // A name on a line of its own leaves nothing of the line.
        if !line.is_nested && (start < end || cut.0 == 0) {
            if !words.is_empty() {
                words.push(if line.opens || !follows { '\n' } else { ' ' });
            }
            words.push_str(&one_line(&line.text()[start..end]));
        }
        follows = !line.is_nested;
    }
    let place = |index: usize| {
        let (start, end) = range(index, said[index]);
        Inline::of(std::slice::from_ref(said[index])).span(text, start, end)
    };
    let words_span = match (own().next(), own().next_back()) {
        (Some(_), Some(_)) if cut != (0, usize::MAX) => {
            let first = usize::from(range(0, said[0]) == (cut.0, cut.0) && said.len() > 1);
            Span::new(place(first).start, place(said.len() - 1).end)
        }
        (Some(first), Some(last)) => Span::new(first.span().start, last.span().end),
        _ => span.first_line(text),
    };
    let nested = nested(&lines);
    Quote { span, words, words_span, form, nested, attribution, answer: None, proofs: Proofs::default(), trial }
}

/// The places of the quotes inside a quote.
fn nested(lines: &[&Line<'_>]) -> Vec<Span> {
    let inner = lines.chunk_by(|one, other| one.is_nested == other.is_nested).filter(|lines| lines[0].is_nested);
    inner.map(|lines| Span::new(lines[0].span().start, lines[lines.len() - 1].span().end)).collect()
}

/// Whether the line above begins with a tag. Some forges take what follows it, up to a blank line, for HTML.
fn is_behind_tag(text: &str, quote: Span) -> bool {
    let above = text[..line_start(text, quote.start)].trim_end_matches(['\n', '\r']);
    let is_straight_above = text[above.len()..quote.start].matches('\n').count() == 1;
    let line = above[line_start(above, above.len())..].trim_start();
    is_straight_above
        && line.strip_prefix('<').is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'))
}

/// `> [!NOTE] Words`: a callout with text on the line of its mark, which forges show as a plain quote.
fn is_callout(block: &Block<'_>) -> bool {
    let first = block.lines.iter().find(|line| !line.runs.is_empty()).map(Line::text);
    let kind = first.as_deref().and_then(|text| text.trim_start().strip_prefix("[!")?.split_once(']'));
    kind.is_some_and(|(kind, _)| ["note", "tip", "important", "warning", "caution"].contains(&fold(kind).as_str()))
}

#[cfg(test)]
mod tests;

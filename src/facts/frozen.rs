//! What may change in a decision once it is accepted: its status, day, links, tags and the day of
//! its next look; quotes, answers, states and results may be added. The rest is what was agreed to.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::decision::consultation::{Answer, Form, Quote};
use crate::decision::field;
use crate::decision::{self, Decision, LinkKind};
use crate::document::header::{Field, Node, Value};
use crate::document::shown::{self, Word};
use crate::policy::Directory;
use crate::text::{Span, Spanned, fold, line_start, one_line, visible};
use crate::vocabulary::day::Day;
use crate::vocabulary::party::Party;
use crate::vocabulary::reference::{Claim, Reference};
use crate::vocabulary::words::{Disposition, StatusKind};

use super::kept::{REDACTED, called, folded};
use super::pool::Pool;

/// A change of what is frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Where, in the decision as it is now.
    pub span: Span,
    /// What: a phrase that `is edited` fits behind.
    pub what: String,
}

/// Whether a word of the accepted form and one of the form now are links to one file, which may have moved.
pub(crate) type Follows<'a> = &'a dyn Fn(&str, &str) -> bool;

/// What differs between a decision and its accepted form.
pub(crate) fn edits(before: &Decision, after: &Decision, directory: &Directory, follows: Follows<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (old, new) = (Page::of(before), Page::of(after));
    if before.title.as_ref().map(|title| &title.value) != after.title.as_ref().map(|title| &title.value) {
        let span = after.title.as_ref().map_or_else(|| after.place(None), |title| title.span);
        edits.push(Edit { span, what: "the title".to_owned() });
    } else if let Some(span) = prose(&old, &new, follows).or_else(|| rest(&old, &new)) {
        edits.push(Edit { span, what: "the text".to_owned() });
    }
    fields(before, after, &mut edits);
    days(before, after, &mut edits);
    people(before, after, &mut edits);
    quotes(&old, &new, directory, follows, &mut edits);
    states(&old, &new, directory, &mut edits);
    added(before, after, &mut edits);
    edits
}

/// A decision and what a reader sees of it.
struct Page<'a> {
    decision: &'a Decision,
    words: Vec<Word>,
}

impl<'a> Page<'a> {
    fn of(decision: &'a Decision) -> Self {
        Self { decision, words: shown::words(&decision.text, decision.body_start()) }
    }

    /// The words in a part of the file.
    fn within(&self, span: Span) -> &[Word] {
        let at = |byte: usize| self.words.partition_point(|word| word.span.start < byte);
        &self.words[at(span.start)..at(span.end)]
    }

    /// The same in one line.
    fn said(&self, span: Span) -> String {
        let words: Vec<Cow<'_, str>> = self.within(span).iter().map(Word::marked).collect();
        words.join(" ")
    }
}

/// Where the bodies differ, sections of words and fields that may change left out.
fn prose(before: &Page<'_>, after: &Page<'_>, follows: Follows<'_>) -> Option<Span> {
    let (old, new) = (frozen_words(before), frozen_words(after));
    let after = after.decision;
    let at = old.iter().zip(&new).take_while(|(one, other)| is_same(one, other, follows)).count();
    if at == old.len() && at == new.len() {
        return None;
    }
    let place = new.get(at).or(new.last()).map(|word| word.span);
    Some(place.map_or_else(|| after.place(None), |span| span.first_line(&after.text)))
}

/// The words of a body that may not change.
fn frozen_words<'a>(page: &'a Page<'_>) -> Vec<&'a Word> {
    let decision = page.decision;
    let text = &*decision.text;
    let start = decision.header.map_or(0, |header| header.end);
    let mut free: Vec<Span> = decision.consultation.sections.clone();
    let is_free = |field: &Field| is_free(field) || is_people(field, decision);
    for field in decision.fields.iter().filter(|field| field.key.span.start >= start && is_free(field)) {
        // A field of the body is a line of its own, or a line below its heading.
        let line_start = line_start(text, field.key.span.start);
        let end = field.value.span.end.max(field.key.span.end);
        let line_end = text[end..].find('\n').map_or(text.len(), |feed| end + feed);
        free.push(Span::new(line_start, line_end));
    }
    free.sort();
    // Sections can be nested; what is left does not overlap, and is in order.
    free.dedup_by(|next, span| {
        let inside = next.start < span.end;
        span.end = if inside { span.end.max(next.end) } else { span.end };
        inside
    });
    let is_frozen = |word: &&Word| {
        let next = free.partition_point(|span| span.end <= word.span.start);
        let is_free = free.get(next).is_some_and(|span| span.start <= word.span.start);
        // A footnote can belong to any word of the page, wherever it is.
        !is_free || word.note
    };
    let (notes, mut words): (Vec<&Word>, Vec<&Word>) = page.words.iter().filter(is_frozen).partition(|word| word.note);
    // Wherever a footnote is written, a page shows it in the order of the references.
    let is_next = |word: &Word| word.text.starts_with("[^") && word.text.ends_with("]:");
    let mut notes: Vec<&[&Word]> = notes.chunk_by(|_, next| !is_next(next)).collect();
    notes.sort_by_key(|note| &note[0].text);
    words.extend(notes.concat());
    words
}

/// Where something around the answers is missing, hidden, moved or new. Quotes may be added, and items of trials.
fn rest(before: &Page<'_>, after: &Page<'_>) -> Option<Span> {
    let (old, new) = (blocks(before), blocks(after));
    let there: HashSet<&str> = new.iter().map(|(_, said)| said.as_str()).collect();
    // How often each block is there now beyond what it was: one that is copied is new.
    let mut more: HashMap<String, isize> = HashMap::new();
    old.iter().for_each(|(_, said)| *more.entry(said.clone()).or_default() -= 1);
    new.iter().for_each(|(_, said)| *more.entry(said.clone()).or_default() += 1);
    // Words that are gone are reported by the rules about words.
    let mut old = old.iter().map(|(_, said)| said).filter(|said| !said.starts_with(QUOTE) || there.contains(&***said));
    let mut next = old.next();
    let heading_after = |index: usize| {
        let next = new[index + 1..].iter().find(|(_, said)| said.starts_with('#'));
        next.map_or(after.decision.text.len(), |(span, _)| span.start)
    };
    let known = before.decision.consultation.quotes.iter().map(|quote| folded(&quote.words)).collect();
    for (index, (span, said)) in new.iter().enumerate() {
        if next == Some(said) {
            next = old.next();
        } else if more[said] > 0 && !may_be_added(after.decision, *span, heading_after(index), said, &known) {
            return Some(span.first_line(&after.decision.text));
        }
    }
    next?;
    let heading = after.decision.consultation.headings.first().copied();
    Some(after.decision.place(heading))
}

/// Whether a block may be added to a section of people's words: a quote, with what it replies to, a heading above new
/// quotes alone or of a section, an item of a trial. `known` are the words of the quotes before, and `end` is where the
/// next heading is.
fn may_be_added(decision: &Decision, span: Span, end: usize, said: &str, known: &HashSet<String>) -> bool {
    let consultation = &decision.consultation;
    let is_heading = || {
        let trials = consultation.trials.iter().map(|trial| trial.span);
        let is_section = consultation.headings.iter().copied().chain(trials).any(|heading| heading == span);
        let below = consultation.quotes.iter().filter(|quote| (span.start..end).contains(&quote.span.start));
        let mut below = below.map(|quote| !known.contains(&folded(&quote.words))).peekable();
        let is_above_new = below.peek().is_some() && below.all(|is_new| is_new);
        is_section || (said.starts_with('#') && is_above_new)
    };
    // Words that nobody is named for are anybody's, but in a trial.
    let is_inside = |quote: &Quote| {
        let is_said = quote.speaker().is_some() || quote.trial.is_some();
        is_said && quote.span.start <= span.start && span.end <= quote.span.end
    };
    let is_item = || {
        let key = said.split([':', '：']).next().map(fold).unwrap_or_default();
        ["release", "group", "watched", "result", "results"]
            .contains(&key.trim_start_matches(|c: char| "*- ".contains(c) || c.is_ascii_digit()))
            && consultation.trials.iter().any(|trial| trial.span.start < span.start)
            && !brings_markup(span.of(&decision.text))
    };
    is_heading() || consultation.quotes.iter().any(is_inside) || is_item()
}

/// Whether a text brings pictures, HTML or struck-out words, which may show other things than its words. The hidden lines
/// of this program and addresses between angle brackets are none.
fn brings_markup(text: &str) -> bool {
    let is_tag = |(at, _): (usize, &str)| {
        let tag = &text[at + 1..];
        let inside = tag.split('>').next().unwrap_or_default();
        let is_address = !inside.contains(char::is_whitespace) && (inside.contains("://") || inside.contains('@'));
        tag.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c))
            && !is_address
            && !tag.starts_with("!-- heard:")
    };
    text.contains("![") || text.contains("~~") || text.match_indices('<').any(is_tag)
}

/// The prefix of the words of a quote in a list of blocks; no block begins like this.
const QUOTE: char = '\n';

/// The quotes of a page, without their attributions, and the blocks around the answers, in order.
fn blocks(page: &Page<'_>) -> Vec<(Span, String)> {
    let consultation = &page.decision.consultation;
    let quotes = consultation.quotes.iter().map(|quote| (quote.span, format!("{QUOTE}{}", folded(&quote.words))));
    let rest = consultation.rest.iter().map(|span| (*span, page.said(*span)));
    let mut blocks: Vec<(Span, String)> = rest.filter(|(_, said)| !said.is_empty()).chain(quotes).collect();
    blocks.sort();
    blocks
}

/// Whether a field names people, or is the title: these are compared
/// as what they mean. Others of that name, which the decision does not go by, are like any text.
fn is_people(field: &Field, decision: &Decision) -> bool {
    let people = [&decision.makers, &decision.consulted, &decision.informed];
    people.iter().any(|people| people.key == Some(field.key.span))
}

/// Whether a field may change once a decision is accepted.
fn is_free(field: &Field) -> bool {
    field::spec(&field.name).is_some_and(|spec| spec.is_free)
}

/// Other keys of the header, one by one.
fn fields(before: &Decision, after: &Decision, edits: &mut Vec<Edit>) {
    let frozen = |decision: &Decision| {
        let is_title = |field: &Field| decision.title.as_ref().is_some_and(|title| title.span == field.value.span);
        let mut frozen: BTreeMap<String, (Span, String, Vec<String>)> = BTreeMap::new();
        for field in &decision.fields {
            if !is_free(field) && !is_people(field, decision) && !is_title(field) {
                let shown = || (field.key.span, visible(&field.key.value).into_owned(), Vec::new());
                frozen.entry(field.name.clone()).or_insert_with(shown).2.extend(leaves(&field.value));
            }
        }
        frozen
    };
    let (old, new) = (frozen(before), frozen(after));
    for (name, (span, key, says)) in &new {
        if old.get(name).map(|(.., says)| says) != Some(says) {
            edits.push(Edit { span: *span, what: format!("`{key}`") });
        }
    }
    edits.extend(prose_in_links(before, after));
    for (_, (_, key, _)) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
        edits.push(Edit { span: after.place(None), what: format!("`{key}`") });
    }
}

/// The keys of links that something else was added to than a record or an address.
fn prose_in_links<'a>(before: &Decision, after: &'a Decision) -> impl Iterator<Item = Edit> + 'a {
    let links = |decision: &'_ Decision, kind: LinkKind| {
        let spec = field::spec(kind.key());
        spec.map(|spec| decision::texts(&decision.text, &decision.fields, spec)).unwrap_or_default()
    };
    let old: HashSet<String> =
        LinkKind::ALL.into_iter().flat_map(|kind| links(before, kind)).map(|text| text.value).collect();
    let is_prose = move |text: &Spanned<String>| {
        let is_record = |reference: Reference| reference.claim() != Claim::Word;
        let is_link = || text.value.contains("://") || Reference::read(&text.value).is_some_and(is_record);
        !old.contains(&text.value) && text.value.contains(char::is_whitespace) && !is_link()
    };
    LinkKind::ALL.into_iter().filter_map(move |kind| {
        let found = links(after, kind).into_iter().find(&is_prose)?;
        Some(Edit { span: found.span, what: format!("`{}`", kind.key()) })
    })
}

/// The day moves with the status only, and the end of a waiver only comes earlier.
fn days(before: &Decision, after: &Decision, edits: &mut Vec<Edit>) {
    let day = |day: &Option<Day>| day.as_ref().and_then(|day| day.date);
    let span = |day: &Option<Day>| after.place(day.as_ref().map(|day| day.span));
    if before.kind() == after.kind() && day(&before.date).is_some_and(|old| day(&after.date) != Some(old)) {
        edits.push(Edit { span: span(&after.date), what: "`date`".to_owned() });
    }
    let is_waiver = before.kind() == Some(StatusKind::Waived) && after.kind() == before.kind();
    if is_waiver && day(&before.review_by).is_some_and(|old| day(&after.review_by).is_none_or(|now| now > old)) {
        edits.push(Edit { span: span(&after.review_by), what: "`review-by`".to_owned() });
    }
}

/// All texts of a value, however it is nested.
fn leaves(node: &Node) -> Vec<String> {
    let mut leaves = Vec::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        match &node.value {
            Value::Text { text, .. } => leaves.push(one_line(text).into_owned()),
            Value::List { items, .. } => open.extend(items.iter().rev()),
            Value::Map { fields } => open.extend(fields.iter().rev().flat_map(|(key, value)| [value, key])),
        }
    }
    leaves.retain(|leaf| !leaf.is_empty());
    leaves
}

/// The decision-makers are settled; people may be added to those consulted and informed.
fn people(before: &Decision, after: &Decision, edits: &mut Vec<Edit>) {
    // What is behind a name is part of the entry: `Ines Roy (left)`.
    let shown = |party: &Party| (fold(&party.text), party.role.as_deref().map(fold));
    let gone = |old: &[Party], new: &[Party]| {
        let known: BTreeSet<_> = new.iter().map(shown).collect();
        old.iter().any(|party| !known.contains(&shown(party)))
    };
    let (old, new) = (&before.makers, &after.makers);
    if gone(&old.parties, &new.parties) || gone(&new.parties, &old.parties) {
        edits.push(Edit { span: after.place(new.key), what: "`decision-makers`".to_owned() });
    }
    for (old, new, what) in
        [(&before.consulted, &after.consulted, "`consulted`"), (&before.informed, &after.informed, "`informed`")]
    {
        if gone(&old.parties, &new.parties) {
            edits.push(Edit { span: after.place(new.key), what: what.to_owned() });
        }
    }
}

/// Quotes keep their answers, days and sources; what was open may be answered.
fn quotes(before: &Page<'_>, after: &Page<'_>, directory: &Directory, follows: Follows<'_>, edits: &mut Vec<Edit>) {
    let new = &after.decision.consultation.quotes;
    let mut pool: Pool<(String, Option<String>)> = Pool::new();
    for (index, quote) in new.iter().enumerate() {
        let words = folded(&quote.words);
        for mark in quote.speaker().map(|speaker| directory.marks(speaker)).unwrap_or_default() {
            pool.put((words.clone(), Some(mark)), index);
        }
        pool.put((words, None), index);
    }
    for quote in &before.decision.consultation.quotes {
        let words = folded(&quote.words);
        let found = match quote.speaker() {
            Some(speaker) => pool.take(called(speaker, directory).into_iter().map(|mark| (words.clone(), Some(mark)))),
            // A quote without a name may get one.
            None => pool.take([(words, None)]),
        };
        // Words may be redacted; all else about them stays.
        let redacted = || {
            let marks = quote.speaker().map(|speaker| called(speaker, directory)).unwrap_or_default();
            pool.take(marks.into_iter().map(|mark| (REDACTED.to_owned(), Some(mark))))
        };
        let is_redacted = found.is_none();
        let Some(now) = found.or_else(redacted).map(|at| &new[at]) else {
            // Words with a name that are gone are reported by the rules about words.
            if quote.speaker().is_none() {
                let heading = after.decision.consultation.headings.first().copied();
                edits.push(Edit { span: after.decision.place(heading), what: quote.called() });
            }
            continue;
        };
        let is_bare = || {
            let shown = after.said(Span::new(now.span.start, now.words_span.end));
            shown.trim_start_matches(['>', ' ']) == REDACTED
        };
        if if is_redacted { !is_bare() } else { !is_shown_alike(before, quote, after, now, directory) } {
            edits.push(Edit { span: now.words_span.first_line(&after.decision.text), what: quote.called() });
        }
        let text = &*after.decision.text;
        if let Some(answer) = quote.answer.as_ref().filter(|answer| !is_open(answer)) {
            let stays = now.answer.as_ref().is_some_and(|now| {
                let (old, new) = (before.within(answer.span), after.within(now.span));
                let added = new.get(old.len()).map_or("", |next| Span::new(next.span.start, now.span.end).of(text));
                let is_same = |one: &Answer| {
                    (one.disposition.as_ref().map(|word| word.value), one.by.as_ref().map(|by| fold(&by.text)))
                };
                goes_on(old, new, follows) && !brings_markup(added) && is_same(answer) == is_same(now)
            });
            if !stays {
                let span = now.answer.as_ref().map_or(now.span, |answer| answer.span);
                let span = span.first_line(&after.decision.text);
                edits.push(Edit { span, what: format!("the response to {}", quote.called()) });
            }
        }
        let source = |quote: &'_ Quote| quote.attribution.as_ref().and_then(|attribution| attribution.source.clone());
        let day = |quote: &'_ Quote| {
            quote.attribution.as_ref().and_then(|attribution| attribution.date.as_ref()).map(|day| day.text.clone())
        };
        let source_gone = source(quote).is_some_and(|old| {
            source(now).is_none_or(|now| now.value != old.value && !follows(&old.value, &now.value))
        });
        if source_gone || day(quote).is_some_and(|old| day(now) != Some(old)) {
            let span = now.attribution.as_ref().map_or(now.span, |attribution| attribution.speaker.span);
            edits.push(Edit { span, what: format!("the date or source of {}", quote.called()) });
        }
    }
}

/// Quotes, answers and states that are added bring no pictures and no HTML.
fn added(before: &Decision, after: &Decision, edits: &mut Vec<Edit>) {
    let (text, known) = (&*after.text, &before.consultation);
    let words: HashSet<String> = known.quotes.iter().map(|quote| folded(&quote.words)).collect();
    let is_answered = |quote: &&Quote| quote.answer.as_ref().is_some_and(|answer| !is_open(answer));
    // An answer that was there is compared with what it was, but not where the same words have none elsewhere.
    let (answered, open): (Vec<_>, Vec<_>) = known.quotes.iter().partition(is_answered);
    let mut settled: HashSet<String> = answered.into_iter().map(|quote| folded(&quote.words)).collect();
    for quote in open {
        settled.remove(&folded(&quote.words));
    }
    let of_quotes = known.quotes.iter().filter_map(|quote| Some(quote.answer.as_ref()?.span));
    let there: HashSet<&str> =
        of_quotes.chain(known.states.iter().map(|state| state.span)).map(|span| span.of(&before.text)).collect();
    let quotes = after.consultation.quotes.iter().map(|quote| (quote, folded(&quote.words)));
    let new = quotes.flat_map(|(quote, said)| {
        let own = Some(quote.span).filter(|_| !words.contains(&said));
        own.into_iter().chain(quote.answer.as_ref().map(|answer| answer.span).filter(|_| !settled.contains(&said)))
    });
    let new = new.chain(after.consultation.states.iter().map(|state| state.span));
    let found = new.filter(|span| !there.contains(span.of(text))).find(|span| brings_markup(span.of(text)));
    edits.extend(found.map(|span| Edit { span: span.first_line(text), what: "the consultation".to_owned() }));
}

/// Whether a page shows two quotes alike, but for a group behind the name: pictures, links, code and struck-out
/// words among the words, other names before the name, and the part of a trial.
fn is_shown_alike(before: &Page<'_>, old: &Quote, after: &Page<'_>, new: &Quote, directory: &Directory) -> bool {
    let name = |page: &Page<'_>, quote: &Quote| {
        let speaker = quote.speaker().filter(|_| quote.form == Form::Block)?;
        let said = page.said(Span::new(quote.words_span.end, speaker.span.end.max(quote.words_span.end)));
        // Any dash may be before the name, and a day may come behind it.
        Some(said.trim_matches([',', ';', '.', '、', '，', '；', '—', '–', '―', '-', ' ']).to_owned())
    };
    // From the mark of the quote on: a picture may be before its first word.
    let is_block = old.form == Form::Block && new.form == Form::Block;
    let words = |page: &Page<'_>, quote: &Quote| match is_block {
        true => page.said(Span::new(quote.span.start, quote.words_span.end)),
        false => page.said(quote.words_span),
    };
    // A group of the policy may come behind a name, or go; other words there may turn what is said.
    let is_named_alike = |was: &str, is: &str| {
        let behind = was.strip_prefix(is).or_else(|| is.strip_prefix(was));
        let group = behind.map(|behind| behind.trim_matches(['(', ')', ',', ' ']));
        group.is_some_and(|group| group.is_empty() || directory.group_named(group).is_some())
    };
    words(before, old) == words(after, new)
        && name(before, old).zip(name(after, new)).is_none_or(|(was, is)| is_named_alike(&was, &is))
        && old.trial.is_some() == new.trial.is_some()
}

fn is_open(answer: &Answer) -> bool {
    answer.disposition.as_ref().is_some_and(|word| word.value == Disposition::Open)
}

/// Whether two words look alike, or are links to one file.
fn is_same(one: &Word, other: &Word, follows: Follows<'_>) -> bool {
    one.looks_like(other) || follows(&one.text, &other.text)
}

/// Whether words are still there, and what is behind them starts anew: half a sentence more may
/// turn what a sentence says.
fn goes_on(before: &[Word], now: &[Word], follows: Follows<'_>) -> bool {
    now.len() >= before.len()
        && before.iter().zip(now).all(|(one, other)| is_same(one, other, follows))
        && now.get(before.len()).is_none_or(|next| next.opens)
}

/// What is said of those who were not heard stays. Whoever answers late is quoted instead, and of whoever was only
/// asked, something else may be said.
fn states(before: &Page<'_>, after: &Page<'_>, directory: &Directory, edits: &mut Vec<Edit>) {
    let consultation = &after.decision.consultation;
    let stay: HashSet<String> = consultation.states.iter().map(|state| after.said(state.span)).collect();
    let heard: BTreeSet<String> =
        after.decision.quotes().filter_map(Quote::speaker).flat_map(|speaker| directory.marks(speaker)).collect();
    for state in &before.decision.consultation.states {
        let people = state.party.as_ref().map(|party| directory.people(party)).unwrap_or_default();
        let is_settled = state.kind.is_asking()
            && consultation.states.iter().any(|now| {
                let party = now.party.as_ref().zip(state.party.as_ref());
                now.kind.stands_for_a_quote() && party.is_some_and(|(one, other)| directory.same(one, other))
            });
        let is_heard = people.iter().any(|party| directory.is_in(party, &heard));
        if !is_heard && !is_settled && !stay.contains(&before.said(state.span)) {
            let span = after.decision.place(consultation.headings.first().copied());
            let what = format!("`{}`", one_line(state.span.of(&before.decision.text)));
            edits.push(Edit { span, what });
        }
    }
}

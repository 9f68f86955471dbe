//! What may change in a decision once it is accepted: its status, day, links, tags and the day of
//! its next look; quotes, answers, states and results may be added. The rest is what was agreed to.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::decision::Decision;
use crate::decision::consultation::{Answer, Quote};
use crate::decision::field;
use crate::document::header::{Field, Node, Value};
use crate::document::shown::{self, Word};
use crate::policy::Directory;
use crate::text::{Span, line_start, one_line, visible};
use crate::vocabulary::party::Party;
use crate::vocabulary::words::Disposition;

use super::kept::{called, folded};
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
    people(before, after, directory, &mut edits);
    quotes(&old, &new, directory, &mut edits);
    states(&old, &new, directory, &mut edits);
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
        let words: Vec<&str> = self.within(span).iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }
}

/// Where the bodies differ, sections of words and fields that may change left out.
fn prose(before: &Page<'_>, after: &Page<'_>, follows: Follows<'_>) -> Option<Span> {
    let (old, new) = (frozen_words(before), frozen_words(after));
    let after = after.decision;
    let is_same = |one: &Word, other: &Word| one.text == other.text || follows(&one.text, &other.text);
    let at = old.iter().zip(&new).take_while(|(one, other)| is_same(one, other)).count();
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
    let mut sections: BTreeSet<usize> = BTreeSet::new();
    let is_free = |field: &Field| is_free(field) || is_people(field, decision);
    for field in decision.fields.iter().filter(|field| field.key.span.start >= start && is_free(field)) {
        // A field of the body is a line of its own, or a section below its heading.
        let line_start = line_start(text, field.key.span.start);
        let end = field.value.span.end.max(field.key.span.end);
        let line_end = text[end..].find('\n').map_or(text.len(), |feed| end + feed);
        free.push(Span::new(line_start, line_end));
        sections.insert(field.key.span.start);
    }
    free.sort();
    // Sections can be nested; what is left does not overlap, and is in order.
    free.dedup_by(|next, span| {
        let inside = next.start < span.end;
        span.end = if inside { span.end.max(next.end) } else { span.end };
        inside
    });
    let mut in_section = false;
    let mut is_frozen = |word: &&Word| {
        if word.heading {
            in_section = sections.contains(&word.span.start);
        }
        let next = free.partition_point(|span| span.end <= word.span.start);
        let is_free = in_section || free.get(next).is_some_and(|span| span.start <= word.span.start);
        // A footnote can belong to any word of the page, wherever it is.
        !is_free || word.note
    };
    page.words.iter().filter(|word| is_frozen(word)).collect()
}

/// Where something around the answers is missing, hidden or moved. More
/// may be added, but no HTML, which can hide what follows it.
fn rest(before: &Page<'_>, after: &Page<'_>) -> Option<Span> {
    let (old, new) = (blocks(before), blocks(after));
    let there: HashSet<&str> = new.iter().map(|(_, said)| said.as_str()).collect();
    // Words that are gone are reported by the rules about words.
    let mut old = old.iter().map(|(_, said)| said).filter(|said| !said.starts_with(QUOTE) || there.contains(&***said));
    let mut next = old.next();
    for (span, said) in &new {
        if next == Some(said) {
            next = old.next();
        } else if said.starts_with('<') {
            return Some(span.first_line(&after.decision.text));
        }
    }
    next?;
    let heading = after.decision.consultation.headings.first().copied();
    Some(after.decision.place(heading))
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
    for (_, (_, key, _)) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
        edits.push(Edit { span: after.place(None), what: format!("`{key}`") });
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
fn people(before: &Decision, after: &Decision, directory: &Directory, edits: &mut Vec<Edit>) {
    let gone = |old: &[Party], new: &[Party]| {
        let known: BTreeSet<String> = new.iter().flat_map(|party| directory.marks(party)).collect();
        old.iter().any(|party| !directory.is_in(party, &known))
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
fn quotes(before: &Page<'_>, after: &Page<'_>, directory: &Directory, edits: &mut Vec<Edit>) {
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
        let Some(now) = found.map(|at| &new[at]) else {
            // Words with a name that are gone are reported by the rules about words.
            if quote.speaker().is_none() {
                let heading = after.decision.consultation.headings.first().copied();
                edits.push(Edit { span: after.decision.place(heading), what: quote.called() });
            }
            continue;
        };
        if let Some(answer) = quote.answer.as_ref().filter(|answer| !is_open(answer)) {
            let stays =
                now.answer.as_ref().is_some_and(|now| goes_on(before.within(answer.span), after.within(now.span)));
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
        let source_gone = source(quote).is_some_and(|old| source(now).is_none_or(|now| now.value != old.value));
        if source_gone || day(quote).is_some_and(|old| day(now) != Some(old)) {
            let span = now.attribution.as_ref().map_or(now.span, |attribution| attribution.speaker.span);
            edits.push(Edit { span, what: format!("the date or source of {}", quote.called()) });
        }
    }
}

fn is_open(answer: &Answer) -> bool {
    answer.disposition.as_ref().is_some_and(|word| word.value == Disposition::Open)
}

/// Whether words are still there, and what is behind them starts anew: half a sentence more may
/// turn what a sentence says.
fn goes_on(before: &[Word], now: &[Word]) -> bool {
    now.len() >= before.len()
        && before.iter().zip(now).all(|(one, other)| one.text == other.text)
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
        let is_settled = state.kind == Disposition::Asked
            && consultation.states.iter().any(|now| {
                let party = now.party.as_ref().zip(state.party.as_ref());
                now.kind != Disposition::Asked && party.is_some_and(|(one, other)| directory.same(one, other))
            });
        let is_heard = people.iter().any(|party| directory.is_in(party, &heard));
        if !is_heard && !is_settled && !stay.contains(&before.said(state.span)) {
            let span = after.decision.place(consultation.headings.first().copied());
            let what = format!("`{}`", one_line(state.span.of(&before.decision.text)));
            edits.push(Edit { span, what });
        }
    }
}

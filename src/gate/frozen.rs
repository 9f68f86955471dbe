//! What may change in a decision once it is accepted: its status, day, links, tags and the day of
//! its next look; quotes, answers, states and results may be added. The rest is what was agreed to.

use std::collections::HashMap;

use super::kept::folded;
use crate::decision::consultation::{Answer, Quote, State, Trial};
use crate::decision::party::Party;
use crate::decision::words::Disposition;
use crate::decision::{Decision, is_free, is_makers};
use crate::document::header::{Field, Node, Value};
use crate::document::shown::{self, Word};
use crate::policy::Directory;
use crate::text::{Span, Spanned, one_line};

/// A change of what is frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Where, in the decision as it is now.
    pub span: Span,
    /// What: a phrase that `is edited` fits behind.
    pub what: String,
}

/// What differs between a decision and its accepted form.
pub(crate) fn edits(before: &Decision, after: &Decision, directory: &Directory) -> Vec<Edit> {
    let mut edits = Vec::new();
    if before.title.as_ref().map(|title| &title.value) != after.title.as_ref().map(|title| &title.value) {
        let span = after.title.as_ref().map_or_else(|| after.place(None), |title| title.span);
        edits.push(Edit { span, what: "the title".to_owned() });
    } else if let Some(span) = prose(before, after) {
        edits.push(Edit { span, what: "the text".to_owned() });
    }
    fields(before, after, &mut edits);
    people(before, after, directory, &mut edits);
    consultation(before, after, directory, &mut edits);
    edits
}

/// Where the bodies differ, sections of words and fields that may change left out.
fn prose(before: &Decision, after: &Decision) -> Option<Span> {
    let (old, new) = (frozen_words(before), frozen_words(after));
    let at = old.iter().zip(&new).take_while(|(one, other)| one.text == other.text).count();
    if at == old.len() && at == new.len() {
        return None;
    }
    let place = new.get(at).or(new.last()).map(|word| word.span);
    Some(place.map_or_else(|| after.place(None), |span| span.first_line(&after.text)))
}

/// The words of a body that may not change.
fn frozen_words(decision: &Decision) -> Vec<Word> {
    let text = &*decision.text;
    let start = decision
        .header
        .map_or(0, |header| text[header.end..].find('\n').map_or(text.len(), |feed| header.end + feed + 1));
    let mut free: Vec<Span> = decision.consultation.sections.clone();
    let mut sections: Vec<usize> = Vec::new();
    for field in decision.fields.iter().filter(|field| field.key.span.start >= start && is_free(field)) {
        // A field of the body is a line of its own, or a section below its heading.
        let line_start = text[..field.key.span.start].rfind('\n').map_or(0, |feed| feed + 1);
        let end = field.value.span.end.max(field.key.span.end);
        let line_end = text[end..].find('\n').map_or(text.len(), |feed| end + feed);
        free.push(Span::new(line_start, line_end));
        sections.push(field.key.span.start);
    }
    free.sort();
    // Sections may lie in each other; what is left lies apart, in order.
    free.dedup_by(|next, span| {
        let inside = next.start < span.end;
        span.end = if inside { span.end.max(next.end) } else { span.end };
        inside
    });
    let mut words = shown::words(text, start);
    let mut in_section = false;
    words.retain(|word| {
        if word.heading {
            in_section = sections.contains(&word.span.start);
        }
        let next = free.partition_point(|span| span.end <= word.span.start);
        !in_section && free.get(next).is_none_or(|span| word.span.start < span.start)
    });
    words
}

/// Other keys of the header, one by one.
fn fields(before: &Decision, after: &Decision, edits: &mut Vec<Edit>) {
    // The title, the makers and those consulted are compared as what they mean.
    let is_frozen = |field: &&Field| {
        !is_free(field) && !is_makers(field) && !["title", "consulted", "informed"].contains(&field.name.as_str())
    };
    let of = |decision: &Decision, name: &str| -> Option<Vec<String>> {
        let field = decision.fields.iter().find(|field| field.name == name)?;
        Some(leaves(&field.value))
    };
    for field in after.fields.iter().filter(is_frozen) {
        if of(before, &field.name) != of(after, &field.name) {
            edits.push(Edit { span: field.key.span, what: format!("`{}`", crate::text::visible(&field.key.value)) });
        }
    }
    for field in before.fields.iter().filter(is_frozen) {
        if of(after, &field.name).is_none() {
            let what = format!("`{}`", crate::text::visible(&field.key.value));
            edits.push(Edit { span: after.place(None), what });
        }
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

/// Who decided is settled; people may be added to those who were heard and told.
fn people(before: &Decision, after: &Decision, directory: &Directory, edits: &mut Vec<Edit>) {
    let gone = |old: &[Party], new: &[Party]| old.iter().any(|party| !directory.among(party, new));
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

/// Answers, states and trials stay as they were; what was open may be filled in.
fn consultation(before: &Decision, after: &Decision, directory: &Directory, edits: &mut Vec<Edit>) {
    let (old, new) = (&before.consultation, &after.consultation);
    let place = || after.place(new.headings.first().copied());
    let mut by_words: HashMap<String, Vec<&Quote>> = HashMap::new();
    for quote in &new.quotes {
        by_words.entry(folded(&quote.words)).or_default().push(quote);
    }
    for quote in &old.quotes {
        let Some(speaker) = quote.speaker() else {
            continue;
        };
        // Words that are gone are told of by the rules about words.
        let same = |now: &&&Quote| now.speaker().is_some_and(|other| directory.same(speaker, other));
        let Some(now) = by_words.get(&folded(&quote.words)).and_then(|quotes| quotes.iter().find(same)) else {
            continue;
        };
        if let Some(answer) = quote.answer.as_ref().filter(|answer| !is_open(answer))
            && !now.answer.as_ref().is_some_and(|now| still_says(answer, now))
        {
            let span = now.answer.as_ref().map_or(now.span, |answer| answer.span).first_line(&after.text);
            edits.push(Edit { span, what: format!("the answer to {}", quote.called()) });
        }
        let source = |quote: &'_ Quote| quote.attribution.as_ref().and_then(|attribution| attribution.source.clone());
        let day = |quote: &'_ Quote| {
            quote.attribution.as_ref().and_then(|attribution| attribution.date.as_ref()).map(|day| day.text.clone())
        };
        let source_gone = source(quote).is_some_and(|old| source(now).is_none_or(|now| now.value != old.value));
        if source_gone || day(quote).is_some_and(|old| day(now) != Some(old)) {
            let span = now.attribution.as_ref().map_or(now.span, |attribution| attribution.speaker.span);
            edits.push(Edit { span, what: format!("the day or the source of {}", quote.called()) });
        }
    }
    for state in &old.states {
        let stays = new.states.iter().any(|now| same_state(state, now, directory));
        // Whoever answers late is quoted instead.
        let heard = state.party.as_ref().is_some_and(|party| after.quotes_of(party, directory).next().is_some());
        if !stays && !heard {
            edits.push(Edit { span: place(), what: format!("`{}`", one_line(state.span.of(&before.text))) });
        }
    }
    for trial in &old.trials {
        if !new.trials.iter().any(|now| continues(trial, now)) {
            let span = new.trials.first().map_or_else(place, |trial| trial.span);
            edits.push(Edit { span, what: "the trial".to_owned() });
        }
    }
}

fn is_open(answer: &Answer) -> bool {
    answer.disposition.as_ref().is_some_and(|word| word.value == Disposition::Open)
}

/// Whether an answer says what it said, and perhaps more behind it.
fn still_says(before: &Answer, now: &Answer) -> bool {
    let kind = |answer: &Answer| answer.disposition.as_ref().map(|word| word.value);
    let by = |answer: &Answer| answer.by.as_ref().map(|party| party.shown());
    kind(before) == kind(now)
        && by(before) == by(now)
        && one_line(&now.text).starts_with(&*one_line(before.text.trim_end()))
}

fn same_state(before: &State, now: &State, directory: &Directory) -> bool {
    let party = match (&before.party, &now.party) {
        (Some(one), Some(other)) => directory.same(one, other),
        (one, other) => one.is_none() && other.is_none(),
    };
    before.kind == now.kind && party && now.reason.starts_with(&before.reason)
}

/// Whether a trial is the same one, perhaps with a result by now.
fn continues(before: &Trial, now: &Trial) -> bool {
    let stays = |before: &Option<Spanned<String>>, now: &Option<Spanned<String>>| {
        before.as_ref().is_none_or(|before| now.as_ref().is_some_and(|now| now.value.starts_with(&before.value)))
    };
    stays(&before.release, &now.release)
        && stays(&before.group, &now.group)
        && stays(&before.watched, &now.watched)
        && stays(&before.result, &now.result)
}

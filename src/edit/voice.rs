//! Edits of a consultation: quotes and the responses to them.

use std::collections::BTreeSet;

use super::{Edit, Splices, is_list_mark, line_end, line_start, next_line, start_of_block, with_line_feeds};
use crate::decision::Decision;
use crate::decision::consultation::{self, Form, Quote, State};
use crate::decision::field;
use crate::decision::proof::{Receipt, SIGNED};
use crate::document;
use crate::text::{Span, Splice, fold, one_line};
use crate::vocabulary::words::{Disposition, Words};

/// Headings of sections that come after a consultation.
const LATER: &[&str] = &["trial", "pilot", "more information", "references", "links", "notes", "appendix", "changelog"];

/// The last line of a quote.
pub(super) fn attribution(person: &str, date: Option<&str>, source: Option<&str>) -> String {
    let parts = [Some(person), date, source].into_iter().flatten().map(one_line).collect::<Vec<_>>();
    format!("— {}", parts.join(", "))
}

/// A quote as a block quote.
pub(super) fn quoted(text: &str, attribution: &str, receipt: Option<&Receipt>, end: &str) -> String {
    let mut block = String::new();
    for line in with_line_feeds(text).trim_matches('\n').trim_end().lines() {
        let line = line.trim_end();
        block.push_str(if line.is_empty() { ">" } else { "> " });
        block.push_str(line);
        block.push_str(end);
    }
    let receipt = receipt.map_or(String::new(), |receipt| format!("{end}> <!-- heard: {receipt} -->"));
    format!("{block}>{end}> {attribution}{receipt}")
}

/// An answer, with its disposition in bold. `end` is written between its lines.
pub(super) fn answered(word: &str, text: &str, end: &str) -> String {
    let word = one_line(word);
    let mut letters = word.chars();
    let word: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let text = with_line_feeds(text.trim()).lines().map(str::trim_end).collect::<Vec<_>>().join(end);
    if text.is_empty() { format!("**{word}.**") } else { format!("**{word}:** {text}") }
}

/// The line which records that somebody was asked.
pub(super) fn asked(person: &str, date: &str, again: bool) -> String {
    format!("**{}:** {}, {date}.", asking(again).word(), one_line(person))
}

/// The state of somebody who was asked, or asked again.
fn asking(again: bool) -> Disposition {
    if again { Disposition::AskedAgain } else { Disposition::Asked }
}

/// Adds a block at the end of the first consultation, with a heading if there is none. `block` takes the
/// line ending. A heading inside a list ends the consultation before that list.
pub(super) fn add(decision: &Decision, words: &Words, block: impl Fn(&str) -> String) -> Splices {
    let file = &*decision.text;
    let document = document::read(file, &|_| false, &field::is_in_body);
    let headings = &document.body.headings;
    let end = line_end(file, 0);
    let block = block(end);
    let own = headings.iter().position(|heading| words.consultation.contains(&heading.name));
    let (next, lead) = match own {
        Some(own) => {
            let until = document.body.section_end(own);
            let inside = headings[own + 1..until].iter().find(|heading| words.trial.contains(&heading.name));
            (inside.or(headings.get(until)), String::new())
        }
        None => {
            let title = headings.iter().position(|heading| heading.level == 1);
            let level = headings[title.map_or(0, |title| title + 1)..].iter().map(|heading| heading.level).min();
            let level = level.unwrap_or(2).max(2);
            let is_later = |name: &String| LATER.contains(&name.as_str()) || words.trial.contains(name);
            // Of what comes after a consultation, the last headings in a row.
            let top = || headings.iter().filter(|heading| heading.level <= level);
            let next = top().rev().take_while(|heading| is_later(&heading.name)).last();
            (next, format!("{} Consultation{end}{end}", "#".repeat(usize::from(level))))
        }
    };
    let before = next.map_or(Ok(file.len()), |next| start_of_block(file, next))?;
    Ok(vec![between(file, before, &format!("{lead}{block}"))])
}

/// Writes an answer below a quote.
pub(super) fn answer(decision: &Decision, quote: usize, word: &str, text: &str) -> Splices {
    let quote = decision.consultation.quotes.get(quote).ok_or("there is no such quote")?;
    let file = &*decision.text;
    let end = line_end(file, quote.span.start);
    let new = answered(word, text, "\n");
    Ok(vec![match &quote.answer {
        Some(answer) => {
            let lead = item_lead(file, answer.span.start);
            Splice::new(answer.span, indented(&new, &lead, end).trim_start())
        }
        None => {
            let behind = quote.span.end;
            let gap = file[behind..].len() - file[behind..].trim_start().len();
            between(file, behind + gap, &indented(&new, &item_lead(file, quote.span.start), end))
        }
    }])
}

/// The line below a response which records what came later.
pub(super) fn later(kind: Disposition, text: &str) -> String {
    format!("**{}:** {}", kind.word(), one_line(text))
}

/// Whether a state is about the quote and the response above it, and not about somebody else.
fn is_later(state: &State) -> bool {
    matches!(state.kind, Disposition::Corrected | Disposition::CameTrue | Disposition::Told)
}

/// Records below the responses to quotes what came later, after what was recorded there before.
pub(super) fn add_later(decision: &Decision, kind: Disposition, lines: &[(usize, String)]) -> Splices {
    let (file, consultation) = (&*decision.text, &decision.consultation);
    let splice = |(quote, text): &(usize, String)| {
        let quote = consultation.quotes.get(*quote).ok_or("there is no such quote")?;
        let answer = quote.answer.as_ref().ok_or("the quote has no response")?;
        if let Form::Row { .. } = quote.form {
            return Err("the quote is in a table".to_owned());
        }
        let earlier = consultation.states_after(quote).iter().take_while(|state| is_later(state)).last();
        let last = earlier.map_or(answer.span.end, |state| state.span.end.max(answer.span.end));
        let gap = file[last..].len() - file[last..].trim_start().len();
        let end = line_end(file, quote.span.start);
        let lead = item_lead(file, answer.span.start);
        Ok(between(file, last + gap, &indented(&later(kind, text), &lead, end)))
    };
    lines.iter().map(splice).collect()
}

/// The hidden line with a signature.
pub(super) fn signed(signature: &str) -> String {
    format!("<!-- heard: {SIGNED} {signature} -->")
}

/// Writes a signature at the end of a quote, or in place of the one that is there.
pub(super) fn sign(decision: &Decision, quote: usize, signature: &str) -> Splices {
    let quote = decision.consultation.quotes.get(quote).ok_or("there is no such quote")?;
    if quote.form != Form::Block || quote.attribution.is_none() {
        return Err("only a block quote that ends in an attribution can be signed".to_owned());
    }
    let line = signed(signature);
    if let Some(old) = &quote.proofs.signature {
        return Ok(vec![Splice::new(old.span, line)]);
    }
    let text = &*decision.text;
    let at = quote.span.end;
    let last = Span::new(line_start(text, at), at).of(text);
    let marks = &last[..last.len() - last.trim_start_matches([' ', '\t', '>']).len()];
    if !marks.contains('>') {
        return Err("the last line of the quote does not begin with `>`".to_owned());
    }
    Ok(vec![Splice::insert(at, format!("{}{marks}{line}", line_end(text, at)))])
}

/// Why a signature is not the only difference between two readings; none if it is.
pub(super) fn differs_in_signature(
    before: &Decision,
    after: &Decision,
    quote: usize,
    signature: &str,
) -> Option<String> {
    let [old, new] = [before, after].map(|decision| decision.consultation.quotes.get(quote));
    let is_done = old.zip(new).is_some_and(|(old, new)| {
        let found = new.proofs.signature.as_ref();
        let mut unsigned = new.clone();
        unsigned.proofs.signature.clone_from(&old.proofs.signature);
        let mut now = said(after);
        now[quote] = said_by(&unsigned);
        found.is_some_and(|found| found.value == signature) && said(before) == now
    });
    (!is_done).then(|| "the signature would not be read as that of the quote".to_owned())
}

/// The white space that keeps a line in the list item of a block; empty outside of lists.
fn item_lead(file: &str, block: usize) -> String {
    let lead = Span::new(line_start(file, block), block).of(file);
    match lead.chars().all(is_list_mark) {
        true => lead.chars().map(|c| if c.is_whitespace() { c } else { ' ' }).collect(),
        false => String::new(),
    }
}

/// Lines behind a lead, with the line ends of the file.
fn indented(lines: &str, lead: &str, end: &str) -> String {
    let indent = |line: &str| if line.is_empty() { String::new() } else { format!("{lead}{line}") };
    lines.lines().map(indent).collect::<Vec<_>>().join(end)
}

/// The dashes before a name below a quote; a hyphen that markdown reads as a list item counts as well.
const DASHES: [&str; 7] = ["——", "――", "—", "–", "--", "―", "-"];

/// The line below a quote that may name its speaker: its span from the dash on, and the name.
pub(crate) fn line_below<'a>(decision: &'a Decision, quote: &Quote) -> Option<(Span, &'a str)> {
    let text = &*decision.text;
    let start = quote.answer.as_ref()?.span.start;
    let span = Span::new(start, next_line(text, start)).trimmed(text);
    let line = span.of(text);
    let name = DASHES.iter().find_map(|dash| line.strip_prefix(dash))?;
    // Another dash, or no name at all.
    (name.starts_with(' ') && name.trim_start().starts_with(|c: char| c == '@' || c.is_alphabetic()))
        .then_some((span, name.trim_start()))
}

/// Moves the line below a quote into it. No byte of the quote itself is changed.
pub(super) fn attribute(decision: &Decision, quote: usize) -> Splices {
    let quote = decision.consultation.quotes.get(quote).ok_or("there is no such quote")?;
    let text = &*decision.text;
    let (line, name) = line_below(decision, quote).ok_or("no line below the quote has a name")?;
    let lead = Span::new(line_start(text, quote.span.start), quote.span.start).of(text);
    if !lead.chars().all(|c| c == ' ') {
        return Err("the quote is inside a list or another quote".to_owned());
    }
    if !Span::new(quote.span.end, line.start).of(text).trim().is_empty() {
        return Err("there is other text between the quote and the name".to_owned());
    }
    let behind = next_line(text, line.end);
    let next = Span::new(behind, next_line(text, behind)).of(text);
    // What follows straight below would become a part of the quote.
    if !next.trim().is_empty() {
        return Err("the line below the name would become part of the quote".to_owned());
    }
    let end = line_end(text, quote.span.start);
    Ok(vec![Splice::new(Span::new(quote.span.end, line.end), format!("{end}{lead}>{end}{lead}> — {name}"))])
}

/// Why the quotes differ from before in more than the new name; none if they do not.
pub(super) fn attributed(before: &Decision, after: &Decision, quote: usize) -> Option<String> {
    let (old, new) = (&before.consultation.quotes, &after.consultation.quotes);
    let is_named = match (old.get(quote), new.get(quote)) {
        (Some(old), Some(new)) => old.words == new.words && new.speaker().is_some(),
        _ => false,
    };
    let others = |decision: &Decision| -> Vec<String> {
        let mut said = said(decision);
        said.remove(quote);
        said
    };
    let is_same = is_named && others(before) == others(after);
    (!is_same).then(|| "the name would not be recognized as the speaker".to_owned())
}

/// Inserts a block before a place, after the last text before it.
fn between(file: &str, before: usize, block: &str) -> Splice {
    let at = file[..before].trim_end().len();
    let end = line_end(file, at.saturating_sub(1));
    let gap = Span::new(at, before).of(file);
    // What follows needs a blank line before it, and so does the new text.
    let is_apart = with_line_feeds(gap).matches('\n').count() >= 2;
    let behind = if before < file.len() && !is_apart { end } else { "" };
    let lead = if at == 0 { String::new() } else { format!("{end}{end}") };
    Splice::insert(at, format!("{lead}{block}{behind}"))
}

/// The content of a consultation, for comparison.
pub(super) fn said(decision: &Decision) -> Vec<String> {
    let consultation = &decision.consultation;
    let states = consultation.states.iter().map(|state| one_line(state.span.of(&decision.text)).into_owned());
    let trials = consultation.trials.iter().map(|trial| {
        let items = [&trial.release, &trial.group, &trial.watched, &trial.result];
        items.iter().map(|item| item.as_ref().map_or("", |item| &item.value)).collect::<Vec<_>>().join("\n")
    });
    consultation.quotes.iter().map(said_by).chain(states).chain(trials).collect()
}

fn said_by(quote: &Quote) -> String {
    let answer = quote.answer.as_ref().map(|answer| (answer.disposition.as_ref().map(|word| word.value), &answer.text));
    let proofs = &quote.proofs;
    let receipt = proofs.receipt.as_ref().map(|receipt| &receipt.value);
    let [signature, broken] = [&proofs.signature, &proofs.broken].map(|text| text.as_ref().map(|text| &text.value));
    let speaker = quote.speaker().map(|party| &party.text);
    format!("{}\n{speaker:?}\n{answer:?}\n{:?}\n{receipt:?}\n{signature:?}\n{broken:?}", quote.words, quote.trial)
}

/// Why a consultation is not as an edit intended; none if it is.
pub(super) fn differs(before: &Decision, after: &Decision, edit: Edit<'_>, words: &Words) -> Option<String> {
    let (old, new) = (&before.consultation.quotes, &after.consultation.quotes);
    let at = match edit {
        Edit::Answer { quote, .. } => quote,
        _ => (0..new.len()).find(|at| old.get(*at).map(said_by) != new.get(*at).map(said_by)).unwrap_or(new.len()),
    };
    let changed = new.get(at);
    if let (Edit::Quote { person, .. }, Some(speaker)) = (edit, changed.and_then(consultation_speaker))
        && new.len() == old.len() + 1
        && fold(speaker) != fold(person)
    {
        return Some(format!("`{person}` would be read as `{speaker}`; write `Name`, `Name (role)` or `@handle`"));
    }
    let is_done = match edit {
        Edit::Quote { person, date, text, receipt, .. } => changed.is_some_and(|quote| {
            let named = consultation_speaker(quote).is_some_and(|speaker| fold(speaker) == fold(person));
            let day = quote.attribution.as_ref().and_then(|attribution| attribution.date.as_ref());
            // The words are read without their marks, so only whether there are any can be asked.
            named
                && quote.answer.is_none()
                && day.map(|day| day.text.as_str()) == date
                && quote.words.is_empty() == text.trim().is_empty()
                && quote.proofs.receipt.as_ref().map(|read| &read.value) == receipt
                && quote.proofs.signature.is_none()
                && quote.proofs.broken.is_none()
        }),
        Edit::Answer { quote, word, .. } => changed.is_some_and(|now| {
            let answer = now.answer.as_ref();
            let kind = answer.and_then(|answer| answer.disposition.as_ref()).map(|word| word.value);
            now.words == old[quote].words && kind == words.disposition(word).map(|(kind, _)| kind)
        }),
        _ => true,
    };
    // All others say what they said.
    let without = |decision: &Decision, gone: bool| {
        let mut said = said(decision);
        if gone && at < said.len() {
            said.remove(at);
        }
        said
    };
    let is_answer = matches!(edit, Edit::Answer { .. });
    let others = without(before, is_answer) == without(after, true);
    (!is_done || !others)
        .then(|| "the text contains markdown that would hide where the quote begins or ends".to_owned())
}

/// Why a consultation differs from the old one in more than a person who was asked; none if it does not.
pub(super) fn differs_in_asking(
    before: &Decision,
    after: &Decision,
    person: &str,
    date: &str,
    again: bool,
) -> Option<String> {
    let is_it = |state: &State| {
        state.kind == asking(again)
            && state.party.as_ref().is_some_and(|party| fold(&party.text) == fold(person))
            && state.dates.iter().map(|day| day.text.as_str()).eq([date])
    };
    let states = &after.consultation.states;
    let old = said(before);
    let quotes = after.consultation.quotes.len();
    let is_done = (0..states.len()).filter(|at| is_it(&states[*at])).any(|at| {
        let mut new = said(after);
        new.remove(quotes + at);
        new == old
    });
    (!is_done).then(|| format!("`{person}` would be read as something else; write `Name` or `@handle`"))
}

/// Why a consultation differs from the old one in more than what came after responses; none if it does not.
pub(super) fn differs_in_later(
    before: &Decision,
    after: &Decision,
    kind: Disposition,
    lines: &[(usize, String)],
) -> Option<String> {
    let (states, quotes) = (&after.consultation.states, &after.consultation.quotes);
    let place = |(quote, text): &(usize, String)| {
        let line = fold(&later(kind, text));
        let below = after.consultation.states_after(quotes.get(*quote)?);
        let mut new = below.iter().filter(|state| state.kind == kind);
        let new = new.rfind(|state| fold(&one_line(state.span.of(&after.text))) == line)?;
        Some(states.partition_point(|state| state.span.start < new.span.start))
    };
    let new: Option<BTreeSet<usize>> = lines.iter().map(place).collect();
    let is_new =
        |at: &usize| new.as_ref().is_some_and(|new| at.checked_sub(quotes.len()).is_some_and(|at| new.contains(&at)));
    let rest = said(after).into_iter().enumerate().filter(|(at, _)| !is_new(at)).map(|(_, said)| said);
    let is_done = new.as_ref().is_some_and(|new| new.len() == lines.len()) && rest.eq(said(before));
    (!is_done).then(|| "what is written below the response would be read differently".to_owned())
}

fn consultation_speaker(quote: &Quote) -> Option<&str> {
    let consultation::Attribution { speaker, .. } = quote.attribution.as_ref()?;
    Some(speaker.text.as_str())
}

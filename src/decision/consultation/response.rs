//! What was done about a quote, and what is said of people who are not quoted.

use std::borrow::Cow;

use super::attribution::{after_marks, colon, pieces};
use super::inline::Inline;
use super::{Answer, DAYS, Quote, State, Trial};
use crate::document::block::{Block, Line};
use crate::text::{Span, Spanned, fold, one_line};
use crate::vocabulary::day::{self, Day};
use crate::vocabulary::party::Party;
use crate::vocabulary::words::{Disposition, Words};

/// What a disposition in bold means, the words after it inside the bold, and how much of the block's text is bold.
pub(super) type Opening = (Disposition, String, usize);

/// The bold words that open a block: what they mean, the words after the meaning, and how much of
/// the block's text they take.
pub(super) fn bold_opening(line: Option<&Line<'_>>, words: &Words) -> Option<Opening> {
    let line = line?;
    let strong = line.runs.iter().take_while(|run| run.strong).count();
    let bold = match &line.runs[..strong] {
        [run] => Cow::Borrowed(&*run.text),
        runs => runs.iter().map(|run| &*run.text).collect(),
    };
    let (kind, rest) = words.disposition(bold.trim_end_matches(['：', '。', ':', '.', ' ']))?;
    Some((kind, rest.to_owned(), bold.len()))
}

/// Reads an answer, or more of it. `span` is its place.
pub(super) fn answer(text: &str, span: Span, inline: &Inline<'_>, opening: Option<Opening>, quote: &mut Quote) {
    if let Some(answer) = &mut quote.answer {
        answer.span.end = span.end;
        answer.text.push(' ');
        answer.text.push_str(&one_line(&inline.text));
        return;
    }
    let (disposition, by, rest) = match opening {
        None => (None, None, inline.text.as_str()),
        Some((kind, name, taken)) => {
            let mark = Spanned::new(kind, inline.span(text, 0, taken));
            let after = after_marks(&inline.text[taken..]);
            let (by, after) = match kind {
                Disposition::Overruled => overruled_by(&name, after, mark.span),
                _ => (None, after),
            };
            (Some(mark), by, after)
        }
    };
    quote.answer = Some(Answer { span, disposition, by: by.map(Box::new), text: one_line(rest).into_owned() });
}

/// `by NAME` inside the bold, or straight after it up to a colon.
pub(super) fn overruled_by<'a>(inside: &str, after: &'a str, span: Span) -> (Option<Party>, &'a str) {
    let name_of = |text: &str| {
        let name = text.trim().trim_end_matches([':', '：', '.', '。', ',']);
        // The word for "by" is the language's; names start with a capital, an `@` or no letter at all.
        let name = name
            .split_once(' ')
            .map_or(name, |(word, rest)| if word.starts_with(char::is_lowercase) { rest } else { name });
        (!name.trim().is_empty()).then(|| Party::read(name, span))
    };
    // `**Overruled by** NAME:` has only the word for "by" inside.
    let open = !inside.contains(' ') && inside.starts_with(char::is_lowercase);
    if !inside.is_empty() && !open {
        return (name_of(inside), after);
    }
    match after.split_once([':', '：']) {
        Some((name, reason)) if open || after.starts_with("by ") => (name_of(name), reason),
        _ => (None, after),
    }
}

pub(super) fn state(text: &str, block: &Block<'_>, inline: &Inline<'_>, kind: Disposition) -> State {
    let taken: usize = block
        .lines
        .first()
        .map_or(0, |line| line.runs.iter().take_while(|run| run.strong).map(|run| run.text.len()).sum());
    let lead = inline.text[taken..].len() - after_marks(&inline.text[taken..]).len();
    let start = taken + lead;
    let rest = &inline.text[start..];
    let dates = dates(text, inline, start);
    // The head ends at the first colon outside parentheses: `party, by who: reason`.
    let (head_end, reason_start) = colon(rest).unwrap_or_else(|| {
        let end = match kind {
            Disposition::Waived => rest.find(". ").unwrap_or(rest.len()),
            _ => rest.len(),
        };
        (end, rest.len().min(end + 1))
    });
    let heads = pieces(&inline.text[..start + head_end], start);
    let read = |start: usize, end: usize| {
        let written = inline.text[start..end].trim_end_matches(['.', '。', ' ']);
        let party = Party::read(written, inline.span(text, start, start + written.len()));
        (!party.text.is_empty()).then_some(party)
    };
    let mut party = heads.first().and_then(|(start, end)| read(*start, *end));
    let mut by = heads.iter().skip(1).find_map(|(start, end)| {
        let piece = &inline.text[*start..*end];
        let name = piece.strip_prefix("by ").or_else(|| piece.strip_prefix("says "))?;
        read(end - name.len(), *end)
    });
    // `night support (by Ana Ruiz)`
    if by.is_none()
        && let Some(name) =
            party.as_ref().and_then(|party| party.role.as_deref()).and_then(|role| role.strip_prefix("by "))
    {
        by = Some(Party::read(name, block.span.trimmed(text)));
        party.iter_mut().for_each(|party| party.role = None);
    }
    let mut reason = one_line(rest.get(reason_start..).unwrap_or_default()).into_owned();
    // `reason — Ana Ruiz` says who, as an attribution does.
    if by.is_none()
        && let Some((before, name)) = reason.rsplit_once('—')
        && !name.trim().is_empty()
    {
        by = Some(Party::read(name.trim().trim_end_matches('.'), block.span.trimmed(text)));
        reason = before.trim().to_owned();
    }
    // What has happened is about nobody.
    if kind == Disposition::CameTrue {
        (party, reason) = (None, one_line(rest).into_owned());
    }
    State { kind, span: block.span.trimmed(text), party, dates, by, reason }
}

fn dates(text: &str, inline: &Inline<'_>, from: usize) -> Vec<Day> {
    day::find_all(&inline.text[from..])
        .into_iter()
        .take(DAYS)
        .map(|(at, written)| Day::read(written, inline.span(text, from + at, from + at + written.len())))
        .collect()
}

/// `Release:`, `Group:`, `Watched:`, `Result:`; gives whether the item says something, when it is one
/// of them.
pub(super) fn trial_item(text: &str, inline: &Inline<'_>, trial: &mut Trial) -> Option<bool> {
    let (key, value) = inline.text.split_once([':', '：'])?;
    let slot = match fold(key).as_str() {
        "release" => &mut trial.release,
        "group" => &mut trial.group,
        "watched" => &mut trial.watched,
        "result" | "results" => &mut trial.result,
        _ => return None,
    };
    let start = inline.text.len() - value.trim_start().len();
    let end = inline.text.trim_end().len().max(start);
    if !value.trim().is_empty() {
        *slot = Some(Spanned::new(one_line(value).into_owned(), inline.span(text, start, end)));
    }
    trial.dates.extend(dates(text, inline, 0));
    Some(!value.trim().is_empty())
}

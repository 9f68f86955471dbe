//! The messages to people who were quoted, on what became of what they said. Nothing is read from disk or sent.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::policy::Directory;
use crate::text::{one_line, visible};
use crate::vocabulary::party::Party;
use crate::vocabulary::words::{Disposition, StatusKind};

/// What a person is told: what became of their quotes, by decision.
#[derive(Clone, Debug)]
pub(crate) struct News<'a> {
    /// The person, as the first of the quotes names them.
    pub person: &'a Party,
    /// The decisions, each with the indexes of the quotes.
    pub decisions: Vec<(&'a Decision, Vec<usize>)>,
}

/// What people who are quoted have not been told yet: what was answered, once a decision was accepted or rejected.
/// With an earlier log, what has moved since then: the status, or an answer.
pub(crate) fn news<'a>(catalog: &'a Catalog, earlier: Option<&Catalog>) -> Vec<News<'a>> {
    let directory = &catalog.policy.directory;
    let mut news: Vec<News<'_>> = Vec::new();
    let mut by_mark: BTreeMap<String, usize> = BTreeMap::new();
    for decision in &catalog.decisions {
        let before = earlier.map(|earlier| earlier.at(&decision.path));
        let is_news = before.map_or_else(|| decision.untold(directory), |before| moved(decision, before, directory));
        for at in is_news {
            let Some(person) = decision.consultation.quotes[at].speaker() else { continue };
            let marks = directory.marks(person);
            let place = marks.iter().find_map(|mark| by_mark.get(mark).copied()).unwrap_or_else(|| {
                news.push(News { person, decisions: Vec::new() });
                news.len() - 1
            });
            by_mark.extend(marks.into_iter().map(|mark| (mark, place)));
            match news[place].decisions.last_mut() {
                Some((last, quotes)) if last.path == decision.path => quotes.push(at),
                _ => news[place].decisions.push((decision, vec![at])),
            }
        }
    }
    news
}

/// The quotes of a decision for which its status or the answer has moved, and whose speakers were not told since.
fn moved(decision: &Decision, before: Option<&Decision>, directory: &Directory) -> Vec<usize> {
    let status = |decision: &Decision| decision.status.as_ref().map(|status| (status.kind, status.word.clone()));
    // Of a new decision everything has moved once it is settled.
    let has_moved = match before {
        Some(before) => status(before) != status(decision),
        None => decision.kind().is_some_and(|kind| kind != StatusKind::Proposed),
    };
    let answer = |quote: &Quote| (quote.disposition(), quote.answer.as_ref().map(|answer| answer.text.clone()));
    let key = |quote: &Quote| (quote.words.clone(), quote.speaker().map(Party::shown));
    let quotes = before.into_iter().flat_map(|before| before.outcomes().map(move |(_, quote)| (before, quote)));
    let known: BTreeMap<_, _> =
        quotes.map(|(before, quote)| (key(quote), (answer(quote), before.times_told(quote, directory)))).collect();
    let quotes = decision.outcomes().filter(|(_, quote)| {
        let known = known.get(&key(quote));
        let is_answered_anew = before.is_some() && known.is_none_or(|(before, _)| *before != answer(quote));
        let is_told_since = decision.times_told(quote, directory) > known.map_or(0, |(_, told)| *told);
        (has_moved || is_answered_anew) && !is_told_since
    });
    quotes.map(|(at, _)| at).collect()
}

/// The message to a person.
pub(crate) fn message(news: &News<'_>) -> String {
    let mail = news.person.mail.as_ref().map(|mail| format!(" <{}>", visible(mail))).unwrap_or_default();
    let mut out = format!("To {}{mail}:\n\n", visible(&news.person.shown()));
    out.push_str(match news.decisions.as_slice() {
        [_] => "You were quoted in a decision, and this is what became of what you said.\n",
        _ => "You were quoted in decisions, and this is what became of what you said.\n",
    });
    for (decision, quotes) in &news.decisions {
        let status = decision
            .status
            .as_ref()
            .map_or("without a status".to_owned(), |status| visible(status.shown()).into_owned());
        let date = decision.date.as_ref().and_then(|day| day.date);
        let on = date.map(|date| format!(" on {date}")).unwrap_or_default();
        let title = one_line(decision.shown_title());
        let _ = write!(out, "\n{} ({}), {status}{on}\n{}\n", visible(&title), decision.id, decision.path);
        for quote in quotes.iter().map(|at| &decision.consultation.quotes[*at]) {
            let on = quote.date().map(|date| format!(" on {date}")).unwrap_or_default();
            let _ = write!(out, "\nYou said{on}:\n\n");
            for line in quote.words.lines() {
                let _ = writeln!(out, "> {}", visible(line));
            }
            let _ = writeln!(out, "\n{}", visible(&outcome(quote)));
            for state in decision.consultation.states_after(quote) {
                if state.kind == Disposition::CameTrue {
                    let _ = writeln!(out, "\nIt has come true: {}", visible(&state.reason));
                }
            }
        }
    }
    out.push_str(
        "\nIf we misunderstood you, or if it turns out differently for you, please tell us in your own\n\
         words. We will quote you again. You can ask us to remove a quote at any time.\n",
    );
    out
}

/// What became of a quote, in a sentence to its speaker.
fn outcome(quote: &Quote) -> String {
    let text = quote.answer.as_ref().map_or("", |answer| answer.text.as_str());
    let by = quote.answer.as_ref().and_then(|answer| answer.by.as_deref());
    let start = match quote.disposition() {
        Some(Disposition::Changed) => "We changed the decision",
        Some(Disposition::Mitigated) => "The decision stands, and we made it easier for you",
        Some(Disposition::Declined) => "We did not follow this",
        Some(Disposition::Deferred) => "We postponed this",
        Some(Disposition::Overruled) => {
            let by = by.map_or("We".to_owned(), Party::shown);
            &format!("{by} decided otherwise, and your objection stays on record")
        }
        Some(Disposition::Withdrawn) => "You withdrew this",
        Some(Disposition::NoConcern) => "We took this as no concern",
        _ => "Our answer",
    };
    if text.is_empty() { format!("{start}.") } else { format!("{start}: {text}") }
}

//! What must not be forgotten: decisions that somebody should look at again, and why.

use std::collections::BTreeSet;

use super::super::list::day;
use super::super::{Entry, Mark, Site, is_answered, is_overdue};
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::decision::party::Party;
use crate::decision::words::{Disposition, StatusKind};

/// How many decisions of a kind are named that ask for another look.
pub(super) const AGAIN: usize = 12;
/// How many names stand behind a decision that asks for another look.
const NAMES: usize = 4;

/// Decisions of one kind that somebody should look at again.
pub(super) struct Again<'a> {
    pub class: &'static str,
    pub words: &'static str,
    /// The newest, each with what is the matter.
    pub decisions: Vec<(&'a Entry<'a>, String)>,
    /// How many more there are.
    pub more: usize,
}

/// What must not be forgotten: what is overdue, who still objects, who was not answered or not asked.
pub(super) fn again<'a>(site: &'a Site<'a>) -> Vec<Again<'a>> {
    let is_waiver = |entry: &Entry<'_>| entry.decision.kind() == Some(StatusKind::Waived);
    let has = |mark: Mark| move |entry: &Entry<'_>| entry.marks.contains(&mark);
    let group = |class, words, is_one: &dyn Fn(&Entry<'_>) -> bool, tell: &dyn Fn(&Entry<'_>) -> String| {
        let mut found = site.order.iter().map(|index| &site.entries[*index]).filter(|entry| is_one(entry));
        let decisions: Vec<_> = found.by_ref().take(AGAIN).map(|entry| (entry, tell(entry))).collect();
        Again { class, words, decisions, more: found.count() }
    };
    let overdue = |entry: &Entry<'_>| has(Mark::Overdue)(entry) && !is_waiver(entry);
    let groups = vec![
        group(Mark::Overdue.class(), Mark::Overdue.words(), &overdue, &|entry| format!("due {}", due(entry.decision))),
        group(Mark::Objection.class(), Mark::Objection.words(), &has(Mark::Objection), &|entry| objections(entry)),
        group(Mark::Unanswered.class(), Mark::Unanswered.words(), &has(Mark::Unanswered), &|entry| {
            let open = |quote: &&Quote| quote.attribution.is_some() && !is_answered(quote);
            names(entry.decision.consultation.quotes.iter().filter(open).filter_map(|quote| quote.speaker()))
        }),
        group("waiver", "waiver", &is_waiver, &|entry| waiver(site, entry)),
        group(Mark::NotAsked.class(), Mark::NotAsked.words(), &has(Mark::NotAsked), &|entry| {
            let states = entry.decision.consultation.states.iter();
            let waived = states.filter(|state| state.kind == Disposition::Waived);
            names(waived.filter_map(|state| state.party.as_ref()))
        }),
        group(Mark::Unreadable.class(), Mark::Unreadable.words(), &has(Mark::Unreadable), &|_| String::new()),
    ];
    groups.into_iter().filter(|group| !group.decisions.is_empty()).collect()
}

fn due(decision: &Decision) -> String {
    day(&decision.review_by).unwrap_or_default()
}

fn waiver(site: &Site<'_>, entry: &Entry<'_>) -> String {
    let end = due(entry.decision);
    match (end.is_empty(), is_overdue(entry.decision, site.settings.day)) {
        (true, _) => "without an end".to_owned(),
        (false, true) => format!("ended {end}"),
        (false, false) => format!("ends {end}"),
    }
}

/// Who still objects, and who goes on.
fn objections(entry: &Entry<'_>) -> String {
    let mut told = Vec::new();
    for (quote, answer, _) in entry.decision.answered(Disposition::Overruled).take(NAMES) {
        let speaker = quote.speaker().map_or_else(|| "somebody".to_owned(), |party| party.shown());
        told.push(match &answer.by {
            Some(by) => format!("{speaker}, overruled by {}", by.shown()),
            None => speaker,
        });
    }
    told.join("; ")
}

fn names<'a>(parties: impl Iterator<Item = &'a Party>) -> String {
    let names: BTreeSet<String> = parties.map(|party| party.shown()).collect();
    let more = names.len().saturating_sub(NAMES);
    let shown = names.into_iter().take(NAMES).collect::<Vec<_>>().join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

//! Decisions that need another look, and why.

use std::collections::BTreeSet;

use super::super::Site;
use super::super::entry::{Mark, SiteEntry, is_overdue};
use super::super::words::{SiteWords, fill};
use crate::decision::consultation::Quote;
use crate::stats;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::{Disposition, StatusKind};

/// How many decisions of a kind are listed.
pub(super) const AGAIN: usize = 12;
/// How many names a decision has in the list.
const NAMES: usize = 4;

/// Decisions that need another look for the same reason.
pub(super) struct ReviewGroup<'a> {
    pub class: &'static str,
    pub words: &'static str,
    /// The newest, each with details.
    pub decisions: Vec<(&'a SiteEntry<'a>, String)>,
    /// How many more there are, and whether the list marks them.
    pub more: usize,
    pub is_marked: bool,
}

/// Whether a decision is accepted and quotes nobody.
pub(super) fn quotes_nobody(entry: &SiteEntry<'_>) -> bool {
    stats::quotes_nobody(entry.decision)
}

/// Accepted decisions without quotes, overdue decisions, and those with objections, unanswered quotes, waivers and people who were not consulted.
pub(super) fn review_groups<'a>(site: &'a Site<'a>) -> Vec<ReviewGroup<'a>> {
    let words = site.words();
    let is_waiver = |entry: &SiteEntry<'_>| entry.decision.kind() == Some(StatusKind::Waived);
    let has = |mark: Mark| move |entry: &SiteEntry<'_>| entry.marks.contains(&mark);
    let group =
        |class, words, is_one: &dyn Fn(&SiteEntry<'_>) -> bool, detail_of: &dyn Fn(&SiteEntry<'_>) -> String| {
            let mut found = site.order.iter().map(|index| &site.entries[*index]).filter(|entry| is_one(entry));
            let decisions: Vec<_> = found.by_ref().take(AGAIN).map(|entry| (entry, detail_of(entry))).collect();
            let is_marked = decisions
                .first()
                .is_some_and(|(entry, _)| entry.marks.iter().any(|mark| mark.words(site.words()) == words));
            ReviewGroup { class, words, decisions, more: found.count(), is_marked }
        };
    let overdue = |entry: &SiteEntry<'_>| has(Mark::Overdue)(entry) && !is_waiver(entry);
    let directory = &site.catalog.policy.directory;
    let deferred = |entry: &SiteEntry<'_>| {
        let day = site.settings.day.filter(|_| entry.decision.is_accepted());
        let overdue = day.into_iter().flat_map(|day| entry.decision.deferrals().filter(move |(.., due)| *due < day));
        let first = overdue.min_by_key(|(.., due)| *due);
        first.map_or(String::new(), |(quote, _, due)| match quote.speaker() {
            Some(speaker) => format!("{}, {}", speaker.shown(), fill(words.due_on, &[("date", &due)])),
            None => fill(words.due_on, &[("date", &due)]),
        })
    };
    let waiting = |entry: &SiteEntry<'_>| {
        let waited_for = entry.decision.waited_for(directory).filter(|_| entry.decision.is_accepted());
        party_names(words, waited_for.map(|(_, party)| party))
    };
    let groups = vec![
        group("unanswered", words.quotes_nobody, &quotes_nobody, &|entry| match entry.quoted.is_empty() {
            true => words.nobody_consulted.to_owned(),
            false => {
                let names = party_names(words, entry.quoted.iter().map(|(party, _)| *party));
                fill(words.consulted_names, &[("names", &names)])
            }
        }),
        group(Mark::Overdue.class(), Mark::Overdue.words(words), &overdue, &|entry| {
            fill(words.due_on, &[("date", &entry.review_by().unwrap_or_default())])
        }),
        group(Mark::Overdue.class(), words.deferral_overdue, &|entry| !deferred(entry).is_empty(), &deferred),
        group("unanswered", words.waiting_for_answer, &|entry| !waiting(entry).is_empty(), &waiting),
        group(Mark::Objection.class(), Mark::Objection.words(words), &has(Mark::Objection), &|entry| {
            objections(words, entry)
        }),
        group(Mark::Unanswered.class(), Mark::Unanswered.words(words), &has(Mark::Unanswered), &|entry| {
            let open = |quote: &&Quote| quote.attribution.is_some() && !quote.is_answered();
            party_names(
                words,
                entry.decision.consultation.quotes.iter().filter(open).filter_map(|quote| quote.speaker()),
            )
        }),
        group("waiver", words.waiver, &is_waiver, &|entry| waiver_end(site, entry)),
        group(Mark::NotAsked.class(), Mark::NotAsked.words(words), &has(Mark::NotAsked), &|entry| {
            let states = entry.decision.consultation.states.iter();
            let waived = states.filter(|state| state.kind == Disposition::Waived);
            party_names(words, waived.filter_map(|state| state.party.as_ref()))
        }),
        group(Mark::Unreadable.class(), Mark::Unreadable.words(words), &has(Mark::Unreadable), &|_| String::new()),
    ];
    groups.into_iter().filter(|group| !group.decisions.is_empty()).collect()
}

fn waiver_end(site: &Site<'_>, entry: &SiteEntry<'_>) -> String {
    let words = site.words();
    match entry.review_by() {
        None => words.without_end.to_owned(),
        Some(end) if is_overdue(entry.decision, site.settings.day) => fill(words.ended, &[("date", &end)]),
        Some(end) => fill(words.ends, &[("date", &end)]),
    }
}

/// Who objected, and who overruled them.
fn objections(words: &SiteWords, entry: &SiteEntry<'_>) -> String {
    let mut shown = Vec::new();
    for (quote, answer, _) in entry.decision.answered(Disposition::Overruled).take(NAMES) {
        let speaker = quote.speaker().map_or_else(|| words.somebody.to_owned(), |party| party.shown());
        shown.push(match &answer.by {
            Some(by) => fill(words.overruled_by, &[("name", &speaker), ("by", &by.shown())]),
            None => speaker,
        });
    }
    shown.join("; ")
}

fn party_names<'a>(words: &SiteWords, parties: impl Iterator<Item = &'a Party>) -> String {
    let names: BTreeSet<String> = parties.map(|party| party.shown()).collect();
    let more = names.len().saturating_sub(NAMES);
    let shown = names.into_iter().take(NAMES).collect::<Vec<_>>().join(", ");
    if more == 0 { shown } else { shown + &words.and_more.of(more) }
}

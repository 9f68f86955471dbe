//! What is known of something, as markdown. Words from files are one line of visible text in which nothing is markup.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::View;
use super::target::Target;
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::render::markdown::text;
use crate::rules::Rule;
use crate::text::{counted, excerpt, first_sentence};
use crate::vocabulary::party::Party;

/// How many quotes are shown, and how many characters of each.
const QUOTES: usize = 5;
const WORDS: usize = 300;

/// How many characters are shown of an outcome, and how many people.
const OUTCOME: usize = 300;
const PEOPLE: usize = 12;

/// What is known about a target in a decision.
pub(crate) fn hover(view: &View<'_>, from: &Decision, target: &Target<'_>) -> String {
    match target {
        Target::Party(party, _) => of_party(view, from, party),
        Target::Decision(decision, _) => of_decision(view, decision),
        Target::Rule(rule, _) => of_rule(rule),
    }
}

/// A rule, in the words of `heard explain`.
fn of_rule(rule: &Rule) -> String {
    format!("**{}**: {}\n\n{}\n", rule.id, rule.summary, rule.explanation())
}

/// Who somebody is, and what they said in other decisions, the newest first.
fn of_party(view: &View<'_>, from: &Decision, party: &Party) -> String {
    let directory = &view.catalog.policy.directory;
    let mut out = format!("**{}**", text(&party.shown()));
    if let Some(group) = directory.group(party) {
        let members: Vec<String> = group.members.iter().take(PEOPLE).map(|member| text(&member.shown())).collect();
        let more = if group.members.len() > PEOPLE { ", …" } else { "" };
        let _ = write!(out, ", a group: {}{more}", members.join(", "));
    }
    let groups: Vec<String> = directory.groups_of(party).map(|group| text(&group.name)).collect();
    if !groups.is_empty() {
        let _ = write!(out, " ({})", groups.join(", "));
    }
    let others = view.catalog.decisions.iter().filter(|decision| decision.path != from.path);
    let mut said: Vec<(&Decision, &Quote)> = others
        .flat_map(|decision| decision.quotes_of(party, directory).map(move |quote| (decision, quote)))
        .filter(|(_, quote)| quote.has_words())
        .collect();
    said.sort_by_key(|(_, quote)| Reverse(quote.date()));
    out.push_str("\n\n");
    if said.is_empty() {
        out.push_str("Not quoted in any other decision.\n");
        return out;
    }
    let _ = writeln!(out, "{} in other decisions", counted(said.len(), "quote"));
    for (decision, quote) in said.iter().take(QUOTES) {
        let _ = write!(out, "\n{}", linked(view, decision));
        // A group has several speakers.
        if directory.group(party).is_some() {
            out.extend(quote.speaker().map(|speaker| format!(", {}", text(&speaker.shown()))));
        }
        out.extend(quote.date().map(|date| format!(", {date}")));
        out.extend(quote.disposition().map(|kind| format!(": {}", kind.word().to_lowercase())));
        let _ = write!(out, "\n\n> {}\n", text(&excerpt(&quote.words, WORDS).0));
    }
    if said.len() > QUOTES {
        let _ = writeln!(out, "\nand {} more", said.len() - QUOTES);
    }
    out
}

/// What a decision is: its status, who decided, what was decided and who was heard.
fn of_decision(view: &View<'_>, decision: &Decision) -> String {
    let directory = &view.catalog.policy.directory;
    let mut out = linked(view, decision);
    out.push_str("\n\n");
    out.push_str(&text(decision.status.as_ref().map_or("no status", |status| status.shown())));
    out.extend(decision.date.as_ref().and_then(|day| day.date).map(|date| format!(", {date}")));
    let names = |parties: &mut dyn Iterator<Item = &Party>| -> String {
        let names: Vec<String> = parties.take(PEOPLE + 1).map(|party| text(&party.shown())).collect();
        let more = if names.len() > PEOPLE { ", …" } else { "" };
        format!("{}{more}", names[..names.len().min(PEOPLE)].join(", "))
    };
    let makers = names(&mut decision.makers.parties.iter());
    if !makers.is_empty() {
        let _ = write!(out, ", by {makers}");
    }
    out.push_str("\n\n");
    let outcome = first_sentence(&decision.about().outcome, OUTCOME);
    if !outcome.is_empty() {
        let _ = writeln!(out, "{}\n", text(&outcome));
    }
    let mut heard: Vec<String> = Vec::new();
    for quote in decision.quotes() {
        let Some(speaker) = quote.speaker() else { continue };
        let answer = quote.disposition().map_or("not answered", |kind| kind.word());
        heard.push(format!("- {}: {}", text(&speaker.shown()), answer.to_lowercase()));
    }
    let asked = decision.asked(directory).into_iter().filter(|(_, quote)| quote.is_none());
    heard.extend(asked.map(|(party, _)| format!("- {}: not heard", text(&party.shown()))));
    if heard.is_empty() {
        out.push_str("Nobody is quoted.\n");
    }
    for line in heard.iter().take(PEOPLE) {
        let _ = writeln!(out, "{line}");
    }
    if heard.len() > PEOPLE {
        let _ = writeln!(out, "- and {} more", heard.len() - PEOPLE);
    }
    out
}

/// The id of a decision as a link, and its title.
fn linked(view: &View<'_>, decision: &Decision) -> String {
    // What would end the link, though it may stand in an address.
    let address = (view.uri)(&decision.path).0.replace('(', "%28").replace(')', "%29");
    format!("[{}]({address}) {}", text(decision.id.shown()), text(decision.shown_title()))
}

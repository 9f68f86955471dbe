//! The box above the text of a decision: everybody who was asked or is quoted, on a line each.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::entry::{SiteEntry, answer_class, disposition, disposition_class, is_sharp};
use super::words::{SiteWords, fill};
use super::{PersonLink, Site};
use crate::decision::consultation::{Quote, State};
use crate::text::excerpt;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::Disposition;

/// How many characters of a quote or a reason a line shows.
const WORDS: usize = 100;

/// Somebody who was asked or is quoted.
pub(super) struct ConsultedParty<'a> {
    pub named: PersonLink<'a>,
    /// The class of the outcome.
    pub class: String,
    /// What was done about the quote, or why there is none.
    pub outcome: Cow<'static, str>,
    pub quote: Option<ShownQuote<'a>>,
}

/// The quote of a line.
pub(super) struct ShownQuote<'a> {
    /// The member of a consulted group who said it.
    pub member: Option<Cow<'a, str>>,
    pub words: String,
    pub href: String,
    /// How many more quotes of theirs there are.
    pub more: usize,
    pub is_trial: bool,
}

/// Somebody by their place among the people of the log, or by what is written.
type Key<'a> = Result<usize, &'a str>;

/// Everybody who is listed as consulted; others whose state the text gives; then everybody else who is quoted.
pub(super) fn consulted_parties<'a>(
    site: &'a Site<'_>,
    entry: &'a SiteEntry<'_>,
    root: &'static str,
) -> Vec<ConsultedParty<'a>> {
    let decision = entry.decision;
    let words = site.words();
    let directory = &site.catalog.policy.directory;
    let quotes = &decision.consultation.quotes;
    let key = |party: &'a Party| -> Key<'a> { site.people.find(party).ok_or(party.text.as_str()) };
    // The quotes of each speaker, those of a trial apart.
    let mut said: BTreeMap<(bool, Key<'a>), Vec<usize>> = BTreeMap::new();
    for (place, quote) in quotes.iter().enumerate() {
        if let Some(speaker) = quote.speaker() {
            said.entry((quote.trial.is_some(), key(speaker))).or_default().push(place);
        }
    }
    let quoted = |party: &'a Party, places: &[usize]| {
        let sharpest = places.iter().find(|place| is_sharp(&quotes[**place])).or(places.first());
        sharpest.map(|place| quoted_party(site, entry, party, *place, places.len() - 1, root))
    };
    let states = OwnStates::new(&decision.consultation.states);
    let unquoted = |party: &'a Party| {
        let state = states.find(&directory.marks(party));
        let (class, outcome) = match state {
            Some(state) if !state.kind.stands_for_a_quote() => ("unquoted".to_owned(), state_words(words, state)),
            Some(state) if state.kind == Disposition::Waived && !state.reason.is_empty() => {
                let reason = excerpt(&state.reason, WORDS).0;
                let outcome = format!("{}{} {reason}", state_words(words, state), words.colon);
                (disposition_class(state.kind), outcome.into())
            }
            Some(state) => (disposition_class(state.kind), state_words(words, state)),
            None => ("unquoted".to_owned(), words.not_quoted.into()),
        };
        ConsultedParty { named: site.person_link(party, root), class, outcome, quote: None }
    };
    let mut shown: BTreeSet<(bool, Key<'a>)> = BTreeSet::new();
    let mut found = Vec::new();
    for (party, first) in &entry.quoted {
        // A group is quoted by its members.
        let speaker = first.and_then(|first| quotes[first].speaker());
        let own = speaker.and_then(|speaker| said.get_key_value(&(false, key(speaker))));
        match own {
            Some((speaker, places)) => {
                shown.insert(*speaker);
                found.extend(quoted(party, places));
            }
            None => found.push(unquoted(party)),
        }
    }
    // Those who were not asked on purpose.
    let mut known: BTreeSet<String> = entry.quoted.iter().flat_map(|(party, _)| directory.marks(party)).collect();
    for party in states.all.iter().filter_map(|state| state.party.as_ref()) {
        let speaker = (false, key(party));
        if !directory.is_in(party, &known) && !said.contains_key(&speaker) {
            known.extend(directory.marks(party));
            found.push(unquoted(party));
        }
    }
    for quote in quotes.iter() {
        let Some(speaker) = quote.speaker() else { continue };
        let of = (quote.trial.is_some(), key(speaker));
        if shown.insert(of) {
            found.extend(said.get(&of).and_then(|places| quoted(speaker, places)));
        }
    }
    found
}

/// The line of somebody with a quote.
fn quoted_party<'a>(
    site: &'a Site<'_>,
    entry: &'a SiteEntry<'_>,
    party: &'a Party,
    place: usize,
    more: usize,
    root: &'static str,
) -> ConsultedParty<'a> {
    let quote = &entry.decision.consultation.quotes[place];
    let directory = &site.catalog.policy.directory;
    let member = quote.speaker().filter(|speaker| !directory.same(speaker, party));
    ConsultedParty {
        named: site.person_link(party, root),
        class: answer_class(quote),
        outcome: outcome_words(site, quote),
        quote: Some(ShownQuote {
            member: member.map(|speaker| site.name_of(speaker)),
            words: fill(site.words().quoted, &[("words", &excerpt(&quote.words, WORDS).0)]),
            href: entry.anchors[place].as_ref().map(|anchor| anchor.href()).unwrap_or_default(),
            more,
            is_trial: quote.trial.is_some(),
        }),
    }
}

/// What was done about a quote, in a few words.
pub(super) fn outcome_words(site: &Site<'_>, quote: &Quote) -> Cow<'static, str> {
    let words = site.words();
    let Some(answer) = &quote.answer else { return words.not_answered.into() };
    match (disposition(quote), &answer.by) {
        (None, _) => words.answered.into(),
        (Some(kind), None) => words.outcome(kind).into(),
        (Some(kind), Some(by)) => {
            fill(words.by, &[("outcome", &words.outcome(kind)), ("name", &site.name_of(by))]).into()
        }
    }
}

/// The states that say whether somebody was asked, or why they are not quoted.
struct OwnStates<'a> {
    all: Vec<&'a State>,
    /// The state to show of each mark: the outcome says more than that they were asked.
    shown: HashMap<&'a str, (bool, usize)>,
}

impl<'a> OwnStates<'a> {
    fn new(states: &'a [State]) -> Self {
        // What came later is no word on whether somebody was asked.
        let all = states.iter().filter(|state| state.kind.is_asking() || state.kind.stands_for_a_quote());
        let all: Vec<&State> = all.collect();
        let mut shown: HashMap<&str, (bool, usize)> = HashMap::new();
        for (at, state) in all.iter().enumerate() {
            let rank = (!state.kind.stands_for_a_quote(), at);
            for mark in state.party.iter().flat_map(|party| party.marks()) {
                shown.entry(mark).and_modify(|best| *best = rank.min(*best)).or_insert(rank);
            }
        }
        Self { all, shown }
    }

    /// The state of somebody with these marks.
    fn find(&self, marks: &BTreeSet<String>) -> Option<&'a State> {
        let ranks = marks.iter().filter_map(|mark| self.shown.get(mark.as_str()));
        ranks.min().map(|(_, at)| self.all[*at])
    }
}

/// A state in a few words.
pub(super) fn state_words(words: &SiteWords, state: &State) -> Cow<'static, str> {
    let days: Vec<&str> = state.dates.iter().map(|day| day.text.as_str()).collect();
    let dates = days.join(words.and);
    match (state.kind, days.as_slice()) {
        (Disposition::Waived, _) => words.not_consulted.into(),
        (Disposition::Asked, []) => words.asked.into(),
        (Disposition::Asked, _) => fill(words.asked_on, &[("dates", &dates)]).into(),
        (Disposition::AskedAgain, _) => fill(words.asked_again, &[("dates", &dates)]).into(),
        (_, [asked, until]) => fill(words.no_answer_until, &[("asked", asked), ("until", until)]).into(),
        (_, [asked]) => fill(words.no_answer_since, &[("asked", asked)]).into(),
        _ => words.no_answer.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{catalog, hold, seen};
    use super::super::{SitePage, SiteSettings};
    use super::*;
    use crate::policy::Policy;

    /// The lines of the box on the page of a decision.
    fn lines(header: &str, said: &str) -> Vec<String> {
        let text = format!("---\nstatus: accepted\n{header}---\n# T\n\n## Consultation\n\n{said}");
        let mut catalog = catalog(&[("decisions/0001-x.md", &text)]);
        hold(&catalog);
        catalog.policy = Policy::read("[groups]\nsupport = [\"Ines Roy\", \"Sam Okafor\"]\n", &[]).unwrap();
        let html = Site::new(&catalog, SiteSettings::default()).render(SitePage::Decision(0));
        let (_, inside) = html.split_once("<section class=\"consulted\"").unwrap_or_default();
        let (inside, _) = inside.split_once("</section>").unwrap_or_default();
        inside.split("<li").skip(1).map(|line| seen(&format!("<li{line}<"))).collect()
    }

    const SAID: &str = "> It hurts.\n>\n> — Ines Roy, 2026-02-12\n\n**Changed:** gone.\n\n";

    #[test]
    fn each_person_has_a_line_with_what_is_known() {
        let said = format!(
            "{SAID}**No answer:** Rurik Dahl, asked 2026-02-10, waited until 2026-02-24.\n\n**Asked:** Bo Lund, 2026-02-11.\n\n\
             **Waived:** Kim Lee, by Ana Ruiz: away for a year.\n\n> Why now?\n>\n> — Pete Osei\n\n\
             ## Trial\n\n> It says nothing.\n>\n> — reader 7\n\n**Declined:** it can't.\n"
        );
        assert_eq!(
            lines("consulted: [\"Ines Roy (support)\", \"Rurik Dahl\", \"Bo Lund\", \"Sam Okafor\"]\n", &said),
            [
                "Ines Roy (support) “It hurts.” Changed",
                "Rurik Dahl no answer: asked 2026-02-10, waited until 2026-02-24",
                "Bo Lund asked 2026-02-11, no answer yet",
                "Sam Okafor not quoted",
                "Kim Lee not consulted: away for a year.",
                "Pete Osei “Why now?” Not answered",
                "reader 7 “It says nothing.” in the trial · Declined",
            ]
        );
    }

    #[test]
    fn the_quote_that_needs_attention_is_shown() {
        let second = "> At night.\n>\n> — I. Roy\n\n**Overruled by Ana Ruiz:** it has to be.\n\n";
        let third = "> And on Friday.\n>\n> — Ines Roy\n\n**Open:** not yet.\n\n";
        for (said, line) in [
            (SAID.repeat(2), "Ines Roy “It hurts.” 1 more · Changed"),
            (format!("{SAID}{second}{third}"), "Ines Roy “At night.” 2 more · Overruled by Ana Ruiz"),
            (format!("{SAID}{third}"), "Ines Roy “And on Friday.” 1 more · Open"),
            (SAID.replace("**Changed:** gone.", "We saw to it."), "Ines Roy “It hurts.” Answered"),
        ] {
            assert_eq!(lines("consulted: [\"Ines Roy\"]\n", &said), [line]);
        }
    }

    #[test]
    fn a_group_is_quoted_by_its_members() {
        let sam = SAID.replace("Ines Roy", "Sam Okafor");
        assert_eq!(
            lines("consulted: [\"support\"]\n", &format!("{SAID}{sam}")),
            ["support Ines Roy: “It hurts.” Changed", "Sam Okafor “It hurts.” Changed"]
        );
        assert_eq!(lines("consulted: [\"support\", \"Bo Lund\"]\n", ""), ["support not quoted", "Bo Lund not quoted"]);
    }

    #[test]
    fn without_people_there_is_no_box() {
        assert!(lines("", "").is_empty());
        assert_eq!(lines("", SAID), ["Ines Roy “It hurts.” Changed"]);
    }
}

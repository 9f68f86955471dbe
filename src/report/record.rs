//! Decisions as `list`, `show` and `export` output them.

use serde::Serialize;
use std::borrow::Cow;

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::{Quote, State};
use crate::document::Problem;
use crate::evidence;
use crate::policy::Policy;
use crate::text::{Span, Spanned, line_column};
use crate::vocabulary::day::Day;
use crate::vocabulary::evidence::Evidence;
use crate::vocabulary::party::Party;

/// One decision.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Record<'a> {
    /// The ID in the file name.
    pub id: &'a str,
    /// The title; null if there is none.
    pub title: Option<&'a str>,
    /// The status: one of the six standard ones if it has that meaning, otherwise as written.
    pub status: Option<&'a str>,
    /// The date of the last status change, `YYYY-MM-DD`; null if it is not a valid date.
    pub date: Option<String>,
    /// The file, with `/`, relative to the repository.
    pub path: &'a str,
    /// The decision-makers.
    pub decision_makers: Vec<PersonReport<'a>>,
    /// The people who were consulted.
    pub consulted: Vec<PersonReport<'a>>,
    /// The people who were informed.
    pub informed: Vec<PersonReport<'a>>,
    /// Globs of the paths that the decision covers.
    pub governs: Vec<&'a str>,
    /// Tags.
    pub tags: Vec<&'a str>,
    /// Links to other decisions.
    pub links: Vec<LinkReport<'a>>,
    /// The date of the next review, `YYYY-MM-DD`.
    pub review_by: Option<String>,
    /// The quotes, in order.
    pub quotes: Vec<Said<'a>>,
    /// People who were not quoted, and why.
    pub states: Vec<Silent<'a>>,
    /// What could not be read; `heard check` shows the details.
    pub problems: Vec<String>,
}

/// A person or group.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct PersonReport<'a> {
    /// The name, or the handle or mail address where there is no name.
    pub name: Cow<'a, str>,
    /// The role in parentheses after the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'a str>,
    /// With its `@`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// A mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<&'a str>,
}

/// A link to another decision.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct LinkReport<'a> {
    /// The key: `supersedes`, `superseded-by`, `amends`, `amended-by` or `relates-to`.
    pub kind: &'static str,
    /// The ID as written.
    pub target: Cow<'a, str>,
}

/// A quote.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Said<'a> {
    /// Who said it; null if the quote names nobody.
    pub speaker: Option<Cow<'a, str>>,
    /// The date, as written.
    pub date: Option<&'a str>,
    /// Where it was said.
    pub source: Option<&'a str>,
    /// Who wrote it down, if the speaker said it to somebody.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(rename = "told")]
    pub told_to: Option<Cow<'a, str>>,
    /// What stands behind it by what the record says, from the weakest to the strongest: `claimed`, `relayed`, `sourced`,
    /// `forge`, `signed` or `touched`. Nothing was looked up.
    pub evidence: Evidence,
    /// The quoted text.
    pub text: &'a str,
    /// The disposition at the start of the answer.
    pub disposition: Option<&'static str>,
    /// Who overruled it.
    pub by: Option<Cow<'a, str>>,
    /// The answer without the disposition.
    pub answer: Option<&'a str>,
    /// Whether it was said in a trial.
    pub trial: bool,
}

/// A person or group that was not quoted.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Silent<'a> {
    /// `Asked`, `No answer` or `Waived`.
    pub state: &'static str,
    /// The person or group.
    pub party: Option<Cow<'a, str>>,
    /// The dates in it, as written.
    pub dates: Vec<&'a str>,
    /// The reason.
    pub reason: &'a str,
    /// Whether an answer is still expected: asked, not quoted, and not marked as `No answer`.
    pub waiting: bool,
}

impl<'a> Record<'a> {
    /// The record of a decision.
    pub(crate) fn of(decision: &'a Decision, policy: &Policy) -> Self {
        let waiting: Vec<Span> = decision.waited_for(&policy.directory).map(|(state, _)| state.span).collect();
        Self {
            id: decision.id.shown(),
            title: Some(decision.shown_title()).filter(|_| !decision.is_unread()),
            status: decision.status.as_ref().map(|status| status.shown()),
            date: shown_date(&decision.date),
            path: decision.path.as_str(),
            decision_makers: people(&decision.makers.parties),
            consulted: people(&decision.consulted.parties),
            informed: people(&decision.informed.parties),
            governs: words_of(&decision.governs),
            tags: words_of(&decision.tags),
            links: decision
                .links
                .iter()
                .map(|link| LinkReport { kind: link.kind.key(), target: link.reference.shown() })
                .collect(),
            review_by: shown_date(&decision.review_by),
            quotes: decision.consultation.quotes.iter().map(|quote| said(decision, quote, policy)).collect(),
            states: decision
                .consultation
                .states
                .iter()
                .map(|state| silent(state, waiting.contains(&state.span)))
                .collect(),
            problems: decision.problems.iter().map(|problem| problem_text(problem, decision)).collect(),
        }
    }
}

/// A date as people and programs read it; none if it is not valid.
pub(crate) fn shown_date(day: &Option<Day>) -> Option<String> {
    day.as_ref().and_then(|day| day.date).map(|date| date.to_string())
}

fn words_of(spanned: &[Spanned<String>]) -> Vec<&str> {
    spanned.iter().map(|word| word.value.as_str()).collect()
}

fn people(parties: &[Party]) -> Vec<PersonReport<'_>> {
    parties
        .iter()
        .map(|party| PersonReport {
            name: party.called(),
            role: party.role.as_deref(),
            handle: party.handle.as_ref().map(|handle| format!("@{handle}")),
            mail: party.mail.as_deref(),
        })
        .collect()
}

pub(crate) fn said<'a>(decision: &Decision, quote: &'a Quote, policy: &Policy) -> Said<'a> {
    let attribution = quote.attribution.as_ref();
    let answer = quote.answer.as_ref();
    Said {
        speaker: attribution.map(|attribution| attribution.speaker.called()),
        date: attribution.and_then(|attribution| attribution.date.as_ref()).map(|day| day.text.as_str()),
        source: attribution.and_then(|attribution| attribution.source.as_ref()).map(|source| source.value.as_str()),
        told_to: attribution.and_then(|attribution| attribution.told_to.as_ref()).map(Party::called),
        evidence: evidence::stated(decision, quote, policy),
        text: &quote.words,
        disposition: answer.and_then(|answer| answer.disposition.as_ref()).map(|kind| kind.value.word()),
        by: answer.and_then(|answer| answer.by.as_deref()).map(Party::called),
        answer: answer.map(|answer| answer.text.as_str()),
        trial: quote.trial.is_some(),
    }
}

fn silent(state: &State, waiting: bool) -> Silent<'_> {
    Silent {
        state: state.kind.word(),
        party: state.party.as_ref().map(Party::called),
        dates: state.dates.iter().map(|day| day.text.as_str()).collect(),
        reason: &state.reason,
        waiting,
    }
}

/// A problem as one phrase.
fn problem_text(problem: &Problem, decision: &Decision) -> String {
    let line = |start: usize| line_column(&decision.text, start).0;
    match problem {
        Problem::NotUtf8 { at } => format!("not UTF-8 from byte {at} on"),
        Problem::FileTooLarge { size } => format!("too large to read: {size} bytes"),
        Problem::NoFile { reason } => reason.clone(),
        Problem::Fault { reason } => format!("heard failed on this file: {reason}"),
        Problem::QuotesTooDeep { span } => {
            format!("block quotes are nested too deeply (line {})", line(span.start))
        }
        Problem::TooManyQuotes { span } => format!("too many quotes or states (line {})", line(span.start)),
        Problem::Conflict { span } => format!("merge conflict (line {})", line(span.start)),
        Problem::HeaderMissing { .. } => {
            "no header; status, date and people were read from the text where possible".to_owned()
        }
        Problem::HeaderTooLarge { size, .. } => format!("header too large to read: {size} bytes"),
        Problem::HeaderUnreadable { span, reason } => {
            format!("header can't be read (line {}): {reason}", line(span.start))
        }
    }
}

/// Whether something in a decision could not be read; a record without a header is not broken, just old.
pub(crate) fn is_broken(decision: &Decision) -> bool {
    decision.problems.iter().any(|problem| !matches!(problem, Problem::HeaderMissing { .. }))
}

/// How many people were asked, and how many of them are quoted.
pub(crate) fn asked_and_heard(decision: &Decision, catalog: &Catalog) -> (usize, usize) {
    let asked = decision.asked(&catalog.policy.directory);
    (asked.len(), asked.iter().filter(|(_, quote)| quote.is_some()).count())
}

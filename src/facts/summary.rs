//! A need as reports have it: who may be asked and who was, what is done and what is missing, and where it is covered
//! the words that count. These types are part of the JSON contract, as those in `report` are.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::State;
use crate::evidence;
use crate::policy::{Area, Contact, Directory, Level};
use crate::text::{either, listed, one_line, visible};
use crate::vocabulary::evidence::Evidence;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::StatusKind;

use super::covers::{Attempt, Gap, counted};
use super::grounds::{Cited, Grounds};
use super::needs::{Need, and_more};
use super::sources::{self, Unsourced};

/// How many people of a group are named in a sentence.
const NAMED: usize = 5;

/// The step that the decision is accepted.
pub(crate) const ACCEPTED: &str = "it is accepted";

/// A need as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct NeedSummary {
    /// The area.
    pub area: String,
    /// The changed paths that it names.
    pub paths: Vec<String>,
    /// What it requires.
    pub asks: Vec<String>,
    /// What it requires behind each quote that counts.
    pub evidence: Evidence,
    /// Who may be asked: the members of the groups that are not heard yet.
    pub people: Vec<Contact>,
    /// Who counts as quoted.
    pub heard: Vec<String>,
    /// Who was asked and has not answered yet.
    pub waiting: Vec<Waiting>,
    /// All that is done and all that is missing.
    pub steps: Vec<Step>,
    /// The paths of the decisions that cover.
    pub covered_by: Vec<String>,
    /// The same decisions, with the words that count.
    pub covers: Vec<Cover>,
    /// The decisions that come nearest to covering the rest.
    pub nearest: Vec<Known>,
    /// Accepted decisions that would cover the rest if a commit named them.
    pub standing: Vec<Known>,
    /// Who may waive.
    pub waive: Vec<Contact>,
    /// Why the rest is not covered.
    pub why: Vec<String>,
}

/// Somebody who was asked and has not answered yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Waiting {
    /// Who.
    pub name: String,
    /// Since when, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// One thing that an area requires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Step {
    /// Whether the change has it.
    #[serde(rename = "done")]
    pub is_done: bool,
    /// What it is.
    pub text: String,
}

/// A decision by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Known {
    /// Its ID.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its file.
    pub path: String,
}

/// A decision that covers, and what a reviewer has to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Cover {
    #[serde(flatten)]
    pub decision: Known,
    /// Whether this change adds or accepts it.
    #[serde(rename = "new")]
    pub is_new: bool,
    /// Its date, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The commit that names it, if it is older than this change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub named_by: Option<String>,
    /// How many days ago that was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i32>,
    /// Its last day as written, if it is a waiver.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived_until: Option<String>,
    /// Its globs that match more than the paths of any area.
    pub wide: Vec<String>,
    /// The quotes that count.
    pub quotes: Vec<Words>,
}

/// A quote that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Words {
    /// Who said it.
    pub speaker: String,
    /// When, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What stands behind it, looked up: `claimed`, `relayed`, `sourced`, `forge`, `signed` or `touched`.
    pub evidence: Evidence,
    /// The same in words.
    pub grounds: String,
    /// The words, on one line.
    pub text: String,
}

impl Waiting {
    pub(super) fn of(state: &State, party: &Party) -> Self {
        Self { name: party.shown(), since: state.dates.first().map(|day| day.text.clone()) }
    }
}

impl fmt::Display for Waiting {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} was asked", visible(&self.name))?;
        if let Some(since) = &self.since {
            write!(out, " on {}", visible(since))?;
        }
        out.write_str(" and has not answered yet")
    }
}

impl Need<'_> {
    /// The need as text.
    pub(super) fn summary(&self, log: &Catalog, grounds: &Grounds<'_>) -> NeedSummary {
        let directory = &log.policy.directory;
        let mut why = Vec::new();
        if let Some((first, rest)) = self.bare.split_first() {
            why.push(format!("no decision in this change covers {}", and_more(&first.0, rest.len())));
        }
        for attempt in &self.attempts {
            let lacks: Vec<String> = attempt.gaps.iter().map(|gap| gap.to_string()).collect();
            why.push(format!("`{}` {}", attempt.decision.id, lacks.join("; ")));
        }
        let is_open = !why.is_empty();
        let known = |attempt: &Attempt<'_>| Known::of(attempt.decision);
        let is_only_unnamed = |attempt: &&Attempt<'_>| attempt.gaps == [Gap::NotNamed];
        let waive = self.area.waive.iter().filter(|_| is_open).map(|party| directory.contact(party));
        NeedSummary {
            area: self.area.name.clone(),
            paths: self.paths.iter().map(|(path, _)| path.as_str().to_owned()).collect(),
            asks: asked(self.area).iter().map(|asked| asked.text(directory)).collect(),
            evidence: self.area.evidence.value,
            people: if is_open { self.people(directory) } else { Vec::new() },
            heard: self.heard.iter().cloned().collect(),
            waiting: self.waiting(directory),
            steps: self.steps(directory),
            covered_by: self.covers.iter().map(|cover| cover.decision.path.as_str().to_owned()).collect(),
            covers: self.covers.iter().map(|cover| self.cover(cover, log, grounds)).collect(),
            nearest: self.attempts.iter().filter(|attempt| may_be_completed(attempt)).map(known).collect(),
            standing: self.standing.iter().chain(self.attempts.iter().filter(is_only_unnamed)).map(known).collect(),
            waive: waive.collect(),
            why,
        }
    }

    /// The members of the groups that are not heard yet, without those who decide, and those who were asked.
    fn people(&self, directory: &Directory) -> Vec<Contact> {
        let (mut people, mut known) = (Vec::new(), BTreeSet::new());
        let waiting = self.attempts.iter().flat_map(|attempt| attempt.decision.waited_for(directory));
        let waiting: BTreeSet<String> = waiting.flat_map(|(_, party)| directory.marks(party)).collect();
        let missing = self.area.hear.iter().filter(|group| !self.has(&Asked::Group(&group.value)));
        for member in missing.filter_map(|group| directory.group_named(&group.value)).flat_map(|group| &group.members) {
            let decides =
                self.attempts.iter().any(|attempt| directory.is_one_of(member, &attempt.decision.makers.parties));
            let is_asked = directory.is_in(member, &waiting);
            let contact = directory.contact(member);
            if !decides && !is_asked && known.insert((contact.name.clone(), contact.handle.clone())) {
                people.push(contact);
            }
        }
        people
    }

    /// Who was asked in the decisions that come nearest and has not answered yet.
    fn waiting(&self, directory: &Directory) -> Vec<Waiting> {
        let mut waiting = Vec::new();
        for (state, party) in self.attempts.iter().flat_map(|attempt| attempt.decision.waited_for(directory)) {
            let one = Waiting::of(state, party);
            if !waiting.contains(&one) {
                waiting.push(one);
            }
        }
        waiting
    }

    /// Whether some decision answers for every path that it governs as far as this goes.
    fn has(&self, asked: &Asked<'_>) -> bool {
        let is_begun = !self.attempts.is_empty() || !self.covers.is_empty();
        let mut gaps = self.attempts.iter().flat_map(|attempt| &attempt.gaps);
        is_begun && !gaps.any(|gap| asked.is_missing(gap))
    }

    /// All that the area requires, then what else keeps a decision from covering.
    fn steps(&self, directory: &Directory) -> Vec<Step> {
        let step = |is_done: bool, text: String| Step { is_done, text };
        let mut steps = Vec::new();
        if let Some((first, rest)) = self.paths.split_first() {
            let text = format!("a decision that governs {}", and_more(&first.0, rest.len()));
            steps.push(step(self.bare.is_empty(), text));
        }
        let mut all = self.attempts.iter().chain(&self.covers).peekable();
        let is_waived = all.peek().is_some() && all.all(|attempt| is_waiver(attempt.decision));
        let mut all = self.attempts.iter().chain(&self.covers);
        let is_silent = all.all(|attempt| counted(attempt.decision, directory).is_empty());
        // Of a waiver nothing but its own form is asked, and where nobody is quoted, no quote has what it needs.
        let is_asked = |asked: &Asked<'_>| match asked {
            Asked::Decision => true,
            Asked::Evidence(_) | Asked::Current if is_silent => !is_waived && !self.has(asked),
            _ => !is_waived,
        };
        for asked in asked(self.area).into_iter().filter(is_asked) {
            let text = match &asked {
                Asked::Decision if is_waived => "it is waived".to_owned(),
                Asked::Decision => ACCEPTED.to_owned(),
                Asked::Group(group) if self.has(&asked) && !self.is_quoted(group, directory) => format!(
                    "nobody from {} is quoted, and the area accepts what the decision says about that",
                    listed([*group])
                ),
                asked => asked.text(directory),
            };
            steps.push(step(self.has(&asked), text));
        }
        let all = || asked(self.area);
        for attempt in &self.attempts {
            let others = attempt.gaps.iter().filter(|gap| !all().iter().any(|asked| asked.is_missing(gap)));
            steps.extend(others.map(|gap| step(false, format!("`{}` {gap}", attempt.decision.id))));
        }
        steps
    }

    /// Whether somebody from a group is quoted in what covers or comes nearest.
    fn is_quoted(&self, group: &str, directory: &Directory) -> bool {
        let members = directory.group_named(group).map_or(&[][..], |group| &group.members);
        let crowd = directory.crowd(members);
        let mut all = self.covers.iter().chain(&self.attempts);
        all.any(|attempt| {
            let quotes = counted(attempt.decision, directory);
            quotes.iter().any(|(_, speaker, _)| directory.is_in(speaker, &crowd))
        })
    }

    fn cover(&self, cover: &Attempt<'_>, log: &Catalog, grounds: &Grounds<'_>) -> Cover {
        let decision = cover.decision;
        let day = decision.date.as_ref();
        let days = day.and_then(|day| day.date).map(|date| age(date, log.today));
        let quotes = counted(decision, &log.policy.directory).into_iter().map(|(quote, speaker, _)| {
            let cited = Cited { decision, quote, settled: &cover.settled };
            let evidence = grounds.level(cited, log);
            Words {
                speaker: speaker.shown(),
                date: quote.attribution.as_ref().and_then(|named| Some(named.date.as_ref()?.text.clone())),
                evidence,
                grounds: in_words(evidence, cited, grounds),
                text: one_line(&quote.words).into_owned(),
            }
        });
        let wide = decision.governs.iter().filter(|glob| !log.policy.areas_hold(&glob.value));
        Cover {
            decision: Known::of(decision),
            is_new: cover.is_new,
            named_by: None,
            waived_until: decision.review_by.as_ref().filter(|_| is_waiver(decision)).map(|day| day.text.clone()),
            date: day.map(|day| day.text.clone()),
            days,
            wide: wide.map(|glob| glob.value.clone()).collect(),
            quotes: quotes.collect(),
        }
    }
}

impl NeedSummary {
    /// Whether a path is not covered.
    pub(crate) fn is_open(&self) -> bool {
        !self.why.is_empty()
    }
}

impl Known {
    pub(super) fn of(decision: &Decision) -> Self {
        Self {
            id: decision.id.shown().to_owned(),
            title: one_line(decision.shown_title()).into_owned(),
            path: decision.path.as_str().to_owned(),
        }
    }
}

/// Whether a decision lacks what can still be written into it: what was accepted is not made younger.
fn may_be_completed(attempt: &Attempt<'_>) -> bool {
    let is_final = |gap: &Gap| {
        matches!(gap, Gap::NotNamed | Gap::Stale { .. } | Gap::Superseded(_) | Gap::WaiverExpired(_))
            || attempt.is_out() && matches!(gap, Gap::Status(_))
    };
    !attempt.gaps.iter().any(is_final)
}

/// People as sentences name them.
pub(crate) fn contacts(people: &[Party], directory: &Directory) -> Vec<String> {
    people.iter().map(|party| directory.contact(party).to_string()).collect()
}

fn is_waiver(decision: &Decision) -> bool {
    decision.kind() == Some(StatusKind::Waived)
}

/// How many days ago a day was.
fn age(date: Date, today: Date) -> i32 {
    today.since(date).map_or(0, |span| span.get_days())
}

/// What stands behind a quote, in words.
fn in_words(evidence: Evidence, cited: Cited<'_>, grounds: &Grounds<'_>) -> String {
    if evidence == Evidence::Forge && grounds.looks_up(cited) {
        return "their own comment, looked up".to_owned();
    }
    if evidence >= Evidence::Forge {
        return evidence::in_words(evidence).to_owned();
    }
    let Cited { decision, quote, .. } = cited;
    let named = quote.attribution.as_ref();
    let source = named.and_then(|named| named.source.as_ref());
    match (source, named.and_then(|named| named.told_to.as_ref())) {
        (None, Some(listener)) => format!("as told to {}", visible(&listener.shown())),
        (None, None) => "without a source".to_owned(),
        (Some(source), _) => match sources::lack(decision, quote, &grounds.files) {
            None if source.value.contains("://") => {
                format!("at {}, which was not looked up", listed([source.value.as_str()]))
            }
            None => format!("found in {}", listed([source.value.as_str()])),
            Some(Unsourced::NoWords(path)) => format!("not found in {}", listed([path.as_str()])),
            Some(_) => format!("{} is no source that can be looked up", listed([source.value.as_str()])),
        },
    }
}

/// One thing that an area asks for.
#[derive(Clone, Copy, Debug)]
enum Asked<'a> {
    Decision,
    Group(&'a str),
    People(u32),
    Outsider,
    Trial,
    Evidence(Evidence),
    Current,
    Fresh(u32),
}

/// All that an area asks for.
fn asked(area: &Area) -> Vec<Asked<'_>> {
    let mut asked = vec![Asked::Decision];
    asked.extend(area.hear.iter().map(|group| Asked::Group(&group.value)));
    asked.extend(Some(Asked::People(area.people.value)).filter(|_| area.people.value > 0));
    asked.extend(area.outside.map(|_| Asked::Outsider));
    asked.extend(area.trial.map(|_| Asked::Trial));
    asked.extend(Some(Asked::Evidence(area.evidence.value)).filter(|_| area.evidence.value > Evidence::Claimed));
    asked.extend(Some(Asked::Current).filter(|_| area.outdated.value == Level::Deny));
    asked.extend(area.fresh.as_ref().map(|fresh| Asked::Fresh(fresh.value)));
    asked
}

/// What an area requires of the decision that covers its paths, in words.
pub(crate) fn requirements(area: &Area, directory: &Directory) -> Vec<String> {
    asked(area).iter().map(|asked| asked.text(directory)).collect()
}

impl Asked<'_> {
    fn text(&self, directory: &Directory) -> String {
        match self {
            Self::Decision => "an accepted decision for this path".to_owned(),
            Self::Group(group) => {
                let people = contacts(directory.group_named(group).map_or(&[], |group| &group.members), directory);
                format!("a quote from {} ({})", listed([*group]), either(&people, NAMED))
            }
            Self::People(1) => "a quote from 1 person who is not a decision-maker".to_owned(),
            Self::People(people) => format!("quotes from {people} people who are not decision-makers"),
            Self::Outsider => "a quote from somebody outside the decision-makers' groups".to_owned(),
            Self::Trial => "a trial with a result".to_owned(),
            Self::Evidence(evidence) => {
                let wanted = match evidence {
                    Evidence::Claimed | Evidence::Relayed => "who heard it, or a source",
                    Evidence::Sourced => "a source",
                    Evidence::Forge => "the person's own comment on a forge, or their signature,",
                    Evidence::Signed => "the person's signature",
                    Evidence::Touched => "the person's signature with a hardware key",
                };
                format!("{wanted} for every quote that counts")
            }
            Self::Current => "no quote that is older than what the decision says".to_owned(),
            Self::Fresh(days) => format!("a decision from the last {days} days"),
        }
    }

    /// Whether a gap is that this is missing.
    fn is_missing(&self, gap: &Gap) -> bool {
        match (self, gap) {
            (Self::Decision, Gap::Status(_))
            | (Self::People(_), Gap::People { .. })
            | (Self::Outsider, Gap::Outsider(_))
            | (Self::Trial, Gap::Trial { .. })
            | (Self::Evidence(_), Gap::Weak { .. })
            | (Self::Current, Gap::Outdated { .. })
            | (Self::Fresh(_), Gap::Stale { .. }) => true,
            (Self::Group(group), Gap::Group { name, .. }) => group == name,
            _ => false,
        }
    }
}

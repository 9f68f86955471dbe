//! Which decisions can answer for a change, and what each still lacks for an area.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::skeleton;

use crate::catalog::Catalog;
use crate::decision::consultation::{Form, Quote, State, Trial};
use crate::decision::{Decision, LinkKind};
use crate::document::Problem;
use crate::finding::Finding;
use crate::policy::{Area, Directory, FILE, Governs, Group, Level};
use crate::text::{RepoPath, Span, fold, joined, listed, visible};
use crate::vocabulary::evidence::Evidence;
use crate::vocabulary::nothing::says_something;
use crate::vocabulary::party::Party;
use crate::vocabulary::person::{Personhood, are_alike, is_by_program, is_retold};
use crate::vocabulary::words::{Disposition, StatusKind};

use super::grounds::{Cited, Grounds, Weakness};
use super::needs::and_more;
use super::outdated::{Earlier, Outdated};
use super::renumbered::Renumbered;
use super::summary::Waiting;

/// How many earlier records of its id a decision is compared with.
pub(super) const MOST_TWINS: usize = 20;

/// A decision that may answer for the change.
pub(super) struct Candidate<'a> {
    /// The decision as it is at the head.
    pub decision: &'a Decision,
    basis: Basis,
    /// The decision as it was where the change starts and at the base, where it was settled already.
    settled: Vec<&'a Decision>,
    denied: Vec<&'static str>,
    /// The quotes that are older than what it proposes.
    outdated: Vec<Outdated>,
    /// What it governs, made once for all paths: each of these has to match.
    pub governs: Arc<[Governs]>,
}

/// Why a decision may answer for this change rather than an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basis {
    /// It is added to the log, or settled, by the change.
    New,
    /// It was settled before, and a commit names it.
    Named,
    /// It was settled before, and no commit names it.
    Old,
}

/// A decision that governs paths of an area, and what it lacks to cover them.
#[derive(Debug)]
pub(crate) struct Attempt<'a> {
    /// The decision.
    pub decision: &'a Decision,
    /// What it lacks; nothing when it covers.
    pub gaps: Vec<Gap>,
    /// The paths that it governs.
    pub paths: Vec<(RepoPath, Span)>,
    /// All that it governs: each of these has to match.
    pub governs: Arc<[Governs]>,
    /// Whether this change adds or accepts it.
    pub is_new: bool,
    /// The decision as it was accepted before this change.
    pub settled: Vec<&'a Decision>,
    /// The quotes that are older than what it proposes, unless the area does not ask.
    pub outdated: Vec<Outdated>,
    /// The speakers of quotes whose comments were edited since the receipts were taken, and still prove them; each with
    /// the place of the attribution. None unless the area asks for comments.
    pub edited: Vec<(String, Span)>,
}

/// Something that keeps a decision from covering a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Neither accepted nor a waiver.
    Status(Option<String>),
    /// Accepted by its status, and replaced by its links.
    Superseded(String),
    /// Accepted before this change, and no commit names it.
    NotNamed,
    /// No decision-maker is named, so nobody can be distinguished from them.
    NoMakers,
    /// Rules that deny it.
    Denied(Vec<&'static str>),
    /// Older than the area takes.
    Stale { days: u32, limit: Span },
    /// No words of a group.
    Group { name: String, place: Span, silent: bool, asked: Option<Waiting> },
    /// Too few people outside the makers.
    People { heard: usize, asked: u32, place: Span },
    /// Everybody who was heard is of the makers' own groups.
    Outsider(Span),
    /// No trial, or none with a result.
    Trial { begun: bool, place: Span },
    /// Quotes that count and have too little behind them.
    Weak { quotes: Vec<Quoted>, wanted: Evidence, place: Span },
    /// Quotes, by the names of their speakers, that are older than what the decision proposes.
    Outdated { speakers: Vec<String>, place: Span },
    /// A waiver whose end has passed, or that has none.
    WaiverExpired(Option<Date>),
    /// A waiver by somebody who may not.
    WaiverNotAllowed,
}

/// A speaker, the place of their attribution, and why too little stands behind their words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quoted {
    /// Who said it.
    pub speaker: String,
    /// The place of the attribution.
    pub span: Span,
    /// Why it is too little.
    pub weakness: Weakness,
}

impl fmt::Display for Gap {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(Some(status)) => write!(out, "is `{}`, not accepted", visible(status)),
            Self::Status(None) => write!(out, "has no status"),
            Self::Superseded(by) => write!(out, "is superseded by `{}`", visible(by)),
            Self::NotNamed => write!(out, "was accepted before this change, and no commit names it"),
            Self::NoMakers => write!(out, "lists no decision-makers"),
            Self::Denied(rules) => write!(out, "has errors from {}", listed(rules.iter().copied())),
            Self::Stale { days, .. } => write!(out, "is older than {days} days"),
            Self::Group { name, silent: false, asked, .. } => {
                write!(out, "quotes nobody from `{}`", visible(name))?;
                asked.as_ref().map_or(Ok(()), |asked| write!(out, "; {asked}"))
            }
            Self::Group { name, silent: true, .. } => {
                write!(out, "has no answer from `{}`, and silence is not assent", visible(name))
            }
            Self::People { heard, asked, .. } => {
                write!(out, "quotes {heard} of {asked} required people who are not decision-makers")
            }
            Self::Outsider(_) => {
                write!(out, "quotes nobody from outside the decision-makers' groups")
            }
            Self::Trial { begun: false, .. } => write!(out, "has no trial"),
            Self::Trial { begun: true, .. } => write!(out, "has a trial without a result"),
            Self::Weak { quotes, wanted, .. } => {
                let lacks = match wanted {
                    Evidence::Claimed | Evidence::Relayed => "does not say who heard",
                    Evidence::Sourced => "gives no source for",
                    Evidence::Forge => "has no proven comment for",
                    Evidence::Signed => "has no signature for",
                    Evidence::Touched => "has no signature by a hardware key for",
                };
                let speakers: Vec<_> = quotes.iter().map(|quote| visible(&quote.speaker)).collect();
                write!(out, "{lacks} the quotes from {}", speakers.join(", "))
            }
            Self::Outdated { speakers, .. } => write!(
                out,
                "changed after {} {} quoted",
                joined(&speakers.iter().map(|speaker| visible(speaker)).collect::<Vec<_>>()),
                if speakers.len() == 1 { "was" } else { "were" }
            ),
            Self::WaiverExpired(Some(day)) => write!(out, "is a waiver that expired on {day}"),
            Self::WaiverExpired(None) => write!(out, "is a waiver without an end date"),
            Self::WaiverNotAllowed => write!(out, "is a waiver, but none of its decision-makers may waive this area"),
        }
    }
}

/// The decisions that the change adds, settles, edits or names. `before` is the log where the
/// change starts and the log at the base, which may have moved on; `earlier` is what is known of quotes in them.
pub(super) fn candidates<'a>(
    before: [&'a Catalog; 2],
    earlier: &mut Earlier<'_>,
    renumbered: &Renumbered,
    head: &'a Catalog,
    seen: &BTreeSet<RepoPath>,
    named: &BTreeSet<RepoPath>,
    findings: &[Finding],
) -> Vec<Candidate<'a>> {
    let mut candidates = Vec::new();
    for decision in head.decisions.iter().filter(|decision| seen.contains(&decision.path)) {
        // Settled as it is now: a waiver that becomes a decision is settled anew.
        let is_settled = |before: &&Decision| {
            matches!(before.kind(), Some(StatusKind::Accepted | StatusKind::Waived)) && before.kind() == decision.kind()
        };
        let settled = before.map(|log| -> Vec<&Decision> {
            forms(log, head, renumbered, decision).into_iter().filter(is_settled).collect()
        });
        let is_named = named.contains(&decision.path);
        let basis = match settled.each_ref().map(|decisions| !decisions.is_empty()) {
            [false, _] => Basis::New,
            [true, true] if is_named => Basis::Named,
            [true, _] => Basis::Old,
        };
        let mut denied: Vec<&'static str> = findings
            .iter()
            .filter(|finding| finding.path == decision.path && finding.level == Level::Deny)
            .map(|finding| finding.rule)
            .collect();
        // What such a file says is not sure, and no other rule looks at it: it covers nothing, at whatever level that
        // is reported.
        denied.extend(decision.problems.iter().filter_map(|problem| match problem {
            Problem::Conflict { .. } => Some("conflict-marker"),
            Problem::HeaderUnreadable { .. } => Some("header-unreadable"),
            Problem::HeaderTooLarge { .. } => Some("header-too-large"),
            Problem::TooManyQuotes { .. } => Some("file-unreadable"),
            _ => None,
        }));
        denied.sort_unstable();
        denied.dedup();
        // What this change adds to `governs` was not decided when the decision was.
        let [start, _] = &settled;
        // A translation beside it may govern nothing by itself.
        let own = start.iter().find(|before| before.path == decision.path).map(std::slice::from_ref);
        let start = own.unwrap_or(start);
        let lists = start.iter().copied().chain([decision]).map(|decision| decision.governs.iter());
        let governs = match start.len() > MOST_TWINS {
            // Which of them it was can't be known.
            true => [Governs::default()].into(),
            false => lists.map(|globs| Governs::new(globs.map(|glob| glob.value.as_str()))).collect(),
        };
        // A waiver quotes nobody, and what was accepted before is frozen.
        let has_quotes = basis == Basis::New && decision.kind() != Some(StatusKind::Waived);
        let outdated = if has_quotes { earlier.outdated(decision) } else { Vec::new() };
        candidates.push(Candidate { decision, basis, settled: settled.concat(), denied, outdated, governs });
    }
    candidates
}

/// A decision of the head as it was in an earlier state of the log.
pub(super) fn forms<'a>(
    log: &'a Catalog,
    head: &Catalog,
    renumbered: &Renumbered,
    decision: &Decision,
) -> Vec<&'a Decision> {
    // Another id or another log makes no decision a new one.
    let same = renumbered.old_path(&decision.path).and_then(|path| log.at(path));
    if same.is_some() {
        return same.into_iter().collect();
    }
    // A record of the same words in another folder is another one, as long as it is there.
    let is_another = |before: &&Decision| !log.is_variant(before, decision) && head.record(&before.path).is_some();
    let mut before: Vec<&Decision> = log.same_id(decision);
    match before.len() > MOST_TWINS {
        // Where it was among so many, it is the one at its path, or any of them.
        true => before = log.at(&decision.path).map_or(before, |own| vec![own]),
        false => before.retain(|before| !is_another(before)),
    }
    before
}

impl<'a> Candidate<'a> {
    /// What it answers to an area, paths left out.
    pub(super) fn attempt(&self, area: &Area, head: &Catalog, grounds: &Grounds<'_>) -> Attempt<'a> {
        let mut gaps = self.gaps(area, head, grounds);
        let is_new = self.basis == Basis::New;
        let is_excused = |outdated: &&Outdated| outdated.is_excused(area.silence, head.today);
        let mut outdated: Vec<Outdated> =
            self.outdated.iter().filter(|outdated| !is_excused(outdated)).cloned().collect();
        match area.outdated.value {
            _ if outdated.is_empty() => {}
            Level::Off => outdated.clear(),
            Level::Warn => {}
            Level::Deny => {
                let speakers = outdated.iter().map(|outdated| outdated.speaker.shown()).collect();
                gaps.push(Gap::Outdated { speakers, place: area.outdated.span });
            }
        }
        let governs = self.governs.clone();
        let settled = self.settled.clone();
        let edited = match area.evidence.value {
            Evidence::Forge => self.edited(head, grounds),
            _ => Vec::new(),
        };
        Attempt { decision: self.decision, gaps, paths: Vec::new(), governs, is_new, settled, outdated, edited }
    }

    /// The speakers of quotes whose comments were edited since their receipts were taken.
    fn edited(&self, head: &Catalog, grounds: &Grounds<'_>) -> Vec<(String, Span)> {
        let (decision, settled) = (self.decision, self.settled.as_slice());
        let quotes = counted(decision, &head.policy.directory).into_iter();
        let quotes = quotes.filter(|(quote, ..)| grounds.is_edited(Cited { decision, quote, settled }, head));
        quotes.map(|(_, speaker, _)| (speaker.shown(), speaker.span)).collect()
    }

    /// What only this change can show against its quotes, for an area which it may come to cover later, if the change
    /// settles it: comments that do not prove them, which are not looked up any more then, and words that are older than
    /// what it decides.
    pub(super) fn early(&self, area: &Area, head: &Catalog, grounds: &Grounds<'_>) -> Option<Attempt<'a>> {
        let is_settled = self.basis == Basis::New && self.decision.is_accepted();
        let governs = self.decision.governs.iter();
        let may_cover = is_settled && governs.map(|glob| &glob.value).any(|glob| area.may_meet(glob));
        if !may_cover {
            return None;
        }
        let mut attempt = self.attempt(area, head, grounds);
        let is_lasting = |gap: &Gap| match gap {
            Gap::Weak { wanted, .. } => *wanted != Evidence::Forge,
            Gap::Outdated { .. } => false,
            _ => true,
        };
        attempt.gaps.retain(|gap| !is_lasting(gap));
        let has_news = !attempt.gaps.is_empty() || !attempt.outdated.is_empty() || !attempt.edited.is_empty();
        Some(attempt).filter(|_| has_news)
    }

    /// What the decision lacks to cover a path of the area.
    fn gaps(&self, area: &Area, head: &Catalog, grounds: &Grounds<'_>) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let decision = self.decision;
        let waiver = decision.kind() == Some(StatusKind::Waived);
        if !waiver && !decision.is_accepted() {
            gaps.push(Gap::Status(decision.status.as_ref().map(|status| status.word.clone())));
            // One that was turned down has heard enough.
            if is_out(decision) {
                return gaps;
            }
        }
        if let Some(link) = decision.links.iter().find(|link| link.kind == LinkKind::SupersededBy) {
            gaps.push(Gap::Superseded(link.target.value.clone()));
        }
        if self.basis == Basis::Old {
            gaps.push(Gap::NotNamed);
        }
        if !self.denied.is_empty() {
            gaps.push(Gap::Denied(self.denied.clone()));
        }
        // A day that this change writes makes no older decision fresh.
        if let Some(fresh) = &area.fresh
            && self.settled.iter().chain([&decision]).any(|decision| is_stale(decision, fresh.value, head.today))
        {
            gaps.push(Gap::Stale { days: fresh.value, limit: fresh.span });
        }
        let directory = &head.policy.directory;
        if waiver {
            // One that has ended is not brought back by a later day.
            let ends = self.settled.iter().chain([&decision]).map(|waiver| waiver.review_by.as_ref()?.date);
            if let Some(end) = ends.min().filter(|end| end.is_none_or(|end| end < head.today)) {
                gaps.push(Gap::WaiverExpired(end));
            }
            if !decision.makers.parties.iter().any(|maker| may_waive(maker, area, directory)) {
                gaps.push(Gap::WaiverNotAllowed);
            }
        } else {
            if !decision.makers.name_somebody() {
                gaps.push(Gap::NoMakers);
            }
            unheard(decision, &self.settled, area, head, grounds, &mut gaps);
        }
        gaps
    }
}

/// Whether a party is somebody whom the area lets waive: that person, and neither another name beside their handle nor a
/// program of theirs.
fn may_waive(party: &Party, area: &Area, directory: &Directory) -> bool {
    directory.is_one_of(party, &area.waive)
        && directory.is_somebody(party)
        && !matches!(party.personhood(), Personhood::No(_))
}

fn is_stale(decision: &Decision, days: u32, today: Date) -> bool {
    let oldest = jiff::Span::new().try_days(days).and_then(|span| today.checked_sub(span)).ok();
    match (decision.date.as_ref().and_then(|day| day.date), oldest) {
        (Some(date), Some(oldest)) => date < oldest,
        // A decision without a day can't show that it is fresh; a limit before the calendar is none.
        (None, _) => true,
        (_, None) => false,
    }
}

/// What the area asks for and the decision has not heard.
fn unheard(
    decision: &Decision,
    settled: &[&Decision],
    area: &Area,
    head: &Catalog,
    grounds: &Grounds<'_>,
    gaps: &mut Vec<Gap>,
) {
    let directory = &head.policy.directory;
    let quotes = counted(decision, directory);
    for group in &area.hear {
        let Some(members) = directory.group_named(&group.value) else {
            continue;
        };
        let crowd = directory.crowd(&members.members);
        let heard = quotes.iter().any(|(_, speaker, _)| directory.is_in(speaker, &crowd));
        let about = |party: &Option<Party>| {
            party.as_ref().and_then(|party| directory.group(party)).is_some_and(|named| named.name == members.name)
        };
        let states = || decision.consultation.states.iter().filter(|state| about(&state.party));
        let waived = states().any(|state| {
            state.kind == Disposition::Waived
                && says_something(&state.reason)
                && state.by.as_ref().is_some_and(|by| may_waive(by, area, directory))
        });
        let excused = area.silence.is_some_and(|days| {
            let silent = |about: &dyn Fn(&Party) -> bool| {
                let mut states = decision.consultation.states.iter();
                states.any(|state| state.party.as_ref().is_some_and(about) && is_silent_for(state, days, head.today))
            };
            // A group is silent when it is said of the group, or of each of its members.
            silent(&|party| about(&Some(party.clone())))
                || members.members.iter().all(|member| silent(&|party| directory.same(party, member)))
        });
        if !heard && !waived && !excused {
            let silent = states().any(|state| state.kind == Disposition::NoAnswer);
            let asked = decision
                .waited_for(directory)
                .find(|(_, party)| about(&Some((*party).clone())) || directory.is_in(party, &crowd));
            let asked = asked.map(|(state, party)| Waiting::of(state, party));
            gaps.push(Gap::Group { name: members.name.clone(), place: group.span, silent, asked });
        }
    }
    // No more than are asked for, so that everybody is compared with few.
    let asked = usize::try_from(area.people.value).unwrap_or(usize::MAX);
    let mut people: Vec<(usize, &Party)> = Vec::new();
    for (_, speaker, person) in &quotes {
        let is_known = |(known, other): &(usize, &Party)| known == person || may_be_one(other, speaker);
        if people.len() < asked && !people.iter().any(is_known) {
            people.push((*person, speaker));
        }
    }
    if people.len() < asked {
        gaps.push(Gap::People { heard: people.len(), asked: area.people.value, place: area.people.span });
    }
    if let Some(place) = area.outside {
        let own = makers_groups(&decision.deciding(), directory);
        let outside = |speaker: &Party| !directory.groups_of(speaker).any(|group| own.contains(group.name.as_str()));
        if !quotes.iter().any(|(_, speaker, _)| outside(speaker)) {
            gaps.push(Gap::Outsider(place));
        }
    }
    if let Some(place) = area.trial {
        let trials = &decision.consultation.trials;
        // Nobody has the result of a trial that is not over.
        let is_over = |trial: &Trial| trial.dates.iter().all(|day| day.date.is_none_or(|date| date <= head.today));
        if !trials.iter().any(|trial| trial.result.is_some() && is_over(trial)) {
            gaps.push(Gap::Trial { begun: !trials.is_empty(), place });
        }
    }
    let wanted = area.evidence.value;
    let weak = quotes.iter().filter_map(|(quote, speaker, _)| {
        let weakness = grounds.weakness(Cited { decision, quote, settled }, wanted, head)?;
        Some(Quoted { speaker: speaker.shown(), span: speaker.span, weakness })
    });
    let weak: Vec<Quoted> = weak.collect();
    if !weak.is_empty() {
        gaps.push(Gap::Weak { quotes: weak, wanted, place: area.evidence.span });
    }
}

/// The groups of everybody who may be meant by the entries of makers: their own, those of people named in an entry, also by
/// initials, and those whose name is in one.
fn makers_groups<'a>(makers: &[Party], directory: &'a Directory) -> BTreeSet<&'a str> {
    let entries: Vec<String> = makers.iter().map(words_of_entry).collect();
    let named: Vec<Party> = makers.iter().flat_map(each_named).chain(makers.iter().cloned()).collect();
    let is_named = |group: &Group| {
        let name = spaced(&group.name);
        let is_meant = |member: &Party| {
            directory.is_one_of(member, &named)
                || named.iter().any(|one| may_be_one(one, member) || may_be_entry(one, member))
                || is_within(&member.shown(), &entries)
        };
        entries.iter().any(|entry| entry.contains(&name)) || group.members.iter().any(is_meant)
    };
    directory.groups().filter(|group| is_named(group)).map(|group| group.name.as_str()).collect()
}

/// Whether a state says that somebody was asked, and that for so many days, which are over, no answer came.
pub(super) fn is_silent_for(state: &State, days: u32, today: Date) -> bool {
    let day = |place: usize| state.dates.get(place).and_then(|day| day.date);
    let (Some(asked), Some(until)) = (day(0), day(1)) else { return false };
    let waited = until.since(asked).map_or(0, |span| span.get_days());
    state.kind == Disposition::NoAnswer && until <= today && waited >= i32::try_from(days).unwrap_or(i32::MAX)
}

/// The people whose quotes count, by the name that each is quoted under.
pub(super) fn heard(decision: &Decision, directory: &Directory) -> Vec<String> {
    let people: BTreeMap<usize, String> =
        counted(decision, directory).into_iter().rev().map(|(_, speaker, person)| (person, speaker.shown())).collect();
    people.into_values().collect()
}

/// The quotes that count, each with the number of its person: words, by somebody who is listed as
/// consulted and is not among the makers, be it under another name or as one of a group.
pub(super) fn counted<'a>(decision: &'a Decision, directory: &Directory) -> Vec<(&'a Quote, &'a Party, usize)> {
    let (consulted, makers) = (&decision.consulted.parties, &decision.deciding());
    let listed = directory.crowd(consulted);
    let speakers = decision.quotes().filter_map(Quote::speaker);
    let mut identities = Identities::default();
    for party in consulted.iter().chain(makers).chain(speakers) {
        identities.learn(directory.marks(party));
    }
    let mut crowd = directory.crowd(makers);
    crowd.extend(makers.iter().flat_map(each_named).flat_map(|party| directory.marks(&party)));
    let deciding: BTreeSet<usize> = crowd.iter().filter_map(|mark| identities.find(mark)).collect();
    let alike: BTreeSet<String> = crowd.iter().map(|mark| plain(mark)).collect();
    let entries: Vec<String> = makers.iter().map(words_of_entry).collect();
    let handles: BTreeSet<String> = makers.iter().flat_map(handles_of_entry).collect();
    decision
        .quotes()
        .filter_map(|quote| {
            let speaker = quote.speaker()?;
            let person = speaker.marks().iter().find_map(|mark| identities.find(mark))?;
            let words = fold(&quote.words);
            let counts = quote.form == Form::Block
                && !quote.is_joint()
                && directory.is_in(speaker, &listed)
                && quote.has_words()
                && words.trim_matches(|c: char| !c.is_alphanumeric()) != "redacted"
                && !deciding.contains(&person)
                && !directory
                    .marks(speaker)
                    .iter()
                    .any(|mark| alike.contains(&plain(mark)) || is_within(mark, &entries) || handles.contains(mark))
                && !makers.iter().any(|maker| may_be_one(maker, speaker) || may_be_entry(maker, speaker))
                && directory.is_somebody(speaker)
                // `Ines Roy (AI summary)`, `Ines Roy (paraphrased)`
                && !is_by_program(speaker)
                && !is_retold(speaker);
            counts.then_some((quote, speaker, person))
        })
        .collect()
}

/// Whether two parties may be one person by their names: `Dr. Ines Roy`, `Roy, Ines`, `I. Roy`.
fn may_be_one(one: &Party, other: &Party) -> bool {
    one.name.as_deref().zip(other.name.as_deref()).is_some_and(|(one, other)| are_alike(one, other))
}

/// Whether an entry is somebody's name in another order, which reads as a name and a role: `Roy, Ines`.
fn may_be_entry(entry: &Party, party: &Party) -> bool {
    party.name.as_deref().is_some_and(|name| are_alike(&entry.text, name))
}

/// The handles that are anywhere in an entry: `Ana Ruiz (for @ines)`.
fn handles_of_entry(maker: &Party) -> Vec<String> {
    let text = fold(&format!("{} {}", maker.text, maker.role.as_deref().unwrap_or_default()));
    let words = text.split(|c: char| !c.is_alphanumeric() && !"@-_./".contains(c));
    words.filter_map(|word| Some(word.strip_prefix('@')?.trim_end_matches('.').to_owned())).collect()
}

/// Everybody who may be meant where one entry has several names or a role: `Ana Ruiz, SRE`,
/// `Ana Ruiz & Bo Lund`.
fn each_named(maker: &Party) -> Vec<Party> {
    let mut text = maker.text.clone();
    for mark in [" - ", " – ", " — ", " and ", " und ", " et ", " y "] {
        text = text.replace(mark, ";");
    }
    let pieces = text.split([',', ';', '/', '&', '+', '|', ':']);
    pieces.map(|piece| Party::read(piece, maker.span)).filter(|party| !party.text.is_empty()).collect()
}

/// All words of an entry, its role among them, each between two spaces.
fn words_of_entry(maker: &Party) -> String {
    spaced(&format!("{} {}", maker.text, maker.role.as_deref().unwrap_or_default()))
}

/// Whether somebody's full name is anywhere in an entry: `Bo Lund (with Ines Roy)`, `Bo Lund · Ines Roy`.
fn is_within(mark: &str, entries: &[String]) -> bool {
    let name = spaced(mark);
    name.trim().contains(' ') && entries.iter().any(|entry| entry.contains(&name))
}

fn spaced(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |spaced, word| spaced + &plain(&fold(word)) + " ")
}

/// A mark without the accents and the look-alike letters that a name may be written with. Too coarse
/// to say that two people are one, and right for asking whether a maker may be quoted as somebody else.
fn plain(mark: &str) -> String {
    let bare: String = mark.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    skeleton(&bare).filter(|c| c.is_alphanumeric()).collect()
}

/// Who is the same person within one decision: marks that are together anywhere in it, as in
/// `Kim Po (@kp)`, belong to one person everywhere in it.
#[derive(Default)]
struct Identities {
    people: BTreeMap<String, usize>,
    /// For each number, one that means the same person, down to the one that means itself.
    same: Vec<usize>,
}

impl Identities {
    fn learn(&mut self, marks: BTreeSet<String>) {
        let person = self.same.len();
        self.same.push(person);
        for mark in marks {
            if let Some(mut known) = self.people.insert(mark, person) {
                // The way is cut in half as it is walked, so that it stays short.
                while self.same[known] != known {
                    self.same[known] = self.same[self.same[known]];
                    known = self.same[known];
                }
                self.same[known] = person;
            }
        }
    }

    /// The number of the person that a mark belongs to.
    fn find(&self, mark: &str) -> Option<usize> {
        let mut person = *self.people.get(mark)?;
        while self.same[person] != person {
            person = self.same[person];
        }
        Some(person)
    }
}

/// Whether a decision was turned down or is no longer followed.
fn is_out(decision: &Decision) -> bool {
    !matches!(decision.kind(), None | Some(StatusKind::Proposed | StatusKind::Accepted | StatusKind::Waived))
}

impl Attempt<'_> {
    /// Whether the decision was turned down or is no longer followed.
    pub(crate) fn is_out(&self) -> bool {
        is_out(self.decision)
    }

    /// A finding about this decision and an area: where it lacks, which path asked, which line of
    /// the policy.
    pub(crate) fn finding(&self, area: &Area, span: Span, asks: Option<Span>, message: String) -> Finding {
        let mut finding = Finding::new(self.decision, span, message).area(area.name.clone());
        if let Some((path, _)) = self.paths.first() {
            let more = self.paths.len() - 1;
            finding = finding.related(path, Span::default(), format!("{} changed", and_more(path, more)));
        }
        let place = asks.or_else(|| self.paths.first().map(|(_, span)| *span));
        if let Some(place) = place {
            finding =
                finding.related(&RepoPath::new(FILE), place, format!("area `{}` requires it", visible(&area.name)));
        }
        finding
    }

    /// Where a finding about what was heard is marked.
    pub(crate) fn heard_place(&self) -> Span {
        let heading = self.decision.consultation.headings.first().copied();
        self.decision.place(self.decision.consulted.key.or(heading))
    }
}

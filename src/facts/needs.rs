//! What the areas that a change touches require, and which decisions cover it.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::git::Changed;
use crate::policy::{Area, Evidence};
use crate::snapshot::FileKind;
use crate::text::{RepoPath, Span, listed};

use super::covers::{Attempt, Candidate, heard};
use super::sources::Sources;

/// What one area requires of a change.
#[derive(Debug)]
pub(crate) struct Need<'a> {
    /// The area.
    pub area: &'a Area,
    /// The changed paths that it names, each with the glob that names it.
    pub paths: Vec<(RepoPath, Span)>,
    /// The decisions that cover a path.
    pub covers: Vec<&'a RepoPath>,
    /// The paths that no decision of the change governs.
    pub bare: Vec<(RepoPath, Span)>,
    /// For each path that is governed and not covered, the decision that comes nearest.
    pub attempts: Vec<Attempt<'a>>,
    /// Who counts as heard in the decisions that cover or come nearest.
    pub heard: BTreeSet<String>,
}

/// A need as text, for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NeedSummary {
    /// The area.
    pub area: String,
    /// The changed paths that it names.
    pub paths: Vec<RepoPath>,
    /// What it requires.
    pub asks: Vec<String>,
    /// Who counts as quoted.
    pub heard: Vec<String>,
    /// The decisions that cover.
    pub covered_by: Vec<RepoPath>,
    /// Why the rest is not covered.
    pub why: Vec<String>,
}

/// What the areas of the policy require of a change.
pub(super) fn needs<'a>(
    head: &'a Catalog,
    changed: &[Changed],
    candidates: &[Candidate<'a>],
    files: &Sources,
) -> Vec<Need<'a>> {
    let mut needs = Vec::new();
    for area in &head.policy.areas {
        let paths: Vec<(RepoPath, Span)> = changed
            .iter()
            .filter_map(|changed| matching_glob(area, changed).map(|span| (changed.path.clone(), span)))
            .collect();
        if !paths.is_empty() {
            needs.push(need(area, paths, head, candidates, files));
        }
    }
    needs
}

/// The glob of the area that a change falls under. A link or a submodule counts as everything that
/// could be below it.
fn matching_glob(area: &Area, changed: &Changed) -> Option<Span> {
    let stands_for_more = |kind: Option<FileKind>| matches!(kind, Some(FileKind::Link | FileKind::Submodule));
    let path = changed.path.as_str();
    let below = || stands_for_more(changed.old) || stands_for_more(changed.new);
    area.matches(path).or_else(|| below().then(|| area.matches_below(path)).flatten())
}

fn need<'a>(
    area: &'a Area,
    paths: Vec<(RepoPath, Span)>,
    head: &'a Catalog,
    candidates: &[Candidate<'a>],
    files: &Sources,
) -> Need<'a> {
    // What an area requires of a decision is the same for every path.
    let mut attempts: Vec<Attempt<'a>> = candidates
        .iter()
        .map(|candidate| Attempt {
            decision: candidate.decision,
            gaps: candidate.gaps(area, head, files),
            paths: Vec::new(),
            governs: candidate.governs.clone(),
        })
        .collect();
    attempts.sort_by_key(|attempt| (attempt.gaps.len(), &attempt.decision.path));
    let mut bare = Vec::new();
    for (path, span) in &paths {
        let governs = |attempt: &&mut Attempt<'_>| attempt.governs.iter().all(|globs| globs.is_match(path.as_str()));
        // They are sorted by what they lack: the first that governs is a cover, or comes nearest.
        match attempts.iter_mut().find(governs) {
            Some(attempt) => attempt.paths.push((path.clone(), *span)),
            None => bare.push((path.clone(), *span)),
        }
    }
    attempts.retain(|attempt| !attempt.paths.is_empty());
    let heard = attempts.iter().flat_map(|attempt| heard(attempt.decision, &head.policy.directory)).collect();
    let (covers, attempts): (Vec<_>, Vec<_>) = attempts.into_iter().partition(|attempt| attempt.gaps.is_empty());
    let covers = covers.into_iter().map(|attempt| &attempt.decision.path).collect();
    Need { area, paths, covers, bare, attempts, heard }
}

impl Need<'_> {
    /// The need as text.
    pub(crate) fn summary(&self) -> NeedSummary {
        let mut why = Vec::new();
        if let Some((first, rest)) = self.bare.split_first() {
            why.push(format!("no decision in this change covers {}", and_more(&first.0, rest.len())));
        }
        for attempt in &self.attempts {
            let lacks: Vec<String> = attempt.gaps.iter().map(|gap| gap.to_string()).collect();
            why.push(format!("`{}` {}", attempt.decision.id, lacks.join("; ")));
        }
        NeedSummary {
            area: self.area.name.clone(),
            paths: self.paths.iter().map(|(path, _)| path.clone()).collect(),
            asks: requirements(self.area),
            heard: self.heard.iter().cloned().collect(),
            covered_by: self.covers.iter().map(|path| (*path).clone()).collect(),
            why,
        }
    }
}

/// `a/b.yml`, and how many more.
pub(crate) fn and_more(first: &RepoPath, more: usize) -> String {
    match more {
        0 => format!("`{first}`"),
        1 => format!("`{first}` and 1 more path"),
        more => format!("`{first}` and {more} more paths"),
    }
}

/// What an area requires, as text.
pub(crate) fn requirements(area: &Area) -> Vec<String> {
    let mut asks = vec!["an accepted decision for this path".to_owned()];
    for group in &area.hear {
        asks.push(format!("a quote from {}", listed([group.value.as_str()])));
    }
    match area.people.value {
        0 => {}
        1 => asks.push("a quote from 1 person who is not a decision-maker".to_owned()),
        people => asks.push(format!("quotes from {people} people who are not decision-makers")),
    }
    if area.outside.is_some() {
        asks.push("a quote from somebody outside the decision-makers' groups".to_owned());
    }
    if area.trial.is_some() {
        asks.push("a trial with a result".to_owned());
    }
    if area.evidence.value == Evidence::Sourced {
        asks.push("a source for every quote that counts".to_owned());
    }
    if let Some(fresh) = &area.fresh {
        asks.push(format!("a decision from the last {} days", fresh.value));
    }
    asks
}

//! What the areas that a change touches require, and which decisions cover it.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Catalog;
use crate::git::Changed;
use crate::policy::{Area, GLOB_MARKS, Policy};
use crate::snapshot::FileKind;
use crate::text::{RepoPath, Span};

use super::covers::{Attempt, Candidate, Gap, heard};
use super::grounds::Grounds;

/// How many paths are few.
const FEW: usize = 10;

/// What one area requires of a change.
#[derive(Debug)]
pub(crate) struct Need<'a> {
    /// The area.
    pub area: &'a Area,
    /// The changed paths that it names, each with the glob that names it.
    pub paths: Vec<(RepoPath, Span)>,
    /// The decisions that cover a path.
    pub covers: Vec<Attempt<'a>>,
    /// The paths that no decision of the change governs.
    pub bare: Vec<(RepoPath, Span)>,
    /// For each path that is governed and not covered, the decision that comes nearest.
    pub attempts: Vec<Attempt<'a>>,
    /// Who counts as heard in the decisions that cover or come nearest.
    pub heard: BTreeSet<String>,
    /// Decisions that were accepted before, and would cover another path if a commit named them.
    pub standing: Vec<Attempt<'a>>,
}

/// What the areas of the policy require of a change.
pub(super) fn needs<'a>(
    head: &'a Catalog,
    changed: &[Changed],
    candidates: &[Candidate<'a>],
    standing: &[Candidate<'a>],
    grounds: &Grounds<'_>,
) -> Vec<Need<'a>> {
    // A link or a submodule counts as everything that could be below it.
    let folders: BTreeSet<&RepoPath> =
        changed.iter().filter(|changed| stands_for_more(changed)).map(|changed| &changed.path).collect();
    let mut paths: BTreeMap<usize, Vec<(RepoPath, Span)>> = BTreeMap::new();
    for changed in changed {
        for (area, span) in head.policy.areas_of(changed.path.as_str(), stands_for_more(changed)) {
            paths.entry(area).or_default().push((changed.path.clone(), span));
        }
    }
    let need = |(area, paths)| need(&head.policy.areas[area], paths, &folders, head, [candidates, standing], grounds);
    paths.into_iter().map(need).collect()
}

/// Whether a path is or was a link or a submodule.
fn stands_for_more(changed: &Changed) -> bool {
    [changed.old, changed.new].iter().any(|kind| matches!(kind, Some(FileKind::Link | FileKind::Submodule)))
}

fn need<'a>(
    area: &'a Area,
    paths: Vec<(RepoPath, Span)>,
    folders: &BTreeSet<&RepoPath>,
    head: &'a Catalog,
    [candidates, standing]: [&[Candidate<'a>]; 2],
    grounds: &Grounds<'_>,
) -> Need<'a> {
    // What an area requires of a decision is the same for every path.
    let attempts = |candidates: &[Candidate<'a>]| -> Vec<Attempt<'a>> {
        candidates.iter().map(|candidate| candidate.attempt(area, head, grounds)).collect()
    };
    let mut standing = attempts(standing);
    standing.retain(|attempt| attempt.gaps == [Gap::NotNamed]);
    let mut attempts = attempts(candidates);
    // One that was turned down comes no nearer for having few gaps.
    attempts.sort_by_key(|attempt| (attempt.is_out(), attempt.gaps.len(), &attempt.decision.path));
    let governs = |attempt: &Attempt<'_>, path: &RepoPath| {
        attempt.governs.iter().all(|globs| match folders.contains(path) {
            true => globs.is_match_below(path.as_str()),
            false => globs.is_match(path.as_str()),
        })
    };
    let mut bare = Vec::new();
    for (path, span) in &paths {
        // They are sorted by what they lack: the first that governs is a cover, or comes nearest.
        match attempts.iter_mut().find(|attempt| governs(attempt, path)) {
            Some(attempt) => attempt.paths.push((path.clone(), *span)),
            None => bare.push((path.clone(), *span)),
        }
    }
    attempts.retain(|attempt| !attempt.paths.is_empty());
    let heard = attempts.iter().flat_map(|attempt| heard(attempt.decision, &head.policy.directory)).collect();
    let (covers, attempts): (Vec<_>, Vec<_>) = attempts.into_iter().partition(|attempt| attempt.gaps.is_empty());
    let is_open = |path: &RepoPath| !covers.iter().any(|cover| governs(cover, path));
    standing.retain(|attempt| paths.iter().any(|(path, _)| is_open(path) && governs(attempt, path)));
    Need { area, paths, covers, bare, attempts, heard, standing }
}

impl Need<'_> {
    /// Globs for the paths that no decision governs: the paths themselves where they are few, else what the area calls them.
    pub(crate) fn globs(&self, policy: &Policy) -> Vec<String> {
        let is_few = self.bare.len() <= FEW;
        let written = |span: &Span| span.of(&policy.text).trim_matches(['"', '\'']).to_owned();
        let glob = |(path, span): &(RepoPath, Span)| match path.as_str() {
            path if is_few && !path.contains(GLOB_MARKS) => path.to_owned(),
            _ => written(span),
        };
        self.bare.iter().map(glob).collect()
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

//! What somebody can do whose change was rejected: the errors that come up later, what was nearly right, and a decision
//! to paste.

use std::collections::BTreeSet;

use crate::decision::{self, Decision};
use crate::document::{FILE_LIMIT, Problem};
use crate::draft;
use crate::edit::{self, Edit};
use crate::facts::{Change, Gap, Need};
use crate::finding::Finding;
use crate::git::Changed;
use crate::lint::lint_one;
use crate::log::read_governing;
use crate::policy::{GLOB_MARKS, Governs, Level, Policy, bad_glob, is_markdown};
use crate::snapshot::{self, Content, FileKind, Source};
use crate::text::{RepoPath, listed, nearest};

use super::Names;

/// Who makes a change, and what they say of it. Both only fill in a draft: they prove nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    /// The author of its newest commit.
    pub author: Option<String>,
    /// The subject of its newest commit.
    pub subject: Option<String>,
}

/// A decision to paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    /// The file to make.
    pub path: RepoPath,
    /// Its text.
    pub text: String,
}

/// The accepted decisions that govern a path which an area names and no decision of the change governs.
///
/// # Errors
/// A file that can't be read.
pub(super) fn standing(
    source: &Source<'_>,
    names: &Names,
    policy: &Policy,
    changed: &[Changed],
    decisions: &[Decision],
) -> Result<Vec<Decision>, snapshot::Error> {
    let governs: Vec<Governs> = decisions.iter().map(governs_of).collect();
    let is_governed = |path: &str| governs.iter().any(|governs| governs.is_match(path));
    let is_asked = |path: &str| !policy.areas_of(path, false).is_empty();
    let open: Vec<&str> = changed
        .iter()
        .map(|changed| changed.path.as_str())
        .filter(|path| is_asked(path) && !is_governed(path))
        .take(NOTICES)
        .collect();
    let mut found = Vec::new();
    if open.is_empty() {
        return Ok(found);
    }
    for unread in names.values().filter(|unread| decisions.iter().all(|known| known.path != unread.listed.path)) {
        let governs = read_governing(source, &unread.listed, policy, |globs| {
            let governs = Governs::new(globs.iter().map(|glob| glob.value.as_str()));
            open.iter().any(|path| governs.is_match(path))
        })?;
        found.extend(governs.filter(Decision::is_accepted));
    }
    Ok(found)
}

fn governs_of(decision: &Decision) -> Governs {
    Governs::new(decision.governs.iter().map(|glob| glob.value.as_str()))
}

/// The errors that decisions would have once they are accepted: they have to be, in order to cover.
pub(super) fn once_accepted(change: &Change<'_>) -> Vec<Finding> {
    let is_open = |gap: &Gap| matches!(gap, Gap::Status(_));
    let attempts = change.needs.iter().flat_map(|need| &need.attempts);
    let open = attempts.filter(|attempt| !attempt.is_out() && attempt.gaps.iter().any(is_open));
    let open: BTreeSet<&RepoPath> = open.map(|attempt| &attempt.decision.path).collect();
    let mut found = Vec::new();
    for decision in open.into_iter().filter_map(|path| change.head.at(path)) {
        let edit = Edit::Set { key: "status", value: "accepted" };
        // What can't be edited says so itself.
        let Ok(accepted) = edit::apply(decision, edit, &change.head.policy.words) else { continue };
        let errors = lint_one(change.head, &accepted, false);
        let errors = errors.into_iter().filter(|finding| finding.level == Level::Deny);
        found.extend(errors.map(|mut finding| {
            // Places in the accepted form are not places in the file.
            finding.span = decision.place(decision.status.as_ref().map(|status| status.span));
            finding.why("it is an error once this decision is accepted, and only then does it cover the change")
        }));
    }
    found
}

/// What was nearly right: trailers that name a decision which does not govern here, and globs that match no path. `files`
/// is the head.
pub(super) fn near(
    change: &Change<'_>,
    named: &BTreeSet<RepoPath>,
    seen: &BTreeSet<RepoPath>,
    files: &Source<'_>,
) -> Vec<String> {
    let mut notices = Vec::new();
    let decisions = |paths: &BTreeSet<RepoPath>| -> Vec<&Decision> {
        paths.iter().filter_map(|path| change.head.at(path)).collect()
    };
    let asked: BTreeSet<&str> =
        change.needs.iter().flat_map(|need| &need.paths).map(|(path, _)| path.as_str()).collect();
    let governs_any = |decision: &&Decision| {
        let governs = governs_of(decision);
        asked.iter().any(|path| governs.is_match(path))
    };
    for decision in decisions(named).into_iter().filter(|decision| !asked.is_empty() && !governs_any(decision)) {
        notices.push(format!(
            "a trailer names `{}`, but its `governs` matches no changed path that requires consultation",
            decision.id
        ));
    }
    let bare = change.needs.iter().flat_map(|need| &need.bare);
    // A few are enough to see what was meant, and every glob is compared with each.
    let open: Vec<&str> = bare.map(|(path, _)| path.as_str()).take(NOTICES).collect();
    let is_known = |problem: &Problem| matches!(problem, Problem::HeaderMissing { .. });
    let is_read = |decision: &&Decision| decision.problems.iter().all(is_known);
    let apart = |decision: &&Decision| !open.is_empty() && !governs_any(decision);
    for decision in decisions(seen).into_iter().filter(is_read).filter(apart) {
        for glob in decision.governs.iter().map(|glob| glob.value.as_str()).take(NOTICES) {
            let plain =
                |path: &str| path.rsplit_once('/').map_or_else(String::new, |(folder, _)| format!("{folder}/**"));
            let candidates: Vec<String> = open.iter().flat_map(|path| [(*path).to_owned(), plain(path)]).collect();
            if let Some(meant) = nearest(glob, candidates.iter().map(String::as_str)) {
                notices.push(format!(
                    "`{}` governs {}, which matches no changed path; did you mean {}?",
                    decision.id,
                    listed([glob]),
                    listed([meant])
                ));
            }
        }
    }
    if !open.is_empty() {
        for decision in change.changed_decisions().filter(is_read).filter(|decision| decision.governs.is_empty()) {
            notices.push(format!("`{}` has no `governs`, so it covers no path", decision.path));
        }
        let policy = &change.head.policy;
        let added = change.changed.iter().filter(|changed| changed.new == Some(FileKind::File));
        let outside = added.filter(|changed| is_markdown(&changed.path) && !policy.in_log(&changed.path));
        let is_decision = |path: &RepoPath| {
            let content = files.find(path).ok().flatten().and_then(|listed| files.read(&listed, FILE_LIMIT).ok());
            content
                .and_then(Content::bytes)
                .is_some_and(|bytes| decision::read(path.clone(), bytes, &policy.words).status.is_some())
        };
        for path in outside.map(|changed| &changed.path).take(NOTICES).filter(|path| is_decision(path)) {
            notices.push(format!("`{path}` is in none of the directories in `dirs`, so it is no decision of the log"));
        }
    }
    let globs = change.changed_decisions().filter(is_read);
    let globs = globs.flat_map(|decision| decision.governs.iter().map(move |glob| (decision, glob.value.as_str())));
    // For each a folder has to be listed.
    for (decision, glob) in globs.filter(|(_, glob)| !is_matched(glob, change.changed)).take(NOTICES) {
        let governs = format!("`{}` governs {}, which matches no", decision.id, listed([glob]));
        let is_known = notices.iter().any(|notice| notice.starts_with(&governs));
        if !is_known && matches_nothing(glob, files) {
            notices.push(format!("{governs} file of this repository"));
        }
    }
    notices.truncate(NOTICES);
    notices
}

/// How many notices of what was nearly right are given, and how many paths and globs are looked at for them.
const NOTICES: usize = 20;

/// Whether a glob matches a path of the change, or need not: one that can't be read says so itself, and one that takes
/// paths out may match nothing.
fn is_matched(glob: &str, changed: &[Changed]) -> bool {
    let governs = Governs::new([glob].into_iter());
    glob.starts_with('!')
        || bad_glob(glob).is_some()
        || changed.iter().any(|changed| governs.is_match(changed.path.as_str()))
}

/// Whether a glob matches no file below its own folder in the head. One that may match anywhere is not looked for.
fn matches_nothing(glob: &str, files: &Source<'_>) -> bool {
    let governs = Governs::new([glob].into_iter());
    let glob = glob.trim_start_matches("./");
    let path = RepoPath::new(&glob[..glob.find(GLOB_MARKS).unwrap_or(glob.len())]);
    let folder = path.folder().to_owned();
    // What can't be listed is no reason to stop: this only advises.
    let listed = || files.list(std::slice::from_ref(&folder)).unwrap_or_default();
    !folder.is_empty() && !listed().iter().any(|listed| governs.is_match(listed.path.as_str()))
}

/// A decision for the paths that none governs, with all filled in but the words of people.
pub(super) fn draft(change: &Change<'_>, about: &About) -> Option<Draft> {
    let open: Vec<&Need<'_>> = change.needs.iter().filter(|need| !need.bare.is_empty()).collect();
    let policy = &change.head.policy;
    let first = &open.first()?.bare.first()?.0;
    // An id that the change frees is not taken again.
    let names: Vec<RepoPath> = change.head.paths().chain(change.start.paths()).cloned().collect();
    let folder = log_for(first, &names, policy)?;
    let title = about.subject.as_deref().unwrap_or("Title of the decision");
    let today = change.head.today.to_string();
    let inside =
        |name: &str| RepoPath::new(if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") });
    let own: Vec<RepoPath> = names.iter().filter(|path| policy.log_of(path) == folder).cloned().collect();
    let path = inside(&draft::file_name(title, policy, &own, &today));
    let areas: Vec<_> = open.iter().map(|need| need.area).collect();
    let governs: BTreeSet<String> = open.iter().flat_map(|need| need.globs(policy)).collect();
    let text = draft::filled(title, about.author.as_deref(), &areas, &governs, policy, &today);
    Some(Draft { path, text })
}

/// The log that a decision on a path belongs to: the one that lies nearest to it.
pub(super) fn log_for(path: &RepoPath, names: &[RepoPath], policy: &Policy) -> Option<String> {
    let mut logs: BTreeSet<&str> = names.iter().map(|path| policy.log_of(path)).collect();
    logs.extend(policy.plain_dirs());
    let common = |log: &&str| {
        let parts = log.split('/').zip(path.as_str().split('/'));
        parts.take_while(|(one, other)| one == other).count()
    };
    logs.into_iter().max_by_key(|log| (common(log), std::cmp::Reverse(log.len()))).map(str::to_owned)
}

//! Looks for decision logs on disk, for `init` and for commands that find no decisions.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Error;
use super::workspace::Workspace;
use crate::adopt::{self, Found, Left, Page, Reason};
use crate::document::FILE_LIMIT;
use crate::log::read_records;
use crate::policy::Policy;
use crate::snapshot::{FileKind, Listed, Source};
use crate::text::{RepoPath, counted, visible};

/// How many files are read at once; a repository may have many that are no records.
const CHUNK: usize = 512;

/// How many folders that were left out are listed.
const LINES: usize = 10;

/// The file in which adr-tools keeps the folder of its log.
const ADR_DIR: &str = ".adr-dir";

/// Finds the logs of a repository.
pub(super) fn find(workspace: &Workspace, source: &Source<'_>) -> Result<Found, Error> {
    let mut all = source.list(&[String::new()])?;
    all.retain(|listed| listed.kind == FileKind::File);
    let elsewhere = Elsewhere { workspace, folders: RefCell::default() };
    let (pages, left) = adopt::candidates(all.iter().map(|listed| &listed.path), |path| elsewhere.keeps(path));
    let by_path: BTreeMap<&RepoPath, &Listed> = all.iter().map(|listed| (&listed.path, listed)).collect();
    let mut plain = Policy::default();
    plain.words = adopt::with_all_names(&plain.words);
    let mut scored = Vec::with_capacity(pages.len());
    for chunk in pages.chunks(CHUNK) {
        let listed = chunk.iter().filter_map(|path| by_path.get(path).copied());
        let decisions = read_records(source, listed, &plain)?;
        scored.extend(decisions.into_iter().map(|decision| {
            let (score, has_status) = (adopt::score(&decision), decision.status.is_some());
            Page { path: decision.path, score, has_status }
        }));
    }
    Ok(adopt::find(scored, left, adr_dir(source)?.as_deref()))
}

/// The folder that adr-tools writes to, if it says so.
fn adr_dir(source: &Source<'_>) -> Result<Option<String>, Error> {
    let Some(listed) = source.find(&RepoPath::new(ADR_DIR))?.filter(|listed| listed.kind == FileKind::File) else {
        return Ok(None);
    };
    let text =
        source.read(&listed, FILE_LIMIT)?.bytes().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let folder = text.lines().next().unwrap_or_default().trim().trim_start_matches("./").trim_end_matches('/');
    Ok(Some(folder.to_owned()).filter(|folder| !folder.is_empty()))
}

/// What git says of files: those that it ignores, and those of other repositories.
struct Elsewhere<'a> {
    workspace: &'a Workspace,
    /// The folders that were looked at, each with what it is.
    folders: RefCell<BTreeMap<String, Option<(String, Reason)>>>,
}

impl Elsewhere<'_> {
    /// The folder that keeps a file from being of this repository, and why.
    fn keeps(&self, path: &RepoPath) -> Option<(String, Reason)> {
        let folder = path.folder();
        let is_ignored = |path: &str| self.workspace.repo().is_ok_and(|repo| repo.is_ignored(path));
        match self.folder(folder) {
            // A file that was committed is not ignored, whatever its folder is.
            Some((_, Reason::Ignored)) if !is_ignored(path.as_str()) => None,
            Some(found) => Some(found),
            None => is_ignored(path.as_str()).then(|| (folder.to_owned(), Reason::Ignored)),
        }
    }

    /// The topmost folder at or above this one that is ignored, or another repository.
    fn folder(&self, folder: &str) -> Option<(String, Reason)> {
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        for end in ends.filter(|end| *end > 0) {
            let above = &folder[..end];
            let known = self.folders.borrow().get(above).cloned();
            let found = known.unwrap_or_else(|| {
                let top = self.workspace.top().ok();
                let is_ignored = self.workspace.repo().is_ok_and(|repo| repo.is_ignored(above));
                let is_repo = || top.is_some_and(|top| top.join(above).join(".git").exists());
                let reason = is_ignored.then_some(Reason::Ignored).or_else(|| is_repo().then_some(Reason::Repository));
                let found = reason.map(|reason| (above.to_owned(), reason));
                self.folders.borrow_mut().insert(above.to_owned(), found.clone());
                found
            });
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

/// The folders that were not taken, a line each with the reason; empty without any.
pub(super) fn left_out(left: &[Left]) -> String {
    let mut text = String::new();
    // Those that may be a log after all come first.
    let doubtful = left.iter().filter(|left| left.reason.is_doubtful());
    let others = left.iter().filter(|left| !left.reason.is_doubtful());
    for left in doubtful.chain(others).take(LINES) {
        text.push_str(&format!("  {}\n", line(left)));
    }
    if left.len() > LINES {
        text.push_str(&format!("  and {} more\n", left.len() - LINES));
    }
    text
}

/// A folder that was not taken, with the reason.
pub(super) fn line(left: &Left) -> String {
    format!("{} ({}): {}", shown(&left.folder), counted(left.files, "file"), left.reason.words())
}

/// A folder as it is shown.
pub(super) fn shown(folder: &str) -> String {
    if folder.is_empty() { "the root".to_owned() } else { format!("`{}`", visible(folder)) }
}

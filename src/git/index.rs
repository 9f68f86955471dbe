//! The staged files.

use std::path::Path;

use git2::{MergeFileInput, MergeFileOptions, Repository};

use super::tree::{blob, kind};
use super::{Error, FileKind, Id};
use crate::text::RepoPath;

/// The staged files.
pub(crate) struct Index<'a> {
    pub(super) repo: &'a Repository,
    pub(super) index: git2::Index,
}

impl Index<'_> {
    /// Calls `take` for every staged file; in a conflict, for our side.
    pub(crate) fn list(&self, mut take: impl FnMut(RepoPath, FileKind, Id)) {
        for entry in self.index.iter() {
            // Two bits of the flags are the stage: 0 without a conflict, 2 for our side.
            let stage = (entry.flags >> 12) & 3;
            if matches!(stage, 0 | 2)
                && let Some(kind) = i32::try_from(entry.mode).ok().and_then(|mode| kind((mode, entry.id)))
            {
                take(RepoPath::from_bytes(&entry.path), kind, entry.id);
            }
        }
    }

    /// One staged file by its path.
    pub(crate) fn find(&self, path: &RepoPath) -> Option<(FileKind, Id)> {
        let entry = self.index.get_path(Path::new(path.as_str()), 0)?;
        kind((i32::try_from(entry.mode).ok()?, entry.id)).map(|kind| (kind, entry.id))
    }

    /// The bytes of a file. One that is not merged yet is read as git leaves it: with both sides between markers.
    pub(crate) fn read(&self, path: &RepoPath, id: Id) -> Result<Vec<u8>, Error> {
        let side = |stage| self.index.get_path(Path::new(path.as_str()), stage).map(|entry| blob(self.repo, entry.id));
        let (Some(ours), Some(theirs)) = (side(2), side(3)) else {
            return blob(self.repo, id);
        };
        let (base, ours, theirs) = (side(1).unwrap_or(Ok(Vec::new()))?, ours?, theirs?);
        let [base, one, other] = [&base, &ours, &theirs].map(|content| {
            let mut input = MergeFileInput::new();
            input.content(content);
            input
        });
        let mut options = MergeFileOptions::new();
        options.our_label("ours").their_label("theirs");
        let merged = git2::merge_file(&base, &one, &other, Some(&mut options));
        Ok(merged.map_or(ours.clone(), |merged| merged.content().to_vec()))
    }
}

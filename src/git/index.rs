//! The staged files.

use std::path::Path;
use std::process::{Command, Stdio};

use git2::{IndexEntry, IndexTime, MergeFileInput, MergeFileOptions};

use super::tree::{Content, blob, kind};
use super::{Error, FileKind, Id, Repo};
use crate::text::RepoPath;

/// Whether an index has an extension that libgit2 does not read: that of a sparse checkout or a split index.
pub(super) fn is_for_git_alone(error: &git2::Error) -> bool {
    error.message().contains("unsupported mandatory extension")
}

/// The index as the git program lists it, with every file.
pub(super) fn listed_by_git(top: &Path) -> Result<git2::Index, Error> {
    let failed = |reason: String| Error::Other(format!("`git ls-files` can't list the staged files: {reason}"));
    let mut git = Command::new("git");
    // A program that a configuration names is not run.
    git.args(["-c", "core.fsmonitor=false", "ls-files", "--stage", "-z"]).current_dir(top).stdin(Stdio::null());
    let listed = git.output().map_err(|error| failed(error.to_string()))?;
    if !listed.status.success() {
        return Err(failed(String::from_utf8_lossy(&listed.stderr).trim().to_owned()));
    }
    let mut index = git2::Index::new()?;
    for line in listed.stdout.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        let entry = entry(line).ok_or_else(|| failed(format!("unknown line {}", String::from_utf8_lossy(line))))?;
        index.add(&entry)?;
    }
    Ok(index)
}

/// An entry of the index from a line: `100644 ID 0<tab>PATH`.
fn entry(line: &[u8]) -> Option<IndexEntry> {
    let at = line.iter().position(|byte| *byte == b'\t')?;
    let mut words = std::str::from_utf8(&line[..at]).ok()?.split(' ');
    let mode = u32::from_str_radix(words.next()?, 8).ok()?;
    let id = words.next()?.parse().ok()?;
    let stage: u16 = words.next()?.parse().ok()?;
    let never = IndexTime::new(0, 0);
    Some(IndexEntry {
        ctime: never,
        mtime: never,
        dev: 0,
        ino: 0,
        mode,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: stage << 12,
        flags_extended: 0,
        path: line[at + 1..].to_vec(),
    })
}

/// The staged files.
pub(crate) struct Index<'a> {
    pub(super) repo: &'a Repo,
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

    /// The content of a file. One that is not merged yet is read as git leaves it: with both sides between markers.
    pub(crate) fn read(&self, path: &RepoPath, id: Id, limit: usize) -> Result<Content, Error> {
        let side = |stage| self.index.get_path(Path::new(path.as_str()), stage).map(|entry| entry.id);
        let (Some(ours), Some(theirs)) = (side(2), side(3)) else {
            return blob(self.repo, id, limit);
        };
        let mut sides = Vec::new();
        for id in [side(1), Some(ours), Some(theirs)] {
            match id.map_or_else(|| Ok(Content::Bytes(Vec::new())), |id| blob(self.repo, id, limit))? {
                Content::Bytes(bytes) => sides.push(bytes),
                large @ Content::TooLarge { .. } => return Ok(large),
            }
        }
        let [base, one, other] = [0, 1, 2].map(|side: usize| {
            let mut input = MergeFileInput::new();
            input.content(&sides[side]);
            input
        });
        let mut options = MergeFileOptions::new();
        options.our_label("ours").their_label("theirs");
        let merged = git2::merge_file(&base, &one, &other, Some(&mut options));
        let merged = merged.map_or_else(|_| sides[1].clone(), |merged| merged.content().to_vec());
        Ok(Content::of(merged, limit))
    }
}

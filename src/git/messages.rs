//! Commit messages, and the trailers in them.

use std::collections::BTreeSet;

use super::{Error, Id, Repo};

/// The commit messages of a change.
#[derive(Debug)]
pub(crate) struct Messages {
    /// Newest first.
    pub texts: Vec<String>,
    /// Whether these are all.
    pub whole: bool,
}

impl Repo {
    /// The messages of the commits in `start..head`, newest first.
    ///
    /// In a shallow clone the ancestors of `start` may be missing, and old commits then look like part of the
    /// range. Only descendants of `start` are sure to be new, so the messages of all others are left out.
    pub(crate) fn messages(&self, start: Id, head: Id) -> Result<Messages, Error> {
        let mut walk = self.inner.revwalk()?;
        walk.set_sorting(git2::Sort::TOPOLOGICAL)?;
        walk.push(head)?;
        walk.hide(start)?;
        let commits = walk.map(|id| self.inner.find_commit(id?)).collect::<Result<Vec<_>, _>>()?;
        let start_is_whole = !self.is_shallow() || self.is_whole(start)?;
        let mut whole = true;
        let mut later = BTreeSet::from([start]);
        for commit in commits.iter().rev() {
            if commit.parent_ids().any(|parent| later.contains(&parent)) {
                later.insert(commit.id());
            }
            whole &= !is_cut(commit) && (start_is_whole || later.contains(&commit.id()));
        }
        let texts = commits
            .iter()
            .filter(|commit| start_is_whole || later.contains(&commit.id()))
            .map(|commit| String::from_utf8_lossy(commit.message_bytes()).into_owned());
        Ok(Messages { texts: texts.collect(), whole })
    }

    /// Whether all ancestors of a commit are in this clone.
    fn is_whole(&self, commit: Id) -> Result<bool, Error> {
        let mut walk = self.inner.revwalk()?;
        walk.push(commit)?;
        for id in walk {
            if is_cut(&self.inner.find_commit(id?)?) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Whether a commit has parents that a shallow clone leaves out.
pub(super) fn is_cut(commit: &git2::Commit<'_>) -> bool {
    let header = commit.raw_header_bytes();
    let named = header.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"parent ")).count();
    named > commit.parent_count()
}

/// The values of the trailers with this name: lines `Name: value` in the last paragraph of a message.
pub(crate) fn trailers(message: &str, name: &str) -> Vec<String> {
    let message = message.replace('\r', "");
    let message = message.trim_end();
    let last = message.rsplit("\n\n").next().unwrap_or_default();
    // Without a blank line there is only a subject.
    if last.len() == message.len() {
        return Vec::new();
    }
    last.lines()
        .filter_map(|line| line.split_once(':'))
        .filter(|(key, _)| key.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_owned())
        .filter(|value| !value.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trailers_are_in_the_last_paragraph() {
        let message = "Subject\n\nBody.\nDecision: 0001\n\nReviewed-by: Ana\nDecision: 0012\ndecision: 0013\n";
        assert_eq!(trailers(message, "Decision"), ["0012", "0013"]);
        assert!(trailers("Decision: 0012", "Decision").is_empty());
        assert_eq!(trailers("Subject\r\n\r\nDecision: 0012\r\n", "Decision"), ["0012"]);
    }
}

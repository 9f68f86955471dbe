//! The commits that a change is made of: where it starts and where it ends.

use git2::ErrorCode;

use super::{Error, Id, Repo};
use crate::text::visible;

/// Both ends of a change, and where it starts.
#[derive(Clone, Debug)]
pub(crate) struct Range {
    /// The commit whose policy judges.
    pub base: Id,
    /// The commit that is judged.
    pub head: Id,
    /// Where the two parted; `base` itself when `head` contains it.
    pub start: Id,
}

impl Repo {
    /// Where a change starts. Base and head alone say so when head contains base; otherwise the
    /// commit where they parted does, which a cut-off history can't be asked for.
    ///
    /// # Errors
    /// No such place, more than one, or a history that is cut off before it.
    pub(crate) fn range(&self, base: &str, head: &str) -> Result<Range, Error> {
        for rev in [base, head] {
            self.refuse_ambiguous(rev)?;
        }
        self.parted((self.resolve(base)?, base), (self.resolve(head)?, head))
    }

    /// As `range`, of two commits that are known; the names are for messages.
    ///
    /// # Errors
    /// As for `range`.
    pub(crate) fn parted(&self, (base_id, base): (Id, &str), (head_id, head): (Id, &str)) -> Result<Range, Error> {
        if self.has(head_id, base_id)? {
            return Ok(Range { base: base_id, head: head_id, start: base_id });
        }
        if self.is_shallow() {
            let missing = format!("where `{}` and `{}` parted can't be seen", visible(base), visible(head));
            return Err(Error::Shallow { missing });
        }
        let names = || (base.to_owned(), head.to_owned());
        match self.inner.merge_bases(base_id, head_id) {
            Ok(bases) if bases.len() == 1 => Ok(Range { base: base_id, head: head_id, start: bases[0] }),
            Ok(_) => {
                let (base, head) = names();
                Err(Error::Crosswise { base, head })
            }
            Err(error) if error.code() == ErrorCode::NotFound => {
                let (base, head) = names();
                Err(Error::Unrelated { base, head })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the history of `head` has `base`, `head` itself included. A cut-off history may hide
    /// that it has, and never shows more than there is.
    ///
    /// # Errors
    /// An object that is missing.
    pub(crate) fn has(&self, head: Id, base: Id) -> Result<bool, Error> {
        Ok(base == head || self.inner.graph_descendant_of(head, base)?)
    }

    /// Refuses a name that stands for more than one commit. Git takes the tag before the branch, so
    /// whoever may push a tag could choose the base.
    fn refuse_ambiguous(&self, rev: &str) -> Result<(), Error> {
        let name = rev.split(['~', '^', ':']).next().unwrap_or_default();
        let name = name.split("@{").next().unwrap_or_default();
        let is_hex = name.len() >= 4 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        // A full name or a full id comes before all others.
        if self.inner.find_reference(name).is_ok() || (is_hex && name.len() >= 40) {
            return Ok(());
        }
        let places = ["refs/", "refs/tags/", "refs/heads/", "refs/remotes/"];
        let mut found: Vec<(String, Id)> = places
            .iter()
            .filter_map(|place| {
                let full = format!("{place}{name}");
                let commit = self.inner.find_reference(&full).ok()?.peel_to_commit().ok()?;
                Some((full, commit.id()))
            })
            .collect();
        if is_hex && let Ok(commit) = self.inner.find_commit_by_prefix(name) {
            found.push((commit.id().to_string(), commit.id()));
        }
        if found.windows(2).all(|pair| pair[0].1 == pair[1].1) {
            return Ok(());
        }
        let names = found.into_iter().map(|(name, _)| name).collect();
        Err(Error::Ambiguous { rev: rev.to_owned(), names })
    }
}

//! The commits that a change is made of: where it starts and where it ends.

use git2::ErrorCode;

use super::{Error, Id, Repo};
use crate::text::visible;

/// The base and head of a change, and their merge base.
#[derive(Clone, Debug)]
pub(crate) struct Range {
    /// The commit with the policy that applies.
    pub base: Id,
    /// The commit that is checked.
    pub head: Id,
    /// The merge base: `base` itself when `head` contains it.
    pub start: Id,
}

impl Repo {
    /// The range of a change between two revisions.
    ///
    /// # Errors
    /// No merge base, more than one, or a shallow clone that may lack it.
    pub(crate) fn range(&self, base: &str, head: &str) -> Result<Range, Error> {
        for rev in [base, head] {
            self.refuse_ambiguous(rev)?;
        }
        self.range_between((self.resolve(base)?, base), (self.resolve(head)?, head))
    }

    /// The same as [`Repo::range`], for commits that are resolved already; the names are for messages.
    ///
    /// # Errors
    /// The same as for [`Repo::range`].
    pub(crate) fn range_between(
        &self,
        (base_id, base): (Id, &str),
        (head_id, head): (Id, &str),
    ) -> Result<Range, Error> {
        if self.contains(head_id, base_id)? {
            return Ok(Range { base: base_id, head: head_id, start: base_id });
        }
        if self.is_shallow() {
            let missing = format!("the merge base of `{}` and `{}` is unknown", visible(base), visible(head));
            return Err(Error::Shallow { missing });
        }
        let (base, head) = (base.to_owned(), head.to_owned());
        match self.objects()?.merge_bases(base_id, head_id) {
            Ok(bases) if bases.len() == 1 => Ok(Range { base: base_id, head: head_id, start: bases[0] }),
            Ok(_) => Err(Error::CrissCross { base, head }),
            Err(error) if error.code() == ErrorCode::NotFound => Err(Error::Unrelated { base, head }),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether `base` is `head` or one of its ancestors. In a shallow clone a `true` is certain and a `false` is
    /// not.
    pub(crate) fn contains(&self, head: Id, base: Id) -> Result<bool, Error> {
        Ok(base == head || self.objects()?.graph_descendant_of(head, base)?)
    }

    /// Refuses a name of more than one commit. Git prefers tags to branches, so anyone who can push a tag could
    /// choose the base.
    fn refuse_ambiguous(&self, rev: &str) -> Result<(), Error> {
        let repo = self.objects()?;
        let name = rev.split(['~', '^', ':']).next().unwrap_or_default();
        let name = name.split("@{").next().unwrap_or_default();
        let is_hex = name.len() >= 4 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        // A full name or a full id is never ambiguous.
        if repo.find_reference(name).is_ok() || (is_hex && name.len() >= 40) {
            return Ok(());
        }
        let places = ["refs/", "refs/tags/", "refs/heads/", "refs/remotes/"];
        let mut found: Vec<(String, Id)> = places
            .iter()
            .filter_map(|place| {
                let full = format!("{place}{name}");
                let commit = repo.find_reference(&full).ok()?.peel_to_commit().ok()?;
                Some((full, commit.id()))
            })
            .collect();
        if is_hex && let Ok(commit) = repo.find_commit_by_prefix(name) {
            found.push((commit.id().to_string(), commit.id()));
        }
        if found.windows(2).all(|pair| pair[0].1 == pair[1].1) {
            return Ok(());
        }
        let names = found.into_iter().map(|(name, _)| name).collect();
        Err(Error::Ambiguous { rev: rev.to_owned(), names })
    }
}

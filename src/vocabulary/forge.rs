//! Forges where people comment, and the addresses of single comments on them.

use serde::{Deserialize, Serialize};

use crate::text::percent_decoded;

/// A kind of forge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(crate) enum Forge {
    /// GitHub, also on an enterprise host.
    Github,
    /// GitLab.
    Gitlab,
    /// Forgejo or Gitea.
    Forgejo,
}

impl Forge {
    pub(crate) const ALL: [Self; 3] = [Self::Github, Self::Gitlab, Self::Forgejo];

    /// Its name in receipts and policies.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Forgejo => "forgejo",
        }
    }

    /// Its name in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Github => "GitHub",
            Self::Gitlab => "GitLab",
            Self::Forgejo => "Forgejo",
        }
    }
}

/// Where a thread, or one comment in it, is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub forge: Forge,
    /// The host, with its port.
    pub host: String,
    /// The path of the repository: `owner/name`, or with groups on GitLab.
    pub repository: String,
    pub thread: Thread,
    pub number: u64,
    /// The comment; none for the thread itself.
    pub comment: Option<Key>,
}

/// What the comments belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thread {
    Issue,
    /// A pull request or a merge request.
    Change,
    Discussion,
}

/// A comment of a forge: its kind and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    pub kind: Kind,
    pub number: u64,
}

/// The kinds of comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// Below an issue or a change.
    Comment,
    /// At a line of a change.
    ReviewComment,
    /// The text of a review.
    Review,
    /// In a discussion of GitHub.
    DiscussionComment,
    /// A note of GitLab, wherever it is.
    Note,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Comment, Self::ReviewComment, Self::Review, Self::DiscussionComment, Self::Note];

    /// What comes before the number in an address and a receipt.
    fn prefix(self) -> &'static str {
        match self {
            Self::Comment => "issuecomment-",
            Self::ReviewComment => "discussion_r",
            Self::Review => "pullrequestreview-",
            Self::DiscussionComment => "discussioncomment-",
            Self::Note => "note_",
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}{}", self.kind.prefix(), self.number)
    }
}

impl Key {
    /// Reads `issuecomment-123`, as it stands behind the `#` of an address.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Kind::ALL.into_iter().find_map(|kind| {
            let number = text.strip_prefix(kind.prefix())?;
            Some(Self { kind, number: whole_number(number)? })
        })
    }
}

/// A number without a sign and without zeros before it, so that it is written in one way.
fn whole_number(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| is_plain)
}

impl Place {
    /// Reads the address of a thread or of a comment: `https://github.com/o/r/pull/7#issuecomment-123`. `kind_of` gives
    /// the forge at a host, where that is known; otherwise the shape of the address shows it.
    pub(crate) fn read(address: &str, kind_of: &dyn Fn(&str) -> Option<Forge>) -> Option<Self> {
        let rest = address.trim().strip_prefix("https://")?;
        let (rest, fragment) = rest.split_once('#').map_or((rest, None), |(rest, part)| (rest, Some(part)));
        let rest = rest.split('?').next().unwrap_or_default();
        let (host, path) = rest.split_once('/')?;
        // An address with a name before the host leads somewhere else than it seems to.
        let is_host = |c: char| c.is_ascii_alphanumeric() || "-.:".contains(c);
        if host.is_empty() || !host.chars().all(is_host) {
            return None;
        }
        let host = host.to_ascii_lowercase();
        let path = percent_decoded(path.trim_end_matches('/'));
        let is_part = |part: &str| {
            !["", ".", ".."].contains(&part) && part.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
        };
        let (before, after) = match path.split_once("/-/") {
            Some((before, after)) => (before.split('/').collect::<Vec<_>>(), after.split('/').collect::<Vec<_>>()),
            None => {
                let parts: Vec<&str> = path.split('/').collect();
                let (before, after) = parts.split_at_checked(2)?;
                (before.to_vec(), after.to_vec())
            }
        };
        if before.len() < 2 || !before.iter().all(|part| is_part(part)) {
            return None;
        }
        let is_gitlab = path.contains("/-/");
        let (word, number) = match after.as_slice() {
            [word, number, ..] => (*word, whole_number(number)?),
            _ => return None,
        };
        let by_shape = match (word, is_gitlab) {
            ("issues" | "merge_requests" | "work_items", true) => Forge::Gitlab,
            ("pulls", false) => Forge::Forgejo,
            ("issues" | "pull" | "discussions", false) => Forge::Github,
            _ => return None,
        };
        let forge = kind_of(&host).unwrap_or(by_shape);
        let thread = match word {
            "issues" | "work_items" => Thread::Issue,
            "discussions" => Thread::Discussion,
            _ => Thread::Change,
        };
        let is_of_forge = match forge {
            Forge::Gitlab => is_gitlab,
            Forge::Forgejo => !is_gitlab && word != "pull" && word != "discussions",
            Forge::Github => !is_gitlab && word != "pulls",
        };
        let comment = match fragment {
            Some(fragment) => Some(Key::read(fragment).filter(|key| key.is_of(forge, thread))?),
            None => None,
        };
        let repository = before.join("/");
        is_of_forge.then_some(Self { forge, host, repository, thread, number, comment })
    }

    /// The address.
    pub(crate) fn address(&self) -> String {
        let Self { host, repository, number, .. } = self;
        let word = match (self.forge, self.thread) {
            (Forge::Gitlab, Thread::Change) => "-/merge_requests",
            (Forge::Gitlab, _) => "-/issues",
            (Forge::Forgejo, Thread::Change) => "pulls",
            (Forge::Github, Thread::Change) => "pull",
            (_, Thread::Discussion) => "discussions",
            (_, Thread::Issue) => "issues",
        };
        let comment = self.comment.map_or(String::new(), |key| format!("#{key}"));
        format!("https://{host}/{repository}/{word}/{number}{comment}")
    }
}

impl Key {
    /// Whether a forge has such comments in such a thread.
    fn is_of(self, forge: Forge, thread: Thread) -> bool {
        match self.kind {
            Kind::Note => forge == Forge::Gitlab,
            Kind::Comment => forge != Forge::Gitlab && thread != Thread::Discussion,
            Kind::ReviewComment | Kind::Review => forge == Forge::Github && thread == Thread::Change,
            Kind::DiscussionComment => forge == Forge::Github && thread == Thread::Discussion,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> Option<Place> {
        Place::read(address, &|host| (host == "code.example.org").then_some(Forge::Forgejo))
    }

    #[test]
    fn addresses_of_comments_are_read_and_written_alike() {
        for (address, forge) in [
            ("https://github.com/acme/rota/pull/7#issuecomment-123", Forge::Github),
            ("https://github.com/acme/rota/issues/7#issuecomment-123", Forge::Github),
            ("https://github.com/acme/rota/pull/7#discussion_r123", Forge::Github),
            ("https://github.com/acme/rota/pull/7#pullrequestreview-123", Forge::Github),
            ("https://github.com/acme/rota/discussions/7#discussioncomment-123", Forge::Github),
            ("https://git.example.org:8443/acme/rota/pull/7", Forge::Github),
            ("https://gitlab.com/acme/ops/rota/-/merge_requests/7#note_123", Forge::Gitlab),
            ("https://gitlab.com/acme/rota/-/issues/7#note_123", Forge::Gitlab),
            ("https://codeberg.org/acme/rota/pulls/7#issuecomment-123", Forge::Forgejo),
            ("https://code.example.org/acme/rota/issues/7#issuecomment-123", Forge::Forgejo),
        ] {
            let place = read(address).unwrap_or_else(|| panic!("{address}"));
            assert_eq!((place.forge, place.address().as_str()), (forge, address));
        }
        let read = |address: &str| read(address).map(|place| place.address());
        let plain = Some("https://github.com/acme/rota/pull/7#discussion_r1".to_owned());
        assert_eq!(read("https://GitHub.com/acme/rota/pull/7/files?w=1#discussion_r1"), plain);
    }

    #[test]
    fn other_addresses_are_none() {
        for address in [
            "http://github.com/acme/rota/pull/7#issuecomment-1",
            "https://github.com@example.org/acme/rota/pull/7#issuecomment-1",
            "https://github.com/acme/rota/pull/7#issuecomment-",
            "https://github.com/acme/rota/pull/7#issuecomment-01",
            "https://github.com/acme/rota/pull/7#issuecomment-1x",
            "https://github.com/acme/rota/pull/7#top",
            "https://github.com/acme/rota/pull/+7",
            "https://github.com/acme/rota/issues/7#discussion_r1",
            "https://github.com/acme/../pull/7#issuecomment-1",
            "https://github.com/acme/ro%0ata/pull/7#issuecomment-1",
            "https://github.com/acme",
            "https:///acme/rota/pull/7",
            "https://gitlab.com/acme/rota/-/merge_requests/7#issuecomment-1",
            "https://code.example.org/acme/rota/pull/7#issuecomment-1",
        ] {
            assert_eq!(read(address), None, "{address}");
        }
    }
}

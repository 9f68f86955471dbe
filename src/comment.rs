//! Comments of forges: what a forge says of one, who wrote it and when, and what that proves.
//!
//! A module per forge reads the answers of its API. Nothing here asks a forge; `cli::forge` does.

mod cues;
pub(crate) mod forgejo;
pub(crate) mod github;
pub(crate) mod gitlab;
mod html;
mod mail;
pub(crate) mod own;
mod page;
pub(crate) mod quoted;
pub(crate) mod sentences;
mod split;

#[cfg(test)]
mod tests;

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::decision::proof::Receipt;
use crate::policy::{Hosts, Identity};
use crate::text::visible;
use crate::vocabulary::forge::{Forge, Key, Place};

/// A comment as its forge shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comment {
    /// Where it is.
    pub place: Place,
    /// Who wrote it; none where the account is gone.
    pub author: Option<Author>,
    /// Its markdown, with `\n` as line ends.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
    /// Whether and by whom it was edited.
    pub edits: Edits,
    /// Whether it was minimised or hidden, as spam or as resolved.
    pub is_minimised: bool,
}

/// The account that wrote a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Author {
    pub login: String,
    pub id: u64,
    /// Why it is no person, as a phrase: `it is the app dependabot`.
    pub not_a_person: Option<String>,
}

/// The last edit of a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edits {
    /// None.
    Never,
    /// When, and by which login and number; none where the forge does not say by whom.
    Last { at: Timestamp, by: Option<(String, u64)> },
    /// The answer of the forge has nothing on edits.
    Unknown,
}

/// Finds the place that an address in an answer names.
pub(crate) type PlaceOf<'a> = &'a dyn Fn(&str) -> Option<Place>;

/// Why an answer is no comment that can be quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is not what the API of the forge gives for a comment.
    Shape { forge: Forge, reason: String },
    /// It is JSON of something else.
    Other,
    /// The address in it is no address of a comment.
    Address(String),
    /// It has no address.
    NoAddress,
    /// Two answers that should be about one comment are about two.
    Two(Key, Key),
    /// An answer that is needed as well is missing.
    Half { missing: &'static str },
    /// A review that only its author can see.
    Pending,
    /// A note that only members of the project can see.
    Internal,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape { forge, reason } => {
                write!(out, "this is not how {} describes a comment: {}", forge.name(), visible(reason))
            }
            Self::Other => out.write_str("this JSON is not a comment of GitHub, GitLab, Forgejo or Gitea"),
            Self::Address(address) => write!(out, "`{}` is not the address of a comment", visible(address)),
            Self::NoAddress => {
                out.write_str("this JSON does not say where the comment is; pass its address with `--source`")
            }
            Self::Two(one, other) => write!(out, "this is about two comments, `{one}` and `{other}`"),
            Self::Half { missing } => write!(out, "the answer of {missing} is missing"),
            Self::Pending => out.write_str("this review has not been submitted yet"),
            Self::Internal => out.write_str("this is an internal note, which only members of the project can read"),
        }
    }
}

/// Why a comment does not prove that a person wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unproven {
    /// The policy does not trust the host.
    Host(String),
    /// The account that wrote it is gone.
    Gone,
    /// A program wrote it; a phrase says which.
    Program(String),
    /// The policy has no account of the person on this forge.
    NoAccount(Forge),
    /// Another account wrote it than the one that the policy expects.
    OtherAccount { login: String, id: u64, expected: String },
    /// Another account edited it last; none where the forge does not say which.
    Edited { at: Timestamp, by: Option<String> },
    /// The answer does not say whether it was edited.
    EditsUnknown(Forge),
    /// It was minimised.
    Minimised,
    /// It is a thread and not a comment.
    Thread,
}

impl fmt::Display for Unproven {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(host) => write!(out, "`{}` is not one of the trusted hosts in heard.toml", visible(host)),
            Self::Gone => out.write_str("the account that wrote it no longer exists"),
            Self::Program(which) => write!(out, "a program wrote it: {}", visible(which)),
            Self::NoAccount(forge) => write!(out, "heard.toml has no {} account for this person", forge.name()),
            Self::OtherAccount { login, id, expected } => {
                write!(out, "it was written by `{}` (id {id}), not by {expected}", visible(login))
            }
            Self::Edited { at, by: Some(by) } => {
                write!(out, "it was edited by another account, `{}`, on {}", visible(by), day(*at))
            }
            Self::Edited { at, by: None } => {
                write!(out, "it was edited on {}, and the forge does not say by whom", day(*at))
            }
            Self::EditsUnknown(forge) => {
                write!(out, "the answer of {} does not say whether somebody else edited it", forge.name())
            }
            Self::Minimised => out.write_str("it is hidden (minimized) on the forge"),
            Self::Thread => out.write_str("this is the address of a whole thread, not of one comment"),
        }
    }
}

/// The day of a time, in UTC.
pub(crate) fn day(at: Timestamp) -> jiff::civil::Date {
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}

impl Comment {
    /// Checks that a person's own account wrote the comment, and that nobody else changed it.
    ///
    /// # Errors
    /// Why it does not prove that.
    pub(crate) fn written_by(&self, identity: &Identity, hosts: &Hosts) -> Result<(), Unproven> {
        let Place { forge, host, .. } = &self.place;
        if !hosts.trust(host) {
            return Err(Unproven::Host(host.clone()));
        }
        let author = self.person()?;
        let account = identity.account(*forge).ok_or(Unproven::NoAccount(*forge))?;
        if !account.is(&author.login, author.id) {
            let (login, expected) = (author.login.clone(), account.to_string());
            return Err(Unproven::OtherAccount { login, id: author.id, expected });
        }
        self.own_edit(author)?;
        if self.is_minimised { Err(Unproven::Minimised) } else { Ok(()) }
    }

    /// The receipt of the comment.
    ///
    /// # Errors
    /// Why there can be none: it is not one person's comment, edited by nobody else.
    pub(crate) fn receipt(&self) -> Result<Receipt, Unproven> {
        let author = self.person()?;
        Ok(Receipt {
            forge: self.place.forge,
            comment: self.place.comment.ok_or(Unproven::Thread)?,
            login: author.login.clone(),
            id: author.id,
            at: self.at,
            edited: self.own_edit(author)?,
            sha256: Sha256::digest(self.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect(),
        })
    }

    /// The account that wrote it, if it is a person's.
    fn person(&self) -> Result<&Author, Unproven> {
        let author = self.author.as_ref().ok_or(Unproven::Gone)?;
        match &author.not_a_person {
            Some(which) => Err(Unproven::Program(which.clone())),
            None => Ok(author),
        }
    }

    /// When the author edited it last, if ever; an error if somebody else did.
    fn own_edit(&self, author: &Author) -> Result<Option<Timestamp>, Unproven> {
        match &self.edits {
            Edits::Never => Ok(None),
            Edits::Unknown => Err(Unproven::EditsUnknown(self.place.forge)),
            Edits::Last { at, by: Some((_, id)) } if *id == author.id => Ok(Some(*at)),
            Edits::Last { at, by } => {
                Err(Unproven::Edited { at: *at, by: by.as_ref().map(|(login, _)| login.clone()) })
            }
        }
    }
}

/// Reads what an API answers about one comment, as `gh api`, `glab api` or curl print it. `source` is its address, for
/// answers that have none.
///
/// # Errors
/// Why it can't be quoted.
pub(crate) fn read(answers: &[Value], source: Option<&Place>, place_of: PlaceOf<'_>) -> Result<Comment, Unreadable> {
    let first = answers.first().ok_or(Unreadable::Other)?;
    let has = |key: &str| first.get(key).is_some();
    if has("noteable_type") || first.pointer("/data/note").is_some() {
        let [answer] = answers else { return Err(Unreadable::Other) };
        return match has("noteable_type") {
            true => gitlab::rest(answer, source.ok_or(Unreadable::NoAddress)?),
            false => gitlab::node(answer, place_of),
        };
    }
    if has("original_author") {
        let [answer] = answers else { return Err(Unreadable::Other) };
        return forgejo::rest(answer, place_of);
    }
    if has("node_id") || has("data") {
        return github::read(answers, place_of);
    }
    Err(Unreadable::Other)
}

/// Reads a part of an answer.
fn part<'a, T: Deserialize<'a>>(forge: Forge, answer: &'a Value) -> Result<T, Unreadable> {
    T::deserialize(answer).map_err(|error| Unreadable::Shape { forge, reason: error.to_string() })
}

/// A value that can be null, but can't be missing.
fn present<'a, D: Deserializer<'a>, T: Deserialize<'a>>(value: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(value)
}

/// A value that can be null and can be missing, which means two different things.
#[allow(clippy::option_option, reason = "null and missing mean different things")]
fn maybe<'a, D: Deserializer<'a>, T: Deserialize<'a>>(value: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// The place of a comment, from its address.
fn place(address: &str, forge: Forge, place_of: PlaceOf<'_>) -> Result<Place, Unreadable> {
    let place = place_of(address).filter(|place| place.forge == forge && place.comment.is_some());
    place.ok_or_else(|| Unreadable::Address(address.to_owned()))
}

/// A login. It is written into receipts, which are hidden lines of words.
fn login(forge: Forge, login: &str) -> Result<String, Unreadable> {
    let is_plain = |c: char| c.is_alphanumeric() || "-_.[]".contains(c);
    match !login.is_empty() && login.chars().all(is_plain) {
        true => Ok(login.to_owned()),
        false => Err(Unreadable::Shape { forge, reason: format!("`{login}` is not a login") }),
    }
}

/// A text with `\n` as its only line end.
fn text(body: &str) -> String {
    body.replace("\r\n", "\n").replace('\r', "\n")
}

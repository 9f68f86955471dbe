//! What forges say of the comments that a change cites, fetched before the change is checked. It is never read from the
//! change itself.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::comment::quoted;
use crate::comment::sentences::{NotWhole, Sentences};
use crate::comment::{self, Author, Comment, Edits, Unproven};
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::decision::proof::Receipt;
use crate::policy::{Hosts, Identity, Policy};
use crate::text::visible;
use crate::vocabulary::forge::Place;

/// The version of the format.
const VERSION: u32 = 1;

/// What forges say of some comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Witness {
    /// None where the forge says that there is no comment.
    answers: BTreeMap<Place, Option<Known>>,
}

/// A comment, and its sentences, with which each quote of it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    comment: Box<Comment>,
    sentences: Sentences,
}

/// What a forge says of a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It is there.
    Comment(Box<Comment>),
    /// The thread can be read, and the comment is not in it.
    Gone,
}

/// Why a comment does not prove a quote with its receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// It was not looked up.
    NotLookedUp(Place),
    /// It is not there any more.
    Gone,
    /// It is not the speaker's own, or somebody else changed it.
    Unproven(Unproven),
    /// It was changed since, and does not have the words any more.
    Changed,
    /// It was written on another day than the quote says.
    OtherDay { said: Date, is: Date },
    /// It was written at another time than the receipt says.
    OtherTime { said: Timestamp, is: Timestamp },
    /// Its text is another one than the receipt says, and it was not edited since.
    OtherText,
    /// It does not have the words as whole sentences.
    OtherWords(NotWhole),
}

/// A witness as `heard witness` prints it and `heard gate --witness` reads it.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct WitnessReport {
    /// The version of this format, 1.
    pub version: u32,
    /// The commit that the change is for.
    pub base: String,
    /// The commit that is checked.
    pub head: String,
    /// What forges say of the comments that the change cites.
    pub comments: Vec<CommentReport>,
}

/// What a forge says of a comment.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentReport {
    /// Its address.
    pub address: String,
    /// What it says; null if it is not there any more.
    pub comment: Option<FoundReport>,
}

/// A comment.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct FoundReport {
    /// The account that wrote it; null if it was deleted.
    pub author: Option<AuthorReport>,
    /// Its markdown.
    pub text: String,
    /// When it was written.
    #[cfg_attr(test, schemars(with = "String"))]
    pub at: Timestamp,
    /// Its last edit; null if there was none.
    pub edited: Option<EditReport>,
    /// Whether it was minimised.
    pub minimised: bool,
}

/// An account.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct AuthorReport {
    /// Its login.
    pub login: String,
    /// Its number.
    pub id: u64,
    /// Why it is no person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_a_person: Option<String>,
}

/// An edit.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct EditReport {
    /// When; null if the forge does not say anything about edits.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub at: Option<Timestamp>,
    /// The account; null if the forge does not say.
    pub by: Option<AuthorReport>,
}

impl Witness {
    /// Adds what a forge says of a comment.
    pub(crate) fn add(&mut self, place: Place, answer: Answer) {
        let known = match answer {
            Answer::Comment(comment) => Some(Known { sentences: Sentences::read(&comment.text), comment }),
            Answer::Gone => None,
        };
        self.answers.insert(place, known);
    }

    /// Reads a witness of the change between two commits.
    ///
    /// # Errors
    /// Why it is none, as a phrase.
    pub(crate) fn read(text: &str, base: &str, head: &str, hosts: &Hosts) -> Result<Self, String> {
        let report: WitnessReport = serde_json::from_str(text).map_err(|error| format!("it can't be read: {error}"))?;
        if report.version != VERSION {
            return Err(format!("its version is {}, and this program reads version {VERSION}", report.version));
        }
        if (report.base.as_str(), report.head.as_str()) != (base, head) {
            return Err(format!("it is about the change from {} to {}", report.base, report.head));
        }
        let mut witness = Self::default();
        for CommentReport { address, comment } in report.comments {
            let place = hosts.place(&address).filter(|place| place.comment.is_some());
            let place = place.ok_or_else(|| format!("`{address}` is not the address of a comment"))?;
            if witness.answers.contains_key(&place) {
                return Err(format!("`{address}` is in it twice"));
            }
            let answer = comment.map_or(Answer::Gone, |found| Answer::Comment(Box::new(found.comment(place.clone()))));
            witness.add(place, answer);
        }
        Ok(witness)
    }

    /// What [`Self::read`] reads.
    pub(crate) fn report(&self, base: &str, head: &str) -> WitnessReport {
        let comments = self.answers.iter().map(|(place, answer)| {
            let comment = answer.as_ref().map(|known| FoundReport::of(&known.comment));
            CommentReport { address: place.address(), comment }
        });
        WitnessReport { version: VERSION, base: base.to_owned(), head: head.to_owned(), comments: comments.collect() }
    }

    /// Whether a comment has another text than when its receipt was taken.
    pub(crate) fn is_edited(&self, receipt: &Receipt, place: &Place) -> bool {
        let known = self.answers.get(place).and_then(Option::as_ref);
        let now = known.and_then(|known| known.comment.receipt().ok());
        now.is_some_and(|now| now.edited != receipt.edited && now.sha256 != receipt.sha256)
    }

    /// Why a comment does not prove a quote with its receipt; none if it does.
    pub(crate) fn doubt(&self, cited: &Cited<'_>, policy: &Policy) -> Option<Doubt> {
        let Cited { decision, quote, receipt, place } = cited;
        let Known { comment, sentences } = match self.answers.get(place) {
            None => return Some(Doubt::NotLookedUp(place.clone())),
            Some(None) => return Some(Doubt::Gone),
            Some(Some(known)) => known,
        };
        let identity = quote.speaker().and_then(|speaker| policy.directory.identity(speaker));
        let unknown = Identity::default();
        if let Err(unproven) = comment.written_by(identity.unwrap_or(&unknown), &policy.hosts) {
            return Some(Doubt::Unproven(unproven));
        }
        let now = match comment.receipt() {
            Err(unproven) => return Some(Doubt::Unproven(unproven)),
            Ok(now) => now,
        };
        // A login can be taken over by another account.
        if now.id != receipt.id {
            let expected = format!("`{}` (id {})", visible(&receipt.login), receipt.id);
            return Some(Doubt::Unproven(Unproven::OtherAccount { login: now.login, id: now.id, expected }));
        }
        // The author of a quote may live a day before or after UTC.
        let days = [now.at, now.edited.unwrap_or(now.at)].map(comment::day);
        let is_near = |said: Date| {
            days[0].yesterday().is_ok_and(|first| first <= said) && days[1].tomorrow().is_ok_and(|last| said <= last)
        };
        let said = quote.date().filter(|said| !is_near(*said));
        let claimed = Some(receipt.at).filter(|at| *at != now.at);
        match (said, claimed) {
            (Some(said), _) => return Some(Doubt::OtherDay { said, is: days[0] }),
            (None, Some(_)) => return Some(Doubt::OtherTime { said: receipt.at, is: now.at }),
            (None, None) => {}
        }
        // Nobody edited it since, so the receipt was never its own.
        if now.edited == receipt.edited && now.sha256 != receipt.sha256 {
            return Some(Doubt::OtherText);
        }
        match sentences.hold(&quoted::markdown(&decision.text, quote)) {
            Ok(()) => None,
            Err(_) if now.sha256 != receipt.sha256 => Some(Doubt::Changed),
            Err(other) => Some(Doubt::OtherWords(other)),
        }
    }
}

/// A quote with the comment that it cites.
pub(crate) struct Cited<'a> {
    pub decision: &'a Decision,
    pub quote: &'a Quote,
    pub receipt: &'a Receipt,
    pub place: Place,
}

impl FoundReport {
    fn of(comment: &Comment) -> Self {
        let account = |login: &str, id| AuthorReport { login: login.to_owned(), id, not_a_person: None };
        let author = comment.author.as_ref().map(|author| AuthorReport {
            not_a_person: author.not_a_person.clone(),
            ..account(&author.login, author.id)
        });
        let edited = match &comment.edits {
            Edits::Never => None,
            Edits::Last { at, by } => {
                let by = by.as_ref().map(|(login, id)| account(login, *id));
                Some(EditReport { at: Some(*at), by })
            }
            Edits::Unknown => Some(EditReport { at: None, by: None }),
        };
        Self { author, text: comment.text.clone(), at: comment.at, edited, minimised: comment.is_minimised }
    }

    fn comment(self, place: Place) -> Comment {
        let author =
            self.author.map(|author| Author { login: author.login, id: author.id, not_a_person: author.not_a_person });
        let edits = match self.edited {
            None => Edits::Never,
            Some(EditReport { at: Some(at), by }) => Edits::Last { at, by: by.map(|by| (by.login, by.id)) },
            Some(EditReport { at: None, .. }) => Edits::Unknown,
        };
        Comment { place, author, text: self.text, at: self.at, edits, is_minimised: self.minimised }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLookedUp(place) => write!(out, "cites {}, which was not looked up", visible(&place.address())),
            Self::Gone => write!(out, "cites a comment that does not exist any more"),
            Self::Unproven(reason) => write!(out, "is not proven by its comment: {reason}"),
            Self::OtherDay { said, is } => write!(out, "says {said}, and its comment was written on {is}"),
            Self::OtherTime { said, is } => {
                write!(out, "has a receipt that says {said}, and its comment was written at {is}")
            }
            Self::OtherText => {
                write!(out, "has a receipt of another text than its comment has, which was not edited since")
            }
            Self::Changed => write!(out, "cites a comment that was changed and does not say this any more"),
            Self::OtherWords(reason) => write!(out, "does not repeat its comment: {reason}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision;
    use crate::text::RepoPath;

    const POLICY: &str = "[people.\"Ines Roy\"]\ngithub = { login = \"inesroy\", id = 7 }\n";
    const ADDRESS: &str = "https://github.com/acme/rota/pull/7#issuecomment-1";

    /// What a comment of 12 February at noon is doubted for, by the day of the quote, the time of the receipt, and the last
    /// edit of the comment.
    fn doubt(day: &str, at: &str, edited: &str) -> Option<Doubt> {
        let policy = Policy::read(POLICY, &[]).unwrap();
        let comment = format!(
            r#"{{"author":{{"login":"inesroy","id":7}},"text":"It is late.","at":"2026-02-12T12:00:00Z","edited":{edited},"minimised":false}}"#
        );
        let text = format!(
            r#"{{"version":1,"base":"b","head":"h","comments":[{{"address":"{ADDRESS}","comment":{comment}}}]}}"#
        );
        let witness = Witness::read(&text, "b", "h", &policy.hosts).unwrap();
        let sha256 = format!("{:x}", <sha2::Sha256 as sha2::Digest>::digest("It is late."));
        let text = format!(
            "# T\n\n## Consultation\n\n> It is late.\n>\n> — Ines Roy{day}, [comment]({ADDRESS})\n> <!-- heard: github issuecomment-1 by inesroy id=7 at={at} edited=never sha256={sha256} -->\n"
        );
        let decision = decision::read(RepoPath::new("decisions/0001-x.md"), text.into_bytes(), &policy.words);
        let quote = decision.quotes().next().unwrap();
        let (receipt, place) = crate::evidence::receipt(quote, &policy).unwrap();
        witness.doubt(&Cited { decision: &decision, quote, receipt, place }, &policy)
    }

    #[test]
    fn a_quote_is_of_the_day_of_its_comment() {
        let edited = r#"{"at":"2026-03-01T12:00:00Z","by":{"login":"inesroy","id":7}}"#;
        let at = "2026-02-12T12:00:00Z";
        for (day, at, edited, is_doubted) in [
            (", 2026-02-12", at, "null", false),
            (", 2026-02-11", at, "null", false),
            (", 2026-02-13", at, "null", false),
            ("", at, "null", false),
            (", 2026-02-10", at, "null", true),
            (", 2026-02-14", at, "null", true),
            (", 2024-02-12", at, "null", true),
            (", 2026-02-14", at, edited, false),
            (", 2026-03-02", at, edited, false),
            (", 2026-03-03", at, edited, true),
            (", 2026-02-12", "2026-02-12T12:00:01Z", "null", true),
            (", 2026-02-12", "2025-02-12T12:00:00Z", "null", true),
        ] {
            let doubt = doubt(day, at, edited);
            let is_other = matches!(doubt, Some(Doubt::OtherDay { .. } | Doubt::OtherTime { .. }));
            assert_eq!(is_other, is_doubted, "{day} {at} {edited}: {doubt:?}");
            assert!(is_doubted || doubt.is_none(), "{doubt:?}");
        }
    }

    #[test]
    fn a_witness_is_of_its_version_and_has_each_comment_once() {
        let hosts = Policy::default().hosts;
        let gone = format!(r#"{{"address":"{ADDRESS}","comment":null}}"#);
        for (version, comments, expected) in [
            (1, gone.clone(), Ok(())),
            (2, gone.clone(), Err("its version is 2, and this program reads version 1".to_owned())),
            (1, format!("{gone},{gone}"), Err(format!("`{ADDRESS}` is in it twice"))),
        ] {
            let text = format!(r#"{{"version":{version},"base":"b","head":"h","comments":[{comments}]}}"#);
            assert_eq!(Witness::read(&text, "b", "h", &hosts).map(drop), expected);
        }
    }
}

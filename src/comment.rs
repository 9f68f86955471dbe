//! Comments of forges: what a forge says of one, who wrote it, and when.

use jiff::Timestamp;

use crate::vocabulary::forge::Place;

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

//! Comments of Forgejo and Gitea.
//!
//! Their API does not say by whom a comment was edited, only when it changed last. If that is when it was written, it
//! was never edited.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::{Author, Comment, Edits, PlaceOf, Unreadable, login, part, place, present, text};
use crate::vocabulary::forge::Forge;

const FORGE: Forge = Forge::Forgejo;

/// The number of what takes the place of accounts that are gone. Programs of the forge have numbers below it.
const GHOST: i64 = -1;

#[derive(Deserialize)]
struct Rest {
    html_url: String,
    #[serde(deserialize_with = "present")]
    user: Option<User>,
    original_author: String,
    body: String,
    created_at: Timestamp,
    updated_at: Timestamp,
}

#[derive(Deserialize)]
struct User {
    id: i64,
    login: String,
}

/// Reads a comment.
///
/// # Errors
/// Why it can't be quoted.
pub(crate) fn rest(answer: &Value, place_of: PlaceOf<'_>) -> Result<Comment, Unreadable> {
    let comment: Rest = part(FORGE, answer)?;
    let author = match &comment.user {
        Some(user) if user.id != GHOST => Some(author(user, &comment.original_author)?),
        _ => None,
    };
    Ok(Comment {
        place: place(&comment.html_url, FORGE, place_of)?,
        author,
        text: text(&comment.body),
        at: comment.created_at,
        edits: if comment.created_at == comment.updated_at { Edits::Never } else { Edits::Unknown },
        is_minimised: false,
    })
}

/// The account of an author. A comment that was copied from another forge names who wrote it there.
fn author(user: &User, original: &str) -> Result<Author, Unreadable> {
    let name = login(FORGE, &user.login)?;
    let id = u64::try_from(user.id).ok();
    let not_a_person = if !original.is_empty() {
        Some(format!("it was copied from another forge, where {original} wrote it"))
    } else if id.is_none() || name.ends_with("[bot]") {
        Some(format!("it is the bot {name}"))
    } else {
        None
    };
    Ok(Author { login: name, id: id.unwrap_or_default(), not_a_person })
}

//! Notes of GitLab: comments of issues and merge requests.
//!
//! GraphQL says whether and by whom a note was edited. REST only has when a note changed last, which shows that it was
//! never edited if that is when it was written.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::{Author, Comment, Edits, PlaceOf, Unreadable, login, part, place, present, text};
use crate::vocabulary::forge::{Forge, Key, Kind, Place};

const FORGE: Forge = Forge::Gitlab;

/// The fields of a note in a query of GraphQL.
pub(crate) const SELECTION: &str = "url body createdAt lastEditedAt lastEditedBy { id username } \
    author { id username bot } system internal";

/// A note in REST.
#[derive(Deserialize)]
struct Rest {
    id: u64,
    body: String,
    #[serde(deserialize_with = "present")]
    author: Option<User>,
    created_at: Timestamp,
    updated_at: Timestamp,
    system: bool,
    // Older versions have the second alone.
    internal: Option<bool>,
    confidential: Option<bool>,
}

#[derive(Deserialize)]
struct User {
    id: u64,
    username: String,
}

/// A note in GraphQL.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    url: String,
    body: String,
    created_at: Timestamp,
    #[serde(deserialize_with = "present")]
    last_edited_at: Option<Timestamp>,
    #[serde(deserialize_with = "present")]
    last_edited_by: Option<Editor>,
    #[serde(deserialize_with = "present")]
    author: Option<Actor>,
    system: bool,
    #[serde(deserialize_with = "present")]
    internal: Option<bool>,
}

#[derive(Deserialize)]
struct Editor {
    id: String,
    username: String,
}

#[derive(Deserialize)]
struct Actor {
    id: String,
    username: String,
    bot: bool,
}

/// Reads a note of REST. It does not have its address, so the thread that it is in must be known.
///
/// # Errors
/// Why it can't be quoted.
pub(crate) fn rest(answer: &Value, thread: &Place) -> Result<Comment, Unreadable> {
    let note: Rest = part(FORGE, answer)?;
    if note.internal == Some(true) || note.confidential == Some(true) {
        return Err(Unreadable::Internal);
    }
    let key = Key { kind: Kind::Note, number: note.id };
    if let Some(other) = thread.comment.filter(|other| *other != key) {
        return Err(Unreadable::Two(other, key));
    }
    let author = match note.author {
        Some(user) => author(&user.username, user.id, false, note.system)?,
        None => None,
    };
    Ok(Comment {
        place: Place { comment: Some(key), ..thread.clone() },
        author,
        text: text(&note.body),
        at: note.created_at,
        edits: if note.created_at == note.updated_at { Edits::Never } else { Edits::Unknown },
        is_minimised: false,
    })
}

/// Reads the note in an answer of GraphQL, with the fields of [`SELECTION`].
///
/// # Errors
/// Why it can't be quoted.
pub(crate) fn node(answer: &Value, place_of: PlaceOf<'_>) -> Result<Comment, Unreadable> {
    let node: Node = part(FORGE, answer.pointer("/data/note").unwrap_or(&Value::Null))?;
    if node.internal == Some(true) {
        return Err(Unreadable::Internal);
    }
    let edits = match (node.last_edited_at, node.last_edited_by) {
        (None, _) => Edits::Never,
        (Some(at), None) => Edits::Last { at, by: None },
        (Some(at), Some(editor)) => Edits::Last { at, by: Some((editor.username, number(&editor.id)?)) },
    };
    let author = match node.author {
        Some(actor) => author(&actor.username, number(&actor.id)?, actor.bot, node.system)?,
        None => None,
    };
    Ok(Comment {
        place: place(&node.url, FORGE, place_of)?,
        author,
        text: text(&node.body),
        at: node.created_at,
        edits,
        is_minimised: false,
    })
}

/// The number in `gid://gitlab/User/7`.
fn number(id: &str) -> Result<u64, Unreadable> {
    let number = id.strip_prefix("gid://gitlab/").and_then(|id| id.split_once('/')).and_then(|(_, n)| n.parse().ok());
    number.ok_or_else(|| Unreadable::Shape { forge: FORGE, reason: format!("`{id}` has no number") })
}

/// The account of an author; none if it is gone.
fn author(name: &str, id: u64, is_bot: bool, is_system: bool) -> Result<Option<Author>, Unreadable> {
    let name = login(FORGE, name)?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // Notes of accounts that are gone move to `ghost`, or to `ghost1` where that was taken.
    if name.strip_prefix("ghost").is_some_and(is_number) {
        return Ok(None);
    }
    // `project_7_bot_1f2e` and `service_account_group_7_1f2e`, which REST does not mark.
    let is_token = ["project_", "group_"].iter().any(|kind| {
        let rest = name.strip_prefix(kind).and_then(|rest| rest.split_once("_bot"));
        rest.is_some_and(|(number, _)| is_number(number))
    });
    let not_a_person = if is_system {
        Some("GitLab itself noted an event".to_owned())
    } else if is_bot || is_token || name.starts_with("service_account_") {
        Some(format!("it is the bot {name}"))
    } else {
        None
    };
    Ok(Some(Author { login: name, id, not_a_person }))
}

//! Comments of GitHub: of issues, pull requests, reviews and discussions.
//!
//! REST says whether an app wrote a comment for somebody, GraphQL whether and by whom it was edited, so both are needed.
//! `updated_at` of REST changes without an edit and is not read.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::{Author, Comment, Edits, PlaceOf, Unreadable, login, maybe, part, place, present, text};
use crate::vocabulary::forge::{Forge, Kind};

const FORGE: Forge = Forge::Github;

/// What takes the place of accounts that are gone.
const GHOST: (&str, u64) = ("ghost", 10137);

/// The fields of a comment in a query of GraphQL.
pub(crate) const SELECTION: &str = "\
fragment account on Actor { __typename login
  ... on User { databaseId } ... on Bot { databaseId } ... on Mannequin { databaseId } ... on Organization { databaseId } }
fragment comment on Comment { id body createdAt lastEditedAt author { ...account } editor { ...account }
  ... on Minimizable { isMinimized }
  ... on IssueComment { url }
  ... on PullRequestReviewComment { url }
  ... on PullRequestReview { url submittedAt }
  ... on DiscussionComment { url } }";

/// A comment, a review comment or a review in REST.
#[derive(Deserialize)]
struct Rest {
    html_url: String,
    #[serde(deserialize_with = "present")]
    user: Option<User>,
    #[serde(deserialize_with = "present")]
    body: Option<String>,
    created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "maybe")]
    submitted_at: Option<Option<Timestamp>>,
    performed_via_github_app: Option<App>,
}

#[derive(Deserialize)]
struct User {
    login: String,
    id: u64,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct App {
    name: String,
}

/// A comment in GraphQL.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    url: String,
    body: String,
    created_at: Timestamp,
    #[serde(default, deserialize_with = "maybe")]
    submitted_at: Option<Option<Timestamp>>,
    #[serde(deserialize_with = "present")]
    last_edited_at: Option<Timestamp>,
    #[serde(deserialize_with = "present")]
    editor: Option<Actor>,
    #[serde(deserialize_with = "present")]
    author: Option<Actor>,
    is_minimized: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Actor {
    #[serde(rename = "__typename")]
    kind: String,
    login: String,
    database_id: u64,
}

/// Reads the answers of REST and GraphQL about one comment, in either order.
///
/// # Errors
/// Why it can't be quoted.
pub(crate) fn read(answers: &[Value], place_of: PlaceOf<'_>) -> Result<Comment, Unreadable> {
    let mut of_rest = None;
    let mut of_node = None;
    for answer in answers {
        let is_rest = answer.get("node_id").is_some();
        let (old, new) = match is_rest {
            true => (&mut of_rest, rest(answer, place_of)?),
            false => (&mut of_node, node(only_node(answer).ok_or(Unreadable::Other)?, place_of)?),
        };
        if old.replace(new).is_some() {
            return Err(Unreadable::Other);
        }
    }
    match (of_rest, of_node) {
        (Some(rest), Some(node)) => joined(&rest, node),
        (None, Some(node)) if node.place.comment.is_some_and(|key| key.kind == Kind::Comment) => {
            Err(Unreadable::Half { missing: "REST, which says whether an app wrote the comment," })
        }
        (None, Some(node)) => Ok(node),
        // Its edits are unknown.
        (Some(rest), None) => Ok(rest),
        (None, None) => Err(Unreadable::Other),
    }
}

/// The one comment in an answer of GraphQL.
fn only_node(answer: &Value) -> Option<&Value> {
    let data = answer.get("data")?;
    match data.get("nodes") {
        Some(nodes) => match nodes.as_array()?.as_slice() {
            [node] => Some(node),
            _ => None,
        },
        None => data.get("node"),
    }
}

/// Reads a comment of REST, which says nothing on edits.
///
/// # Errors
/// Why it can't be quoted.
pub(crate) fn rest(answer: &Value, place_of: PlaceOf<'_>) -> Result<Comment, Unreadable> {
    let rest: Rest = part(FORGE, answer)?;
    let is_review = answer.get("state").is_some();
    let missing = |field: &str| Unreadable::Shape { forge: FORGE, reason: format!("missing field `{field}`") };
    let at = match (rest.submitted_at, rest.created_at) {
        (Some(Some(at)), _) => at,
        (None, Some(at)) if !is_review => at,
        (Some(None), _) | (None, _) if is_review => return Err(Unreadable::Pending),
        _ => return Err(missing("created_at")),
    };
    let mut author = match rest.user {
        Some(user) => author(&user.kind, &user.login, user.id)?,
        None => None,
    };
    if let (Some(author), Some(app)) = (&mut author, rest.performed_via_github_app) {
        let phrase = format!("the app {} wrote it for {}", app.name, author.login);
        author.not_a_person.get_or_insert(phrase);
    }
    Ok(Comment {
        place: place(&rest.html_url, FORGE, place_of)?,
        author,
        text: text(&rest.body.unwrap_or_default()),
        at,
        edits: Edits::Unknown,
        is_minimised: false,
    })
}

/// Reads a comment of GraphQL, with the fields of [`SELECTION`].
///
/// # Errors
/// Why it can't be quoted.
pub(crate) fn node(node: &Value, place_of: PlaceOf<'_>) -> Result<Comment, Unreadable> {
    let node: Node = part(FORGE, node)?;
    let edits = match (node.last_edited_at, node.editor) {
        (None, _) => Edits::Never,
        (Some(at), editor) => Edits::Last { at, by: editor.map(|editor| (editor.login, editor.database_id)) },
    };
    let author = match node.author {
        Some(actor) => author(&actor.kind, &actor.login, actor.database_id)?,
        None => None,
    };
    Ok(Comment {
        place: place(&node.url, FORGE, place_of)?,
        author,
        text: text(&node.body),
        at: node.submitted_at.map_or(Ok(node.created_at), |at| at.ok_or(Unreadable::Pending))?,
        edits,
        is_minimised: node.is_minimized,
    })
}

/// What both APIs say of one comment. The text is that of GraphQL, to which its edits belong.
///
/// # Errors
/// They are not about the same comment.
pub(crate) fn joined(rest: &Comment, mut node: Comment) -> Result<Comment, Unreadable> {
    if let (Some(one), Some(other)) = (rest.place.comment, node.place.comment)
        && one != other
    {
        return Err(Unreadable::Two(one, other));
    }
    let id = |comment: &Comment| comment.author.as_ref().map(|author| author.id);
    if id(rest) != id(&node) {
        let reason = "REST and GraphQL name different authors".to_owned();
        return Err(Unreadable::Shape { forge: FORGE, reason });
    }
    if let (Some(author), Some(of_rest)) = (&mut node.author, &rest.author) {
        author.not_a_person = of_rest.not_a_person.clone().or(author.not_a_person.take());
    }
    Ok(node)
}

/// The account of an author; none if it is gone.
fn author(kind: &str, name: &str, id: u64) -> Result<Option<Author>, Unreadable> {
    if (name, id) == GHOST {
        return Ok(None);
    }
    let name = login(FORGE, name)?;
    let not_a_person = match (kind, name.strip_suffix("[bot]")) {
        (_, Some(bare)) => Some(format!("it is the app {bare}")),
        ("User", None) => None,
        ("Bot", None) => Some(format!("it is the app {name}")),
        ("Mannequin", None) => Some(format!("{name} stands for somebody whose comments were imported")),
        ("Organization", None) => Some(format!("{name} is an organization")),
        (kind, None) => Some(format!("{name} is not a user but a {kind}")),
    };
    Ok(Some(Author { login: name, id, not_a_person }))
}

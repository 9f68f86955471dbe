//! Answers of forges, and what they prove.

use serde_json::{Value, json};

use super::*;
use crate::policy::Policy;
use crate::text::Span;
use crate::vocabulary::party::Party;

/// The accounts of one person, and the hosts that prove something.
const POLICY: &str = "\
[people.\"Ines Roy\"]
github = { login = \"inesroy\", id = 7 }
gitlab = { login = \"ines\" }
forgejo = { login = \"ines\", id = 9 }

[people.\"Bo Lund\"]

[forge]
hosts = [\"github.com\", \"gitlab.com\", \"codeberg.org\"]
";

const GITHUB: &str = "https://github.com/acme/rota/pull/7#issuecomment-123";
const GITLAB: &str = "https://gitlab.com/acme/rota/-/merge_requests/7#note_123";
const FORGEJO: &str = "https://codeberg.org/acme/rota/pulls/7#issuecomment-123";

fn policy() -> Policy {
    Policy::read(POLICY, &[]).unwrap()
}

/// A comment of GitHub in REST.
fn rest() -> Value {
    json!({
        "node_id": "IC_1", "html_url": GITHUB, "user": {"login": "inesroy", "id": 7, "type": "User"},
        "body": "It wakes me.\r\nAt night.", "created_at": "2026-02-12T10:11:12Z", "updated_at": "2026-02-12T10:11:13Z",
        "performed_via_github_app": null,
    })
}

/// The same in GraphQL.
fn node() -> Value {
    json!({"data": {"node": {
        "id": "IC_1", "url": GITHUB, "author": {"__typename": "User", "login": "inesroy", "databaseId": 7},
        "editor": null, "lastEditedAt": null, "isMinimized": false,
        "body": "It wakes me.\r\nAt night.", "createdAt": "2026-02-12T10:11:12Z",
    }}})
}

fn note() -> Value {
    json!({
        "id": 123, "noteable_type": "MergeRequest", "author": {"id": 8, "username": "ines"}, "system": false,
        "internal": false, "body": "It wakes me.\nAt night.", "created_at": "2026-02-12T10:11:12.345Z",
        "updated_at": "2026-02-12T10:11:12.345Z",
    })
}

fn graphql_note() -> Value {
    json!({"data": {"note": {
        "url": GITLAB, "author": {"id": "gid://gitlab/User/8", "username": "ines", "bot": false}, "system": false,
        "internal": false, "body": "It wakes me.\nAt night.", "createdAt": "2026-02-12T10:11:12Z",
        "lastEditedAt": null, "lastEditedBy": null,
    }}})
}

fn forgejo() -> Value {
    json!({
        "id": 123, "html_url": FORGEJO, "user": {"id": 9, "login": "ines"}, "original_author": "",
        "body": "It wakes me.\nAt night.", "created_at": "2026-02-12T11:11:12+01:00",
        "updated_at": "2026-02-12T10:11:12Z",
    })
}

/// An answer in which the value at a place is another one; a place with `!` before it is removed.
fn changed(mut answer: Value, changes: &[(&str, Value)]) -> Value {
    for (place, value) in changes {
        let (place, removes) = place.strip_prefix('!').map_or((*place, false), |place| (place, true));
        let (above, key) = place.rsplit_once('/').unwrap();
        let object = answer.pointer_mut(above).unwrap().as_object_mut().unwrap();
        match removes {
            true => drop(object.remove(key).unwrap()),
            false => drop(object.insert(key.to_owned(), value.clone())),
        }
    }
    answer
}

fn read_all(answers: &[Value]) -> Result<Comment, Unreadable> {
    let policy = policy();
    let source = policy.hosts.place(GITLAB);
    read(answers, source.as_ref(), &|address| policy.hosts.place(address))
}

/// What an answer proves of a person, as a phrase.
fn proves(answers: &[Value], person: &str) -> Result<Comment, String> {
    let policy = policy();
    let comment = read_all(answers).map_err(|error| error.to_string())?;
    let identity = policy.directory.identity(&Party::read(person, Span::default())).unwrap();
    comment.written_by(identity, &policy.hosts).map_err(|error| error.to_string())?;
    Ok(comment)
}

#[test]
fn own_comments_get_a_receipt() {
    // `printf 'It wakes me.\nAt night.' | sha256sum`
    let hash = "sha256=fe09765bb817aed2b116fe9c707a7c2b38363da519b56cf27395ca417373bacb";
    for (answers, address, receipt) in [
        (vec![rest(), node()], GITHUB, "github issuecomment-123 by inesroy id=7 at=2026-02-12T10:11:12Z edited=never"),
        (vec![node(), rest()], GITHUB, "github issuecomment-123 by inesroy id=7 at=2026-02-12T10:11:12Z edited=never"),
        (vec![note()], GITLAB, "gitlab note_123 by ines id=8 at=2026-02-12T10:11:12.345Z edited=never"),
        (vec![graphql_note()], GITLAB, "gitlab note_123 by ines id=8 at=2026-02-12T10:11:12Z edited=never"),
        (vec![forgejo()], FORGEJO, "forgejo issuecomment-123 by ines id=9 at=2026-02-12T10:11:12Z edited=never"),
    ] {
        let comment = proves(&answers, "Ines Roy").unwrap();
        assert_eq!(comment.text, "It wakes me.\nAt night.");
        assert_eq!(comment.place.address(), address);
        assert_eq!(comment.receipt().unwrap().to_string(), format!("{receipt} {hash}"));
    }
}

#[test]
fn what_still_proves_it() {
    let at = "/data/node/lastEditedAt";
    let edited = |by: Value| changed(node(), &[(at, json!("2026-02-13T00:00:00Z")), ("/data/node/editor", by)]);
    let by_self = edited(json!({"__typename": "User", "login": "inesroy", "databaseId": 7}));
    let comment = proves(&[rest(), by_self], "Ines Roy").unwrap();
    assert!(comment.receipt().unwrap().to_string().contains(" edited=2026-02-13T00:00:00Z "));
    // A login that was renamed; its number is the same.
    let renamed = changed(rest(), &[("/user/login", json!("iroy"))]);
    let renamed_node = changed(node(), &[("/data/node/author/login", json!("iroy"))]);
    assert!(
        proves(&[renamed, renamed_node], "Ines Roy").unwrap().receipt().unwrap().to_string().contains(" by iroy id=7 ")
    );
    // Reviews are submitted, and have no other date in REST.
    let review = "https://github.com/acme/rota/pull/7#pullrequestreview-5";
    let of_rest = changed(
        rest(),
        &[
            ("/html_url", json!(review)),
            ("!/created_at", Value::Null),
            ("!/performed_via_github_app", Value::Null),
            ("/state", json!("APPROVED")),
            ("/submitted_at", json!("2026-02-12T12:00:00Z")),
        ],
    );
    let submitted = ("/data/node/submittedAt", json!("2026-02-12T12:00:00Z"));
    let of_node = changed(node(), &[("/data/node/url", json!(review)), submitted]);
    let comment = proves(&[of_rest, of_node.clone()], "Ines Roy").unwrap();
    assert!(
        comment.receipt().unwrap().to_string().contains("pullrequestreview-5 by inesroy id=7 at=2026-02-12T12:00:00Z")
    );
    assert!(proves(&[of_node], "Ines Roy").is_ok());
}

#[test]
fn what_proves_nothing_says_why() {
    let other = |login: &str, id: u64| json!({"__typename": "User", "login": login, "databaseId": id});
    let user = |login: &str, id: u64, kind: &str| json!({"login": login, "id": id, "type": kind});
    let time = json!("2026-02-13T00:00:00Z");
    let edited = |editor: Value| {
        let node = changed(node(), &[("/data/node/lastEditedAt", time.clone()), ("/data/node/editor", editor)]);
        vec![rest(), node]
    };
    let author = |of_rest: Value, of_node: Value| {
        vec![changed(rest(), &[("/user", of_rest)]), changed(node(), &[("/data/node/author", of_node)])]
    };
    let elsewhere = GITHUB.replace("github.com", "github.example.org");
    let note_of = |place: &str, value: Value| vec![changed(graphql_note(), &[(place, value)])];
    for (answers, reason) in [
        (edited(other("ana", 8)), "it was edited by another account, `ana`, on 2026-02-13"),
        (edited(Value::Null), "it was edited on 2026-02-13, and the forge does not say by whom"),
        (vec![rest()], "the answer of GitHub does not say whether somebody else edited it"),
        (
            vec![rest(), changed(node(), &[("/data/node/isMinimized", json!(true))])],
            "it is hidden (minimized) on the forge",
        ),
        (author(Value::Null, Value::Null), "the account that wrote it no longer exists"),
        (author(user("ghost", 10137, "User"), Value::Null), "the account that wrote it no longer exists"),
        // Somebody else has the login now.
        (
            author(user("inesroy", 8, "User"), other("inesroy", 8)),
            "it was written by `inesroy` (id 8), not by `inesroy` (id 7)",
        ),
        (
            author(user("inesroy", 7, "User"), other("ana", 8)),
            "this is not how GitHub describes a comment: REST and GraphQL name different authors",
        ),
        (
            author(user("rota[bot]", 7, "Bot"), json!({"__typename": "Bot", "login": "rota", "databaseId": 7})),
            "a program wrote it: it is the app rota",
        ),
        (
            author(user("inesroy", 7, "User"), json!({"__typename": "Mannequin", "login": "inesroy", "databaseId": 7})),
            "a program wrote it: inesroy stands for somebody whose comments were imported",
        ),
        (author(user("acme", 7, "Organization"), other("acme", 7)), "a program wrote it: acme is an organization"),
        (
            vec![changed(rest(), &[("/performed_via_github_app", json!({"name": "Rota", "slug": "rota"}))]), node()],
            "a program wrote it: the app Rota wrote it for inesroy",
        ),
        (
            vec![
                changed(rest(), &[("/html_url", json!(elsewhere))]),
                changed(node(), &[("/data/node/url", json!(elsewhere))]),
            ],
            "`github.example.org` is not one of the trusted hosts in heard.toml",
        ),
        (vec![node()], "the answer of REST, which says whether an app wrote the comment, is missing"),
        (
            vec![changed(rest(), &[("/html_url", json!(GITHUB.replace("123", "124")))]), node()],
            "this is about two comments, `issuecomment-124` and `issuecomment-123`",
        ),
        (vec![rest(), rest()], "this JSON is not a comment of GitHub, GitLab, Forgejo or Gitea"),
        (
            vec![changed(rest(), &[("/state", json!("PENDING")), ("!/created_at", Value::Null)])],
            "this review has not been submitted yet",
        ),
        (
            vec![changed(rest(), &[("/html_url", json!("https://github.com/acme/rota/pull/7"))])],
            "`https://github.com/acme/rota/pull/7` is not the address of a comment",
        ),
        (
            vec![changed(rest(), &[("/user/login", json!("ines --> x"))])],
            "this is not how GitHub describes a comment: `ines --> x` is not a login",
        ),
        (
            vec![changed(note(), &[("/updated_at", time.clone())])],
            "the answer of GitLab does not say whether somebody else edited it",
        ),
        (
            vec![changed(note(), &[("/internal", json!(true))])],
            "this is an internal note, which only members of the project can read",
        ),
        (vec![changed(note(), &[("/id", json!(124))])], "this is about two comments, `note_123` and `note_124`"),
        (vec![changed(note(), &[("/system", json!(true))])], "a program wrote it: GitLab itself noted an event"),
        (
            vec![changed(note(), &[("/author/username", json!("project_7_bot_1f"))])],
            "a program wrote it: it is the bot project_7_bot_1f",
        ),
        (vec![changed(note(), &[("/author/username", json!("ghost1"))])], "the account that wrote it no longer exists"),
        (note_of("/data/note/author/bot", json!(true)), "a program wrote it: it is the bot ines"),
        (note_of("/data/note/author/username", json!("ana")), "it was written by `ana` (id 8), not by `ines`"),
        (
            note_of("/data/note/lastEditedAt", time.clone()),
            "it was edited on 2026-02-13, and the forge does not say by whom",
        ),
        (
            note_of("/data/note/internal", json!(true)),
            "this is an internal note, which only members of the project can read",
        ),
        (note_of("/data/note/author/id", json!("7")), "this is not how GitLab describes a comment: `7` has no number"),
        (
            vec![changed(forgejo(), &[("/updated_at", time.clone())])],
            "the answer of Forgejo does not say whether somebody else edited it",
        ),
        (
            vec![changed(forgejo(), &[("/original_author", json!("ines"))])],
            "a program wrote it: it was copied from another forge, where ines wrote it",
        ),
        (vec![changed(forgejo(), &[("/user/id", json!(-1))])], "the account that wrote it no longer exists"),
        (vec![changed(forgejo(), &[("/user/id", json!(-2))])], "a program wrote it: it is the bot ines"),
        (vec![changed(forgejo(), &[("/user/id", json!(8))])], "it was written by `ines` (id 8), not by `ines` (id 9)"),
        (vec![json!({"id": 1})], "this JSON is not a comment of GitHub, GitLab, Forgejo or Gitea"),
        (vec![], "this JSON is not a comment of GitHub, GitLab, Forgejo or Gitea"),
    ] {
        assert_eq!(proves(&answers, "Ines Roy").unwrap_err(), reason, "{answers:?}");
    }
    let no_account = proves(&[rest(), node()], "Bo Lund").unwrap_err();
    assert_eq!(no_account, "heard.toml has no GitHub account for this person");
}

/// What is not there is no reason to believe that it was null.
#[test]
fn missing_fields_are_errors() {
    for (answer, places) in [
        (rest(), &["/html_url", "/user", "/user/id", "/user/type", "/body", "/created_at"][..]),
        (
            node(),
            &[
                "/data/node/url",
                "/data/node/author",
                "/data/node/author/databaseId",
                "/data/node/editor",
                "/data/node/lastEditedAt",
                "/data/node/isMinimized",
                "/data/node/body",
                "/data/node/createdAt",
            ],
        ),
        (note(), &["/author", "/author/id", "/body", "/created_at", "/updated_at", "/system"]),
        (
            graphql_note(),
            &[
                "/data/note/url",
                "/data/note/author",
                "/data/note/author/bot",
                "/data/note/lastEditedAt",
                "/data/note/lastEditedBy",
                "/data/note/system",
                "/data/note/internal",
            ],
        ),
        (forgejo(), &["/html_url", "/user", "/user/id", "/body", "/created_at", "/updated_at"]),
    ] {
        for place in places {
            let removed = changed(answer.clone(), &[(&format!("!{place}"), Value::Null)]);
            let key = place.rsplit('/').next().unwrap();
            let error = read_all(&[removed]).unwrap_err().to_string();
            assert!(error.ends_with(&format!("missing field `{key}`")), "{place}: {error}");
        }
    }
}

#[test]
fn a_receipt_is_read_as_it_is_written() {
    let receipt = read_all(&[rest(), node()]).unwrap().receipt().unwrap();
    let text = format!("# T\n\n## Consultation\n\n> It wakes me.\n>\n> — Ines Roy\n> <!-- heard: {receipt} -->\n");
    let path = crate::text::RepoPath::new("d/0001-a.md");
    let decision = crate::decision::read(path, text.into_bytes(), &crate::vocabulary::words::Words::default());
    let [quote] = decision.consultation.quotes.as_slice() else { panic!() };
    assert_eq!(quote.proofs.receipt.as_ref().unwrap().value, receipt);
}

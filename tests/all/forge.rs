//! Quotes from comments: the real `gh` and curl ask a local server, which answers as GitHub and Forgejo do.
//!
//! The answers of GitHub are held against its published description, in `forge/github.schema.json`. Notes of GitLab come
//! through standard input alone, since `glab` is no package of Debian.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Map, Value, json};

use crate::repository::{Repository, Said, TODAY, expect};

/// A record that is not decided yet.
const RECORD: &str = "\
---
status: proposed
date: 2026-02-01
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ana Ruiz\"
---

# Page support first

## Consultation

## Outcome

We page support first.
";

/// The same with a quote.
fn quoted(said: &str) -> String {
    let record = RECORD.replace("## Consultation\n\n", &format!("## Consultation\n\n{said}\n"));
    record.replace("  - \"Ana Ruiz\"\n---", "  - \"Ana Ruiz\"\n  - \"Ines Roy\"\n---")
}

/// A forge at a port of this machine.
struct Forge {
    server: Child,
    port: String,
    certificate: PathBuf,
    answers: PathBuf,
    requests: PathBuf,
    repository: Repository,
}

impl Drop for Forge {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A user in REST.
fn user(login: &str, id: u64, kind: &str) -> Value {
    let mut user = json!({ "login": login, "id": id, "node_id": format!("U_{id}"), "type": kind, "site_admin": false });
    for key in ["avatar", "events", "followers", "following", "gists", "organizations", "received_events"] {
        user[format!("{key}_url")] = json!(format!("https://localhost/{key}"));
    }
    for key in ["html_url", "url", "repos_url", "starred_url", "subscriptions_url"] {
        user[key] = json!("https://localhost/x");
    }
    user["gravatar_id"] = json!("");
    user
}

/// A comment of GitHub, in REST and in GraphQL.
struct Comment {
    rest: Value,
    node: Value,
}

impl Comment {
    fn new(port: &str, number: u64, body: &str) -> Self {
        let url = format!("https://localhost:{port}/acme/rota/pull/7#issuecomment-{number}");
        let rest = json!({
            "id": number, "node_id": format!("IC_{number}"), "html_url": url, "url": "https://localhost/api/x",
            "issue_url": "https://localhost/api/x", "user": user("inesroy", 7, "User"), "body": body,
            "created_at": "2026-02-12T10:11:12Z", "updated_at": "2026-02-12T10:11:13Z",
            "author_association": "MEMBER", "performed_via_github_app": null,
        });
        let node = json!({
            "id": format!("IC_{number}"), "url": url, "body": body, "createdAt": "2026-02-12T10:11:12Z",
            "lastEditedAt": null, "editor": null, "isMinimized": false, "author": account("inesroy", 7),
        });
        Self { rest, node }
    }

    fn with(mut self, change: impl FnOnce(&mut Value, &mut Value)) -> Self {
        change(&mut self.rest, &mut self.node);
        self
    }
}

/// An account in GraphQL.
fn account(login: &str, id: u64) -> Value {
    json!({ "__typename": "User", "login": login, "databaseId": id })
}

/// Asserts that an answer is what GitHub describes.
#[track_caller]
fn fits(answer: &Value, name: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/forge/github.schema.json");
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    schema["$ref"] = json!(format!("#/definitions/{name}"));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = validator.iter_errors(answer).map(|error| format!("{error}")).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

impl Forge {
    fn start() -> Self {
        let repository = Repository::new();
        let home = repository.path("../forge");
        fs::create_dir(&home).unwrap();
        let [key, certificate, answers, requests] =
            ["key.pem", "certificate.pem", "answers.json", "requests"].map(|name| home.join(name));
        let mut openssl = Command::new("openssl");
        openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]);
        openssl.args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"]);
        openssl.arg("-keyout").arg(&key).arg("-out").arg(&certificate);
        assert!(openssl.output().unwrap().status.success());
        fs::write(&requests, "").unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/forge/server.py");
        let mut python = Command::new("python3");
        python.arg(script).args([&certificate, &key, &answers, &requests]).stdout(Stdio::piped());
        let mut server = python.spawn().unwrap();
        let mut port = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let port = port.trim().to_owned();
        let forge = Self { server, port, certificate, answers, requests, repository };
        forge.serve(&[], &[]);
        forge
    }

    /// A repository whose policy trusts this forge as one of a kind.
    fn trusting(kind: &str) -> Self {
        let forge = Self::start();
        let policy = format!(
            "[people.\"Ines Roy\"]\n{kind} = {{ login = \"inesroy\", id = 7 }}\n\n[people.\"Sam Okafor\"]\n{kind} = {{ login = \"sam\", id = 8 }}\n\n[people.\"Ana Ruiz\"]\n{kind} = {{ login = \"ana\", id = 9 }}\n\n[forge]\nhosts = [{{ host = \"localhost:{}\", kind = \"{kind}\" }}]\n",
            forge.port
        );
        forge.repository.write("heard.toml", &policy);
        forge.repository.write("decisions/0001-page.md", RECORD);
        forge
    }

    /// Sets the comments of GitHub, and other answers.
    #[track_caller]
    fn serve(&self, comments: &[&Comment], routes: &[(&str, Value)]) {
        let mut all = Map::new();
        let mut nodes = Map::new();
        for comment in comments {
            fits(&comment.rest, "issue-comment");
            let number = comment.rest["id"].as_u64().unwrap();
            all.insert(format!("/api/v3/repos/acme/rota/issues/comments/{number}"), json!({ "body": comment.rest }));
            nodes.insert(comment.rest["node_id"].as_str().unwrap().to_owned(), comment.node.clone());
        }
        all.extend(routes.iter().map(|(path, route)| ((*path).to_owned(), route.clone())));
        fs::write(&self.answers, json!({ "routes": all, "nodes": nodes }).to_string()).unwrap();
    }

    fn address(&self, rest: &str) -> String {
        format!("https://localhost:{}/acme/rota/{rest}", self.port)
    }

    /// Runs heard with a login.
    fn heard(&self, arguments: &[&str]) -> Said {
        self.heard_with(&[("GH_ENTERPRISE_TOKEN", "t0ken-of-gh"), ("FORGEJO_TOKEN", "t0ken-of-forgejo")], arguments)
    }

    fn heard_with(&self, environment: &[(&str, &str)], arguments: &[&str]) -> Said {
        let own = self.environment();
        let own = own.iter().map(|(name, value)| (*name, value.as_str()));
        let all: Vec<(&str, &str)> = own.chain([("CI", "true")]).chain(environment.iter().copied()).collect();
        self.repository.heard_with(&all, arguments)
    }

    /// The certificates that `gh` and curl trust, and an empty configuration.
    fn environment(&self) -> [(&'static str, String); 3] {
        let text = |path: &Path| path.to_str().unwrap().to_owned();
        let certificate = text(&self.certificate);
        let configuration = text(&self.repository.path("../forge"));
        [("SSL_CERT_FILE", certificate.clone()), ("CURL_CA_BUNDLE", certificate), ("GH_CONFIG_DIR", configuration)]
    }

    /// Takes a comment.
    fn quote(&self, rest: &str, more: &[&str]) -> Said {
        self.heard(&[&["quote", "1", "--from", &self.address(rest)][..], more].concat())
    }

    fn record(&self) -> String {
        self.repository.read("decisions/0001-page.md")
    }

    /// Asserts that a comment is refused, and that nothing was written.
    #[track_caller]
    fn refuses(&self, said: &Said, reason: &str) {
        expect(said, 2, &[reason]);
        assert_eq!(self.record(), RECORD, "{reason}");
    }
}

const COMMENT: &str = "pull/7#issuecomment-123";

#[test]
#[ignore = "needs gh"]
fn a_comment_is_quoted_with_a_receipt() {
    let forge = Forge::trusting("github");
    let body = "> Support is never paged.\r\n\r\nI do **not** agree, @ana 👍.\r\nIt wakes me.\r\n\r\n<details>\r\n\r\nlog\r\n\r\n</details>\r\n\r\n- 夜は困ります。\r\n";
    let comment = Comment::new(&forge.port, 123, body);
    forge.serve(&[&comment], &[]);
    let said = forge.quote(COMMENT, &[]);
    expect(&said, 0, &["quoted Ines Roy", "added Ines Roy to `consulted`", "left out: quoted replies and `<details>`"]);
    let record = forge.record();
    let address = forge.address(COMMENT);
    let start = quoted(&format!(
        "> I do **not** agree, @ana 👍.\n> It wakes me.\n>\n> - 夜は困ります。\n>\n> — Ines Roy, 2026-02-12, [comment]({address})\n> <!-- heard: github issuecomment-123 by inesroy id=7 at=2026-02-12T10:11:12Z edited=never sha256="
    ));
    let (start, end) = start.split_at(start.find("sha256=").unwrap() + 7);
    assert!(record.starts_with(start), "{record}");
    let hash = &record[start.len()..start.len() + 64];
    assert_eq!(record[start.len()..].replacen(hash, "", 1), format!(" -->\n{end}"), "{record}");
    let requests = fs::read_to_string(&forge.requests).unwrap();
    assert_eq!(
        requests,
        "GET /api/v3/repos/acme/rota/issues/comments/123 token t0ken-of-gh \nPOST /api/graphql token t0ken-of-gh {\"ids\": [\"IC_123\"]}\n"
    );
    // What is there already is not taken again.
    expect(&forge.quote(COMMENT, &[]), 0, &["quotes this comment already; nothing was changed"]);
    assert_eq!(forge.record(), record);
    let later = comment.with(|_, node| {
        node["body"] = json!("It no longer wakes me.");
        node["lastEditedAt"] = json!("2026-02-20T00:00:00Z");
        node["editor"] = account("inesroy", 7);
    });
    forge.serve(&[&later], &[]);
    let parts = ["--part", "It no longer wakes me."];
    expect(&forge.quote(COMMENT, &parts), 0, &["has been edited since then", "remove that quote first"]);
    assert_eq!(forge.record(), record);
    // Another record can quote it, and says so.
    forge.repository.write("decisions/0002-next.md", RECORD);
    let said = forge.heard(&["quote", "2", "Ines Roy (support)", "--from", &address]);
    expect(
        &said,
        0,
        &["inesroy edited the comment on 2026-02-20", "note: decisions/0001-page.md quotes the same comment"],
    );
    let other = forge.repository.read("decisions/0002-next.md");
    assert!(other.contains(" edited=2026-02-20T00:00:00Z ") && other.contains("\"Ines Roy (support)\""), "{other}");
}

#[test]
#[ignore = "needs gh"]
fn parts_are_whole_sentences() {
    let forge = Forge::trusting("github");
    let body = "I do **not** think it is fine to page support. It wakes me! And the log is empty, e.g. at night.";
    forge.serve(&[&Comment::new(&forge.port, 123, body)], &[]);
    for (part, reason) in [
        ("it is fine to page support", "`it is fine to page support` may be only a part of a sentence of the comment"),
        ("It wakes me.", "the comment does not have `It wakes me.` as its author's own words"),
    ] {
        forge.refuses(&forge.quote(COMMENT, &["--part", part]), reason);
    }
    let parts = ["--part", "And the log is empty, e.g. at night.", "--part", "It wakes me!"];
    forge.refuses(&forge.quote(COMMENT, &parts), "another order");
    let parts =
        ["--part", "I do not think it is fine to page support.", "--part", "And the log is empty, e.g. at night."];
    expect(&forge.quote(COMMENT, &parts), 0, &["quoted Ines Roy"]);
    let record = forge.record();
    let words = "> I do not think it is fine to page support.\n>\n> […]\n>\n> And the log is empty, e.g. at night.\n>\n> — Ines";
    assert!(record.contains(words), "{record}");
}

#[test]
#[ignore = "needs gh"]
fn what_proves_nothing_is_refused() {
    let forge = Forge::trusting("github");
    let edited = |editor: Value| {
        Comment::new(&forge.port, 123, "It wakes me.").with(move |_, node| {
            node["lastEditedAt"] = json!("2026-02-20T00:00:00Z");
            node["editor"] = editor;
        })
    };
    let by = |rest: Value, node: Value| {
        Comment::new(&forge.port, 123, "It wakes me.").with(move |rest_of, node_of| {
            rest_of["user"] = rest;
            node_of["author"] = node;
        })
    };
    let plain = || Comment::new(&forge.port, 123, "It wakes me.");
    let app = json!({
        "id": 1, "node_id": "A_1", "name": "Rota", "slug": "rota", "owner": user("acme", 1, "Organization"),
        "description": null, "external_url": "https://localhost", "html_url": "https://localhost",
        "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z", "permissions": {}, "events": [],
    });
    for (comment, reason) in [
        (edited(account("ana", 9)), "it was edited by another account, `ana`, on 2026-02-20"),
        (edited(Value::Null), "the forge does not say by whom"),
        (plain().with(|_, node| node["isMinimized"] = json!(true)), "it is hidden (minimized)"),
        (by(Value::Null, Value::Null), "the account that wrote it no longer exists"),
        (
            by(user("inesroy", 70, "User"), account("inesroy", 70)),
            "heard.toml does not say whose account `inesroy` on GitHub is",
        ),
        (
            by(user("rota[bot]", 70, "Bot"), json!({"__typename": "Bot", "login": "rota", "databaseId": 70})),
            "a program wrote it: it is the app rota",
        ),
        (plain().with(|rest, _| rest["performed_via_github_app"] = app.clone()), "the app Rota wrote it for inesroy"),
        (
            Comment::new(&forge.port, 123, "> Fine?\n"),
            "none of its words are its author's own: the comment only has quoted replies",
        ),
        (Comment::new(&forge.port, 123, "> Fine?\nNo.\n"), "= help: a page shows the line below a quoted reply"),
        (Comment::new(&forge.port, 123, "```\nnever closed"), "hide where the quote begins or ends"),
    ] {
        forge.serve(&[&comment], &[]);
        forge.refuses(&forge.quote(COMMENT, &[]), reason);
    }
    forge.serve(&[&plain()], &[]);
    forge.refuses(
        &forge.quote(COMMENT, &["Sam Okafor"]),
        "`inesroy` is the account of Ines Roy in heard.toml, not of Sam Okafor",
    );
    forge
        .refuses(&forge.quote(COMMENT, &["Kim Lee"]), "not of Kim Lee\n  = help: leave out the name to quote Ines Roy");
    // A renamed account has the same id.
    forge.serve(&[&by(user("iroy", 7, "User"), account("iroy", 7))], &[]);
    expect(&forge.quote(COMMENT, &["Ines Roy"]), 0, &["quoted Ines Roy"]);
    assert!(forge.record().contains(" by iroy id=7 "));
}

#[test]
#[ignore = "needs gh"]
fn what_can_not_be_reached_says_what_to_do() {
    let forge = Forge::trusting("github");
    let path = "/api/v3/repos/acme/rota/issues/comments/123";
    let message = |text: &str| json!({ "message": text, "documentation_url": "https://localhost" });
    for (route, reason) in [
        (json!({ "status": 404, "body": message("Not Found") }), "there is no comment at `"),
        (json!({ "status": 401, "body": message("Bad credentials") }), "`gh` is not logged in to `localhost:"),
        (
            json!({ "status": 403, "body": message("Resource not accessible") }),
            "does not let you read this: Resource not accessible",
        ),
        (json!({ "status": 403, "body": message("API rate limit exceeded for user ID 7.") }), "got too many requests"),
        (json!({ "status": 429, "body": message("Slow down") }), "got too many requests"),
        (json!({ "status": 500, "body": "<h1>Sorry</h1>" }), "failed (HTTP 500)"),
        (json!({ "body": "<h1>Log in</h1>" }), "is not JSON"),
        (json!({ "body": {"id": 1} }), "this is not how GitHub describes a comment: missing field `html_url`"),
        (json!({ "body": "x".repeat(17 << 20) }), "is larger than 16 MiB"),
    ] {
        forge.serve(&[], &[(path, route)]);
        forge.refuses(&forge.quote(COMMENT, &[]), reason);
    }
    let comment = Comment::new(&forge.port, 123, "It wakes me.");
    forge.serve(&[&comment], &[(path, json!({ "body": comment.rest, "delay": 20 }))]);
    let quote = ["quote", "1", "--from", &forge.address(COMMENT)];
    let login = ("GH_ENTERPRISE_TOKEN", "t0ken-of-gh");
    forge.refuses(&forge.heard_with(&[login, ("HEARD_FORGE_TIMEOUT", "1")], &quote), "did not answer in time");
    forge.refuses(&forge.heard_with(&[], &quote), "`gh` is not logged in to `localhost:");
    forge.refuses(&forge.heard_with(&[login, ("PATH", "")], &quote), "`gh` is not installed");
    // GraphQL fails alone.
    forge.serve(
        &[],
        &[
            (path, json!({ "body": comment.rest })),
            ("/api/graphql", json!({ "body": { "errors": [{ "type": "RATE_LIMITED", "message": "Slow down" }] } })),
        ],
    );
    forge.refuses(&forge.quote(COMMENT, &[]), "got too many requests");
    // It was deleted between the two requests.
    forge.serve(&[], &[
        (path, json!({ "body": comment.rest })),
        ("/api/graphql", json!({ "body": { "data": { "nodes": [null] }, "errors": [{ "type": "NOT_FOUND", "message": "No" }] } })),
    ]);
    forge.refuses(&forge.quote(COMMENT, &[]), "there is no comment at `");
    // No request goes to a host that the policy does not name.
    let before = fs::read_to_string(&forge.requests).unwrap();
    forge.repository.write("heard.toml", "[people.\"Ines Roy\"]\ngithub = { login = \"inesroy\" }\n");
    forge.refuses(&forge.quote(COMMENT, &[]), "is not one of the trusted hosts in heard.toml");
    assert_eq!(fs::read_to_string(&forge.requests).unwrap(), before);
    let said = forge.heard(&["quote", "1", "--from", "https://example.org/t/1"]);
    forge.refuses(&said, "`https://example.org/t/1` is not the address of a comment");
}

#[test]
#[ignore = "needs gh"]
fn threads_are_listed_with_all_their_pages() {
    let forge = Forge::trusting("github");
    let thread = |list: &str| format!("/api/v3/repos/acme/rota/{list}");
    let all: Vec<Comment> = (1..=230)
        .map(|number| {
            let comment = Comment::new(&forge.port, number, &format!("It wakes me, number {number}."));
            // Most are by somebody whom the policy does not know, and one by who decides.
            comment.with(|rest, node| match number {
                1 | 230 => {}
                2 => (rest["user"], node["author"]) = (user("ana", 9, "User"), account("ana", 9)),
                _ => (rest["user"], node["author"]) = (user("bo", 70, "User"), account("bo", 70)),
            })
        })
        .collect();
    let pages: Vec<Vec<&Value>> =
        all.chunks(100).map(|page| page.iter().map(|comment| &comment.rest).collect()).collect();
    let address = |rest: &str| forge.address(rest);
    let line = json!({
        "id": 5, "node_id": "RC_5", "html_url": address("pull/7#discussion_r5"), "url": "https://localhost/x",
        "pull_request_url": "https://localhost/x", "pull_request_review_id": 6, "user": user("sam", 8, "User"),
        "body": "Log it here.", "created_at": "2026-02-13T00:00:00Z", "updated_at": "2026-02-13T00:00:00Z",
        "author_association": "MEMBER", "diff_hunk": "@@", "path": "a", "commit_id": "1", "original_commit_id": "1",
        "_links": { "self": { "href": "https://localhost/x" }, "html": { "href": "https://localhost/x" }, "pull_request": { "href": "https://localhost/x" } },
    });
    let review = json!({
        "id": 6, "node_id": "R_6", "html_url": address("pull/7#pullrequestreview-6"), "user": user("sam", 8, "User"),
        "body": "Not at night.", "state": "CHANGES_REQUESTED", "submitted_at": "2026-02-14T00:00:00Z", "commit_id": "1",
        "pull_request_url": "https://localhost/x", "author_association": "MEMBER",
        "_links": { "html": { "href": "https://localhost/x" }, "pull_request": { "href": "https://localhost/x" } },
    });
    fits(&line, "pull-request-review-comment");
    fits(&review, "pull-request-review");
    let mut nodes: Map<String, Value> = all
        .iter()
        .map(|comment| (comment.rest["node_id"].as_str().unwrap().to_owned(), comment.node.clone()))
        .collect();
    for (rest, submitted) in [(&line, Value::Null), (&review, json!("2026-02-14T00:00:00Z"))] {
        let mut node = json!({
            "id": rest["node_id"], "url": rest["html_url"], "body": rest["body"], "createdAt": "2026-02-13T00:00:00Z",
            "lastEditedAt": null, "editor": null, "isMinimized": false, "author": account("sam", 8),
        });
        if !submitted.is_null() {
            node["submittedAt"] = submitted;
        }
        nodes.insert(rest["node_id"].as_str().unwrap().to_owned(), node);
    }
    let routes = json!({
        thread("issues/7/comments"): pages, thread("pulls/7/comments"): [[line]], thread("pulls/7/reviews"): [[review]],
        thread("pulls/comments/5"): {"body": line}, thread("pulls/7/reviews/6"): {"body": review},
    });
    fs::write(&forge.answers, json!({ "routes": routes, "nodes": nodes }).to_string()).unwrap();
    let said = forge.quote("pull/7", &[]);
    forge.refuses(&said, "this is a whole thread; pass the address of one comment");
    let listed: Vec<&str> = said.err.lines().filter_map(|line| line.split_once("# ").map(|(_, shown)| shown)).collect();
    assert_eq!(
        listed,
        [
            "Ines Roy, 2026-02-12: It wakes me, number 1.",
            "Ines Roy, 2026-02-12: It wakes me, number 230.",
            "Sam Okafor, 2026-02-13: Log it here.",
            "Sam Okafor, 2026-02-14: Not at night.",
        ]
    );
    said.has(&format!("heard quote 0001 --from '{}'", address("pull/7#discussion_r5")));
    expect(&forge.quote("pull/7#discussion_r5", &[]), 0, &["quoted Sam Okafor"]);
    expect(&forge.quote("pull/7#pullrequestreview-6", &[]), 0, &["quoted Sam Okafor"]);
    let record = forge.record();
    assert!(record.contains("— Sam Okafor, 2026-02-14, [comment]"), "{record}");
    // Who is quoted is not listed any more.
    assert!(!forge.quote("pull/7", &[]).err.contains("Sam Okafor"));
}

#[cfg(unix)]
#[test]
#[ignore = "needs gh"]
fn a_comment_of_a_thread_is_chosen_on_a_terminal() {
    use crate::terminal::Terminal;
    let forge = Forge::trusting("github");
    let comments = [Comment::new(&forge.port, 1, "It wakes me."), Comment::new(&forge.port, 2, "At **night**, too.")];
    let list = json!([[comments[0].rest, comments[1].rest]]);
    forge.serve(&[&comments[0], &comments[1]], &[("/api/v3/repos/acme/rota/issues/7/comments", list)]);
    let environment = forge.environment();
    let mut all: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    all.push(("GH_ENTERPRISE_TOKEN", "t0ken-of-gh"));
    let address = forge.address("issues/7");
    let mut heard = Terminal::start_with(&forge.repository, &all, &["quote", "--from", &address]);
    heard.answers("Which decision?", "");
    heard.answers("Which comment?", "night");
    heard.ends_well("quoted Ines Roy");
    assert!(forge.record().contains("> At **night**, too.\n>\n> — Ines Roy"), "{}", forge.record());
}

#[test]
#[ignore = "needs gh"]
fn discussions_are_read_page_by_page() {
    let forge = Forge::trusting("github");
    let node = |number: u64, body: &str| {
        json!({
            "id": format!("D_{number}"), "url": forge.address(&format!("discussions/7#discussioncomment-{number}")),
            "body": body, "createdAt": "2026-02-13T00:00:00Z", "lastEditedAt": null, "editor": null,
            "isMinimized": false, "author": account("inesroy", 7), "replies": { "nodes": [] },
        })
    };
    let page = |nodes: Value, next: bool| {
        let info = json!({ "hasNextPage": next, "endCursor": "c1" });
        json!({ "data": { "repository": { "discussion": { "comments": { "pageInfo": info, "nodes": nodes } } } } })
    };
    let mut with_reply = node(2, "It wakes me.");
    with_reply["replies"]["nodes"] = json!([node(3, "At night.")]);
    let pages = json!([page(json!([node(1, "Yes.")]), true), page(json!([with_reply]), false)]);
    forge.serve(&[], &[("/api/graphql", pages)]);
    expect(&forge.quote("discussions/7#discussioncomment-3", &[]), 0, &["quoted Ines Roy"]);
    assert!(forge.record().contains("> At night.\n>\n> — Ines Roy, 2026-02-13"));
    expect(&forge.quote("discussions/7#discussioncomment-9", &[]), 2, &["there is no comment at `"]);
}

#[test]
#[ignore = "needs gh"]
fn the_comment_of_a_ci_job_is_fetched() {
    let forge = Forge::trusting("github");
    let comment = Comment::new(&forge.port, 123, "It wakes me.");
    forge.serve(&[&comment], &[]);
    let event = forge.repository.path("../forge/event.json");
    let run = |event_json: &Value| {
        fs::write(&event, event_json.to_string()).unwrap();
        let login = ("GH_ENTERPRISE_TOKEN", "t0ken-of-gh");
        let path = ("GITHUB_EVENT_PATH", event.to_str().unwrap());
        forge.heard_with(&[login, path], &["quote", "1", "--from", "event"])
    };
    forge.refuses(&run(&json!({ "action": "deleted", "comment": comment.rest })), "the comment was deleted");
    forge.refuses(&run(&json!({ "action": "opened" })), "it has no comment");
    let said = forge.heard(&["quote", "1", "--from", "event"]);
    forge.refuses(&said, "(GITHUB_EVENT_PATH): the variable is not set");
    expect(&run(&json!({ "action": "created", "comment": comment.rest })), 0, &["quoted Ines Roy"]);
    assert!(forge.record().contains("issuecomment-123 by inesroy id=7 "));
}

#[test]
#[ignore = "needs gh"]
fn comments_of_forgejo_are_fetched_with_curl() {
    let forge = Forge::trusting("forgejo");
    let path = "/api/v1/repos/acme/rota/issues/comments/123";
    let comment = json!({
        "id": 123, "html_url": forge.address("pulls/7#issuecomment-123"), "issue_url": "", "pull_request_url": "",
        "user": { "id": 7, "login": "inesroy", "full_name": "Ines Roy" }, "original_author": "",
        "original_author_id": 0, "body": "It wakes me.", "assets": [], "created_at": "2026-02-12T10:11:12Z",
        "updated_at": "2026-02-12T10:11:12Z",
    });
    let with = |key: &str, value: Value| {
        let mut comment = comment.clone();
        comment[key] = value;
        json!({ "body": comment })
    };
    let message = json!({ "message": "no" });
    for (route, reason) in [
        (
            with("updated_at", json!("2026-02-13T10:11:12Z")),
            "the answer of Forgejo does not say whether somebody else edited it",
        ),
        (with("original_author", json!("ines")), "it was copied from another forge, where ines wrote it"),
        (with("user", json!({ "id": -1, "login": "Ghost" })), "the account that wrote it no longer exists"),
        (with("user", json!({ "id": 70, "login": "inesroy" })), "does not say whose account `inesroy` on Forgejo is"),
        (json!({ "status": 204 }), "there is no comment at `"),
        (json!({ "status": 404, "body": message }), "there is no comment at `"),
        (json!({ "status": 401, "body": message }), "set FORGEJO_TOKEN or GITEA_TOKEN"),
        (json!({ "status": 403, "body": message }), "use a token with the scope `read:issue`"),
        (json!({ "status": 429, "body": message, "headers": { "Retry-After": "30" } }), "try again in 30 seconds"),
        (json!({ "status": 503, "body": message }), "failed (HTTP 503)"),
        (json!({ "body": "<h1>Log in</h1>" }), "is not JSON"),
        (json!({ "body": "x".repeat(17 << 20) }), "is larger than 16 MiB"),
    ] {
        forge.serve(&[], &[(path, route)]);
        forge.refuses(&forge.quote("pulls/7#issuecomment-123", &[]), reason);
    }
    let all = "/api/v1/repos/acme/rota/issues/7/comments";
    forge.serve(&[], &[(path, with("body", json!("It wakes me."))), (all, json!({ "body": [comment] }))]);
    forge.refuses(&forge.quote("pulls/7", &[]), "# Ines Roy, 2026-02-12: It wakes me.");
    expect(&forge.quote("pulls/7#issuecomment-123", &[]), 0, &["quoted Ines Roy"]);
    assert!(forge.record().contains("<!-- heard: forgejo issuecomment-123 by inesroy id=7 "));
    let requests = fs::read_to_string(&forge.requests).unwrap();
    assert!(requests.lines().all(|line| line.contains(" token t0ken-of-forgejo ")), "{requests}");
}

/// Runs `heard quote 1 --from -` on the JSON of an API.
fn given(repository: &Repository, answers: &[Value], more: &[&str]) -> Said {
    let mut heard = repository.isolated(env!("CARGO_BIN_EXE_heard"));
    heard.args(["--today", TODAY, "quote", "1", "--from", "-"]).args(more);
    let mut child = heard.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    answers.iter().for_each(|answer| writeln!(stdin, "{answer}").unwrap());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn json_comes_through_standard_input() {
    let policy = "[people.\"Ines Roy\"]\ngithub = { login = \"inesroy\", id = 7 }\ngitlab = { login = \"inesroy\" }\n";
    let start = || {
        let repository = Repository::new();
        repository.write("heard.toml", policy);
        repository.write("decisions/0001-page.md", RECORD);
        repository
    };
    let repository = start();
    let replace = |value: &Value| -> Value {
        serde_json::from_str(&value.to_string().replace("localhost:0", "github.com")).unwrap()
    };
    let comment = Comment::new("0", 123, "It wakes me.");
    let (rest, node) = (replace(&comment.rest), json!({ "data": { "node": replace(&comment.node) } }));
    let note = json!({
        "id": 123, "noteable_type": "Issue", "author": { "id": 8, "username": "inesroy" }, "system": false,
        "body": "It wakes me.", "created_at": "2026-02-12T10:11:12.345Z", "updated_at": "2026-02-12T10:11:12.345Z",
    });
    let issue = "https://gitlab.com/acme/ops/rota/-/issues/7#note_123";
    for (answers, more, reason) in [
        (vec![rest.clone()], &[][..], "does not say whether somebody else edited it\n  = help: pass the address"),
        (vec![node.clone()], &[], "the answer of REST, which says whether an app wrote the comment, is missing"),
        (vec![note.clone()], &[], "pass its address with `--source`"),
        (
            vec![note.clone()],
            &["--source", "https://example.org"],
            "`https://example.org` is not the address of a comment",
        ),
        (vec![rest.clone(), node.clone()], &["--source", issue], "this is the comment https://github.com/"),
        (vec![], &[], "it is empty\n  = help: pipe what `gh api`"),
        (vec![json!("x")], &[], "this JSON is not a comment"),
    ] {
        let said = given(&repository, &answers, more);
        expect(&said, 2, &[reason]);
        assert_eq!(repository.read("decisions/0001-page.md"), RECORD);
    }
    for (answers, more, receipt) in [
        (vec![rest, node], &[][..], "github issuecomment-123 by inesroy id=7 at=2026-02-12T10:11:12Z"),
        (vec![note], &["--source", issue], "gitlab note_123 by inesroy id=8 at=2026-02-12T10:11:12.345Z"),
    ] {
        let repository = start();
        expect(&given(&repository, &answers, more), 0, &["quoted Ines Roy"]);
        let record = repository.read("decisions/0001-page.md");
        assert!(record.contains(&format!("> <!-- heard: {receipt} edited=never sha256=")), "{record}");
    }
}

#[test]
fn what_no_record_can_have_is_refused() {
    let repository = Repository::new();
    repository.write("heard.toml", "[people.\"Ines Roy\"]\ngithub = { login = \"inesroy\", id = 7 }\n");
    repository.write("decisions/0001-page.md", RECORD);
    let quote = |body: &str, more: &[&str]| {
        let comment = Comment::new("0", 123, body);
        let answers = [comment.rest, json!({ "data": { "node": comment.node } })];
        let of_github = |answer: Value| answer.to_string().replace("localhost:0", "github.com");
        given(&repository, &answers.map(|answer| serde_json::from_str(&of_github(answer)).unwrap()), more)
    };
    for (body, reason) in [
        ("👍", "the comment has no words, only `👍`\n  = help: ask the author for an answer in words"),
        ("> Fine?\n\n👍 :)", "the comment has no words, only `👍 :)`"),
        (":+1: @ana", "the comment has no words, only `:+1: @ana`"),
        ("/approve\nhttps://x.org/1", "the comment has no words, only `/approve https://x.org/1`"),
        ("~~It wakes me.~~", "none of its words are its author's own: the comment only has struck-out words"),
        ("It wakes me\u{200b} at night.", "the comment has U+200B in `It wakes me\\u{200b} at night.`"),
        ("It wakes me \u{202e}at night.", "which readers can't see and no record can have"),
        ("It wakes me \u{1b}[31mat night.", "the comment has U+001B in "),
    ] {
        expect(&quote(body, &[]), 2, &[reason]);
        assert_eq!(repository.read("decisions/0001-page.md"), RECORD, "{body}");
    }
    expect(&quote("It wakes me\u{200b} at night. Stop.", &["--part", "Stop."]), 0, &["quoted Ines Roy"]);
}

#[test]
fn words_without_a_source_are_a_claim() {
    let repository = Repository::new();
    repository.write("decisions/0001-page.md", RECORD);
    let said = repository.heard(&["quote", "1", "Ines Roy", "--text", "It wakes me."]);
    assert!(said.err.contains("this quote is only a claim"), "{said:?}");
    let source = ["quote", "1", "Ines Roy", "--text", "It wakes me so.", "--source", "https://example.org/t/1"];
    assert_eq!(repository.heard(&source).err, "");
    let told = ["quote", "1", "Sam Okafor", "--text", "Same here.", "--date", "2026-02-12", "--told-to", "Ana Ruiz"];
    assert_eq!(repository.heard(&told).err, "");
    let record = repository.read("decisions/0001-page.md");
    assert!(record.contains("> — Sam Okafor, 2026-02-12, told Ana Ruiz\n"), "{record}");
    repository.heard(&["show", "1"]).has("told Ana Ruiz [written down by somebody else]");
    for name in ["us in the kitchen", "Ana Ruiz, Bo Lund", ""] {
        expect(&repository.heard(&[&told[..8], &[name]].concat()), 2, &["would not be read as a name"]);
    }
    for (arguments, reason) in [
        (&["quote", "1", "--text", "x"][..], "<PERSON>"),
        (&["quote", "1", "--from", "event", "--text", "x"], "cannot be used with"),
        (&["quote", "1", "Ines Roy", "--part", "x"], "--from"),
        (&["quote", "1", "--from", "event", "--source", "x"], "`--source` is only used with `--from -`"),
    ] {
        expect(&repository.heard(arguments), 2, &[reason]);
    }
}

/// A change of a path that requires two people's own comments, with an accepted decision that quotes nobody.
fn change_that_needs_two_people(forge: &Forge) {
    let policy = forge.repository.read("heard.toml");
    let area = "\n[[areas]]\nname = \"paging\"\npaths = [\"infra/paging/**\"]\npeople = 2\nevidence = \"forge\"\n";
    forge.repository.write("heard.toml", &format!("{policy}{area}"));
    forge.repository.write("infra/paging/rota.yml", "window: sunday\n");
    forge.repository.commit("Start");
    forge.repository.git(&["switch", "--quiet", "--create", "topic"]);
    forge.repository.write("infra/paging/rota.yml", "window: friday\n");
    let record = RECORD.replace("status: proposed", "status: accepted");
    let nobody = "consulted: []\ngoverns:\n  - \"infra/paging/**\"\n---";
    let record = record.replace("consulted:\n  - \"Ana Ruiz\"\n---", nobody);
    forge.repository.write("decisions/0001-page.md", &record);
    forge.repository.commit("Page on Fridays");
}

fn gate(forge: &Forge) -> Said {
    forge.heard(&["gate", "--base", "main"])
}

/// Runs heard on a terminal of somebody who is logged in; gives the exit code.
#[cfg(unix)]
fn on_terminal(forge: &Forge, arguments: &[&str], words: &str) -> i32 {
    let environment = forge.environment();
    let mut all: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    all.push(("GH_ENTERPRISE_TOKEN", "t0ken-of-gh"));
    let mut heard = crate::terminal::Terminal::start_with(&forge.repository, &all, arguments);
    heard.sees(words);
    heard.ends().1
}

#[cfg(unix)]
#[test]
#[ignore = "needs gh"]
fn two_comments_and_two_commands_bring_in_what_two_people_said() {
    let forge = Forge::trusting("github");
    change_that_needs_two_people(&forge);
    let ines = Comment::new(
        &forge.port,
        123,
        "I get paged on Friday.\n\n> Support is never paged.\n\nI do not agree to that.",
    );
    let sam = Comment::new(&forge.port, 124, "Fine with me. 👍").with(|rest, node| {
        rest["user"] = user("sam", 8, "User");
        node["author"] = account("sam", 8);
    });
    forge.serve(&[&ines, &sam], &[]);
    let asked = forge.heard(&["ask", "1", "Ines Roy"]);
    expect(&asked, 0, &["Please tell us, in your own words and in a comment from your own account, as briefly"]);
    let check = ["gate", "--base", "main"];
    assert_eq!(on_terminal(&forge, &check, "quotes 0 of 2 required people"), 1);
    let counts = "For area `paging`: a quote counts once `heard quote 0001 --from URL` has taken it from their comment";
    expect(&gate(&forge), 1, &[counts]);
    for (number, name) in [(123, "Ines Roy"), (124, "Sam Okafor")] {
        let address = forge.address(&format!("pull/7#issuecomment-{number}"));
        assert_eq!(on_terminal(&forge, &["quote", "1", "--from", &address], &format!("quoted {name}")), 0);
    }
    for (person, word, text) in
        [("Ines Roy", "Changed", "the page waits for Monday."), ("Sam Okafor", "No concern", "")]
    {
        expect(&forge.heard(&["answer", "1", person, "--as", word, "--text", text]), 0, &[]);
    }
    forge.repository.commit("Quote what they said");
    assert_eq!(on_terminal(&forge, &check, "passed: 2 paths changed"), 0);
    expect(&gate(&forge), 0, &["their own comment, looked up", "I do not agree to that."]);
    // The gate asked for both, by the login of `gh`.
    let asked = fs::read_to_string(&forge.requests).unwrap();
    for number in [123, 124] {
        assert!(asked.matches(&format!("/issues/comments/{number}")).count() >= 2, "{asked}");
    }
    // A job without a token checks with what another one looked up.
    let witness = forge.heard(&["witness", "--base", "main"]);
    expect(&witness, 0, &["I get paged on Friday."]);
    let file = forge.repository.path("../witness.json");
    fs::write(&file, &witness.out).unwrap();
    let with = ["gate", "--base", "main", "--witness", file.to_str().unwrap()];
    expect(&forge.heard_with(&[("GH_ENTERPRISE_TOKEN", "")], &with), 0, &[]);
    // Without both, it can't be checked: that is neither a pass nor a rejection.
    expect(&forge.heard_with(&[("GH_ENTERPRISE_TOKEN", "")], &with[..3]), 2, &["is not logged in"]);
    for (status, words) in [
        (403, "does not let you read this"),
        (404, "there is no comment at"),
        (429, "too many requests"),
        (500, "failed (HTTP 500)"),
    ] {
        let path = "/api/v3/repos/acme/rota/issues/comments/123";
        forge.serve(&[&sam], &[(path, json!({ "status": status, "body": { "message": "no" } }))]);
        let said = gate(&forge);
        assert_eq!(said.code, 2, "{status}: {said:?}");
        said.has(words);
    }
    // The comment was deleted, and the thread can be read.
    let empty = |path: &str| (format!("/api/v3/repos/acme/rota/{path}"), json!({ "body": [] }));
    let thread = [empty("issues/7/comments"), empty("pulls/7/comments"), empty("pulls/7/reviews")];
    let routes: Vec<(&str, Value)> = thread.iter().map(|(path, route)| (path.as_str(), route.clone())).collect();
    forge.serve(&[&sam], &routes);
    expect(&gate(&forge), 1, &["[quote-unwitnessed]"]);
    // A weekly job lists what does not hold any more, and denies nothing.
    expect(&forge.heard(&["witness", "--all"]), 0, &["cites a comment that does not exist any more"]);
}

#[test]
#[ignore = "needs gh"]
fn invented_words_do_not_pass_however_they_are_written() {
    let forge = Forge::trusting("github");
    change_that_needs_two_people(&forge);
    let record = forge.record();
    let real = Comment::new(&forge.port, 123, "I get paged on Friday. It is not fine to page support.");
    forge.serve(&[&real], &[]);
    let hash = "0123456789abcdef".repeat(4);
    let receipt = |login: &str, id: u64| {
        format!(
            "> <!-- heard: github issuecomment-123 by {login} id={id} at=2026-02-12T10:11:12Z edited=never sha256={hash} -->\n"
        )
    };
    let source = format!(", [comment]({})", forge.address(COMMENT));
    let invented = |words: &str, source: &str, receipt: &str| {
        format!("> {words}\n>\n> — Ines Roy, 2026-02-12{source}\n{receipt}\n**No concern.**\n")
    };
    for (said, rule) in [
        (invented("It is fine.", "", ""), "evidence-too-weak"),
        (invented("It is fine.", &source, ""), "evidence-too-weak"),
        (invented("It is fine.", &source, &receipt("inesroy", 7)), "quote-unwitnessed"),
        (invented("It is fine to page support.", &source, &receipt("inesroy", 7)), "quote-unwitnessed"),
        (invented("I get paged on Friday.", &source, &receipt("ana", 9)), "receipt-other-person"),
        (
            invented("I get paged on Friday.", &source, "> <!-- heard: github issuecomment-123 -->\n"),
            "receipt-unreadable",
        ),
    ] {
        let quoted = record.replace("## Consultation\n\n", &format!("## Consultation\n\n{said}\n"));
        let quoted = quoted.replace("consulted: []", "consulted: [\"Ines Roy\"]");
        forge.repository.write("decisions/0001-page.md", &quoted);
        forge.repository.commit("Quote Ines");
        let said = gate(&forge);
        assert_eq!(said.code, 1, "{rule}: {said:?}");
        said.has(&format!("[{rule}]"));
        forge.repository.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    }
}

//! Asks forges for comments, with the programs that people use for that: `gh`, `glab`, and curl for Forgejo and Gitea.
//! Logins, proxies and certificates are theirs. What the answers mean is in `comment`.

mod program;

use std::env;
use std::fmt;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use crate::comment::{Comment, Unreadable, forgejo, github, gitlab};
use crate::policy::Hosts;
use crate::text::visible;
use crate::vocabulary::forge::{Forge, Kind, Place, Thread};
use program::{Said, Stopped};

/// How long one request may take, in seconds. The variable of the environment sets another time.
const SECONDS: u64 = 60;
const SECONDS_VARIABLE: &str = "HEARD_FORGE_TIMEOUT";

/// The variables that can have a token for Forgejo or Gitea, the first one that is set.
const TOKENS: [&str; 2] = ["FORGEJO_TOKEN", "GITEA_TOKEN"];

/// How many comments GitHub gives the edits of in one request.
const BATCH: usize = 100;

/// How many pages of a discussion are read.
const PAGES: usize = 100;

/// Why a comment could not be fetched, and what to do about it.
#[derive(Debug)]
pub(super) enum Unreachable {
    /// The policy does not trust the host, which gets no request and no token.
    Host(String),
    /// The program that asks the forge is not installed.
    Absent(Forge),
    /// It is not logged in, or its login is not valid any more.
    NotLoggedIn {
        forge: Forge,
        host: String,
    },
    /// It may not read this.
    Forbidden {
        forge: Forge,
        host: String,
        message: String,
    },
    /// There is no such comment, or it is private.
    NotFound {
        forge: Forge,
        address: String,
    },
    /// Too many requests; how long to wait, if the forge says so.
    RateLimited {
        host: String,
        wait: Option<String>,
    },
    /// The server failed.
    Server {
        host: String,
        status: u16,
    },
    Timeout {
        host: String,
    },
    TooLarge {
        host: String,
    },
    /// The answer is not JSON.
    NoJson {
        host: String,
    },
    /// The program failed, for a reason that it says.
    Failed {
        program: &'static str,
        message: String,
    },
    /// The answer is no comment that can be quoted.
    Unreadable(Unreadable),
    /// The address is that of a thread.
    Thread(String),
}

impl From<Unreadable> for Unreachable {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}

impl fmt::Display for Unreachable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(host) => write!(
                out,
                "`{host}` is not one of the trusted hosts in heard.toml\n  = help: add it to `hosts` of `[forge]`",
                host = visible(host)
            ),
            Self::Absent(forge) => write!(
                out,
                "`{}` is not installed, and heard asks {} through it\n  = help: {}",
                program(*forge),
                forge.name(),
                match forge {
                    Forge::Github => "install the GitHub CLI: https://cli.github.com",
                    Forge::Gitlab => "install the GitLab CLI: https://gitlab.com/gitlab-org/cli",
                    Forge::Forgejo => "install curl 7.83 or later",
                }
            ),
            Self::NotLoggedIn { forge, host } => write!(
                out,
                "`{}` is not logged in to `{}`\n  = help: {}",
                program(*forge),
                visible(host),
                login_help(*forge, host)
            ),
            Self::Forbidden { forge, host, message } => write!(
                out,
                "`{}` does not let you read this: {}\n  = help: {}",
                visible(host),
                visible(message),
                match forge {
                    Forge::Gitlab => "use a token with the scope `read_api`; the token of a CI job can't read comments",
                    Forge::Github =>
                        "in a CI job, add the permissions `issues: read`, `pull-requests: read` and `discussions: read`",
                    Forge::Forgejo => "use a token with the scope `read:issue`",
                }
            ),
            Self::NotFound { forge, address } => write!(
                out,
                "there is no comment at `{}`, or you can't see it\n  = help: check the address; it may have been deleted. If it is private, {}",
                visible(address),
                match forge {
                    Forge::Github => "log in with `gh auth login`",
                    Forge::Gitlab => "log in with `glab auth login`",
                    Forge::Forgejo => "set FORGEJO_TOKEN",
                }
            ),
            Self::RateLimited { host, wait } => {
                let wait = wait.as_ref().map_or("try again later".to_owned(), |wait| format!("try again {wait}"));
                write!(out, "`{}` got too many requests\n  = help: {}", visible(host), visible(&wait))
            }
            Self::Server { host, status } => {
                write!(out, "`{}` failed (HTTP {status})\n  = help: try again later", visible(host))
            }
            Self::Timeout { host } => write!(
                out,
                "`{}` did not answer in time\n  = help: try again, or set `{SECONDS_VARIABLE}` to more seconds",
                visible(host)
            ),
            Self::TooLarge { host } => {
                write!(out, "the answer of `{}` is larger than {} MiB", visible(host), program::LIMIT >> 20)
            }
            Self::NoJson { host } => write!(
                out,
                "the answer of `{host}` is not JSON\n  = help: check that `{host}` is the forge and not a page for logging in",
                host = visible(host)
            ),
            Self::Failed { program, message } => write!(out, "`{program}` failed: {}", visible(message)),
            Self::Unreadable(unreadable) => unreadable.fmt(out),
            Self::Thread(address) => write!(
                out,
                "`{}` is a whole thread\n  = help: pass the address of one comment, which its date links to",
                visible(address)
            ),
        }
    }
}

/// The program that asks a forge.
fn program(forge: Forge) -> &'static str {
    match forge {
        Forge::Github => "gh",
        Forge::Gitlab => "glab",
        Forge::Forgejo => "curl",
    }
}

fn login_help(forge: Forge, host: &str) -> String {
    let host = visible(host);
    match forge {
        Forge::Github if host == "github.com" => {
            "run `gh auth login`; in a CI job, set `GH_TOKEN: ${{ github.token }}`".to_owned()
        }
        Forge::Github => format!("run `gh auth login --hostname {host}`, or set GH_ENTERPRISE_TOKEN"),
        Forge::Gitlab => format!("run `glab auth login --hostname {host}`, or set GITLAB_TOKEN"),
        Forge::Forgejo => "set FORGEJO_TOKEN or GITEA_TOKEN to a token with the scope `read:issue`".to_owned(),
    }
}

/// Fetches a comment from its forge.
///
/// # Errors
/// Why it could not be fetched.
pub(super) fn fetch(place: &Place, hosts: &Hosts) -> Result<Comment, Unreachable> {
    let asked = Asked::new(place, hosts)?;
    let Some(key) = place.comment else { return Err(Unreachable::Thread(place.address())) };
    let Place { repository, number: thread, .. } = place;
    let number = key.number;
    let comment = match (place.forge, key.kind) {
        (Forge::Github, Kind::DiscussionComment) => {
            let is_it = |comment: &Comment| comment.place.comment == Some(key);
            asked.discussion()?.into_iter().find(is_it).ok_or_else(|| asked.not_found())?
        }
        (Forge::Github, kind) => {
            let path = match kind {
                Kind::ReviewComment => format!("repos/{repository}/pulls/comments/{number}"),
                Kind::Review => format!("repos/{repository}/pulls/{thread}/reviews/{number}"),
                _ => format!("repos/{repository}/issues/comments/{number}"),
            };
            let answer = asked.one(&asked.gh(&["api", &path], String::new())?)?;
            // Known before GraphQL is asked.
            github::rest(&answer, &asked.place_of())?;
            asked.with_edits(vec![answer])?.pop().ok_or_else(|| asked.not_found())??
        }
        (Forge::Gitlab, _) => {
            let query = format!("query {{ note(id: \"gid://gitlab/Note/{number}\") {{ {} }} }}", gitlab::SELECTION);
            let answer = asked.one(&asked.glab(&["api", "graphql", "-f", &format!("query={query}")])?)?;
            asked.without_errors(&answer)?;
            if answer.pointer("/data/note").is_none_or(Value::is_null) {
                return Err(asked.not_found());
            }
            gitlab::node(&answer, &asked.place_of())?
        }
        (Forge::Forgejo, _) => {
            let answer = asked.curl(&format!("repos/{repository}/issues/comments/{number}"))?;
            forgejo::rest(&asked.one(&answer)?, &asked.place_of())?
        }
    };
    // A renamed repository is another place, but another comment is another comment.
    match comment.place.comment.filter(|found| *found != key) {
        Some(found) => Err(Unreadable::Two(key, found).into()),
        None => Ok(comment),
    }
}

/// Fetches all comments of a thread, the oldest first. Those that can't be quoted are left out, such as reviews without
/// words. Of GitLab and Forgejo the edits may be unknown.
///
/// # Errors
/// Why they could not be fetched.
pub(super) fn fetch_thread(place: &Place, hosts: &Hosts) -> Result<Vec<Comment>, Unreachable> {
    let asked = Asked::new(place, hosts)?;
    let Place { repository, number, .. } = place;
    let comments: Vec<Result<Comment, Unreadable>> = match (place.forge, place.thread) {
        (Forge::Github, Thread::Discussion) => asked.discussion()?.into_iter().map(Ok).collect(),
        (Forge::Github, thread) => {
            let mut paths = vec![format!("repos/{repository}/issues/{number}/comments")];
            if thread == Thread::Change {
                paths.push(format!("repos/{repository}/pulls/{number}/comments"));
                paths.push(format!("repos/{repository}/pulls/{number}/reviews"));
            }
            let mut answers = Vec::new();
            for path in paths {
                let path = format!("{path}?per_page=100");
                answers.extend(asked.many(&asked.gh(&["api", "--paginate", &path], String::new())?)?);
            }
            asked.with_edits(answers)?
        }
        (Forge::Gitlab, thread) => {
            let kind = if thread == Thread::Change { "merge_requests" } else { "issues" };
            let project = repository.replace('/', "%2F");
            let path = format!("projects/{project}/{kind}/{number}/notes?per_page=100");
            let answers = asked.many(&asked.glab(&["api", "--paginate", &path])?)?;
            let thread = Place { comment: None, ..place.clone() };
            answers.iter().map(|answer| gitlab::rest(answer, &thread)).collect()
        }
        (Forge::Forgejo, _) => {
            let answers = asked.many(&asked.curl(&format!("repos/{repository}/issues/{number}/comments"))?)?;
            answers.iter().map(|answer| forgejo::rest(answer, &asked.place_of())).collect()
        }
    };
    let is_any = !comments.is_empty();
    let (readable, mut broken): (Vec<_>, Vec<_>) = comments.into_iter().partition(Result::is_ok);
    // If nothing can be read, the API is not what it was.
    if is_any && readable.is_empty() && matches!(broken[0], Err(Unreadable::Shape { .. })) {
        return broken.swap_remove(0).map(|comment| vec![comment]).map_err(Unreachable::from);
    }
    let mut comments: Vec<Comment> = readable.into_iter().flatten().collect();
    comments.retain(|comment| !comment.text.trim().is_empty());
    comments.sort_by_key(|comment| comment.at);
    Ok(comments)
}

/// What is asked for, at a host that may get requests.
struct Asked<'a> {
    place: &'a Place,
}

impl<'a> Asked<'a> {
    fn new(place: &'a Place, hosts: &Hosts) -> Result<Self, Unreachable> {
        match hosts.trust(&place.host) {
            true => Ok(Self { place }),
            false => Err(Unreachable::Host(place.host.clone())),
        }
    }

    fn host(&self) -> String {
        self.place.host.clone()
    }

    fn not_found(&self) -> Unreachable {
        Unreachable::NotFound { forge: self.place.forge, address: self.place.address() }
    }

    /// Finds the place of an address in an answer, which has to be on the same host.
    fn place_of(&self) -> impl Fn(&str) -> Option<Place> {
        let Place { host, forge, .. } = self.place.clone();
        move |address| {
            let known = |other: &str| (other == host).then_some(forge);
            Place::read(address, &known).filter(|place| place.host == host)
        }
    }

    /// The comments of GitHub in answers of REST, with what GraphQL says on their edits. A comment that was deleted in
    /// the meantime is left out.
    fn with_edits(&self, answers: Vec<Value>) -> Result<Vec<Result<Comment, Unreadable>>, Unreachable> {
        let place_of = self.place_of();
        let mut comments = Vec::new();
        for answers in answers.chunks(BATCH) {
            let id = |answer: &Value| answer.get("node_id").and_then(Value::as_str).unwrap_or_default().to_owned();
            let ids: Vec<String> = answers.iter().map(id).collect();
            let query = format!("query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ...comment }} }} {}", github::SELECTION);
            let data = self.graphql(&query, &json!({ "ids": ids }))?;
            let nodes = data.get("nodes").and_then(Value::as_array).cloned().unwrap_or_default();
            for (answer, node) in answers.iter().zip(nodes).filter(|(_, node)| !node.is_null()) {
                let rest = github::rest(answer, &place_of);
                comments.push(rest.and_then(|rest| github::joined(&rest, github::node(&node, &place_of)?)));
            }
        }
        Ok(comments)
    }

    /// The comments of a discussion of GitHub and the replies to them, which GraphQL alone has.
    fn discussion(&self) -> Result<Vec<Comment>, Unreachable> {
        let (owner, name) = self.place.repository.split_once('/').unwrap_or_default();
        let query = format!(
            "query($owner: String!, $name: String!, $number: Int!, $after: String) {{
              repository(owner: $owner, name: $name) {{ discussion(number: $number) {{
                comments(first: 50, after: $after) {{ pageInfo {{ hasNextPage endCursor }}
                  nodes {{ ...comment replies(first: 100) {{ nodes {{ ...comment }} }} }} }} }} }} }} {}",
            github::SELECTION
        );
        let place_of = self.place_of();
        let mut comments = Vec::new();
        let mut after = Value::Null;
        for _ in 0..PAGES {
            let variables = json!({ "owner": owner, "name": name, "number": self.place.number, "after": after });
            let data = self.graphql(&query, &variables)?;
            let page = data.pointer("/repository/discussion/comments").ok_or_else(|| self.not_found())?;
            let nodes = |value: &Value| value.get("nodes").and_then(Value::as_array).cloned().unwrap_or_default();
            for node in nodes(page) {
                let replies = node.get("replies").map(nodes).unwrap_or_default();
                comments.extend([node].iter().chain(&replies).filter_map(|node| github::node(node, &place_of).ok()));
            }
            match page.pointer("/pageInfo/hasNextPage") {
                Some(Value::Bool(true)) => after = page["pageInfo"]["endCursor"].clone(),
                _ => break,
            }
        }
        Ok(comments)
    }

    /// What GitHub answers to a query.
    fn graphql(&self, query: &str, variables: &Value) -> Result<Value, Unreachable> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let answer = self.one(&self.gh(&["api", "graphql", "--input", "-"], body)?)?;
        self.without_errors(&answer)?;
        Ok(answer.get("data").cloned().unwrap_or_default())
    }

    fn gh(&self, arguments: &[&str], input: String) -> Result<Vec<u8>, Unreachable> {
        let mut gh = Command::new("gh");
        // Unlike `--hostname` the variable can have a port.
        gh.args(arguments).env("GH_HOST", &self.place.host);
        gh.env("GH_PROMPT_DISABLED", "1").env("GH_NO_UPDATE_NOTIFIER", "1").env_remove("GH_FORCE_TTY");
        let said = self.run(gh, input)?;
        match said.code {
            Some(0) => Ok(said.out),
            // GraphQL names the errors of the query; the caller reads them.
            Some(1) if status(&said.error).is_none() && has_errors(&said.out) => Ok(said.out),
            Some(4) => Err(self.not_logged_in()),
            _ => Err(self.failed(&said)),
        }
    }

    fn glab(&self, arguments: &[&str]) -> Result<Vec<u8>, Unreachable> {
        let mut glab = Command::new("glab");
        glab.args(arguments).env("GITLAB_HOST", &self.place.host).env("NO_PROMPT", "1");
        let said = self.run(glab, String::new())?;
        match said.code {
            Some(0) => Ok(said.out),
            _ if status(&said.error).is_none() && has_errors(&said.out) => Ok(said.out),
            _ => Err(self.failed(&said)),
        }
    }

    /// Asks Forgejo. The token goes through standard input, since everybody can see the arguments of a program.
    fn curl(&self, path: &str) -> Result<Vec<u8>, Unreachable> {
        let mut settings = vec![
            format!("url = \"https://{}/api/v1/{path}\"", self.place.host),
            "silent".to_owned(),
            "show-error".to_owned(),
            "proto = \"=https\"".to_owned(),
            format!("max-filesize = \"{}\"", program::LIMIT),
            "header = \"Accept: application/json\"".to_owned(),
            "write-out = \"\\n%{http_code} %header{retry-after}\"".to_owned(),
        ];
        let token = TOKENS.iter().filter_map(|name| env::var(name).ok()).find(|token| !token.is_empty());
        if let Some(token) = token {
            if !token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
                let message = format!("{} has a character that no token has", TOKENS.join(" or "));
                return Err(Unreachable::Failed { program: "curl", message });
            }
            settings.push(format!("header = \"Authorization: token {token}\""));
        }
        let mut curl = Command::new("curl");
        curl.args(["--config", "-"]);
        let said = self.run(curl, settings.join("\n"))?;
        match said.code {
            Some(0) => {}
            Some(28) => return Err(Unreachable::Timeout { host: self.host() }),
            Some(63) => return Err(Unreachable::TooLarge { host: self.host() }),
            _ => return Err(self.failed(&said)),
        }
        let at = said.out.iter().rposition(|byte| *byte == b'\n').unwrap_or_default();
        let (body, last) = said.out.split_at(at);
        let last = String::from_utf8_lossy(last);
        let mut words = last.split_whitespace();
        let status = words.next().and_then(|status| status.parse().ok()).unwrap_or_default();
        let seconds = words.next().filter(|wait| wait.bytes().all(|byte| byte.is_ascii_digit()));
        match status {
            200 => Ok(body.to_vec()),
            // There is a comment, but of another kind.
            204 => Err(self.not_found()),
            status => Err(self.refused(status, &message(body), seconds.map(|wait| format!("in {wait} seconds")))),
        }
    }

    /// Runs a program within the time that a request may take.
    fn run(&self, command: Command, input: String) -> Result<Said, Unreachable> {
        let seconds = env::var(SECONDS_VARIABLE).ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(SECONDS);
        let forge = self.place.forge;
        program::run(command, input, Duration::from_secs(seconds)).map_err(|stopped| match stopped {
            Stopped::Absent => Unreachable::Absent(forge),
            Stopped::Timeout => Unreachable::Timeout { host: self.host() },
            Stopped::TooLarge => Unreachable::TooLarge { host: self.host() },
            Stopped::Failed(error) => Unreachable::Failed { program: program(forge), message: error.to_string() },
        })
    }

    fn not_logged_in(&self) -> Unreachable {
        Unreachable::NotLoggedIn { forge: self.place.forge, host: self.host() }
    }

    /// Why a program failed.
    fn failed(&self, said: &Said) -> Unreachable {
        let error = said.error.trim();
        let last = error.lines().next_back().unwrap_or_default();
        match status(error) {
            Some(status) => {
                let message = format!("{} {}", message(&said.out), last);
                self.refused(status, message.trim(), None)
            }
            None if error.contains("auth login") => self.not_logged_in(),
            None if error.is_empty() => {
                let code = said.code.map_or("a signal".to_owned(), |code| format!("exit code {code}"));
                Unreachable::Failed { program: program(self.place.forge), message: format!("it ended with {code}") }
            }
            None => Unreachable::Failed { program: program(self.place.forge), message: last.to_owned() },
        }
    }

    /// What the status of a response means.
    fn refused(&self, status: u16, message: &str, wait: Option<String>) -> Unreachable {
        let (forge, host) = (self.place.forge, self.host());
        match status {
            429 => Unreachable::RateLimited { host, wait },
            403 if message.to_ascii_lowercase().contains("rate limit") => Unreachable::RateLimited { host, wait },
            401 => self.not_logged_in(),
            403 => Unreachable::Forbidden { forge, host, message: message.to_owned() },
            404 | 410 => self.not_found(),
            500.. => Unreachable::Server { host, status },
            _ => Unreachable::Failed { program: program(forge), message: format!("HTTP {status} {message}") },
        }
    }

    /// The errors that GraphQL names in an answer.
    fn without_errors(&self, answer: &Value) -> Result<(), Unreachable> {
        let errors = answer.get("errors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        // What is not found is null in the data, beside what is.
        let has_data = answer.get("data").is_some_and(Value::is_object);
        let is_missing = |error: &&Value| has_data && error.get("type").is_some_and(|kind| kind == "NOT_FOUND");
        let Some(error) = errors.iter().find(|error| !is_missing(error)) else { return Ok(()) };
        let text = |key: &str| error.get(key).and_then(Value::as_str).unwrap_or_default();
        let message = text("message").to_owned();
        let (forge, host) = (self.place.forge, self.host());
        Err(match text("type") {
            "NOT_FOUND" => self.not_found(),
            "RATE_LIMITED" => Unreachable::RateLimited { host, wait: None },
            "FORBIDDEN" | "INSUFFICIENT_SCOPES" => Unreachable::Forbidden { forge, host, message },
            _ => Unreachable::Failed { program: program(forge), message },
        })
    }

    /// The one value in an answer.
    fn one(&self, answer: &[u8]) -> Result<Value, Unreachable> {
        serde_json::from_slice(answer).map_err(|_| Unreachable::NoJson { host: self.host() })
    }

    /// The items of an answer of several pages: one list, or one after the other.
    fn many(&self, answer: &[u8]) -> Result<Vec<Value>, Unreachable> {
        let mut items = Vec::new();
        for page in serde_json::Deserializer::from_slice(answer).into_iter::<Vec<Value>>() {
            items.extend(page.map_err(|_| Unreachable::NoJson { host: self.host() })?);
        }
        Ok(items)
    }
}

/// The status that `gh` and `glab` name in an error: `gh: Not Found (HTTP 404)`.
fn status(error: &str) -> Option<u16> {
    let (_, behind) = error.rsplit_once("HTTP ")?;
    behind.get(..3)?.parse().ok()
}

/// Whether an answer of GraphQL names errors.
fn has_errors(answer: &[u8]) -> bool {
    let answer: Option<Value> = serde_json::from_slice(answer).ok();
    answer.is_some_and(|answer| answer.get("errors").is_some_and(Value::is_array))
}

/// The message in the body of an error.
fn message(body: &[u8]) -> String {
    let body: Option<Value> = serde_json::from_slice(body).ok();
    let message = body.as_ref().and_then(|body| body.get("message")).and_then(Value::as_str);
    message.unwrap_or_default().to_owned()
}

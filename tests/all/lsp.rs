//! `heard lsp` over real pipes, as an editor starts it, and in the real Neovim.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::repository::{POLICY, Repository, TODAY, accepted};

/// An editor that started the server; it stops with the test.
struct Editor<'a> {
    repository: &'a Repository,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    requests: u64,
    /// What the server sent beside its answers.
    sent: Vec<Value>,
}

impl Drop for Editor<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl<'a> Editor<'a> {
    /// An editor that counts columns in UTF-16, renames files and opens what it is asked to.
    fn start(repository: &'a Repository) -> Self {
        Self::with(
            repository,
            &json!({
                "workspace": { "workspaceEdit": { "resourceOperations": ["rename"] } },
                "window": { "showDocument": { "support": true } },
            }),
        )
    }

    fn with(repository: &'a Repository, capabilities: &Value) -> Self {
        Self::with_root(repository, capabilities, None)
    }

    fn with_root(repository: &'a Repository, capabilities: &Value, root: Option<&str>) -> Self {
        let mut heard = repository.isolated(env!("CARGO_BIN_EXE_heard"));
        heard.args(["--today", TODAY, "lsp", "--stdio"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = heard.spawn().unwrap();
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let mut editor = Self { repository, child, input, output, requests: 0, sent: Vec::new() };
        let root = root.map_or_else(|| editor.uri(""), str::to_owned);
        let started = editor.ask("initialize", &json!({ "rootUri": root, "capabilities": capabilities }));
        assert_eq!(started["serverInfo"]["version"], env!("CARGO_PKG_VERSION"));
        editor.tell("initialized", &json!({}));
        editor
    }

    fn uri(&self, path: &str) -> String {
        let path = self.repository.path(path).canonicalize().unwrap_or_else(|_| self.repository.path(path));
        let path = path.to_string_lossy().trim_start_matches(r"\\?\").replace('\\', "/");
        let slash = if path.starts_with('/') { "" } else { "/" };
        format!("file://{slash}{path}")
    }

    fn send(&mut self, message: &Value) {
        let message = message.to_string();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{message}", message.len()).unwrap();
        input.flush().unwrap();
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    #[track_caller]
    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the server ended");
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", number)) => length = number.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut message = vec![0; length];
        self.output.read_exact(&mut message).unwrap();
        serde_json::from_slice(&message).unwrap()
    }

    /// The whole answer to a request.
    #[track_caller]
    fn answer(&mut self, method: &str, params: &Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
            self.sent.push(message);
        }
    }

    /// The result of a request.
    #[track_caller]
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].clone()
    }

    fn open(&mut self, path: &str, text: &str) {
        let uri = self.uri(path);
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    }

    fn open_file(&mut self, path: &str) -> String {
        let text = self.repository.read(path);
        self.open(path, &text);
        text
    }

    /// Replaces the text of an open document.
    fn change(&mut self, path: &str, text: &str) {
        self.change_parts(path, &json!([{ "text": text }]));
    }

    fn change_parts(&mut self, path: &str, changes: &Value) {
        let document = json!({ "uri": self.uri(path), "version": 2 });
        self.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// What the server says of open documents until it has said something of this one: the rules, with their lines from 1.
    #[track_caller]
    fn findings(&mut self, path: &str) -> Vec<String> {
        let uri = self.uri(path);
        loop {
            let at = self.sent.iter().position(|message| message["params"]["uri"] == uri);
            let message = match at {
                Some(at) => self.sent.remove(at),
                None => self.receive(),
            };
            if message["params"]["uri"] != uri {
                self.sent.push(message);
                continue;
            }
            assert_eq!(message["method"], "textDocument/publishDiagnostics");
            let found = message["params"]["diagnostics"].as_array().unwrap();
            return found
                .iter()
                .map(|found| {
                    let line = found["range"]["start"]["line"].as_u64().unwrap() + 1;
                    format!("{line}: {}", found["code"].as_str().unwrap_or("-"))
                })
                .collect();
        }
    }

    /// Asks about the place that a text has marked with `^`; the document has the text without the mark.
    #[track_caller]
    fn ask_at(&mut self, method: &str, path: &str, marked: &str) -> Value {
        let at = marked.find('^').unwrap();
        self.change(path, &marked.replace('^', ""));
        let place = position(&marked[..at]);
        let uri = self.uri(path);
        self.ask(method, &json!({ "textDocument": { "uri": uri }, "position": place, "newName": "0042" }))
    }

    /// Says that it is done. The server ends with 0, and has written nothing else.
    #[track_caller]
    fn end(mut self) {
        self.ask("shutdown", &Value::Null);
        self.tell("exit", &Value::Null);
        drop(self.input.take());
        let mut rest = Vec::new();
        self.output.read_to_end(&mut rest).unwrap();
        assert_eq!((self.child.wait().unwrap().code(), rest.len()), (Some(0), 0));
    }
}

/// The position behind a text.
fn position(before: &str) -> Value {
    let line = before.rsplit('\n').next().unwrap();
    json!({ "line": before.matches('\n').count(), "character": line.encode_utf16().count() })
}

/// A text with the edits of the protocol made, which have no overlaps.
fn edited(text: &str, edits: &Value) -> String {
    let byte = |place: &Value| {
        let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
        let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
        let mut left = place["character"].as_u64().unwrap();
        let units = text[start..].chars().take_while(|character| {
            let goes_on = left > 0;
            left = left.saturating_sub(character.len_utf16() as u64);
            goes_on
        });
        start + units.map(char::len_utf8).sum::<usize>()
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (byte(&range["start"]), byte(&range["end"]), edit["newText"].as_str().unwrap())
        })
        .collect();
    edits.sort_unstable();
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, new);
    }
    text
}

/// The files of a work tree, without those of git.
fn files(top: &Path) -> BTreeMap<PathBuf, String> {
    let entries = walkdir::WalkDir::new(top).into_iter().filter_entry(|entry| entry.file_name() != ".git");
    let files = entries.map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let relative = |path: &Path| path.strip_prefix(top).unwrap().to_owned();
    files.map(|entry| (relative(entry.path()), fs::read_to_string(entry.path()).unwrap())).collect()
}

const PAGE: &str = "decisions/0001-page.md";
const OTHER: &str = "decisions/0002-other.md";

/// Two decisions, the second one with words that were declined.
fn log() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    repository.write(PAGE, &accepted("Page through the rotation", "infra/paging/**"));
    let other = accepted("Keep the rota short", "infra/paging/rota.yml").replace("**Changed:**", "**Declined:**");
    repository.write(
        OTHER,
        &other.replace("I get paged when an export stalls on Friday.", "A short rota wakes me *twice* a week."),
    );
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.write("infra/notes.txt", "x\n");
    repository.commit("Start");
    repository
}

#[test]
fn findings_follow_what_is_typed_and_nothing_is_written() {
    let repository = log();
    let before = files(&repository.path(""));
    let mut editor = Editor::start(&repository);
    let text = editor.open_file(PAGE);
    // Nothing is wrong, so nothing is said until something is.
    editor.change(PAGE, &text.replace("date: 2026-05-20", "date: 20.5.2026"));
    assert_eq!(editor.findings(PAGE), ["3: date-form"]);
    editor.change(PAGE, &text.replace("**Changed:** the window names the tenant.\n", ""));
    assert_eq!(editor.findings(PAGE), ["23: concern-unanswered"]);
    // As a part: the answer comes back.
    let end = position(&text.replace("**Changed:** the window names the tenant.\n", ""));
    editor.change_parts(PAGE, &json!([{ "range": { "start": end, "end": end }, "text": "**Changed:** so.\n" }]));
    assert!(editor.findings(PAGE).is_empty());
    // What another open document says counts, though it is not saved.
    let other = editor.open_file(OTHER);
    editor.change(OTHER, &other.replace("governs:", "supersedes: \"0001\"\ngoverns:"));
    assert!(editor.findings(OTHER).contains(&"8: link-one-sided".to_owned()));
    let back = text.replace("governs:", "superseded-by: \"0002\"\ngoverns:").replace("accepted", "superseded");
    editor.change(PAGE, &back);
    assert!(editor.findings(OTHER).is_empty());
    // A closed document is as it is on disk again.
    let uri = editor.uri(PAGE);
    editor.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri } }));
    assert!(editor.findings(OTHER).contains(&"8: link-one-sided".to_owned()));
    // What other programs write is read when the editor reports it.
    repository.write(PAGE, &back);
    editor.tell("workspace/didChangeWatchedFiles", &json!({ "changes": [{ "uri": uri, "type": 2 }] }));
    assert!(editor.findings(OTHER).is_empty());
    repository.write(PAGE, &text);
    editor.end();
    assert_eq!(files(&repository.path("")), before);
}

#[test]
fn a_new_decision_is_one_before_it_is_saved() {
    let repository = log();
    let mut editor = Editor::start(&repository);
    editor.open("decisions/0003-new.md", "---\nstatus: acepted\n---\n\n# New\n");
    assert!(editor.findings("decisions/0003-new.md").contains(&"2: status-unknown".to_owned()));
    // A page that is no record stays none, and so does what is elsewhere.
    editor.open("decisions/README.md", "---\nstatus: acepted\n---\n\n# New\n");
    editor.open("docs/x.md", "---\nstatus: acepted\n---\n\n# New\n");
    editor.ask("textDocument/codeLens", &json!({ "textDocument": { "uri": "file:///nowhere" } }));
    assert!(editor.sent.is_empty(), "{:?}", editor.sent);
    editor.end();
}

#[test]
fn a_policy_that_can_not_be_read_is_marked_and_the_log_stays() {
    let repository = log();
    let mut editor = Editor::start(&repository);
    let text = editor.open_file(PAGE);
    editor.open_file("heard.toml");
    editor.change("heard.toml", "[log]\ndir = [\"decisions\"]\n");
    assert_eq!(editor.findings("heard.toml"), ["2: -"]);
    editor.change("heard.toml", POLICY);
    assert!(editor.findings("heard.toml").is_empty());
    let uri = editor.uri("heard.toml");
    editor.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri } }));
    repository.write("heard.toml", "[areas]\n");
    editor.tell("textDocument/didSave", &json!({ "textDocument": { "uri": uri } }));
    assert_eq!(editor.findings("heard.toml"), ["1: -"]);
    editor.change(PAGE, &text.replace("date: 2026-05-20", "date: 20.5.2026"));
    assert_eq!(editor.findings(PAGE), ["3: date-form"]);
    repository.write("heard.toml", POLICY);
    editor.tell("textDocument/didSave", &json!({ "textDocument": { "uri": uri } }));
    assert!(editor.findings("heard.toml").is_empty());
    editor.end();
}

#[test]
fn a_fix_is_the_edit_that_check_makes() {
    for (change, with, option, all) in [
        ("date: 2026-05-20", "date: 20 May 2026", "--fix", 1),
        ("consulted:", "consultd:", "--fix", 1),
        // What is written to another file, and a quote in another form, are chosen one by one.
        ("governs:", "amended-by: \"0002\"\ngoverns:", "--fix", 0),
        (">\n> — Ines Roy, 2026-05-12\n", "\n— Ines Roy, 2026-05-12\n", "--fix-form", 0),
    ] {
        let repository = log();
        // Proposed, since the gate rejects edits of accepted records.
        let text = repository.read(PAGE).replace("accepted", "proposed").replace(change, with);
        repository.write(PAGE, &text);
        let other = repository.read(OTHER).replace("accepted", "proposed");
        repository.write(OTHER, &other);
        let mut editor = Editor::start(&repository);
        editor.open_file(PAGE);
        let uri = editor.uri(PAGE);
        let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
        let mut asked = json!({ "textDocument": { "uri": uri }, "range": whole, "context": { "diagnostics": [] } });
        let actions = editor.ask("textDocument/codeAction", &asked);
        let actions = actions.as_array().unwrap();
        let kinds: Vec<&str> = actions.iter().map(|action| action["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["quickfix", "source.fixAll.heard"][..1 + all], "{with}: {actions:#?}");
        assert!(actions[0]["diagnostics"][0]["code"].is_string(), "{actions:?}");
        let made: Vec<BTreeMap<PathBuf, String>> = actions
            .iter()
            .map(|action| {
                let mut after = files(&repository.path(""));
                for (changed, edits) in action["edit"]["changes"].as_object().unwrap() {
                    let path = [PAGE, OTHER].into_iter().find(|path| editor.uri(path) == *changed).unwrap();
                    after.insert(path.into(), edited(&repository.read(path), edits));
                }
                after
            })
            .collect();
        // Elsewhere, and of another kind, nothing is offered.
        for (key, value) in [("only", json!(["refactor"])), ("only", json!(["source.organizeImports"]))] {
            asked["context"][key] = value;
            assert_eq!(editor.ask("textDocument/codeAction", &asked), json!([]));
        }
        asked["context"]["only"] = json!(["source.fixAll"]);
        assert_eq!(editor.ask("textDocument/codeAction", &asked).as_array().unwrap().len(), all);
        editor.end();
        repository.heard(&["check", option]);
        for made in made {
            assert_eq!(made, files(&repository.path("")), "{with}");
        }
    }
}

#[test]
fn an_edit_that_the_gate_rejects_is_not_offered() {
    let repository = log();
    let text = repository.read(PAGE).replace("consulted:", "consultd:");
    repository.write(PAGE, &text);
    repository.commit("Misspell a key");
    let range = json!({ "start": { "line": 5, "character": 0 }, "end": { "line": 5, "character": 0 } });
    let offered = |is_accepted: bool| {
        repository.write(
            PAGE,
            &text.replace("status: accepted", if is_accepted { "status: accepted" } else { "status: proposed" }),
        );
        repository.commit("Go on");
        repository.git(&["update-ref", "refs/remotes/origin/main", "main"]);
        let mut editor = Editor::start(&repository);
        editor.open_file(PAGE);
        let asked =
            json!({ "textDocument": { "uri": editor.uri(PAGE) }, "range": range, "context": { "diagnostics": [] } });
        let actions = editor.ask("textDocument/codeAction", &asked);
        editor.end();
        actions.as_array().unwrap().len()
    };
    assert_eq!((offered(false), offered(true)), (2, 0));
}

#[test]
fn what_can_be_written_is_completed() {
    let repository = log();
    repository.write("app/[id]/page.tsx", "x\n");
    repository.write(OTHER, &repository.read(OTHER).replace("governs:", "tags: ['by \"Zip\"']\ngoverns:"));
    repository.commit("More");
    let mut editor = Editor::start(&repository);
    editor.open_file(PAGE);
    let body = "---\n\n# T\n";
    for (marked, label, written, others) in [
        (format!("---\nstatus: accepted\ncon^\n{body}"), "consulted", "consulted: ", 0),
        (format!("---\nstatus: acc^\n{body}"), "accepted", "accepted", 0),
        (format!("---\ndate: ^\n{body}"), TODAY, TODAY, 0),
        (format!("---\nconsulted:\n  - \"Sa^\"\n{body}"), "Sam Okafor", "Sam Okafor", 0),
        (format!("---\nconsulted:\n  - sup^\n{body}"), "support", "\"support\"", 0),
        (format!("---\nconsulted: [\"Ana Ruiz\", in^]\n{body}"), "Ines Roy", "\"Ines Roy\"", 0),
        (format!("---\nsupersedes: [\"2^\"]\n{body}"), "0002 Keep the rota short", "0002", 0),
        (format!("---\nsupersedes: short^\n{body}"), "0002 Keep the rota short", "\"0002\"", 0),
        (format!("---\ngoverns:\n  - \"^\"\n{body}"), "infra/**", "infra/**", 3),
        (format!("---\ngoverns:\n  - \"infra/pag^\"\n{body}"), "infra/paging/**", "infra/paging/**", 0),
        (format!("---\ngoverns: infra/paging/^\n{body}"), "infra/paging/rota.yml", "\"infra/paging/rota.yml\"", 0),
        (format!("---\n{body}\n## Consultation\n\n> No.\n>\n> — Ine^\n"), "Ines Roy", "Ines Roy", 0),
        (format!("---\n{body}\n## Consultation\n\n**decl^\n"), "Declined", "Declined:** ", 0),
        (format!("---\n{body}\n## Consultation\n\n**decl^**\n"), "Declined", "Declined:**", 0),
        (format!("---\n{body}\n[it](^)\n"), "0002 Keep the rota short", "0002-other.md", 0),
        (format!("---\n{body}\n<!-- heard: allow quote-sh^ -->\n"), "quote-short", "quote-short", 0),
        // Before the header is closed.
        ("---\nstat^".to_owned(), "status", "status: ", 0),
        // With a byte order mark of the body's own, and letters of two units.
        (format!("---\nconsulted: [\"🦀🦀\", \"sam^\"]\n{body}"), "Sam Okafor", "Sam Okafor", 0),
    ] {
        let list = editor.ask_at("textDocument/completion", PAGE, &marked);
        let items = list["items"].as_array().unwrap();
        let item = items.iter().find(|item| item["label"] == label);
        let item = item.unwrap_or_else(|| panic!("{marked}: {list}"));
        assert_eq!(item["textEdit"]["newText"], written, "{marked}");
        assert_eq!(items.len(), others + 1, "{marked}: {list}");
        // It takes the place of what is typed, and of no more.
        let text = marked.replace('^', "");
        let (before, after) = marked.split_once('^').unwrap();
        let made = edited(&text, &json!([item["textEdit"]]));
        assert!(made.ends_with(&format!("{written}{}", after.trim_start_matches("**"))), "{made}");
        let kept = before.trim_end_matches(|c: char| c.is_alphanumeric() || "-/".contains(c));
        assert!(made.starts_with(kept), "{made}");
    }
    // The line as it is afterwards, whatever stood behind the cursor.
    let said = "---\n---\n\n## Consultation\n\n";
    for (before, line, label, expected) in [
        ("---\n", "status: acc^epted", "accepted", "status: accepted"),
        ("---\n", "status:^", "accepted", "status: accepted"),
        ("---\n", "sta^: accepted", "status", "status: accepted"),
        ("---\n", r#"consulted: ["Sa^m Oka"]"#, "Sam Okafor", r#"consulted: ["Sam Okafor"]"#),
        ("---\n", "consulted: ['Sa^']", "Sam Okafor", "consulted: ['Sam Okafor']"),
        ("---\n", r#"consulted: "Ana Ruiz, Sa^""#, "Sam Okafor", r#"consulted: "Ana Ruiz, Sam Okafor""#),
        ("---\n", "consulted: Ana Ruiz, Sa^", "Sam Okafor", "consulted: Ana Ruiz, Sam Okafor"),
        ("---\nconsulted:\n", "  -^", "Sam Okafor", "  - \"Sam Okafor\""),
        ("---\n", r#"tags: ["by^"]"#, r#"by "Zip""#, r#"tags: ["by \"Zip\""]"#),
        ("---\n", r#"supersedes: ["00^01"]"#, "0002 Keep the rota short", r#"supersedes: ["0002"]"#),
        ("---\n", "governs: docs/**, infra/pag^", "infra/paging/**", "governs: docs/**, infra/paging/**"),
        ("---\n", r#"governs: ["!infra/^no"]"#, "infra/notes.txt", r#"governs: ["!infra/notes.txt"]"#),
        ("---\n", r#"governs: ["app/^"]"#, "app/[id]/**", r#"governs: ["app/\\[id\\]/**"]"#),
        (said, "**Chang^ed:** so.", "Changed", "**Changed:** so."),
        (said, "**No c^", "No concern", "**No concern.** "),
        (said, "**No answer:** Sa^, asked 2026-05-01", "Sam Okafor", "**No answer:** Sam Okafor, asked 2026-05-01"),
        (said, "> – Sa^, 2026-05-01", "Sam Okafor", "> – Sam Okafor, 2026-05-01"),
        (said, "see [x](00^01.md) here", "0002 Keep the rota short", "see [x](0002-other.md) here"),
    ] {
        let marked = format!("{before}{line}\n");
        let list = editor.ask_at("textDocument/completion", PAGE, &marked);
        let item = list["items"].as_array().unwrap().iter().find(|item| item["label"] == label);
        let item = item.unwrap_or_else(|| panic!("{marked}: {list}"));
        let made = edited(&marked.replace('^', ""), &json!([item["textEdit"]]));
        assert_eq!(made, format!("{before}{expected}\n"), "{line}");
    }
    for marked in [
        "---\nconsulted: [\"Sam Okafor\" ^]\n---\n",
        "---\nconsulted: [\"Sam Okafor (support, ^\"]\n---\n",
        "---\n---\n\n## Context\n\n**De^\n",
        "---\n---\n\n## Consultation\n\n```\n**De^\n```\n",
        "---\n---\n\n<!-- heard: allow quote-short because it is ^\n",
        "---\n---\n\nThe words heard: allow quo^\n",
        "---\ntitle: a^\n---\n",
        "---\nstatus: accepted\n---\n\n# T\n\nPlain words an^\n",
        "---\nx: a^\n---\n",
    ] {
        let list = editor.ask_at("textDocument/completion", PAGE, marked);
        assert_eq!(list["items"], json!([]), "{marked}");
    }
    editor.open_file("heard.toml");
    for (marked, label, written) in [
        ("[ar^", "areas", "[[areas]]"),
        ("^", "log", "[log]"),
        ("[[areas]]\nna^", "name", "name = "),
        ("[[areas]]\nhear = [\n  \"sup^\"\n]", "support", "support"),
        ("[[areas]]\nevidence = \"^\"", "forge", "forge"),
        ("[[areas]]\nhear = [\"sup^\"]", "support", "support"),
        ("[[areas]]\nwaive = [an^]", "Ana Ruiz", "\"Ana Ruiz\""),
        ("[rules]\nquote-sh^", "quote-short", "quote-short = "),
        ("[rules]\nquote-short = ^", "deny", "\"deny\""),
    ] {
        let list = editor.ask_at("textDocument/completion", "heard.toml", marked);
        let item = list["items"].as_array().unwrap().iter().find(|item| item["label"] == label).cloned();
        assert_eq!(item.unwrap_or_else(|| panic!("{marked}: {list}"))["textEdit"]["newText"], written);
    }
    editor.end();
}

#[test]
fn names_and_ids_tell_what_they_are_and_lead_there() {
    let repository = log();
    let mut editor = Editor::start(&repository);
    let text = editor.open_file(PAGE);
    let linked = text.replace("governs:", "relates-to: [\"0002\"]\ngoverns:") + "\nSee 0002, and 2 people.\n";
    let [page, other, policy] = [PAGE, OTHER, "heard.toml"].map(|path| editor.uri(path));
    assert_ne!(page, other);
    for (place, shown, leads) in [
        (
            "\"In^es Roy\"",
            &[
                "**Ines Roy** (support)",
                "1 quote in other decisions",
                "2026-05-12: declined",
                "> A short rota wakes me twice a week.",
            ][..],
            Some(&policy),
        ),
        ("— Ines R^oy", &["**Ines Roy** (support)"], Some(&policy)),
        (
            "\"00^02\"",
            &["Keep the rota short", "accepted, 2026-05-20, by Ana Ruiz", "- Ines Roy: declined"],
            Some(&other),
        ),
        ("See 00^02", &["Keep the rota short"], Some(&other)),
        ("and ^2 people", &[], None),
        ("# Pa^ge", &[], None),
    ] {
        let marked = linked.replacen(&place.replace('^', ""), place, 1);
        let hover = editor.ask_at("textDocument/hover", PAGE, &marked);
        let value = hover["contents"]["value"].as_str().unwrap_or_default();
        for words in shown {
            assert!(value.contains(words), "{place}: {value}");
        }
        assert_eq!(hover.is_null(), shown.is_empty(), "{place}: {hover}");
        let found = editor.ask_at("textDocument/definition", PAGE, &marked);
        assert_eq!(found["uri"].as_str(), leads.map(String::as_str), "{place}");
    }
    let found = editor.ask_at("textDocument/definition", PAGE, &linked.replace("\"Ines Roy\"", "\"Ines^ Roy\""));
    assert_eq!(found["range"]["start"], json!({ "line": 1, "character": 11 }));
    editor.open_file("heard.toml");
    let hover = editor.ask_at("textDocument/hover", "heard.toml", &POLICY.replace("hear =", "he^ar ="));
    assert_eq!(hover["contents"]["value"], "Groups that must all be quoted.");
    editor.end();
}

#[test]
fn words_of_files_are_no_markup() {
    let repository = log();
    let hostile = "\u{1b}[31m<img src=x> [click](command:run) `code` \u{202e}";
    let text = repository.read(OTHER);
    repository.write(
        OTHER,
        &text
            .replace("A short rota wakes me *twice* a week.", hostile)
            .replace("# Keep the rota short", &format!("# {hostile}")),
    );
    let mut editor = Editor::start(&repository);
    let text = editor.open_file(PAGE);
    let hover = editor.ask_at("textDocument/hover", PAGE, &text.replace("Ines Roy\"", "Ines^ Roy\""));
    editor.open_file("infra/paging/rota.yml");
    let uri = editor.uri("infra/paging/rota.yml");
    let lenses = editor.ask("textDocument/codeLens", &json!({ "textDocument": { "uri": uri } }));
    let list = editor.ask_at("textDocument/completion", PAGE, &text.replace("governs:", "amends: \"^\"\ngoverns:"));
    let value = hover["contents"]["value"].as_str().unwrap();
    for outside in value.split('`').step_by(2) {
        assert!(!outside.contains(['<', '\u{1b}', '\u{202e}']) && !outside.contains("](command"), "{value}");
    }
    for shown in [hover.to_string(), lenses.to_string()] {
        assert!(shown.contains("u{1b}") && !shown.contains("\\u001b") && !shown.contains('\u{202e}'), "{shown}");
    }
    assert!(list["items"].as_array().unwrap().iter().all(|item| item["textEdit"]["newText"] == "0002"), "{list}");
    editor.end();
}

#[test]
fn renaming_an_id_does_what_renumber_does() {
    for (path, place) in [(PAGE, "\"00^02\""), (OTHER, "# Keep ^the rota")] {
        let repository = log();
        repository.write(PAGE, &repository.read(PAGE).replace("governs:", "relates-to: [\"0002\"]\ngoverns:"));
        repository.write("decisions/README.md", "# Log\n\n- [2. Short](0002-other.md)\n");
        let mut editor = Editor::start(&repository);
        let text = editor.open_file(path);
        let marked = text.replacen(&place.replace('^', ""), place, 1);
        let prepared = editor.ask_at("textDocument/prepareRename", path, &marked);
        assert_eq!(prepared["placeholder"], "0002");
        let edit = editor.ask_at("textDocument/rename", path, &marked);
        let mut made = files(&repository.path(""));
        for change in edit["documentChanges"].as_array().unwrap() {
            let key = |uri: &Value| {
                let uri = uri.as_str().unwrap();
                PathBuf::from(&uri[editor.uri("").trim_end_matches('/').len() + 1..])
            };
            match change["kind"].as_str() {
                Some("rename") => {
                    let text = made.remove(&key(&change["oldUri"])).unwrap();
                    made.insert(key(&change["newUri"]), text);
                }
                _ => {
                    let key = key(&change["textDocument"]["uri"]);
                    let text = edited(&made[&key], &change["edits"]);
                    made.insert(key, text);
                }
            }
        }
        let twice = editor.answer("textDocument/rename", &json!({ "textDocument": { "uri": editor.uri(path) }, "position": position(marked.split_once('^').unwrap().0), "newName": "1" }));
        assert!(twice["error"]["message"].as_str().unwrap().contains("`0001` is taken"), "{twice}");
        editor.end();
        let said = repository.heard(&["renumber", "2", "42"]);
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(made, files(&repository.path("")), "{path}");
    }
}

#[test]
fn above_a_file_of_code_stand_the_decisions_that_govern_it() {
    let repository = log();
    let mut editor = Editor::start(&repository);
    for path in ["infra/paging/rota.yml", "infra/notes.txt", PAGE] {
        editor.open_file(path);
    }
    let lenses = |editor: &mut Editor<'_>, path: &str| {
        let uri = editor.uri(path);
        editor.ask("textDocument/codeLens", &json!({ "textDocument": { "uri": uri } }))
    };
    let found = lenses(&mut editor, "infra/paging/rota.yml");
    let titles: Vec<&str> =
        found.as_array().unwrap().iter().map(|lens| lens["command"]["title"].as_str().unwrap()).collect();
    assert_eq!(
        titles,
        [
            "0001 Page through the rotation: heard Ines Roy",
            "0002 Keep the rota short: heard Ines Roy; not followed: “A short rota wakes me twice a week.” (Ines Roy)"
        ]
    );
    assert_eq!(lenses(&mut editor, "infra/notes.txt"), json!([]));
    assert_eq!(lenses(&mut editor, PAGE), json!([]));
    let command = &found[0]["command"];
    editor
        .ask("workspace/executeCommand", &json!({ "command": command["command"], "arguments": command["arguments"] }));
    let shown = editor.sent.pop().unwrap();
    assert_eq!(
        (shown["method"].as_str(), &shown["params"]["uri"]),
        (Some("window/showDocument"), &json!(editor.uri(PAGE)))
    );
    editor.end();
}

#[test]
fn what_can_not_be_answered_does_not_end_the_server() {
    let repository = log();
    let mut editor = Editor::with(&repository, &json!({ "general": { "positionEncodings": ["utf-8", "utf-16"] } }));
    editor.open_file(PAGE);
    let uri = editor.uri(PAGE);
    let at = |line: u64, character: u64| json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } });
    for (method, params, code) in [
        ("textDocument/nonsense", json!({}), -32601),
        ("textDocument/hover", json!({ "nothing": 1 }), -32602),
        (
            "textDocument/rename",
            json!({ "textDocument": { "uri": uri }, "position": at(0, 0)["position"], "newName": "x" }),
            -32803,
        ),
        ("workspace/executeCommand", json!({ "command": "rm", "arguments": ["-rf"] }), -32803),
    ] {
        let answer = editor.answer(method, &params);
        assert_eq!(answer["error"]["code"], code, "{answer}");
    }
    for (line, character) in [(0, 0), (3, 4_000_000_000), (4_000_000_000, 0), (4_294_967_295, 4_294_967_295)] {
        for method in ["textDocument/hover", "textDocument/definition", "textDocument/completion"] {
            editor.ask(method, &at(line, character));
        }
    }
    editor.tell("textDocument/didChange", &json!({ "textDocument": 7 }));
    editor.tell(
        "textDocument/didChange",
        &json!({ "textDocument": { "uri": "untitled:1", "version": 1 }, "contentChanges": [] }),
    );
    editor.tell(
        "textDocument/didOpen",
        &json!({ "textDocument": { "uri": "untitled:1", "languageId": "", "version": 1, "text": "" } }),
    );
    for text in [
        "",
        "---",
        "---\n",
        "---\nconsulted: [",
        "\u{feff}---\r\nstatus: 🦀\r\n---\r\n",
        "> > > —\r",
        &"[".repeat(100_000),
    ] {
        editor.change(PAGE, text);
        let end = text.rsplit(['\n', '\r']).next().unwrap().len();
        let lines = text.lines().count() as u64;
        for method in ["textDocument/hover", "textDocument/completion", "textDocument/definition"] {
            editor.ask(method, &at(lines.saturating_sub(1), end as u64));
            editor.ask(method, &at(lines, 0));
        }
    }
    editor.change_parts(PAGE, &json!([{ "range": { "start": { "line": 9, "character": 9 }, "end": { "line": 0, "character": 0 } }, "text": "x" }]));
    editor.ask("textDocument/hover", &at(0, 0));
    editor.end();
    // An editor that goes without a word.
    let mut editor = Editor::start(&repository);
    drop(editor.input.take());
    assert_eq!(editor.child.wait().unwrap().code(), Some(0));
}

#[test]
#[ignore = "needs neovim"]
fn neovim_shows_fixes_completes_jumps_and_renames() {
    let repository = log();
    // Proposed, since an editor offers no fix that the gate rejects.
    let text = repository.read(PAGE).replace("governs:", "relates-to: [\"0002\"]\ngoverns:");
    repository.write(PAGE, &text);
    repository.commit("Link");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/editor/neovim.lua");
    let mut neovim = repository.isolated("nvim");
    neovim.args(["--headless", "-u", "NONE", "-i", "NONE", "-n", "-S"]).arg(script);
    neovim.env("HEARD", env!("CARGO_BIN_EXE_heard")).env("ROOT", repository.path("").canonicalize().unwrap());
    let output = neovim.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let line = said.lines().find(|line| line.starts_with('{')).unwrap_or_else(|| panic!("{said}"));
    let seen: Value = serde_json::from_str(line).unwrap();
    assert_eq!(seen["finding"], json!(["date-form"]));
    assert_eq!(seen["fixed"], "date: 2026-05-29");
    assert_eq!(seen["completed"], "  - \"Sam Okafor");
    assert_eq!(seen["jumped"], "# Keep the rota short");
    assert_eq!(seen["lens"], "0001 Page through the rotation: heard Ines Roy");
    assert!(repository.read(PAGE).contains("relates-to: [\"0042\"]"));
    assert!(!repository.path(OTHER).exists() && repository.read("decisions/0042-other.md").contains("Keep the rota"));
}

#[test]
fn a_root_that_is_not_there_is_the_folder_of_the_server() {
    let repository = log();
    let mut editor = Editor::with_root(&repository, &json!({}), Some("file:///nowhere/at/all"));
    let text = editor.open_file(PAGE);
    let place = position(text.split_once("Ines Roy").unwrap().0);
    let document = json!({ "uri": editor.uri(PAGE) });
    let found = editor.ask("textDocument/definition", &json!({ "textDocument": document, "position": place }));
    assert_eq!(found["uri"], editor.uri("heard.toml"));
    editor.end();
}

#[cfg(unix)]
#[test]
fn a_root_behind_a_link_stays_behind_it() {
    let repository = log();
    let link = repository.path("../link");
    std::os::unix::fs::symlink(repository.path(""), &link).unwrap();
    let root = format!("file://{}", link.parent().unwrap().canonicalize().unwrap().join("link").display());
    let mut editor = Editor::with_root(&repository, &json!({}), Some(&root));
    let uri = format!("{root}/{PAGE}");
    let text = repository.read(PAGE);
    let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
    editor.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    let place = position(text.split_once("Ines Roy").unwrap().0);
    let found = editor.ask("textDocument/definition", &json!({ "textDocument": { "uri": uri }, "position": place }));
    assert_eq!(found["uri"], format!("{root}/heard.toml"));
    editor.end();
}

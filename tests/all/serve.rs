//! `heard serve` on real sockets: what it shows, that it shows changes, and what it refuses.
#![cfg(feature = "serve")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::repository::{POLICY, Repository, accepted};

const FILE: &str = "decisions/0001-page.md";

/// A server that stops with the test.
struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer as it came.
#[derive(Debug)]
struct Answer {
    head: String,
    body: String,
}

impl Server {
    fn start(repository: &Repository) -> Self {
        let mut command = repository.isolated(env!("CARGO_BIN_EXE_heard"));
        let mut child =
            command.args(["serve", "--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (_, rest) = line.split_once("http://").unwrap();
        let (address, _) = rest.split_once('/').unwrap();
        assert!(address.starts_with("127.0.0.1:"), "{line}");
        Self { child, address: address.to_owned() }
    }

    /// Sends bytes and gives all that comes back.
    fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        Answer { head: head.to_owned(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"))
    }

    /// The state that a page shows.
    fn state(&self) -> String {
        let page = self.get("/index.html").body;
        let (_, rest) = page.split_once("data-version=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// Waits as a page does until there is a newer state.
    fn wait(&self, shown: &str) {
        for _ in 0..10 {
            if self.get(&format!("/-/since/{shown}")).body != shown {
                return;
            }
        }
        panic!("no change was reported");
    }
}

fn log() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    repository.write(FILE, &accepted("Page through the rotation", "infra/paging/**"));
    repository.commit("Start");
    repository
}

#[track_caller]
fn expect(answer: &Answer, status: &str, words: &str) {
    assert!(answer.head.starts_with(&format!("HTTP/1.1 {status} ")), "{}", answer.head);
    assert!(answer.body.contains(words), "{words} in {}", answer.body);
}

#[test]
fn pages_change_with_the_files() {
    let repository = log();
    let server = Server::start(&repository);
    expect(&server.get("/"), "200", "Page through the rotation");
    let style = server.get("/assets/style.css");
    assert!(style.head.contains("Content-Type: text/css"), "{}", style.head);
    let state = server.state();
    let text = accepted("Page by weeks", "infra/paging/**").replace("status: accepted", "status: acepted");
    repository.write(FILE, &text);
    server.wait(&state);
    let page = server.get("/decisions/0001-page.html");
    expect(&page, "200", "Page by weeks");
    expect(&page, "200", "status-unknown");
    expect(&page, "200", "unknown status `acepted`");
    // A picture that changes.
    let svg = |words: &str| format!("<svg xmlns='http://www.w3.org/2000/svg'><text>{words}</text></svg>\n");
    let text = accepted("Page by weeks", "infra/paging/**") + "\n## Picture\n\n![weeks](../weeks.svg)\n";
    for words in ["first", "second"] {
        let state = server.state();
        repository.write("weeks.svg", &svg(words));
        repository.write(FILE, &text);
        server.wait(&state);
        let page = server.get("/decisions/0001-page.html").body;
        let (_, source) = page.split_once("<img src=\"..").unwrap_or_else(|| panic!("{page}"));
        let picture = server.get(source.split('"').next().unwrap());
        expect(&picture, "200", words);
        assert!(picture.head.contains("Content-Type: image/svg+xml\r\n"), "{}", picture.head);
        assert!(picture.head.contains("Content-Security-Policy: sandbox\r\n"), "{}", picture.head);
    }
    // A new file, a policy with a mistake, and back.
    let state = server.state();
    repository.write("decisions/0002-more.md", &accepted("More", "src/**"));
    server.wait(&state);
    expect(&server.get("/decisions/0002-more.html"), "200", "More");
    // One edit after the other, each in a file of its own; then one of the files goes.
    for (file, title) in [("decisions/0002-more.md", "More of it"), (FILE, "Page by months")] {
        let state = server.state();
        repository.write(file, &accepted(title, "src/**"));
        server.wait(&state);
    }
    let list = server.get("/").body;
    assert!(list.contains("More of it") && list.contains("Page by months"), "{list}");
    let state = server.state();
    std::fs::remove_file(repository.path("decisions/0002-more.md")).unwrap();
    server.wait(&state);
    expect(&server.get("/decisions/0002-more.html"), "404", "");
    let state = server.state();
    repository.write("decisions/0002-more.md", &accepted("More", "src/**"));
    server.wait(&state);
    let state = server.state();
    repository.write("heard.toml", "[log]\ndir = [\"x\"]\n");
    server.wait(&state);
    let broken = server.get("/");
    expect(&broken, "500", "dirs");
    assert!(!broken.body.contains("\\u{1b}") && broken.body.contains("assets/style.css"), "{}", broken.body);
    expect(&server.get("/assets/style.css"), "200", "--paper");
    let trouble = server.get("/").body;
    let state = trouble.split_once("data-version=\"").unwrap().1.split('"').next().unwrap();
    repository.write("heard.toml", POLICY);
    server.wait(state);
    expect(&server.get("/"), "200", "More");
}

#[test]
fn only_this_machine_and_only_pages_are_answered() {
    let repository = log();
    let server = Server::start(&repository);
    let get = |target: &str, host: &str| server.send(&format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
    expect(&get("/", "example.org"), "403", "this machine");
    expect(&get("/-/since/1", "example.org"), "403", "this machine");
    expect(&get("/", "127.0.0.1:80"), "200", "rotation");
    for target in ["/../heard.toml", "/%2e%2e/heard.toml", "/decisions/0001-page.md", "/-/x", "/.git/config"] {
        let answer = get(target, "localhost");
        assert!(answer.head.starts_with("HTTP/1.1 404 "), "{target}: {}", answer.head);
    }
    for (request, status) in [
        ("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n", "405"),
        ("nonsense\r\n\r\n", "400"),
        ("GET http://example.org/ HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\n\r\n", "403"),
    ] {
        expect(&server.send(request), status, "");
    }
    let long = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(20_000));
    expect(&server.send(&long), "431", "");
    let head = server.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(&head, "200", "");
    assert!(head.body.is_empty());
}

#[test]
fn more_pages_than_it_answers_do_not_stop_it() {
    let repository = log();
    let server = Server::start(&repository);
    let state = server.state();
    // Each asks for the next state and says nothing more.
    let waiting: Vec<TcpStream> = (0..100)
        .filter_map(|_| {
            let mut stream = TcpStream::connect(&server.address).ok()?;
            let asked = format!("GET /-/since/{state} HTTP/1.1\r\nHost: localhost\r\n\r\n");
            stream.write_all(asked.as_bytes()).ok().map(|()| stream)
        })
        .collect();
    drop(waiting);
    repository.write(FILE, &accepted("Page by weeks", "infra/paging/**"));
    let answered = (0..100).any(|_| {
        let asked = std::panic::catch_unwind(|| server.get("/").body.contains("Page by weeks"));
        std::thread::sleep(Duration::from_millis(100));
        asked.unwrap_or(false)
    });
    assert!(answered);
}

#[test]
fn a_port_that_is_taken_is_reported() {
    let repository = log();
    let server = Server::start(&repository);
    let (_, port) = server.address.split_once(':').unwrap();
    let said = repository.heard(&["serve", "--port", port]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("can't listen at");
    said.has("--port 0");
}

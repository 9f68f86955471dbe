//! A small HTTP server for one reader on the same machine: pages by `GET`, one per connection, and a request that is
//! answered when the log changes. The number of connections, the length of a request and its duration are limited.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::text::percent_decoded;

/// The maximum number of connections. Each page that waits for a change holds one.
pub(super) const MAX_CONNECTIONS: usize = 64;

/// The maximum length of a request in bytes, and of its headers.
const MAX_LENGTH: usize = 16 * 1024;
const MAX_HEADERS: usize = 64;

/// The time limit for reading and for writing.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How long a page waits for a change before it asks again.
const WAIT: Duration = Duration::from_secs(25);

/// A request for a page.
pub(super) struct PageRequest {
    /// The path below the top of the site.
    pub path: String,
    reply: SyncSender<Response>,
}

impl PageRequest {
    /// Answers, unless the connection is gone.
    pub(super) fn reply(&self, answer: Response) {
        let _ = self.reply.send(answer);
    }
}

/// A response.
pub(super) struct Response {
    /// The code and its name.
    status: &'static str,
    kind: &'static str,
    body: Vec<u8>,
}

impl Response {
    /// A file of the site, with the content type of its extension.
    pub(super) fn file(path: &str, body: impl Into<Vec<u8>>) -> Self {
        let kind = match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "html" => "text/html; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "json" => "application/json",
            "xml" => "application/xml",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            "webp" => "image/webp",
            "avif" => "image/avif",
            _ => "text/plain; charset=utf-8",
        };
        Self { status: "200 OK", kind, body: body.into() }
    }

    /// A page that shows an error.
    pub(super) fn page(status: &'static str, body: String) -> Self {
        Self { status, kind: "text/html; charset=utf-8", body: body.into() }
    }

    fn text(status: &'static str, body: impl Into<String>) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: body.into().into() }
    }
}

/// The number of the state that is served, for pages that wait for the next.
#[derive(Clone)]
pub(super) struct Changes(Arc<(Mutex<u64>, Condvar)>);

impl Changes {
    /// Counts states from the time, so that a page of an earlier server is out of date.
    pub(super) fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self(Arc::new((Mutex::new(now), Condvar::new())))
    }

    /// Counts a new state, and wakes the pages that wait for it.
    pub(super) fn next(&self) -> u64 {
        let mut version = self.version();
        *version += 1;
        self.0.1.notify_all();
        *version
    }

    fn version(&self) -> MutexGuard<'_, u64> {
        // A number is valid even if a thread that held it panicked.
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a state after `shown`, or returns the same after a while.
    fn since(&self, shown: &str) -> u64 {
        let version = self.version();
        let same = |version: &mut u64| version.to_string() == shown;
        let waited = self.0.1.wait_timeout_while(version, WAIT, same);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Takes connections until the listener fails.
pub(super) fn listen(listener: &TcpListener, ask: &SyncSender<PageRequest>, changes: &Changes) {
    // Each open connection holds a clone.
    let open = Arc::new(());
    let own = listener.local_addr().map(|address| address.ip());
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // Probably out of file handles; others will be closed soon.
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        let connection = Arc::clone(&open);
        if Arc::strong_count(&open) > MAX_CONNECTIONS + 1 {
            // Closed without a response; the page asks again.
            continue;
        }
        let (ask, changes) = (ask.clone(), changes.clone());
        let is_for_all = own.as_ref().is_ok_and(|own| !own.is_loopback());
        // When no thread can be started, the connection is closed as well.
        let _ = thread::Builder::new().spawn(move || {
            let _connection = connection;
            let _ = serve(stream, &ask, &changes, is_for_all);
        });
    }
}

fn serve(mut stream: TcpStream, ask: &SyncSender<PageRequest>, changes: &Changes, is_for_all: bool) -> io::Result<()> {
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    let mut is_head = false;
    let answer = match read_request(&mut stream)? {
        Err(answer) => answer,
        Ok(Request { host, .. }) if !is_for_all && !is_this_machine(&host) => {
            // DNS rebinding: a page of another site, whose name resolves to this machine.
            Response::text("403 Forbidden", "this site is served to this machine only; use http://localhost\n")
        }
        Ok(Request { path, is_head: head, .. }) => {
            is_head = head;
            match path.strip_prefix("-/") {
                Some("live.js") => Response::file("live.js", include_str!("../../site/assets/live.js")),
                Some(rest) => match rest.strip_prefix("since/") {
                    Some(shown) => Response::text("200 OK", changes.since(shown).to_string()),
                    None => Response::text("404 Not Found", "not found\n"),
                },
                None => {
                    let (reply, answer) = sync_channel(1);
                    let sent = ask.send(PageRequest { path, reply });
                    let answer = sent.ok().and_then(|()| answer.recv().ok());
                    answer.ok_or_else(|| io::Error::other("the log is no longer served"))?
                }
            }
        }
    };
    send(stream, &answer, is_head)
}

struct Request {
    path: String,
    host: String,
    is_head: bool,
}

/// Reads the head of a request, or returns the response to an invalid one.
fn read_request(stream: &mut TcpStream) -> io::Result<Result<Request, Response>> {
    let mut read = Vec::new();
    let mut part = [0; 2048];
    let start = Instant::now();
    loop {
        // The timeout of the stream is for each read; this one is for all.
        if start.elapsed() > TIMEOUT {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let count = stream.read(&mut part)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        read.extend_from_slice(&part[..count]);
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(&read) {
            Ok(httparse::Status::Complete(_)) => return Ok(parse_request(&request)),
            Ok(httparse::Status::Partial) if read.len() < MAX_LENGTH => {}
            Ok(httparse::Status::Partial) => {
                return Ok(Err(Response::text("431 Request Header Fields Too Large", "the request is too long\n")));
            }
            Err(_) => return Ok(Err(Response::text("400 Bad Request", "invalid request\n"))),
        }
    }
}

fn parse_request(request: &httparse::Request<'_, '_>) -> Result<Request, Response> {
    let is_head = match request.method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => return Err(Response::text("405 Method Not Allowed", "only GET and HEAD are supported\n")),
    };
    let target = request.path.unwrap_or_default().split(['?', '#']).next().unwrap_or_default();
    let Some(path) = target.strip_prefix('/') else {
        return Err(Response::text("400 Bad Request", "only paths are supported\n"));
    };
    let host = request.headers.iter().find(|header| header.name.eq_ignore_ascii_case("host"));
    let host = host.map(|header| String::from_utf8_lossy(header.value).into_owned()).unwrap_or_default();
    Ok(Request { path: percent_decoded(path).into_owned(), host, is_head })
}

/// Whether a `Host` header names this machine. Any page of the web could otherwise reach the server by a name of its
/// own, and read the response.
fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn send(mut stream: TcpStream, answer: &Response, is_head: bool) -> io::Result<()> {
    let Response { status, kind, body } = answer;
    // A picture that is opened by itself runs nothing.
    let sandbox = if *kind == "image/svg+xml" { "Content-Security-Policy: sandbox\r\n" } else { "" };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n{sandbox}Connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if !is_head {
        stream.write_all(body)?;
    }
    stream.flush()?;
    stream.shutdown(Shutdown::Write)?;
    // Closing with unread input may discard the response.
    let mut rest = [0; 1024];
    let start = Instant::now();
    while start.elapsed() < TIMEOUT && stream.read(&mut rest)? > 0 {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_accepted() {
        for host in ["localhost:4747", "LOCALHOST", "127.0.0.1:80", "127.1.2.3", "[::1]:4747", "[::1]"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in [
            "",
            "example.org",
            "localhost.example.org:4747",
            "127.0.0.1.example.org",
            "192.168.0.1",
            "[::2]",
            "0.0.0.0:1",
        ] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}

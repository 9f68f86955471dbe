//! As much of HTTP as one reader on the same machine needs: pages by `GET`, one a connection, and a
//! question that is answered when the log has changed. Everything is bounded: how many ask at once, how
//! long a request may be, and how long it may take.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::text::percent_decoded;

/// How many connections are answered at once; pages that wait for a change hold one each.
pub(super) const MOST: usize = 64;

/// How long a request may be, in bytes, and how many headers it may have.
const LONGEST: usize = 16 * 1024;
const HEADERS: usize = 64;

/// How long reading and writing may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a page waits for a change before it asks again.
const WAIT: Duration = Duration::from_secs(25);

/// A page that somebody wants.
pub(super) struct Asked {
    /// The path below the top of the site.
    pub path: String,
    reply: SyncSender<Answer>,
}

impl Asked {
    /// Answers, unless whoever asked is gone.
    pub(super) fn reply(&self, answer: Answer) {
        let _ = self.reply.send(answer);
    }
}

/// What is sent back.
pub(super) struct Answer {
    status: u16,
    kind: &'static str,
    body: String,
}

impl Answer {
    /// A file of the site, with the kind that its ending tells.
    pub(super) fn file(path: &str, body: String) -> Self {
        let kind = match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "html" => "text/html; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "json" => "application/json",
            "xml" => "application/xml",
            "svg" => "image/svg+xml",
            _ => "text/plain; charset=utf-8",
        };
        Self { status: 200, kind, body }
    }

    /// A page that tells of trouble.
    pub(super) fn page(status: u16, body: String) -> Self {
        Self { status, kind: "text/html; charset=utf-8", body }
    }

    fn text(status: u16, body: impl Into<String>) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: body.into() }
    }
}

/// The state of the log that is shown, for those who wait for the next.
#[derive(Clone)]
pub(super) struct Changes(Arc<(Mutex<u64>, Condvar)>);

impl Changes {
    /// States are counted from the clock, so that a page of an earlier server knows that it is old.
    pub(super) fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self(Arc::new((Mutex::new(now), Condvar::new())))
    }

    /// Counts a new state and wakes who waits for it.
    pub(super) fn next(&self) -> u64 {
        let mut version = self.version();
        *version += 1;
        self.0.1.notify_all();
        *version
    }

    fn version(&self) -> MutexGuard<'_, u64> {
        // A number is whole whatever became of who last held it.
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state after `shown`, or the same when none came for a while.
    fn since(&self, shown: &str) -> u64 {
        let version = self.version();
        let same = |version: &mut u64| version.to_string() == shown;
        let waited = self.0.1.wait_timeout_while(version, WAIT, same);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Takes connections until the listener fails.
pub(super) fn listen(listener: &TcpListener, ask: &SyncSender<Asked>, changes: &Changes) {
    let open = Arc::new(AtomicUsize::new(0));
    let own = listener.local_addr().map(|address| address.ip());
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // Out of handles, most likely: others end soon.
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        let turn = Turn::take(&open);
        if turn.number > MOST {
            // Closed unread: who asks so often asks again.
            continue;
        }
        let (ask, changes) = (ask.clone(), changes.clone());
        let is_for_all = own.as_ref().is_ok_and(|own| !own.is_loopback());
        // Where the host gives no more threads, the connection is closed as well.
        let _ = thread::Builder::new().spawn(move || {
            let _turn = turn;
            let _ = serve(stream, &ask, &changes, is_for_all);
        });
    }
}

/// A place among the connections that are open.
struct Turn {
    open: Arc<AtomicUsize>,
    number: usize,
}

impl Turn {
    fn take(open: &Arc<AtomicUsize>) -> Self {
        Self { open: open.clone(), number: open.fetch_add(1, Ordering::Relaxed) + 1 }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

fn serve(mut stream: TcpStream, ask: &SyncSender<Asked>, changes: &Changes, is_for_all: bool) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut is_head = false;
    let answer = match request(&mut stream)? {
        Err(answer) => answer,
        Ok(Request { host, .. }) if !is_for_all && !is_this_machine(&host) => {
            // A page of another site, whose name was made to lead here.
            Answer::text(403, "this site is for this machine; ask for http://localhost\n")
        }
        Ok(Request { path, is_head: head, .. }) => {
            is_head = head;
            match path.strip_prefix("-/") {
                Some("live.js") => Answer::file("live.js", include_str!("../../site/assets/live.js").to_owned()),
                Some(rest) => match rest.strip_prefix("since/") {
                    Some(shown) => Answer::text(200, changes.since(shown).to_string()),
                    None => Answer::text(404, "there is nothing here\n"),
                },
                None => {
                    let (reply, answer) = sync_channel(1);
                    let gone = |_| io::Error::other("the log is no longer shown");
                    ask.send(Asked { path, reply }).map_err(|_| io::Error::other("the log is no longer shown"))?;
                    answer.recv().map_err(gone)?
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

/// Reads the head of a request, or gives what to say about a bad one.
fn request(stream: &mut TcpStream) -> io::Result<Result<Request, Answer>> {
    let mut read = Vec::new();
    let mut part = [0; 2048];
    let start = Instant::now();
    loop {
        // Each read may take its time; all of them together may not.
        if start.elapsed() > PATIENCE {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let count = stream.read(&mut part)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        read.extend_from_slice(&part[..count]);
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(&read) {
            Ok(httparse::Status::Complete(_)) => return Ok(whole(&request)),
            Ok(httparse::Status::Partial) if read.len() < LONGEST => {}
            Ok(httparse::Status::Partial) => return Ok(Err(Answer::text(431, "the request is too long\n"))),
            Err(_) => return Ok(Err(Answer::text(400, "that is no request of HTTP\n"))),
        }
    }
}

fn whole(request: &httparse::Request<'_, '_>) -> Result<Request, Answer> {
    let is_head = match request.method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => return Err(Answer::text(405, "only GET and HEAD are answered\n")),
    };
    let target = request.path.unwrap_or_default().split(['?', '#']).next().unwrap_or_default();
    let Some(path) = target.strip_prefix('/') else {
        return Err(Answer::text(400, "only paths are answered\n"));
    };
    let host = request.headers.iter().find(|header| header.name.eq_ignore_ascii_case("host"));
    let host = host.map(|header| String::from_utf8_lossy(header.value).into_owned()).unwrap_or_default();
    Ok(Request { path: percent_decoded(path).into_owned(), host, is_head })
}

/// Whether the name by which the server was asked is one of this machine. Any page of the web may ask
/// here by a name of its own, and would then be able to read the answer.
fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn send(mut stream: TcpStream, answer: &Answer, is_head: bool) -> io::Result<()> {
    let reason = match answer.status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        431 => "Request Header Fields Too Large",
        _ => "Internal Server Error",
    };
    let Answer { status, kind, body } = answer;
    let head = format!(
        "HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if !is_head {
        stream.write_all(body.as_bytes())?;
    }
    stream.flush()?;
    stream.shutdown(Shutdown::Write)?;
    // Closing while something is unread may take the answer back.
    let mut rest = [0; 1024];
    let start = Instant::now();
    while start.elapsed() < PATIENCE && stream.read(&mut rest)? > 0 {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_answered() {
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

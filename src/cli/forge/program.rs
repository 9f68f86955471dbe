//! Runs a program with a limit on its time and on what it says. No shell is involved.

use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// The longest output that is read, in bytes.
pub(super) const LIMIT: usize = 16 * 1024 * 1024;
/// The longest error message that is read, in bytes.
const MESSAGE_LIMIT: usize = 64 * 1024;
/// How often it is seen whether a program that says nothing more has ended.
const PAUSE: Duration = Duration::from_millis(10);

/// What a program said.
#[derive(Debug)]
pub(super) struct Said {
    /// Its exit code; none if a signal ended it.
    pub code: Option<i32>,
    pub out: Vec<u8>,
    pub error: String,
}

/// Why a program did not end by itself.
#[derive(Debug)]
pub(super) enum Stopped {
    /// There is no such program.
    Absent,
    Timeout,
    TooLarge,
    Failed(io::Error),
}

/// Runs a program that reads `input`.
pub(super) fn run(mut command: Command, input: String, patience: Duration) -> Result<Said, Stopped> {
    let end = Instant::now() + patience;
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Stopped::Absent,
        _ => Stopped::Failed(error),
    })?;
    let said = said(&mut child, input, end);
    if said.is_err() {
        // It may have ended in the meantime.
        let _ = child.kill();
        let _ = child.wait();
    }
    said
}

fn said(child: &mut Child, input: String, end: Instant) -> Result<Said, Stopped> {
    let piped = "all three streams were piped above";
    let mut stdin = child.stdin.take().expect(piped);
    // A program that ends without reading everything says why.
    thread::spawn(move || stdin.write_all(input.as_bytes()));
    let out = reader(child.stdout.take().expect(piped), LIMIT + 1);
    let error = reader(child.stderr.take().expect(piped), MESSAGE_LIMIT);
    let wait = |bytes: &mpsc::Receiver<io::Result<Vec<u8>>>| {
        let bytes = bytes.recv_timeout(end.saturating_duration_since(Instant::now())).map_err(|_| Stopped::Timeout)?;
        bytes.map_err(Stopped::Failed)
    };
    let out = wait(&out)?;
    if out.len() > LIMIT {
        return Err(Stopped::TooLarge);
    }
    let error = String::from_utf8_lossy(&wait(&error)?).into_owned();
    loop {
        match child.try_wait().map_err(Stopped::Failed)? {
            Some(status) => return Ok(Said { code: status.code(), out, error }),
            None if Instant::now() > end => return Err(Stopped::Timeout),
            None => thread::sleep(PAUSE),
        }
    }
}

/// Reads a stream in a thread of its own, so that a program can't block because the other one is full.
fn reader(stream: impl Read + Send + 'static, limit: usize) -> mpsc::Receiver<io::Result<Vec<u8>>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = stream.take(limit as u64).read_to_end(&mut bytes);
        // Nobody waits any more after a timeout.
        let _ = sender.send(read.map(|_| bytes));
    });
    receiver
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, input: &str, patience: Duration) -> Result<Said, Stopped> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        run(command, input.to_owned(), patience)
    }

    #[test]
    fn programs_are_stopped() {
        let long = Duration::from_secs(60);
        let said = shell("cat; echo no >&2; exit 3", "yes", long).unwrap();
        assert_eq!((said.code, said.out.as_slice(), said.error.as_str()), (Some(3), &b"yes"[..], "no\n"));
        // Input that nobody reads, and more words than fit into a pipe on both streams.
        let said = shell("exit 0", &"x".repeat(1_000_000), long).unwrap();
        assert_eq!(said.code, Some(0));
        let said = shell("yes | head -c 200000 >&2; yes | head -c 200000", "", long).unwrap();
        assert_eq!((said.out.len(), said.error.len()), (200_000, MESSAGE_LIMIT));
        assert!(matches!(shell("yes", "", long), Err(Stopped::TooLarge)));
        let short = Duration::from_millis(200);
        assert!(matches!(shell("exec sleep 60", "", short), Err(Stopped::Timeout)));
        assert!(matches!(shell("exec >&- 2>&-; exec sleep 60", "", short), Err(Stopped::Timeout)));
        assert!(matches!(run(Command::new("no-such-program-7f"), String::new(), long), Err(Stopped::Absent)));
    }
}

//! `heard mcp`: the log for coding agents, as a server of the Model Context Protocol on standard input and output.

use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal, Read as _, Write};
use std::path::PathBuf;

use super::bundles::From;
use super::{Error, Global, Outcome, context, search, show, who};
use crate::fault;
use crate::mcp::{Answer, Call, MESSAGE_LIMIT, reply, reply_to_long};
use crate::render::context::{BUDGET, page};
use crate::render::search::report;
use anstream::adapter::strip_str;

/// Let coding agents read the log over MCP
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A client of the Model Context Protocol starts this command and talks to it on standard input and output. Its tools are \
`context`, `get`, `search` and `who`; none of them writes. The log is read from the work tree for every call.

Examples:
  heard mcp                                 what the client runs in the repository
  heard -C DIR mcp                          in another directory

Settings of a client:
  {\"mcpServers\": {\"heard\": {\"command\": \"heard\", \"args\": [\"mcp\"]}}}")]
pub(super) struct Arguments {}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let input = io::stdin();
        if input.is_terminal() {
            let _ = writeln!(anstream::stderr(), "note: waiting for messages of an MCP client; Ctrl-D ends");
        }
        serve(&mut input.lock(), out, |call| in_words(|| find(global, call)))?;
        Ok(Outcome::Fine)
    }
}

/// Answers one message after the other until the input ends.
fn serve(
    input: &mut impl BufRead,
    out: &mut dyn Write,
    call: impl Fn(Call) -> Result<Answer, String>,
) -> Result<(), Error> {
    let unreadable = |error: io::Error| Error::Usage(format!("can't read standard input: {error}"));
    let limit = u64::try_from(MESSAGE_LIMIT).expect("a limit that fits");
    let mut message = Vec::new();
    loop {
        message.clear();
        input.by_ref().take(limit + 1).read_until(b'\n', &mut message).map_err(unreadable)?;
        let reply = if message.is_empty() {
            return Ok(());
        } else if message.len() > MESSAGE_LIMIT && !message.ends_with(b"\n") {
            input.skip_until(b'\n').map_err(unreadable)?;
            Some(reply_to_long())
        } else {
            reply(&message, &call)
        };
        if let Some(reply) = reply {
            writeln!(out, "{reply}")?;
            out.flush()?;
        }
    }
}

/// An error in the words that the command prints, without their colors. A panic ends only the call.
fn in_words(find: impl FnOnce() -> Result<Answer, Error>) -> Result<Answer, String> {
    match fault::catch(find) {
        Ok(found) => found.map_err(|error| strip_str(&error.to_string()).to_string()),
        Err(panic) => Err(format!("error: this is a bug in heard: {panic}")),
    }
}

/// What the commands find.
fn find(global: &Global, call: Call) -> Result<Answer, Error> {
    let on_disk = |paths: Vec<String>| paths.into_iter().map(PathBuf::from).collect::<Vec<_>>();
    match call {
        Call::Context { paths, budget } => {
            let budget = budget.unwrap_or(BUDGET);
            context::with_report(global, &on_disk(paths), budget, None, |report| Answer::page(page(report), report))
        }
        Call::Get { id } => show::with_decisions(global, &id, None, |decisions, policy| {
            Answer::data(&BTreeMap::from([("decisions", show::records(decisions, policy))]))
        }),
        Call::Search { query, said_by } => {
            search::with_result(global, &[query], said_by.as_deref(), None, &From::default(), |query, result| {
                Answer::search(report(query, result))
            })
        }
        Call::Who { paths } => Ok(Answer::data(&who::report(global, &on_disk(paths), who::AUTHORS, None)?)),
    }
}

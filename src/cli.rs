//! The command line: arguments in, text and an exit code out. One command a file.

mod answer;
mod ask;
mod baseline;
mod bundles;
mod came_true;
mod change;
mod check;
mod compare;
mod completions;
mod context;
mod due;
mod edit;
mod explain;
mod export;
#[cfg(feature = "site")]
mod folder;
mod forge;
mod gate;
mod graph;
mod import;
#[cfg(feature = "site")]
mod index;
mod init;
mod licenses;
mod link;
mod list;
mod log;
mod logs;
#[cfg(feature = "lsp")]
mod lsp;
mod man;
mod mcp;
mod new;
mod output;
mod question;
mod quote;
mod renumber;
mod rules;
mod schema;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod show;
mod sign;
mod stats;
mod status;
mod supersede;
mod tell;
mod values;
mod verify;
mod warned;
mod who;
mod why;
mod witness;
mod workspace;
mod writes;

use std::fmt;
use std::io::{self, Write};
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};
use jiff::civil::Date;

use crate::policy::{self, Mistake};
use crate::render::{github, human};
use crate::{ci, fault, gate as change_check, git, snapshot};

/// Decision logs in git that name who was consulted and quote what they said.
#[derive(Debug, Parser)]
#[command(
    name = "heard",
    version = env!("HEARD_VERSION"),
    max_term_width = 100,
    after_help = "In a terminal, commands prompt for missing arguments.\n\nExit codes: 0 no errors found, 1 errors found, 2 could not run (bad arguments, unreadable repository), 130 prompt canceled."
)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// The heading of the options that every command has.
const GLOBAL: &str = "Global options";

/// The options that every command has.
#[derive(Debug, clap::Args)]
struct Global {
    /// Run as if started in DIR
    #[arg(short = 'C', value_name = "DIR", global = true, help_heading = GLOBAL)]
    directory: Option<PathBuf>,
    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, help_heading = GLOBAL)]
    color: ColorChoice,
    /// Use this date instead of today (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", global = true, help_heading = GLOBAL)]
    today: Option<Date>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Arguments),
    Import(import::Arguments),
    Check(check::Arguments),
    Gate(gate::Arguments),
    Witness(witness::Arguments),
    Baseline(baseline::Arguments),
    New(new::Arguments),
    Status(status::Arguments),
    Supersede(supersede::Arguments),
    Link(link::Arguments),
    Quote(quote::Arguments),
    Answer(answer::Arguments),
    CameTrue(came_true::Arguments),
    Sign(sign::Arguments),
    Verify(verify::Arguments),
    Renumber(renumber::Arguments),
    Edit(edit::Arguments),
    Ask(ask::Arguments),
    Tell(tell::Arguments),
    Due(due::Arguments),
    List(list::Arguments),
    Show(show::Arguments),
    Log(log::Arguments),
    Stats(stats::Arguments),
    Search(search::Arguments),
    Who(who::Arguments),
    Why(why::Arguments),
    Context(context::Arguments),
    Warned(warned::Arguments),
    Mcp(mcp::Arguments),
    #[cfg(feature = "lsp")]
    Lsp(lsp::Arguments),
    #[cfg(feature = "site")]
    Index(index::Arguments),
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
    Graph(graph::Arguments),
    Export(export::Arguments),
    Rules(rules::Arguments),
    Explain(explain::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
    Licenses(licenses::Arguments),
}

/// The commands that prompt for missing arguments in a terminal.
const ASKING: [&str; 8] = ["new", "status", "supersede", "link", "quote", "answer", "edit", "ask"];

/// Whether a command found errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Fine,
    Denied,
}

/// Why a command could not run, with what to do about it.
#[derive(Debug)]
enum Error {
    /// A mistake that the user can correct.
    Usage(String),
    /// Git.
    Git(git::Error),
    /// A file.
    Source(snapshot::Error),
    /// A mistake in a file at the root, with the name of the file and its text.
    Settings(&'static str, Mistake, String),
    /// The output could not be written.
    Output(io::Error),
    /// A prompt was canceled.
    Stopped,
}

impl From<git::Error> for Error {
    fn from(error: git::Error) -> Self {
        Self::Git(error)
    }
}

impl From<ci::Error> for Error {
    fn from(error: ci::Error) -> Self {
        match error {
            ci::Error::Git(error) => Self::Git(error),
            error => Self::Usage(error.to_string()),
        }
    }
}

impl From<snapshot::Error> for Error {
    fn from(error: snapshot::Error) -> Self {
        Self::Source(error)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<change_check::Error> for Error {
    fn from(error: change_check::Error) -> Self {
        match error {
            change_check::Error::Source(error) => Self::Source(error),
            change_check::Error::Policy { mut mistake, text } => {
                mistake.message = format!("`{}` at the base can't be read: {}", policy::FILE, mistake.message);
                let own = "fix only this, in a change of its own";
                let mark = |help: &str| if help.ends_with('?') { " " } else { "; " };
                mistake.help = Some(mistake.help.map_or(own.to_owned(), |help| format!("{help}{}{own}", mark(&help))));
                Self::Settings(policy::FILE, mistake, text)
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) => writeln!(out, "error: {message}"),
            Self::Git(error) => writeln!(out, "error: {error}"),
            Self::Source(error) => writeln!(out, "error: {error}"),
            Self::Settings(file, mistake, text) => out.write_str(&human::mistake(mistake, file, text, width())),
            Self::Output(error) => writeln!(out, "error: can't write the output: {error}"),
            Self::Stopped => writeln!(out, "canceled; nothing was written"),
        }
    }
}

/// Runs the program with the arguments of this process and returns its exit code: 0 without errors in
/// the decisions, 1 with errors, 2 if it could not run, 130 if a prompt was canceled.
pub fn run() -> ExitCode {
    if let Some(code) = completions::complete() {
        return code;
    }
    let arguments = match parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // A closed pipe is not our error. Error messages repeat what was typed, so hidden characters are shown.
            if error.use_stderr() {
                for line in error.render().to_string().lines() {
                    let _ = writeln!(anstream::stderr(), "{}", crate::text::visible(line));
                }
            } else {
                let _ = error.print();
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match arguments.global.color {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    panic::set_hook(Box::new(|info| {
        let _ = write!(anstream::stderr(), "{}", fault::report(info));
    }));
    // Not locked: a language server writes from a thread.
    let mut out = anstream::stdout();
    let done = fault::catch(|| {
        let outcome = arguments.command.run(&arguments.global, &mut out)?;
        out.flush()?;
        Ok(outcome)
    });
    // The part on which the program failed was not checked, so the result is incomplete.
    let Ok(done) = done else { return ExitCode::from(2) };
    match done {
        Ok(_) if fault::was_caught() => ExitCode::from(2),
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Denied) => ExitCode::from(1),
        // `heard list | head` closes the pipe. The result is not known by then, so it must not look like
        // a pass.
        Err(Error::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(2),
        Err(Error::Stopped) => {
            let _ = write!(anstream::stderr(), "{}", Error::Stopped);
            // As shells do for a command ended by Ctrl-C.
            ExitCode::from(130)
        }
        Err(error) => {
            // An annotation is easier to see than the log of a failed job.
            if arguments.command.is_annotated() {
                let text = error.to_string();
                let _ = write!(out, "{}", github::failure(&anstream::adapter::strip_str(&text).to_string()));
                let _ = out.flush();
            }
            let _ = write!(anstream::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

/// Parses the arguments. In a terminal a missing argument is no error where a command can prompt for it.
fn parse() -> Result<Arguments, clap::Error> {
    Arguments::try_parse().or_else(|error| {
        if error.kind() != ErrorKind::MissingRequiredArgument || !question::can_ask() {
            return Err(error);
        }
        let lenient = ASKING.iter().fold(Arguments::command(), |command, name| {
            command.mut_subcommand(name, |command| command.mut_args(|argument| argument.required(false)))
        });
        lenient.try_get_matches().and_then(|matches| Arguments::from_arg_matches(&matches)).map_err(|_| error)
    })
}

impl Command {
    /// Whether standard output is read by the runner of a GitHub Actions job.
    fn is_annotated(&self) -> bool {
        match self {
            Self::Check(arguments) => arguments.output.is_annotated(),
            Self::Gate(arguments) => arguments.output.is_annotated(),
            _ => false,
        }
    }

    fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        match self {
            Self::Init(arguments) => arguments.run(global, out),
            Self::Import(arguments) => arguments.run(global, out),
            Self::Check(arguments) => arguments.run(global, out),
            Self::Gate(arguments) => arguments.run(global, out),
            Self::Witness(arguments) => arguments.run(global, out),
            Self::Baseline(arguments) => arguments.run(global, out),
            Self::New(arguments) => arguments.run(global, out),
            Self::Status(arguments) => arguments.run(global, out),
            Self::Supersede(arguments) => arguments.run(global, out),
            Self::Link(arguments) => arguments.run(global, out),
            Self::Quote(arguments) => arguments.run(global, out),
            Self::Answer(arguments) => arguments.run(global, out),
            Self::CameTrue(arguments) => arguments.run(global, out),
            Self::Sign(arguments) => arguments.run(global, out),
            Self::Verify(arguments) => arguments.run(global, out),
            Self::Renumber(arguments) => arguments.run(global, out),
            Self::Edit(arguments) => arguments.run(global, out),
            Self::Ask(arguments) => arguments.run(global, out),
            Self::Tell(arguments) => arguments.run(global, out),
            Self::Due(arguments) => arguments.run(global, out),
            Self::List(arguments) => arguments.run(global, out),
            Self::Show(arguments) => arguments.run(global, out),
            Self::Log(arguments) => arguments.run(global, out),
            Self::Stats(arguments) => arguments.run(global, out),
            Self::Search(arguments) => arguments.run(global, out),
            Self::Who(arguments) => arguments.run(global, out),
            Self::Why(arguments) => arguments.run(global, out),
            Self::Context(arguments) => arguments.run(global, out),
            Self::Warned(arguments) => arguments.run(global, out),
            Self::Mcp(arguments) => arguments.run(global, out),
            #[cfg(feature = "lsp")]
            Self::Lsp(arguments) => arguments.run(global),
            #[cfg(feature = "site")]
            Self::Index(arguments) => arguments.run(global, out),
            #[cfg(feature = "serve")]
            Self::Serve(arguments) => arguments.run(global, out),
            Self::Graph(arguments) => arguments.run(global, out),
            Self::Export(arguments) => arguments.run(global, out),
            Self::Rules(arguments) => arguments.run(out),
            Self::Explain(arguments) => arguments.run(out),
            Self::Schema(arguments) => arguments.run(out),
            Self::Completions(arguments) => arguments.run(out),
            Self::Man(arguments) => arguments.run(global, out),
            Self::Licenses(arguments) => arguments.run(out),
        }
    }
}

impl Global {
    /// The date used as today.
    fn today(&self) -> Date {
        self.today.unwrap_or_else(|| jiff::Zoned::now().date())
    }

    /// The folder that the command runs in.
    fn folder(&self) -> Result<PathBuf, Error> {
        let folder = self.directory.clone().unwrap_or_else(|| PathBuf::from("."));
        folder
            .canonicalize()
            .map(plain)
            .map_err(|error| Error::Usage(format!("can't enter `{}`: {error}", crate::text::visible_path(&folder))))
    }
}

/// A canonical path without the `\\?\` prefix of Windows.
fn plain(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) {
        Some(text) if !text.starts_with("UNC") => PathBuf::from(text),
        _ => path,
    }
}

/// The width of the terminal, or 120 columns without one.
fn width() -> usize {
    terminal_size::terminal_size().map_or(120, |(width, _)| usize::from(width.0).max(40))
}

#[cfg(test)]
mod tests;

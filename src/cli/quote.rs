//! `heard quote`: adds a quote.

mod from;

use std::fs;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use jiff::civil::Date;

use super::change::{edited, is_listed, is_open, one, one_or_ask, unheard, write};
use super::list::similar_name_note;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, question, values};
use crate::catalog::Catalog;
use crate::comment::{Comment, quoted, sentences};
use crate::decision::Decision;
use crate::decision::consultation::{Quote, told_to};
use crate::decision::proof::Receipt;
use crate::document::FILE_LIMIT;
use crate::edit::Edit;
use crate::text::{Span, one_line, shell, visible, visible_path};
use crate::vocabulary::party::Party;

/// Add a quote: what someone said, verbatim
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard quote 12 \"Ines Roy (support)\" --text \"I get paged when an export stalls.\"
  heard quote 12 @lee --date 2026-02-12 --source https://example.org/t/1 --file mail.txt
  pbpaste | heard quote 12 \"Ines Roy\"
  heard quote 12 --from https://github.com/acme/rota/pull/7#issuecomment-123
  heard quote 12 --from https://github.com/acme/rota/pull/7   # lists the comments

The person is added to `consulted`, and the quote to the consultation section. Line breaks and markdown in it are kept.

`--from` takes the words from a comment on GitHub, GitLab, Forgejo or Gitea, with a receipt: the account in heard.toml wrote it, and nobody else edited it. Only the person's own words are taken, not what they reply to. It runs `gh`, `glab` or curl, so log in there first. See docs/forge.md.")]
pub(super) struct Arguments {
    /// ID of the decision (`0012`, `12` or `ADR-12`) or its file name
    #[arg(required = true, add = values::id())]
    id: Option<String>,
    /// Who said it: `Name`, `Name (role)`, `Name <mail>` or `@handle`
    /// [default with `--from`: the author of the comment]
    #[arg(add = values::person())]
    person: Option<String>,
    /// Date when it was said (YYYY-MM-DD) [default: today]
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Where it was said: a URL, or a path in the repository
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// Who wrote it down, if it was said to somebody
    #[arg(long, value_name = "NAME", conflicts_with = "from")]
    told_to: Option<String>,
    /// The quoted words
    #[arg(long, value_name = "TEXT", conflicts_with = "file", allow_hyphen_values = true)]
    text: Option<String>,
    /// File with the quoted words [default: standard input]
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Take the words from a comment: its URL, `-` for the JSON of an API on standard input, or `event` for the event of
    /// this CI job
    #[arg(long, value_name = "URL|-|event", conflicts_with_all = ["date", "text", "file"])]
    from: Option<String>,
    /// Quote only this part of the comment, in whole sentences; can be repeated
    #[arg(long, value_name = "TEXT", requires = "from", allow_hyphen_values = true)]
    part: Vec<String>,
}

/// What is quoted.
struct Said<'a> {
    /// As it is listed among the consulted people.
    person: &'a str,
    date: &'a str,
    source: Option<&'a str>,
    words: &'a str,
    taken: Option<Taken<'a>>,
}

/// The comment that words are taken from.
#[derive(Clone, Copy)]
struct Taken<'a> {
    receipt: &'a Receipt,
    comment: &'a Comment,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        if let Some(from) = &self.from {
            return from::run(self, from, &workspace, out);
        }
        if self.person.is_none() && !question::can_ask() {
            let help = "`heard quote ID PERSON`, or `heard quote ID --from URL` for a comment";
            return Err(Error::Usage(format!(
                "the following required arguments were not provided:\n  <PERSON>\n  = help: {help}"
            )));
        }
        let has_text = self.text.is_some() || self.file.is_some();
        let asks_words = !has_text && question::can_ask();
        let asks = asks_words || self.id.is_none() || self.person.is_none();
        let given = if asks { None } else { Some(self.given_text(&workspace, global)?) };
        if given.is_some() {
            workspace.lock()?;
        }
        let catalog = workspace.catalog(State::WorkTree)?;
        let decision = one_or_ask(&catalog, self.id.as_deref(), "Which decision?", is_open)?;
        let person = match &self.person {
            Some(person) => person.clone(),
            None => ask_person(unheard(&workspace, decision, &catalog.policy)?)?,
        };
        party(&person)?;
        let words = match given {
            Some(words) => words,
            None if asks_words => question::words("What did they say?")?,
            None => self.read_text(global)?,
        };
        if words.trim().is_empty() {
            let help = "pass it with `--text`, `--file` or on standard input";
            return Err(Error::Usage(format!("the quote is empty\n  = help: {help}")));
        }
        let words = words.trim_start_matches('\u{feff}');
        // If one argument is prompted for, prompt for the optional ones as well.
        let date = match self.date {
            None if asks => ask_date(global.today())?,
            date => date.unwrap_or_else(|| global.today()),
        };
        let date = date.to_string();
        let source = match &self.source {
            None if asks => ask_source()?,
            source => source.clone(),
        };
        let heard_by = self.told_to.as_ref().map(|name| heard_by(name)).transpose()?;
        // Behind the date: where it was said, and to whom.
        let origin: Vec<String> = source.into_iter().chain(heard_by).collect();
        let origin = Some(origin.join(", ")).filter(|origin| !origin.is_empty());
        let said = Said { person: &person, date: &date, source: origin.as_deref(), words, taken: None };
        add(&said, &workspace, &catalog, decision, out)?;
        if origin.is_none() && !question::can_ask() {
            let note = "note: without `--source`, `--told-to` or `--from`, this quote is only a claim";
            writeln!(anstream::stderr(), "{note}")?;
        }
        Ok(Outcome::Fine)
    }

    /// The quoted text, before others are kept from writing: it may take a while to come. What is wrong with the
    /// decision comes first.
    fn given_text(&self, workspace: &Workspace, global: &Global) -> Result<String, Error> {
        if let (None, None, Some(id)) = (&self.text, &self.file, &self.id) {
            one(&workspace.catalog(State::WorkTree)?, id)?;
        }
        self.read_text(global)
    }

    /// The quoted text, from its source.
    fn read_text(&self, global: &Global) -> Result<String, Error> {
        let limit = u64::try_from(FILE_LIMIT).unwrap_or(u64::MAX) + 1;
        let mut bytes = Vec::new();
        match (&self.text, &self.file) {
            (Some(text), _) => bytes.extend_from_slice(text.as_bytes()),
            (None, Some(file)) => {
                let failed = |error| Error::Usage(format!("can't read `{}`: {error}", visible_path(file)));
                let opened = fs::File::open(global.folder()?.join(file)).map_err(failed)?;
                opened.take(limit).read_to_end(&mut bytes).map_err(failed)?;
            }
            (None, None) => {
                let read = io::stdin().lock().take(limit).read_to_end(&mut bytes);
                read.map_err(|error| Error::Usage(format!("can't read standard input: {error}")))?;
            }
        }
        if bytes.len() > FILE_LIMIT {
            return Err(Error::Usage("the quote is larger than 1 MiB, and so would the decision be".to_owned()));
        }
        String::from_utf8(bytes).map_err(|_| Error::Usage("the quote is not UTF-8".to_owned()))
    }
}

/// Reads the name of a speaker.
fn party(person: &str) -> Result<Party, Error> {
    let party = Party::read(person, Span::default());
    match party.marks().is_empty() {
        true => Err(Error::Usage(format!("`{}` is not a name", visible(person)))),
        false => Ok(party),
    }
}

/// Adds a quote to a decision, and the speaker to its consulted people.
fn add(
    said: &Said<'_>,
    workspace: &Workspace,
    catalog: &Catalog,
    decision: &Decision,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let Said { person, date, source, words, taken } = *said;
    let receipt = taken.map(|taken| taken.receipt);
    let party = party(person)?;
    // The attribution only needs the name; the list keeps role and mail.
    let shown = party.shown();
    let mut edits = vec![Edit::Quote { person: &shown, date: Some(date), source, text: words, receipt }];
    // Older records without a header have no list; there the quote alone names the person.
    let is_listed = is_listed(decision, &party, &catalog.policy.directory);
    let joins = !is_listed && decision.header.is_some();
    if joins {
        edits.push(Edit::Add { key: "consulted", item: person });
    }
    let name_note = similar_name_note(person, catalog);
    let after = edited(decision, &edits, &catalog.policy)?;
    if let Some(taken) = taken {
        check(&after, taken)?;
    }
    write(workspace, decision, &after, &catalog.policy, out)?;
    writeln!(out, "{}: quoted {}", decision.path, visible(&shown))?;
    if joins {
        writeln!(out, "added {} to `consulted`", visible(person))?;
    }
    if !is_listed && !joins {
        let line = match decision.consulted.key {
            Some(_) => format!("add `{}` to the consulted people", visible(&shown)),
            None => format!("add this below the title: Consulted: {}", visible(person)),
        };
        writeln!(out, "note: {} has no header with a list of people; {line}", decision.path)?;
    }
    if let Some(note) = name_note {
        writeln!(out, "{note}")?;
    }
    writeln!(
        out,
        "next: `heard answer {} {} --as changed --text \"…\"` (changed, declined, …)",
        decision.id,
        shell(&shown)
    )?;
    Ok(())
}

/// Checks that a decision quotes a comment as the gate will compare them.
fn check(decision: &Decision, taken: Taken<'_>) -> Result<(), Error> {
    let is_it = |quote: &&Quote| quote.proofs.receipt.as_ref().is_some_and(|receipt| receipt.value == *taken.receipt);
    let quote = decision.quotes().filter(is_it).last();
    let whole = quote.map(|quote| sentences::holds(&taken.comment.text, &quoted::markdown(&decision.text, quote)));
    match whole {
        Some(Ok(())) => Ok(()),
        _ => Err(Error::Usage(format!(
            "can't edit `{}`: the comment has markdown that means something else inside a quote\n  = help: pass parts of it with `--part`",
            decision.path
        ))),
    }
}

/// Prompts for the speaker: somebody who is not quoted yet, or anybody else.
fn ask_person(missing: Vec<Party>) -> Result<String, Error> {
    let mut choices: Vec<(String, Option<String>)> =
        missing.into_iter().map(|party| (party.shown(), Some(party.text.clone()))).collect();
    if !choices.is_empty() {
        choices.push(("somebody else".to_owned(), None));
        if let Some(person) = question::pick("Who said it?", "", choices)? {
            return Ok(person);
        }
    }
    question::line("Name?", "`Name`, `Name (role)`, `Name <mail>` or `@handle`")
}

fn ask_date(today: Date) -> Result<Date, Error> {
    let read = |text: &str| text.parse::<Date>();
    let wrong = move |text: &str| read(text).err().map(|_| "use the form YYYY-MM-DD".to_owned());
    let date = question::checked("Date?", "YYYY-MM-DD", &today.to_string(), wrong)?;
    // Already validated.
    Ok(read(&date).unwrap_or(today))
}

/// Who wrote words down, as an attribution says it.
fn heard_by(name: &str) -> Result<String, Error> {
    let told = format!("told {}", one_line(name.trim()));
    let is_read = told_to(&told).is_some() && !told.contains([',', ';', '、', '，']);
    let help = "write the name as in the decision, for example `--told-to \"Ana Ruiz\"`";
    let message = || format!("`{}` would not be read as a name\n  = help: {help}", visible(name));
    if is_read { Ok(told) } else { Err(Error::Usage(message())) }
}

fn ask_source() -> Result<Option<String>, Error> {
    question::perhaps("Source?", "a URL or a path in this repository; may be empty", |_| None)
}

//! `heard quote`: adds a quote.

use std::fs;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use jiff::civil::Date;

use super::change::{edited, is_listed, is_open, one, one_or_ask, shell, unheard, write};
use super::list::similar_name_note;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, question, values};
use crate::document::FILE_LIMIT;
use crate::edit::Edit;
use crate::text::{Span, visible, visible_path};
use crate::vocabulary::party::Party;

/// Add a quote: what someone said, verbatim
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard quote 12 \"Ines Roy (support)\" --text \"I get paged when an export stalls.\"
  heard quote 12 @lee --date 2026-02-12 --source https://example.org/t/1 --file mail.txt
  pbpaste | heard quote 12 \"Ines Roy\"

The person is added to `consulted`, and the quote to the consultation section. Line breaks and markdown in it are kept.")]
pub(super) struct Arguments {
    /// ID of the decision (`0012`, `12` or `ADR-12`) or its file name
    #[arg(required = true, add = values::id())]
    id: Option<String>,
    /// Who said it: `Name`, `Name (role)`, `Name <mail>` or `@handle`
    #[arg(required = true, add = values::person())]
    person: Option<String>,
    /// Date when it was said (YYYY-MM-DD) [default: today]
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Where it was said: a URL, or a path in the repository
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// The quoted words
    #[arg(long, value_name = "TEXT", conflicts_with = "file")]
    text: Option<String>,
    /// File with the quoted words [default: standard input]
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
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
        let party = Party::read(&person, Span::default());
        if party.marks().is_empty() {
            return Err(Error::Usage(format!("`{}` is not a name", visible(&person))));
        }
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
        // The attribution only needs the name; the list keeps role and mail.
        let shown = party.shown();
        let mut edits = vec![Edit::Quote { person: &shown, date: Some(&date), source: source.as_deref(), text: words, receipt: None }];
        // Older records without a header have no list; there the quote alone names the person.
        let is_listed = is_listed(decision, &party, &catalog.policy.directory);
        let joins = !is_listed && decision.header.is_some();
        if joins {
            edits.push(Edit::Add { key: "consulted", item: &person });
        }
        let name_note = similar_name_note(&person, &catalog);
        let after = edited(decision, &edits, &catalog.policy)?;
        write(&workspace, decision, &after, &catalog.policy, out)?;
        writeln!(out, "{}: quoted {}", decision.path, visible(&shown))?;
        if joins {
            writeln!(out, "added {} to `consulted`", visible(&person))?;
        }
        if !is_listed && !joins {
            let line = match decision.consulted.key {
                Some(_) => format!("add `{}` to the consulted people", visible(&shown)),
                None => format!("add this below the title: Consulted: {}", visible(&person)),
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

fn ask_source() -> Result<Option<String>, Error> {
    question::perhaps("Source?", "a URL or a path in this repository; may be empty", |_| None)
}

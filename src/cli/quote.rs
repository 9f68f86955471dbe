//! `heard quote`: writes down what somebody said.

use std::fs;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use jiff::civil::Date;

use super::change::{edited, is_listed, is_open, one_or_ask, shell, unheard, write};
use super::list::slip;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, question, values};
use crate::document::FILE_LIMIT;
use crate::edit::Edit;
use crate::text::{Span, visible};
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
        let catalog = workspace.catalog(State::WorkTree)?;
        let decision = one_or_ask(&catalog, self.id.as_deref(), "For which decision?", is_open)?;
        let person = match &self.person {
            Some(person) => person.clone(),
            None => ask_person(unheard(&workspace, decision, &catalog.policy)?)?,
        };
        let party = Party::read(&person, Span::default());
        if party.marks().is_empty() {
            return Err(Error::Usage(format!("`{}` names nobody", visible(&person))));
        }
        let is_told = self.text.is_some() || self.file.is_some();
        let asks_words = !is_told && question::can_ask();
        let words = if asks_words { question::words("What did they say?")? } else { self.words(global)? };
        let words = worded(words)?;
        // Who is asked for one thing is asked for the rest.
        let asks = asks_words || self.id.is_none() || self.person.is_none();
        let date = match self.date {
            None if asks => ask_date(global.today())?,
            date => date.unwrap_or_else(|| global.today()),
        };
        let date = date.to_string();
        let source = match &self.source {
            None if asks => ask_source()?,
            source => source.clone(),
        };
        // In the attribution the name says enough; the list keeps role and mail.
        let shown = party.shown();
        let mut edits =
            vec![Edit::Quote { person: &shown, date: Some(&date), source: source.as_deref(), text: &words }];
        // Older records without a header have no list to join; the quote itself names the person.
        let is_listed = is_listed(decision, &party, &catalog.policy.directory);
        let joins = !is_listed && decision.header.is_some();
        if joins {
            edits.push(Edit::Add { key: "consulted", item: &person });
        }
        let slip = slip(&person, &catalog);
        let after = edited(decision, &edits, &catalog.policy)?;
        write(&workspace, decision, &after, &catalog.policy, out)?;
        writeln!(out, "{}: {} is quoted", decision.path, visible(&shown))?;
        if joins {
            writeln!(out, "{} joined `consulted`", visible(&person))?;
        }
        if !is_listed && !joins {
            let line = match decision.consulted.key {
                Some(_) => format!("add `{}` to those who were consulted", visible(&shown)),
                None => format!("write below its title: Consulted: {}", visible(&person)),
            };
            writeln!(out, "note: {} has no header with a list of people; {line}", decision.path)?;
        }
        if let Some(slip) = slip {
            writeln!(out, "{slip}")?;
        }
        writeln!(out, "answer with `heard answer {} {} --as DISPOSITION`", decision.id, shell(&shown))?;
        Ok(Outcome::Fine)
    }

    /// The words, from where they are.
    fn words(&self, global: &Global) -> Result<String, Error> {
        let limit = u64::try_from(FILE_LIMIT).unwrap_or(u64::MAX) + 1;
        let mut bytes = Vec::new();
        match (&self.text, &self.file) {
            (Some(text), _) => bytes.extend_from_slice(text.as_bytes()),
            (None, Some(file)) => {
                let shown = file.to_string_lossy().into_owned();
                let failed = |error| Error::Usage(format!("can't read `{}`: {error}", visible(&shown)));
                let opened = fs::File::open(global.folder()?.join(file)).map_err(failed)?;
                opened.take(limit).read_to_end(&mut bytes).map_err(failed)?;
            }
            (None, None) => {
                let read = io::stdin().lock().take(limit).read_to_end(&mut bytes);
                read.map_err(|error| Error::Usage(format!("can't read standard input: {error}")))?;
            }
        }
        String::from_utf8(bytes).map_err(|_| Error::Usage("the words are not UTF-8".to_owned()))
    }
}

/// Words that say something.
fn worded(words: String) -> Result<String, Error> {
    match words.trim().is_empty() {
        true => Err(Error::Usage(
            "there are no words to quote\n  = help: give them with `--text`, `--file` or on standard input".to_owned(),
        )),
        false => Ok(words.trim_start_matches('\u{feff}').to_owned()),
    }
}

/// Who said it, from whoever sits there: somebody who is missing, or anybody else.
fn ask_person(missing: Vec<Party>) -> Result<String, Error> {
    let mut choices: Vec<(String, Option<String>)> =
        missing.into_iter().map(|party| (party.shown(), Some(party.text.clone()))).collect();
    if !choices.is_empty() {
        choices.push(("somebody else".to_owned(), None));
        if let Some(person) = question::pick("Who said it?", "", choices)? {
            return Ok(person);
        }
    }
    question::line("Their name?", "`Name`, `Name (role)`, `Name <mail>` or `@handle`")
}

fn ask_date(today: Date) -> Result<Date, Error> {
    let read = |text: &str| text.parse::<Date>();
    let wrong = move |text: &str| read(text).err().map(|_| "write it as YYYY-MM-DD".to_owned());
    let date = question::checked("On which day?", "YYYY-MM-DD", &today.to_string(), wrong)?;
    // It was read before.
    Ok(read(&date).unwrap_or(today))
}

fn ask_source() -> Result<Option<String>, Error> {
    question::perhaps("Where can it be looked up?", "an address, a path of this repository, or nothing", |_| None)
}

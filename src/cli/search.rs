//! `heard search`: decisions by words.

use std::io::Write;

use super::bundles::From;
use super::list::person;
use super::output::ValueFormat;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, values, width};
use crate::render::search::{list, report};
use crate::search::query::Query;
use crate::search::{SearchResult, search};

/// Search titles, text, names and quotes
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard search export stalls                    decisions that contain both words
  heard search rota                             also finds `rotation`
  heard search 65                               decision 0065 first
  heard search '\"stalls export\" -night'         a phrase, in decisions without the word `night`
  heard search paged --said-by \"Ines Roy\"       search only her quotes
  heard search --said-by \"Ines Roy\"             list all her quotes")]
pub(super) struct Arguments {
    /// Words, beginnings of words, or an ID
    ///
    /// Case and accents are ignored. In single quotation marks, a query can have phrases in double ones, and words to leave
    /// out after a `-`. If no decision has a word, similar words are searched for.
    #[arg(value_name = "WORD", required_unless_present = "said_by")]
    words: Vec<String>,
    /// Search only quotes from this person
    #[arg(long, value_name = "PERSON", add = values::person())]
    said_by: Option<String>,
    /// Read the log from a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    format: ValueFormat,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        with_result(global, &self.words, self.said_by.as_deref(), self.rev.as_deref(), &self.from, |query, result| {
            self.format.write(|| report(query, result), || list(result, width()), out)
        })?
    }
}

/// Searches the log and hands the result over, since it borrows from the log.
pub(super) fn with_result<T>(
    global: &Global,
    words: &[String],
    said_by: Option<&str>,
    rev: Option<&str>,
    from: &From,
    render: impl FnOnce(&Query, &SearchResult<'_>) -> T,
) -> Result<T, Error> {
    let query = Query::parse(words);
    if query.is_empty() && said_by.is_none() {
        let help = match query.excluded.is_empty() {
            true => "a word consists of letters or digits",
            false => "add a word to find; those after a `-` are only left out",
        };
        return Err(Error::Usage(format!("the search has no words\n  = help: {help}")));
    }
    let workspace = Workspace::open(global)?;
    let state = rev.map_or(State::WorkTree, State::Rev);
    let catalog = from.catalog(global, &workspace, state)?;
    let said_by = said_by.map(|name| person(name, &catalog)).transpose()?;
    Ok(render(&query, &search(&query, said_by.as_ref(), &catalog)))
}

//! `heard search`: decisions by words.

use std::io::Write;

use super::list::person;
use super::output::ValueFormat;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, values, width};
use crate::render::search::{list, report};
use crate::search::query::Query;
use crate::search::search;

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
    /// Words, or beginnings of words; in quotation marks also `'"a phrase"'` and `' -word'` to leave out
    ///
    /// Case and accents are ignored. An ID finds its decision first. A word that no decision has is looked for with one
    /// typing error.
    #[arg(value_name = "WORD", required_unless_present = "said_by")]
    words: Vec<String>,
    /// Search only quotes from this person
    #[arg(long, value_name = "PERSON", add = values::person())]
    said_by: Option<String>,
    /// Read the log from a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[command(flatten)]
    format: ValueFormat,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let query = Query::parse(&self.words);
        if query.is_empty() && self.said_by.is_none() {
            return Err(Error::Usage(
                "the search has no words\n  = help: a word consists of letters or digits".to_owned(),
            ));
        }
        let workspace = Workspace::open(global)?;
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let catalog = workspace.catalog(state)?;
        let said_by = self.said_by.as_deref().map(|name| person(name, &catalog)).transpose()?;
        let result = search(&query, said_by.as_ref(), &catalog);
        self.format.write(|| report(&query, &result), || list(&result, width()), out)
    }
}

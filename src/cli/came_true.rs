//! `heard came-true`: records that what somebody feared, and was not followed, has happened.

use std::io::Write;

use jiff::civil::Date;

use super::change::{edited, one, quote_of, write};
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, values};
use crate::decision::consultation::Quote;
use crate::edit::Edit;
use crate::text::{one_line, visible};
use crate::vocabulary::words::Disposition;

/// Record that a concern which was not followed has come true
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Writes `**Came true:** DATE, SOURCE` below the answer to a concern that was declined, deferred or overruled. \
`heard warned PATH` finds such concerns.

Examples:
  heard came-true 12 \"Pete Osei\" --source https://example.org/incidents/31
  heard came-true 12 @lee --source docs/incidents/2026-05-20.md --date 2026-05-20")]
pub(super) struct Arguments {
    /// ID of the decision
    #[arg(add = values::id())]
    id: String,
    /// Who raised the concern
    #[arg(add = values::person())]
    person: String,
    /// Where it can be read what happened: an address, or a file of the repository
    #[arg(long, value_name = "SOURCE")]
    source: String,
    /// When it happened (YYYY-MM-DD) [default: today]
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Number of the quote, if the person has several (the first is 1)
    #[arg(long, value_name = "N")]
    nth: Option<usize>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open_to_write(global, false)?;
        let catalog = workspace.catalog(State::WorkTree)?;
        let decision = one(&catalog, &self.id)?;
        let at = quote_of(&self.person, self.nth, decision, &catalog.policy.directory, Quote::is_refused)?;
        let quote = &decision.consultation.quotes[at];
        if !quote.is_refused() {
            return Err(Error::Usage(format!(
                "{} in `{}` was not declined, deferred or overruled\n  = help: only a concern that was not followed can come true; a new one is a new quote: `heard quote {} …`",
                quote.called(),
                decision.path,
                decision.id
            )));
        }
        let source = one_line(self.source.trim());
        if source.is_empty() {
            return Err(Error::Usage(
                "`--source` is empty\n  = help: name where it can be read what happened".to_owned(),
            ));
        }
        let mut states = decision.consultation.states_after(quote).iter();
        let line = format!(", {source}");
        if states.any(|state| state.kind == Disposition::CameTrue && state.reason.ends_with(&line)) {
            writeln!(out, "{}: already records that {} came true", decision.path, quote.called())?;
            return Ok(Outcome::Fine);
        }
        let day = self.date.unwrap_or(catalog.today);
        let edit = Edit::Later { kind: Disposition::CameTrue, lines: &[(at, format!("{day}, {source}"))] };
        let after = edited(decision, &[edit], &catalog.policy)?;
        write(&workspace, decision, &after, &catalog.policy, out)?;
        writeln!(out, "{}: {} came true on {day}", decision.path, quote.called())?;
        if let Some(speaker) = quote.speaker() {
            let name = visible(&speaker.shown()).into_owned();
            writeln!(out, "next: tell {name}, and review the decision")?;
        }
        Ok(Outcome::Fine)
    }
}

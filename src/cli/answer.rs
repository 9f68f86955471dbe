//! `heard answer`: writes down what was done about somebody's words.

use std::io::Write;

use super::change::{edited, one, shell, write};
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::party::Party;
use crate::decision::words::Disposition;
use crate::edit::Edit;
use crate::text::{Span, listed, nearest, shortened, visible};

/// Write down what was done about somebody's words
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard answer 12 \"Ines Roy\" --as changed --text \"the job logs the tenant; see option 2\"
  heard answer 12 @lee --as \"no concern\"
  heard answer 12 \"Ines Roy\" --nth 2 --as \"overruled by Ana Ruiz\" --text \"…\"

An answer that is there already is replaced.")]
pub(super) struct Arguments {
    /// The id: `0012`, `12`, `ADR-12`, or the name of the file
    id: String,
    /// Who said it
    person: String,
    /// changed, mitigated, declined, deferred, overruled by NAME, withdrawn, no concern, open
    #[arg(long = "as", value_name = "DISPOSITION")]
    disposition: String,
    /// What changed, how, or why not
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    text: String,
    /// Which of the person's quotes, from 1; needed where there are several
    #[arg(long, value_name = "N")]
    nth: Option<usize>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let catalog = workspace.catalog(State::WorkTree)?;
        let decision = one(&catalog, &self.id)?;
        self.known(&catalog)?;
        let quote = self.quote(decision, &catalog)?;
        let edit = Edit::Answer { quote, word: &self.disposition, text: &self.text };
        let after = edited(decision, &[edit], &catalog.policy)?;
        write(&workspace, decision, &after, &catalog.policy, out)?;
        let quote = &decision.consultation.quotes[quote];
        let done = if quote.answer.is_some() { "answered anew" } else { "answered" };
        writeln!(out, "{}: {} are {done}", decision.path, quote.called())?;
        Ok(Outcome::Fine)
    }

    /// Refuses what is no word for an answer.
    fn known(&self, catalog: &Catalog) -> Result<(), Error> {
        let words = &catalog.policy.words;
        let written = visible(&self.disposition);
        let message = match words.disposition(&self.disposition) {
            Some((kind, _)) if kind.is_state() => format!(
                "`{written}` stands without a quote\n  = help: write it below `## Consultation`: `**No answer:** NAME, asked YYYY-MM-DD, waited until YYYY-MM-DD`"
            ),
            Some((Disposition::Overruled, "")) => {
                "`overruled` needs to say by whom\n  = help: `--as \"overruled by NAME\"`".to_owned()
            }
            Some(_) => return Ok(()),
            None => {
                let known = || words.dispositions.keys().map(String::as_str);
                let help = match nearest(&self.disposition, known()) {
                    Some(near) => format!("did you mean `{}`?", visible(near)),
                    None => format!("the words are {}", listed(known())),
                };
                format!("`{written}` is no answer\n  = help: {help}")
            }
        };
        Err(Error::Usage(message))
    }

    /// The place of the quote that is meant.
    fn quote(&self, decision: &Decision, catalog: &Catalog) -> Result<usize, Error> {
        let party = Party::read(&self.person, Span::default());
        let quotes = &decision.consultation.quotes;
        let is_theirs =
            |at: &usize| quotes[*at].speaker().is_some_and(|speaker| catalog.policy.directory.same(speaker, &party));
        let theirs: Vec<usize> = (0..quotes.len()).filter(is_theirs).collect();
        let person = visible(&self.person);
        if let Some(nth) = self.nth {
            return theirs
                .get(nth.wrapping_sub(1))
                .copied()
                .ok_or_else(|| Error::Usage(format!("`{}` has {} quotes of `{person}`", decision.path, theirs.len())));
        }
        match theirs.as_slice() {
            [quote] => Ok(*quote),
            [] => {
                let speakers: Vec<String> =
                    quotes.iter().filter_map(|quote| quote.speaker()).map(Party::shown).collect();
                let near = nearest(&party.shown(), speakers.iter().map(String::as_str));
                let near = near.map(|near| format!("did you mean `{}`? Otherwise ", visible(near)));
                Err(Error::Usage(format!(
                    "`{}` quotes no words of `{person}`\n  = help: {}`heard quote {} {}` writes them down",
                    decision.path,
                    near.unwrap_or_default(),
                    decision.id,
                    shell(&self.person)
                )))
            }
            _ => {
                let several = theirs.iter().enumerate().map(|(index, at)| {
                    format!("\n  = help: `--nth {}` for {}", index + 1, shortened(&quotes[*at].words))
                });
                let several: String = several.collect();
                Err(Error::Usage(format!("`{person}` is quoted {} times{several}", theirs.len())))
            }
        }
    }
}

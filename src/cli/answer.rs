//! `heard answer`: records the response to a quote.

use std::io::Write;

use super::change::{edited, one_or_ask, quote_of, write};
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, question, values};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::edit::Edit;
use crate::text::{did_you_mean, listed, visible};
use crate::vocabulary::party::Party;
use crate::vocabulary::words::Disposition;

/// The dispositions, each with its meaning.
const ANSWERS: [(Disposition, &str); 8] = [
    (Disposition::Changed, "the decision was changed"),
    (Disposition::Mitigated, "the impact was reduced"),
    (Disposition::Declined, "considered, but not followed"),
    (Disposition::Deferred, "postponed"),
    (Disposition::Overruled, "they still object, but it goes ahead"),
    (Disposition::Withdrawn, "they withdrew it"),
    (Disposition::NoConcern, "the quote itself says that there is no concern"),
    (Disposition::Open, "not answered yet"),
];

/// Record the answer to a quote
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard answer 12 \"Ines Roy\" --as changed --text \"the job logs the tenant; see option 2\"
  heard answer 12 @lee --as \"no concern\"
  heard answer 12 \"Ines Roy\" --nth 2 --as \"overruled by Ana Ruiz\" --text \"…\"

An existing answer is replaced.")]
pub(super) struct Arguments {
    /// ID of the decision (`0012`, `12` or `ADR-12`) or its file name
    #[arg(required = true, add = values::id())]
    id: Option<String>,
    /// Who was quoted
    #[arg(required = true, add = values::person())]
    person: Option<String>,
    /// What was done: changed, mitigated, declined, deferred, overruled by NAME, withdrawn, no concern, open
    #[arg(long = "as", value_name = "DISPOSITION", required = true, add = values::disposition())]
    disposition: Option<String>,
    /// What was changed, or why not
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Number of the quote, if the person has several (the first is 1)
    #[arg(long, value_name = "N")]
    nth: Option<usize>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let prompts = self.id.is_none() || self.person.is_none() || self.disposition.is_none();
        let workspace = Workspace::open_to_write(global, prompts)?;
        let catalog = workspace.catalog(State::WorkTree)?;
        if let Some(word) = &self.disposition {
            check_disposition(word, &catalog)?;
        }
        let waits = |decision: &Decision| decision.quotes().any(is_waiting);
        let decision = one_or_ask(&catalog, self.id.as_deref(), "Which decision?", waits)?;
        let quote = match &self.person {
            Some(person) => quote_of(person, self.nth, decision, &catalog.policy.directory, |_| true)?,
            None => ask_quote(decision)?,
        };
        let (word, text) = match &self.disposition {
            Some(word) => (word.clone(), self.text.clone().unwrap_or_default()),
            None => ask_answer(decision, self.text.as_deref())?,
        };
        let edit = Edit::Answer { quote, word: &word, text: &text };
        let after = edited(decision, &[edit], &catalog.policy)?;
        write(&workspace, decision, &after, &catalog.policy, out)?;
        let quote = &decision.consultation.quotes[quote];
        let done = if quote.answer.is_some() { "replaced the answer to" } else { "answered" };
        writeln!(out, "{}: {done} {}", decision.path, quote.called())?;
        Ok(Outcome::Fine)
    }
}

/// Rejects an unknown disposition.
fn check_disposition(word: &str, catalog: &Catalog) -> Result<(), Error> {
    let words = &catalog.policy.words;
    let written = visible(word);
    let message = match words.disposition(word) {
        Some((kind, _)) if kind.is_state() => format!(
            "`{written}` does not answer a quote\n  = help: write below `## Consultation`: `**No answer:** NAME, asked YYYY-MM-DD, waited until YYYY-MM-DD`"
        ),
        Some((Disposition::Overruled, "")) => {
            "`overruled` needs a name\n  = help: use `--as \"overruled by NAME\"`".to_owned()
        }
        Some(_) => return Ok(()),
        None => {
            let answers = words.dispositions.iter().filter(|(_, kind)| !kind.is_state());
            let known = || answers.clone().map(|(word, _)| word.as_str());
            let help = did_you_mean(word, known(), format!("valid dispositions are {}", listed(known())));
            format!("unknown disposition `{written}`\n  = help: {help}")
        }
    };
    Err(Error::Usage(message))
}

/// Whether a quote still waits for an answer.
fn is_waiting(quote: &Quote) -> bool {
    let word = quote.answer.as_ref().map(|answer| answer.disposition.as_ref().map(|word| word.value));
    matches!(word, None | Some(None | Some(Disposition::Open)))
}

/// Prompts for a quote: one that waits for an answer, or any if none does.
fn ask_quote(decision: &Decision) -> Result<usize, Error> {
    let quotes = &decision.consultation.quotes;
    let own = || (0..quotes.len()).filter(|at| quotes[*at].trial.is_none());
    let waiting: Vec<usize> = own().filter(|at| is_waiting(&quotes[*at])).collect();
    let offered = if waiting.is_empty() { own().collect() } else { waiting };
    if offered.is_empty() {
        return Err(Error::Usage(format!(
            "`{}` has no quotes yet\n  = help: add one with `heard quote {}`",
            decision.path, decision.id
        )));
    }
    let shown = |at: usize| {
        let speaker = quotes[at].speaker().map_or("no name".to_owned(), Party::shown);
        (format!("{speaker}: {}", quotes[at].words), at)
    };
    question::pick("Which quote?", "", offered.into_iter().map(shown).collect())
}

/// Prompts for the answer: the disposition and its text.
fn ask_answer(decision: &Decision, text: Option<&str>) -> Result<(String, String), Error> {
    let choices = ANSWERS.map(|(kind, meaning)| (format!("{}: {meaning}", kind.word()), kind));
    let kind = question::pick("Disposition?", "", choices.into())?;
    let word = match kind {
        Disposition::Overruled => {
            let maker = decision.makers.parties.first().map(Party::shown).unwrap_or_default();
            format!("{} by {}", kind.word(), question::checked("Overruled by whom?", "", &maker, |_| None)?)
        }
        kind => kind.word().to_owned(),
    };
    let text = match (text, kind) {
        (Some(text), _) => text.to_owned(),
        (None, Disposition::Withdrawn | Disposition::NoConcern | Disposition::Open) => {
            question::perhaps("Anything to add?", "may be empty", |_| None)?.unwrap_or_default()
        }
        (None, Disposition::Deferred) => {
            question::line("Who will look at it again, and when?", "name, YYYY-MM-DD, and the reason")?
        }
        (None, _) => question::line("What changed, how, or why not?", "one or two sentences for the person quoted")?,
    };
    Ok((word, text))
}

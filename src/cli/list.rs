//! `heard list`: the decisions of the log.

use std::io::Write;

use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, width};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::party::Party;
use crate::policy;
use crate::render::{self, Format, record};
use crate::text::{Span, fold};

/// List the decisions
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard list
  heard list --status accepted --person \"Ines Roy\"
  heard list --path infra/paging/rota.yml     the decisions that govern a path
  heard list --format json")]
pub(super) struct Arguments {
    /// Only decisions with this status
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// Only decisions that name this person, as maker, consulted, informed or speaker
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Only decisions with this tag
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Only decisions that govern this path, relative to the repository
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// List the decisions of a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// How to tell
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let catalog = workspace.catalog(state)?;
        let decisions: Vec<&Decision> =
            catalog.decisions.iter().filter(|decision| self.includes(decision, &catalog)).collect();
        match self.format {
            Format::Json => {
                let records: Vec<record::Record> =
                    decisions.iter().map(|decision| record::Record::of(decision)).collect();
                out.write_all(render::json(&records).as_bytes())?;
            }
            Format::Human => {
                out.write_all(record::table(&decisions, &catalog, width()).as_bytes())?;
                if decisions.iter().any(|decision| record::is_broken(decision)) {
                    writeln!(out, "\n! could not be read whole; `heard check` tells why")?;
                }
            }
        }
        Ok(Outcome::Fine)
    }

    fn includes(&self, decision: &Decision, catalog: &Catalog) -> bool {
        let status = |wanted: &String| {
            let known = catalog.policy.words.statuses.get(&fold(wanted)).copied();
            decision
                .status
                .as_ref()
                .is_some_and(|status| (known.is_some() && status.kind == known) || fold(&status.word) == fold(wanted))
        };
        let person = |wanted: &String| {
            let wanted = Party::read(wanted, Span::default());
            let speakers = decision
                .consultation
                .quotes
                .iter()
                .filter_map(|quote| quote.attribution.as_ref())
                .map(|attribution| &attribution.speaker);
            let listed = [&decision.makers, &decision.consulted, &decision.informed]
                .into_iter()
                .flat_map(|people| &people.parties);
            speakers.chain(listed).any(|party| catalog.policy.directory.same(party, &wanted))
        };
        let tag = |wanted: &String| decision.tags.iter().any(|tag| fold(&tag.value) == fold(wanted));
        let path =
            |wanted: &String| policy::governs(decision.governs.iter().map(|glob| glob.value.as_str())).is_match(wanted);
        self.status.as_ref().is_none_or(status)
            && self.person.as_ref().is_none_or(person)
            && self.tag.as_ref().is_none_or(tag)
            && self.path.as_ref().is_none_or(path)
    }
}

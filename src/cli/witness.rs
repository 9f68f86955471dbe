//! `heard witness`: what forges say of the comments that a change cites.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use super::compare::{ChangeToCheck, Compare};
use super::forge::{self, Unreachable};
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::catalog::Catalog;
use crate::evidence::{self, NoReceipt};
use crate::log;
use crate::policy::{Hosts, Policy};
use crate::render;
use crate::rules;
use crate::snapshot::{Content, read_file};
use crate::text::{counted, visible};
use crate::vocabulary::forge::Place;
use crate::witness::{Answer, Cited, Witness};

/// Print what forges say of the comments that a change cites
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard witness > /tmp/witness.json           the comments that the gate would look up for this change
  heard gate --witness /tmp/witness.json      check the change with them, in a job without a token
  heard witness --all                         look up every comment that the log cites, for a weekly job

`heard gate` looks the comments up itself if an area of the policy requires `evidence = \"forge\"`.")]
pub(super) struct Arguments {
    #[command(flatten)]
    compare: Compare,
    /// Look up every comment that the log cites, and list those that do not prove their quotes any more
    #[arg(long, conflicts_with = "base")]
    all: bool,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        if self.all {
            return all(&workspace.catalog(State::WorkTree)?, out);
        }
        let change = self.compare.read(workspace.repo()?)?;
        let verdict = change.check(&Witness::default(), global.today())?;
        let witness = look_up(&verdict.unseen, &hosts(&change)?)?;
        let range = &change.compared.range;
        out.write_all(render::json(&witness.report(&range.base.to_string(), &range.head.to_string())).as_bytes())?;
        Ok(Outcome::Fine)
    }
}

/// Looks up every comment that a log cites. What was true when it was accepted stays so: nothing is denied.
fn all(catalog: &Catalog, out: &mut dyn Write) -> Result<Outcome, Error> {
    let quotes = catalog.decisions.iter().flat_map(|decision| decision.quotes().map(move |quote| (decision, quote)));
    let mut cited = Vec::new();
    let mut doubts = 0;
    for (decision, quote) in quotes {
        match evidence::receipt(quote, &catalog.policy) {
            Ok((receipt, place)) => cited.push(Cited { decision, quote, receipt, place }),
            Err(NoReceipt::None) => {}
            Err(reason) => {
                doubts += 1;
                writeln!(out, "{}: {} {reason}", decision.path, quote.called())?;
            }
        }
    }
    let places: BTreeSet<Place> = cited.iter().map(|cited| cited.place.clone()).collect();
    let witness = look_up(&places, &catalog.policy.hosts)?;
    for cited in &cited {
        if let Some(doubt) = witness.doubt(cited, &catalog.policy) {
            doubts += 1;
            let Cited { decision, quote, place, .. } = cited;
            writeln!(out, "{}: {} {doubt}\n  {}", decision.path, quote.called(), visible(&place.address()))?;
        }
    }
    writeln!(out, "{} looked up, {} without proof", counted(places.len(), "comment"), counted(doubts, "quote"))?;
    Ok(Outcome::Fine)
}

/// Asks the forges for comments.
pub(super) fn look_up(places: &BTreeSet<Place>, hosts: &Hosts) -> Result<Witness, Error> {
    let mut witness = Witness::default();
    for place in places {
        let answer = match forge::fetch(place, hosts) {
            Ok(comment) => Ok(Answer::Comment(Box::new(comment))),
            // Forges say the same of what is not there and of what is private.
            Err(absent @ Unreachable::NotFound { .. }) => match forge::fetch_thread(place, hosts) {
                Ok(_) => Ok(Answer::Gone),
                Err(_) => Err(absent),
            },
            Err(unreachable) => Err(unreachable),
        };
        let failed = |error: Unreachable| Error::Usage(format!("can't look up {}: {error}", visible(&place.address())));
        witness.add(place.clone(), answer.map_err(failed)?);
    }
    Ok(witness)
}

/// The hosts that the policy at the base of a change trusts.
pub(super) fn hosts(change: &ChangeToCheck<'_>) -> Result<Hosts, Error> {
    Ok(match log::read_policy(&change.base, &rules::ids())? {
        Some((_, Ok(policy))) => policy.hosts,
        _ => Policy::default().hosts,
    })
}

/// How large a witness may be, in bytes.
const LIMIT: usize = 64 * 1024 * 1024;

/// Reads what `heard witness` wrote for a change. A file of the change itself proves nothing.
pub(super) fn read(file: &Path, workspace: &Workspace, change: &ChangeToCheck<'_>) -> Result<Witness, Error> {
    let failed = |reason: String| {
        let help = "run `heard witness` for the same commits, and keep its output outside the repository";
        Error::Usage(format!(
            "the witness `{}` can't be used: {reason}\n  = help: {help}",
            visible(&file.to_string_lossy())
        ))
    };
    if let Ok(path) = workspace.relative(file)
        && change.head.find(&path)?.is_some()
    {
        return Err(failed("it is a file of the commit that is checked".to_owned()));
    }
    let text = match read_file(file, LIMIT).map_err(|error| failed(error.to_string()))? {
        Content::Bytes(bytes) => String::from_utf8(bytes).map_err(|_| failed("it is not UTF-8".to_owned()))?,
        Content::TooLarge { .. } => return Err(failed("it is too large".to_owned())),
    };
    let range = &change.compared.range;
    Witness::read(&text, &range.base.to_string(), &range.head.to_string(), &hosts(change)?).map_err(failed)
}

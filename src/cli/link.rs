//! `heard link`: two decisions name each other.

use std::io::Write;

use super::change::{edited, one_or_ask, warn};
use super::workspace::{State, Workspace};
use super::writes::Writes;
use super::{Error, Global, Outcome, question, values};
use crate::catalog::Catalog;
use crate::decision::renumber::Means;
use crate::decision::{Decision, Link, LinkKind};
use crate::edit::{Edit, has_status_section, link_to, reference_to};

/// Link two decisions (updates both)
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard link 12 amends 7         0012 amends 0007; 0007 gets `amended-by: 0012`
  heard link 12 relates-to 9")]
pub(super) struct Arguments {
    /// ID of the first decision
    #[arg(required = true, add = values::id())]
    one: Option<String>,
    /// How the first relates to the second
    #[arg(required = true)]
    kind: Option<Kind>,
    /// ID of the second decision
    #[arg(required = true, add = values::id())]
    other: Option<String>,
}

/// The links that need no change of a status.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Kind {
    Amends,
    RelatesTo,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let prompts = self.one.is_none() || self.kind.is_none() || self.other.is_none();
        let workspace = Workspace::open_to_write(global, prompts)?;
        let catalog = workspace.catalog(State::WorkTree)?;
        let here = one_or_ask(&catalog, self.one.as_deref(), "Which decision?", |_| true)?;
        let kind = match self.kind {
            Some(Kind::Amends) => LinkKind::Amends,
            Some(Kind::RelatesTo) => LinkKind::RelatesTo,
            None => ask_kind()?,
        };
        let there =
            one_or_ask(&catalog, self.other.as_deref(), "Which other decision?", |other| other.path != here.path)?;
        both(here, there)?;
        let after = [linked(here, kind, there, &catalog)?, linked(there, kind.back(), here, &catalog)?];
        let mut writes = Writes::new(&workspace);
        for (before, after) in [here, there].into_iter().zip(&after) {
            writes.change(&before.path, &before.text, &after.text);
        }
        writes.commit()?;
        for (before, after) in [here, there].into_iter().zip(&after) {
            warn(before, after, &catalog.policy, &|_, _| false, out)?;
        }
        writeln!(out, "{}: {} {}", here.path, kind.key(), there.id)?;
        writeln!(out, "{}: {} {}", there.path, kind.back().key(), here.id)?;
        Ok(Outcome::Fine)
    }
}

/// What one decision does to the other, by a prompt.
fn ask_kind() -> Result<LinkKind, Error> {
    let choices = [LinkKind::Amends, LinkKind::RelatesTo].map(|kind| (kind.key().to_owned(), kind));
    question::pick("How are they linked?", "", choices.into())
}

/// A decision with a link to another, which may be there already: in its header, or in the section of
/// its status.
pub(super) fn linked(
    decision: &Decision,
    kind: LinkKind,
    other: &Decision,
    catalog: &Catalog,
) -> Result<Decision, Error> {
    if has(decision, kind, other, catalog) {
        return Ok(decision.clone());
    }
    let (link, reference) = (link_to(decision, other), reference_to(decision, other, catalog));
    let edit = match has_status_section(decision) {
        true => Edit::Refer { key: kind.key(), to: &link },
        false => Edit::Add { key: kind.key(), item: &reference },
    };
    edited(decision, &[edit], &catalog.policy)
}

/// Whether a decision links to another.
pub(super) fn has(decision: &Decision, kind: LinkKind, other: &Decision, catalog: &Catalog) -> bool {
    let is_meant = |link: &Link| catalog.means(&decision.path, &link.reference, &other.path) == Means::It;
    decision.links.iter().any(|link| link.kind == kind && is_meant(link))
}

/// Refuses a link from a decision to itself.
pub(super) fn both(one: &Decision, other: &Decision) -> Result<(), Error> {
    match one.path == other.path {
        true => Err(Error::Usage(format!("both IDs refer to `{}`", one.path))),
        false => Ok(()),
    }
}

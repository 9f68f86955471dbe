//! `heard supersede`: one decision takes the place of another.

use std::io::Write;

use super::change::{edited, one_or_ask, write};
use super::link::{both, has, linked};
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, baseline, values};
use crate::catalog::Catalog;
use crate::decision::{Decision, LinkKind};
use crate::edit::{Edit, has_status_section, way};
use crate::text::visible;
use crate::vocabulary::words::StatusKind;

/// Mark a decision as superseded by another (updates both)
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard supersede 7 12       0012 supersedes 0007

Records with a `Status` section instead of a header get the lines that `adr new -s 7` writes.")]
pub(super) struct Arguments {
    /// ID of the decision that is superseded
    #[arg(required = true, add = values::id())]
    old: Option<String>,
    /// ID of the decision that replaces it
    #[arg(required = true, add = values::id())]
    new: Option<String>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let catalog = workspace.catalog(State::WorkTree)?;
        let old = one_or_ask(&catalog, self.old.as_deref(), "Which decision is superseded?", Decision::is_accepted)?;
        let is_other = |decision: &Decision| decision.path != old.path;
        let new = one_or_ask(&catalog, self.new.as_deref(), "By which decision?", is_other)?;
        both(old, new)?;
        let ended = ended(old, new, &global.today().to_string(), &catalog)?;
        let has_place = new.header.is_some() || has_status_section(new);
        let follows = match has_place {
            true => linked(new, LinkKind::Supersedes, old, &catalog)?,
            false => new.clone(),
        };
        // The new one first: should the second write fail, `check` finds the link that is missing, and
        // the same command adds it.
        write(&workspace, new, &follows, &catalog.policy, out)?;
        write(&workspace, old, &ended, &catalog.policy, out)?;
        writeln!(out, "{}: superseded by {}", old.path, new.id)?;
        baseline::prune(&workspace, &old.path, out)?;
        if has_place {
            writeln!(out, "{}: supersedes {}", new.path, old.id)?;
        } else if !has(new, LinkKind::Supersedes, old, &catalog) {
            let line = format!("Supersedes [{}]({})", old.id.text, way(new, old));
            writeln!(out, "note: {} has no header for links; add this below its status: {}", new.path, visible(&line))?;
        }
        if matches!(new.kind(), Some(StatusKind::Proposed) | None) {
            writeln!(out, "note: {} is not accepted yet, so for now neither decision is in force", new.id)?;
        }
        Ok(Outcome::Fine)
    }
}

/// The decision that ends. A record with a section for its status is ended as adr-tools does it, which
/// leaves the date.
fn ended(old: &Decision, new: &Decision, date: &str, catalog: &Catalog) -> Result<Decision, Error> {
    if has_status_section(old) {
        return linked(old, LinkKind::SupersededBy, new, catalog);
    }
    // Other records without a header name what follows in the status itself.
    let word = format!("superseded by [{}]({})", new.id.text, way(old, new));
    let is_ended = old.kind() == Some(StatusKind::Superseded);
    let mut edits = Vec::new();
    if old.header.is_none() {
        edits.push(Edit::Set { key: "status", value: &word });
    } else if !is_ended {
        edits.push(Edit::Set { key: "status", value: StatusKind::Superseded.word() });
    }
    if !is_ended {
        edits.push(Edit::Set { key: "date", value: date });
    }
    let after = edited(old, &edits, &catalog.policy)?;
    if old.header.is_some() { linked(&after, LinkKind::SupersededBy, new, catalog) } else { Ok(after) }
}

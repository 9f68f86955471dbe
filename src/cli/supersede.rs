//! `heard supersede`: one decision takes the place of another.

use std::io::Write;

use super::change::{edited, one_or_ask, warn, with_changes};
use super::link::{both, has, linked};
use super::workspace::{State, Workspace};
use super::writes::Writes;
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
        let prompts = self.old.is_none() || self.new.is_none();
        let workspace = Workspace::open_to_write(global, prompts)?;
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
        let mut writes = Writes::new(&workspace);
        writes.change(&new.path, &new.text, &follows.text);
        writes.change(&old.path, &old.text, &ended.text);
        let after = with_changes(&catalog, vec![follows.clone(), ended.clone()]);
        let is_pruned = baseline::prune(&workspace, &after, &old.path, &mut writes)?;
        writes.commit()?;
        warn(new, &follows, &catalog.policy, &|_, _| false, out)?;
        warn(old, &ended, &catalog.policy, &|_, _| false, out)?;
        writeln!(out, "{}: superseded by {}", old.path, new.id)?;
        if is_pruned {
            baseline::tell_pruned(&old.path, out)?;
        }
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

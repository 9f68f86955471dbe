//! `heard supersede`: one decision takes the place of another.

use std::io::Write;

use super::change::{edited, one, way, write};
use super::link::{both, has};
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::decision::words::StatusKind;
use crate::decision::{Decision, LinkKind};
use crate::edit::Edit;
use crate::policy::Policy;
use crate::text::visible;

/// Let a decision take the place of another: links both ways, and the status of the old one
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard supersede 7 12       0012 takes the place of 0007")]
pub(super) struct Arguments {
    /// The id of the decision that ends
    old: String,
    /// The id of the one that takes its place
    new: String,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let catalog = workspace.catalog(State::WorkTree)?;
        let (old, new) = (one(&catalog, &self.old)?, one(&catalog, &self.new)?);
        both(old, new)?;
        let date = global.today().to_string();
        let word = format!("superseded by [{}]({})", new.id.text, way(old, new));
        let mut edits = Vec::new();
        if old.header.is_none() {
            // Older records name what follows in the status itself.
            edits.push(Edit::Set { key: "status", value: &word });
        } else {
            if old.kind() != Some(StatusKind::Superseded) {
                edits.push(Edit::Set { key: "status", value: StatusKind::Superseded.word() });
            }
            if !has(old, LinkKind::SupersededBy, new) {
                edits.push(Edit::Add { key: LinkKind::SupersededBy.key(), item: &new.id.text });
            }
        }
        if old.kind() != Some(StatusKind::Superseded) {
            edits.push(Edit::Set { key: "date", value: &date });
        }
        let ended = edited(old, &edits, &catalog.policy)?;
        let follows = match new.header.is_none() || has(new, LinkKind::Supersedes, old) {
            true => new.clone(),
            false => follower(old, new, &catalog.policy)?,
        };
        // The new one first: should the second write fail, `check` finds the link that is missing.
        write(&workspace, new, &follows, &catalog.policy, out)?;
        write(&workspace, old, &ended, &catalog.policy, out)?;
        writeln!(out, "{}: superseded by {}", old.path, new.id)?;
        if new.header.is_some() {
            writeln!(out, "{}: supersedes {}", new.path, old.id)?;
        }
        if new.header.is_none() {
            let line = format!("Supersedes [{}]({})", old.id.text, way(new, old));
            writeln!(out, "note: {} has no header for links; write below its status: {}", new.path, visible(&line))?;
        }
        if matches!(new.kind(), Some(StatusKind::Proposed) | None) {
            writeln!(out, "note: {} is not accepted yet, so nobody follows either", new.id)?;
        }
        Ok(Outcome::Fine)
    }
}

fn follower(old: &Decision, new: &Decision, policy: &Policy) -> Result<Decision, Error> {
    edited(new, &[Edit::Add { key: LinkKind::Supersedes.key(), item: &old.id.text }], policy)
}

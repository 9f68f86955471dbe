//! `heard edit`: opens a decision in the editor and checks it on return.

use std::io::Write;

use super::change::one_or_ask;
use super::new::edit;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, values, width};
use crate::facts::frozen;
use crate::lint;
use crate::policy::Level;
use crate::render::human;
use crate::report::{Summary, Texts};
use crate::text::visible;

/// Open a decision in $VISUAL or $EDITOR, and check it afterwards
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard edit 12
  EDITOR='code --wait' heard edit ADR-0012")]
pub(super) struct Arguments {
    /// ID of the decision (`0012`, `12` or `ADR-12`) or its file name
    #[arg(required = true, add = values::id())]
    id: Option<String>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let catalog = workspace.catalog(State::WorkTree)?;
        let before = one_or_ask(&catalog, self.id.as_deref(), "Which decision?", |_| true)?;
        out.flush()?;
        if !edit(&workspace.top()?.join(before.path.as_str()))? {
            return Err(Error::Usage(format!(
                "no editor is set\n  = help: set `VISUAL` or `EDITOR`, or open `{}`",
                before.path
            )));
        }
        let log = workspace.log(State::WorkTree, &[])?;
        let baseline = log.baseline()?;
        let (catalog, _) = log.read()?;
        let Some(after) = catalog.at(&before.path) else {
            writeln!(out, "{} was deleted", before.path)?;
            return Ok(Outcome::Fine);
        };
        if before.is_accepted() {
            for edit in frozen::edits(before, after, &catalog.policy.directory, &|_, _| false) {
                let what = visible(&edit.what);
                writeln!(
                    out,
                    "warning: this changes {what} in an accepted decision, which the gate rejects (`accepted-edited`)"
                )?;
            }
        }
        let settings = lint::Settings { strict: false, allow: true, baseline: &baseline };
        let mut found = lint::check(&catalog, settings, |path| *path == after.path).findings;
        found.retain(|finding| finding.path == after.path);
        let files = catalog.decisions.iter().map(|decision| (&decision.path, &*decision.text)).collect();
        let texts = Texts { files, policy: &catalog.policy.text };
        out.write_all(human::findings(&found, &texts, width()).as_bytes())?;
        writeln!(out, "{}", human::summary(&Summary::of(&found, 1)))?;
        let is_denied = found.iter().any(|finding| finding.level == Level::Deny);
        Ok(if is_denied { Outcome::Denied } else { Outcome::Fine })
    }
}

//! `heard index --markdown FILE`: the table of the log in a page that people wrote.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::super::replace::change;
use super::super::workspace::{State, Workspace};
use super::super::{Error, Outcome};
use crate::render::diff::unified;
use crate::render::table::{END, START, updated};

/// Brings the table in `file` up to date, or tells with `check` what would change.
pub(super) fn run(workspace: &Workspace, file: &Path, check: bool, out: &mut dyn Write) -> Result<Outcome, Error> {
    let top = workspace.top()?;
    let path = workspace.relative(file)?;
    let old = fs::read_to_string(top.join(path.as_str())).map_err(|error| {
        Error::Usage(format!("can't read `{path}`: {error}\n  = help: make the file first, with the two lines\n      {START}\n      {END}"))
    })?;
    let catalog = workspace.catalog_or_none(State::WorkTree)?;
    let Some(new) = updated(&old, &catalog, &path) else {
        return Err(Error::Usage(format!(
            "`{path}` does not say where the table goes\n  = help: write these two lines there, each once; what stands between them is replaced\n      {START}\n      {END}"
        )));
    };
    if new == old {
        writeln!(out, "`{path}` is up to date")?;
        return Ok(Outcome::Fine);
    }
    if check {
        out.write_all(unified(&path, &old, &new)?.as_bytes())?;
        writeln!(out, "`{path}` is out of date: `heard index --markdown {path}` writes it anew")?;
        return Ok(Outcome::Denied);
    }
    change(top, &path, &old, Some(&new))?;
    writeln!(out, "wrote the table in `{path}`")?;
    Ok(Outcome::Fine)
}

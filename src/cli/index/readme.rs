//! `heard index --markdown FILE`: the table of decisions in a markdown file that people write.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::super::workspace::{State, Workspace};
use super::super::writes::Writes;
use super::super::{Error, Outcome};
use crate::render::diff::unified;
use crate::render::table::{END, START, updated};

/// Updates the table in `file`, or shows with `check` what would change.
pub(super) fn run(workspace: &Workspace, file: &Path, check: bool, out: &mut dyn Write) -> Result<Outcome, Error> {
    let top = workspace.top()?;
    let path = workspace.relative(file)?;
    let old = fs::read_to_string(top.join(path.as_str())).map_err(|error| {
        Error::Usage(format!("can't read `{path}`: {error}\n  = help: create the file first, with these two lines\n      {START}\n      {END}"))
    })?;
    let catalog = workspace.catalog_or_none(State::WorkTree)?;
    let Some(new) = updated(&old, &catalog, &path) else {
        return Err(Error::Usage(format!(
            "`{path}` does not mark where the table goes\n  = help: add these two lines, each once; the text between them is replaced\n      {START}\n      {END}"
        )));
    };
    if new == old {
        writeln!(out, "`{path}` is up to date")?;
        return Ok(Outcome::Fine);
    }
    if check {
        out.write_all(unified(&path, &old, &new)?.as_bytes())?;
        writeln!(out, "`{path}` is out of date; to update it, run `heard index --markdown {path}`")?;
        return Ok(Outcome::Denied);
    }
    let mut writes = Writes::new(workspace);
    writes.change(&path, &old, &new);
    writes.commit()?;
    writeln!(out, "updated the table in `{path}`")?;
    Ok(Outcome::Fine)
}

//! `heard index --markdown FILE`: the table of decisions in a markdown file that people write.

use std::io::Write;
use std::path::Path;

use super::super::workspace::{State, Workspace};
use super::super::writes::Writes;
use super::super::{Error, Outcome};
use crate::render::diff::unified;
use crate::render::table::{END, START, updated};
use crate::snapshot::read_file;

/// The largest file that is updated, in bytes.
const LIMIT: usize = 16 * 1024 * 1024;

/// Updates the table in `file`, or shows with `check` what would change.
pub(super) fn run(workspace: &Workspace, file: &Path, check: bool, out: &mut dyn Write) -> Result<Outcome, Error> {
    let top = workspace.top()?;
    let path = workspace.relative(file)?;
    let failed = |reason: &str| Error::Usage(format!("can't read `{path}`: {reason}"));
    let content = read_file(&top.join(path.as_str()), LIMIT).map_err(|error| {
        Error::Usage(format!("can't read `{path}`: {error}\n  = help: create the file first, with these two lines\n      {START}\n      {END}"))
    })?;
    let bytes = content.bytes().ok_or_else(|| failed("it is larger than 16 MiB"))?;
    let old = String::from_utf8(bytes).map_err(|_| failed("it is not UTF-8"))?;
    let catalog = workspace.log_or_none(State::WorkTree, &[])?.read()?.0;
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

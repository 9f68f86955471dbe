//! Writes files as a whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;

use super::Error;
use crate::text::RepoPath;

/// Writes a file below `top`, or takes it away when there is no text. Whatever fails, the file is as
/// it was before: what is written lies beside it until it is whole.
pub(super) fn replace(top: &Path, path: &RepoPath, text: Option<&str>) -> Result<(), Error> {
    let file = top.join(path.as_str());
    let failed = |error: io::Error| Error::Usage(format!("can't write `{path}`: {error}\n  = note: it is as it was"));
    let is_there = match fs::symlink_metadata(&file) {
        Ok(old) if old.is_file() => true,
        // A link may lead anywhere.
        Ok(_) => return Err(Error::Usage(format!("can't write `{path}`: it is no file, but a link or a folder"))),
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(failed(error)),
    };
    let folder = file.parent().unwrap_or(top);
    if !folder.canonicalize().map(super::plain).map_err(failed)?.starts_with(top) {
        return Err(Error::Usage(format!("`{path}` lies outside the repository, since its folder is a link")));
    }
    let Some(text) = text else {
        return if is_there { fs::remove_file(&file).map_err(failed) } else { Ok(()) };
    };
    write_whole(&file, text).map_err(failed)
}

/// Writes a file so that whoever reads it sees all of the old or all of the new.
pub(super) fn write_whole(file: &Path, text: &str) -> io::Result<()> {
    let (mut new, beside) = beside(file)?;
    let written = (|| {
        new.write_all(text.as_bytes())?;
        if let Ok(old) = fs::metadata(file) {
            new.set_permissions(old.permissions())?;
        }
        new.sync_all()?;
        drop(new);
        fs::rename(&beside, file)
    })();
    written.inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

/// A new file beside another, under a name that nobody has.
fn beside(file: &Path) -> io::Result<(File, PathBuf)> {
    let Some(name) = file.file_name() else {
        return Err(io::Error::new(ErrorKind::InvalidInput, "that names no file"));
    };
    let mut tries = 0;
    loop {
        let beside = file.with_file_name(format!(".{}.{}-{tries}.tmp", name.to_string_lossy(), process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(new) => return Ok((new, beside)),
            // Left behind by a process that was stopped.
            Err(error) if error.kind() == ErrorKind::AlreadyExists && tries < 100 => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

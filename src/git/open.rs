//! Finding a repository, and refusing one whose content can't be trusted.

use std::path::{Path, PathBuf};

use git2::{ErrorClass, ErrorCode, Repository};

use super::{Error, Repo};

impl Repo {
    /// Opens the repository that holds `folder`.
    ///
    /// # Errors
    /// None there, or one that can't be opened.
    pub(crate) fn discover(folder: &Path) -> Result<Self, Error> {
        // Objects are re-hashed on every read otherwise: half as much again for a whole log.
        git2::opts::strict_hash_verification(false);
        let inner = Repository::discover(folder).map_err(|error| match (error.code(), error.class()) {
            (ErrorCode::NotFound, _) => Error::NoRepository(folder.to_owned()),
            (ErrorCode::Owner, _) => Error::Owner(folder.to_owned()),
            (_, ErrorClass::Repository | ErrorClass::Invalid | ErrorClass::Config) => {
                // The extension has another name than people know the form by.
                let reftable = if error.message().contains("refstorage") { " (reftable)" } else { "" };
                Error::Form { reason: format!("{}{reftable}", error.message()) }
            }
            _ => error.into(),
        })?;
        match carrier(&inner) {
            Some(outer) => Err(Error::Carried { inner: inner.path().to_owned(), outer }),
            None => Ok(Self { inner }),
        }
    }

    /// Has every object held against its id from now on, so that a damaged disk can't answer for a
    /// commit. It is process-wide.
    pub(crate) fn verify_objects(&self) {
        git2::opts::strict_hash_verification(true);
    }

    /// The top of the work tree; none in a bare repository.
    pub(crate) fn top(&self) -> Option<PathBuf> {
        self.inner.workdir().map(Path::to_owned)
    }

    /// The folders in which git keeps what it knows; two for a linked work tree.
    pub(crate) fn own_folders(&self) -> [PathBuf; 2] {
        [self.inner.path(), self.inner.commondir()].map(Path::to_owned)
    }

    /// Refuses a repository with grafts. They are read by everything that walks the history, stay
    /// where they were written, and could put the head below the base.
    ///
    /// # Errors
    /// Such a file, or one that can't be read.
    pub(crate) fn refuse_grafts(&self) -> Result<(), Error> {
        let file = self.inner.commondir().join("info/grafts");
        let text = match std::fs::read(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(Error::Other(format!("can't read `{}`: {error}", file.display()))),
        };
        let grafts = |line: &[u8]| !line.trim_ascii().is_empty() && !line.starts_with(b"#");
        if text.split(|byte| *byte == b'\n').any(grafts) { Err(Error::Grafts(file)) } else { Ok(()) }
    }
}

/// The top of the work tree that has the files of a repository under version control. A change may
/// bring the files that a repository is made of; whoever runs the tool beside them would be answered
/// by the change itself.
fn carrier(inner: &Repository) -> Option<PathBuf> {
    let path = inner.path().canonicalize().ok()?;
    // No commit has files below `.git`.
    if path.iter().any(|part| part == ".git") {
        return None;
    }
    let mut above = path.parent().map(Path::to_owned);
    while let Some(folder) = above {
        let outer = Repository::discover(&folder).ok()?;
        if let Some(top) = outer.workdir() {
            let file = path.strip_prefix(top.canonicalize().ok()?).ok()?.join("HEAD");
            let tree = outer.head().ok()?.peel_to_tree().ok()?;
            return tree.get_path(&file).is_ok().then(|| top.to_owned());
        }
        // Another such repository around this one.
        above = outer.path().canonicalize().ok()?.parent().map(Path::to_owned);
    }
    None
}

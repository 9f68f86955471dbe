//! Sites of the log: by the floor, by the program, and by the program again after one decision was changed.

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::measure::{self, Usage};

/// What sites are made with.
pub(crate) struct Sites<'a> {
    /// The work tree.
    pub top: &'a Path,
    pub program: &'a Path,
    /// This program, which is the floor as well.
    pub this: &'a Path,
    /// The folder of the decisions.
    pub log: &'a Path,
}

impl Sites<'_> {
    /// The folder in which all the sites are made.
    pub(crate) fn folder(&self) -> PathBuf {
        self.top.with_file_name("sites")
    }

    /// The site of a run.
    pub(crate) fn site(&self, run: usize) -> PathBuf {
        self.folder().join(format!("site-{run}"))
    }

    /// Puts aside what an earlier bench left, and gives back where it lies. For minutes after files were removed, ext4
    /// looks for room past them at the cost of whoever makes new ones, so that waits until all is measured.
    pub(crate) fn put_aside(&self) -> Result<PathBuf, String> {
        let aside = self.folder().with_file_name("sites-before");
        remove(&aside)?;
        match fs::rename(self.folder(), &aside) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(disk(error)),
            _ => fs::create_dir_all(self.folder()).map(|()| aside).map_err(disk),
        }
    }

    /// What each of the three takes. Each run has folders of its own.
    pub(crate) fn measured(&self, run: usize) -> Result<[Usage; 3], String> {
        let (out, floor_out) = (self.site(run), self.folder().join(format!("floor-{run}")));
        let index = || measure::usage(self.top, self.program, &["index".as_ref(), "--out".as_ref(), out.as_os_str()]);
        let first = index()?;
        let count = files(&out);

        // A paragraph at the end of a decision in the middle, another one each time.
        let file = fs::read_dir(self.log)
            .map_err(disk)?
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("05000-")));
        let file = file.ok_or("there is no decision 5000")?;
        let text = fs::read_to_string(&file).map_err(disk)?;
        let words = format!("This was looked at again, for the time number {run}.");
        fs::write(&file, format!("{text}\n{words}\n")).map_err(disk)?;
        let edit = index();
        fs::write(&file, text).map_err(disk)?;
        let edit = edit?;
        let page = out.join("decisions").join(file.file_stem().unwrap_or_default()).with_extension("html");
        let page = fs::read_to_string(page).map_err(disk)?;
        if !page.contains(&words) || files(&out) != count {
            return Err("`heard index` did not write what was changed, so there is nothing to measure".to_owned());
        }

        let count = count.to_string();
        let arguments = [OsStr::new("floor-site"), self.log.as_os_str(), floor_out.as_os_str(), OsStr::new(&count)];
        let floor = measure::usage(self.top, self.this, &arguments)?;
        Ok([floor, first, edit])
    }
}

/// Removes a folder, if it is there.
pub(crate) fn remove(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(disk(error)),
        _ => Ok(()),
    }
}

fn disk(error: std::io::Error) -> String {
    format!("can't measure sites: {error}")
}

/// How many files lie below a folder.
fn files(folder: &Path) -> usize {
    WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file()).count()
}

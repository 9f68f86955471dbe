//! Sites of the log: by the floor, by the program, and by the program again after one decision was changed.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

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
    /// What each of the three takes. Every folder is made anew, and what is left over is taken away unmeasured.
    pub(crate) fn measured(&self, run: usize) -> Result<[Usage; 3], String> {
        let disk = |error: std::io::Error| format!("can't measure sites: {error}");
        let (out, floor_out) = (self.top.with_file_name("site"), self.top.with_file_name("site-of-the-floor"));
        for folder in [&out, &floor_out] {
            if folder.exists() {
                fs::remove_dir_all(folder).map_err(disk)?;
            }
        }
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

/// How many files lie below a folder.
fn files(folder: &Path) -> usize {
    WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file()).count()
}

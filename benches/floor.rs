//! The least that any checker of a log must do: walk the folder, read each file, parse the markdown below its header.
//! And the least that any maker of a site must do: make HTML of it as well, and write as many files.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use pulldown_cmark::{Options, Parser, html};
use walkdir::WalkDir;

/// The extensions that the program reads decisions with.
const OPTIONS: Options = Options::ENABLE_GFM
    .union(Options::ENABLE_TABLES)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

pub(crate) fn run(folder: &Path) -> Result<(), String> {
    each(folder, |_, text| {
        for event in Parser::new_ext(body(text), OPTIONS).into_offset_iter() {
            black_box(event);
        }
        Ok(())
    })
}

/// Writes each decision as HTML below `out`, and then the last one again until there are `count` files.
pub(crate) fn site(folder: &Path, out: &Path, count: usize) -> Result<(), String> {
    let disk = |error: std::io::Error| format!("can't write below `{}`: {error}", out.display());
    for folder in ["decisions", "more"] {
        fs::create_dir_all(out.join(folder)).map_err(disk)?;
    }
    let mut written = 0;
    let mut page = String::new();
    each(folder, |path, text| {
        page.clear();
        html::push_html(&mut page, Parser::new_ext(body(text), OPTIONS));
        let name = path.file_stem().unwrap_or_default();
        fs::write(out.join("decisions").join(name).with_extension("html"), &page).map_err(disk)?;
        written += 1;
        Ok(())
    })?;
    (written..count).try_for_each(|number| fs::write(out.join(format!("more/{number}.html")), &page).map_err(disk))
}

/// Reads every file below a folder.
fn each(folder: &Path, mut take: impl FnMut(&Path, &str) -> Result<(), String>) -> Result<(), String> {
    for entry in WalkDir::new(folder) {
        let entry = entry.map_err(|error| error.to_string())?;
        if !entry.file_type().is_file() {
            continue;
        }
        let text = fs::read_to_string(entry.path()).map_err(|error| format!("{}: {error}", entry.path().display()))?;
        take(entry.path(), &text)?;
    }
    Ok(())
}

/// What follows the second `---` line.
fn body(text: &str) -> &str {
    text.match_indices("---\n").nth(1).map_or(text, |(at, fence)| &text[at + fence.len()..])
}

//! The least that any checker of a log must do: walk the folder, read each file, parse the markdown below its header.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use pulldown_cmark::{Options, Parser};
use walkdir::WalkDir;

/// The extensions that the program reads decisions with.
const OPTIONS: Options = Options::ENABLE_GFM
    .union(Options::ENABLE_TABLES)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

pub(crate) fn run(folder: &Path) -> Result<(), String> {
    for entry in WalkDir::new(folder) {
        let entry = entry.map_err(|error| error.to_string())?;
        if !entry.file_type().is_file() {
            continue;
        }
        let text = fs::read_to_string(entry.path()).map_err(|error| format!("{}: {error}", entry.path().display()))?;
        for event in Parser::new_ext(body(&text), OPTIONS).into_offset_iter() {
            black_box(event);
        }
    }
    Ok(())
}

/// The text after the second `---` line.
fn body(text: &str) -> &str {
    text.match_indices("---\n").nth(1).map_or(text, |(at, fence)| &text[at + fence.len()..])
}

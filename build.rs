//! Gives the program a number for what it was built from, so that a site knows pages that another program made.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    // The libraries have a part in every page as well.
    for top in ["src", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={top}");
        for file in files(Path::new(top))? {
            file.to_string_lossy().replace('\\', "/").hash(&mut hasher);
            fs::read(file)?.hash(&mut hasher);
        }
    }
    println!("cargo::rustc-env=HEARD_BUILT_FROM={:016x}", hasher.finish());
    Ok(())
}

/// The files at and below a path, sorted; none where there is nothing.
fn files(top: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut files, mut open) = (Vec::new(), vec![top.to_owned()]);
    while let Some(path) = open.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                open.push(entry?.path());
            }
        } else if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

//! Loose objects that are cut short on the disk, by a crash or a full disk. Libgit2 up to 1.9 reads the end of one for
//! ever (libgit2 issue 7342), so an object is checked before libgit2 reads it. `the_fix_is_not_in_libgit2_yet` fails
//! when this module may be removed.

use std::cell::{OnceCell, RefCell};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::{Decompress, FlushDecompress, Status};
use git2::{Oid, Repository};

use super::{Error, Id};

/// How many repositories are followed that objects are borrowed from, one behind the other.
const ALTERNATES: usize = 5;

/// How a blob starts.
const BLOB: &[u8] = b"blob ";

/// The loose objects of a repository.
pub(super) struct Loose {
    /// The directories that they are in: its own, and those of repositories that it borrows from.
    directories: Vec<PathBuf>,
    /// A commit, tag or tree that is cut short; looked for once.
    cut_short: OnceCell<Option<(Id, PathBuf)>>,
    inflater: RefCell<Inflater>,
}

impl Loose {
    /// The loose objects of a repository, not read yet.
    pub(super) fn of(repository: &Repository) -> Self {
        let own = repository.commondir().join("objects");
        let mut directories = vec![own.canonicalize().unwrap_or(own)];
        let mut next = vec![directories[0].clone()];
        for _ in 0..ALTERNATES {
            next = next.iter().flat_map(|directory| alternates(directory)).collect();
            next.retain(|other| !directories.contains(other));
            next.sort();
            next.dedup();
            directories.extend(next.iter().cloned());
        }
        Self { directories, cut_short: OnceCell::new(), inflater: RefCell::new(Inflater::new()) }
    }

    /// Checks one object; one that is in a pack is fine.
    ///
    /// # Errors
    /// An object that is cut short or garbled.
    pub(super) fn check(&self, id: Id) -> Result<(), Error> {
        let name = id.to_string();
        let (folder, name) = name.split_at(2);
        for file in self.directories.iter().map(|directory| directory.join(folder).join(name)) {
            match File::open(&file) {
                Ok(mut object) => {
                    let is_whole = self.inflater.borrow_mut().is_whole(&mut object, false);
                    return if is_whole.unwrap_or_default() { Ok(()) } else { Err(Error::Damaged { id, file }) };
                }
                Err(_) => continue,
            }
        }
        Ok(())
    }

    /// Checks every loose commit, tag and tree: libgit2 reads them while it walks the history or resolves a revision,
    /// where they can't be checked one by one.
    ///
    /// # Errors
    /// An object that is cut short, whether or not it would be read.
    pub(super) fn check_history(&self) -> Result<(), Error> {
        let mut inflater = self.inflater.borrow_mut();
        let mut look = || self.directories.iter().find_map(|directory| cut_short(directory, &mut inflater));
        match self.cut_short.get_or_init(&mut look) {
            Some((id, file)) => Err(Error::Damaged { id: *id, file: file.clone() }),
            None => Ok(()),
        }
    }
}

/// The directories of objects that one borrows from. A relative path starts at the directory itself.
fn alternates(directory: &Path) -> Vec<PathBuf> {
    let listed = fs::read(directory.join("info/alternates")).unwrap_or_default();
    let listed = String::from_utf8_lossy(&listed);
    let lines = listed.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| directory.join(line).canonicalize().ok()).collect()
}

/// The first commit, tag or tree in a directory of objects that is cut short.
fn cut_short(directory: &Path, inflater: &mut Inflater) -> Option<(Id, PathBuf)> {
    let names = |folder: &Path| -> Vec<String> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    };
    for folder in names(directory).into_iter().filter(|name| name.len() == 2) {
        for name in names(&directory.join(&folder)).into_iter().filter(|name| name.len() == 38) {
            let Ok(id) = Oid::from_str(&format!("{folder}{name}")) else { continue };
            let file = directory.join(&folder).join(name);
            // Another program may be removing this one. An empty or garbled file is an error of libgit2.
            let Ok(mut object) = File::open(&file) else { continue };
            if !inflater.is_whole(&mut object, true).unwrap_or(true) && inflater.stream.total_in() > 0 {
                return Some((id, file));
            }
        }
    }
    None
}

/// What reads objects, one after the other.
struct Inflater {
    stream: Decompress,
    input: Vec<u8>,
    output: Vec<u8>,
}

impl Inflater {
    fn new() -> Self {
        Self { stream: Decompress::new(true), input: vec![0; 8 * 1024], output: vec![0; 32 * 1024] }
    }

    /// Whether a loose object is a whole zlib stream, or an error if it is garbled. With `or_blob`, of a blob only the
    /// start is read.
    fn is_whole(&mut self, object: &mut impl Read, or_blob: bool) -> io::Result<bool> {
        self.stream.reset(true);
        let (mut start, mut end) = (0, 0);
        loop {
            if start == end {
                (start, end) = (0, object.read(&mut self.input)?);
            }
            let (read, written) = (self.stream.total_in(), self.stream.total_out());
            // First the kind of the object.
            let output = if written == 0 { &mut self.output[..BLOB.len()] } else { &mut self.output[..] };
            let status = self.stream.decompress(&self.input[start..end], output, FlushDecompress::None)?;
            // The rest of the output is of an object before.
            let new = usize::try_from(self.stream.total_out() - written).unwrap_or_default();
            if status == Status::StreamEnd || (or_blob && written == 0 && &output[..new] == BLOB) {
                return Ok(true);
            }
            if (self.stream.total_in(), self.stream.total_out()) == (read, written) {
                // Neither input nor output is left to go on with.
                return Ok(false);
            }
            start += usize::try_from(self.stream.total_in() - read).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fix_is_not_in_libgit2_yet() {
        // With a newer version, see whether `git_zstream_get_output` ends without input (libgit2 pull request 7346).
        // If it does, remove this module, its calls, and flate2; `objects_that_are_cut_short_are_refused` has to pass.
        assert_eq!(git2::Version::get().libgit2_version(), (1, 9, 7));
    }

    #[test]
    fn an_object_is_whole_or_cut_short() {
        let folder = tempfile::tempdir().unwrap();
        let repository = Repository::init_bare(folder.path()).unwrap();
        let random: Vec<u8> = (0..100_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for content in [&b""[..], b"short", &[0; 1_000_000], &random] {
            let id = repository.blob(content).unwrap().to_string();
            let bytes = fs::read(folder.path().join("objects").join(&id[..2]).join(&id[2..])).unwrap();
            let mut inflater = Inflater::new();
            let mut whole = |bytes: &[u8], or_blob| inflater.is_whole(&mut &*bytes, or_blob).unwrap();
            assert!(whole(&bytes, false) && whole(&bytes, true));
            assert!(whole(&[&bytes[..], b"more"].concat(), false), "what is after the end is left to libgit2");
            for cut in [0, 1, 2, 3, bytes.len() / 2, bytes.len() - 5, bytes.len() - 4, bytes.len() - 1] {
                assert!(!whole(&bytes[..cut], false), "{cut} of {}", bytes.len());
            }
            assert!(!whole(&bytes[..2], true) && whole(&bytes[..bytes.len() - 1], true));
            let mut wrong = bytes.clone();
            let last = wrong.len() - 1;
            wrong[last] ^= 1;
            assert!(Inflater::new().is_whole(&mut &wrong[..], false).is_err());
        }
        assert!(Inflater::new().is_whole(&mut &b"garbage"[..], true).is_err());
    }

    #[test]
    fn borrowed_objects_are_found_once() {
        let folder = tempfile::tempdir().unwrap();
        let repository = Repository::init_bare(folder.path().join("0")).unwrap();
        for (from, to) in [("0", "../../1/objects"), ("1", "# none\n\n../../2/objects"), ("2", "../../0/objects")] {
            let info = folder.path().join(from).join("objects/info");
            fs::create_dir_all(&info).unwrap();
            fs::write(info.join("alternates"), to).unwrap();
        }
        let expected = ["0", "1", "2"].map(|name| folder.path().canonicalize().unwrap().join(name).join("objects"));
        assert_eq!(Loose::of(&repository).directories, expected);
    }
}

//! The pictures of the repository that decisions show. The site has a copy of each, named by a hash of its bytes. One
//! that could run something when it is opened by itself, or that is none at all, stays a link.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::markdown;
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::parallel;
use crate::text::RepoPath;

/// The largest picture, and the most of all together, in bytes.
pub(crate) const LARGEST: usize = 5 * 1024 * 1024;
const ALL: usize = 256 * 1024 * 1024;

/// How much of the hash is in the name of a file, in bytes.
const HASH: usize = 16;

/// The pictures of a site.
#[derive(Debug, Default)]
pub(crate) struct Pictures {
    /// The file of the site for each file of the repository.
    pages: BTreeMap<RepoPath, String>,
    /// The bytes of each file of the site.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Pictures {
    /// The pictures among these files of the repository, as `read` finds them.
    pub(crate) fn new(paths: &BTreeSet<RepoPath>, read: impl Fn(&RepoPath) -> Option<Vec<u8>>) -> Self {
        let mut pictures = Self::default();
        let mut size = 0;
        for path in paths {
            let Some((kind, bytes)) = kind_of(path).zip(read(path)) else { continue };
            if bytes.len() > LARGEST || !kind.is_kind_of(&bytes) {
                continue;
            }
            let hash: String = Sha256::digest(&bytes)[..HASH].iter().map(|byte| format!("{byte:02x}")).collect();
            let file = format!("files/{hash}.{}", kind.extension);
            if !pictures.files.contains_key(&file) {
                if size + bytes.len() > ALL {
                    continue;
                }
                size += bytes.len();
                pictures.files.insert(file.clone(), bytes);
            }
            pictures.pages.insert(path.clone(), file);
        }
        pictures
    }

    /// The file of the site that shows a file of the repository.
    pub(super) fn page_of(&self, path: &str) -> Option<&str> {
        self.pages.get(&RepoPath::new(path)).map(String::as_str)
    }
}

/// The files of the repository that the decisions of a log show as pictures, whether they are there or not.
pub(crate) fn shown_files(catalog: &Catalog) -> BTreeSet<RepoPath> {
    let decisions: Vec<&Decision> = catalog.decisions.iter().collect();
    let files = parallel::map(decisions, markdown::pictures);
    files.into_iter().flatten().filter(|path| kind_of(path).is_some()).collect()
}

/// A format of pictures that browsers show.
struct PictureKind {
    extension: &'static str,
    /// What a file starts with, and what it has at some byte.
    start: &'static [u8],
    mark: (usize, &'static [u8]),
}

/// The formats.
const KINDS: [PictureKind; 7] = [
    kind("png", b"\x89PNG\r\n\x1a\n", 0, b""),
    kind("jpg", b"\xff\xd8\xff", 0, b""),
    kind("jpeg", b"\xff\xd8\xff", 0, b""),
    kind("gif", b"GIF8", 0, b""),
    kind("webp", b"RIFF", 8, b"WEBP"),
    kind("avif", b"", 4, b"ftyp"),
    kind("svg", b"", 0, b""),
];

const fn kind(extension: &'static str, start: &'static [u8], at: usize, mark: &'static [u8]) -> PictureKind {
    PictureKind { extension, start, mark: (at, mark) }
}

impl PictureKind {
    /// Whether a file is what its name says. It may be the pointer that stands for a large file.
    fn is_kind_of(&self, bytes: &[u8]) -> bool {
        let (at, mark) = self.mark;
        let has_marks = bytes.starts_with(self.start) && bytes.get(at..).is_some_and(|rest| rest.starts_with(mark));
        has_marks && (self.extension != "svg" || is_still(bytes))
    }
}

/// The format of a file by its name. No directory of git has one.
fn kind_of(path: &RepoPath) -> Option<&'static PictureKind> {
    let (_, extension) = path.file_name().rsplit_once('.')?;
    let is_git = path.as_str().split('/').any(|part| part.eq_ignore_ascii_case(".git"));
    KINDS.iter().find(|kind| !is_git && kind.extension.eq_ignore_ascii_case(extension))
}

/// What could run in an SVG that is opened by itself. A page that shows it as a picture runs nothing of it.
const ACTIVE: [&str; 11] = [
    "<script",
    ":script",
    "javascript:",
    "<!entity",
    "<?xml-stylesheet",
    "<iframe",
    ":iframe",
    "<object",
    ":object",
    "<embed",
    ":embed",
];

/// Whether a file is an SVG in which nothing can run.
fn is_still(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let text = text.to_ascii_lowercase();
    // Browsers leave out white space in an address, and read character references.
    let dense: String = markdown::decoded(&text).split_whitespace().collect();
    let is_start = |at: usize| text[..at].ends_with(|before: char| before.is_whitespace() || "\"'/".contains(before));
    let starts = text.match_indices("on").map(|(at, _)| at).filter(|at| is_start(*at));
    let mut behind = starts.map(|at| text[at..].trim_start_matches(|letter: char| letter.is_ascii_alphabetic()));
    let has_handler = behind.any(|rest| rest.trim_start().starts_with('='));
    text.contains("<svg") && !has_handler && !ACTIVE.iter().any(|word| text.contains(word) || dense.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pictures(files: &[(&str, &[u8])]) -> Pictures {
        let paths = files.iter().map(|(path, _)| RepoPath::new(*path)).collect();
        Pictures::new(&paths, |path| {
            let file = files.iter().find(|(known, _)| *known == path.as_str());
            file.map(|(_, bytes)| bytes.to_vec())
        })
    }

    #[test]
    fn pictures_are_named_by_their_bytes() {
        let png = b"\x89PNG\r\n\x1a\nx";
        let found = pictures(&[("a.png", png), ("b/c.PNG", png), ("d.svg", b"<svg/>"), ("e.txt", b"x")]);
        assert_eq!(found.page_of("a.png"), found.page_of("b/c.PNG"));
        assert_eq!(found.page_of("a.png"), Some("files/1cd153041b3d879295c47092b98f7458.png"));
        assert_eq!(found.files.values().collect::<BTreeSet<_>>(), [&b"<svg/>".to_vec(), &png.to_vec()].into());
        assert_eq!(found.page_of("e.txt"), None);
    }

    #[test]
    fn what_is_no_picture_stays_a_link() {
        let webp: &[u8] = b"RIFF....WEBPx";
        for (path, bytes, is_shown) in [
            ("a.png", &b"\x89PNG\r\n\x1a\n"[..], true),
            ("a.jpeg", b"\xff\xd8\xff\xe0", true),
            ("a.gif", b"GIF89a", true),
            ("a.webp", webp, true),
            ("a.avif", b"\0\0\0\x1cftypavif", true),
            ("a.png", b"version https://git-lfs.github.com/spec/v1\n", false),
            ("a.png", b"<script>", false),
            ("a.webp", b"RIFF....WAVE", false),
            ("a.avif", b"", false),
            ("a.html", b"\x89PNG\r\n\x1a\n", false),
            (".git/a.png", b"\x89PNG\r\n\x1a\n", false),
            ("a/.GIT/a.png", b"\x89PNG\r\n\x1a\n", false),
            ("png", b"\x89PNG\r\n\x1a\n", false),
        ] {
            assert_eq!(pictures(&[(path, bytes)]).page_of(path).is_some(), is_shown, "{path}");
        }
        let large = |size: usize| [&b"GIF8"[..], &vec![0; size - 4]].concat();
        assert!(pictures(&[("a.gif", &large(LARGEST))]).page_of("a.gif").is_some());
        assert!(pictures(&[("a.gif", &large(LARGEST + 1))]).page_of("a.gif").is_none());
    }

    #[test]
    fn an_svg_with_something_to_run_stays_a_link() {
        for still in [
            "<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x'><svg><text>on = off</text></svg>",
            "<SVG><a href='https://example.org'><text font-family='x'>description=1</text></a></SVG>",
            "<svg><switch><foreignObject><div xmlns='http://www.w3.org/1999/xhtml'>x</div></foreignObject></switch></svg>",
        ] {
            assert!(is_still(still.as_bytes()), "{still}");
        }
        for active in [
            "<svg><script>x</script></svg>",
            "<svg xmlns:s='http://www.w3.org/2000/svg'><s:SCRIPT>x</s:SCRIPT></svg>",
            "<svg onload=x>",
            "<svg a='b'onLoad\n='x'>",
            "<svg/onload=x>",
            "<svg><a href='javascript:x'/></svg>",
            "<svg><a href='java&#10;scr&#x69;pt&colon;x'/></svg>",
            "<svg><foreignObject><h:iframe srcdoc='x'/></foreignObject></svg>",
            "<?xml-stylesheet type='text/xsl' href='#x'?><svg/>",
            "<!DOCTYPE svg [<!ENTITY x '<script>'>]><svg>&x;</svg>",
            "<html>",
            "",
        ] {
            assert!(!is_still(active.as_bytes()), "{active}");
        }
        assert!(!is_still(b"\xff\xfe<\0s\0v\0g\0>\0"));
    }
}

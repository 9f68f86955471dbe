//! Paths in the repository, and what they are in a URL.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

use super::visible::{is_ignorable, visible};

/// A path relative to the root of the repository, with `/` on every host.
///
/// Bytes that are not UTF-8 are written `\xNN`. Where the name itself has a backslash before such letters,
/// the backslash is written `\x5c`, so that two names never become one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RepoPath(String);

impl RepoPath {
    /// A path from text that is relative and uses `/` already.
    pub(crate) fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// A path from the bytes that git stores.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        let mut path = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            let mut rest = chunk.valid();
            while let Some(at) = rest.find("\\x") {
                let is_escape = rest.as_bytes()[at + 2..]
                    .first_chunk::<2>()
                    .is_some_and(|digits| digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')));
                path.push_str(&rest[..at]);
                path.push_str(if is_escape { "\\x5cx" } else { "\\x" });
                rest = &rest[at + 2..];
            }
            path.push_str(rest);
            for byte in chunk.invalid() {
                path.push_str(&format!("\\x{byte:02x}"));
            }
        }
        Self(path)
    }

    /// The whole path.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part of the path.
    pub(crate) fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The file name without its last extension.
    pub(crate) fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Whether the path is below a directory; every path is below the root, which is the empty name.
    pub(crate) fn is_below(&self, folder: &str) -> bool {
        folder.is_empty() || self.0.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The directory that the file is in; empty at the root.
    pub(crate) fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The name of the directory that the file is in; none at the root.
    pub(crate) fn folder_name(&self) -> Option<&str> {
        let (folder, _) = self.0.rsplit_once('/')?;
        folder.rsplit('/').next()
    }

    /// The path that `relative` leads to from this file: relative to the directory of the file, or to the
    /// root when it starts with `/`. None when it leads out of the repository.
    pub(crate) fn join(&self, relative: &str) -> Option<Self> {
        let directory = if relative.starts_with('/') { None } else { self.0.rsplit_once('/') };
        let mut parts: Vec<&str> = directory.map_or(Vec::new(), |(directory, _)| directory.split('/').collect());
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Self(parts.join("/")))
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&visible(&self.0))
    }
}

/// The path as part of a URL.
pub(crate) fn path_in_url(path: &str) -> String {
    utf8_percent_encode(path, IN_URL).to_string()
}

/// Text from a URL with its `%XX` decoded. Text that would not be UTF-8 stays as it is.
pub(crate) fn percent_decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

/// What is escaped in the path of a URL.
const IN_URL: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The path as seen by a file system that ignores case, Unicode form and invisible characters. Two paths
/// with the same disk name are one file there.
pub(crate) fn disk_name(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    // By way of capitals, as Unicode folds case: `ς` and `σ` have one, `ſ` has that of `s`, `ß` has two.
    let shown = path.chars().filter(|character| !is_ignorable(*character));
    shown.nfd().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_are_not_utf8_stay_apart() {
        let names: [&[u8]; 9] = [
            b"a\xff.md",
            b"a\xfe.md",
            b"a\\xff.md",
            b"a\\x5cxff.md",
            b"a\\\xff.md",
            b"a\\\\xff.md",
            b"a\\x\xff.md",
            b"a\\xFF.md",
            b"a\\xf",
        ];
        let paths: std::collections::BTreeSet<RepoPath> = names.iter().map(|name| RepoPath::from_bytes(name)).collect();
        assert_eq!(paths.len(), names.len(), "{paths:?}");
        assert_eq!(RepoPath::from_bytes(b"a\\xff.md").as_str(), "a\\x5cxff.md");
        assert_eq!(RepoPath::from_bytes(b"a\\b\\xg\\x").as_str(), "a\\b\\xg\\x");
        assert_eq!(RepoPath::from_bytes(b"d/0001-a.md").stem(), "0001-a");
    }

    #[test]
    fn links_are_joined_to_the_directory_of_their_file() {
        let file = RepoPath::new("docs/adr/0012-y.md");
        for (relative, joined) in [
            ("0007-x.md", Some("docs/adr/0007-x.md")),
            ("./a//b", Some("docs/adr/a/b")),
            ("../notes/call.md", Some("docs/notes/call.md")),
            ("/infra/./x.yml", Some("infra/x.yml")),
            ("../..", Some("")),
            ("", Some("docs/adr")),
            ("../../../x", None),
            ("/../x", None),
        ] {
            assert_eq!(file.join(relative).as_ref().map(RepoPath::as_str), joined, "{relative}");
        }
        assert_eq!(RepoPath::new("a.md").join("b.md"), Some(RepoPath::new("b.md")));
    }

    #[test]
    fn only_utf8_is_decoded() {
        for (text, decoded) in
            [("a%20b", "a b"), ("caf%C3%A9", "café"), ("100%", "100%"), ("%2", "%2"), ("a%ff%20", "a%ff%20")]
        {
            assert_eq!(percent_decoded(text), decoded);
        }
    }

    #[test]
    fn names_that_are_one_file_on_some_disks_have_one_disk_name() {
        for (one, other) in [
            ("Infra/É", "infra/e\u{301}"),
            ("a\u{200d}b", "AB"),
            ("ΡΌΛΟΣ", "ρόλος"),
            ("taſks", "tasks"),
            ("STRASSE", "straße"),
            ("ﬁ", "fi"),
            ("\u{212a}ey", "key"),
            ("ϑ", "θ"),
            ("İzmir", "i\u{307}zmir"),
            ("ΑΣ", "ας"),
        ] {
            assert_eq!(disk_name(one), disk_name(other), "{one}");
        }
        for (one, other) in [("ö", "oe"), ("a", "á"), ("a/b", "a-b"), ("σ", "s")] {
            assert_ne!(disk_name(one), disk_name(other), "{one}");
        }
    }
}

//! Where a link of a decision leads from its page: to another page, to a file of the repository, to the web, or nowhere.
//! No target is used as written, and one that a browser would run becomes no link.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::text::{RepoPath, percent_decoded};

/// What is encoded in a URL: everything that the standard gives no meaning.
const WHOLE: &AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The same in a place that was decoded.
const FRAGMENT: &AsciiSet = &WHOLE.add(b'%').add(b'#');

/// What was written as the target of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LinkTarget {
    /// A URL of the web, or a mail address.
    Web(String),
    /// A file of the repository, relative to its root, and a place in it.
    File(String, Option<String>),
    /// A place on the same page.
    Fragment(String),
    /// Nothing that a page should link to.
    Nowhere,
}

/// A URL with a place in what it leads to.
pub(super) fn with_fragment(url: String, fragment: Option<&str>) -> String {
    match fragment {
        Some(fragment) => format!("{url}#{}", utf8_percent_encode(fragment, FRAGMENT)),
        None => url,
    }
}

impl LinkTarget {
    /// Reads a target in the file `from`.
    pub(super) fn read(written: &str, from: &str) -> Self {
        // Browsers ignore control characters and white space around a URL, and line ends within.
        let written: String = written.trim().chars().filter(|character| !character.is_control()).collect();
        let written = written.trim();
        if written.is_empty() {
            return Self::Nowhere;
        }
        if let Some(fragment) = written.strip_prefix('#') {
            return Self::Fragment(percent_decoded(fragment).into_owned());
        }
        if written.starts_with("//") || written.starts_with("\\\\") {
            return Self::web(&format!("https:{}", written.replace('\\', "/")));
        }
        let before_path = written.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        // A colon may be percent-encoded; treat it as one all the same.
        if before_path.contains(':') || percent_decoded(before_path).contains(':') {
            return Self::web(written);
        }
        let path = percent_decoded(written.split(['?', '#']).next().unwrap_or_default());
        let fragment = written.split_once('#').map(|(_, fragment)| percent_decoded(fragment).into_owned());
        Self::file(&path, from, fragment.filter(|fragment| !fragment.is_empty()))
    }

    fn web(written: &str) -> Self {
        let (scheme, rest) = written.split_once(':').unwrap_or_default();
        let scheme = scheme.to_ascii_lowercase();
        match scheme.as_str() {
            "https" | "http" => {
                // With one slash or none, some pages would take it for a path of their own.
                let rest = rest.trim_start_matches(['/', '\\']);
                let address = || Self::Web(format!("{scheme}://{}", utf8_percent_encode(rest, WHOLE)));
                rest.contains(|c: char| c.is_alphanumeric()).then(address).unwrap_or(Self::Nowhere)
            }
            "mailto" if rest.contains('@') => Self::Web(format!("mailto:{}", utf8_percent_encode(rest, WHOLE))),
            _ => Self::Nowhere,
        }
    }

    fn file(path: &str, from: &str, fragment: Option<String>) -> Self {
        let joined = RepoPath::new(from).join(path);
        let is_file = |joined: &RepoPath| !joined.as_str().is_empty() && !path.contains('\\');
        joined.filter(is_file).map_or(Self::Nowhere, |joined| Self::File(joined.as_str().to_owned(), fragment))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read() {
        let web = |url: &str| LinkTarget::Web(url.to_owned());
        let file = |path: &str| LinkTarget::File(path.to_owned(), None);
        let place = |path: &str, place: &str| LinkTarget::File(path.to_owned(), Some(place.to_owned()));
        for (written, target) in [
            ("https://example.org/a?b=c#d", web("https://example.org/a?b=c#d")),
            ("HTTP://example.org", web("http://example.org")),
            ("//example.org/x", web("https://example.org/x")),
            ("https:/example.org/x", web("https://example.org/x")),
            ("http:\\example.org", web("http://example.org")),
            ("https://example.org/\" onclick=x", web("https://example.org/%22%20onclick=x")),
            ("mailto:ines@example.org", web("mailto:ines@example.org")),
            ("0007-x.md", file("docs/adr/0007-x.md")),
            ("./0007-x.md#why", place("docs/adr/0007-x.md", "why")),
            ("0007-x.md?plain=1#L3", place("docs/adr/0007-x.md", "L3")),
            ("0007-x.md#w%20%23", place("docs/adr/0007-x.md", "w #")),
            ("0007-x.md#", file("docs/adr/0007-x.md")),
            ("../a%20b.png", file("docs/a b.png")),
            ("/infra/x.yml", file("infra/x.yml")),
            ("#why", LinkTarget::Fragment("why".to_owned())),
            ("../../../x", LinkTarget::Nowhere),
            ("", LinkTarget::Nowhere),
        ] {
            assert_eq!(LinkTarget::read(written, "docs/adr/0012-y.md"), target, "{written}");
        }
    }

    #[test]
    fn scripts_are_not_linked() {
        for written in [
            "javascript:alert(1)",
            " JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "javascript%3Aalert(1)",
            "vbscript:x",
            "data:text/html,<script>",
            "data:image/svg+xml,x",
            "file:///etc/passwd",
            "blob:x",
            "http:",
            "https:///",
            "feed:javascript:alert(1)",
            "view-source:javascript:alert(1)",
        ] {
            assert_eq!(LinkTarget::read(written, "decisions/0001-a.md"), LinkTarget::Nowhere, "{written:?}");
        }
    }
}

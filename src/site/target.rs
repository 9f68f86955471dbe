//! Where a link of a record leads from its page: to another page, to the file in the forge, out to the
//! web, or nowhere. Nothing that was written is used as it stands; what a browser would run is no link.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::text::{RepoPath, percent_decoded};

/// What stays as it is in a URL that was written whole: all that the standard has a meaning for.
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

/// What was written as the target of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A page of the web, or a mail address: may be used as it stands.
    Web(String),
    /// A file of the repository, with `/`, relative to its root.
    File(String),
    /// A place on the same page.
    Fragment(String),
    /// Nothing that a page should lead to.
    Nowhere,
}

impl Target {
    /// Reads a target that stands in the file `from`.
    pub(super) fn read(written: &str, from: &str) -> Self {
        if is_plain(written) {
            return Self::Web(written.to_owned());
        }
        // Browsers leave out controls and white space around a URL, and line ends within.
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
        // A colon may be written as an entity of a URL; what it would mean to somebody is not asked.
        if before_path.contains(':') || percent_decoded(before_path).contains(':') {
            return Self::web(written);
        }
        let path = percent_decoded(written.split(['?', '#']).next().unwrap_or_default());
        Self::file(&path, from)
    }

    fn web(written: &str) -> Self {
        let (scheme, rest) = written.split_once(':').unwrap_or_default();
        let scheme = scheme.to_ascii_lowercase();
        let is_address = match scheme.as_str() {
            "https" | "http" => rest.trim_start_matches(['/', '\\']).contains(|c: char| c.is_alphanumeric()),
            "mailto" => rest.contains('@'),
            _ => false,
        };
        if !is_address {
            return Self::Nowhere;
        }
        Self::Web(format!("{scheme}:{}", utf8_percent_encode(rest, WHOLE)))
    }

    fn file(path: &str, from: &str) -> Self {
        let joined = RepoPath::new(from).join(path);
        let is_file = |joined: &RepoPath| !joined.as_str().is_empty() && !path.contains('\\');
        joined.filter(is_file).map_or(Self::Nowhere, |joined| Self::File(joined.as_str().to_owned()))
    }
}

/// Whether a target is an address that comes out as it went in, as nearly all do.
fn is_plain(written: &str) -> bool {
    written.strip_prefix("https://").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        && matches!(Cow::from(utf8_percent_encode(written, WHOLE)), Cow::Borrowed(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_lead_where_they_say_or_nowhere() {
        let web = |url: &str| Target::Web(url.to_owned());
        let file = |path: &str| Target::File(path.to_owned());
        for (written, target) in [
            ("https://example.org/a?b=c#d", web("https://example.org/a?b=c#d")),
            ("HTTP://example.org", web("http://example.org")),
            ("//example.org/x", web("https://example.org/x")),
            ("https://example.org/\" onclick=x", web("https://example.org/%22%20onclick=x")),
            ("mailto:ines@example.org", web("mailto:ines@example.org")),
            ("0007-x.md", file("docs/adr/0007-x.md")),
            ("./0007-x.md#why", file("docs/adr/0007-x.md")),
            ("../a%20b.png", file("docs/a b.png")),
            ("/infra/x.yml", file("infra/x.yml")),
            ("#why", Target::Fragment("why".to_owned())),
            ("../../../x", Target::Nowhere),
            ("", Target::Nowhere),
        ] {
            assert_eq!(Target::read(written, "docs/adr/0012-y.md"), target, "{written}");
        }
    }

    #[test]
    fn what_a_browser_would_run_leads_nowhere() {
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
            assert_eq!(Target::read(written, "decisions/0001-a.md"), Target::Nowhere, "{written:?}");
        }
    }
}

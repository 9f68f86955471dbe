//! What a link, a trailer or an argument refers to: a file by its path or name, or a decision by its id.

use std::borrow::Cow;

use super::id::{Id, Key, Kind, without_ending};
use crate::text::percent_decoded;

/// How long the name of a repository is at most, in bytes.
const REPOSITORY_LIMIT: usize = 200;

/// A reference as written; a catalog finds the record that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The repository that it names, as in `acme/app:0012`; none for the log that it is in.
    pub repository: Option<String>,
    /// The id that it names, or that the name of its file starts with.
    pub id: Id,
    /// The path or file name; none when it is an id alone.
    pub file: Option<String>,
    /// The words that the id was read from, which may be a file name without its ending.
    pub name: String,
}

/// How far the words of a reference show that they mean a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim<'a> {
    /// They do: a file, a number, a slug, `ADR 12`.
    Record,
    /// If it is not one of the records that everybody cites: `RFC 9110`.
    Public(&'static str),
    /// If the log has the series: `OPS-12`, `ISO 27001`.
    Series(&'a str),
    /// If a record has the name: `Python 3`, `OAuth2`.
    Word,
}

impl Reference {
    /// The id that it names, behind the repository where it names one.
    pub(crate) fn shown(&self) -> Cow<'_, str> {
        match &self.repository {
            Some(repository) => Cow::Owned(format!("{repository}:{}", self.id.text)),
            None => Cow::Borrowed(&self.id.text),
        }
    }

    /// How far its words show that it means a record.
    pub(crate) fn claim(&self) -> Claim<'_> {
        if self.file.is_some() || self.repository.is_some() {
            return Claim::Record;
        }
        match (&self.id.key, self.id.kind()) {
            (Key::Name(name), _) if name.contains(char::is_whitespace) || !name.contains('-') => Claim::Word,
            (Key::Name(_), _) | (_, Some(Kind::Own)) => Claim::Record,
            (_, Some(Kind::Public(kind))) => Claim::Public(kind),
            (Key::Number { series, .. }, None) if series.contains(char::is_alphabetic) => Claim::Series(series),
            (Key::Number { .. }, None) => Claim::Record,
        }
    }

    /// Reads an id, a file name, a path, or a markdown link, whose target counts when it is a file. An address leads to
    /// another log, so it is no reference.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let written = text.trim();
        if written.contains("://") {
            return None;
        }
        if let Some((repository, rest)) = written.split_once(':').filter(|(before, _)| is_repository(before)) {
            let inner = Self::read(rest).filter(|inner| inner.repository.is_none())?;
            return Some(Self { repository: Some(repository.to_owned()), ..inner });
        }
        let (label, target) = match written.split_once("](") {
            Some((label, rest)) => (label.trim_start_matches('['), target(rest)),
            None => (written, written.trim_start_matches('<').trim_end_matches('>')),
        };
        // A heading inside the file.
        let target = target.split_once('#').map_or(target, |(path, _)| path);
        let file = Some(target).filter(|target| is_file(target)).map(|target| percent_decoded(target).into_owned());
        let name = file.as_deref().unwrap_or(label).to_owned();
        Some(Self { repository: None, id: Id::in_reference(&name)?, file, name })
    }
}

/// Whether a text is the name of a repository, as forges write them: `acme/app`, with a group or an owner. It is the start of
/// a path as well, so it has no part that leads elsewhere.
pub(crate) fn is_repository(name: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    name.len() <= REPOSITORY_LIMIT && name.contains('/') && name.split('/').all(is_part)
}

/// The target at the start of a text, which ends as a markdown link does: `0007-x.md "Title")`.
fn target(text: &str) -> &str {
    match text.strip_prefix('<') {
        Some(rest) => rest.split('>').next().unwrap_or_default(),
        None => text.split(|c: char| c == ')' || c.is_whitespace()).next().unwrap_or_default(),
    }
}

/// Whether a text is a path or the name of a markdown file.
fn is_file(text: &str) -> bool {
    without_ending(text) != text || (text.contains('/') && !text.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_named_before_a_colon() {
        for (text, repository, id) in [
            ("acme/app:0012", "acme/app", "0012"),
            (" acme/team/app.io:ADR-3 ", "acme/team/app.io", "ADR-3"),
            ("acme/app:docs/adr/0012-x.md", "acme/app", "0012"),
        ] {
            let read = Reference::read(text).unwrap();
            assert_eq!((read.repository.as_deref(), read.id.text.as_str()), (Some(repository), id), "{text}");
            assert_eq!(read.claim(), Claim::Record);
        }
        for text in ["app:0012", "../app:0012", "acme/..:0012", "/app:12", "acme/app/:12", "a b/c:12", "acme/app 12"] {
            let read = Reference::read(text);
            assert!(read.is_none_or(|read| read.repository.is_none()), "{text}");
        }
        assert_eq!(Reference::read("acme/app:acme/web:12"), None);
    }

    #[test]
    fn files_and_ids() {
        for (text, id, file) in [
            ("0012", "0012", None),
            (" ADR 12 ", "ADR-12", None),
            ("#12", "12", None),
            ("0012-page", "0012", None),
            ("0012-page.md", "0012", Some("0012-page.md")),
            ("<0012-page.md>", "0012", Some("0012-page.md")),
            ("../web/0012-page.md#context", "0012", Some("../web/0012-page.md")),
            ("web/adr/0012", "0012", Some("web/adr/0012")),
            ("0012-page/README.md", "0012", Some("0012-page/README.md")),
            ("[ADR-12](0012-page.md)", "0012", Some("0012-page.md")),
            ("[ADR-12](<0012 page.md>)", "0012", Some("0012 page.md")),
            ("[ADR-12](0012%20page.md \"Page\")", "0012", Some("0012 page.md")),
            ("[ADR-12](#twelve)", "ADR-12", None),
        ] {
            let read = Reference::read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((read.id.text.as_str(), read.file.as_deref()), (id, file), "{text}");
        }
        for (text, claim) in [
            ("12", Claim::Record),
            ("#12", Claim::Record),
            ("ADR 12", Claim::Record),
            ("LADR-3", Claim::Record),
            ("ops-adr-3", Claim::Record),
            ("queue-first", Claim::Record),
            ("2026-001", Claim::Record),
            ("2026-03-02-page", Claim::Record),
            ("ops/0005-x.md", Claim::Record),
            ("[MySQL 5](0005-x.md)", Claim::Record),
            ("RFC 9110", Claim::Public("rfc")),
            ("ISO 27001", Claim::Series("iso")),
            ("MySQL 5", Claim::Series("mysql")),
            ("ops-12", Claim::Series("ops")),
            ("TLS 1.3", Claim::Series("tls")),
            ("Python 3", Claim::Word),
            ("Node.js 18", Claim::Word),
            ("OAuth2", Claim::Word),
            ("ticket #12", Claim::Word),
        ] {
            assert_eq!(Reference::read(text).unwrap().claim(), claim, "{text}");
        }
        for text in ["", "  ", "https://example.org/adr/0012-x.md", "[ADR-12](https://example.org/12)"] {
            assert_eq!(Reference::read(text), None, "{text}");
        }
    }
}

//! Ids of decisions: read from the file name, compared without leading zeros, found again from a
//! link or a sentence.

use std::fmt;

use crate::text::RepoPath;

/// Words before a number that name the kind of record, not which record it is.
const KINDS: &[&str] = &["adr", "adl", "rfc", "dr", "mdr", "ddr", "kep", "eip", "pep", "decision", "record"];

/// What identifies a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Id {
    /// As shown, for instance `0012`, `ADR021` or `20260302-paging`.
    pub text: String,
    /// What it is compared by.
    pub key: Key,
}

/// The comparable part of an [`Id`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Key {
    /// A number, with the letters before it (folded, kinds of record left out).
    Number { number: u64, series: String },
    /// A whole name: records named by day or by slug.
    Name(String),
}

/// The kinds of id that `[log] ids` names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, clap::ValueEnum)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(crate) enum IdKind {
    /// `0012-slug.md`
    #[default]
    Sequential,
    /// `20260302-slug.md`
    Date,
    /// `slug.md`
    Slug,
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&crate::text::visible(&self.text))
    }
}

impl Id {
    /// The id that a path carries, and its kind. In a folder per record the folder carries it.
    pub(crate) fn of_path(path: &RepoPath) -> (Self, IdKind) {
        let stem = path.stem();
        let name = match path.folder_name() {
            Some(folder) if is_index_name(stem) => folder,
            _ => stem,
        };
        // `0001-x.ja.md` is a translation of `0001-x.md`.
        let name = translation(name).map_or(name, |(name, _)| name);
        if starts_with_day(name) {
            return (Self::named(name), IdKind::Date);
        }
        match leading_number(name) {
            Some(id) => (id, IdKind::Sequential),
            None => (Self::named(name), IdKind::Slug),
        }
    }

    fn named(name: &str) -> Self {
        Self { text: name.to_owned(), key: Key::Name(name.to_lowercase()) }
    }

    /// The id at the start of a text such as `ADR-0062`, `0012` or `12-some-slug.md`.
    pub(crate) fn in_reference(text: &str) -> Option<Self> {
        let name = text.trim().rsplit('/').next().unwrap_or_default();
        let name = name.strip_suffix(".md").unwrap_or(name);
        if name.is_empty() {
            return None;
        }
        if starts_with_day(name) {
            return Some(Self::named(name));
        }
        let tight = name.replace("ADR ", "ADR-").replace("RFC ", "RFC-");
        let tight = tight.trim_start_matches('#');
        Some(leading_number(tight).unwrap_or_else(|| Self::named(name)))
    }
}

/// Whether a stem names the page of a folder rather than a record of its own.
pub(crate) fn is_index_name(stem: &str) -> bool {
    stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index")
}

/// Splits `name.ja` into the name and the language.
pub(crate) fn translation(name: &str) -> Option<(&str, &str)> {
    let (name, language) = name.rsplit_once('.')?;
    let (primary, region) = language.split_once(['-', '_']).unwrap_or((language, ""));
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    (primary.len() == 2 && letters(primary) && region.len() <= 4 && letters(region)).then_some((name, language))
}

/// The digits at the start of a text, and the rest.
fn digits(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.split_at(text.len() - rest.len())
}

fn starts_with_day(name: &str) -> bool {
    let (number, rest) = digits(name);
    let year = number.starts_with("19") || number.starts_with("20");
    match number.len() {
        8 => year && (rest.is_empty() || rest.starts_with(['-', '_'])),
        // `2026-01-02-slug`, and `2026-01-slug`.
        4 => year && rest.strip_prefix('-').is_some_and(|month| digits(month).0.len() == 2),
        _ => false,
    }
}

/// `[letters]NNN` at the start of a name, when the letters can only be a series.
fn leading_number(name: &str) -> Option<Id> {
    let at = name.find(|c: char| c.is_ascii_digit())?;
    let (series, rest) = name.split_at(at);
    let (digits, after) = digits(rest);
    let ends = after.is_empty() || after.starts_with(|c: char| !c.is_alphanumeric());
    if !ends || digits.len() > 9 {
        return None;
    }
    let number = digits.parse().ok()?;
    let text = name[..at + digits.len()].to_owned();
    if series.is_empty() {
        return Some(Id { text, key: Key::Number { number, series: String::new() } });
    }
    let parts: Vec<&str> = series.split(['-', '_', ' ']).filter(|part| !part.is_empty()).collect();
    let known = |part: &&str| KINDS.contains(&part.to_lowercase().as_str());
    let capitals = |part: &&str| part.bytes().all(|byte| byte.is_ascii_uppercase());
    if !parts.is_empty() && !parts.iter().any(&known) && !parts.iter().all(capitals) {
        return None;
    }
    // Only the first such word is the kind: `ODH-ADR-DR-0001` is of the series `odh-dr`.
    let kind = parts.iter().position(known);
    let series: Vec<String> = parts
        .iter()
        .enumerate()
        .filter(|(index, _)| Some(*index) != kind)
        .map(|(_, part)| part.to_lowercase())
        .collect();
    Some(Id { text, key: Key::Number { number, series: series.join("-") } })
}

/// Splits `ADR-0012: Title` into the id and the title; `None` when no id comes before the title.
pub(crate) fn before_title(title: &str) -> Option<(Id, &str)> {
    let end = title.find(|c: char| c.is_ascii_digit())?;
    // An id is at the start, or it is a part of the title.
    if title[..end].trim_end().contains(' ') {
        return None;
    }
    let (head, rest) = title.split_at(end + digits(&title[end..]).0.len());
    let rest = rest.trim_start();
    let rest = rest.strip_prefix([':', '.', '–', '—']).or_else(|| rest.strip_prefix("- "))?;
    // `2.0 is out` and `12.5 per cent` are titles.
    if rest.starts_with(|c: char| c.is_ascii_digit()) || rest.trim().is_empty() {
        return None;
    }
    Some((leading_number(&head.replace(' ', "-"))?, rest.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_wild() {
        let cases = [
            ("d/0012-page.md", "0012", IdKind::Sequential),
            ("d/0012.md", "0012", IdKind::Sequential),
            ("d/ADR021-use-auth0.md", "ADR021", IdKind::Sequential),
            ("d/rfc-0012.md", "rfc-0012", IdKind::Sequential),
            ("d/D-0012-x.md", "D-0012", IdKind::Sequential),
            ("d/ODH-ADR-Operator-0011-x.md", "ODH-ADR-Operator-0011", IdKind::Sequential),
            ("d/0012-slug/README.md", "0012", IdKind::Sequential),
            ("d/0001-x.ja.md", "0001", IdKind::Sequential),
            ("d/20260302-page.md", "20260302-page", IdKind::Date),
            ("d/2026-03-02-page.md", "2026-03-02-page", IdKind::Date),
            ("d/2026-01-page.md", "2026-01-page", IdKind::Date),
            ("d/use-http2-client.md", "use-http2-client", IdKind::Slug),
            ("d/use-postgres.md", "use-postgres", IdKind::Slug),
        ];
        for (path, id, kind) in cases {
            let (read, read_kind) = Id::of_path(&RepoPath::new(path));
            assert_eq!((read.text.as_str(), read_kind), (id, kind), "{path}");
        }
    }

    #[test]
    fn zeros_and_kinds_do_not_tell_ids_apart() {
        let key = |text: &str| Id::in_reference(text).unwrap().key;
        assert_eq!(key("ADR-12"), key("0012-page.md"));
        assert_eq!(key("ADR 12"), key("#12"));
        assert_ne!(key("DW-0001"), key("MS-0001"));
        assert_ne!(key("ODH-ADR-0001"), key("ODH-ADR-DR-0001"));
    }

    #[test]
    fn an_id_before_a_title() {
        let split = |title| before_title(title).map(|(id, rest)| (id.text, rest.to_owned()));
        assert_eq!(split("ADR000: Record decisions"), Some(("ADR000".into(), "Record decisions".into())));
        assert_eq!(split("1. Record decisions"), Some(("1".into(), "Record decisions".into())));
        assert_eq!(split("RFC-0009: Requests"), Some(("RFC-0009".into(), "Requests".into())));
        assert_eq!(split("Open Data - ADR-0003 - Licence"), None);
        assert_eq!(split("Use HTTP 2: why"), None);
        assert_eq!(split("2.0 is out"), None);
    }
}

//! Ids of decisions: read from the file name, compared without leading zeros, found again from a
//! link or a sentence.

use std::borrow::Cow;
use std::fmt;

use crate::text::{RepoPath, composed, visible};

/// Words before a number that name the kind of record, not which record it is.
pub(crate) const KINDS: &[&str] = &["adr", "adl", "rfc", "dr", "mdr", "ddr", "kep", "eip", "pep", "decision", "record"];

/// Of these, the ones that people outside of a log cite as well: `RFC 9110`.
const PUBLIC: &[&str] = &["rfc", "kep", "eip", "pep"];

/// Series of public logs whose numbers are not always padded with zeros.
const SERIES: &[&str] = &[
    "aip", "bip", "cap", "cip", "dep", "erc", "gep", "hip", "idr", "jep", "kip", "lip", "nep", "nip", "oep", "odr",
    "pdr", "pip", "sep", "sip", "snip", "tdr", "tep", "xep", "zip",
];

/// How many letters the word of an unknown series has at most where nothing follows the number: `ops-5.md`.
const SHORT: usize = 5;

/// What identifies a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Id {
    /// As written, for instance `0012`, `ADR021` or `20260302-paging`.
    pub text: String,
    /// What it is compared by.
    pub key: Key,
    /// As shown where another log of the repository has the same id: with the folder of its own log before it.
    pub qualified: Option<String>,
}

/// The comparable part of an [`Id`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Key {
    /// A number, with the letters before it (folded, kinds of record left out), and what makes it one of several:
    /// the `a` of `040a`, the `.1` of `041.1`.
    Number { number: u64, series: String, part: String },
    /// A whole name: records named by day or by slug.
    Name(String),
}

/// What a word that names a kind of record says of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// People cite records of other logs by it.
    Public(&'static str),
    /// It is a record of this log.
    Own,
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
        out.write_str(&visible(self.shown()))
    }
}

impl Id {
    /// The id that a path carries, and its kind. In a folder per record the folder carries it.
    pub(crate) fn of_path(path: &RepoPath) -> (Self, IdKind) {
        let stem = path.stem();
        let name = match path.folder_name() {
            Some(folder) if is_index_name(stem) => folder,
            // `0001-x.ja.md` is a translation of `0001-x.md`.
            _ => translation(stem).map_or(stem, |(name, _)| name),
        };
        if is_dated(name) {
            return (Self::named(name), IdKind::Date);
        }
        match leading_number(name, true) {
            Some(id) => (id, IdKind::Sequential),
            None => (Self::named(name), IdKind::Slug),
        }
    }

    fn named(name: &str) -> Self {
        Self { text: name.to_owned(), key: Key::Name(composed(name).to_lowercase()), qualified: None }
    }

    /// The id at the start of a text such as `ADR-0062`, `0012` or `12-some-slug.md`. Of a path its last part counts.
    pub(crate) fn in_reference(text: &str) -> Option<Self> {
        let mut parts = text.trim().trim_end_matches('/').rsplit('/').map(without_ending);
        let last = parts.next().unwrap_or_default();
        let name = if is_index_name(last) { parts.next().unwrap_or(last) } else { last };
        if name.is_empty() {
            return None;
        }
        let tight = tight(name.trim_start_matches('#'));
        if is_dated(&tight) {
            return Some(Self::named(name));
        }
        Some(leading_number(&tight, true).unwrap_or_else(|| Self::named(name)))
    }

    /// The id as people see it: with the folder of its log where another log has the same.
    pub(crate) fn shown(&self) -> &str {
        self.qualified.as_deref().unwrap_or(&self.text)
    }

    /// The word before its number that names a kind of record: that of the public, or any other as `LADR`.
    pub(super) fn kind(&self) -> Option<Kind> {
        let parts = series_parts(self.number_parts().0);
        let public = PUBLIC.iter().find(|kind| is_one_of(&parts, kind));
        let is_kind = |part: &&str| is_one_of(KINDS, part) || part.to_ascii_lowercase().ends_with("adr");
        public.map(|kind| Kind::Public(kind)).or_else(|| parts.iter().any(is_kind).then_some(Kind::Own))
    }

    /// What comes before the digits that number it, and these digits: `ADR-` and `0012` of `ADR-0012`. An id that
    /// is no number has no digits.
    pub(crate) fn number_parts(&self) -> (&str, &str) {
        let Key::Number { part, .. } = &self.key else {
            return (&self.text, "");
        };
        let text = &self.text[..self.text.len() - part.len()];
        text.split_at(text.trim_end_matches(|c: char| c.is_ascii_digit()).len())
    }
}

/// Whether a stem names the page of a folder, or a translation of it, rather than a record of its own.
pub(crate) fn is_index_name(stem: &str) -> bool {
    let stem = translation(stem).map_or(stem, |(name, _)| name);
    stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index")
}

/// Splits `name.ja` into the name and the language.
pub(crate) fn translation(name: &str) -> Option<(&str, &str)> {
    let (name, language) = name.rsplit_once('.')?;
    let (primary, region) = language.split_once(['-', '_']).unwrap_or((language, ""));
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    (primary.len() == 2 && letters(primary) && region.len() <= 4 && letters(region)).then_some((name, language))
}

/// The name that a record has in common with its variants: `0012-slug` for `0012-slug.fr.md` and for
/// `0012-slug.expired.md`.
pub(crate) fn base_name(path: &RepoPath) -> &str {
    let stem = path.stem();
    match stem.rsplit_once('.') {
        Some((name, mark)) if mark.bytes().all(|byte| byte.is_ascii_alphabetic()) && !mark.is_empty() => name,
        _ => translation(stem).map_or(stem, |(name, _)| name),
    }
}

/// The words behind the day that a name starts with.
pub(crate) fn beside_day(name: &str) -> Option<&str> {
    let is_mark = |c: char| c.is_ascii_digit() || c == '-' || c == '_';
    let words = name[name.find(|c: char| c.is_ascii_digit())?..].trim_start_matches(is_mark);
    (is_dated(name) && !words.is_empty()).then_some(words)
}

/// A file name without the ending of markdown.
pub(crate) fn without_ending(name: &str) -> &str {
    [".md", ".markdown"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

/// A name with `ADR 12` written as `ADR-12`.
fn tight(name: &str) -> Cow<'_, str> {
    match name.split_once(' ') {
        Some((word, rest))
            if rest.starts_with(|c: char| c.is_ascii_digit())
                && !word.is_empty()
                && word.bytes().all(|byte| byte.is_ascii_alphabetic()) =>
        {
            Cow::Owned(format!("{word}-{rest}"))
        }
        _ => Cow::Borrowed(name),
    }
}

/// The digits at the start of a text, and the rest.
fn digits(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.split_at(text.len() - rest.len())
}

/// Whether a name starts with a day, behind a kind of record or not: `20260302-x`, `ADR-2026-03-02-x`.
fn is_dated(name: &str) -> bool {
    let at = name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len());
    let (series, rest) = name.split_at(at);
    let parts = series_parts(series);
    let is_kind = series.is_empty() || (series.ends_with(['-', '_']) && is_known_series(&parts));
    is_kind && starts_with_day(rest)
}

fn starts_with_day(name: &str) -> bool {
    let (number, rest) = digits(name);
    let ends = rest.is_empty() || rest.starts_with(['-', '_']);
    let is_month = |month: &str| month.len() == 2 && ("01"..="12").contains(&month);
    match number.len() {
        _ if !is_year(number.get(..4).unwrap_or_default()) => false,
        8 => ends,
        // With the hour, the minute, and the second of its making.
        10 | 12 | 14 => ends && is_month(&number[4..6]) && ("01"..="31").contains(&&number[6..8]),
        // `2026-01-02-slug`, and `2026-01-slug`.
        4 => rest.strip_prefix(['-', '_', '.']).is_some_and(|month| is_month(digits(month).0)),
        _ => false,
    }
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// `[letters]NNN` at the start of a name, when the letters can only be a series, with what makes it one of several.
/// A short word before a number is a series where nothing follows and `may_be_short` allows it.
fn leading_number(name: &str, may_be_short: bool) -> Option<Id> {
    let at = name.find(|c: char| c.is_ascii_digit())?;
    let (series, rest) = name.split_at(at);
    // Of `2026-001` the year is a series.
    let year = year_before_number(rest);
    let (number_digits, after) = digits(&rest[year.map_or(0, |year| year.len() + 1)..]);
    let part = part(number_digits, after);
    let after = &after[part.len()..];
    let ends = after.is_empty() || after.starts_with(|c: char| !c.is_alphanumeric());
    if !ends || number_digits.len() > 18 {
        return None;
    }
    let number = number_digits.parse().ok()?;
    let parts = series_parts(series);
    let is_padded = number_digits.len() > 2 && number_digits.starts_with('0');
    let is_word = |part: &&str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_short = || matches!(parts.as_slice(), [word] if word.len() <= SHORT && is_word(word));
    let is_series = parts.is_empty()
        || is_known_series(&parts)
        || (is_padded && parts.len() <= 3 && parts.iter().all(is_word))
        || (may_be_short && after.is_empty() && series.ends_with(['-', '_']) && is_short());
    if !is_series {
        return None;
    }
    // Only the first such word is the kind: `ODH-ADR-DR-0001` is of the series `odh-dr`.
    let kind = parts.iter().position(|part| is_one_of(KINDS, part));
    let rest_of_series = parts.iter().enumerate().filter(|(index, _)| Some(*index) != kind);
    let series: Vec<String> =
        rest_of_series.map(|(_, part)| part.to_lowercase()).chain(year.map(str::to_owned)).collect();
    Some(Id {
        text: name[..name.len() - after.len()].to_owned(),
        key: Key::Number { number, series: series.join("-"), part: part.to_lowercase() },
        qualified: None,
    })
}

/// The year of `2026-001`; not that of `2026-03-02`, nor of the span `2025-2026`.
fn year_before_number(name: &str) -> Option<&str> {
    let (year, rest) = digits(name);
    let (number, _) = digits(rest.strip_prefix(['-', '_'])?);
    (is_year(year) && !number.is_empty() && !is_year(number)).then_some(year)
}

/// Whether a series is a year, in which numbers are counted anew.
pub(crate) fn is_of_year(series: &str) -> bool {
    is_year(series.rsplit('-').next().unwrap_or_default())
}

/// What follows the digits of a number and belongs to it: a letter as in `040a`, further numbers as in `041.1`.
fn part<'a>(digits_before: &str, after: &'a str) -> &'a str {
    let is_end = |rest: &str| rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric());
    let mut letters = after.char_indices();
    if let (Some((_, letter)), rest) = (letters.next(), letters.as_str())
        && letter.is_ascii_alphabetic()
    {
        // `3d-rendering`, `64k-pages` and `100x` are words.
        let is_padded = digits_before.len() > 1 && digits_before.starts_with('0');
        let is_part = is_padded || (digits_before.len() > 1 && ('a'..='e').contains(&letter.to_ascii_lowercase()));
        return if is_part && is_end(rest) { &after[..1] } else { "" };
    }
    let mut end = 0;
    while let Some(rest) = after[end..].strip_prefix('.') {
        let (number, rest) = digits(rest);
        if number.is_empty() || number.len() > 3 || !is_end(rest) {
            break;
        }
        end += 1 + number.len();
    }
    &after[..end]
}

fn series_parts(series: &str) -> Vec<&str> {
    series.split(['-', '_', ' ']).filter(|part| !part.is_empty()).collect()
}

/// Whether words before a number are a series without looking at the number: one of them is a kind of record, all are in
/// capitals, or it is a series of a public log. Marks alone are none of the number's business.
fn is_known_series(parts: &[&str]) -> bool {
    let capitals = |part: &&str| part.bytes().all(|byte| byte.is_ascii_uppercase());
    parts.iter().any(|part| is_one_of(KINDS, part))
        || (!parts.is_empty() && parts.iter().all(capitals))
        || matches!(parts, [word] if is_one_of(SERIES, word))
}

fn is_one_of(words: &[&str], word: &str) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Splits `ADR-0012: Title` into the id and the title; `None` when no id comes before the title.
pub(crate) fn before_title(title: &str) -> Option<(Id, &str)> {
    // `[ADR-12] Page`
    let title = title.strip_prefix('[').filter(|inner| inner.contains("] ")).unwrap_or(title);
    let end = title.find(|c: char| c.is_ascii_digit())?;
    // An id is at the start, or it is a part of the title.
    if title[..end].trim_end().contains(' ') || is_dated(title) {
        return None;
    }
    let tight = format!("{}{}", title[..end].replace(' ', "-"), &title[end..]);
    let id = leading_number(&tight, false)?;
    // `2.0: the release` is a title.
    let is_version =
        matches!(&id.key, Key::Number { part, .. } if part.starts_with('.')) && !title[end..].starts_with('0');
    let rest = title[id.text.len()..].trim_start();
    // `0012 Page`; `12 pages` is a title.
    let is_padded = title[end..].starts_with('0') && title[id.text.len()..].starts_with(' ') && id.text.len() > end + 2;
    let rest = rest
        .strip_prefix([':', '：', '.', '–', '—', ')', ']'])
        .or_else(|| rest.strip_prefix("- "))
        .or_else(|| Some(rest).filter(|rest| is_padded && rest.starts_with(char::is_alphabetic)))?;
    // `2.0 is out` and `12.5 per cent` are titles.
    if is_version || rest.starts_with(|c: char| c.is_ascii_digit()) || rest.trim().is_empty() {
        return None;
    }
    Some((id, rest.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_and_decomposed_names_are_one() {
        assert_eq!(Id::in_reference("caf\u{e9}.md").unwrap().key, Id::in_reference("cafe\u{301}.md").unwrap().key);
    }

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
            ("d/page.j1.md", "page.j1", IdKind::Slug),
            ("d/page.jap.md", "page.jap", IdKind::Slug),
            ("d/D-12-x.md", "D-12", IdKind::Sequential),
            // More digits are no number.
            ("d/123456789012345678.md", "123456789012345678", IdKind::Sequential),
            ("d/1234567890123456789.md", "1234567890123456789", IdKind::Slug),
            // Series in small letters.
            ("d/cap-0001.md", "cap-0001", IdKind::Sequential),
            ("d/cap-1-x.md", "cap-1", IdKind::Sequential),
            ("d/snip-6.md", "snip-6", IdKind::Sequential),
            ("d/sec-6.md", "sec-6", IdKind::Sequential),
            ("d/ops-0005-x.md", "ops-0005", IdKind::Sequential),
            ("d/Ops-0005-x.md", "Ops-0005", IdKind::Sequential),
            ("d/web_api_0005_x.md", "web_api_0005", IdKind::Sequential),
            ("d/data-works-004.md", "data-works-004", IdKind::Sequential),
            ("d/java-17-upgrade.md", "java-17-upgrade", IdKind::Slug),
            ("d/python-3.md", "python-3", IdKind::Slug),
            ("d/use-http-2-dont-wait.md", "use-http-2-dont-wait", IdKind::Slug),
            ("d/we-will-not-use-0012.md", "we-will-not-use-0012", IdKind::Slug),
            // Years are series.
            ("d/2026-001-z.md", "2026-001", IdKind::Sequential),
            ("d/2026_12_x.md", "2026_12_x", IdKind::Date),
            ("d/2026-13-x.md", "2026-13", IdKind::Sequential),
            ("d/2026-7-x.md", "2026-7", IdKind::Sequential),
            ("d/1812-01-x.md", "1812", IdKind::Sequential),
            ("d/99990101-x.md", "99990101", IdKind::Sequential),
            ("d/x-2026-03-02.md", "x-2026-03-02", IdKind::Slug),
            ("d/ADR-2026-014-x.md", "ADR-2026-014", IdKind::Sequential),
            ("d/2025-2026-plan.md", "2025", IdKind::Sequential),
            // One of several.
            ("d/040a-x.md", "040a", IdKind::Sequential),
            ("d/ADR-040B-x.md", "ADR-040B", IdKind::Sequential),
            ("d/12b.md", "12b", IdKind::Sequential),
            ("d/041.1-d.md", "041.1", IdKind::Sequential),
            ("d/041.1.2.md", "041.1.2", IdKind::Sequential),
            ("d/041.1a.md", "041", IdKind::Sequential),
            ("d/041.120-d.md", "041.120", IdKind::Sequential),
            ("d/040x-z.md", "040x", IdKind::Sequential),
            ("d/0x-addresses.md", "0x-addresses", IdKind::Slug),
            ("d/041.1-d/index.md", "041.1", IdKind::Sequential),
            ("d/3d-rendering.md", "3d-rendering", IdKind::Slug),
            ("d/64k-pages.md", "64k-pages", IdKind::Slug),
            ("d/0249-x.expired.md", "0249", IdKind::Sequential),
            // Days behind a kind, and with an hour.
            ("d/ADR-2026-03-05-pager.md", "ADR-2026-03-05-pager", IdKind::Date),
            ("d/adr_20260305_pager.md", "adr_20260305_pager", IdKind::Date),
            ("d/20240603162604-x.md", "20240603162604-x", IdKind::Date),
            ("d/202406031626-x.md", "202406031626-x", IdKind::Date),
            ("d/20240603162604/README.md", "20240603162604", IdKind::Date),
            ("d/20249903162604-x.md", "20249903162604", IdKind::Sequential),
            ("d/0012-slug/README.fr.md", "0012", IdKind::Sequential),
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
        assert_eq!(key("CAP 1"), key("cap-0001.md"));
        assert_eq!(key("adr/0012-page/README.md"), key("0012-page/"));
        assert_eq!(key("ADR-2026-014"), key("2026-14-x"));
        assert_eq!(key("40a"), key("adr/040A-x.markdown"));
        for words in ["a- 12", "ADR x12"] {
            assert_eq!(Id::in_reference(words).unwrap().text, words);
        }
        for [one, other] in [
            ["2026-001", "2026-002"],
            ["2026-001", "2025-001"],
            ["040", "040a"],
            ["040a", "040b"],
            ["041.1", "041.2"],
            ["cap-0001", "sec-0001"],
            ["ADR-2026-03-05-pager", "ADR-2026-04-06-queue"],
        ] {
            assert_ne!(key(one), key(other), "{one} {other}");
        }
    }

    #[test]
    fn the_digits_of_an_id() {
        for (id, parts) in [
            ("ADR-0012", ("ADR-", "0012")),
            ("2026-001", ("2026-", "001")),
            ("040a", ("", "040")),
            ("041.1", ("", "041")),
            ("use-x2", ("use-x2", "")),
        ] {
            assert_eq!(Id::in_reference(id).unwrap().number_parts(), parts, "{id}");
        }
    }

    #[test]
    fn variants_of_a_record_have_one_base() {
        for (path, base) in [
            ("d/0249-x.md", "0249-x"),
            ("d/0249-x.expired.md", "0249-x"),
            ("d/0249-x.zh-CN.md", "0249-x"),
            ("d/041.1.md", "041.1"),
        ] {
            assert_eq!(base_name(&RepoPath::new(path)), base);
        }
    }

    #[test]
    fn what_a_dated_name_says_beside_the_day() {
        for (name, words) in [
            ("20260302-page", Some("page")),
            ("ADR-2026-03-05-pager", Some("pager")),
            ("20260302", None),
            ("0012-page", None),
            ("page", None),
        ] {
            assert_eq!(beside_day(name), words, "{name}");
        }
    }

    #[test]
    fn an_id_before_a_title() {
        let split = |title| before_title(title).map(|(id, rest)| (id.text, rest.to_owned()));
        assert_eq!(split("ADR000: Record decisions"), Some(("ADR000".into(), "Record decisions".into())));
        assert_eq!(split("1. Record decisions"), Some(("1".into(), "Record decisions".into())));
        assert_eq!(split("RFC-0009: Requests"), Some(("RFC-0009".into(), "Requests".into())));
        assert_eq!(split("12) Queue"), Some(("12".into(), "Queue".into())));
        assert_eq!(split("ADR-12：Queue"), Some(("ADR-12".into(), "Queue".into())));
        assert_eq!(split("[ADR-12] Queue"), Some(("ADR-12".into(), "Queue".into())));
        assert_eq!(split("0012 Queue"), Some(("0012".into(), "Queue".into())));
        assert_eq!(split("ADR-0012 Queue"), Some(("ADR-0012".into(), "Queue".into())));
        assert_eq!(split("12 queues"), None);
        assert_eq!(split("0 queues"), None);
        assert_eq!(split("01 queue"), None);
        assert_eq!(split("123 queues"), None);
        assert_eq!(split("12:30 is late"), None);
        assert_eq!(split("0012: "), None);
        assert_eq!(split("[ADR-12]: Queue"), None);
        assert_eq!(split("[Draft] 12 queues"), None);
        assert_eq!(split("Open Data - ADR-0003 - Licence"), None);
        assert_eq!(split("Use HTTP 2: why"), None);
        assert_eq!(split("2.0 is out"), None);
        assert_eq!(split("2.0: the release"), None);
        assert_eq!(split("12.5 per cent"), None);
        assert_eq!(split("041.1: Queue"), Some(("041.1".into(), "Queue".into())));
        assert_eq!(split("ADR-040a: Queue"), Some(("ADR-040a".into(), "Queue".into())));
        assert_eq!(split("2026-001: Queue"), Some(("2026-001".into(), "Queue".into())));
        assert_eq!(split("2026-03-02: Queue"), None);
        assert_eq!(split("Step 2: ask them"), None);
        assert_eq!(split("cap-0001: Queue"), Some(("cap-0001".into(), "Queue".into())));
    }
}

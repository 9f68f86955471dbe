//! Links from one record to another: of the header, of lists and lines in the body, and in the words of a status.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::field::{self, FieldSpec};
use super::status::Status;
use super::{is_nothing, texts, words_of};
use crate::document::header::{Field, Value};
use crate::document::headerless::relations;
use crate::text::{Span, Spanned, fold};
use crate::vocabulary::day::{self, Day};
use crate::vocabulary::id::Key;
use crate::vocabulary::reference::Reference;
use crate::vocabulary::words::StatusKind;

/// A link from one decision to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// What the link says.
    pub kind: LinkKind,
    /// As written.
    pub target: Spanned<String>,
    /// What was read from it.
    pub reference: Reference,
}

impl Link {
    /// What two links that say the same have in common, as far as it can be seen without knowing the records.
    fn key(&self) -> (LinkKind, Option<String>, Key) {
        (self.kind, self.reference.repository.clone(), self.reference.id.key.clone())
    }

    /// Whether the files of two links with the same id may be the same.
    fn may_be(&self, other: &Self) -> bool {
        let files = self.reference.file.as_ref().zip(other.reference.file.as_ref());
        files.is_none_or(|(one, other)| one == other)
    }
}

/// What a link says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LinkKind {
    Supersedes,
    SupersededBy,
    Amends,
    AmendedBy,
    RelatesTo,
}

impl LinkKind {
    /// Every kind, in the order of a header.
    pub(crate) const ALL: [Self; 5] =
        [Self::Supersedes, Self::SupersededBy, Self::Amends, Self::AmendedBy, Self::RelatesTo];

    /// The key in a header.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Supersedes => "supersedes",
            Self::SupersededBy => "superseded-by",
            Self::Amends => "amends",
            Self::AmendedBy => "amended-by",
            Self::RelatesTo => "relates-to",
        }
    }

    /// What the other side should say; a relation says the same on both sides.
    pub(crate) fn back(self) -> Self {
        match self {
            Self::Supersedes => Self::SupersededBy,
            Self::SupersededBy => Self::Supersedes,
            Self::Amends => Self::AmendedBy,
            Self::AmendedBy => Self::Amends,
            Self::RelatesTo => Self::RelatesTo,
        }
    }
}

/// All links of a record, each once.
pub(super) fn read(text: &str, fields: &[Field], status: Option<&Status>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for kind in LinkKind::ALL {
        let spec: Option<&FieldSpec> = field::spec(kind.key());
        let targets = spec.into_iter().flat_map(|spec| targets(text, fields, spec));
        links.extend(targets.filter_map(|target| link(kind, target)));
    }
    let more =
        listed_links(text, fields).into_iter().chain(status.into_iter().flat_map(|status| in_status(text, status)));
    let mut known: BTreeMap<(LinkKind, Option<String>, Key), Vec<Link>> = BTreeMap::new();
    for link in &links {
        known.entry(link.key()).or_default().push(link.clone());
    }
    for link in more {
        let same = known.entry(link.key()).or_default();
        if !same.iter().any(|known| known.may_be(&link)) {
            same.push(link.clone());
            links.push(link);
        }
    }
    links
}

/// The targets that a value lists, each with its place.
fn targets(text: &str, fields: &[Field], spec: &FieldSpec) -> Vec<Spanned<String>> {
    let mut targets = Vec::new();
    for written in texts(text, fields, spec) {
        let parts: Vec<&str> = pieces(&written.value).collect();
        if let [part] = parts.as_slice()
            && *part == written.value
        {
            targets.push(written);
            continue;
        }
        let mut from = written.span.start;
        for part in parts {
            let span = match text[from..written.span.end].find(part) {
                Some(at) => Span::new(from + at, from + at + part.len()),
                // A folded scalar does not have the words as they are read.
                None => written.span,
            };
            from = if span == written.span { from } else { span.end };
            targets.push(Spanned::new(part.to_owned(), span));
        }
    }
    targets
}

/// The links of a header of adrs, a list of `target` and `kind` under one key.
pub(crate) fn listed_links(text: &str, fields: &[Field]) -> Vec<Link> {
    let Some(Value::List { items, .. }) = field::find(fields, ["links"].into_iter()).map(|field| &field.value.value)
    else {
        return Vec::new();
    };
    let links = items.iter().filter_map(|item| {
        let Value::Map { fields } = &item.value else { return None };
        let value = |name: &str| fields.iter().find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value);
        let (target, kind) = (value("target")?, fold(value("kind")?.text()?));
        let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let kind = LinkKind::ALL.into_iter().find(|known| letters(known.key()) == letters(&kind))?;
        link(kind, Spanned::new(words_of(text, target).to_owned(), target.span))
    });
    links.collect()
}

/// How many targets are looked for in a status.
const IN_STATUS: usize = 100;

/// The links in the words of a status: `superseded by [ADR-0062](0062-payload.md)`, `accepted (supersedes 0002)`.
fn in_status(text: &str, status: &Status) -> Vec<Link> {
    let words = &*without_day_inside(&status.word);
    let mut links = Vec::new();
    let is_superseded = status.kind == Some(StatusKind::Superseded);
    let found = relations(words);
    for (key, from, to) in found.iter().take(IN_STATUS) {
        let Some(kind) = LinkKind::ALL.into_iter().find(|kind| kind.key() == *key) else { continue };
        // In part or not, the log says by its words that nothing of it is left.
        let kind = if is_superseded && kind == LinkKind::AmendedBy { LinkKind::SupersededBy } else { kind };
        let targets =
            pieces(&words[*from..*to]).filter(|target| is_reference(target) && !is_day(target)).take(IN_STATUS);
        links.extend(
            targets.filter_map(|target| link(kind, Spanned::new(target.to_owned(), place(text, status, target)))),
        );
    }
    if is_superseded && found.is_empty() {
        // `superseded (0013)`, `superseded: ADR-13`
        let rest = words.trim_start_matches(|letter: char| !"( :,".contains(letter));
        let rest = rest.trim_matches(|letter: char| "( :,)".contains(letter));
        let targets =
            pieces(rest).filter(|target| is_reference(target) && target.contains(|c: char| c.is_ascii_digit()));
        let targets = targets.filter(|target| !is_day(target));
        let targets =
            targets.take(IN_STATUS).map(|target| Spanned::new(target.to_owned(), place(text, status, target)));
        links.extend(targets.filter_map(|target| link(LinkKind::SupersededBy, target)));
    }
    links
}

/// Where a part of a status is written.
fn place(text: &str, status: &Status, part: &str) -> Span {
    let written = status.span.of(text);
    let found = written.find(part).map(|at| (at, part.len())).or_else(|| {
        // A link whose target is elsewhere: `[ADR-5][6]`.
        let label = part.strip_prefix('[')?.split_once("](")?.0;
        written.find(label).map(|at| (at, label.len()))
    });
    found.map_or(status.span, |(at, length)| Span::new(status.span.start + at, status.span.start + at + length))
}

/// The parts of a list of references that is one text: `ADR-1, 0002-x.md and [3](0003-y.md)`.
pub(super) fn pieces(words: &str) -> impl Iterator<Item = &str> {
    let mut ends = Vec::new();
    let mut depth = 0_i32;
    for (at, letter) in words.char_indices() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' | ';' | '、' | '，' | '；' if depth <= 0 => ends.push((at, at + letter.len_utf8())),
            ' ' if depth <= 0 => {
                let joint = [" and ", " & ", " / "].into_iter().find(|joint| words[at..].starts_with(joint));
                ends.extend(joint.map(|joint| (at, at + joint.len())));
            }
            _ => {}
        }
    }
    let mut from = 0;
    ends.push((words.len(), words.len()));
    let ranges: Vec<(usize, usize)> = ends
        .into_iter()
        .map(|(end, next)| {
            let start = from;
            from = next.max(from);
            (start, end)
        })
        .filter(|(start, end)| start <= end)
        .collect();
    let pieces = ranges.into_iter().map(|(start, end)| words[start..end].trim());
    pieces
        .map(|piece| without_day(piece.strip_prefix("and ").unwrap_or(piece).trim_end_matches('.')))
        .filter(|piece| !is_nothing(piece))
}

/// A target without the day behind it: `0002 on 2026-01-01`, `0002 (2026-01-01)`.
fn without_day(piece: &str) -> &str {
    let Some((before, day)) = piece.trim_end_matches(')').rsplit_once([' ', '(']) else { return piece };
    if !day::has_iso_shape(day) || before.trim().is_empty() {
        return piece;
    }
    let before = before.trim_end_matches([' ', '(']);
    let words = [" on", " since", " as of", " from", " at"];
    words.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before)
}

/// A status without a day between `superseded` and `by`.
fn without_day_inside(words: &str) -> Cow<'_, str> {
    let is_before_by =
        |(at, day): &(usize, &str)| words[at + day.len()..].trim_start_matches([')', ' ']).starts_with("by ");
    match day::find_all(words).into_iter().find(is_before_by) {
        Some((at, day)) => {
            let before = words[..at].trim_end_matches(['(', ' ']);
            let before = before.strip_suffix(" on").unwrap_or(before);
            Cow::Owned(format!("{before} {}", words[at + day.len()..].trim_start_matches([')', ' '])))
        }
        None => Cow::Borrowed(words),
    }
}

/// Whether a part of a status is the day of it.
fn is_day(piece: &str) -> bool {
    Day::read(piece.strip_prefix("on ").unwrap_or(piece), Span::default()).date.is_some()
}

/// Whether a part of a text can be a reference: a link, an id or a file name, but no sentence.
fn is_reference(piece: &str) -> bool {
    let is_word = !piece.contains(' ') && !piece.is_empty();
    piece.starts_with('[') || is_word || (piece.split(' ').count() < 3 && piece.ends_with(|c: char| c.is_ascii_digit()))
}

/// A link by id, by file name, or in markdown, of which the target counts when it is a file. What leads to another
/// repository is none of this log.
fn link(kind: LinkKind, target: Spanned<String>) -> Option<Link> {
    let written = target.value.trim();
    // `[ADR-5][6]`, whose target a header does not have.
    let label = written.split_once("][").map(|(label, _)| label.trim_start_matches('['));
    let reference = Reference::read(label.unwrap_or(written))?;
    Some(Link { kind, target, reference })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_with_thousands_of_targets_gives_few_links() {
        let ids: Vec<String> = (10_000..12_000).map(|id| id.to_string()).collect();
        let word = format!("superseded {}", ids.join(", "));
        let status = Status { word: word.clone(), span: Span::new(0, word.len()), kind: Some(StatusKind::Superseded) };
        assert_eq!(read(&word, &[], Some(&status)).len(), IN_STATUS);
    }

    #[test]
    fn the_same_id_in_another_repository_is_another_record() {
        let word = "superseded by acme/web:0001 and 0001, 1";
        let status =
            Status { word: word.to_owned(), span: Span::new(0, word.len()), kind: Some(StatusKind::Superseded) };
        let links = read(word, &[], Some(&status));
        let targets: Vec<&str> = links.iter().map(|link| link.target.value.as_str()).collect();
        assert_eq!(targets, ["acme/web:0001", "0001"]);
    }

    #[test]
    fn a_text_is_taken_apart_into_its_references() {
        for (words, expected) in [
            ("ADR-001, ADR-002", &["ADR-001", "ADR-002"][..]),
            ("2; 5、7，9", &["2", "5", "7", "9"]),
            ("[1](0001-a.md), [2. B, or C](0002-b.md) and 3.", &["[1](0001-a.md)", "[2. B, or C](0002-b.md)", "3"]),
            ("1, 2, and 3", &["1", "2", "3"]),
            ("[1. B and C](0001-b.md) and 2", &["[1. B and C](0001-b.md)", "2"]),
            ("NA", &[]),
            ("N.A., none, —", &[]),
            ("", &[]),
        ] {
            assert_eq!(pieces(words).collect::<Vec<_>>(), expected, "{words}");
        }
    }
}

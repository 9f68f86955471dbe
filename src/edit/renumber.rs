//! Gives a record another id: in what it says of itself, and in what others say of it.

use super::{Splice, spliced};
use crate::decision::Decision;
use crate::decision::id::Id;
use crate::text::Span;

/// From which id and file name to which.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Renumbering<'a> {
    /// The id so far.
    pub old: &'a Id,
    /// The id as it will be.
    pub new: &'a Id,
    /// The name of the file so far.
    pub old_name: &'a str,
    /// The name as it will be.
    pub new_name: &'a str,
    /// Whether the id alone says which record is meant; a file name always does.
    pub is_known: bool,
}

/// The text of the record itself under its new id.
pub(crate) fn own(decision: &Decision, to: Renumbering<'_>) -> String {
    let mut splices = names(&decision.text, to);
    let told = decision.told_id.iter().filter(|told| told.value.key == to.old.key);
    splices.extend(told.filter_map(|told| number(&decision.text, told.span, to)));
    made(&decision.text, splices)
}

/// The text of a record whose links are to lead to the new id, and the places that may mean another
/// record of the old one.
pub(crate) fn other(decision: &Decision, to: Renumbering<'_>) -> (String, Vec<Span>) {
    let text = &*decision.text;
    let mut splices = names(text, to);
    let mut unsure = Vec::new();
    for link in decision.links.iter().filter(|link| link.id.key == to.old.key) {
        let span = link.target.span;
        let is_named = span.of(text).contains(".md");
        if is_named && !span.of(text).contains(to.old_name) {
            continue;
        }
        if !is_named && !to.is_known {
            unsure.push(span);
            continue;
        }
        splices.extend(number(text, span, to));
    }
    (made(text, splices), unsure)
}

/// The file name wherever it stands as a whole, with any folder before it.
fn names(text: &str, to: Renumbering<'_>) -> Vec<Splice> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let found = text.match_indices(to.old_name).filter(|(at, name)| {
        let rest = &text[at + name.len()..];
        // A full stop behind it ends a sentence.
        let goes_on = rest.strip_prefix('.').unwrap_or(rest).starts_with(is_part);
        !text[..*at].ends_with(is_part) && !goes_on
    });
    found.map(|(at, name)| Splice::new(Span::new(at, at + name.len()), to.new_name)).collect()
}

/// The id inside a place, with as many digits as it had.
fn number(text: &str, span: Span, to: Renumbering<'_>) -> Option<Splice> {
    let written = span.of(text);
    let digits = |id: &str| id[id.trim_end_matches(|c: char| c.is_ascii_digit()).len()..].to_owned();
    let (old, new) = (digits(&to.old.text), digits(&to.new.text));
    if let Some(at) = written.find(&to.old.text) {
        let span = Span::new(span.start + at, span.start + at + to.old.text.len());
        return Some(Splice::new(span, to.new.text.as_str()));
    }
    // `ADR-12` for `0012`.
    let plain = |digits: &str| digits.trim_start_matches('0').to_owned();
    let at = written.find(|c: char| c.is_ascii_digit())?;
    let length = written[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(written.len() - at);
    let is_it = !old.is_empty() && plain(&written[at..at + length]) == plain(&old);
    let new = if length == old.len() { new } else { plain(&new) };
    is_it.then(|| Splice::new(Span::new(span.start + at, span.start + at + length), new))
}

/// The splices made; of two that meet, the first one counts.
fn made(text: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|splice| splice.span);
    splices.dedup_by(|next, kept| next.span.start < kept.span.end);
    spliced(text, splices)
}

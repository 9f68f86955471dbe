//! What stands at a place of a decision: somebody, another decision, or the name of a rule.

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::rules::{self, Rule};
use crate::text::{Span, line_start};
use crate::vocabulary::party::Party;
use crate::vocabulary::reference::{Claim, Reference};

/// What stands somewhere, and where.
#[derive(Debug)]
pub(crate) enum Target<'a> {
    /// A person or a group.
    Party(&'a Party, Span),
    /// A reference to a decision.
    Decision(&'a Decision, Span),
    /// A rule, in a comment that allows what it finds.
    Rule(&'static Rule, Span),
}

impl<'a> Target<'a> {
    /// What stands at a byte of a decision.
    pub(crate) fn at(catalog: &'a Catalog, decision: &'a Decision, byte: usize) -> Option<Self> {
        let is_here = |span: Span| span.start < span.end && (span.start..=span.end).contains(&byte);
        let names = decision.allows.iter().flat_map(|allow| &allow.rules);
        let rule =
            names.filter(|name| is_here(name.span)).find_map(|name| Some((rules::find(&name.value)?, name.span)));
        if let Some((rule, span)) = rule {
            return Some(Self::Rule(rule, span));
        }
        if let Some(link) = decision.links.iter().find(|link| is_here(link.target.span)) {
            let to = catalog.linked(decision, link);
            return to.first().map(|to| Self::Decision(to, link.target.span));
        }
        if let Some(party) = parties(decision).find(|party| is_here(party.span)) {
            return Some(Self::Party(party, party.span));
        }
        in_text(catalog, decision, byte)
    }

    /// Where it stands.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Party(_, span) | Self::Decision(_, span) | Self::Rule(_, span) => *span,
        }
    }
}

/// Everybody whom a decision names.
fn parties(decision: &Decision) -> impl Iterator<Item = &Party> {
    let listed = [&decision.makers, &decision.consulted, &decision.informed];
    let listed = listed.into_iter().flat_map(|people| &people.parties);
    let quoted = decision.consultation.quotes.iter().flat_map(|quote| {
        let named = quote.attribution.iter();
        let named = named.flat_map(|named| [&named.speaker].into_iter().chain(&named.others).chain(&named.told_to));
        named.chain(quote.answer.iter().flat_map(|answer| answer.by.as_deref()))
    });
    let states = decision.consultation.states.iter().flat_map(|state| state.party.iter().chain(&state.by));
    listed.chain(quoted).chain(states)
}

/// The decision that the word at a byte means, where the word can mean nothing else: a file, or an id as it is shown that
/// is no plain number.
fn in_text<'a>(catalog: &'a Catalog, decision: &Decision, byte: usize) -> Option<Target<'a>> {
    let text = &*decision.text;
    let is_border = |c: char| c.is_whitespace() || "()<>[]{}\"'`,;!?*|".contains(c);
    let start = text[line_start(text, byte)..byte].rfind(is_border);
    let start = start.map_or(line_start(text, byte), |at| {
        let at = line_start(text, byte) + at;
        at + text[at..].chars().next().map_or(0, char::len_utf8)
    });
    let end = text[byte..].find(is_border).map_or(text.len(), |at| byte + at);
    let word = text[start..end].trim_end_matches(['.', ':']);
    let reference = Reference::read(word)?;
    let to = catalog.decision(catalog.resolve(&reference, Some(&decision.path)).one()?)?;
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    let is_meant = match is_number {
        true => word.starts_with('0') && word == to.id.text,
        false => matches!(reference.claim(), Claim::Record | Claim::Series(_)),
    };
    is_meant.then(|| Target::Decision(to, Span::new(start, start + word.len())))
}

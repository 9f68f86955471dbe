//! A name below a quote that should stand in it. Whoever wrote `- Ines Roy, 2026-02-12` straight
//! below a quote meant its last line; to markdown it is a list. The quote gets a line more, and
//! keeps every byte that it has.

use super::{Change, Found, Mend};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::party::Party;
use crate::edit::line_below;
use crate::finding::Finding;
use crate::text::{Span, visible};

/// The mend of a quote that names nobody, where somebody who is listed stands below it.
pub(super) fn mend(decision: &Decision, finding: &Finding, catalog: &Catalog) -> Found {
    let quotes = decision.consultation.quotes.iter();
    let is_it = |span: Span| span.start <= finding.span.start && finding.span.end <= span.end;
    let (index, quote) = quotes.enumerate().find(|(_, quote)| is_it(quote.span))?;
    let is_listed = |name: &str| {
        let directory = &catalog.policy.directory;
        let party = Party::read(name.split([',', ';']).next().unwrap_or_default(), Span::default());
        let lists = decision.consulted.parties.iter();
        lists
            .flat_map(|listed| [listed].into_iter().chain(directory.people(listed)))
            .any(|listed| directory.same(listed, &party))
    };
    // The last line of the quote itself: a hyphen for a dash.
    let last = quote.span.of(&decision.text).lines().last().unwrap_or_default();
    let last = last.trim_start_matches(['>', ' ', '\t']);
    if let Some(name) = last.strip_prefix(['-', '*', '~'])
        && is_listed(name.trim())
    {
        return Some(Err("the name stands in the quote, and words that are quoted are never written to".to_owned()));
    }
    let (line, name) = line_below(decision, quote)?;
    if !is_listed(name) {
        return None;
    }
    let what = format!("`{}` goes into the quote", visible(line.of(&decision.text)));
    Some(Ok(Mend { at: Some(line.start), what, change: Change::Attribute { quote: index } }))
}

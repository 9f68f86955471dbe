//! A name below a quote that belongs into it. Markdown reads `- Ines Roy, 2026-02-12` directly below
//! a quote as a list, not as a part of the quote. The quote gets another line, and keeps all of its
//! bytes.

use super::{FixEdit, OwnedEdit, Plan};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::edit::line_below;
use crate::text::{Span, visible};
use crate::vocabulary::party::Party;

/// Moves the line below a quote into it, if it names somebody who is listed.
pub(super) fn plan(decision: &Decision, index: usize, catalog: &Catalog) -> Plan {
    let quote = decision.consultation.quotes.get(index)?;
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
        return Some(Err("the name is inside the quote, and `--fix` never edits quoted text".to_owned()));
    }
    let (line, name) = line_below(decision, quote)?;
    if !is_listed(name) {
        return None;
    }
    let what = format!("moved `{}` into the quote", visible(line.of(&decision.text)));
    Some(Ok(FixEdit { at: Some(line.start), what, edit: OwnedEdit::Attribute { quote: index } }))
}

//! Quotes in other forms become block quotes with an attribution. All quotes of a file are rewritten in one edit, since
//! each edit is read and linted again.

use super::{FixEdit, FixNote, OwnedEdit};
use crate::decision::Decision;
use crate::decision::consultation::Form;
use crate::edit::obstacle;
use crate::finding::{Finding, Fix};
use crate::rules::QUOTE_FORM;

/// The rule that reports them.
pub(super) const RULE: &str = QUOTE_FORM;

/// The quotes that findings ask to rewrite, in order.
pub(super) fn reported<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<usize> {
    let mut quotes: Vec<usize> = findings
        .filter_map(|finding| match finding.fix {
            Some(Fix::Reform { quote }) => Some(quote),
            _ => None,
        })
        .collect();
    quotes.sort_unstable();
    quotes.dedup();
    quotes
}

/// Quotes that are rewritten together: all rows of a table, or a single one.
pub(super) struct Units {
    pub units: Vec<Vec<usize>>,
    /// What can't be rewritten, and why.
    pub left: Vec<FixNote>,
}

/// Sorts quotes into those that can be rewritten and those that can't.
pub(super) fn units(decision: &Decision, quotes: &[usize]) -> Units {
    let mut found = Units { units: Vec::new(), left: Vec::new() };
    let mut table = None;
    for index in quotes {
        let Some(quote) = decision.consultation.quotes.get(*index).filter(|quote| quote.form != Form::Block) else {
            continue;
        };
        if let Some(reason) = obstacle(quote) {
            let result = Err(format!("{}: {reason}", quote.called()));
            found.left.push(FixNote { at: quote.words_span.start, rule: Some(RULE), result });
            continue;
        }
        let of_table = match quote.form {
            Form::Row { table, .. } => Some(table),
            _ => None,
        };
        match found.units.last_mut().filter(|_| of_table.is_some() && table == of_table) {
            Some(unit) => unit.push(*index),
            None => found.units.push(vec![*index]),
        }
        table = of_table;
    }
    found
}

/// The edit that rewrites them.
pub(super) fn edit(decision: &Decision, units: &[Vec<usize>]) -> FixEdit {
    let quotes = units.concat();
    let first = quotes.first().and_then(|index| decision.consultation.quotes.get(*index));
    let what = match quotes.len() {
        1 => format!("wrote {} as a block quote", first.map_or_else(String::new, |quote| quote.called())),
        count => format!("wrote {count} quotes as block quotes"),
    };
    FixEdit { at: first.map(|quote| quote.words_span.start), what, edit: OwnedEdit::Reform { quotes } }
}

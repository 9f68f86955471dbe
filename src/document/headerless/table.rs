//! Fields in the rows of a table.

use super::super::block::{Block, BlockKind, Line};
use super::super::header::{Field, Node, Value};
use super::links::targets;
use super::value::Flow;
use super::{IsKey, names};
use crate::text::{Span, Spanned, fold};

/// Headings of columns beside one with the name of a key: a table of dates and changes is no metadata.
const COLUMNS: &[&str] = &[
    "value",
    "values",
    "description",
    "change",
    "changes",
    "info",
    "details",
    "notes",
    "comment",
    "comments",
    "reason",
    "version",
    "revision",
    "summary",
    "name",
    "event",
    "what",
];

/// The fields of a row, and whether the row below it has their values: `| Status | Date |`.
pub(super) fn row(text: &str, row: &Block<'_>, below: Option<&Block<'_>>, is_key: IsKey<'_>) -> (Vec<Field>, bool) {
    let cells: Vec<&Line<'_>> = row.lines.iter().collect();
    let below = below.filter(|next| next.kind == BlockKind::Row).map(|next| next.lines.iter().collect::<Vec<_>>());
    match columns(text, &cells, &below.unwrap_or_default(), is_key) {
        Some(fields) => (fields, true),
        None => (pairs(text, &cells, is_key), false),
    }
}

/// The fields of a row of keys and the row of their values below it.
pub(super) fn columns(text: &str, cells: &[&Line<'_>], below: &[&Line<'_>], is_key: IsKey<'_>) -> Option<Vec<Field>> {
    let are_keys = cells.len() > 1 && cells.iter().all(|cell| known(cell, is_key).is_some());
    let pairs = cells.iter().zip(below);
    (are_keys && below.len() >= cells.len())
        .then(|| pairs.filter_map(|(key, value)| field(text, key, value, is_key)).collect())
}

/// The fields of cells that are keys and values in turn: `| Status | Accepted | Date | 2026-03-02 |`.
pub(super) fn pairs(text: &str, cells: &[&Line<'_>], is_key: IsKey<'_>) -> Vec<Field> {
    let mut fields = Vec::new();
    for pair in cells.chunks(2) {
        let [key, value] = pair else { break };
        let is_column = COLUMNS.contains(&fold(&value.text()).as_str());
        match field(text, key, value, is_key).filter(|_| !is_column) {
            Some(field) => fields.push(field),
            None => break,
        }
    }
    fields
}

fn known(key: &Line<'_>, is_key: IsKey<'_>) -> Option<String> {
    names::known(key.text().trim().trim_end_matches([':', '：']), is_key)
}

fn field(text: &str, key: &Line<'_>, value: &Line<'_>, is_key: IsKey<'_>) -> Option<Field> {
    let name = known(key, is_key)?;
    let written = key.text().trim().trim_end_matches([':', '：']).to_owned();
    let mut node = Flow::of(text, [value]).whole(text);
    if value.runs.is_empty() {
        node.span.start = key.span().end;
        node.span.end = key.span().end;
    }
    if names::is_link(&name) && !node.is_empty() {
        let flow = Flow::of(text, [value]);
        let items = targets(text, &flow, 0, flow.text.len());
        let span = Span::new(items.first()?.span.start, items.last()?.span.end);
        node = Node { span, value: Value::List { items, flow: false } };
    }
    let mut field = Field::new(Spanned::new(written, key.span()), node);
    field.name = name;
    Some(field)
}

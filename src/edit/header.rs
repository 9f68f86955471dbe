//! Edits of the YAML header.

use super::scalar::{self, Quotes, written};
use super::{Splices, in_header, line_end, line_start, next_line};
use crate::decision::Decision;
use crate::decision::field::{FIELDS, FieldKind, FieldSpec, spec};
use crate::document::header::{Field, Node, Value};
use crate::text::{Span, Splice, fold, one_line};

/// Replaces a value.
pub(super) fn set(text: &str, field: &Field, value: &str) -> Splices {
    let span = field.value.span;
    if span.start == span.end {
        return Ok(vec![Splice::insert(colon(text, field)?, format!(" {}", scalar::plainly(value)))]);
    }
    let old = span.of(text);
    match field.value.value {
        Value::Text { .. } if old.contains(['\n', '\r']) => {
            Err(format!("the value of `{}` is longer than a line", field.key.value))
        }
        Value::Text { .. } => Ok(vec![Splice::new(span, written(value, Quotes::of(old), !is_line(text, field)))]),
        // `status: {proposed | accepted}`, as a template has it.
        Value::Map { .. } if old.starts_with('{') && !old.contains(['\n', '\r']) => {
            Ok(vec![Splice::new(span, scalar::plainly(value))])
        }
        Value::Map { .. } | Value::List { .. } => Err(format!("`{}` has more than one value", field.key.value)),
    }
}

/// Adds a key with a formatted value.
pub(super) fn insert(decision: &Decision, key: &str, value: &str) -> Splices {
    let (at, indent, end) = place(decision, key)?;
    Ok(vec![Splice::insert(at, format!("{indent}{key}: {value}{end}"))])
}

/// Renames a key, keeping its quotes.
pub(super) fn rename(decision: &Decision, field: &Field, to: &str) -> Splices {
    if decision.fields.iter().any(|other| other.name == to) {
        return Err(format!("`{to}` is also set"));
    }
    let old = field.key.span.of(&decision.text);
    Ok(vec![Splice::new(field.key.span, written(to, Quotes::of(old), !is_line(&decision.text, field)))])
}

/// Turns one value into a list, in the style of the other lists of the header.
pub(super) fn spread(decision: &Decision, field: &Field, items: &[String]) -> Splices {
    let text = &*decision.text;
    let span = field.value.span;
    let old = span.of(text);
    let is_words = matches!(field.value.value, Value::Text { .. }) && !items.is_empty();
    if !is_words || !is_line(text, field) || old.contains(['\n', '\r']) {
        return Err(format!("`{}` is not on a line of its own", field.key.value));
    }
    let is_flow = is_flow(decision);
    let quotes = Quotes::of_all(items_of_lists(decision).map(|item| item.span.of(text)));
    let items = items.iter().map(|item| written(item, quotes, is_flow));
    if is_flow {
        return Ok(vec![Splice::new(span, format!("[{}]", items.collect::<Vec<_>>().join(", ")))]);
    }
    // A comment behind the names stays behind the key.
    let (dash, end) = (dash(decision), line_end(text, span.start));
    let lines: String = items.map(|item| format!("{dash}{item}{end}")).collect();
    let names = Splice::new(Span::new(colon(text, field)?, span.end), "");
    Ok(vec![names, Splice::insert(next_line(text, span.end), lines)])
}

/// The items of the header's lists.
fn items_of_lists(decision: &Decision) -> impl Iterator<Item = &Node> {
    let fields = decision.fields.iter().filter(|field| in_header(decision, field));
    let lists = fields.filter_map(|field| match &field.value.value {
        Value::List { items, .. } => Some(items),
        _ => None,
    });
    lists.flatten().filter(|item| item.span.start < item.span.end)
}

/// Whether all lists with items in the header are in brackets.
fn is_flow(decision: &Decision) -> bool {
    let others = decision.fields.iter().filter(|field| in_header(decision, field));
    let is_flow = others.filter_map(|field| match &field.value.value {
        Value::List { flow, items } if !items.is_empty() => Some(*flow),
        _ => None,
    });
    is_flow.fold(None, |all, flow| Some(all.unwrap_or(true) && flow)).unwrap_or(false)
}

/// Adds a key with a list of one item, in the style of the other lists of the header.
pub(super) fn insert_list(decision: &Decision, key: &str, item: &str) -> Splices {
    let (at, indent, end) = place(decision, key)?;
    let item = scalar::quoted(item);
    Ok(vec![Splice::insert(
        at,
        match is_flow(decision) {
            true => format!("{indent}{key}: [{item}]{end}"),
            false => format!("{indent}{key}:{end}{}{item}{end}", dash(decision)),
        },
    )])
}

/// Adds an item to a list.
pub(super) fn add(decision: &Decision, field: &Field, key: &str, item: &str) -> Splices {
    let text = &*decision.text;
    let node = &field.value;
    let is_people = spec(key).is_some_and(|spec| spec.kind == FieldKind::People);
    // A template's words about whom to list are nobody yet.
    let is_template = is_people && super::items(decision, key).is_empty();
    match &node.value {
        _ if node.span.start == node.span.end => {
            let colon = colon(text, field)?;
            let line = format!("{}{}{}", dash(decision), scalar::quoted(item), line_end(text, colon));
            Ok(vec![Splice::insert(next_line(text, colon), line)])
        }
        Value::List { items, flow: true } => Ok(add_to_flow(text, node.span, items, item)),
        Value::List { items, .. } => add_to_block(text, items, item),
        _ if node.is_empty() || is_template => Ok(vec![Splice::new(node.span, format!("[{}]", scalar::quoted(item)))]),
        // A block of text is the only one that is neither plain nor in quotes.
        Value::Text { plain: false, .. } if Quotes::of(node.span.of(text)) == Quotes::None => {
            Err(format!("the value of `{}` is a block of text", field.key.value))
        }
        Value::Text { .. } if is_people || key == "tags" => Ok(add_to_words(text, node, item, !is_line(text, field))),
        Value::Text { .. } => {
            let old = node.span.of(text);
            let new = written(item, Quotes::of(old), true);
            Ok(vec![Splice::new(node.span, format!("[{old}, {new}]"))])
        }
        Value::Map { .. } if node.span.of(text).ends_with('}') => {
            let item = written(item, Quotes::None, true);
            Ok(vec![Splice::insert(node.span.end - 1, format!(", {item}"))])
        }
        Value::Map { .. } => Err(format!("`{}` is not a list", field.key.value)),
    }
}

fn add_to_flow(text: &str, span: Span, items: &[Node], item: &str) -> Vec<Splice> {
    let quotes = Quotes::of_all(items.iter().map(|item| item.span.of(text)));
    let item = written(item, quotes, true);
    let Some(last) = items.last().map(|last| last.span) else {
        return vec![Splice::insert(span.start + 1, item)];
    };
    let start = line_start(text, last.start);
    let lead = Span::new(start, last.start).of(text);
    if !lead.trim().is_empty() {
        return vec![Splice::insert(last.end, format!(", {item}"))];
    }
    // A line of its own, behind the comma and the comment of the one before it.
    let rest = Span::new(last.end, span.end).of(text);
    let has_comma = rest.trim_start().starts_with(',');
    let end = line_end(text, last.end);
    let closes_here = !rest.contains(['\n', '\r']);
    if closes_here {
        return vec![Splice::insert(last.end, format!(",{end}{lead}{item}"))];
    }
    let comma = Splice::insert(last.end, if has_comma { "" } else { "," });
    let line = format!("{lead}{item}{}{end}", if has_comma { "," } else { "" });
    vec![comma, Splice::insert(next_line(text, last.end), line)]
}

fn add_to_block(text: &str, items: &[Node], item: &str) -> Splices {
    let written_items = items.iter().filter(|item| item.span.start < item.span.end);
    let item = written(item, Quotes::of_all(written_items.map(|item| item.span.of(text))), false);
    let Some(last) = items.last().map(|last| last.span) else {
        return Err("the list has no items".to_owned());
    };
    // An item that says nothing yet is a place for the first.
    if last.start == last.end {
        let before = &text[..last.start];
        let dash = before.trim_end().len();
        if !before[..dash].ends_with('-') {
            return Err("an item of the list is empty".to_owned());
        }
        let has_space = text[dash..].starts_with(' ');
        let at = if has_space { dash + 1 } else { dash };
        return Ok(vec![Splice::insert(at, if has_space { item } else { format!(" {item}") })]);
    }
    let start = line_start(text, last.start);
    let lead = Span::new(start, last.start).of(text);
    if lead.trim() != "-" {
        return Err("two items are on one line".to_owned());
    }
    let end = if text[..last.end].ends_with(['\n', '\r']) { last.end } else { next_line(text, last.end) };
    Ok(vec![Splice::insert(end, format!("{lead}{item}{}", line_end(text, last.start)))])
}

/// Adds a name to a comma-separated value.
fn add_to_words(text: &str, node: &Node, item: &str, in_flow: bool) -> Vec<Splice> {
    let span = node.span;
    let old = span.of(text);
    let mark = if old.contains(';') && !old.contains(',') { "; " } else { ", " };
    let item = one_line(item);
    let (at, added) = match Quotes::of(old) {
        Quotes::None if in_flow || item.contains(": ") || item.contains(" #") || item.ends_with(':') => {
            return vec![Splice::new(span, scalar::quoted(&format!("{old}{mark}{item}")))];
        }
        Quotes::None => (span.end, item.into_owned()),
        Quotes::Single => (span.end - 1, item.replace('\'', "''")),
        Quotes::Double => (span.end - 1, scalar::quoted(&item).trim_matches('"').to_owned()),
    };
    vec![Splice::insert(at, format!("{mark}{added}"))]
}

/// Where a new key goes: its first byte, its indentation, and the line ending. It follows the nearest key
/// that usually comes before it, or precedes the nearest one that comes after it, or is last.
fn place(decision: &Decision, key: &str) -> Result<(usize, String, &'static str), String> {
    let text = &*decision.text;
    let header = decision.header.ok_or("the decision has no header")?;
    let own = FIELDS.iter().position(|spec| spec.key == key).unwrap_or(FIELDS.len());
    let there = |spec: &&FieldSpec| {
        let fields = decision.fields.iter().filter(|field| in_header(decision, field));
        fields.filter(|field| spec.has_name(&field.name)).max_by_key(|field| field.key.span)
    };
    let before = FIELDS[..own].iter().rev().find_map(there);
    let behind = FIELDS.get(own + 1..).unwrap_or_default().iter().find_map(there);
    let any = decision.fields.iter().filter(|field| in_header(decision, field)).max_by_key(|field| field.key.span);
    let Some(near) = before.or(behind).or(any) else {
        let end = line_end(text, header.end.min(text.len()));
        return Ok((header.end, String::new(), end));
    };
    if !is_line(text, near) {
        return Err("the header does not have one key per line".to_owned());
    }
    let start = line_start(text, near.key.span.start);
    let indent = Span::new(start, near.key.span.start).of(text).to_owned();
    let end = line_end(text, near.key.span.start);
    let last = near.value.span.end.max(near.key.span.end);
    let at = match before {
        None if behind.is_some() => start,
        _ if text[..last].ends_with(['\n', '\r']) => last,
        _ => next_line(text, last),
    };
    Ok((at.min(header.end), indent, end))
}

/// Whether a key is at the start of its line.
fn is_line(text: &str, field: &Field) -> bool {
    Span::new(line_start(text, field.key.span.start), field.key.span.start).of(text).trim().is_empty()
}

/// The byte after the colon of a key without a value.
fn colon(text: &str, field: &Field) -> Result<usize, String> {
    let end = field.key.span.end;
    let rest = &text[end..next_line(text, end)];
    let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    match rest[gap..].starts_with(':') {
        true => Ok(end + gap + 1),
        false => Err(format!("`{}` is written in a form that can't be edited automatically", field.key.value)),
    }
}

/// The indentation and dash of the items in block lists of the header.
fn dash(decision: &Decision) -> String {
    let text = &*decision.text;
    let lists = decision.fields.iter().filter(|field| in_header(decision, field));
    let mut leads = lists.filter_map(|field| match &field.value.value {
        Value::List { items, flow: false } => {
            let item = items.first()?.span;
            let lead = Span::new(line_start(text, item.start), item.start).of(text);
            (fold(lead) == "-").then(|| lead.to_owned())
        }
        _ => None,
    });
    leads.next_back().unwrap_or_else(|| "  - ".to_owned())
}

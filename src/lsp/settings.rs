//! `heard.toml` in an editor: its keys with their docs, and the values that they may have. Both come from the schema that
//! `heard schema heard` prints, which is made from the types that read the file.

use std::sync::LazyLock;

use serde_json::Value;

use crate::rules;
use crate::text::{Span, line_start};

/// The schema.
static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../docs/schemas/heard.schema.json")).expect("a test writes it from the types")
});

/// What can be written at a place of the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The header of a table.
    Table,
    /// A key of the table with this path.
    Key(Vec<String>),
    /// The value of a key.
    Value(Vec<String>),
    /// Nothing that is known.
    Nothing,
}

/// A key or a value that can be written, and what it means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// As it is written.
    pub name: String,
    /// What it means.
    pub docs: String,
}

/// What can be written at a byte, and the bytes of it that are there before that byte. Of a table that is the whole
/// header.
pub(crate) fn slot(text: &str, byte: usize) -> (Slot, Span) {
    let start = line_start(text, byte);
    let line = &text[start..byte];
    let typed = |from: usize| Span::new(start + from + (line[from..].len() - line[from..].trim_start().len()), byte);
    let table = table_above(text, start);
    let open = open_array(text, start);
    if let (Some(key), false) = (&open, line.contains('=')) {
        let path = table.into_iter().chain(parts(key)).collect();
        return value_slot(line, 0, typed).map_or((Slot::Nothing, typed(0)), |typed| (Slot::Value(path), typed));
    }
    if line.trim_start().starts_with('[') || (line.trim().is_empty() && table.is_empty()) {
        return (Slot::Table, typed(0));
    }
    match line.find('=') {
        None if table.is_empty() => (Slot::Table, typed(0)),
        None => (Slot::Key(table), typed(0)),
        Some(at) => {
            let path = table.into_iter().chain(parts(line[..at].trim())).collect();
            value_slot(line, at + 1, typed).map_or((Slot::Nothing, typed(at + 1)), |typed| (Slot::Value(path), typed))
        }
    }
}

/// The part of a value that is begun in a line from a byte on; nothing behind a string that is closed.
fn value_slot(line: &str, from: usize, typed: impl Fn(usize) -> Span) -> Option<Span> {
    let mut start = from;
    let mut quote = None;
    let mut is_closed = false;
    for (at, letter) in line[from..].char_indices().map(|(at, letter)| (from + at, letter)) {
        match (quote, letter) {
            (Some(open), _) if letter == open => (quote, is_closed) = (None, true),
            (None, '"' | '\'') => (quote, start) = (Some(letter), at + 1),
            (None, '[' | ',') => (start, is_closed) = (at + 1, false),
            _ => {}
        }
    }
    // Within a string nothing is trimmed.
    let span =
        if quote.is_some() { Span::new(typed(from).end - (line.len() - start), typed(from).end) } else { typed(start) };
    (!is_closed).then_some(span)
}

/// The key of the array that is open where a line starts.
fn open_array(text: &str, start: usize) -> Option<&str> {
    let mut depth = 0_i64;
    for line in text[..start].lines().rev() {
        let (key, value) = line.split_once('=').map_or((None, line), |(key, value)| (Some(key.trim()), value));
        let count = |mark: char| i64::try_from(value.matches(mark).count()).unwrap_or_default();
        depth += count('[') - count(']');
        if key.is_some() {
            return key.filter(|_| depth > 0);
        }
        if line.trim_start().starts_with('[') {
            return None;
        }
    }
    None
}

/// The path of the table that a line is in.
fn table_above(text: &str, start: usize) -> Vec<String> {
    let header = text[..start].lines().rev().map(str::trim).find(|line| line.starts_with('['));
    let Some(header) = header else { return Vec::new() };
    let inner = header.trim_start_matches('[');
    parts(inner.split(']').next().unwrap_or_default())
}

/// The parts of a key with dots: `people."Ines Roy"`.
fn parts(key: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    for character in key.chars() {
        match (quote, character) {
            (None, '.') => parts.push(String::new()),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            (None, ' ' | '\t') => {}
            _ => parts.last_mut().expect("there is one").push(character),
        }
    }
    parts
}

/// The tables of the file.
pub(crate) fn tables() -> Vec<Known> {
    properties(&SCHEMA)
}

/// The header of a table, or of one of an array of them.
pub(crate) fn header(table: &str) -> String {
    let is_array = SCHEMA["properties"][table]["type"] == "array";
    if is_array { format!("[[{table}]]") } else { format!("[{table}]") }
}

/// The keys of a table. Of `[rules]` they are the rules.
pub(crate) fn keys(table: &[String]) -> Vec<Known> {
    if matches!(table, [only] if only == "rules") {
        let rules = rules::RULES.iter();
        return rules.map(|rule| Known { name: rule.id.to_owned(), docs: rule.summary.to_owned() }).collect();
    }
    at(table).map(properties).unwrap_or_default()
}

/// The values that a key may have, where these are few.
pub(crate) fn values(key: &[String]) -> Vec<Known> {
    let Some(schema) = at(key) else { return Vec::new() };
    let schema = schema.get("items").map_or(schema, resolved);
    let words = schema.get("enum").into_iter().filter_map(Value::as_array).flatten();
    let words = words.filter_map(Value::as_str).map(|word| (word, String::new()));
    let described = schema.get("oneOf").into_iter().filter_map(Value::as_array).flatten();
    let described = described.filter_map(|one| Some((one.get("const")?.as_str()?, docs(one))));
    words.chain(described).map(|(name, docs)| Known { name: name.to_owned(), docs }).collect()
}

/// What a key means.
fn meaning(key: &[String]) -> Option<String> {
    let (name, table) = key.split_last()?;
    keys(table).into_iter().find(|known| known.name == *name).map(|known| known.docs)
}

/// What the key or the table at a byte means, and where it stands.
pub(crate) fn hover(text: &str, byte: usize) -> Option<(String, Span)> {
    let start = line_start(text, byte);
    let line = text[start..].lines().next()?;
    let indent = line.len() - line.trim_start().len();
    let (key, place) = match line.trim_start().starts_with('[') {
        true => {
            let name = line.trim_start_matches([' ', '[']).split(']').next()?;
            let at = line.find(name)?;
            (parts(name), Span::new(at, at + name.len()))
        }
        false => {
            let (name, _) = line.split_once('=')?;
            let key = table_above(text, start).into_iter().chain(parts(name.trim())).collect();
            (key, Span::new(indent, name.trim_end().len()))
        }
    };
    let span = place.shifted(start);
    let is_here = (span.start..=span.end).contains(&byte);
    meaning(&key).filter(|docs| is_here && !docs.is_empty()).map(|docs| (docs, span))
}

/// The part of the schema for a path.
fn at(path: &[String]) -> Option<&'static Value> {
    let mut schema: &Value = &SCHEMA;
    for part in path {
        let inner = schema.get("properties").and_then(|known| known.get(part));
        schema = resolved(inner.or_else(|| schema.get("additionalProperties").filter(|other| other.is_object()))?);
        // A table of an array of tables has the keys of one of them.
        if let Some(items) = schema.get("items").map(resolved).filter(|items| items.get("properties").is_some()) {
            schema = items;
        }
    }
    Some(schema)
}

/// A schema behind its reference, and behind the choice of null.
fn resolved(schema: &'static Value) -> &'static Value {
    let choices = schema.get("anyOf").and_then(Value::as_array);
    let schema =
        choices.and_then(|choices| choices.iter().find(|choice| choice.get("$ref").is_some())).unwrap_or(schema);
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix("#/$defs/"));
    name.and_then(|name| SCHEMA.get("$defs")?.get(name)).unwrap_or(schema)
}

fn properties(schema: &Value) -> Vec<Known> {
    let known = schema.get("properties").and_then(Value::as_object);
    let known = known.into_iter().flatten();
    known.map(|(name, schema)| Known { name: name.clone(), docs: docs(schema) }).collect()
}

fn docs(schema: &Value) -> String {
    schema.get("description").and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What can be written where the text has a `^`.
    fn slot_at(marked: &str) -> (Slot, String) {
        let byte = marked.find('^').unwrap();
        let text = marked.replace('^', "");
        let (slot, span) = slot(&text, byte);
        (slot, span.of(&text).to_owned())
    }

    fn path(parts: &[&str]) -> Vec<String> {
        parts.iter().map(|part| (*part).to_owned()).collect()
    }

    fn names(known: Vec<Known>) -> Vec<String> {
        known.into_iter().map(|known| known.name).collect()
    }

    #[test]
    fn a_place_is_a_table_a_key_or_a_value() {
        for (marked, slot, typed) in [
            ("[lo^", Slot::Table, "[lo"),
            ("[[ar^", Slot::Table, "[[ar"),
            ("^", Slot::Table, ""),
            ("[[areas]]\nhear = [\n  \"a\",\n  \"su^", Slot::Value(path(&["areas", "hear"])), "su"),
            ("[[areas]]\nhear = [\n  \"a\"\n]\nwa^", Slot::Key(path(&["areas"])), "wa"),
            ("[log]\nids = \"date\" ^", Slot::Nothing, "\"date\" "),
            ("[log]\nids = \"da te^", Slot::Value(path(&["log", "ids"])), "da te"),
            ("[log]\nd^irs", Slot::Key(path(&["log"])), "d"),
            ("[people.\"Ines Roy\"]\n  ki^", Slot::Key(path(&["people", "Ines Roy"])), "ki"),
            ("[[areas]]\nname = \"a\"\nevidence = \"fo^\"", Slot::Value(path(&["areas", "evidence"])), "fo"),
            ("[[areas]]\nhear = [\"a\", \"su^", Slot::Value(path(&["areas", "hear"])), "su"),
            ("[rules]\nquote-short = ^", Slot::Value(path(&["rules", "quote-short"])), ""),
            ("[words]\nstatus.accepted = ^", Slot::Value(path(&["words", "status", "accepted"])), ""),
        ] {
            assert_eq!(slot_at(marked), (slot, typed.to_owned()), "{marked}");
        }
    }

    #[test]
    fn keys_and_values_come_from_the_schema() {
        assert!(names(tables()).contains(&"areas".to_owned()));
        for (table, key) in [
            (&["log"][..], "dirs"),
            (&["areas"], "hear"),
            (&["people", "Ines Roy"], "github"),
            (&["site"], "lang"),
            (&["rules"], "quote-short"),
            (&["words", "status"], "accepted"),
        ] {
            let keys = keys(&path(table));
            let found = keys.iter().find(|known| known.name == key);
            assert!(found.is_some(), "{table:?} {keys:?}");
            assert!(table[0] == "words" || !found.unwrap().docs.is_empty(), "{key} has no docs");
        }
        assert!(meaning(&path(&["log", "base"])).unwrap().contains("compares"));
        for (key, value) in [
            (&["rules", "quote-short"][..], "warn"),
            (&["log", "ids"], "date"),
            (&["areas", "evidence"], "forge"),
            (&["people", "Hal", "kind"], "agent"),
        ] {
            let values = names(values(&path(key)));
            assert!(values.contains(&value.to_owned()), "{key:?} {values:?}");
        }
        assert!(keys(&path(&["nothing"])).is_empty() && values(&path(&["log", "dirs"])).is_empty());
    }
}

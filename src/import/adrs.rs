//! Converts the output of `adrs export json` to markdown records, which are then imported like any others.
//! Fields without a place in that format become sections, so that nothing is lost.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::decision::LinkKind;
use crate::decision::field;
use crate::edit::{quoted, with_line_feeds};
use crate::text::{RepoPath, one_line};
use crate::vocabulary::id::{Id, IdKind};

/// Keys whose values go to the header, under the names in the table of fields.
const HEADER: &[&str] = &["status", "date", "deciders", "consulted", "informed", "tags", "source_uri"];

/// Keys whose values become sections, in the order of MADR.
const SECTIONS: &[(&str, &str)] = &[
    ("context", "Context"),
    ("decision_drivers", "Decision Drivers"),
    ("considered_options", "Considered Options"),
    ("decision", "Decision"),
    ("consequences", "Consequences"),
    ("confirmation", "Confirmation"),
];

/// One exported record.
type Record = Map<String, Value>;

/// The link to each record, by its number. The ID may change, so the link has the title.
type Targets = BTreeMap<u64, String>;

/// The records of an export: of a whole log, or of one decision. `slug` turns a title into a part of a file name.
///
/// # Errors
/// Why this is not such an export.
pub(crate) fn records(text: &str, slug: impl Fn(&str) -> String) -> Result<Vec<(RepoPath, String)>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let json: Value = serde_json::from_str(text).map_err(|error| format!("it is not valid JSON: {error}"))?;
    let listed: Vec<&Value> = match (json.get("adrs"), json.get("adr")) {
        (Some(Value::Array(all)), _) => all.iter().collect(),
        (None, Some(one)) => vec![one],
        (None, None) if json.get("number").is_some() => vec![&json],
        _ => return Err("it has no list of records under `adrs`".to_owned()),
    };
    let mut records = Vec::new();
    for (index, one) in listed.into_iter().enumerate() {
        let record = one.as_object().ok_or_else(|| format!("record {} in it is not an object", index + 1))?;
        records.push(record);
    }
    let files: Vec<String> = records.iter().map(|record| file_name(record, &slug)).collect();
    let mut by_number = Targets::new();
    for (record, file) in records.iter().zip(&files) {
        if let Some(number) = record.get("number").and_then(Value::as_u64) {
            let title = record.get("title").and_then(Value::as_str).unwrap_or(file);
            by_number.entry(number).or_insert_with(|| format!("[{}]({file})", one_line(title)));
        }
    }
    let made = records.iter().zip(&files).enumerate().map(|(index, (record, file))| {
        let is_second = files[..index].contains(file);
        let path = if is_second { format!("{}/{file}", index + 1) } else { file.clone() };
        (RepoPath::new(path), markdown(record, &by_number))
    });
    Ok(made.collect())
}

/// The file name of a record, or one made of its number and title.
fn file_name(record: &Record, slug: &impl Fn(&str) -> String) -> String {
    let path = record.get("path").and_then(Value::as_str).unwrap_or_default();
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_plain = name.ends_with(".md") && name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    if is_plain && Id::of_path(&RepoPath::new(name)).1 != IdKind::Slug {
        return name.to_owned();
    }
    let slug = slug(record.get("title").and_then(Value::as_str).unwrap_or_default());
    let number = record.get("number").and_then(Value::as_u64);
    number.map_or_else(|| format!("{slug}.md"), |number| format!("{number:04}-{slug}.md"))
}

/// A record as a file with a header.
fn markdown(record: &Record, targets: &Targets) -> String {
    let (mut header, mut body) = (String::new(), String::new());
    let mut rest = record.clone();
    for key in ["number", "path"] {
        rest.remove(key);
    }
    if let Some(Value::String(title)) = rest.get("title") {
        body.push_str(&format!("# {}\n", one_line(title)));
        rest.remove("title");
    }
    for key in HEADER {
        let ours = field::spec(key).map_or(*key, |spec| spec.key);
        if let Some(value) = rest.get(*key).and_then(in_header) {
            header.push_str(&format!("{ours}:{value}\n"));
            rest.remove(*key);
        }
    }
    let (links, listed) = links(rest.get("links"), targets);
    if let Some(links) = links {
        header.push_str(&links);
        rest.remove("links");
    }
    for (key, heading) in SECTIONS {
        section(&mut body, heading, rest.remove(*key));
    }
    if !listed.is_empty() {
        body.push_str(&format!("\n## Links\n\n{listed}"));
    }
    if let Some(Value::Object(own)) = rest.get("custom_sections") {
        for (heading, value) in own {
            section(&mut body, heading, Some(value.clone()));
        }
        rest.remove("custom_sections");
    }
    for (key, value) in rest {
        section(&mut body, &key, Some(value));
    }
    format!("---\n{header}---\n\n{body}")
}

/// A text, or a list of texts, as a value of YAML.
fn in_header(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(format!(" {}", quoted(text))),
        Value::Array(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            Some(texts?.into_iter().map(|text| format!("\n  - {}", quoted(text))).collect())
        }
        _ => None,
    }
}

/// The links that the header has a key for, and a list of the other ones; none if they have an unknown form.
fn links(value: Option<&Value>, targets: &Targets) -> (Option<String>, String) {
    let Some(all) = value.and_then(Value::as_array) else { return (None, String::new()) };
    let (mut by_kind, mut listed) = (BTreeMap::<LinkKind, String>::new(), String::new());
    for link in all {
        let (kind, target) = (link.get("type").and_then(Value::as_str), link.get("target").and_then(Value::as_u64));
        let description = link.get("description").and_then(Value::as_str);
        let keys = link.as_object().map_or(0, Map::len);
        let (Some(kind), Some(target), true) = (kind, target, keys == 2 + usize::from(description.is_some())) else {
            return (None, String::new());
        };
        let known = LinkKind::ALL.into_iter().find(|known| known.key() == kind);
        if let Some(known) = known {
            by_kind.entry(known).or_default().push_str(&format!("\n  - \"{target:04}\""));
        }
        if known.is_none() || description.is_some() {
            let target = targets.get(&target).cloned().unwrap_or_else(|| format!("{target:04}"));
            let description = description.map(|text| format!(": {}", one_line(text))).unwrap_or_default();
            listed.push_str(&format!("- {} {target}{description}\n", one_line(kind)));
        }
    }
    (Some(by_kind.into_iter().map(|(kind, links)| format!("{}:{links}\n", kind.key())).collect()), listed)
}

/// Adds a section, unless it is empty.
fn section(body: &mut String, heading: &str, value: Option<Value>) {
    let content = match &value {
        None | Some(Value::Null) => return,
        Some(Value::String(text)) => format!("{}\n", text.trim_matches(['\r', '\n'])),
        Some(Value::Array(items)) => items.iter().map(item).collect(),
        Some(other) => as_code(other),
    };
    if !content.trim().is_empty() {
        body.push_str(&format!("\n## {}\n\n{content}", one_line(heading)));
    }
}

/// An item of a list: a text, or an option with its pros and cons.
fn item(value: &Value) -> String {
    if let Value::String(text) = value {
        return format!("- {}\n", indented(text, "  "));
    }
    option(value).unwrap_or_else(|| format!("-\n{}", as_code(value)))
}

fn option(value: &Value) -> Option<String> {
    let option = value.as_object()?;
    if option.keys().any(|key| !["name", "description", "pros", "cons"].contains(&key.as_str())) {
        return None;
    }
    let mut item = format!("- {}\n", indented(option.get("name")?.as_str()?, "  "));
    if let Some(description) = option.get("description") {
        item.push_str(&format!("\n  {}\n\n", indented(description.as_str()?, "  ")));
    }
    let none = Vec::new();
    for (key, word) in [("pros", "For"), ("cons", "Against")] {
        for text in option.get(key).map_or(Some(&none), Value::as_array)? {
            item.push_str(&format!("  - {word}: {}\n", indented(text.as_str()?, "    ")));
        }
    }
    Some(item)
}

/// A text with all lines after the first indented.
fn indented(text: &str, indent: &str) -> String {
    with_line_feeds(text.trim()).lines().map(str::trim_end).collect::<Vec<_>>().join(&format!("\n{indent}"))
}

/// JSON as an indented code block, which its content can't end.
fn as_code(value: &Value) -> String {
    let json = serde_json::to_string_pretty(value).expect("what was read as JSON can be written as it");
    json.lines().map(|line| format!("    {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let records = records(text, |title| title.to_lowercase()).unwrap();
        records.into_iter().map(|(path, text)| (path.as_str().to_owned(), text)).collect()
    }

    #[test]
    fn everything_has_its_place() {
        let json = r#"{"adr": {"number": 3, "title": "Rust", "status": "Accepted", "date": "2024-05-01",
            "deciders": ["Ana \"A\" Ruiz"], "tags": [], "context": "\nWhy.\n\n---\nMore.", "source_uri": "https://example.org/3",
            "considered_options": [{"name": "C", "description": "old", "pros": ["fast"], "cons": ["sharp\nedges"]}, "Go", {"name": 7}],
            "links": [{"type": "amends", "target": 2}, {"type": "extends", "target": 1, "description": "by far"}],
            "custom_sections": {"Advice": "Ask."}, "effort": {"days": 3}}}"#;
        let expected = "---\nstatus: \"Accepted\"\ndate: \"2024-05-01\"\ndecision-makers:\n  - \"Ana \\\"A\\\" Ruiz\"\ntags:\nsource_uri: \"https://example.org/3\"\namends:\n  - \"0002\"\n---\n\n# Rust\n\n## Context\n\nWhy.\n\n---\nMore.\n\n## Considered Options\n\n- C\n\n  old\n\n  - For: fast\n  - Against: sharp\n    edges\n- Go\n-\n    {\n      \"name\": 7\n    }\n\n## Links\n\n- extends 0001: by far\n\n## Advice\n\nAsk.\n\n## effort\n\n    {\n      \"days\": 3\n    }\n";
        assert_eq!(read(json), [("0003-rust.md".to_owned(), expected.to_owned())]);
    }

    #[test]
    fn files_keep_their_names_where_these_are_safe() {
        let json = r#"{"adrs": [{"number": 1, "title": "A", "path": "/x/doc/adr/0001-own.md"},
            {"number": 1, "title": "B", "path": "C:\\x\\0001-own.md"}, {"number": 2, "title": "C", "path": "../0002 up.md"},
            {"title": "D"}, {"number": 1, "links": [{"type": "extends", "target": 1}, {"type": "amends", "target": 9}]}]}"#;
        let read = read(json);
        let paths: Vec<&str> = read.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["0001-own.md", "2/0001-own.md", "0002-c.md", "d.md", "0001-.md"]);
        assert!(read[4].1.contains("amends:\n  - \"0009\"\n") && read[4].1.contains("- extends [A](0001-own.md)\n"));
    }

    #[test]
    fn what_is_not_an_export_is_refused() {
        let deep = "[".repeat(100_000);
        for (text, reason) in [
            ("", "not valid JSON"),
            (deep.as_str(), "not valid JSON"),
            ("[]", "under `adrs`"),
            ("{\"adrs\": 1}", "under `adrs`"),
            ("{\"adrs\": [1]}", "record 1"),
        ] {
            assert!(records(text, str::to_owned).unwrap_err().contains(reason), "{text:.20}");
        }
    }
}

//! The log as data: the JSON of `list`, one JSON object per line, or CSV for spreadsheets.

use std::collections::BTreeSet;

use clap::ValueEnum;

use super::json;
use crate::report::record::{PersonReport, Record};
use crate::text::visible;

/// The formats of the log as data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One array, like `heard list --format json`.
    Json,
    /// One JSON object per line.
    Ndjson,
    /// One row per decision, for spreadsheets.
    Csv,
}

/// The records in one of the formats.
pub(crate) fn export(records: &[Record<'_>], format: ExportFormat) -> String {
    match format {
        ExportFormat::Json => json(&records),
        ExportFormat::Ndjson => records.iter().map(line).collect(),
        ExportFormat::Csv => table(records),
    }
}

/// A record in one line. JSON strings contain no line breaks, so the lines of the pretty form can be joined.
fn line(record: &Record<'_>) -> String {
    let mut line: String = json(record).lines().map(str::trim_start).collect();
    line.push('\n');
    line
}

/// The header row. New columns are added at the end, so that existing columns keep their places.
const COLUMNS: [&str; 14] = [
    "id",
    "title",
    "status",
    "date",
    "path",
    "decision_makers",
    "consulted",
    "informed",
    "governs",
    "tags",
    "links",
    "review_by",
    "quoted",
    "quotes",
];

fn table(records: &[Record<'_>]) -> String {
    let mut out = row(COLUMNS.map(str::to_owned));
    for record in records {
        let list = |items: &mut dyn Iterator<Item = String>| items.collect::<Vec<_>>().join("; ");
        let names = |people: &[PersonReport<'_>]| list(&mut people.iter().map(|person| person.name.to_string()));
        let speakers = record.quotes.iter().filter_map(|quote| quote.speaker.as_ref());
        let speakers: BTreeSet<String> = speakers.map(|name| name.to_string()).collect();
        out.push_str(&row([
            record.id.to_owned(),
            record.title.unwrap_or_default().to_owned(),
            record.status.unwrap_or_default().to_owned(),
            record.date.clone().unwrap_or_default(),
            record.path.to_owned(),
            names(&record.decision_makers),
            names(&record.consulted),
            names(&record.informed),
            record.governs.join("; "),
            record.tags.join("; "),
            list(&mut record.links.iter().map(|link| format!("{} {}", link.kind, link.target))),
            record.review_by.clone().unwrap_or_default(),
            list(&mut speakers.into_iter()),
            record.quotes.len().to_string(),
        ]));
    }
    out
}

/// A row of CSV (RFC 4180).
fn row(cells: [String; COLUMNS.len()]) -> String {
    format!("{}\r\n", cells.each_ref().map(|cell| quoted(cell)).join(","))
}

/// A cell in quotes. Spreadsheets read a cell as a formula if it starts with one of these signs,
/// even after white space; an apostrophe before it makes it text.
fn quoted(cell: &str) -> String {
    let text = visible(cell);
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    format!("\"{}{}\"", if is_formula { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_formulas() {
        for (cell, expected) in [
            ("plain", r#""plain""#),
            ("a \"b\", c", r#""a ""b"", c""#),
            ("=1+1", r#""'=1+1""#),
            (" \t@SUM(A1)", r#""'  @SUM(A1)""#),
            ("-2", r#""'-2""#),
            ("＝1", r#""'＝1""#),
            ("a\nb\r\nc", r#""a b c""#),
            ("\u{1b}[31m", r#""\u{1b}[31m""#),
        ] {
            assert_eq!(quoted(cell), expected, "{cell:?}");
        }
    }
}

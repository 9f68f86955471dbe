//! How reports look, one file a format. Everything here takes values and gives text; nothing is
//! read, and nothing is printed.

pub(crate) mod human;
pub(crate) mod record;
pub(crate) mod rules;

use clap::ValueEnum;

/// The formats that reports can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: source lines with the place marked.
    Human,
    /// For programs: one JSON value, described by the schemas in `docs/`.
    Json,
}

/// A value as JSON, with a line end behind it.
pub(crate) fn json(value: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("reports hold nothing that JSON can't");
    text.push('\n');
    text
}

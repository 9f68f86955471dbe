//! How reports look, one file a format. Everything here takes values and gives text; nothing is
//! read, and nothing is printed.

pub(crate) mod baseline;
pub(crate) mod diff;
pub(crate) mod export;
pub(crate) mod github;
mod gitlab;
pub(crate) mod graph;
pub(crate) mod human;
mod markdown;
mod rdjson;
pub(crate) mod record;
pub(crate) mod rules;
mod sarif;
pub(crate) mod search;
#[cfg(feature = "site")]
pub(crate) mod table;
pub(crate) mod who;
pub(crate) mod why;

use clap::ValueEnum;

use crate::report::Report;
use crate::text::{is_hidden, opens_command};

/// The formats of what is looked up: decisions and rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for the terminal.
    Human,
    /// JSON; see `heard schema`.
    Json,
}

/// The formats of what is judged: the reports of `check` and `gate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Text for the terminal, with source lines.
    Human,
    /// JSON; see `heard schema`.
    Json,
    /// GitHub Actions annotations.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitLab code quality report.
    Gitlab,
    /// Diagnostics for reviewdog.
    Rdjson,
    /// Markdown, for a job summary or a comment.
    Markdown,
}

/// A report in one of the formats. Each part is made only when the format asks for it.
pub(crate) fn report<'a>(
    format: ReportFormat,
    report: impl FnOnce() -> &'a Report,
    human: impl FnOnce() -> String,
) -> String {
    match format {
        ReportFormat::Human => human(),
        ReportFormat::Json => json(report()),
        ReportFormat::Github => github::report(report()),
        ReportFormat::Sarif => json(&sarif::Log::of(report())),
        ReportFormat::Gitlab => json(&gitlab::issues(report())),
        ReportFormat::Rdjson => json(&rdjson::Diagnostics::of(report())),
        ReportFormat::Markdown => markdown::report(report()),
    }
}

/// Why, and what would mend it, behind what is wrong: for formats that have one text for all three.
fn told(finding: &crate::report::Finding) -> String {
    let mut text = finding.message.clone();
    for (name, part) in [("why", &finding.why), ("help", &finding.help)] {
        if let Some(part) = part {
            text.push_str(&format!("\n{name}: {part}"));
        }
    }
    text
}

/// A value as JSON, with a line end behind it. Strings hold nothing that is hidden, or that the
/// runner of a CI job would take for a command.
pub(crate) fn json(value: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("reports hold nothing that JSON can't");
    text.push('\n');
    in_strings(text)
}

/// As [`json`], in one line without its end.
#[cfg(feature = "site")]
pub(crate) fn json_line(value: &impl serde::Serialize) -> String {
    in_strings(serde_json::to_string(value).expect("reports hold nothing that JSON can't"))
}

/// JSON with escapes for what must not be shown.
fn in_strings(text: String) -> String {
    // Asked of many bytes at a time; a record rarely has any of them.
    let may_hide = |byte: u8| (byte < b' ' && byte != b'\n') || byte >= 0x7f || byte == b'#';
    if !text.bytes().fold(false, |any, byte| any | may_hide(byte)) {
        return text;
    }
    // Only strings hold such characters, and there an escape says the same.
    if text.chars().any(|character| is_hidden(character) && character != '\n') || text.contains('#') {
        let mut shown = String::with_capacity(text.len());
        for character in text.chars() {
            if (is_hidden(character) && character != '\n') || (character == '[' && opens_command(&shown)) {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    shown.push_str(&format!("\\u{unit:04x}"));
                }
            } else {
                shown.push(character);
            }
        }
        return shown;
    }
    text
}

#[cfg(test)]
#[path = "../tests/all/runner.rs"]
mod runner;

#[cfg(test)]
mod tests {
    #[test]
    fn hidden_characters_are_escaped_and_read_back() {
        let text = super::json(&["a\u{202e}b\u{e0001}"]);
        assert_eq!(text, "[\n  \"a\\u202eb\\udb40\\udc01\"\n]\n");
        assert_eq!(serde_json::from_str::<Vec<String>>(&text).unwrap(), ["a\u{202e}b\u{e0001}"]);
    }

    #[test]
    fn commands_to_a_runner_are_escaped_and_read_back() {
        let text = super::json(&["##[error]x [y]"]);
        assert_eq!(text, "[\n  \"##\\u005berror]x [y]\"\n]\n");
        assert_eq!(serde_json::from_str::<Vec<String>>(&text).unwrap(), ["##[error]x [y]"]);
    }
}

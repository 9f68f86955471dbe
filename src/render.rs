//! How reports look, one file a format. Everything here takes values and gives text; nothing is
//! read, and nothing is printed.

pub(crate) mod human;
pub(crate) mod record;
pub(crate) mod rules;

use clap::ValueEnum;

use crate::text::{is_hidden, opens_command};

/// The formats that reports can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: source lines with the place marked.
    Human,
    /// For programs: one JSON value, described by the schemas in `docs/`.
    Json,
}

/// A value as JSON, with a line end behind it. Strings hold nothing that is hidden, or that the
/// runner of a CI job would take for a command.
pub(crate) fn json(value: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("reports hold nothing that JSON can't");
    text.push('\n');
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
#[path = "../tests/runner/mod.rs"]
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

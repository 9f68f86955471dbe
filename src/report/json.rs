//! Values as JSON that can be printed: no character in it is hidden, or read as a command by the runner of a CI job.

use crate::text::{is_hidden, opens_command};

/// A value as JSON, with a line end after it.
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
    // Only strings hold such characters, and there an escape says the same.
    if text.chars().any(|character| (is_hidden(character) && character != '\n') || character == '#') {
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

//! Values as JSON that can be printed: no character in it is hidden, or read as a command by the runner of a CI job.

use std::io::{self, Write};

use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};

use crate::text::{is_hidden, opens_command, visible};

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

/// As [`json`], in one line without its end, and safe to show after its escapes were read: hidden characters in texts are
/// spelled out as on a terminal. Lines and tabs of a text stay.
pub(crate) fn visible_json(value: &impl serde::Serialize) -> String {
    let mut text = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut text, VisibleFormatter);
    value.serialize(&mut serializer).expect("reports hold nothing that JSON can't");
    String::from_utf8(text).expect("JSON is text")
}

/// Writes strings in which nothing is hidden.
struct VisibleFormatter;

impl Formatter for VisibleFormatter {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        // A fragment has nothing to escape, so what is after a `\` was spelled out here.
        writer.write_all(visible(fragment).replace('\\', r"\\").as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        match escape {
            CharEscape::AsciiControl(byte) => write!(writer, r"\\u{{{byte:x}}}"),
            CharEscape::Backspace => writer.write_all(br"\\u{8}"),
            CharEscape::FormFeed => writer.write_all(br"\\u{c}"),
            CharEscape::CarriageReturn => writer.write_all(b" "),
            plain => CompactFormatter.write_char_escape(writer, plain),
        }
    }
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

    #[test]
    fn hidden_characters_are_spelled_out() {
        let text = super::visible_json(&[
            "a\u{202e}b\u{e0001}\u{1b}[2J\u{8}\u{c}\u{7f}\u{9b}",
            "c:\\\"d\"\r\n\te",
            "##[error]",
        ]);
        let read = serde_json::from_str::<Vec<String>>(&text).unwrap();
        let shown = r"a\u{202e}b\u{e0001}\u{1b}[2J\u{8}\u{c}\u{7f}\u{9b}";
        assert_eq!(read, [shown, "c:\\\"d\" \n\te", r"##\u{5b}error]"]);
        assert!(!text.contains('\n'), "{text}");
    }
}

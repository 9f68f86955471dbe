//! Text from files as it may stand on a page: HTML special characters are escaped, hidden characters made visible.

use std::fmt::{self, Write};

use askama::filters::Escaper;

use crate::text::is_hidden;

/// The escaper of every value in a template, in text as well as in attributes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HtmlEscaper;

impl Escaper for HtmlEscaper {
    fn write_escaped_str<W: Write>(&self, mut out: W, text: &str) -> fmt::Result {
        text.chars().try_for_each(|character| match character {
            '"' => out.write_str("&quot;"),
            '\'' => out.write_str("&#39;"),
            // XML does not allow these, and no text needs them.
            '\u{fffe}' | '\u{ffff}' => write_number(&mut out, character),
            other => write_in_element(&mut out, other),
        })
    }
}

/// Writes a character for the text of an element, where quotation marks need no escape.
fn write_in_element(out: &mut impl Write, character: char) -> fmt::Result {
    match character {
        '&' => out.write_str("&amp;"),
        '<' => out.write_str("&lt;"),
        '>' => out.write_str("&gt;"),
        other => write_visible(out, other),
    }
}

fn write_visible(out: &mut impl Write, character: char) -> fmt::Result {
    match character {
        '\n' | '\t' => out.write_char(character),
        hidden if is_hidden(hidden) => write_number(out, hidden),
        plain => out.write_char(plain),
    }
}

fn write_number(out: &mut impl Write, character: char) -> fmt::Result {
    write!(out, "\\u{{{:x}}}", u32::from(character))
}

/// Text escaped for an element or an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::new();
    HtmlEscaper.write_escaped_str(&mut out, text).expect("writing to a string can't fail");
    out
}

/// Appends text of an element.
pub(super) fn push_text(out: &mut String, text: &str) {
    text.chars().try_for_each(|character| write_in_element(out, character)).expect("writing to a string can't fail");
}

/// Text with hidden characters made visible, for formats that escape HTML themselves.
pub(super) fn show_hidden(text: &str) -> String {
    let mut out = String::new();
    text.chars().try_for_each(|character| write_visible(&mut out, character)).expect("writing to a string can't fail");
    out
}

/// A value as JSON for a script: without HTML special characters, and without the line ends that JavaScript knows and
/// JSON does not.
pub(super) fn script_json(value: &impl serde::Serialize) -> String {
    let json = serde_json::to_string(value).expect("the keys are strings");
    let mut out = String::with_capacity(json.len());
    // Only strings hold such characters, and there an escape says the same.
    for character in json.chars() {
        match character {
            '<' | '>' | '&' | '\'' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            plain => out.push(plain),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_and_hidden_characters_are_escape() {
        let hostile = "</script><img src=x onerror='a(\"b\")'>&\u{202e}\u{1b}[0m\n\u{2028}";
        assert_eq!(
            escape(hostile),
            "&lt;/script&gt;&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt;&amp;\\u{202e}\\u{1b}[0m\n\\u{2028}"
        );
        assert_eq!(escape("a\u{7f}—é\u{fffe}\u{85}\tz\u{e0001}"), "a\\u{7f}—é\\u{fffe}\\u{85}\tz\\u{e0001}");
        for character in (0..=0x10_ffff).filter_map(char::from_u32) {
            let shows = !is_hidden(character) || matches!(character, '\n' | '\t');
            let stays = shows && !"&<>\"'\u{fffe}\u{ffff}".contains(character);
            assert_eq!(escape(&character.to_string()) == character.to_string(), stays, "{character:?}");
        }
        assert!(!script_json(&hostile).contains(['<', '>', '&', '\'', '\u{2028}']));
        assert_eq!(serde_json::from_str::<String>(&script_json(&hostile)).unwrap(), hostile);
        assert_eq!(show_hidden("a\u{200b}\n<b>"), "a\\u{200b}\n<b>");
    }
}

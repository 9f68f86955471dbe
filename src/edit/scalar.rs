//! Writes a text as a YAML value: plain if that is safe, otherwise in quotes.

use crate::text::one_line;

/// The quotes around a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    None,
    Single,
    Double,
}

impl Quotes {
    /// The quotes of a value as written.
    pub(super) fn of(written: &str) -> Self {
        match written.as_bytes().first() {
            Some(b'"') => Self::Double,
            Some(b'\'') => Self::Single,
            _ => Self::None,
        }
    }

    /// The quotes that all values have, or none if they differ. An empty list has double quotes.
    pub(super) fn of_all<'a>(mut written: impl Iterator<Item = &'a str>) -> Self {
        let Some(first) = written.next().map(Self::of) else {
            return Self::Double;
        };
        if written.all(|next| Self::of(next) == first) { first } else { Self::None }
    }
}

/// A text in the given quotes; in double quotes if these can't contain it.
pub(super) fn written(text: &str, quotes: Quotes, in_flow: bool) -> String {
    let text = one_line(text);
    match quotes {
        Quotes::None if is_plain(&text, in_flow) => text.into_owned(),
        Quotes::Single if !text.contains(is_unprintable) => format!("'{}'", text.replace('\'', "''")),
        Quotes::None | Quotes::Single | Quotes::Double => quoted(&text),
    }
}

/// A text on one line in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    escaped(&one_line(text))
}

/// A text in double quotes with all its white space.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            _ if is_unprintable(character) => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// Whether YAML allows a character only as an escape, or other readers of YAML may take it for a line end or a byte order
/// mark.
pub(crate) fn is_unprintable(character: char) -> bool {
    let special = ['\u{2028}', '\u{2029}', '\u{feff}', '\u{fffe}', '\u{ffff}'];
    character.is_control() || special.contains(&character)
}

/// A text without quotes unless it needs them.
pub(crate) fn plainly(text: &str) -> String {
    written(text, Quotes::None, false)
}

/// Whether YAML reads a text without quotes as the same text.
fn is_plain(text: &str, in_flow: bool) -> bool {
    let marks = ['-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`'];
    !text.is_empty()
        && !text.starts_with(marks)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !text.contains(is_unprintable)
        && !(in_flow && text.contains([',', '[', ']', '{', '}', ':']))
        && !is_resolved(text)
}

/// Whether YAML reads a word as a number, a boolean or null.
fn is_resolved(text: &str) -> bool {
    let is_number = text.trim_start_matches(['+', '.']).starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || b"+-._xo:".contains(&byte))
        && !crate::vocabulary::day::has_iso_shape(text);
    let words = ["~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan"];
    is_number || words.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::header;
    use crate::text::Span;

    #[test]
    fn quotes_only_where_they_are_needed() {
        for (text, plain, in_flow) in [
            ("accepted", "accepted", "accepted"),
            ("2026-03-02", "2026-03-02", "2026-03-02"),
            ("0012", "\"0012\"", "\"0012\""),
            ("no", "\"no\"", "\"no\""),
            ("@lee", "\"@lee\"", "\"@lee\""),
            ("a: b", "\"a: b\"", "\"a: b\""),
            ("ops:", "\"ops:\"", "\"ops:\""),
            ("10:30 UTC", "10:30 UTC", "\"10:30 UTC\""),
            ("a #b", "\"a #b\"", "\"a #b\""),
            ("Roy, Ines", "Roy, Ines", "\"Roy, Ines\""),
            ("say \"no\"", "say \"no\"", "say \"no\""),
            ("superseded by 0012", "superseded by 0012", "superseded by 0012"),
        ] {
            assert_eq!(written(text, Quotes::None, false), plain);
            assert_eq!(written(text, Quotes::None, true), in_flow);
        }
        assert_eq!(quoted(" a \u{7f}\u{85}\n\"b\\\u{2028}c"), r#""a \u007f \"b\\ c""#);
        assert_eq!(escaped("a\t\u{85}\n\u{2028}b"), r#""a\u0009\u0085\u000a\u2028b""#);
        assert_eq!(written("it's", Quotes::Single, false), "'it''s'");
        assert_eq!(written("a\u{1}", Quotes::Single, false), "\"a\\u0001\"");
    }

    #[test]
    fn every_character_is_read_back() {
        for first in (0..=u32::from(char::MAX)).step_by(0x200) {
            let text: String = (first..first + 0x200).filter_map(char::from_u32).collect();
            for (written, expected) in [(escaped(&text), &*text), (plainly(&text), &one_line(&text))] {
                let source = format!("key: {written}\n");
                let fields = header::read(&source, Span::new(0, source.len())).unwrap();
                assert_eq!(
                    fields[0].value.text().unwrap_or_default(),
                    if expected.trim().is_empty() { "" } else { expected }
                );
            }
        }
    }
}

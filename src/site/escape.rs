//! Text from files on a page: marks of HTML become entities, and characters that hide are shown.

use std::fmt::{self, Write};
use std::io;

use askama::filters::Escaper;

use crate::text::is_hidden;

/// How every value in a template is written, in text as well as in attributes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page;

/// Whether a character may begin with this byte that some text of a site does not have as it is. Written without a
/// branch, so that it is asked of many bytes at a time; marks that differ in a bit or two are asked for at once.
const fn is_marked(byte: u8) -> bool {
    // One of `"`, `&` and `'`, with which `#` is taken that stays as it is; one of `<` and `>`; a backslash.
    let is_mark = (byte & !0b101 == b'"') | (byte & !0b10 == b'<') | (byte == b'\\');
    // From the last of ASCII on there are controls and characters of several bytes.
    is_mark | (byte < b' ') | (byte >= 0x7f)
}

/// The same, for one byte at a time.
const MARKED: [bool; 256] = {
    let mut marked = [false; 256];
    let mut byte = 0;
    while byte < marked.len() {
        marked[byte] = is_marked(byte as u8);
        byte += 1;
    }
    marked
};

/// How many bytes are looked at together.
const PIECE: usize = 32;

/// The place of the first marked byte. A site is nearly all others, so pieces without one are passed over.
fn first_marked(text: &[u8]) -> Option<usize> {
    let has_none = |piece: &[u8; PIECE]| !piece.iter().fold(false, |any, byte| any | is_marked(*byte));
    let (pieces, rest) = text.as_chunks();
    let plain = pieces.iter().take_while(|piece| has_none(piece)).count() * PIECE;
    let is_rest_plain = || match text.last_chunk() {
        // What is left over lies in the last piece that can be cut off.
        Some(last) => has_none(last),
        None => {
            let mut filled = [b' '; PIECE];
            filled[..text.len()].copy_from_slice(text);
            has_none(&filled)
        }
    };
    if plain + rest.len() == text.len() && is_rest_plain() {
        return None;
    }
    text[plain..].iter().position(|byte| MARKED[usize::from(*byte)]).map(|found| plain + found)
}

/// What stands for a character.
enum Instead {
    Itself,
    Text(&'static str),
    /// Its number, which shows what hides.
    Number,
}

/// Writes a text of which some characters are written in another way.
fn replaced<W: Write>(out: &mut W, text: &str, number: &str, instead: impl Fn(char) -> Instead) -> fmt::Result {
    let (mut done, mut next) = (0, 0);
    while let Some(found) = first_marked(&text.as_bytes()[next..]) {
        let at = next + found;
        let Some(character) = text[at..].chars().next() else { break };
        next = at + character.len_utf8();
        let instead = match instead(character) {
            Instead::Itself => continue,
            Instead::Text(text) => text,
            Instead::Number => number,
        };
        out.write_str(&text[done..at])?;
        out.write_str(instead)?;
        if instead == number {
            write!(out, "{{{:x}}}", u32::from(character))?;
        }
        done = next;
    }
    out.write_str(&text[done..])
}

/// How the number of a character begins.
const NUMBER: &str = "\\u";

fn between_elements(character: char) -> Instead {
    match character {
        '&' => Instead::Text("&amp;"),
        '<' => Instead::Text("&lt;"),
        '>' => Instead::Text("&gt;"),
        '\n' | '\t' => Instead::Itself,
        character if is_hidden(character) => Instead::Number,
        _ => Instead::Itself,
    }
}

impl Escaper for Page {
    fn write_escaped_str<W: Write>(&self, mut out: W, text: &str) -> fmt::Result {
        replaced(&mut out, text, NUMBER, |character| match character {
            '"' => Instead::Text("&quot;"),
            '\'' => Instead::Text("&#39;"),
            // XML has no such characters, and nobody else needs them.
            '\u{fffe}' | '\u{ffff}' => Instead::Number,
            other => between_elements(other),
        })
    }
}

/// Text escaped for an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

/// As [`escaped`], behind what is there.
pub(super) fn push_escaped(out: &mut String, text: &str) {
    Page.write_escaped_str(out, text).expect("a string takes all that is written");
}

/// Writes text that stands between elements, where quotes are no marks; what hides is shown.
pub(super) fn push_text(out: &mut String, text: &str) {
    replaced(out, text, NUMBER, between_elements).expect("a string takes all that is written");
}

/// Text in which what hides is shown, for what escapes HTML itself.
pub(super) fn revealed(text: &str) -> Option<String> {
    let hides = |character: char| is_hidden(character) && !matches!(character, '\n' | '\t');
    // Texts of which this says no are by far the most, and it asks many bytes at a time.
    let may_hide = !text.is_ascii() || text.bytes().fold(false, |any, byte| any | (byte < b' ') | (byte == 0x7f));
    (may_hide && text.contains(hides)).then(|| {
        let mut out = String::with_capacity(text.len() + 8);
        for character in text.chars() {
            if hides(character) {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
            } else {
                out.push(character);
            }
        }
        out
    })
}

/// A value as JSON that may stand in a script: no mark of HTML is left in it, and no line end that
/// JavaScript knows and JSON does not.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Script);
    value.serialize(&mut serializer).expect("what is written has text for keys");
    String::from_utf8(out).expect("what is written is text")
}

#[derive(Debug)]
struct Script;

impl serde_json::ser::Formatter for Script {
    fn write_string_fragment<W: io::Write + ?Sized>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        let mut done = 0;
        for (at, mark) in text.match_indices(['<', '>', '&', '\'', '\u{2028}', '\u{2029}']) {
            out.write_all(&text.as_bytes()[done..at])?;
            mark.chars().try_for_each(|mark| write!(out, "\\u{:04x}", u32::from(mark)))?;
            done = at + mark.len();
        }
        out.write_all(&text.as_bytes()[done..])
    }
}

/// Writes a text as JSON for a script, with what hides shown.
pub(super) fn push_shown(out: &mut String, text: &str) {
    out.push('"');
    push_in_text(out, text);
    out.push('"');
}

/// As [`push_shown`], for a part of a text.
pub(super) fn push_in_text(out: &mut String, text: &str) {
    let instead = |character| match character {
        '"' => Instead::Text("\\\""),
        '\\' => Instead::Text("\\\\"),
        '\n' => Instead::Text("\\n"),
        '\t' => Instead::Text("\\t"),
        '<' => Instead::Text("\\u003c"),
        '>' => Instead::Text("\\u003e"),
        '&' => Instead::Text("\\u0026"),
        '\'' => Instead::Text("\\u0027"),
        character if is_hidden(character) => Instead::Number,
        _ => Instead::Itself,
    };
    // The backslash of a number is one of the text.
    replaced(out, text, "\\\\u", instead).expect("a string takes all that is written");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_of_html_is_left() {
        let hostile = "</script><img src=x onerror='a(\"b\")'>&\u{202e}\u{1b}[0m\n\u{2028}";
        assert_eq!(
            escaped(hostile),
            "&lt;/script&gt;&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt;&amp;\\u{202e}\\u{1b}[0m\n\\u{2028}"
        );
        assert_eq!(escaped("a\u{7f}—é\u{fffe}\u{85}\tz\u{e0001}"), "a\\u{7f}—é\\u{fffe}\\u{85}\tz\\u{e0001}");
        for character in (0..=0x10_ffff).filter_map(char::from_u32) {
            let shows = !is_hidden(character) || matches!(character, '\n' | '\t');
            let stays = shows && !"&<>\"'\u{fffe}\u{ffff}".contains(character);
            assert_eq!(escaped(&character.to_string()) == character.to_string(), stays, "{character:?}");
        }
        assert!(!json(&hostile).contains(['<', '>', '&', '\'', '\u{2028}']));
        assert_eq!(serde_json::from_str::<String>(&json(&hostile)).unwrap(), hostile);
        assert_eq!(revealed("plain <b>"), None);
        assert_eq!(revealed("a\u{200b}\nb").unwrap(), "a\\u{200b}\nb");
    }

    #[test]
    fn text_for_a_script_is_json_of_what_is_shown() {
        let check = |text: &str| {
            let mut out = String::new();
            push_shown(&mut out, text);
            assert_eq!(out, json(&revealed(text).unwrap_or(text.to_owned())));
        };
        ["", "a\n\tb \\ \"—\" 次 <b>&'", "\u{85}\u{7f}\u{e0001}\u{2028}"].into_iter().for_each(check);
        (0..=0x10_ffff).filter_map(char::from_u32).for_each(|character| check(character.encode_utf8(&mut [0; 4])));
        for place in 0..70 {
            check(&format!("{}<{}", "a".repeat(place), "b".repeat(69 - place)));
        }
    }
}

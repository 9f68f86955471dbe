//! Text from files on a page: marks of HTML become entities, and characters that hide are shown.

use std::fmt::{self, Write};
use std::io;

use askama::filters::Escaper;

use crate::text::is_hidden;

/// How every value in a template is written, in text as well as in attributes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page;

/// Bytes at which a character may begin that is not written as it is.
const MARKED: [bool; 256] = {
    let mut marked = [false; 256];
    let mut byte = 0;
    while byte < marked.len() {
        marked[byte] = is_marked(byte as u8);
        byte += 1;
    }
    marked
};

const fn is_marked(byte: u8) -> bool {
    let is_mark = (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"') | (byte == b'\'');
    let is_control = (byte < b' ') & (byte != b'\n') & (byte != b'\t');
    // From here on characters of several bytes begin.
    is_mark | is_control | (byte >= 0x7f)
}

/// How many bytes are asked at a time.
const PIECE: usize = 16;

/// The place of the first marked byte. A page is nearly all others, so pieces without one are passed over.
fn first_marked(text: &[u8]) -> Option<usize> {
    let is_plain = |piece: &[u8; PIECE]| piece.map(is_marked) == [false; PIECE];
    let (pieces, rest) = text.as_chunks::<PIECE>();
    let plain = pieces.iter().take_while(|piece| is_plain(piece)).count() * PIECE;
    // What is left over lies in the last piece that can be cut off.
    if plain + rest.len() == text.len() && text.last_chunk().is_some_and(is_plain) {
        return None;
    }
    text[plain..].iter().position(|byte| MARKED[usize::from(*byte)]).map(|found| plain + found)
}

impl Escaper for Page {
    fn write_escaped_str<W: Write>(&self, mut out: W, text: &str) -> fmt::Result {
        let (mut done, mut next) = (0, 0);
        while let Some(found) = first_marked(&text.as_bytes()[next..]) {
            let at = next + found;
            let Some(character) = text[at..].chars().next() else { break };
            next = at + character.len_utf8();
            let entity = match character {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                // XML has no such characters, and nobody else needs them.
                '\u{fffe}' | '\u{ffff}' => "",
                hidden if is_hidden(hidden) => "",
                _ => continue,
            };
            out.write_str(&text[done..at])?;
            match entity {
                "" => write!(out, "\\u{{{:x}}}", u32::from(character))?,
                entity => out.write_str(entity)?,
            }
            done = next;
        }
        out.write_str(&text[done..])
    }
}

/// Text escaped for an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    Page.write_escaped_str(&mut out, text).expect("a string takes all that is written");
    out
}

/// Writes text that stands between elements, where quotes are no marks; what hides is shown.
pub(super) fn push_text(out: &mut String, text: &str) {
    let may_be_marked = |byte: u8| byte < b' ' || byte >= 0x7f || matches!(byte, b'&' | b'<' | b'>');
    // Texts of which this says no are by far the most, and it asks many bytes at a time.
    if !text.bytes().fold(false, |any, byte| any | may_be_marked(byte)) {
        return out.push_str(text);
    }
    let mut done = 0;
    for (at, character) in text.char_indices().filter(|(_, character)| !character.is_ascii_alphanumeric()) {
        let entity = match character {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '\n' | '\t' => continue,
            hidden if is_hidden(hidden) => "",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        match entity {
            "" => drop(write!(out, "\\u{{{:x}}}", u32::from(character))),
            entity => out.push_str(entity),
        }
        done = at + character.len_utf8();
    }
    out.push_str(&text[done..]);
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
    let (mut done, mut next) = (0, 0);
    while let Some(found) = first_special(&text.as_bytes()[next..]) {
        let at = next + found;
        let Some(character) = text[at..].chars().next() else { break };
        next = at + character.len_utf8();
        let escape = match character {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\t' => "\\t",
            '<' => "\\u003c",
            '>' => "\\u003e",
            '&' => "\\u0026",
            '\'' => "\\u0027",
            hidden if is_hidden(hidden) => "",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        match escape {
            "" => _ = write!(out, "\\\\u{{{:x}}}", u32::from(character)),
            escape => out.push_str(escape),
        }
        done = next;
    }
    out.push_str(&text[done..]);
}

/// Whether a character may begin with a byte that JSON for a script does not have as it is. Written without a
/// branch, so that it is asked of many bytes at a time.
const fn is_special(byte: u8) -> bool {
    let is_mark = (byte == b'"') | (byte == b'\\') | (byte == b'&') | (byte == b'\'') | (byte == b'<') | (byte == b'>');
    is_mark | (byte < b' ') | (byte >= 0x7f)
}

/// The same, for one byte at a time.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        special[byte] = is_special(byte as u8);
        byte += 1;
    }
    special
};

/// The first byte that is special.
fn first_special(bytes: &[u8]) -> Option<usize> {
    const BLOCK: usize = 32;
    let is_plain = |block: &[u8; BLOCK]| !block.iter().fold(false, |any, byte| any | is_special(*byte));
    let (blocks, rest) = bytes.as_chunks();
    let plain = blocks.iter().take_while(|block| is_plain(block)).count() * BLOCK;
    // The rest is asked together with some that was asked before it: mostly nothing is found.
    if plain + rest.len() == bytes.len() && bytes.last_chunk().is_some_and(is_plain) {
        return None;
    }
    bytes[plain..].iter().position(|byte| SPECIAL[usize::from(*byte)]).map(|at| plain + at)
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

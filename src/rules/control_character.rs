//! A file shows all that it contains.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::{Span, is_hidden};

pub(crate) static RULE: Rule = Rule {
    id: "control-character",
    level: Level::Deny,
    summary: "file contains an invisible or control character",
    explain: "
Reports characters that are invisible but change the text: terminal control characters, marks that
change the reading direction, and zero-width characters. A byte order mark at the start, tabs, line
endings, and the joiners that names and emoji need are fine.

They make a file look different to a reader than to a program. A quote can be turned into its
opposite and look the same.

Delete the character. The finding gives its code point.
",
    bad: "
---
status: accepted
date: 2026-03-02
---

# Page through\u{202e} the rotation
              ^
",
    fix: &[("\u{202e}", "")],
    check: Check::Decision(check),
};

/// How many characters of a file are shown; nobody reads more.
const SHOWN: usize = 20;

/// Whether a character that hides can start with this byte.
fn may_hide(byte: u8) -> bool {
    // Written without a branch, so that many bytes can be asked at once.
    let control = (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
    let first = (byte == 0xc2) | (byte == 0xd8) | (byte == 0xe1) | (byte == 0xe2) | (byte == 0xef) | (byte == 0xf3);
    control | (byte == 0x7f) | first
}

/// Whether a byte is anything but plain ASCII: what is cheaper to ask, and holds of every byte that
/// [`may_hide`] holds of.
fn is_unusual(byte: u8) -> bool {
    // As a signed number, every byte beyond ASCII is below the space as well.
    let below = byte.cast_signed() < 0x20;
    (below & (byte != b'\t') & (byte != b'\n') & (byte != b'\r')) | (byte == 0x7f)
}

/// The places where a character that hides may start. Nearly all text is passed over many bytes at
/// a time, which is why a piece is asked as a whole first.
fn suspects(text: &str) -> impl Iterator<Item = usize> {
    const PIECE: usize = 64;
    let (pieces, rest) = text.as_bytes().as_chunks::<PIECE>();
    let some =
        pieces.iter().enumerate().filter(|(_, piece)| piece.iter().fold(false, |any, byte| any | is_unusual(*byte)));
    let pieces = some.map(|(index, piece)| (index * PIECE, &piece[..]));
    let all = pieces.chain([(text.len() - rest.len(), rest)]);
    all.flat_map(|(start, piece)| (start..).zip(piece).filter(|(_, byte)| may_hide(**byte)).map(|(at, _)| at))
}

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut more = 0_usize;
    for at in suspects(&decision.text) {
        let Some(character) = decision.text.get(at..).and_then(|rest| rest.chars().next()) else {
            continue;
        };
        let span = Span::new(at, at + character.len_utf8());
        if !is_found(at, character) {
            continue;
        }
        if findings.len() < SHOWN {
            let message = format!("file contains U+{:04X}, {}", u32::from(character), kind(character));
            findings.push(
                Finding::new(decision, span, message)
                    .why("readers can't see it, but programs act on it")
                    .help("delete the character"),
            );
        } else {
            more += 1;
        }
    }
    if more > 0
        && let Some(last) = findings.last_mut()
    {
        last.message.push_str(&format!("; {more} more such characters follow"));
    }
    findings
}

fn is_found(at: usize, character: char) -> bool {
    match character {
        '\u{feff}' if at == 0 => false,
        other => is_hidden(other),
    }
}

/// What sort of character it is.
fn kind(character: char) -> &'static str {
    match character {
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "a control character",
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => {
            "a mark that changes the reading direction"
        }
        '\u{2028}' | '\u{2029}' => "an unusual line separator",
        '\u{e0000}'..='\u{e007f}' => "an invisible tag",
        _ => "a zero-width character",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn what_people_need_passes() {
        assert!(
            messages(&RULE, "\u{feff}---\r\nstatus: accepted\r\n---\r\n# T\t👩\u{200d}💻 می\u{200c}خواهم\r\n")
                .is_empty()
        );
        assert_eq!(messages(&RULE, "# T \u{1b}[31m\n"), ["file contains U+001B, a control character"]);
        assert_eq!(messages(&RULE, "# T \u{feff}\n"), ["file contains U+FEFF, a zero-width character"]);
    }

    #[test]
    fn every_hidden_character_starts_with_one_of_the_bytes() {
        for character in ('\0'..=char::MAX).filter(|character| is_hidden(*character) && !"\t\n\r".contains(*character))
        {
            let mut bytes = [0; 4];
            let first = character.encode_utf8(&mut bytes).as_bytes()[0];
            assert!(may_hide(first) && is_unusual(first), "U+{:04X}", u32::from(character));
        }
    }

    #[test]
    fn a_flood_is_counted() {
        let found = messages(&RULE, &format!("# T {}\n", "\u{7}".repeat(50)));
        assert_eq!(found.len(), SHOWN);
        assert!(found.iter().any(|message| message.contains("30 more")));
    }
}

//! A file shows all that it contains.

use super::{Catalog, Check, Decision, Finding, Level, Rule, Span};
use crate::text::is_hidden;

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
    example: "
<accepted>
---

# Page through\u{202e} the rotation
              ^
=> # Page through the rotation
",
    check: Check::Decision(check),
};

/// How many characters of a file are shown; nobody reads more.
const SHOWN: usize = 20;

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut more = 0_usize;
    let hidden = decision.text.char_indices().filter(|(at, character)| is_found(*at, *character));
    for (at, character) in hidden {
        let span = Span::new(at, at + character.len_utf8());
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
        '\t' | '\n' | '\r' => false,
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
    fn a_flood_is_counted() {
        let found = messages(&RULE, &format!("# T {}\n", "\u{7}".repeat(50)));
        assert_eq!(found.len(), SHOWN);
        assert!(found.iter().any(|message| message.contains("30 more")));
    }
}

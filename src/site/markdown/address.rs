//! Addresses of the web in text, as `https://example.org`, which become links as on forges.

use crate::text::is_hidden;

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TextPart<'a> {
    Plain(&'a str),
    Address(&'a str),
}

/// The marks that end an address with the sentence around it, and are no part of it.
const MARKS: &str = "?!.,:;*_~'\"’”»…)]。，、；：！？）」』";

/// The parts of a text.
pub(super) fn parts(text: &str) -> Vec<TextPart<'_>> {
    let mut parts = Vec::new();
    let (mut plain, mut from) = (0, 0);
    while let Some(at) = text[from..].find("http").map(|offset| from + offset) {
        let rest = &text[at..];
        from = at + "http".len();
        let Some(host) = rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://")) else { continue };
        if text[..at].ends_with(char::is_alphanumeric) || !host.starts_with(char::is_alphanumeric) {
            continue;
        }
        let is_end = |c: char| c.is_whitespace() || is_hidden(c) || "<>\"`{}|\\^".contains(c);
        let address = without_marks(&rest[..rest.find(is_end).unwrap_or(rest.len())]);
        parts.push(TextPart::Plain(&text[plain..at]));
        parts.push(TextPart::Address(address));
        (plain, from) = (at + address.len(), at + address.len());
    }
    parts.push(TextPart::Plain(&text[plain..]));
    parts.retain(|part| *part != TextPart::Plain(""));
    parts
}

/// An address without the marks behind it. A parenthesis that it opens is a part of it.
fn without_marks(address: &str) -> &str {
    let count = |mark: char| address.matches(mark).count();
    let mut unopened = count(')').saturating_sub(count('('));
    address.trim_end_matches(|character: char| {
        let is_extra = character != ')' || unopened > 0;
        unopened -= usize::from(character == ')' && is_extra);
        MARKS.contains(character) && is_extra
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_before_the_marks_of_the_sentence() {
        for (text, addresses) in [
            ("See https://example.org/y.", &["https://example.org/y"][..]),
            ("(http://example.org/a_(b)), https://example.org?!", &["http://example.org/a_(b)", "https://example.org"]),
            ("https://example.org/a,b;c:d's", &["https://example.org/a,b;c:d's"]),
            ("“https://example.org/”… 、https://example.org/é。", &["https://example.org/", "https://example.org/é"]),
            ("https://example.org/a\"onclick=x", &["https://example.org/a"]),
            ("https://example.org/a\u{202e}b", &["https://example.org/a"]),
            ("https://a.example/?u=https://b.example", &["https://a.example/?u=https://b.example"]),
            ("xhttps://example.org https:// http:/x httpshttp://example.org http://.x ftp://a", &[]),
        ] {
            let found: Vec<_> = parts(text);
            let found_addresses = found.iter().filter_map(|part| match part {
                TextPart::Address(address) => Some(*address),
                TextPart::Plain(_) => None,
            });
            assert_eq!(found_addresses.collect::<Vec<_>>(), addresses, "{text}");
            let whole = found.iter().map(|part| match part {
                TextPart::Plain(text) | TextPart::Address(text) => *text,
            });
            assert_eq!(whole.collect::<String>(), text);
        }
    }
}

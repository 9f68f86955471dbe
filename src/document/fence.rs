//! Where a header ends. `gray_matter`'s fence rule decides; this file finds the same fences as
//! byte ranges, because `gray_matter` gives none, and refuses to guess should the two differ.

use gray_matter::engine::Engine;
use gray_matter::{Matter, Pod};

use crate::text::{Span, lines};

/// What the start of a file says about its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fence {
    /// No header: the body starts at the first byte after a byte order mark.
    None { body: usize },
    /// An opening `---` without a closing one; the span is the opening line.
    Open { opening: Span },
    /// A whole header. `header` is between the fences, the body starts at `body`.
    Closed { header: Span, body: usize },
    /// A header in TOML between `+++` lines; the span is the opening line, the body starts at `body`.
    Toml { opening: Span, body: usize },
    /// Our ranges and `gray_matter`'s split differ: the span is what we took for the header.
    Disputed { header: Span },
}

/// Stands where `gray_matter` expects a YAML reader. Its own dies on 304 bytes of aliases, so the
/// header is read by `document::header` and nothing is parsed here.
struct Unread;

impl Engine for Unread {
    fn parse(_: &str) -> gray_matter::Result<Pod> {
        Ok(Pod::Null)
    }
}

/// Finds the header of a file.
///
/// A byte order mark, blank lines and HTML comments may come before the opening fence. After
/// anything but a byte order mark, the fence counts only when the lines inside look like keys,
/// since `---` is also a line drawn across a page.
pub(crate) fn find(text: &str) -> Fence {
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let lead = lead(text, mark);
    let rest = &text[lead..];
    if let Some((opening, body)) = toml(rest) {
        return Fence::Toml { opening: opening.shifted(lead), body: body + lead };
    }
    let Some(fences) = ranges(rest) else {
        return Fence::None { body: mark };
    };
    let (header, body) = match fences {
        (header, None) => {
            let opening = Span::new(0, header.start).shifted(lead).trimmed(text);
            return if lead == mark || looks_like_keys(header.of(rest)) {
                Fence::Open { opening }
            } else {
                Fence::None { body: mark }
            };
        }
        (header, Some(body)) => (header, body),
    };
    if lead != mark && !looks_like_keys(header.of(rest)) {
        return Fence::None { body: mark };
    }
    // The rest of the file has no say in where the header ends, and would only be copied.
    let split = Matter::<Unread>::new().parse::<Pod>(&rest[..body]);
    let agreed = split.is_ok_and(|split| {
        let ours = header.of(rest).trim();
        // It folds line ends.
        split.matter == ours || split.matter.lines().eq(ours.lines())
    });
    let header = header.shifted(lead);
    if agreed {
        let body = body + lead;
        Fence::Closed { header, body }
    } else {
        Fence::Disputed { header }
    }
}

/// A header as Hugo and Zola write it: the opening line, and the start of the body.
fn toml(text: &str) -> Option<(Span, usize)> {
    let first = text.find('\n').filter(|end| text[..*end].trim_end() == "+++")?;
    let mut position = first + 1;
    for line in lines(&text[position..]) {
        position += line.len() + 1;
        if line.trim_end() == "+++" {
            return Some((Span::new(0, 3), position.min(text.len())));
        }
    }
    None
}

/// `gray_matter` 0.3's rule: the first line is `---` (white space may follow), and so is the first
/// later line that closes it. Gives the header's bytes and the start of the body.
fn ranges(text: &str) -> Option<(Span, Option<usize>)> {
    let first = text.find('\n')?;
    if text[..first].trim_end() != "---" {
        return None;
    }
    let start = first + 1;
    let mut position = start;
    for line in lines(&text[start..]) {
        let end = position + line.len();
        if line.trim_end() == "---" {
            return Some((Span::new(start, position), Some(text.len().min(end + 1))));
        }
        position = end + 1;
    }
    Some((Span::new(start, text.len()), None))
}

/// Skips blank lines and whole HTML comments; gives the first byte of what follows.
fn lead(text: &str, from: usize) -> usize {
    let mut position = from;
    loop {
        let rest = &text[position..];
        let line = rest.split_inclusive('\n').next().unwrap_or_default();
        if !line.is_empty() && line.trim().is_empty() {
            position += line.len();
        } else if rest.starts_with("<!--") {
            let Some(end) = rest.find("-->") else {
                return position;
            };
            let after = end + 3;
            let tail = rest[after..].split_inclusive('\n').next().unwrap_or_default();
            if !tail.trim().is_empty() {
                return position;
            }
            position += after + tail.len();
        } else {
            return position;
        }
    }
}

fn looks_like_keys(header: &str) -> bool {
    header.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')).is_some_and(|line| {
        line.split_once(':')
            .is_some_and(|(key, _)| !key.is_empty() && !key.contains(' ') && !key.starts_with(['-', '*']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn header(text: &str) -> Option<&str> {
        match find(text) {
            Fence::Closed { header, .. } => Some(header.of(text)),
            _ => None,
        }
    }

    #[test]
    fn fences_in_every_dress() {
        let cases = [
            ("---\na: 1\n---\nb", Some("a: 1\n")),
            ("---\r\na: 1\r\n---\r\nb", Some("a: 1\r\n")),
            ("\u{feff}---\na: 1\n---\n", Some("a: 1\n")),
            ("\n\n---\na: 1\n---\n", Some("a: 1\n")),
            ("<!-- two\nlines -->\n---\na: 1\n---\n", Some("a: 1\n")),
            ("---  \na: 1\n---\t\n", Some("a: 1\n")),
            ("---\n---\n", Some("")),
            ("---\na: 1\n...\nb\n---\n", Some("a: 1\n...\nb\n")),
            ("----\na: 1\n----\n", None),
            ("---yaml\na: 1\n---\n", None),
            ("\n---\nA line across the page\n---\n", None),
            ("# Title\n---\na: 1\n---\n", None),
            ("", None),
            ("---", None),
        ];
        for (text, expected) in cases {
            assert_eq!(header(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_fence_that_never_closes_is_seen() {
        let text = "---\nstatus: accepted\n\n# Title\n";
        assert_eq!(find(text), Fence::Open { opening: Span::new(0, 3) });
    }

    #[test]
    fn a_header_in_toml_is_told_apart() {
        for (text, opening, body) in [
            ("+++\ntitle = \"T\"\n+++\n# T\n", 0, "# T\n"),
            ("\u{feff}+++\r\ntitle = \"T\"\r\n+++\r\n# T\n", 3, "# T\n"),
            ("\n<!-- x -->\n+++\n+++", 12, ""),
        ] {
            let Fence::Toml { opening: span, body: start } = find(text) else { panic!("{text:?}") };
            assert_eq!((span.start, &text[start..]), (opening, body), "{text:?}");
        }
        for text in ["+++\nnever closed\n", "+++", "# T\n+++\na = 1\n+++\n", "++++\n++++\n"] {
            assert!(matches!(find(text), Fence::None { .. }), "{text:?}");
        }
    }

    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("---".to_owned()),
            Just("----".to_owned()),
            Just("\n".to_owned()),
            Just("\r\n".to_owned()),
            Just(" ".to_owned()),
            Just("\u{2003}".to_owned()),
            Just("\u{feff}".to_owned()),
            Just("<!-- c -->".to_owned()),
            Just("status: accepted".to_owned()),
            Just("é".to_owned()),
            "[a-z:#\\-\\. \n]{0,9}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// The bytes we name are the header and body that `gray_matter` names, for any input.
        #[test]
        fn our_ranges_are_gray_matters_split(pieces in prop::collection::vec(piece(), 0..24)) {
            let text = pieces.concat();
            prop_assert!(!matches!(find(&text), Fence::Disputed { .. }), "disputed {text:?}");
            // gray_matter takes three bytes or less for no text at all; there is no header in them.
            prop_assume!(text.len() > 3);
            let theirs = Matter::<Unread>::new().parse::<Pod>(&text).unwrap();
            match ranges(&text) {
                Some((header, Some(body))) => {
                    prop_assert!(theirs.matter.lines().eq(header.of(&text).trim().lines()));
                    // It drops blank lines before the body and the last line end: the words are the same.
                    let ours: Vec<&str> = text[body..].lines().skip_while(|line| line.is_empty()).collect();
                    let content: Vec<&str> = theirs.content.lines().skip_while(|line| line.is_empty()).collect();
                    let (ours, content) = (ours.join("\n"), content.join("\n"));
                    prop_assert_eq!(ours.trim_end(), content.trim_end());
                }
                _ => prop_assert_eq!(theirs.matter, ""),
            }
        }
    }
}

//! Headers as most records have them, read line by line: a word or a day behind a key, text in double quotes, a list in
//! brackets, items below a key. The YAML reader says the same of them, in many times the steps; what is written in any
//! other way is left to it.

use super::header::{Field, Node, Value};
use crate::text::{Span, Spanned, lines};

/// Reads the header that lies at `span` of `text`, when all of it is written so.
pub(super) fn read(text: &str, span: Span) -> Option<Vec<Field>> {
    // Room for what most headers hold.
    let mut fields: Vec<Field> = Vec::with_capacity(8);
    // How far the items of the last list are set in.
    let mut indent = 0;
    let mut at = span.start;
    let source = span.of(text);
    for line in lines(source.strip_suffix('\n').unwrap_or(source)) {
        let written = line.strip_suffix('\r').unwrap_or(line);
        let marked = written.trim_start_matches(' ');
        match marked.strip_prefix("- ") {
            Some(item) => {
                let depth = written.len() - marked.len();
                let node = scalar(text, trimmed(item, at + written.len()))?;
                // A list that is not set in starts at its first value.
                let start = if depth > 0 { at + depth } else { node.span.start };
                add(&mut fields.last_mut()?.value, node, start, depth == indent)?;
                indent = depth;
            }
            None => fields.push(field(text, written, at)?),
        }
        at += line.len() + 1;
    }
    Some(fields)
}

/// The place of a part of a line that ends at `end`, without spaces around it.
fn trimmed(part: &str, end: usize) -> Span {
    let start = end - part.trim_start_matches(' ').len();
    Span::new(start, start.max(end - (part.len() - part.trim_end_matches(' ').len())))
}

/// `key: value`, in a line that starts at `at`.
fn field(text: &str, line: &str, at: usize) -> Option<Field> {
    let (key, value) = line.split_once(':')?;
    let is_key = key.len() < 100 && key.starts_with(|c: char| c.is_ascii_alphabetic());
    if !is_key || !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return None;
    }
    let key_span = Span::new(at, at + key.len());
    let span = trimmed(value, at + line.len());
    let value = match span.of(text).bytes().next() {
        // An empty value lies at the end of its key.
        None => Node {
            span: Span::new(key_span.end, key_span.end),
            value: Value::Text { text: String::new(), plain: true },
        },
        _ if !value.starts_with(' ') => return None,
        Some(b'[') => list(text, span)?,
        Some(_) => scalar(text, span)?,
    };
    Some(Field::new(Spanned::new(key.to_owned(), key_span), value))
}

/// Adds an item to the list of the key above it, which starts at `start` when this is the first.
fn add(list: &mut Node, item: Node, start: usize, is_level: bool) -> Option<()> {
    let end = item.span.end;
    match &mut list.value {
        Value::List { items, flow: false } if is_level => {
            items.push(item);
            list.span.end = end;
        }
        // Only where nothing stands behind the key.
        Value::Text { text: above, plain: true } if above.is_empty() => {
            list.span = Span::new(start, end);
            list.value = Value::List { items: vec![item], flow: false };
        }
        _ => return None,
    }
    Some(())
}

/// `[one, "two"]`
fn list(text: &str, span: Span) -> Option<Node> {
    let inner = span.of(text).strip_prefix('[')?.strip_suffix(']')?;
    let mut items = Vec::new();
    let mut rest = Span::new(span.start + 1, span.end - 1);
    while !inner.is_empty() {
        let written = rest.of(text);
        let quoted = written.trim_start_matches(' ').strip_prefix('"').map(|inner| inner.find('"'));
        let from = match quoted {
            Some(end) => written.len() - written.trim_start_matches(' ').len() + end? + 2,
            None => 0,
        };
        let end = written[from..].find(',').map(|at| from + at);
        let item = &written[..end.unwrap_or(written.len())];
        let start = rest.start + item.len() - item.trim_start_matches(' ').len();
        items.push(scalar(text, Span::new(start, start + item.trim_matches(' ').len()))?);
        match end {
            Some(end) => rest.start += end + 1,
            None => break,
        }
    }
    Some(Node { span, value: Value::List { items, flow: true } })
}

/// Text in double quotes without a mark in it, or words that begin with a letter or a digit and can only be words.
fn scalar(text: &str, span: Span) -> Option<Node> {
    let written = span.of(text);
    if let Some(inner) = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        let is_literal = |c: char| matches!(c, ' '..='~' if c != '"' && c != '\\') || c.is_alphanumeric();
        let value = Value::Text { text: inner.to_owned(), plain: false };
        return inner.chars().all(is_literal).then_some(Node { span, value });
    }
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '(' | ')' | '+');
    let is_plain = written.starts_with(char::is_alphanumeric) && written.chars().all(is_word);
    is_plain.then(|| Node { span, value: Value::Text { text: written.to_owned(), plain: true } })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::header;
    use super::*;

    fn whole(text: &str) -> Option<Vec<Field>> {
        read(text, Span::new(0, text.len()))
    }

    #[test]
    fn what_most_headers_hold_is_plain() {
        for text in [
            "status: accepted\ndate: 2025-04-21\n",
            "decision-makers:\n  - \"Ana Ruiz\"\n  - Bo Lund (operations)\nconsulted:\n- Ines\n",
            "tags: [\"a, b\", c , \"\"]\ngoverns: []\n",
            "Status:   accepted\r\nconsulted:\r\n  - \"É\"\r\n",
            "title: \"a: b # c\"\nconsulted:\n",
        ] {
            assert_eq!(Ok(whole(text).unwrap()), header::yaml(text, Span::new(0, text.len())), "{text}");
        }
    }

    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            3 => prop::sample::select(vec!["status: ", "tags:\n", "consulted:", "a-b: ", "\n- ", "\n  - ", "\n    - ", "\n"]),
            2 => prop::sample::select(vec!["\"", "[", "]", ",", ", ", ": ", ":", " ", "\t", "\r\n", "\r", "- ", "-", "#", " #"]),
            1 => prop::sample::select(vec!["'", "{", "}", "&a", "*a", "!", "|", ">", "\\", "%", "@", "`", "?", "~", "null", "..."]),
            2 => prop::sample::select(vec!["accepted", "Ana Ruiz", "2025-04-21", "0012", "a/b.md", "(x)", "é", "\"b c\"", "[d, \"e\"]"]),
            1 => prop::sample::select(vec!["\u{feff}", "\u{85}", "\u{a0}", "\u{2028}", "\u{0}", "\u{1f600}", "---", "--- "]),
        ]
        .prop_map(str::to_owned)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// What is read here is what the YAML reader reads, to the byte.
        #[test]
        fn a_plain_header_is_the_yaml_it_looks_like(pieces in prop::collection::vec(piece(), 1..12)) {
            let text = pieces.concat();
            if let Some(fields) = whole(&text) {
                prop_assert_eq!(Ok(fields), header::yaml(&text, Span::new(0, text.len())), "{:?}", text);
            }
        }
    }
}

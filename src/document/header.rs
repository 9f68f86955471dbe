//! The YAML of a header as a tree of values, each with its bytes. Nothing is resolved: `0012`,
//! `no` and `1.10` stay text. Anchors, aliases, tags and second documents are refused, so no
//! input can grow when it is read.

use granit_parser::{Event, Options, Parser, ScalarStyle, StructureStyle};

use super::Problem;
use crate::text::{Span, Spanned, floor_char, fold, line_start};

/// How deep a header may nest, from the contract's limits.
pub(crate) const DEPTH: usize = 64;

/// One key of a header, or of the lines that older records have instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// The key as written.
    pub key: Spanned<String>,
    /// The key as it is compared: see [`canonical`].
    pub name: String,
    /// What the key says.
    pub value: Node,
}

/// A value of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// The bytes of the value; empty, at the end of the key, when nothing was written.
    pub span: Span,
    /// The value itself.
    pub value: Value,
}

/// The three shapes that YAML has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Text, with whether it was written in quotes or as a block.
    Text { text: String, plain: bool },
    /// A list; `flow` when written in brackets.
    List { items: Vec<Node>, flow: bool },
    /// Keys and values; braces round names are read as this by YAML.
    Map { fields: Vec<(Node, Node)> },
}

impl Field {
    /// A field with its key and value.
    pub(crate) fn new(key: Spanned<String>, value: Node) -> Self {
        let name = canonical(&key.value);
        Self { key, name, value }
    }
}

/// A key as it is compared: folded, with hyphens between words.
pub(crate) fn canonical(key: &str) -> String {
    fold(key)
        .trim_matches(['*', '_', ' '])
        .replace(['_', ' ', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2212}'], "-")
}

impl Node {
    /// The text of a scalar that says something.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text { text, .. } if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    /// Gives the node, and all in it, another place.
    pub(super) fn move_to(&mut self, span: Span) {
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            node.span = span;
            match &mut node.value {
                Value::Text { .. } => {}
                Value::List { items, .. } => open.extend(items),
                Value::Map { fields } => open.extend(fields.iter_mut().flat_map(|(key, value)| [key, value])),
            }
        }
    }

    /// Whether nothing was written: no value, `~`, `null`, an empty list, empty braces.
    pub(crate) fn is_empty(&self) -> bool {
        match &self.value {
            Value::Text { text, plain } => text.trim().is_empty() || (*plain && matches!(text.as_str(), "~" | "null")),
            Value::List { items, .. } => {
                items.iter().all(|item| matches!(&item.value, Value::Text { text, .. } if text.trim().is_empty()))
            }
            Value::Map { fields } => fields.is_empty(),
        }
    }
}

/// A list or map that is still being read.
enum Open {
    List { start: usize, flow: bool, items: Vec<Node> },
    Map { start: usize, fields: Vec<(Node, Node)>, key: Option<Node> },
}

/// Reads the header at `span` of `text`.
///
/// # Errors
/// What makes the header unreadable, with its place.
pub(crate) fn read(text: &str, span: Span) -> Result<Vec<Field>, Problem> {
    let source = span.of(text);
    let mut stack: Vec<Open> = Vec::new();
    let mut root: Option<Node> = None;
    let mut documents = 0_usize;
    for next in Parser::new_from_str_with_options(source, Options::default()) {
        let (event, at) = next.map_err(|error| {
            let byte = error.marker().byte_offset().unwrap_or_default();
            unreadable(text, span.start + byte, yaml_reason(&error.info(), source, byte))
        })?;
        let at = Span::from(at.byte_range().unwrap_or_default()).shifted(span.start);
        let refuse = |what: &str| {
            Err(unreadable(text, at.start, format!("YAML {what} are not read in a header; write the value itself")))
        };
        let node = match event {
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 {
                    return Err(unreadable(
                        text,
                        at.start,
                        "a second YAML document starts inside the header".to_owned(),
                    ));
                }
                continue;
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => return refuse("aliases (`*name`)"),
            Event::Scalar(_, _, anchor, _) | Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _)
                if anchor != 0 =>
            {
                return refuse("anchors (`&name`)");
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, _, Some(_))
            | Event::MappingStart(_, _, Some(_)) => return refuse("tags (`!name`)"),
            Event::SequenceStart(..) | Event::MappingStart(..) if stack.len() >= DEPTH => {
                return Err(unreadable(text, at.start, format!("the header nests deeper than {DEPTH} levels")));
            }
            Event::SequenceStart(style, ..) => {
                let flow = style == StructureStyle::Flow;
                stack.push(Open::List { start: at.start, flow, items: Vec::new() });
                continue;
            }
            Event::MappingStart(..) => {
                stack.push(Open::Map { start: at.start, fields: Vec::new(), key: None });
                continue;
            }
            Event::Scalar(value, style, ..) => {
                // An empty value comes as `~` with an empty range.
                let absent = at.start == at.end && style == ScalarStyle::Plain;
                let text = if absent { String::new() } else { value.into_owned() };
                Node { span: at, value: Value::Text { text, plain: style == ScalarStyle::Plain } }
            }
            Event::SequenceEnd | Event::MappingEnd => match stack.pop() {
                Some(Open::List { start, flow, items }) => {
                    // A block's end reaches over blank lines and comments; its last item does not.
                    let end = if flow { at.end } else { items.last().map_or(start, |item| item.span.end) };
                    Node { span: Span::new(start, end), value: Value::List { items, flow } }
                }
                Some(Open::Map { start, fields, .. }) => {
                    let end = if at.end > at.start {
                        at.end
                    } else {
                        fields.last().map_or(start, |(key, value)| key.span.end.max(value.span.end))
                    };
                    Node { span: Span::new(start, end), value: Value::Map { fields } }
                }
                None => continue,
            },
            _ => continue,
        };
        match stack.last_mut() {
            None => root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { fields, key, .. }) => match key.take() {
                None => {
                    // What it names would be in the header unseen.
                    if matches!(&node.value, Value::Text { text, plain: true } if text == "<<") {
                        return refuse("merges (`<<`)");
                    }
                    *key = Some(node);
                }
                Some(name) => fields.push((name, node)),
            },
        }
    }
    let Some(root) = root else {
        return Ok(Vec::new());
    };
    match root.value {
        Value::Map { fields } => fields
            .into_iter()
            .map(|(key, value)| match key.value {
                Value::Text { text, .. } => Ok(Field::new(Spanned::new(text, key.span), value)),
                _ => Err(unreadable(text, key.span.start, "a key in the header is a list or a map".to_owned())),
            })
            .collect(),
        _ if root.is_empty() => Ok(Vec::new()),
        _ => Err(unreadable(text, root.span.start, "the header is not made of `key: value` lines".to_owned())),
    }
}

/// A problem that marks the rest of the line, at least one byte wide.
fn unreadable(text: &str, start: usize, reason: String) -> Problem {
    let start = floor_char(text, start);
    let rest = text[start..].lines().next().unwrap_or_default().trim_end();
    // An error at a line's end is about the line.
    let span = if rest.is_empty() {
        let line = text[..start].trim_end().rfind('\n').map_or(0, |at| at + 1);
        Span::new(line, start).trimmed(text)
    } else {
        Span::new(start, start + rest.len())
    };
    Problem::HeaderUnreadable { span, reason }
}

/// The usual cause of an error, in words; the parser's own are about its grammar.
fn yaml_reason(reason: &str, source: &str, byte: usize) -> String {
    let line_start = line_start(source, floor_char(source, byte));
    let line = source[line_start..].lines().next().unwrap_or_default();
    let value = line.split_once(':').map_or(line, |(_, value)| value).trim_start();
    let value = value.trim_start_matches("- ").trim_start();
    let has = |words: &[&str]| words.iter().any(|word| reason.contains(word));
    let cause = if value.starts_with(['@', '`']) {
        "a value that starts with `@` or a backtick must be quoted"
    } else if value.contains(": ") {
        "a value that contains `: ` must be quoted"
    } else if line.starts_with('\t') || has(&["tab"]) {
        "a tab can't indent YAML; use spaces"
    } else if has(&["mapping values", "illegal placement"]) {
        // The parser goes on in the next line before it sees that something is wrong.
        let above = source[..line_start].trim_end().rsplit('\n').next().unwrap_or_default();
        match above.contains(':') {
            true => "invalid YAML: a bracket or a quote of the line above is not closed",
            false => "invalid YAML: the line above is not `key: value`",
        }
    } else if has(&["simple key", "did not find expected key"]) {
        "invalid YAML: not a `key: value` line"
    } else if has(&["flow"]) {
        "invalid YAML: a `[` or `{` is not closed, or a comma is missing"
    } else if has(&["trailing content"]) {
        "invalid YAML: text after the closing quote"
    } else if has(&["quoted scalar", "eof", "EOF", "end of stream"]) {
        "invalid YAML: a quote or a bracket is not closed"
    } else if has(&["indent", "'-' indicator"]) {
        "invalid YAML: lines of one level must be indented alike"
    } else {
        "invalid YAML"
    };
    cause.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fields(yaml: &str) -> Vec<Field> {
        read(yaml, Span::new(0, yaml.len())).unwrap()
    }

    fn reason(yaml: &str) -> String {
        match read(yaml, Span::new(0, yaml.len())).unwrap_err() {
            Problem::HeaderUnreadable { reason, .. } => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn values_stay_text_and_keep_their_bytes() {
        let yaml = "id: 0012\nok: no\nnames: [\"Ana\", 'Bo']\nempty:\n";
        let fields = fields(yaml);
        assert_eq!(fields[0].value.text(), Some("0012"));
        assert_eq!(fields[0].value.span.of(yaml), "0012");
        assert_eq!(fields[1].value.text(), Some("no"));
        assert_eq!(fields[2].value.span.of(yaml), "[\"Ana\", 'Bo']");
        assert!(fields[3].value.is_empty());
    }

    #[test]
    fn a_block_list_ends_at_its_last_item() {
        let yaml = "names:\n- Ana\n- Bo\n# a remark\n\nnext: 1\n";
        let Value::List { items, flow: false } = &fields(yaml)[0].value.value else {
            panic!("a list");
        };
        assert_eq!(items.len(), 2);
        assert_eq!(items[1].span.of(yaml), "Bo");
    }

    #[test]
    fn what_could_grow_or_mislead_is_refused() {
        assert!(reason("a: &x 1\n").contains("anchors"));
        assert!(reason("a: &x 1\nb: *x\n").contains("anchors"));
        assert!(reason("a: !!int 1\n").contains("tags"));
        assert!(reason("- a\n- b\n").contains("key: value"));
        assert!(reason("a: @ana\n").contains("quoted"));
        assert!(reason("a: one: two\n").contains("quoted"));
        assert!(!reason(&format!("a: {}", "[".repeat(70))).is_empty());
        assert!(!reason(&format!("a:\n{}", "- ".repeat(20_000))).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// Any text is read or refused; every span fits the text.
        #[test]
        fn reading_never_panics(yaml in "[a-c:\\-\\[\\]{}'\"#&*!|>@é \t\r\n,~.]{0,60}") {
            match read(&yaml, Span::new(0, yaml.len())) {
                Ok(fields) => for field in fields {
                    prop_assert!(yaml.get(field.key.span.start..field.key.span.end).is_some());
                    prop_assert!(yaml.get(field.value.span.start..field.value.span.end).is_some());
                },
                Err(Problem::HeaderUnreadable { span, .. }) => {
                    prop_assert!(yaml.get(span.start..span.end).is_some());
                }
                Err(other) => prop_assert!(false, "{other:?}"),
            }
        }
    }
}

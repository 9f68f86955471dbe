//! Fields of records that have no header, or none that can be read: `Status` sections (Nygard),
//! bullet lists (MADR 2), bold lines, tables, keys on lines of their own, and preambles
//! as mails have them (PEPs).

use super::block::{Block, BlockKind, Line};
use super::body::Body;
use super::header::{Field, Node, Value, canonical};
use crate::text::{Span, Spanned, fold, one_line};

/// The keys that, beside those of a body, are known in a preamble, as they are compared.
const PREAMBLE_KEYS: &[&str] = &["title", "type", "replaces", "requires", "superseded-by", "discussions-to"];

/// Says whether a key, as it is compared, may be in a body.
type IsKey<'a> = &'a dyn Fn(&str) -> bool;

/// The heading above the status of a record without a header.
pub(super) const STATUS: &str = "status";

/// The words that a line of links begins with, folded, each with the key that it means. adr-tools
/// 3.0.0 writes `Superceded by` and `Supercedes`; its package in Debian spells them right.
const LINKS: &[(&str, &str)] = &[
    ("superseded by", "superseded-by"),
    ("superceded by", "superseded-by"),
    ("supersedes", "supersedes"),
    ("supercedes", "supersedes"),
    ("amended by", "amended-by"),
    ("amends", "amends"),
    ("relates to", "relates-to"),
];

/// Reads the lines of a header that is no YAML, each `key: value` on its own, and the `- item` lines
/// below a key without a value.
pub(crate) fn lines(text: &str, header: Span) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let mut at = header.start;
    for line in header.of(text).split_inclusive('\n') {
        let start = at;
        at += line.len();
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            let from = start + (line.len() - item.len());
            let node = plain(text, Span::new(from, at).trimmed(text));
            if let Some(field) = fields.last_mut() {
                match &mut field.value.value {
                    Value::List { items, .. } => items.push(node),
                    Value::Text { text, .. } if text.is_empty() => {
                        field.value = Node { span: node.span, value: Value::List { items: vec![node], flow: false } };
                    }
                    Value::Text { .. } | Value::Map { .. } => {}
                }
            }
        } else if !line.starts_with([' ', '\t', '#', '-'])
            && let Some((key, value)) = line.split_once(':')
            && !key.trim().is_empty()
        {
            let from = start + key.len() + 1;
            let span = Span::new(from, from + value.len()).trimmed(text);
            let key = Spanned::new(key.trim().to_owned(), Span::new(start, start + key.len()).trimmed(text));
            fields.push(Field::new(key, plain(text, span)));
        }
    }
    fields
}

/// The fields at the very top of a file, as mails have them: `Key: value`, a line each, up to the first blank
/// line. A line that is indented goes on with the value above it.
#[derive(Debug)]
pub(crate) struct Preamble {
    /// From the first key to the end of the last value.
    pub span: Span,
    /// All of its fields, in order.
    pub fields: Vec<Field>,
}

/// Reads the preamble of a file. Prose may have a colon as well: every line has to be of this form, two keys
/// have to be known, and one of these has to be the status, the title or the day of its making.
pub(crate) fn preamble(text: &str, is_key: IsKey<'_>) -> Option<Preamble> {
    let top = text.strip_prefix('\u{feff}').unwrap_or(text);
    let top = text.len() - top.trim_start_matches(['\r', '\n']).len();
    let mut spans: Vec<(Span, Span)> = Vec::new();
    let mut at = top;
    for line in text[top..].split_inclusive('\n').take_while(|line| !line.trim().is_empty()) {
        let start = at;
        at += line.len();
        if line.starts_with([' ', '\t']) {
            let (_, value) = spans.last_mut()?;
            *value = Span::new(value.start, at).trimmed(text);
            continue;
        }
        let (key, value) = line.split_once(':')?;
        if !may_be_key(key, is_key) || (is_known(key, is_key) && is_marked(value)) || value.starts_with("//") {
            return None;
        }
        let key_end = start + key.len();
        let value = Span::new(key_end + 1, key_end + 1 + value.trim_end().len()).trimmed(text);
        spans.push((Span::new(start, key_end), value));
    }
    let fields: Vec<Field> = spans.into_iter().map(|(key, value)| line_of_preamble(text, key, value)).collect();
    let known = |field: &&Field| is_key(&field.name) || PREAMBLE_KEYS.contains(&field.name.as_str());
    let is_telling = |field: &Field| ["status", "title", "created"].contains(&field.name.as_str());
    if fields.iter().filter(known).count() < 2 || !fields.iter().any(is_telling) {
        return None;
    }
    let end = fields.last()?.value.span.end.max(fields.last()?.key.span.end + 1);
    Some(Preamble { span: Span::new(top, end), fields })
}

/// Whether a preamble may have such a key: one word, or one that is known.
fn may_be_key(key: &str, is_key: IsKey<'_>) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.ends_with(|c: char| c.is_ascii_alphanumeric())
        && (key.chars().all(is_letter) || (is_known(key, is_key) && key.chars().all(|c| is_letter(c) || c == ' ')))
}

/// Whether a value is markdown, which says something else than its letters.
fn is_marked(value: &str) -> bool {
    let value = value.trim_end();
    value.contains(['`', '*']) || value.ends_with('\\')
}

/// One field of a preamble. What links to other records is a list.
fn line_of_preamble(text: &str, key: Span, value: Span) -> Field {
    let read = |span: Span| Value::Text { text: one_line(span.of(text)).into_owned(), plain: true };
    let mut field = Field::new(Spanned::new(key.of(text).to_owned(), key), Node { span: value, value: read(value) });
    if field.name == "replaces" {
        field.name = "supersedes".to_owned();
    }
    if ["supersedes", "superseded-by"].contains(&field.name.as_str()) && !field.value.is_empty() {
        let mut at = value.start;
        let mut items = Vec::new();
        for item in value.of(text).split_inclusive(',') {
            let span = Span::new(at, at + item.trim_end_matches(',').len()).trimmed(text);
            items.push(Node { span, value: read(span) });
            at += item.len();
        }
        field.value.value = Value::List { items, flow: false };
    }
    field
}

/// Reads what the top of the body and its `Status` section say.
pub(crate) fn fields(text: &str, body: &Body<'_>, preamble: Option<Preamble>, is_key: IsKey<'_>) -> Vec<Field> {
    let above = preamble.as_ref().map_or(0, |preamble| preamble.span.end);
    let mut fields = preamble.map_or_else(Vec::new, |preamble| preamble.fields);
    let is_titled = fields.iter().any(|field| field.name == "title");
    let blocks = body.blocks_before(head_end(body, is_titled, is_key));
    let mut skip = 0;
    for (index, block) in blocks.iter().enumerate() {
        // Items that were read as the values of the item above them, and lines of the preamble.
        if index < skip || block.span.start < above {
            continue;
        }
        match block.kind {
            BlockKind::Row => fields.extend(row(text, block, is_key)),
            BlockKind::Paragraph | BlockKind::Item { .. } => {
                for line in &block.lines {
                    fields.extend(keyed(text, line, is_key));
                }
            }
            // `---` straight below a line of keys makes a heading of it.
            BlockKind::Heading if !block.span.of(text).starts_with('#') => {
                for line in &block.lines {
                    fields.extend(keyed(text, line, is_key));
                }
            }
            _ => {}
        }
        if let (BlockKind::Item { depth }, Some(field)) = (block.kind, fields.last_mut())
            && field.value.is_empty()
            && field.key.span.start >= block.span.start
        {
            let below: Vec<&Block<'_>> = blocks[index + 1..]
                .iter()
                .take_while(|next| matches!(next.kind, BlockKind::Item { depth: deeper } if deeper > depth))
                .collect();
            skip = index + 1 + below.len();
            let items: Vec<Node> = below
                .iter()
                .filter_map(|item| item.lines.first())
                .map(|line| Node {
                    span: line.span().trimmed(text),
                    value: Value::Text { text: line.text().trim().to_owned(), plain: true },
                })
                .collect();
            if let (Some(first), Some(last)) = (items.first(), items.last()) {
                field.value.span = Span::new(first.span.start, last.span.end);
                field.value.value = Value::List { items, flow: false };
            }
        }
    }
    fields.extend(status_section(text, body));
    fields
}

/// The head of a record ends at the first heading that is neither its title nor a line of keys.
fn head_end(body: &Body<'_>, is_titled: bool, is_key: IsKey<'_>) -> Option<usize> {
    let mut title = is_titled;
    body.headings.iter().position(|heading| {
        let keys = heading.text.split_once(':').is_some_and(|(key, _)| is_known(key, is_key));
        if keys {
            return false;
        }
        let is_title = heading.level == 1 && !title;
        title = true;
        !is_title
    })
}

fn is_known(key: &str, is_key: IsKey<'_>) -> bool {
    is_key(&canonical(key))
}

/// `Key: value` on one line, in bold or not.
fn keyed(text: &str, line: &Line<'_>, is_key: IsKey<'_>) -> Option<Field> {
    let words = line.text();
    let (key, _) = words.split_once(':')?;
    if !is_known(key, is_key) {
        return None;
    }
    let mut key_span = line.span();
    let mut seen = 0;
    for (index, run) in line.runs.iter().enumerate() {
        if seen + run.text.len() <= key.len() {
            seen += run.text.len();
            continue;
        }
        // The colon is in this run; offsets hold only where the run is written as it reads.
        let verbatim = run.span.of(text) == run.text;
        let after = key.len() + 1 - seen;
        let value_start = if verbatim { run.span.start + after } else { run.span.end };
        key_span.end = if verbatim { value_start - 1 } else { run.span.end };
        let mut value = run.text.get(after..).unwrap_or_default().to_owned();
        let mut start = value_start;
        let rest = &line.runs[index + 1..];
        if value.trim().is_empty()
            && let Some(first) = rest.first()
        {
            start = first.span.start;
        }
        let mut end = run.span.end.max(start);
        for next in rest {
            value.push_str(&next.text);
            end = next.span.end;
        }
        let linked = rest.iter().find(|next| next.link.is_some());
        let key = Spanned::new(key.trim().to_owned(), key_span);
        return Some(Field::new(key, value_node(text, start, end, &value, linked.is_some())));
    }
    None
}

/// A value of a body: as written when it holds a link, since the target matters; as it reads otherwise.
fn value_node(text: &str, start: usize, end: usize, read: &str, linked: bool) -> Node {
    if linked {
        // The link's target comes after its text, up to the end of the line or cell.
        let from = text[..start]
            .rfind(['[', ' ', '\n'])
            .map_or(start, |at| if text[at..].starts_with('[') { at } else { start });
        let tail = text[end..].lines().next().unwrap_or_default();
        let tail = tail.find(')').map_or(0, |at| at + 1);
        return plain(text, Span::new(from, end + tail).trimmed(text));
    }
    let span = Span::new(start, end).trimmed(text);
    // A backslash at a line's end asks for a line break.
    let mut read = read.trim().trim_end_matches('\\').trim_end();
    // `"in progress" and more`: the quoted part is the value.
    if let Some(quoted) = read.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        read = quoted.0;
    }
    Node { span, value: Value::Text { text: read.to_owned(), plain: true } }
}

fn plain(text: &str, span: Span) -> Node {
    let written = span.of(text);
    let unquoted = written.trim_matches(['"', '\'']);
    Node { span, value: Value::Text { text: unquoted.to_owned(), plain: true } }
}

/// `| Status | Draft |`
fn row(text: &str, block: &Block<'_>, is_key: IsKey<'_>) -> Option<Field> {
    let [key, value, ..] = block.lines.as_slice() else {
        return None;
    };
    let name = key.text();
    let name = name.trim().trim_end_matches(':');
    if !is_known(name, is_key) {
        return None;
    }
    let linked = value.runs.iter().any(|run| run.link.is_some());
    let span = if value.runs.is_empty() { Span::new(key.span().end, key.span().end) } else { value.span() };
    Some(Field::new(
        Spanned::new(name.to_owned(), key.span()),
        value_node(text, span.start, span.end, &value.text(), linked),
    ))
}

/// The first line below a `Status` heading that is no link, or the later one that says what
/// supersedes it.
fn status_section(text: &str, body: &Body<'_>) -> Option<Field> {
    let index = body.headings.iter().position(|heading| heading.name == STATUS)?;
    let blocks = body.blocks_below(index);
    let lines = || section_lines(&blocks);
    let key = |line: &Line<'_>| link_key(&fold(&line.text())).map(|(_, key)| key);
    let superseded = lines().find(|line| key(line) == Some("superseded-by"));
    let line = superseded.or_else(|| lines().find(|line| key(line).is_none())).or_else(|| lines().next())?;
    let span = line.span();
    let linked = line.runs.iter().any(|run| run.link.is_some());
    Some(Field::new(
        Spanned::new(STATUS.to_owned(), body.headings[index].span),
        value_node(text, span.start, span.end, &line.text(), linked),
    ))
}

fn section_lines<'a>(blocks: &'a [Block<'a>]) -> impl Iterator<Item = &'a Line<'a>> {
    let blocks = blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::Quote { .. }));
    blocks.flat_map(|block| &block.lines).filter(|line| !line.runs.is_empty())
}

/// The words that a folded line of links begins with, and the key that they mean.
fn link_key(words: &str) -> Option<(&'static str, &'static str)> {
    let is_it = |(words_of, _): &&(&str, &str)| {
        words.strip_prefix(words_of).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    LINKS.iter().find(is_it).copied()
}

/// The links below a `Status` heading, one field a key: `Amends [2. Other](0002-other.md)`, as
/// adr-tools writes them, and `Supersedes ADR-0002`.
pub(super) fn links(text: &str, body: &Body<'_>) -> Vec<Field> {
    let Some(index) = body.headings.iter().position(|heading| heading.name == STATUS) else {
        return Vec::new();
    };
    let blocks = body.blocks_below(index);
    let mut fields: Vec<Field> = Vec::new();
    for line in section_lines(&blocks) {
        let written = line.text();
        let Some((words, key)) = link_key(&fold(&written)) else { continue };
        let items = targets(text, line, written.trim_start().get(words.len()..).unwrap_or_default());
        let (Some(first), Some(last)) = (items.first(), items.last()) else { continue };
        let span = Span::new(first.span.start, last.span.end);
        let known = fields.iter_mut().find(|field| field.key.value == key);
        match known.map(|field| &mut field.value) {
            Some(Node { span, value: Value::List { items: known, .. } }) => {
                span.end = last.span.end;
                known.extend(items);
            }
            _ => {
                let place = Span::new(line.span().start, first.span.start).trimmed(text);
                let value = Node { span, value: Value::List { items, flow: false } };
                fields.push(Field::new(Spanned::new(key.to_owned(), place), value));
            }
        }
    }
    fields
}

/// What a line of links leads to: its links to files, or an id alone after the words.
fn targets(text: &str, line: &Line<'_>, rest: &str) -> Vec<Node> {
    let mut items = Vec::new();
    let mut runs = line.runs.iter().peekable();
    while let Some(run) = runs.next() {
        let Some(target) = run.link else { continue };
        let (mut label, mut span) = (run.text.to_string(), run.span);
        // A label may be of several pieces.
        while let Some(more) = runs.next_if(|next| next.link == Some(target)) {
            label.push_str(&more.text);
            span.end = more.span.end;
        }
        if target.split('#').next().is_none_or(|file| !file.ends_with(".md")) {
            continue;
        }
        // With the marks around it, where the target is beside the label.
        let marks = ['*', '_', '`'];
        let before = text[..span.start].trim_end_matches(marks);
        let behind = text[span.end..].trim_start_matches(marks);
        if let (Some(before), Some(target)) = (before.strip_suffix('['), behind.strip_prefix("]("))
            && let Some(close) = target.find([')', '\n']).filter(|at| target[*at..].starts_with(')'))
        {
            span = Span::new(before.len(), text.len() - target.len() + close + 1);
        }
        items.push(Node { span, value: Value::Text { text: format!("[{label}]({target})"), plain: true } });
    }
    let id = rest.trim_start_matches([':', ' ']).trim_end().trim_end_matches('.');
    let is_id = id.split(' ').count() < 3 && id.ends_with(|c: char| c.is_ascii_digit());
    if items.is_empty() && is_id {
        let written = line.span().of(text);
        if let Some(at) = written.rfind(id) {
            let start = line.span().start + at;
            let span = Span::new(start, start + id.len());
            items.push(Node { span, value: Value::Text { text: id.to_owned(), plain: true } });
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::field::is_in_body;

    fn read(text: &str) -> Vec<(String, String)> {
        fields(text, &Body::read(text, 0, &|_| true), preamble(text, &is_in_body), &is_in_body)
            .into_iter()
            .map(|field| {
                let value = match &field.value.value {
                    Value::Text { text, .. } => text.clone(),
                    Value::List { items, .. } => items.iter().filter_map(Node::text).collect::<Vec<_>>().join("|"),
                    Value::Map { .. } => String::new(),
                };
                (field.key.value.to_lowercase(), value)
            })
            .collect()
    }

    fn pair(key: &str, value: &str) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }

    #[test]
    fn every_dress_of_a_field() {
        let cases: &[(&str, &[(&str, &str)])] = &[
            (
                "# T\n\n* **Status:** Accepted\n* **Deciders:**\n  * Ana\n  * Bo\n",
                &[("status", "Accepted"), ("deciders", "Ana|Bo")],
            ),
            (
                "# T\n\n**Status: Active**\\\n**Deciders:** Ana, Bo\\\n",
                &[("status", "Active"), ("deciders", "Ana, Bo")],
            ),
            (
                "# T\n\nDate: 2024-05-01\n\n## Status\n\n> Accepted\n\nmore\n",
                &[("date", "2024-05-01"), ("status", "Accepted")],
            ),
            ("# T\n\n|  |  |\n| -- | -- |\n| **Status** | Draft |\n", &[("status", "Draft")]),
            ("status: accepted\n\nconsulted: @ana\n\n-----\n\n# T\n", &[("status", "accepted"), ("consulted", "@ana")]),
            (
                "status: \"accepted\"\ndeciders: @ana, @bo\n---\n\n# T\n",
                &[("status", "accepted"), ("deciders", "@ana, @bo")],
            ),
            (
                "# T\n\n## Status\n\nAccepted\n\nSuperseded by [2. Other](0002-other.md)\n",
                &[("status", "Superseded by [2. Other](0002-other.md)")],
            ),
            ("# T\n\n## Status\n\nAmends [2. Other](0002-other.md)\n\nAccepted\n", &[("status", "Accepted")]),
            ("# T\n\nprose\n\n## Context\n\nStatus: not a field here\n", &[]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(key, value)| pair(key, value)).collect();
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn links_below_a_status() {
        let of = |section: &str| -> Vec<String> {
            let text = format!("# T\n\n## Status\n\n{section}\n\n## Context\n\nAmends [5. X](0005-x.md)\n");
            let fields = links(&text, &Body::read(&text, 0, &|_| true));
            let items = |field: &Field| match &field.value.value {
                Value::List { items, .. } => {
                    items.iter().map(|item| item.span.of(&text)).collect::<Vec<_>>().join(" | ")
                }
                other => panic!("{other:?}"),
            };
            fields.iter().map(|field| format!("{}: {}", field.key.value, items(field))).collect()
        };
        for (section, expected) in [
            ("Accepted\n\nSupercedes [1. A](0001-a.md)", "supersedes: [1. A](0001-a.md)"),
            ("* Superseded by: [1. A](0001-a.md)", "superseded-by: [1. A](0001-a.md)"),
            (
                "Amends [1. A `b`](0001-a.md) and [*2*](../0002-b.md#why)\nAmends [3](0003-c.md)",
                "amends: [1. A `b`](0001-a.md) | [*2*](../0002-b.md#why) | [3](0003-c.md)",
            ),
            ("**Amended by** ADR-0003.", "amended-by: ADR-0003"),
            ("Supersedes ADR 3", "supersedes: ADR 3"),
        ] {
            assert_eq!(of(section), [expected]);
        }
        for section in [
            "Amends what was said in 2019",
            "Amendsx [1](0001-a.md)",
            "Supersedes [the page](https://example.org/) and the rest",
        ] {
            assert_eq!(of(section), [""; 0], "{section}");
        }
    }

    #[test]
    fn a_preamble_is_read_whole_and_ends_at_the_first_blank_line() {
        let text = "\u{feff}\nPEP: 12\r\nTitle: Queue: short\r\nAuthor: Ana Ruiz <ana@example.org>,\r\n  Bo Lund\r\nStatus:\r\nReplaces: 3, 7\r\nCreated: 05-Aug-2024\r\n\r\n# Abstract\r\n\r\nOwner: prose\r\n";
        let expected = [
            ("pep", "12"),
            ("title", "Queue: short"),
            ("author", "Ana Ruiz <ana@example.org>, Bo Lund"),
            ("status", ""),
            ("replaces", "3|7"),
            ("created", "05-Aug-2024"),
        ];
        assert_eq!(read(text), expected.map(|(key, value)| pair(key, value)));
        let preamble = preamble(text, &is_in_body).unwrap();
        assert!(preamble.span.of(text).starts_with("PEP") && preamble.span.of(text).ends_with("05-Aug-2024"));
        let Value::List { items, .. } = &preamble.fields[4].value.value else { panic!("{preamble:?}") };
        assert_eq!(items[1].span.of(text), "7");
        // An empty value is on the line of its key.
        assert_eq!(preamble.fields[3].value.span.start, preamble.fields[3].key.span.end + 1);
    }

    #[test]
    fn prose_with_a_colon_is_no_preamble() {
        for text in [
            "Note: it is late.\nWarning: it is dark.\n\n# T\n",
            "Title: one known key proves nothing\nNote: x\n\n# T\n",
            "Author: Ana\nOwner: Bo\n\n# neither says what it is\n",
            "Title: a\nStatus: b\nand then a sentence.\n\n# T\n",
            "Title: a\nStatus: b\n---\n\n# T\n",
            "# T\n\nTitle: a\nStatus: b\n",
            "Some words.\n\nTitle: a\nStatus: b\n",
            "- Title: a\n- Status: b\n",
            "  Title: a\n  Status: b\n",
            "**Title**: a\n**Status**: b\n",
            "Status: **Active**\nDate: 2024-05-01\n\n# T\n",
            "Status: Active\\\nDate: 2024-05-01\n\n# T\n",
            "Title: a\nhttps://example.org: b\nStatus: c\n",
            "Why we chose it: a\nTitle: b\nStatus: c\n",
            "Title\nStatus: b\nCreated: c\n",
            "",
            "\n\n",
            ":\n:\n",
        ] {
            assert!(preamble(text, &is_in_body).is_none(), "{text}");
        }
        // What was read without a title above goes on being read below.
        let text = "Status: accepted\nDate: 2024-05-01\n\n# T\n\nDeciders: Ana\n";
        assert_eq!(read(text), [pair("status", "accepted"), pair("date", "2024-05-01"), pair("deciders", "Ana")]);
    }

    #[test]
    fn values_of_a_broken_header_keep_their_places() {
        let text = "---\nstatus: accepted\nconsulted: @ana, @bo\n---\n";
        let read = lines(text, Span::new(4, text.len() - 4));
        assert_eq!(read[1].value.span.of(text), "@ana, @bo");
        let text = "---\nnote: !x y\nconsulted:\n  - \"Ana\"\n  - Bo\n---\n";
        let read = lines(text, Span::new(4, text.len() - 4));
        let Value::List { items, .. } = &read[1].value.value else { panic!("{read:?}") };
        assert_eq!(items.iter().filter_map(Node::text).collect::<Vec<_>>(), ["Ana", "Bo"]);
    }
}

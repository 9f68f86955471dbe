//! Preambles: `Key: value`, a line each, at the very top of a file or in a code fence below its title.

use super::super::header::{Field, Node, Value};
use super::{IsKey, names};
use crate::text::{Span, Spanned, one_line};

/// The keys that, beside those of a body, are known in a preamble, as they are compared.
const PREAMBLE_KEYS: &[&str] = &["title", "type", "replaces", "requires", "superseded-by", "discussions-to"];

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
    let lines = text[top..].split_inclusive('\n').take_while(|line| !line.trim().is_empty());
    let is_plain = |key: &str, value: &str| !(names::known(key, is_key).is_some() && is_marked(value));
    let fields = read(text, top, 0, lines, &|key, value| may_be_key(key, is_key) && is_plain(key, value))?;
    if !tells_of_a_record(&fields, is_key) {
        return None;
    }
    let end = fields.last()?.value.span.end;
    Some(Preamble { span: Span::new(top, end), fields })
}

/// Reads a preamble in a code fence or in `<pre>`, as BIPs and CAPs have it. Keys may be indented below one without a
/// value: `Working Group:`. It says nothing of what the record governs, as nothing in a body does.
pub(super) fn fenced(text: &str, block: Span, is_key: IsKey<'_>) -> Option<Vec<Field>> {
    let mut written = block.of(text);
    // HTML comes line by line.
    if written.starts_with("<pre>") {
        written = text[block.start..].split("</pre>").next().unwrap_or_default();
    }
    if !["```", "~~~", "<pre>"].iter().any(|fence| written.starts_with(fence)) {
        return None;
    }
    let first = written.find('\n')? + 1;
    let is_inside = |line: &&str| !["```", "~~~", "</pre>"].iter().any(|fence| line.trim_start().starts_with(fence));
    let lines = written[first..].split_inclusive('\n').take_while(is_inside);
    let indent = |line: &str| line.len() - line.trim_start().len();
    let base = lines.clone().find(|line| !line.trim().is_empty()).map_or(0, indent);
    let is_letter = |letter: char| letter.is_alphanumeric() || "-_ ".contains(letter);
    let is_key_like =
        |key: &str, _: &str| key.starts_with(char::is_alphabetic) && !key.ends_with(' ') && key.chars().all(is_letter);
    let mut fields = read(text, block.start + first, base, lines, &is_key_like)?;
    if !tells_of_a_record(&fields, is_key) {
        return None;
    }
    let known = |name: &str| PREAMBLE_KEYS.contains(&name) || names::known(name, is_key).is_some();
    fields.retain(|field| known(&field.name));
    Some(fields)
}

/// Reads lines, of which the first is at `at` and the keys are indented by `base`; none when one is of another form.
fn read<'a>(
    text: &str,
    mut at: usize,
    base: usize,
    lines: impl Iterator<Item = &'a str>,
    may_be: &dyn Fn(&str, &str) -> bool,
) -> Option<Vec<Field>> {
    let mut spans: Vec<(Span, Span)> = Vec::new();
    // Whether keys are indented below one that has no value.
    let mut is_nested = false;
    for line in lines {
        let start = at;
        at += line.len();
        let indent = line.len() - line.trim_start().len();
        if line.trim().is_empty() {
            continue;
        }
        let pair = names::at_colon(line[indent..].trim_end())
            .filter(|(key, value)| may_be(key, value) && !value.starts_with("//"));
        if indent > base {
            let (_, value) = spans.last_mut()?;
            is_nested |= value.start == value.end && pair.is_some();
            if !is_nested || pair.is_none() {
                *value = Span::new(value.start, at).trimmed(text);
                continue;
            }
        } else {
            is_nested = false;
        }
        let (key, value) = pair?;
        let key = Span::new(start + indent, start + indent + key.len());
        let value_end = start + line.trim_end().len();
        spans.push((key, Span::new(value_end - value.len(), value_end).trimmed(text)));
    }
    Some(spans.into_iter().map(|(key, value)| field(text, key, value)).collect())
}

/// Whether fields are those of a record.
fn tells_of_a_record(fields: &[Field], is_key: IsKey<'_>) -> bool {
    let known = |field: &&Field| is_key(&field.name) || PREAMBLE_KEYS.contains(&field.name.as_str());
    let is_telling = |field: &Field| ["status", "title", "created"].contains(&field.name.as_str());
    fields.iter().filter(known).count() > 1 && fields.iter().any(is_telling)
}

/// Whether a preamble may have such a key: one word, or one that is known.
fn may_be_key(key: &str, is_key: IsKey<'_>) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let is_known = || names::known(key, is_key).is_some();
    key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.ends_with(|c: char| c.is_ascii_alphanumeric())
        && (key.chars().all(is_letter) || (is_known() && key.chars().all(|c| is_letter(c) || c == ' ')))
}

/// Whether a value is markdown, which says something else than its letters.
fn is_marked(value: &str) -> bool {
    let value = value.trim_end();
    value.contains(['`', '*']) || value.ends_with('\\')
}

/// One field of a preamble. What links to other records is a list.
fn field(text: &str, key: Span, value: Span) -> Field {
    let read = |span: Span| Value::Text { text: one_line(span.of(text)).into_owned(), plain: true };
    let mut field = Field::new(Spanned::new(key.of(text).to_owned(), key), Node { span: value, value: read(value) });
    if field.name == "replaces" {
        field.name = "supersedes".to_owned();
    }
    // BIPs have an author on each line, without commas between them.
    let lines = value.of(text).lines();
    if lines.clone().count() > 1 && lines.clone().all(|line| line.trim_end().ends_with('>')) {
        let nodes = lines.map(|line| {
            let start = line.as_ptr().addr() - text.as_ptr().addr();
            let span = Span::new(start, start + line.len()).trimmed(text);
            Node { span, value: read(span) }
        });
        field.value.value = Value::List { items: nodes.collect(), flow: false };
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

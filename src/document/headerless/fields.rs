//! Fields at the top of a body: lists, lines with bold keys or none, several on one line, quotes, tables, and preambles in
//! a code fence.

use super::super::block::{Block, BlockKind, Line};
use super::super::header::{Field, Node, Value};
use super::links::targets;
use super::value::Flow;
use super::{IsKey, names, preamble, table};
use crate::text::{Span, Spanned, line_start};

/// How long a key may be, in bytes.
const KEY: usize = 60;
/// Signs between fields on one line; a key of any kind has to follow them.
const BETWEEN: &[char] = &['|', '｜', '·', '•'];
/// Boxes to tick.
const BOXES: &[&str] = &["[ ]", "[x]", "[X]", "☐", "☑", "☒"];
/// Signs between values, after which only a known key starts a field.
const LISTING: &[char] = &[',', ';'];

/// Reads the fields of the blocks at the top of a record.
pub(super) fn read(text: &str, blocks: &[Block<'_>], is_key: IsKey<'_>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let mut is_fenced = false;
    let mut index = 0;
    while let Some(block) = blocks.get(index) {
        index += 1;
        let before = fields.len();
        match block.kind {
            BlockKind::Row => {
                let (found, has_below) = table::row(text, block, blocks.get(index), is_key);
                fields.extend(found);
                index += usize::from(has_below);
            }
            BlockKind::Paragraph => fields.extend(of_lines(text, &block.lines, false, is_key)),
            BlockKind::Item { .. } => fields.extend(of_lines(text, &block.lines, true, is_key)),
            BlockKind::Quote { .. } => fields.extend(of_quote(text, block, is_key)),
            // `---` straight below a line of keys makes a heading of it. The title is the title.
            BlockKind::Heading => {
                let written = block.span.of(text);
                if !written.starts_with('#') || written.starts_with("##") {
                    fields.extend(of_lines(text, &block.lines, false, is_key));
                }
            }
            BlockKind::Other if !is_fenced => {
                let found = preamble::fenced(text, block.span, is_key);
                is_fenced = found.is_some();
                fields.extend(found.into_iter().flatten());
            }
            BlockKind::Other => {}
        }
        // The values of a key may be the items below it.
        if let Some(field) = fields[before..].last_mut().filter(|field| field.value.is_empty()) {
            let below = match block.kind {
                BlockKind::Item { depth } => items(&blocks[index..], depth + 1),
                BlockKind::Paragraph => items(&blocks[index..], 1),
                _ => &[],
            };
            if let Some(value) = of_items(text, below).filter(|_| !starts_with_key(text, below, is_key)) {
                field.value = value;
                index += below.len();
            }
        }
    }
    fields
}

/// The items at the start of `blocks` that are at least so deep.
pub(super) fn items<'b, 'a>(blocks: &'b [Block<'a>], depth: usize) -> &'b [Block<'a>] {
    let is_item = |block: &Block<'_>| matches!(block.kind, BlockKind::Item { depth: its } if its >= depth);
    let end = blocks.iter().position(|block| !is_item(block)).unwrap_or(blocks.len());
    &blocks[..end]
}

/// Items as the value of a key; the text of the whole list when they are to be ticked.
pub(super) fn of_items(text: &str, items: &[Block<'_>]) -> Option<Node> {
    let (first, last) = (items.first()?, items.last()?);
    if items.iter().any(|item| is_box(text, item)) {
        let span = Span::new(first.span.start, last.span.end).trimmed(text);
        return Some(Node { span, value: Value::Text { text: span.of(text).to_owned(), plain: true } });
    }
    let nodes: Vec<Node> = items.iter().map(|item| Flow::of(text, &item.lines).whole(text)).collect();
    let span = Span::new(nodes.first()?.span.start, nodes.last()?.span.end);
    Some(Node { span, value: Value::List { items: nodes, flow: false } })
}

/// Whether an item starts with a box, which markdown takes out of its text.
pub(super) fn is_box(text: &str, block: &Block<'_>) -> bool {
    let written = block.span.of(text).trim_start_matches(|mark: char| "-*+.) ".contains(mark) || mark.is_ascii_digit());
    BOXES.iter().any(|sign| written.starts_with(sign))
}

fn starts_with_key(text: &str, items: &[Block<'_>], is_key: IsKey<'_>) -> bool {
    items.first().is_some_and(|item| keys(&Flow::of(text, &item.lines), is_key).iter().any(|key| key.name.is_some()))
}

/// Reads the fields of lines. `is_item` says that the lines are one item, whose value goes on in the next line.
pub(super) fn of_lines<'a>(
    text: &str,
    lines: impl IntoIterator<Item = &'a Line<'a>>,
    is_item: bool,
    is_key: IsKey<'_>,
) -> Vec<Field> {
    let flow = Flow::of(text, lines);
    let keys = keys(&flow, is_key);
    let ends = keys.iter().skip(1).map(|next| next.from).chain([flow.text.len()]);
    keys.iter()
        .zip(ends)
        .filter_map(|(key, end)| {
            let name = key.name.clone()?;
            let end = if is_item { end } else { value_end(&flow.text, key.colon.1, end) };
            let (from, to) = (key.start, key.colon.0);
            let written = flow.text[from..to].trim();
            let span = Span::new(flow.start(from), flow.end(to));
            let mut value = flow.value(text, key.colon.1, end);
            if names::is_link(&name) && !value.is_empty() {
                let items = targets(text, &flow, key.colon.1, end);
                // Prose is no reference.
                let span = Span::new(items.first()?.span.start, items.last()?.span.end);
                value = Node { span, value: Value::List { items, flow: false } };
            }
            let mut field = Field::new(Spanned::new(written.to_owned(), span), value);
            field.name = name;
            Some(field)
        })
        .collect()
}

/// Where the value ends that starts at `from`: with its line, or a later one when a comma says that it goes on.
fn value_end(text: &str, from: usize, until: usize) -> usize {
    let mut end = from;
    for line in text[from..until].split_inclusive('\n') {
        end += line.len();
        let line = line.trim_end();
        if !line.ends_with([',', '，', '、', ';', '&']) && !line.ends_with(" and") {
            break;
        }
    }
    end
}

/// A key on a line, known or not.
struct Key {
    /// Where the value before it ends.
    from: usize,
    /// Where it starts.
    start: usize,
    /// The two ends of its colon.
    colon: (usize, usize),
    /// Its name, if it is known.
    name: Option<String>,
}

/// The keys of lines, in order. Unknown ones end the value before them.
fn keys(flow: &Flow<'_>, is_key: IsKey<'_>) -> Vec<Key> {
    let text = &*flow.text;
    let mut bold = flow.runs.iter().filter(|(_, run)| run.strong).map(|(at, _)| *at).peekable();
    let mut found: Vec<Key> = Vec::new();
    let mut line_at = 0;
    for line in text.split_inclusive('\n') {
        let at_signs = line.char_indices().filter(|(_, sign)| BETWEEN.contains(sign) || LISTING.contains(sign));
        let mut starts: Vec<(usize, usize, Start)> = vec![(line_at, line_at, Start::Line)];
        starts.extend(at_signs.map(|(at, sign)| {
            let kind = if BETWEEN.contains(&sign) { Start::Between } else { Start::Listing };
            (line_at + at, line_at + at + sign.len_utf8(), kind)
        }));
        while let Some(at) = bold.next_if(|at| *at < line_at + line.len()) {
            starts.push((at, at, Start::Bold));
        }
        starts.sort_by_key(|(_, start, _)| *start);
        let lead = line_at + (line.len() - line.trim_start().len());
        for (from, start, kind) in starts {
            let is_new = found.last().is_none_or(|last| last.colon.1 <= from);
            let key = key_at(text, start, line_at + line.len());
            let Some((start, colon)) = key.filter(|_| is_new) else { continue };
            let name = names::known(&text[start..colon.0], is_key);
            let is_first = from <= lead;
            let is_after = |is_known: bool| {
                found.last().is_some_and(|last| last.start >= line_at && (!is_known || last.name.is_some()))
            };
            let is_boundary = match kind {
                Start::Line => name.is_some() || is_key_like(text, start, colon),
                Start::Between => (is_first || is_after(false)) && (name.is_some() || is_key_like(text, start, colon)),
                Start::Listing => is_after(true) && name.is_some(),
                Start::Bold => name.is_some(),
            };
            if is_boundary {
                found.push(Key { from, start, colon, name });
            }
        }
        line_at += line.len();
    }
    found
}

/// Where a key may start.
enum Start {
    Line,
    Between,
    Listing,
    Bold,
}

/// The start of a key and the ends of its colon.
fn key_at(text: &str, at: usize, end: usize) -> Option<(usize, (usize, usize))> {
    let written = &text[at..end];
    let start = at + (written.len() - written.trim_start().len());
    let mut letters = text[start..end].char_indices().take_while(|(at, _)| *at < KEY);
    let is_end = |letter: char| matches!(letter, ':' | '：') || BETWEEN.contains(&letter) || LISTING.contains(&letter);
    let (length, colon) = letters.find(|(_, letter)| is_end(*letter))?;
    (length > 0 && matches!(colon, ':' | '：')).then_some((start, (start + length, start + length + colon.len_utf8())))
}

/// Whether an unknown key is one: a few words and a colon, not an address.
fn is_key_like(text: &str, start: usize, colon: (usize, usize)) -> bool {
    let key = text[start..colon.0].trim();
    key.split_whitespace().count() <= 3
        && key.starts_with(char::is_alphabetic)
        && !text[colon.1..].starts_with(|next: char| next == '/' || next.is_ascii_digit())
}

/// The fields in a quote: its lines, lists and tables, but not what it quotes itself.
fn of_quote(text: &str, quote: &Block<'_>, is_key: IsKey<'_>) -> Vec<Field> {
    let mut lines = quote.lines.iter().filter(|line| !line.runs.is_empty()).peekable();
    let mut rows: Vec<Vec<&Line<'_>>> = Vec::new();
    while let Some(line) = lines.next() {
        // Cells of one row are on one line of the file, with a bar between them.
        let mut cells = vec![line];
        let mut end = line.span().end;
        let is_beside = |end: usize, next: &Line<'_>| {
            text.get(end..next.span().start).is_some_and(|gap| gap.contains('|') && !gap.contains('\n'))
        };
        while let Some(cell) = lines.next_if(|next| is_beside(end, next)) {
            end = cell.span().end;
            cells.push(cell);
        }
        if is_own(text, line) {
            rows.push(cells);
        }
    }
    let mut fields = Vec::new();
    let mut open: Vec<&Line<'_>> = Vec::new();
    let mut rows = rows.iter().peekable();
    while let Some(cells) = rows.next() {
        if let [line] = cells.as_slice() {
            open.push(line);
            continue;
        }
        fields.extend(of_lines(text, std::mem::take(&mut open), false, is_key));
        // A cell without words is not among them, so that only a row of the same length has values in their columns.
        let below = rows.peek().filter(|below| below.len() == cells.len());
        match below.and_then(|below| table::columns(text, cells, below, is_key)) {
            Some(found) => {
                fields.extend(found);
                rows.next();
            }
            None => fields.extend(table::pairs(text, cells, is_key)),
        }
    }
    fields.extend(of_lines(text, open, false, is_key));
    fields
}

/// Whether a line belongs to the quote itself: one `>` before it, and perhaps the mark of a list, a cell or a link. Code
/// has its line end in its words.
fn is_own(text: &str, line: &Line<'_>) -> bool {
    let start = line.span().start;
    let before = &text[line_start(text, start)..start];
    let marks = before.trim_start().strip_prefix('>');
    let is_mark = |mark: char| mark.is_whitespace() || "-*+_[|".contains(mark);
    marks.is_some_and(|marks| marks.chars().all(is_mark)) && !line.text().ends_with('\n')
}

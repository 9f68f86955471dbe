//! Sections right below the title that are metadata: `## Status`, `## Date`, `## Deciders`. Below any other section they
//! are prose.

use std::collections::BTreeSet;

use super::super::block::{Block, BlockKind, Line};
use super::super::body::{Body, Heading};
use super::super::header::{Field, Node, Value};
use super::fields::{is_box, items, of_items, of_lines};
use super::links::targets;
use super::value::Flow;
use super::{IsKey, STATUS, names};
use crate::text::{Span, Spanned, fold};

/// The fields of the sections below the title.
pub(super) fn read(text: &str, body: &Body<'_>, is_key: IsKey<'_>) -> Vec<Field> {
    let mut fields = Vec::new();
    for (index, name) in at_top(body, is_key) {
        let heading = &body.headings[index];
        let blocks = body.blocks_below(index);
        let value = if name == STATUS {
            let (status, others) = status(text, &blocks, is_key);
            fields.extend(others);
            status
        } else if names::is_link(&name) {
            of_links(text, &blocks)
        } else {
            value(text, &blocks)
        };
        if let Some(value) = value {
            let mut field = Field::new(Spanned::new(heading.text.clone(), heading.span), value);
            field.name = name;
            fields.push(field);
        }
    }
    fields
}

/// The sections of metadata at the top of a body: after the title, before any other section.
fn at_top(body: &Body<'_>, is_key: IsKey<'_>) -> Vec<(usize, String)> {
    let name = |heading: &Heading| match heading.name == STATUS {
        true => Some(STATUS.to_owned()),
        false => names::known(&heading.name, is_key),
    };
    let mut sections = Vec::new();
    let mut is_titled = false;
    for (index, heading) in body.headings.iter().enumerate() {
        if let Some(name) = name(heading) {
            sections.push((index, name));
        } else if !names::is_metadata(&heading.name) && !names::is_keyed(&heading.text, is_key) {
            let is_title = !is_titled && sections.is_empty() && !names::is_section(&heading.name);
            if !is_title {
                break;
            }
            is_titled = true;
        }
    }
    sections
}

/// What a section says: its list, or its first paragraph.
fn value(text: &str, blocks: &[Block<'_>]) -> Option<Node> {
    let first = blocks.iter().position(|block| !matches!(block.kind, BlockKind::Other))?;
    match blocks[first].kind {
        BlockKind::Item { .. } => of_items(text, items(&blocks[first..], 1)),
        BlockKind::Paragraph => Some(Flow::of(text, &blocks[first].lines).whole(text)),
        BlockKind::Quote { .. } => blocks[first].lines.first().map(|line| Flow::of(text, [line]).whole(text)),
        _ => None,
    }
    .filter(|value| !value.is_empty())
}

/// The records that a section refers to.
fn of_links(text: &str, blocks: &[Block<'_>]) -> Option<Node> {
    let items: Vec<Node> = lines(blocks)
        .flat_map(|line| {
            let flow = Flow::of(text, [line]);
            targets(text, &flow, 0, flow.text.len())
        })
        .collect();
    let span = Span::new(items.first()?.span.start, items.last()?.span.end);
    Some(Node { span, value: Value::List { items, flow: false } })
}

/// The status below its heading, and the keys that are there as well.
///
/// The status is the ticked list, or the first line that is no link, or the later one that says what supersedes it.
fn status(text: &str, blocks: &[Block<'_>], is_key: IsKey<'_>) -> (Option<Node>, Vec<Field>) {
    if let Some(first) = blocks.iter().position(|block| is_box(text, block)) {
        let last = blocks[first..].iter().take_while(|block| is_box(text, block)).last();
        let span = Span::new(blocks[first].span.start, last.map_or(0, |last| last.span.end)).trimmed(text);
        let value = Value::Text { text: span.of(text).to_owned(), plain: true };
        return (Some(Node { span, value }), Vec::new());
    }
    let is_link = |line: &Line<'_>| names::link_key(&line.text()).is_some();
    let mut fields: Vec<Field> = Vec::new();
    let mut keyed: BTreeSet<usize> = BTreeSet::new();
    for line in lines(blocks).filter(|line| !is_link(line)) {
        let before = fields.len();
        fields.extend(of_lines(text, [line], false, is_key));
        if fields.len() > before {
            keyed.insert(line.span().start);
        }
    }
    let own = fields.iter().position(|field| field.name == STATUS).map(|index| fields.remove(index).value);
    let key = |line: &Line<'_>| names::link_key(&line.text()).map(|(_, key)| key);
    let superseded = lines(blocks).find(|line| key(line) == Some("superseded-by"));
    let line = || {
        let plain = lines(blocks).find(|line| key(line).is_none() && !keyed.contains(&line.span().start));
        superseded.or(plain).or_else(|| lines(blocks).next())
    };
    let value = own.or_else(|| line().map(|line| Flow::of(text, [line]).whole(text)));
    (value, fields)
}

fn has_lines(block: &Block<'_>) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::Quote { .. })
}

fn lines<'a>(blocks: &'a [Block<'a>]) -> impl Iterator<Item = &'a Line<'a>> {
    let blocks = blocks.iter().filter(|block| has_lines(block));
    blocks.flat_map(|block| &block.lines).filter(|line| !line.runs.is_empty())
}

/// Where the words end that a line begins with. They may be written with hidden characters, and so longer.
fn end_of(words: &str, line: &str) -> usize {
    let ends: Vec<usize> = line.char_indices().map(|(at, letter)| at + letter.len_utf8()).collect();
    let end = ends.partition_point(|end| fold(&line[..*end]).len() < words.len());
    ends.get(end).copied().unwrap_or(line.len())
}

/// The links below a `Status` heading, one field a key: `Amends [2. Other](0002-other.md)`, as
/// adr-tools writes them, and `Supersedes ADR-0002`.
pub(in crate::document) fn links(text: &str, body: &Body<'_>, is_key: IsKey<'_>) -> Vec<Field> {
    let Some((index, _)) = at_top(body, is_key).into_iter().find(|(_, name)| name == STATUS) else {
        return Vec::new();
    };
    let blocks = body.blocks_below(index);
    let mut fields: Vec<Field> = Vec::new();
    for line in lines(&blocks) {
        let written = line.text();
        let Some((words, key)) = names::link_key(&written) else { continue };
        let flow = Flow::of(text, [line]);
        let items = targets(text, &flow, end_of(words, &flow.text), flow.text.len());
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

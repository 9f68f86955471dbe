//! References to other records in a body: links to files, and ids.

use super::super::header::{Node, Value};
use super::value::{Flow, link, link_span};
use crate::text::Span;

/// What a part of a text refers to: its links to files, and the ids between commas.
pub(super) fn targets(source: &str, flow: &Flow<'_>, from: usize, to: usize) -> Vec<Node> {
    let mut items: Vec<(usize, Node)> = Vec::new();
    let item = |text: String, span: Span| Node { span, value: Value::Text { text, plain: true } };
    let first = flow.runs.partition_point(|(at, run)| at + run.text.len() <= from);
    let mut runs = flow.runs[first..].iter().take_while(|(at, _)| *at < to).peekable();
    // The text between links.
    let mut open = from;
    let mut plain: Vec<(usize, usize)> = Vec::new();
    while let Some((at, run)) = runs.next() {
        let Some(target) = link(run) else { continue };
        let (mut label, mut span, mut end) = (run.text.to_string(), run.span, at + run.text.len());
        // A label may be of several pieces.
        while let Some((at, more)) = runs.next_if(|(_, next)| link(next) == Some(target)) {
            label.push_str(&more.text);
            (span.end, end) = (more.span.end, at + more.text.len());
        }
        plain.push((open, (*at).max(open)));
        open = end.min(to);
        if target.split('#').next().is_some_and(|file| file.ends_with(".md")) {
            items.push((*at, item(format!("[{label}]({target})"), link_span(source, span))));
        }
    }
    plain.push((open, to));
    let has_links = !items.is_empty();
    for (start, end) in plain {
        for (start, end) in ids(&flow.text, start, end) {
            let id = &flow.text[start..end];
            // A year beside links is no id.
            if !has_links || id.contains(|c: char| !c.is_ascii_digit()) || id.len() != 4 || !id.starts_with(['1', '2'])
            {
                items.push((start, item(id.to_owned(), Span::new(flow.start(start), flow.end(end)))));
            }
        }
    }
    items.sort_by_key(|(at, _)| *at);
    items.into_iter().map(|(_, item)| item).collect()
}

/// The ids in a text, each between two separators, perhaps with a title or a remark after it.
fn ids(text: &str, from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut ids = Vec::new();
    let mut at = from;
    let mut depth = 0_i32;
    let is_end = |letter: char| matches!(letter, ',' | ';' | '、' | '，' | '；' | '&' | '\n');
    for piece in text[from..to].split_inclusive(|letter: char| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth <= 0 && is_end(letter)
    }) {
        let mut start = at;
        at += piece.len();
        for joined in
            piece.trim_end_matches(is_end).split_inclusive(" and ").flat_map(|part| part.split_inclusive(" / "))
        {
            let part = [" and ", " / "].iter().find_map(|joint| joined.strip_suffix(joint)).unwrap_or(joined);
            // A label without a link.
            let lead = part.len() - part.trim_start_matches([' ', ':', '：', '[']).len();
            let part_start = start + lead;
            start += joined.len();
            let part = &part[lead.min(part.len())..];
            let part = part.strip_prefix("and ").unwrap_or(part);
            let skipped = text[part_start..].find(part).unwrap_or_default();
            if let Some(length) = id(part) {
                ids.push((part_start + skipped, part_start + skipped + length));
            }
        }
    }
    ids
}

/// The length of the id that a text is: `12`, `#12`, `ADR-12`, `ADR 12`, a file name, a slug.
fn id(part: &str) -> Option<usize> {
    // A title or a remark after it: `ADR-3: Page`, `3 (in part)`, `3 — why`.
    let end = [" (", ": ", " — ", " – ", " - ", "（", "："].iter().filter_map(|sign| part.find(sign)).min();
    let id = part[..end.unwrap_or(part.len())].trim_end().trim_end_matches(['.', ':', ']']);
    if is_day(id.rsplit(' ').next().unwrap_or_default()) {
        return None;
    }
    let words = id.split(' ').count();
    let ends_with_number = id.ends_with(|c: char| c.is_ascii_digit());
    let is_slug = || id.ends_with(".md") || (id.contains('-') && !id.contains('/') && !id.starts_with('-'));
    let is_id = match words {
        // `acme/app#23` is of another repository.
        1 => (ends_with_number && !id.contains('/')) || is_slug(),
        2 => ends_with_number && id.starts_with(|c: char| c.is_alphabetic()),
        _ => false,
    };
    (is_id && !id.is_empty()).then_some(id.len())
}

/// Whether a word is a day and no id: `2026-03-02`.
fn is_day(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '.', '/']).collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts[0].len() == 4 && parts.iter().all(is_number)
}

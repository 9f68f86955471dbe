//! Edits of older records without a header, which have fields in the body: a `Status` section, lists,
//! bold words, tables, preambles.

use std::path::Path;

use super::{Splices, line_end, line_start, next_line, start_of_block, with_line_feeds};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::renumber::Means;
use crate::decision::status::{StatusOption, options};
use crate::document::body::Body;
use crate::document::header::Field;
use crate::text::{Span, Splice, fold};
use crate::vocabulary::reference::Reference;
use crate::vocabulary::words::StatusKind;

/// Replaces a value, capitalized like the old one.
pub(super) fn set(text: &str, field: &Field, value: &str) -> Splices {
    let span = field.value.span;
    if span.start == span.end {
        return Ok(vec![Splice::insert(span.start, format!(" {}", capital(value)))]);
    }
    let old = span.of(text);
    if field.name == "status" && !options(old).is_empty() {
        return ticked(span, old, value);
    }
    if old.contains(['\n', '\r']) {
        return Err(format!("the value of `{}` is longer than a line", field.key.value));
    }
    // Marks around the old word, and the text after it, stay around the new one.
    let word = field.value.text().filter(|read| old.contains(read)).unwrap_or(old);
    let start = span.start + old.find(word).unwrap_or_default();
    let value = if word.starts_with(char::is_lowercase) { value.to_owned() } else { capital(value) };
    Ok(vec![Splice::new(Span::new(start, start + word.len()), value)])
}

/// Moves the tick of a list to a value, which is added where the list does not have it.
fn ticked(span: Span, old: &str, value: &str) -> Splices {
    let options = options(old);
    let is_it =
        |option: &StatusOption| fold(old[option.name.clone()].trim_matches(['*', '_', '`', '.'])) == fold(value);
    let (Some(wanted), is_new) = (match options.iter().position(is_it) {
        Some(at) => (Some(at), false),
        None => (options.len().checked_sub(1), true),
    }) else {
        return Err("the list of statuses is empty".to_owned());
    };
    let mut splices = Vec::new();
    for (index, option) in options.iter().enumerate() {
        let is_ticked = index == wanted && !is_new;
        if option.is_ticked != is_ticked {
            let sign = match (old[option.sign.clone()].starts_with('['), is_ticked) {
                (true, true) => "[x]",
                (true, false) => "[ ]",
                (false, true) => "☑",
                (false, false) => "☐",
            };
            splices.push(Splice::new(Span::from(option.sign.clone()).shifted(span.start), sign));
        }
    }
    if is_new {
        // As the last one is written.
        let last = &options[wanted];
        let start = line_start(old, last.sign.start);
        let lead = &old[start..last.sign.start];
        if !old[last.name.end..].trim().is_empty() || lead.contains(char::is_alphanumeric) || start == 0 {
            return Err(format!("the list of statuses has no `{value}`"));
        }
        let sign = if old[last.sign.clone()].starts_with('[') { "[x]" } else { "☑" };
        let end = line_end(old, last.name.end);
        let line = format!("{end}{lead}{sign} {}", capital(value));
        splices.push(Splice::insert(span.start + last.name.end, line));
    }
    Ok(splices)
}

/// Adds a field: below its empty heading, in the form of the status, or below the title.
pub(super) fn insert(decision: &Decision, key: &str, value: &str) -> Splices {
    let text = &*decision.text;
    let body = Body::read(text, 0, &|_| false);
    let line = format!("{}: {value}", capital(key));
    if key == "status"
        && let Some(preamble) = decision.preamble
    {
        let end = line_end(text, preamble.start);
        return Ok(vec![Splice::insert(preamble.end, format!("{end}Status: {}", capital(value)))]);
    }
    if key == "status" {
        let heading = body.headings.iter().find(|heading| heading.name == "status");
        let heading = heading.ok_or("the decision has neither a header nor a status section")?;
        let end = line_end(text, heading.span.start);
        return Ok(vec![Splice::insert(heading.span.end, format!("{end}{end}{}", capital(value)))]);
    }
    if key != "date" {
        return Err("the decision has no header".to_owned());
    }
    let status = decision.fields.iter().find(|field| field.name == "status");
    let title = decision.title.as_ref().map(|title| title.span);
    match status {
        Some(status) if !is_section(text, status) => {
            // As in the line of the status: marks around key and value stay.
            let (start, span) = (line_start(text, status.key.span.start), status.value.span);
            let line_end_at = text[span.end..].find(['\n', '\r']).map_or(text.len(), |end| span.end + end);
            let lead = Span::new(start, status.key.span.start).of(text);
            let between = Span::new(status.key.span.end, span.start).of(text);
            let behind = Span::new(span.end, line_end_at).of(text);
            let has_more = |part: &str| part.replace("<br>", "").contains(char::is_alphanumeric);
            if [lead, between, behind].into_iter().any(has_more) {
                return Err("the line of its status says more than the status".to_owned());
            }
            let end = line_end(text, start);
            Ok(vec![Splice::insert(line_end_at, format!("{end}{lead}Date{between}{value}{behind}"))])
        }
        _ => {
            let title = title.ok_or("the decision has neither a header nor a title")?;
            let end = line_end(text, title.start);
            Ok(vec![Splice::insert(title.end, format!("{end}{end}{line}"))])
        }
    }
}

/// Whether the status is in a section below a heading, which can also contain links.
pub(crate) fn has_status_section(decision: &Decision) -> bool {
    let status = decision.fields.iter().find(|field| field.name == "status");
    decision.header.is_none() && status.is_some_and(|status| is_section(&decision.text, status))
}

/// A link from one record to another, as adr-tools writes it: `[9. Use SQLite](0009-use-sqlite.md)`.
pub(crate) fn link_to(from: &Decision, to: &Decision) -> String {
    let title = to.title.as_ref().map(|title| title.span.of(&to.text).trim_start_matches('#').trim());
    let title = title.filter(|title| !title.is_empty()).unwrap_or(&to.id.text);
    format!("[{title}]({})", way(from, to))
}

/// How the header of one decision refers to another: by its id where that means this decision and no other, else by
/// the path of its file.
pub(crate) fn reference_to(from: &Decision, to: &Decision, catalog: &Catalog) -> String {
    let means = |text: &str| {
        let reference = Reference::read(text);
        reference.is_some_and(|reference| catalog.means(&from.path, &reference, &to.path) == Means::It)
    };
    if means(&to.id.text) { to.id.text.clone() } else { way(from, to) }
}

/// The relative path from one decision to another, for a markdown link.
pub(crate) fn way(from: &Decision, to: &Decision) -> String {
    let folder = Path::new(from.path.as_str()).parent().unwrap_or(Path::new(""));
    let (mut folder, mut target) =
        (folder.components().peekable(), Path::new(to.path.as_str()).components().peekable());
    while folder.peek().is_some() && folder.peek() == target.peek() {
        folder.next();
        target.next();
    }
    let up = folder.map(|_| "..".to_owned());
    let down = target.map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The line of a link, as adr-tools writes it.
pub(super) fn reference(key: &str, to: &str) -> String {
    format!("{} {to}", capital(&key.replace('-', " ")))
}

/// Adds the line of a link at the end of the status section. A superseding decision
/// replaces the word that said it was accepted.
pub(super) fn refer(decision: &Decision, key: &str, to: &str) -> Splices {
    let text = &*decision.text;
    if !has_status_section(decision) {
        return Err("the decision has neither a header nor a section for links".to_owned());
    }
    let body = Body::read(text, 0, &|_| false);
    let own = body.headings.iter().position(|heading| heading.name == "status");
    let next = own.and_then(|own| body.headings.get(own + 1));
    let next = next.map(|next| start_of_block(text, next)).transpose()?.map(|next| line_start(text, next));
    let end = line_end(text, own.map_or(0, |own| body.headings[own].span.start));
    let line = reference(key, to);
    let mut splices = vec![match next {
        None => {
            let at = text.trim_end().len();
            Splice::insert(at, format!("{end}{end}{line}"))
        }
        Some(next) => {
            let is_apart = with_line_feeds(&text[..next]).ends_with("\n\n");
            Splice::insert(next, format!("{}{line}{end}{end}", if is_apart { "" } else { end }))
        }
    }];
    let accepted = decision.status.as_ref().filter(|status| status.kind == Some(StatusKind::Accepted));
    if let Some(span) = accepted.map(|status| status.span).filter(|_| key == "superseded-by") {
        let (start, behind) = (line_start(text, span.start), next_line(text, span.end));
        let is_whole = Span::new(start, behind).of(text).trim() == span.of(text);
        let next = next_line(text, behind);
        let is_blank = Span::new(behind, next).of(text).trim().is_empty();
        if is_whole {
            splices.push(Splice::new(Span::new(start, if is_blank { next } else { behind }), ""));
        }
    }
    Ok(splices)
}

/// Whether a field is a section below its own heading.
fn is_section(text: &str, field: &Field) -> bool {
    Span::new(field.key.span.end, field.value.span.start).of(text).contains(['\n', '\r'])
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

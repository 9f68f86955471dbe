//! Edits of what older records say in their body instead of a header: a `Status` section, lists,
//! bold words, tables.

use super::{Splice, Splices, line_end, line_start};
use crate::decision::Decision;
use crate::decision::words::Words;
use crate::document::body::Body;
use crate::document::header::Field;
use crate::text::Span;

/// Puts a value in the place of another, with a capital where that one has it.
pub(super) fn set(text: &str, field: &Field, value: &str) -> Splices {
    let span = field.value.span;
    if span.start == span.end {
        return Ok(vec![Splice::insert(span.start, format!(" {}", capital(value)))]);
    }
    let old = span.of(text);
    if old.contains('\n') {
        return Err(format!("the value of `{}` takes more than a line", field.key.value));
    }
    // Marks around the old word, and what stands behind it, stay around the new one.
    let word = field.value.text().filter(|read| old.contains(read)).unwrap_or(old);
    let start = span.start + old.find(word).unwrap_or_default();
    let value = if word.starts_with(char::is_lowercase) { value.to_owned() } else { capital(value) };
    Ok(vec![Splice::new(Span::new(start, start + word.len()), value)])
}

/// Adds a field: below the heading that waits for it, in the shape of the status, or below the title.
pub(super) fn insert(decision: &Decision, key: &str, value: &str, words: &Words) -> Splices {
    let text = &*decision.text;
    let body = Body::read(text, 0, &|name| name == "status" || words.consultation.iter().any(|word| word == name));
    let line = format!("{}: {value}", capital(key));
    if key == "status" {
        let heading = body.headings.iter().find(|heading| heading.name == "status");
        let heading = heading.ok_or("the record has neither a header nor a place for a status")?;
        let end = line_end(text, heading.span.start);
        return Ok(vec![Splice::insert(heading.span.end, format!("{end}{end}{}", capital(value)))]);
    }
    if key != "date" {
        return Err("the record has no header".to_owned());
    }
    let status = decision.fields.iter().find(|field| field.name == "status");
    let title = decision.title.as_ref().map(|title| title.span);
    match status {
        Some(status) if !is_section(text, status) => {
            // As the line of the status has it: what stands around key and value stays.
            let (start, span) = (line_start(text, status.key.span.start), status.value.span);
            let line_end_at = text[span.end..].find('\n').map_or(text.len(), |feed| span.end + feed);
            let lead = Span::new(start, status.key.span.start).of(text);
            let between = Span::new(status.key.span.end, span.start).of(text);
            let behind = Span::new(span.end, line_end_at).of(text).trim_end_matches('\r');
            let end = line_end(text, start);
            let at = line_end_at - usize::from(text[..line_end_at].ends_with('\r'));
            Ok(vec![Splice::insert(at, format!("{end}{lead}Date{between}{value}{behind}"))])
        }
        _ => {
            let title = title.ok_or("the record has neither a header nor a title")?;
            let end = line_end(text, title.start);
            Ok(vec![Splice::insert(title.end, format!("{end}{end}{line}"))])
        }
    }
}

/// Whether a field is a section below its own heading.
fn is_section(text: &str, field: &Field) -> bool {
    Span::new(field.key.span.end, field.value.span.start).of(text).contains('\n')
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

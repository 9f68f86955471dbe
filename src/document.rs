//! One file, split and placed: the fields of its header, the markdown of its body, and a list of
//! what could not be read. Reading never fails; what it means is `decision`'s business.

pub(crate) mod block;
pub(crate) mod body;
mod conflict;
pub(crate) mod events;
pub(crate) mod fence;
pub(crate) mod header;
pub(crate) mod headerless;
pub(crate) mod shown;

use std::collections::BTreeSet;

use crate::text::{Span, visible};
use body::Body;
use fence::Fence;
use header::Field;

/// The largest decision file that is read, in bytes (contract, limits).
pub(crate) const FILE_LIMIT: usize = 1024 * 1024;
/// The largest header that is read, in bytes (contract, limits).
pub(crate) const HEADER_LIMIT: usize = 64 * 1024;

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The file is not UTF-8; `at` is the first byte that is not.
    NotUtf8 { at: usize },
    /// The file is larger than [`FILE_LIMIT`].
    FileTooLarge { size: usize },
    /// The path is a link, or is not a file.
    NoFile { reason: String },
    /// Reading it ended in a panic, which is a fault of the program; `reason` is its message.
    Fault { reason: String },
    /// Block quotes nest deeper than [`body::QUOTE_DEPTH`].
    QuotesTooDeep { span: Span },
    /// More quotes or states than a decision may have; the span is the first one beyond the limit.
    TooManyQuotes { span: Span },
    /// Two versions of the file are in it, as git leaves them after a merge; the span is the first marker.
    Conflict { span: Span },
    /// No header; the fields, if any, were read from the body.
    HeaderMissing { span: Span },
    /// The header is larger than [`HEADER_LIMIT`].
    HeaderTooLarge { span: Span, size: usize },
    /// The header could not be read; its lines were read one by one instead.
    HeaderUnreadable { span: Span, reason: String },
}

/// A file as far as it could be read.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    /// The bytes between the fences, when there is a header.
    pub header: Option<Span>,
    /// The lines of keys at the top of a file that has no header.
    pub preamble: Option<Span>,
    /// The fields of the header, then those found in the body of older records.
    pub fields: Vec<Field>,
    /// The markdown below the header.
    pub body: Body<'a>,
    /// The HTML of the file that may hold a comment to this tool.
    pub comments: Vec<Span>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// The fields of the header, of what was meant as one, or of the preamble: all that a record says of what it governs.
pub(crate) fn header_fields(text: &str, is_key: &dyn Fn(&str) -> bool) -> Vec<Field> {
    let mut fields = head(text).fields;
    add(&mut fields, headerless::preamble(text, is_key).map_or_else(Vec::new, |preamble| preamble.fields));
    fields
}

/// The fields of a file of YAML beside a record, which have no place in the record, or why they can't be read.
pub(crate) fn beside(text: &str) -> Result<Vec<Field>, String> {
    if text.len() > HEADER_LIMIT {
        return Err(format!("it has {} bytes; the limit is {HEADER_LIMIT}", text.len()));
    }
    // The sign that replaces bytes that are no text.
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err("it is not UTF-8".to_owned());
    }
    let mut fields = header::read(text, Span::new(0, text.len())).map_err(|problem| match problem {
        Problem::HeaderUnreadable { reason, .. } => reason,
        _ => "it is not YAML".to_owned(),
    })?;
    let mut names = BTreeSet::new();
    for field in &mut fields {
        if !names.insert(field.name.clone()) {
            return Err(format!("it has the key `{}` twice", visible(&field.name)));
        }
        field.key.span = Span::default();
        field.value.move_to(Span::default());
    }
    Ok(fields)
}

/// Adds fields whose keys are not there yet.
pub(crate) fn add(fields: &mut Vec<Field>, more: Vec<Field>) {
    let key = |field: &Field| field.key.value.to_ascii_lowercase();
    let mut known: BTreeSet<String> = fields.iter().map(key).collect();
    fields.extend(more.into_iter().filter(|field| known.insert(key(field))));
}

/// Reads one file. `wanted` says by their names which sections are read block by block, and `is_key` which keys may be
/// in the body of a record without a header.
pub(crate) fn read<'a>(text: &'a str, wanted: &dyn Fn(&str) -> bool, is_key: &dyn Fn(&str) -> bool) -> Document<'a> {
    let Head { header, mut fields, mut problems, start } = head(text);
    let mut body = Body::read(text, start, &|name| headerless::is_section(name, is_key) || wanted(name));
    let mut comments = std::mem::take(&mut body.comments);
    // Only comments and blank lines can come before a header.
    if let Some(before) =
        header.map(|header| Span::new(0, header.start)).filter(|before| body::is_to_us(before.of(text)))
    {
        comments.insert(0, before);
    }
    if let Some(span) = body.too_deep {
        problems.push(Problem::QuotesTooDeep { span });
    }
    // Older records say in the body what a header would say; what the header says goes first.
    let preamble = headerless::preamble(text, is_key);
    let above = preamble.as_ref().map(|preamble| preamble.span);
    add(&mut fields, headerless::fields(text, &body, preamble, is_key));
    // A status section can also have links.
    let is_section = |field: &Field| body.headings.iter().any(|heading| heading.span == field.key.span);
    if fields.iter().any(|field| field.name == headerless::STATUS && is_section(field)) {
        for field in headerless::links(text, &body, is_key) {
            if !fields.iter().any(|known| known.name == field.name) {
                fields.push(field);
            }
        }
    }
    if header.is_none() && problems.is_empty() {
        let span = Span::new(start, text.len()).trimmed(text).first_line(text);
        problems.push(Problem::HeaderMissing { span });
    }
    // What the two versions say is known once they are one.
    if let Some(span) = conflict::find(text, start) {
        problems = vec![Problem::Conflict { span }];
    }
    Document { header, preamble: above, fields, body, comments, problems }
}

/// What comes before the body of a file.
struct Head {
    header: Option<Span>,
    fields: Vec<Field>,
    problems: Vec<Problem>,
    /// Where the body starts.
    start: usize,
}

/// Reads what comes before the body.
fn head(text: &str) -> Head {
    let mut problems = Vec::new();
    let mut fields = Vec::new();
    let (header, start) = match fence::find(text) {
        Fence::None { body } => (None, body),
        Fence::Open { opening } => {
            problems.push(Problem::HeaderUnreadable {
                span: opening,
                reason: "the header that opens here is never closed by a line of `---`".to_owned(),
            });
            // The lines up to the first blank line were meant as the header.
            let rest = &text[opening.end..];
            let lead = rest.len() - rest.trim_start().len();
            let end = rest[lead..].find("\n\n").map_or(rest.len(), |at| at + lead);
            fields = headerless::lines(text, Span::new(opening.end, opening.end + end));
            (None, opening.end)
        }
        Fence::Closed { header, body } => (Some(header), body),
        Fence::Toml { opening, body } => {
            problems.push(Problem::HeaderUnreadable {
                span: opening,
                reason: "it is TOML between `+++` lines, a known form that is not read".to_owned(),
            });
            (None, body)
        }
        Fence::Disputed { header } => {
            problems.push(Problem::HeaderUnreadable {
                span: header.first_line(text),
                reason: "it is not clear where the header ends".to_owned(),
            });
            (None, header.end)
        }
    };
    if let Some(span) = header {
        let size = span.end - span.start;
        if size > HEADER_LIMIT {
            let span = span.first_line(text);
            problems.push(Problem::HeaderTooLarge { span, size });
        } else {
            match header::read(text, span) {
                Ok(read) => fields = read,
                Err(problem) => {
                    problems.push(problem);
                    fields = headerless::lines(text, span);
                }
            }
        }
    }
    Head { header, fields, problems, start }
}

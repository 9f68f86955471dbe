//! Edits decision files as text. Edits are splices at the spans found by the parser, so every other
//! byte is kept. The result is parsed again, and the edit is refused unless it has exactly the
//! requested effect.

mod body;
mod header;
mod reform;
mod scalar;
mod voice;

use std::fmt;

use crate::decision::field::{self, Alias};
use crate::decision::proof::Receipt;
use crate::decision::{self, Decision};
use crate::document::Problem;
use crate::document::body::Heading;
use crate::document::header::{Field, Node, Value};
use crate::text::{Span, Splice, floor_char, fold, line_column, one_line, spliced, visible};
use crate::vocabulary::words::{Disposition, StatusKind, Words};

pub(crate) use body::{has_status_section, link_to, reference_to, way};
pub(crate) use reform::obstacle;
pub(crate) use scalar::{escaped, is_unprintable, plainly, quoted};
pub(crate) use voice::line_below;

/// A requested change.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Edit<'a> {
    /// Sets a field, adding it if needed.
    Set { key: &'a str, value: &'a str },
    /// Adds an item to a list of any shape.
    Add { key: &'a str, item: &'a str },
    /// Adds a quote at the end of the consultation, with the receipt of the comment that it is taken from.
    Quote {
        person: &'a str,
        date: Option<&'a str>,
        source: Option<&'a str>,
        text: &'a str,
        receipt: Option<&'a Receipt>,
    },
    /// Records that somebody was asked, or asked again, and when, at the end of the consultation.
    Asked { person: &'a str, date: &'a str, again: bool },
    /// Writes the response to a quote, given by its index, replacing an existing one.
    Answer { quote: usize, word: &'a str, text: &'a str },
    /// Records below the responses to quotes, given by their indexes, what came later: that the speaker was told, or that
    /// what they feared has happened.
    Later { kind: Disposition, lines: &'a [(usize, String)] },
    /// Writes the signature of a quote, given by its index, below its attribution, replacing an existing one.
    Sign { quote: usize, signature: &'a str },
    /// Renames a key of the header.
    Rename { key: &'a str, to: &'a str },
    /// Turns a comma-separated value into a list.
    Spread { key: &'a str },
    /// Writes a link into the status of a record without a header, as adr-tools does.
    Refer { key: &'a str, to: &'a str },
    /// Moves the line with the speaker's name below a quote into the quote.
    Attribute { quote: usize },
    /// Writes quotes in other forms, given by their index, as block quotes with an attribution.
    Reform { quotes: &'a [usize] },
}

/// Why an edit can't be made, and what to write by hand instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The reason.
    pub reason: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The lines to write by hand.
    pub paste: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&visible(&self.reason))?;
        if let Some(line) = self.line {
            write!(out, " (line {line})")?;
        }
        if !self.paste.is_empty() {
            write!(out, "\n  = help: change it by hand:")?;
            for line in self.paste.lines() {
                write!(out, "\n      {}", visible(line))?;
            }
        }
        Ok(())
    }
}

/// The splices of an edit, or the reason why it can't be made.
type Splices = Result<Vec<Splice>, String>;

/// Applies an edit and parses the result.
///
/// # Errors
/// Why the edit would not be safe, with the lines to write by hand.
pub(crate) fn apply(decision: &Decision, edit: Edit<'_>, words: &Words) -> Result<Decision, Refusal> {
    let refuse = |reason: String, place: Option<Span>| Refusal {
        reason,
        line: place.map(|place| line_column(&decision.text, place.start).0),
        paste: paste(edit),
    };
    if let Some((reason, place)) = unreadable(decision) {
        return Err(refuse(reason, place));
    }
    let key = match edit {
        Edit::Set { key, .. } | Edit::Add { key, .. } | Edit::Rename { key, .. } | Edit::Spread { key } => Some(key),
        Edit::Quote { .. }
        | Edit::Asked { .. }
        | Edit::Answer { .. }
        | Edit::Later { .. }
        | Edit::Sign { .. }
        | Edit::Attribute { .. }
        | Edit::Reform { .. }
        | Edit::Refer { .. } => None,
    };
    let field = key.and_then(|key| field(decision, key));
    let place = field.map(|field| field.key.span);
    if let Some(field) = field
        && decision.fields.iter().filter(|other| other.name == field.name).count() > 1
    {
        return Err(refuse(format!("`{}` is set twice", field.key.value), place));
    }
    if key.is_some() && field.is_none() && decision.beside.is_some() {
        return Err(refuse(format!("its metadata is in `{}`", decision::BESIDE), None));
    }
    let splices = match edit {
        Edit::Set { key, value } => match field {
            Some(field) if in_header(decision, field) => header::set(&decision.text, field, value),
            Some(field) => body::set(&decision.text, field, value),
            None if decision.header.is_some() => header::insert(decision, key, &scalar::plainly(value)),
            None => body::insert(decision, key, value),
        },
        Edit::Add { key, item } => match field {
            Some(field) if in_header(decision, field) => header::add(decision, field, key, item),
            Some(_) => Err("the decision has no header".to_owned()),
            None => header::insert_list(decision, key, item),
        },
        Edit::Quote { person, date, source, text, receipt } => {
            let attribution = voice::attribution(person, date, source);
            voice::add(decision, words, |end| voice::quoted(text, &attribution, receipt, end))
        }
        Edit::Asked { person, date, again } => voice::add(decision, words, |_| voice::asked(person, date, again)),
        Edit::Answer { quote, word, text } => voice::answer(decision, quote, word, text),
        Edit::Later { kind, lines } => voice::add_later(decision, kind, lines),
        Edit::Sign { quote, signature } => voice::sign(decision, quote, signature),
        Edit::Rename { key, to } => match field {
            Some(field) if in_header(decision, field) => header::rename(decision, field, to),
            _ => Err(format!("there is no header with `{key}`")),
        },
        Edit::Spread { key } => match field {
            Some(field) if in_header(decision, field) => header::spread(decision, field, &items(decision, key)),
            _ => Err(format!("there is no header with `{key}`")),
        },
        Edit::Refer { key, to } => body::refer(decision, key, to),
        Edit::Attribute { quote } => voice::attribute(decision, quote),
        Edit::Reform { quotes } => reform::splices(decision, quotes),
    };
    let text = splices.map(|splices| spliced(&decision.text, splices)).map_err(|reason| refuse(reason, place))?;
    let beside = decision.beside.clone().map(|beside| beside.into_string().into_bytes());
    let after = decision::read_with(decision.path.clone(), text.into_bytes(), beside, words);
    match differs(decision, &after, edit, words) {
        None => Ok(after),
        Some(reason) => Err(refuse(reason, place)),
    }
}

/// The lines to write if an edit is made by hand.
fn paste(edit: Edit<'_>) -> String {
    match edit {
        Edit::Set { key, value } => format!("{key}: {}", scalar::plainly(value)),
        Edit::Add { key, item } => format!("{key}:\n  - {}", scalar::quoted(item)),
        Edit::Spread { .. } | Edit::Attribute { .. } | Edit::Reform { .. } => String::new(),
        Edit::Rename { to, .. } => format!("{to}:"),
        Edit::Refer { key, to } => body::reference(key, to),
        Edit::Quote { person, date, source, text, receipt } => {
            voice::quoted(text, &voice::attribution(person, date, source), receipt, "\n")
        }
        Edit::Asked { person, date, again } => voice::asked(person, date, again),
        Edit::Answer { word, text, .. } => voice::answered(word, text, "\n"),
        Edit::Later { kind, lines } => {
            lines.iter().map(|(_, text)| voice::later(kind, text)).collect::<Vec<_>>().join("\n\n")
        }
        Edit::Sign { signature, .. } => format!("> {}", voice::signed(signature)),
    }
}

/// Why a file can't be edited automatically at all.
fn unreadable(decision: &Decision) -> Option<(String, Option<Span>)> {
    decision.problems.iter().find_map(|problem| match problem {
        Problem::HeaderMissing { .. } => None,
        Problem::HeaderUnreadable { span, reason } => {
            Some((format!("the header can't be read: {reason}"), Some(*span)))
        }
        Problem::HeaderTooLarge { span, .. } => Some(("the header is too large".to_owned(), Some(*span))),
        Problem::Conflict { span } => Some(("the file has merge conflict markers".to_owned(), Some(*span))),
        Problem::QuotesTooDeep { span } => Some(("block quotes are nested too deeply".to_owned(), Some(*span))),
        Problem::TooManyQuotes { span } => Some(("it has too many quotes or states".to_owned(), Some(*span))),
        Problem::NotUtf8 { .. } => Some(("the file is not UTF-8".to_owned(), None)),
        Problem::FileTooLarge { .. } => Some(("the file is too large".to_owned(), None)),
        Problem::NoFile { reason } => Some((format!("it {reason}"), None)),
        Problem::Fault { reason } => Some((format!("heard failed on this file: {reason}"), None)),
    })
}

/// The field with a key or one of its aliases. A creation date is read as the date if there is no other one, but
/// it does not change with the status.
pub(crate) fn field<'a>(decision: &'a Decision, key: &str) -> Option<&'a Field> {
    let begun = |name: &&str| field::spec(key).is_some_and(|spec| matches!(spec.alias(name), Some(Alias::Begun(_))));
    field::find(&decision.fields, field::names(key).into_iter().filter(|name| !begun(name)))
}

pub(crate) fn in_header(decision: &Decision, field: &Field) -> bool {
    decision.header.is_some_and(|header| header.start <= field.key.span.start && field.key.span.start < header.end)
}

/// The first byte of the next line. Both parsers end a line at `\n`, `\r\n`, and a lone `\r`.
pub(crate) fn next_line(text: &str, at: usize) -> usize {
    let Some(end) = text[at..].find(['\n', '\r']).map(|end| at + end) else { return text.len() };
    end + if text[end..].starts_with("\r\n") { 2 } else { 1 }
}

/// The first byte of the line that contains a byte, with the same line ends.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    // The two bytes of `\r\n` are on one line.
    let is_within_end = text[..at].ends_with('\r') && text[at..].starts_with('\n');
    text[..at - usize::from(is_within_end)].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// Where the block starts that a heading opens: itself, or the list whose first line it is.
fn start_of_block(text: &str, heading: &Heading) -> Result<usize, String> {
    match Span::new(heading.block, heading.span.start).of(text).chars().all(is_list_mark) {
        true => Ok(heading.block),
        false => Err(format!("the heading `{}` is inside a list", one_line(&heading.text))),
    }
}

/// Whether a character may be before the first text of a list item.
fn is_list_mark(character: char) -> bool {
    character.is_whitespace() || character.is_ascii_digit() || "-*+.)".contains(character)
}

/// A text with `\n` as its only line end.
pub(crate) fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The line ending at a byte; for the last line, that of the line before it.
fn line_end(text: &str, at: usize) -> &'static str {
    let at = floor_char(text, at);
    let feed = text[at..].find('\n').map(|feed| at + feed).or_else(|| text[..at].rfind('\n'));
    match feed {
        Some(feed) if text[..feed].ends_with('\r') => "\r\n",
        None if text.contains('\r') => "\r",
        _ => "\n",
    }
}

/// Why the result of an edit is not as intended; none if it is.
fn differs(before: &Decision, after: &Decision, edit: Edit<'_>, words: &Words) -> Option<String> {
    if after.is_unread() {
        return Some("the file would grow too large".to_owned());
    }
    let problems = |decision: &Decision| decision.problems.iter().map(std::mem::discriminant).collect::<Vec<_>>();
    // That there is no header is a problem as well.
    if problems(before) != problems(after) {
        return Some("the header would become unreadable".to_owned());
    }
    let touched = match edit {
        Edit::Set { key, .. } | Edit::Add { key, .. } | Edit::Spread { key } => field::names(key),
        Edit::Rename { key, to } => vec![key, to],
        Edit::Refer { key, .. } => vec![key, "status"],
        Edit::Quote { .. }
        | Edit::Asked { .. }
        | Edit::Answer { .. }
        | Edit::Later { .. }
        | Edit::Sign { .. }
        | Edit::Attribute { .. }
        | Edit::Reform { .. } => Vec::new(),
    };
    let others = |decision: &Decision| -> Vec<(String, Vec<String>)> {
        let others = decision.fields.iter().filter(|field| !touched.contains(&field.name.as_str()));
        others.map(|field| (field.name.clone(), leaves(&field.value))).collect()
    };
    let title = |decision: &Decision| decision.title.as_ref().map(|title| title.value.clone());
    if others(before) != others(after) || title(before) != title(after) {
        return Some("other fields would be read differently".to_owned());
    }
    let is_done = match edit {
        Edit::Set { key, value } => {
            // Of a list to tick, the status is one word.
            let ticked = after.status.as_ref().filter(|_| key == "status").map(|status| fold(&status.word));
            ticked == Some(fold(value))
                || field(after, key)
                    .is_some_and(|field| fold(decision::words_of(&after.text, &field.value)) == fold(value))
        }
        Edit::Add { key, item } => {
            let mut wanted = items(before, key);
            wanted.push(one_line(item).into_owned());
            items(after, key) == wanted
        }
        Edit::Rename { key, to } => {
            let says = |decision: &Decision, name: &str| {
                let named = decision.fields.iter().filter(|field| field.name == name);
                named.map(|field| leaves(&field.value)).collect::<Vec<_>>()
            };
            says(before, key) == says(after, to) && says(after, key).is_empty()
        }
        Edit::Spread { key } => {
            let is_list = field(after, key).is_some_and(|field| matches!(field.value.value, Value::List { .. }));
            is_list && items(before, key) == items(after, key)
        }
        Edit::Refer { key, to } => {
            let mut wanted = items(before, key);
            wanted.push(one_line(to).into_owned());
            let is_ended = after.kind() == Some(StatusKind::Superseded);
            let word = |decision: &Decision| decision.status.as_ref().map(|status| status.word.clone());
            items(after, key) == wanted && if key == "superseded-by" { is_ended } else { word(before) == word(after) }
        }
        Edit::Attribute { quote } => return voice::attributed(before, after, quote),
        Edit::Sign { quote, signature } => return voice::differs_in_signature(before, after, quote, signature),
        Edit::Reform { quotes } => return reform::differs(before, after, quotes),
        Edit::Asked { person, date, again } => {
            return voice::differs_in_asking(before, after, person, date, again);
        }
        Edit::Later { kind, lines } => return voice::differs_in_later(before, after, kind, lines),
        Edit::Quote { .. } | Edit::Answer { .. } => return voice::differs(before, after, edit, words),
    };
    if !is_done {
        return Some("it is written in a form that can't be edited automatically".to_owned());
    }
    let said = |decision: &Decision| voice::said(decision);
    (said(before) != said(after)).then(|| "quotes would be read differently".to_owned())
}

/// The items of a list as parsed: people, or texts.
pub(crate) fn items(decision: &Decision, key: &str) -> Vec<String> {
    let Some(spec) = field::spec(key) else { return Vec::new() };
    if let Some(people) = decision.people(spec) {
        return people.parties.iter().map(|party| party.text.clone()).collect();
    }
    let texts = decision::texts(&decision.text, &decision.fields, spec);
    texts.iter().map(|text| one_line(&text.value).into_owned()).collect()
}

/// All texts of a value, including nested ones.
fn leaves(node: &Node) -> Vec<String> {
    let mut leaves = Vec::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        match &node.value {
            Value::Text { text, .. } => leaves.push(text.clone()),
            Value::List { items, .. } => open.extend(items.iter().rev()),
            Value::Map { fields } => open.extend(fields.iter().rev().flat_map(|(key, value)| [value, key])),
        }
    }
    leaves
}

#[cfg(test)]
mod tests;

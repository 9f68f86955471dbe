//! Lists of parties. Every log writes them in another way; all of them are read, and what can't be read is kept with
//! its place, so that nobody is dropped in silence.

mod breaks;

use super::party::{Party, is_mail, is_suffix};
use super::person::{NotAPerson, Personhood, of_words};
use crate::document::header::{Node, Value};
use crate::text::{Span, ceil_char, floor_char, fold, one_line};

/// The parties of a value, and the parts of it that are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parties {
    /// In order.
    pub parties: Vec<Party>,
    /// Parts of the value that are not read.
    pub unread: Vec<UnreadPart>,
}

/// A part of a list of people that is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnreadPart {
    /// Its place in the file.
    pub span: Span,
    /// Why it is not read.
    pub cause: Cause,
}

/// Why a part of a list of people is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// YAML takes it for a comment: `Ticket #21, Ines Roy`.
    Comment,
    /// It has keys, and none of them is `name`.
    Keys,
}

/// The keys of a party that is written as a mapping, and what each says.
const KEYS: &[(&str, PartyKey)] = &[
    ("name", PartyKey::Name),
    ("role", PartyKey::Role),
    ("group", PartyKey::Role),
    ("team", PartyKey::Role),
    ("title", PartyKey::Role),
    ("mail", PartyKey::Mail),
    ("email", PartyKey::Mail),
    ("e-mail", PartyKey::Mail),
    ("handle", PartyKey::Handle),
    ("github", PartyKey::Handle),
    ("gitlab", PartyKey::Handle),
    ("login", PartyKey::Handle),
    ("username", PartyKey::Handle),
];

#[derive(Clone, Copy)]
enum PartyKey {
    Name,
    Role,
    Mail,
    Handle,
}

/// The parties of a header value, whatever its shape.
pub(crate) fn parties(text: &str, node: &Node) -> Parties {
    let mut found = Parties::default();
    // The values that are still to be read, the next one last.
    let mut open = vec![(node, false)];
    while let Some((node, in_list)) = open.pop() {
        match &node.value {
            Value::Text { text: read, plain } => {
                match entries(text, node.span, read).filter(|_| !plain) {
                    Some(entries) => {
                        entries.into_iter().for_each(|span| split(text, span, span.of(text), true, &mut found.parties));
                    }
                    None if *plain && !in_list && !read.is_empty() => {
                        let span = breaks::with_people_behind(text, node.span);
                        let read = if span == node.span { read } else { span.of(text) };
                        split(text, span, read, in_list, &mut found.parties);
                    }
                    None => split(text, node.span, read, in_list, &mut found.parties),
                }
                found.unread.extend(comment(text, node.span));
            }
            Value::List { items, flow } => match torn(text, items, *flow) {
                Some(span) => split(text, span, span.of(text), false, &mut found.parties),
                None => {
                    open.extend(items.iter().rev().map(|item| (item, true)));
                    found.unread.extend(flow.then(|| comment(text, node.span)).flatten());
                }
            },
            Value::Map { fields } => map(text, node, fields, &mut found),
        }
    }
    found
}

/// The lines of a text that YAML takes as it is (`|`), each an entry of its own, without the marks of a list. None where a
/// line says that it goes on in the next, and in other texts.
fn entries(text: &str, span: Span, read: &str) -> Option<Vec<Span>> {
    let lines: Vec<&str> = read.trim().lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let goes_on = |line: &&str| line.ends_with([',', ';', '、', '，', '；']);
    if lines.len() < 2 || lines.iter().any(goes_on) {
        return None;
    }
    let mut from = span.start;
    let entry = |line: &str| {
        let words = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line).trim_start();
        let start = from + text.get(from..span.end)?.find(line)? + (line.len() - words.len());
        from = start + words.len();
        Some(Span::new(start, from))
    };
    lines.into_iter().map(entry).collect()
}

/// The parties of a phrase in the body, such as `Ana Ruiz and Bo Lund`.
pub(crate) fn in_phrase(text: &str) -> Vec<Party> {
    let parties = pieces(text, false).into_iter().map(|(start, end)| Party::read(&text[start..end], Span::default()));
    parties.filter(|party| !party.text.is_empty()).collect()
}

/// The place of a flow list that YAML tears inside parentheses: `[Ines Roy (support, night), Bo Lund]`.
fn torn(text: &str, items: &[Node], flow: bool) -> Option<Span> {
    let read =
        |item: &Node| item.text().map(|text| (text.matches(['(', '（']).count(), text.matches([')', '）']).count()));
    let is_torn = flow && items.iter().filter_map(read).any(|(open, close)| open != close);
    let (first, last) = (items.first()?, items.last()?);
    let is_plain = items.iter().all(|item| matches!(item.value, Value::Text { plain: true, .. }));
    (is_torn && is_plain && first.span.start <= last.span.end)
        .then(|| Span::new(first.span.start, last.span.end))
        .filter(|span| !span.of(text).contains('#'))
}

/// A person as a mapping, names in braces, or `Name: role`.
fn map(text: &str, node: &Node, fields: &[(Node, Node)], found: &mut Parties) {
    let key = |name: &str| KEYS.iter().find(|(known, _)| *known == fold(name)).map(|(_, key)| *key);
    let keys: Vec<Option<PartyKey>> = fields.iter().map(|(name, _)| name.text().and_then(key)).collect();
    if keys.iter().any(|key| matches!(key, Some(PartyKey::Name | PartyKey::Mail | PartyKey::Handle)))
        && keys.iter().all(Option::is_some)
        && keys.iter().zip(fields).all(|(key, (_, value))| match &value.value {
            Value::Text { .. } => true,
            Value::List { items, .. } => {
                matches!(key, Some(PartyKey::Name)) && items.iter().all(|item| item.text().is_some())
            }
            Value::Map { .. } => false,
        })
    {
        let mut written = [const { String::new() }; 4];
        for (key, (name, value)) in keys.iter().flatten().zip(fields) {
            let said = match &value.value {
                Value::List { items, .. } => items.first().and_then(Node::text),
                Value::Text { .. } | Value::Map { .. } => value.text(),
            };
            let said = one_line(said.unwrap_or_default());
            let part = &mut written[*key as usize];
            match key {
                _ if said.is_empty() || *part == *said => {}
                _ if part.is_empty() => part.push_str(&said),
                PartyKey::Role => part.push_str(&format!(", {said}")),
                // A second name, handle or mail address has no place in a party.
                _ => found
                    .unread
                    .push(UnreadPart { span: Span::new(name.span.start, value.span.end), cause: Cause::Keys }),
            }
        }
        let names: Vec<Party> = names(text, &keys, fields);
        let [name, role, mail, handle] = written;
        if names.len() > 1 {
            // A role is that of all of them, but an address is nobody's who could be named.
            let role = |party: Party| if role.is_empty() { party } else { party.with_role(role.clone()) };
            found.parties.extend(names.into_iter().map(role));
            let addresses =
                keys.iter().zip(fields).filter(|(key, _)| matches!(key, Some(PartyKey::Mail | PartyKey::Handle)));
            found.unread.extend(addresses.map(|(_, (name, value))| UnreadPart {
                span: Span::new(name.span.start, value.span.end),
                cause: Cause::Keys,
            }));
            return;
        }
        let mut party = name;
        for (part, before, after) in [(&role, " (", ")"), (&mail, " <", ">"), (&handle, " (@", ")")] {
            if !part.is_empty() {
                party.push_str(&format!("{before}{}{after}", part.trim_start_matches('@')));
            }
        }
        found.parties.push(Party::read(&party, node.span));
        return;
    }
    // `{ Ana Ruiz, Bo Lund }` and `- Ines Roy: support`.
    for (key_node, value) in fields {
        let is_name = key_node.text().is_some_and(|name| key(name).is_none());
        match (key_node.text(), &value.value) {
            (Some(name), Value::Text { text: role, .. }) if is_name && (value.is_empty() || is_name_of(name)) => {
                let before = found.parties.len();
                one(text, key_node.span, key_node.span.start, name, &mut found.parties);
                if let Some(party) =
                    found.parties[before..].first_mut().filter(|party| party.role.is_none() && !role.is_empty())
                {
                    *party = party.clone().with_role(role.clone());
                }
            }
            (None, Value::Text { .. }) if value.is_empty() => {}
            _ => {
                let span = Span::new(key_node.span.start, key_node.span.end.max(value.span.end));
                found.unread.push(UnreadPart { span, cause: Cause::Keys });
            }
        }
    }
}

/// The people under the key `name` of a party, which may be several: `name: Ines Roy, Bo Lund`.
fn names(text: &str, keys: &[Option<PartyKey>], fields: &[(Node, Node)]) -> Vec<Party> {
    let mut names = Vec::new();
    let values = keys.iter().zip(fields).filter(|(key, _)| matches!(key, Some(PartyKey::Name)));
    for (_, (_, value)) in values {
        let items = match &value.value {
            Value::List { items, .. } => items.as_slice(),
            Value::Text { .. } | Value::Map { .. } => std::slice::from_ref(value),
        };
        for item in items {
            split(text, item.span, item.text().unwrap_or_default(), true, &mut names);
        }
    }
    names
}

/// Whether a key can be the name of somebody whose role is the value.
fn is_name_of(name: &str) -> bool {
    name.starts_with('@') || is_mail(name) || of_words(name) == Personhood::Yes
}

/// What YAML takes for a comment after a value though it was meant as text: `Ticket #21, Ines Roy`. A comment of
/// its own has a space after the `#`.
fn comment(text: &str, value: Span) -> Option<UnreadPart> {
    // In brackets a comma may be before it.
    let rest = text[value.end..].trim_start_matches(['"', '\'', ',']);
    let written = rest.trim_start_matches(|space: char| space.is_whitespace() && !"\r\n".contains(space));
    // The line is not read before this is sure, since it may have thousands of values.
    let comment = written.strip_prefix('#')?.split(['\n', '\r']).next().unwrap_or_default().trim_end();
    let names_somebody =
        || comment.split([',', ';']).any(|piece| piece.trim().starts_with('@') || is_person(piece.trim()));
    let is_meant = written.len() < rest.len()
        && (!comment.starts_with([' ', '#', '\t']) || value.of(text).trim_end().ends_with(',') || names_somebody());
    let start = text.len() - written.len();
    (is_meant && !comment.trim().is_empty())
        .then(|| UnreadPart { span: Span::new(start, start + 1 + comment.len()), cause: Cause::Comment })
}

/// How far behind the last one a name is looked for, in bytes.
const FAR: usize = 4_096;

/// Reads one party, whose place is looked for inside `span` from the byte `from` on. Without one it is `span`.
fn one(text: &str, span: Span, from: usize, read: &str, parties: &mut Vec<Party>) {
    let trimmed = read.trim();
    // `{ Ana Ruiz, Bo Lund }` in quotes is split at its comma, `{role}` is a template's.
    let trimmed = match (trimmed.strip_prefix('{'), trimmed.strip_suffix('}')) {
        (Some(inner), None) if !inner.contains('}') => inner.trim(),
        (None, Some(inner)) if !inner.contains('{') => inner.trim(),
        _ => trimmed,
    };
    if is_template(trimmed) || !trimmed.chars().any(char::is_alphanumeric) {
        return;
    }
    let near = floor_char(text, span.end.min(from + trimmed.len() + FAR));
    let written = Span::new(from, near).of(text);
    let quoted = written.strip_prefix(['"', '\'']).filter(|inner| inner.starts_with(trimmed)).map(|_| 1);
    let span = match quoted.or_else(|| written.find(trimmed)) {
        Some(at) => Span::new(from + at, from + at + trimmed.len()),
        None => span,
    };
    parties.push(Party::read(trimmed, span));
}

/// Splits a text into its parties. An item of a list is split only where all of its pieces are people.
fn split(text: &str, span: Span, read: &str, in_list: bool, parties: &mut Vec<Party>) {
    if is_template(read) {
        return;
    }
    // Offsets are sought in the file where the value is written as it reads, quotes aside.
    let slice = span.of(text);
    let unquoted = slice.trim_matches(['"', '\'']);
    let (source, base) = if one_line(unquoted) == one_line(read) || breaks::is_broken(unquoted) {
        (unquoted, Some(span.start + (slice.len() - slice.trim_start_matches(['"', '\'']).len())))
    } else {
        (read, None)
    };
    // Where offsets don't hold, a piece is looked for behind the one before it.
    let mut next = span.start;
    for (from, to) in breaks::at_breaks(source) {
        for (start, end) in pieces(&source[from..to], in_list) {
            let (start, end) = (from + start, from + end);
            let piece = &source[start..end];
            match base {
                Some(base) => one(text, Span::new(base + start, base + end), base + start, piece, parties),
                None => {
                    let before = parties.len();
                    one(text, span, next, piece, parties);
                    let found = parties[before..].last().filter(|party| party.span != span);
                    next = found.map_or(next, |party| party.span.end);
                }
            }
        }
    }
}

/// How far a name is looked for on either side of an `and`, in bytes.
const NAME: usize = 256;
/// How many joints of one piece are looked at; what has more is prose.
const JOINED: usize = 64;

/// Words and signs that join two names, and groups or single words as well, in any case.
const JOINTS: &[&str] = &["and/or", "and", "or", "as well as", "plus", "&", "+", "/"];
/// What joins only two people, since it may be inside a name (`Ortega y Gasset`) or before a role (`Ana | support`).
const BETWEEN_PEOPLE: &[&str] =
    &["|", "·", "•", "und", "oder", "et", "ou", "y", "o", "e", "en", "of", "和", "与", "與", "と", "및"];

/// The length of the joint that a text starts with, and of the space behind it.
fn joint(text: &str, joints: &[&str]) -> Option<usize> {
    let is_it = |joint: &&&str| {
        text.get(..joint.len()).is_some_and(|start| start.eq_ignore_ascii_case(joint))
            && text[joint.len()..].starts_with(char::is_whitespace)
    };
    let rest = |joint: &&str| text.len() - text[joint.len()..].trim_start().len();
    joints.iter().find(is_it).map(rest)
}

type Range = (usize, usize);

/// The ranges of the parties in a text.
fn pieces(source: &str, in_list: bool) -> Vec<Range> {
    let cut = joined(source, at_separators(source));
    let is_somebody = |(start, end): &Range| {
        let piece = without_joint(&source[*start..*end]);
        piece.is_empty() || is_person(piece)
    };
    // A remark with a comma is one item: `Ines Roy, who runs it`, `the plan, version 2`.
    let cut = if in_list && cut.len() > 1 && !cut.iter().all(is_somebody) { vec![(0, source.len())] } else { cut };
    let mut pieces = Vec::new();
    for (start, end) in cut {
        let piece = without_joint(&source[start..end]);
        let start = piece.as_ptr().addr() - source.as_ptr().addr();
        let end = start + piece.len();
        for range in at_joints(source, (start, end)) {
            for range in at_brackets(source, range) {
                pieces.extend(at_handles(source, range));
            }
        }
    }
    pieces
}

/// Cuts at commas, semicolons and line ends outside brackets.
fn at_separators(source: &str) -> Vec<Range> {
    let mut pieces = Vec::new();
    let mut depth = 0_i32;
    let mut start = 0;
    for (at, character) in source.char_indices() {
        match character {
            '(' | '[' | '<' | '（' => depth += 1,
            ')' | ']' | '>' | '）' => depth -= 1,
            ',' | ';' | '、' | '，' | '；' if depth <= 0 => {
                pieces.push((start, at));
                start = at + character.len_utf8();
            }
            // `山田太郎・佐藤花子` are two, `ジョン・スミス` is one.
            '・' if depth <= 0
                && source[..at].ends_with(is_ideograph)
                && source[at + character.len_utf8()..].starts_with(is_ideograph) =>
            {
                pieces.push((start, at));
                start = at + character.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push((start, source.len()));
    pieces
}

fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// Puts a date, a number or a suffix back to what it belongs to: `Review of the corpus, July 2026`, `Acme, Inc.`.
fn joined(source: &str, pieces: Vec<Range>) -> Vec<Range> {
    let mut joined: Vec<Range> = Vec::new();
    for (start, end) in pieces {
        let piece = source[start..end].trim();
        match joined.last_mut() {
            Some(last) if is_suffix(piece) || (is_remark(piece) && !is_person(source[last.0..last.1].trim())) => {
                last.1 = end
            }
            _ => joined.push((start, end)),
        }
    }
    joined
}

/// Whether a piece can only be a part of what comes before it: a date, a number, a place in a document.
fn is_remark(piece: &str) -> bool {
    let is_date = |word: &str| {
        let word = word.trim_end_matches('.');
        word.starts_with(|c: char| c.is_ascii_digit() || c == '§' || c == '#')
            || MONTHS.contains(&fold(word).get(..3).unwrap_or_default()) && word.chars().count() <= 9
            || ["q1", "q2", "q3", "q4", "h1", "h2"].contains(&fold(word).as_str())
    };
    let mut words = piece.split_whitespace().peekable();
    words.peek().is_some() && words.all(is_date) && piece.contains(|c: char| c.is_ascii_digit())
}

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A piece without the `and` that it begins with.
fn without_joint(piece: &str) -> &str {
    let piece = piece.trim();
    joint(piece, JOINTS).map_or(piece, |length| &piece[length..])
}

/// Cuts at `and` and its kin, where both sides are somebody: `Ana and Bo`, not `Legal and Licensing`.
fn at_joints(source: &str, (from, to): Range) -> Vec<Range> {
    let mut pieces = Vec::new();
    let mut depth = 0_i32;
    let mut joints = 0;
    let mut start = from;
    for (offset, character) in source[from..to].char_indices() {
        let at = from + offset;
        // The space after a joint belongs to it.
        if at < start {
            continue;
        }
        match character {
            '(' | '[' | '<' | '（' => depth += 1,
            ')' | ']' | '>' | '）' => depth -= 1,
            '/' if depth <= 0 && source[at + 1..to].trim_start().starts_with('@') => {
                pieces.push((start, at));
                start = at + 1;
            }
            // `Ana Ruiz·Bo Lund`
            '·' | '•' | '|' if depth <= 0 && is_person(source[start..at].trim()) => {
                let after = at + character.len_utf8();
                if is_person(first_name(&source[after..floor_char(source, to.min(after + NAME))]).trim()) {
                    pieces.push((start, at));
                    start = after;
                }
            }
            // The last of many spaces sees the next word.
            space
                if space.is_whitespace()
                    && depth <= 0
                    && !source[at + space.len_utf8()..to].starts_with(char::is_whitespace) =>
            {
                let next = &source[at + space.len_utf8()..to];
                let any = joint(next, JOINTS);
                let Some(joint) = any.or_else(|| joint(next, BETWEEN_PEOPLE)) else { continue };
                joints += 1;
                if joints > JOINED {
                    return vec![(from, to)];
                }
                let after = at + space.len_utf8() + joint;
                let before = source[start.max(ceil_char(source, at.saturating_sub(NAME)))..at].trim();
                let near = floor_char(source, to.min(after + NAME));
                let behind = &source[after..near];
                let behind = first_name(behind).trim();
                if joins(before, behind, any.is_some()) {
                    pieces.push((start, at));
                    start = after;
                }
            }
            _ => {}
        }
    }
    pieces.push((start, to));
    pieces
}

/// A text up to the next joint.
fn first_name(text: &str) -> &str {
    let is_joint = |at: usize| {
        let next = text[at..].trim_start();
        joint(next, JOINTS).or_else(|| joint(next, BETWEEN_PEOPLE)).is_some()
    };
    let ends = text.match_indices(|c: char| c.is_whitespace() || "·•|".contains(c));
    let mut ends = ends.map(|(at, _)| at).filter(|at| text[*at..].starts_with(['·', '•', '|']) || is_joint(*at));
    &text[..ends.next().unwrap_or(text.len())]
}

/// Whether two names are joined, and not one name or phrase.
fn joins(before: &str, behind: &str, joins_any: bool) -> bool {
    let single = |text: &str| {
        text.split_whitespace().count() == 1
            && text.starts_with(char::is_uppercase)
            && !matches!(of_words(text), Personhood::No(_))
    };
    let is_group = |text: &str| of_words(text) == Personhood::No(NotAPerson::Group);
    match (is_person(before), is_person(behind)) {
        (true, true) => true,
        (true, false) => joins_any && (single(behind) || is_group(behind)),
        (false, true) => joins_any && (single(before) || is_group(before)),
        (false, false) => joins_any && single(before) && single(behind),
    }
}

fn is_person(text: &str) -> bool {
    // Long texts are none, and need not be read.
    text.len() <= NAME && Party::read(text, Span::default()).personhood() == Personhood::Yes
}

/// Cuts behind the brackets of people in a row: `Ana Ruiz (lead) Bo Lund (ops)`, `Ana Ruiz <a@x.org> Bo Lund <b@x.org>`.
fn at_brackets(source: &str, (from, to): Range) -> Vec<Range> {
    let mut pieces = Vec::new();
    let mut start = from;
    for (offset, close) in source[from..to].match_indices([')', '>', '）']) {
        let after = from + offset + close.len();
        let behind = &source[after..floor_char(source, to.min(after + NAME))];
        let next = behind.find(close).map_or(behind, |end| &behind[..end + close.len()]);
        let is_next = next.starts_with(char::is_whitespace) && next.trim_start().starts_with(char::is_alphabetic);
        if is_next && next.ends_with(close) && is_person(source[start..after].trim()) && is_person(next.trim()) {
            pieces.push((start, after));
            start = after;
        }
    }
    pieces.push((start, to));
    pieces
}

/// Cuts between handles in a row, `@ana @bo`, and between names with handles, `Ana Ruiz @ana Bo Lund @bo`.
fn at_handles(source: &str, (from, to): Range) -> Vec<Range> {
    let words = || {
        let text = &source[from..to];
        text.split_whitespace().map(move |word| (from + (word.as_ptr().addr() - text.as_ptr().addr()), word))
    };
    let mut pieces = Vec::new();
    let mut start = from;
    if words().filter(|(_, word)| word.starts_with('@')).count() > 1 {
        let handle_first = words().next().is_some_and(|(_, word)| word.starts_with('@'));
        let mut after_handle = false;
        for (at, word) in words() {
            let is_handle = word.starts_with('@');
            let is_next = if handle_first { is_handle } else { after_handle && !word.starts_with(['(', '<', '[']) };
            if is_next && !source[start..at].trim().is_empty() {
                pieces.push((start, at));
                start = at;
            }
            after_handle = is_handle || (after_handle && word.starts_with(['(', '<', '[']));
        }
    }
    pieces.push((start, to));
    pieces
}

/// What MADR's template asks for, in the words it has had over the years.
fn is_template(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c == '{' || c.is_whitespace());
    if !text.starts_with(['l', 'L', 'y', 'Y']) {
        return false;
    }
    let folded = fold(text);
    folded.starts_with("list everyone")
        || folded.starts_with("list all ")
        || folded == "yyyy-mm-dd when the decision was last updated"
}

#[cfg(test)]
mod tests;

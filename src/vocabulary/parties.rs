//! Lists of parties. Every log writes them in another way; all of them are read, and what can't be read is kept with
//! its place, so that nobody is dropped in silence.

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
        && fields.iter().all(|(_, value)| matches!(value.value, Value::Text { .. }))
    {
        let mut written = [const { String::new() }; 4];
        for (key, (name, value)) in keys.iter().flatten().zip(fields) {
            let said = one_line(value.text().unwrap_or_default());
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
        let [name, role, mail, handle] = written;
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
                one(text, key_node.span, name, &mut found.parties);
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

/// Whether a key can be the name of somebody whose role is the value.
fn is_name_of(name: &str) -> bool {
    name.starts_with('@') || is_mail(name) || of_words(name) == Personhood::Yes
}

/// What YAML takes for a comment after a value though it was meant as text: `Ticket #21, Ines Roy`. A comment of
/// its own has a space after the `#`.
fn comment(text: &str, value: Span) -> Option<UnreadPart> {
    let line = text[value.end..].split(['\n', '\r']).next().unwrap_or_default();
    // In brackets a comma may be before it.
    let rest = line.trim_start_matches(['"', '\'', ',']);
    let at = value.end + (line.len() - rest.len());
    let mark = rest.len() - rest.trim_start().len();
    let comment = rest.trim().strip_prefix('#')?;
    let names_somebody =
        || comment.split([',', ';']).any(|piece| piece.trim().starts_with('@') || is_person(piece.trim()));
    let is_meant = mark > 0
        && (!comment.starts_with([' ', '#', '\t']) || value.of(text).trim_end().ends_with(',') || names_somebody());
    (is_meant && !comment.trim().is_empty())
        .then(|| UnreadPart { span: Span::new(at + mark, at + rest.trim_end().len()), cause: Cause::Comment })
}

fn one(text: &str, span: Span, read: &str, parties: &mut Vec<Party>) {
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
    let written = span.of(text);
    let quoted = written.strip_prefix(['"', '\'']).filter(|inner| inner.starts_with(trimmed)).map(|_| 1);
    let span = match quoted.or_else(|| written.find(trimmed)) {
        Some(at) => Span::new(span.start + at, span.start + at + trimmed.len()),
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
    let (source, base) = if one_line(unquoted) == one_line(read) {
        (unquoted, Some(span.start + (slice.len() - slice.trim_start_matches(['"', '\'']).len())))
    } else {
        (read, None)
    };
    for (start, end) in pieces(source, in_list) {
        let piece = &source[start..end];
        let place = base.map_or(span, |base| Span::new(base + start, base + end));
        one(text, place, piece, parties);
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
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::header;

    fn names(yaml: &str) -> Vec<String> {
        let fields = header::read(yaml, Span::new(0, yaml.len())).unwrap();
        parties(yaml, &fields[0].value)
            .parties
            .into_iter()
            .map(|party| {
                assert_eq!(one_line(party.span.of(yaml)).trim_matches(['"', '\'']), party.text, "{yaml}");
                party.shown()
            })
            .collect()
    }

    #[test]
    fn every_shape_of_a_list_gives_its_people() {
        let cases: &[(&str, &[&str])] = &[
            (
                "c:\n  - \"Ines Roy (support)\"\n  - \"Pete Osei <pete@example.org>\"\n  - \"@lee\"\n",
                &["Ines Roy", "Pete Osei", "@lee"],
            ),
            ("c: [Ana Ruiz, \"Bo\"]\n", &["Ana Ruiz", "Bo"]),
            ("c: ana, bo,cy, \n", &["ana", "bo", "cy"]),
            ("c: Ana; Bo (a, b)\n", &["Ana", "Bo"]),
            ("c: '@ana @bo @cy'\n", &["@ana", "@bo", "@cy"]),
            ("c: ana,\n  bo\n", &["ana", "bo"]),
            ("c: >-\n  Ana Ruiz,\n  Bo Lund\n", &["Ana Ruiz", "Bo Lund"]),
            ("c: |\n  Ana Ruiz\n  Bo Lund (support, night)\n", &["Ana Ruiz", "Bo Lund"]),
            ("c: |-\r\n  - Ana Ruiz\r\n\r\n  - Bo Lund and Kim Lee\r\n", &["Ana Ruiz", "Bo Lund", "Kim Lee"]),
            ("c: |\n  * @ana\n  * the plan, as of May\n", &["@ana", "the plan, as of May"]),
            ("c: |\n  Ana Ruiz,\n  Bo Lund\n", &["Ana Ruiz", "Bo Lund"]),
            ("c: Ana Ruiz (@ana), Bo\n", &["Ana Ruiz", "Bo"]),
            ("c: { Ana Ruiz, Bo Lund }\n", &["Ana Ruiz", "Bo Lund"]),
            ("c: Ana and Bo\n", &["Ana", "Bo"]),
            ("c: \"Ana Ruiz, Bo Lund, and Cy Park\"\n", &["Ana Ruiz", "Bo Lund", "Cy Park"]),
            ("c: \"Ana (@aa) and Bo (@bb)\"\n", &["Ana", "Bo"]),
            ("c: \"@aa or @bb\"\n", &["@aa", "@bb"]),
            ("c: Ana Ruiz as well as Bo Lund\n", &["Ana Ruiz", "Bo Lund"]),
            ("c: Ana Ruiz | Bo Lund · Cy Park plus Support\n", &["Ana Ruiz", "Bo Lund", "Cy Park", "Support"]),
            ("c: Ana Ruiz | support\n", &["Ana Ruiz | support"]),
            ("c: \"@aa / @bb/@cc\"\n", &["@aa", "@bb", "@cc"]),
            ("c: Ana Ruiz AND Bo Lund Und Cy Park\n", &["Ana Ruiz", "Bo Lund", "Cy Park"]),
            ("c: Ana Ruiz·Bo Lund•Cy Park|Kim Lee\n", &["Ana Ruiz", "Bo Lund", "Cy Park", "Kim Lee"]),
            ("c: Pau Gal·la Puig\n", &["Pau Gal·la Puig"]),
            ("c: Ana Ruiz, and\n  Bo Lund\n", &["Ana Ruiz", "Bo Lund"]),
            ("c: \"Ana Ruiz\\tand\\u00a0Bo Lund\"\n", &["Ana Ruiz", "Bo Lund"]),
            ("c: Ana Ruiz (lead) Bo Lund (ops)\n", &["Ana Ruiz", "Bo Lund"]),
            ("c: Ana Ruiz <a@x.org> Bo Lund <b@x.org>\n", &["Ana Ruiz", "Bo Lund"]),
            ("c: [Ines Roy (support, night), Bo Lund]\n", &["Ines Roy", "Bo Lund"]),
            ("c:\n  - [Sam Okafor, Ines Roy]\n  - Bo Lund\n", &["Sam Okafor", "Ines Roy", "Bo Lund"]),
            ("c:\n  - - Sam Okafor\n  - Ines Roy\n", &["Sam Okafor", "Ines Roy"]),
            ("c: 张伟、李娜\n", &["张伟", "李娜"]),
            ("c: 张伟，李娜 和 王芳\n", &["张伟", "李娜", "王芳"]),
            ("c: 김민준 및 이서연\n", &["김민준", "이서연"]),
            ("c: 山田太郎・佐藤花子\n", &["山田太郎", "佐藤花子"]),
            ("c: ジョン・スミス\n", &["ジョン・スミス"]),
            ("c: ジョン・山田\n", &["ジョン・山田"]),
            ("c: 山田・ジョン\n", &["山田・ジョン"]),
            ("c: 佐藤花子（広報・総務）\n", &["佐藤花子"]),
            ("c: \"{sre} Ana Ruiz\"\n", &["{sre} Ana Ruiz"]),
            ("c: \"Ana Ruiz, Bo Lund {sre}\"\n", &["Ana Ruiz", "Bo Lund {sre}"]),
            ("c: \"{ Ana Ruiz, Bo Lund }\"\n", &["Ana Ruiz", "Bo Lund"]),
            ("c: Review of the corpus, July 2026\n", &["Review of the corpus, July 2026"]),
            ("c: brief §4, §10\n", &["brief §4, §10"]),
            ("c: Ines Roy, the plan, version 2, 2026\n", &["Ines Roy", "the plan", "version 2, 2026"]),
            ("c:\n  - Ana Ruiz, Bo Lund\n  - the plan, as of May\n", &["Ana Ruiz", "Bo Lund", "the plan, as of May"]),
            ("c: José Ortega y Gasset\n", &["José Ortega y Gasset"]),
            ("c: Ana Ruiz und Bo Lund\n", &["Ana Ruiz", "Bo Lund"]),
            ("c: Ana Ruiz @aa Bo Lund @bb\n", &["Ana Ruiz", "Bo Lund"]),
            ("c: Legal and Licensing\n", &["Legal and Licensing"]),
            ("c: Ana Ruiz and team\n", &["Ana Ruiz", "team"]),
            ("c: (Ana Ruiz and Bo Lund)\n", &["(Ana Ruiz and Bo Lund)"]),
            ("c: Support and Ana Ruiz\n", &["Support", "Ana Ruiz"]),
            ("c: Kim und Ana Ruiz\n", &["Kim und Ana Ruiz"]),
            ("c: Ana Ruiz and kestrel\n", &["Ana Ruiz and kestrel"]),
            ("c: Ana Ruiz @aa storage\n", &["Ana Ruiz @aa storage"]),
            ("c: Acme, Inc.\n", &["Acme, Inc."]),
            ("c: {}\n", &[]),
            ("c:\n", &[]),
            ("c: {{ consulted }}\n", &[]),
            ("c: list all stakeholders\n", &[]),
            ("c: \"{ list all stakeholders }\"\n", &[]),
            ("c: {list everyone whose opinions are sought (typically subject-matter experts); and with whom}\n", &[]),
            ("c: list everyone whose opinions are sought (typically experts); and with whom\n", &[]),
        ];
        for (yaml, expected) in cases {
            assert_eq!(names(yaml), *expected, "{yaml}");
        }
    }

    #[test]
    fn a_party_may_be_a_mapping() {
        for yaml in [
            "c: [{name: Ines Roy, role: support, github: ines, mail: ines@example.org}]\n",
            "c:\n  - name: Ines Roy\n    role: support\n    email: ines@example.org\n    handle: '@ines'\n",
            "c: {name: Ines Roy, team: support, mail: ines@example.org, login: ines}\n",
        ] {
            let fields = header::read(yaml, Span::new(0, yaml.len())).unwrap();
            let Parties { parties, unread } = parties(yaml, &fields[0].value);
            let [party] = parties.as_slice() else { panic!("{parties:?}") };
            assert_eq!(party.name.as_deref(), Some("Ines Roy"), "{yaml}");
            assert_eq!(party.role.as_deref(), Some("support"), "{yaml}");
            assert_eq!(party.mail.as_deref(), Some("ines@example.org"), "{yaml}");
            assert_eq!(party.handle.as_deref(), Some("ines"), "{yaml}");
            assert_eq!(unread, []);
        }
        for (yaml, role) in [
            ("c:\n  - Ines Roy: support\n", Some("support")),
            ("c:\n  - \"@ines\": support\n", Some("support")),
            ("c: { Ines Roy, Bo Lund }\n", None),
            ("c: {name: Ines Roy, role: support, team: night}\n", Some("support, night")),
            ("c: {name: Ines Roy, role: support, team: support}\n", Some("support")),
        ] {
            let fields = header::read(yaml, Span::new(0, yaml.len())).unwrap();
            assert_eq!(parties(yaml, &fields[0].value).parties[0].role.as_deref(), role, "{yaml}");
        }
    }

    #[test]
    fn what_is_not_read_is_kept_with_its_place() {
        for (yaml, unread) in [
            ("c: Ticket #21 history, Ines Roy\n", &["#21 history, Ines Roy"][..]),
            ("c: [Ana Ruiz] #Bo Lund\n", &["#Bo Lund"]),
            ("c:\n  - Ana Ruiz, # Bo Lund\n", &["# Bo Lund"]),
            ("c: Ana Ruiz # she runs it\n", &[]),
            ("c: [Ana Ruiz, #21 history\n  Bo Lund]\n", &["#21 history"]),
            ("c: \"Ticket #21\"\n", &[]),
            ("c: {team: sre, lead: Kim Lee}\n", &["team: sre", "lead: Kim Lee"]),
            ("c:\n  - {who: [Ana Ruiz]}\n", &["who: [Ana Ruiz]"]),
            ("c: {name: Ines Roy, github: ines, gitlab: ines}\n", &[]),
            ("c: {name: Ines Roy, github: ines, gitlab: inesr}\n", &["gitlab: inesr"]),
            ("c: {{ consulted }}\n", &[]),
            ("c: {{lead}: Kim Lee}\n", &["{lead}: Kim Lee"]),
        ] {
            let fields = header::read(yaml, Span::new(0, yaml.len())).unwrap();
            let found: Vec<&str> =
                parties(yaml, &fields[0].value).unread.iter().map(|unread| unread.span.of(yaml)).collect();
            assert_eq!(found, unread, "{yaml}");
        }
    }

    #[test]
    fn handles_are_joined_by_words_and_signs() {
        for text in ["@aa and @bb", "@aa & @bb", "@aa and/or @bb", "@aa, @bb", "@aa @bb"] {
            let parties: Vec<String> = in_phrase(text).iter().map(Party::shown).collect();
            assert_eq!(parties, ["@aa", "@bb"], "{text}");
            assert_eq!(names(&format!("deciders: \"{text}\"\n")), ["@aa", "@bb"], "{text}");
        }
        assert_eq!(names("c: \"Ana Ruiz, @bo and @cy\"\n"), ["Ana Ruiz", "@bo", "@cy"]);
    }

    fn piece() -> impl Strategy<Value = &'static str> + Clone {
        prop_oneof![
            3 => prop::sample::select(vec!["Ana", "Ines Roy", "bo", "@cy", "@dd-e", "Éva", "李雷", "eve@example.org", "team"]),
            3 => prop::sample::select(vec![" ", "  ", ",", ", ", ";", " and ", "and ", " & ", "& ", " and/or ", " | ", " plus ", "/", "\n", "、", "，", "\u{a0}"]),
            1 => prop::sample::select(vec!["(", ")", "[", "]", "<", ">", "{", "}", "](", "@", "\"", "*", "`", "…"]),
        ]
    }

    fn value() -> impl Strategy<Value = String> {
        let list = prop::collection::vec(piece(), 1..10).prop_map(|pieces| pieces.concat().replace('\n', " ")).boxed();
        let quoted = list.clone().prop_map(|text| format!("\"{}\"", text.replace(['"', '\\'], ""))).boxed();
        let flow =
            prop::collection::vec(quoted.clone(), 1..4).prop_map(|items| format!("[{}]", items.join(", "))).boxed();
        let block = prop::collection::vec(prop_oneof![quoted.clone(), list.clone(), flow.clone()], 1..4)
            .prop_map(|items| format!("\n  - {}", items.join("\n  - ")));
        let map = prop::sample::select(vec!["name", "role", "who", "Ines Roy"]).prop_flat_map(move |key| {
            list.clone().prop_map(move |text| format!("{{{key}: {text}, mail: a@example.org}}"))
        });
        let folded = quoted.clone().prop_map(|text| format!(">-\n  {}", text.trim_matches('"')));
        prop_oneof![quoted, flow, block, map, folded, "[a-zA-Z@# ,;()/&{}\\[\\]:-]{0,40}".prop_map(|text| text)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        /// Every word of a list that YAML reads is in a party, in a part that is reported as not read, or in a comment.
        #[test]
        fn no_word_of_a_list_is_dropped_in_silence(value in value()) {
            let yaml = format!("consulted: {value}\n");
            let Ok(fields) = header::read(&yaml, Span::new(0, yaml.len())) else { return Ok(()) };
            let Some(field) = fields.first() else { return Ok(()) };
            let Parties { parties, unread } = parties(&yaml, &field.value);
            let mut kept: String = parties.iter().map(|party| format!("{} {:?} ", party.text, party.role)).collect();
            unread.iter().for_each(|unread| kept.push_str(unread.span.of(&yaml)));
            // A mapping is written as a party by its values.
            let keys = KEYS.iter().map(|(key, _)| *key);
            let joints = JOINTS.iter().chain(BETWEEN_PEOPLE).flat_map(|joint| joint.split(['/', ' ']));
            let known: Vec<&str> = keys.chain(joints).collect();
            let words = field.value.span.of(&yaml).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            for word in words.filter(|word| !known.contains(word)) {
                prop_assert!(kept.contains(word), "`{}` of {:?} is in none of {:?} {:?}", word, yaml, parties, unread);
            }
        }
    }

    proptest! {
        /// Any phrase gives parties, and every letter of a name is in one of them.
        #[test]
        fn no_letter_of_a_name_is_lost(pieces in prop::collection::vec(piece(), 0..16)) {
            let text = pieces.concat();
            // What joins two names is no part of either.
            let letters = |text: &str| {
                let words = text.split(|c: char| !c.is_alphanumeric());
                words.filter(|word| !["and", "or", "plus"].contains(word)).collect::<String>()
            };
            let read: Vec<String> = in_phrase(&text).iter().map(|party| party.text.clone()).collect();
            prop_assert_eq!(letters(&read.join(" ")), letters(&text), "{:?} gave {:?}", text, read);
        }
    }

    #[test]
    fn many_marks_are_read_in_one_pass() {
        let party = Party::read(&"(a) b ".repeat(50_000), Span::default());
        assert_eq!(party.role.as_deref(), Some("a"));
        assert_eq!(in_phrase(&"A and ".repeat(50_000)).len(), 1);
        assert_eq!(in_phrase(&" and".repeat(50_000)).len(), 1);
        assert_eq!(in_phrase(&format!("@ana{}@bo", " ".repeat(50_000))).len(), 2);
    }
}

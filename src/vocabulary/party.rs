//! Parties: people, groups, and whatever else is listed as one. Splitting a list of them is
//! lenient, since every log writes it in another way.

use std::borrow::Cow;

use super::not_a_person::{NotAPerson, is_group_word, not_a_person};
use crate::document::header::{Node, Value};
use crate::text::{Span, floor_char, fold, one_line};

/// Somebody named in a header or an attribution.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Party {
    /// As written.
    pub text: String,
    /// The name without role, mail and handle; may be a group's.
    pub name: Option<String>,
    /// What is in parentheses, unless it is a handle.
    pub role: Option<String>,
    /// Without the `@`.
    pub handle: Option<String>,
    /// A mail address.
    pub mail: Option<String>,
    /// Where it is in the file.
    pub span: Span,
    marks: Vec<String>,
    not_a_person: Option<NotAPerson>,
}

impl Party {
    /// Reads one party.
    pub(crate) fn read(text: &str, span: Span) -> Self {
        let mut party = Self { span, ..Self::named(text) };
        party.set_marks();
        party.not_a_person = not_a_person(&party);
        party
    }

    /// The name to use in a sentence.
    pub(crate) fn shown(&self) -> String {
        self.called().into_owned()
    }

    /// As [`Party::shown`], borrowed where the party has it.
    pub(crate) fn called(&self) -> Cow<'_, str> {
        match (&self.name, &self.handle, &self.mail) {
            (Some(name), ..) => Cow::Borrowed(name),
            (_, Some(handle), _) => Cow::Owned(format!("@{handle}")),
            (_, _, Some(mail)) => Cow::Borrowed(mail),
            _ => Cow::Borrowed(&self.text),
        }
    }

    /// Everything the party can be recognised by, folded. A handle counts the same with and
    /// without its `@`, since half of the logs leave it out.
    pub(crate) fn marks(&self) -> &[String] {
        &self.marks
    }

    /// Why the words can't mean a person, as [`not_a_person`] says.
    pub(crate) fn not_a_person(&self) -> Option<NotAPerson> {
        self.not_a_person
    }

    fn named(text: &str) -> Self {
        let text = text.trim().trim_matches(['`', '*']).trim();
        let mut party = Self { text: one_line(text).into_owned(), ..Self::default() };
        let mut rest = text.to_owned();
        // `[Ana](https://…)`: a person's name may link to the person, or to a handle.
        if let Some((before, label, target)) = cut(&rest, '[', ']')
            && let Some((_, target, after)) = cut(target, '(', ')')
        {
            if let Some(handle) = target.strip_prefix('@')
                && is_handle(handle)
            {
                party.handle = Some(handle.to_owned());
            }
            rest = format!("{before} {label} {after}");
        }
        if let Some((before, inner, after)) = cut(&rest, '<', '>')
            && inner.contains('@')
        {
            party.mail = Some(inner.trim().to_owned());
            rest = format!("{before} {after}");
        }
        let mut outside = String::new();
        let mut behind = rest.as_str();
        while let Some((before, inner, after)) = cut(behind, '(', ')') {
            let inner = inner.trim();
            match inner.strip_prefix('@') {
                Some(handle) if is_handle(handle) => party.handle = Some(handle.to_owned()),
                _ if inner.contains('@') && !inner.contains(' ') && is_mail(inner) => {
                    party.mail = Some(inner.to_owned())
                }
                _ if !inner.is_empty() => party.role = Some(one_line(inner).into_owned()),
                _ => {}
            }
            outside.push_str(before);
            outside.push(' ');
            behind = after;
        }
        outside.push_str(behind);
        let rest = one_line(&outside).into_owned();
        match rest.strip_prefix('@') {
            Some(handle) if is_handle(handle) => party.handle = Some(handle.to_owned()),
            _ if is_mail(&rest) => party.mail = Some(rest),
            _ if !rest.is_empty() => party.name = Some(rest),
            _ => {}
        }
        party
    }

    fn set_marks(&mut self) {
        for mark in [&self.name, &self.handle, &self.mail].into_iter().flatten() {
            let mark = fold(mark.trim_start_matches('@'));
            if !mark.is_empty() && !self.marks.contains(&mark) {
                self.marks.push(mark);
            }
        }
    }
}

/// The text around the first pair of `open` and `close`.
pub(super) fn cut(text: &str, open: char, close: char) -> Option<(&str, &str, &str)> {
    let start = text.find(open)?;
    let end = start + text[start..].find(close)?;
    Some((&text[..start], &text[start + 1..end], &text[end + 1..]))
}

fn is_handle(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c))
}

fn is_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace) && !text.contains('/')
    })
}

/// The parties of a header value, whatever its shape.
pub(crate) fn parties(text: &str, node: &Node) -> Vec<Party> {
    let mut parties = Vec::new();
    match &node.value {
        Value::Text { text: read, .. } => split(text, node.span, read, &mut parties),
        Value::List { items, .. } => {
            for item in items {
                match &item.value {
                    // An item is one party, but for handles in a row.
                    Value::Text { text: read, .. }
                        if read.contains('@')
                            && read.split_whitespace().nth(1).is_some_and(|word| word.starts_with('@')) =>
                    {
                        split(text, item.span, read, &mut parties);
                    }
                    Value::Text { text: read, .. } => one(text, item.span, read, &mut parties),
                    // `- Name: role`, which YAML makes a map of.
                    Value::Map { fields } => braces(text, fields, &mut parties),
                    Value::List { .. } => {}
                }
            }
        }
        Value::Map { fields } => braces(text, fields, &mut parties),
    }
    parties
}

/// The parties of a phrase in the body, such as `Ana Ruiz and Bo Lund`.
pub(crate) fn in_phrase(text: &str) -> Vec<Party> {
    let parties = pieces(text).into_iter().map(|(start, end)| Party::read(&text[start..end], Span::default()));
    parties.filter(|party| !party.text.is_empty()).collect()
}

/// Braces round names: YAML takes each name for a key without a value.
fn braces(text: &str, fields: &[(Node, Node)], parties: &mut Vec<Party>) {
    for (key, value) in fields {
        if let Some(name) = key.text() {
            one(text, key.span, name, parties);
            if let (Some(role), Some(party)) = (value.text(), parties.last_mut().filter(|party| party.role.is_none())) {
                party.role = Some(role.to_owned());
            }
        }
    }
}

fn one(text: &str, span: Span, read: &str, parties: &mut Vec<Party>) {
    let trimmed = read.trim().trim_matches(['{', '}']).trim();
    if trimmed.is_empty() || trimmed == "..." || trimmed == "…" || is_template(read) || is_none_word(trimmed) {
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

/// Splits text at commas, semicolons and line ends, between handles, and at a lone `and`; never
/// inside parentheses, brackets or angle brackets.
fn split(text: &str, span: Span, read: &str, parties: &mut Vec<Party>) {
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
    for (start, end) in pieces(source) {
        let piece = &source[start..end];
        let place = base.map_or(span, |base| Span::new(base + start, base + end));
        one(text, place, piece, parties);
    }
}

/// How far a name is looked for on either side of an `and`, in bytes.
const NAME: usize = 256;

fn pieces(source: &str) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut depth = 0_i32;
    let mut start = 0;
    let handles = source.split_whitespace().filter(|word| word.starts_with('@')).count() > 1;
    for (at, character) in source.char_indices() {
        // The space after a separator such as `and ` belongs to the separator.
        if at < start {
            continue;
        }
        match character {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth -= 1,
            ',' | ';' | '、' | '，' if depth <= 0 => {
                pieces.push((start, at));
                start = at + character.len_utf8();
            }
            // The last of many spaces sees the next word.
            space
                if space.is_whitespace()
                    && depth <= 0
                    && !source[at + space.len_utf8()..].starts_with(char::is_whitespace) =>
            {
                let next = source[at..].trim_start();
                if handles && next.starts_with('@') {
                    pieces.push((start, at));
                    start = at;
                } else if let Some(word) = ["and/or ", "and ", "& "].into_iter().find(|word| next.starts_with(word)) {
                    // `Ana and Bo`, but not `Ana Ruiz and team`.
                    let before = source[start..floor_char(source, at.min(start + NAME))].trim();
                    let gap = source.len() - at - next.len();
                    let after = at + gap + word.len();
                    let near = floor_char(source, source.len().min(after + NAME));
                    let behind = source[after..near].split([',', ';']).next().unwrap_or_default().trim();
                    if short_name(before) && short_name(behind) && before.contains(' ') == behind.contains(' ') {
                        pieces.push((start, at));
                        start = after;
                    }
                }
            }
            _ => {}
        }
    }
    pieces.push((start, source.len()));
    pieces
}

fn short_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(4).collect();
    (1..=3).contains(&words.len())
        && words.iter().all(|word| word.starts_with('@') || word.starts_with(char::is_uppercase))
        && words.last().is_none_or(|word| !is_group_word(&fold(word)))
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

/// Words that say that nobody is meant.
fn is_none_word(text: &str) -> bool {
    ["none", "n/a", "na", "nobody", "no one", "-", "–", "—", "~", "null", "tbd"].contains(&fold(text).as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::header;

    fn names(yaml: &str) -> Vec<String> {
        let fields = header::read(yaml, Span::new(0, yaml.len())).unwrap();
        parties(yaml, &fields[0].value)
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
            ("c: Ana Ruiz (@ana), Bo\n", &["Ana Ruiz", "Bo"]),
            ("c: { Ana Ruiz, Bo Lund }\n", &["Ana Ruiz", "Bo Lund"]),
            ("c: Ana and Bo\n", &["Ana", "Bo"]),
            ("c: {}\n", &[]),
            ("c:\n", &[]),
            ("c: {list everyone whose opinions are sought (typically subject-matter experts); and with whom}\n", &[]),
            ("c: list everyone whose opinions are sought (typically experts); and with whom\n", &[]),
        ];
        for (yaml, expected) in cases {
            assert_eq!(names(yaml), *expected, "{yaml}");
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

    fn piece() -> impl Strategy<Value = &'static str> {
        prop_oneof![
            3 => prop::sample::select(vec!["Ana", "Ines Roy", "bo", "@cy", "@dd-e", "Éva", "李雷", "eve@example.org", "team"]),
            3 => prop::sample::select(vec![" ", "  ", ",", ", ", ";", " and ", "and ", " & ", "& ", " and/or ", "/", "\n", "、", "，", "\u{a0}"]),
            1 => prop::sample::select(vec!["(", ")", "[", "]", "<", ">", "{", "}", "](", "@", "\"", "*", "`", "…"]),
        ]
    }

    proptest! {
        /// Any phrase gives parties, and every letter of a name is in one of them.
        #[test]
        fn no_letter_of_a_name_is_lost(pieces in prop::collection::vec(piece(), 0..16)) {
            let text = pieces.concat();
            // What joins two names is no part of either.
            let letters = |text: &str| {
                let words = text.split(|c: char| !c.is_alphanumeric());
                words.filter(|word| !["and", "or"].contains(word)).collect::<String>()
            };
            let read: Vec<String> = in_phrase(&text).iter().map(|party| party.text.clone()).collect();
            prop_assert_eq!(letters(&read.join(" ")), letters(&text), "{:?} gave {:?}", text, read);
        }
    }

    #[test]
    fn the_parts_of_a_party() {
        let party = Party::read("Ines Roy (support) <ines@example.org> (@ines)", Span::default());
        assert_eq!(party.name.as_deref(), Some("Ines Roy"));
        assert_eq!(party.role.as_deref(), Some("support"));
        assert_eq!(party.mail.as_deref(), Some("ines@example.org"));
        assert_eq!(party.handle.as_deref(), Some("ines"));
        let linked = Party::read("[Ana Ruiz](@ana) (ops)", Span::default());
        assert_eq!(
            (linked.name.as_deref(), linked.handle.as_deref(), linked.role.as_deref()),
            (Some("Ana Ruiz"), Some("ana"), Some("ops"))
        );
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

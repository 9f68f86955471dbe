//! One word of a name or a role: how it is written, and what the list says of it.

use unicode_normalization::char::is_combining_mark;

use super::list::{Class, Classes, Ending, classes, endings, plain};
use super::name::MARKS;

pub(super) struct Word {
    /// Without marks around it.
    pub written: String,
    /// The classes of the whole word.
    pub classes: Classes,
    /// What is between hyphens, slashes and signs, with its classes; the whole word where it has none of them.
    pub parts: Vec<(String, Classes)>,
}

/// What joins the parts of a word.
const JOINS: &[char] = &['-', '/', '&', '+', '_', '\'', '’'];

/// Small beginnings of surnames that a capital follows: `al-Rashid`, `d’Arcy`. The apostrophe is that of a keyboard.
const ARTICLES: &[&str] = &[
    "al-", "el-", "an-", "ar-", "as-", "ash-", "at-", "ad-", "az-", "ul-", "ud-", "ibn-", "bin-", "ben-", "abu-", "d'",
    "l'", "o'", "t'", "dell'", "dall'",
];
/// Beginnings of words that are surnames even alone.
const OF_SURNAMES: &[&str] = &["O'", "D'"];

/// Beginnings of surnames that a capital follows: `McDonald`, `DeWitt`.
const PREFIXES: &[&str] =
    &["Mc", "Mac", "Nic", "De", "Di", "Da", "Du", "La", "Le", "Van", "Von", "Fitz", "Del", "Ben", "El", "Al"];

/// What follows one of these beginnings, if it has a capital and small letters.
fn behind_any<'a>(beginnings: &[&str], word: &'a str) -> Option<&'a str> {
    let behind = |beginning: &&str| {
        let mut rest = word.chars();
        let is_same = |letter: char| rest.next().is_some_and(|next| next == letter || (letter, next) == ('\'', '’'));
        beginning.chars().all(is_same).then_some(rest.as_str())
    };
    let rest = beginnings.iter().find_map(behind)?;
    let mut letters = rest.chars();
    (letters.next()?.is_uppercase() && letters.next()?.is_lowercase()).then_some(rest)
}

/// `4.5`, `v3`
pub(super) fn is_version(text: &str) -> bool {
    text.trim_start_matches(['v', 'V']).starts_with(|c: char| c.is_ascii_digit())
}

/// The classes of a word, or of the program that it is a version of: `Qwen3`.
fn with_version(word: &str) -> Classes {
    let name = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    if name.len() == word.len() {
        return classes(word);
    }
    let unnumbered = classes(name);
    if unnumbered.has_any(&[Class::Program, Class::ProgramAlone]) { unnumbered } else { classes(word) }
}

impl Word {
    pub(super) fn new(written: &str) -> Self {
        let written = written.trim_matches(MARKS);
        let mut whole = with_version(written);
        // `etc.` and `N.A.`
        if written.contains('.') {
            whole.join(classes(written.trim_end_matches('.')));
            whole.join(classes(&written.replace('.', "")));
        }
        let parts = written.split(JOINS).filter(|part| part.chars().nth(1).is_some());
        let parts = parts.map(|part| (part.to_owned(), with_version(part))).collect();
        Self { written: written.to_owned(), classes: whole, parts }
    }

    /// Whether the word or a part of it has one of the classes.
    pub(super) fn has_any(&self, classes: &[Class]) -> bool {
        self.classes.has_any(classes) || self.parts.iter().any(|(_, part)| part.has_any(classes))
    }

    pub(super) fn has(&self, class: Class) -> bool {
        self.has_any(&[class])
    }

    /// Whether the list has neither the word nor a part of it.
    pub(super) fn is_unknown(&self) -> bool {
        self.classes.is_empty() && self.parts.iter().all(|(_, part)| part.is_empty())
    }

    /// Forgets what the list says of the word.
    pub(super) fn forget_classes(&mut self) {
        self.classes = Classes::default();
        self.parts.clear();
    }

    /// The first letter, behind an article that belongs to a surname.
    fn first_letter(&self) -> Option<char> {
        let behind = behind_any(ARTICLES, &self.written);
        behind.unwrap_or(&self.written).chars().find(|character| character.is_alphabetic())
    }

    /// `O’Neil`, `D'Souza`
    pub(super) fn is_surname(&self) -> bool {
        behind_any(OF_SURNAMES, &self.written).is_some_and(|rest| rest.chars().all(char::is_alphabetic))
            && self.is_name_like()
    }

    pub(super) fn is_lower(&self) -> bool {
        // Georgian is written in small letters alone.
        self.first_letter().is_some_and(|c| c.is_lowercase() && !matches!(c, '\u{10d0}'..='\u{10ff}'))
    }

    pub(super) fn is_capitalized(&self) -> bool {
        self.first_letter().is_some_and(char::is_uppercase)
    }

    /// `AWS`, `UX`; not `A.` nor `J.C.`, which are initials.
    pub(super) fn is_acronym(&self) -> bool {
        let mut letters = self.written.chars().filter(|character| character.is_alphabetic()).peekable();
        letters.peek().is_some() && letters.all(char::is_uppercase) && self.letters() > 1 && !self.written.contains('.')
    }

    pub(super) fn letters(&self) -> usize {
        self.written.chars().filter(|character| character.is_alphabetic()).count()
    }

    /// Whether all of its characters can be in a name.
    pub(super) fn is_name_like(&self) -> bool {
        let is_in_names =
            |c: char| c.is_alphabetic() || is_combining_mark(c) || "'’.-‐·・־\u{200c}\u{200d}".contains(c);
        self.first_letter().is_some() && self.written.chars().all(is_in_names)
    }

    /// `openSUSE`, `BetterLeaks`: capitals inside a word, as products have them.
    pub(super) fn is_camel_case(&self) -> bool {
        let rest = PREFIXES.iter().find_map(|prefix| self.written.strip_prefix(prefix));
        let rest = rest.filter(|rest| rest.starts_with(char::is_uppercase)).unwrap_or(&self.written);
        rest.chars().zip(rest.chars().skip(1)).any(|(one, next)| one.is_lowercase() && next.is_uppercase())
    }

    pub(super) fn has_digit(&self) -> bool {
        self.written.chars().any(|character| character.is_ascii_digit())
    }

    fn ends_with(&self, least: usize, of: [Ending; 2]) -> bool {
        let folded = plain(&self.written);
        folded.len() >= least
            && of.into_iter().flat_map(endings).any(|ending| folded.ends_with(ending))
            && !self.classes.has_any(&[Class::Surname, Class::Given])
    }

    /// `developers`, `Architekturgremium`: several people, by the ending.
    pub(super) fn is_plural(&self) -> bool {
        self.ends_with(6, [Ending::Plural, Ending::CompoundGroup])
    }

    /// `documentation`, `Lastenheft`: a thing, by the ending.
    pub(super) fn is_abstract(&self) -> bool {
        self.ends_with(7, [Ending::Thing, Ending::CompoundThing])
    }
}

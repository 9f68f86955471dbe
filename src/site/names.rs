//! The file names of pages: plain ASCII that every file system, host and browser accepts, the same for the same words,
//! and unique within a directory.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::{floor_char, is_hidden};

/// The maximum length of a name in bytes. File systems allow 255, including the extension.
const LONGEST: usize = 80;

/// Names of devices on Windows.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The names in use in one directory or page, each with the last number that was appended to it.
#[derive(Debug, Default)]
pub(super) struct UniqueNames(HashMap<String, usize>);

impl UniqueNames {
    /// A file name for these words that nothing else in the directory has.
    pub(super) fn file_name(&mut self, words: &str) -> String {
        self.numbered(slug(words), 1)
    }

    /// A name, if it is new; otherwise with the first free number after `last`.
    pub(super) fn numbered(&mut self, plain: String, last: usize) -> String {
        let Some(mut number) = self.0.get(&plain).copied() else {
            self.0.insert(plain.clone(), last);
            return plain;
        };
        // Many may have the same name, so counting starts at the last number.
        let name = loop {
            number += 1;
            let name = format!("{plain}-{number}");
            if !self.contains(&name) {
                break name;
            }
        };
        self.0.insert(plain, number);
        self.0.insert(name.clone(), last);
        name
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// Words as a name: letters and digits in lower case without accents, and a dash for everything between. Words in other
/// scripts get a hash.
pub(super) fn slug(words: &str) -> String {
    let letters = words.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase);
    let (mut name, mut is_whole) = (String::new(), true);
    for character in letters {
        if character.is_ascii_alphanumeric() {
            name.push(character);
        } else {
            is_whole &= !character.is_alphanumeric();
            if !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
        }
        if name.len() > LONGEST {
            is_whole = false;
            break;
        }
    }
    let name = name.trim_end_matches('-');
    let is_device =
        DEVICES.contains(&name) || (name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt")));
    if is_whole && !name.is_empty() && !is_device {
        return name.to_owned();
    }
    let hash = &crate::git::hash(words)[..10];
    if name.is_empty() { format!("x-{hash}") } else { format!("{}-{hash}", &name[..name.len().min(LONGEST)]) }
}

/// Words as a part of an id: as [`slug`] makes them, but letters of other scripts stay.
pub(super) fn letters_slug(words: &str) -> String {
    let is_plain =
        |character: char| character.is_ascii() || is_combining_mark(character) || !character.is_alphanumeric();
    if words.nfkd().all(is_plain) {
        return slug(words);
    }
    let mut name = String::new();
    for character in words.nfc().flat_map(char::to_lowercase) {
        let is_letter = character.is_alphanumeric() || is_combining_mark(character);
        if is_letter && !is_hidden(character) {
            name.push(character);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        if name.len() > LONGEST {
            let end = floor_char(&name, LONGEST);
            return format!("{}-{}", &name[..end], &crate::git::hash(words)[..10]);
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() { slug(words) } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn names_are_plain_and_unique() {
        for (words, name) in [
            ("Ines Roy", "ines-roy"),
            ("  François d'Été ", "francois-d-ete"),
            ("0012-page", "0012-page"),
            ("../../etc/passwd", "etc-passwd"),
            ("_draft", "draft"),
            ("@lee", "lee"),
        ] {
            assert_eq!(slug(words), name);
        }
        for odd in ["", "?", "con", "COM1", "次の決定", "Øe", &"long ".repeat(100)] {
            let name = slug(odd);
            assert!(name.len() <= LONGEST + 11 && name.is_ascii() && name.contains('-'), "{odd}: {name}");
        }
        assert_ne!(slug("次の決定"), slug("次の決"));
        let mut names = UniqueNames::default();
        assert_eq!(
            ["A b", "a-b", "a-b-2", "A B"].map(|words| names.file_name(words)),
            ["a-b", "a-b-2", "a-b-2-2", "a-b-3"]
        );
        let many: HashMap<String, usize> = (0..20_000).map(|number| (names.file_name("Same"), number)).collect();
        assert_eq!(many.len(), 20_000);
    }

    #[test]
    fn letters_stay_in_ids() {
        for (words, name) in [
            ("Ines Roy", "ines-roy"),
            ("François d'Été", "francois-d-ete"),
            ("Инес Рой", "инес-рой"),
            ("Øystein", "øystein"),
            ("次の決定", "次の決定"),
            ("प्रिया (desk)", "प्रिया-desk"),
            ("Ола\u{202e} <b>", "ола-b"),
        ] {
            assert_eq!(letters_slug(words), name);
        }
        let long = letters_slug(&"д".repeat(1000));
        assert!(long.len() <= LONGEST + 11 && long != letters_slug(&"д".repeat(1001)), "{long}");
        for odd in ["?", "㍿", "\u{202e}"] {
            assert_eq!(letters_slug(odd), slug(odd));
        }
    }
}

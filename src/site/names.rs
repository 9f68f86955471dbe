//! The file names of pages: plain ASCII that every disk, host and browser takes, the same for the same
//! words, and no two of a folder alike.

use std::collections::HashMap;

use rapidhash::fast::RandomState;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A number for each name. The hash of the standard library takes hundreds of steps for a name, and a log mentions
/// people over and over.
pub(super) type Table<K> = HashMap<K, usize, RandomState>;

/// How long a name may be, in bytes; file systems take 255, and endings come on top.
const LONGEST: usize = 80;

/// Names that are devices on Windows.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The names that are taken in one folder, each with the last number that was put behind it.
#[derive(Debug, Default)]
pub(super) struct Names(Table<String>);

impl Names {
    /// A name for these words that nothing else in the folder has.
    pub(super) fn name(&mut self, words: &str) -> String {
        let plain = slug(words);
        let Some(mut number) = self.0.get(&plain).copied() else {
            self.0.insert(plain.clone(), 1);
            return plain;
        };
        // Many may be called alike, so that counting from the start each time would take long.
        let name = loop {
            number += 1;
            let name = format!("{plain}-{number}");
            if !self.0.contains_key(&name) {
                break name;
            }
        };
        self.0.insert(plain, number);
        self.0.insert(name.clone(), 1);
        name
    }
}

/// Words as a name: letters and digits in lower case without accents, a dash for all between. Words
/// in other scripts get the hash that git would give them.
pub(super) fn slug(words: &str) -> String {
    let (name, is_whole) = if words.is_ascii() {
        // Nothing is taken apart or left out in nearly all words.
        joined(words.chars().map(|character| character.to_ascii_lowercase()))
    } else {
        joined(words.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase))
    };
    let name = name.trim_end_matches('-');
    let is_device =
        DEVICES.contains(&name) || (name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt")));
    if is_whole && !name.is_empty() && !is_device {
        return name.to_owned();
    }
    let hash = &crate::git::hash(words)[..10];
    if name.is_empty() { format!("x-{hash}") } else { format!("{}-{hash}", &name[..name.len().min(LONGEST)]) }
}

/// Letters and digits with a dash for all between, and whether these are all that was there to say.
fn joined(characters: impl Iterator<Item = char>) -> (String, bool) {
    let mut name = String::with_capacity(LONGEST + 1);
    let mut is_whole = true;
    for character in characters {
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
    (name, is_whole)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn names_are_plain_and_apart() {
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
        let mut names = Names::default();
        assert_eq!(["A b", "a-b", "a-b-2", "A B"].map(|words| names.name(words)), ["a-b", "a-b-2", "a-b-2-2", "a-b-3"]);
        let many: HashMap<String, usize> = (0..20_000).map(|number| (names.name("Same"), number)).collect();
        assert_eq!(many.len(), 20_000);
    }
}

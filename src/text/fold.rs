//! Text as it is compared: one Unicode form, lower case, single spaces.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::visible::is_ignorable;

/// Text as it is compared: one Unicode form (NFKC), lower case, white space folded, invisible characters
/// left out.
pub(crate) fn fold(text: &str) -> String {
    // ASCII is in NFKC already, and nothing in it is left out.
    let line = one_line(text);
    if line.is_ascii() {
        return line.to_ascii_lowercase();
    }
    let shown = text.chars().filter(|character| !is_ignorable(*character));
    let lower: String = shown.nfkc().flat_map(char::to_lowercase).collect();
    one_line(&lower).into_owned()
}

/// A name with its accents composed (NFC): macOS writes `é` as two characters, most other systems as one.
pub(crate) fn composed(name: &str) -> String {
    if name.is_ascii() { name.to_owned() } else { name.nfc().collect() }
}

/// The text with every run of white space as one space, and none at its ends.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    let mut is_behind_space = false;
    let mut is_single = |character: char| {
        let is_space = character == ' ';
        let is_second = is_space && is_behind_space;
        is_behind_space = is_space;
        !is_second && (is_space || !character.is_whitespace())
    };
    if trimmed.chars().all(&mut is_single) {
        return Cow::Borrowed(trimmed);
    }
    let words: Vec<&str> = trimmed.split_whitespace().collect();
    Cow::Owned(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_folds_all_white_space() {
        for (text, folded) in [
            ("", ""),
            (" \n ", ""),
            ("one", "one"),
            (" one  two ", "one two"),
            ("one\n two\r\n\tthree", "one two three"),
            ("one\u{2003}\u{b}two\u{a0}", "one two"),
            ("é  \u{85}", "é"),
        ] {
            assert_eq!(one_line(text), folded);
            assert_eq!(one_line(folded), folded);
        }
        assert!(matches!(one_line(" one two"), Cow::Borrowed("one two")));
    }

    #[test]
    fn folding_joins_unicode_forms_case_and_space() {
        assert_eq!(fold("Franc\u{327}ois  Martin"), fold("FRANÇOIS\tmartin"));
        assert_ne!(fold("Ana"), fold("Anna"));
        for hidden in ['\u{ad}', '\u{34f}', '\u{200d}', '\u{fe0f}', '\u{3164}', '\u{e0100}'] {
            assert_eq!(fold(&format!("An{hidden}a")), "ana");
        }
    }
}

//! Text as it is compared: one Unicode form, lower case, single spaces.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::visible::is_ignorable;

/// Text as it is compared: one Unicode form (NFKC), lower case, white space folded, characters that
/// show nothing left out.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        let mut folded = one_line(text).into_owned();
        folded.make_ascii_lowercase();
        return folded;
    }
    let shown = text.chars().filter(|character| !is_ignorable(*character));
    let lower: String = shown.nfkc().flat_map(char::to_lowercase).collect();
    folded_words(lower.split_whitespace())
}

/// White space folded to single spaces, nothing else changed.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_ascii();
    if is_tidy(trimmed.as_bytes()) {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(match text.is_ascii() {
        true => folded_words(text.split_ascii_whitespace()),
        false => folded_words(text.split_whitespace()),
    })
}

/// Whether a text is ASCII without control characters, and has no two spaces in a row. Each byte is asked about with the
/// one behind it, and several pairs at a time.
fn is_tidy(text: &[u8]) -> bool {
    const PIECE: usize = 8;
    let is_odd = |one: u8, next: u8| (one < b' ') | !one.is_ascii() | ((one == b' ') & (next == b' '));
    let is_plain = |(ones, nexts): (&[u8; PIECE], &[u8; PIECE])| {
        !ones.iter().zip(nexts).fold(false, |any, (one, next)| any | is_odd(*one, *next))
    };
    let Some((last, ones)) = text.split_last() else {
        return true;
    };
    let nexts = &text[1..];
    let (pieces, rest) = ones.as_chunks();
    let is_rest_tidy = match (ones.last_chunk(), nexts.last_chunk()) {
        // What is left over lies in the last piece that can be cut off.
        (Some(ones), Some(nexts)) => is_plain((ones, nexts)),
        _ => !rest.iter().zip(nexts).any(|(one, next)| is_odd(*one, *next)),
    };
    is_rest_tidy && !is_odd(*last, 0) && pieces.iter().zip(nexts.as_chunks().0).all(is_plain)
}

fn folded_words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut folded = String::new();
    for word in words {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_folds_white_space_wherever_it_stands() {
        for length in 0..40 {
            let tidy = "a b".repeat(20)[..length].trim().to_owned();
            assert!(matches!(one_line(&tidy), Cow::Borrowed(_)), "{tidy}");
            for at in 0..=tidy.len() {
                let (before, behind) = tidy.split_at(at);
                let words: Vec<&str> =
                    before.split(' ').chain(behind.split(' ')).filter(|word| !word.is_empty()).collect();
                for space in ["  ", "\n", " \t", "\r\n"] {
                    assert_eq!(one_line(&format!("{before}{space}{behind}")), words.join(" "));
                }
                assert_eq!(
                    one_line(&format!("{before}é\u{2003}\u{b}{behind}")),
                    format!("{before}é {}", behind.trim_start()).trim()
                );
                assert_eq!(one_line(&format!("{before}x\u{b}x{behind}")), format!("{before}x\u{b}x{behind}"));
            }
        }
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

//! The words of a text as they are compared: without case and accents.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::Span;

/// Whether a search term with this first letter may match within a word: scripts without case mostly put no spaces
/// between words.
pub(crate) fn is_dense(first: char) -> bool {
    !first.is_lowercase() && !first.is_numeric()
}

/// Where the words of a text are: letters and digits, with their combining marks.
pub(crate) fn word_spans(text: &str) -> impl Iterator<Item = Span> + '_ {
    let is_part = |character: char| character.is_alphanumeric() || is_combining_mark(character);
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(is_part)?;
        let end = text[start..].find(|character| !is_part(character)).map_or(text.len(), |length| start + length);
        rest = end;
        Some(Span::new(start, end))
    })
}

/// A word without case and accents.
pub(crate) fn fold_word(word: &str) -> String {
    // Nearly all words. Without this, a search of real logs takes half as long again.
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::new();
    for character in word.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase) {
        match character {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            other => folded.push(other),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_and_digits_without_case_and_accents() {
        for (text, expected) in [
            ("", ""),
            ("don't  Rota_1 x", "don t rota 1 x"),
            (" -A-", "a"),
            ("Größe 12 cafe\u{301}s", "grosse 12 cafes"),
            ("次の決定 ok", "次の決定 ok"),
            ("then—dashed \u{0}nul\u{7f}\u{80} x", "then dashed nul x"),
        ] {
            let words: Vec<String> = word_spans(text).map(|span| fold_word(span.of(text))).collect();
            assert_eq!(words.join(" "), expected, "{text}");
        }
    }
}

//! The words of a text as they are compared: without case and accents.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::Span;

/// A word without case and accents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plain<'a> {
    /// Its letters, as UTF-8.
    pub text: &'a [u8],
    /// The first eight bytes of them as one number, with zeros behind a shorter word.
    pub start: u64,
}

impl<'a> Plain<'a> {
    /// A text that is such a word.
    pub(crate) fn of(text: &'a str) -> Self {
        let mut start = [0; 8];
        let length = text.len().min(8);
        start[..length].copy_from_slice(&text.as_bytes()[..length]);
        Self { text: text.as_bytes(), start: u64::from_le_bytes(start) }
    }

    /// Its letters.
    pub(crate) fn as_str(self) -> &'a str {
        str::from_utf8(self.text).expect("words end where characters do")
    }
}

/// A piece of a text, without what stands between words.
#[derive(Debug)]
pub(crate) enum Piece<'a> {
    /// A word of ASCII letters and digits.
    Word(Plain<'a>),
    /// Letters beyond ASCII or other such characters, with what of ASCII touches them; [`each_plain`] finds
    /// the words in it.
    Other(&'a str),
}

/// A text, and its bytes as words have them. Nearly all text is ASCII, and its words are found by looking at
/// eight bytes at a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Folded<'a> {
    text: &'a str,
    bytes: &'a [u8],
}

impl<'a> Folded<'a> {
    /// Folds a text; the buffer is for use again.
    pub(crate) fn of(text: &'a str, buffer: &'a mut Vec<u8>) -> Self {
        buffer.clear();
        buffer.extend(text.bytes().map(folded));
        // So that eight bytes can be read at every place, and the last word ends as all others do.
        buffer.extend([0; 8]);
        Self { text, bytes: buffer }
    }

    /// The pieces of a part of the text that begins and ends between words.
    pub(crate) fn pieces(self, part: Range<usize>) -> impl Iterator<Item = Piece<'a>> {
        Pieces { folded: self, part }
    }

    fn eight(self, at: usize) -> Option<u64> {
        self.bytes.get(at..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
    }
}

#[derive(Debug)]
struct Pieces<'a> {
    folded: Folded<'a>,
    /// What is left.
    part: Range<usize>,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    #[inline]
    fn next(&mut self) -> Option<Piece<'a>> {
        let (at, mut bytes) = loop {
            let at = self.part.next()?;
            let bytes = self.folded.eight(at)?;
            if bytes & 0xff != 0 {
                break (at, bytes);
            }
        };
        let start = bytes & below(zeros(bytes));
        let (mut end, mut all) = (at, start);
        while zeros(bytes) == 0 {
            end += 8;
            bytes = self.folded.eight(end).unwrap_or_default();
            all |= bytes & below(zeros(bytes));
        }
        end += zeros(bytes).trailing_zeros() as usize / 8;
        self.part.start = end + 1;
        let is_ascii = all & HIGHEST == 0;
        Some(if is_ascii {
            Piece::Word(Plain { text: &self.folded.bytes[at..end], start })
        } else {
            Piece::Other(&self.folded.text[at..end])
        })
    }
}

/// The highest bit of each of eight bytes.
const HIGHEST: u64 = 0x8080_8080_8080_8080;

/// The highest bits of those of eight bytes that are zero.
fn zeros(bytes: u64) -> u64 {
    !(((bytes & !HIGHEST) + !HIGHEST) | bytes) & HIGHEST
}

/// All bits below the lowest one; all bits when there is none.
fn below(bits: u64) -> u64 {
    bits.wrapping_sub(1) & !bits
}

/// A byte of a text as words have it: letters in lower case, zero for what stands between words. Bytes
/// beyond ASCII stay, as they may be of letters. Written without a branch, for many bytes at a time.
fn folded(byte: u8) -> u8 {
    let lower = byte | 0x20;
    let is_letter = lower.wrapping_sub(b'a') < 26;
    let is_digit = byte.wrapping_sub(b'0') < 10;
    // Digits have this bit as well.
    if is_letter | is_digit {
        lower
    } else if byte.is_ascii() {
        0
    } else {
        byte
    }
}

/// Hands over each word of a text, without case and accents.
pub(crate) fn each_plain(text: &str, mut take: impl FnMut(Plain<'_>)) {
    spans(text).for_each(|span| take(Plain::of(&plain(span.of(text)))));
}

/// Whether a word that is looked for may begin anywhere in a word of a text, for its first letter:
/// scripts without case mostly put no space between words either.
pub(crate) fn is_dense(first: char) -> bool {
    !first.is_lowercase() && !first.is_numeric()
}

/// The words of a text: letters and digits, with the marks above and below them.
pub(crate) fn spans(text: &str) -> impl Iterator<Item = Span> + '_ {
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
pub(crate) fn plain(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut plain = String::with_capacity(word.len());
    for character in word.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase) {
        match character {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words in the pieces of a text.
    fn in_pieces(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        for piece in Folded::of(text, &mut b"left over".to_vec()).pieces(0..text.len()) {
            match piece {
                Piece::Word(word) => {
                    assert_eq!(word.start, Plain::of(word.as_str()).start, "{text}");
                    words.push(word.as_str().to_owned());
                }
                Piece::Other(text) => each_plain(text, |word| words.push(word.as_str().to_owned())),
            }
        }
        words
    }

    #[test]
    fn pieces_hold_the_words_of_a_text() {
        for text in [
            "",
            "don't  Rota_1 x",
            " -A-",
            "Größe 12 cafe\u{301}s",
            "次の決定 ok",
            "eightier, seventy nine0bytes A-rather-long-one supercalifragilistic",
            "longer than eighté then—dashed \u{0}nul\u{7f}\u{80} x",
        ] {
            let words: Vec<String> = spans(text).map(|span| plain(span.of(text))).collect();
            assert_eq!(in_pieces(text), words, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn pieces_hold_the_words_of_any_text(text in "[a-zA-Z0-9@\\[`{/: \n.é—\u{301}½次]{0,80}") {
            let words: Vec<String> = spans(&text).map(|span| plain(span.of(&text))).collect();
            proptest::prop_assert_eq!(in_pieces(&text), words);
        }
    }
}

//! The start of a text, for places that have room for a line of it.

use super::{has_words, one_line};

/// The start of a text on one line, and whether more follows: so many characters, up to the end of a word if possible.
pub(crate) fn excerpt(text: &str, most: usize) -> (String, bool) {
    let line = one_line(text);
    let Some((end, _)) = line.char_indices().nth(most) else { return (line.into_owned(), false) };
    let start = &line[..end];
    // Scripts without spaces, and long addresses, are cut anywhere.
    let start = match start.rfind(' ') {
        Some(space) if space > end / 2 => &start[..space],
        _ => start,
    };
    (format!("{start}…"), true)
}

/// How many words a sentence has at least: fewer are a number or an abbreviation.
const SENTENCE: usize = 3;

/// The first sentence of a text on one line, cut like an [`excerpt`] where it is long.
pub(crate) fn first_sentence(text: &str, most: usize) -> String {
    let (line, _) = excerpt(text, most);
    let is_end = |(at, mark): &(usize, char)| {
        let (sentence, rest) = line.split_at(at + mark.len_utf8());
        match mark {
            '。' | '！' | '？' => true,
            // What goes on in small letters was an abbreviation.
            '.' | '!' | '?' => {
                let goes_on = rest.strip_prefix(' ').and_then(|rest| rest.chars().next());
                goes_on.is_some_and(|next| !next.is_lowercase()) && has_words(sentence, SENTENCE)
            }
            _ => false,
        }
    };
    match line.char_indices().find(is_end) {
        Some((at, mark)) => line[..at + mark.len_utf8()].to_owned(),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_before_the_next_one() {
        for (text, most, expected) in [
            ("We page them. They agreed.", 99, "We page them."),
            ("We page\nthem! They agreed.", 99, "We page them!"),
            ("We page them.", 99, "We page them."),
            ("1. Page them. Then wait.", 99, "1. Page them."),
            ("Use a queue, e.g. that one. Then wait.", 99, "Use a queue, e.g. that one."),
            ("Version 2.1 it is. Then wait.", 99, "Version 2.1 it is."),
            ("時間を決める。次に。", 99, "時間を決める。"),
            ("We page them at night. They agreed.", 12, "We page…"),
            ("", 9, ""),
        ] {
            assert_eq!(first_sentence(text, most), expected, "{text}");
        }
    }

    #[test]
    fn long_texts_are_cut_after_a_word() {
        for (text, most, expected) in [
            ("It hurts.", 9, "It hurts."),
            ("It\nhurts.", 8, "It hurts…"),
            ("It hurts at night.", 10, "It hurts…"),
            ("It hurts at night.", 12, "It hurts at…"),
            ("a bcdefghijk", 6, "a bcde…"),
            ("次の決定は", 3, "次の決…"),
            ("", 3, ""),
        ] {
            let (start, is_cut) = excerpt(text, most);
            assert_eq!((start.as_str(), is_cut), (expected, expected.ends_with('…')), "{text}");
        }
    }
}

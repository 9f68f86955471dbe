//! The start of a text, for places that have room for a line of it.

use super::one_line;

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

#[cfg(test)]
mod tests {
    use super::*;

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

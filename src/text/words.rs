//! Counting words, and suggesting the one that was probably meant.

use super::visible;

/// Whether a text has at least `least` words. Scripts that put no spaces between words count as one word
/// for every two characters.
pub(crate) fn has_words(text: &str, least: usize) -> bool {
    let is_spaced = |word: &&str| word.chars().any(|character| character.is_alphanumeric() && !is_dense(character));
    let dense = text.chars().filter(|character| is_dense(*character)).count();
    text.split_whitespace().filter(is_spaced).count() + dense / 2 >= least
}

/// Whether a letter is of a script that puts no spaces between words.
pub(crate) fn is_dense(character: char) -> bool {
    matches!(character,
        '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9d}' | '\u{20000}'..='\u{3ffff}')
}

/// A number and its noun: `1 decision`, `2 decisions`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// `1 person`, `2 people`.
pub(crate) fn counted_people(count: usize) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

/// The candidate nearest to `word`, when it is near enough for `word` to be a typo of it.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    candidates
        .into_iter()
        // The distance is at least the difference in length. Without this check a very long word would
        // need a very large table.
        .filter(|candidate| {
            let letters = candidate.chars().count();
            letters.abs_diff(length) * 3 <= letters
        })
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        // Up to a third of the letters may be wrong: `acepted` is near, `experimental` is not.
        .filter(|(distance, candidate)| *distance * 3 <= candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The help for an unknown word: the candidate that was probably meant, or else `otherwise`.
pub(crate) fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: impl Into<String>,
) -> String {
    nearest(word, candidates).map_or_else(|| otherwise.into(), |near| format!("did you mean `{}`?", visible(near)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_with_and_without_spaces() {
        for (text, count) in
            [("", 0), ("please — no", 2), ("it's too late!", 3), ("金曜日は困ります。", 4), ("APIが遅い", 2)]
        {
            assert!(has_words(text, count) && !has_words(text, count + 1), "{text}");
        }
    }

    #[test]
    fn nearest_is_near() {
        assert_eq!(nearest("acepted", ["proposed", "accepted"]), Some("accepted"));
        assert_eq!(nearest("experimental", ["proposed", "accepted"]), None);
        assert_eq!(nearest(&"a".repeat(1_000_000), ["proposed", "accepted"]), None);
    }
}

//! Whether two names are those of one person: accents, hyphens, titles, initials and the order of names make no other.

use super::list::{Class, classes, plain};

/// How many words a name has at most. What is longer is a sentence.
const MOST_WORDS: usize = 12;

/// A name without the titles before it, if there are any and a whole name is behind them.
pub(crate) fn without_titles(name: &str) -> Option<&str> {
    let mut rest = name;
    while let Some((word, behind)) = rest.split_once(' ') {
        let bare = word.trim_end_matches('.');
        if ![word, bare].iter().any(|it| classes(it).has(Class::Title)) {
            break;
        }
        rest = behind.trim_start();
    }
    (rest.len() < name.len() && rest.contains(' ')).then_some(rest)
}

/// Whether two names may be those of one person. Every word of one is a word of the other, or its initial; what is left
/// over is initials only.
pub(crate) fn are_alike(one: &str, other: &str) -> bool {
    let (one, mut other) = (words(one), words(other));
    if one.len().max(other.len()) > MOST_WORDS {
        return false;
    }
    // Some scripts may be written with or without a space between the names.
    if one.concat() == other.concat() {
        return one.iter().any(|word| !is_initial(word));
    }
    // A word that is written out finds itself first, and an initial what is left.
    let (full, initials): (Vec<String>, Vec<String>) = one.into_iter().partition(|word| !is_initial(word));
    let mut is_shared = false;
    for word in full {
        let found = other.iter().position(|it| *it == word).or_else(|| other.iter().position(|it| is_of(it, &word)));
        match found {
            Some(at) => is_shared |= !is_initial(&other.swap_remove(at)),
            None => return false,
        }
    }
    for initial in initials {
        if let Some(at) = other.iter().position(|it| is_of(&initial, it)) {
            other.swap_remove(at);
        }
    }
    is_shared && other.iter().all(|word| is_initial(word))
}

/// The words of a name without titles and what comes after a name.
pub(crate) fn words(name: &str) -> Vec<String> {
    let is_part = |word: &&str| {
        let bare = word.trim_end_matches('.');
        !bare.is_empty() && ![*word, bare].iter().any(|it| classes(it).has_any(&[Class::Title, Class::Suffix]))
    };
    let words = name.split(|c: char| c.is_whitespace() || c == ',').filter(is_part);
    let parts = words.flat_map(|word| word.split(['-', '.', '‐', '‑'])).filter(|part| !part.is_empty());
    parts.map(|part| plain(part).replace(['\'', '’'], "")).filter(|part| !part.is_empty()).collect()
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1 && word.is_ascii()
}

/// Whether an initial is that of a word.
fn is_of(initial: &str, word: &str) -> bool {
    is_initial(initial) && word.starts_with(initial)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_alike_and_others_are_not() {
        for (one, other) in [
            ("Ines Roy", "Inés Roy"),
            ("Ines Roy", "INES ROY"),
            ("Ines Roy", "Dr. Ines Roy"),
            ("Ines Roy", "Ms Ines Roy, PhD"),
            ("Ines Roy", "Roy Ines"),
            ("Ines Roy", "Roy, Ines"),
            ("Ines Roy", "I. Roy"),
            ("Ines Roy", "Ines M. Roy"),
            ("Ines Roy", "Ines R."),
            ("Jean-Luc Moreau", "Jean Luc Moreau"),
            ("Jean-Luc Moreau", "J.-L. Moreau"),
            ("Sean O'Neil", "Sean ONeil"),
            ("Ines", "Inés"),
            ("王秀英", "王秀英"),
            ("佐藤花子", "佐藤 花子"),
        ] {
            assert!(are_alike(one, other) && are_alike(other, one), "{one}, {other}");
        }
        for (one, other) in [
            ("Ines Roy", "Ines Ruiz"),
            ("Ines Roy", "Ana Roy"),
            ("Ines Roy", "A. Roy"),
            ("Ines Roy", "Ines"),
            ("Ines Roy", "Ines Roy Smith"),
            ("I. R.", "Ines Roy"),
            ("Ines Roy", ""),
            ("", ""),
            ("王秀英", "王秀"),
        ] {
            assert!(!are_alike(one, other) && !are_alike(other, one), "{one}, {other}");
        }
    }
}

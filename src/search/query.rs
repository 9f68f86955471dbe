//! What somebody searches for, as typed: words, `"phrases"`, and `-words` that a decision must not have.

use super::word::{fold_word, is_dense, word_spans};

/// The quotation marks around a phrase: some keyboards type curly ones.
const MARKS: [char; 4] = ['"', '“', '”', '„'];

/// A search query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// Beginnings of words, each once; a decision must have all.
    pub words: Vec<String>,
    /// Words that must follow each other.
    pub phrases: Vec<Phrase>,
    /// Words and phrases that a decision must not have.
    pub excluded: Vec<Phrase>,
}

/// Whole words, one after the other, without case and accents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase(pub Vec<String>);

impl Query {
    /// Reads what was typed. A quotation mark without a second one means nothing.
    pub(crate) fn parse(typed: &[String]) -> Self {
        let typed = typed.join(" ");
        let mut query = Self::default();
        let mut rest = typed.as_str();
        loop {
            rest = rest.trim_start();
            let is_excluded = rest.strip_prefix('-').is_some_and(|rest| !rest.starts_with(char::is_whitespace));
            rest = &rest[usize::from(is_excluded)..];
            if rest.is_empty() {
                return query;
            }
            let quoted = rest.strip_prefix(MARKS).and_then(|rest| rest.split_once(MARKS));
            let (part, behind) = quoted.unwrap_or_else(|| {
                let end = rest.char_indices().skip(1).find(|(_, next)| next.is_whitespace() || MARKS.contains(next));
                rest.split_at(end.map_or(rest.len(), |(at, _)| at))
            });
            rest = behind;
            let words: Vec<String> = word_spans(part).map(|span| fold_word(span.of(part))).collect();
            match (words.is_empty(), is_excluded, quoted) {
                (true, ..) => {}
                (_, true, _) => push_new(&mut query.excluded, Phrase(words)),
                (_, _, Some(_)) => push_new(&mut query.phrases, Phrase(words)),
                (_, _, None) => words.into_iter().for_each(|word| push_new(&mut query.words, word)),
            }
        }
    }

    /// Whether it asks for nothing that a decision could have.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }
}

/// The words of a text that is no query, each once.
pub(crate) fn query_words(typed: &[String]) -> Vec<String> {
    let mut words = Vec::new();
    for text in typed {
        word_spans(text).for_each(|span| push_new(&mut words, fold_word(span.of(text))));
    }
    words
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

impl Phrase {
    /// Whether a text, as [`fold_text`] gives it, has these words one after the other.
    pub(crate) fn is_in(&self, folded: &str) -> bool {
        let edge = |word: Option<&String>| match word.and_then(|word| word.chars().next()) {
            Some(first) if is_dense(first) => "",
            _ => " ",
        };
        folded.contains(&[edge(self.0.first()), &self.0.join(" "), edge(self.0.last())].concat())
    }
}

/// The words of a text without case and accents, each between spaces.
pub(crate) fn fold_text(text: &str) -> String {
    let mut folded = String::from(" ");
    for span in word_spans(text) {
        folded.push_str(&fold_word(span.of(text)));
        folded.push(' ');
    }
    folded
}

/// The fewest letters of a word in which a typing error is looked for.
const MISSPELLED: usize = 4;

/// How many letters more than typed a word may have that was meant.
const LONGER: usize = 2;

/// Whether a word may have been meant by one that is in no decision: its start, with one letter left out, added, wrong,
/// or swapped with the next one. The first letter has to be right, so that the site has to load few words.
pub(crate) fn is_near(typed: &str, word: &str) -> bool {
    let (typed, word): (Vec<char>, Vec<char>) = (typed.chars().collect(), word.chars().collect());
    let same = typed.iter().zip(&word).take_while(|(one, other)| one == other).count();
    if typed.len() < MISSPELLED || word.len() > typed.len() + LONGER || same == 0 || is_dense(typed[0]) {
        return false;
    }
    let (typed, word) = (&typed[same..], &word[same..]);
    let starts = |skipped_in_typed: usize, skipped_in_word: usize| {
        let rest = typed.get(skipped_in_typed..).zip(word.get(skipped_in_word..));
        rest.is_some_and(|(typed, word)| word.starts_with(typed))
    };
    let is_swapped = matches!((typed, word), ([a, b, ..], [c, d, ..]) if a == d && b == c) && starts(2, 2);
    is_swapped || starts(1, 1) || starts(0, 1) || starts(1, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_has_words_phrases_and_what_is_left_out() {
        let shown = |typed: &str| {
            let query = Query::parse(&[typed.to_owned()]);
            let phrases = |list: &[Phrase]| list.iter().map(|phrase| phrase.0.join(" ")).collect::<Vec<_>>().join("|");
            format!("{};{};{}", query.words.join(" "), phrases(&query.phrases), phrases(&query.excluded))
        };
        for (typed, expected) in [
            ("", ";;"),
            ("don't  Rota rota", "don t rota;;"),
            ("\"Stalls  Export\" Größe", "grosse;stalls export;"),
            ("“a b” „c d”", ";a b|c d;"),
            ("export -stalls -\"the rota\"", "export;;stalls|the rota"),
            ("e-mail - b -", "e mail b;;"),
            ("-e-mail x", "x;;e mail"),
            ("\"stalls ex", "stalls ex;;"),
            ("a\"b c\"d", "a d;b c;"),
            ("\"\" -\"\" --x", ";;x"),
            ("a -a \"a\" \"a\"", "a;a;a"),
            ("\u{3000}次の -決定", "次の;;決定"),
        ] {
            assert_eq!(shown(typed), expected, "{typed}");
        }
        assert_eq!(Query::parse(&["\"a".to_owned(), "b\"".to_owned()]).phrases, [Phrase(vec!["a".into(), "b".into()])]);
    }

    #[test]
    fn a_phrase_is_whole_words_in_a_row() {
        for (phrase, text, is_in) in [
            ("stalls export", "It stalls (Export) now", true),
            ("stalls export", "stalls exports", false),
            ("stalls export", "stalls the export", false),
            ("export", "Export", true),
            ("決定", "次の決定は", true),
            ("a b", "", false),
        ] {
            let phrase = Phrase(phrase.split(' ').map(str::to_owned).collect());
            assert_eq!(phrase.is_in(&fold_text(text)), is_in, "{phrase:?} {text}");
        }
    }

    #[test]
    fn one_typing_error_is_forgiven() {
        for (typed, word, expected) in [
            ("exprot", "export", true),
            ("exprot", "exports", true),
            ("exprot", "exportable", false),
            ("exort", "export", true),
            ("exxport", "export", true),
            ("exbort", "export", true),
            ("exportt", "export", true),
            ("xeport", "export", false),
            ("exbrot", "export", false),
            ("exp", "exo", false),
            ("rote", "rota", true),
            ("rota", "rot", true),
            ("次の決定", "次の決走", false),
        ] {
            assert_eq!(is_near(typed, word), expected, "{typed} {word}");
        }
    }
}

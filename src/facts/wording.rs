//! Whether two texts say the same: a correction of the spelling or the punctuation changes no meaning, everything else
//! may.
//!
//! Errs on the side of another meaning. Only a word of the English list that was spelled wrong counts as corrected, so a
//! name, a number, a negation and one word in the place of another never do; in other languages the words must be the
//! same.

use crate::text::fold;
use crate::vocabulary::person::is_listed_word;

/// Words that turn a sentence, which are never slips of each other or of other words.
#[rustfmt::skip]
const TURNS: &[&str] = &[
    "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "without", "cannot", "only", "except",
    "unless", "cant", "dont", "wont", "isnt", "arent", "doesnt", "didnt", "wasnt", "werent", "hasnt", "havent", "hadnt",
    "couldnt", "wouldnt", "shouldnt", "mustnt", "neednt",
];

/// Marks that may come and go round words.
const PUNCTUATION: &str = ".,;:!?…\"'’‘“”«»()-‐‑、。，．；：！？「」『』（）";

/// Marks that end a sentence, or a part of one; and that only set something off.
const ENDS: &str = ".;:!…。；：！";
const COMMAS: &str = ",、，";

/// Marks that join words as a space does.
const JOINTS: [char; 4] = ['—', '–', '―', '/'];

/// One word as it is compared.
#[derive(Debug, PartialEq, Eq)]
struct Token {
    /// Folded, without punctuation.
    word: String,
    /// Whether it is a name by its capital letter.
    is_name: bool,
    /// The mark that ends a sentence behind it: `.` for all but `?`.
    end: Option<char>,
    /// Whether a comma follows.
    comma: bool,
    /// Whether it is in marks that may take back what it says: `"never"`, `(not)`.
    is_dressed: bool,
}

/// Whether two texts say the same.
pub(super) fn says_the_same(old: &str, new: &str) -> bool {
    if old == new {
        return true;
    }
    // Corrections change few letters, and a long text need not be read then.
    if old.len().abs_diff(new.len()) > old.len().min(new.len()) + 64 {
        return false;
    }
    let (old, new) = (tokens(old), tokens(new));
    old.len() == new.len()
        && old.iter().zip(&new).all(|(old, new)| is_same_word(old, new))
        && are_ends_alike(&old, &new)
        && are_turns_alike(&old, &new)
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for written in text.split_whitespace() {
        let is_address = written.contains("://");
        let pieces = written.split(|mark| JOINTS.contains(&mark) && !is_address);
        for piece in pieces {
            let is_mark = |mark: char| PUNCTUATION.contains(mark);
            let word = match () {
                // Where a link leads is not what a text says.
                () if is_address => "://".to_owned(),
                // In a number each mark counts, and before it a sign.
                () if piece.contains(char::is_numeric) => {
                    let start = piece.trim_start_matches(|mark| is_mark(mark) && !"-.".contains(mark));
                    fold(start.trim_end_matches(is_mark))
                }
                // Between letters only a hyphen is punctuation, and before them most marks are a sign: `!paged`, `a.b`.
                () => {
                    let bare = piece.trim_end_matches(is_mark);
                    let bare = bare.trim_start_matches(|mark| is_mark(mark) && !"-!.".contains(mark));
                    let sign = if bare.starts_with('-') { "-" } else { "" };
                    format!("{sign}{}", fold(&bare.replace(['-', '‐', '‑'], "").replace('’', "'")))
                }
            };
            let tail = &piece[piece.trim_end_matches(is_mark).len()..];
            let end = match tail.contains(['?', '？']) {
                true => Some('?'),
                false => tail.contains(|mark| ENDS.contains(mark)).then_some('.'),
            };
            let comma = tail.contains(|mark| COMMAS.contains(mark));
            let is_dressed =
                piece.contains(['"', '“', '”', '«', '»', '‘', '(', ')', '「', '」']) || piece.starts_with('\'');
            let opens = tokens.last().is_none_or(|last| last.end.is_some());
            let is_capital = piece.trim_start_matches(is_mark).starts_with(char::is_uppercase);
            match tokens.last_mut() {
                // A mark apart from the word before it.
                Some(last) if word.is_empty() => {
                    last.end = last.end.or(end);
                    last.comma |= comma;
                }
                // A word that was written twice.
                Some(last) if last.word == word && is_plain(&word) && last.end.is_none() => last.end = end,
                _ if word.is_empty() => {}
                _ => tokens.push(Token { word, is_name: is_capital && !opens, end, comma, is_dressed }),
            }
        }
    }
    tokens
}

/// Whether it is a word of letters alone that turns no sentence.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|letter| letter.is_ascii_lowercase()) && !TURNS.contains(&word)
}

fn is_same_word(old: &Token, new: &Token) -> bool {
    let is_article = |token: &Token| matches!(token.word.as_str(), "a" | "an");
    let bare = |token: &Token| token.word.replace('\'', "");
    old.word == new.word
        || (is_article(old) && is_article(new))
        // `dont` and `don't`.
        || bare(old) == bare(new)
        || (!old.is_name && !new.is_name && is_slip(&old.word, &new.word))
}

/// Whether one of two words is the other one spelled wrong: two letters are swapped, or inside the word one is missing,
/// added or another one. Its first letter is right, as slips rarely are there and `un` turns a word; so is its last
/// one, as endings mean something.
fn is_slip(one: &str, other: &str) -> bool {
    if !is_plain(one) || !is_plain(other) || one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let (one, other, words) = (one.as_bytes(), other.as_bytes(), [one, other]);
    let before = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let rest = one.len().min(other.len()) - before;
    let after = one.iter().rev().zip(other.iter().rev()).take(rest).take_while(|(one, other)| one == other).count();
    let [odd, even] = [one, other].map(|word| &word[before..word.len() - after]);
    let is_swap = matches!((odd, even), ([a, b], [c, d]) if a == d && b == c);
    let is_edit = odd.len().max(even.len()) == 1;
    let is_long = one.len().min(other.len()) >= 4;
    let is_doubled = is_edit && odd.len() != even.len() && {
        let letter = odd.first().or(even.first());
        letter == one[..before].last() || letter == one[one.len() - after..].first()
    };
    let known = words.map(is_listed_word);
    let is_shape = before > 0 && (is_swap || (is_edit && after > 0 && is_long));
    is_shape && (known[0] != known[1] || (is_doubled && known == [false, false]))
}

/// Whether sentences end behind the same words, but for marks that were all missing before, or all are now. One that is
/// in another place can turn what is said: `We page support never. At night …`.
fn are_ends_alike(old: &[Token], new: &[Token]) -> bool {
    let inner = old.iter().zip(new).rev().skip(1).map(|(old, new)| (old.end, new.end));
    let (mut is_one_gone, mut is_one_new) = (false, false);
    for (old, new) in inner.filter(|(old, new)| old != new) {
        is_one_gone |= old.is_some();
        is_one_new |= new.is_some();
    }
    let is_asked = |tokens: &[Token]| tokens.last().is_some_and(|last| last.end == Some('?'));
    !(is_one_gone && is_one_new) && is_asked(old) == is_asked(new)
}

/// Whether the words that turn a sentence turn the same: they are in no other marks, and no mark came or went in their
/// sentence. `Page support, never at night` and `Page support never, at night` are two things.
fn are_turns_alike(old: &[Token], new: &[Token]) -> bool {
    let is_turn = |token: &Token| TURNS.contains(&token.word.replace('\'', "").as_str());
    let marks = |token: &Token| (token.end, token.comma);
    let mut is_turned = false;
    let mut is_moved = false;
    for (at, (one, other)) in old.iter().zip(new).enumerate() {
        if is_turn(one) && one.is_dressed != other.is_dressed {
            return false;
        }
        is_turned |= is_turn(one);
        // How the text ends as a whole says nothing of its words.
        is_moved |= at + 1 < old.len() && marks(one) != marks(other);
        if is_turned && is_moved {
            return false;
        }
        // A sentence that ends in both.
        if one.end.is_some() && other.end.is_some() {
            (is_turned, is_moved) = (false, false);
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_says_the_same() {
        for (old, new) in [
            ("We page the engineeer first.", "We page the engineer first."),
            ("We page teh engineer.", "We page the engineer."),
            ("We page the enginere", "We page the engineer"),
            ("We page at nigth.", "We page at night."),
            ("We pagge support.", "We page support."),
            ("The rotta is read.", "The rota is read."),
            ("We page the the engineer.", "We page the engineer."),
            ("Page an support engineer.", "Page a support engineer."),
            ("Dont page us.", "Don't page us."),
            ("Don’t page us.", "Don't page us."),
            ("It is on-call, (first) \"now\"", "it is oncall first now."),
            ("Page us - at night", "Page us at night"),
            ("We page support; at night", "We page support at night."),
            ("Page us. Never twice", "Page us. Never twice!"),
            ("Page us Twice a day. At noon", "Page us. Twice a day. At noon"),
            ("see https://a.example/1", "see https://a.example/2"),
            ("support/ops at night", "support — ops at night"),
            ("Page us, twice. Never at night.", "Page us twice. Never at night."),
            ("Never page us. Not even once", "Never page us. Not even once!"),
            ("夜は困ります。", "夜は困ります"),
            ("", ""),
            ("…", ""),
        ] {
            assert!(says_the_same(old, new), "{old} | {new}");
            assert!(says_the_same(new, old), "{new} | {old}");
        }
    }

    #[test]
    fn everything_else_may_say_something_else() {
        for (old, new) in [
            ("We page support.", "We never page support."),
            ("Support is not paged.", "Support is now paged."),
            ("Support is not paged.", "Support is nto paged."),
            ("We can page support.", "We cant page support."),
            ("We can page support.", "We can't page support."),
            ("answered quotes", "unanswered quotes"),
            ("used", "unused"),
            ("We page one of them.", "We page none of them."),
            ("within 10 minutes", "within 100 minutes"),
            ("within 1.5 hours", "within 15 hours"),
            ("from -5 to 5", "from 5 to 5"),
            ("at 22:00", "at 23:00"),
            ("10% of them", "10 of them"),
            ("May 3", "May 4"),
            ("page Ines Roy", "page Inez Roy"),
            ("page Kim Lee", "page Kym Lee"),
            ("We ask Lund", "We ask Lunds"),
            ("page support", "page supports"),
            ("It is paged", "It is pages"),
            ("We page on weekdays", "We page on weekends"),
            ("the trial", "the trail"),
            ("turn it on", "turn it no"),
            ("turn it on", "turn it of"),
            ("x < 5", "x > 5"),
            ("nicht anrufen", "nichts anrufen"),
            ("Nachts anrufen", "Nacht anrufen"),
            ("We page support. Never at night", "We page support never. At night"),
            ("Page us.", "Page us?"),
            ("Page us. At night.", "Page us? At night."),
            ("not not paged", "not paged"),
            ("a b", "b a"),
            ("a b", "a b c"),
            ("[x] page", "[ ] page"),
            ("夜は困ります", "夜は困りません"),
            ("Page us Never twice. At noon", "Page us. Never twice. At noon"),
            ("set paged", "set !paged"),
            ("match a*", "match a"),
            ("read a.b", "read ab"),
            ("names: -support", "names: support"),
            ("in [support]", "in support"),
            ("we never page", "we \"never\" page"),
            ("we never page", "we (never) page"),
            ("Page, support, nobody.", "Page support, nobody."),
            ("Page support, never at night.", "Page support never, at night."),
            ("Page support never at night.", "Page support. Never at night."),
            ("No pages. For support: at noon.", "No pages for support at noon."),
            ("page us", ""),
        ] {
            assert!(!says_the_same(old, new), "{old} | {new}");
            assert!(!says_the_same(new, old), "{new} | {old}");
        }
    }
}

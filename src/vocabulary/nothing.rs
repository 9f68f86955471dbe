//! Texts that stand where something should be said, and say nothing.

use crate::document::shown::without_markup;
use crate::text::fold;

/// Words for nothing, folded.
#[rustfmt::skip]
const NOTHING: &[&str] = &[
    "", "n/a", "n.a", "n.a.", "na", "none", "nothing", "nil", "null", "-", "--", "–", "—", "~", "not applicable", "tbd",
    "keine", "keiner", "aucun", "aucune", "ninguno", "ninguna", "nenhum", "nenhuma", "geen", "nessuno", "nessuna",
    "なし", "无", "無",
];

/// Words that hold a place, alone or before what should be there.
const TO_DO: &[&str] =
    &["todo", "tbd", "tba", "tbc", "fixme", "xxx", "to be determined", "to be done", "to be defined"];

/// What the templates of this program have where people's words go, folded.
const SAMPLES: &[&str] = &[
    "what they said, in their own words",
    "what they said, in their words",
    "what they said, verbatim",
    "what changed",
];

/// Whether a word says that a value is empty.
pub(crate) fn is_nothing(word: &str) -> bool {
    NOTHING.contains(&fold(word).as_str())
}

/// Whether a text says anything: it has a letter that a page shows, and is no stand-in such as `TODO`, `n/a` or
/// `{what was done}`. Pictures and struck-out words are left out of it already.
pub(crate) fn says_something(text: &str) -> bool {
    let shown = without_markup(text);
    let shown = shown.trim().trim_matches(['"', '“', '”', '«', '»']).trim();
    let is_in = |open, close| {
        let inner = shown.strip_prefix(open).and_then(|rest| rest.trim_end_matches('.').strip_suffix(close));
        inner.is_some_and(|inner: &str| !inner.trim_matches([open, close]).contains([open, close]))
    };
    let bare = fold(shown.trim_matches(|c: char| !c.is_alphanumeric()));
    let holds_place = |word: &&str| {
        bare.strip_prefix(*word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
    };
    let is_template = is_in('{', '}') || is_in('[', ']') || SAMPLES.contains(&bare.as_str());
    let is_stand_in = is_nothing(&bare) || is_nothing(shown) || TO_DO.iter().any(holds_place);
    !is_template && !is_stand_in
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_say_nothing() {
        for text in [
            "",
            " ",
            "—",
            "…",
            "...",
            "?",
            "TODO",
            "todo.",
            "TODO: ask Ines",
            "TBD",
            "(tbd)",
            "n/a",
            "N/A.",
            "none",
            "{what was done}",
            "{{ answer }}.",
            "[what changed]",
            "<what was done>",
            "<b></b>",
            "<i>…</i>",
            "\"{what they said}\"",
            "“TODO”",
            "<!-- the window",
            "<span hidden>the job logs the tenant</span>",
            "<span style=\"display:none\">we page twice</span>",
            "<del>we page twice</del>",
            "**",
            "`-`",
            "\u{a0}",
            "\u{200b}",
            "&",
            "What they said, in their own words.",
            "what changed",
            "to be done",
            "🙂",
            "無",
        ] {
            assert!(!says_something(text), "{text}");
        }
    }

    #[test]
    fn few_words_say_something() {
        for text in [
            "no",
            "ok",
            "yes.",
            "<b>no</b>",
            "it is {fast} or {slow}",
            "{fast} and {slow}",
            "see [1]",
            "[a] and [b]",
            "a < b",
            "1 < 2 > 0",
            "todos are kept",
            "todo-list stays",
            "Nobody objected.",
            "nothing changed",
            "None of it.",
            "困ります",
            "an <unclosed",
            "TODOS",
        ] {
            assert!(says_something(text), "{text}");
        }
    }
}

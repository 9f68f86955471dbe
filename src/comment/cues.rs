//! By which words and marks a sentence depends on its neighbours: it is unended, names who speaks, limits or takes back what
//! stands before it. A cue too many only makes a quote longer.

use super::page::CODE;
use super::split;
use crate::text::floor_char;

/// Whether the next paragraph goes on with a text: no mark ends it, or it points there.
pub(super) fn is_unended(text: &str) -> bool {
    const POINTERS: [char; 11] = ['👇', '⬇', '↓', '→', '👉', '▼', '⤵', '>', '⏬', '▽', '🔽'];
    let is_mark = |c: char| c.is_alphanumeric() || c.is_ascii_punctuation() || split::is_end_mark(c) || c == CODE;
    let text = text.strip_suffix(":point_down:").map_or(text, str::trim_end);
    let bare = text.trim_end_matches(|c| !is_mark(c));
    text[bare.len()..].contains(POINTERS) || (bare.contains(char::is_alphanumeric) && !split::is_ended(bare))
}

/// Whether all of a text is in quotation marks.
pub(super) fn is_quotation(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '"');
    text.starts_with('"') && bare.ends_with('"') && bare.matches('"').count() == 2
}

/// Whether a text may say who said what is above it.
pub(super) fn is_attribution(text: &str) -> bool {
    let is_named = |rest: &str| rest.trim_start().starts_with(char::is_uppercase);
    text.starts_with(['—', '–', '―']) || text.starts_with("--") || text.strip_prefix(['-', '~']).is_some_and(is_named)
}

/// Whether a text starts with a name, as in a dialog: `Ana: Page me.`, `<ana> Page me.`, `[10:01] ana: Page me.`
pub(super) fn is_labelled(text: &str) -> bool {
    /// How many bytes a label has at most.
    const LABEL: usize = 40;
    let text = text.trim_start_matches(['»', '*', '@']);
    let start = &text[..floor_char(text, text.len().min(LABEL))];
    let label = [": ", "：", "> "].iter().filter_map(|mark| start.split_once(mark)).map(|(label, _)| label).next();
    // A first and a last name; `I see one problem:` is the author's own.
    let names = |label: &str| label.split_whitespace().filter(|word| !word.starts_with('[')).count();
    let is_name = |label: &str| {
        !label.contains(['.', '!', '?', ',']) && !label.chars().skip(1).any(|c| c == '<') && names(label) <= 2
    };
    label.is_some_and(|label| !label.is_empty() && is_name(label))
}

/// Whether a paragraph goes on with the one before it.
pub(super) fn goes_on(text: &str) -> bool {
    let first = text.trim_start_matches(|c: char| c.is_whitespace() || "([\"'".contains(c));
    text.starts_with(['…', '(']) || text.starts_with("..") || first.starts_with(char::is_lowercase)
}

/// Whether a sentence may be about all of the list above it: `I am against all of the above.`
pub(super) fn sums_up(text: &str) -> bool {
    const ALL: [&str; 12] =
        ["above", "these", "those", "neither", "none", "all", "both", "oben", "alle", "beide", "keines", "ci-dessus"];
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    words.map(str::to_lowercase).any(|word| ALL.contains(&word.as_str()))
}

/// Whether a sentence may take back the one before it: `NOT.`, `(Ana)`, `👎`, `☝ is wrong.`
pub(super) fn takes_back(text: &str) -> bool {
    /// Signs that do not.
    const KIND: &str = "👍👏🙏🎉🚀❤♥😀😃😄😁😊🙂💯✅✔🤝💪👌";
    const UP: [char; 6] = ['👆', '☝', '⬆', '↑', '⤴', '^'];
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !c.is_ascii_punctuation();
    let is_kind = |c: char| KIND.contains(c) || matches!(c, '\u{fe0f}' | '\u{200d}' | '🏻'..='🏿');
    let has_words = text.contains(char::is_alphanumeric);
    let is_unkind = !has_words && text.chars().any(|c| is_sign(c) && !is_kind(c));
    let is_aside =
        text.starts_with(['(', '[', '（']) && text.trim_end_matches(['.', '!', '。']).ends_with([')', ']', '）']);
    split::is_denial(text) || is_unkind || (is_aside && has_words) || text.starts_with(UP) || text == "/s"
}

/// Whether a sentence may limit the one before it: `Only if nobody is paged.`, `But not at night.`
pub(super) fn is_condition(text: &str) -> bool {
    let folded = text.to_lowercase();
    let text = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    // Wide scripts have no spaces.
    let is_wide = |condition: &str| condition.starts_with(|c| c >= '\u{1100}');
    let ends = |condition: &str, rest: &str| is_wide(condition) || !rest.starts_with(char::is_alphanumeric);
    CONDITIONS.iter().any(|condition| text.strip_prefix(condition).is_some_and(|rest| ends(condition, rest)))
}

/// How such sentences start.
const CONDITIONS: &[&str] = &[
    "unless",
    "only",
    "but",
    "however",
    "not if",
    "not when",
    "not unless",
    "except",
    "as long as",
    "so long as",
    "provided",
    "on condition that",
    "on the condition that",
    "under the condition that",
    "if and only if",
    "just kidding",
    "not really",
    "said no",
    "as if",
    "nur",
    "aber",
    "jedoch",
    "außer",
    "es sei denn",
    "solange",
    "sofern",
    "vorausgesetzt",
    "unter der bedingung",
    "mais",
    "sauf",
    "seulement",
    "uniquement",
    "à condition",
    "à moins",
    "tant que",
    "pourvu que",
    "pero",
    "solo",
    "sólo",
    "salvo",
    "siempre que",
    "excepto",
    "a menos que",
    "mas",
    "maar",
    "но",
    "ただし",
    "但",
    "除非",
    "단,",
    "다만",
];

/// Whether a text only addresses somebody: `Hi @ana and Bo,`.
pub(super) fn is_greeting(text: &str) -> bool {
    const SMALL: [&str; 11] =
        ["all", "and", "both", "everybody", "everyone", "folks", "team", "there", "und", "et", "alle"];
    let words: Vec<&str> = text.split(' ').map(|word| word.trim_end_matches(',')).collect();
    let is_addressed = |word: &&str| word.starts_with('@') || SMALL.contains(word);
    // `I` is no name.
    let is_name = |word: &&str| word.starts_with(char::is_uppercase) && word.chars().nth(1).is_some();
    let [first, names @ ..] = words.as_slice() else { return false };
    let is_greeted = GREETINGS.contains(&first.to_lowercase().as_str());
    let are_names = names.iter().all(|word| is_addressed(word) || (is_greeted && is_name(word)));
    words.len() <= 6 && are_names && (is_greeted || first.starts_with('@'))
}

/// Words with which people are greeted.
const GREETINGS: &[&str] = &[
    "thanks",
    "danke",
    "merci",
    "gracias",
    "sure",
    "hi",
    "hello",
    "hey",
    "dear",
    "cc",
    "hallo",
    "liebe",
    "lieber",
    "moin",
    "servus",
    "bonjour",
    "salut",
    "chère",
    "cher",
    "hola",
    "ciao",
    "olá",
    "oi",
    "hej",
    "hei",
    "cześć",
    "ahoj",
    "beste",
    "привет",
    "здравствуйте",
];

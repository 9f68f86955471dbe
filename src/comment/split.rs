//! Where the sentences of a text end.
//!
//! A sentence ends only where that is certain: not inside a quotation, brackets or markup, since what is said there may
//! be somebody else's, and not behind what may be an abbreviation.

use crate::text::Span;

/// The sentences of a text on one line, as trimmed places in it. None ends inside a part that is `whole`; these are in
/// order. A quotation that the text before left open goes on here if `in_quotation` says so, and it says afterwards
/// whether one is open.
pub(super) fn sentences(text: &str, whole: &[Span], in_quotation: &mut bool) -> Vec<Span> {
    let mut shields = quotations(text, whole, in_quotation);
    shields.extend(brackets(text, whole));
    shields.extend_from_slice(whole);
    let mut shields = merged(shields).into_iter().peekable();
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, mark) in text.char_indices() {
        if !ENDS.contains(&mark) {
            continue;
        }
        let end = at + mark.len_utf8();
        // What is said in a wide script goes on: “好的。”他说.
        let closed = if mark.is_ascii() { end + closing(&text[end..]) } else { end };
        while shields.next_if(|shield| shield.end <= at).is_some() {}
        // Behind a mark at its end, a quotation is over, unless all of the sentence is one.
        let is_inside = shields.peek().is_some_and(|shield| {
            let is_all = closed > end && text[start..shield.start].trim().is_empty();
            shield.start < end && (closed < shield.end || (end < shield.end && is_all))
        });
        if at >= start && !is_inside && is_end(mark, &text[start..at], &text[closed..]) {
            sentences.push(Span::new(start, closed));
            start = closed;
        }
    }
    sentences.push(Span::new(start, text.len()));
    sentences.into_iter().map(|span| trimmed(text, span)).filter(|span| span.start < span.end).collect()
}

/// A part of a text without the spaces around it. Other white space is a mark.
fn trimmed(text: &str, part: Span) -> Span {
    let bare = part.of(text).trim_end_matches(' ');
    Span::new(part.start + bare.len() - bare.trim_start_matches(' ').len(), part.start + bare.len())
}

/// Whether a text ends with a mark that ends a sentence. Three dots do not: what they leave out may come next.
pub(super) fn is_ended(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| CLOSING.contains(&c) || CLOSING_BRACKETS.contains(&c));
    bare.ends_with(ENDS) && !bare.ends_with("..")
}

/// Whether a mark may end a sentence.
pub(super) fn is_end_mark(mark: char) -> bool {
    ENDS.contains(&mark)
}

/// Marks that end a sentence.
const ENDS: [char; 13] = ['.', '!', '?', '。', '！', '？', '｡', '؟', '۔', '।', '॥', '։', '።'];

/// Marks that close a quotation.
const CLOSING: [char; 8] = ['"', '\'', '”', '’', '“', '»', '›', '«'];

const CLOSING_BRACKETS: [char; 7] = [')', ']', '}', '）', '」', '』', '】'];

/// How long the marks are that close a quotation at the start of a text, and the notes behind them.
fn closing(text: &str) -> usize {
    let mut rest = text.trim_start_matches(CLOSING);
    while let Some((_, behind)) = rest.strip_prefix("[^").and_then(|note| note.split_once(']')) {
        rest = behind;
    }
    text.len() - rest.len()
}

/// Parts that hold one another or overlap, as one each, in order.
pub(super) fn merged(mut parts: Vec<Span>) -> Vec<Span> {
    parts.sort();
    let mut merged: Vec<Span> = Vec::new();
    for part in parts {
        match merged.last_mut() {
            Some(last) if part.start < last.end => last.end = last.end.max(part.end),
            _ => merged.push(part),
        }
    }
    merged
}

/// The characters of a text outside of some parts, which are in order.
fn outside<'a>(text: &'a str, parts: &'a [Span]) -> impl Iterator<Item = (usize, char)> {
    let mut parts = parts.iter().peekable();
    text.char_indices().filter(move |(at, _)| {
        while parts.next_if(|part| part.end <= *at).is_some() {}
        parts.peek().is_none_or(|part| *at < part.start)
    })
}

/// The parts of a text in brackets; up to the end where one is not closed.
fn brackets(text: &str, skipped: &[Span]) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut open = Vec::new();
    for (at, bracket) in outside(text, skipped) {
        match bracket {
            '(' | '[' | ')' | ']' if is_smiley(&text[..at]) => {}
            '(' | '[' | '{' | '（' | '「' | '『' | '【' => open.push(at),
            bracket if CLOSING_BRACKETS.contains(&bracket) => {
                // No sentence ends right behind one: (Like this.) Who knows.
                let end = at + bracket.len_utf8() + 1;
                parts.extend(open.pop().map(|start| Span::new(start, end.min(text.len()))));
            }
            _ => {}
        }
    }
    parts.extend(open.first().map(|start| Span::new(*start, text.len() + 1)));
    parts
}

/// Whether a bracket behind a text is the mouth of a face.
fn is_smiley(before: &str) -> bool {
    let eyes = before.strip_suffix(['-', '\'', '^', 'o']).unwrap_or(before);
    let rest = eyes.strip_suffix([':', ';', '=']);
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with(|c: char| !c.is_alphanumeric()))
}

/// Marks of one kind of quotation.
struct Marks {
    opening: &'static [char],
    closing: &'static [char],
    /// Those that do both.
    plain: &'static [char],
    /// Whether a quotation that is not closed goes on to the end.
    goes_on: bool,
}

/// What opens and closes a quotation; languages differ, so each is only a hint. GitHub reads formulas between `$`.
const QUOTATIONS: [Marks; 7] = [
    Marks { opening: &['“', '„', '‟', '«'], closing: &['”', '»'], plain: &['"'], goes_on: true },
    Marks {
        opening: &['《', '〈', '〝', '❝', '⟨', '⟦'],
        closing: &['》', '〉', '〞', '❞', '⟩', '⟧'],
        plain: &['＂'],
        goes_on: true,
    },
    Marks { opening: &['‘', '‚', '‛'], closing: &['’'], plain: &[], goes_on: true },
    Marks { opening: &['‹'], closing: &['›'], plain: &[], goes_on: true },
    Marks { opening: &['<'], closing: &['>'], plain: &[], goes_on: false },
    // What closes it is an apostrophe.
    Marks { opening: &['`'], closing: &[], plain: &[], goes_on: true },
    Marks { opening: &[], closing: &[], plain: &['\'', '$'], goes_on: false },
];

/// The quotations in a text. Where marks do not fit together, from the first to the last one.
fn quotations(text: &str, skipped: &[Span], in_quotation: &mut bool) -> Vec<Span> {
    let was_open = std::mem::take(in_quotation);
    let mut parts = Vec::new();
    for (index, marks) in QUOTATIONS.iter().enumerate() {
        let may_go_on = index == 0;
        let mut open: Vec<usize> = if may_go_on && was_open { vec![0] } else { Vec::new() };
        let mut first = open.first().copied();
        for (at, mark) in outside(text, skipped) {
            let before = text[..at].chars().next_back();
            let after = text[at + mark.len_utf8()..].chars().next();
            match marks.side(mark, before, after, !open.is_empty()) {
                // Each paragraph of a long quotation starts with a mark.
                Some(Side::Open) if may_go_on && was_open && at == 0 => {}
                Some(Side::Open) => {
                    first = first.or(Some(at));
                    open.push(at);
                }
                Some(Side::Close) => {
                    let end = at + mark.len_utf8();
                    match (open.pop(), first) {
                        (Some(start), _) => parts.push(Span::new(start, end)),
                        // Inches, and apostrophes.
                        (None, None) => {}
                        (None, Some(_)) if before.is_some_and(|c| c.is_ascii_digit()) && mark == '"' => {}
                        (None, Some(first)) => parts.push(Span::new(first, end)),
                    }
                }
                None => {}
            }
        }
        if let Some(start) = open.first().filter(|_| marks.goes_on) {
            // Longer than the text, so that no sentence ends with it.
            parts.push(Span::new(*start, text.len() + 1));
            *in_quotation |= may_go_on;
        }
    }
    parts
}

/// What a mark of a quotation does.
enum Side {
    Open,
    Close,
}

impl Marks {
    /// What a mark does between two characters; none if it is no mark of this kind.
    fn side(&self, mark: char, before: Option<char>, after: Option<char>, is_open: bool) -> Option<Side> {
        let (opens, closes) = (self.opening.contains(&mark), self.closing.contains(&mark));
        if !opens && !closes && !self.plain.contains(&mark) {
            return None;
        }
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        // An apostrophe.
        if matches!(mark, '\'' | '’' | '$') && is_letter(before) && is_letter(after) {
            return None;
        }
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let may_open = before.is_none_or(|c| c.is_whitespace() || "([{<—–-/=:\"'“‘«‹„‚¿¡".contains(c));
        let may_close = after.is_none_or(|c| c.is_whitespace() || ")]}>.,;:!?…—–-/\"'”’“»›".contains(c));
        match (may_open && !may_close, may_close && !is_space(before)) {
            (true, false) => Some(Side::Open),
            (false, true) => Some(Side::Close),
            _ if opens => Some(Side::Open),
            _ if closes => Some(Side::Close),
            _ if mark != '"' => None,
            _ if is_open => Some(Side::Close),
            _ => Some(Side::Open),
        }
    }
}

/// Whether a sentence certainly ends with a mark between two parts of a text.
fn is_end(mark: char, before: &str, after: &str) -> bool {
    match mark {
        // What is said, and that somebody says it: 「…。」と.
        '。' | '！' | '？' | '｡' => !after.starts_with([
            '。', '！', '？', '｡', '、', '…', 'と', 'っ', '」', '』', '”', '’', '"', '＂', '》', '〉', '〞',
        ]),
        '.' if after.starts_with(' ') && is_mention_or_address(after) => has_word(before),
        '.' => after.starts_with(' ') && !is_abbreviated(before, after) && starts_sentence(after),
        '!' | '?' | '؟' | '۔' | '।' | '॥' | '։' | '።' => after.starts_with(' ') && starts_sentence(after),
        _ => false,
    }
}

/// Whether a text may start a sentence: the first letter in it is not small, and it does not go on with a dash or take
/// back in one word what was said.
fn starts_sentence(text: &str) -> bool {
    let bare = text.trim_start();
    if bare.starts_with(['-', '—', '–', '/', '→', '…']) || is_denial(bare) {
        return false;
    }
    let mut letters = text.chars().take(NEAR).filter(|c| c.is_alphabetic());
    match letters.next() {
        Some(letter) => !letter.is_lowercase(),
        None => text.chars().nth(NEAR).is_none() && !text.contains(|c: char| c.is_numeric()),
    }
}

/// Whether a text starts with a mention, a number of an issue or an address, which have no capital letters.
fn is_mention_or_address(text: &str) -> bool {
    let bare = text.trim_start();
    let is_mention = |mark| bare.strip_prefix(mark).is_some_and(|rest: &str| rest.starts_with(char::is_alphanumeric));
    is_mention('@') || is_mention('#') || bare.starts_with("https://")
}

/// Whether the last word of a text is a whole one.
fn has_word(text: &str) -> bool {
    let word = text.rsplit(' ').next().unwrap_or_default();
    word.chars().all(char::is_alphabetic) && word.chars().nth(2).is_some() && !is_abbreviated(text, "")
}

/// How far a first letter is looked for.
const NEAR: usize = 40;

/// Whether a text starts with one word in capital letters that is a sentence, or with `Not!`.
pub(super) fn is_denial(text: &str) -> bool {
    let length = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(length);
    let is_all = rest.is_empty() || rest.starts_with(ENDS);
    let is_loud = word.chars().nth(1).is_some() && word.chars().all(char::is_uppercase);
    is_all && (is_loud || word.eq_ignore_ascii_case("not"))
}

/// Whether a full stop is a part of the word before it.
fn is_abbreviated(before: &str, after: &str) -> bool {
    let word = before.rsplit(' ').next().unwrap_or_default();
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_short = |part: &str| part.chars().nth(2).is_none() && part.chars().all(char::is_alphabetic);
    let is_before_number = after.trim_start().starts_with(|c: char| c.is_numeric());
    // An ordinal; a year is none.
    let is_number = !word.is_empty() && word.chars().all(char::is_numeric) && word.chars().nth(3).is_none();
    // So do I.
    let is_i = word == "I" && before.trim_end_matches(['I', ' ']).ends_with(char::is_lowercase);
    (word.chars().count() == 1 && !is_i)
        || before.ends_with('.')
        || is_number
        || (word.contains('.') && word.split('.').all(is_short))
        || (is_before_number && word.chars().nth(4).is_none())
        || !has_vowel(word)
        || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// Whether a word in small Latin letters could be spoken: `mgr` and `bspw` could not.
fn has_vowel(word: &str) -> bool {
    let is_small = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    !is_small || word.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// Words that a full stop shortens. One too many only makes a sentence longer.
const ABBREVIATIONS: &[&str] = &[
    "abs", "allg", "approx", "asst", "aug", "ausg", "ausschl", "avg", "bsp", "ca", "capt", "cf", "ch", "co", "col",
    "corp", "dec", "dept", "dir", "dr", "ed", "eds", "eg", "einschl", "ej", "eq", "esp", "est", "etc", "etw", "evtl",
    "ex", "excl", "exkl", "ext", "feb", "fig", "figs", "fri", "gem", "gen", "ggf", "gov", "hon", "ibid", "ie", "inc",
    "incl", "inkl", "insb", "int", "intl", "jan", "jr", "jul", "jun", "lt", "ltd", "mar", "max", "mfg", "mgmt", "min",
    "misc", "mme", "mon", "mr", "mrs", "ms", "mt", "nos", "nov", "nr", "num", "oct", "op", "orig", "par", "pos", "pp",
    "pref", "prev", "prof", "prov", "pt", "rd", "rep", "repr", "resp", "rev", "sat", "sec", "sen", "sep", "sept",
    "sgt", "sog", "sr", "sra", "st", "std", "str", "sun", "supp", "tel", "thu", "tue", "univ", "urspr", "usw", "var",
    "vers", "vol", "vs", "wed", "wg", "zb", "zus",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text, &[], &mut false).iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn sentences_end_where_that_is_certain() {
        for (text, expected) in [
            ("One. Two! Three? Four", &["One.", "Two!", "Three?", "Four"][..]),
            (
                "Please log the tenant, e.g. in the pager. Then it works.",
                &["Please log the tenant, e.g. in the pager.", "Then it works."],
            ),
            (
                "See No. 5 People wait. J. Roy and Dr. Osei agree.",
                &["See No. 5 People wait.", "J. Roy and Dr. Osei agree."],
            ),
            ("It is v. 2 Then", &["It is v. 2 Then"]),
            ("Am 5. Mai um 3. Also nicht.", &["Am 5. Mai um 3. Also nicht."]),
            ("It woke me in 2026. Please stop.", &["It woke me in 2026.", "Please stop."]),
            ("I think ... Maybe. No", &["I think ... Maybe.", "No"]),
            ("The U.S. Office is z.B. Fine", &["The U.S. Office is z.B. Fine"]),
            (
                "We do that excl. Fridays, says the mgr. Nobody, bspw. Ana.",
                &["We do that excl. Fridays, says the mgr. Nobody, bspw. Ana."],
            ),
            ("I blame the DNS. Please stop.", &["I blame the DNS.", "Please stop."]),
            ("Really? no. yes", &["Really? no. yes"]),
            ("Fine. 👍 Thanks. 👍 a lot. 👍", &["Fine.", "👍 Thanks. 👍 a lot.", "👍"]),
            ("It works. — Not at night.", &["It works. — Not at night."]),
            ("It works. NOT! It works. Not. It works. No.", &["It works. NOT!", "It works. Not.", "It works.", "No."]),
            ("It works (I hope. Really.) Yes. No", &["It works (I hope. Really.) Yes.", "No"]),
            ("It wakes me :( I hate it. Please stop.", &["It wakes me :( I hate it.", "Please stop."]),
            ("(Ana says :) do it. Page me. Fine.) No", &["(Ana says :) do it. Page me. Fine.) No"]),
            ("(Ana: do it. Page me. Fine", &["(Ana: do it. Page me. Fine"]),
            ("It wakes me.[^1] Please stop.", &["It wakes me.[^1]", "Please stop."]),
            (
                "困ります。毎晩です！「大丈夫。」と言われました。",
                &["困ります。", "毎晩です！", "「大丈夫。」と言われました。"],
            ),
            ("行くぞ！と言った。", &["行くぞ！と言った。"]),
            ("यह ठीक नहीं है। धन्यवाद", &["यह ठीक नहीं है।", "धन्यवाद"]),
            ("No. I disagree.", &["No.", "I disagree."]),
            ("a.b c.d", &["a.b c.d"]),
            ("", &[]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn no_sentence_ends_in_a_quotation() {
        for text in [
            "You say \"It is fine. They never mind.\" and I do not.",
            "Ana says ‘Do it. Page me. Fine.’ which I reject.",
            "Ana says 'Do it. The tenants' logs. Page me. Fine.' which I reject.",
            "Ana says ‹Do it. Page me. Fine.› which I reject.",
            "Ana sagt »Ja. Weckt mich. Gut.« und ich nicht.",
            "Ana sagt „Ja. Weckt mich. Gut.“ und ich nicht.",
            "Ana dit « Oui. Réveillez. Bon. » et je refuse.",
            "\"Ana said \"do it. Page me. Fine.\" ok\" No",
            "A 19\" rack, and Ana says \"do it. Page me. Fine.\" no",
            "\"Use a 19\" rack. Page me. Fine.\" no",
            "Ana says ``Do it. Page me. Fine.'' which I reject.",
            "Ana says <<Do it. Page me. Fine.>> which I reject.",
            "Ana says ‘Do it. Page me. Fine.",
            "Ana says \"Do it. Page me. Fine.",
            "\"Page me at night.\" Nonsense.",
            "他说\"好的。叫醒我。好。\"而我不同意。",
            "The sum $a. Page me. Fine.$ is no",
        ] {
            assert_eq!(split(text), [text], "{text}");
        }
        for (text, expected) in [
            ("They call it \"fine.\" I hate it. Stop.", &["They call it \"fine.\"", "I hate it.", "Stop."][..]),
            ("They call it \"fine\". I hate it.", &["They call it \"fine\".", "I hate it."]),
            ("The 19\" rack pages me. I hate it.", &["The 19\" rack pages me.", "I hate it."]),
            (
                "It's the tenants' log. Rock 'n' roll. Log 'em. Stop.",
                &["It's the tenants' log.", "Rock 'n' roll.", "Log 'em.", "Stop."],
            ),
            ("Je suis réveillée « chaque nuit ». Arrêtez !", &["Je suis réveillée « chaque nuit ».", "Arrêtez !"]),
            ("I <3 it. It is a < big. Stop.", &["I <3 it.", "It is a < big.", "Stop."]),
            ("It costs $5 here. Please pay $6 now. Stop.", &["It costs $5 here.", "Please pay $6 now.", "Stop."]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn a_quotation_goes_on_until_it_is_closed() {
        let mut in_quotation = false;
        for (text, expected, is_open) in [
            ("Wait. Ana wrote \"It is fine. Yes.", &["Wait.", "Ana wrote \"It is fine. Yes."][..], true),
            ("\"Page me. Do it.", &["\"Page me. Do it."], true),
            ("Page me. Do it.", &["Page me. Do it."], true),
            ("Page me. Do it.\" and I reject that. No.", &["Page me. Do it.\" and I reject that.", "No."], false),
            ("It is fine. Yes.", &["It is fine.", "Yes."], false),
        ] {
            let found = sentences(text, &[], &mut in_quotation);
            assert_eq!(found.iter().map(|span| span.of(text)).collect::<Vec<_>>(), expected, "{text}");
            assert_eq!(in_quotation, is_open, "{text}");
        }
    }

    #[test]
    fn what_is_whole_is_not_split() {
        let text = "It is a. B. C. and fine. Yes.";
        let found = sentences(text, &[Span::new(6, 13)], &mut false);
        assert_eq!(found.iter().map(|span| span.of(text)).collect::<Vec<_>>(), ["It is a. B. C. and fine.", "Yes."]);
    }
}

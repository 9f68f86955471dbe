//! How untrusted text is shown on a terminal and in the log of a CI job.

use std::borrow::Cow;
use std::path::Path;

/// Whether a character could control a terminal, be invisible, or change the reading direction:
/// C0, DEL, C1, bidi controls, zero-width characters, the byte order mark, tag characters.
pub(crate) fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Text from a file, made safe to print: hidden characters become `\u{…}`, line ends become spaces, and
/// nothing is left that a CI runner would execute as a command.
///
/// All text from a repository goes through here before it is written to a terminal or the log of a CI job.
/// Zero-width joiners are kept: names and emoji need them.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) && !text.contains("::") && !text.contains('#') {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\t' => shown.push(' '),
            hidden if is_hidden(hidden) => {
                shown.push_str(&format!("\\u{{{:x}}}", u32::from(hidden)));
            }
            // Wrapping can move a word to the start of a line, where `::name::` is a command.
            ':' if characters.peek() == Some(&':') && shown.chars().next_back().is_none_or(char::is_whitespace) => {
                shown.push_str("\\u{3a}");
            }
            '[' if opens_command(&shown) => shown.push_str("\\u{5b}"),
            plain => shown.push(plain),
        }
    }
    Cow::Owned(shown)
}

/// A path of this machine, made safe to print.
pub(crate) fn visible_path(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// Whether a `[` after this text would start a command of a CI runner, anywhere in a line: `##[` on GitHub,
/// `##vso[` on Azure, `##teamcity[` on TeamCity. Invisible characters in between are ignored, since the
/// renderer of source lines drops them.
pub(crate) fn opens_command(before: &str) -> bool {
    let shown = before.chars().rev().filter(|character| !is_ignorable(*character));
    let mut before_name = shown.skip_while(char::is_ascii_alphabetic);
    before_name.next() == Some('#') && before_name.next() == Some('#')
}

/// Whether a character is invisible by itself (`Default_Ignorable_Code_Point` in Unicode): soft hyphens,
/// joiners, variation selectors. Two names that differ only in these look the same.
pub(super) fn is_ignorable(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// A word of a command, quoted for a shell if needed.
pub(crate) fn shell(word: &str) -> String {
    let word = visible(word);
    let is_plain =
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./@".contains(&byte));
    if is_plain { word.into_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// The first 60 characters of a text, in backticks, for use in a sentence.
pub(crate) fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    let short: String = text.chars().take(SHOWN).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("`{}{dots}`", visible(&short))
}

/// Words as a list in a sentence, each in backticks: `a`, `b` and `c`.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = words.into_iter().map(|word| format!("`{}`", visible(word))).collect();
    joined(&quoted)
}

/// Phrases as a sentence has them: one, two and three.
pub(crate) fn joined(phrases: &[impl AsRef<str>]) -> String {
    let phrases: Vec<&str> = phrases.iter().map(AsRef::as_ref).collect();
    match phrases.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        few => few.concat(),
    }
}

/// Phrases as a sentence has them of which one is enough: one, two or three. Of many the first few.
pub(crate) fn either(phrases: &[impl AsRef<str>], shown: usize) -> String {
    let mut phrases: Vec<&str> = phrases.iter().map(AsRef::as_ref).collect();
    let more = format!("{} more", phrases.len().saturating_sub(shown));
    if phrases.len() > shown + 1 {
        phrases.truncate(shown);
        phrases.push(&more);
    }
    match phrases.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        few => few.concat(),
    }
}

/// The first few words as [`listed`] writes them, and the number of the others.
pub(crate) fn listed_some(words: &[String]) -> String {
    match words {
        [one, two, three, _, rest @ ..] if !rest.is_empty() => {
            let more = words.len() - 3;
            format!("`{}`, `{}`, `{}` and {more} more", visible(one), visible(two), visible(three))
        }
        _ => listed(words.iter().map(String::as_str)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown() {
        assert_eq!(visible("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(visible("x\u{202e}y"), "x\\u{202e}y");
        assert_eq!(visible("one\r\ntwo"), "one two");
        assert!(matches!(visible("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn commands_of_a_ci_runner_are_escaped() {
        for (text, shown) in [
            ("::error::x", "\\u{3a}:error::x"),
            ("so ::add-mask::x", "so \\u{3a}:add-mask::x"),
            ("a\n::stop-commands::t", "a \\u{3a}:stop-commands::t"),
            (":::", "\\u{3a}::"),
            ("##[error]x", "##\\u{5b}error]x"),
            ("#\u{200d}#\u{200d}[x", "#\u{200d}#\u{200d}\\u{5b}x"),
            ("a ###vso[task.setvariable]", "a ###vso\\u{5b}task.setvariable]"),
            ("std::env, [a](b), # [x], ## [Unreleased]", "std::env, [a](b), # [x], ## [Unreleased]"),
        ] {
            assert_eq!(visible(text), shown);
            assert_eq!(visible(shown), shown, "shown text does not change again");
        }
    }

    #[test]
    fn one_of_several_is_named_with_or() {
        for (phrases, shown, expected) in [
            (&[][..], 2, ""),
            (&["Ines Roy"], 2, "Ines Roy"),
            (&["Ines Roy", "Sam Okafor"], 2, "Ines Roy or Sam Okafor"),
            // One more than fits is named as well.
            (&["Ines Roy", "Sam Okafor", "Bo Lund"], 2, "Ines Roy, Sam Okafor or Bo Lund"),
            (&["Ines Roy", "Sam Okafor", "Bo Lund", "Kim Lee"], 2, "Ines Roy, Sam Okafor or 2 more"),
        ] {
            assert_eq!(either(phrases, shown), expected, "{phrases:?}");
        }
    }
}

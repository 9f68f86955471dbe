//! Positions and text shared by every step: byte spans, line and column, repository paths,
//! and how untrusted text is shown. It knows nothing of decisions.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use memchr::memchr_iter;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

/// A half-open range of bytes, counted from the start of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from its two ends.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same range, moved right by `by` bytes.
    pub(crate) fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// The text that the span covers; empty when the span does not fit the text.
    pub(crate) fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The part of the span on its first line, without the line end.
    ///
    /// A mark over many lines says less than a mark at the place where reading starts.
    pub(crate) fn first_line(self, text: &str) -> Self {
        let line = self.of(text).lines().next().unwrap_or_default();
        Self::new(self.start, self.start + line.trim_end().len())
    }

    /// The span without white space at its two ends.
    pub(crate) fn trimmed(self, text: &str) -> Self {
        let slice = self.of(text);
        let start = self.start + (slice.len() - slice.trim_start().len());
        Self::new(start, start + slice.trim().len())
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A value and the place it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value with its place.
    pub(crate) fn new(value: T, span: impl Into<Span>) -> Self {
        Self { value, span: span.into() }
    }
}

/// A path relative to the root of the repository, with `/` on every host.
///
/// Bytes that are not UTF-8 are written `\xNN`. A backslash that stands before such letters in the
/// name itself is written `\x5c`, so that two names never become one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RepoPath(String);

impl RepoPath {
    /// A path from text that already is relative and uses `/`.
    pub(crate) fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// A path from the bytes git keeps.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        let mut path = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            let mut rest = chunk.valid();
            while let Some(at) = rest.find("\\x") {
                let is_escape = rest.as_bytes()[at + 2..]
                    .first_chunk::<2>()
                    .is_some_and(|digits| digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')));
                path.push_str(&rest[..at]);
                path.push_str(if is_escape { "\\x5cx" } else { "\\x" });
                rest = &rest[at + 2..];
            }
            path.push_str(rest);
            for byte in chunk.invalid() {
                path.push_str(&format!("\\x{byte:02x}"));
            }
        }
        Self(path)
    }

    /// The whole path.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part of the path.
    pub(crate) fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The file name without its last ending.
    pub(crate) fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Whether it lies below a folder; everything lies below the root, which has no name.
    pub(crate) fn is_below(&self, folder: &str) -> bool {
        folder.is_empty() || self.0.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The name of the folder that holds the file, if it has one.
    pub(crate) fn folder_name(&self) -> Option<&str> {
        let (folder, _) = self.0.rsplit_once('/')?;
        folder.rsplit('/').next()
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&visible(&self.0))
    }
}

/// A path as part of a URL.
pub(crate) fn path_in_url(path: &str) -> String {
    utf8_percent_encode(path, IN_URL).to_string()
}

/// What a path keeps in a URL.
const IN_URL: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Line and column of a byte, both from 1, the column in characters.
///
/// A byte inside a character or past the end counts as the nearest place before it.
pub(crate) fn line_column(text: &str, byte: usize) -> (usize, usize) {
    let byte = floor_char(text, byte);
    let before = &text[..byte];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// The column of a byte, from 1, in bytes.
pub(crate) fn byte_column(text: &str, byte: usize) -> usize {
    let byte = floor_char(text, byte);
    byte - text[..byte].rfind('\n').map_or(0, |at| at + 1) + 1
}

/// Lines and columns of many places. Each text is walked once, however many places are asked for.
#[derive(Default)]
pub(crate) struct Places {
    /// Where the lines of a text start, and whether all of it is ASCII, by where the text lies.
    texts: HashMap<*const u8, (Vec<usize>, bool)>,
}

impl Places {
    /// What [`line_column`] says.
    pub(crate) fn line_column(&mut self, text: &str, byte: usize) -> (usize, usize) {
        let (starts, is_ascii) = self.texts.entry(text.as_ptr()).or_insert_with(|| {
            let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            (std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect(), text.is_ascii())
        });
        let byte = floor_char(text, byte);
        let line = starts.partition_point(|start| *start <= byte);
        let before = &text[starts[line - 1]..byte];
        (line, if *is_ascii { before.len() } else { before.chars().count() } + 1)
    }
}

/// What stands between the feeds of a text: [`str::lines`] with carriage returns, and with an empty
/// line behind a last feed. Several times as fast.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = memchr_iter(b'\n', text.as_bytes()).chain((!text.is_empty()).then_some(text.len()));
    ends.scan(0, |start, end| Some(&text[std::mem::replace(start, (end + 1).min(text.len()))..end]))
}

/// The nearest character boundary at or before `byte`.
pub(crate) fn floor_char(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// Whether a character could steer a terminal, hide, or turn the reading direction:
/// C0, DEL, C1, bidi controls, zero-width characters, the byte order mark, tag characters.
pub(crate) fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Text from a file as it may be printed: hidden characters become `\u{…}`, line ends a space, and
/// nothing is left that the runner of a CI job would take for a command.
///
/// Everything that came out of a repository goes through here before it reaches a terminal or
/// the log of a CI job. Zero-width joiners stay: names and emoji need them.
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
            // Words may come to stand at the start of a line, where `::name::` is a command.
            ':' if characters.peek() == Some(&':') && shown.chars().next_back().is_none_or(char::is_whitespace) => {
                shown.push_str("\\u{3a}");
            }
            '[' if opens_command(&shown) => shown.push_str("\\u{5b}"),
            plain => shown.push(plain),
        }
    }
    Cow::Owned(shown)
}

/// Whether a `[` behind this text would open a command to a runner, anywhere in a line: `##[` on
/// GitHub, `##vso[` on Azure, `##teamcity[` on TeamCity. What draws source lines drops joiners, so
/// these hide nothing.
pub(crate) fn opens_command(before: &str) -> bool {
    let shown = before.chars().rev().filter(|character| !is_ignorable(*character));
    let mut before_name = shown.skip_while(char::is_ascii_alphabetic);
    before_name.next() == Some('#') && before_name.next() == Some('#')
}

/// Whether Unicode shows a character as nothing by itself (`Default_Ignorable_Code_Point`): soft
/// hyphens, joiners, variation selectors. Two names that differ in them alone look the same.
fn is_ignorable(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Text as it is compared: one Unicode form (NFKC), lower case, white space folded, characters that
/// show nothing left out.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        let mut folded = one_line(text).into_owned();
        folded.make_ascii_lowercase();
        return folded;
    }
    let shown = text.chars().filter(|character| !is_ignorable(*character));
    let lower: String = shown.nfkc().flat_map(char::to_lowercase).collect();
    folded_words(lower.split_whitespace())
}

/// A path as a disk may take it that tells neither case nor Unicode forms apart, and sees no
/// characters that show nothing. Two paths that are alike in this are one file there.
pub(crate) fn disk_name(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.chars().filter(|character| !is_ignorable(*character)).nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// White space folded to single spaces, nothing else changed.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_ascii();
    if is_tidy(trimmed.as_bytes()) {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(match text.is_ascii() {
        true => folded_words(text.split_ascii_whitespace()),
        false => folded_words(text.split_whitespace()),
    })
}

/// Whether a text is ASCII without control characters, and has no two spaces in a row. Each byte is asked about with the
/// one behind it, and several pairs at a time.
fn is_tidy(text: &[u8]) -> bool {
    const PIECE: usize = 8;
    let is_odd = |one: u8, next: u8| (one < b' ') | !one.is_ascii() | ((one == b' ') & (next == b' '));
    let is_plain = |(ones, nexts): (&[u8; PIECE], &[u8; PIECE])| {
        !ones.iter().zip(nexts).fold(false, |any, (one, next)| any | is_odd(*one, *next))
    };
    let Some((last, ones)) = text.split_last() else {
        return true;
    };
    let nexts = &text[1..];
    let (pieces, rest) = ones.as_chunks();
    let is_rest_tidy = match (ones.last_chunk(), nexts.last_chunk()) {
        // What is left over lies in the last piece that can be cut off.
        (Some(ones), Some(nexts)) => is_plain((ones, nexts)),
        _ => !rest.iter().zip(nexts).any(|(one, next)| is_odd(*one, *next)),
    };
    is_rest_tidy && !is_odd(*last, 0) && pieces.iter().zip(nexts.as_chunks().0).all(is_plain)
}

/// Whether a text has at least so many words. Scripts that leave no space between words have one
/// word in every two characters.
pub(crate) fn has_words(text: &str, least: usize) -> bool {
    if text.is_ascii() {
        let has_letter = |word: &&str| word.bytes().any(|byte| byte.is_ascii_alphanumeric());
        return text.split_ascii_whitespace().filter(has_letter).take(least).count() == least;
    }
    let is_dense = |character: char| {
        matches!(character,
            '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ff9d}' | '\u{20000}'..='\u{3ffff}')
    };
    let is_spaced = |word: &&str| word.chars().any(|character| character.is_alphanumeric() && !is_dense(character));
    let dense = text.chars().filter(|character| is_dense(*character)).count();
    text.split_whitespace().filter(is_spaced).count() + dense / 2 >= least
}

fn folded_words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut folded = String::new();
    for word in words {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// The candidate nearest to `word`, when it is near enough to be a slip of the keys.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    candidates
        .into_iter()
        // Two words differ at least by their lengths, and comparing a long one letter by letter takes
        // a table as long as it is.
        .filter(|candidate| {
            let letters = candidate.chars().count();
            letters.abs_diff(length) * 3 <= letters
        })
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        // A third of the letters may be wrong: `acepted` is near, `experimental` is near nothing.
        .filter(|(distance, candidate)| *distance * 3 <= candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The start of a text as a sentence has it, in backticks.
pub(crate) fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    let short: String = text.chars().take(SHOWN).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("`{}{dots}`", visible(&short))
}

/// Several words as a sentence has them: `a`, `b` and `c`, each in backticks.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = words.into_iter().map(|word| format!("`{}`", visible(word))).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

/// The first few of many words, as [`listed`] has them, and how many more there are.
pub(crate) fn listed_some(words: &[String]) -> String {
    let shown = |words: &[String]| listed(words.iter().map(String::as_str));
    match words {
        [one, two, three, _, rest @ ..] if !rest.is_empty() => {
            let more = words.len() - 3;
            format!("`{}`, `{}`, `{}` and {more} more", visible(one), visible(two), visible(three))
        }
        _ => shown(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_feeds() {
        let text = "é—x\r\nab";
        assert_eq!(line_column(text, 0), (1, 1));
        assert_eq!(line_column(text, text.find('x').unwrap()), (1, 3));
        assert_eq!(line_column(text, text.find('b').unwrap()), (2, 2));
        assert_eq!(line_column(text, 1), (1, 1), "inside a character");
        assert_eq!(line_column(text, 999), (2, 3), "past the end");
        assert_eq!(byte_column(text, text.find('x').unwrap()), 6);
        assert_eq!(byte_column(text, 999), 3);
        let mut places = Places::default();
        for byte in 0..12 {
            assert_eq!(places.line_column(text, byte), line_column(text, byte), "{byte}");
        }
    }

    #[test]
    fn lines_end_at_their_feeds() {
        let all = |text| lines(text).collect::<Vec<_>>();
        assert_eq!(all("a\n\nb"), ["a", "", "b"]);
        assert_eq!(all("é\r\n"), ["é\r", ""]);
        assert!(all("").is_empty());
    }

    #[test]
    fn hidden_characters_are_shown() {
        assert_eq!(visible("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(visible("x\u{202e}y"), "x\\u{202e}y");
        assert_eq!(visible("one\r\ntwo"), "one two");
        assert!(matches!(visible("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn commands_to_a_runner_are_shown_and_no_longer_commands() {
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
            assert_eq!(visible(shown), shown, "what is shown stays as it is");
        }
    }

    #[test]
    fn one_line_folds_white_space_wherever_it_stands() {
        for length in 0..40 {
            let tidy = "a b".repeat(20)[..length].trim().to_owned();
            assert!(matches!(one_line(&tidy), Cow::Borrowed(_)), "{tidy}");
            for at in 0..=tidy.len() {
                let (before, behind) = tidy.split_at(at);
                let words: Vec<&str> =
                    before.split(' ').chain(behind.split(' ')).filter(|word| !word.is_empty()).collect();
                for space in ["  ", "\n", " \t", "\r\n"] {
                    assert_eq!(one_line(&format!("{before}{space}{behind}")), words.join(" "));
                }
                assert_eq!(
                    one_line(&format!("{before}é\u{2003}\u{b}{behind}")),
                    format!("{before}é {}", behind.trim_start()).trim()
                );
                assert_eq!(one_line(&format!("{before}x\u{b}x{behind}")), format!("{before}x\u{b}x{behind}"));
            }
        }
    }

    #[test]
    fn folding_joins_unicode_forms_case_and_space() {
        assert_eq!(fold("Franc\u{327}ois  Martin"), fold("FRANÇOIS\tmartin"));
        assert_ne!(fold("Ana"), fold("Anna"));
        for hidden in ['\u{ad}', '\u{34f}', '\u{200d}', '\u{fe0f}', '\u{3164}', '\u{e0100}'] {
            assert_eq!(fold(&format!("An{hidden}a")), "ana");
        }
    }

    #[test]
    fn words_are_counted_with_and_without_spaces() {
        for (text, count) in
            [("", 0), ("please — no", 2), ("it's too late!", 3), ("金曜日は困ります。", 4), ("APIが遅い", 2)]
        {
            assert!(has_words(text, count) && !has_words(text, count + 1), "{text}");
        }
    }

    #[test]
    fn paths_that_are_not_utf8_stay_apart() {
        let names: [&[u8]; 9] = [
            b"a\xff.md",
            b"a\xfe.md",
            b"a\\xff.md",
            b"a\\x5cxff.md",
            b"a\\\xff.md",
            b"a\\\\xff.md",
            b"a\\x\xff.md",
            b"a\\xFF.md",
            b"a\\xf",
        ];
        let paths: std::collections::BTreeSet<RepoPath> = names.iter().map(|name| RepoPath::from_bytes(name)).collect();
        assert_eq!(paths.len(), names.len(), "{paths:?}");
        assert_eq!(RepoPath::from_bytes(b"a\\xff.md").as_str(), "a\\x5cxff.md");
        assert_eq!(RepoPath::from_bytes(b"a\\b\\xg\\x").as_str(), "a\\b\\xg\\x");
        assert_eq!(RepoPath::from_bytes(b"d/0001-a.md").stem(), "0001-a");
    }

    #[test]
    fn names_that_some_disks_take_for_one_are_alike() {
        for (one, other) in [("Infra/É", "infra/e\u{301}"), ("a\u{200d}b", "AB"), ("ΑΣ", "ας")] {
            let alike = one != "ΑΣ";
            assert_eq!(disk_name(one) == disk_name(other), alike, "{one}");
        }
        assert_ne!(disk_name("ﬁ"), disk_name("fi"), "no disk does that");
    }

    #[test]
    fn nearest_is_near() {
        assert_eq!(nearest("acepted", ["proposed", "accepted"]), Some("accepted"));
        assert_eq!(nearest("experimental", ["proposed", "accepted"]), None);
        assert_eq!(nearest(&"a".repeat(1_000_000), ["proposed", "accepted"]), None);
    }
}

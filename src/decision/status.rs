//! The status: its words as written, and what they mean. Decoration says nothing, and a remark may say another thing; in
//! doubt a status is unknown, and never accepted.

use std::ops::Range;

use super::words_of;
use crate::document::header::{Field, Value};
use crate::document::headerless::relations;
use crate::text::{Span, fold, one_line};
use crate::vocabulary::day::{Day, iso, meanings};
use crate::vocabulary::words::{StatusKind, Words};

/// A status as written and as understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    /// The word or words, without marks around them.
    pub word: String,
    /// Their place in the file.
    pub span: Span,
    /// What they mean, if they are known.
    pub kind: Option<StatusKind>,
}

impl Status {
    /// The word for what it means, or the words as written when they mean nothing here.
    pub(crate) fn shown(&self) -> &str {
        self.kind.map_or(self.word.as_str(), |kind| kind.word())
    }
}

/// Reads a status.
pub(super) fn read(text: &str, field: &Field, words: &Words) -> Option<Status> {
    let span = field.value.span;
    // Of several statuses nobody can say which one holds: `[accepted, proposed]`.
    if matches!(&field.value.value, Value::List { items, .. } if items.iter().filter(|item| !item.is_empty()).count() > 1)
    {
        return Some(Status { word: one_line(span.of(text)).into_owned(), span, kind: None });
    }
    let written = words_of(text, &field.value);
    let options = options(written);
    if !options.is_empty() {
        let mut ticked = options.iter().filter(|option| option.is_ticked);
        let only = ticked.next().filter(|_| ticked.next().is_none());
        let Some(option) = only else {
            return Some(Status { word: one_line(written).into_owned(), span, kind: None });
        };
        let name = &written[option.name.clone()];
        let at =
            span.of(text).find(written).map_or(span, |at| Span::from(option.name.clone()).shifted(span.start + at));
        return Some(Status { word: bare(name).to_owned(), span: at, kind: status_kind(name, words) });
    }
    let word = one_line(written);
    let word = bare(&word);
    if word.is_empty() {
        return None;
    }
    Some(Status { word: word.to_owned(), span, kind: status_kind(word, words) })
}

/// A status without marks around it.
fn bare(word: &str) -> &str {
    let word = word.trim_matches(['{', '}', '`', '*', '_', '"', '\'', '\\', ' ']);
    // Brackets around all of it, not those of a link.
    let inner =
        word.strip_prefix('[').and_then(|word| word.strip_suffix(']')).filter(|word| !word.contains(['[', ']']));
    inner.unwrap_or(word).trim_end_matches('.').trim()
}

/// One status of a list to tick.
pub(crate) struct StatusOption {
    /// The box.
    pub sign: Range<usize>,
    /// Whether it is ticked.
    pub is_ticked: bool,
    /// The words after it.
    pub name: Range<usize>,
}

/// The signs of boxes, each with whether it is ticked.
const BOXES: &[(&str, bool)] = &[("[ ]", false), ("[x]", true), ("[X]", true), ("☐", false), ("☑", true), ("☒", true)];

/// The statuses of a list to tick: `[ ] Proposed [x] Accepted`.
pub(crate) fn options(written: &str) -> Vec<StatusOption> {
    let mut signs: Vec<(Range<usize>, bool)> = BOXES
        .iter()
        .flat_map(|(sign, is_ticked)| written.match_indices(sign).map(|(at, _)| (at..at + sign.len(), *is_ticked)))
        .collect();
    signs.sort_by_key(|(sign, _)| sign.start);
    let ends: Vec<usize> = signs.iter().skip(1).map(|(sign, _)| sign.start).chain([written.len()]).collect();
    signs
        .into_iter()
        .zip(ends)
        .map(|((sign, is_ticked), end)| {
            // Up to the mark of the next item of the list.
            let name = written[sign.end..end].lines().next().unwrap_or_default();
            let start = sign.end + (name.len() - name.trim_start().len());
            let name = name.trim().trim_end_matches(['-', '+', '|', ',', '/', ';', ' ']);
            StatusOption { is_ticked, name: start..start + name.len(), sign }
        })
        .collect()
}

/// Signs beside the words of a status that agree with them, or say nothing. Any other one may doubt or deny them.
const YES: &[char] = &[
    '✅', '✔', '✓', '☑', '🗹', '🟢', '🟩', '💚', '👍', '🆗', '👌', '🎉', '🎊', '🚀', '🏁', '⭐', '🌟', '✨', '💯', '📌',
    '🔒', '📗', '📜', '⚖', '🤝', '●', '•', '·', '→', '➡', '▶',
];

/// The codes of such signs.
const YES_CODES: &[&str] = &[
    "white_check_mark",
    "heavy_check_mark",
    "ballot_box_with_check",
    "check",
    "green_circle",
    "large_green_circle",
    "green_heart",
    "+1",
    "thumbsup",
    "ok",
    "ok_hand",
    "tada",
    "rocket",
    "star",
    "sparkles",
    "100",
    "lock",
    "pushpin",
];

/// Whether all signs in the words of a status agree with them: no `❌`, no `❓`, no `¬`. `folded` has no wide forms.
fn agrees(folded: &str, words: &Words) -> bool {
    // The marks of a script are no signs.
    let own = words.statuses.keys().filter(|known| !known.is_ascii());
    let signs = own.fold(folded.to_owned(), |rest, known| rest.replace(known.as_str(), ""));
    let is_sign = |letter: &char| !letter.is_ascii() && !letter.is_alphanumeric() && !letter.is_whitespace();
    let is_mark = |letter: char| matches!(letter, '\u{2010}'..='\u{201f}' | '«' | '»' | '\u{3001}'..='\u{3011}');
    signs.chars().filter(is_sign).all(|sign| YES.contains(&sign) || is_mark(sign))
        && codes(folded).all(|code| YES_CODES.contains(&code))
}

/// What the words of a status mean.
pub(super) fn status_kind(word: &str, words: &Words) -> Option<StatusKind> {
    let folded = with_usual_words(&fold(word));
    let kind = kind_of(without_day(undecorated(&without_codes(&folded))), words)?;
    let binds = matches!(kind, StatusKind::Accepted | StatusKind::Waived);
    (!binds || agrees(&folded, words)).then_some(kind)
}

/// A folded status with `superseded` for words that mean the same. A sentence on what replaces a part of a program says
/// nothing about the record: what follows has to be another one.
fn with_usual_words(folded: &str) -> String {
    let usual = folded.replace("superceded", "superseded");
    match usual.split_once("replaced by ") {
        Some((before, target)) if target.starts_with('[') || starts_with_id(target) => {
            format!("{before}superseded by {target}")
        }
        _ => usual,
    }
}

/// Whether a text starts with a word that has a digit.
fn starts_with_id(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()))
}

fn kind_of(plain: &str, words: &Words) -> Option<StatusKind> {
    if let Some(kind) = words.statuses.get(plain) {
        return Some(*kind);
    }
    let starts = words.statuses.iter().filter(|(known, _)| plain.starts_with(*known) && is_border(plain, known.len()));
    let (known, kind) = starts.max_by_key(|(known, _)| known.len())?;
    let remark = &plain[known.len()..];
    let rest = undecorated(remark);
    if is_day(rest) {
        return Some(*kind);
    }
    // `superseded-in-part by 0032`, where the log says what that means.
    if known.len() > "superseded".len() && relations(plain).first().is_some_and(|(_, from, _)| *from > known.len()) {
        return Some(*kind);
    }
    // The label of a link says nothing about the status.
    let remark = &*unlinked(remark);
    let rest = undecorated(remark);
    let names = named(remark, words);
    if *kind == StatusKind::Superseded {
        // `superseded in part by 0032` leaves the other part.
        let is_partly = ["in part", "partially", "partly"].iter().any(|words| rest.starts_with(words));
        return Some(*kind).filter(|_| !is_partly && !is_denied(rest) && names.iter().all(|name| name == kind));
    }
    if names.is_empty() {
        // A reason after a mark changes nothing for who does not have to follow it anyway: `rejected (too late)`.
        let is_apart = remark.trim_start().starts_with(['(', ',', ';', ':', '-', '–', '—']);
        let binds = matches!(kind, StatusKind::Accepted | StatusKind::Waived);
        let is_reason = !binds && is_apart && !is_denied(rest);
        return Some(*kind).filter(|_| is_reason || is_relation(undecorated(&plain[known.len()..])));
    }
    let is_one = names.iter().all(|name| *name == names[0]);
    let binds = matches!(names[0], StatusKind::Accepted | StatusKind::Waived);
    (is_one && !binds && !is_denied(rest) && !is_list(remark, words)).then_some(names[0])
}

/// Without a day before it: `2026-03-02: accepted`.
fn without_day(plain: &str) -> &str {
    let is_apart = |rest: &str| rest.starts_with(|next: char| !next.is_alphanumeric());
    let day = plain.split_at_checked(10).filter(|(day, rest)| iso(day).is_some() && is_apart(rest));
    day.map_or(plain, |(_, rest)| undecorated(rest))
}

/// Without decoration around it, which says nothing: signs, marks and brackets, but none that doubts or strikes out.
fn undecorated(text: &str) -> &str {
    let is_decoration = |letter: char| match letter.is_ascii() {
        true => " *_`\"'\\.!{}[]():-|,;".contains(letter),
        false => !letter.is_alphanumeric(),
    };
    // `[Accepted](https://example.org/pull/5)`
    let text = match text.strip_prefix('[').and_then(|text| text.split_once("](")) {
        Some((label, target)) if target.trim_end().ends_with(')') && !target.contains(' ') => label,
        _ => text,
    };
    text.trim_matches(is_decoration)
}

/// Without the labels and targets of links.
fn unlinked(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        shown.push_str(before);
        let Some((_, target)) = link.split_once("](") else {
            return shown + "[" + link;
        };
        rest = target.split_once(')').map_or("", |(_, after)| after);
    }
    shown + rest
}

/// Without the codes of signs: `:white_check_mark:`.
fn without_codes(text: &str) -> String {
    text.split(' ').filter(|word| code(word).is_none()).collect::<Vec<_>>().join(" ")
}

/// The codes of signs in a text.
fn codes(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').filter_map(code)
}

fn code(word: &str) -> Option<&str> {
    word.strip_prefix(':')?.strip_suffix(':').filter(|code| !code.is_empty())
}

/// Whether a word ends at a byte.
fn is_border(text: &str, at: usize) -> bool {
    let mut after = text[at..].chars();
    let ends_dense = text[..at].chars().next_back().is_some_and(|last| !last.is_ascii());
    match after.next() {
        None => true,
        // `superseded-in-part` is a word of its own.
        Some('-' | '_') => !after.next().is_some_and(char::is_alphanumeric),
        // Scripts without spaces.
        Some(next) => !next.is_alphanumeric() || (ends_dense && !next.is_alphabetic()),
    }
}

/// Whether a remark is a day, or the month or the year.
fn is_day(remark: &str) -> bool {
    let says = ["on ", "since ", "as of ", "at ", "in ", "from "];
    let remark = says.iter().find_map(|says| remark.strip_prefix(says)).unwrap_or(remark).trim();
    let is_year =
        |text: &str| text.len() == 4 && text.starts_with(['1', '2']) && text.bytes().all(|b| b.is_ascii_digit());
    let is_one = |text: &str| {
        let day = Day::read(text, Span::default());
        day.iso || !meanings(text).is_empty() || is_year(text) || !meanings(&format!("1 {text}")).is_empty()
    };
    !remark.is_empty()
        && (is_one(remark) || remark.split(',').map(str::trim).all(|part| part.len() > 4 && is_one(part)))
}

/// The statuses that a remark names.
fn named(remark: &str, words: &Words) -> Vec<StatusKind> {
    let is_free = |at: usize| !remark[..at].ends_with(|before: char| before.is_alphanumeric() && before.is_ascii());
    let is_named =
        |known: &str| remark.match_indices(known).any(|(at, _)| is_free(at) && is_border(remark, at + known.len()));
    words.statuses.iter().filter(|(known, _)| is_named(known)).map(|(_, kind)| *kind).collect()
}

/// Words that take back what is said after or before them.
#[rustfmt::skip]
const DENIALS: &[&str] = &[
    "not", "no", "never", "nothing", "nobody", "isn't", "wasn't", "un", "if", "unless", "until", "before", "may",
    "might", "will", "would", "should", "could", "can", "to", "soon", "part", "partially", "partly", "was", "formerly", "once",
    "previously", "nicht", "kein", "noch", "pas", "jamais", "no,", "não", "niet", "non",
];

/// Whether a remark denies or doubts what it names.
fn is_denied(remark: &str) -> bool {
    remark.contains('?')
        || remark.split(|c: char| !c.is_alphanumeric() && c != '\'').any(|word| DENIALS.contains(&word))
}

/// Whether a remark only goes on with a list of statuses: `accepted, proposed`.
fn is_list(remark: &str, words: &Words) -> bool {
    let parts = remark.split(|letter: char| ",|/;[]{} ".contains(letter)).filter(|part| !part.is_empty());
    parts.into_iter().all(|part| part == "or" || part == "and" || words.statuses.contains_key(part))
}

/// Whether a remark says how the record relates to others, and nothing else: `(supersedes 0002)`.
fn is_relation(remark: &str) -> bool {
    let found = relations(remark);
    let is_first = found.first().is_some_and(|(key, from, _)| *key != "superseded-by" && remark[..*from].len() < 24);
    // `[7. More](0007-more.md)`, `ADR 7`, `0007-more.md`, and nothing behind it.
    let is_link = |piece: &str| {
        let end = if piece.contains("](") { piece.rsplit_once("](") } else { piece.rsplit_once(']') };
        piece.starts_with('[') && end.is_some_and(|(_, end)| !end.trim_end_matches(')').contains([')', ' ']))
    };
    let is_id = |piece: &str| piece.split(' ').count() < 3 && piece.ends_with(|c: char| c.is_ascii_digit());
    let is_file = |piece: &str| !piece.contains(' ') && piece.contains(|c: char| c.is_ascii_digit());
    let is_target = |piece: &str| is_link(piece) || is_id(piece) || is_file(piece);
    is_first
        && !is_denied(&remark.replace("relates to", "").replace("related to", ""))
        && found.iter().all(|(_, from, to)| {
            let mut pieces = super::link::pieces(&remark[*from..*to]).peekable();
            pieces.peek().is_some() && pieces.all(is_target)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoration_says_nothing_and_a_remark_may_say_another_thing() {
        use StatusKind::{Accepted, Deprecated, Proposed, Rejected, Superseded};
        for (word, kind) in [
            ("✅ Accepted", Some(Accepted)),
            ("Accepted ✔️", Some(Accepted)),
            (":white_check_mark: accepted", Some(Accepted)),
            ("**Accepted**", Some(Accepted)),
            ("Accepted.", Some(Accepted)),
            ("ACCEPTED!", Some(Accepted)),
            ("[Accepted]", Some(Accepted)),
            ("(accepted)", Some(Accepted)),
            ("[Accepted](https://example.org/pull/5)", Some(Accepted)),
            ("Accepted — 2026-03-02", Some(Accepted)),
            ("Accepted - 2 March 2026", Some(Accepted)),
            ("Accepted on 2026-03-02", Some(Accepted)),
            ("accepted (2026-03-02)", Some(Accepted)),
            ("accepted, 11 février 2026", Some(Accepted)),
            ("accepted since March 2026", Some(Accepted)),
            ("Accepted（2026年3月2日）", Some(Accepted)),
            ("2026-03-02: accepted", Some(Accepted)),
            ("accepted in 2026", Some(Accepted)),
            ("accepted (2026-03-02, 2026-04-02)", Some(Accepted)),
            ("🟢 rejected", Some(Rejected)),
            ("accepted (supersedes 0002)", Some(Accepted)),
            ("accepted, amended by [7. More](0007-more.md)", Some(Accepted)),
            ("superseded", Some(Superseded)),
            ("superseded by 0002", Some(Superseded)),
            ("Superceded by ADR-2", Some(Superseded)),
            ("superseded (0002)", Some(Superseded)),
            ("accepted (superseded by 0002)", Some(Superseded)),
            ("accepted; superseded by [2](0002-b.md)", Some(Superseded)),
            ("accepted, then deprecated", Some(Deprecated)),
            ("accepted → superseded", Some(Superseded)),
            ("proposed (deprecated in 2026)", Some(Deprecated)),
            ("accepted, not yet", None),
            ("accepted?", None),
            ("accepted, proposed", None),
            ("[accepted, proposed]", None),
            ("accepted or rejected", None),
            ("accepted | rejected", None),
            ("accepted (not superseded)", None),
            ("accepted, to be superseded by 0002", None),
            ("accepted with reservations", None),
            ("accepted in principle", None),
            ("accepted (draft)", None),
            ("rejected (too late)", Some(Rejected)),
            ("Proposed — work goes on", Some(Proposed)),
            ("deprecated, use the queue", Some(Deprecated)),
            ("rejected, reproposed in June", Some(Rejected)),
            ("rejected, not yet", None),
            ("proposed for acceptance", None),
            ("proposed → accepted", None),
            ("rejected, later accepted", None),
            ("❌ accepted", None),
            ("~~accepted~~", None),
            ("accepted~", None),
            ("accepted ❓", None),
            ("⏳ accepted", None),
            ("¬accepted", None),
            ("≠ accepted", None),
            ("accepted ×", None),
            (":x: accepted", None),
            ("accepted :hourglass:", None),
            ("a\u{338}ccepted", None),
            ("accepted\u{338}", None),
            ("🎉 “accepted”", Some(Accepted)),
            (":+1: accepted", Some(Accepted)),
            ("⏳ proposed", Some(Proposed)),
            ("accepted, supersedes 0007 pending", None),
            ("accepted, amends [7](0007-more.md) pending", None),
            ("accepted (amends ADR 7 and 0008-more.md)", Some(Accepted)),
            ("2026-03-02: 2026-03-03: accepted", None),
            ("2026-03-02accepted", None),
            ("accepted2026", None),
            ("accepted in 3026", None),
            ("accepted in 12", None),
            ("accepted in 2026, 2027", None),
            ("rejected-ish", None),
            ("[accepted](https://example.org/5) pending", None),
            ("[accepted](https://example.org/5)?", None),
            ("accepted [superseded by 13](0013-more.md)", None),
            ("accepted after all of us had met again, amends 7", None),
            ("accepted (amends most of 7)", None),
            ("superseded, later accepted", None),
            ("not accepted", None),
            ("nearly accepted", None),
            ("acceptedly", None),
            ("superseded-in-part by 0032", None),
            ("superseded in part by 0032", None),
            ("accepted (superseded in part by 0032)", None),
            ("superseded by [9. Not to be accepted before May](0009-not-to-be.md)", Some(Superseded)),
            ("accepted (superseded by [9](0009-not-yet-accepted.md))", Some(Superseded)),
            ("proposed", Some(Proposed)),
            ("", None),
            ("…", None),
        ] {
            assert_eq!(status_kind(word, &Words::default()), kind, "{word}");
        }
    }

    #[test]
    fn a_word_of_the_log_is_a_status_as_well() {
        let mut words = Words::default();
        words.statuses.extend([
            ("in kraft".to_owned(), StatusKind::Accepted),
            ("已接受".to_owned(), StatusKind::Accepted),
            ("स्वीकृत".to_owned(), StatusKind::Accepted),
            ("superseded-in-part".to_owned(), StatusKind::Accepted),
        ]);
        for (word, kind) in [
            ("In Kraft (11. Februar 2026)", Some(StatusKind::Accepted)),
            ("已接受（2026年2月11日）", Some(StatusKind::Accepted)),
            ("superseded-in-part by 0032", Some(StatusKind::Accepted)),
            ("in kraft, noch nicht", None),
            ("已接受2026-02-11", Some(StatusKind::Accepted)),
            ("已接受了", None),
            // The script has marks of its own.
            ("स्वीकृत", Some(StatusKind::Accepted)),
        ] {
            assert_eq!(status_kind(word, &words), kind, "{word}");
        }
    }
}

//! Phrases that name one person: `Ines Roy (support), 2026-02-12`, `Ines Roy said on 2026-02-12:`.

use super::Attribution;
use super::attribution::{Bare, Range, colon, phrase};
use super::inline::Inline;
use crate::document::block::Block;
use crate::text::{Span, fold};
use crate::vocabulary::day::{self, Day};
use crate::vocabulary::parties;
use crate::vocabulary::party::Party;
use crate::vocabulary::person::Personhood;
use crate::vocabulary::words::Words;

/// The longest phrase that is read as the name of a speaker, in bytes.
pub(super) const PHRASE: usize = 200;

/// What comes before a name, and says no more than that somebody said something.
const LEADS: &[&str] = &[
    "from ",
    "by ",
    "according to ",
    "quoting ",
    "von ",
    "as ",
    "said by ",
    "asked by ",
    "written by ",
    "raised by ",
    "de ",
    "advice from ",
    "advice by ",
    "feedback from ",
    "feedback by ",
    "input from ",
    "comment from ",
    "comment by ",
    "comments from ",
    "comments by ",
    "response from ",
    "answer from ",
    "reply from ",
    "concern from ",
    "concerns from ",
    "concern of ",
    "words of ",
    "quote from ",
];

/// What is said to have been done with words.
const VERBS: &[&str] = &[
    "said",
    "says",
    "wrote",
    "writes",
    "asked",
    "asks",
    "replied",
    "replies",
    "answered",
    "answers",
    "commented",
    "comments",
    "commenting",
    "noted",
    "notes",
    "added",
    "adds",
    "raised",
    "raises",
    "reported",
    "reports",
    "warned",
    "warns",
    "objected",
    "objects",
    "argued",
    "argues",
    "suggested",
    "suggests",
    "explained",
    "explains",
    "responded",
    "responds",
    "remarked",
    "remarks",
    "stated",
    "states",
    "sagte",
    "sagt",
    "schrieb",
    "schreibt",
    "meinte",
    "meint",
    "dijo",
    "dice",
    "escribió",
    "dit",
    "écrit",
    "disse",
    "escreveu",
    "scrisse",
    "detto",
    "scritto",
    "zei",
    "schreef",
];

/// Verbs before a verb: `a dit`, `ha detto`.
const AUXILIARIES: &[&str] = &["has", "had", "a", "ha", "hat", "heeft"];

/// Nouns behind a name: `Ines Roy's advice`.
const NOUNS: &[&str] = &[
    "advice",
    "feedback",
    "input",
    "comment",
    "comments",
    "response",
    "answer",
    "reply",
    "concern",
    "concerns",
    "words",
    "view",
    "opinion",
    "question",
    "objection",
];

/// Small words around a day or a place.
const PREPOSITIONS: &[&str] = &["on", "in", "at", "via", "that", "am", "im", "le", "el", "em", "il", "op", "the"];

/// The words of a phrase that names a person which say nothing else.
pub(crate) fn small_words() -> impl Iterator<Item = &'static str> {
    [LEADS, VERBS, AUXILIARIES, NOUNS, PREPOSITIONS].into_iter().flatten().copied()
}

/// Who said it, when a phrase names one person and nothing else: `Ines Roy (support), 2026-02-12:`, `Ines Roy said on
/// 2026-02-12:`.
pub(super) fn by_line(text: &str, inline: &Inline<'_>, range: Range, known: &Words) -> Option<Attribution> {
    let (mut from, to) = trimmed(&inline.text, range);
    if from >= to || to - from > PHRASE || inline.text[from..to].contains(['=', '{', '}', '|', '\\']) {
        return None;
    }
    let mut day_before = None;
    if let Some((start, end)) = lead_day(&inline.text[from..to]) {
        let (start, end) = (from + start, from + end);
        day_before = Some(Day::read(&inline.text[start..end], inline.span(text, start, end)));
        from = end + inline.text[end..to].len() - inline.text[end..to].trim_start_matches([',', ' ', '，', ':']).len();
    }
    let lead = LEADS.iter().filter(|lead| starts_with(&inline.text[from..to], lead)).map(|lead| lead.len()).max();
    from += lead.unwrap_or(0);
    let mut named = match verb(&inline.text[from..to]) {
        Some((name, rest)) => spoken(text, inline, (from, from + name), (from + rest, to))?,
        None => {
            let named = phrase(text, inline, (from, to), Bare::Role)?;
            // `Ines Roy, Sam Okafor` are two people, not one with a role.
            let role = named.speaker.role.as_deref().filter(|role| !role.starts_with('@'));
            let is_more = |role: &str| {
                role.split_whitespace().count() > 8 || (has_day(role) && !named.speaker.text.contains(role))
            };
            if role.is_some_and(|role| role.split([',', '、', '，']).any(is_name) || is_more(role)) {
                return None;
            }
            named
        }
    };
    if named.date.is_none() {
        day_of_role(text, inline, (from, to), &mut named);
        named.date = named.date.or(day_before);
    }
    is_somebody(&named, known).then_some(named)
}

/// Whether an attribution names a person, and nothing that is a word of this tool.
fn is_somebody(named: &Attribution, known: &Words) -> bool {
    let name = fold(&named.speaker.shown());
    let first = name.split([' ', ':', '：']).next().unwrap_or_default();
    let is_word = [name.as_str(), first].iter().any(|word| {
        known.dispositions.contains_key(*word)
            || known.statuses.contains_key(*word)
            || known.consultation.iter().chain(&known.trial).any(|heading| heading == word)
    });
    let is_person = match parties::in_phrase(&named.speaker.text) {
        names if names.len() > 1 => names.iter().all(|party| party.personhood() == Personhood::Yes),
        _ => named.speaker.personhood() == Personhood::Yes,
    };
    // In small letters a phrase needs more than that: `can short-circuit`.
    let is_lower = named.speaker.name.as_deref().is_some_and(|name| name.starts_with(char::is_lowercase));
    let says_more = named.date.is_some() || named.speaker.handle.is_some() || named.speaker.mail.is_some();
    is_person && !is_word && (!is_lower || says_more)
}

/// Whether words are the name of a person.
pub(super) fn is_name(words: &str) -> bool {
    Party::read(words, Span::default()).personhood() == Personhood::Yes
}

fn has_day(text: &str) -> bool {
    !day::find_all(text).is_empty()
}

fn starts_with(text: &str, lead: &str) -> bool {
    text.get(..lead.len()).is_some_and(|start| start.eq_ignore_ascii_case(lead))
}

/// The day in `On 2026-02-12, Ines Roy wrote`.
fn lead_day(phrase: &str) -> Option<Range> {
    let start = if starts_with(phrase, "on ") { 3 } else { 0 };
    let day = phrase.get(start..start + 10)?;
    day::has_iso_shape(day).then_some((start, start + 10))
}

/// Where the name ends and what follows the verb starts, in `Ines Roy said on 2026-02-12`.
fn verb(phrase: &str) -> Option<Range> {
    let mut before = "";
    let mut before_at = 0;
    for word in phrase.split_whitespace() {
        let at = word.as_ptr().addr() - phrase.as_ptr().addr();
        let bare = word.trim_end_matches([':', ',']);
        let is_possessed = NOUNS.contains(&bare) && (before.ends_with("'s") || before.ends_with("’s"));
        if at > 0 && (VERBS.contains(&bare) || is_possessed) {
            let is_second = AUXILIARIES.contains(&before) && before_at > 0;
            let end = if is_second { before_at } else { at };
            let name = phrase[..end].trim_end();
            let name =
                name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).filter(|_| is_possessed).unwrap_or(name);
            return Some((name.len(), at + word.len()));
        }
        (before, before_at) = (bare, at);
    }
    None
}

/// Reads a name with a verb behind it, and from what follows the day and the source.
fn spoken(text: &str, inline: &Inline<'_>, name: Range, rest: Range) -> Option<Attribution> {
    let name = trimmed(&inline.text, name);
    // `Ines Roy from support`
    let words = &inline.text[name.0..name.1];
    let role = [" from ", " of ", " at ", " in "].iter().find_map(|word| Some((words.find(word)?, word.len())));
    let end = role.map_or(name.1, |(at, _)| name.0 + at);
    let mut named = phrase(text, inline, (name.0, end), Bare::Role)?;
    if let Some((at, length)) = role {
        named.speaker = named.speaker.with_role(words[at + length..].to_owned());
    }
    let behind = &inline.text[rest.0..rest.1];
    let day = day::find_all(behind).first().map(|(at, day)| (rest.0 + at, rest.0 + at + day.len()));
    if let Some((start, end)) = day {
        named.date = Some(Day::read(&inline.text[start..end], inline.span(text, start, end)));
    }
    let parts = day.map_or([rest, (rest.1, rest.1)], |(start, end)| [(rest.0, start), (end, rest.1)]);
    // `Ines Roy said on 2026-02-12 that she would not accept:`
    let has_clause = |part: &Range| {
        let mut words = inline.text[part.0..part.1].trim_matches([',', ':', ' ']).split_whitespace();
        words.any(|word| word == "that") && words.next().is_some()
    };
    if parts.iter().any(has_clause) {
        return None;
    }
    let parts = parts.map(|part| without_prepositions(&inline.text, part));
    let mut said = parts.into_iter().filter(|(start, end)| start < end);
    let source = said.next();
    let words = source.map_or("", |(start, end)| &inline.text[start..end]);
    // More than that is a sentence.
    if said.next().is_some() || words.split_whitespace().count() > 6 {
        return None;
    }
    named.source = named.source.or_else(|| inline.source(text, source?.0, source?.1));
    Some(named)
}

/// A range without small words and marks at its ends.
fn without_prepositions(text: &str, range: Range) -> Range {
    let (start, end) = trimmed(text, range);
    let bare = text[start..end].trim_start_matches(['(', ')', '（', '）']);
    let (mut start, mut end) = trimmed(text, (end - bare.len(), end));
    end = start + text[start..end].trim_end_matches(['(', '（', ' ']).len();
    while let Some(word) = text[start..end].split(' ').next().filter(|word| PREPOSITIONS.contains(word)) {
        (start, end) = trimmed(text, (start + word.len(), end));
    }
    while let Some(word) = text[start..end].rsplit(' ').next().filter(|word| PREPOSITIONS.contains(word)) {
        (start, end) = trimmed(text, (start, end - word.len()));
    }
    (start, end)
}

/// A range without white space and marks at its ends.
fn trimmed(text: &str, (start, end): Range) -> Range {
    let marks: &[char] = &[' ', ',', ':', '：', '.', '。', '，', '、', '\t'];
    let slice = text[start..end].trim_start_matches(marks);
    let start = end - slice.len();
    (start, start + slice.trim_end_matches(marks).len())
}

/// Takes the day out of `Ines Roy (support, 2026-02-12)` and `Ines Roy — 2026-02-12`.
fn day_of_role(text: &str, inline: &Inline<'_>, (from, to): Range, named: &mut Attribution) {
    let all = &inline.text[from..to];
    let dashes = [" — ", " – ", " -- ", " - ", "(", "（"];
    let Some(open) = dashes.iter().filter_map(|mark| all.find(mark)).min() else { return };
    let Some((at, day)) = day::find_all(&all[open..]).last().copied() else { return };
    let start = from + open + at;
    named.date = Some(Day::read(day, inline.span(text, start, start + day.len())));
    let role = named.speaker.role.as_deref().unwrap_or_default().replace(day, "");
    let role = role.trim_matches([',', ' ', '，', '、', ';', '—', '–', '-']).to_owned();
    let name = all[..open].trim_end();
    let speaker = Party::read(name, inline.span(text, from, from + name.len()));
    named.speaker = if role.is_empty() { speaker } else { speaker.with_role(role) };
}

/// The speaker whom a heading names: `### Ines Roy (support)`.
pub(super) fn heading(text: &str, blocks: &[Block<'_>], known: &Words) -> Option<Attribution> {
    let inline = Inline::of(&blocks.first()?.lines);
    let all = inline.text.as_str();
    let name = all.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    let from = all.len() - name.len();
    by_line(text, &inline, (from, all.len()), known).or_else(|| {
        let (end, behind) = colon(&all[from..])?;
        // `Feedback: Ines Roy`
        match NOUNS.contains(&fold(&all[from..from + end]).as_str()) {
            true => by_line(text, &inline, (from + behind, all.len()), known),
            false => by_line(text, &inline, (from, from + end), known),
        }
    })
}

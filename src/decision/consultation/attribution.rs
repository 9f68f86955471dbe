//! Who said it, when, and where it can be looked up: the last line of a quote, and the same phrase in other places.

use super::inline::{Inline, is_tag};
use super::{Attribution, MARKS};
use crate::document::block::Line;
use crate::text::Span;
use crate::vocabulary::day::{self, Day};
use crate::vocabulary::parties;
use crate::vocabulary::party::Party;
use crate::vocabulary::person::{Personhood, of_words};

/// A range of the text of an [`Inline`].
pub(super) type Range = (usize, usize);

/// What words between a name and a missing date are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bare {
    /// Where the words come from, as in an attribution.
    Source,
    /// What the speaker does.
    Role,
}

/// How many lines an attribution may be wrapped to.
const WRAPPED: usize = 4;

/// The attribution in the last lines of a quote, and the number of these lines. It may go on over several if it is a
/// paragraph of its own.
pub(super) fn at_end(text: &str, lines: &[Line<'_>]) -> Option<(Attribution, usize)> {
    let end = lines.iter().rposition(|line| !line.runs.is_empty())?;
    let is_prose = |line: &Line<'_>| line.prose && !line.is_nested;
    let first = read(text, &lines[end..=end]).filter(|_| is_prose(&lines[end]));
    if let Some(named) = first {
        return Some((named, 1));
    }
    let start = lines[..=end].iter().rposition(|line| line.opens)?;
    let wrapped = &lines[start..=end];
    let is_wrapped = (2..=WRAPPED).contains(&wrapped.len()) && wrapped.iter().all(is_prose);
    let has_words = lines[..start].iter().any(|line| !line.runs.is_empty());
    // An aside may begin with a dash as well.
    let is_sure = |named: &Attribution| {
        named.date.is_some() || named.source.is_some() || named.speaker.personhood() == Personhood::Yes
    };
    let named = read(text, wrapped).filter(|named| is_wrapped && has_words && is_sure(named))?;
    Some((named, wrapped.len()))
}

/// Reads `— Name (role), 2026-02-12, [source](url)`.
fn read(text: &str, lines: &[Line<'_>]) -> Option<Attribution> {
    // What is inside a tag is another form.
    if lines.iter().flat_map(|line| &line.runs).any(|run| is_tag(&run.text)) {
        return None;
    }
    let inline = Inline::of(lines);
    let all = inline.text.trim_end();
    let named = after_dash(all.trim_start())?;
    phrase(text, &inline, (all.len() - named.len(), all.len()), Bare::Source)
}

/// What follows the dash that starts an attribution.
pub(super) fn after_dash(line: &str) -> Option<&str> {
    let is_dashed = ["—", "–", "―", "--"].iter().any(|dash| line.starts_with(dash));
    is_dashed.then(|| line.trim_start_matches(['—', '–', '―', '-']))
}

/// Reads `Name (role), 2026-02-12, [source](url)`, which is a part of a text.
pub(super) fn phrase(text: &str, inline: &Inline<'_>, (from, to): Range, bare: Bare) -> Option<Attribution> {
    let all = &inline.text[..to];
    let mut pieces = pieces(all, from);
    // `— Ana Ruiz 2026-02-12`: a missing comma does not make the day a part of the name.
    let first = pieces[0];
    if let Some((name, day)) = day_at_end(all, first) {
        pieces[0] = name;
        pieces.insert(1, day);
    }
    let (first, rest) = pieces.split_first()?;
    let said = |range: Range| &all[range.0..range.1];
    let listener_at = rest.iter().position(|range| told_to(said(*range)).is_some());
    let is_day = |range: &Range| day::has_iso_shape(said(day_range(all, *range)));
    // What is before a date belongs to the party: `— Ines Roy, support lead, 2026-02-12`.
    let day_at = rest.iter().position(is_day).or_else(|| {
        let range = day_range(all, *rest.first()?);
        Day::read(said(range), Span::default()).date.map(|_| 0)
    });
    let mut date = day_at.map(|index| {
        let (start, end) = day_range(all, rest[index]);
        Day::read(&all[start..end], inline.span(text, start, end))
    });
    let has_link = |range: &Range| inline.link(*range).is_some();
    let role_end = match (day_at, listener_at) {
        (Some(day), listener) => day.min(listener.unwrap_or(day)),
        (None, listener) if bare == Bare::Role => {
            let link = rest.iter().position(has_link).unwrap_or(rest.len());
            link.min(listener.unwrap_or(link))
        }
        (None, _) => 0,
    };
    let mut listener = None;
    if let Some(index) = listener_at {
        let range = rest[index];
        let name = told_to(said(range)).unwrap_or_default();
        let mut name = (range.1 - name.len(), range.1);
        // `told Ana Ruiz on 2026-02-12`
        if let Some((before, day)) = day_at_end(all, name) {
            name = before;
            date = date.or_else(|| Some(Day::read(said(day), inline.span(text, day.0, day.1))));
        }
        listener = Some(Party::read(said(name), inline.span(text, name.0, name.1)));
    }
    let is_other = |index: &usize| Some(*index) != day_at && Some(*index) != listener_at;
    let source = (role_end..rest.len()).find(is_other).and_then(|index| {
        let end = listener_at.filter(|at| *at > index).map_or(to, |at| rest[at - 1].1);
        inline.source(text, rest[index].0, end)
    });
    let name = without_full_stop(said(*first));
    let mut speaker = Party::read(name, inline.span(text, first.0, first.0 + name.len()));
    if role_end > 0 && speaker.role.is_none() {
        let role = &all[first.1..rest[role_end - 1].1];
        speaker = speaker.with_role(role.trim_start_matches([',', ';', '、', '，', '；', ' ']).to_owned());
    }
    if speaker.text.is_empty() {
        return None;
    }
    let mut others = match may_be_joint(name) {
        true => parties::in_phrase(name).into_iter().skip(1).collect(),
        false => Vec::new(),
    };
    let mut maybe_others = Vec::new();
    let is_only_handle = speaker.name.is_none() && speaker.handle.is_some();
    for range in (0..rest.len()).filter(is_other).map(|index| rest[index]).filter(|range| !has_link(range)) {
        match Party::read(said(range), inline.span(text, range.0, range.1)) {
            // `— @gus, @ivy`; behind a name it is the handle of the same person.
            party if said(range).starts_with('@') => others.extend(Some(party).filter(|_| is_only_handle)),
            party if party.name.as_deref().is_some_and(|name| of_words(name) == Personhood::Yes) => {
                maybe_others.push(party);
            }
            _ => {}
        }
    }
    let link = inline.link(*first).map(str::to_owned);
    Some(Attribution { speaker, link, others, maybe_others, date, told_to: listener, source })
}

/// Whether a name has anything that could join two; most have not, and weighing names takes time.
fn may_be_joint(name: &str) -> bool {
    name.contains(['&', '+', '/', '@']) || name.split_whitespace().nth(2).is_some()
}

/// The name in `told Ana Ruiz`.
pub(crate) fn told_to(piece: &str) -> Option<&str> {
    let name = piece.strip_prefix("told ").or_else(|| piece.strip_prefix("Told "))?.trim_start();
    // `told us in the kitchen` is where it was said.
    let is_name = name.starts_with('@')
        || name.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        || Party::read(name, Span::default()).personhood() == Personhood::Yes;
    is_name.then_some(name)
}

/// A name and the day behind it: `Ana Ruiz 2026-02-12`, `Ana Ruiz on 2026-02-12`.
fn day_at_end(all: &str, (start, end): Range) -> Option<(Range, Range)> {
    let at = all[start..end].rfind(char::is_whitespace).map(|at| start + at)?;
    let day = day_range(all, (at, end));
    let name = all[start..at].trim_end();
    let name = name.strip_suffix(" on").unwrap_or(name).trim_end_matches([' ', '—', '–', '-']);
    // `Ana Ruiz (support, 2026-02-12)`
    let is_inside = name.matches(['(', '（']).count() != name.matches([')', '）']).count();
    (!is_inside && day::has_iso_shape(&all[day.0..day.1])).then_some(((start, start + name.len()), day))
}

/// The day in `on 2026-02-12`, `(2026-02-12)` and `2026-02-12.`.
fn day_range(all: &str, (start, end): Range) -> Range {
    let piece = all[start..end].trim_start();
    let behind = piece.strip_prefix("on ").unwrap_or(piece).trim_start_matches(['(', ')', '（', ' ']);
    let day = behind.trim_end_matches(['(', ')', '）', '.', '。', ' ']);
    (end - behind.len(), end - behind.len() + day.len())
}

/// A name without the full stop of the line; initials and `Jr.` keep theirs.
fn without_full_stop(name: &str) -> &str {
    let last = name.split_whitespace().next_back().unwrap_or_default();
    match name.strip_suffix('.').or_else(|| name.strip_suffix('。')) {
        Some(bare) if last.chars().count() > 3 && last.matches('.').count() < 2 => bare,
        _ => name,
    }
}

/// The ranges between commas or semicolons outside parentheses, without surrounding white space.
pub(super) fn pieces(text: &str, from: usize) -> Vec<Range> {
    // Room for a name, a day and a source.
    let mut found = Vec::with_capacity(4);
    let mut depth = 0_i32;
    let mut start = from;
    let mut push = |start: usize, end: usize| {
        let piece = text[start..end].trim_start();
        let start = end - piece.len();
        found.push((start, start + piece.trim_end().len()));
    };
    for (at, character) in text[from..].char_indices().map(|(at, character)| (from + at, character)) {
        match character {
            '(' | '<' | '（' => depth += 1,
            ')' | '>' | '）' => depth -= 1,
            ',' | ';' | '、' | '，' | '；' if depth <= 0 => {
                push(start, at);
                start = at + character.len_utf8();
            }
            _ => {}
        }
    }
    push(start, text.len());
    found
}

/// The first colon that is outside parentheses and starts no `//`: where it is and how long.
pub(super) fn colon(text: &str) -> Option<Range> {
    let mut depth = 0_i32;
    for (at, character) in text.char_indices() {
        match character {
            '(' | '<' | '（' => depth += 1,
            ')' | '>' | '）' => depth -= 1,
            ':' | '：' if depth <= 0 && !text[at..].starts_with("://") => {
                return Some((at, at + character.len_utf8()));
            }
            _ => {}
        }
    }
    None
}

/// A text without the marks between a bold word and what it is about.
pub(super) fn after_marks(text: &str) -> &str {
    text.trim_start_matches(MARKS)
}

//! Words of people in other forms than a block quote with an attribution: a name above the words or behind them, and
//! last lines of quotes in another form. A name is taken for one only where it reads as a person's, so that
//! `### Security review` and `**Note:**` stay what they are.

use super::attribution::{Bare, Range, after_dash, colon, phrase};
use super::inline::{Inline, is_tag};
use super::{Attribution, Form, Quote, quote, response};
use crate::document::block::{Block, BlockKind, Line};
use crate::text::{Span, fold, one_line};
use crate::vocabulary::day::{self, Day};
use crate::vocabulary::parties;
use crate::vocabulary::party::Party;
use crate::vocabulary::person::Personhood;
use crate::vocabulary::words::Words;

/// A quote in another form.
pub(super) struct Other {
    pub quote: Quote,
    /// How many blocks it takes.
    pub blocks: usize,
}

/// The last line of a quote that names the speaker in another form.
pub(super) struct LastLine {
    pub span: Span,
    pub named: Attribution,
}

/// The longest phrase that is read as the name of a speaker, in bytes.
const PHRASE: usize = 200;

/// Signs that people write for a dash before a name.
const SIGNS: &[char] = &['-', '~', '～', '‐', '‑', '‒', '−', '─', '－', '⸺', '⸻', '—', '–', '―', '*', '+', '•'];

/// What comes before a name, and says no more than that somebody said something.
const LEADS: &[&str] = &[
    "from ",
    "by ",
    "according to ",
    "quoting ",
    "von ",
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
    let is_person = match named.is_joint {
        true => parties::in_phrase(&named.speaker.text).iter().all(|party| party.personhood() == Personhood::Yes),
        false => named.speaker.personhood() == Personhood::Yes,
    };
    // In small letters a phrase needs more than that: `can short-circuit`.
    let is_lower = named.speaker.name.as_deref().is_some_and(|name| name.starts_with(char::is_lowercase));
    let says_more = named.date.is_some() || named.speaker.handle.is_some() || named.speaker.mail.is_some();
    is_person && !is_word && (!is_lower || says_more)
}

/// Whether words are the name of a person.
fn is_name(words: &str) -> bool {
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

/// Takes the day out of `Ines Roy (support, 2026-02-12)`.
fn day_of_role(text: &str, inline: &Inline<'_>, (from, to): Range, named: &mut Attribution) {
    let all = &inline.text[from..to];
    let Some(open) = all.find(['(', '（']) else { return };
    let Some((at, day)) = day::find_all(&all[open..]).last().copied() else { return };
    let start = from + open + at;
    named.date = Some(Day::read(day, inline.span(text, start, start + day.len())));
    let role = named.speaker.role.as_deref().unwrap_or_default().replace(day, "");
    let role = role.trim_matches([',', ' ', '，', '、', ';']).to_owned();
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
        let (end, _) = colon(&all[from..])?;
        by_line(text, &inline, (from, from + end), known)
    })
}

/// The name in the last line of a quote that is no attribution: `> - Ines Roy`, `> ~ Ines Roy`, `> <cite>Ines Roy</cite>`.
pub(super) fn last_line(text: &str, quote: Span, lines: &[&Line<'_>], known: &Words) -> Option<LastLine> {
    let (last, said) = lines.split_last()?;
    if last.is_nested || said.iter().all(|line| line.is_nested) {
        return None;
    }
    let read = |line: &Line<'_>| {
        let at = line.span().start;
        let start = text[..at].rfind('\n').map_or(0, |feed| feed + 1).max(quote.start);
        let marks = Span::new(start, at).of(text).trim_start_matches(['>', ' ', '\t']);
        let is_item = matches!(marks.trim_end(), "-" | "*" | "+");
        let inline = Inline::without_tags(std::slice::from_ref(line));
        let words = inline.text.trim_start();
        let behind = words.trim_start_matches(SIGNS);
        let is_signed = is_item || behind.len() < words.len() || line.runs.iter().any(|run| is_tag(&run.text));
        // Code and what is deeper is no line of the quote itself.
        if !is_signed || (!line.prose && !is_item) {
            return None;
        }
        let named = by_line(text, &inline, (inline.text.len() - behind.len(), inline.text.len()), known)?;
        Some((Span::new(at - marks.len(), quote.trimmed(text).end), named, is_item))
    };
    let (span, named, is_item) = read(last)?;
    // A list of names is what somebody said.
    let is_list = is_item && said.last().and_then(|line| read(line)).is_some_and(|(.., is_item)| is_item);
    (!is_list).then_some(LastLine { span, named })
}

/// Reads a quote in another form at the start of `blocks`. `last` is the quote that these may still answer, `heading`
/// whom the heading right above names.
pub(super) fn read(
    text: &str,
    blocks: &[Block<'_>],
    last: Option<&Quote>,
    heading: Option<&Attribution>,
    known: &Words,
) -> Option<Other> {
    name_above(text, blocks, known)
        .or_else(|| name_behind(text, &blocks[0], last, known))
        .or_else(|| below_heading(text, blocks, heading?, known))
}

/// `**Ines Roy (support), 2026-02-12:**` above the words or before them, and `Ines Roy said:` above a quote.
fn name_above(text: &str, blocks: &[Block<'_>], known: &Words) -> Option<Other> {
    let (block, next) = (&blocks[0], blocks.get(1));
    let inline = Inline::of(&block.lines);
    let all = inline.text.trim_end();
    let (named, from) =
        bold_name(text, block, &inline, known).or_else(|| plain_name(text, all, &inline, next, known))?;
    let rest = trimmed_start(all, from);
    let is_bold = block.lines.first()?.runs.first()?.strong;
    let end = block.span.trimmed(text).end;
    if rest < all.len() {
        let name_end = inline.span(text, 0, from).end;
        let is_item = matches!(block.kind, BlockKind::Item { .. });
        let count = if is_item || is_quoted(&all[rest..]) { 1 } else { run(blocks, known) };
        let blocks = &blocks[..count];
        let last = blocks[blocks.len() - 1].span.trimmed(text).end;
        let name = Span::new(content_start(text, block), name_end);
        return said(text, blocks, &inline, (rest, all.len()), Span::new(name_end, last)).map(|mut other| {
            other.quote.attribution = Some(named);
            other.quote.form = Form::NameAbove { name, in_quote: false };
            other
        });
    }
    let name = Span::new(content_start(text, block), end);
    let next = next?;
    match next.kind {
        BlockKind::Quote { callout: false } => {
            let mut quote = quote(text, next, None, known);
            if quote.attribution.is_some() || !quote.has_words() {
                return None;
            }
            quote.attribution = Some(named);
            quote.form = Form::NameAbove { name, in_quote: true };
            quote.span.start = block.span.start;
            Some(Other { quote, blocks: 2 })
        }
        BlockKind::Paragraph | BlockKind::Item { .. } if is_bold && !opens_bold(next) => {
            let mut other = below_heading(text, &blocks[1..], &named, known)?;
            other.quote.form = Form::NameAbove { name, in_quote: false };
            other.quote.span.start = block.span.start;
            other.blocks += 1;
            Some(other)
        }
        _ => None,
    }
}

/// A name in bold that opens a block, and where the words behind it start.
fn bold_name(text: &str, block: &Block<'_>, inline: &Inline<'_>, known: &Words) -> Option<(Attribution, usize)> {
    let first = block.lines.first()?;
    let bold: usize = first.runs.iter().take_while(|run| run.strong).map(|run| run.text.len()).sum();
    if bold == 0 {
        return None;
    }
    let all = inline.text.trim_end();
    let line = first.runs.iter().map(|run| run.text.len()).sum::<usize>().min(all.len());
    let named = |to: usize| by_line(text, inline, (0, to.min(all.len())), known);
    if all[..bold.min(all.len())].trim_end().ends_with([':', '：']) {
        return Some((named(bold)?, bold));
    }
    if let Some((start, end)) = colon(&all[..line]).filter(|(start, _)| *start >= bold)
        && let Some(named) = named(start)
    {
        return Some((named, end));
    }
    let rest = all[bold.min(all.len())..].trim_start();
    if rest.is_empty() || is_quoted(rest.trim_start_matches(['—', '–', '-', ' '])) {
        return Some((named(bold)?, all.len() - rest.trim_start_matches(['—', '–', '-', ' ']).len()));
    }
    // A line of its own, with more than a name in it.
    let named = named(line)?;
    (named.date.is_some() || named.speaker.role.is_some()).then_some((named, line))
}

/// `Ines Roy said on 2026-02-12:` above a quote, and `Ines Roy: "…"`.
fn plain_name(
    text: &str,
    all: &str,
    inline: &Inline<'_>,
    next: Option<&Block<'_>>,
    known: &Words,
) -> Option<(Attribution, usize)> {
    let is_above = next.is_some_and(|next| next.kind == BlockKind::Quote { callout: false });
    if is_above && all.ends_with([':', '：']) {
        return Some((by_line(text, inline, (0, all.len()), known)?, all.len()));
    }
    let (start, end) = colon(all.get(..PHRASE.min(all.len())).unwrap_or(all)).filter(|(start, _)| *start <= PHRASE)?;
    is_quoted(all[end..].trim()).then(|| Some((by_line(text, inline, (0, start), known)?, end))).flatten()
}

/// The words of the blocks below a name.
fn below_heading(text: &str, blocks: &[Block<'_>], named: &Attribution, known: &Words) -> Option<Other> {
    if response::bold_opening(blocks[0].lines.first(), known).is_some() {
        return None;
    }
    let blocks = &blocks[..run(blocks, known)];
    let inline = Inline::of(&blocks[0].lines);
    let place = Span::new(blocks[0].span.start, blocks[blocks.len() - 1].span.trimmed(text).end);
    let mut other = said(text, blocks, &inline, (0, inline.text.trim_end().len()), place)?;
    // A list keeps its marks.
    if blocks.len() > 1 || matches!(blocks[0].kind, BlockKind::Item { .. }) {
        other.quote.words_span = place;
    }
    other.quote.attribution = Some(named.clone());
    Some(other)
}

/// How many blocks belong to the words that start with the first one: the items of a list, and all paragraphs before
/// an answer with a disposition.
fn run(blocks: &[Block<'_>], known: &Words) -> usize {
    if is_quoted(&Inline::of(&blocks[0].lines).text) {
        return 1;
    }
    let is_item = |block: &Block<'_>| matches!(block.kind, BlockKind::Item { .. });
    let is_text = |block: &Block<'_>| is_item(block) || block.kind == BlockKind::Paragraph;
    let plain = blocks[1..].iter().take_while(|block| is_text(block) && !opens_bold(block));
    let count = 1 + plain.count();
    let answered = blocks.get(count).is_some_and(|next| {
        let opening = response::bold_opening(next.lines.first(), known);
        is_text(next) && opening.is_some_and(|(kind, ..)| !kind.is_state())
    });
    match (answered, is_item(&blocks[0])) {
        (true, _) => count,
        (false, true) => blocks[..count].iter().take_while(|block| is_item(block)).count(),
        // `Two things:`
        (false, false) if blocks[0].lines.last().is_some_and(|line| line.text().trim_end().ends_with([':', '：'])) => {
            1 + blocks[1..count].iter().take_while(|block| is_item(block)).count()
        }
        (false, false) => 1,
    }
}

fn opens_bold(block: &Block<'_>) -> bool {
    block.lines.first().and_then(|line| line.runs.first()).is_some_and(|run| run.strong)
}

/// The words of a range of the first block and of all the others. `place` is where they may be.
fn said(text: &str, blocks: &[Block<'_>], inline: &Inline<'_>, range: Range, place: Span) -> Option<Other> {
    let (start, end) = match blocks {
        [_] => unquoted(&inline.text, range),
        _ => range,
    };
    let mut words = one_line(&inline.text[start..end]).into_owned();
    for block in &blocks[1..] {
        words.push('\n');
        words.push_str(&one_line(&Inline::of(&block.lines).text));
    }
    let own = widened(text, inline.span(text, start, end), place);
    let words_span = Span::new(own.start, if blocks.len() > 1 { place.end } else { own.end });
    let span = Span::new(blocks[0].span.start, place.end);
    let quote = Quote {
        span,
        words,
        words_span,
        form: Form::Headed { in_quote: false },
        nested: Vec::new(),
        attribution: None,
        answer: None,
        trial: None,
    };
    quote.has_words().then_some(Other { quote, blocks: blocks.len() })
}

/// `- "The log needs the tenant." (Ines Roy, support, 2026-02-12)`
fn name_behind(text: &str, block: &Block<'_>, last: Option<&Quote>, known: &Words) -> Option<Other> {
    let is_item = matches!(block.kind, BlockKind::Item { .. });
    // An answer may be in the same item, on a line of its own.
    let answers = |line: &Line<'_>| {
        let opening = response::bold_opening(Some(line), known);
        opening.is_some_and(|(kind, ..)| !kind.is_state())
    };
    let lines = block.lines.iter().position(answers).unwrap_or(block.lines.len());
    let inline = Inline::of(&block.lines[..lines]);
    let all = inline.text.trim_end();
    let (words, name) = name_at_end(all)?;
    let (start, end) = trimmed_range(all, words);
    let is_quoted = is_quoted(&all[start..end]);
    let in_brackets = all[name.1..].contains([')', '）']);
    let named = by_line(text, &inline, name, known)?;
    let says_more = named.date.is_some() || named.speaker.role.is_some() || named.source.is_some();
    let is_sentence = all[..end].ends_with(['.', '!', '?', '。', '！', '？', '…']);
    let is_said = match (is_quoted, in_brackets) {
        (true, _) => true,
        (false, true) => is_item && (says_more || is_sentence),
        (false, false) => is_item && named.date.is_some(),
    };
    // `- the night is idle (Bo Lund, 2026-03-01)` may be a part of an answer.
    let in_answer = last.is_some_and(|last| {
        let is_list = matches!(last.form, Form::NameBehind(_) | Form::NameAbove { in_quote: false, .. });
        let is_deeper =
            block.span.start - line_start(text, block.span.start) > last.span.start - line_start(text, last.span.start);
        if is_list { is_deeper } else { last.answer.is_some() }
    });
    if !is_said || (in_answer && !is_quoted) {
        return None;
    }
    let place = Span::new(content_start(text, block), inline.span(text, name.0, name.1).start);
    let mut other = said(text, std::slice::from_ref(block), &inline, (start, end), place)?;
    let place = block.span.trimmed(text);
    let behind = inline.span(text, words.1, all.len());
    other.quote.span = Span::new(place.start, behind.end.max(place.start));
    other.quote.form = Form::NameBehind(behind);
    other.quote.attribution = Some(named);
    if let Some(line) = block.lines.get(lines) {
        let start = line_start(text, line.span().start);
        let inline = Inline::of(&block.lines[lines..]);
        let opening = response::bold_opening(Some(line), known);
        response::answer(text, Span::new(start, place.end).trimmed(text), &inline, opening, &mut other.quote);
    }
    Some(other)
}

/// The words and the name of a text that ends in `(Name)` or in `— Name`.
fn name_at_end(all: &str) -> Option<(Range, Range)> {
    let bare = all.trim_end_matches(['.', '。', ' ']);
    if let Some(inner) = bare.strip_suffix([')', '）']) {
        let mut depth = 1;
        let floor = crate::text::floor_char(all, inner.len().saturating_sub(2 * PHRASE));
        for (at, character) in inner[floor..].char_indices().rev() {
            match character {
                ')' | '）' => depth += 1,
                '(' | '（' => depth -= 1,
                _ => {}
            }
            let at = floor + at;
            if depth == 0 {
                // The target of a link has no white space before it.
                return Some(((0, at), (at + character.len_utf8(), inner.len())));
            }
        }
    }
    let floor = crate::text::floor_char(all, all.len().saturating_sub(PHRASE));
    let dash =
        ["—", "–", " --", "―"].iter().filter_map(|dash| Some((floor + all[floor..].rfind(dash)?, *dash))).max()?;
    let at = dash.0;
    let name = after_dash(all[at..].trim_start())?;
    Some(((0, all[..at].trim_end_matches(['—', '–', '―', '-', ' ']).len()), (all.len() - name.len(), all.len())))
}

/// Quotation marks round words.
const QUOTATION_MARKS: &[(char, char)] = &[
    ('"', '"'),
    ('“', '”'),
    ('„', '“'),
    ('„', '”'),
    ('«', '»'),
    ('»', '«'),
    ('‘', '’'),
    ('‚', '‘'),
    ('「', '」'),
    ('『', '』'),
    ('\'', '\''),
];

/// The words inside quotation marks round the whole of a text.
fn inside_marks(words: &str) -> Option<&str> {
    QUOTATION_MARKS.iter().find_map(|(open, close)| {
        let inner = words.strip_prefix(*open)?.strip_suffix(*close)?;
        // `"a" and "b"` are two, and an apostrophe is none.
        let is_whole = match (open, close) {
            ('\'', _) | ('‘', _) => !inner.is_empty() && !inner.contains(" '") && !inner.contains(['‘']),
            _ => !inner.contains([*open, *close]),
        };
        is_whole.then(|| inner.trim())
    })
}

fn is_quoted(words: &str) -> bool {
    inside_marks(words.trim()).is_some_and(|inner| inner.chars().any(char::is_alphanumeric))
}

/// A range without quotation marks round the whole.
pub(super) fn unquoted(text: &str, range: Range) -> Range {
    let (start, end) = trimmed_range(text, range);
    inside_marks(&text[start..end]).map_or((start, end), |inner| {
        let start = inner.as_ptr().addr() - text.as_ptr().addr();
        (start, start + inner.len())
    })
}

fn trimmed_range(text: &str, (start, end): Range) -> Range {
    let slice = text[start..end].trim_start();
    (end - slice.len(), end - slice.len() + slice.trim_end().len())
}

fn trimmed_start(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    text.len() - rest.trim_start_matches([' ', ':', '：', '—', '–']).len()
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |feed| feed + 1)
}

/// Where the text of a block starts, behind the mark of a list.
fn content_start(text: &str, block: &Block<'_>) -> usize {
    let slice = block.span.of(text);
    let marks = match block.kind {
        BlockKind::Item { .. } => {
            let digits = slice.trim_start_matches(|c: char| c.is_ascii_digit());
            let behind = digits.strip_prefix(['-', '*', '+', '.', ')']).unwrap_or(slice);
            slice.len() - behind.trim_start().len()
        }
        _ => slice.len() - slice.trim_start().len(),
    };
    block.span.start + marks
}

/// Words with the marks right before and behind them, as `*` of a stress, inside `place`. Quotation marks round the
/// whole stay outside.
pub(super) fn widened(text: &str, words: Span, place: Span) -> Span {
    let marks: &[char] = &['*', '_', '~', '`', '[', '\\'];
    let before = Span::new(place.start.min(words.start), words.start).of(text);
    let behind = Span::new(words.end, place.end.max(words.end)).of(text);
    let start = words.start - (before.len() - before.trim_end_matches(marks).len());
    let closing = behind.trim_start_matches(['*', '_', '~', '`']);
    let closing = match closing.strip_prefix("](") {
        Some(target) if Span::new(start, words.start).of(text).contains('[') || words.of(text).contains('[') => {
            target.find(')').map_or(closing, |at| &target[at + 1..])
        }
        _ => closing,
    };
    Span::new(start, words.end + behind.len() - closing.len())
}

//! Words of people in other forms than a block quote with an attribution: a name above the words or behind them, and
//! last lines of quotes in another form. A name is taken for one only where it reads as a person's, so that
//! `### Security review` and `**Note:**` stay what they are.

use super::attribution::{Range, after_dash, colon};
use super::inline::{Inline, is_tag};
use super::marks::{is_quoted, trimmed_range, trimmed_start, unquoted, widened};
use super::names::{PHRASE, by_line, is_name};
use super::{Attribution, Form, Proofs, Quote, quote, response};
use crate::document::block::{Block, BlockKind, Line};
use crate::text::{Span, floor_char, line_start, one_line};
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

/// How many dashes of words are looked at for a name.
const DASHES: usize = 64;

/// Signs that people write for a dash before a name.
const SIGNS: &[char] = &['-', '~', '～', '‐', '‑', '‒', '−', '─', '－', '⸺', '⸻', '—', '–', '―', '*', '+', '•'];

/// The name in the last line of a quote that is no attribution: `> - Ines Roy`, `> ~ Ines Roy`, `> <cite>Ines Roy</cite>`.
pub(super) fn last_line(text: &str, quote: Span, lines: &[&Line<'_>], known: &Words) -> Option<LastLine> {
    let (last, said) = lines.split_last()?;
    if last.is_nested || said.iter().all(|line| line.is_nested) {
        return None;
    }
    let read = |line: &Line<'_>| {
        let at = line.span().start;
        let start = line_start(text, at).max(quote.start);
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

/// A name in the words of a block quote: the form, and from where to where the first and the last line have words.
pub(super) struct NameBeside {
    pub form: Form,
    pub named: Attribution,
    pub from: usize,
    pub to: usize,
}

/// The name at the start of a block quote or at its end, beside the words: `> **Ines Roy:** words`, `> "…" — Ines Roy`.
/// Where a second one is named the words may be theirs.
pub(super) fn name_beside(text: &str, block: &Block<'_>, lines: &[&Line<'_>], known: &Words) -> Option<NameBeside> {
    let (first, last) = (lines.first()?, lines.last()?);
    if lines.iter().any(|line| line.is_nested) || !first.prose || !last.prose {
        return None;
    }
    name_before(text, block, lines, known).or_else(|| name_after(text, lines, known))
}

fn name_before(text: &str, block: &Block<'_>, lines: &[&Line<'_>], known: &Words) -> Option<NameBeside> {
    let inline = Inline::of(std::slice::from_ref(lines[0]));
    let all = inline.text.trim_end();
    let (named, end) =
        bold_name(text, lines[0], &inline, known).or_else(|| plain_name(text, all, &inline, None, known))?;
    let others = &lines[1..];
    if others.iter().any(|line| names_somebody(text, line, known)) || (others.is_empty() && end >= all.len()) {
        return None;
    }
    let from = trimmed_start(all, end);
    let start = content_start(text, block);
    let name = Span::new(start, inline.span(text, 0, end).end);
    Some(NameBeside { form: Form::NameBefore(name), named, from, to: usize::MAX })
}

fn name_after(text: &str, lines: &[&Line<'_>], known: &Words) -> Option<NameBeside> {
    let (last, others) = lines.split_last()?;
    let inline = Inline::of(std::slice::from_ref(*last));
    let all = inline.text.trim_end();
    let (words, name, named) = named_at_end(text, &inline, all, known)?;
    let mut said: Vec<String> = others.iter().map(|line| line.text().into_owned()).collect();
    said.push(all[..words.1].to_owned());
    let said = said.join(" ");
    let in_brackets = all[name.1..].contains([')', '）']);
    let is_sentence = said.trim_end().ends_with(['.', '!', '?', '。', '！', '？', '…']);
    let is_said = is_quoted(&said) || (named.date.is_some() && (!in_brackets || is_sentence));
    let is_shared = others.iter().any(|line| names_somebody(text, line, known)) || names_somebody_inside(&said);
    if words.1 == 0 || !is_said || is_shared {
        return None;
    }
    let name = Span::new(inline.span(text, words.1, all.len()).start, inline.span(text, 0, all.len()).end);
    Some(NameBeside { form: Form::NameAfter(name), named, from: 0, to: words.1 })
}

/// Whether a line of a quote begins or ends with the name of a speaker.
fn names_somebody(text: &str, line: &Line<'_>, known: &Words) -> bool {
    let inline = Inline::of(std::slice::from_ref(line));
    let all = inline.text.trim_end();
    let is_before = || {
        let (start, _) = colon(&all[..floor_char(all, PHRASE)])?;
        by_line(text, &inline, (0, start), known)
    };
    let is_after = || named_at_end(text, &inline, all, known).is_some_and(|(.., named)| named.date.is_some());
    bold_name(text, line, &inline, known).is_some() || is_before().is_some() || is_after()
}

/// Whether a dash in words is before a name.
fn names_somebody_inside(words: &str) -> bool {
    let names = words.split(['—', '–', '―']).skip(1).flat_map(|piece| piece.split("--"));
    let names = names.chain(words.split("--").skip(1)).take(DASHES);
    let name = |piece: &str| piece.split([',', '(', '.', ':']).next().unwrap_or_default().trim().to_owned();
    names.map(name).any(|name| name.len() <= PHRASE && is_name(&name))
}

/// Reads a paragraph below a block quote that names nobody, if all of it is a dash and a name: `— Ines Roy, 2026-02-12`.
pub(super) fn name_below(text: &str, block: &Block<'_>, quote: &mut Quote, known: &Words) -> bool {
    let is_open = match quote.form {
        Form::Block => quote.attribution.is_none(),
        Form::Headed { in_quote } => in_quote,
        _ => false,
    };
    let gap = text.get(quote.span.end..block.span.start).unwrap_or("x");
    let ([line], BlockKind::Paragraph, true, true) = (&*block.lines, block.kind, is_open, gap.trim().is_empty()) else {
        return false;
    };
    let inline = Inline::of(std::slice::from_ref(line));
    let all = inline.text.trim();
    let named = after_dash(all).and_then(|name| by_line(text, &inline, (all.len() - name.len(), all.len()), known));
    let Some(named) = named.filter(|_| quote.has_words()) else { return false };
    let place = block.span.trimmed(text);
    quote.form = Form::NameAfter(place);
    quote.attribution = Some(named);
    quote.span.end = place.end;
    true
}

/// Reads a quote in another form at the start of the second of `blocks`, behind the first. `last` is the quote that these may still answer, `heading`
/// whom the heading right above names.
pub(super) fn read(
    text: &str,
    (before, blocks): (&[Block<'_>], &[Block<'_>]),
    last: Option<&Quote>,
    heading: Option<&Attribution>,
    known: &Words,
) -> Option<Other> {
    name_above(text, blocks, known)
        .or_else(|| item_above(text, before.last(), blocks, last, known))
        .or_else(|| name_behind(text, &blocks[0], last, known))
        .or_else(|| below_heading(text, blocks, heading?, known))
}

/// `**Ines Roy (support), 2026-02-12:**` above the words or before them, and `Ines Roy said:` above a quote.
fn name_above(text: &str, blocks: &[Block<'_>], known: &Words) -> Option<Other> {
    let (block, next) = (&blocks[0], blocks.get(1));
    let inline = Inline::of(&block.lines);
    let all = inline.text.trim_end();
    let (named, from) = bold_name(text, block.lines.first()?, &inline, known)
        .or_else(|| plain_name(text, all, &inline, next, known))?;
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
        BlockKind::Quote { callout: false } => above_quote(text, block, next, named, known),
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

/// A block quote below a block that is its name.
fn above_quote(text: &str, block: &Block<'_>, next: &Block<'_>, named: Attribution, known: &Words) -> Option<Other> {
    let mut quote = quote(text, next, None, known);
    if quote.attribution.is_some() || !quote.has_words() {
        return None;
    }
    let name = Span::new(content_start(text, block), block.span.trimmed(text).end);
    quote.attribution = Some(named);
    quote.form = Form::NameAbove { name, in_quote: true };
    quote.span.start = block.span.start;
    Some(Other { quote, blocks: 2 })
}

/// A list item that is a name, `- Ines Roy`, above a block quote or around it. Of several names above one quote, behind
/// a line that they belong to, or below a quote without a name, it may be another's.
fn item_above(
    text: &str,
    before: Option<&Block<'_>>,
    blocks: &[Block<'_>],
    last: Option<&Quote>,
    known: &Words,
) -> Option<Other> {
    let [block, next, ..] = blocks else { return None };
    let column = |block: &Block<'_>| block.span.start - line_start(text, block.span.start);
    let is_free = || match before {
        None => true,
        Some(above) => match above.kind {
            BlockKind::Quote { .. } => last.is_none_or(|quote| quote.attribution.is_some()),
            BlockKind::Paragraph => !ends_in_colon(above),
            _ => false,
        },
    };
    let is_item = matches!(block.kind, BlockKind::Item { .. }) && next.kind == BlockKind::Quote { callout: false };
    if !is_item || !(column(next) > column(block) || is_free()) {
        return None;
    }
    let inline = Inline::of(&block.lines);
    let named = by_line(text, &inline, (0, inline.text.len()), known)?;
    above_quote(text, block, next, named, known)
}

fn ends_in_colon(block: &Block<'_>) -> bool {
    block.lines.last().is_some_and(|line| line.text().trim_end().ends_with([':', '：']))
}

/// A name in bold that opens a line, and where the words behind it start.
fn bold_name(text: &str, first: &Line<'_>, inline: &Inline<'_>, known: &Words) -> Option<(Attribution, usize)> {
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
        (false, false) if ends_in_colon(&blocks[0]) => {
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
        proofs: Proofs::default(),
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
    let (words, name, named) = named_at_end(text, &inline, all, known)?;
    let (start, end) = trimmed_range(all, words);
    let is_quoted = is_quoted(&all[start..end]);
    let in_brackets = all[name.1..].contains([')', '）']);
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
    // Up to the marks that close the name: `*(Ines Roy)*`.
    let end = block.lines.get(lines).map_or(place.end, |line| line_start(text, line.span().start));
    other.quote.span = Span::new(place.start, end.max(behind.end)).trimmed(text);
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

/// The words and the name of a text that ends in `(Name)`, `— Name`, `— Name (role)` or `"…" - Name`.
fn named_at_end(text: &str, inline: &Inline<'_>, all: &str, known: &Words) -> Option<(Range, Range, Attribution)> {
    let named = |(words, name): (Range, Range)| Some((words, name, by_line(text, inline, name, known)?));
    let forms = [in_brackets, behind_dash, behind_hyphen];
    forms.iter().find_map(|form| form(all).and_then(named))
}

/// `"…" - Ines Roy`: a hyphen is a dash only behind words in quotation marks.
fn behind_hyphen(all: &str) -> Option<(Range, Range)> {
    let floor = floor_char(all, all.len().saturating_sub(PHRASE));
    let at = floor + all[floor..].rfind(" - ")?;
    let is_closed = all[..at].trim_end().ends_with(['"', '”', '“', '»', '«', '」', '』']);
    is_closed.then_some(((0, at), (at + 3, all.len())))
}

fn in_brackets(all: &str) -> Option<(Range, Range)> {
    let bare = all.trim_end_matches(['.', '。', ' ']);
    let inner = bare.strip_suffix([')', '）'])?;
    let mut depth = 1;
    let floor = floor_char(all, inner.len().saturating_sub(2 * PHRASE));
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
    None
}

fn behind_dash(all: &str) -> Option<(Range, Range)> {
    let floor = floor_char(all, all.len().saturating_sub(PHRASE));
    let dash =
        ["—", "–", " --", "―"].iter().filter_map(|dash| Some((floor + all[floor..].rfind(dash)?, *dash))).max()?;
    let at = dash.0;
    let name = after_dash(all[at..].trim_start())?;
    Some(((0, all[..at].trim_end_matches(['—', '–', '―', '-', ' ']).len()), (all.len() - name.len(), all.len())))
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
        BlockKind::Quote { .. } => slice.len() - slice.trim_start_matches(['>', ' ', '\t']).len(),
        _ => slice.len() - slice.trim_start().len(),
    };
    block.span.start + marks
}

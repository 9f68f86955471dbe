//! What people said and what was done about it: quotes, attributions, answers, states, trials,
//! each with its place. A block quote outside the two sections is prose and stays unread.

use std::borrow::Cow;

use crate::document::block::{Block, BlockKind, Line};
use crate::document::body::Body;
use crate::text::{Span, Spanned, fold, one_line, visible};

use crate::vocabulary::day::{self, Day};
use crate::vocabulary::party::Party;
use crate::vocabulary::words::{Disposition, Words};

/// Somebody's words.
#[derive(Clone, Debug)]
pub(crate) struct Quote {
    /// The whole block quote.
    pub span: Span,
    /// The words without the attribution, white space folded inside each paragraph.
    pub words: String,
    /// The place of the words.
    pub words_span: Span,
    /// Who said it; `None` when the last line names nobody.
    pub attribution: Option<Attribution>,
    /// What follows the quote.
    pub answer: Option<Answer>,
    /// The trial that the quote comes from; none for the consultation itself.
    pub trial: Option<usize>,
}

impl Quote {
    /// Who said it, when the quote names somebody.
    pub(crate) fn speaker(&self) -> Option<&Party> {
        self.attribution.as_ref().map(|attribution| &attribution.speaker)
    }

    /// The quote in a message: `the quote from Ines Roy`.
    pub(crate) fn called(&self) -> String {
        match self.speaker() {
            Some(speaker) => format!("the quote from {}", visible(&speaker.shown())),
            None => "a quote without a name".to_owned(),
        }
    }
}

/// The last line of a quote.
#[derive(Clone, Debug)]
pub(crate) struct Attribution {
    /// Who said it.
    pub speaker: Party,
    /// When.
    pub date: Option<Day>,
    /// Where it can be looked up: the target of a link, or the bare words.
    pub source: Option<Spanned<String>>,
}

/// What was done about a quote.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The whole answer.
    pub span: Span,
    /// The disposition, if one of its words opens the answer.
    pub disposition: Option<Spanned<Disposition>>,
    /// Who overruled.
    pub by: Option<Box<Party>>,
    /// The answer without the disposition.
    pub text: String,
}

/// A word on a party that was not heard.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// `Asked`, `NoAnswer` or `Waived`.
    pub kind: Disposition,
    /// The paragraph or list item.
    pub span: Span,
    /// Whom it is about.
    pub party: Option<Party>,
    /// The days in it, in order.
    pub dates: Vec<Day>,
    /// Who says so.
    pub by: Option<Party>,
    /// Why.
    pub reason: String,
}

impl State {
    /// Whether it is a waiver that says who was not asked, who says so, and why.
    pub(crate) fn is_whole_waiver(&self) -> bool {
        self.kind == Disposition::Waived && self.party.is_some() && self.by.is_some() && !self.reason.is_empty()
    }
}

/// A partial version that was tried on people.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trial {
    /// The heading.
    pub span: Span,
    /// What was tried.
    pub release: Option<Spanned<String>>,
    /// On whom.
    pub group: Option<Spanned<String>>,
    /// What was looked for.
    pub watched: Option<Spanned<String>>,
    /// What came of it.
    pub result: Option<Spanned<String>>,
    /// The days of the items, in order.
    pub dates: Vec<Day>,
}

/// All that a decision's two sections hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Consultation {
    /// The sections that were read, headings and all.
    pub sections: Vec<Span>,
    /// The blocks of the sections that are no quote, answer or state, sub-headings and items of
    /// trials among them, in order.
    pub rest: Vec<Span>,
    /// The headings above consultations, in order.
    pub headings: Vec<Span>,
    /// Quotes of consultations and trials, in order.
    pub quotes: Vec<Quote>,
    /// States, in order.
    pub states: Vec<State>,
    /// Trials, in order.
    pub trials: Vec<Trial>,
}

/// How many days of a state or a trial item are read.
const DAYS: usize = 16;

/// Marks between a bold word and what it is about.
const MARKS: [char; 6] = [':', '.', ' ', '—', '–', '-'];

/// Reads the consultation and trial sections of a body.
pub(crate) fn read(text: &str, body: &Body<'_>, words: &Words) -> Consultation {
    let mut consultation = Consultation::default();
    // The sections that are open, outermost first, with the level of their heading.
    let mut open: Vec<(u8, Option<usize>)> = Vec::new();
    for (index, heading) in body.headings.iter().enumerate() {
        while open.last().is_some_and(|(level, _)| *level >= heading.level) {
            open.pop();
        }
        let name = &heading.name;
        let before = open.len();
        if words.consultation.contains(name) {
            consultation.headings.push(heading.span);
            open.push((heading.level, None));
        } else if words.trial.contains(name) {
            consultation.trials.push(Trial { span: heading.span, ..Trial::default() });
            open.push((heading.level, Some(consultation.trials.len() - 1)));
        }
        if open.len() > before {
            let end = body.headings.get(body.section_end(index)).map_or(text.len(), |next| next.span.start);
            consultation.sections.push(Span::new(heading.span.start, end));
        }
        if let Some((_, trial)) = open.last() {
            consultation.rest.push(heading.span);
            section(text, &body.blocks_below(index), *trial, words, &mut consultation);
        }
    }
    // A log may hold many thousands of quotes; room for more of them is never used.
    consultation.quotes.shrink_to_fit();
    consultation
}

/// Reads the blocks between two headings.
fn section(text: &str, blocks: &[Block<'_>], trial: Option<usize>, words: &Words, into: &mut Consultation) {
    // Whether what comes next still answers the last quote.
    let mut answering = false;
    for block in blocks {
        match block.kind {
            // A callout is the page's voice, nobody's words.
            BlockKind::Quote { callout: true } => into.rest.push(block.span),
            BlockKind::Quote { callout: false } => {
                into.quotes.push(quote(text, block, trial));
                answering = true;
            }
            BlockKind::Paragraph | BlockKind::Item { .. } => {
                let inline = Inline::of(&block.lines);
                let opening = bold_opening(block, words);
                if let Some((kind, _, _)) = opening.as_ref().filter(|(kind, _, _)| kind.is_state()) {
                    into.states.push(state(text, block, &inline, *kind));
                    answering = false;
                } else if let Some(trial) = trial.filter(|_| matches!(block.kind, BlockKind::Item { .. }))
                    && let Some(is_filled) = trial_item(text, &inline, &mut into.trials[trial])
                {
                    if is_filled {
                        into.rest.push(block.span);
                    }
                    answering = false;
                } else if answering && let Some(quote) = into.quotes.last_mut() {
                    answer(text, block, &inline, opening, quote);
                } else {
                    into.rest.push(block.span);
                }
            }
            BlockKind::Heading | BlockKind::Row | BlockKind::Other => {
                into.rest.push(block.span);
                if answering && let Some(answer) = into.quotes.last_mut().and_then(|quote| quote.answer.as_mut()) {
                    answer.span.end = block.span.trimmed(text).end;
                }
            }
        }
    }
}

fn quote(text: &str, block: &Block<'_>, trial: Option<usize>) -> Quote {
    let span = block.span.trimmed(text);
    let lines: Vec<&Line<'_>> = block.lines.iter().filter(|line| !line.runs.is_empty()).collect();
    let attribution = lines.last().filter(|line| line.prose).and_then(|line| attribution(text, line));
    let said = match (&attribution, lines.split_last()) {
        (Some(_), Some((_, said))) => said,
        _ => &lines[..],
    };
    let length = said.iter().flat_map(|line| &line.runs).map(|run| run.text.len() + 1).sum();
    let mut words = String::with_capacity(length);
    for line in said {
        if !words.is_empty() {
            words.push(if line.opens { '\n' } else { ' ' });
        }
        words.push_str(&one_line(&line.text()));
    }
    let words_span = match (said.first(), said.last()) {
        (Some(first), Some(last)) => Span::new(first.span().start, last.span().end),
        _ => span.first_line(text),
    };
    Quote { span, words, words_span, attribution, answer: None, trial }
}

/// Reads `— Name (role), 2026-02-12, [source](url)`.
fn attribution(text: &str, line: &Line<'_>) -> Option<Attribution> {
    let inline = Inline::of(std::slice::from_ref(line));
    let all = inline.text.trim_end();
    let lead = all.len() - all.trim_start().len();
    let dash = ["—", "–", "--", "―"].into_iter().find(|dash| all[lead..].starts_with(dash))?;
    let mut pieces = pieces(all, lead + dash.len());
    // `— Ana Ruiz 2026-02-12`: a missing comma does not make the day a part of the name.
    if let Some((start, end)) = pieces.first().copied()
        && let Some(at) = all[start..end].rfind(' ').map(|at| start + at)
        && day::has_iso_shape(&all[at + 1..end])
    {
        pieces[0] = (start, start + all[start..at].trim_end().len());
        pieces.insert(1, (at + 1, end));
    }
    let (first, rest) = pieces.split_first()?;
    // `, on 2026-02-12` and `, (2026-02-12)` are days as well.
    let bare = |(start, end): (usize, usize)| {
        let piece = &all[start..end];
        let behind = piece.strip_prefix("on ").unwrap_or(piece).trim_start_matches(['(', ')']);
        (end - behind.len(), end - behind.len() + behind.trim_end_matches(['(', ')']).len())
    };
    let is_day = |piece: &(usize, usize)| {
        let (start, end) = bare(*piece);
        day::has_iso_shape(&all[start..end])
    };
    // What is before a date belongs to the party: `— Ines Roy, support lead, 2026-02-12`.
    let day_at = rest.iter().position(is_day).or_else(|| {
        let (start, end) = rest.first()?;
        Day::read(&all[*start..*end], Span::default()).date.map(|_| 0)
    });
    let date = day_at.map(|index| {
        let (start, end) = bare(rest[index]);
        Day::read(&all[start..end], inline.span(text, start, end))
    });
    let party_end = match day_at {
        Some(index) if index > 0 => rest[index - 1].1,
        _ => first.1,
    };
    let source_at = day_at.map_or(0, |index| index + 1);
    let source = rest.get(source_at).and_then(|(start, _)| inline.source(text, *start, all.len()));
    let written = &all[first.0..first.1];
    let mut speaker = Party::read(written, inline.span(text, first.0, first.1));
    if party_end > first.1 && speaker.role.is_none() {
        speaker = speaker.with_role(all[first.1..party_end].trim_start_matches([',', ' ']).to_owned());
    }
    if speaker.text.is_empty() {
        return None;
    }
    Some(Attribution { speaker, date, source })
}

/// The ranges between commas or semicolons outside parentheses, without surrounding white space.
fn pieces(text: &str, from: usize) -> Vec<(usize, usize)> {
    // Room for a name, a day and a source.
    let mut found = Vec::with_capacity(4);
    let mut depth = 0_i32;
    let mut start = from;
    let mut push = |start: usize, end: usize| {
        let piece = text[start..end].trim_start();
        let start = end - piece.len();
        found.push((start, start + piece.trim_end().len()));
    };
    for (at, byte) in text.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'<' => depth += 1,
            b')' | b'>' => depth -= 1,
            b',' | b';' if depth <= 0 => {
                push(start, at);
                start = at + 1;
            }
            _ => {}
        }
    }
    push(start, text.len());
    found
}

/// The bold words that open a block: what they mean, the words after the meaning, and how much of
/// the block's text they take.
fn bold_opening(block: &Block<'_>, words: &Words) -> Option<(Disposition, String, usize)> {
    let line = block.lines.first()?;
    let strong = line.runs.iter().take_while(|run| run.strong).count();
    let bold = match &line.runs[..strong] {
        [run] => Cow::Borrowed(&*run.text),
        runs => runs.iter().map(|run| &*run.text).collect(),
    };
    let (kind, rest) = words.disposition(&bold)?;
    Some((kind, rest.to_owned(), bold.len()))
}

fn answer(
    text: &str,
    block: &Block<'_>,
    inline: &Inline<'_>,
    opening: Option<(Disposition, String, usize)>,
    quote: &mut Quote,
) {
    let span = block.span.trimmed(text);
    if let Some(answer) = &mut quote.answer {
        answer.span.end = span.end;
        answer.text.push(' ');
        answer.text.push_str(&one_line(&inline.text));
        return;
    }
    let (disposition, by, rest) = match opening {
        None => (None, None, inline.text.as_str()),
        Some((kind, name, taken)) => {
            let mark = Spanned::new(kind, inline.span(text, 0, taken));
            let after = inline.text[taken..].trim_start_matches(MARKS);
            let (by, after) = match kind {
                Disposition::Overruled => overruled_by(&name, after, mark.span),
                _ => (None, after),
            };
            (Some(mark), by, after)
        }
    };
    quote.answer = Some(Answer { span, disposition, by: by.map(Box::new), text: one_line(rest).into_owned() });
}

/// `by NAME` inside the bold, or straight after it up to a colon.
fn overruled_by<'a>(inside: &str, after: &'a str, span: Span) -> (Option<Party>, &'a str) {
    let name_of = |text: &str| {
        let name = text.trim().trim_end_matches([':', '.', ',']);
        // The word for "by" is the language's; names start with a capital, an `@` or no letter at all.
        let name = name
            .split_once(' ')
            .map_or(name, |(word, rest)| if word.starts_with(char::is_lowercase) { rest } else { name });
        (!name.trim().is_empty()).then(|| Party::read(name, span))
    };
    // `**Overruled by** NAME:` has only the word for "by" inside.
    let open = !inside.contains(' ') && inside.starts_with(char::is_lowercase);
    if !inside.is_empty() && !open {
        return (name_of(inside), after);
    }
    match after.split_once(':') {
        Some((name, reason)) if open || after.starts_with("by ") => (name_of(name), reason),
        _ => (None, after),
    }
}

fn state(text: &str, block: &Block<'_>, inline: &Inline<'_>, kind: Disposition) -> State {
    let taken: usize = block
        .lines
        .first()
        .map_or(0, |line| line.runs.iter().take_while(|run| run.strong).map(|run| run.text.len()).sum());
    let lead = inline.text[taken..].len() - inline.text[taken..].trim_start_matches(MARKS).len();
    let start = taken + lead;
    let rest = &inline.text[start..];
    let dates = dates(text, inline, start);
    // The head ends at the first colon outside parentheses: `party, by who: reason`.
    let head_end = colon(rest).unwrap_or(match kind {
        Disposition::Waived => rest.find(". ").unwrap_or(rest.len()),
        _ => rest.len(),
    });
    let heads = pieces(&inline.text[..start + head_end], start);
    let read = |start: usize, end: usize| {
        let written = inline.text[start..end].trim_end_matches(['.', ' ']);
        let party = Party::read(written, inline.span(text, start, start + written.len()));
        (!party.text.is_empty()).then_some(party)
    };
    let mut party = heads.first().and_then(|(start, end)| read(*start, *end));
    let mut by = heads.iter().skip(1).find_map(|(start, end)| {
        let piece = &inline.text[*start..*end];
        let name = piece.strip_prefix("by ").or_else(|| piece.strip_prefix("says "))?;
        read(end - name.len(), *end)
    });
    // `night support (by Ana Ruiz)`
    if by.is_none()
        && let Some(name) =
            party.as_ref().and_then(|party| party.role.as_deref()).and_then(|role| role.strip_prefix("by "))
    {
        by = Some(Party::read(name, block.span.trimmed(text)));
        party.iter_mut().for_each(|party| party.role = None);
    }
    let mut reason = one_line(rest.get(head_end + 1..).unwrap_or_default()).into_owned();
    // `reason — Ana Ruiz` says who, as an attribution does.
    if by.is_none()
        && let Some((before, name)) = reason.rsplit_once('—')
        && !name.trim().is_empty()
    {
        by = Some(Party::read(name.trim().trim_end_matches('.'), block.span.trimmed(text)));
        reason = before.trim().to_owned();
    }
    State { kind, span: block.span.trimmed(text), party, dates, by, reason }
}

/// The first colon that is outside parentheses and starts no `//`.
fn colon(text: &str) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'<' => depth += 1,
            b')' | b'>' => depth -= 1,
            b':' if depth <= 0 && !text[at..].starts_with("://") => return Some(at),
            _ => {}
        }
    }
    None
}

fn dates(text: &str, inline: &Inline<'_>, from: usize) -> Vec<Day> {
    day::find_all(&inline.text[from..])
        .into_iter()
        .take(DAYS)
        .map(|(at, written)| Day::read(written, inline.span(text, from + at, from + at + written.len())))
        .collect()
}

/// `Release:`, `Group:`, `Watched:`, `Result:`; gives whether the item says something, when it is one
/// of them.
fn trial_item(text: &str, inline: &Inline<'_>, trial: &mut Trial) -> Option<bool> {
    let (key, value) = inline.text.split_once(':')?;
    let slot = match fold(key).as_str() {
        "release" => &mut trial.release,
        "group" => &mut trial.group,
        "watched" => &mut trial.watched,
        "result" | "results" => &mut trial.result,
        _ => return None,
    };
    let start = key.len() + 1 + (value.len() - value.trim_start().len());
    let end = inline.text.trim_end().len().max(start);
    if !value.trim().is_empty() {
        *slot = Some(Spanned::new(one_line(value).into_owned(), inline.span(text, start, end)));
    }
    trial.dates.extend(dates(text, inline, 0));
    Some(!value.trim().is_empty())
}

/// The text of lines and the way back from it to the file.
struct Inline<'a> {
    text: String,
    /// Where each run starts in `text`, its length there, its bytes in the file, its link.
    runs: Vec<(usize, usize, Span, Option<&'a str>)>,
}

impl<'a> Inline<'a> {
    fn of(lines: &'a [Line<'_>]) -> Self {
        let length = |line: &Line<'_>| 1 + line.runs.iter().map(|run| run.text.len()).sum::<usize>();
        let mut inline = Self {
            text: String::with_capacity(lines.iter().map(length).sum()),
            runs: Vec::with_capacity(lines.iter().map(|line| line.runs.len()).sum()),
        };
        for line in lines {
            if !inline.text.is_empty() {
                inline.text.push(' ');
            }
            for run in &line.runs {
                inline.runs.push((inline.text.len(), run.text.len(), run.span, run.link));
                inline.text.push_str(&run.text);
            }
        }
        inline
    }

    /// The bytes of the file behind a range of the text. Inside a run that does not read as it is
    /// written (an entity, code), the whole run.
    fn span(&self, text: &str, start: usize, end: usize) -> Span {
        let mut span: Option<Span> = None;
        for (at, length, run, _) in &self.runs {
            if at + length <= start || *at >= end {
                continue;
            }
            let verbatim = run.end - run.start == *length && text.get(run.start..run.end).is_some();
            let from = if verbatim { run.start + start.saturating_sub(*at) } else { run.start };
            let to = if verbatim { run.start + (end - at).min(*length) } else { run.end };
            span = Some(match span {
                None => Span::new(from, to),
                Some(known) => Span::new(known.start, to),
            });
        }
        span.unwrap_or_else(|| {
            let end = self.runs.last().map_or(0, |(_, _, run, _)| run.end);
            Span::new(end, end)
        })
    }

    /// The source between `start` and `end`: the target of its first link, or its words.
    fn source(&self, text: &str, start: usize, end: usize) -> Option<Spanned<String>> {
        let words = self.text.get(start..end)?.trim();
        let link = self
            .runs
            .iter()
            .filter(|(at, length, ..)| *at < end && at + length > start)
            .find_map(|(_, _, _, link)| *link);
        let value = link.unwrap_or(words);
        (!value.is_empty()).then(|| Spanned::new(value.to_owned(), self.span(text, start, end)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Consultation {
        super::read(text, &Body::read(text, 0, &|_| true), &Words::default())
    }

    #[test]
    fn a_quote_its_attribution_and_its_answer() {
        let text = "## Consultation\n\n> I get paged when\n> an export stalls.\n>\n> — Ines Roy (support), 2026-02-12, [thread](https://example.org/t/1)\n\n**Changed:** the job logs the tenant.\n\n- and says so\n";
        let read = read(text);
        let quote = &read.quotes[0];
        assert_eq!(quote.words, "I get paged when an export stalls.");
        let attribution = quote.attribution.as_ref().unwrap();
        assert_eq!(attribution.speaker.name.as_deref(), Some("Ines Roy"));
        assert_eq!(attribution.speaker.span.of(text), "Ines Roy (support)");
        assert_eq!(attribution.date.as_ref().unwrap().span.of(text), "2026-02-12");
        assert_eq!(attribution.source.as_ref().unwrap().value, "https://example.org/t/1");
        let answer = quote.answer.as_ref().unwrap();
        assert_eq!(answer.disposition.as_ref().unwrap().value, Disposition::Changed);
        assert_eq!(answer.text, "the job logs the tenant. and says so");
        assert_eq!(answer.span.of(text), "**Changed:** the job logs the tenant.\n\n- and says so");
    }

    #[test]
    fn attributions_in_every_dress() {
        let cases = [
            ("— Ana Ruiz", Some(("Ana Ruiz", None, None))),
            ("— Ana Ruiz <ana@example.org>, 2026-02-12", Some(("Ana Ruiz", Some("2026-02-12"), None))),
            ("– @lee, 2026-02-12", Some(("@lee", Some("2026-02-12"), None))),
            (
                "-- Ana Ruiz, 2026-02-12, call notes, page 3",
                Some(("Ana Ruiz", Some("2026-02-12"), Some("call notes, page 3"))),
            ),
            ("&mdash; Ana Ruiz, https://example.org/a,b", Some(("Ana Ruiz", None, Some("https://example.org/a,b")))),
            ("— *Ana* [Ruiz](https://example.org/ana), 2026-02-12", Some(("Ana Ruiz", Some("2026-02-12"), None))),
            ("— Ana Ruiz 2026-02-12", Some(("Ana Ruiz", Some("2026-02-12"), None))),
            ("— Ana Ruiz; 2026-02-12", Some(("Ana Ruiz", Some("2026-02-12"), None))),
            ("— Ana Ruiz, on 2026-02-12", Some(("Ana Ruiz", Some("2026-02-12"), None))),
            ("— Ana Ruiz, (2026-02-12), notes", Some(("Ana Ruiz", Some("2026-02-12"), Some("notes")))),
            ("— Ana Ruiz, 12 February 2026", Some(("Ana Ruiz", Some("12 February 2026"), None))),
            ("— Ana Ruiz, support lead, 2026-02-31", Some(("Ana Ruiz", Some("2026-02-31"), None))),
            (
                "— [Ana Ruiz](https://example.org/ana), 2026-02-12, notes",
                Some(("Ana Ruiz", Some("2026-02-12"), Some("notes"))),
            ),
            (
                "— Ana Ruiz[, 2026-02-12, ](https://example.org/a)notes",
                Some(("Ana Ruiz", Some("2026-02-12"), Some("notes"))),
            ),
            ("- Ana Ruiz", None),
            ("Ana Ruiz", None),
            ("—", None),
        ];
        for (line, expected) in cases {
            let text = format!("# Advice\n\n> words\n>\n> {line}\n");
            let read = read(&text);
            let found = read.quotes[0].attribution.as_ref().map(|found| {
                assert!(found.date.iter().all(|day| day.span.of(&text) == day.text), "{line}");
                (
                    found.speaker.shown(),
                    found.date.as_ref().map(|day| day.text.clone()),
                    found.source.as_ref().map(|source| source.value.clone()),
                )
            });
            let expected = expected
                .map(|(name, day, source)| (name.to_owned(), day.map(str::to_owned), source.map(str::to_owned)));
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn a_role_may_have_commas_and_a_name_may_have_marks() {
        for (line, name, role, place) in [
            ("— Ana Ruiz, support lead, 2026-02-12", "Ana Ruiz", Some("support lead"), "Ana Ruiz"),
            ("— Ana Ruiz, support, nights, 2026-02-12", "Ana Ruiz", Some("support, nights"), "Ana Ruiz"),
            (
                "— Ana Ruiz (support, nights), 2026-02-12",
                "Ana Ruiz",
                Some("support, nights"),
                "Ana Ruiz (support, nights)",
            ),
            ("— Ana Ruiz (support), nights, 2026-02-12", "Ana Ruiz", Some("support"), "Ana Ruiz (support)"),
            ("— Ana `Ruiz`, 2026-02-12", "Ana Ruiz", None, "Ana `Ruiz`"),
            ("— Ana Ruiz, 2026-02-12", "Ana Ruiz", None, "Ana Ruiz"),
        ] {
            let text = format!("# Advice\n\n> words\n>\n> {line}\n");
            let read = read(&text);
            let found = read.quotes[0].attribution.as_ref().unwrap();
            assert_eq!(found.speaker.name.as_deref(), Some(name), "{line}");
            assert_eq!(found.speaker.role.as_deref(), role, "{line}");
            assert_eq!(found.speaker.span.of(&text), place, "{line}");
            assert_eq!(found.date.as_ref().map(|day| day.text.as_str()), Some("2026-02-12"), "{line}");
        }
    }

    #[test]
    fn quotes_elsewhere_are_prose() {
        let text = "# T\n\n> words\n> — Ana\n\n## Consultation\n\n### Support\n\n> mine\n> — Ana\n\n> [!NOTE]\n> not a person\n\n```\n> — code\n```\n\n## Other\n\n> words\n> — Ana\n";
        let read = read(text);
        assert_eq!(read.quotes.len(), 1);
        assert_eq!(read.quotes[0].words, "mine");
    }

    #[test]
    fn code_at_the_end_of_a_quote_names_nobody() {
        let read = read("## Consultation\n\n> words\n>\n> ```\n> -- Ana Ruiz\n> ```\n");
        assert!(read.quotes[0].attribution.is_none());
    }

    #[test]
    fn states_name_party_days_and_reason() {
        let text = "## Consultation\n\n**No answer:** @lee, asked 2026-02-10, waited until 2026-02-24.\n\n- **Waived:** night support, by Ana Ruiz: the contract ends in a week.\n- **Waived:** interns. Nobody is left.\n";
        let read = read(text);
        let [silent, waived, bare] = &read.states[..] else { panic!("{:?}", read.states) };
        assert_eq!(silent.party.as_ref().unwrap().shown(), "@lee");
        assert_eq!(silent.dates.len(), 2);
        assert_eq!(waived.party.as_ref().unwrap().shown(), "night support");
        assert_eq!(waived.by.as_ref().unwrap().shown(), "Ana Ruiz");
        assert_eq!(waived.reason, "the contract ends in a week.");
        assert_eq!(bare.party.as_ref().unwrap().shown(), "interns");
        assert!(bare.by.is_none());
    }

    #[test]
    fn a_state_ends_its_head_at_a_colon_outside_parentheses() {
        for (line, place, by, reason, is_whole) in [
            ("**Waived:** support, by Ana Ruiz: idle.", "support", Some("Ana Ruiz"), "idle.", true),
            ("**Waived**`support`, by Ana Ruiz: idle.", "`support`", Some("Ana Ruiz"), "idle.", true),
            ("**Waived:** support, by Ana Ruiz", "support", Some("Ana Ruiz"), "", false),
            ("**Waived:** support: idle.", "support", None, "idle.", false),
            ("**No answer:** support, by Ana Ruiz: idle.", "support", Some("Ana Ruiz"), "idle.", false),
            (
                "**Waived:** support (nights: all), by Ana Ruiz: idle.",
                "support (nights: all)",
                Some("Ana Ruiz"),
                "idle.",
                true,
            ),
            ("**Waived:** Bo &lt;x:y>, by Ana Ruiz: idle.", "Bo &lt;x:y>", Some("Ana Ruiz"), "idle.", true),
            ("**Waived:** see http://a.b/c, by Ana Ruiz: idle.", "see http://a.b/c", Some("Ana Ruiz"), "idle.", true),
        ] {
            let text = format!("## Consultation\n\n{line}\n");
            let read = read(&text);
            let [state] = &read.states[..] else { panic!("{line}") };
            assert_eq!(state.party.as_ref().map(|party| party.span.of(&text)), Some(place), "{line}");
            assert_eq!(state.by.as_ref().map(Party::shown).as_deref(), by, "{line}");
            assert_eq!(state.reason, reason, "{line}");
            assert_eq!(state.is_whole_waiver(), is_whole, "{line}");
        }
        let nobody = read("## Consultation\n\n**Waived:** , by Ana Ruiz: idle.\n");
        assert!(nobody.states[0].party.is_none() && nobody.states[0].by.is_some());
        assert!(!nobody.states[0].is_whole_waiver());
    }

    #[test]
    fn overruled_names_who_goes_on() {
        for line in [
            "**Overruled by Ana Ruiz:** the night is idle.",
            "**Overruled** by Ana Ruiz: the night is idle.",
            "**Overruled by** Ana Ruiz: the night is idle.",
        ] {
            let read = read(&format!("## Consultation\n\n> no\n> — Bo\n\n{line}\n"));
            let answer = read.quotes[0].answer.as_ref().unwrap();
            assert_eq!(answer.by.as_ref().unwrap().shown(), "Ana Ruiz");
            assert_eq!(answer.text, "the night is idle.");
        }
        let read = read("## Consultation\n\n> no\n> — Bo\n\n**Overruled:** the night is idle: nobody pages.\n");
        let answer = read.quotes[0].answer.as_ref().unwrap();
        assert!(answer.by.is_none());
        assert_eq!(answer.text, "the night is idle: nobody pages.");
    }

    #[test]
    fn a_trial_and_its_quotes() {
        let text = "## Trial\n\n- Release: log view, 2026-02-14 to 2026-02-28\n- Group:  night support; none of the makers\n- Watched: whether they find it\n- **Result:** four of six did not\n\n> The colours mean nothing to me.\n>\n> — night support agent 3, 2026-02-20\n\n**Changed:** words beside colours.\n";
        let read = read(text);
        let trial = &read.trials[0];
        assert_eq!(trial.span.of(text), "## Trial");
        assert_eq!(trial.dates.len(), 2);
        assert_eq!(trial.watched.as_ref().unwrap().value, "whether they find it");
        assert_eq!(trial.group.as_ref().unwrap().span.of(text), "night support; none of the makers");
        assert_eq!(trial.result.as_ref().unwrap().value, "four of six did not");
        assert_eq!(read.quotes[0].trial, Some(0));
        assert!(read.quotes[0].answer.is_some());
    }

    #[test]
    fn a_heading_ends_an_answer() {
        let read = read("## Consultation\n\n> a\n> — Ana\n\n### More\n\nNot an answer.\n");
        assert!(read.quotes[0].answer.is_none());
    }
}

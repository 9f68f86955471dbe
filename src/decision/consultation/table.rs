//! Tables of what people said: `| Who | Date | Concern | Response |`. A row is a quote where the first row names a
//! column for who and one for what, and the row names a person.

use super::inline::Inline;
use super::marks::{unquoted, widened};
use super::names::by_line;
use super::{Answer, Form, Proofs, Quote, response};
use crate::document::block::{Block, Line};
use crate::text::{Span, Spanned, fold, one_line};
use crate::vocabulary::day::Day;
use crate::vocabulary::words::{Disposition, Words};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Who,
    Date,
    Answer,
    Words,
    Role,
    Source,
    Disposition,
}

/// Words in the heads of columns. Of two columns in one head, the first in this list counts.
const HEADS: &[(Column, &[&str])] = &[
    (
        Column::Who,
        &[
            "who",
            "name",
            "names",
            "person",
            "people",
            "speaker",
            "stakeholder",
            "participant",
            "party",
            "advisor",
            "adviser",
            "expert",
            "consulted",
            "reviewer",
            "contributor",
            "author",
            "interviewee",
            "wer",
            "person",
            "qui",
            "nom",
            "quién",
            "quien",
            "nombre",
            "chi",
            "nome",
            "quem",
            "wie",
            "naam",
            "誰",
            "名前",
            "氏名",
            "谁",
            "姓名",
            "이름",
        ],
    ),
    (Column::Date, &["date", "when", "day", "datum", "wann", "fecha", "data", "quand", "日付", "日期", "날짜"]),
    (Column::Disposition, &["disposition", "verdict"]),
    (
        Column::Answer,
        &[
            "response",
            "responses",
            "answer",
            "answers",
            "reply",
            "resolution",
            "outcome",
            "action",
            "decision",
            "reaction",
            "result",
            "addressed",
            "responded",
            "antwort",
            "reaktion",
            "réponse",
            "respuesta",
            "risposta",
            "resposta",
            "antwoord",
            "回答",
            "対応",
            "回复",
            "答复",
            "답변",
        ],
    ),
    (
        Column::Words,
        &[
            "said",
            "says",
            "concern",
            "concerns",
            "what",
            "words",
            "advice",
            "feedback",
            "comment",
            "comments",
            "input",
            "quote",
            "statement",
            "opinion",
            "objection",
            "remark",
            "message",
            "question",
            "position",
            "view",
            "issue",
            "point",
            "suggestion",
            "observation",
            "perspective",
            "worry",
            "was",
            "aussage",
            "bedenken",
            "einwand",
            "kommentar",
            "rückmeldung",
            "avis",
            "remarque",
            "commentaire",
            "préoccupation",
            "preocupación",
            "comentario",
            "opinión",
            "commento",
            "preoccupazione",
            "comentário",
            "opmerking",
            "意見",
            "意见",
            "発言",
            "懸念",
            "의견",
        ],
    ),
    (
        Column::Role,
        &["role", "group", "team", "function", "title", "department", "rolle", "rôle", "rol", "役割", "角色"],
    ),
    (Column::Source, &["source", "link", "where", "reference", "url", "thread", "channel", "quelle", "出典", "来源"]),
];

/// Phrases that are read whole, since their single words mean something else.
const PHRASES: &[(&str, Column)] = &[
    ("by", Column::Who),
    ("from", Column::Who),
    ("raised by", Column::Who),
    ("said by", Column::Who),
    ("concern raised by", Column::Who),
    ("what we did", Column::Answer),
    ("what was done", Column::Answer),
    ("what changed", Column::Answer),
    ("how addressed", Column::Answer),
    ("how we addressed it", Column::Answer),
    ("was wurde getan", Column::Answer),
];

/// The quotes of a table, and the rows that are none.
pub(super) fn read(text: &str, rows: &[Block<'_>], known: &Words) -> (Vec<Quote>, Vec<Span>) {
    let all = |rows: &[Block<'_>]| rows.iter().map(|row| row.span).collect::<Vec<_>>();
    let Some((head, body)) = rows.split_first() else { return (Vec::new(), Vec::new()) };
    let columns = columns(head);
    let at = |column: Column| columns.iter().position(|known| *known == Some(column));
    // In `| Who | Response |` the response is what they said.
    let (words, answer) = match (at(Column::Words), at(Column::Answer)) {
        (None, Some(answer)) => (Some(answer), None),
        found => found,
    };
    let (Some(who), Some(words)) = (at(Column::Who), words) else { return (Vec::new(), all(rows)) };
    let table = Span::new(head.span.start, body.last().map_or(head.span.end, |row| row.span.trimmed(text).end));
    let has_more = columns.iter().any(Option::is_none);
    let at = [Column::Date, Column::Role, Column::Source, Column::Disposition].map(at);
    let places = Places { who, words, answer, at, has_more };
    let mut quotes = Vec::new();
    let mut rest = vec![head.span];
    for row in body {
        match quote(text, row, table, &places, known) {
            Some(quote) => quotes.push(quote),
            None => rest.push(row.span),
        }
    }
    (quotes, rest)
}

/// Where the columns of a table are.
struct Places {
    who: usize,
    words: usize,
    answer: Option<usize>,
    /// Date, role, source, disposition.
    at: [Option<usize>; 4],
    /// Whether there are other columns.
    has_more: bool,
}

/// What the columns hold, each thing once.
fn columns(head: &Block<'_>) -> Vec<Option<Column>> {
    let mut found: Vec<Option<Column>> = Vec::new();
    let mut taken: Vec<Column> = Vec::new();
    for line in &head.lines {
        let name = fold(line.text().trim_matches(|c: char| !c.is_alphanumeric()));
        let is_free = |column: &Column| !taken.contains(column);
        let whole = PHRASES.iter().find(|(phrase, _)| *phrase == name).map(|(_, column)| *column).filter(is_free);
        let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
        let has = |known: &[&str]| known.iter().any(|word| words.contains(word));
        let by_word =
            || HEADS.iter().filter(|(column, known)| is_free(column) && has(known)).map(|(column, _)| *column).next();
        let column = whole.or_else(by_word);
        taken.extend(column);
        found.push(column);
    }
    found
}

fn quote(text: &str, row: &Block<'_>, table: Span, places: &Places, known: &Words) -> Option<Quote> {
    let cell = |at: usize| row.lines.get(at).map(|line| (line, Inline::of(std::slice::from_ref(line))));
    let (_, who) = cell(places.who)?;
    let mut named = by_line(text, &who, (0, who.text.len()), known)?;
    let (_, said) = cell(places.words)?;
    let (start, end) = unquoted(&said.text, (0, said.text.len()));
    let [date, role, source, disposition] = places.at.map(|at| at.and_then(cell).filter(|(_, cell)| is_filled(cell)));
    if let Some((_, cell)) = date {
        let (start, end) = unquoted(&cell.text, (0, cell.text.len()));
        named.date = Some(Day::read(&cell.text[start..end], cell.span(text, start, end)));
    }
    if let Some((_, cell)) = role.filter(|_| named.speaker.role.is_none()) {
        named.speaker = named.speaker.with_role(one_line(&cell.text).into_owned());
    }
    if let Some((_, cell)) = source {
        named.source = cell.source(text, 0, cell.text.len());
    }
    let answer = places.answer.and_then(cell).filter(|(_, cell)| is_filled(cell));
    let answer_span = answer.as_ref().map(|(_, cell)| widened(text, cell.span(text, 0, cell.text.len()), row.span));
    let mut answer = answer.map(|(line, cell)| response(text, line, &cell, known));
    if let (Some((_, cell)), None) = (&disposition, answer.as_ref().and_then(|answer| answer.disposition.as_ref())) {
        let (start, end) = unquoted(&cell.text, (0, cell.text.len()));
        if let Some((kind, "")) = known.disposition(&cell.text[start..end]) {
            let span = cell.span(text, start, end);
            let answer =
                answer.get_or_insert_with(|| Answer { span, disposition: None, by: None, text: String::new() });
            answer.disposition = Some(Spanned::new(kind, span));
        }
    }
    let quote = Quote {
        span: row.span.trimmed(text),
        words: one_line(&said.text[start..end]).into_owned(),
        words_span: widened(text, said.span(text, start, end), row.span),
        form: Form::Row { table, answer: answer_span, has_more: places.has_more },
        nested: Vec::new(),
        attribution: Some(named),
        answer,
        proofs: Proofs::default(),
        trial: None,
    };
    quote.has_words().then_some(quote)
}

/// Whether a cell says something.
fn is_filled(cell: &Inline<'_>) -> bool {
    cell.text.chars().any(char::is_alphanumeric)
}

/// Reads the cell of an answer. The word of a disposition need not be in bold.
fn response(text: &str, line: &Line<'_>, cell: &Inline<'_>, known: &Words) -> Answer {
    let span = cell.span(text, 0, cell.text.len());
    let mut holder = Quote {
        span,
        words: String::new(),
        words_span: span,
        form: Form::Block,
        nested: Vec::new(),
        attribution: None,
        answer: None,
        proofs: Proofs::default(),
        trial: None,
    };
    let plain = || -> Option<response::Opening> {
        let end = cell.text.find([':', '：', '.', '。', '—', '–']).unwrap_or(cell.text.len());
        let (kind, rest) = known.disposition(cell.text[..end].trim())?;
        (kind != Disposition::Overruled || !rest.is_empty()).then(|| (kind, rest.to_owned(), end))
    };
    let opening = response::bold_opening(Some(line), known).or_else(plain).filter(|(kind, ..)| !kind.is_state());
    response::answer(text, span, cell, opening, &mut holder);
    holder.answer.unwrap_or(Answer { span, disposition: None, by: None, text: String::new() })
}

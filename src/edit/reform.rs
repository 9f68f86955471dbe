//! Writes quotes in other forms as block quotes that end in an attribution. The words keep their bytes, but for what
//! stands before their lines and quotation marks around the whole.

use std::collections::BTreeMap;

use super::{Splices, line_end, line_start, next_line};
use crate::decision::Decision;
use crate::decision::consultation::{Answer, Attribution, Form, Quote, TAGS, small_words};
use crate::text::{Span, Splice, fold, one_line, visible};
use crate::vocabulary::day::meanings;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::Disposition;

/// Why a quote can't be rewritten; none if it can.
pub(crate) fn obstacle(quote: &Quote) -> Option<&'static str> {
    if quote.is_joint() {
        return Some("it names more than one speaker");
    }
    // Two quotes below one heading would both have what is no date.
    let date = quote.attribution.as_ref().and_then(|named| named.date.as_ref());
    if date.is_some_and(|date| !date.iso && meanings(&date.text).len() != 1) {
        return Some("its date does not mean one day");
    }
    match &quote.form {
        Form::Block => Some("it is a block quote already"),
        Form::Row { has_more: true, .. } => Some("its table has a column that a quote has no place for"),
        _ => None,
    }
}

/// The splices that rewrite these quotes, which are in order. All rows of a table are among them, or none.
pub(super) fn splices(decision: &Decision, quotes: &[usize]) -> Splices {
    let file = &*decision.text;
    let mut splices: Vec<Splice> = Vec::new();
    let mut table_end = 0;
    for index in quotes {
        let quote = decision.consultation.quotes.get(*index).ok_or("there is no such quote")?;
        let named = quote.attribution.as_ref().ok_or("it names nobody")?;
        let end = line_end(file, quote.span.start);
        let attribution = attribution(file, named);
        match &quote.form {
            Form::Block => return Err("it is a block quote already".to_owned()),
            Form::LastLine(line) => {
                keeps_name(line.of(file), named, &attribution)?;
                splices.push(last_line(file, *line, &attribution, end));
            }
            Form::NameBefore(name) => {
                let start = before_words(file, *name, quote);
                keeps_name(Span::new(name.start, start).of(file), named, &attribution)?;
                let is_line = file[name.end..start].contains('\n');
                let place = if is_line {
                    Span::new(line_start(file, name.start), line_start(file, start))
                } else {
                    Span::new(name.start, start)
                };
                splices.push(Splice::new(place, String::new()));
                splices.push(Splice::insert(quote.span.end, below(file, quote.span.start, &attribution, end)?));
            }
            Form::NameAfter(name) => {
                keeps_name(name.of(file), named, &attribution)?;
                let place = Span::new(file[..name.start].trim_end().len(), name.end);
                splices.push(Splice::new(place, below(file, quote.span.start, &attribution, end)?));
            }
            Form::NameAbove { name, in_quote: true } => {
                keeps_name(name.of(file), named, &attribution)?;
                let mark = file[name.end..].find('>').map(|at| name.end + at).ok_or("the quote has no marks")?;
                let start = line_start(file, name.start);
                // Straight below another quote it would be a part of that.
                let gap = if line_above(file, start).trim().is_empty() { "" } else { end };
                splices.push(Splice::new(Span::new(start, line_start(file, mark)), gap));
                splices.push(Splice::insert(quote.span.end, below(file, mark, &attribution, end)?));
            }
            Form::Headed { in_quote: true } => {
                splices.push(Splice::insert(quote.span.end, below(file, quote.span.start, &attribution, end)?));
            }
            Form::NameBehind(name) | Form::NameAbove { name, .. } => {
                let after = splices.last().map_or(0, |splice| splice.span.end);
                let written = text(file, quote, &attribution, end, after);
                keeps(quote.span.of(file), &[name.of(file)], &written[0].text)?;
                keeps_name(name.of(file), named, &attribution)?;
                splices.extend(written);
            }
            Form::Headed { .. } => {
                let after = splices.last().map_or(0, |splice| splice.span.end);
                splices.extend(text(file, quote, &attribution, end, after));
            }
            // The first row writes all of them.
            Form::Row { table, .. } if table.end > table_end => {
                table_end = table.end;
                let rows = quotes.iter().filter_map(|index| decision.consultation.quotes.get(*index));
                let rows = rows.filter(|row| matches!(&row.form, Form::Row { table: same, .. } if same == table));
                let rows: Vec<&Quote> = rows.collect();
                splices.push(Splice::new(*table, rewritten(file, *table, &rows, end)?));
            }
            Form::Row { .. } => {}
        }
    }
    Ok(splices)
}

/// The last line of a quote in the usual form.
fn last_line(file: &str, line: Span, attribution: &str, end: &str) -> Splice {
    let start = line_start(file, line.start);
    let lead = Span::new(start, line.start).of(file);
    let above = line_above(file, start);
    // Behind a list the line would be a part of its last item.
    let gap = match above.trim_matches(['>', ' ', '\t', '\r', '\n']).is_empty() {
        true => String::new(),
        false => format!("{}{end}", lead.trim_end()),
    };
    Splice::new(Span::new(start, line.end), format!("{gap}{lead}{attribution}"))
}

/// The line above the one that starts at a place.
fn line_above(file: &str, start: usize) -> &str {
    Span::new(line_start(file, start.saturating_sub(1)), start).of(file)
}

/// Where the words start behind a name that is before them, with the marks that open them: `**Ines Roy:** *words*`.
fn before_words(file: &str, name: Span, quote: &Quote) -> usize {
    let start = quote.words_span.start.max(name.end);
    name.end + Span::new(name.end, start).of(file).trim_end_matches(['*', '_', '~', '`', '[', '\\']).len()
}

/// An attribution below the last line of a block quote, whose first mark is on the line of `mark`.
fn below(file: &str, mark: usize, attribution: &str, end: &str) -> Result<String, String> {
    let line = Span::new(line_start(file, mark), next_line(file, mark)).of(file);
    let lead = &line[..line.find('>').unwrap_or_default()];
    if !lead.chars().all(|c| c == ' ') {
        return Err("the quote is inside a list or another quote".to_owned());
    }
    Ok(format!("{end}{lead}>{end}{lead}> {attribution}"))
}

/// A list item or paragraphs as a block quote, and an answer inside the list as one below the quote. `after` is where
/// the last quote that was rewritten ends.
fn text(file: &str, quote: &Quote, attribution: &str, end: &str, after: usize) -> Vec<Splice> {
    let start = line_start(file, quote.span.start);
    let words = quote.words_span;
    let column = words.start - line_start(file, words.start);
    let block = quoted(words.of(file), column, attribution, end);
    let above = line_above(file, start);
    let before = if start > after && !above.trim().is_empty() { end } else { "" };
    let next = next_line(file, quote.span.end);
    let next_words = Span::new(next, next_line(file, next)).of(file).trim();
    let behind = if next_words.is_empty() { "" } else { end };
    let mut splices = vec![Splice::new(Span::new(start, quote.span.end), format!("{before}{block}{behind}"))];
    if let Some(answer) = &quote.answer {
        let first = line_start(file, answer.span.start);
        let column = answer.span.start - first;
        if column > 0 && first > quote.span.end {
            let place = Span::new(first, answer.span.end);
            let lines = place.of(file).split('\n').map(|line| dedented(line, column));
            splices.push(Splice::new(place, lines.collect::<Vec<_>>().join("\n")));
        }
    }
    splices
}

/// A table with its quotes below it, or the quotes alone where it has nothing else.
fn rewritten(file: &str, table: Span, rows: &[&Quote], end: &str) -> Result<String, String> {
    let mut start = line_start(file, table.start);
    let mut others = Vec::new();
    let mut next = rows.iter().peekable();
    let mut quotes = Vec::new();
    for line in Span::new(start, table.end).of(file).split_inclusive('\n') {
        match next.next_if(|row| row.span.start < start + line.len()) {
            None => others.push(line.trim_end()),
            Some(quote) => {
                let block = row(file, quote, end).unwrap_or_default();
                keeps(line, &structure(file, quote), &block)?;
                quotes.push(block);
            }
        }
        start += line.len();
    }
    // The first two lines name the columns.
    let table = (others.len() > 2).then(|| others.join(end));
    Ok(table.into_iter().chain(quotes).collect::<Vec<_>>().join(&format!("{end}{end}")))
}

/// The parts of a row that may be written in other words.
fn structure<'a>(file: &'a str, quote: &'a Quote) -> Vec<&'a str> {
    let named = quote.attribution.iter();
    let day = named.filter_map(|named| named.date.as_ref()).map(|day| day.text.as_str());
    let word = quote.answer.iter().filter_map(|answer| answer.disposition.as_ref()).map(|word| word.span.of(file));
    day.chain(word).collect()
}

/// Fails if words are left out, but for numbers of lists and what is written anew: a comment, a picture, a cell that
/// is not shown.
fn keeps(before: &str, anew: &[&str], after: &str) -> Result<(), String> {
    let words = |text: &str| {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        let words =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.contains(|c: char| c.is_alphabetic()));
        words.for_each(|word| *count.entry(fold(word)).or_default() += 1);
        count
    };
    let (kept, anew) = (words(after), words(&anew.join(" ")));
    let there = |word: &String| [&kept, &anew].iter().filter_map(|words| words.get(word)).sum::<usize>();
    match words(before).iter().find(|(word, count)| there(word) < **count) {
        Some((word, _)) => Err(format!("`{}` would be left out", visible(word))),
        None => Ok(()),
    }
}

/// Fails if an attribution leaves out a word of the name that it is written for, such as an address or a comment.
fn keeps_name(name: &str, named: &Attribution, attribution: &str) -> Result<(), String> {
    let day = named.date.iter().map(|date| date.text.as_str());
    let small = small_words().chain(TAGS.iter().chain(TAGS).copied()).chain(["s"]);
    let anew: Vec<&str> = small.map(|word| -> &str { word }).chain(day).collect();
    keeps(name, &anew, attribution)
}

/// A row of a table as a block quote with its answer.
fn row(file: &str, quote: &Quote, end: &str) -> Option<String> {
    let Form::Row { answer: place, .. } = &quote.form else { return None };
    let words = quote.words_span.of(file).replace("\\|", "|");
    let block = quoted(&words, 0, &attribution(file, quote.attribution.as_ref()?), end);
    let Some(answer) = &quote.answer else { return Some(block) };
    let written = place.map_or("", |place| place.of(file)).replace("\\|", "|");
    Some(format!("{block}{end}{end}{}", answered(answer, &written)))
}

/// The answer of a row, with its disposition in bold.
fn answered(answer: &Answer, written: &str) -> String {
    let Some(word) = answer.disposition.as_ref().map(|word| word.value) else { return written.to_owned() };
    if written.starts_with("**") {
        return written.to_owned();
    }
    let by = match (word, &answer.by) {
        (Disposition::Overruled, Some(by)) => format!(" by {}", by.text),
        _ => String::new(),
    };
    match answer.text.is_empty() {
        true => format!("**{}{by}.**", word.word()),
        // The word of the table may be in a column of its own.
        false => format!(
            "**{}{by}:** {}",
            word.word(),
            written.find(&answer.text).map_or(&*answer.text, |at| &written[at..])
        ),
    }
}

/// Words as a block quote. `column` is how far their other lines may be set in.
fn quoted(words: &str, column: usize, attribution: &str, end: &str) -> String {
    let mut block = String::new();
    for (index, line) in words.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let line = if index > 0 { dedented(line, column) } else { line };
        block.push_str(if line.trim().is_empty() { ">" } else { "> " });
        block.push_str(line);
        block.push_str(end);
    }
    format!("{block}>{end}> {attribution}")
}

/// A line without the white space that sets it in, up to a column.
fn dedented(line: &str, column: usize) -> &str {
    let blanks = line.len() - line.trim_start_matches(' ').len();
    &line[blanks.min(column)..]
}

fn link(label: &str, target: &str) -> String {
    let is_plain = !target.contains(['(', ')', '<', '>', ' ']);
    if is_plain { format!("[{label}]({target})") } else { format!("[{label}](<{target}>)") }
}

/// The last line of the quote.
fn attribution(file: &str, named: &Attribution) -> String {
    let written = one_line(named.speaker.span.of(file)).into_owned();
    let name = if written == named.speaker.text { written } else { named.speaker.text.clone() };
    let has_role = Party::read(&name, Span::default()).role.is_some();
    // What a name leads to may be the source as well: `[Ines Roy on #1](url)`.
    let is_source = |link: &&String| named.source.as_ref().is_some_and(|source| source.value == **link);
    let name = match named.link.as_ref().filter(|link| !is_source(link)) {
        // A role behind the name is no part of the link.
        Some(target) => {
            let bare = named.speaker.name.as_deref().filter(|bare| name.starts_with(bare)).unwrap_or(&name);
            format!("{}{}", link(bare, target), &name[bare.len()..])
        }
        None => name,
    };
    let role = named.speaker.role.as_ref().filter(|_| !has_role);
    let mut parts = vec![role.map_or(name.clone(), |role| format!("{name} ({role})"))];
    parts.extend(named.date.as_ref().map(|date| match meanings(&date.text).first() {
        Some(day) if !date.iso => day.to_string(),
        _ => date.text.clone(),
    }));
    parts.extend(named.source.as_ref().map(|source| {
        let label = one_line(source.span.of(file));
        let label = label.trim_matches(['[', ']', ' ']);
        let target = &source.value;
        match (label == target, label.is_empty() || label.contains("](")) {
            (true, _) => target.clone(),
            (false, is_odd) => {
                let label = if is_odd { "source" } else { label };
                link(label, target)
            }
        }
    }));
    parts.extend(named.told_to.as_ref().map(|party| format!("told {}", party.text)));
    format!("— {}", parts.join(", "))
}

/// Why the quotes are not what they were before, in another form; none if they are.
pub(super) fn differs(before: &Decision, after: &Decision, quotes: &[usize]) -> Option<String> {
    let (old, new) = (&before.consultation.quotes, &after.consultation.quotes);
    let is_done = |index: &usize| new.get(*index).is_some_and(|quote| quote.form == Form::Block);
    if old.len() != new.len() || !quotes.iter().all(is_done) {
        return Some("the text contains markdown that would hide where the quote begins or ends".to_owned());
    }
    for (old, new) in old.iter().zip(new) {
        let part = [
            (old.words != new.words, "words"),
            (speaker(old) != speaker(new) || old.is_joint() != new.is_joint(), "speaker"),
            (day(old) != day(new), "date"),
            (source(old) != source(new), "source"),
            (answer(old) != answer(new), "response"),
            (old.trial != new.trial, "trial"),
        ];
        if let Some((_, part)) = part.iter().find(|(differs, _)| *differs) {
            return Some(format!("the {part} of {} would be read differently", old.called()));
        }
    }
    let states = |decision: &Decision| {
        let states = decision.consultation.states.iter();
        states.map(|state| one_line(state.span.of(&decision.text)).into_owned()).collect::<Vec<_>>()
    };
    (states(before) != states(after)).then(|| "states would be read differently".to_owned())
}

fn speaker(quote: &Quote) -> Option<[Option<&String>; 4]> {
    let speaker = quote.speaker()?;
    Some([speaker.name.as_ref(), speaker.role.as_ref(), speaker.handle.as_ref(), speaker.mail.as_ref()])
}

fn day(quote: &Quote) -> Option<String> {
    let date = quote.attribution.as_ref()?.date.as_ref()?;
    Some(date.date.map_or_else(|| date.text.clone(), |day| day.to_string()))
}

fn source(quote: &Quote) -> Option<(Option<&String>, Option<&String>)> {
    let named = quote.attribution.as_ref()?;
    Some((named.source.as_ref().map(|source| &source.value), named.told_to.as_ref().map(|party| &party.text)))
}

fn answer(quote: &Quote) -> Option<(Option<Disposition>, Option<String>, &String)> {
    let answer = quote.answer.as_ref()?;
    let by = answer.by.as_ref().map(|by| by.shown());
    Some((answer.disposition.as_ref().map(|word| word.value), by, &answer.text))
}

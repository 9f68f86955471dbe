//! Converts records of other tools: a header with heard's keys, and the text unchanged. Nothing is lost: what the
//! new header has no field for stays in the text, or becomes a comment in the header. Nothing is read from disk
//! or written.

pub(crate) mod adrs;

use std::collections::{BTreeMap, BTreeSet};

use crate::adopt::meaning;
use crate::decision::field::{self, FieldKind};
use crate::decision::{Decision, Link, LinkKind, listed_links};
use crate::document::body::Body;
use crate::document::header::Field;
use crate::document::{Problem, headerless};
use crate::edit::{escaped, is_unprintable, line_start, next_line, plainly, quoted, with_line_feeds};
use crate::text::{RepoPath, Span, fold, one_line};
use crate::vocabulary::id::{Id, IdKind, Key, is_index_name, translation};
use crate::vocabulary::reference::Claim;
use crate::vocabulary::words::StatusKind;

/// The known formats of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A header between `---` lines: MADR 3 and 4, adrs, EIPs
    Madr,
    /// A list of fields below the title: MADR 2, log4brains
    Log4brains,
    /// A `Status` section: adr-tools and its relatives
    Nygard,
    /// A table of fields below the title: many logs of RFCs
    Table,
    /// Lines of `Key: value` at the top: PEPs
    Preamble,
    /// A directory with a `kep.yaml`
    Kep,
    /// Prose without fields
    Plain,
}

/// The metadata file of a Kubernetes enhancement proposal.
pub(crate) const KEP: &str = "kep.yaml";

/// A `kep.yaml` and its text as one record with a header.
pub(crate) fn kep(header: &str, text: &str) -> String {
    let header = header.trim_start_matches('\u{feff}');
    let header = header.strip_prefix("---\r\n").or(header.strip_prefix("---\n")).unwrap_or(header).trim_end();
    format!("---\n{header}\n---\n\n{}", text.trim_start_matches('\u{feff}'))
}

/// The format of a record.
pub(crate) fn form(decision: &Decision) -> Form {
    let in_body = |field: &&Field| decision.header.is_none_or(|header| field.key.span.start >= header.end);
    if decision.header.is_some() {
        return Form::Madr;
    }
    if decision.preamble.is_some() {
        return Form::Preamble;
    }
    let Some(field) = decision.fields.iter().find(in_body) else { return Form::Plain };
    let line = line_start(&decision.text, field.key.span.start);
    match decision.text[line..].chars().next() {
        Some('#') => Form::Nygard,
        Some('|') => Form::Table,
        _ if field::STATUS.find(&decision.fields).is_some_and(|status| is_heading(decision, status)) => Form::Nygard,
        _ => Form::Log4brains,
    }
}

/// The name of each new record, by the path of the old one.
pub(crate) type Names = BTreeMap<RepoPath, RepoPath>;

/// Names the records: their own name if it fits the log and its ID is free; otherwise `next` returns a free
/// one for the title and date.
pub(crate) fn names(
    decisions: &[Decision],
    dir: &str,
    kind: IdKind,
    taken: &[RepoPath],
    next: impl Fn(&Decision, &[RepoPath]) -> String,
) -> Names {
    let place = |name: String| RepoPath::new(if dir == "." { name } else { format!("{dir}/{name}") });
    let mut all = taken.to_vec();
    let mut ids: BTreeMap<Key, Option<String>> = taken.iter().map(|path| (Id::of_path(path).0.key, None)).collect();
    let mut files: BTreeSet<String> = taken.iter().map(|path| fold(path.file_name())).collect();
    let mut names = Names::new();
    for decision in decisions {
        let name = own_name(&decision.path);
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let base = translation(stem).map_or(stem, |(base, _)| base).to_owned();
        // A record and its translations have one id.
        let is_free = ids.get(&decision.id.key).is_none_or(|other| other.as_ref() == Some(&base));
        if decision.id_kind == kind && is_free && files.insert(fold(&name)) {
            ids.insert(decision.id.key.clone(), Some(base));
            all.push(place(name.clone()));
            names.insert(decision.path.clone(), place(name));
        }
    }
    for decision in decisions {
        if !names.contains_key(&decision.path) {
            let path = place(next(decision, &all));
            all.push(path.clone());
            names.insert(decision.path.clone(), path);
        }
    }
    names
}

/// Names the records of an import that may have been stopped: those that it wrote have their names already. Also gives
/// the paths of these. `log` has the texts of the records that are there, and `names` is as [`names`].
pub(crate) fn resumed(
    decisions: &[Decision],
    log: &BTreeMap<RepoPath, String>,
    names: impl Fn(&[RepoPath]) -> Names,
) -> (Names, BTreeSet<RepoPath>) {
    let all: Vec<RepoPath> = log.keys().cloned().collect();
    let new = names(&all);
    // Under other numbers, as long as those that were written are in the way.
    let plain = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
    let imported: BTreeSet<String> = decisions.iter().map(|decision| plain(&record(decision, &new))).collect();
    let (written, others): (Vec<_>, Vec<_>) = log.iter().partition(|(_, text)| imported.contains(&plain(text)));
    let others: Vec<RepoPath> = others.into_iter().map(|(path, _)| path.clone()).collect();
    let resumed = names(&others);
    let texts: BTreeMap<&RepoPath, String> =
        decisions.iter().map(|decision| (&resumed[&decision.path], record(decision, &resumed))).collect();
    match written.iter().all(|(path, text)| texts.get(path) == Some(text)) {
        true => (resumed, written.into_iter().map(|(path, _)| path.clone()).collect()),
        false => (new, BTreeSet::new()),
    }
}

/// The name of a record as a file: `0012-slug/README.md` is `0012-slug.md`.
fn own_name(path: &RepoPath) -> String {
    match path.folder_name() {
        Some(folder) if is_index_name(path.stem()) => format!("{folder}.md"),
        _ => format!("{}.md", path.stem()),
    }
}

/// The converted record. `names` are the new names of records that it may link to.
pub(crate) fn record(decision: &Decision, names: &Names) -> String {
    let text = decision.text.trim_start_matches('\u{feff}');
    let skipped = decision.text.len() - text.len();
    let is_broken = decision.problems.iter().any(|problem| matches!(problem, Problem::HeaderUnreadable { .. }));
    let (mut header, emitted) = header(decision, names);
    // What the header says, word for word, may go where it stood.
    let mut said = counted(&header);
    let is_crlf = decision.text.contains("\r\n");
    let end = if is_crlf { "\r\n" } else { "\n" };
    let (mut before, mut rest, mut was) = ("", String::new(), String::new());
    let body = match decision.header {
        Some(span) => {
            before = opening(&decision.text[skipped..span.start]);
            (rest, was) = keep_header(decision, span, is_broken, &mut said, &emitted);
            let fence = decision.text[span.end..].find('\n').map_or(decision.text.len(), |end| span.end + end + 1);
            decision.text[fence..].to_owned()
        }
        None if is_broken => format!("{end}{text}"),
        None if decision.preamble.is_some() => {
            (rest, was) = keep_preamble(decision, &mut said);
            let title = decision.title.as_ref().filter(|_| is_titled_above(decision));
            let title = title.map(|title| format!("# {}{end}{end}", one_line(title.span.of(&decision.text))));
            let behind = decision.preamble.map_or(skipped, |preamble| preamble.end);
            format!("{end}{}{}", title.unwrap_or_default(), decision.text[behind..].trim_start_matches(['\r', '\n']))
        }
        None => format!("{end}{}", without_fields(decision, skipped, &mut said).trim_start_matches(['\r', '\n'])),
    };
    header.push_str(&rest);
    header.push_str(&was);
    if is_crlf {
        header = header.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    format!("{before}---{end}{header}---{end}{}", relinked(&body, decision, names))
}

/// The text before the fence of a header.
fn opening(text: &str) -> &str {
    text.trim_end_matches(['\r', '\n']).strip_suffix("---").unwrap_or_default()
}

/// The status of a record in our words, as far as it is known.
pub(crate) fn status(decision: &Decision) -> Option<StatusKind> {
    let status = decision.status.as_ref()?;
    status.kind.or_else(|| meaning(&status.word))
}

/// The lines of the new header, and the keys in it.
fn header(decision: &Decision, names: &Names) -> (String, BTreeSet<&'static str>) {
    let (mut out, mut emitted) = (String::new(), BTreeSet::new());
    let mut put = |out: &mut String, key: &'static str, value: &str| {
        emitted.insert(key);
        out.push_str(&format!("{key}:{}{value}\n", if value.is_empty() || value.starts_with('\n') { "" } else { " " }));
    };
    // What the record doesn't say, or says in words that are not known, nobody decided.
    put(&mut out, "status", status(decision).map_or("", StatusKind::word));
    if let Some(day) = &decision.date {
        put(&mut out, "date", &day.date.map_or_else(|| quoted(&day.text), |date| date.to_string()));
    }
    let list = |texts: &mut dyn Iterator<Item = &str>| texts.map(|text| format!("\n  - {}", quoted(text))).collect();
    let people = [("decision-makers", &decision.makers), ("consulted", &decision.consulted)];
    let informed = Some(("informed", &decision.informed)).filter(|(_, informed)| !informed.parties.is_empty());
    for (key, people) in people.into_iter().chain(informed) {
        let people: String = list(&mut people.parties.iter().map(|party| party.text.as_str()));
        put(&mut out, key, &people);
    }
    for (key, values) in [("governs", &decision.governs), ("tags", &decision.tags)] {
        if !values.is_empty() {
            let values: String = list(&mut values.iter().map(|value| value.value.as_str()));
            put(&mut out, key, &values);
        }
    }
    for kind in LinkKind::ALL {
        // Said twice it is listed once, and the lines that said it stay.
        let mut known = BTreeSet::new();
        let links: Vec<String> = decision
            .links
            .iter()
            .filter(|link| link.kind == kind && is_of_log(link, names))
            .map(|link| target(decision, &link.target.value, &link.reference.id, names))
            .filter(|link| known.insert(link.clone()))
            .collect();
        if !links.is_empty() {
            let links: String = list(&mut links.iter().map(String::as_str));
            put(&mut out, kind.key(), &links);
        }
    }
    if let Some(day) = &decision.review_by {
        put(&mut out, "review-by", &day.date.map_or_else(|| quoted(&day.text), |date| date.to_string()));
    }
    (out, emitted)
}

/// Whether a link means a record, and not `MySQL 5` or another word before a number.
fn is_of_log(link: &Link, names: &Names) -> bool {
    let is_known = || names.keys().any(|old| Id::of_path(old).0.key == link.reference.id.key);
    link.reference.claim() == Claim::Record || is_known()
}

/// The new target of a link: the new ID of an imported record, or the old one.
fn target(decision: &Decision, written: &str, id: &Id, names: &Names) -> String {
    let file = written.split_once("](").map_or(written, |(_, target)| target.split([')', '#']).next().unwrap_or(""));
    let exact = names.get(&resolved(&decision.path, file));
    let new = exact.or_else(|| names.iter().find(|(old, _)| Id::of_path(old).0.key == id.key).map(|(_, new)| new));
    new.map_or_else(|| id.text.clone(), |new| Id::of_path(new).0.text)
}

/// A path relative to a file.
fn resolved(file: &RepoPath, relative: &str) -> RepoPath {
    let mut parts: Vec<&str> = file.as_str().split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    RepoPath::new(parts.join("/"))
}

/// The body with links to imported records updated, which are now in one directory.
fn relinked(body: &str, decision: &Decision, names: &Names) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find("](") {
        let (head, tail) = rest.split_at(at + 2);
        out.push_str(head);
        let end = tail.find([')', '#', ' ', '\n']).unwrap_or(tail.len());
        match names.get(&resolved(&decision.path, &tail[..end])) {
            Some(new) if end > 0 => out.push_str(new.file_name()),
            _ => out.push_str(&tail[..end]),
        }
        rest = &tail[end..];
    }
    out + rest
}

/// The lines of an old header to keep: unknown keys unchanged, and as comments those whose values are not in
/// the new header.
fn keep_header(
    decision: &Decision,
    span: Span,
    is_broken: bool,
    said: &mut BTreeMap<String, usize>,
    emitted: &BTreeSet<&'static str>,
) -> (String, String) {
    let text = &decision.text;
    let whole = span.of(text);
    let fields: Vec<&Field> = decision
        .fields
        .iter()
        .filter(|field| span.start <= field.key.span.start && field.key.span.start < span.end)
        .collect();
    let starts: Vec<usize> = fields.iter().map(|field| line_start(text, field.key.span.start)).collect();
    // Lines can be taken out where each key starts one; not from braces, nor from a header that is indented.
    let is_plain = !whole.trim_start().starts_with('{')
        && fields.iter().zip(&starts).all(|(field, start)| field.key.span.start == *start)
        && starts.windows(2).all(|pair| pair[0] < pair[1]);
    if is_broken || !is_plain || fields.is_empty() {
        let was = if covered(whole, said) { String::new() } else { commented(whole) };
        return (String::new(), was);
    }
    let first = starts[0].max(span.start);
    let (mut rest, mut was) = (String::new(), String::new());
    was.push_str(&commented(Span::new(span.start, first).of(text)));
    for (index, field) in fields.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(span.end);
        if !is_ours(decision, field) && !emitted.contains(field.name.as_str()) {
            rest.push_str(Span::new(starts[index], end).of(text).trim_end_matches(['\r', '\n']));
            rest.push('\n');
            continue;
        }
        // Comments behind a field are no part of it.
        let own_end = next_line(text, field.value.span.end.max(field.key.span.end)).min(end);
        let own = Span::new(starts[index], own_end).of(text);
        let value = own.get(field.key.span.end - starts[index]..).unwrap_or(own);
        if !covered(value, said) {
            was.push_str(&commented(own));
        }
        was.push_str(&commented(Span::new(own_end, end).of(text)));
    }
    (rest, was)
}

/// The lines of a preamble to keep, as in [`keep_header`].
fn keep_preamble(decision: &Decision, said: &mut BTreeMap<String, usize>) -> (String, String) {
    let text = &decision.text;
    let (mut rest, mut was) = (String::new(), String::new());
    let mut names: Vec<&str> = Vec::new();
    let title = decision.title.as_ref().map(|title| title.span);
    let is_title = |value: Span| title.is_some_and(|title| value.start <= title.start && title.end <= value.end);
    // Read again, since of a key that is there twice the decision has the first.
    let preamble = headerless::preamble(text, &field::is_in_body);
    for field in preamble.iter().flat_map(|preamble| &preamble.fields) {
        let own = Span::new(field.key.span.start, field.value.span.end.max(field.key.span.end)).of(text);
        let value = field.value.span.of(text);
        let is_first = !names.contains(&field.name.as_str());
        names.push(&field.name);
        match field.name.as_str() {
            "title" if is_first && is_title(field.value.span) => {}
            _ if is_ours(decision, field) => {
                if !covered(value, said) {
                    was.push_str(&commented(own));
                }
            }
            // What is there twice would be denied.
            _ if is_first && !field::keys().any(|key| key == field.name) => {
                rest.push_str(&format!("{}: {}\n", plainly(&field.key.value), quoted(value)));
            }
            _ => was.push_str(&commented(own)),
        }
    }
    (rest, was)
}

/// Whether the title is in the preamble.
fn is_titled_above(decision: &Decision) -> bool {
    let title = decision.title.as_ref().map(|title| title.span.start);
    decision.preamble.is_some_and(|above| title.is_some_and(|title| title < above.end))
}

/// Whether the new header was made from this field.
fn is_ours(decision: &Decision, field: &Field) -> bool {
    // Numbers that are given anew would lead elsewhere.
    if field.name == "links" {
        return !listed_links(&decision.text, &decision.fields).is_empty();
    }
    field::spec(&field.name).is_some_and(|spec| match spec.kind {
        FieldKind::Title | FieldKind::Id => false,
        // Of several names of a key, one was read.
        _ if field.name == spec.key && spec.aliases.is_empty() => true,
        _ => spec.find(&decision.fields).is_some_and(|used| used.key.span == field.key.span),
    })
}

/// Lines as comments of a header. A line with characters that no comment may contain is in double quotes, where they are
/// escaped.
fn commented(lines: &str) -> String {
    let mut out = String::new();
    for line in with_line_feeds(lines).lines().filter(|line| !line.trim().is_empty()) {
        let line = line.trim_end();
        if line.contains(|c| c != '\t' && is_unprintable(c)) {
            out.push_str(&format!("# {}\n", escaped(line)));
            continue;
        }
        out.push_str(if line.starts_with('#') { "" } else { "# " });
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// The body without the lines of fields whose words are all in the header.
fn without_fields(decision: &Decision, start: usize, said: &mut BTreeMap<String, usize>) -> String {
    let text = &decision.text;
    let mut gone: Vec<Span> = Vec::new();
    let body = Body::read(text, start, &|_| false);
    let next_heading = |from: usize| {
        let next = body.headings.partition_point(|heading| heading.span.start < from);
        body.headings.get(next).map_or(text.len(), |next| line_start(text, next.block))
    };
    for field in decision.fields.iter().filter(|field| is_ours(decision, field)) {
        let from = line_start(text, field.key.span.start);
        let section = is_heading(decision, field);
        let lead = Span::new(from, field.key.span.start).of(text);
        // A line of several fields goes with the first of them. A heading inside a list is a part of that.
        if lead.contains(char::is_alphanumeric) || (section && !lead.trim().is_empty()) {
            continue;
        }
        // The rest of a table would be no table.
        if text[from..].starts_with('|') || (field.name == "status" && !section && text[from..].starts_with('#')) {
            continue;
        }
        let end = field.value.span.end.max(field.key.span.end);
        let to = if section { next_heading(end) } else { next_line(text, end) };
        let behind = Span::new(field.key.span.end.min(to), to).of(text);
        // Half a block of code or half a comment would swallow what follows, and a comment within a key holds words.
        if ["```", "~~~", "<!--", "-->"].iter().any(|mark| text[from..to].contains(mark)) {
            continue;
        }
        if !gone.iter().any(|other| from < other.end && other.start < to) && covered(behind, said) {
            gone.push(Span::new(from, to));
        }
    }
    gone.sort_by_key(|span| span.start);
    let (mut out, mut at) = (String::new(), start);
    for span in gone {
        out.push_str(Span::new(at, span.start.max(at)).of(text));
        at = span.end;
        // One blank line is enough between what was parted by it.
        if out.ends_with("\n\n") || out.ends_with("\r\n\r\n") {
            at = text.len() - text[at..].trim_start_matches(['\r', '\n']).len();
        }
    }
    out + &text[at..]
}

/// Whether the key of a field is a heading, as in a `Status` section.
fn is_heading(decision: &Decision, field: &Field) -> bool {
    let key = field.key.span.of(&decision.text);
    key.starts_with('#') || key.trim_end().ends_with(['=', '-'])
}

/// The count of each word.
pub(crate) fn counted(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    words
}

/// Whether all words of a text are left; if so, removes them, so that each is only used once.
fn covered(text: &str, said: &mut BTreeMap<String, usize>) -> bool {
    let words = counted(text);
    let is_there = words.iter().all(|(word, count)| said.get(word).is_some_and(|there| there >= count));
    if is_there {
        for (word, count) in words {
            said.entry(word).and_modify(|there| *there -= count);
        }
    }
    is_there
}

#[cfg(test)]
mod tests;

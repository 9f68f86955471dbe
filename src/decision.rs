//! What a decision says: id, status, days, people, what it governs, links, quotes and answers,
//! each with its place. It reads documents of every form and checks none; that is what rules do.

pub(crate) mod about;
pub(crate) mod allow;
pub(crate) mod consultation;
pub(crate) mod field;
pub(crate) mod link;
pub(crate) mod proof;
pub(crate) mod renumber;
pub(crate) mod status;
mod title;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use jiff::civil::Date;

pub(crate) use link::{Link, LinkKind, listed_links};
pub(crate) use status::Status;

use crate::document::block::BlockKind;
use crate::document::body::Body;
use crate::document::header::{Field, Node, Value};
use crate::document::{self, Document, Problem};
use crate::policy::Directory;
use crate::text::{RepoPath, Span, Spanned};
use crate::vocabulary::day::{self, Day};
use crate::vocabulary::id::{self, Id};
use crate::vocabulary::nothing::is_nothing;
use crate::vocabulary::parties::{self, Parties, UnreadPart};
use crate::vocabulary::party::Party;
use crate::vocabulary::person::{NotAPerson, Personhood};
use crate::vocabulary::words::{Disposition, StatusKind, Words};
use allow::Allow;
use consultation::{Answer, Consultation, Quote, State};
use field::{FieldKind, FieldSpec};

/// One record of the log.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    /// The path of the file.
    pub path: RepoPath,
    /// The whole file.
    pub text: Box<str>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The bytes between the fences, when there is a header.
    pub header: Option<Span>,
    /// The lines of keys at the top of a file that has no header.
    pub preamble: Option<Span>,
    /// The header's fields as written, and those found in the body of older records.
    pub fields: Vec<Field>,
    /// The text of the file beside it that has its metadata: see [`BESIDE`].
    pub beside: Option<Box<str>>,
    /// The id that the file name carries.
    pub id: Id,
    /// The kind of that id.
    pub id_kind: id::IdKind,
    /// What the name of the file says beside the id, for a record without a title.
    pub name: String,
    /// The title, without an id before it.
    pub title: Option<Spanned<String>>,
    /// The id that the record says it has: in the header, or before the title.
    pub own_id: Option<Spanned<Id>>,
    /// The status.
    pub status: Option<Status>,
    /// The day of the last change of status.
    pub date: Option<Day>,
    /// Who decides.
    pub makers: People,
    /// Whose words were asked for.
    pub consulted: People,
    /// Who was informed.
    pub informed: People,
    /// Globs of the paths that the decision is about.
    pub governs: Vec<Spanned<String>>,
    /// Links to other decisions.
    pub links: Vec<Link>,
    /// Tags.
    pub tags: Vec<Spanned<String>>,
    /// The day of the next look.
    pub review_by: Option<Day>,
    /// Whether the body says anything beside its headings.
    pub has_prose: bool,
    /// How many options were considered, at the heading that opens their list.
    pub options: Option<Spanned<usize>>,
    /// The headings above options or the outcome that have nothing below them.
    pub empty_sections: Vec<Span>,
    /// What people said.
    pub consultation: Consultation,
    /// The comments that ask for rules to be silent.
    pub allows: Vec<Allow>,
    /// The hash of what the quotes are about, as people sign it; found once, when it is needed.
    pub signed_about: OnceLock<String>,
}

/// The people of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct People {
    /// The key, when the field is there.
    pub key: Option<Span>,
    /// The parties, in order.
    pub parties: Vec<Party>,
    /// Parts of the value that are not read.
    pub unread: Vec<UnreadPart>,
}

impl People {
    /// Whether anybody is named: `n/a` and template text name nobody.
    pub(crate) fn name_somebody(&self) -> bool {
        use NotAPerson::{Nobody, Template};
        self.parties.iter().any(|party| !matches!(party.personhood(), Personhood::No(Nobody | Template)))
    }
}

/// The file with the metadata of a record that is a `README.md`, in the log of Kubernetes.
pub(crate) const BESIDE: &str = "kep.yaml";

/// Reads one record. Bytes that are no text, or too many, give a record that says so.
pub(crate) fn read(path: RepoPath, bytes: Vec<u8>, words: &Words) -> Decision {
    read_with(path, bytes, None, words)
}

/// The same, with the file beside it.
pub(crate) fn read_with(path: RepoPath, bytes: Vec<u8>, beside: Option<Vec<u8>>, words: &Words) -> Decision {
    if bytes.len() > document::FILE_LIMIT {
        let size = bytes.len();
        return unread(path, Problem::FileTooLarge { size });
    }
    let beside = beside.map(|beside| String::from_utf8_lossy(&beside).into_owned().into_boxed_str());
    match String::from_utf8(bytes) {
        Ok(text) => read_text(path, text.into_boxed_str(), beside, words),
        Err(error) => unread(path, Problem::NotUtf8 { at: error.utf8_error().valid_up_to() }),
    }
}

/// The globs of the paths that a record is about, without reading its body: no key of a body says that.
pub(crate) fn governs(bytes: &[u8], words: &Words) -> Vec<Spanned<String>> {
    let text = if bytes.len() > document::FILE_LIMIT { None } else { std::str::from_utf8(bytes).ok() };
    text.map_or_else(Vec::new, |text| texts(text, &header_fields(text, words), &field::GOVERNS))
}

/// The people whom the header of a record names.
pub(crate) fn named(bytes: &[u8], words: &Words) -> Vec<Party> {
    let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= document::FILE_LIMIT) else {
        return Vec::new();
    };
    let fields = header_fields(text, words);
    let specs = [&field::MAKERS, &field::CONSULTED, &field::INFORMED];
    specs.into_iter().flat_map(|spec| people(text, &fields, spec).parties).collect()
}

/// The fields that a record has before its body.
fn header_fields(text: &str, words: &Words) -> Vec<Field> {
    let mut fields = document::header_fields(text, &|name| field::is_in_body(words.key(name)));
    rename_keys(&mut fields, words);
    fields
}

/// Gives fields that this log calls otherwise the names that are read. A name that is known keeps its meaning.
fn rename_keys(fields: &mut [Field], words: &Words) {
    for field in fields.iter_mut().filter(|field| field::spec(&field.name).is_none()) {
        if let Some(key) = words.keys.get(&field.name) {
            field.name = (*key).to_owned();
        }
    }
}

/// A record of which nothing but the name is known.
pub(crate) fn unread(path: RepoPath, problem: Problem) -> Decision {
    let mut decision = read_text(path, "".into(), None, &Words::default());
    decision.problems = vec![problem];
    decision
}

fn read_text(path: RepoPath, text: Box<str>, beside: Option<Box<str>>, words: &Words) -> Decision {
    let wanted = |name: &str| {
        let sections = words.consultation.iter().chain(&words.trial);
        OPTION_HEADINGS.contains(&name) || sections.into_iter().any(|section| section == name)
    };
    let Document { header, preamble, mut fields, body, comments, mut problems } =
        document::read(&text, &wanted, &|name| field::is_in_body(words.key(name)));
    rename_keys(&mut fields, words);
    // Beside a header of its own, another file says nothing of a record: what it governs is in the header.
    let own = fields;
    let mut fields = Cow::Borrowed(&own);
    if header.is_none()
        && let Some(more) = beside.as_deref().map(document::beside)
    {
        match more {
            Ok(mut more) => {
                rename_keys(&mut more, words);
                document::add(fields.to_mut(), more);
            }
            Err(reason) => {
                let reason = format!("its metadata in `{BESIDE}`: {reason}");
                problems.push(Problem::HeaderUnreadable { span: Span::default(), reason });
            }
        }
    }
    let fields = fields.as_slice();
    let (id, id_kind) = Id::of_path(&path);
    let (title, own_id) = title::read(&text, &own, fields, &body);
    let status = field::STATUS.find(fields).and_then(|field| status::read(&text, field, words));
    let links = link::read(&text, fields, status.as_ref());
    let mut consultation = consultation::read(&text, &body, words);
    problems.extend(consultation.limit().map(|span| Problem::TooManyQuotes { span }));
    let [makers, consulted, informed] =
        [&field::MAKERS, &field::CONSULTED, &field::INFORMED].map(|spec| people(&text, fields, spec));
    consultation.find_speakers([&makers, &consulted, &informed].into_iter().flat_map(|people| &people.parties));
    let options = options(&body);
    let empty_sections = empty_sections(&body);
    let comments = allow::comments(&text, &comments).into_iter();
    let allows = comments.filter(|comment| !consultation.take_proof(comment));
    let allows = allows.map(|comment| allow::read(&text, &comment)).collect();
    let has_prose = body.has_prose;
    drop(body);
    Decision {
        name: title::of_path(&path, &id),
        id,
        id_kind,
        title,
        own_id: header_id(&text, fields).or(own_id),
        status,
        date: field::DATE.find(fields).and_then(|field| day_of(&text, field)),
        makers,
        consulted,
        informed,
        governs: texts(&text, fields, &field::GOVERNS),
        links,
        tags: texts(&text, fields, &field::TAGS),
        review_by: field::REVIEW_BY.find(fields).and_then(|field| day_of(&text, field)),
        has_prose,
        options,
        empty_sections,
        consultation,
        allows,
        signed_about: OnceLock::new(),
        header,
        preamble,
        problems,
        path,
        fields: own,
        beside,
        text,
    }
}

impl Decision {
    /// The record as others see it through their links: where it is, its status and its own links.
    pub(crate) fn without_text(&self) -> Self {
        let (status, links) = (self.status.clone(), self.links.clone());
        Self { id: self.id.clone(), status, links, ..unread(self.path.clone(), Problem::NotUtf8 { at: 0 }) }
    }

    /// The meaning of the status, if it has a known one.
    pub(crate) fn kind(&self) -> Option<StatusKind> {
        self.status.as_ref().and_then(|status| status.kind)
    }

    /// Whether it was accepted or waived once. Whoever reads it later counts on what it says.
    pub(crate) fn was_settled(&self) -> bool {
        use StatusKind::{Accepted, Deprecated, Proposed, Rejected, Superseded, Waived};
        match self.kind() {
            Some(Accepted | Deprecated | Superseded | Waived) => true,
            Some(Proposed | Rejected) | None => false,
        }
    }

    /// The people of a key that lists people.
    pub(crate) fn people(&self, spec: &FieldSpec) -> Option<&People> {
        match spec.key {
            "decision-makers" => Some(&self.makers),
            "consulted" => Some(&self.consulted),
            "informed" => Some(&self.informed),
            _ => None,
        }
    }

    /// The decision-makers, and whom keys beside theirs name for as much.
    pub(crate) fn deciding(&self) -> Vec<Party> {
        let others = self.fields.iter().filter(|field| field::DECIDING.contains(&field.name.as_str()));
        let others = others.flat_map(|field| parties::parties(&self.text, &field.value).parties);
        self.makers.parties.iter().cloned().chain(others).collect()
    }

    /// Whether it is accepted.
    pub(crate) fn is_accepted(&self) -> bool {
        self.kind() == Some(StatusKind::Accepted)
    }

    /// Whether it is in force: accepted, or a waiver.
    pub(crate) fn is_in_force(&self) -> bool {
        matches!(self.kind(), Some(StatusKind::Accepted | StatusKind::Waived))
    }

    /// The title, or what the file name says where there is none.
    pub(crate) fn shown_title(&self) -> &str {
        self.title.as_ref().map_or(&self.name, |title| title.value.as_str())
    }

    /// Where the markdown below the header starts.
    pub(crate) fn body_start(&self) -> usize {
        let text = &*self.text;
        match self.header {
            Some(header) => text[header.end..].find('\n').map_or(text.len(), |feed| header.end + feed + 1),
            None => text.len() - text.trim_start_matches('\u{feff}').len(),
        }
    }

    /// Where a finding about the whole decision is marked: the key, the status, the title, the start.
    pub(crate) fn place(&self, key: Option<Span>) -> Span {
        key.or_else(|| self.status.as_ref().map(|status| status.span))
            .or_else(|| self.title.as_ref().map(|title| title.span))
            .unwrap_or_else(|| Span::new(0, self.text.len()).trimmed(&self.text).first_line(&self.text))
    }

    /// The quotes of the consultation itself; what anonymous people said in a trial is not among them.
    pub(crate) fn quotes(&self) -> impl Iterator<Item = &Quote> {
        self.consultation.quotes.iter().filter(|quote| quote.trial.is_none())
    }

    /// What a party said in the consultation; for a group, what any of its members said.
    pub(crate) fn quotes_of<'a>(
        &'a self,
        party: &'a Party,
        directory: &'a Directory,
    ) -> impl Iterator<Item = &'a Quote> {
        let group = directory.group(party);
        self.quotes().filter(move |quote| {
            let speaker = quote.attribution.as_ref().map(|attribution| &attribution.speaker);
            speaker.is_some_and(|speaker| {
                directory.same(speaker, party)
                    || group.is_some_and(|group| directory.is_one_of(speaker, &group.members))
            })
        })
    }

    /// Everybody who was asked, with their first quote: those listed as consulted, and those of whom the text says that
    /// they were asked.
    pub(crate) fn asked<'a>(&'a self, directory: &'a Directory) -> Vec<(&'a Party, Option<&'a Quote>)> {
        let mut known: BTreeSet<String> = BTreeSet::new();
        let mut asked: Vec<&Party> = self.consulted.parties.iter().collect();
        for party in &asked {
            known.extend(directory.marks(party));
        }
        let states = self.consultation.states.iter();
        let states = states.filter(|state| state.kind.is_asking() || state.kind == Disposition::NoAnswer);
        for party in states.filter_map(|state| state.party.as_ref()) {
            if !directory.is_in(party, &known) {
                known.extend(directory.marks(party));
                asked.push(party);
            }
        }
        asked.into_iter().map(|party| (party, self.quotes_of(party, directory).next())).collect()
    }

    /// The words that somebody was asked, as long as nothing else is said of them, nor by them.
    pub(crate) fn waited_for<'a>(&'a self, directory: &'a Directory) -> impl Iterator<Item = (&'a State, &'a Party)> {
        let states = &self.consultation.states;
        let asked = states.iter().filter(|state| state.kind.is_asking());
        let asked = asked.filter_map(|state| Some((state, state.party.as_ref()?)));
        // Most records asked nobody that they still wait for.
        let has_asked = states.iter().any(|state| state.kind.is_asking());
        let settled = states.iter().filter(|state| has_asked && state.kind.stands_for_a_quote());
        let settled: Vec<Party> = settled.filter_map(|state| state.party.clone()).collect();
        let settled = directory.crowd(&settled);
        // When each speaker spoke last.
        let mut spoke: BTreeMap<String, Option<Date>> = BTreeMap::new();
        for quote in self.quotes().filter(|_| has_asked) {
            let date = quote.attribution.as_ref().and_then(|named| named.date.as_ref()?.date);
            for mark in quote.speaker().map(|speaker| directory.marks(speaker)).unwrap_or_default() {
                let last = spoke.entry(mark).or_default();
                *last = date.max(*last);
            }
        }
        asked.filter(move |(state, party)| {
            let day = state.dates.first().and_then(|day| day.date);
            // Of somebody who was asked again, older words are no answer.
            let is_answer = |last: &Option<Date>| state.kind != Disposition::AskedAgain || day <= *last;
            let people = directory.people(party).iter().chain([*party]);
            let mut marks = people.flat_map(Party::marks);
            !directory.is_in(party, &settled) && !marks.any(|mark| spoke.get(mark).is_some_and(is_answer))
        })
    }

    /// The quotes that were deferred to a day, with the place of the disposition and that day. Of several days in a
    /// response the last one counts, and none once a `Told` or `Came true` follows.
    pub(crate) fn deferrals(&self) -> impl Iterator<Item = (&Quote, Span, Date)> {
        self.answered(Disposition::Deferred).filter_map(|(quote, answer, span)| {
            let days = day::find_all(&answer.text).into_iter().filter_map(|(_, written)| day::iso(written));
            let mut later = self.consultation.states_after(quote).iter();
            let is_settled = later.any(|state| matches!(state.kind, Disposition::Told | Disposition::CameTrue));
            days.max().filter(|_| !is_settled).map(|due| (quote, span, due))
        })
    }

    /// The quotes with an answer that is not open, by people who can be told of it, each with its index.
    pub(crate) fn outcomes(&self) -> impl Iterator<Item = (usize, &Quote)> {
        let quotes = self.consultation.quotes.iter().enumerate();
        quotes.filter(|(_, quote)| {
            let is_by_one = quote.trial.is_none() && quote.speaker().is_some() && !quote.is_joint();
            is_by_one && quote.said_answer().is_some() && quote.disposition() != Some(Disposition::Open)
        })
    }

    /// How often it is recorded that the speaker of a quote was told what became of it. A line without a name is about
    /// the speaker above it.
    pub(crate) fn times_told(&self, quote: &Quote, directory: &Directory) -> usize {
        let is_theirs = |party: &Party| {
            party.marks().is_empty() || quote.speaker().is_some_and(|speaker| directory.same(speaker, party))
        };
        let told = self.consultation.states_after(quote).iter().filter(|state| state.kind == Disposition::Told);
        told.filter(|state| state.party.as_ref().is_none_or(is_theirs)).count()
    }

    /// The quotes of an accepted or rejected decision whose speakers have not been told what was answered, by index.
    pub(crate) fn untold(&self, directory: &Directory) -> Vec<usize> {
        let is_decided = matches!(self.kind(), Some(StatusKind::Accepted | StatusKind::Rejected));
        let outcomes = self.outcomes().filter(|(_, quote)| is_decided && self.times_told(quote, directory) == 0);
        outcomes.map(|(at, _)| at).collect()
    }

    /// The quotes that were answered with a disposition, the answer, and the place of the disposition.
    pub(crate) fn answered(&self, kind: Disposition) -> impl Iterator<Item = (&Quote, &Answer, Span)> {
        self.consultation.quotes.iter().filter_map(move |quote| {
            let answer = quote.answer.as_ref()?;
            let word = answer.disposition.as_ref().filter(|word| word.value == kind)?;
            Some((quote, answer, word.span))
        })
    }

    /// Whether it is a page like any other, which says neither what was decided nor who was asked.
    pub(crate) fn is_plain_page(&self) -> bool {
        let people = [&self.makers, &self.consulted, &self.informed];
        let is_whole = |problem: &Problem| matches!(problem, Problem::HeaderMissing { .. });
        self.problems.iter().all(is_whole)
            && self.status.is_none()
            && people.iter().all(|people| people.parties.is_empty())
            && self.consultation.quotes.is_empty()
            && self.consultation.states.is_empty()
    }

    /// Whether the file could not be read at all.
    pub(crate) fn is_unread(&self) -> bool {
        self.problems.iter().any(|problem| {
            matches!(
                problem,
                Problem::NotUtf8 { .. } | Problem::FileTooLarge { .. } | Problem::NoFile { .. } | Problem::Fault { .. }
            )
        })
    }
}

/// The words of a value: text, or a single name in braces, or else the bytes as written.
pub(crate) fn words_of<'a>(text: &'a str, node: &'a Node) -> &'a str {
    match &node.value {
        Value::Text { text, .. } => text,
        Value::Map { fields } => match fields.as_slice() {
            [(key, value)] if value.is_empty() => key.text().unwrap_or_default(),
            _ => node.span.of(text),
        },
        Value::List { items, .. } => items.first().and_then(Node::text).unwrap_or_default(),
    }
}

fn day_of(text: &str, field: &Field) -> Option<Day> {
    let words = words_of(text, &field.value);
    (!words.trim().is_empty() && !is_nothing(words)).then(|| Day::read(words, field.value.span))
}

/// The people of all keys that are read as this one.
fn people(text: &str, fields: &[Field], spec: &FieldSpec) -> People {
    let mut people = People { key: spec.find(fields).map(|field| field.key.span), ..People::default() };
    for name in spec.names() {
        let is_named = |field: &&Field| {
            // A key that is read elsewhere with capitals for hyphens hides nobody.
            field.name == name || (name.contains('-') && field::hyphenated(&field.key.value).as_deref() == Some(name))
        };
        for field in fields.iter().filter(is_named) {
            let Parties { parties, unread } = parties::parties(text, &field.value);
            people.parties.extend(parties);
            people.unread.extend(unread);
        }
    }
    people
}

/// The globs of a text, split at commas that are in no braces or brackets: `infra/**, docs/*.{md,txt}`.
fn globs(words: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let is_between = |letter: char| {
        depth += i32::from(matches!(letter, '{' | '[')) - i32::from(matches!(letter, '}' | ']'));
        letter == ',' && depth <= 0
    };
    words.split(is_between).map(str::trim).collect()
}

/// The texts of a list, or of a single value. Tags, links and globs are split at commas.
pub(crate) fn texts(text: &str, fields: &[Field], spec: &FieldSpec) -> Vec<Spanned<String>> {
    let Some(field) = spec.find(fields) else {
        return Vec::new();
    };
    let mut texts = Vec::new();
    let is_list = matches!(field.value.value, Value::List { .. });
    for node in nodes(&field.value) {
        let words = words_of(text, node).trim();
        let pieces: Vec<&str> = match spec.kind {
            FieldKind::Tags if !is_list => words.split(',').map(str::trim).collect(),
            FieldKind::Links(_) if !is_list => link::pieces(words).collect(),
            FieldKind::Globs if !is_list => globs(words),
            _ => vec![words],
        };
        let is_split = pieces.len() > 1;
        let mut from = 0;
        for piece in pieces.into_iter().filter(|piece| !piece.is_empty() && !is_nothing(piece)) {
            // Each link has a place of its own, so that one can be rewritten alone.
            let found = node.span.of(text).get(from..).and_then(|rest| rest.find(piece)).filter(|_| is_split);
            let span = found.map_or(node.span, |at| {
                let start = node.span.start + from + at;
                from += at + piece.len();
                Span::new(start, start + piece.len())
            });
            texts.push(Spanned::new(piece.to_owned(), span));
        }
    }
    texts
}

/// The items of a list, or the value itself.
fn nodes(value: &Node) -> &[Node] {
    match &value.value {
        Value::List { items, .. } => items,
        _ => std::slice::from_ref(value),
    }
}

/// The id of the header, if it has one.
fn header_id(text: &str, fields: &[Field]) -> Option<Spanned<Id>> {
    let field = field::ID.find(fields)?;
    Some(Spanned::new(Id::in_reference(words_of(text, &field.value))?, field.value.span))
}

/// Headings above a list of options, in MADR's words and those of older logs.
const OPTION_HEADINGS: &[&str] =
    &["considered options", "options considered", "options", "alternatives", "alternatives considered"];

/// Headings above what was decided, likewise.
const OUTCOME_HEADINGS: &[&str] = &["decision outcome", "outcome", "decision"];

/// Sections on options or the outcome without a word and without headings of their own.
fn empty_sections(body: &Body<'_>) -> Vec<Span> {
    let headings = body.headings.iter().enumerate();
    let asked = headings.filter(|(_, heading)| {
        OPTION_HEADINGS.contains(&heading.name.as_str()) || OUTCOME_HEADINGS.contains(&heading.name.as_str())
    });
    let empty = asked.filter(|(index, heading)| !heading.has_text && body.section_end(*index) == index + 1);
    empty.map(|(_, heading)| heading.span).collect()
}

fn options(body: &Body<'_>) -> Option<Spanned<usize>> {
    let index = body.headings.iter().position(|heading| OPTION_HEADINGS.contains(&heading.name.as_str()))?;
    let items =
        body.blocks_below(index).iter().filter(|block| matches!(block.kind, BlockKind::Item { depth: 1 })).count();
    // Options may each have a heading of their own.
    let level = body.headings[index].level;
    let below = &body.headings[index + 1..body.section_end(index)];
    let headed = below.iter().filter(|heading| heading.level == level + 1).count();
    Some(Spanned::new(items.max(headed), body.headings[index].span))
}

#[cfg(test)]
mod tests;

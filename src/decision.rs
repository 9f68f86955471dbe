//! What a decision says: id, status, days, people, what it governs, links, quotes and answers,
//! each with its place. It reads documents of every form and checks none; that is what rules do.

pub(crate) mod allow;
pub(crate) mod consultation;
pub(crate) mod field;
pub(crate) mod renumber;

use crate::document::block::BlockKind;
use crate::document::body::Body;
use crate::document::header::{Field, Node, Value};
use crate::document::{self, Document, Problem};
use crate::policy::Directory;
use crate::text::{RepoPath, Span, Spanned, fold, one_line};
use crate::vocabulary::day::Day;
use crate::vocabulary::id::{self, Id};
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
    /// The id that the file name carries.
    pub id: Id,
    /// The kind of that id.
    pub id_kind: id::IdKind,
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
    /// What people said.
    pub consultation: Consultation,
    /// The comments that ask for rules to be silent.
    pub allows: Vec<Allow>,
}

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

/// A link from one decision to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// What the link says.
    pub kind: LinkKind,
    /// As written.
    pub target: Spanned<String>,
    /// The id that was read from it.
    pub id: Id,
}

/// What a link says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LinkKind {
    Supersedes,
    SupersededBy,
    Amends,
    AmendedBy,
    RelatesTo,
}

impl Status {
    /// The word for what it means, or the words as written when they mean nothing here.
    pub(crate) fn shown(&self) -> &str {
        self.kind.map_or(self.word.as_str(), |kind| kind.word())
    }
}

impl LinkKind {
    /// Every kind, in the order of a header.
    pub(crate) const ALL: [Self; 5] =
        [Self::Supersedes, Self::SupersededBy, Self::Amends, Self::AmendedBy, Self::RelatesTo];

    /// The key in a header.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Supersedes => "supersedes",
            Self::SupersededBy => "superseded-by",
            Self::Amends => "amends",
            Self::AmendedBy => "amended-by",
            Self::RelatesTo => "relates-to",
        }
    }

    /// What the other side should say; a relation says the same on both sides.
    pub(crate) fn back(self) -> Self {
        match self {
            Self::Supersedes => Self::SupersededBy,
            Self::SupersededBy => Self::Supersedes,
            Self::Amends => Self::AmendedBy,
            Self::AmendedBy => Self::Amends,
            Self::RelatesTo => Self::RelatesTo,
        }
    }
}

/// Reads one record. Bytes that are no text, or too many, give a record that says so.
pub(crate) fn read(path: RepoPath, bytes: Vec<u8>, words: &Words) -> Decision {
    if bytes.len() > document::FILE_LIMIT {
        let size = bytes.len();
        return unread(path, Problem::FileTooLarge { size });
    }
    match String::from_utf8(bytes) {
        Ok(text) => read_text(path, text.into_boxed_str(), words),
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

/// Gives fields that this log calls otherwise the names that are read.
fn rename_keys(fields: &mut [Field], words: &Words) {
    for field in fields {
        if let Some(key) = words.keys.get(&field.name) {
            field.name = (*key).to_owned();
        }
    }
}

/// A record of which nothing but the name is known.
pub(crate) fn unread(path: RepoPath, problem: Problem) -> Decision {
    let mut decision = read_text(path, "".into(), &Words::default());
    decision.problems = vec![problem];
    decision
}

fn read_text(path: RepoPath, text: Box<str>, words: &Words) -> Decision {
    let wanted = |name: &str| {
        let sections = words.consultation.iter().chain(&words.trial);
        OPTION_HEADINGS.contains(&name) || sections.into_iter().any(|section| section == name)
    };
    let Document { header, preamble, mut fields, body, comments, problems } =
        document::read(&text, &wanted, &|name| field::is_in_body(words.key(name)));
    rename_keys(&mut fields, words);
    let (id, id_kind) = Id::of_path(&path);
    let (title, own_id) = title(&text, &fields, &body, preamble);
    let status = field::STATUS.find(&fields).and_then(|field| status(&text, field, words));
    let mut links = Vec::new();
    for kind in LinkKind::ALL {
        let spec = field::spec(kind.key()).into_iter();
        links.extend(spec.flat_map(|spec| texts(&text, &fields, spec)).filter_map(|word| link(kind, word)));
    }
    for link in listed_links(&text, &fields) {
        if !links.iter().any(|known: &Link| known.kind == link.kind && known.id.key == link.id.key) {
            links.push(link);
        }
    }
    if let Some(successor) = status.as_ref().and_then(|status| successor(&text, status)) {
        let known = links.iter().any(|link| link.kind == LinkKind::SupersededBy && link.id.key == successor.id.key);
        if !known {
            links.push(successor);
        }
    }
    let consultation = consultation::read(&text, &body, words);
    let options = options(&body);
    let allows = allow::read(&text, &comments);
    let has_prose = body.has_prose;
    drop(body);
    Decision {
        id,
        id_kind,
        title,
        own_id: header_id(&text, &fields).or(own_id),
        status,
        date: field::DATE.find(&fields).and_then(|field| day_of(&text, field)),
        makers: people(&text, &fields, &field::MAKERS),
        consulted: people(&text, &fields, &field::CONSULTED),
        informed: people(&text, &fields, &field::INFORMED),
        governs: texts(&text, &fields, &field::GOVERNS),
        links,
        tags: texts(&text, &fields, &field::TAGS),
        review_by: field::REVIEW_BY.find(&fields).and_then(|field| day_of(&text, field)),
        has_prose,
        options,
        consultation,
        allows,
        header,
        preamble,
        problems,
        path,
        fields,
        text,
    }
}

impl Decision {
    /// The meaning of the status, if it has a known one.
    pub(crate) fn kind(&self) -> Option<StatusKind> {
        self.status.as_ref().and_then(|status| status.kind)
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

    /// Whether it is accepted.
    pub(crate) fn is_accepted(&self) -> bool {
        self.kind() == Some(StatusKind::Accepted)
    }

    /// The title, or the file name where there is none.
    pub(crate) fn shown_title(&self) -> &str {
        self.title.as_ref().map_or_else(|| self.path.stem(), |title| title.value.as_str())
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

    /// The words that somebody was asked, as long as nothing else is said of them, nor by them.
    pub(crate) fn waited_for<'a>(&'a self, directory: &'a Directory) -> impl Iterator<Item = (&'a State, &'a Party)> {
        let states = &self.consultation.states;
        let asked = states.iter().filter(|state| state.kind == Disposition::Asked);
        let asked = asked.filter_map(|state| Some((state, state.party.as_ref()?)));
        asked.filter(move |(_, party)| {
            let settled = states.iter().filter(|state| state.kind != Disposition::Asked);
            let is_settled = settled.filter_map(|state| state.party.as_ref()).any(|other| {
                directory.same(other, party) || directory.people(other).iter().any(|one| directory.same(one, party))
            });
            !is_settled && self.quotes_of(party, directory).next().is_none()
        })
    }

    /// The quotes that were answered with a disposition, the answer, and the place of the disposition.
    pub(crate) fn answered(&self, kind: Disposition) -> impl Iterator<Item = (&Quote, &Answer, Span)> {
        self.consultation.quotes.iter().filter_map(move |quote| {
            let answer = quote.answer.as_ref()?;
            let word = answer.disposition.as_ref().filter(|word| word.value == kind)?;
            Some((quote, answer, word.span))
        })
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
    (!words.trim().is_empty()).then(|| Day::read(words, field.value.span))
}

/// The people of all keys that are read as this one.
fn people(text: &str, fields: &[Field], spec: &FieldSpec) -> People {
    let mut people = People { key: spec.find(fields).map(|field| field.key.span), ..People::default() };
    for name in spec.names() {
        for field in fields.iter().filter(|field| field.name == name) {
            let Parties { parties, unread } = parties::parties(text, &field.value);
            people.parties.extend(parties);
            people.unread.extend(unread);
        }
    }
    people
}

/// The texts of a list, or of a single value.
pub(crate) fn texts(text: &str, fields: &[Field], spec: &FieldSpec) -> Vec<Spanned<String>> {
    let Some(field) = spec.find(fields) else {
        return Vec::new();
    };
    let mut texts = Vec::new();
    for node in nodes(&field.value) {
        let words = words_of(text, node).trim();
        let listed = spec.kind == FieldKind::Tags && !matches!(field.value.value, Value::List { .. });
        for word in words.split(|c| listed && c == ',') {
            let word = word.trim();
            if !word.is_empty() && !is_nothing(word) {
                texts.push(Spanned::new(word.to_owned(), node.span));
            }
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

/// Words that say that a list is empty.
fn is_nothing(word: &str) -> bool {
    ["n/a", "none", "-", "~", "null"].contains(&fold(word).as_str())
}

/// The id of the header, if it has one.
fn header_id(text: &str, fields: &[Field]) -> Option<Spanned<Id>> {
    let field = field::ID.find(fields)?;
    Some(Spanned::new(Id::in_reference(words_of(text, &field.value))?, field.value.span))
}

fn title(
    text: &str,
    fields: &[Field],
    body: &Body<'_>,
    preamble: Option<Span>,
) -> (Option<Spanned<String>>, Option<Spanned<Id>>) {
    let heading = body.headings.iter().find(|heading| heading.level == 1 && !heading.text.trim().is_empty());
    let field = field::TITLE.find(fields).filter(|field| !field.value.is_empty());
    // What has its title in a preamble calls its sections by the largest headings.
    let heading = heading.filter(|_| preamble.is_none() || field.is_none());
    let (written, span) = match (heading, field) {
        (Some(heading), _) => (one_line(&heading.text).into_owned(), heading.span.first_line(text)),
        (None, Some(field)) => (one_line(words_of(text, &field.value)).into_owned(), field.value.span),
        _ => return (None, None),
    };
    match id::before_title(&written) {
        Some((id, rest)) => (Some(Spanned::new(rest.to_owned(), span)), Some(Spanned::new(id, span))),
        None => (Some(Spanned::new(written, span)), None),
    }
}

fn status(text: &str, field: &Field, words: &Words) -> Option<Status> {
    let written = words_of(text, &field.value);
    let word = one_line(written);
    let word = word.trim_matches(['{', '}', '`', '*', '_', '"', '\'', '\\', ' ']).trim_end_matches('.').trim();
    if word.is_empty() {
        return None;
    }
    Some(Status { word: word.to_owned(), span: field.value.span, kind: status_kind(word, words) })
}

/// What the words of a status mean.
fn status_kind(word: &str, words: &Words) -> Option<StatusKind> {
    let folded = fold(word);
    let before_remark = folded.split([' ', ',', '(']).next().unwrap_or_default();
    let first = words.statuses.get(before_remark).copied();
    words.statuses.get(&folded).copied().or_else(|| {
        // `superseded by …` and `accepted (2026-01-02)`; not `accepted or rejected`.
        let rest = folded[before_remark.len()..].trim_start();
        match first {
            Some(StatusKind::Superseded) if rest.starts_with("by ") || rest.starts_with('(') => first,
            Some(_) if rest.starts_with('(') || rest.starts_with(',') => first,
            _ if folded.starts_with("superceded by ") => Some(StatusKind::Superseded),
            _ => None,
        }
    })
}

/// `superseded by [ADR-0062](0062-payload.md)` names the decision that follows.
fn successor(text: &str, status: &Status) -> Option<Link> {
    if status.kind != Some(StatusKind::Superseded) {
        return None;
    }
    let at = fold(&status.word).find("by ")?;
    let name = status.word.get(at + 3..)?.trim();
    let span = match status.span.of(text).find(name) {
        Some(at) => Span::new(status.span.start + at, status.span.start + at + name.len()),
        None => status.span,
    };
    link(LinkKind::SupersededBy, Spanned::new(name.to_owned(), span))
}

/// A link by id, by file name, or in markdown, of which the target counts when it is a file.
fn link(kind: LinkKind, target: Spanned<String>) -> Option<Link> {
    let written = target.value.trim();
    let (label, file) = match written.split_once("](") {
        Some((label, rest)) => (label.trim_start_matches('['), rest.split([')', '#']).next()),
        None => (written, None),
    };
    let file = file.filter(|file| file.ends_with(".md"));
    // A record of another repository is none of this log.
    if written.contains("://") {
        return None;
    }
    let id = Id::in_reference(file.unwrap_or(label))?;
    Some(Link { kind, target, id })
}

/// The links of a header of adrs, a list of `target` and `kind` under one key.
pub(crate) fn listed_links(text: &str, fields: &[Field]) -> Vec<Link> {
    let Some(Value::List { items, .. }) = field::find(fields, ["links"].into_iter()).map(|field| &field.value.value)
    else {
        return Vec::new();
    };
    let links = items.iter().filter_map(|item| {
        let Value::Map { fields } = &item.value else { return None };
        let value = |name: &str| fields.iter().find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value);
        let (target, kind) = (value("target")?, fold(value("kind")?.text()?));
        let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let kind = LinkKind::ALL.into_iter().find(|known| letters(known.key()) == letters(&kind))?;
        link(kind, Spanned::new(words_of(text, target).to_owned(), target.span))
    });
    links.collect()
}

/// Headings above a list of options, in MADR's words and those of older logs.
const OPTION_HEADINGS: &[&str] =
    &["considered options", "options considered", "options", "alternatives", "alternatives considered"];

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
mod tests {
    use super::*;

    fn read(text: &str) -> Decision {
        super::read(RepoPath::new("decisions/0012-x.md"), text.as_bytes().to_vec(), &Words::default())
    }

    #[test]
    fn a_whole_header() {
        let text = "---\nstatus: accepted\ndate: 2026-03-02\ndecision-makers:\n  - \"Ana Ruiz\"\nconsulted: [\"Ines Roy (support)\"]\ngoverns:\n  - \"infra/**\"\nsupersedes: [\"0007\"]\ntags: [a, b]\nreview-by: 2027-03-01\n---\n\n# ADR-0012: Page\n\n## Considered Options\n\n- one\n- two\n";
        let decision = read(text);
        assert_eq!(decision.kind(), Some(StatusKind::Accepted));
        assert_eq!(decision.title.as_ref().unwrap().value, "Page");
        assert_eq!(decision.own_id.as_ref().unwrap().value.key, decision.id.key);
        assert_eq!(decision.makers.parties[0].span.of(text), "\"Ana Ruiz\"".trim_matches('"'));
        assert_eq!(decision.governs[0].span.of(text), "\"infra/**\"");
        assert_eq!(decision.links[0].id.text, "0007");
        assert_eq!(decision.options.as_ref().unwrap().value, 2);
        assert!(decision.problems.is_empty());
    }

    #[test]
    fn links_that_adrs_lists_are_read_once() {
        let text = "---\nstatus: superseded\nsupersedes: [\"0002\"]\nlinks:\n- target: 2\n  kind: supersedes\n- target: 4\n  kind: supersededby\n  description: by far\n- {target: 5, kind: relates-to}\n- target: 6\n  kind: extends\n- target: 7\n- 8\n---\n# T\n";
        let read = read(text);
        let links: Vec<(LinkKind, &str, &str)> =
            read.links.iter().map(|link| (link.kind, link.id.text.as_str(), link.target.span.of(text))).collect();
        assert_eq!(
            links,
            [
                (LinkKind::Supersedes, "0002", "\"0002\""),
                (LinkKind::SupersededBy, "4", "4"),
                (LinkKind::RelatesTo, "5", "5")
            ]
        );
    }

    #[test]
    fn statuses_as_people_write_them() {
        let cases = [
            ("accepted", Some(StatusKind::Accepted)),
            ("Accepted.", Some(StatusKind::Accepted)),
            ("{ accepted }", Some(StatusKind::Accepted)),
            ("'proposed'", Some(StatusKind::Proposed)),
            ("Accepted (2026-01-02)", Some(StatusKind::Accepted)),
            ("superseded by 0013", Some(StatusKind::Superseded)),
            ("superseded by [ADR-13](0013-y.md)", Some(StatusKind::Superseded)),
            ("accepted or rejected", None),
            ("Active", None),
            ("in-progress", None),
            ("superseded or not", None),
            ("superceded by 0013", Some(StatusKind::Superseded)),
            ("{accepted: now}", None),
        ];
        for (word, kind) in cases {
            let decision = read(&format!("---\nstatus: {word}\n---\n# T\n"));
            assert_eq!(decision.kind(), kind, "{word}");
        }
        let decision = read("---\nstatus: superseded by [ADR-13](0013-y.md)\n---\n# T\n");
        assert_eq!(decision.links[0].id.key, Id::in_reference("13").unwrap().key);
    }

    /// The links of a text, each with the bytes that it was read from.
    fn links(text: &str) -> Vec<(LinkKind, String)> {
        read(text).links.iter().map(|link| (link.kind, link.target.span.of(text).to_owned())).collect()
    }

    #[test]
    fn a_link_is_read_from_the_header_the_status_and_the_body_once() {
        use LinkKind::{Amends, SupersededBy, Supersedes};
        let header = |lines: &str| format!("---\n{lines}\n---\n# T\n");
        for (text, expected) in [
            (header("status: superseded by 0013"), &[(SupersededBy, "0013")][..]),
            (header("status: superseded by [ADR-13](0013-y.md)"), &[(SupersededBy, "[ADR-13](0013-y.md)")]),
            (header("status: superseded by 0013\nsuperseded-by: [13]"), &[(SupersededBy, "13")]),
            (
                header("status: superseded by 0013\nsuperseded-by: [14]"),
                &[(SupersededBy, "14"), (SupersededBy, "0013")],
            ),
            (header("status: superseded by 0013\nsupersedes: [13]"), &[(Supersedes, "13"), (SupersededBy, "0013")]),
            (
                header("supersedes: [2]\nlinks:\n- {target: 2, kind: amends}\n- {target: 3, kind: supersedes}"),
                &[(Supersedes, "2"), (Amends, "2"), (Supersedes, "3")],
            ),
            (
                "# T\n\n* Status: accepted\n* Supersedes: 0007\n* Superseded by: 0009\n* Amends: 0003\n".to_owned(),
                &[(Supersedes, "0007"), (SupersededBy, "0009")],
            ),
        ] {
            let found = links(&text);
            let found: Vec<(LinkKind, &str)> = found.iter().map(|(kind, place)| (*kind, place.as_str())).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn lists_hold_what_is_written_one_by_one() {
        let values = |texts: &[Spanned<String>]| texts.iter().map(|text| text.value.clone()).collect::<Vec<_>>();
        for (line, tags) in [
            ("tags: a, b", &["a", "b"][..]),
            ("tags: a,,b", &["a", "b"]),
            ("tags: [\"a, b\", c]", &["a, b", "c"]),
            ("tags: [{a}, {b: c}]", &["a", "{b: c}"]),
            ("tags: none", &[]),
            ("tags: [a, N/A]", &["a"]),
        ] {
            assert_eq!(values(&read(&format!("---\n{line}\n---\n# T\n")).tags), tags, "{line}");
        }
        assert_eq!(values(&read("---\ngoverns: \"a,b\"\n---\n# T\n").governs), ["a,b"]);
        let decision = read("---\ninformed: [Ana Ruiz]\n---\n# T\n");
        assert_eq!(decision.people(&field::INFORMED).map(|people| people.parties.len()), Some(1));
    }

    #[test]
    fn the_title_and_the_id_of_a_record() {
        for (text, title, id) in [
            ("---\nid: 0012\n---\n# A\n", "A", Some("0012")),
            ("# 7. A\n", "A", Some("7")),
            ("---\nid: 0012\n---\n# 7. A\n", "A", Some("0012")),
            ("---\ntitle: A\n---\n# B\n", "B", None),
            ("---\ntitle: A\n---\n## B\n", "A", None),
            ("Title: A\nStatus: Draft\n\n# B\n", "A", None),
            ("Status: Draft\nDate: 2026-01-02\n\n# B\n", "B", None),
        ] {
            let decision = read(text);
            assert_eq!(decision.shown_title(), title, "{text}");
            assert_eq!(decision.own_id.as_ref().map(|own| own.value.text.as_str()), id, "{text}");
        }
    }

    #[test]
    fn the_body_starts_below_the_fence() {
        for text in ["---\na: 1\n---\n# T\n", "---\r\na: 1\r\n---\r\n# T\n", "\u{feff}# T\n", "# T\n"] {
            assert_eq!(&text[read(text).body_start()..], "# T\n", "{text:?}");
        }
        let closed = "---\na: 1\n---";
        assert_eq!(read(closed).body_start(), closed.len());
    }

    #[test]
    fn people_are_waited_for_until_anything_else_is_said_of_them() {
        let groups = "[groups]\nsupport = [\"Ines Roy\", \"Sam Okafor\"]\n[people.\"Kim Lee\"]\nhandle = \"@kim\"\n";
        let policy = crate::policy::Policy::read(groups, &[]).unwrap();
        for (said, expected) in [
            ("", &["Ines Roy", "Kim Lee"][..]),
            ("**No answer:** Bo Lund", &["Ines Roy", "Kim Lee"]),
            ("**No answer:** Ines Roy", &["Kim Lee"]),
            ("**Waived:** support", &["Kim Lee"]),
            ("**No answer:** @kim", &["Ines Roy"]),
            ("> No.\n>\n> — @kim", &["Ines Roy"]),
            ("> No.\n>\n> — Ines Roy", &["Kim Lee"]),
            ("> No.\n>\n> — Sam Okafor", &["Ines Roy", "Kim Lee"]),
        ] {
            let asked = "**Asked:** Ines Roy, 2026-01-02.\n\n**Asked:** Kim Lee, 2026-01-02.";
            let decision = read(&format!("# T\n\n## Consultation\n\n{asked}\n\n{said}\n"));
            let waited: Vec<String> = decision.waited_for(&policy.directory).map(|(_, party)| party.shown()).collect();
            assert_eq!(waited, expected, "{said}");
        }
    }

    #[test]
    fn a_header_names_people_without_its_body() {
        let names = |bytes: &[u8]| named(bytes, &Words::default()).iter().map(Party::shown).collect::<Vec<_>>();
        let header = "---\ndecision-makers: [Ana Ruiz]\nconsulted: Ines Roy, @lee\ninformed: [Bo Lund]\n---\n";
        let all = ["Ana Ruiz", "Ines Roy", "@lee", "Bo Lund"];
        assert_eq!(names(header.as_bytes()), all);
        let padded = |size: usize| format!("{header}{}", "a".repeat(size - header.len()));
        assert_eq!(names(padded(document::FILE_LIMIT).as_bytes()), all);
        assert!(names(padded(document::FILE_LIMIT + 1).as_bytes()).is_empty());
        assert!(names(&[header.as_bytes(), &[0xff]].concat()).is_empty());
    }

    #[test]
    fn files_that_cannot_be_read_are_still_records() {
        let decision = super::read(RepoPath::new("d/0001-a.md"), vec![b'a', 0xff], &Words::default());
        assert_eq!(decision.problems, [Problem::NotUtf8 { at: 1 }]);
        assert_eq!(decision.id.text, "0001");
        let large = super::read(RepoPath::new("d/0001-a.md"), vec![b'a'; document::FILE_LIMIT + 1], &Words::default());
        assert!(large.is_unread());
        let full = super::read(RepoPath::new("d/0001-a.md"), vec![b'a'; document::FILE_LIMIT], &Words::default());
        assert!(!full.is_unread());
    }

    #[test]
    fn what_a_record_governs_stands_before_its_body() {
        let cases = [
            ("---\nstatus: accepted\ngoverns: [\"a/**\", b]\n---\n# T\n", 2),
            ("\u{feff}<!-- x -->\n---\ngoverns: b\n---\n# T\n", 1),
            ("---\n\"\\u0047overns\" : >\n  a/**\n---\n# T\n", 1),
            ("---\r\nGoverns:\r\n- a\r\n- {b}\r\n---\r\n# T\r\n", 2),
            ("---\ngoverns:\ngoverns: a\n---\n# T\n", 1),
            // No YAML, and never closed.
            ("---\nconsulted: @ana, @bo\ngoverns:\n  - a\n---\n# T\n", 1),
            ("---\nstatus: accepted\ngoverns: a\n\n# T\n", 1),
            // A preamble, as mails have it.
            ("Title: T\nStatus: Draft\nGoverns: a\n\n# T\n", 1),
            ("Title: T\nStatus: Draft\ngoverns: a\nGoverns: b, c\n\nGoverns: d\n", 1),
            // No header says it.
            ("# T\n\n* Status: accepted\n* Governs: a\n", 0),
            ("# T\n\n## Governs\n\na\n\n---\ngoverns: a\n---\n", 0),
            ("", 0),
        ];
        for (text, globs) in cases {
            assert_eq!(governs(text.as_bytes(), &Words::default()), read(text).governs, "{text}");
            assert_eq!(read(text).governs.len(), globs, "{text}");
        }
        assert!(governs(&[b"---\ngoverns: a\n---\n", &[0xff][..]].concat(), &Words::default()).is_empty());
        let header = b"---\ngoverns: a\n---\n";
        assert_eq!(
            governs(&[&header[..], &vec![b'a'; document::FILE_LIMIT - header.len()]].concat(), &Words::default()).len(),
            1
        );
        assert!(
            governs(&[b"---\ngoverns: a\n---\n", &vec![b'a'; document::FILE_LIMIT][..]].concat(), &Words::default())
                .is_empty()
        );
    }

    #[test]
    fn a_log_may_call_its_keys_otherwise() {
        let policy = "[keys]\nstatus = [\"statut\", \"ステータス\"]\ndecision-makers = [\"décideurs\"]\n\
            consulted = [\"consultés\", \"coordinated with\", \"Reviewers\"]\ngoverns = [\"concerne\"]\n";
        let words = crate::policy::Policy::read(policy, &[]).unwrap().words;
        let read = |text: &str| super::read(RepoPath::new("decisions/0012-x.md"), text.as_bytes().to_vec(), &words);
        for text in [
            "---\nstatut: accepted\ndécideurs: Ana Ruiz\nconsultés: [Ines Roy]\nconcerne: infra/**\n---\n# T\n",
            "---\nステータス: accepted\nDécideurs: Ana Ruiz\nCoordinated_With: [Ines Roy]\nconcerne: infra/**\n---\n# T\n",
            "---\nstatus: accepted\ndecision-makers: Ana Ruiz\nreviewers: [Ines Roy]\ngoverns: infra/**\n---\n# T\n",
        ] {
            let decision = read(text);
            assert_eq!(decision.kind(), Some(StatusKind::Accepted), "{text}");
            assert_eq!(decision.makers.parties[0].text, "Ana Ruiz", "{text}");
            assert_eq!(decision.consulted.parties[0].text, "Ines Roy", "{text}");
            assert_eq!(decision.governs[0].value, "infra/**", "{text}");
            assert_eq!(governs(text.as_bytes(), &words), decision.governs, "{text}");
        }
        let body = read("# T\n\n- Statut: accepted\n- Consultés: Ines Roy, Bo Lund\n");
        assert_eq!((body.kind(), body.consulted.parties.len()), (Some(StatusKind::Accepted), 2));
        for (keys, wrong) in [
            ("consulted = [\"informed\"]", "already means `informed`"),
            ("consulted = [\"a b\"]\ninformed = [\"A-B\"]", "already means `consulted`"),
            ("consulted = [\" \"]", "is empty"),
            ("consultd = [\"x\"]", "unknown key `consultd`"),
        ] {
            let mistake = crate::policy::Policy::read(&format!("[keys]\n{keys}\n"), &[]).unwrap_err();
            assert!(mistake.message.contains(wrong), "{}", mistake.message);
        }
    }

    #[test]
    fn a_header_that_is_no_yaml_is_read_line_by_line() {
        let decision = read("---\nstatus: accepted\nconsulted: @ana, @bo\n---\n# T\n");
        assert!(matches!(decision.problems[..], [Problem::HeaderUnreadable { .. }]));
        assert_eq!(decision.consulted.parties.len(), 2);
        assert_eq!(decision.kind(), Some(StatusKind::Accepted));
    }
}

//! What a decision says: id, status, days, people, what it governs, links, quotes and answers,
//! each with its place. It reads documents of every form and checks none; that is what rules do.

pub(crate) mod allow;
#[cfg(test)]
mod bodies;
pub(crate) mod consultation;
pub(crate) mod field;
pub(crate) mod link;
pub(crate) mod renumber;
pub(crate) mod status;
mod title;

use std::borrow::Cow;

pub(crate) use link::{Link, LinkKind, listed_links};
pub(crate) use status::Status;

use crate::document::block::BlockKind;
use crate::document::body::Body;
use crate::document::header::{Field, Node, Value};
use crate::document::{self, Document, Problem};
use crate::policy::Directory;
use crate::text::{RepoPath, Span, Spanned, fold};
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
    /// What people said.
    pub consultation: Consultation,
    /// The comments that ask for rules to be silent.
    pub allows: Vec<Allow>,
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
    let beside = beside.and_then(|beside| String::from_utf8(beside).ok()).map(String::into_boxed_str);
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
    let Document { header, preamble, mut fields, body, comments, problems } =
        document::read(&text, &wanted, &|name| field::is_in_body(words.key(name)));
    rename_keys(&mut fields, words);
    // Beside a header of its own, another file says nothing of a record: what it governs is in the header.
    let own = fields;
    let mut fields = Cow::Borrowed(&own);
    if header.is_none()
        && let Some(mut more) = beside.as_deref().map(document::beside)
    {
        rename_keys(&mut more, words);
        document::add(fields.to_mut(), more);
    }
    let fields = fields.as_slice();
    let (id, id_kind) = Id::of_path(&path);
    let (title, own_id) = title::read(&text, &own, fields, &body);
    let status = field::STATUS.find(fields).and_then(|field| status::read(&text, field, words));
    let links = link::read(&text, fields, status.as_ref());
    let consultation = consultation::read(&text, &body, words);
    let options = options(&body);
    let allows = allow::read(&text, &comments);
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
        makers: people(&text, fields, &field::MAKERS),
        consulted: people(&text, fields, &field::CONSULTED),
        informed: people(&text, fields, &field::INFORMED),
        governs: texts(&text, fields, &field::GOVERNS),
        links,
        tags: texts(&text, fields, &field::TAGS),
        review_by: field::REVIEW_BY.find(fields).and_then(|field| day_of(&text, field)),
        has_prose,
        options,
        consultation,
        allows,
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
    (!words.trim().is_empty() && !is_nothing(words)).then(|| Day::read(words, field.value.span))
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

/// The texts of a list, or of a single value. Tags and links are split at commas.
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

/// Words that say that a value is empty.
fn is_nothing(word: &str) -> bool {
    #[rustfmt::skip]
    const NOTHING: &[&str] = &[
        "", "n/a", "n.a", "n.a.", "na", "none", "nothing", "nil", "null", "-", "--", "–", "—", "~", "not applicable", "tbd",
        "keine", "keiner", "aucun", "aucune", "ninguno", "ninguna", "nenhum", "nenhuma", "geen", "nessuno", "nessuna",
        "なし", "无", "無",
    ];
    NOTHING.contains(&fold(word).as_str())
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
        assert_eq!(decision.links[0].reference.id.text, "0007");
        assert_eq!(decision.options.as_ref().unwrap().value, 2);
        assert!(decision.problems.is_empty());
    }

    #[test]
    fn links_that_adrs_lists_are_read_once() {
        let text = "---\nstatus: superseded\nsupersedes: [\"0002\"]\nlinks:\n- target: 2\n  kind: supersedes\n- target: 4\n  kind: supersededby\n  description: by far\n- {target: 5, kind: relates-to}\n- target: 6\n  kind: extends\n- target: 7\n- 8\n---\n# T\n";
        let read = read(text);
        let links: Vec<(LinkKind, &str, &str)> = read
            .links
            .iter()
            .map(|link| (link.kind, link.reference.id.text.as_str(), link.target.span.of(text)))
            .collect();
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
    fn links_of_one_value_are_parted_and_have_a_place_each() {
        let targets = |value: &str| -> Vec<(String, String)> {
            let text = format!("---\nsupersedes: {value}\n---\n# T\n");
            let links = read(&text).links;
            links.iter().map(|link| (link.reference.name.clone(), link.target.span.of(&text).to_owned())).collect()
        };
        let same =
            |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect::<Vec<_>>();
        assert_eq!(targets("0015-a.md, 0015-b.md"), same(&["0015-a.md", "0015-b.md"]));
        assert_eq!(targets("15, 16; ADR-17"), same(&["15", "16", "ADR-17"]));
        assert_eq!(targets("[\"15, 15-b.md\", 16]"), same(&["15", "15-b.md", "16"]));
        let two = "\"[5, old](0005-a.md), [6](0006-b.md)\"";
        let names: Vec<String> = targets(two).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["0005-a.md", "0006-b.md"]);
        assert!(targets("none, n/a").is_empty());
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
            ("[accepted]", Some(StatusKind::Accepted)),
            ("[accepted, ]", Some(StatusKind::Accepted)),
            ("[accepted, proposed]", None),
            ("[accepted, accepted]", None),
            ("\n  - accepted\n  - rejected", None),
            ("[[accepted, proposed]]", None),
        ];
        for (word, kind) in cases {
            let decision = read(&format!("---\nstatus: {word}\n---\n# T\n"));
            assert_eq!(decision.kind(), kind, "{word}");
        }
        let decision = read("---\nstatus: superseded by [ADR-13](0013-y.md)\n---\n# T\n");
        assert_eq!(decision.links[0].reference.id.key, Id::in_reference("13").unwrap().key);
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
                &[(Supersedes, "0007"), (SupersededBy, "0009"), (Amends, "0003")],
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
            ("---\ntitle: A\n---\n# B\n", "A", None),
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
    fn a_day_may_be_left_out_in_words() {
        for nothing in ["none", "n/a", "N.A.", "'-'", "~", "not applicable"] {
            assert_eq!(read(&format!("---\nreview-by: {nothing}\n---\n# T\n")).review_by, None, "{nothing}");
        }
        assert!(read("---\nreview-by: soon\n---\n# T\n").review_by.is_some_and(|day| day.date.is_none()));
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
            consulted = [\"consultés\", \"coordinated with\", \"Reviewers\"]\ngoverns = [\"concerne\"]\n[words]\nheading.status = [\"État\"]\n";
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
        for body in [
            "# T\n\n- Statut: accepted\n- Consultés: Ines Roy, Bo Lund\n",
            "# T\n\n## Statut\n\naccepted\n\n## Consultés\n\nInes Roy, Bo Lund\n",
            "# T\n\n## État\n\naccepted\n\n## Consultés\n\n- Ines Roy\n- Bo Lund\n",
            "# T\n\n- ステータス：accepted\n- Consultés： Ines Roy、Bo Lund\n",
        ] {
            let body = read(body);
            assert_eq!((body.kind(), body.consulted.parties.len()), (Some(StatusKind::Accepted), 2), "{}", body.text);
        }
        let hidden = crate::policy::Policy::read("[keys]\ninformed = [\"deciders\"]\n", &[]).unwrap().words;
        let text = b"---\ndeciders: [Ana Ruiz]\n---\n# T\n".to_vec();
        assert_eq!(super::read(RepoPath::new("decisions/0012-x.md"), text, &hidden).makers.parties.len(), 1);
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

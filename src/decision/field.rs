//! The table of header fields. Reading, editing, import, gate and docs go by it: adding a field touches this table and
//! what shows the field.

use super::{LinkKind, nodes, words_of};
use crate::document::header::{Field, Node};
use crate::text::Span;
use crate::vocabulary::day::Day;
use crate::vocabulary::id::Id;
use crate::vocabulary::parties::parties;
use crate::vocabulary::party::Party;
use crate::vocabulary::person::Personhood;
use crate::vocabulary::words::Words;

/// What is known of one key of a header.
#[derive(Debug)]
pub(crate) struct FieldSpec {
    /// The key as it should be written.
    pub key: &'static str,
    /// What it says, as in docs/format.md.
    #[cfg_attr(not(feature = "lsp"), allow(dead_code, reason = "only an editor shows it"))]
    pub docs: &'static str,
    /// Other keys that are read as this one; earlier ones win.
    pub aliases: &'static [Alias],
    /// What its value is.
    pub kind: FieldKind,
    /// Whether it may change once a decision is accepted.
    pub is_free: bool,
    /// Whether records without a header may have it in a list, table or line of the body. More keys would take prose
    /// for a field.
    pub in_body: bool,
}

/// Another key that is read as a known one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Alias {
    /// Means the same.
    Same(&'static str),
    /// Is mostly used for the same, and may mean something else.
    Near(&'static str),
    /// Says when a record was begun, which is its date where it has no other.
    Begun(&'static str),
}

/// What the value of a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// A status word.
    Status,
    /// A date.
    Date,
    /// People.
    People,
    /// Globs of paths.
    Globs,
    /// Other decisions.
    Links(LinkKind),
    /// Free words.
    Tags,
    /// One line of text.
    Title,
    /// The id of this decision.
    Id,
}

pub(crate) static STATUS: FieldSpec = FieldSpec {
    key: "status",
    docs: "the status of the decision",
    aliases: &[],
    kind: FieldKind::Status,
    is_free: true,
    in_body: true,
};

pub(crate) static DATE: FieldSpec = FieldSpec {
    key: "date",
    docs: "when the status last changed",
    aliases: &[
        Alias::Near("last-modified"),
        Alias::Near("last-updated"),
        Alias::Near("record-date"),
        Alias::Begun("created"),
        Alias::Begun("creation-date"),
        Alias::Begun("start-date"),
        Alias::Begun("original-proposition-date"),
    ],
    kind: FieldKind::Date,
    is_free: true,
    in_body: true,
};

pub(crate) static MAKERS: FieldSpec = FieldSpec {
    key: "decision-makers",
    docs: "who decides",
    aliases: &[
        Alias::Same("decision-maker"),
        Alias::Same("deciders"),
        Alias::Same("decider"),
        Alias::Near("authors"),
        Alias::Near("author"),
        Alias::Near("owners"),
        Alias::Near("owner"),
    ],
    kind: FieldKind::People,
    is_free: false,
    in_body: true,
};

/// Other keys for people who decide. They are not read as decision-makers, but their words are not those of others.
pub(crate) const DECIDING: &[&str] = &["approver", "approvers", "approved-by", "decided-by", "driver", "drivers"];

pub(crate) static CONSULTED: FieldSpec = FieldSpec {
    key: "consulted",
    docs: "who was consulted",
    aliases: &[],
    kind: FieldKind::People,
    is_free: false,
    in_body: true,
};

pub(crate) static INFORMED: FieldSpec = FieldSpec {
    key: "informed",
    docs: "who was informed",
    aliases: &[],
    kind: FieldKind::People,
    is_free: false,
    in_body: true,
};

pub(crate) static GOVERNS: FieldSpec = FieldSpec {
    key: "governs",
    docs: "the paths that the decision is about",
    aliases: &[],
    kind: FieldKind::Globs,
    is_free: false,
    in_body: false,
};

static SUPERSEDES: FieldSpec =
    link("supersedes", "the decisions that this one replaces", &[Alias::Same("replaces")], LinkKind::Supersedes);
static SUPERSEDED_BY: FieldSpec =
    link("superseded-by", "the decision that replaces this one", &[Alias::Same("replaced-by")], LinkKind::SupersededBy);
static AMENDS: FieldSpec = link("amends", "the decisions that this one adds to", &[], LinkKind::Amends);
static AMENDED_BY: FieldSpec = link("amended-by", "the decisions that add to this one", &[], LinkKind::AmendedBy);
static RELATES_TO: FieldSpec = link("relates-to", "related decisions", &[], LinkKind::RelatesTo);

pub(crate) static TAGS: FieldSpec = FieldSpec {
    key: "tags",
    docs: "words to find it by",
    aliases: &[],
    kind: FieldKind::Tags,
    is_free: true,
    in_body: true,
};

pub(crate) static REVIEW_BY: FieldSpec = FieldSpec {
    key: "review-by",
    docs: "when to review it, or when a waiver ends",
    aliases: &[],
    kind: FieldKind::Date,
    is_free: true,
    in_body: false,
};

pub(crate) static TITLE: FieldSpec = FieldSpec {
    key: "title",
    docs: "the title",
    aliases: &[Alias::Near("feature-name")],
    kind: FieldKind::Title,
    is_free: false,
    in_body: true,
};

pub(crate) static ID: FieldSpec = FieldSpec {
    key: "id",
    docs: "ignored: the file name has the id",
    aliases: &[],
    kind: FieldKind::Id,
    is_free: false,
    in_body: false,
};

/// Every known key, in the order of a header.
pub(crate) static FIELDS: [&FieldSpec; 15] = [
    &STATUS,
    &DATE,
    &MAKERS,
    &CONSULTED,
    &INFORMED,
    &GOVERNS,
    &SUPERSEDES,
    &SUPERSEDED_BY,
    &AMENDS,
    &AMENDED_BY,
    &RELATES_TO,
    &TAGS,
    &REVIEW_BY,
    &TITLE,
    &ID,
];

const fn link(key: &'static str, docs: &'static str, aliases: &'static [Alias], kind: LinkKind) -> FieldSpec {
    FieldSpec { key, docs, aliases, kind: FieldKind::Links(kind), is_free: true, in_body: true }
}

impl Alias {
    /// The key as it is compared.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Same(name) | Self::Near(name) | Self::Begun(name) => name,
        }
    }
}

impl FieldSpec {
    /// The names under which it is read; earlier ones win.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.key).chain(self.aliases.iter().map(|alias| alias.name()))
    }

    /// Whether it is read under this name.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    /// How another name relates to it.
    pub(crate) fn alias(&self, name: &str) -> Option<Alias> {
        self.aliases.iter().copied().find(|alias| alias.name() == name)
    }

    /// The field of a header that has it, under the first of its names that is there. Of a key that is there twice, the
    /// one that says something.
    pub(crate) fn find<'a>(&self, fields: &'a [Field]) -> Option<&'a Field> {
        find(fields, self.names())
    }

    /// Whether a value is of its kind, as far as can be seen from the value alone.
    pub(crate) fn accepts(&self, text: &str, value: &Node, words: &Words) -> bool {
        let texts: Vec<&str> = nodes(value).iter().map(|node| words_of(text, node).trim()).collect();
        let all = |is_right: &dyn Fn(&str) -> bool| !texts.is_empty() && texts.iter().all(|text| is_right(text));
        let is_one_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
        let is_date = |text: &str| Day::read(text, Span::default()).date.is_some();
        match self.kind {
            FieldKind::Status => all(&|text| super::status::status_kind(text, words).is_some()),
            FieldKind::Date => all(&is_date),
            FieldKind::People => {
                let parties = parties(text, value).parties;
                let is_person =
                    |party: &Party| !matches!(party.personhood(), Personhood::No(_)) && !is_date(&party.text);
                !parties.is_empty() && parties.iter().all(is_person)
            }
            FieldKind::Globs => all(&is_one_word),
            FieldKind::Links(_) | FieldKind::Id => all(&|text| is_one_word(text) && Id::in_reference(text).is_some()),
            FieldKind::Tags | FieldKind::Title => all(&|text| !text.is_empty() && !is_date(text)),
        }
    }
}

/// The first field that has one of the names, in the order of the names.
pub(crate) fn find<'a, 'n>(fields: &'a [Field], mut names: impl Iterator<Item = &'n str>) -> Option<&'a Field> {
    names.find_map(|name| {
        let named = |field: &&Field| field.name == name;
        fields.iter().filter(named).find(|field| !field.value.is_empty()).or_else(|| fields.iter().find(named))
    })
}

/// The entry of the table that is read under a name.
pub(crate) fn spec(name: &str) -> Option<&'static FieldSpec> {
    FIELDS.iter().copied().find(|spec| spec.has_name(name))
}

/// The names under which a key is read, whether or not it is known; earlier ones win.
pub(crate) fn names(key: &str) -> Vec<&str> {
    spec(key).map_or_else(|| vec![key], |spec| spec.names().collect())
}

/// The keys as they should be written.
pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|spec| spec.key)
}

/// Whether a field of this name is looked for in the body of a record.
pub(crate) fn is_in_body(name: &str) -> bool {
    spec(name).is_some_and(|spec| spec.in_body)
}

/// The known key that a key is a slip of: its words with capitals for hyphens, or one edit away, in one word of it, where
/// the word that is written is no word of its own and the value is of the right kind (format, header). A key that means
/// something else must never become this one.
pub(crate) fn slip_of(text: &str, field: &Field, words: &Words) -> Option<&'static FieldSpec> {
    if spec(&field.name).is_some() {
        return None;
    }
    let mut near = FIELDS.iter().copied().filter(|spec| is_slip(&field.name, spec.key));
    let near = match (near.next(), near.next()) {
        (Some(spec), None) => Some(spec),
        (None, _) => hyphenated(&field.key.value).and_then(|name| spec(&name)),
        _ => None,
    };
    near.filter(|spec| spec.accepts(text, &field.value, words))
}

/// A key in camel case, with hyphens instead: `review-by` for `reviewBy`.
pub(super) fn hyphenated(written: &str) -> Option<String> {
    if !written.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let mut name = String::new();
    let mut last = ' ';
    for letter in written.chars() {
        if letter.is_uppercase() && last.is_lowercase() {
            name.push('-');
        }
        name.extend(letter.to_lowercase());
        last = letter;
    }
    name.contains('-').then_some(name)
}

/// Whether `written` is `key` but for one edit inside one word.
fn is_slip(written: &str, key: &str) -> bool {
    let (written, key): (Vec<&str>, Vec<&str>) = (written.split('-').collect(), key.split('-').collect());
    let mut differing = written.iter().zip(&key).filter(|(written, word)| written != word);
    written.len() == key.len()
        && differing.next().is_some_and(|(written, word)| {
            word.len() > 3 && strsim::damerau_levenshtein(written, word) == 1 && !OWN_WORDS.contains(written)
        })
        && differing.next().is_none()
}

/// Words one edit away from a word of a known key that are words of their own: English by the list of Debian's package
/// `wamerican-large`, and headers of other languages.
#[rustfmt::skip]
const OWN_WORDS: &[&str] = &[
    // status
    "states", "stats", "statue", "statues", "stratus", "statut", "estatus", "statuts",
    // date, and its plural and participle
    "ate", "bate", "cate", "dace", "dale", "dame", "dane", "dante", "dare", "dat", "data", "dated", "dater", "dates",
    "dato", "dave", "daze", "dote", "fate", "gate", "hate", "kate", "late", "mate", "pate", "rate", "sate", "tate",
    // decision, makers
    "decisions", "derision", "bakers", "fakers", "maker", "makes", "markers", "maters", "takers",
    // consulted, informed, governs
    "consulter", "informer", "unformed", "govern",
    // supersedes, superseded, amends, amended, relates
    "supersede", "supersedes", "superseded", "amend", "emends", "mends", "emended", "mended",
    "elates", "rebates", "reflates", "relate", "related", "relaxes",
    // tags
    "bags", "gags", "hags", "jags", "lags", "mags", "nags", "rags", "sags", "stags", "tabs", "tag", "tage", "tangs",
    "tans", "taps", "tars", "togs", "tugs", "wags",
    // review, title
    "preview", "reviews", "tile", "tithe", "titled", "titles", "tittle", "titel", "titre",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::header;

    fn slip(line: &str) -> Option<&'static str> {
        let fields = header::read(line, Span::new(0, line.len())).unwrap();
        slip_of(line, &fields[0], &Words::default()).map(|spec| spec.key)
    }

    #[test]
    fn a_slip_is_one_edit_in_one_word_with_a_value_of_the_kind() {
        for (line, key) in [
            ("consultd: [\"Ines Roy\"]", "consulted"),
            ("Consutled:\n  - \"Ines Roy\"\n  - \"@lee\"", "consulted"),
            ("statsu: accepted", "status"),
            ("decison-makers: Ana Ruiz", "decision-makers"),
            ("Decision_Maekrs: Ana Ruiz", "decision-makers"),
            ("Superceded_By: 7", "superseded-by"),
            ("reveiw-by: 2027-01-01", "review-by"),
            ("goverms: [\"infra/**\"]", "governs"),
            ("titl: Page through the rotation", "title"),
            // Capitals between words.
            ("relatesTo: \"0007\"", "relates-to"),
            ("supersededBy: 7", "superseded-by"),
            ("reviewBy: 2027-01-01", "review-by"),
            ("DecisionMakers: Ana Ruiz", "decision-makers"),
            ("amendedBY: 7", "amended-by"),
        ] {
            assert_eq!(slip(line), Some(key), "{line}");
        }
    }

    #[test]
    fn another_word_or_another_kind_of_value_is_no_slip() {
        for line in [
            // Another word.
            "decision_date: 2026-07-31",
            "reviewers: [\"Ines Roy\"]",
            "reviewed: 2026-07-31",
            "reviews-by: 2026-07-31",
            "dates: 2026-07-31",
            "data: 2026-07-31",
            "amended: [\"0007\"]",
            "related-to: [\"0007\"]",
            "supersede: [\"0007\"]",
            "statut: accepted",
            "tag: paging",
            "ids: 7",
            "decision: accepted",
            // Another border between words, or more than one edit.
            "decisionmakers: Ana Ruiz",
            "DECISIONMAKERS: Ana Ruiz",
            "decisionDate: 2026-07-31",
            "relatedTo: [\"0007\"]",
            "reviewBy: Ana Ruiz",
            "consultEd: Ana Ruiz",
            "de-cision-makers: Ana Ruiz",
            "consltd: [\"Ines Roy\"]",
            "decison-makres: Ana Ruiz",
            // Another kind of value.
            "consultd: 2026-07-31",
            "consultd: docs/notes.md",
            "statsu: Ana Ruiz",
            "dte: soon",
            "reveiw-by: Ana Ruiz",
            "goverms: every path of the paging service",
            "superceded-by: a newer one",
            "consultd:",
            "titl: 2026-07-31",
        ] {
            assert_eq!(slip(line), None, "{line}");
        }
    }

    #[test]
    fn every_name_is_documented_and_every_key_has_a_row() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/format.md");
        let page = std::fs::read_to_string(page).unwrap();
        for spec in FIELDS {
            assert!(page.contains(&format!("\n| `{}` | {}", spec.key, spec.docs)), "`{}` has no row", spec.key);
            for name in spec.names() {
                assert!(page.contains(&format!("`{name}`")), "`{name}` is missing");
            }
        }
    }

    #[test]
    fn a_policy_can_rename_each_key() {
        for spec in FIELDS {
            let policy = format!("[keys]\n{} = [\"nøgle\"]\n", spec.key);
            let words = crate::policy::Policy::read(&policy, &[]).unwrap().words;
            assert_eq!(words.key("nøgle"), spec.key);
        }
    }

    #[test]
    fn the_table_has_each_name_once_and_each_link() {
        let mut names: Vec<&str> = FIELDS.iter().flat_map(|spec| spec.names()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(keys().eq(FIELDS.iter().map(|spec| spec.key)));
        for kind in LinkKind::ALL {
            assert_eq!(spec(kind.key()).map(|spec| spec.kind), Some(FieldKind::Links(kind)));
        }
    }
}

//! The shape of `heard.toml`, as serde reads it and as its JSON schema is made.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::Mistake;
use crate::text::fold;
use crate::vocabulary::id;
use crate::vocabulary::words::{Disposition, StatusKind, Words};

/// `heard.toml`, at the root of the repository.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    /// Where the decisions lie and how they are called.
    pub log: Log,
    /// Words with a meaning in other languages. They add to the built-in ones.
    pub words: WordLists,
    /// People by the name they have in decisions.
    pub people: BTreeMap<String, Person>,
    /// Groups by name, each a list of people.
    #[cfg_attr(test, schemars(with = "BTreeMap<String, Vec<String>>"))]
    pub groups: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    /// Which paths ask for whose words.
    pub areas: Vec<AreaTable>,
    /// Levels of rules by id.
    #[cfg_attr(test, schemars(with = "BTreeMap<String, Level>"))]
    pub rules: BTreeMap<Spanned<String>, Level>,
}

/// Where the decisions lie and how they are called.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub(super) struct Log {
    /// Folders or globs, relative to the root of the repository.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub dirs: Vec<Spanned<String>>,
    /// How file names carry ids; `sequential` when left out.
    pub ids: Option<id::IdKind>,
    /// What `heard gate` compares with outside CI.
    pub base: String,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            dirs: vec![Spanned::new(Range::default(), "decisions".to_owned())],
            ids: None,
            base: "origin/main".to_owned(),
        }
    }
}

/// Words with a meaning, by what they mean.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub(super) struct WordLists {
    /// Words for a status.
    pub status: StatusLists,
    /// Headings of the sections that are read.
    pub heading: HeadingLists,
    /// Words for what became of a concern.
    pub disposition: DispositionLists,
}

/// Words for a status.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "each field is the status it is called")]
pub(super) struct StatusLists {
    proposed: Vec<String>,
    accepted: Vec<String>,
    rejected: Vec<String>,
    deprecated: Vec<String>,
    superseded: Vec<String>,
    waived: Vec<String>,
}

/// Headings of the sections that are read.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub(super) struct HeadingLists {
    /// Beside `Consultation` and `Advice`.
    consultation: Vec<String>,
    /// Beside `Trial` and `Pilot`.
    trial: Vec<String>,
}

/// Words for what became of a concern.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each field is the disposition it is called")]
pub(super) struct DispositionLists {
    changed: Vec<String>,
    mitigated: Vec<String>,
    declined: Vec<String>,
    deferred: Vec<String>,
    overruled: Vec<String>,
    withdrawn: Vec<String>,
    no_concern: Vec<String>,
    open: Vec<String>,
    asked: Vec<String>,
    no_answer: Vec<String>,
    waived: Vec<String>,
}

impl WordLists {
    /// The built-in words and these.
    pub(super) fn merged(&self) -> Words {
        let mut words = Words::default();
        let status = &self.status;
        for (kind, list) in [
            (StatusKind::Proposed, &status.proposed),
            (StatusKind::Accepted, &status.accepted),
            (StatusKind::Rejected, &status.rejected),
            (StatusKind::Deprecated, &status.deprecated),
            (StatusKind::Superseded, &status.superseded),
            (StatusKind::Waived, &status.waived),
        ] {
            for word in list {
                words.statuses.entry(fold(word)).or_insert(kind);
            }
        }
        let disposition = &self.disposition;
        for (kind, list) in [
            (Disposition::Changed, &disposition.changed),
            (Disposition::Mitigated, &disposition.mitigated),
            (Disposition::Declined, &disposition.declined),
            (Disposition::Deferred, &disposition.deferred),
            (Disposition::Overruled, &disposition.overruled),
            (Disposition::Withdrawn, &disposition.withdrawn),
            (Disposition::NoConcern, &disposition.no_concern),
            (Disposition::Open, &disposition.open),
            (Disposition::Asked, &disposition.asked),
            (Disposition::NoAnswer, &disposition.no_answer),
            (Disposition::Waived, &disposition.waived),
        ] {
            for word in list {
                words.dispositions.entry(fold(word)).or_insert(kind);
            }
        }
        words.consultation.extend(self.heading.consultation.iter().map(|word| fold(word)));
        words.trial.extend(self.heading.trial.iter().map(|word| fold(word)));
        words
    }
}

/// Somebody who is known under more than one name, or who is no person.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub(super) struct Person {
    /// Other names.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub aka: Vec<Spanned<String>>,
    /// A handle on the forge, with or without `@`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub handle: Option<Spanned<String>>,
    /// A mail address.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub mail: Option<Spanned<String>>,
    /// Whether this is a person; an agent is never consulted.
    pub kind: PersonKind,
    /// A public key, for evidence that is signed.
    #[allow(dead_code, reason = "read so that a policy may carry it; signed evidence is not judged yet")]
    pub key: Option<String>,
}

/// What somebody is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(super) enum PersonKind {
    /// A human being.
    #[default]
    Person,
    /// A program.
    Agent,
}

/// Which paths ask for whose words.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct AreaTable {
    /// How the area is called in findings.
    #[cfg_attr(test, schemars(with = "String"))]
    pub name: Spanned<String>,
    /// Globs; the last one that matches decides, `!` takes out.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub paths: Spanned<Vec<Spanned<String>>>,
    /// Groups that must be heard, all of them.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub hear: Vec<Spanned<String>>,
    /// How many people must be heard who are not among the makers.
    #[cfg_attr(test, schemars(with = "u32"))]
    #[serde(default = "no_people")]
    pub people: Spanned<u32>,
    /// Whether someone from outside the makers' own groups must be heard.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "bool"))]
    pub outside: Option<Spanned<bool>>,
    /// Whether a trial with a result is asked for.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "bool"))]
    pub trial: Option<Spanned<bool>>,
    /// How well a quote must be backed.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "EvidenceWord"))]
    pub evidence: Option<Spanned<EvidenceWord>>,
    /// For how many days an accepted decision covers new changes; for ever when left out.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<u32>"))]
    pub fresh: Option<Spanned<u32>>,
    /// Who may waive.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub waive: Vec<Spanned<String>>,
}

fn no_people() -> Spanned<u32> {
    Spanned::new(Range::default(), 0)
}

/// How well a quote must be backed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(super) enum EvidenceWord {
    /// The words are in the file.
    Claimed,
    /// Each quote that counts names a source.
    Sourced,
    /// Each quote that counts is signed by its speaker.
    Signed,
}

/// How hard a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    /// Says nothing.
    Off,
    /// Is reported.
    Warn,
    /// Is reported, and the command exits with 1.
    Deny,
}

/// Reads the TOML; serde's complaints become ours.
pub(super) fn parse(text: &str) -> Result<File, Mistake> {
    toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or_default();
        let message = error.message().trim();
        // serde lists what it would have taken: "unknown field `dir`, expected one of `dirs`, …".
        let mut words = message.split('`').skip(1).step_by(2);
        let unknown = message.starts_with("unknown field") || message.starts_with("unknown variant");
        match words.next() {
            Some(word) if unknown => {
                let what = if message.contains("field") { "key" } else { "value" };
                Mistake::new(span, format!("unknown {what} `{word}`")).suggest(word, words)
            }
            _ => Mistake::new(span, message.replace('\n', " ")),
        }
    })
}

/// The JSON schema of `heard.toml`.
#[cfg(test)]
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(File)
}

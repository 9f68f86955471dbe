//! The structure of `heard.toml`, for serde and for its JSON schema.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::Mistake;
use crate::document::header::canonical;
use crate::text::fold;
use crate::vocabulary::evidence::Evidence;
use crate::vocabulary::forge::Forge;
use crate::vocabulary::id;
use crate::vocabulary::words::{Disposition, StatusKind, Words};

/// `heard.toml`, at the root of the repository.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    /// Where the decisions are and how their files are named.
    pub log: Log,
    /// What this log calls the keys of a header, in addition to the built-in ones.
    pub keys: KeyLists,
    /// Words for statuses and dispositions, in addition to the built-in ones.
    pub words: WordLists,
    /// People, by the name used in decisions.
    #[cfg_attr(test, schemars(with = "BTreeMap<String, Person>"))]
    pub people: BTreeMap<Spanned<String>, Person>,
    /// Groups by name, each with its members.
    #[cfg_attr(test, schemars(with = "BTreeMap<String, Vec<String>>"))]
    pub groups: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    /// Where comments prove something.
    pub forge: Forges,
    /// Which paths require whose input.
    pub areas: Vec<AreaTable>,
    /// Levels of rules, by rule ID.
    #[cfg_attr(test, schemars(with = "BTreeMap<String, Level>"))]
    pub rules: BTreeMap<Spanned<String>, Level>,
    /// What the site says of the log.
    pub site: SiteTable,
}

/// What the site says of the log.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub(super) struct SiteTable {
    /// The title of the site. [default: Decision log]
    pub title: Option<String>,
    /// The language of the decisions and of the site, as in HTML: `en`, `pt-BR`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub lang: Option<Spanned<String>>,
}

impl SiteTable {
    /// The language.
    ///
    /// # Errors
    /// A language that has not the form of a tag (RFC 5646, section 2.1).
    pub(super) fn language(&self) -> Result<Option<String>, Mistake> {
        let Some(lang) = &self.lang else { return Ok(None) };
        let mut parts = lang.get_ref().split('-');
        let is_letters =
            |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_part =
            |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        match parts.next().is_some_and(is_letters) && parts.all(is_part) {
            true => Ok(Some(lang.get_ref().clone())),
            false => Err(Mistake::new(lang.span(), format!("`{}` is not a language tag", lang.get_ref()))
                .help("use one such as `en`, `de` or `pt-BR`")),
        }
    }
}

/// Where the decisions are and how their files are named.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub(super) struct Log {
    /// Directories or globs, relative to the root of the repository.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub dirs: Vec<Spanned<String>>,
    /// The kind of ID in file names. [default: sequential]
    pub ids: Option<id::IdKind>,
    /// The branch or commit that `heard gate` compares with outside CI.
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

/// What a log calls the keys of a header.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each field is the key of that name")]
pub(super) struct KeyLists {
    status: KeyNames,
    date: KeyNames,
    decision_makers: KeyNames,
    consulted: KeyNames,
    informed: KeyNames,
    governs: KeyNames,
    supersedes: KeyNames,
    superseded_by: KeyNames,
    amends: KeyNames,
    amended_by: KeyNames,
    relates_to: KeyNames,
    tags: KeyNames,
    review_by: KeyNames,
    title: KeyNames,
    id: KeyNames,
}

/// Other names of a key.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
struct KeyNames(#[cfg_attr(test, schemars(with = "Vec<String>"))] Vec<Spanned<String>>);

impl KeyLists {
    /// The keys by the names given to them.
    ///
    /// # Errors
    /// A name that is a known key, or that is given to two keys.
    pub(super) fn by_name(&self) -> Result<BTreeMap<String, &'static str>, Mistake> {
        let lists = [
            ("status", &self.status),
            ("date", &self.date),
            ("decision-makers", &self.decision_makers),
            ("consulted", &self.consulted),
            ("informed", &self.informed),
            ("governs", &self.governs),
            ("supersedes", &self.supersedes),
            ("superseded-by", &self.superseded_by),
            ("amends", &self.amends),
            ("amended-by", &self.amended_by),
            ("relates-to", &self.relates_to),
            ("tags", &self.tags),
            ("review-by", &self.review_by),
            ("title", &self.title),
            ("id", &self.id),
        ];
        let mut names: BTreeMap<String, &'static str> = BTreeMap::new();
        for (key, KeyNames(list)) in lists {
            for name in list {
                let written = name.get_ref();
                let canonical = canonical(written);
                let known = lists.iter().map(|(key, _)| *key).find(|known| *known == canonical);
                match known.or_else(|| names.get(&canonical).copied()) {
                    Some(other) if other != key => {
                        let message = format!("`{written}` already means `{other}`, so it can't mean `{key}`");
                        return Err(Mistake::new(name.span(), message).help("remove it from one of the two"));
                    }
                    _ if canonical.is_empty() => {
                        return Err(Mistake::new(name.span(), "this name of a key is empty").help("remove it"));
                    }
                    _ => names.insert(canonical, key),
                };
            }
        }
        Ok(names)
    }
}

/// Additional words, by their meaning.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub(super) struct WordLists {
    /// Words for a status.
    pub status: StatusLists,
    /// Headings of the sections that are read.
    pub heading: HeadingLists,
    /// Words for a disposition.
    pub disposition: DispositionLists,
}

/// Words for a status.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "each field is the status of that name")]
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
    /// In addition to `Consultation` and `Advice`.
    consultation: Vec<String>,
    /// In addition to `Trial` and `Pilot`.
    trial: Vec<String>,
    /// In addition to `Status`.
    status: Vec<String>,
}

/// Words for a disposition.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each field is the disposition of that name")]
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
    asked_again: Vec<String>,
    no_answer: Vec<String>,
    waived: Vec<String>,
    corrected: Vec<String>,
    came_true: Vec<String>,
    told: Vec<String>,
}

impl WordLists {
    /// The built-in words, and these.
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
            (Disposition::AskedAgain, &disposition.asked_again),
            (Disposition::NoAnswer, &disposition.no_answer),
            (Disposition::Waived, &disposition.waived),
            (Disposition::Corrected, &disposition.corrected),
            (Disposition::CameTrue, &disposition.came_true),
            (Disposition::Told, &disposition.told),
        ] {
            for word in list {
                words.dispositions.entry(fold(word)).or_insert(kind);
            }
        }
        words.consultation.extend(self.heading.consultation.iter().map(|word| fold(word)));
        words.trial.extend(self.heading.trial.iter().map(|word| fold(word)));
        // A section is read as the key of its name.
        words.keys.extend(self.heading.status.iter().map(|word| (canonical(word), "status")));
        words
    }
}

/// A person with several names, or an agent.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub(super) struct Person {
    /// Other names.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub aka: Vec<Spanned<String>>,
    /// A handle on GitHub or GitLab, with or without `@`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub handle: Option<Spanned<String>>,
    /// A mail address.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub mail: Option<Spanned<String>>,
    /// Whether this is a person or an agent; an agent can't be consulted.
    pub kind: PersonKind,
    /// The account on GitHub.
    pub github: Option<Account>,
    /// The account on GitLab.
    pub gitlab: Option<Account>,
    /// The account on Forgejo or Gitea.
    pub forgejo: Option<Account>,
    /// The public keys that sign their quotes.
    pub keys: Vec<PublicKey>,
}

/// Somebody's account on a forge.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    /// The login.
    #[cfg_attr(test, schemars(with = "String"))]
    pub login: Spanned<String>,
    /// The number of the account, which stays when the login changes.
    pub id: Option<u64>,
}

/// A key for signatures.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct PublicKey {
    /// The public key as OpenSSH writes it: `ssh-ed25519 AAAA…`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub key: Spanned<String>,
    /// The first day of quotes that it can sign. [default: any day]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub since: Option<Spanned<Datetime>>,
    /// The last day of quotes that it can sign. [default: any day]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub until: Option<Spanned<Datetime>>,
}

/// Where comments prove something.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub(super) struct Forges {
    /// The hosts whose comments count.
    #[cfg_attr(test, schemars(with = "Vec<ForgeHost>"))]
    pub hosts: Vec<Spanned<ForgeHost>>,
}

impl Default for Forges {
    fn default() -> Self {
        let hosts = ["github.com", "gitlab.com", "codeberg.org"];
        Self { hosts: hosts.map(|host| Spanned::new(Range::default(), ForgeHost::Name(host.to_owned()))).into() }
    }
}

/// A host of a forge.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(super) enum ForgeHost {
    /// Its name. Which forge it is, the addresses of its comments tell.
    Name(String),
    /// Its name, and which forge it is.
    Kind {
        /// Its name.
        host: String,
        /// Which forge it is.
        kind: Forge,
    },
}

impl ForgeHost {
    /// The name, and which forge it is if that is said.
    pub(super) fn parts(&self) -> (&str, Option<Forge>) {
        match self {
            Self::Name(name) => (name, None),
            Self::Kind { host, kind } => (host, Some(*kind)),
        }
    }
}

/// Person or agent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(super) enum PersonKind {
    /// A person.
    #[default]
    Person,
    /// A program.
    Agent,
}

/// Paths that require input.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct AreaTable {
    /// The name of the area in findings.
    #[cfg_attr(test, schemars(with = "String"))]
    pub name: Spanned<String>,
    /// Globs; the last one that matches decides, and `!` excludes.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub paths: Spanned<Vec<Spanned<String>>>,
    /// Groups that must all be quoted.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub hear: Vec<Spanned<String>>,
    /// How many people who are not decision-makers must be quoted.
    #[cfg_attr(test, schemars(with = "u32"))]
    #[serde(default = "no_people")]
    pub people: Spanned<u32>,
    /// Whether somebody outside the decision-makers' groups must be quoted.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "bool"))]
    pub outside: Option<Spanned<bool>>,
    /// Whether a trial with a result is required.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "bool"))]
    pub trial: Option<Spanned<bool>>,
    /// What evidence a quote needs.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<Evidence>"))]
    pub evidence: Option<Spanned<Evidence>>,
    /// What quotes that are older than the outcome raise: nothing, a warning or an error. [default: warn]
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<Level>"))]
    pub outdated: Option<Spanned<Level>>,
    /// For how many days an accepted decision covers new changes. [default: no limit]
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<u32>"))]
    pub fresh: Option<Spanned<u32>>,
    /// After how many documented days `No answer` stands for a group. [default: never]
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<u32>"))]
    pub silence: Option<Spanned<u32>>,
    /// Who may waive the requirements.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub waive: Vec<Spanned<String>>,
}

fn no_people() -> Spanned<u32> {
    Spanned::new(Range::default(), 0)
}

/// The level of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    /// Disabled.
    Off,
    /// A warning.
    Warn,
    /// An error; the command exits with 1.
    Deny,
}

/// Parses the TOML, and rewrites serde's errors.
pub(super) fn parse(text: &str) -> Result<File, Mistake> {
    toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or_default();
        let message = error.message().trim();
        // serde lists the valid values: "unknown field `dir`, expected one of `dirs`, …".
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

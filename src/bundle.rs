//! The log of a repository in one file, from which an index over many repositories is made. It has the records as they
//! are written, and they are read here as everywhere. Everything in it comes from somebody else's repository.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::catalog::Catalog;
use crate::decision::{self, Decision};
use crate::document::FILE_LIMIT;
use crate::log::caught;
use crate::parallel;
use crate::policy::{Directory, Policy};
use crate::text::{RepoPath, Spanned, visible};
use crate::vocabulary::party::Party;
use crate::vocabulary::reference::is_repository;
use crate::vocabulary::words::Words;

/// The version of the format.
const VERSION: u32 = 1;

/// How large a file is at most, in bytes, and how many records it has.
pub(crate) const BUNDLE_LIMIT: usize = 256 * 1024 * 1024;
const RECORD_LIMIT: usize = 50_000;

/// How the names of the files end.
pub(crate) const ENDING: &str = ".bundle.json";

/// The log of a repository.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Bundle {
    /// The version of this format, 1.
    pub heard_bundle: u32,
    /// The repository, as forges write it: `acme/app`.
    pub repository: String,
    /// Whether everybody may read it. What is not public is left out of an index unless that is asked for.
    pub public: bool,
    /// The day on which it was made, `YYYY-MM-DD`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub made: Date,
    /// The full ID of the commit that it was made from; null outside git.
    pub commit: Option<String>,
    /// Where the files of that commit can be viewed, with a `/` at the end.
    pub source_url: Option<String>,
    /// The directories of its logs.
    pub logs: BTreeSet<String>,
    /// Its `heard.toml`, for the words and keys in its records; empty when there is none.
    pub policy: String,
    /// The files of its decisions.
    pub records: Vec<BundleRecord>,
}

/// The file of a decision.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct BundleRecord {
    /// Its path, with `/`, relative to the repository.
    pub path: String,
    /// The whole file.
    pub text: String,
    /// The file with its metadata beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<String>,
}

/// The version alone, to tell a newer bundle from a damaged one.
#[derive(Deserialize)]
struct BundleVersion {
    heard_bundle: u32,
}

/// A bundle, as an index names it.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "site"), allow(dead_code, reason = "only the site shows it"))]
pub(crate) struct BundleNote {
    /// The repository; of a bundle that can't be used, the file.
    pub name: String,
    /// The day on which it was made.
    pub made: Option<Date>,
    /// The full ID of the commit.
    pub commit: Option<String>,
    /// Where the files of the commit can be viewed, as the bundle says.
    pub source_url: Option<String>,
    pub state: BundleState,
}

/// Whether a bundle can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BundleState {
    Current,
    /// Made long ago.
    Stale,
    /// It can't, and why.
    Broken(String),
}

/// What a bundle is made of beside the decisions.
#[derive(Debug)]
pub(crate) struct Origin {
    pub repository: String,
    pub public: bool,
    pub commit: Option<String>,
    pub source_url: Option<String>,
}

impl Bundle {
    /// The bundle of some decisions. Those that can't be read are not in it.
    pub(crate) fn new(origin: Origin, decisions: &[&Decision], catalog: &Catalog) -> Self {
        let Origin { repository, public, commit, source_url } = origin;
        let decisions = decisions.iter().filter(|decision| can_hold(decision));
        let record = |decision: &&Decision| BundleRecord {
            path: decision.path.as_str().to_owned(),
            text: decision.text.to_string(),
            beside: decision.beside.as_deref().map(str::to_owned),
        };
        Self {
            heard_bundle: VERSION,
            repository,
            public,
            made: catalog.today,
            commit,
            source_url,
            logs: decisions.clone().map(|decision| catalog.policy.log_of(&decision.path).to_owned()).collect(),
            policy: catalog.policy.text.clone(),
            records: decisions.map(record).collect(),
        }
    }

    /// Reads a bundle.
    ///
    /// # Errors
    /// What is wrong with it, as a phrase.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        // Without the text of the file, which may not be meant for the reader.
        let unreadable = |error: serde_json::Error| {
            format!("it is not a bundle of `heard export` (line {}, column {})", error.line(), error.column())
        };
        let BundleVersion { heard_bundle } = serde_json::from_slice(bytes).map_err(unreadable)?;
        if heard_bundle != VERSION {
            return Err(format!(
                "it has version {heard_bundle} of the format, and this program reads version {VERSION}"
            ));
        }
        let bundle: Self = serde_json::from_slice(bytes).map_err(unreadable)?;
        if !is_repository(&bundle.repository) {
            return Err("its `repository` is not the name of one".to_owned());
        }
        if bundle.records.len() > RECORD_LIMIT {
            return Err(format!("it has {} decisions; the limit is {RECORD_LIMIT}", bundle.records.len()));
        }
        let mut known = BTreeSet::new();
        for record in &bundle.records {
            if !is_inside(&record.path) || !known.insert(&record.path) {
                return Err("a decision in it has no path of its own".to_owned());
            }
        }
        if bundle.logs.len() > bundle.records.len() || bundle.policy.len() > FILE_LIMIT {
            return Err("it has more logs than decisions, or a policy that is too large".to_owned());
        }
        if !bundle.logs.iter().all(|log| log.is_empty() || is_inside(log)) {
            return Err("one of its `logs` is not a directory".to_owned());
        }
        let in_log = |record: &BundleRecord| {
            let mut above = record.path.match_indices('/').map(|(at, _)| &record.path[..at]);
            bundle.logs.contains("") || above.any(|folder| bundle.logs.contains(folder))
        };
        if !bundle.records.iter().all(in_log) {
            return Err("a decision in it is in none of its `logs`".to_owned());
        }
        Ok(bundle)
    }

    /// The folders of its logs, below its name.
    fn folders(&self) -> impl Iterator<Item = String> {
        self.logs.iter().map(|log| below(&self.repository, log))
    }
}

/// The decisions of several bundles together, each below the name of its repository. The policy is that of the
/// repository that joins them, and says who is who.
pub(crate) fn joined(bundles: Vec<Bundle>, policy: Policy, rules: &[&str], today: Date) -> Catalog {
    let folders: Vec<String> = bundles.iter().flat_map(Bundle::folders).collect();
    let policy = policy.of_dirs(folders.iter().map(String::as_str));
    let names = bundles.iter().map(|bundle| bundle.repository.clone()).collect();
    let mut decisions = Vec::new();
    for Bundle { repository, policy: own, records, .. } in bundles {
        // Without its words a log says less, and not something else.
        let words = Policy::read(&own, rules).map(|policy| policy.words).unwrap_or_default();
        let read = |record| {
            let mut decision = read(&repository, record, &words);
            keep_people_within(&mut decision, &repository, &policy.directory);
            decision
        };
        decisions.extend(parallel::map(records, read));
    }
    Catalog::new(decisions, [], policy, today).of_repositories(names)
}

/// Whether a decision can be in a bundle: it was read, and its path is one.
pub(crate) fn can_hold(decision: &Decision) -> bool {
    !decision.is_unread() && is_inside(decision.path.as_str())
}

/// The repository that an address of git leads to: `git@host:acme/app.git`, `https://host/acme/app`.
pub(crate) fn repository_of_url(url: &str) -> Option<String> {
    let path = match url.split_once("://") {
        Some((scheme, rest)) if scheme != "file" => rest.split_once('/')?.1,
        Some(_) => return None,
        None => url.split_once(':')?.1,
    };
    let name = path.trim_matches('/');
    let name = name.strip_suffix(".git").unwrap_or(name);
    is_repository(name).then(|| name.to_owned())
}

/// A record, with what it governs below the name of its repository.
fn read(repository: &str, record: BundleRecord, words: &Words) -> Decision {
    let BundleRecord { path, text, beside } = record;
    let path = RepoPath::new(below(repository, &path));
    let mut decision =
        caught(path, |path| decision::read_with(path, text.into_bytes(), beside.map(String::into_bytes), words));
    for Spanned { value: glob, .. } in &mut decision.governs {
        let (not, bare) = glob.strip_prefix('!').map_or(("", glob.as_str()), |bare| ("!", bare));
        *glob = format!("{not}{}", below(repository, bare.trim_start_matches("./")));
    }
    decision
}

/// Leaves it to the policy whose a handle or a mail address is beyond one repository. Otherwise a bundle could say that
/// somebody's handle is another person's.
fn keep_people_within(decision: &mut Decision, repository: &str, directory: &Directory) {
    let listed = [&mut decision.makers, &mut decision.consulted, &mut decision.informed];
    let mut parties: Vec<&mut Party> = listed.into_iter().flat_map(|people| &mut people.parties).collect();
    for quote in &mut decision.consultation.quotes {
        if let Some(named) = &mut quote.attribution {
            parties.push(&mut named.speaker);
            parties.extend(named.others.iter_mut().chain(&mut named.maybe_others).chain(&mut named.told_to));
        }
        parties.extend(quote.answer.iter_mut().filter_map(|answer| answer.by.as_deref_mut()));
    }
    for state in &mut decision.consultation.states {
        parties.extend(state.party.iter_mut().chain(&mut state.by));
    }
    for party in parties {
        let (is_known, is_group) = (directory.knows(party), directory.group(party).is_some());
        let is_group_alone = is_group && party.handle.is_none() && party.mail.is_none();
        if is_group_alone || (is_known && directory.may_be_somebody(party)) {
            continue;
        }
        // With the name of one in the policy and the handle of another, it is neither of them.
        party.keep_within(repository, is_known || is_group);
    }
}

/// A path below the name of a repository.
fn below(repository: &str, path: &str) -> String {
    if path.is_empty() { repository.to_owned() } else { format!("{repository}/{path}") }
}

/// Whether a path is relative and leads nowhere else.
fn is_inside(path: &str) -> bool {
    !path.contains(['\\', '\0'])
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != ".." && visible(part) == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle(repository: &str, records: &[(&str, &str)]) -> Bundle {
        Bundle {
            heard_bundle: VERSION,
            repository: repository.to_owned(),
            public: true,
            made: jiff::civil::date(2026, 6, 1),
            commit: None,
            source_url: None,
            logs: ["decisions".to_owned()].into(),
            policy: String::new(),
            records: records
                .iter()
                .map(|(path, text)| BundleRecord { path: (*path).to_owned(), text: (*text).to_owned(), beside: None })
                .collect(),
        }
    }

    fn of(bundles: Vec<Bundle>) -> Catalog {
        joined(bundles, Policy::default(), &[], jiff::civil::date(2026, 6, 1))
    }

    #[test]
    fn a_bundle_is_read_as_it_was_written_or_refused() {
        let whole = serde_json::to_value(bundle("acme/app", &[("decisions/0001-x.md", "# T\n")])).unwrap();
        let with = |change: &dyn Fn(&mut serde_json::Value)| {
            let mut changed = whole.clone();
            change(&mut changed);
            Bundle::read(changed.to_string().as_bytes())
        };
        assert_eq!(with(&|_| ()).unwrap().records.len(), 1);
        // A later version of the program may say more.
        assert!(with(&|bundle| bundle["more"] = 1.into()).is_ok());
        for (key, value, wrong) in [
            ("heard_bundle", serde_json::json!(2), "version 2"),
            ("repository", "app".into(), "not the name of one"),
            ("repository", "../app".into(), "not the name of one"),
            ("made", "someday".into(), "not a bundle"),
            ("logs", serde_json::json!(["../x"]), "not a directory"),
            ("records", serde_json::json!([{ "path": "../x.md", "text": "" }]), "no path of its own"),
            ("records", serde_json::json!([{ "path": "/x.md", "text": "" }]), "no path of its own"),
            ("records", serde_json::json!([{ "path": "a\\b.md", "text": "" }]), "no path of its own"),
            ("records", serde_json::json!([{ "path": "a\u{202e}b.md", "text": "" }]), "no path of its own"),
            (
                "records",
                serde_json::json!([{ "path": "a.md", "text": "" }, { "path": "a.md", "text": "" }]),
                "no path of its own",
            ),
        ] {
            let error = with(&|bundle| bundle[key] = value.clone()).unwrap_err();
            assert!(error.contains(wrong), "{key} {value}: {error}");
        }
        assert!(Bundle::read(b"").is_err() && Bundle::read(b"[]").is_err() && Bundle::read(&[0xff]).is_err());
    }

    #[test]
    fn a_repository_has_the_name_that_its_address_ends_in() {
        for (url, name) in [
            ("git@git.example.org:acme/app.git", Some("acme/app")),
            ("https://git.example.org/acme/team/app", Some("acme/team/app")),
            ("ssh://git@git.example.org:2222/acme/app.git/", Some("acme/app")),
            ("https://git.example.org/app", None),
            ("/srv/git/app.git", None),
            ("file:///srv/git/app.git", None),
            ("../app", None),
        ] {
            assert_eq!(repository_of_url(url).as_deref(), name, "{url}");
        }
    }

    #[test]
    fn ids_have_their_repository_and_references_stay_in_it() {
        let linked = "---\nrelates-to: [\"2\", \"acme/web:0001\", \"acme/none:0001\", \"3\"]\ngoverns: [\"src/**\", \"!./src/x\"]\n---\n# T\n";
        let catalog = of(vec![
            bundle("acme/web", &[("decisions/0001-x.md", "# T\n"), ("decisions/0003-z.md", "# T\n")]),
            bundle("acme/app", &[("decisions/0001-x.md", linked), ("decisions/0002-y.md", "# T\n")]),
        ]);
        let ids: Vec<&str> = catalog.decisions.iter().map(|decision| decision.id.shown()).collect();
        assert_eq!(ids, ["acme/app:0001", "acme/app:0002", "acme/web:0001", "acme/web:0003"]);
        let from = &catalog.decisions[0];
        let meant: Vec<Option<&str>> = from
            .links
            .iter()
            .map(|link| catalog.linked(from, link).first().map(|decision| decision.id.shown()))
            .collect();
        assert_eq!(meant, [Some("acme/app:0002"), Some("acme/web:0001"), None, None]);
        let governs: Vec<&str> = from.governs.iter().map(|glob| glob.value.as_str()).collect();
        assert_eq!(governs, ["acme/app/src/**", "!acme/app/src/x"]);
    }

    #[test]
    fn files_lead_to_their_own_repository_alone() {
        let linked = "---\nrelates-to: [\"../docs/0007-x.md\", \"decisions/0002-y.md\", \"../../web/decisions/0001-x.md\", \"acme/web:decisions/0001-x.md\"]\n---\n# T\n";
        let catalog = of(vec![
            bundle("acme/web", &[("decisions/0001-x.md", "# T\n"), ("docs/0007-x.md", "# T\n")]),
            bundle("acme/app", &[("decisions/0001-x.md", linked), ("decisions/0002-y.md", "# T\n")]),
        ]);
        let from = &catalog.decisions[0];
        let meant =
            from.links.iter().map(|link| catalog.linked(from, link).first().map(|decision| decision.id.shown()));
        let meant: Vec<Option<&str>> = meant.collect();
        assert_eq!(meant, [None, Some("acme/app:0002"), None, Some("acme/web:0001")]);
    }

    #[test]
    fn records_are_read_with_the_words_of_their_own_log() {
        let mut own = bundle("acme/app", &[("decisions/0001-x.md", "---\nstatus: ja\n---\n# T\n")]);
        own.policy = "[words]\nstatus.accepted = [\"ja\"]\n".to_owned();
        let other = bundle("acme/web", &[("decisions/0001-x.md", "---\nstatus: ja\n---\n# T\n")]);
        let catalog = of(vec![own, other]);
        let accepted: Vec<bool> = catalog.decisions.iter().map(Decision::is_accepted).collect();
        assert_eq!(accepted, [true, false]);
    }
}

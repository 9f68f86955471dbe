//! Reads the decision files of public repositories and compares facts about them with those in `tests/corpus`, which
//! has no sentence of theirs. `HEARD_CORPUS` names the folder with the copies, or several folders as `PATH` does.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use jiff::civil::date;

use crate::baseline::Baseline;
use crate::catalog::Catalog;
use crate::decision::{self, Decision};
use crate::log::{read_records, records};
use crate::policy::Policy;
use crate::snapshot::Source;
use crate::text::fold;
use crate::vocabulary::person::Personhood;
use crate::vocabulary::words::Words;
use crate::{lint, rules};

/// The folders of the corpus with what a `heard.toml` of theirs would say.
const LOGS: &[(&str, &str, usize)] = &[
    ("HHS__simpler-grants-gov", "dirs = [\"documentation/wiki/product/decisions/adr\"]\nids = \"date\"", 59),
    ("alphagov__forms", "dirs = [\"ADR\"]", 50),
    ("martin-francois__symphony-trello", "dirs = [\"docs/adr\"]", 77),
    ("microsoft__semantic-kernel", "dirs = [\"docs/decisions\"]", 76),
    ("opendatahub-io__architecture-decision-records", "dirs = [\"architecture-decision-records\"]", 45),
    ("opentdf__platform", "dirs = [\"adr/decisions\"]\nids = \"date\"", 11),
    ("picodata__picodata", "dirs = [\"doc/adr\"]\nids = \"date\"", 20),
    ("polkadot-fellows__RFCs", "dirs = [\"text\"]", 42),
    ("GIG-Cymru-NHS-Wales__Architecture-Decision-Records", "dirs = [\"doc\"]\nids = \"slug\"", 17),
    ("JabRef__jabref", "dirs = [\"docs/decisions\"]", 34),
    ("kubernetes__enhancements", "dirs = [\"keps\"]", 102),
    ("microsoft__agent-framework", "dirs = [\"docs/decisions\"]", 39),
    ("nats-io__nats-architecture-and-design", "dirs = [\"adr\"]", 52),
    ("openshift__enhancements", "dirs = [\"enhancements\"]\nids = \"slug\"", 101),
    ("rust-lang__rfcs", "dirs = [\"text\"]", 81),
    ("wagov-dtt__architecture-decision-records", "dirs = [\"development\", \"operations\", \"security\"]", 20),
];

/// The folder of a log in the corpus.
fn folder(name: &str) -> PathBuf {
    let folders = std::env::var_os("HEARD_CORPUS").expect("HEARD_CORPUS names the folder of the corpus");
    let mut logs = std::env::split_paths(&folders).map(|folder| folder.join(name));
    logs.find(|log| log.is_dir()).unwrap_or_else(|| panic!("{name} is in no folder of HEARD_CORPUS"))
}

fn read(name: &str, log: &str) -> Catalog {
    let policy = Policy::read(&format!("[log]\n{log}\n"), &rules::ids()).unwrap();
    let source = Source::WorkTree(folder(name));
    let listed = records(&source, &policy).unwrap();
    let decisions = read_records(&source, &listed, &policy).unwrap();
    for decision in &decisions {
        assert_eq!(decision::governs(decision.text.as_bytes(), &Words::default()), decision.governs);
    }
    Catalog::new(decisions, [], policy, date(2026, 11, 1))
}

/// The logs.
pub(crate) fn catalogs() -> Vec<Catalog> {
    LOGS.iter().map(|(name, log, _)| read(name, log)).collect()
}

/// The text of all files of each log.
pub(crate) fn files() -> Vec<String> {
    let log = |(name, ..): &(&str, _, _)| {
        let source = Source::WorkTree(folder(name));
        let listed = source.list(&[String::new()]).unwrap();
        listed
            .iter()
            .map(|file| {
                String::from_utf8_lossy(&source.read(file, usize::MAX).unwrap().bytes().unwrap()).into_owned() + "\n"
            })
            .collect()
    };
    LOGS.iter().map(log).collect()
}

/// The texts of all records.
pub(crate) fn texts() -> Vec<String> {
    let decisions = catalogs().into_iter().flat_map(|log| log.decisions);
    decisions.filter(|decision| !decision.is_unread()).map(|decision| decision.text.into()).collect()
}

/// One line a file: id, status, day, how many people, quotes and answers.
fn facts(decision: &Decision) -> String {
    let status = match (&decision.status, decision.kind()) {
        (None, _) => "-".to_owned(),
        (Some(_), Some(kind)) => kind.word().to_owned(),
        // A word that means nothing here; whole sentences are not repeated.
        (Some(status), None) => {
            format!("?{}", status.word.split_whitespace().take(2).map(fold).collect::<Vec<_>>().join("-"))
        }
    };
    let day =
        decision.date.as_ref().map_or("-".to_owned(), |day| day.date.map_or("?".to_owned(), |date| date.to_string()));
    let consultation = &decision.consultation;
    let answers = consultation.quotes.iter().filter(|quote| quote.answer.is_some()).count();
    format!(
        "{}: id {}, {}, {status}, {day}, makers {}, consulted {}, informed {}, quotes {}, answers {answers}",
        decision.path.as_str(),
        decision.id,
        if decision.title.is_some() { "titled" } else { "untitled" },
        decision.makers.parties.len(),
        decision.consulted.parties.len(),
        decision.informed.parties.len(),
        consultation.quotes.len(),
    )
}

#[test]
#[ignore = "needs the corpus: HEARD_CORPUS"]
fn every_file_of_the_corpus_is_read_and_its_facts_stay() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _guard = settings.bind_to_scope();
    for (name, log, files) in LOGS {
        let catalog = read(name, log);
        assert_eq!(catalog.decisions.len(), *files, "{name}: no file is lost");
        let mut all = String::new();
        for decision in &catalog.decisions {
            assert!(!decision.is_unread(), "{}", decision.path);
            writeln!(all, "{}", facts(decision)).unwrap();
        }
        insta::assert_snapshot!(*name, all);
    }
}

#[test]
#[ignore = "needs the corpus: HEARD_CORPUS"]
fn checking_the_corpus_never_fails_and_marks_only_what_is_there() {
    for (name, log, _) in LOGS {
        let catalog = read(name, log);
        for finding in lint::lint(&catalog, true) {
            let decision = catalog.at(&finding.path).unwrap();
            assert!(decision.text.get(finding.span.start..finding.span.end).is_some(), "{finding:?}");
        }
    }
}

#[test]
#[ignore = "needs the corpus: HEARD_CORPUS"]
fn a_baseline_of_the_corpus_leaves_nothing_to_report() {
    for (name, log, _) in LOGS {
        let catalog = read(name, log);
        let findings = lint::lint(&catalog, false);
        let (count, made) = (findings.len(), Baseline::of(&findings, &Baseline::default(), Some("é \"\\\" x")));
        let baseline = Baseline::read(&made.text).unwrap();
        assert_eq!(baseline.filter(findings, |_| true), (Vec::new(), count, Vec::new()), "{name}");
    }
}

#[test]
#[ignore = "needs the corpus: HEARD_CORPUS"]
fn documents_are_not_people() {
    let found = |name: &str| -> BTreeMap<String, Vec<String>> {
        let (name, log, _) = LOGS.iter().find(|(log, ..)| *log == name).unwrap();
        let mut by_file: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let catalog = read(name, log);
        for decision in &catalog.decisions {
            // Whatever their status, so that proposed and superseded ones count as well.
            for party in &decision.consulted.parties {
                if let Personhood::No(why) = party.personhood() {
                    by_file.entry(decision.path.as_str().to_owned()).or_default().push(why.reason().to_owned());
                }
            }
        }
        by_file
    };
    assert_eq!(found("martin-francois__symphony-trello").len(), 77);
    assert_eq!(found("microsoft__semantic-kernel"), BTreeMap::new());
}

#[cfg(feature = "site")]
#[test]
#[ignore = "needs the corpus: HEARD_CORPUS"]
fn every_log_becomes_a_site_that_holds() {
    for (name, log, _) in LOGS {
        crate::site::tests::hold(&read(name, log));
    }
}

//! What the fuzz targets in `fuzz` run: one function per target, which takes any bytes and panics when something does not
//! hold. The tests run every kept input through the same functions, so they need neither a fuzzer nor nightly Rust.

mod gate;

use std::collections::{BTreeMap, BTreeSet};

use clap::ValueEnum as _;
use jiff::civil::{Date, date};

use crate::baseline::Baseline;
use crate::catalog::Catalog;
use crate::decision::{self, Decision, field};
use crate::document::Problem;
use crate::edit::{self, Edit, is_unprintable};
use crate::finding::Finding;
use crate::fix::{self, Extent};
use crate::gate::{About, Ends, Trailer, check_change};
use crate::graph::{Graph, GraphFormat};
use crate::policy::{Level, Mistake, Policy};
use crate::render::{self, ReportFormat, export, human, record};
use crate::report::record::Record;
use crate::report::{self, CheckReport, GateReport, Report, Summary, Texts};
use crate::snapshot::{FileKind, Source, memory_changes};
use crate::text::{RepoPath, is_hidden, visible};
use crate::witness::Witness;
use crate::{ci, draft, import, lint, policy, rules, search};

pub use gate::gate;

/// The date of every check.
const TODAY: Date = date(2026, 6, 1);

/// The record that is made of the input.
const RECORD: &str = "decisions/0012-input.md";

/// A record beside it, which it may link to.
const OTHER: &str = "decisions/0007-other.md";
const OTHER_TEXT: &str = "---\nstatus: accepted\ndate: 2026-02-20\ndecision-makers: [\"Ana Ruiz\"]\n\
    consulted: [\"Ines Roy\"]\namended-by: [\"0012\"]\n---\n# Other\n\n## Consultation\n\n\
    > I get paged on Friday.\n>\n> — Ines Roy, 2026-02-12\n\n**Changed:** the window.\n";

/// A path that requires consultation.
const ROTA: &str = "infra/paging/rota.yml";

const POLICY: &str = "[people.\"Ines Roy\"]\nhandle = \"@ines\"\n[people.Hal]\nkind = \"agent\"\n\
    [groups]\nsupport = [\"Ines Roy\", \"Sam Okafor\"]\nsre = [\"Ana Ruiz\"]\n\
    [[areas]]\nname = \"paging\"\npaths = [\"infra/paging/**\"]\nhear = [\"support\"]\npeople = 1\noutside = true\n\
    trial = true\nevidence = \"sourced\"\nsilence = 14\nfresh = 365\nwaive = [\"Ana Ruiz\"]\n";

/// Any bytes as a record: every rule, the gate and every format can deal with it, and no format shows hidden characters.
pub fn read(data: &[u8]) {
    let catalog = log(data);
    let Some(own) = catalog.at(&RepoPath::new(RECORD)) else { return };
    let texts = Texts {
        files: catalog.decisions.iter().map(|decision| (&decision.path, &*decision.text)).collect(),
        policy: &catalog.policy.text,
    };
    let found = lint::lint(&catalog, true);
    for Finding { rule, span, .. } in found.iter().filter(|finding| finding.path == own.path) {
        assert!(own.text.get(span.start..span.end).is_some(), "{rule}: {span:?} is no place of the file");
    }
    let summary = Summary::of(&found, catalog.decisions.len());
    let (findings, summary) = report::findings(&found, &texts, summary);
    let report = Report::Check(CheckReport { version: report::VERSION, findings, summary });
    check_report(&report, ReportFormat::value_variants(), &found, &texts);
    check_gates(data);
    let policy = &catalog.policy;
    let all: Vec<&Decision> = catalog.decisions.iter().collect();
    check_text(&record::table(&all, &catalog, 100));
    check_text(&record::page(own, policy, 100));
    let records: Vec<Record<'_>> = all.iter().map(|decision| Record::of(decision, policy)).collect();
    for format in export::ExportFormat::value_variants() {
        // CSV ends its rows as the standard says.
        check_text(&export::export(&records, *format).replace("\r\n", "\n"));
    }
    for format in GraphFormat::value_variants() {
        check_text(&Graph::of(&catalog, true).render(*format));
    }
    let query = search::query::Query::parse(&[own.shown_title().to_owned()]);
    check_text(&render::search::list(&search::search(&query, None, &catalog), 100));
}

/// The gate on changes that add the record, edit it and remove it.
fn check_gates(data: &[u8]) {
    let edited = [data, b"\nAnother line.\n"].concat();
    let states: [&[(&str, &[u8])]; 3] =
        [&[], &[(RECORD, data), (ROTA, b"monday: Sam\n")], &[(RECORD, &edited), (ROTA, b"monday: Bo\n")]];
    let source = |files: &[(&str, &[u8])]| {
        let others = [(policy::FILE, POLICY.as_bytes()), (OTHER, OTHER_TEXT.as_bytes())];
        let all = files.iter().copied().chain(others);
        let file = |(path, bytes): (&str, &[u8])| (RepoPath::new(path), (FileKind::File, bytes.to_vec()));
        Source::Memory(all.map(file).collect())
    };
    for (start, head) in [(0, 1), (1, 2), (2, 0)] {
        let (start, head) = (source(states[start]), source(states[head]));
        let changed = memory_changes(&start, &head);
        let trailer = Trailer { commit: "c0ffee".to_owned(), value: "0012".to_owned() };
        let ends = Ends { base: &start, start: &start, head: &head };
        let verdict = check_change(ends, &changed, &[trailer], &About::default(), &Witness::default(), TODAY)
            .expect("the policy is valid");
        let texts = Texts {
            files: verdict.texts.iter().map(|(path, text)| (path, text.as_str())).collect(),
            policy: &verdict.policy,
        };
        let summary = Summary::of(&verdict.findings, verdict.texts.len());
        let (findings, summary) = report::findings(&verdict.findings, &texts, summary);
        let gate = GateReport {
            version: report::VERSION,
            changed: changed.len(),
            findings,
            needs: verdict.needs.clone(),
            notices: verdict.notices.clone(),
            summary,
            ..GateReport::default()
        };
        check_text(&human::needs(&gate));
        // The others have only the findings, as in a check.
        let formats = [ReportFormat::Human, ReportFormat::Json, ReportFormat::Github, ReportFormat::Markdown];
        check_report(&Report::Gate(Box::new(gate)), &formats, &verdict.findings, &texts);
    }
}

/// A report in some formats.
fn check_report(report: &Report, formats: &[ReportFormat], found: &[Finding], texts: &Texts<'_>) {
    for format in formats {
        let text = render::report(*format, || report, || human::findings(found, texts, 100));
        check_text(&text);
        if !matches!(format, ReportFormat::Human | ReportFormat::Github | ReportFormat::Markdown) {
            serde_json::from_str::<serde_json::Value>(&text).expect("it is JSON");
        }
    }
}

/// No terminal and no browser can take a text for more than text.
#[track_caller]
fn check_text(text: &str) {
    let plain: String = anstream::adapter::strip_str(text).collect();
    let hidden = plain.chars().find(|character| is_hidden(*character) && *character != '\n');
    assert_eq!(hidden, None, "in {}", visible(&plain));
}

/// An edit keeps every line and adds what was asked. The words to write may be behind a zero byte.
pub fn edit(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let (text, asked) = text.split_once('\0').unwrap_or((text, "I get paged on Friday."));
    let before = decision(RECORD, text.as_bytes());
    let (person, date) = ("Bo Lund", "2026-02-12");
    let last = before.consultation.quotes.len().saturating_sub(1);
    for edit in [
        Edit::Quote { person, date: Some(date), source: None, receipt: None, text: asked },
        Edit::Quote { person: asked, date: Some(date), source: None, receipt: None, text: "It wakes me." },
        Edit::Asked { person, date, again: false },
        Edit::Asked { person, date, again: true },
        Edit::Answer { quote: 0, word: "Changed", text: asked },
        Edit::Answer { quote: last, word: asked, text: "yes" },
        Edit::Set { key: "status", value: "deprecated" },
        Edit::Set { key: "date", value: date },
        Edit::Set { key: "title", value: asked },
        Edit::Add { key: "consulted", item: asked },
        Edit::Add { key: "governs", item: "infra/**" },
    ] {
        let Ok(after) = edit::apply(&before, edit, &Policy::default().words) else { continue };
        check_edit(&before, &after, edit);
        assert_eq!(read_again(&after), facts(&after), "{edit:?} is read again");
    }
}

/// Compares the lines of a file before and after an edit.
fn check_edit(before: &Decision, after: &Decision, edit: Edit<'_>) {
    let (gone, come) = differing_lines(&before.text, &after.text);
    let was = words(&gone.join("\n"));
    let only = |asked: &[&str]| {
        let is = words(&unescaped(&come.join("\n"), &asked.concat()));
        let known: BTreeSet<String> = asked.iter().flat_map(|text| words(text)).chain(was.clone()).collect();
        assert!(is.is_subset(&known), "{edit:?}: {gone:?} became {come:?}");
    };
    let quotes = |decision: &Decision| decision.consultation.quotes.len();
    match edit {
        Edit::Quote { person, date, text, .. } => {
            assert!(gone.is_empty(), "{edit:?}: {gone:?} became {come:?}");
            only(&[text, person, date.unwrap_or_default(), "Consultation"]);
            assert_eq!(quotes(after), quotes(before) + 1, "{edit:?}");
        }
        Edit::Asked { person, date, again: _ } => {
            assert!(gone.is_empty(), "{edit:?}: {gone:?} became {come:?}");
            only(&[person, date, "Asked again", "Consultation"]);
        }
        Edit::Answer { quote, word, text } => {
            let old = before.consultation.quotes[quote].answer.as_ref().map(|answer| answer.span);
            match old {
                Some(old) => {
                    assert!(after.text.starts_with(&before.text[..old.start]), "{edit:?}: {gone:?} became {come:?}");
                    assert!(after.text.ends_with(&before.text[old.end..]), "{edit:?}: {gone:?} became {come:?}");
                }
                None => assert!(gone.is_empty(), "{edit:?}: {gone:?} became {come:?}"),
            }
            only(&[word, text]);
            assert_eq!(quotes(after), quotes(before), "{edit:?}");
        }
        Edit::Set { key, value } => {
            // The tick of a list moves to another line, which can be new.
            let unticked = |lines: &[&str]| lines.concat().replace(['x', 'X', ' ', '☐', '☑', '✓', '✔', '✅'], "");
            let is_ticked = || unticked(&come).starts_with(&unticked(&gone));
            assert!(gone.len() <= 1 || is_ticked(), "{edit:?}: {gone:?} became {come:?}");
            only(&[key, value, "x"]);
        }
        Edit::Add { key, item } => {
            // A template's blank is no item, and makes room for the first one.
            let is_kept =
                (gone.len() <= 1 && was.is_subset(&words(&come.join("\n")))) || edit::items(before, key).is_empty();
            assert!(is_kept, "{edit:?}: {gone:?} became {come:?}");
            only(&[key, item]);
        }
        _ => {}
    }
}

/// The lines between the first and the last that differ, of both texts, without the white space at their ends.
fn differing_lines<'a>(old: &'a str, new: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let lines = |text: &'a str| text.split(['\n', '\r']).map(str::trim_end).collect::<Vec<_>>();
    let (mut old, mut new) = (lines(old), lines(new));
    let same = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    old.drain(..same);
    new.drain(..same);
    let same = old.iter().rev().zip(new.iter().rev()).take_while(|(one, other)| one == other).count();
    old.truncate(old.len() - same);
    new.truncate(new.len() - same);
    // Of an empty file, its only line goes.
    old.retain(|line| !line.is_empty());
    (old, new)
}

fn words(text: &str) -> BTreeSet<String> {
    import::counted(text).into_keys().collect()
}

/// Every word of an imported record is in the result, which is a record with the same status.
pub fn import(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    if let Ok(records) = import::adrs::records(text, draft::slug) {
        records.iter().for_each(|(path, text)| check_import(path.as_str(), text));
    }
    check_import("adr/0003-input.md", text);
}

fn check_import(path: &str, text: &str) {
    let before = decision(path, text.as_bytes());
    // With conflict markers it is two records.
    let is_conflict = before.problems.iter().any(|problem| matches!(problem, Problem::Conflict { .. }));
    if before.is_unread() || is_conflict {
        return;
    }
    let result = import::record(&before, &import::Names::new());
    // The names of known fields become ours, however they are written.
    let mut keys: BTreeSet<String> = field::keys().flat_map(field::names).flat_map(words).collect();
    keys.extend(before.fields.iter().flat_map(|field| words(field.key.span.of(&before.text))));
    let is_known = |text: &str| keys.contains(text);
    // The text may have what looks like an escape.
    let there = [import::counted(&result), import::counted(&unescaped(&result, text))];
    for (word, count) in import::counted(text).iter().filter(|(word, _)| !is_known(word)) {
        let is_there = there.iter().any(|there| there.get(word).is_some_and(|there| there >= count));
        assert!(is_there, "`{word}` of {text:?} is lost in {result:?}");
    }
    let after = decision(path, result.as_bytes());
    let is_broken = after.problems.iter().any(|problem| matches!(problem, Problem::HeaderUnreadable { .. }));
    assert!(after.header.is_some() && !is_broken, "{:?} in {result:?}", after.problems);
    // Below a status that is not understood, a second section may have one that is.
    let status = import::status(&before);
    assert!(after.kind() == status || status.is_none(), "{text:?} became {result:?}");
}

/// A written text with a space for each character of `from` that YAML writes as an escape, and that stands between words.
fn unescaped(written: &str, from: &str) -> String {
    let characters: BTreeSet<char> = from.chars().filter(|character| is_unprintable(*character)).collect();
    characters
        .into_iter()
        .fold(written.to_owned(), |text, character| text.replace(&format!("\\u{:04x}", u32::from(character)), " "))
}

/// `--fix` and `--fix-form` bring no error, and find nothing to do the second time.
pub fn fix(data: &[u8]) {
    let before = log(data);
    for form in [false, true] {
        let after = fixed(&before, form).0;
        let errors = |catalog: &Catalog| -> BTreeSet<(RepoPath, &str, String)> {
            let denied = lint::lint(catalog, false).into_iter().filter(|finding| finding.level == Level::Deny);
            denied.map(|finding| (finding.path, finding.rule, finding.message)).collect()
        };
        let (old, new) = (errors(&before), errors(&after));
        assert_eq!(new.difference(&old).collect::<Vec<_>>(), [] as [&_; 0]);
        let read = after.decisions.iter().map(|one| decision(one.path.as_str(), one.text.as_bytes()));
        let read = Catalog::new(read.collect(), [], after.policy.clone(), TODAY);
        for (read, decision) in read.decisions.iter().zip(&after.decisions).filter(|(_, one)| !one.is_unread()) {
            assert_eq!(facts(read), facts(decision), "it is read again");
        }
        let (again, made) = fixed(&after, form);
        let texts = |catalog: &Catalog| catalog.decisions.iter().map(|one| one.text.to_string()).collect::<Vec<_>>();
        assert_eq!(texts(&again), texts(&after));
        assert_eq!(made, 0, "fixes were made again");
    }
}

/// A log with its fixes, and how many were made.
fn fixed(before: &Catalog, form: bool) -> (Catalog, usize) {
    let extent = Extent { quotes: form, form, strict: false };
    let settled = BTreeMap::new();
    let fixed = fix::fix(before, |catalog| lint::lint(catalog, false), extent, &settled, |_| true);
    let made = fixed.iter().flat_map(|file| &file.notes).filter(|note| note.result.is_ok()).count();
    let mut after: BTreeMap<&RepoPath, Decision> =
        fixed.into_iter().map(|file| (&file.before.path, file.after)).collect();
    let decisions = before.decisions.iter().map(|old| after.remove(&old.path).unwrap_or_else(|| old.clone()));
    (Catalog::new(decisions.collect(), [], before.policy.clone(), TODAY), made)
}

/// The pages of a log with the record are well formed, and nothing from it can run.
#[cfg(feature = "site")]
pub fn site(data: &[u8]) {
    use crate::site::pictures::{Pictures, shown_files};
    use crate::site::{Site, SiteSettings, markup};

    let catalog = log(data);
    let settings = SiteSettings {
        title: "Log".to_owned(),
        base_url: Some("https://example.org/log/".to_owned()),
        day: Some(TODAY),
        ..SiteSettings::default()
    };
    let mut site = Site::new(&catalog, settings);
    site.pictures = Pictures::new(&shown_files(&catalog), |_| Some(b"<svg/>".to_vec()));
    for (path, page) in markup::read_pages(&site) {
        let hidden = page.text.chars().find(|character| is_hidden(*character));
        assert_eq!(hidden, None, "{path}");
    }
    for (path, page) in site.pages() {
        let text = site.render(page);
        if path.ends_with(".json") {
            serde_json::from_str::<serde_json::Value>(&text).expect("it is JSON");
        }
    }
}

/// Any bytes as a policy or a baseline: what is accepted reads the same again, and a mistake has a place.
pub fn policy(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let ids = rules::ids();
    match Policy::read(text, &ids) {
        Err(mistake) => check_mistake(&mistake, text),
        Ok(policy) => {
            let again = Policy::read(&policy.text, &ids).expect("it was accepted");
            assert_eq!(format!("{again:?}"), format!("{policy:?}"));
            for path in [RECORD, ROTA, "heard.toml", "a/adr/0001-x.md"] {
                let path = RepoPath::new(path);
                assert!(!policy.is_record(&path) || policy.in_log(&path));
                assert!(policy.log_of(&path).len() < path.as_str().len());
                let asks = policy.areas_of(path.as_str(), false);
                asks.values().for_each(|span| assert!(text.get(span.start..span.end).is_some(), "{span:?}"));
            }
            policy.roots();
        }
    }
    match Baseline::read(text) {
        Err(mistake) => check_mistake(&mistake, text),
        Ok(baseline) => {
            let entries = |baseline: Baseline| -> Vec<_> {
                let entries = baseline.entries.into_iter();
                entries.map(|(key, entry)| (key, entry.count, entry.note)).collect()
            };
            let written = baseline.pruned(&[], |_| false).text;
            let again = Baseline::read(&written).expect("a written baseline can be read");
            assert_eq!(entries(again), entries(baseline), "{written}");
        }
    }
}

fn check_mistake(mistake: &Mistake, text: &str) {
    assert!(text.get(mistake.span.start..mistake.span.end).is_some(), "{mistake:?}");
    check_text(&human::mistake(mistake, policy::FILE, text, 100));
}

/// The variables of a CI job, one per line, and behind an empty line its event. Only full commit IDs of the job are
/// compared, and only where it runs for a change.
pub fn ci(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let (head, event) = text.split_once("\n\n").unwrap_or((text, ""));
    let variables: ci::Variables =
        head.lines().filter_map(|line| line.split_once('=')).map(|(name, value)| (name.into(), value.into())).collect();
    let is = |name: &str, value: &str| variables.get(name).is_some_and(|own| own == value);
    let read = |_: &str| Ok(event.to_owned());
    match ci::job(&variables, read) {
        Err(error) => check_text(&error.to_string()),
        Ok(None) => assert!(!is("CI", "true") && !is("GITHUB_ACTIONS", "true") && !is("GITLAB_CI", "true")),
        Ok(Some(job)) => {
            assert!(is("GITHUB_ACTIONS", "true") || is("GITLAB_CI", "true"));
            for id in job.ids() {
                assert!(matches!(id.len(), 40 | 64) && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
                assert!(text.to_ascii_lowercase().contains(id), "{id} is not of this job");
            }
            let is_pull = is("GITHUB_EVENT_NAME", "pull_request") || is("GITHUB_EVENT_NAME", "merge_group");
            let is_merge = variables.get("CI_MERGE_REQUEST_IID").is_some_and(|id| !id.is_empty());
            let is_push = is("GITHUB_EVENT_NAME", "push") || is("CI_PIPELINE_SOURCE", "push");
            assert!(is_pull || is_merge || is_push, "{job:?}");
        }
    }
    // A page of the forge is an address without anything that markdown or HTML would read.
    let pages = [ci::new_file(&variables, read, RECORD, "# T\n"), ci::home(&variables)];
    for page in pages.into_iter().flatten() {
        assert!(page.starts_with("http") && !page.contains(['<', '>', '"', '\'', '(', ')', ' ', '\n']), "{page}");
    }
}

/// A log with a record of these bytes, a record beside it, and a policy.
fn log(data: &[u8]) -> Catalog {
    let policy = Policy::read(POLICY, &rules::ids()).expect("the policy is valid");
    let decisions = vec![decision(RECORD, data), decision(OTHER, OTHER_TEXT.as_bytes())];
    Catalog::new(decisions, [], policy, TODAY)
}

fn decision(path: &str, data: &[u8]) -> Decision {
    decision::read(RepoPath::new(path), data.to_vec(), &Policy::default().words)
}

/// What is read from the text of a decision.
fn read_again(decision: &Decision) -> String {
    facts(&self::decision(decision.path.as_str(), decision.text.as_bytes()))
}

/// What a decision says, as text.
fn facts(decision: &Decision) -> String {
    render::json(&Record::of(decision, &Policy::default()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::panic::catch_unwind;
    use std::path::Path;

    type Target = fn(&[u8]);

    /// The targets, each with the folder of its seeds.
    const TARGETS: &[(&str, &str, Target)] = &[
        ("ci", "ci", super::ci),
        ("edit", "record", super::edit),
        ("fix", "record", super::fix),
        ("gate", "gate", super::gate),
        ("import", "record", super::import),
        ("policy", "policy", super::policy),
        ("read", "record", super::read),
        #[cfg(feature = "site")]
        ("site", "record", super::site),
    ];

    /// The files of a folder in `fuzz`, each with its path.
    fn inputs(folder: &str) -> Vec<(String, Vec<u8>)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder);
        let Ok(files) = fs::read_dir(&folder) else { return Vec::new() };
        let files = files.map(|file| file.unwrap().path());
        files.map(|file| (file.display().to_string(), fs::read(&file).unwrap())).collect()
    }

    #[test]
    fn every_target_is_run_each_night() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let names: Vec<&str> = TARGETS.iter().map(|(name, ..)| *name).collect();
        let files = fs::read_dir(root.join("fuzz/fuzz_targets")).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<String> = files.map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
        files.sort();
        assert!(names.iter().all(|name| files.iter().any(|file| file == name)), "{files:?}");
        let nightly = fs::read_to_string(root.join(".github/workflows/fuzz.yml")).unwrap();
        assert!(nightly.contains(&format!("target: [{}]\n", files.join(", "))), "{nightly}");
    }

    #[test]
    fn every_kept_input_passes_its_target() {
        let mut failed = Vec::new();
        for (name, seeds, target) in TARGETS {
            let seeds = inputs(&format!("seeds/{seeds}"));
            assert!(!seeds.is_empty(), "there are no seeds for `{name}`");
            for (file, bytes) in seeds.into_iter().chain(inputs(&format!("crashes/{name}"))) {
                // What failed is printed by then.
                if catch_unwind(|| target(&bytes)).is_err() {
                    failed.push(format!("{name}: {file}"));
                }
            }
        }
        assert!(failed.is_empty(), "{failed:#?}");
    }
}

//! The repositories that are measured: made once, the same bytes everywhere, kept below `target`.

use std::env;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use walkdir::WalkDir;

use super::measure::isolated;

pub(crate) const GENERATED: usize = 10_000;
/// Ten times as many, to see how commands grow.
pub(crate) const LARGE: usize = 10 * GENERATED;
pub(crate) const COPIED: usize = 5_000;
/// How many repositories these are bundles of.
const BUNDLES: usize = 100;
const MODULES: usize = 100;
const FILES_OF_MODULE: usize = 1_000;
/// Commits between the first one and the change.
const COMMITS: usize = 20_000;

/// The module that an area of the policy names, and how many of its files the change touches.
const WATCHED: usize = 7;
const TOUCHED: usize = 19;

/// A word in the text of every fiftieth generated decision.
pub(crate) const RARE: &str = "pelican";

const POLICY: &str = r#"[log]
dirs = ["decisions"]

[groups]
support = ["Ines Roy", "Sam Okafor"]

[[areas]]
name = "export"
paths = ["src/m7/**"]
hear = ["support"]
people = 1
"#;

/// A repository with a log, source files, a history of many commits, and a change on a branch.
pub(crate) struct Repository {
    /// The folder of the work tree, with the decisions and no source.
    pub top: PathBuf,
    pub count: usize,
    /// The full ids of both ends of the change.
    pub base: String,
    pub head: String,
}

/// Generated decisions without a finding.
pub(crate) fn generated() -> Result<Repository, String> {
    ready("generated", GENERATED, "", (1..=GENERATED).map(|number| decision(number, None)))
}

/// Ten times as many of them.
pub(crate) fn large() -> Result<Repository, String> {
    ready("large", LARGE, "", (1..=LARGE).map(|number| decision(number, None)))
}

/// A folder with a bundle of each of many repositories, which have as many decisions together as the large log.
pub(crate) fn bundles() -> Result<Repository, String> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench/joining");
    let disk = |error: std::io::Error| format!("can't write `{}`: {error}", top.display());
    let folder = top.join("bundles");
    fs::create_dir_all(&folder).map_err(disk)?;
    for number in 0..BUNDLES {
        let share = LARGE / BUNDLES;
        let records = (1..=share).map(|record| decision(number * share + record, None));
        // The texts are ASCII, so that Rust escapes them as JSON does.
        let records = records.map(|(path, text)| {
            let text = String::from_utf8(text).expect("generated text");
            format!(r#"{{"path":{path:?},"text":{text:?}}}"#)
        });
        let records: Vec<String> = records.collect();
        let bundle = format!(
            r#"{{"heard_bundle":1,"repository":"acme/app{number}","public":true,"made":"2026-06-01","commit":null,"source_url":null,"logs":["decisions"],"policy":"","records":[{}]}}"#,
            records.join(",")
        );
        fs::write(folder.join(format!("{number}.bundle.json")), bundle).map_err(disk)?;
    }
    fs::write(top.join("heard.toml"), POLICY).map_err(disk)?;
    let top = top.canonicalize().map_err(disk)?;
    Ok(Repository { top, count: LARGE, base: String::new(), head: String::new() })
}

/// Copies of the decisions in the folders of `HEARD_CORPUS`, with new numbers.
pub(crate) fn copied(corpus: &OsStr) -> Result<Repository, String> {
    let mut sources = Vec::new();
    for folder in env::split_paths(corpus) {
        // Markdown at the top of a folder is about the corpus, or a licence of a log.
        for entry in WalkDir::new(folder).min_depth(3).sort_by_file_name() {
            let entry = entry.map_err(|error| error.to_string())?;
            let name = entry.file_name().to_string_lossy();
            if entry.file_type().is_file() && name.ends_with(".md") {
                let bytes = fs::read(entry.path()).map_err(|error| error.to_string())?;
                sources.push((name.into_owned(), bytes));
            }
        }
    }
    if sources.is_empty() {
        return Err("HEARD_CORPUS names no folder with decisions".to_owned());
    }
    let copies = sources.iter().cycle().zip(1..=COPIED);
    let copies = copies.map(|((name, bytes), number)| (format!("decisions/{number:05}-{name}"), bytes.clone()));
    ready("corpus", COPIED, &corpus.to_string_lossy(), copies)
}

/// A repository of these files, made anew unless one made by this same code from the same source is there.
fn ready(
    name: &str,
    count: usize,
    source: &str,
    files: impl Iterator<Item = (String, Vec<u8>)>,
) -> Result<Repository, String> {
    let parent = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench");
    let top = parent.join(name);
    let stamp = parent.join(format!("{name}-version"));
    let version = format!("{source}\n{}", include_str!("repository.rs"));
    if fs::read_to_string(&stamp).ok() != Some(version.clone()) || !top.join(".git").is_dir() {
        let disk = |error: std::io::Error| format!("can't write `{}`: {error}", top.display());
        // The stamp is removed first and written last, so that half a repository is never used.
        for result in [fs::remove_file(&stamp), fs::remove_dir_all(&top), fs::create_dir_all(&top)] {
            result
                .or_else(|error| if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
                .map_err(disk)?;
        }
        make(&top, files)?;
        fs::write(&stamp, version).map_err(disk)?;
    }
    let top = top.canonicalize().map_err(|error| format!("can't find `{}`: {error}", top.display()))?;
    let id = |branch: &str| git(&top, &["rev-parse", "--verify", &format!("refs/heads/{branch}")]);
    Ok(Repository { base: id("main")?, head: id("change")?, top, count })
}

fn make(top: &Path, files: impl Iterator<Item = (String, Vec<u8>)>) -> Result<(), String> {
    git(top, &["init", "--quiet", "--initial-branch=main", "."])?;
    git(top, &["config", "core.autocrlf", "false"])?;
    let mut command = Command::new("git");
    let mut import = own(&mut command)
        .args(["fast-import", "--quiet", "--done"])
        .current_dir(top)
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|error| format!("can't run git: {error}"))?;
    let written = import.stdin.take().map(|pipe| write_history(&mut BufWriter::new(pipe), files));
    let status = import.wait().map_err(|error| format!("git fast-import: {error}"))?;
    if !status.success() {
        return Err(format!("git fast-import ended with {status}"));
    }
    written.unwrap_or(Ok(())).map_err(|error| format!("git fast-import: {error}"))?;
    git(top, &["checkout", "--quiet", "main", "--", "heard.toml", ".adr-dir", "decisions"]).map(drop)
}

/// All commits, as `git fast-import` reads them.
fn write_history(out: &mut impl Write, files: impl Iterator<Item = (String, Vec<u8>)>) -> std::io::Result<()> {
    commit(out, "main", None, 0, "Start")?;
    file(out, "heard.toml", POLICY.as_bytes())?;
    // Where adrs looks for decisions.
    file(out, ".adr-dir", b"decisions\n")?;
    for (path, text) in files {
        file(out, &path, &text)?;
    }
    for module in 0..MODULES {
        for number in 0..FILES_OF_MODULE {
            let text = format!("pub fn f{number}() -> u32 {{\n    {}\n}}\n", module * FILES_OF_MODULE + number);
            file(out, &format!("src/m{module}/f{number}.rs"), text.as_bytes())?;
        }
    }
    // None of these touches what the change touches.
    for number in 0..COMMITS {
        commit(out, "main", None, number + 1, &format!("Count to {number}"))?;
        let path = format!("src/m{}/f{}.rs", 50 + number % 50, number % FILES_OF_MODULE);
        file(out, &path, format!("pub fn f() -> u32 {{\n    {number}\n}}\n").as_bytes())?;
    }
    commit(out, "change", Some("main"), COMMITS + 1, "Write exports in pages")?;
    for number in 0..TOUCHED {
        let text = format!("pub fn f{number}() -> u32 {{\n    0\n}}\n");
        file(out, &format!("src/m{WATCHED}/f{number}.rs"), text.as_bytes())?;
    }
    let (path, text) = decision(GENERATED + 1, Some((&format!("src/m{WATCHED}/**"), "Ines Roy")));
    file(out, &path, &text)?;
    writeln!(out, "done")?;
    out.flush()
}

/// Opens a commit on a branch, on top of what the branch has or of another one, ten minutes a commit.
fn commit(out: &mut impl Write, branch: &str, from: Option<&str>, nth: usize, message: &str) -> std::io::Result<()> {
    writeln!(out, "commit refs/heads/{branch}")?;
    writeln!(out, "committer Maker <maker@example.org> {} +0000", 1_760_000_000 + nth * 600)?;
    writeln!(out, "data {}\n{message}", message.len())?;
    from.map_or(Ok(()), |from| writeln!(out, "from refs/heads/{from}"))
}

fn file(out: &mut impl Write, path: &str, text: &[u8]) -> std::io::Result<()> {
    writeln!(out, "M 100644 inline \"{path}\"\ndata {}", text.len())?;
    out.write_all(text)?;
    writeln!(out)
}

/// The path and text of an accepted decision of about 4 KB that heard three people. `governs` names the paths it is
/// about and the first of those people. The number and the title are in the header for adrs.
fn decision(number: usize, governs: Option<(&str, &str)>) -> (String, Vec<u8>) {
    let mut random = Random::new(number);
    let title = random.words(5);
    let path = format!("decisions/{number:05}-{}.md", title.replace(' ', "-"));
    let mut people = random.people(4);
    if let Some((_, person)) = governs {
        people[1] = person.to_owned();
    }
    let [maker, speakers @ ..] = people.as_slice() else { unreachable!("four people were asked for") };
    let (month, day) = (4 + random.below(5), 1 + random.below(28));

    let mut text = format!(
        "---\nnumber: {number}\ntitle: \"{}\"\nstatus: accepted\ndate: 2025-{month:02}-{day:02}\ndecision-makers:\n  - \"{maker}\"\nconsulted:\n",
        capital(&title)
    );
    for (speaker, role) in speakers.iter().zip(["support", "operations", "design"]) {
        text += &format!("  - \"{speaker} ({role})\"\n");
    }
    if let Some((glob, _)) = governs {
        text += &format!("governs:\n  - \"{glob}\"\n");
    }
    text += &format!("tags: [\"{}\", \"{}\"]\n---\n\n# {}\n\n", random.word(), random.word(), capital(&title));

    text += "## Context and Problem Statement\n\n";
    for _ in 0..2 {
        text += &random.paragraph(60);
    }
    if number.is_multiple_of(50) {
        writeln!(text, "A {RARE} {}.\n", random.words(8)).expect("a string takes what is written");
    }
    text += "## Considered Options\n\n";
    let options = [random.words(4), random.words(4), random.words(4)];
    for option in &options {
        text += &format!("* {}\n", capital(option));
    }
    let chosen = capital(&options[0]);
    text += &format!("\n## Decision Outcome\n\nChosen option: \"{chosen}\", because {}.\n\n", random.words(30));
    text += &random.paragraph(60);
    text += "### Consequences\n\n";
    for kind in ["Good", "Good", "Bad", "Neutral"] {
        text += &format!("* {kind}, because {} and `{}` {}.\n", random.words(8), random.word(), random.words(6));
    }

    text += "\n## Consultation\n\n";
    for (nth, (speaker, disposition)) in speakers.iter().zip(["Changed", "Mitigated", "Declined"]).enumerate() {
        let (first, second) = (capital(&random.words(12)), random.words(12));
        let day = 1 + random.below(28);
        write!(
            text,
            "> {first},\n> {second}, case {number}-{nth}.\n>\n\
             > — {speaker}, 2025-03-{day:02}, [thread](https://example.org/t/{number}-{nth})\n\n\
             **{disposition}:** {}.\n\n",
            random.words(16)
        )
        .expect("a string takes what is written");
    }
    text += "## More Information\n\n";
    text += &random.paragraph(70);
    text += &format!("See [the {}](https://example.org/n/{number}) and *{}*.\n", random.words(2), random.words(3));
    (path, text.into_bytes())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

const WORDS: &[&str] = &[
    "the", "team", "store", "request", "because", "queue", "latency", "we", "keep", "budget", "vendor", "schema",
    "index", "rollback", "should", "not", "customer", "release", "before", "after", "measure", "cost", "simple",
    "write", "read", "cache", "night", "review", "until", "quarter", "naive", "screen", "risk", "signal", "drop",
    "export", "tenant", "label", "colour", "window", "alert", "page", "invoice", "holiday", "keyboard", "reader",
];
const FIRST_NAMES: &[&str] = &[
    "Ayo", "Birgit", "Chidi", "Dolores", "Emre", "Farida", "Giulia", "Hiroshi", "Ilse", "Jamal", "Kasia", "Lourdes",
    "Mbali", "Nikhil", "Oyelaran", "Priya", "Quentin", "Rosalind", "Siobhan", "Tevita",
];
const LAST_NAMES: &[&str] = &[
    "Abara", "Berg", "Castro", "Dlamini", "Eriksen", "Fujimoto", "Gomez", "Hakimi", "Ivanova", "Jansen", "Kowal",
    "Lund", "Mehta", "Nakagawa", "Oliveira", "Pappas", "Quispe", "Rossi", "Schwarz", "Tuilagi",
];

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn new(seed: usize) -> Self {
        let mut random = Self((seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..4 {
            random.below(1);
        }
        random
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    /// A sentence in lines of ten words.
    fn paragraph(&mut self, count: usize) -> String {
        let lines: Vec<String> = (0..count / 10).map(|_| self.words(10)).collect();
        format!("{}.\n\n", capital(&lines.join("\n")))
    }

    /// Different people.
    fn people(&mut self, count: usize) -> Vec<String> {
        let mut people: Vec<String> = Vec::new();
        while people.len() < count {
            let first = FIRST_NAMES[self.below(FIRST_NAMES.len())];
            let person = format!("{first} {}", LAST_NAMES[self.below(LAST_NAMES.len())]);
            if !people.contains(&person) {
                people.push(person);
            }
        }
        people
    }
}

/// What git prints, without the line's end.
fn git(top: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new("git");
    let output = own(&mut command)
        .args(arguments)
        .current_dir(top)
        .output()
        .map_err(|error| format!("can't run git: {error}"))?;
    if !output.status.success() {
        return Err(format!("`git {}`: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Gives git none of the settings of who runs it.
fn own(command: &mut Command) -> &mut Command {
    isolated(command).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1")
}

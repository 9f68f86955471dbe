//! The site of `heard index` in Debian's Chromium. `tests/site/run.mjs` looks at it; what it looks for is in
//! `tests/site/check-*.mjs`, one subject a file. `scripts/test` installs what is needed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use crate::repository::Repository;

/// One browser at a time: two of them on a small machine wait for each other until they give up.
static ONE: Mutex<()> = Mutex::new(());

/// The spellings of addresses that no link may have.
const ADDRESSES: [&str; 22] = [
    "javascript:window.ran=1",
    "JaVaScRiPt:window.ran=1",
    "<javascript:window.ran=1>",
    "<java\tscript:window.ran=1>",
    "java&#10;script:window.ran=1",
    "java&Tab;script:window.ran=1",
    "&#106;avascript:window.ran=1",
    "&#x6A;&#x61;vascript&#x3A;window.ran=1",
    "javascript&colon;window.ran=1",
    "%6Aavascript:window.ran=1",
    "javascript%3Awindow.ran=1",
    "<\u{1}javascript:window.ran=1>",
    "<\u{a0}javascript:window.ran=1>",
    "javascript\\:window.ran=1",
    "vbscript:window.ran=1",
    "data:text/html,<script>window.ran=1</script>",
    "data:text/html;base64,PHNjcmlwdD53aW5kb3cucmFuPTE8L3NjcmlwdD4=",
    "view-source:javascript:window.ran=1",
    "//evil.example/x.js",
    "\\\\\\\\evil.example\\\\x",
    "file:///etc/passwd",
    "blob:https://evil.example/1",
];

/// What breaks out of HTML, attributes, scripts, templates, or the line that it stands in.
const TEXTS: [&str; 21] = [
    "<script>window.ran=1</script>",
    "</script><script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "<svg onload=window.ran=1>",
    "<details open ontoggle=window.ran=1>",
    "<iframe srcdoc='<script>parent.ran=1</script>'>",
    "\"><a href=\"javascript:window.ran=1\">x</a>",
    "' onmouseover='window.ran=1' x='",
    "\" autofocus tabindex=1 onfocus=\"window.ran=1",
    "</title></style></textarea></template><script>window.ran=1</script>",
    "{{7*7}} ${7*7} {% raw %} <%= 7*7 %> #{7*7}",
    "{{constructor.constructor('window.ran=1')()}}",
    "\\u003cscript>window.ran=1</script>",
    "]]><!-- --!> <!--",
    "x\u{2028}window.ran=1\u{2029}y",
    "abc \u{202e}desrever\u{202c} \u{2066}inside\u{2069} \u{200f}end",
    "__proto__",
    "constructor",
    "<a href=\"java&#115;cript:window.ran=1\" id=main name='said-1' onclick='window.ran=1'>x</a><a id=main></a>",
    "<details><summary><table><tr><td></article></main></body><div><p><b>open",
    "<img src=\"../decisions/0001-text.svg\" alt='\" onerror=\"window.ran=1' onload=window.ran=1 style='position:fixed'>",
];

/// The browser.
fn chromium() -> PathBuf {
    if let Some(file) = std::env::var_os("HEARD_CHROMIUM") {
        return file.into();
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let mut files = ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .flat_map(|name| std::env::split_paths(&folders).map(move |folder| folder.join(name)));
    files.find(|file| file.is_file()).expect("no Chromium is on the path, and HEARD_CHROMIUM names none")
}

/// The folder of the scripts.
fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site")
}

/// Makes the site of a log and has the browser look at it: with these checks, or with all.
#[track_caller]
fn look(repository: &Repository, checks: &[&str]) {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (site, log) = (made(repository), repository.path("."));
    run(Command::new("node").arg(here().join("run.mjs")).arg(chromium()).args([site, log]).args(checks));
}

/// Makes the site of a log; gives its folder.
#[track_caller]
fn made(repository: &Repository) -> PathBuf {
    let arguments = ["index", "--out", "made/site", "--source-url", "https://git.example.org/library/src/branch/main"];
    let said = repository.heard(&arguments);
    assert_eq!(said.code, 0, "{said:?}");
    repository.path("made/site")
}

/// Runs a script that has to find nothing.
#[track_caller]
fn run(command: &mut Command) {
    let output = command.output().expect("node is on the path");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}\n{}", text(&output.stdout), text(&output.stderr));
}

/// A repository with a copy of a log.
fn copied(log: &Path) -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", &fs::read_to_string(log.join("heard.toml")).unwrap());
    for entry in fs::read_dir(log.join("decisions")).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_name().unwrap().to_str().unwrap();
        repository.write(&format!("decisions/{name}"), &fs::read_to_string(&file).unwrap());
    }
    repository.commit("Start");
    repository
}

#[test]
#[ignore = "needs Chromium and node"]
fn a_log_with_everything_is_read_in_a_browser() {
    let library = copied(&here().join("../../examples/library"));
    look(&library, &[]);
    look(&library, &["phone"]);
}

#[test]
#[ignore = "needs Chromium and node"]
fn a_log_is_searched_and_filtered_in_a_browser() {
    let repository = copied(&here().join("log"));
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let site = made(&repository);
    let hostile = hostile();
    let broken = made(&hostile);
    // As the command finds, so does the page.
    let find = here().join("find.mjs");
    run(Command::new("node").arg(find).arg(&site).arg(env!("CARGO_BIN_EXE_heard")).arg(repository.path(".")));
    let search = [here().join("search.mjs"), site, "-".into(), broken];
    run(Command::new("node").args(search).env("HEARD_BROWSER", here()).env("HEARD_CHROMIUM", chromium()));
}

#[test]
#[ignore = "needs Chromium and node"]
fn a_site_in_another_language_is_read_in_a_browser() {
    for lang in ["de", "fr"] {
        let repository = copied(&here().join("log"));
        let policy = fs::read_to_string(repository.path("heard.toml")).unwrap();
        repository.write("heard.toml", &format!("{policy}\n[site]\nlang = \"{lang}\"\n"));
        repository.commit("Say the language");
        look(&repository, &["language", "check-open", "check-narrow", "check-axe"]);
    }
}

#[test]
#[ignore = "needs Chromium and node"]
fn a_long_decision_is_read_in_a_browser() {
    let repository = Repository::new();
    let words = "many words in a line that does not wrap ".repeat(8);
    let cells = |text: &str| format!("|{}\n", format!(" {text} |").repeat(24));
    let record = format!(
        "\
# A long decision

## Context

Some words[^1], <kbd>Ctrl</kbd>, and https://example.org/y.

[^1]: A note.

### Load

![load](load.svg) <img src=\"load.svg\" width=120 alt=again>

<details>
<summary>Numbers</summary>

Folded words.

</details>

{}{}{}
```
{words}
```

<table><tr>{}</tr></table>

## Options

```mermaid
a --> b
```

> [!WARNING]
> Hot.

## Consultation

<div><details open><summary>left open</summary>

Words.
",
        cells("head"),
        cells("--"),
        cells("unbroken-word"),
        "<td>unbroken-word</td>".repeat(24),
    );
    repository.write("heard.toml", "[log]\ndirs = [\"decisions\"]\n");
    repository.write("decisions/0001-long.md", &record);
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='80'><rect width='300' height='80'/></svg>\n";
    repository.write("decisions/load.svg", svg);
    repository.commit("Start");
    look(
        &repository,
        &["reading", "check-open", "check-narrow", "check-keyboard", "check-dark", "check-print", "check-axe"],
    );
}

#[test]
#[ignore = "needs Chromium and node"]
fn an_empty_log_is_read_in_a_browser() {
    let repository = Repository::new();
    repository.write("decisions/README.md", "# Our log\n");
    repository.write("heard.toml", "[log]\ndirs = [\"decisions\"]\n");
    repository.commit("Start");
    look(&repository, &["check-open", "check-narrow", "check-keyboard", "check-dark", "check-print", "check-axe"]);
}

#[test]
#[ignore = "needs Chromium and node"]
fn a_log_that_wants_to_break_out_does_not_in_a_browser() {
    look(&hostile(), &["hostile", "check-open", "phone"]);
}

#[test]
#[ignore = "needs Chromium, node and the corpus"]
fn the_logs_of_the_corpus_are_read_on_a_phone() {
    let corpus = std::env::var_os("HEARD_CORPUS").expect("HEARD_CORPUS names the folder of the corpus");
    let mut count = 0;
    for folder in std::env::split_paths(&corpus) {
        for log in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
            let repository = Repository::new();
            copy_files(&log, &repository.path("."));
            repository.commit("Start");
            let said = repository.heard(&["init", "--adopt"]);
            assert_eq!(said.code, 0, "{}: {said:?}", log.display());
            look(&repository, &["phone"]);
            count += 1;
        }
    }
    assert!(count > 10, "{count} logs");
}

/// Copies the files below a folder, which may be read-only, but not that.
fn copy_files(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            fs::create_dir_all(&to).unwrap();
            copy_files(&from, &to);
        } else {
            fs::write(to, fs::read(from).unwrap()).unwrap();
        }
    }
}

/// A repository with a log that wants to break out. `texts.json` says which text a page has to show.
fn hostile() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", "[people.\"__proto__\"]\nhandle = \"@constructor\"\n");
    let mut texts = BTreeMap::new();
    for (index, text) in TEXTS.iter().enumerate() {
        let id = format!("{:04}", index + 1);
        repository.write(&format!("decisions/{id}-text.md"), &record(&id, text));
        texts.insert(format!("decisions/{id}-text.html"), *text);
    }
    // Names of files that only some systems take; the browser tests run on such.
    if cfg!(unix) {
        for (index, name) in
            ["\"><img src=x onerror=window.ran=1>", "'{{7*7}}\u{202e}&lt;", "__proto__"].iter().enumerate()
        {
            repository.write(&format!("decisions/01{index:02}-{name}.md"), &record("links", name));
        }
    }
    repository.write("decisions/0200-long.md", &record("long", &"W".repeat(10_000)));
    repository.write("decisions/0201-many.md", &many());
    let flood =
        ["<div>", "</div></main>", "<b>", "<table><tr><td>", "<a id=main>", "<details>"].map(|tag| tag.repeat(2000));
    repository.write("decisions/0202-flood.md", &format!("# Flood\n\n{}\n\nEnd\n", flood.join("\n\nx ")));
    repository.write("decisions/0001-text.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='window.ran=1'/>");
    repository.write("texts.json", &serde_json::to_string(&texts).unwrap());
    repository.commit("Start");
    repository
}

/// A decision with a text in every place that takes one.
fn record(id: &str, text: &str) -> String {
    // YAML reads what JSON writes.
    let quoted = serde_json::to_string(text).unwrap();
    let mut record = format!(
        "\
---
status: {quoted}
date: 2026-05-20
title: {quoted}
decision-makers: [{quoted}]
consulted: [{quoted}, \"Ana Ruiz\"]
informed: [{quoted}]
governs: [{quoted}]
supersedes: [{quoted}]
relates-to: [\"0001\", {quoted}]
tags: [{quoted}, \"__proto__\"]
review-by: {quoted}
{quoted}: {quoted}
---

# {text}

<!-- heard: allow {text} because {text} -->

## {text}

{text}

- {text}
- [x] {text}

| {id} | {text} |
| --- | --- |
| {text} | `{text}` |

```{text}
{text}
```

~~~
{text}
~~~

> [!NOTE]
> {text}

Word[^1], [{text}](0001-text.md \"{text}\"), ![{text}](https://evil.example/pixel.png), <b onclick=window.ran=1>{text}</b>

[^1]: {text}

## Consultation

> {text}
>
> — {text}, 2026-05-12, [{text}](https://example.org/{id})

**Overruled by {text}:** {text}

> {text}
>
> — Ana Ruiz, 2026-05-12, [source](javascript:window.ran=1)

**Deferred:** {text}, 2026-09-01: {text}

**No answer:** {text}, asked 2026-05-01, waited until 2026-05-12.

**Waived:** {text}, by {text}: {text}

## Links

<div onclick=\"window.ran=1\">{text}</div>

"
    );
    for address in ADDRESSES {
        let _ = writeln!(record, "- [link]({address}) ![picture]({address}) <{address}>\n- [by name][{address}]\n");
        let _ = writeln!(record, "[{address}]: {address}\n");
    }
    record
}

/// Two thousand quotes of one person.
fn many() -> String {
    let mut record = "---\nstatus: accepted\ndate: 2026-05-20\ndecision-makers: [\"Ana Ruiz\"]\n\
                      consulted: [\"Bo Lund\"]\n---\n\n# Hear one person only\n\n## Consultation\n"
        .to_owned();
    for index in 0..2000 {
        let _ = write!(record, "\n> I have said it {index} times.\n>\n> — Bo Lund, 2026-05-12\n\n**Changed:** it.\n");
    }
    record
}

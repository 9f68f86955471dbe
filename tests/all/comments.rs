//! Comments in records are in no output: not in the site, its search and feed, nor in what commands print.

use std::fs;
use std::path::Path;

use crate::repository::Repository;

/// A record with comments of every kind. Each has a word of its own that begins with `secret`.
const RECORD: &str = "\
<!-- secretbefore -->
---
# secretyaml
status: accepted # secretstatus
date: 2026-05-20 # secretdate
decision-makers:
  - \"Ana Ruiz\" # secretmaker
consulted: [\"Ines Roy\", \"Sam Okafor\"] # secretconsulted
governs:
  - \"infra/**\" # secretglob
tags: [on-call] # secrettag
review-by: 2026-01-01 # secretreview
---

# Page <!-- secrettitle --> twice

<!-- secretblock: Ana said no
secretline

secretparagraph -->

Shown <!-- secretinline --> words <!-- secretwrapped
secretnext --> here.[^1]

| One | Two |
| --- | --- |
| a <!-- secretcell --> | b |

- item <!-- secretitem -->
  <!-- secretnested -->

[//]: # (secretdefinition)
[comment]: <> (secretlabel)

[^1]: A note <!-- secretnote -->
    <!-- secretnoteblock -->

<div><!-- secrethtml --></div>

## Options <!-- secretheading -->

> [!NOTE]
> <!-- secretcallout -->
> Shown.

## Consultation

> <!-- secretquoted -->
> I get paged <!-- secretsaid --> at night when an export stalls.
> <!-- secretbeneath -->
>
> — Ines Roy <!-- secretspeaker -->, 2026-05-12 <!-- secretday -->

**Changed:** the window <!-- secretanswer --> names the tenant.
<!-- secretunder -->

**No answer:** Sam Okafor, asked 2026-05-10 <!-- secretstate -->, waited until 2026-05-18: away <!-- secretreason -->.

**Waived:** support, by Ana Ruiz: only <!-- secretwaiver --> typing errors.

| Who | Concern | Response |
| --- | --- | --- |
| Bo Lund <!-- secretname --> | Nobody reads <!-- secretconcern --> the wiki page. | **Declined:** they <!-- secretresponse --> do. |

## Trial

- Group: support <!-- secretgroup -->
- Release: 1.2 <!-- secretrelease -->
- Watched: calls <!-- secretwatched -->
- Result: good <!-- secretresult -->

<div><!-- secretopen

secretbehind

> secretlast
";

/// Asserts that a text has none of the words.
#[track_caller]
fn keeps_secrets(of: &str, text: &str) {
    let found: Vec<&str> = text
        .match_indices("secret")
        .map(|(at, _)| text[at..].split(|c: char| !c.is_alphanumeric()).next().unwrap())
        .collect();
    assert!(found.is_empty(), "{of}: {found:?} in\n{text}");
}

fn log() -> Repository {
    let repository = Repository::new();
    repository.write("decisions/0001-page-twice.md", RECORD);
    // The fields of a record without a header.
    repository.write(
        "decisions/0002-old.md",
        "# Old <!-- secrettitle -->\n\n- Status: accepted <!-- secretstatus -->\n- Deciders: Ana Ruiz <!-- secretmaker -->\n\
         - Date: 2026-05-20 <!-- secretdate -->\n\nShown.\n\n<!-- secretend\n",
    );
    repository.commit("Start");
    repository
}

#[test]
fn a_comment_is_in_no_output() {
    let log = log();
    for arguments in [
        &["list"][..],
        &["list", "--format", "json"],
        &["show", "1"],
        &["show", "1", "--format", "json"],
        &["show", "2"],
        &["show", "2", "--format", "json"],
        &["search", "shown"],
        &["search", "page"],
        &["search", "night", "--format", "json"],
        &["search", "--said-by", "Ines Roy"],
        &["export"],
        &["export", "--format", "ndjson"],
        &["export", "--format", "csv"],
        &["why", "infra/rota.yml"],
        &["why", "infra/rota.yml", "--format", "json"],
        &["who", "infra/rota.yml"],
        &["who", "infra/rota.yml", "--format", "json"],
        &["graph"],
    ] {
        let said = log.heard(arguments);
        assert_eq!(said.code, 0, "{arguments:?} {said:?}");
        keeps_secrets(&format!("{arguments:?}"), &said.out);
    }
    for words in RECORD.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with("secret")) {
        let said = log.heard(&["search", words]);
        assert_eq!(said.out, "no matches\n", "{words}: {said:?}");
    }
}

#[test]
#[cfg(feature = "site")]
fn a_comment_is_in_no_file_of_the_site() {
    let log = log();
    let said = log.heard(&["index", "--base-url", "https://example.org/", "--source-url", "https://example.org/src/"]);
    assert_eq!(said.code, 0, "{said:?}");
    let mut open = vec![log.path("site")];
    let mut count = 0;
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            keeps_secrets(&path.display().to_string(), &String::from_utf8_lossy(&fs::read(&path).unwrap()));
            count += 1;
        }
    }
    assert!(count > 20 && Path::exists(&log.path("site/atom.xml")), "{count}");
    // What is beside the comments is there.
    for (file, words) in [
        ("decisions/0001-page-twice.html", "the window  names the tenant."),
        ("search/texts-1.js", "Shown  words"),
        ("people/sam-okafor.html", "No answer: asked 2026-05-10, waited until 2026-05-18: away"),
    ] {
        let text = log.read(&format!("site/{file}"));
        assert!(text.contains(words), "{words}\n{text}");
    }
}

//! Tests of the tables, and of pages in a language in which every phrase is marked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::super::{Site, SitePage, SiteSettings, pictures};
use super::{CountedPhrase, LANGUAGES, ScriptWords, SiteWords, en, fill};
use crate::bundle::{BundleNote, BundleState};
use crate::catalog::Catalog;
use crate::decision::{self, LinkKind};
use crate::evidence;
use crate::policy::Policy;
use crate::stats::Response;
use crate::text::RepoPath;
use crate::vocabulary::evidence::Evidence::{Claimed, Forge, Relayed, Signed, Sourced, Touched};
use crate::vocabulary::words::{Disposition, StatusKind};

/// What becomes of a phrase, by its name.
pub(super) type Change<'a> = dyn FnMut(&str, &'static str) -> &'static str + 'a;

/// Everything that has phrases.
pub(super) trait EachPhrase {
    fn each(&self, path: &str, change: &mut Change<'_>) -> Self;
}

impl EachPhrase for &'static str {
    fn each(&self, path: &str, change: &mut Change<'_>) -> Self {
        change(path, self)
    }
}

impl EachPhrase for CountedPhrase {
    fn each(&self, path: &str, change: &mut Change<'_>) -> Self {
        Self {
            one: change(&format!("{path}.one"), self.one),
            other: change(&format!("{path}.other"), self.other),
            ..*self
        }
    }
}

impl<const N: usize> EachPhrase for [&'static str; N] {
    fn each(&self, path: &str, change: &mut Change<'_>) -> Self {
        let mut number = 0;
        self.map(|phrase| {
            number += 1;
            change(&format!("{path}.{number}"), phrase)
        })
    }
}

/// The tag of a language in which every phrase is English between `⟦` and `⟧`.
pub(super) const MARKED: &str = "qps";

/// The words of that language.
pub(super) fn marked() -> &'static SiteWords {
    static WORDS: OnceLock<SiteWords> = OnceLock::new();
    WORDS.get_or_init(|| en::WORDS.each("", &mut |_, phrase| Box::leak(format!("⟦{phrase}⟧").into_boxed_str())))
}

/// The phrases of a language by their names.
fn phrases(words: &SiteWords) -> BTreeMap<String, &'static str> {
    let mut found = BTreeMap::new();
    words.each("", &mut |path, phrase| {
        found.insert(path.to_owned(), phrase);
        phrase
    });
    found
}

/// The names in braces.
fn placeholders(phrase: &str) -> BTreeSet<&str> {
    phrase.split('{').skip(1).map(|rest| rest.split_once('}').expect("a brace is closed").0).collect()
}

#[test]
fn every_phrase_is_in_every_language_with_the_same_values() {
    let english = phrases(&en::WORDS);
    for words in LANGUAGES {
        let mut same = 0;
        for (name, phrase) in phrases(words) {
            assert!(!phrase.is_empty(), "{}: {name}", words.lang);
            let [mut own, mut first] = [phrase, english[&name]].map(placeholders);
            // A phrase for one thing may do without the number.
            if name.ends_with(".one") {
                own.remove("n");
                first.remove("n");
            }
            assert_eq!(own, first, "{}: {name}", words.lang);
            same += usize::from(phrase == english[&name]);
        }
        assert!(words.lang == "en" || same < english.len() / 10, "{}: {same} phrases are English", words.lang);
        assert_eq!(words.lang, words.script.lang);
    }
}

#[test]
fn marks_are_those_of_the_language() {
    for words in LANGUAGES {
        for (name, phrase) in phrases(words) {
            // What can be typed.
            if name == ".search_hint" {
                continue;
            }
            let straight: &[char] = if words.lang == "en" { &['"'] } else { &['"', '\''] };
            assert!(!phrase.contains(straight), "{}: {name} has straight marks: {phrase}", words.lang);
            let letters: Vec<char> = phrase.chars().collect();
            for (at, letter) in letters.iter().enumerate() {
                let (before, after) = (at.checked_sub(1).map(|at| letters[at]), letters.get(at + 1).copied());
                let is_right = match (words.lang, letter) {
                    ("fr", ':' | ';' | '?' | '!' | '»') => before == Some('\u{202f}'),
                    ("fr", '«') => after == Some('\u{202f}'),
                    ("fr", '“' | '”' | '„') | ("de", '«' | '»' | '”') => false,
                    (_, ':' | ';' | '?' | '!') => before.is_none_or(|before| !before.is_whitespace()),
                    _ => true,
                };
                assert!(is_right, "{}: {name}: {phrase}", words.lang);
            }
        }
    }
}

#[test]
fn the_language_is_that_of_the_first_part_of_the_tag() {
    for (tag, lang) in [
        (None, "en"),
        (Some("en-GB"), "en"),
        (Some("de"), "de"),
        (Some("de-AT"), "de"),
        (Some("FR-ca"), "fr"),
        (Some("den"), "en"),
        (Some("he"), "en"),
        (Some(""), "en"),
    ] {
        assert_eq!(SiteWords::of(tag).lang, lang, "{tag:?}");
    }
}

#[test]
fn numbers_choose_the_form_and_values_stay_as_they_are() {
    for (lang, none, one, two) in [
        ("en", "0 decisions", "1 decision", "2 decisions"),
        ("de", "0 Entscheidungen", "1 Entscheidung", "2 Entscheidungen"),
        ("fr", "0 décision", "1 décision", "2 décisions"),
    ] {
        let decisions = &SiteWords::of(Some(lang)).count_decisions;
        assert_eq!([decisions.of(0), decisions.of(1), decisions.of(2)], [none, one, two]);
    }
    let name = "{n} {date";
    assert_eq!(fill("{name}, {date}, {name}", &[("name", &name), ("date", &1)]), "{n} {date, 1, {n} {date");
    assert_eq!(en::WORDS.and_more.with(1, &[("count", &name)]), " and 1 more");
}

#[test]
fn scripts_say_every_phrase_that_they_get() {
    let scripts = [include_str!("../assets/list.js"), include_str!("../assets/voices.js")].concat();
    let mut names = BTreeSet::new();
    ScriptWords::each(&en::WORDS.script, "", &mut |path, phrase| {
        names.extend(path.split('.').nth(1).map(str::to_owned));
        phrase
    });
    for name in names {
        assert!(scripts.contains(&format!("words.{name}")), "no script says `{name}`");
    }
}

#[test]
fn english_is_what_commands_say() {
    for kind in StatusKind::ALL {
        assert_eq!(en::WORDS.status_word(kind), kind.word());
    }
    for kind in Disposition::ALL.into_iter().filter(|kind| !kind.is_state()) {
        assert_eq!(en::WORDS.outcome(kind), kind.word());
    }
    for kind in LinkKind::ALL {
        assert_eq!(en::WORDS.link_word(kind), kind.key().replace('-', " "));
    }
    for kind in [Claimed, Relayed, Sourced, Forge, Signed, Touched] {
        assert_eq!(en::WORDS.evidence_words(kind), evidence::in_words(kind));
    }
    for response in [Response::Without, Response::None] {
        assert!([en::WORDS.answered_plainly, en::WORDS.not_answered].contains(&response.words()));
    }
}

const POLICY: &str = r#"
[log]
dirs = ["decisions"]

[words]
status.accepted = ["ναι"]
status.superseded = ["παλιό"]
status.deprecated = ["σκόνη"]
status.waived = ["άδεια"]
status.rejected = ["όχι"]
heading.consultation = ["Γνώμες"]
heading.trial = ["Δοκιμή"]
disposition.changed = ["Άλλαξε"]
disposition.declined = ["Όχι"]
disposition.deferred = ["Μετά"]
disposition.overruled = ["Παρά"]
disposition.open = ["Ίσως"]
disposition.asked = ["Ρώτησα"]
disposition.asked-again = ["Ξανά"]
disposition.no-answer = ["Σιωπή"]
disposition.waived = ["Χωρίς"]
disposition.came-true = ["Έγινε"]

[groups]
"ομάδα" = ["Άννα Ρίζου", "Βάσω Λύρα"]
"#;

/// A log in Greek, so that Latin letters on a page are those of the program.
const RECORDS: [(&str, &str); 8] = [
    (
        "decisions/0001-α.md",
        r#"---
status: ναι
date: 2026-02-20
consulted: ["Άννα Ρίζου (ρόλος)", "Γιώτα", "Δήμος", "Ελένη", "Ζωή", "Ηλίας"]
decision-makers: ["Νίκος"]
informed: ["Ορέστης"]
governs: ["δρόμος/**"]
tags: ["ετικέτα"]
review-by: 2026-05-01
relates-to: ["2", "99"]
amends: ["2"]
---
# Τίτλος

## Πλαίσιο

Κείμενο[^1]. [σύνδεσμος](#που) ![εικόνα](εικόνα.png)

[^1]: Σημείωση

- [x] ένα
- [ ] δύο

> [!NOTE]
> α

> [!TIP]
> α

> [!IMPORTANT]
> α

> [!WARNING]
> α

> [!CAUTION]
> α

| α | β |
|---|---|
| γ | δ |

```
κώδικας
```

<pre>κώδικας</pre>

```mermaid
διάγραμμα
```

## Μέρος

## Γνώμες

> Ποτέ τη νύχτα.
>
> — Άννα Ρίζου, 2026-02-12

**Άλλαξε:** τη μέρα.

> Όχι πάλι.
>
> — Άννα Ρίζου, 2026-02-13, [πηγή](https://example.org)

**Παρά Νίκος:** όχι.

> Αργότερα.
>
> — Βάσω Λύρα, 2026-02-13

**Μετά:** Νίκος, 2026-04-01.

> Δεν ξέρω.
>
> — Κώστας, 2026-02-13

**Ίσως:** θα δούμε.

> Χωρίς λέξη.
>
> — Λουκάς, 2026-02-13

> Με λέξεις.
>
> — Μάρω, 2026-02-13

Ναι.

> Φόβος.
>
> — Ξένια, 2026-02-13

**Όχι:** δεν θα γίνει.

**Έγινε:** 2026-03-01, έγινε.

**Ρώτησα:** Γιώτα, 2026-02-10.

**Σιωπή:** Δήμος, 2026-02-10, 2026-02-24.

**Χωρίς:** Ελένη, Νίκος: δεν υπήρχε χρόνος.

**Ρώτησα:** Ζωή.

**Σιωπή:** Ηλίας, 2026-02-10.

## Δοκιμή

> Καλά πάει.
>
> — Πέτρος, 2026-02-14
"#,
    ),
    ("decisions/0002-β.md", "---\nstatus: παλιό\nsuperseded-by: [\"3\"]\ndate: 2025-01-10\n---\n# Βήτα\n"),
    (
        "decisions/0003-γ.md",
        "---\nstatus: παλιό\nsuperseded-by: [\"4\", \"5\", \"6\", \"7\"]\nsupersedes: [\"2\"]\ndate: 2025-03-10\n---\n# Γάμα\n",
    ),
    ("decisions/0004-δ.md", "---\nstatus: σκόνη\nsuperseded-by: [\"5\"]\nconsulted: [\"Γιώτα\"]\n---\n# Δέλτα\n"),
    ("decisions/0005-ε.md", "---\nstatus: άδεια\nreview-by: 2026-07-01\ndate: 2026-03-01\n---\n# Έψιλον\n"),
    (
        "decisions/0006-ζ.md",
        "---\nstatus: ναι\ndate: 2026-03-01\nconsulted: [\"Δήμος\"]\nreview-by: 2026-08-01\n---\n# Ζήτα\n",
    ),
    ("decisions/0007-η.md", "---\nstatus: ίσως\ndate: κάποτε\n---\n# Ήτα\n"),
    ("decisions/0008-θ.md", "# Θήτα\n\n## Γνώμες\n\n**Ρώτησα:** ομάδα, 2026-05-20.\n\n**Ξανά:** Ρένα, 2026-05-20.\n"),
];

/// Texts and attributes that a reader sees or hears, each with the element around it.
fn visible(html: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("no value holds a bare `>`");
        let (name, values) = tag.split_once(' ').unwrap_or((tag, ""));
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !["meta", "link", "br", "hr", "img", "input", "!DOCTYPE", "?xml"].contains(&name)
            && !tag.ends_with('/')
        {
            open.push(name);
        }
        for value in values.split("\" ") {
            let Some((key, value)) = value.split_once("=\"") else { continue };
            let is_said = ["aria-label", "title", "placeholder", "alt", "data-label"].contains(&key)
                || (key == "content" && (values.contains("description\"") || values.contains("og:title")));
            if is_said {
                found.push((format!("{name} {key}"), value.trim_end_matches(['"', '/']).to_owned()));
            }
        }
        let is_data = open.iter().any(|name| ["code", "id", "updated", "generator", "loc"].contains(name));
        if !text.trim().is_empty() && !is_data {
            found.push((open.join(" "), text.trim().to_owned()));
        }
    }
    found
}

/// The Latin letters of a text outside of marks, if there are any.
fn unmarked(text: &str) -> Option<String> {
    let mut depth = 0_usize;
    let mut bare = String::new();
    for letter in text.chars() {
        match letter {
            '⟦' => depth += 1,
            '⟧' => depth = depth.saturating_sub(1),
            letter if depth == 0 => bare.push(letter),
            _ => {}
        }
    }
    bare.contains(|letter: char| letter.is_ascii_alphabetic()).then_some(bare)
}

/// What is the same in every language: names, and what the records cite.
const NAMES: [&str; 5] = ["decisions.json", "https://example.org", "example.org", "(mermaid)", "infra/paging"];

/// Checks the pages of a log in Greek in a language whose phrases are all marked.
fn check_marked(records: &[(&str, &str)]) {
    let mut policy = Policy::read(POLICY, &[]).unwrap();
    policy.lang = Some(MARKED.to_owned());
    let read =
        |(path, text): &(&str, &str)| decision::read(RepoPath::new(*path), text.as_bytes().to_vec(), &policy.words);
    let records = records.iter().map(read).collect();
    let catalog = Catalog::new(records, [], policy.clone(), super::super::tests::DAY);
    let settings = SiteSettings {
        title: SiteSettings::title(None, &policy),
        lang: policy.lang.clone(),
        base_url: Some("https://example.org/".to_owned()),
        source_url: Some("https://example.org/blob/main/".to_owned()),
        day: Some(super::super::tests::DAY),
        live: None,
        // One is old, and one can't be used; their names are Greek as the records are.
        repositories: [BundleState::Stale, BundleState::Broken("λάθος".to_owned())]
            .map(|state| BundleNote {
                name: "αβγ".to_owned(),
                made: Some(super::super::tests::DAY),
                commit: Some("1234567890".repeat(4)),
                source_url: None,
                state,
            })
            .to_vec(),
    };
    let mut site = Site::new(&catalog, settings);
    site.pictures = pictures::Pictures::default();
    let mut wrong = Vec::new();
    for (path, page) in site.pages() {
        let text = site.render(page);
        if !matches!(page, SitePage::SiteMap) && (path.ends_with(".html") || path.ends_with(".xml")) {
            for (place, text) in visible(&text) {
                let named = NAMES.iter().fold(text.clone(), |text, name| text.replace(name, ""));
                if unmarked(&named).is_some() || text.contains(['{', '}']) {
                    wrong.push(format!("{path}: {place}: {text}"));
                }
            }
        }
        if path.starts_with("search/rows") {
            let rows = text.split_once(',').unwrap().1.trim_end().trim_end_matches(");");
            let rows: Vec<serde_json::Value> = serde_json::from_str(rows).unwrap();
            for row in rows {
                let counts = row[5].as_array().unwrap().iter();
                let words =
                    counts.chain(row[6].as_array().unwrap().iter().map(|mark| &mark[1])).chain([&row[3][1], &row[7]]);
                for words in words {
                    if unmarked(words.as_str().unwrap_or_default()).is_some() {
                        wrong.push(format!("{path}: {words}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "not in the table:\n{}", wrong.join("\n"));
}

#[test]
fn every_word_of_a_page_is_in_the_table_or_in_the_record() {
    check_marked(&RECORDS);
    check_marked(&[]);
    check_marked(&RECORDS[1..2]);
}

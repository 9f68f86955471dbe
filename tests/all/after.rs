//! After a decision: what people are told, what is due, and a concern that comes true.

use crate::repository::{Repository, Said, expect};

/// A log in which Pete warned of something, and was not followed.
fn log() -> Repository {
    let repository = Repository::new();
    repository.write(
        "decisions/0001-export-on-friday.md",
        "---\nstatus: accepted\ndate: 2026-03-02\ndecision-makers:\n  - \"Ana Ruiz\"\nconsulted:\n  - \"Pete Osei <pete@example.org>\"\n  - \"Ines Roy\"\ngoverns:\n  - \"infra/export/**\"\nreview-by: 2026-05-20\n---\n\n# Export on Friday night\n\n## Context\n\nExports stall.\n\n## Decision Outcome\n\nWe export on Friday night.\n\n## Consultation\n\n> Please do not move the window to Friday. Nobody sees a stalled export until Monday.\n>\n> — Pete Osei, 2026-02-13\n\n**Declined:** Friday night is the only idle night.\n\n> Show me the tenant of every export that stalls.\n>\n> — Ines Roy, 2026-02-12\n\n**Deferred:** Sam Okafor, 2026-06-10: the log format changes first.\n",
    );
    repository.write("infra/export/window.yml", "friday\n");
    repository.commit("Export on Friday");
    repository
}

#[test]
fn a_declined_concern_comes_true_and_everybody_hears_of_it() {
    let repository = log();
    let file = "decisions/0001-export-on-friday.md";

    // Whoever writes the postmortem finds who warned of it.
    let said = repository.heard(&["warned", "infra/export/window.yml", "stalled"]);
    expect(
        &said,
        0,
        &["0001", "Nobody sees a stalled export until Monday.", "— Pete Osei, 2026-02-13", "Declined: Friday night"],
    );
    assert!(!said.out.contains("Ines Roy"), "her words have none of the words: {said:?}");
    expect(&repository.heard(&["warned", "docs/"]), 0, &["no concern was declined, deferred or overruled here"]);
    expect(&repository.heard(&["warned", "tenant"]), 0, &["Ines Roy", "Deferred: Sam Okafor"]);
    let json = repository.heard(&["warned", "infra/export", "--format", "json"]).json("warned.schema.json");
    assert_eq!(json["concerns"].as_array().unwrap().len(), 2);

    let source = "https://example.org/incidents/31";
    let came_true = ["came-true", "1", "Pete Osei", "--source", source, "--date", "2026-05-23"];
    expect(&repository.heard(&came_true), 0, &["the quote from Pete Osei came true on 2026-05-23"]);
    expect(&repository.heard(&came_true), 0, &["already records"]);
    // Another source is another line, also where one is the start of the other.
    let before = repository.read(file);
    for source in ["x/31", "x/3"] {
        let said = repository.heard(&["came-true", "1", "Ines Roy", "--source", source]);
        expect(&said, 0, &["the quote from Ines Roy came true on 2026-06-01"]);
    }
    let two = "**Came true:** 2026-06-01, x/31\n\n**Came true:** 2026-06-01, x/3\n";
    assert!(repository.read(file).ends_with(two), "{}", repository.read(file));
    repository.write(file, &before);
    let text = repository.read(file);
    let line = format!(
        "**Declined:** Friday night is the only idle night.\n\n**Came true:** 2026-05-23, {source}\n\n> Show me"
    );
    assert!(text.contains(&line), "{text}");
    let json = repository.heard(&["warned", "infra/export", "--format", "json"]).json("warned.schema.json");
    assert_eq!(json["concerns"][0]["came_true"][0], format!("2026-05-23, {source}"));
    expect(&repository.heard(&["show", "1"]), 0, &["Came true", source]);
    // It was accepted, and such a line may be added.
    repository.commit("It came true");
    expect(&repository.heard(&["gate", "--base", "HEAD~1"]), 0, &[]);

    // The promise to Ines is due soon, and the review was.
    let said = repository.heard(&["due"]);
    expect(
        &said,
        0,
        &[
            "Overdue",
            "review was due on 2026-05-20",
            "Due by 2026-06-15",
            "concern of Ines Roy is deferred to 2026-06-10",
        ],
    );
    expect(
        &repository.heard(&["due", "--within", "1w", "--person", "Sam Okafor"]),
        0,
        &["nothing is due until 2026-06-08"],
    );
    let json = repository.heard(&["due", "--person", "Sam Okafor", "--format", "json"]).json("due.schema.json");
    assert_eq!(json["due"].as_array().unwrap().len(), 1);
    assert_eq!((&json["due"][0]["kind"], &json["due"][0]["date"]), (&"deferral".into(), &"2026-06-10".into()));
    let said = repository.heard(&["due", "--format", "markdown"]);
    expect(&said, 0, &["### Overdue", "**0001 Export on Friday night**: review was due on 2026-05-20."]);
    let said = repository.heard(&["due", "--within", "1y", "--format", "ics"]);
    assert_eq!(said.out.matches("BEGIN:VEVENT\n").count(), 2, "{said:?}");
    assert!(said.out.lines().all(|line| line.len() <= 75), "{said:?}");
    expect(&repository.heard(&["due", "--within", "soon"]), 2, &["use a time such as 14d, 2w or 1y"]);

    // Both are told what became of what they said, once.
    for command in ["due", "tell"] {
        let said = repository.heard(&[command, "--person", "Pete Oseii"]);
        expect(&said, 2, &["no decision names `Pete Oseii`", "did you mean `Pete Osei`?"]);
    }
    let said = repository.heard(&["tell"]);
    expect(
        &said,
        0,
        &[
            "To Pete Osei",
            "We did not follow this: Friday night",
            &format!("It has come true: 2026-05-23, {source}"),
            "To Ines Roy",
            "We postponed this",
        ],
    );
    let json = repository.heard(&["tell", "--format", "json"]).json("tell.schema.json");
    assert_eq!(json["people"][0]["decisions"][0]["quotes"][0]["disposition"], "Declined");
    let said = repository.heard(&["tell", "--person", "Pete Osei", "--mark"]);
    expect(&said, 0, &[&format!("{file}: Pete Osei was told on 2026-06-01")]);
    let text = repository.read(file);
    assert!(
        text.contains(&format!("**Came true:** 2026-05-23, {source}\n\n**Told:** Pete Osei, 2026-06-01.\n")),
        "{text}"
    );
    let said = repository.heard(&["tell"]);
    assert!(!said.out.contains("Pete Osei") && said.out.contains("Ines Roy"), "{said:?}");
    repository.commit("Pete knows");
    expect(&repository.heard(&["gate", "--base", "HEAD~1"]), 0, &[]);

    // All of it is on record, in order.
    let short = |rev: &str| repository.id(rev)[..10].to_owned();
    let (first, second, third) = (short("HEAD~2"), short("HEAD~1"), short("HEAD"));
    let by = "written by Ana Ruiz";
    let lines = [
        format!("2026-05-20  {first}  0001  added as accepted ({by})\n"),
        format!("2026-05-20  {first}  0001  listed Pete Osei as consulted ({by})\n"),
        format!(
            "2026-05-20  {first}  0001  answered Pete Osei: Declined: Friday night is the only idle night. ({by})\n"
        ),
        format!("2026-05-20  {second}  0001  the concern of Pete Osei came true: 2026-05-23, {source} (written by"),
        format!("2026-05-20  {third}  0001  told Pete Osei what became of it ({by})\n"),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    for about in ["1", "Pete Osei"] {
        let said = repository.heard(&["log", about]);
        // Long lines are folded.
        let out = said.out.replace("\n    ", " ");
        let of_person = usize::from(about != "1");
        let places: Vec<usize> =
            lines[of_person..].iter().map(|line| out.find(line).unwrap_or_else(|| panic!("{line} in {out}"))).collect();
        assert!(places.is_sorted(), "{said:?}");
        assert_eq!(said.out.contains("Ines Roy"), about == "1", "{said:?}");
    }
    let json = repository.heard(&["log", "1", "--format", "json"]).json("log.schema.json");
    let events = json["events"].as_array().unwrap();
    let kinds: Vec<&str> = events.iter().map(|event| event["kind"].as_str().unwrap()).collect();
    let expected = ["added", "listed", "listed", "said", "answered", "said", "answered", "came-true", "told"];
    assert_eq!(kinds, expected, "{json}");
    assert_eq!((&events[7]["person"], &events[7]["commit"]), (&"Pete Osei".into(), &repository.id("HEAD~1").into()));
}

#[test]
fn only_a_concern_that_was_not_followed_comes_true() {
    let repository = log();
    let file = "decisions/0001-export-on-friday.md";
    let text = repository.read(file);
    repository.write(file, &text.replace("**Declined:**", "**Changed:**"));
    let said = repository.heard(&["came-true", "1", "Pete Osei", "--source", "x.md"]);
    expect(&said, 2, &["the quote from Pete Osei in", "was not declined, deferred or overruled"]);
    expect(&repository.heard(&["came-true", "1", "Bo Lund", "--source", "x.md"]), 2, &["has no quote from `Bo Lund`"]);
    expect(&repository.heard(&["came-true", "1", "Ines Roy", "--source", " "]), 2, &["`--source` is empty"]);
    assert_eq!(repository.read(file), text.replace("**Declined:**", "**Changed:**"));
}

#[test]
fn people_are_told_what_moved_since_a_commit() {
    let repository = log();
    let file = "decisions/0001-export-on-friday.md";
    expect(&repository.heard(&["tell", "--since", "HEAD"]), 0, &["everyone who was quoted has been told"]);
    // An answer that moves is news for its speaker alone, also after she was told the old one.
    expect(&repository.heard(&["tell", "--mark"]), 0, &["Pete Osei was told", "Ines Roy was told"]);
    repository.commit("Told");
    let text = repository.read(file);
    repository.write(
        file,
        &text.replace(
            "**Deferred:** Sam Okafor, 2026-06-10: the log format changes first.",
            "**Changed:** the log names the tenant.",
        ),
    );
    let said = repository.heard(&["tell", "--since", "HEAD"]);
    expect(&said, 0, &["To Ines Roy", "We changed the decision: the log names the tenant."]);
    assert!(!said.out.contains("Pete Osei"), "{said:?}");
    // A person who was told again is not told a third time.
    expect(&repository.heard(&["tell", "--since", "HEAD", "--mark"]), 0, &["Ines Roy was told on 2026-06-01"]);
    let once = repository.read(file);
    expect(&repository.heard(&["tell", "--since", "HEAD", "--mark"]), 0, &["everyone who was quoted has been told"]);
    assert_eq!(repository.read(file), once);
    assert_eq!(once.matches("**Told:** Ines Roy").count(), 2, "{once}");
    // A status that moves is news for everybody.
    repository.write(file, &text.replace("status: accepted", "status: deprecated"));
    expect(
        &repository.heard(&["tell", "--since", "HEAD"]),
        0,
        &["To Pete Osei", "To Ines Roy", "deprecated on 2026-03-02"],
    );
    expect(&repository.heard(&["tell", "--since", "nowhere"]), 2, &["nowhere"]);
}

/// A record with this header and consultation.
fn record(status: &str, consulted: &str, said: &str) -> String {
    format!(
        "---\nstatus: {status}\ndate: 2026-03-02\ndecision-makers:\n  - \"Ana Ruiz\"\nconsulted: [{consulted}]\n---\n\n# Page support\n\n## Consultation\n\n{said}"
    )
}

/// The messages of a log.
fn messages(said: &Said) -> Vec<String> {
    let json = said.json("log.schema.json");
    let events = json["events"].as_array().unwrap().iter();
    events
        .map(|event| format!("{} {}", event["decision"].as_str().unwrap(), event["message"].as_str().unwrap()))
        .collect()
}

#[test]
fn a_record_is_followed_through_renames_and_merges() {
    let repository = Repository::new();
    let quote = "> It is late.\n>\n> — Ines Roy, 2026-02-12\n\n";
    let declined = format!("{quote}**Declined:** it must be.\n");
    let ines = "\"Ines Roy\"";
    // It was a note before there was a log.
    repository.write("notes/page.md", &record("proposed", "", ""));
    repository.write("decisions/0002-other.md", &record("proposed", "", "").replace("Page support", "Other"));
    repository.commit("Notes");
    repository.git(&["mv", "notes/page.md", "decisions/0001-page.md"]);
    repository.commit("Number it");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("decisions/0001-page.md", &record("proposed", ines, ""));
    repository.commit("List Ines");
    repository.write("decisions/0001-page.md", &record("proposed", ines, quote));
    repository.commit("Quote Ines");
    repository.git(&["switch", "-q", "main"]);
    repository.write("decisions/0002-other.md", &record("accepted", "", "").replace("Page support", "Other"));
    repository.commit("Accept the other");
    // What the merge itself says is an event of the merge, and nothing else is.
    repository.git(&["merge", "-q", "--no-ff", "--no-commit", "topic"]);
    repository.write("decisions/0001-page.md", &record("proposed", ines, &declined));
    repository.commit("Merge topic");
    repository.git(&["mv", "decisions/0001-page.md", "decisions/0003-page-support.md"]);
    repository.write("decisions/0003-page-support.md", &record("accepted", ines, &declined));
    repository.commit("Accept it under another number");

    let log = |arguments: &[&str]| repository.heard(&[&["log", "--format", "json"], arguments].concat());
    let life = [
        "page proposed",
        "0001 renamed; it was `notes/page.md`",
        "0001 listed Ines Roy as consulted",
        "0001 quoted Ines Roy: “It is late.”",
        "0001 answered Ines Roy: Declined: it must be.",
        "0003 renamed; it was `decisions/0001-page.md`",
        "0003 accepted (was proposed)",
    ];
    assert_eq!(messages(&log(&["3"])), life);
    assert_eq!(messages(&log(&["3", "--limit", "2"])), life[5..]);
    assert_eq!(messages(&log(&["ines roy"])), life[2..5]);
    // The log begins where a file is in it.
    let all = messages(&log(&[]));
    assert_eq!((all.len(), &*all[0], &*all[1]), (8, "0002 proposed", "0001 proposed"), "{all:?}");
    assert!(all.contains(&"0002 accepted (was proposed)".to_owned()));
    expect(&repository.heard(&["log", "--limit", "1"]), 0, &["there are older events; `--limit 2` shows more"]);
    assert_eq!(messages(&log(&["--rev", "HEAD~2", "2"])), ["0002 proposed", "0002 accepted (was proposed)"]);

    expect(&repository.heard(&["log", "9"]), 2, &["decision `9` not found"]);
    expect(&repository.heard(&["log", "Ines Rox"]), 2, &["no decision names `Ines Rox`", "did you mean `Ines Roy`?"]);
    expect(&Repository::plain_folder().heard(&["log"]), 2, &["no git repository"]);
    expect(&Repository::new().heard(&["log"]), 2, &["has no commits yet"]);

    // A shallow clone says that it is one.
    let url = format!("file://{}", repository.path(".").display());
    let clone = repository.clone_with(&["--depth", "1", &url]);
    expect(&clone.heard(&["log", "3"]), 0, &["nothing found in the history", "(a shallow clone)", "--unshallow"]);
}

#[test]
fn words_that_were_taken_out_are_not_repeated() {
    let repository = Repository::new();
    let ines = "\"Ines Roy\"";
    for (said, message) in [
        ("> My leg hurts.\n>\n> — Ines Roy\n\n**Changed:** because her leg hurts.\n", "Quote"),
        ("> [redacted]\n>\n> — Ines Roy\n\n**Changed:** it is easier.\n", "Redact"),
    ] {
        repository.write("decisions/0001-page.md", &record("proposed", ines, said));
        repository.commit(message);
    }
    let expected = [
        "0001 proposed",
        "0001 listed Ines Roy as consulted",
        "0001 quoted Ines Roy (no longer in the log)",
        "0001 answered Ines Roy: Changed",
        "0001 redacted a quote from Ines Roy",
        "0001 answered Ines Roy: Changed: it is easier.",
        "0001 removed or changed a quote from Ines Roy",
    ];
    let said = repository.heard(&["log", "--format", "json"]);
    assert_eq!(messages(&said), expected);
    assert!(!said.out.contains("leg"), "{said:?}");
}

#[test]
fn stats_count_groups_first_and_name_people_only_when_asked() {
    let repository = log();
    repository.write(
        "heard.toml",
        "[groups]\nsupport = [\"Ines Roy\"]\nlegal = [\"Kim Lee\"]\nsre = [\"Bo Lund\"]\n\n[[areas]]\nname = \"export\"\npaths = [\"infra/export/**\"]\n\n[[areas]]\nname = \"web\"\npaths = [\"web/**\"]\n",
    );
    repository.write("decisions/0002-page.md", &record("accepted", "\"Bo Lund\"", ""));
    let said = repository.heard(&["stats"]);
    let expected = "\
accepted decisions that quote somebody: 1 of 2
2 quotes from 2 people

By group
group     quotes  people  decisions  answered  changed  asked  not quoted
support   1       1       1          1         0        1      0
sre       0       0       0          0         0        1      1
legal     0       0       0          0         0        0      0
no group  1       1       1          1         0        1      0

Answers
1  Declined
1  Deferred

What stands behind the quotes
2  no source

Groups that are never quoted
sre: consulted in 1 decision
legal: never consulted

Areas without a decision in force
web
";
    assert_eq!((said.code, said.out.as_str()), (0, expected), "{said:?}");
    let by_person = "
By person
person     quotes  groups   decisions  answered  changed  asked  not quoted
Ines Roy   1       support  1          1         0        1      0
Pete Osei  1       -        1          1         0        1      0
Bo Lund    0       sre      0          0         0        1      1
";
    assert_eq!(repository.heard(&["stats", "--voices"]).out, format!("{expected}{by_person}"));
    let json = repository.heard(&["stats", "--format", "json"]).json("stats.schema.json");
    assert!(json.get("voices").is_none(), "{json}");
    assert_eq!(
        (&json["groups"][0]["group"], &json["groups"][3]["group"]),
        (&"support".into(), &serde_json::Value::Null)
    );
    assert_eq!(json["areas_without_decision"], serde_json::json!(["web"]));
    let json = repository.heard(&["stats", "--voices", "--format", "json"]).json("stats.schema.json");
    assert_eq!(json["voices"][2]["not_quoted"], 1);
    assert_eq!(
        repository.heard(&["stats", "--rev", "HEAD", "--format", "json"]).json("stats.schema.json")["accepted"],
        1
    );
}

#[test]
fn a_log_that_heard_nobody_is_not_praised() {
    for (status, expected) in [
        ("accepted", "accepted decisions that quote somebody: 0 of 2\nnobody is quoted\n"),
        ("proposed", "no decision is accepted\nnobody is quoted\n"),
    ] {
        let repository = Repository::new();
        for name in ["0001-a", "0002-b"] {
            repository.write(&format!("decisions/{name}.md"), &record(status, "", ""));
        }
        assert_eq!(repository.heard(&["stats", "--voices"]).out, expected);
    }
    expect(&Repository::new().heard(&["stats"]), 2, &["no decisions found"]);
}

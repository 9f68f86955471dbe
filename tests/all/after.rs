//! After a decision: what people are told, what is due, and a concern that comes true.

use crate::repository::{Repository, expect};

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
    // Whoever was told again is not told a third time.
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

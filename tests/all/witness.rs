//! What forges say of the comments that a change cites: from a file outside the change, with the real gate.

use serde_json::{Value, json};

use crate::repository::{POLICY, Repository, Said, accepted, prepared};

const ADDRESS: &str = "https://github.com/acme/rota/pull/7#issuecomment-123";
const WORDS: &str = "I do not get paged for this. On Friday I do.";
/// Of [`WORDS`].
const SHA256: &str = "b9e86623ee65aae08f48970b772ddff4709ea08189fbeeac29eea2c272cc3d85";
/// The sentences that are quoted.
const QUOTED: &str = "On Friday I do.";

/// A repository with an area that requires the person's own comment, and a change whose decision cites one.
fn change(evidence: &str, quoted: &str) -> Repository {
    let repository = Repository::new();
    let people = "[people.\"Ines Roy\"]\ngithub = { login = \"inesroy\", id = 1894766 }\n";
    let policy = POLICY.replace("[[areas]]\n", &format!("[[areas]]\nevidence = \"{evidence}\"\n"));
    repository.write("heard.toml", &format!("{people}{policy}"));
    repository.write("infra/paging/rota.yml", "window: sunday\n");
    repository.commit("Start");
    repository.git(&["switch", "--quiet", "--create", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &decision(quoted));
    repository.commit("Move the window");
    repository
}

fn decision(quoted: &str) -> String {
    let receipt =
        format!("github issuecomment-123 by inesroy id=1894766 at=2026-02-12T10:11:12Z edited=never sha256={SHA256}");
    let mut text = String::new();
    for line in accepted("Friday", "infra/paging/**").lines() {
        let line = match line {
            line if line.starts_with("> — Ines Roy") => {
                format!("> — Ines Roy, 2026-02-12, [comment]({ADDRESS})\n> <!-- heard: {receipt} -->")
            }
            line if line.starts_with("> ") => format!("> {quoted}"),
            line => line.to_owned(),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// The comment, as its forge shows it.
fn comment() -> Value {
    json!({
        "author": { "login": "inesroy", "id": 1_894_766 },
        "text": WORDS,
        "at": "2026-02-12T10:11:12Z",
        "edited": null,
        "minimised": false,
    })
}

/// A witness of the change.
fn witness(repository: &Repository, comment: &Value) -> Value {
    json!({
        "version": 1,
        "base": repository.id("main"),
        "head": repository.id("topic"),
        "comments": [{ "address": ADDRESS, "comment": comment }],
    })
}

/// The gate with a witness that lies beside the repository.
fn gate(repository: &Repository, witness: &Value) -> Said {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("witness.json");
    std::fs::write(&file, witness.to_string()).unwrap();
    repository.heard(&["gate", "--base", "main", "--witness", file.to_str().unwrap()])
}

#[test]
fn words_that_the_comment_has_pass() {
    let repository = change("forge", QUOTED);
    let said = gate(&repository, &witness(&repository, &comment()));
    assert_eq!(said.code, 0, "{said:?}");
    said.has("their own comment");
    // An edit by the author that leaves the words, and a renamed login.
    let mut edited = comment();
    edited["text"] = json!(format!("{WORDS} That is all."));
    edited["edited"] = json!({ "at": "2026-02-13T00:00:00Z", "by": { "login": "ines-roy", "id": 1_894_766 } });
    edited["author"]["login"] = json!("ines-roy");
    let said = gate(&repository, &witness(&repository, &edited));
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn a_comment_that_proves_nothing_is_no_evidence() {
    let set = |field: &str, value: Value| {
        let mut comment = comment();
        comment[field] = value;
        comment
    };
    let by = |login: &str, id: u64| json!({ "login": login, "id": id });
    let mut edited = set("text", json!("I do not get paged for this."));
    edited["edited"] = json!({ "at": "2026-02-13T00:00:00Z", "by": by("inesroy", 1_894_766) });
    let cases = [
        (Value::Null, "quote-unwitnessed"),
        (set("author", Value::Null), "quote-unwitnessed"),
        (set("minimised", json!(true)), "quote-unwitnessed"),
        (set("edited", json!({ "at": null, "by": null })), "quote-unwitnessed"),
        (set("edited", json!({ "at": "2026-02-13T00:00:00Z", "by": null })), "quote-unwitnessed"),
        (set("edited", json!({ "at": "2026-02-13T00:00:00Z", "by": by("anaruiz", 7) })), "receipt-edited-by-another"),
        (set("author", by("inesroy", 7)), "receipt-other-person"),
        (set("author", by("anaruiz", 7)), "receipt-other-person"),
        (
            set("author", json!({ "login": "inesroy", "id": 1_894_766, "not_a_person": "it is a bot" })),
            "receipt-from-program",
        ),
        (set("text", json!("I do not get paged for this.")), "quote-unwitnessed"),
        (edited, "receipt-changed"),
    ];
    let repository = change("forge", QUOTED);
    for (comment, rule) in cases {
        let said = gate(&repository, &witness(&repository, &comment));
        assert_eq!(said.code, 1, "{rule}: {comment} {said:?}");
        said.has(&format!("[{rule}]"));
    }
    for quoted in ["I do", "I get paged for this.", "I do not get paged for this. I do."] {
        let repository = change("forge", quoted);
        let said = gate(&repository, &witness(&repository, &comment()));
        assert_eq!(said.code, 1, "{quoted}: {said:?}");
        said.has("[receipt-other-words]");
    }
}

#[test]
fn a_witness_is_about_this_change_and_no_part_of_it() {
    let repository = change("forge", QUOTED);
    // Without the comment.
    let mut other = witness(&repository, &comment());
    other["comments"] = json!([]);
    let said = gate(&repository, &other);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("[quote-unwitnessed]");
    // With one that the change does not cite.
    other["comments"] = json!([{ "address": ADDRESS.replace("123", "124"), "comment": comment() }]);
    gate(&repository, &other).has("[quote-unwitnessed]");
    for (field, value) in [("head", repository.id("main")), ("base", repository.id("topic"))] {
        let mut other = witness(&repository, &comment());
        other[field] = json!(value);
        let said = gate(&repository, &other);
        assert_eq!(said.code, 2, "{said:?}");
        said.has("it is about the change from");
    }
    assert_eq!(gate(&repository, &json!({ "version": 1 })).code, 2);
    // In the tree of the change.
    repository.write("witness.json", &witness(&repository, &comment()).to_string());
    repository.commit("Bring my own witness");
    let said = repository.heard(&["gate", "--base", "main", "--witness", "witness.json"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("it is a file of the commit that is checked");
}

#[test]
fn a_forge_that_can_not_be_asked_is_neither_a_pass_nor_a_rejection() {
    let repository = change("forge", QUOTED);
    // No program in reach.
    let said = repository.heard_with(&[("PATH", "/nowhere")], &["gate", "--base", "main"]);
    assert_eq!(said.code, 2, "{said:?}");
}

#[test]
fn nothing_is_looked_up_where_no_area_requires_it() {
    for evidence in ["claimed", "relayed", "sourced"] {
        let repository = change(evidence, QUOTED);
        let said = repository.heard_with(&[("PATH", "/nowhere")], &["gate", "--base", "main"]);
        assert_eq!(said.code, 0, "{said:?}");
    }
    let repository = prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.commit("Move the window");
    let said = repository.heard_with(&[("PATH", "/nowhere")], &["witness", "--base", "main"]);
    assert_eq!(said.code, 0, "{said:?}");
    let written: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(written["comments"], json!([]));
}

#[test]
fn a_receipt_stays_with_its_words() {
    let repository = change("sourced", QUOTED);
    repository.git(&["switch", "--quiet", "main"]);
    repository.git(&["merge", "--quiet", "--ff-only", "topic"]);
    repository.git(&["switch", "--quiet", "--create", "next"]);
    let text = decision(QUOTED);
    let without: String =
        text.lines().filter(|line| !line.contains("heard:")).map(|line| format!("{line}\n")).collect();
    for changed in [without, text.replace("id=1894766", "id=7")] {
        repository.write("decisions/0002-friday.md", &changed);
        repository.commit("Take the receipt away");
        let said = repository.heard(&["gate", "--base", "main"]);
        assert_eq!(said.code, 1, "{said:?}");
        said.has("quote from Ines Roy has lost its receipt or signature");
    }
}

#[test]
fn a_decision_does_not_bring_its_own_words_in_before_they_are_needed() {
    let repository = Repository::new();
    let forged = change("forge", QUOTED);
    repository.write("heard.toml", &forged.read("heard.toml"));
    repository.write("infra/paging/rota.yml", "window: sunday\n");
    repository.commit("Start");
    repository.git(&["switch", "--quiet", "--create", "topic"]);
    // Accepted in a change that touches nothing which the area names.
    repository.write("decisions/0002-friday.md", &decision("On Sunday as well."));
    repository.commit("Decide");
    let said = gate(&repository, &witness(&repository, &comment()));
    assert_eq!(said.code, 1, "{said:?}");
    said.has("[receipt-other-words]");
    // With the right words it passes, and is not looked up again when a commit names it.
    repository.write("decisions/0002-friday.md", &decision(QUOTED));
    repository.commit("Repeat the comment");
    let said = gate(&repository, &witness(&repository, &comment()));
    assert_eq!(said.code, 0, "{said:?}");
    repository.git(&["switch", "--quiet", "main"]);
    repository.git(&["merge", "--quiet", "--ff-only", "topic"]);
    repository.git(&["switch", "--quiet", "--create", "next"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window\n\nDecision: 0002");
    let said = repository.heard_with(&[("PATH", "/nowhere")], &["gate", "--base", "main"]);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn receipts_that_are_nobody_s_are_listed_without_asking() {
    let repository = change("forge", QUOTED);
    let policy = repository.read("heard.toml").replace("id = 1894766", "id = 7");
    repository.write("heard.toml", &policy);
    let said = repository.heard_with(&[("PATH", "/nowhere")], &["witness", "--all"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("decisions/0002-friday.md: the quote from Ines Roy is a comment by `inesroy`");
    said.has("0 comments looked up, 1 quote without proof");
}

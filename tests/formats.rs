//! The reports of `check` and `gate`, from the real program over real repositories.

mod repository;

use std::collections::BTreeSet;
use std::fs;

use repository::{Repository, Said, accepted};
use serde_json::Value;

const POLICY: &str = "\
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
hear = [\"support\"]
";

/// Accepted, with nobody consulted.
const ALONE: &str = "---\nstatus: accepted\ndate: 2026-05-20\nconsulted:\n---\n\n# Alone\n";

/// A log with one decision that is denied and one that is not.
fn log() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    repository.write("decisions/0002-alone.md", ALONE);
    repository.commit("Start");
    repository
}

/// A branch that moves the window and has not heard the group, beside `main`.
fn change() -> Repository {
    let repository = log();
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.commit("Add the rota");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0003-friday.md", &accepted("Friday", "infra/paging/**").replace("Ines Roy", "Bo Lund"));
    repository.commit("Move the window");
    repository
}

fn check(repository: &Repository, format: &str) -> Said {
    repository.heard(&["check", "--format", format])
}

fn gate(repository: &Repository, format: &str) -> Said {
    repository.heard(&["gate", "--base", "main", "--format", format])
}

/// Both commands in one format, each with its exit code and at least one finding.
fn both(format: &str) -> [(Repository, Said); 2] {
    let (log, change) = (log(), change());
    let said = [check(&log, format), gate(&change, format)];
    for said in &said {
        assert_eq!(said.code, 1, "{said:?}");
        assert_eq!(said.err, "");
    }
    let [first, second] = said;
    [(log, first), (change, second)]
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn json_has_places_at_both_ends_and_a_fingerprint() {
    for (index, (_, said)) in both("json").into_iter().enumerate() {
        let json = said.json(["check.schema.json", "gate.schema.json"][index]);
        let finding = &json["findings"][0];
        assert_eq!(finding["fingerprint"].as_str().unwrap().len(), 40);
        assert!(finding["end_column"].as_u64() > finding["column"].as_u64(), "{finding}");
    }
    let json = gate(&change(), "json").json("gate.schema.json");
    assert_eq!(json["changed"], 2);
    assert_eq!(json["needs"][0]["heard"][0], "Bo Lund");
}

#[test]
fn fingerprints_stay_when_lines_move_and_tell_twins_apart() {
    let prints = |repository: &Repository| -> Vec<String> {
        let report = check(repository, "json").json("check.schema.json");
        report["findings"].as_array().unwrap().iter().map(|finding| text(&finding["fingerprint"])).collect()
    };
    let repository = Repository::new();
    let body = "\n# T\n\n## Consultation\n\n> Same words of somebody here.\n\n> Same words of somebody here.\n";
    let header =
        "---\nstatus: accepted\ndate: 2026-05-20\ndecision-makers: [\"Ana Ruiz\"]\nconsulted: [\"Bo Lund\"]\n---\n";
    repository.write("decisions/0001-a.md", &format!("{header}{body}"));
    let before = prints(&repository);
    assert!(before.len() > 1);
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), before.len(), "no two are alike: {before:?}");
    repository.write("decisions/0001-a.md", &format!("\n\n{header}\n\nOne more paragraph.\n{body}"));
    assert_eq!(prints(&repository), before);
    // A decision is known by its id, whatever the rest of its name is.
    fs::rename(repository.path("decisions/0001-a.md"), repository.path("decisions/0001-b.md")).unwrap();
    assert_eq!(prints(&repository), before);
    repository.write("decisions/0001-b.md", &format!("{header}{}", body.replace("Same", "Other")));
    assert_ne!(prints(&repository), before);
}

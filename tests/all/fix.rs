//! `heard check --fix`: what it writes, what it leaves, and what it says of both.

use std::io::Write as _;
use std::process::Stdio;

use crate::repository::{Repository, accepted, expect};

const FILE: &str = "decisions/0002-next.md";

/// A proposed decision with one of each that can be fixed, and some that can't.
const PROPOSED: &str = "\
---
status: proposed
date: 2 March 2026   # the day of the meeting
review-by: 05/09/2027
deciders: Ana Ruiz, Bo Lund
consultd:
  - \"Ines Roy\"
amends: [\"0001\"]
---

# Next

## Considered Options

- Friday
- Thursday

## Consultation

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-02-12

**Changed:** the window moves.
";

fn log() -> Repository {
    let repository = Repository::new();
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    repository.write(FILE, PROPOSED);
    repository.commit("Start");
    repository
}

#[test]
fn what_check_reports_is_fixed_or_listed_as_not_fixed() {
    let repository = log();
    let said = repository.heard(&["check", "--fix"]);
    let fixed = "0002-next.md:3: fixed[date-form]: `2 March 2026` → `2026-03-02`";
    let left = "0002-next.md:4: not fixed[date-impossible]: `05/09/2027` may mean `2027-05-09` and `2027-09-05`";
    expect(&said, 1, &[fixed, left, "fixed[key-misspelt]: `consultd` → `consulted`", "error[date-impossible]"]);
    let expected = PROPOSED.replace("2 March 2026", "2026-03-02").replace("consultd", "consulted");
    assert_eq!(repository.read(FILE), expected);
    // Again fixes nothing more, and the form only on request.
    let said = repository.heard(&["check", "--fix"]);
    assert!(!said.out.contains(": fixed["), "{said:?}");
    assert_eq!(repository.read(FILE), expected);
    expect(&repository.heard(&["check", "--fix-form"]), 1, &["fixed: `deciders` → `decision-makers`"]);
    let list = "decision-makers:\n  - \"Ana Ruiz\"\n  - \"Bo Lund\"\n";
    assert_eq!(repository.read(FILE), expected.replace("deciders: Ana Ruiz, Bo Lund\n", list));
}

#[test]
fn a_diff_writes_nothing_and_is_taken_by_git() {
    let repository = log();
    let said = repository.heard(&["check", "--diff", "--fix-form"]);
    expect(
        &said,
        1,
        &["--- a/decisions/0002-next.md", "\n-consultd:\n", "\n+consulted:\n", "`--fix` would change 1 file"],
    );
    assert_eq!(repository.read(FILE), PROPOSED);
    let other = log();
    let mut apply = other.isolated("git").args(["apply", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    apply.stdin.take().unwrap().write_all(said.out.as_bytes()).unwrap();
    assert!(apply.wait().unwrap().success());
    repository.heard(&["check", "--fix", "--fix-form"]);
    assert_eq!(other.read(FILE), repository.read(FILE));
    expect(&repository.heard(&["check", "--diff"]), 0, &["would change 0 files"]);
}

#[test]
fn quotes_in_other_forms_are_rewritten_on_request() {
    let repository = log();
    let quote = "> I get paged when an export stalls on Friday.\n>\n> — Ines Roy, 2026-02-12\n";
    let item = "- \"I get paged when an export stalls on Friday.\" (Ines Roy, 2026-02-12)\n";
    repository.write(FILE, &PROPOSED.replace(quote, item));
    expect(&repository.heard(&["check"]), 1, &["warning[quote-form]: the quote from Ines Roy is not a block quote"]);
    repository.heard(&["check", "--fix"]);
    assert!(repository.read(FILE).contains(item));
    let fixed = "fixed[quote-form]: wrote the quote from Ines Roy as a block quote";
    let said = repository.heard(&["check", "--fix-form"]);
    expect(&said, 1, &[fixed]);
    assert!(!said.out.contains("warning[quote-form]"), "{said:?}");
    assert!(repository.read(FILE).contains(quote), "{}", repository.read(FILE));
    expect(&repository.heard(&["check", "--fix-form", "--diff"]), 0, &["would change 0 files"]);
    expect(&repository.heard(&["check", "--fix-form", "--staged"]), 2, &["--fix-form"]);
}

#[test]
fn only_the_work_tree_and_the_given_paths_are_fixed() {
    let repository = log();
    for state in [["--rev", "HEAD"].as_slice(), &["--staged"]] {
        for mend in ["--fix", "--diff"] {
            let arguments = [&["check", mend], state].concat();
            assert_eq!(repository.heard(&arguments).code, 2, "{arguments:?}");
        }
    }
    assert_eq!(repository.heard(&["check", "--diff", "--format", "json"]).code, 2);
    repository.heard(&["check", "--fix", "decisions/0001-start.md"]);
    assert_eq!(repository.read(FILE), PROPOSED);
    // The report stays one for machines.
    let said = repository.heard(&["check", "--fix", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["findings"][0]["rule"], "date-impossible");
    assert!(said.err.contains("fixed[key-misspelt]"), "{said:?}");
}

#[test]
fn what_is_allowed_off_or_recorded_is_not_fixed() {
    let repository = log();
    let allowed = PROPOSED.replace("# Next", "<!-- heard: allow date-form because the minutes say so -->\n\n# Next");
    repository.write("heard.toml", "[rules]\nkey-misspelt = \"off\"\n");
    repository.write(FILE, &allowed);
    repository.heard(&["check", "--fix"]);
    assert_eq!(repository.read(FILE), allowed);
    repository.write(FILE, PROPOSED);
    repository.heard(&["baseline", "--write"]);
    repository.heard(&["check", "--fix"]);
    assert_eq!(repository.read(FILE), PROPOSED);
    repository.heard(&["check", "--fix", "--no-baseline"]);
    assert_eq!(repository.read(FILE), PROPOSED.replace("2 March 2026", "2026-03-02"));
}

#[test]
fn the_gate_passes_what_is_fixed_in_an_accepted_decision() {
    let repository = Repository::new();
    let old = accepted("Start", "docs/**").replace("2026-05-20", "20 May 2026");
    let old = old.replace("consulted:\n", "tagz: [a]\nconsulted:\n");
    let next = accepted("Next", "docs/**").replace("on Friday", "at night");
    repository.write("decisions/0001-start.md", &old);
    repository.write(FILE, &next.replace("governs:", "supersedes: [\"0001\"]\ngoverns:"));
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    let said = repository.heard(&["check", "--fix", "--fix-form"]);
    expect(
        &said,
        0,
        &["not fixed[key-misspelt]: `0001` is accepted, and the gate rejects", "added `superseded-by: 0002`"],
    );
    let now = repository.read("decisions/0001-start.md");
    assert!(now.contains("date: 2026-05-20\n") && now.contains("superseded-by:\n  - \"0002\"\n"), "{now}");
    assert!(now.contains("tagz: [a]"), "{now}");
    repository.commit("Mend");
    expect(&repository.heard(&["gate", "--base", "main"]), 0, &[]);
    // A decision that the base does not have yet may be fixed in full.
    repository.write("decisions/0003-new.md", &old.replace("on Friday", "today"));
    repository.commit("New");
    repository.write("heard.toml", "[log]\nbase = \"main\"\n");
    expect(&repository.heard(&["check", "--fix"]), 0, &["0003-new.md:6: fixed[key-misspelt]"]);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_written_stays_and_ends_with_2() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    let repository = log();
    fs::set_permissions(repository.path(FILE), PermissionsExt::from_mode(0o440)).unwrap();
    expect(&repository.heard(&["check", "--fix"]), 2, &["it is read-only"]);
    assert_eq!(repository.read(FILE), PROPOSED);
}

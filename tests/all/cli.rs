//! The commands as a user types them: what they say, and their exit codes.

use std::fs;
use std::process::Stdio;

use crate::repository::{Repository, Said, accepted};

/// A log with one decision that nothing is wrong with.
fn log() -> Repository {
    let repository = Repository::new();
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    repository.commit("Start");
    repository
}

#[test]
fn check_reports_by_its_exit_code() {
    let repository = log();
    let said = repository.heard(&["check"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("1 decision, no problems found");

    repository
        .write("decisions/0002-alone.md", "---\nstatus: accepted\ndate: 2026-05-20\nconsulted:\n---\n\n# Alone\n");
    let said = repository.heard(&["check"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("error[consulted-empty]");
    said.has("decisions/0002-alone.md:4:1");

    // What is not decided yet only warns, unless everything is to be mended.
    repository
        .write("decisions/0002-alone.md", "---\nstatus: proposed\ndate: 2026-05-20\nconsulted:\n---\n\n# Alone\n");
    assert_eq!(repository.heard(&["check"]).code, 0);
    assert_eq!(repository.heard(&["check", "--strict"]).code, 1);

    repository.write("heard.toml", "[rules]\nconsulted-emty = \"off\"\n");
    let said = repository.heard(&["check"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("heard.toml:2:1");
    said.has("did you mean `consulted-empty`?");
    assert!(said.out.is_empty(), "nothing but findings goes to standard output");
}

#[test]
fn json_fits_the_schemas() {
    let repository = log();
    repository.write("decisions/0002-alone.md", "---\nstatus: accepted\n---\n\n# Alone\n\n> é\n");
    let json = repository.heard(&["check", "--format", "json"]).json("check.schema.json");
    assert_eq!(json["version"], 1);
    assert_eq!(json["summary"]["decisions"], 2);
    let json = repository.heard(&["list", "--format", "json"]).json("list.schema.json");
    assert_eq!(json[0]["consulted"][0]["name"], "Ines Roy");
    assert_eq!(json[0]["quotes"][0]["disposition"], "Changed");
    assert_eq!(json[0]["quotes"][0]["text"], "I get paged when an export stalls on Friday.");
    repository.heard(&["show", "1", "--format", "json"]).json("list.schema.json");
    let json = repository.heard(&["rules", "--format", "json"]).json("rules.schema.json");
    assert!(json.as_array().unwrap().iter().any(|rule| rule["id"] == "group-unheard" && rule["command"] == "gate"));
}

#[test]
fn a_record_that_cannot_be_read_stands_in_every_command() {
    let repository = log();
    fs::write(repository.path("decisions/0002-latin.md"), b"# Caf\xe9\n").unwrap();
    repository.write("decisions/0003-open.md", "---\nstatus: accepted\n\n# Never closed\n");
    let said = repository.heard(&["check"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("file-unreadable");
    said.has("header-unreadable");
    said.has("3 decisions");
    let list = repository.heard(&["list"]);
    list.has("0002");
    list.has("0003");
    list.has("could not be read completely");
    let json = repository.heard(&["list", "--format", "json"]).json("list.schema.json");
    assert_eq!(json.as_array().unwrap().len(), 3);
    assert_eq!(json[1]["problems"].as_array().unwrap().len(), 1);
    repository.heard(&["show", "2"]).has("not UTF-8");
}

#[test]
fn the_staged_files_and_those_of_a_commit_are_checked_as_they_are() {
    let repository = log();
    let broken = accepted("Start", "docs/**").replace("**Changed:** the window names the tenant.", "");
    repository.write("decisions/0001-start.md", &broken);
    assert_eq!(repository.heard(&["check", "--staged"]).code, 0, "nothing is staged yet");
    assert_eq!(repository.heard(&["check"]).code, 1);
    repository.git(&["add", "-A"]);
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    assert_eq!(repository.heard(&["check"]).code, 0);
    let said = repository.heard(&["check", "--staged"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("concern-unanswered");
    assert_eq!(repository.heard(&["check", "--rev", "HEAD"]).code, 0);
    let said = repository.heard(&["check", "--rev", "nowhere"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("unknown revision");
}

#[test]
fn a_buffer_is_checked_in_the_place_of_its_file() {
    let repository = log();
    let fine = accepted("Start", "docs/**");
    let broken = fine.replace("**Changed:** the window names the tenant.", "");
    let check = |name: &str, text: &[u8]| repository.heard_reading(text, &["check", "--stdin-filename", name]);
    let said = check("decisions/0001-start.md", broken.as_bytes());
    assert_eq!(said.code, 1, "{said:?}");
    said.has("decisions/0001-start.md:");
    said.has("concern-unanswered");
    assert_eq!(repository.heard(&["check"]).code, 0, "nothing is written");
    // The file on disk is not looked at, nor are the others of the log; but links to them are followed.
    repository.write("decisions/0001-start.md", &broken);
    repository.write("decisions/0002-other.md", &broken);
    assert_eq!(check("decisions/0001-start.md", fine.as_bytes()).code, 0);
    let said =
        check("decisions/0003-new.md", fine.replace("status: accepted", "status: superseded by 0009").as_bytes());
    said.has("decisions/0003-new.md:");
    said.has("0009");
    // A new file is one of the log; what is no decision has no findings.
    assert_eq!(check("decisions/0003-new.md", broken.as_bytes()).code, 1);
    for name in ["decisions/README.md", "src/main.rs", "notes/0001-start.md"] {
        let said = check(name, broken.as_bytes());
        assert_eq!(said.code, 0, "{name}: {said:?}");
        said.has("0 decisions");
    }
    let said =
        repository.heard_reading(broken.as_bytes(), &["-C", "decisions", "check", "--stdin-filename", "0001-start.md"]);
    said.has("concern-unanswered");
    let json = repository.heard_reading(
        broken.as_bytes(),
        &["check", "--format", "json", "--stdin-filename", "decisions/0001-start.md"],
    );
    assert_eq!(json.json("check.schema.json")["findings"][0]["path"], "decisions/0001-start.md");
    check("decisions/0001-start.md", b"\xff").has("UTF-8");
    check("decisions/0001-start.md", &vec![b'a'; 2 * 1024 * 1024]).has("larger than 1 MiB");
    for (arguments, reason) in [
        (&["check", "--stdin-filename", "../x.md"][..], "outside the repository"),
        (&["check", "--staged", "--stdin-filename", "x.md"], "cannot be used with"),
    ] {
        let said = repository.heard_reading(b"", arguments);
        assert_eq!(said.code, 2, "{said:?}");
        said.has(reason);
    }
}

#[test]
fn of_a_file_with_a_conflict_only_that_is_reported() {
    let repository = log();
    let file = "decisions/0001-start.md";
    let base = accepted("Start", "docs/**");
    let only = |said: &Said| {
        assert_eq!(said.code, 1, "{said:?}");
        assert_eq!(said.out.matches("error[").count(), 1, "{said:?}");
        assert!(said.out.contains("error[conflict-marker]: file has a merge conflict"), "{said:?}");
        assert!(!said.out.contains("warning["), "{said:?}");
    };
    for (old, new) in [
        ("> I get paged", "<<<<<<< HEAD\n> I am paged\n=======\n> I get paged"),
        ("status: accepted", "<<<<<<< HEAD\nstatus: accepted\n=======\nstatus: proposed\n>>>>>>> topic"),
        ("# Start\n", "# Start\n\n<<<<<<< HEAD\nYes.\n||||||| base\n=======\nNo.\n>>>>>>> topic\n"),
        ("---\nstatus", "<<<<<<< HEAD\n---\nstatus"),
    ] {
        repository.write(file, &base.replacen(old, new, 1));
        only(&repository.heard(&["check"]));
    }
    repository.write(file, &base.replace("# Start\n", "# Start\n\n```diff\n<<<<<<< HEAD\n```\n"));
    assert_eq!(repository.heard(&["check"]).code, 0);
    // Both sides of a merge change the same line.
    repository.git(&["checkout", "-q", "."]);
    repository.git(&["switch", "-q", "-c", "one"]);
    repository.write(file, &base.replace("- Friday", "- Monday"));
    repository.commit("One");
    repository.git(&["switch", "-q", "-c", "two", "HEAD~"]);
    repository.write(file, &base.replace("- Friday", "- Sunday"));
    repository.commit("Two");
    let merged = repository.isolated("git").args(["merge", "-q", "one"]).output().unwrap();
    assert!(!merged.status.success());
    only(&repository.heard(&["check", "--staged"]));
    only(&repository.heard(&["check"]));
    // The file on disk may be settled already; what git would commit is not.
    repository.write(file, &base);
    only(&repository.heard(&["check", "--staged"]));
    repository.git(&["add", "-A"]);
    assert_eq!(repository.heard(&["check", "--staged"]).code, 0);
}

#[test]
fn a_hook_sees_the_index_that_git_is_about_to_commit() {
    let repository = log();
    let broken = accepted("Start", "docs/**").replace("**Changed:** the window names the tenant.", "");
    repository.write("decisions/0001-start.md", &broken);
    let hook = repository.path(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, format!("#!/bin/sh\nexec '{}' --today 2026-06-01 check --staged\n", env!("CARGO_BIN_EXE_heard")))
        .unwrap();
    #[cfg(unix)]
    fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    // `commit PATH` gives the hook an index of its own.
    let commit = repository
        .isolated("git")
        .args(["commit", "-q", "-m", "Break it", "decisions/0001-start.md"])
        .output()
        .unwrap();
    assert!(!commit.status.success(), "{commit:?}");
    assert!(
        String::from_utf8_lossy(&commit.stdout).contains("concern-unanswered")
            || String::from_utf8_lossy(&commit.stderr).contains("concern-unanswered"),
        "{commit:?}"
    );
}

#[test]
fn paths_choose_what_is_reported() {
    let repository = log();
    repository.write("decisions/0002-alone.md", "---\nstatus: accepted\ndate: 2026-05-20\n---\n\n# Alone\n");
    repository.write("notes/0007-other.md", "# Another log\n");
    assert_eq!(repository.heard(&["check", "decisions/0001-start.md"]).code, 0);
    assert_eq!(repository.heard(&["check", "decisions/0002-alone.md"]).code, 1);
    // From a folder below, paths are that folder's.
    assert_eq!(repository.at("decisions").heard(&["check", "0001-start.md"]).code, 0);
    // A folder outside the log is a log of its own.
    let said = repository.heard(&["check", "notes"]);
    said.has("header-missing");
    said.has("1 decision");
    for missing in ["decisions/0009-none.md", "nowhere", "../elsewhere"] {
        assert_eq!(repository.heard(&["check", missing]).code, 2, "{missing}");
    }
}

#[test]
fn a_log_that_is_elsewhere_is_pointed_at() {
    let repository = Repository::new();
    repository.write("docs/adr/0001-a.md", "# A\n");
    repository.write("docs/adr/0002-b.md", "# B\n");
    let said = repository.heard(&["check"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("try `heard check docs/adr`; to adopt them, run `heard init --adopt`");
    repository.write("heard.toml", "[log]\ndirs = [\"log\"]\n");
    repository.heard(&["check"]).has("to use it by default, set `dirs = [\"docs/adr\"]`");
    fs::remove_file(repository.path("heard.toml")).unwrap();
    assert_eq!(repository.heard(&["check", "docs/adr"]).code, 1);
}

#[test]
fn a_folder_without_git_can_be_checked_and_not_gated() {
    let folder = Repository::plain_folder();
    folder.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    assert_eq!(folder.heard(&["check"]).code, 0);
    let said = folder.heard(&["gate", "--base", "main"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("no git repository");
}

#[test]
fn a_slip_gets_the_nearest_word() {
    let repository = log();
    let second = accepted("Next", "src/**").replace("on Friday", "at night");
    repository.write("decisions/0002-next.md", &second.replace("governs:", "tags: [\"on-call\"]\ngoverns:"));
    repository.write("decisions/0003-last.md", &second.replace("at night", "at noon").replace("Next", "Last"));
    repository.commit("Next");
    let before = fs::read_to_string(repository.path("decisions/0002-next.md")).unwrap();
    for (command, word) in [
        // Ids.
        (&["show", "0010"][..], "did you mean `0001`?"),
        (&["status", "4", "rejected"], "did you mean `0001`?"),
        (&["supersede", "22", "3"], "did you mean `0002`?"),
        (&["supersede", "3", "22"], "did you mean `0002`?"),
        (&["link", "13", "amends", "1"], "did you mean `0003`?"),
        (&["link", "1", "amends", "13"], "did you mean `0003`?"),
        (&["quote", "0020", "Bo", "--text", "x"], "did you mean `0002`?"),
        (&["answer", "0020", "Ines Roy", "--as", "open"], "did you mean `0002`?"),
        (&["renumber", "0020"], "did you mean `0002`?"),
        (&["edit", "0020"], "did you mean `0002`?"),
        (&["ask", "0020"], "did you mean `0002`?"),
        // People.
        (
            &["answer", "2", "Ines Rooy", "--as", "open"],
            "did you mean `Ines Roy`? otherwise add one with `heard quote 0002 'Ines Rooy'`",
        ),
        (&["list", "--person", "Ines Rooy"], "did you mean `Ines Roy`?"),
        (&["list", "--person", "ruiz"], "did you mean `Ana Ruiz`?"),
        (&["search", "--said-by", "Ines Rooy"], "did you mean `Ines Roy`?"),
        // Statuses, answers, tags, kinds of links.
        (&["status", "2", "acepted"], "did you mean `accepted`?"),
        (&["list", "--status", "acepted"], "did you mean `accepted`?"),
        (&["answer", "2", "Ines Roy", "--as", "chnged"], "did you mean `changed`?"),
        (
            &["answer", "2", "Ines Roy", "--as", "done"],
            "valid dispositions are `changed`, `declined`, `deferred`, `mitigated`, `no concern`, `open`, `overruled` and `withdrawn`",
        ),
        (&["list", "--tag", "oncall"], "did you mean `on-call`?"),
        (&["link", "1", "amend", "2"], "'amends'"),
        // Rules, formats and commands.
        (&["explain", "consulted-emty"], "did you mean `consulted-empty`?"),
        (&["check", "--format", "jsn"], "'json'"),
        (&["import", "x", "--from", "nygrd"], "'nygard'"),
        (&["chekc"], "'check'"),
    ] {
        let said = repository.heard(command);
        assert_eq!(said.code, 2, "{command:?}: {said:?}");
        said.has(word);
    }
    assert_eq!(fs::read_to_string(repository.path("decisions/0002-next.md")).unwrap(), before);
    for (policy, word) in [
        ("[rules]\nquote-shrt = \"warn\"\n", "help: did you mean `quote-short`"),
        (
            "[groups]\nsupport = [\"Ines Roy\"]\n[[areas]]\nname = \"a\"\npaths = [\"a/**\"]\nhear = [\"suport\"]\n",
            "help: did you mean `support`",
        ),
        ("[words]\nstatus.acepted = [\"ok\"]\n", "help: did you mean `accepted`"),
    ] {
        repository.write("heard.toml", policy);
        let said = repository.heard(&["check"]);
        assert_eq!(said.code, 2, "{policy}: {said:?}");
        said.has(word);
    }
}

#[test]
fn a_name_that_is_new_is_taken_and_its_neighbour_named() {
    let repository = log();
    let near = "note: `Ines Rooy` is a new name; did you mean `Ines Roy`?";
    let said = repository.heard(&["ask", "1", "Ines Rooy"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.starts_with("To Ines Rooy:"), "{said:?}");
    said.has(near);
    let said = repository.heard(&["quote", "1", "Ines Rooy (support)", "--text", "I am woken by it."]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("`Ines Rooy (support)` is a new name; did you mean `Ines Roy`?");
    for known in ["Ines Roy", "Pete Osei"] {
        let said = repository.heard(&["quote", "1", known, "--text", "I am woken by it."]);
        assert!(!said.out.contains("did you mean"), "{said:?}");
    }
}

#[test]
fn a_record_without_a_header_says_where_a_speaker_is_listed() {
    let repository = Repository::new();
    let text = "# 1. Start\n\nDate: 2026-05-20\n\n## Status\n\nProposed\n\n## Context\n\nWords.\n";
    repository.write("decisions/0001-start.md", text);
    let said = repository.heard(&["quote", "1", "Ines Roy", "--text", "I am woken by it.", "--date", "2026-05-12"]);
    said.has("has no header with a list of people; add this below the title: Consulted: Ines Roy\n");
    let help = "add a line below the title: `Consulted: Ines Roy`";
    repository.heard(&["check"]).has(help);
    let quoted = fs::read_to_string(repository.path("decisions/0001-start.md")).unwrap();
    let listed = quoted.replace("# 1. Start\n", "# 1. Start\n\nConsulted: Ines Roy\n");
    repository.write("decisions/0001-start.md", &listed);
    let said = repository.heard(&["check"]);
    assert!(!said.out.contains("quote-unlisted"), "{said:?}");
    let said = repository.heard(&["quote", "1", "Bo Lund", "--text", "I am woken by it."]);
    said.has("add `Bo Lund` to the consulted people");
    repository.heard(&["check"]).has("= help: add `Bo Lund` to the consulted people");
}

#[test]
fn list_finds_by_status_person_tag_and_path() {
    let repository = log();
    let other = accepted("Other", "infra/**")
        .replace("Ines Roy", "Bo Lund")
        .replace("status: accepted", "status: proposed\ntags: [ops]");
    repository.write("decisions/0002-other.md", &other);
    repository.write("heard.toml", "[people.\"Bo Lund\"]\nhandle = \"@bo\"\n");
    let ids = |arguments: &[&str]| -> Vec<String> {
        let said = repository.heard(&[&["list", "--format", "json"], arguments].concat());
        let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        json.as_array().unwrap().iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&["--status", "accepted"]), ["0001"]);
    assert_eq!(ids(&["--person", "@bo"]), ["0002"]);
    assert_eq!(ids(&["--person", "Ana Ruiz"]), ["0001", "0002"]);
    assert_eq!(ids(&["--tag", "OPS"]), ["0002"]);
    assert_eq!(ids(&["--path", "infra/a/b.yml"]), ["0002"]);
    assert_eq!(ids(&["--status", "rejected"]), [""; 0]);
}

#[test]
fn new_writes_the_next_decision_and_nothing_else() {
    let repository = log();
    repository.write("heard.toml", "[groups]\nsupport = [\"Ines Roy\"]\n[[areas]]\nname = \"paging\"\npaths = [\"infra/**\"]\nhear = [\"support\"]\ntrial = true\n");
    let said = repository.heard(&[
        "new",
        "Page on \"Fridays\": too?",
        "--governs",
        "infra/paging/**",
        "--maker",
        "Ana Ruiz",
        "--consult",
        "@lee",
    ]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("decisions/0002-page-on-fridays-too.md");
    said.has("`support`");
    let text = fs::read_to_string(repository.path("decisions/0002-page-on-fridays-too.md")).unwrap();
    for part in [
        "status: proposed",
        "date: 2026-06-01",
        "- \"Ana Ruiz\"",
        "- \"@lee\"",
        "- \"support\"",
        "- \"infra/paging/**\"",
        "# Page on \"Fridays\": too?",
        "## Consultation",
        "## Trial",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    // What it writes is a decision that nothing is denied in.
    let said = repository.heard(&["check"]);
    assert_eq!(said.code, 0, "{said:?}");
    repository.heard(&["new", "Another"]).has("decisions/0003-another.md");
    assert_eq!(repository.heard(&["new", "  "]).code, 2);
    assert_eq!(repository.heard(&["new", "T", "--governs", "a["]).code, 2);
}

#[test]
fn hostile_words_are_shown_and_never_obeyed() {
    let repository = Repository::new();
    let hostile = "\u{1b}]0;owned\u{7}\u{1b}[31m\u{202e}\u{9b}2J";
    let text = accepted(&format!("T{hostile}"), "docs/**").replace("Ines Roy", &format!("Ines{} Roy", "\u{202e}"));
    repository.write("decisions/0001-start.md", &text);
    for command in [
        &["check"][..],
        &["list"],
        &["show", "1"],
        &["check", "--format", "json"],
        &["list", "--format", "json"],
        &["show", hostile],
        &["explain", hostile],
        &[hostile],
    ] {
        let said = repository.heard(command);
        let shown = format!("{}{}", said.out, said.err);
        let bad: Vec<char> = shown.chars().filter(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}').collect();
        assert!(bad.is_empty(), "{command:?}: {bad:?}");
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_pass_and_no_panic() {
    let repository = log();
    for number in 2..400 {
        repository.write(&format!("decisions/{number:04}-x.md"), "---\nstatus: accepted\n---\n\n# Much to say\n");
    }
    let mut child = repository
        .isolated(env!("CARGO_BIN_EXE_heard"))
        .arg("check")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_ne!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_help_has_an_example() {
    let repository = log();
    let help = repository.heard(&["--help"]).out;
    let (_, listed) = help.split_once("Commands:\n").unwrap();
    let lines = listed.lines().take_while(|line| !line.is_empty());
    let commands: Vec<&str> =
        lines.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 20 && commands.contains(&"gate"), "{commands:?}");
    for command in commands.into_iter().filter(|command| *command != "help") {
        let said = repository.heard(&[command, "--help"]);
        assert_eq!(said.code, 0);
        let (_, examples) = said.out.split_once("Examples:\n").unwrap_or_else(|| panic!("{command}: {said:?}"));
        assert!(examples.contains(&format!("heard {command}")), "{command}: {examples}");
    }
}

/// What nearly every decision of an old log lacks is one line, so that the rest is seen.
#[test]
fn a_rule_that_reports_most_decisions_is_one_line() {
    let repository = Repository::new();
    for number in 1..=12 {
        let status = if number == 7 { "Acepted" } else { "Accepted" };
        let text =
            format!("# {number}. Use rota {number}\n\n## Status\n\n{status}\n\n## Context\n\nThe pager is quiet.\n");
        repository.write(&format!("decisions/{number:04}-rota.md"), &text);
    }
    repository.commit("Start");
    let said = repository.heard(&["check"]);
    let lines: Vec<&str> = said.out.lines().collect();
    let common = lines.iter().filter(|line| line.contains("of 12 decisions, such as decisions/0001-rota.md:")).count();
    assert!(common >= 2, "{}", said.out);
    assert_eq!(said.out.matches("[header-missing]").count(), 1, "{}", said.out);
    assert!(said.out.contains("--> decisions/0007-rota.md:5"), "{}", said.out);
    assert!(said.out.contains("`heard check --all` shows each of them"), "{}", said.out);

    let all = repository.heard(&["check", "--all"]);
    assert_eq!(all.out.matches("[header-missing]").count(), 12, "{}", all.out);
    assert!(!all.out.contains("such as"), "{}", all.out);
    let json = repository.heard(&["check", "--format", "json"]).json("check.schema.json");
    let missing = json["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == "header-missing");
    assert_eq!(missing.count(), 12);
}

/// Behind a header that can't be read, nothing else is reported of the file.
#[test]
fn an_unreadable_header_is_one_finding() {
    let repository = Repository::new();
    for (number, header) in
        [(1, "consulted: [\"Ines Roy\"\nstatus: accepted"), (2, "status accepted\ndate: 2026-03-02")]
    {
        let text = format!("---\n{header}\n---\n\n# Page through the rotation\n\nWhy not.\n");
        repository.write(&format!("decisions/000{number}-page.md"), &text);
    }
    let json = repository.heard(&["check", "--format", "json"]).json("check.schema.json");
    let rules: Vec<_> = json["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str()).collect();
    assert_eq!(rules, [Some("header-unreadable"); 2], "{json}");
    let human = repository.heard(&["check"]).out;
    assert!(human.contains("a bracket or a quote of the line above is not closed"), "{human}");
    assert!(human.contains("the line above is not `key: value`"), "{human}");
}

/// In a sparse checkout git keeps directories in its index; the program lists their files as git does.
#[test]
fn the_staged_files_of_a_sparse_checkout_are_checked() {
    let repository = log();
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.commit("Page");
    repository.git(&["sparse-checkout", "init", "--cone", "--sparse-index"]);
    repository.git(&["sparse-checkout", "set", "decisions"]);
    assert!(!repository.git(&["ls-files", "--sparse"]).contains("infra/paging"));
    repository.write("decisions/0002-page.md", "---\nstatus: acepted\n---\n\n# Page\n\nWhy not.\n");
    repository.git(&["add", "-A"]);
    let said = repository.heard(&["check", "--staged"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("decisions/0002-page.md:2");
    said.has("2 decisions");
}

/// Git trusts the repository of another user by `safe.directory`, also in the environment; heard follows it.
#[cfg(unix)]
#[test]
#[ignore = "needs root"]
fn a_repository_of_another_user_is_read_if_git_trusts_it() {
    use crate::repository::expect;
    let repository = log();
    repository.commit("Page");
    let linked = repository.path("linked");
    repository.git(&["worktree", "add", "--quiet", linked.to_str().unwrap()]);
    for entry in walkdir::WalkDir::new(repository.path("")) {
        std::os::unix::fs::lchown(entry.unwrap().path(), Some(12_345), Some(12_345)).unwrap();
    }
    for folder in ["", "decisions", "linked"] {
        let check =
            |environment: &[(&str, &str)]| repository.at(folder).heard_with(environment, &["check", "--staged"]);
        expect(&check(&[]), 2, &["belongs to another user", "safe.directory"]);
        let trusts = [("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "safe.directory"), ("GIT_CONFIG_VALUE_0", "*")];
        expect(&check(&trusts), 0, &["1 decision"]);
    }
}

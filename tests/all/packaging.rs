//! The files that bring heard into other repositories, and the examples of `docs/ci.md`: the scripts in
//! them are run, and what keeps a change from steering them is checked.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::repository::{Repository, accepted};
use granit_parser::{Event, Parser};
use serde_json::{Map, Value};

fn file(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap().replace("\r\n", "\n")
}

/// The documents of a YAML text. Every scalar is text.
pub(crate) fn yaml(text: &str) -> Vec<Value> {
    /// A list or a map that is still open; a map with the key that waits for its value.
    enum Open {
        List(Vec<Value>),
        Map(Map<String, Value>, Option<String>),
    }
    let (mut documents, mut open) = (Vec::new(), Vec::new());
    for next in Parser::new_from_str(text) {
        let value = match next.unwrap_or_else(|error| panic!("{error}:\n{text}")).0 {
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(Map::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop().unwrap() {
                Open::List(items) => Value::Array(items),
                Open::Map(fields, _) => Value::Object(fields),
            },
            Event::Scalar(value, ..) => Value::String(value.into_owned()),
            _ => continue,
        };
        match open.last_mut() {
            None => documents.push(value),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Map(fields, key)) => match key.take() {
                None => *key = Some(value.as_str().unwrap().to_owned()),
                Some(name) => assert!(fields.insert(name, value).is_none(), "a key stands twice:\n{text}"),
            },
        }
    }
    documents
}

/// The examples of a page with their language and the comment before them.
fn examples(page: &str) -> Vec<(String, String, String)> {
    let (mut examples, mut note) = (Vec::new(), String::new());
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let language = line.trim_start_matches('`');
        let fence = &line[..line.len() - language.len()];
        if fence.len() > 2 {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
            examples.push((language.to_owned(), std::mem::take(&mut note), text.join("\n")));
        }
        if let Some(comment) = line.strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->")) {
            note = comment.to_owned();
        }
    }
    examples
}

/// The examples after one kind of comment.
fn noted(wanted: &str) -> Vec<String> {
    let found = examples(&file("docs/ci.md")).into_iter().filter(|(_, note, _)| note == wanted);
    let found: Vec<String> = found.map(|(_, _, text)| text).collect();
    assert!(!found.is_empty(), "{wanted}");
    found
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} in {value:#}"))
}

/// The program under its own name in a folder, for scripts that look for it there.
#[cfg(unix)]
fn installed(folder: &Repository) -> std::path::PathBuf {
    let bin = folder.path("../bin");
    fs::create_dir_all(&bin).unwrap();
    // No copy: a program that was just written may still be open in a child of another test, and does not start then.
    let program = bin.join("heard");
    if !program.exists() {
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_heard"), program).unwrap();
    }
    bin
}

/// Runs a script as the runners do.
#[cfg(unix)]
fn bash(folder: &Repository, script: &str, variables: &[(&str, &str)]) -> crate::repository::Said {
    let mut command = folder.isolated("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]);
    let path = format!("{}:{}", installed(folder).display(), std::env::var("PATH").unwrap());
    command.env("PATH", path).envs(variables.iter().copied());
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    crate::repository::Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// A clone of a repository whose branch `topic` changes what the policy of `main` asks words for.
#[cfg(unix)]
fn clone() -> Repository {
    let origin = Repository::new();
    origin.write("heard.toml", "[groups]\nsupport = [\"Ines Roy\"]\n\n[[areas]]\nname = \"paging\"\npaths = [\"infra/**\"]\nhear = [\"support\"]\n");
    origin.write("infra/rota.yml", "window: thursday\n");
    origin.commit("Start");
    origin.git(&["branch", "-q", "topic"]);
    origin.write("a.txt", "a\n");
    origin.commit("A");
    origin.git(&["switch", "-q", "topic"]);
    origin.write("infra/rota.yml", "window: friday\n");
    origin.commit("Move the window");
    let url = format!("file://{}", origin.path(".").display());
    origin.clone_with(&["--single-branch", "--branch", "topic", &url])
}

#[test]
fn no_script_of_the_action_holds_an_expression() {
    let action = &yaml(&file("action.yml"))[0];
    assert_eq!(text(action, "/runs/using"), "composite");
    for step in action["runs"]["steps"].as_array().unwrap() {
        assert!(!text(step, "/run").contains("${{"), "{step:#}");
        assert_eq!(text(step, "/shell"), "bash");
        for value in step["env"].as_object().into_iter().flat_map(Map::values) {
            let name = value.as_str().unwrap().strip_prefix("${{ ").unwrap().strip_suffix(" }}").unwrap();
            let is_input =
                name.strip_prefix("inputs.").is_some_and(|name| action["inputs"][name]["default"].is_string());
            // Of the action itself, and no part of the change.
            assert!(
                is_input || ["github.token", "github.action_repository", "github.action_ref"].contains(&name),
                "{name}"
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn the_action_hands_its_inputs_on_as_one_word_each() {
    let folder = clone();
    let home = folder.path("..").display().to_string();
    // Writes down its arguments.
    let program = folder.path("../heard/bin/heard");
    fs::create_dir_all(program.parent().unwrap()).unwrap();
    fs::write(&program, "#!/bin/sh\nprintf '<%s>' \"$@\"\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let action = &yaml(&file("action.yml"))[0];
    let steps = action["runs"]["steps"].as_array().unwrap();
    let run = |step: usize, variables: &[(&str, &str)]| {
        let mut all = vec![("RUNNER_TEMP", home.as_str()), ("DIRECTORY", "."), ("BASE", ""), ("HEAD", "")];
        all.extend(variables);
        bash(&folder, text(&steps[step], "/run"), &all)
    };
    assert_eq!(run(1, &[]).out, "<gate><--format><github>");
    assert_eq!(run(1, &[("GITHUB_STEP_SUMMARY", "/tmp/a b")]).out, "<gate><--format><github><--summary></tmp/a b>");
    let said = run(1, &[("BASE", "$(touch x); --all"), ("HEAD", "-C /")]);
    assert_eq!(said.out, "<gate><--format><github><--base=$(touch x); --all><--head=-C />");
    assert_eq!(run(2, &[("STRICT", "false")]).out, "<check><--format><github><--rev=HEAD>");
    let said = run(2, &[("STRICT", "true"), ("HEAD", "topic")]);
    assert_eq!(said.out, "<check><--format><github><--rev=topic><--strict>");
    // A folder that is not there stops the job.
    assert_ne!(run(1, &[("DIRECTORY", "none")]).code, 0);
    // What the program ends with is what the step ends with.
    for code in [1, 2] {
        fs::write(&program, format!("#!/bin/sh\nexit {code}\n")).unwrap();
        assert_eq!(run(1, &[]).code, code);
        assert_eq!(run(2, &[("STRICT", "")]).code, code);
    }
}

/// The comment of a pull request, with everything real but the API of GitHub: a script answers for it, and applies the
/// expressions to these answers as `gh` does.
#[cfg(unix)]
#[test]
#[ignore = "needs jq"]
fn one_comment_is_kept_and_written_only_where_something_is_missing() {
    let folder = clone();
    let head = folder.id("HEAD");
    let origin = folder.git(&["remote", "get-url", "origin"]);
    let origin = folder.at(origin.trim().trim_start_matches("file://"));
    origin.git(&["update-ref", "refs/pull/7/head", &head]);
    let temp = folder.path("../runner").display().to_string();
    fs::create_dir_all(folder.path("../runner/heard/bin")).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_heard"), folder.path("../runner/heard/bin/heard")).unwrap();
    let gh = installed(&folder).join("gh");
    let stub = r#"#!/usr/bin/env bash
set -euo pipefail
shift
case "$*" in
  *"commits/$COMMIT/pulls --jq "*) jq -r "${!#}" "$ANSWERS/pulls.json" ;;
  *"issues/7/comments --jq "*) jq -r "${!#}" "$ANSWERS/comments.json" ;;
  *--method*) echo "$*" >> "$ANSWERS/calls"; for last; do :; done; cat "${last#body=@}" > "$ANSWERS/body" ;;
esac
"#;
    fs::write(&gh, stub).unwrap();
    fs::set_permissions(&gh, fs::Permissions::from_mode(0o755)).unwrap();
    let action = &yaml(&file("comment/action.yml"))[0];
    let script = text(action, "/runs/steps/1/run");
    let run = |commit: &str, pulls: Value, comments: Value| {
        let answers = folder.path("../answers");
        let _ = fs::remove_dir_all(&answers);
        fs::create_dir_all(&answers).unwrap();
        fs::write(answers.join("pulls.json"), pulls.to_string()).unwrap();
        fs::write(answers.join("comments.json"), comments.to_string()).unwrap();
        let answers = answers.display().to_string();
        let variables = [
            ("RUNNER_TEMP", temp.as_str()),
            ("COMMIT", commit),
            ("GITHUB_REPOSITORY", "acme/paging"),
            ("ANSWERS", answers.as_str()),
        ];
        let said = bash(&folder, script, &variables);
        let read = |name: &str| fs::read_to_string(format!("{answers}/{name}")).unwrap_or_default();
        (said, read("calls"), read("body"))
    };
    let pull = |state: &str, sha: &str| {
        let base = folder.id("origin/topic~1");
        serde_json::json!([{ "number": 7, "state": state, "head": { "sha": sha }, "base": { "sha": base } }])
    };
    let comment = |login: &str, body: &str| serde_json::json!({ "id": 3, "user": { "login": login }, "body": body });
    let mark = "<!-- heard comment -->";
    let none = || Value::Array(Vec::new());

    let (said, calls, body) = run(&head, pull("open", &head), none());
    assert_eq!(said.code, 0, "{said:?}");
    assert!(calls.contains("--method POST repos/acme/paging/issues/7/comments"), "{calls}");
    assert!(body.starts_with(&format!("{mark}\n## heard gate: rejected\n")) && body.contains("ask Ines Roy"), "{body}");
    // Only its own comment is written over.
    let others = [comment("mallory", mark), comment("github-actions[bot]", "hello")];
    let (_, calls, _) = run(&head, pull("open", &head), Value::Array(others.to_vec()));
    assert!(calls.contains("--method POST"), "{calls}");
    let own = comment("github-actions[bot]", &format!("{mark}\nold"));
    let (_, calls, _) = run(&head, pull("open", &head), Value::Array(vec![own.clone()]));
    assert!(calls.contains("--method PATCH repos/acme/paging/issues/comments/3"), "{calls}");
    // A pull request that is closed, or that went on, is none of this run's business.
    for pulls in [none(), pull("closed", &head), pull("open", &folder.id("HEAD~1"))] {
        let (said, calls, _) = run(&head, pulls, none());
        assert_eq!((said.code, calls.as_str()), (0, ""), "{said:?}");
    }
    // Where nothing is missing, nobody is bothered, and an older comment says so.
    origin.git(&["update-ref", "refs/pull/7/head", &folder.id("HEAD~1")]);
    let fine = folder.id("HEAD~1");
    let (said, calls, _) = run(&fine, pull("open", &fine), none());
    assert_eq!((said.code, calls.as_str()), (0, ""), "{said:?}");
    let (_, calls, body) = run(&fine, pull("open", &fine), Value::Array(vec![own]));
    assert!(calls.contains("--method PATCH") && body.contains("## heard gate: passed"), "{calls}{body}");
}

#[cfg(unix)]
#[test]
fn the_job_for_gitlab_compares_with_the_target_branch() {
    let [_, jobs] = &yaml(&file("templates/heard.yml"))[..] else { panic!("inputs, then jobs") };
    let job = &jobs["heard-gate"];
    assert_eq!(text(job, "/variables/GIT_DEPTH"), "0");
    assert_eq!(job["needs"], Value::Array(Vec::new()));
    let folder = clone();
    let script: Vec<&str> = job["script"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let program = installed(&folder).join("heard").display().to_string();
    let script = script.join("\n").replace("/opt/heard/bin/heard", &program);
    let (head, start) = (folder.id("HEAD"), folder.id("HEAD~1"));
    let mut variables = vec![
        ("CI", "true"),
        ("GITLAB_CI", "true"),
        ("CI_PIPELINE_SOURCE", "merge_request_event"),
        ("CI_COMMIT_SHA", head.as_str()),
        ("CI_MERGE_REQUEST_IID", "1"),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", start.as_str()),
        ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
    ];
    let said = bash(&folder, &script, &variables);
    assert_eq!(said.code, 1, "{said:?}");
    said.has(&format!("base {} (origin/main, merge request)", folder.id("origin/main")));
    said.has("governed-uncovered");
    variables.pop();
    variables.push(("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "--upload-pack=touch x"));
    let said = bash(&folder, &script, &variables);
    assert_ne!(said.code, 0, "{said:?}");
    assert!(!folder.path("x").exists());
}

#[test]
fn the_hook_lints_what_is_staged() {
    let hooks = &yaml(&file(".pre-commit-hooks.yaml"))[0];
    assert_eq!(text(hooks, "/0/language"), "rust");
    assert!(text(hooks, "/0/description").contains("can't replace the gate"));
    let words: Vec<&str> = text(hooks, "/0/entry").split(' ').collect();
    let repository = Repository::new();
    repository.write("decisions/0001-a.md", &accepted("A", "docs/**"));
    repository.git(&["add", "-A"]);
    let said = repository.heard(&words[1..]);
    assert_eq!(said.code, 0, "{said:?}");
    repository.write("decisions/0001-a.md", &accepted("A", "docs/**").replace("  - \"Ines Roy\"\n", ""));
    repository.git(&["add", "-A"]);
    assert_eq!(repository.heard(&words[1..]).code, 1);
    for example in noted("pre-commit") {
        assert_eq!(yaml(&example)[0].pointer("/repos/0/hooks/0/id"), hooks.pointer("/0/id"));
    }
}

#[test]
fn every_yaml_example_can_be_read() {
    let examples = examples(&file("docs/ci.md"));
    for (language, note, text) in &examples {
        match language.as_str() {
            "yaml" => assert_eq!(yaml(text).len(), 1, "{note}"),
            "sh" => {}
            // `stranger.rs` keeps these.
            "text" if note.starts_with("transcript: ") => {}
            other => panic!("nobody knows how to check `{other}`"),
        }
    }
    assert!(examples.len() > 5);
}

/// What the page promises of its workflows holds for them, and for our own.
#[test]
fn workflows_are_such_as_the_page_asks_for() {
    let ours = file(".github/workflows/ci.yml");
    for workflow in noted("workflow").iter().chain([&ours]) {
        let read = &yaml(workflow)[0];
        let on = read["on"].as_object().unwrap();
        assert!(on.contains_key("pull_request") && !on.contains_key("pull_request_target"));
        assert!(on["pull_request"]["types"].as_array().unwrap().contains(&"edited".into()));
        let gate = &read["jobs"]["gate"];
        for step in gate["steps"].as_array().unwrap() {
            let uses = text(step, "/uses");
            if let Some((name, commit)) = uses.split_once('@') {
                assert_eq!(commit.len(), 40, "{uses}");
                if name.ends_with("actions/checkout") {
                    assert_eq!(step["with"]["persist-credentials"], "false");
                }
            }
        }
        // The checkout that is judged is the one of the job.
        let judged = gate["steps"].as_array().unwrap().iter().find(|step| step["with"]["fetch-depth"] == "0").unwrap();
        assert!(judged["with"]["ref"].is_null());
    }
    let [github, _] = &noted("workflow")[..] else { panic!("one for GitHub, one for the others") };
    for workflow in [github, &ours] {
        let read = &yaml(workflow)[0];
        assert!(read["on"].as_object().unwrap().contains_key("merge_group"));
        assert_eq!(read["permissions"], serde_json::json!({ "contents": "read" }));
    }
}

#[test]
fn the_oldest_rust_that_is_tested_is_the_one_of_the_manifest() {
    let workflow = &yaml(&file(".github/workflows/ci.yml"))[0];
    let version = format!("rust-version = \"{}\"\n", text(workflow, "/env/OLDEST_RUST"));
    for manifest in ["Cargo.toml", "benches/Cargo.toml"] {
        assert!(file(manifest).contains(&version), "{manifest}");
    }
}

#[test]
fn the_component_is_included_with_what_it_asks_for() {
    let inputs = &yaml(&file("templates/heard.yml"))[0]["spec"]["inputs"];
    for example in noted("include") {
        let read = &yaml(&example)[0]["include"][0];
        assert!(text(read, "/component").contains("/heard/heard@"));
        let given = read["inputs"].as_object().unwrap();
        for (name, input) in inputs.as_object().unwrap() {
            assert!(input.get("default").is_some() || given.contains_key(name), "{name}");
        }
        assert!(given.keys().all(|name| inputs.get(name).is_some()));
    }
}

#[cfg(unix)]
#[test]
fn plain_shell_checks_as_the_page_says() {
    let folder = clone();
    let page = examples(&file("docs/ci.md"));
    let script = &page.iter().find(|(language, note, _)| language == "sh" && note.is_empty()).unwrap().2;
    let said = bash(&folder, script, &[("CI", "true")]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("governed-uncovered");
    // The hook of a server, as git starts it.
    folder.git(&["clone", "-q", "--bare", ".", "../server"]);
    folder.git(&["push", "-q", "../server", "FETCH_HEAD:refs/heads/main"]);
    let hook = folder.path("../server/hooks/update");
    fs::write(&hook, format!("#!/bin/sh\n{}\n", noted("update hook")[0])).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let said = bash(&folder, "git push -q ../server +HEAD:refs/heads/main", &[]);
    assert_ne!(said.code, 0, "{said:?}");
    said.has("governed-uncovered");
    let said = bash(&folder, "git push -q ../server +HEAD:refs/heads/other", &[]);
    assert_eq!(said.code, 0, "{said:?}");
    // The hook judges by the clock of the machine.
    folder.write("decisions/0001-friday.md", &accepted("Friday", "infra/**").replace("2026-", "2020-"));
    folder.commit("Say why");
    let said = bash(&folder, "git push -q ../server +HEAD:refs/heads/main", &[]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("area `paging`: covered");
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let folder = Repository::plain_folder();
    let help = folder.heard(&["--help"]).out;
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let commands: Vec<&str> = commands
        .lines()
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert!(commands.len() > 10 && commands.contains(&"who"), "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = folder.heard(&["completions", shell]);
        assert_eq!(said.code, 0, "{said:?}");
        said.has("HEARD_COMPLETE");
    }
    assert_eq!(folder.heard(&["completions", "cmd"]).code, 2);

    let said = folder.heard(&["man", "share/man"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(said.out.lines().count(), commands.len() + 1);
    for command in commands {
        let page = std::fs::read_to_string(folder.path(&format!("share/man/heard-{command}.1"))).unwrap();
        assert!(page.contains(".TH") && page.contains("Examples:"), "{command}: {page}");
    }
    // Again over what is there, and where no folder can be.
    assert_eq!(folder.heard(&["man", "share/man"]).code, 0);
    folder.write("file", "");
    assert_eq!(folder.heard(&["man", "file"]).code, 2);
}

/// What a shell that has read its script completes at the end of a line.
#[cfg(unix)]
fn completed(repository: &Repository, shell: &str, line: &[&str]) -> Vec<String> {
    fs::write(repository.path("../script"), repository.heard(&["completions", shell]).out).unwrap();
    let program = match shell {
        // As bash calls it, which splits words at `@` and passes the whole word beside them.
        "bash" => {
            "source ../script; COMP_WORDS=(); for word in heard \"$@\"; do case $word in @*) COMP_WORDS+=(@ \"${word:1}\");; *) COMP_WORDS+=(\"$word\");; esac; done; COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); complete -p heard | grep -q -- '-o filenames' && _clap_complete_heard heard \"${@: -1}\"; printf '%s\\n' \"${COMPREPLY[@]}\""
        }
        // Only the line editor may complete, so what describes its matches prints them here.
        "zsh" => {
            "compdef() { : }; source ../script; _describe() { print -rl -- ${${(P)argv[-1]}%%:*} }; words=(heard \"$@\"); CURRENT=$#words; _clap_dynamic_completer_heard"
        }
        _ => {
            "source ../script; complete -C (string join ' ' -- heard (string replace -ra '(?<=.) ' '\\\\ ' -- $argv)) | string replace -r '\\t.*' ''"
        }
    };
    let path = Path::new(env!("CARGO_BIN_EXE_heard")).parent().unwrap().to_str().unwrap();
    let path = format!("{path}:{}", std::env::var("PATH").unwrap());
    let mut command = repository.isolated(shell);
    if shell == "zsh" {
        command.arg("-f");
    }
    command.env("PATH", path).args(["-c", program]);
    if shell != "fish" {
        command.arg(shell);
    }
    let output = command.args(line).output().unwrap_or_else(|error| panic!("{shell}: {error}"));
    assert!(output.stderr.is_empty(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn bash_completes_ids_and_people() {
    complete("bash");
}

#[cfg(unix)]
#[test]
#[ignore = "needs zsh"]
fn zsh_completes_ids_and_people() {
    complete("zsh");
}

#[cfg(unix)]
#[test]
#[ignore = "needs fish"]
fn fish_completes_ids_and_people() {
    complete("fish");
}

/// A log with names that a shell could take for commands.
#[cfg(unix)]
fn odd() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", crate::repository::POLICY);
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    let odd = accepted("Next", "docs/**").replace(
        "  - \"Ines Roy\"\n",
        "  - \"@lee\"\n  - \"Zoe; touch ran & 'Q'\"\n  - \"Zoe `touch ran`\"\n  - \"Zoe \\e[31mRed\"\n",
    );
    repository.write("decisions/0002-next.md", &odd);
    repository.write("decisions/0012-\u{202e}gnp.md", &odd);
    repository
}

/// The shell itself completes what the repository has.
#[cfg(unix)]
fn complete(shell: &str) {
    let repository = odd();
    let completed = |line: &[&str]| completed(&repository, shell, line);
    assert_eq!(completed(&["show", ""]), ["0001", "0002", "0012"]);
    assert_eq!(completed(&["show", "00"]).len(), 3);
    assert_eq!(completed(&["explain", "quote-sh"]), ["quote-short"]);
    assert_eq!(completed(&["status", "1", "acc"]), ["accepted"]);
    assert_eq!(completed(&["quote", "1", "In"]), ["Ines Roy"]);
    assert_eq!(completed(&["ask", "1", "Bo", "@l"]), ["@lee"]);
    assert_eq!(completed(&["new", "Title", "--maker", "Sam"]).len(), 1);
    assert_eq!(completed(&["quote", "1", "Zo"]), ["Zoe; touch ran & 'Q'"]);
    assert_eq!(completed(&["sho"]), ["show"]);
    assert_eq!(completed(&["show", "--re"]), ["--rev"]);
    assert!(!repository.path("ran").exists());
}

#[cfg(unix)]
#[test]
fn completion_says_nothing_when_something_goes_wrong() {
    let repository = odd();
    let complete = |shell: &str, words: &[&str]| {
        let mut command = repository.isolated(env!("CARGO_BIN_EXE_heard"));
        let index = words.len().to_string();
        command.env("HEARD_COMPLETE", shell).env("_CLAP_COMPLETE_INDEX", index).args(["--", "heard"]).args(words);
        let output = command.output().unwrap();
        assert!(output.stderr.is_empty(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    // Errors are not printed to a user who is typing.
    assert_eq!(complete("bash", &["-C", "missing", "show", "0"]), "");
    assert_eq!(complete("bash", &["nonsense", "x"]), "");
    assert_eq!(complete("cmd", &["show", ""]), "");
    assert_eq!(complete("bash", &["-C", "decisions", "show", "12"]), "0012\n");
    assert_eq!(complete("bash", &["search", "--said-by", "=", "In"]), "Ines Roy\n");
    assert_eq!(complete("bash", &["quote", "@", "1", "In"]), "Ines Roy\n");
    assert_eq!(complete("powershell", &["quote", "1", "In"]), "'Ines Roy'\t\n");
    // The variable alone keeps no command from its work.
    let mut command = repository.isolated(env!("CARGO_BIN_EXE_heard"));
    let output = command.env("HEARD_COMPLETE", "bash").args(["explain", "nonsense"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

/// Readline quotes what it inserts, within quotes and without.
#[cfg(unix)]
#[test]
fn bash_inserts_quoted_names() {
    let repository = Repository::new();
    let odd = accepted("Next", "docs/**")
        .replace("  - \"Ines Roy\"\n", "  - \"Zoe; touch ran & 'Q'\"\n  - \"Zoe $HOME`touch ran`\"\n");
    repository.write("decisions/0001-next.md", &odd);
    std::fs::write(repository.path("../script"), repository.heard(&["completions", "bash"]).out).unwrap();
    let path = Path::new(env!("CARGO_BIN_EXE_heard")).parent().unwrap().to_str().unwrap();
    let mut bash = repository.isolated("bash");
    bash.env("PATH", format!("{path}:{}", std::env::var("PATH").unwrap())).env("TERM", "dumb");
    bash.args(["--noprofile", "--norc", "-i"]);
    let options = rexpect::session::Options::new().timeout_ms(Some(30_000));
    let mut bash = rexpect::session::spawn_with_options(bash, options).unwrap();
    bash.send_line("stty echo; source ../script; echo rea''dy").unwrap();
    bash.exp_string("ready\r\n").unwrap();
    for (typed, inserted) in [("Zo", r"Zoe\;\ touch\ ran\ \&\ \'Q\' "), ("\"Zo", r#""Zoe; touch ran & 'Q'" "#)] {
        bash.send(&format!("heard quote 1 {typed}\t")).unwrap();
        bash.flush().unwrap();
        bash.exp_string(inserted).unwrap_or_else(|error| panic!("{typed}: {error}"));
        // Clears the line.
        bash.send_control('u').unwrap();
    }
    bash.send_line("exit").unwrap();
    bash.exp_eof().unwrap();
    assert!(!repository.path("ran").exists());
}

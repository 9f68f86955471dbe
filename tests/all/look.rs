//! The commands that look at the log, in real repositories: whom to ask, what was said, what governs what.

use crate::repository::{POLICY, Repository, accepted};
use serde_json::Value;

/// A repository with a policy, a decision on paging, and a history by several people.
fn worked_in() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    repository.write("decisions/0001-page.md", &accepted("Page through the rotation", "infra/paging/**"));
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.commit("Start");
    repository
}

/// Commits a file as somebody, on a day.
fn commit_as(repository: &Repository, author: &str, day: &str, path: &str, text: &str) {
    repository.write(path, text);
    repository.git(&["add", "-A"]);
    let date = format!("--date={day}T12:00:00Z");
    repository.git(&["commit", "-q", "-m", "Work", &format!("--author={author}"), &date]);
}

fn who(repository: &Repository, arguments: &[&str]) -> Value {
    let said = repository.heard(&[&["who", "--format", "json"], arguments].concat());
    assert_eq!(said.code, 0, "{said:?}");
    said.json("who.schema.json")
}

/// The names, and the kinds of reasons for each.
fn reasons(report: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let people = report["people"].as_array().unwrap().iter();
    people
        .map(|person| {
            let kinds: Vec<String> =
                person["reasons"].as_array().unwrap().iter().map(|reason| text(&reason["kind"])).collect();
            format!("{}: {}", text(&person["name"]), kinds.join(" "))
        })
        .collect()
}

#[test]
fn who_names_groups_then_those_who_were_heard_then_authors() {
    let repository = worked_in();
    commit_as(&repository, "Bo Lund <bo@example.org>", "2026-05-25", "infra/paging/rota.yml", "window: friday\n");
    commit_as(&repository, "Bo Lund <bo@example.org>", "2026-05-26", "infra/paging/rota.yml", "window: sunday\n");
    commit_as(&repository, "renovate[bot] <bot@example.org>", "2026-05-27", "infra/paging/rota.yml", "window: none\n");
    commit_as(&repository, "Ines Roy <ines@example.org>", "2022-05-26", "infra/paging/rota.yml", "window: monday\n");
    commit_as(&repository, "Far Away <far@example.org>", "2026-05-28", "docs/guide.md", "A guide\n");

    let report = who(&repository, &["infra/paging/rota.yml"]);
    assert_eq!(reasons(&report), ["support: area", "Ines Roy: heard worked", "Bo Lund: worked", "Ana Ruiz: worked"]);
    let [support, ines, bo, _] = report["people"].as_array().unwrap().as_slice() else { panic!() };
    assert_eq!(support["members"], serde_json::json!(["Ines Roy", "Sam Okafor"]));
    assert_eq!(ines["groups"], serde_json::json!(["support"]));
    assert_eq!(ines["reasons"][0]["decision"], "0001");
    assert_eq!(ines["reasons"][1]["weight"], 0.0625, "four years ago");
    assert_eq!((&bo["reasons"][0]["days"], &bo["reasons"][0]["weight"]), (&2.into(), &2.0.into()));
    assert_eq!((&report["commits"], &report["whole_history"]), (&6.into(), &true.into()));

    let said = repository.heard(&["who", "infra/paging/rota.yml", "--authors", "1"]);
    said.has("support (Ines Roy, Sam Okafor)\n    area `paging` requires them (heard.toml:8)");
    said.has(
        "Ines Roy (support)\n    quoted in 0001 Page through the rotation, 2026-05-12\n    changed it on 2022-05-26\n",
    );
    said.has("Bo Lund <bo@example.org>\n    changed it on 2 days, last on 2026-05-26\n\nand 1 other");
}

#[test]
fn who_takes_folders_and_paths_that_are_not_there() {
    let repository = worked_in();
    commit_as(&repository, "Bo Lund <bo@example.org>", "2026-05-25", "infra/other.yml", "a: b\n");
    let names = |path: &str| reasons(&who(&repository, &[path]));
    assert_eq!(names("infra/paging"), ["support: area", "Ines Roy: heard", "Ana Ruiz: worked"]);
    assert_eq!(names("infra"), ["support: area", "Ines Roy: heard", "Bo Lund: worked", "Ana Ruiz: worked"]);
    assert_eq!(names("."), names("infra"));
    assert_eq!(names("infra/paging/new.yml"), ["support: area", "Ines Roy: heard"]);
    assert_eq!(names("elsewhere"), [""; 0]);
    repository.heard(&["who", "elsewhere"]).has("nothing known about this path");
    // From another folder, and several at once.
    let report = repository.at("infra").heard(&["who", "other.yml", "paging/rota.yml", "--format", "json"]);
    let report = report.json("who.schema.json");
    assert_eq!(report["paths"], serde_json::json!(["infra/other.yml", "infra/paging/rota.yml"]));
    assert_eq!(reasons(&report), ["support: area", "Ines Roy: heard", "Bo Lund: worked", "Ana Ruiz: worked"]);
    let said = repository.heard(&["who", "../elsewhere"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("is outside the repository");
}

#[test]
fn who_follows_the_mailmap_and_leaves_merges_out() {
    let repository = worked_in();
    // Names that start or end alike are others.
    for name in ["rota", "rota.yml.old", "a-rota.yml", "rota.yml-"] {
        commit_as(&repository, "Bo Lund <bo@example.org>", "2026-05-24", &format!("infra/paging/{name}"), "x\n");
    }
    repository.git(&["switch", "-q", "-c", "topic"]);
    commit_as(&repository, "bl <bo@old.example.org>", "2026-05-25", "infra/paging/rota.yml", "window: friday\n");
    repository.git(&["switch", "-q", "main"]);
    commit_as(&repository, "Far Away <far@example.org>", "2026-05-28", "docs/guide.md", "A guide\n");
    repository.git(&["merge", "-q", "--no-ff", "--no-edit", "topic"]);
    repository.write(".mailmap", "Bo Lund <bo@example.org> <bo@old.example.org>\n");
    let report = who(&repository, &["infra/paging/rota.yml"]);
    assert_eq!(reasons(&report), ["support: area", "Ines Roy: heard", "Bo Lund: worked", "Ana Ruiz: worked"]);
    assert_eq!(report["people"][2]["mail"], "bo@example.org");
    assert_eq!(report["people"][2]["reasons"][0]["days"], 1, "the other files are other work");
    let commits = repository.git(&["rev-list", "--count", "HEAD"]);
    assert_eq!(report["commits"].to_string(), commits, "each once, though two ways lead there");
    assert_eq!(report["people"][3]["reasons"][0]["days"], 1, "the merge is no work of hers");
}

#[test]
fn who_works_without_a_log_a_commit_or_a_work_tree() {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    assert_eq!(reasons(&who(&repository, &["infra/paging/rota.yml"])), ["support: area"]);

    let repository = worked_in();
    let bare = repository.clone_with(&["--bare", "."]);
    let report = who(&bare, &["infra/paging", "--rev", "main"]);
    assert_eq!(reasons(&report), ["support: area", "Ines Roy: heard", "Ana Ruiz: worked"]);

    // Where a history is cut off, the oldest commit here did not make all that it has.
    commit_as(&repository, "Bo Lund <bo@example.org>", "2026-05-25", "infra/paging/rota.yml", "window: friday\n");
    let url = format!("file://{}", repository.path(".").display());
    let url = url.replace('\\', "/");
    let shallow = Repository::new();
    let shallow = shallow.clone_with(&["--depth", "1", &url]);
    let report = who(&shallow, &["infra/paging"]);
    assert_eq!(reasons(&report), ["support: area", "Ines Roy: heard"]);
    assert_eq!(report["whole_history"], false);
    shallow.heard(&["who", "infra/paging"]).has("only the newest 1 commits were read");
}

/// Three decisions, of which one is in another language.
fn said_in() -> Repository {
    let repository = worked_in();
    let other = accepted("Größe der Warteschlange", "src/queue/**")
        .replace("2026-05-20", "2026-01-15")
        .replace("Ines Roy", "Zoë Ångström")
        .replace("consulted:", "tags: [\"queue\"]\nconsulted:")
        .replace("I get paged", "My phone rings");
    repository.write("decisions/0002-queue.md", &other);
    let third = accepted("Name the tenant", "src/**").replace("status: accepted", "status: proposed");
    repository.write("decisions/0003-tenant.md", &third.replace("Friday.\n>", "Friday, never on Sunday.\n>"));
    repository
}

#[test]
fn search_ranks_titles_before_people_before_words() {
    let repository = said_in();
    let search = |words: &[&str]| {
        let said = repository.heard(&[&["search", "--format", "json"], words].concat());
        assert_eq!(said.code, 0, "{said:?}");
        let report = said.json("search.schema.json");
        let found = report["found"].as_array().unwrap().iter();
        found.map(|found| found["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(search(&["rota"]), ["0001"]);
    assert_eq!(search(&["page"]), ["0001", "0003"], "in a title, and the start of a word that was said");
    assert_eq!(search(&["GROSSE"]), ["0002"]);
    assert_eq!(search(&["zoe", "angst"]), ["0002"]);
    assert_eq!(search(&["tenant"]), ["0003", "0001", "0002"], "in a title, and in the answers; the newer first");
    assert_eq!(search(&["paged", "sunday"]), ["0003"], "all the words");
    assert_eq!(search(&["accepted"]), [""; 0], "keys and statuses are for `heard list`");
    assert_eq!(search(&["stalls", "--said-by", "zoë ångström"]), ["0002"]);
    assert_eq!(search(&["tenant", "--said-by", "Ines Roy"]), [""; 0], "only what she said");
    assert_eq!(search(&["--said-by", "Ines Roy"]), ["0001", "0003"]);
    repository.heard(&["search", "nowhere"]).has("no matches");
    for id in ["2", "0002", "#2", "02"] {
        assert_eq!(search(&[id])[0], "0002", "{id}");
    }
    assert_eq!(search(&["\"paged when an export\""]), ["0001", "0003"]);
    assert_eq!(search(&["\"when paged an export\""]), [""; 0]);
    assert_eq!(search(&["tenant -sunday"]), ["0001", "0002"]);
    for (query, expected) in [("stalls -\"export an\"", vec!["0002"]), ("stalls -\"an export\"", vec![])] {
        assert_eq!(search(&[query, "--said-by", "zoë ångström"]), expected, "{query}");
    }
    repository.heard(&["search", "teannt"]).has("nothing contains `teannt`; showing `tenant`\n0003");
    let said = repository.heard(&["search", "--", "-sunday"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("add a word to find");
    // A title that is only in the name of the file.
    repository.write("decisions/2000-const-generics.md", "---\nstatus: accepted\n---\nText.\n");
    repository.write("decisions/0009-other.md", "---\nstatus: accepted\n---\n# Other\n\nA const, and generics.\n");
    assert_eq!(search(&["const", "generics"]), ["2000", "0009"]);
}

#[test]
fn search_shows_the_line_with_the_words_marked() {
    let repository = said_in();
    let said = repository.heard(&["search", "stall", "sunday"]);
    assert_eq!(
        said.out,
        "0003  Name the tenant\n   21  Ines Roy: I get paged when an export stalls on Friday, never on Sunday.\n"
    );
    let said = repository.heard(&["search", "stall", "sunday", "--color", "always"]);
    said.has("an export \u{1b}[1;4mstalls\u{1b}[0m on Friday, never on \u{1b}[1;4mSunday\u{1b}[0m.");
    let said = repository.heard(&["search", "stall", "--said-by", "Ines Roi"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("no decision names `Ines Roi`\n  = help: did you mean `Ines Roy`?");
    assert_eq!(repository.heard(&["search", "?!"]).code, 2);
    assert_eq!(repository.heard(&["search"]).code, 2);
    // What a file says is no command, to a terminal or to a runner.
    repository.write("decisions/0004-x.md", &accepted("Sneak", "x").replace("I get", "##[error]x \u{1b}[31m I sneak"));
    let said = repository.heard(&["search", "sneak"]);
    assert!(!said.out.contains("##[") && !said.out.contains('\u{1b}'), "{said:?}");
}

#[test]
fn list_takes_filters_together_and_suggests_the_nearest_word() {
    let repository = said_in();
    let ids = |arguments: &[&str]| {
        let said = repository.heard(&[&["list", "--format", "json"], arguments].concat());
        assert_eq!(said.code, 0, "{said:?}");
        let list = said.json("list.schema.json");
        list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&["--since", "2026-02-01"]), ["0001", "0003"]);
    assert_eq!(ids(&["--until", "2026-01-15"]), ["0002"]);
    assert_eq!(ids(&["--since", "2026-02-01", "--status", "accepted"]), ["0001"]);
    assert_eq!(ids(&["--governs", "src/queue/a.rs"]), ["0002", "0003"]);
    assert_eq!(ids(&["--governs", "src"]), ["0002", "0003"]);
    assert_eq!(ids(&["--governs", "."]), ["0001", "0002", "0003"]);
    assert_eq!(ids(&["--path", "infra/paging/rota.yml"]), ["0001"]);
    assert_eq!(ids(&["--tag", "Queue", "--person", "ana ruiz"]), ["0002"]);
    for (arguments, words) in [
        (["--status", "acepted"], "no status is `acepted`\n  = help: did you mean `accepted`?"),
        (["--tag", "quee"], "no decision is tagged `quee`\n  = help: did you mean `queue`?"),
        (["--person", "Ana Riuz"], "no decision names `Ana Riuz`\n  = help: did you mean `Ana Ruiz`?"),
        (["--person", "ines"], "did you mean `Ines Roy`?"),
        (["--since", "yesterday"], "invalid value 'yesterday'"),
    ] {
        let said = repository.heard(&[&["list"][..], &arguments].concat());
        assert_eq!(said.code, 2, "{said:?}");
        said.has(words);
    }
}

#[test]
fn graph_draws_each_link_once_whichever_side_has_it() {
    let repository = said_in();
    let link = |path: &str, line: &str| {
        let text = std::fs::read_to_string(repository.path(path)).unwrap();
        repository.write(path, &text.replacen("consulted:", &format!("{line}\nconsulted:"), 1));
    };
    link("decisions/0001-page.md", "superseded-by: \"0003\"");
    link("decisions/0003-tenant.md", "supersedes: [\"0001\"]\namends: [\"0999\"]");
    let said = repository.heard(&["graph"]);
    said.has("n0 [label=\"0001 Page through the rotation\"];\n  n1 [label=\"0003 Name the tenant\"];\n  n1 -> n0");
    assert_eq!(said.out.matches("->").count(), 1, "{said:?}");
    let said = repository.heard(&["graph", "--format", "mermaid", "--all"]);
    said.has("flowchart RL\n  n0[\"0001 Page through the rotation\"]\n  n1[\"0002 Größe der Warteschlange\"]");
    said.has("n2 -->|supersedes| n0");
    let said = repository.heard(&["graph", "--format", "svg"]);
    assert_eq!((said.code, said.out.matches("<title>0003 supersedes 0001</title>").count()), (0, 1), "{said:?}");

    // Long chains and circles are drawn like anything else.
    for number in 10..400 {
        let text = format!("---\namends: [\"{}\"]\n---\n# D\n", if number == 10 { 399 } else { number - 1 });
        repository.write(&format!("decisions/{number:04}-d.md"), &text);
    }
    assert_eq!(repository.heard(&["graph"]).out.matches("amends").count(), 390);
    let said = repository.heard(&["graph", "--format", "svg"]);
    said.has("Decisions that are not drawn: 92");
}

#[test]
fn export_says_the_same_in_every_format() {
    let repository = said_in();
    repository.write("decisions/0004-x.md", &accepted("\"Sum, =x", "x").replace("\"Ana Ruiz\"", "\"=cmd|x\""));
    let list: Value = repository.heard(&["list", "--format", "json"]).json("list.schema.json");
    assert_eq!(repository.heard(&["export"]).json("list.schema.json"), list);
    let lines = repository.heard(&["export", "--format", "ndjson"]).out;
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(Value::Array(lines), list);
    let said = repository.heard(&["export", "--format", "csv"]);
    assert_eq!(said.out.lines().count(), 5);
    said.has("\"0004\",\"\"\"Sum, =x\",\"accepted\",\"2026-05-20\",\"decisions/0004-x.md\",\"'=cmd|x\",\"Ines Roy\",");
    let said = repository.heard(&["export", "--format", "csv", "--status", "proposed"]);
    assert_eq!(said.out.lines().count(), 2);
    assert_eq!(repository.heard(&["export", "--rev", "HEAD", "--format", "ndjson"]).out.lines().count(), 1);
}

#[test]
fn why_shows_what_governs_a_path() {
    let repository = said_in();
    let why = |path: &str| {
        let said = repository.heard(&["why", path, "--format", "json"]);
        assert_eq!(said.code, 0, "{said:?}");
        let report = said.json("why.schema.json");
        let governing = report["governing"].as_array().unwrap().iter();
        governing.map(|record| record["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(why("infra/paging/rota.yml"), ["0001"]);
    assert_eq!(why("src/queue/a.rs"), ["0002", "0003"], "what is accepted comes before what is newer");
    let said = repository.heard(&["why", "infra/paging/rota.yml"]);
    said.has(
        "0001  Page through the rotation (accepted, 2026-05-20)\n\n  “I get paged when an export stalls on Friday.”",
    );
    said.has("— Ines Roy, 2026-05-12 [no source]\n  → Changed: the window names the tenant.");
    repository
        .heard(&["why", "README.md"])
        .has("no decision covers `README.md`; `heard who README.md` shows who to consult");
}

#[test]
fn why_shows_which_decision_a_line_came_with() {
    let repository = said_in();
    let commit = |text: &str, message: &str| {
        repository.write("src/queue/a.rs", text);
        repository.commit(message);
    };
    commit("one\n", "Begin");
    commit("one\ntwo\n", "Go on\n\nWhy not.\n\nDecision: 3");
    commit("one\ntwo\nthree\n", "Lead nowhere\n\nDecision: 0099");
    repository.write("src/queue/a.rs", "zero\none\ntwo\nthree\n");
    let why = |line: usize, rev: &[&str]| {
        let place = format!("src/queue/a.rs:{line}");
        let said = repository.heard(&[&["why", &place, "--format", "json"], rev].concat());
        assert_eq!(said.code, 0, "{said:?}");
        let report = said.json("why.schema.json");
        let ids = report["named"].as_array().unwrap().iter().map(|record| record["id"].to_string());
        (report["line"]["subject"].as_str().unwrap_or("none").to_owned(), ids.collect::<String>())
    };
    assert_eq!(why(1, &[]), ("none".to_owned(), String::new()), "not committed");
    assert_eq!(why(2, &[]), ("Begin".to_owned(), String::new()));
    assert_eq!(why(3, &[]), ("Go on".to_owned(), "\"0003\"".to_owned()), "lines are those of the file as it is");
    assert_eq!(why(2, &["--rev", "HEAD"]), ("Go on".to_owned(), "\"0003\"".to_owned()));
    assert_eq!(why(3, &["--rev", "HEAD"]), ("Lead nowhere".to_owned(), String::new()));

    repository.git(&["checkout", "-q", "."]);
    // A line that came by a merge is that of the commit on the branch.
    repository.git(&["switch", "-q", "-c", "topic", "HEAD~1"]);
    commit("half\none\ntwo\n", "Branch off\n\nDecision: 2");
    repository.git(&["switch", "-q", "main"]);
    repository.git(&["merge", "-q", "--no-edit", "topic"]);
    assert_eq!(why(1, &[]), ("Branch off".to_owned(), "\"0002\"".to_owned()));
    assert_eq!(why(3, &[]), ("Go on".to_owned(), "\"0003\"".to_owned()));
    assert_eq!(why(4, &[]), ("Lead nowhere".to_owned(), String::new()));
    repository.git(&["reset", "-q", "--hard", "HEAD~1"]);

    repository.write("src/queue/a.rs", "one\r\ntwo\r\nthree\r\n");
    assert_eq!(why(2, &[]), ("Go on".to_owned(), "\"0003\"".to_owned()), "line ends are git's");
    repository.write("src/queue/a.rs", "zero\none\ntwo\nthree\n");

    let said = repository.heard(&["why", "src/queue/a.rs:3"]);
    assert!(said.out.starts_with("line 3 was last changed by Ana Ruiz in "), "{said:?}");
    said.has(": Go on\nthe commit names 3\n\n0003  Name the tenant (proposed, 2026-05-20)\n");
    repository.heard(&["why", "src/queue/a.rs:4"]).has("the commit names 0099, but there is no such decision");
    repository.heard(&["why", "src/queue/a.rs:1"]).has("line 1 is not committed yet\n\n0002");
    repository.heard(&["why", "src/queue/a.rs:2"]).has("the commit names no decision\n\n0002");
    for (place, words) in [
        ("src/queue/a.rs:5", "has no line 5\n  = help: it has lines 1 to 4"),
        ("src/queue/a.rs:0", "has no line 0"),
        ("src/queue:1", "`src/queue` is not a file"),
    ] {
        let said = repository.heard(&["why", place]);
        assert_eq!(said.code, 2, "{said:?}");
        said.has(words);
    }
}

#[test]
fn show_folds_what_is_long_and_keeps_paragraphs_apart() {
    let repository = said_in();
    let text = accepted("Page the people of the rotation instead of everybody, whenever an export stalls for more than an hour", "x")
        .replace("on Friday.\n", "on Friday.\n>\n> And \u{1b}[31mplease, not on Sunday.\n")
        .replace("consulted:", "tags: [\"one-long-tag\", \"two-long-tag\", \"three-long-tag\", \"four-long-tag\", \"five-long-tag\", \"six\"]\nconsulted:");
    repository.write(
        "decisions/0004-x.md",
        &format!("{text}\n**No answer:** @lee, asked 2026-02-10, waited until 2026-02-24.\n"),
    );
    let said = repository.heard(&["show", "4"]);
    assert!(said.out.lines().all(|line| line.chars().count() <= 100), "{}", said.out);
    said.has("0004  Page the people of the rotation instead of everybody, whenever an export stalls for more than\n      an hour\n");
    said.has("tags             one-long-tag, two-long-tag, three-long-tag, four-long-tag, five-long-tag, six\n");
    said.has("  “I get paged when an export stalls on Friday.\n\n   And \\u{1b}[31mplease, not on Sunday.”\n    — Ines Roy, 2026-05-12 [no source]\n");
    said.has("  No answer: @lee, asked 2026-02-10, waited until 2026-02-24\n");
    let said = repository.heard(&["show", "4", "--color", "always"]);
    assert!(said.out.starts_with("\u{1b}[1m0004  Page"), "{said:?}");
}

#[test]
fn context_shows_what_to_know_before_a_change() {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    let declined = "> Please don't page me for exports.\n>\n> — Ines Roy, 2026-02-13\n\n**Declined:** nobody else can\nrestart them.\n";
    let record = |status: &str, said: &str| {
        format!(
            "---\nstatus: {status}\ndate: 2026-03-02\ndecision-makers:\n  - \"Ana Ruiz\"\ngoverns:\n  - \"infra/paging/**\"\n---\n\n# Page support\n\n## Decision Outcome\n\nWe page support. They agreed.\n\n## Consultation\n\n{said}"
        )
    };
    repository.write("decisions/0001-page.md", &record("accepted", declined));
    repository.write("decisions/0002-never.md", &record("rejected", ""));
    commit_as(&repository, "Sam Okafor <sam@example.org>", "2026-05-02", "infra/paging/rota.yml", "x\n");
    let said = repository.heard(&["context", "infra/paging/rota.yml"]);
    let parts = [
        "# Before you change `infra/paging/rota.yml`\n",
        "- `0001` Page support (accepted, 2026-03-02, decided by Ana Ruiz), `decisions/0001-page.md`\n  > We page support.\n",
        "- Area `paging` (heard.toml:7):\n  - an accepted decision for this path\n  - a quote from `support`",
        "  > Please don't page me for exports.\n  >\n  > Declined: nobody else can restart them.\n",
        "- Sam Okafor (support): changed it on 2026-05-02\n",
        "- `0002` Page support (rejected,",
    ];
    crate::repository::expect(&said, 0, &parts);
    let places = parts.map(|part| said.out.find(part).unwrap());
    assert!(places.is_sorted(), "{}", said.out);

    // What is in force stays, and the command of the last line shows the rest.
    let cut = repository.heard(&["context", "infra/paging/rota.yml", "--budget", "1"]);
    let rest = "Left out, because of the budget: 1 area, 1 concern, 1 decision not in force, 3 people.";
    crate::repository::expect(&cut, 0, &[parts[1], rest]);
    assert!(!cut.out.contains("exports"), "{}", cut.out);
    let (_, command) = cut.out.trim_end().trim_end_matches('`').rsplit_once("`heard ").unwrap();
    assert_eq!(repository.heard(&command.split(' ').collect::<Vec<_>>()).out, said.out);

    let json = |arguments: &[&str]| {
        let arguments = [&["context", "infra/paging/rota.yml", "--format", "json"], arguments].concat();
        repository.heard(&arguments).json("context.schema.json")
    };
    let whole = json(&[]);
    assert_eq!(whole["left_out"], Value::Null);
    assert_eq!(whole["refused"][0]["answer"], "nobody else can restart them.");
    assert_eq!(whole["in_force"][0]["outcome"], "We page support.");
    let cut = json(&["--budget", "1"]);
    assert_eq!(cut["in_force"], whole["in_force"]);
    assert_eq!((cut["left_out"]["concerns"].as_u64(), cut["refused"].as_array().unwrap().len()), (Some(1), 0));

    // Elsewhere nothing is known, with a log and without one.
    for folder in [&repository, &Repository::plain_folder()] {
        let said = folder.heard(&["context", "docs/x", "docs/y"]);
        crate::repository::expect(&said, 0, &["# Before you change `docs/x`, `docs/y`\n", "None governs this."]);
        assert!(!said.out.contains("Required"), "{}", said.out);
    }
    crate::repository::expect(&repository.heard(&["context"]), 2, &["PATH"]);
}

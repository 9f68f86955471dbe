//! The decisions of many repositories: bundles, and the commands that read them.

use std::fs;

use serde_json::{Value, json};

use crate::repository::{POLICY, Repository, Said, TODAY, accepted, expect};

const DECLINED: &str = "**Declined:** Friday is the only idle night.";

/// A repository whose first decision links to one of another.
fn app() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    let page = accepted("Page through the rotation", "infra/paging/**")
        .replace("**Changed:** the window names the tenant.", DECLINED);
    repository
        .write("decisions/0001-page.md", &page.replace("governs:", "relates-to: [\"acme/web:0001\", \"2\"]\ngoverns:"));
    repository.write(
        "decisions/0002-rota.md",
        &accepted("Keep the rota", "infra/rota.yml")
            .replace("I get paged when an export stalls on Friday.", "I swap shifts by phone, and nobody sees it."),
    );
    repository.commit("Start");
    repository
}

fn web() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", "[words]\nstatus.accepted = [\"agreed\"]\n");
    let page = accepted("Show the queue", "src/queue/**").replace("status: accepted", "status: agreed");
    repository.write(
        "decisions/0001-queue.md",
        &page
            .replace("Ines Roy", "I. Roy")
            .replace("I get paged when an export stalls on Friday.", "I can't see how long the queue is."),
    );
    repository.commit("Start");
    repository
}

/// The repository that joins the others.
fn joining() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", "[people.\"Ines Roy\"]\naka = [\"I. Roy\"]\n[groups]\nsupport = [\"Ines Roy\"]\n[site]\ntitle = \"All of Acme\"\n");
    repository
}

/// The bundle of a repository, with more options.
#[track_caller]
fn bundle(of: &Repository, name: &str, more: &[&str]) -> String {
    let said = of.heard(&[&["export", "--format", "bundle", "--repository", name], more].concat());
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    said.json("bundle.schema.json");
    said.out
}

/// A joining repository with the bundles of both others.
fn joined() -> Repository {
    let repository = joining();
    repository.write("bundles/app/app.bundle.json", &bundle(&app(), "acme/app", &["--public"]));
    repository.write("bundles/web.bundle.json", &bundle(&web(), "acme/web", &["--public"]));
    repository
}

fn changed(bundle: &str, change: impl Fn(&mut Value)) -> String {
    let mut bundle: Value = serde_json::from_str(bundle).unwrap();
    change(&mut bundle);
    bundle.to_string()
}

#[test]
fn commands_read_the_decisions_of_many_repositories() {
    let repository = joined();
    let heard = |arguments: &[&str]| -> Said {
        let said = repository.heard(&[arguments, &["--from", "bundles"]].concat());
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
        said
    };
    let list = heard(&["list", "--format", "json"]).json("list.schema.json");
    let ids: Vec<&str> = list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["acme/app:0001", "acme/app:0002", "acme/web:0001"]);
    // Words of the own log, people of the one that joins.
    assert!(heard(&["list", "--status", "accepted", "--format", "json"]).out.contains("acme/web:0001"));
    let hers = heard(&["list", "--person", "Ines Roy", "--format", "json"]).json("list.schema.json");
    assert_eq!(hers.as_array().unwrap().len(), 3);
    for (query, found) in
        [("queue", &["acme/web:0001"][..]), ("web", &["acme/web:0001"]), ("acme/app:2", &["acme/app:0002"])]
    {
        let result = heard(&["search", query, "--format", "json"]).json("search.schema.json");
        let ids: Vec<&str> =
            result["found"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!(ids[..1], *found, "{query}");
    }
    for (path, id) in [("acme/app:infra/paging", "acme/app:0001"), ("acme/web/src/queue/x.rs", "acme/web:0001")] {
        assert!(heard(&["why", path]).out.contains(id), "{path}");
        assert!(heard(&["list", "--governs", path]).out.contains(id), "{path}");
    }
    assert!(!heard(&["why", "acme/web:infra/paging"]).out.contains("0001"));
    assert!(heard(&["warned", "acme/app:infra/paging"]).out.contains("I get paged when an export stalls on Friday."));
    assert!(heard(&["warned", "stalls"]).out.contains("acme/app:0001"));
    let stats = heard(&["stats", "--format", "json"]).json("stats.schema.json");
    assert!(stats.to_string().contains("\"support\""), "{stats}");
    heard(&["due"]);
    let line = repository.heard(&["why", "acme/app:infra/rota.yml:3", "--from", "bundles"]);
    expect(&line, 2, &["bundles have no history"]);
}

#[test]
fn a_path_is_in_one_of_the_repositories() {
    let repository = joined();
    let heard = |arguments: &[&str]| repository.heard(&[arguments, &["--from", "bundles"]].concat());
    for path in ["acme/ap:src", "acme/application/src", "infra/paging"] {
        let why = format!("`{}` is in no repository that there is a bundle of", path.replace(':', "/"));
        for arguments in [&["why", path][..], &["warned", path], &["list", "--governs", path]] {
            expect(&heard(arguments), 2, &[&why, "`acme/app` and `acme/web`"]);
        }
    }
    // A folder of several repositories, a repository, and a path that no decision covers.
    expect(&heard(&["why", "acme"]), 0, &["acme/app:0001", "acme/web:0001"]);
    expect(&heard(&["why", "acme/app"]), 0, &["acme/app:0001"]);
    let none = heard(&["why", "acme/app:docs"]);
    expect(&none, 0, &["no decision covers `acme/app/docs`\n"]);
    assert!(!none.out.contains("heard who"), "{none:?}");
    expect(&heard(&["warned", "stalls"]), 0, &["has come true, in its repository: `heard came-true"]);
}

#[test]
fn a_log_without_decisions_is_an_empty_bundle() {
    let repository = joined();
    let new = Repository::new();
    new.write("heard.toml", "");
    let said = new.heard(&["export", "--format", "bundle", "--repository", "acme/new", "--public"]);
    expect(&said, 0, &["warning: no decisions found in `decisions`; the bundle is empty"]);
    said.json("bundle.schema.json");
    repository.write("bundles/new.bundle.json", &said.out);
    expect(&repository.heard(&["list", "--from", "bundles"]), 0, &["acme/app:0001"]);
    expect(&repository.heard(&["index", "--from", "bundles", "--out", "site"]), 0, &[]);
    assert!(repository.read("site/repositories.html").contains("acme/new"));
    expect(&repository.heard(&["list", "--from", "bundles/new.bundle.json"]), 0, &[]);
    // In another folder it is more likely that the log was not found.
    fs::remove_file(new.path("heard.toml")).unwrap();
    expect(&new.heard(&["export", "--format", "bundle", "--repository", "acme/new"]), 2, &["no decisions found"]);
}

#[test]
fn what_is_due_is_answered_in_its_own_repository() {
    let repository = joining();
    let open = app();
    open.write(
        "decisions/0002-rota.md",
        &accepted("Keep the rota", "x/**")
            .replace("**Changed:** the window names the tenant.\n", "")
            .replace("I get paged when an export stalls on Friday.", "I swap shifts by phone, and nobody sees it."),
    );
    repository.write("app.bundle.json", &bundle(&open, "acme/app", &["--public"]));
    let due = repository.heard(&["due", "--from", "app.bundle.json"]);
    expect(&due, 0, &["acme/app:0002", "in `acme/app`, `heard answer 0002 'Ines Roy' --as DISPOSITION` writes one"]);
    open.write(
        "decisions/0001-page.md",
        &accepted("Page through the rotation", "infra/paging/**").replace(
            "**Changed:** the window names the tenant.",
            "**Deferred:** Sam Okafor, 2026-05-20: after the audit.",
        ),
    );
    repository.write("app.bundle.json", &bundle(&open, "acme/app", &["--public"]));
    expect(&repository.heard(&["due", "--from", "app.bundle.json"]), 0, &["(in `acme/app`, `heard tell` writes"]);
}

#[test]
fn bundles_that_can_not_be_used_are_named() {
    let repository = joined();
    let web = repository.read("bundles/web.bundle.json");
    let secret = bundle(&app(), "acme/secret", &[]);
    for (file, text, code, words) in [
        ("x.bundle.json", "{".to_owned(), 0, "`bundles/x.bundle.json` is left out: it is not a bundle"),
        ("x.bundle.json", changed(&web, |it| it["heard_bundle"] = 9.into()), 0, "version 9"),
        (
            "x.bundle.json",
            changed(&web, |it| it["repository"] = "../x".into()),
            0,
            "its `repository` is not the name of one",
        ),
        // Nobody speaks for another.
        ("x.bundle.json", web.clone(), 0, "2 bundles say that they are of one repository"),
        (
            "x.bundle.json",
            changed(&web, |it| it["repository"] = "acme/web/in".into()),
            0,
            "is inside that of another bundle",
        ),
        ("x.bundle.json", secret.clone(), 0, "left out 1 bundle that is not public"),
        ("x.txt", String::new(), 0, ""),
    ] {
        repository.write(&format!("bundles/{file}"), &text);
        let said = repository.heard(&["list", "--from", "bundles"]);
        expect(&said, code, &[words, "acme/app:0001"]);
        fs::remove_file(repository.path(&format!("bundles/{file}"))).unwrap();
    }
    repository.write("bundles/x.bundle.json", &secret);
    let said = repository.heard(&["list", "--from", "bundles", "--internal"]);
    expect(&said, 0, &["acme/secret:0001"]);
    let said = repository.heard(&["list", "--from", "bundles/x.bundle.json"]);
    expect(&said, 2, &["no bundle can be used"]);
    expect(&repository.heard(&["list", "--from", "nowhere"]), 2, &["can't read `nowhere`"]);
    repository.write("empty/x.md", "# T\n");
    expect(&repository.heard(&["list", "--from", "empty"]), 2, &["no file `*.bundle.json` is in `empty`"]);
}

#[test]
fn a_bundle_says_where_it_comes_from() {
    let repository = app();
    let said = repository.heard(&["export", "--format", "bundle"]);
    expect(&said, 2, &["the name of the repository is not known", "--repository acme/app"]);
    repository.git(&["remote", "add", "origin", "git@git.example.org:acme/app.git"]);
    let read = |said: &Said| serde_json::from_str::<Value>(&said.out).unwrap();
    let own = read(&repository.heard(&["export", "--format", "bundle"]));
    assert_eq!((&own["repository"], &own["public"], &own["made"]), (&json!("acme/app"), &json!(false), &json!(TODAY)));
    assert_eq!((&own["commit"], &own["source_url"]), (&json!(repository.id("HEAD")), &Value::Null));
    assert_eq!(own["records"][1]["text"], repository.read("decisions/0002-rota.md"));
    for (variables, name, url) in [
        (
            &[("GITHUB_REPOSITORY", "acme/web"), ("GITHUB_SERVER_URL", "https://github.com")][..],
            "acme/web",
            "https://github.com/acme/web/blob/ID/",
        ),
        (
            &[("CI_PROJECT_PATH", "acme/team/web"), ("CI_PROJECT_URL", "https://git.example.org/acme/team/web")],
            "acme/team/web",
            "https://git.example.org/acme/team/web/-/blob/ID/",
        ),
    ] {
        let job = read(&repository.heard_with(variables, &["export", "--format", "bundle"]));
        let url = url.replace("ID", &repository.id("HEAD"));
        assert_eq!((&job["repository"], &job["source_url"]), (&json!(name), &json!(url)));
    }
    expect(&repository.heard(&["export", "--public"]), 2, &["are for bundles"]);
    expect(&repository.heard(&["export", "--format", "bundle", "--repository", "app"]), 2, &["`app` is not the name"]);
}

#[test]
fn one_site_has_them_all() {
    let repository = joined();
    let old = repository.read("bundles/web.bundle.json");
    repository.write(
        "bundles/web.bundle.json",
        &changed(&old, |it| {
            it["made"] = "2026-01-01".into();
            it["source_url"] = "https://git.example.org/web/".into();
        }),
    );
    repository.write("bundles/x.bundle.json", "{");
    let said = repository.heard(&["index", "--from", "bundles", "--out", "site"]);
    expect(&said, 0, &["`acme/web` is of 2026-01-01", "`bundles/x.bundle.json` is left out"]);
    let page = |path: &str| repository.read(&format!("site/{path}"));
    let app = page("decisions/acme-app-0001-page.html");
    assert!(
        app.contains("href=\"../decisions/acme-web-0001-queue.html\"")
            || app.contains("href=\"acme-web-0001-queue.html\""),
        "{app}"
    );
    assert!(page("decisions/acme-web-0001-queue.html").contains("https://git.example.org/web/decisions/0001-queue.md"));
    assert!(page("d/acme-app-0001.html").contains("acme-app-0001-page.html"));
    assert!(page("index.html").contains("All of Acme") && page("index.html").contains("acme/web:0001"));
    let repositories = page("repositories.html");
    for words in
        ["acme/app", "acme/web", "x.bundle.json", "2026-01-01", "old: exported more than 14 days ago", "not used: "]
    {
        assert!(repositories.contains(words), "{words}: {repositories}");
    }
    assert!(page("repositories/acme-web.html").contains("Show the queue"));
    // One person under both names.
    assert!(!repository.path("site/people/i-roy.html").exists() && page("people/ines-roy.html").contains("queue is"));
    let again = repository.heard(&["index", "--from", "bundles", "--out", "site"]);
    expect(&again, 0, &["0 files written"]);
    // Another bundle changes no address.
    repository.write("bundles/ops.bundle.json", &bundle(&self::app(), "acme/ops", &["--public"]));
    expect(&repository.heard(&["index", "--from", "bundles", "--out", "site"]), 0, &["0 removed"]);
}

#[test]
fn a_bundle_speaks_for_nobody_else() {
    let repository = joining();
    let own = app();
    own.write("decisions/0001-page.md", &own.read("decisions/0001-page.md").replace("Ines Roy", "@ines"));
    own.write("decisions/0002-rota.md", &own.read("decisions/0002-rota.md").replace("Ines Roy", "Bo Lund (@bo)"));
    repository.write("b/app.bundle.json", &bundle(&own, "acme/app", &["--public"]));
    let evil = web();
    let text = evil
        .read("decisions/0001-queue.md")
        .replace("\"I. Roy\"", "\"Mallory Doe (@ines)\"\n  - \"Mallory Doe (@bo)\"\n  - \"support (@ines)\"");
    evil.write(
        "decisions/0001-queue.md",
        &text.replace("governs:", "supersedes: [\"acme/app:0001\", \"acme/app:0002\"]\ngoverns:"),
    );
    repository.write("b/evil.bundle.json", &bundle(&evil, "evil/x", &["--public"]));
    // A handle brings nobody another's words, and a link of one side alone supersedes nothing.
    expect(&repository.heard(&["index", "--from", "b", "--out", "site"]), 0, &[]);
    for entry in walkdir::WalkDir::new(repository.path("site/people")).into_iter().map(Result::unwrap) {
        let Ok(page) = fs::read_to_string(entry.path()) else { continue };
        let is_hers = page.contains("<h1>Mallory Doe");
        assert!(!is_hers || !(page.contains("stalls") || page.contains("swap shifts")), "{page}");
    }
    let page = repository.read("site/decisions/acme-app-0001-page.html");
    assert!(!page.contains("Superseded by") && page.contains("evil/x:0001"), "{page}");
    // With the policy of the repository that joins, the handle is hers.
    let people = "[people.\"Ines Roy\"]\nhandle = \"@ines\"\n[groups]\nsupport = [\"Sam Okafor\"]\n";
    repository.write("heard.toml", people);
    expect(&repository.heard(&["index", "--from", "b", "--out", "site"]), 0, &[]);
    let hers = repository.read("site/people/ines.html");
    let group = repository.path("site/people/support.html");
    assert!(!group.exists() || !fs::read_to_string(group).unwrap().contains("stalls"));
    assert!(hers.contains("I get paged when an export stalls on Friday.") && !hers.contains("Mallory"), "{hers}");
    // Another spelling of a repository, and one that is internal, are not free to take.
    for name in ["Acme/app", "acme/App", "acme/app/sub"] {
        repository.write("b/more.bundle.json", &bundle(&web(), name, &["--public"]));
        let said = repository.heard(&["list", "--from", "b"]);
        expect(&said, 0, &["`b/app.bundle.json` is left out", "`b/more.bundle.json` is left out", "evil/x:0001"]);
        assert!(!said.out.contains("pp:0001"), "{said:?}");
    }
    repository.write("b/more.bundle.json", &bundle(&web(), "acme/app", &[]));
    let said = repository.heard(&["list", "--from", "b"]);
    assert!(!said.out.contains("acme/app:0001") && !said.err.contains("more.bundle"), "{said:?}");
}

#[test]
fn a_hostile_bundle_injects_nothing() {
    let repository = joined();
    let own = repository.read("bundles/web.bundle.json");
    let hostile = "<script>alert(1)</script>\u{1b}[31m\u{202e}";
    for (key, value) in [
        ("source_url", json!("javascript:alert(1)//")),
        ("source_url", json!("https://x\"onclick=alert(1)")),
        ("commit", json!("<script>alert(1)</script>")),
        ("commit", json!("é\u{1b}")),
        ("policy", json!("[log]\ndirs = [\"../..\"]\n")),
        ("policy", json!(format!("[people.\"{hostile}\"]\n"))),
        (
            "records",
            json!([{ "path": format!("decisions/0001-{}.md", "x".repeat(300)), "text": format!("---\nstatus: {hostile}\nconsulted: [\"{hostile}\"]\ngoverns: [\"../../**\", \"/**\"]\n---\n# {hostile}\n\n## Consultation\n\n> {hostile}\n>\n> — {hostile}\n") }]),
        ),
        ("records", json!([{ "path": "decisions/README.md", "text": "# T\n", "beside": hostile }])),
    ] {
        repository.write("bundles/web.bundle.json", &changed(&own, |it| it[key] = value.clone()));
        let before = fs::read_dir(repository.path(".")).unwrap().count();
        let said = repository.heard(&["index", "--from", "bundles", "--out", "site"]);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(!(said.out + &said.err).contains(['\u{1b}', '\u{202e}']));
        for entry in walkdir::WalkDir::new(repository.path("site")).into_iter().map(Result::unwrap) {
            let Ok(text) = fs::read_to_string(entry.path()) else { continue };
            if entry.path().extension().is_some_and(|ending| ending == "html") {
                assert!(
                    !text.contains("<script>alert") && !text.contains("javascript:") && !text.contains("\"onclick"),
                    "{key} {:?}",
                    entry.path()
                );
            }
            assert!(!text.contains(['\u{1b}', '\u{202e}']), "{key} {:?}", entry.path());
        }
        for command in [
            &["list"][..],
            &["search", "script"],
            &["due"],
            &["stats", "--voices"],
            &["why", "acme/web:x"],
            &["warned", "alert"],
        ] {
            let said = repository.heard(&[command, &["--from", "bundles"]].concat());
            assert!(said.code < 2 && !(said.out + &said.err).contains(['\u{1b}', '\u{202e}']), "{key} {command:?}");
        }
        assert!(fs::read_dir(repository.path(".")).unwrap().count() <= before + 1);
        fs::remove_dir_all(repository.path("site")).unwrap();
    }
}

//! `heard index` in real repositories: what it writes and what it leaves alone, the same bytes for the same
//! log, and the files for programs.
#![cfg(feature = "site")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use crate::repository::{self, Repository, Said, accepted};

const MANIFEST: &str = "heard-site.json";

/// A log with two decisions that have been committed.
fn log() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", repository::POLICY);
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    repository.write(
        "decisions/0002-page.md",
        &accepted("Page", "infra/**").replacen("date: 2026-05-20", "date: 2026-05-21\ntags: [on-call]", 1),
    );
    repository.commit("Start");
    repository
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(&inner).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Asserts that nothing was done, and why.
#[track_caller]
fn refused(said: &Said, words: &str) {
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.err.contains(words), "`{words}` is not in\n{}", said.err);
    assert!(said.err.contains("= help: "), "{}", said.err);
    assert!(said.out.is_empty(), "{said:?}");
}

#[test]
fn pictures_come_from_the_state_that_the_site_shows() {
    let log = log();
    let look = "\n## Pictures\n\n![a](../docs/a.svg) <img src=\"/docs/a.svg\"> ![b](new.svg) ![c](private.svg) ![d](gone.svg) \
                ![e](link.svg) ![f](out/x.svg) ![g](../heard.toml) ![h](https://example.org/h.svg) ![i](../../i.svg)\n";
    let svg = |words: &str| format!("<svg xmlns='http://www.w3.org/2000/svg'><text>{words}</text></svg>\n");
    log.write(".gitignore", "/site/\nprivate.svg\n");
    log.write("decisions/0003-look.md", &(accepted("Look", "docs/**") + look));
    log.write("docs/a.svg", &svg("first"));
    log.commit("Show pictures");
    log.write("docs/a.svg", &svg("second"));
    log.write("decisions/new.svg", &svg("new"));
    log.write("decisions/private.svg", &svg("private"));
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("x.svg"), svg("outside")).unwrap();
    #[cfg(unix)]
    for (target, link) in [(outside.path().join("x.svg"), "link.svg"), (outside.path().to_owned(), "out")] {
        std::os::unix::fs::symlink(target, log.path("decisions").join(link)).unwrap();
    }
    for (arguments, shown) in [(&["index"][..], &["second", "new"][..]), (&["index", "--rev", "HEAD"], &["first"])] {
        assert_eq!(log.heard(arguments).code, 0);
        let site = files(&log.path("site"));
        let page = String::from_utf8_lossy(&site["decisions/0003-look.html"]).into_owned();
        let pictures: Vec<(&String, String)> = site
            .iter()
            .filter(|(name, _)| name.starts_with("files/"))
            .map(|(name, bytes)| (name, String::from_utf8_lossy(bytes).into_owned()))
            .collect();
        assert_eq!(pictures.len(), shown.len(), "{pictures:?}");
        for words in shown {
            let (name, _) = pictures.iter().find(|(_, text)| *text == svg(words)).unwrap();
            assert!(page.contains(&format!("<img src=\"../{name}\"")), "{name} in {page}");
        }
        // The others are links, or text without a target.
        let links = page.matches("picture: ").count();
        assert_eq!(links + page.matches("<img ").count(), 10, "{page}");
    }
}

#[test]
fn files_that_git_ignores_are_not_published() {
    let log = log();
    log.write(".gitignore", "/site/\ndraft-*\n/decisions/private/\n0003-*\n");
    log.write("decisions/0003-tracked.md", &accepted("Tracked", "docs/**"));
    log.git(&["add", "-f", "decisions/0003-tracked.md"]);
    log.write("decisions/draft-0004.md", &accepted("Draft", "docs/**"));
    log.write("decisions/private/0005-secret.md", &accepted("Secret", "docs/**"));
    log.write("decisions/0006-new.md", &accepted("New", "docs/**"));
    let said = log.heard(&["index"]);
    said.has("note: left out 2 files that git ignores: `decisions/draft-0004.md`, …\n");
    let site = files(&log.path("site"));
    let pages: Vec<&str> = site.keys().filter_map(|name| name.strip_prefix("decisions/")).collect();
    assert_eq!(pages, ["0001-start.html", "0002-page.html", "0003-tracked.html", "0006-new.html"]);
    let texts = String::from_utf8_lossy(&site["search/texts-1.js"]).into_owned();
    assert!(!texts.contains("Secret") && !texts.contains("Draft"), "{texts}");
    // They are no decisions for other commands either, unless they are named.
    let listed = log.heard(&["list"]).out;
    assert!(listed.contains("New") && !listed.contains("Secret") && !listed.contains("Draft"), "{listed}");
    log.heard(&["check"]).has("4 decisions");
    log.heard(&["check", "decisions/draft-0004.md"]).has("1 decision");
    log.heard(&["check", "decisions/private"]).has("1 decision");
    log.write(".gitignore", "*.md\n");
    log.git(&["rm", "-q", "--cached", "-r", "decisions"]);
    refused(&log.heard(&["list"]), "left out 6 files that git ignores: `decisions/0001-start.md`, …");
}

#[test]
fn only_what_changed_is_written_and_only_what_is_gone_is_removed() {
    let log = log();
    let said = log.heard(&["index"]);
    assert_eq!(said.code, 0, "{said:?}");
    let first = files(&log.path("site"));
    assert!(first.contains_key("decisions/0002-page.html") && first.contains_key("tags/on-call.html"));
    said.has(&format!("`site`: {} files written, 0 unchanged, 0 removed", first.len() - 1));
    let listed: serde_json::Value = serde_json::from_slice(&first[MANIFEST]).unwrap();
    let names: Vec<&str> = listed["files"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(names, first.keys().map(String::as_str).filter(|name| *name != MANIFEST).collect::<Vec<_>>());

    // A file that was not written again keeps its time.
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for name in first.keys() {
        fs::File::options().write(true).open(log.path("site").join(name)).unwrap().set_modified(old).unwrap();
    }
    log.heard(&["index"]).has(&format!("`site`: 0 files written, {} unchanged, 0 removed", names.len()));
    log.write("decisions/0001-start.md", &accepted("Start", "docs/**").replacen("Thursday", "Wednesday", 1));
    log.heard(&["index"]).has(&format!("`site`: 3 files written, {} unchanged, 0 removed", names.len() - 3));
    let is_new = |name: &&String| fs::metadata(log.path("site").join(name)).unwrap().modified().unwrap() != old;
    let written = ["decisions/0001-start.html", "search/texts-1.js", "search/words-1.js"];
    assert_eq!(first.keys().filter(is_new).collect::<Vec<_>>(), written);
    log.heard(&["index", "--out", "anew"]);
    assert!(files(&log.path("site")) == files(&log.path("anew")), "what was left as it was is not what would be made");

    // What somebody put beside the pages stays, and with it its folder; an empty one goes.
    log.write("site/tags/mine.txt", "mine");
    log.write("site/CNAME", "decisions.example.org");
    fs::remove_file(log.path("decisions/0002-page.md")).unwrap();
    log.heard(&["index"]).has("3 removed");
    let now = files(&log.path("site"));
    assert!(!now.contains_key("decisions/0002-page.html") && !now.contains_key("tags/on-call.html"));
    assert_eq!((now["tags/mine.txt"].as_slice(), now["CNAME"].len()), (&b"mine"[..], 21));
    fs::remove_file(log.path("site/tags/mine.txt")).unwrap();
    log.write("decisions/0002-page.md", &accepted("Page", "a").replacen("date:", "tags: [x]\ndate:", 1));
    log.heard(&["index"]);
    fs::remove_file(log.path("decisions/0002-page.md")).unwrap();
    log.heard(&["index"]);
    assert!(!log.path("site/tags").exists(), "an empty folder is left");
    assert_eq!(
        fs::read_dir(log.path("site"))
            .unwrap()
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(".h"))
            .count(),
        0
    );
}

#[test]
fn a_file_that_somebody_changed_is_made_again() {
    let log = log();
    log.heard(&["index"]);
    let whole = files(&log.path("site"));
    log.write("site/index.html", "<p>mine");
    fs::remove_file(log.path("site/people.html")).unwrap();
    log.heard(&["index"]).has("`site`: 2 files written");
    assert_eq!(files(&log.path("site")), whole);
}

#[test]
fn folders_of_others_are_refused() {
    let log = log();
    log.write("public/photo.txt", "mine");
    refused(&log.heard(&["index", "--out", "public"]), "`public` is not empty, and `heard index` did not create it");
    assert_eq!(files(&log.path("public")).len(), 1);
    log.write("page", "a file");
    refused(&log.heard(&["index", "--out", "page"]), "it is a file");
    refused(&log.heard(&["index", "--out", "page/site"]), "can't write the site to `page/site`");
    for (out, reason) in [
        (".", "it contains the repository"),
        ("..", "it contains the repository"),
        ("public/..", "it contains the repository"),
        ("decisions", "the decision log is there"),
        ("decisions/site", "the decision log is there"),
        (".git", "it is inside the git directory"),
        (".git/site", "it is inside the git directory"),
        ("public/.GIT/site", "it is inside the git directory"),
        ("none/../site", "a directory that does not exist"),
    ] {
        let before = files(&log.path("."));
        refused(&log.heard(&["index", "--out", out]), reason);
        assert!(files(&log.path(".")) == before, "{out}: something was written");
    }
    // Beside the repository, in an empty folder, and in one that has to be made, all is well.
    fs::create_dir(log.path("empty")).unwrap();
    for out in ["../beside", "empty", "a/b/c", "public/site"] {
        let said = log.heard(&["index", "--out", out]);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(log.path(out).join("index.html").is_file());
    }
    let whole = files(&log.path("empty"));
    assert_eq!(files(&log.path("../beside")), whole);
    // From a folder of the repository, the folder is relative to it.
    let said = log.heard(&["-C", "public", "index", "--out", "../decisions"]);
    refused(&said, "the decision log is there");
    assert_eq!(log.heard(&["-C", "public", "index"]).code, 0);
    assert_eq!(files(&log.path("public/site")), whole);
}

#[test]
fn files_that_the_manifest_does_not_list_are_never_written_over() {
    let log = log();
    log.heard(&["index"]);
    log.write("site/decisions/0003-new.html", "mine");
    log.write("decisions/0003-new.md", &accepted("New", "x"));
    log.write("decisions/0001-start.md", &accepted("Another title", "docs/**"));
    let before = files(&log.path("site"));
    refused(&log.heard(&["index"]), "`site` has `decisions/0003-new.html`, which `heard index` did not write");
    assert!(files(&log.path("site")) == before, "something was written");
    fs::remove_file(log.path("site/decisions/0003-new.html")).unwrap();
    assert_eq!(log.heard(&["index"]).code, 0);
}

#[test]
fn a_damaged_manifest_is_refused() {
    let log = log();
    log.heard(&["index"]);
    let whole = log.read("site/heard-site.json");
    log.write("precious.txt", "mine");
    log.write("site/.git/config", "mine");
    for (manifest, reason) in [
        (r#"{"version":1,"files":["../precious.txt"]}"#, "`../precious.txt` can't be a file of a site"),
        (r#"{"version":1,"files":["a/../../precious.txt"]}"#, "`a/../../precious.txt` can't be a file of a site"),
        (r#"{"version":1,"files":["/etc/passwd"]}"#, "`/etc/passwd` can't be a file of a site"),
        (r#"{"version":1,"files":["c:\\x"]}"#, "`c:\\x` can't be a file of a site"),
        (r#"{"version":1,"files":[".git/config"]}"#, "`.git/config` can't be a file of a site"),
        (r#"{"version":1,"files":["heard-site.json"]}"#, "`heard-site.json` can't be a file of a site"),
        (r#"{"version":2,"files":{}}"#, "version 2 is not supported"),
        (r#"{"version":1,"files":[1]}"#, "`site/heard-site.json` is invalid"),
        ("[", "`site/heard-site.json` is invalid"),
        ("", "`site/heard-site.json` is invalid"),
    ] {
        log.write("site/heard-site.json", manifest);
        let before = files(&log.path("."));
        refused(&log.heard(&["index"]), reason);
        assert!(files(&log.path(".")) == before, "{manifest}: something was written");
    }
    // A folder in the place of a file that goes stays as well.
    log.write("site/old.html/mine.txt", "mine");
    let listed = log.read("site/index.html");
    log.write("site/heard-site.json", &whole.replacen("\"index.html\"", "\"index.html\",\n    \"old.html\"", 1));
    refused(&log.heard(&["index"]), "`site/old.html` is a link or a directory, not a file");
    assert_eq!((log.read("site/old.html/mine.txt").as_str(), log.read("site/index.html")), ("mine", listed));
}

#[cfg(unix)]
#[test]
fn no_link_is_followed() {
    use std::os::unix::fs::symlink;

    let log = log();
    let outside = log.path("../outside");
    fs::create_dir(&outside).unwrap();
    let check = |link: &str, arguments: &[&str], reason: &str| {
        refused(&log.heard(arguments), reason);
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0, "{link} was followed");
        fs::remove_file(log.path(link)).unwrap();
    };
    symlink(&outside, log.path("site")).unwrap();
    check("site", &["index"], "it is a symbolic link");
    symlink(log.path("../nowhere"), log.path("site")).unwrap();
    check("site", &["index"], "it is a symbolic link");
    symlink(&outside, log.path("public")).unwrap();
    check("public", &["index", "--out", "public/site"], "a symbolic link in the path leads out of the repository");

    log.heard(&["index"]);
    let whole = files(&log.path("site"));
    fs::rename(log.path("site/decisions"), log.path("kept")).unwrap();
    symlink(&outside, log.path("site/decisions")).unwrap();
    check("site/decisions", &["index"], "`site/decisions` is a link or a file, not a directory");
    fs::rename(log.path("kept"), log.path("site/decisions")).unwrap();
    // A file in place of ours, one that would be new, one that would be removed, and the manifest.
    let victim = log.path("../victim.txt");
    fs::write(&victim, "mine").unwrap();
    for (name, reason) in [
        ("index.html", "`site/index.html` is a link or a directory, not a file"),
        ("decisions/0003-new.html", "which `heard index` did not write"),
        ("decisions/0002-page.html", "`site/decisions/0002-page.html` is a link or a directory, not a file"),
        (MANIFEST, "`site/heard-site.json` is not a file"),
    ] {
        let file = log.path("site").join(name);
        let kept = fs::read(&file).ok();
        let _ = fs::remove_file(&file);
        symlink(&victim, &file).unwrap();
        match name {
            "decisions/0003-new.html" => log.write("decisions/0003-new.md", &accepted("New", "x")),
            "decisions/0002-page.html" => fs::rename(log.path("decisions/0002-page.md"), log.path("0002")).unwrap(),
            _ => {}
        }
        refused(&log.heard(&["index"]), reason);
        assert_eq!(fs::read_to_string(&victim).unwrap(), "mine");
        fs::remove_file(&file).unwrap();
        if let Some(kept) = kept {
            fs::write(&file, kept).unwrap();
        }
        let _ = fs::remove_file(log.path("decisions/0003-new.md"));
        let _ = fs::rename(log.path("0002"), log.path("decisions/0002-page.md"));
    }
    assert_eq!(log.heard(&["index"]).code, 0);
    assert_eq!(files(&log.path("site")), whole);
    // A link above the repository is nobody's trick.
    symlink(log.path("."), log.path("../other-way")).unwrap();
    let out = log.path("../other-way/site");
    assert_eq!(log.heard(&["index", "--out", out.to_str().unwrap()]).code, 0);
}

#[test]
fn a_run_that_is_stopped_anywhere_is_completed_by_the_next() {
    let log = log();
    for number in 3..150 {
        let tag = format!("tags: [t{}]\ndate:", number % 40);
        let decision = accepted(&format!("Number {number}"), "x").replacen("date:", &tag, 1);
        log.write(&format!("decisions/{number:04}-x.md"), &decision);
    }
    log.heard(&["index", "--out", "whole"]);
    let whole = files(&log.path("whole"));
    // The folder that is there before: none, or an older site with files that are no more and others that are new.
    let older = log.path("older");
    log.heard(&["index", "--out", "older", "--title", "Older"]);
    fs::write(older.join("gone.html"), "old").unwrap();
    let listed =
        fs::read_to_string(older.join(MANIFEST)).unwrap().replacen("\"headers\"", "\"gone.html\",\n    \"headers\"", 1);
    fs::write(older.join(MANIFEST), listed.replacen("    \"index.html\",\n", "", 1)).unwrap();
    fs::remove_file(older.join("index.html")).unwrap();

    let mut stopped = 0;
    // At the first moment, when there is a manifest, when some files are there or changed, when nearly all are.
    for (round, wanted) in [0, 1, 2, 3, 10, 50, 120, 200, 1000].into_iter().enumerate() {
        for is_new in [true, false] {
            let site = log.path(&format!("site-{round}-{is_new}"));
            if !is_new {
                fs::create_dir(&site).unwrap();
                for (name, bytes) in files(&older) {
                    fs::create_dir_all(site.join(&name).parent().unwrap()).unwrap();
                    fs::write(site.join(name), bytes).unwrap();
                }
            }
            let mut command = log.isolated(env!("CARGO_BIN_EXE_heard"));
            command.args(["--today", repository::TODAY, "index", "--out"]).arg(&site);
            let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            let reached = || if site.is_dir() { count(&site, &whole) >= wanted } else { false };
            while !reached() && child.try_wait().unwrap().is_none() {}
            child.kill().unwrap();
            stopped += usize::from(!child.wait().unwrap().success());
            // Nobody sees half a file, whatever is missing: old bytes or new ones.
            if site.is_dir() {
                let before = if is_new { BTreeMap::new() } else { files(&older) };
                for (name, bytes) in files(&site) {
                    let is_whole = whole.get(&name) == Some(&bytes) || before.get(&name) == Some(&bytes);
                    assert!(is_whole || name == MANIFEST || name.starts_with(".heard-site"), "{name} is torn");
                }
            }
            let said = log.heard(&["index", "--out", site.to_str().unwrap()]);
            assert_eq!(said.code, 0, "{round} {is_new}: {said:?}");
            assert!(files(&site) == whole, "{round} {is_new}: the next run does not complete it");
        }
    }
    assert!(stopped > 4, "only {stopped} runs were stopped before they ended");
}

/// How many files of a site are in a directory as they should be.
fn count(site: &Path, whole: &BTreeMap<String, Vec<u8>>) -> usize {
    whole.iter().filter(|(name, bytes)| fs::read(site.join(name)).is_ok_and(|there| there == **bytes)).count()
}

// Windows locks no directories.
#[cfg(unix)]
#[test]
fn of_two_runs_one_waits_or_says_so() {
    let log = log();
    log.heard(&["index"]);
    let whole = files(&log.path("site"));
    // One that ends soon is waited for.
    let lock = || {
        let site = fs::File::open(log.path("site")).unwrap();
        site.lock().unwrap();
        site
    };
    let (held, (send, ended)) = (lock(), std::sync::mpsc::channel());
    let other = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        send.send(()).unwrap();
        drop(held);
    });
    assert_eq!(log.heard(&["index"]).code, 0);
    assert_eq!(ended.try_recv(), Ok(()), "it did not wait");
    other.join().unwrap();
    // One that goes on is reported.
    let held = lock();
    refused(&log.heard(&["index"]), "another `heard index` is writing to `site`");
    drop(held);
    assert_eq!(files(&log.path("site")), whole);
    // Several at once leave one whole site.
    let mut runs: Vec<_> = (0..4)
        .map(|_| {
            log.isolated(env!("CARGO_BIN_EXE_heard"))
                .args(["index", "--out", "many"])
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    assert!(runs.iter_mut().all(|run| run.wait().unwrap().success()));
    log.heard(&["index", "--out", "one"]);
    assert_eq!(files(&log.path("many")).keys().collect::<Vec<_>>(), files(&log.path("one")).keys().collect::<Vec<_>>());
}

/// Runs the command with no day given and another world around it.
fn built(
    repository: &Repository,
    environment: &[(&str, &str)],
    arguments: &[&str],
    out: &Path,
) -> BTreeMap<String, Vec<u8>> {
    let mut command = repository.isolated(env!("CARGO_BIN_EXE_heard"));
    let said = command.envs(environment.iter().copied()).args(arguments).arg("--out").arg(out).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    files(out)
}

#[test]
fn the_same_log_gives_the_same_bytes_wherever_and_whenever_it_is_built() {
    let log = log();
    // By the clock of whoever runs this the review is overdue; by the commit it is not.
    let due = accepted("Look again", "x").replacen("date:", "review-by: 2026-05-20\ndate:", 1);
    log.write("decisions/0003-due.md", &due);
    log.write(".gitattributes", "* -text\n");
    log.commit("Add a third");
    let arguments = ["index", "--base-url", "https://example.org/log", "--title", "The log"];
    // Another repository was built by the same user before.
    let other = Repository::new();
    other.write("decisions/0001-start.md", &accepted("Another log", "docs/**"));
    other.commit("Start");
    let elsewhere = built(&other, &[], &arguments, &log.path("../before"));
    assert!(String::from_utf8_lossy(&elsewhere["index.html"]).contains("Another log"));

    let one =
        built(&log, &[("TZ", "Pacific/Kiritimati"), ("LANG", "C"), ("USER", "ana")], &arguments, &log.path("../one"));
    let clone = log.clone_with(&[log.path(".").to_str().unwrap()]);
    let home = clone.path("../home");
    fs::create_dir(&home).unwrap();
    let world = [
        ("TZ", "Pacific/Pago_Pago"),
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "de_DE.UTF-8"),
        ("USER", "bo"),
        ("HOME", home.to_str().unwrap()),
        ("SOURCE_DATE_EPOCH", "1"),
        ("GIT_AUTHOR_NAME", "Bo Lund"),
        ("COLUMNS", "40"),
    ];
    assert!(built(&clone, &world, &arguments, &clone.path("../deep/er/two")) == one, "another checkout differs");
    // Into a folder that has another log's site, and of the commit in place of the files.
    assert!(built(&log, &[], &arguments, &log.path("../before")) == one, "what was there before is seen");
    let rev = [&arguments[..], &["--rev", "HEAD"]].concat();
    assert!(built(&log, &[], &rev, &log.path("../three")) == one, "the commit differs from its files");
    log.git(&["clone", "-q", "--bare", ".", "../bare.git"]);
    let bare = log.at("../bare.git");
    assert!(built(&bare, &[], &rev, &log.path("../four")) == one, "a bare repository differs");

    let page = String::from_utf8(one["decisions/0003-due.html"].clone()).unwrap();
    assert!(page.contains("As of 2026-05-20.") && !page.contains("overdue"), "the clock was read");
    let place = log.path(".").parent().unwrap().to_str().unwrap().to_owned();
    for (name, bytes) in &one {
        assert!(!String::from_utf8_lossy(bytes).contains(&place), "{name} names a folder of this machine");
    }
    // A day that is given is the day of the site.
    let later = [&arguments[..], &["--today", "2026-05-21"]].concat();
    let later = built(&log, &[], &later, &log.path("../five"));
    let page = String::from_utf8(later["decisions/0003-due.html"].clone()).unwrap();
    assert!(page.contains("As of 2026-05-21.") && page.contains("review overdue"));
}

#[test]
fn the_day_is_that_of_the_commit_in_utc() {
    let log = Repository::new();
    log.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    let page = |said: &str| {
        let page = log.read("site/index.html");
        assert_eq!(page.contains("As of"), said.contains("As of"), "{said}");
        assert!(page.contains(said), "{said}");
    };
    built(&log, &[], &["index"], &log.path("site"));
    page("<p>Generated by heard");
    log.git(&["add", "decisions"]);
    let mut commit = log.isolated("git");
    commit.env("GIT_COMMITTER_DATE", "2026-05-20T23:30:00-0500").args(["commit", "-q", "-m", "Late"]);
    assert!(commit.status().unwrap().success());
    built(&log, &[], &["index"], &log.path("site"));
    page("As of 2026-05-21.");
    log.git(&["commit", "-q", "--allow-empty", "-m", "Later, with an earlier clock"]);
    built(&log, &[], &["index"], &log.path("site"));
    page("As of 2026-05-20.");
    built(&log, &[], &["index", "--rev", "HEAD~1"], &log.path("site"));
    page("As of 2026-05-21.");
}

#[test]
fn a_bare_repository_has_no_files_and_takes_no_site() {
    let log = log();
    log.git(&["clone", "-q", "--bare", ".", "../bare.git"]);
    let bare = log.at("../bare.git");
    refused(&bare.heard(&["index", "--out", "../site"]), "this repository is bare");
    refused(&bare.heard(&["index", "--rev", "main"]), "it is inside the git directory");
    let said = bare.heard(&["index", "--rev", "main", "--out", "../site"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(log.path("../site/decisions/0002-page.html").is_file());
}

/// A log that says everything, and much that no format should be broken by.
fn hostile() -> Repository {
    let log = log();
    let words =
        "]]> </content> <script>alert(1)</script> &amp; & \u{202e}\u{1b}[31m\u{fffe}\u{ffff}\u{b}\u{2028} ##[error]x";
    let decision = accepted("T", "x")
        .replacen("# T", &format!("# Title {words}"), 1)
        .replacen("I get paged when an export stalls on Friday.", &format!("I get paged. {words}"), 1)
        .replacen("date:", "tags: [\"a<b>&\\\"c\\\"\"]\ndate:", 1);
    log.write("decisions/0003-hostile.md", &decision);
    fs::write(log.path("decisions/0004-latin.md"), b"---\nstatus: accepted\n---\n# Caf\xe9\n").unwrap();
    log.write("decisions/0005-undated.md", "---\nstatus: proposed\n---\n\n# Undated\n");
    for number in 10..70 {
        log.write(&format!("decisions/{number:04}-x.md"), &accepted(&format!("Number {number}"), "x"));
    }
    log
}

#[test]
fn the_data_fits_its_schema() {
    let log = hostile();
    let said = log.heard(&[
        "index",
        "--base-url",
        "https://example.org/log",
        "--source-url",
        "https://git.example.org/blob/main/",
    ]);
    assert_eq!(said.code, 0, "{said:?}");
    let text = log.read("site/decisions.json");
    let data = Said { code: 0, out: text.clone(), err: String::new() }.json("site.schema.json");
    assert_eq!(
        (&data["version"], &data["title"], &data["day"]),
        (&1.into(), &"Decision log".into(), &repository::TODAY.into())
    );
    let decisions = data["decisions"].as_array().unwrap();
    assert_eq!(decisions.len(), 65);
    assert_eq!(text.lines().count(), 67, "a line a decision");
    assert!(!text.contains(['\u{202e}', '\u{1b}', '\u{2028}']) && !text.contains("##["));
    let first = &decisions[0];
    assert_eq!((&first["id"], &first["page"]), (&"0002".into(), &"decisions/0002-page.html".into()));
    assert_eq!(first["url"], "https://example.org/log/decisions/0002-page.html");
    assert_eq!(first["source"], "https://git.example.org/blob/main/decisions/0002-page.md");
    assert_eq!(
        (&first["asked"], &first["heard"], &first["concerns"], &first["answered"]),
        (&1.into(), &1.into(), &1.into(), &1.into())
    );
    for decision in decisions {
        assert!(log.path("site").join(decision["page"].as_str().unwrap()).is_file());
    }
    let find = |id: &str| decisions.iter().find(|decision| decision["id"] == id).unwrap();
    assert_eq!(find("0004")["marks"], serde_json::json!(["unreadable"]));
    assert!(find("0003")["quotes"][0]["text"].as_str().unwrap().contains("\u{202e}"), "what was said is all there");
    // Of each decision the same as `heard list` says.
    let listed: serde_json::Value = serde_json::from_str(&log.heard(&["list", "--format", "json"]).out).unwrap();
    for record in listed.as_array().unwrap() {
        let decision = find(record["id"].as_str().unwrap());
        assert!(record.as_object().unwrap().iter().all(|(key, value)| &decision[key] == value), "{record}");
    }
    // Without addresses there are none.
    log.heard(&["index", "--out", "plain"]);
    let plain = Said { code: 0, out: log.read("plain/decisions.json"), err: String::new() }.json("site.schema.json");
    assert!(plain["decisions"][0]["url"].is_null() && plain["decisions"][0]["source"].is_null());
    assert!(!log.path("plain/atom.xml").exists() && !log.path("plain/sitemap.xml").exists());
    let page = log.read("plain/index.html");
    assert!(!page.contains("atom") && !page.contains("og:") && !page.contains("canonical"));
    // A log without decisions is one as well.
    let empty = Repository::new();
    assert_eq!(empty.heard(&["index", "--base-url", "https://example.org"]).code, 0);
    let data = Said { code: 0, out: empty.read("site/decisions.json"), err: String::new() }.json("site.schema.json");
    assert_eq!(data["decisions"], serde_json::json!([]));
    roxmltree::Document::parse(&empty.read("site/atom.xml")).unwrap();
}

#[test]
fn the_feed_and_the_map_are_well_formed() {
    const ATOM: &str = "http://www.w3.org/2005/Atom";
    let log = hostile();
    log.heard(&["index", "--base-url", "https://example.org/log"]);
    let written = log.read("site/atom.xml");
    let feed = roxmltree::Document::parse(&written).unwrap();
    let root = feed.root_element();
    assert!(root.has_tag_name((ATOM, "feed")));
    let children = |node: &roxmltree::Node<'_, '_>, name: &str| -> Vec<String> {
        let named = node.children().filter(|child| child.has_tag_name((ATOM, name)));
        named.map(|child| child.text().unwrap_or_default().to_owned()).collect()
    };
    let entries: Vec<_> = root.children().filter(|node| node.has_tag_name((ATOM, "entry"))).collect();
    assert_eq!(entries.len(), 50, "the newest");
    assert_eq!(children(&root, "updated"), ["2026-05-21T00:00:00Z"]);
    assert_eq!(children(&entries[0], "title"), ["0002 Page"]);
    assert_eq!(children(&entries[0], "updated"), ["2026-05-21T00:00:00Z"]);
    let said = &children(&entries[0], "content")[0];
    assert!(
        said.contains("I get paged when an export stalls on Friday.") && said.contains("Changed: the window names")
    );
    let mut ids = children(&root, "id");
    for entry in &entries {
        for name in ["title", "id", "updated", "summary", "content"] {
            assert_eq!(children(entry, name).len(), 1, "{name}");
        }
        ids.extend(children(entry, "id"));
        let link = entry.children().find(|child| child.has_tag_name((ATOM, "link"))).unwrap();
        let path = link.attribute("href").unwrap().strip_prefix("https://example.org/log/").unwrap();
        assert!(log.path("site").join(path).is_file(), "{path}");
    }
    assert!(ids.iter().all(|id| id.starts_with("urn:uuid:")));
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id stands for one thing");
    // Moved to another host, only the addresses differ.
    log.heard(&["index", "--base-url", "https://other.example"]);
    assert_eq!(log.read("site/atom.xml").replace("https://other.example/", "https://example.org/log/"), written);

    // The hostile one is older than fifty others when they are younger, so it is looked at in a log of its own.
    for number in 10..70 {
        fs::remove_file(log.path(&format!("decisions/{number:04}-x.md"))).unwrap();
    }
    log.heard(&["index", "--base-url", "https://example.org/log"]);
    let written = log.read("site/atom.xml");
    assert!(!written.contains("<script") && !written.contains(['\u{202e}', '\u{1b}', '\u{fffe}', '\u{ffff}']));
    let feed = roxmltree::Document::parse(&written).unwrap();
    let titles: Vec<String> = feed.root_element().children().flat_map(|entry| children(&entry, "title")).collect();
    assert_eq!(titles.len(), 3, "what has no day is no news: {titles:?}");
    assert!(titles.iter().any(|title| title.contains("]]> alert(1) & & \\u{202e}\\u{1b}[31m\\u{fffe}")), "{titles:?}");

    let written = log.read("site/sitemap.xml");
    let map = roxmltree::Document::parse(&written).unwrap();
    let named =
        |node: &roxmltree::Node<'_, '_>| node.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "loc"));
    let mut mapped: Vec<String> = map.descendants().filter(named).map(|node| node.text().unwrap().to_owned()).collect();
    mapped.sort();
    let pages = files(&log.path("site")).into_keys().filter(|name| name.ends_with(".html"));
    // Short addresses lead to pages that are listed.
    let pages = pages.filter(|name| !name.starts_with("d/"));
    assert_eq!(mapped, pages.map(|name| format!("https://example.org/log/{name}")).collect::<Vec<_>>());
}

#[test]
fn pages_name_their_feed_and_their_address() {
    let log = log();
    log.heard(&["index", "--base-url", "https://example.org/log", "--title", "A & B"]);
    for (name, root) in [("index.html", ""), ("decisions/0002-page.html", "../"), ("people/ines-roy.html", "../")] {
        let page = log.read(&format!("site/{name}"));
        let (head, _) = page.split_once("</head>").unwrap();
        for line in [
            format!(
                "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"A &amp; B\" href=\"{root}atom.xml\">"
            ),
            format!("<link rel=\"canonical\" href=\"https://example.org/log/{name}\">"),
            format!("<meta property=\"og:url\" content=\"https://example.org/log/{name}\">"),
            "<meta property=\"og:site_name\" content=\"A &amp; B\">".to_owned(),
            "<meta property=\"og:type\" content=\"website\">".to_owned(),
        ] {
            assert!(head.contains(&line), "{name} lacks {line}\n{head}");
        }
    }
    let page = log.read("site/decisions/0002-page.html");
    assert!(page.contains("<meta property=\"og:title\" content=\"0002 Page\">"));
    assert!(page.contains(
        "<meta property=\"og:description\" content=\"accepted, 2026-05-21. 1 of 1 consulted people quoted.\">"
    ));
}

#[test]
fn addresses_that_are_none_are_refused() {
    let log = log();
    for option in ["--base-url", "--source-url"] {
        refused(
            &log.heard(&["index", option, "javascript:alert(1)"]),
            &format!("`{option} javascript:alert(1)` is not an http or https URL"),
        );
        refused(&log.heard(&["index", option, "https://ana:x@example.org"]), "has a user name, which would be public");
    }
    assert!(!log.path("site").exists());
}

#[test]
fn headers_for_hosts_say_what_the_pages_say_and_more() {
    let log = log();
    log.heard(&["index"]);
    assert_eq!(log.read("site/.nojekyll"), "");
    let headers = log.read("site/headers");
    let page = log.read("site/index.html");
    let (_, policy) = page.split_once("http-equiv=\"Content-Security-Policy\" content=\"").unwrap();
    let (policy, _) = policy.split_once('"').unwrap();
    let lines: Vec<&str> = headers.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(
        lines,
        [
            "/*",
            &format!("  Content-Security-Policy: {policy}; frame-ancestors 'none'"),
            "  X-Content-Type-Options: nosniff",
            "  Referrer-Policy: no-referrer",
        ]
    );
    let names: Vec<PathBuf> = files(&log.path("site")).into_keys().map(PathBuf::from).collect();
    assert!(names.iter().all(|name| name.iter().all(|part| !part.to_string_lossy().starts_with('_'))));
}

#[test]
fn nothing_but_what_was_done_is_said_where_nobody_looks() {
    let log = log();
    let said = log.heard(&["index"]);
    assert_eq!((said.out.lines().count(), said.err.as_str()), (1, ""), "no bar where there is no terminal");
}

#[test]
fn an_empty_site_says_why_it_is_empty() {
    let log = Repository::new();
    for number in 1..=3 {
        log.write(&format!("docs/adr/000{number}-x.md"), "# X\n");
    }
    let said = log.heard(&["index"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("note: no decisions found in `decisions`");
    said.has("`docs/adr` has 3 files that may be decisions");
}

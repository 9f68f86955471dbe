//! Commands that write at the same time, and what becomes of files when one is stopped.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use crate::repository::{Repository, accepted, expect};
use crate::write::{FILE, PROPOSED, log};

/// What lies in the folder of the log.
pub(crate) fn names(repository: &Repository) -> Vec<String> {
    let entries = fs::read_dir(repository.path("decisions")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn of_many_writers_none_loses_what_another_wrote() {
    let repository = log(PROPOSED);
    let names: Vec<String> = (0..40).map(|number| format!("Person {number}")).collect();
    let children = names.iter().map(|name| {
        let mut heard = repository.isolated(env!("CARGO_BIN_EXE_heard"));
        let heard = heard.args(["--today", "2026-06-01", "quote", "1", name, "--text", "Please wait."]);
        (name, heard.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap())
    });
    let children: Vec<_> = children.collect();
    for (name, child) in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{name}: {output:?}");
        assert!(repository.read(FILE).contains(&format!("— {name}, ")), "{name} is lost");
    }
    assert_eq!(self::names(&repository), ["0001-start.md"]);
}

#[test]
fn no_two_new_decisions_take_one_id() {
    let repository = log(PROPOSED);
    let children: Vec<_> = (0..8)
        .map(|number| {
            let mut heard = repository.isolated(env!("CARGO_BIN_EXE_heard"));
            // Some are called the same.
            let heard = heard.args(["--today", "2026-06-01", "new", &format!("Ask {}", number / 2), "--no-edit"]);
            heard.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    let ids: Vec<String> = names(&repository).iter().map(|name| name[..4].to_owned()).collect();
    let expected: Vec<String> = (1..=9).map(|number| format!("{number:04}")).collect();
    assert_eq!(ids, expected);
}

/// Where a command writes its files before they get their places.
fn scratch(repository: &Repository) -> usize {
    let entries = fs::read_dir(repository.path(".git/heard")).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(".heard-")).count()
}

/// Every file outside `.git`, and how many files a stopped run left behind.
pub(crate) fn files(repository: &Repository) -> (BTreeMap<String, String>, usize) {
    let mut files = BTreeMap::new();
    let mut open = vec![repository.path(".")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type().unwrap().is_file() {
                let path =
                    entry.path().strip_prefix(repository.path(".")).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(path, fs::read_to_string(entry.path()).unwrap());
            } else if name != ".git" {
                open.push(entry.path());
            }
        }
    }
    (files, scratch(repository))
}

/// Puts back what was there.
fn put_back(repository: &Repository, before: &BTreeMap<String, String>) {
    let mut open = vec![repository.path(".")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let path = entry.path().strip_prefix(repository.path(".")).unwrap().to_str().unwrap().replace('\\', "/");
            if entry.file_type().unwrap().is_file() {
                if !before.contains_key(&path) {
                    fs::remove_file(entry.path()).unwrap();
                }
            } else if entry.file_name() != ".git" {
                open.push(entry.path());
            }
        }
    }
    for (path, text) in before {
        repository.write(path, text);
    }
}

/// A log that every command below has something to do in.
fn busy() -> (Repository, BTreeMap<String, String>) {
    let repository = Repository::new();
    // Long enough that writing it takes a while.
    let remark = "\n<!-- a long remark that nobody reads -->\n".repeat(20);
    repository.write(FILE, &(PROPOSED.to_owned() + &remark));
    repository.write("decisions/0002-next.md", &accepted("Next", "docs/**").replace("on Friday", "today"));
    for number in 3..7 {
        let text = accepted("More", "src/**").replace("on Friday", &format!("on day {number}"));
        let text = text.replace("date: 2026-05-20", "date: 2026/05/20");
        let linked = "---\n\n# More\n\nSee [one](0001-start.md), as before.\n";
        repository.write(&format!("decisions/000{number}-more.md"), &text.replace("---\n\n# More\n", linked));
    }
    repository.write("decisions/README.md", "# Log\n\n- [1. Start](0001-start.md)\n");
    for name in ["Old", "Older"] {
        let path = format!("others/0001-{}.md", name.to_lowercase());
        repository.write(&path, &format!("# 1. {name}\n\n## Status\n\nAccepted\n"));
    }
    repository.commit("Start");
    let (before, _) = files(&repository);
    (repository, before)
}

/// The commands, each with the files that it writes in their order.
const COMMANDS: &[(&[&str], &[&str])] = &[
    (&["status", "1", "rejected"], &[FILE]),
    (&["quote", "1", "Bo Lind", "--text", "Please wait."], &[FILE]),
    (&["answer", "1", "Ines Roy", "--as", "declined", "--text", "no other night"], &[FILE]),
    (&["new", "Page someone", "--no-edit"], &["decisions/0007-page-someone.md"]),
    (&["baseline", "--write"], &["heard-baseline.toml"]),
    (&["supersede", "1", "2"], &["decisions/0002-next.md", FILE]),
    (&["link", "2", "amends", "1"], &["decisions/0002-next.md", FILE]),
    (&["renumber", "1", "9"], RENUMBERED),
    (&["renumber", "1"], &{
        let mut files = *RENUMBERED;
        files[0] = "decisions/0007-start.md";
        files
    }),
    (
        &["init", "--dir", "records", "--ci", "github"],
        &["heard.toml", "records/0001-record-decisions-with-heard.md", ".github/workflows/heard.yml"],
    ),
    (&["ask", "1", "Bo Lind", "--mark", "2026-06-01"], &[FILE]),
    (&["import", "others"], &["decisions/0007-old.md", "decisions/0008-older.md"]),
    (
        &["check", "--fix"],
        &["decisions/0003-more.md", "decisions/0004-more.md", "decisions/0005-more.md", "decisions/0006-more.md"],
    ),
];

const RENUMBERED: &[&str; 7] = &[
    "decisions/0009-start.md",
    "decisions/0003-more.md",
    "decisions/0004-more.md",
    "decisions/0005-more.md",
    "decisions/0006-more.md",
    "decisions/README.md",
    FILE,
];

/// What the files are once a command has run to its end.
fn whole_run(
    repository: &Repository,
    before: &BTreeMap<String, String>,
    command: &[&str],
    writes: &[&str],
) -> BTreeMap<String, String> {
    put_back(repository, before);
    // What can't be fixed is reported.
    let code = i32::from(command == ["check", "--fix"]);
    expect(&repository.heard(command), code, &[]);
    let (after, left) = files(repository);
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed: BTreeSet<&str> =
        paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).map(String::as_str).collect();
    assert_eq!((changed, left), (writes.iter().copied().collect(), 0), "{command:?}");
    after
}

#[test]
fn the_same_command_goes_on_where_a_run_was_stopped() {
    let (repository, before) = busy();
    for (command, writes) in COMMANDS.iter().filter(|(_, writes)| writes.len() > 1) {
        let after = whole_run(&repository, &before, command, writes);
        for done in 0..=writes.len() {
            put_back(&repository, &before);
            for path in &writes[..done] {
                match after.get(*path) {
                    Some(text) => repository.write(path, text),
                    None => fs::remove_file(repository.path(path)).unwrap(),
                }
            }
            let said = repository.heard(command);
            assert_eq!(files(&repository), (after.clone(), 0), "{command:?} behind {done} files: {said:?}");
        }
    }
}

#[test]
fn a_folder_gets_its_name_when_all_else_is_done() {
    let (repository, _) = busy();
    let own = accepted("12. Pager", "x/**").replace("on Friday", "now");
    repository.write("decisions/0012-pager/README.md", &own);
    let part = own.replace("12. Pager", "Part\n\nSee [12](../0012-pager/README.md).").replace("now", "soon");
    repository.write("decisions/0012-pager/part.md", &part);
    repository.write("decisions/0013-next.md", &own.replace("12. Pager", "Next").replace("now", "later"));
    repository.write("decisions/README.md", "# Log\n\n- [12. Pager](0012-pager/README.md)\n");
    let (before, _) = files(&repository);
    let start_anew = || {
        put_back(&repository, &before);
        let _ = fs::remove_dir_all(repository.path("decisions/0014-pager"));
    };
    for command in [&["renumber", "12", "14"][..], &["renumber", "12"]] {
        start_anew();
        expect(&repository.heard(command), 0, &["→ decisions/0014-pager/README.md"]);
        let (after, left) = files(&repository);
        assert_eq!((before.len(), left), (after.len(), 0));
        let old = |path: &str| path.replace("0014-pager/", "0012-pager/");
        let changed: Vec<String> =
            after.iter().filter(|(path, text)| before[&old(path)] != **text).map(|(path, _)| old(path)).collect();
        let writes = ["decisions/0012-pager/README.md", "decisions/0012-pager/part.md", "decisions/README.md"];
        assert_eq!(changed, writes, "{command:?}");
        // In whatever order they are written: what is done is not done again.
        for done in 0..1 << writes.len() {
            start_anew();
            for (_, path) in writes.iter().enumerate().filter(|(index, _)| done & (1 << index) != 0) {
                repository.write(path, &after[&path.replace("0012-pager/", "0014-pager/")]);
            }
            let said = repository.heard(command);
            assert_eq!(files(&repository), (after.clone(), 0), "{command:?} behind {done:03b}: {said:?}");
        }
    }
}

#[test]
fn a_file_is_old_or_new_whenever_its_writer_is_killed() {
    kill(100, |writes| writes.len() == 1);
}

#[test]
fn each_of_several_files_is_old_or_new_whenever_their_writer_is_killed() {
    kill(100, |writes| writes.len() > 1);
}

/// Kills so many runs of commands at moments that look like chance: half of them anywhere in a run,
/// half of them once the first file is being written. Only runs that died of it are counted.
fn kill(times: u32, of: fn(&[&str]) -> bool) {
    let (repository, before) = busy();
    let commands: Vec<_> = COMMANDS.iter().filter(|(_, writes)| of(writes)).collect();
    let after: Vec<_> =
        commands.iter().map(|(command, writes)| whole_run(&repository, &before, command, writes)).collect();
    // How long such runs take, by the runs themselves: whoever came to its end was too fast.
    let mut lengths = vec![[Duration::from_millis(30), Duration::from_millis(2)]; commands.len()];
    let mut kills = vec![0; commands.len()];
    let (mut in_writes, mut between, mut done) = (0, 0, 0);
    let mut random = 12345_u64;
    let mut runs = 0;
    while kills.iter().sum::<u32>() < times {
        runs += 1;
        assert!(runs < 20 * times, "of {runs} runs only {kills:?} could be killed");
        let index = (0..kills.len()).min_by_key(|index| kills[*index]).unwrap();
        let (command, _) = commands[index];
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let waits = runs % 2 == 0;
        let length = &mut lengths[index][usize::from(waits)];
        let moment = *length * u32::try_from(random >> 48).unwrap() / 0x1_0000;
        let context =
            format!("{command:?}, run {runs}, killed {moment:?} behind its start (or its first file: {waits})");

        put_back(&repository, &before);
        let mut heard = repository.isolated(env!("CARGO_BIN_EXE_heard"));
        heard.args(["--today", "2026-06-01"]).args(*command);
        let mut child = heard.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while waits && child.try_wait().unwrap().is_none() && scratch(&repository) == 0 {
            thread::yield_now();
        }
        thread::sleep(moment);
        let _ = child.kill();
        let was_killed = was_killed(child.wait().unwrap());
        *length = if was_killed { *length * 105 / 100 } else { *length * 90 / 100 };

        let (now, left) = files(&repository);
        for path in now.keys().chain(before.keys()) {
            let text = now.get(path);
            let is_whole = text == before.get(path) || text == after[index].get(path);
            assert!(is_whole, "{context}: {path} is neither old nor new:\n{text:?}");
        }
        // Whatever is still in its old place or has its new one, no words are gone.
        let said = |files: &BTreeMap<String, String>| {
            files.values().any(|text| text.contains("I get paged when an export stalls on Friday."))
        };
        assert!(said(&now), "{context}: words are lost");
        if was_killed {
            kills[index] += 1;
            in_writes += usize::from(left > 0);
            done += usize::from(now == after[index]);
            between += usize::from(now != before && now != after[index]);
        }
    }
    assert!(
        in_writes > 0,
        "no run of {runs} was killed while it wrote; {between} between two files, {done} at the end"
    );
}

/// Whether a process came to no end of its own.
fn was_killed(status: ExitStatus) -> bool {
    #[cfg(unix)]
    return std::os::unix::process::ExitStatusExt::signal(&status) == Some(9);
    // Who is killed there ends with the code that the killer gives.
    #[cfg(not(unix))]
    return status.code() == Some(1);
}

/// More commands, for two at a time.
const OTHERS: &[&[&str]] = &[
    &["new", "Page nobody", "--no-edit"],
    &["renumber", "2"],
    &["baseline", "--prune"],
    &["index", "--markdown", "decisions/README.md"],
];

/// Each two commands leave what one of them leaves behind the other.
#[test]
fn two_commands_at_once_do_what_they_do_one_after_the_other() {
    pairs(1);
}

#[test]
#[ignore = "needs several minutes"]
fn two_commands_at_once_do_so_in_many_rounds() {
    pairs(20);
}

fn pairs(rounds: usize) {
    let (repository, mut before) = busy();
    let table = "\n<!-- heard index: start -->\n<!-- heard index: end -->\n";
    before.get_mut("decisions/README.md").unwrap().push_str(table);
    let commands: Vec<&[&str]> = COMMANDS.iter().map(|(command, _)| *command).chain(OTHERS.iter().copied()).collect();
    let start = |command: &[&str]| {
        let mut heard = repository.isolated(env!("CARGO_BIN_EXE_heard"));
        let heard = heard.args(["--today", "2026-06-01"]).args(command);
        heard.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let code = |child: std::process::Child| {
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for (index, one) in commands.iter().enumerate() {
        for other in &commands[index..] {
            let in_order = |first: &[&str], second: &[&str]| {
                put_back(&repository, &before);
                let codes = [first, second].map(|command| code(start(command)).0);
                (codes, files(&repository))
            };
            let (codes, result) = in_order(one, other);
            let forward = (codes, result);
            let ([second, first], result) = in_order(other, one);
            let backward = ([first, second], result);
            for round in 0..rounds {
                put_back(&repository, &before);
                let children = [one, other].map(|command| start(command));
                let [first, second] = children.map(code);
                let now = ([first.0, second.0], files(&repository));
                assert!(
                    now == forward || now == backward,
                    "{one:?} and {other:?}, round {round}: {first:?} {second:?} {:?}",
                    now.1.0
                );
            }
        }
    }
}

/// Calls of the system by which a command writes.
const CALLS: &str = "?openat,?write,?rename,?renameat,?renameat2,?link,?linkat,?unlink,?unlinkat,?mkdir,?fsync,?fchmod";

/// What goes wrong at a call: once, from there on, or the process is killed.
const FAULTS: [(&str, &str); 3] = [("error=ENOSPC", ""), ("error=ENOSPC", "+"), ("signal=KILL", "")];

/// Lets each call that writes fail, in each command, and holds the files against what they were and should be.
#[test]
#[ignore = "needs strace"]
#[expect(clippy::print_stdout, reason = "docs/writing.md has these figures")]
fn a_command_writes_all_or_nothing_or_names_what_it_wrote() {
    let (repository, before) = busy();
    let log = tempfile::NamedTempFile::new().unwrap();
    let run = |command: &[&str], fault: &[String]| {
        let mut strace = repository.isolated("strace");
        strace.args(["-f", "-qq", "-o"]).arg(log.path()).args(["-e", &format!("trace={CALLS}")]).args(fault);
        strace.arg(env!("CARGO_BIN_EXE_heard")).args(["--today", "2026-06-01"]).args(command).output().unwrap()
    };
    let mut figures = [[0_usize; 3]; 3];
    for (command, writes) in COMMANDS {
        let after = whole_run(&repository, &before, command, writes);
        put_back(&repository, &before);
        run(command, &[]);
        let calls = calls(&fs::read_to_string(log.path()).unwrap());
        assert!(calls.len() > 3, "{command:?}: {calls:?}");
        for (call, number) in calls {
            for ((fault, onward), figures) in FAULTS.into_iter().zip(&mut figures) {
                put_back(&repository, &before);
                let output = run(command, &["-e".into(), format!("inject={call}:{fault}:when={number}{onward}")]);
                let context = format!("{command:?}, {call} {number}{onward}, {fault}: {output:?}");
                let (now, _) = files(&repository);
                let is_whole =
                    |(path, text): (&String, &String)| before.get(path) == Some(text) || after.get(path) == Some(text);
                assert!(now.iter().all(is_whole), "{context}: a file is torn");
                let state = match (now == before, now == after) {
                    (true, _) => 0,
                    (_, true) => 2,
                    _ => 1,
                };
                figures[state] += 1;
                let is_killed = fault.starts_with("signal");
                if !is_killed {
                    assert!(!output.status.success() || state == 2, "{context}: it failed and says nothing");
                    let is_named = String::from_utf8_lossy(&output.stderr).contains("could not be taken back");
                    assert!(state != 1 || is_named, "{context}: half is written and not named");
                }
                if state != 2 {
                    run(command, &[]);
                    assert_eq!(
                        files(&repository),
                        (after.clone(), 0),
                        "{context}: the same command does not complete it"
                    );
                }
            }
        }
    }
    println!("files as before, half written, as after:");
    for ((fault, onward), [old, half, new]) in FAULTS.into_iter().zip(figures) {
        println!("{fault}{onward}: {old}, {half}, {new}");
    }
}

/// The calls of the first process in a log of strace that write, each with its number among those of its name.
fn calls(log: &str) -> Vec<(String, usize)> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    let mut calls = Vec::new();
    let first = log.split(' ').next().unwrap_or_default();
    for line in log.lines().filter_map(|line| line.strip_prefix(first)) {
        let Some((call, arguments)) = line.trim_start().split_once('(') else { continue };
        let number = count.entry(call).or_default();
        *number += 1;
        if call != "openat" || arguments.contains("O_CREAT") {
            calls.push((call.to_owned(), *number));
        }
    }
    calls
}

/// Nobody may read what a command prints; it has written before.
#[test]
fn a_command_whose_output_nobody_reads_has_written_all() {
    let (repository, before) = busy();
    for (command, writes) in COMMANDS.iter().filter(|(_, writes)| writes.len() > 1) {
        let after = whole_run(&repository, &before, command, writes);
        put_back(&repository, &before);
        let mut heard = repository.isolated(env!("CARGO_BIN_EXE_heard"));
        let heard = heard.args(["--today", "2026-06-01"]).args(*command);
        let mut child = heard.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        drop(child.stdout.take());
        child.wait().unwrap();
        assert_eq!(files(&repository), (after, 0), "{command:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_whose_name_is_no_text_is_left_alone() {
    use std::os::unix::ffi::OsStrExt;
    let repository = Repository::new();
    let odd = repository.path("decisions").join(std::ffi::OsStr::from_bytes(b"0001-\xff.md"));
    fs::create_dir_all(repository.path("decisions")).unwrap();
    fs::write(&odd, PROPOSED).unwrap();
    for command in
        [&["renumber", "1", "9"][..], &["status", "1", "rejected"], &["quote", "1", "Bo Lind", "--text", "x"]]
    {
        expect(&repository.heard(command), 2, &["nothing was written"]);
        assert_eq!(fs::read_to_string(&odd).unwrap(), PROPOSED);
        assert_eq!(fs::read_dir(repository.path("decisions")).unwrap().count(), 1, "{command:?}");
    }
}

/// One that holds the lock, however old it is, is waited for; what lies in its place is no lock.
#[cfg(unix)]
#[test]
fn a_command_waits_for_the_lock_and_not_for_a_file() {
    let repository = log(PROPOSED);
    fs::create_dir_all(repository.path(".git/heard")).unwrap();
    let lock = repository.path(".git/heard/lock");
    let held = fs::File::create(&lock).unwrap();
    held.set_modified(std::time::SystemTime::now() + Duration::from_secs(3600)).unwrap();
    expect(&repository.heard(&["status", "1", "rejected"]), 0, &[]);
    held.lock().unwrap();
    let (sender, ended) = std::sync::mpsc::channel();
    let other = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        sender.send(()).unwrap();
        drop(held);
    });
    expect(&repository.heard(&["status", "1", "proposed"]), 0, &[]);
    assert_eq!(ended.try_recv(), Ok(()), "it did not wait");
    other.join().unwrap();
    // A directory in its place is locked itself, and where nothing can be written there, the top is.
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    expect(&repository.heard(&["status", "1", "rejected"]), 0, &[]);
    fs::remove_dir_all(repository.path(".git/heard")).unwrap();
    fs::write(repository.path(".git/heard"), "").unwrap();
    expect(&repository.heard(&["status", "1", "proposed"]), 0, &[]);
    assert_eq!(names(&repository), ["0001-start.md"]);
}

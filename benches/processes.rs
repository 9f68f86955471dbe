//! What users wait for: whole commands on 10,000 generated decisions and on copies of public logs, next to an older
//! program and adrs where they are given. Fails if a limit is exceeded.
//!
//! - `HEARD_CORPUS`: the folders of public logs, as in PATH
//! - `HEARD_BENCH_OLD`: an older program `heard`
//! - `HEARD_BENCH_ADRS`: adrs 0.13
//!
//! The programs take turns, and the best of several runs counts, so that other work on the machine matters little.

#[cfg(unix)]
mod floor;
#[cfg(unix)]
mod measure;
#[cfg(unix)]
mod report;
#[cfg(unix)]
mod repository;
#[cfg(unix)]
mod site;

use std::process::ExitCode;

#[cfg(not(unix))]
#[expect(clippy::print_stdout, reason = "a bench talks to a terminal")]
fn main() -> ExitCode {
    println!("this bench runs on unix only: it asks the kernel what a child process used");
    ExitCode::SUCCESS
}

#[cfg(unix)]
#[expect(clippy::print_stderr, reason = "a bench talks to a terminal")]
fn main() -> ExitCode {
    unix::run().unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}

#[cfg(unix)]
#[expect(clippy::print_stdout, reason = "a bench talks to a terminal")]
mod unix {
    use std::env;
    use std::fs;
    use std::io::ErrorKind;
    use std::path::{Path, PathBuf};
    use std::process::{self, ExitCode};

    use super::floor;
    use super::measure::{self, Usage};
    use super::report::{Limit, Row, Table, Time};
    use super::repository::{self, Repository};
    use super::site;

    /// Counted runs of each command, after one that is not counted.
    const RUNS: usize = 5;

    /// Counted runs on the large log, whose commands take longer than anything that may disturb them.
    const RUNS_LARGE: usize = 2;

    /// A command, and what comes closest to it in the other programs. In the arguments, `{word}` is a word to search
    /// for, `{base}` and `{head}` are the ends of a change, and `{site}` is a folder for each program and run.
    struct Command {
        name: &'static str,
        heard: &'static [&'static str],
        adrs: &'static [&'static str],
        floor: &'static [&'static str],
    }

    const COMMANDS: [Command; 7] = [
        Command { name: "check", heard: &["check"], adrs: &["doctor"], floor: &["floor", "decisions"] },
        Command { name: "list", heard: &["list"], adrs: &["list"], floor: &[] },
        Command { name: "search", heard: &["search", "{word}"], adrs: &["search", "{word}"], floor: &[] },
        Command { name: "gate", heard: &["gate", "--base", "{base}", "--head", "{head}"], adrs: &[], floor: &[] },
        Command { name: "index", heard: &["index", "--out", "{site}"], adrs: &[], floor: &[] },
        // Again into the same folder: nothing has changed.
        Command { name: "rebuild", heard: &["index", "--out", "{site}"], adrs: &[], floor: &[] },
        // Some of the commits change this file, and more of them its folder.
        Command { name: "who", heard: &["who", "src/m60/f10.rs"], adrs: &[], floor: &[] },
    ];

    /// The bundles of many repositories as one site, and again into the same folder.
    const COMMANDS_JOINING: [Command; 2] = [
        Command { name: "joined", heard: JOIN, adrs: &[], floor: &[] },
        Command { name: "rejoined", heard: JOIN, adrs: &[], floor: &[] },
    ];
    const JOIN: &[&str] = &["--today", "2026-06-02", "index", "--from", "bundles", "--out", "{site}"];

    const LIMITS_GENERATED: &[Limit] = &[
        Limit { command: "check", program: "old", time: Time::Wall, most: 1.3 },
        Limit { command: "check", program: "adrs", time: Time::Processor, most: 0.25 },
        Limit { command: "list", program: "adrs", time: Time::Wall, most: 1.0 },
        Limit { command: "search", program: "adrs", time: Time::Wall, most: 1.0 },
    ];
    const LIMITS_CORPUS: &[Limit] = &[
        Limit { command: "check", program: "old", time: Time::Wall, most: 1.1 },
        Limit { command: "gate", program: "old", time: Time::Wall, most: 1.1 },
        Limit { command: "index", program: "old", time: Time::Wall, most: 1.4 },
    ];

    /// Ten times the decisions, compared with the same program on a tenth.
    const LIMITS_LARGE: &[Limit] = &[
        Limit { command: "check", program: "tenth", time: Time::Wall, most: 12.0 },
        Limit { command: "index", program: "tenth", time: Time::Wall, most: 12.0 },
        Limit { command: "who", program: "tenth", time: Time::Wall, most: 12.0 },
    ];

    struct Program {
        name: &'static str,
        path: PathBuf,
        /// Its arguments for a command; none if it has no such command.
        arguments: fn(&Command) -> &'static [&'static str],
    }

    pub(crate) fn run() -> Result<ExitCode, String> {
        let arguments: Vec<String> = env::args().skip(1).collect();
        match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            // As this program starts itself.
            ["floor", folder] => floor::run(Path::new(folder))?,
            ["--bench", ..] => return bench(),
            _ => println!("nothing to test here; `cargo bench` measures"),
        }
        Ok(ExitCode::SUCCESS)
    }

    fn bench() -> Result<ExitCode, String> {
        let this = env::current_exe().map_err(|error| format!("can't find this program: {error}"))?;
        let given = |variable| env::var_os(variable).filter(|value| !value.is_empty());
        let mut programs = vec![Program { name: "heard", path: build(&this)?, arguments: |command| command.heard }];
        if let Some(path) = given("HEARD_BENCH_OLD") {
            programs.push(Program { name: "old", path: path.into(), arguments: |command| command.heard });
        }
        if let Some(path) = given("HEARD_BENCH_ADRS") {
            programs.push(Program { name: "adrs", path: path.into(), arguments: |command| command.adrs });
        }
        programs.push(Program { name: "floor", path: this, arguments: |command| command.floor });

        println!("the best of {RUNS} runs, or of {RUNS_LARGE} on the large log\n");
        // After many files were removed, ext4 looks for free inodes for seconds. So the sites of the first two logs, which
        // are compared, stay until both are measured; they take some 12 GB.
        let log = repository::generated()?;
        let sites = log.top.with_file_name("sites");
        remove(&sites)?;
        let rows = measured(&log, repository::RARE, &programs, &COMMANDS.each_ref(), RUNS)?;
        let is_large = |name: &str| LIMITS_LARGE.iter().any(|limit| limit.command == name);
        let tenth = rows.iter().filter(|row| row.program == "heard" && is_large(row.command));
        let tenth: Vec<Row> = tenth.map(|row| Row { program: "tenth", ..*row }).collect();
        let title = format!("{} generated decisions", log.count);
        let mut exceeded = shown(&Table { title, rows, limits: LIMITS_GENERATED });
        let large = repository::large()?;
        let commands: Vec<&Command> = COMMANDS.iter().filter(|command| is_large(command.name)).collect();
        let mut rows = measured(&large, repository::RARE, &programs[..1], &commands, RUNS_LARGE)?;
        rows.extend(tenth);
        let title = format!("{} generated decisions, and a tenth of them", large.count);
        exceeded |= shown(&Table { title, rows, limits: LIMITS_LARGE });
        remove(&sites)?;
        exceeded |= site::figures(&log, &programs[0].path)?;
        let log = repository::bundles()?;
        let rows = measured(&log, repository::RARE, &programs[..1], &COMMANDS_JOINING.each_ref(), RUNS_LARGE)?;
        let title = format!("{} generated decisions in the bundles of many repositories", log.count);
        exceeded |= shown(&Table { title, rows, limits: &[] });
        remove(&sites)?;
        if let Some(corpus) = given("HEARD_CORPUS") {
            let log = repository::copied(&corpus)?;
            // Few of these records have what adrs needs.
            programs.retain(|program| program.name != "adrs");
            let rows = measured(&log, "latency", &programs, &COMMANDS.each_ref(), RUNS)?;
            let title = format!("{} copies of public decisions", log.count);
            exceeded |= shown(&Table { title, rows, limits: LIMITS_CORPUS });
            remove(&sites)?;
        } else {
            println!("HEARD_CORPUS is not set: public decisions are not measured");
        }
        Ok(if exceeded { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    /// Prints a table and returns whether a limit is exceeded.
    fn shown(table: &Table) -> bool {
        println!("{table}");
        table.is_exceeded()
    }

    /// The rows of a log, command by command. The sites stay.
    fn measured(
        log: &Repository,
        word: &str,
        programs: &[Program],
        commands: &[&Command],
        counted: usize,
    ) -> Result<Vec<Row>, String> {
        let sites = log.top.with_file_name("sites").join(log.count.to_string());
        let output = log.top.with_file_name("output");
        let pairs: Vec<(&Command, &Program)> = commands
            .iter()
            .flat_map(|command| programs.iter().map(move |program| (*command, program)))
            .filter(|(command, program)| !(program.arguments)(command).is_empty())
            .collect();
        let mut runs: Vec<Vec<Usage>> = pairs.iter().map(|_| Vec::new()).collect();
        for run in 0..=counted {
            for ((command, program), runs) in pairs.iter().zip(&mut runs) {
                let site = sites.join(format!("{}-{run}", program.name));
                let arguments: Vec<String> = (program.arguments)(command)
                    .iter()
                    .map(|argument| match *argument {
                        "{word}" => word.to_owned(),
                        "{base}" => log.base.clone(),
                        "{head}" => log.head.clone(),
                        "{site}" => site.to_string_lossy().into_owned(),
                        argument => argument.to_owned(),
                    })
                    .collect();
                let usage = measure::usage(&log.top, &program.path, &arguments, &output)?;
                if run > 0 {
                    runs.push(usage);
                } else if command.name == "list" {
                    // A program that reads no decisions is not fast.
                    let lines = fs::read_to_string(&output).map_or(0, |text| text.lines().count());
                    if lines < log.count {
                        return Err(format!("`{} list` printed only {lines} lines", program.path.display()));
                    }
                }
            }
        }
        Ok(pairs
            .iter()
            .zip(&runs)
            .map(|((command, program), runs)| Row::new(command.name, program.name, runs))
            .collect())
    }

    /// The release program, as plain `cargo build --release` builds it, in the target folder of this one.
    fn build(this: &Path) -> Result<PathBuf, String> {
        let target = this.ancestors().nth(3).ok_or("this program is in no target folder")?;
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = process::Command::new(cargo)
            .args(["build", "--release", "--quiet", "--bin", "heard", "--target-dir"])
            .arg(target)
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
            .status()
            .map_err(|error| format!("can't run cargo: {error}"))?;
        if !status.success() {
            return Err("`heard` does not build".to_owned());
        }
        Ok(target.join("release/heard"))
    }

    /// Removes a folder, if it is there.
    fn remove(folder: &Path) -> Result<(), String> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(format!("can't remove `{}`: {error}", folder.display()))
            }
            _ => Ok(()),
        }
    }
}

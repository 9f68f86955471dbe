//! What `heard check`, `heard gate`, `heard who` and `heard index` cost as whole processes on a log of 10,000 decisions,
//! held against processes that only read the files, parse their markdown, and write it as HTML. Fails when a bar is
//! missed.
//!
//! Processor time and memory are the kernel's figures for a child, so other work on the machine disturbs them little;
//! wall time is looked at only where somebody waits in front of a browser.

#[cfg(unix)]
mod browser;
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
    use std::ffi::{OsStr, OsString};
    use std::path::{Path, PathBuf};
    use std::process::{Command, ExitCode, Stdio};

    use super::measure::{self, Usage};
    use super::report::{Bar, Report};
    use super::repository::Change;
    use super::site::{self, Sites};
    use super::{browser, floor, repository};

    /// Counted runs of each process, after one that is not counted.
    const RUNS: usize = 5;

    /// What must hold. Where several runs are counted, for the one in the middle; memory for the worst.
    const CHECK_OVER_FLOOR: f64 = 4.0;
    const CHECK_MEMORY: f64 = 150.0;
    const GATE_SECONDS: f64 = 0.15;
    const LONG_OVER_SHORT: f64 = 1.25;
    const INDEX_OVER_FLOOR: f64 = 2.5;
    const INDEX_MEMORY: f64 = 200.0;
    const EDIT_OVER_FIRST: f64 = 0.6;
    const WHO_SECONDS: f64 = 1.0;
    const OPEN_SECONDS: f64 = 1.5;
    const SEARCH_SECONDS: f64 = 0.1;

    /// A file that some of the 20,000 commits change, in a folder that more of them do.
    const ASKED_ABOUT: &str = "src/m60/f10.rs";

    pub(crate) fn run() -> Result<ExitCode, String> {
        let arguments: Vec<OsString> = env::args_os().skip(1).collect();
        match arguments.first().and_then(|first| first.to_str()) {
            // As this program starts itself.
            Some("floor") => floor::run(Path::new(arguments.get(1).ok_or("floor needs a folder")?))?,
            Some("floor-site") => {
                let [_, folder, out, count] = arguments.as_slice() else {
                    return Err("this floor needs two folders and a number".to_owned());
                };
                let count = count.to_str().and_then(|count| count.parse().ok()).ok_or("that is no number of files")?;
                floor::site(Path::new(folder), Path::new(out), count)?;
            }
            Some("--bench") => return bench(),
            _ => println!("nothing to test here; `cargo bench` measures"),
        }
        Ok(ExitCode::SUCCESS)
    }

    fn bench() -> Result<ExitCode, String> {
        let program = build()?;
        let repository = repository::ready()?;
        let top = &repository.top;
        let folder = top.join("decisions");
        let this = env::current_exe().map_err(|error| format!("can't find this program: {error}"))?;

        let sites = Sites { top, program: &program, this: &this, log: &folder };
        let aside = sites.put_aside()?;

        let floor = |top: &Path| measure::usage(top, &this, &[OsStr::new("floor"), folder.as_os_str()]);
        let check = |top: &Path| measure::usage(top, &program, &["check".as_ref()]);
        let gate = |change: &Change| {
            let arguments = ["gate", "--base", &change.base, "--head", &change.head].map(OsStr::new);
            measure::usage(top, &program, &arguments)
        };
        let who = |top: &Path| measure::usage(top, &program, &["who", ASKED_ABOUT].map(OsStr::new));
        let changes = [&repository.long, &repository.short, &repository.long_parted, &repository.short_parted];

        let mut findings = worked(top, &program, &["check", "--format", "json"], &[])?;
        for Change { base, head } in changes {
            let arguments = ["gate", "--base", base, "--head", head, "--format", "json"];
            findings += worked(top, &program, &arguments, &[base, head])?;
        }
        let told = answer(top, &program, &["who", ASKED_ABOUT, "--format", "json"])?;
        if told["commits"].as_u64().is_none_or(|commits| commits < 20_000) || told["people"] == serde_json::json!([]) {
            return Err(format!("`heard who` looked at {} commits, and named {}", told["commits"], told["people"]));
        }

        let mut floors = Vec::new();
        let mut checks = Vec::new();
        for _ in 0..=RUNS {
            floors.push(floor(top)?);
            checks.push(check(top)?);
        }
        let mut gates: [Vec<Usage>; 4] = Default::default();
        for _ in 0..=RUNS {
            for (runs, change) in gates.iter_mut().zip(changes) {
                runs.push(gate(change)?);
            }
        }
        let whos = (0..=RUNS).map(|_| who(top)).collect::<Result<Vec<_>, _>>()?;

        let mut built: [Vec<Usage>; 3] = Default::default();
        for number in 0..=RUNS {
            for (runs, usage) in built.iter_mut().zip(sites.measured(number)?) {
                runs.push(usage);
            }
        }

        let waits = browser::waits(&sites.site(RUNS), repository::DECISIONS as u64)?;
        site::remove(&aside)?;

        let mut report = Report::default();
        let floor = report.row("floor: read and parse", &floors[1..]);
        let check = report.row("heard check", &checks[1..]);
        let names = ["gate: 20,000 commits", "gate: 1 commit", "gate: 20,000, parted", "gate: 1, parted"];
        let mut gate = gates.iter().zip(names).map(|(runs, name)| report.row(name, &runs[1..]).seconds);
        let [long, short, long_parted, short_parted] = std::array::from_fn(|_| gate.next().unwrap_or(f64::NAN));
        drop(gate);
        let who = report.row("heard who", &whos[1..]);
        let names = ["floor: render and write", "heard index", "heard index: one edit"];
        let mut index = built.iter().zip(names).map(|(runs, name)| report.row(name, &runs[1..]));
        let [site_floor, first, edit] = std::array::from_fn(|_| index.next().unwrap_or(Usage::NONE));
        drop(index);
        report.bars = vec![
            Bar {
                what: "check: times the floor",
                unit: "",
                value: check.seconds / floor.seconds,
                most: CHECK_OVER_FLOOR,
            },
            Bar { what: "check: peak memory", unit: " MiB", value: check.mebibytes, most: CHECK_MEMORY },
            Bar { what: "gate: processor time", unit: " s", value: long.max(long_parted), most: GATE_SECONDS },
            Bar { what: "gate: long over short", unit: "", value: long / short, most: LONG_OVER_SHORT },
            Bar { what: "gate: the same, parted", unit: "", value: long_parted / short_parted, most: LONG_OVER_SHORT },
            Bar { what: "who: processor time", unit: " s", value: who.seconds, most: WHO_SECONDS },
            Bar {
                what: "index: times the floor",
                unit: "",
                value: first.seconds / site_floor.seconds,
                most: INDEX_OVER_FLOOR,
            },
            Bar {
                what: "index: peak memory",
                unit: " MiB",
                value: first.mebibytes.max(edit.mebibytes),
                most: INDEX_MEMORY,
            },
            Bar {
                what: "index: edit over first",
                unit: "",
                value: edit.seconds / first.seconds,
                most: EDIT_OVER_FIRST,
            },
        ];
        if let Some(waits) = waits {
            report.bars.extend([
                Bar { what: "browser: list opens", unit: " s", value: waits.open, most: OPEN_SECONDS },
                Bar { what: "browser: search answers", unit: " s", value: waits.search, most: SEARCH_SECONDS },
            ]);
        }
        print!("{report}");
        if findings > 0 {
            println!("\nnote: {findings} findings on a log that was made to have none; the figures hold their cost");
        }
        Ok(if report.missed() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    /// The release program, built where this one was built, and as plain `cargo build --release` builds it.
    fn build() -> Result<PathBuf, String> {
        let this = env::current_exe().map_err(|error| format!("can't find this program: {error}"))?;
        let target = this.ancestors().nth(3).ok_or("this program lies in no target folder")?;
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
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

    /// Runs the program once for its report, so that a program that does nothing is not called fast. Gives the number
    /// of findings.
    fn worked(top: &Path, program: &Path, arguments: &[&str], ids: &[&str]) -> Result<usize, String> {
        let shown = arguments.join(" ");
        let report = answer(top, program, arguments)?;
        for (key, id) in ["base", "head"].iter().zip(ids) {
            if report[*key].as_str() != Some(*id) {
                return Err(format!("`heard {shown}` judged the {key} {}", report[*key]));
            }
        }
        let findings = report["findings"].as_array().ok_or_else(|| format!("`heard {shown}` names no findings"))?;
        Ok(findings.len())
    }

    /// What the program says as JSON.
    fn answer(top: &Path, program: &Path, arguments: &[&str]) -> Result<serde_json::Value, String> {
        let shown = arguments.join(" ");
        let mut command = Command::new(program);
        let output = measure::alone(&mut command)
            .args(arguments)
            .current_dir(top)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("can't run `heard {shown}`: {error}"))?;
        if !output.status.success() {
            let said = [output.stderr, output.stdout].concat();
            return Err(measure::failure(&format!("heard {shown}"), output.status, &said));
        }
        serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("`heard {shown}` printed no report, so there is nothing to measure ({error})"))
    }
}

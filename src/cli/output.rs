//! Where a report goes: standard output in one format, files in other formats, and the summary of a CI job.

use std::cell::LazyCell;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::ValueEnum;
use serde::Serialize;

use super::writes::write_whole;
use super::{Error, Global, Outcome, width};
use crate::render::{self, Format, ReportFormat};
use crate::report::Report;
use crate::text::{visible, visible_path};

/// The width of human output in a file.
const PAGE: usize = 120;

/// Format and destination of a report.
#[derive(Debug, clap::Args)]
pub(super) struct Output {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: ReportFormat,
    /// Also write the report to a file, in any of these formats (repeatable)
    #[arg(long, value_name = "FORMAT=FILE")]
    also: Vec<Also>,
    /// Append the report as markdown to a file such as $GITHUB_STEP_SUMMARY
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
}

/// The format of a command with one value to print.
#[derive(Debug, clap::Args)]
pub(super) struct ValueFormat {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl ValueFormat {
    /// Writes a value as JSON, or the text for people. Only the one that is asked for is made.
    pub(super) fn write<T: Serialize>(
        &self,
        value: impl FnOnce() -> T,
        human: impl FnOnce() -> String,
        out: &mut dyn Write,
    ) -> Result<Outcome, Error> {
        let text = match self.format {
            Format::Human => human(),
            Format::Json => render::json(&value()),
        };
        out.write_all(text.as_bytes())?;
        Ok(Outcome::Fine)
    }
}

/// A format and the file that it goes to.
#[derive(Clone, Debug)]
struct Also {
    format: ReportFormat,
    file: PathBuf,
}

impl FromStr for Also {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = text
            .split_once('=')
            .filter(|(_, file)| !file.is_empty())
            .ok_or_else(|| "use FORMAT=FILE, for example `sarif=heard.sarif`".to_owned())?;
        let format = ReportFormat::from_str(format, false).map_err(|_| {
            let formats = ReportFormat::value_variants().iter().filter_map(ValueEnum::to_possible_value);
            let names: Vec<String> = formats.map(|format| format.get_name().to_owned()).collect();
            format!("unknown format `{}`; valid formats are {}", visible(format), names.join(", "))
        })?;
        Ok(Self { format, file: PathBuf::from(file) })
    }
}

impl Output {
    /// Whether standard output is for people.
    pub(super) fn is_human(&self) -> bool {
        self.format == ReportFormat::Human
    }

    /// Whether standard output is read by the runner of a GitHub Actions job.
    pub(super) fn is_annotated(&self) -> bool {
        self.format == ReportFormat::Github
    }

    /// Writes a report to all requested places. `human` makes the text for a terminal, which needs no
    /// report otherwise.
    pub(super) fn write(
        &self,
        global: &Global,
        report: impl Fn() -> Report,
        human: impl Fn(usize) -> String,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let report = LazyCell::new(report);
        let render = |format, width| render::report(format, || &*report, || human(width));
        // The findings are printed even if a file can't be written.
        let written = self.write_files(global, |format| render(format, PAGE));
        out.write_all(render(self.format, width()).as_bytes())?;
        written
    }

    fn write_files(&self, global: &Global, render: impl Fn(ReportFormat) -> String) -> Result<(), Error> {
        if self.also.is_empty() && self.summary.is_none() {
            return Ok(());
        }
        let folder = global.folder()?;
        let failed = |file: &Path, error: io::Error| {
            let help = match error.kind() {
                io::ErrorKind::NotFound => "\n  = help: create its directory first",
                _ => "",
            };
            Error::Usage(format!("can't write `{}`: {error}{help}", visible_path(file)))
        };
        for Also { format, file } in &self.also {
            let text = anstream::adapter::strip_str(&render(*format)).to_string();
            replace(&folder.join(file), &text).map_err(|error| failed(file, error))?;
        }
        if let Some(file) = &self.summary {
            append(&folder.join(file), &render(ReportFormat::Markdown)).map_err(|error| failed(file, error))?;
        }
        Ok(())
    }
}

/// Writes a file atomically. If it is a link, its target is written.
fn replace(file: &Path, text: &str) -> io::Result<()> {
    let file = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    if file.exists() && !file.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it exists and is not a file"));
    }
    write_whole(&file, text)
}

/// Appends to a file, after the output of other steps of a job.
fn append(file: &Path, text: &str) -> io::Result<()> {
    let mut old = OpenOptions::new().append(true).create(true).open(file)?;
    let length = old.metadata()?.len();
    let gap = if length > 0 { "\n" } else { "" };
    old.write_all(format!("{gap}{text}").as_bytes()).inspect_err(|_| {
        // A partial report could be mistaken for a complete one.
        let _ = old.set_len(length);
    })
}

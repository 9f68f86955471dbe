//! `heard why`: which decisions cover a path or introduced a line.

use std::io::Write;
use std::path::Path;

use super::bundles::From;
use super::output::ValueFormat;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, width};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::git;
use crate::render::why::{Origin, WhyReport, page};
use crate::snapshot::Content;
use crate::text::{RepoPath, visible};
use crate::vocabulary::reference::Reference;

/// Show which decisions cover a path or introduced a line
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard why infra/paging/rota.yml
  heard why infra/paging/rota.yml:12      decisions named by the commit that last changed line 12
  heard why src --rev v1.0")]
pub(super) struct Arguments {
    /// File or directory, or a line of a file
    #[arg(value_name = "PATH[:LINE]", value_hint = clap::ValueHint::AnyPath)]
    place: String,
    /// Read the log and the history from a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    format: ValueFormat,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let catalog = self.from.catalog(global, &workspace, state)?;
        let commit = workspace.commit(state)?;
        let (path, line) = place(&self.place);
        if line.is_some() && self.from.is_given() {
            return Err(Error::Usage("bundles have no history, so lines can't be followed with `--from`\n  = help: leave out the number of the line".to_owned()));
        }
        let subject = self.from.subject(&workspace, Path::new(path), commit)?;
        self.from.check(&subject, &catalog)?;
        let origin = match line {
            Some(line) => Some(origin(&workspace, state, &subject.path, line)?),
            None => None,
        };
        let named: Vec<&Decision> = origin.iter().flat_map(|origin| named(&origin.names, &catalog)).collect();
        let is_named = |decision: &Decision| named.iter().any(|other| other.path == decision.path);
        let governing: Vec<&Decision> =
            catalog.decisions.iter().filter(|decision| !is_named(decision) && subject.is_governed(decision)).collect();
        let report = WhyReport::of(&subject, origin, &named, governing, &catalog.policy);
        self.format.write(|| &report, || page(&report, width(), self.from.is_given()), out)
    }
}

/// A path, and a line if there is a number after the last colon.
fn place(text: &str) -> (&str, Option<usize>) {
    match text.rsplit_once(':') {
        Some((path, line)) if !path.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()) => {
            line.parse().map_or((text, None), |line| (path, Some(line)))
        }
        _ => (text, None),
    }
}

/// The commit that a line comes from, and the decisions that it names.
fn origin(workspace: &Workspace, state: State<'_>, path: &RepoPath, line: usize) -> Result<Origin, Error> {
    let source = workspace.source(state)?;
    let Some(listed) = source.find(path)? else {
        return Err(Error::Usage(format!("`{path}` is not a file, so it has no line {line}")));
    };
    let text = match source.read(&listed, git::LINES_LIMIT)? {
        Content::Bytes(text) => text,
        Content::TooLarge { size } => {
            let limit = git::LINES_LIMIT;
            return Err(Error::Usage(format!(
                "`{path}` has {size} bytes; lines are followed in files of up to {limit}"
            )));
        }
    };
    let lines = text.split_inclusive(|byte| *byte == b'\n').count();
    if line == 0 || line > lines {
        return Err(Error::Usage(format!("`{path}` has no line {line}\n  = help: it has lines 1 to {lines}")));
    }
    let commit = workspace.commit(state)?.ok_or(git::Error::NoCommit)?;
    let found = workspace.repo()?.line_origin(commit, path, line, &text)?;
    let names = found.as_ref().map_or(Vec::new(), |found| git::trailers(&found.message, "Decision"));
    Ok(Origin {
        line,
        commit: found.as_ref().map(|found| found.commit.to_string()),
        author: found.as_ref().map(|found| found.author.clone()),
        subject: found.as_ref().map(|found| visible(found.message.lines().next().unwrap_or_default()).into_owned()),
        names,
    })
}

/// The decisions that trailers name, each once.
fn named<'a>(names: &[String], catalog: &'a Catalog) -> Vec<&'a Decision> {
    let mut named: Vec<&Decision> = Vec::new();
    let references = names.iter().flat_map(|value| value.split(',')).filter_map(Reference::read);
    let meant = references.flat_map(|reference| catalog.resolve(&reference, None).records);
    for decision in meant.filter_map(|record| catalog.decision(record)) {
        if !named.iter().any(|other| other.path == decision.path) {
            named.push(decision);
        }
    }
    named
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_line_is_a_number_behind_the_last_colon() {
        for (text, path, line) in [
            ("a/b.rs", "a/b.rs", None),
            ("a/b.rs:12", "a/b.rs", Some(12)),
            ("C:\\a.rs:3", "C:\\a.rs", Some(3)),
            ("a:b", "a:b", None),
            (":7", ":7", None),
            ("a:99999999999999999999999", "a:99999999999999999999999", None),
        ] {
            assert_eq!(super::place(text), (path, line), "{text}");
        }
    }
}

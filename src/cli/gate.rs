//! `heard gate`: checks a change.

use std::env;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use super::output::Output;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::ci::Compared;
use crate::policy;
use crate::render::human;
use crate::report::{DraftReport, GateReport, Report, Summary, Texts, VERSION, findings};
use crate::snapshot::{Content, Source, read_file};
use crate::text::visible;
use crate::{ci, gate, git, log, rules};

/// Check that a change consulted everyone its paths require
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard gate                                check the change of the CI job, or HEAD against `base`
  heard gate --base origin/main             check what HEAD adds to a branch
  heard gate --base v1.0 --head topic       compare any two commits
  heard gate --base origin/main --format github --summary \"$GITHUB_STEP_SUMMARY\"")]
pub(super) struct Arguments {
    /// Commit to compare with; its policy applies [default: from the CI job; at a terminal, `base` in heard.toml]
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Commit to check
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    head: String,
    #[command(flatten)]
    pub(super) output: Output,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let repo = workspace.repo()?;
        repo.verify_objects();
        repo.refuse_grafts()?;
        let Compared { range, base_from, head_from } = self.compared(repo)?;
        let changed = repo.changed_paths(range.start, range.head)?;
        let messages = repo.messages(range.start, range.head)?;
        let of_commit = |(commit, text): &(git::Id, String)| {
            let commit = commit.to_string();
            let trailer = move |value| gate::Trailer { commit: commit.clone(), value };
            git::trailers(text, "Decision").into_iter().map(trailer).collect::<Vec<_>>()
        };
        let trailers: Vec<gate::Trailer> = messages.texts.iter().flat_map(of_commit).collect();
        let about = match &messages.newest {
            Some((author, subject)) => gate::About {
                author: Some(author.clone()).filter(|author| !author.is_empty()),
                subject: Some(subject.clone()).filter(|subject| !subject.is_empty()),
            },
            None => gate::About::default(),
        };
        let tree = |commit| repo.tree(commit).map(Source::Tree);
        let (base_tree, start, head) = (tree(range.base)?, tree(range.start)?, tree(range.head)?);
        let ends = gate::Ends { base: &base_tree, start: &start, head: &head };
        let mut verdict = gate::check_change(ends, &changed, &trailers, &about, global.today())?;
        if !messages.whole {
            verdict.notices.push(CUT.to_owned());
        }
        if range.start == range.head {
            let notice = "the head has no commits that the base lacks, so there is nothing to check";
            verdict.notices.push(notice.to_owned());
        }
        let variables = variables();
        if verdict.draft.is_some() && self.head == "HEAD" && is_at_terminal() {
            verdict.notices.extend(uncommitted(&workspace, &head)?);
        }
        let draft = verdict.draft.as_ref().map(|draft| DraftReport {
            path: draft.path.as_str().to_owned(),
            text: draft.text.clone(),
            url: ci::new_file(&variables, read_event, draft.path.as_str(), &draft.text),
        });
        let decisions = verdict.texts.keys().filter(|path| policy::is_markdown(path)).count();
        let summary = Summary::of(&verdict.findings, decisions);
        let texts = Texts {
            files: verdict.texts.iter().map(|(path, text)| (path, text.as_str())).collect(),
            policy: &verdict.policy,
        };
        let report = || {
            let (findings, summary) = findings(&verdict.findings, &texts, summary);
            Report::Gate(Box::new(GateReport {
                version: VERSION,
                base: range.base.to_string(),
                base_from: base_from.clone(),
                head: range.head.to_string(),
                head_from: head_from.clone(),
                start: range.start.to_string(),
                changed: changed.len(),
                findings,
                needs: verdict.needs.clone(),
                read_more: ci::home(&variables),
                draft: draft.clone(),
                notices: verdict.notices.clone(),
                summary,
            }))
        };
        let human = |width| {
            let Report::Gate(report) = report() else { return String::new() };
            let mut out = format!("base {} ({})\n", range.base, visible(&base_from));
            let _ = writeln!(out, "head {} ({})", range.head, visible(&head_from));
            if range.start != range.base {
                let _ = writeln!(out, "from {} (their merge base)", range.start);
            }
            out.push('\n');
            out.push_str(&human::findings(&verdict.findings, &texts, width));
            out.push_str(&human::needs(&report));
            for notice in &verdict.notices {
                let _ = writeln!(out, "note: {}", visible(notice));
            }
            let _ = writeln!(out, "{}", human::verdict(&summary, changed.len()));
            out
        };
        self.output.write(global, report, human, out)?;
        Ok(if summary.denied > 0 { Outcome::Denied } else { Outcome::Fine })
    }

    /// The commits to compare: from the flags, in CI from the job, and at a terminal from the policy.
    fn compared(&self, repo: &git::Repo) -> Result<Compared, Error> {
        let base = match &self.base {
            Some(base) => base.clone(),
            None => {
                if let Some(job) = ci::job(&variables(), read_event)? {
                    return Ok(job.compare(repo, &self.head)?);
                }
                if !is_at_terminal() {
                    return Err(ci::Error::Unknown.into());
                }
                self.configured_base(repo)?
            }
        };
        let range = repo.range(&base, &self.head)?;
        Ok(Compared { range, base_from: base, head_from: self.head.clone() })
    }

    /// The base that the policy at the head names, for a person at a terminal. A change could set it to itself, so it
    /// is not used in a CI job, whatever variables that job sets.
    fn configured_base(&self, repo: &git::Repo) -> Result<String, Error> {
        let head = Source::Tree(repo.tree(repo.resolve(&self.head)?)?);
        Ok(match log::read_policy(&head, &rules::ids())? {
            Some((_, Ok(policy))) => policy.base,
            _ => crate::policy::Policy::default().base,
        })
    }
}

/// The variables of the process that are text.
fn variables() -> ci::Variables {
    env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect()
}

/// The decisions of the work tree that the head lacks, which do not count yet.
fn uncommitted(workspace: &Workspace, head: &Source<'_>) -> Result<Vec<String>, Error> {
    let here = workspace.source(State::WorkTree)?;
    let policy = Workspace::policy(&here)?;
    let mut notices = Vec::new();
    for listed in log::records(&here, &policy)? {
        if head.find(&listed.path)?.is_none() && !workspace.ignores(State::WorkTree, &listed.path) {
            notices.push(format!("`{}` is not committed yet, so it does not count", listed.path));
        }
    }
    notices.truncate(UNCOMMITTED);
    Ok(notices)
}

/// How many decisions that are not committed are named.
const UNCOMMITTED: usize = 3;

/// Whether a person runs this. Standard output may go to a pager, so it does not matter.
fn is_at_terminal() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// The note if some commit messages could not be read. A missing trailer can only make the gate reject.
const CUT: &str = "this is a shallow clone, so `Decision:` trailers in older commits of this change may be missing; fetch the whole history (`fetch-depth: 0`, `GIT_DEPTH: \"0\"`)";

/// The largest event that is read.
const EVENT_SIZE: usize = 64 * 1024 * 1024;

/// The event that started a CI job.
fn read_event(path: &str) -> Result<String, String> {
    match read_file(Path::new(path), EVENT_SIZE).map_err(|error| format!("{path}: {error}"))? {
        Content::Bytes(bytes) => String::from_utf8(bytes).map_err(|_| format!("{path}: it is not UTF-8")),
        Content::TooLarge { .. } => Err(format!("{path}: it is too large")),
    }
}

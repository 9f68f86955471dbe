//! `heard gate`: checks a change.

use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use super::compare::{ChangeToCheck, Compare, is_at_terminal, read_event, variables};
use super::output::Output;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, witness};
use crate::ci::Compared;
use crate::policy;
use crate::render::human;
use crate::report::{DraftReport, GateReport, Report, Summary, Texts, VERSION, findings};
use crate::snapshot::Source;
use crate::text::visible;
use crate::witness::Witness;
use crate::{ci, log};

/// Check that a change consulted everyone its paths require
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard gate                                check the change of the CI job, or HEAD against `base`
  heard gate --base origin/main             check what HEAD adds to a branch
  heard gate --base v1.0 --head topic       compare any two commits
  heard gate --base origin/main --format github --summary \"$GITHUB_STEP_SUMMARY\"")]
pub(super) struct Arguments {
    #[command(flatten)]
    compare: Compare,
    /// File that `heard witness` wrote, instead of asking the forges where an area requires it
    #[arg(long, value_name = "FILE")]
    witness: Option<PathBuf>,
    #[command(flatten)]
    pub(super) output: Output,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let repo = workspace.repo()?;
        let change = self.compare.read(repo)?;
        let given = match &self.witness {
            Some(file) => Some(witness::read(&global.folder()?.join(file), &workspace, &change)?),
            None => None,
        };
        let mut verdict = change.check(given.as_ref().unwrap_or(&Witness::default()), global.today())?;
        if given.is_none() && !verdict.unseen.is_empty() {
            verdict = change.check(&witness::look_up(&verdict.unseen, &witness::hosts(&change)?)?, global.today())?;
        }
        let ChangeToCheck { compared: Compared { range, base_from, head_from }, changed, head, .. } = &change;
        if !change.is_whole {
            verdict.notices.push(CUT.to_owned());
        }
        if range.start == range.head {
            let notice = "the head has no commits that the base lacks, so there is nothing to check";
            verdict.notices.push(notice.to_owned());
        }
        let variables = variables();
        if verdict.draft.is_some() && self.compare.is_of_head() && is_at_terminal() {
            verdict.notices.extend(uncommitted(&workspace, head)?);
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
            let mut out = format!("base {} ({})\n", range.base, visible(base_from));
            let _ = writeln!(out, "head {} ({})", range.head, visible(head_from));
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

/// The note if some commit messages could not be read. A missing trailer can only make the gate reject.
const CUT: &str = "this is a shallow clone, so `Decision:` trailers in older commits of this change may be missing; fetch the whole history (`fetch-depth: 0`, `GIT_DEPTH: \"0\"`)";

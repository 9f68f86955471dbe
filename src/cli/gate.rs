//! `heard gate`: judges a change.

use std::env;
use std::fmt::Write as _;
use std::io::Write;

use super::output::Output;
use super::workspace::Workspace;
use super::{Error, Global, Outcome};
use crate::render::human;
use crate::report::{GateReport, Report, Summary, Texts, VERSION, findings, needs};
use crate::snapshot::Source;
use crate::text::visible;
use crate::{gate, git};

/// Judge a change: has everybody been heard whose words its paths ask for?
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard gate                                what HEAD adds to `base` of heard.toml
  heard gate --base origin/main             what HEAD adds to another branch
  heard gate --base v1.0 --head topic       any two commits
  heard gate --base origin/main --format github --summary \"$GITHUB_STEP_SUMMARY\"")]
pub(super) struct Arguments {
    /// The commit that the change is for; its policy judges
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// The commit to judge
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    head: String,
    #[command(flatten)]
    pub(super) output: Output,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let repo = workspace.repo()?;
        let base = match &self.base {
            Some(base) => base.clone(),
            None => self.configured_base(repo)?,
        };
        let range = repo.range(&base, &self.head)?;
        let changed = repo.changes(range.start, range.head)?;
        let messages = repo.messages(range.start, range.head)?;
        let trailers: Vec<String> = messages.texts.iter().flat_map(|text| git::trailers(text, "Decision")).collect();
        let tree = |commit| repo.tree(commit).map(Source::Tree);
        let (base_tree, start, head) = (tree(range.base)?, tree(range.start)?, tree(range.head)?);
        let ends = gate::Ends { base: &base_tree, start: &start, head: &head };
        let mut verdict = gate::judge(ends, &changed, &trailers, global.today())?;
        if !messages.whole {
            verdict.notices.push(CUT.to_owned());
        }
        let summary = Summary::of(&verdict.findings, verdict.texts.len());
        let texts = Texts {
            files: verdict.texts.iter().map(|(path, text)| (path, text.as_str())).collect(),
            policy: &verdict.policy,
        };
        let report = || {
            Report::Gate(GateReport {
                version: VERSION,
                base: range.base.to_string(),
                head: range.head.to_string(),
                start: range.start.to_string(),
                changed: changed.len(),
                findings: findings(&verdict.findings, &texts),
                needs: needs(&verdict.needs),
                notices: verdict.notices.clone(),
                summary,
            })
        };
        let human = |width| {
            let mut out = format!("base {} ({})\n", range.base, visible(&base));
            let _ = writeln!(out, "head {} ({})", range.head, visible(&self.head));
            if range.start != range.base {
                let _ = writeln!(out, "from {} (where the two parted)", range.start);
            }
            out.push('\n');
            out.push_str(&human::findings(&verdict.findings, &texts, width));
            out.push_str(&human::needs(&verdict.needs));
            for notice in &verdict.notices {
                let _ = writeln!(out, "note: {}", visible(notice));
            }
            let _ = writeln!(out, "{}", human::verdict(&summary, changed.len()));
            out
        };
        self.output.write(global, report, human, out)?;
        Ok(if summary.denied > 0 { Outcome::Denied } else { Outcome::Fine })
    }

    /// The base that the policy at the head names. What a change writes there could name the change
    /// itself, so it is a convenience for people at a terminal and nothing that CI may rely on.
    fn configured_base(&self, repo: &git::Repo) -> Result<String, Error> {
        if env::var_os("CI").is_some_and(|value| !value.is_empty()) {
            let message = "in CI the base must be named, since a change could write another one into `heard.toml`\n  = help: `heard gate --base COMMIT`, with the commit that the change is for";
            return Err(Error::Usage(message.to_owned()));
        }
        let head = Source::Tree(repo.tree(repo.resolve(&self.head)?)?);
        Ok(match gate::read_policy(&head)? {
            Some((_, Ok(policy))) => policy.base,
            _ => crate::policy::Policy::default().base,
        })
    }
}

/// Told when some of the messages could not be read; what is missing can only reject.
const CUT: &str = "the history is cut off (a shallow clone), so a trailer `Decision:` in a commit of this change may have gone unseen; fetch the whole history to have it read (`fetch-depth: 0`, `GIT_DEPTH: \"0\"`)";

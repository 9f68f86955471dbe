//! `heard status`: moves a decision's status and its day.

use std::collections::BTreeSet;
use std::io::Write;

use jiff::civil::Date;

use super::change::{edited, one, shell, write};
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, width};
use crate::allow;
use crate::baseline::Baseline;
use crate::catalog::Catalog;
use crate::check::judge;
use crate::decision::Decision;
use crate::decision::words::StatusKind;
use crate::edit::Edit;
use crate::finding::Finding;
use crate::policy::Level;
use crate::render::human;
use crate::report::Texts;
use crate::text::{fold, listed, nearest, visible};

/// Move a decision's status, and its date
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard status 12 accepted
  heard status ADR-0012 rejected --date 2026-03-02

`accepted` is refused while `heard check` would deny the accepted decision: what is missing is told,
and nothing is written.")]
pub(super) struct Arguments {
    /// The id: `0012`, `12`, `ADR-12`, or the name of the file
    id: String,
    /// proposed, accepted, rejected, deprecated, superseded, waived, or a word of `heard.toml`
    status: String,
    /// The day of the move; today when left out
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let log = workspace.log(State::WorkTree, &[])?;
        let baseline = log.baseline()?;
        let (catalog, _) = log.read(|_, _| {})?;
        let decision = one(&catalog, &self.id)?;
        let (word, kind) = self.word(&catalog)?;
        let date = self.date.unwrap_or_else(|| global.today()).to_string();
        let edits = [Edit::Set { key: "status", value: &word }, Edit::Set { key: "date", value: &date }];
        let after = edited(decision, &edits, &catalog.policy)?;
        if kind == StatusKind::Accepted {
            let found = denied(&catalog, &after, &baseline);
            if !found.is_empty() {
                return refuse(decision, &after, &found, &catalog, out);
            }
        }
        write(&workspace, decision, &after, &catalog.policy, out)?;
        let old = decision.status.as_ref().map_or("no status", |status| status.word.as_str());
        writeln!(out, "{}: {} → {word}, {date}", decision.path, visible(old))?;
        if kind == StatusKind::Superseded && !after.links.iter().any(|link| link.kind.key() == "superseded-by") {
            writeln!(out, "`heard supersede {} NEW` says what follows it", decision.id)?;
        }
        Ok(Outcome::Fine)
    }

    /// The word to write, and what it means.
    fn word(&self, catalog: &Catalog) -> Result<(String, StatusKind), Error> {
        let words = &catalog.policy.words.statuses;
        let folded = fold(&self.status);
        match words.get(&folded) {
            Some(kind) if kind.word() == folded => Ok((folded, *kind)),
            Some(kind) => Ok((crate::text::one_line(&self.status).into_owned(), *kind)),
            None => {
                let known: Vec<&str> = words.keys().map(String::as_str).collect();
                let help = match nearest(&folded, known.iter().copied()) {
                    Some(near) => format!("did you mean `{}`?", visible(near)),
                    None => format!("the words are {}", listed(known)),
                };
                Err(Error::Usage(format!("`{}` is no status\n  = help: {help}", visible(&self.status))))
            }
        }
    }
}

/// What `check` would deny in a decision if it were in the log as it is here.
fn denied(catalog: &Catalog, after: &Decision, baseline: &Baseline) -> Vec<Finding> {
    let with = |decision: &Decision| if decision.path == after.path { after.clone() } else { decision.clone() };
    let decisions = catalog.decisions.iter().map(with).collect();
    let catalog = Catalog::new(decisions, [], catalog.policy.clone(), catalog.today);
    let (found, _) = allow::leave_out(judge(&catalog, false), &catalog, false, |path| *path == after.path);
    let (mut found, _) = baseline.leave_out(found, &catalog.policy, false, |path| *path == after.path);
    found.retain(|finding| finding.path == after.path && finding.level == Level::Deny);
    found
}

/// Tells what is missing, and the commands that write it down.
fn refuse(
    decision: &Decision,
    after: &Decision,
    found: &[Finding],
    catalog: &Catalog,
    out: &mut dyn Write,
) -> Result<Outcome, Error> {
    let mut texts = Texts { files: Default::default(), policy: &catalog.policy.text };
    texts.files.extend(catalog.decisions.iter().map(|decision| (&decision.path, &*decision.text)));
    texts.files.insert(&after.path, &after.text);
    out.write_all(human::findings(found, &texts, width()).as_bytes())?;
    let count = if found.len() == 1 { "1 finding".to_owned() } else { format!("{} findings", found.len()) };
    let old = decision.status.as_ref().map_or("without a status", |status| status.word.as_str());
    writeln!(out, "{} stays {}: {count} would deny it as accepted", decision.path, visible(old))?;
    let commands: BTreeSet<String> = found.iter().filter_map(|finding| mends(decision, finding)).collect();
    if !commands.is_empty() {
        writeln!(out, "what mends it, once they have spoken:")?;
    }
    for command in commands {
        writeln!(out, "  {command}")?;
    }
    Ok(Outcome::Denied)
}

/// The command that writes down what a finding misses.
fn mends(decision: &Decision, finding: &Finding) -> Option<String> {
    let id = shell(&decision.id.text);
    let person = finding.person.as_deref().map(shell);
    match (finding.rule, person) {
        ("consulted-empty" | "consulted-only-makers", _) => Some(format!("heard quote {id} PERSON")),
        ("consulted-unquoted", Some(person)) => Some(format!("heard quote {id} {person}")),
        ("concern-unanswered" | "concern-open", Some(person)) => {
            Some(format!("heard answer {id} {person} --as DISPOSITION --text TEXT"))
        }
        _ => None,
    }
}

//! `heard status`: changes the status and date of a decision.

use std::collections::BTreeSet;
use std::io::Write;

use jiff::civil::Date;

use super::change::{earlier, edited, one_or_ask, warn, with_changes};
use super::new::governed;
use super::workspace::{State, Workspace};
use super::writes::Writes;
use super::{Error, Global, Outcome, baseline, question, values, width};
use crate::baseline::Baseline;
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::edit::Edit;
use crate::facts::{self, NeedSummary};
use crate::finding::{Finding, Fix, Subject};
use crate::gate::{self, Lacking};
use crate::lint;
use crate::policy::{Area, Level, Policy};
use crate::render::human;
use crate::report::Texts;
use crate::rules::OUTDATED;
use crate::text::{counted, did_you_mean, fold, listed, shell, visible};
use crate::vocabulary::party::Party;
use crate::vocabulary::words::StatusKind;

/// Change the status of a decision, and its date
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard status 12 accepted
  heard status ADR-0012 rejected --date 2026-03-02

A decision can't become `accepted` while `heard check` would report errors in it, or while a quote that the policy \
requires is missing. In that case nothing is written, and the output lists what is missing, and who has to be asked \
again because the decision changed after they were quoted.")]
pub(super) struct Arguments {
    /// ID of the decision (`0012`, `12` or `ADR-12`) or its file name
    #[arg(required = true, add = values::id())]
    id: Option<String>,
    /// New status: proposed, accepted, rejected, deprecated, superseded, waived, or a status from heard.toml
    #[arg(required = true, add = values::status())]
    status: Option<String>,
    /// Date of the change (YYYY-MM-DD) [default: today]
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Person to add to the decision-makers (repeatable)
    #[arg(long, value_name = "PERSON", add = values::person())]
    maker: Vec<String>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let prompts = self.id.is_none() || self.status.is_none();
        let workspace = Workspace::open_to_write(global, prompts)?;
        let log = workspace.log(State::WorkTree, &[])?;
        let baseline = log.baseline()?;
        let (catalog, _) = log.read()?;
        let decision = one_or_ask(&catalog, self.id.as_deref(), "Which decision?", |_| true)?;
        let (word, kind) = match &self.status {
            Some(written) => word(written, &catalog)?,
            None => ask_status(decision)?,
        };
        let date = self.date.unwrap_or_else(|| global.today()).to_string();
        let mut edits = vec![Edit::Set { key: "status", value: &word }, Edit::Set { key: "date", value: &date }];
        edits.extend(self.maker.iter().map(|maker| Edit::Add { key: "decision-makers", item: maker }));
        let after = edited(decision, &edits, &catalog.policy)?;
        let mut outdated = Vec::new();
        if kind == StatusKind::Accepted {
            let before = earlier(&workspace, &catalog, decision)?;
            let mut found = errors(&catalog, &after, &baseline);
            let Lacking { findings: mut asked, needs } = lacking(&workspace, &catalog, &before, &after)?;
            asked.retain(|finding| !is_reported(finding, &found));
            found.extend(asked);
            found.sort();
            if !found.is_empty() {
                return refuse(decision, &after, &found, &needs, &catalog, out);
            }
            if needs.iter().any(|need| warns_of_outdated(need, &catalog.policy)) {
                outdated = facts::outdated(&before, &with_changes(&catalog, vec![after.clone()]), &after);
            }
        }
        let mut writes = Writes::new(&workspace);
        writes.change(&decision.path, &decision.text, &after.text);
        let ends = matches!(kind, StatusKind::Deprecated | StatusKind::Superseded);
        let changed = with_changes(&catalog, vec![after.clone()]);
        let is_pruned = ends && baseline::prune(&workspace, &changed, &decision.path, &mut writes)?;
        writes.commit()?;
        warn(decision, &after, &catalog.policy, &|_, _| false, out)?;
        let old = decision.status.as_ref().map_or("no status", |status| status.word.as_str());
        writeln!(out, "{}: {} → {word}, {date}", decision.path, visible(old))?;
        if is_pruned {
            baseline::tell_pruned(&decision.path, out)?;
        }
        for outdated in outdated {
            writeln!(out, "warning: {outdated}")?;
            for command in ask_again(&shell(decision.id.shown()), &outdated.speaker.shown()) {
                writeln!(out, "  {command}")?;
            }
        }
        if kind == StatusKind::Superseded && !after.links.iter().any(|link| link.kind.key() == "superseded-by") {
            writeln!(out, "next: name the new decision with `heard supersede {} NEW`", decision.id)?;
        }
        Ok(Outcome::Fine)
    }
}

/// The status to write, and its meaning.
fn word(written: &str, catalog: &Catalog) -> Result<(String, StatusKind), Error> {
    let words = &catalog.policy.words.statuses;
    let folded = fold(written);
    match words.get(&folded) {
        Some(kind) if kind.word() == folded => Ok((folded, *kind)),
        Some(kind) => Ok((crate::text::one_line(written).into_owned(), *kind)),
        None => {
            let known: Vec<&str> = words.keys().map(String::as_str).collect();
            let valid = format!("valid statuses are {}", listed(known.iter().copied()));
            let help = did_you_mean(&folded, known, valid);
            Err(Error::Usage(format!("unknown status `{}`\n  = help: {help}", visible(written))))
        }
    }
}

/// Prompts for the new status. A decided proposal is rarely proposed again, so that status comes last.
fn ask_status(decision: &Decision) -> Result<(String, StatusKind), Error> {
    let mut kinds = StatusKind::ALL;
    kinds.rotate_left(1);
    let others = kinds.into_iter().filter(|kind| decision.kind() != Some(*kind));
    let choices = others.map(|kind| (kind.word().to_owned(), (kind.word().to_owned(), kind))).collect();
    question::pick("New status?", "", choices)
}

/// What the areas of the policy would report for a decision if a path that it covers changed: an existing
/// path, or one that its globs could match.
fn lacking(workspace: &Workspace, catalog: &Catalog, before: &Catalog, after: &Decision) -> Result<Lacking, Error> {
    let source = workspace.source(State::WorkTree)?;
    let globs: Vec<&str> = after.governs.iter().map(|glob| glob.value.as_str()).collect();
    let paths = governed(&source, &catalog.policy, &globs);
    Ok(gate::lacking(&with_changes(catalog, vec![after.clone()]), before, &after.path, paths, &source)?)
}

/// Whether quotes that are older than what the decision says are a warning for an area.
fn warns_of_outdated(need: &NeedSummary, policy: &Policy) -> bool {
    let warns = |area: &&Area| area.name == need.area && area.outdated.value == Level::Warn;
    policy.levels.get(OUTDATED) != Some(&Level::Off) && policy.areas.iter().any(|area| warns(&area))
}

/// The commands that ask somebody again and add what they say.
fn ask_again(id: &str, person: &str) -> Vec<String> {
    ["ask", "quote"].map(|command| format!("heard {command} {id} {}", shell(person))).to_vec()
}

/// Whether the findings of `check` already require a quote from the group of this one.
fn is_reported(finding: &Finding, found: &[Finding]) -> bool {
    let Some(Subject::Group(group)) = &finding.subject else {
        return false;
    };
    let is_for_group = |finding: &Finding| {
        finding.fix == Some(Fix::Quote) && finding.subject_person().is_some_and(|name| fold(name) == fold(group))
    };
    found.iter().any(is_for_group)
}

/// The errors that `check` would report for a decision in this form.
fn errors(catalog: &Catalog, after: &Decision, baseline: &Baseline) -> Vec<Finding> {
    let catalog = with_changes(catalog, vec![after.clone()]);
    let settings = lint::Settings { strict: false, allow: true, baseline };
    let mut found = lint::check(&catalog, settings, |path| *path == after.path).findings;
    found.retain(|finding| finding.path == after.path && finding.level == Level::Deny);
    found
}

/// Reports what is missing, and the commands that add it.
fn refuse(
    decision: &Decision,
    after: &Decision,
    found: &[Finding],
    needs: &[NeedSummary],
    catalog: &Catalog,
    out: &mut dyn Write,
) -> Result<Outcome, Error> {
    let mut texts = Texts { files: Default::default(), policy: &catalog.policy.text };
    texts.files.extend(catalog.decisions.iter().map(|decision| (&decision.path, &*decision.text)));
    texts.files.insert(&after.path, &after.text);
    out.write_all(human::findings(found, &texts, width()).as_bytes())?;
    for need in needs.iter().filter(|need| need.is_open()) {
        writeln!(out, "{}", human::need(need))?;
    }
    writeln!(out, "{}: not accepted: {}", decision.path, counted(found.len(), "problem"))?;
    let commands: BTreeSet<String> =
        found.iter().flat_map(|finding| fix_commands(decision, finding, &catalog.policy)).collect();
    if !commands.is_empty() {
        writeln!(out, "to fix this, once they have answered:")?;
    }
    for command in commands {
        writeln!(out, "  {command}")?;
    }
    Ok(Outcome::Denied)
}

/// The commands that add what a finding misses. Of a group each member is listed, and one is enough.
fn fix_commands(decision: &Decision, finding: &Finding, policy: &Policy) -> Vec<String> {
    let id = shell(decision.id.shown());
    let quote = |person: &str| format!("heard quote {id} {}", shell(person));
    let subject = finding.subject.as_ref().map(Subject::name);
    if let (OUTDATED, Some(person)) = (finding.rule, subject) {
        return ask_again(&id, person);
    }
    match (&finding.fix, subject) {
        (Some(Fix::Quote), None) => vec![format!("heard quote {id} PERSON")],
        (Some(Fix::Quote), Some(name)) => match policy.directory.group_named(name) {
            Some(group) => {
                let one = |member: &Party| format!("{}   # for `{}`", quote(&member.shown()), visible(&group.name));
                group.members.iter().map(one).collect()
            }
            None => vec![quote(name)],
        },
        (Some(Fix::Respond), Some(person)) => {
            vec![format!("heard answer {id} {} --as DISPOSITION --text TEXT", shell(person))]
        }
        (Some(Fix::Maker), _) => vec![format!("heard status {id} accepted --maker NAME")],
        (Some(Fix::Write), _) => vec![format!("heard edit {id}")],
        _ => Vec::new(),
    }
}

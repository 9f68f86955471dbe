//! Which commits to compare in a CI job.
//!
//! The variables and the event belong to the job, so the change can't set them. Still they are compared with
//! the repository, and no value is passed to git unchecked: a commit must be a full ID, and a branch is only
//! looked up as a branch. If something does not match, this is an error, since a gate that compares the wrong
//! commits would let anything pass.

mod forge;

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use crate::git::{self, Id, Range, Repo};
use crate::text::visible;
pub(crate) use forge::{files_at, home, new_file, repository};

/// The variables of a job.
pub(crate) type Variables = BTreeMap<String, String>;

/// The change of a CI job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Job {
    /// The trigger.
    trigger: &'static str,
    /// The commit that it runs for.
    commit: Named,
    base: Base,
}

/// A full commit ID, and the variable or field that it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    id: String,
    by: &'static str,
}

/// How to find the base.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Base {
    /// The head is a merge of this tip into the base, made by the platform.
    Merged { tip: Named },
    /// A commit of the target branch.
    Target(Named),
    /// The commit of a branch before a push. Everything that differs from it is the change, even if the push
    /// removed commits.
    Before(Named),
    /// The target branch as it was fetched. It must contain this commit, or it is the wrong branch or outdated.
    Branch { name: String, has: Named },
}

/// The commits to compare, and where they come from.
#[derive(Clone, Debug)]
pub(crate) struct Compared {
    /// The commits.
    pub range: Range,
    /// Where the base comes from.
    pub base_from: String,
    /// Where the head comes from.
    pub head_from: String,
}

/// Why it is not clear what a CI job should compare.
#[derive(Debug)]
pub(crate) enum Error {
    /// An unknown CI system, or no terminal.
    Unknown,
    /// A trigger that is not a change, or an unknown one.
    NoChange { trigger: String },
    /// `pull_request_target`.
    Target,
    /// A pipeline for a merge request that runs in the fork and not in the project.
    Fork { fork: String, project: String },
    /// A push that created a branch or a tag.
    NewBranch { by: &'static str },
    /// A variable or field that should be there.
    Missing { by: &'static str },
    /// A value that is not a full commit ID.
    NoId { by: &'static str, value: String },
    /// The event could not be read.
    Event(String),
    /// The repository is at another commit than the job.
    OtherHead { head: String, id: Id, commit: Named, merged: bool },
    /// Two values that should be the same.
    Differ { one: Named, other: Named },
    /// The parents of the merge are missing.
    Cut { id: Id },
    /// The head is not the merge commit of the pull request.
    NoMerge { id: Id, tip: Named },
    /// The target branch is missing.
    NoBranch { name: String },
    /// The local target branch lacks the commit that the change started from.
    OldBranch { name: String, has: Named },
    /// Git.
    Git(git::Error),
}

impl From<git::Error> for Error {
    fn from(error: git::Error) -> Self {
        Self::Git(error)
    }
}

/// The help if there is nothing more specific.
const NAME_BOTH: &str = "pass the commits with `--base COMMIT` and `--head COMMIT`";

/// How a job of GitLab fetches its target branch. This uses the variable and not its value, since the name
/// of a branch may contain shell syntax.
const FETCH_TARGET: &str = "`git fetch origin \"+refs/heads/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME:refs/remotes/origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME\"` in the job, with the whole history (`GIT_DEPTH: \"0\"`)";

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => write!(
                out,
                "no base to compare with: outside a terminal, `heard gate` ignores `base` in heard.toml, because the change it checks could edit it\n  = help: pass the target of the change with `heard gate --base COMMIT`; on GitHub, GitLab, Gitea and Forgejo it is detected"
            ),
            Self::NoChange { trigger } => {
                write!(
                    out,
                    "this job was triggered by `{}`, so it is not clear which change to check\n  = help: {NAME_BOTH}",
                    visible(trigger)
                )
            }
            Self::Target => write!(
                out,
                "`pull_request_target` runs with the secrets of the repository and on the base commit, not on the change\n  = help: use the trigger `pull_request` with `permissions: contents: read`; it also runs for forks"
            ),
            Self::Fork { fork, project } => write!(
                out,
                "this pipeline runs in the fork (project {}) and not in the project of the merge request ({}): branches and settings are those of the fork\n  = help: a member of the project can run it there, with `Run pipeline` in the tab `Pipelines` of the merge request",
                visible(fork),
                visible(project)
            ),
            Self::NewBranch { by } => write!(
                out,
                "the push created this branch or tag ({by} is all zeros), so its base is unknown\n  = help: run `git fetch origin`, then pass the target branch, for example `--base origin/main`"
            ),
            Self::Missing { by } => {
                write!(out, "{by} is not set, so it is not clear what to compare\n  = help: {NAME_BOTH}")
            }
            Self::NoId { by, value } => {
                write!(out, "{by} is `{}`, which is not a full commit ID\n  = help: {NAME_BOTH}", visible(value))
            }
            Self::Event(reason) => write!(
                out,
                "can't read the event of this job (GITHUB_EVENT_PATH): {}\n  = help: in a container, mount the file, or {NAME_BOTH}",
                visible(reason)
            ),
            Self::OtherHead { head, id, commit, merged } => {
                let help = if *merged {
                    "check out without `ref` and with `fetch-depth: 2`, so that HEAD is the merge commit of the pull request"
                } else {
                    "check out the commit of the job"
                };
                write!(
                    out,
                    "`{}` is {id}, but this job runs for {} ({})\n  = help: {help}; or {NAME_BOTH}",
                    visible(head),
                    commit.id,
                    commit.by
                )
            }
            Self::Differ { one, other } => write!(
                out,
                "{} is {}, but {} is {}: the job does not run for the latest commit of this change\n  = help: wait for the job of the newer push; or {NAME_BOTH}",
                one.by, one.id, other.by, other.id
            ),
            Self::Cut { id } => write!(
                out,
                "this is a shallow clone without the parents of {id}\n  = help: check out with `fetch-depth: 2`, or run `git fetch --depth=2 origin {id}`"
            ),
            Self::NoMerge { id, tip } => write!(
                out,
                "{id} is not the merge of {} ({}) into its target branch\n  = help: check out without `ref` and with `fetch-depth: 2`; or {NAME_BOTH}",
                tip.id, tip.by
            ),
            Self::NoBranch { name } => {
                let name = visible(name);
                write!(out, "the target branch `{name}` is missing in this clone\n  = help: run {FETCH_TARGET}")
            }
            Self::OldBranch { name, has } => {
                let name = visible(name);
                write!(
                    out,
                    "`origin/{name}` lacks the commit {} ({}) that the change started from\n  = help: run {FETCH_TARGET}; if the target of the merge request was changed, push again",
                    has.id, has.by
                )
            }
            Self::Git(error) => write!(out, "{error}"),
        }
    }
}

/// The parts of an event that are used.
#[derive(Debug, Deserialize)]
struct Event {
    pull_request: Option<Pull>,
    merge_group: Option<Group>,
    before: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Pull {
    base: End,
    head: End,
}

#[derive(Debug, Deserialize)]
struct End {
    sha: String,
}

#[derive(Debug, Deserialize)]
struct Group {
    base_sha: String,
}

/// The job with these variables; none outside CI. `read` returns the text of the event file.
///
/// # Errors
/// An unknown CI system or trigger, or missing values.
pub(crate) fn job(variables: &Variables, read: impl Fn(&str) -> Result<String, String>) -> Result<Option<Job>, Error> {
    let is_true = |name: &str| variables.get(name).is_some_and(|value| value == "true");
    if is_true("GITLAB_CI") {
        return gitlab(variables).map(Some);
    }
    if is_true("GITHUB_ACTIONS") {
        // Both call themselves GitHub too, and their pull requests run on another commit.
        let likeness = is_true("GITEA_ACTIONS") || is_true("FORGEJO_ACTIONS");
        return github(variables, likeness, read).map(Some);
    }
    let is_set = |name: &&str| variables.get(*name).is_some_and(|value| !value.is_empty());
    if OTHERS.iter().any(is_set) { Err(Error::Unknown) } else { Ok(None) }
}

/// Variables of CI systems that are not supported: the common one, Azure Pipelines, Jenkins, TeamCity, AWS
/// CodeBuild, Buildkite, Bitbucket Pipelines and Drone, according to their documentation.
const OTHERS: [&str; 8] = [
    "CI",
    "TF_BUILD",
    "JENKINS_URL",
    "TEAMCITY_VERSION",
    "CODEBUILD_BUILD_ID",
    "BUILDKITE",
    "BITBUCKET_BUILD_NUMBER",
    "DRONE",
];

/// GitHub Actions, and compatible systems.
fn github(variables: &Variables, likeness: bool, read: impl Fn(&str) -> Result<String, String>) -> Result<Job, Error> {
    let event = || -> Result<Event, Error> {
        let text = read(variable(variables, "GITHUB_EVENT_PATH")?).map_err(Error::Event)?;
        serde_json::from_str(&text).map_err(|error| Error::Event(error.to_string()))
    };
    let commit = |trigger: &'static str, base: Base| -> Result<Job, Error> {
        Ok(Job { trigger, commit: full(Some(variable(variables, "GITHUB_SHA")?), "GITHUB_SHA")?, base })
    };
    match variable(variables, "GITHUB_EVENT_NAME")? {
        "pull_request" => {
            let Pull { base, head } =
                event()?.pull_request.ok_or(Error::Missing { by: "pull_request of the event" })?;
            let tip = full(Some(&head.sha), "pull_request.head.sha of the event")?;
            if !likeness {
                return commit("pull_request", Base::Merged { tip });
            }
            let base = full(Some(&base.sha), "pull_request.base.sha of the event")?;
            let job = commit("pull_request", Base::Target(base))?;
            if job.commit.id != tip.id {
                return Err(Error::Differ { one: job.commit, other: tip });
            }
            Ok(job)
        }
        "merge_group" => {
            let by = "merge_group.base_sha of the event";
            let group = event()?.merge_group.ok_or(Error::Missing { by })?;
            commit("merge_group", Base::Target(full(Some(&group.base_sha), by)?))
        }
        "push" => commit("push", Base::Before(before(event()?.before.as_deref(), "before of the event")?)),
        "pull_request_target" => Err(Error::Target),
        other => Err(Error::NoChange { trigger: other.to_owned() }),
    }
}

/// GitLab CI.
fn gitlab(variables: &Variables) -> Result<Job, Error> {
    let commit = full(Some(variable(variables, "CI_COMMIT_SHA")?), "CI_COMMIT_SHA")?;
    let given = |name: &str| variables.get(name).map(String::as_str).filter(|value| !value.is_empty());
    // Child pipelines have the variables of the merge request as well, and another source.
    if given("CI_MERGE_REQUEST_IID").is_some() {
        if let (Some(own), Some(project)) = (given("CI_PROJECT_ID"), given("CI_MERGE_REQUEST_PROJECT_ID"))
            && own != project
        {
            return Err(Error::Fork { fork: own.to_owned(), project: project.to_owned() });
        }
        // Only where GitLab merged the two before it started the job.
        let target = "CI_MERGE_REQUEST_TARGET_BRANCH_SHA";
        if let Some(id) = given(target) {
            return Ok(Job { trigger: "merge request", commit, base: Base::Target(full(Some(id), target)?) });
        }
        let start = "CI_MERGE_REQUEST_DIFF_BASE_SHA";
        let has = full(given(start), start)?;
        let name = variable(variables, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")?.to_owned();
        return Ok(Job { trigger: "merge request", commit, base: Base::Branch { name, has } });
    }
    match variable(variables, "CI_PIPELINE_SOURCE")? {
        "push" => {
            let by = "CI_COMMIT_BEFORE_SHA";
            Ok(Job { trigger: "push", commit, base: Base::Before(before(given(by), by)?) })
        }
        other => Err(Error::NoChange { trigger: other.to_owned() }),
    }
}

/// A required variable.
fn variable<'a>(variables: &'a Variables, by: &'static str) -> Result<&'a str, Error> {
    variables.get(by).map(String::as_str).filter(|value| !value.is_empty()).ok_or(Error::Missing { by })
}

/// The commit before a push; a new branch has none.
fn before(value: Option<&str>, by: &'static str) -> Result<Named, Error> {
    let before = full(value, by)?;
    if before.id.bytes().all(|byte| byte == b'0') { Err(Error::NewBranch { by }) } else { Ok(before) }
}

/// A full commit ID. Anything else could be the name of a branch or tag that the change creates.
fn full(value: Option<&str>, by: &'static str) -> Result<Named, Error> {
    let value = value.ok_or(Error::Missing { by })?;
    if matches!(value.len(), 40 | 64) && value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(Named { id: value.to_ascii_lowercase(), by });
    }
    Err(Error::NoId { by, value: value.to_owned() })
}

impl Job {
    /// The commit IDs that it names.
    #[cfg(any(test, feature = "fuzzing"))]
    pub(crate) fn ids(&self) -> [&str; 2] {
        let (Base::Merged { tip: base } | Base::Target(base) | Base::Before(base) | Base::Branch { has: base, .. }) =
            &self.base;
        [&self.commit.id, &base.id]
    }

    /// The commits to compare.
    ///
    /// # Errors
    /// The repository does not match the job, or lacks commits.
    pub(crate) fn compare(&self, repo: &Repo, head: &str) -> Result<Compared, Error> {
        let head_id = repo.resolve(head)?;
        if head_id.to_string() != self.commit.id {
            let merged = matches!(self.base, Base::Merged { .. });
            return Err(Error::OtherHead { head: head.to_owned(), id: head_id, commit: self.commit.clone(), merged });
        }
        let parted = |base: Id| repo.range_between((base, &base.to_string()), (head_id, head));
        let (range, from) = match &self.base {
            Base::Merged { tip } => {
                let parents = repo.parents(head_id)?;
                match parents.as_slice() {
                    [base, merged] if merged.to_string() == tip.id => {
                        let range = Range { base: *base, head: head_id, start: *base };
                        (range, "first parent of the merge".to_owned())
                    }
                    [] if repo.is_shallow() => return Err(Error::Cut { id: head_id }),
                    _ => return Err(Error::NoMerge { id: head_id, tip: tip.clone() }),
                }
            }
            Base::Target(base) => (parted(repo.find_commit(&base.id)?)?, base.by.to_owned()),
            Base::Before(base) => {
                let before = repo.find_commit(&base.id)?;
                (Range { base: before, head: head_id, start: before }, base.by.to_owned())
            }
            Base::Branch { name, has } => {
                let branch = repo.remote_branch(name)?.ok_or_else(|| Error::NoBranch { name: name.clone() })?;
                let start = repo.find_commit(&has.id)?;
                if !repo.contains(branch, start)? {
                    return Err(Error::OldBranch { name: name.clone(), has: has.clone() });
                }
                (parted(branch)?, format!("origin/{name}"))
            }
        };
        let base_from = format!("{from}, {}", self.trigger);
        Ok(Compared { range, base_from, head_from: format!("{head}, from {}", self.commit.by) })
    }
}

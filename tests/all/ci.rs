//! What the gate compares in a CI job: real repositories and real merges, cloned as the checkouts of
//! forges clone them, with the variables and the events that the jobs have.

use std::process::Output;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::repository::{Repository, Said, TODAY, accepted};
use serde_json::json;

const POLICY: &str = "\
[groups]
support = [\"Ines Roy\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
hear = [\"support\"]
";

/// A job: the folder that it runs in, and its variables.
pub(crate) struct Job {
    folder: Repository,
    variables: Vec<(String, String)>,
}

impl Job {
    fn new(folder: &Repository, variables: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self { folder: folder.at("."), variables: variables.iter().map(owned).collect() }
    }

    /// A job of GitHub, with its event in a file beside the repository.
    pub(crate) fn github(folder: &Repository, name: &str, commit: &str, event: &serde_json::Value) -> Self {
        let file = folder.path("../event.json");
        std::fs::write(&file, event.to_string()).unwrap();
        Self::new(folder, &[("CI", "true"), ("GITHUB_ACTIONS", "true"), ("GITHUB_EVENT_NAME", name)])
            .with("GITHUB_SHA", commit)
            .with("GITHUB_EVENT_PATH", file.to_str().unwrap())
    }

    /// A job of GitLab.
    pub(crate) fn gitlab(folder: &Repository, source: &str, commit: &str) -> Self {
        Self::new(folder, &[("CI", "true"), ("GITLAB_CI", "true"), ("CI_PIPELINE_SOURCE", source)])
            .with("CI_COMMIT_SHA", commit)
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(other, _)| other != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn gate(&self, arguments: &[&str]) -> Said {
        let mut command = self.folder.isolated(env!("CARGO_BIN_EXE_heard"));
        command.args(["--today", TODAY, "gate"]).args(arguments);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
        Said { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
    }

    /// The job is not judged, and the message says these words.
    #[track_caller]
    fn refused(&self, words: &[&str]) {
        let said = self.gate(&[]);
        assert_eq!(said.code, 2, "{said:?}");
        assert_eq!(said.out, "");
        for word in words {
            said.has(word);
        }
        assert!(said.err.contains("  = help: "), "{said:?}");
    }

    /// The job is judged, between these commits.
    #[track_caller]
    fn checked(&self, code: i32, base: &str, head: &str) -> Said {
        let said = self.gate(&[]);
        assert_eq!(said.code, code, "{said:?}");
        said.has(&format!("base {base} ("));
        said.has(&format!("head {head} ("));
        said
    }
}

/// `main`, and a `topic` that parted from it before `main` went on and adopted the policy. The topic
/// changes a path that the policy names.
fn parted() -> Repository {
    let repository = Repository::new();
    repository.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window");
    repository.git(&["switch", "-q", "main"]);
    repository.write("heard.toml", POLICY);
    repository.commit("Adopt");
    repository
}

/// Merges `topic` into `main` as a forge does, where no branch sees it. Gives the merge.
pub(crate) fn merge(repository: &Repository) -> String {
    repository.git(&["checkout", "-q", "--detach", "main"]);
    repository.git(&["merge", "-q", "--no-ff", "-m", "Merge topic into main", "topic"]);
    let merge = repository.id("HEAD");
    repository.git(&["update-ref", "refs/pull/1/merge", &merge]);
    repository.git(&["switch", "-q", "main"]);
    merge
}

/// Another repository that has one commit, with so much of its history, as a job checks it out.
pub(crate) fn checkout(repository: &Repository, depth: Option<u32>, commit: &str) -> Repository {
    let url = format!("file://{}", repository.path(".").display());
    static JOBS: AtomicUsize = AtomicUsize::new(0);
    let name = format!("job-{}", JOBS.fetch_add(1, Ordering::Relaxed));
    let home = repository.at("..");
    home.git(&["init", "-q", "-b", "none", &name]);
    let job = home.at(&name);
    job.git(&["remote", "add", "origin", &url]);
    let depth = depth.map(|depth| format!("--depth={depth}"));
    let mut fetch = vec!["fetch", "-q", "--no-tags"];
    fetch.extend(depth.as_deref());
    fetch.extend(["origin", commit]);
    job.git(&fetch);
    job.git(&["checkout", "-q", "--detach", commit]);
    job
}

fn pull_request(repository: &Repository, base: &str) -> serde_json::Value {
    json!({ "pull_request": { "base": { "sha": repository.id(base) }, "head": { "sha": repository.id("topic") } } })
}

#[test]
fn a_pull_request_is_checked_by_the_merge_of_the_forge() {
    let repository = parted();
    let merged = merge(&repository);
    for depth in [Some(2), Some(4), None] {
        let folder = checkout(&repository, depth, &merged);
        let job = Job::github(&folder, "pull_request", &merged, &pull_request(&repository, "main~1"));
        let said = job.checked(1, &repository.id("main"), &merged);
        // The policy came to `main` after the topic had parted.
        said.has("governed-uncovered");
        said.has("first parent of the merge, pull_request");
        said.has("HEAD, from GITHUB_SHA");
        said.has("1 path changed");
        let json = job.gate(&["--format", "json"]).json("gate.schema.json");
        assert_eq!(json["base"], repository.id("main"));
        assert_eq!(json["start"], json["base"]);
        assert_eq!(json["base_from"], "first parent of the merge, pull_request");
        assert_eq!(json["head_from"], "HEAD, from GITHUB_SHA");
    }
    repository.git(&["switch", "-q", "topic"]);
    repository.write("decisions/0001-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.commit("Say why");
    let merged = merge(&repository);
    for depth in [Some(2), Some(4), None] {
        let folder = checkout(&repository, depth, &merged);
        let job = Job::github(&folder, "pull_request", &merged, &pull_request(&repository, "main"));
        job.checked(0, &repository.id("main"), &merged).has("area `paging`: covered");
    }
}

#[test]
fn a_merge_whose_parents_are_not_here_stops() {
    let repository = parted();
    let merged = merge(&repository);
    let folder = checkout(&repository, Some(1), &merged);
    let job = Job::github(&folder, "pull_request", &merged, &pull_request(&repository, "main"));
    job.refused(&["shallow", "fetch-depth: 2"]);
    // What the message says helps.
    folder.git(&["fetch", "-q", "--depth=2", "origin", &merged]);
    job.checked(1, &repository.id("main"), &merged);
}

#[test]
fn a_pull_request_on_another_commit_stops() {
    let repository = parted();
    let merged = merge(&repository);
    let event = pull_request(&repository, "main");
    // Somebody checked out the branch of the change.
    for depth in [Some(1), None] {
        let folder = checkout(&repository, depth, &repository.id("topic"));
        let job = Job::github(&folder, "pull_request", &merged, &event);
        job.refused(&[&merged, "GITHUB_SHA", "without `ref`", "fetch-depth: 2", "--base"]);
    }
    // The same where the variable agrees: it is no merge.
    let topic = repository.id("topic");
    let folder = checkout(&repository, Some(3), &topic);
    Job::github(&folder, "pull_request", &topic, &event).refused(&["is not the merge of", "fetch-depth: 2"]);
    // A merge that the change made itself must not pass for the one of the forge: its first parent is
    // a commit of the change.
    repository.git(&["switch", "-q", "topic"]);
    repository.git(&["merge", "-q", "--no-ff", "-m", "Merge main", "main"]);
    let own = repository.id("topic");
    let folder = checkout(&repository, None, &own);
    for tip in [own.clone(), repository.id("topic~1")] {
        let event = json!({ "pull_request": { "base": { "sha": repository.id("main") }, "head": { "sha": tip } } });
        Job::github(&folder, "pull_request", &own, &event).refused(&["is not the merge of"]);
    }
}

#[test]
fn a_group_of_a_merge_queue_is_checked_from_its_base() {
    let repository = parted();
    let (base, merged) = (repository.id("main"), merge(&repository));
    let event = json!({ "merge_group": { "base_sha": base, "head_sha": merged, "base_ref": "refs/heads/main" } });
    for depth in [Some(2), Some(4), None] {
        let folder = checkout(&repository, depth, &merged);
        let job = Job::github(&folder, "merge_group", &merged, &event);
        job.checked(1, &base, &merged).has("merge_group.base_sha of the event");
    }
    let folder = checkout(&repository, Some(1), &merged);
    let job = Job::github(&folder, "merge_group", &merged, &event);
    job.refused(&[&base, "git fetch --depth=1 origin"]);
    // Both ends are here now; what lies between them is not.
    folder.git(&["fetch", "-q", "--depth=1", "origin", &base]);
    job.refused(&["shallow", "fetch-depth: 0"]);
    let folder = checkout(&repository, None, &repository.id("topic"));
    Job::github(&folder, "merge_group", &merged, &event).refused(&["GITHUB_SHA", "--head"]);
}

#[test]
fn a_push_is_checked_from_where_the_branch_was() {
    let repository = parted();
    let before = repository.id("main");
    repository.write("infra/paging/rota.yml", "window: monday\n");
    repository.commit("Move the window");
    repository.write("a.txt", "a\n");
    repository.commit("A");
    let head = repository.id("main");
    let event = json!({ "before": before, "after": head, "ref": "refs/heads/main" });
    for depth in [Some(4), None] {
        let folder = checkout(&repository, depth, &head);
        let said = Job::github(&folder, "push", &head, &event).checked(1, &before, &head);
        said.has("2 paths changed");
        said.has("before of the event, push");
    }
    // A checkout has one commit when nobody asks for more.
    for depth in [1, 2] {
        let folder = checkout(&repository, Some(depth), &head);
        let job = Job::github(&folder, "push", &head, &event);
        job.refused(&[&format!("git fetch --depth=1 origin {before}")]);
        folder.git(&["fetch", "-q", "--depth=1", "origin", &before]);
        job.checked(1, &before, &head).has("2 paths changed");
    }
}

#[test]
fn a_push_that_throws_commits_away_is_checked_by_what_differs() {
    let repository = parted();
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    repository.commit("Decide");
    let before = repository.id("main");
    repository.git(&["reset", "-q", "--hard", "HEAD~1"]);
    repository.write("a.txt", "a\n");
    repository.commit("A");
    let head = repository.id("main");
    let event = json!({ "before": before });
    let folder = checkout(&repository, None, &head);
    let job = Job::github(&folder, "push", &head, &event);
    job.refused(&[&format!("git fetch origin {before}")]);
    folder.git(&["fetch", "-q", "origin", &before]);
    // The record was on the branch, and is not any more.
    job.checked(1, &before, &head).has("decisions/0001-start.md");
}

#[test]
fn a_push_that_makes_a_branch_names_nothing_to_compare() {
    let repository = parted();
    let head = repository.id("main");
    for zeros in ["0".repeat(40), "0".repeat(64)] {
        let event = json!({ "before": zeros });
        Job::github(&repository, "push", &head, &event).refused(&["all zeros", "--base origin/main"]);
        let job = Job::gitlab(&repository, "push", &head).with("CI_COMMIT_BEFORE_SHA", &zeros);
        job.refused(&["all zeros", "--base origin/main"]);
    }
}

#[test]
fn other_triggers_name_no_change() {
    let repository = parted();
    let head = repository.id("main");
    let event = pull_request(&repository, "main");
    Job::github(&repository, "pull_request_target", &head, &event).refused(&["secrets", "`pull_request`"]);
    for name in ["workflow_dispatch", "schedule", "workflow_run", "pull_request_review", "\u{1b}[31m"] {
        Job::github(&repository, name, &head, &event).refused(&["not clear which change to check", "--base", "--head"]);
        Job::gitlab(&repository, name, &head).refused(&["not clear which change to check", "--base", "--head"]);
    }
    let said = Job::github(&repository, "\u{1b}[31m", &head, &event).gate(&[]);
    assert!(!said.err.contains('\u{1b}'), "{said:?}");
    for (name, value) in [("CI", "true"), ("CI", "woodpecker"), ("CI", "false")] {
        Job::new(&repository, &[(name, value)]).refused(&["--base"]);
    }
    // Nobody at a terminal: what the change wrote into heard.toml does not count, in whatever job this is.
    repository.write("heard.toml", &format!("[log]\nbase = \"HEAD\"\n\n{POLICY}"));
    repository.commit("name the change as its own base");
    let systems = ["CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION", "CODEBUILD_BUILD_ID", "BUILDKITE", "SOME_CI"];
    for (name, value) in systems.map(|name| (name, "True")).into_iter().chain([("CI", "")]) {
        Job::new(&repository, &[(name, value)]).refused(&["no base to compare with", "--base COMMIT"]);
    }
}

#[test]
fn what_a_job_says_must_be_whole() {
    let repository = parted();
    let merged = merge(&repository);
    let folder = checkout(&repository, None, &merged);
    let event = pull_request(&repository, "main");
    let job = || Job::github(&folder, "pull_request", &merged, &event);
    job().checked(1, &repository.id("main"), &merged);
    for name in ["GITHUB_EVENT_NAME", "GITHUB_SHA", "GITHUB_EVENT_PATH"] {
        job().with(name, "").refused(&[name, "--base"]);
    }
    job().with("GITHUB_EVENT_PATH", "/no/such/file").refused(&["/no/such/file", "--base"]);
    let nested = "[".repeat(100_000);
    for text in ["", "{", "[]", "{}", "{\"pull_request\": {}}", "{\"pull_request\": null}", &nested] {
        for name in ["pull_request", "merge_group", "push"] {
            let job = Job::github(&folder, name, &merged, &event);
            std::fs::write(folder.path("../event.json"), text).unwrap();
            job.refused(&["event"]);
        }
    }
    let short = &merged[..39];
    for value in ["main", "--upload-pack=x", "HEAD^1", short, &format!("{merged}^1"), "@{-1}", ":/Adopt", "\u{202e}"] {
        job().with("GITHUB_SHA", value).refused(&["GITHUB_SHA", "not a full commit ID"]);
        for pointer in ["/pull_request/head/sha", "/merge_group/base_sha", "/before"] {
            let mut event = json!({
                "pull_request": event["pull_request"], "merge_group": { "base_sha": merged }, "before": merged,
            });
            *event.pointer_mut(pointer).unwrap() = value.into();
            let name = pointer.trim_start_matches('/').split('/').next().unwrap().replace("before", "push");
            Job::github(&folder, &name, &merged, &event).refused(&["not a full commit ID"]);
        }
        let gitlab = Job::gitlab(&folder, "merge_request_event", &merged).with("CI_MERGE_REQUEST_IID", "1");
        gitlab.with("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", value).refused(&["not a full commit ID"]);
    }
}

#[test]
fn a_branch_called_like_a_commit_is_none() {
    let repository = parted();
    let head = repository.id("main");
    let missing = "1234567890123456789012345678901234567890";
    for name in [format!("refs/heads/{missing}"), format!("refs/tags/{missing}")] {
        repository.git(&["update-ref", &name, &head]);
    }
    let event = json!({ "before": missing });
    Job::github(&repository, "push", &head, &event).refused(&[missing, "git fetch origin"]);
    // A tag has a full id as well, and is no commit.
    repository.git(&["tag", "-a", "-m", "v1", "v1"]);
    let event = json!({ "before": repository.id("v1") });
    Job::github(&repository, "push", &head, &event).refused(&["git fetch origin"]);
}

#[test]
fn flags_win_over_the_job() {
    let repository = parted();
    let merged = merge(&repository);
    let job = Job::github(&repository, "pull_request_target", "nonsense", &json!(null));
    let said = job.gate(&["--base", "main", "--head", "topic"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has(&format!("base {} (main)", repository.id("main")));
    said.has(&format!("head {} (topic)", repository.id("topic")));
    // A head of one's own is judged when it is the one of the job.
    let job = Job::github(&repository, "pull_request", &merged, &pull_request(&repository, "main"));
    let said = job.gate(&["--head", "refs/pull/1/merge"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("refs/pull/1/merge, from GITHUB_SHA");
    let said = job.gate(&["--head", "topic"]);
    assert_eq!(said.code, 2, "{said:?}");
}

#[test]
fn a_merge_request_that_gitlab_merged_is_checked_from_the_target() {
    let repository = parted();
    let (base, merged) = (repository.id("main"), merge(&repository));
    for (depth, kind) in [(Some(2), "merged_result"), (Some(4), "merge_train"), (None, "merged_result")] {
        let folder = checkout(&repository, depth, &merged);
        let job = Job::gitlab(&folder, "merge_request_event", &merged)
            .with("CI_MERGE_REQUEST_IID", "1")
            .with("CI_MERGE_REQUEST_EVENT_TYPE", kind)
            .with("CI_MERGE_REQUEST_DIFF_BASE_SHA", &repository.id("topic~1"))
            .with("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", &base);
        job.checked(1, &base, &merged).has("CI_MERGE_REQUEST_TARGET_BRANCH_SHA, merge request");
        let other = job.with("CI_COMMIT_SHA", &repository.id("topic"));
        other.refused(&["CI_COMMIT_SHA", "--base"]);
    }
    let folder = checkout(&repository, Some(1), &merged);
    Job::gitlab(&folder, "merge_request_event", &merged)
        .with("CI_MERGE_REQUEST_IID", "1")
        .with("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", &base)
        .refused(&[&base, "git fetch --depth=1 origin"]);
}

#[test]
fn a_merge_request_on_its_own_is_checked_by_its_target_branch() {
    let repository = parted();
    let (start, topic) = (repository.id("topic~1"), repository.id("topic"));
    let folder = checkout(&repository, None, &topic);
    let job = |name: &str| {
        Job::gitlab(&folder, "merge_request_event", &topic)
            .with("CI_MERGE_REQUEST_IID", "1")
            .with("CI_MERGE_REQUEST_EVENT_TYPE", "detached")
            .with("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "")
            .with("CI_MERGE_REQUEST_DIFF_BASE_SHA", &start)
            .with("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", name)
    };
    // The commit where it started has no policy yet, and anything would pass.
    job("main").refused(&["`main`", "git fetch origin \"+refs/heads/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME:"]);
    folder.git(&["fetch", "-q", "origin", "+refs/heads/main:refs/remotes/origin/main"]);
    let said = job("main").checked(1, &repository.id("main"), &topic);
    said.has("origin/main, merge request");
    said.has(&format!("from {start} (their merge base)"));
    // Names are names of branches, whatever they look like.
    for name in ["--all", "../../heads/none", "main~1", "main^{tree}", "a b", "", "HEAD:x", "\u{1b}"] {
        folder.git(&["update-ref", "refs/heads/none", &topic]);
        job(name).refused(&[if name.is_empty() { "--base" } else { "is missing in this clone" }]);
    }
    // An old copy of the branch, or another branch, lacks the commit that the forge names.
    let branch = |id: &str| folder.git(&["update-ref", "refs/remotes/origin/main", id]);
    branch(&repository.id("main"));
    job("main").with("CI_MERGE_REQUEST_DIFF_BASE_SHA", &topic).refused(&["lacks the commit", "git fetch"]);
    // Where history is cut off, nobody can tell where they parted.
    let folder = checkout(&repository, Some(1), &topic);
    folder.git(&["fetch", "-q", "--depth=1", "origin", "+refs/heads/main:refs/remotes/origin/main"]);
    let shallow = Job { folder, variables: job("main").variables };
    shallow.refused(&[&start]);
}

#[test]
fn a_pipeline_of_gitlab_in_a_fork_is_refused() {
    let repository = parted();
    let (base, merged) = (repository.id("main"), merge(&repository));
    let folder = checkout(&repository, None, &merged);
    let job = |own: &str| {
        Job::gitlab(&folder, "merge_request_event", &merged)
            .with("CI_MERGE_REQUEST_IID", "1")
            .with("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", &base)
            .with("CI_MERGE_REQUEST_PROJECT_ID", "11")
            .with("CI_PROJECT_ID", own)
    };
    job("22").refused(&["runs in the fork (project 22)", "the project of the merge request (11)", "`Run pipeline`"]);
    // Without the target of a merged result, it is the fork's branch that would be compared with.
    job("22").with("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "").refused(&["runs in the fork"]);
    job("11").checked(1, &base, &merged);
}

#[test]
fn a_branch_pipeline_of_gitlab_is_checked_from_where_the_branch_was() {
    let repository = parted();
    let before = repository.id("main");
    repository.write("infra/paging/rota.yml", "window: monday\n");
    repository.commit("Move the window");
    let head = repository.id("main");
    let folder = checkout(&repository, Some(2), &head);
    let job = Job::gitlab(&folder, "push", &head).with("CI_COMMIT_BEFORE_SHA", &before);
    job.checked(1, &before, &head).has("CI_COMMIT_BEFORE_SHA, push");
    Job::gitlab(&folder, "push", &head).refused(&["CI_COMMIT_BEFORE_SHA", "--base"]);
}

#[test]
fn a_pull_request_of_gitea_and_forgejo_runs_on_its_own_tip() {
    let repository = parted();
    let topic = repository.id("topic");
    let event = pull_request(&repository, "main");
    for like in ["GITEA_ACTIONS", "FORGEJO_ACTIONS"] {
        let folder = checkout(&repository, None, &topic);
        let job = || Job::github(&folder, "pull_request", &topic, &event).with(like, "true");
        // Its base was never fetched.
        job().refused(&[&repository.id("main"), "git fetch origin"]);
        folder.git(&["fetch", "-q", "origin", "main"]);
        job().checked(1, &repository.id("main"), &topic).has("pull_request.base.sha of the event");
        let other = job().with("GITHUB_SHA", &repository.id("main"));
        other.refused(&["pull_request.head.sha", "GITHUB_SHA"]);
        let shallow = checkout(&repository, Some(1), &topic);
        shallow.git(&["fetch", "-q", "--depth=1", "origin", "main"]);
        Job { folder: shallow, variables: job().variables }.refused(&["shallow", "fetch-depth: 0"]);
    }
}

#[test]
fn where_history_is_cut_off_a_trailer_counts_only_when_it_surely_belongs_to_the_change() {
    let repository = parted();
    repository.git(&["branch", "-q", "-D", "topic"]);
    repository.write("decisions/0001-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.commit("Decide");
    // An old change that followed from the decision, and was judged then.
    repository.write("a.txt", "a\n");
    repository.commit("Old work\n\nDecision: 0001");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window");
    repository.git(&["switch", "-q", "main"]);
    for name in ["b.txt", "c.txt", "d.txt", "e.txt"] {
        repository.write(name, "a\n");
        repository.commit(name);
    }
    let merged = merge(&repository);
    let event = pull_request(&repository, "main");
    // At a depth of 4 the old commit can be seen from the topic, and not from `main`.
    for depth in [Some(2), Some(4), None] {
        let folder = checkout(&repository, depth, &merged);
        let said = Job::github(&folder, "pull_request", &merged, &event).checked(1, &repository.id("main"), &merged);
        assert_eq!(said.out.contains("this is a shallow clone"), depth.is_some(), "{said:?}");
    }
    // The same by flags.
    let folder = checkout(&repository, Some(4), &merged);
    let said = folder.heard(&["gate", "--base", "HEAD^1"]);
    assert_eq!(said.code, 1, "{said:?}");
    // A trailer of the change itself is read where the history is whole.
    repository.git(&["switch", "-q", "topic"]);
    repository.git(&["commit", "-q", "--amend", "-m", "Move the window\n\nDecision: 0001"]);
    repository.git(&["switch", "-q", "main"]);
    let merged = merge(&repository);
    let event = pull_request(&repository, "main");
    for (depth, code) in [(Some(2), 1), (Some(4), 1), (None, 0)] {
        let folder = checkout(&repository, depth, &merged);
        let said = Job::github(&folder, "pull_request", &merged, &event).checked(code, &repository.id("main"), &merged);
        assert_eq!(said.out.contains("this is a shallow clone"), depth.is_some(), "{said:?}");
    }
}

#[test]
fn a_trailer_after_the_base_is_read_from_a_shallow_clone() {
    let repository = parted();
    repository.write("decisions/0001-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.commit("Decide");
    let before = repository.id("main");
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window\n\nDecision: 0001");
    repository.write("a.txt", "a\n");
    repository.commit("A");
    let head = repository.id("main");
    let folder = checkout(&repository, Some(3), &head);
    let job = Job::github(&folder, "push", &head, &json!({ "before": before }));
    let said = job.checked(0, &before, &head);
    assert!(!said.out.contains("cut off"), "{said:?}");
    // With the base alone beside the head, the commit between them is missing.
    let folder = checkout(&repository, Some(1), &head);
    folder.git(&["fetch", "-q", "--depth=1", "origin", &before]);
    let said = Job { folder, variables: job.variables }.checked(1, &before, &head);
    said.has("this is a shallow clone");
}

#[test]
fn a_linked_work_tree_of_a_shallow_clone_does_not_pass_unseen() {
    let repository = parted();
    let merged = merge(&repository);
    // Git's library does not see there that this is a shallow clone, and stumbles over the end of it.
    for depth in [1, 2] {
        let folder = checkout(&repository, Some(depth), &merged);
        folder.git(&["worktree", "add", "-q", "--detach", &format!("../linked-{depth}"), &merged]);
        let linked = folder.at(&format!("../linked-{depth}"));
        let job = Job::github(&linked, "pull_request", &merged, &pull_request(&repository, "main"));
        job.refused(&["git fetch --unshallow"]);
    }
}

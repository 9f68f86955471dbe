//! Pages of the forge that a CI job runs on. They are only shown, so what a change can set in them does no harm.

use serde::Deserialize;

use super::Variables;
use crate::text::path_in_url;

/// The longest address that is given: longer ones are cut by browsers and proxies.
const LENGTH: usize = 7_500;

/// The parts of an event that lead to the branch of a pull request.
#[derive(Debug, Deserialize)]
struct Event {
    pull_request: Pull,
}

#[derive(Debug, Deserialize)]
struct Pull {
    head: Head,
}

#[derive(Debug, Deserialize)]
struct Head {
    #[serde(rename = "ref")]
    branch: String,
    repo: Repository,
}

#[derive(Debug, Deserialize)]
struct Repository {
    html_url: String,
}

/// The page that makes a new file on the branch of the change, with its text where the forge takes it: GitHub, Gitea and
/// Forgejo do (`filename` and `value`), GitLab takes only the name (`file_name`; its issue 594214).
pub(crate) fn new_file(
    variables: &Variables,
    read: impl Fn(&str) -> Result<String, String>,
    path: &str,
    text: &str,
) -> Option<String> {
    let get = |name: &str| variables.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let is_true = |name: &str| get(name) == Some("true");
    let escaped = |text: &str| path_in_url(text).replace('/', "%2F");
    if is_true("GITLAB_CI") {
        let project = get("CI_MERGE_REQUEST_SOURCE_PROJECT_URL")?;
        let branch = get("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME")?;
        return whole(format!("{project}/-/new/{}?file_name={}", path_in_url(branch), escaped(path)));
    }
    if !is_true("GITHUB_ACTIONS") || get("GITHUB_EVENT_NAME") != Some("pull_request") {
        return None;
    }
    let event: Event = serde_json::from_str(&read(get("GITHUB_EVENT_PATH")?).ok()?).ok()?;
    let Head { branch, repo } = event.pull_request.head;
    let is_alike = is_true("GITEA_ACTIONS") || is_true("FORGEJO_ACTIONS");
    let page = format!("{}/{}/{}", repo.html_url, if is_alike { "_new" } else { "new" }, path_in_url(&branch));
    let named = format!("{page}?filename={}", escaped(path));
    whole(format!("{named}&value={}", escaped(text))).or_else(|| whole(named))
}

/// The repository of the job, as its forge writes it.
pub(crate) fn repository(variables: &Variables) -> Option<String> {
    let get = |name: &str| variables.get(name).filter(|value| !value.is_empty());
    get("CI_PROJECT_PATH").or_else(|| get("GITHUB_REPOSITORY")).cloned()
}

/// Where the files of a commit of the repository of the job can be viewed, with a `/` at the end.
pub(crate) fn files_at(variables: &Variables, commit: &str) -> Option<String> {
    let get = |name: &str| variables.get(name).filter(|value| !value.is_empty());
    if let Some(project) = get("CI_PROJECT_URL") {
        return whole(format!("{project}/-/blob/{commit}/"));
    }
    let is_alike = ["GITEA_ACTIONS", "FORGEJO_ACTIONS"].into_iter().any(|name| get(name).is_some());
    let view = if is_alike { "src/commit" } else { "blob" };
    whole(format!("{}/{}/{view}/{commit}/", get("GITHUB_SERVER_URL")?, get("GITHUB_REPOSITORY")?))
}

/// An address that is one, and not too long.
fn whole(url: String) -> Option<String> {
    let is_plain = url.starts_with("https://") || url.starts_with("http://");
    let is_shown = url.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>()[]\"'`\\".contains(&byte));
    (is_plain && is_shown && url.len() <= LENGTH).then_some(url)
}

/// Where this tool is explained: its own repository, or else that of the action that runs it.
pub(crate) fn home(variables: &Variables) -> Option<String> {
    let own = env!("CARGO_PKG_REPOSITORY");
    if !own.is_empty() {
        return Some(own.to_owned());
    }
    let get = |name: &str| variables.get(name).filter(|value| !value.is_empty());
    whole(format!("{}/{}", get("GITHUB_SERVER_URL")?, get("GITHUB_ACTION_REPOSITORY")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> Variables {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_page_for_a_new_file_is_on_the_branch_of_the_change() {
        let event = |branch: &str, url: &str| {
            format!(r#"{{"pull_request": {{"head": {{"ref": "{branch}", "repo": {{"html_url": "{url}"}}}}}}}}"#)
        };
        let github = [("GITHUB_ACTIONS", "true"), ("GITHUB_EVENT_NAME", "pull_request"), ("GITHUB_EVENT_PATH", "e")];
        let page = |more: &[(&str, &str)], branch: &str, url: &str, text: &str| {
            let read = |_: &str| Ok(event(branch, url));
            new_file(&variables(&[&github[..], more].concat()), read, "d/0001-a b.md", text)
        };
        let fork = "https://example.org/kim/paging";
        let expected = "https://example.org/kim/paging/new/tune/rota?filename=d%2F0001-a%20b.md&value=%23%20A%0A%26";
        assert_eq!(page(&[], "tune/rota", fork, "# A\n&").as_deref(), Some(expected));
        let alike = page(&[("FORGEJO_ACTIONS", "true")], "main", fork, "x");
        assert_eq!(
            alike.as_deref(),
            Some("https://example.org/kim/paging/_new/main?filename=d%2F0001-a%20b.md&value=x")
        );
        let long = page(&[], "main", fork, &"x".repeat(LENGTH));
        assert_eq!(long.as_deref(), Some("https://example.org/kim/paging/new/main?filename=d%2F0001-a%20b.md"));
        for url in ["javascript:alert(1)//", "https://example.org/](x)", "https://example.org/<b>"] {
            assert_eq!(page(&[], "main", url, "x"), None, "{url}");
        }
        assert_eq!(page(&[("GITHUB_EVENT_NAME", "push")], "main", fork, "x"), None);

        let gitlab = [
            ("GITLAB_CI", "true"),
            ("CI_MERGE_REQUEST_SOURCE_PROJECT_URL", "https://example.org/kim/paging"),
            ("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "tune"),
        ];
        let page = |count| new_file(&variables(&gitlab[..count]), |_| Err(String::new()), "d/0001.md", "x");
        assert_eq!(page(3).as_deref(), Some("https://example.org/kim/paging/-/new/tune?file_name=d%2F0001.md"));
        assert_eq!(page(2), None);
    }

    #[test]
    fn the_action_says_where_it_comes_from() {
        let server = ("GITHUB_SERVER_URL", "https://example.org");
        assert_eq!(
            home(&variables(&[server, ("GITHUB_ACTION_REPOSITORY", "o/heard")])).as_deref(),
            Some("https://example.org/o/heard")
        );
        assert_eq!(home(&variables(&[server])), None);
    }
}

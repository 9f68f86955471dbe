//! What the path of a file says about whether it is a decision: names of logs, and of folders that never are one.

use crate::text::{RepoPath, fold};
use crate::vocabulary::id::{Id, IdKind, is_index_name};

/// Names of folders that usually contain decisions, with `-` between words.
#[rustfmt::skip]
const LOG_NAMES: &[&str] = &[
    "adl", "adr", "adr-log", "adr-records", "adrs", "architecture-decision-log", "architecture-decision-record",
    "architecture-decision-records", "architecture-decisions", "architectural-decision-records",
    "architectural-decisions", "decision-log", "decision-logs", "decision-record", "decision-records", "decisions",
    "design-decisions", "keps", "rfc", "rfcs", "tech-decisions", "technical-decisions",
    // German, Spanish, French, Italian, Dutch, Portuguese, Chinese, Japanese.
    "architekturentscheidungen", "entscheidungen", "decisiones", "décisions", "decisioni", "besluiten", "decisões",
    "decisoes", "决策", "决策记录", "架构决策", "決定", "決定記録", "設計判断",
];

/// What the last word of a folder's name may be to make it a log: `kafka-adr`.
const LOG_ENDINGS: &[&str] = &["adr", "adrs", "rfcs"];

/// Folders with third-party, generated or copied files.
#[rustfmt::skip]
const FOREIGN: &[&str] = &[
    "3rd-party", "3rdparty", "bazel-out", "bower-components", "build", "cmake-build-debug", "coverage", "dist", "elm-stuff",
    "external", "externals", "generated", "node-modules", "obj", "out", "pods", "pycache", "site-packages", "submodules",
    "target", "third-party", "thirdparty", "vendor", "vendored", "vendors", "venv", "versioned-docs", "virtualenv",
];

/// Folders with data or results of tests.
#[rustfmt::skip]
const TESTS: &[&str] = &[
    "bench", "benchmarks", "conformance", "e2e", "fixture", "fixtures", "golden", "goldens", "mocks", "reports", "results",
    "snapshots", "test", "test-data", "test-reports", "test-resources", "test-results", "testcases", "testdata",
    "testresources", "testresults", "tests",
];

/// What the name of a folder of tests may end in: `cli-fixtures`.
const TEST_ENDINGS: &[&str] = &["fixtures", "testdata", "tests"];

const EXAMPLES: &[&str] = &["demo", "demos", "example", "examples", "playground", "sample", "samples"];

#[rustfmt::skip]
const TEMPLATES: &[&str] = &[
    "archetypes", "boilerplate", "boilerplates", "cookiecutter", "scaffold", "scaffolding", "scaffolds", "skeleton",
    "skeletons", "template", "templates",
];

const TRANSLATIONS: &[&str] = &["i18n", "l10n", "locale", "locales", "translated", "translation", "translations"];

/// Folders whose files are often numbered or dated, and say what happened rather than what was decided.
#[rustfmt::skip]
const NEWS: &[&str] = &[
    "advisories", "announcements", "blog", "blogs", "changelog", "changelogs", "journal", "meeting-notes", "meetings",
    "minutes", "news", "newsfragments", "newsletter", "newsletters", "posts", "release-notes", "releases",
];

/// Folders whose files are often numbered, since they are read or used in this order.
#[rustfmt::skip]
const PAGES: &[&str] = &[
    "board", "boards", "book", "chapters", "course", "courses", "device", "devices", "exercises", "guide", "guides",
    "hardware", "issues", "katas", "lessons", "manual", "migrations", "recipes", "slides", "tour", "tutorial",
    "tutorials", "workshop", "workshops",
];

/// Hidden folders that tools keep for themselves. `.git` is never listed.
#[rustfmt::skip]
const TOOLS: &[&str] = &[
    ".aider", ".backstage", ".cache", ".cargo", ".changeset", ".circleci", ".claude", ".codex", ".cursor", ".devcontainer",
    ".docusaurus", ".gemini", ".gitea", ".github", ".gitlab", ".gradle", ".history", ".husky", ".idea", ".kiro", ".local",
    ".m2", ".mvn", ".next", ".npm", ".nuxt", ".obsidian", ".pnpm-store", ".svelte-kit", ".terraform", ".tox", ".trash",
    ".venv", ".vitepress", ".vscode", ".windsurf", ".worktrees", ".yarn",
];

/// Languages that folders of translations are named after.
#[rustfmt::skip]
const LANGUAGES: &[&str] = &[
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it",
    "ja", "ko", "lt", "lv", "nb", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "ta", "th", "tr", "uk",
    "vi", "zh",
];

/// Why a folder is not taken for a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// Git ignores it.
    Ignored,
    /// Another repository.
    Repository,
    /// Third-party, generated or copied files.
    Foreign,
    /// A hidden folder that belongs to a tool.
    Tool,
    /// Another hidden folder.
    Hidden,
    /// Data or results of tests.
    Tests,
    /// Examples.
    Examples,
    /// Templates.
    Templates,
    /// Translations of other records.
    Translation,
    /// News, minutes, release notes.
    News,
    /// A single file that reads like a decision.
    Single,
    /// Records at the root of a repository that has a log in a folder.
    Root,
    /// Numbered files that don't read like decisions.
    Pages,
}

impl Reason {
    /// The reason in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Ignored => "ignored by git",
            Self::Repository => "another repository",
            Self::Foreign => "third-party, generated or copied files",
            Self::Tool => "a hidden directory of a tool",
            Self::Hidden => "a hidden directory",
            Self::Tests => "data or results of tests",
            Self::Examples => "examples",
            Self::Templates => "templates",
            Self::Translation => "translations of other records",
            Self::News => "posts, minutes or release notes",
            Self::Pages => "numbered files that don't read like decisions",
            Self::Single => "a single file that reads like a decision",
            Self::Root => "files at the root, beside a log in a directory",
        }
    }

    /// Whether it is a guess from a name, so that the folder may be a log after all.
    pub(crate) fn is_doubtful(self) -> bool {
        !matches!(self, Self::Ignored | Self::Repository | Self::Foreign | Self::Tool | Self::Translation)
    }
}

/// The name of a folder as it is compared.
fn plain(name: &str) -> String {
    let folded = fold(name).replace(['_', ' '], "-");
    folded.trim_matches('-').to_owned()
}

/// Whether a folder is named like a log.
pub(super) fn is_log_name(name: &str) -> bool {
    let plain = plain(name.strip_prefix('.').unwrap_or(name));
    LOG_NAMES.contains(&plain.as_str()) || plain.rsplit_once('-').is_some_and(|(_, last)| LOG_ENDINGS.contains(&last))
}

/// The outermost folder above a file or folder that is named like a log.
pub(super) fn named(path: &str) -> Option<&str> {
    let mut at = 0;
    path.split('/').find_map(|part| {
        let end = at + part.len();
        at = end + 1;
        is_log_name(part).then(|| &path[..end])
    })
}

/// The folder that keeps a folder from being a log, by its name, with the reason.
pub(super) fn left_out(folder: &str) -> Option<(&str, Reason)> {
    let mut at = 0;
    folder.split('/').filter(|_| !folder.is_empty()).find_map(|part| {
        let end = at + part.len();
        at = end + 1;
        let below = folder.get(end + 1..).unwrap_or_default();
        reason(part, below).map(|reason| (&folder[..end], reason))
    })
}

/// Why a folder is no log, by its own name and the folders below it.
fn reason(part: &str, below: &str) -> Option<Reason> {
    if TOOLS.contains(&fold(part).as_str()) {
        return Some(Reason::Tool);
    }
    let plain = plain(part);
    let has_ending = |endings: &[&str]| plain.rsplit_once('-').is_some_and(|(_, last)| endings.contains(&last));
    let has_log = || named(below).is_some();
    let is_one_of = |names: &[&str]| names.contains(&plain.as_str());
    let reasons = [
        (part.starts_with('.') && !is_log_name(part) && !has_log(), Reason::Hidden),
        (is_one_of(FOREIGN), Reason::Foreign),
        (is_one_of(TESTS) || has_ending(TEST_ENDINGS), Reason::Tests),
        (is_one_of(EXAMPLES), Reason::Examples),
        (is_one_of(TEMPLATES) || part.contains("{{"), Reason::Templates),
        (is_one_of(TRANSLATIONS), Reason::Translation),
        (is_one_of(NEWS) && !has_log(), Reason::News),
    ];
    reasons.into_iter().find_map(|(holds, reason)| holds.then_some(reason))
}

/// Whether a folder has a name for pages that are numbered for another reason.
pub(super) fn is_of_pages(folder: &str) -> bool {
    folder.split('/').any(|part| PAGES.contains(&plain(part).as_str()))
}

/// A path without the first folder that is named after a language, and that language.
pub(super) fn without_language(folder: &str) -> Option<(String, String)> {
    let parts: Vec<&str> = folder.split('/').collect();
    let at = parts.iter().position(|part| {
        let part = fold(part);
        let (language, region) = part.split_once(['-', '_']).unwrap_or((&part, ""));
        LANGUAGES.contains(&language) && region.len() <= 4 && region.chars().all(char::is_alphanumeric)
    })?;
    let rest: Vec<&str> = parts.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, part)| *part).collect();
    Some((rest.join("/"), fold(parts[at])))
}

/// The folder of a path; empty at the root.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The folder that a record is in: of `0012-slug/README.md`, the folder above `0012-slug`.
pub(super) fn home(path: &RepoPath) -> &str {
    let own = path.folder();
    if is_index_name(path.stem()) { folder(own) } else { own }
}

/// How a file is named.
pub(super) fn kind_of(path: &RepoPath) -> IdKind {
    Id::of_path(path).1
}

/// Whether a file is named after a kind of decisions: `ADR-7.md`, `rfc_0012-x.md`.
pub(super) fn is_named_decision(path: &RepoPath) -> bool {
    let stem = fold(path.stem());
    let rest = ["adr", "rfc", "kep"].iter().find_map(|kind| stem.strip_prefix(kind));
    rest.is_some_and(|rest| rest.trim_start_matches(['-', '_', ' ']).starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether the name of a file looks like an id rather than a place in an order: `0012`, `ADR-7`, a date.
pub(super) fn has_id(path: &RepoPath) -> bool {
    let id = Id::of_path(path).0.text;
    match kind_of(path) {
        IdKind::Slug => false,
        IdKind::Date => true,
        IdKind::Sequential => id.len() > 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_logs() {
        for name in ["adr", "ADRs", "Architecture_Decisions", ".decisions", ".adr", "kafka-adr", "Entscheidungen"] {
            assert!(is_log_name(name), "{name}");
        }
        for name in ["docs", "adr-tools", "decision", "enhancements", ".github", "cadr", "text"] {
            assert!(!is_log_name(name), "{name}");
        }
        assert_eq!(named("docs/adr/decisions/x"), Some("docs/adr"));
        assert_eq!(named("docs/x"), None);
    }

    #[test]
    fn folders_that_are_no_logs_by_name() {
        for (folder, at, reason) in [
            ("node_modules/x/docs/adr", "node_modules", Reason::Foreign),
            ("a/vendor/x/adr", "a/vendor", Reason::Foreign),
            ("versioned_docs/version-1.0/adr", "versioned_docs", Reason::Foreign),
            ("src/test/resources/adr", "src/test", Reason::Tests),
            ("tests/fixtures/adr", "tests", Reason::Tests),
            ("conformance/results/v1", "conformance", Reason::Tests),
            ("crates/cli-fixtures/adr", "crates/cli-fixtures", Reason::Tests),
            ("__fixtures__/adr", "__fixtures__", Reason::Tests),
            ("examples/adr", "examples", Reason::Examples),
            ("tools/templates/adr", "tools/templates", Reason::Templates),
            ("{{cookiecutter.name}}/docs/adr", "{{cookiecutter.name}}", Reason::Templates),
            ("i18n/ja/docs/adr", "i18n", Reason::Translation),
            ("content/blog", "content/blog", Reason::News),
            ("_posts", "_posts", Reason::News),
            (".github/adr", ".github", Reason::Tool),
            (".idea/x", ".idea", Reason::Tool),
            (".stash/notes", ".stash", Reason::Hidden),
        ] {
            assert_eq!(left_out(folder), Some((at, reason)), "{folder}");
        }
        for folder in ["", "docs/adr", ".decisions", ".docs/adr", "blog/docs/adr", "enhancements/testing", "contest"] {
            assert_eq!(left_out(folder), None, "{folder}");
        }
    }

    #[test]
    fn names_of_files() {
        for (path, kind, has_an_id) in [
            ("d/20240603162604-x.md", IdKind::Date, true),
            ("d/0001-x.md", IdKind::Sequential, true),
            ("d/ADR-7.md", IdKind::Sequential, true),
            ("d/01-intro.md", IdKind::Sequential, false),
            ("d/0012-slug/README.md", IdKind::Sequential, true),
            ("d/slug/index.md", IdKind::Slug, false),
        ] {
            let path = RepoPath::new(path);
            assert_eq!((kind_of(&path), has_id(&path)), (kind, has_an_id), "{path}");
        }
        for (path, is_named) in
            [("d/ADR-7.md", true), ("d/rfc_0012-x.md", true), ("d/adr.md", false), ("d/0001-adr.md", false)]
        {
            assert_eq!(is_named_decision(&RepoPath::new(path)), is_named, "{path}");
        }
        assert_eq!(without_language("docs/ja/adr"), Some(("docs/adr".to_owned(), "ja".to_owned())));
        assert_eq!(without_language("zh-CN/adr"), Some(("adr".to_owned(), "zh-cn".to_owned())));
        assert_eq!(without_language("docs/design/adr"), None);
        assert!(is_of_pages("docs/Devices/x") && !is_of_pages("docs/design"));
    }
}

//! What is listed where people should be and can't be a person: files, links, numbers, documents,
//! everybody, programs. Strict, since that is the question the tool exists for.

use std::sync::LazyLock;

use super::id::{Id, Key};
use super::party::{Party, cut};
use crate::text::fold;

/// Why a party cannot be a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotAPerson {
    /// A web address, bare or behind a text.
    Url,
    /// A path or a file name.
    Path,
    /// The number of an issue, a pull request or a record.
    Number,
    /// A document, a standard, a tool or what one does.
    Document,
    /// A collective that no group resolves.
    Everyone,
    /// A program that writes text.
    Agent,
}

impl NotAPerson {
    /// The reason, for a message.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Url => "is a link",
            Self::Path => "is a file",
            Self::Number => "is the number of an issue or a record",
            Self::Document => "is a document or a thing",
            Self::Everyone => "is not a specific person",
            Self::Agent => "is a program",
        }
    }
}

/// Programs that have been seen in the fields for people.
const AGENTS: &[&str] = &[
    "ai",
    "ai agent",
    "ai assistant",
    "aider",
    "amp",
    "anthropic claude",
    "assistant",
    "bard",
    "chatgpt",
    "claude",
    "claude code",
    "cline",
    "codex",
    "copilot",
    "cursor",
    "deepseek",
    "devin",
    "gemini",
    "gemini cli",
    "github copilot",
    "google gemini",
    "gpt",
    "gpt-4",
    "gpt-4o",
    "gpt-5",
    "grok",
    "jules",
    "llama",
    "llm",
    "mistral",
    "openai codex",
    "openhands",
    "perplexity",
    "qwen",
    "windsurf",
];

/// Words that programs have behind their names, beside numbers.
const MODELS: &[&str] = &["flash", "haiku", "large", "max", "mini", "model", "nano", "opus", "pro", "sonnet", "turbo"];

/// Words that end the name of a collective.
const GROUP_WORDS: &[&str] = &[
    "committee",
    "community",
    "contributors",
    "council",
    "customers",
    "department",
    "developers",
    "engineering",
    "engineers",
    "group",
    "leads",
    "maintainers",
    "operators",
    "reviewers",
    "squad",
    "stakeholders",
    "team",
    "teams",
    "users",
];

/// Whether a folded word ends the name of a collective.
pub(super) fn is_group_word(word: &str) -> bool {
    GROUP_WORDS.binary_search(&word).is_ok()
}

/// Collectives that name everybody.
const EVERYBODY: &[&str] =
    &["all", "anyone", "company", "everybody", "everyone", "the public", "us", "we", "whole company"];

/// Words that a document, a standard or a program has in its name and a person has not.
const THINGS: &[&str] = &[
    "adr",
    "analysis",
    "api",
    "apis",
    "article",
    "behavior",
    "behaviour",
    "benchmark",
    "blog",
    "book",
    "cli",
    "code",
    "configuration",
    "conversation",
    "data",
    "docs",
    "documentation",
    "draft",
    "experiment",
    "feedback",
    "framework",
    "guidance",
    "guide",
    "guideline",
    "guidelines",
    "implementation",
    "instructions",
    "issue",
    "issues",
    "javadoc",
    "javadocs",
    "library",
    "log",
    "logs",
    "manual",
    "measurements",
    "meeting",
    "migration",
    "notes",
    "package",
    "paper",
    "plugin",
    "policy",
    "post",
    "pr",
    "practice",
    "practices",
    "process",
    "prompt",
    "proposal",
    "prototype",
    "readme",
    "reference",
    "release",
    "report",
    "requirements",
    "research",
    "results",
    "rfc",
    "roadmap",
    "runbook",
    "schema",
    "script",
    "sdk",
    "slack",
    "source",
    "spec",
    "specification",
    "standard",
    "standards",
    "survey",
    "template",
    "test",
    "tests",
    "thread",
    "tool",
    "tooling",
    "tutorial",
    "website",
    "wiki",
    "workflow",
    "workflows",
];

/// Endings of file names.
const ENDINGS: &[&str] = &[
    "adoc", "c", "cfg", "cpp", "cs", "css", "csv", "doc", "docx", "go", "h", "html", "ini", "java", "js", "json", "kt",
    "md", "mdx", "pdf", "php", "png", "ps1", "py", "rb", "rs", "rst", "sh", "sql", "svg", "toml", "ts", "tsx", "txt",
    "xml", "yaml", "yml",
];

/// All words of the lists above, in order.
static NO_NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut words = [AGENTS, GROUP_WORDS, THINGS, EVERYBODY].concat();
    words.sort_unstable();
    words
});

/// Whether a party is nothing but a name such as `Ines Roy`: the answer for most, found quickly.
fn is_plain_name(party: &Party) -> bool {
    let Some(mark) =
        party.marks().first().filter(|_| party.marks().len() == 1 && party.handle.is_none() && party.mail.is_none())
    else {
        return false;
    };
    let text = party.name.as_deref().unwrap_or_default();
    let capitals = text.split(' ').filter(|word| word.as_bytes().first().is_some_and(u8::is_ascii_uppercase)).count();
    let letters = text.bytes().fold(true, |all, byte| all & (byte.is_ascii_alphabetic() | (byte == b' ')));
    letters
        && capitals == text.split(' ').count()
        && (2..=3).contains(&capitals)
        && text.bytes().filter(u8::is_ascii_uppercase).count() == capitals
        && !mark.split(' ').any(|word| NO_NAMES.binary_search(&word).is_ok())
}

/// Says why a party cannot be a person, or nothing when it may be one.
///
/// A group of `heard.toml` is asked for before this, and so is `kind = "agent"`.
pub(super) fn not_a_person(party: &Party) -> Option<NotAPerson> {
    if is_plain_name(party) {
        return None;
    }
    let text = party.text.trim_matches(['"', '\'', '`']).trim();
    let folded = fold(text);
    if party.handle.is_some() || party.mail.is_some() {
        let bot = party.handle.as_deref().is_some_and(|handle| {
            let handle = fold(handle);
            handle.ends_with("[bot]") || handle.ends_with("-bot") || AGENTS.binary_search(&handle.as_str()).is_ok()
        });
        // `Claude <noreply@anthropic.com>`, as the trailer of a commit has it. Nobody can be asked there.
        let (local, _) = party.mail.as_deref().and_then(|mail| mail.split_once('@')).unwrap_or_default();
        let local = fold(local);
        let bot = bot || local.ends_with("[bot]") || ["noreply", "no-reply"].contains(&local.as_str());
        return bot.then_some(NotAPerson::Agent);
    }
    if folded.contains("://") || folded.starts_with("www.") {
        return Some(link_kind(text));
    }
    if let Some((_, label, target)) = cut(text, '[', ']')
        && target.starts_with('(')
    {
        return Some(match number_like(&fold(label)) {
            true => NotAPerson::Number,
            false => link_kind(text),
        });
    }
    let name = party.name.as_deref().map(fold).unwrap_or_default();
    if number_like(&folded) || number_like(&name) || is_ticket(text) {
        return Some(NotAPerson::Number);
    }
    if let Some((before, ending)) = name.rsplit_once('.')
        && ENDINGS.binary_search(&ending).is_ok()
        && !before.is_empty()
        // `j.c` may be initials; a name before a file's ending is longer.
        && before.len() > 1
    {
        return Some(NotAPerson::Path);
    }
    if name.contains('/') && !name.contains(' ') {
        return Some(NotAPerson::Path);
    }
    if is_program(&name) || name.ends_with("[bot]") || name.ends_with(" bot") {
        return Some(NotAPerson::Agent);
    }
    let words: Vec<&str> = name.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    let last = words.last().copied().unwrap_or_default();
    if EVERYBODY.binary_search(&name.as_str()).is_ok()
        || words.first().is_some_and(|word| ["all", "every", "everyone"].contains(word))
    {
        return Some(NotAPerson::Everyone);
    }
    if is_group_word(last) {
        return Some(NotAPerson::Everyone);
    }
    let written: Vec<&str> = text.split_whitespace().collect();
    if words.iter().any(|word| THINGS.binary_search(word).is_ok()) || is_identifier(text) {
        return Some(NotAPerson::Document);
    }
    // Two or more words of which all but the first are plain: `generated workflow`, not `Ines van Roy`.
    if written.len() > 1 && written.iter().all(|word| word.starts_with(char::is_lowercase)) && !name.contains(" van ") {
        return Some(NotAPerson::Document);
    }
    None
}

/// Whether a folded name is a program's, with or without its version: `claude opus 4.5`.
fn is_program(name: &str) -> bool {
    let is_version =
        |word: &&str| MODELS.contains(word) || word.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
    let words: Vec<&str> = name.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    let versions = words.iter().rev().take_while(|word| is_version(word)).count();
    let bare = words[..words.len() - versions].join(" ");
    [name, &bare].iter().any(|name| AGENTS.binary_search(name).is_ok())
}

fn link_kind(text: &str) -> NotAPerson {
    let target = fold(text);
    let numbered = ["/issues/", "/pull/", "/pulls/", "/merge_requests/", "/-/issues/"];
    if numbered.iter().any(|part| target.contains(part)) { NotAPerson::Number } else { NotAPerson::Url }
}

/// `#12`, `ADR 0041`, `GitHub issue #87`.
fn number_like(folded: &str) -> bool {
    if !folded.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let words: Vec<&str> = folded.split_whitespace().collect();
    let hash = words.iter().any(|word| {
        let number = word.trim_start_matches('#');
        number.len() < word.len() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    let record = matches!(Id::in_reference(folded),
        Some(id) if matches!(id.key, Key::Number { .. })
            && (folded.bytes().all(|b| b.is_ascii_digit()) || ["adr", "rfc", "kep", "eip", "pep"].iter().any(|kind| folded.starts_with(kind))));
    hash || record
}

/// `OPS-123`
fn is_ticket(text: &str) -> bool {
    text.split_once('-').is_some_and(|(letters, number)| {
        letters.len() >= 2
            && letters.bytes().all(|byte| byte.is_ascii_uppercase())
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// `TestConventionTest`, `ConfigResolver`: a name in code.
fn is_identifier(text: &str) -> bool {
    if text.contains(' ') {
        return false;
    }
    let known = ["Test", "Resolver", "Config", "Manager", "Runner", "Service", "Policy", "Unit"];
    let humps = text.chars().filter(|c| c.is_uppercase()).count();
    text.contains("::") || text.ends_with("()") || (humps >= 2 && known.iter().any(|word| text.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::super::party::Party;
    use super::*;
    use crate::text::Span;

    #[test]
    fn words_for_things_are_in_order() {
        for words in [AGENTS, GROUP_WORDS, EVERYBODY, THINGS, ENDINGS] {
            assert!(words.is_sorted(), "they are searched by halves");
        }
    }

    #[test]
    fn what_stands_where_people_should() {
        use NotAPerson::*;
        let cases = [
            ("SPEC.md", Path),
            ("docs/adr/0001-x.md", Path),
            (".github/workflows/ci.yml", Path),
            ("install.sh", Path),
            ("https://example.org/x", Url),
            ("[Guide](https://example.org/guide)", Url),
            ("[issue #13](https://example.org/o/r/issues/13)", Number),
            ("GitHub issue #87", Number),
            ("ADR 0041", Number),
            ("#12", Number),
            ("[ADR 0041](0041-x.md)", Number),
            ("Trello API behavior", Document),
            ("generated workflow", Document),
            ("Mockito documentation", Document),
            ("TestConventionTest", Document),
            ("everyone", Everyone),
            ("Platform Team", Everyone),
            ("all engineers", Everyone),
            ("Codex", Agent),
            ("Claude", Agent),
            ("Claude Opus 4.5", Agent),
            ("GPT-5.1 mini", Agent),
            ("gemini-2.5-pro", Agent),
            ("@copilot", Agent),
            ("@renovate-bot", Agent),
            ("Claude <noreply@anthropic.com>", Agent),
            ("Dependabot <12+dependabot[bot]@users.noreply.example.org>", Agent),
        ];
        for (text, expected) in cases {
            assert_eq!(not_a_person(&Party::read(text, Span::default())), Some(expected), "{text}");
        }
        for text in [
            "Ines Roy",
            "@lee",
            "stephentoub",
            "markwallace-microsoft",
            "awharrison-28",
            "ben.thomas",
            "Eduard van Valkenburg",
            "François Martin",
            "Ana Ruiz (support team)",
            "Pete Osei <pete@example.org>",
            "Claude Monet <12+claude@users.noreply.example.org>",
            "X Æ",
            "王秀英",
            "van der Berg",
            "d.rodionov",
            "O'Neil",
            "Claude Monet",
        ] {
            assert_eq!(not_a_person(&Party::read(text, Span::default())), None, "{text}");
        }
    }
}

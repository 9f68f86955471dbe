//! Where the words of a quote can be looked up inside the repository, and whether they are there.

use std::collections::BTreeMap;

use unicode_normalization::char::is_combining_mark;

use crate::decision::consultation::Quote;
use crate::decision::{self, Decision};
use crate::document::{FILE_LIMIT, shown};
use crate::policy::Policy;
use crate::snapshot::{self, Content, FileKind, Source};
use crate::text::{RepoPath, fold, is_dense, percent_decoded};
use crate::vocabulary::id::without_ending;

/// The files that quotes name as their sources; none for a path without one.
pub(super) type Sources = BTreeMap<RepoPath, Option<File>>;

/// A file that a quote names as its source.
#[derive(Debug)]
pub(super) struct File {
    /// Its words as they are compared: of a page, those that it shows.
    words: String,
    /// Whether it is a record of a log, and says more than a page beside the records does.
    is_record: bool,
}

impl File {
    fn new(path: &RepoPath, text: String, policy: &Policy) -> Self {
        let is_html = [".html", ".htm"].iter().any(|ending| path.as_str().ends_with(ending));
        if without_ending(path.as_str()) == path.as_str() {
            let words = if is_html { compared(&shown::without_markup(&text)) } else { compared(&text) };
            return Self { words, is_record: false };
        }
        let page = decision::read(path.clone(), text.into_bytes(), &policy.words);
        let words = compared(&shown::text(&page.text, page.body_start()));
        Self { words, is_record: policy.is_record(path) && !page.is_plain_page() }
    }
}

/// Why a source does not show that words were said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unsourced {
    /// There is none that could be looked up.
    None,
    /// It is a record of a log, which is no proof of what records say.
    Record(RepoPath),
    /// It names a file that is not there.
    NoFile(RepoPath),
    /// It names a file that does not hold the words.
    NoWords(RepoPath),
}

/// Reads the files that the quotes of these decisions name as their sources.
///
/// # Errors
/// A file that is there and can't be read.
pub(super) fn read<'a>(
    source: &Source<'_>,
    policy: &Policy,
    decisions: impl Iterator<Item = &'a Decision>,
) -> Result<Sources, snapshot::Error> {
    let mut sources = Sources::new();
    for decision in decisions {
        for path in decision.quotes().filter_map(|quote| inside(decision, quote)) {
            if sources.contains_key(&path) {
                continue;
            }
            // A path above the top, or the top itself, is no file of the repository.
            let is_above = path.as_str().is_empty() || path.as_str().split('/').any(|part| part == "..");
            let listed = if is_above { None } else { source.find(&path)? };
            let listed = listed.filter(|listed| listed.kind == FileKind::File);
            let content = listed.map(|listed| source.read(&listed, FILE_LIMIT)).transpose()?;
            let text = content.and_then(Content::bytes).and_then(|bytes| String::from_utf8(bytes).ok());
            let file = text.map(|text| File::new(&path, text, policy));
            sources.insert(path, file);
        }
    }
    Ok(sources)
}

/// What keeps the source of a quote from showing that its words were said. One outside the
/// repository can't be looked up from here, and is believed if it has an address.
pub(super) fn lack(decision: &Decision, quote: &Quote, sources: &Sources) -> Option<Unsourced> {
    let Some(path) = inside(decision, quote) else {
        return Some(Unsourced::None).filter(|_| !has_address(quote));
    };
    match sources.get(&path) {
        Some(Some(file)) if file.is_record => Some(Unsourced::Record(path)),
        Some(Some(file)) if holds(&file.words, &compared(&quote.words)) => None,
        Some(Some(file)) if holds(&file.words, &compared(&shown::without_tags(&quote.words))) => None,
        Some(Some(_)) => Some(Unsourced::NoWords(path)),
        _ => Some(Unsourced::NoFile(path)),
    }
}

fn target(quote: &Quote) -> Option<&str> {
    Some(quote.attribution.as_ref()?.source.as_ref()?.value.trim())
}

/// The scheme of an address, and what is behind it.
fn scheme(target: &str) -> Option<(&str, &str)> {
    target.split_once(':').filter(|(scheme, _)| {
        scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

/// Whether the source of a quote is an address: with a host where it has a place for one.
fn has_address(quote: &Quote) -> bool {
    let Some(target) = target(quote) else { return false };
    // What runs or holds itself is at no host.
    let is_place = |scheme: &str| !["javascript", "vbscript", "data"].contains(&&*scheme.to_ascii_lowercase());
    let rest = scheme(target).map_or(Some(target), |(scheme, rest)| Some(rest).filter(|_| is_place(scheme)));
    let host = rest.and_then(|rest| rest.strip_prefix("//")).and_then(|rest| rest.split(['/', '?', '#']).next());
    let host = host.and_then(|host| host.rsplit('@').next());
    // An address of a template, or of the reader's own machine.
    let is_nowhere = |host: &str| target.contains(['{', '}']) || host.split(':').next() == Some("localhost");
    host.is_some_and(|host| host.contains(char::is_alphanumeric) && !is_nowhere(host))
}

/// The file of the repository that a quote names as its source: the target of a link without a
/// scheme, or a bare path or file name. Relative to the decision; from the top when it starts with `/`.
fn inside(decision: &Decision, quote: &Quote) -> Option<RepoPath> {
    let source = quote.attribution.as_ref()?.source.as_ref()?;
    let target = source.value.trim();
    // The words of a link are written, and its target is read.
    let is_link = source.span.of(&decision.text).trim() != target;
    let is_file_name = || {
        let ending = target.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| !ending.is_empty() && ending.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    let is_path = is_link || (!target.contains(char::is_whitespace) && (target.contains('/') || is_file_name()));
    if !is_path || scheme(target).is_some() || target.starts_with("//") {
        return None;
    }
    let target = target.split(['#', '?']).next().unwrap_or_default();
    let target = if is_link { percent_decoded(target) } else { target.into() };
    // A path that leads out is kept as it was written, for the message.
    Some(decision.path.join(&target).unwrap_or_else(|| RepoPath::new(target)))
}

/// A text as words are sought in it: its words alone, in small letters, one space between them. Marks of markdown and
/// the forms of quotation marks play no part.
fn compared(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a text has these words as whole ones. Scripts without spaces between words have no such borders.
fn holds(text: &str, words: &str) -> bool {
    let is_border = |inside: Option<char>, outside: Option<char>| {
        outside.is_none_or(|outside| outside == ' ' || is_dense(outside)) || inside.is_some_and(is_dense)
    };
    let is_whole = |at: usize| {
        is_border(words.chars().next(), text[..at].chars().next_back())
            && is_border(words.chars().next_back(), text[at + words.len()..].chars().next())
    };
    !words.is_empty() && text.match_indices(words).any(|(at, _)| is_whole(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::words::Words;

    #[test]
    fn sources_inside_and_outside() {
        let inside = |source: &str| {
            let text = format!("# T\n\n## Consultation\n\n> words\n>\n> — Ines Roy, 2026-02-12, {source}\n");
            let path = RepoPath::new("docs/decisions/0012-x.md");
            let decision = decision::read(path, text.into_bytes(), &Words::default());
            inside(&decision, &decision.consultation.quotes[0]).map(|path| path.as_str().to_owned())
        };
        for (source, expected) in [
            ("[thread](https://example.org/t/1)", None),
            ("https://example.org/t/1", None),
            ("call notes, page 3", None),
            ("page 3/4 of the notes", None),
            ("minutes", None),
            ("minutes.v-1", None),
            ("[notes](c:/call.md)", Some("docs/decisions/c:/call.md")),
            ("call_notes:1/a.md", Some("docs/decisions/call_notes:1/a.md")),
            ("[notes](../notes/call.md#top)", Some("docs/notes/call.md")),
            ("[notes](call.md)", Some("docs/decisions/call.md")),
            ("[notes](my%20call%C3%A9.md)", Some("docs/decisions/my callé.md")),
            ("[notes](100%.md)", Some("docs/decisions/100%.md")),
            ("[notes](a%ff%2.md)", Some("docs/decisions/a%ff%2.md")),
            ("notes/100%25.md", Some("docs/decisions/notes/100%25.md")),
            ("[notes](%2e%2e/%2e%2e/%2e%2e/passwd)", Some("../../../passwd")),
            ("[notes](/notes/./call.md)", Some("notes/call.md")),
            ("notes/call.md", Some("docs/decisions/notes/call.md")),
            ("call.md", Some("docs/decisions/call.md")),
            ("[notes](../../../../etc/passwd)", Some("../../../../etc/passwd")),
        ] {
            assert_eq!(inside(source).as_deref(), expected, "{source}");
        }
    }

    #[test]
    fn a_source_lacks_the_words_or_is_no_file() {
        const TEXT: &str = "# T\n\n## Consultation\n\n> My Words\n>\n> — Ines Roy, 2026-02-12, [notes](SOURCE)\n";
        let policy = Policy::read("[log]\ndirs = [\"docs/decisions\"]\n", &[]).unwrap();
        let path = |name: &str| RepoPath::new(format!("docs/decisions/{name}"));
        let lack = |source: &str, text: Option<&str>| {
            let decision = TEXT.replace("SOURCE", source).into_bytes();
            let decision = decision::read(path("0012-x.md"), decision, &Words::default());
            let file = |name: &str| (path(name), text.map(|text| File::new(&path(name), text.to_owned(), &policy)));
            let sources = Sources::from([file("call.txt"), file("0012-x.md"), file("0012-x.ja.md"), file("0007-y.md")]);
            super::lack(&decision, &decision.consultation.quotes[0], &sources)
        };
        for text in ["so she said: my words!", "> *My*\n> words", "my\u{200b} words", "(My «words»)"] {
            assert_eq!(lack("call.txt", Some(text)), None, "{text}");
        }
        for text in ["nothing of it", "enemy words", "my wordsmith", ""] {
            assert_eq!(lack("call.txt", Some(text)), Some(Unsourced::NoWords(path("call.txt"))), "{text}");
        }
        assert_eq!(lack("call.txt", None), Some(Unsourced::NoFile(path("call.txt"))));
        for record in ["0012-x.md", "0012-x.ja.md", "0007-y.md#consultation"] {
            let name = record.split('#').next().unwrap();
            for text in ["---\nstatus: accepted\n---\nmy words\n", "Deciders: Ana Ruiz\n\nmy words\n", TEXT] {
                assert_eq!(lack(record, Some(text)), Some(Unsourced::Record(path(name))), "{record} {text}");
            }
            // A page without status, people and quotes is none.
            assert_eq!(lack(record, Some("# Call\n\nIn my words.\n")), None, "{record}");
        }
        for address in ["https://example.org/t/1", "//example.org", "https://ines@example.org/t"] {
            assert_eq!(lack(address, None), None, "{address}");
        }
        for nowhere in [
            "https://",
            "https:///t/1",
            "http://?x",
            "//",
            "mailto:ines@example.org",
            "javascript://example.org",
            "https://example.org@",
            "http://localhost:8080/t/1",
            "https://example.org/t/{id}",
        ] {
            assert_eq!(lack(nowhere, None), Some(Unsourced::None), "{nowhere}");
        }
    }

    #[test]
    fn words_are_found_whole() {
        for (text, words) in [
            ("> I get\n> paged  when", "I get paged when"),
            ("we can’t see", "can't see"),
            ("困ります、毎晩です", "困ります"),
            ("とても困りますね", "困ります"),
            ("ok, then", "ok"),
        ] {
            assert!(holds(&compared(text), &compared(words)), "{text}");
        }
        for (text, words) in [("a book", "ok"), ("okay", "ok"), ("", "ok"), ("ok", "")] {
            assert!(!holds(&compared(text), &compared(words)), "{text}");
        }
    }
}

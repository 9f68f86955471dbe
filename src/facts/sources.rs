//! Where the words of a quote can be looked up inside the repository, and whether they are there.

use std::collections::BTreeMap;

use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::document::FILE_LIMIT;
use crate::snapshot::{self, FileKind, Source};
use crate::text::{RepoPath, fold, percent_decoded};

/// The files that quotes name as their sources, folded as words are; none for a path without one.
pub(super) type Sources = BTreeMap<RepoPath, Option<String>>;

/// Why a source does not show that words were said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unsourced {
    /// There is none.
    None,
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
            let bytes = listed.map(|listed| source.read(&listed)).transpose()?;
            let text = bytes.filter(|bytes| bytes.len() <= FILE_LIMIT).and_then(|bytes| String::from_utf8(bytes).ok());
            sources.insert(path, text.map(|text| spoken(&text)));
        }
    }
    Ok(sources)
}

/// What keeps the source of a quote from showing that its words were said. One outside the
/// repository can't be looked up from here, and is believed.
pub(super) fn lack(decision: &Decision, quote: &Quote, sources: &Sources) -> Option<Unsourced> {
    if quote.attribution.as_ref().is_none_or(|attribution| attribution.source.is_none()) {
        return Some(Unsourced::None);
    }
    let path = inside(decision, quote)?;
    // What a decision says is no proof of what it says.
    if path == decision.path {
        return Some(Unsourced::None);
    }
    match sources.get(&path) {
        Some(Some(text)) if text.contains(&fold(&quote.words)) => None,
        Some(Some(_)) => Some(Unsourced::NoWords(path)),
        _ => Some(Unsourced::NoFile(path)),
    }
}

/// The file of the repository that a quote names as its source: the target of a link without a
/// scheme, or a bare path. Relative to the decision; from the top when it starts with `/`.
fn inside(decision: &Decision, quote: &Quote) -> Option<RepoPath> {
    let source = quote.attribution.as_ref()?.source.as_ref()?;
    let target = source.value.trim();
    // The words of a link are written, and its target is read.
    let is_link = source.span.of(&decision.text).trim() != target;
    let is_path = is_link || (target.contains('/') && !target.contains(char::is_whitespace));
    let has_scheme = target.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    });
    if !is_path || has_scheme || target.starts_with("//") {
        return None;
    }
    let target = target.split(['#', '?']).next().unwrap_or_default();
    let target = if is_link { percent_decoded(target) } else { target.into() };
    // A path that leads out is kept as it was written, for the message.
    Some(decision.path.join(&target).unwrap_or_else(|| RepoPath::new(target)))
}

/// A text as words are sought in it: folded, without the marks of block quotes.
fn spoken(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(|line| line.trim_start_matches(['>', ' ', '\t'])).collect();
    fold(&lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision;
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
            ("[notes](../../../../etc/passwd)", Some("../../../../etc/passwd")),
        ] {
            assert_eq!(inside(source).as_deref(), expected, "{source}");
        }
    }

    #[test]
    fn a_source_lacks_the_words_or_is_no_file() {
        let text = "# T\n\n## Consultation\n\n> My Words\n>\n> — Ines Roy, 2026-02-12, [notes](call.md)\n";
        let path = |name: &str| RepoPath::new(format!("docs/decisions/{name}"));
        let decision = decision::read(path("0012-x.md"), text.into(), &Words::default());
        for (text, expected) in [
            (Some("so she said my words"), None),
            (Some("nothing of it"), Some(Unsourced::NoWords(path("call.md")))),
            (None, Some(Unsourced::NoFile(path("call.md")))),
        ] {
            let sources = Sources::from([(path("call.md"), text.map(str::to_owned))]);
            assert_eq!(lack(&decision, &decision.consultation.quotes[0], &sources), expected, "{text:?}");
        }
    }

    #[test]
    fn words_are_found_wrapped_and_quoted() {
        assert!(spoken("> I get\n> paged  when\n").contains(&fold("I get paged when")));
    }
}

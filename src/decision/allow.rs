//! Comments in which a file asks that rules be silent about it:
//! `<!-- heard: allow quote-short because she said no more -->`. They are read as written; what they
//! are worth is for `allow` to say.

use crate::document::body::NAME;
use crate::text::{Span, Spanned, has_words};

/// The word behind the name.
pub(crate) const VERB: &str = "allow";
/// The word before the reason.
const BECAUSE: &str = "because";

/// A comment that speaks to this tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Allow {
    /// The whole comment.
    pub span: Span,
    /// The word behind the name: `allow`, or what was written in its place.
    pub verb: Spanned<String>,
    /// The rules that it names, as written.
    pub rules: Vec<Spanned<String>>,
    /// Whether it says why, in at least one word.
    pub has_reason: bool,
}

impl Allow {
    /// Whether it allows anything: it says so, and it says why.
    pub(crate) fn is_whole(&self) -> bool {
        self.verb.value == VERB && self.has_reason
    }
}

/// The comments to this tool in the parts of a file that hold HTML: what they say, at the place of the whole comment.
pub(super) fn comments(text: &str, parts: &[Span]) -> Vec<Spanned<String>> {
    let mut found = Vec::new();
    for part in parts {
        let mut from = part.start;
        while let Some(at) = Span::new(from, part.end).of(text).find("<!--") {
            let start = from + at + "<!--".len();
            let Some(length) = Span::new(start, part.end).of(text).find("-->") else {
                break;
            };
            let inner = Span::new(start, start + length);
            let whole = Span::new(from + at, inner.end + "-->".len());
            from = whole.end;
            if let Some(said) = inner.trimmed(text).of(text).strip_prefix(NAME) {
                found.push(Spanned::new(said.trim_start().to_owned(), whole));
            }
        }
    }
    found
}

/// Reads a comment to this tool.
pub(super) fn read(text: &str, comment: &Spanned<String>) -> Allow {
    let span = comment.span;
    let end = Span::new(span.start, span.end - "-->".len()).trimmed(text).end;
    let mut rest = Span::new(end - comment.value.len(), end);
    let verb = word(text, &mut rest);
    let mut rules = Vec::new();
    loop {
        let before = rest;
        let rule = word(text, &mut rest);
        if rule.value.is_empty() || rule.value == BECAUSE {
            rest = before;
            break;
        }
        rules.push(rule);
        rest = rest.trimmed(text);
        // Several rules have commas between them.
        if !rest.of(text).starts_with(',') {
            break;
        }
        rest.start += 1;
    }
    let reason = rest.trimmed(text).of(text).strip_prefix(BECAUSE);
    let has_reason =
        reason.is_some_and(|reason| !reason.starts_with(|c: char| c.is_alphanumeric()) && has_words(reason, 1));
    Allow { span, verb, rules, has_reason }
}

/// Takes the next word, up to a comma or white space.
fn word(text: &str, rest: &mut Span) -> Spanned<String> {
    *rest = rest.trimmed(text);
    let left = rest.of(text);
    let length = left.find(|c: char| c == ',' || c.is_whitespace()).unwrap_or(left.len());
    let span = Span::new(rest.start, rest.start + length);
    rest.start = span.end;
    Spanned::new(span.of(text).to_owned(), span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RepoPath;
    use crate::vocabulary::words::Words;

    /// Each comment as its verb, its rules and whether it gives a reason.
    fn allows(text: &str) -> Vec<(String, Vec<String>, bool)> {
        let read = crate::decision::read(RepoPath::new("d/0001-a.md"), text.as_bytes().to_vec(), &Words::default());
        for allow in &read.allows {
            assert!(allow.span.of(text).starts_with("<!--") && allow.span.of(text).ends_with("-->"));
            for word in allow.rules.iter().chain([&allow.verb]) {
                assert_eq!(word.span.of(text), word.value);
            }
        }
        let rules = |allow: &Allow| allow.rules.iter().map(|rule| rule.value.clone()).collect();
        read.allows.iter().map(|allow| (allow.verb.value.clone(), rules(allow), allow.has_reason)).collect()
    }

    #[test]
    fn a_comment_names_rules_and_a_reason() {
        let cases: [(&str, &[&str], bool); 11] = [
            ("allow a because it is", &["a"], true),
            ("allow a, b,c because: it is", &["a", "b", "c"], true),
            ("allow a,\nb\nbecause é", &["a", "b"], true),
            ("allow a", &["a"], false),
            ("allow a because", &["a"], false),
            ("allow a because …", &["a"], false),
            ("allow a becausehow", &["a"], false),
            ("allow a — it is", &["a"], false),
            ("allow a b because it is", &["a"], false),
            ("allow because it is", &[], true),
            ("allow", &[], false),
        ];
        for (words, rules, has_reason) in cases {
            let found = allows(&format!("---\na: 1\n---\n\n# É\n\nwords <!-- heard: {words} --> words\n"));
            assert_eq!(
                found,
                [("allow".to_owned(), rules.iter().map(|rule| (*rule).to_owned()).collect(), has_reason)]
            );
        }
    }

    #[test]
    fn comments_count_wherever_they_are_comments() {
        let comment = "<!-- heard: allow a because it is -->";
        for text in [
            format!("{comment}\n---\na: 1\n---\n# T\n"),
            format!("---\na: 1\n---\n{comment}\n# T\n"),
            format!("# T\n\n## Context\n\nprose {comment}\nprose\n"),
            format!("# T {comment}\n"),
            format!("# T\n\n- item\n  {comment}\n"),
            format!("# T\n\n> words\n> {comment}\n"),
            format!("# T\n\n<div>\n{comment}\n</div>\n"),
            format!("# T\n\n<!-- one --> {comment}\n"),
            format!("# T[^1]\n\n[^1]: a note\n\n    {comment}\n"),
            format!("| a {comment} |\n| - |\n| b |\n"),
        ] {
            assert_eq!(allows(&text).len(), 1, "{text}");
        }
        for text in [
            format!("---\na: 1 # {comment}\n---\n# T\n"),
            format!("# T\n\n```\n{comment}\n```\n"),
            format!("# T\n\n    {comment}\n"),
            format!("# T\n\n`{comment}`\n"),
            "# T\n\n<!-- heard: allow a because it is\n".to_owned(),
            "# T\n\n<!-- as heard: allow a because it is -->\n".to_owned(),
            "# T\n\n<!-- template: heard -->\n".to_owned(),
            "# T\n\nheard: allow a because it is\n".to_owned(),
        ] {
            assert!(allows(&text).is_empty(), "{text}");
        }
    }
}

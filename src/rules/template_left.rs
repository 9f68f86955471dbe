//! Template text is filled in or removed.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::{Catalog, Check, Decision, Finding, Level, Rule, Span};
use crate::decision::{Status, field};
use crate::document::header::{Node, Value};
use crate::text::{fold, shortened, visible};
use crate::vocabulary::words::StatusKind;

pub(crate) static RULE: Rule = Rule {
    id: "template-left",
    level: Level::Deny,
    summary: "template text was left in place",
    explain: "
Reports sentences of common templates (MADR, Nygard) that are still in a decision, keys that contain
only `TBD`, `TODO` or `{}`, a status that still lists all statuses, and in accepted decisions
headings of options or of the outcome with nothing below them but comments.

Leftover template text looks like an answer.

Fill it in, or remove it. Code blocks and quotes are not checked, and braces around a real value are
fine.
",
    example: r#"
---
# These are optional metadata elements. Feel free to remove any of them.
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=> status: { accepted }
status: "{proposed | rejected | accepted | superseded by ADR-0123}"
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=> date: 2026-03-02
date: {YYYY-MM-DD when the decision was last updated}
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=> decision-makers: { Ana Ruiz }
decision-makers: TBD
                 ^^^
=>
---

# {short title, representative of solved problem and found solution}
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=> # Page through the rotation

## Considered Options

* Page through the rotation
* {title of option 2}
  ^^^^^^^^^^^^^^^^^^^
=> * Keep the mailing list
* … <!-- numbers of options can vary -->
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=>
"#,
    check: Check::Decision(check),
};

/// Parts of sentences that only a template has, in lower case.
const SENTENCES: &[&str] = &[
    // MADR
    "these are optional elements. feel free",
    "these are optional metadata elements. feel free",
    "this is an optional element. feel free",
    "short title of solved problem and solution",
    "short title, representative of solved",
    "yyyy-mm-dd when the decision was last updated",
    "list everyone involved in the decision",
    "list everyone whose opinions are sought",
    "list everyone who is kept up-to-date",
    // Nygard and adr-tools
    "the issue motivating this decision, and any context",
    "the change that we're proposing or have agreed",
    "the change that we’re proposing or have agreed",
    "what becomes easier or more difficult to do and any risks introduced",
    "what becomes easier or more difficult to do because of this",
    "what is the issue that we're seeing that is motivating",
    "what is the issue that we’re seeing that is motivating",
    "what is the change that we're proposing and/or",
    "what is the change that we’re proposing and/or",
    "what is the status, such as proposed",
    "context here...",
    "decision here...",
    "consequences here...",
];

/// The same, where only brackets or a comment around them tell them from prose.
const ENCLOSED: &[&str] = &[
    "describe the context and problem statement",
    "describe how the implementation",
    "description | ticket/issue url",
    "force, facing concern",
    "title of option",
    "title of other option",
    "numbers of drivers can vary",
    "numbers of options can vary",
    "numbers of consequences can vary",
    "numbers of pros and cons can vary",
    "numbers of links can vary",
    "justification. e.g.",
    "positive consequence, e.g.",
    "negative consequence, e.g.",
    "e.g., improvement of",
    "e.g., compromising",
    "example | description | pointer",
    "argument a}",
    "argument b}",
    "argument c}",
    "argument d}",
    "argument a]",
    "argument b]",
    "argument c]",
    "use \"neutral\" if the given argument",
    "you might want to provide additional evidence",
];

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let mut spans: Vec<Span> = Vec::new();
    if let Some(status) = decision.status.as_ref().filter(|status| is_status_list(status)) {
        spans.push(status.span.first_line(&decision.text));
    }
    for field in decision.fields.iter().filter(|field| field::spec(&field.name).is_some()) {
        // `todo` may well be a tag, and `consulted-not-a-person` reports who was not consulted.
        if field.name != "tags" && !field::CONSULTED.has_name(&field.name) {
            spans.extend(placeholders(&decision.text, &field.value));
        }
    }
    spans.sort();
    spans.dedup();
    let values = spans.len();
    for span in sentences(decision) {
        // The status and the date are checked above already; both lists are in order.
        let near = spans[..values].partition_point(|value| value.end <= span.start);
        if spans[..values].get(near).is_none_or(|value| value.start >= span.end) {
            spans.push(span);
        }
    }
    let mut findings: Vec<Finding> = spans.into_iter().map(|span| finding(decision, span)).collect();
    // What is not decided yet may have a frame that is still to be filled in.
    let empty = decision.empty_sections.iter().filter(|_| decision.is_accepted());
    findings.extend(empty.map(|span| {
        let heading = span.first_line(&decision.text);
        let message = format!("there is nothing below `{}`", visible(heading.of(&decision.text)));
        Finding::new(decision, heading, message)
            .why("readers can't tell what was decided, and between what")
            .help("write what belongs there, or remove the heading")
    }));
    findings
}

fn finding(decision: &Decision, span: Span) -> Finding {
    let left = span.of(&decision.text);
    let help =
        if left.starts_with('#') || left.starts_with("<!--") { "remove it" } else { "fill it in, or remove the line" };
    Finding::new(decision, span, format!("template text was left: {}", shortened(left)))
        .why("leftover template text looks like an answer")
        .help(help)
}

/// Whether a value only holds the place of one: `TBD`, `{TODO}`, `{}`, `YYYY-MM-DD`.
pub(super) fn is_placeholder(written: &str) -> bool {
    let bare = written.trim_matches(|c: char| c.is_whitespace() || "{}[]<>\"'`*_".contains(c));
    if bare.is_empty() {
        return written.contains('{') && written.contains('}');
    }
    let folded = fold(bare);
    ["tbd", "todo", "to be determined", "to be done", "to be defined"].contains(&folded.as_str())
        || folded.starts_with("yyyy-mm-dd")
}

/// Whether a status still lists the statuses that it may be.
pub(super) fn is_status_list(status: &Status) -> bool {
    if status.kind.is_some() {
        return false;
    }
    let folded = fold(&status.word);
    let named = StatusKind::ALL.iter().filter(|kind| folded.contains(kind.word())).count();
    let either = folded.contains(['|', '/']) || folded.contains(" or ");
    named >= if either { 2 } else { 3 }
}

/// The places of a value that hold the place of one.
fn placeholders(text: &str, node: &Node) -> Vec<Span> {
    let nodes = match &node.value {
        Value::List { items, .. } => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let spans = nodes.iter().map(|node| node.span.trimmed(text));
    spans.filter(|span| is_placeholder(span.of(text))).map(|span| span.first_line(text)).collect()
}

/// All sentences, to be found anywhere in a line.
static ANY_SENTENCE: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let sentences = SENTENCES.iter().chain(ENCLOSED);
    let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(sentences);
    automaton.expect("a few short sentences make no large automaton")
});

/// Whether a line begins with one of [`SENTENCES`], marks before it left out. That is where a
/// template has them.
fn begins_with_sentence(line: &str) -> bool {
    let words = line.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    SENTENCES
        .iter()
        .any(|sentence| words.get(..sentence.len()).is_some_and(|start| start.eq_ignore_ascii_case(sentence)))
}

/// The same of the value in a header's line.
fn value_begins_with_sentence(line: &str) -> bool {
    line.split_once(':').is_some_and(|(_, value)| begins_with_sentence(value))
}

/// Whether a line may hold a sentence of a template; in a header, also as the value of a key.
fn is_suspect(line: &str, in_header: bool) -> bool {
    begins_with_sentence(line)
        || in_header && value_begins_with_sentence(line)
        || line.contains(['{', '[', '<']) && ANY_SENTENCE.is_match(line)
}

/// The places of a template's sentences, code blocks and quotes left out.
fn sentences(decision: &Decision) -> Vec<Span> {
    let header = decision.header.unwrap_or_default();
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in decision.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        let in_header = header.start <= start && start < header.end;
        let words = line.trim_start();
        if !in_header {
            let marks = words.len() - words.trim_start_matches(['`', '~']).len();
            match fence {
                Some(open) if words.starts_with(open) && words.len() == marks => {
                    fence = None;
                    continue;
                }
                Some(_) => continue,
                None if words.starts_with("```") || words.starts_with("~~~") => {
                    fence = Some(&words[..marks]);
                    continue;
                }
                None if words.starts_with('>') => continue,
                None => {}
            }
        }
        if is_suspect(line, in_header) {
            found.extend(in_line(line, in_header).into_iter().map(|span| span.shifted(start)));
        }
    }
    found
}

/// The places of a template's sentences in one line, in order, none inside another.
fn in_line(line: &str, in_header: bool) -> Vec<Span> {
    let lower = line.to_ascii_lowercase();
    let all = SENTENCES.iter().map(|needle| (needle, false)).chain(ENCLOSED.iter().map(|needle| (needle, true)));
    let mut found: Vec<Span> = Vec::new();
    for (needle, must_be_enclosed) in all {
        let Some(at) = lower.find(needle) else {
            continue;
        };
        // A sentence in code is an example.
        if line[..at].matches('`').count() % 2 == 1 {
            continue;
        }
        let comment = line.find('#').filter(|mark| in_header && line[..*mark].trim().is_empty());
        let span = match (comment, enclosure(line, at)) {
            (Some(mark), _) => Span::new(mark, line.len()),
            (None, Some(span)) => span,
            (None, None) if must_be_enclosed => continue,
            (None, None) => Span::new(at, line.len()),
        };
        if !found.iter().any(|known| known.start < span.end && span.start < known.end) {
            found.push(span);
        }
    }
    found.sort();
    found
}

/// The brackets or the comment round a place of a line, up to the line's end when they close later.
fn enclosure(line: &str, at: usize) -> Option<Span> {
    const PAIRS: [(&str, &str); 3] = [("{", "}"), ("[", "]"), ("<!--", "-->")];
    let mut open: Vec<(usize, &str)> = Vec::new();
    for (index, _) in line.char_indices() {
        let rest = &line[index..];
        if let Some((_, close)) = PAIRS.iter().find(|(start, _)| rest.starts_with(start)) {
            open.push((index, close));
        } else if let Some((start, close)) = open.last().copied()
            && rest.starts_with(close)
        {
            if start <= at && at < index {
                return Some(Span::new(start, index + close.len()));
            }
            open.pop();
        }
    }
    open.into_iter().rfind(|(start, _)| *start <= at).map(|(start, _)| Span::new(start, line.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    fn left(text: &str) -> Vec<&str> {
        text.lines().flat_map(|line| in_line(line, false).into_iter().map(move |span| span.of(line))).collect()
    }

    #[test]
    fn every_sentence_is_seen_where_it_stands() {
        for sentence in SENTENCES {
            assert!(is_suspect(&format!("# {}", sentence.to_uppercase()), false), "{sentence}");
        }
        for sentence in ENCLOSED {
            assert!(is_suspect(&format!("* x {{{sentence}"), false), "{sentence}");
        }
    }

    #[test]
    fn the_brackets_are_marked_and_nothing_else() {
        let text = "\
Chosen option: \"{title of option 1}\", because
{justification. e.g., only option, which resolves force {force} | … | comes out best (see below)}.
* Good, because {argument a}
* Good, because the {team} knows the title of option 2, as in [the argument about cost]
{Describe the context and problem statement, e.g., in free form
";
        let expected = [
            "{title of option 1}",
            "{justification. e.g., only option, which resolves force {force} | … | comes out best (see below)}",
            "{argument a}",
            "{Describe the context and problem statement, e.g., in free form",
        ];
        assert_eq!(left(text), expected);
        assert_eq!(
            left("The issue motivating this decision, and any context that counts."),
            ["The issue motivating this decision, and any context that counts."]
        );
        assert!(left("MADR writes `{title of option 1}` there").is_empty());
    }

    #[test]
    fn an_accepted_decision_has_no_empty_frame() {
        let empty = |status: &str, body: &str| messages(&RULE, &format!("---\nstatus: {status}\n---\n# T\n\n{body}"));
        let frame = "## Considered Options\n\n<!-- At least two. -->\n\n## Decision Outcome\n\n<!-- Which one? -->\n";
        assert_eq!(
            empty("accepted", frame),
            ["there is nothing below `## Considered Options`", "there is nothing below `## Decision Outcome`"]
        );
        assert!(empty("proposed", frame).is_empty());
        assert_eq!(empty("accepted", "## Decision\n\n---\n\n## Consequences\n\nOne.\n").len(), 1);
        for filled in
            ["## Decision\n\nYes.\n", "## Options\n\n### A\n\n### B\n", "## Outcome\n\n```\nx\n```\n", "## Context\n"]
        {
            assert!(empty("accepted", filled).is_empty(), "{filled}");
        }
    }

    #[test]
    fn values_that_say_nothing() {
        let with = |line: &str| messages(&RULE, &format!("---\n{line}\n---\n# T\n")).len();
        for line in [
            "date: TBD",
            "informed: [\"Ana Ruiz\", TODO]",
            "decision-makers: {}",
            "date: \"{YYYY-MM-DD}\"",
            "status: accepted or rejected",
        ] {
            assert_eq!(with(line), 1, "{line}");
        }
        for line in [
            "tags: [todo]",
            "consulted: [\"Ana Ruiz\", TODO]",
            "owner:",
            "status: { accepted }",
            "consulted: []",
            "ticket: TBD",
            "status: superseded by 0013",
            "consulted: [Todor Ban]",
        ] {
            assert_eq!(with(line), 0, "{line}");
        }
    }

    #[test]
    fn fences_close_with_marks_of_their_own_kind() {
        let text = "# T\n\n````\n```\nContext here...\n````\n\nContext here...\n\n> Context here...\n";
        assert_eq!(messages(&RULE, text).len(), 1);
    }
}

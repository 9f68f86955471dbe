//! A file must be text that can be read completely.

use super::{Check, Decision, Finding, Level, Rule, Span, visible};
use crate::decision::consultation::QUOTE_LIMIT;
use crate::document::body::QUOTE_DEPTH;
use crate::document::{FILE_LIMIT, Problem};
use crate::policy::is_markdown;

pub(crate) static RULE: Rule = Rule {
    id: "file-unreadable",
    level: Level::Deny,
    summary: "file cannot be read completely",
    explain: "
Reports files that cannot be read: not UTF-8, too large, a link or a pipe instead of a file, block
quotes nested too deeply, more than 5000 quotes or states, or a file on which heard itself fails, which is a bug. Also reports a
directory of the log that is a link or a submodule.

A file that cannot be read cannot be checked, and must not pass as if it had been.

Save the file as UTF-8, keep images and exports out of it, and do not nest quotes more than a few
levels.
",
    example: "
<accepted>
<title>

>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> deep
                                                                                                    ^^^^^^
=> > > deep
",
    check: Check::Problem(check),
};

fn check(decision: &Decision) -> Vec<Finding> {
    decision.problems.iter().filter_map(|problem| finding(decision, problem)).collect()
}

fn finding(decision: &Decision, problem: &Problem) -> Option<Finding> {
    let (span, message, help) = match problem {
        Problem::NotUtf8 { at } => (
            Span::default(),
            format!("file is not UTF-8: invalid byte at offset {at}"),
            "save the file as UTF-8".to_owned(),
        ),
        Problem::FileTooLarge { size } => (
            Span::default(),
            format!("file has {size} bytes; the limit is {FILE_LIMIT}"),
            "keep only the decision in the file, and link to long material".to_owned(),
        ),
        Problem::NoFile { reason } if !is_markdown(&decision.path) => (
            Span::default(),
            format!("log can't be read: it {}", visible(reason)),
            "make it a directory with the decisions, or set `dirs` in heard.toml to another one".to_owned(),
        ),
        Problem::NoFile { reason } => (
            Span::default(),
            format!("file can't be read: it {}", visible(reason)),
            "replace it with a regular file".to_owned(),
        ),
        Problem::Fault { reason } => return Some(fault(decision, reason)),
        Problem::QuotesTooDeep { span } => (
            *span,
            format!("block quotes are nested more than {QUOTE_DEPTH} levels deep"),
            "start each line of the quote with a single `>`".to_owned(),
        ),
        Problem::TooManyQuotes { span } => (
            span.first_line(&decision.text),
            format!("decision has more than {QUOTE_LIMIT} quotes or states"),
            "keep the quotes that matter, and link to long minutes".to_owned(),
        ),
        _ => return None,
    };
    Some(Finding::new(decision, span, message).why("a file that can't be read can't be checked").help(help))
}

/// The finding for a file on which the program itself failed.
pub(crate) fn fault(decision: &Decision, reason: &str) -> Finding {
    let message = format!("heard failed on this file: {}", visible(reason));
    let finding = Finding::new(decision, Span::default(), message)
        .why("this is a bug in heard, not in the file; the file was not checked completely")
        .help("please report the bug, with the file if possible");
    Finding { rule: RULE.id, ..finding }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::{read, unread};
    use crate::text::RepoPath;
    use crate::vocabulary::words::Words;

    #[test]
    fn quotes_and_states_are_counted() {
        for piece in ["> a\n\nb\n\n", "**Asked:** @lee, 2026-02-10.\n\n"] {
            for (count, found) in [(QUOTE_LIMIT, 0), (QUOTE_LIMIT + 1, 1)] {
                let text = format!("# T\n\n## Consultation\n\n{}", piece.repeat(count));
                let decision = read(RepoPath::new("decisions/0012-x.md"), text.into_bytes(), &Words::default());
                let kept = &decision.consultation;
                assert_eq!(kept.quotes.len() + kept.states.len(), QUOTE_LIMIT, "{piece}");
                assert_eq!(check(&decision).len(), found, "{piece}");
            }
        }
    }

    #[test]
    fn files_of_which_nothing_is_known_are_named() {
        let path = || RepoPath::new("decisions/0012-x.md");
        let words = Words::default();
        for (decision, expected) in [
            (read(path(), vec![b'a', 0xff], &words), "offset 1"),
            (read(path(), vec![b'a'; FILE_LIMIT + 1], &words), "1048577 bytes"),
            (unread(path(), Problem::NoFile { reason: "is a link".to_owned() }), "it is a link"),
        ] {
            let findings = check(&decision);
            assert_eq!(findings.len(), 1);
            assert!(findings[0].message.contains(expected), "{}", findings[0].message);
            assert_eq!(findings[0].span, Span::default());
        }
    }
}

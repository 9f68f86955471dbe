//! A file must be text that can be read to its end.

use super::{Check, Rule};
use crate::decision::Decision;
use crate::document::body::QUOTE_DEPTH;
use crate::document::{FILE_LIMIT, Problem};
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::{Span, visible};

pub(crate) static RULE: Rule = Rule {
    id: "file-unreadable",
    level: Level::Deny,
    summary: "file can't be read to its end",
    explain: "\
Finds records that can't be read: not UTF-8, too large, a link in place of a file, block quotes
nested deeper than anybody nests them, or a file on which heard itself fails, which is a bug.

What can't be read can't be judged, and what was not judged must not pass as judged. People who
open the file may not be able to read it either.

Save the file as UTF-8, keep pictures and exports out of it, put a file where the link is, and nest
quotes no deeper than a reader can follow.",
    bad: "\
---
status: accepted
date: 2026-03-02
---

# Page through the rotation

>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> deep
                                                                                                    ^^^^^^
",
    good: "\
---
status: accepted
date: 2026-03-02
---

# Page through the rotation

> > deep
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
            format!("the file is not UTF-8: byte {at}, counted from 0, starts no character"),
            "save the file as UTF-8".to_owned(),
        ),
        Problem::FileTooLarge { size } => (
            Span::default(),
            format!("the file has {size} bytes; {FILE_LIMIT} are read at most"),
            "keep the decision itself in the file, and link to what is long".to_owned(),
        ),
        Problem::NoFile { reason } => (
            Span::default(),
            format!("the file can't be read: {}", visible(reason)),
            "put a regular file with the text here".to_owned(),
        ),
        Problem::Fault { reason } => return Some(fault(decision, reason)),
        Problem::QuotesTooDeep { span } => (
            *span,
            format!("block quotes nest deeper than {QUOTE_DEPTH}"),
            "write the quote with one `>` before each line".to_owned(),
        ),
        _ => return None,
    };
    Some(Finding::new(decision, span, message).why("what can't be read can't be judged").help(help))
}

/// The finding about a record that the program failed on, whichever rule was looking at it.
pub(crate) fn fault(decision: &Decision, reason: &str) -> Finding {
    let message = format!("heard failed on this file: {}", visible(reason));
    let finding = Finding::new(decision, Span::default(), message)
        .why("this is a bug in heard, not in the file; not everything was checked here")
        .help("please report the bug, with the file if you can");
    Finding { rule: RULE.id, ..finding }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::words::Words;
    use crate::decision::{read, unread};
    use crate::text::RepoPath;

    #[test]
    fn files_of_which_nothing_is_known_are_named() {
        let path = || RepoPath::new("decisions/0012-x.md");
        let words = Words::default();
        for (decision, expected) in [
            (read(path(), vec![b'a', 0xff], &words), "byte 1"),
            (read(path(), vec![b'a'; FILE_LIMIT + 1], &words), "1048577 bytes"),
            (unread(path(), Problem::NoFile { reason: "it is a link".to_owned() }), "it is a link"),
        ] {
            let findings = check(&decision);
            assert_eq!(findings.len(), 1);
            assert!(findings[0].message.contains(expected), "{}", findings[0].message);
            assert_eq!(findings[0].span, Span::default());
        }
    }
}

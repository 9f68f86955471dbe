//! An accepted decision keeps its text.

use super::{Change, Check, Finding, Level, Rule};
use crate::facts::{edits, follows};

pub(crate) static RULE: Rule = Rule {
    id: "accepted-edited",
    level: Level::Deny,
    summary: "text of an accepted decision was edited",
    explain: "
Reports edits to decisions that were accepted, deprecated, superseded or waived at the base of the
change. The status with its date, links, tags and `review-by` may change (the end of a waiver only to
an earlier day), and quotes, responses, states and trial results may be added, without pictures and
HTML. Everything else has to stay as a page shows it, emphasis and levels of headings included. Line
wrapping, and which marks make a list or an emphasis, do not count as edits.

People responded to the text as it was. If it changes later, their answers belong to a different
question.

To change course, write a new decision that supersedes or amends this one: `heard new TITLE`, then
`heard supersede OLD NEW`.
",
    example: "
==> base:decisions/0007-rota.md <==
<header>
<title>

The window is on Thursday.

## Consultation

<ines>
==> head:decisions/0007-rota.md <==
<header>
<title>

The window is on Friday.
                 ^^^^^^^
=> The window
+> is on Thursday.

## Consultation

<ines>
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let directory = &change.head.policy.directory;
    let mut findings = Vec::new();
    for (before, after) in change.edited().filter(|(before, _)| before.was_settled()) {
        let follows = |old: &str, new: &str| follows(before, after, old, new, |path| change.moved.get(path));
        findings.extend(edits(before, after, directory, &follows).into_iter().map(|edit| {
            Finding::new(
                after,
                edit.span,
                format!(
                    "`{}` is {}, but {} was edited",
                    before.id,
                    before.kind().map_or("accepted", |kind| kind.word()),
                    edit.what
                ),
            )
            .why("people responded to the earlier text")
            .help("restore it, typos included; if something has to change, write a new decision that supersedes or amends this one")
        }));
    }
    findings
}

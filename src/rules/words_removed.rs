//! Quotes stay in the log.

use super::{Change, Check, Finding, Level, Rule, Span, visible};
use crate::facts::Fate;
use crate::text::shortened;

pub(crate) static RULE: Rule = Rule {
    id: "words-removed",
    level: Level::Deny,
    summary: "quote was removed",
    explain: "
Reports quotes at the base that no decision in the change contains any more: deleted, moved out of
the consultation, put in a code block or a comment, or struck through.

A record from which objections can be removed only says what its authors like.

Restore the quote, in any decision of the log. If the person asked for its removal, replace it with
`> [redacted]` and keep the attribution, which is a warning.
",
    example: "
==> base:decisions/0007-rota.md <==
<quoted>
==> head:decisions/0007-rota.md <==
<header>
<title>

## Consultation
^^^^^^^^^^^^^^^

Nobody objected.
=> <ines>
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let removed = change.lost.iter().filter(|lost| matches!(lost.fate, Fate::Removed));
    removed
        .map(|lost| {
            let message = format!(
                "quote from {} was removed: {}",
                visible(&lost.speaker.shown()),
                shortened(&lost.quote.words)
            );
            let finding = match change.successor(lost.decision) {
                Some(now) => Finding::new(now, now.place(now.consultation.headings.first().copied()), message),
                None => Finding::new(lost.decision, Span::default(), message),
            };
            finding
                .why("a record from which objections can be removed only says what its authors like")
                .help("restore the quote; if the person asked for its removal, replace it with `> [redacted]` and keep the name")
                .person(lost.speaker.shown())
        })
        .collect()
}

//! Redacting a quote leaves a trace.

use super::{Change, Check, Finding, Level, Rule, visible};
use crate::facts::Fate;

pub(crate) static RULE: Rule = Rule {
    id: "words-redacted",
    level: Level::Warn,
    summary: "quote was redacted",
    explain: "
Reports quotes at the base that read `[redacted]` at the head, with the same name.

People may ask to have their quote removed. Name, date and response stay, so that readers see that
somebody spoke. Such a quote counts for nobody. A policy that wants such changes to be looked at by
somebody sets the rule to `deny`.

Make sure that the person asked for it.
",
    example: "
==> base:decisions/0007-rota.md <==
<quoted>
==> head:decisions/0007-rota.md <==
<header>
<consultation>
> [redacted]
  ^^^^^^^^^^
=> > I get paged when an export stalls and cannot see whose it is.
<by ines>
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let redacted = change.lost.iter().filter_map(|lost| {
        let Fate::Redacted(decision, now) = lost.fate else {
            return None;
        };
        let message = format!("quote from {} was redacted", visible(&lost.speaker.shown()));
        let finding = Finding::new(decision, now.words_span.first_line(&decision.text), message)
            .why("only the person can ask for that")
            .help("make sure that the person did")
            .person(lost.speaker.shown());
        Some(finding)
    });
    redacted.collect()
}

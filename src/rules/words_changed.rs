//! Quotes stay as they were said.

use super::{Change, Check, Finding, Level, Rule, visible};
use crate::facts::Fate;
use crate::text::shortened;

pub(crate) static RULE: Rule = Rule {
    id: "words-changed",
    level: Level::Deny,
    summary: "quote was changed or attributed to somebody else",
    explain: "
Reports quotes at the base that read differently at the head, have another name, or have lost the
receipt or the signature below them. White space does not count: a quote may be rewrapped, and moved
to another decision.

Quotes are the only part of a decision that does not belong to its authors. If they can be edited,
everybody can be made to agree.

Restore the quote. If the person says something new, add another quote with its own date.
",
    example: "
==> base:decisions/0007-rota.md <==
<quoted>
==> head:decisions/0007-rota.md <==
<header>
<consultation>
> I get paged now and then.
  ^^^^^^^^^^^^^^^^^^^^^^^^^
=> > I get paged when an export stalls
+> > and cannot see whose it is.
<by ines>
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let changed = change.lost.iter().filter_map(|lost| {
        let name = visible(&lost.speaker.shown()).into_owned();
        let said = format!("at the base it reads {}", shortened(&lost.quote.words));
        let finding = match lost.fate {
            Fate::Changed(decision, now) => {
                let place = now.words_span.first_line(&decision.text);
                Finding::new(decision, place, format!("quote from {name} was changed"))
                    .help("restore the quote; if it was wrong, add what the person says as another quote, and `**Corrected:** NAME, YYYY-MM-DD` above it")
            }
            Fate::Given(decision, now) => {
                let place = now.speaker().map_or(now.span, |speaker| speaker.span);
                Finding::new(decision, place, format!("quote from {name} was attributed to somebody else"))
                    .help(format!("restore the attribution to `{name}`"))
            }
            Fate::Unproven(decision, now) => {
                let place = now.speaker().map_or(now.span, |speaker| speaker.span);
                let message = format!("quote from {name} has lost its receipt or signature");
                let help = "restore the comment below the attribution, which starts with `<!-- heard:`";
                return Some(Finding::new(decision, place, message).help(help).person(lost.speaker.shown()));
            }
            Fate::Redacted(..) | Fate::Removed => return None,
        };
        Some(finding.why(said).person(lost.speaker.shown()))
    });
    changed.collect()
}

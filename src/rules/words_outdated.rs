//! Quotes are about what the decision proposed when they were said.

use super::{Change, Check, Decision, Finding, Fix, Gap, Level, Rule, visible};
use crate::facts::{Attempt, Outdated};
use crate::policy::Area;

/// The id of the rule, whose level an area can raise.
pub(crate) const ID: &str = "words-outdated";

pub(crate) static RULE: Rule = Rule {
    id: ID,
    level: Level::Warn,
    summary: "decision changed after somebody was quoted",
    explain: r#"
Reports quotes that a changed path depends on and that are older than what the decision says. The
quote was in the record before this change, and the change edits the title, the outcome or an
option, or makes `governs` match more paths.

Somebody who agreed to one thing has not agreed to another. Without this rule, a decision could
collect quotes first and say what it is about later.

Not reported: a typo, markdown, the target of a link, one more option that is not chosen, an outcome
that is written for the first time, and a `governs` that matches less.

Ask again: `heard ask ID PERSON` shows what changed, and the answer is another quote. An area can
turn this off or make it an error: `outdated = "deny"`.
"#,
    example: r#"
==> heard.toml <==
<policy>
==> head:infra/paging/rota.yml <==
window: friday
==> base:decisions/0012-rota.md <==
---
status: proposed
date: 2026-02-01
decision-makers:
  - "Ana Ruiz"
consulted:
  - "Ines Roy (support)"
<governs>
---

# Page through the rotation

## Decision

We page the engineer on call.

## Consultation

> Fine, as long as nobody wakes me for an export.
>
> — Ines Roy, 2026-02-12

**No concern.**
==> head:decisions/0012-rota.md <==
<consulted>
  - "Ines Roy (support)"
<governs>
---

# Page through the rotation

## Decision

We page support.

## Consultation

> Fine, as long as nobody wakes me for an export.
>
> — Ines Roy, 2026-02-12
    ^^^^^^^^

**No concern.**
+>
+> > Then I need to see whose export it is.
+> >
+> > — Ines Roy, 2026-02-26
+>
+> **Changed:** the page names the tenant.
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (area, attempt) in change.all_attempts() {
        let is_denied = attempt.gaps.iter().any(|gap| matches!(gap, Gap::Outdated { .. }));
        let found = attempt.outdated.iter().map(|outdated| finding(area, attempt, outdated));
        // The rule's own level applies unless the area is stricter.
        findings.extend(found.map(|finding| match is_denied {
            true => Finding { rule: ID, level: Level::Deny, ..finding },
            false => finding,
        }));
    }
    findings
}

fn finding(area: &Area, attempt: &Attempt<'_>, outdated: &Outdated) -> Finding {
    let asks = Some(area.outdated.span).filter(|span| span.start < span.end);
    let finding = attempt.finding(area, outdated.span, asks, outdated.to_string());
    let finding = finding.why(why(outdated)).help(help(attempt.decision, outdated));
    finding.person(outdated.speaker.shown()).fix(Fix::Quote)
}

/// How many words of each text a sentence shows.
const SHOWN: usize = 14;

fn why(outdated: &Outdated) -> String {
    let moves = outdated.moves.iter().map(|one| {
        let (old, new) = one.in_short(SHOWN);
        let [old, new] = [old, new].map(|text| match text.is_empty() {
            true => "nothing".to_owned(),
            false => format!("`{}`", visible(&text)),
        });
        format!("{} said {old} and now says {new}", one.part.name())
    });
    moves.collect::<Vec<_>>().join("; ")
}

fn help(decision: &Decision, outdated: &Outdated) -> String {
    let (id, name) = (decision.id.shown(), outdated.speaker.shown());
    let name = visible(&name).replace('\'', r"'\''");
    let quote = format!("add the answer with `heard quote {id} '{name}'`");
    match &outdated.asked_again {
        None => format!("show them what changed with `heard ask {id} '{name}'`, then {quote}"),
        Some(asked) => format!("{asked}; once they have answered, {quote}"),
    }
}

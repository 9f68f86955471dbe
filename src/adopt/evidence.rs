//! How much a file reads like a decision, whatever it is named.

use crate::decision::Decision;
use crate::decision::field::{self, Alias};
use crate::document::body::Body;
use crate::text::fold;

use super::words::meaning;

/// Headings of the usual templates (Nygard, MADR, RFCs, KEPs), folded; then the same in German, French, Spanish,
/// Portuguese, Italian, Dutch, Russian, Japanese and Chinese.
#[rustfmt::skip]
const HEADINGS: &[&str] = &[
    "alternatives", "alternatives considered", "assumptions", "backwards compatibility", "considered options",
    "consequences", "consultation", "context", "context and problem statement", "decision", "decision drivers",
    "decision outcome", "design rationale", "detailed design", "drawbacks", "future possibilities", "graduation criteria",
    "guide-level explanation", "motivation", "non-goals", "options", "options considered", "prior art",
    "problem statement", "pros and cons of the options", "proposal", "proposed solution", "rationale",
    "rationale and alternatives", "reference-level explanation", "risks and mitigations", "specification", "status",
    "unresolved questions",
    "alternativen", "begründung", "entscheidung", "folgen", "kontext", "konsequenzen",
    "contexte", "conséquences", "décision", "statut",
    "alternativas", "consecuencias", "contexto", "decisión", "estado",
    "consequências", "decisão",
    "contesto", "conseguenze", "decisione", "stato",
    "besluit", "beslissing", "gevolgen", "overwegingen",
    "контекст", "решение", "последствия", "статус",
    "ステータス", "状態", "コンテキスト", "背景", "決定", "決定事項", "結果", "影響",
    "状态", "上下文", "决策", "决定", "后果", "结果", "影响",
];

/// The least of a score for a file that has a number or a date in its name.
const NUMBERED: u8 = 2;
/// The least of a score for any other file.
const UNNUMBERED: u8 = 3;

/// How much a record reads like a decision: up to 2 each for a status, for the people of a decision, and for the
/// headings of the usual templates. A status and an author alone could be those of a post or of a device.
pub(crate) fn score(decision: &Decision) -> u8 {
    if decision.is_unread() {
        return 0;
    }
    let status = match &decision.status {
        Some(status) if status.kind.is_some() || meaning(&status.word).is_some() => 2,
        Some(_) => 1,
        None => 0,
    };
    let maker = field::MAKERS.find(&decision.fields);
    let is_author = maker.is_some_and(|field| matches!(field::MAKERS.alias(&field.name), Some(Alias::Near(_))));
    let people = match decision.consulted.key.is_some() || decision.informed.key.is_some() {
        true => 2,
        false if is_author => 1,
        false => u8::from(maker.is_some()) * 2,
    };
    let headings = headings(decision);
    if status < 2 && people < 2 && headings < 2 {
        return status.max(people).max(headings);
    }
    if people < 2 && headings == 0 { status } else { status + people + headings }
}

/// Up to 2 for the headings of a record.
fn headings(decision: &Decision) -> u8 {
    let body = Body::read(&decision.text, decision.body_start(), &|_| false);
    let mut known: Vec<&str> = Vec::new();
    for heading in &body.headings {
        let name = fold(&heading.name);
        // `Situation - Context and Problem Statement`
        let name = name.rsplit(" - ").next().unwrap_or_default().trim().to_owned();
        if let Some(heading) = HEADINGS.iter().find(|known| **known == name)
            && !known.contains(heading)
        {
            known.push(heading);
        }
    }
    u8::try_from(known.len().min(2)).unwrap_or(2)
}

/// Whether a score is enough for a file.
pub(super) fn is_enough(score: u8, is_numbered: bool) -> bool {
    score >= if is_numbered { NUMBERED } else { UNNUMBERED }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RepoPath;
    use crate::vocabulary::words::Words;

    #[test]
    fn decisions_score_higher_than_other_pages() {
        let score = |text: &str| {
            super::score(&crate::decision::read(RepoPath::new("d/a.md"), text.as_bytes().to_vec(), &Words::default()))
        };
        for (text, expected) in [
            ("# 1. A\n\n## Status\n\nAccepted\n\n## Context\n\n## Decision\n", 4),
            ("# A\n\n## Context and Problem Statement\n\n## Considered Options\n", 2),
            ("---\nstatus: draft\ndeciders: Ana Ruiz\n---\n# A\n", 4),
            ("---\nstatus: implementable\nauthors: [\"@ana\"]\n---\n# A\n\n## Motivation\n\n## Drawbacks\n", 4),
            ("# A\n\n## Contexte\n\n## Décision\n", 2),
            ("# A\n\n## 背景\n\n## 決定\n", 2),
            ("# A\n\n## Situation - Context and Problem Statement\n", 1),
            ("# A\n\n## Context\n\n## Context\n", 1),
            ("---\nconsulted:\n---\n# A\n", 2),
            // A device, a post, a chapter.
            ("---\ntitle: Lamp\nstatus: supported\ntype: light\n---\n# Lamp\n\n## Pins\n", 1),
            ("---\ntitle: Lamp\nstatus: supported\nauthor: Ana Ruiz\n---\n# Lamp\n\n## Options\n", 1),
            ("---\ntitle: Lamp\nstatus: approved\nauthor: Ana Ruiz\n---\n# Lamp\n", 2),
            ("---\nauthor: Ana Ruiz\ndate: 2026-03-02\n---\n# News\n", 1),
            ("# Start\n\n## Install\n", 0),
        ] {
            assert_eq!(score(text), expected, "{text}");
        }
        assert!(is_enough(2, true) && !is_enough(1, true) && is_enough(3, false) && !is_enough(2, false));
    }
}

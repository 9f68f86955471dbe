//! The same quote appears once.

use std::collections::BTreeMap;

use super::{Catalog, Check, Decision, Finding, Level, RepoPath, Rule, visible};
use crate::catalog::QuoteKey;
use crate::decision::consultation::Quote;
use crate::text::has_words;
use crate::vocabulary::words::Disposition;

pub(crate) static RULE: Rule = Rule {
    id: "quote-repeated",
    level: Level::Warn,
    summary: "same quote appears twice",
    explain: "
Reports quotes of four words or more that are identical to an earlier quote, in the same decision or
another one. Not reported: decisions that are linked by `supersedes`, `amends` or `relates-to`,
translations, and a plain `No concern` in two decisions. Also reports quotes whose receipts are of one
comment, in two decisions that are not linked.

People rarely say the same sentence twice. Usually it was copied from an older decision, or made up
for somebody who was not asked.

Ask the person about this decision, and quote the answer. If the quote belongs to both decisions,
link them.
",
    example: r#"
==> decisions/0007-alerts.md <==
<header>
---

# Send alerts by mail

## Consultation

> I want to know whose export it is.
>
> — Ines Roy, 2026-01-08

**Changed:** the mail names the tenant.
==> decisions/0012-example.md <==
<header>
  - "Pete Osei"
  - "@lee"
+> supersedes: ["0007"]
<consultation>
> I want to know whose export it is.
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
<by ines>

<pete>

**Declined:** Friday night is the only idle night.

> Please do not move the window to
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=> > The page should say which export it is about.
> Friday.
=>
>
> — @lee, 2026-02-13

**Declined:** Friday night is the only idle night.
"#,
    check: Check::Consultation(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Two decisions may share many quotes; whether they are linked is asked once.
    let mut linked: BTreeMap<RepoPath, bool> = BTreeMap::new();
    for quote in &decision.consultation.quotes {
        let mut is_elsewhere = |(other, _): &(&Decision, &Quote)| {
            !catalog.is_variant(decision, other)
                && !*linked.entry(other.path.clone()).or_insert_with(|| are_linked(decision, other, catalog))
        };
        let comment = QuoteKey::of_comment(quote);
        let spent = comment.and_then(|comment| catalog.repeated(decision, &comment).1.find(&mut is_elsewhere));
        let words = QuoteKey::of_words(quote);
        let (own, mut before) = catalog.repeated(decision, &words);
        let own = own.filter(|own| own.span.start < quote.span.start);
        let earlier = own.map(|own| (decision, own)).or_else(|| {
            if is_assent(quote) {
                return None;
            }
            before.find(&mut is_elsewhere)
        });
        let is_same = earlier.is_some() && has_words(&quote.words, 4);
        let Some((other, earlier)) = earlier.filter(|_| is_same).or(spent) else {
            continue;
        };
        let name = |quote: &Quote| quote.speaker().map(|speaker| speaker.shown());
        let (now, before) = (name(quote), name(earlier));
        let message = match (&now, &before) {
            (Some(now), Some(before)) if now != before => {
                format!("the quote from {} is the same as one from {}", visible(now), visible(before))
            }
            _ if is_same => format!("{} appears twice", quote.called()),
            _ => format!("{} is from a comment that another decision quotes as well", quote.called()),
        };
        let place = earlier.words_span.first_line(&other.text);
        findings.push(
            Finding::new(decision, quote.words_span.first_line(&decision.text), message)
                .why(if is_same { "a repeated quote was usually copied" } else { "it may be about the other decision" })
                .help("quote what the person said about this decision, or link the two decisions")
                .related(&other.path, place, if is_same { "same quote here" } else { "same comment here" })
                .speaker(quote),
        );
    }
    findings
}

/// Whether the person only said that there is nothing to say.
fn is_assent(quote: &Quote) -> bool {
    let disposition = quote.answer.as_ref().and_then(|answer| answer.disposition.as_ref());
    disposition.is_some_and(|word| word.value == Disposition::NoConcern)
}

/// Whether one of two decisions names the other.
fn are_linked(one: &Decision, other: &Decision, catalog: &Catalog) -> bool {
    let names = |from: &Decision, to: &Decision| {
        let meant = |link| catalog.meant(from, link).records;
        from.links.iter().any(|link| meant(link).iter().any(|found| found.path == to.path))
    };
    names(one, other) || names(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::count;

    #[test]
    fn a_comment_is_quoted_in_one_decision() {
        let one = |words: &str, number: u32| {
            let hash = "0".repeat(64);
            let receipt =
                format!("github issuecomment-{number} by bo id=1 at=2026-02-12T10:11:12Z edited=never sha256={hash}");
            let source = format!("[comment](https://github.com/acme/rota/pull/7#issuecomment-{number})");
            format!("> {words}\n> — Bo, 2026-02-12, {source}\n> <!-- heard: {receipt} -->\n\n**Open.**\n")
        };
        let two = |first: &str, second: &str, links: &str| {
            let head = |links: &str| format!("---\nstatus: accepted\n{links}---\n\n## Consultation\n\n");
            let (first, second) = (format!("{}{first}", head("")), format!("{}{second}", head(links)));
            count(&RULE, &format!("==> decisions/0001-a.md <==\n{first}==> decisions/0002-b.md <==\n{second}"))
        };
        let (one, other) = (|number| one("I get paged.", number), one("Not at night.", 1));
        assert_eq!(two(&one(1), &other, ""), 1);
        assert_eq!(two(&one(2), &other, ""), 0);
        assert_eq!(two(&one(1), &other, "amends: [\"0001\"]\n"), 0);
        assert_eq!(count(&RULE, &format!("---\nstatus: accepted\n---\n\n## Consultation\n\n{}\n{other}", one(1))), 0);
    }

    #[test]
    fn short_words_and_plain_assent_may_return() {
        let one = |words: &str, answer: &str| {
            format!("---\nstatus: accepted\n---\n\n## Consultation\n\n> {words}\n> — Bo\n\n{answer}\n")
        };
        let two = |words: &str, answer: &str| {
            let text = one(words, answer);
            format!("==> decisions/0001-a.md <==\n{text}==> decisions/0002-b.md <==\n{text}")
        };
        assert_eq!(count(&RULE, &two("this is fine for us", "**Open.**")), 1);
        assert_eq!(count(&RULE, &two("this is fine for us", "**No concern.**")), 0);
        assert_eq!(count(&RULE, &two("this is fine", "**Open.**")), 0);
        assert_eq!(count(&RULE, &two("[redacted]", "**Open.**")), 0);
        let twice = one("This is fine for us", "**No concern.**\n\n> this is FINE\n> for us\n> — Cy");
        assert_eq!(count(&RULE, &twice), 1);
    }
}

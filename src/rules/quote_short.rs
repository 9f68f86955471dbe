//! A quote is long enough to say something.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::decision::words::Disposition;
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::{fold, has_words, visible};

pub(crate) static RULE: Rule = Rule {
    id: "quote-short",
    level: Level::Warn,
    summary: "quote of fewer than four words",
    explain: "\
Finds quotes in the consultation with fewer than four words, or fewer than eight characters where a
script leaves no space between words. Quotes that are answered with `No concern` or `Withdrawn` may
be short, and words that were taken out as `[redacted]` are left alone.

A word or two rarely carry a concern. Mostly they are the end of a longer sentence that somebody else
cut, and the part that was cut is the part that hurts.

Quote the sentence as it was said. If all the person said was yes, answer with `**No concern.**`.",
    bad: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
---

# Page through the rotation

## Consultation

> Not on Friday
  ^^^^^^^^^^^^^
>
> — Ines Roy, 2026-02-12

**Declined:** Friday night is the only idle night.
",
    good: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
  - \"Pete Osei\"
  - \"王秀英\"
---

# Page through the rotation

## Consultation

> Not on Friday, half of us are away then.
>
> — Ines Roy, 2026-02-12

**Declined:** Friday night is the only idle night.

> Fine!
>
> — Pete Osei, 2026-02-13

**No concern.**

> 星期五晚上我们人手不够。
>
> — 王秀英, 2026-02-13

**Mitigated:** a second person is on call that night.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let short = decision.quotes().filter(|quote| is_short(quote));
    short
        .map(|quote| {
            let message = match quote.words.trim() {
                "" => "quote has no words".to_owned(),
                _ => match quote.speaker() {
                    Some(speaker) => format!("too few words of `{}` are quoted", visible(&speaker.shown())),
                    None => "too few words are quoted".to_owned(),
                },
            };
            let place = quote.words_span.first_line(&decision.text);
            Finding::new(decision, place, message)
                .why("a word or two rarely carry what somebody meant")
                .help("quote the whole sentence, or answer with `**No concern.**` if that was all")
                .speaker(quote)
        })
        .collect()
}

fn is_short(quote: &Quote) -> bool {
    let words = quote.words.trim();
    if words.is_empty() {
        return true;
    }
    let disposition = quote.answer.as_ref().and_then(|answer| answer.disposition.as_ref());
    let is_assent =
        disposition.is_some_and(|word| matches!(word.value, Disposition::NoConcern | Disposition::Withdrawn));
    !has_words(words, 4) && !is_assent && fold(words) != "[redacted]"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::count;

    #[test]
    fn what_is_short() {
        let cases = [
            ("> no\n> — Bo\n", 1),
            ("> no\n> — Bo\n\n**Withdrawn.**\n", 0),
            ("> [redacted]\n> — Bo\n", 0),
            ("> — Bo\n\n**No concern.**\n", 1),
            ("> 困ります\n> — Bo\n", 1),
            ("> nothing to say here\n> — Bo\n", 0),
            ("> no, not at\n> night\n> — Bo\n", 0),
        ];
        for (body, expected) in cases {
            let text = format!("---\nstatus: accepted\n---\n\n## Consultation\n\n{body}");
            assert_eq!(count(&RULE, &text), expected, "{body}");
        }
    }
}

//! A quote is long enough to say something.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::decision::consultation::Quote;
use crate::text::{fold, has_words};
use crate::vocabulary::words::Disposition;

pub(crate) static RULE: Rule = Rule {
    id: "quote-short",
    level: Level::Warn,
    summary: "quote has fewer than four words",
    explain: "
Reports quotes in the consultation with fewer than four words, or fewer than eight characters in
scripts without spaces between words. Not reported: quotes whose response is `No concern` or
`Withdrawn`, and `[redacted]`.

A word or two rarely express a concern. Usually a longer sentence was cut, and the missing part is
the one that hurts.

Quote the whole sentence. If that was all the person said, respond with `**No concern.**`.
",
    example: "
<header>
<consultation>
> Not on Friday
  ^^^^^^^^^^^^^
=> > Not on Friday, half of us are away then.
>
> — Ines Roy, 2026-02-12

**Declined:** Friday night is the only idle night.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let short = decision.quotes().filter(|quote| is_short(quote));
    short
        .map(|quote| {
            let message = match quote.words.trim() {
                "" if !quote.nested.is_empty() => {
                    format!("{} has only the words of others, in a quote inside it", quote.called())
                }
                "" => "quote is empty".to_owned(),
                _ => match quote.speaker() {
                    Some(speaker) => format!("the quote from {} is too short", visible(&speaker.shown())),
                    None => "quote is too short".to_owned(),
                },
            };
            let place = quote.words_span.first_line(&decision.text);
            let is_nested = quote.words.trim().is_empty() && !quote.nested.is_empty();
            if is_nested {
                return Finding::new(decision, place, message)
                    .why("a quote inside a quote is what the speaker replied to, so nobody is quoted here")
                    .help("start the lines of the speaker's own words with a single `>`")
                    .speaker(quote);
            }
            Finding::new(decision, place, message)
                .why("a word or two rarely express a concern")
                .help("quote the whole sentence, or respond with `**No concern.**` if that was all")
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
            ("> > what others said here\n>\n> — Bo\n", 1),
            ("> > what others said here\n>\n> no\n>\n> — Bo\n", 1),
            ("> > what?\n>\n> nothing to say here\n>\n> — Bo\n", 0),
            ("> no, not at\n> night\n> — Bo\n", 0),
        ];
        for (body, expected) in cases {
            let text = format!("---\nstatus: accepted\n---\n\n## Consultation\n\n{body}");
            assert_eq!(count(&RULE, &text), expected, "{body}");
        }
    }
}

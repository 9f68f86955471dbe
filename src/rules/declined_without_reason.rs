//! Declining a concern needs a reason.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::text::has_words;
use crate::vocabulary::words::Disposition;

pub(crate) static RULE: Rule = Rule {
    id: "declined-without-reason",
    level: Level::Deny,
    summary: "concern was declined without a reason",
    explain: "
Reports responses that begin with `Declined` and give no reason, or only a word or two such as
`won't fix`.

A concern may be declined. The reason is what people get for speaking up, and it shows later whether
the no still holds.

After `**Declined:**`, write what outweighs the concern, in a sentence that you would say to the
person.
",
    example: r#"
<header>
  - "Pete Osei"
<consultation>
> Show me the tenant of every export that stalls.
>
> — Ines Roy, 2026-02-12

**Declined.**
  ^^^^^^^^^
=> **Declined:** showing it would expose one customer to another.

<pete>

**Declined:** see above.
  ^^^^^^^^^
=> **Declined:** Friday night is the only idle night; a second person is on call for it.
"#,
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let declined = decision.answered(Disposition::Declined);
    declined
        .filter(|(_, answer, _)| is_no_reason(&answer.text))
        .map(|(quote, answer, span)| {
            let message = match answer.text.as_str() {
                "" => format!("{} was declined without a reason", quote.called()),
                text => format!("{} was declined with `{}`, which is not a reason", quote.called(), visible(text)),
            };
            Finding::new(decision, span, message)
                .why("people who speak up deserve a reason")
                .help("write after `**Declined:**` what outweighs the concern")
                .speaker(quote)
        })
        .collect()
}

/// Whether a text is too short to be a reason.
pub(super) fn is_no_reason(text: &str) -> bool {
    !has_words(text, 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_or_two_is_no_reason() {
        for text in ["", "no", "won't fix", "n/a", "see above.", "— — — —", "無理"] {
            assert!(is_no_reason(text), "{text}");
        }
        for text in ["costs too much", "it is night", "金曜日の夜は空いている"] {
            assert!(!is_no_reason(text), "{text}");
        }
    }
}

//! Somebody looks at a deferred concern on the day that was promised.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};

pub(crate) static RULE: Rule = Rule {
    id: "deferred-overdue",
    level: Level::Warn,
    summary: "date to which a concern was deferred has passed",
    explain: r#"
Reports responses of accepted decisions that begin with `Deferred` and whose date has passed. Of
several dates in a response, the last day counts. Once a `Told` or `Came true` line follows, the
response is not reported.

The speaker was promised that somebody would look at it on that day. If nothing happens then,
deferring was a polite way to decline.

Tell the speaker what became of it, and record that below the response. If it has to wait longer,
add a paragraph with the new date.
"#,
    example: r#"
<header>
<consultation>
> Show me the tenant of every export that stalls.
>
> — Ines Roy, 2026-02-12

**Deferred:** Sam Okafor, 2026-05-01: the log format changes first.
  ^^^^^^^^^
+>
+> **Told:** Ines Roy, 2026-05-04.
"#,
    check: Check::Decision(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    if !decision.is_accepted() {
        return Vec::new();
    }
    let overdue = decision.deferrals().filter(|(.., due)| *due < catalog.today);
    let findings = overdue.map(|(quote, span, due)| {
        let speaker = quote.speaker().map_or("NAME".to_owned(), |speaker| visible(&speaker.shown()).into_owned());
        let message = format!("{} was deferred to {due}, which has passed", quote.called());
        let told =
            format!("add `**Told:** {speaker}, YYYY-MM-DD.` below the response once they know what became of it");
        Finding::new(decision, span, message)
            .why(format!("today is {}", catalog.today))
            .help(format!("{told}, or a paragraph with a new date"))
            .speaker(quote)
    });
    findings.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn the_last_day_counts_until_something_is_said_about_it() {
        let found = |status: &str, answer: &str| {
            let said = |text: &str| format!("> {text}\n>\n> — Ines Roy, 2026-02-12\n\n");
            let (one, two) = (said("I get paged."), said("At night."));
            let text = format!(
                "---\nstatus: {status}\n---\n# T\n\n## Consultation\n\n{one}{answer}\n\n{two}**Told:** Ines Roy, 2026-05-04.\n"
            );
            messages(&RULE, &text)
        };
        let overdue = ["the quote from Ines Roy was deferred to 2026-05-31, which has passed"];
        assert_eq!(found("accepted", "**Deferred:** Bo Lund, 2026-05-31."), overdue);
        assert_eq!(found("accepted", "**Deferred:** Bo Lund, 2026-05-31: asked on 2026-02-14."), overdue);
        for (status, answer) in [
            ("accepted", "**Deferred:** Bo Lund, 2026-06-01."),
            ("accepted", "**Deferred:** Bo Lund, 2026-03-01.\n\nThe pager is late: 2026-07-01."),
            ("accepted", "**Deferred:** Bo Lund, 2026-05-31.\n\n**Told:** Ines Roy, 2026-05-31."),
            ("accepted", "**Deferred:** Bo Lund, 2026-05-31.\n\n**Came true:** 2026-05-20, https://example.org/7"),
            ("accepted", "**Deferred:** Bo Lund, soon."),
            ("accepted", "**Declined:** not before 2026-05-01."),
            ("proposed", "**Deferred:** Bo Lund, 2026-05-31."),
            ("superseded", "**Deferred:** Bo Lund, 2026-05-31."),
        ] {
            assert_eq!(found(status, answer), [""; 0], "{status} {answer}");
        }
    }
}

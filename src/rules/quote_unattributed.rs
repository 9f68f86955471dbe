//! A quote names its speaker.

use super::{Catalog, Check, Decision, Finding, Fix, Level, Rule, Span, list_names};
use crate::decision::consultation::{Attribution, Quote};
use crate::vocabulary::parties;
use crate::vocabulary::party::Party;

pub(crate) static RULE: Rule = Rule {
    id: "quote-unattributed",
    level: Level::Deny,
    summary: "quote does not name one speaker",
    explain: "
Reports quotes in a consultation or trial whose last line is not an attribution.

Also reports quotes that name two people: readers cannot tell who said what.

Without a name nobody can ask about the quote, and nobody can defend it if it is changed later. In a
trial the name may be a role, such as `night support agent 3`.

End the quote with a line that starts with an em dash, an en dash or `--`: `> — Name, 2026-02-12`. If
several people said the same, quote each of them.
",
    example: "
<header>
<consultation>
> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy and Sam Okafor, 2026-02-12
    ^^^^^^^^^^^^^^^^^^^^^^^
=> > — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.

> Friday is a bad night for us
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
> because half of the team is away.
+> >
+> > — Ines Roy, 2026-02-13

**Declined:** it is the only idle night.
",
    check: Check::Consultation(check),
};

/// The dashes that start an attribution.
const DASHES: [&str; 4] = ["—", "–", "--", "―"];

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let quotes = decision.consultation.quotes.iter().enumerate();
    quotes
        .filter_map(|(index, quote)| match &quote.attribution {
            None => {
                let (span, help) = advice(&decision.text, quote);
                let finding = Finding::new(decision, span, "quote has no attribution");
                let finding = finding.why("without a name nobody can ask about it").help(help);
                Some(finding.fix(Fix::Attribute { quote: index }))
            }
            Some(named) if quote.is_joint() => Some(joint(decision, named)),
            Some(_) => None,
        })
        .collect()
}

/// The finding for a quote that names two people.
fn joint(decision: &Decision, named: &Attribution) -> Finding {
    let first = parties::in_phrase(&named.speaker.text).into_iter().next();
    let names: Vec<String> = first.iter().chain(&named.others).map(Party::shown).collect();
    let message = format!("a quote has one speaker, and this one names {}", list_names(&names));
    Finding::new(decision, named.speaker.span, message)
        .why("readers cannot tell who said what")
        .help("quote each person separately, with their own words and their own `> — NAME, YYYY-MM-DD`")
}

/// Where the name should be, and how to write it.
fn advice(text: &str, quote: &Quote) -> (Span, &'static str) {
    let first = quote.span.first_line(text);
    let last = last_line(text, quote.span);
    let line = last.of(text);
    if is_listed_name(line) {
        return (last, "write `> — NAME, YYYY-MM-DD`; a line that starts with `- ` is a list item");
    }
    if DASHES.iter().any(|dash| line.starts_with(dash)) {
        return (last, "add a line with only `>` before it, and a name after the dash");
    }
    let answer = quote.answer.as_ref().map_or("", |answer| answer.text.as_str());
    if DASHES.iter().any(|dash| answer.starts_with(dash)) {
        return (first, "start the line with the name with `> `, so that it is part of the quote");
    }
    (first, "end the quote with `> — NAME, YYYY-MM-DD`")
}

/// The last line of a quote without the marks before it.
fn last_line(text: &str, span: Span) -> Span {
    let slice = span.of(text);
    let start = slice.rfind('\n').map_or(0, |at| at + 1);
    let marks = slice[start..].len() - slice[start..].trim_start_matches(['>', ' ', '\t']).len();
    Span::new(span.start + start + marks, span.end)
}

/// Whether a line is an item of a list that looks like a name: `- Ines Roy, 2026-02-12`.
fn is_listed_name(line: &str) -> bool {
    let Some(rest) = line.strip_prefix(['-', '*', '+', '~']) else {
        return false;
    };
    let name = rest.trim_start_matches(['*', '_', ' ']).split([',', '(', '<']).next().unwrap_or_default();
    let words = name.split_whitespace().count();
    (1..=4).contains(&words)
        && name.split_whitespace().all(|word| !word.starts_with(char::is_lowercase) || word.len() < 4)
        && name.starts_with(|c: char| c == '@' || (c.is_alphabetic() && !c.is_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn lines_that_look_like_a_name() {
        for line in ["- Ines Roy, 2026-02-12", "- @lee", "-Ines", "* **Ines Roy**", "- Eva van der Berg (ops)"] {
            assert!(is_listed_name(line), "{line}");
        }
        for line in ["- nothing on Fridays", "- The tenant in the log", "words", "-", "", "- 3"] {
            assert!(!is_listed_name(line), "{line}");
        }
    }

    #[test]
    fn somebody_who_is_listed_is_a_speaker_behind_a_comma_as_well() {
        for (line, found) in [
            ("Gus Yee, Ivy Moe, 2026-02-12", &["a quote has one speaker, and this one names Gus Yee and Ivy Moe"][..]),
            (
                "Gus Yee (sre), Ivy Moe (ops), 2026-02-12",
                &["a quote has one speaker, and this one names Gus Yee and Ivy Moe"],
            ),
            ("Gus Yee, 2026-02-12, Ivy Moe", &["a quote has one speaker, and this one names Gus Yee and Ivy Moe"]),
            ("Gus Yee, Ivy Moe", &["a quote has one speaker, and this one names Gus Yee and Ivy Moe"]),
            ("Gus Yee, New York, 2026-02-12", &[]),
            ("Gus Yee, 2026-02-12, told Ivy Moe", &[]),
            ("Gus Yee, 2026-02-12, [Ivy Moe](https://example.org/1)", &[]),
        ] {
            let text =
                format!("---\nconsulted: [Gus Yee, Ivy Moe]\n---\n# T\n\n## Consultation\n\n> words\n>\n> — {line}\n");
            assert_eq!(messages(&RULE, &text), found, "{line}");
        }
    }

    #[test]
    fn help_fits_the_quote() {
        let help = |body: &str| {
            let text = format!("## Consultation\n\n{body}\n").into_bytes();
            let path = crate::text::RepoPath::new("decisions/0001-a.md");
            let decision = crate::decision::read(path, text, &Default::default());
            let quote = decision.consultation.quotes[0].clone();
            assert!(quote.attribution.is_none(), "{body}");
            advice(&decision.text, &quote).1
        };
        assert!(help("> words").starts_with("end the quote"));
        assert!(help("> words\n> - Ines").starts_with("write `> —"));
        assert!(help("> words\n\n— Ines, 2026-02-12").starts_with("start the line"));
        assert!(help("> - words\n> — Ines, 2026-02-12").starts_with("add a line"));
        assert!(help(">").starts_with("end the quote"));
    }
}

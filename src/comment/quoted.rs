//! The words of a quote in a decision, as markdown of their own.

use crate::decision::consultation::Quote;
use crate::text::{Span, line_start};

/// The markdown of a block quote in a decision, without its marks and its attribution.
pub(crate) fn markdown(decision: &str, quote: &Quote) -> String {
    // Up to the attribution: a picture below the words is none of them.
    let start = quote.span.start;
    let end = quote.speaker().map_or(quote.span.end, |speaker| line_start(decision, speaker.span.start)).max(start);
    let lines = Span::new(start, end).trimmed(decision).of(decision).lines().map(unmarked);
    lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// A line without the mark of a quote, and without the space or the tab behind it.
fn unmarked(line: &str) -> &str {
    let Some(rest) = line.trim_start_matches([' ', '\t']).strip_prefix('>') else { return line };
    rest.strip_prefix([' ', '\t']).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RepoPath;
    use crate::vocabulary::words::Words;

    #[test]
    fn the_markdown_of_a_quote_is_without_marks() {
        for (quote, expected) in [
            (
                "> I do **not**\n> agree.\n>\n> > You said so.\n>\n> - No\n>\n> — Ines Roy\n",
                "I do **not**\nagree.\n\n> You said so.\n\n- No",
            ),
            (">\tIt wakes me.\n>\n> — Ines Roy\n", "It wakes me."),
            ("- > It wakes me.\n  > At night.\n  >\n  > — Ines Roy\n", "It wakes me.\nAt night."),
            ("  >It wakes me.\n  >\n  >— Ines Roy\n", "It wakes me."),
        ] {
            let text = format!("# T\n\n## Consultation\n\n{quote}");
            let decision = crate::decision::read(RepoPath::new("d/0001-a.md"), text.into(), &Words::default());
            assert_eq!(markdown(&decision.text, &decision.consultation.quotes[0]), expected, "{quote}");
        }
    }
}

//! A quote is verbatim, not a paraphrase.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::decision::consultation::Quote;
use crate::text::fold;
use crate::vocabulary::party::Party;

pub(crate) static RULE: Rule = Rule {
    id: "quote-retold",
    level: Level::Warn,
    summary: "quote talks about its speaker in the third person",
    explain: "
Reports quotes that begin by describing what the speaker said or thought, by name, role or pronoun,
such as `Ines feels that` or `She said`. It knows only English, looks only at the first words, and
can be wrong, so this is a warning.

A paraphrase has passed through somebody else's head. It loses its edge, and readers cannot see
who said it.

Quote the person verbatim. If there is nothing on record, ask, and show the person the quote before
you add it.
",
    example: r#"
<header>
  - "Pete Osei"
  - "Lee Ahn (operations)"
<consultation>
> Ines feels that the pages do not say enough.
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=> > The pages do not say enough. They said I would see the tenant, and I don't.
<by ines>

> He said that Friday is a bad night.
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=> > They said my team would not be paged on Fridays.
>
> — Pete Osei, 2026-02-13

**Declined:** Friday night is the only idle night.

> The operations team strongly prefers a single pager.
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=> > We would rather carry a single pager.
>
> — Lee Ahn (operations), 2026-02-13

**Changed:** the old pager is switched off.
"#,
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let mut findings = Vec::new();
    for quote in &decision.consultation.quotes {
        let Some(speaker) = quote.speaker().filter(|speaker| is_retold(quote, speaker)) else {
            continue;
        };
        let shown = speaker.shown();
        let place = quote.words_span.first_line(&decision.text);
        let message = format!("{} is paraphrased, not quoted", visible(&shown));
        findings.push(
            Finding::new(decision, place, message)
                .why("a paraphrase hides what the person said")
                .help("quote the person verbatim, in the first person")
                .person(shown),
        );
    }
    findings
}

/// Verbs that report what somebody said or thought.
const REPORTED: &[&str] = &[
    "agreed",
    "agrees",
    "argued",
    "argues",
    "asked",
    "asks",
    "believed",
    "believes",
    "commented",
    "complained",
    "complains",
    "explained",
    "explains",
    "expressed",
    "feels",
    "felt",
    "mentioned",
    "mentions",
    "noted",
    "notes",
    "objected",
    "objects",
    "pointed",
    "preferred",
    "prefers",
    "raised",
    "raises",
    "recommended",
    "recommends",
    "said",
    "says",
    "stated",
    "states",
    "suggested",
    "suggests",
    "thinks",
    "thought",
    "wanted",
    "wants",
    "worries",
];

/// Verbs that talk about somebody only after their own name.
const ABOUT: &[&str] = &["is", "was", "has", "would"];

/// Words that show that somebody speaks for themselves.
const FIRST_PERSON: &[&str] = &["i", "i'm", "i'd", "i've", "me", "my", "mine", "we", "we're", "us", "our", "ours"];

/// Whether the words begin by talking about their speaker.
fn is_retold(quote: &Quote, speaker: &Party) -> bool {
    let line = quote.words.lines().next().unwrap_or_default();
    if !may_name(line, speaker) {
        return false;
    }
    let start: Vec<String> = line.split_whitespace().take(8).map(bare).map(fold).collect();
    let words: Vec<&str> = start.iter().map(String::as_str).collect();
    let name = speaker.name.as_deref().map(fold).unwrap_or_default();
    let first = name.split(' ').next().unwrap_or_default();
    let handle = speaker.handle.as_deref().map(fold).unwrap_or_default();
    let by_name = [name.as_str(), first, handle.as_str()];
    if by_name.into_iter().filter_map(|name| after(&words, name)).any(|rest| has_verb(rest, &[REPORTED, ABOUT])) {
        return true;
    }
    // A role or a pronoun may as well be somebody else, and in a sentence of the speaker's it is.
    let is_own = |word: &str| FIRST_PERSON.contains(&fold(bare(word)).replace('’', "'").as_str());
    if line.split_whitespace().any(is_own) {
        return false;
    }
    let role = speaker.role.as_deref().map(fold).unwrap_or_default();
    let mut others = vec!["she".to_owned(), "he".to_owned(), "they".to_owned()];
    for group in [name, role].into_iter().filter(|group| !group.is_empty()) {
        others.extend([format!("the {group}"), format!("the {group} team"), format!("{group} team")]);
        if group.ends_with(" team") {
            others.push("the team".to_owned());
        }
        others.push(group);
    }
    others.iter().filter_map(|name| after(&words, name)).any(|rest| has_verb(rest, &[REPORTED]))
}

/// Whether a line may begin with the speaker, a role or a pronoun. Asked first, since nearly every
/// line begins otherwise and need not be folded.
fn may_name(line: &str, speaker: &Party) -> bool {
    let named = [&speaker.name, &speaker.handle, &speaker.role].into_iter().flatten();
    if !line.is_ascii() || named.clone().any(|name| !name.is_ascii()) {
        return true;
    }
    let Some(word) = words_of(line).next() else {
        return false;
    };
    let mut names = named.filter_map(|name| words_of(name).next()).chain(["she", "he", "they", "the"]);
    names.any(|name| name.eq_ignore_ascii_case(word))
}

/// The words of a text without the marks around them.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().map(bare).filter(|word| !word.is_empty())
}

/// The words behind a name, when they begin with it.
fn after<'a>(words: &'a [&'a str], name: &str) -> Option<&'a [&'a str]> {
    let name: Vec<&str> = words_of(name).collect();
    let same = words.iter().zip(&name).all(|(word, other)| word == other);
    words.get(name.len()..).filter(|_| same && !name.is_empty())
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether one of the verbs comes first, or behind one adverb.
fn has_verb(rest: &[&str], verbs: &[&[&str]]) -> bool {
    let rest = match rest {
        [adverb, rest @ ..] if adverb.ends_with("ly") || ["also", "still", "just", "then"].contains(adverb) => rest,
        _ => rest,
    };
    rest.first().is_some_and(|verb| verbs.iter().any(|some| some.contains(verb)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::count;

    #[test]
    fn only_the_speaker_behind_a_verb_counts() {
        let cases = [
            ("Ines is worried about the night.", "Ines Roy", 1),
            ("\"Ines Roy\" also noted the missing tenant.", "Ines Roy", 1),
            ("@lee wants a second pager.", "@lee", 1),
            ("Support feels that the pages are too many.", "Ines Roy (support)", 1),
            ("The team thinks it is too early.", "Billing team", 1),
            ("They said it would work and it did not help me.", "Ines Roy", 0),
            ("Support is closed at night.", "Ines Roy (support)", 0),
            ("Pete said that the log is empty.", "Ines Roy", 0),
            ("Ines here: please log the tenant.", "Ines Roy", 0),
            ("Inesita says no to this plan.", "Ines Roy", 0),
            ("I said it before: log the tenant.", "Ines Roy", 0),
            ("Is says nothing.", "—", 0),
            ("says who?", "Ines Roy", 0),
        ];
        for (words, speaker, expected) in cases {
            let text =
                format!("---\nstatus: accepted\n---\n\n## Consultation\n\n> {words}\n>\n> — {speaker}, 2026-02-12\n");
            assert_eq!(count(&RULE, &text), expected, "{words}");
        }
    }
}

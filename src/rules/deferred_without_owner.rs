//! Deferring a concern needs a name and a date.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use jiff::fmt::strtime;

use super::{Catalog, Check, Decision, Finding, Level, Rule};
use crate::text::fold;
use crate::vocabulary::day;
use crate::vocabulary::words::Disposition;

pub(crate) static RULE: Rule = Rule {
    id: "deferred-without-owner",
    level: Level::Deny,
    summary: "concern was deferred without a name or a date",
    explain: r#"
Reports responses that begin with `Deferred` and lack a person or a date written `YYYY-MM-DD`. A
person is a handle, an email address, a name from the header or `heard.toml`, or a name at the start
of the response.

"Later" without a name and a date usually means never. With both, somebody can be asked about it on
that day.

Write who will look at it and when: `**Deferred:** Sam Okafor, 2026-09-01: …`.
"#,
    example: r#"
<header>
  - "Pete Osei"
  - "@lee"
<consultation>
> Show me the tenant of every export that stalls.
>
> — Ines Roy, 2026-02-12

**Deferred:** Ana Ruiz takes this up in the next quarter.
  ^^^^^^^^^
=> **Deferred:** Sam Okafor, 2026-09-01: the log format changes first.

<pete>

**Deferred:** Later, not before 2026-09-01.
  ^^^^^^^^^
=> **Deferred:** we look at the load again on 2026-09-01; Ana Ruiz asks for the numbers.

> The page should say which export it is about.
>
> — @lee, 2026-02-13

**Deferred.**
  ^^^^^^^^^
=> **Deferred:** @ana, 2026-06-15: the new pager comes first.
"#,
    check: Check::Consultation(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let mut findings = Vec::new();
    let names = LazyCell::new(|| known_names(decision, catalog));
    for (quote, answer, span) in decision.answered(Disposition::Deferred) {
        let text = answer.text.as_str();
        let has_day = day::find_all(text).iter().any(|(_, written)| day::iso(written).is_some());
        let has_owner = opens_with_name(text) || has_address(text) || has_name(text, &names);
        let missing = match (has_owner, has_day) {
            (true, true) => continue,
            (true, false) => "without a date",
            (false, true) => "without a name",
            (false, false) => "without a name and a date",
        };
        findings.push(
            Finding::new(decision, span, format!("{} was deferred {missing}", quote.called()))
                .why("`later` without a name and a date usually means never")
                .help("write who will look at it and when: `**Deferred:** NAME, YYYY-MM-DD: …`")
                .speaker(quote),
        );
    }
    findings
}

/// Whether a text has a handle or a mail address.
fn has_address(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let word = word.trim_matches(['(', ')', '<', '>', '[', ']', ',', ';', ':', '.', '`']);
        word.split_once('@').is_some_and(|(before, after)| {
            after.starts_with(char::is_alphanumeric) && (before.is_empty() || after.contains('.'))
        })
    })
}

/// The people of the header and of the policy, as they are looked for in a text.
fn known_names(decision: &Decision, catalog: &Catalog) -> BTreeSet<String> {
    let directory = &catalog.policy.directory;
    let mut names = BTreeSet::new();
    for people in [&decision.makers, &decision.consulted, &decision.informed] {
        names.extend(directory.crowd(&people.parties));
    }
    names.extend(directory.names().iter().cloned());
    names.extend(directory.groups().map(|group| group.name.clone()));
    names.iter().map(|name| plain_words(name).join(" ")).filter(|name| !name.is_empty()).collect()
}

/// The longest name that is looked for, in words.
const NAME_WORDS: usize = 5;

/// Whether a text contains one of the names.
///
/// The words of the text are looked up rather than the names sought: both may be many.
fn has_name(text: &str, names: &BTreeSet<String>) -> bool {
    let words = plain_words(text);
    (0..words.len()).any(|start| {
        let longest = NAME_WORDS.min(words.len() - start);
        (1..=longest).any(|count| names.contains(&words[start..start + count].join(" ")))
    })
}

/// Folded words without the marks around them.
fn plain_words(text: &str) -> Vec<String> {
    let text = fold(text);
    let words = text.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Words that start a sentence and are nobody's name.
const NO_NAMES: &[&str] = &[
    "after",
    "as",
    "before",
    "for",
    "if",
    "in",
    "it",
    "later",
    "maybe",
    "next",
    "no",
    "not",
    "now",
    "on",
    "once",
    "perhaps",
    "planned",
    "postponed",
    "soon",
    "then",
    "this",
    "until",
    "version",
    "when",
    "yes",
    "spring",
    "summer",
    "autumn",
    "winter",
];

/// Whether a word is a month or a day of the week.
fn is_month_or_weekday(word: &str) -> bool {
    ["%B", "%A"].iter().any(|format| strtime::parse(format, word).is_ok())
}

/// Whether a text starts with what looks like a name: one to four words, none of which starts in
/// lower case, up to a mark or a small word, as in `to Sam Okafor, …` and `Sam Okafor by …`.
fn opens_with_name(text: &str) -> bool {
    let rest = text.trim_start();
    let rest = ["to ", "by "].into_iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let mut words = 0;
    let mut closed = false;
    for word in rest.split_whitespace() {
        let bare = word.trim_end_matches([',', ':', ';', '.']);
        let is_name = bare.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
            && bare.chars().all(|c| c.is_alphabetic() || ['-', '.', '\'', '’'].contains(&c));
        if !is_name {
            // A first word alone is a name only where something shows that it ends there.
            closed |= ["by", "on", "until", "takes", "will", "("].contains(&bare)
                || word.starts_with(|c: char| c.is_ascii_digit());
            break;
        }
        if words == 0 && (NO_NAMES.contains(&fold(bare).as_str()) || is_month_or_weekday(&fold(bare))) {
            return false;
        }
        words += 1;
        if bare.len() < word.len() && !word.ends_with('.') {
            closed = true;
            break;
        }
    }
    (2..=4).contains(&words) || (words == 1 && closed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_the_start() {
        for text in [
            "Sam Okafor, 2026-09-01",
            "Sam: 2026-09-01",
            "to Sam Okafor by 2026-09-01",
            "Sam 2026-09-01",
            "Sam takes it",
            "by O'Neil, 2026-09-01",
            "J. Smith until 2026-09-01",
            "王秀英, 2026-09-01",
            "Marchetti, 2026-09-01",
        ] {
            assert!(opens_with_name(text), "{text}");
        }
        for text in [
            "",
            "Later, 2026-09-01",
            "2026-09-01",
            "until 2026-09-01",
            "Nobody knows yet",
            "the next release",
            "To be seen",
            "After The Release",
            "March 2027",
            "Monday, 2026-09-07",
        ] {
            assert!(!opens_with_name(text), "{text}");
        }
    }

    #[test]
    fn names_are_whole_words() {
        let names = BTreeSet::from(["lee".to_owned(), "j smith".to_owned()]);
        assert!(has_name("on friday @lee asks", &names));
        assert!(has_name("later, by (J. Smith)", &names));
        assert!(!has_name("he can sleep", &names));
        assert!(!has_name("", &names));
    }
}

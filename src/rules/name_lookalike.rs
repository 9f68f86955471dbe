//! Names that look the same are the same name.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_security::MixedScript;
use unicode_security::mixed_script::AugmentedScriptSet;
use unicode_security::skeleton;

use super::{Catalog, Check, Decision, Finding, Level, Rule, Span, visible};
use crate::text::fold;
use crate::vocabulary::party::Party;

pub(crate) static RULE: Rule = Rule {
    id: "name-lookalike",
    level: Level::Deny,
    summary: "name looks like another but has different letters",
    explain: "
Reports names that look like another name in the decision or in `heard.toml` but have different
letters, such as a Cyrillic letter in place of a Latin one, and words that mix such alphabets.

To a reader they are one person, to the tool two. So one person could count twice, or a quote could
be attributed to somebody who never said it.

Write the name with the same letters everywhere. If both spellings are right, add the second one as
`aka` of the person in `heard.toml`.
",
    example: "
<accepted>
decision-makers:
  - Ana Ruiz
consulted:
  - An\u{430} Ruiz
    ^^^^^^^^
=>   - Анна Руис
<title>
",
    check: Check::Decision(check),
};

/// Names that look alike have one of the two shapes in common.
type Shape = (bool, String);

/// A name with its shapes.
type Shaped = ([Shape; 2], String);

/// How many forms of one shape are kept; more would only cost time.
const FORMS: usize = 8;

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let parties = parties(decision);
    let marks = |party: &Party| -> Vec<String> {
        [&party.name, &party.handle, &party.mail].into_iter().flatten().cloned().collect()
    };
    let any_wide =
        parties.iter().any(|party| !party.text.is_ascii() && marks(party).iter().any(|name| !wide(name).is_empty()));
    if !any_wide && !catalog.policy.directory.has_wide_names() {
        return Vec::new();
    }
    // The shapes of a name take the time here.
    let with_shapes = |name: String| (shapes(&name), name);
    let named: Vec<(&Party, Vec<Shaped>)> =
        parties.iter().map(|party| (*party, marks(party).into_iter().map(with_shapes).collect())).collect();
    let mut known: BTreeMap<Shape, Vec<(String, Option<Span>)>> = BTreeMap::new();
    let mut learn = |name: &str, shapes: [Shape; 2], span: Option<Span>| {
        let folded = fold(name);
        for shape in shapes {
            let same = known.entry(shape).or_default();
            // The same letters once more teach nothing.
            if same.len() < FORMS && same.iter().all(|(other, _)| fold(other) != folded) {
                same.push((name.to_owned(), span));
            }
        }
    };
    let directory = &catalog.policy.directory;
    let groups = directory.groups().map(|group| &group.name);
    // Names in ASCII alone are never mistaken for each other here.
    for name in directory.names().iter().chain(groups).filter(|name| any_wide || !wide(name).is_empty()) {
        let name = name.trim_start_matches('@');
        learn(name, shapes(name), None);
    }
    for (party, names) in &named {
        for (shapes, name) in names {
            learn(name, shapes.clone(), Some(party.span));
        }
    }
    let mut findings = Vec::new();
    for (party, names) in named {
        let alike = names.iter().find_map(|(shapes, name)| {
            let mut others = shapes.iter().filter_map(|shape| known.get(shape)).flatten();
            // Of two in one decision the later one is marked.
            let other = others.find(|(other, span)| {
                is_alike(name, other)
                    && span.is_none_or(|span| span < party.span)
                    && !directory.same(party, &Party::read(other, Span::default()))
            })?;
            Some((name, other.clone()))
        });
        if let Some((name, (other, span))) = alike {
            let letters = listed_letters(name, &other);
            let message =
                format!("{} looks like {} but has different letters: {letters}", visible(name), visible(&other));
            let finding = Finding::new(decision, party.span.first_line(&decision.text), message)
                .why("readers take the two for one person")
                .help(format!(
                    "write `{}`, or add the other spelling as `aka` of that person in `heard.toml`",
                    visible(&other)
                ))
                .person(party.shown());
            findings.push(match span {
                Some(span) => finding.related(&decision.path, span, "looks like this name"),
                None => finding,
            });
        } else if let Some(word) = names.iter().find_map(|(_, name)| mixed_word(name)) {
            let message = format!("{} mixes letters from two alphabets", visible(&word));
            findings.push(
                Finding::new(decision, party.span.first_line(&decision.text), message)
                    .why("readers can't see which letters it has")
                    .help("write it in one alphabet")
                    .person(party.shown()),
            );
        }
    }
    findings
}

/// Everybody whom a decision names, in the order of the file.
fn parties(decision: &Decision) -> Vec<&Party> {
    let consultation = &decision.consultation;
    let lists = [&decision.makers, &decision.consulted, &decision.informed];
    let mut parties: Vec<&Party> = lists.into_iter().flat_map(|people| &people.parties).collect();
    for quote in &consultation.quotes {
        parties.extend(quote.attribution.as_ref().map(|attribution| &attribution.speaker));
        parties.extend(quote.answer.as_ref().and_then(|answer| answer.by.as_deref()));
    }
    for state in &consultation.states {
        parties.extend(state.party.iter().chain(&state.by));
    }
    parties.sort_by_key(|party| party.span);
    parties
}

/// What a name looks like, in lower case and as written: some letters look alike only as capitals.
fn shapes(name: &str) -> [Shape; 2] {
    let written: String = name.nfkc().collect();
    let capital: String = skeleton(&written).collect();
    [(false, skeleton(&fold(name)).collect()), (true, fold(&capital))]
}

/// The letters that are not ASCII.
fn wide(name: &str) -> String {
    fold(name).chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).collect()
}

/// Whether two names of one shape differ in letters that matter. A curly apostrophe does not, and
/// neither does `l` for `1`, which people tell apart by sense.
fn is_alike(one: &str, other: &str) -> bool {
    fold(one) != fold(other) && wide(one) != wide(other)
}

/// The letters that one name has and the other has not, as code points.
fn listed_letters(one: &str, other: &str) -> String {
    let only = |in_this: &str, not_in: &str| -> Vec<char> {
        in_this.nfkc().filter(|c| !c.is_ascii() && !not_in.nfkc().any(|other| other == *c)).collect()
    };
    let mut letters = only(one, other);
    letters.extend(only(other, one));
    letters.dedup();
    let shown: Vec<String> = letters.iter().take(4).map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    shown.join(", ")
}

/// The first word in which letters of the Latin alphabet stand beside Greek or Cyrillic ones.
fn mixed_word(name: &str) -> Option<String> {
    let written: String = name.nfkc().collect();
    let words =
        written.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_ascii() && !word.is_single_script());
    let is_of = |word: &str, example: char| {
        let script = AugmentedScriptSet::for_char(example);
        word.chars().any(|c| AugmentedScriptSet::for_char(c) == script)
    };
    let mut mixed = words.filter(|word| is_of(word, 'a') && (is_of(word, '\u{3b1}') || is_of(word, '\u{430}')));
    mixed.next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    fn named(names: &[&str]) -> usize {
        messages(&RULE, &format!("---\nconsulted: {names:?}\n---\n# T\n")).len()
    }

    #[test]
    fn letters_of_another_alphabet() {
        assert_eq!(named(&["Ana", "\u{410}na"]), 1);
        assert_eq!(named(&["Bo", "\u{412}o"]), 1, "alike as capitals only");
        assert_eq!(named(&["P\u{435}te"]), 1, "mixed, on its own");
        assert_eq!(named(&["@ana", "@\u{430}n\u{430}"]), 1);
        let group = "==> heard.toml <==\n[groups]\nsre = [\"Ana\"]\n==> decisions/0012-x.md <==\n---\nconsulted: [\"\u{455}r\u{435}\"]\n---\n# T\n";
        assert_eq!(messages(&RULE, group).len(), 1);
    }

    #[test]
    fn names_that_people_tell_apart() {
        for names in [
            &["Al", "A1"][..],
            &["Fran\u{e7}ois O'Neil", "Fran\u{e7}ois O\u{2019}Neil"],
            &["Bern", "Bem"],
            &["José", "Jose"],
            &["Ана Руис", "Ана Руис", "Иван"],
            &["王秀英", "佐藤 さくら", "Kim 철수"],
            &["Søren", "Åsa", "Ægir", "Łukasz"],
        ] {
            assert_eq!(named(names), 0, "{names:?}");
        }
    }

    #[test]
    fn a_name_known_under_both_forms_passes() {
        let text = "==> heard.toml <==\n[people.\"Yildiz\"]\naka = [\"Yıldız\"]\n==> decisions/0012-x.md <==\n---\nconsulted: [\"Yıldız\", \"Yildiz\"]\n---\n# T\n";
        assert!(messages(&RULE, text).is_empty());
    }
}

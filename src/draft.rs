//! New decisions: what their files are called, and the text that is filled in.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::policy::{Area, Policy};
use crate::text::{RepoPath, Span, floor_char, one_line};
use crate::vocabulary::evidence::Evidence;
use crate::vocabulary::id::{Id, IdKind, Key};
use crate::vocabulary::party::Party;

/// How many people a draft leaves a place for at most.
const PLACES: usize = 10;

/// The text below the title.
pub(crate) const FRAME: &str = include_str!("templates/plain.md");

/// A decision for a change, with everything filled in but the reasons, and what people say.
///
/// It asks one member of each group that the areas require, if there is one outside the author's own groups, and leaves
/// places for as many people as they require. What is in braces or in a comment keeps it from being accepted.
pub(crate) fn filled(
    title: &str,
    author: Option<&str>,
    areas: &[&Area],
    governs: &BTreeSet<String>,
    policy: &Policy,
    today: &str,
) -> String {
    let directory = &policy.directory;
    let author = author.map(|name| Party::read(name, Span::default()));
    let own: Vec<&str> =
        author.iter().flat_map(|author| directory.groups_of(author)).map(|group| &*group.name).collect();
    let mut people: Vec<&Party> = Vec::new();
    for group in areas.iter().flat_map(|area| &area.hear).filter_map(|group| directory.group_named(&group.value)) {
        let is_colleague = |member: &Party| directory.groups_of(member).any(|group| own.contains(&&*group.name));
        let is_author = |member: &Party| author.as_ref().is_some_and(|author| directory.same(author, member));
        let others = group.members.iter().filter(|member| !is_author(member));
        let member = others.min_by_key(|member| is_colleague(member));
        people.extend(member.filter(|member| !people.iter().any(|known| directory.same(known, member))));
    }
    let asked = areas.iter().map(|area| area.people.value).max().unwrap_or_default();
    let is_outside = |party: &&Party| !directory.groups_of(party).any(|group| own.contains(&&*group.name));
    let lacks_outsider = areas.iter().any(|area| area.outside.is_some()) && !people.iter().any(is_outside);
    let named = people.len();
    // No more places than anybody would fill in.
    let places = usize::try_from(asked).unwrap_or(PLACES).min(PLACES).max(named + usize::from(lacks_outsider));
    let mut names: Vec<String> = people.iter().map(|party| party.shown()).collect();
    names.extend((named..places).map(|place| format!("{{name of person {}}}", place + 1)));
    let list = |items: Vec<&str>| items.iter().map(|item| format!("\n  - {}", quoted(item))).collect::<String>();
    let maker = author.map_or_else(|| "{name of who decides}".to_owned(), |author| author.shown());
    let mut text = format!(
        "---\nstatus: accepted\ndate: {today}\ndecision-makers:{}\nconsulted:{}\ngoverns:{}\n---\n\n# {}\n\n{FRAME}\n## Consultation\n",
        list(vec![&maker]),
        list(names.iter().map(String::as_str).collect()),
        list(governs.iter().map(String::as_str).collect()),
        one_line(title),
    );
    for name in &names {
        let source = if areas.iter().any(|area| area.evidence.value == Evidence::Sourced) { ", {link}" } else { "" };
        text.push_str(&format!(
            "\n> {{what they said, in their own words}}\n>\n> — {}, {{YYYY-MM-DD}}{source}\n\n{{what you did about it, for example: **Changed:** …, **Declined:** and why, **No concern.**}}\n",
            one_line(name)
        ));
    }
    if areas.iter().any(|area| area.trial.is_some()) {
        text.push_str(
            "\n## Trial\n\n- Release: {what was tried, YYYY-MM-DD to YYYY-MM-DD}\n- Group: {who tried it, and how they differ from the decision-makers}\n- Watched: {what was observed}\n- Result: {what the trial showed}\n",
        );
    }
    text
}

/// The next free name.
pub(crate) fn file_name(title: &str, policy: &Policy, paths: &[RepoPath], today: &str) -> String {
    let slug = slug(title);
    let records: Vec<(Id, IdKind)> = paths.iter().filter(|path| policy.is_record(path)).map(Id::of_path).collect();
    // Without a setting, follow the existing files.
    let count = |kind: IdKind| records.iter().filter(|(_, other)| *other == kind).count();
    let usual = if count(IdKind::Date) > count(IdKind::Sequential) { IdKind::Date } else { IdKind::Sequential };
    match policy.ids.unwrap_or(usual) {
        IdKind::Sequential => {
            let (next, width, prefix) = next_number(&records);
            // Digits before a number are a year, in which numbers are counted anew.
            match prefix.find(|c: char| c.is_ascii_digit()) {
                Some(at) => {
                    let prefix = format!("{}{}{}", &prefix[..at], &today[..4], &prefix[at + 4..]);
                    let own: Vec<(Id, IdKind)> =
                        records.iter().filter(|(id, _)| id.text.starts_with(&prefix)).cloned().collect();
                    format!("{prefix}{:0width$}-{slug}.md", next_number(&own).0)
                }
                None => format!("{prefix}{next:0width$}-{slug}.md"),
            }
        }
        IdKind::Date => free(&format!("{}-{slug}", today.replace('-', "")), &records),
        IdKind::Slug => free(&slug, &records),
    }
}

/// The number after the highest, with as many digits and the same prefix.
pub(crate) fn next_number(records: &[(Id, IdKind)]) -> (u64, usize, String) {
    let mut next = 1;
    let mut width = 4;
    let mut prefix = String::new();
    for (id, _) in records {
        if let Key::Number { number, .. } = id.key
            && number >= next
        {
            next = number + 1;
            let (letters, digits) = id.number_parts();
            width = digits.len();
            prefix = letters.to_owned();
        }
    }
    (next, width, prefix)
}

/// A name that no record has, with a number after it if needed.
fn free(name: &str, records: &[(Id, IdKind)]) -> String {
    let taken: BTreeSet<String> = records.iter().map(|(id, _)| id.text.to_lowercase()).collect();
    let mut candidate = name.to_owned();
    let mut next = 2;
    while taken.contains(&candidate) {
        candidate = format!("{name}-{next}");
        next += 1;
    }
    format!("{candidate}.md")
}

/// A title as part of a file name: lower case, with hyphens, and only characters that are safe in file names. Marks
/// stay on their letters, and what only joins letters is left out.
pub(crate) fn slug(title: &str) -> String {
    let mut slug = String::new();
    for character in title.nfc().flat_map(char::to_lowercase) {
        let is_mark = is_combining_mark(character) && slug.ends_with(|last: char| last != '-');
        if character.is_alphanumeric() || is_mark {
            slug.push(character);
        } else if !slug.ends_with('-') && !slug.is_empty() && !"'’\u{200c}\u{200d}".contains(character) {
            slug.push('-');
        }
        if slug.len() >= 60 && slug.ends_with('-') {
            break;
        }
    }
    let slug = slug.trim_matches('-');
    let end = floor_char(slug, 100);
    if slug.is_empty() { "decision".to_owned() } else { slug[..end].to_owned() }
}

/// A YAML string in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::to_string(&one_line(text)).expect("a string is JSON, and JSON strings are YAML")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_log() {
        let name = |ids: &str, paths: &[&str]| {
            let text = format!("[log]\nids = \"{ids}\"\n");
            let policy = Policy::read(&text, &[]).unwrap();
            let paths: Vec<RepoPath> = paths.iter().map(|path| RepoPath::new(*path)).collect();
            file_name("Use HTTP/2, don't wait", &policy, &paths, "2026-03-02")
        };
        assert_eq!(name("sequential", &[]), "0001-use-http-2-dont-wait.md");
        assert_eq!(name("sequential", &["decisions/0012-a.md", "decisions/0003-b.md"]), "0013-use-http-2-dont-wait.md");
        assert_eq!(name("sequential", &["decisions/ADR021-a.md"]), "ADR022-use-http-2-dont-wait.md");
        assert_eq!(name("sequential", &["decisions/040a-a.md"]), "041-use-http-2-dont-wait.md");
        assert_eq!(name("sequential", &["decisions/041.2-a.md"]), "042-use-http-2-dont-wait.md");
        assert_eq!(name("sequential", &["decisions/cap-0007.md"]), "cap-0008-use-http-2-dont-wait.md");
        let years = ["decisions/2025-031-a.md", "decisions/2026-004-a.md"];
        assert_eq!(name("sequential", &years), "2026-005-use-http-2-dont-wait.md");
        assert_eq!(name("sequential", &years[..1]), "2026-001-use-http-2-dont-wait.md");
        assert_eq!(name("sequential", &["decisions/2026_004-a.md"]), "2026_005-use-http-2-dont-wait.md");
        assert_eq!(name("sequential", &["decisions/2025_031-a.md"]), "2026_001-use-http-2-dont-wait.md");
        assert_eq!(name("sequential", &["decisions/ADR-2025_031-a.md"]), "ADR-2026_001-use-http-2-dont-wait.md");
        assert_eq!(name("date", &[]), "20260302-use-http-2-dont-wait.md");
        assert_eq!(name("sequential", &["decisions/proposal-0007-a.md"]), "proposal-0008-use-http-2-dont-wait.md");
        let taken = ["decisions/use-http-2-dont-wait.md", "decisions/use-http-2-dont-wait-2.md"];
        assert_eq!(name("slug", &taken[..1]), "use-http-2-dont-wait-2.md");
        assert_eq!(name("slug", &taken), "use-http-2-dont-wait-3.md");
    }

    /// A draft for the areas of a policy, by an author.
    fn draft(areas: &str, author: Option<&str>) -> String {
        let policy = Policy::read(
            &format!(
                "[people]\n\"Ines Roy\" = {{ handle = \"@ines\" }}\n\n[groups]\nsupport = [\"Ines Roy\", \"Sam Okafor\"]\n\
                 sre = [\"Ana Ruiz\", \"Ines Roy\"]\nlegal = [\"Ana Ruiz\", \"Kim Lee\"]\n\n{areas}"
            ),
            &[],
        )
        .unwrap();
        let areas: Vec<&Area> = policy.areas.iter().collect();
        let governs = BTreeSet::from(["infra/\"x\".yml".to_owned(), "docs/**".to_owned()]);
        filled("Page on\nMonday", author, &areas, &governs, &policy, "2026-06-01")
    }

    /// An area that requires something.
    fn area(name: &str, requires: &str) -> String {
        format!("[[areas]]\nname = \"{name}\"\npaths = [\"{name}/**\"]\n{requires}\n\n")
    }

    /// What a draft lists below a key.
    fn listed(text: &str, key: &str) -> Vec<String> {
        let below = text.lines().skip_while(|line| *line != key).skip(1);
        let items = below.map_while(|line| line.strip_prefix("  - "));
        items.map(|item| serde_json::from_str(item).unwrap()).collect()
    }

    #[test]
    fn a_draft_has_a_place_for_each_whose_quote_is_required() {
        let (one, two, three) = ("{name of person 1}", "{name of person 2}", "{name of person 3}");
        let (support, sre) = (area("a", "hear = [\"support\"]"), area("b", "hear = [\"sre\"]"));
        let outside = |hear: &str| area("a", &format!("hear = [{hear}]\noutside = true"));
        for (areas, author, consulted) in [
            (support.clone(), None, &["Ines Roy"][..]),
            (support.clone(), Some("Kim Lee"), &["Ines Roy"]),
            // Nobody is asked about their own decision, under whatever name.
            (support.clone(), Some("Ines Roy"), &["Sam Okafor"]),
            (support.clone(), Some("@ines"), &["Sam Okafor"]),
            // Ines Roy is a colleague of Ana Ruiz, and Sam Okafor is none.
            (support.clone(), Some("Ana Ruiz"), &["Sam Okafor"]),
            // Colleagues are better than nobody.
            (sre.clone(), Some("Ana Ruiz"), &["Ines Roy"]),
            // One member may speak for two groups.
            (format!("{support}{sre}"), Some("Kim Lee"), &["Ines Roy"]),
            (format!("{support}{sre}"), None, &["Ines Roy", "Ana Ruiz"]),
            (area("a", "people = 2"), None, &[one, two]),
            (area("a", "hear = [\"support\"]\npeople = 3"), None, &["Ines Roy", two, three]),
            (area("a", "people = 1") + &area("b", "people = 2") + &area("c", ""), None, &[one, two]),
            (outside(""), None, &[one]),
            (outside("\"support\""), Some("Bo Lund"), &["Ines Roy"]),
            (outside("\"support\""), Some("Ana Ruiz"), &["Sam Okafor"]),
            (outside("\"sre\""), Some("Ana Ruiz"), &["Ines Roy", two]),
            (area("a", ""), Some("Ana Ruiz"), &[]),
        ] {
            let text = draft(&areas, author);
            assert_eq!(listed(&text, "consulted:"), consulted, "{areas} {author:?}");
            let quotes = text.lines().filter_map(|line| line.strip_prefix("> — ")?.strip_suffix(", {YYYY-MM-DD}"));
            assert_eq!(quotes.collect::<Vec<_>>(), consulted, "{areas} {author:?}");
            let maker = author.unwrap_or("{name of who decides}");
            assert_eq!(listed(&text, "decision-makers:"), [maker]);
        }
        assert_eq!(listed(&draft(&area("a", "people = 4000000000"), None), "consulted:").len(), PLACES);
    }

    #[test]
    fn a_draft_leaves_places_for_sources_and_trials_where_an_area_requires_them() {
        for (requires, has_source, has_trial) in [
            (["hear = [\"support\"]", ""], false, false),
            (["hear = [\"support\"]", "evidence = \"sourced\""], true, false),
            (["hear = [\"support\"]", "trial = true"], false, true),
        ] {
            let text = draft(&(area("a", requires[0]) + &area("b", requires[1])), Some("Ana Ruiz"));
            assert_eq!(text.contains("> — Sam Okafor, {YYYY-MM-DD}, {link}\n"), has_source, "{requires:?}");
            assert_eq!(text.contains("\n## Trial\n\n- Release: {"), has_trial, "{requires:?}");
            assert_eq!(listed(&text, "governs:"), ["docs/**", "infra/\"x\".yml"]);
            assert!(text.starts_with("---\nstatus: accepted\ndate: 2026-06-01\n"), "{text}");
            assert!(text.contains("\n# Page on Monday\n\n## Context"), "{text}");
        }
    }

    #[test]
    fn slugs_are_never_empty() {
        assert_eq!(slug("???"), "decision");
        for (title, name) in [
            ("Größe ändern", "größe-ändern"),
            ("Gro\u{308}ße", "größe"),
            ("हिन्दी निर्णय", "हिन्दी-निर्णय"),
            ("क्\u{200d}ष", "क्ष"),
            ("ที่นี่", "ที่นี่"),
            ("தமிழ்", "தமிழ்"),
            ("İzmir", "i̇zmir"),
            ("x ́ y", "x-y"),
        ] {
            assert_eq!(slug(title), name);
        }
        assert!(slug(&"long word ".repeat(50)).len() <= 100);
    }
}

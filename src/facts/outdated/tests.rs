use jiff::civil::date;

use super::*;
use crate::decision;
use crate::policy::Policy;

/// A proposal with a quote from Ines Roy, to be edited.
const BEFORE: &str = "---\nstatus: proposed\ndate: 2026-02-01\ndecision-makers: [\"Ana Ruiz\"]\nconsulted: [\"Ines Roy\", \"Bo Lund\"]\ngoverns: [\"infra/**\"]\ntags: [a]\n---\n\n# Page through the rotation\n\n## Context\n\nExports stall.\n\n## Considered Options\n\n- page the engineer\n- page support\n\n## Decision Outcome\n\nWe page the [on-call](a.md) engineer first. Support is never paged at night.\n\n## Consultation\n\n> That works for me as long as I am never woken for an export.\n>\n> — Ines Roy, 2026-02-12\n\n**No concern.**\n";

const NEW: &str = "We page support first, at any hour of the night.";

fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(BEFORE.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    })
}

/// The outcome that takes the place of the old one.
fn outcome(new: &str) -> String {
    edited(&[("We page the [on-call](a.md) engineer first. Support is never paged at night.", new)])
}

fn log(files: &[(&str, &str)]) -> Catalog {
    let policy = Policy::read("[people.\"Ines Roy\"]\nhandle = \"@ines\"\n", &[]).unwrap();
    let read =
        |(path, text): &(&str, &str)| decision::read(RepoPath::new(*path), text.as_bytes().to_vec(), &policy.words);
    Catalog::new(files.iter().map(read).collect(), [], policy.clone(), date(2026, 6, 1))
}

const ROTA: &str = "decisions/0012-rota.md";

/// Who is outdated in the first record of the head, and what moved.
fn outdated(before: [&[(&str, &str)]; 2], after: &[(&str, &str)]) -> Vec<Outdated> {
    let (start, base, head) = (log(before[0]), log(before[1]), log(after));
    let renumbered = Renumbered::default();
    let decision = head.at(&RepoPath::new(after[0].0)).unwrap();
    Earlier::new([&start, &base], &renumbered, &head).outdated(decision)
}

fn moved(after: &str) -> Vec<&'static str> {
    let found = outdated([&[(ROTA, BEFORE)]; 2], &[(ROTA, after)]);
    found.iter().flat_map(|one| one.moves.iter().map(|one| one.part.name())).collect()
}

#[test]
fn a_quote_is_outdated_when_what_it_is_about_moves() {
    for (after, parts) in [
        (outcome(NEW), &["the outcome"][..]),
        (outcome(""), &["the outcome"]),
        (edited(&[("never paged", "paged")]), &["the outcome"]),
        (edited(&[("night.", "night.\n\n### Consequences\n\nBad, because support is paged.")]), &["the outcome"]),
        (edited(&[("night.", "~~night~~.")]), &["the outcome"]),
        (edited(&[("# Page through the rotation", "# Page support")]), &["the title"]),
        (edited(&[("- page the engineer\n", "- page the engineer at noon\n")]), &["the options"]),
        (edited(&[("- page support\n", "")]), &["the options"]),
        (edited(&[("- page the engineer\n- page support", "- page support\n- page the engineer")]), &["the options"]),
        (edited(&[("infra/**", "**")]), &["`governs`"]),
        (edited(&[("infra/**", "docs/**"), ("# Page through", "# Page support through")]), &["the title", "`governs`"]),
    ] {
        assert_eq!(moved(&after), parts, "{after}");
    }
}

#[test]
fn a_quote_is_not_outdated_by_what_says_the_same() {
    for after in [
        BEFORE.to_owned(),
        BEFORE.replace("status: proposed", "status: accepted").replace("2026-02-01", "2026-03-02"),
        BEFORE.replace("tags: [a]", "tags: [b, c]").replace("Exports stall.", "Exports stall each night."),
        edited(&[("engineer first", "enginer first"), ("the rotation", "teh rotation")]),
        edited(&[("(a.md)", "(../b.md)")]),
        edited(&[("[on-call](a.md)", "**on-call**"), ("first. Support", "first.\nSupport")]),
        edited(&[("## Decision Outcome", "### Decision Outcome")]),
        edited(&[("## Decision Outcome", "# Decision Outcome")]),
        BEFORE.replace("\n## ", "\n### "),
        edited(&[("- page support\n", "- page support\n- page nobody\n")]),
        edited(&[("- page the engineer\n", "- page nobody\n- page the engineer\n")]),
        edited(&[("- page the engineer\n- page support", "1. page the engineer\n2. page support")]),
        edited(&[("infra/**", "infra/paging/**")]),
        edited(&[("**No concern.**", "**Changed:** support is not paged.")]),
        // Nobody is quoted who counts.
        outcome(NEW).replace("consulted: [\"Ines Roy\", \"Bo Lund\"]", "consulted: [\"Bo Lund\"]"),
    ] {
        assert_eq!(moved(&after), [""; 0], "{after}");
    }
}

#[test]
fn an_option_before_the_others_moves_what_a_number_means() {
    let numbered = |text: &str| text.replace("We page the [on-call](a.md) engineer first.", "We take option 1.");
    let one_more = BEFORE.replace("- page the engineer\n", "- page nobody\n- page the engineer\n");
    let found = outdated([&[(ROTA, &numbered(BEFORE))]; 2], &[(ROTA, &numbered(&one_more))]);
    assert_eq!(found[0].moves[0].texts(), ("", "page nobody"));
    let behind = BEFORE.replace("- page support\n", "- page support\n- page nobody\n");
    assert!(outdated([&[(ROTA, &numbered(BEFORE))]; 2], &[(ROTA, &numbered(&behind))]).is_empty());
}

#[test]
fn the_answer_to_an_open_question_outdates_nothing() {
    let open = outcome("<!-- which one, and why? -->");
    let more = BEFORE.replace("- page support\n", "- page support\n- page nobody\n");
    for (after, parts) in [
        (BEFORE, &[][..]),
        // They did not see this option.
        (&more, &["the options"]),
        (&open.replace("- page support\n", "- page support\n- page nobody\n"), &[]),
        (&open.replace("- page support\n", ""), &["the options"]),
    ] {
        let found = outdated([&[(ROTA, &open)]; 2], &[(ROTA, after)]);
        let found: Vec<_> = found.iter().flat_map(|one| one.moves.iter().map(|one| one.part.name())).collect();
        assert_eq!(found, parts, "{after}");
    }
}

#[test]
fn only_a_later_comment_is_said_anew() {
    let old = "That works for me as long as I am never woken for an export.\n>\n> — Ines Roy, 2026-02-12";
    // What a receipt says of an edit is not compared with the forge, and makes no words newer.
    let quote = |words: &str, day: &str, comment: usize, at: &str| {
        let address = format!("https://github.com/acme/rota/pull/7#issuecomment-{comment}");
        let receipt = format!(
            "github issuecomment-{comment} by inesroy id=7 at={at}T10:00:00Z edited=2026-02-28T10:00:00Z sha256={}",
            "0".repeat(64)
        );
        format!("{words}\n>\n> — Ines Roy, {day}, [comment]({address})\n> <!-- heard: {receipt} -->")
    };
    let first = quote("That works for me as long as I am never woken for an export.", "2026-02-12", 1, "2026-02-12");
    let before = BEFORE.replace(old, &first);
    for (comment, at, is_outdated) in
        [(1, "2026-02-12", true), (2, "2025-02-12", true), (2, "2026-02-12", false), (2, "2026-02-20", false)]
    {
        let anew = quote("Thanks for asking me.", "2026-02-28", comment, at)
            .replace("https://github.com/acme/rota/pull/7#", "https://GitHub.com/acme/rota/issues/7?w=1#");
        let after = before.replace("Support is never paged at night.", "Support is paged.")
            + &format!("\n> {anew}\n\n**No concern.**\n");
        let found = outdated([&[(ROTA, &before)]; 2], &[(ROTA, &after)]);
        assert_eq!(!found.is_empty(), is_outdated, "{comment} {at}");
    }
}

#[test]
fn who_speaks_anew_is_not_outdated() {
    let with = |more: &str| format!("{}\n{more}", outcome(NEW));
    let again = "> Then I need to see whose export it is.\n>\n> — NAME, DATE\n\n**Changed:** it does.\n";
    let again = |name: &str, date: &str| with(&again.replace("NAME", name).replace(", DATE", date));
    let same = "> That works for me as long as I am never woken for an export.\n>\n> — Ines Roy, 2026-02-26\n\n**No concern.**\n";
    let asked = "**Asked again:** Ines Roy, 2026-02-20.\n";
    let silent = "**No answer:** Ines Roy, asked 2026-02-20, waited until 2026-03-20.\n";
    for (after, is_outdated) in [
        (again("Ines Roy", ", 2026-02-26"), false),
        (again("@ines", ", 2026-02-26"), false),
        (again("Ines Roy", ", 2026-02-12"), false),
        (again("Ines Roy", ""), false),
        (with(same), false),
        // Said earlier, or by somebody else.
        (again("Ines Roy", ", 2026-02-11"), true),
        (again("Bo Lund", ", 2026-02-26"), true),
        // The same quote with another date is no other one.
        (outcome(NEW).replace("2026-02-12", "2026-02-26"), true),
        (outcome(NEW).replace("Ines Roy, 2026-02-12", "@ines, 2026-02-12"), true),
        (with(asked), true),
        (with(silent), true),
    ] {
        let found = outdated([&[(ROTA, BEFORE)]; 2], &[(ROTA, &after)]);
        assert_eq!(!found.is_empty(), is_outdated, "{after}");
    }
    let asked = |before: &str, after: &str| {
        let found = outdated([&[(ROTA, before)]; 2], &[(ROTA, after)]);
        found[0].asked_again.as_ref().map(ToString::to_string)
    };
    let on_day = Some("Ines Roy was asked on 2026-02-20 and has not answered yet".to_owned());
    let ask = |text: &str| format!("{text}\n**Asked again:** Ines Roy, 2026-02-20.\n");
    assert_eq!(asked(BEFORE, &ask(&outcome(NEW))), on_day);
    // That was about an earlier change.
    assert_eq!(asked(&ask(BEFORE), &ask(&outcome(NEW))), None);
    assert_eq!(asked(BEFORE, &outcome(NEW)), None);
    // On the same day somebody else was asked about that.
    let other = ask(BEFORE).replace("again:** Ines Roy", "again:** Bo Lund");
    assert_eq!(asked(&other, &ask(&outcome(NEW))), on_day);
    let found = outdated([&[(ROTA, BEFORE)]; 2], &[(ROTA, &with(silent))]);
    for (silence, is_excused) in [(Some(14), true), (Some(29), false), (None, false)] {
        assert_eq!(found[0].is_excused(silence, date(2026, 6, 1)), is_excused, "{silence:?}");
    }
}

#[test]
fn a_quote_that_was_moved_is_about_where_it_was() {
    let other = "decisions/0013-other.md";
    let shell = BEFORE.split("> That").next().unwrap().to_owned() + "> I need it.\n>\n> — Bo Lund, 2026-02-12\n";
    let from = |before: &str, after: &str| {
        let found = outdated([&[(ROTA, before)]; 2], &[(other, after), (ROTA, &shell)]);
        found.first().map(|one| (one.from.clone(), one.moves.len()))
    };
    assert_eq!(from(BEFORE, &outcome(NEW)), Some((Some("0012".to_owned()), 1)));
    assert_eq!(from(BEFORE, BEFORE), None);
    // What was accepted keeps its quotes, and this is a copy.
    let accepted = BEFORE.replace("proposed", "accepted");
    assert_eq!(from(&accepted, &outcome(NEW)), None);
    assert_eq!(outdated([&[(ROTA, &accepted)]; 2], &[(ROTA, &outcome(NEW))]).len(), 0);
}

#[test]
fn both_the_start_and_the_base_show_what_moved() {
    let after = outcome(NEW);
    for (start, base, expected) in [
        (&[][..], &[][..], 0),
        (&[(ROTA, BEFORE)], &[], 1),
        (&[], &[(ROTA, BEFORE)], 1),
        (&[(ROTA, BEFORE)], &[(ROTA, BEFORE)], 1),
        (&[(ROTA, &*after)], &[(ROTA, BEFORE)], 1),
        (&[(ROTA, &*after)], &[(ROTA, &*after)], 0),
        // A translation beside it is another text.
        (&[(ROTA, &*after), ("decisions/0012-rota.ja.md", BEFORE)], &[], 0),
    ] {
        assert_eq!(outdated([start, base], &[(ROTA, &after)]).len(), expected, "{start:?} {base:?}");
    }
}

#[test]
fn governs_is_wider_when_a_path_may_come_in() {
    for (old, new, expected) in [
        (&["infra/**"][..], &["infra/**"][..], false),
        (&["infra/**"], &["./infra/**"], false),
        (&["infra/**"], &["infra/paging/**", "infra/a*/x.yml"], false),
        (&["infra/*.yml"], &["infra/a.yml"], false),
        (&["**"], &["docs/*"], false),
        (&["infra/**", "docs/**"], &["infra/**"], false),
        (&["infra/**"], &[], false),
        (&["infra/**"], &["infra/**", "docs/**"], true),
        (&["infra/paging/**"], &["infra/**"], true),
        (&["infra/**"], &["infra*/**"], true),
        (&["infra/*.yml"], &["infra/**"], true),
        (&["infra/*.yml"], &["docs/a.yml"], true),
        (&[], &["infra/**"], true),
        (&["infra/**"], &["infra/**", "!infra/a/**"], false),
        (&["infra/**", "docs/**"], &["docs/**", "!docs/a/**"], false),
        (&["infra/**", "!infra/a/**"], &["infra/**"], true),
        (&["infra/**", "!infra/a/**"], &["!infra/a/**", "infra/**"], true),
        (&["infra/**", "!infra/a/**"], &["infra/**", "!infra/a/**", "docs/**"], true),
        (&["infra/**", "!infra/a/**"], &["infra/**", "!infra/a/**", "!infra/b/**"], false),
    ] {
        let spanned = |globs: &[&str]| -> Vec<_> {
            globs.iter().map(|glob| Spanned::new((*glob).to_owned(), Span::default())).collect()
        };
        assert_eq!(is_wider(&spanned(old), &spanned(new)), expected, "{old:?} {new:?}");
    }
}

#[test]
fn a_move_is_shown_around_what_differs() {
    for (old, new, short) in [
        ("a b", "a c", ("a b", "a c")),
        ("", "a", ("", "a")),
        ("1 2 3 4 5 6 7 8 9", "1 2 3 4 5 6 x 8 9", ("… 3 4 5 6 7 8 9", "… 3 4 5 6 x 8 9")),
        ("1 2 3 4 5 6 7 8", "x 2 3 4 5 6 7 8", ("1 2 3 4 5 …", "x 2 3 4 5 …")),
        ("1 2 3 4 5 6 7 8", "1 2 3 4 5 6 7 8 9 9", ("… 5 6 7 8", "… 5 6 7 8 9 9")),
        ("a", "1 2 3 4 5 6 7 8 9", ("a", "1 2 3 4 5 6 7 …")),
    ] {
        let one = Move::new(Part::Outcome, old, new);
        assert_eq!(one.texts(), (old, new));
        assert_eq!(one.in_short(7), (short.0.to_owned(), short.1.to_owned()), "{old} | {new}");
    }
    // However long a text or a word is, what is kept is short.
    for long in ["x ".repeat(10_000), "x".repeat(10_000)] {
        let one = Move::new(Part::Outcome, &long, "y");
        assert!(one.texts().0.len() < 2_500 && one.texts().0.ends_with(" …"), "{}", one.texts().0.len());
        assert_eq!(one.texts().1, "y");
    }
}

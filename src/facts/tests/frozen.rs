//! What may change in an accepted decision.

use super::*;

/// What of an accepted decision was edited, each with what it marks.
fn edited(before: &str, after: &str) -> Vec<(String, String)> {
    let policy = Policy::read(&policy(""), &[]).unwrap();
    let read = |text: &str| decision::read(RepoPath::new(FRIDAY), text.as_bytes().to_vec(), &policy.words);
    let edits = edits(&read(before), &read(after), &policy.directory, &|_, _| false);
    edits.into_iter().map(|edit| (edit.what, edit.span.of(after).to_owned())).collect()
}

/// Checks what is said of a decision in which the one text is replaced by the other.
#[track_caller]
fn marks(text: &str, old: &str, new: &str, expected: &[(&str, &str)]) {
    assert!(text.contains(old), "{old}");
    let found = edited(text, &text.replacen(old, new, 1));
    let found: Vec<(&str, &str)> = found.iter().map(|(what, place)| (what.as_str(), place.as_str())).collect();
    assert_eq!(found, expected, "{old} becomes {new}");
}

#[test]
fn a_field_in_the_body_may_change_and_the_text_around_it_may_not() {
    let text = "# Friday\n\nWe take option B\n* Status: accepted\n* Deciders: Ana Ruiz\n* Authors: Bo Lund\n\n\
                ## Context\n\nFriday is quiet.\n\n## Consultation\n\n> I get paged.\n>\n> — Ines Roy\n\n\
                ### Trial\n\n- Group: two teams\n\n### More\n\nSaid in a call.\n";
    marks(text, "accepted", "deprecated", &[]);
    marks(text, "option B", "option C", &[("the text", "C")]);
    marks(text, "is quiet", "is not quiet", &[("the text", "not")]);
    // The people of both keys decide.
    let both = [("the text", "Kim"), ("`Authors`", "Authors"), ("`decision-makers`", "Deciders")];
    marks(text, "Bo Lund", "Kim Lee", &both);
    marks(text, "in a call.\n", "in a call.\n\nAnd by mail.\n", &[("the text", "And by mail.")]);
    let table = "# Friday\n\n| Field | Value | Remark |\n| --- | --- | --- |\n| Status | Accepted | since the last release |\n\n\
                 ## Context\n\nFriday is quiet.\n";
    marks(table, "Accepted", "Deprecated", &[]);
    marks(table, "last release", "first release", &[]);
    marks(table, "Remark", "Note", &[("the text", "Note")]);
    marks(table, "is quiet.\n", "is quiet.\n\nMostly.\n", &[("the text", "Mostly.")]);
    marks(table, "is quiet.", "is", &[("the text", "is")]);
}

#[test]
fn around_the_quotes_more_may_be_said_and_nothing_taken_away() {
    let text = "---\nstatus: accepted\n---\n# Friday\n\n## Consultation\n\nNobody objected at first.\n\n\
                > I get paged.\n>\n> — Ines Roy\n\n> So do I.\n>\n> — Sam Okafor\n\n### Trial\n\n- Group: two teams\n\n\
                ### More\n\nSaid in a call.\n";
    let heading = [("the text", "## Consultation")];
    marks(text, "Said in a call.\n", "Said in a call.\n\nAnd by mail.\n", &[("the text", "And by mail.")]);
    let later = "Nobody objected later.";
    marks(text, "Nobody objected", &format!("{later}\n\nNobody objected"), &[("the text", later)]);
    for added in ["### Void", "> [!NOTE]\n> Withdrawn.", "See: <details>"] {
        let found = edited(text, &text.replacen("> So do I.", &format!("{added}\n\n> So do I."), 1));
        assert_eq!(found.len(), 1, "{added}: {found:?}");
    }
    marks(
        text,
        "> So do I.\n",
        "> Me too, every night.\n>\n> — Kim Lee\n\n**Changed:** it is noon now.\n\n> So do I.\n",
        &[],
    );
    // A copy of what is there is new as well, and so is an answer that begins as another one.
    let void = text.replacen("> So do I.", "### More\n\n> So do I.", 1);
    assert_eq!(edited(text, &void).len(), 1);
    let answered = text.replace("— Sam Okafor\n", "— Sam Okafor\n\nYes.\n");
    let more = "> Me too, every night.\n>\n> — Kim Lee\n\nYes. ![x](y.png)\n\n> So do I.";
    assert_eq!(edited(&answered, &answered.replace("> So do I.", more)).len(), 1);
    let picture = "> Me too, ![x](y.png) every night.";
    marks(
        text,
        "> So do I.\n",
        &format!("{picture}\n>\n> — Kim Lee\n\n> So do I.\n"),
        &[("the consultation", picture)],
    );
    marks(text, "Nobody objected", "Somebody objected", &[("the text", "Somebody objected at first.")]);
    marks(text, "Nobody objected at first.\n\n", "", &heading);
    marks(text, "at first.\n", "at first.\n\n<div hidden>\n", &[("the text", "<div hidden>")]);
    marks(text, "- Group: two teams\n", "", &heading);
    // Words without a name, and struck-out ones, are nobody's.
    marks(text, "> I get paged.", "> Void.\n\n> I get paged.", &[("the text", "> Void.")]);
    marks(text, "So do I.\n", "So do I.\n\n> ~~Really.~~\n>\n> — Kim Lee\n", &[("the consultation", "> ~~Really.~~")]);
    // A heading comes with what is new below it.
    let later = "### Later\n\n> Me too, every night.\n>\n> — Kim Lee\n\n### Trial";
    marks(text, "### Trial", later, &[]);
    let without = text.replace("### Trial\n\n- Group: two teams\n\n", "");
    marks(&without, "### More", "### Trial\n\n- Group: two teams\n\n### More", &[]);
    marks(text, "two teams\n", "two teams\n- Result: it held\n", &[]);
    marks(&text.replace("two teams\n", "two teams\n- Result:\n"), "- Result:", "- Result: it held", &[]);
    // A quote that is gone is reported by other rules; one that is moved or named anew is not.
    marks(text, "> I get paged.\n>\n> — Ines Roy\n\n", "", &[]);
    marks(
        text,
        "> I get paged.\n>\n> — Ines Roy\n\n> So do I.\n",
        "> So do I.\n>\n> — Sam Okafor\n\n> I get paged.\n",
        &heading,
    );
}

#[test]
fn a_quote_stays_as_a_page_shows_it() {
    let text = "---\nstatus: accepted\ndate: 2026-03-02\n---\n# Friday\n\n## Consultation\n\n> I get paged when it stalls.\n>\n\
                > — Ines Roy\n\n**Changed:** the window.\n";
    for (old, new) in [
        ("paged", "paged ![x](y.png)"),
        ("I get", "![x](y.png) I get"),
        ("when it", "when ~~if~~ it"),
        ("paged", "[paged](https://example.org)"),
        ("paged", "`paged`"),
        ("paged", "*paged*"),
        ("paged", "pag**ed**"),
        ("— Ines", "— ~~Bo Lund~~ Ines"),
        ("— Ines", "— ![x](y.png) Ines"),
        ("— Ines Roy", "— Ines Roy (on call)"),
    ] {
        let found = edited(text, &text.replacen(old, new, 1));
        assert_eq!(found.first().map(|(what, _)| what.as_str()), Some("the quote from Ines Roy"), "{new}: {found:?}");
    }
    for (old, new) in [("when it", "when\n> it"), ("— Ines Roy", "— Ines Roy, 2026-02-12")] {
        assert_eq!(edited(text, &text.replacen(old, new, 1)), [], "{new}");
    }
    assert_ne!(edited(&text.replace("— Ines Roy", "— Ines Roy (on call)"), text), []);
    // The name may come before the words as well.
    let (behind, before) =
        ("> I get paged when it stalls.\n>\n> — Ines Roy", "> **Ines Roy:** I get paged when it stalls.");
    assert_eq!(edited(text, &text.replace(behind, before)), []);
    let trial = text.replace("> I get", "### Trial\n\n> I get");
    assert!(!edited(text, &trial).is_empty());
    for more in ["\n\nDone. <div hidden>", "\n\n![x](y.png)", "\n\n<details>"] {
        assert!(!edited(text, &text.replace("the window.", &format!("the window.{more}"))).is_empty(), "{more}");
    }
    assert_eq!(edited(text, &text.replace("the window.", "the window.\n\nSee <https://example.org>.")), []);
}

#[test]
fn how_a_page_is_laid_out_is_frozen_and_how_its_marks_are_written_is_not() {
    let text = "---\nstatus: accepted\n---\n# Friday\n\n## Context\n\nWe *must* page[^2], or[^1]:\n\n- a\n- b\n\n[^1]: call\n\n\
                [^2]: always\n\n## Consultation\n\n> I get paged.\n>\n> — Ines Roy\n\n**Changed:** the window.\n";
    for (old, new) in [
        ("## Context", "### Context"),
        ("## Consultation", "### Consultation"),
        ("We *must*", "We **must**"),
        ("We *must*", "We must"),
        ("- a\n- b", "- a\n  - b"),
        ("always", "never"),
        ("**Changed:**", "***\n\n**Changed:**"),
        ("the window", "*the* window"),
        ("**Changed:**", "***Changed:***"),
    ] {
        assert_ne!(edited(text, &text.replacen(old, new, 1)), [], "{new}");
    }
    let cited = text.replace("[^1]: call", "[^1]: call[^2] then");
    assert_ne!(edited(&cited, &text.replace("[^2]: always", "[^2]: always[^2] then")), []);
    let notes = "[^1]: call\n\n[^2]: always\n\n";
    for rewritten in [
        text.replace("*must*", "_must_").replace("**Changed:**", "__Changed:__").replace("- ", "* "),
        text.replace(notes, "[^2]: always\n\n[^1]: call\n\n"),
        format!("{}\n{notes}", text.replace(notes, "")),
    ] {
        assert_eq!(edited(text, &rewritten), [], "{rewritten}");
    }
}

#[test]
fn a_key_of_links_gets_links_and_no_prose() {
    let text = "---\nstatus: accepted\nrelates-to: [\"0003 as said\", \"what Bo Lund said\"]\n---\n# Friday\n";
    let more = |link: &str| text.replace("---\n#", &format!("supersedes: [{link}]\n---\n#"));
    for link in [
        "7",
        "\"0007\"",
        "ADR 7",
        "\"[7. Page](0007-page.md)\"",
        "\"https://example.org/a b\"",
        "queue",
        "\"what Bo Lund said\"",
    ] {
        assert_eq!(edited(text, &more(link)), [], "{link}");
    }
    for link in ["Ines Roy withdrew it", "\"7\", \"withdrawn by Ines Roy\""] {
        assert_eq!(edited(text, &more(link)).first().map(|(what, _)| what.as_str()), Some("`supersedes`"), "{link}");
    }
}

#[test]
fn a_day_moves_with_the_status_and_a_waiver_ends_no_later() {
    let text = "---\nstatus: accepted\ndate: 2026-03-02\n---\n# Friday\n";
    marks(text, "2026-03-02", "2026-03-04", &[("`date`", "2026-03-04")]);
    marks(text, "2026-03-02", "2 March 2026", &[]);
    marks(text, "accepted\ndate: 2026-03-02", "deprecated\ndate: 2026-03-04", &[]);
    let waiver = "---\nstatus: waived\ndate: 2026-03-02\nreview-by: 2026-04-01\n---\n# Friday\n";
    marks(waiver, "2026-04-01", "2026-05-01", &[("`review-by`", "2026-05-01")]);
    marks(waiver, "2026-04-01", "2026-03-20", &[]);
    marks(waiver, "2026-04-01", "2026-04-01", &[]);
    marks(&waiver.replace("waived", "accepted"), "2026-04-01", "2026-05-01", &[]);
    assert_eq!(edited(waiver, &waiver.replace("review-by: 2026-04-01\n", "")).len(), 1);
    marks(text, "date: 2026-03-02", "date: 2026-03-02\nreview-by: 2027-01-01", &[]);
}

#[test]
fn below_the_heading_of_a_status_only_the_status_and_links_are_free() {
    let text = "# 1. Friday\n\n## Status\n\nAccepted\n\n## Context\n\nFriday is quiet.\n";
    marks(text, "Accepted", "Superseded by [2](0002-x.md)", &[]);
    marks(text, "Accepted\n", "Accepted\n\nAmended by [2](0002-x.md)\n", &[]);
    for more in ["<details>", "What stands below is void."] {
        assert_eq!(edited(text, &text.replace("Accepted\n", &format!("Accepted\n\n{more}\n"))).len(), 1, "{more}");
    }
}

#[test]
fn decision_makers_are_settled_and_others_may_be_added() {
    let text = "---\nstatus: accepted\ndecision-makers: [Ana Ruiz, Bo Lund]\nconsulted: [Ines Roy, Kim Lee]\n\
                informed: [Pete Osei, Sam Okafor]\n---\n# Friday\n";
    let makers = [("`decision-makers`", "decision-makers")];
    marks(text, "Ana Ruiz, Bo Lund", "Bo Lund, Ana Ruiz", &[]);
    marks(text, ", Bo Lund", "", &makers);
    marks(text, ", Bo Lund", ", Bo Lund, Kim Lee", &makers);
    for (key, marked, name) in [("`consulted`", "consulted", "Kim Lee"), ("`informed`", "informed", "Sam Okafor")] {
        marks(text, name, &format!("{name}, Lou Diaz"), &[]);
        marks(text, &format!(", {name}"), "", &[(key, marked)]);
    }
}

#[test]
fn what_is_said_of_people_who_were_not_heard_stays_until_they_are() {
    let said = |state: &str| format!("---\nstatus: accepted\n---\n# Friday\n\n## Consultation\n\n{state}\n");
    let silent = "**No answer:** Ines Roy, asked 2026-05-12.";
    let asked = "**Asked:** Ines Roy, 2026-05-12.";
    let waived = "**Waived:** Ines Roy, by Ana Ruiz: she left.";
    let quote = |name: &str| format!("> I get paged.\n>\n> — {name}");
    for (before, after, is_edited) in [
        (silent, silent, false),
        (silent, "", true),
        (silent, waived, true),
        (silent, &quote("Ines Roy"), false),
        (silent, &quote("Kim Lee"), true),
        (asked, "", true),
        (asked, silent, false),
        (asked, waived, false),
        (asked, "**No answer:** Kim Lee, asked 2026-05-12.", true),
        (asked, "**Asked:** Ines Roy, 2026-05-19.", true),
        (asked, &quote("Ines Roy"), false),
    ] {
        let expected = (format!("`{before}`"), "## Consultation".to_owned());
        let found = edited(&said(before), &said(after));
        assert_eq!(found, Vec::from_iter(is_edited.then_some(expected)), "{before} becomes {after}");
    }
}

#[test]
fn what_was_said_stays_and_what_was_open_may_be_answered() {
    let said = |source: &str, answer: &str| {
        format!("# Friday\n\n## Consultation\n\n> I get paged.\n>\n> — Ines Roy, 2026-05-12{source}\n\n{answer}\n")
    };
    let open = said("", "**Open:** who is next?");
    marks(&open, "**Open:** who is next?", "**Changed:** the window.", &[]);
    let picture = "**Changed:** the window ![x](y.png)";
    marks(&open, "**Open:** who is next?", picture, &[("the consultation", picture)]);
    let answered = said(", [notes](call.md)", "**Changed:** the window.");
    let response = "the response to the quote from Ines Roy";
    let source = "the date or source of the quote from Ines Roy";
    marks(&answered, "the window.", "the window.\n\nSince May.", &[]);
    marks(&answered, "the window.", "the window. Or not.", &[(response, "**Changed:** the window. Or not.")]);
    marks(&answered, "the window.", "the door.", &[(response, "**Changed:** the door.")]);
    marks(&answered, "**Changed:** the window.", "", &[(response, "> I get paged.")]);
    marks(&answered, "(call.md)", "(mail.md)", &[(source, "Ines Roy")]);
    marks(&answered, ", [notes](call.md)", "", &[(source, "Ines Roy")]);
    marks(&answered, "05-12", "05-13", &[(source, "Ines Roy")]);
    marks(&said("", ""), "05-12", "05-12, [notes](call.md)", &[]);
}

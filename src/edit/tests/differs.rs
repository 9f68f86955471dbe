//! Edits whose result would be another file are found and refused.

use super::*;

/// Checks what is said of an edit whose result would have been another file.
#[track_caller]
fn differing(before: &str, after: &str, asked: Edit<'_>, expected: Option<&str>) {
    let reason = differs(&read(before), &read(after), asked, &Words::default());
    assert_eq!(reason.as_deref(), expected, "{asked:?}\n{after}");
}

#[test]
fn an_edit_that_changes_anything_else_is_found() {
    let before =
        "---\nstatus: proposed\ntags: [a]\nx: y\n---\n# T\n\n## Consultation\n\n> No.\n>\n> — Bo\n\n**Changed:** x\n";
    let with = |old: &str, new: &str| before.replace("proposed", "accepted").replacen(old, new, 1);
    let fields = Some("other fields would be read differently");
    let quotes = Some("quotes would be read differently");
    for (old, new, expected) in [
        ("", "", None),
        ("tags: [a]", "tags: [b]", fields),
        ("tags: [a]", "tags: [a, b]", fields),
        ("x: y\n", "", fields),
        ("x: y\n", "x: y\nz: z\n", fields),
        ("# T", "# U", fields),
        ("# T\n", "", fields),
        ("> No.", "> Yes.", quotes),
        ("— Bo", "— Cy", quotes),
        ("**Changed:** x", "**Changed:** y", quotes),
        ("**Changed:** x", "**Declined:** x", quotes),
        ("**Changed:** x\n", "", quotes),
        ("**Changed:** x\n", "**Changed:** x\n\n> More.\n>\n> — Cy\n", quotes),
        ("**Changed:** x\n", "**Changed:** x\n\n**No answer:** Cy\n", quotes),
        ("**Changed:** x\n", "**Changed:** x\n\n## Trial\n\n- Group: x\n", quotes),
    ] {
        differing(before, &with(old, new), status("accepted"), expected);
    }
}

#[test]
fn a_header_that_would_become_unreadable_is_found() {
    let unreadable = Some("the header would become unreadable");
    let before = "---\nstatus: proposed\n---\n# T\n";
    differing(before, "---\nstatus: accepted\n---\n# T\n", status("accepted"), None);
    for after in
        ["---\nstatus: accepted\n[\n---\n# T\n", "---\nstatus: accepted\n\n# T\n", "# T\n\n* Status: accepted\n"]
    {
        differing(before, after, status("accepted"), unreadable);
    }
}

#[test]
fn a_key_that_is_not_renamed_or_not_spread_as_it_should_be_is_found() {
    let form = Some("it is written in a form that can't be edited automatically");
    let whole = |header: &str| format!("---\n{header}\n---\n# T\n");
    let rename = Edit::Rename { key: "deciders", to: "decision-makers" };
    for (after, expected) in [
        ("decision-makers: Ana, Cy", None),
        ("deciders: Ana, Cy\ndecision-makers: Ana, Cy", form),
        ("decision-makers: Ana", form),
        ("deciders: Ana, Cy", form),
    ] {
        differing(&whole("deciders: Ana, Cy"), &whole(after), rename, expected);
    }
    for (after, expected) in [("deciders: [Ana, Cy]", None), ("deciders: [Ana]", form), ("deciders: Ana, Cy", form)] {
        differing(&whole("deciders: Ana, Cy"), &whole(after), Edit::Spread { key: "decision-makers" }, expected);
    }
}

#[test]
fn an_edit_that_changes_another_quote_or_state_is_found() {
    let whole = |said: &str| format!("# T\n\n## Consultation\n\n{said}\n\n> Yes.\n>\n> — Cy\n");
    let check = |before: &str, asked: Edit<'_>, reason: &str, cases: &[(&str, bool)]| {
        for (after, is_right) in cases {
            differing(&whole(before), &whole(after), asked, (!is_right).then_some(reason));
        }
    };
    check(
        "> No.\n\n— Bo",
        Edit::Attribute { quote: 0 },
        "the name would not be recognized as the speaker",
        &[
            ("> No.\n>\n> — Bo", true),
            ("> No.\n\n— Bo", false),
            ("> No!\n>\n> — Bo", false),
            ("> No.\n>\n> — Bo\n\n**Changed:** x\n\n> More.", false),
            ("> No.\n>\n> — Bo\n\n**No answer:** Di", false),
        ],
    );
    check(
        "> No.\n>\n> — Bo",
        Edit::Answer { quote: 0, word: "declined", text: "x" },
        "the text contains markdown that would hide where the quote begins or ends",
        &[
            ("> No.\n>\n> — Bo\n\n**Declined:** x", true),
            ("> No.\n>\n> — Bo\n\n**Changed:** x", false),
            ("> No!\n>\n> — Bo\n\n**Declined:** x", false),
            ("> No.\n>\n> — Bo\n\n**Declined:** x\n\n> More.", false),
        ],
    );
    check(
        "**No answer:** Di",
        Edit::Asked { person: "Bo", date: "2026-01-02", again: false },
        "`Bo` would be read as something else; write `Name` or `@handle`",
        &[
            ("**No answer:** Di\n\n**Asked:** Bo, 2026-01-02.", true),
            ("**No answer:** Di", false),
            ("**No answer:** Di\n\n**Waived:** Bo, 2026-01-02.", false),
            ("**No answer:** Di\n\n**Asked:** Cy, 2026-01-02.", false),
            ("**No answer:** Di\n\n**Asked:** Bo, 2026-01-03.", false),
            ("**No answer:** Di\n\n**Asked:** Bo, 2026-01-02.\n\n**Waived:** Cy", false),
            ("**No answer:** Cy\n\n**Asked:** Bo, 2026-01-02.", false),
        ],
    );
}

//! Edits of files as people and other tools write them.

mod back;
mod differs;

use super::*;
use crate::text::RepoPath;
use crate::vocabulary::forge::{Forge, Key, Kind};

fn read(text: &str) -> Decision {
    decision::read(RepoPath::new("decisions/0012-x.md"), text.as_bytes().to_vec(), &Words::default())
}

fn edit(text: &str, edit: Edit<'_>) -> Result<String, Refusal> {
    apply(&read(text), edit, &Words::default()).map(|after| after.text.into())
}

/// Checks an edit of a file in all ways that lines can end.
#[track_caller]
fn becomes(text: &str, asked: Edit<'_>, expected: &str) {
    assert_eq!(edit(text, asked).as_deref(), Ok(expected), "{asked:?}");
    let crlf = text.replace('\n', "\r\n");
    assert_eq!(edit(&crlf, asked).as_deref(), Ok(&*expected.replace('\n', "\r\n")), "{asked:?} with CRLF");
    let marked = format!("\u{feff}{text}");
    assert_eq!(edit(&marked, asked).as_deref(), Ok(&*format!("\u{feff}{expected}")), "{asked:?} behind a mark");
}

#[track_caller]
fn refused(text: &str, asked: Edit<'_>, reason: &str) {
    let refusal = edit(text, asked).unwrap_err();
    assert!(refusal.to_string().contains(reason), "{refusal}");
}

fn status(value: &str) -> Edit<'_> {
    Edit::Set { key: "status", value }
}

fn consult(item: &str) -> Edit<'_> {
    Edit::Add { key: "consulted", item }
}

#[test]
fn the_day_of_a_beginning_stays_when_the_status_moves() {
    let date = Edit::Set { key: "date", value: "2026-06-01" };
    for begun in ["created", "start-date", "original-proposition-date"] {
        let header = |date: &str| format!("---\nstatus: accepted\n{date}{begun}: 2024-05-01\n---\n# T\n");
        becomes(&header(""), date, &header("date: 2026-06-01\n"));
        becomes(&header("date: 2025-01-01\n"), date, &header("date: 2026-06-01\n"));
    }
    becomes("---\ncreated: 2024-05-01\n---\n", date, "---\ncreated: 2024-05-01\ndate: 2026-06-01\n---\n");
    becomes("---\nlast-modified: 2024-05-01\n---\n", date, "---\nlast-modified: 2026-06-01\n---\n");
    let preamble = |date: &str| format!("Title: A\nStatus: Draft\n{date}Created: 2024-05-01\n\nText.\n");
    becomes(&preamble(""), date, &preamble("Date: 2026-06-01\n"));
}

#[test]
fn a_signature_goes_below_the_attribution() {
    let sign = Edit::Sign { quote: 0, signature: "U1NI" };
    let log = |quote: &str| format!("# T\n\n## Consultation\n\n{quote}\n\n**Changed:** x.\n");
    for (before, after) in [
        ("> I get paged.\n>\n> — Ines Roy", "> I get paged.\n>\n> — Ines Roy\n> <!-- heard: signed U1NI -->"),
        (">I get paged.\n>— Ines Roy", ">I get paged.\n>— Ines Roy\n><!-- heard: signed U1NI -->"),
        (
            "> I.\n>\n> — Ines Roy\n> <!-- heard: signed U0lH -->",
            "> I.\n>\n> — Ines Roy\n> <!-- heard: signed U1NI -->",
        ),
        (
            "> I.\n>\n> — Ines Roy\n> <!-- heard: signed U0lH\n> U0lH -->",
            "> I.\n>\n> — Ines Roy\n> <!-- heard: signed U1NI -->",
        ),
        ("- > I.\n  >\n  > — Ines Roy", "- > I.\n  >\n  > — Ines Roy\n  > <!-- heard: signed U1NI -->"),
        ("> I.\n>\n> — Ines Roy\n> <!-- x -->", "> I.\n>\n> — Ines Roy\n> <!-- x -->\n> <!-- heard: signed U1NI -->"),
    ] {
        becomes(&log(before), sign, &log(after));
    }
    let form = "only a block quote that ends in an attribution can be signed";
    for (quote, reason) in [
        ("> I get paged.", form),
        ("- \"I get paged.\" (Ines Roy, support)", form),
        ("> I get paged.\n>\n> - Ines Roy", form),
        ("> I get paged.\n— Ines Roy", "the last line of the quote does not begin with `>`"),
        ("", "there is no such quote"),
    ] {
        refused(&log(quote), sign, reason);
    }
    let signature = "U1NI --> <!-- heard: signed U0lH";
    refused(&log("> I.\n>\n> — Ines Roy"), Edit::Sign { quote: 0, signature }, "would not be read");
}

#[test]
fn the_tick_of_a_list_moves() {
    let list = |ticks: [&str; 3]| {
        let [one, two, three] = ticks;
        format!(
            "# T\n\n## Status\n\n- {one} Proposed\n- {two} **Accepted**\n- {three} Deprecated\n\n## Context\n\nText.\n"
        )
    };
    let (on, off) = ("[x]", "[ ]");
    for old in [[on, off, off], [off, off, on], [off, off, off], [on, off, on]] {
        becomes(&list(old), status("deprecated"), &list([off, off, on]));
    }
    becomes(&list([off, off, off]), status("proposed"), &list([on, off, off]));
    becomes(&list([on, off, off]), status("accepted"), &list([off, on, off]));
    becomes(
        &list([on, off, off]),
        status("rejected"),
        &list([off, off, off]).replace("Deprecated\n", "Deprecated\n- [x] Rejected\n"),
    );
    becomes(
        "# T\n\n- Status:\n  - [x] Proposed\n  - [ ] Accepted\n- Date: 2026-01-02\n",
        status("accepted"),
        "# T\n\n- Status:\n  - [ ] Proposed\n  - [x] Accepted\n- Date: 2026-01-02\n",
    );
    becomes("# T\n\nStatus: ☑ Proposed ☐ Accepted\n", status("accepted"), "# T\n\nStatus: ☐ Proposed ☑ Accepted\n");
    refused("# T\n\nStatus: ☑ Proposed ☐ Accepted\n", status("rejected"), "has no `rejected`");
}

#[test]
fn metadata_in_another_file_stays_there() {
    let path = RepoPath::new("keps/12-sleep/README.md");
    let kep = Some(b"status: proposed\n".to_vec());
    let decision = decision::read_with(path, b"# T\n\n## Summary\n".to_vec(), kep, &Words::default());
    let refusal = apply(&decision, status("accepted"), &Words::default()).unwrap_err();
    assert!(refusal.to_string().contains("its metadata is in `kep.yaml`"), "{refusal}");
}

#[test]
fn a_value_takes_the_place_of_another_in_its_quotes() {
    for (old, new) in [
        ("status: proposed", "status: accepted"),
        ("status: \"proposed\"", "status: \"accepted\""),
        ("status:   'proposed'  # since May", "status:   'accepted'  # since May"),
        ("\"status\" : proposed", "\"status\" : accepted"),
        ("Status: Proposed", "Status: accepted"),
        ("status:", "status: accepted"),
        ("status :", "status : accepted"),
        ("status: # not yet", "status: accepted # not yet"),
        ("status: ~", "status: accepted"),
        ("status: {proposed | accepted}", "status: accepted"),
        ("status: superseded by [ADR-13](0013-y.md)", "status: accepted"),
    ] {
        let whole = |line: &str| format!("---\n# kept\nother: [1,  2]\n{line}\nlast: x # y\n---\n# T\n\nText");
        becomes(&whole(old), status("accepted"), &whole(new));
    }
    becomes(
        "---\n{status: proposed, date: x}\n---\n# T\n",
        status("accepted"),
        "---\n{status: accepted, date: x}\n---\n# T\n",
    );
}

#[test]
fn a_new_key_stands_behind_the_one_that_the_format_has_before_it() {
    for (old, new) in [
        ("status: a\nconsulted: [x]\n", "status: a\ndate: 2026-01-02\nconsulted: [x]\n"),
        ("consulted:\n- x\n# y\n", "date: 2026-01-02\nconsulted:\n- x\n# y\n"),
        ("", "date: 2026-01-02\n"),
        ("# nothing\n", "# nothing\ndate: 2026-01-02\n"),
        ("other: |\n  a\n  b\n", "other: |\n  a\n  b\ndate: 2026-01-02\n"),
        ("status: |\n  a\nother: b\n", "status: |\n  a\ndate: 2026-01-02\nother: b\n"),
        ("  status: a\n  other: b\n", "  status: a\n  date: 2026-01-02\n  other: b\n"),
    ] {
        let whole = |header: &str| format!("---\n{header}---\n# T\n");
        becomes(&whole(old), Edit::Set { key: "date", value: "2026-01-02" }, &whole(new));
    }
    becomes(
        "---\nlast-modified: 2020-01-01\n---\n# T\n",
        Edit::Set { key: "date", value: "2026-01-02" },
        "---\nlast-modified: 2026-01-02\n---\n# T\n",
    );
}

#[test]
fn items_join_lists_of_every_shape() {
    for (old, item, new) in [
        ("consulted:\n  - \"Ana\"\n", "Bo", "consulted:\n  - \"Ana\"\n  - \"Bo\"\n"),
        ("consulted:\n- Ana # lead\n# end\n", "Bo", "consulted:\n- Ana # lead\n- Bo\n# end\n"),
        ("consulted:\n- Ana\n", "@lee", "consulted:\n- Ana\n- \"@lee\"\n"),
        ("consulted:\n    -   'Ana'\n", "O'Neil", "consulted:\n    -   'Ana'\n    -   'O''Neil'\n"),
        ("consulted: [Ana]\n", "Bo: ops", "consulted: [Ana, \"Bo: ops\"]\n"),
        ("consulted: [\"Ana\", ]\n", "Bo", "consulted: [\"Ana\", \"Bo\", ]\n"),
        ("consulted: []\n", "Bo", "consulted: [\"Bo\"]\n"),
        (
            "consulted: [\n  \"Ana\", # lead\n  \"Cy\" # ops\n]\n",
            "Bo",
            "consulted: [\n  \"Ana\", # lead\n  \"Cy\", # ops\n  \"Bo\"\n]\n",
        ),
        ("consulted: [\n  \"Ana\",\n]\n", "Bo", "consulted: [\n  \"Ana\",\n  \"Bo\",\n]\n"),
        ("consulted: [\n  \"Ana\", \"Cy\"\n]\n", "Bo", "consulted: [\n  \"Ana\", \"Cy\", \"Bo\"\n]\n"),
        ("consulted: Ana, Cy # two\n", "Bo", "consulted: Ana, Cy, Bo # two\n"),
        ("consulted: Ana; Cy\n", "Bo", "consulted: Ana; Cy; Bo\n"),
        ("consulted: Ana\n", "Bo", "consulted: Ana, Bo\n"),
        ("consulted: Ana\n", "Bo: ops", "consulted: \"Ana, Bo: ops\"\n"),
        ("consulted: Ana\n", "Bo #2", "consulted: \"Ana, Bo #2\"\n"),
        ("consulted: 'Ana, Cy'\n", "O'Neil", "consulted: 'Ana, Cy, O''Neil'\n"),
        ("consulted: Ana, Cy\n", "ops:", "consulted: \"Ana, Cy, ops:\"\n"),
        ("consulted:\n- Ana\n", "ops:", "consulted:\n- Ana\n- \"ops:\"\n"),
        ("consulted: \"@ana, @cy\"\n", "@bo", "consulted: \"@ana, @cy, @bo\"\n"),
        ("consulted:\n", "Bo", "consulted:\n  - \"Bo\"\n"),
        ("consulted: # who?\ninformed:\n - x\n", "Bo", "consulted: # who?\n - \"Bo\"\ninformed:\n - x\n"),
        ("consulted: ~\n", "Bo", "consulted: [\"Bo\"]\n"),
        ("consulted:\n  - \n", "Bo", "consulted:\n  - \"Bo\"\n"),
        ("consulted: {list everyone whose opinions are sought}\n", "Bo", "consulted: [\"Bo\"]\n"),
        ("consulted: {Ana}\n", "Bo", "consulted: {Ana, Bo}\n"),
        ("date: x\ninformed: [\"y\"]\n", "Bo", "date: x\nconsulted: [\"Bo\"]\ninformed: [\"y\"]\n"),
        ("date: x\n", "Bo", "date: x\nconsulted:\n  - \"Bo\"\n"),
        // An empty list shows no style.
        ("tags: []\n", "Bo", "consulted:\n  - \"Bo\"\ntags: []\n"),
    ] {
        let whole = |header: &str| format!("---\n{header}---\n# T\n");
        becomes(&whole(old), consult(item), &whole(new));
    }
    becomes(
        "---\nsupersedes: 0007\n---\n# T\n",
        Edit::Add { key: "supersedes", item: "0008" },
        "---\nsupersedes: [0007, \"0008\"]\n---\n# T\n",
    );
}

#[test]
fn what_cannot_be_edited_safely_is_refused_with_the_lines_to_paste() {
    for (header, reason) in [
        ("status: proposed\nstatus: accepted\n", "twice"),
        ("status: &a proposed\n", "anchors"),
        ("status: !s proposed\n", "tags"),
        ("status: [proposed\n", "header can't be read"),
        ("status: |\n  proposed\n", "longer than a line"),
        ("status:\n  - proposed\n", "more than one value"),
        ("status:\n  now: proposed\n", "more than one value"),
        ("status: {now: proposed,\n  then: accepted}\n", "more than one value"),
    ] {
        refused(&format!("---\n{header}---\n# T\n"), status("accepted"), reason);
        refused(&format!("---\n{header}---\n# T\n"), status("accepted"), "status: accepted");
    }
    refused("---\nconsulted: >\n  Ana\n---\n# T\n", consult("Bo"), "consulted:\n        - \"Bo\"");
    refused("---\nconsulted: >\n  Ana\n---\n# T\n", consult("Bo"), "a block of text");
    refused("---\ntags:\n  a: b\n---\n# T\n", Edit::Add { key: "tags", item: "c" }, "is not a list");
    refused("# T\n", consult("Bo"), "no header");
    refused("# T\n\n* Consulted: Ana\n", consult("Bo"), "no header");
}

#[test]
fn records_without_a_header_keep_their_form() {
    let date = Edit::Set { key: "date", value: "2026-01-02" };
    let nygard = "# 1. T\n\nDate: 2020-01-01\n\n## Status\n\nProposed\n\n## Context\n\nWhy.\n";
    becomes(nygard, status("accepted"), &nygard.replace("Proposed", "Accepted"));
    becomes(nygard, date, &nygard.replace("2020-01-01", "2026-01-02"));
    let undated = "# 1. T\n\n## Status\n\nProposed\n\n## Context\n\nWhy.\n";
    becomes(undated, date, &undated.replace("# 1. T\n", "# 1. T\n\nDate: 2026-01-02\n"));
    becomes("# T\n\n## Status\n\n## Context\n", status("accepted"), "# T\n\n## Status\n\nAccepted\n\n## Context\n");
    let madr = "# T\n\n* Status: proposed\n* Deciders: Ana\n\nText\n";
    becomes(madr, status("accepted"), &madr.replace("proposed", "accepted"));
    becomes(madr, date, &madr.replace("proposed\n", "proposed\n* Date: 2026-01-02\n"));
    let bold = "# T\n\n**Status:** Proposed  \n**Author:** Ana\n\nText\n";
    becomes(bold, status("accepted"), &bold.replace("Proposed", "Accepted"));
    becomes(bold, date, &bold.replace("Proposed  \n", "Proposed  \n**Date:** 2026-01-02  \n"));
    for (old, new) in [("`rejected`", "`accepted`"), ("Draft\\\nSince May", "Accepted\\\nSince May")] {
        let whole = |status: &str| format!("# T\n\n## Status\n\n{status}\n");
        becomes(&whole(old), status("accepted"), &whole(new));
    }
    for line in ["**Status:** Draft | **Team:** sre", "| Status | Draft | late |"] {
        refused(&format!("# T\n\n{line}\n|-|-|-|\n\nText\n"), date, "says more than the status");
    }
    let both = "---\ntags: [a]\n---\n# T\n\n## Status\n\nProposed\n";
    becomes(both, status("accepted"), &both.replace("Proposed", "Accepted"));
    let table = "# T\n\n| Key | Value |\n| --- | --- |\n| Status | Draft |\n\nText\n";
    becomes(table, status("accepted"), &table.replace("Draft", "Accepted"));
}

#[test]
fn links_of_adr_tools_stand_where_adr_tools_writes_them() {
    let whole = |status: &str| format!("# 1. T\n\nDate: 2020-01-01\n\n## Status\n\n{status}\n\n## Context\n\nWhy.\n");
    let refer = |key| Edit::Refer { key, to: "[9. New way](0009-new-way.md)" };
    let new = "[9. New way](0009-new-way.md)";
    becomes(&whole("Accepted"), refer("superseded-by"), &whole(&format!("Superseded by {new}")));
    becomes(&whole("Accepted"), refer("supersedes"), &whole(&format!("Accepted\n\nSupersedes {new}")));
    becomes(&whole("Proposed"), refer("superseded-by"), &whole(&format!("Proposed\n\nSuperseded by {new}")));
    let amends = "Accepted\n\nAmends [2. X](0002-x.md)";
    becomes(
        &whole(amends),
        refer("superseded-by"),
        &whole(&format!("Amends [2. X](0002-x.md)\n\nSuperseded by {new}")),
    );
    becomes(&whole(amends), refer("amends"), &whole(&format!("{amends}\n\nAmends {new}")));
    becomes(&whole(amends), refer("amended-by"), &whole(&format!("{amends}\n\nAmended by {new}")));
    for (old, now) in [
        ("# T\n\n## Status\n\nAccepted\n", "# T\n\n## Status\n\nAccepted\n\nRelates to NEW\n"),
        ("# T\n\n## Status\n\nAccepted", "# T\n\n## Status\n\nAccepted\n\nRelates to NEW"),
        ("# T\n\n## Status\nAccepted\n## Context\n", "# T\n\n## Status\nAccepted\n\nRelates to NEW\n\n## Context\n"),
    ] {
        becomes(old, refer("relates-to"), &now.replace("NEW", new));
    }
    refused("# T\n\n* Status: accepted\n", refer("amends"), "section for links");
    refused("---\nstatus: accepted\n---\n# T\n\n## Status\n\nx\n", refer("amends"), "Amends [9. New way]");
    refused(&whole("Accepted"), Edit::Refer { key: "amends", to: "[a ] b](0009-a.md) c" }, "automatically");
}

#[test]
fn a_key_takes_another_name_and_keeps_what_it_says() {
    let rename = Edit::Rename { key: "deciders", to: "decision-makers" };
    for (old, new) in [
        ("deciders: Ana, Bo # two\n", "decision-makers: Ana, Bo # two\n"),
        ("\"Deciders\" :\n- Ana\n", "\"decision-makers\" :\n- Ana\n"),
        ("x: y\ndeciders: [Ana]\n", "x: y\ndecision-makers: [Ana]\n"),
    ] {
        let whole = |header: &str| format!("---\n{header}---\n# T\n");
        becomes(&whole(old), rename, &whole(new));
    }
    refused("---\ndeciders: Ana\ndecision-makers: Bo\n---\n# T\n", rename, "is also set");
    refused("# T\n\n* Deciders: Ana\n", rename, "no header");
}

#[test]
fn names_in_one_value_become_a_list() {
    for (old, new) in [
        ("consulted: Ana, Cy # two\nx: y\n", "consulted: # two\n  - \"Ana\"\n  - \"Cy\"\nx: y\n"),
        ("consulted: \"@ana, @bo\"\n", "consulted:\n  - \"@ana\"\n  - \"@bo\"\n"),
        ("informed:\n- 'x'\nconsulted: Ana; Cy\n", "informed:\n- 'x'\nconsulted:\n- 'Ana'\n- 'Cy'\n"),
        ("informed:\n- 'x'\n-\nconsulted: Ana; Cy\n", "informed:\n- 'x'\n-\nconsulted:\n- 'Ana'\n- 'Cy'\n"),
        ("tags: [x]\nconsulted: Ana (a, b), Cy\n", "tags: [x]\nconsulted: [\"Ana (a, b)\", Cy]\n"),
    ] {
        let whole = |header: &str| format!("---\n{header}---\n# T\n");
        becomes(&whole(old), Edit::Spread { key: "consulted" }, &whole(new));
    }
    for header in ["consulted: >\n  Ana, Bo\n", "{consulted: \"Ana, Bo\"}\n", "consulted: [Ana]\n", "consulted:\n"] {
        refused(&format!("---\n{header}---\n# T\n"), Edit::Spread { key: "consulted" }, "a line of its own");
    }
    refused("Title: T\nConsulted: Ana, Bo\n\nText.\n", Edit::Spread { key: "consulted" }, "no header");
}

#[test]
fn a_name_below_a_quote_goes_into_it() {
    let whole = |said: &str| format!("# T\n\n## Consultation\n\n{said}\n\n**Declined:** no.\n");
    // A person behind a dash is read as the speaker already.
    let expected = whole("> Too late.\n>\n> — Kestrel, 2026-01-02");
    for below in ["\n- Kestrel", "\n\n— Kestrel", "\n\n-- Kestrel", "\n\n- Kestrel", "\n\n\n–  Kestrel"] {
        becomes(&whole(&format!("> Too late.{below}, 2026-01-02")), Edit::Attribute { quote: 0 }, &expected);
    }
    for (said, expected) in [
        ("> Too late.\n\n- @lee", "> Too late.\n>\n> — @lee"),
        (" > Too late.\n\n— Kestrel", " > Too late.\n >\n > — Kestrel"),
    ] {
        becomes(&whole(said), Edit::Attribute { quote: 0 }, &whole(expected));
    }
    for (said, reason) in [
        ("> Too late.\n\n— Bo Lund\n**Changed:** x", "line below the name"),
        ("> Too late.\n\n- Bo Lund\n- Cy", "line below the name"),
        ("> Too late.\n\n```\nx\n```\n\n— Kestrel", "other text between"),
        ("- > Too late.\n\n  — Kestrel", "inside a list"),
        ("> Too late.\n\n---", "no line below"),
        ("> Too late.\n\n-Bo Lund", "no line below"),
        ("> Too late.\n\n— 3 of them", "no line below"),
    ] {
        refused(&whole(said), Edit::Attribute { quote: 0 }, reason);
    }
}

const QUOTE: Edit<'_> = Edit::Quote {
    person: "Bo Lund",
    date: Some("2026-01-02"),
    source: None,
    receipt: None,
    text: "Too late.\n\n- **no**\n",
};
const SAID: &str = "> Too late.\n>\n> - **no**\n>\n> — Bo Lund, 2026-01-02";

#[test]
fn words_stand_last_in_the_consultation() {
    for (old, new) in [
        ("# T\n\n## Consultation\n", "# T\n\n## Consultation\n\nSAID\n"),
        ("# T\n\n## Consultation", "# T\n\n## Consultation\n\nSAID"),
        ("# T\n\n## Consultation\n## Next\n", "# T\n\n## Consultation\n\nSAID\n\n## Next\n"),
        (
            "# T\n\n## Advice\n\n> a\n>\n> — Cy\n\n\n## Next\n",
            "# T\n\n## Advice\n\n> a\n>\n> — Cy\n\nSAID\n\n\n## Next\n",
        ),
        ("# T\n\nText\n", "# T\n\nText\n\n## Consultation\n\nSAID\n"),
        (
            "# T\n\n## A\n\n## Trial\n\n- Group: x\n",
            "# T\n\n## A\n\n## Consultation\n\nSAID\n\n## Trial\n\n- Group: x\n",
        ),
        (
            "# T\n\n## A\n\n### Notes\n\n## Trial\n\n## Links\n",
            "# T\n\n## A\n\n### Notes\n\n## Consultation\n\nSAID\n\n## Trial\n\n## Links\n",
        ),
        ("# T\n\n## Consultation\n\n### Trial\n\nx\n", "# T\n\n## Consultation\n\nSAID\n\n### Trial\n\nx\n"),
        ("# T\n\n### A\n\n#### B\n", "# T\n\n### A\n\n#### B\n\n### Consultation\n\nSAID\n"),
    ] {
        let whole = |body: &str| format!("---\nstatus: x\n---\n{}", body.replace("SAID", SAID));
        becomes(&whole(old), QUOTE, &whole(new));
    }
    // A block that contains the next heading stays whole.
    for (old, new) in [
        ("Text.\n\n* ## Other\n", "Text.\n\nSAID\n\n* ## Other\n"),
        ("Text.\n* ## Other\n", "Text.\n\nSAID\n\n* ## Other\n"),
        ("Text.\n\n   1) ## Other\n\n      x\n", "Text.\n\nSAID\n\n   1) ## Other\n\n      x\n"),
        ("Text.\n\n- Other\n  ---\n", "Text.\n\nSAID\n\n- Other\n  ---\n"),
        ("Text.\n\n- 1. ## Other\n", "Text.\n\nSAID\n\n- 1. ## Other\n"),
        ("Text.\n\n> ## Quoted\n\n## Other\n", "Text.\n\n> ## Quoted\n\nSAID\n\n## Other\n"),
        ("Text.\n\nTwo\nlines\n---\n", "Text.\n\nSAID\n\nTwo\nlines\n---\n"),
        ("- ```\n  open\n\n## Other\n", "- ```\n  open\n\nSAID\n\n## Other\n"),
        ("- <pre>\n  open\n\n## Other\n", "- <pre>\n  open\n\nSAID\n\n## Other\n"),
        ("| a |\n| - |\n| b |\n## Other\n", "| a |\n| - |\n| b |\n\nSAID\n\n## Other\n"),
        ("<div>\n\n## Other\n", "<div>\n\nSAID\n\n## Other\n"),
        ("[^1]: Note.\n## Other\n", "[^1]: Note.\n\nSAID\n\n## Other\n"),
        ("- ## Trial\n\n  x\n", "SAID\n\n- ## Trial\n\n  x\n"),
    ] {
        let whole = |body: &str| format!("# T\n\n## Consultation\n\n{}", body.replace("SAID", SAID));
        becomes(&whole(old), QUOTE, &whole(new));
    }
    becomes(
        "# T\n\nText.\n\n- ## Links\n",
        QUOTE,
        &format!("# T\n\nText.\n\n## Consultation\n\n{SAID}\n\n- ## Links\n"),
    );
    becomes(
        "# T\n\n- ## Consultation\n\n  Text.\n\n## Other\n",
        QUOTE,
        &format!("# T\n\n- ## Consultation\n\n  Text.\n\n{SAID}\n\n## Other\n"),
    );
    for list in [
        "- ## Consultation\n\n  Text.\n- ## Other\n",
        "- ## Consultation\n- ## Other\n",
        "## Consultation\n\n- a\n- b\n  - ## Other\n",
        "## Consultation\n\n- > a\n\n  ## Other\n",
        "## Consultation\n\n- b\n\n  Other\n  ---\n",
    ] {
        let text = format!("# T\n\n{list}");
        let reason = "the heading `Other` is inside a list";
        refused(&text, QUOTE, reason);
        refused(&text, Edit::Asked { person: "Bo Lund", date: "2026-01-02", again: false }, reason);
    }
    refused(
        "# T\n\n## Status\n\nAccepted\n\n- a\n- ## Other\n",
        Edit::Refer { key: "amends", to: "[2. X](0002-x.md)" },
        "the heading `Other` is inside a list",
    );
    for open in ["<pre>\nopen\n", "<!-- open\n", "<script>\n\nopen\n"] {
        refused(&format!("# T\n\n## Consultation\n\n{open}"), QUOTE, "> Too late.");
    }
    let open = "# T\n\n## Consultation\n\n```text\nnever closed\n";
    refused(open, QUOTE, "> Too late.");
    refused("# T\n", Edit::Quote { person: "Bo", date: None, source: None, receipt: None, text: "```\nx" }, "> ```");
    refused("# T\n", Edit::Quote { person: "Bo", date: None, source: None, receipt: None, text: "<!-- x" }, "hide");
}

/// A receipt of a comment.
fn receipt() -> Receipt {
    Receipt {
        forge: Forge::Github,
        comment: Key { kind: Kind::Comment, number: 123 },
        login: "bolund".to_owned(),
        id: 7,
        at: "2026-01-02T10:11:12Z".parse().unwrap(),
        edited: None,
        sha256: "0".repeat(64),
    }
}

#[test]
fn a_receipt_is_below_the_attribution() {
    let receipt = receipt();
    let source = "[comment](https://github.com/acme/rota/pull/7#issuecomment-123)";
    let quote =
        |text| Edit::Quote { person: "Bo Lund", date: None, source: Some(source), receipt: Some(&receipt), text };
    let said = format!("> Too late.\n>\n> — Bo Lund, {source}\n> <!-- heard: {receipt} -->\n");
    let whole = |below: &str| format!("# T\n\n## Consultation\n\n{below}## Next\n");
    becomes(&whole(""), quote("Too late."), &whole(&format!("{said}\n")));
    // The receipt stays where it is.
    let answer = Edit::Answer { quote: 0, word: "declined", text: "it is" };
    becomes(&whole(&format!("{said}\n")), answer, &whole(&format!("{said}\n**Declined:** it is\n\n")));
    becomes(&whole(&format!("{said}\n")), QUOTE, &whole(&format!("{said}\n{SAID}\n\n")));
    // The words have a receipt of their own.
    let second = format!("Too late.\n\n— Bo\n<!-- heard: {receipt} -->");
    refused("# T\n", quote(&second), "hide");
    refused("# T\n", quote("<!-- heard: signed U1NI -->Too late."), "hide");
}

#[test]
fn lone_carriage_returns_end_lines_as_in_markdown() {
    let said = |lines: &str| format!("# T\n\n## Consultation\n\n{lines}> — Bo Lund\n");
    let quote = |text| Edit::Quote { person: "Bo Lund", date: None, source: None, receipt: None, text };
    for text in ["One.\r\rTwo.", "One.\r\n\r\nTwo.\r", "\rOne.\n\rTwo."] {
        assert_eq!(edit("# T\n\n## Consultation\n", quote(text)).unwrap(), said("> One.\n>\n> Two.\n>\n"), "{text:?}");
    }
    assert_eq!(
        edit("# T\r\r## Consultation\r\r## Other\r", quote("One.")).unwrap(),
        "# T\r\r## Consultation\r\r> One.\r>\r> — Bo Lund\r\r## Other\r"
    );
    assert_eq!(
        edit("# T\r\r## Status\r\rAccepted\r\r## Other\r", status("rejected")).unwrap(),
        "# T\r\r## Status\r\rRejected\r\r## Other\r"
    );
    let whole = |header: &str| format!("---\n{header}---\n# T\n");
    for (old, asked, new) in [
        ("status: a\rother: b\n", status("accepted"), "status: accepted\rother: b\n"),
        ("status: a\rother: b\n", consult("Bo"), "status: a\rconsulted:\n  - \"Bo\"\nother: b\n"),
        ("consulted:\r- Ana\rother: b\n", consult("Bo"), "consulted:\r- Ana\r- Bo\nother: b\n"),
    ] {
        assert_eq!(edit(&whole(old), asked).unwrap(), whole(new), "{old:?}");
    }
}

#[test]
fn an_answer_to_a_quote_in_a_list_is_in_its_item() {
    let answer = |quote| Edit::Answer { quote, word: "declined", text: "it is\n\nthe only night" };
    let whole = |said: &str| format!("# T\n\n## Consultation\n\n{said}\n- > Yes.\n  >\n  > — Cy\n");
    for (old, new) in [
        ("- > No.\n  >\n  > — Bo", "- > No.\n  >\n  > — Bo\n\n  **Declined:** it is\n\n  the only night\n"),
        (
            "- > No.\n  >\n  > — Bo\n\n  **Changed:** it\n",
            "- > No.\n  >\n  > — Bo\n\n  **Declined:** it is\n\n  the only night\n",
        ),
        (
            "1. Two:\n\n   > No.\n   >\n   > — Bo",
            "1. Two:\n\n   > No.\n   >\n   > — Bo\n\n   **Declined:** it is\n\n   the only night\n",
        ),
    ] {
        becomes(&whole(old), answer(0), &whole(new));
    }
}

#[test]
fn an_answer_stands_below_its_quote_and_takes_the_place_of_another() {
    let answer = Edit::Answer { quote: 0, word: "declined", text: "it is\nthe only night" };
    let whole = |answer: &str| {
        format!("# T\n\n## Consultation\n\n> No.\n>\n> — Bo\n{answer}\n> Yes.\n>\n> — Cy\n\n**No answer:** Di\n")
    };
    let answered = whole("\n**Declined:** it is\nthe only night\n");
    becomes(&whole(""), answer, &answered);
    becomes(&whole("\n**Changed:** old\n\n- with\n- more\n"), answer, &answered);
    becomes(&answered, answer, &answered);
    becomes(
        "# T\n\n## Consultation\n\n> No.\n>\n> — Bo",
        Edit::Answer { quote: 0, word: "no concern", text: "" },
        "# T\n\n## Consultation\n\n> No.\n>\n> — Bo\n\n**No concern.**",
    );
    refused(&whole(""), Edit::Answer { quote: 0, word: "declined", text: "a\n\n> b" }, "**Declined:** a");
    refused(&whole(""), Edit::Answer { quote: 7, word: "declined", text: "a" }, "no such quote");
}

#[test]
fn a_person_who_was_asked_stands_last_in_the_consultation() {
    let asked = Edit::Asked { person: "Bo Lund", date: "2026-01-02", again: false };
    let whole = |said: &str| format!("# T\n\n## Consultation\n\n{said}**No answer:** Di\n");
    becomes(&whole(""), asked, &format!("{}\n**Asked:** Bo Lund, 2026-01-02.\n", whole("")));
    let again = Edit::Asked { person: "Bo Lund", date: "2026-01-02", again: true };
    becomes(&whole(""), again, &format!("{}\n**Asked again:** Bo Lund, 2026-01-02.\n", whole("")));
    refused(
        &whole(""),
        Edit::Asked { person: "Bo: Lund", date: "2026-01-02", again: false },
        "would be read as something else",
    );
}

#[test]
fn what_came_later_is_below_the_response() {
    let lines = [(0, "Ines Roy, 2026-05-04.".to_owned())];
    let told = Edit::Later { kind: Disposition::Told, lines: &lines };
    let whole = |said: &str| format!("---\nstatus: accepted\n---\n# T\n\n## Consultation\n\n{said}");
    let quote = "> It is late.\n>\n> — Ines Roy, 2026-02-12\n";
    let new = "**Told:** Ines Roy, 2026-05-04.";
    for (before, after) in [
        (format!("{quote}\n**Declined:** no.\n"), format!("{quote}\n**Declined:** no.\n\n{new}\n")),
        (
            format!("{quote}\n**Declined:** no.\n\nMore.\n\n## Next\n"),
            format!("{quote}\n**Declined:** no.\n\nMore.\n\n{new}\n\n## Next\n"),
        ),
        // Below what came later before, and above what is about somebody else.
        (
            format!("{quote}\n**Declined:** no.\n\n**Came true:** 2026-05-01, x.md\n\n**Asked:** Bo, 2026-01-02.\n"),
            format!(
                "{quote}\n**Declined:** no.\n\n**Came true:** 2026-05-01, x.md\n\n{new}\n\n**Asked:** Bo, 2026-01-02.\n"
            ),
        ),
        (
            "- > It is late.\n  >\n  > — Ines Roy\n\n  **Declined:** no.\n".to_owned(),
            format!("- > It is late.\n  >\n  > — Ines Roy\n\n  **Declined:** no.\n\n  {new}\n"),
        ),
    ] {
        becomes(&whole(&before), told, &whole(&after));
    }
    let two = [(0, "2026-05-01, a.md".to_owned()), (1, "2026-05-02, b.md".to_owned())];
    let both = Edit::Later { kind: Disposition::CameTrue, lines: &two };
    becomes(
        &whole(&format!("{quote}\n**Declined:** no.\n\n{quote}\n**Declined:** no.\n")),
        both,
        &whole(&format!(
            "{quote}\n**Declined:** no.\n\n**Came true:** 2026-05-01, a.md\n\n{quote}\n**Declined:** no.\n\n**Came true:** 2026-05-02, b.md\n"
        )),
    );
    refused(&whole(quote), told, "the quote has no response");
    let table = "| who | said | answer |\n| --- | --- | --- |\n| Ines Roy | It is late. | Declined: no. |\n";
    refused(&whole(table), told, "the quote is in a table");
    let open = whole(&format!("{quote}\n**Declined:** no.\n\n```text\nnever closed\n"));
    refused(&open, told, "read differently");
}

//! Quotes in other forms than a block quote with an attribution.

use super::*;

#[test]
fn list_items_that_end_in_a_name() {
    check(&[
        (
            "- \"The log needs the tenant.\" (Ines Roy, support, 2026-02-12)",
            &["behind: Ines Roy (support), 2026-02-12 | The log needs the tenant."],
        ),
        (
            "* “The log needs\n  the tenant” ([Ines Roy](https://e.org/i), [thread](https://e.org/1)).",
            &["behind: Ines Roy, https://e.org/1 | The log needs the tenant"],
        ),
        (
            "1. The log needs the tenant. (@ines)\n   - **Changed:** it has it.\n2. Not on Friday (Pete Osei, 2026-02-13)\n\n**Declined:** idle.",
            &[
                "behind: @ines | The log needs the tenant. | Changed it has it.",
                "behind: Pete Osei, 2026-02-13 | Not on Friday | Declined idle.",
            ],
        ),
        (
            "- 「テナントが必要です。」（佐藤花子、サポート、2026-02-12）\n  **Changed:** yes.",
            &["behind: 佐藤花子 (サポート), 2026-02-12 | テナントが必要です。 | Changed yes."],
        ),
        ("- \"Not on Friday.\" — Pete Osei, 2026-02-13", &["behind: Pete Osei, 2026-02-13 | Not on Friday."]),
        ("\"Not on Friday.\" (Pete Osei)", &["behind: Pete Osei | Not on Friday."]),
        // A sibling is no answer.
        ("- \"Not on Friday.\" (Pete Osei)\n- Nobody else came.", &["behind: Pete Osei | Not on Friday."]),
        ("- Update the docs (Bo Lund)", &[]),
        ("- Update the docs. (see below)", &[]),
        ("- The log needs the tenant. (Security, 2026-02-12)", &[]),
        ("- We moved it (2026-02-12)", &[]),
        ("The night is idle. (Bo Lund, 2026-02-12)", &[]),
        (
            "> a b\n>\n> — Ines Roy\n\n**Changed:** two things:\n\n- the log has it. (Bo Lund, 2026-03-01)",
            &["Ines Roy | a b | Changed two things: the log has it. (Bo Lund, 2026-03-01)"],
        ),
    ]);
}

#[test]
fn a_name_above_the_words() {
    check(&[
        (
            "**Ines Roy (support), 2026-02-12:**\n\n> I get paged.\n\n**Changed:** yes.",
            &["above: Ines Roy (support), 2026-02-12 | I get paged. | Changed yes."],
        ),
        ("**Ines Roy**:\n> I get paged.", &["above: Ines Roy | I get paged."]),
        ("__@ines__, 2026-02-12\n\n> I get paged.", &["above: @ines, 2026-02-12 | I get paged."]),
        (
            "**Ines Roy (support, 2026-02-12):** I get\npaged.\n\nAt night.\n\n**Changed:** yes.",
            &["above: Ines Roy (support), 2026-02-12 | I get paged.\nAt night. | Changed yes."],
        ),
        ("**Ines Roy:** \"I get paged.\"\n\nWe log it.", &["above: Ines Roy | I get paged. |  We log it."]),
        ("**Ines Roy:**\n\nI get paged.", &["above: Ines Roy | I get paged."]),
        ("**Ines Roy** — “I get paged.”", &["above: Ines Roy | I get paged."]),
        (
            "- **Ines Roy (support):** I get paged.\n  - **Changed:** yes.\n- **Pete Osei:** Not on Friday.",
            &["above: Ines Roy (support) | I get paged. | Changed yes.", "above: Pete Osei | Not on Friday."],
        ),
        ("- Ines Roy (support): \"I get paged.\"", &["above: Ines Roy (support) | I get paged."]),
        ("Ines Roy said on 2026-02-12:\n\n> I get paged.", &["above: Ines Roy, 2026-02-12 | I get paged."]),
        (
            "On 2026-02-12, Ines Roy wrote in [#1](https://e.org/1):\n> I get paged.",
            &["above: Ines Roy, 2026-02-12, https://e.org/1 | I get paged."],
        ),
        (
            "Ines Roy (support), 2026-02-12：\n\n> I get paged.",
            &["above: Ines Roy (support), 2026-02-12 | I get paged."],
        ),
        ("Ines Roy’s feedback (2026-02-12):\n\n> I get paged.", &["above: Ines Roy, 2026-02-12 | I get paged."]),
        (
            "Ines Roy from support a dit le 2026-02-12 :\n\n> I get paged.",
            &["above: Ines Roy (support), 2026-02-12 | I get paged."],
        ),
        // A quote with a name of its own keeps it.
        ("**Ines Roy:**\n\n> I get paged.\n>\n> — Sam Okafor", &["Sam Okafor | I get paged."]),
        ("**Note:** Ines Roy was away.\n\n> I get paged.", &["nobody | I get paged."]),
        ("**Changed:**\n\n> I get paged.", &["nobody | I get paged."]),
        ("**Security review:**\n\nWe did one.", &[]),
        ("Ines Roy, Sam Okafor:\n\n> I get paged.", &["nobody | I get paged."]),
        ("We asked around, and then Ines Roy said:\n\n> I get paged.", &["nobody | I get paged."]),
        ("Bo Lund: update the docs", &[]),
    ]);
}

#[test]
fn a_heading_with_a_name() {
    check(&[
        (
            "### Ines Roy\n\n> I get paged.\n\n**Changed:** yes.\n\n> Still.",
            &["heading: Ines Roy | I get paged. | Changed yes.", "heading: Ines Roy | Still."],
        ),
        (
            "### 2. Ines Roy (support, 2026-02-12)\n\nI get paged.\n\n**Changed:** yes.",
            &["heading: Ines Roy (support), 2026-02-12 | I get paged. | Changed yes."],
        ),
        (
            "### Advice from Ines Roy\n\n- I get paged.\n- At night.\n\n**Changed:** yes.",
            &["heading: Ines Roy | I get paged.\nAt night. | Changed yes."],
        ),
        (
            "### Ines Roy — support, 2026-02-12\n\n#### The night\n\n> I get paged.",
            &["heading: Ines Roy (support), 2026-02-12 | I get paged."],
        ),
        (
            "### [@ines](https://e.org)\n\n> I get paged.\n\n### Others\n\n> Me too.",
            &["heading: @ines | I get paged.", "nobody | Me too."],
        ),
        (
            "### @ines — 2026-02-12\n\n> I get paged.\n\n### Feedback: Pete Osei\n\n> Not me.",
            &["heading: @ines, 2026-02-12 | I get paged.", "heading: Pete Osei | Not me."],
        ),
        ("### Security review\n\nWe did one.\n\n### Product Owner\n\nText.\n\n### Open\n\nText.", &[]),
        ("### Ines Roy\n\n> I get paged.\n>\n> — Sam Okafor", &["Sam Okafor | I get paged."]),
    ]);
    // The heading above all is no speaker, and a trial has its own quotes.
    assert_eq!(quotes("## Trial\n\n### Ines Roy\n\nText.\n"), [""; 0]);
}

#[test]
fn last_lines_in_another_form() {
    for (line, expected) in [
        ("- Ines Roy, [\"thread\"](https://e.org/1)", "last line: Ines Roy, https://e.org/1"),
        ("- Ines Roy (support), 2026-02-12", "last line: Ines Roy (support), 2026-02-12"),
        ("~ [Ines Roy commenting on #1](https://e.org/1)", "last line: Ines Roy, https://e.org/1"),
        ("~ @ines, 2026-02-12", "last line: @ines, 2026-02-12"),
        ("<cite>-- Ines Roy</cite>", "last line: Ines Roy"),
        ("<cite>Ines Roy, 2026-02-12</cite>", "last line: Ines Roy, 2026-02-12"),
        ("— <cite>Ines Roy</cite>, 2026-02-12", "last line: Ines Roy, 2026-02-12"),
        ("<sub>— Ines Roy</sub>", "last line: Ines Roy"),
        ("* Ines Roy", "last line: Ines Roy"),
        ("− Ines Roy, 2026-02-12", "last line: Ines Roy, 2026-02-12"),
        ("-Ines Roy", "last line: Ines Roy"),
    ] {
        for gap in ["", ">\n"] {
            let expected = format!("{expected} | I get paged.");
            check(&[(&format!("> I get paged.\n{gap}> {line}"), &[expected.as_str()])]);
        }
    }
    check(&[
        ("> - one\n> - two\n> - Ines Roy", &["last line: Ines Roy | one\ntwo"]),
        ("> Ask them:\n> - Ana Ruiz\n> - Bo Lund", &["nobody | Ask them:\nAna Ruiz\nBo Lund"]),
        ("> We want:\n> - Security review", &["nobody | We want:\nSecurity review"]),
        ("> > theirs\n>\n> - Ines Roy", &["nobody | Ines Roy"]),
        ("> - Ines Roy", &["nobody | Ines Roy"]),
        ("> I get paged. See\n> Ines Roy", &["nobody | I get paged. See Ines Roy"]),
    ]);
}

#[test]
fn a_name_beside_the_words_of_a_block_quote() {
    let ines = &["after: Ines Roy, 2026-05-01 | \"I get paged.\""];
    for said in [
        "> \"I get paged.\" — Ines Roy, 2026-05-01",
        "> \"I get\n> paged.\" -- Ines Roy, 2026-05-01",
        "> \"I get paged.\" – [Ines Roy](https://e.org/i), on 2026-05-01.",
        "> \"I get paged.\" (Ines Roy, 2026-05-01)",
        "> \"I get paged.\" - Ines Roy, 2026-05-01",
    ] {
        check(&[(said, ines)]);
    }
    check(&[
        ("> “I get paged.” — Ines Roy (support)", &["after: Ines Roy (support) | “I get paged.”"]),
        (
            "> I get paged. — @ines, 2026-05-01\n\n**Changed:** yes.",
            &["after: @ines, 2026-05-01 | I get paged. | Changed yes."],
        ),
        ("> One.\n>\n> Two. (Ines Roy, 2026-05-01)", &["after: Ines Roy, 2026-05-01 | One.\nTwo."]),
        ("> Ready or not - Ines Roy, 2026-05-01", &["nobody | Ready or not - Ines Roy, 2026-05-01"]),
        // Whom the words are about, or may be.
        ("> I asked the lead — Ines Roy", &["nobody | I asked the lead — Ines Roy"]),
        (
            "> We moved it after the call (Bo Lund, 2026-05-01)",
            &["nobody | We moved it after the call (Bo Lund, 2026-05-01)"],
        ),
        ("> \"I get paged.\" — the team, 2026-05-01", &["nobody | \"I get paged.\" — the team, 2026-05-01"]),
        (
            "> \"a\" — Ines Roy, 2026-05-01. \"b\" — Bo Lund, 2026-05-02",
            &["nobody | \"a\" — Ines Roy, 2026-05-01. \"b\" — Bo Lund, 2026-05-02"],
        ),
        (
            "> \"a\" — Ines Roy, 2026-05-01\n> \"b\" — Bo Lund, 2026-05-02",
            &["nobody | \"a\" — Ines Roy, 2026-05-01 \"b\" — Bo Lund, 2026-05-02"],
        ),
        ("> > theirs\n>\n> mine. — Ines Roy, 2026-05-01", &["nobody | mine. — Ines Roy, 2026-05-01"]),
        ("> \"a\" — Ines Roy, 2026-05-01\n> — Bo Lund", &["Bo Lund | \"a\" — Ines Roy, 2026-05-01"]),
    ]);
    check(&[
        ("> **Ines Roy:** I get paged.", &["before: Ines Roy | I get paged."]),
        (
            "> **Ines Roy (support), 2026-05-01**: I get\n> paged.\n>\n> Often.",
            &["before: Ines Roy (support), 2026-05-01 | I get paged.\nOften."],
        ),
        ("> **@ines:**\n> I get paged.\n\n**Changed:** yes.", &["before: @ines | I get paged. | Changed yes."]),
        ("> **Ines Roy**, 2026-05-01\n>\n> I get paged.", &["before: Ines Roy, 2026-05-01 | I get paged."]),
        ("> Ines Roy: \"I get paged.\"", &["before: Ines Roy | \"I get paged.\""]),
        ("> **Ines Roy:** *I* get paged.", &["before: Ines Roy | I get paged."]),
        ("> **Ines Roy:** I get paged.\n>\n> — Bo Lund", &["Bo Lund | Ines Roy: I get paged."]),
        ("> **Ines Roy:** Ready?\n>\n> **Bo Lund:** No.", &["nobody | Ines Roy: Ready?\nBo Lund: No."]),
        ("> **Ines Roy:** Ready?\n> Bo Lund: No.", &["nobody | Ines Roy: Ready? Bo Lund: No."]),
        ("> **Note:** I get paged.", &["nobody | Note: I get paged."]),
        ("> **Changed:** I get paged.", &["nobody | Changed: I get paged."]),
        ("> Ines Roy: I get paged.", &["nobody | Ines Roy: I get paged."]),
        ("> **Ines Roy**", &["nobody | Ines Roy"]),
        ("> **Ines Roy:**", &["nobody | Ines Roy:"]),
        ("> **Ines Roy:**\n>\n> > theirs", &["nobody | Ines Roy:"]),
    ]);
    for (said, words) in [
        ("> **Ines Roy:** I *get*\n> paged.", "I *get*\n> paged."),
        ("> **Ines Roy:**\n> I get paged.", "I get paged."),
        ("> I get\n> paged. — Ines Roy, 2026-05-01", "I get\n> paged."),
    ] {
        let text = format!("## Consultation\n\n{said}\n");
        assert_eq!(read(&text).quotes[0].words_span.of(&text), words, "{said}");
    }
}

#[test]
fn a_name_below_a_block_quote() {
    check(&[
        (
            "> I get paged.\n\n— Ines Roy, 2026-05-01\n\n**Changed:** yes.",
            &["after: Ines Roy, 2026-05-01 | I get paged. | Changed yes."],
        ),
        ("> I get paged.\n\n-- [Ines Roy](https://e.org/i) (support)", &["after: Ines Roy (support) | I get paged."]),
        ("> One.\n\n– @ines\n\n> Two.\n\n― Bo Lund", &["after: @ines | One.", "after: Bo Lund | Two."]),
        ("### Ines Roy\n\n> I get paged.\n\n— Bo Lund", &["after: Bo Lund | I get paged."]),
        // An answer, and names that the quote has already.
        ("> I get paged.\n\n— fixed, 2026-05-01", &["nobody | I get paged. |  — fixed, 2026-05-01"]),
        (
            "> I get paged.\n\n— Ines Roy, 2026-05-01\nWe log it.",
            &["nobody | I get paged. |  — Ines Roy, 2026-05-01 We log it."],
        ),
        ("> I get paged.\n\nWe log it.\n\n— Ines Roy", &["nobody | I get paged. |  We log it. — Ines Roy"]),
        ("> I get paged.\n>\n> — Bo Lund\n\n— Ines Roy", &["Bo Lund | I get paged. |  — Ines Roy"]),
        ("**Bo Lund:**\n\n> I get paged.\n\n— Ines Roy", &["above: Bo Lund | I get paged. |  — Ines Roy"]),
        ("> I get paged.\n\n- Ines Roy", &["nobody | I get paged. |  Ines Roy"]),
        ("> > theirs\n\n— Ines Roy", &["nobody |  |  — Ines Roy"]),
    ]);
}

#[test]
fn an_item_that_is_a_name_above_a_block_quote() {
    check(&[
        ("- Ines Roy\n\n> I get paged.\n\n**Changed:** yes.", &["above: Ines Roy | I get paged. | Changed yes."]),
        (
            "1. [Ines Roy](https://e.org/i) (support), 2026-05-01\n\n   > I get paged.",
            &["above: Ines Roy (support), 2026-05-01 | I get paged."],
        ),
        ("We asked:\n\n- Ines Roy\n  > One.\n- @bo\n  > Two.", &["above: Ines Roy | One.", "above: @bo | Two."]),
        ("> One.\n>\n> — Bo Lund\n\n- Ines Roy\n\n> Two.", &["Bo Lund | One.", "above: Ines Roy | Two."]),
        ("Two calls.\n\n* Ines Roy\n\n> One.", &["above: Ines Roy | One."]),
        // Several names, a name that may be that of the quote above, and what is no name.
        ("- Bo Lund\n- Ines Roy\n\n> One.", &["nobody | One."]),
        ("We asked:\n\n- Ines Roy\n\n> One.", &["nobody | One."]),
        ("> One.\n\n- Ines Roy\n\n> Two.", &["nobody | One. |  Ines Roy", "nobody | Two."]),
        ("- Ines Roy\n\n> One.\n>\n> — Bo Lund", &["Bo Lund | One."]),
        ("- Security review\n\n> One.", &["nobody | One."]),
        ("- Ines Roy\n\nWe met.\n\n> One.", &["nobody | One."]),
        ("Ines Roy\n\n> One.", &["nobody | One."]),
    ]);
}

#[test]
fn tables_of_who_said_what() {
    let table = |head: &str, rows: &str, expected: &[&str]| {
        let rule = "|---".repeat(head.matches('|').count() - 1);
        check(&[(&format!("{head}\n{rule}|\n{rows}"), expected)]);
    };
    table(
        "| Who | Date | Concern | Response |",
        "| Ines Roy (support) | 2026-02-12 | \"I get<br>paged.\" | **Changed:** yes. |\n| Pete Osei | | Not *Friday*. | Declined: idle. |\n| All | | x | y |\n| Bo Lund | | | - |",
        &[
            "row: Ines Roy (support), 2026-02-12 | I get paged. | Changed yes.",
            "row: Pete Osei | Not Friday. | Declined idle.",
        ],
    );
    table(
        "| Stakeholder | Role | What they said | Link | How addressed |",
        "| @lee | on call | Use `a\\|b`. | [chat](https://e.org/1) | we did |",
        &["row: @lee (on call), https://e.org/1 | Use a|b. |  we did"],
    );
    table(
        "| Feedback | Raised by | When |",
        "| Not on Friday. | Pete Osei | 2026-02-12 |",
        &["row: Pete Osei, 2026-02-12 | Not on Friday."],
    );
    table("| Person | Response |", "| Ines Roy | I get paged. |", &["row: Ines Roy | I get paged."]);
    table(
        "| Name | Advice | Disposition | Answer |",
        "| Ines Roy | I get paged. | Changed | it logs it |",
        &["row: Ines Roy | I get paged. | Changed it logs it"],
    );
    table(
        "| Wer | Einwand | Antwort |",
        "| Ines Roy | Nicht am Freitag. | Doch. |",
        &["row: Ines Roy | Nicht am Freitag. |  Doch."],
    );
    table("| Option | Cost |", "| Ines Roy | 12 |", &[]);
    table("| Who | Cost |", "| Ines Roy | 12 |", &[]);
    table("| Team | Concern |", "| Ines Roy | Not on Friday. |", &[]);
}

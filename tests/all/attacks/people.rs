//! Decisions that look as if somebody had been asked.

use crate::repository::{POLICY, Repository, Said, accepted, gate, prepared};

/// A governed change with this decision, judged by the policy with `asks` behind it.
fn with_policy(asks: &str, change: impl Fn(&Repository)) -> Said {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.write("heard.toml", &POLICY.replace("hear = [\"support\"]\n", asks));
    repository.commit("Ask");
    repository.git(&["switch", "-q", "-c", "change"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    change(&repository);
    repository.commit("Move the window");
    gate(&repository)
}

#[track_caller]
fn denied(asks: &str, decision: &str, expected: &str) {
    let said = with_policy(asks, |repository| repository.write("decisions/0002-friday.md", decision));
    assert_eq!(said.code, 1, "{decision}\n{said:?}");
    said.has(expected);
}

#[track_caller]
fn passes(asks: &str, decision: &str) {
    let said = with_policy(asks, |repository| repository.write("decisions/0002-friday.md", decision));
    assert_eq!(said.code, 0, "{decision}\n{said:?}");
}

fn decision() -> String {
    accepted("Friday", "infra/paging/**")
}

/// A decision of one maker that quotes one person.
fn quoting(maker: &str, consulted: &str, speaker: &str) -> String {
    decision()
        .replace("  - \"Ana Ruiz\"", &format!("  - \"{maker}\""))
        .replace("  - \"Ines Roy\"", &format!("  - \"{consulted}\""))
        .replace("— Ines Roy", &format!("— {speaker}"))
}

#[test]
fn an_empty_decision_or_a_template_covers_nothing() {
    for text in [
        "",
        "---\nstatus: accepted\n---\n",
        "---\nstatus: accepted\ngoverns: [\"**\"]\n---\n\n# Friday\n",
        "---\nstatus: \"{proposed | rejected | accepted | deprecated}\"\nconsulted: {list everyone whose opinions are sought}\ngoverns: [\"**\"]\n---\n\n# {short title}\n",
    ] {
        denied("hear = [\"support\"]\n", text, "governed-uncovered");
    }
}

#[test]
fn a_decision_on_something_else_covers_nothing() {
    for governs in [
        "docs/**",
        "infra/*",
        "infra/paging",
        "Infra/paging/**",
        "!infra/paging/**",
        "",
        "infra/**\"\n  - \"!infra/paging/**",
        "**\"\n  - \"!./infra/**/rota.*",
        "infra/paging/**, !infra/paging/*.yml",
    ] {
        denied("hear = [\"support\"]\n", &accepted("Friday", governs), "governed-uncovered");
    }
}

#[test]
fn a_decision_that_is_not_in_force_covers_nothing() {
    for (from, to, expected) in [
        ("status: accepted", "status: proposed", "is `proposed`"),
        ("status: accepted", "status: rejected", "is `rejected`"),
        ("status: accepted", "status: superseded by 0001", "not accepted"),
        ("status: accepted", "status: accepted\nsuperseded-by: \"0001\"", "is superseded by"),
        ("status: accepted", "status: waived\nreview-by: 2026-05-31", "is a waiver"),
        ("date: 2026-05-20", "date: 2025-01-20", "cover-stale"),
        ("date: 2026-05-20\n", "", "has errors from"),
        ("**Changed:** the window names the tenant.", "**Open**", "concern-open"),
    ] {
        let decision = decision().replace("2026-05-12", "2025-01-12").replace(from, to);
        denied("hear = [\"support\"]\nfresh = 365\n", &decision, expected);
    }
}

#[test]
fn a_status_that_says_more_than_accepted_is_not_accepted() {
    for status in ["accepted (superseded by 0002)", "accepted, not yet", "accepted (draft)"] {
        let text = decision().replace("status: accepted", &format!("status: {status}"));
        denied("hear = [\"support\"]\n", &text, "governed-uncovered");
        // Nor is a decision of the base that a trailer names.
        let repository = prepared();
        repository.git(&["switch", "-q", "main"]);
        repository.write("decisions/0003-friday.md", &text);
        repository.commit("Decide");
        repository.git(&["switch", "-q", "-c", "later"]);
        repository.write("infra/paging/rota.yml", "window: friday\n");
        repository.commit("Move the window\n\nDecision: 0003");
        let said = gate(&repository);
        assert_eq!(said.code, 1, "{status}: {said:?}");
        said.has("not accepted");
    }
}

#[test]
fn the_makers_can_not_be_heard_by_themselves() {
    let nobody = "quotes 0 of 1 required people";
    for (maker, speaker) in [
        ("Ana Ruiz", "Ana Ruiz"),
        ("Ana Ruiz", "ANA  RUIZ"),
        ("Ana Ruiz", "A\u{301}na Ru\u{ed}z"),
        ("Ana Ruiz", "\u{ff21}na Ruiz"),
        ("Ana Ruiz", "An\u{430} Ruiz"),
        ("Ana Ruiz", "Ana Ru\u{131}z"),
        ("Ana Ruiz", "Ana-Ruiz"),
        ("Ana Ruiz, SRE", "Ana Ruiz"),
        ("Ana Ruiz - lead", "Ana Ruiz"),
        ("Bo Lund & Ana Ruiz", "Ana Ruiz"),
        ("Ana Ruiz / Bo Lund", "Bo Lund"),
        ("Ana Ruiz (@ana)", "@ana"),
        ("Ana Ruiz <ana@example.org>", "ana@example.org"),
        ("Bo Lund (with Ana Ruiz)", "Ana Ruiz"),
        ("Bo Lund · Ána Ruiz", "Ana Ruiz"),
        ("Bo Lund for Ana Ruiz's team", "Ana Ruiz"),
        ("Bo Lund\\nAna Ruiz", "Ana Ruiz"),
    ] {
        denied("people = 1\n", &quoting(maker, speaker, speaker), nobody);
    }
    for maker in ["{Bo Lund: Ana Ruiz}", "{name: Bo Lund, role: Ana Ruiz}"] {
        let record = quoting("Bo Lund", "Ana Ruiz", "Ana Ruiz");
        assert!(record.contains("\"Bo Lund\""), "{record}");
        denied("people = 1\n", &record.replacen("\"Bo Lund\"", maker, 1), nobody);
    }
    // Of two who decide, the one that the area wants to hear.
    for makers in [
        "decision-makers: Ana Ruiz with Ines Roy",
        "decision-makers: [\"Ana Ruiz with Ines Roy\"]",
        "decision-makers: [\"Ana Ruiz\", \"lead (Ines Roy)\"]",
        "decision-makers: lead (Ines Roy)",
        "decision-makers: Ana Ruiz • Ines Roy",
        "decision-makers: [\"Ana Ruiz • Ines Roy\"]",
        "decision-makers: |\n  Ana Ruiz\n  Ines Roy",
        "decision-makers:\n  - Ana Ruiz\n  - - Ines Roy",
        "decision-makers: [[\"Ana Ruiz\", \"Ines Roy\"]]",
        "decision-makers:\n  Ana Ruiz: lead\n  Ines Roy: support",
        "decision-makers:\n  - name: Ana Ruiz\n  - name: Ines Roy",
        "deciders: [\"Ines Roy\"]\ndecision-makers: [\"Ana Ruiz\"]",
    ] {
        let record = decision().replace("decision-makers:\n  - \"Ana Ruiz\"", makers);
        assert!(record.contains(makers), "{record}");
        denied("hear = [\"support\"]\n", &record, "quotes nobody from `support`");
    }
    passes("people = 1\n", &quoting("Ana Ruizova", "Ana Ruiz", "Ana Ruiz"));
    let known = format!("{}\n[people.\"Ana Ruiz\"]\naka = [\"A. R.\"]\nhandle = \"@ruiz\"\n", "people = 1");
    for speaker in ["A. R.", "@ruiz", "ruiz"] {
        denied(&known, &quoting("Ana Ruiz", speaker, speaker), nobody);
    }
    passes("people = 1\n", &quoting("Ana Ruiz", "Kim Po", "Kim Po"));
}

#[test]
fn who_only_the_change_puts_into_a_group_is_not_in_it() {
    let said = with_policy("hear = [\"support\"]\n", |repository| {
        repository.write("heard.toml", &POLICY.replace("\"Ines Roy\", \"Sam Okafor\"", "\"Ines Roy\", \"Kim Po\""));
        repository.write("decisions/0002-friday.md", &quoting("Ana Ruiz", "Kim Po", "Kim Po"));
    });
    assert_eq!(said.code, 1, "{said:?}");
    said.has("quotes nobody from `support`");
}

#[test]
fn what_is_no_person_is_nobody() {
    for name in ["Claude Opus 4.5", "GPT-5", "@copilot", "support", "everyone", "SPEC.md", "ADR 0041", "Platform Team"]
    {
        denied("people = 1\n", &quoting("Bo Lund", name, name), "`0002` ");
    }
}

#[test]
fn silence_and_the_wrong_waiver_are_no_words() {
    let no_words = |state: &str| decision().split_once("> I get paged").unwrap().0.to_owned() + state + "\n";
    let asks = "hear = [\"support\"]\nwaive = [\"Sam Okafor\"]\n";
    denied(
        asks,
        &no_words("**No answer:** support, asked 2026-05-02, waited until 2026-05-16."),
        "silence is not assent",
    );
    denied(asks, &no_words("**Waived:** support, by Ana Ruiz: no time."), "group-unheard");
    denied(asks, &no_words("**Waived:** support, by Sam Okafor"), "group-unheard");
}

#[test]
fn words_and_answers_that_a_page_does_not_show_are_none() {
    let answer = "**Changed:** the window names the tenant.";
    for nothing in [
        "**Changed:**",
        "**Mitigated:** —",
        "&nbsp;",
        "![](x.png)",
        "~~**Changed:** the job logs the tenant.~~",
        "TODO",
        "{what was done}",
        "**Changed:** <b></b>",
        "**Changed:** ~~the job logs the tenant~~",
        "**Mitigated:** &#8203;",
        "n/a",
        "[to be written]",
        "**Changed:** <!-- the job logs the tenant -->",
    ] {
        denied("hear = [\"support\"]\n", &decision().replace(answer, nothing), "concern-unanswered");
    }
    let waived = quoting("Ana Ruiz", "Bo Lund", "Bo Lund") + "\n**Waived:** support, by Ana Ruiz: .\n";
    denied("hear = [\"support\"]\nwaive = [\"Ana Ruiz\"]\n", &waived, "quotes nobody from `support`");
    for nothing in [
        "<b></b>",
        "TODO",
        "{quote}",
        "What they said, in their own words.",
        "What they said, in their own words",
        "…",
        "n/a",
        "![words](x.png)",
    ] {
        let text = decision().replace("I get paged when an export stalls on Friday.", nothing);
        denied("hear = [\"support\"]\n", &text, "quotes nobody from `support`");
    }
}

#[test]
fn a_frame_that_nobody_filled_in_is_no_decision() {
    let context = "## Context\n\n<!-- What is the problem, and who has it? -->\n\n";
    let rest = "## Considered Options\n\n<!-- At least two, one per line. -->\n\n## Decision Outcome\n\n<!-- Which one, and why? -->\n";
    for frame in [rest.to_owned(), format!("{context}{rest}")] {
        let text = decision().replace("## Considered Options\n\n- Friday\n- Thursday\n", &frame);
        assert!(text.contains("Outcome"));
        denied("hear = [\"support\"]\n", &text, "template-left");
    }
}

#[test]
fn one_person_under_two_spellings_is_one_and_a_handle_is_its_owners() {
    let two = |consulted: &str, speaker: &str| {
        let more =
            format!("\n> It is bad for me here as well.\n>\n> — {speaker}, 2026-05-13\n\n**Changed:** it is not.\n");
        decision().replace("  - \"Ines Roy\"", &format!("  - \"Ines Roy\"\n  - \"{consulted}\"")) + &more
    };
    for other in
        ["Inés Roy", "Dr. Ines Roy", "Ms Ines Roy", "Ines M. Roy", "I. Roy", "Roy Ines", "Ines Roy PhD", "INES ROY"]
    {
        denied("people = 2\n", &two(other, other), "quotes 1 of 2 required people");
        let heard = quoting(other, "Ines Roy", "Ines Roy");
        denied("people = 1\n", &heard, "quotes 0 of 1 required people");
    }
    for nobody in ["night support agent 3", "Anonymous", "me"] {
        denied("people = 2\n", &two(nobody, nobody), "quotes 1 of 2 required people");
    }
    passes("people = 2\n", &two("Bo Lund", "Bo Lund"));
    passes("people = 2\n", &two("Ines Moe", "Ines Moe"));
    denied("people = 1\n", &quoting("Ana Ruiz (for @ines)", "@ines", "@ines"), "quotes 0 of 1 required people");
    let handles = "hear = [\"support\"]\n[people.\"Ines Roy\"]\nhandle = \"@ines\"\n";
    passes(handles, &quoting("Ana Ruiz", "Ines Roy", "Ines Roy (@ines)"));
    for consulted in ["Ines Roy", "Bo Lund", "Bo Lund (@ines)"] {
        denied(handles, &quoting("Ana Ruiz", consulted, "Bo Lund (@ines)"), "quotes nobody from `support`");
    }
}

#[test]
fn sources_inside_the_repository_must_hold_the_words() {
    let asks = "people = 1\nevidence = \"sourced\"\n";
    let sourced =
        |source: &str| decision().replace("— Ines Roy, 2026-05-12", &format!("— Ines Roy, 2026-05-12, {source}"));
    let with_notes = |source: &str, notes: &str| {
        with_policy(asks, |repository| {
            repository.write("decisions/0002-friday.md", &sourced(source));
            repository.write("notes/call.md", notes);
        })
    };
    denied(asks, &decision(), "has no source");
    denied(asks, &sourced("[notes](../notes/call.md)"), "which does not exist");
    denied(asks, &sourced("[notes](../../call.md)"), "which does not exist");
    // What a decision says is no source of what it says.
    denied(asks, &sourced("[here](0002-friday.md#consultation)"), "which is a decision");
    denied(asks, &sourced("0001-start.md"), "which is a decision");
    let translated = with_policy(asks, |repository| {
        let text = sourced("[ja](0002-friday.ja.md)");
        repository.write("decisions/0002-friday.ja.md", &text.replace("governs:\n  - \"infra/paging/**\"\n", ""));
        repository.write("decisions/0002-friday.md", &text);
    });
    assert_eq!(translated.code, 1, "{translated:?}");
    translated.has("which is a decision");
    denied(asks, &sourced("[ja](0002-friday.ja.md)"), "which does not exist");
    for nowhere in ["-", "[thread][nope]", "https://", "[thread](https://)", "call notes, page 3", "[x](//)"] {
        denied(asks, &sourced(nowhere), "has no source");
    }
    let said = with_notes("[notes](../notes/call.md)", "Ines: I get paged when an export stalls on Fridays.\n");
    assert_eq!(said.code, 1, "{said:?}");
    let said = with_notes("[notes](../notes/call.md)", "Ines: “I get *paged* when an export stalls on Friday”\n");
    assert_eq!(said.code, 0, "{said:?}");
    for (notes, code) in [("She wrote a book, then left.\n", 1), ("okay\n", 1), ("Ines: ok, then.\n", 0)] {
        let said = with_policy(asks, |repository| {
            let text =
                sourced("[notes](../notes/call.md)").replace("I get paged when an export stalls on Friday.", "ok");
            repository.write("decisions/0002-friday.md", &text);
            repository.write("notes/call.md", notes);
        });
        assert_eq!(said.code, code, "{notes}: {said:?}");
    }
    let said = with_notes("[notes](../notes/call.md)", "Ines was there.\n");
    assert_eq!(said.code, 1, "{said:?}");
    said.has("is not in its source");
    let said = with_notes("[notes](../notes/call.md#l3)", "Ines:\n> I get paged when an\n> export stalls on Friday.\n");
    assert_eq!(said.code, 0, "{said:?}");
    let said = with_notes("[notes](../notes/c%61ll.md)", "I get paged when an export stalls on Friday.\n");
    assert_eq!(said.code, 0, "{said:?}");
    passes(asks, &sourced("[thread](https://example.org/t/1)"));
}

#[test]
fn no_words_of_the_author_are_a_comment_or_a_signature() {
    let address = "[comment](https://github.com/acme/rota/pull/7#issuecomment-1)";
    for evidence in ["forge", "signed", "touched"] {
        let asks = format!("evidence = \"{evidence}\"\n");
        for source in ["[thread](https://example.org/t/1)", address] {
            for proof in
                ["", "> <!-- heard: signed U1NIU0lH -->\n", "> <!-- heard: github issuecomment-1 by ines -->\n"]
            {
                let said = with_policy(&asks, |repository| {
                    let named = format!("— Ines Roy, 2026-05-12, {source}");
                    let text = decision().replace("— Ines Roy, 2026-05-12", &named);
                    let text = text.replace("\n\n**Changed", &format!("\n{proof}\n**Changed"));
                    repository.write("decisions/0002-friday.md", &text);
                });
                assert_eq!(said.code, 1, "{evidence} {source} {proof}: {said:?}");
            }
        }
    }
}

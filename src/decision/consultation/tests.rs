//! Consultations as people write them.

mod forms;

use super::*;

fn read(text: &str) -> Consultation {
    super::read(text, &Body::read(text, 0, &|_| true), &Words::default())
}

#[test]
fn a_quote_its_attribution_and_its_answer() {
    let text = "## Consultation\n\n> I get paged when\n> an export stalls.\n>\n> — Ines Roy (support), 2026-02-12, [thread](https://example.org/t/1)\n\n**Changed:** the job logs the tenant.\n\n- and says so\n";
    let read = read(text);
    let quote = &read.quotes[0];
    assert_eq!(quote.words, "I get paged when an export stalls.");
    let attribution = quote.attribution.as_ref().unwrap();
    assert_eq!(attribution.speaker.name.as_deref(), Some("Ines Roy"));
    assert_eq!(attribution.speaker.span.of(text), "Ines Roy (support)");
    assert_eq!(attribution.date.as_ref().unwrap().span.of(text), "2026-02-12");
    assert_eq!(attribution.source.as_ref().unwrap().value, "https://example.org/t/1");
    let answer = quote.answer.as_ref().unwrap();
    assert_eq!(answer.disposition.as_ref().unwrap().value, Disposition::Changed);
    assert_eq!(answer.text, "the job logs the tenant. and says so");
    assert_eq!(answer.span.of(text), "**Changed:** the job logs the tenant.\n\n- and says so");
}

#[test]
fn attributions_in_every_dress() {
    let cases = [
        ("— Ana Ruiz", Some(("Ana Ruiz", None, None))),
        ("— Ana Ruiz <ana@example.org>, 2026-02-12", Some(("Ana Ruiz", Some("2026-02-12"), None))),
        ("– @lee, 2026-02-12", Some(("@lee", Some("2026-02-12"), None))),
        (
            "-- Ana Ruiz, 2026-02-12, call notes, page 3",
            Some(("Ana Ruiz", Some("2026-02-12"), Some("call notes, page 3"))),
        ),
        ("&mdash; Ana Ruiz, https://example.org/a,b", Some(("Ana Ruiz", None, Some("https://example.org/a,b")))),
        ("— *Ana* [Ruiz](https://example.org/ana), 2026-02-12", Some(("Ana Ruiz", Some("2026-02-12"), None))),
        ("— Ana Ruiz 2026-02-12", Some(("Ana Ruiz", Some("2026-02-12"), None))),
        ("— Ana Ruiz; 2026-02-12", Some(("Ana Ruiz", Some("2026-02-12"), None))),
        ("— Ana Ruiz, on 2026-02-12", Some(("Ana Ruiz", Some("2026-02-12"), None))),
        ("— Ana Ruiz, (2026-02-12), notes", Some(("Ana Ruiz", Some("2026-02-12"), Some("notes")))),
        ("— Ana Ruiz, 12 February 2026", Some(("Ana Ruiz", Some("12 February 2026"), None))),
        ("— Ana Ruiz, support lead, 2026-02-31", Some(("Ana Ruiz", Some("2026-02-31"), None))),
        (
            "— [Ana Ruiz](https://example.org/ana), 2026-02-12, notes",
            Some(("Ana Ruiz", Some("2026-02-12"), Some("notes"))),
        ),
        (
            "— Ana Ruiz[, 2026-02-12, ](https://example.org/a)notes",
            Some(("Ana Ruiz", Some("2026-02-12"), Some("notes"))),
        ),
        ("- Ana Ruiz", Some(("Ana Ruiz", None, None))),
        ("- Ana", None),
        ("Ana Ruiz", None),
        ("—", None),
    ];
    for (line, expected) in cases {
        let text = format!("# Advice\n\n> words\n>\n> {line}\n");
        let read = read(&text);
        let found = read.quotes[0].attribution.as_ref().map(|found| {
            assert!(found.date.iter().all(|day| day.span.of(&text) == day.text), "{line}");
            (
                found.speaker.shown(),
                found.date.as_ref().map(|day| day.text.clone()),
                found.source.as_ref().map(|source| source.value.clone()),
            )
        });
        let expected =
            expected.map(|(name, day, source)| (name.to_owned(), day.map(str::to_owned), source.map(str::to_owned)));
        assert_eq!(found, expected, "{line}");
    }
}

#[test]
fn an_attribution_may_be_wrapped() {
    for (lines, words, speaker) in [
        ("— Ines Roy, 2026-02-12,\n> [thread](https://example.org/t/1)", "I get paged.", Some("Ines Roy")),
        ("— Ines Roy (support),\n> 2026-02-12,\n> <https://example.org/t/1>", "I get paged.", Some("Ines Roy")),
        ("— Ines\n> Roy", "I get paged.", Some("Ines Roy")),
        ("— the night shift,\n> 2026-02-12", "I get paged.", Some("the night shift")),
        ("— the night shift,\n> [call](x.md)", "I get paged.", Some("the night shift")),
        // What may be an aside is one.
        ("— an aside\n> that goes on", "I get paged.\n— an aside that goes on", None),
        ("and\n> — Ines\n> Roy", "I get paged.\nand — Ines Roy", None),
    ] {
        let text = format!("## Consultation\n\n> I get paged.\n>\n> {lines}\n\n**Changed:** the window.\n");
        let quote = &read(&text).quotes[0];
        assert_eq!((quote.words.as_str(), quote.speaker().map(Party::shown).as_deref()), (words, speaker), "{lines}");
        assert_eq!(quote.words_span.of(&text).replace("\n> ", " ").replace("\n>", "\n").replace("\n ", "\n"), words);
    }
    for other in ["> — Ines Roy,\n> > 2026-02-12", "```\n> — Ines Roy,\n> 2026-02-12\n> ```"] {
        let text = format!("## Consultation\n\n> I get paged.\n>\n> {other}\n");
        assert!(read(&text).quotes[0].attribution.is_none(), "{other}");
    }
    let only = read("## Consultation\n\n> — Ines Roy,\n> 2026-02-12\n");
    assert!(only.quotes[0].attribution.is_none());
}

#[test]
fn a_task_that_is_not_done_says_nothing() {
    let read = |item: &str| read(&format!("## Consultation\n\n> I get paged.\n>\n> — Ines Roy\n\n{item}\n"));
    for item in ["- [ ] **Changed:** the window.", "* [ ] the window", "1. [ ] **Changed:** the window."] {
        assert!(read(item).quotes[0].answer.is_none(), "{item}");
    }
    for item in ["- [x] **Changed:** the window.", "- **Changed:** the window.", "[ ] the window"] {
        assert!(read(item).quotes[0].answer.is_some(), "{item}");
    }
    assert!(read("- [ ] **Asked:** Bo Lund, 2026-02-12").states.is_empty());
}

#[test]
fn a_role_may_have_commas_and_a_name_may_have_marks() {
    for (line, name, role, place) in [
        ("— Ana Ruiz, support lead, 2026-02-12", "Ana Ruiz", Some("support lead"), "Ana Ruiz"),
        ("— Ana Ruiz, support, nights, 2026-02-12", "Ana Ruiz", Some("support, nights"), "Ana Ruiz"),
        ("— Ana Ruiz (support, nights), 2026-02-12", "Ana Ruiz", Some("support, nights"), "Ana Ruiz (support, nights)"),
        ("— Ana Ruiz (support), nights, 2026-02-12", "Ana Ruiz", Some("support"), "Ana Ruiz (support)"),
        ("— Ana `Ruiz`, 2026-02-12", "Ana Ruiz", None, "Ana `Ruiz`"),
        ("— Ana Ruiz, 2026-02-12", "Ana Ruiz", None, "Ana Ruiz"),
    ] {
        let text = format!("# Advice\n\n> words\n>\n> {line}\n");
        let read = read(&text);
        let found = read.quotes[0].attribution.as_ref().unwrap();
        assert_eq!(found.speaker.name.as_deref(), Some(name), "{line}");
        assert_eq!(found.speaker.role.as_deref(), role, "{line}");
        assert_eq!(found.speaker.span.of(&text), place, "{line}");
        assert_eq!(found.date.as_ref().map(|day| day.text.as_str()), Some("2026-02-12"), "{line}");
    }
}

#[test]
fn quotes_elsewhere_are_prose() {
    let text = "# T\n\n> words\n> — Ana\n\n## Consultation\n\n### Support\n\n> mine\n> — Ana\n\n> [!NOTE]\n> not a person\n\n```\n> — code\n```\n\n## Other\n\n> words\n> — Ana\n";
    let read = read(text);
    assert_eq!(read.quotes.len(), 1);
    assert_eq!(read.quotes[0].words, "mine");
}

#[test]
fn code_at_the_end_of_a_quote_names_nobody() {
    let read = read("## Consultation\n\n> words\n>\n> ```\n> -- Ana Ruiz\n> ```\n");
    assert!(read.quotes[0].attribution.is_none());
}

#[test]
fn states_name_party_days_and_reason() {
    let text = "## Consultation\n\n**No answer:** @lee, asked 2026-02-10, waited until 2026-02-24.\n\n- **Waived:** night support, by Ana Ruiz: the contract ends in a week.\n- **Waived:** interns. Nobody is left.\n";
    let read = read(text);
    let [silent, waived, bare] = &read.states[..] else { panic!("{:?}", read.states) };
    assert_eq!(silent.party.as_ref().unwrap().shown(), "@lee");
    assert_eq!(silent.dates.len(), 2);
    assert_eq!(waived.party.as_ref().unwrap().shown(), "night support");
    assert_eq!(waived.by.as_ref().unwrap().shown(), "Ana Ruiz");
    assert_eq!(waived.reason, "the contract ends in a week.");
    assert_eq!(bare.party.as_ref().unwrap().shown(), "interns");
    assert!(bare.by.is_none());
}

#[test]
fn a_state_ends_its_head_at_a_colon_outside_parentheses() {
    for (line, place, by, reason, is_whole) in [
        ("**Waived:** support, by Ana Ruiz: idle.", "support", Some("Ana Ruiz"), "idle.", true),
        ("**Waived**`support`, by Ana Ruiz: idle.", "`support`", Some("Ana Ruiz"), "idle.", true),
        ("**Waived:** support, by Ana Ruiz", "support", Some("Ana Ruiz"), "", false),
        ("**Waived:** support: idle.", "support", None, "idle.", false),
        ("**No answer:** support, by Ana Ruiz: idle.", "support", Some("Ana Ruiz"), "idle.", false),
        (
            "**Waived:** support (nights: all), by Ana Ruiz: idle.",
            "support (nights: all)",
            Some("Ana Ruiz"),
            "idle.",
            true,
        ),
        ("**Waived:** Bo &lt;x:y>, by Ana Ruiz: idle.", "Bo &lt;x:y>", Some("Ana Ruiz"), "idle.", true),
        ("**Waived:** see http://a.b/c, by Ana Ruiz: idle.", "see http://a.b/c", Some("Ana Ruiz"), "idle.", true),
    ] {
        let text = format!("## Consultation\n\n{line}\n");
        let read = read(&text);
        let [state] = &read.states[..] else { panic!("{line}") };
        assert_eq!(state.party.as_ref().map(|party| party.span.of(&text)), Some(place), "{line}");
        assert_eq!(state.by.as_ref().map(Party::shown).as_deref(), by, "{line}");
        assert_eq!(state.reason, reason, "{line}");
        assert_eq!(state.is_whole_waiver(), is_whole, "{line}");
    }
    let nobody = read("## Consultation\n\n**Waived:** , by Ana Ruiz: idle.\n");
    assert!(nobody.states[0].party.is_none() && nobody.states[0].by.is_some());
    assert!(!nobody.states[0].is_whole_waiver());
}

#[test]
fn overruled_names_who_goes_on() {
    for line in [
        "**Overruled by Ana Ruiz:** the night is idle.",
        "**Overruled** by Ana Ruiz: the night is idle.",
        "**Overruled by** Ana Ruiz: the night is idle.",
    ] {
        let read = read(&format!("## Consultation\n\n> no\n> — Bo\n\n{line}\n"));
        let answer = read.quotes[0].answer.as_ref().unwrap();
        assert_eq!(answer.by.as_ref().unwrap().shown(), "Ana Ruiz");
        assert_eq!(answer.text, "the night is idle.");
    }
    let read = read("## Consultation\n\n> no\n> — Bo\n\n**Overruled:** the night is idle: nobody pages.\n");
    let answer = read.quotes[0].answer.as_ref().unwrap();
    assert!(answer.by.is_none());
    assert_eq!(answer.text, "the night is idle: nobody pages.");
}

#[test]
fn a_trial_and_its_quotes() {
    let text = "## Trial\n\n- Release: log view, 2026-02-14 to 2026-02-28\n- Group:  night support; none of the makers\n- Watched: whether they find it\n- **Result:** four of six did not\n\n> The colours mean nothing to me.\n>\n> — night support agent 3, 2026-02-20\n\n**Changed:** words beside colours.\n";
    let read = read(text);
    let trial = &read.trials[0];
    assert_eq!(trial.span.of(text), "## Trial");
    assert_eq!(trial.dates.len(), 2);
    assert_eq!(trial.watched.as_ref().unwrap().value, "whether they find it");
    assert_eq!(trial.group.as_ref().unwrap().span.of(text), "night support; none of the makers");
    assert_eq!(trial.result.as_ref().unwrap().value, "four of six did not");
    assert_eq!(read.quotes[0].trial, Some(0));
    assert!(read.quotes[0].answer.is_some());
}

#[test]
fn a_heading_ends_an_answer() {
    let read = read("## Consultation\n\n> a\n> — Ana\n\n### More\n\nNot an answer.\n");
    assert!(read.quotes[0].answer.is_none());
}

/// Every quote as `speaker (role), date, source | words | disposition answer`, and how it is written.
fn quotes(text: &str) -> Vec<String> {
    let read = read(text);
    let shown = |quote: &Quote| {
        let form = match &quote.form {
            Form::Block => "",
            Form::LastLine(_) => "last line: ",
            Form::NameBefore(_) => "before: ",
            Form::NameAfter(_) => "after: ",
            Form::NameBehind(_) => "behind: ",
            Form::NameAbove { .. } => "above: ",
            Form::Headed { .. } => "heading: ",
            Form::Row { .. } => "row: ",
        };
        let mut shown = form.to_owned();
        match &quote.attribution {
            None => shown.push_str("nobody"),
            Some(named) => {
                shown.push_str(&named.speaker.shown());
                shown.extend(named.speaker.role.iter().flat_map(|role| [" (", role, ")"]));
                shown.extend(named.date.iter().flat_map(|date| [", ", &date.text]));
                shown.extend(named.source.iter().flat_map(|source| [", ", &source.value]));
                shown.extend(named.told_to.iter().map(|party| format!(", told {}", party.shown())));
                shown.push_str(if !named.others.is_empty() { ", joint" } else { "" });
            }
        }
        shown.push_str(" | ");
        shown.push_str(&quote.words);
        if let Some(answer) = &quote.answer {
            let word = answer.disposition.as_ref().map_or("", |word| word.value.word());
            shown.push_str(&format!(" | {word} {}", answer.text));
        }
        shown
    };
    read.quotes.iter().map(shown).collect()
}

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    for (body, expected) in cases {
        assert_eq!(quotes(&format!("## Consultation\n\n{body}\n")), *expected, "{body}");
    }
}

#[test]
fn words_in_a_quote_inside_the_quote_are_not_the_speakers() {
    check(&[
        ("> > Is Friday fine?\n>\n> Not for support.\n>\n> — Ines Roy", &["Ines Roy | Not for support."]),
        ("> > Is Friday fine?\n>\n> — Ines Roy", &["Ines Roy | "]),
        // The lazy line goes on with the inner quote.
        ("> > Is Friday fine?\n> — Ines Roy", &["nobody | "]),
        ("> Mine.\n> > theirs\n> > — Bo Lund\n>\n> — Ines Roy", &["Ines Roy | Mine."]),
        ("> Mine.\n>\n> > theirs\n> > — Bo Lund", &["nobody | Mine."]),
        ("> One.\n>\n> > theirs\n>\n> Two.\n>\n> — Ines Roy", &["Ines Roy | One.\nTwo."]),
        ("> - one\n>   > theirs\n> - two\n>\n> — Ines Roy", &["Ines Roy | one\ntwo"]),
        ("> > > deep\n> >\n> > less\n>\n> — Ines Roy", &["Ines Roy | "]),
    ]);
    let text = "## Consultation\n\n> One.\n>\n> > theirs\n> > too\n>\n> Two.\n>\n> — Ines Roy\n";
    let read = read(text);
    let own: Vec<&str> = read.quotes[0].own_spans().iter().map(|span| span.of(text)).collect();
    assert_eq!(own, ["One.\n>\n> > ", "\n>\n> Two."]);
    assert!(read.rest.iter().any(|span| span.of(text) == "theirs\n> > too"), "it is frozen as the page is");
}

#[test]
fn dashes_commas_and_full_stops_of_every_language() {
    let line = |line: &str, expected: &str| {
        let expected = format!("{expected} | a b");
        check(&[(&format!("> a b\n>\n> {line}"), &[expected.as_str()])]);
    };
    for dash in ["—", "–", "--", "——", "――", "―", "---", "— ", "——  "] {
        line(&format!("{dash}Ines Roy, 2026-02-12"), "Ines Roy, 2026-02-12");
    }
    line("――佐藤花子（サポート）、2026-02-12。", "佐藤花子 (サポート), 2026-02-12");
    line("—— 张伟，2026-02-12，[帖子](https://e.org/1)", "张伟, 2026-02-12, https://e.org/1");
    line("— Ines Roy; 2026-02-12.", "Ines Roy, 2026-02-12");
    line("— Ines Roy, on 2026-02-12., notes", "Ines Roy, 2026-02-12, notes");
    line("— Ines Roy.", "Ines Roy");
    line("— Sam Okafor Jr.", "Sam Okafor Jr.");
    line("— Ines Roy (support, 2026-02-12)", "Ines Roy (support, 2026-02-12)");
}

#[test]
fn who_wrote_it_down_is_neither_a_source_nor_a_role() {
    let line = |line: &str, expected: &str| {
        let expected = format!("{expected} | a b");
        check(&[(&format!("> a b\n>\n> — {line}"), &[expected.as_str()])]);
    };
    line("Pete Osei, 2026-02-13, told Ana Ruiz", "Pete Osei, 2026-02-13, told Ana Ruiz");
    line("Pete Osei, told Ana Ruiz", "Pete Osei, told Ana Ruiz");
    line("Pete Osei, told @ana, 2026-02-13", "Pete Osei, 2026-02-13, told @ana");
    line("\"Pete Osei\", 2026-02-13", "Pete Osei, 2026-02-13");
    line("Pete Osei, told Ana Ruiz on 2026-02-13.", "Pete Osei, 2026-02-13, told Ana Ruiz");
    line("Pete Osei, ops, 2026-02-13, told ana ruiz", "Pete Osei (ops), 2026-02-13, told ana ruiz");
    line("Pete Osei, 2026-02-13, [notes](x.md), told Ana", "Pete Osei, 2026-02-13, x.md, told Ana");
    line("Pete Osei, 2026-02-13, told us in the kitchen", "Pete Osei, 2026-02-13, told us in the kitchen");
}

#[test]
fn a_quote_of_two_people_says_so() {
    let line = |line: &str, is_joint: bool| {
        let text = format!("## Advice\n\n> a b\n>\n> — {line}\n");
        assert_eq!(read(&text).quotes[0].is_joint(), is_joint, "{line}");
    };
    for names in ["Gus Yee and Ivy Moe, 2026-02-12", "Gus Yee & Ivy Moe", "@gus, @ivy, 2026-02-12", "@gus / @ivy"] {
        line(names, true);
    }
    for names in [
        "Gus Yee (support and ops)",
        "Gus Yee, @gus, 2026-02-12",
        "Legal and Licensing",
        // Who is not listed in the record may be a place as well.
        "Gus Yee, Ivy Moe, 2026-02-12",
        "Gus Yee, New York, 2026-02-12",
        "Gus Yee, Product Owner, 2026-02-12",
        "Gus Yee, Harbor Master, 2026-02-12",
        "Gus Yee, Acme Ltd, 2026-02-12",
        "Gus Yee, ops and QA, 2026-02-12",
    ] {
        line(names, false);
    }
}

#[test]
fn a_disposition_may_end_in_a_full_width_mark() {
    let mut words = Words::default();
    words.dispositions.insert("变更".to_owned(), Disposition::Changed);
    for line in [
        "**变更：** 已记录。",
        "**变更**：已记录。",
        "**变更。** 已记录。",
        "**Changed：** 已记录。",
        "**变更:** 已记录。",
    ] {
        let text = format!("## Consultation\n\n> a b\n>\n> — 张伟\n\n{line}\n");
        let read = super::read(&text, &Body::read(&text, 0, &|_| true), &words);
        let answer = read.quotes[0].answer.as_ref().unwrap();
        assert_eq!(answer.disposition.as_ref().map(|word| word.value), Some(Disposition::Changed), "{line}");
        assert_eq!(answer.text, "已记录。", "{line}");
    }
    let text = "## Consultation\n\n**No answer：** @lee（ops），2026-02-10，2026-02-24。\n\n**Waived：** @bo，by Ana Ruiz：idle。\n";
    let read = read(text);
    assert_eq!(read.states[0].party.as_ref().map(Party::shown).as_deref(), Some("@lee"));
    assert!(read.states[1].is_whole_waiver(), "{:?}", read.states[1]);
}

#[test]
fn long_sections_are_read_in_one_pass() {
    let long = |piece: &str| format!("## Consultation\n\n{}", piece.repeat((1 << 16) / piece.len()));
    for piece in [
        "**Ines Roy:** words\n\n",
        "**Ines Roy:**\n\nwords\n\n",
        "words\n\n",
        "- \"words\" (Ines Roy)\n",
        "- Ines Roy: \"words\"\n",
        "- words (",
        "Ines Roy said (",
        "a — ",
        "### Ines Roy\n\nwords\n\n",
        "> > a\n>\n> b\n",
        "> > a\n>\n> b\n>\n> — Ines Roy\n\n",
        "> - Ines Roy\n",
        "> words — Ines Roy, 2026-05-01\n",
        "> words — Ines Roy, 2026-05-01\n\n",
        "> words\n\n— Ines Roy\n\n",
        "> **Ines Roy:** words\n\n",
        "> Ines Roy: words\n",
        "> — words -- ",
        "- Ines Roy\n  > words\n",
        "> <cite>",
        "> words\n> ~ Ines Roy, told Bo, told Cy\n\n",
        "| Who | Concern |\n|-|-|\n| Ines Roy | words |\n\n",
        "| Who ",
        "Ines Roy, Bo Lund, told Cy Park; ",
        "“",
        "<<<<<<< a\n",
    ] {
        let text = long(piece);
        let start = std::time::Instant::now();
        read(&text);
        assert!(start.elapsed().as_secs() < 10, "{piece}");
    }
}

#[test]
fn a_callout_is_nobodys_words() {
    for mark in ["> [!NOTE]\n> Asked in a call.", "> [!NOTE] Asked in a call.", "> [!warning] Asked\n> in a call."] {
        let read = read(&format!("## Consultation\n\n{mark}\n\n> Friday is bad.\n>\n> — Ines Roy\n"));
        assert_eq!(read.quotes.len(), 1, "{mark}");
        assert_eq!(read.quotes[0].words, "Friday is bad.", "{mark}");
    }
    assert_eq!(read("## Consultation\n\n> [!] Friday is bad.\n>\n> — Ines Roy\n").quotes.len(), 1);
}

#[test]
fn what_a_page_strikes_out_or_hides_is_nobodys_words() {
    let quote = "> I get paged.\n>\n> — Ines Roy\n";
    for (open, close, count) in [
        ("<del>", "</del>", 0),
        ("<s>", "</s>", 0),
        ("<p><strike>", "</strike></p>", 0),
        ("<template>", "</template>", 0),
        ("<div hidden>", "</div>", 0),
        ("<div style=\"display:none\">", "</div>", 0),
        ("words <s>here", "</s>", 0),
        ("<del>a</del>", "", 1),
        ("words <s>here</s>", "", 1),
        ("<details>", "</details>", 1),
        ("<div>", "</div>", 1),
        ("</del>", "", 1),
    ] {
        let inside = format!("## Advice\n\n{open}\n\n{quote}\n{close}\n\nwords\n");
        assert_eq!(read(&inside).quotes.len(), count, "{inside}");
        let after = format!("## Advice\n\n{open}\n\nwords\n\n{close}\n\nwords\n\n{quote}");
        assert_eq!(read(&after).quotes.len(), 1, "{after}");
        // A name of a section that is struck out is none.
        let count = usize::from(count == 1 || open.starts_with("<div"));
        let around = format!("{open}\n\n## Advice\n\n{quote}\n{close}\n");
        assert_eq!(read(&around).quotes.len(), count, "{around}");
    }
}

#[test]
fn what_follows_straight_on_a_tag_is_html() {
    let quotes = |above: &str| read(&format!("## Advice\n\n{above}\n> I get paged.\n>\n> — Ines Roy\n")).quotes.len();
    for above in ["- x\n</pre>", "- x\n  </b>", "words\n<br>", "<div>", "* x\r\n</pre>\r"] {
        assert_eq!(quotes(above), 0, "{above}");
    }
    for above in ["</b>\n", "<!-- x -->", "words", "- x", "1 < 2", "</pre>\n\nwords", "<https://example.org>\n"] {
        assert_eq!(quotes(above), 1, "{above}");
    }
}

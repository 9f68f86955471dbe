use super::*;

/// A comment of several blocks.
const COMMENT: &str = "\
> Support is never paged at night.

I do **not** think it is fine to page support. Please log\nthe tenant! Is that “planned”?

- First the log
- Then the *pager*

[ ] is nothing. ~~We~~ Nobody sleeps. It’s cafe\u{301} time.

<details>

This is folded.

</details>

- [x] Done
";

#[test]
fn whole_sentences_are_found() {
    for quoted in [
        "I do not think it is fine to page support.",
        "I do **not** think it is fine to page support. Please log the tenant!",
        "Please log\n  the _tenant_!",
        "Is that \"planned\"?\n\nFirst the log",
        "I do not think it is fine to page support.\n\n[…]\n\nThen the pager",
        "[…] Please log the tenant! [...] Then the pager […]",
        "It's café time.",
        "Nobody sleeps.",
        "- [x] Done",
        "> Support is never paged at night.\n\nI do not think it is fine to page support.",
        "Please log the tenant! <!-- a note -->",
    ] {
        assert_eq!(holds(COMMENT, quoted), Ok(()), "{quoted}");
    }
    let whole = own::own(COMMENT).text;
    assert_eq!(holds(COMMENT, &whole), Ok(()));
}

#[test]
fn what_is_not_whole_is_refused() {
    let part = "may be only a part of a sentence of the comment";
    let whole = "`I do not think it is fine to page support.`";
    let fragment = |words: &str| format!("`{words}` {part}: quote all of {whole}");
    let absent = |words: &str| format!("the comment does not have `{words}` as its author's own words");
    let apart = |words: &str| {
        format!("the comment has these sentences in another order, or others between them, from `{words}` on")
    };
    for (quoted, reason) in [
        ("it is fine to page support", fragment("it is fine to page support")),
        ("it is fine to page support.", fragment("it is fine to page support.")),
        ("I do […] think it is fine to page support.", fragment("I do")),
        ("i do not think it is fine to page support.", absent("i do not think it is fine to page support.")),
        ("Please log the tenant?", absent("Please log the tenant?")),
        ("Please log the tenant", format!("`Please log the tenant` {part}: quote all of `Please log the tenant!`")),
        ("Support is never paged at night.", absent("Support is never paged at night.")),
        ("This is folded.", absent("This is folded.")),
        ("We Nobody sleeps.", absent("We Nobody sleeps.")),
        ("~~We~~ Nobody sleeps.", absent("~~We~~")),
        ("- [ ] Done", absent("[ ] Done")),
        ("Done", format!("`Done` {part}: quote all of `[x] Done`")),
        ("Then the pager […] First the log", apart("First the log")),
        ("Please log the tenant! First the log", apart("Please log the tenant!")),
        ("Please log the tenant!\n\nFirst the log", apart("Please log the tenant!")),
        ("![no](x)", absent("![no](x)")),
        ("Please log the tenant!\n\n![no](x)", absent("![no](x)")),
        ("<font>Please log the tenant!</font>", absent("<font>Please log the tenant!</font>")),
        ("Please ~~never~~ log the tenant!", absent("~~never~~")),
        ("", "there are no words".to_owned()),
        ("[…]", "there are no words".to_owned()),
        ("> Please log the tenant!", "there are no words".to_owned()),
        ("> Support is never paged at night.", "there are no words".to_owned()),
        ("> Is it?\n\nPlease log the tenant!", absent("> Is it?")),
        ("> Support is never paged at night.\n\nPlease log the tenant!", apart("> Support is never paged at night.")),
        ("> Support is never paged at night.\n\n[…] First the log", apart("> Support is never paged at night.")),
        (
            "    Please log the tenant!",
            format!("`Please log the tenant!` {part}: quote all of `Please log the tenant!`"),
        ),
    ] {
        assert_eq!(holds(COMMENT, quoted).unwrap_err().to_string(), reason, "{quoted}");
    }
}

/// What somebody could want a comment to say.
const SAID: &str = "Support is paged at night.";

#[test]
fn what_the_author_does_not_say_is_refused() {
    for comment in [
        // Struck out.
        "~~Never mind. Q Thanks.~~ No way.",
        "~Ana. Q Fine.~ No",
        "~~Ana.\nQ\nFine.~~ No",
        "<del>Never mind. Q Thanks.</del> No way.",
        "<del>\n\nQ\n\n</del>\n\nNo way.",
        "<s>Q</s>\n\nNo.",
        "<strike>\nQ\n</strike>\n\nNo.",
        // Not shown.
        "<?x\nHm. Q Ok.\n?>\n\nNo.",
        "<!X\nHm. Q Ok.\n>\n\nNo.",
        "<?php Hm. Q Ok. ?> No.",
        "<![CDATA[\nQ\n]]>",
        "<style>\nHm. Q Ok.\n</style>\n\nNo",
        "<template>\n\nQ\n\n</template>\n\nNo",
        "<title>\nHm. Q Ok.\n</title>\n\nNo",
        "<noscript>\nHm. Q Ok.\n</noscript>\n\nNo",
        "No. <iframe>Hm. Q Ok.</iframe>",
        "<textarea>I do not think that</textarea> Q",
        "<textarea>It is not so.</textarea> Q",
        "<span title=\"Hm. Q Ok.\">x</span> No.",
        "<input value=\"Hm. Q Ok.\"> No",
        "<details>\n<a title=\"\n</details>\n\">x</a>\n\nQ\n\n</details>\n\nNo",
        // Somebody else's.
        "> Q\n\nNo.",
        "<blockquote>\n\nQ\n\n</blockquote>\n\nNo.",
        "<blockquote>\nAna says so. Q Fine.\n</blockquote>\n\nNo.",
        "No. <blockquote>Q</blockquote>",
        "<q>Ana says. Q Fine.</q> No.",
        "<code>Ana says. Q Fine.</code> No.",
        "<a href=\"x\">Ana. Q Fine.</a> No.",
        "<pre>\nAna. Q Fine.\n</pre>\n\nNo",
        "<ul>\n<li>\n\nQ\n\n</li>\n</ul>",
        "The bot prints `Hello. Q Fine.` which is a lie.",
        "`Q`",
        "*Ana: do it. Q Fine.* — no!",
        "Ana says “Do it. Q Fine.” which I reject.",
        "“Ana.\n\n“Q\n\n“Fine.” No",
        "No.[^1]\n\n[^1]: Ana said so. Q Fine.",
        "No.[^1]\n\n[^1]: Q",
        "```\nQ\n```\nNo.",
        "No.\n\nFrom: Ana Ruiz\nSent: Monday\nTo: Ines\nSubject: x\n\nQ",
        "&gt; Ana: do it. Q Fine.",
        "Ana wrote:\n\\> Do it. Q Fine.",
        "＞ Ana: do it. Q Fine.",
        // A part of more.
        "When you say \"[...] Q Do it.\" I get angry.",
        "I do not agree that […] Q",
        "It is not true that (Ana. Q Fine.) at all.",
        "Q NOT!",
        "Q — NOT!",
        "We do that excl. Q",
        "《Ana. Q Fine.》 says Ana",
        "＂Ana. Q Fine.＂ says Ana",
        "❝Ana. Q Fine.❞ says Ana",
        "| claim | my view |\n|-|-|\n| Q | no, never |",
    ] {
        let comment = comment.replace('Q', SAID);
        let found = holds(&comment, SAID);
        assert!(!matches!(found, Ok(()) | Err(NotWhole::Led { .. })), "{comment}: {found:?}");
        // All of it is quoted as it was written, unless pages show something in its middle or nothing.
        let whole = own::own(&comment).text;
        let has_hole = comment.contains("<textarea>I") || comment.contains("<?php");
        assert!(has_hole || matches!(holds(&comment, &whole), Ok(()) | Err(NotWhole::Empty)), "{comment}");
    }
    // What a quote has to be marked as is marked.
    for (comment, quoted) in [
        ("> Q\n\nNo.", "\\> Q\n\nNo."),
        ("> Q\n\nNo.", "&gt; Q\n\nNo."),
        ("```\nQ\n```\n\nNo.", "\\`\\`\\` Q\n\nNo."),
        ("`No. Yes.`", "\\`No. Yes.\\`"),
        ("| a | b |\n|-|-|\n| Q | no |", "Q | no"),
        ("| a | b |\n|-|-|\n| Q | no |", "| a | b |\n|-|-|\n| Q |"),
        ("| a | b |\n|-|-|\n| Q | no |", "| a |\n|-|\n| Q |"),
        ("# Q\n\nNo.", "Q"),
    ] {
        let [comment, quoted] = [comment, quoted].map(|text| text.replace('Q', SAID));
        assert!(holds(&comment, &quoted).is_err(), "{quoted}");
    }
}

#[test]
fn honest_parts_are_found() {
    for (comment, parts) in [
        ("It wakes me :( I hate it. Please stop.", &["It wakes me :( I hate it.", "Please stop."][..]),
        ("The 19\" rack pages me. I hate it.", &["I hate it."]),
        ("They call it \"fine.\" I hate it.", &["I hate it."]),
        ("Je suis réveillée «\u{a0}chaque nuit\u{a0}». Arrêtez\u{a0}!", &["Arrêtez !"]),
        ("It woke me in 2026. Please stop.", &["Please stop."]),
        ("<b>It wakes me.</b> Please stop.", &["<b>It wakes me.</b>", "**It wakes me.**", "Please stop."]),
        ("It wakes me.<br>Please stop.", &["It wakes me.", "It wakes me.<br>Please stop."]),
        ("Press <kbd>Ctrl</kbd>. It wakes me.", &["Press <kbd>Ctrl</kbd>.", "It wakes me."]),
        ("I read <id> there. It wakes me.", &["I read <id> there.", "It wakes me."]),
        ("See `kubectl get pods`. It wakes me.", &["See `kubectl get pods`.", "It wakes me."]),
        ("It wakes me on `friday`. No.", &["It wakes me on friday."]),
        ("**No.** It wakes me. *Stop.*", &["**No.** It wakes me.", "Stop."]),
        ("Hi @ana,\n\nIt wakes me. Please stop.", &["It wakes me.", "Please stop."]),
        ("Hello Ana and Bo\n\nIt wakes me.", &["It wakes me."]),
        ("It wakes me. 👍\n\nPlease stop.", &["Please stop."]),
        ("\\> It wakes me. Please stop.", &["&gt; It wakes me. Please stop."]),
        ("One […] two. Three.", &["One […] two.", "One [...] two. Three.", "Three."]),
        ("<img src=\"x\">\nIt wakes me. Stop.", &["It wakes me.", "Stop."]),
        ("<div align=\"center\">\n\nIt wakes me.\n\n</div>", &["It wakes me."]),
        ("It ~~never~~ wakes me. Stop.", &["It wakes me.", "Stop."]),
        ("See [the log][1]. Stop.\n\n[1]: https://x.org", &["See the log.", "See [the log](https://x.org)."]),
        ("- one\n- two\n\nStop.", &["one", "- one\n- two", "Stop."]),
        ("On 12 May I wrote down what woke me:\n\n- exports\n\nPlease stop.", &["Please stop."]),
        ("It wakes me.\n--\nInes Roy", &["It wakes me."]),
        ("My view\n--\nIt wakes me.", &["# My view\n\nIt wakes me."]),
        ("It wakes me, see:\n\n```\nERR\n```\n\nStop.", &["It wakes me, see:\n\n```\nERR\n```", "Stop."]),
        ("No.[^1] Stop.\n\n[^1]: At night.", &["No.[^1]\n\n[…]\n\n[^1]: At night.", "Stop."]),
        ("I do not agree with this:\n\n> Fine?\n\nIt wakes me.", &["It wakes me."]),
        ("It is fine. 👍 Thanks.", &["It is fine.", "👍 Thanks."]),
        ("I'm against this. @ana please look. #12 has the log.", &["I'm against this.", "#12 has the log."]),
        ("So do I. It wakes me in prod. Ask the dev. Stop.", &["So do I.", "It wakes me in prod.", "Stop."]),
        ("Thanks Ana,\n\nIt wakes me.", &["It wakes me."]),
        ("It is late. Maisons à louer… It wakes me.", &["It is late."]),
        ("- one\n\n> So?\n\nFine.\n\nAll of it.", &["one", "Fine."]),
        ("- one\n\n# Next\n\nAll of it.", &["one"]),
        ("I see one problem: it is late. It wakes me.", &["It wakes me."]),
        ("See this. ![x](y) It wakes me.", &["See this.", "It wakes me."]),
        ("“好。”她说。不行。", &["不行。"]),
        ("Fine.\n\nIt wakes me. Exceptional. Onlyness.", &["Fine.", "It wakes me.", "Exceptional."]),
    ] {
        for part in parts {
            assert_eq!(holds(comment, part), Ok(()), "{comment}: {part}");
        }
        assert_eq!(holds(comment, &own::own(comment).text), Ok(()), "{comment}");
    }
}

#[test]
fn what_leads_to_words_is_a_part_of_them() {
    let comment = "\
I am against these:

- page support at night
- page nobody, of which
  - the worst is silence

Log it.

- with a name

### What I do not want

1. more alerts

This is not true:

Support sleeps. It never does.
";
    for (quoted, by) in [
        ("page support at night", Some("I am against these:")),
        ("I am against these:\n\n- page support at night", None),
        ("I am against these: […] page nobody, of which\n\nthe worst is silence", None),
        ("I am against these: […] the worst is silence", Some("page nobody, of which")),
        ("page nobody, of which\n\nthe worst is silence", Some("I am against these:")),
        ("more alerts", Some("# What I do not want")),
        ("Support sleeps.", Some("This is not true:")),
        ("This is not true: […] It never does.", Some("# What I do not want")),
        ("# What I do not want\n\n[…]\n\nThis is not true: […] It never does.", None),
        ("# What I do not want", None),
        ("Log it.", None),
        ("with a name", None),
        (comment, None),
    ] {
        match (holds(comment, quoted), by) {
            (Ok(()), None) => {}
            (Err(NotWhole::Led { by: found, .. }), Some(by)) => assert_eq!(found, by, "{quoted}"),
            (found, _) => panic!("{quoted}: {found:?}"),
        }
    }
    for (comment, by) in [
        ("## What I do not agree with\n\nQ", "# What I do not agree with"),
        ("Q Only if I am never on call.", "Only if I am never on call."),
        ("Q\n\n(But only when nobody sleeps.)", "(But only when nobody sleeps.)"),
        ("Q Außer freitags.", "Außer freitags."),
        ("# I reject\n\n## Paging\n\nQ", "# Paging"),
        ("<h2>I reject</h2>\n\nQ", "# I reject"),
        ("I reject:\n\n### a\n\nQ", "# a"),
        ("It is not true that\n\nQ", "It is not true that"),
        ("It is not true that;\n\nQ", "It is not true that;"),
        ("It is not true that…\n\nQ", "It is not true that…"),
        ("It is not true that ...\n\nQ", "It is not true that ..."),
        ("I will never say this ->\n\nQ", "I will never say this ->"),
        ("I will never say this 👇\n\nQ", "I will never say this 👇"),
        ("I reject: 👇\n\nQ", "I reject: 👇"),
        ("I never say this. 👇\n\nQ", "👇"),
        ("Hi, I reject\n\nQ", "Hi, I reject"),
        ("@ana Wrong:\n\nQ", "@ana Wrong:"),
        ("| a | b |\n|-|-|\n| I reject | x |\n\nIt is not so that\n\nQ", "It is not so that"),
        ("Fine. 我反对：\n\nQ", "我反对："),
        ("I reject:<br>\n\nQ", "I reject:"),
        ("I reject:\n\n<div>\n\nQ\n\n</div>", "I reject:"),
        ("<p>I reject:</p>\n<p>Q</p>", "I reject:"),
        ("I reject:\n\n---\n\nQ", "I reject:"),
        ("I reject:\n\n![x](y)\n\nQ", "I reject:"),
        ("I reject:\n\n<!-- x -->\n\nQ", "I reject:"),
        ("**I reject:**\n\nQ", "I reject:"),
        ("I reject\n- Q", "I reject"),
        ("- I reject these.\n  - Q", "I reject these."),
        ("- I reject:\n\nQ", "I reject:"),
        ("Hm. Q Fine.\n\n— Ana", "— Ana"),
        ("\"Ana wrote.\n\nQ\n\nDo it.\" No.", "\"Ana wrote."),
        ("Ana wrote \"Yes.\n\nQ\n\nDo it.\" and I reject that.", "Ana wrote \"Yes."),
        ("Ana said: \"\n\nQ\n\n\"", "Ana said: \""),
    ] {
        let comment = comment.replace('Q', SAID);
        match holds(&comment, SAID) {
            Err(NotWhole::Led { by: found, .. }) => assert_eq!(found, by, "{comment}"),
            found => panic!("{comment}: {found:?}"),
        }
        assert_eq!(holds(&comment, &own::own(&comment).text), Ok(()), "{comment}");
    }
    let table = "| a | b |\n|-|-|\n| c | d |\n| e | f |";
    assert_eq!(holds(table, "| a | b |\n|-|-|\n| c | d |"), Ok(()));
    assert!(matches!(holds(table, "| c | d |\n|-|-|\n| e | f |"), Err(NotWhole::Led { .. })));
    assert!(matches!(holds("\"Q.\"\n\nNonsense.", "\"Q.\""), Err(NotWhole::Led { .. })));
    for (comment, part) in [
        // What is taken back, or limited.
        ("It is fine.\n\nNOT.", "It is fine."),
        ("It is fine.\n\nNot!", "It is fine."),
        ("It is fine.\n\n(not.)", "It is fine."),
        ("It is fine. (Ana)", "It is fine."),
        ("It is fine.\n\n/s", "It is fine."),
        ("It is fine. 👎", "It is fine."),
        ("It is fine.\n\n🙃", "It is fine."),
        ("It is fine.\n\n☝️ is wrong.", "It is fine."),
        ("It is fine.\n\n^ No!", "It is fine."),
        ("Never say this ⏬\n\nIt is fine.", "It is fine."),
        ("Never say this :point_down:\n\nIt is fine.", "It is fine."),
        ("It is fine. But not at night.", "It is fine."),
        ("It is fine!\n\n...as long as it is paid.", "It is fine!"),
        ("I am fine with this\n\n- but only on Sundays\n- never at night", "I am fine with this"),
        ("I reject\n\n- a\n- b\n\nof these.", "I reject\n\n- a"),
        ("- Page support.\n- Page nobody.\n\nI am against all of the above.", "Page support."),
        ("1. I agree.\n\n   Only on Sundays.", "I agree."),
        ("賛成です。ただし夜は困ります。", "賛成です。"),
        // Whose words they are.
        ("**Ana**: Hm. It is fine. Yes.", "It is fine."),
        ("- Ana: Hm. It is fine.\n- Me: No.", "It is fine."),
        ("[10:01] ana: Hm. It is fine.", "It is fine."),
        ("Ana> Hm. It is fine.", "It is fine."),
        ("It is fine.\n\n― Ana", "It is fine."),
        ("It is fine.\n\n~ Ana", "It is fine."),
        ("It is fine.[^1]\n\n[^1]: Says Ana.", "It is fine.[^1]"),
        // A picture between words.
        ("I am ![not](x.png) fine with it.", "I am"),
        ("I am ![not](x.png) fine with it.", "fine with it."),
        ("I agree\n\nunless it is at night.", "I agree"),
        ("I agree\n\nunless it is at night.", "unless it is at night."),
        ("I agree. Unless it is at night.", "Unless it is at night."),
    ] {
        assert!(matches!(holds(comment, part), Err(NotWhole::Led { .. })), "{comment}: {part}");
    }
    let pictured = "I am ![not](x.png) fine with it. Stop.";
    assert!(holds(pictured, "I am fine with it.").is_err());
    assert_eq!(holds(pictured, "I am […] fine with it."), Ok(()));
    let linked = "Please read [the log](https://x.org/log) and <https://x.org>.";
    assert_eq!(holds(linked, linked), Ok(()));
    assert_eq!(holds(linked, "Please read the log and https://x.org."), Ok(()));
    let elsewhere = holds(linked, "Please read [the log](https://x.org/other) and https://x.org.");
    assert_eq!(elsewhere, Err(NotWhole::Absent("https://x.org/other".to_owned())));
}

#[test]
fn items_keep_their_numbers() {
    let comment = "1. Page support.\n2. Log the tenant.\n3. Stop.\n\nI want 2, not 1.\n\n- Fine.";
    for (quoted, is_held) in [
        (comment, true),
        ("2. Log the tenant.\n\n[…]\n\nI want 2, not 1.", true),
        ("Log the tenant.", true),
        ("- Log the tenant.", true),
        ("1. Log the tenant.\n\n[…]\n\nI want 2, not 1.", false),
        ("2. Page support.\n3. Log the tenant.\n\n[…]\n\nI want 2, not 1.", false),
        ("1. Fine.", false),
        ("4. I want 2, not 1.", false),
    ] {
        assert_eq!(holds(comment, quoted).is_ok(), is_held, "{quoted}");
    }
    let reason = holds(comment, "1. Log the tenant.").unwrap_err().to_string();
    assert_eq!(reason, "the comment does not have `1. Log the tenant.` as its author's own words");
}

#[test]
fn what_is_answered_is_whole_and_the_last_reply() {
    let two = "> Page support?\n\nI am not sure.\n\n> Log the tenant? By name?\n\nYes, please. Soon.";
    for (comment, quoted, reason) in [
        (two, "> Page support?\n\nI am not sure.", None),
        (two, "> Page support?\n\nI am not sure.\n\n> Log the tenant? By name?\n\nYes, please.", None),
        (two, "> Log the tenant? By name?\n\nYes, please.\n\n[…]\n\nSoon.", None),
        (two, "> Log the tenant? By name?\n\nYes, please. Soon.", None),
        (two, "I am not sure.\n\nYes, please.", Some("another order")),
        (two, "I am not sure.\n\n[…]\n\nYes, please.", None),
        (">>>\nPage?\n>>>\n\nNo.\n\n>>>\nLog?\n>>>\n\nYes.", "> Page?\n\nNo.", None),
        (">>>\nPage?\n>>>\n\nNo.\n\n>>>\nLog?\n>>>\n\nYes.", "Page?", Some("own words")),
        (">>>\nPage?\n>>>\n\nNo.\n\n>>>\nLog?\n>>>\n\nYes.", "No.\n\nYes.", Some("another order")),
        (two, "I am not sure.\n\n> Log the tenant? By name?\n\nYes, please.", None),
        (two, "> Page support?\n\nI am not sure.\n\n[…]\n\nYes, please.", Some("do not answer the quoted reply")),
        (two, "> Page support?\n\n[…]\n\nYes, please.", Some("another order")),
        (two, "> Page support?\n\nYes, please.", Some("another order")),
        (two, "> By name?\n\nYes, please.", Some("belongs together with `> Log the tenant?`")),
        (two, "> Log the tenant?\n\nYes, please.", Some("another order")),
        (two, "I am not sure.\n\n> Log the tenant? By name?", Some("another order")),
        (
            "> Ana: So?\n> > Bo: I like it.\n\nYes.",
            "> > Bo: I like it.\n\nYes.",
            Some("belongs together with `> Ana: So?`"),
        ),
        ("> Ana: So?\n> > Bo: I like it.\n\nYes.", "> Ana: So?\n> > Bo: I like it.\n\nYes.", None),
        ("> 1. Page?\n> 2. Log?\n\nYes.", "> 1. Page?\n\nYes.", Some("another order")),
        ("> Page?\n\nNo.\n\n<blockquote>Log?</blockquote>\n\nYes.", "> Page?\n\nNo. […] Yes.", Some("do not answer")),
        ("<blockquote>Log?</blockquote>\n\nYes.", "> Log?\n\nYes.", None),
    ] {
        let found = holds(comment, quoted).map_err(|reason| reason.to_string());
        match reason {
            None => assert_eq!(found, Ok(()), "{quoted}"),
            Some(reason) => {
                assert!(found.as_ref().is_err_and(|found| found.contains(reason)), "{quoted}: {found:?}")
            }
        }
    }
}

#[test]
fn long_comments_take_no_time() {
    let start = std::time::Instant::now();
    for part in [
        "<img>",
        "<details>",
        "> a\n\n",
        "<",
        "<!-- x -->",
        "On 1\n",
        "![](x) ",
        "- > a\n",
        "*a",
        "a.a. ",
        "\"",
        "A. ",
        "\"A. ",
        "(",
        ":( ",
        "[…]",
        "a […] B. ",
        "~~a ",
        "<b>",
        "<i>a",
        "</b>",
        "`",
        "`a b` ",
        "# a\n\n",
        "A\n\n",
        "- ",
        "[^1]",
        "[^1]: a\n\n",
        "|a",
        "From: a\n",
        "'a ",
        ".\"",
        "<a '\">",
        "<?",
        "<x y=\"",
        "[a][1] ",
    ] {
        let text = part.repeat(8_000 / part.len());
        let sentences = Sentences::read(&text);
        drop(sentences.hold(&own::own(&text).text));
        drop(sentences.hold(&text));
    }
    let text: String = (0..1200).map(|at| format!("Please log {at} tenants. At once. ")).collect();
    let sentences = Sentences::read(&text);
    for at in 0..300 {
        assert_eq!(sentences.hold(&format!("Please log {at} tenants.")), Ok(()));
        assert!(sentences.hold(&format!("log {at} tenants.")).is_err());
    }
    assert!(start.elapsed().as_secs() < 30);
}

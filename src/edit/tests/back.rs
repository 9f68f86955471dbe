//! Edits and their way back: any file keeps what was not asked for.

use proptest::prelude::*;

use super::*;

/// Goes an edit and its way back; gives whether the edit was made.
fn there_and_back(text: &str) -> [bool; 3] {
    let before = read(text);
    let words = Words::default();
    let mut made = [false; 3];
    let status = field(&before, "status").map(|field| &field.value);
    if let Some((old, span)) = status.and_then(|value| Some((value.text()?.to_owned(), value.span)))
        && let Ok(after) = apply(&before, Edit::Set { key: "status", value: "deprecated" }, &words)
    {
        made[0] = true;
        only_lines_of(text, &after.text, 0);
        // What had another form, like a template's braces, has no way back.
        if let Ok(back) = apply(&after, Edit::Set { key: "status", value: &old }, &words) {
            // What is escaped in the file, and so not written as it reads, comes back as it reads.
            match span.of(text).contains(&old) {
                true => assert_eq!(fold(&back.text), fold(text)),
                false => assert_eq!(field(&back, "status").and_then(|field| field.value.text()), Some(old.as_str())),
            }
        }
    }
    if let Ok(once) = apply(&before, Edit::Add { key: "consulted", item: "Zoe Q" }, &words) {
        made[1] = true;
        only_lines_of(text, &once.text, 2);
        apply(&once, Edit::Add { key: "consulted", item: "Yan" }, &words).unwrap();
    }
    if let Ok(after) = apply(&before, QUOTE, &words) {
        made[2] = true;
        assert!(after.text.len() > text.len());
        let at =
            after.consultation.quotes.iter().position(|quote| quote.speaker().is_some_and(|who| who.text == "Bo Lund"));
        let at = at.unwrap();
        let changed = Edit::Answer { quote: at, word: "Changed", text: "yes" };
        let declined = Edit::Answer { quote: at, word: "Declined", text: "no" };
        let one = apply(&after, changed, &words).unwrap();
        let two = apply(&one, declined, &words).unwrap();
        assert_eq!(apply(&two, changed, &words).unwrap().text, one.text);
    }
    made
}

/// Asserts that at most one line is another, and that so many are new.
#[track_caller]
fn only_lines_of(before: &str, after: &str, new: usize) {
    let (old, now): (Vec<&str>, Vec<&str>) = (before.split('\n').collect(), after.split('\n').collect());
    let same = old.iter().zip(&now).take_while(|(one, other)| one == other).count();
    let rest = old[same..].len().min(now[same..].len());
    let behind = old.iter().rev().zip(now.iter().rev()).take(rest).take_while(|(one, other)| one == other).count();
    assert!(old.len() - same - behind <= 1, "{before:?}\n{after:?}");
    assert!(now.len() <= old.len() + new, "{before:?}\n{after:?}");
}

#[test]
fn an_escape_in_a_body_comes_back_as_it_reads() {
    assert!(there_and_back("# comment\n## Status\n7*w~\" [\\&?~é\n")[0]);
}

#[test]
#[ignore = "needs the corpus: HEARD_CORPUS"]
fn files_of_the_corpus_are_edited_there_and_back() {
    let mut made = [0; 3];
    let (mut files, mut with_status) = (0, 0);
    for text in crate::corpus::texts() {
        files += 1;
        let decision = read(&text);
        with_status += usize::from(decision.status.is_some());
        for (count, is_made) in made.iter_mut().zip(there_and_back(&text)) {
            *count += usize::from(is_made);
        }
    }
    // Nearly all with a status take another one, and nearly all a quote; lists need a header.
    assert!(made[0] * 100 > with_status * 80 && made[2] * 100 > files * 90, "{made:?} of {files}, {with_status}");
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("---".to_owned()),
        Just("status: proposed".to_owned()),
        Just("status: \"proposed\"".to_owned()),
        Just("date: 2026-01-01 # day".to_owned()),
        Just("consulted:".to_owned()),
        Just("consulted: [a, 'b']".to_owned()),
        Just("consulted: \"Ana, @bo\"".to_owned()),
        Just("consulted: [".to_owned()),
        Just("]".to_owned()),
        Just("  - Ana".to_owned()),
        Just("- \"Bo: x\"".to_owned()),
        Just("# comment".to_owned()),
        Just("## Status".to_owned()),
        Just("Accepted".to_owned()),
        Just("* Status: [x](y)".to_owned()),
        Just("| Status | a |".to_owned()),
        Just("## Consultation".to_owned()),
        Just("## Trial".to_owned()),
        Just("> words".to_owned()),
        Just("> — Ana Ruiz, 2026-01-01".to_owned()),
        Just(">".to_owned()),
        Just("**Changed:** x".to_owned()),
        Just("```".to_owned()),
        Just("<!--".to_owned()),
        Just("-->".to_owned()),
        Just(String::new()),
        "[ -~é\t]{0,12}",
    ]
}

proptest! {
    #[test]
    fn any_file_is_edited_there_and_back(
        header in prop::collection::vec(line(), 0..8),
        body in prop::collection::vec(line(), 0..12),
        end in prop_oneof![Just("\n"), Just("\r\n")],
        fenced in any::<bool>(),
    ) {
        let text = if fenced {
            format!("---{end}{}{end}---{end}{}", header.join(end), body.join(end))
        } else {
            body.join(end)
        };
        there_and_back(&text);
    }

    #[test]
    fn any_words_are_kept_or_refused(text in "[ -~é\n]{0,60}", person in "[ -~é]{0,20}", word in "[a-z ]{0,12}") {
        let before = "---\nconsulted: [x]\n---\n# T\n\n## Consultation\n";
        let _ = edit(before, Edit::Add { key: "consulted", item: &person });
        let _ = edit(before, Edit::Set { key: "status", value: &text });
        let asked = Edit::Quote { person: &person, date: None, source: None, receipt: None, text: &text };
        if let Ok(after) = edit(before, asked) {
            prop_assert_eq!(read(&after).consultation.quotes.len(), 1);
            let _ = edit(&after, Edit::Answer { quote: 0, word: &word, text: &text });
        }
    }
}

//! The summary of a need, as reports show it.

use super::*;

/// The summary of what the area requires of a change of one of its files.
fn summary(requires: &str, decision: &str, files: &[(&str, &str)]) -> NeedSummary {
    let after = &[(FRIDAY, decision)][..];
    let case = Case { requires, after: if decision.is_empty() { &[] } else { after }, files, ..Case::default() };
    let mut summaries =
        case.see(&changed(ROTA, Some(FileKind::File), Some(FileKind::File)), |change| change.summaries.clone());
    assert_eq!(summaries.len(), 1);
    summaries.remove(0)
}

#[test]
fn a_summary_lists_who_can_still_be_asked() {
    let friday = decision(ACCEPTED);
    let with = |old: &str, new: &str| friday.replace(old, new);
    let (both, waive) = ("hear = [\"support\", \"sre\"]", "hear = [\"sre\"]\nwaive = [\"Sam Okafor\"]");
    let silent = with("Ines Roy", "Bo Lund");
    let (by_sam, by_ines) = (silent.replace("Ana Ruiz", "Sam Okafor"), with("Ana Ruiz", "Kim Lee"));
    for (requires, decision, people, heard, may_waive) in [
        (both, "", &["Ines Roy", "Sam Okafor", "Ana Ruiz"][..], &[][..], &[][..]),
        // Ana Ruiz decides, and support is quoted.
        (both, &friday, &[], &["Ines Roy"], &[]),
        (both, &by_ines, &["Ana Ruiz"], &["Ines Roy"], &[]),
        (both, &silent, &["Ines Roy", "Sam Okafor"], &["Bo Lund"], &[]),
        (both, &by_sam, &["Ines Roy", "Ana Ruiz"], &["Bo Lund"], &[]),
        // Nobody has to be asked about what is covered.
        ("hear = [\"support\"]\nwaive = [\"Sam Okafor\"]", &friday, &[], &["Ines Roy"], &[]),
        ("people = 2", &friday, &[], &["Ines Roy"], &[]),
        (waive, &friday, &[], &["Ines Roy"], &["Sam Okafor"]),
        ("hear = [\"support\", \"support\"]", "", &["Ines Roy", "Sam Okafor"], &[], &[]),
    ] {
        let need = summary(requires, decision, &[]);
        let names = |contacts: &[Contact]| contacts.iter().map(Contact::to_string).collect::<Vec<_>>();
        assert_eq!(names(&need.people), people, "{requires} {decision}");
        assert_eq!(need.heard, heard, "{requires} {decision}");
        assert_eq!(names(&need.waive), may_waive, "{requires} {decision}");
    }
}

#[test]
fn a_summary_lists_who_was_asked_and_has_not_answered() {
    let silent = decision(ACCEPTED).replace("Ines Roy", "Bo Lund");
    for (states, expected) in [
        ("", &[][..]),
        ("**Asked:** Sam Okafor, 2026-05-12.", &["Sam Okafor was asked on 2026-05-12 and has not answered yet"][..]),
        ("**Asked:** Sam Okafor", &["Sam Okafor was asked and has not answered yet"]),
        ("**Asked:** Bo Lund, 2026-05-12.", &[]),
        ("**No answer:** Sam Okafor, asked 2026-05-12, waited until 2026-05-26.", &[]),
        (
            "**Asked:** Sam Okafor, 2026-05-12.\n\n**Asked:** Sam Okafor, 2026-05-12.",
            &["Sam Okafor was asked on 2026-05-12 and has not answered yet"],
        ),
    ] {
        let need = summary("hear = [\"support\"]", &format!("{silent}\n{states}\n"), &[]);
        let waiting: Vec<String> = need.waiting.iter().map(|waiting| waiting.to_string()).collect();
        assert_eq!(waiting, expected, "{states}");
    }
}

#[test]
fn a_summary_ticks_what_is_done() {
    let friday = decision(ACCEPTED);
    let steps = |requires: &str, decision: &str| -> Vec<String> {
        let tick =
            |step: &crate::facts::summary::Step| format!("[{}] {}", if step.is_done { 'x' } else { ' ' }, step.text);
        summary(requires, decision, &[]).steps.iter().map(tick).collect()
    };
    let (governs, bare) =
        ("[x] a decision that governs `infra/paging/rota.yml`", "[ ] a decision that governs `infra/paging/rota.yml`");
    let all =
        "hear = [\"support\", \"sre\"]\npeople = 2\noutside = true\ntrial = true\nevidence = \"sourced\"\nfresh = 30";
    let texts = [
        "it is accepted",
        "a quote from `support` (Ines Roy or Sam Okafor)",
        "a quote from `sre` (Ana Ruiz)",
        "quotes from 2 people who are not decision-makers",
        "a quote from somebody outside the decision-makers' groups",
        "a trial with a result",
        "a source for every quote that counts",
        "a decision from the last 30 days",
    ];
    let ticked = |marks: &str, first: &str| -> Vec<String> {
        let steps = marks.chars().zip(texts).map(|(mark, text)| format!("[{mark}] {text}"));
        std::iter::once(first.to_owned()).chain(steps).collect()
    };
    assert_eq!(steps(all, ""), ticked("        ", bare));
    assert_eq!(steps(all, &friday), ticked("xx  x  x", governs));
    let old = friday.replace("2026-05-20", "2026-03-20").replace("status: accepted", "status: proposed");
    assert_eq!(steps(all, &old), ticked(" x  x   ", governs));
    let colleague = friday.replace("Ana Ruiz", "Sam Okafor") + "\n## Trial\n\n- Group: two teams\n- Result: it held\n";
    assert_eq!(steps(all, &colleague), ticked("xx   x x", governs));
    let sourced = friday.replace("2026-05-12", "2026-05-12, https://example.org/t/1").replace("Ines Roy", "Bo Lund");
    assert_eq!(steps(all, &sourced), ticked("x   x xx", governs));
    // What no area asks for in these words comes last.
    let superseded = decision(&format!("{ACCEPTED}\nsuperseded-by: [\"0009\"]"));
    assert_eq!(
        steps("hear = [\"sre\"]", &superseded),
        [governs, "[x] it is accepted", "[ ] a quote from `sre` (Ana Ruiz)", "[ ] `0002` is superseded by `0009`"]
    );
    assert_eq!(steps("", &friday), [governs, "[x] it is accepted"]);
}

#[test]
fn a_summary_shows_the_words_that_count_and_what_is_behind_them() {
    let friday = decision(ACCEPTED);
    let text = "I get paged on Friday.\n";
    for (source, evidence) in [
        ("", "without a source"),
        (", told Bo Lund", "as told to Bo Lund"),
        (", https://example.org/t/1", "at `https://example.org/t/1`, which was not looked up"),
        (", [notes](../notes/call.md)", "found in `../notes/call.md`"),
        (", [notes](../notes/other.md)", "not found in `notes/other.md`"),
        (", [notes](0002-friday.md)", "`0002-friday.md` is no source that can be looked up"),
        (", [notes](none.md)", "`none.md` is no source that can be looked up"),
        (", the call", "`the call` is no source that can be looked up"),
    ] {
        let decision = friday.replace("2026-05-12", &format!("2026-05-12{source}"));
        let files = &[("notes/call.md", text), ("notes/other.md", "else\n"), (FRIDAY, &decision)];
        let need = summary("hear = [\"support\"]", &decision, files);
        let [cover] = &need.covers[..] else { panic!("{source}: {need:?}") };
        let [words] = &cover.quotes[..] else { panic!("{source}: {need:?}") };
        assert_eq!(words.grounds, evidence, "{source}");
        assert_eq!((&*words.speaker, words.date.as_deref()), ("Ines Roy", Some("2026-05-12")));
        assert_eq!(words.text, "I get paged on Friday.");
    }
    let need = summary("hear = [\"support\"]", &friday.replace(", 2026-05-12", ""), &[]);
    let cover = &need.covers[0];
    assert_eq!(cover.quotes[0].date, None);
    assert_eq!((cover.decision.id.as_str(), cover.decision.title.as_str()), ("0002", "Friday"));
    assert_eq!((cover.is_new, cover.date.as_deref(), cover.days), (true, Some("2026-05-20"), Some(12)));
    assert_eq!(need.covered_by, [FRIDAY]);
    assert_eq!((need.is_open(), need.nearest.len(), need.paths.as_slice()), (false, 0, &[ROTA.to_owned()][..]));
    let undated = &summary("", &decision("status: accepted\ntags: [x]"), &[]).covers[0];
    assert_eq!((undated.date.as_deref(), undated.days), (None, None));
    let open = summary("hear = [\"sre\"]", &friday, &[]);
    assert_eq!((open.is_open(), open.covers.len(), open.nearest[0].path.as_str()), (true, 0, FRIDAY));
}

#[test]
fn a_summary_shows_globs_that_reach_beyond_every_area() {
    let wide = |globs: &str| {
        let decision = decision(ACCEPTED).replace("\"infra/paging/**\"", globs);
        summary("", &decision, &[]).covers[0].wide.clone()
    };
    assert_eq!(wide("\"infra/paging/**\""), [""; 0]);
    assert_eq!(wide("\"infra/**\", \"infra/paging/rota.yml\""), ["infra/**"]);
    assert_eq!(wide("\"**\", \"docs/**\", \"!infra/other/**\""), ["**", "docs/**"]);
}

//! Fixes of whole logs: what they write, what they leave, and what holds of every log.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::decision;
use crate::decision::consultation::Form;
use crate::policy::Policy;

/// A log of decisions, each with its path.
fn log(files: &[(&str, &str)]) -> Catalog {
    let read = |(path, text): &(&str, &str)| {
        decision::read(RepoPath::new(*path), text.as_bytes().to_vec(), &Policy::default().words)
    };
    Catalog::new(files.iter().map(read).collect(), [], Policy::default(), date(2026, 6, 1))
}

const FORM: Extent = Extent { quotes: true, form: true, strict: false };

/// Fixes all that is found in a log.
fn fixed(catalog: &Catalog, settled: &BTreeMap<RepoPath, Decision>) -> (Catalog, Vec<(String, FixNote)>) {
    let fixed = fix(catalog, |catalog| lint::lint(catalog, false), FORM, settled, |_| true);
    let mut after: BTreeMap<&RepoPath, Decision> = BTreeMap::new();
    let mut notes = Vec::new();
    for file in fixed {
        notes.extend(file.notes.iter().map(|note| (file.before.path.as_str().to_owned(), note.clone())));
        after.insert(&file.before.path, file.after);
    }
    let decisions = catalog.decisions.iter().map(|decision| after.remove(&decision.path).unwrap_or(decision.clone()));
    (Catalog::new(decisions.collect(), [], catalog.policy.clone(), catalog.today), notes)
}

/// What is said of one decision, and what becomes of it.
fn one(text: &str) -> (String, Vec<String>) {
    let (after, notes) = fixed(&log(&[("decisions/0012-x.md", text)]), &BTreeMap::new());
    let said = |(_, note): &(String, FixNote)| match &note.result {
        Ok(what) | Err(what) => format!("{} {what}", note.rule.unwrap_or("-")),
    };
    (after.decisions[0].text.to_string(), notes.iter().map(said).collect())
}

/// A decision with a header and a consultation.
fn whole(header: &str, said: &str) -> String {
    format!("---\n{header}---\n\n# T\n\nText.\n\n## Consultation\n\n{said}\n")
}

#[test]
fn dates_that_can_mean_one_day_are_rewritten() {
    let (text, said) = one(&whole("status: proposed\ndate: '2 March 2026' # x\nreview-by: 05/09/2026\n", ""));
    assert!(text.contains("date: '2026-03-02' # x\nreview-by: 05/09/2026\n"), "{text}");
    assert_eq!(
        said,
        [
            "date-form `2 March 2026` → `2026-03-02`",
            "date-impossible `05/09/2026` may mean `2026-05-09` and `2026-09-05`"
        ]
    );
    let nygard = "# 1. T\r\n\r\nDate: 2026/3/2\r\n\r\n## Status\r\n\r\nAccepted\r\n";
    assert_eq!(one(nygard).0, nygard.replace("2026/3/2", "2026-03-02"));
    assert!(one(&whole("status: proposed\ndate: 2026-03-02, 2026-04-02\n", "")).1[0].contains("more than a date"));
    let begun = whole("status: proposed\ncreated: 05-Aug-2024\n", "");
    let (text, said) = one(&begun);
    assert_eq!(text, begun);
    assert_eq!(said[0], "date-form `05-Aug-2024` is when the record was begun, which is not its `date`");
}

#[test]
fn misspelt_keys_are_renamed_unless_that_raises_an_error() {
    let (text, said) = one(&whole("status: proposed\ndate: 2026-03-02\nTagz: [a]\nreveiw_by: 2027-01-01\n", ""));
    assert!(text.contains("\ntags: [a]\nreview-by: 2027-01-01\n"), "{text} {said:?}");
    let hidden = whole(
        "status: accepted\ndate: 2026-03-02\nconsulted: [\"Bo\"]\nsupersedez: [\"0099\"]\n",
        "> a b c d\n>\n> — Bo, 2026-01-01\n\nYes.",
    );
    let (text, said) = one(&hidden);
    assert_eq!(text, hidden);
    assert_eq!(said, ["key-misspelt fixing this would raise `link-dangling`"]);
}

#[test]
fn what_a_fix_brings_to_light_is_fixed_as_well() {
    let said = "> It wakes me at night.\n- Bo Lund, 2026-02-12\n\n**Changed:** the window.\n";
    let (text, notes) =
        one(&whole("status: proposed\ndate: 2026-03-02\nconsultd: Bo Lund\nreveiw-by: 05/09/2027\n", said));
    let header = "status: proposed\ndate: 2026-03-02\nconsulted: Bo Lund\nreveiw-by: 05/09/2027\n";
    assert_eq!(text, whole(header, &said.replace("\n- ", "\n>\n> — ")), "{notes:?}");
    // What would be an error once it is read stays unread.
    assert_eq!(notes[1], "key-misspelt fixing this would raise `date-impossible`");
}

#[test]
fn names_below_quotes_go_into_them_and_quotes_keep_their_bytes() {
    let header = "status: proposed\ndate: 2026-03-02\nconsulted: [\"Ines Roy (support)\", \"Bo Lund\"]\n";
    let said = "> It wakes me at night.\n- Ines Roy, 2026-02-12\n\n**Changed:** the window.\n\n> So do I, I think.\n\n- nothing on Fridays\n";
    let (text, notes) = one(&whole(header, said));
    assert_eq!(text, whole(header, &said.replace("\n- Ines Roy", "\n>\n> — Ines Roy")));
    assert_eq!(notes, ["quote-unattributed moved `- Ines Roy, 2026-02-12` into the quote"]);
    for quoted in ["> It wakes me.\n> - Ines, 2026-02-12\n", "> It wakes me.\n-Ines, 2026-02-12\n"] {
        let header = header.replace("Ines Roy (support)", "Ines");
        let (text, notes) = one(&whole(&header, &format!("{quoted}\n**Changed:** the window.\n")));
        assert!(text.contains(quoted), "{text}");
        assert_eq!(notes, ["quote-unattributed the name is inside the quote, and `--fix` never edits quoted text"]);
    }
    let quoted = "> It wakes me at night.\n>\n> — Ines Roy, 2 March 2026\n\n**Changed:** the window.\n";
    let (text, notes) = one(&whole(header, quoted));
    assert!(text.contains(quoted) && notes[0].contains("it is in a quote"), "{notes:?}");
    // Nobody who was asked: it may be an answer.
    assert_eq!(one(&whole(header, "> It wakes me at night.\n\n- Done, 2026-02-12\n")).1, [""; 0]);
}

#[test]
fn links_get_their_other_end() {
    let header = |lines: &str| format!("---\nstatus: accepted\ndate: 2026-03-02\n{lines}---\n# T\n");
    let log = log(&[
        ("decisions/0007-a.md", &header("tags: [x]\n")),
        ("decisions/0008-b.md", &header("superseded-by: \"0012\"\n")),
        ("decisions/0012-c.md", &header("amends: [\"0007\"]\n")),
    ]);
    let (after, notes) = fixed(&log, &BTreeMap::new());
    assert_eq!(*after.decisions[0].text, *header("amended-by: [\"0012\"]\ntags: [x]\n"), "{notes:?}");
    assert_eq!(*after.decisions[2].text, *header("supersedes: [\"0008\"]\namends: [\"0007\"]\n"), "{notes:?}");
}

#[test]
fn many_links_to_one_decision_are_written_together_and_one_that_raises_an_error_is_left() {
    let header = |lines: &str| format!("---\nstatus: superseded\ndate: 2026-03-02\n{lines}---\n# T\n");
    let amending: Vec<(String, String)> =
        (20..60).map(|id| (format!("decisions/00{id}-x.md"), header("amends: [\"0007\"]\n"))).collect();
    let mut files = vec![
        ("decisions/0007-a.md", header("superseded-by: [\"0012\"]\n")),
        ("decisions/0012-b.md", header("supersedes: [\"0007\"]\nsuperseded-by: [\"0014\"]\n")),
        ("decisions/0014-c.md", header("supersedes: [\"0012\"]\nsuperseded-by: [\"0007\"]\n")),
    ];
    files.extend(amending.iter().map(|(path, text)| (path.as_str(), text.clone())));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (after, notes) = fixed(&log(&files), &BTreeMap::new());
    let ids: Vec<String> = (20..60).map(|id| format!("\"00{id}\"")).collect();
    let text = &after.decisions[0].text;
    assert!(text.contains(&format!("amended-by: [{}]\n", ids.join(", "))), "{text}");
    assert!(!text.contains("supersedes"), "{text}");
    let left: Vec<&String> = notes.iter().filter_map(|(_, note)| note.result.as_ref().err()).collect();
    assert_eq!(left, ["fixing this would raise `link-in-circle`"]);
}

#[test]
fn of_two_fixes_that_close_a_circle_one_is_left() {
    let header = |key: &str| whole(&format!("status: proposed\n{key}"), "");
    let (one, other) = (header("supercedes: [\"0012\"]\n"), header("supercedes: [\"0007\"]\n"));
    let log = log(&[("decisions/0007-x.md", &one), ("decisions/0012-y.md", &other)]);
    let (after, notes) = fixed(&log, &BTreeMap::new());
    assert!(after.decisions[0].text.contains("\nsupersedes: ["), "{notes:?}");
    assert!(after.decisions[1].text.contains("\nsupercedes: ["), "{notes:?}");
    let left: Vec<&String> = notes.iter().filter_map(|(_, note)| note.result.as_ref().err()).collect();
    assert!(left.iter().any(|left| left.contains("`link-in-circle`")), "{left:?}");
}

#[test]
fn what_the_gate_would_reject_is_left() {
    let text = whole("status: accepted\ndate: 2026/3/2\ntagz: [a]\ndeciders: Ana, Bo\n", "");
    let log = log(&[("decisions/0012-x.md", &text)]);
    let settled = BTreeMap::from([(log.decisions[0].path.clone(), log.decisions[0].clone())]);
    let (after, notes) = fixed(&log, &settled);
    let expected = text.replace("2026/3/2", "2026-03-02");
    let expected = expected.replace("deciders: Ana, Bo", "decision-makers: [Ana, Bo]");
    assert_eq!(*after.decisions[0].text, *expected, "{notes:?}");
    let left: Vec<&String> = notes.iter().filter_map(|(_, note)| note.result.as_ref().err()).collect();
    assert_eq!(left, ["`0012` is accepted, and the gate rejects edits to it (`accepted-edited`)"]);
}

/// What holds of every log that is fixed.
fn holds(before: &Catalog, of: &str) -> usize {
    let (after, notes) = fixed(before, &BTreeMap::new());
    let (again, twice) = fixed(&after, &BTreeMap::new());
    assert_eq!(twice.iter().filter(|(_, note)| note.result.is_ok()).count(), 0, "{of}: {twice:?}");
    for ((old, new), same) in before.decisions.iter().zip(&after.decisions).zip(&again.decisions) {
        let path = &old.path;
        assert_eq!(new.text, same.text, "{of} {path}: fixed twice is fixed once");
        let (said, says) = (&old.consultation.quotes, &new.consultation.quotes);
        assert_eq!(said.len(), says.len(), "{of} {path}");
        for (said, says) in said.iter().zip(says) {
            assert_eq!(said.words, says.words, "{of} {path}");
            // A quote may get a line more, and keeps those that it has.
            let is_kept = says.span.of(&new.text).starts_with(said.span.of(&old.text));
            assert!(is_kept || said.form != Form::Block, "{of} {path}");
        }
        assert_eq!(old.text.starts_with('\u{feff}'), new.text.starts_with('\u{feff}'), "{of} {path}");
        assert_eq!(old.text.ends_with('\n'), new.text.ends_with('\n'), "{of} {path}");
        let plain = |text: &str| text.matches('\n').count() - text.matches("\r\n").count();
        assert!(plain(&old.text) > 0 || plain(&new.text) == 0, "{of} {path}: line ends");
    }
    let (old, new) = (lint::lint(before, false), lint::lint(&after, false));
    // A key that is read now may show that a link is missing; of all that is fixed there is never more.
    let rules = ["date-form", "date-impossible", "key-misspelt", "quote-unattributed", "link-one-sided"];
    let count = |found: &[Finding]| found.iter().filter(|finding| rules.contains(&finding.rule)).count();
    assert!(count(&new) <= count(&old), "{of}: {new:?}");
    let denied = |found: &[Finding]| -> BTreeSet<(RepoPath, &str, String)> {
        let denied = found.iter().filter(|finding| finding.level == Level::Deny);
        denied.map(|finding| (finding.path.clone(), finding.rule, finding.message.clone())).collect()
    };
    assert_eq!(denied(&new).difference(&denied(&old)).collect::<Vec<_>>(), [] as [&_; 0], "{of}");
    notes.iter().filter(|(_, note)| note.result.is_ok()).count()
}

#[test]
#[ignore = "needs the corpus: HEARD_CORPUS"]
fn logs_of_the_corpus_are_fixed_without_harm() {
    let logs = crate::corpus::catalogs();
    let fixed: usize = logs.iter().map(|log| holds(log, log.decisions[0].path.as_str())).sum();
    assert!(fixed > 100, "{fixed}");
    // The same with the line ends of Windows, behind a mark, and without a last line end.
    for log in logs {
        let other = |decision: &Decision| {
            let text = decision.text.replace("\r\n", "\n").replace('\n', "\r\n");
            let text = format!("\u{feff}{}", text.trim_start_matches('\u{feff}').trim_end());
            decision::read(decision.path.clone(), text.into_bytes(), &log.policy.words)
        };
        let decisions = log.decisions.iter().map(other).collect();
        let name = log.decisions[0].path.as_str().to_owned();
        holds(&Catalog::new(decisions, [], log.policy.clone(), log.today), &name);
    }
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("status: proposed\n".to_owned()),
        Just("Status: accepted\n".to_owned()),
        "(date|review-by|reviewby): ['\"]?(2 March 2026|2026/3/2|05/09/2026|5.5.2026|soon|2026-02-31)['\"]? ?#?\n",
        "(deciders|Decision-Maker|consultd|consulted|informed|tags|tagz): ([\"']?(Ana Ruiz, Bo Lund|@bo; @ana|x)[\"']?|\\[Ana Ruiz, 'Bo Lund'\\]|\n- Ana Ruiz\n-  \"Bo Lund\"|>\n  Ana, Bo)\n",
        "(supersedes|superseded-by|amends|supercedes|amended-by): (\\[\"00(07|12)\"\\]|0012|7)\n",
        Just("# a remark\n".to_owned()),
        Just("x: {a: b}\n".to_owned()),
    ]
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\n".to_owned()),
        Just("> It wakes me at night.\n".to_owned()),
        Just(">\n".to_owned()),
        "(> )?(—|-|--|–|\\*) ?(Ana Ruiz|Bo Lund|@bo)(, 2026-0[1-3]-12|, 2 May 2026)?\n",
        Just("**Changed:** the window.\n".to_owned()),
        Just("## Trial\n".to_owned()),
        "(- |\\*\\*|### |> ~ |> > |> \\* )(Ana Ruiz|Bo Lund|@bo)( \\(ops\\)|, ops)?(, 2026-0[1-3]-12)?(:\\*\\*)?( Not at night\\.)?\n",
        "( *- |1\\. |)[\"“]?Not (at|\\*by\\*) night\\.[\"”]? (\\(|— )(Ana Ruiz|@bo|Bo Lund and Ana Ruiz)(, ops)?(, 2026-0[1-3]-12)?\\)?\n",
        "(Ana Ruiz|@bo) (said|wrote)( on 2026-02-12)?( in \\[#1\\]\\(x\\))?:\n",
        "(\\| Who \\| Said \\| (Answer|More) \\|\n\\|-\\|-\\|-\\|\n)?\\| (Ana Ruiz|@bo|all) \\| \"?Not at <br>night\\|?\"? \\| ((\\*\\*)?Changed:(\\*\\*)? it\\.)? \\|\n",
        Just("## Status\n\nAccepted\n\n".to_owned()),
        Just("Supercedes [7. X](0007-x.md)\n".to_owned()),
        Just("```\n".to_owned()),
        "[ -~é\t]{0,12}\n",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Two decisions that may link to each other, of parts that can be fixed and parts that can't.
    #[test]
    fn any_log_is_fixed_without_harm(
        headers in prop::collection::vec(prop::collection::vec(key(), 0..6), 2),
        bodies in prop::collection::vec(prop::collection::vec(line(), 0..12), 2),
        has_header in prop::bool::ANY,
        crlf in prop::bool::ANY,
    ) {
        let text = |at: usize| {
            let header = if at == 1 || has_header { format!("---\n{}---\n", headers[at].concat()) } else { String::new() };
            let text = format!("{header}# T\n\n## Consultation\n\n{}", bodies[at].concat());
            if crlf { text.replace('\n', "\r\n") } else { text }
        };
        holds(&log(&[("decisions/0007-x.md", &text(0)), ("decisions/0012-y.md", &text(1))]), "any log");
    }
}

#[test]
fn a_decision_gets_no_link_back_to_itself() {
    for key in ["supersedes", "superseded-by", "amends", "amended-by"] {
        let text = whole(&format!("status: accepted\ndate: 2026-03-02\n{key}: [\"0012\"]\n"), "");
        assert_eq!(one(&text), (text, Vec::new()));
    }
}

/// Checks what becomes of a consultation.
#[track_caller]
fn reforms(said: &str, expected: &str) {
    let header = "status: proposed\ndate: 2026-03-02\n";
    let (text, notes) = one(&whole(header, said));
    assert_eq!(text, whole(header, expected), "{said}\n{notes:?}");
    let crlf = |said: &str| whole(header, said).replace('\n', "\r\n");
    assert_eq!(one(&crlf(said)).0, crlf(expected));
}

#[test]
fn quotes_in_other_forms_become_block_quotes() {
    let quote = "> The log *needs* the tenant.\n>\n> — Ines Roy (support), 2026-02-12\n";
    let answer = "\n**Changed:** it has it.\n";
    for said in [
        "- \"The log *needs* the tenant.\" (Ines Roy, support, 2026-02-12)\n",
        "- The log *needs* the tenant. *(Ines Roy, support, 2026-02-12)*\n",
        "1. The log *needs* the tenant. (Ines Roy (support), 2026-02-12)\n",
        "**Ines Roy (support), 2026-02-12:** The log *needs* the tenant.\n",
        "**Ines Roy (support), 2026-02-12:**\n\n> The log *needs* the tenant.\n",
        "**Ines Roy (support), 2026-02-12:**\n\nThe log *needs* the tenant.\n",
        "Ines Roy (support) said on 2026-02-12:\n\n> The log *needs* the tenant.\n",
        "> The log *needs* the tenant.\n> - Ines Roy (support), 2026-02-12\n",
        "> The log *needs* the tenant.\n>\n> ~ Ines Roy, support, 2026-02-12\n",
        "> The log *needs* the tenant.\n> <cite>-- Ines Roy (support), 2026-02-12</cite>\n",
    ] {
        reforms(&format!("{said}{answer}"), &format!("{quote}{answer}"));
    }
    let quote = quote.replace("Ines Roy (support)", "[Ines Roy](https://example.org/ines) (support)");
    for said in [
        "**[Ines Roy](https://example.org/ines) (support), 2026-02-12:**\n\n> The log *needs* the tenant.\n",
        "- [Ines Roy](https://example.org/ines) (support), 2026-02-12\n\n> The log *needs* the tenant.\n",
        "> The log *needs* the tenant.\n> ~ [Ines Roy](https://example.org/ines) (support), 2026-02-12\n",
        "> The log *needs* the tenant. — [Ines Roy](https://example.org/ines) (support), 2026-02-12\n",
        "> The log *needs* the tenant.\n\n— [Ines Roy (support)](https://example.org/ines), 2026-02-12\n",
        "> **[Ines Roy](https://example.org/ines) (support), 2026-02-12:** The log *needs* the tenant.\n",
        "- The log *needs* the tenant. ([Ines Roy](https://example.org/ines), support, 2026-02-12)\n",
        "**[Ines Roy](https://example.org/ines) (support), 2026-02-12:** The log *needs* the tenant.\n",
    ] {
        reforms(&format!("{said}{answer}"), &format!("{quote}{answer}"));
    }
    let heading = "### Ines Roy (support)\n\n";
    let quote = "> The log *needs* the tenant.\n>\n> — Ines Roy (support)\n";
    for said in ["> The log *needs* the tenant.\n", "The log *needs* the tenant.\n"] {
        reforms(&format!("{heading}{said}{answer}"), &format!("{heading}{quote}{answer}"));
    }
}

#[test]
fn names_beside_a_block_quote_go_to_its_end() {
    for (said, expected) in [
        (
            "> *\"I get*\n> paged.\" — Ines Roy, 1 May 2026\n\n**Changed:** yes.\n",
            "> *\"I get*\n> paged.\"\n>\n> — Ines Roy, 2026-05-01\n\n**Changed:** yes.\n",
        ),
        ("> \"I get paged.\" - Ines Roy\n", "> \"I get paged.\"\n>\n> — Ines Roy\n"),
        ("> **Ines Roy:** *I* get\n> paged.\n", "> *I* get\n> paged.\n>\n> — Ines Roy\n"),
        ("> **Ines Roy**, 2026-05-01\n>\n> I get paged.\n", "> I get paged.\n>\n> — Ines Roy, 2026-05-01\n"),
        ("> I get paged.\n\n\n-- Ines Roy\n\nWe log it.\n", "> I get paged.\n>\n> — Ines Roy\n\nWe log it.\n"),
        ("- Ines Roy\n  > One.\n- @bo\n  > Two.\n", "  > One.\n  >\n  > — Ines Roy\n\n  > Two.\n  >\n  > — @bo\n"),
    ] {
        reforms(said, expected);
    }
}

#[test]
fn a_table_becomes_quotes_with_their_answers() {
    let head = "| Who | Date | Concern | Response |\n| --- | --- | --- | --- |\n";
    let rows = "| Ines Roy (support) | 2026-02-12 | \"I get<br>paged.\" | **Changed:** yes. |\n| Pete Osei | | Not *Friday*. | Declined: idle. |\n";
    let quotes = "> I get<br>paged.\n>\n> — Ines Roy (support), 2026-02-12\n\n**Changed:** yes.\n\n> Not *Friday*.\n>\n> — Pete Osei\n\n**Declined:** idle.\n";
    reforms(&format!("{head}{rows}"), quotes);
    reforms(&format!("{head}{rows}| All | | x | y |\n"), &format!("{head}| All | | x | y |\n\n{quotes}"));
    let more = "| Who | Concern | Cost |\n| --- | --- | --- |\n| Ines Roy | I get paged. | 12 |\n";
    let (_, notes) = one(&whole("status: proposed\n", more));
    assert!(notes.iter().any(|notes| notes.contains("has a column that a quote has no place for")), "{notes:?}");
    reforms(more, more);
}

#[test]
fn a_quote_that_would_lose_words_stays_as_it_is() {
    let head = "| Who | Concern |\n| --- | --- |\n";
    for said in [
        format!("{head}| Ines Roy | I get paged. | but not at night |\n"),
        format!("{head}| Ines Roy | I get `a|b` paged. |\n"),
        format!("{head}| Ines Roy | ![a chart](chart.png) I get paged. |\n"),
        "- [x] \"I get paged.\" (Ines Roy)\n".to_owned(),
        // As an attribution it would name two.
        "*@bo\n@bo said:\n> I get paged at night.\n".to_owned(),
        // What stands for a date would be written below both.
        "### Ines Roy, 2026-02-12 at night\n\nI get paged.\n\n> I wake up.\n".to_owned(),
        "**Ines Roy:** <!-- on the phone --> I get paged.\n".to_owned(),
        "> **Ines Roy:** <!-- on the phone --> I get paged.\n".to_owned(),
        "> \"I get paged.\" <!-- at night --> — Ines Roy <!-- on the phone -->\n".to_owned(),
        "**Ines Roy:** <!-- on the phone -->\n\n> I get paged.\n".to_owned(),
        "**[Ines Roy](https://example.org/ines \"On call\"):**\n\n> I get paged.\n".to_owned(),
        "- > **Ines Roy:** I get paged.\n".to_owned(),
        "Ines Roy said on 2026-02-12 that she would not accept:\n\n> I get paged.\n".to_owned(),
    ] {
        reforms(&said, &said);
    }
    reforms("- \"I get paged.\" (said by Ines Roy)\n", "> I get paged.\n>\n> — Ines Roy\n");
}

#[test]
fn a_list_of_quotes_is_rewritten_as_a_whole() {
    reforms(
        "- \"One of\n  two.\" (Ines Roy)\n  - **Changed:** yes,\n    and more.\n- “Two.” (@lee, [chat](https://e.org/1))\n\n**Declined:** idle.\n",
        "> One of\n> two.\n>\n> — Ines Roy\n\n- **Changed:** yes,\n  and more.\n\n> Two.\n>\n> — @lee, [chat](https://e.org/1)\n\n**Declined:** idle.\n",
    );
    reforms(
        "### Ines Roy\n\n- I get paged.\n- At night.\n\n**Changed:** yes.\n",
        "### Ines Roy\n\n> - I get paged.\n> - At night.\n>\n> — Ines Roy\n\n**Changed:** yes.\n",
    );
    // As a quote it would get an answer that it has not.
    let (text, notes) = one(&whole("status: proposed\n", "- \"Not on Friday.\" (Ines Roy)\n- Nobody else came.\n"));
    assert!(text.contains("- \"Not on Friday.\""), "{text}");
    let reason = "quote-form the response of the quote from Ines Roy would be read differently";
    assert!(notes.iter().any(|notes| notes == reason), "{notes:?}");
}

#[test]
fn few_records_of_a_long_chain_are_read_for_a_fix() {
    let header = |links: &str| format!("---\nstatus: accepted\ndate: 2026-03-02\n{links}---\n\n# T\n");
    for (key, back) in [("amends", "amended-by"), ("supersedes", "superseded-by")] {
        let link =
            |number: usize| if number < 100 { format!("{key}: [\"{:04}\"]\n", number + 1) } else { String::new() };
        let files: Vec<(String, String)> =
            (1..=100).map(|number| (format!("decisions/{number:04}-a.md"), header(&link(number)))).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let catalog = log(&files);
        let log = Log { catalog: &catalog, edited: &BTreeMap::new(), in_circles: &BTreeSet::new(), extent: FORM };
        let [first, second, third, ..] = catalog.decisions.as_slice() else { panic!() };
        let with_link = |decision: &Decision, key, item| {
            edit::apply(decision, Edit::Add { key, item }, &catalog.policy.words).unwrap()
        };
        let back_to_first = with_link(second, back, "0001");
        assert!(!log.may_close_circle(second, &back_to_first));
        let part = log.part(&back_to_first, false);
        let paths: Vec<&RepoPath> = part.decisions.iter().map(|decision| &decision.path).collect();
        assert_eq!(paths, [&first.path, &second.path, &third.path]);

        // Only what replaces a record can be in a circle.
        let around = with_link(third, key, "0001");
        let may_close = log.may_close_circle(third, &around);
        assert_eq!(
            (may_close, log.part(&around, may_close).decisions.len()),
            if key == "amends" { (false, 3) } else { (true, 100) }
        );
        let in_circles = BTreeSet::from([first.path.clone()]);
        assert_eq!(
            Log { in_circles: &in_circles, ..log }.may_close_circle(second, &back_to_first),
            key == "supersedes"
        );

        let (after, notes) = fixed(&catalog, &BTreeMap::new());
        for (number, decision) in after.decisions.iter().enumerate().skip(1) {
            let linked = decision
                .links
                .iter()
                .any(|link| link.kind.key() == back && link.reference.id.text == format!("{number:04}"));
            assert!(linked, "{} {notes:?}", decision.text);
        }
    }
}

#[test]
fn thousands_of_quotes_are_rewritten_in_one_edit() {
    let said = "- \"Not on Friday, please.\" (Ines Roy, 2026-02-12)\n".repeat(4_000);
    let (text, notes) = one(&whole("status: proposed\ndate: 2026-03-02\n", &said));
    assert_eq!(text.matches("> — Ines Roy, 2026-02-12").count(), 4_000);
    assert!(notes.iter().any(|notes| notes.ends_with("wrote 4000 quotes as block quotes")), "{notes:?}");
}

//! Changes that take words from the record, alter them, or edit what people have answered.

use crate::repository::{POLICY, Repository, Said, accepted, gate, prepared};

const RECORD: &str = "decisions/0002-friday.md";
const WORDS: &str = "I get paged when an export stalls on Friday.";

/// The record under attack, with a second quote and a trial.
fn record() -> String {
    accepted("Friday", "infra/paging/**")
        .replace("  - \"Ines Roy\"\n", "  - \"Ines Roy\"\n  - \"Sam Okafor\"\n")
        .replace("## Considered Options\n", "The window moves to Friday.\n\n## Considered Options\n")
        + "
> Please keep the window where it is.
>
> — Sam Okafor, 2026-05-13

**Declined:** Friday is the only idle night.

**No answer:** @lee, asked 2026-05-02, waited until 2026-05-16.

## Trial

- Release: the log view, 2026-05-01 to 2026-05-10
- Group: night support, none of them makers
- Watched: who finds the tenant
- Result: four of six could not

> The colours mean nothing to me.
>
> — night support agent 3, 2026-05-08

**Changed:** every colour has a word beside it.
"
}

/// A repository whose base has the record, on a branch for the attack.
fn recorded() -> Repository {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.write(RECORD, &record());
    repository.commit("Decide");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository
}

/// What the gate says to a record that reads like this.
fn edited(record: &str) -> Said {
    let repository = recorded();
    repository.write(RECORD, record);
    repository.commit("Edit");
    gate(&repository)
}

/// What the gate says to a change from one record to the other.
fn between(before: &str, after: &str) -> Said {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.write(RECORD, before);
    repository.commit("Decide");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository.write(RECORD, after);
    repository.commit("Edit");
    gate(&repository)
}

/// Each part of the record put in place of another is found by the rule.
#[track_caller]
fn denied(rule: &str, edits: &[(&str, &str)]) {
    let record = record();
    for (from, to) in edits {
        assert!(record.contains(from), "{from}");
        let said = edited(&record.replace(from, to));
        assert_eq!(said.code, 1, "{to}: {said:?}");
        said.has(rule);
    }
}

#[track_caller]
fn passes(edits: &[(&str, &str)]) {
    let record = record();
    for (from, to) in edits {
        assert!(record.contains(from), "{from}");
        let said = edited(&record.replace(from, to));
        assert_eq!(said.code, 0, "{to}: {said:?}");
    }
}

#[test]
fn words_can_not_be_edited_shortened_or_split() {
    denied(
        "words-changed",
        &[
            (WORDS, "I like to be paged when an export stalls on Friday."),
            (WORDS, "I get paged when an export stalls."),
            (WORDS, "i get paged when an export stalls on friday."),
            (
                WORDS,
                "I get paged\n>\n> — Ines Roy, 2026-05-12\n\n**Changed:** x y z.\n\n> when an export stalls on Friday.",
            ),
            (WORDS, "I get paged when an export ~~stalls on Friday~~."),
            (WORDS, "~~I get paged when an export stalls on Friday.~~"),
            (WORDS, "I get paged when an export <del>stalls on Friday</del>."),
            (WORDS, "I get paged ![when an export stalls on Friday](x.png)."),
            (WORDS, "I get paged when an export <!-- stalls --> on Friday."),
            (WORDS, &format!("> {WORDS}")),
        ],
    );
}

#[test]
fn words_can_not_be_given_to_somebody_else() {
    denied("words-changed", &[("— Ines Roy, 2026-05-12", "— Sam Okafor, 2026-05-12")]);
    let said = edited(
        &record().replace("— Sam Okafor", "— Ines Roy").replace("— Ines Roy, 2026-05-12", "— Sam Okafor, 2026-05-12"),
    );
    assert_eq!(said.code, 1, "{said:?}");
    said.has("quote from Ines Roy was attributed to somebody else");
    said.has("quote from Sam Okafor was attributed to somebody else");
    // The handle stays, the name does not.
    let record = record().replace("— Sam Okafor", "— Sam Okafor (@sam)");
    let said = between(&record, &record.replace("— Sam Okafor (@sam)", "— Bo Lund (@sam)"));
    assert_eq!(said.code, 1, "{said:?}");
    said.has("quote from Sam Okafor was attributed to somebody else");
}

#[test]
fn words_can_not_leave_what_was_accepted() {
    let (quote, notes) = (
        "> Please keep the window where it is.\n>\n> — Sam Okafor, 2026-05-13\n\n**Declined:** Friday is the only idle night.\n",
        "---\nstatus: proposed\ndate: 2026-05-20\n---\n\n# Notes\n\n## Consultation\n\n",
    );
    let repository = recorded();
    repository.write(RECORD, &record().replace(quote, ""));
    repository.write("decisions/0009-notes.md", &format!("{notes}{quote}"));
    repository.commit("Put an objection elsewhere");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("quote from Sam Okafor was removed");
}

#[test]
fn words_said_twice_stay_twice() {
    let again = "\n> Please keep the window where it is.\n>\n> — Sam Okafor, 2026-05-19\n\n**Declined:** still the only idle night.\n";
    let twice = record().replace("\n**No answer:**", &format!("{again}\n**No answer:**"));
    let said = between(&twice, &twice.replace(again, ""));
    assert_eq!(said.code, 1, "{said:?}");
    said.has("words-removed");
    let said = between(&twice, &twice.replace("status: accepted", "status: deprecated"));
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn words_can_not_be_hidden_or_taken_out() {
    let quote = "> I get paged when an export stalls on Friday.\n>\n> — Ines Roy, 2026-05-12\n\n**Changed:** the window names the tenant.\n";
    denied(
        "words-removed",
        &[
            (quote, ""),
            (quote, &format!("```\n{quote}```\n")),
            (quote, &format!("<!--\n{quote}-->\n")),
            (quote, &format!("<!-- --><!--\n\n{quote}\n<!-- -->\n")),
            (quote, &format!("<div><!--\n\n{quote}\n--></div>\n")),
            (quote, "    > I get paged when an export stalls on Friday.\n    >\n    > — Ines Roy, 2026-05-12\n"),
            (quote, "I get paged when an export stalls on Friday. — Ines Roy, 2026-05-12\n"),
            (quote, &quote.replace("> — Ines Roy, 2026-05-12\n", "")),
            (quote, &quote.replace("> ", "> > ")),
            ("## Consultation", "## Notes"),
            ("## Consultation", "<!--\n## Consultation"),
            ("> The colours mean nothing to me.\n>\n> — night support agent 3, 2026-05-08\n", ""),
            ("---\nstatus", "\u{0}---\nstatus: x\n```\nstatus"),
        ],
    );
}

#[test]
fn words_that_are_redacted_are_for_the_policy_to_let_pass() {
    for (level, code) in [("warn", 0), ("deny", 1)] {
        for redacted in ["[redacted]", "\\[redacted\\]"] {
            let repository = recorded();
            repository.git(&["switch", "-q", "main"]);
            repository.write("heard.toml", &format!("{POLICY}\n[rules]\nwords-redacted = \"{level}\"\n"));
            repository.commit("Say what becomes of it");
            repository.git(&["switch", "-q", "-c", "asked"]);
            repository.write(RECORD, &record().replace(WORDS, redacted));
            repository.commit("Redact");
            let said = gate(&repository);
            assert_eq!(said.code, code, "{said:?}");
            said.has("words-redacted");
        }
    }
    passes(&[(WORDS, "[redacted]")]);
    let repository = recorded();
    // Two quotes of a person, and one trace.
    let twice = record() + "\n> And the logs are late.\n>\n> — Ines Roy, 2026-05-14\n\n**Open**\n";
    repository.git(&["switch", "-q", "main"]);
    repository.write(RECORD, &twice);
    repository.commit("More words");
    repository.git(&["switch", "-q", "-c", "greedy"]);
    repository.write(RECORD, &record().replace(WORDS, "[redacted]"));
    repository.commit("Redact one, drop one");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("words-removed");
}

#[test]
fn words_go_with_no_file() {
    let repository = recorded();
    repository.git(&["rm", "-q", RECORD]);
    repository.commit("Delete it");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("decision-deleted");
    said.has("quote from Ines Roy was removed");
    let repository = recorded();
    repository.git(&["mv", RECORD, "friday.md"]);
    repository.commit("Move it out of the log");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("words-removed");
    let repository = recorded();
    repository.git(&["rm", "-q", RECORD]);
    repository.write("decisions/0002-other.md", &accepted("Other", "docs/**").replace(WORDS, "It is fine by me."));
    repository.commit("Put another in its place");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("accepted-edited");
    said.has("words-changed");
    said.has("words-removed");
}

const TWIN: &str = "decisions/0002-twin.md";

/// A base on which two records have one id, and another has the id 0003.
fn twins() -> Repository {
    let repository = recorded();
    repository.git(&["switch", "-q", "main"]);
    repository.write(TWIN, &accepted("2. Twin", "infra/paging/**").replace("on Friday", "at night"));
    repository.write("decisions/0003-other.md", &accepted("Other", "docs/**").replace("on Friday", "now"));
    repository.commit("Merge both");
    repository.git(&["switch", "-q", "-C", "later"]);
    repository
}

#[test]
fn a_record_with_a_twin_takes_another_id_and_is_no_new_one() {
    let repository = twins();
    assert_eq!(repository.heard(&["renumber", "0002-twin.md"]).code, 0);
    assert!(repository.path("decisions/0004-twin.md").is_file());
    repository.commit("Renumber");
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
    // What it governs was decided when it was: it answers for no later change by itself.
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("`0004` was accepted before this change, and no commit names it");
    repository.git(&["commit", "-q", "--amend", "-m", "Move the window\n\nDecision: 0004"]);
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
    // A copy of it, or a twin of the copy, is no new one either.
    for name in ["decisions/0005-twin.md", "decisions/0006-twin.md"] {
        let repository = twins();
        repository.heard(&["renumber", "0002-twin.md", "5"]);
        let copy = std::fs::read_to_string(repository.path("decisions/0005-twin.md")).unwrap();
        let number = &name["decisions/000".len()..][..1];
        repository.write(name, &copy.replace("# 5.", &format!("# {number}.")));
        repository.write("infra/paging/rota.yml", "window: friday\n");
        repository.commit("Renumber and copy");
        let said = gate(&repository);
        assert_eq!(said.code, 1, "{name}: {said:?}");
    }
}

#[test]
fn another_id_is_no_way_out_of_the_record() {
    let twin = accepted("4. Twin", "infra/paging/**").replace("on Friday", "at night");
    let renumbered = |text: &str, path: &str| {
        let repository = twins();
        repository.git(&["rm", "-q", TWIN]);
        repository.write(path, text);
        repository
    };
    let denied = |repository: &Repository, what: &str| {
        repository.commit("Renumber");
        let said = gate(repository);
        assert_eq!(said.code, 1, "{what}: {said:?}");
        said.has("decision-deleted");
    };
    let path = "decisions/0004-twin.md";
    repository_passes(&renumbered(&twin, path));
    // With another word, another day, another number, another status; under another name; in another folder.
    for (from, to) in [
        ("at night", "at noon"),
        ("2026-05-20", "2026-05-21"),
        ("date:", "x: y\ndate:"),
        ("status: accepted", "status: deprecated"),
        ("# 4. Twin", "# 5. Twin"),
        ("# 4. Twin", "# 4. Twins"),
    ] {
        denied(&renumbered(&twin.replace(from, to), path), to);
    }
    for path in ["decisions/0004-twins.md", "decisions/sub/0004-twin.md", "decisions/ADR-0004-twin.md"] {
        denied(&renumbered(&twin, path), path);
    }
    // To an id that another has; and where no other has the old one, or none keeps it.
    denied(&renumbered(&twin.replace("# 4.", "# 3."), "decisions/0003-twin.md"), "taken");
    let repository = recorded();
    repository.git(&["mv", RECORD, "decisions/0004-friday.md"]);
    denied(&repository, "alone");
    let repository = renumbered(&twin, path);
    repository.git(&["mv", RECORD, "decisions/0005-friday.md"]);
    denied(&repository, "both");
}

#[track_caller]
fn repository_passes(repository: &Repository) {
    repository.commit("Renumber");
    let said = gate(repository);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn words_may_be_wrapped_and_moved() {
    passes(&[
        (WORDS, "I get paged\n> when an export\n> stalls on Friday."),
        ("> — Ines Roy, 2026-05-12", "> -- Ines Roy (support), 2026-05-12, [thread](https://example.org/t/1)"),
    ]);
    let crlf = edited(&record().replace('\n', "\r\n"));
    assert_eq!(crlf.code, 0, "{crlf:?}");
    // With its record to another file; the id stays.
    let repository = recorded();
    repository.git(&["mv", RECORD, "decisions/0002-the-window.md"]);
    repository.commit("A better name");
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
    // A translation goes along with it, each to its own.
    let repository = recorded();
    let translated = record().replace("# Friday", "# 金曜日");
    repository.git(&["switch", "-q", "main"]);
    repository.write("decisions/0002-friday.ja.md", &translated);
    repository.commit("Translate");
    repository.git(&["switch", "-q", "-c", "moved"]);
    repository.git(&["rm", "-q", RECORD, "decisions/0002-friday.ja.md"]);
    repository.write("decisions/2026/0002-friday.md", &record());
    repository.write("decisions/2026/0002-friday.ja.md", &translated);
    repository.commit("A folder for each year");
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
    // From a decision that is not settled yet to another record.
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    let proposed = record().replace("status: accepted", "status: proposed");
    repository.write(RECORD, &proposed);
    repository.commit("Propose");
    repository.git(&["switch", "-q", "-c", "later"]);
    let (head, trial) = proposed.split_once("## Trial").unwrap();
    repository.write(RECORD, head);
    repository.write(
        "decisions/0003-colours.md",
        &format!("---\nstatus: proposed\ndate: 2026-05-20\n---\n\n# Colours\n\n## Trial{trial}"),
    );
    repository.commit("Two questions");
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn what_was_accepted_stays_what_it_was() {
    denied(
        "accepted-edited",
        &[
            ("# Friday", "# Saturday"),
            ("The window moves to Friday.", "The window moves to Sunday."),
            ("The window moves to Friday.", "The window moves to Friday. Or not."),
            ("The window moves to Friday.", "~~The window moves to Friday.~~"),
            ("The window moves to Friday.", "<!-- The window moves to Friday. -->"),
            ("- Thursday\n", ""),
            ("\"infra/paging/**\"", "\"infra/paging/**\"\n  - \"src/**\""),
            ("  - \"Ana Ruiz\"", "  - \"Bo Lund\""),
            ("  - \"Ana Ruiz\"", "  - \"Ana Ruiz\"\n  - \"Bo Lund\""),
            ("  - \"Sam Okafor\"\n", ""),
            ("**Changed:** the window", "**Declined:** the window"),
            ("the window names the tenant", "nothing"),
            ("Sam Okafor, 2026-05-13", "Sam Okafor, 2026-05-19"),
            ("**No answer:** @lee, asked 2026-05-02, waited until 2026-05-16.\n", ""),
            ("- Result: four of six could not", "- Result: all could"),
            ("- Group: night support, none of them makers", "- Group: the makers"),
        ],
    );
}

#[test]
fn what_was_accepted_is_not_hidden_or_turned() {
    let marked = record()
        .replace(
            "- Friday\n- Thursday\n",
            "- [ ] Friday\n- [x] Thursday\n\n| | for | against |\n|-|-|-|\n| Friday | x | |\n",
        )
        .replace("The window moves to Friday.", "The window moves to Friday.[^1] ~~Thursday~~ is out.")
        .replace("## Consultation\n", "## Consultation\n\nSupport was asked about Friday.\n\n### Objections\n")
        .replace("status: accepted", "title: Friday\nscope: all\nauthors: Bo Lund\nstatus: accepted")
        + "\n```\npage: true\n```\n\n[^1]: But not in December.\n\n> Said by nobody.\n\n**Declined:** no name.\n";
    for (from, to) in [
        ("- [ ] Friday", "- [x] Friday"),
        ("| Friday | x | |", "| Friday | | x |"),
        ("~~Thursday~~ is out.", "~~Thursday is out.~~"),
        ("The window moves", "<!-- --> Not any more.\n\nThe window moves"),
        ("The window moves", "<!--\nx --!> Not any more. -->\n\nThe window moves"),
        ("~~Thursday~~ is out.\n", "~~Thursday~~ is out.\n\n<!-- --><!--\n"),
        ("moves to Friday.[^1]", "moves to Friday."),
        ("not in December", "not in June"),
        ("asked about Friday", "asked about Sunday"),
        ("Support was asked about Friday.\n", ""),
        ("### Objections", "### Praise"),
        ("### Objections\n\n", ""),
        ("### Objections", "<div hidden>\n\n### Objections"),
        ("title: Friday", "title: Sunday"),
        ("scope: all", "scope: all\nscope: none"),
        ("authors: Bo Lund", "authors: Zed"),
        ("page: true", "page: false"),
        ("Said by nobody.", "Said by everybody."),
        ("**Declined:** no name.", "**Changed:** no name."),
        ("the window names the tenant.", "<del>the window names the tenant.</del>"),
        ("the window names the tenant.", "the window names the tenant. Or not."),
        ("four of six could not", "four of six could not at first"),
        ("waited until 2026-05-16", "waited until 2026-05-03"),
    ] {
        assert!(marked.contains(from), "{from}");
        let said = between(&marked, &marked.replacen(from, to, 1));
        assert_eq!(said.code, 1, "{to}: {said:?}");
        said.has("accepted-edited");
    }
    // The same words below another heading.
    let objection = "> Please keep the window where it is.\n>\n> — Sam Okafor, 2026-05-13\n\n**Declined:** Friday is the only idle night.\n";
    let moved = marked.replace(objection, "").replace("### Objections\n", &format!("{objection}\n### Objections\n"));
    let said = between(&marked, &moved);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("accepted-edited");
    for (from, to) in [
        ("> Said by nobody.\n", "> Said by nobody.\n>\n> — Sam Okafor, 2026-05-14\n"),
        (
            "### Objections",
            "### Late\n\n> Late words.\n>\n> — Sam Okafor, 2026-05-19\n\n**Declined:** as below.\n\n### Objections",
        ),
        ("The window moves", "<!-- a\ncomment -->\n\nThe window moves"),
        ("status: accepted", "status: deprecated"),
    ] {
        let said = between(&marked, &marked.replacen(from, to, 1));
        assert_eq!(said.code, 0, "{to}: {said:?}");
    }
}

#[test]
fn what_may_change_in_an_accepted_decision_passes() {
    passes(&[
        ("status: accepted", "status: deprecated"),
        ("status: accepted\ndate: 2026-05-20", "status: deprecated\ndate: 2026-05-21"),
        ("date: 2026-05-20", "date: 2026-05-20\ntags: [\"on-call\"]\nreview-by: 2027-05-20\nrelates-to: [\"0001\"]"),
        ("The window moves to Friday.", "The window\nmoves to *Friday*."),
        ("- Friday\n- Thursday", "* Friday\n* Thursday"),
        ("the window names the tenant.", "the window names the tenant.\n\nAnd the log does, too."),
        (
            "**No answer:** @lee, asked 2026-05-02, waited until 2026-05-16.\n",
            "> Fine by me, as long as it is logged.\n>\n> — @lee, 2026-05-19\n\n**Mitigated:** it is logged.\n",
        ),
        ("  - \"Ines Roy\"\n", "  - \"Ines Roy\"\n  - \"@lee\"\n"),
    ]);
    // Of whoever was asked something else is said in the end; that they were asked is not forgotten.
    let line = "**No answer:** Bo Lund, asked 2026-05-03, waited until 2026-05-19.\n";
    let (asked, silent) = (record() + "\n**Asked:** Bo Lund, 2026-05-03.\n", record() + "\n" + line);
    for (before, after, code) in [(&asked, &silent, 0), (&record(), &asked, 0), (&asked, &record(), 1)] {
        let said = between(before, after);
        assert_eq!((said.code, said.out.contains("accepted-edited")), (code, code == 1), "{said:?}");
    }
    // An old record gets a header.
    let body = "## Context\n\nThe window.\n";
    let said = between(
        &format!("# Friday\n\n* Status: accepted\n* Deciders: Ana Ruiz\n* Date: 2019-01-01\n\n{body}"),
        &format!(
            "---\nstatus: accepted\ndate: 2019-01-01\ndecision-makers:\n  - \"Ana Ruiz\"\n---\n\n# Friday\n\n{body}"
        ),
    );
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn a_status_does_not_go_back() {
    denied(
        "status-jump",
        &[
            ("status: accepted", "status: proposed"),
            ("status: accepted", "status: rejected"),
            ("status: accepted", "status: waived"),
            ("status: accepted", "status: whatever"),
            ("status: accepted\n", ""),
        ],
    );
    // What was settled against does not come back to life to cover a change.
    for status in ["rejected", "deprecated", "superseded by 0001"] {
        let repository = prepared();
        repository.git(&["switch", "-q", "main"]);
        repository.write(RECORD, &record().replace("status: accepted", &format!("status: {status}")));
        repository.commit("Settle");
        repository.git(&["switch", "-q", "-c", "later"]);
        repository.write(RECORD, &record());
        repository.write("infra/paging/rota.yml", "window: friday\n");
        repository.commit("Bring it back");
        let said = gate(&repository);
        assert_eq!(said.code, 1, "{status}: {said:?}");
        said.has("status-jump");
    }
}

/// What the gate says to a decision on the rota whose quote is written in this way.
fn quoted(quote: &str) -> Said {
    let repository = prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    let text = accepted("Friday", "infra/paging/**");
    let old = "> I get paged when an export stalls on Friday.\n>\n> — Ines Roy, 2026-05-12\n";
    assert!(text.contains(old));
    repository.write(RECORD, &text.replace(old, quote));
    repository.commit("Decide");
    gate(&repository)
}

#[test]
fn only_block_quotes_with_words_of_their_own_count() {
    assert_eq!(quoted("> I get paged on Friday.\n>\n> —— Ines Roy，2026-05-12。\n").code, 0);
    assert_eq!(quoted("> > Is it fine?\n>\n> I get paged on Friday.\n>\n> — Ines Roy, 2026-05-12\n").code, 0);
    for quote in [
        "- \"I get paged on Friday.\" (Ines Roy, support, 2026-05-12)\n",
        "**Ines Roy, 2026-05-12:** I get paged on Friday.\n",
        "**Ines Roy, 2026-05-12:**\n\n> I get paged on Friday.\n",
        "### Ines Roy\n\n> I get paged on Friday.\n",
        "> I get paged on Friday.\n> - Ines Roy, 2026-05-12\n",
        "> I get paged on Friday.\n> <cite>— Ines Roy, 2026-05-12</cite>\n",
        "| Who | Date | Concern |\n|---|---|---|\n| Ines Roy | 2026-05-12 | I get paged on Friday. |\n",
        "> > I get paged on Friday.\n>\n> — Ines Roy, 2026-05-12\n",
        "> > I get paged on Friday.\n> — Ines Roy, 2026-05-12\n",
        "> I get paged on Friday.\n>\n> — Ines Roy and Sam Okafor, 2026-05-12\n",
        // Where a page shows HTML, and no quote.
        "- Asked on the phone.\n</pre>\n> I get paged on Friday.\n>\n> — Ines Roy, 2026-05-12\n",
    ] {
        let said = quoted(quote);
        assert_eq!(said.code, 1, "{quote}: {said:?}");
    }
}

#[test]
fn what_somebody_replied_to_is_frozen_with_the_page() {
    let record = record().replace("> I get paged", "> > Shall we move it to Friday?\n>\n> I get paged");
    let said = between(&record, &record.replace("Shall we move it", "Shall we not move it"));
    assert_eq!(said.code, 1, "{said:?}");
    said.has("accepted-edited");
    assert_eq!(between(&record, &record.replace("> > Shall we", ">> Shall we")).code, 0);
}

#[test]
fn a_record_that_is_not_read_for_sure_covers_nothing() {
    let broken = [
        ("conflict-marker", "# Friday\n", "# Friday\n\n<<<<<<< HEAD\n"),
        (
            "conflict-marker",
            "> I get paged when an export stalls on Friday.\n",
            "<<<<<<< HEAD\n> I get paged when an export stalls on Friday.\n=======\n> I get paged on Friday.\n>>>>>>> topic\n",
        ),
        // What the lines of such a header say would be enough, and no other rule looks at them.
        ("header-unreadable", "status: accepted\n", "status: accepted\nnote: &later x\n"),
    ];
    for (rule, old, new) in broken {
        for level in ["", "off", "warn"] {
            let level = if level.is_empty() { String::new() } else { format!("[rules]\n{rule} = \"{level}\"\n") };
            let repository = Repository::new();
            repository.write("heard.toml", &format!("{}\n{level}", crate::repository::POLICY));
            repository.write("infra/paging/rota.yml", "window: thursday\n");
            repository.commit("Start");
            repository.git(&["switch", "-q", "-c", "topic"]);
            repository.write("infra/paging/rota.yml", "window: friday\n");
            let text = accepted("Friday", "infra/paging/**");
            assert!(text.contains(old), "{rule}");
            repository.write(RECORD, &text.replacen(old, new, 1));
            repository.commit("Decide");
            let said = gate(&repository);
            assert_eq!(said.code, 1, "{rule} {level}: {said:?}");
            said.has("not covered");
            repository.write(RECORD, &text);
            repository.commit("Settle");
            assert_eq!(gate(&repository).code, 0, "{rule} {level}");
        }
    }
}

#[test]
fn what_a_file_beside_a_record_says_of_it_is_kept_as_well() {
    let page = record();
    let (_, page) = page.split_once("\n---\n").unwrap();
    let beside = "decisions/0002-friday/kep.yaml";
    let kep =
        "status: accepted\nauthors: [\"Ana Ruiz\"]\nconsulted: [\"Ines Roy\", \"Sam Okafor\"]\ndate: 2026-05-20\n";
    let edited = |kep: Option<&str>, before: &str| {
        let repository = prepared();
        repository.git(&["switch", "-q", "main"]);
        repository.write("decisions/0002-friday/README.md", page);
        repository.write(beside, before);
        repository.commit("Decide");
        repository.git(&["switch", "-q", "-c", "later"]);
        match kep {
            Some(kep) => repository.write(beside, kep),
            None => std::fs::remove_file(repository.path(beside)).unwrap(),
        }
        repository.commit("Edit");
        gate(&repository)
    };
    for (now, rule) in [
        (Some(kep.replace("accepted", "proposed")), "status-jump"),
        (Some(kep.replace("Ana Ruiz", "Bo Lund")), "accepted-edited"),
        (Some(kep.replace(", \"Sam Okafor\"", "")), "accepted-edited"),
        (None, "accepted-edited"),
    ] {
        let said = edited(now.as_deref(), kep);
        assert_eq!(said.code, 1, "{now:?}: {said:?}");
        said.has(rule);
    }
    let said = edited(Some(&kep.replace("accepted", "deprecated").replace("2026-05-20", "2026-05-21")), kep);
    assert_eq!(said.code, 0, "{said:?}");
    // Before it is accepted, a record may change.
    let said = edited(Some(&kep.replace("Ana Ruiz", "Bo Lund")), &kep.replace("accepted", "proposed"));
    assert_eq!(said.code, 0, "{said:?}");
}

/// What a page shows of an accepted record stays, and so do records that were accepted once.
#[test]
fn what_a_page_shows_of_an_accepted_record_stays() {
    denied(
        "accepted-edited",
        &[
            (WORDS, &format!("{WORDS} ![x](y.png)")),
            (WORDS, &format!("![x](y.png) {WORDS}")),
            ("an export", "an `export`"),
            ("an export", "an ~~import~~ export"),
            ("an export", "an [export](https://example.org/export)"),
            ("> — Ines Roy", "> — ~~Bo Lund~~ Ines Roy"),
            ("## Consultation\n", "## Consultation\n\nNothing below counts.\n"),
            ("## Consultation\n", "## Consultation\n\n> [!WARNING]\n> Withdrawn.\n"),
            ("## Consultation\n", "## Consultation\n\n### Void\n"),
            ("## Consultation\n", "## Consultation\n\n### Trial\n"),
            ("## Consultation\n", "## Consultation\n\nSee: <details>\n"),
            ("the window names the tenant.", "the window names the tenant.\n\nDone. <div hidden>"),
            ("the window names the tenant.", "the window names the tenant.\n\n![x](y.png)"),
            ("date: 2026-05-20", "date: 2026-05-21"),
        ],
    );
    for status in ["deprecated", "superseded", "waived"] {
        let before = record().replace("status: accepted", &format!("status: {status}\nreview-by: 2026-06-01"));
        for (old, new) in [
            ("moves to Friday", "stays"),
            ("\"Ana Ruiz\"", "\"Bo Lund\""),
            ("names the tenant", "stays as it is"),
            ("\"infra/paging/**\"", "\"infra/**\""),
        ] {
            let said = between(&before, &before.replacen(old, new, 1));
            assert_eq!(said.code, 1, "{status}, {new}: {said:?}");
            said.has("accepted-edited");
        }
    }
    let waiver = record().replace("status: accepted", "status: waived\nreview-by: 2026-06-01");
    let later = between(&waiver, &waiver.replace("2026-06-01", "2026-07-01"));
    assert_eq!(later.code, 1, "{later:?}");
    let earlier = between(&waiver, &waiver.replace("2026-06-01", "2026-05-25"));
    assert_eq!(earlier.code, 0, "{earlier:?}");
    // Below the heading of a status.
    let nygard = "# 2. Friday\n\nDate: 2026-05-20\n\n## Status\n\nAccepted\n\n## Context\n\nFriday is quiet.\n\n## Decision\n\nThe window moves.\n";
    for more in ["<details>", "What stands below is void."] {
        let said = between(nygard, &nygard.replace("Accepted\n", &format!("Accepted\n\n{more}\n")));
        assert_eq!(said.code, 1, "{more}: {said:?}");
        said.has("accepted-edited");
    }
}

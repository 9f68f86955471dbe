//! Changes that move what a decision says away from the quotes that it has.

use crate::repository::{POLICY, Repository, Said, accepted, gate, prepared};

const RECORD: &str = "decisions/0002-friday.md";
const OLD: &str = "We page the on-call engineer first. Support is never paged at night.";
const NEW: &str = "We page support first, at any hour of the night.";
const QUOTE: &str = "That works for me as long as I am never woken for an export.";

/// The record with an outcome, once it is accepted.
fn decided(outcome: &str) -> String {
    accepted("Friday", "infra/paging/**")
        .replace("## Consultation", &format!("## Decision Outcome\n\n{outcome}\n\n## Consultation"))
        .replace("I get paged when an export stalls on Friday.", QUOTE)
        .replace("**Changed:** the window names the tenant.", "**No concern.**")
}

/// What the gate says to a change that replaces the proposed record by these files, under a policy with this line.
fn changed(outdated: &str, files: &[(&str, &str)]) -> Said {
    let repository = repository(outdated);
    repository.git(&["rm", "-q", RECORD]);
    for (path, text) in files {
        repository.write(path, text);
    }
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Decide");
    gate(&repository)
}

/// A repository whose base has the proposed record, on a branch.
fn repository(outdated: &str) -> Repository {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.write("heard.toml", &format!("{POLICY}{outdated}"));
    repository.write(RECORD, &decided(OLD).replace("status: accepted", "status: proposed"));
    repository.commit("Propose");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository
}

const DENY: &str = "outdated = \"deny\"\n";

#[test]
fn an_outcome_that_moves_outdates_the_quotes_before_it() {
    let moved = [(RECORD, &*decided(NEW))];
    let warned = changed("", &moved);
    assert_eq!(warned.code, 0, "{warned:?}");
    for words in [
        "warning[words-outdated]: the quote from Ines Roy is older than the outcome of this decision",
        "the outcome said `We page the on-call engineer first. Support is never paged at night.` and now says `We page support first, at any hour of the night.`",
        "heard ask 0002 'Ines Roy'",
        "heard quote 0002 'Ines Roy'",
    ] {
        warned.has(words);
    }
    let denied = changed(DENY, &moved);
    assert_eq!(denied.code, 1, "{denied:?}");
    denied.has("error[words-outdated]: the quote from Ines Roy is older than the outcome of this decision");
    denied.has("[ ] no quote that is older than what the decision says");
    let off = changed("outdated = \"off\"\n", &moved);
    assert_eq!(off.code, 0, "{off:?}");
    assert!(!off.out.contains("words-outdated"), "{off:?}");
    // A rule that is an error is one for every area, and the policy may turn it off.
    assert_eq!(changed("\n[rules]\nwords-outdated = \"deny\"\n", &moved).code, 1);
    assert!(!changed("\n[rules]\nwords-outdated = \"off\"\n", &moved).out.contains("words-outdated"));
}

#[test]
fn a_title_an_option_or_a_wider_governs_outdates_quotes_as_well() {
    for (from, to, part) in [
        ("# Friday", "# Saturday", "the title"),
        ("- Thursday", "- Thursday, without support", "the options"),
        ("  - \"infra/paging/**\"", "  - \"infra/**\"", "`governs`"),
    ] {
        let said = changed(DENY, &[(RECORD, &decided(OLD).replace(from, to))]);
        assert_eq!(said.code, 1, "{to}: {said:?}");
        said.has(&format!("the quote from Ines Roy is older than {part} of this decision"));
    }
}

#[test]
fn a_quote_that_moves_to_another_record_is_about_the_first_one() {
    let other = decided(NEW).replace("# Friday", "# Nights");
    let emptied = decided(OLD).replace("status: accepted", "status: proposed").replace(QUOTE, "Ask me again.");
    let emptied = emptied.replace("infra/paging/**", "docs/**");
    let said = changed(DENY, &[("decisions/0003-nights.md", &other), (RECORD, &emptied)]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("the quote from Ines Roy comes from `0002`, where the title and the outcome were different");
}

#[test]
fn another_name_or_date_makes_an_old_quote_no_new_one() {
    for (from, to) in [("2026-05-12", "2026-05-19"), ("— Ines Roy, 2026-05-12", "— Ines Roy (support), 2026-05-19")]
    {
        let said = changed(DENY, &[(RECORD, &decided(NEW).replace(from, to))]);
        assert_eq!(said.code, 1, "{to}: {said:?}");
        said.has("words-outdated");
    }
}

#[test]
fn who_was_asked_again_and_is_silent_has_not_agreed() {
    let asked = decided(NEW) + "\n**Asked again:** Ines Roy, 2026-05-19.\n";
    let said = changed(DENY, &[(RECORD, &asked)]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("Ines Roy was asked on 2026-05-19 and has not answered yet");
    let silent = decided(NEW) + "\n**No answer:** Ines Roy, asked 2026-05-01, waited until 2026-05-20.\n";
    assert_eq!(changed(DENY, &[(RECORD, &silent)]).code, 1);
    // An area may say for how long that is enough.
    let said = changed(&format!("{DENY}silence = 14\n"), &[(RECORD, &silent)]);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn a_proposal_may_be_corrected_and_people_may_speak_anew() {
    let anew = "\n> Then I need to see whose export it is.\n>\n> — Ines Roy, 2026-05-19\n\n**Changed:** it names the tenant.\n";
    for record in [
        decided(OLD),
        decided(OLD).replace("engineer first", "enginer first").replace("date: 2026-05-20", "date: 2026-05-21"),
        decided("We page the *on-call* engineer first.\nSupport is never paged at night."),
        decided(OLD).replace("## Decision Outcome", "# Decision Outcome"),
        decided(OLD).replace("- Thursday\n", "- Thursday\n- Sunday\n"),
        decided(OLD).replace("  - \"infra/paging/**\"", "  - \"infra/paging/*.yml\""),
        decided(NEW) + anew,
    ] {
        let said = changed(DENY, &[(RECORD, &record)]);
        assert_eq!(said.code, 0, "{record}\n{said:?}");
        assert!(!said.out.contains("words-outdated"), "{said:?}");
    }
}

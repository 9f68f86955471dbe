//! Changes that nobody should have to argue about: the gate lets them pass.

use crate::repository::{POLICY, Said, accepted, gate, prepared};

/// A change of a governed path with this decision, checked by the policy with `requires` in its area.
fn decided(requires: &str, decision: &str, files: &[(&str, &str)]) -> Said {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.write("heard.toml", &POLICY.replace("hear = [\"support\"]\n", requires));
    repository.commit("Require");
    repository.git(&["switch", "-q", "-c", "change"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", decision);
    for (path, text) in files {
        repository.write(path, text);
    }
    repository.commit("Move the window");
    gate(&repository)
}

#[track_caller]
fn passes(requires: &str, decision: &str, files: &[(&str, &str)]) {
    let said = decided(requires, decision, files);
    assert_eq!(said.code, 0, "{decision}\n{said:?}");
}

fn decision() -> String {
    accepted("Friday", "infra/paging/**")
}

const ATTRIBUTION: &str = "— Ines Roy, 2026-05-12";

#[test]
fn a_group_that_did_not_answer_is_enough_where_its_area_says_so() {
    let silent = |since: &str| format!("\n**No answer:** support, asked {since}, waited until 2026-02-20.\n");
    let nobody = decision().split_once("> I get paged").unwrap().0.replace("Ines Roy", "support");
    let another = decision().replace("Ines Roy", "Bo Lund");
    for decision in [nobody, another] {
        passes("hear = [\"support\"]\nsilence = 14\n", &(decision.clone() + &silent("2026-02-01")), &[]);
        let said = decided("hear = [\"support\"]\n", &(decision.clone() + &silent("2026-02-01")), &[]);
        assert_eq!(said.code, 1, "{said:?}");
        let said = decided("hear = [\"support\"]\nsilence = 14\n", &(decision + &silent("2026-02-07")), &[]);
        assert_eq!(said.code, 1, "{said:?}");
    }
}

#[test]
fn a_name_below_a_quote_may_end_with_a_full_stop_or_be_in_quotation_marks() {
    for attribution in ["— Ines Roy, 2026-02-12.", "— \"Ines Roy\"", "— “Ines Roy”, 2026-02-12."] {
        passes("hear = [\"support\"]\n", &decision().replace(ATTRIBUTION, attribution), &[]);
    }
}

#[test]
fn a_source_may_emphasize_words_and_curl_an_apostrophe() {
    for (words, source) in [
        ("I get paged when an export stalls on Friday.", "Ines: I get *paged* when an export __stalls__ on Friday.\n"),
        ("I can't see the tenant.", "Ines: I can’t see the tenant.\n"),
        ("I can’t see the tenant.", "Ines: I can't see the tenant.\n"),
    ] {
        let sourced = decision()
            .replace("I get paged when an export stalls on Friday.", words)
            .replace(ATTRIBUTION, &format!("{ATTRIBUTION}, [call](../notes/call.md)"));
        passes("people = 1\nevidence = \"sourced\"\n", &sourced, &[("notes/call.md", source)]);
    }
}

/// What the gate says to a change from one record to the other, in a format.
fn rewritten(before: &str, after: &str, format: &str) -> Said {
    let repository = prepared();
    repository.write("decisions/0002-friday.md", before);
    repository.commit("Decide");
    repository.git(&["branch", "-f", "main"]);
    repository.write("decisions/0002-friday.md", after);
    repository.commit("Edit");
    repository.heard(&["gate", "--base", "main", "--format", format])
}

#[test]
fn a_person_may_have_their_words_redacted_and_every_format_reports_it() {
    let before = decision();
    let after = before.replace("I get paged when an export stalls on Friday.", "[redacted]");
    assert_ne!(before, after);
    for format in crate::formats::FORMATS {
        let said = rewritten(&before, &after, format);
        assert_eq!(said.code, 0, "{format}: {said:?}");
        assert!(said.out.contains("words-redacted"), "{format}: {said:?}");
    }
}

/// An accepted record as it was written, and as mdformat (`--wrap 80`) and Prettier (`--prose-wrap always`) write it.
#[test]
fn formatters_may_rewrite_an_accepted_record() {
    let written = include_str!("formatted/written.md");
    for formatted in [include_str!("formatted/mdformat.md"), include_str!("formatted/prettier.md")] {
        let said = rewritten(written, formatted, "human");
        assert_eq!(said.code, 0, "{said:?}");
        let said = rewritten(formatted, written, "human");
        assert_eq!(said.code, 0, "{said:?}");
        let said = rewritten(written, &formatted.replace("Thursday", "Sunday"), "human");
        assert_eq!(said.code, 1, "{said:?}");
    }
    // Addresses that they encode, and a line that they wrap.
    let odd = "![rota](<../docs/rota é.png>) <https://example.org/é> [thread]\n\n[thread]: <https://example.org/a b>";
    let encoded = "![rota](../docs/rota%20%C3%A9.png) <https://example.org/%C3%A9> [thread]\n\n\
                   [thread]: https://example.org/a%20b";
    let with = |text: &str| decision().replace("## Consultation", &format!("{text}\n\n## Consultation"));
    let sourced = format!("{ATTRIBUTION}, [call](https://example.org/t/1)");
    let wrapped = format!("{ATTRIBUTION},\n> [call](https://example.org/t/1)");
    let signed = |attribution: &str| decision().replace(ATTRIBUTION, attribution);
    for (before, after) in [(with(odd), with(encoded)), (signed(&sourced), signed(&wrapped))] {
        let said = rewritten(&before, &after, "human");
        assert_eq!(said.code, 0, "{said:?}");
    }
}

//! A link leads to a decision of the log.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::decision::Link;
use crate::text::{listed, nearest};

pub(crate) static RULE: Rule = Rule {
    id: "link-dangling",
    level: Level::Deny,
    summary: "link to a decision that does not exist, or to no particular one",
    explain: "
Reports links (`supersedes`, `superseded-by`, `amends`, `amended-by`, `relates-to`) to a file that is
not there, to an id that no decision has, and to an id that the own log does not have and several
others do. Web addresses are fine, since they may lead to another log.

Readers who follow the link find nothing. Usually it is a typo, or the decision was renumbered.

Write the id as in the file name of the decision, or the path of the file.
",
    example: r#"
<accepted>
relates-to: ["0021"]
             ^^^^^^
=> relates-to: ["0007"]
<title>
==> decisions/0007-page-everybody.md <==
---
status: accepted
date: 2025-03-02
---

# Page everybody
"#,
    check: Check::Decision(check),
};

/// For how many links of a decision the record that was meant is sought, among all of the log.
const SUGGESTED: usize = 20;

/// With how many ids before and behind it a word is compared, so that a large log takes no longer for each link.
const COMPARED: usize = 300;

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let mut suggested = 0;
    decision.links.iter().filter_map(|link| finding(decision, link, catalog, &mut suggested)).collect()
}

fn finding(decision: &Decision, link: &Link, catalog: &Catalog, suggested: &mut usize) -> Option<Finding> {
    let meant = catalog.meant(decision, link);
    let name = visible(&link.reference.name);
    let finding = |message: String| Finding::new(decision, link.target.span.first_line(&decision.text), message);
    if meant.is_ambiguous {
        let paths = meant.records.iter().map(|record| record.path.as_str());
        return Some(
            finding(format!("`{name}` is ambiguous: it fits {}", listed(paths)))
                .why("several logs have a decision with this id")
                .help("write the path of the file that is meant"),
        );
    }
    // Of another repository nothing is known here.
    if !meant.records.is_empty() || link.reference.repository.is_some() {
        return None;
    }
    *suggested += 1;
    let help = match suggestion(decision, link, catalog).filter(|_| *suggested <= SUGGESTED) {
        Some(near) => format!("write `{}`, if that is what was meant", visible(&near)),
        None => "write the id as in the file name of the decision, or remove the link".to_owned(),
    };
    Some(
        finding(format!("decision `{name}` not found"))
            .why(format!("readers who follow `{}` find nothing", link.kind.key()))
            .help(help),
    )
}

/// The ids that a word is compared with: all of a log of usual size, else those that it would be sorted between.
fn around<'a>(ids: &'a [String], word: &str) -> &'a [String] {
    let at = ids.partition_point(|id| id.as_str() < word);
    &ids[at.saturating_sub(COMPARED)..ids.len().min(at + COMPARED)]
}

/// What may have been meant: the record with the id of a file that is not there, or the nearest id.
fn suggestion(decision: &Decision, link: &Link, catalog: &Catalog) -> Option<String> {
    if link.reference.file.is_some() {
        let same = catalog.with_id(&decision.path, &link.reference.id);
        return same.first().map(|record| record.path.file_name().to_owned());
    }
    let ids = around(catalog.ids(), &link.reference.id.text);
    // The decision itself is near its neighbours, and never what was meant.
    let others = ids.iter().map(String::as_str).filter(|id| *id != decision.id.shown());
    nearest(&link.reference.id.text, others).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn ids_are_found_in_every_dress() {
        let with = |target: &str| {
            messages(
                &RULE,
                &format!(
                    "---\nstatus: accepted\nrelates-to: [\"{target}\"]\n---\n# T\n==> decisions/0007-x.md <==\n# T\n"
                ),
            )
        };
        let elsewhere = ["https://example.org/adr/0099-y.md", "acme/app:0099"];
        for target in ["7", "ADR-0007", "0007-x.md", "[ADR-7](0007-x.md)"].into_iter().chain(elsewhere) {
            assert!(with(target).is_empty(), "{target}");
        }
        assert_eq!(with("ADR-70"), ["decision `ADR-70` not found"]);
        assert_eq!(with("0007-y.md"), ["decision `0007-y.md` not found"]);
        assert_eq!(with("7, 8, 0009-z.md").len(), 2);
    }

    #[test]
    fn an_id_of_two_other_logs_is_ambiguous() {
        let with = |target: &str| {
            let logs = ["b/adr/0007-x.md", "c/adr/0007-y.md", "c/adr/0008-z.md"];
            let files: String = logs.iter().map(|path| format!("==> {path} <==\n# T\n")).collect();
            let own = format!("==> a/adr/0001-w.md <==\n---\nrelates-to: [\"{target}\"]\n---\n# T\n");
            messages(&RULE, &format!("==> heard.toml <==\n[log]\ndirs = [\"*/adr\"]\n{own}{files}"))
        };
        assert_eq!(with("7"), ["`7` is ambiguous: it fits `b/adr/0007-x.md` and `c/adr/0007-y.md`"]);
        for target in ["8", "1", "c/adr/7", "../../b/adr/0007-x.md", "b/adr/0007-x.md"] {
            assert!(with(target).is_empty(), "{target}");
        }
    }
    #[test]
    fn a_word_before_a_number_in_a_body_is_a_reference_only_in_a_log_of_its_series() {
        let with = |path: &str, others: &[&str], target: &str| {
            let files: String = others.iter().map(|path| format!("==> {path} <==\n# T\n")).collect();
            let own = format!("==> {path} <==\n# T\n\n- Status: Accepted\n- Related: {target}\n");
            messages(&RULE, &format!("==> heard.toml <==\n[log]\ndirs = [\"docs/*\"]\n{own}{files}"))
        };
        let adr = |target: &str| with("docs/adr/0012-x.md", &["docs/adr/0005-y.md"], target);
        for target in [
            "PR 5",
            "PR #12",
            "MySQL 5",
            "MySQL 8",
            "RFC 9110",
            "RFC 5",
            "ISO 27001",
            "issue 12",
            "Python 3",
            "Node.js 18",
            "TLS 1.3",
            "GPT-4",
            "SHA-256",
            "IPv6",
            "OPS-99",
            "Java 17, PostgreSQL 16 and Go 1.22",
            "step 2 (of 3)",
            "ADR 5",
            "5",
            "LADR-5",
            "0005-y.md",
        ] {
            assert!(adr(target).is_empty(), "{target}");
        }
        for (target, name) in [
            ("ADR 99", "ADR 99"),
            ("#99", "#99"),
            ("decision 99", "decision 99"),
            ("LADR-99", "LADR-99"),
            ("PR 5, ADR 99", "ADR 99"),
            ("queue-first", "queue-first"),
            ("0005-z.md", "0005-z.md"),
        ] {
            assert_eq!(adr(target), [format!("decision `{name}` not found")], "{target}");
        }
        // The series may be in the names of files, in a title, or the folder's.
        let ops = |others: &[&str]| with("docs/ops/0012-x.md", others, "OPS-99").len();
        assert_eq!((ops(&[]), with("docs/adr/0012-x.md", &["docs/adr/ops-0005-y.md"], "OPS-99").len()), (1, 1));
        assert_eq!(with("docs/adr/0012-x.md", &[], "OPS-99\n==> docs/adr/0005-y.md <==\n# OPS-5: Page").len(), 1);
        assert!(with("docs/adr/0012-mysql-5.md", &[], "MySQL 8").is_empty(), "its own name has no series");
        // What everybody cites is no record of a log that has no such number.
        assert!(with("docs/rfcs/0012-x.md", &[], "RFC 9110").is_empty());
    }

    #[test]
    fn words_before_a_number_lead_to_no_record_of_another_series() {
        for (target, is_linked) in
            [("PR 5", false), ("MySQL 5", false), ("RFC 5", false), ("ADR 5", true), ("LADR-5", true), ("5", true)]
        {
            let text = format!(
                "==> decisions/0012-x.md <==\n# T\n\n- Status: Accepted\n- Amends: {target}\n==> decisions/0005-y.md <==\n# T\n\n- Status: Accepted\n"
            );
            assert_eq!(messages(&super::super::link_one_sided::RULE, &text).len(), usize::from(is_linked), "{target}");
        }
        assert_eq!(messages(&RULE, "==> decisions/0012-x.md <==\n---\nrelates-to: [\"PR 99\"]\n---\n# T\n").len(), 1);
    }
}

use super::*;
use crate::decision;
use crate::vocabulary::words::Words;

fn one(path: &str, text: &str) -> Decision {
    decision::read(RepoPath::new(path), text.as_bytes().to_vec(), &Words::default())
}

fn imported(text: &str) -> String {
    record(&one("adr/0001-a.md", text), &Names::new())
}

#[test]
fn every_form_gets_a_header() {
    let cases = [
        (
            Form::Nygard,
            "# 1. A\n\nDate: 2024-05-01\n\n## Status\n\nAccepted\n\n## Context\n\nWords.\n",
            "---\nstatus: accepted\ndate: 2024-05-01\ndecision-makers:\nconsulted:\n---\n\n# 1. A\n\n## Context\n\nWords.\n",
        ),
        (
            Form::Nygard,
            "# 1. A\n\n## Status\n\nAccepted\n\nAmends [2. B](0002-b.md)\n\n## Context\n",
            "---\nstatus: accepted\ndecision-makers:\nconsulted:\namends:\n  - \"0002\"\n---\n\n# 1. A\n\n## Status\n\nAccepted\n\nAmends [2. B](0002-b.md)\n\n## Context\n",
        ),
        (
            Form::Log4brains,
            "# A\n\n- Status: draft\n- Deciders: Ana, Bo\n- Date: 2024-05-01\n\nWords.\n",
            "---\nstatus: proposed\ndate: 2024-05-01\ndecision-makers:\n  - \"Ana\"\n  - \"Bo\"\nconsulted:\n---\n\n# A\n\n- Status: draft\n\nWords.\n",
        ),
        (
            Form::Madr,
            "---\nstatus: accepted\n# why: none\ncontact: bo\ndate: 1 May 2024\ndeciders: ana,bo\nconsulted: {list everyone}\n---\n# A\n",
            "---\nstatus: accepted\ndate: 2024-05-01\ndecision-makers:\n  - \"ana\"\n  - \"bo\"\nconsulted:\ncontact: bo\n# why: none\n# date: 1 May 2024\n# consulted: {list everyone}\n---\n# A\n",
        ),
        (
            Form::Madr,
            "---\nnumber: 1\nstatus: superseded\nlinks:\n- target: 4\n  kind: supersededby\n  description: by far\n---\n# A\n",
            "---\nstatus: superseded\ndecision-makers:\nconsulted:\nsuperseded-by:\n  - \"4\"\nnumber: 1\n# links:\n# - target: 4\n#   kind: supersededby\n#   description: by far\n---\n# A\n",
        ),
        (
            Form::Preamble,
            "PEP: 12\nTitle: A: b\nAuthor: Ana,\n  Bo\nStatus: Draft\nType: Process\nType: Process\nCreated: 05-Aug-2024\n\n# Why\n",
            "---\nstatus: proposed\ndate: 2024-08-05\ndecision-makers:\n  - \"Ana\"\n  - \"Bo\"\nconsulted:\nPEP: \"12\"\nType: \"Process\"\n# Status: Draft\n# Type: Process\n# Created: 05-Aug-2024\n---\n\n# A: b\n\n# Why\n",
        ),
        (
            Form::Table,
            "# A\n\n| | |\n| -- | -- |\n| Status | Draft |\n",
            "---\nstatus: proposed\ndecision-makers:\nconsulted:\n---\n\n# A\n\n| | |\n| -- | -- |\n| Status | Draft |\n",
        ),
        (Form::Plain, "# A\n\nWords.\n", "---\nstatus:\ndecision-makers:\nconsulted:\n---\n\n# A\n\nWords.\n"),
    ];
    for (expected_form, text, expected) in cases {
        assert_eq!(form(&one("adr/0001-a.md", text)), expected_form, "{text}");
        assert_eq!(imported(text), expected, "{text}");
    }
}

#[test]
fn a_word_before_a_number_becomes_no_link() {
    for (related, lines) in [
        ("MySQL 5", "# A\n\n- Related: MySQL 5\n"),
        ("PR 2, RFC 9110", "# A\n\n- Related: PR 2, RFC 9110\n"),
        ("ADR 2, MySQL 5", "relates-to:\n  - \"0002\"\n---\n\n# A\n\n- Related: ADR 2, MySQL 5\n"),
        ("OPS-3", "relates-to:\n  - \"ops-0003\"\n---\n\n# A\n\n- Related: OPS-3\n"),
    ] {
        let text = format!("# A\n\n- Related: {related}\n");
        let names =
            ["0002-b.md", "ops-0003-c.md"].map(|name| (RepoPath::new(format!("adr/{name}")), RepoPath::new(name)));
        let imported = record(&one("adr/0001-a.md", &text), &names.into_iter().collect());
        assert!(imported.ends_with(lines), "{imported}");
    }
}

#[test]
fn no_status_is_invented() {
    for (text, expected) in [
        ("# A\n\n- Stage: **3 (finished)**\n\nWords.\n", "\n# A\n\n- Stage: **3 (finished)**\n\nWords.\n"),
        ("# A\n\n- Status: 3 (finished)\n\nWords.\n", "\n# A\n\n- Status: 3 (finished)\n\nWords.\n"),
        ("# A\n\n## Status\n\nOn ice\n\n## Context\n", "\n# A\n\n## Status\n\nOn ice\n\n## Context\n"),
        ("# A\n\n| | |\n| -- | -- |\n| Status | Live |\n", "\n# A\n\n| | |\n| -- | -- |\n| Status | Live |\n"),
        ("# A\n\n**Status:** shipped\n", "\n# A\n\n**Status:** shipped\n"),
    ] {
        assert_eq!(imported(text), format!("---\nstatus:\ndecision-makers:\nconsulted:\n---\n{expected}"), "{text}");
    }
    for (text, comment) in [
        ("---\nstatus: implementable\n---\n# A\n", "# status: implementable\n"),
        ("PEP: 12\nTitle: A\nStatus: Final\n\n# Why\n", "# Status: Final\n"),
    ] {
        let text = imported(text);
        assert!(text.starts_with("---\nstatus:\n") && text.contains(comment), "{text}");
    }
    assert!(imported("# A\n\n- Status: genehmigt\n").starts_with("---\nstatus: accepted\n"));
}

#[test]
fn a_header_that_cannot_be_read_becomes_comments() {
    let text = "---\nstatus: accepted\nconsulted: @ana, @bo\nnote: !x y\n---\n# A\n";
    let expected = "---\nstatus: accepted\ndecision-makers:\nconsulted:\n  - \"@ana\"\n  - \"@bo\"\n# status: accepted\n# consulted: @ana, @bo\n# note: !x y\n---\n# A\n";
    assert_eq!(imported(text), expected);
    assert!(imported("---\nnote: [a\0b\n---\n# A\n").contains("\n# \"note: [a\\u0000b\"\n---\n"));
    assert!(imported("---\nnote: [a\rb: c\n---\n# A\n").contains("\n# note: [a\n# b: c\n---\n"));
    let crlf = "\u{feff}# A\r\n\r\nStatus: accepted\r\n\r\nWords.\r\n";
    assert_eq!(
        imported(crlf),
        "---\r\nstatus: accepted\r\ndecision-makers:\r\nconsulted:\r\n---\r\n\r\n# A\r\n\r\nWords.\r\n"
    );
}

#[test]
fn lines_are_taken_out_only_where_that_leaves_a_whole() {
    let head = "---\nstatus: accepted\ndecision-makers:\nconsulted:\n";
    let cases = [
        ("---\n{status: accepted,\ncontact: bo}\n---\n# A\n", "# {status: accepted,\n# contact: bo}\n---\n# A\n"),
        ("---\n  status: accepted\n  contact: bo\n---\n# A\n", "#   status: accepted\n#   contact: bo\n---\n# A\n"),
        ("# A\n\n## Status\n\nAccepted\n\n```\n# x\n```\n", "---\n\n# A\n\n## Status\n\nAccepted\n\n```\n# x\n```\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(imported(text), format!("{head}{expected}"), "{text}");
    }
}

#[test]
fn text_before_a_lone_carriage_return_stays() {
    for (text, kept) in [
        ("# A\n\nWords.\r## Status\n\nAccepted\n", "# A\n\nWords.\r"),
        ("# A\n\nWords.\r- Status: accepted\n", "# A\n\nWords.\r"),
        ("# A\n\n***\r- Status: accepted\n", "# A\n\n***\r"),
        ("# A\r\r## Status\r\rAccepted\r\r## Context\r", "# A\r\r## Context\r"),
        ("# A\n\n1. ## Status\n\n   Accepted\n", "# A\n\n1. ## Status\n\n   Accepted\n"),
        ("# A\n\n## Status\n\nAccepted\n\n- ## Accepted\n", "# A\n\n- ## Accepted\n"),
        ("# A\n\n## Status\n\nAccepted\n\nStatus\n===\n", "# A\n\nStatus\n===\n"),
    ] {
        let expected = format!("---\nstatus: accepted\ndecision-makers:\nconsulted:\n---\n\n{kept}");
        assert_eq!(imported(text), expected, "{text:?}");
    }
    let header = "---\nstatus: accepted\rcontact: bo\r# why\rdate: May 1, 2024\n---\n# A\n";
    let expected = "---\nstatus: accepted\ndate: 2024-05-01\ndecision-makers:\nconsulted:\ncontact: bo\r# why\n# date: May 1, 2024\n---\n# A\n";
    assert_eq!(imported(header), expected);
}

#[test]
fn characters_that_yaml_forbids_are_escaped() {
    let head = "status: proposed\ndecision-makers:\n  - \"Ana\\u007f Ruiz\\u0080\"\nconsulted:\n";
    for (text, expected) in [
        ("# A\n\n- Status: draft\n- Deciders: Ana\u{7f} Ruiz\u{80}\n", "---\n\n# A\n\n- Status: draft\n"),
        (
            "PEP: 1\u{1}\u{feff}2\nStatus: draft\nAuthor: Ana\u{7f} Ruiz\u{80}\n\n# A\n",
            "PEP: \"1\\u0001\\ufeff2\"\n# Status: draft\n---\n\n# A\n",
        ),
        (
            "---\nstatus: draft\n# why\u{1b}\ndeciders: Ana\u{7f} Ruiz\u{80}\n---\n# A\n",
            "# status: draft\n# \"# why\\u001b\"\n# \"deciders: Ana\\u007f Ruiz\\u0080\"\n---\n# A\n",
        ),
    ] {
        assert_eq!(imported(text), format!("---\n{head}{expected}"), "{text:?}");
    }
}

#[test]
fn a_link_that_is_written_twice_is_listed_once_and_stays() {
    let twice = "Status\n------\n\nsuperseded by 0002\nsuperseded by 0002\n";
    let expected = "---\nstatus: superseded\ndecision-makers:\nconsulted:\nsuperseded-by:\n  - \"0002\"\n---\n\n";
    assert_eq!(imported(twice), format!("{expected}{twice}"));
    assert_eq!(imported(&twice.replacen("superseded by 0002\n", "", 1)), expected);
    let hidden = "Status\n------\n\n\u{200b}<!--superseded by 0002\n-->superseded by 0002\n";
    assert!(imported(hidden).ends_with(hidden), "{}", imported(hidden));
}

proptest::proptest! {
    #[test]
    fn no_word_is_lost(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..14)) {
        let text = pieces.concat();
        let record = imported(&text);
        let has_unreadable = |problem: &Problem| matches!(problem, Problem::HeaderUnreadable { .. });
        assert!(!one("adr/0001-a.md", &record).problems.iter().any(has_unreadable), "{text:?} is {record:?}");
        // An escape is no part of a word.
        let parts = record.split("\\u").enumerate().map(|(at, part)| part.get(if at == 0 { 0 } else { 4 }..));
        let plain = parts.map(|part| part.unwrap_or_default()).collect::<Vec<_>>().join(" ");
        let result = counted(&plain);
        for (word, count) in counted(&text) {
            let keys = ["status", "date", "deciders", "authors", "consulted", "title", "replaces", "created"];
            let is_key = keys.contains(&word.as_str());
            let there = result.get(&word).copied().unwrap_or_default();
            assert!(is_key || there >= count, "`{word}` of {text:?} in {:?}", imported(&text));
        }
    }
}

/// What records are made of, and what breaks them.
const PIECES: &[&str] = &[
    "---\n",
    "---\n",
    "\n",
    "\r\n",
    "\u{feff}",
    "\r",
    "\u{7f}",
    "\u{1}",
    "\u{85}",
    "\u{2028}",
    "Words.\r## Status\n\n",
    "* ",
    "{",
    "}",
    "```\n",
    "<!--",
    "-->",
    "> ",
    "  ",
    "é",
    "status: accepted\n",
    "status: Accepted (2024-05-01)\n",
    "date: 2024-05-01\n",
    "date: May 1, 2024\n",
    "deciders: ana, bo\n",
    "consulted:\n  - \"cy\"\n",
    "# why\n",
    "contact: |\n  di\n",
    "\"a\n b\": 1, ",
    "# A\n",
    "## Status\n\n",
    "Accepted\n",
    "Status\n------\n",
    "- Deciders: ana\n  - bo\n",
    "**Status:** draft\\\n",
    "| Status | Draft |\n",
    "| -- | -- |\n",
    "Authors: ana; bo\n",
    "PEP: 12\nTitle: A\nStatus: Draft\n",
    "Replaces: 3\nCreated: 1 May 2024\n",
    "[b](0002-b.md#x)",
    "superseded by 0002\n",
];

#[test]
fn ids_stay_where_they_fit_and_links_follow() {
    let read = |path: &str| one(path, "# A\n");
    let decisions =
        [read("x/0001-a.md"), read("x/0001-b.md"), read("x/0002-c/README.md"), read("x/0002-c.ja.md"), read("x/d.md")];
    let next = |decision: &Decision, all: &[RepoPath]| format!("{:04}-{}.md", all.len() + 1, decision.path.stem());
    let names = names(&decisions, "log", IdKind::Sequential, &[RepoPath::new("log/0001-z.md")], next);
    let names_of: Vec<String> = decisions.iter().map(|decision| names[&decision.path].as_str().to_owned()).collect();
    assert_eq!(
        names_of,
        ["log/0004-0001-a.md", "log/0005-0001-b.md", "log/0002-c.md", "log/0002-c.ja.md", "log/0006-d.md"]
    );
    let text = "---\nsupersedes: [\"0002\"]\nsuperseded-by: 0009\n---\n# A\n\n[b](./0001-b.md#why), [e](../e.md), ![](0001-b.png)\n";
    let record = record(&one("x/0001-a.md", text), &names);
    assert!(record.contains("supersedes:\n  - \"0002\"\nsuperseded-by:\n  - \"0009\"\n"), "{record}");
    assert!(record.ends_with("[b](0005-0001-b.md#why), [e](../e.md), ![](0001-b.png)\n"), "{record}");
}

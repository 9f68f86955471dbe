//! Metadata as public logs write it in the body of a record: what is read, and what is left as prose.

use super::*;

/// What is read of a record, in one line: only what is there.
fn facts(text: &str) -> String {
    let decision = read(text);
    let mut facts = Vec::new();
    if let Some(status) = &decision.status {
        facts.push(status.kind.map_or_else(|| format!("?{}", status.word), |kind| kind.word().to_owned()));
    }
    facts.extend(decision.date.as_ref().map(|day| day.date.map_or("?".to_owned(), |date| date.to_string())));
    let people = [("by", &decision.makers), ("consulted", &decision.consulted), ("informed", &decision.informed)];
    for (key, people) in people.into_iter().filter(|(_, people)| !people.parties.is_empty()) {
        let parties: Vec<&str> = people.parties.iter().map(|party| party.text.as_str()).collect();
        facts.push(format!("{key} {}", parties.join(" + ")));
    }
    for link in &decision.links {
        facts.push(format!("{} {}", link.kind.key(), link.reference.id.text));
    }
    facts.join("; ")
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(facts(text), *expected, "{text}");
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(facts(&crlf), *expected, "with CRLF: {text}");
    }
}

#[test]
fn fields_on_one_line() {
    check(&[
        ("# T\n\n**Status:** Accepted | **Date:** 2026-03-02 | **Review:** 2027-03-02\n", "accepted; 2026-03-02"),
        (
            "# T\n\nStatus: Accepted | Date: 2026-03-02 | Deciders: Ana Ruiz, Bo Lund\n",
            "accepted; 2026-03-02; by Ana Ruiz + Bo Lund",
        ),
        (
            "# T\n\n**Status**: Accepted · **Date**: 2026-03-02 · **Owner**: Ana Ruiz\n",
            "accepted; 2026-03-02; by Ana Ruiz",
        ),
        (
            "# T\n\n- **Status:** Accepted • **Date:** 2026-03-02\n- **Consulted:** Ines Roy\n",
            "accepted; 2026-03-02; consulted Ines Roy",
        ),
        ("# T\n\n**Status:** Rejected **Date:** 2026-03-02\n", "rejected; 2026-03-02"),
        ("# T\n\nStatus: Proposed, Date: 2026-03-02\n", "proposed; 2026-03-02"),
        ("# T\n\n**状態** | **Status：** Accepted｜**Date：** 2026-03-02\n", "accepted; 2026-03-02"),
        ("# T\n\n| Status: Accepted | Date: 2026-03-02 |\n", "accepted; 2026-03-02"),
        // A list of statuses is no list of fields.
        ("# T\n\nStatus: Proposed | Accepted | Rejected\n", "?Proposed | Accepted | Rejected"),
        ("# T\n\nStatus: Proposed | at 10:30\n", "?Proposed | at 10:30"),
        (
            "# T\n\nStatus: Proposed | as we said at the last meeting: no\n",
            "?Proposed | as we said at the last meeting: no",
        ),
        ("# T\n\nDeciders: Ana Ruiz | https://example.org/ana\n", "by Ana Ruiz | https://example.org/ana"),
        // A key that is not known ends the value before it.
        ("# T\n\nStatus: Accepted | Area: storage\n", "accepted"),
        ("# T\n\nArea: storage | Status: Accepted\n", "accepted"),
        ("# T\n\n**Date:** 2026-03-02\n| Status: Accepted\n", "accepted; 2026-03-02"),
        ("# T\n\n**Date:** 2026-03-02\n\u{3000}| Status: Accepted\n", "accepted; 2026-03-02"),
        // Behind a comma a field starts only where a known key is before it on the line.
        ("# T\n\nArea: storage, status: accepted\n", ""),
        ("# T\n\nStatus: Proposed\nWe met, date: 2026-03-02\n", "proposed"),
        ("# T\n\nWe say it | status: accepted | in passing\n", ""),
        ("# T\n\nWe say it, status: accepted, in passing\n", ""),
    ]);
}

#[test]
fn quotes_and_tables() {
    check(&[
        ("# T\n\n> **Status:** Accepted\n> **Date:** 2026-03-02\n\nText.\n", "accepted; 2026-03-02"),
        ("# T\n\n> Status: Accepted\n>\n> Deciders: Ana Ruiz,\n> Bo Lund\n", "accepted; by Ana Ruiz + Bo Lund"),
        ("# T\n\n> - Status: Accepted\n> - Date: 2026-03-02\n", "accepted; 2026-03-02"),
        ("# T\n\n> [!NOTE]\n> **Status:** Accepted | **Date:** 2026-03-02\n", "accepted; 2026-03-02"),
        ("# T\n\n>| Status | Accepted |\n>| --- | --- |\n>| Date | 2026-03-02 |\n", "accepted; 2026-03-02"),
        (
            "# T\n\n> | | |\n> | --- | --- |\n> | **Status** | Accepted |\n> | **Consulted** | Ines Roy, @bo |\n",
            "accepted; consulted Ines Roy + @bo",
        ),
        (
            "# T\n\n| Status | Date | Deciders |\n| --- | --- | --- |\n| Accepted | 2026-03-02 | Ana Ruiz |\n",
            "accepted; 2026-03-02; by Ana Ruiz",
        ),
        ("# T\n\n> | Status | Date |\n> | --- | --- |\n> | Accepted | 2026-03-02 |\n", "accepted; 2026-03-02"),
        (
            "# T\n\n> | Status | Date | Deciders |\n> |---|---|---|\n> | Accepted | 2026-03-02 | Ana Ruiz |\n> Informed: Bo Lund\n",
            "accepted; 2026-03-02; by Ana Ruiz; informed Bo Lund",
        ),
        ("# T\n\n> | Status | Date |\n> | --- | --- |\n", "?Date"),
        ("# T\n\n| Status | Accepted | Date | 2026-03-02 |\n| --- | --- | --- | --- |\n", "accepted; 2026-03-02"),
        (
            "# T\n\n| Field | Value |\n| --- | --- |\n| Status: | Accepted |\n| Amends | ADR-3, [4](0004-d.md) |\n",
            "accepted; amends ADR-3; amends 0004",
        ),
        ("# T\n\n| Amends | |\n| --- | --- |\n| Related | what was said in 2019 |\n", ""),
        ("# T\n\n| Status |\n| --- |\n| Accepted |\n", ""),
        // What is quoted in the quote, its code, and tables of other things.
        ("# T\n\n> > Status: Accepted\n", ""),
        ("# T\n\n> ```\n> Status: Accepted\n> ```\n", ""),
        ("# T\n\n| Date | Change |\n| --- | --- |\n| 2026-03-02 | the first one |\n", ""),
        (
            "# T\n\n| Revision | Date | Author | Info |\n| --- | --- | --- | --- |\n| 1 | 2026-03-02 | Ana Ruiz | x |\n",
            "",
        ),
        ("# T\n\n## Context\n\n> Status: Accepted\n", ""),
    ]);
}

#[test]
fn preambles_in_a_code_fence() {
    let cap = "CAP: 0046\nTitle: Page at night\nWorking Group:\n    Owner: Ana Ruiz <@ana>\n    Consulted: Ines Roy <@ines>,\n        Bo Lund\nStatus: Rejected\nCreated: 2026-03-02\nProtocol version: 20\n";
    let expected = "rejected; 2026-03-02; by Ana Ruiz <@ana>; consulted Ines Roy <@ines> + Bo Lund";
    for text in [
        format!("## Preamble\n\n```\n{cap}```\n\n## Summary\n"),
        format!("# CAP-46\n\n## Preamble\n\n```text\n{cap}```\n\n## Summary\n"),
        format!("# CAP-46\n\n~~~\n{cap}~~~\n"),
        format!("```\n{cap}```\n\n# Abstract\n"),
        format!("<pre>\n{cap}</pre>\n\n# Abstract\n"),
    ] {
        check(&[(&text, expected)]);
        assert_eq!(read(&text).title.map(|title| title.value).as_deref(), Some("Page at night"), "{text}");
    }
    check(&[
        (
            "```\n  BIP: 12\n  Title: T\n  Author: Ana Ruiz <ana@example.org>\n          Bo Lund <bo@example.org>\n  Status: Rejected\n  Created: 2026-03-02\n  Superseded-By: 13\n```\n\n## Abstract\n",
            "rejected; 2026-03-02; by Ana Ruiz <ana@example.org> + Bo Lund <bo@example.org>; superseded-by 13",
        ),
        ("```yaml\nstatus: rejected\ntitle: T\ngoverns: a/**\n```\n", "rejected"),
        (
            "```\nTitle: T\nStatus: Rejected\nAuthor: Ana Ruiz <ana@example.org>, Platform Team <team@example.org>\n```\n",
            "rejected; by Ana Ruiz <ana@example.org> + Platform Team <team@example.org>",
        ),
        // Only the first one counts.
        (
            "# T\n\n```\nTitle: T\nStatus: Rejected\n```\n\n```\nTitle: U\nStatus: Accepted\nDate: 2026-03-02\n```\n",
            "rejected",
        ),
        // Below another section it is an example, and one key alone is nothing.
        ("# T\n\n## Commands\n\n```\nTitle: T\nStatus: Accepted\n```\n", ""),
        ("# T\n\n```\nStatus: Accepted\nx = 1\n```\n", ""),
        ("# T\n\n```\nStatus: Accepted\nPort: 80\n```\n", ""),
        // `1 x` and `port ` are no keys.
        ("# T\n\n```\nTitle: T\nStatus: Accepted\n1 x: y\n```\n", ""),
        ("# T\n\n```\nTitle: T\nStatus: Accepted\nport : 80\n```\n", ""),
    ]);
    assert!(read("```yaml\nstatus: rejected\ntitle: T\ngoverns: a/**\n```\n").governs.is_empty());
}

#[test]
fn sections_below_the_title() {
    check(&[
        (
            "# T\n\n## Date\n\n2026-03-02\n\n## Status\n\nAccepted\n\n## Deciders\n\n- Ana Ruiz\n- Bo Lund\n\n## Consulted\n\nInes Roy, @bo\n\n## Context\n",
            "accepted; 2026-03-02; by Ana Ruiz + Bo Lund; consulted Ines Roy + @bo",
        ),
        (
            "# T\n\n### Status\n\nRejected\n\n### Decision Makers\n\nAna Ruiz and Bo Lund\n",
            "rejected; by Ana Ruiz + Bo Lund",
        ),
        ("Status\n------\n\nAccepted\n\nInformed\n--------\n\n* Ines Roy\n", "accepted; informed Ines Roy"),
        ("# T\n\n## Status: Accepted\n\n## Date: 2026-03-02\n\n## Context\n", "accepted; 2026-03-02"),
        ("# T\n\n## Metadata\n\n- Status: Accepted\n- Date: 2026-03-02\n\n## Context\n", "accepted; 2026-03-02"),
        ("# T\n\n## Status\n\n- Status: Accepted\n- Date: 2026-03-02\n", "accepted; 2026-03-02"),
        ("# T\n\n## Status\n\nDate: 2026-03-02\n\nAccepted\n", "accepted; 2026-03-02"),
        ("# T\n\n## Status\n\n```\nRejected\n```\n\nAccepted\n", "accepted"),
        ("# T\n\n## Date\n\n> 2026-03-02\n", "2026-03-02"),
        ("# T\n\n## Metadata\n\n## Status\n\nAccepted\n", "accepted"),
        (
            "# T\n\n## Status\n\n**Accepted** on 2026-03-02\n\n## Related\n\n- [3](0003-c.md)\n- 5\n",
            "accepted; relates-to 0003; relates-to 5",
        ),
        // Below another section, however deep.
        ("# T\n\n## Commands\n\n### status\n\nSuperseded by nothing\n", ""),
        ("# T\n\n## Context\n\nText.\n\n##### Status\n\nAccepted\n", ""),
        ("# T\n\n## Context\n\nText.\n\n## Status\n\nAccepted\n", ""),
        ("# T\n\n## Context\n\n## Date\n\n2026-03-02\n\n## Deciders\n\nAna Ruiz\n", ""),
        ("# Summary\n\nStatus: accepted\n", ""),
        ("# T\n\n## Context\n\n## Metadata\n\nStatus: accepted\n", ""),
    ]);
}

#[test]
fn lists_to_tick() {
    let unknown = "?- [ ] Proposed - [ ] Accepted";
    check(&[
        ("# T\n\n## Status\n\n- [ ] Proposed\n- [x] Accepted\n- [ ] Deprecated\n", "accepted"),
        ("# T\n\n## Status\n\n* [X] **Rejected**\n* [ ] Accepted\n", "rejected"),
        (
            "# T\n\n- Status:\n  - [ ] Proposed\n  - [x] Accepted (2026-03-02)\n- Date: 2026-03-02\n",
            "accepted; 2026-03-02",
        ),
        ("# T\n\n**Status:**\n\n- [ ] Proposed\n- [x] Deprecated\n", "deprecated"),
        ("# T\n\nStatus: [ ] Proposed [x] Accepted\n", "accepted"),
        ("# T\n\nStatus: ☐ Proposed ☑ Accepted ☐ Rejected\n", "accepted"),
        ("# T\n\n## Status\n\n1. [ ] Proposed\n2. [x] Accepted\n", "accepted"),
        ("# T\n\n## Status\n\n- [ ] Proposed\n- [ ] Accepted\n", unknown),
        ("# T\n\n## Status\n\n- [x] Proposed\n- [x] Accepted\n", "?- [x] Proposed - [x] Accepted"),
        ("# T\n\n## Status\n\n- [ ] Accepted\n", "?- [ ] Accepted"),
        ("# T\n\n## Status\n\n- [x] ~~Accepted~~\n- [ ] Rejected\n", "?- [ ] Rejected"),
        ("# T\n\n## Status\n\n- [x] <!-- Accepted -->Not yet\n", "?<!-- Accepted -->Not yet"),
        ("# T\n\nStatus: [x] Proposed [x] Accepted\n", "?[x] Proposed [x] Accepted"),
    ]);
}

#[test]
fn relations_have_every_target() {
    check(&[
        (
            "# T\n\n## Status\n\nSuperseded by ADR-001, ADR-002\n",
            "superseded; superseded-by ADR-001; superseded-by ADR-002",
        ),
        (
            "---\nstatus: superseded by ADR-001 and [2](0002-b.md)\n---\n# T\n",
            "superseded; superseded-by ADR-001; superseded-by 0002",
        ),
        ("# T\n\n**Status**: Accepted\n**Amends**: ADR-3\n", "accepted; amends ADR-3"),
        ("# T\n\n- Status: Accepted\n- Related: 2, 5\n", "accepted; relates-to 2; relates-to 5"),
        ("# T\n\n**Amends:** 3 **[Related](rel.md):** 4\n", "amends 3; relates-to 4"),
        ("# T\n\nAmends: 3,\nand 5\n", "amends 3; amends 5"),
        (
            "# T\n\n- Status: Accepted\n- Supersedes: [1](0001-a.md), [2. B, or C](0002-b.md)\n- Amended by: ADR 7: Page them\n",
            "accepted; supersedes 0001; supersedes 0002; amended-by ADR-7",
        ),
        ("# T\n\n## Status\n\nAccepted\n\nAmends 3 and 4\n", "accepted; amends 3; amends 4"),
        (
            "---\nstatus: accepted\nsupersedes: 0001-a.md, 0002-b.md\n---\n# T\n",
            "accepted; supersedes 0001; supersedes 0002",
        ),
        ("# T\n\nStatus: accepted (supersedes 0002)\n", "accepted; supersedes 0002"),
        (
            "# T\n\nStatus: superseded-in-part by [0032](0032-x.md)\n",
            "?superseded-in-part by [0032](0032-x.md); amended-by 0032",
        ),
        ("# T\n\n## Status\n\nSuperseded by [ADR-5][6]\n\n[6]: 0005-e.md\n", "superseded; superseded-by 0005"),
        (
            "# T\n\n- Status: Accepted\n- Supersedes: [ADR-5][6] and [ADR-7]\n\n[6]: 0005-e.md\n[ADR-7]: 0007-g.md\n",
            "accepted; supersedes 0005; supersedes 0007",
        ),
        ("---\nstatus: superseded by [ADR-5][6]\n---\n# T\n", "superseded; superseded-by ADR-5"),
        ("# T\n\n## Status\n\nReplaced by [2](0002-b.md)\n", "superseded; superseded-by 0002"),
        ("# T\n\nStatus: Accepted\nReplaces: ADR-3, ADR-4\n", "accepted; supersedes ADR-3; supersedes ADR-4"),
        ("---\nstatus: accepted, replaced by 0002\n---\n# T\n", "superseded; superseded-by 0002"),
        ("# T\n\nStatus: accepted (replaces 0002)\n", "accepted; supersedes 0002"),
        ("# T\n\nStatus: Accepted (not replaced)\n", "?Accepted (not replaced)"),
        (
            "# T\n\n## Status\n\nAccepted. The cron job is replaced by a queue.\n",
            "?Accepted. The cron job is replaced by a queue",
        ),
        ("---\nstatus: accepted\nreplaces: [\"0002\"]\n---\n# T\n", "accepted; supersedes 0002"),
        ("---\nstatus: superseded\nreplaced-by: \"0002\"\n---\n# T\n", "superseded; superseded-by 0002"),
        // A day behind a target, or before it.
        ("---\nstatus: superseded by 0002 on 2026-01-01\n---\n# T\n", "superseded; superseded-by 0002"),
        (
            "# T\n\n## Status\n\nSuperseded by 0001 and 0002 since 2026-01-01\n",
            "superseded; superseded-by 0001; superseded-by 0002",
        ),
        ("# T\n\nStatus: Superseded on 2026-01-01 by 0002\n", "superseded; superseded-by 0002"),
        ("# T\n\nStatus: Superseded (2026-01-01) by [2](0002-b.md)\n", "superseded; superseded-by 0002"),
        ("# T\n\n- Status: Accepted\n- Superseded by: 0002 (2026-01-01)\n", "accepted; superseded-by 0002"),
        // A day is no target.
        (
            "# T\n\n## Status\n\nSuperseded by [2](0002-b.md) and [3](0003-c.md) on 2026-03-02\n",
            "superseded; superseded-by 0002; superseded-by 0003",
        ),
        ("# T\n\n## Status\n\nSuperseded by ADR-2, 2026-03-02\n", "superseded; superseded-by ADR-2"),
        ("# T\n\n- Status: Accepted\n- Amends: 3, on 2026/03/02\n", "accepted; amends 3"),
        // Slashes, and brackets that lead nowhere.
        (
            "---\nstatus: accepted\nsupersedes: ADR-2 / ADR-5\n---\n# T\n",
            "accepted; supersedes ADR-2; supersedes ADR-5",
        ),
        ("# T\n\n- Status: Accepted\n- Supersedes: 2 / 5\n", "accepted; supersedes 2; supersedes 5"),
        ("# T\n\n- Status: Accepted\n- Amended-By: [0003], [ADR-4]\n", "accepted; amended-by 0003; amended-by ADR-4"),
        // Nothing, and prose.
        ("---\nstatus: accepted\nsupersedes: keine\namends: aucune\nrelates-to: TBD\n---\n# T\n", "accepted"),
        (
            "# T\n\n- Status: Accepted\n- Supersedes: NA\n- Amends: N.A.\n- Related: n/a\n- Superseded by: —\n",
            "accepted",
        ),
        ("---\nstatus: accepted\nsupersedes: NA\namends: [N.A.]\nrelates-to: n/a\n---\n# T\n", "accepted"),
        ("# T\n\n- Status: Accepted\n- Related: the work on queues in 2019\n", "accepted"),
        ("# T\n\n- Status: Accepted\n- Related: [the page](https://example.org/)\n", "accepted"),
        ("# T\n\n## Status\n\nsuperseded by a better idea\n", "superseded"),
    ]);
}

#[test]
fn lines_that_go_on() {
    check(&[
        (
            "# T\n\n- status: accepted\n- consulted: Ines Roy, Bo Lund,\n  Sam Okafor\n",
            "accepted; consulted Ines Roy + Bo Lund + Sam Okafor",
        ),
        (
            "# T\n\n* Deciders: Ana Ruiz,\n  Bo Lund,\n  Kim Lee\n* Status: accepted\n",
            "accepted; by Ana Ruiz + Bo Lund + Kim Lee",
        ),
        ("# T\n\nConsulted: Ines Roy,\nBo Lund\nStatus: accepted\n", "accepted; consulted Ines Roy + Bo Lund"),
        (
            "# T\n\n- Consulted:\n  - Ines Roy (support,\n    night)\n  - Bo Lund\n",
            "consulted Ines Roy (support, night) + Bo Lund",
        ),
        ("# T\n\n**Deciders:**\n\n- Ana Ruiz\n- Bo Lund\n\nText.\n", "by Ana Ruiz + Bo Lund"),
        (
            "# T\n\n- Status: Accepted\n- Deciders:\n  - Ana Ruiz\n  - Bo Lund\n  - Kim Lee\n- Date: 2026-03-02\n",
            "accepted; 2026-03-02; by Ana Ruiz + Bo Lund + Kim Lee",
        ),
        ("# T\n\n**Deciders:**\n\n- Status: Accepted\n- Date: 2026-03-02\n", "accepted; 2026-03-02"),
        ("# T\n\n- Status: accepted\n  Ticket: X-12\n", "accepted"),
        ("# T\n\n- Status： accepted\n- Consulted：Ines Roy\n", "accepted; consulted Ines Roy"),
        ("# T\n\n**Status：** accepted\n\nText: with a colon.\n", "accepted"),
        ("Title: T\nStatus： rejected\n\nText.\n", "rejected"),
        ("Title: T\nStatus: rejected\n\n# U\n\nDate: 2026-03-02\n", "rejected"),
        // The next line of a paragraph is prose.
        ("# T\n\nStatus: accepted\nThis is why.\n", "accepted"),
    ]);
}

#[test]
fn a_status_is_all_that_is_written() {
    check(&[
        ("# T\n\nStatus: \"accepted\"\n", "accepted"),
        ("# T\n\nStatus: \"accepted\" not yet\n", "?accepted\" not yet"),
        ("# T\n\n## Status\n\n\"accepted\" by \"nobody\"\n", "?accepted\" by \"nobody"),
        ("# T\n\n## Status\n\n<del>accepted</del>\n", ""),
        ("# T\n\n- Status: <S>accepted</S>\n", ""),
        ("# T\n\n| Status | <strike>accepted</strike> |\n|---|---|\n", ""),
        ("# T\n\n- Status: <span>accepted</span>\n", "accepted"),
    ]);
}

#[test]
fn titles() {
    for (text, title) in [
        ("# Page at night\n", Some("Page at night")),
        ("# ADR-0012: Page at night\n", Some("Page at night")),
        ("---\ntitle: Page at night\n---\n\n# Summary\n", Some("Page at night")),
        ("---\ntitle: Page at night\n---\n\n# Paging\n", Some("Page at night")),
        ("---\ntitle: page-at-night\n---\n\n# Page everybody at night\n", Some("Page everybody at night")),
        ("---\ntitle: page-at-night\n---\n\n# Summary\n", Some("Page at night")),
        ("- Title: Page at night\n- Status: accepted\n\n# Abstract\n", Some("Page at night")),
        ("- Feature Name: const_generics\n- Start Date: 2017-05-01\n\n# Summary\n", Some("Const generics")),
        ("- Feature Name: `const_generics`\n\n# Summary\n", Some("Const generics")),
        ("- Feature Name: (`multidep`)\n\n# Summary\n", Some("Multidep")),
        ("- Feature Name: N/A\n\n# Summary\n", None),
        ("- Feature Name: (fill me in with a name)\n\n# Summary\n", None),
        ("# Summary\n\n# Motivation\n", None),
        ("# Abstract\n", None),
        ("# Zusammenfassung\n", None),
        ("# 1. Introduction\n", None),
        ("## Context\n\n# A part of it\n", None),
        ("# Status\n\naccepted\n", None),
        ("# Summary of the incident\n", Some("Summary of the incident")),
    ] {
        let decision = read(text);
        assert_eq!(decision.title.as_ref().map(|title| title.value.as_str()), title, "{text}");
        assert_eq!(decision.shown_title(), title.unwrap_or("X"), "{text}");
    }
}

#[test]
fn a_header_in_toml_is_known_and_not_read() {
    let decision = read("+++\nstatus = \"accepted\"\n+++\n\n# T\n");
    let [Problem::HeaderUnreadable { reason, .. }] = &decision.problems[..] else { panic!("{:?}", decision.problems) };
    assert!(reason.contains("TOML"), "{reason}");
    assert_eq!((decision.status, decision.title.map(|title| title.value)), (None, Some("T".to_owned())));
}

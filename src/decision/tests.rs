//! What is read of a record as a whole.

mod bodies;

use super::*;

fn read(text: &str) -> Decision {
    super::read(RepoPath::new("decisions/0012-x.md"), text.as_bytes().to_vec(), &Words::default())
}

#[test]
fn a_whole_header() {
    let text = "---\nstatus: accepted\ndate: 2026-03-02\ndecision-makers:\n  - \"Ana Ruiz\"\nconsulted: [\"Ines Roy (support)\"]\ngoverns:\n  - \"infra/**\"\nsupersedes: [\"0007\"]\ntags: [a, b]\nreview-by: 2027-03-01\n---\n\n# ADR-0012: Page\n\n## Considered Options\n\n- one\n- two\n";
    let decision = read(text);
    assert_eq!(decision.kind(), Some(StatusKind::Accepted));
    assert_eq!(decision.title.as_ref().unwrap().value, "Page");
    assert_eq!(decision.own_id.as_ref().unwrap().value.key, decision.id.key);
    assert_eq!(decision.makers.parties[0].span.of(text), "\"Ana Ruiz\"".trim_matches('"'));
    assert_eq!(decision.governs[0].span.of(text), "\"infra/**\"");
    assert_eq!(decision.links[0].reference.id.text, "0007");
    assert_eq!(decision.options.as_ref().unwrap().value, 2);
    assert!(decision.problems.is_empty());
}

#[test]
fn links_that_adrs_lists_are_read_once() {
    let text = "---\nstatus: superseded\nsupersedes: [\"0002\"]\nlinks:\n- target: 2\n  kind: supersedes\n- target: 4\n  kind: supersededby\n  description: by far\n- {target: 5, kind: relates-to}\n- target: 6\n  kind: extends\n- target: 7\n- 8\n---\n# T\n";
    let read = read(text);
    let links: Vec<(LinkKind, &str, &str)> =
        read.links.iter().map(|link| (link.kind, link.reference.id.text.as_str(), link.target.span.of(text))).collect();
    assert_eq!(
        links,
        [
            (LinkKind::Supersedes, "0002", "\"0002\""),
            (LinkKind::SupersededBy, "4", "4"),
            (LinkKind::RelatesTo, "5", "5")
        ]
    );
}

#[test]
fn links_of_one_value_are_parted_and_have_a_place_each() {
    let targets = |value: &str| -> Vec<(String, String)> {
        let text = format!("---\nsupersedes: {value}\n---\n# T\n");
        let links = read(&text).links;
        assert!(links.is_sorted_by(|one, next| one.target.span.end <= next.target.span.start), "{value}");
        links.iter().map(|link| (link.reference.name.clone(), link.target.span.of(&text).to_owned())).collect()
    };
    let same = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect::<Vec<_>>();
    assert_eq!(targets("0015-a.md, 0015-b.md"), same(&["0015-a.md", "0015-b.md"]));
    assert_eq!(targets("15, 16; ADR-17"), same(&["15", "16", "ADR-17"]));
    assert_eq!(targets("[\"15, 15-b.md\", 16]"), same(&["15", "15-b.md", "16"]));
    assert_eq!(targets("[\"15-b.md, 15\", 16]"), same(&["15-b.md", "15", "16"]));
    let two = "\"[5, old](0005-a.md), [6](0006-b.md)\"";
    let names: Vec<String> = targets(two).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["0005-a.md", "0006-b.md"]);
    assert!(targets("none, n/a").is_empty());
}

#[test]
fn statuses_as_people_write_them() {
    let cases = [
        ("accepted", Some(StatusKind::Accepted)),
        ("Accepted.", Some(StatusKind::Accepted)),
        ("{ accepted }", Some(StatusKind::Accepted)),
        ("'proposed'", Some(StatusKind::Proposed)),
        ("Accepted (2026-01-02)", Some(StatusKind::Accepted)),
        ("superseded by 0013", Some(StatusKind::Superseded)),
        ("superseded by [ADR-13](0013-y.md)", Some(StatusKind::Superseded)),
        ("accepted or rejected", None),
        ("Active", None),
        ("in-progress", None),
        ("superseded or not", None),
        ("superceded by 0013", Some(StatusKind::Superseded)),
        ("{accepted: now}", None),
        ("[accepted]", Some(StatusKind::Accepted)),
        ("[accepted, ]", Some(StatusKind::Accepted)),
        ("[accepted, proposed]", None),
        ("[accepted, accepted]", None),
        ("\n  - accepted\n  - rejected", None),
        ("[[accepted, proposed]]", None),
    ];
    for (word, kind) in cases {
        let decision = read(&format!("---\nstatus: {word}\n---\n# T\n"));
        assert_eq!(decision.kind(), kind, "{word}");
    }
    for (word, shown, place) in [
        ("\"[Accepted]\"", "Accepted", "\"[Accepted]\""),
        ("\"[Accepted] [1]\"", "[Accepted] [1]", "\"[Accepted] [1]\""),
        ("\"[ ] Proposed [x] Accepted\"", "Accepted", "Accepted"),
    ] {
        let text = format!("---\nstatus: {word}\n---\n# T\n");
        let status = read(&text).status.unwrap();
        assert_eq!((status.word.as_str(), status.span.of(&text)), (shown, place), "{word}");
    }
    let decision = read("---\nstatus: superseded by [ADR-13](0013-y.md)\n---\n# T\n");
    assert_eq!(decision.links[0].reference.id.key, Id::in_reference("13").unwrap().key);
}

/// The links of a text, each with the bytes that it was read from.
fn links(text: &str) -> Vec<(LinkKind, String)> {
    read(text).links.iter().map(|link| (link.kind, link.target.span.of(text).to_owned())).collect()
}

#[test]
fn a_link_is_read_from_the_header_the_status_and_the_body_once() {
    use LinkKind::{Amends, SupersededBy, Supersedes};
    let header = |lines: &str| format!("---\n{lines}\n---\n# T\n");
    for (text, expected) in [
        (header("status: superseded by 0013"), &[(SupersededBy, "0013")][..]),
        (header("status: superseded by [ADR-13](0013-y.md)"), &[(SupersededBy, "[ADR-13](0013-y.md)")]),
        (header("status: superseded (0013)"), &[(SupersededBy, "0013")]),
        (header("status: superseded by ADR 13"), &[(SupersededBy, "ADR 13")]),
        (header("status: superseded by 0013, amends 0007"), &[(SupersededBy, "0013"), (Amends, "0007")]),
        (header("status: superseded (unused)"), &[]),
        (header("status: superseded by more work"), &[]),
        (header("status: superseded by work item 7"), &[]),
        (
            header("status: accepted (supersedes 0015-b.md)\nsupersedes: 0015-a.md"),
            &[(Supersedes, "0015-a.md"), (Supersedes, "0015-b.md")],
        ),
        (header("status: superseded by 0013\nsuperseded-by: [13]"), &[(SupersededBy, "13")]),
        (header("status: superseded by 0013\nsuperseded-by: [14]"), &[(SupersededBy, "14"), (SupersededBy, "0013")]),
        (header("status: superseded by 0013\nsupersedes: [13]"), &[(Supersedes, "13"), (SupersededBy, "0013")]),
        (
            header("supersedes: [2]\nlinks:\n- {target: 2, kind: amends}\n- {target: 3, kind: supersedes}"),
            &[(Supersedes, "2"), (Amends, "2"), (Supersedes, "3")],
        ),
        (
            "# T\n\n* Status: accepted\n* Supersedes: 0007\n* Superseded by: 0009\n* Amends: 0003\n".to_owned(),
            &[(Supersedes, "0007"), (SupersededBy, "0009"), (Amends, "0003")],
        ),
    ] {
        let found = links(&text);
        let found: Vec<(LinkKind, &str)> = found.iter().map(|(kind, place)| (*kind, place.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn lists_hold_what_is_written_one_by_one() {
    let values = |texts: &[Spanned<String>]| texts.iter().map(|text| text.value.clone()).collect::<Vec<_>>();
    for (line, tags) in [
        ("tags: a, b", &["a", "b"][..]),
        ("tags: a,,b", &["a", "b"]),
        ("tags: [\"a, b\", c]", &["a, b", "c"]),
        ("tags: [{a}, {b: c}]", &["a", "{b: c}"]),
        ("tags: none", &[]),
        ("tags: [a, N/A]", &["a"]),
    ] {
        assert_eq!(values(&read(&format!("---\n{line}\n---\n# T\n")).tags), tags, "{line}");
    }
    assert_eq!(
        values(&read("---\ngoverns: \"a/**, ./b/*.{c,d}, '!e[,]'\"\n---\n# T\n").governs),
        ["a/**", "./b/*.{c,d}", "'!e[,]'"]
    );
    let decision = read("---\ninformed: [Ana Ruiz]\n---\n# T\n");
    assert_eq!(decision.people(&field::INFORMED).map(|people| people.parties.len()), Some(1));
}

#[test]
fn the_title_and_the_id_of_a_record() {
    for (text, title, id) in [
        ("---\nid: 0012\n---\n# A\n", "A", Some("0012")),
        ("# 7. A\n", "A", Some("7")),
        ("---\nid: 0012\n---\n# 7. A\n", "A", Some("0012")),
        ("---\ntitle: A\n---\n# B\n", "A", None),
        ("---\ntitle: A\n---\n## B\n", "A", None),
        ("## A\n\n# B\n", "B", None),
        ("# \n\n# B\n", "B", None),
        ("---\ntitle: Run-time\n---\n# B\n", "Run-time", None),
        ("---\ntitle: Run-time\n---\n", "Run-time", None),
        ("---\ntitle: Use-The-Queue\n---\n# B\n", "B", None),
        ("Title: A\nStatus: Draft\n\n# B\n", "A", None),
        ("Status: Draft\nDate: 2026-01-02\n\n# B\n", "B", None),
    ] {
        let decision = read(text);
        assert_eq!(decision.shown_title(), title, "{text}");
        assert_eq!(decision.own_id.as_ref().map(|own| own.value.text.as_str()), id, "{text}");
    }
}

#[test]
fn a_day_may_be_left_out_in_words() {
    for nothing in ["none", "n/a", "N.A.", "'-'", "~", "not applicable"] {
        assert_eq!(read(&format!("---\nreview-by: {nothing}\n---\n# T\n")).review_by, None, "{nothing}");
    }
    assert!(read("---\nreview-by: soon\n---\n# T\n").review_by.is_some_and(|day| day.date.is_none()));
}

#[test]
fn the_body_starts_below_the_fence() {
    for text in ["---\na: 1\n---\n# T\n", "---\r\na: 1\r\n---\r\n# T\n", "\u{feff}# T\n", "# T\n"] {
        assert_eq!(&text[read(text).body_start()..], "# T\n", "{text:?}");
    }
    let closed = "---\na: 1\n---";
    assert_eq!(read(closed).body_start(), closed.len());
}

#[test]
fn people_are_waited_for_until_anything_else_is_said_of_them() {
    let groups = "[groups]\nsupport = [\"Ines Roy\", \"Sam Okafor\"]\n[people.\"Kim Lee\"]\nhandle = \"@kim\"\n";
    let policy = crate::policy::Policy::read(groups, &[]).unwrap();
    for (said, expected) in [
        ("", &["Ines Roy", "Kim Lee"][..]),
        ("**No answer:** Bo Lund", &["Ines Roy", "Kim Lee"]),
        ("**No answer:** Ines Roy", &["Kim Lee"]),
        ("**Waived:** support", &["Kim Lee"]),
        ("**No answer:** @kim", &["Ines Roy"]),
        ("> No.\n>\n> — @kim", &["Ines Roy"]),
        ("> No.\n>\n> — Ines Roy", &["Kim Lee"]),
        ("> No.\n>\n> — Sam Okafor", &["Ines Roy", "Kim Lee"]),
    ] {
        let asked = "**Asked:** Ines Roy, 2026-01-02.\n\n**Asked:** Kim Lee, 2026-01-02.";
        let decision = read(&format!("# T\n\n## Consultation\n\n{asked}\n\n{said}\n"));
        let waited: Vec<String> = decision.waited_for(&policy.directory).map(|(_, party)| party.shown()).collect();
        assert_eq!(waited, expected, "{said}");
    }
}

#[test]
fn a_header_names_people_without_its_body() {
    let names = |bytes: &[u8]| named(bytes, &Words::default()).iter().map(Party::shown).collect::<Vec<_>>();
    let header = "---\ndecision-makers: [Ana Ruiz]\nconsulted: Ines Roy, @lee\ninformed: [Bo Lund]\n---\n";
    let all = ["Ana Ruiz", "Ines Roy", "@lee", "Bo Lund"];
    assert_eq!(names(header.as_bytes()), all);
    let padded = |size: usize| format!("{header}{}", "a".repeat(size - header.len()));
    assert_eq!(names(padded(document::FILE_LIMIT).as_bytes()), all);
    assert!(names(padded(document::FILE_LIMIT + 1).as_bytes()).is_empty());
    assert!(names(&[header.as_bytes(), &[0xff]].concat()).is_empty());
}

#[test]
fn files_that_cannot_be_read_are_still_records() {
    let decision = super::read(RepoPath::new("d/0001-a.md"), vec![b'a', 0xff], &Words::default());
    assert_eq!(decision.problems, [Problem::NotUtf8 { at: 1 }]);
    assert_eq!(decision.id.text, "0001");
    let large = super::read(RepoPath::new("d/0001-a.md"), vec![b'a'; document::FILE_LIMIT + 1], &Words::default());
    assert!(large.is_unread());
    let full = super::read(RepoPath::new("d/0001-a.md"), vec![b'a'; document::FILE_LIMIT], &Words::default());
    assert!(!full.is_unread());
}

#[test]
fn what_a_record_governs_stands_before_its_body() {
    let cases = [
        ("---\nstatus: accepted\ngoverns: [\"a/**\", b]\n---\n# T\n", 2),
        ("\u{feff}<!-- x -->\n---\ngoverns: b\n---\n# T\n", 1),
        ("---\n\"\\u0047overns\" : >\n  a/**\n---\n# T\n", 1),
        ("---\r\nGoverns:\r\n- a\r\n- {b}\r\n---\r\n# T\r\n", 2),
        ("---\ngoverns:\ngoverns: a\n---\n# T\n", 1),
        // No YAML, and never closed.
        ("---\nconsulted: @ana, @bo\ngoverns:\n  - a\n---\n# T\n", 1),
        ("---\nstatus: accepted\ngoverns: a\n\n# T\n", 1),
        // A preamble, as mails have it.
        ("Title: T\nStatus: Draft\nGoverns: a\n\n# T\n", 1),
        ("Title: T\nStatus: Draft\ngoverns: a\nGoverns: b, c\n\nGoverns: d\n", 1),
        // No header says it.
        ("# T\n\n* Status: accepted\n* Governs: a\n", 0),
        ("# T\n\n## Governs\n\na\n\n---\ngoverns: a\n---\n", 0),
        ("", 0),
    ];
    for (text, globs) in cases {
        assert_eq!(governs(text.as_bytes(), &Words::default()), read(text).governs, "{text}");
        assert_eq!(read(text).governs.len(), globs, "{text}");
    }
    assert!(governs(&[b"---\ngoverns: a\n---\n", &[0xff][..]].concat(), &Words::default()).is_empty());
    let header = b"---\ngoverns: a\n---\n";
    assert_eq!(
        governs(&[&header[..], &vec![b'a'; document::FILE_LIMIT - header.len()]].concat(), &Words::default()).len(),
        1
    );
    assert!(
        governs(&[b"---\ngoverns: a\n---\n", &vec![b'a'; document::FILE_LIMIT][..]].concat(), &Words::default())
            .is_empty()
    );
}

#[test]
fn a_log_may_call_its_keys_otherwise() {
    let policy = "[keys]\nstatus = [\"statut\", \"ステータス\"]\ndecision-makers = [\"décideurs\"]\n\
        consulted = [\"consultés\", \"coordinated with\", \"Reviewers\"]\ngoverns = [\"concerne\"]\n[words]\nheading.status = [\"État\"]\n";
    let words = crate::policy::Policy::read(policy, &[]).unwrap().words;
    let read = |text: &str| super::read(RepoPath::new("decisions/0012-x.md"), text.as_bytes().to_vec(), &words);
    for text in [
        "---\nstatut: accepted\ndécideurs: Ana Ruiz\nconsultés: [Ines Roy]\nconcerne: infra/**\n---\n# T\n",
        "---\nステータス: accepted\nDécideurs: Ana Ruiz\nCoordinated_With: [Ines Roy]\nconcerne: infra/**\n---\n# T\n",
        "---\nstatus: accepted\ndecision-makers: Ana Ruiz\nreviewers: [Ines Roy]\ngoverns: infra/**\n---\n# T\n",
    ] {
        let decision = read(text);
        assert_eq!(decision.kind(), Some(StatusKind::Accepted), "{text}");
        assert_eq!(decision.makers.parties[0].text, "Ana Ruiz", "{text}");
        assert_eq!(decision.consulted.parties[0].text, "Ines Roy", "{text}");
        assert_eq!(decision.governs[0].value, "infra/**", "{text}");
        assert_eq!(governs(text.as_bytes(), &words), decision.governs, "{text}");
    }
    for body in [
        "# T\n\n- Statut: accepted\n- Consultés: Ines Roy, Bo Lund\n",
        "# T\n\n## Statut\n\naccepted\n\n## Consultés\n\nInes Roy, Bo Lund\n",
        "# T\n\n## État\n\naccepted\n\n## Consultés\n\n- Ines Roy\n- Bo Lund\n",
        "# T\n\n- ステータス：accepted\n- Consultés： Ines Roy、Bo Lund\n",
    ] {
        let body = read(body);
        assert_eq!((body.kind(), body.consulted.parties.len()), (Some(StatusKind::Accepted), 2), "{}", body.text);
    }
    let hidden = crate::policy::Policy::read("[keys]\ninformed = [\"deciders\"]\n", &[]).unwrap().words;
    let text = b"---\ndeciders: [Ana Ruiz]\n---\n# T\n".to_vec();
    assert_eq!(super::read(RepoPath::new("decisions/0012-x.md"), text, &hidden).makers.parties.len(), 1);
    for (keys, wrong) in [
        ("consulted = [\"informed\"]", "already means `informed`"),
        ("consulted = [\"a b\"]\ninformed = [\"A-B\"]", "already means `consulted`"),
        ("consulted = [\" \"]", "is empty"),
        ("consultd = [\"x\"]", "unknown key `consultd`"),
    ] {
        let mistake = crate::policy::Policy::read(&format!("[keys]\n{keys}\n"), &[]).unwrap_err();
        assert!(mistake.message.contains(wrong), "{}", mistake.message);
    }
}

#[test]
fn people_in_a_body_are_apart_by_line_breaks() {
    for (body, expected) in [
        ("Deciders: Ines Roy<br>Bo Lund<br/>\nDate: 2026-03-02\n", &["Ines Roy", "Bo Lund"][..]),
        ("Deciders: Ines Roy<br>Date: 2026-03-02\n", &["Ines Roy"]),
        ("Deciders: Ines Roy | Date: 2026-03-02<br>Bo Lund\n", &["Ines Roy"]),
        ("Deciders: Ines Roy<br>We met in Berlin.\n", &["Ines Roy"]),
        ("- **Deciders:** **Ines Roy**<br> [Bo Lund](https://example.org/bo)\n", &["Ines Roy", "Bo Lund"]),
        ("- Deciders: Ines Roy  \n  Bo Lund\n- Date: 2026-03-02\n", &["Ines Roy", "Bo Lund"]),
        ("- Deciders: Ines Roy\\\n  Bo Lund\\\n  @cy\n", &["Ines Roy", "Bo Lund", "@cy"]),
        ("- Deciders: Ines Roy<br>(support)\n", &["Ines Roy"]),
        ("- Deciders:\n  - Ines Roy<br>Bo Lund\n  - Cy Park  \n", &["Ines Roy", "Bo Lund", "Cy Park"]),
        ("Deciders: Ines Roy  \nBo Lund  \nDate: 2026-03-02\n", &["Ines Roy", "Bo Lund"]),
        ("**Deciders:** **Ines Roy**\\\n**Bo Lund**\\\n", &["Ines Roy", "Bo Lund"]),
        ("Deciders: Ines Roy\nBo Lund\n", &["Ines Roy"]),
        ("Deciders: Ines Roy  \n\nBo Lund\n", &["Ines Roy"]),
        ("Deciders: Ines Roy  \n* Bo Lund\n", &["Ines Roy"]),
        ("| Key | Value |\n|-|-|\n| Deciders | Ines Roy<br>Bo Lund |\n", &["Ines Roy", "Bo Lund"]),
        ("> Deciders: Ines Roy<br>Bo Lund\n", &["Ines Roy", "Bo Lund"]),
        ("## Deciders\n\nInes Roy<br>Bo Lund\n", &["Ines Roy", "Bo Lund"]),
    ] {
        let decision = read(&format!("# T\n\n{body}"));
        let names: Vec<String> = decision.makers.parties.iter().map(Party::shown).collect();
        assert_eq!(names, expected, "{body}");
    }
}

#[test]
fn a_header_that_is_no_yaml_is_read_line_by_line() {
    let decision = read("---\nstatus: accepted\nconsulted: @ana, @bo\n---\n# T\n");
    assert!(matches!(decision.problems[..], [Problem::HeaderUnreadable { .. }]));
    assert_eq!(decision.consulted.parties.len(), 2);
    assert_eq!(decision.kind(), Some(StatusKind::Accepted));
}

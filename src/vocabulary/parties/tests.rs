//! Lists of people in every shape, and that no word of them is lost.

use proptest::prelude::*;

use super::*;
use crate::document::header;

fn names(yaml: &str) -> Vec<String> {
    let fields = header::read(yaml, Span::new(0, yaml.len())).unwrap();
    parties(yaml, &fields[0].value)
        .parties
        .into_iter()
        .map(|party| {
            assert_eq!(one_line(party.span.of(yaml)).trim_matches(['"', '\'']), party.text, "{yaml}");
            party.shown()
        })
        .collect()
}

#[test]
fn every_shape_of_a_list_gives_its_people() {
    let cases: &[(&str, &[&str])] = &[
        (
            "c:\n  - \"Ines Roy (support)\"\n  - \"Pete Osei <pete@example.org>\"\n  - \"@lee\"\n",
            &["Ines Roy", "Pete Osei", "@lee"],
        ),
        ("c: [Ana Ruiz, \"Bo\"]\n", &["Ana Ruiz", "Bo"]),
        ("c: ana, bo,cy, \n", &["ana", "bo", "cy"]),
        ("c: Ana; Bo (a, b)\n", &["Ana", "Bo"]),
        ("c: '@ana @bo @cy'\n", &["@ana", "@bo", "@cy"]),
        ("c: ana,\n  bo\n", &["ana", "bo"]),
        ("c: >-\n  Ana Ruiz,\n  Bo Lund\n", &["Ana Ruiz", "Bo Lund"]),
        ("c: |\n  Ana Ruiz\n  Bo Lund (support, night)\n", &["Ana Ruiz", "Bo Lund"]),
        ("c: |-\r\n  - Ana Ruiz\r\n\r\n  - Bo Lund and Kim Lee\r\n", &["Ana Ruiz", "Bo Lund", "Kim Lee"]),
        ("c: |\n  * @ana\n  * the plan, as of May\n", &["@ana", "the plan, as of May"]),
        ("c: |\n  Ana Ruiz,\n  Bo Lund\n", &["Ana Ruiz", "Bo Lund"]),
        ("c: Ana Ruiz (@ana), Bo\n", &["Ana Ruiz", "Bo"]),
        ("c: { Ana Ruiz, Bo Lund }\n", &["Ana Ruiz", "Bo Lund"]),
        ("c: Ana and Bo\n", &["Ana", "Bo"]),
        ("c: \"Ana Ruiz, Bo Lund, and Cy Park\"\n", &["Ana Ruiz", "Bo Lund", "Cy Park"]),
        ("c: \"Ana (@aa) and Bo (@bb)\"\n", &["Ana", "Bo"]),
        ("c: \"@aa or @bb\"\n", &["@aa", "@bb"]),
        ("c: Ana Ruiz as well as Bo Lund\n", &["Ana Ruiz", "Bo Lund"]),
        ("c: Ana Ruiz | Bo Lund · Cy Park plus Support\n", &["Ana Ruiz", "Bo Lund", "Cy Park", "Support"]),
        ("c: Ana Ruiz | support\n", &["Ana Ruiz | support"]),
        ("c: \"@aa / @bb/@cc\"\n", &["@aa", "@bb", "@cc"]),
        ("c: Ana Ruiz AND Bo Lund Und Cy Park\n", &["Ana Ruiz", "Bo Lund", "Cy Park"]),
        ("c: Ana Ruiz·Bo Lund•Cy Park|Kim Lee\n", &["Ana Ruiz", "Bo Lund", "Cy Park", "Kim Lee"]),
        ("c: Pau Gal·la Puig\n", &["Pau Gal·la Puig"]),
        ("c: Ana Ruiz, and\n  Bo Lund\n", &["Ana Ruiz", "Bo Lund"]),
        ("c: \"Ana Ruiz\\tand\\u00a0Bo Lund\"\n", &["Ana Ruiz", "Bo Lund"]),
        ("c: Ana Ruiz (lead) Bo Lund (ops)\n", &["Ana Ruiz", "Bo Lund"]),
        ("c: Ana Ruiz <a@x.org> Bo Lund <b@x.org>\n", &["Ana Ruiz", "Bo Lund"]),
        ("c: [Ines Roy (support, night), Bo Lund]\n", &["Ines Roy", "Bo Lund"]),
        ("c:\n  - [Sam Okafor, Ines Roy]\n  - Bo Lund\n", &["Sam Okafor", "Ines Roy", "Bo Lund"]),
        ("c:\n  - - Sam Okafor\n  - Ines Roy\n", &["Sam Okafor", "Ines Roy"]),
        ("c: 张伟、李娜\n", &["张伟", "李娜"]),
        ("c: 张伟，李娜 和 王芳\n", &["张伟", "李娜", "王芳"]),
        ("c: 김민준 및 이서연\n", &["김민준", "이서연"]),
        ("c: 山田太郎・佐藤花子\n", &["山田太郎", "佐藤花子"]),
        ("c: ジョン・スミス\n", &["ジョン・スミス"]),
        ("c: ジョン・山田\n", &["ジョン・山田"]),
        ("c: 山田・ジョン\n", &["山田・ジョン"]),
        ("c: 佐藤花子（広報・総務）\n", &["佐藤花子"]),
        ("c: \"{sre} Ana Ruiz\"\n", &["{sre} Ana Ruiz"]),
        ("c: \"Ana Ruiz, Bo Lund {sre}\"\n", &["Ana Ruiz", "Bo Lund {sre}"]),
        ("c: \"{ Ana Ruiz, Bo Lund }\"\n", &["Ana Ruiz", "Bo Lund"]),
        ("c: Review of the corpus, July 2026\n", &["Review of the corpus, July 2026"]),
        ("c: brief §4, §10\n", &["brief §4, §10"]),
        ("c: Ines Roy, the plan, version 2, 2026\n", &["Ines Roy", "the plan", "version 2, 2026"]),
        ("c:\n  - Ana Ruiz, Bo Lund\n  - the plan, as of May\n", &["Ana Ruiz", "Bo Lund", "the plan, as of May"]),
        ("c: José Ortega y Gasset\n", &["José Ortega y Gasset"]),
        ("c: Ana Ruiz und Bo Lund\n", &["Ana Ruiz", "Bo Lund"]),
        ("c: Ana Ruiz @aa Bo Lund @bb\n", &["Ana Ruiz", "Bo Lund"]),
        ("c: Legal and Licensing\n", &["Legal and Licensing"]),
        ("c: Ana Ruiz and team\n", &["Ana Ruiz", "team"]),
        ("c: (Ana Ruiz and Bo Lund)\n", &["(Ana Ruiz and Bo Lund)"]),
        ("c: Support and Ana Ruiz\n", &["Support", "Ana Ruiz"]),
        ("c: Kim und Ana Ruiz\n", &["Kim und Ana Ruiz"]),
        ("c: Ana Ruiz and kestrel\n", &["Ana Ruiz and kestrel"]),
        ("c: Ana Ruiz @aa storage\n", &["Ana Ruiz @aa storage"]),
        ("c: Acme, Inc.\n", &["Acme, Inc."]),
        ("c: Ines Roy<br>Bo Lund\n", &["Ines Roy", "Bo Lund"]),
        (
            "c: \"Ines Roy (lead)<BR/>Bo Lund, Cy Park <br /> the plan<br>\"\n",
            &["Ines Roy", "Bo Lund", "Cy Park", "the plan"],
        ),
        ("c:\n  - Ines Roy<br>Bo Lund\n  - Ana Ruiz\n", &["Ines Roy", "Bo Lund", "Ana Ruiz"]),
        ("c: Ines Roy <br@example.org>\n", &["Ines Roy"]),
        ("c: Ana  \n  Ruiz\n", &["Ana Ruiz"]),
        ("c: {}\n", &[]),
        ("c:\n", &[]),
        ("c: {{ consulted }}\n", &[]),
        ("c: list all stakeholders\n", &[]),
        ("c: \"{ list all stakeholders }\"\n", &[]),
        ("c: {list everyone whose opinions are sought (typically subject-matter experts); and with whom}\n", &[]),
        ("c: list everyone whose opinions are sought (typically experts); and with whom\n", &[]),
    ];
    for (yaml, expected) in cases {
        assert_eq!(names(yaml), *expected, "{yaml}");
    }
}

#[test]
fn a_party_may_be_a_mapping() {
    for yaml in [
        "c: [{name: Ines Roy, role: support, github: ines, mail: ines@example.org}]\n",
        "c:\n  - name: Ines Roy\n    role: support\n    email: ines@example.org\n    handle: '@ines'\n",
        "c: {name: Ines Roy, team: support, mail: ines@example.org, login: ines}\n",
    ] {
        let fields = header::read(yaml, Span::new(0, yaml.len())).unwrap();
        let Parties { parties, unread } = parties(yaml, &fields[0].value);
        let [party] = parties.as_slice() else { panic!("{parties:?}") };
        assert_eq!(party.name.as_deref(), Some("Ines Roy"), "{yaml}");
        assert_eq!(party.role.as_deref(), Some("support"), "{yaml}");
        assert_eq!(party.mail.as_deref(), Some("ines@example.org"), "{yaml}");
        assert_eq!(party.handle.as_deref(), Some("ines"), "{yaml}");
        assert_eq!(unread, []);
    }
    for (yaml, role) in [
        ("c:\n  - Ines Roy: support\n", Some("support")),
        ("c:\n  - \"@ines\": support\n", Some("support")),
        ("c: { Ines Roy, Bo Lund }\n", None),
        ("c: {name: Ines Roy, role: support, team: night}\n", Some("support, night")),
        ("c: {name: Ines Roy, role: support, team: support}\n", Some("support")),
    ] {
        let fields = header::read(yaml, Span::new(0, yaml.len())).unwrap();
        assert_eq!(parties(yaml, &fields[0].value).parties[0].role.as_deref(), role, "{yaml}");
    }
}

#[test]
fn a_mapping_may_name_several_people() {
    for (yaml, expected) in [
        ("c:\n  - name: Ines Roy, Bo Lund\n", &["Ines Roy", "Bo Lund"][..]),
        ("c: [{name: Ines Roy and Bo Lund, role: support}]\n", &["Ines Roy (support)", "Bo Lund (support)"]),
        ("c:\n  - name: [Ines Roy, Bo Lund]\n", &["Ines Roy", "Bo Lund"]),
        ("c:\n  - name: [Ines Roy]\n    role: support\n", &["Ines Roy (support)"]),
        ("c:\n  - name: \"Ines Roy; Bo Lund<br>Cy Park\"\n", &["Ines Roy", "Bo Lund", "Cy Park"]),
        (
            "c:\n  - name: Ines Roy, Bo Lund\n    mail: a@example.org\n",
            &["Ines Roy", "Bo Lund", "unread mail: a@example.org"],
        ),
        ("c:\n  - name: Ines Roy, who runs it\n", &["Ines Roy (who runs it)"]),
        ("c:\n  - name: [{name: Bo Lund}]\n", &["unread name: [{name: Bo Lund}]"]),
    ] {
        let fields = header::read(yaml, Span::new(0, yaml.len())).unwrap();
        let Parties { parties, unread } = parties(yaml, &fields[0].value);
        let shown = |party: &Party| match &party.role {
            Some(role) => format!("{} ({role})", party.shown()),
            None => party.shown(),
        };
        let unread = unread.iter().map(|unread| format!("unread {}", unread.span.of(yaml)));
        assert_eq!(parties.iter().map(shown).chain(unread).collect::<Vec<_>>(), expected, "{yaml}");
    }
}

#[test]
fn each_name_of_a_long_value_has_its_own_place() {
    // The escape makes the value read other than it is written, so that places are looked for.
    let yaml = format!("c: \"Ana\\x20Ruiz, {}\"\n", ["Bo Lund"; 5_000].join(", "));
    let fields = header::read(&yaml, Span::new(0, yaml.len())).unwrap();
    let found = parties(&yaml, &fields[0].value).parties;
    assert_eq!(found[0].span, fields[0].value.span);
    let places: Vec<usize> = found[1..].iter().map(|party| party.span.start).collect();
    let written: Vec<usize> = yaml.match_indices("Bo Lund").map(|(at, _)| at).collect();
    assert_eq!(places, written);
}

#[test]
fn a_comment_is_seen_behind_the_last_of_many_values() {
    let yaml = format!("c: [{}Kim Lee] # Ana Ruiz\n", "Bo Lund, ".repeat(5_000));
    let fields = header::read(&yaml, Span::new(0, yaml.len())).unwrap();
    let unread: Vec<UnreadPart> = parties(&yaml, &fields[0].value).unread;
    assert_eq!(unread.iter().map(|part| part.span.of(&yaml)).collect::<Vec<_>>(), ["# Ana Ruiz"]);
}

#[test]
fn what_is_not_read_is_kept_with_its_place() {
    for (yaml, unread) in [
        ("c: Ticket #21 history, Ines Roy\n", &["#21 history, Ines Roy"][..]),
        ("c: [Ana Ruiz] #Bo Lund\n", &["#Bo Lund"]),
        ("c:\n  - Ana Ruiz, # Bo Lund\n", &["# Bo Lund"]),
        ("c: Ana Ruiz # she runs it\n", &[]),
        ("c: [Ana Ruiz, #21 history\n  Bo Lund]\n", &["#21 history"]),
        ("c: \"Ticket #21\"\n", &[]),
        ("c: {team: sre, lead: Kim Lee}\n", &["team: sre", "lead: Kim Lee"]),
        ("c:\n  - {who: [Ana Ruiz]}\n", &["who: [Ana Ruiz]"]),
        ("c: {name: Ines Roy, github: ines, gitlab: ines}\n", &[]),
        ("c: {name: Ines Roy, github: ines, gitlab: inesr}\n", &["gitlab: inesr"]),
        ("c: {{ consulted }}\n", &[]),
        ("c: {{lead}: Kim Lee}\n", &["{lead}: Kim Lee"]),
    ] {
        let fields = header::read(yaml, Span::new(0, yaml.len())).unwrap();
        let found: Vec<&str> =
            parties(yaml, &fields[0].value).unread.iter().map(|unread| unread.span.of(yaml)).collect();
        assert_eq!(found, unread, "{yaml}");
    }
}

#[test]
fn handles_are_joined_by_words_and_signs() {
    for text in ["@aa and @bb", "@aa & @bb", "@aa and/or @bb", "@aa, @bb", "@aa @bb"] {
        let parties: Vec<String> = in_phrase(text).iter().map(Party::shown).collect();
        assert_eq!(parties, ["@aa", "@bb"], "{text}");
        assert_eq!(names(&format!("deciders: \"{text}\"\n")), ["@aa", "@bb"], "{text}");
    }
    assert_eq!(names("c: \"Ana Ruiz, @bo and @cy\"\n"), ["Ana Ruiz", "@bo", "@cy"]);
}

fn piece() -> impl Strategy<Value = &'static str> + Clone {
    prop_oneof![
        3 => prop::sample::select(vec!["Ana", "Ines Roy", "bo", "@cy", "@dd-e", "Éva", "李雷", "eve@example.org", "team"]),
        3 => prop::sample::select(vec![" ", "  ", ",", ", ", ";", " and ", "and ", " & ", "& ", " and/or ", " | ", " plus ", "/", "\n", "、", "，", "\u{a0}"]),
        1 => prop::sample::select(vec!["<br>", "(", ")", "[", "]", "<", ">", "{", "}", "](", "@", "\"", "*", "`", "…"]),
    ]
}

fn value() -> impl Strategy<Value = String> {
    let list = prop::collection::vec(piece(), 1..10).prop_map(|pieces| pieces.concat().replace('\n', " ")).boxed();
    let quoted = list.clone().prop_map(|text| format!("\"{}\"", text.replace(['"', '\\'], ""))).boxed();
    let flow = prop::collection::vec(quoted.clone(), 1..4).prop_map(|items| format!("[{}]", items.join(", "))).boxed();
    let block = prop::collection::vec(prop_oneof![quoted.clone(), list.clone(), flow.clone()], 1..4)
        .prop_map(|items| format!("\n  - {}", items.join("\n  - ")));
    let map = prop::sample::select(vec!["name", "role", "who", "Ines Roy"])
        .prop_flat_map(move |key| list.clone().prop_map(move |text| format!("{{{key}: {text}, mail: a@example.org}}")));
    let folded = quoted.clone().prop_map(|text| format!(">-\n  {}", text.trim_matches('"')));
    prop_oneof![quoted, flow, block, map, folded, "[a-zA-Z@# ,;()/&{}\\[\\]:-]{0,40}".prop_map(|text| text)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Every word of a list that YAML reads is in a party, in a part that is reported as not read, or in a comment.
    #[test]
    fn no_word_of_a_list_is_dropped_in_silence(value in value()) {
        let yaml = format!("consulted: {value}\n");
        let Ok(fields) = header::read(&yaml, Span::new(0, yaml.len())) else { return Ok(()) };
        let Some(field) = fields.first() else { return Ok(()) };
        let Parties { parties, unread } = parties(&yaml, &field.value);
        let mut kept: String = parties.iter().map(|party| format!("{} {:?} ", party.text, party.role)).collect();
        unread.iter().for_each(|unread| kept.push_str(unread.span.of(&yaml)));
        // A mapping is written as a party by its values.
        let keys = KEYS.iter().map(|(key, _)| *key);
        let joints = JOINTS.iter().chain(BETWEEN_PEOPLE).flat_map(|joint| joint.split(['/', ' ']));
        let known: Vec<&str> = keys.chain(joints).chain(["br"]).collect();
        let words = field.value.span.of(&yaml).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        for word in words.filter(|word| !known.contains(word)) {
            prop_assert!(kept.contains(word), "`{}` of {:?} is in none of {:?} {:?}", word, yaml, parties, unread);
        }
    }
}

proptest! {
    /// Any phrase gives parties, and every letter of a name is in one of them.
    #[test]
    fn no_letter_of_a_name_is_lost(pieces in prop::collection::vec(piece(), 0..16)) {
        let text = pieces.concat();
        // What joins two names is no part of either.
        let letters = |text: &str| {
            let words = text.split(|c: char| !c.is_alphanumeric());
            words.filter(|word| !["and", "or", "plus"].contains(word)).collect::<String>()
        };
        let read: Vec<String> = in_phrase(&text).iter().map(|party| party.text.clone()).collect();
        prop_assert_eq!(letters(&read.join(" ")), letters(&text), "{:?} gave {:?}", text, read);
    }
}

#[test]
fn many_marks_are_read_in_one_pass() {
    let party = Party::read(&"(a) b ".repeat(50_000), Span::default());
    assert_eq!(party.role.as_deref(), Some("a"));
    assert_eq!(in_phrase(&"A and ".repeat(50_000)).len(), 1);
    assert_eq!(in_phrase(&" and".repeat(50_000)).len(), 1);
    assert_eq!(in_phrase(&format!("@ana{}@bo", " ".repeat(50_000))).len(), 2);
}

//! What a reference means, and which records belong together.

use super::*;

/// A catalog of these files in two logs, `a/adr` and `b/adr`, known by name alone.
fn catalog(paths: &[&str]) -> Catalog {
    let policy = Policy::read("[log]\ndirs = [\"*/adr\"]\n", &[]).unwrap();
    let unread = |path: &&str| (RepoPath::new(*path), Id::of_path(&RepoPath::new(*path)).0.key);
    Catalog::new(Vec::new(), paths.iter().map(unread), policy, Date::constant(2026, 6, 1))
}

/// The files that a reference means; with a question mark where it does not say which.
fn meant(catalog: &Catalog, from: Option<&str>, text: &str) -> String {
    let from = from.map(RepoPath::new);
    let meant = Reference::read(text).map(|reference| catalog.resolve(&reference, from.as_ref())).unwrap_or_default();
    let paths: Vec<&str> = meant.records.iter().map(|record| record.path.as_str()).collect();
    format!("{}{}", paths.join(" "), if meant.is_ambiguous { "?" } else { "" })
}

#[test]
fn a_path_means_its_file_and_an_id_the_record_of_its_log() {
    let catalog = catalog(&[
        "a/adr/0001-x.md",
        "a/adr/0002-y.md",
        "a/adr/26/0003-z.md",
        "a/adr/0015-a.md",
        "a/adr/0015-b.md",
        "a/adr/cap-0040.md",
        "a/adr/sec-0040.md",
        "a/adr/20260302-page.md",
        "b/adr/0001-x.md",
        "b/adr/0004-w/README.md",
        "b/adr/0005-v.md",
        "b/adr/2026-001-u.md",
        "c/adr/0001-x.md",
        "c/adr/0005-t.md",
        "c/adr/cap-0002.md",
        "a/adr/cap-0042.md",
        "b/adr/2026-007-s.md",
        "c/adr/0042-s.md",
    ]);
    let (a, b) = ("a/adr/0002-y.md", "b/adr/0005-v.md");
    for (from, text, expected) in [
        // The own log comes first, then the only other one.
        (Some(a), "0001", "a/adr/0001-x.md"),
        (Some(b), "ADR-1", "b/adr/0001-x.md"),
        (Some(a), "4", "b/adr/0004-w/README.md"),
        (Some(a), "5", "b/adr/0005-v.md c/adr/0005-t.md?"),
        (Some(a), "0099", ""),
        (None, "1", "a/adr/0001-x.md b/adr/0001-x.md c/adr/0001-x.md?"),
        (None, "2", "a/adr/0002-y.md"),
        // Files, from the folder, from the log, from the root.
        (Some(a), "0001-x.md", "a/adr/0001-x.md"),
        (Some(a), "[1](../../b/adr/0001-x.md#why)", "b/adr/0001-x.md"),
        (Some(a), "b/adr/0001-x.md", "b/adr/0001-x.md"),
        (Some(a), "/b/adr/0001-x.md", "b/adr/0001-x.md"),
        (Some("a/adr/26/0003-z.md"), "0002-y.md", "a/adr/0002-y.md"),
        (Some(a), "26/0003-z.md", "a/adr/26/0003-z.md"),
        (Some(a), "0003-z.md", "a/adr/26/0003-z.md"),
        (Some(a), "../0002-y.md", ""),
        (Some(a), "0002-old.md", ""),
        (Some(a), "b/0001-x.md", ""),
        (None, "0002-y.md", "a/adr/0002-y.md"),
        (None, "0001-x.md", "a/adr/0001-x.md b/adr/0001-x.md c/adr/0001-x.md?"),
        (None, "c/adr/0001-x.md", "c/adr/0001-x.md"),
        // Paths without an ending, and ids behind a folder.
        (None, "b/adr/0001", "b/adr/0001-x.md"),
        (None, "b/adr/0004-w", "b/adr/0004-w/README.md"),
        (None, "b/adr/0004-w/", "b/adr/0004-w/README.md"),
        (None, "a/adr/26/3", "a/adr/26/0003-z.md"),
        (None, "a/adr/26/1", ""),
        (Some(a), "../../c/adr/5", "c/adr/0005-t.md"),
        (None, "d/adr/0001", ""),
        // Twins: the id means both, a name one.
        (Some(a), "15", "a/adr/0015-a.md a/adr/0015-b.md"),
        (Some(a), "0015-b.md", "a/adr/0015-b.md"),
        (Some(a), "0015-b", "a/adr/0015-b.md"),
        (Some(a), "0015-c.md", ""),
        // Series, days, years.
        (Some(a), "cap-40", "a/adr/cap-0040.md"),
        (Some(a), "40", "a/adr/cap-0040.md a/adr/sec-0040.md?"),
        (Some(a), "page", "a/adr/20260302-page.md"),
        (Some(a), "20260302", "a/adr/20260302-page.md"),
        (Some(a), "cap-1", "a/adr/0001-x.md"),
        (Some(a), "cap-2", "c/adr/cap-0002.md"),
        (Some(a), "sec-2", "a/adr/0002-y.md"),
        (Some(a), "ops-40", ""),
        (Some(a), "42", "a/adr/cap-0042.md"),
        (Some(b), "7", ""),
        (Some(b), "cap-40", "a/adr/cap-0040.md"),
        (Some(b), "2026-1", "b/adr/2026-001-u.md"),
        (Some(b), "2025-1", ""),
        (Some(a), "ADR-2026-001", "b/adr/2026-001-u.md"),
    ] {
        assert_eq!(meant(&catalog, from, text), expected, "{text} in {from:?}");
    }
}

#[test]
fn ids_are_shown_with_their_log_where_two_logs_have_them() {
    let catalog = catalog(&["a/adr/0001-x.md", "a/adr/0002-y.md", "b/adr/0001-x.md", "b/adr/0003-z.md"]);
    assert_eq!(catalog.ids(), ["0002", "0003", "a/adr/0001", "b/adr/0001"]);
}

#[test]
fn words_may_be_the_name_of_a_record_in_each_folder() {
    let catalog = catalog(&["a/adr/web/samples.md", "a/adr/ops/samples.md", "a/adr/ops/pager.md"]);
    assert_eq!(catalog.ids(), ["a/adr/ops/samples", "a/adr/web/samples", "pager"]);
    for (text, expected) in [
        ("samples", "a/adr/ops/samples.md a/adr/web/samples.md?"),
        ("a/adr/web/samples", "a/adr/web/samples.md"),
        ("web/samples", "a/adr/web/samples.md"),
        ("web/samples.md", "a/adr/web/samples.md"),
        ("pager", "a/adr/ops/pager.md"),
    ] {
        assert_eq!(meant(&catalog, Some("a/adr/ops/pager.md"), text), expected, "{text}");
    }
    let decision = crate::decision::read(RepoPath::new("a/adr/web/samples.md"), Vec::new(), &Default::default());
    assert_eq!((catalog.count_namesakes(&decision), catalog.namesakes(&decision).count()), (0, 0));
}

#[test]
fn an_id_of_two_records_may_mean_either() {
    let paths = ["a/adr/0001-x.md", "a/adr/0001-x.fr.md", "a/adr/0015-a.md", "a/adr/0015-b.md"];
    let catalog = catalog(&paths);
    for (text, record, expected) in [
        ("15", "a/adr/0015-a.md", Means::Perhaps),
        ("0015-a.md", "a/adr/0015-a.md", Means::It),
        ("0015-b.md", "a/adr/0015-a.md", Means::Another),
        ("1", "a/adr/0001-x.fr.md", Means::It),
    ] {
        let reference = Reference::read(text).unwrap();
        let means = catalog.means(&RepoPath::new(paths[0]), &reference, &RepoPath::new(record));
        assert_eq!(means, expected, "{text} {record}");
    }
}

#[test]
fn words_that_were_said_before_are_found_in_each_decision_once() {
    let quote = "> The log needs the tenant.\n>\n> — Ines Roy, 2026-02-12\n\n**Open.**\n\n";
    let read = |path: &str, times: usize| {
        let text = format!("# T\n\n## Consultation\n\n{}", quote.repeat(times));
        crate::decision::read(RepoPath::new(path), text.into_bytes(), &Default::default())
    };
    let decisions = vec![read("a/adr/0001-x.md", 2), read("a/adr/0002-y.md", 2), read("a/adr/0003-z.md", 1)];
    let catalog = Catalog::new(decisions, [], catalog(&[]).policy, Date::constant(2026, 6, 1));
    for (index, before) in [(0, &[][..]), (1, &["a/adr/0001-x.md"]), (2, &["a/adr/0001-x.md", "a/adr/0002-y.md"])] {
        let decision = &catalog.decisions[index];
        let quotes = &decision.consultation.quotes;
        let (own, found) = catalog.repeated(decision, &QuoteKey::of_words(quotes.last().unwrap()));
        assert_eq!(own.map(|own| own.span), Some(quotes[0].span));
        assert_eq!(found.map(|(other, _)| other.path.as_str()).collect::<Vec<_>>(), before);
    }
}

#[test]
fn variants_are_in_the_same_log_and_those_of_words_in_the_same_folder() {
    let catalog = catalog(&[]);
    let read = |path: &str| crate::decision::read(RepoPath::new(path), Vec::new(), &Default::default());
    for (one, other, expected) in [
        ("a/adr/0001-x.md", "a/adr/web/0001-y.md", true),
        ("a/adr/0001-x.md", "a/adr/0002-x.md", false),
        ("a/adr/0001-x.md", "b/adr/0001-x.md", false),
        ("a/adr/web/samples.md", "a/adr/web/samples.fr.md", true),
        ("a/adr/web/samples.md", "a/adr/ops/samples.md", false),
    ] {
        assert_eq!(catalog.is_variant(&read(one), &read(other)), expected, "{one} {other}");
    }
}

#[test]
fn namesakes_are_in_the_same_log_and_no_variants() {
    let read = |path: &str| {
        let decision = crate::decision::read(RepoPath::new(path), b"# T\n".to_vec(), &Default::default());
        let catalog = catalog(&[
            "a/adr/0001-x.md",
            "a/adr/0001-x.fr.md",
            "a/adr/0001-x.expired.md",
            "a/adr/0001-y.md",
            "b/adr/0001-z.md",
        ]);
        let paths: Vec<String> = catalog.namesakes(&decision).map(|record| record.path.to_string()).collect();
        assert_eq!(paths.len(), catalog.count_namesakes(&decision), "{path}");
        paths.join(" ")
    };
    assert_eq!(read("a/adr/0001-x.md"), "a/adr/0001-y.md");
    assert_eq!(read("a/adr/0001-y.md"), "a/adr/0001-x.expired.md a/adr/0001-x.fr.md a/adr/0001-x.md");
    assert_eq!(read("b/adr/0001-z.md"), "");
    assert_eq!(read("b/adr/0001-other.md"), "b/adr/0001-z.md");
    assert_eq!(read("c/adr/0001-x.md"), "");
}

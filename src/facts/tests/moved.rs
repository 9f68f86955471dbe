//! Records that move, and records of one id.

use super::*;

#[test]
fn a_record_that_moves_is_found_by_its_id_and_language() {
    let policy = Policy::read("", &[]).unwrap();
    let read = |path: &str| decision::read(RepoPath::new(path), b"# T\n".to_vec(), &policy.words);
    let now_at = |before: &str, after: &[&str], added: &[&str]| {
        let head = Catalog::new(after.iter().map(|path| read(path)).collect(), [], policy.clone(), TODAY);
        let changed: Vec<Changed> = added.iter().map(|path| changed(path, None, Some(FileKind::File))).collect();
        successor(&read(before), &head, &changed, &Renumbered::default())
            .map(|decision| decision.path.as_str().to_owned())
    };
    let (old, old_ja) = ("log/0002-old.md", "log/0002-old.ja.md");
    let (new, new_ja) = ("log/0002-new.md", "log/0002-new.ja.md");
    let (year, year_ja) = ("log/26/0002-old.md", "log/26/0002-old.ja.md");
    for (before, after, added, expected) in [
        (old, &[old, new][..], &[new][..], Some(old)),
        (old, &[new], &[new], Some(new)),
        // Another record of that id was there before.
        (old, &[new], &[], None),
        (old, &[new_ja, new], &[new_ja, new], Some(new)),
        (old_ja, &[new_ja, new], &[new_ja, new], Some(new_ja)),
        (old, &[year_ja, year], &[year_ja, year], Some(year)),
        (old_ja, &[year_ja, year], &[year_ja, year], Some(year_ja)),
        (old, &[year, "log/25/0002-x.md"], &["log/25/0002-x.md", year], Some(year)),
    ] {
        assert_eq!(now_at(before, after, added).as_deref(), expected, "{before} {added:?}");
    }
}

/// The files of a log, by path.
type Files<'a> = &'a [(&'a str, &'a [u8])];

/// Paths before and after, in pairs.
type Pairs<'a> = &'a [(&'a str, &'a str)];

/// Which records have another id after a change, by both paths.
fn renumbered(before: Files<'_>, after: Files<'_>) -> Vec<(String, String)> {
    let policy = Policy::read("", &[]).unwrap();
    let log = |files: Files<'_>| {
        let read = |(path, bytes): &(&str, &[u8])| decision::read(RepoPath::new(*path), bytes.to_vec(), &policy.words);
        Catalog::new(files.iter().map(read).collect(), [], policy.clone(), TODAY)
    };
    let at = |files: Files<'_>, path: &str| files.iter().any(|(known, _)| *known == path).then_some(FileKind::File);
    let differing = |one: Files<'_>, other: Files<'_>| -> BTreeSet<String> {
        one.iter().filter(|file| !other.contains(file)).map(|(path, _)| (*path).to_owned()).collect()
    };
    let paths = &differing(before, after) | &differing(after, before);
    let changed: Vec<Changed> = paths.iter().map(|path| changed(path, at(before, path), at(after, path))).collect();
    let found = Renumbered::find(&log(before), &log(after), &changed);
    let mut pairs = Vec::new();
    for (path, _) in before {
        if let Some(new) = found.new_path(&RepoPath::new(*path)) {
            assert_eq!(found.old_path(new).map(RepoPath::as_str), Some(*path));
            pairs.push(((*path).to_owned(), new.as_str().to_owned()));
        }
    }
    pairs
}

#[test]
fn records_of_one_id_are_known_by_their_contents() {
    let (one, other) = (decision(ACCEPTED), decision(ACCEPTED).replace("I get paged", "We get paged"));
    let policy = Policy::read(&policy(""), &[]).unwrap();
    let read =
        |(path, text): &(&str, &String)| decision::read(RepoPath::new(*path), text.as_bytes().to_vec(), &policy.words);
    let log = |files: &[(&str, &String)]| Catalog::new(files.iter().map(read).collect(), [], policy.clone(), TODAY);
    let start = log(&[("decisions/0002-a.md", &one), ("decisions/0002-b.md", &other)]);
    let head = log(&[("decisions/0002-x.md", &one), ("decisions/0002-y.md", &other)]);
    let file = Some(FileKind::File);
    let moved = |from: &str, to: &str| Changed { moved_from: Some(RepoPath::new(from)), ..changed(to, None, file) };
    let changed = [
        changed("decisions/0002-a.md", file, None),
        changed("decisions/0002-b.md", file, None),
        moved("decisions/0002-a.md", "decisions/0002-x.md"),
        moved("decisions/0002-b.md", "decisions/0002-y.md"),
    ];
    let states = States {
        base: &start,
        start: &start,
        head: &head,
        changed: &changed,
        policy: &PolicyChange::None,
        baseline: &baseline::BaselineChange::None,
    };
    let none = &BTreeSet::new();
    let seen = Seen { decisions: none, named: none, findings: &[], standing: none };
    let change = Change::find(states, seen, &Source::Memory(BTreeMap::new()), &Witness::default()).unwrap();
    assert!(change.lost.is_empty(), "{:?}", change.lost);
    assert_eq!(change.edited().count(), 0);
    let now = start.decisions.iter().map(|before| change.successor(before).unwrap().path.as_str());
    assert_eq!(now.collect::<Vec<_>>(), ["decisions/0002-x.md", "decisions/0002-y.md"]);
    let old_paths = |found: BTreeMap<RepoPath, RepoPath>| -> Vec<String> {
        found.iter().map(|(now, before)| format!("{now} was {before}")).collect()
    };
    let expected = ["decisions/0002-x.md was decisions/0002-a.md", "decisions/0002-y.md was decisions/0002-b.md"];
    assert_eq!(old_paths(super::moved(&start, &head, &changed)), expected);
    assert_eq!(old_paths(super::moved(&start, &start, &[])), [""; 0]);
    // One that stays is not moved, and a file that takes another id is another record.
    assert_eq!(old_paths(super::moved(&start, &start, &changed[..2])), [""; 0]);
    let (start, head) = (log(&[("decisions/0002-a.md", &one)]), log(&[("decisions/0003-a.md", &one)]));
    let changed = [changed[0].clone(), moved("decisions/0002-a.md", "decisions/0003-a.md")];
    assert_eq!(old_paths(super::moved(&start, &head, &changed)), [""; 0]);
}

#[test]
fn a_decision_that_could_be_any_of_many_covers_nothing() {
    let friday = decision(ACCEPTED);
    let lacks = |twins: usize| {
        let paths: Vec<String> = (0..twins).map(|number| format!("decisions/0002-old-{number}.md")).collect();
        let before: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), friday.as_str())).collect();
        Case { before: &before, after: &[(FRIDAY, &friday)], named: &["0002"], ..Case::default() }.gaps()
    };
    assert!(lacks(3).is_empty());
    assert_eq!(lacks(30), ["no decision in this change covers `infra/paging/rota.yml`"]);
}

#[test]
fn a_record_of_an_id_that_another_has_may_get_its_own() {
    let (a, b) = (("decisions/0007-a.md", &b"# 7. A\n"[..]), ("decisions/0007-b.md", &b"# 7. B\n"[..]));
    let b9 = ("decisions/0009-b.md", &b"# 9. B\n"[..]);
    let (c, d) = (("decisions/0008-c.md", &b"# 8. C\n"[..]), ("decisions/0008-d.md", &b"# 8. D\n"[..]));
    let d10 = ("decisions/0010-d.md", &b"# 10. D\n"[..]);
    let moved: Pairs<'_> = &[(b.0, b9.0)];
    let slug = |path: &'static str| (path, &b"# B\n"[..]);
    let linked = ("decisions/0007-b.md", &b"---\nsupersedes: [\"0008-d.md\", \"0008-c.md\"]\n---\n# 7. B\n"[..]);
    let linked9 = ("decisions/0009-b.md", &b"---\nsupersedes: [\"0010-d.md\", \"0008-c.md\"]\n---\n# 9. B\n"[..]);
    let escaped = ("decisions/0007-b.md", &b"---\nsupersedes: \"0008-d.md, 0008-\\x63.md\"\n---\n# 7. B\n"[..]);
    let escaped9 = ("decisions/0009-b.md", &b"---\nsupersedes: \"0008-d.md, 0010-\\x63.md\"\n---\n# 9. B\n"[..]);
    let elsewhere9 = ("decisions/0009-b.md", &b"---\nsupersedes: [\"0010-d.md\", \"0010-c.md\"]\n---\n# 9. B\n"[..]);
    let cases: [(Files<'_>, Files<'_>, Pairs<'_>); 15] = [
        (&[a, b], &[a, b9], moved),
        (&[a, b, c, d], &[a, b9, c, d10], &[(b.0, b9.0), (d.0, d10.0)]),
        // The links of one record are to others that may have moved.
        (&[a, linked, c, d], &[a, linked9, c, d10], &[(b.0, b9.0), (d.0, d10.0)]),
        (&[a, linked, c, d], &[a, elsewhere9, c, d10], &[(b.0, b9.0), (d.0, d10.0)]),
        // A target that is not in the file as it is read has the place of the whole list.
        (&[a, escaped, c, d], &[a, escaped9, c, d], moved),
        // A folder further down is another place.
        (&[a, b], &[a, ("decisions/more/0009-b.md", b"# 9. B\n")], &[]),
        // It is still there.
        (&[a, b], &[a, (b.0, b"# 7. Other\n"), b9], &[]),
        // It was alone, or leaves the id to nobody.
        (&[b], &[("decisions/0007-c.md", b"# 7. C\n"), b9], &[]),
        (&[a, b], &[("decisions/0010-a.md", b"# 10. A\n"), b9], &[]),
        // The new id was another's, or is at the head.
        (&[a, b, ("decisions/0009-x.md", b"# 9. X\n")], &[a, b9], &[]),
        (&[a, b], &[a, b9, ("decisions/0009-x.md", b"# 9. X\n")], &[]),
        // More differs than the id.
        (&[a, (b.0, b"# 7. B of 2025\n")], &[a, (b9.0, b"# 9. B of 2026\n")], &[]),
        (&[a, b], &[a, (b9.0, b"# 9. C\n")], &[]),
        // What can't be read is not compared, and a name is no number.
        (&[a, (b.0, b"\xff")], &[a, (b9.0, b"\xfe")], &[]),
        (
            &[slug("decisions/x/b1.md"), slug("decisions/y/b1.md")],
            &[slug("decisions/x/b1.md"), slug("decisions/y/b2.md")],
            &[],
        ),
    ];
    for (before, after, expected) in cases {
        let found = renumbered(before, after);
        let found: Vec<(&str, &str)> = found.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        assert_eq!(found, expected, "{before:?} becomes {after:?}");
    }
}

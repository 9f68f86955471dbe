//! What the gate says of a change, without git.

use jiff::civil::date;

use super::*;
use crate::snapshot::memory_changes;
use crate::witness::Witness;

/// The date of every change.
const TODAY: Date = date(2026, 6, 1);

/// A path that the area is about.
const ROTA: &str = "infra/paging/rota.yml";

const FRIDAY: &str = "decisions/0002-friday.md";

/// A policy whose only area requires a quote from a group.
const POLICY: &str = "[groups]\nsupport = [\"Ines Roy\", \"Sam Okafor\"]\nsre = [\"Ana Ruiz\"]\n\n\
                      [[areas]]\nname = \"paging\"\npaths = [\"infra/paging/**\"]\nhear = [\"support\"]\n";

/// A decision that covers the path.
const DECISION: &str = "---\nstatus: accepted\ndate: 2026-05-20\ndecision-makers: [\"Ana Ruiz\"]\nconsulted: [\"Ines Roy\"]\n\
                        governs: [\"infra/paging/**\"]\n---\n# Friday\n\n## Context\n\nFriday is quiet.\n\n\
                        ## Consultation\n\n> I get paged on Friday.\n>\n> — Ines Roy, 2026-05-12\n\n\
                        **Changed:** the window.\n";

/// Files by path.
type Files<'a> = &'a [(&'a str, &'a str)];

/// A change: files before it, and those that it adds or edits.
#[derive(Default)]
struct Case<'a> {
    before: Files<'a>,
    /// The files of the base, where it is no longer where the change starts.
    base: Option<Files<'a>>,
    after: Files<'a>,
    gone: &'a [&'a str],
    trailers: &'a [&'a str],
    author: Option<&'a str>,
    subject: Option<&'a str>,
}

impl Case<'_> {
    fn verdict(&self) -> Verdict {
        let file = |(path, text): &(&str, &str)| (RepoPath::new(*path), (FileKind::File, text.as_bytes().to_vec()));
        let before: BTreeMap<_, _> = self.before.iter().map(file).collect();
        let mut after = before.clone();
        after.retain(|path, _| !self.gone.contains(&path.as_str()));
        after.extend(self.after.iter().map(file));
        let base = self.base.map(|base| Source::Memory(base.iter().map(file).collect()));
        let (start, head) = (Source::Memory(before), Source::Memory(after));
        let changed = memory_changes(&start, &head);
        let trailer = |value: &&str| Trailer { commit: "c0ffee".to_owned(), value: (*value).to_owned() };
        let trailers: Vec<Trailer> = self.trailers.iter().map(trailer).collect();
        let about = About { author: self.author.map(str::to_owned), subject: self.subject.map(str::to_owned) };
        let ends = Ends { base: base.as_ref().unwrap_or(&start), start: &start, head: &head };
        check_change(ends, &changed, &trailers, &about, &Witness::default(), TODAY).unwrap()
    }
}

/// The decision with the one text in place of the other.
#[track_caller]
fn friday(old: &str, new: &str) -> String {
    assert!(DECISION.contains(old), "{old}");
    DECISION.replace(old, new)
}

#[test]
fn a_name_or_a_glob_that_is_nearly_right_is_pointed_out() {
    let rota = (ROTA, "monday: Sam\n");
    let elsewhere = friday("infra/paging/**", "docs/**");
    let close = friday("infra/paging/**", "infra/pagin/**");
    let close_file = friday("infra/paging/**", "infra/paging/rotas.yml");
    let exact = friday("infra/paging/**", ROTA);
    let not_there = "a trailer names `0002`, but its `governs` matches no changed path that requires consultation";
    let nearly = |written: &str, meant: &str| {
        format!("`0002` governs `{written}`, which matches no changed path; did you mean `{meant}`?")
    };
    let (folder, file) = (nearly("infra/pagin/**", "infra/paging/**"), nearly("infra/paging/rotas.yml", ROTA));
    let no_file = "`0002` governs `infra/pagin/**`, which matches no file of this repository";
    let cases: [(Files<'_>, Files<'_>, &[&str], &[&str]); 10] = [
        (&[(FRIDAY, DECISION)], &[rota], &["0002"], &[]),
        (&[(FRIDAY, &elsewhere)], &[rota], &["0002"], &[not_there]),
        // No path of the change requires anything.
        (&[(FRIDAY, &elsewhere)], &[("docs/a.md", "a\n")], &["0002"], &[]),
        (
            &[],
            &[rota, (FRIDAY, &elsewhere)],
            &[],
            &["`0002` governs `docs/**`, which matches no file of this repository"],
        ),
        (&[], &[rota, (FRIDAY, &close)], &[], &[&folder]),
        (&[], &[rota, (FRIDAY, &close_file)], &[], &[&file]),
        (&[], &[("docs/a.md", "a\n"), (FRIDAY, &close)], &[], &[no_file]),
        (&[(FRIDAY, &close)], &[rota], &[], &[]),
        // What another decision covers is not meant.
        (&[], &[rota, (FRIDAY, &close), ("decisions/0003-other.md", DECISION)], &[], &[no_file]),
        // Nor is a path beside the one that it names.
        (&[], &[rota, ("infra/paging/rota2.yml", "a\n"), (FRIDAY, &exact)], &[], &[]),
    ];
    for (before, after, trailers, expected) in cases {
        let before = [&[(policy::FILE, POLICY)], before].concat();
        let verdict = Case { before: &before, after, trailers, ..Case::default() }.verdict();
        assert_eq!(verdict.notices, expected, "{after:?}");
    }
}

#[test]
fn errors_that_acceptance_would_bring_are_listed_before_it() {
    const ONCE: &str = "it is an error once this decision is accepted, and only then does it cover the change";
    let unanswered = "\n\n**Changed:** the window.\n";
    let open = |status: &str| friday("status: accepted", status).replace(unanswered, "\n");
    let later = |text: &str| -> Vec<(String, String)> {
        let after = &[(ROTA, "monday: Sam\n"), (FRIDAY, text)];
        let verdict = Case { before: &[(policy::FILE, POLICY)], after, ..Case::default() }.verdict();
        let later = verdict.findings.iter().filter(|finding| finding.why.as_deref() == Some(ONCE));
        later.map(|finding| (finding.rule.to_owned(), finding.span.of(text).to_owned())).collect()
    };
    let one = |rule: &str| vec![(rule.to_owned(), "proposed".to_owned())];
    assert_eq!(later(&open("status: proposed")), one("concern-unanswered"));
    assert_eq!(later(&friday("status: accepted", "status: proposed")), []);
    // It is one already, or will never be one.
    assert_eq!(later(&open("status: accepted")), []);
    assert_eq!(later(&open("status: rejected")), []);
    // Both are about the status: what acceptance brings, and that it is missing.
    let two = later(&friday("consulted: [\"Ines Roy\"]", "consulted: []").replace("accepted", "proposed"));
    assert!(two.contains(&("consulted-empty".to_owned(), "proposed".to_owned())), "{two:?}");
}

#[test]
fn an_accepted_decision_that_nobody_named_is_pointed_out() {
    const OTHER: &str = "decisions/0003-other.md";
    let rota = (ROTA, "monday: Sam\n");
    let proposed = friday("status: accepted", "status: proposed");
    let elsewhere = friday("infra/paging/**", "docs/**");
    let silent = friday("consulted: [\"Ines Roy\"]", "consulted: [\"Bo Lund\"]");
    let wide = friday("infra/paging/**", "infra/**");
    let cases: [(&str, Files<'_>, &[&str]); 7] = [
        (DECISION, &[rota], &["0002"]),
        (&wide, &[rota], &["0002"]),
        (&proposed, &[rota], &[]),
        (&elsewhere, &[rota], &[]),
        // It would not cover.
        (&silent, &[rota], &[]),
        // A decision of the change covers the path.
        (DECISION, &[rota, (OTHER, DECISION)], &[]),
        // One of something else does not.
        (DECISION, &[rota, (OTHER, &elsewhere)], &["0002"]),
    ];
    for (old, after, expected) in cases {
        let case = Case { before: &[(policy::FILE, POLICY), (FRIDAY, old)], after, ..Case::default() };
        let verdict = case.verdict();
        let [need] = &verdict.needs[..] else { panic!("{:?}", verdict.needs) };
        let standing: Vec<&str> = need.standing.iter().map(|known| &*known.id).collect();
        assert_eq!(standing, expected, "{old} {after:?}");
    }
}

#[test]
fn a_draft_goes_to_the_nearest_log_and_takes_what_is_known() {
    const LOGS: &str = "[log]\ndirs = [\"decisions\", \"infra/decisions\", \"app/*/adr\"]\n\n";
    let policy = format!("{LOGS}{POLICY}");
    let draft = |before: Files<'_>, after: Files<'_>, author: Option<&str>, subject: Option<&str>| {
        let before = [&[(policy::FILE, policy.as_str())], before].concat();
        Case { before: &before, after, author, subject, ..Case::default() }.verdict().draft
    };
    let rota = (ROTA, "monday: Sam\n");
    let path = |before: Files<'_>| {
        let draft = draft(before, &[rota], None, Some("Page on Monday")).unwrap();
        draft.path.as_str().to_owned()
    };
    assert_eq!(path(&[]), "infra/decisions/0001-page-on-monday.md");
    // Only the names of its own log count.
    assert_eq!(path(&[(FRIDAY, DECISION)]), "infra/decisions/0001-page-on-monday.md");
    let own = ("infra/decisions/0006-call.md", DECISION);
    assert_eq!(path(&[(FRIDAY, DECISION), own]), "infra/decisions/0007-page-on-monday.md");

    let text = draft(&[], &[rota], Some("Ana Ruiz"), Some("Page on Monday")).unwrap().text;
    for line in ["date: 2026-06-01", "  - \"Ana Ruiz\"", "  - \"Ines Roy\"", "  - \"infra/paging/rota.yml\""] {
        assert!(text.lines().any(|other| other == line), "{line} in {text}");
    }
    assert!(text.contains("\n# Page on Monday\n"), "{text}");
    let nameless = draft(&[], &[rota], None, None).unwrap();
    assert_eq!(nameless.path.as_str(), "infra/decisions/0001-title-of-the-decision.md");

    // Where all paths are governed, or none requires anything, nothing is left to decide.
    assert_eq!(draft(&[], &[rota, (FRIDAY, DECISION)], None, None), None);
    assert_eq!(draft(&[], &[("docs/a.md", "a\n")], None, None), None);
}

#[test]
fn the_log_of_a_path_is_the_one_that_shares_most_of_it() {
    let log = |dirs: &str, names: &[&str], path: &str| {
        let policy = Policy::read(&format!("[log]\ndirs = [{dirs}]\n"), &[]).unwrap();
        let names: Vec<RepoPath> = names.iter().map(|name| RepoPath::new(*name)).collect();
        advice::log_for(&RepoPath::new(path), &names, &policy)
    };
    let two = "\"docs/adr\", \"app/adr\"";
    for (dirs, names, path, expected) in [
        (two, &[][..], "app/x.rs", Some("app/adr")),
        (two, &[], "docs/x.md", Some("docs/adr")),
        // Of those that share nothing, the shortest.
        (two, &[], "src/x.rs", Some("app/adr")),
        ("\"app/*/adr\"", &[], "app/web/x.rs", None),
        ("\"app/*/adr\"", &["app/web/adr/0001-a.md"], "app/web/x.rs", Some("app/web/adr")),
        ("\"app/*/adr\"", &["app/web/adr/0001-a.md", "app/api/adr/0001-a.md"], "app/api/x.rs", Some("app/api/adr")),
        ("\".\"", &[], "src/x.rs", Some("")),
        // A name that only begins alike is another one.
        ("\"application/adr\", \"docs/adr\"", &[], "app/x.rs", Some("docs/adr")),
    ] {
        assert_eq!(log(dirs, names, path).as_deref(), expected, "{dirs} {names:?} {path}");
    }
}

#[test]
fn a_standing_decision_is_for_a_path_that_is_not_covered_yet() {
    const OTHER: &str = "decisions/0003-other.md";
    let policy = format!("{POLICY}\n[[areas]]\nname = \"docs\"\npaths = [\"docs/**\"]\n");
    let both = friday("infra/paging/**", "docs/**\", \"infra/paging/rota.yml");
    let exact = friday("infra/paging/**", ROTA);
    let after = &[(ROTA, "a\n"), ("infra/paging/new.yml", "a\n"), ("docs/a.md", "a\n"), (OTHER, &*exact)];
    let verdict = Case { before: &[(policy::FILE, &policy), (FRIDAY, &both)], after, ..Case::default() }.verdict();
    let standing = |need: &NeedSummary| (need.area.clone(), need.standing.len());
    let found: Vec<(String, usize)> = verdict.needs.iter().map(standing).collect();
    assert_eq!(found, [("paging".to_owned(), 0), ("docs".to_owned(), 1)]);
}

#[test]
fn a_draft_names_few_paths_and_the_glob_of_many() {
    let governs = |paths: &[String]| -> Vec<String> {
        let after: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "a\n")).collect();
        let verdict = Case { before: &[(policy::FILE, POLICY)], after: &after, ..Case::default() }.verdict();
        let text = verdict.draft.unwrap().text;
        let below = text.lines().skip_while(|line| *line != "governs:").skip(1);
        below.map_while(|line| Some(line.strip_prefix("  - \"")?.strip_suffix('"')?.to_owned())).collect()
    };
    let paths: Vec<String> = (10..21).map(|number| format!("infra/paging/{number}.yml")).collect();
    assert_eq!(governs(&paths[..10]), paths[..10]);
    assert_eq!(governs(&paths), ["infra/paging/**"]);
    assert_eq!(governs(&["infra/paging/[a].yml".to_owned()]), ["infra/paging/**"]);
}

#[test]
fn a_finding_about_a_decision_says_which_paths_changed() {
    let silent = friday("consulted: [\"Ines Roy\"]", "consulted: [\"Bo Lund\"]");
    let others = |count: usize| {
        let paths: Vec<String> = (1..=count).map(|number| format!("infra/paging/{number}.yml")).collect();
        let mut after: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "a\n")).collect();
        after.push((FRIDAY, &silent));
        let verdict = Case { before: &[(policy::FILE, POLICY)], after: &after, ..Case::default() }.verdict();
        let finding = verdict.findings.iter().find(|finding| finding.rule == "group-unheard").unwrap();
        finding.related[0].message.clone()
    };
    assert_eq!(others(1), "`infra/paging/1.yml` changed");
    assert_eq!(others(3), "`infra/paging/1.yml` and 2 more paths changed");
}

#[test]
fn a_new_policy_adds_what_the_old_one_did_not_require() {
    let rota = (ROTA, "monday: Sam\n");
    let stricter = format!(
        "{POLICY}people = 2\n\n[[areas]]\nname = \"rota\"\npaths = [\"infra/paging/rota.yml\"]\ntrial = true\n"
    );
    let verdict = |policy: &str| {
        let after = &[(policy::FILE, policy), rota, (FRIDAY, DECISION)];
        Case { before: &[(policy::FILE, POLICY)], after, ..Case::default() }.verdict()
    };
    let found = verdict(&stricter);
    let areas: Vec<&str> = found.needs.iter().map(|need| need.area.as_str()).collect();
    assert_eq!(areas, ["paging", "rota"]);
    let new = |finding: &&Finding| finding.why.as_deref() == Some("the new `heard.toml` in this change requires it");
    let new: Vec<&Finding> = found.findings.iter().filter(new).collect();
    let rules: Vec<&str> = new.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["too-few-heard", "trial-missing"]);
    for finding in new {
        let related: Vec<&str> = finding.related.iter().map(|related| related.path.as_str()).collect();
        assert_eq!(related, [ROTA], "{}", finding.rule);
    }
    let text = |verdict: &Verdict| verdict.texts.get(&RepoPath::new(policy::FILE)).cloned();
    assert_eq!(text(&found).as_deref(), Some(&*stricter));
    // A new policy that requires nothing new adds nothing.
    let same = verdict(&format!("# Who to ask\n{POLICY}"));
    assert!(same.findings.iter().all(|finding| finding.rule == "policy-changed"), "{:?}", same.findings);
    assert_eq!(same.needs.len(), 1);
    let after = &[rota, (FRIDAY, DECISION)];
    assert_eq!(text(&Case { before: &[(policy::FILE, POLICY)], after, ..Case::default() }.verdict()), None);
}

#[test]
fn a_branch_that_is_older_than_a_mended_policy_breaks_nothing() {
    let broken = "[[areas]\n";
    let case = |after: Files<'_>| {
        let base: Files<'_> = &[(policy::FILE, POLICY)];
        let verdict = Case { before: &[(policy::FILE, broken)], base: Some(base), after, ..Case::default() }.verdict();
        verdict.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(case(&[("docs/a.md", "a\n")]), [""; 0]);
    assert_eq!(case(&[(policy::FILE, "[areas\n")]), ["policy-unreadable"]);
}

#[test]
fn a_link_of_the_change_is_checked_at_both_ends() {
    const OTHER: &str = "decisions/0003-other.md";
    let policy = format!("[rules]\nlink-one-sided = \"deny\"\n\n{POLICY}");
    let linked = friday("---\nstatus", "---\nsupersedes: [\"0002\"]\nstatus");
    let other_end = friday("---\nstatus: accepted", "---\nsuperseded-by: [\"0003\"]\nstatus: superseded");
    let rules = |old: &str| {
        let case = Case {
            before: &[(policy::FILE, &policy), (FRIDAY, old)],
            after: &[(ROTA, "monday: Sam\n"), (OTHER, &linked)],
            ..Case::default()
        };
        case.verdict().findings.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert!(rules(DECISION).contains(&"link-one-sided"), "{:?}", rules(DECISION));
    assert_eq!(rules(&other_end), [""; 0]);
}

#[test]
fn with_the_errors_that_keep_a_decision_from_covering_come_no_warnings() {
    let policy = format!("[rules]\ndate-missing = \"warn\"\n\n{POLICY}");
    let unanswered = friday("\n\n**Changed:** the window.\n", "\n").replace("date: 2026-05-20\n", "");
    let after = &[(ROTA, "monday: Sam\n"), (FRIDAY, &*unanswered)];
    let verdict = Case { before: &[(policy::FILE, &policy)], after, ..Case::default() }.verdict();
    let levels: BTreeSet<Level> = verdict.findings.iter().map(|finding| finding.level).collect();
    assert_eq!(levels, BTreeSet::from([Level::Deny]), "{:?}", verdict.findings);
    assert!(verdict.findings.iter().any(|finding| finding.rule == "concern-unanswered"));
}

#[test]
fn a_file_beside_a_page_is_part_of_that_page_alone() {
    let policy = Policy::read("[log]\ndirs = [\"keps/*\"]\n", &[]).unwrap();
    let files = ["keps/0001-a/README.md", "keps/0002-b/README.md", "keps/0001-a/0003-c.md"];
    let listed = |path: &&str| (RepoPath::new(*path), (FileKind::File, b"---\nstatus: accepted\n---\n# T\n".to_vec()));
    let names = names(&Source::Memory(files.iter().map(listed).collect()), &policy).unwrap();
    let file = Some(FileKind::File);
    let edited = |paths: &[&str]| -> Vec<String> {
        let changed = |path: &&str| Changed { path: RepoPath::new(*path), old: file, new: file, moved_from: None };
        let changed: Vec<Changed> = paths.iter().map(changed).collect();
        let all = with_beside(&changed, &names, &names);
        assert!(all.iter().all(|changed| changed.old == file && changed.new == file));
        all.into_iter().map(|changed| changed.path.as_str().to_owned()).collect()
    };
    let (page, beside) = ("keps/0001-a/README.md", "keps/0001-a/kep.yaml");
    assert_eq!(edited(&[beside]), [page, beside]);
    assert_eq!(edited(&[page, beside]), [page, beside]);
    assert_eq!(edited(&[page]), [page]);
    assert_eq!(edited(&["keps/0001-a/other.yaml"]), ["keps/0001-a/other.yaml"]);
}

#[test]
fn only_errors_keep_a_decision_from_being_accepted() {
    let lacks = |rules: &str| {
        let policy = Policy::read(&format!("{rules}\n{POLICY}"), &rules::ids()).unwrap();
        let silent = friday("consulted: [\"Ines Roy\"]", "consulted: [\"Bo Lund\"]");
        let decision = decision::read(RepoPath::new(FRIDAY), silent.into_bytes(), &policy.words);
        let log = Catalog::new(vec![decision], [], policy, TODAY);
        let paths = BTreeSet::from([RepoPath::new(ROTA)]);
        let files = Source::Memory(BTreeMap::new());
        let lacking = lacking(&log, &log, &RepoPath::new(FRIDAY), paths, &files).unwrap();
        let related = |finding: &Finding| finding.related.iter().map(|one| one.path.as_str().to_owned()).collect();
        let found = lacking.findings.iter().map(|finding| (finding.rule, related(finding)));
        found.collect::<Vec<(&str, Vec<String>)>>()
    };
    assert_eq!(lacks(""), [("group-unheard", vec![policy::FILE.to_owned()])]);
    assert_eq!(lacks("[rules]\ngroup-unheard = \"warn\"\n"), []);
}

#[test]
fn a_variant_that_the_change_leaves_alone_loses_nothing() {
    let (ja, other) = ("decisions/0002-friday.ja.md", friday("I get paged on Friday.", "金曜日に呼ばれます。"));
    let deprecated = friday("status: accepted", "status: deprecated");
    let before = &[(policy::FILE, POLICY), (FRIDAY, DECISION), (ja, &*other)];
    let verdict = Case { before, after: &[(FRIDAY, &*deprecated)], ..Case::default() }.verdict();
    assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
}

#[test]
fn of_many_globs_that_match_nothing_a_few_are_named() {
    let globs: Vec<String> = (0..25).map(|number| format!("\"src/x{number}/**\"")).collect();
    let many = friday("[\"infra/paging/**\"]", &format!("[{}]", globs.join(", ")));
    let after: Files<'_> = &[(ROTA, "monday: Sam\n"), (FRIDAY, &many)];
    let verdict = Case { before: &[(policy::FILE, POLICY)], after, ..Case::default() }.verdict();
    assert_eq!(verdict.notices.len(), 20, "{:?}", verdict.notices);
}

//! What the gate says of a change, without git.

use jiff::civil::date;

use super::*;
use crate::snapshot::memory_changes;

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
        let (base, head) = (Source::Memory(before), Source::Memory(after));
        let changed = memory_changes(&base, &head);
        let trailer = |value: &&str| Trailer { commit: "c0ffee".to_owned(), value: (*value).to_owned() };
        let trailers: Vec<Trailer> = self.trailers.iter().map(trailer).collect();
        let about = About { author: self.author.map(str::to_owned), subject: self.subject.map(str::to_owned) };
        check_change(Ends { base: &base, start: &base, head: &head }, &changed, &trailers, &about, TODAY).unwrap()
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
    let not_there = "a trailer names `0002`, but its `governs` matches no changed path that requires consultation";
    let nearly = |written: &str, meant: &str| {
        format!("`0002` governs `{written}`, which matches no changed path; did you mean `{meant}`?")
    };
    let (folder, file) = (nearly("infra/pagin/**", "infra/paging/**"), nearly("infra/paging/rotas.yml", ROTA));
    let cases: [(Files<'_>, Files<'_>, &[&str], &[&str]); 9] = [
        (&[(FRIDAY, DECISION)], &[rota], &["0002"], &[]),
        (&[(FRIDAY, &elsewhere)], &[rota], &["0002"], &[not_there]),
        // No path of the change requires anything.
        (&[(FRIDAY, &elsewhere)], &[("docs/a.md", "a\n")], &["0002"], &[]),
        (&[], &[rota, (FRIDAY, &elsewhere)], &[], &[]),
        (&[], &[rota, (FRIDAY, &close)], &[], &[&folder]),
        (&[], &[rota, (FRIDAY, &close_file)], &[], &[&file]),
        (&[], &[("docs/a.md", "a\n"), (FRIDAY, &close)], &[], &[]),
        (&[(FRIDAY, &close)], &[rota], &[], &[]),
        // What another decision covers is not meant.
        (&[], &[rota, (FRIDAY, &close), ("decisions/0003-other.md", DECISION)], &[], &[]),
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
    let cases: [(&str, Files<'_>, &[&str]); 6] = [
        (DECISION, &[rota], &["0002"]),
        (&wide, &[rota], &["0002"]),
        (&proposed, &[rota], &[]),
        (&elsewhere, &[rota], &[]),
        // It would not cover.
        (&silent, &[rota], &[]),
        // A decision of the change covers the path.
        (DECISION, &[rota, (OTHER, DECISION)], &[]),
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

use super::*;
use crate::vocabulary::forge::Forge;
use crate::vocabulary::party::Party;

const RULES: &[&str] = &["consulted-empty", "quote-short"];

fn mistake(text: &str) -> (String, String, Option<String>) {
    let mistake = Policy::read(text, RULES).unwrap_err();
    (mistake.message, mistake.span.of(text).to_owned(), mistake.help)
}

#[test]
fn the_example_of_the_contract_is_read() {
    let text = r#"
            [log]
            dirs = ["decisions", "docs/*/adr"]
            ids = "date"
            base = "origin/trunk"
            [words]
            status.accepted = ["approved", "accepté"]
            heading.consultation = ["Consultation des parties"]
            disposition.declined = ["Refusé"]
            [people."Ines Roy"]
            aka = ["I. Roy"]
            handle = "@ines"
            mail = "ines@example.org"
            kind = "person"
            github = { login = "inesroy", id = 1894766 }
            keys = [{ key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGT5BQZCBo198Nqpyj2Erakhwyss6qJ5+r/BMGsz5NQU", since = 2026-01-01 }]
            [people.Hal]
            kind = "agent"
            [groups]
            support = ["Ines Roy", "Sam Okafor"]
            sre = ["Ana Ruiz"]
            [[areas]]
            name = "paging"
            paths = ["infra/paging/**", "!infra/paging/*.md"]
            hear = ["support", "sre"]
            people = 2
            outside = true
            trial = true
            evidence = "sourced"
            fresh = 365
            waive = ["Ana Ruiz"]
            [forge]
            hosts = ["github.com", { host = "code.example.org", kind = "forgejo" }]
            [rules]
            quote-short = "deny"
        "#;
    let policy = Policy::read(text, RULES).unwrap();
    let ines = policy.directory.identity(&Party::read("I. Roy", Span::default())).unwrap();
    let account = ines.account(Forge::Github).unwrap();
    assert!(account.is("renamed", 1_894_766) && !account.is("inesroy", 1) && ines.keys[0].since.is_some());
    assert!(ines.account(Forge::Gitlab).is_some_and(|account| account.is("Ines", 7) && !account.is("inesroy", 7)));
    let place = policy.hosts.place("https://code.example.org/acme/rota/issues/7").unwrap();
    assert!(place.forge == Forge::Forgejo && policy.hosts.trust(&place.host) && !policy.hosts.trust("gitlab.com"));
    assert_eq!(policy.areas_of("infra/paging/deep/x.yml", false).len(), 1);
    assert_eq!(policy.areas_of("infra/paging/x.md", false).len(), 0);
    assert_eq!(policy.words.statuses.get("accepté"), Some(&crate::vocabulary::words::StatusKind::Accepted));
    assert!(policy.is_record(&RepoPath::new("docs/a/adr/0001-x.md")));
    assert_eq!(policy.roots(), ["decisions", "docs"]);
    assert_eq!(policy.levels.get("quote-short"), Some(&Level::Deny));
}

#[test]
fn mistakes_have_a_place_and_the_nearest_word() {
    let cases = [
        ("[log]\ndir = [\"a\"]\n", "dir", "did you mean `dirs`?"),
        ("[rules]\nquote-shrt = \"warn\"\n", "quote-shrt", "did you mean `quote-short`?"),
        ("[rules]\nquote-short = \"wran\"\n", "\"wran\"", "did you mean `warn`?"),
        (
            "[groups]\nsupport = [\"Ana\"]\n[[areas]]\nname = \"x\"\npaths = [\"a\"]\nhear = [\"suport\"]\n",
            "\"suport\"",
            "did you mean `support`?",
        ),
        (
            "[groups]\nsupport = [\"Ana Ruiz\"]\n[[areas]]\nname = \"x\"\npaths = [\"a\"]\nwaive = [\"Ana Ruis\"]\n",
            "\"Ana Ruis\"",
            "did you mean `Ana Ruiz`?",
        ),
        ("[words]\nstatus.acepted = [\"ok\"]\n", "acepted", "did you mean `accepted`?"),
        ("[log]\nfolders = [\"a\"]\n", "folders", "valid here: `dirs`, `ids` and `base`"),
        ("[site]\nlang = \"German\"\ntitel = \"x\"\n", "titel", "did you mean `title`?"),
        ("[site]\nlang = \"de_DE\"\n", "\"de_DE\"", "use one such as `en`, `de` or `pt-BR`"),
        ("[site]\nlang = \"\\\"><b\"\n", "\"\\\"><b\"", "use one such as `en`, `de` or `pt-BR`"),
        ("[[areas]]\nname = \"x\"\npaths = ['a\\b*']\n", "'a\\b*'", "write `a/b*`"),
        ("[[areas]]\nname = \"x\"\npaths = ['a\\_b']\n", "'a\\_b'", "write `a/_b`"),
        (
            "[[areas]]\nname = \"x\"\npaths = [\"../a\"]\n",
            "\"../a\"",
            "use a path relative to the root, for example `infra/**`",
        ),
    ];
    for (text, place, help) in cases {
        let (message, span, found) = mistake(text);
        assert_eq!((span.as_str(), found.as_deref()), (place, Some(help)), "{text}: {message}");
    }
    for text in [
        "[log",
        "[log]\ndirs = [\"/etc\"]\n",
        "[log]\ndirs = [\"../x\"]\n",
        "[log]\ndirs = [\"\"]\n",
        "[log]\ndirs = ['docs\\adr']\n",
        "[[areas]]\nname = \"x\"\npaths = [\"/\"]\n",
        "[[areas]]\nname = \"x\"\npaths = [\"\"]\n",
        "[[areas]]\nname = \"x\"\npaths = []\n",
        "[[areas]]\nname = \"x\"\npaths = [\"a[\"]\n",
        "[[areas]]\nname = \"x\"\npaths = [\"a\"]\nevidence = \"proven\"\n",
        "[forge]\nhosts = [\"https://github.com\"]\n",
        "[forge]\nhosts = [{ host = \"a.example\", kind = \"svn\" }]\n",
        &format!("[people.A]\nkeys = [{{ key = \"{INES}\", since = 10:00:00 }}]\n"),
        &format!("[people.A]\nkeys = [{{ key = \"{INES}\", since = 2026-02-01, until = 2026-01-01 }}]\n"),
        &format!("[people.A]\nkeys = [{}]\n", format!("{{ key = \"{INES}\" }},").repeat(101)),
        "[[areas]]\nname = \"x\"\npaths = [\"!a\"]\n",
        "[[areas]]\nname = \"x\"\npaths = [\"a\"]\nfresh = 0\n",
        &format!("[[areas]]\nname = \"x\"\npaths = [\"{}a{}\"]\n", "{".repeat(9), "}".repeat(9)),
        &format!("[[areas]]\nname = \"x\"\npaths = [\"{}\"]\n", "a".repeat(1025)),
        "[groups]\na = []\n",
        "[groups]\na = [\"Ana\"]\nb = [\"a\"]\n",
        "[[areas]]\nname = \"x\"\npaths = [\"a\"]\n[[areas]]\nname = \"x\"\npaths = [\"b\"]\n",
        "[people.A]\nhandle = \"@x\"\n[people.B]\nhandle = \"@x\"\n",
        &format!("[people.A]\naka = {:?}\n", vec!["x"; 101]),
    ] {
        assert!(!mistake(text).0.is_empty(), "{text}");
    }
    assert_eq!(mistake("[[areas]]\npaths = [\"a\"]\n").0, "missing field `name`");
    assert_eq!(Mistake::new(0..1, "unknown").suggest("x", []).help, None);
}

/// Keys that OpenSSH has made.
const INES: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGT5BQZCBo198Nqpyj2Erakhwyss6qJ5+r/BMGsz5NQU";
const ANA: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBM94Vxc4k70C2gyxaYdSbfeGxYMc6oDNcVct7JIBecmPtDyNSX0deD3aiOYqwDKGQhjknA/lLIdhBW9GWAm6buE=";

#[test]
fn a_key_is_one_whose_signatures_are_verified() {
    let with = |key: &str| format!("[people.A]\nkeys = [{{ key = '{key}' }}]\n");
    for key in [INES, ANA, &format!("{INES} ines@example.org"), &format!(" {}\t", INES.replace(' ', "  "))] {
        let policy = Policy::read(&with(key), RULES).unwrap();
        let data = &policy.directory.identity(&Party::read("A", Span::default())).unwrap().keys[0].data;
        assert_eq!(policy.directory.key_owner(data), Some("A"), "{key}");
    }
    let no_key = "this is not a public key of OpenSSH";
    let not = |word: &str| format!("signatures by `{word}` keys can't be verified");
    for (key, message) in [
        ("", no_key),
        ("ines", no_key),
        ("ssh-ed25519", no_key),
        ("ssh-ed25519 AAAA", no_key),
        (&INES[..INES.len() - 1], no_key),
        (&INES.replace("ssh-ed25519", "sk-ssh-ed25519@openssh.com"), no_key),
        (&format!("cert-authority {INES}"), no_key),
        ("-----BEGIN OPENSSH PRIVATE KEY----- b3BlbnNzaC1rZXk", "this is a private key, which is secret no longer"),
        ("ssh-rsa AAAAB3NzaC1yc2E=", &not("ssh-rsa")),
        ("ssh-dss AAAAB3NzaC1kc3M=", &not("ssh-dss")),
        ("ecdsa-sha2-nistp384 AAAA", &not("ecdsa-sha2-nistp384")),
        ("ssh-ed25519-cert-v01@openssh.com AAAA", &not("ssh-ed25519-cert-v01@openssh.com")),
    ] {
        let (found, place, help) = mistake(&with(key));
        assert_eq!((found.as_str(), place, help.is_some()), (message, format!("'{key}'"), true), "{key}");
    }
}

#[test]
fn a_key_belongs_to_one_person() {
    let key = |name: &str, rest: &str| format!("[people.{name}]\nkeys = [{{ key = \"{INES}{rest}\" }}]\n");
    let (message, place, _) = mistake(&format!("{}{}", key("A", ""), key("B", " comment")));
    assert_eq!(message, "this key belongs to two people: `A` and `B`");
    assert_eq!(place, format!("\"{INES} comment\""));
    let twice = "[people.A]\nkeys = [{ key = 'K', until = 2026-01-31 }, { key = 'K', since = 2026-03-01 }]\n";
    assert!(Policy::read(&twice.replace('K', INES), RULES).is_ok());
}

#[test]
fn a_glob_has_limits_and_may_escape_marks() {
    let read = |glob: &str| Policy::read(&format!("[[areas]]\nname = \"x\"\npaths = ['{glob}']\n"), RULES);
    for glob in [
        "a".repeat(GLOB_LIMIT),
        format!("{}a{}", "{".repeat(GLOB_DEPTH), "}".repeat(GLOB_DEPTH)),
        "{a,b}".repeat(GLOB_DEPTH + 1),
        "a\\*b".to_owned(),
        "\\*b".to_owned(),
    ] {
        assert!(read(&glob).is_ok(), "{glob}");
    }
    for glob in [
        "a".repeat(GLOB_LIMIT + 1),
        format!("{}a{}", "{".repeat(GLOB_DEPTH + 1), "}".repeat(GLOB_DEPTH + 1)),
        format!("{}{}a{}", "{a,b}".repeat(GLOB_DEPTH), "{".repeat(GLOB_DEPTH + 1), "}".repeat(GLOB_DEPTH + 1)),
    ] {
        assert!(read(&glob).is_err(), "{glob}");
    }
}

#[test]
fn globs_are_counted() {
    let list = |count: usize| format!("{:?}", vec!["a/*"; count]);
    let area = |count: usize| format!("[[areas]]\nname = \"a\"\npaths = {}\n", list(count));
    let dirs = |count: usize| format!("[log]\ndirs = {}\n", list(count));
    for text in [area(AREA_GLOBS), dirs(DIR_GLOBS)] {
        assert!(Policy::read(&text, RULES).is_ok());
    }
    assert_eq!(mistake(&area(AREA_GLOBS + 1)).0, "the areas have more than 10000 globs");
    assert_eq!(mistake(&dirs(DIR_GLOBS + 1)).0, "`dirs` has more than 1000 globs");
    // Plain names need no glob.
    let names: Vec<String> = (0..2 * DIR_GLOBS).map(|nth| format!("logs/{nth}")).collect();
    let policy = Policy::read(&format!("[log]\ndirs = {names:?}\n"), RULES).unwrap();
    assert_eq!(policy.roots().len(), names.len());
    assert_eq!(policy.log_of(&RepoPath::new("logs/7/a/0001-x.md")), "logs/7");
}

#[test]
fn each_folder_of_the_log_is_walked_once() {
    for (dirs, roots) in [
        ("\"docs/adr\", \"docs\"", &["docs"][..]),
        ("\"docs\", \"docs\"", &["docs"]),
        ("\"docs-old\", \"docs\", \"docs/*/adr\"", &["docs", "docs-old"]),
        ("\"docs\", \".\"", &[""]),
        ("\"docs\", \"*/adr\"", &[""]),
    ] {
        let policy = Policy::read(&format!("[log]\ndirs = [{dirs}]\n"), RULES).unwrap();
        assert_eq!(policy.roots(), roots, "{dirs}");
    }
}

#[test]
fn who_is_somebody_is_one_person() {
    let text = "[people.\"Ana Ruiz\"]\nhandle = \"@ana\"\n[people.\"Ines Roy\"]\nhandle = \"@ines\"\n\
                [people.Hal]\nkind = \"agent\"\n[groups]\nsupport = [\"Ines Roy\"]\n";
    let directory = Policy::read(text, RULES).unwrap().directory;
    for (name, is_somebody) in [
        ("Ana Ruiz", true),
        ("Ana Ruiz (@ana)", true),
        ("Bo Lund", true),
        ("Ines Roy (@ana)", false),
        ("Bo Lund (@ana)", false),
        ("A. Ruiz (@ana)", true),
        ("Ana Ruíz (@ana)", true),
        ("Bo Lund (@bo)", true),
        ("Hal", false),
        ("everybody", false),
        ("support", false),
    ] {
        let party = crate::vocabulary::party::Party::read(name, Span::default());
        assert_eq!(directory.is_somebody(&party), is_somebody, "{name}");
    }
}

#[test]
fn names_beyond_ascii_are_known_to_be_there() {
    for (text, is_wide) in [
        ("[people.\"Ana Ruiz\"]\n[groups]\nsre = [\"Bo Lund\"]\n", false),
        ("[people.\"Ana Ruíz\"]\n[groups]\nsre = [\"Bo Lund\"]\n", true),
        ("[people.\"Ana Ruiz\"]\n[groups]\n\"sré\" = [\"Bo Lund\"]\n", true),
        ("", false),
    ] {
        assert_eq!(Policy::read(text, RULES).unwrap().directory.has_wide_names(), is_wide, "{text}");
    }
}

#[test]
fn each_folder_of_dirs_is_a_log_and_the_outermost_counts() {
    for (dirs, path, expected) in [
        (&["a/adr", "b/adr"][..], "a/adr/0001-x.md", "a/adr"),
        (&["a/adr", "b/adr"], "b/adr/26/0001-x.md", "b/adr"),
        (&["a", "a/b"], "a/b/0001-x.md", "a"),
        (&["a", "."], "a/0001-x.md", ""),
        (&["services/*/adr"], "services/web/adr/0001-x.md", "services/web/adr"),
        (&["services/*/adr"], "services/web/adr/old/adr/0001-x.md", "services/web/adr"),
        (&["**/adr"], "services/web/adr/0001-x.md", "services/web/adr"),
        (&["enhancements/**"], "enhancements/network/x.md", "enhancements"),
        (&["enhancements/**/*.md"], "enhancements/network/x.md", "enhancements"),
        (&["decisions/*.md"], "decisions/0001-x.md", "decisions"),
        (&["services/*/adr/*.md"], "services/web/adr/0001-x.md", "services/web/adr"),
        (&["decisions/adr-*"], "decisions/adr-0001-x.md", "decisions"),
        (&["**"], "a/0001-x.md", ""),
        (&["keps/*/*"], "keps/node/0127-x/README.md", "keps/node"),
        (&["keps/*"], "keps/node/0127-x/README.md", "keps/node"),
        (&["a/adr"], "elsewhere/0001-x.md", ""),
    ] {
        let policy = Policy::read(&format!("[log]\ndirs = {dirs:?}\n"), &[]).unwrap();
        assert_eq!(policy.log_of(&RepoPath::new(path)), expected, "{dirs:?} {path}");
    }
}

#[test]
fn what_is_a_record() {
    let policy = Policy::default();
    for path in [
        "decisions/0001-a.md",
        "decisions/sub/x.md",
        "decisions/0012-slug/README.md",
        "decisions/ODH-ADR-0000-template.md",
        "decisions/0007_template.md",
        "decisions/contributing-guide.md",
        "decisions/0012/README.md",
        "decisions/rfc-0012/index.md",
        "decisions/2026-001/README.md",
        "decisions/2026-03-05-pager/README.md",
        "decisions/0012-slug/README.fr.md",
    ] {
        assert!(policy.is_record(&RepoPath::new(path)), "{path}");
    }
    for path in [
        "decisions/README.md",
        "decisions/index.md",
        "decisions/template.md",
        "decisions/adr-template-long.md",
        "other/0001-a.md",
        "decisions/a.png",
        "decisions/sub/README.md",
        "decisions/2026/index.md",
        "decisions/2026-03/README.md",
        "decisions/adr-v2/README.md",
        "decisions/decision-template.md",
        "decisions/2nd-template.md",
        "decisions/decision_template.md",
        "decisions/_draft.md",
        "decisions/LICENSE.md",
        "decisions/07/README.md",
        "decisions/README.fr.md",
    ] {
        assert!(!policy.is_record(&RepoPath::new(path)), "{path}");
    }
}

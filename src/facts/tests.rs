//! What the areas require of a change and what its decisions lack, without git and without rules.

mod frozen;
mod moved;
mod summary;

use jiff::civil::{Date, date};

use super::*;
use crate::decision;
use crate::policy::{Contact, Level, Policy};
use crate::vocabulary::reference::Reference;

/// The date of every change.
const TODAY: Date = date(2026, 6, 1);

/// A path that the area is about.
const ROTA: &str = "infra/paging/rota.yml";

/// The path of the decision.
const FRIDAY: &str = "decisions/0002-friday.md";

/// A policy whose only area requires this.
fn policy(requires: &str) -> String {
    format!(
        "[groups]\nsupport = [\"Ines Roy\", \"Sam Okafor\"]\nsre = [\"Ana Ruiz\"]\n\n\
         [[areas]]\nname = \"paging\"\npaths = [\"infra/paging/**\"]\n{requires}\n"
    )
}

/// A decision that covers the path, with these lines of the header in place of its status and date.
fn decision(header: &str) -> String {
    format!(
        "---\n{header}\ndecision-makers: [\"Ana Ruiz\"]\nconsulted: [\"Ines Roy\"]\ngoverns: [\"infra/paging/**\"]\n---\n\
         # Friday\n\n## Consultation\n\n> I get paged on Friday.\n>\n> — Ines Roy, 2026-05-12\n\n**Changed:** the window.\n"
    )
}

/// A changed path, with its kinds before and after.
fn changed(path: &str, old: Option<FileKind>, new: Option<FileKind>) -> Changed {
    Changed { path: RepoPath::new(path), old, new, moved_from: None }
}

/// A change between two logs, under a policy whose only area requires something.
#[derive(Default)]
struct Case<'a> {
    requires: &'a str,
    /// The decisions where the change starts, by path.
    before: &'a [(&'a str, &'a str)],
    /// Those at the head.
    after: &'a [(&'a str, &'a str)],
    /// The ids in its trailers.
    named: &'a [&'a str],
    /// Other files at the head.
    files: &'a [(&'a str, &'a str)],
    /// A rule of this level that found something in a decision.
    finding: Option<(&'a str, Level)>,
    /// The path of the decision that the change adds or edits, where it is not the usual one.
    path: Option<&'a str>,
}

impl Case<'_> {
    /// What is seen of a change of one path.
    fn see<T>(&self, touched: &Changed, see: impl FnOnce(&Change<'_>) -> T) -> T {
        let policy = Policy::read(&policy(self.requires), &[]).unwrap();
        let log = |files: &[(&str, &str)]| {
            let read = |(path, text): &(&str, &str)| {
                decision::read(RepoPath::new(*path), text.as_bytes().to_vec(), &policy.words)
            };
            Catalog::new(files.iter().map(read).collect(), [], policy.clone(), TODAY)
        };
        let (start, head) = (log(self.before), log(self.after));
        let states = States {
            base: &start,
            start: &start,
            head: &head,
            changed: std::slice::from_ref(touched),
            policy: &PolicyChange::None,
            baseline: &baseline::BaselineChange::None,
        };
        let references = self.named.iter().filter_map(|id| Reference::read(id));
        let meant = references.flat_map(|reference| head.resolve(&reference, None).records);
        let named: BTreeSet<RepoPath> = meant.map(|record| record.path.clone()).collect();
        let found = self.finding.map(|(path, level)| {
            let decision = decision::read(RepoPath::new(path), Vec::new(), &policy.words);
            Finding { rule: "some-rule", level, ..Finding::new(&decision, Span::default(), "found") }
        });
        let findings: Vec<Finding> = found.into_iter().collect();
        let decisions = BTreeSet::from([RepoPath::new(self.path.unwrap_or(FRIDAY))]);
        let standing = &BTreeSet::new();
        let seen = Seen { decisions: &decisions, named: &named, findings: &findings, standing };
        let file = |(path, text): &(&str, &str)| (RepoPath::new(*path), (FileKind::File, text.as_bytes().to_vec()));
        let files = Source::Memory(self.files.iter().map(file).collect());
        see(&Change::find(states, seen, &files, &Witness::default()).unwrap())
    }

    /// Why paths of the area are not covered when this changes; nothing where no area is touched or all is covered.
    fn lacks(&self, touched: &Changed) -> Vec<String> {
        self.see(touched, |change| change.summaries.iter().flat_map(|need| need.why.clone()).collect())
    }

    /// The same when a file of the area changes.
    fn gaps(&self) -> Vec<String> {
        self.lacks(&changed(ROTA, Some(FileKind::File), Some(FileKind::File)))
    }
}

/// What the decision lacks to cover a file that changes together with it.
fn gaps(requires: &str, decision: &str) -> Vec<String> {
    Case { requires, after: &[(FRIDAY, decision)], ..Case::default() }.gaps()
}

#[test]
fn a_decision_is_fresh_up_to_the_last_day() {
    let dated = |date: &str| gaps("fresh = 30", &decision(&format!("status: accepted\n{date}")));
    let stale = ["`0002` is older than 30 days"];
    for (date, expected) in [
        ("date: 2026-06-01", &[][..]),
        ("date: 2026-05-02", &[]),
        ("date: 2026-05-01", &stale),
        ("date: 2025-05-31", &stale),
        // Without a date it can't show that it is fresh.
        ("tags: [x]", &stale),
    ] {
        assert_eq!(dated(date), expected, "{date}");
    }
    // A limit before the calendar is none, and one that no calendar has is no panic.
    for fresh in ["fresh = 7000000", "fresh = 4000000000"] {
        assert!(gaps(fresh, &decision("status: accepted\ndate: 2026-05-01")).is_empty(), "{fresh}");
    }
}

#[test]
fn a_waiver_counts_up_to_its_last_day() {
    let waiver = |end: &str| decision(&format!("status: waived\ndate: 2026-05-20\n{end}"));
    let until = |end: &str| gaps("waive = [\"Ana Ruiz\"]", &waiver(end));
    for (end, expected) in [
        ("review-by: 2026-07-01", &[][..]),
        ("review-by: 2026-06-01", &[]),
        ("review-by: 2026-05-31", &["`0002` is a waiver that expired on 2026-05-31"]),
        ("tags: [x]", &["`0002` is a waiver without an end date"]),
    ] {
        assert_eq!(until(end), expected, "{end}");
    }
    // The end that a waiver had where the change starts counts as well.
    let again = |old: &str, new: &str| {
        let (old, new) = (waiver(&format!("review-by: {old}")), waiver(&format!("review-by: {new}")));
        let (before, after) = (&[(FRIDAY, &*old)][..], &[(FRIDAY, &*new)][..]);
        Case { requires: "waive = [\"Ana Ruiz\"]", before, after, named: &["0002"], ..Case::default() }.gaps()
    };
    assert!(again("2026-06-01", "2026-07-01").is_empty());
    assert_eq!(again("2026-05-31", "2026-07-01"), ["`0002` is a waiver that expired on 2026-05-31"]);
}

#[test]
fn a_link_or_submodule_counts_for_what_is_below_it_when_it_comes_and_when_it_goes() {
    let touches = |path: &str, old: Option<FileKind>, new: Option<FileKind>| {
        !Case { requires: "hear = [\"support\"]", ..Case::default() }.lacks(&changed(path, old, new)).is_empty()
    };
    let file = Some(FileKind::File);
    for more in [FileKind::Link, FileKind::Submodule].map(Some) {
        for path in ["infra", "infra/paging"] {
            assert!(touches(path, None, more), "{path} becomes {more:?}");
            assert!(touches(path, more, None), "{path} was {more:?}");
            assert!(touches(path, file, more), "{path} becomes {more:?}");
            assert!(touches(path, more, file), "{path} was {more:?}");
        }
        assert!(!touches("docs", more, None), "nothing below `docs` is in the area");
    }
    assert!(!touches("infra", file, None), "nothing is below a file");
    assert!(!touches("infra", None, file), "nothing is below a file");
    assert!(touches(ROTA, file, None), "a file of the area is removed");
}

const ACCEPTED: &str = "status: accepted\ndate: 2026-05-20";

#[test]
fn a_decision_that_was_settled_before_must_be_named() {
    let case = |before: &str, after: &str, named: &[&str]| {
        let [before, after] =
            [before, after].map(|status| decision(&format!("status: {status}\nreview-by: 2026-07-01")));
        let (before, after) = (&[(FRIDAY, &*before)][..], &[(FRIDAY, &*after)][..]);
        Case { requires: "waive = [\"Ana Ruiz\"]", before, after, named, ..Case::default() }.gaps()
    };
    let not_named = ["`0002` was accepted before this change, and no commit names it"];
    for (before, after, named, expected) in [
        ("accepted", "accepted", &[][..], &not_named[..]),
        ("accepted", "accepted", &["0003"], &not_named),
        ("accepted", "accepted", &["0002"], &[]),
        ("waived", "waived", &[], &not_named),
        // Settled anew by the change.
        ("proposed", "accepted", &[], &[]),
        ("waived", "accepted", &[], &[]),
        ("accepted", "waived", &[], &[]),
    ] {
        assert_eq!(case(before, after, named), expected, "{before} {after} {named:?}");
    }
}

#[test]
fn what_an_old_decision_governs_is_what_its_own_file_governed() {
    let friday = decision(ACCEPTED);
    let translation = friday.replace("governs: [\"infra/paging/**\"]\n", "");
    let elsewhere = friday.replace("infra/paging", "docs");
    let case = |before: &[(&str, &str)]| {
        Case { before, after: &[(FRIDAY, &friday)], named: &["0002"], ..Case::default() }.gaps()
    };
    let bare = ["no decision in this change covers `infra/paging/rota.yml`"];
    assert!(case(&[(FRIDAY, &friday), ("decisions/0002-friday.ja.md", &translation)]).is_empty());
    assert_eq!(case(&[(FRIDAY, &elsewhere), ("decisions/0002-friday.ja.md", &friday)]), bare);
    assert_eq!(case(&[(FRIDAY, &elsewhere)]), bare);
    // Nor does it cover what was taken out before.
    let without = friday.replace("[\"infra/paging/**\"]", "[\"infra/paging/**\", \"!infra/paging/rota.yml\"]");
    assert_eq!(case(&[(FRIDAY, &without)]), bare);
    // A translation that was accepted before settles it as well.
    let [proposed, accepted] = [decision("status: proposed"), friday.clone()];
    let (ja, before) =
        ("decisions/0002-friday.ja.md", &[(FRIDAY, &*proposed), ("decisions/0002-friday.ja.md", &*accepted)]);
    let settled = Case { before, after: &[(FRIDAY, &friday), (ja, &accepted)], ..Case::default() }.gaps();
    assert_eq!(settled, ["`0002` was accepted before this change, and no commit names it"]);
    // One that was under another path goes by all of its id.
    assert_eq!(case(&[("decisions/0002-old.md", &elsewhere)]), bare);
}

#[test]
fn a_record_without_a_number_is_known_by_its_folder_as_long_as_it_is_there() {
    let friday = decision(ACCEPTED);
    let (old, new) = ("decisions/a/friday.md", "decisions/b/friday.md");
    let moved =
        |after: &[(&str, &str)]| Case { before: &[(old, &friday)], after, path: Some(new), ..Case::default() }.gaps();
    // Another text, so that it is not taken for the same record by its words.
    let edited = friday.replace("# Friday", "# Every Friday");
    assert_eq!(moved(&[(new, &edited)]), ["`friday` was accepted before this change, and no commit names it"]);
    assert!(moved(&[(old, &friday), (new, &edited)]).is_empty());
}

#[test]
fn a_file_that_can_not_be_read_for_sure_covers_nothing() {
    let friday = decision(ACCEPTED);
    for (text, rule) in [
        (format!("{friday}\n<<<<<<< main\nA\n=======\nB\n>>>>>>> tune\n"), "conflict-marker"),
        (friday.replace("governs:", "governs: ["), "header-unreadable"),
        (friday.replace("---\nstatus", &format!("---\ntags: {}\nstatus", "x".repeat(70_000))), "header-too-large"),
    ] {
        let path = RepoPath::new(FRIDAY);
        let decision = decision::read(path.clone(), text.into_bytes(), &Policy::read("", &[]).unwrap().words);
        let head = Catalog::new(vec![decision], [], Policy::read(&policy(""), &[]).unwrap(), TODAY);
        let none = Catalog::new(Vec::new(), [], head.policy.clone(), TODAY);
        let seen = BTreeSet::from([path]);
        let renumbered = Renumbered::default();
        let mut earlier = Earlier::new([&none, &none], &renumbered, &head);
        let named = BTreeSet::new();
        let found = covers::candidates([&none, &none], &mut earlier, &renumbered, &head, &seen, &named, &[]);
        let attempt =
            found[0].attempt(&head.policy.areas[0], &head, &Grounds { files: sources::Sources::new(), witness: None });
        assert!(attempt.gaps.contains(&Gap::Denied(vec![rule])), "{rule}: {:?}", attempt.gaps);
    }
}

#[test]
fn a_link_follows_the_file_that_it_leads_to() {
    let policy = Policy::read("", &[]).unwrap();
    let friday = decision::read(RepoPath::new(FRIDAY), b"# Friday\n".to_vec(), &policy.words);
    let was = RepoPath::new("docs/old.md");
    let old_source = RepoPath::new("src/old.rs");
    for (old, new, expected) in [
        ("../docs/old.md", "../docs/new.md", true),
        ("../docs/old.md#top", "../docs/new.md#top", true),
        ("../docs/old.md#top", "../docs/new.md#end", false),
        ("../docs/old.md", "../docs/other.md", false),
        ("../docs/new.md", "../docs/old.md", false),
        ("./a.md", "a.md", true),
        ("a%20b.md", "a b.md", true),
        ("img/x.png", "./img/x.png", true),
        ("../src/old.rs", "../src/new.rs", true),
        ("../src/old.rs", "../docs/new.md", false),
        // Words that are no paths are like any.
        ("./a", "a", false),
        ("a.md", "a", false),
        ("https://example.org/./a.md", "https://example.org/a.md", false),
    ] {
        let moved = |path: &RepoPath| match path.as_str() {
            "docs/new.md" => Some(&was),
            "src/new.rs" => Some(&old_source),
            _ => None,
        };
        assert_eq!(follows(&friday, &friday, old, new, moved), expected, "{old} {new}");
    }
}

#[test]
fn a_glob_covers_the_file_that_it_names() {
    let governs = |glob: &str| gaps("", &decision(ACCEPTED).replace("infra/paging/**", glob));
    assert!(governs(ROTA).is_empty());
    let bare = ["no decision in this change covers `infra/paging/rota.yml`"];
    assert_eq!(governs("infra/paging/*.md"), bare);
    assert_eq!(governs("infra/**\", \"!infra/paging/*.yml"), bare);
    assert!(governs("!infra/**\", \"infra/paging/*.yml").is_empty());
    // What is below a folder is not below a file.
    assert_eq!(governs("infra/paging/rota.yml/**"), bare);
    assert_eq!(governs("infra/paging/*/**"), bare);
}

#[test]
fn errors_of_the_decision_itself_keep_it_from_covering() {
    let friday = decision(ACCEPTED);
    let case = |finding| Case { after: &[(FRIDAY, &friday)], finding, ..Case::default() }.gaps();
    assert!(case(None).is_empty());
    assert!(case(Some((FRIDAY, Level::Warn))).is_empty());
    assert!(case(Some(("decisions/0003-x.md", Level::Deny))).is_empty());
    assert_eq!(case(Some((FRIDAY, Level::Deny))), ["`0002` has errors from `some-rule`"]);
}

#[test]
fn a_decision_that_is_superseded_by_its_links_covers_nothing() {
    let linked = |key: &str| gaps("", &decision(&format!("{ACCEPTED}\n{key}: [\"0009\"]")));
    assert!(linked("supersedes").is_empty());
    assert_eq!(linked("superseded-by"), ["`0002` is superseded by `0009`"]);
}

#[test]
fn a_group_that_is_not_quoted_is_waived_by_somebody_who_may() {
    let group = "hear = [\"support\"]\nwaive = [\"Ana Ruiz\"]";
    let silent = decision(ACCEPTED).replace("Ines Roy", "Bo Lund");
    let nobody = ["`0002` quotes nobody from `support`"];
    for (state, expected) in [
        ("", &nobody[..]),
        ("**Waived:** support, by Ana Ruiz: the contract ends in a week.", &[]),
        ("- [x] **Waived:** support, by Ana Ruiz: the contract ends in a week.", &[]),
        ("- [ ] **Waived:** support, by Ana Ruiz: the contract ends in a week.", &nobody),
        ("**Waived:** support, by Ana Ruiz: <span hidden>the contract ends</span>", &nobody),
        ("**Waived:** support, by Bo Lund: the contract ends in a week.", &nobody),
        ("**Waived:** support, by Ana Ruiz", &nobody),
        ("**Waived:** support", &nobody),
        ("**Waived:** sre, by Ana Ruiz: the contract ends in a week.", &nobody),
        ("**No answer:** sre, asked 2026-02-10, waited until 2026-02-24.", &nobody),
        (
            "**No answer:** support, asked 2026-02-10, waited until 2026-02-24.",
            &["`0002` has no answer from `support`, and silence is not assent"],
        ),
    ] {
        assert_eq!(gaps(group, &format!("{silent}\n{state}\n")), expected, "{state}");
    }
    assert!(gaps(group, &decision(ACCEPTED)).is_empty());
    for (asked, expected) in [
        ("support, 2026-05-12", "; support was asked on 2026-05-12 and has not answered yet"),
        ("Sam Okafor, 2026-05-12", "; Sam Okafor was asked on 2026-05-12 and has not answered yet"),
        ("Kim Lee, 2026-05-12", ""),
    ] {
        let found = gaps("hear = [\"support\"]", &format!("{silent}\n**Asked:** {asked}.\n"));
        assert_eq!(found, [format!("`0002` quotes nobody from `support`{expected}")], "{asked}");
    }
}

#[test]
fn silence_stands_for_a_group_where_the_area_says_so_and_after_its_days() {
    let decision = decision(ACCEPTED).replace("Ines Roy", "Bo Lund");
    let missing = |requires: &str, states: &str| !gaps(requires, &format!("{decision}\n{states}\n")).is_empty();
    let (group, silence) = ("hear = [\"support\"]", "hear = [\"support\"]\nsilence = 14");
    let silent = |who: &str, until: &str| format!("**No answer:** {who}, asked 2026-02-10, waited until {until}.\n\n");
    assert!(missing(group, &silent("support", "2026-02-24")));
    assert!(!missing(silence, &silent("support", "2026-02-24")));
    assert!(missing(silence, &silent("support", "2026-02-23")));
    assert!(missing(silence, &silent("support", "2027-02-24")), "the wait is not over");
    assert!(missing(silence, &silent("sre", "2026-02-24")));
    assert!(missing(silence, "**No answer:** support, asked 2026-02-10."));
    assert!(missing(silence, "**Asked:** support, 2026-02-10, and again 2026-02-24."));
    // Of a group each member is silent.
    assert!(missing(silence, &silent("Ines Roy", "2026-02-24")));
    assert!(!missing(silence, &(silent("Ines Roy", "2026-02-24") + &silent("Sam Okafor", "2026-03-01"))));
    // It is nobody's quote.
    assert!(missing(&format!("{silence}\npeople = 2"), &silent("support", "2026-02-24")));
}

#[test]
fn an_area_gets_the_trial_the_outsider_and_the_people_that_it_requires() {
    let friday = decision(ACCEPTED);
    let trial = |items: &str| gaps("trial = true", &format!("{friday}\n## Trial\n\n- Group: two teams\n{items}"));
    assert_eq!(gaps("trial = true", &friday), ["`0002` has no trial"]);
    assert_eq!(trial(""), ["`0002` has a trial without a result"]);
    assert!(trial("- Result: it held\n").is_empty());
    assert_eq!(trial("- Result: <i hidden>it held</i>\n"), ["`0002` has a trial without a result"]);

    let colleague = friday.replace("Ana Ruiz", "Okafor, Sam");
    let inside = ["`0002` quotes nobody from outside the decision-makers' groups"];
    assert!(gaps("outside = true", &friday).is_empty());
    assert_eq!(gaps("outside = true", &colleague), inside);

    assert!(gaps("people = 1", &friday).is_empty());
    assert_eq!(gaps("people = 2", &friday), ["`0002` quotes 1 of 2 required people who are not decision-makers"]);
    let of_the_makers = ["`0002` quotes 0 of 1 required people who are not decision-makers"];
    for makers in ["Ines Roy", "Roy, Ines", "Ana Ruiz, Ines Roy", "Ana Ruiz and Ines Roy", "Inés Roy", "support"] {
        let decision = friday.replace("[\"Ana Ruiz\"]", &format!("[\"{makers}\"]"));
        assert_eq!(gaps("people = 1", &decision), of_the_makers, "{makers}");
    }
    let camel = friday.replace("decision-makers", "DecisionMakers: [\"Ines Roy\"]\ndecision-makers");
    assert_eq!(gaps("people = 1", &camel), of_the_makers);
    for remark in ["AI summary", "paraphrased", "translated by Bo Lund", "support, from memory", "in the words of Ana"]
    {
        let retold = friday.replace("Ines Roy", &format!("Ines Roy ({remark})"));
        assert_eq!(gaps("people = 1", &retold), of_the_makers, "{remark}");
    }
    for role in ["support", "translation team", "memory and storage", "night shift"] {
        let said = friday.replace("Ines Roy", &format!("Ines Roy ({role})"));
        assert!(gaps("people = 1", &said).is_empty(), "{role}");
    }
    assert!(gaps("people = 1", &friday.replace("## Consultation", "## <a name=\"x\"></a>Consultation")).is_empty());
    for heading in ["## ~~Consultation~~", "## <span hidden>Consultation</span>"] {
        assert_eq!(gaps("people = 1", &friday.replace("## Consultation", heading)), of_the_makers, "{heading}");
    }
    for key in ["approvers", "Decided-By", "driver"] {
        let beside = friday.replace("consulted:", &format!("{key}: [\"Ines Roy\"]\nconsulted:"));
        assert_eq!(gaps("people = 1", &beside), of_the_makers, "{key}");
    }
    // She is listed, and spelled in another way below her words.
    for spelled in ["I. Roy", "Inés Roy", "Dr. Ines M. Roy", "Roy Ines"] {
        let signed = friday.replace("— Ines Roy", &format!("— {spelled}"));
        assert!(gaps("people = 1\nhear = [\"support\"]", &signed).is_empty(), "{spelled}");
        let both = signed.replace("[\"Ines Roy\"]", "[\"Ines Roy\", \"Ian Roy\"]");
        assert_eq!(gaps("people = 1", &both).is_empty(), spelled != "I. Roy", "{spelled}");
    }
    assert_eq!(gaps("people = 1", &friday.replace("— Ines Roy", "— A. Roy")), of_the_makers);
    let unlisted = friday.replace("consulted: [\"Ines Roy\"]", "consulted: [\"Bo Lund\"]");
    assert_eq!(gaps("people = 1", &unlisted), of_the_makers);
    // Another name of a person is that person, also where an entry has two.
    let aka = "people = 1\n\n[people]\n\"Ines Roy\" = { aka = [\"Ina Kestrel\", \"Ina\"] }";
    for makers in ["Ina Kestrel", "Bo Lund / Ina Kestrel", "Bo Lund - Ina", "Ina/Bo Lund", "SRE und Ina"] {
        let decision = friday.replace("[\"Ana Ruiz\"]", &format!("[\"{makers}\"]"));
        assert_eq!(gaps(aka, &decision), of_the_makers, "{makers}");
    }
    assert!(gaps(aka, &friday).is_empty());
    for words in ["[redacted]", "redacted", "(redacted)", "*Redacted.*", "…", "<span hidden>I get paged.</span>"] {
        let decision = friday.replace("I get paged on Friday.", words);
        assert_eq!(gaps("people = 1", &decision), of_the_makers, "{words}");
    }
}

#[test]
fn a_quote_that_counts_has_a_source_that_holds_its_words() {
    let friday = decision(ACCEPTED);
    let lacks = |requires: &str, source: &str, text: &str| {
        let decision = friday.replace("2026-05-12", &format!("2026-05-12{source}"));
        let (after, files) = (&[(FRIDAY, &*decision)][..], &[("notes/call.md", text)][..]);
        Case { requires, after, files, ..Case::default() }.gaps()
    };
    let sourced = |source: &str, text: &str| lacks("evidence = \"sourced\"", source, text);
    let (words, missing) = ("I get paged\non Friday.\n", ["`0002` gives no source for the quotes from Ines Roy"]);
    assert_eq!(sourced("", words), missing);
    assert_eq!(sourced(", [notes](../notes/other.md)", words), missing);
    assert_eq!(sourced(", [notes](../notes/call.md)", "Something else.\n"), missing);
    assert_eq!(sourced(", [notes](0002-friday.md)", words), missing);
    let outside = |source: &str, path: &str| {
        let decision = friday.replace("2026-05-12", &format!("2026-05-12, [notes]({source})"));
        let (after, files) = (&[(FRIDAY, &*decision)][..], &[(path, words)][..]);
        Case { requires: "evidence = \"sourced\"", after, files, ..Case::default() }.gaps()
    };
    assert!(outside("/notes/call.md", "notes/call.md").is_empty());
    assert_eq!(outside("../../call.md", "../../call.md"), missing);
    assert_eq!(outside("/", ""), missing);
    let notes = ", [notes](../notes/call.md)";
    for text in [words, "So she said: I *get* [paged](x) <b>on</b> Friday, twice.\n"] {
        assert!(sourced(notes, text).is_empty(), "{text}");
    }
    let tagged = friday.replace("I get paged on Friday.", "I get <b>paged</b> on Friday.");
    let tagged = tagged.replace("2026-05-12", "2026-05-12, [notes](../notes/call.md)");
    let (after, files) = (&[(FRIDAY, &*tagged)][..], &[("notes/call.md", words)][..]);
    let found = Case { requires: "evidence = \"sourced\"", after, files, ..Case::default() }.gaps();
    assert!(found.is_empty(), "{found:?}");
    for hidden in [
        "<!-- I get paged on Friday. -->\n",
        "~~I get paged on Friday.~~\n",
        "---\nnote: I get paged on Friday.\n---\n# Call\n",
        "# Call\n\n<a title=\"I get paged on Friday.\">x</a>\n",
        "# Call\n\n[x]: https://example.org \"I get paged on Friday.\"\n",
        "# Call\n\n<div hidden>\nI get paged on Friday.\n</div>\n",
    ] {
        assert_eq!(sourced(notes, hidden), missing, "{hidden}");
    }
    assert!(sourced(", https://example.org/t/1", words).is_empty());
    assert!(lacks("evidence = \"claimed\"", "", words).is_empty());
}

#[test]
fn an_area_says_all_that_it_requires() {
    let all = |requires: &str| {
        let policy = Policy::read(&policy(requires), &[]).unwrap();
        requirements(&policy.areas[0], &policy.directory)
    };
    let decision = "an accepted decision for this path";
    assert_eq!(all(""), [decision]);
    assert_eq!(
        all("people = 1\nevidence = \"claimed\""),
        [decision, "a quote from 1 person who is not a decision-maker"]
    );
    let requires = "hear = [\"support\"]\npeople = 2\noutside = true\ntrial = true\nevidence = \"sourced\"\nfresh = 30";
    let expected = [
        decision,
        "a quote from `support` (Ines Roy or Sam Okafor)",
        "quotes from 2 people who are not decision-makers",
        "a quote from somebody outside the decision-makers' groups",
        "a trial with a result",
        "a source for every quote that counts",
        "a decision from the last 30 days",
    ];
    assert_eq!(all(requires), expected);
}

#[test]
fn a_decision_is_edited_where_both_of_its_forms_can_be_read() {
    let friday = decision(ACCEPTED);
    let large = "a".repeat(crate::document::FILE_LIMIT + 1);
    for (before, after, count) in
        [(&friday, &friday, 1), (&friday, &large, 0), (&large, &friday, 0), (&large, &large, 0)]
    {
        let case = Case { before: &[(FRIDAY, before)], after: &[(FRIDAY, after)], ..Case::default() };
        let touched = changed(FRIDAY, Some(FileKind::File), Some(FileKind::File));
        assert_eq!(case.see(&touched, |change| change.edited().count()), count, "{} {}", before.len(), after.len());
    }
}

#[test]
fn a_finding_about_a_gap_keeps_its_group_and_its_fix() {
    let friday = decision(ACCEPTED);
    let case = Case { requires: "hear = [\"sre\"]", after: &[(FRIDAY, &friday)], ..Case::default() };
    let findings = case.see(&changed(ROTA, Some(FileKind::File), Some(FileKind::File)), |change| {
        change.lacks(|_, attempt, _| {
            let (place, help) = (attempt.heard_place(), "quote her".to_owned());
            Some(Lack { place, asks: None, help, fix: Some(Fix::Quote), group: Some("sre".to_owned()) })
        })
    });
    let [finding] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!(finding.message, "`0002` quotes nobody from `sre`");
    assert_eq!(finding.help.as_deref(), Some("quote her"));
    assert_eq!(finding.fix, Some(Fix::Quote));
    assert_eq!(finding.subject, Some(Subject::Group("sre".to_owned())));
}

/// The words that a change takes from the record: who said them, and what is there now.
fn lost(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let policy = Policy::read(&policy(""), &[]).unwrap();
    let read =
        |(path, text): &(&str, &str)| decision::read(RepoPath::new(*path), text.as_bytes().to_vec(), &policy.words);
    let (before, after): (Vec<Decision>, Vec<Decision>) =
        (before.iter().map(read).collect(), after.iter().map(read).collect());
    let now = |before: &Decision| after.iter().find(|after| after.path == before.path);
    let [old, new] = [&before, &after].map(|decisions| decisions.iter().collect::<Vec<_>>());
    let fate = |lost: Lost<'_>| match lost.fate {
        Fate::Changed(..) => "changed",
        Fate::Given(..) => "given",
        Fate::Redacted(..) => "redacted",
        Fate::Unproven(..) => "unproven",
        Fate::Removed => "removed",
    };
    let lost = kept::lost(&old, &new, now, &policy.directory);
    lost.into_iter().map(|lost| (lost.speaker.shown(), fate(lost))).collect()
}

#[test]
fn words_move_until_their_decision_is_accepted() {
    const OTHER: &str = "decisions/0003-other.md";
    let said = decision("status: proposed");
    let accepted = decision(ACCEPTED);
    let silent = |text: &str| text.replace("> I get paged on Friday.\n>\n> — Ines Roy, 2026-05-12\n", "");
    let (said_no_more, accepted_no_more) = (silent(&said), silent(&accepted));
    let with = |old: &str, new: &str| accepted.replace(old, new);
    for (before, after, expected) in [
        (&accepted, &[(FRIDAY, &*accepted)][..], &[][..]),
        (&said, &[(FRIDAY, &*said_no_more)], &["removed"]),
        (&said, &[(FRIDAY, &*said_no_more), (OTHER, &*said)], &[]),
        (&said, &[(OTHER, &*said)], &[]),
        (&accepted, &[(FRIDAY, &*accepted_no_more)], &["removed"]),
        (&accepted, &[(FRIDAY, &*accepted_no_more), (OTHER, &*said)], &["removed"]),
        (&accepted, &[(OTHER, &*accepted)], &[]),
        (&accepted, &[(FRIDAY, &*with("get paged", "sleep"))], &["changed"]),
        (&accepted, &[(FRIDAY, &*with("— Ines Roy", "— Bo Lund"))], &["given"]),
        (&accepted, &[(FRIDAY, &*with("I get paged on Friday.", "[redacted]"))], &["redacted"]),
    ] {
        let expected: Vec<(String, &str)> = expected.iter().map(|fate| ("Ines Roy".to_owned(), *fate)).collect();
        assert_eq!(lost(&[(FRIDAY, before)], after), expected, "{after:?}");
    }
}

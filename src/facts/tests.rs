//! What the areas require of a change and what its decisions lack, without git and without rules.

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
        see(&Change::find(states, seen, &files).unwrap())
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
        let found = covers::candidates([&none, &none], &Renumbered::default(), &head, &seen, &BTreeSet::new(), &[]);
        let attempt = found[0].attempt(&head.policy.areas[0], &head, &sources::Sources::new());
        assert!(attempt.gaps.contains(&Gap::Denied(vec![rule])), "{rule}: {:?}", attempt.gaps);
    }
}

#[test]
fn a_link_follows_the_file_that_it_leads_to() {
    let policy = Policy::read("", &[]).unwrap();
    let friday = decision::read(RepoPath::new(FRIDAY), b"# Friday\n".to_vec(), &policy.words);
    let was = RepoPath::new("docs/old.md");
    let now = RepoPath::new("docs/new.md");
    for (old, new, expected) in [
        ("../docs/old.md", "../docs/new.md", true),
        ("../docs/old.md#top", "../docs/new.md#top", true),
        ("../docs/old.md#top", "../docs/new.md#end", false),
        ("../docs/old.md", "../docs/other.md", false),
        ("../docs/new.md", "../docs/old.md", false),
        ("./a.md", "a.md", true),
        ("a%20b.md", "a b.md", true),
        // Words that are no paths of markdown files are like any.
        ("./a", "a", false),
        ("a.md", "a", false),
        ("https://example.org/./a.md", "https://example.org/a.md", false),
    ] {
        let moved = |path: &RepoPath| (*path == now).then_some(&was);
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

    let colleague = friday.replace("Ana Ruiz", "Sam Okafor");
    let inside = ["`0002` quotes nobody from outside the decision-makers' groups"];
    assert!(gaps("outside = true", &friday).is_empty());
    assert_eq!(gaps("outside = true", &colleague), inside);

    assert!(gaps("people = 1", &friday).is_empty());
    assert_eq!(gaps("people = 2", &friday), ["`0002` quotes 1 of 2 required people who are not decision-makers"]);
    let of_the_makers = ["`0002` quotes 0 of 1 required people who are not decision-makers"];
    for makers in ["Ines Roy", "Ana Ruiz, Ines Roy", "Ana Ruiz and Ines Roy", "Inés Roy", "support"] {
        let decision = friday.replace("[\"Ana Ruiz\"]", &format!("[\"{makers}\"]"));
        assert_eq!(gaps("people = 1", &decision), of_the_makers, "{makers}");
    }
    let unlisted = friday.replace("consulted: [\"Ines Roy\"]", "consulted: [\"Bo Lund\"]");
    assert_eq!(gaps("people = 1", &unlisted), of_the_makers);
    // Another name of a person is that person, also where an entry has two.
    let aka = "people = 1\n\n[people]\n\"Ines Roy\" = { aka = [\"Ina Kestrel\", \"Ina\"] }";
    for makers in ["Ina Kestrel", "Bo Lund / Ina Kestrel", "Bo Lund - Ina", "Ina/Bo Lund", "SRE und Ina"] {
        let decision = friday.replace("[\"Ana Ruiz\"]", &format!("[\"{makers}\"]"));
        assert_eq!(gaps(aka, &decision), of_the_makers, "{makers}");
    }
    assert!(gaps(aka, &friday).is_empty());
    for words in ["[redacted]", "redacted", "(redacted)", "*Redacted.*", "…"] {
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
    assert!(sourced(", [notes](../notes/call.md)", words).is_empty());
    assert!(sourced(", https://example.org/t/1", words).is_empty());
    assert!(lacks("evidence = \"claimed\"", "", words).is_empty());
}

#[test]
fn a_record_that_moves_is_found_by_its_id_and_language() {
    let policy = Policy::read("", &[]).unwrap();
    let read = |path: &str| decision::read(RepoPath::new(path), b"# T\n".to_vec(), &policy.words);
    let now_at = |before: &str, after: &[&str], added: &[&str]| {
        let head = Catalog::new(after.iter().map(|path| read(path)).collect(), [], policy.clone(), TODAY);
        let changed: Vec<Changed> = added.iter().map(|path| changed(path, None, Some(FileKind::File))).collect();
        successor(&read(before), &head, &changed).map(|decision| decision.path.as_str().to_owned())
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

/// What of an accepted decision was edited, each with what it marks.
fn edited(before: &str, after: &str) -> Vec<(String, String)> {
    let policy = Policy::read(&policy(""), &[]).unwrap();
    let read = |text: &str| decision::read(RepoPath::new(FRIDAY), text.as_bytes().to_vec(), &policy.words);
    let edits = edits(&read(before), &read(after), &policy.directory, &|_, _| false);
    edits.into_iter().map(|edit| (edit.what, edit.span.of(after).to_owned())).collect()
}

/// Checks what is said of a decision in which the one text is replaced by the other.
#[track_caller]
fn marks(text: &str, old: &str, new: &str, expected: &[(&str, &str)]) {
    assert!(text.contains(old), "{old}");
    let found = edited(text, &text.replacen(old, new, 1));
    let found: Vec<(&str, &str)> = found.iter().map(|(what, place)| (what.as_str(), place.as_str())).collect();
    assert_eq!(found, expected, "{old} becomes {new}");
}

#[test]
fn a_field_in_the_body_may_change_and_the_text_around_it_may_not() {
    let text = "# Friday\n\nWe take option B\n* Status: accepted\n* Deciders: Ana Ruiz\n* Authors: Bo Lund\n\n\
                ## Context\n\nFriday is quiet.\n\n## Consultation\n\n> I get paged.\n>\n> — Ines Roy\n\n\
                ### Trial\n\n- Group: two teams\n\n### More\n\nSaid in a call.\n";
    marks(text, "accepted", "deprecated", &[]);
    marks(text, "option B", "option C", &[("the text", "C")]);
    marks(text, "is quiet", "is not quiet", &[("the text", "not")]);
    // The people of both keys decide.
    let both = [("the text", "Kim"), ("`Authors`", "Authors"), ("`decision-makers`", "Deciders")];
    marks(text, "Bo Lund", "Kim Lee", &both);
    marks(text, "in a call.\n", "in a call.\n\nAnd by mail.\n", &[("the text", "And by mail.")]);
    let table = "# Friday\n\n| Field | Value | Remark |\n| --- | --- | --- |\n| Status | Accepted | since the last release |\n\n\
                 ## Context\n\nFriday is quiet.\n";
    marks(table, "Accepted", "Deprecated", &[]);
    marks(table, "last release", "first release", &[]);
    marks(table, "Remark", "Note", &[("the text", "Note")]);
    marks(table, "is quiet.\n", "is quiet.\n\nMostly.\n", &[("the text", "Mostly.")]);
    marks(table, "is quiet.", "is", &[("the text", "is")]);
}

#[test]
fn around_the_quotes_more_may_be_said_and_nothing_taken_away() {
    let text = "---\nstatus: accepted\n---\n# Friday\n\n## Consultation\n\nNobody objected at first.\n\n\
                > I get paged.\n>\n> — Ines Roy\n\n> So do I.\n>\n> — Sam Okafor\n\n### Trial\n\n- Group: two teams\n\n\
                ### More\n\nSaid in a call.\n";
    let heading = [("the text", "## Consultation")];
    marks(text, "Said in a call.\n", "Said in a call.\n\nAnd by mail.\n", &[("the text", "And by mail.")]);
    let later = "Nobody objected later.";
    marks(text, "Nobody objected", &format!("{later}\n\nNobody objected"), &[("the text", later)]);
    for added in ["### Void", "> [!NOTE]\n> Withdrawn.", "See: <details>"] {
        let found = edited(text, &text.replacen("> So do I.", &format!("{added}\n\n> So do I."), 1));
        assert_eq!(found.len(), 1, "{added}: {found:?}");
    }
    marks(
        text,
        "> So do I.\n",
        "> Me too, every night.\n>\n> — Kim Lee\n\n**Changed:** it is noon now.\n\n> So do I.\n",
        &[],
    );
    // A copy of what is there is new as well, and so is an answer that begins as another one.
    let void = text.replacen("> So do I.", "### More\n\n> So do I.", 1);
    assert_eq!(edited(text, &void).len(), 1);
    let answered = text.replace("— Sam Okafor\n", "— Sam Okafor\n\nYes.\n");
    let more = "> Me too, every night.\n>\n> — Kim Lee\n\nYes. ![x](y.png)\n\n> So do I.";
    assert_eq!(edited(&answered, &answered.replace("> So do I.", more)).len(), 1);
    let picture = "> Me too, ![x](y.png) every night.";
    marks(
        text,
        "> So do I.\n",
        &format!("{picture}\n>\n> — Kim Lee\n\n> So do I.\n"),
        &[("the consultation", picture)],
    );
    marks(text, "Nobody objected", "Somebody objected", &[("the text", "Somebody objected at first.")]);
    marks(text, "Nobody objected at first.\n\n", "", &heading);
    marks(text, "at first.\n", "at first.\n\n<div hidden>\n", &[("the text", "<div hidden>")]);
    marks(text, "- Group: two teams\n", "", &heading);
    // A heading comes with what is new below it.
    let later = "### Later\n\n> Me too, every night.\n>\n> — Kim Lee\n\n### Trial";
    marks(text, "### Trial", later, &[]);
    let without = text.replace("### Trial\n\n- Group: two teams\n\n", "");
    marks(&without, "### More", "### Trial\n\n- Group: two teams\n\n### More", &[]);
    marks(text, "two teams\n", "two teams\n- Result: it held\n", &[]);
    marks(&text.replace("two teams\n", "two teams\n- Result:\n"), "- Result:", "- Result: it held", &[]);
    // A quote that is gone is reported by other rules; one that is moved or named anew is not.
    marks(text, "> I get paged.\n>\n> — Ines Roy\n\n", "", &[]);
    marks(
        text,
        "> I get paged.\n>\n> — Ines Roy\n\n> So do I.\n",
        "> So do I.\n>\n> — Sam Okafor\n\n> I get paged.\n",
        &heading,
    );
}

#[test]
fn a_quote_stays_as_a_page_shows_it() {
    let text = "---\nstatus: accepted\ndate: 2026-03-02\n---\n# Friday\n\n## Consultation\n\n> I get paged when it stalls.\n>\n\
                > — Ines Roy\n\n**Changed:** the window.\n";
    for (old, new) in [
        ("paged", "paged ![x](y.png)"),
        ("I get", "![x](y.png) I get"),
        ("when it", "when ~~if~~ it"),
        ("paged", "[paged](https://example.org)"),
        ("paged", "`paged`"),
        ("— Ines", "— ~~Bo Lund~~ Ines"),
        ("— Ines", "— ![x](y.png) Ines"),
    ] {
        let found = edited(text, &text.replacen(old, new, 1));
        assert_eq!(found.first().map(|(what, _)| what.as_str()), Some("the quote from Ines Roy"), "{new}: {found:?}");
    }
    for (old, new) in [
        ("paged", "*paged*"),
        ("when it", "when\n> it"),
        ("— Ines Roy", "— Ines Roy, 2026-02-12"),
        ("— Ines Roy", "— Ines Roy (on call)"),
    ] {
        assert_eq!(edited(text, &text.replacen(old, new, 1)), [], "{new}");
    }
    assert_eq!(edited(&text.replace("— Ines Roy", "— Ines Roy (on call)"), text), []);
    // The name may come before the words as well.
    let (behind, before) =
        ("> I get paged when it stalls.\n>\n> — Ines Roy", "> **Ines Roy:** I get paged when it stalls.");
    assert_eq!(edited(text, &text.replace(behind, before)), []);
    let trial = text.replace("> I get", "### Trial\n\n> I get");
    assert!(!edited(text, &trial).is_empty());
    for more in ["\n\nDone. <div hidden>", "\n\n![x](y.png)", "\n\n<details>"] {
        assert!(!edited(text, &text.replace("the window.", &format!("the window.{more}"))).is_empty(), "{more}");
    }
    assert_eq!(edited(text, &text.replace("the window.", "the window.\n\nSee <https://example.org>.")), []);
}

#[test]
fn a_day_moves_with_the_status_and_a_waiver_ends_no_later() {
    let text = "---\nstatus: accepted\ndate: 2026-03-02\n---\n# Friday\n";
    marks(text, "2026-03-02", "2026-03-04", &[("`date`", "2026-03-04")]);
    marks(text, "2026-03-02", "2 March 2026", &[]);
    marks(text, "accepted\ndate: 2026-03-02", "deprecated\ndate: 2026-03-04", &[]);
    let waiver = "---\nstatus: waived\ndate: 2026-03-02\nreview-by: 2026-04-01\n---\n# Friday\n";
    marks(waiver, "2026-04-01", "2026-05-01", &[("`review-by`", "2026-05-01")]);
    marks(waiver, "2026-04-01", "2026-03-20", &[]);
    marks(waiver, "2026-04-01", "2026-04-01", &[]);
    marks(&waiver.replace("waived", "accepted"), "2026-04-01", "2026-05-01", &[]);
    assert_eq!(edited(waiver, &waiver.replace("review-by: 2026-04-01\n", "")).len(), 1);
    marks(text, "date: 2026-03-02", "date: 2026-03-02\nreview-by: 2027-01-01", &[]);
}

#[test]
fn below_the_heading_of_a_status_only_the_status_and_links_are_free() {
    let text = "# 1. Friday\n\n## Status\n\nAccepted\n\n## Context\n\nFriday is quiet.\n";
    marks(text, "Accepted", "Superseded by [2](0002-x.md)", &[]);
    marks(text, "Accepted\n", "Accepted\n\nAmended by [2](0002-x.md)\n", &[]);
    for more in ["<details>", "What stands below is void."] {
        assert_eq!(edited(text, &text.replace("Accepted\n", &format!("Accepted\n\n{more}\n"))).len(), 1, "{more}");
    }
}

#[test]
fn decision_makers_are_settled_and_others_may_be_added() {
    let text = "---\nstatus: accepted\ndecision-makers: [Ana Ruiz, Bo Lund]\nconsulted: [Ines Roy, Kim Lee]\n\
                informed: [Pete Osei, Sam Okafor]\n---\n# Friday\n";
    let makers = [("`decision-makers`", "decision-makers")];
    marks(text, "Ana Ruiz, Bo Lund", "Bo Lund, Ana Ruiz", &[]);
    marks(text, ", Bo Lund", "", &makers);
    marks(text, ", Bo Lund", ", Bo Lund, Kim Lee", &makers);
    for (key, marked, name) in [("`consulted`", "consulted", "Kim Lee"), ("`informed`", "informed", "Sam Okafor")] {
        marks(text, name, &format!("{name}, Lou Diaz"), &[]);
        marks(text, &format!(", {name}"), "", &[(key, marked)]);
    }
}

#[test]
fn what_is_said_of_people_who_were_not_heard_stays_until_they_are() {
    let said = |state: &str| format!("---\nstatus: accepted\n---\n# Friday\n\n## Consultation\n\n{state}\n");
    let silent = "**No answer:** Ines Roy, asked 2026-05-12.";
    let asked = "**Asked:** Ines Roy, 2026-05-12.";
    let waived = "**Waived:** Ines Roy, by Ana Ruiz: she left.";
    let quote = |name: &str| format!("> I get paged.\n>\n> — {name}");
    for (before, after, is_edited) in [
        (silent, silent, false),
        (silent, "", true),
        (silent, waived, true),
        (silent, &quote("Ines Roy"), false),
        (silent, &quote("Kim Lee"), true),
        (asked, "", true),
        (asked, silent, false),
        (asked, waived, false),
        (asked, "**No answer:** Kim Lee, asked 2026-05-12.", true),
        (asked, "**Asked:** Ines Roy, 2026-05-19.", true),
        (asked, &quote("Ines Roy"), false),
    ] {
        let expected = (format!("`{before}`"), "## Consultation".to_owned());
        let found = edited(&said(before), &said(after));
        assert_eq!(found, Vec::from_iter(is_edited.then_some(expected)), "{before} becomes {after}");
    }
}

#[test]
fn what_was_said_stays_and_what_was_open_may_be_answered() {
    let said = |source: &str, answer: &str| {
        format!("# Friday\n\n## Consultation\n\n> I get paged.\n>\n> — Ines Roy, 2026-05-12{source}\n\n{answer}\n")
    };
    let open = said("", "**Open:** who is next?");
    marks(&open, "**Open:** who is next?", "**Changed:** the window.", &[]);
    let picture = "**Changed:** the window ![x](y.png)";
    marks(&open, "**Open:** who is next?", picture, &[("the consultation", picture)]);
    let answered = said(", [notes](call.md)", "**Changed:** the window.");
    let response = "the response to the quote from Ines Roy";
    let source = "the date or source of the quote from Ines Roy";
    marks(&answered, "the window.", "the window.\n\nSince May.", &[]);
    marks(&answered, "the window.", "the window. Or not.", &[(response, "**Changed:** the window. Or not.")]);
    marks(&answered, "the window.", "the door.", &[(response, "**Changed:** the door.")]);
    marks(&answered, "**Changed:** the window.", "", &[(response, "> I get paged.")]);
    marks(&answered, "(call.md)", "(mail.md)", &[(source, "Ines Roy")]);
    marks(&answered, ", [notes](call.md)", "", &[(source, "Ines Roy")]);
    marks(&answered, "05-12", "05-13", &[(source, "Ines Roy")]);
    marks(&said("", ""), "05-12", "05-12, [notes](call.md)", &[]);
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

/// The summary of what the area requires of a change of one of its files.
fn summary(requires: &str, decision: &str, files: &[(&str, &str)]) -> NeedSummary {
    let after = &[(FRIDAY, decision)][..];
    let case = Case { requires, after: if decision.is_empty() { &[] } else { after }, files, ..Case::default() };
    let mut summaries =
        case.see(&changed(ROTA, Some(FileKind::File), Some(FileKind::File)), |change| change.summaries.clone());
    assert_eq!(summaries.len(), 1);
    summaries.remove(0)
}

#[test]
fn a_summary_lists_who_can_still_be_asked() {
    let friday = decision(ACCEPTED);
    let with = |old: &str, new: &str| friday.replace(old, new);
    let (both, waive) = ("hear = [\"support\", \"sre\"]", "hear = [\"sre\"]\nwaive = [\"Sam Okafor\"]");
    let silent = with("Ines Roy", "Bo Lund");
    let (by_sam, by_ines) = (silent.replace("Ana Ruiz", "Sam Okafor"), with("Ana Ruiz", "Kim Lee"));
    for (requires, decision, people, heard, may_waive) in [
        (both, "", &["Ines Roy", "Sam Okafor", "Ana Ruiz"][..], &[][..], &[][..]),
        // Ana Ruiz decides, and support is quoted.
        (both, &friday, &[], &["Ines Roy"], &[]),
        (both, &by_ines, &["Ana Ruiz"], &["Ines Roy"], &[]),
        (both, &silent, &["Ines Roy", "Sam Okafor"], &["Bo Lund"], &[]),
        (both, &by_sam, &["Ines Roy", "Ana Ruiz"], &["Bo Lund"], &[]),
        // Nobody has to be asked about what is covered.
        ("hear = [\"support\"]\nwaive = [\"Sam Okafor\"]", &friday, &[], &["Ines Roy"], &[]),
        ("people = 2", &friday, &[], &["Ines Roy"], &[]),
        (waive, &friday, &[], &["Ines Roy"], &["Sam Okafor"]),
        ("hear = [\"support\", \"support\"]", "", &["Ines Roy", "Sam Okafor"], &[], &[]),
    ] {
        let need = summary(requires, decision, &[]);
        let names = |contacts: &[Contact]| contacts.iter().map(Contact::to_string).collect::<Vec<_>>();
        assert_eq!(names(&need.people), people, "{requires} {decision}");
        assert_eq!(need.heard, heard, "{requires} {decision}");
        assert_eq!(names(&need.waive), may_waive, "{requires} {decision}");
    }
}

#[test]
fn a_summary_lists_who_was_asked_and_has_not_answered() {
    let silent = decision(ACCEPTED).replace("Ines Roy", "Bo Lund");
    for (states, expected) in [
        ("", &[][..]),
        ("**Asked:** Sam Okafor, 2026-05-12.", &["Sam Okafor was asked on 2026-05-12 and has not answered yet"][..]),
        ("**Asked:** Sam Okafor", &["Sam Okafor was asked and has not answered yet"]),
        ("**Asked:** Bo Lund, 2026-05-12.", &[]),
        ("**No answer:** Sam Okafor, asked 2026-05-12, waited until 2026-05-26.", &[]),
        (
            "**Asked:** Sam Okafor, 2026-05-12.\n\n**Asked:** Sam Okafor, 2026-05-12.",
            &["Sam Okafor was asked on 2026-05-12 and has not answered yet"],
        ),
    ] {
        let need = summary("hear = [\"support\"]", &format!("{silent}\n{states}\n"), &[]);
        let waiting: Vec<String> = need.waiting.iter().map(|waiting| waiting.to_string()).collect();
        assert_eq!(waiting, expected, "{states}");
    }
}

#[test]
fn a_summary_ticks_what_is_done() {
    let friday = decision(ACCEPTED);
    let steps = |requires: &str, decision: &str| -> Vec<String> {
        let tick = |step: &summary::Step| format!("[{}] {}", if step.is_done { 'x' } else { ' ' }, step.text);
        summary(requires, decision, &[]).steps.iter().map(tick).collect()
    };
    let (governs, bare) =
        ("[x] a decision that governs `infra/paging/rota.yml`", "[ ] a decision that governs `infra/paging/rota.yml`");
    let all =
        "hear = [\"support\", \"sre\"]\npeople = 2\noutside = true\ntrial = true\nevidence = \"sourced\"\nfresh = 30";
    let texts = [
        "it is accepted",
        "a quote from `support` (Ines Roy or Sam Okafor)",
        "a quote from `sre` (Ana Ruiz)",
        "quotes from 2 people who are not decision-makers",
        "a quote from somebody outside the decision-makers' groups",
        "a trial with a result",
        "a source for every quote that counts",
        "a decision from the last 30 days",
    ];
    let ticked = |marks: &str, first: &str| -> Vec<String> {
        let steps = marks.chars().zip(texts).map(|(mark, text)| format!("[{mark}] {text}"));
        std::iter::once(first.to_owned()).chain(steps).collect()
    };
    assert_eq!(steps(all, ""), ticked("        ", bare));
    assert_eq!(steps(all, &friday), ticked("xx  x  x", governs));
    let old = friday.replace("2026-05-20", "2026-03-20").replace("status: accepted", "status: proposed");
    assert_eq!(steps(all, &old), ticked(" x  x   ", governs));
    let colleague = friday.replace("Ana Ruiz", "Sam Okafor") + "\n## Trial\n\n- Group: two teams\n- Result: it held\n";
    assert_eq!(steps(all, &colleague), ticked("xx   x x", governs));
    let sourced = friday.replace("2026-05-12", "2026-05-12, https://example.org/t/1").replace("Ines Roy", "Bo Lund");
    assert_eq!(steps(all, &sourced), ticked("x   x xx", governs));
    // What no area asks for in these words comes last.
    let superseded = decision(&format!("{ACCEPTED}\nsuperseded-by: [\"0009\"]"));
    assert_eq!(
        steps("hear = [\"sre\"]", &superseded),
        [governs, "[x] it is accepted", "[ ] a quote from `sre` (Ana Ruiz)", "[ ] `0002` is superseded by `0009`"]
    );
    assert_eq!(steps("", &friday), [governs, "[x] it is accepted"]);
}

#[test]
fn a_summary_shows_the_words_that_count_and_what_is_behind_them() {
    let friday = decision(ACCEPTED);
    let text = "I get paged on Friday.\n";
    for (source, evidence) in [
        ("", "without a source"),
        (", told Bo Lund", "as told to Bo Lund"),
        (", https://example.org/t/1", "at `https://example.org/t/1`, which was not looked up"),
        (", [notes](../notes/call.md)", "found in `../notes/call.md`"),
        (", [notes](../notes/other.md)", "not found in `notes/other.md`"),
        (", [notes](0002-friday.md)", "`0002-friday.md` is no source that can be looked up"),
        (", [notes](none.md)", "`none.md` is no source that can be looked up"),
        (", the call", "`the call` is no source that can be looked up"),
    ] {
        let decision = friday.replace("2026-05-12", &format!("2026-05-12{source}"));
        let files = &[("notes/call.md", text), ("notes/other.md", "else\n"), (FRIDAY, &decision)];
        let need = summary("hear = [\"support\"]", &decision, files);
        let [cover] = &need.covers[..] else { panic!("{source}: {need:?}") };
        let [words] = &cover.quotes[..] else { panic!("{source}: {need:?}") };
        assert_eq!(words.evidence, evidence, "{source}");
        assert_eq!((&*words.speaker, words.date.as_deref()), ("Ines Roy", Some("2026-05-12")));
        assert_eq!(words.text, "I get paged on Friday.");
    }
    let need = summary("hear = [\"support\"]", &friday.replace(", 2026-05-12", ""), &[]);
    let cover = &need.covers[0];
    assert_eq!(cover.quotes[0].date, None);
    assert_eq!((cover.decision.id.as_str(), cover.decision.title.as_str()), ("0002", "Friday"));
    assert_eq!((cover.is_new, cover.date.as_deref(), cover.days), (true, Some("2026-05-20"), Some(12)));
    assert_eq!(need.covered_by, [FRIDAY]);
    assert_eq!((need.is_open(), need.nearest.len(), need.paths.as_slice()), (false, 0, &[ROTA.to_owned()][..]));
    let undated = &summary("", &decision("status: accepted\ntags: [x]"), &[]).covers[0];
    assert_eq!((undated.date.as_deref(), undated.days), (None, None));
    let open = summary("hear = [\"sre\"]", &friday, &[]);
    assert_eq!((open.is_open(), open.covers.len(), open.nearest[0].path.as_str()), (true, 0, FRIDAY));
}

#[test]
fn a_summary_shows_globs_that_reach_beyond_every_area() {
    let wide = |globs: &str| {
        let decision = decision(ACCEPTED).replace("\"infra/paging/**\"", globs);
        summary("", &decision, &[]).covers[0].wide.clone()
    };
    assert_eq!(wide("\"infra/paging/**\""), [""; 0]);
    assert_eq!(wide("\"infra/**\", \"infra/paging/rota.yml\""), ["infra/**"]);
    assert_eq!(wide("\"**\", \"docs/**\", \"!infra/other/**\""), ["**", "docs/**"]);
}

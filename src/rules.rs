//! The rules. Each is one file that holds its id, level, words, check, and the examples that are
//! run as tests. A test says which of the two lists below lacks a file.

mod accepted_edited;
mod allow_forbidden;
mod allow_unknown;
mod allow_unused;
mod allow_without_reason;
mod asked_unanswered;
mod baseline_grown;
mod baseline_unmatched;
mod concern_open;
mod concern_unanswered;
mod conflict_marker;
mod consulted_empty;
mod consulted_not_a_person;
mod consulted_only_makers;
mod consulted_unclear;
mod consulted_unquoted;
mod control_character;
mod cover_stale;
mod date_form;
mod date_impossible;
mod date_in_future;
mod date_missing;
mod decision_deleted;
mod decision_not_a_file;
mod declined_without_reason;
mod deferred_overdue;
mod deferred_without_owner;
mod evidence_too_weak;
mod file_unreadable;
mod governed_uncovered;
mod governs_unreadable;
mod group_unheard;
mod header_missing;
mod header_too_large;
mod header_unreadable;
mod id_not_in_name;
mod id_twice;
mod key_misspelt;
mod key_removed;
mod key_twice;
mod key_unknown;
mod link_dangling;
mod link_in_circle;
mod link_one_sided;
mod maker_not_a_person;
mod name_lookalike;
mod options_too_few;
mod outsider_missing;
mod overruled_by_nobody;
mod people_all_the_same;
mod people_unreadable;
mod policy_changed;
mod policy_unreadable;
mod quote_after_decision;
mod quote_form;
mod quote_repeated;
mod quote_retold;
mod quote_short;
mod quote_unattributed;
mod quote_undated;
mod quote_unlisted;
mod quote_unwitnessed;
mod receipt_changed;
mod receipt_edited;
mod receipt_edited_by_another;
mod receipt_from_program;
mod receipt_other_day;
mod receipt_other_person;
mod receipt_other_words;
mod receipt_unreadable;
mod review_overdue;
mod signature_invalid;
mod speaker_not_told;
mod status_jump;
mod status_missing;
mod status_unknown;
mod template_left;
mod title_missing;
mod too_few_heard;
mod trial_by_insiders;
mod trial_missing;
mod trial_without_result;
mod waived_without_reason;
mod waiver_expired;
mod waiver_incomplete;
mod waiver_not_allowed;
mod waiver_unused;
mod words_changed;
mod words_outdated;
mod words_redacted;
mod words_removed;

use std::borrow::Cow;

// What most rules are written with is imported here, and they take it from here.
use crate::baseline::Unmatched;
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::facts::{Change, Gap, Lack};
use crate::finding::{Finding, Fix};
use crate::policy::Level;
use crate::signature::Orphans;
use crate::text::{RepoPath, Span, Spanned, joined, visible};

pub(crate) use conflict_marker::ID as CONFLICT;
pub(crate) use file_unreadable::fault;
pub(crate) use link_in_circle::in_circles;
pub(crate) use quote_form::ID as QUOTE_FORM;
pub(crate) use words_outdated::ID as OUTDATED;

/// One rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Its name, in `heard.toml` and in every output. Names the problem.
    pub id: &'static str,
    /// Its level unless `heard.toml` sets another one.
    pub level: Level,
    /// What it reports, in one line.
    pub summary: &'static str,
    /// What it reports, why it matters, and how to fix it. Starts with an empty line, as the example does.
    explain: &'static str,
    /// An example that it reports, and how to fix it. Carets below a line mark what a finding marks, and names of
    /// [`PARTS`] stand for these. In the fixed example, text after `=>` is in place of the line above, and a line after
    /// `+>` is added.
    example: &'static str,
    /// What it looks at, and how.
    pub check: Check,
}

impl Rule {
    /// What it reports, why it matters, and how to fix it.
    pub(crate) fn explanation(&self) -> &'static str {
        self.explain.trim()
    }

    /// An example that it reports, with carets below what a finding marks.
    pub(crate) fn bad_example(&self) -> String {
        let lines = self.example.trim_start_matches('\n').split_inclusive('\n');
        with_parts(&lines.filter(|line| !line.starts_with("=>") && !line.starts_with("+>")).collect::<String>())
    }

    /// The example as it is after the fix, which it does not report.
    pub(crate) fn good_example(&self) -> String {
        let mut fixed: Vec<&str> = Vec::new();
        for line in self.example.trim_start_matches('\n').split_inclusive('\n') {
            if let Some(new) = line.strip_prefix("=>") {
                while fixed.pop().is_some_and(is_carets) {}
                fixed.extend(new.strip_prefix(' '));
            } else if let Some(new) = line.strip_prefix("+>") {
                fixed.push(new.strip_prefix(' ').unwrap_or(new));
            } else {
                fixed.push(line);
            }
        }
        with_parts(&fixed.concat()).split_inclusive('\n').filter(|line| !is_carets(line)).collect()
    }

    /// Whether a comment in a file may allow what the rule finds in it. Not what checks a change, which the change must
    /// not loosen; not what can't be read, since the comment may be in the part that was not; and not the rules on the
    /// comments themselves.
    pub(crate) fn is_allowable(&self) -> bool {
        let is_on_changes = matches!(self.check, Check::Gate(_) | Check::Keys(_));
        !is_on_changes && !matches!(self.check, Check::Problem(_) | Check::Allows(_) | Check::Baseline(_))
    }
}

/// What many examples have in common: the name that stands for a part, and its text. A part may name those below it.
const PARTS: &str = r#"
== <quoted>
<header>
<consultation>
<ines>
== <header>
<consulted>
  - "Ines Roy (support)"
== <consulted>
<accepted>
decision-makers:
  - "Ana Ruiz"
consulted:
== <accepted>
---
status: accepted
date: 2026-03-02
== <waived>
---
status: waived
        ^^^^^^
date: 2026-05-20
<governs>
decision-makers:
== <governs>
governs:
  - "infra/paging/**"
== <tonight>
<title>

The vendor turns the old rota off tonight. Support is asked next week.
== <consultation>
<title>

## Consultation

== <title>
---

# Page through the rotation
== <ines>
> I get paged when an export stalls and cannot see whose it is.
<by ines>
== <by ines>
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.
== <pete>
> Please do not move the window to Friday.
>
> — Pete Osei, 2026-02-13
== <bo>
> The rota tool has no Friday.
>
> — Bo Lund, 2026-02-12

**Changed:** the window moves to Thursday.
== <forge>
==> heard.toml <==
[people."Ines Roy"]
github = { login = "inesroy", id = 1894766 }
<policy>
evidence = "forge"
==> witness <==
{"version":1,"base":"base","head":"head","comments":[
== <policy>
[groups]
support = ["Ines Roy", "Sam Okafor"]
sre = ["Ana Ruiz", "Bo Lund"]

[[areas]]
name = "paging"
paths = ["infra/paging/**"]
== <second comment>
{"address":"https://github.com/acme/rota/pull/7#issuecomment-2","comment":{"author":{"login":"inesroy","id":1894766},"text":"I get paged when an export stalls.","at":"2026-02-12T10:11:12Z","edited":null,"minimised":false}}]}
== <by inesroy>
by inesroy id=1894766 at=2026-02-12T10:11:12Z edited=never sha256=130c80c8956a88577f7c3a6a1607dd27337d6e55e7d3394f8469fd813f897794 -->
== <rota>
==> head:infra/paging/rota.yml <==
window: friday
==> head:decisions/0012-rota.md <=="#;

/// A text of an example with its parts filled in.
fn with_parts(text: &str) -> String {
    let parts = PARTS.split("\n== ").filter_map(|part| part.split_once('\n'));
    parts.fold(text.to_owned(), |text, (name, part)| text.replace(name, part))
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Check {
    /// A file that could not be read, or not as a decision should be; runs on every file.
    Problem(fn(&Decision) -> Vec<Finding>),
    /// One decision, whatever its status, in its log.
    Decision(fn(&Decision, &Catalog) -> Vec<Finding>),
    /// One decision's consultation: at its level once accepted, at most a warning before, and silent once the decision
    /// is no longer followed.
    Consultation(fn(&Decision, &Catalog) -> Vec<Finding>),
    /// The log as a whole: what shows only in all decisions together.
    Catalog(fn(&Catalog) -> Vec<Finding>),
    /// A decision with `heard: allow` comments, and the names of rules in them that allowed nothing.
    Allows(fn(&Decision, &[&Spanned<String>]) -> Vec<Finding>),
    /// Entries of the baseline that record more than is found.
    Baseline(fn(&[Unmatched<'_>]) -> Vec<Finding>),
    /// A change between two commits.
    Gate(fn(&Change<'_>) -> Vec<Finding>),
    /// The signatures at the base of a change that verify no more by the keys of its policy.
    Keys(fn(&[Orphans]) -> Vec<Finding>),
}

/// Whether a line of an example marks the line above it.
fn is_carets(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.bytes().all(|byte| byte == b'^')
}

/// Names of people as a sentence has them: the first few, and how many more there are.
fn list_names(names: &[String]) -> String {
    let shown: Vec<Cow<'_, str>> = names.iter().map(|name| visible(name)).collect();
    match shown.as_slice() {
        [one, two, three, _, rest @ ..] if !rest.is_empty() => {
            format!("{one}, {two}, {three} and {} more", names.len() - 3)
        }
        few => joined(few),
    }
}

/// How two decisions are named beside each other: by their ids, or by their paths where both have one id.
fn names_of_pair(one: &Decision, other: &Decision) -> [String; 2] {
    match one.id.to_string() == other.id.to_string() {
        true => [one, other].map(|decision| decision.path.to_string()),
        false => [one, other].map(|decision| decision.id.to_string()),
    }
}

/// A gap that a rule of the gate reports at this place of the decision. `asks` is the line of the policy.
fn lack(place: Span, asks: Option<Span>, help: impl Into<String>, fix: Option<Fix>) -> Lack {
    Lack { place, asks, help: help.into(), fix, group: None }
}

/// The rule of that name.
pub(crate) fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// The ids of all rules.
pub(crate) fn ids() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.id).collect()
}

/// All rules, by id.
pub(crate) static RULES: &[&Rule] = &[
    &accepted_edited::RULE,
    &allow_forbidden::RULE,
    &allow_unknown::RULE,
    &allow_unused::RULE,
    &allow_without_reason::RULE,
    &asked_unanswered::RULE,
    &baseline_grown::RULE,
    &baseline_unmatched::RULE,
    &concern_open::RULE,
    &concern_unanswered::RULE,
    &conflict_marker::RULE,
    &consulted_empty::RULE,
    &consulted_not_a_person::RULE,
    &consulted_only_makers::RULE,
    &consulted_unclear::RULE,
    &consulted_unquoted::RULE,
    &control_character::RULE,
    &cover_stale::RULE,
    &date_form::RULE,
    &date_impossible::RULE,
    &date_in_future::RULE,
    &date_missing::RULE,
    &decision_deleted::RULE,
    &decision_not_a_file::RULE,
    &declined_without_reason::RULE,
    &deferred_overdue::RULE,
    &deferred_without_owner::RULE,
    &evidence_too_weak::RULE,
    &file_unreadable::RULE,
    &governed_uncovered::RULE,
    &governs_unreadable::RULE,
    &group_unheard::RULE,
    &header_missing::RULE,
    &header_too_large::RULE,
    &header_unreadable::RULE,
    &id_not_in_name::RULE,
    &id_twice::RULE,
    &key_misspelt::RULE,
    &key_removed::RULE,
    &key_twice::RULE,
    &key_unknown::RULE,
    &link_dangling::RULE,
    &link_in_circle::RULE,
    &link_one_sided::RULE,
    &maker_not_a_person::RULE,
    &name_lookalike::RULE,
    &options_too_few::RULE,
    &outsider_missing::RULE,
    &overruled_by_nobody::RULE,
    &people_all_the_same::RULE,
    &people_unreadable::RULE,
    &policy_changed::RULE,
    &policy_unreadable::RULE,
    &quote_after_decision::RULE,
    &quote_form::RULE,
    &quote_repeated::RULE,
    &quote_retold::RULE,
    &quote_short::RULE,
    &quote_unattributed::RULE,
    &quote_undated::RULE,
    &quote_unlisted::RULE,
    &quote_unwitnessed::RULE,
    &receipt_changed::RULE,
    &receipt_edited::RULE,
    &receipt_edited_by_another::RULE,
    &receipt_from_program::RULE,
    &receipt_other_day::RULE,
    &receipt_other_person::RULE,
    &receipt_other_words::RULE,
    &receipt_unreadable::RULE,
    &review_overdue::RULE,
    &signature_invalid::RULE,
    &speaker_not_told::RULE,
    &status_jump::RULE,
    &status_missing::RULE,
    &status_unknown::RULE,
    &template_left::RULE,
    &title_missing::RULE,
    &too_few_heard::RULE,
    &trial_by_insiders::RULE,
    &trial_missing::RULE,
    &trial_without_result::RULE,
    &waived_without_reason::RULE,
    &waiver_expired::RULE,
    &waiver_incomplete::RULE,
    &waiver_not_allowed::RULE,
    &waiver_unused::RULE,
    &words_changed::RULE,
    &words_outdated::RULE,
    &words_redacted::RULE,
    &words_removed::RULE,
];

#[cfg(test)]
pub(crate) mod tests;

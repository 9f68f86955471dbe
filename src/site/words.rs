//! The words of the interface: everything that a page says by itself, in each language that the site speaks. What records
//! say stays as it is, and no file name, address or key depends on the language.
//!
//! A language is a file of `words/` with the same table, and a line in [`LANGUAGES`].

mod de;
mod en;
mod fr;
#[cfg(test)]
mod tests;

use std::borrow::Borrow;
use std::fmt::{Display, Write as _};

use serde::Serialize;

use crate::decision::LinkKind;
use crate::vocabulary::evidence::Evidence;
use crate::vocabulary::words::{Disposition, StatusKind};

/// The languages, by the first part of their tags.
static LANGUAGES: [&SiteWords; 3] = [&en::WORDS, &de::WORDS, &fr::WORDS];

/// A phrase with a number, which is `{n}` in it.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct CountedPhrase {
    pub one: &'static str,
    pub other: &'static str,
    /// Which numbers take the first form. Scripts ask the browser.
    #[serde(skip)]
    takes_one: fn(usize) -> bool,
}

impl CountedPhrase {
    /// The phrase for a number.
    pub(super) fn of(&self, n: impl Borrow<usize>) -> String {
        self.with(*n.borrow(), &[])
    }

    /// The phrase for a number, with other values.
    pub(super) fn with(&self, n: usize, values: &[(&str, &dyn Display)]) -> String {
        let phrase = if (self.takes_one)(n) { self.one } else { self.other };
        let values: Vec<_> = [("n", &n as &dyn Display)].into_iter().chain(values.iter().copied()).collect();
        fill(phrase, &values)
    }
}

/// A phrase with its values. Braces in a value stay.
pub(super) fn fill(phrase: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut out = String::new();
    let mut rest = phrase;
    while let Some((before, (name, behind))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        out.push_str(before);
        for (_, value) in values.iter().filter(|(key, _)| *key == name) {
            let _ = write!(out, "{value}");
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// Declares a table. Tests go over its phrases.
macro_rules! table {
    ($(#[$about:meta])* $table:ident { $($(#[$doc:meta])* $name:ident: $kind:ty,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug)]
        pub(crate) struct $table {
            $($(#[$doc])* pub(super) $name: $kind,)*
        }

        #[cfg(test)]
        impl tests::EachPhrase for $table {
            fn each(&self, path: &str, change: &mut tests::Change<'_>) -> Self {
                Self { $($name: self.$name.each(&format!("{path}.{}", stringify!($name)), change),)* }
            }
        }
    };
}

table! {
    /// The words of a language.
    SiteWords {
        /// The first part of its tag.
        lang: &'static str,
        /// What stands between two parts of a line.
        colon: &'static str,
        semicolon: &'static str,
        and: &'static str,
        and_more: CountedPhrase,
        more_quotes: CountedPhrase,
        more_decisions: CountedPhrase,
        /// Around something that somebody said.
        quoted: &'static str,
        somebody: &'static str,

        // The frame of a page.
        decision_log: &'static str,
        skip: &'static str,
        site_pages: &'static str,
        decisions: &'static str,
        voices: &'static str,
        due: &'static str,
        came_true: &'static str,
        people: &'static str,
        paths: &'static str,
        timeline: &'static str,
        graph: &'static str,
        figures: &'static str,
        repositories: &'static str,
        search: &'static str,
        search_decisions: &'static str,
        as_of: &'static str,
        generated: &'static str,
        data: &'static str,
        feed: &'static str,
        page: &'static str,
        list_pages: &'static str,
        no_log: &'static str,
        no_page: &'static str,

        // Numbers of things, within other phrases.
        count_decisions: CountedPhrase,
        count_quotes: CountedPhrase,
        count_people: CountedPhrase,
        count_links: CountedPhrase,
        count_days: CountedPhrase,

        // What is said of a decision wherever it is listed.
        proposed: &'static str,
        accepted: &'static str,
        rejected: &'static str,
        deprecated: &'static str,
        superseded: &'static str,
        waived: &'static str,
        other_status: &'static str,
        no_status: &'static str,
        quoted_of: CountedPhrase,
        answered_of: CountedPhrase,
        consulted_quoted: CountedPhrase,
        objection: &'static str,
        unanswered: &'static str,
        not_asked: &'static str,
        overdue_review: &'static str,
        unreadable: &'static str,

        // What was done about a quote, and what stands behind it.
        not_answered: &'static str,
        open: &'static str,
        overruled: &'static str,
        overdue_deferral: &'static str,
        deferred: &'static str,
        declined: &'static str,
        mitigated: &'static str,
        changed: &'static str,
        withdrawn: &'static str,
        no_concern: &'static str,
        answered: &'static str,
        answered_plainly: &'static str,
        by: &'static str,
        in_trial: &'static str,
        whole_quote: &'static str,
        claimed: &'static str,
        relayed: &'static str,
        sourced: &'static str,
        forge: &'static str,
        signed: &'static str,
        touched: &'static str,

        // Why somebody is not quoted.
        not_quoted: &'static str,
        not_consulted: &'static str,
        listed: &'static str,
        asked: &'static str,
        asked_on: &'static str,
        asked_again: &'static str,
        no_answer: &'static str,
        no_answer_since: &'static str,
        no_answer_until: &'static str,

        // The list, its filters and its parts.
        list_summary: &'static str,
        list_unquoted: &'static str,
        list_parts: &'static str,
        no_decisions: &'static str,
        search_needs_script: &'static str,
        all_decisions: &'static str,
        search_hint: &'static str,
        search_in: &'static str,
        everything: &'static str,
        all_quotes: &'static str,
        status: &'static str,
        any_status: &'static str,
        tag: &'static str,
        any_tag: &'static str,
        person: &'static str,
        anyone: &'static str,
        governs_path: &'static str,
        clear: &'static str,
        tagged: &'static str,
        with_status: &'static str,
        group_summary: CountedPhrase,
        paths_summary: &'static str,
        no_paths: &'static str,

        // A decision.
        banner_superseded: &'static str,
        banner_superseded_by: &'static str,
        banner_deprecated: &'static str,
        banner_deprecated_by: &'static str,
        and_now_by: &'static str,
        who_was_consulted: &'static str,
        facts: &'static str,
        decision_makers: &'static str,
        consulted: &'static str,
        nobody_listed: &'static str,
        informed: &'static str,
        supersedes: &'static str,
        superseded_by: &'static str,
        amends: &'static str,
        amended_by: &'static str,
        relates_to: &'static str,
        not_in_log: &'static str,
        governs: &'static str,
        review_by: &'static str,
        tags: &'static str,
        ignored_rules: &'static str,
        file: &'static str,
        edit: &'static str,
        history: &'static str,
        contents: &'static str,
        newer_and_older: &'static str,
        newer: &'static str,
        older: &'static str,

        // The text of a decision.
        link_to_section: &'static str,
        link_to_quote: &'static str,
        done: &'static str,
        to_do: &'static str,
        code: &'static str,
        diagram: &'static str,
        table: &'static str,
        picture: &'static str,
        footnote: &'static str,
        footnotes: &'static str,
        back_to_text: &'static str,
        note: &'static str,
        tip: &'static str,
        important: &'static str,
        warning: &'static str,
        caution: &'static str,

        // Quotes.
        voices_summary: &'static str,
        nobody_quoted: &'static str,
        what_was_done: &'static str,
        quotes: &'static str,
        answer: &'static str,
        any_answer: &'static str,
        group: &'static str,
        any_group: &'static str,
        year: &'static str,
        any_year: &'static str,
        this_page_only: &'static str,
        continued: &'static str,
        what_came_true: &'static str,
        came_true_summary: CountedPhrase,
        happened: &'static str,

        // What is due.
        due_summary: CountedPhrase,
        overdue: &'static str,
        due_by: &'static str,
        waiting: &'static str,
        no_date: &'static str,
        decided_by: &'static str,
        review_was_due: &'static str,
        review_is_due: &'static str,
        waiver_ended: &'static str,
        waiver_ends: &'static str,
        was_deferred: &'static str,
        is_deferred: &'static str,
        trial_ended: &'static str,
        trial_ends: &'static str,
        covers_until: &'static str,
        was_asked: &'static str,
        was_asked_on: &'static str,
        no_response: &'static str,

        // Repositories.
        repositories_summary: CountedPhrase,
        exported: &'static str,
        commit: &'static str,
        state: &'static str,
        old_bundle: &'static str,
        not_used: &'static str,

        // People.
        people_summary: CountedPhrase,
        no_people: &'static str,
        name: &'static str,
        answered_quotes: &'static str,
        unquoted: &'static str,
        unconsulted: &'static str,
        decided: &'static str,
        person_feed: &'static str,
        members: &'static str,
        what_they_said: &'static str,
        consulted_in: &'static str,
        quoted_times: CountedPhrase,
        not_quoted_in: &'static str,
        not_consulted_in: &'static str,
        decided_in: &'static str,
        informed_of: &'static str,

        // The timeline.
        timeline_summary: &'static str,
        timeline_undated: &'static str,
        timeline_overdue: CountedPhrase,
        months: [&'static str; 12],
        years: &'static str,
        undated: &'static str,
        undated_choice: &'static str,
        nobody_is_listed: &'static str,
        nobody_is_quoted: &'static str,
        quoted_people: &'static str,
        waiver_has_ended: &'static str,
        waiver_to_end: &'static str,
        review_due: &'static str,

        // The graph.
        graph_summary: &'static str,
        no_links: &'static str,
        legend: &'static str,
        the_graph: &'static str,
        drawn_and_more: &'static str,
        links_left: CountedPhrase,
        decisions_left: CountedPhrase,
        links_as_list: &'static str,
        decisions_alone: CountedPhrase,

        // The figures. Phrases in pairs are for years and for quarters.
        figures_summary: &'static str,
        needs_attention: &'static str,
        all_is_well: &'static str,
        nothing_overdue: &'static str,
        quote_nobody: CountedPhrase,
        quotes_nobody: &'static str,
        nobody_consulted: &'static str,
        consulted_names: &'static str,
        due_on: &'static str,
        deferral_overdue: &'static str,
        waiting_for_answer: &'static str,
        overruled_by: &'static str,
        waiver: &'static str,
        without_end: &'static str,
        ended: &'static str,
        ends: &'static str,
        more_marked: CountedPhrase,
        by_status: &'static str,
        by_period: [&'static str; 2],
        last_periods: [&'static str; 2],
        status_chart: [&'static str; 2],
        status_table: [&'static str; 2],
        period: [&'static str; 2],
        quarter: &'static str,
        quarter_of: &'static str,
        all: &'static str,
        no_dates: &'static str,
        answers: &'static str,
        by_answer: &'static str,
        answer_chart: &'static str,
        answer_table: &'static str,
        behind_quotes: &'static str,
        by_evidence: &'static str,
        evidence_chart: &'static str,
        evidence_table: &'static str,
        evidence: &'static str,
        most_quoted: &'static str,
        by_person: &'static str,
        first_people: &'static str,
        person_chart: &'static str,
        person_table: &'static str,
        never_quoted: &'static str,
        all_are_quoted: &'static str,
        none_consulted: &'static str,
        by_silence: &'static str,
        first_silent: &'static str,
        silence: &'static str,
        silent_chart: &'static str,
        silent_table: &'static str,
        said_nothing: &'static str,
        last_consulted: &'static str,
        is_group: &'static str,
        time_taken: &'static str,
        no_times: &'static str,
        known_times: CountedPhrase,
        longest: &'static str,
        time_chart: &'static str,
        time_table: &'static str,
        days: &'static str,
        spans: [&'static str; 6],

        script: ScriptWords,
    }
}

table! {
    /// What the scripts say. A page hands it to them as JSON.
    #[derive(Serialize)]
    ScriptWords {
        lang: &'static str,
        matches: CountedPhrase,
        matches_so_far: CountedPhrase,
        instead: &'static str,
        no_match: &'static str,
        show_all: &'static str,
        show_more: &'static str,
        show_some: &'static str,
        show_last: &'static str,
        more_on_page: CountedPhrase,
        no_search: &'static str,
        no_file: &'static str,
        no_text: &'static str,
        quotes_shown: CountedPhrase,
        all_people: &'static str,
    }
}

impl SiteWords {
    /// The words for a language tag; those in English for a language that the site does not speak.
    pub(super) fn of(tag: Option<&str>) -> &'static Self {
        let first = tag.and_then(|tag| tag.split('-').next()).unwrap_or_default();
        #[cfg(test)]
        if first == tests::MARKED {
            return tests::marked();
        }
        LANGUAGES.into_iter().find(|words| words.lang.eq_ignore_ascii_case(first)).unwrap_or(&en::WORDS)
    }

    pub(super) fn status_word(&self, kind: StatusKind) -> &'static str {
        match kind {
            StatusKind::Proposed => self.proposed,
            StatusKind::Accepted => self.accepted,
            StatusKind::Rejected => self.rejected,
            StatusKind::Deprecated => self.deprecated,
            StatusKind::Superseded => self.superseded,
            StatusKind::Waived => self.waived,
        }
    }

    pub(super) fn link_word(&self, kind: LinkKind) -> &'static str {
        match kind {
            LinkKind::Supersedes => self.supersedes,
            LinkKind::SupersededBy => self.superseded_by,
            LinkKind::Amends => self.amends,
            LinkKind::AmendedBy => self.amended_by,
            LinkKind::RelatesTo => self.relates_to,
        }
    }

    pub(super) fn outcome(&self, kind: Disposition) -> &'static str {
        match kind {
            Disposition::Open => self.open,
            Disposition::Overruled => self.overruled,
            Disposition::Deferred => self.deferred,
            Disposition::Declined => self.declined,
            Disposition::Mitigated => self.mitigated,
            Disposition::Changed => self.changed,
            Disposition::Withdrawn => self.withdrawn,
            Disposition::NoConcern => self.no_concern,
            // No other disposition answers a quote.
            _ => self.answered,
        }
    }

    pub(super) fn evidence_words(&self, evidence: Evidence) -> &'static str {
        match evidence {
            Evidence::Claimed => self.claimed,
            Evidence::Relayed => self.relayed,
            Evidence::Sourced => self.sourced,
            Evidence::Forge => self.forge,
            Evidence::Signed => self.signed,
            Evidence::Touched => self.touched,
        }
    }

    /// What the scripts say, as JSON.
    pub(super) fn script_json(&self) -> String {
        super::escape::script_json(&self.script)
    }
}

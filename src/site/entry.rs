//! A decision of the site, with what is counted of it.

use jiff::civil::Date;

use super::anchor::{QuoteAnchor, quote_anchors};
use super::names::UniqueNames;
use super::words::SiteWords;
use super::{SiteSettings, page_path};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::report::record;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::{Disposition, StatusKind};

/// A decision and what is counted of it.
#[derive(Debug)]
pub(super) struct SiteEntry<'a> {
    pub decision: &'a Decision,
    /// The file name of its page, without the extension.
    pub file: String,
    /// How many people were asked, and how many of them are quoted.
    pub asked: usize,
    pub heard: usize,
    /// Everybody who was asked, and which of the decision's quotes is their first.
    pub quoted: Vec<(&'a Party, Option<usize>)>,
    /// The id of each quote on the page; none for those that name nobody.
    pub anchors: Vec<Option<QuoteAnchor>>,
    /// How many attributed quotes there are, and how many of them are answered.
    pub concerns: usize,
    pub answered: usize,
    pub marks: Vec<Mark>,
    /// Whether to show its status. In a log where no decision has one, all would say the same.
    pub shows_status: bool,
    pub words: &'static SiteWords,
}

impl<'a> SiteEntry<'a> {
    /// The entry of a decision.
    pub(super) fn new(
        decision: &'a Decision,
        catalog: &'a Catalog,
        settings: &SiteSettings,
        names: &mut UniqueNames,
    ) -> Self {
        let stem = decision.path.stem();
        let is_index = crate::vocabulary::id::is_index_name(stem);
        let name = if is_index { decision.path.folder_name().unwrap_or(stem) } else { stem };
        // The page of a decision keeps its address when other repositories come and go.
        let name = match catalog.repository_of(&decision.path) {
            Some(repository) => format!("{repository} {name}"),
            None => name.to_owned(),
        };
        let quotes = &decision.consultation.quotes;
        let concerns = quotes.iter().filter(|quote| quote.attribution.is_some()).count();
        let answered = quotes.iter().filter(|quote| quote.attribution.is_some() && quote.is_answered()).count();
        let place = |quote: &Quote| quotes.partition_point(|other| other.span.start < quote.span.start);
        let asked = decision.asked(&catalog.policy.directory).into_iter();
        let quoted: Vec<_> = asked.map(|(party, quote)| (party, quote.map(place))).collect();
        let has = |kind: Disposition| decision.answered(kind).next().is_some();
        let mut marks = Vec::new();
        if has(Disposition::Overruled) {
            marks.push(Mark::Objection);
        }
        if decision.is_accepted() && answered < concerns {
            marks.push(Mark::Unanswered);
        }
        if decision.consultation.states.iter().any(|state| state.kind == Disposition::Waived) {
            marks.push(Mark::NotAsked);
        }
        if is_overdue(decision, settings.day) {
            marks.push(Mark::Overdue);
        }
        if record::is_broken(decision) {
            marks.push(Mark::Unreadable);
        }
        Self {
            decision,
            file: names.file_name(&name),
            asked: quoted.len(),
            heard: quoted.iter().filter(|(_, quote)| quote.is_some()).count(),
            quoted,
            anchors: quote_anchors(quotes),
            concerns,
            answered,
            marks,
            shows_status: true,
            words: settings.words(),
        }
    }

    /// The quote to read first: the first that needs attention, or else the first.
    pub(super) fn sharpest(&self) -> Option<&'a Quote> {
        let mut attributed = self.decision.consultation.quotes.iter().filter(|quote| quote.attribution.is_some());
        attributed.clone().find(|quote| is_sharp(quote)).or_else(|| attributed.next())
    }

    /// How many people are quoted, and how many quotes answered, in words.
    pub(super) fn counts(&self) -> Vec<String> {
        let (quoted, answered) = (&self.words.quoted_of, &self.words.answered_of);
        let quoted = (self.asked > 0).then(|| quoted.with(self.heard, &[("count", &self.asked)]));
        let answered = (self.concerns > 0).then(|| answered.with(self.answered, &[("count", &self.concerns)]));
        quoted.into_iter().chain(answered).collect()
    }

    /// The path of its page.
    pub(super) fn page(&self) -> String {
        page_path("decisions/", &self.file)
    }

    pub(super) fn id(&self) -> &str {
        self.decision.id.shown()
    }

    pub(super) fn title(&self) -> &str {
        self.decision.shown_title()
    }

    pub(super) fn date(&self) -> Option<String> {
        record::shown_date(&self.decision.date)
    }

    pub(super) fn review_by(&self) -> Option<String> {
        record::shown_date(&self.decision.review_by)
    }

    /// The globs of the paths that it governs, without those that take paths out.
    pub(super) fn governed(&self) -> impl Iterator<Item = &'a str> {
        let globs = self.decision.governs.iter().map(|glob| glob.value.as_str());
        globs.filter(|glob| !glob.starts_with('!'))
    }

    /// The status, as written where it has no known meaning.
    pub(super) fn status(&self) -> &str {
        match (&self.decision.status, self.decision.kind()) {
            (_, Some(kind)) => self.words.status_word(kind),
            (Some(status), None) => status.shown(),
            (None, None) => self.words.no_status,
        }
    }

    /// The same in English, whatever the language of the site.
    pub(super) fn plain_status(&self) -> &str {
        self.decision.status.as_ref().map_or("no status", |status| status.shown())
    }

    /// The CSS class of the status.
    pub(super) fn status_class(&self) -> &'static str {
        self.decision.kind().map_or("other", StatusKind::word)
    }
}

/// What a reader should notice about a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// An objection was overruled.
    Objection,
    /// It is accepted, and a quote has no answer.
    Unanswered,
    /// Somebody who had to be consulted was not.
    NotAsked,
    /// Its review date has passed.
    Overdue,
    /// The file has problems that hide part of it.
    Unreadable,
}

impl Mark {
    pub(super) fn words(self, words: &SiteWords) -> &'static str {
        match self {
            Self::Objection => words.objection,
            Self::Unanswered => words.unanswered,
            Self::NotAsked => words.not_asked,
            Self::Overdue => words.overdue_review,
            Self::Unreadable => words.unreadable,
        }
    }

    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Objection => "objection",
            Self::Unanswered => "unanswered",
            Self::NotAsked => "not-asked",
            Self::Overdue => "overdue",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Whether the review date of a decision in force has passed.
pub(super) fn is_overdue(decision: &Decision, day: Option<Date>) -> bool {
    let due = decision.review_by.as_ref().and_then(|due| due.date);
    decision.is_in_force() && day.zip(due).is_some_and(|(day, due)| due < day)
}

/// Whether a quote needs attention: it has no answer, or its speaker still objects.
pub(super) fn is_sharp(quote: &Quote) -> bool {
    !quote.is_answered() || disposition(quote) == Some(Disposition::Overruled)
}

/// The disposition of the answer to a quote.
pub(super) fn disposition(quote: &Quote) -> Option<Disposition> {
    quote.answer.as_ref()?.disposition.as_ref().map(|word| word.value)
}

/// The CSS class of what was done about a quote.
pub(super) fn answer_class(quote: &Quote) -> String {
    match disposition(quote) {
        Some(kind) => disposition_class(kind),
        None if quote.answer.is_some() => "answered".to_owned(),
        None => "unanswered".to_owned(),
    }
}

/// The CSS class of a disposition.
pub(super) fn disposition_class(kind: Disposition) -> String {
    kind.word().to_lowercase().replace(' ', "-")
}

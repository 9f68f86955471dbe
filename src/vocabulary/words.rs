//! The words with a meaning: statuses, dispositions, headings. `[words]` of `heard.toml` adds to
//! them in any language and takes none away.

use std::collections::BTreeMap;

use crate::text::fold;

/// The status of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StatusKind {
    Proposed,
    Accepted,
    Rejected,
    Deprecated,
    Superseded,
    Waived,
}

impl StatusKind {
    /// All, in the order of the contract.
    pub(crate) const ALL: [Self; 6] =
        [Self::Proposed, Self::Accepted, Self::Rejected, Self::Deprecated, Self::Superseded, Self::Waived];

    /// The word in a file.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Deprecated => "deprecated",
            Self::Superseded => "superseded",
            Self::Waived => "waived",
        }
    }
}

/// What became of a person's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Disposition {
    Changed,
    Mitigated,
    Declined,
    Deferred,
    Overruled,
    Withdrawn,
    NoConcern,
    Open,
    /// Stands without a quote: asked, and nothing is said yet of an answer.
    Asked,
    /// The same, after the outcome moved.
    AskedAgain,
    /// Stands without a quote: asked, and no answer came.
    NoAnswer,
    /// Stands without a quote: a required party was not asked.
    Waived,
    /// The speaker wants their words read as a newer quote.
    Corrected,
    /// What a speaker feared has happened.
    CameTrue,
    /// The speaker was told what became of their words.
    Told,
}

impl Disposition {
    /// All, in the order of the contract.
    pub(crate) const ALL: [Self; 15] = [
        Self::Changed,
        Self::Mitigated,
        Self::Declined,
        Self::Deferred,
        Self::Overruled,
        Self::Withdrawn,
        Self::NoConcern,
        Self::Open,
        Self::Asked,
        Self::AskedAgain,
        Self::NoAnswer,
        Self::Waived,
        Self::Corrected,
        Self::CameTrue,
        Self::Told,
    ];

    /// The words in a file.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Changed => "Changed",
            Self::Mitigated => "Mitigated",
            Self::Declined => "Declined",
            Self::Deferred => "Deferred",
            Self::Overruled => "Overruled",
            Self::Withdrawn => "Withdrawn",
            Self::NoConcern => "No concern",
            Self::Open => "Open",
            Self::Asked => "Asked",
            Self::AskedAgain => "Asked again",
            Self::NoAnswer => "No answer",
            Self::Waived => "Waived",
            Self::Corrected => "Corrected",
            Self::CameTrue => "Came true",
            Self::Told => "Told",
        }
    }

    /// Whether it is no response to a quote: it is said of somebody who is not quoted, or of what came later.
    pub(crate) fn is_state(self) -> bool {
        self.is_asking() || self.stands_for_a_quote() || matches!(self, Self::Corrected | Self::CameTrue | Self::Told)
    }

    /// Whether an answer is waited for.
    pub(crate) fn is_asking(self) -> bool {
        matches!(self, Self::Asked | Self::AskedAgain)
    }

    /// Whether it says why somebody is not quoted.
    pub(crate) fn stands_for_a_quote(self) -> bool {
        matches!(self, Self::NoAnswer | Self::Waived)
    }
}

/// All words that are understood, folded.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    /// Status words.
    pub statuses: BTreeMap<String, StatusKind>,
    /// Disposition words.
    pub dispositions: BTreeMap<String, Disposition>,
    /// Headings above a consultation.
    pub consultation: Vec<String>,
    /// Headings above a trial.
    pub trial: Vec<String>,
    /// What this log calls the keys of a header, as keys are compared, with the key that each means.
    pub keys: BTreeMap<String, &'static str>,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            statuses: StatusKind::ALL.iter().map(|kind| (kind.word().to_owned(), *kind)).collect(),
            dispositions: Disposition::ALL.iter().map(|kind| (fold(kind.word()), *kind)).collect(),
            consultation: vec!["consultation".to_owned(), "advice".to_owned()],
            trial: vec!["trial".to_owned(), "pilot".to_owned()],
            keys: BTreeMap::new(),
        }
    }
}

impl Words {
    /// The key that a name means: itself, unless the log calls a key so.
    pub(crate) fn key<'a>(&self, name: &'a str) -> &'a str {
        self.keys.get(name).copied().unwrap_or(name)
    }

    /// The disposition at the start of a text in bold, and what follows the word inside the bold.
    pub(crate) fn disposition<'a>(&self, bold: &'a str) -> Option<(Disposition, &'a str)> {
        let trimmed = bold.trim().trim_end_matches([':', '.', ' ']);
        if let Some(kind) = self.dispositions.get(&fold(trimmed)) {
            return Some((*kind, ""));
        }
        // `Overruled by Ana Ruiz`: the only word that a name follows inside the bold.
        self.dispositions.iter().filter(|(_, kind)| **kind == Disposition::Overruled).find_map(|(word, kind)| {
            let head = trimmed.get(..word.len())?;
            let rest = &trimmed[word.len()..];
            (fold(head) == *word && rest.starts_with(' ')).then_some((*kind, rest.trim()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dispositions_with_and_without_marks() {
        let words = Words::default();
        assert_eq!(words.disposition("Changed:"), Some((Disposition::Changed, "")));
        assert_eq!(words.disposition("no  Concern."), Some((Disposition::NoConcern, "")));
        assert_eq!(words.disposition("Overruled by Ana Ruiz:"), Some((Disposition::Overruled, "by Ana Ruiz")));
        assert_eq!(words.disposition("Changed my mind"), None);
        assert_eq!(words.disposition("Overruledby Ana Ruiz"), None);
        assert_eq!(words.disposition("Note"), None);
    }
}

//! What a rule found. A finding knows what is wrong, where, why it matters here and what would
//! mend it; it knows nothing of formats.

use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::decision::party::Party;
use crate::policy::Level;
use crate::text::{RepoPath, Span};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// The file.
    pub path: RepoPath,
    /// The bytes in it.
    pub span: Span,
    /// The rule; set by whoever runs it.
    pub rule: &'static str,
    /// How hard it is; set by whoever runs the rule.
    pub level: Level,
    /// What is wrong: a phrase in lower case, names and values in backticks.
    pub message: String,
    /// Why it matters here.
    pub why: Option<String>,
    /// The smallest change that would mend it.
    pub help: Option<String>,
    /// The decision that it is about.
    pub decision: Option<String>,
    /// The person that it is about.
    pub person: Option<String>,
    /// The area that asks.
    pub area: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
}

/// Another place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Related {
    /// The file.
    pub path: RepoPath,
    /// The bytes in it.
    pub span: Span,
    /// What is to be seen there.
    pub message: String,
}

impl Finding {
    /// A finding in a decision.
    pub(crate) fn new(decision: &Decision, span: Span, message: impl Into<String>) -> Self {
        let mut finding = Self::at(decision.path.clone(), span, message);
        finding.decision = Some(decision.id.text.clone());
        finding
    }

    /// A finding in any file.
    pub(crate) fn at(path: RepoPath, span: Span, message: impl Into<String>) -> Self {
        Self {
            path,
            span,
            rule: "",
            level: Level::Deny,
            message: message.into(),
            why: None,
            help: None,
            decision: None,
            person: None,
            area: None,
            related: Vec::new(),
        }
    }

    /// Says why it matters here.
    pub(crate) fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// Says what would mend it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says whom it is about.
    pub(crate) fn person(mut self, person: impl Into<String>) -> Self {
        self.person = Some(person.into());
        self
    }

    /// Says whose words it is about, when the quote names somebody.
    pub(crate) fn speaker(mut self, quote: &Quote) -> Self {
        self.person = quote.speaker().map(Party::shown);
        self
    }

    /// Says which area asks.
    pub(crate) fn area(mut self, area: impl Into<String>) -> Self {
        self.area = Some(area.into());
        self
    }

    /// Adds a place that explains it.
    pub(crate) fn related(mut self, path: &RepoPath, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { path: path.clone(), span, message: message.into() });
        self
    }
}

//! What a rule found. A finding knows what is wrong, where, why it matters here and what would
//! fix it; it knows nothing of formats.

use crate::decision::consultation::Quote;
use crate::decision::{Decision, LinkKind};
use crate::policy::Level;
use crate::text::{RepoPath, Span};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// The file.
    pub path: RepoPath,
    /// The bytes in it.
    pub span: Span,
    /// The rule; set by `lint`.
    pub rule: &'static str,
    /// The level of the rule; set by `lint`.
    pub level: Level,
    /// What is wrong: a phrase in lower case, names and values in backticks.
    pub message: String,
    /// Why it matters here.
    pub why: Option<String>,
    /// The smallest change that would fix it.
    pub help: Option<String>,
    /// The decision that it is about.
    pub decision: Option<String>,
    /// Whom it is about.
    pub subject: Option<Subject>,
    /// The area whose requirement is not met.
    pub area: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// What would fix it, as data.
    pub fix: Option<Fix>,
}

/// Whom a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    /// Somebody as the decision names them. The name may be that of a group.
    Person(String),
    /// A group that the policy requires.
    Group(String),
}

impl Subject {
    /// The name.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Person(name) | Self::Group(name) => name,
        }
    }
}

/// What would fix a finding: an edit that a program can make alone, or what a person has to write.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fix {
    /// Write the date of a field, which the finding marks, in the usual form.
    SetDate { key: &'static str, from: String, to: String },
    /// Give the key that the finding marks another name.
    Rename { to: &'static str },
    /// Take the line below a quote into it, when that line is the attribution.
    Attribute { quote: usize },
    /// Write a quote as a block quote that ends in an attribution.
    Reform { quote: usize },
    /// Add a link of this kind to the decision at this path.
    LinkBack { path: RepoPath, kind: LinkKind },
    /// Quote the subject, or anybody who does not decide when there is no subject.
    Quote,
    /// Respond to the quote from the subject.
    Respond,
    /// Name who decides.
    Maker,
    /// Write what is missing, which no command does.
    Write,
    /// Not for a program to fix alone.
    Manual { reason: String },
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
        finding.decision = Some(decision.id.shown().to_owned());
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
            subject: None,
            area: None,
            related: Vec::new(),
            fix: None,
        }
    }

    /// Says why it matters here.
    pub(crate) fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// Says what would fix it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the person that it is about.
    pub(crate) fn person(mut self, person: impl Into<String>) -> Self {
        self.subject = Some(Subject::Person(person.into()));
        self
    }

    /// Sets the speaker of a quote as the person, when the quote names one.
    pub(crate) fn speaker(mut self, quote: &Quote) -> Self {
        self.subject = quote.speaker().map(|speaker| Subject::Person(speaker.shown()));
        self
    }

    /// The person that it is about.
    pub(crate) fn subject_person(&self) -> Option<&str> {
        match &self.subject {
            Some(Subject::Person(name)) => Some(name),
            Some(Subject::Group(_)) | None => None,
        }
    }

    /// Sets what would fix it.
    pub(crate) fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Sets the area whose requirement is not met.
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

//! What became of what people said, as messages and as JSON.

use serde::Serialize;

use crate::policy::Policy;
use crate::report::VERSION;
use crate::report::record::{Said, said, shown_date};
use crate::tell::{News, message};

/// The output of `heard tell --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct TellReport<'a> {
    /// The version of this format, 1.
    pub version: u32,
    /// The people to tell.
    pub people: Vec<Listener<'a>>,
}

/// Somebody who was quoted.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Listener<'a> {
    /// The name, or the handle or mail address where there is no name.
    pub name: String,
    /// A mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<&'a str>,
    /// With its `@`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// The decisions that quote them.
    pub decisions: Vec<Outcome<'a>>,
    /// The message.
    pub message: String,
}

/// A decision, and what became of a person's quotes in it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Outcome<'a> {
    /// The ID.
    pub id: &'a str,
    /// The title.
    pub title: &'a str,
    /// The status.
    pub status: Option<&'a str>,
    /// The date of the last status change, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The file.
    pub path: &'a str,
    /// The quotes, each with its answer.
    pub quotes: Vec<Said<'a>>,
}

/// The report.
pub(crate) fn report<'a>(news: &[News<'a>], policy: &Policy) -> TellReport<'a> {
    let listener = |news: &News<'a>| Listener {
        name: news.person.shown(),
        mail: news.person.mail.as_deref(),
        handle: news.person.handle.as_ref().map(|handle| format!("@{handle}")),
        decisions: news
            .decisions
            .iter()
            .map(|(decision, quotes)| Outcome {
                id: decision.id.shown(),
                title: decision.shown_title(),
                status: decision.status.as_ref().map(|status| status.shown()),
                date: shown_date(&decision.date),
                path: decision.path.as_str(),
                quotes: quotes.iter().map(|at| said(decision, &decision.consultation.quotes[*at], policy)).collect(),
            })
            .collect(),
        message: message(news),
    };
    TellReport { version: VERSION, people: news.iter().map(listener).collect() }
}

/// The messages, one after the other.
pub(crate) fn messages(news: &[News<'_>]) -> String {
    if news.is_empty() {
        return "everyone who was quoted has been told what became of it\n".to_owned();
    }
    news.iter().map(message).collect::<Vec<_>>().join("\n----\n\n")
}

//! What is due, in words and as data.

use jiff::civil::Date;
use serde::Serialize;

use super::VERSION;
use crate::decision::consultation::Quote;
use crate::due::{Due, DueKind};
use crate::text::shell;
use crate::vocabulary::party::Party;
use crate::vocabulary::reference::is_repository;

/// The output of `heard due --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct DueReport<'a> {
    /// The version of this format, 1.
    pub version: u32,
    /// The date that counts as today, `YYYY-MM-DD`.
    pub today: String,
    /// The last date that is looked at, `YYYY-MM-DD`.
    pub until: String,
    /// What is due in the order of the dates, then what is open without a date, the oldest first.
    pub due: Vec<DueItem<'a>>,
}

/// Something that is due.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct DueItem<'a> {
    /// `review`, `waiver` (its end), `deferral`, `trial` (without a result), `cover` (its end), `answer` (of somebody who
    /// was asked) or `response` (to a quote).
    pub kind: &'static str,
    /// When it is due, `YYYY-MM-DD`; for an answer or a response, since when it is open. Null if that is unknown.
    pub date: Option<String>,
    /// Whether that date has passed; an answer or a response is never overdue.
    pub overdue: bool,
    /// The ID of the decision.
    pub decision: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its file.
    pub path: &'a str,
    /// Its decision-makers.
    pub decision_makers: Vec<String>,
    /// Who was quoted or asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Their words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<&'a str>,
    /// The area that the decision covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<&'a str>,
    /// What is due, in a phrase.
    pub message: String,
    /// What to do.
    pub next: String,
}

/// The report.
pub(crate) fn report<'a>(due: &[Due<'a>], today: Date, until: Date) -> DueReport<'a> {
    let items = due.iter().map(|due| item(due, today)).collect();
    DueReport { version: VERSION, today: today.to_string(), until: until.to_string(), due: items }
}

fn item<'a>(due: &Due<'a>, today: Date) -> DueItem<'a> {
    let decision = due.decision;
    let is_overdue = due.is_overdue(today);
    let date = due.day.map(|day| day.to_string());
    let on = date.as_ref().map(|date| format!(" on {date}")).unwrap_or_default();
    let id = decision.id.shown();
    let (place, own_id) = at_home(id);
    let is_was = if is_overdue { "was" } else { "is" };
    let name = |party: Option<&Party>| party.map_or_else(|| "somebody".to_owned(), Party::shown);
    let speaker = |quote: &Quote| name(quote.speaker());
    let (kind, message, next) = match due.kind {
        DueKind::Review => (
            "review",
            format!("review {is_was} due{on}"),
            "set a later `review-by`, or write the decision that supersedes it".to_owned(),
        ),
        DueKind::Waiver => (
            "waiver",
            format!("waiver {}{on}", if is_overdue { "ended" } else { "ends" }),
            format!("write a decision that supersedes it: {place}`heard new TITLE --supersedes {}`", shell(own_id)),
        ),
        DueKind::Deferral(quote) => (
            "deferral",
            format!(
                "concern of {} {is_was} deferred to {}",
                speaker(quote),
                date.as_deref().unwrap_or("an unknown date")
            ),
            format!("decide, and tell {} ({place}`heard tell` writes the message)", speaker(quote)),
        ),
        DueKind::Trial => (
            "trial",
            match is_overdue {
                true => format!("trial ended{on} and has no result"),
                false => format!("trial ends{on}"),
            },
            "add `- Result:` with what was observed".to_owned(),
        ),
        DueKind::Cover(area) => (
            "cover",
            format!(
                "covers new changes in area `{}` until {}",
                area.name,
                date.as_deref().unwrap_or("an unknown date")
            ),
            "consult people again, and write the decision that supersedes it".to_owned(),
        ),
        DueKind::Answer(party) => (
            "answer",
            format!("{} was asked{on} and has not answered", party.shown()),
            format!(
                "quote the answer, or write `**No answer:** {}, asked {}, waited until {today}`",
                party.shown(),
                date.as_deref().unwrap_or("YYYY-MM-DD")
            ),
        ),
        DueKind::Response(quote) => {
            ("response", format!("quote from {} has no response", speaker(quote)), response_help(id, &speaker(quote)))
        }
    };
    let (person, words) = match due.kind {
        DueKind::Deferral(quote) | DueKind::Response(quote) => (quote.speaker(), Some(quote.words.as_str())),
        DueKind::Answer(party) => (Some(party), None),
        DueKind::Review | DueKind::Waiver | DueKind::Trial | DueKind::Cover(_) => (None, None),
    };
    DueItem {
        kind,
        date,
        overdue: is_overdue,
        decision: id,
        title: decision.shown_title(),
        path: decision.path.as_str(),
        decision_makers: decision.makers.parties.iter().map(Party::shown).collect(),
        person: person.map(Party::shown),
        words,
        area: if let DueKind::Cover(area) = due.kind { Some(&area.name) } else { None },
        message,
        next,
    }
}

impl DueReport<'_> {
    /// The parts of the report that people read, each with a heading.
    pub(crate) fn parts(&self) -> Vec<(String, Vec<&DueItem<'_>>)> {
        let is_open = |item: &DueItem<'_>| matches!(item.kind, "answer" | "response");
        let part =
            |is_in: &dyn Fn(&DueItem<'_>) -> bool| self.due.iter().filter(|item| is_in(item)).collect::<Vec<_>>();
        let parts = vec![
            ("Overdue".to_owned(), part(&|item| item.overdue)),
            (format!("Due by {}", self.until), part(&|item| !item.overdue && !is_open(item))),
            ("Open".to_owned(), part(&is_open)),
        ];
        parts.into_iter().filter(|(_, items)| !items.is_empty()).collect()
    }
}

/// The command that responds to somebody.
fn response_help(id: &str, speaker: &str) -> String {
    let (place, id) = at_home(id);
    format!("{place}`heard answer {} {} --as DISPOSITION` writes one", shell(id), shell(speaker))
}

/// Where a command for a decision runs, if that is elsewhere, and the ID that it takes there.
fn at_home(id: &str) -> (String, &str) {
    match id.split_once(':').filter(|(name, _)| is_repository(name)) {
        Some((repository, id)) => (format!("in `{repository}`, "), id),
        None => (String::new(), id),
    }
}

//! What stands above a file of code: the decisions in force that govern it, who was heard, and what was not followed.

use gen_lsp_types::{CodeLens, Command, Range};

use super::View;
use crate::context::context;
use crate::decision::Decision;
use crate::text::{RepoPath, counted, excerpt, joined, visible};
use crate::vocabulary::party::Party;
use crate::who::Subject;

/// The command that opens a decision; its only argument is the address of the file.
pub(crate) const OPEN: &str = "heard.open";

/// How many decisions stand above a file, and how many people of each.
const SHOWN: usize = 4;
const NAMED: usize = 3;

/// How many characters are shown of a title and of a concern.
const TITLE: usize = 60;
const WORDS: usize = 80;

/// The lenses of a file, all above its first line.
pub(crate) fn lenses(view: &View<'_>, path: &RepoPath) -> Vec<CodeLens> {
    let subject = Subject { path: path.clone(), is_folder: false };
    let found = context(&[subject], view.catalog).in_force;
    let lens = |title: String, decision: &Decision| {
        let arguments = vec![(view.uri)(&decision.path).0.into()];
        let command = Command { title, tooltip: None, command: OPEN.to_owned(), arguments: Some(arguments) };
        CodeLens { range: Range::default(), command: Some(command), data: None }
    };
    let mut lenses: Vec<CodeLens> = found.iter().take(SHOWN).map(|decision| lens(line(decision), decision)).collect();
    if let Some(next) = found.get(SHOWN) {
        lenses.push(lens(format!("and {}", counted(found.len() - SHOWN, "older decision")), next));
    }
    lenses
}

/// A decision in one line: who was heard, and the first concern that was not followed.
fn line(decision: &Decision) -> String {
    let heard = speakers(decision);
    let heard = match heard.len().saturating_sub(NAMED) {
        _ if heard.is_empty() => "heard nobody".to_owned(),
        0 => format!("heard {}", joined(&heard)),
        more => format!("heard {} and {more} more", heard[..NAMED].join(", ")),
    };
    let mut refused = decision.quotes().filter(|quote| quote.is_refused() && quote.speaker().is_some());
    let refused = refused.next().map(|first| {
        let words = excerpt(&first.words, WORDS).0;
        let speaker = first.speaker().map(Party::shown).unwrap_or_default();
        let more = refused.count();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("; not followed: “{}” ({}){more}", visible(&words), visible(&speaker))
    });
    let title = excerpt(decision.shown_title(), TITLE).0;
    format!("{} {}: {heard}{}", visible(decision.id.shown()), visible(&title), refused.unwrap_or_default())
}

/// Who is quoted, each once.
fn speakers(decision: &Decision) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for speaker in decision.quotes().filter_map(|quote| quote.speaker()) {
        let name = visible(&speaker.called()).into_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

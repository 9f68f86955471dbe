//! What to write to the people whose words a decision still lacks. It reads no disk and sends nothing.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::decision::Decision;
use crate::decision::field;
use crate::document;
use crate::document::block::BlockKind;
use crate::policy::{Area, Policy};
use crate::text::{Span, fold, one_line, visible};
use crate::vocabulary::party::Party;
use crate::vocabulary::words::StatusKind;

/// Whoever has neither been quoted nor written down as asked, in the order of the decision: those that it lists, and
/// those that the areas ask for. Of a group that nobody has spoken for, every member.
pub(crate) fn unheard(decision: &Decision, areas: &[&Area], policy: &Policy) -> Vec<Party> {
    let directory = &policy.directory;
    let groups: Vec<Party> =
        areas.iter().flat_map(|area| &area.hear).map(|group| Party::read(&group.value, Span::default())).collect();
    let is_told = |party: &Party| {
        let states = decision.consultation.states.iter().filter_map(|state| state.party.as_ref());
        decision.quotes_of(party, directory).next().is_some()
            || states.into_iter().any(|other| directory.same(other, party))
    };
    let mut unheard: Vec<Party> = Vec::new();
    for party in decision.consulted.parties.iter().chain(&groups).filter(|party| !is_told(party)) {
        for person in directory.people(party) {
            let asks_itself = directory.among(person, &decision.makers.parties);
            if directory.is_somebody(person) && !asks_itself && !is_told(person) && !directory.among(person, &unheard) {
                unheard.push(person.clone());
            }
        }
    }
    unheard
}

/// The message to one person. It asks for their work and their pains, not for a yes.
pub(crate) fn message(decision: &Decision, person: &Party, by: Option<Date>) -> String {
    let is_open = matches!(decision.kind(), None | Some(StatusKind::Proposed));
    let mail = person.mail.as_ref().map(|mail| format!(" <{mail}>")).unwrap_or_default();
    let title = format!("{} ({})", visible(&one_line(decision.shown_title())), decision.id);
    let mut out = format!("To {}{}:\n\n", visible(&person.shown()), visible(&mail));
    let _ = match is_open {
        true => writeln!(out, "We are about to decide something that touches your work: {title}."),
        false => writeln!(out, "This was decided without your words, and we want to hear them: {title}."),
    };
    if let Some(context) = context(decision) {
        let _ = write!(out, "\n{}\n", visible(&context));
    }
    let until = by.map(|day| format!(" until {day}")).unwrap_or_default();
    let _ = write!(
        out,
        "
Please tell us{until}, in your own words and at any length:

- What does your work look like where this touches it, on an ordinary day?
- What about it is hard or tiring now? When did that last happen, and what did you do then?
- What would get harder for you if we did this, and what would you miss?
- Who else lives with this, and should be asked?

What you say will be quoted word by word, with your name and the day, in {}. Below it we
write what became of it. You can ask at any time for your words to be taken out.
",
        decision.path
    );
    out
}

/// The first paragraph of the context.
fn context(decision: &Decision) -> Option<String> {
    let is_context = |name: &str| name.starts_with("context");
    let read = document::read(&decision.text, &is_context, &field::is_in_body);
    let index = read.body.headings.iter().position(|heading| is_context(&fold(&heading.name)))?;
    let blocks = read.body.blocks_below(index);
    let first = blocks.iter().find(|block| matches!(block.kind, BlockKind::Paragraph))?;
    let lines: Vec<_> = first.lines.iter().map(|line| line.text()).collect();
    Some(one_line(&lines.join(" ")).into_owned()).filter(|text| !text.is_empty())
}

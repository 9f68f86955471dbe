//! The messages to people who should be consulted on a decision. Nothing is read from disk or sent.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::civil::Date;

use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::decision::field;
use crate::document;
use crate::document::block::BlockKind;
use crate::facts::{Outdated, Part};
use crate::policy::{Area, Policy};
use crate::signature::{NAMESPACE, Signatures};
use crate::text::{Span, fold, one_line, visible};
use crate::vocabulary::evidence::Evidence;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::StatusKind;

/// The people who have neither been quoted nor asked: those that the decision lists, then those that the areas
/// require. A group that nobody has spoken for is replaced by its members.
pub(crate) fn unheard(decision: &Decision, areas: &[&Area], policy: &Policy) -> Vec<Party> {
    let directory = &policy.directory;
    let groups: Vec<Party> =
        areas.iter().flat_map(|area| &area.hear).map(|group| Party::read(&group.value, Span::default())).collect();
    let marks = |parties: Vec<&Party>| -> BTreeSet<String> {
        parties.into_iter().flat_map(|party| directory.marks(party)).collect()
    };
    let quoted = marks(decision.quotes().filter_map(Quote::speaker).collect());
    let states = decision.consultation.states.iter();
    let states = states.filter(|state| state.kind.is_asking() || state.kind.stands_for_a_quote());
    let asked = marks(states.filter_map(|state| state.party.as_ref()).collect());
    let is_asked = |party: &Party| {
        let mut people = directory.people(party).iter().chain([party]);
        directory.is_in(party, &asked) || people.any(|person| directory.is_in(person, &quoted))
    };
    // Nobody is asked twice, nor those who decide.
    let mut known = marks(decision.makers.parties.iter().collect());
    let mut unheard: Vec<Party> = Vec::new();
    for party in decision.consulted.parties.iter().chain(&groups).filter(|party| !is_asked(party)) {
        for person in directory.people(party) {
            if directory.may_be_somebody(person) && !is_asked(person) && !directory.is_in(person, &known) {
                known.extend(directory.marks(person));
                unheard.push(person.clone());
            }
        }
    }
    unheard
}

/// The messages to people. They ask about their work and their problems, not for approval. Somebody whose quote is older
/// than what the decision says is shown what changed. Where one of the areas requires it, they are asked to answer in a
/// comment.
pub(crate) fn messages<'a>(
    decision: &'a Decision,
    people: impl Iterator<Item = (&'a Party, Option<&'a Outdated>)>,
    areas: &[&Area],
    by: Option<Date>,
) -> impl Iterator<Item = String> {
    let is_proven = areas.iter().any(|area| area.evidence.value == Evidence::Forge);
    let place = if is_proven { " and in a comment from your own account" } else { "" };
    let until = by.map(|day| format!(" by {day}")).unwrap_or_default();
    let how = format!("{until}, in your own words{place}");
    // Read once, however many people there are.
    let context = context(decision);
    people.map(move |(person, outdated)| {
        let mail = person.mail.as_ref().map(|mail| format!(" <{mail}>")).unwrap_or_default();
        let to = format!("To {}{}:\n\n", visible(&person.shown()), visible(&mail));
        to + &match outdated {
            None => message(decision, context.as_deref(), &how),
            Some(outdated) => message_again(decision, outdated, &how),
        }
    })
}

fn message_again(decision: &Decision, outdated: &Outdated, how: &str) -> String {
    let mut out = format!("This decision changed after you were asked about it: {}.\n", called(decision));
    let on = outdated.date.as_ref().map(|date| format!(" on {}", visible(date))).unwrap_or_default();
    let _ = write!(out, "\nYou said{on}:\n\n> {}\n", visible(&outdated.words));
    for one in outdated.moves.iter() {
        let (old, new) = one.texts();
        let [old, new] = [old, new].map(|text| if text.is_empty() { "(nothing)" } else { text });
        let verb = if one.part == Part::Options { "were" } else { "was" };
        let now = if one.part == Part::Options { "are" } else { "is" };
        let name = one.part.name().replacen("the", "The", 1);
        let _ = write!(out, "\n{name} {verb}:\n\n> {}\n\nand {now} now:\n\n> {}\n", visible(old), visible(new));
    }
    let _ = write!(
        out,
        "
Please tell us{how}, as briefly or as fully as you like:

- Does what you said still hold?
- What would become harder for you, and what would you miss?
- Who else is affected, and should be asked?

We will quote your answer verbatim, with your name and the date, in
{}, below what you said before, and write what we did about it.
You can ask us to remove a quote at any time.
",
        decision.path
    );
    out
}

/// The title of a decision with its ID.
fn called(decision: &Decision) -> String {
    format!("{} ({})", visible(&one_line(decision.shown_title())), decision.id)
}

fn message(decision: &Decision, context: Option<&str>, how: &str) -> String {
    let is_open = matches!(decision.kind(), None | Some(StatusKind::Proposed));
    let title = called(decision);
    let mut out = String::new();
    let _ = match is_open {
        true => writeln!(out, "We are about to make a decision that affects your work: {title}."),
        false => writeln!(out, "We made this decision without asking you, and would like to hear from you: {title}."),
    };
    if let Some(context) = context {
        let _ = write!(out, "\n{}\n", visible(context));
    }
    let _ = write!(
        out,
        "
Please tell us{how}, as briefly or as fully as you like:

- On a normal day, what does the part of your work look like that this affects?
- What is difficult or annoying about it today? When did that last happen, and what did you do?
- If we did this, what would become harder for you, and what would you miss?
- Who else is affected, and should be asked?

We will quote your answer verbatim, with your name and the date, in
{}, and write below it what we did about it. You can ask us
to remove the quote at any time.
",
        decision.path
    );
    out
}

/// How a person signs words of theirs that are in the record already, with OpenSSH alone; none where the policy has no
/// key of theirs, or all of it is signed.
pub(crate) fn signing(decision: &Decision, person: &Party, policy: &Policy) -> Option<String> {
    let directory = &policy.directory;
    directory.identity(person).filter(|identity| !identity.keys.is_empty())?;
    let signatures = Signatures::of(decision, policy);
    let is_theirs = |quote: &&Quote| quote.speaker().is_some_and(|speaker| directory.same(speaker, person));
    let open = decision.consultation.quotes.iter().filter(|quote| quote.proofs.signature.is_none());
    // What a terminal does not show can't be copied either.
    let messages = open.filter(is_theirs).filter_map(|quote| signatures.message(quote));
    let messages: Vec<String> = messages.filter(|message| message.lines().all(|line| visible(line) == line)).collect();
    if messages.is_empty() {
        return None;
    }
    let mut out =
        "\nWe have quoted you. To sign your words, run this with your key, and send us its output:\n".to_owned();
    for message in messages {
        let lines = message.lines().map(|line| format!(" '{}'", line.replace('\'', r"'\''"))).collect::<String>();
        let _ = writeln!(out, "\nprintf '%s\\n'{lines} |\n  ssh-keygen -Y sign -n {NAMESPACE} -f ~/.ssh/id_ed25519");
    }
    Some(out)
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

//! `heard quote --from`: takes a person's own words from a comment on a forge.

use std::collections::HashSet;
use std::env;
use std::io::{self, Read, Write};

use serde_json::Value;

use super::{Arguments, Said, Taken, add, party};
use crate::catalog::Catalog;
use crate::cli::change::{is_open, one_or_ask};
use crate::cli::compare::read_event;
use crate::cli::forge::{Unreachable, fetch, fetch_thread};
use crate::cli::workspace::{State, Workspace};
use crate::cli::{Error, Outcome, question};
use crate::comment::own::{LeftOut, Own, own};
use crate::comment::sentences::{CUT, holds};
use crate::comment::{self, Comment, Unproven};
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::decision::proof::Receipt;
use crate::document::FILE_LIMIT;
use crate::policy::{Directory, Identity, Policy};
use crate::text::{Span, is_hidden, joined, one_line, shell, shortened, visible};
use crate::vocabulary::forge::{Forge, Place};
use crate::vocabulary::party::Party;

/// The variable with the path of the event of a CI job.
const EVENT: &str = "GITHUB_EVENT_PATH";

/// What to pipe into the command.
const PIPE: &str =
    "\n  = help: pipe what `gh api`, `glab api` or curl prints for one comment; docs/forge.md has the commands";

/// The words that say where a comment comes from if it is not an address.
const STDIN: &str = "-";
const THIS_EVENT: &str = "event";

pub(super) fn run(
    arguments: &Arguments,
    from: &str,
    workspace: &Workspace,
    out: &mut dyn Write,
) -> Result<Outcome, Error> {
    let policy = Workspace::policy(&workspace.source(State::WorkTree)?)?;
    if arguments.source.is_some() && from != STDIN {
        return Err(Error::Usage("`--source` is only used with `--from -`; the comment is the source".to_owned()));
    }
    let before = workspace.catalog(State::WorkTree)?;
    // A wrong ID is reported before a forge is asked.
    if let Some(id) = &arguments.id {
        one_or_ask(&before, Some(id), "", is_open)?;
    }
    let chosen = match from {
        STDIN => Some(given(arguments.source.as_deref(), &policy)?),
        THIS_EVENT => Some(fetched(&place_of_event(&policy)?, &policy)?),
        address => {
            let place = policy.hosts.place(address).ok_or_else(|| no_address(address))?;
            place.comment.is_some().then(|| fetched(&place, &policy)).transpose()?
        }
    };
    let id = match &arguments.id {
        Some(id) => id.clone(),
        None => one_or_ask(&before, None, "Which decision?", is_open)?.path.to_string(),
    };
    let comment = match chosen {
        Some(comment) => comment,
        None => chosen_from(from, &policy, one_or_ask(&before, Some(&id), "", is_open)?)?,
    };
    let person = speaker(arguments.person.as_deref(), &comment, &policy)?;
    let receipt = comment.receipt().map_err(|reason| unproven(&reason, &person, &comment))?;
    let Own { text: own_words, left_out } = own(&comment.text);
    let words = words(&comment, own_words, &arguments.part, &left_out)?;
    // What follows is quick, so others wait for it.
    workspace.lock()?;
    let catalog = workspace.catalog(State::WorkTree)?;
    let decision = one_or_ask(&catalog, Some(&id), "", is_open)?;
    let is_it = |quote: &&Quote| receipt_of(quote).is_some_and(|other| is_same(other, &receipt));
    if let Some(quote) = decision.quotes().find(is_it) {
        writeln!(out, "{}: quotes this comment already; nothing was changed", decision.path)?;
        if receipt_of(quote).is_some_and(|old| old.sha256 != receipt.sha256) {
            writeln!(out, "note: the comment has been edited since then")?;
        }
        if !arguments.part.is_empty() {
            writeln!(out, "note: to quote other parts of it, remove that quote first")?;
        }
        return Ok(Outcome::Fine);
    }
    let date = comment::day(comment.at).to_string();
    let source = format!("[comment]({})", comment.place.address());
    let taken = Some(Taken { receipt: &receipt, comment: &comment });
    let said = Said { person: &person, date: &date, source: Some(&source), words: &words, taken };
    add(&said, workspace, &catalog, decision, out)?;
    notes(&receipt, &left_out, &catalog, decision, out)?;
    Ok(Outcome::Fine)
}

fn receipt_of(quote: &Quote) -> Option<&Receipt> {
    quote.proofs.receipt.as_ref().map(|receipt| &receipt.value)
}

/// Whether two receipts are of the same comment.
fn is_same(one: &Receipt, other: &Receipt) -> bool {
    (one.forge, one.comment, one.id) == (other.forge, other.comment, other.id)
}

/// Says what readers of the quote should know.
fn notes(
    receipt: &Receipt,
    left_out: &[LeftOut],
    catalog: &Catalog,
    decision: &Decision,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let phrases: Vec<&str> = left_out.iter().map(|kind| kind.phrase()).collect();
    if !phrases.is_empty() {
        writeln!(out, "left out: {}", joined(&phrases))?;
    }
    if let Some(edited) = receipt.edited {
        let day = comment::day(edited);
        writeln!(
            out,
            "note: {} edited the comment on {day}; the quote has the text of that day",
            visible(&receipt.login)
        )?;
    }
    for other in catalog.decisions.iter().filter(|other| other.path != decision.path) {
        if other.quotes().filter_map(receipt_of).any(|taken| is_same(taken, receipt)) {
            writeln!(out, "note: {} quotes the same comment", other.path)?;
        }
    }
    Ok(())
}

/// The words to quote: all of the author's own, or some parts of them.
fn words(comment: &Comment, own_words: String, parts: &[String], left_out: &[LeftOut]) -> Result<String, Error> {
    if own_words.trim().is_empty() {
        let phrases: Vec<&str> = left_out.iter().map(|kind| kind.phrase()).collect();
        if phrases.is_empty() {
            return Err(Error::Usage("the comment is empty".to_owned()));
        }
        let lines: Vec<&str> = comment.text.lines().map(str::trim_start).collect();
        let is_below = |pair: &[&str]| pair[0].starts_with('>') && !pair[1].is_empty() && !pair[1].starts_with('>');
        let help = match lines.windows(2).any(is_below) {
            true => {
                "\n  = help: a page shows the line below a quoted reply as a part of it; the author can put an empty line between the two"
            }
            false => "",
        };
        return Err(Error::Usage(format!(
            "none of its words are its author's own: the comment only has {}{help}",
            joined(&phrases)
        )));
    }
    // Short names of emoji, mentions, addresses and commands of bots are no words.
    let is_word = |word: &str| {
        let is_emoji = word.len() > 2 && word.starts_with(':') && word.ends_with(':');
        word.contains(char::is_alphabetic) && !is_emoji && !word.contains("://") && !word.starts_with(['@', '/'])
    };
    if !own_words.split_whitespace().any(is_word) {
        let shown = shortened(own_words.trim());
        let help = "ask the author for an answer in words";
        return Err(Error::Usage(format!("the comment has no words, only {shown}\n  = help: {help}")));
    }
    let words = match parts {
        [] => own_words,
        parts => parts.iter().map(|part| part.trim()).collect::<Vec<_>>().join(&format!("\n\n{CUT}\n\n")),
    };
    if words.len() > FILE_LIMIT {
        return Err(Error::Usage("the comment is larger than 1 MiB, and so would the decision be".to_owned()));
    }
    // The rule `control-character` reports these.
    if let Some(hidden) = words.chars().find(|c| is_hidden(*c) && !matches!(c, '\t' | '\n')) {
        let line = words.lines().find(|line| line.contains(hidden)).unwrap_or_default();
        return Err(Error::Usage(format!(
            "the comment has U+{:04X} in {}, which readers can't see and no record can have\n  = help: pass other parts of it with `--part`, or ask the author to delete the character",
            u32::from(hidden),
            shortened(line.trim())
        )));
    }
    holds(&comment.text, &words).map_err(|reason| {
        let help = match parts {
            [] => "pass what to quote with `--part`, in whole sentences",
            _ => "pass whole sentences of the author's own words in their order, each part with a `--part` of its own",
        };
        Error::Usage(format!("{reason}\n  = help: {help}"))
    })?;
    Ok(words)
}

/// Fetches a comment.
fn fetched(place: &Place, policy: &Policy) -> Result<Comment, Error> {
    fetch(place, &policy.hosts).map_err(|error| unreachable(&error))
}

fn unreachable(error: &Unreachable) -> Error {
    Error::Usage(error.to_string())
}

fn no_address(address: &str) -> Error {
    let help = match address.contains("#issue-") || address.contains("/commit/") {
        true => {
            "the text of an issue and comments on commits can't be looked up: ask them to write a comment in a thread"
        }
        false => "its date on the page links to it: https://github.com/acme/rota/pull/7#issuecomment-123",
    };
    Error::Usage(format!("`{}` is not the address of a comment that can be quoted\n  = help: {help}", visible(address)))
}

/// The comment whose JSON is on standard input.
fn given(source: Option<&str>, policy: &Policy) -> Result<Comment, Error> {
    let limit = 8 * FILE_LIMIT;
    let mut bytes = Vec::new();
    let failed = |reason: String| Error::Usage(format!("can't read the comment from standard input: {reason}"));
    io::stdin().lock().take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|error| failed(error.to_string()))?;
    if bytes.len() > limit {
        return Err(failed("it is too large".to_owned()));
    }
    let answers = serde_json::Deserializer::from_slice(&bytes).into_iter::<Value>();
    let answers =
        answers.collect::<Result<Vec<_>, _>>().map_err(|error| failed(format!("it is not JSON: {error}{PIPE}")))?;
    if answers.is_empty() {
        return Err(failed(format!("it is empty{PIPE}")));
    }
    let place = source.map(|source| policy.hosts.place(source).ok_or_else(|| no_address(source))).transpose()?;
    let comment = comment::read(&answers, place.as_ref(), &|address| policy.hosts.place(address));
    let comment = comment.map_err(|reason| failed(format!("{reason}{PIPE}")))?;
    match place.filter(|place| *place != comment.place) {
        Some(place) => Err(Error::Usage(format!(
            "this is the comment {}, and not {}",
            visible(&comment.place.address()),
            visible(&place.address())
        ))),
        None => Ok(comment),
    }
}

/// The place of the comment that started a CI job. The event does not say whether a comment was edited, or by whom, so
/// the forge is asked.
fn place_of_event(policy: &Policy) -> Result<Place, Error> {
    let failed = |reason: &str| Error::Usage(format!("can't read the comment of this CI job ({EVENT}): {reason}"));
    let path = env::var(EVENT).map_err(|_| {
        failed("the variable is not set\n  = help: `--from event` works in a job of GitHub, Gitea or Forgejo Actions; elsewhere pass the address of the comment")
    })?;
    let text = read_event(&path).map_err(|reason| failed(&visible(&reason)))?;
    let event: Value = serde_json::from_str(&text).map_err(|_| failed("it is not JSON"))?;
    if event.get("action").is_some_and(|action| action == "deleted") {
        return Err(failed("the comment was deleted"));
    }
    let comment = event.get("comment").or_else(|| event.get("review"));
    let address = comment.and_then(|comment| comment.get("html_url")).and_then(Value::as_str);
    let address = address.ok_or_else(|| {
        failed("it has no comment\n  = help: run the job on `issue_comment`, `pull_request_review`, `pull_request_review_comment` or `discussion_comment`")
    })?;
    policy.hosts.place(address).filter(|place| place.comment.is_some()).ok_or_else(|| no_address(address))
}

/// The person who wrote a comment: by their account, or as given if that is their account.
fn speaker(given: Option<&str>, comment: &Comment, policy: &Policy) -> Result<String, Error> {
    let directory = &policy.directory;
    let person = match given {
        Some(person) => person.to_owned(),
        None => match Accounts::new(directory).of_author(comment).as_slice() {
            [person] => (*person).to_owned(),
            [] => {
                // What is wrong with the comment itself comes first.
                if let Err(reason) = comment.receipt() {
                    return Err(unproven(&reason, "", comment));
                }
                if !policy.hosts.trust(&comment.place.host) {
                    return Err(unproven(&Unproven::Host(comment.place.host.clone()), "", comment));
                }
                return Err(unknown_account(comment, "NAME"));
            }
            people => {
                let people: Vec<_> = people.iter().map(|name| visible(name)).collect();
                let reason = format!("the account that wrote the comment is that of {} in heard.toml", joined(&people));
                return Err(Error::Usage(format!("{reason}\n  = help: give each account to one person")));
            }
        },
    };
    let party = party(&person)?;
    let proven = match directory.identity(&party) {
        Some(identity) => comment.written_by(identity, &policy.hosts),
        None => comment.receipt().and(Err(Unproven::NoAccount(comment.place.forge))),
    };
    match proven {
        Ok(()) => Ok(person),
        Err(reason @ (Unproven::NoAccount(_) | Unproven::OtherAccount { .. })) => {
            match (Accounts::new(directory).of_author(comment).first(), reason) {
                (Some(owner), _) => Err(of_another(comment, owner, &party.shown())),
                (None, Unproven::NoAccount(_)) => Err(unknown_account(comment, &party.shown())),
                (None, reason) => Err(unproven(&reason, &party.shown(), comment)),
            }
        }
        Err(reason) => Err(unproven(&reason, &party.shown(), comment)),
    }
}

/// The people of the policy with accounts, each once.
struct Accounts<'a>(Vec<(&'a str, &'a Identity)>);

impl<'a> Accounts<'a> {
    fn new(directory: &'a Directory) -> Self {
        let known = directory.names().iter().filter_map(|name| {
            let identity = directory.identity(&Party::read(name, Span::default()))?;
            Some((name.as_str(), identity))
        });
        let mut people: Vec<(&str, &Identity)> = Vec::new();
        let mut seen = HashSet::new();
        // The name in `[people]` is among the names, and so is what a group calls the same person.
        people.extend(known.filter(|(_, identity)| seen.insert(std::ptr::from_ref(*identity))));
        Self(people)
    }

    /// The people whose account wrote a comment.
    fn of_author(&self, comment: &Comment) -> Vec<&'a str> {
        let Some(author) = &comment.author else { return Vec::new() };
        let account = |identity: &Identity| identity.account(comment.place.forge);
        let is_it = |identity: &Identity| account(identity).is_some_and(|own| own.is(&author.login, author.id));
        self.0.iter().filter(|(_, identity)| is_it(identity)).map(|(name, _)| *name).collect()
    }
}

/// The account is that of somebody else.
fn of_another(comment: &Comment, owner: &str, person: &str) -> Error {
    let login = comment.author.as_ref().map_or("", |author| &author.login);
    let (owner, person) = (visible(owner), visible(person));
    let message = format!("`{}` is the account of {owner} in heard.toml, not of {person}", visible(login));
    Error::Usage(format!("{message}\n  = help: leave out the name to quote {owner}"))
}

/// Nobody has the account; the line that gives it to somebody.
fn unknown_account(comment: &Comment, name: &str) -> Error {
    let Some(author) = &comment.author else { return unproven(&Unproven::Gone, name, comment) };
    let forge = comment.place.forge;
    let line = format!("{} = {{ login = \"{}\", id = {} }}", forge.word(), visible(&author.login), author.id);
    let message = format!(
        "heard.toml does not say whose account `{}` on {} is\n  = help: if it is theirs, add this to heard.toml in a change of its own:\n      [people.\"{}\"]\n      {line}",
        visible(&author.login),
        forge.name(),
        visible(name)
    );
    Error::Usage(message)
}

/// Why a comment is not taken for a person's own words.
fn unproven(reason: &Unproven, person: &str, comment: &Comment) -> Error {
    let who = if person.is_empty() { String::new() } else { format!(" as words of {}", visible(person)) };
    let help = match reason {
        Unproven::EditsUnknown(Forge::Github) => {
            "pass the address of the comment instead, or the answers of REST and GraphQL, one after the other (docs/forge.md)"
        }
        Unproven::EditsUnknown(Forge::Gitlab) => {
            "pass the address of the comment instead, or the answer of GraphQL (docs/forge.md)"
        }
        Unproven::Edited { .. } | Unproven::EditsUnknown(Forge::Forgejo) => "ask them to write a new comment",
        Unproven::Host(_) => "add the host to `hosts` of `[forge]` in heard.toml, in a change of its own",
        Unproven::OtherAccount { .. } => "leave out the name to quote the author of the comment",
        Unproven::Minimised => "unhide it on the forge, if it was hidden by mistake",
        Unproven::Gone | Unproven::Program(_) | Unproven::NoAccount(_) | Unproven::Thread => {
            "quote it with `--source` and the words, which makes it `sourced`"
        }
    };
    let address = visible(&comment.place.address()).into_owned();
    Error::Usage(format!("can't quote {address}{who}: {reason}\n  = help: {help}"))
}

/// A comment of a thread: chosen on a terminal, and listed elsewhere.
fn chosen_from(address: &str, policy: &Policy, decision: &Decision) -> Result<Comment, Error> {
    let place = policy.hosts.place(address).ok_or_else(|| no_address(address))?;
    let comments = fetch_thread(&place, &policy.hosts).map_err(|error| unreachable(&error))?;
    let accounts = Accounts::new(&policy.directory);
    let offered: Vec<(&str, &Comment)> = comments
        .iter()
        .filter_map(|comment| {
            let name = accounts.of_author(comment).into_iter().next()?;
            let is_offered = comment.receipt().is_ok() || comment.edits == comment::Edits::Unknown;
            (is_offered && is_missing(name, decision, &policy.directory)).then_some((name, comment))
        })
        .collect();
    let shown = |name: &str, comment: &Comment| {
        let words = one_line(&own(&comment.text).text).into_owned();
        format!("{}, {}: {}", visible(name), comment::day(comment.at), shortened(&words).trim_matches('`'))
    };
    if offered.is_empty() {
        return Err(Error::Usage(format!(
            "none of the {} comments at {} is by somebody in heard.toml who is still to be quoted in {}\n  = help: give people their accounts in `[people]`, or pass the address of one comment",
            comments.len(),
            visible(&place.address()),
            decision.path
        )));
    }
    if !question::can_ask() {
        let mut message = "this is a whole thread; pass the address of one comment".to_owned();
        for (name, comment) in &offered {
            let address = shell(&comment.place.address());
            message.push_str(&format!("\n  heard quote {} --from {address}   # {}", decision.id, shown(name, comment)));
        }
        return Err(Error::Usage(message));
    }
    let choices = offered.into_iter().map(|(name, comment)| (shown(name, comment), comment.clone())).collect();
    let comment = question::pick("Which comment?", "", choices)?;
    // The whole thread may not say whether a comment was edited.
    match comment.edits {
        comment::Edits::Unknown => fetched(&comment.place, policy),
        _ => Ok(comment),
    }
}

/// Whether a person is neither quoted in a decision nor one of those who decide.
fn is_missing(name: &str, decision: &Decision, directory: &Directory) -> bool {
    let party = Party::read(name, Span::default());
    let is_quoted = decision.quotes().filter_map(Quote::speaker).any(|speaker| directory.same(speaker, &party));
    !is_quoted && !directory.is_one_of(&party, &decision.makers.parties)
}

//! Decisions stay in the log.

use super::{Change, Check, Finding, Level, Rule, Span};
use crate::snapshot::FileKind;

pub(crate) static RULE: Rule = Rule {
    id: "decision-deleted",
    level: Level::Deny,
    summary: "decision was removed from the log",
    explain: "
Reports decisions that exist at the base and not at the head: deleted, or moved out of the log.

What people said would be lost with the file. A decision that is no longer followed still explains
why things were done that way.

Restore the file and set its status to `deprecated` or `superseded`. A decision may move within the
log if it keeps its id. If two decisions have the same id, `heard renumber` gives one of them a new
one.
",
    example: "
==> base:decisions/0007-rota.md <==
^
=> ==> decisions/0007-rota.md <==
<quoted>
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change
        .changed
        .iter()
        .filter(|changed| changed.old == Some(FileKind::File) && changed.new.is_none())
        .filter_map(|changed| {
            // A page that decided nothing is no loss to the log.
            let decision = change.start.at(&changed.path).filter(|decision| !decision.is_plain_page())?;
            // It lives on in a record that this change adds: it was moved inside the log, or got another id.
            change.successor(decision).is_none().then(|| {
                let message = format!("`{}` was removed from the log", decision.id);
                let why = match decision.consultation.quotes.is_empty() {
                    true => "readers would no longer see what was proposed or decided",
                    false => "what people said would be lost with it",
                };
                Finding::new(decision, Span::default(), message)
                    .why(why)
                    .help("restore the file, and set its status to `rejected`, `deprecated` or `superseded`; before a log moves, name both directories in `dirs`")
            })
        })
        .collect()
}

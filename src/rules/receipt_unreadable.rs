//! A receipt or a signature below a quote is complete, and there is one of each.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};

pub(crate) static RULE: Rule = Rule {
    id: "receipt-unreadable",
    level: Level::Deny,
    summary: "hidden receipt or signature of a quote can't be read",
    explain: "
Reports hidden lines below a quote that begin like a receipt or a signature and can't be read as one,
and a second receipt or signature of the same quote.

A receipt says which comment a quote was taken from, by which account, and whether it was edited.
One that can't be read proves nothing, but readers of the file would take it for proof.

Write the receipt again with `heard quote`, or remove the line.
",
    example: "
<header>
<consultation>
> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12
> <!-- heard: github issuecomment-123 by inesroy -->
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=>

**Changed:** the job logs the tenant.
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let mut findings = Vec::new();
    for quote in &decision.consultation.quotes {
        let Some(broken) = &quote.proofs.broken else { continue };
        let place = broken.span.first_line(&decision.text);
        let message = format!("the hidden line below {} can't be read: {}", quote.called(), visible(&broken.value));
        findings.push(
            Finding::new(decision, place, message)
                .why("it looks like proof, but proves nothing")
                .help("write the receipt again with `heard quote`, or remove the line")
                .speaker(quote),
        );
    }
    findings
}

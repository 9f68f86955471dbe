//! A signature below a quote verifies.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::signature::Signatures;

pub(crate) static RULE: Rule = Rule {
    id: "signature-invalid",
    level: Level::Deny,
    summary: "signature of a quote does not verify",
    explain: "
Reports signatures below quotes that do not verify with a key that `heard.toml` lists for the speaker.

A signature is for one quote: these words, by this person on this date, in this decision. It is also
for what the words are about: the title, the outcome and the options of the decision. When any of
them changes, the person has not signed what is there now. Signatures by RSA keys and others that
can't be verified are reported as well, because nobody knows whether they are right.

The gate takes the keys from the base of a change, so that nobody can sign with a key that the same
change brings: merge the key first.

Ask the person to sign again (`heard sign`), undo the change, or remove the hidden line with the
signature. The quote stays without it.
",
    example: "
<header>
<consultation>
> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12
> <!-- heard: signed U1NIU0lH -->
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=>

**Changed:** the job logs the tenant.
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let signatures = Signatures::of(decision, &catalog.policy);
    let mut findings = Vec::new();
    for quote in &decision.consultation.quotes {
        let (Some(signature), Some(Err(reason))) = (&quote.proofs.signature, signatures.check(quote)) else {
            continue;
        };
        let place = signature.span.first_line(&decision.text);
        let again = match quote.speaker() {
            Some(speaker) => format!("ask {} to sign again: `heard sign {}`", visible(&speaker.shown()), decision.id),
            None => "name the speaker".to_owned(),
        };
        findings.push(
            Finding::new(decision, place, format!("the signature of {} does not verify", quote.called()))
                .why(reason.to_string())
                .help(format!("{again}; or remove this line"))
                .speaker(quote),
        );
    }
    findings
}

//! The signatures and receipts of a log, and whether they hold, as text and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::policy::Policy;
use crate::report::VERSION;
use crate::signature::Signatures;
use crate::text::{Span, counted, line_column, visible};
use crate::vocabulary::party::Party;

/// The output of `heard verify --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct VerifyReport<'a> {
    /// The version of this format, 1.
    pub version: u32,
    /// The signatures and receipts, in the order of the files.
    pub proofs: Vec<ProofReport<'a>>,
    /// How many of them do not hold.
    pub failed: usize,
}

/// A signature, a receipt, or what should be one.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct ProofReport<'a> {
    /// The ID of the decision.
    pub decision: &'a str,
    /// The file, with `/`, relative to the repository.
    pub path: &'a str,
    /// The line, from 1.
    pub line: usize,
    /// Who is quoted; null if the quote names nobody.
    pub speaker: Option<String>,
    /// The date of the quote, `YYYY-MM-DD`; null if it has none.
    pub date: Option<String>,
    /// What it is.
    pub kind: ProofKind,
    /// Whether a signature verifies; of a receipt only whether it can be read.
    pub holds: bool,
    /// Whether a signature was made by a security key that somebody touched.
    pub touched: bool,
    /// Why it does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What can be behind a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(crate) enum ProofKind {
    /// A signature.
    Signature,
    /// A receipt of a comment.
    Receipt,
    /// A hidden line that is neither.
    Unreadable,
    /// A whole file that could not be read.
    File,
}

impl<'a> VerifyReport<'a> {
    /// Checks the signatures and receipts of some decisions by the keys of the policy.
    pub(crate) fn of(decisions: &[&'a Decision], policy: &Policy) -> Self {
        let proofs: Vec<_> = decisions.iter().flat_map(|decision| proofs(decision, policy)).collect();
        let failed = proofs.iter().filter(|proof| !proof.holds).count();
        Self { version: VERSION, proofs, failed }
    }
}

fn proofs<'a>(decision: &'a Decision, policy: &Policy) -> Vec<ProofReport<'a>> {
    let proof = |span: Span, kind: ProofKind, quote: Option<&Quote>| {
        let date = quote.and_then(|quote| quote.attribution.as_ref()?.date.as_ref()?.date);
        ProofReport {
            decision: decision.id.shown(),
            path: decision.path.as_str(),
            line: line_column(&decision.text, span.start).0,
            speaker: quote.and_then(Quote::speaker).map(Party::shown),
            date: date.map(|date| date.to_string()),
            kind,
            holds: true,
            touched: false,
            reason: None,
        }
    };
    if decision.is_unread() {
        let reason = Some("it could not be read; `heard check` shows why".to_owned());
        return vec![ProofReport { holds: false, reason, ..proof(Span::default(), ProofKind::File, None) }];
    }
    let signatures = Signatures::of(decision, policy);
    let mut found = Vec::new();
    for quote in &decision.consultation.quotes {
        if let Some(receipt) = &quote.proofs.receipt {
            found.push(proof(receipt.span, ProofKind::Receipt, Some(quote)));
        }
        if let (Some(signature), Some(checked)) = (&quote.proofs.signature, signatures.check(quote)) {
            let proof = proof(signature.span, ProofKind::Signature, Some(quote));
            found.push(match checked {
                Ok(signed) => ProofReport { touched: signed.touched, ..proof },
                Err(reason) => ProofReport { holds: false, reason: Some(reason.to_string()), ..proof },
            });
        }
        if let Some(broken) = &quote.proofs.broken {
            let proof = proof(broken.span, ProofKind::Unreadable, Some(quote));
            found.push(ProofReport { holds: false, reason: Some(broken.value.clone()), ..proof });
        }
    }
    found
}

/// The report as text: one line each.
pub(crate) fn list(report: &VerifyReport<'_>) -> String {
    let mut out = String::new();
    for proof in &report.proofs {
        let name = proof.speaker.as_deref().unwrap_or("somebody");
        let said = match (proof.kind, proof.holds) {
            (ProofKind::Signature, true) if proof.touched => format!("signed by {name}, with a touched security key"),
            (ProofKind::Signature, true) => format!("signed by {name}"),
            (ProofKind::Signature, false) => format!("the signature of {name} does not verify"),
            (ProofKind::Receipt, _) => {
                format!("the receipt of {name} can be read; the gate compares it with the forge")
            }
            (ProofKind::Unreadable, _) => format!("a hidden line below the quote from {name} can't be read"),
            (ProofKind::File, _) => "its signatures are unknown".to_owned(),
        };
        let reason = proof.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        let _ = writeln!(out, "{}:{}: {}", visible(proof.path), proof.line, visible(&format!("{said}{reason}")));
    }
    let failed = report.failed;
    let _ = match report.proofs.len() {
        0 => writeln!(out, "no quote has a signature or a receipt"),
        count if failed == 0 => writeln!(out, "{} checked, all in order", counted(count, "proof")),
        count => writeln!(out, "{} checked, {failed} failed", counted(count, "proof")),
    };
    out
}

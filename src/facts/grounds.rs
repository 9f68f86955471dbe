//! What stands behind the quotes that an area counts on, looked up: the files and comments that they cite.

use std::fmt;

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::evidence::{self, NoReceipt};
use crate::vocabulary::evidence::Evidence;
use crate::vocabulary::party::Party;
use crate::witness::{self, Doubt, Witness};

use super::sources::{self, Sources, Unsourced};

/// What quotes can be checked against.
pub(super) struct Grounds<'a> {
    /// The files that they name.
    pub files: Sources,
    /// The comments that they cite; none where receipts are believed, because the gate will look them up.
    pub witness: Option<&'a Witness>,
}

/// Why too little stands behind a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Weakness {
    /// Nobody says who heard it, and it has no source.
    Unheard,
    /// Its source does not show it.
    Source(Unsourced),
    /// It has no receipt that is its speaker's.
    Receipt(NoReceipt),
    /// Its comment does not prove it.
    Comment(Doubt),
    /// It is not signed.
    Unsigned,
    /// It is signed, and not with a hardware key that was touched.
    Untouched,
}

impl fmt::Display for Weakness {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unheard | Self::Source(_) => write!(out, "has no source"),
            Self::Receipt(reason) => write!(out, "{reason}"),
            Self::Comment(doubt) => write!(out, "{doubt}"),
            Self::Unsigned => write!(out, "is not signed"),
            Self::Untouched => write!(out, "is signed, but not with a hardware key that was touched"),
        }
    }
}

/// A quote that an area counts on.
#[derive(Clone, Copy)]
pub(super) struct Cited<'a> {
    pub decision: &'a Decision,
    pub quote: &'a Quote,
    /// The decision as it was accepted before this change. What it had then is not looked up again.
    pub settled: &'a [&'a Decision],
}

impl Cited<'_> {
    /// Whether the decision had the quote with the same receipt when it was accepted before.
    fn is_settled(&self) -> bool {
        let own = self.quote;
        let is_same = |before: &Quote| {
            let receipts = [before, own].map(|quote| quote.proofs.receipt.as_ref().map(|receipt| &receipt.value));
            let speakers = [before, own].map(|quote| quote.speaker().map(Party::marks));
            before.words == own.words && receipts[0] == receipts[1] && speakers[0] == speakers[1]
        };
        self.settled.iter().any(|before| before.quotes().any(is_same))
    }
}

impl Grounds<'_> {
    /// The strongest evidence of a quote that holds when it is looked up.
    pub(super) fn level(&self, cited: Cited<'_>, log: &Catalog) -> Evidence {
        if let Some(signed) = evidence::signed(cited.decision, cited.quote, &log.policy) {
            return signed;
        }
        let holds = |wanted: &Evidence| self.weakness(cited, *wanted, log).is_none();
        let levels = [Evidence::Forge, Evidence::Sourced, Evidence::Relayed];
        levels.into_iter().find(holds).unwrap_or(Evidence::Claimed)
    }

    /// Why a quote has less than the wanted evidence; none if it has it.
    pub(super) fn weakness(&self, cited: Cited<'_>, wanted: Evidence, log: &Catalog) -> Option<Weakness> {
        let Cited { decision, quote, .. } = cited;
        let signed = evidence::signed(decision, quote, &log.policy);
        match wanted {
            _ if signed >= Some(wanted) => None,
            Evidence::Claimed => None,
            Evidence::Relayed => {
                let is_heard = quote.attribution.as_ref().is_some_and(|named| named.told_to.is_some());
                let unsourced = || sources::lack(decision, quote, &self.files).is_some();
                (!is_heard && unsourced()).then_some(Weakness::Unheard)
            }
            Evidence::Sourced => sources::lack(decision, quote, &self.files).map(Weakness::Source),
            Evidence::Forge => self.receipt(cited, log),
            Evidence::Touched if signed.is_some() => Some(Weakness::Untouched),
            Evidence::Signed | Evidence::Touched => Some(Weakness::Unsigned),
        }
    }

    /// Whether the comment of a quote is looked up, and its receipt not only believed.
    pub(super) fn looks_up(&self, cited: Cited<'_>) -> bool {
        self.witness.is_some() && !cited.is_settled()
    }

    /// Whether the comment of a quote was edited after its receipt was taken, and still proves it.
    pub(super) fn is_edited(&self, cited: Cited<'_>, log: &Catalog) -> bool {
        let (Some(witness), Ok((receipt, place))) = (self.witness, evidence::receipt(cited.quote, &log.policy)) else {
            return false;
        };
        !cited.is_settled() && witness.is_edited(receipt, &place) && self.receipt(cited, log).is_none()
    }

    /// Why the receipt of a quote does not show that its speaker wrote it.
    fn receipt(&self, cited: Cited<'_>, log: &Catalog) -> Option<Weakness> {
        match evidence::receipt(cited.quote, &log.policy) {
            Err(none) => Some(Weakness::Receipt(none)),
            Ok(_) if cited.is_settled() => None,
            Ok((receipt, place)) => {
                let cited = witness::Cited { decision: cited.decision, quote: cited.quote, receipt, place };
                let doubt = self.witness?.doubt(&cited, &log.policy);
                doubt.map(Weakness::Comment)
            }
        }
    }
}

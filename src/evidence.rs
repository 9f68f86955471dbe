//! What stands behind the quotes of a record, by what the record and the keys in the policy say. Nothing is looked up here:
//! the gate does that, where an area requires it.

use std::fmt;

use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::decision::proof::Receipt;
use crate::policy::Policy;
use crate::signature::Signatures;
use crate::text::visible;
use crate::vocabulary::evidence::Evidence;
use crate::vocabulary::forge::Place;

/// What a record says stands behind a quote.
pub(crate) fn stated(decision: &Decision, quote: &Quote, policy: &Policy) -> Evidence {
    let named = quote.attribution.as_ref();
    if let Some(signed) = signed(decision, quote, policy) {
        signed
    } else if receipt(quote, policy).is_ok() {
        Evidence::Forge
    } else if named.is_some_and(|named| named.source.is_some()) {
        Evidence::Sourced
    } else if named.is_some_and(|named| named.told_to.is_some()) {
        Evidence::Relayed
    } else {
        Evidence::Claimed
    }
}

/// What the signature of a quote shows, if it verifies.
pub(crate) fn signed(decision: &Decision, quote: &Quote, policy: &Policy) -> Option<Evidence> {
    let signed = Signatures::of(decision, policy).check(quote)?.ok()?;
    Some(if signed.touched { Evidence::Touched } else { Evidence::Signed })
}

/// The same in words, for people.
pub(crate) fn in_words(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Claimed => "no source",
        Evidence::Relayed => "written down by somebody else",
        Evidence::Sourced => "has a source",
        Evidence::Forge => "their own comment, by its receipt",
        Evidence::Signed => "signed with their own key",
        Evidence::Touched => "signed with their own hardware key",
    }
}

/// The class of the same in a page.
#[cfg(feature = "site")]
pub(crate) fn class(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Claimed => "claimed",
        Evidence::Relayed => "relayed",
        Evidence::Sourced => "sourced",
        Evidence::Forge => "forge",
        Evidence::Signed => "signed",
        Evidence::Touched => "touched",
    }
}

/// Why a quote has no receipt that could stand for its speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoReceipt {
    /// It has none.
    None,
    /// It has one that can't be read, and why.
    Broken(String),
    /// The source of the quote is not the comment of the receipt.
    OtherComment,
    /// The policy does not take the word of this host.
    Host(String),
    /// The policy knows no account of the speaker on this forge.
    NoAccount(&'static str),
    /// The receipt is of another account than the speaker's.
    OtherAccount { login: String, id: u64, expected: String },
}

impl fmt::Display for NoReceipt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => write!(out, "has no receipt of a comment"),
            Self::Broken(reason) => write!(out, "has a receipt that can't be read: {}", visible(reason)),
            Self::OtherComment => write!(out, "has the receipt of another comment than its source"),
            Self::Host(host) => write!(out, "is from `{}`, which is not among the trusted hosts", visible(host)),
            Self::NoAccount(forge) => write!(out, "is by somebody whose {forge} account `heard.toml` does not give"),
            Self::OtherAccount { login, id, expected } => {
                write!(out, "is a comment by `{}` (id {id}), not by {expected}", visible(login))
            }
        }
    }
}

/// The receipt of a quote and the address of its comment, if they are its speaker's by the policy.
///
/// # Errors
/// Why they are not.
pub(crate) fn receipt<'a>(quote: &'a Quote, policy: &Policy) -> Result<(&'a Receipt, Place), NoReceipt> {
    let Some(receipt) = quote.proofs.receipt.as_deref().map(|receipt| &receipt.value) else {
        let broken = quote.proofs.broken.as_deref();
        return Err(broken.map_or(NoReceipt::None, |broken| NoReceipt::Broken(broken.value.clone())));
    };
    let source = quote.attribution.as_ref().and_then(|named| named.source.as_ref());
    let place = source.and_then(|source| policy.hosts.place(&source.value)).ok_or(NoReceipt::OtherComment)?;
    if place.forge != receipt.forge || place.comment != Some(receipt.comment) {
        return Err(NoReceipt::OtherComment);
    }
    if !policy.hosts.trust(&place.host) {
        return Err(NoReceipt::Host(place.host));
    }
    let identity = quote.speaker().and_then(|speaker| policy.directory.identity(speaker));
    let account = identity.and_then(|identity| identity.account(receipt.forge));
    let account = account.ok_or(NoReceipt::NoAccount(receipt.forge.name()))?;
    if !account.is(&receipt.login, receipt.id) {
        let (login, expected) = (receipt.login.clone(), account.to_string());
        return Err(NoReceipt::OtherAccount { login, id: receipt.id, expected });
    }
    Ok((receipt, place))
}

//! Signatures of quotes: which text a person signs, and whether a signature is one by a key that the policy gives them.
//!
//! A signature is what `ssh-keygen -Y sign` writes, without the lines around it. It holds in its own decision, for its own
//! words, speaker and day, and for the title, the outcome and the options that the words are about. Nothing is read,
//! written or started here.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use ssh_key::public::KeyData;
use ssh_key::sha2::{Digest, Sha256};
use ssh_key::{HashAlg, PublicKey, SshSig};

use crate::decision::Decision;
use crate::decision::about::About;
use crate::decision::consultation::Quote;
use crate::document::shown::shows_more_than_text;
use crate::policy::{Directory, FILE, Key, Policy, is_verified};
use crate::text::{composed, one_line, visible};
use crate::vocabulary::party::Party;

/// What signatures of quotes are for. One that is for another purpose is none of them.
pub(crate) const NAMESPACE: &str = "heard-quote-v1";

/// The lines around a signature.
const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";

/// How many signatures of a decision are verified. Each takes up to half a millisecond.
const SIGNATURE_LIMIT: usize = 500;

/// How many letters a line of a signature has between them.
const LINE: usize = 70;

/// The flag of a security key which says that somebody touched it. It is in the byte before the counter, the last four
/// bytes of the signature.
const TOUCHED: u8 = 1;
const COUNTER: usize = 4;

/// What a signature that verifies shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signed {
    /// Whether somebody touched the security key that made it.
    pub touched: bool,
}

/// Why a signature does not verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unsigned {
    /// It is none of OpenSSH, or not a whole one.
    Unreadable,
    /// It was made by an algorithm that is not verified, so that nobody knows whether it is right.
    Unsupported(String),
    /// It was made for another purpose.
    Namespace(String),
    /// The quote names nobody, or not one person.
    NoPerson,
    /// The policy has no key of the speaker.
    NoKey,
    /// It was made by a key that is not the speaker's, with its fingerprint and whose it is.
    OtherKey { fingerprint: String, owner: Option<String> },
    /// The key signs quotes since a later day.
    TooEarly(Date),
    /// The key signed quotes until an earlier day.
    TooLate(Date),
    /// The key signs quotes of certain days, and the quote has none.
    Undated,
    /// It is for another text.
    OtherText,
    /// The decision has too many before it.
    TooMany,
}

impl Unsigned {
    /// Whether the key is the reason, and not the signature itself.
    pub(crate) fn is_about_key(&self) -> bool {
        match self {
            Self::NoKey | Self::OtherKey { .. } | Self::TooEarly(_) | Self::TooLate(_) | Self::Undated => true,
            Self::Unreadable
            | Self::Unsupported(_)
            | Self::Namespace(_)
            | Self::NoPerson
            | Self::OtherText
            | Self::TooMany => false,
        }
    }
}

impl fmt::Display for Unsigned {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable => out.write_str("it is not a signature of OpenSSH, or not a complete one"),
            Self::Unsupported(algorithm) => {
                write!(out, "signatures by `{}` keys can't be verified", visible(algorithm))
            }
            Self::Namespace(namespace) => {
                write!(out, "it was made for `{}`, not for `{NAMESPACE}`", visible(namespace))
            }
            Self::NoPerson => out.write_str("the quote does not name one person as its speaker"),
            Self::NoKey => write!(out, "`{FILE}` has no key for the speaker"),
            Self::OtherKey { owner: Some(owner), .. } => write!(out, "it was made with a key of {}", visible(owner)),
            Self::OtherKey { fingerprint, owner: None } => {
                write!(out, "it was made with a key that is not in `{FILE}` ({fingerprint})")
            }
            Self::TooEarly(since) => write!(out, "its key is for quotes since {since}, and this one is older"),
            Self::TooLate(until) => write!(out, "its key is for quotes until {until}, and this one is newer"),
            Self::Undated => out.write_str("its key is limited to certain dates, and the quote has no date"),
            Self::OtherText => out.write_str(
                "the words, the attribution, or the decision's ID, title, outcome or options are not those that were signed",
            ),
            Self::TooMany => write!(out, "only the first {SIGNATURE_LIMIT} signatures of a decision are verified"),
        }
    }
}

/// The signatures of one decision.
pub(crate) struct Signatures<'a> {
    decision: &'a Decision,
    policy: &'a Policy,
}

impl<'a> Signatures<'a> {
    /// The signatures of a decision, by the keys of a policy.
    pub(crate) fn of(decision: &'a Decision, policy: &'a Policy) -> Self {
        Self { decision, policy }
    }

    /// Whether the signature below a quote of the decision verifies; none where the quote has no signature.
    pub(crate) fn check(&self, quote: &Quote) -> Option<Result<Signed, Unsigned>> {
        let signature = quote.proofs.signature.as_ref()?;
        let mut all = self.decision.consultation.quotes.iter().filter_map(|quote| quote.proofs.signature.as_ref());
        let is_beyond = all.nth(SIGNATURE_LIMIT).is_some_and(|first| first.span.start <= signature.span.start);
        Some(if is_beyond { Err(Unsigned::TooMany) } else { self.verify(quote, &signature.value) })
    }

    /// Whether a signature in base64 verifies for a quote of the decision.
    ///
    /// # Errors
    /// The first reason why not.
    pub(crate) fn verify(&self, quote: &Quote, signature: &str) -> Result<Signed, Unsigned> {
        let signature = parse(signature)?;
        let algorithm = signature.public_key().algorithm();
        // A signature in another form than its key's, as browsers make them, is not verified either.
        for algorithm in [&algorithm, &signature.algorithm()] {
            if !is_verified(algorithm) {
                return Err(Unsigned::Unsupported(algorithm.to_string()));
            }
        }
        if signature.algorithm() != algorithm || signature.version() != SshSig::VERSION {
            return Err(Unsigned::Unreadable);
        }
        if signature.namespace() != NAMESPACE {
            return Err(Unsigned::Namespace(signature.namespace().to_owned()));
        }
        let speaker = speaker(quote, &self.policy.directory).ok_or(Unsigned::NoPerson)?;
        let key = self.key(quote, speaker, signature.public_key())?;
        let message = self.text(quote, speaker);
        let public = PublicKey::from(key.data.clone());
        public.verify(NAMESPACE, message.as_bytes(), &signature).map_err(|_| Unsigned::OtherText)?;
        let has_flags = key.data.is_sk_ed25519() || key.data.is_sk_ecdsa_p256();
        Ok(Signed { touched: has_flags && is_touched(signature.signature_bytes()) })
    }

    /// The text that the speaker of a quote signs; none where the quote does not name one person.
    pub(crate) fn message(&self, quote: &Quote) -> Option<String> {
        Some(self.text(quote, speaker(quote, &self.policy.directory)?))
    }

    /// One line for each value. White space is folded, so that no value can look like another line.
    fn text(&self, quote: &Quote, speaker: &Party) -> String {
        let log = match self.policy.log_of(&self.decision.path) {
            "" => ".",
            folder => folder,
        };
        let day = quote.attribution.as_ref().and_then(|attribution| attribution.date.as_ref());
        let day = day.map(|day| day.date.map_or_else(|| day.text.clone(), |date| date.to_string()));
        let reply_to = reply_to(quote, &self.decision.text);
        // What is not among the words can still turn them.
        let markdown = quote.words_span.of(&self.decision.text);
        let shown = shows_more_than_text(markdown).then(|| without_marks(markdown).join(" "));
        let lines = [
            ("log", Some(log)),
            ("decision", Some(&*composed(&self.decision.id.text))),
            ("speaker", Some(&*speaker.called())),
            ("day", Some(day.as_deref().unwrap_or("none"))),
            ("about", Some(self.decision.signed_about.get_or_init(|| about(self.decision)))),
            ("reply-to", reply_to.as_deref()),
            ("words", Some(&quote.words)),
            ("shows", shown.as_deref()),
        ];
        lines.iter().filter_map(|(key, value)| Some(format!("{key}: {}\n", one_line((*value)?)))).collect()
    }

    /// The speaker's key that a signature was made with, where it is for the day of the quote.
    fn key(&self, quote: &Quote, speaker: &Party, used: &KeyData) -> Result<&'a Key, Unsigned> {
        let directory = &self.policy.directory;
        let keys = directory.identity(speaker).map_or(&[][..], |identity| &identity.keys);
        let day = quote.attribution.as_ref().and_then(|attribution| attribution.date.as_ref()?.date);
        // A key may be listed for several periods.
        let mut found = keys.iter().filter(|key| key.data == *used).map(|key| in_period(key, day).map(|()| key));
        let Some(first) = found.next() else {
            return Err(match keys.is_empty() {
                true => Unsigned::NoKey,
                false => {
                    let fingerprint = used.fingerprint(HashAlg::Sha256).to_string();
                    Unsigned::OtherKey { fingerprint, owner: directory.key_owner(used).map(str::to_owned) }
                }
            });
        };
        first.or_else(|reason| found.find_map(Result::ok).ok_or(reason))
    }
}

/// Whether somebody touched the security key that made a signature.
fn is_touched(signature: &[u8]) -> bool {
    let flags = signature.len().checked_sub(COUNTER + 1).map(|at| signature[at]);
    flags.is_some_and(|flags| flags & TOUCHED != 0)
}

/// Whether a key signs the quotes of a day.
fn in_period(key: &Key, day: Option<Date>) -> Result<(), Unsigned> {
    match (key.since, key.until, day) {
        (None, None, _) => Ok(()),
        (_, _, None) => Err(Unsigned::Undated),
        (Some(since), _, Some(day)) if day < since => Err(Unsigned::TooEarly(since)),
        (_, Some(until), Some(day)) if day > until => Err(Unsigned::TooLate(until)),
        _ => Ok(()),
    }
}

/// The one person who said the words of a quote.
fn speaker<'a>(quote: &'a Quote, directory: &Directory) -> Option<&'a Party> {
    quote.speaker().filter(|speaker| !quote.is_joint() && directory.may_be_somebody(speaker))
}

/// What a quote answers: the quotes inside it, as they are written, without their marks. Under another question the same
/// words say something else.
fn reply_to(quote: &Quote, text: &str) -> Option<String> {
    let said: Vec<&str> = quote.nested.iter().flat_map(|nested| without_marks(nested.of(text))).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// The lines of a quote without the marks before them.
fn without_marks(markdown: &str) -> Vec<&str> {
    markdown.split(['\n', '\r']).map(|line| line.trim_start_matches([' ', '\t', '>'])).collect()
}

/// The hash of what the words of a decision are about: a line for its title, one for its outcome, and one for each option.
/// Where the same file would be read otherwise, signatures that were made before fail: that needs another namespace.
fn about(decision: &Decision) -> String {
    let About { title, outcome, options } = decision.about();
    let lines = [("title", &title), ("outcome", &outcome)].into_iter();
    let lines = lines.chain(options.iter().map(|option| ("option", option)));
    let text: String = lines.map(|(key, value)| format!("{key}: {}\n", one_line(value))).collect();
    format!("{:x}", Sha256::digest(text))
}

/// Reads a signature in base64.
fn parse(base64: &str) -> Result<SshSig, Unsigned> {
    if base64.is_empty() || !base64.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)) {
        return Err(Unsigned::Unreadable);
    }
    let mut lines = vec![BEGIN];
    let mut rest = base64;
    while !rest.is_empty() {
        let (line, behind) = rest.split_at(rest.len().min(LINE));
        lines.push(line);
        rest = behind;
    }
    lines.push(END);
    SshSig::from_pem(lines.join("\n") + "\n").map_err(|_| Unsigned::Unreadable)
}

/// The signature in a text that has it between its usual lines, or alone: base64 in one line.
pub(crate) fn base64(text: &str) -> String {
    let inner = text.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END));
    inner.map_or(text, |(inner, _)| inner).split_whitespace().collect()
}

/// The person who has the key that made a signature, if the policy knows it.
pub(crate) fn signer<'a>(base64: &str, directory: &'a Directory) -> Option<&'a str> {
    directory.key_owner(parse(base64).ok()?.public_key())
}

/// The signatures of a person that verify by one policy and, since it lost a key, not by another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Orphans {
    /// The name of the person in the old policy.
    pub person: String,
    /// Why the first of them does not verify any more.
    pub reason: Unsigned,
    /// The paths of the decisions with such signatures, each once.
    pub decisions: Vec<String>,
}

/// The signatures in some decisions that verify by the keys of an old policy only, by person.
pub(crate) fn orphans(decisions: &[Decision], old: &Policy, new: &Policy) -> Vec<Orphans> {
    let mut by_person: BTreeMap<&str, Orphans> = BTreeMap::new();
    for decision in decisions {
        let (before, after) = (Signatures::of(decision, old), Signatures::of(decision, new));
        for quote in &decision.consultation.quotes {
            let Some(signature) = &quote.proofs.signature else { continue };
            let (Ok(_), Err(reason)) = (before.verify(quote, &signature.value), after.verify(quote, &signature.value))
            else {
                continue;
            };
            let Some(person) = signer(&signature.value, &old.directory).filter(|_| reason.is_about_key()) else {
                continue;
            };
            let orphans = by_person.entry(person).or_insert_with(|| Orphans {
                person: person.to_owned(),
                reason,
                decisions: Vec::new(),
            });
            let path = decision.path.as_str();
            if orphans.decisions.last().is_none_or(|last| last != path) {
                orphans.decisions.push(path.to_owned());
            }
        }
    }
    by_person.into_values().collect()
}

#[cfg(test)]
mod tests;

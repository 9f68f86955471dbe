//! Whether the words in the records of the base are still there at the head: the same words,
//! by the same person, in whichever record of the change they are now.

use std::collections::BTreeSet;

use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::policy::Directory;
use crate::text::RepoPath;
use crate::vocabulary::party::Party;

use super::pool::Pool;

/// Words of the base that the head has no more.
#[derive(Debug)]
pub(crate) struct Lost<'a> {
    /// The record that they stood in.
    pub decision: &'a Decision,
    /// The words.
    pub quote: &'a Quote,
    /// Who said them.
    pub speaker: &'a Party,
    /// What is there now.
    pub fate: Fate<'a>,
}

/// What became of somebody's words.
#[derive(Debug)]
pub(crate) enum Fate<'a> {
    /// The same person is quoted with words that the base has not.
    Changed(&'a Decision, &'a Quote),
    /// The same words are attributed to another name.
    Given(&'a Decision, &'a Quote),
    /// `[redacted]` is there, attributed to the same name.
    Redacted(&'a Decision, &'a Quote),
    /// The same person is quoted with the same words, and another receipt or signature, or none.
    Unproven(&'a Decision, &'a Quote),
    /// Nothing.
    Removed,
}

/// A quote and the record that it is in.
type Placed<'a> = (&'a Decision, &'a Quote, &'a Party);

/// What a quote of the head is asked for by: the record, the words, a mark of the speaker; what is
/// none plays no part.
type Key<'a> = (Option<&'a RepoPath>, Option<String>, Option<String>);

/// The quotes of the records `before` that none of the records `after` has.
///
/// Each quote of the head matches one of the base. What was accepted stays in its own record, the
/// one that `now` knows; other words may move.
pub(super) fn lost<'a>(
    before: &[&'a Decision],
    after: &[&'a Decision],
    now: impl Fn(&Decision) -> Option<&'a Decision>,
    directory: &Directory,
) -> Vec<Lost<'a>> {
    let mut left = Vec::new();
    let after = placed(after);
    let mut pool: Pool<Key<'a>> = Pool::new();
    for (index, (decision, quote, speaker)) in after.iter().enumerate() {
        let (record, words) = (Some(&decision.path), Some(folded(&quote.words)));
        // A receipt can come to a signature, and the other way round.
        let proofs = proofs(quote);
        let proven: BTreeSet<String> =
            proofs.iter().cloned().chain([proofs.join("\n")]).filter(|proof| !proof.is_empty()).collect();
        for mark in directory.marks(speaker).into_iter().map(Some) {
            for key in [(record, words.clone()), (None, words.clone()), (record, None), (None, None)] {
                pool.put((key.0, key.1, mark.clone()), index);
            }
            for proof in &proven {
                let words = Some(format!("{}\n{proof}", folded(&quote.words)));
                [record, None].into_iter().for_each(|record| pool.put((record, words.clone(), mark.clone()), index));
            }
        }
        pool.put((None, words, None), index);
    }
    for decision in before {
        let record = now(decision).map(|now| &now.path);
        for (_, quote, speaker) in placed(&[*decision]) {
            let words = proven(quote).or_else(|| Some(folded(&quote.words)));
            let keys = called(speaker, directory).into_iter().map(|mark| (record, words.clone(), Some(mark)));
            let stays = record.is_some() && pool.take(keys).is_some();
            if !stays {
                left.push((*decision, quote, speaker, record));
            }
        }
    }
    left.retain(|(decision, quote, speaker, record)| {
        let words = proven(quote).or_else(|| Some(folded(&quote.words)));
        let keys = called(speaker, directory).into_iter().map(|mark| (None, words.clone(), Some(mark)));
        let is_settled = decision.is_accepted() && record.is_some();
        is_settled || pool.take(keys).is_none()
    });
    let fate = |(decision, quote, speaker, record): (&'a Decision, &'a Quote, &'a Party, Option<&'a RepoPath>)| {
        let marks = || directory.marks(speaker).into_iter().map(Some);
        let own = marks().filter(|_| record.is_some()).map(|mark| (record, None, mark));
        let fate = if let Some(at) = pool.take([(None, Some(folded(&quote.words)), None)]) {
            match called(speaker, directory).is_disjoint(&directory.marks(after[at].2)) {
                true => Fate::Given(after[at].0, after[at].1),
                false if proven(quote).is_some() && proven(quote) != proven(after[at].1) => {
                    Fate::Unproven(after[at].0, after[at].1)
                }
                // The same words by the same person: another record has them now.
                false => Fate::Removed,
            }
        } else {
            match pool.take(own.chain(marks().map(|mark| (None, None, mark)))) {
                Some(at) if folded(&after[at].1.words) == REDACTED => Fate::Redacted(after[at].0, after[at].1),
                Some(at) => Fate::Changed(after[at].0, after[at].1),
                None => Fate::Removed,
            }
        };
        Lost { decision, quote, speaker, fate }
    };
    left.into_iter().map(fate).collect()
}

/// The quotes of these records that name their speaker.
fn placed<'a>(decisions: &[&'a Decision]) -> Vec<Placed<'a>> {
    let quotes = |decision: &'a Decision| {
        decision.consultation.quotes.iter().filter_map(move |quote| Some((decision, quote, quote.speaker()?)))
    };
    decisions.iter().flat_map(|decision| quotes(decision)).collect()
}

/// Words with the receipt and the signature below them; none without either.
fn proven(quote: &Quote) -> Option<String> {
    let words = folded(&quote.words);
    let proofs = proofs(quote);
    (!proofs.is_empty()).then(|| format!("{words}\n{}", proofs.join("\n")))
}

/// The receipt and the signature below a quote.
fn proofs(quote: &Quote) -> Vec<String> {
    let receipt = quote.proofs.receipt.as_ref().map(|receipt| receipt.value.to_string());
    let signature = quote.proofs.signature.as_ref().map(|signature| signature.value.clone());
    receipt.into_iter().chain(signature).collect()
}

/// The marks of the name that a reader sees. A handle behind it does not keep words below another name.
pub(super) fn called(speaker: &Party, directory: &Directory) -> BTreeSet<String> {
    directory.marks(&Party::read(&speaker.shown(), speaker.span))
}

/// What replaces words that were removed on request.
pub(crate) const REDACTED: &str = "[redacted]";

/// Words with their white space folded: how they are wrapped is no part of them.
pub(super) fn folded(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

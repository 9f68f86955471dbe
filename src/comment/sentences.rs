//! Whether a quote has whole sentences of a comment.
//!
//! A sentence ends only where that is certain, so that no part of one is taken for a whole: what is not certain is one
//! sentence with what follows.

use std::collections::HashSet;
use std::fmt;

use super::own::{self, LeftOut};
pub(crate) use super::page::CUT;
use super::page::{self, Kind, Piece, is_reply};
use crate::text::shortened;

/// Why a quote does not consist of whole sentences of a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotWhole {
    /// There are no words.
    Empty,
    /// These words are not in the author's own words.
    Absent(String),
    /// These words are there as a part of a longer sentence, which is not known where words are shorter than that.
    Fragment { words: String, whole: String },
    /// Whole words, of which others are a part.
    Led { words: String, by: String },
    /// Whole sentences from here on are in another order, or sentences between them are missing without a mark.
    Apart(String),
    /// What is answered is not the last that the author replied to, or there is no answer.
    Unanswered(String),
}

impl fmt::Display for NotWhole {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("there are no words"),
            Self::Absent(words) => {
                write!(out, "the comment does not have {} as its author's own words", shortened(words))
            }
            Self::Fragment { words, whole } => write!(
                out,
                "{} may be only a part of a sentence of the comment: quote all of {}",
                shortened(words),
                shortened(whole)
            ),
            Self::Led { words, by } => {
                write!(out, "{} belongs together with {}: quote both", shortened(words), shortened(by))
            }
            Self::Apart(words) => write!(
                out,
                "the comment has these sentences in another order, or others between them, from {} on",
                shortened(words)
            ),
            Self::Unanswered(words) => {
                write!(
                    out,
                    "in the comment, the words at {} do not answer the quoted reply before them",
                    shortened(words)
                )
            }
        }
    }
}

/// The sentences of a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentences {
    pieces: Vec<Piece>,
    own: Index,
    /// With what the author replies to.
    all: Index,
}

/// Some pieces of a comment, as they are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Index {
    /// The keys of all, each between two line ends.
    text: String,
    /// Where each starts there, with the line end before it.
    starts: Vec<usize>,
    /// Which pieces they are.
    places: Vec<usize>,
    known: HashSet<String>,
}

impl Index {
    fn new(pieces: &[Piece], has_replies: bool) -> Self {
        let mut index = Self { text: "\n".to_owned(), starts: Vec::new(), places: Vec::new(), known: HashSet::new() };
        for (place, piece) in pieces.iter().enumerate().filter(|(_, piece)| has_replies || !is_reply(piece)) {
            index.starts.push(index.text.len() - 1);
            index.places.push(place);
            let key = key(piece);
            index.text.push_str(&key);
            index.text.push('\n');
            index.known.insert(key);
        }
        index
    }
}

/// By what pieces are compared: a form feed is in no text, and neither is a line end.
fn key(piece: &Piece) -> String {
    format!("{:?}\u{c}{}", piece.kind, piece.text)
}

/// The keys of pieces, as an index has them.
fn joined(pieces: &[Piece]) -> String {
    format!("\n{}\n", pieces.iter().map(key).collect::<Vec<_>>().join("\n"))
}

/// Checks a quote against a comment: see [`Sentences::hold`].
///
/// # Errors
/// What is not whole.
pub(crate) fn holds(comment: &str, quoted: &str) -> Result<(), NotWhole> {
    Sentences::read(comment).hold(quoted)
}

impl Sentences {
    /// Reads a comment.
    pub(crate) fn read(comment: &str) -> Self {
        let pieces = page::pieces(comment, &own::cuts(comment), false);
        Self { own: Index::new(&pieces, false), all: Index::new(&pieces, true), pieces }
    }

    /// Checks that a quote, as markdown, consists of whole sentences of the author's own words, in order, with [`CUT`]
    /// where something is left out. If it has what they reply to, that is compared as well: under another question, the
    /// same answer says something else.
    ///
    /// # Errors
    /// What is not whole.
    pub(crate) fn hold(&self, quoted: &str) -> Result<(), NotWhole> {
        let cuts = own::cuts_of_quote(quoted);
        let is_fine = |kind| matches!(kind, LeftOut::Reply | LeftOut::Hidden | LeftOut::Definition);
        if let Some((shown, _)) = cuts.iter().filter(|(_, kind)| !is_fine(*kind)).min() {
            return Err(NotWhole::Absent(shown.of(quoted).to_owned()));
        }
        let literal = page::pieces(quoted, &cuts, false);
        let index = if literal.iter().any(is_reply) { &self.all } else { &self.own };
        // The mark for words that are left out may be the author's.
        let pieces = match index.text.contains(&joined(&literal)) {
            true => literal,
            false => page::pieces(quoted, &cuts, true),
        };
        if pieces.iter().all(|piece| piece.kind == Kind::Cut || is_reply(piece)) {
            return Err(NotWhole::Empty);
        }
        let found = self.find(index, &pieces)?;
        self.check_numbers(&pieces, &found)?;
        self.check_links(&pieces, &found)?;
        self.check_needs(&found)?;
        self.check_replies(&pieces, &found)
    }

    /// Finds the pieces of a quote, in order and without a gap other than at a cut.
    fn find(&self, index: &Index, pieces: &[Piece]) -> Result<Vec<usize>, NotWhole> {
        let mut found = Vec::new();
        let mut at = 0;
        for part in pieces.split(|piece| piece.kind == Kind::Cut).filter(|part| !part.is_empty()) {
            let keys = joined(part);
            let Some(start) = index.text[at..].find(&keys).map(|start| at + start) else {
                return Err(self.missing(index, pieces, part));
            };
            let first = index.starts.partition_point(|other| *other < start);
            found.extend_from_slice(&index.places[first..first + part.len()]);
            // The line end behind one part is that before the next.
            at = start + keys.len() - 1;
        }
        Ok(found)
    }

    /// Why a part of a quote is not in the comment.
    fn missing(&self, index: &Index, pieces: &[Piece], part: &[Piece]) -> NotWhole {
        let is_unknown = |piece: &&Piece| piece.kind != Kind::Cut && !index.known.contains(&key(piece));
        let Some(unknown) = pieces.iter().find(is_unknown) else { return NotWhole::Apart(part[0].to_string()) };
        match index.text.find(&unknown.text) {
            None => NotWhole::Absent(unknown.to_string()),
            Some(at) => {
                let place = index.starts.partition_point(|start| *start < at).saturating_sub(1);
                let whole = self.pieces[index.places[place]].to_string();
                NotWhole::Fragment { words: unknown.to_string(), whole }
            }
        }
    }

    /// Checks that items have their own numbers, to which other sentences may refer; a part may have none.
    fn check_numbers(&self, pieces: &[Piece], found: &[usize]) -> Result<(), NotWhole> {
        let whole = pieces.iter().filter(|piece| piece.kind != Kind::Cut);
        let is_other =
            |(piece, index): &(&Piece, &usize)| piece.number.is_some() && piece.number != self.pieces[**index].number;
        match whole.zip(found).find(is_other) {
            Some((Piece { number: Some(number), .. }, index)) => {
                Err(NotWhole::Absent(format!("{number}. {}", self.pieces[*index])))
            }
            _ => Ok(()),
        }
    }

    /// Checks that links lead where those of the comment do; a part may have none.
    fn check_links(&self, pieces: &[Piece], found: &[usize]) -> Result<(), NotWhole> {
        let whole = pieces.iter().filter(|piece| piece.kind != Kind::Cut);
        for (piece, index) in whole.zip(found) {
            let own = &self.pieces[*index];
            if let Some(other) = piece.links.iter().find(|link| !own.links.contains(link) && !own.text.contains(*link))
            {
                return Err(NotWhole::Absent(other.clone()));
            }
        }
        Ok(())
    }

    /// Checks that nothing is missing of which the quoted pieces are a part.
    fn check_needs(&self, found: &[usize]) -> Result<(), NotWhole> {
        let quoted: HashSet<&usize> = found.iter().collect();
        for index in found {
            if let Some(lead) = self.pieces[*index].needs.iter().find(|lead| !quoted.contains(lead)) {
                let (words, by) = (self.pieces[*index].to_string(), self.pieces[*lead].to_string());
                return Err(NotWhole::Led { words, by });
            }
        }
        Ok(())
    }

    /// Checks that what follows a reply answers it.
    fn check_replies(&self, pieces: &[Piece], found: &[usize]) -> Result<(), NotWhole> {
        // What is left out behind a question may be its own answer.
        let cut = |piece: Option<&Piece>| piece.is_none_or(|next| next.kind == Kind::Cut);
        let is_cut_off = |(at, piece): &(usize, &Piece)| is_reply(piece) && cut(pieces.get(at + 1));
        if let Some((_, reply)) = pieces.iter().enumerate().find(is_cut_off) {
            return Err(NotWhole::Apart(reply.to_string()));
        }
        // Answers to two replies are not one text.
        let mut whole = found.iter().map(|index| &self.pieces[*index]);
        let mut before = None;
        for piece in pieces {
            let own = (piece.kind != Kind::Cut).then(|| whole.next()).flatten().filter(|own| !is_reply(own));
            if before.zip(own).is_some_and(|(before, own): (&Piece, &Piece)| before.thread != own.thread) {
                return Err(NotWhole::Apart(piece.to_string()));
            }
            before = own;
        }
        let mut thread = None;
        for piece in found.iter().map(|index| &self.pieces[*index]) {
            if is_reply(piece) {
                thread = Some(piece.thread);
            } else if thread.is_some_and(|thread| thread != piece.thread) {
                return Err(NotWhole::Unanswered(piece.to_string()));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;

//! What stands behind a quote: hidden lines below its attribution, each a receipt of a comment or a signature.
//!
//! ```markdown
//! > <!-- heard: github issuecomment-123 by inesroy id=1894766 at=2026-02-12T10:11:12Z edited=never sha256=… -->
//! > <!-- heard: signed U1NIU0lH… -->
//! ```

use std::fmt;

use jiff::Timestamp;

use crate::text::Spanned;
use crate::vocabulary::forge::{Forge, Key};

/// The verb of a signature.
pub(crate) const SIGNED: &str = "signed";

/// What is below a quote.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proofs {
    /// The receipt.
    pub receipt: Option<Box<Spanned<Receipt>>>,
    /// The signature in base64.
    pub signature: Option<Box<Spanned<String>>>,
    /// A line that is neither, or a second one of its kind, and what is wrong with it.
    pub broken: Option<Box<Spanned<String>>>,
}

/// What a forge said of a comment when its words were taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Receipt {
    pub forge: Forge,
    /// The comment.
    pub comment: Key,
    /// The account that wrote it, as it was called then.
    pub login: String,
    /// The number of the account, which no rename changes.
    pub id: u64,
    /// When it was written.
    pub at: Timestamp,
    /// When its author edited it last, if ever.
    pub edited: Option<Timestamp>,
    /// SHA-256 of its text with `\n` as line ends, in hexadecimal digits.
    pub sha256: String,
}

impl fmt::Display for Receipt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { comment, login, id, at, sha256, .. } = self;
        let edited = self.edited.map_or("never".to_owned(), |edited| edited.to_string());
        write!(out, "{} {comment} by {login} id={id} at={at} edited={edited} sha256={sha256}", self.forge.word())
    }
}

impl Receipt {
    /// Reads what [`fmt::Display`] writes.
    ///
    /// # Errors
    /// What is wrong with it, as a phrase.
    fn read(forge: Forge, rest: &str) -> Result<Self, String> {
        let words: Vec<&str> = words(rest).collect();
        let [comment, by, login, fields @ ..] = words.as_slice() else {
            return Err("it does not say which comment by whom".to_owned());
        };
        let comment = Key::read(comment).ok_or_else(|| format!("`{comment}` is no comment"))?;
        if *by != "by" {
            return Err("it does not say by whom".to_owned());
        }
        let field = |name: &str| {
            let found = fields.iter().filter_map(|field| field.strip_prefix(name)?.strip_prefix('='));
            let found: Vec<&str> = found.collect();
            match found.as_slice() {
                [value] => Ok(*value),
                _ => Err(format!("it needs `{name}=` once")),
            }
        };
        let time = |text: &str| text.parse::<Timestamp>().map_err(|_| format!("`{text}` is no time"));
        let id = field("id")?;
        let sha256 = field("sha256")?;
        if sha256.len() != 64 || !sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Err("`sha256` needs 64 hexadecimal digits".to_owned());
        }
        let edited = field("edited")?;
        if fields.len() != 4 {
            return Err("it has more than its four values".to_owned());
        }
        Ok(Self {
            forge,
            comment,
            login: (*login).to_owned(),
            id: id.parse().map_err(|_| format!("`{id}` is no number of an account"))?,
            at: time(field("at")?)?,
            edited: if edited == "never" { None } else { Some(time(edited)?) },
            sha256: sha256.to_owned(),
        })
    }
}

/// The words of a comment, without the marks of the quote where it goes on in the next line.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| *word != ">")
}

impl Proofs {
    /// Takes a comment to this tool, if it is a receipt or a signature.
    pub(super) fn take(&mut self, comment: &Spanned<String>) -> bool {
        let (verb, rest) = comment.value.split_once(char::is_whitespace).unwrap_or((&comment.value, ""));
        let place = |broken: String| Box::new(Spanned::new(broken, comment.span));
        if verb == SIGNED {
            let text: String = words(rest).collect();
            match (&self.signature, text.is_empty()) {
                (_, true) => self.broken = Some(place("it has no signature".to_owned())),
                (Some(_), _) => self.broken = Some(place("the quote has a signature already".to_owned())),
                (None, _) => self.signature = Some(Box::new(Spanned::new(text, comment.span))),
            }
            return true;
        }
        let Some(forge) = Forge::ALL.into_iter().find(|forge| forge.word() == verb) else { return false };
        match Receipt::read(forge, rest) {
            Ok(_) if self.receipt.is_some() => self.broken = Some(place("the quote has a receipt already".to_owned())),
            Ok(receipt) => self.receipt = Some(Box::new(Spanned::new(receipt, comment.span))),
            Err(reason) => self.broken = Some(place(reason)),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::text::RepoPath;
    use crate::vocabulary::words::Words;

    const HASH: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// What is read below a quote: the receipt as it is written, the signature, and what is wrong.
    fn read(lines: &str) -> (Option<String>, Option<String>, Option<String>) {
        let text = format!(
            "# T\n\n## Consultation\n\n> I get paged.\n>\n> — Ines Roy, 2026-02-12\n{lines}\n\n**Changed:** x.\n"
        );
        let decision = crate::decision::read(RepoPath::new("d/0001-a.md"), text.into_bytes(), &Words::default());
        let [quote] = decision.consultation.quotes.as_slice() else { panic!("{lines}") };
        assert_eq!((quote.words.as_str(), decision.allows.len()), ("I get paged.", 0), "{lines}");
        assert!(quote.answer.is_some() && quote.speaker().unwrap().shown() == "Ines Roy", "{lines}");
        let proofs = quote.proofs.clone();
        let value = |text: Option<Box<crate::text::Spanned<String>>>| text.map(|text| text.value);
        (proofs.receipt.map(|receipt| receipt.value.to_string()), value(proofs.signature), value(proofs.broken))
    }

    #[test]
    fn a_receipt_is_read_as_it_is_written() {
        for edited in ["never", "2026-02-13T00:00:00Z"] {
            let receipt = format!(
                "github issuecomment-123 by inesroy id=1894766 at=2026-02-12T10:11:12Z edited={edited} sha256={HASH}"
            );
            let found = (Some(receipt.clone()), None, None);
            assert_eq!(read(&format!("> <!-- heard: {receipt} -->")), found);
            assert_eq!(read(&format!(">\n> <!-- heard:  {} -->", receipt.replace(' ', "\n> "))), found);
            let both = format!("> <!-- heard: {receipt} -->\n> <!-- heard: signed U1NI\n> U0lH -->");
            assert_eq!(read(&both), (Some(receipt), Some("U1NIU0lH".to_owned()), None));
        }
    }

    #[test]
    fn what_is_no_receipt_says_why() {
        let whole = format!("github issuecomment-1 by ines id=2 at=2026-02-12T10:11:12Z edited=never sha256={HASH}");
        for (old, new, reason) in [
            ("issuecomment-1", "comment-1", "`comment-1` is no comment"),
            ("by", "from", "it does not say by whom"),
            (" id=2", "", "it needs `id=` once"),
            (" id=2", " id=2 id=3", "it needs `id=` once"),
            ("id=2", "id=ines", "`ines` is no number of an account"),
            ("at=2026-02-12T10:11:12Z", "at=2026-02-12", "`2026-02-12` is no time"),
            ("edited=never", "edited=no", "`no` is no time"),
            ("edited=never", "edited=never x=1", "it has more than its four values"),
            (HASH, "0123", "`sha256` needs 64 hexadecimal digits"),
        ] {
            let (receipt, _, broken) = read(&format!("> <!-- heard: {} -->", whole.replace(old, new)));
            assert_eq!((receipt, broken.as_deref()), (None, Some(reason)), "{new}");
        }
        assert_eq!(read("> <!-- heard: github -->").2.as_deref(), Some("it does not say which comment by whom"));
        assert_eq!(read("> <!-- heard: signed -->").2.as_deref(), Some("it has no signature"));
        let twice = format!("> <!-- heard: {whole} -->\n> <!-- heard: {whole} -->");
        assert_eq!(read(&twice).2.as_deref(), Some("the quote has a receipt already"));
    }

    #[test]
    fn what_a_page_shows_is_no_receipt() {
        let (receipt, signature, broken) = read("> <!-- a note, heard: signed U1NI -->");
        assert_eq!((receipt, signature, broken), (None, None, None));
    }
}

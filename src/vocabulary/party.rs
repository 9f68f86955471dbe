//! A party: a person, a group, or whatever else is listed as one. Lists of them are split in `parties`.

use std::borrow::Cow;

use super::person::{Doubt, Personhood, of_words, personhood, without_titles};
use crate::text::{Span, fold, one_line};

/// Somebody named in a header or an attribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Party {
    /// As written.
    pub text: String,
    /// The name without role, mail and handle; may be a group's.
    pub name: Option<String>,
    /// What is in parentheses, unless it is a handle.
    pub role: Option<String>,
    /// Without the `@`.
    pub handle: Option<String>,
    /// A mail address.
    pub mail: Option<String>,
    /// Where it is in the file.
    pub span: Span,
    marks: Vec<String>,
}

impl Party {
    /// Reads one party.
    pub(crate) fn read(text: &str, span: Span) -> Self {
        let mut party = Self { span, ..Self::named(text) };
        party.set_marks();
        party
    }

    /// The same party with a role that is written elsewhere.
    pub(crate) fn with_role(self, role: String) -> Self {
        Self { role: Some(role), ..self }
    }

    /// Makes it recognizable as another party as well, whose name is a spelling of the same.
    pub(crate) fn is_also(&mut self, other: &Self) {
        self.marks.extend(other.marks.iter().cloned());
    }

    /// The name to use in a sentence.
    pub(crate) fn shown(&self) -> String {
        self.called().into_owned()
    }

    /// As [`Party::shown`], borrowed where the party has it.
    pub(crate) fn called(&self) -> Cow<'_, str> {
        match (&self.name, &self.handle, &self.mail) {
            (Some(name), ..) => Cow::Borrowed(name),
            (_, Some(handle), _) => Cow::Owned(format!("@{handle}")),
            (_, _, Some(mail)) => Cow::Borrowed(mail),
            _ => Cow::Borrowed(&self.text),
        }
    }

    /// Everything the party can be recognised by, folded. A handle counts the same with and
    /// without its `@`, since half of the logs leave it out.
    pub(crate) fn marks(&self) -> &[String] {
        &self.marks
    }

    /// Whether its words are a person's. The policy knows more.
    pub(crate) fn personhood(&self) -> Personhood {
        personhood(self)
    }

    /// Makes its handle and mail address, and a name of one word, those of a repository: somebody else may have them in
    /// another. With `name` that goes for a whole name as well.
    pub(crate) fn keep_within(&mut self, repository: &str, name: bool) {
        let whole = self.name.as_deref().filter(|words| !name && words.trim().contains(' ')).map(self::mark);
        for mark in self.marks.iter_mut().filter(|mark| Some(mark.as_str()) != whole.as_deref()) {
            *mark = format!("{repository}\0{mark}");
        }
    }

    fn named(text: &str) -> Self {
        let text = text.trim().trim_matches(['*', '“', '”', '‘', '’', '„']).trim();
        let text = text.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(text);
        let mut party = Self {
            text: one_line(text).into_owned(),
            name: None,
            role: None,
            handle: None,
            mail: None,
            span: Span::default(),
            marks: Vec::new(),
        };
        let mut rest = text.trim_matches('`').replace('（', "(").replace('）', ")");
        // `[Ana](https://…)`: a person's name may link to the person, or to a handle.
        if let Some((before, label, target)) = cut(&rest, '[', ']')
            && let Some((_, target, after)) = cut(target, '(', ')')
        {
            if let Some(handle) = target.strip_prefix('@')
                && is_handle(handle)
            {
                party.handle = Some(handle.to_owned());
            }
            rest = format!("{before} {label} {after}");
        }
        if let Some((before, inner, after)) = cut(&rest, '<', '>')
            && inner.contains('@')
        {
            let inner = inner.trim().trim_start_matches("mailto:");
            match inner.strip_prefix('@') {
                Some(handle) if is_handle(handle) => party.handle = Some(handle.to_owned()),
                _ => party.mail = Some(inner.to_owned()),
            }
            rest = format!("{before} {after}");
        }
        let mut outside = String::new();
        let mut behind = rest.as_str();
        while let Some((before, inner, after)) = cut(behind, '(', ')') {
            let inner = inner.trim();
            match inner.strip_prefix('@') {
                Some(handle) if is_handle(handle) => party.handle = Some(handle.to_owned()),
                _ if is_mail(inner) => party.mail = Some(inner.to_owned()),
                _ if !inner.is_empty() => party.role = Some(one_line(inner).into_owned()),
                _ => {}
            }
            outside.push_str(before);
            outside.push(' ');
            behind = after;
        }
        outside.push_str(behind);
        let rest = one_line(&outside).into_owned();
        // `Ana Ruiz, lead` as one item of a list.
        let comma = rest.split_once(", ").filter(|(name, role)| {
            let is_name = name.strip_prefix('@').is_some_and(is_handle) || is_mail(name) || may_be_name(name);
            is_name && !role.trim().is_empty() && !is_suffix(role.trim()) && party.role.is_none()
        });
        let (rest, role) = match comma {
            Some((name, role)) => (name.to_owned(), Some(role.trim().to_owned())),
            None => (rest, None),
        };
        party.role = party.role.or(role);
        // `Ana Ruiz — lead`
        let dash = [" — ", " – ", " -- ", " - ", "——", "—"].into_iter().find_map(|dash| rest.split_once(dash));
        let (rest, role) = match dash {
            Some((name, role)) if !name.trim().is_empty() && !role.trim().is_empty() => {
                (name.trim().to_owned(), Some(role.trim().to_owned()))
            }
            _ => (rest, None),
        };
        // `Ana Ruiz - ana@example.org`
        match role {
            Some(mail) if is_mail(&mail) && party.mail.is_none() => party.mail = Some(mail),
            role => party.role = party.role.or(role),
        }
        let (name, handle, role) = with_handle(&rest);
        party.role = party.role.or(role);
        if let Some(handle) = handle {
            party.handle = Some(handle.to_owned());
        }
        match is_mail(&name) {
            true => party.mail = Some(name),
            false if !name.is_empty() => party.name = Some(name),
            false => {}
        }
        party
    }

    fn set_marks(&mut self) {
        // `Dr. Ines Roy` is found as `Ines Roy` as well.
        let untitled = self.name.as_deref().and_then(without_titles).map(str::to_owned);
        for mark in [&self.name, &self.handle, &self.mail, &untitled].into_iter().flatten() {
            let mark = self::mark(mark.trim_start_matches('@'));
            if !mark.is_empty() && !self.marks.contains(&mark) {
                self.marks.push(mark);
            }
        }
    }
}

/// A name as it is compared: folded, and with the apostrophe and the hyphen that keyboards have.
pub(crate) fn mark(name: &str) -> String {
    fold(name).replace(['’', '‘', 'ʼ', '＇'], "'").replace(['\u{2010}', '\u{2011}'], "-")
}

/// The text around the first pair of `open` and `close`.
pub(super) fn cut(text: &str, open: char, close: char) -> Option<(&str, &str, &str)> {
    let start = text.find(open)?;
    let end = start + text[start..].find(close)?;
    Some((&text[..start], &text[start + 1..end], &text[end + 1..]))
}

/// Whether a piece is what a name of a company or a person ends on.
pub(super) fn is_suffix(piece: &str) -> bool {
    ["inc", "ltd", "llc", "gmbh", "jr", "sr", "phd", "md", "ii", "iii"].contains(&fold(piece).trim_end_matches('.'))
}

/// Whether words are a person's name, or a single word that may be one.
fn may_be_name(text: &str) -> bool {
    matches!(of_words(text), Personhood::Yes | Personhood::Unclear(Doubt::OneWord))
}

/// Words between a handle and what its owner is asked about: `@ana for the review of storage`.
const ABOUT: &[&str] = &["for ", "from ", "on ", "at ", "as ", "of ", "in ", "with ", "about ", "regarding "];

/// A name, the handle at its start or end, and what follows a handle: `Ana Ruiz @ana`, `@ana for storage`.
fn with_handle(text: &str) -> (String, Option<&str>, Option<String>) {
    let handle = |word: &'_ str| word.strip_prefix('@').is_some_and(is_handle);
    let (first, behind) = text.split_once(' ').unwrap_or((text, ""));
    if handle(first) && ABOUT.iter().any(|word| behind.starts_with(word)) {
        return (String::new(), Some(&first[1..]), Some(behind.trim().to_owned()));
    }
    // `@Injectable providers of the module` is no handle with a name.
    if handle(first) && !behind.starts_with(char::is_lowercase) {
        return (behind.trim().to_owned(), Some(&first[1..]), None);
    }
    match text.rsplit_once(' ') {
        Some((name, last)) if handle(last) => (name.trim().to_owned(), Some(&last[1..]), None),
        _ => (text.to_owned(), None, None),
    }
}

pub(super) fn is_handle(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric) && text.chars().all(|c| c.is_alphanumeric() || "-_./[]".contains(c))
}

pub(super) fn is_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace) && !text.contains('/')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_may_be_behind_a_comma_a_dash_or_a_word() {
        let read = |text: &str| {
            let party = Party::read(text, Span::default());
            let personhood = party.personhood();
            (party.name.or(party.handle).unwrap(), party.role, personhood)
        };
        let role = |text: &str| Some(text.to_owned());
        for (text, name, is_role) in [
            ("@ana, storage team", "ana", role("storage team")),
            ("@ana for the review of storage", "ana", role("for the review of storage")),
            ("Ines Roy, support", "Ines Roy", role("support")),
            ("Ines Roy — support", "Ines Roy", role("support")),
            ("“@ana”", "ana", None),
            ("Ines Roy - ines@example.org", "Ines Roy", None),
            ("Ines Roy (ines@example.org)", "Ines Roy", None),
            ("Ines Roy ()", "Ines Roy", None),
            ("Ines Roy (@Injectable providers)", "Ines Roy", role("@Injectable providers")),
        ] {
            assert_eq!(read(text), (name.to_owned(), is_role, Personhood::Yes), "{text}");
        }
        assert_eq!(
            Party::read("Ines Roy - ines@example.org", Span::default()).mail.as_deref(),
            Some("ines@example.org")
        );
        let unclear = Party::read("inesr, AI Serving Team expert", Span::default());
        assert_eq!(unclear.personhood(), Personhood::Unclear(Doubt::OneWord));
        for text in ["the plan, as of May", "— Ines Roy", "Ines Roy—"] {
            assert_eq!(Party::read(text, Span::default()).role, None, "{text}");
        }
        let bot = Party::read("@acme/ai-bot, night runs", Span::default());
        assert_eq!((bot.handle.as_deref(), bot.role.as_deref()), (Some("acme/ai-bot"), Some("night runs")));
    }

    #[test]
    fn the_parts_of_a_party() {
        let party = Party::read("Ines Roy (support) <ines@example.org> (@ines)", Span::default());
        assert_eq!(party.name.as_deref(), Some("Ines Roy"));
        assert_eq!(party.role.as_deref(), Some("support"));
        assert_eq!(party.mail.as_deref(), Some("ines@example.org"));
        assert_eq!(party.handle.as_deref(), Some("ines"));
        let linked = Party::read("[Ana Ruiz](@ana) (ops)", Span::default());
        assert_eq!(
            (linked.name.as_deref(), linked.handle.as_deref(), linked.role.as_deref()),
            (Some("Ana Ruiz"), Some("ana"), Some("ops"))
        );
        assert_eq!(Party::read("Ana @ana", Span::default()).marks(), ["ana"]);
        for (text, handle) in [("Ana Ruiz <@ana>", Some("ana")), ("Ana Ruiz <@ana ruiz>", None)] {
            assert_eq!(Party::read(text, Span::default()).handle.as_deref(), handle, "{text}");
        }
        for (text, mail) in [
            ("<ana@example.org>", Some("ana@example.org")),
            ("ana@localhost", None),
            ("Ana ana@example.org", None),
            ("ana@example.org/x", None),
        ] {
            let party = Party::read(text, Span::default());
            assert_eq!((party.mail.as_deref(), party.shown().as_str()), (mail, mail.unwrap_or(text)), "{text}");
        }
    }
}

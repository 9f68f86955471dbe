//! A party: a person, a group, or whatever else is listed as one. Lists of them are split in `parties`.

use std::borrow::Cow;

use super::person::{Personhood, personhood};
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

    fn named(text: &str) -> Self {
        let text = text.trim().trim_matches('*').trim();
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
        // `Ana Ruiz — lead`
        let dash = [" — ", " – ", " -- ", " - ", "——", "—"].into_iter().find_map(|dash| rest.split_once(dash));
        let (rest, role) = match dash {
            Some((name, role)) if !name.trim().is_empty() && !role.trim().is_empty() => {
                (name.trim().to_owned(), Some(role.trim().to_owned()))
            }
            _ => (rest, None),
        };
        if party.role.is_none() {
            party.role = role;
        }
        let (name, handle) = with_handle(&rest);
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
        for mark in [&self.name, &self.handle, &self.mail].into_iter().flatten() {
            let mark = fold(mark.trim_start_matches('@'));
            if !mark.is_empty() && !self.marks.contains(&mark) {
                self.marks.push(mark);
            }
        }
    }
}

/// The text around the first pair of `open` and `close`.
pub(super) fn cut(text: &str, open: char, close: char) -> Option<(&str, &str, &str)> {
    let start = text.find(open)?;
    let end = start + text[start..].find(close)?;
    Some((&text[..start], &text[start + 1..end], &text[end + 1..]))
}

/// A name and the handle at its start or end: `Ana Ruiz @ana`.
fn with_handle(text: &str) -> (String, Option<&str>) {
    let handle = |word: &'_ str| word.strip_prefix('@').is_some_and(is_handle);
    let (first, behind) = text.split_once(' ').unwrap_or((text, ""));
    // `@Injectable providers of the module` is no handle with a name.
    if handle(first) && !behind.starts_with(char::is_lowercase) {
        return (behind.trim().to_owned(), Some(&first[1..]));
    }
    match text.rsplit_once(' ') {
        Some((name, last)) if handle(last) => (name.trim().to_owned(), Some(&last[1..])),
        _ => (text.to_owned(), None),
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
    }
}

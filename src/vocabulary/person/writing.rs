//! What the way an entry is written shows, whatever its words: links, paths, numbers, code, handles, mail addresses.

use super::list::{Class, Ending, classes, endings, plain};
use super::name::{MARKS, Name};
use super::{NotAPerson, Personhood};
use crate::text::fold;
use crate::vocabulary::id::{Id, Key};
use crate::vocabulary::party::{Party, cut};

/// Whether a text is a placeholder of a template: `{name}`, `<list of people>`, `[TODO]`.
pub(super) fn is_placeholder(text: &str) -> bool {
    let inside = |open: char, close: char| {
        text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).filter(|inner| !inner.contains([open, close]))
    };
    ["{{", "{%", "${"].iter().any(|mark| text.starts_with(mark))
        || inside('{', '}').is_some()
        || inside('<', '>').is_some_and(|inner| !inner.contains('@'))
        || inside('[', ']').is_some()
}

/// Why an entry can't be a person by the way it is written.
pub(super) fn not_a_person(party: &Party, text: &str) -> Option<NotAPerson> {
    let folded = fold(text);
    let name = party.name.as_deref().unwrap_or_default();
    // `[Ines Roy](https://example.org/ines)`
    if is_linked_name(text) {
        return None;
    }
    if folded.contains("://") || folded.starts_with("www.") {
        return Some(of_link(&folded));
    }
    if let Some((_, label, target)) = cut(text, '[', ']')
        && target.starts_with('(')
    {
        return Some(if is_number(label) { NotAPerson::Number } else { of_link(&folded) });
    }
    if folded.ends_with("[bot]") {
        return Some(NotAPerson::Agent);
    }
    // `§4`, `[[a-page-of-the-wiki]]`, `` `SnapshotStore` ``
    if text.contains('§') || text.starts_with("[[") || text.starts_with('`') {
        return Some(NotAPerson::Document);
    }
    // `GPT-5` is not the fifth of its series.
    if (is_number(text) || is_number(name)) && !Name::new(text).is_only_program() {
        return Some(NotAPerson::Number);
    }
    if is_path(&fold(name)) {
        return Some(NotAPerson::Path);
    }
    is_code(text).then_some(NotAPerson::Document)
}

/// Whether all of a text is a link whose label is the name of a person.
fn is_linked_name(text: &str) -> bool {
    let Some(("", label, target)) = cut(text, '[', ']') else { return false };
    let is_target =
        target.starts_with('(') && target.ends_with(')') || target.starts_with('[') && target.ends_with(']');
    is_target && !label.contains(['@', '/', '.']) && Name::new(label).personhood() == Personhood::Yes
}

fn of_link(folded: &str) -> NotAPerson {
    let numbered = ["/issues/", "/pull/", "/pulls/", "/merge_requests/"];
    if numbered.iter().any(|part| folded.contains(part)) { NotAPerson::Number } else { NotAPerson::Url }
}

/// `docs/adr/0001-x.md`, `install.sh`, `.editorconfig`; not `UX/UI` and `n/a`, which are words.
fn is_path(name: &str) -> bool {
    let is_file = |word: &str| {
        word.trim_matches(MARKS).rsplit_once('.').is_some_and(|(before, ending)| {
            // `j.c` may be initials; a name before a file's ending is longer.
            endings(Ending::File).contains(&ending) && before.chars().count() > 1
        })
    };
    if name.split(' ').any(is_file)
        || name.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    {
        return true;
    }
    if !name.contains('/') {
        return false;
    }
    if name.contains(' ') {
        return name.starts_with(['/', '.', '~']);
    }
    let of_people = [Class::Department, Class::Group, Class::Plural, Class::Nobody, Class::Role, Class::Everyone];
    let parts: Vec<&str> = name.split('/').collect();
    let is_words = parts.len() == 2 && parts.iter().all(|part| classes(part).has_any(&of_people));
    !is_words && !classes(name).has(Class::Nobody)
}

/// `#12`, `ADR 0041`, `GitHub issue #87`, `OPS-123`, `JEP 472`, `IEC 61508 SIL 2`.
fn is_number(text: &str) -> bool {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let is_digits = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_series = |letters: &str| letters.len() >= 2 && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_ticket = |word: &str| {
        let is_numbers = |text: &str| text.split(['-', '.']).all(is_digits);
        let digits = word.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
        word.split_once('-').is_some_and(|(letters, numbers)| is_series(letters) && is_numbers(numbers))
            // `CHG0041187`
            || (is_series(&word[..digits]) && word.len() >= digits + 4 && is_digits(&word[digits..]))
    };
    let is_reference = |word: &str| word.strip_prefix(['#', '!']).is_some_and(is_digits);
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches(['(', ')', '[', ']', ',', '.'])).collect();
    let is_standard = words.first().is_some_and(|word| is_series(word))
        && words.iter().all(|word| is_series(word) || word.starts_with(|c: char| c.is_ascii_digit()));
    let folded = fold(text);
    let kinds = ["adr", "rfc", "kep", "eip", "pep"];
    let is_record = matches!(Id::in_reference(&folded), Some(id) if matches!(id.key, Key::Number { .. })
        && (is_digits(&folded) || kinds.iter().any(|kind| folded.starts_with(kind))));
    words.iter().any(|word| is_reference(word) || is_ticket(word)) || is_standard || is_record
}

/// `TestConventionTest`, `com.acme.Service`, `getTenantById`, `FEATURE_FLAG`, `v0.9.0`: a name in code.
fn is_code(text: &str) -> bool {
    if text.contains("::") {
        return true;
    }
    if text.contains(char::is_whitespace) {
        return false;
    }
    let known = ["Test", "Resolver", "Config", "Manager", "Runner", "Service", "Policy", "Unit", "Factory", "Handler"];
    let humps = text.chars().filter(|character| character.is_uppercase()).count();
    let is_constant = |c: char| c == '_' || c.is_ascii_uppercase() || c.is_ascii_digit();
    let is_release = text.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (text.contains('_') && text.chars().all(is_constant))
        || (is_release && text.contains('.'))
        || text.ends_with("()")
        || (humps >= 2 && text.starts_with(char::is_lowercase))
        || (humps >= 2 && known.iter().any(|word| text.contains(word)))
        || (text.matches('.').count() >= 2 && text.split('.').all(|part| part.chars().count() > 1))
}

/// Why a handle is no person's.
pub(super) fn of_handle(handle: &str) -> Option<NotAPerson> {
    let folded = plain(handle);
    let parts: Vec<&str> = folded.split(['-', '_', '.']).filter(|part| !part.is_empty()).collect();
    let last = parts.last().copied().unwrap_or_default();
    let is_all = |of: &[Class]| parts.iter().all(|part| classes(part).has_any(of));
    let is_program = folded.ends_with("[bot]")
        || ["bot", "agent"].contains(&last)
        || classes(&folded).has_any(&[Class::Program, Class::ProgramAlone])
        || (parts.len() > 1 && is_all(&[Class::Program, Class::ProgramAlone, Class::ProgramWord]));
    if is_program {
        return Some(NotAPerson::Agent);
    }
    if ["here", "channel"].contains(&folded.as_str()) {
        return Some(NotAPerson::Everyone);
    }
    if ["name", "username", "user", "handle", "login", "someone", "somebody", "todo", "tbd"].contains(&folded.as_str())
    {
        return Some(NotAPerson::Template);
    }
    let of_groups = [Class::Group, Class::Department, Class::Plural, Class::Everyone, Class::Product, Class::Thing];
    let is_group = folded.contains('/') || classes(last).has_any(&[Class::Group, Class::Plural]) || is_all(&of_groups);
    is_group.then_some(NotAPerson::Group)
}

/// The handle of a party, or what is before the `@` of its mail address.
pub(super) fn user_of(party: &Party) -> &str {
    let of_mail = party.mail.as_deref().and_then(|mail| mail.split('@').next());
    party.handle.as_deref().or(of_mail).unwrap_or_default()
}

/// Why a mail address is no person's.
pub(super) fn of_mail(mail: &str) -> Option<NotAPerson> {
    let local = fold(mail.split('@').next().unwrap_or_default());
    if local.ends_with("[bot]") || ["noreply", "no-reply", "donotreply", "do-not-reply"].contains(&local.as_str()) {
        return Some(NotAPerson::Agent);
    }
    if ["info", "hello", "contact", "office", "help"].contains(&local.as_str()) {
        return Some(NotAPerson::Group);
    }
    // `12+ana@users.noreply.example.org`
    of_handle(local.split_once('+').map_or(local.as_str(), |(_, name)| name))
}

/// `12+claude@users.noreply.example.org`: the mail address that a forge gives to a person.
pub(super) fn is_numbered_mail(mail: &str) -> bool {
    mail.split_once('+').is_some_and(|(number, rest)| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) && !rest.contains("[bot]")
    })
}

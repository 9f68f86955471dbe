//! The title: as a key says it, or the first heading, or what the name of the file says.

use super::field;
use super::renumber::carrier;
use super::{is_nothing, words_of};
use crate::document::body::Body;
use crate::document::header::Field;
use crate::document::headerless::is_section_name;
use crate::text::{RepoPath, Spanned, one_line};
use crate::vocabulary::id::{self, Id, translation};

/// The title, and the id before it. `fields` are those of the file, `all` also those of a file beside it, which often has
/// a short name, or the one of a template.
pub(super) fn read(
    text: &str,
    fields: &[Field],
    all: &[Field],
    body: &Body<'_>,
) -> (Option<Spanned<String>>, Option<Spanned<Id>>) {
    let named = |fields: &[Field]| {
        field::TITLE.find(fields).and_then(|field| {
            let written = one_line(words_of(text, &field.value)).replace('`', "");
            // `(fill me in with a unique ident)`, of the template of RFCs; `(multidep)` is filled in.
            let bare = written.strip_prefix('(').map(|inner| inner.trim_end_matches(')'));
            let is_empty = is_nothing(&written) || bare.is_some_and(|bare| bare.contains(' '));
            (!is_empty).then(|| Spanned::new(bare.unwrap_or(&written).to_owned(), field.value.span))
        })
    };
    let field = named(fields);
    // Below the name of a section a heading is a part of it.
    let above = body.headings.iter().take_while(|heading| !is_section_name(&heading.name));
    let mut headings = above.enumerate().filter(|(_, heading)| heading.level == 1 && !heading.text.trim().is_empty());
    let heading = headings.next().map(|(index, heading)| {
        (index, Spanned::new(one_line(&heading.text).into_owned(), heading.span.first_line(text)))
    });
    let title = match (field, heading) {
        // `title: use-postgres` above `# Use Postgres`.
        (Some(field), Some((0, heading))) if is_slug(&field.value) => heading,
        (Some(field), _) if is_slug(&field.value) => Spanned::new(readable(&field.value), field.span),
        (Some(field), _) => field,
        (None, Some((_, heading))) => heading,
        (None, None) => match named(all) {
            Some(beside) => beside,
            None => return (None, None),
        },
    };
    match id::before_title(&title.value) {
        Some((id, rest)) => (Some(Spanned::new(rest.to_owned(), title.span)), Some(Spanned::new(id, title.span))),
        None => (Some(title), None),
    }
}

/// What the name of a file says beside the id.
pub(super) fn of_path(path: &RepoPath, id: &Id) -> String {
    let name = carrier(path).of(path.as_str());
    let name = name.strip_suffix(".md").or_else(|| name.strip_suffix(".markdown")).unwrap_or(name);
    let name = translation(name).map_or(name, |(name, _)| name);
    let rest = match name.strip_prefix(&*id.text).filter(|rest| !rest.is_empty()) {
        Some(rest) => rest,
        // The day is a part of the id, as is the rest of the name.
        None => name.trim_start_matches(|letter: char| letter.is_ascii_digit() || "-_".contains(letter)),
    };
    let rest = rest.trim_matches(['-', '_', '.', ' ']);
    readable(if rest.is_empty() { name } else { rest })
}

/// Whether a text is a name for programs: one word, in small letters or with hyphens.
fn is_slug(text: &str) -> bool {
    let is_small = |letter: char| letter.is_lowercase() || letter.is_ascii_digit() || "-_".contains(letter);
    !text.contains(char::is_whitespace)
        && (text.chars().all(is_small) || text.matches(['-', '_']).count() > 1)
        && text.starts_with(char::is_alphabetic)
}

/// A name for programs as words.
fn readable(name: &str) -> String {
    if name.contains(' ') {
        return name.to_owned();
    }
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_a_record_is_about() {
        for (path, name) in [
            ("d/0012-page-through.md", "Page through"),
            ("d/1328-global_panic_handler.md", "Global panic handler"),
            ("d/ADR-12.md", "ADR 12"),
            ("d/0012.md", "0012"),
            ("d/20260302-page.md", "Page"),
            ("d/2026-03-02-page-it.md", "Page it"),
            ("d/use-postgres.md", "Use postgres"),
            ("d/0012-slug/README.md", "Slug"),
            ("d/0001-x.ja.md", "X"),
            ("d/été.md", "Été"),
        ] {
            let path = RepoPath::new(path);
            assert_eq!(of_path(&path, &Id::of_path(&path).0), name, "{path}");
        }
    }
}

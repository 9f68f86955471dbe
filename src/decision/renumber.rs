//! Gives a record another id: in what it says of itself, and in what others say of it.

use super::Decision;
use crate::text::{RepoPath, Span, Splice, spliced};
use crate::vocabulary::id::{Id, Key, before_title, is_index_name, without_ending};
use crate::vocabulary::reference::Reference;

/// Whether a reference means the record that gets another id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Means {
    /// It does.
    It,
    /// It means this record or another one of the same id.
    Perhaps,
    /// It means something else.
    Another,
}

/// From which id and file name to which.
#[derive(Clone, Copy)]
pub(crate) struct Renumbering<'a> {
    /// The id so far.
    pub old: &'a Id,
    /// The id as it will be.
    pub new: &'a Id,
    /// The name that carries the id so far: of the file, or of the folder that the record is the page of.
    pub old_name: &'a str,
    /// The name as it will be.
    pub new_name: &'a str,
    /// The path up to and including the name so far.
    pub old_path: &'a str,
    /// Whether a reference in the file at a path means the record.
    pub means: &'a dyn Fn(&RepoPath, &Reference) -> Means,
}

/// The part of a path that carries the id of the record: the name of the file, or of the folder that it
/// is the page of.
pub(crate) fn carrier(path: &RepoPath) -> Span {
    let text = path.as_str();
    let file = text.len() - path.file_name().len();
    match path.folder_name() {
        Some(folder) if is_index_name(path.stem()) => Span::new(file - 1 - folder.len(), file - 1),
        _ => Span::new(file, text.len()),
    }
}

/// The text of a page that is no record, such as an index, with links that lead to the new name.
pub(crate) fn page(path: &RepoPath, text: &str, to: Renumbering<'_>) -> String {
    made(text, names(path, text, to))
}

/// The text of the record itself under its new id.
pub(crate) fn own(decision: &Decision, to: Renumbering<'_>) -> String {
    let mut splices = names(&decision.path, &decision.text, to);
    let own = decision.own_id.iter().filter(|own| own.value.key == to.old.key);
    splices.extend(own.filter_map(|own| number(&decision.text, own.span, to)));
    made(&decision.text, splices)
}

/// The text of a record whose links are to lead to the new id, and the places that may mean another
/// record of the old one.
pub(crate) fn other(decision: &Decision, to: Renumbering<'_>) -> (String, Vec<Span>) {
    let text = &*decision.text;
    let mut splices = names(&decision.path, text, to);
    let mut unsure = Vec::new();
    // The names of files have been found wherever they are.
    let is_file = |reference: &Reference| reference.file.as_ref().is_some_and(|file| without_ending(file) != file);
    for link in decision.links.iter().filter(|link| !is_file(&link.reference)) {
        match (to.means)(&decision.path, &link.reference) {
            Means::It => splices.extend(number(text, link.target.span, to)),
            Means::Perhaps => unsure.push(link.target.span),
            Means::Another => {}
        }
    }
    (made(text, splices), unsure)
}

/// The name wherever it is a whole word and the path that it ends leads to the record, and the id that opens the label
/// of a link to it: `[7. Use SQLite](0007-use-sqlite.md)`.
fn names(path: &RepoPath, text: &str, to: Renumbering<'_>) -> Vec<Splice> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut splices = Vec::new();
    // A label is looked for behind the name before, so that each byte is looked at once.
    let mut from = 0;
    for (at, name) in text.match_indices(to.old_name) {
        let rest = &text[at + name.len()..];
        // A full stop behind it ends a sentence.
        let goes_on = rest.strip_prefix('.').unwrap_or(rest).starts_with(is_part);
        if !text[..at].ends_with(is_part) && !goes_on && leads_there(path, text, at, to) {
            splices.extend(label(text, from, at, to.old).and_then(|label| number(text, label, to)));
            splices.push(Splice::new(Span::new(at, at + name.len()), to.new_name));
        }
        from = at + name.len();
    }
    splices
}

/// Whether the path that ends with the name at a place leads to the record; of an address, whether its end does.
fn leads_there(from: &RepoPath, text: &str, at: usize, to: Renumbering<'_>) -> bool {
    let is_border = |c: char| c.is_whitespace() || matches!(c, '(' | '<' | '[' | '"' | '\'' | '`' | ',' | '=');
    let start = text[..at]
        .rfind(is_border)
        .map_or(0, |border| border + text[border..].chars().next().map_or(1, char::len_utf8));
    let written = &text[start..at + to.old_name.len()];
    match Reference::read(written) {
        Some(reference) => (to.means)(from, &reference) == Means::It,
        None => written.strip_suffix(to.old_path).is_some_and(|before| before.ends_with('/')),
    }
}

/// The id in the label of the link whose target holds a byte, behind `from` on the same line.
fn label(text: &str, from: usize, at: usize, id: &Id) -> Option<Span> {
    let start = text[from..at].rfind('\n').map_or(from, |feed| from + feed + 1);
    let before = text[start..at].trim_end_matches(|c: char| !c.is_whitespace() && !matches!(c, '(' | '<'));
    let end = start + before.trim_end_matches('<').strip_suffix("](")?.len();
    let open = start + text[start..end].rfind('[')? + 1;
    let label = &text[open..end];
    if Id::in_reference(label).is_some_and(|alone| alone.text == id.text) {
        return Some(Span::new(open, end));
    }
    let (written, rest) = before_title(label)?;
    (written.key == id.key).then(|| Span::new(open, open + label.rfind(rest).unwrap_or(label.len())))
}

/// The id inside a place, with as many digits as it had.
fn number(text: &str, span: Span, to: Renumbering<'_>) -> Option<Splice> {
    let written = span.of(text);
    let ((_, old), (_, new)) = (to.old.number_parts(), to.new.number_parts());
    // The folder before an id may have its digits as well.
    if let Some(at) = written.rfind(&to.old.text) {
        let span = Span::new(span.start + at, span.start + at + to.old.text.len());
        return Some(Splice::new(span, to.new.text.as_str()));
    }
    // `ADR-12` for `0012`.
    let plain = |digits: &str| digits.trim_start_matches('0').to_owned();
    let at = written.find(|c: char| c.is_ascii_digit())?;
    let length = written[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(written.len() - at);
    let is_it = !old.is_empty() && plain(&written[at..at + length]) == plain(old);
    let new = if length == old.len() { new.to_owned() } else { plain(new) };
    // The letter of `40a` goes with its number.
    let part = match &to.old.key {
        Key::Number { part, .. } => part.len(),
        Key::Name(_) => 0,
    };
    let after = written.get(at + length..at + length + part).unwrap_or_default();
    let has_part = to.old.text.to_ascii_lowercase().ends_with(&after.to_ascii_lowercase());
    let end = at + length + if has_part { after.len() } else { 0 };
    is_it.then(|| Splice::new(Span::new(span.start + at, span.start + end), new))
}

/// The splices made; of two that meet, the first one counts.
fn made(text: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|splice| splice.span);
    splices.dedup_by(|next, kept| next.span.start < kept.span.end);
    spliced(text, splices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::words::Words;

    fn read(path: &str, text: &str) -> Decision {
        crate::decision::read(RepoPath::new(path), text.into(), &Words::default())
    }

    /// Calls something with the way from `0007-a.md` to `0009-a.md`. An id alone is known to mean it, or may mean another
    /// record too.
    fn to<T>(is_known: bool, call: impl FnOnce(Renumbering<'_>) -> T) -> T {
        let [old, new] = ["0007", "0009"].map(|id| Id::in_reference(id).unwrap());
        let means = |_: &RepoPath, reference: &Reference| match &reference.file {
            Some(file) if file.ends_with("0007-a.md") => Means::It,
            None if reference.id.key == old.key => {
                if is_known {
                    Means::It
                } else {
                    Means::Perhaps
                }
            }
            _ => Means::Another,
        };
        call(Renumbering {
            old: &old,
            new: &new,
            old_name: "0007-a.md",
            new_name: "0009-a.md",
            old_path: "log/0007-a.md",
            means: &means,
        })
    }

    #[test]
    fn the_carrier_of_an_id_is_a_file_or_its_folder() {
        for (path, carried) in [
            ("0007-a.md", "0007-a.md"),
            ("log/0007-a.md", "0007-a.md"),
            ("log/0007-a/README.md", "0007-a"),
            ("0007-a/index.md", "0007-a"),
            ("0007-a/text.md", "text.md"),
            ("README.md", "README.md"),
        ] {
            assert_eq!(carrier(&RepoPath::new(path)).of(path), carried, "{path}");
        }
    }

    #[test]
    fn names_and_the_labels_of_their_links_change_in_a_page() {
        for (old, new) in [
            ("0007-a.md", "0009-a.md"),
            ("See log/0007-a.md.", "See log/0009-a.md."),
            ("[7. A](0007-a.md)", "[9. A](0009-a.md)"),
            ("[0007](0007-a.md)", "[0009](0009-a.md)"),
            ("[ADR-7: A](0007-a.md)", "[ADR-9: A](0009-a.md)"),
            ("[7. A](../log/0007-a.md) and [8. B](0008-b.md)", "[9. A](../log/0009-a.md) and [8. B](0008-b.md)"),
            ("[7. A](<0007-a.md>)", "[9. A](<0009-a.md>)"),
            ("[7. A](0007-a.md), [7. A](0007-a.md)", "[9. A](0009-a.md), [9. A](0009-a.md)"),
            ("[7 ways](0007-a.md)", "[7 ways](0009-a.md)"),
            ("[8. B](0007-a.md)", "[8. B](0009-a.md)"),
            ("[8](0007-a.md)", "[8](0009-a.md)"),
            // The label is on the same line.
            ("x[\n0007](0007-a.md)", "x[\n0007](0009-a.md)"),
            ("[7. A] (0007-a.md)", "[7. A] (0009-a.md)"),
            // Other names.
            ("10007-a.md x-0007-a.md 0007-a.md.bak 0007-a.mdx", "10007-a.md x-0007-a.md 0007-a.md.bak 0007-a.mdx"),
            ("0007 7 0008-b.md", "0007 7 0008-b.md"),
        ] {
            assert_eq!(to(true, |to| page(&RepoPath::new("log/README.md"), old, to)), new, "{old}");
        }
    }

    #[test]
    fn a_record_changes_what_it_says_of_itself() {
        for (old, new) in [
            ("# 7. A\n\n7 of us.\n", "# 9. A\n\n7 of us.\n"),
            ("# ADR-0007: A\n", "# ADR-0009: A\n"),
            ("---\nid: 0007\n---\n# A\n", "---\nid: 0009\n---\n# A\n"),
            ("# 8. A\n\nSee 0007-a.md\n", "# 8. A\n\nSee 0009-a.md\n"),
        ] {
            assert_eq!(to(true, |to| own(&read("log/0007-a.md", old), to)), new, "{old}");
        }
    }

    #[test]
    fn links_of_other_records_follow_where_they_are_sure() {
        let header = |links: &str| format!("---\nrelates-to: [{links}]\n---\n# 8. B\n");
        for (old, new, is_known, unsure) in [
            ("\"0007\", \"0006\"", "\"0009\", \"0006\"", true, &[][..]),
            ("7, ADR-7", "9, ADR-9", true, &[]),
            ("0007-a.md, 0007-b.md", "0009-a.md, 0007-b.md", true, &[]),
            ("0007-a.md, 0007-b.md", "0009-a.md, 0007-b.md", false, &[]),
            ("\"0007\", 0007-a.md", "\"0007\", 0009-a.md", false, &["\"0007\""]),
            // The first digits are of something else.
            ("v2/ADR-7", "v2/ADR-7", true, &[]),
        ] {
            let text = header(old);
            let (text_now, places) = to(is_known, |to| other(&read("log/0008-b.md", &text), to));
            assert_eq!(text_now, header(new), "{old}");
            let places: Vec<&str> = places.iter().map(|span| span.of(&text)).collect();
            assert_eq!(places, unsure, "{old}");
        }
    }
}

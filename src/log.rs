//! Reads the log of a snapshot: its policy, its baseline and its records. Every command and the gate read through here,
//! so a record that one of them can't read is there in all of them, and says so.

use std::collections::BTreeSet;

use crate::baseline::{self, Baseline};
use crate::decision::{self, Decision};
use crate::document::{FILE_LIMIT, HEADER_LIMIT, Problem};
use crate::policy::{self, Mistake, Policy};
use crate::snapshot::{self, Content, FileKind, Listed, Source};
use crate::text::{RepoPath, Span, Spanned};
use crate::vocabulary::id::{Id, IdKind, is_index_name};
use crate::{fault, parallel};

/// A file at the root of a source: its text, and what was read or the mistake in it; none when there
/// is none.
pub(crate) type Settings<T> = Option<(String, Result<T, Mistake>)>;

/// Reads `heard.toml` of a source; `rules` are the ids that it may name.
///
/// # Errors
/// A file that can't be read.
pub(crate) fn read_policy(source: &Source<'_>, rules: &[&str]) -> Result<Settings<Policy>, snapshot::Error> {
    read_settings(source, policy::FILE, |text| Policy::read(text, rules))
}

/// Reads the baseline of a source.
///
/// # Errors
/// A file that can't be read.
pub(crate) fn read_baseline(source: &Source<'_>) -> Result<Settings<Baseline>, snapshot::Error> {
    read_settings(source, baseline::FILE, Baseline::read)
}

/// Reads a file at the root of a source with `read`.
fn read_settings<T>(
    source: &Source<'_>,
    file: &str,
    read: impl Fn(&str) -> Result<T, Mistake>,
) -> Result<Settings<T>, snapshot::Error> {
    let mistake = |message: String, help: String| {
        let mistake = Mistake { span: Span::default(), message, help: Some(help) };
        Ok(Some((String::new(), Err(mistake))))
    };
    let no_file =
        |what: &str| mistake(format!("`{file}` is {what}, not a file"), format!("put a file called `{file}` there"));
    let Some(listed) = source.find(&RepoPath::new(file))? else {
        // Whoever put it there meant one; without a policy no path would ask for anything.
        return match source.misnamed(file)? {
            None => Ok(None),
            Some(name) if name == file => no_file("a folder"),
            Some(name) => mistake(format!("`{file}` is named `{name}` here"), format!("rename it to `{file}`")),
        };
    };
    match listed.kind {
        FileKind::File => {}
        FileKind::Link => return no_file("a link"),
        FileKind::Submodule => return no_file("another repository (a submodule)"),
        FileKind::Special => return no_file("a device, socket or pipe"),
    }
    let bytes = match source.read(&listed, FILE_LIMIT)? {
        Content::Bytes(bytes) => bytes,
        Content::TooLarge { size } => {
            let message = format!("`{file}` has {size} bytes; {FILE_LIMIT} are read at most");
            return mistake(message, "take out what is not needed".to_owned());
        }
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return mistake(format!("`{file}` is not UTF-8"), "save it as UTF-8".to_owned());
    };
    let read = read(&text);
    Ok(Some((text, read)))
}

/// The records of a source, sorted by path, not read yet.
///
/// # Errors
/// A file that can't be read.
pub(crate) fn records(source: &Source<'_>, policy: &Policy) -> Result<Vec<Listed>, snapshot::Error> {
    let mut records = keep_records(source, source.list(&policy.roots())?, policy)?;
    records.retain(|listed| policy.may_be_record(&listed.path));
    Ok(records)
}

/// The records among files, which are sorted, and a link or submodule that is in place of a directory of the log. The
/// other pages of a folder that is a record belong to it. A folder without a number is a record where its page has a
/// status and no numbered record is below it; pages with a status of their own stay records there.
///
/// # Errors
/// A file that can't be read.
pub(crate) fn keep_records(
    source: &Source<'_>,
    mut listed: Vec<Listed>,
    policy: &Policy,
) -> Result<Vec<Listed>, snapshot::Error> {
    listed.retain(|listed| policy.may_be_record(&listed.path) || is_log_itself(listed, policy));
    let is_page = |path: &RepoPath| is_index_name(path.stem());
    let pages: BTreeSet<RepoPath> =
        listed.iter().map(|listed| &listed.path).filter(|path| is_page(path)).cloned().collect();
    // Most logs have a file per record, and nothing below belongs to anything.
    if pages.is_empty() {
        return Ok(listed);
    }
    listed.retain(|listed| !is_second_page(&listed.path, &pages, policy));
    let folders = |is_of: &dyn Fn(&RepoPath) -> bool| -> BTreeSet<String> {
        let kept = listed.iter().map(|listed| &listed.path).filter(|path| is_page(path) && is_of(path));
        kept.map(|path| path.folder().to_owned()).collect()
    };
    let topics = folders(&|path| policy.is_topic_page(path));
    let numbered = folders(&|path| !policy.is_topic_page(path));
    let is_inside = |outer: &str, path: &RepoPath| !(outer == path.folder() && is_page(path));
    listed.retain(|listed| {
        let path = &listed.path;
        !above(path.folder()).any(|outer| numbered.contains(outer) && is_inside(outer, path))
    });
    // What is an overview of other records is none itself.
    let mut overviews: BTreeSet<&str> = BTreeSet::new();
    for path in listed.iter().map(|listed| &listed.path) {
        let of_topics = || above(path.folder()).filter(|outer| topics.contains(*outer));
        if of_topics().next().is_some() && Id::of_path(path).1 != IdKind::Slug {
            overviews.extend(of_topics());
        }
    }
    let has_status = |listed: &Listed| read_record(source, listed, policy).map(|record| record.status.is_some());
    let is_topic = |path: &RepoPath| is_page(path) && topics.contains(path.folder());
    let mut with_status = BTreeSet::new();
    let mut records = Vec::with_capacity(listed.len());
    for listed in &listed {
        let folder = listed.path.folder();
        if is_topic(&listed.path) {
            if overviews.contains(folder) || !has_status(listed)? {
                continue;
            }
            with_status.insert(folder);
        }
        records.push(listed);
    }
    let mut kept = Vec::with_capacity(records.len());
    for listed in records {
        let path = &listed.path;
        let mut outer = above(path.folder());
        if !outer.any(|outer| with_status.contains(outer) && is_inside(outer, path)) || has_status(listed)? {
            kept.push(listed.clone());
        }
    }
    Ok(kept)
}

/// Whether a link or submodule is where a directory of the log should be. It is kept as a record that can't be read, so
/// that a log that leads elsewhere is never taken for an empty one.
fn is_log_itself(listed: &Listed, policy: &Policy) -> bool {
    let path = &listed.path;
    let is_at = |root: &str| root == path.as_str() || RepoPath::new(root).is_below(path.as_str());
    matches!(listed.kind, FileKind::Link | FileKind::Submodule)
        && (policy.roots().iter().any(|root| is_at(root)) || policy.plain_dirs().any(is_at))
}

/// Whether a file is the second page of its folder. Beside `index.md`, `README.md` is the record of a folder with a number or
/// a day, and the second page of any other.
fn is_second_page(path: &RepoPath, pages: &BTreeSet<RepoPath>, policy: &Policy) -> bool {
    if !pages.contains(path) {
        return false;
    }
    let names = if policy.is_topic_page(path) { ["README.", "index."] } else { ["index.", "README."] };
    let first = path.file_name().strip_prefix(names[0]).map(|ending| format!("{}{ending}", names[1]));
    first.and_then(|first| path.join(&first)).is_some_and(|first| pages.contains(&first))
}

/// A folder and the folders that it is in.
fn above(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| folder.rsplit_once('/').map(|(outer, _)| outer))
}

/// Reads records, in the order in which they are listed. A link is a record that says it can't be read.
///
/// # Errors
/// A file that can't be read.
pub(crate) fn read_records<'a>(
    source: &Source<'_>,
    listed: impl IntoIterator<Item = &'a Listed>,
    policy: &Policy,
) -> Result<Vec<Decision>, snapshot::Error> {
    // Each thread reads files from disk itself; objects come from one repository, which serves one thread.
    if let Source::WorkTree(top) = source {
        let read = |listed| read_record(&Source::WorkTree(top.clone()), listed, policy);
        return parallel::map(listed.into_iter().collect(), read).into_iter().collect();
    }
    let files = listed.into_iter().map(|listed| File::fetch(source, listed)).collect::<Result<Vec<_>, _>>()?;
    Ok(parallel::map(files, |file| file.read(policy)))
}

/// Reads one record.
///
/// # Errors
/// A file that can't be read.
pub(crate) fn read_record(source: &Source<'_>, listed: &Listed, policy: &Policy) -> Result<Decision, snapshot::Error> {
    Ok(File::fetch(source, listed)?.read(policy))
}

/// Reads one record as if its file had these bytes, as an editor has them before it saves.
///
/// # Errors
/// A file beside it that can't be read.
pub(crate) fn read_buffer(
    source: &Source<'_>,
    path: RepoPath,
    bytes: Vec<u8>,
    policy: &Policy,
) -> Result<Decision, snapshot::Error> {
    let beside = beside(source, &path)?;
    Ok(File { path, content: Ok(bytes), beside }.read(policy))
}

/// Reads one record if what it governs is asked for; of the others not even the body is looked at.
///
/// # Errors
/// A file that can't be read.
pub(crate) fn read_governing(
    source: &Source<'_>,
    listed: &Listed,
    policy: &Policy,
    is_asked: impl Fn(&[Spanned<String>]) -> bool,
) -> Result<Option<Decision>, snapshot::Error> {
    // What is no file governs nothing.
    if listed.kind != FileKind::File {
        return Ok(None);
    }
    // Nor does one that is too large.
    let Content::Bytes(bytes) = source.read(listed, FILE_LIMIT)? else { return Ok(None) };
    let is_asked = is_asked(&decision::governs(&bytes, &policy.words));
    // What governs has a header, and so no metadata in another file.
    let file = File { path: listed.path.clone(), content: Ok(bytes), beside: None };
    Ok(is_asked.then(|| file.read(policy)))
}

/// A record whose bytes are in memory. A repository serves one thread; everything after it may run in several.
struct File {
    path: RepoPath,
    content: Result<Vec<u8>, Problem>,
    /// The file beside it that has its metadata.
    beside: Option<Content>,
}

impl File {
    fn fetch(source: &Source<'_>, listed: &Listed) -> Result<Self, snapshot::Error> {
        let no_file = |reason: &str| Err(Problem::NoFile { reason: reason.to_owned() });
        let content = match listed.kind {
            FileKind::File => match source.read(listed, FILE_LIMIT)? {
                Content::Bytes(bytes) => Ok(bytes),
                Content::TooLarge { size } => Err(Problem::FileTooLarge { size }),
            },
            FileKind::Submodule => no_file("is another repository (a submodule)"),
            FileKind::Link => no_file("is a link, and links are not followed"),
            FileKind::Special => no_file("is a device, socket or pipe"),
        };
        Ok(Self { path: listed.path.clone(), content, beside: beside(source, &listed.path)? })
    }

    fn read(self, policy: &Policy) -> Decision {
        let bytes = match self.content {
            Ok(bytes) => bytes,
            Err(problem) => return decision::unread(self.path, problem),
        };
        let (beside, large) = match self.beside {
            Some(Content::TooLarge { size }) => (Some(Vec::new()), Some(size)),
            beside => (beside.and_then(Content::bytes), None),
        };
        let mut decision = caught(self.path, |path| decision::read_with(path, bytes, beside, &policy.words));
        if let Some(size) = large.filter(|_| decision.header.is_none()) {
            let reason =
                format!("its metadata in `{}`: it has {size} bytes; the limit is {HEADER_LIMIT}", decision::BESIDE);
            decision.problems.push(Problem::HeaderUnreadable { span: Span::default(), reason });
        }
        decision
    }
}

/// The file with the metadata of a `README.md`, if there is one.
fn beside(source: &Source<'_>, path: &RepoPath) -> Result<Option<Content>, snapshot::Error> {
    if !is_index_name(path.stem()) {
        return Ok(None);
    }
    let listed = path.join(decision::BESIDE).map(|path| source.find(&path)).transpose()?.flatten();
    listed.filter(|listed| listed.kind == FileKind::File).map(|listed| source.read(&listed, HEADER_LIMIT)).transpose()
}

/// Reads an earlier version of a record. A file with metadata beside it is not looked for.
pub(crate) fn read_version(path: RepoPath, content: Content, policy: &Policy) -> Decision {
    let content = match content {
        Content::Bytes(bytes) => Ok(bytes),
        Content::TooLarge { size } => Err(Problem::FileTooLarge { size }),
    };
    File { path, content, beside: None }.read(policy)
}

/// The decision that `read` gives for a path, or one that says that the program failed on it.
pub(crate) fn caught(path: RepoPath, read: impl FnOnce(RepoPath) -> Decision) -> Decision {
    fault::catch(|| read(path.clone())).unwrap_or_else(|reason| decision::unread(path, Problem::Fault { reason }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_metadata_of_a_page_may_be_in_a_file_beside_it() {
        let kep = "title: Sleep longer\nkep-number: 12\nauthors:\n  - \"@ana\"\n  - \"@bo\"\nstatus: rejected\ncreation-date: 2024-05-01\n";
        let read = |files: &[(&str, &str)]| {
            let files =
                files.iter().map(|(path, text)| (RepoPath::new(*path), (FileKind::File, text.as_bytes().to_vec())));
            let source = Source::Memory(files.collect());
            let listed = source.find(&RepoPath::new("keps/12-sleep/README.md")).unwrap().unwrap();
            read_record(&source, &listed, &Policy::read("", &[]).unwrap()).unwrap()
        };
        let page = |text| ("keps/12-sleep/README.md", text);
        let decision = read(&[page("# KEP-12: Sleep\n\n## Summary\n"), ("keps/12-sleep/kep.yaml", kep)]);
        assert_eq!(decision.status.as_ref().map(|status| status.shown()), Some("rejected"));
        assert_eq!(decision.date.as_ref().map(|day| day.text.as_str()), Some("2024-05-01"));
        let makers: Vec<&str> = decision.makers.parties.iter().map(|party| party.text.as_str()).collect();
        assert_eq!(makers, ["@ana", "@bo"]);
        assert_eq!(decision.shown_title(), "Sleep");
        let untitled = read(&[page("## Summary\n"), ("keps/12-sleep/kep.yaml", kep)]);
        assert_eq!(untitled.shown_title(), "Sleep longer");
        assert!(decision.fields.is_empty(), "an edit finds none of them in the page");
        // What the page says goes first, and a header is all of it.
        let decision = read(&[page("# T\n\n## Status\n\nAccepted\n"), ("keps/12-sleep/kep.yaml", kep)]);
        assert_eq!(decision.status.as_ref().map(|status| status.shown()), Some("accepted"));
        for files in [
            &[page("---\ngoverns: a\n---\n# T\n"), ("keps/12-sleep/kep.yaml", kep)][..],
            &[page("# T\n"), ("keps/12-sleep/kep.yaml", "status: [\n")],
            &[page("# T\n"), ("keps/kep.yaml", kep)],
        ] {
            assert!(read(files).status.is_none(), "{files:?}");
        }
    }

    #[test]
    fn a_file_beside_a_page_that_can_not_be_read_is_a_problem() {
        let large = format!("status: accepted\nx: {}\n", "a".repeat(100_000));
        for (kep, reason) in [
            (&b"status: [\n"[..], "YAML"),
            (b"status: accepted\nstatus: rejected\n", "has the key `status` twice"),
            (b"status: accepted\ntitle: \xff\n", "is not UTF-8"),
            (large.as_bytes(), "the limit is"),
        ] {
            let page = RepoPath::new("keps/12-sleep/README.md");
            let files = [(page.clone(), &b"# T\n"[..]), (RepoPath::new("keps/12-sleep/kep.yaml"), kep)];
            let files = files.map(|(path, bytes)| (path, (FileKind::File, bytes.to_vec())));
            let source = Source::Memory(files.into());
            let listed = source.find(&page).unwrap().unwrap();
            let decision = read_record(&source, &listed, &Policy::read("", &[]).unwrap()).unwrap();
            assert!(decision.status.is_none());
            let is_problem = decision.problems.iter().any(|problem| {
                matches!(problem, Problem::HeaderUnreadable { reason: found, .. } if found.contains("`kep.yaml`") && found.contains(reason))
            });
            assert!(is_problem, "{:?}", decision.problems);
        }
    }

    #[test]
    fn pages_beside_a_record_belong_to_it() {
        let plain = "# T\n\nWords.\n";
        let status = "# T\n\n**Status**: accepted\n";
        let records = |files: &[(&str, &str)]| -> Vec<String> {
            let files = files.iter().map(|(path, text)| {
                (RepoPath::new(format!("decisions/{path}")), (FileKind::File, text.as_bytes().to_vec()))
            });
            let source = Source::Memory(files.collect());
            let records = records(&source, &Policy::default()).unwrap();
            records.iter().map(|listed| listed.path.as_str()["decisions/".len()..].to_owned()).collect()
        };
        for (files, expected) in [
            (
                &[
                    ("086-viewer/README.md", plain),
                    ("086-viewer/01-overview.md", plain),
                    ("086-viewer/notes.md", plain),
                ][..],
                &["086-viewer/README.md"][..],
            ),
            (
                &[("0012-x/index.md", plain), ("0012-x/more/0001-y.md", status), ("0013-z.md", plain)],
                &["0012-x/index.md", "0013-z.md"],
            ),
            (
                &[("0012-x/README.md", plain), ("0012-x/README.fr.md", plain)],
                &["0012-x/README.fr.md", "0012-x/README.md"],
            ),
            (&[("2026-03-05-x/README.md", plain), ("2026-03-05-x/notes.md", plain)], &["2026-03-05-x/README.md"]),
            // Of two pages one is the record.
            (&[("0012-x/README.md", plain), ("0012-x/index.md", plain)], &["0012-x/README.md"]),
            (&[("viewer/README.md", status), ("viewer/index.md", status)], &["viewer/index.md"]),
            // A year and a topic are no records.
            (&[("2026/README.md", plain), ("2026/0001-x.md", plain)], &["2026/0001-x.md"]),
            (&[("web/README.md", status), ("web/0001-x.md", plain)], &["web/0001-x.md"]),
            (&[("web/README.md", status), ("web/use-x.md", status)], &["web/README.md", "web/use-x.md"]),
            // A folder without a number is one where its page has a status.
            (&[("viewer/index.md", status), ("viewer/notes.md", plain)], &["viewer/index.md"]),
            (&[("viewer/README.md", plain), ("viewer/notes.md", plain)], &["viewer/notes.md"]),
            (&[("README.md", status), ("use-x.md", plain)], &["use-x.md"]),
        ] {
            assert_eq!(records(files), expected, "{files:?}");
        }
    }

    #[test]
    fn a_record_that_the_program_fails_on_says_so() {
        let decision = caught(RepoPath::new("decisions/0012-x.md"), |_| panic!("begin > end"));
        assert_eq!(decision.problems, [Problem::Fault { reason: "begin > end".to_owned() }]);
        assert!(decision.is_unread());
    }
}

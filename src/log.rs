//! Reads the log of a snapshot: its policy, its baseline and its records. Every command and the gate read through here,
//! so a record that one of them can't read is there in all of them, and says so.

use std::collections::BTreeMap;

use crate::baseline::{self, Baseline};
use crate::decision::{self, Decision};
use crate::document::{FILE_LIMIT, Problem};
use crate::policy::{self, Mistake, Policy};
use crate::snapshot::{self, FileKind, Listed, Source};
use crate::text::{RepoPath, Span, Spanned};
use crate::vocabulary::id::is_index_name;
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
    }
    let bytes = source.read(&listed)?;
    if bytes.len() > FILE_LIMIT {
        let message = format!("`{file}` has {} bytes; {FILE_LIMIT} are read at most", bytes.len());
        return mistake(message, "take out what is not needed".to_owned());
    }
    let Ok(text) = String::from_utf8(bytes) else {
        return mistake(format!("`{file}` is not UTF-8"), "save it as UTF-8".to_owned());
    };
    let read = read(&text);
    Ok(Some((text, read)))
}

/// The records of a source by path, not read yet.
pub(crate) fn records(source: &Source<'_>, policy: &Policy) -> Result<BTreeMap<RepoPath, Listed>, snapshot::Error> {
    let listed = source.list(&policy.roots())?;
    let records = listed.into_iter().filter(|listed| policy.is_record(&listed.path));
    Ok(records.map(|listed| (listed.path.clone(), listed)).collect())
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
    let bytes = source.read(listed)?;
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
    beside: Option<Vec<u8>>,
}

impl File {
    fn fetch(source: &Source<'_>, listed: &Listed) -> Result<Self, snapshot::Error> {
        let no_file = |reason: &str| Err(Problem::NoFile { reason: reason.to_owned() });
        let content = match listed.kind {
            FileKind::File => Ok(source.read(listed)?),
            FileKind::Submodule => no_file("is another repository (a submodule)"),
            FileKind::Link => no_file("is a link, and links are not followed"),
        };
        Ok(Self { path: listed.path.clone(), content, beside: beside(source, &listed.path)? })
    }

    fn read(self, policy: &Policy) -> Decision {
        match self.content {
            Ok(bytes) => caught(self.path, |path| decision::read_with(path, bytes, self.beside, &policy.words)),
            Err(problem) => decision::unread(self.path, problem),
        }
    }
}

/// The file with the metadata of a `README.md`, if there is one.
fn beside(source: &Source<'_>, path: &RepoPath) -> Result<Option<Vec<u8>>, snapshot::Error> {
    if !is_index_name(path.stem()) {
        return Ok(None);
    }
    let listed = path.join(decision::BESIDE).map(|path| source.find(&path)).transpose()?.flatten();
    listed.filter(|listed| listed.kind == FileKind::File).map(|listed| source.read(&listed)).transpose()
}

/// The decision that `read` gives for a path, or one that says that the program failed on it.
fn caught(path: RepoPath, read: impl FnOnce(RepoPath) -> Decision) -> Decision {
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
    fn a_record_that_the_program_fails_on_says_so() {
        let decision = caught(RepoPath::new("decisions/0012-x.md"), |_| panic!("begin > end"));
        assert_eq!(decision.problems, [Problem::Fault { reason: "begin > end".to_owned() }]);
        assert!(decision.is_unread());
    }
}

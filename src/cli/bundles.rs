//! Reads the bundles of other repositories for `--from`. One that can't be read, or that claims the repository of
//! another one, is left out and named. Internal ones are counted unless they are asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use jiff::ToSpan as _;
use jiff::civil::Date;
use walkdir::WalkDir;

use super::workspace::{State, Workspace};
use super::{Error, Global};
use crate::bundle::{BUNDLE_LIMIT, Bundle, BundleNote, BundleState, ENDING, joined};
use crate::catalog::Catalog;
use crate::git;
use crate::rules;
use crate::snapshot::{Content, read_file};
use crate::text::{RepoPath, counted, listed_some, visible, visible_path};
use crate::vocabulary::reference::is_repository;
use crate::who::Subject;

/// How many days a bundle is current. After that, its repository makes no new ones, or they don't arrive.
const STALE_DAYS: i32 = 14;

/// Where decisions are read from.
#[derive(Debug, Default, clap::Args)]
pub(super) struct From {
    /// Use bundles of `heard export --format bundle` instead: files, or directories with files `*.bundle.json`
    #[arg(long, value_name = "PATH", conflicts_with = "rev")]
    from: Vec<PathBuf>,
    /// Use bundles that are not public as well
    #[arg(long, requires = "from")]
    internal: bool,
}

/// The decisions of several repositories.
#[cfg_attr(not(feature = "site"), allow(dead_code, reason = "only the site shows the notes"))]
pub(super) struct Joined {
    pub catalog: Catalog,
    pub notes: Vec<BundleNote>,
}

impl From {
    /// The log of the repository, or the decisions of the bundles.
    pub(super) fn catalog(&self, global: &Global, workspace: &Workspace, state: State<'_>) -> Result<Catalog, Error> {
        match self.read(global, workspace)? {
            None => workspace.catalog(state),
            Some(joined) => Ok(joined.catalog),
        }
    }

    /// A path of the command line. With bundles it is in a repository: `acme/app:src`, or `acme/app/src`.
    pub(super) fn subject(
        &self,
        workspace: &Workspace,
        path: &Path,
        commit: Option<git::Id>,
    ) -> Result<Subject, Error> {
        if !self.is_given() {
            return workspace.subject(path, commit);
        }
        let written = path.to_string_lossy().replace('\\', "/");
        let path = match written.split_once(':') {
            Some((name, rest)) if is_repository(name) => format!("{name}/{}", rest.trim_start_matches("./")),
            _ => written,
        };
        // A bundle doesn't say whether it is a file.
        Ok(Subject { path: RepoPath::new(path.trim_end_matches('/')), is_folder: true })
    }

    /// An error if a path is in no repository that there is a bundle of, since it would look as if nobody had decided.
    pub(super) fn check(&self, subject: &Subject, catalog: &Catalog) -> Result<(), Error> {
        let path = subject.path.as_str();
        if !self.is_given() || catalog.has_repository_at(path) {
            return Ok(());
        }
        Err(Error::Usage(format!(
            "`{}` is in no repository that there is a bundle of\n  = help: write `acme/app:src` for `src` in `acme/app`; there are bundles of {}",
            visible(path),
            listed_some(catalog.repositories())
        )))
    }

    /// Whether bundles are asked for.
    pub(super) fn is_given(&self) -> bool {
        !self.from.is_empty()
    }

    /// The bundles, joined by the policy that is here; none if they are not asked for. What is left out is named on
    /// standard error.
    pub(super) fn read(&self, global: &Global, workspace: &Workspace) -> Result<Option<Joined>, Error> {
        if !self.is_given() {
            return Ok(None);
        }
        let policy = Workspace::policy(&workspace.source(State::WorkTree)?)?;
        let (today, folder) = (global.today(), global.folder()?);
        let mut by_name: BTreeMap<String, Vec<(PathBuf, Bundle)>> = BTreeMap::new();
        let (mut notes, mut internal) = (Vec::new(), 0);
        for file in self.files(global)? {
            match read(&folder.join(&file)) {
                Ok(bundle) => by_name.entry(alike(&bundle.repository)).or_default().push((file, bundle)),
                Err(why) => notes.push(broken(&file, why)),
            }
        }
        let mut bundles = Vec::new();
        let names: Vec<String> = by_name.keys().cloned().collect();
        let is_above = |outer: &str, name: &str| name.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
        for (name, of_name) in by_name {
            let is_nested = names.iter().any(|other| is_above(other, &name) || is_above(&name, other));
            // Whichever is true, another one would speak for it.
            let conflict = match of_name.len() {
                _ if is_nested => Some("its repository is inside that of another bundle, or around it".to_owned()),
                1 => None,
                count => Some(format!("{count} bundles say that they are of one repository; none of them is used")),
            };
            for (file, bundle) in of_name {
                match &conflict {
                    // What is not public is not named either.
                    _ if !bundle.public && !self.internal => internal += 1,
                    Some(why) => notes.push(broken(&file, why.clone())),
                    None => bundles.push(bundle),
                }
            }
        }
        notes.extend(bundles.iter().map(|bundle| note(bundle, today)));
        let mut said = String::new();
        for note in &notes {
            match (&note.state, note.made) {
                (BundleState::Broken(why), _) => {
                    let _ = writeln!(said, "warning: `{}` is left out: {why}", visible(&note.name));
                }
                (BundleState::Stale, Some(made)) => {
                    let _ = writeln!(said, "warning: `{}` is of {made}, more than {STALE_DAYS} days ago", note.name);
                }
                _ => {}
            }
        }
        if internal > 0 {
            let _ = writeln!(
                said,
                "note: left out {} that {} not public; `--internal` uses them",
                counted(internal, "bundle"),
                if internal == 1 { "is" } else { "are" }
            );
        }
        anstream::stderr().write_all(said.as_bytes())?;
        if bundles.is_empty() {
            return Err(Error::Usage("no bundle can be used\n  = help: make one in a repository with `heard export --format bundle > app.bundle.json`".to_owned()));
        }
        notes.sort_by(|one, other| one.name.cmp(&other.name));
        let catalog = joined(bundles, policy, &rules::ids(), today);
        Ok(Some(Joined { catalog, notes }))
    }

    /// The files, each once, as they are named.
    fn files(&self, global: &Global) -> Result<Vec<PathBuf>, Error> {
        let folder = global.folder()?;
        let mut files: Vec<PathBuf> = Vec::new();
        for from in &self.from {
            let path = folder.join(from);
            let failed = |error: std::io::Error| Error::Usage(format!("can't read `{}`: {error}", visible_path(from)));
            if !fs::metadata(&path).map_err(failed)?.is_dir() {
                files.push(path);
                continue;
            }
            let before = files.len();
            for entry in WalkDir::new(&path).sort_by_file_name() {
                let entry = entry.map_err(|error| failed(error.into()))?;
                // Behind a link as well.
                if entry.path().is_file() && entry.file_name().to_string_lossy().ends_with(ENDING) {
                    files.push(entry.into_path());
                }
            }
            if files.len() == before {
                return Err(Error::Usage(format!("no file `*{ENDING}` is in `{}`", visible_path(from))));
            }
        }
        files.sort();
        let mut known = BTreeSet::new();
        files.retain(|file| known.insert(file.canonicalize().unwrap_or_else(|_| file.clone())));
        Ok(files.iter().map(|file| file.strip_prefix(&folder).unwrap_or(file).to_owned()).collect())
    }
}

fn read(file: &Path) -> Result<Bundle, String> {
    match read_file(file, BUNDLE_LIMIT).map_err(|error| error.to_string())? {
        Content::Bytes(bytes) => Bundle::read(&bytes),
        Content::TooLarge { size } => Err(format!("it has {size} bytes; the limit is {BUNDLE_LIMIT}")),
    }
}

/// A name as two repositories must not share it: forges take no notice of case, and the addresses of pages none of marks.
fn alike(name: &str) -> String {
    name.to_ascii_lowercase().replace(['_', '.'], "-")
}

fn broken(file: &Path, why: String) -> BundleNote {
    let state = BundleState::Broken(why);
    BundleNote { name: file.to_string_lossy().into_owned(), made: None, commit: None, source_url: None, state }
}

fn note(bundle: &Bundle, today: Date) -> BundleNote {
    let is_stale = bundle.made.saturating_add(STALE_DAYS.days()) < today;
    BundleNote {
        name: bundle.repository.clone(),
        made: Some(bundle.made),
        commit: bundle.commit.clone(),
        source_url: bundle.source_url.clone(),
        state: if is_stale { BundleState::Stale } else { BundleState::Current },
    }
}

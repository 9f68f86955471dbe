//! `heard.toml`: the directories of the log, words and their meanings, people and groups, which paths require whose
//! input, and the levels of rules. Every mistake is an error with its place, so that a typo can't disable the gate.

mod area;
mod file;
mod globs;
mod governs;
mod identity;
mod people;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use globset::{Glob, GlobBuilder};

use crate::text::{RepoPath, Span, Spanned, nearest};
use crate::vocabulary::id;
use crate::vocabulary::words::Words;

pub(crate) use area::Area;
use area::AreaGlobs;
pub(crate) use file::Level;
#[cfg(test)]
pub(crate) use file::schema;
use globs::Globs;
pub(crate) use governs::{GOVERNS_LIMIT, Governs, bad_glob, governs_path};
pub(crate) use identity::{Hosts, Identity, Key, is_verified};
pub(crate) use people::{Contact, Directory, Group};

/// The characters that make a glob of a name.
pub(crate) const GLOB_MARKS: [char; 4] = ['*', '?', '[', '{'];

/// How long a glob may be, in bytes. Longer than any that people write.
const GLOB_LIMIT: usize = 1024;

/// How deep the braces of a glob may nest. Globset follows them by recursion.
const GLOB_DEPTH: usize = 8;

/// How many globs all areas may have together, and how many `dirs` may have.
const AREA_GLOBS: usize = 10_000;
const DIR_GLOBS: usize = 1_000;

/// The name of the file, at the root of the repository.
pub(crate) const FILE: &str = "heard.toml";

/// A policy that has been read and found whole.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    /// The text of the file; empty when there is none.
    pub text: String,
    /// Whether there is a file.
    pub exists: bool,
    /// The folders and globs as written.
    pub dirs: Vec<String>,
    /// The kind of ids, when the file names one.
    pub ids: Option<id::IdKind>,
    /// What `gate` compares with outside CI.
    pub base: String,
    /// The words with a meaning.
    pub words: Words,
    /// People, groups, and who is the same person.
    pub directory: Directory,
    /// Where comments prove something.
    pub hosts: Hosts,
    /// Which paths require whose input, in the order of the file.
    pub areas: Vec<Area>,
    /// Levels that differ from a rule's own.
    pub levels: BTreeMap<String, Level>,
    /// The title of the site, when the file names one.
    #[cfg_attr(not(feature = "site"), allow(dead_code, reason = "only the site has a title"))]
    pub title: Option<String>,
    /// The language of the decisions, when the file names one.
    #[cfg_attr(not(feature = "site"), allow(dead_code, reason = "only the site needs the language"))]
    pub lang: Option<String>,
    area_globs: AreaGlobs,
    log: Dirs,
    /// The folders that are each a log of their own.
    folders: Dirs,
}

/// Folders or files, by their plain names or by globs.
#[derive(Clone, Debug, Default)]
struct Dirs {
    plain: BTreeSet<String>,
    globs: Globs,
}

/// A mistake in `heard.toml` or in the baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// Where it is.
    pub span: Span,
    /// What is wrong, as a phrase.
    pub message: String,
    /// What would fix it.
    pub help: Option<String>,
}

impl Mistake {
    /// A mistake without advice.
    pub(crate) fn new(span: impl Into<Span>, message: impl Into<String>) -> Self {
        Self { span: span.into(), message: message.into(), help: None }
    }

    /// Adds the most similar valid word, or all of them if none is similar.
    pub(crate) fn suggest<'a>(mut self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        let candidates: Vec<&str> = candidates.into_iter().collect();
        self.help = match nearest(word, candidates.iter().copied()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if candidates.is_empty() => None,
            None => Some(format!("valid here: {}", crate::text::listed(candidates))),
        };
        self
    }

    /// Adds how to fix it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Default for Policy {
    fn default() -> Self {
        let mut policy = Self::read("", &[]).expect("an empty policy is a right one");
        policy.exists = false;
        policy
    }
}

impl Policy {
    /// Reads the file. `rules` are the ids that `[rules]` may name.
    ///
    /// # Errors
    /// The first mistake in it.
    pub(crate) fn read(text: &str, rules: &[&str]) -> Result<Self, Mistake> {
        let file = file::parse(text)?;
        let directory = Directory::new(&file.people, &file.groups)?;
        let areas = file.areas.iter().map(|area| Area::new(area, &directory)).collect::<Result<Vec<_>, _>>()?;
        let mut names = BTreeSet::new();
        for name in file.areas.iter().map(|area| &area.name) {
            if !names.insert(name.get_ref()) {
                let message = format!("area `{}` is defined twice", name.get_ref());
                return Err(Mistake::new(name.span(), message).help("give each area a unique name"));
            }
        }
        if let Some(glob) = file.areas.iter().flat_map(|area| area.paths.get_ref()).nth(AREA_GLOBS) {
            let message = format!("the areas have more than {AREA_GLOBS} globs");
            return Err(
                Mistake::new(glob.span(), message).help("write fewer globs that match more, such as `infra/**`")
            );
        }
        let mut levels = BTreeMap::new();
        for (rule, level) in &file.rules {
            let id = rule.get_ref().as_str();
            if !rules.contains(&id) {
                let mistake = Mistake::new(rule.span(), format!("unknown rule `{id}`"));
                return Err(match nearest(id, rules.iter().copied()) {
                    Some(near) => mistake.help(format!("did you mean `{near}`?")),
                    None => mistake.help("`heard rules` lists the rules"),
                });
            }
            levels.insert(id.to_owned(), *level);
        }
        let mut words = file.words.merged();
        words.keys.extend(file.keys.by_name()?);
        let (mut log, mut folders) = (Dirs::default(), Dirs::default());
        let (mut log_globs, mut folder_globs) = (Vec::new(), Vec::new());
        let mut dirs = Vec::new();
        for dir in &file.log.dirs {
            let span = dir.span();
            let written = dir.get_ref();
            let parts: Vec<&str> = written.split('/').filter(|part| !["", "."].contains(part)).collect();
            let folder = if parts.is_empty() { ".".to_owned() } else { parts.join("/") };
            if written.is_empty() || written.starts_with('/') || parts.contains(&"..") || folder.contains('\\') {
                let message = format!("`{}` is not a directory inside the repository", dir.get_ref());
                return Err(
                    Mistake::new(span, message).help("use a path relative to the root, for example `docs/decisions`")
                );
            }
            if folder.contains(GLOB_MARKS) {
                if log_globs.len() == 2 * DIR_GLOBS {
                    let message = format!("`dirs` has more than {DIR_GLOBS} globs");
                    return Err(Mistake::new(span, message).help("write fewer globs that match more"));
                }
                for pattern in [folder.clone(), format!("{folder}/**")] {
                    log_globs.push(glob(&Spanned::new(pattern, span.clone()))?);
                }
            } else {
                log.plain.insert(if folder == "." { String::new() } else { folder.clone() });
            }
            let own = own_folder(&folder).to_owned();
            match own.contains(GLOB_MARKS) {
                true => folder_globs.push(glob(&Spanned::new(own, span))?),
                false => drop(folders.plain.insert(own)),
            }
            dirs.push(folder);
        }
        (log.globs, folders.globs) = (Globs::new(log_globs), Globs::new(folder_globs));
        Ok(Self {
            text: text.to_owned(),
            exists: true,
            dirs,
            ids: file.log.ids,
            base: file.log.base.clone(),
            words,
            directory,
            hosts: Hosts::new(&file.forge)?,
            lang: file.site.language()?,
            title: file.site.title,
            area_globs: AreaGlobs::new(&areas),
            areas,
            levels,
            log,
            folders,
        })
    }

    /// Whether a path is a record of the log: markdown in one of its folders, and no page of
    /// another kind (see [`is_other_page`]).
    pub(crate) fn is_record(&self, path: &RepoPath) -> bool {
        self.in_log(path) && is_markdown(path) && !is_other_page(path)
    }

    /// Whether a path may be a record: it is one by its name, or the page of a folder that is one where it has a status.
    pub(crate) fn may_be_record(&self, path: &RepoPath) -> bool {
        self.is_record(path) || self.is_topic_page(path)
    }

    /// Whether a path is the page of a folder inside a log that has no number and no day: a record where it has a
    /// status, else an overview.
    pub(crate) fn is_topic_page(&self, path: &RepoPath) -> bool {
        self.in_log(path)
            && is_markdown(path)
            && id::is_index_name(path.stem())
            && path.folder() != self.log_of(path)
            && id::Id::of_path(path).1 == id::IdKind::Slug
    }

    /// Whether a path is in one of the log's folders.
    pub(crate) fn in_log(&self, path: &RepoPath) -> bool {
        let above = std::iter::once("").chain(above(path.as_str()));
        above.chain([path.as_str()]).any(|name| self.log.plain.contains(name)) || self.log.globs.is_match(path.as_str())
    }

    /// The folder of the log that a path belongs to: the outermost folder that `dirs` names. Whatever is in none of
    /// them belongs to the root, which has no name.
    pub(crate) fn log_of<'a>(&self, path: &'a RepoPath) -> &'a str {
        let text = path.as_str();
        let is_log = |folder: &&str| self.folders.plain.contains(*folder) || self.folders.globs.is_match(folder);
        let parent = path.folder();
        match std::iter::once("").chain(above(text)).find(is_log) {
            // `keps/*` also matches the folder that is a record.
            Some(folder)
                if id::is_index_name(path.stem()) && folder == parent && !self.folders.plain.contains(folder) =>
            {
                folder.rsplit_once('/').map_or("", |(outer, _)| outer)
            }
            Some(folder) => folder,
            None if self.in_log(path) => parent,
            None => "",
        }
    }

    /// The policy for logs in these folders alone.
    pub(crate) fn of_dirs<'a>(mut self, dirs: impl Iterator<Item = &'a str>) -> Self {
        (self.log, self.folders, self.dirs) = (Dirs::default(), Dirs::default(), Vec::new());
        self.add_dirs(dirs);
        self
    }

    /// Takes more folders or files for parts of the log.
    pub(crate) fn add_dirs<'a>(&mut self, dirs: impl Iterator<Item = &'a str>) {
        for dir in dirs {
            self.log.plain.insert(dir.to_owned());
            self.folders.plain.insert(dir.to_owned());
            self.dirs.push(dir.to_owned());
        }
    }

    /// The folders of logs that `dirs` names without a glob; the root has no name.
    pub(crate) fn plain_dirs(&self) -> impl Iterator<Item = &str> {
        let plain = self.dirs.iter().filter(|dir| !dir.contains(GLOB_MARKS));
        plain.map(|dir| if dir == "." { "" } else { dir.as_str() })
    }

    /// The folders that have to be walked to find every record.
    pub(crate) fn roots(&self) -> Vec<String> {
        let plain = |dir: &str| {
            let parts = dir.split('/').take_while(|part| !part.contains(GLOB_MARKS));
            parts.filter(|part| *part != ".").collect::<Vec<_>>().join("/")
        };
        let roots: BTreeSet<String> = self.dirs.iter().map(|dir| plain(dir)).collect();
        // A root inside another would be walked twice.
        let is_inside =
            |root: &str| !root.is_empty() && std::iter::once("").chain(above(root)).any(|it| roots.contains(it));
        roots.iter().filter(|root| !is_inside(root)).cloned().collect()
    }

    /// The areas that a path is in, by their index, each with the glob that puts it there. A folder is also in those
    /// that something below it may be in.
    pub(crate) fn areas_of(&self, path: &str, is_folder: bool) -> BTreeMap<usize, Span> {
        let mut found = self.area_globs.areas_of(path);
        for (index, area) in self.areas.iter().enumerate().filter(|_| is_folder) {
            if let Entry::Vacant(place) = found.entry(index)
                && let Some(span) = area.matches_below(path)
            {
                place.insert(span);
            }
        }
        found
    }

    /// Whether everything that a glob of a decision matches is in one of the areas, as far as its folder shows it.
    pub(crate) fn areas_hold(&self, glob: &str) -> bool {
        self.area_globs.hold(glob)
    }
}

/// The folders that a path is in, the outermost first, without the root.
fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// The folder or the glob of folders that an entry of `dirs` is about: `enhancements/**` is one log, and so is
/// `decisions/*.md`.
fn own_folder(dir: &str) -> &str {
    let mut folder = if dir == "." { "" } else { dir };
    loop {
        let (above, last) = folder.rsplit_once('/').unwrap_or(("", folder));
        let is_of_files = last.ends_with(".md") || last.ends_with(".markdown");
        if !(last == "**" || (last.contains(GLOB_MARKS) && is_of_files)) {
            return folder;
        }
        folder = above;
    }
}

/// Whether a path ends like markdown.
pub(crate) fn is_markdown(path: &RepoPath) -> bool {
    let ending = path.file_name().rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown")
}

/// Pages that lie in logs and are no records: an overview, a template without a number, a licence.
/// `0012-slug/README.md` is a record, since its folder carries an id.
pub(crate) fn is_other_page(path: &RepoPath) -> bool {
    let stem = path.stem();
    let numbered = |path: &RepoPath| id::Id::of_path(path).1 != id::IdKind::Slug;
    if id::is_index_name(stem) {
        // `2026/README.md` is the overview of a year, `0012-slug/README.md` a record.
        let folder = path.folder_name().unwrap_or_default();
        return match id::Id::of_path(path) {
            // `2026/README.md` and `v2/README.md` are overviews, `0012/README.md` is a record.
            (id, id::IdKind::Sequential) => id.text == folder && !has_long_number(&id),
            (_, id::IdKind::Date) => !folder.contains(|c: char| c.is_alphabetic()),
            (_, id::IdKind::Slug) => true,
        };
    }
    let stem = stem.to_ascii_lowercase();
    let template = ["template", "adr-template", "adr_template"].iter().any(|name| stem.starts_with(name))
        || stem.ends_with("-template")
        || stem.ends_with("_template");
    (template && !numbered(path))
        || stem.starts_with(['_', '.'])
        || ["license", "licence", "changelog", "contributing"].contains(&stem.as_str())
}

/// Whether the number of an id has three digits or more, and is no year.
fn has_long_number(id: &id::Id) -> bool {
    let (_, digits) = id.number_parts();
    let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    digits.len() > 2 && !is_year
}

/// A glob in which `*` does not match `/`.
fn glob(pattern: &Spanned<String>) -> Result<Glob, Mistake> {
    let size = pattern.value.len();
    if size > GLOB_LIMIT {
        let message = format!("this glob has {size} bytes; the limit is {GLOB_LIMIT}");
        return Err(Mistake::new(pattern.span, message).help("split it into several globs"));
    }
    let mut depth = 0_usize;
    for byte in pattern.value.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > GLOB_DEPTH {
            let message = format!("braces in this glob nest more than {GLOB_DEPTH} deep");
            return Err(Mistake::new(pattern.span, message).help("split it into several globs"));
        }
    }
    GlobBuilder::new(&pattern.value).literal_separator(true).backslash_escape(true).build().map_err(|error| {
        Mistake::new(pattern.span, format!("`{}` is not a valid glob: {}", pattern.value, error.kind()))
    })
}

/// The mistake in a glob of an area that can't match any path. `mark` is the `!` before it, if there is
/// one.
fn unmatchable(pattern: &Spanned<String>, mark: &str) -> Option<Mistake> {
    let text = pattern.value.as_str();
    let parts = || text.split('/').filter(|part| !["", "."].contains(part));
    // Nobody escapes a letter: such a backslash is meant as a path separator.
    let is_backslash = |(at, _): (usize, &str)| text[at + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let has_backslash = text.match_indices('\\').any(is_backslash);
    let mut meant = parts().collect::<Vec<_>>().join("/");
    if has_backslash {
        meant = meant.replace('\\', "/");
    }
    if text.ends_with('/') {
        meant.push_str("/**");
    }
    let leads_out = parts().any(|part| part == "..");
    if meant == text && !meant.is_empty() && !leads_out {
        return None;
    }
    let mistake = Mistake::new(pattern.span, format!("`{mark}{text}` can't match any path"));
    Some(if leads_out || parts().next().is_none() {
        mistake.help("use a path relative to the root, for example `infra/**`")
    } else {
        mistake.help(format!("write `{mark}{meant}`"))
    })
}

#[cfg(test)]
mod tests;

//! One area: its paths, and whose input a change of them requires.

use std::collections::{BTreeMap, BTreeSet};

use globset::{Glob, GlobMatcher};

use super::file::AreaTable;
use super::globs::Globs;
use super::{Directory, GLOB_MARKS, Level, Mistake, glob, unmatchable};
use crate::text::{Span, Spanned, disk_name};
use crate::vocabulary::evidence::Evidence;
use crate::vocabulary::party::Party;

/// Which paths require whose input.
#[derive(Clone, Debug)]
pub(crate) struct Area {
    /// Its name.
    pub name: String,
    /// Groups that must be heard.
    pub hear: Vec<Spanned<String>>,
    /// How many people must be heard who are not among the makers.
    pub people: Spanned<u32>,
    /// Where someone from outside the makers' own groups is asked for.
    pub outside: Option<Span>,
    /// Where a trial with a result is asked for.
    pub trial: Option<Span>,
    /// How well a quote must be backed.
    pub evidence: Spanned<Evidence>,
    /// What words that are older than the outcome raise.
    pub outdated: Spanned<Level>,
    /// For how many days an accepted decision covers new changes.
    pub fresh: Option<Spanned<u32>>,
    /// After how many documented days `No answer` stands for a group.
    pub silence: Option<u32>,
    /// Who may waive.
    pub waive: Vec<Party>,
    paths: Vec<Pattern>,
}

#[derive(Clone, Debug)]
struct Pattern {
    takes_out: bool,
    glob: Glob,
    /// The glob in letters as a disk may take them.
    folded: String,
    span: Span,
}

impl Pattern {
    fn new(written: &str, span: Span) -> Result<Self, Mistake> {
        let pattern = written.strip_prefix('!');
        let text = Spanned::new(pattern.unwrap_or(written).trim_start_matches("./").to_owned(), span);
        let glob = glob(&text)?;
        if let Some(mistake) = unmatchable(&text, pattern.map_or("", |_| "!")) {
            return Err(mistake);
        }
        Ok(Self { takes_out: pattern.is_some(), folded: disk_name(&text.value), glob, span })
    }

    /// The same glob for names as a disk may take them.
    fn disk(&self) -> Glob {
        // A range of letters may be none any more once it is folded.
        glob(&Spanned::new(self.folded.clone(), self.span)).unwrap_or_else(|_| self.glob.clone())
    }

    /// Whether the glob, or something below a folder, as a disk may take it, could be matched.
    fn reaches(&self, folder: &str) -> bool {
        let is_near = || may_reach_below(plain_start(&self.folded), folder);
        is_near()
            && (self.disk().compile_matcher().is_match(format!("{folder}/")) || reaches_below(&self.folded, folder))
    }
}

/// What every path starts with that a glob matches.
pub(super) fn plain_start(pattern: &str) -> &str {
    let is_mark = |c: char| GLOB_MARKS.contains(&c) || c == '\\';
    &pattern[..pattern.find(is_mark).unwrap_or(pattern.len())]
}

/// Whether something below a folder may start with what a glob starts with. It spares the making of most globs, which
/// takes longer than anything else here.
pub(super) fn may_reach_below(plain: &str, folder: &str) -> bool {
    let folder = format!("{folder}/");
    plain.starts_with(&folder) || folder.starts_with(plain)
}

/// Whether a glob could match something below a folder.
pub(super) fn reaches_below(pattern: &str, folder: &str) -> bool {
    let parts: Vec<&str> = pattern.split('/').collect();
    let depth = folder.split('/').count();
    // Up to the first `**` each part is the name of one folder.
    let wide = parts.iter().position(|part| *part == "**");
    let above = wide.map_or(depth, |at| depth.min(at + 1));
    if above >= parts.len() && wide.is_none() {
        return false;
    }
    let above = Spanned::new(parts[..above].join("/"), Span::default());
    // What a brace or a bracket holds together across a slash is no glob by itself: it may be any.
    glob(&above).map_or(true, |glob| glob.compile_matcher().is_match(folder))
}

/// Whether a glob matches everything below a folder. `infra/*` matches `infra/` and not what is deeper.
pub(super) fn matches_all_below(glob: &GlobMatcher, folder: &str) -> bool {
    all_below(folder).iter().all(|path| glob.is_match(path))
}

/// Two paths that are matched by what matches everything below a folder, of names that nobody writes into a glob.
fn all_below(folder: &str) -> [String; 2] {
    [format!("{folder}/\u{1}"), format!("{folder}/\u{1}/\u{1}")]
}

impl Area {
    pub(super) fn new(table: &AreaTable, directory: &Directory) -> Result<Self, Mistake> {
        let mut paths = Vec::new();
        for path in table.paths.get_ref() {
            paths.push(Pattern::new(path.get_ref(), path.span().into())?);
        }
        if paths.iter().all(|pattern| pattern.takes_out) {
            let message = format!("area `{}` has no paths", table.name.get_ref());
            return Err(Mistake::new(table.paths.span(), message).help("add at least one glob, for example `infra/**`"));
        }
        for group in &table.hear {
            if directory.group_named(group.get_ref()).is_none() {
                let known = directory.groups().map(|group| group.name.as_str());
                let message = format!("unknown group `{}`", group.get_ref());
                return Err(Mistake::new(group.span(), message).suggest(group.get_ref(), known));
            }
        }
        let mut waive = Vec::new();
        for name in &table.waive {
            let party = Party::read(name.get_ref(), name.span().into());
            if !directory.knows(&party) {
                let known = directory.names().iter().map(String::as_str);
                let message = format!("unknown person `{}`", name.get_ref());
                return Err(Mistake::new(name.span(), message).suggest(name.get_ref(), known));
            }
            waive.push(party);
        }
        if let Some(fresh) = table.fresh.as_ref().filter(|fresh| *fresh.get_ref() == 0) {
            return Err(
                Mistake::new(fresh.span(), "`fresh` can't be 0 days").help("remove `fresh`, or set it to 1 or more")
            );
        }
        if let Some(silence) = table.silence.as_ref().filter(|silence| *silence.get_ref() == 0) {
            return Err(Mistake::new(silence.span(), "`silence` can't be 0 days")
                .help("remove `silence`, or set it to the days that people get to answer"));
        }
        let evidence = table.evidence.as_ref().map_or(Spanned::new(Evidence::Claimed, Span::default()), |level| {
            Spanned::new(*level.get_ref(), level.span())
        });
        let on = |switch: &Option<toml::Spanned<bool>>| {
            switch.as_ref().filter(|switch| *switch.get_ref()).map(|switch| Span::from(switch.span()))
        };
        Ok(Self {
            name: table.name.get_ref().clone(),
            hear: table.hear.iter().map(|group| Spanned::new(group.get_ref().clone(), group.span())).collect(),
            people: Spanned::new(*table.people.get_ref(), table.people.span()),
            outside: on(&table.outside),
            trial: on(&table.trial),
            evidence,
            outdated: table.outdated.as_ref().map_or(Spanned::new(Level::Warn, Span::default()), |level| {
                Spanned::new(*level.get_ref(), level.span())
            }),
            fresh: table.fresh.as_ref().map(|fresh| Spanned::new(*fresh.get_ref(), fresh.span())),
            silence: table.silence.as_ref().map(|silence| *silence.get_ref()),
            waive,
            paths,
        })
    }

    /// The place of its first glob.
    pub(crate) fn place(&self) -> Span {
        self.paths.first().map_or_else(Span::default, |pattern| pattern.span)
    }

    /// Whether a glob of a decision may match something in this area. It errs on the side of yes.
    pub(crate) fn may_meet(&self, glob: &str) -> bool {
        let glob = disk_name(glob);
        let own = plain_start(&glob);
        let starts = self.paths.iter().filter(|pattern| !pattern.takes_out).map(|pattern| plain_start(&pattern.folded));
        let mut starts = starts.filter(|start| start.starts_with(own) || own.starts_with(start));
        starts.next().is_some()
    }

    /// The glob that may put something below a folder into this area.
    pub(crate) fn matches_below(&self, folder: &str) -> Option<Span> {
        let name = disk_name(folder);
        let may_match = |pattern: &&Pattern| match pattern.takes_out {
            true => {
                may_reach_below(plain_start(pattern.glob.glob()), folder)
                    && matches_all_below(&pattern.glob.compile_matcher(), folder)
            }
            false => pattern.reaches(&name),
        };
        let last = self.paths.iter().rev().find(may_match)?;
        (!last.takes_out).then_some(last.span)
    }
}

/// The globs of all areas, which are matched together.
#[derive(Clone, Debug)]
pub(super) struct AreaGlobs {
    exact: Globs,
    /// The same for names as a disk may take them.
    disk: Globs,
    patterns: Vec<AreaPattern>,
    /// The globs that add paths, as a disk may take them.
    adding: BTreeSet<String>,
}

#[derive(Clone, Copy, Debug)]
struct AreaPattern {
    /// The area, as its index.
    area: usize,
    takes_out: bool,
    span: Span,
}

impl AreaGlobs {
    pub(super) fn new(areas: &[Area]) -> Self {
        let all =
            || areas.iter().enumerate().flat_map(|(area, it)| it.paths.iter().map(move |pattern| (area, pattern)));
        let of =
            |(area, pattern): (usize, &Pattern)| AreaPattern { area, takes_out: pattern.takes_out, span: pattern.span };
        Self {
            exact: Globs::new(all().map(|(_, pattern)| pattern.glob.clone()).collect()),
            disk: Globs::new(all().map(|(_, pattern)| pattern.disk()).collect()),
            patterns: all().map(of).collect(),
            adding: all().filter(|(_, it)| !it.takes_out).map(|(_, pattern)| pattern.folded.clone()).collect(),
        }
    }

    /// The areas that a path is in, each with the glob that puts it there: the last one that matches decides. A path
    /// that none of an area matches may still be, on some disks, the same file as one that is matched.
    pub(super) fn areas_of(&self, path: &str) -> BTreeMap<usize, Span> {
        let mut last = BTreeMap::new();
        for index in self.disk.all(&disk_name(path)).into_iter().chain(self.exact.all(path)) {
            let pattern = self.patterns[index];
            last.insert(pattern.area, pattern);
        }
        last.retain(|_, pattern| !pattern.takes_out);
        last.into_iter().map(|(area, pattern)| (area, pattern.span)).collect()
    }

    /// Whether everything that a glob of a decision matches is in one of the areas, as far as its folder shows it.
    pub(super) fn hold(&self, glob: &str) -> bool {
        let glob = glob.trim_start_matches("./");
        let plain = &glob[..glob.find(GLOB_MARKS).unwrap_or(glob.len())];
        let folder = plain.rsplit_once('/').map_or("", |(folder, _)| folder);
        let holds_folder = || {
            let [child, below] = all_below(folder).map(|path| self.exact.all(&path));
            child.iter().any(|index| !self.patterns[*index].takes_out && below.binary_search(index).is_ok())
        };
        // What starts with `!` adds nothing.
        glob.starts_with('!')
            || self.adding.contains(&disk_name(glob))
            || holds_folder()
            || !self.areas_of(glob).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_reaches_below_a_folder_that_leads_to_what_it_matches() {
        for (pattern, folder, expected) in [
            ("infra/paging/**", "infra", true),
            ("infra/paging/**", "infra/paging", true),
            ("infra/paging/**", "infra/paging/deep/down", true),
            ("infra/paging/**", "infra/other", false),
            ("infra/paging/**", "docs", false),
            ("infra/paging/*.yml", "infra", true),
            ("infra/paging/*.yml", "infra/paging", true),
            ("infra/paging/*.yml", "infra/paging/deep", false),
            ("infra/paging", "infra", true),
            ("infra/paging", "infra/paging", false),
            ("infra", "infra/paging", false),
            ("infra/*/rota.yml", "infra/any", true),
            ("infra/*/rota.yml", "docs/any", false),
            ("**", "docs", true),
            ("**/rota.yml", "docs/deep", true),
            ("infra/**/rota.yml", "infra/any", true),
            ("infra/**/rota.yml", "docs/any", false),
            // What a brace holds together across a slash may be any folder.
            ("{infra/paging,docs}/*.yml", "src", true),
        ] {
            assert_eq!(reaches_below(pattern, folder), expected, "{pattern} below {folder}");
        }
    }

    #[test]
    fn an_area_holds_a_glob_that_matches_nothing_outside_it() {
        for (paths, glob, expected) in [
            (&["infra/paging/**"][..], "infra/paging/**", true),
            (&["infra/paging/**"], "./infra/paging/**", true),
            (&["infra/paging/**"], "Infra/Paging/**", true),
            (&["infra/paging/**"], "infra/paging/*.yml", true),
            (&["infra/paging/**"], "infra/paging/deep/ro*", true),
            (&["infra/paging/**"], "infra/paging/rota.yml", true),
            (&["infra/paging/**"], "infra/pag*/rota.yml", false),
            (&["infra/paging/**"], "infra/**", false),
            (&["infra/paging/**"], "infra/paging*", false),
            (&["infra/paging/**"], "**", false),
            (&["infra/paging/**"], "rota.yml", false),
            (&["infra/paging/**"], "docs/rota.yml", false),
            (&["docs/**", "infra/paging/**"], "infra/paging/*", true),
            // A folder's own files are less than all below it.
            (&["infra/paging/*"], "infra/paging/*", true),
            (&["infra/paging/*"], "infra/paging/*.yml", true),
            (&["infra/paging/*"], "infra/paging/**/*.yml", false),
            (&["infra/paging/*"], "infra/paging/rota.yml", true),
            (&["infra/{a,b}/*.yml"], "infra/{a,b}/*.yml", true),
            (&["**"], "docs/*.md", true),
            (&["**"], "*.md", true),
            // What takes paths out holds nothing, and adds nothing.
            (&["**", "!docs/**"], "!docs/**", true),
            (&["infra/**", "!docs/**"], "docs/**", false),
            (&["infra/**", "!docs/**"], "docs/*.md", false),
            (&["infra/paging/**"], "!src/**", true),
        ] {
            let list: Vec<String> = paths.iter().map(|path| format!("{path:?}")).collect();
            let text = format!("[[areas]]\nname = \"a\"\npaths = [{}]\n", list.join(", "));
            let policy = crate::policy::Policy::read(&text, &[]).unwrap();
            assert_eq!(policy.areas_hold(glob), expected, "{paths:?} hold {glob}");
        }
    }
}

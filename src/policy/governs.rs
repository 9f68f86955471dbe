//! What a decision governs: globs, of which the last one that matches a path decides, as in an area.

use globset::Glob;

use super::globs::Globs;
use super::{Mistake, area, glob, unmatchable};
use crate::text::{Span, Spanned};

/// How many globs a decision may have, many more than people write.
pub(crate) const GOVERNS_LIMIT: usize = 1_000;

/// The globs of a decision as one. Those that are none match nothing, nor do too many.
#[derive(Clone, Debug, Default)]
pub(crate) struct Governs {
    globs: Globs,
    /// Whether each of them takes paths out.
    takes_out: Vec<bool>,
}

impl Governs {
    /// Makes them of what is written.
    pub(crate) fn new<'a>(patterns: impl Iterator<Item = &'a str>) -> Self {
        let patterns: Vec<&str> = patterns.take(GOVERNS_LIMIT + 1).collect();
        if patterns.len() > GOVERNS_LIMIT {
            return Self::default();
        }
        let read = |pattern: &&str| Some((read(pattern).ok()?, parts(pattern).1));
        let (globs, takes_out) = patterns.iter().filter_map(read).unzip();
        Self { globs: Globs::new(globs), takes_out }
    }

    /// Whether they match a path.
    pub(crate) fn is_match(&self, path: &str) -> bool {
        if !self.takes_out.contains(&true) {
            return self.globs.is_match(path);
        }
        self.globs.last(path).is_some_and(|last| !self.takes_out[last])
    }

    /// Whether they match a link or a submodule, or all that may be below it.
    pub(crate) fn is_match_below(&self, path: &str) -> bool {
        let below = format!("{path}/");
        self.globs.last(path).max(self.globs.last(&below)).is_some_and(|last| !self.takes_out[last])
    }
}

/// A pattern without `!` and `./` before it, and whether it takes paths out.
fn parts(pattern: &str) -> (&str, bool) {
    let bare = pattern.strip_prefix('!');
    (bare.unwrap_or(pattern).trim_start_matches("./"), bare.is_some())
}

/// Whether the globs of a decision's `governs` match a path, or may match something below it when it
/// is a folder; everything is below the root, which has no name.
pub(crate) fn governs_path(patterns: &[Spanned<String>], path: &str, is_folder: bool) -> bool {
    if patterns.len() > GOVERNS_LIMIT {
        return false;
    }
    // Making a glob takes much longer than reading the header that it is in, and most lead elsewhere.
    let may_match =
        |plain: &str| path.starts_with(plain) || (is_folder && (path.is_empty() || area::may_reach_below(plain, path)));
    for pattern in patterns.iter().rev() {
        let (bare, takes_out) = parts(&pattern.value);
        if !may_match(area::plain_start(bare)) {
            continue;
        }
        let Ok(glob) = read(&pattern.value).map(|glob| glob.compile_matcher()) else { continue };
        let below = || match takes_out {
            true => area::matches_all_below(&glob, path),
            false => path.is_empty() || area::reaches_below(bare, path),
        };
        if glob.is_match(path) || (is_folder && below()) {
            return !takes_out;
        }
    }
    false
}

/// The glob of a pattern, or why it matches no path.
fn read(pattern: &str) -> Result<Glob, Mistake> {
    let (bare, takes_out) = parts(pattern);
    let bare = Spanned::new(bare.to_owned(), Span::default());
    let glob = glob(&bare)?;
    unmatchable(&bare, if takes_out { "!" } else { "" }).map_or(Ok(glob), Err)
}

/// Why a pattern matches no path, if it matches none.
pub(crate) fn bad_glob(pattern: &str) -> Option<Mistake> {
    read(pattern).err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_glob_that_matches_decides() {
        for (patterns, path, is_governed) in [
            (&["infra/**"][..], "infra/paging/x", true),
            (&["./infra/**"], "infra/paging/x", true),
            (&["infra/**", "!infra/paging/**"], "infra/paging/x", false),
            (&["infra/**", "!infra/paging/**"], "infra/other", true),
            (&["infra/**", "!./infra/paging/**"], "infra/paging/x", false),
            (&["!infra/paging/**", "infra/**"], "infra/paging/x", true),
            (&["infra/**", "!infra/paging/**", "infra/paging/x"], "infra/paging/x", true),
            (&["!infra/paging/**"], "infra/other", false),
            (&["infra/paging/x/**"], "infra/paging/x", false),
            (&["infra/*/**"], "infra/x", false),
            (&["infra/[paging"], "infra/[paging", false),
            (&[], "infra", false),
        ] {
            let globs = Governs::new(patterns.iter().copied());
            assert_eq!(globs.is_match(path), is_governed, "{patterns:?} {path}");
            let patterns: Vec<_> = patterns.iter().map(|it| Spanned::new((*it).to_owned(), Span::default())).collect();
            assert_eq!(governs_path(&patterns, path, false), is_governed, "{patterns:?} {path}");
        }
        // Of too many none matches.
        for (count, is_governed) in [(GOVERNS_LIMIT, true), (GOVERNS_LIMIT + 1, false)] {
            let patterns = vec![Spanned::new("infra/**".to_owned(), Span::default()); count];
            let globs = Governs::new(patterns.iter().map(|glob| glob.value.as_str()));
            assert_eq!(globs.is_match("infra/x"), is_governed, "{count}");
            assert_eq!(globs.is_match_below("infra/x"), is_governed, "{count}");
            assert_eq!(governs_path(&patterns, "infra/x", false), is_governed, "{count}");
        }
        // A link or a submodule stands for what is below it.
        for (patterns, is_governed) in [
            (&["infra/**", "!infra/paging/**"][..], false),
            (&["infra/paging/**"], true),
            (&["infra/paging"], true),
            (&["infra/paging/**", "!infra/paging"], false),
            (&["infra/x/**"], false),
        ] {
            let globs = Governs::new(patterns.iter().copied());
            assert_eq!(globs.is_match_below("infra/paging"), is_governed, "{patterns:?}");
        }
    }

    #[test]
    fn a_pattern_that_matches_nothing_comes_with_what_was_meant() {
        for (pattern, meant) in [
            ("infra/", "write `infra/**`"),
            ("!infra/", "write `!infra/**`"),
            ("infra\\paging", "write `infra/paging`"),
            ("/infra/**", "write `infra/**`"),
            ("a//b", "write `a/b`"),
            ("../infra/**", "use a path relative to the root, for example `infra/**`"),
        ] {
            assert_eq!(bad_glob(pattern).unwrap().help.as_deref(), Some(meant), "{pattern}");
        }
        assert_eq!(bad_glob("infra/[x").map(|mistake| mistake.help), Some(None));
        for pattern in ["infra/**", "./infra/**", "!infra/**", "a/[bc]/*.{yml,yaml}", "infra/\\*"] {
            assert_eq!(bad_glob(pattern), None, "{pattern}");
        }
    }

    proptest::proptest! {
        /// What is left out of making globs changes no answer.
        #[test]
        fn a_glob_is_passed_over_only_where_it_matches_nothing(
            pattern in "[ab/*?\\[\\]{},\\\\.!]{0,8}",
            path in "[ab]{1,2}(/[ab.]{1,2}){0,2}",
            below in "[ab]{1,2}(/[ab]){0,1}",
        ) {
            let globs = [Spanned::new(pattern.clone(), Span::default())];
            let one = read(&pattern);
            let matches = |path: &str| !pattern.starts_with('!') && one.as_ref().is_ok_and(|one| one.compile_matcher().is_match(path));
            proptest::prop_assert_eq!(governs_path(&globs, &path, false), matches(&path));
            let folder = governs_path(&globs, &path, true);
            let inside = format!("{path}/{below}");
            proptest::prop_assert!(folder || !(matches(&path) || matches(&inside)));
            let is_guess = bad_glob(&pattern).is_none() && area::reaches_below(parts(&pattern).0, &path);
            proptest::prop_assert!(!folder || matches(&path) || is_guess);
        }
    }
}

//! Many globs, and which of them match a path.

use std::sync::OnceLock;

use globset::{Candidate, Glob, GlobSet, GlobSetBuilder};

/// How many globs are compiled together. A set takes less than its globs one by one, but what it remembers of its matches
/// grows with the square of its size: 2,400 globs like `**/a1/**/*b*` took 4.8 GB in one set, and 12 MB in sets of 64.
const SET: usize = 64;

/// Globs in their order. They are compiled when the first path is matched.
#[derive(Clone, Debug, Default)]
pub(super) struct Globs {
    globs: Vec<Glob>,
    sets: OnceLock<Vec<GlobSet>>,
}

impl Globs {
    /// Takes globs that [`super::glob`] has read.
    pub(super) fn new(globs: Vec<Glob>) -> Self {
        Self { globs, sets: OnceLock::new() }
    }

    /// Whether one of them matches a path.
    pub(super) fn is_match(&self, path: &str) -> bool {
        let path = Candidate::new(path);
        self.sets().iter().any(|set| set.is_match_candidate(&path))
    }

    /// The last one that matches a path.
    pub(super) fn last(&self, path: &str) -> Option<usize> {
        let path = Candidate::new(path);
        let mut sets = self.sets().iter().enumerate().rev();
        sets.find_map(|(nth, set)| Some(nth * SET + set.matches_candidate(&path).last()?))
    }

    /// All that match a path.
    pub(super) fn all(&self, path: &str) -> Vec<usize> {
        let path = Candidate::new(path);
        let sets = self.sets().iter().enumerate();
        sets.flat_map(|(nth, set)| set.matches_candidate(&path).into_iter().map(move |at| nth * SET + at)).collect()
    }

    fn sets(&self) -> &[GlobSet] {
        self.sets.get_or_init(|| self.globs.chunks(SET).map(set).collect())
    }
}

fn set(globs: &[Glob]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in globs {
        builder.add(glob.clone());
    }
    builder.build().expect("a set of globs within their limits can be compiled, as a test shows")
}

#[cfg(test)]
mod tests {
    use super::super::{GLOB_DEPTH, GLOB_LIMIT, glob};
    use super::*;
    use crate::text::{Span, Spanned};

    fn globs<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Globs {
        let glob = |pattern: &str| glob(&Spanned::new(pattern.to_owned(), Span::default()));
        Globs::new(patterns.into_iter().filter_map(|pattern| glob(pattern).ok()).collect())
    }

    #[test]
    fn the_place_of_a_glob_is_the_same_in_every_set() {
        let patterns: Vec<String> = (0..3 * SET).map(|nth| format!("{}/**", nth % (2 * SET))).collect();
        let globs = globs(patterns.iter().map(String::as_str));
        assert_eq!(globs.sets().len(), 3);
        for (path, all) in [
            ("0/a", &[0, 2 * SET][..]),
            ("63/a", &[SET - 1, 3 * SET - 1]),
            ("64/a", &[SET]),
            ("127/a", &[2 * SET - 1]),
            ("128/a", &[]),
        ] {
            let found = (globs.all(path), globs.last(path), globs.is_match(path));
            assert_eq!(found, (all.to_vec(), all.last().copied(), !all.is_empty()), "{path}");
        }
    }

    #[test]
    fn globs_at_their_limits_can_be_compiled_together() {
        let deep = format!("{}?{}", "{".repeat(GLOB_DEPTH), "}".repeat(GLOB_DEPTH));
        for piece in ["?", "*", "**/", "[!a]", "[a-cx-z]", "[!acegikmoqsuwyACEGIKMOQSUWY]", "{,}", "{?,*}", "ä", &deep]
        {
            let pattern = piece.repeat(GLOB_LIMIT / piece.len());
            let globs = globs(std::iter::repeat_n(pattern.as_str(), SET));
            assert_eq!((globs.globs.len(), globs.sets().len()), (SET, 1), "{piece}");
            globs.is_match("infra/paging/rota.yml");
        }
    }

    proptest::proptest! {
        /// A set matches what its globs match one by one.
        #[test]
        fn globs_match_together_as_they_do_alone(
            patterns in proptest::collection::vec("[ab/*?\\[\\]{},\\\\.!]{0,6}", 0..6),
            path in "[ab.]?[ab][ab.]?(/[.]?[ab]{1,2}){0,3}/?",
        ) {
            let globs = globs(patterns.iter().map(String::as_str));
            let alone = globs.globs.iter().enumerate().filter(|(_, glob)| glob.compile_matcher().is_match(&path));
            proptest::prop_assert_eq!(globs.all(&path), alone.map(|(at, _)| at).collect::<Vec<_>>());
        }
    }
}

//! A change of a file as a unified diff, which `git apply` and `patch -p1` take.

use crate::git::{self, diff::unified_hunks};
use crate::text::{RepoPath, visible};

/// The difference of two texts of a file; empty when they are equal.
///
/// # Errors
/// A text that is too large for git to compare.
pub(crate) fn unified(path: &RepoPath, before: &str, after: &str) -> Result<String, git::Error> {
    let hunks = unified_hunks(before, after)?;
    if hunks.is_empty() {
        return Ok(hunks);
    }
    let diff = format!("--- a/{path}\n+++ b/{path}\n{hunks}");
    Ok(diff.split_inclusive('\n').map(shown).collect())
}

/// The line with hidden characters shown. Tabs and line ends are kept, so that the diff can be applied.
fn shown(line: &str) -> String {
    let words = line.trim_end_matches(['\r', '\n']);
    let shown: Vec<_> = words.split('\t').map(visible).collect();
    format!("{}{}", shown.join("\t"), &line[words.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_keeps_line_ends_and_shows_hidden_characters() {
        let path = RepoPath::new("decisions/0001-a.md");
        let unified = |before, after| unified(&path, before, after).unwrap();
        let diff = unified("a\r\n\tb\r\nc\u{1b}[2J\n", "a\r\n\tB\r\nc\u{1b}[2J\n");
        assert_eq!(
            diff,
            "--- a/decisions/0001-a.md\n+++ b/decisions/0001-a.md\n@@ -1,3 +1,3 @@\n a\r\n-\tb\r\n+\tB\r\n c\\u{1b}[2J\n"
        );
        assert_eq!(unified("a\n", "a\n"), "");
        assert!(unified("a\nb", "a\nc").contains("\\ No newline at end of file"));
        assert!(!unified("::error::x\na\n", "::error::x\nb\n").contains(" ::error"));
    }
}

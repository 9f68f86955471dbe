//! A change of a file as a unified diff, which `git apply` and `patch -p1` take.

use similar::TextDiff;

use crate::text::{RepoPath, visible};

/// The difference of two texts of a file; nothing where there is none.
pub(crate) fn unified(path: &RepoPath, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let diff = diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string();
    diff.split_inclusive('\n').map(shown).collect()
}

/// A line as it may be printed. Tabs and line ends stay, since the diff is to be taken as it is.
fn shown(line: &str) -> String {
    let words = line.trim_end_matches(['\r', '\n']);
    let shown: Vec<_> = words.split('\t').map(visible).collect();
    format!("{}{}", shown.join("\t"), &line[words.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_keeps_line_ends_and_shows_what_is_hidden() {
        let path = RepoPath::new("decisions/0001-a.md");
        let diff = unified(&path, "a\r\n\tb\r\nc\u{1b}[2J\n", "a\r\n\tB\r\nc\u{1b}[2J\n");
        assert_eq!(
            diff,
            "--- a/decisions/0001-a.md\n+++ b/decisions/0001-a.md\n@@ -1,3 +1,3 @@\n a\r\n-\tb\r\n+\tB\r\n c\\u{1b}[2J\n"
        );
        assert_eq!(unified(&path, "a\n", "a\n"), "");
        assert!(unified(&path, "a\nb", "a\nc").contains("\\ No newline at end of file"));
        assert!(!unified(&path, "::error::x\na\n", "::error::x\nb\n").contains(" ::error"));
    }
}

//! The difference of two texts, as git makes it. Needs no repository.

use git2::{DiffHunk, DiffLineType, DiffOptions, Patch};

use super::Error;

/// The hunks of a unified diff, without the header that names the files; empty when the texts are equal.
///
/// # Errors
/// A text that is too large for git to compare.
pub(crate) fn unified_hunks(before: &str, after: &str) -> Result<String, Error> {
    let mut options = DiffOptions::new();
    options.context_lines(3).force_text(true);
    let mut patch = Patch::from_buffers(before.as_bytes(), None, after.as_bytes(), None, Some(&mut options))?;
    let mut hunks = String::new();
    patch.print(&mut |_, hunk, line| {
        match (line.origin_value(), hunk) {
            (DiffLineType::FileHeader, _) => {}
            // Without the heading that git copies from the lines above the hunk.
            (DiffLineType::HunkHeader, Some(hunk)) => hunks.push_str(&hunk_header(&hunk)),
            (DiffLineType::Context | DiffLineType::Addition | DiffLineType::Deletion, _) => {
                hunks.push(line.origin());
                hunks.push_str(&String::from_utf8_lossy(line.content()));
            }
            // "\ No newline at end of file".
            _ => hunks.push_str(&String::from_utf8_lossy(line.content())),
        }
        true
    })?;
    Ok(hunks)
}

fn hunk_header(hunk: &DiffHunk<'_>) -> String {
    let range = |start, lines| if lines == 1 { format!("{start}") } else { format!("{start},{lines}") };
    let (old, new) = (range(hunk.old_start(), hunk.old_lines()), range(hunk.new_start(), hunk.new_lines()));
    format!("@@ -{old} +{new} @@\n")
}

#[cfg(test)]
mod tests {
    use super::unified_hunks;

    #[test]
    fn hunks_are_those_of_a_unified_diff() {
        let lines = |numbers: std::ops::Range<usize>| numbers.map(|number| format!("{number}\n")).collect::<String>();
        let twenty = lines(1..21);
        let cases = [
            ("a\n", "a\n", ""),
            ("", "", ""),
            ("", "a\n", "@@ -0,0 +1 @@\n+a\n"),
            ("a\n", "", "@@ -1 +0,0 @@\n-a\n"),
            ("a\nb\n", "a\nc\n", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n"),
            // With context, and without the heading that git would add.
            (&twenty, &twenty.replace("11\n", "x\n"), "@@ -8,7 +8,7 @@\n 8\n 9\n 10\n-11\n+x\n 12\n 13\n 14\n"),
            // Two changes far apart are two hunks.
            (
                &twenty,
                &twenty.replace("20\n", "").replacen("1\n", "0\n", 1),
                "@@ -1,4 +1,4 @@\n-1\n+0\n 2\n 3\n 4\n@@ -17,4 +17,3 @@\n 17\n 18\n 19\n-20\n",
            ),
            ("a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"),
            ("a\n", "a", "@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n"),
            (
                "a\nb",
                "a\nc",
                "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n",
            ),
            ("a\nb", "c\nb", "@@ -1,2 +1,2 @@\n-a\n+c\n b\n\\ No newline at end of file\n"),
            // What git takes for a binary file is compared by lines too.
            ("\0\n", "\0é\n", "@@ -1 +1 @@\n-\0\n+\0é\n"),
            ("a\r\nb\r\n", "a\r\nB\r\n", "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+B\r\n"),
        ];
        for (before, after, hunks) in cases {
            assert_eq!(unified_hunks(before, after).unwrap(), hunks, "{before:?} {after:?}");
        }
    }
}

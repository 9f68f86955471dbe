//! Where a forge edits a file and shows its history, from the address where it shows files.

/// The part of an address that says that files are shown, and those for an editor and for the history: GitLab, GitHub,
/// Gitea and Forgejo.
const FORGES: [[&str; 3]; 3] = [
    ["/-/blob/", "/-/edit/", "/-/commits/"],
    ["/blob/", "/edit/", "/commits/"],
    ["/src/branch/", "/_edit/", "/commits/branch/"],
];

/// The addresses of the editor and of the history of the files at an address; none for a forge that is not known.
pub(super) fn edit_and_history(source: &str) -> Option<(String, String)> {
    let [shown, edit, history] = FORGES.into_iter().find(|[shown, ..]| source.contains(shown))?;
    Some((source.replacen(shown, edit, 1), source.replacen(shown, history, 1)))
}

#[cfg(test)]
mod tests {
    use super::edit_and_history;

    #[test]
    fn addresses_of_the_editor_and_the_history() {
        for (source, expected) in [
            ("https://github.com/a/b/blob/main/x.md", Some(["edit/main", "commits/main"])),
            ("https://gitlab.com/a/b/-/blob/main/x.md", Some(["-/edit/main", "-/commits/main"])),
            ("https://codeberg.org/a/b/src/branch/main/x.md", Some(["_edit/main", "commits/branch/main"])),
            ("https://git.example.org/a/b/tree/x.md", None),
        ] {
            let found = edit_and_history(source);
            let base = source.split("/b/").next().unwrap();
            let expected =
                expected.map(|[edit, history]| (format!("{base}/b/{edit}/x.md"), format!("{base}/b/{history}/x.md")));
            assert_eq!(found, expected, "{source}");
        }
    }
}

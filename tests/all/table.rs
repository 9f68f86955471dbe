//! `heard index --markdown` in real repositories.

use std::fs;

use crate::repository::{POLICY, Repository, accepted};

const PAGE: &str = "# Our log\r\n\r\n<!-- heard index: start -->\r\n<!-- heard index: end -->\r\nThe end";

fn log() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    repository.write("decisions/0001-page.md", &accepted("Page through the rotation", "infra/paging/**"));
    repository.write("decisions/README.md", PAGE);
    repository.commit("Start");
    repository
}

#[test]
fn the_table_in_a_page_is_kept_and_checked() {
    let repository = log();
    let read = || fs::read_to_string(repository.path("decisions/README.md")).unwrap();
    let stale = repository.heard(&["index", "--markdown", "decisions/README.md", "--check"]);
    assert_eq!(stale.code, 1, "{stale:?}");
    stale.has("+| [0001 Page through the rotation](0001-page.md) | accepted |");
    stale.has("is out of date");
    assert_eq!(read(), PAGE);
    // From another folder of the repository, by a path relative to it.
    let written = repository.heard(&["-C", "decisions", "index", "--markdown", "README.md"]);
    assert_eq!(written.code, 0, "{written:?}");
    let page = read();
    assert!(page.starts_with("# Our log\r\n") && page.ends_with("<!-- heard index: end -->\r\nThe end"), "{page}");
    assert!(
        page.contains("| [0001 Page through the rotation](0001-page.md) | accepted | 2026-05-20 | 1 of 1 |\r\n"),
        "{page}"
    );
    let fresh = repository.heard(&["index", "--markdown", "decisions/README.md", "--check"]);
    assert_eq!((fresh.code, read()), (0, page), "{fresh:?}");
}

#[test]
fn a_page_without_a_place_for_the_table_is_left_alone() {
    let repository = log();
    repository.write("README.md", "# Project\n");
    for (page, words) in [("README.md", "does not mark where the table goes"), ("absent.md", "create the file first")] {
        let said = repository.heard(&["index", "--markdown", page]);
        assert_eq!(said.code, 2, "{said:?}");
        said.has(words);
        said.has("<!-- heard index: start -->");
    }
    assert_eq!(fs::read_to_string(repository.path("README.md")).unwrap(), "# Project\n");
    assert_eq!(repository.heard(&["index", "--check"]).code, 2);
}

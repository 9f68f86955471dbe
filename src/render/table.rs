//! The log as a table in a markdown file, between two comments; the text around them is kept.

use std::fmt::Write as _;

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::graph::{Graph, GraphFormat};
use crate::report::record;
use crate::text::{RepoPath, one_line, path_in_url, visible};

/// The comment above the table.
pub(crate) const START: &str = "<!-- heard index: start -->";
/// The comment below it.
pub(crate) const END: &str = "<!-- heard index: end -->";

/// A page with the current table between its two comments; none unless the page has each of them once, in
/// order, on a line of its own.
pub(crate) fn updated(page: &str, catalog: &Catalog, path: &RepoPath) -> Option<String> {
    let place = |mark: &str| {
        let mut found = page.match_indices(mark).filter(|(at, _)| {
            let line = page[at + mark.len()..].split('\n').next().unwrap_or_default();
            (*at == 0 || page[..*at].ends_with('\n')) && line.trim().is_empty()
        });
        let (at, _) = found.next()?;
        found.next().is_none().then_some(at)
    };
    let (start, end) = (place(START)?, place(END)?);
    let open = start + page[start..].find('\n')? + 1;
    if open > end {
        return None;
    }
    let mut table = table(catalog, path);
    if page[..open].ends_with("\r\n") {
        table = table.replace('\n', "\r\n");
    }
    Some(format!("{}{table}{}", &page[..open], &page[end..]))
}

/// The table, and a graph where decisions link to each other.
fn table(catalog: &Catalog, path: &RepoPath) -> String {
    let mut out = String::from("\n");
    if catalog.decisions.is_empty() {
        out.push_str("There are no decisions yet.\n\n");
        return out;
    }
    out.push_str("| Decision | Status | Date | Heard |\n| --- | --- | --- | --- |\n");
    for decision in &catalog.decisions {
        let status = decision.status.as_ref().map_or(String::new(), |status| cell(status.shown()));
        let date = decision.date.as_ref().and_then(|day| day.date).map_or(String::new(), |date| date.to_string());
        let heard = match record::asked_and_heard(decision, catalog) {
            (0, _) => String::new(),
            (asked, heard) => format!("{heard} of {asked}"),
        };
        let _ = writeln!(out, "| {} | {status} | {date} | {heard} |", link(decision, path));
    }
    let graph = Graph::of(catalog, false);
    if !graph.edges.is_empty() {
        let _ = write!(out, "\n```mermaid\n{}```\n", graph.render(GraphFormat::Mermaid));
    }
    out.push('\n');
    out
}

/// A link to a decision by ID and title, relative to the page.
fn link(decision: &Decision, page: &RepoPath) -> String {
    let folder: Vec<&str> = page.as_str().split('/').collect();
    let folder = &folder[..folder.len() - 1];
    let target: Vec<&str> = decision.path.as_str().split('/').collect();
    let shared = folder.iter().zip(&target).take_while(|(one, other)| one == other).count();
    let way = format!("{}{}", "../".repeat(folder.len() - shared), target[shared..].join("/"));
    format!("[{} {}]({})", cell(decision.id.shown()), cell(decision.shown_title()), path_in_url(&way))
}

/// Text in a cell, with markdown and HTML escaped.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for character in visible(&one_line(text)).chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '$') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tests::catalog;

    #[test]
    fn only_what_stands_between_the_comments_changes() {
        let catalog = catalog(&[
            (
                "docs/adr/0001-a b.md",
                "---\nstatus: superseded\nsuperseded-by: \"0002\"\ndate: 2026-01-02\n---\n# Say | \\<b> `x`\n",
            ),
            (
                "docs/adr/0002-b.md",
                "---\nstatus: accepted\nconsulted: [\"Ines Roy\"]\n---\n# B\n\n## Consultation\n\n> words\n>\n> — Ines Roy\n",
            ),
        ]);
        let page = "# Log\r\n\r\n<!-- heard index: start -->\r\nold\r\n<!-- heard index: end -->\r\ntail";
        let path = RepoPath::new("docs/README.md");
        let new = updated(page, &catalog, &path).unwrap();
        assert_eq!(
            new.replace("\r\n", "\n"),
            "# Log\n\n<!-- heard index: start -->\n\n\
             | Decision | Status | Date | Heard |\n| --- | --- | --- | --- |\n\
             | [0001 Say \\| \\<b\\> x](adr/0001-a%20b.md) | superseded | 2026-01-02 |  |\n\
             | [0002 B](adr/0002-b.md) | accepted |  | 1 of 1 |\n\n\
             ```mermaid\nflowchart RL\n  n0[\"0001 Say #124; #60;b#62; x\"]\n  n1[\"0002 B\"]\n  n1 -->|supersedes| n0\n\
             \x20 classDef past stroke-dasharray: 4\n  class n0 past\n```\n\n\
             <!-- heard index: end -->\ntail"
        );
        assert_eq!(new.matches('\n').count(), new.matches("\r\n").count(), "line ends are those of the page");
        assert_eq!(updated(&new, &catalog, &path).unwrap(), new, "a second time changes nothing");
        assert!(updated(&new, &catalog, &RepoPath::new("a/b/c.md")).unwrap().contains("](../../docs/adr/0002-b.md)"));
        assert!(updated(&new, &catalog, &RepoPath::new("docs/adr/README.md")).unwrap().contains("](0002-b.md)"));
    }

    #[test]
    fn a_page_has_both_comments_once_in_order() {
        let catalog = catalog(&[]);
        for page in [
            "",
            "<!-- heard index: start -->\n",
            "<!-- heard index: end -->\n<!-- heard index: start -->\n",
            "<!-- heard index: start -->\n<!-- heard index: start -->\n<!-- heard index: end -->\n",
            "say <!-- heard index: start -->\n<!-- heard index: end -->\n",
            "<!-- heard index: start --><!-- heard index: end -->\n",
        ] {
            assert_eq!(updated(page, &catalog, &RepoPath::new("README.md")), None, "{page}");
        }
        let page = "<!-- heard index: start -->\n<!-- heard index: end -->";
        assert!(updated(page, &catalog, &RepoPath::new("README.md")).unwrap().contains("no decisions yet"));
    }
}

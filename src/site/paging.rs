//! Long lists as several pages, each with the same number of rows.

use std::ops::Range;

use super::words::{SiteWords, fill};

/// How many rows a page has: about as many as fit into 500 KB.
pub(super) const PAGE: usize = 500;

/// How many pages a list takes. An empty one has a page that says so.
pub(super) fn page_count(rows: usize) -> usize {
    rows.div_ceil(PAGE).max(1)
}

/// The rows of a page.
pub(super) fn rows_of_page(rows: usize, page: usize) -> Range<usize> {
    let start = (page * PAGE).min(rows);
    start..(start + PAGE).min(rows)
}

/// The file of a page. Names of tags have no dot, so no two lists share a file.
pub(super) fn page_file(stem: &str, page: usize) -> String {
    match page {
        0 => format!("{stem}.html"),
        page => format!("{stem}.{}.html", page + 1),
    }
}

/// The title of a page.
pub(super) fn page_title(words: &SiteWords, title: &str, page: usize) -> String {
    match page {
        0 => title.to_owned(),
        page => fill(words.page, &[("title", &title), ("n", &(page + 1))]),
    }
}

/// The links below a list, for the template.
#[derive(Debug)]
pub(super) struct Pages {
    /// Which page it is, from 0.
    pub page: usize,
    /// The files of all, each relative to the page.
    pub files: Vec<String>,
}

impl Pages {
    /// The pages of a list with so many rows.
    pub(super) fn new(stem: &str, rows: usize, page: usize) -> Self {
        let name = stem.rsplit('/').next().unwrap_or(stem);
        Self { page, files: (0..page_count(rows)).map(|page| page_file(name, page)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_hold_every_row_once() {
        for (rows, ends) in [(0, vec![0]), (PAGE, vec![PAGE]), (PAGE + 1, vec![PAGE, PAGE + 1])] {
            let pages: Vec<_> = (0..page_count(rows)).map(|page| rows_of_page(rows, page)).collect();
            assert_eq!(pages.iter().map(|page| page.end).collect::<Vec<_>>(), ends);
            assert_eq!(pages.iter().map(ExactSizeIterator::len).sum::<usize>(), rows);
        }
        assert_eq!(Pages::new("tags/on-call", PAGE + 1, 1).files, ["on-call.html", "on-call.2.html"]);
        assert_eq!(rows_of_page(3, 9), 3..3);
    }
}

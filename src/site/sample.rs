//! Small logs for the tests of pages.

use jiff::civil::Date;

use super::{Site, SiteSettings};
use crate::catalog::Catalog;
use crate::decision;
use crate::policy::Policy;
use crate::text::RepoPath;

/// The day on which the sample sites are looked at.
pub(super) const DAY: Date = Date::constant(2026, 6, 1);

/// Checks the site of a log, each decision with its number and its text.
pub(super) fn site(files: &[(u32, &str)], check: impl FnOnce(&Site<'_>)) {
    let policy = Policy::default();
    let read = |(number, text): &(u32, &str)| {
        decision::read(RepoPath::new(format!("decisions/{number:04}-x.md")), text.as_bytes().to_vec(), &policy.words)
    };
    let catalog = Catalog::new(files.iter().map(read).collect(), [], policy.clone(), DAY);
    check(&Site::new(&catalog, SiteSettings { title: "Log".to_owned(), day: Some(DAY), ..SiteSettings::default() }));
}

/// Checks the site of these decisions, with numbers from 1.
pub(super) fn site_of(texts: &[String], check: impl FnOnce(&Site<'_>)) {
    let files: Vec<(u32, &str)> = (1..).zip(texts.iter().map(String::as_str)).collect();
    site(&files, check);
}

/// A page as a reader sees it: without elements, on one line.
pub(super) fn seen(html: &str) -> String {
    let body = html.split_once("<main").map_or(html, |(_, body)| body);
    let text: Vec<&str> = body.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    text.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The targets of the links of a page.
pub(super) fn hrefs(html: &str) -> Vec<&str> {
    html.split("href=\"").skip(1).filter_map(|part| part.split_once('"')).map(|(href, _)| href).collect()
}

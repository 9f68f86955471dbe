//! Short addresses of decisions: `d/0012.html` leads to the page, whatever its file is called, and so outlives a rename.

use askama::Template;

use super::names::slug;
use super::{Site, SiteEntry, render};

/// The directory.
pub(super) const FOLDER: &str = "d/";

#[derive(Template)]
#[template(path = "short.html")]
struct ShortPage<'a> {
    site: &'a Site<'a>,
    entry: &'a SiteEntry<'a>,
    /// The path of its page.
    page: String,
}

/// The path of the short address of a decision.
pub(super) fn short_path(entry: &SiteEntry<'_>) -> String {
    format!("{FOLDER}{}.html", slug(entry.id()))
}

/// The page that leads on.
pub(super) fn short_page(site: &Site<'_>, index: usize) -> String {
    let entry = &site.entries[index];
    render(&ShortPage { site, entry, page: entry.page() })
}

#[cfg(test)]
mod tests {
    use crate::site::tests::{hrefs, site};

    #[test]
    fn a_short_address_leads_to_the_page() {
        site(&[(7, "# T\n")], |site| {
            let pages = site.pages();
            let html = site.render(pages["d/0007.html"]);
            assert!(html.contains("content=\"0; url=../decisions/0007-x.html\""), "{html}");
            assert!(hrefs(&html).contains(&"../decisions/0007-x.html"));
            assert!(hrefs(&site.render(pages["decisions/0007-x.html"])).contains(&"../d/0007.html"));
        });
    }
}

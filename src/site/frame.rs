//! What all pages have in common: the frame around their content, and links to people.

use std::borrow::Cow;

use askama::Template;

use super::words::{SiteWords, fill};
use super::{Site, SiteSettings};

/// What a page has around its content.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    pub settings: &'a SiteSettings,
    pub words: &'static SiteWords,
    /// The way from the page to the top of the site: nothing, or `../`.
    pub root: &'static str,
    /// The path of the page.
    pub path: String,
    pub title: String,
    pub description: String,
    /// The entry of the navigation that it belongs to.
    pub here: &'static str,
    pub parts: SiteParts,
}

impl Frame<'_> {
    /// Whether the page has a search field above its content, and not within it.
    pub(super) fn has_search(&self) -> bool {
        self.parts.decisions && self.path != "index.html" && self.path != "search.html"
    }

    /// The date of the site.
    pub(super) fn as_of(&self) -> Option<String> {
        Some(fill(self.words.as_of, &[("day", &self.settings.day?)]))
    }
}

/// Which pages have anything to show. The navigation leaves the others out.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SiteParts {
    pub decisions: bool,
    pub voices: bool,
    pub people: bool,
    pub paths: bool,
    pub due: bool,
    pub came_true: bool,
    pub graph: bool,
    pub repositories: bool,
}

impl<'a> Frame<'a> {
    pub(super) fn new(site: &'a Site<'_>, path: &str, title: &str, description: &str, here: &'static str) -> Self {
        Self {
            settings: &site.settings,
            words: site.words(),
            root: if path.contains('/') { "../" } else { "" },
            path: path.to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            here,
            parts: site.parts,
        }
    }
}

/// A name, and the page of the person.
#[derive(Clone, Debug)]
pub(super) struct PersonLink<'a> {
    pub name: Cow<'a, str>,
    pub role: Option<&'a str>,
    /// The way to the top, and the file name of the page, without the extension.
    pub root: &'static str,
    pub file: Option<&'a str>,
}

/// A phrase with a capital letter at its start.
pub(super) fn capitalized(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Fills a template.
pub(super) fn render(page: &impl Template) -> String {
    page.render().expect("writing to a string can't fail")
}

/// The page of a server that has no other to show.
#[derive(Template)]
#[template(path = "trouble.html")]
struct ErrorPage<'a> {
    frame: Frame<'a>,
    message: &'a str,
}

/// A page that shows an error.
pub(crate) fn error_page(settings: &SiteSettings, message: &str) -> String {
    let words = settings.words();
    let frame = Frame {
        settings,
        words,
        root: "/",
        path: String::new(),
        title: words.no_log.to_owned(),
        description: String::new(),
        here: "",
        parts: SiteParts::default(),
    };
    render(&ErrorPage { frame, message })
}

/// The page for an address that has none.
pub(crate) fn missing_page(settings: &SiteSettings) -> String {
    error_page(settings, settings.words().no_page)
}

//! The repositories whose bundles the site was made from: how old each is, and what could not be used.

use askama::Template;
use jiff::civil::Date;

use super::group::{EntryGroup, find_group};
use super::words::fill;
use super::{Frame, Site, base, page_path, render};

/// The page.
pub(super) const PAGE: &str = "repositories.html";

/// A bundle, as the site shows it.
#[derive(Clone, Debug)]
pub(crate) struct RepositoryNote {
    /// The repository; of a bundle that can't be used, the name of its file.
    pub name: String,
    /// The day on which the bundle was made.
    pub made: Option<Date>,
    /// The full ID of the commit.
    pub commit: Option<String>,
    /// Where the files of the commit can be viewed, as the bundle says.
    pub source_url: Option<String>,
    /// Whether it is old.
    pub is_stale: bool,
    /// Why it can't be used.
    pub broken: Option<String>,
}

impl RepositoryNote {
    /// Where the files can be viewed, if that is an address of the web.
    pub(super) fn source(&self) -> Option<String> {
        base::read(self.source_url.as_deref()?).ok()
    }

    /// The first letters of the commit.
    fn short_commit(&self) -> Option<&str> {
        self.commit.as_deref()?.get(..10)
    }
}

#[derive(Template)]
#[template(path = "repositories.html")]
struct RepositoriesPage<'a> {
    frame: Frame<'a>,
    rows: Vec<(&'a RepositoryNote, Option<&'a EntryGroup>)>,
}

impl RepositoriesPage<'_> {
    fn state(&self, note: &RepositoryNote) -> String {
        match &note.broken {
            Some(why) => fill(self.frame.words.not_used, &[("why", why)]),
            None if note.is_stale => self.frame.words.old_bundle.to_owned(),
            None => String::new(),
        }
    }
}

/// The page of all repositories.
pub(super) fn repositories_page(site: &Site<'_>) -> String {
    let words = site.words();
    let notes = &site.settings.repositories;
    let used = notes.iter().filter(|note| note.broken.is_none()).count();
    let summary = words.repositories_summary.of(used);
    render(&RepositoriesPage {
        frame: Frame::new(site, PAGE, words.repositories, &summary, "repositories"),
        rows: notes.iter().map(|note| (note, group(site, note))).collect(),
    })
}

/// The decisions of a repository.
fn group<'s>(site: &'s Site<'_>, note: &RepositoryNote) -> Option<&'s EntryGroup> {
    find_group(&site.repositories, &note.name).filter(|_| note.broken.is_none())
}

/// The path of the page with the decisions of a repository.
fn group_path(group: &EntryGroup) -> String {
    page_path("repositories/", &group.file)
}

//! The repositories whose bundles the site was made from: how old each is, and what could not be used.

use askama::Template;

use super::group::{EntryGroup, find_group};
use super::words::fill;
use super::{Frame, Site, base, page_path, render};
use crate::bundle::{BundleNote, BundleState};

/// The page.
pub(super) const PAGE: &str = "repositories.html";

/// Where the files of a bundle can be viewed, if that is an address of the web.
pub(super) fn source(note: &BundleNote) -> Option<String> {
    base::read(note.source_url.as_deref()?).ok()
}

/// The first letters of the commit.
fn short_commit(note: &BundleNote) -> Option<&str> {
    note.commit.as_deref()?.get(..10)
}

/// Whether a bundle is not used.
fn is_broken(note: &BundleNote) -> bool {
    matches!(note.state, BundleState::Broken(_))
}

#[derive(Template)]
#[template(path = "repositories.html")]
struct RepositoriesPage<'a> {
    frame: Frame<'a>,
    rows: Vec<(&'a BundleNote, Option<&'a EntryGroup>)>,
}

impl RepositoriesPage<'_> {
    fn state(&self, note: &BundleNote) -> String {
        match &note.state {
            BundleState::Broken(why) => fill(self.frame.words.not_used, &[("why", why)]),
            BundleState::Stale => self.frame.words.old_bundle.to_owned(),
            BundleState::Current => String::new(),
        }
    }
}

/// The page of all repositories.
pub(super) fn repositories_page(site: &Site<'_>) -> String {
    let words = site.words();
    let notes = &site.settings.repositories;
    let used = notes.iter().filter(|note| !is_broken(note)).count();
    let summary = words.repositories_summary.of(used);
    render(&RepositoriesPage {
        frame: Frame::new(site, PAGE, words.repositories, &summary, "repositories"),
        rows: notes.iter().map(|note| (note, group(site, note))).collect(),
    })
}

/// The decisions of a repository.
fn group<'s>(site: &'s Site<'_>, note: &BundleNote) -> Option<&'s EntryGroup> {
    find_group(&site.repositories, &note.name).filter(|_| !is_broken(note))
}

/// The path of the page with the decisions of a repository.
fn group_path(group: &EntryGroup) -> String {
    page_path("repositories/", &group.file)
}

//! `heard serve`: serves the site on this machine, and updates it when a decision changes. Pages are rendered on
//! request and not stored.

mod http;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anstream::adapter::strip_str;

use super::change::replaced;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::baseline::{self, Baseline};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::Finding;
use crate::lint;
use crate::log::read_record;
use crate::policy::{self, Level, Policy};
use crate::report::SHOWN_LIMIT;
use crate::site::{Note, Site, SitePage, SiteSettings, pictures};
use crate::snapshot::Source;
use crate::text::{RepoPath, line_column};
use crate::vocabulary::id::is_index_name;
use http::{Changes, PageRequest, Response};

/// Preview the site locally; reloads when decisions change
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard serve                  at http://127.0.0.1:4747
  heard serve --port 0         at any free port
  heard serve --host 0.0.0.0   for other machines too: anyone who can reach this one can read the log")]
pub(super) struct Arguments {
    /// Port; 0 picks a free one
    #[arg(long, value_name = "N", default_value_t = 4747)]
    port: u16,
    /// Address to listen on; the default is reachable from this machine only
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Title of the site [default: that of heard.toml, or `Decision log`]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
}

/// How often the files are checked.
const POLL: Duration = Duration::from_millis(300);

/// Listing the files takes at most this fraction of the time.
const SHARE: u32 = 20;

/// Size and time of a file. Equal stamps mean that nobody has written to it since.
type Stamp = Option<(u64, SystemTime)>;

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        workspace.top()?;
        let address = SocketAddr::new(self.host, self.port);
        let cannot = |error: std::io::Error| {
            Error::Usage(format!("can't listen at {address}: {error}\n  = help: use `--port 0` for a free port"))
        };
        let listener = TcpListener::bind(address).map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        writeln!(out, "serving the log at http://{address}/ (press Ctrl-C to stop)")?;
        out.flush()?;
        let changes = Changes::new();
        let (ask, asked) = mpsc::sync_channel(http::MAX_CONNECTIONS);
        let listening = changes.clone();
        thread::spawn(move || http::listen(&listener, &ask, &listening));
        self.serve_states(&workspace, &asked, &changes)
    }

    /// Serves one state of the log after the other.
    fn serve_states(
        &self,
        workspace: &Workspace,
        asked: &Receiver<PageRequest>,
        changes: &Changes,
    ) -> Result<Outcome, Error> {
        let mut known: Option<(Served<'_>, Vec<RepoPath>)> = None;
        loop {
            // Taken before reading, so that a file that is written meanwhile is read again.
            let mut files = WatchedFiles::new(workspace);
            let mut settings = SiteSettings { live: Some(changes.next()), ..SiteSettings::default() };
            let read = match known.take() {
                Some((served, edited)) => read_again(workspace, served, &edited),
                None => read(workspace),
            };
            let changed = match read {
                Ok(served) => {
                    let Served { catalog, source, baseline } = &served;
                    settings.title = SiteSettings::title(self.title.as_deref(), &catalog.policy);
                    settings.lang.clone_from(&catalog.policy.lang);
                    settings.day = Some(catalog.today);
                    let pictures = pictures::shown_files(catalog);
                    files.add_pictures(workspace, &pictures);
                    let mut site = Site::new(catalog, settings);
                    site.pictures = workspace.pictures(State::WorkTree, source, &pictures);
                    let mut pages = SitePages::new(site, catalog, baseline);
                    let changed = answer_requests(workspace, asked, &mut files, |path| pages.answer(path));
                    let edited = changed.as_ref().and_then(|paths| edited_records(catalog, paths));
                    known = edited.map(|edited| (served, edited));
                    changed
                }
                // An invalid policy may be in the middle of an edit, so keep serving.
                Err(error) => {
                    settings.title = SiteSettings::title(self.title.as_deref(), &Policy::default());
                    let message = strip_str(&error.to_string()).to_string();
                    let page = crate::site::error_page(&settings, &message);
                    answer_requests(workspace, asked, &mut files, |path| match crate::site::asset(path) {
                        Some(text) => Response::file(path, text.to_owned()),
                        None => Response::page("500 Internal Server Error", page.clone()),
                    })
                }
            };
            if changed.is_none() {
                return Ok(Outcome::Fine);
            }
        }
    }
}

/// Answers requests until files change, and says which. Returns nothing when the listener is gone.
fn answer_requests(
    workspace: &Workspace,
    asked: &Receiver<PageRequest>,
    files: &mut WatchedFiles,
    mut answer: impl FnMut(&str) -> Response,
) -> Option<BTreeSet<RepoPath>> {
    let mut next = Instant::now() + POLL;
    loop {
        match asked.recv_timeout(next.saturating_duration_since(Instant::now())) {
            Ok(asked) => asked.reply(answer(&asked.path)),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => {}
        }
        if Instant::now() >= next {
            let changed = files.changed(workspace);
            if !changed.is_empty() {
                return Some(changed);
            }
            next = Instant::now() + POLL;
        }
    }
}

/// The files of a log, its policy and its baseline, and the pictures that it shows.
struct WatchedFiles {
    stamps: BTreeMap<RepoPath, Stamp>,
    pictures: BTreeSet<RepoPath>,
    /// When to list the files again. In a large log that takes longer than to look at those that are known.
    next_listing: Instant,
}

impl WatchedFiles {
    fn new(workspace: &Workspace) -> Self {
        Self { stamps: stamps(workspace), pictures: BTreeSet::new(), next_listing: Instant::now() }
    }

    fn add_pictures(&mut self, workspace: &Workspace, pictures: &BTreeSet<RepoPath>) {
        self.pictures.clone_from(pictures);
        self.stamps.extend(stamps_of(workspace, pictures.iter().cloned()));
    }

    /// The files that were written, made or removed since.
    fn changed(&mut self, workspace: &Workspace) -> BTreeSet<RepoPath> {
        let changed = differing(&self.stamps, &stamps_of(workspace, self.stamps.keys().cloned()));
        let start = Instant::now();
        if !changed.is_empty() || start < self.next_listing {
            return changed;
        }
        let mut stamps = stamps(workspace);
        stamps.extend(stamps_of(workspace, self.pictures.iter().cloned()));
        self.next_listing = Instant::now() + start.elapsed() * SHARE;
        differing(&self.stamps, &stamps)
    }
}

/// The files whose stamps are others.
fn differing(before: &BTreeMap<RepoPath, Stamp>, now: &BTreeMap<RepoPath, Stamp>) -> BTreeSet<RepoPath> {
    let paths = before.keys().chain(now.keys());
    paths.filter(|path| before.get(path) != now.get(path)).cloned().collect()
}

/// A state of the log.
struct Served<'a> {
    catalog: Catalog,
    source: Source<'a>,
    baseline: Baseline,
}

/// Reads the log.
fn read(workspace: &Workspace) -> Result<Served<'_>, Error> {
    let log = workspace.log_or_none(State::WorkTree, &[])?;
    let baseline = log.baseline()?;
    let (catalog, _, source) = log.read_with_source()?;
    Ok(Served { catalog, source, baseline })
}

/// The records that were edited, if nothing else was: then the others are as they were.
fn edited_records(catalog: &Catalog, changed: &BTreeSet<RepoPath>) -> Option<Vec<RepoPath>> {
    // Whether the page of a folder is a record depends on what it says.
    let is_record = |path: &RepoPath| catalog.at(path).is_some() && !is_index_name(path.stem());
    changed.iter().map(|path| is_record(path).then(|| path.clone())).collect()
}

/// The log after some of its records were edited.
fn read_again<'a>(workspace: &'a Workspace, served: Served<'a>, edited: &[RepoPath]) -> Result<Served<'a>, Error> {
    let Served { catalog, source, baseline } = served;
    let mut decisions = Vec::new();
    for path in edited {
        match source.find(path)? {
            Some(listed) => decisions.push(read_record(&source, &listed, &catalog.policy)?),
            // It was removed.
            None => return read(workspace),
        }
    }
    Ok(Served { catalog: replaced(catalog, decisions), source, baseline })
}

/// The findings in a decision.
fn notes(decision: &Decision, catalog: &Catalog, baseline: &Baseline) -> Vec<Note> {
    let settings = lint::Settings { strict: false, allow: true, baseline };
    let found = lint::check(catalog, settings, |path| *path == decision.path).findings;
    let found = found.iter().filter(|finding| finding.path == decision.path).take(SHOWN_LIMIT);
    let note = |finding: &Finding| Note {
        rule: finding.rule,
        level: if finding.level == Level::Deny { "error" } else { "warning" },
        line: line_column(&decision.text, finding.span.start).0,
        message: finding.message.clone(),
        help: finding.help.clone(),
    };
    found.map(note).collect()
}

/// The stamps of the files of the log, its policy and its baseline.
fn stamps(workspace: &Workspace) -> BTreeMap<RepoPath, Stamp> {
    let log = workspace.log_or_none(State::WorkTree, &[]);
    let listed: Vec<RepoPath> = log.iter().flat_map(|log| log.paths().cloned()).collect();
    let files = [policy::FILE, baseline::FILE].map(RepoPath::new);
    stamps_of(workspace, files.into_iter().chain(listed))
}

/// The stamps of some files.
fn stamps_of(workspace: &Workspace, files: impl Iterator<Item = RepoPath>) -> BTreeMap<RepoPath, Stamp> {
    let Ok(top) = workspace.top() else {
        return BTreeMap::new();
    };
    let stamp = |path: RepoPath| {
        let data = fs::metadata(top.join(path.as_str())).ok();
        let stamp = data.and_then(|data| Some((data.len(), data.modified().ok()?)));
        (path, stamp)
    };
    files.map(stamp).collect()
}

/// The files of a site: those of the search, and the findings of a decision, once somebody asks for them.
struct SitePages<'s> {
    site: Site<'s>,
    catalog: &'s Catalog,
    baseline: &'s Baseline,
    plain: BTreeMap<String, SitePage>,
    search: Option<BTreeMap<String, SitePage>>,
}

impl<'s> SitePages<'s> {
    fn new(site: Site<'s>, catalog: &'s Catalog, baseline: &'s Baseline) -> Self {
        let plain = site.plain_pages();
        Self { site, catalog, baseline, plain, search: None }
    }

    fn find(&mut self, path: &str) -> Option<SitePage> {
        if let Some(page) = self.plain.get(path) {
            return Some(*page);
        }
        if !path.starts_with("search/") {
            return None;
        }
        self.search.get_or_insert_with(|| self.site.search_pages()).get(path).copied()
    }

    /// The response for a path.
    fn answer(&mut self, path: &str) -> Response {
        let path = if path.is_empty() { "index.html" } else { path };
        let page = self.find(path);
        if let Some(SitePage::Decision(index)) = page {
            let decision = &self.catalog.decisions[index];
            let find_notes = || notes(decision, self.catalog, self.baseline);
            self.site.notes.entry(decision.path.clone()).or_insert_with(find_notes);
        }
        match (page, self.site.pictures.files.get(path)) {
            (Some(page), _) => Response::file(path, self.site.render(page)),
            (None, Some(bytes)) => Response::file(path, bytes.clone()),
            (None, None) => {
                let page = crate::site::missing_page(&self.site.settings);
                Response::page("404 Not Found", page)
            }
        }
    }
}

//! `heard serve`: serves the site on this machine, and updates it when a decision changes. Pages are rendered on
//! request and not stored.

mod http;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anstream::adapter::strip_str;

use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::baseline;
use crate::catalog::Catalog;
use crate::lint;
use crate::policy::{self, Level, Policy};
use crate::report::{SHOWN_LIMIT, bounded};
use crate::site::{Note, Site, SitePage, SiteSettings, pictures};
use crate::snapshot::Source;
use crate::text::{RepoPath, line_column};
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

/// Checking takes at most this fraction of the time.
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
        loop {
            // Taken before reading, so that a file that is written meanwhile is read again.
            let mut known = stamps(workspace);
            let mut settings = SiteSettings { live: Some(changes.next()), ..SiteSettings::default() };
            let went = match read(workspace) {
                Ok(Served { catalog, source, notes }) => {
                    let files = pictures::shown_files(&catalog);
                    known.extend(stamps_of(workspace, files.iter().cloned()));
                    settings.title = SiteSettings::title(self.title.as_deref(), &catalog.policy);
                    settings.lang.clone_from(&catalog.policy.lang);
                    settings.day = Some(catalog.today);
                    let mut site = Site::new(&catalog, settings);
                    site.notes = notes;
                    site.pictures = workspace.pictures(State::WorkTree, &source, &files);
                    let pages = SitePages::new(&site);
                    self.answer_requests(workspace, asked, &known, &files, |path| pages.answer(path))
                }
                // An invalid policy may be in the middle of an edit, so keep serving.
                Err(error) => {
                    settings.title = SiteSettings::title(self.title.as_deref(), &Policy::default());
                    let message = strip_str(&error.to_string()).to_string();
                    let page = crate::site::error_page(&settings, &message);
                    self.answer_requests(workspace, asked, &known, &BTreeSet::new(), |path| {
                        match crate::site::asset(path) {
                            Some(text) => Response::file(path, text.to_owned()),
                            None => Response::page("500 Internal Server Error", page.clone()),
                        }
                    })
                }
            };
            if !went {
                return Ok(Outcome::Fine);
            }
        }
    }

    /// Answers requests until the files change. Returns `false` when the listener is gone.
    fn answer_requests(
        &self,
        workspace: &Workspace,
        asked: &Receiver<PageRequest>,
        known: &BTreeMap<RepoPath, Stamp>,
        pictures: &BTreeSet<RepoPath>,
        answer: impl Fn(&str) -> Response,
    ) -> bool {
        let mut pause = POLL;
        let mut next = Instant::now() + pause;
        loop {
            match asked.recv_timeout(next.saturating_duration_since(Instant::now())) {
                Ok(asked) => asked.reply(answer(&asked.path)),
                Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if Instant::now() >= next {
                let start = Instant::now();
                let mut stamps = stamps(workspace);
                stamps.extend(stamps_of(workspace, pictures.iter().cloned()));
                if stamps != *known {
                    return true;
                }
                pause = POLL.max(start.elapsed() * SHARE);
                next = Instant::now() + pause;
            }
        }
    }
}

/// A state of the log.
struct Served<'a> {
    catalog: Catalog,
    source: Source<'a>,
    notes: BTreeMap<RepoPath, Vec<Note>>,
}

/// Reads and checks the log.
fn read(workspace: &Workspace) -> Result<Served<'_>, Error> {
    let log = workspace.log_or_none(State::WorkTree, &[])?;
    let baseline = log.baseline()?;
    let (catalog, asked, source) = log.read_with_source()?;
    let settings = lint::Settings { strict: false, allow: true, baseline: &baseline };
    let found = lint::check(&catalog, settings, |path| asked.includes(path)).findings;
    let mut notes: BTreeMap<RepoPath, Vec<Note>> = BTreeMap::new();
    for finding in bounded(&found, SHOWN_LIMIT).0 {
        let Some(decision) = catalog.at(&finding.path) else {
            continue;
        };
        notes.entry(finding.path.clone()).or_default().push(Note {
            rule: finding.rule,
            level: if finding.level == Level::Deny { "error" } else { "warning" },
            line: line_column(&decision.text, finding.span.start).0,
            message: finding.message.clone(),
            help: finding.help.clone(),
        });
    }
    Ok(Served { catalog, source, notes })
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

/// The files of a site, those of the search once somebody searches.
struct SitePages<'s> {
    site: &'s Site<'s>,
    plain: BTreeMap<String, SitePage>,
    search: OnceCell<BTreeMap<String, SitePage>>,
}

impl<'s> SitePages<'s> {
    fn new(site: &'s Site<'s>) -> Self {
        Self { site, plain: site.plain_pages(), search: OnceCell::new() }
    }

    fn find(&self, path: &str) -> Option<SitePage> {
        let in_search = || self.search.get_or_init(|| self.site.search_pages()).get(path);
        let found = self.plain.get(path).or_else(|| path.starts_with("search/").then(in_search).flatten());
        found.copied()
    }

    /// The response for a path.
    fn answer(&self, path: &str) -> Response {
        let path = if path.is_empty() { "index.html" } else { path };
        match (self.find(path), self.site.pictures.files.get(path)) {
            (Some(page), _) => Response::file(path, self.site.render(page)),
            (None, Some(bytes)) => Response::file(path, bytes.clone()),
            (None, None) => {
                let page = crate::site::error_page(&self.site.settings, "This page does not exist.");
                Response::page("404 Not Found", page)
            }
        }
    }
}

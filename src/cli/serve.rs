//! `heard serve`: the site on this machine, made anew when a decision changes. Pages are made when
//! somebody asks for them, and kept nowhere.

mod http;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::baseline;
use crate::catalog::Catalog;
use crate::check;
use crate::policy::{self, Level};
use crate::site::{Note, Site, SitePage, SiteSettings};
use crate::text::{RepoPath, line_column};
use crate::{allow, decision::Decision};
use http::{Answer, Asked, Changes};

/// Show the site while writing, on this machine only
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard serve                  at http://127.0.0.1:4747
  heard serve --port 0         at any port that is free
  heard serve --host 0.0.0.0   for others too: whoever reaches this machine can read the log")]
pub(super) struct Arguments {
    /// The port; 0 takes one that is free
    #[arg(long, value_name = "N", default_value_t = 4747)]
    port: u16,
    /// The address to listen on; only this machine reaches the usual one
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// The name of the site
    #[arg(long, value_name = "TITLE", default_value = "Decision log")]
    title: String,
}

/// How often the files are looked at.
const LOOK: Duration = Duration::from_millis(300);

/// Looking takes at most one part in so many of the time.
const SHARE: u32 = 20;

/// What a file was like when it was read. Equal stamps mean that nobody has written since.
type Stamp = Option<(u64, SystemTime)>;

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        workspace.top()?;
        let address = SocketAddr::new(self.host, self.port);
        let cannot = |error: std::io::Error| {
            Error::Usage(format!("can't listen at {address}: {error}\n  = help: `--port 0` takes a port that is free"))
        };
        let listener = TcpListener::bind(address).map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        writeln!(out, "serving the log at http://{address}/ until Ctrl-C stops it")?;
        out.flush()?;
        let changes = Changes::new();
        let (ask, asked) = mpsc::sync_channel(http::MOST);
        let listening = changes.clone();
        thread::spawn(move || http::listen(&listener, &ask, &listening));
        self.show(&workspace, &asked, &changes)
    }

    /// Answers for one state of the log after the other.
    fn show(&self, workspace: &Workspace, asked: &Receiver<Asked>, changes: &Changes) -> Result<Outcome, Error> {
        let mut known = Known::default();
        loop {
            let settings =
                SiteSettings { title: self.title.clone(), live: Some(changes.next()), ..SiteSettings::default() };
            let went = match known.read(workspace) {
                Ok((catalog, notes)) => {
                    let site = Site::new(&catalog, settings).with_notes(notes);
                    let pages = site.pages();
                    let went = self.answer(workspace, asked, &known, |path| answer(&site, &pages, path));
                    drop(site);
                    known.keep(catalog);
                    went
                }
                // A policy that is being written is no reason to stop.
                Err(error) => {
                    let page = crate::site::error_page(&settings, &error.to_string());
                    self.answer(workspace, asked, &known, |_| Answer::page(500, page.clone()))
                }
            };
            if !went {
                return Ok(Outcome::Fine);
            }
        }
    }

    /// Answers until the files differ from those that are known; gives `false` when nobody can ask any more.
    fn answer(
        &self,
        workspace: &Workspace,
        asked: &Receiver<Asked>,
        known: &Known,
        answer: impl Fn(&str) -> Answer,
    ) -> bool {
        let mut pause = LOOK;
        let mut next = Instant::now() + pause;
        loop {
            match asked.recv_timeout(next.saturating_duration_since(Instant::now())) {
                Ok(asked) => asked.reply(answer(&asked.path)),
                Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if Instant::now() >= next {
                let start = Instant::now();
                if stamps(workspace) != known.stamps {
                    return true;
                }
                pause = LOOK.max(start.elapsed() * SHARE);
                next = Instant::now() + pause;
            }
        }
    }
}

/// What was read, and what the files were like.
#[derive(Default)]
struct Known {
    stamps: BTreeMap<RepoPath, Stamp>,
    /// The decisions, and the policy by which they were read.
    decisions: HashMap<RepoPath, Decision>,
    policy: String,
}

impl Known {
    /// Reads what has changed, and judges all of it.
    fn read(&mut self, workspace: &Workspace) -> Result<(Catalog, BTreeMap<RepoPath, Vec<Note>>), Error> {
        let stamps = stamps(workspace);
        let before = std::mem::replace(&mut self.stamps, stamps);
        let mut decisions = std::mem::take(&mut self.decisions);
        let log = workspace.log_or_none(State::WorkTree, &[])?;
        let is_same = |path: &RepoPath| before.get(path).is_some_and(|stamp| self.stamps.get(path) == Some(stamp));
        if log.policy.text == self.policy {
            decisions.retain(|path, _| is_same(path));
        } else {
            decisions.clear();
        }
        let baseline = log.baseline()?;
        let (catalog, asked) = log.read()?;
        let found = check::judge(&catalog, false);
        let (found, _) = allow::leave_out(found, &catalog, false, |path| asked.includes(path));
        let (found, _) = baseline.leave_out(found, &catalog.policy, false, |path| asked.includes(path));
        let mut notes: BTreeMap<RepoPath, Vec<Note>> = BTreeMap::new();
        for finding in found {
            let Some(decision) = catalog.at(&finding.path) else {
                continue;
            };
            notes.entry(finding.path).or_default().push(Note {
                rule: finding.rule,
                level: if finding.level == Level::Deny { "deny" } else { "warn" },
                line: line_column(&decision.text, finding.span.start).0,
                message: finding.message,
                help: finding.help,
            });
        }
        Ok((catalog, notes))
    }

    /// Keeps the decisions for the next time.
    fn keep(&mut self, catalog: Catalog) {
        self.policy = catalog.policy.text;
        self.decisions = catalog.decisions.into_iter().map(|decision| (decision.path.clone(), decision)).collect();
    }
}

/// What the files of the log, its policy and its baseline are like now.
fn stamps(workspace: &Workspace) -> BTreeMap<RepoPath, Stamp> {
    let Ok(top) = workspace.top() else {
        return BTreeMap::new();
    };
    let log = workspace.log_or_none(State::WorkTree, &[]);
    let listed: Vec<RepoPath> = log.iter().flat_map(|log| log.paths().cloned()).collect();
    let files = [policy::FILE, baseline::FILE].map(RepoPath::new);
    let stamp = |path: RepoPath| {
        let data = fs::metadata(top.join(path.as_str())).ok();
        let stamp = data.and_then(|data| Some((data.len(), data.modified().ok()?)));
        (path, stamp)
    };
    files.into_iter().chain(listed).map(stamp).collect()
}

/// What lies at a path of the site.
fn answer(site: &Site<'_>, pages: &BTreeMap<String, SitePage>, path: &str) -> Answer {
    let path = if path.is_empty() { "index.html" } else { path };
    match pages.get(path) {
        Some(page) => Answer::file(path, site.render(*page)),
        None => Answer::page(404, crate::site::error_page(site.settings(), "There is no such page in this log.")),
    }
}

//! `heard index`: generates a static site.

mod readme;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;

use super::bundles::{From, Joined};
use super::folder::SiteFolder;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::parallel;
use crate::site::{Site, SitePage, SiteSettings, base, pictures};
use crate::text::{counted, visible, visible_path};

/// Generate a static site
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard index                                  write to the directory `site`
  heard index --out public --base-url https://decisions.example.org
  heard index --source-url https://git.example.org/team/app/blob/main
  heard index --from bundles                   the decisions of many repositories
  heard index --markdown decisions/README.md           update the list in a markdown file
  heard index --markdown decisions/README.md --check   check that it is up to date")]
pub(super) struct Arguments {
    /// Output directory; created if it does not exist
    #[arg(long, value_name = "DIR", default_value = "site")]
    out: PathBuf,
    /// URL where the site is published; needed for the feed, the sitemap and link previews
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// URL where the files of the repository can be viewed, for links to them
    #[arg(long, value_name = "URL")]
    source_url: Option<String>,
    /// Title of the site [default: that of heard.toml, or `Decision log`]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Use the decisions of a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[command(flatten)]
    from: From,
    /// Update the table of decisions in this markdown file instead, between two comments
    #[arg(long, value_name = "FILE", conflicts_with_all = ["out", "base_url", "source_url", "title", "rev", "from"])]
    markdown: Option<PathBuf>,
    /// Only check whether that table is up to date; if not, show the diff and exit with 1
    #[arg(long, requires = "markdown")]
    check: bool,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let base_url = read_url("--base-url", self.base_url.as_deref())?;
        let source_url = read_url("--source-url", self.source_url.as_deref())?;
        let workspace = match self.markdown.is_some() && !self.check {
            true => Workspace::open_to_write(global, false)?,
            false => Workspace::open(global)?,
        };
        if let Some(file) = &self.markdown {
            return readme::run(&workspace, file, self.check, out);
        }
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let joined = self.from.read(global, &workspace)?;
        let day = if joined.is_some() { Some(global.today()) } else { day(global, &workspace, state)? };
        let (catalog, notes, source, ignored) = match joined {
            Some(Joined { catalog, notes }) => (catalog, notes, None, None),
            None => {
                let log = workspace.log_or_none(state, &[])?;
                let ignored = log.ignored_files();
                let (catalog, _, source) = log.read_with_source()?;
                (catalog, Vec::new(), Some(source), ignored)
            }
        };
        let forbidden = workspace.forbidden(&catalog.policy);
        let settings = SiteSettings {
            title: SiteSettings::title(self.title.as_deref(), &catalog.policy),
            lang: catalog.policy.lang.clone(),
            base_url,
            source_url,
            day,
            live: None,
            repositories: notes,
        };
        let mut site = Site::new(&catalog, settings);
        // Bundles have the texts alone.
        if let Some(source) = &source {
            site.pictures = workspace.pictures(state, source, &pictures::shown_files(&catalog));
        }
        let pages = site.pages();
        let names = pages.keys().chain(site.pictures.files.keys()).cloned().collect();
        let mut folder = SiteFolder::open(&global.folder()?.join(&self.out), &self.out, &forbidden, names)?;
        let bar = progress_bar(pages.len() + site.pictures.files.len());
        for (name, bytes) in &site.pictures.files {
            folder.put(name, bytes)?;
            bar.inc(1);
        }
        write_pages(&site, pages, |name, text| {
            bar.inc(1);
            folder.put(name, text.as_bytes())
        })?;
        bar.finish_and_clear();
        let counts = folder.finish()?;
        writeln!(
            out,
            "`{}`: {} written, {} unchanged, {} removed",
            visible_path(&self.out),
            counted(counts.written, "file"),
            counts.unchanged,
            counts.removed
        )?;
        if let Some(files) = ignored {
            writeln!(out, "note: {files}")?;
        }
        // An empty site is right for a new log. Otherwise, say where decisions were found.
        if catalog.decisions.is_empty()
            && let Err(Error::Usage(why)) = workspace.log(state, &[])
        {
            writeln!(out, "note: {why}")?;
        }
        Ok(Outcome::Fine)
    }
}

/// How many pages are rendered together. No more than three times as many are in memory at once.
const BATCH: usize = 512;

/// Renders the pages, and writes some of them while the next ones are rendered.
fn write_pages(
    site: &Site<'_>,
    pages: BTreeMap<String, SitePage>,
    mut write: impl FnMut(&str, &str) -> Result<(), Error>,
) -> Result<(), Error> {
    thread::scope(|scope| {
        let (done, rendered) = mpsc::sync_channel(1);
        scope.spawn(move || {
            let mut pages = pages.into_iter().peekable();
            while pages.peek().is_some() {
                let batch: Vec<_> = pages.by_ref().take(BATCH).collect();
                // Nobody listens any more once a page could not be written.
                if done.send(parallel::map(batch, |(name, page)| (name, site.render(page)))).is_err() {
                    break;
                }
            }
        });
        rendered.into_iter().flatten().try_for_each(|(name, text)| write(&name, &text))
    })
}

/// The date of the site: that of the commit, unless one is given. The clock is not read.
fn day(global: &Global, workspace: &Workspace, state: State<'_>) -> Result<Option<Date>, Error> {
    match (global.today, workspace.commit(state)?) {
        (Some(day), _) => Ok(Some(day)),
        (None, Some(commit)) => Ok(workspace.repo()?.commit_date(commit)?),
        (None, None) => Ok(None),
    }
}

/// Reads the URL of an option.
fn read_url(option: &str, written: Option<&str>) -> Result<Option<String>, Error> {
    let refuse = |(wrong, help): (&str, &str)| {
        let written = visible(written.unwrap_or_default());
        Error::Usage(format!("`{option} {written}` {wrong}\n  = help: {help}"))
    };
    written.map(|written| base::read(written).map_err(refuse)).transpose()
}

/// A progress bar on a terminal, and nothing elsewhere.
fn progress_bar(count: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} files").expect("the template is well-formed");
    bar.with_style(style.progress_chars("=> "))
}

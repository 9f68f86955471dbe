//! `heard index`: the log as a static site.

mod readme;

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::site::{Settings, Site};

/// Write the log as a site that needs no server
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard index                                  into the folder `site`
  heard index --out public --base-url https://decisions.example.org
  heard index --source-url https://git.example.org/team/app/blob/main
  heard index --markdown decisions/README.md           the list in a page, between two comments
  heard index --markdown decisions/README.md --check   says whether it is up to date")]
pub(super) struct Arguments {
    /// The folder to write; made when it is not there
    #[arg(long, value_name = "DIR", default_value = "site")]
    out: PathBuf,
    /// Where the site will stand; needed for the feed, the map of the site and previews of links
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Where the files of the repository stand in the forge, for links to them
    #[arg(long, value_name = "URL")]
    source_url: Option<String>,
    /// The name of the site
    #[arg(long, value_name = "TITLE", default_value = "Decision log")]
    title: String,
    /// Write the decisions of a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Write a table of the log into this page instead, between two comments
    #[arg(long, value_name = "FILE", conflicts_with_all = ["out", "base_url", "source_url", "title", "rev"])]
    markdown: Option<PathBuf>,
    /// Only say whether that table is up to date: exit 1 with the difference when it is not
    #[arg(long, requires = "markdown")]
    check: bool,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        if let Some(file) = &self.markdown {
            return readme::run(&workspace, file, self.check, out);
        }
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let catalog = workspace.catalog_or_none(state)?;
        let settings = Settings {
            title: self.title.clone(),
            base_url: self.base_url.clone(),
            source_url: self.source_url.clone(),
            day: None,
            live: None,
        };
        let site = Site::new(&catalog, settings);
        let folder = global.folder()?.join(&self.out);
        for (path, page) in site.pages() {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().unwrap_or(&folder))?;
            fs::write(file, site.render(page))?;
        }
        writeln!(out, "wrote `{}`", self.out.display())?;
        Ok(Outcome::Fine)
    }
}

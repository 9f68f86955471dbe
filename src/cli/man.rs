//! `heard man`: manual pages, made from the definitions of the commands.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::CommandFactory;
use clap_mangen::Man;

use super::writes::write_whole;
use super::{Error, Global, Outcome};
use crate::text::visible_path;

/// Write manual pages to a directory
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard man target/man
  heard man target/man && man -l target/man/heard-check.1")]
pub(super) struct Arguments {
    /// Output directory; created if missing, and existing pages are replaced
    dir: PathBuf,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let folder = global.folder()?.join(&self.dir);
        let failed = |error: io::Error| {
            Error::Usage(format!("can't write manual pages to `{}`: {error}", visible_path(&self.dir)))
        };
        fs::create_dir_all(&folder).map_err(failed)?;
        for (name, page) in pages().map_err(failed)? {
            write_whole(&folder.join(&name), &page).map_err(failed)?;
            writeln!(out, "{}", visible_path(&self.dir.join(&name)))?;
        }
        Ok(Outcome::Fine)
    }
}

/// A page for the program and one for each command, by file name.
fn pages() -> io::Result<Vec<(String, String)>> {
    let mut program = super::Arguments::command().disable_help_subcommand(true);
    program.build();
    let mut commands = vec![program.clone()];
    commands.extend(program.get_subcommands().filter(|command| !command.is_hide_set()).cloned());
    let page = |command: clap::Command| {
        let man = Man::new(command).manual("heard");
        let mut page = Vec::new();
        man.render(&mut page)?;
        let page = String::from_utf8(page).map_err(io::Error::other)?;
        Ok((man.get_filename(), page))
    };
    commands.into_iter().map(page).collect()
}

//! `heard completions`: what a shell asks for, made from the definitions of the commands.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Error, Outcome};

/// Write the completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard completions bash > /usr/share/bash-completion/completions/heard
  heard completions zsh > /usr/share/zsh/site-functions/_heard
  heard completions fish > ~/.config/fish/completions/heard.fish")]
pub(super) struct Arguments {
    /// The shell
    shell: Shell,
}

impl Arguments {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Outcome, Error> {
        // The generator panics where it can't write, and whoever reads may have seen enough.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::Arguments::command(), "heard", &mut script);
        out.write_all(&script)?;
        Ok(Outcome::Fine)
    }
}

//! `heard rules`: the rules in one table.

use std::io::Write;

use super::{Error, Outcome, width};
use crate::render::{self, Format};
use crate::rules::RULES;

/// List all rules
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard rules
  heard rules --format json")]
pub(super) struct Arguments {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl Arguments {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Outcome, Error> {
        let text = match self.format {
            Format::Human => render::rules::table(RULES, width()),
            Format::Json => {
                let rules: Vec<_> = RULES.iter().map(|rule| render::rules::RuleReport::of(rule)).collect();
                render::json(&rules)
            }
        };
        out.write_all(text.as_bytes())?;
        Ok(Outcome::Fine)
    }
}

//! `heard rules`: the rules in one table.

use std::io::Write;

use super::output::ValueFormat;
use super::{Error, Outcome, width};
use crate::render::rules::{RuleReport, table};
use crate::rules::RULES;

/// List all rules
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard rules
  heard rules --format json")]
pub(super) struct Arguments {
    #[command(flatten)]
    format: ValueFormat,
}

impl Arguments {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Outcome, Error> {
        let reports = || RULES.iter().map(|rule| RuleReport::of(rule)).collect::<Vec<_>>();
        self.format.write(reports, || table(RULES, width()), out)
    }
}

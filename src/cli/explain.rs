//! `heard explain`: what a rule reports, why, and how to fix it.

use std::io::Write;

use super::output::ValueFormat;
use super::{Error, Outcome, values};
use crate::render::rules::{RuleReport, page};
use crate::rules;
use crate::text::{did_you_mean, visible};

/// Explain a rule, with a bad and a good example
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard explain consulted-empty")]
pub(super) struct Arguments {
    /// Rule name, as shown in findings
    #[arg(add = values::rule())]
    rule: String,
    #[command(flatten)]
    format: ValueFormat,
}

impl Arguments {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Outcome, Error> {
        let Some(rule) = rules::find(&self.rule) else {
            let help = did_you_mean(&self.rule, rules::ids(), "`heard rules` lists them");
            return Err(Error::Usage(format!("unknown rule `{}`\n  = help: {help}", visible(&self.rule))));
        };
        self.format.write(|| RuleReport::of(rule), || page(rule), out)
    }
}

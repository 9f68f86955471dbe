//! `heard schema`: the JSON schemas of `docs/schemas`, which the tests write from the types.

use std::io::Write;

use super::{Error, Outcome};
use crate::text::{did_you_mean, visible};

/// The schemas by name.
const SCHEMAS: [(&str, &str); 18] = [
    ("baseline", include_str!("../../docs/schemas/baseline.schema.json")),
    ("bundle", include_str!("../../docs/schemas/bundle.schema.json")),
    ("check", include_str!("../../docs/schemas/check.schema.json")),
    ("context", include_str!("../../docs/schemas/context.schema.json")),
    ("due", include_str!("../../docs/schemas/due.schema.json")),
    ("gate", include_str!("../../docs/schemas/gate.schema.json")),
    ("heard", include_str!("../../docs/schemas/heard.schema.json")),
    ("list", include_str!("../../docs/schemas/list.schema.json")),
    ("log", include_str!("../../docs/schemas/log.schema.json")),
    ("rules", include_str!("../../docs/schemas/rules.schema.json")),
    ("search", include_str!("../../docs/schemas/search.schema.json")),
    ("site", include_str!("../../docs/schemas/site.schema.json")),
    ("stats", include_str!("../../docs/schemas/stats.schema.json")),
    ("tell", include_str!("../../docs/schemas/tell.schema.json")),
    ("verify", include_str!("../../docs/schemas/verify.schema.json")),
    ("warned", include_str!("../../docs/schemas/warned.schema.json")),
    ("who", include_str!("../../docs/schemas/who.schema.json")),
    ("why", include_str!("../../docs/schemas/why.schema.json")),
];

/// Print the JSON schema of a command's output or of heard.toml
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard schema                             list the names
  heard schema check                       the output of `heard check --format json`
  heard schema heard > heard.schema.json   `heard.toml`, for your editor

A schema has the name of the command whose output it describes. `list` also describes `show` and `export`, `bundle` the \
bundles of `export`, and `site` the file `decisions.json` of a generated site.")]
pub(super) struct Arguments {
    /// Name of the schema [default: list the names]
    #[arg(add = super::values::schema())]
    name: Option<String>,
}

impl Arguments {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Outcome, Error> {
        let Some(name) = &self.name else {
            for name in names() {
                writeln!(out, "{name}")?;
            }
            return Ok(Outcome::Fine);
        };
        let Some((_, schema)) = SCHEMAS.iter().find(|(known, _)| known == name) else {
            let help = did_you_mean(name, names(), "`heard schema` lists the names");
            return Err(Error::Usage(format!("unknown schema `{}`\n  = help: {help}", visible(name))));
        };
        out.write_all(schema.as_bytes())?;
        Ok(Outcome::Fine)
    }
}

/// The names of the schemas.
pub(super) fn names() -> impl Iterator<Item = &'static str> + Clone {
    SCHEMAS.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_is_printed() {
        let mut written: Vec<&str> = crate::render::schemas().iter().map(|(file, _)| *file).collect();
        written.sort_unstable();
        assert_eq!(names().map(|name| format!("{name}.schema.json")).collect::<Vec<_>>(), written);
    }
}

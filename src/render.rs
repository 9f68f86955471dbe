//! Output formats, one file per format. Everything here takes values and returns text; nothing is
//! read, and nothing is printed.

mod advice;
pub(crate) mod baseline;
pub(crate) mod context;
pub(crate) mod diff;
pub(crate) mod due;
pub(crate) mod export;
pub(crate) mod github;
mod gitlab;
pub(crate) mod human;
pub(crate) mod life;
pub(crate) mod markdown;
mod rdjson;
pub(crate) mod record;
pub(crate) mod rules;
mod sarif;
pub(crate) mod search;
pub(crate) mod stats;
#[cfg(feature = "site")]
pub(crate) mod table;
pub(crate) mod tell;
pub(crate) mod verify;
pub(crate) mod warned;
pub(crate) mod who;
pub(crate) mod why;

use clap::ValueEnum;

use crate::report::Report;
pub(crate) use crate::report::json::json;
#[cfg(test)]
pub(crate) use tests::schemas;

/// Output formats of decisions and rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for the terminal.
    Human,
    /// JSON; see `heard schema`.
    Json,
}

/// Output formats of `check` and `gate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Text for the terminal, with source lines.
    Human,
    /// JSON; see `heard schema`.
    Json,
    /// GitHub Actions annotations.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitLab code quality report.
    Gitlab,
    /// Diagnostics for reviewdog.
    Rdjson,
    /// Markdown, for a job summary or a comment.
    Markdown,
}

/// A report in one of the formats. Each part is only built if the format needs it.
pub(crate) fn report<'a>(
    format: ReportFormat,
    report: impl FnOnce() -> &'a Report,
    human: impl FnOnce() -> String,
) -> String {
    match format {
        ReportFormat::Human => human(),
        ReportFormat::Json => json(report()),
        ReportFormat::Github => github::report(report()),
        ReportFormat::Sarif => json(&sarif::Log::of(report())),
        ReportFormat::Gitlab => json(&gitlab::issues(report())),
        ReportFormat::Rdjson => json(&rdjson::Diagnostics::of(report())),
        ReportFormat::Markdown => markdown::report(report()),
    }
}

/// The message, why it matters and how to fix it, for formats that have a single text.
fn joined_message(finding: &crate::report::FindingReport) -> String {
    let mut text = finding.message.clone();
    for (name, part) in [("why", &finding.why), ("help", &finding.help)] {
        if let Some(part) = part {
            text.push_str(&format!("\n{name}: {part}"));
        }
    }
    text
}

#[cfg(test)]
#[path = "../tests/all/runner.rs"]
mod runner;

#[cfg(test)]
mod tests {
    /// The JSON schemas of all reports, by file name.
    pub(crate) fn schemas() -> Vec<(&'static str, schemars::Schema)> {
        vec![
            ("check.schema.json", schemars::schema_for!(crate::report::CheckReport)),
            ("gate.schema.json", schemars::schema_for!(crate::report::GateReport)),
            ("baseline.schema.json", schemars::schema_for!(super::baseline::BaselineReport)),
            ("bundle.schema.json", schemars::schema_for!(crate::bundle::Bundle)),
            ("context.schema.json", schemars::schema_for!(super::context::ContextReport)),
            ("due.schema.json", schemars::schema_for!(crate::report::due::DueReport)),
            ("list.schema.json", schemars::schema_for!(Vec<crate::report::record::Record>)),
            ("log.schema.json", schemars::schema_for!(super::life::LogReport)),
            ("rules.schema.json", schemars::schema_for!(Vec<super::rules::RuleReport>)),
            ("search.schema.json", schemars::schema_for!(super::search::SearchReport)),
            #[cfg(feature = "site")]
            ("site.schema.json", schemars::schema_for!(crate::site::data::SiteData)),
            ("stats.schema.json", schemars::schema_for!(super::stats::StatsReport)),
            ("tell.schema.json", schemars::schema_for!(super::tell::TellReport)),
            ("verify.schema.json", schemars::schema_for!(super::verify::VerifyReport)),
            ("warned.schema.json", schemars::schema_for!(super::warned::WarnedReport)),
            ("who.schema.json", schemars::schema_for!(super::who::WhoReport)),
            ("why.schema.json", schemars::schema_for!(super::why::WhyReport)),
            ("heard.schema.json", crate::policy::schema()),
        ]
    }
}

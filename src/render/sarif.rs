//! Findings as SARIF 2.1.0, the form that code scanning reads. Only the parts that are used have a
//! type here; the tests validate the output against the schema of the standard.

use std::collections::BTreeMap;

use serde::Serialize;

use super::joined_message;
use crate::policy::Level;
use crate::report::{FindingLevel, FindingReport, RelatedReport, Report};
use crate::rules::{RULES, Rule};
use crate::text::path_in_url;

/// A file of results.
#[derive(Debug, Serialize)]
pub(super) struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    automation_details: AutomationDetails,
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Debug, Serialize)]
struct AutomationDetails {
    id: String,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<ReportingDescriptor>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportingDescriptor {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
}

#[derive(Debug, Serialize)]
struct Configuration {
    enabled: bool,
    level: &'static str,
}

#[derive(Debug, Serialize)]
struct Message {
    text: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, &'a str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: usize,
    byte_length: usize,
}

impl<'a> Log<'a> {
    /// The findings of a report.
    pub(super) fn of(report: &'a Report) -> Self {
        let driver = Driver {
            name: "heard",
            version: env!("CARGO_PKG_VERSION"),
            rules: RULES.iter().map(|rule| descriptor(rule)).collect(),
        };
        let run = Run {
            tool: Tool { driver },
            // So that results of `check` and `gate` for one commit are kept apart.
            automation_details: AutomationDetails { id: format!("heard/{}/", report.command()) },
            column_kind: "unicodeCodePoints",
            results: report.findings().iter().map(result).collect(),
        };
        Self {
            schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            version: "2.1.0",
            runs: [run],
        }
    }
}

fn descriptor(rule: &'static Rule) -> ReportingDescriptor {
    ReportingDescriptor {
        id: rule.id,
        short_description: message(rule.summary),
        full_description: message(rule.explanation()),
        help: message(&format!(
            "{}\n\nReported:\n\n{}\nNot reported:\n\n{}",
            rule.explanation(),
            rule.bad_example(),
            rule.good_example()
        )),
        default_configuration: Configuration {
            enabled: rule.level != Level::Off,
            level: if rule.level == Level::Deny { "error" } else { "warning" },
        },
    }
}

fn result(finding: &FindingReport) -> SarifResult<'_> {
    let region = Region {
        start_line: finding.line,
        start_column: finding.column,
        end_line: finding.end_line,
        end_column: finding.end_column,
        byte_offset: finding.span[0],
        byte_length: finding.span[1].saturating_sub(finding.span[0]),
    };
    SarifResult {
        rule_id: &finding.rule,
        rule_index: RULES.iter().position(|rule| rule.id == finding.rule),
        level: match finding.level {
            FindingLevel::Deny => "error",
            FindingLevel::Warn => "warning",
        },
        message: message(&joined_message(finding)),
        locations: [Location {
            id: None,
            physical_location: physical(&finding.path, (!finding.is_whole_file).then_some(region)),
            message: None,
        }],
        related_locations: finding.related.iter().enumerate().map(related).collect(),
        partial_fingerprints: BTreeMap::from([("heard/v1", finding.fingerprint.as_str())]),
    }
}

fn related((index, related): (usize, &RelatedReport)) -> Location {
    let region = Region {
        start_line: related.line,
        start_column: related.column,
        end_line: related.end_line,
        end_column: related.end_column,
        byte_offset: related.span[0],
        byte_length: related.span[1].saturating_sub(related.span[0]),
    };
    Location {
        id: Some(index + 1),
        physical_location: physical(&related.path, (!related.is_whole_file).then_some(region)),
        message: Some(message(&related.message)),
    }
}

fn physical(path: &str, region: Option<Region>) -> PhysicalLocation {
    let uri = path_in_url(path);
    PhysicalLocation { artifact_location: ArtifactLocation { uri, uri_base_id: "%SRCROOT%" }, region }
}

/// A plain text message. In one, `{0}` stands for an argument and `[words](target)` for a link; text
/// that looks like either must not become it.
fn message(text: &str) -> Message {
    Message { text: text.replace('{', "{{").replace('}', "}}").replace("](", "] (") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_hold_no_links_and_no_placeholders() {
        assert_eq!(message("`{0}` [x](https://example.org) [y]").text, "`{{0}}` [x] (https://example.org) [y]");
    }

    #[test]
    fn paths_become_uris() {
        let uri = |path| physical(path, None).artifact_location.uri;
        assert_eq!(uri("a b/ü#?%:\\[1].md"), "a%20b/%C3%BC%23%3F%25%3A%5C%5B1%5D.md");
        assert_eq!(uri("decisions/0001-a_b~.md"), "decisions/0001-a_b~.md");
    }
}

//! Findings as SARIF 2.1.0, the form that code scanning reads. Only the parts that are used have a
//! type here; the tests validate the output against the schema of the standard. An object whose keys are in the
//! order of the alphabet needs no type.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::joined_message;
use crate::policy::Level;
use crate::report::{FindingReport, PlaceReport, RelatedReport, Report};
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
    tool: BTreeMap<&'static str, Driver>,
    automation_details: Value,
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
    /// How many results are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Value>,
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
    short_description: Value,
    full_description: Value,
    help: Value,
    default_configuration: Value,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Value,
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
    message: Option<Value>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
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
            tool: BTreeMap::from([("driver", driver)]),
            // So that results of `check` and `gate` for one commit are kept apart.
            automation_details: json!({ "id": format!("heard/{}/", report.command()) }),
            column_kind: "unicodeCodePoints",
            results: report.findings().iter().map(result).collect(),
            properties: Some(report.summary().omitted).filter(|more| *more > 0).map(|more| json!({ "omitted": more })),
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
        default_configuration: json!({
            "enabled": rule.level != Level::Off,
            "level": if rule.level == Level::Deny { "error" } else { "warning" },
        }),
    }
}

fn result(finding: &FindingReport) -> SarifResult<'_> {
    SarifResult {
        rule_id: &finding.rule,
        rule_index: RULES.iter().position(|rule| rule.id == finding.rule),
        level: finding.level.word(),
        message: message(&joined_message(finding)),
        locations: [Location { id: None, physical_location: physical(&finding.path, &finding.place), message: None }],
        related_locations: finding.related.iter().zip(1..).map(related).collect(),
        partial_fingerprints: BTreeMap::from([("heard/v1", finding.fingerprint.as_str())]),
    }
}

fn related((related, id): (&RelatedReport, usize)) -> Location {
    Location {
        id: Some(id),
        physical_location: physical(&related.path, &related.place),
        message: Some(message(&related.message)),
    }
}

fn physical(path: &str, place: &PlaceReport) -> PhysicalLocation {
    let region = Region {
        start_line: place.line,
        start_column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
        byte_offset: place.span[0],
        byte_length: place.span[1].saturating_sub(place.span[0]),
    };
    PhysicalLocation {
        artifact_location: json!({ "uri": path_in_url(path), "uriBaseId": "%SRCROOT%" }),
        region: (!place.is_whole_file).then_some(region),
    }
}

/// A plain text message. In one, `{0}` stands for an argument and `[words](target)` for a link; text
/// that looks like either must not become it.
fn message(text: &str) -> Value {
    json!({ "text": text.replace('{', "{{").replace('}', "}}").replace("](", "] (") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_hold_no_links_and_no_placeholders() {
        assert_eq!(message("`{0}` [x](https://example.org) [y]")["text"], "`{{0}}` [x] (https://example.org) [y]");
    }

    #[test]
    fn paths_become_uris() {
        let uri = |path| physical(path, &PlaceReport::default()).artifact_location["uri"].clone();
        assert_eq!(uri("a b/ü#?%:\\[1].md"), "a%20b/%C3%BC%23%3F%25%3A%5C%5B1%5D.md");
        assert_eq!(uri("decisions/0001-a_b~.md"), "decisions/0001-a_b~.md");
    }
}

//! Findings as an editor shows them.

use gen_lsp_types::{Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Message};

use super::position::{Encoding, Lines};
use super::{View, visible_message};
use crate::finding::Finding;
use crate::policy::{Level, Mistake};
use crate::report::SHOWN_LIMIT;

/// Where diagnostics come from, as editors name it.
const SOURCE: &str = "heard";

/// The diagnostics of the findings in one text.
pub(crate) fn diagnostics(view: &View<'_>, text: &str, findings: &[Finding]) -> Vec<Diagnostic> {
    let lines = Lines::new(text, view.encoding);
    findings.iter().take(SHOWN_LIMIT).map(|finding| diagnostic(view, text, &lines, finding)).collect()
}

/// The diagnostic of a finding. Of several lines the first is marked, as in the terminal.
pub(crate) fn diagnostic(view: &View<'_>, text: &str, lines: &Lines<'_>, finding: &Finding) -> Diagnostic {
    let related = finding.related.iter().filter_map(|place| {
        let target = view.text_of(&place.path)?;
        let location = view.location(&place.path, target, place.span.first_line(target));
        Some(DiagnosticRelatedInformation { location, message: visible_message(&place.message) })
    });
    let related: Vec<DiagnosticRelatedInformation> = related.collect();
    let help = finding.help.as_ref().map(|help| format!("help: {help}"));
    let parts: Vec<String> = [Some(&finding.message), finding.why.as_ref(), help.as_ref()]
        .into_iter()
        .flatten()
        .map(|part| visible_message(part))
        .collect();
    Diagnostic {
        range: lines.range(finding.span.first_line(text)),
        severity: Some(match finding.level {
            Level::Deny => DiagnosticSeverity::Error,
            Level::Warn | Level::Off => DiagnosticSeverity::Warning,
        }),
        code: Some(Code::String(finding.rule.to_owned())),
        source: Some(SOURCE.to_owned()),
        message: Message::String(parts.join("\n")),
        related_information: Some(related).filter(|related| !related.is_empty()),
        code_description: None,
        tags: None,
        data: None,
    }
}

/// The diagnostic of a mistake in a file at the root.
pub(crate) fn of_mistake(mistake: &Mistake, text: &str, encoding: Encoding) -> Diagnostic {
    let help = mistake.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let message = visible_message(&format!("{}{help}", mistake.message));
    Diagnostic {
        range: Lines::new(text, encoding).range(mistake.span.first_line(text)),
        severity: Some(DiagnosticSeverity::Error),
        code: None,
        source: Some(SOURCE.to_owned()),
        message: Message::String(message),
        related_information: None,
        code_description: None,
        tags: None,
        data: None,
    }
}

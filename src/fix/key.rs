//! A key that is a typo of a known one: `consultd`.

use super::{FixEdit, OwnedEdit, Plan};
use crate::decision::Decision;
use crate::edit::in_header;
use crate::finding::Finding;
use crate::text::visible;

/// Corrects the key.
pub(super) fn plan(decision: &Decision, finding: &Finding, to: &'static str) -> Plan {
    let field = decision.fields.iter().find(|field| field.key.span == finding.span && in_header(decision, field))?;
    let what = format!("`{}` → `{to}`", visible(&field.key.value));
    Some(Ok(FixEdit { at: Some(finding.span.start), what, edit: OwnedEdit::Rename { key: field.name.clone(), to } }))
}

//! Dates in another form: `2 March 2026` becomes `2026-03-02`.

use super::{FixEdit, OwnedEdit, Plan};
use crate::decision::Decision;
use crate::edit;
use crate::finding::Finding;
use crate::text::visible;

/// Rewrites a date in the standard form. A creation date is not the date, which would be added beside it.
pub(super) fn plan(decision: &Decision, finding: &Finding, key: &'static str, from: &str, to: &str) -> Plan {
    if edit::field(decision, key).is_none() {
        return Some(Err(format!("`{}` is when the record was begun, which is not its `{key}`", visible(from))));
    }
    let what = format!("`{}` → `{to}`", visible(from));
    Some(Ok(FixEdit { at: Some(finding.span.start), what, edit: OwnedEdit::Set { key, value: to.to_owned() } }))
}

//! Dates in another form: `2 March 2026` becomes `2026-03-02`.

use super::{FixEdit, OwnedEdit};
use crate::finding::Finding;
use crate::text::visible;

/// Rewrites a date in the standard form.
pub(super) fn plan(finding: &Finding, key: &'static str, from: &str, to: &str) -> FixEdit {
    let what = format!("`{}` → `{to}`", visible(from));
    FixEdit { at: Some(finding.span.start), what, edit: OwnedEdit::Set { key, value: to.to_owned() } }
}

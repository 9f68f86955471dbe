//! A key that is a typo of a known one: `consultd`.

use super::{Change, Found, Mend};
use crate::decision::{Decision, field};
use crate::edit::in_header;
use crate::finding::Finding;
use crate::policy::Policy;
use crate::text::visible;

/// The fix of a misspelt key.
pub(super) fn mend(decision: &Decision, finding: &Finding, policy: &Policy) -> Found {
    let field = decision.fields.iter().find(|field| field.key.span == finding.span && in_header(decision, field))?;
    let key = field::slip_of(&decision.text, field, &policy.words)?.key;
    let what = format!("`{}` → `{key}`", visible(&field.key.value));
    Some(Ok(Mend { at: Some(finding.span.start), what, change: Change::Rename { key: field.name.clone(), to: key } }))
}

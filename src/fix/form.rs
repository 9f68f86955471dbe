//! Valid, but not in the form of new decisions: aliases such as `deciders`, and comma-separated names.
//! No rule reports them, so they are only normalized on request.

use super::{FixEdit, OwnedEdit, Plan};
use crate::decision::Decision;
use crate::decision::field::{self, Alias};
use crate::document::header::Value;
use crate::edit::{self, in_header, items};
use crate::text::visible;

/// The keys whose values are normalized.
pub(super) const KEYS: [&str; 4] = ["decision-makers", "consulted", "informed", "tags"];

/// Replaces an alias of a key.
pub(super) fn plan_name(decision: &Decision, key: &'static str) -> Plan {
    let field = edit::field(decision, key).filter(|field| in_header(decision, field))?;
    let alias = field::spec(key).and_then(|spec| spec.alias(&field.name));
    // `author` and `owner` may mean somebody else.
    if !matches!(alias, Some(Alias::Same(_))) || decision.fields.iter().any(|other| other.name == key) {
        return None;
    }
    let what = format!("`{}` → `{key}`", visible(&field.key.value));
    Some(Ok(FixEdit {
        at: Some(field.key.span.start),
        what,
        edit: OwnedEdit::Rename { key: field.name.clone(), to: key },
    }))
}

/// Turns comma-separated names into a list.
pub(super) fn plan_list(decision: &Decision, key: &'static str) -> Plan {
    let field = edit::field(decision, key).filter(|field| in_header(decision, field))?;
    let names = items(decision, key);
    if !matches!(field.value.value, Value::Text { .. }) || names.len() < 2 {
        return None;
    }
    let what = format!("made `{}` a list of {}", visible(&field.key.value), names.len());
    Some(Ok(FixEdit { at: Some(field.key.span.start), what, edit: OwnedEdit::Spread { key } }))
}

//! What is read well and written in another way than new decisions are: `deciders`, and names with
//! commas between them. No rule finds it, so it is fixed on request alone.

use super::{FixEdit, OwnedEdit, Plan};
use crate::decision::Decision;
use crate::decision::field::{self, Alias};
use crate::document::header::Value;
use crate::edit::{self, in_header, items};
use crate::text::visible;

/// The keys whose lists are looked at.
pub(super) const KEYS: [&str; 4] = ["decision-makers", "consulted", "informed", "tags"];

/// Another name of a key becomes the one that the format has.
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

/// Names in one value become a list.
pub(super) fn plan_list(decision: &Decision, key: &'static str) -> Plan {
    let field = edit::field(decision, key).filter(|field| in_header(decision, field))?;
    let names = items(decision, key);
    if !matches!(field.value.value, Value::Text { .. }) || names.len() < 2 {
        return None;
    }
    let what = format!("made `{}` a list of {}", visible(&field.key.value), names.len());
    Some(Ok(FixEdit { at: Some(field.key.span.start), what, edit: OwnedEdit::Spread { key } }))
}

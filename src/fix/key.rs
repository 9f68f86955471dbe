//! A key that is a slip away from a known one: `consultd`.

use super::{Change, Found, Mend};
use crate::decision::{Decision, KEYS};
use crate::edit::in_header;
use crate::finding::Finding;
use crate::text::{listed, nearest, visible};

/// The mend of a misspelt key, unless two known keys are as near.
pub(super) fn mend(decision: &Decision, finding: &Finding) -> Found {
    let field = decision.fields.iter().find(|field| field.key.span == finding.span && in_header(decision, field))?;
    let near = nearest(&field.name, KEYS.iter().copied())?;
    let distance = |key: &str| strsim::damerau_levenshtein(&field.name, key);
    let as_near: Vec<&str> = KEYS.iter().copied().filter(|key| distance(key) == distance(near)).collect();
    if as_near.len() > 1 {
        return Some(Err(format!("`{}` may be {}", visible(&field.key.value), listed(as_near))));
    }
    let what = format!("`{}` → `{near}`", visible(&field.key.value));
    Some(Ok(Mend { at: Some(finding.span.start), what, change: Change::Rename { key: field.name.clone(), to: near } }))
}

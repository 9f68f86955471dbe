//! Adds the missing link back between two decisions.

use super::{FixEdit, OwnedEdit};
use crate::catalog::Catalog;
use crate::decision::{Decision, Link, LinkKind};
use crate::edit::{has_status_section, link_to, reference_to};
use crate::finding::Finding;
use crate::text::{RepoPath, visible};
use crate::vocabulary::words::StatusKind;

/// Adds the link back to `other`, or returns why not. The status is not changed, since people decide that.
pub(super) fn plan(
    decision: &Decision,
    finding: &Finding,
    other: &Decision,
    back: LinkKind,
    catalog: &Catalog,
    may_write: impl Fn(&RepoPath) -> bool,
) -> Result<FixEdit, String> {
    let is_it = |span: crate::text::Span| span.first_line(&decision.text) == finding.span;
    let mut links = decision.links.iter().filter(|link| link.kind.back() == back && is_it(link.target.span));
    // A file name would say which; people correct the ids first.
    let is_twin = |decision| catalog.count_namesakes(decision) > 0;
    let means_more = |link: &Link| link.reference.file.is_none() && catalog.meant(decision, link).records.len() > 1;
    if links.any(means_more) || is_twin(decision) {
        return Err("the ids may mean more than one record".to_owned());
    }
    if !may_write(&other.path) {
        return Err(format!("the link back belongs in `{}`, which is not one of the files to fix", other.path));
    }
    let in_section = has_status_section(other);
    if in_section && back == LinkKind::SupersededBy && other.kind() != Some(StatusKind::Superseded) {
        return Err(format!("run `heard supersede {} {}`, which sets the status as well", other.id, decision.id));
    }
    let item = reference_to(other, decision, catalog);
    let what = format!("added `{}: {}`", back.key(), visible(&item));
    let edit = match in_section {
        true => OwnedEdit::Refer { key: back.key(), to: link_to(other, decision) },
        false => OwnedEdit::Add { key: back.key(), item },
    };
    Ok(FixEdit { at: None, what, edit })
}

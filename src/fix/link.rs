//! A link that is there from one end only gets its other end.

use super::{Change, Mend};
use crate::catalog::Catalog;
use crate::decision::words::StatusKind;
use crate::decision::{Decision, LinkKind};
use crate::edit::{has_status_section, link_to};
use crate::finding::Finding;
use crate::text::{RepoPath, visible};

/// The rule whose findings these are.
pub(super) const RULE: &str = "link-one-sided";

/// The decision that lacks a link back, and the mend of it. Its status stays: that a decision ended is
/// said by people.
pub(super) fn mend<'a>(
    decision: &Decision,
    finding: &Finding,
    catalog: &'a Catalog,
    may_write: impl Fn(&RepoPath) -> bool,
) -> Option<Result<(&'a Decision, Mend), String>> {
    let is_it = |span: crate::text::Span| span.first_line(&decision.text) == finding.span;
    let other = catalog.at(&finding.related.first()?.path)?;
    let mut links = decision.links.iter().filter(|link| link.kind != LinkKind::RelatesTo && is_it(link.target.span));
    let link = links.find(|link| catalog.find(&link.id).iter().any(|found| found.path == other.path))?;
    let back = link.kind.back();
    let means = |id| catalog.resolve(id).into_iter().map(|record| &record.path).collect::<Vec<_>>();
    if other.links.iter().any(|link| link.kind == back && means(&link.id).contains(&&decision.path)) {
        return Some(Err(format!(
            "`{}` has the link; `heard supersede {} {}` sets its status",
            other.id, other.id, decision.id
        )));
    }
    if means(&link.id).len() > 1 || means(&decision.id).len() > 1 {
        return Some(Err("the ids may mean more than one record".to_owned()));
    }
    if !may_write(&other.path) {
        return Some(Err(format!("the link back belongs into `{}`, which was not asked for", other.path)));
    }
    let in_section = has_status_section(other);
    if in_section && back == LinkKind::SupersededBy && other.kind() != Some(StatusKind::Superseded) {
        return Some(Err(format!("`heard supersede {} {}` says so in its status", other.id, decision.id)));
    }
    let what = format!("`{}: {}` is added", back.key(), visible(&decision.id.text));
    let change = match in_section {
        true => Change::Refer { key: back.key(), to: link_to(other, decision) },
        false => Change::Add { key: back.key(), item: decision.id.text.clone() },
    };
    Some(Ok((other, Mend { at: None, what, change })))
}

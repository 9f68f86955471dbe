//! Where something is defined: a decision in its file, somebody in `heard.toml`.

use gen_lsp_types::Location;

use super::View;
use super::target::Target;
use crate::policy::FILE;
use crate::text::RepoPath;

/// The place that a target leads to. Of somebody whom the policy does not name, there is none.
pub(crate) fn definition(view: &View<'_>, target: &Target<'_>) -> Option<Location> {
    match target {
        Target::Decision(decision, _) => {
            let title = decision.title.as_ref().map(|title| title.span).unwrap_or_default();
            Some(view.location(&decision.path, &decision.text, title))
        }
        Target::Party(party, _) => {
            let place = view.catalog.policy.directory.place(party)?;
            Some(view.location(&RepoPath::new(FILE), &view.catalog.policy.text, place))
        }
        Target::Rule(..) => None,
    }
}

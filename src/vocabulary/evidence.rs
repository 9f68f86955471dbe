//! What stands behind a quote, from the weakest to the strongest.

use serde::{Deserialize, Serialize};

/// What shows that somebody said what a quote says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(crate) enum Evidence {
    /// Somebody wrote it down.
    #[default]
    Claimed,
    /// Somebody wrote it down, and says who heard it.
    Relayed,
    /// There is a source where it can be looked up.
    Sourced,
    /// It is a comment on a forge by the person's own account.
    Forge,
    /// The person's own key signed it.
    Signed,
    /// The person's own hardware key signed it when somebody touched it.
    Touched,
}

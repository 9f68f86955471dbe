//! An accepted decision has no open concerns.

use super::{Catalog, Check, Decision, Finding, Fix, Level, Rule};
use crate::vocabulary::words::Disposition;

pub(crate) static RULE: Rule = Rule {
    id: "concern-open",
    level: Level::Deny,
    summary: "accepted decision has an open concern",
    explain: "
Reports responses that begin with `Open` in an accepted decision. They are fine while the decision
is proposed.

Once a decision is accepted, open concerns tend to be forgotten. For the person who raised one, that
is worse than a clear no.

Resolve it with `Changed`, `Mitigated`, `Declined` and a reason, `Deferred` with a name and a date,
or `Overruled by` a decision-maker with a reason. Or set the status back to `proposed`.
",
    example: "
<header>
<consultation>
> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12

**Open:** we have to look at the log format first.
  ^^^^^
=> **Changed:** the job logs the tenant.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    if !decision.is_accepted() {
        return Vec::new();
    }
    let open = decision.answered(Disposition::Open);
    open.map(|(quote, _, span)| {
        Finding::new(decision, span, format!("accepted while {} is still open", quote.called()))
            .why("open concerns tend to be forgotten once a decision is accepted")
            .help("resolve it, for example with `**Declined:**` and the reason, or set the status to `proposed`")
            .speaker(quote)
            .fix(Fix::Respond)
    })
    .collect()
}

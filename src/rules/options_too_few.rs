//! A decision chooses between at least two options.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::Finding;
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "options-too-few",
    level: Level::Off,
    summary: "accepted decision weighs fewer than two options",
    explain: "\
Finds accepted decisions that list fewer than two options below `Considered Options`. Options are
the items of that list, or the headings below it. The rule is off until `heard.toml` turns it on.

With one option there is nothing to decide, and whoever is asked can only nod. Leaving things as they
are is an option too, and often the one that others would have liked to defend.

List what else was possible, also what was put aside early, with a word on why.",
    bad: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
---

# Page through the rotation

## Considered Options
^^^^^^^^^^^^^^^^^^^^^

- Page through the rotation

## Consultation

> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.
",
    good: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
---

# Page through the rotation

## Considered Options

- Page through the rotation
- Leave the mailing list as it is

## Consultation

> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let options = decision.options.as_ref();
    if !decision.is_accepted() || options.is_some_and(|options| options.value >= 2) {
        return Vec::new();
    }
    let (place, message) = match options {
        Some(options) => {
            let count = if options.value == 0 { "no option" } else { "a single option" };
            (options.span.first_line(&decision.text), format!("accepted decision lists {count}"))
        }
        None => (decision.place(None), "accepted decision lists no options".to_owned()),
    };
    vec![
        Finding::new(decision, place, message)
            .why("with one option there was nothing to ask anybody about")
            .help("list at least two options below `## Considered Options`; leaving things as they are is one"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::count;

    #[test]
    fn a_missing_list_counts_as_empty() {
        assert_eq!(count(&RULE, "---\nstatus: accepted\n---\n\n# T\n"), 1);
        assert_eq!(count(&RULE, "---\nstatus: proposed\n---\n\n# T\n"), 0);
        assert_eq!(count(&RULE, "---\nstatus: accepted\n---\n\n## Options\n\n### A\n\n### B\n"), 0);
    }
}

//! A decision chooses between at least two options.

use super::{Catalog, Check, Decision, Finding, Level, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "options-too-few",
    level: Level::Off,
    summary: "accepted decision lists fewer than two options",
    explain: "
Reports accepted decisions with fewer than two options below `Considered Options`, as list items or
headings. The rule is off unless `heard.toml` enables it.

With one option there is nothing to decide, and people who are asked can only agree. Changing
nothing is an option too, and often one that others would defend.

List what else was possible, including what was dropped early, with a short reason.
",
    example: "
<header>
<title>

## Considered Options
^^^^^^^^^^^^^^^^^^^^^

- Page through the rotation
+> - Keep the mailing list

## Consultation

<ines>
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
            let count = if options.value == 0 { "no options" } else { "only one option" };
            (options.span.first_line(&decision.text), format!("accepted decision lists {count}"))
        }
        None => (decision.place(None), "accepted decision lists no options".to_owned()),
    };
    vec![
        Finding::new(decision, place, message)
            .why("with one option there is nothing to decide")
            .help("list at least two options below `## Considered Options`; changing nothing is one"),
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

//! Entries of `governs` are globs.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::policy::{GOVERNS_LIMIT, bad_glob};

pub(crate) static RULE: Rule = Rule {
    id: "governs-unreadable",
    level: Level::Deny,
    summary: "entry of `governs` is not a glob inside the repository",
    explain: "
Reports entries of `governs` that are not valid globs, or that can't match any path: a directory with
`/` at the end, a path from `/` or out of the repository, a backslash between names.

Such an entry matches no path: the decision covers nothing through it, and `heard list --governs`
does not find the decision.

Write a glob relative to the root of the repository: `infra/paging/**` for everything below a
directory, `src/*.rs` for the files in one. `!infra/paging/*.md` takes paths out again.

It also reports more than 1000 entries. Such a decision covers nothing.
",
    example: r#"
<accepted>
governs:
  - "infra/[paging/**"
    ^^^^^^^^^^^^^^^^^^
=>   - "infra/paging/**"
  - "docs/"
    ^^^^^^^
=>   - "docs/**"
<title>
"#,
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    if let Some(glob) = decision.governs.get(GOVERNS_LIMIT) {
        let count = decision.governs.len();
        let message = format!("`governs` has {count} entries; the limit is {GOVERNS_LIMIT}");
        let finding = Finding::new(decision, glob.span.first_line(&decision.text), message);
        let help = "write fewer globs that match more, such as `infra/paging/**`";
        return vec![finding.why("with more it matches no path").help(help)];
    }
    let unreadable = decision.governs.iter().filter_map(|glob| Some((glob.span, bad_glob(&glob.value)?)));
    unreadable
        .map(|(span, mistake)| {
            let help = "write a glob relative to the repository root, for example `infra/paging/**`";
            let help = mistake.help.unwrap_or_else(|| help.to_owned());
            Finding::new(decision, span.first_line(&decision.text), visible(&mistake.message).into_owned())
                .why("it matches no path")
                .help(visible(&help).into_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn too_many_globs_are_one_finding() {
        for (count, found) in [(GOVERNS_LIMIT, GOVERNS_LIMIT), (GOVERNS_LIMIT + 1, 1)] {
            let text = format!("---\ngoverns: {:?}\n---\n# T\n", vec!["docs/"; count]);
            assert_eq!(messages(&RULE, &text).len(), found);
        }
    }
}

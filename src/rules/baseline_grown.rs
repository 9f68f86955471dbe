//! A baseline only shrinks.

use super::{Change, Check, Finding, Level, RepoPath, Rule, Span, visible};
use crate::baseline::{BaselineChange, FILE, Grown};
use crate::vocabulary::id::Id;

pub(crate) static RULE: Rule = Rule {
    id: "baseline-grown",
    level: Level::Deny,
    summary: "change adds to the baseline",
    explain: "
Reports entries of `heard-baseline.toml` that record more findings than the base does: a new entry,
a higher count, or a whole new file although the base already has a policy. A baseline that can no
longer be read is reported as well. Moving a decision moves its entries with it.

The baseline is for problems that existed before the rules did. A change that may add to it could
introduce a problem and hide it from `heard check` at the same time.

Fix the problem instead. If the rule is wrong about one decision, add a `heard: allow` comment with
a reason to that file. When a new version of heard brings new rules, an administrator has to merge
the longer baseline.
",
    example: r#"
==> heard.toml <==
==> base:heard-baseline.toml <==
["decisions/0007-rota.md"]
quote-short = 1
==> head:heard-baseline.toml <==
["decisions/0007-rota.md"]
=> ["decisions/0007-rota-of-support.md"]
consulted-empty = 1
^^^^^^^^^^^^^^^
=> quote-short = 1
quote-short = 2
^^^^^^^^^^^
=>
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    match change.baseline {
        BaselineChange::None | BaselineChange::Adopted => Vec::new(),
        BaselineChange::New(grown) => {
            let message = format!("`{FILE}` is new, but the base already has a policy");
            let span = grown.first().map(|grown| grown.span).unwrap_or_default();
            vec![at(span, message).help("remove the file, and fix the problems that it hides")]
        }
        BaselineChange::Grown(grown) => grown.iter().map(finding).collect(),
        BaselineChange::Broken(mistake) => {
            let help = mistake.help.clone().unwrap_or_else(|| "run `heard check` to see what is wrong".to_owned());
            let message = format!("this change makes `{FILE}` unreadable: {}", visible(&mistake.message));
            vec![at(mistake.span, message).help(help)]
        }
    }
}

fn finding(grown: &Grown) -> Finding {
    let Grown { path, rule, before, after, span } = grown;
    let rule = visible(rule);
    let message = match before {
        0 => format!("this change adds `{rule}` in `{path}` to the baseline"),
        before => format!("this change raises `{rule}` in `{path}` from {before} to {after} in the baseline"),
    };
    let mut finding = at(*span, message).help(format!("fix what `{rule}` reports in `{path}`, and restore `{FILE}`"));
    finding.decision = Some(Id::of_path(path).0.text);
    finding
}

fn at(span: Span, message: String) -> Finding {
    Finding::at(RepoPath::new(FILE), span, message)
        .why("a change that adds to the baseline could hide problems that it introduces")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn a_file_that_is_new_or_broken_is_reported_once() {
        let entries = "[\"decisions/0001-a.md\"]\nquote-short = 1\nquote-undated = 1\n";
        let head = format!("==> head:heard-baseline.toml <==\n{entries}");
        let policy = "==> base:heard.toml <==\n==> head:heard.toml <==\n";
        assert_eq!(
            messages(&RULE, &format!("{policy}{head}")),
            ["`heard-baseline.toml` is new, but the base already has a policy"]
        );
        assert!(messages(&RULE, &head).is_empty());
        let broken =
            format!("{policy}==> base:heard-baseline.toml <==\n{entries}==> head:heard-baseline.toml <==\n[\n");
        assert!(messages(&RULE, &broken)[0].starts_with("this change makes `heard-baseline.toml` unreadable"));
        // What was broken before may be fixed by removing it, not by whatever is put there.
        let fixed = format!("{policy}==> base:heard-baseline.toml <==\n[\n{head}");
        assert_eq!(messages(&RULE, &fixed).len(), 2);
        assert!(messages(&RULE, &format!("{policy}==> base:heard-baseline.toml <==\n[\n")).is_empty());
        let link = format!("{policy}==> head:heard-baseline.toml (link) <==\nelsewhere\n");
        assert_eq!(messages(&RULE, &link).len(), 1);
    }
}

//! A baseline only shrinks.

use super::{Check, Rule};
use crate::baseline::{BaselineChange, FILE, Grown};
use crate::decision::id::Id;
use crate::facts::Change;
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::{RepoPath, Span, visible};

pub(crate) static RULE: Rule = Rule {
    id: "baseline-grown",
    level: Level::Deny,
    summary: "change adds to the baseline",
    explain: "\
Finds entries of `heard-baseline.toml` that record more than the base does: a new line, a higher
number, or a whole file where the base has a policy and no baseline. A file that can't be read any
more is found as well. A record that moves takes its entries with it.

The baseline is for what was wrong before the rules came. A change that may add to it could bring any
fault and hide it from `heard check` at once.

Mend what the entry is about. Where a rule is wrong about one decision, a comment in the file says so
with a reason. When a new version of this program brings new rules, an administrator has to let the
longer baseline in by hand.",
    bad: "\
==> base:heard.toml <==
==> head:heard.toml <==
==> base:heard-baseline.toml <==
[\"decisions/0007-rota.md\"]
quote-short = 1
==> head:heard-baseline.toml <==
[\"decisions/0007-rota.md\"]
consulted-empty = 1
^^^^^^^^^^^^^^^
quote-short = 2
^^^^^^^^^^^
",
    good: "\
==> base:heard.toml <==
==> head:heard.toml <==
==> base:heard-baseline.toml <==
[\"decisions/0007-rota.md\"]
consulted-empty = 1
quote-short = 2
==> head:heard-baseline.toml <==
[\"decisions/0007-rota-of-support.md\"]
quote-short = 2
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    match change.baseline {
        BaselineChange::None | BaselineChange::Adopted => Vec::new(),
        BaselineChange::New(grown) => {
            let message = format!("`{FILE}` is new, and there is a policy already");
            let span = grown.first().map(|grown| grown.span).unwrap_or_default();
            vec![at(span, message).help("take the file out, and mend what it would hide")]
        }
        BaselineChange::Grown(grown) => grown.iter().map(finding).collect(),
        BaselineChange::Broken(mistake) => {
            let help = mistake.help.clone().unwrap_or_else(|| "mend it as `heard check` says".to_owned());
            let message = format!("`{FILE}` can't be read after this change: {}", visible(&mistake.message));
            vec![at(mistake.span, message).help(help)]
        }
    }
}

fn finding(grown: &Grown) -> Finding {
    let Grown { path, rule, before, after, span } = grown;
    let rule = visible(rule);
    let message = match before {
        0 => format!("`{rule}` in `{path}` is new in the baseline"),
        before => format!("`{rule}` in `{path}` has {after} recorded, and {before} at the base"),
    };
    let mut finding = at(*span, message).help(format!("mend what `{rule}` finds there, and leave `{FILE}` as it was"));
    finding.decision = Some(Id::of_path(path).0.text);
    finding
}

fn at(span: Span, message: String) -> Finding {
    Finding::at(RepoPath::new(FILE), span, message)
        .why("a change that adds to the baseline could hide any fault it brings")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn a_file_that_is_new_or_broken_is_told_once() {
        let entries = "[\"decisions/0001-a.md\"]\nquote-short = 1\nquote-undated = 1\n";
        let head = format!("==> head:heard-baseline.toml <==\n{entries}");
        let policy = "==> base:heard.toml <==\n==> head:heard.toml <==\n";
        assert_eq!(
            messages(&RULE, &format!("{policy}{head}")),
            ["`heard-baseline.toml` is new, and there is a policy already"]
        );
        assert!(messages(&RULE, &head).is_empty());
        let broken =
            format!("{policy}==> base:heard-baseline.toml <==\n{entries}==> head:heard-baseline.toml <==\n[\n");
        assert!(messages(&RULE, &broken)[0].starts_with("`heard-baseline.toml` can't be read after this change"));
        // What was broken before may be mended by taking it out, not by whatever is put there.
        let mended = format!("{policy}==> base:heard-baseline.toml <==\n[\n{head}");
        assert_eq!(messages(&RULE, &mended).len(), 2);
        assert!(messages(&RULE, &format!("{policy}==> base:heard-baseline.toml <==\n[\n")).is_empty());
        let link = format!("{policy}==> head:heard-baseline.toml (link) <==\nelsewhere\n");
        assert_eq!(messages(&RULE, &link).len(), 1);
    }
}

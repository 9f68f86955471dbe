//! The baseline has no stale entries.

use super::{Check, Finding, Level, RepoPath, Rule, find, visible};
use crate::baseline::{FILE, Unmatched};
use crate::text::nearest;
use crate::vocabulary::id::Id;

pub(crate) static RULE: Rule = Rule {
    id: "baseline-unmatched",
    level: Level::Deny,
    summary: "baseline records more findings than there are",
    explain: "
Reports entries of `heard-baseline.toml` that record more findings than a decision still has, or
that name a rule or file that does not exist.

The problem has been fixed, so the entry is no longer needed. Left in place, it would hide the next
problem of this kind.

Run `heard baseline --prune` to remove stale entries, and commit the file.
",
    example: r#"
==> decisions/0012-example.md <==
<accepted>
consulted: ["Ines Roy"]
<consultation>
> No. Never.
<by ines>
==> heard-baseline.toml <==
["decisions/0012-example.md"]
quote-short = 1
quote-undated = 1
^^^^^^^^^^^^^
=>
"#,
    check: Check::Baseline(check),
};

fn check(unmatched: &[Unmatched<'_>]) -> Vec<Finding> {
    let findings = unmatched.iter().map(|unmatched| {
        let Unmatched { path, rule, entry, found } = unmatched;
        let message = match found {
            _ if find(rule).is_none() => format!("unknown rule `{}`", visible(rule)),
            0 => format!("`{rule}` no longer finds anything in `{path}`"),
            found => format!("`{rule}` finds {found} in `{path}`, but the baseline records {}", entry.count),
        };
        let help = match nearest(rule, super::ids()).filter(|_| find(rule).is_none()) {
            Some(near) => format!("write `{near}`, or remove the line with `heard baseline --prune`"),
            None => "run `heard baseline --prune`".to_owned(),
        };
        let mut finding = Finding::at(RepoPath::new(FILE), entry.span, message)
            .why("a stale entry would hide the next problem")
            .help(help);
        finding.decision = Some(Id::of_path(path).0.text);
        finding
    });
    findings.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn what_can_match_nothing_is_reported() {
        let text = "==> decisions/0001-a.md <==\n---\nstatus: accepted\ndate: 2026-03-02\n---\n# T\n==> heard-baseline.toml <==\n[\"decisions/0001-a.md\"]\nconsulted-empty = 2\nconsulted-emty = 1\ngroup-unheard = 1\n[\"decisions/0002-gone.md\"]\nconsulted-empty = 1\n";
        assert_eq!(
            messages(&RULE, text),
            [
                "`consulted-empty` finds 1 in `decisions/0001-a.md`, but the baseline records 2",
                "unknown rule `consulted-emty`",
                "`group-unheard` no longer finds anything in `decisions/0001-a.md`",
                "`consulted-empty` no longer finds anything in `decisions/0002-gone.md`",
            ]
        );
    }
}

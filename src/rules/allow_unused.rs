//! A comment that silences nothing would hide the next problem.

use super::{Check, Decision, Finding, Level, Rule, Spanned};

pub(crate) static RULE: Rule = Rule {
    id: "allow-unused",
    level: Level::Warn,
    summary: "comment allows a rule that finds nothing",
    explain: "
Reports `heard: allow` comments for a rule that finds nothing in the file, or that another comment
already allows. Rules that are off, or that skip decisions with this status, are not reported.

The problem has been fixed, so the comment is no longer needed. Left in place, it would hide the
next problem of this kind.

Remove the rule from the comment, or remove the whole comment.
",
    example: "
<header>
<consultation>
> I get paged when an export stalls and cannot see whose it is.
=> > No. Never.
<by ines>

<!-- heard: allow quote-short because she said no more than this, twice -->
                  ^^^^^^^^^^^
",
    check: Check::Allows(check),
};

fn check(decision: &Decision, unused: &[&Spanned<String>]) -> Vec<Finding> {
    unused
        .iter()
        .map(|rule| {
            Finding::new(decision, rule.span, format!("comment allows `{}`, which finds nothing here", rule.value))
                .why("a stale comment would hide the next problem")
                .help(format!("remove `{}` from the comment, or the whole comment", rule.value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::count;

    #[test]
    fn a_rule_that_does_not_look_is_left_alone() {
        let cases = [
            ("accepted", "quote-short", 1),
            ("superseded", "quote-short", 0),
            // Off until asked for.
            ("accepted", "key-unknown", 0),
            ("superseded", "key-misspelt", 1),
            // Not known, not allowable: other rules tell.
            ("accepted", "quote-shrt", 0),
            ("accepted", "header-unreadable", 0),
        ];
        for (status, rule, expected) in cases {
            let text =
                format!("---\nstatus: {status}\n---\n# T\n\n<!-- heard: allow {rule} because it was looked at -->\n");
            assert_eq!(count(&RULE, &text), expected, "{status} {rule}");
        }
    }

    #[test]
    fn the_second_of_two_comments_has_nothing_to_do() {
        let comment = "<!-- heard: allow title-missing because the form has none -->\n";
        assert_eq!(count(&RULE, &format!("---\nstatus: accepted\n---\nwords\n\n{comment}\n{comment}")), 1);
    }
}

//! A comment that has nothing to silence hides what comes next.

use super::{Check, Leftover, Rule};
use crate::finding::Finding;
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "allow-unused",
    level: Level::Warn,
    summary: "comment allows what nothing finds",
    explain: "\
Finds comments that allow a rule which finds nothing in the file, or which another comment of the
file allows already. A rule that is off, or that does not look at a decision with this status, is
left alone.

What was wrong has been mended, and nobody has to be told to look away any more. A comment that stays
would silence the next fault, which nobody has looked at.

Take the rule out of the comment, or the whole comment.",
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

## Consultation

> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.

<!-- heard: allow quote-short because she said no more than this, twice -->
                  ^^^^^^^^^^^
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

## Consultation

> No. Never.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.

<!-- heard: allow quote-short because she said no more than this, twice -->
",
    check: Check::Leftover(check),
};

fn check(leftover: &Leftover<'_>) -> Vec<Finding> {
    let Leftover::Allows(decision, unused) = leftover else {
        return Vec::new();
    };
    unused
        .iter()
        .map(|rule| {
            Finding::new(decision, rule.span, format!("`{}` is allowed here and not found", rule.value))
                .why("the comment would silence the next fault, which nobody has looked at")
                .help(format!("take `{}` out of the comment, or the whole comment", rule.value))
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

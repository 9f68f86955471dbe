//! Who goes on against an objection says so by name, decides, and says why.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::declined_without_reason::is_no_reason;
use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::party::{self, Party};
use crate::decision::words::Disposition;
use crate::finding::Finding;
use crate::policy::{Directory, Level};
use crate::text::{listed_some, visible};

pub(crate) static RULE: Rule = Rule {
    id: "overruled-by-nobody",
    level: Level::Deny,
    summary: "objection is overruled without a maker's name or without a reason",
    explain: "\
Finds answers that begin with `Overruled` and name nobody, name somebody who does not stand under
`decision-makers`, or give no reason.

The person still objects, and the decision goes on all the same. Somebody has to answer for that, and
it has to be somebody who was allowed to take the decision.

Write `**Overruled by Ana Ruiz:**` with the name of a maker, and then why the decision goes on.",
    bad: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
  - \"Pete Osei\"
  - \"@lee\"
---

# Page through the rotation

## Consultation

> Do not page support at night without the tenant's name.
>
> — Ines Roy, 2026-02-12

**Overruled:** the old pager is switched off in April.
  ^^^^^^^^^^

> Please do not move the window to Friday.
>
> — Pete Osei, 2026-02-13

**Overruled by Bo Lund:** Friday night is the only idle night.
  ^^^^^^^^^^^^^^^^^^^^^

> Nobody should be paged twice for one export.
>
> — @lee, 2026-02-13

**Overruled by Ana Ruiz.**
  ^^^^^^^^^^^^^^^^^^^^^^
",
    good: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Pete Osei\"
---

# Page through the rotation

## Consultation

> Please do not move the window to Friday.
>
> — Pete Osei, 2026-02-13

**Overruled by Ana Ruiz:** Friday night is the only idle night, and the contract asks for one.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let mut overruled = decision.answered(Disposition::Overruled).peekable();
    if overruled.peek().is_none() {
        return Vec::new();
    }
    let directory = &catalog.policy.directory;
    let makers = directory.crowd(&decision.makers.parties);
    let who_may = LazyCell::new(|| {
        let names: Vec<String> = decision.makers.parties.iter().map(Party::shown).collect();
        match names.is_empty() {
            true => "name the makers under `decision-makers:`, and one of them here".to_owned(),
            false => format!("only a maker can overrule: {}", listed_some(&names)),
        }
    });
    let mut findings = Vec::new();
    for (quote, answer, span) in overruled {
        let whose = quote.called();
        let (message, why, help) = match &answer.by {
            None => (
                format!("nobody is named who overrules {whose}"),
                "somebody has to answer for going on against an objection",
                "name a maker: `**Overruled by Name:**` and the reason",
            ),
            Some(by) if !decides(by, &makers, directory) => (
                format!("`{}` overrules {whose} and is no maker", visible(&by.shown())),
                "somebody has to answer for going on against an objection",
                who_may.as_str(),
            ),
            Some(by) if is_no_reason(&answer.text) => (
                format!("`{}` overrules {whose} without a reason", visible(&by.shown())),
                "the person still objects, and is owed the reason",
                "say behind the name why the decision goes on",
            ),
            Some(_) => continue,
        };
        findings.push(Finding::new(decision, span, message).why(why).help(help).speaker(quote));
    }
    findings
}

/// Whether a name is a maker's, or several names are all makers'.
fn decides(by: &Party, makers: &BTreeSet<String>, directory: &Directory) -> bool {
    if directory.is_in(by, makers) {
        return true;
    }
    let several = party::in_phrase(&by.text);
    several.len() > 1 && several.iter().all(|by| directory.is_in(by, makers))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::count;

    #[test]
    fn who_may_overrule() {
        let cases = [
            ("[Ana Ruiz]", "**Overruled** by Ana Ruiz: the night is idle.", 0),
            ("[Ana Ruiz, Bo Lund]", "**Overruled by Ana Ruiz and Bo Lund:** the night is idle.", 0),
            ("[Ana Ruiz]", "**Overruled by Ana Ruiz and Bo Lund:** the night is idle.", 1),
            ("[ops]", "**Overruled by Ana Ruiz:** the night is idle.", 0),
            ("[]", "**Overruled by Ana Ruiz:** the night is idle.", 1),
            ("[Ana Ruiz]", "**Overruled:** no", 1),
        ];
        for (makers, answer, expected) in cases {
            let text = format!(
                "==> heard.toml <==\n[groups]\nops = [\"Ana Ruiz\"]\n==> decisions/0012-example.md <==\n---\nstatus: accepted\ndecision-makers: {makers}\n---\n\n## Consultation\n\n> no\n> — Cy\n\n{answer}\n"
            );
            assert_eq!(count(&RULE, &text), expected, "{text}");
        }
    }
}

//! An objection is overruled by a decision-maker, by name and with a reason.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::declined_without_reason::is_no_reason;
use super::{Catalog, Check, Decision, Finding, Level, Rule, list_names, visible};
use crate::policy::Directory;
use crate::vocabulary::parties;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::Disposition;

pub(crate) static RULE: Rule = Rule {
    id: "overruled-by-nobody",
    level: Level::Deny,
    summary: "objection was overruled without a decision-maker's name or a reason",
    explain: "
Reports responses that begin with `Overruled` and name nobody, name somebody who is not under
`decision-makers`, or give no reason.

The person still objects, and the decision goes ahead anyway. A decision-maker has to take
responsibility for that by name.

Write `**Overruled by NAME:**` with the name of a decision-maker, and the reason.
",
    example: r#"
<header>
  - "Pete Osei"
  - "@lee"
<consultation>
> Do not page support at night without the tenant's name.
>
> — Ines Roy, 2026-02-12

**Overruled:** the old pager is switched off in April.
  ^^^^^^^^^^
=> **Overruled by Ana Ruiz:** the old pager is switched off in April.

<pete>

**Overruled by Bo Lund:** Friday night is the only idle night.
  ^^^^^^^^^^^^^^^^^^^^^
=> **Overruled by Ana Ruiz:** Friday night is the only idle night.

> Nobody should be paged twice for one export.
>
> — @lee, 2026-02-13

**Overruled by Ana Ruiz.**
  ^^^^^^^^^^^^^^^^^^^^^^
=> **Overruled by Ana Ruiz:** the second page goes to the lead on call.
"#,
    check: Check::Consultation(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let directory = &catalog.policy.directory;
    let makers = LazyCell::new(|| directory.crowd(&decision.makers.parties));
    let who_may = LazyCell::new(|| {
        let names: Vec<String> = decision.makers.parties.iter().map(Party::shown).collect();
        match names.is_empty() {
            true => "list the decision-makers under `decision-makers:`, and name one of them here".to_owned(),
            false => format!("only a decision-maker can overrule: {}", list_names(&names)),
        }
    });
    let mut findings = Vec::new();
    for (quote, answer, span) in decision.answered(Disposition::Overruled) {
        let whose = quote.called();
        let (message, why, help) = match &answer.by {
            None => (
                format!("{whose} was overruled without a name"),
                "a decision-maker has to take responsibility by name",
                "write `**Overruled by NAME:**` and the reason",
            ),
            Some(by) if !decides(by, &makers, directory) => (
                format!("{whose} was overruled by {}, who is not a decision-maker", visible(&by.shown())),
                "a decision-maker has to take responsibility by name",
                who_may.as_str(),
            ),
            Some(by) if is_no_reason(&answer.text) => (
                format!("{whose} was overruled by {} without a reason", visible(&by.shown())),
                "people who object deserve a reason",
                "write after the name why the decision goes ahead",
            ),
            Some(_) => continue,
        };
        findings.push(Finding::new(decision, span, message).why(why).help(help).speaker(quote));
    }
    findings
}

/// Whether a name is a decision-maker's, or several names all are.
fn decides(by: &Party, makers: &BTreeSet<String>, directory: &Directory) -> bool {
    if directory.is_in(by, makers) {
        return true;
    }
    let several = parties::in_phrase(&by.text);
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

//! Nobody in a list of people is skipped in silence.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::vocabulary::parties::Cause;

pub(crate) static RULE: Rule = Rule {
    id: "people-unreadable",
    level: Level::Deny,
    summary: "part of a list of people is not read",
    explain: "
Reports text in a list of people that is read as something else: what YAML takes for a comment
because a `#` follows a blank, and mappings without a `name`.

Somebody listed there would count for nobody, and nobody would notice.

Put quotes around an entry with a `#` in it. Write a person as `Name (role)`, or as a mapping with
`name` and, if needed, `role`, `mail` and `handle`.
",
    example: r#"
---
status: proposed
date: 2026-03-02
decision-makers:
  - team: sre
    ^^^^^^^^^
=>   - name: Ana Ruiz
+>     role: sre
consulted: Ticket #21 history, Ines Roy
                  ^^^^^^^^^^^^^^^^^^^^^
=> consulted: Ines Roy
---

<title>
"#,
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let lists = [&decision.makers, &decision.consulted, &decision.informed];
    let unread = lists.into_iter().flat_map(|people| &people.unread);
    unread
        .map(|unread| {
            let written = visible(unread.span.first_line(&decision.text).of(&decision.text)).into_owned();
            match unread.cause {
                Cause::Comment => {
                    Finding::new(decision, unread.span, format!("`{written}` is a comment in YAML, so it is not read"))
                        .why("anybody listed there is skipped")
                        .help("put quotes around the entry, or remove the text behind the `#`")
                }
                Cause::Keys => Finding::new(decision, unread.span, format!("`{written}` is not read as a person"))
                    .why("a mapping in a list of people needs the key `name`")
                    .help("write `Name (role)`, or `name: …` and `role: …`"),
            }
        })
        .collect()
}

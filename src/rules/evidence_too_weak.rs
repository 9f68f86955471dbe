//! An area may require evidence for each quote.

use super::{Change, Check, Finding, Level, Rule};
use crate::evidence::NoReceipt;
use crate::facts::{Unsourced, Weakness};

pub(crate) static RULE: Rule = Rule {
    id: "evidence-too-weak",
    level: Level::Deny,
    summary: "quote has less evidence than the area requires",
    explain: r#"
Reports quotes that a changed path depends on and that have less evidence than the area requires with
`evidence = …`.

`"relayed"` requires the name of who wrote the words down (`told NAME`), `"sourced"` a source. A
source inside the repository is read, and must contain the quote. A source outside is trusted.
`"forge"` requires the person's own comment on a forge, with a receipt that `heard quote --from`
writes, and the gate looks it up. `"signed"` and `"touched"` require the person's signature.

Add the source after the date: `> — Ines Roy, 2026-05-12, [thread](https://…)`.
"#,
    example: r#"
==> heard.toml <==
<policy>
evidence = "sourced"
<rota>
<header>
<governs>
<consultation>
> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12
    ^^^^^^^^
=> > — Ines Roy, 2026-02-12, [thread](https://example.org/t/1)

**Changed:** the job logs the tenant.
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let link = "add a link or a path after the date: `, [thread](https://…)`";
    change.weak(|weakness, id| {
        Some(match weakness {
            Weakness::Unheard => (
                "has no source, and nobody is said to have heard it".to_owned(),
                "add `, told NAME` or a source after the date".to_owned(),
            ),
            Weakness::Source(Unsourced::None) => ("has no source".to_owned(), link.to_owned()),
            Weakness::Source(Unsourced::Record(path)) => (
                format!("gives `{path}` as its source, which is a decision"),
                "give the source where the words were said or written down".to_owned(),
            ),
            Weakness::Source(Unsourced::NoFile(path)) => (
                format!("gives `{path}` as its source, which does not exist"),
                "add the file, or give the source where the quote can be found".to_owned(),
            ),
            Weakness::Source(Unsourced::NoWords(path)) => {
                (format!("is not in its source, `{path}`"), "quote the source verbatim".to_owned())
            }
            Weakness::Receipt(NoReceipt::OtherAccount { .. }) | Weakness::Comment(_) => return None,
            Weakness::Receipt(reason @ NoReceipt::NoAccount(_)) => (
                reason.to_string(),
                "the people who maintain `heard.toml` can add the account, as `github = { login = …, id = … }`"
                    .to_owned(),
            ),
            Weakness::Receipt(reason) => {
                (reason.to_string(), format!("ask them to say it in a comment, and run `heard quote {id} --from URL`"))
            }
            Weakness::Unsigned | Weakness::Untouched => {
                (weakness.to_string(), format!("ask them to run `heard sign {id}`"))
            }
        })
    })
}

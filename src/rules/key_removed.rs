//! Signatures keep the keys that they verify with.

use super::{Check, Finding, Level, RepoPath, Rule, Span, list_names, visible};
use crate::policy::FILE;
use crate::signature::Orphans;

pub(crate) static RULE: Rule = Rule {
    id: "key-removed",
    level: Level::Warn,
    summary: "change removes a key that signatures verify with",
    explain: "
Reports changes to `heard.toml` after which signatures at the base no longer verify, because their
key was removed, given to somebody else, or limited to other dates.

A signature that can't be verified is an error in every later check, and the quote counts as one
without a signature.

Keep the key and end it with `until`, the date of its last quote. If the key was stolen, remove it, and
with it the signatures that it made.
",
    example: r#"
==> base:heard.toml <==
[people."Ines Roy"]
keys = [{ key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGT5BQZCBo198Nqpyj2Erakhwyss6qJ5+r/BMGsz5NQU" }]
==> head:heard.toml <==
^
[people."Ines Roy"]
+> keys = [{ key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGT5BQZCBo198Nqpyj2Erakhwyss6qJ5+r/BMGsz5NQU", until = 2026-03-31 }]
==> decisions/0012-rota.md <==
<header>
<consultation>
> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12
> <!-- heard: signed U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgZPkFBkIGjX3w2qnKPYStqSHDKyzqonn6v8EwazPk1BQAAAAOaGVhcmQtcXVvdGUtdjEAAAAAAAAABnNoYTUxMgAAAFMAAAALc3NoLWVkMjU1MTkAAABAKU6Gw3UNhjjU4385ant4sFX9nz5XuxS7FNaibL+psh2ijR9cdfEOc/eb2Vm8KtBFso6YL+m1LihuoUhzHL50DA== -->

**Changed:** the job logs the tenant.
"#,
    check: Check::Keys(check),
};

fn check(orphans: &[Orphans]) -> Vec<Finding> {
    let finding = |orphans: &Orphans| {
        let Orphans { person, reason, decisions } = orphans;
        let message = format!(
            "with this change the signatures of {} in {} no longer verify",
            visible(person),
            list_names(decisions)
        );
        Finding::at(RepoPath::new(FILE), Span::default(), message)
            .why(format!("{reason}, in the new `{FILE}`"))
            .help("keep the key, with `until` as the date of its last quote; or remove these signatures")
            .person(person.clone())
    };
    orphans.iter().map(finding).collect()
}

//! A record is a file.

use super::{Check, Rule};
use crate::decision::id::Id;
use crate::facts::Change;
use crate::finding::Finding;
use crate::policy::Level;
use crate::snapshot::FileKind;
use crate::text::Span;

pub(crate) static RULE: Rule = Rule {
    id: "decision-not-a-file",
    level: Level::Deny,
    summary: "decision is replaced by a link or another repository",
    explain: "\
Finds records that are a symbolic link or a submodule at the head.

Git keeps of a link only where it points. What stands there can change without a commit, so nobody
could tell what was judged.

Put the file itself into the log.",
    bad: "\
==> base:decisions/0007-rota.md <==
---
status: accepted
date: 2026-02-20
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
governs:
  - \"infra/paging/**\"
---

# Page through the rotation

## Consultation

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-02-12

**Changed:** the window moves to Thursday.
==> head:decisions/0007-rota.md (link) <==
^
../notes/rota.md
",
    good: "\
==> base:decisions/0007-rota.md <==
---
status: accepted
date: 2026-02-20
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
governs:
  - \"infra/paging/**\"
---

# Page through the rotation

## Consultation

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-02-12

**Changed:** the window moves to Thursday.
==> head:decisions/0007-rota.md <==
---
status: accepted
date: 2026-02-20
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
governs:
  - \"infra/paging/**\"
---

# Page through the rotation

## Consultation

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-02-12

**Changed:** the window moves to Thursday.
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change
        .changed
        .iter()
        .filter(|changed| change.start.policy.is_record(&changed.path))
        .filter_map(|changed| {
            let what = match changed.new {
                Some(FileKind::Link) => "a link",
                Some(FileKind::Submodule) => "another repository (a submodule)",
                Some(FileKind::File) | None => return None,
            };
            let message = format!("`{}` is {what}, not a file", changed.path);
            let mut finding = Finding::at(changed.path.clone(), Span::default(), message);
            finding.decision = Some(Id::of_path(&changed.path).0.text);
            Some(finding.why("what it points at can change without a commit").help("put the file itself into the log"))
        })
        .collect()
}

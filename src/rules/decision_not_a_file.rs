//! A decision is a file.

use super::{Change, Check, Finding, Level, Rule, Span};
use crate::snapshot::FileKind;
use crate::vocabulary::id::Id;

pub(crate) static RULE: Rule = Rule {
    id: "decision-not-a-file",
    level: Level::Deny,
    summary: "decision was replaced by a link or a submodule",
    explain: "
Reports decisions that are a symbolic link or a submodule at the head.

Git stores only where a link points. What it points to can change without a commit, so the gate
could not know what it checked.

Replace the link with the file itself.
",
    example: "
==> base:decisions/0007-rota.md <==
=> ==> decisions/0007-rota.md <==
<quoted>
==> head:decisions/0007-rota.md (link) <==
^
=>
../notes/rota.md
=>
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change
        .changed
        .iter()
        .filter(|changed| change.start.policy.is_record(&changed.path) || change.start.at(&changed.path).is_some())
        .filter_map(|changed| {
            let what = match changed.new {
                Some(FileKind::Link) => "a link",
                Some(FileKind::Submodule) => "a submodule",
                Some(FileKind::File | FileKind::Special) | None => return None,
            };
            let message = format!("`{}` is {what}, not a file", changed.path);
            let mut finding = Finding::at(changed.path.clone(), Span::default(), message);
            finding.decision = Some(Id::of_path(&changed.path).0.text);
            Some(finding.why("what it points to can change without a commit").help("replace it with the file itself"))
        })
        .collect()
}

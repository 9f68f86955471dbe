//! A file must not have two versions in it.

use super::{Check, Decision, Finding, Level, Rule};
use crate::document::Problem;

/// Its name: nothing else is reported of such a file.
pub(crate) const ID: &str = "conflict-marker";

pub(crate) static RULE: Rule = Rule {
    id: ID,
    level: Level::Deny,
    summary: "file has merge conflict markers",
    explain: "
Reports lines that start with `<<<<<<< `, `||||||| ` or `>>>>>>> ` outside fenced code, as git leaves
them in a file with a merge conflict. With `--staged`, also files that are not merged yet.

Nobody can tell which of the two versions was decided. Nothing else is reported for such a file, and
it covers no change.

Keep one version, delete the markers, and run `git add`.
",
    example: "
<accepted>
<title>

<<<<<<< HEAD
^^^^^^^^^^^^
=> We page the person on call.
=======
=> 
We page everybody.
=> 
>>>>>>> topic
=> 
",
    check: Check::Problem(check),
};

fn check(decision: &Decision) -> Vec<Finding> {
    let conflict = |problem: &Problem| match problem {
        Problem::Conflict { span } => Some(
            Finding::new(decision, *span, "file has a merge conflict")
                .why("with two versions in the file, nobody can tell which one was decided")
                .help("keep one version, delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`, and run `git add`"),
        ),
        _ => None,
    };
    decision.problems.iter().filter_map(conflict).collect()
}

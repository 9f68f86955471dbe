//! A decision has a header with what tools need to know.

use super::{Check, Decision, Finding, Level, Rule};
use crate::document::Problem;

pub(crate) static RULE: Rule = Rule {
    id: "header-missing",
    level: Level::Warn,
    summary: "file has no header",
    explain: "
Reports decisions that do not start with a header between two `---` lines.

Such a file is read as far as possible: a `Status` section, and bold lines and lists at the top. But
without a header it cannot list paths under `governs`, so it covers no change, and other tools find
nothing in it.

Move status, date and people to a header, and leave the rest as it is. To leave old records as they
are, record the findings with `heard baseline --write`. Records outside the log, such as a wiki, get
a header when `heard import` copies them into the log.
",
    example: "
# Page through the rotation
^^^^^^^^^^^^^^^^^^^^^^^^^^^
=> <accepted>
+> <title>

=>
## Status
=>

=>
Accepted
=>
",
    check: Check::Problem(check),
};

fn check(decision: &Decision) -> Vec<Finding> {
    // The header of a KEP is in a file beside it.
    if decision.beside.is_some() {
        return Vec::new();
    }
    let missing = decision.problems.iter().filter_map(|problem| match problem {
        Problem::HeaderMissing { span } => Some(
            Finding::new(decision, *span, "file has no header")
                .why("without one it can't list paths under `governs`, so it covers no change")
                .help("put `status:`, `date:`, `decision-makers:` and `consulted:` between two `---` lines at the top"),
        ),
        _ => None,
    });
    missing.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RepoPath;

    #[test]
    fn a_file_beside_the_page_is_a_header() {
        let count = |beside: Option<&str>| {
            let path = RepoPath::new("keps/12-sleep/README.md");
            let beside = beside.map(|text| text.as_bytes().to_vec());
            check(&crate::decision::read_with(path, b"# T\n".to_vec(), beside, &Default::default())).len()
        };
        assert_eq!((count(None), count(Some("status: accepted\n"))), (1, 0));
    }
}

//! A header is YAML that all tools read the same way.

use super::{Check, Decision, Finding, Level, Rule, visible};
use crate::document::Problem;

pub(crate) static RULE: Rule = Rule {
    id: "header-unreadable",
    level: Level::Deny,
    summary: "header is not valid YAML",
    explain: "
Reports headers that are not valid YAML, are never closed, or use anchors, aliases, tags or several
documents.

If tools read a header differently, it means different things to each of them. Nothing else is
reported of such a file, and it covers no change, even where this rule only warns.

Quote values that start with `@` or contain a colon, close the header with a `---` line, and write
out every value.
",
    example: r#"
<accepted>
consulted: @ines, @pete
           ^^^^^^^^^^^^
=> consulted:
+>   - "@ines"
+>   - "@pete"
<title>
"#,
    check: Check::Problem(check),
};

fn check(decision: &Decision) -> Vec<Finding> {
    let unreadable = decision.problems.iter().filter_map(|problem| match problem {
        Problem::HeaderUnreadable { span, reason } => Some(
            Finding::new(decision, *span, format!("header can't be read: {}", visible(reason)))
                .why("other tools may read it differently")
                .help(help(reason)),
        ),
        _ => None,
    });
    unreadable.collect()
}

/// What usually fixes it, by the reason given.
fn help(reason: &str) -> &'static str {
    if reason.contains("never closed") || reason.contains("header ends") {
        "close the header with a `---` line below its last key"
    } else if reason.contains("YAML") && reason.contains("write the value") {
        "write the value out where it is used"
    } else if reason.contains("TOML") {
        "write it as YAML between two `---` lines: `status: accepted`"
    } else if reason.contains("tab") {
        "indent with spaces"
    } else if reason.contains("`@`") {
        "put it in quotes, for example `- \"@ines\"`"
    } else {
        "write `key: value` lines, and quote values that contain `@`, `:`, `#` or brackets"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn an_open_header_and_an_alias() {
        let open = messages(&RULE, "---\nstatus: accepted\n\n# Title\n");
        assert!(open[0].contains("never closed"), "{open:?}");
        let alias = messages(&RULE, "---\na: &x 1\nb: *x\n---\n# Title\n");
        assert!(alias[0].contains("anchors"), "{alias:?}");
    }
}

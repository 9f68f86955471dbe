//! Only known keys, in logs that ask for it.

use super::key_twice::header_fields;
use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::decision::field;
use crate::text::listed;

pub(crate) static RULE: Rule = Rule {
    id: "key-unknown",
    level: Level::Off,
    summary: "unknown header key",
    explain: "
Reports header keys that are not part of the format. The rule is off unless `--strict` is given or
`heard.toml` enables it.

Other keys are ignored, so a log may have its own. If everybody is supposed to use the same few
keys, a new one is often an old one under another name.

Use one of the known keys, or leave the rule off.
",
    example: r#"
<accepted>
ticket: OPS-7
^^^^^^
=> tags: ["OPS-7"]
<title>
"#,
    check: Check::Decision(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let slip_of = |field| field::slip_of(&decision.text, field, &catalog.policy.words);
    header_fields(decision)
        .filter(|field| field::spec(&field.name).is_none() && slip_of(field).is_none())
        .map(|field| {
            Finding::new(decision, field.key.span, format!("unknown key `{}`", visible(&field.key.value)))
                .why("unknown keys are ignored")
                .help(format!("use one of {}", listed(field::keys())))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn a_slip_is_left_to_the_rule_on_slips() {
        assert!(messages(&RULE, "---\nstatsu: accepted\n---\n# T\n").is_empty());
    }
}

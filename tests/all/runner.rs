//! Reads output as the runner of a GitHub Actions job does, to see what it would obey.
//!
//! A line is a command when it starts, behind white space, with `::name key=value,key=value::data`, or
//! when `##[name key=value;key=value]data` stands anywhere in it. The runner knows some names only;
//! here every name is a command, so that none can slip through.

use std::collections::BTreeMap;

/// What the runner would obey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Command {
    /// `error`, `notice`, `add-mask` and so on.
    pub(crate) name: String,
    /// What stands before the data.
    pub(crate) properties: BTreeMap<String, String>,
    /// What it is about.
    pub(crate) data: String,
}

/// The commands of an output, in order.
pub(crate) fn commands(output: &str) -> Vec<Command> {
    output.split(['\n', '\r']).filter_map(|line| new_form(line).or_else(|| old_form(line))).collect()
}

fn new_form(line: &str) -> Option<Command> {
    let (head, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let escapes = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
    Some(Command {
        name: name.to_owned(),
        properties: pairs(properties.trim(), ',', |value| unescape(value, &escapes)),
        data: unescape(data, &[("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]),
    })
}

fn old_form(line: &str) -> Option<Command> {
    let (_, rest) = line.split_once("##[")?;
    let (head, data) = rest.split_once(']')?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let escapes = [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%")];
    Some(Command {
        name: name.to_owned(),
        properties: pairs(properties, ';', |value| unescape(value, &escapes)),
        data: unescape(data, &escapes),
    })
}

fn pairs(text: &str, separator: char, value: impl Fn(&str) -> String) -> BTreeMap<String, String> {
    let pairs = text.split(separator).filter_map(|pair| pair.split_once('='));
    // Signs at the start of a value get lost in the runner, with the empty pieces between them.
    let pairs = pairs.map(|(key, text)| (key.to_owned(), value(text.trim_start_matches('='))));
    pairs.filter(|(key, value)| !key.is_empty() && !value.is_empty()).collect()
}

/// One after the other, as the runner does it.
fn unescape(text: &str, escapes: &[(&str, &str)]) -> String {
    escapes.iter().fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

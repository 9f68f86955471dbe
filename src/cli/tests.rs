use clap::CommandFactory;

use super::Arguments;
use crate::rules::tests::{between, keep};

#[cfg(all(feature = "serve", feature = "site"))]
#[test]
fn the_commands_in_the_readme_are_current() {
    let mut program = Arguments::command();
    program.build();
    let mut table = "\n| command | what it does |\n| --- | --- |\n".to_owned();
    for command in program.get_subcommands_mut().filter(|command| command.get_name() != "help") {
        let usage = command.render_usage().to_string().replace("Usage: ", "").replace(" [OPTIONS]", "");
        let about = command.get_about().expect("every command has a description");
        // In a table a bar ends the cell, even in code.
        let usage = usage.trim().replace('|', "\\|");
        table.push_str(&format!("| `{usage}` | {about} |\n"));
    }
    table.push('\n');
    let readme = include_str!("../../README.md").replace("\r\n", "\n");
    let start = "<!-- commands: written by the tests -->";
    keep(&[("README.md".to_owned(), between(&readme, start, "<!-- end of the commands -->", &table))]);
}

#[test]
fn the_definitions_hold() {
    Arguments::command().debug_assert();
}

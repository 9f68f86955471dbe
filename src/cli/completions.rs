//! `heard completions`: what a shell asks for, made from the definitions of the commands. The scripts ask this command
//! again for what only the repository knows.

use std::io::Write;

use clap::{ArgAction, CommandFactory};
use clap_complete::Shell;

use super::values::{Kind, values};
use super::{Error, Global, Outcome};
use crate::text::visible;

/// Write the completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard completions bash > /usr/share/bash-completion/completions/heard
  heard completions zsh > /usr/share/zsh/site-functions/_heard
  heard completions fish > ~/.config/fish/completions/heard.fish

Ids, people, statuses and rules are completed as well in bash, zsh, fish and PowerShell: the script asks this \
command for what the repository at hand has.")]
pub(super) struct Arguments {
    /// The shell
    shell: Shell,
    /// The words behind `heard` up to the cursor; the one at the cursor stands last, behind an `=`,
    /// since some shells pass no empty words
    #[arg(last = true, hide = true, allow_hyphen_values = true)]
    words: Vec<String>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        match self.words.split_last() {
            Some((word, before)) => write_values(global, before, word.strip_prefix('=').unwrap_or(word), out)?,
            None => out.write_all(script(self.shell).as_bytes())?,
        }
        Ok(Outcome::Fine)
    }
}

/// The script for a shell.
fn script(shell: Shell) -> String {
    // The generator panics where it can't write, and whoever reads may have seen enough.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut super::Arguments::command(), "heard", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    // Each asks for the values first, and goes on with what was generated where there are none.
    let before = |mark: &str, more: &str| script.replacen(mark, &format!("{more}{mark}"), 1);
    match shell {
        Shell::Bash => before("\nif [[ \"${BASH_VERSINFO", include_str!("../templates/completions.bash"))
            .replace("complete -F _heard ", "complete -F _heard_or_values "),
        Shell::Zsh => before("if [ \"$funcstack[1]\"", include_str!("../templates/completions.zsh")),
        Shell::Fish => fish(script),
        Shell::PowerShell => before("\n    $commandElements = ", include_str!("../templates/completions.ps1")),
        _ => script,
    }
}

/// The script for fish, which asks for the values of each option by itself.
fn fish(mut script: String) -> String {
    script.push_str(include_str!("../templates/completions.fish"));
    let commands = super::Arguments::command();
    for (command, argument, _) in PLACES {
        let arguments = commands.find_subcommand(command).into_iter().flat_map(|command| command.get_arguments());
        if let Some(long) = arguments.filter(|other| other.get_id() == argument).find_map(|option| option.get_long()) {
            script.push_str(&format!(
                "complete -c heard -n '__fish_heard_using_subcommand {command}; and __heard_has_values' -l {long} -r -f -a '(printf \"%s\\n\" $__heard_values)'\n"
            ));
        }
    }
    script
}

/// Writes what may stand at the cursor. Somebody is typing: what goes wrong is not told, and nothing is written that a
/// terminal would obey.
fn write_values(global: &Global, before: &[String], word: &str, out: &mut dyn Write) -> Result<(), Error> {
    let Some(place) = place(before, word) else {
        return Ok(());
    };
    let directory = place.directory.map(Into::into).or_else(|| global.directory.clone());
    let global = Global { directory, color: global.color, today: global.today };
    let typed = word.to_lowercase();
    for value in values(&global, place.kind).unwrap_or_default() {
        let starts = |text: &str| text.to_lowercase().starts_with(&typed);
        let is_meant = starts(&value) || (place.kind == Kind::Id && starts(value.trim_start_matches('0')));
        if is_meant && !value.is_empty() && visible(&value) == value && !value.contains(['\t', '\n', '\r']) {
            writeln!(out, "{value}")?;
        }
    }
    Ok(())
}

/// The places of the command line that take something which the repository knows.
const PLACES: &[(&str, &str, Kind)] = &[
    ("answer", "disposition", Kind::Answer),
    ("answer", "id", Kind::Id),
    ("answer", "person", Kind::Person),
    ("ask", "id", Kind::Id),
    ("ask", "people", Kind::Person),
    ("edit", "id", Kind::Id),
    ("explain", "rule", Kind::Rule),
    ("export", "person", Kind::Person),
    ("export", "status", Kind::Status),
    ("link", "one", Kind::Id),
    ("link", "other", Kind::Id),
    ("list", "person", Kind::Person),
    ("list", "status", Kind::Status),
    ("new", "consult", Kind::Person),
    ("new", "maker", Kind::Person),
    ("quote", "id", Kind::Id),
    ("quote", "person", Kind::Person),
    ("renumber", "id", Kind::Id),
    ("search", "said_by", Kind::Person),
    ("show", "id", Kind::Id),
    ("status", "id", Kind::Id),
    ("status", "status", Kind::Status),
    ("supersede", "new", Kind::Id),
    ("supersede", "old", Kind::Id),
];

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    kind: Kind,
    /// The folder of a `-C` before it.
    directory: Option<String>,
}

/// What stands at the cursor behind some words, as far as it is none of the words that the script knows itself.
fn place(before: &[String], word: &str) -> Option<Place> {
    let mut program = super::Arguments::command();
    program.build();
    let mut command = None;
    let mut directory = None;
    // The option that waits for its value.
    let mut waiting: Option<&clap::Arg> = None;
    let mut positional = 0;
    let mut is_plain = false;
    for word in before {
        let at = command.unwrap_or(&program);
        let option = |is_it: &dyn Fn(&clap::Arg) -> bool| {
            at.get_arguments().find(|option| option.get_action().takes_values() && is_it(option))
        };
        if let Some(option) = waiting {
            // Bash parts words at a `=`.
            if word != "=" {
                waiting = None;
                if option.get_id() == "directory" {
                    directory = Some(word.clone());
                }
            }
        } else if word == "--" && !is_plain {
            is_plain = true;
        } else if let Some(long) = word.strip_prefix("--").filter(|_| !is_plain) {
            waiting = option(&|option| option.get_long() == Some(long));
        } else if let Some(short) = word.strip_prefix('-').filter(|short| !short.is_empty() && !is_plain) {
            waiting = option(&|option| option.get_short().is_some_and(|letter| short == letter.to_string()));
        } else if command.is_none() {
            command = Some(program.find_subcommand(word)?);
        } else {
            positional += 1;
        }
    }
    let command = command?;
    let argument = match waiting {
        Some(option) => option,
        None if word.starts_with('-') && !is_plain => return None,
        None => {
            let takes_all = |argument: &clap::Arg| matches!(argument.get_action(), ArgAction::Append);
            let positionals: Vec<&clap::Arg> = command.get_positionals().collect();
            positionals.get(positional).or(positionals.last().filter(|last| takes_all(last))).copied()?
        }
    };
    let is_here = |place: &&(&str, &str, Kind)| place.0 == command.get_name() && argument.get_id() == place.1;
    PLACES.iter().find(is_here).map(|(_, _, kind)| Place { kind: *kind, directory })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_one_of_a_command() {
        let program = super::super::Arguments::command();
        for (command, argument, _) in PLACES {
            let command = program.find_subcommand(command).unwrap_or_else(|| panic!("{command}"));
            assert!(command.get_arguments().any(|other| other.get_id() == argument), "{command}: {argument}");
        }
    }

    #[test]
    fn what_stands_at_the_cursor_follows_from_the_words_before() {
        let cases: &[(&[&str], &str, Option<Kind>)] = &[
            (&[], "sh", None),
            (&["show"], "", Some(Kind::Id)),
            (&["show"], "--", None),
            (&["show", "--"], "-", Some(Kind::Id)),
            (&["show", "1"], "", None),
            (&["show", "--format", "json"], "", Some(Kind::Id)),
            (&["show", "--format", "="], "", None),
            (&["status", "1"], "acc", Some(Kind::Status)),
            (&["status", "1", "accepted", "--date"], "", None),
            (&["ask", "1", "Bo", "Cy"], "", Some(Kind::Person)),
            (&["new", "A title", "--maker"], "", Some(Kind::Person)),
            (&["new", "--maker", "=", "Bo", "--consult", "="], "B", Some(Kind::Person)),
            (&["new", "--maker"], "-", Some(Kind::Person)),
            (&["new", "--no-edit"], "", None),
            (&["answer", "1", "Bo", "--as"], "", Some(Kind::Answer)),
            (&["explain"], "quo", Some(Kind::Rule)),
            (&["nonsense", "1"], "", None),
            (&["", "-", "--", "-", "="], "", None),
        ];
        for (before, word, kind) in cases {
            let before: Vec<String> = before.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(place(&before, word).map(|place| place.kind), *kind, "{before:?} {word}");
        }
        let words = ["--color", "never", "-C", "a b", "show"].map(str::to_owned);
        assert_eq!(place(&words, ""), Some(Place { kind: Kind::Id, directory: Some("a b".to_owned()) }));
    }

    #[test]
    fn every_script_asks_for_values() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell] {
            let script = script(shell);
            let asks = format!("heard completions {shell} -- ");
            assert_eq!(script.matches(&asks).count(), 1, "{shell}");
            assert!(!script.contains("complete -F _heard -o"), "{shell}");
        }
    }
}

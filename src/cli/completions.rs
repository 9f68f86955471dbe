//! `heard completions`: clap's completion engine. The script of a shell runs this program at each Tab; `values.rs`
//! completes what only the repository knows.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::engine::{self, CompletionCandidate};
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Shells, Zsh};
use clap_complete::{CompleteEnv, Shell};

use super::{Error, Outcome};

/// The environment variable with which a script asks for completions, set to the name of the shell.
const VARIABLE: &str = "HEARD_COMPLETE";

const SHELLS: Shells<'_> = Shells(&[
    &OwnWords { shell: &Bash, candidates: bash },
    &Elvish,
    &Fish,
    &OwnWords { shell: &Powershell, candidates: powershell },
    &Zsh,
]);

/// Readline quotes file names as the command line needs it, and so the names of people.
const BASH_QUOTES: &str = "complete -o nospace -o bashdefault -o filenames -F _clap_complete_heard heard\n";

/// Zsh runs a file in its function path at the first Tab, to complete and not only to register.
const ZSH_FIRST_TAB: &str = "if [ \"$funcstack[1]\" = _heard ]; then _clap_dynamic_completer_heard \"$@\"; fi\n";

/// Print the completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard completions bash > ~/.local/share/bash-completion/completions/heard
  heard completions zsh > /usr/local/share/zsh/site-functions/_heard
  heard completions fish > ~/.config/fish/completions/heard.fish

The script runs `heard` at each Tab, so it also completes decision IDs, people, statuses and rules of the current \
repository. Print it again after an upgrade.")]
pub(super) struct Arguments {
    /// Name of the shell
    shell: Shell,
}

impl Arguments {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Outcome, Error> {
        let name = self.shell.to_string();
        if let Some(shell) = SHELLS.completer(&name) {
            shell.write_registration(VARIABLE, "heard", "heard", "heard", out)?;
        }
        match self.shell {
            Shell::Bash => out.write_all(BASH_QUOTES.as_bytes())?,
            Shell::Zsh => out.write_all(ZSH_FIRST_TAB.as_bytes())?,
            _ => {}
        }
        Ok(Outcome::Fine)
    }
}

/// Answers a completion script, which runs `HEARD_COMPLETE=SHELL heard -- WORDS`; gives none for any other run, so
/// that the variable alone can't keep a command from its work. The user is typing, so errors are not printed.
pub(super) fn complete() -> Option<ExitCode> {
    if env::args_os().nth(1).is_none_or(|first| first != "--") || env::args_os().len() < 3 {
        return None;
    }
    let completer = CompleteEnv::with_factory(command).var(VARIABLE).shells(SHELLS);
    match completer.try_complete(env::args_os(), env::current_dir().ok().as_deref()) {
        Ok(false) => None,
        Ok(true) => Some(ExitCode::SUCCESS),
        Err(_) => Some(ExitCode::from(2)),
    }
}

/// The program with its options hidden: they are offered where nothing else is, and not among ids and people.
fn command() -> clap::Command {
    let hide = |argument: clap::Arg| {
        let is_option = !argument.is_positional();
        argument.hide(is_option)
    };
    let mut program = super::Arguments::command();
    program.build();
    program.mut_args(hide).mut_subcommands(|command| command.mut_args(hide))
}

/// A shell whose script is clap's, and whose candidates are written here.
struct OwnWords {
    shell: &'static dyn EnvCompleter,
    candidates: fn(&mut clap::Command, Vec<OsString>, Option<&Path>) -> io::Result<String>,
}

impl EnvCompleter for OwnWords {
    fn name(&self) -> &'static str {
        self.shell.name()
    }

    fn is(&self, name: &str) -> bool {
        self.shell.is(name)
    }

    fn write_registration(
        &self,
        variable: &str,
        name: &str,
        program: &str,
        completer: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.shell.write_registration(variable, name, program, completer, out)
    }

    fn write_complete(
        &self,
        command: &mut clap::Command,
        words: Vec<OsString>,
        folder: Option<&Path>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        out.write_all((self.candidates)(command, words, folder)?.as_bytes())
    }
}

/// Bash splits words at `=` and `@`.
fn bash(command: &mut clap::Command, words: Vec<OsString>, folder: Option<&Path>) -> io::Result<String> {
    let number = |name: &str| env::var(name).ok().and_then(|value| value.parse::<usize>().ok());
    let index = number("_CLAP_COMPLETE_INDEX").unwrap_or_default();
    let separator = env::var("_CLAP_IFS").unwrap_or_else(|_| "\n".to_owned());
    // The word at the cursor is whole already.
    let is_mark = |word: &OsString| word == "=" || word == "@";
    let mut joined: Vec<OsString> = words.iter().take(index).filter(|word| !is_mark(word)).cloned().collect();
    joined.push(words.get(index).cloned().unwrap_or_default());
    let index = joined.len() - 1;
    let candidates = engine::complete(command, joined, index, folder)?;
    Ok(candidates.iter().map(|candidate| format!("{}{separator}", candidate.get_value().to_string_lossy())).collect())
}

/// PowerShell inserts a value as it is.
fn powershell(command: &mut clap::Command, words: Vec<OsString>, folder: Option<&Path>) -> io::Result<String> {
    let index = words.len().saturating_sub(1);
    let line = |candidate: CompletionCandidate| {
        let value = candidate.get_value().to_string_lossy();
        let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
        format!("{}\t{}\n", powershell_quoted(&value), help.lines().next().unwrap_or_default())
    };
    Ok(engine::complete(command, words, index, folder)?.into_iter().map(line).collect())
}

/// A word of a PowerShell command line.
fn powershell_quoted(value: &str) -> String {
    if value.chars().all(|letter| letter.is_ascii_alphanumeric() || "_./:=\\-".contains(letter)) {
        return value.to_owned();
    }
    let mut quoted = String::from("'");
    for letter in value.chars() {
        quoted.push(letter);
        // A quotation mark of any kind ends the text unless it is doubled.
        if matches!(letter, '\'' | '\u{2018}'..='\u{201b}') {
            quoted.push(letter);
        }
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powershell_takes_a_quoted_value_as_one_word() {
        let cases = [
            ("0012", "0012"),
            ("--said-by=Ines Roy", "'--said-by=Ines Roy'"),
            ("O’Brien's $(x)", "'O’’Brien''s $(x)'"),
            ("@lee", "'@lee'"),
        ];
        for (value, quoted) in cases {
            assert_eq!(powershell_quoted(value), quoted);
        }
    }
}

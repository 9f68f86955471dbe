//! Prompts for missing arguments in a terminal.
//!
//! A command asks before it writes anything, so a canceled prompt leaves every file as it was.

#[cfg_attr(not(feature = "prompts"), path = "question/none.rs")]
mod terminal;

use std::env;
use std::fs;
use std::io::{self, Write};
use std::process;

use super::Error;
use super::new::edit;
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::document::FILE_LIMIT;
use crate::snapshot::read_file;
use crate::text::visible_path;

use terminal::text;
pub(super) use terminal::{can_ask, pick, pick_any};

/// One line that can't be empty.
pub(super) fn line(question: &str, help: &str) -> Result<String, Error> {
    checked(question, help, "", |_| None)
}

/// One line; asked again while `wrong` returns what is wrong with it.
pub(super) fn checked(
    question: &str,
    help: &str,
    default: &str,
    wrong: impl Fn(&str) -> Option<String> + Clone + 'static,
) -> Result<String, Error> {
    let check = move |text: &str| match text.trim() {
        "" => Some("a value is required".to_owned()),
        text => wrong(text),
    };
    Ok(text(question, help, default, check)?.trim().to_owned())
}

/// One line that may be empty; asked again while `wrong` returns what is wrong with it.
pub(super) fn perhaps(
    question: &str,
    help: &str,
    wrong: impl Fn(&str) -> Option<String> + Clone + 'static,
) -> Result<Option<String>, Error> {
    let check = move |text: &str| if text.trim().is_empty() { None } else { wrong(text.trim()) };
    let answer = text(question, help, "", check)?;
    Ok(Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty()))
}

/// Names in one line, separated by commas or semicolons; none if it is empty.
pub(super) fn names(question: &str, help: &str, default: &str) -> Result<Vec<String>, Error> {
    let answer = text(question, help, default, |_| None)?;
    let names = answer.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
    Ok(names.map(str::to_owned).collect())
}

/// A text of several lines: typed or pasted until an empty line, or written in the editor.
pub(super) fn words(question: &str) -> Result<String, Error> {
    let has_editor = ["VISUAL", "EDITOR"].iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()));
    let help = match has_editor {
        true => "verbatim; finish with an empty line, or press Enter now to open your editor",
        false => "verbatim; finish with an empty line; pasted text keeps its line breaks",
    };
    let check = move |text: &str| (text.trim().is_empty() && !has_editor).then(|| "a quote is required".to_owned());
    let mut words = text(question, help, "", check)?;
    if words.trim().is_empty() {
        return in_editor();
    }
    loop {
        let next = text("More?", "an empty line finishes the quote", "", |_| None)?;
        if next.is_empty() {
            return Ok(words);
        }
        words.push('\n');
        words.push_str(&next);
    }
}

/// One of the decisions that `is_offered` selects, newest first.
pub(super) fn decision<'a>(
    catalog: &'a Catalog,
    question: &str,
    is_offered: impl Fn(&Decision) -> bool,
) -> Result<&'a Decision, Error> {
    let offered = catalog.decisions.iter().rev().filter(|decision| !decision.is_unread() && is_offered(decision));
    let choices: Vec<(String, &Decision)> = offered.map(|decision| (shown(decision), decision)).collect();
    if choices.is_empty() {
        return Err(Error::Usage(format!(
            "no decision to choose for `{question}`\n  = help: run `heard list` and pass the ID of a decision"
        )));
    }
    pick(question, "", choices)
}

/// The line of a decision in a list.
fn shown(decision: &Decision) -> String {
    let status = decision.status.as_ref().map_or("no status", |status| status.shown());
    // What may be cut off comes last.
    format!("{} ({status}) {}", decision.id, decision.shown_title())
}

/// Text from the editor, through a file that nobody else can read.
fn in_editor() -> Result<String, Error> {
    let file = env::temp_dir().join(format!("heard-words-{}.md", process::id()));
    let failed =
        |error: io::Error| Error::Usage(format!("can't use `{}` for your editor: {error}", visible_path(&file)));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&file).and_then(|mut file| file.flush()).map_err(failed)?;
    // If the editor fails, the file stays, as the message says.
    edit(&file)?;
    let content = read_file(&file, FILE_LIMIT).map_err(failed)?;
    let bytes = content.bytes().ok_or_else(|| failed(io::Error::other("its text is larger than 1 MiB")))?;
    let words = String::from_utf8(bytes).map_err(|_| failed(io::Error::other("its text is not UTF-8")))?;
    fs::remove_file(&file).map_err(failed)?;
    Ok(words)
}

//! Questions on a terminal, for what a command needs and was not told. All use of inquire.
//!
//! A command asks before it writes anything, so whoever stops at a question finds every file as it was.
//! What comes from files is shown through `visible` here, since inquire shows text as it is.

use std::env;
use std::fmt;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::process;

use inquire::list_option::ListOption;
use inquire::ui::RenderConfig;
use inquire::validator::{ErrorMessage, Validation};
use inquire::{InquireError, MultiSelect, Select, Text};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::new::edit;
use super::{Error, width};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::text::{fold, one_line, visible};

/// How many lines of a list are shown at once.
const PAGE: usize = 10;

/// Whether somebody sits there who can answer. A job of CI has nobody, whatever it runs in.
pub(super) fn can_ask() -> bool {
    let is_set = |name: &str, word: &str| env::var_os(name).is_some_and(|value| value == word);
    let is_job = env::var_os("CI").is_some_and(|value| !value.is_empty()) && !is_set("CI", "false");
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal() && io::stderr().is_terminal();
    is_terminal && !is_job && !is_set("TERM", "dumb")
}

/// One line that must say something.
pub(super) fn line(question: &str, help: &str) -> Result<String, Error> {
    checked(question, help, "", |_| None)
}

/// One line, or what stands there already.
pub(super) fn line_or(question: &str, help: &str, default: &str) -> Result<String, Error> {
    checked(question, help, default, |_| None)
}

/// One line that `wrong` finds nothing wrong with; asked again while it does.
pub(super) fn checked(
    question: &str,
    help: &str,
    default: &str,
    wrong: impl Fn(&str) -> Option<String> + Clone + 'static,
) -> Result<String, Error> {
    let check = move |text: &str| match text.trim() {
        "" => Some("this can't be left empty".to_owned()),
        text => wrong(text),
    };
    let default = visible(default);
    let default = Some(&*default).filter(|default| !default.is_empty());
    Ok(text(question, help, default, check)?.trim().to_owned())
}

/// One line that may be left empty, which `wrong` finds nothing wrong with.
pub(super) fn perhaps(
    question: &str,
    help: &str,
    wrong: impl Fn(&str) -> Option<String> + Clone + 'static,
) -> Result<Option<String>, Error> {
    let check = move |text: &str| if text.trim().is_empty() { None } else { wrong(text.trim()) };
    let answer = text(question, help, None, check)?;
    Ok(Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty()))
}

/// Several names in one line, between semicolons or commas; none when it is left empty.
pub(super) fn names(question: &str, help: &str, default: &str) -> Result<Vec<String>, Error> {
    let default = visible(default);
    let default = Some(&*default).filter(|default| !default.is_empty());
    let answer = text(question, help, default, |_| None)?;
    let names = answer.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
    Ok(names.map(str::to_owned).collect())
}

/// Words of any number of lines: typed or pasted until an empty line, or written in the editor.
pub(super) fn words(question: &str) -> Result<String, Error> {
    let has_editor = ["VISUAL", "EDITOR"].iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()));
    let help = match has_editor {
        true => "word by word; an empty line ends them, and an empty line at once opens your editor",
        false => "word by word; an empty line ends them, and pasted text keeps its lines",
    };
    let check =
        move |text: &str| (text.trim().is_empty() && !has_editor).then(|| "there are no words to quote yet".to_owned());
    let mut words = text(question, help, None, check)?;
    if words.trim().is_empty() {
        return in_editor();
    }
    loop {
        let next = text("More?", "an empty line ends the words", None, |_| None)?;
        if next.is_empty() {
            return Ok(words);
        }
        words.push('\n');
        words.push_str(&next);
    }
}

/// One of several things, each with what is shown for it.
pub(super) fn pick<T>(question: &str, help: &str, choices: Vec<(String, T)>) -> Result<T, Error> {
    let choices = choices.into_iter().map(Choice::new).collect();
    let question = visible(question);
    let help =
        format!("↑↓ and Enter, or type a part of it{}{}", if help.is_empty() { "" } else { "; " }, visible(help));
    let select = Select::new(&question, choices).with_page_size(PAGE).with_help_message(&help);
    let room = room_behind(&question);
    let formatter = |choice: ListOption<&Choice<T>>| cut(&choice.value.shown, room);
    let select = select.with_formatter(&formatter).with_scorer(&has_typed);
    let answer = select.with_render_config(look()).prompt();
    answer.map(|choice| choice.value).map_err(stopped)
}

/// Any of several things, each with what is shown for it and whether it is chosen already.
pub(super) fn pick_any<T>(question: &str, choices: Vec<(String, bool, T)>) -> Result<Vec<T>, Error> {
    let chosen: Vec<usize> = (0..choices.len()).filter(|index| choices[*index].1).collect();
    let choices = choices.into_iter().map(|(shown, _, value)| Choice::new((shown, value))).collect();
    let question = visible(question);
    let select = MultiSelect::new(&question, choices).with_page_size(PAGE).with_default(&chosen);
    let select = select.with_help_message("↑↓ and Space to choose, Enter when done");
    let room = room_behind(&question);
    let formatter = |choices: &[ListOption<&Choice<T>>]| {
        let shown: Vec<&str> = choices.iter().map(|choice| choice.value.shown.as_str()).collect();
        cut(&shown.join(", "), room)
    };
    let select = select.with_formatter(&formatter).with_scorer(&has_typed);
    let answer = select.with_render_config(look()).prompt();
    Ok(answer.map_err(stopped)?.into_iter().map(|choice| choice.value).collect())
}

/// One of the decisions that are offered, the latest first.
pub(super) fn decision<'a>(
    catalog: &'a Catalog,
    question: &str,
    is_offered: impl Fn(&Decision) -> bool,
) -> Result<&'a Decision, Error> {
    let offered = catalog.decisions.iter().rev().filter(|decision| !decision.is_unread() && is_offered(decision));
    let choices: Vec<(String, &Decision)> = offered.map(|decision| (shown(decision), decision)).collect();
    if choices.is_empty() {
        return Err(Error::Usage(format!(
            "no decision fits the question `{question}`\n  = help: `heard list` shows them all, and any of them can be named by its id"
        )));
    }
    pick(question, "", choices)
}

/// A decision in a list.
fn shown(decision: &Decision) -> String {
    let status = decision.status.as_ref().map_or("no status", |status| status.shown());
    // What may be cut off comes last.
    format!("{} ({status}) {}", decision.id, decision.shown_title())
}

/// Something to choose, and the line that stands for it.
struct Choice<T> {
    shown: String,
    /// All of the line, as it is searched.
    folded: String,
    value: T,
}

impl<T> Choice<T> {
    fn new((shown, value): (String, T)) -> Self {
        // Room for the mark before it.
        let room = width().saturating_sub(8);
        Self { shown: cut(&visible(&one_line(&shown)), room), folded: fold(&shown), value }
    }
}

/// Whether a line has what was typed, in the part that is cut off too. Those that do stay in their order.
fn has_typed<T>(typed: &str, choice: &Choice<T>, _: &str, index: usize) -> Option<i64> {
    choice.folded.contains(&fold(typed)).then(|| -i64::try_from(index).unwrap_or(i64::MAX))
}

/// The columns for what was chosen, which is shown once more behind the question.
fn room_behind(question: &str) -> usize {
    width().saturating_sub(question.width() + 6)
}

/// The start of a text that is too wide for its place.
fn cut(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut used = 0;
    let fits = |character: &char| {
        used += character.width().unwrap_or_default();
        used < room
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

impl<T> fmt::Display for Choice<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.shown)
    }
}

/// A line as it was typed; asked again while `wrong` finds something wrong.
fn text(
    question: &str,
    help: &str,
    default: Option<&str>,
    wrong: impl Fn(&str) -> Option<String> + Clone + 'static,
) -> Result<String, Error> {
    let question = visible(question);
    let help = visible(help);
    let mut text = Text::new(&question).with_render_config(look());
    if let Some(default) = default {
        text = text.with_default(default);
    }
    if !help.is_empty() {
        text = text.with_help_message(&help);
    }
    let check = move |text: &str| {
        Ok(match wrong(text) {
            Some(message) => Validation::Invalid(ErrorMessage::Custom(visible(&message).into_owned())),
            None => Validation::Valid,
        })
    };
    // What is pasted may hold anything.
    text.with_formatter(&|text| visible(text).into_owned()).with_validator(check).prompt().map_err(stopped)
}

/// Without colours where the rest of the output has none.
fn look() -> RenderConfig<'static> {
    match anstream::ColorChoice::global() {
        anstream::ColorChoice::Never => RenderConfig::empty(),
        anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi => RenderConfig::default_colored(),
        anstream::ColorChoice::Auto => RenderConfig::default(),
    }
}

fn stopped(error: InquireError) -> Error {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => Error::Stopped,
        error => Error::Usage(format!("can't ask on this terminal: {error}")),
    }
}

/// Words from the editor, through a file that nobody else may read.
fn in_editor() -> Result<String, Error> {
    let file = env::temp_dir().join(format!("heard-words-{}.md", process::id()));
    let failed = |error: io::Error| {
        Error::Usage(format!("can't use `{}` for your editor: {error}", visible(&file.to_string_lossy())))
    };
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&file).and_then(|mut file| file.flush()).map_err(failed)?;
    // When the editor fails, what was written stays where it is, as the message says.
    edit(&file)?;
    let words = fs::read_to_string(&file).map_err(failed)?;
    fs::remove_file(&file).map_err(failed)?;
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_wide_is_cut_and_still_found() {
        assert_eq!(cut("Friday", 6), "Friday");
        assert_eq!(cut("Fridays", 6), "Frida…");
        assert_eq!(cut("日本語の", 6), "日本…");
        assert_eq!(cut("Friday", 0), "…");
        let choice = Choice::new((format!("0002 {} the Café\u{1b}[2J", "x ".repeat(1000)), ()));
        assert!(!choice.shown.contains('\u{1b}') && choice.shown.ends_with('…'));
        assert_eq!(has_typed("cafe", &choice, "", 7), None);
        assert_eq!(has_typed("the CAFÉ", &choice, "", 7), Some(-7));
    }
}

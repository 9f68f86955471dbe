//! Prompts through inquire, the only place that uses it.
//!
//! Inquire shows text as it is, so text from files goes through `visible` here.

use std::env;
use std::fmt;
use std::io::{self, IsTerminal};

use inquire::list_option::ListOption;
use inquire::ui::RenderConfig;
use inquire::validator::{ErrorMessage, Validation};
use inquire::{InquireError, MultiSelect, Select, Text};
use unicode_width::UnicodeWidthStr;

use crate::cli::{Error, width};
use crate::render::record::cut;
use crate::text::{fold, one_line, visible};

/// How many lines of a list are shown at once.
const PAGE: usize = 10;

/// Whether a person can answer prompts. In a CI job nobody can, even if it has a terminal.
pub(in crate::cli) fn can_ask() -> bool {
    let is_set = |name: &str, word: &str| env::var_os(name).is_some_and(|value| value == word);
    let is_job = env::var_os("CI").is_some_and(|value| !value.is_empty()) && !is_set("CI", "false");
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal() && io::stderr().is_terminal();
    is_terminal && !is_job && !is_set("TERM", "dumb")
}

/// One of several choices, each with the line shown for it.
pub(in crate::cli) fn pick<T>(question: &str, help: &str, choices: Vec<(String, T)>) -> Result<T, Error> {
    let choices = choices.into_iter().map(Choice::new).collect();
    let question = visible(question);
    let help = format!("↑↓ and Enter, or type to filter{}{}", if help.is_empty() { "" } else { "; " }, visible(help));
    let select = Select::new(&question, choices).with_page_size(PAGE).with_help_message(&help);
    let room = room_behind(&question);
    let formatter = |choice: ListOption<&Choice<T>>| cut(&choice.value.shown, room);
    let select = select.with_formatter(&formatter).with_scorer(&has_typed);
    let answer = select.with_render_config(look()).prompt();
    answer.map(|choice| choice.value).map_err(stopped)
}

/// Any of several choices, each with the line shown for it and whether it starts selected.
pub(in crate::cli) fn pick_any<T>(question: &str, choices: Vec<(String, bool, T)>) -> Result<Vec<T>, Error> {
    let chosen: Vec<usize> = (0..choices.len()).filter(|index| choices[*index].1).collect();
    let choices = choices.into_iter().map(|(shown, _, value)| Choice::new((shown, value))).collect();
    let question = visible(question);
    let select = MultiSelect::new(&question, choices).with_page_size(PAGE).with_default(&chosen);
    let select = select.with_help_message("↑↓ to move, Space to select, Enter when done");
    let room = room_behind(&question);
    let formatter = |choices: &[ListOption<&Choice<T>>]| {
        let shown: Vec<&str> = choices.iter().map(|choice| choice.value.shown.as_str()).collect();
        cut(&shown.join(", "), room)
    };
    let select = select.with_formatter(&formatter).with_scorer(&has_typed);
    let answer = select.with_render_config(look()).prompt();
    Ok(answer.map_err(stopped)?.into_iter().map(|choice| choice.value).collect())
}

/// A line as typed, with a default unless that is empty; asked again while `wrong` returns what is wrong with it.
pub(in crate::cli) fn text(
    question: &str,
    help: &str,
    default: &str,
    wrong: impl Fn(&str) -> Option<String> + Clone + 'static,
) -> Result<String, Error> {
    let question = visible(question);
    let (help, default) = (visible(help), visible(default));
    let mut text = Text::new(&question).with_render_config(look());
    if !default.is_empty() {
        text = text.with_default(&default);
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
    // Pasted text can contain control characters.
    text.with_formatter(&|text| visible(text).into_owned()).with_validator(check).prompt().map_err(stopped)
}

/// No colors where the rest of the output has none.
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
        error => Error::Usage(format!("can't prompt in this terminal: {error}")),
    }
}

/// A choice and the line shown for it.
struct Choice<T> {
    shown: String,
    /// The whole line, folded for filtering.
    folded: String,
    value: T,
}

impl<T> Choice<T> {
    fn new((shown, value): (String, T)) -> Self {
        // Room for the cursor before it.
        let room = width().saturating_sub(8);
        Self { shown: cut(&visible(&one_line(&shown)), room), folded: fold(&shown), value }
    }
}

/// Keeps the choices that contain the typed text, cut-off part included, in their order.
fn has_typed<T>(typed: &str, choice: &Choice<T>, _: &str, index: usize) -> Option<i64> {
    choice.folded.contains(&fold(typed)).then(|| -i64::try_from(index).unwrap_or(i64::MAX))
}

/// The columns left after the question, where the chosen line is shown again.
fn room_behind(question: &str) -> usize {
    width().saturating_sub(question.width() + 6)
}

impl<T> fmt::Display for Choice<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.shown)
    }
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

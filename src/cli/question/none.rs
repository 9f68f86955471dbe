//! A build without the feature `prompts`: every missing argument is an error.

use crate::cli::Error;

pub(in crate::cli) fn can_ask() -> bool {
    false
}

pub(in crate::cli) fn text(
    question: &str,
    _help: &str,
    _default: &str,
    _wrong: impl Fn(&str) -> Option<String> + Clone + 'static,
) -> Result<String, Error> {
    Err(missing(question))
}

pub(in crate::cli) fn pick<T>(question: &str, _help: &str, _choices: Vec<(String, T)>) -> Result<T, Error> {
    Err(missing(question))
}

pub(in crate::cli) fn pick_any<T>(question: &str, _choices: Vec<(String, bool, T)>) -> Result<Vec<T>, Error> {
    Err(missing(question))
}

fn missing(question: &str) -> Error {
    Error::Usage(format!("an argument is missing, and this build of heard can't prompt for it: {question}"))
}

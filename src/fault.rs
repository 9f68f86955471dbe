//! Keeps a panic, which is a fault of the program, to the record that it happened in: one record must not take the
//! whole log down. What is caught becomes a finding, and the exit code says that the work was not done.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::text::visible;

/// Whether anything was caught in this process. A panic is process-wide already: its hook is, and threads share it.
static CAUGHT: AtomicBool = AtomicBool::new(false);

/// Runs some work on one record.
///
/// # Errors
/// The message of the panic that ended it.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // What the work leaves half done is dropped with it: it gets its record and gives a value.
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        CAUGHT.store(true, Ordering::Relaxed);
        message(&*payload).to_owned()
    })
}

/// Whether a panic was caught since the process started, so that its result can't be relied on.
pub(crate) fn was_caught() -> bool {
    CAUGHT.load(Ordering::Relaxed)
}

/// What to print when a panic starts: its place in the program is what a bug report needs.
pub(crate) fn report(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map(|place| format!(" at {}:{}", place.file(), place.line())).unwrap_or_default();
    let message = visible(message(info.payload()));
    let backtrace = Backtrace::capture();
    let backtrace = match backtrace.status() {
        BacktraceStatus::Captured => format!("{backtrace}\n"),
        _ => String::new(),
    };
    format!(
        "error: this is a bug in heard: {message}{place}\n  = help: please report it, with the file if you can\n{backtrace}"
    )
}

fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_message() {
        assert_eq!(catch(|| 1), Ok(1));
        assert_eq!(catch(|| panic!("begin > end")), Err::<(), _>("begin > end".to_owned()));
        assert_eq!(catch(|| panic!("{} > 1", 2)), Err::<(), _>("2 > 1".to_owned()));
        assert!(was_caught());
    }
}

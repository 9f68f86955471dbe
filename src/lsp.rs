//! What an editor shows of the log, in the types of the Language Server Protocol: findings in what is being written,
//! fixes, completions, and what is known of the people and decisions that it names. Nothing is read from disk: the
//! caller has the log as it is in the editor.

pub(crate) mod act;
pub(crate) mod complete;
pub(crate) mod define;
pub(crate) mod diagnose;
pub(crate) mod hover;
pub(crate) mod lens;
pub(crate) mod position;
pub(crate) mod settings;
pub(crate) mod target;

use gen_lsp_types::{Location, Uri};

use crate::catalog::Catalog;
use crate::policy::FILE;
use crate::text::{RepoPath, Span, visible};
use position::{Encoding, Lines};

/// The log as it is in the editor.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    /// The log, with the texts of open files in place of those on disk.
    pub catalog: &'a Catalog,
    /// What a column counts.
    pub encoding: Encoding,
    /// The address of a file.
    pub uri: &'a dyn Fn(&RepoPath) -> Uri,
}

impl<'a> View<'a> {
    /// A place in a file with this text.
    fn location(&self, path: &RepoPath, text: &str, span: Span) -> Location {
        Location { uri: (self.uri)(path), range: Lines::new(text, self.encoding).range(span) }
    }

    /// The text of a decision or of the policy.
    fn text_of(&self, path: &RepoPath) -> Option<&'a str> {
        match path.as_str() {
            FILE => Some(&self.catalog.policy.text),
            _ => self.catalog.at(path).map(|decision| &*decision.text),
        }
    }
}

/// A message with its lines, in which nothing is hidden.
fn visible_message(message: &str) -> String {
    message.lines().map(visible).collect::<Vec<_>>().join("\n")
}

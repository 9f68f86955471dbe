//! Changes of a text at places that are known: every other byte stays.

use super::Span;

/// New text for some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Splice {
    /// The bytes that go; empty where text is only added.
    pub span: Span,
    /// What comes in their place.
    pub text: String,
}

impl Splice {
    /// Replaces some bytes.
    pub(crate) fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// Adds text before a byte.
    pub(crate) fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::new(Span::new(at, at), text)
    }
}

/// The text with the splices made. They must not overlap.
pub(crate) fn spliced(text: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|splice| (splice.span.start, splice.span.end));
    let mut new = String::new();
    let mut at = 0;
    for splice in splices {
        new.push_str(Span::new(at, splice.span.start).of(text));
        new.push_str(&splice.text);
        at = splice.span.end;
    }
    new.push_str(Span::new(at, text.len()).of(text));
    new
}

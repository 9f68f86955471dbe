//! Footnotes: numbers in the text, and the notes at its end, each with a way back.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use super::{BodyWriter, ElementEnd, escape, fill};

/// The footnotes of a body.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The numbers, in the order of the references, by the names in lower case.
    numbers: HashMap<String, usize>,
    /// Those that the text refers to.
    referred: HashSet<usize>,
    /// The HTML of each.
    texts: BTreeMap<usize, String>,
}

impl Notes {
    fn number(&mut self, name: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(name.to_lowercase()).or_insert(next)
    }
}

impl BodyWriter<'_> {
    /// Writes the number of a note. The note leads back to the first one.
    pub(super) fn write_note_number(&mut self, name: &str) {
        let number = self.notes.number(name);
        if self.links > 0 {
            let _ = write!(self.out, "<sup>{number}</sup>");
            return;
        }
        let id = if self.notes.referred.insert(number) { format!(" id=\"note-{number}-ref\"") } else { String::new() };
        let label = escape(&fill(self.words().footnote, &[("n", &number)]));
        let _ = write!(
            self.out,
            "<sup class=\"note\"><a{id} href=\"#note-{number}\" aria-label=\"{label}\">{number}</a></sup>"
        );
    }

    /// Starts a note. What was written so far waits until it ends.
    pub(super) fn open_note(&mut self, name: &str) -> ElementEnd {
        ElementEnd::Note(self.notes.number(name), std::mem::take(&mut self.out))
    }

    /// Ends a note. A second one of the same name adds to the first.
    pub(super) fn end_note(&mut self, number: usize, before: String) {
        let text = std::mem::replace(&mut self.out, before);
        self.notes.texts.entry(number).or_default().push_str(&text);
    }

    /// Writes the notes.
    pub(super) fn write_notes(&mut self) {
        let Notes { numbers, referred, mut texts } = std::mem::take(&mut self.notes);
        if numbers.is_empty() {
            return;
        }
        let (label, back) = (escape(self.words().footnotes), escape(self.words().back_to_text));
        let _ = write!(self.out, "<section class=\"footnotes\" aria-label=\"{label}\">\n<ol>\n");
        for number in 1..=numbers.len() {
            let text = texts.remove(&number).unwrap_or_default();
            let _ = write!(self.out, "<li id=\"note-{number}\">{text}");
            if referred.contains(&number) {
                let _ = write!(self.out, "<a class=\"back\" href=\"#note-{number}-ref\" aria-label=\"{back}\">↩</a>");
            }
            self.html("</li>\n");
        }
        self.html("</ol>\n</section>\n");
    }
}

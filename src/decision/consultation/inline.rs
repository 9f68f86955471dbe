//! The text of lines, and the way back from it to the bytes of the file.

use crate::document::block::Line;
use crate::text::{Span, Spanned};

/// The text of lines and the way back from it to the file.
pub(super) struct Inline<'a> {
    /// The text, one space between two lines.
    pub text: String,
    /// Where each run starts in `text`, its length there, its bytes in the file, its link.
    runs: Vec<(usize, usize, Span, Option<&'a str>)>,
}

impl<'a> Inline<'a> {
    pub(super) fn of(lines: &'a [Line<'_>]) -> Self {
        let length = |line: &Line<'_>| 1 + line.runs.iter().map(|run| run.text.len()).sum::<usize>();
        let mut inline = Self {
            text: String::with_capacity(lines.iter().map(length).sum()),
            runs: Vec::with_capacity(lines.iter().map(|line| line.runs.len()).sum()),
        };
        for line in lines {
            if !inline.text.is_empty() {
                inline.text.push(' ');
            }
            for run in &line.runs {
                inline.runs.push((inline.text.len(), run.text.len(), run.span, run.link));
                inline.text.push_str(&run.text);
            }
        }
        inline
    }

    /// The same without tags of HTML such as `<cite>`, which a quote keeps among its words.
    pub(super) fn without_tags(lines: &'a [Line<'_>]) -> Self {
        let mut inline = Self { text: String::new(), runs: Vec::new() };
        for line in lines {
            if !inline.text.is_empty() {
                inline.text.push(' ');
            }
            for run in line.runs.iter().filter(|run| !is_tag(&run.text)) {
                inline.runs.push((inline.text.len(), run.text.len(), run.span, run.link));
                inline.text.push_str(&run.text);
            }
        }
        inline
    }

    /// The bytes of the file behind a range of the text. Inside a run that does not read as it is
    /// written (an entity, code), the whole run.
    pub(super) fn span(&self, text: &str, start: usize, end: usize) -> Span {
        let mut span: Option<Span> = None;
        for (at, length, run, _) in &self.runs {
            if at + length <= start || *at >= end {
                continue;
            }
            let verbatim = run.end - run.start == *length && text.get(run.start..run.end).is_some();
            let from = if verbatim { run.start + start.saturating_sub(*at) } else { run.start };
            let to = if verbatim { run.start + (end - at).min(*length) } else { run.end };
            span = Some(match span {
                None => Span::new(from, to),
                Some(known) => Span::new(known.start, to),
            });
        }
        span.unwrap_or_else(|| {
            let end = self.runs.last().map_or(0, |(_, _, run, _)| run.end);
            Span::new(end, end)
        })
    }

    /// The target of the first link in a range.
    pub(super) fn link(&self, (start, end): (usize, usize)) -> Option<&'a str> {
        let runs = self.runs.iter().filter(|(at, length, ..)| *at < end && at + length > start);
        runs.map(|(_, _, _, link)| *link).find_map(|link| link)
    }

    /// The source between `start` and `end`: the target of its first link, or its words.
    pub(super) fn source(&self, text: &str, start: usize, end: usize) -> Option<Spanned<String>> {
        let words = self.text.get(start..end)?.trim();
        let link = self.link((start, end));
        let value = link.unwrap_or(words);
        (!value.is_empty()).then(|| Spanned::new(value.to_owned(), self.span(text, start, end)))
    }
}

/// Tags around a name: `<cite>`.
pub(crate) const TAGS: &[&str] = &["cite", "small", "sub", "sup", "i", "em", "b", "strong", "p", "span"];

/// Whether a piece of a line is one of them.
pub(super) fn is_tag(run: &str) -> bool {
    let name = run.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).map(|rest| rest.trim_start_matches('/'));
    name.is_some_and(|name| TAGS.contains(&name))
}

//! Values of a body: what they say, and their bytes in the file.

use super::super::block::{Line, Run};
use super::super::header::{Node, Value};
use crate::text::{Span, one_line};

/// Lines of a block as one text, with the places of its bytes.
pub(super) struct Flow<'a> {
    /// The words, with a line feed between lines.
    pub text: String,
    /// Where each run starts in the text.
    pub runs: Vec<(usize, &'a Run<'a>)>,
    /// Whether each run reads as it is written, so that offsets hold.
    verbatim: Vec<bool>,
}

impl<'a> Flow<'a> {
    pub(super) fn of(source: &str, lines: impl IntoIterator<Item = &'a Line<'a>>) -> Self {
        let mut flow = Self { text: String::new(), runs: Vec::new(), verbatim: Vec::new() };
        for (index, line) in lines.into_iter().enumerate() {
            if index > 0 {
                flow.text.push('\n');
            }
            for run in &line.runs {
                flow.runs.push((flow.text.len(), run));
                flow.verbatim.push(run.span.of(source) == run.text);
                flow.text.push_str(&run.text);
            }
        }
        flow
    }

    /// The byte of the file at which the text from `at` on starts.
    pub(super) fn start(&self, at: usize) -> usize {
        let after = self.runs.partition_point(|(start, _)| *start <= at);
        let Some(index) = after.checked_sub(1) else { return 0 };
        let (start, run) = self.runs[index];
        if at - start >= run.text.len() {
            // Between two runs.
            return self.runs.get(after).map_or(run.span.end, |(_, next)| next.span.start);
        }
        run.span.start + if self.verbatim[index] { at - start } else { 0 }
    }

    /// The byte of the file at which the text up to `at` ends.
    pub(super) fn end(&self, at: usize) -> usize {
        let after = self.runs.partition_point(|(start, _)| *start < at);
        let Some(index) = after.checked_sub(1) else { return 0 };
        let (start, run) = self.runs[index];
        let is_inside = self.verbatim[index] && at - start < run.text.len();
        if is_inside { run.span.start + (at - start) } else { run.span.end }
    }

    /// The value between two bytes of the text. Links are written as in markdown, since their targets matter.
    pub(super) fn value(&self, source: &str, from: usize, to: usize) -> Node {
        // A backslash at a line's end asks for a line break.
        let written = self.text[from..to].trim_end().trim_end_matches('\\').trim_end();
        let end = from + written.len();
        let start = end - written.trim_start().len();
        if start == end {
            let at = self.end(from);
            return Node { span: Span::new(at, at), value: Value::Text { text: String::new(), plain: true } };
        }
        let first = self.runs.partition_point(|(at, _)| *at <= start).saturating_sub(1);
        let last = self.runs.partition_point(|(at, _)| *at < end);
        let runs = &self.runs[first..last];
        let mut text = String::new();
        for (index, (at, run)) in runs.iter().enumerate() {
            let piece = &self.text[start.max(*at)..end.min(at + run.text.len())];
            let link = link(run);
            let is_at = |other: Option<&(usize, &Run<'_>)>| {
                other.is_some_and(|(_, other)| link.is_some() && self::link(other) == link)
            };
            if link.is_some() && !is_at(index.checked_sub(1).and_then(|index| runs.get(index))) {
                text.push('[');
            }
            // Lines of one value, and what was between two runs.
            if index > 0 && self.text[..*at].ends_with('\n') {
                text.push(' ');
            }
            text.push_str(piece);
            if let Some(target) = link.filter(|_| !is_at(runs.get(index + 1))) {
                text.push_str(&format!("]({target})"));
            }
        }
        let mut span = Span::new(self.start(start), self.end(end));
        if let Some((_, run)) = runs.first().filter(|(_, run)| link(run).is_some()) {
            span.start = span.start.min(link_span(source, run.span).start);
        }
        if let Some((_, run)) = runs.last().filter(|(_, run)| link(run).is_some()) {
            span.end = span.end.max(link_span(source, run.span).end);
        }
        // `"in progress" and more` is more than the quoted part.
        let read = match text.strip_prefix('"').and_then(|rest| rest.trim_end().strip_suffix('"')) {
            Some(quoted) if !quoted.contains('"') => quoted.to_owned(),
            _ => one_line(&text).into_owned(),
        };
        Node { span: span.trimmed(source), value: Value::Text { text: read, plain: true } }
    }

    /// All of it as a value.
    pub(super) fn whole(&self, source: &str) -> Node {
        self.value(source, 0, self.text.len())
    }
}

/// Where a run leads, unless it is the address itself.
pub(super) fn link<'a>(run: &Run<'a>) -> Option<&'a str> {
    run.link.filter(|target| *target != run.text && !run.text.starts_with('<'))
}

/// A link with its brackets and target, by the place of its label. The target may be elsewhere: `[ADR-5][6]`.
pub(super) fn link_span(source: &str, label: Span) -> Span {
    let marks = ['*', '_', '`'];
    let before = source[..label.start].trim_end_matches(marks);
    let after = source[label.end..].trim_start_matches(marks);
    let (Some(before), Some(after)) = (before.strip_suffix('['), after.strip_prefix(']')) else {
        return label;
    };
    let closing = match after.chars().next() {
        Some('(') => ')',
        Some('[') => ']',
        _ => return Span::new(before.len(), source.len() - after.len()),
    };
    let end = after.find([closing, '\n']).filter(|at| after[*at..].starts_with(closing));
    end.map_or(label, |at| Span::new(before.len(), source.len() - after.len() + at + 1))
}

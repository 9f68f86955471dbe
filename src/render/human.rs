//! Findings for people: the source line with the place underlined, why it matters, and how to fix
//! it. The layout is rustc's.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Element, Group, Level as Mark, Origin, Renderer, Snippet};

use super::advice;
use crate::baseline;
use crate::facts::NeedSummary;
use crate::finding::Finding;
use crate::policy::{Level, Mistake};
use crate::report::{GateReport, SHOWN_LIMIT, Summary, Texts, bounded};
use crate::text::{
    Places, Point, RepoPath, Span, counted, floor_char, is_hidden, line_start, listed, listed_some, opens_command,
    visible,
};

/// How many changed paths of an area are listed before the rest is counted.
const PATHS: usize = 5;
/// The last column of a line that is shown. For a place after it only line and column are given, since
/// thousands of places on one line would each print the whole line.
const LINE: usize = 4_000;

/// The findings, with a line between any two.
pub(crate) fn findings(findings: &[Finding], texts: &Texts<'_>, width: usize) -> String {
    let renderer = Renderer::styled().term_width(width);
    let mut out = String::new();
    let mut places = Places::default();
    let (shown, omitted) = bounded(findings, SHOWN_LIMIT);
    for finding in shown {
        let mark = match finding.level {
            Level::Deny => Mark::ERROR,
            Level::Warn | Level::Off => Mark::WARNING,
        };
        let title = mark.primary_title(visible(&finding.message)).id(finding.rule);
        let mut elements: Vec<Element<'_>> =
            vec![place(texts.of(&finding.path), &finding.path, finding.span, "", AnnotationKind::Primary, &mut places)];
        for related in &finding.related {
            let text = texts.of_related(&related.path);
            if text.is_empty() || related.span == Span::default() {
                // The file can't be shown; the message alone is enough.
                elements.push(Mark::NOTE.message(visible(&related.message)).into());
            } else {
                elements.push(place(
                    text,
                    &related.path,
                    related.span,
                    &related.message,
                    AnnotationKind::Context,
                    &mut places,
                ));
            }
        }
        if let Some(why) = &finding.why {
            elements.push(Mark::NOTE.message(visible(why)).into());
        }
        if let Some(help) = &finding.help {
            elements.push(Mark::HELP.message(visible(help)).into());
        }
        out.push_str(&arrows(&renderer.render(&[title.elements(elements)])));
        out.push_str("\n\n");
    }
    for (path, more) in omitted {
        let _ = writeln!(out, "not shown: {} in `{path}`\n", counted(more, "more finding"));
    }
    out
}

/// How many decisions a rule must report before its findings become one line.
const MANY: usize = 10;
/// How many places such a line has.
const FIRST: usize = 3;

/// The findings to show one by one, and those of each rule that reports most of the `checked` decisions: what is true
/// of nearly every decision of a log would hide all the rest.
pub(crate) fn without_common(found: &[Finding], checked: usize) -> (Vec<Finding>, Vec<Vec<&Finding>>) {
    let mut by_rule: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in found {
        by_rule.entry(finding.rule).or_default().push(finding);
    }
    by_rule.retain(|_, findings| {
        let files = files(findings);
        files >= MANY && files * 2 > checked
    });
    let rest = found.iter().filter(|finding| !by_rule.contains_key(finding.rule)).cloned().collect();
    (rest, by_rule.into_values().collect())
}

/// In how many files findings are. They are sorted by path.
fn files(findings: &[&Finding]) -> usize {
    findings.chunk_by(|one, other| one.path == other.path).count()
}

/// One line for all findings of a rule.
pub(crate) fn common(findings: &[&Finding], texts: &Texts<'_>, checked: usize) -> String {
    let Some(first) = findings.first() else { return String::new() };
    let summary = crate::rules::find(first.rule).map_or("", |rule| rule.summary);
    let mut places = Places::default();
    let starts = findings.chunk_by(|one, other| one.path == other.path).filter_map(|of_file| of_file.first());
    let shown = starts.take(FIRST).map(|finding| {
        let line = places.point(texts.of(&finding.path), finding.span.start).line;
        format!("{}:{line}", finding.path)
    });
    let shown = shown.collect::<Vec<_>>().join(", ");
    let message = format!("{summary}: in {} of {checked} decisions, such as {shown}", files(findings));
    let is_error = findings.iter().any(|finding| finding.level == Level::Deny);
    let mark = if is_error { Mark::ERROR } else { Mark::WARNING };
    let line = Renderer::styled().render(&[Group::with_title(mark.primary_title(message).id(first.rule))]);
    format!("{line}\n")
}

/// The rendered text, with an arrow before every file name. The renderer writes `:::` before the
/// second one, and a line that starts like this is close to a workflow command of a CI runner.
fn arrows(drawn: &str) -> String {
    let is_name = |before: &str| anstream::adapter::strip_str(before).all(|text| text.trim().is_empty());
    let lines = drawn.split('\n').map(|line| match line.split_once(":::") {
        Some((before, after)) if is_name(before) => format!("{before}-->{after}"),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A place in a file: its line with the bytes underlined, or just its name.
fn place<'a>(
    text: &'a str,
    path: &RepoPath,
    span: Span,
    label: &'a str,
    kind: AnnotationKind,
    places: &mut Places,
) -> Element<'a> {
    if text.is_empty() || span == Span::default() {
        return Origin::path(path.to_string()).into();
    }
    let Point { line, column, .. } = places.point(text, span.start);
    if column > LINE {
        return Origin::path(path.to_string()).line(line).char_column(column).into();
    }
    let (window, range) = window(text, span);
    let mut annotation = kind.span(range);
    if !label.is_empty() {
        annotation = annotation.label(visible(label));
    }
    Snippet::source(window).line_start(line).path(path.to_string()).annotation(annotation).into()
}

/// The line of a span, and the span within it. Characters that could control a terminal are replaced
/// one for one, so that columns stay the same; so is a bracket that would open a workflow command of
/// a CI runner.
fn window(text: &str, span: Span) -> (Cow<'_, str>, std::ops::Range<usize>) {
    let start = floor_char(text, span.start);
    let end = floor_char(text, span.end).max(start);
    let line_start = line_start(text, start);
    let far = floor_char(text, text.len().min(end.saturating_add(LINE)));
    let line_end = text[start..far].find('\n').map_or(far, |at| start + at);
    let line = text[line_start..line_end].trim_end_matches('\r');
    let (from, to) = (start - line_start, end.min(line_end) - line_start);
    let (from, to) = (from.min(line.len()), to.min(line.len()));
    if !line.chars().any(|c| is_hidden(c) && c != '\t') && !line.contains('#') {
        return (Cow::Borrowed(line), from..to);
    }
    let mut shown = String::new();
    let mut range = 0..0;
    for (at, character) in line.char_indices() {
        if at == from {
            range.start = shown.len();
        }
        let is_replaced = match character {
            '\t' => false,
            '[' => opens_command(&line[..at]),
            other => is_hidden(other),
        };
        shown.push(if is_replaced { '\u{fffd}' } else { character });
        if at + character.len_utf8() <= to {
            range.end = shown.len();
        }
    }
    range.end = range.end.max(range.start);
    (Cow::Owned(shown), range)
}

/// A mistake in a file at the root of the repository.
pub(crate) fn mistake(mistake: &Mistake, file: &str, text: &str, width: usize) -> String {
    let title = Mark::ERROR.primary_title(visible(&mistake.message));
    let path = RepoPath::new(file);
    let mut elements = vec![place(text, &path, mistake.span, "", AnnotationKind::Primary, &mut Places::default())];
    if let Some(help) = &mistake.help {
        elements.push(Mark::HELP.message(visible(help)).into());
    }
    let mut out = Renderer::styled().term_width(width).render(&[title.elements(elements)]);
    out.push('\n');
    out
}

/// What each area requires and who was heard, then what to do.
pub(crate) fn needs(gate: &GateReport) -> String {
    let mut out = String::new();
    for need in &gate.needs {
        out.push_str(&self::need(need));
        out.push('\n');
    }
    if let Some(about) = advice::about(gate) {
        let _ = writeln!(out, "{about}\n\nWhat to do:");
        for (place, step) in advice::steps(gate, "below").iter().enumerate() {
            let _ = writeln!(out, "  {}. {step}", place + 1);
        }
        out.push('\n');
    }
    if let Some(draft) = &gate.draft {
        let _ = writeln!(out, "----- {} -----", visible(&draft.path));
        for line in draft.text.lines() {
            let _ = writeln!(out, "{}", visible(line));
        }
        let _ = writeln!(out, "----- end -----\n");
    }
    out
}

/// What one area requires and who was heard.
pub(crate) fn need(need: &NeedSummary) -> String {
    let mut out = String::new();
    let verdict = if need.is_open() { "not covered" } else { "covered" };
    let _ = writeln!(out, "area `{}`: {verdict}", visible(&need.area));
    for path in need.paths.iter().take(PATHS) {
        let _ = writeln!(out, "  paths       {}", visible(path));
    }
    if need.paths.len() > PATHS {
        let _ = writeln!(out, "              and {} more", need.paths.len() - PATHS);
    }
    for step in &need.steps {
        let _ = writeln!(out, "  [{}] {}", if step.is_done { 'x' } else { ' ' }, step.text);
    }
    if need.is_open() && !need.heard.is_empty() {
        let _ = writeln!(out, "  quoted      {}", listed_some(&need.heard));
    }
    for cover in &need.covers {
        let _ = writeln!(out, "  covered by  {}", advice::cover(cover));
        for wide in &cover.wide {
            let _ = writeln!(out, "              it governs {}, which is more than any area", listed([wide.as_str()]));
        }
        for words in cover.quotes.iter().take(PATHS) {
            let _ = writeln!(out, "    > {}", visible(&words.text));
            let _ = writeln!(out, "      {}", advice::attribution(words));
        }
        if cover.quotes.len() > PATHS {
            let _ = writeln!(out, "      and {} more", cover.quotes.len() - PATHS);
        }
    }
    out
}

/// The result of the gate.
pub(crate) fn verdict(summary: &Summary, changed: usize) -> String {
    let paths = counted(changed, "path");
    match summary.denied {
        0 => format!("passed: {paths} changed, no errors"),
        errors => format!("rejected: {paths} changed, {}", counted(errors, "error")),
    }
}

/// `12 decisions, 3 errors, 1 warning`
pub(crate) fn summary(summary: &Summary) -> String {
    let Summary { decisions, denied, warned, recorded, .. } = *summary;
    let decisions = counted(decisions, "decision");
    match (denied, warned) {
        (0, 0) if recorded > 0 => format!("{decisions}, no new problems"),
        (0, 0) => format!("{decisions}, no problems found"),
        (0, warned) => format!("{decisions}, {}", counted(warned, "warning")),
        (errors, 0) => format!("{decisions}, {}", counted(errors, "error")),
        (errors, warned) => format!("{decisions}, {}, {}", counted(errors, "error"), counted(warned, "warning")),
    }
}

/// What `check` leaves out, one line per reason.
pub(crate) fn left_out(summary: &Summary) -> String {
    let allowed = match summary.allowed {
        0 => String::new(),
        1 => "1 finding is allowed by a comment\n".to_owned(),
        allowed => format!("{allowed} findings are allowed by comments\n"),
    };
    let recorded = match summary.recorded {
        0 => String::new(),
        1 => format!("1 known finding is recorded in {}\n", baseline::FILE),
        recorded => format!("{recorded} known findings are recorded in {}\n", baseline::FILE),
    };
    allowed + &recorded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::runner::commands;
    use super::*;
    use crate::facts::{Cover, Known, Words};
    use crate::policy::{Contact, FILE};
    use crate::report::DraftReport;
    use crate::vocabulary::evidence::Evidence;

    proptest! {
        #[test]
        fn a_runner_finds_no_command_in_what_people_read(
            text in r"(::(error|add-mask|stop-commands)::|##(\[|vso\[)|[:#\[\]%\r\n \t\u{200d}]|\PC){1,40}",
            words in r"(::(error|add-mask)::|##\[|[:#\[\]%\r\n ]|\PC){0,20}",
            at in 0..60_usize,
            length in 0..20_usize,
        ) {
            let path = RepoPath::new(format!("decisions/{words}.md"));
            let policy = format!("{text}x");
            let texts = Texts { files: [(&path, text.as_str())].into(), policy: &policy };
            let span = Span::new(at, at + length);
            let finding = Finding { rule: "a-rule", ..Finding::at(path.clone(), span, words.clone()) };
            let finding = finding.why(words.clone()).help(words.clone());
            let finding = finding.related(&RepoPath::new(FILE), span, words.clone()).related(&path, Span::default(), words.clone());
            let (text_of, contact) = (|| words.clone(), Contact { name: words.clone(), handle: Some(words.clone()) });
            let known = Known { id: text_of(), title: text_of(), path: text_of() };
            let cover = Cover {
                decision: known.clone(),
                is_new: false,
                date: Some(text_of()),
                named_by: Some(text_of()),
                waived_until: Some(text_of()),
                days: Some(3),
                wide: vec![text_of()],
                quotes: vec![Words { speaker: text_of(), date: Some(text_of()), evidence: Evidence::Claimed, grounds: text_of(), text: text_of() }],
            };
            let need = NeedSummary {
                area: text_of(),
                paths: vec![text_of()],
                people: vec![contact.clone()],
                nearest: vec![known.clone()],
                standing: vec![known],
                waive: vec![contact],
                covers: vec![cover],
                evidence: Evidence::Forge,
                why: vec![text_of()],
                ..NeedSummary::default()
            };
            let gate = GateReport {
                needs: vec![need],
                draft: Some(DraftReport { path: text_of(), text: text.clone(), url: None }),
                ..GateReport::default()
            };
            let wrong = Mistake { span, message: words.clone(), help: Some(words.clone()) };
            let out = [super::findings(&[finding], &texts, 80), needs(&gate), mistake(&wrong, FILE, &text, 80)].concat();
            let out = anstream::adapter::strip_str(&out).to_string();
            prop_assert_eq!(commands(&out), Vec::new(), "{}", out);
            prop_assert!(!out.contains("##vso["), "{}", out);
            prop_assert!(!out.lines().any(|line| line.trim_start().starts_with("::")), "{}", out);
        }
    }

    #[test]
    fn a_window_shows_no_hidden_character_and_keeps_the_mark() {
        let text = "one\nab\u{9b}cd\u{202e}\u{feff}ef\r\nthree\n";
        let at = text.find("cd").unwrap();
        let (window, range) = window(text, Span::new(at, at + 2));
        assert_eq!(&window[range], "cd");
        assert!(!window.chars().any(is_hidden));
    }

    #[test]
    fn a_place_far_out_on_a_line_is_named_without_the_line() {
        let line = format!("{}x", "a".repeat(LINE));
        let path = RepoPath::new("a.md");
        let texts = Texts { files: [(&path, line.as_str())].into(), policy: "" };
        let finding = Finding::at(path.clone(), Span::new(LINE, LINE + 1), "far out".to_owned());
        let out = super::findings(&[finding], &texts, 80);
        assert!(out.contains("a.md") && out.contains(":1:4001") && !out.contains("aaa"), "{out}");
    }

    #[test]
    fn spans_that_do_not_fit_are_clamped() {
        let text = "é\n";
        for span in [Span::new(1, 1), Span::new(0, 99), Span::new(50, 60), Span::new(3, 3)] {
            let (window, range) = window(text, span);
            assert!(window.get(range).is_some());
        }
    }
}

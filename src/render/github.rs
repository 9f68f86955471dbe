//! A report as annotations of a GitHub Actions job: one command to its runner per line.
//!
//! The runner executes every line that starts with `::name`, so hidden characters are made visible
//! first, and then the text is escaped by the runner's own rules.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{advice, human, joined_message};
use crate::report::{FindingLevel, FindingReport, GateReport, Report};
use crate::text::{listed, visible};

/// How many findings are annotated. GitHub shows ten errors per step, and the verdict is one of them.
const FINDINGS: usize = 9;
/// The maximum number of characters of an annotation that GitHub shows.
const LENGTH: usize = 4_096;
/// The longest path given as the place of an annotation. A longer one would leave no room for the message.
const PATH: usize = 1_024;

/// The verdict, the most severe findings, and how many more there are.
pub(crate) fn report(report: &Report) -> String {
    let kind = if report.summary().denied == 0 { "notice" } else { "error" };
    let verdict = match report {
        Report::Check(check) => format!("{}: {}", report.verdict(), human::summary(&check.summary)),
        Report::Gate(gate) => {
            let mut lines = vec![human::verdict(&gate.summary, gate.changed)];
            lines.extend(advice::about(gate));
            lines.extend(advice::steps(gate, "in the summary of this job").iter().map(|step| format!("- {step}")));
            lines.join("\n")
        }
    };
    let mut out = String::new();
    let title = format!("heard {}", report.command());
    command(&mut out, kind, &[("title", title.clone())], &verdict);
    if let Report::Gate(gate) = report {
        covers(&mut out, gate, &title);
        for text in &gate.notices {
            command(&mut out, "notice", &[("title", title.clone())], text);
        }
    }
    // Errors come first, since not all findings may be shown.
    let denies = |finding: &&FindingReport| finding.level == FindingLevel::Deny;
    let warns = |finding: &&FindingReport| finding.level == FindingLevel::Warn;
    let findings = report.findings();
    let ordered = findings.iter().filter(denies).chain(findings.iter().filter(warns));
    for finding in ordered.take(FINDINGS) {
        annotation(&mut out, finding);
    }
    match findings.len().saturating_sub(FINDINGS) + report.summary().omitted {
        0 => {}
        1 => command(&mut out, "notice", &[("title", title)], "1 more finding is not shown here"),
        more => command(&mut out, "notice", &[("title", title)], &format!("{more} more findings are not shown here")),
    }
    out
}

/// The words that count, and a warning for each decision that is older than the change.
fn covers(out: &mut String, gate: &GateReport, title: &str) {
    for (need, cover) in
        gate.needs.iter().flat_map(|need| need.covers.iter().map(move |cover| (need, cover))).take(COVERS)
    {
        let mut lines = vec![format!("area `{}` is covered by {}", need.area, advice::cover(cover))];
        let globs = listed(cover.wide.iter().map(String::as_str));
        lines.extend((!cover.wide.is_empty()).then(|| format!("it governs {globs}, which is more than any area")));
        lines.extend(cover.quotes.iter().map(|words| format!("> {}\n> {}", words.text, advice::attribution(words))));
        let kind = if cover.is_new { "notice" } else { "warning" };
        command(out, kind, &[("title", title.to_owned())], &lines.join("\n"));
    }
}

/// How many covers are annotated.
const COVERS: usize = 5;

/// The annotation for an error that kept the command from running.
pub(crate) fn failure(error: &str) -> String {
    let mut out = String::new();
    command(&mut out, "error", &[("title", "heard: error".to_owned())], error.trim_end());
    out
}

fn annotation(out: &mut String, finding: &FindingReport) {
    let place = &finding.place;
    let mut properties = Vec::new();
    let mut text = joined_message(finding);
    if property(&finding.path).chars().count() <= PATH {
        properties.push(("file", finding.path.clone()));
        properties.push(("line", place.line.to_string()));
        properties.push(("endLine", place.end_line.to_string()));
        // Columns are shown only where one line is marked.
        if !place.is_whole_file && place.line == place.end_line {
            properties.push(("col", place.column.to_string()));
            properties.push(("endColumn", place.end_column.to_string()));
        }
    } else {
        text = format!("{text}\nin {}:{}:{}", finding.path, place.line, place.column);
    }
    properties.push(("title", finding.rule.clone()));
    command(out, finding.level.word(), &properties, &text);
}

/// One command, on one line.
fn command(out: &mut String, name: &str, properties: &[(&str, String)], text: &str) {
    let mut line = format!("::{name} ");
    for (index, (key, value)) in properties.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let _ = write!(line, "{comma}{key}={}", property(value));
    }
    line.push_str("::");
    let mut left = LENGTH.saturating_sub(line.chars().count());
    let lines: Vec<Cow<'_, str>> = text.lines().map(visible).collect();
    let text = lines.join("\n");
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let mut own = [0; 4];
        let next = escape(character).unwrap_or_else(|| character.encode_utf8(&mut own));
        let length = next.chars().count();
        // Room for the ellipsis is kept as long as something follows.
        if length + usize::from(rest.peek().is_some()) > left {
            line.push('…');
            break;
        }
        left -= length;
        line.push_str(next);
    }
    out.push_str(&line);
    out.push('\n');
}

/// The escape of a character that a command can't contain.
fn escape(character: char) -> Option<&'static str> {
    match character {
        '%' => Some("%25"),
        '\r' => Some("%0D"),
        '\n' => Some("%0A"),
        _ => None,
    }
}

/// The value of a property: visible, and escaped.
fn property(text: &str) -> String {
    let mut out = String::new();
    for character in visible(text).chars() {
        match (character, escape(character)) {
            (':', _) => out.push_str("%3A"),
            (',', _) => out.push_str("%2C"),
            (_, Some(escaped)) => out.push_str(escaped),
            (plain, None) => out.push(plain),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::runner::{Command, commands};
    use super::*;
    use crate::finding::{self, Finding};
    use crate::policy::Level;
    use crate::report::{GateReport, Summary, Texts, VERSION, findings};
    use crate::text::{RepoPath, Span};

    fn gate(found: &[Finding], texts: &Texts<'_>, notice: &str) -> Report {
        let (findings, summary) = findings(found, texts, Summary::of(found, 1));
        Report::Gate(Box::new(GateReport {
            version: VERSION,
            changed: 3,
            findings,
            notices: vec![notice.to_owned()],
            summary,
            ..GateReport::default()
        }))
    }

    fn wanted(name: &str, properties: &[(&str, &str)], data: &str) -> Command {
        // What the runner itself loses at the start of a value is no fault of ours.
        let properties =
            properties.iter().map(|(key, value)| ((*key).to_owned(), value.trim_start_matches('=').to_owned()));
        let data: Vec<_> = data.lines().map(visible).collect();
        let properties: BTreeMap<_, _> = properties.filter(|(_, value)| !value.is_empty()).collect();
        Command { name: name.to_owned(), properties, data: data.join("\n") }
    }

    fn hostile() -> impl Strategy<Value = String> {
        r"(::(error|add-mask|stop-commands)::|##\[(error|set-env name=A;)\]|%(0A|0D|25|3A|2C)|[:#\[\]%,;=\r\n \t\u{200d}\u{1b}]|\PC){1,30}"
    }

    proptest! {
        #[test]
        fn a_runner_reads_our_annotations_and_no_others(
            text in hostile(),
            words in proptest::collection::vec((hostile(), hostile(), 0..40_usize, any::<bool>()), 0..14),
        ) {
            let path = RepoPath::new("decisions/0001-a.md");
            let texts = Texts { files: [(&path, text.as_str())].into(), policy: "" };
            let found: Vec<Finding> = words
                .iter()
                .map(|(path, message, at, denied)| finding::Finding {
                    rule: "a-rule",
                    level: if *denied { Level::Deny } else { Level::Warn },
                    ..Finding::at(RepoPath::new(path.clone()), Span::new(*at, at + 3), message.clone()).help(path.clone())
                })
                .collect();
            let report = gate(&found, &texts, &text);
            let read = commands(&super::report(&report));

            let title = ("title", "heard gate");
            let denied = found.iter().filter(|finding| finding.level == Level::Deny).count();
            let kind = if denied == 0 { "notice" } else { "error" };
            let mut expected = vec![
                wanted(kind, &[title], &human::verdict(report.summary(), 3)),
                wanted("notice", &[title], &text),
            ];
            let (first, second): (Vec<_>, Vec<_>) = found.iter().partition(|finding| finding.level == Level::Deny);
            for finding in first.into_iter().chain(second).take(9) {
                let kind = if finding.level == Level::Deny { "error" } else { "warning" };
                let shown = finding.path.to_string();
                let places = [("file", shown.as_str()), ("line", "1"), ("endLine", "1"), ("title", "a-rule")];
                let help = finding.help.as_deref().unwrap_or_default();
                expected.push(wanted(kind, &places, &format!("{}\nhelp: {help}", finding.message)));
            }
            match found.len().saturating_sub(9) {
                0 => {}
                1 => expected.push(wanted("notice", &[title], "1 more finding is not shown here")),
                more => expected.push(wanted("notice", &[title], &format!("{more} more findings are not shown here"))),
            }
            prop_assert_eq!(read, expected);
        }

        #[test]
        fn an_error_is_one_annotation(error in hostile()) {
            let title = [("title", "heard: error")];
            prop_assert_eq!(commands(&failure(&error)), [wanted("error", &title, error.trim_end())]);
        }
    }

    #[test]
    fn an_annotation_has_the_place_of_its_finding_if_it_fits() {
        let path = RepoPath::new("decisions/0001-a,b:c%.md");
        let text = "é one\ntwo\n";
        let texts = Texts { files: [(&path, text)].into(), policy: "" };
        let at = |span| finding::Finding { rule: "a-rule", ..Finding::at(path.clone(), span, "is wrong") };
        let read = |finding| super::report(&gate(&[finding], &texts, "n")).lines().nth(2).unwrap().to_owned();
        assert_eq!(
            read(at(Span::new(3, 6))),
            "::error file=decisions/0001-a%2Cb%3Ac%25.md,line=1,endLine=1,col=3,endColumn=6,title=a-rule::is wrong"
        );
        assert_eq!(
            read(at(Span::new(3, 8))),
            "::error file=decisions/0001-a%2Cb%3Ac%25.md,line=1,endLine=2,title=a-rule::is wrong"
        );
    }

    #[test]
    fn what_is_too_long_is_cut_between_characters() {
        let texts = Texts::default();
        for unit in ["x", "é", "%", "\u{1f600}", "\n", "\u{202e}"] {
            for count in [4_000, 4_096, 9_000] {
                let finding = Finding::at(RepoPath::new("a.md"), Span::default(), unit.repeat(count));
                let out = super::report(&gate(&[finding], &texts, "n"));
                let line = out.lines().nth(2).unwrap();
                assert!(line.chars().count() <= LENGTH, "{unit:?}");
                assert!(count < 9_000 || line.ends_with('…'), "{unit:?}");
                assert_eq!(commands(&out).len(), 3);
            }
        }
        let path = RepoPath::new("long/".repeat(300));
        let finding = Finding::at(path, Span::default(), "is wrong".to_owned());
        let out = super::report(&gate(&[finding], &texts, "n"));
        assert!(out.contains("::error title=::is wrong%0Ain long/long/"), "{out}");
    }
}

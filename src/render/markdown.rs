//! A report as markdown: the summary of a job, or a comment in a review.
//!
//! GitHub and GitLab interpret markup, links, images, HTML, mentions and issue numbers, and a mention
//! sends mail. Nothing that comes from a file may do that, so words that are not plain are put in
//! backticks, where nothing is interpreted.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{advice, human};
use crate::facts::NeedSummary;
use crate::report::{FindingLevel, FindingReport, GateReport, Report};
use crate::text::{one_line, visible};

/// How many paths, people or lines of an area are listed before the rest is counted.
const LISTED: usize = 20;
/// How many characters of one text are shown.
const TEXT: usize = 1_000;
/// How many bytes of findings are shown. GitHub drops a job summary that is larger than 1 MiB.
const SIZE: usize = 600_000;

/// The verdict, what a change needed, and the findings by file.
pub(super) fn report(report: &Report) -> String {
    let mut out = format!("## heard {}: {}\n\n", report.command(), report.verdict());
    match report {
        Report::Check(check) => {
            let _ = writeln!(out, "{}.", human::summary(&check.summary));
            for left_out in human::left_out(&check.summary).lines() {
                let _ = writeln!(out, "{left_out}.");
            }
        }
        Report::Gate(gate) => change(&mut out, gate),
    }
    findings(&mut out, report.findings(), report.summary().omitted);
    out
}

/// The commits that were compared, and what each area requires.
fn change(out: &mut String, gate: &GateReport) {
    let counts = human::verdict(&gate.summary, gate.changed);
    let counts = counts.split_once(": ").map_or(counts.as_str(), |(_, counts)| counts);
    let _ = writeln!(out, "{counts}. Base `{}`, head `{}`.", gate.base, gate.head);
    for notice in &gate.notices {
        let _ = writeln!(out, "\nNote: {}.", text(notice));
    }
    if let Some(about) = advice::about(gate) {
        let _ = writeln!(out, "\n{}", with_link(&about, gate.read_more.as_deref()));
    }
    for need in &gate.needs {
        area(out, need);
    }
    let steps = advice::steps(gate, "below");
    if !steps.is_empty() {
        out.push_str("\n### What to do\n\n");
    }
    for (place, step) in steps.iter().enumerate() {
        let _ = writeln!(out, "{}. {}", place + 1, text(step));
    }
    if let Some(draft) = &gate.draft {
        let _ = match &draft.url {
            Some(url) => writeln!(out, "\n[Create {} on the branch of this change]({url})", code(&draft.path)),
            None => writeln!(out, "\n{}", code(&draft.path)),
        };
        block(out, &draft.text);
    }
}

/// Text with the address that it ends in as a link.
fn with_link(written: &str, url: Option<&str>) -> String {
    match url.and_then(|url| Some((written.strip_suffix(url)?, url))) {
        Some((before, url)) => format!("{} <{url}>", text(before.trim_end())),
        None => text(written),
    }
}

/// A text as a block of code that nothing in it can close.
fn block(out: &mut String, text: &str) {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let _ = writeln!(out, "\n{fence}markdown");
    for line in text.lines() {
        let _ = writeln!(out, "{}", visible(line));
    }
    let _ = writeln!(out, "{fence}");
}

fn area(out: &mut String, need: &NeedSummary) {
    let verdict = if need.is_open() { "not covered" } else { "covered" };
    let _ = writeln!(out, "\n### Area {}: {verdict}\n\nChanged: {}\n", code(&need.area), some(&need.paths));
    for step in need.steps.iter().take(LISTED) {
        let _ = writeln!(out, "- [{}] {}", if step.is_done { 'x' } else { ' ' }, text(&step.text));
    }
    if need.steps.len() > LISTED {
        let _ = writeln!(out, "- [ ] {} more", need.steps.len() - LISTED);
    }
    if need.is_open() && !need.heard.is_empty() {
        let _ = writeln!(out, "\nQuoted so far: {}.", some(&need.heard));
    }
    for cover in need.covers.iter().take(LISTED) {
        let _ = writeln!(out, "\nCovered by {}.", text(&advice::cover(cover)));
        if !cover.wide.is_empty() {
            let _ = writeln!(out, "\nIt governs {}, which is more than any area.", some(&cover.wide));
        }
        for words in cover.quotes.iter().take(LISTED) {
            let _ = writeln!(out, "\n> {}\n>\n> {}", text(&words.text), text(&advice::attribution(words)));
        }
        if cover.quotes.len() > LISTED {
            let _ = writeln!(out, "\nQuotes not shown: {}.", cover.quotes.len() - LISTED);
        }
    }
}

/// The first few of many, and how many more there are.
fn some(all: &[String]) -> String {
    let shown: Vec<String> = all.iter().take(LISTED).map(|one| code(one)).collect();
    let more = all.len() - shown.len();
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}

/// The findings, grouped by file, as far as there is room.
fn findings(out: &mut String, findings: &[FindingReport], omitted: usize) {
    if findings.is_empty() {
        return;
    }
    out.push_str("\n### Findings\n");
    let mut files: BTreeMap<&str, Vec<&FindingReport>> = BTreeMap::new();
    for finding in findings {
        files.entry(&finding.path).or_default().push(finding);
    }
    let start = out.len();
    let mut shown = 0;
    for (path, findings) in files {
        if out.len() - start > SIZE {
            break;
        }
        let _ = writeln!(out, "\n#### {}\n", code(path));
        for finding in findings {
            if out.len() - start > SIZE {
                break;
            }
            push_finding(out, finding);
            shown += 1;
        }
    }
    let more = findings.len() - shown + omitted;
    if more > 0 {
        let _ = writeln!(out, "\nFindings not shown: {more}.");
    }
}

fn push_finding(out: &mut String, finding: &FindingReport) {
    let level = match finding.level {
        FindingLevel::Deny => "**Error**",
        FindingLevel::Warn => "Warning",
    };
    let line = if finding.place.is_whole_file { String::new() } else { format!(", line {}", finding.place.line) };
    let _ = writeln!(out, "- {level}{line}: {} (`{}`)", text(&finding.message), finding.rule);
    for (name, part) in [("Why", &finding.why), ("Help", &finding.help)] {
        if let Some(part) = part {
            let _ = writeln!(out, "  - {name}: {}", text(part));
        }
    }
}

/// Text as markdown that renders as the same text. What is in backticks already stays in them.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in short(text).split('`').enumerate() {
        if index % 2 == 1 {
            push_code(&mut out, part);
            continue;
        }
        for (index, word) in part.split(' ').enumerate() {
            if index > 0 {
                out.push(' ');
            }
            if is_plain(word) { out.push_str(word) } else { push_code(&mut out, word) }
        }
    }
    out
}

/// Text in backticks that nothing in it can close.
pub(super) fn code(text: &str) -> String {
    let mut out = String::new();
    push_code(&mut out, &short(text));
    out
}

fn push_code(out: &mut String, text: &str) {
    // Two pieces of code side by side would be read as one.
    if out.ends_with('`') {
        out.push(' ');
    }
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // One space on either side is taken off again; code of spaces alone keeps them.
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    let _ = write!(out, "{fence}{pad}{text}{pad}{fence}");
}

/// Whether a word is made of letters or digits, with the marks that a sentence has.
fn is_plain(word: &str) -> bool {
    let core = word.trim_start_matches(['(', '"', '\'', '“', '‘']);
    let core = core.trim_end_matches([')', '"', '\'', '”', '’', ',', ';', ':', '.', '!', '?', '…']);
    let letters = core.chars().all(|character| character.is_alphabetic() || "'’-–—/.".contains(character));
    let digits = core.chars().all(|character| character.is_ascii_digit() || "-–/.,".contains(character));
    // `1.` may open a list, a line of hyphens makes a heading, and `www.` alone is enough for a link.
    let is_marker = core.bytes().all(|byte| byte.is_ascii_digit()) && word.ends_with(['.', ')']);
    let is_line = !core.contains(char::is_alphanumeric) && !["—", "–"].contains(&word);
    core.is_empty() || (letters || digits) && !is_marker && !is_line && !core.to_lowercase().contains("www")
}

/// One line of visible text, cut where it is too long.
fn short(text: &str) -> String {
    let text = one_line(&visible(text)).into_owned();
    match text.char_indices().nth(TEXT) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    /// What GitHub or GitLab could interpret in markdown, with all their extensions.
    fn live(markdown: &str) -> Vec<String> {
        let mut found = Vec::new();
        for event in Parser::new_ext(markdown, Options::all()) {
            match event {
                Event::Text(words) => {
                    let marks = ["@", "#", "://", "www.", "<", "[", "$", ":x:"];
                    found.extend(
                        marks.iter().filter(|mark| words.contains(*mark)).map(|mark| format!("{mark} in {words}")),
                    );
                }
                Event::Code(_) | Event::Start(Tag::Paragraph) | Event::End(_) => {}
                other => found.push(format!("{other:?}")),
            }
        }
        found
    }

    #[test]
    fn text_reads_as_it_is_written() {
        for (from, to) in [
            ("`Ines Roy` is not quoted", "`Ines Roy` is not quoted"),
            ("write `a`, then accept it (or not).", "write `a`, then accept it (or not)."),
            ("ask @ines or https://example.org, see #12", "ask `@ines` or `https://example.org,` see `#12`"),
            ("and so on ... (see there).", "and so on ... (see there)."),
            ("`a``b`", "`a` `b`"),
            ("a | b — c", "a `|` b — c"),
            ("older than 365 days, since 2026-05-12", "older than 365 days, since 2026-05-12"),
            ("an odd ` one", "an odd ` one`"),
        ] {
            assert_eq!(text(from), to);
        }
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`"), "`` ` ``");
    }

    #[test]
    fn hostile_text_is_only_text() {
        for hostile in [
            "[a](https://example.org)",
            "![a](https://example.org/a.png)",
            "<img src=x onerror=alert(1)>",
            "<https://example.org>",
            "https://example.org www.example.org Www.example.org a@example.org",
            "@ines @org/team #12 GH-12 org/repo#12",
            "`@ines` `` ` @ines ``",
            "`` `@a ``` <b> ` [x](y)",
            "\\` @ines \\",
            "**a** __b__ ~~c~~ $x$ $`y`$ &#64;ines :tada:",
            "a\n\n# heading\n\n- list\n\n> quote\n\n```\ncode\n```\n| a |\n|---|",
            "[^1] [x]: y",
            "- a",
            "1. a",
            "---",
            "- - -",
            "``` a",
        ] {
            for out in [text(hostile), code(hostile), format!("said: {}\n", text(hostile))] {
                assert_eq!(live(&out), [""; 0], "{hostile:?} as {out:?}");
            }
        }
    }

    #[test]
    fn much_is_cut_and_counted() {
        let text = super::text(&"word ".repeat(1_000));
        assert!(text.ends_with('…') && text.chars().count() == TEXT + 1, "{text}");
        let names: Vec<String> = (0..25).map(|number| format!("n{number}")).collect();
        assert!(some(&names).ends_with("`n19` and 5 more"));
        let finding = crate::finding::Finding::at(crate::text::RepoPath::new("a.md"), Default::default(), "is wrong");
        let found = vec![finding.help("x ".repeat(900)); 1_000];
        let (found, _) = crate::report::findings(&found, &Default::default(), Default::default());
        let mut out = String::new();
        super::findings(&mut out, &found, 7);
        assert!(out.len() < SIZE + 5_000);
        let shown = out.matches("**Error**").count();
        assert!(out.ends_with(&format!("\nFindings not shown: {}.\n", 1_007 - shown)), "{shown}");
    }

    proptest! {
        #[test]
        fn any_text_is_only_text(hostile in r"([`@#<>!\[\]()*_~$&|\\:/ .a\n-]|\PC){0,60}") {
            for out in [text(&hostile), code(&hostile), format!("said: {}\n", text(&hostile))] {
                prop_assert_eq!(live(&out), Vec::<String>::new(), "{:?} as {:?}", hostile, out);
            }
        }
    }
}

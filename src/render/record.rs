//! Decisions for a terminal: as a table, and one as a page.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::policy::Policy;
use crate::report::quotes::{quotes, wrapped};
use crate::report::record::{Record, asked_and_heard, is_broken};
use crate::text::visible;
use crate::vocabulary::party::Party;

/// The decisions as a table, one per line.
pub(crate) fn table(decisions: &[&Decision], catalog: &Catalog, width: usize) -> String {
    let rows: Vec<[String; 5]> = decisions
        .iter()
        .map(|decision| {
            let (asked, heard) = asked_and_heard(decision, catalog);
            let mark = if is_broken(decision) { "! " } else { "" };
            [
                decision.id.to_string(),
                decision.status.as_ref().map_or("-".to_owned(), |status| visible(status.shown()).into_owned()),
                decision.date.as_ref().map_or("-".to_owned(), |day| {
                    day.date.map_or(visible(&day.text).into_owned(), |date| date.to_string())
                }),
                if asked == 0 { "-".to_owned() } else { format!("{heard}/{asked}") },
                format!("{mark}{}", visible(decision.shown_title())),
            ]
        })
        .collect();
    let head = ["id", "status", "date", "heard", "title"].map(str::to_owned);
    columns(std::iter::once(&head).chain(&rows), width)
}

/// Lays rows out in columns; what exceeds the width is cut.
pub(crate) fn columns<'a, const N: usize>(rows: impl Iterator<Item = &'a [String; N]> + Clone, width: usize) -> String {
    // A status may be a whole sentence, so a column gets at most a third of the line.
    let most = (width / 3).max(12);
    let mut widths = [0; N];
    for row in rows.clone() {
        for (cell, widest) in row.iter().zip(&mut widths) {
            *widest = (*widest).max(cell.width()).min(most);
        }
    }
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (index, (cell, widest)) in row.iter().zip(widths).enumerate() {
            if index + 1 == N {
                let left = width.saturating_sub(line.width()).max(20);
                line.push_str(&cut(cell, left));
            } else {
                let cell = cut(cell, widest);
                line.push_str(&cell);
                line.push_str(&" ".repeat(widest - cell.width() + 2));
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Cuts text to a number of columns.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 0;
    let fits = |character: &char| {
        used += character.width().unwrap_or_default();
        used < width
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// A decision as a page for a terminal.
pub(crate) fn page(decision: &Decision, policy: &Policy, width: usize) -> String {
    let width = width.min(100);
    let mut out = String::new();
    let title = wrapped(decision.shown_title(), &format!("{}  ", decision.id), "      ", "", width);
    let _ = writeln!(out, "{}", bold(&title));
    let _ = writeln!(out, "{}\n", decision.path);
    let names = |parties: &[Party]| parties.iter().map(|party| party.text.clone()).collect::<Vec<_>>().join(", ");
    let record = Record::of(decision, policy);
    let links = |kind: &str| {
        record.links.iter().filter(|link| link.kind == kind).map(|link| &*link.target).collect::<Vec<_>>().join(", ")
    };
    let mut line = |key: &str, value: String| {
        if !value.is_empty() {
            let indent = " ".repeat(17);
            let _ = writeln!(out, "{}", wrapped(&value, &format!("{key:<15}  "), &indent, "", width));
        }
    };
    line("status", record.status.unwrap_or_default().to_owned());
    line("date", decision.date.as_ref().map(|day| day.text.clone()).unwrap_or_default());
    line("decision makers", names(&decision.makers.parties));
    line("consulted", names(&decision.consulted.parties));
    line("informed", names(&decision.informed.parties));
    line("governs", record.governs.join(", "));
    for kind in ["supersedes", "superseded-by", "amends", "amended-by", "relates-to"] {
        line(kind, links(kind));
    }
    line("tags", record.tags.join(", "));
    line("review by", record.review_by.clone().unwrap_or_default());
    for problem in &record.problems {
        line("problem", problem.clone());
    }
    out.push_str(&quotes(&record, width));
    out
}

/// Text in bold, where there is a terminal.
pub(super) fn bold(text: &str) -> String {
    format!("\u{1b}[1m{text}\u{1b}[0m")
}

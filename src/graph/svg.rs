//! The graph as a picture: boxes with the id, the status and the title of a decision, and lines with the
//! words of a link. On a page of the site the style sheet gives the colours and boxes are links; a file
//! of its own brings its colours as attributes and leads nowhere.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

use super::layout::{self, GAP, HEIGHT, Link, Part, Plan, Route, WIDTH, WORD};
use super::{Graph, is_past, said};
use crate::decision::{Decision, LinkKind};
use crate::text::{one_line, visible};
use crate::vocabulary::words::StatusKind;

/// A part with more lines has no words at them: the kind of a line and the list have to say it.
const WORDED: usize = 60;
/// How wide a file gets before parts are put below each other.
const SHEET: i32 = 1_240;
/// The room between parts of a file.
const BETWEEN: i32 = 28;

/// A graph as pictures.
#[derive(Debug)]
pub(crate) struct Pictures {
    /// One picture for each part that hangs together, the largest first.
    pub parts: Vec<String>,
    /// How many decisions are not drawn.
    pub boxes_left: usize,
    /// How many links between drawn decisions are not drawn.
    pub lines_left: usize,
}

/// What a picture says of decisions and links, and where its boxes lead.
#[derive(Clone, Copy)]
pub(crate) struct PictureText<'a> {
    pub href: &'a dyn Fn(&Decision) -> Option<String>,
    pub status: &'a dyn Fn(&Decision) -> String,
    pub link: &'a dyn Fn(LinkKind) -> &'static str,
    /// The first decisions of a picture that has more.
    pub and_more: &'a dyn Fn(&str) -> String,
}

/// The text of a picture in English, which leads nowhere.
const IN_ENGLISH: PictureText<'static> = PictureText {
    href: &|_| None,
    status: &|decision| decision.status.as_ref().map_or("no status", |status| status.shown()).to_owned(),
    link: &said,
    and_more: &|names| format!("{names} and more"),
};

/// The parts of a graph for a page: elements with classes, boxes with links.
pub(crate) fn pictures(graph: &Graph<'_>, text: &PictureText<'_>) -> Pictures {
    let Plan { parts, boxes_left, lines_left } = plan(graph);
    let parts = parts.iter().map(|part| {
        let names: Vec<String> =
            part.boxes.iter().map(|(node, ..)| shown(graph.nodes[*node].id.shown())).take(4).collect();
        let has_all = names.len() == part.boxes.len();
        let names = names.join(", ");
        let mut out = format!(
            "<svg class=\"part\" role=\"group\" aria-label=\"{}\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\">\n",
            xml(&if has_all { names } else { (text.and_more)(&names) }),
            w = part.width,
            h = part.height
        );
        draw(graph, part, Dress::Page, text, &mut out);
        out.push_str("</svg>\n");
        out
    });
    Pictures { parts: parts.collect(), boxes_left, lines_left }
}

/// A graph as a file of its own.
pub(super) fn file(graph: &Graph<'_>) -> String {
    let Plan { parts, boxes_left, lines_left } = plan(graph);
    // Parts are side by side as long as there is room, like words on a line.
    let (mut x, mut y, mut row, mut width) = (0, 0, 0, 0);
    let mut inner = String::new();
    for part in &parts {
        if x > 0 && x + part.width > SHEET {
            (x, y, row) = (0, y + row + BETWEEN, 0);
        }
        let _ = writeln!(inner, "<g transform=\"translate({} {})\">", x + BETWEEN, y + BETWEEN);
        draw(graph, part, Dress::File, &IN_ENGLISH, &mut inner);
        inner.push_str("</g>\n");
        width = width.max(x + part.width);
        row = row.max(part.height);
        x += part.width + BETWEEN;
    }
    let mut height = y + row;
    let note = match (boxes_left, lines_left) {
        _ if parts.is_empty() => Some("No decision says that it supersedes, amends or relates to another.".to_owned()),
        (0, 0) => None,
        (0, lines) => Some(format!("Links that are not drawn: {lines}")),
        (boxes, 0) => Some(format!("Decisions that are not drawn: {boxes}")),
        (boxes, lines) => Some(format!("Decisions that are not drawn: {boxes}, and between those drawn {lines} links")),
    };
    if let Some(note) = note {
        height += 24;
        width = width.max(480);
        let look = Dress::File.title_look(true);
        let _ = writeln!(inner, "<text x=\"{BETWEEN}\" y=\"{}\"{look}>{}</text>", height + BETWEEN - 8, xml(&note));
    }
    let (width, height) = (width + 2 * BETWEEN, height + 2 * BETWEEN);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"Decisions and what they say of each other\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#faf9f6\"/>\n{inner}</svg>\n"
    )
}

/// A line of each kind with its words, for the legend of a page.
pub(crate) fn swatch(kind: LinkKind) -> String {
    let mut out =
        String::from("<svg class=\"swatch\" aria-hidden=\"true\" width=\"44\" height=\"12\" viewBox=\"0 0 44 12\">");
    line(kind, &Route::Across(vec![(42, 6), (2, 6)]), Dress::Page, &mut out);
    out.push_str("</svg>");
    out
}

fn plan(graph: &Graph<'_>) -> Plan {
    let links: Vec<Link> = graph
        .edges
        .iter()
        .map(|(from, to, kind)| Link { from: *from, to: *to, is_ranked: *kind != LinkKind::RelatesTo })
        .collect();
    let mut order: Vec<usize> = (0..graph.nodes.len()).collect();
    order.sort_by_key(|node| {
        let decision = graph.nodes[*node];
        (decision.date.as_ref().and_then(|day| day.date), &decision.path)
    });
    let mut ages = vec![0; order.len()];
    for (age, node) in order.into_iter().enumerate() {
        ages[node] = age;
    }
    layout::plan(&ages, &links)
}

/// What gives a part its colours.
#[derive(Clone, Copy)]
enum Dress {
    /// Classes of the style sheet.
    Page,
    /// Attributes.
    File,
}

impl Dress {
    /// How something looks: by a class of the style sheet, or by attributes.
    fn look(self, class: &str, attributes: &str) -> String {
        match self {
            Self::Page => format!(" class=\"{class}\""),
            Self::File => format!(" {attributes}"),
        }
    }

    fn title_look(self, is_past: bool) -> String {
        match is_past {
            true => self.look("box-title past", "font-size=\"13\" fill=\"#5a626c\""),
            false => self.look("box-title", "font-size=\"13\" fill=\"#20242a\""),
        }
    }
}

/// The colour of a status, as the style sheet has it.
fn colour(kind: Option<StatusKind>) -> &'static str {
    match kind {
        Some(StatusKind::Accepted) => "#19652f",
        Some(StatusKind::Proposed) => "#0a569f",
        Some(StatusKind::Rejected) => "#a1202b",
        Some(StatusKind::Superseded) => "#5a4590",
        Some(StatusKind::Waived) => "#84480a",
        Some(StatusKind::Deprecated) | None => "#525a64",
    }
}

fn draw(graph: &Graph<'_>, part: &Part, dress: Dress, text: &PictureText<'_>, out: &mut String) {
    let edges: Vec<_> = graph.edges.iter().collect();
    for each in &part.lines {
        let (from, to, kind) = edges[each.link];
        let (from, to) = (graph.nodes[*from].id.shown(), graph.nodes[*to].id.shown());
        let _ =
            write!(out, "<g><title>{}</title>", xml(&format!("{} {} {}", shown(from), (text.link)(*kind), shown(to))));
        line(*kind, &each.route, dress, out);
        out.push_str("</g>\n");
    }
    if part.lines.len() <= WORDED {
        words(part, |link| (text.link)(edges[link].2), dress, out);
    }
    for (node, x, y) in &part.boxes {
        card(graph.nodes[*node], *x, *y, dress, text, out);
    }
}

fn line(kind: LinkKind, route: &Route, dress: Dress, out: &mut String) {
    let mut path = String::new();
    // The tip of an arrow touches the box, the line ends before it.
    let (tip, back) = match route {
        Route::Across(points) => {
            let [.., before, tip] = points.as_slice() else { return };
            (*tip, if before.0 > tip.0 { 7 } else { -7 })
        }
        Route::Around { ends, .. } => (ends[1], 7),
    };
    let has_head = kind != LinkKind::RelatesTo;
    let end = (if has_head { tip.0 + back } else { tip.0 }, tip.1);
    match route {
        Route::Across(points) => {
            let [(x, y), ..] = points.as_slice() else { return };
            let _ = write!(path, "M{x} {y}");
            for (at, pair) in points.windows(2).enumerate() {
                let (from, to) = (pair[0], if at + 2 == points.len() { end } else { pair[1] });
                if at % 2 == 1 || from.1 == to.1 {
                    let _ = write!(path, "L{} {}", to.0, to.1);
                } else {
                    let middle = from.0.midpoint(to.0);
                    let _ = write!(path, "C{middle} {} {middle} {} {} {}", from.1, to.1, to.0, to.1);
                }
            }
        }
        Route::Around { ends: [(x, y), _], reach } => {
            let out = x + reach;
            let _ = write!(path, "M{x} {y}C{out} {y} {out} {} {} {}", end.1, end.0, end.1);
        }
    }
    let (stroke, head) = match kind {
        LinkKind::RelatesTo => ("stroke=\"#5a626c\" stroke-width=\"1.4\" stroke-dasharray=\"2 4\"", ""),
        LinkKind::Amends | LinkKind::AmendedBy => {
            let stroke = "stroke=\"#5a626c\" stroke-width=\"1.4\"";
            (stroke, "fill=\"#faf9f6\" stroke=\"#5a626c\" stroke-width=\"1.4\"")
        }
        LinkKind::Supersedes | LinkKind::SupersededBy => ("stroke=\"#20242a\" stroke-width=\"2\"", "fill=\"#20242a\""),
    };
    let look = dress.look(&format!("line {}", kind.key()), &format!("fill=\"none\" {stroke}"));
    let _ = write!(out, "<path d=\"{path}\"{look}/>");
    if has_head {
        let (x, y) = tip;
        let look = dress.look(&format!("head {}", kind.key()), head);
        let _ = write!(out, "<path d=\"M{x} {y}l{back} -4v8z\"{look}/>");
    }
}

/// The words at the lines, where there is room for them.
fn words(part: &Part, word: impl Fn(usize) -> &'static str, dress: Dress, out: &mut String) {
    let look = dress.look(
        "line-word",
        "font-size=\"11\" text-anchor=\"middle\" fill=\"#5a626c\" stroke=\"#faf9f6\" stroke-width=\"4\" \
         stroke-linejoin=\"round\" paint-order=\"stroke\"",
    );
    let mut taken: Vec<(i32, i32)> = Vec::new();
    for line in &part.lines {
        let places: Vec<(i32, i32)> = match &line.route {
            Route::Across(points) => {
                let [.., from, to] = points.as_slice() else { continue };
                // Where the line skips a column it is behind boxes.
                if from.0.abs_diff(to.0) > GAP.unsigned_abs() {
                    continue;
                }
                // The bend is in the middle and leans to both ends.
                let height = |part: f64| from.1 + (f64::from(to.1 - from.1) * part).round() as i32;
                [0.5, 0.25, 0.75].map(|part| (from.0.midpoint(to.0), height(part))).to_vec()
            }
            Route::Around { ends, reach } => {
                vec![(ends[0].0 + reach * 3 / 4, ends[0].1.midpoint(ends[1].1))]
            }
        };
        let is_free = |(x, y): &(i32, i32)| {
            taken.iter().all(|(other_x, other_y)| (x - other_x).abs() > WORD || (y - other_y).abs() > 13)
        };
        if let Some((x, y)) = places.into_iter().find(is_free) {
            taken.push((x, y));
            let _ = writeln!(out, "<text x=\"{x}\" y=\"{}\"{look}>{}</text>", y + 4, xml(word(line.link)));
        }
    }
}

/// The box of a decision.
fn card(decision: &Decision, x: i32, y: i32, dress: Dress, says: &PictureText<'_>, out: &mut String) {
    let is_past = is_past(decision);
    let kind = decision.kind();
    let status = shown(&(says.status)(decision));
    let title = shown(decision.shown_title());
    let id = shown(decision.id.shown());
    let href = (says.href)(decision);
    match &href {
        Some(href) => {
            let _ = write!(out, "<a href=\"{}\">", xml(href));
        }
        None => out.push_str("<g>"),
    }
    let date = decision.date.as_ref().and_then(|day| day.date).map(|date| format!(", {date}")).unwrap_or_default();
    let _ = write!(out, "<title>{}</title>", xml(&format!("{id} {title}, {status}{date}")));
    let look = match is_past {
        true => dress.look("box past", "fill=\"#faf9f6\" stroke=\"#c9c4b8\" stroke-dasharray=\"4 3\""),
        false => dress.look("box", "fill=\"#ffffff\" stroke=\"#c9c4b8\""),
    };
    let _ = write!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"6\"{look}/>");
    let (word, fill) = (kind.map_or("other", StatusKind::word), format!("fill=\"{}\"", colour(kind)));
    let _ = write!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"3\" height=\"{}\" rx=\"1.5\"{}/>",
        x + 6,
        y + 10,
        HEIGHT - 20,
        dress.look(&format!("bar {word}"), &fill)
    );
    let inner = f64::from(WIDTH - 16 - 12);
    let status = fitted(&status, inner * 0.55, 11.0).0;
    let id_room = inner - width(&status, 11.0) - 10.0;
    let mut text = |x: i32, y: i32, words: &str, look: &str| {
        let _ = write!(out, "<text x=\"{x}\" y=\"{y}\"{look}>{}</text>", xml(words));
    };
    let look = dress.look(
        "box-id",
        "font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"11.5\" fill=\"#5a626c\"",
    );
    text(x + 16, y + 21, &fitted(&id, id_room, 11.5).0, &look);
    let attributes = format!("font-size=\"11\" font-weight=\"600\" text-anchor=\"end\" {fill}");
    text(x + WIDTH - 12, y + 21, &status, &dress.look(&format!("box-status {word}"), &attributes));
    for (line, words) in (0..).zip(two_lines(&title, inner, 13.0)) {
        text(x + 16, y + 41 + line * 17, &words, &dress.title_look(is_past));
    }
    out.push_str(if href.is_some() { "</a>\n" } else { "</g>\n" });
}

/// Text as it is shown: one line, and nothing hides in it.
fn shown(text: &str) -> String {
    visible(&one_line(text)).into_owned()
}

/// Text as XML, in elements and attributes. Two characters that no XML holds are shown as well.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
            }
            plain => out.push(plain),
        }
    }
    out
}

/// About how wide a character is, in hundredths of the size of the font; rather more than less, as nobody
/// knows the font of the reader.
fn hundredths(character: char) -> usize {
    match (character.width().unwrap_or_default(), character) {
        (0, _) => 0,
        (1, 'i' | 'j' | 'l' | 'f' | 't' | 'r' | 'I' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')') => 40,
        (1, 'm' | 'w' | 'M' | 'W' | 'Q' | '@' | '%' | '…' | '—' | '\u{0600}'..) => 100,
        (1, 'A'..='Z' | '&' | '+' | '=' | '<' | '>' | '~' | '#') => 76,
        (1, _) => 63,
        _ => 125,
    }
}

fn width(text: &str, size: f64) -> f64 {
    text.chars().map(hundredths).sum::<usize>() as f64 * size / 100.0
}

/// How many characters are shown of what takes no room at all.
const CHARACTERS: usize = 200;

/// The start of a text that fits, in pixels, with an ellipsis where something is cut, and how many bytes of
/// the text are in it.
pub(crate) fn fitted(text: &str, room: f64, size: f64) -> (String, usize) {
    let start = |room: f64| {
        let mut used = 0.0;
        let fits = |(_, character): &(usize, char)| {
            used += hundredths(*character) as f64 * size / 100.0;
            used <= room
        };
        let last = text.char_indices().take(CHARACTERS).take_while(fits).last();
        last.map_or(0, |(at, character)| at + character.len_utf8())
    };
    let whole = start(room);
    if whole == text.len() {
        return (text.to_owned(), whole);
    }
    let cut = start(room - size);
    (format!("{}…", text[..cut].trim_end()), cut)
}

/// A text on at most two lines, broken between words where that is possible.
fn two_lines(text: &str, room: f64, size: f64) -> Vec<String> {
    let (first, cut) = fitted(text, room, size);
    if cut == text.len() {
        return vec![first];
    }
    // A long first word is cut where the line ends.
    let at = match text[..cut].rfind(' ') {
        Some(space) if space * 3 > cut => space,
        _ => cut,
    };
    vec![text[..at].trim_end().to_owned(), fitted(text[at..].trim_start(), room, size).0]
}

#[cfg(test)]
mod tests {
    use super::super::GraphFormat;
    use super::super::tests::catalog;
    use super::*;

    /// The texts of the elements with a name.
    fn texts<'a>(svg: &'a str, element: &str) -> Vec<&'a str> {
        let open = format!("<{element}");
        let close = format!("</{element}>");
        let inner = |part: &'a str| part.split_once('>').and_then(|(_, rest)| rest.split_once(close.as_str()));
        svg.split(open.as_str()).skip(1).filter_map(|part| Some(inner(part)?.0)).collect()
    }

    #[test]
    fn a_file_of_its_own_leads_nowhere_and_brings_its_colours() {
        let catalog = catalog(&[
            ("decisions/0001-a.md", "---\nstatus: superseded\nsuperseded-by: \"0002\"\n---\n# Page by weeks\n"),
            ("decisions/0002-b.md", "---\nstatus: accepted\ndate: 2026-03-02\n---\n# Page through the rotation\n"),
            ("decisions/0003-c.md", "# Alone\n"),
        ]);
        let svg = Graph::of(&catalog, false).render(GraphFormat::Svg);
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" "));
        for absent in ["<a ", "href", "class=", "style", "<script", "Alone"] {
            assert!(!svg.contains(absent), "{absent}");
        }
        let titles = [
            "0002 supersedes 0001",
            "0001 Page by weeks, superseded",
            "0002 Page through the rotation, accepted, 2026-03-02",
        ];
        assert_eq!(texts(&svg, "title"), titles);
        let words = ["supersedes", "0001", "superseded", "Page by weeks", "0002", "accepted"];
        assert_eq!(texts(&svg, "text")[..6], words);
        assert!(Graph::of(&catalog, true).render(GraphFormat::Svg).contains("Alone"));
    }

    #[test]
    fn an_empty_graph_says_so() {
        let catalog = catalog(&[("decisions/0001-a.md", "# A\n")]);
        let svg = Graph::of(&catalog, false).render(GraphFormat::Svg);
        assert_eq!(texts(&svg, "text"), ["No decision says that it supersedes, amends or relates to another."]);
    }

    #[test]
    fn titles_are_text_and_fit_their_box() {
        let hostile = "</title><script>a()</script>\" onload=\u{27}x\u{27} \u{202e}evil\u{fffe} & ]]> <!--";
        let long = "word".repeat(2_500);
        let wide = "\u{6b21}\u{306e}\u{6c7a}\u{5b9a}".repeat(40);
        let marks = format!("e{}", "\u{301}".repeat(9_000));
        for title in [hostile, &long, &wide, &marks] {
            let first = format!("---\nstatus: {title}\n---\n# {title}\n");
            let second = "---\nsupersedes: [\"0001\"]\n---\n# B\n".to_owned();
            let catalog = catalog(&[("decisions/0001-a.md", &first), ("decisions/0002-b.md", &second)]);
            let graph = Graph::of(&catalog, false);
            let href = |_: &Decision| Some("decisions/\"><script>.html".to_owned());
            let pictures = pictures(&graph, &PictureText { href: &href, ..IN_ENGLISH });
            for svg in [&pictures.parts[0], &graph.render(GraphFormat::Svg)] {
                for absent in ["<script", "\" onload", "\u{202e}", "\u{fffe}", "<!--", " style="] {
                    assert!(!svg.contains(absent), "{absent}");
                }
                for text in texts(svg, "text") {
                    assert!(text.chars().count() <= CHARACTERS + 100, "{text}");
                }
            }
            let whole = format!("0001 {}", xml(&shown(catalog.decisions[0].shown_title())));
            assert!(texts(&pictures.parts[0], "title").iter().any(|shown| shown.starts_with(&whole)));
        }
    }

    #[test]
    fn what_does_not_fit_is_cut_with_an_ellipsis() {
        assert_eq!(fitted("short", 100.0, 13.0), ("short".to_owned(), 5));
        assert_eq!(fitted("a rather long title", 60.0, 10.0).0, "a rather l…");
        assert!(fitted("\u{6b21}\u{306e}\u{6c7a}\u{5b9a}", 40.0, 10.0).0.chars().count() <= 4);
        assert_eq!(two_lines("one two three", 60.0, 10.0), ["one two", "three"]);
        assert_eq!(two_lines(&"x".repeat(50), 60.0, 10.0).len(), 2);
        assert!(two_lines("one two three four five six", 60.0, 10.0)[1].ends_with('…'));
    }
}

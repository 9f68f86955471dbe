//! The page that draws the links between decisions, and lists them.

use askama::Template;

use super::words::{SiteWords, fill};
use super::{Frame, Site, SiteEntry, render};
use crate::decision::{Decision, LinkKind};
use crate::graph::svg::{self, PictureText, Pictures};
use crate::graph::{Graph, links};

/// The links that are drawn: each pair once, from the side that has the link or should have it.
const DRAWN: [LinkKind; 3] = [LinkKind::Supersedes, LinkKind::Amends, LinkKind::RelatesTo];

#[derive(Template)]
#[template(path = "graph.html")]
struct GraphPage<'a> {
    frame: Frame<'a>,
    /// A line of each kind that is drawn, and its meaning.
    legend: Vec<(String, &'static str)>,
    parts: Vec<String>,
    /// What is left out of the picture.
    left_out: Option<String>,
    /// The decisions with links, newest first.
    speakers: Vec<Speaker<'a>>,
    /// How many decisions have no link.
    alone: usize,
}

/// A decision with its links to others: the words for each link, and the other decision.
type Speaker<'a> = (&'a SiteEntry<'a>, Vec<(&'static str, &'a SiteEntry<'a>)>);

/// The graph of a log.
pub(super) fn graph_page(site: &Site<'_>) -> String {
    let mut links = links(site.catalog);
    links.retain(|(from, to, _)| from != to);
    let graph = Graph::with_links(site.catalog, links, false);
    let words = site.words();
    let entry = |decision: &Decision| site.entry_at(decision.path.as_str());
    let text = PictureText {
        href: &|decision| entry(decision).map(|entry| format!("decisions/{}.html", entry.file)),
        status: &|decision| entry(decision).map_or_else(String::new, |entry| entry.status().to_owned()),
        link: &|kind| words.link_word(kind),
        and_more: &|names| fill(words.drawn_and_more, &[("names", &names)]),
    };
    let Pictures { parts, boxes_left, lines_left } = svg::pictures(&graph, &text);
    let left_out = match (boxes_left, lines_left) {
        (0, 0) => None,
        (0, lines) => Some(words.links_left.of(lines)),
        (boxes, _) => Some(words.decisions_left.with(boxes, &[("count", &graph.nodes.len())])),
    };
    let kinds = DRAWN.into_iter().filter(|kind| graph.edges.iter().any(|(_, _, other)| other == kind));
    render(&GraphPage {
        frame: Frame::new(site, "graph.html", words.graph, &summary(words, &graph), "graph"),
        legend: kinds.map(|kind| (svg::swatch(kind), words.link_word(kind))).collect(),
        parts: if graph.edges.is_empty() { Vec::new() } else { parts },
        left_out,
        speakers: speakers(site),
        alone: site.entries.len() - graph.nodes.len(),
    })
}

fn summary(words: &SiteWords, graph: &Graph<'_>) -> String {
    if graph.edges.is_empty() {
        return words.no_links.to_owned();
    }
    let (decisions, links) = (words.count_decisions.of(graph.nodes.len()), words.count_links.of(graph.edges.len()));
    fill(words.graph_summary, &[("decisions", &decisions), ("links", &links)])
}

/// The links of each decision, newest first.
fn speakers<'a>(site: &'a Site<'a>) -> Vec<Speaker<'a>> {
    let place = &site.places;
    let links_of = |index: usize| {
        let mut links = site.links[index].clone();
        // A relation is listed with the newer of the two.
        links.retain(|(kind, to)| match kind {
            LinkKind::RelatesTo => place[index] <= place[*to],
            kind => DRAWN.contains(kind),
        });
        links.sort_by_key(|(kind, to)| (*kind, place[*to]));
        links.dedup();
        links
    };
    let speaker = |index: &usize| {
        let links = links_of(*index).into_iter();
        let others: Vec<_> = links.map(|(kind, to)| (site.words().link_word(kind), &site.entries[to])).collect();
        (!others.is_empty()).then(|| (&site.entries[*index], others))
    };
    site.order.iter().filter_map(speaker).collect()
}

#[cfg(test)]
mod tests {
    use super::super::SitePage as Which;
    use super::super::tests::{hrefs, seen, site};

    const OLD: &str = "---\nstatus: superseded\ndate: 2025-01-01\n---\n# Old\n";
    const NEW: &str = "---\nstatus: accepted\ndate: 2026-01-01\nsupersedes: [\"1\"]\nrelates-to: [\"3\"]\n---\n# New\n";

    #[test]
    fn boxes_link_to_pages_and_the_list_has_the_same_links() {
        site(&[(1, OLD), (2, NEW), (3, "# Third\n"), (4, "# Alone\n")], |site| {
            let html = site.render(Which::Graph);
            let pages = site.pages();
            let links: Vec<&str> = hrefs(&html).into_iter().filter(|href| href.starts_with("decisions/")).collect();
            assert_eq!(links.len(), 3 + 1 + 2, "three boxes, one decision that speaks of two");
            for link in links {
                assert!(pages.contains_key(link), "{link}");
            }
            let text = seen(&html);
            assert!(text.contains("3 decisions with 2 links between them,"), "{text}");
            assert!(text.contains("0002 New accepted supersedes 0001 Old superseded relates to 0003 Third"), "{text}");
            assert!(text.contains("1 decision has no links"), "{text}");
            assert!(!html.contains(" style=") && !html.contains("<style"));
        });
    }

    #[test]
    fn without_links_there_is_no_picture() {
        // A decision that speaks of itself only has no link to draw.
        site(&[(1, "---\nrelates-to: [\"1\"]\n---\n# A\n")], |site| {
            let html = site.render(Which::Graph);
            assert!(seen(&html).contains("No decision supersedes, amends or relates to another."));
            assert!(!html.contains("<svg"));
        });
        site(&[], |site| assert!(!site.render(Which::Graph).contains("<svg")));
    }

    #[test]
    fn a_cycle_is_drawn_and_listed() {
        let one = "---\nsupersedes: [\"2\"]\n---\n# One\n";
        let two = "---\nsupersedes: [\"1\"]\n---\n# Two\n";
        site(&[(1, one), (2, two)], |site| {
            let text = seen(&site.render(Which::Graph));
            assert!(text.contains("supersedes 0001 One") && text.contains("supersedes 0002 Two"), "{text}");
        });
    }

    #[test]
    fn decisions_that_are_not_drawn_are_counted_and_listed() {
        let texts: Vec<String> =
            (0..700).map(|n| format!("---\nrelates-to: [\"{}\"]\n---\n# T{n}\n", n / 2 * 2)).collect();
        let files: Vec<(u32, &str)> = (0..).zip(texts.iter().map(String::as_str)).collect();
        site(&files, |site| {
            let html = site.render(Which::Graph);
            let text = seen(&html);
            assert!(text.contains("400 of 700 linked decisions are not drawn; the list below has all of them."));
            assert!(html.matches("class=\"box\"").count() == 300 && text.contains("0001 T1 relates to 0000 T0"));
        });
    }

    #[test]
    fn hostile_titles_stay_text() {
        let title = "<script>a()</script> \" onfocus=a() \u{27} {{ 7*7 }} \u{202e}";
        let first = format!("---\nstatus: <img src=x>\n---\n# {title}\n");
        let long = format!("---\nsupersedes: [\"1\"]\n---\n# {}\n", "x".repeat(10_000));
        site(&[(1, &first), (2, &long)], |site| {
            for page in [Which::Graph, Which::Timeline(0), Which::Figures] {
                let html = site.render(page);
                for absent in ["<script>a", "<img", "\" onfocus", "\u{202e}"] {
                    assert!(!html.contains(absent), "{absent}");
                }
            }
        });
    }
}

//! What decisions say of each other, as a graph for Graphviz and for Mermaid, and as a picture. Names in the
//! graph are numbers, so that nothing from a file is read as syntax but a label, which is escaped.

mod layout;
#[cfg_attr(not(feature = "site"), allow(dead_code, reason = "only a site draws with classes and links"))]
pub(crate) mod svg;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use clap::ValueEnum;

use crate::catalog::Catalog;
use crate::decision::{Decision, LinkKind};
use crate::text::{one_line, visible};
use crate::vocabulary::words::StatusKind;

/// The formats of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// Graphviz.
    Dot,
    /// Mermaid, which GitHub and GitLab render.
    Mermaid,
    /// SVG image.
    Svg,
}

/// Decisions and the links between them.
#[derive(Debug)]
pub(crate) struct Graph<'a> {
    /// The decisions that are drawn, by path.
    pub nodes: Vec<&'a Decision>,
    /// From which to which, and what is said; each pair once, whichever side says it.
    pub edges: BTreeSet<(usize, usize, LinkKind)>,
}

/// The links of a log, from which decision to which; each pair once, whichever side says it.
pub(crate) fn links(catalog: &Catalog) -> BTreeSet<(usize, usize, LinkKind)> {
    let places: BTreeMap<_, usize> =
        catalog.decisions.iter().enumerate().map(|(index, decision)| (&decision.path, index)).collect();
    let mut linked = BTreeSet::new();
    for (from, decision) in catalog.decisions.iter().enumerate() {
        for link in &decision.links {
            for other in catalog.linked(decision, link) {
                let to = places[&other.path];
                // What another repository says alone changes nothing here but that it is related.
                let is_own = catalog.repository_of(&decision.path) == catalog.repository_of(&other.path);
                let is_mutual = || {
                    other.links.iter().any(|back| {
                        back.kind == link.kind.back()
                            && catalog.linked(other, back).iter().any(|it| it.path == decision.path)
                    })
                };
                let kind = if is_own || is_mutual() { link.kind } else { LinkKind::RelatesTo };
                linked.insert(match kind {
                    LinkKind::Supersedes | LinkKind::Amends => (from, to, kind),
                    LinkKind::SupersededBy | LinkKind::AmendedBy => (to, from, kind.back()),
                    LinkKind::RelatesTo => (from.min(to), from.max(to), kind),
                });
            }
        }
    }
    linked
}

impl<'a> Graph<'a> {
    /// The graph of a log: the decisions with links, or all of them.
    pub(crate) fn of(catalog: &'a Catalog, all: bool) -> Self {
        Self::with_links(catalog, links(catalog), all)
    }

    /// As `of`, with these links alone.
    pub(crate) fn with_links(catalog: &'a Catalog, linked: BTreeSet<(usize, usize, LinkKind)>, all: bool) -> Self {
        let drawn: BTreeSet<usize> = match all {
            true => (0..catalog.decisions.len()).collect(),
            false => linked.iter().flat_map(|(from, to, _)| [*from, *to]).collect(),
        };
        let numbers: BTreeMap<usize, usize> =
            drawn.iter().enumerate().map(|(number, index)| (*index, number)).collect();
        Self {
            nodes: drawn.iter().map(|index| &catalog.decisions[*index]).collect(),
            edges: linked.into_iter().map(|(from, to, kind)| (numbers[&from], numbers[&to], kind)).collect(),
        }
    }

    /// The graph in one of the formats.
    pub(crate) fn render(&self, format: GraphFormat) -> String {
        match format {
            GraphFormat::Dot => self.dot(),
            GraphFormat::Mermaid => self.mermaid(),
            GraphFormat::Svg => svg::file(self),
        }
    }

    fn dot(&self) -> String {
        let mut out = String::from("digraph decisions {\n  rankdir=RL;\n  node [shape=box];\n");
        for (number, decision) in self.nodes.iter().enumerate() {
            // Graphviz reads entities in labels as well as backslashes.
            let label = label(decision).replace('&', "&amp;").replace('\\', "\\\\").replace('"', "\\\"");
            let style = if is_past(decision) { ", style=dashed" } else { "" };
            let _ = writeln!(out, "  n{number} [label=\"{label}\"{style}];");
        }
        for (from, to, kind) in &self.edges {
            let style = if *kind == LinkKind::RelatesTo { ", dir=none, style=dotted" } else { "" };
            let _ = writeln!(out, "  n{from} -> n{to} [label=\"{}\"{style}];", said(*kind));
        }
        out.push_str("}\n");
        out
    }

    fn mermaid(&self) -> String {
        let mut out = String::from("flowchart RL\n");
        for (number, decision) in self.nodes.iter().enumerate() {
            let _ = writeln!(out, "  n{number}[\"{}\"]", mermaid_text(&label(decision)));
        }
        for (from, to, kind) in &self.edges {
            let arrow = if *kind == LinkKind::RelatesTo { "-.-" } else { "-->" };
            let _ = writeln!(out, "  n{from} {arrow}|{}| n{to}", said(*kind));
        }
        let past = self.nodes.iter().enumerate().filter(|(_, decision)| is_past(decision));
        let past: Vec<String> = past.map(|(number, _)| format!("n{number}")).collect();
        if !past.is_empty() {
            let _ = writeln!(out, "  classDef past stroke-dasharray: 4\n  class {} past", past.join(","));
        }
        out
    }
}

/// The name of a decision in a graph.
fn label(decision: &Decision) -> String {
    format!("{} {}", decision.id, visible(&one_line(decision.shown_title())))
}

/// Whether a decision holds no more.
fn is_past(decision: &Decision) -> bool {
    matches!(decision.kind(), Some(StatusKind::Superseded | StatusKind::Rejected | StatusKind::Deprecated))
}

/// A link in words.
pub(crate) fn said(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::RelatesTo => "relates to",
        kind => kind.key(),
    }
}

/// Text in quotes for Mermaid, which knows characters by their numbers only, and reads markdown and
/// HTML in labels.
fn mermaid_text(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        if character.is_alphanumeric() || matches!(character, ' ' | ',' | '.' | '-' | '(' | ')' | '/' | '!' | '?') {
            out.push(character);
        } else {
            let _ = write!(out, "#{};", u32::from(character));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision;
    use crate::policy::Policy;
    use crate::text::RepoPath;
    use jiff::civil::Date;

    pub(super) fn catalog(files: &[(&str, &str)]) -> Catalog {
        let policy = Policy::default();
        let read =
            |(path, text): &(&str, &str)| decision::read(RepoPath::new(*path), text.as_bytes().to_vec(), &policy.words);
        Catalog::new(files.iter().map(read).collect(), [], policy.clone(), Date::constant(2026, 6, 1))
    }

    #[test]
    fn labels_are_no_syntax() {
        let catalog = catalog(&[
            (
                "decisions/0001-a.md",
                "---\nstatus: superseded\nsuperseded-by: \"0002\"\n---\n# Say \"no\\\\\" & `<b>` [x] #1\n",
            ),
            ("decisions/0002-b.md", "---\nsupersedes: [\"0001\"]\nrelates-to: [\"0001\", \"0009\"]\n---\n# B\n"),
            ("decisions/0003-c.md", "# Alone\n"),
        ]);
        let graph = Graph::of(&catalog, false);
        assert_eq!(
            graph.render(GraphFormat::Dot),
            r#"digraph decisions {
  rankdir=RL;
  node [shape=box];
  n0 [label="0001 Say \"no\\\" &amp; <b> [x] #1", style=dashed];
  n1 [label="0002 B"];
  n0 -> n1 [label="relates to", dir=none, style=dotted];
  n1 -> n0 [label="supersedes"];
}
"#
        );
        assert_eq!(
            graph.render(GraphFormat::Mermaid),
            r#"flowchart RL
  n0["0001 Say #34;no#92;#34; #38; #60;b#62; #91;x#93; #35;1"]
  n1["0002 B"]
  n0 -.-|relates to| n1
  n1 -->|supersedes| n0
  classDef past stroke-dasharray: 4
  class n0 past
"#
        );
        assert!(Graph::of(&catalog, true).render(GraphFormat::Dot).contains("0003 Alone"));
    }
}

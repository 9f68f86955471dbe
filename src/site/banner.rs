//! What the page of a superseded or deprecated decision says before its text: which decision replaced it.

use super::SiteEntry;
use super::decision::Linked;
use crate::decision::{Decision, LinkKind};
use crate::vocabulary::words::StatusKind;

/// How many decisions that replace another are named. The facts beside the text have all.
const NAMED: usize = 3;

/// What to say first about a decision that no longer holds.
pub(super) struct Banner<'a> {
    /// The class of the status.
    pub class: &'static str,
    pub words: &'static str,
    /// The decisions that replace it, and how many more there are.
    pub heirs: Vec<Linked<'a>>,
    pub more: usize,
    /// The one that holds now, where the only heir was replaced as well.
    pub last: Option<&'a SiteEntry<'a>>,
}

/// The banner of a decision that was replaced by these.
pub(super) fn banner<'a>(
    entry: &SiteEntry<'_>,
    heirs: &[Linked<'a>],
    last: Option<&'a SiteEntry<'a>>,
) -> Option<Banner<'a>> {
    let words = match (entry.decision.kind()?, heirs.is_empty()) {
        (StatusKind::Superseded, false) => entry.words.banner_superseded_by,
        (StatusKind::Superseded, true) => entry.words.banner_superseded,
        (StatusKind::Deprecated, false) => entry.words.banner_deprecated_by,
        (StatusKind::Deprecated, true) => entry.words.banner_deprecated,
        _ => return None,
    };
    let is_later = |last: &&SiteEntry<'_>| {
        let direct = heirs.iter().filter_map(|(_, heir)| *heir);
        heirs.len() == 1 && direct.chain([entry]).all(|other| other.decision.path != last.decision.path)
    };
    Some(Banner {
        class: entry.status_class(),
        words,
        heirs: heirs.iter().take(NAMED).copied().collect(),
        more: heirs.len().saturating_sub(NAMED),
        last: last.filter(is_later),
    })
}

/// For each entry that was replaced, the last one in the chain of those that replaced it. None in a circle.
pub(super) fn last_heirs(
    entries: &[SiteEntry<'_>],
    links: &[Vec<(LinkKind, usize)>],
    places: &[usize],
) -> Vec<Option<usize>> {
    let next = |index: usize| {
        let links = links[index].iter().filter(|_| is_replaced(entries[index].decision));
        let heirs = links.filter(|(kind, other)| *kind == LinkKind::SupersededBy && *other != index);
        // Of several, the newest.
        heirs.map(|(_, other)| *other).min_by_key(|other| places[*other])
    };
    let next: Vec<Option<usize>> = (0..entries.len()).map(next).collect();
    let mut last: Vec<Option<usize>> = vec![None; entries.len()];
    // Those whose last heir is known, and in which walk each was seen.
    let mut is_done = vec![false; entries.len()];
    let mut seen = vec![None; entries.len()];
    for start in 0..entries.len() {
        let (mut chain, mut at) = (Vec::new(), start);
        while !is_done[at]
            && seen[at] != Some(start)
            && let Some(heir) = next[at]
        {
            seen[at] = Some(start);
            chain.push(at);
            at = heir;
        }
        let is_circle = !is_done[at] && seen[at] == Some(start);
        // A chain that leads into a circle has no end either.
        let end = last[at].or(Some(at).filter(|at| next[*at].is_none()));
        for index in chain {
            last[index] = end.filter(|_| !is_circle);
            is_done[index] = true;
        }
    }
    last
}

/// Whether a decision no longer holds.
fn is_replaced(decision: &Decision) -> bool {
    matches!(decision.kind(), Some(StatusKind::Superseded | StatusKind::Deprecated))
}

#[cfg(test)]
mod tests {
    use super::super::SitePage;
    use super::super::tests::{hrefs, seen, site};

    fn decision(status: &str, more: &str) -> String {
        format!("---\nstatus: {status}\n{more}---\n# T\n\nWords.\n")
    }

    /// The banners of the decisions, numbered from 1.
    #[track_caller]
    fn check(texts: &[String], expected: &[&str]) {
        let files: Vec<(u32, &str)> = (1..).zip(texts.iter().map(String::as_str)).collect();
        site(&files, |site| {
            let banner = |index: usize| {
                let html = site.render(SitePage::Decision(index));
                let (_, behind) = html.split_once("<p class=\"banner").unwrap_or_default();
                let inside = behind.split("</p>").next().unwrap_or_default();
                assert!(html.find("<p class=\"banner") <= html.find("class=\"text\""));
                let pages = site.pages();
                for href in hrefs(inside) {
                    assert!(pages.contains_key(&format!("decisions/{href}")), "{href}");
                }
                seen(&format!("<p class=\"{inside}<"))
            };
            let banners: Vec<String> = (0..texts.len()).map(banner).collect();
            assert_eq!(banners, expected);
        });
    }

    #[test]
    fn banners_lead_to_the_last_heir() {
        check(
            &[
                decision("superseded", "superseded-by: [\"2\"]\n"),
                decision("superseded", "superseded-by: [\"3\"]\n"),
                decision("superseded", ""),
                decision("accepted", "supersedes: [\"3\"]\n"),
            ],
            &[
                "Superseded by 0002 T , and now by 0004 T .",
                "Superseded by 0003 T , and now by 0004 T .",
                "Superseded by 0004 T .",
                "",
            ],
        );
    }

    #[test]
    fn heirs_may_be_missing_or_many() {
        check(
            &[
                decision("superseded", ""),
                decision("deprecated", ""),
                decision("superseded", "superseded-by: [\"0099\"]\n"),
                decision("deprecated", "superseded-by: [\"1\"]\n"),
                decision("superseded", "superseded-by: [\"1\", \"2\", \"6\", \"7\", \"8\"]\n"),
                decision("accepted", ""),
                decision("proposed", ""),
                decision("rejected", "superseded-by: [\"6\"]\n"),
            ],
            &[
                "Superseded.",
                "Deprecated.",
                "Superseded by 0099.",
                "Deprecated, superseded by 0001 T .",
                "Superseded by 0001 T , 0002 T , 0006 T and 2 more.",
                "",
                "",
                "",
            ],
        );
    }

    #[test]
    fn circles_have_no_last_heir() {
        check(
            &[
                decision("superseded", "superseded-by: [\"2\"]\n"),
                decision("superseded", "superseded-by: [\"3\"]\n"),
                decision("superseded", "superseded-by: [\"1\"]\n"),
                decision("superseded", "superseded-by: [\"1\"]\n"),
                decision("superseded", "superseded-by: [\"5\"]\n"),
            ],
            &[
                "Superseded by 0002 T .",
                "Superseded by 0003 T .",
                "Superseded by 0001 T .",
                "Superseded by 0001 T .",
                "Superseded by 0005 T .",
            ],
        );
    }

    #[test]
    fn long_chains_are_walked_once() {
        let texts: Vec<String> = (1..=3000)
            .map(|number| decision("superseded", &format!("superseded-by: [\"{}\"]\n", number + 1)))
            .collect();
        let files: Vec<(u32, &str)> = (1..).zip(texts.iter().map(String::as_str)).collect();
        site(&files, |site| assert!(site.heirs[..2999].iter().all(|last| *last == Some(2999))));
    }
}

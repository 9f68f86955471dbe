//! Which pages need not be made again. A page that is not made of the whole log has a number for all that it is made
//! of: as long as that is the same, so is the page. What a page tells and its number leaves out would grow old on it, so
//! the numbers rather cover too much.

use rapidhash::v3::rapidhash_v3;

use super::people::{People, Said, Someone};
use super::{Page, Site};
use crate::decision::Decision;

/// The same number for the same bytes, on every host.
pub(crate) fn number(bytes: &[u8]) -> u64 {
    rapidhash_v3(bytes)
}

/// What something is made of, one part behind the other, each told from the next.
#[derive(Default)]
struct Parts(Vec<u8>);

impl Parts {
    fn number(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }
}

/// The numbers of a log.
#[derive(Debug)]
pub(super) struct Keys {
    /// For all that a page may say of other decisions, of people, and of the site.
    common: u64,
    /// For all that each decision says itself.
    own: Vec<u64>,
}

impl Keys {
    pub(super) fn of(site: &Site<'_>) -> Self {
        Self { common: common(site), own: site.entries.iter().map(|entry| own(entry.decision)).collect() }
    }

    /// The number of a page; none for a page that is made of the whole log.
    pub(super) fn page(&self, site: &Site<'_>, page: Page) -> Option<u64> {
        let mut parts = Parts::default();
        parts.number(self.common);
        // Which page it is, as two may be made of the same decisions.
        let (kind, index) = match page {
            Page::Decision(index) => (0, index),
            Page::Tag(index) => (1, index),
            Page::Status(index) => (2, index),
            Page::Texts(file) => (3, file),
            Page::Person(index) => (4, index),
            _ => return None,
        };
        parts.number(kind);
        parts.count(index);
        let add = |parts: &mut Parts, index: usize| {
            parts.count(index);
            parts.number(self.own[index]);
        };
        let mut add_all = |indices: &[usize]| {
            parts.count(indices.len());
            indices.iter().for_each(|index| add(&mut parts, *index));
        };
        match page {
            Page::Decision(index) => add_all(&[index]),
            Page::Tag(index) => add_all(&site.tags[index].entries),
            Page::Status(index) => add_all(&site.statuses[index].entries),
            Page::Texts(file) => add_all(&site.index().texts_of(site, file)),
            Page::Person(index) => {
                let Someone { name: _, file: _, roles, is_group, said, silent, asked, made } = &site.people.all[index];
                add_all(asked);
                add_all(made);
                parts.count(said.len());
                for Said { decision, quote, number: _ } in said {
                    add(&mut parts, *decision);
                    parts.count(*quote);
                }
                parts.count(silent.len());
                for (index, place) in silent {
                    add(&mut parts, *index);
                    parts.count(*place);
                }
                parts.count(roles.len());
                roles.iter().for_each(|role| parts.text(role));
                parts.number(u64::from(*is_group));
            }
            _ => return None,
        }
        Some(number(&parts.0))
    }
}

fn own(decision: &Decision) -> u64 {
    let mut parts = Parts::default();
    parts.text(decision.path.as_str());
    parts.number(number(decision.text.as_bytes()));
    // Of two files that can't be read both have no text.
    decision.problems.iter().for_each(|problem| parts.text(&format!("{problem:?}")));
    number(&parts.0)
}

fn common(site: &Site<'_>) -> u64 {
    let Site { catalog, settings, entries, order, people, tags, links, notes, .. } = site;
    let mut parts = Parts::default();
    parts.text(env!("HEARD_BUILT_FROM"));
    parts.text(&catalog.policy.text);
    parts.text(&format!("{settings:?} {notes:?}"));
    for index in order {
        let entry = &entries[*index];
        for text in [entry.decision.path.as_str(), &entry.file, entry.id(), entry.title()] {
            parts.text(text);
        }
        parts.count(links[*index].len());
        for (kind, other) in &links[*index] {
            parts.count(*kind as usize);
            parts.count(*other);
        }
    }
    parts.count(tags.len());
    for tag in tags {
        for text in [&tag.word, &tag.file] {
            parts.text(text);
        }
    }
    // Whom the decisions name follows from who has which marks.
    let People { all, by_mark, .. } = people;
    for someone in all {
        for text in [&someone.name, &someone.file] {
            parts.text(text);
        }
    }
    // The order of a table differs from run to run.
    let mut marks: Vec<_> = by_mark.iter().collect();
    marks.sort_unstable();
    for (mark, place) in marks {
        parts.text(mark);
        parts.count(*place);
    }
    number(&parts.0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::Date;

    use super::*;
    use crate::catalog::Catalog;
    use crate::decision;
    use crate::policy::Policy;
    use crate::site::Settings;
    use crate::text::RepoPath;

    const LOG: [(&str, &str); 4] = [
        (
            "decisions/0001-queue.md",
            "---\nstatus: accepted\ndate: 2026-01-02\ndecision-makers: [\"Bo Lund\"]\nconsulted: [\"Ines Roy (@ines)\", support]\n\
             tags: [mail]\n---\n# Keep the queue\n\nSee [the other](0002-pager.md).\n\n## Consultation\n\n> It is slow.\n>\n> — Ines Roy, 2026-01-01\n\n**Changed:** it is fast.\n",
        ),
        (
            "decisions/0002-pager.md",
            "---\nstatus: proposed\ndate: 2026-02-02\nsupersedes: [\"0001\"]\nconsulted: [\"@ines\"]\ntags: [Mail, night]\n---\n\
             # Drop the pager\n\n**Asked:** @ines, 2026-02-01.\n",
        ),
        (
            "decisions/0003-log.md",
            "---\nstatus: accepted\ndate: 2026-03-02\nreview-by: 2026-05-01\ninformed: [\"Bo Lund (lead)\"]\n---\n# Log less\n",
        ),
        ("decisions/0004-none.md", ""),
    ];

    /// What may become different between two builds, each on its own: a text of the log, a path, the policy, a setting.
    const CHANGES: [(&str, &str); 23] = [
        ("It is slow", "It hurts"),
        ("# Keep the queue", "# Keep a queue"),
        ("# Log less", "# Log nothing"),
        ("Ines Roy (@ines)", "Ines Roy"),
        ("consulted: [\"@ines\"]", "consulted: [\"@bo\", \"Bo Lund (@bo)\"]"),
        ("Bo Lund (lead)", "Bo Lund"),
        // Everybody is still there, and a handle is somebody else's.
        ("[\"Bo Lund\"]\nconsulted: [\"Ines Roy (@ines)\"", "[\"Bo Lund (@ines)\"]\nconsulted: [\"Ines Roy\""),
        ("[Mail, night]", "[night]"),
        ("[mail]", "[MAIL, post]"),
        ("2026-03-02", "2026-01-01"),
        ("status: proposed", "status: rejected"),
        ("supersedes: [\"0001\"]", "amends: [\"0003\"]"),
        ("[\"0001\"]", "[\"0009\"]"),
        ("**Asked:** @ines, 2026-02-01.", "**Waived:** @ines, by Bo Lund: away."),
        ("— Ines Roy, 2026-01-01", "— Ana Ruiz, 2026-01-01"),
        ("decision-makers: [\"Bo Lund\"]", "decision-makers: [support]"),
        ("0002-pager.md", "0002-bell.md"),
        ("0004-none.md", "0000-none.md"),
        ("the words of the policy", "[groups]\nsupport = [\"Ines Roy\"]\n"),
        ("the words of the policy", "[groups]\nsupport = [\"Bo Lund\"]\n"),
        ("the title", "Another title"),
        ("the day", "2026-04-01"),
        ("the forge", "https://git.example.org/"),
    ];

    /// The keys and texts of all pages, after a change.
    fn pages((from, to): (&str, &str)) -> BTreeMap<String, (Option<u64>, String)> {
        let policy = match from {
            "the words of the policy" => Policy::read(to, &crate::rules::ids()).unwrap(),
            _ => Policy::default(),
        };
        let read = |(path, text): &(&str, &str)| {
            decision::read(RepoPath::new(path.replace(from, to)), text.replace(from, to).into_bytes(), &policy.words)
        };
        let catalog = Catalog::new(LOG.iter().map(read).collect(), [], policy.clone(), Date::constant(2026, 6, 1));
        let day = if from == "the day" { to.parse().unwrap() } else { Date::constant(2026, 6, 1) };
        let settings = Settings {
            title: if from == "the title" { to } else { "Log" }.to_owned(),
            source_url: (from == "the forge").then(|| to.to_owned()),
            day: Some(day),
            ..Settings::default()
        };
        let site = Site::new(&catalog, settings);
        site.pages().into_iter().map(|(name, page)| (name, (site.key(page), site.render(page)))).collect()
    }

    #[test]
    fn pages_with_the_same_number_are_the_same() {
        let all: Vec<_> = [("", "")].into_iter().chain(CHANGES).map(|change| (change, pages(change))).collect();
        let mut kept = 0;
        for (one, before) in &all {
            for (other, after) in &all {
                for (name, (key, text)) in before {
                    if let Some((same, changed)) = after.get(name)
                        && key.is_some()
                        && key == same
                    {
                        assert!(text == changed, "{name} is taken for the same after {one:?} and {other:?}");
                        kept += usize::from(one != other);
                    }
                }
            }
        }
        assert!(kept > 0, "no page was kept");
    }

    #[test]
    fn a_change_of_words_leaves_other_pages_as_they_are() {
        let (before, after) = (pages(("", "")), pages(CHANGES[0]));
        let changed: Vec<&str> = before
            .iter()
            .filter(|(name, (key, _))| key.is_some() && after[*name].0 != *key)
            .map(|(name, _)| name.as_str())
            .collect();
        let expected = [
            "decisions/0001-queue.html",
            "people/bo-lund.html",
            "people/ines-roy.html",
            "people/support.html",
            "search/texts-1.js",
            "status/accepted.html",
            "tags/mail.html",
        ];
        assert_eq!(changed, expected);
    }
}

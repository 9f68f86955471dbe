//! What the words of people in a record are about: its title, its options and its outcome, as text without marks.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::body::Body;
use crate::document::headerless::is_section_name;
use crate::document::shown::{self, Word};
use crate::text::{Span, line_start, one_line};

use super::{Decision, OPTION_HEADINGS, OUTCOME_HEADINGS};

/// What a record proposes, as a page shows it: no marks, no targets of links, white space folded. Two records that differ
/// in their markdown alone are about the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct About {
    /// The title, or what the name of the file says.
    pub title: String,
    /// What is decided; empty as long as nothing is.
    pub outcome: String,
    /// The options, in order: the items of a list, each with what is below it, or sections of their own. Options in prose
    /// are one option.
    pub options: Vec<String>,
}

/// More headings above what was decided, in the words of other forms and languages.
#[rustfmt::skip]
const MORE_OUTCOME_HEADINGS: &[&str] = &[
    "decisions", "the decision", "our decision", "decision made", "decision taken", "resolution", "verdict",
    "conclusion", "conclusions", "outcomes", "chosen option", "selected option", "chosen solution",
    "entscheidung", "beschluss", "ergebnis", "décision", "decisión", "resultado", "decisão", "besluit", "beslissing",
    "decisione", "решение", "決定", "决定", "결정",
];

/// Headings of sections that say what follows from the outcome, or where it does not hold. In some forms they stand beside
/// it and not below it.
#[rustfmt::skip]
const BESIDE_OUTCOME_HEADINGS: &[&str] = &[
    "consequences", "exceptions", "exception", "scope", "amendment", "amendments", "update", "updates", "addendum",
    "konsequenzen", "folgen", "ausnahmen", "conséquences", "consecuencias", "excepciones", "gevolgen",
    "conseguenze", "consequências",
];

/// Headings above what short forms such as RFCs, KEPs and PEPs propose.
const PROPOSAL_HEADINGS: &[&str] =
    &["summary", "abstract", "proposal", "proposed solution", "proposed change", "recommendation", "solution"];

/// Headings of sections that ask, explain or refer, and decide nothing.
#[rustfmt::skip]
const OTHER_HEADINGS: &[&str] = &[
    "context", "context and problem statement", "problem", "problem statement", "background", "motivation",
    "introduction", "overview", "terminology", "glossary", "assumptions", "constraints", "requirements", "goals",
    "non-goals", "goals and non-goals", "decision drivers", "drivers", "forces", "open questions", "unresolved questions",
    "questions", "prior art", "references", "links", "related", "related decisions", "more information", "notes",
    "further reading", "appendix", "changelog", "history", "status", "date", "people", "stakeholders", "authors", "deciders",
    "kontext", "problem und kontext", "hintergrund", "contexte", "contexto", "contesto", "context en probleemstelling",
];

/// Headings of sections that argue for and against the options, and are neither the options nor the outcome.
const PRO_AND_CON_HEADINGS: &[&str] = &["pros and cons of the options", "pros and cons"];

impl Decision {
    /// What the words in the record are about.
    ///
    /// The outcome is the text of every section called `Decision`, `Decision Outcome`, `Resolution` and the like,
    /// sub-sections included, and of those beside it that say what follows from it or where it does not hold:
    /// consequences were decided with it. RFCs, KEPs and PEPs have no such section. Of them
    /// it is the `Summary`, `Abstract` or `Proposal`, which says in short what is to be done; the design behind it is
    /// worked on while people comment, and their words would be outdated by every edit. Of a record without these it is
    /// whatever may decide something: the sections that are neither known for something else, as `Context` is, nor of
    /// people's words and the options; and where there are no others, the text below the title. People's words and the
    /// responses to them are never a part of it.
    pub(crate) fn about(&self) -> About {
        let start = self.body_start();
        let body = Body::read(&self.text, start, &|_| false);
        let words = shown::words(&self.text, start);
        let end = self.text.len();
        let options = Sections::find(&body, end, &[OPTION_HEADINGS]);
        let arguments = Sections::find(&body, end, &[PRO_AND_CON_HEADINGS]);
        let mut outcome = Sections::find(&body, end, &[OUTCOME_HEADINGS, MORE_OUTCOME_HEADINGS]);
        outcome = match outcome.whole.is_empty() {
            true => Sections::find(&body, end, &[PROPOSAL_HEADINGS]),
            false => Sections::find(&body, end, &[OUTCOME_HEADINGS, MORE_OUTCOME_HEADINGS, BESIDE_OUTCOME_HEADINGS]),
        };
        let people = [self.consultation.sections.as_slice(), &self.metadata(start)].concat();
        if outcome.whole.is_empty() {
            let others = merged([&people, &options.whole, &arguments.whole]);
            match lead(&body, Span::new(start, end), &others) {
                Some(lead) => outcome.text.push(lead),
                None => outcome = Sections::besides(&body, end, &others),
            }
        }
        let [decided, listed] = [&outcome, &options].map(|sections| merged([&sections.text]));
        // Of sections inside each other, text belongs to the inner one, whatever their levels make of them.
        let inner = |others: &Sections, outer: &[Span]| -> Vec<Span> {
            let inside = others.whole.iter().chain(&arguments.whole).filter(|span| is_in(outer, span.start));
            inside.chain(&people).copied().collect()
        };
        let apart = [inner(&options, &decided), inner(&outcome, &listed)].map(|spans| merged([&spans]));
        let mut page = Page { notes: notes(&words), words: &words, known: BTreeSet::new() };
        let decided = page.within(&decided, &apart[0]);
        let says_something = decided.iter().any(|word| !word.is_mark && !is_in_subheading(word, &body, &outcome.text));
        About {
            title: one_line(self.shown_title()).into_owned(),
            outcome: if says_something { page.said(&decided) } else { String::new() },
            options: page.options(&listed, &apart[1]),
        }
    }

    /// The places of what the body says of its status, dates and people.
    fn metadata(&self, start: usize) -> Vec<Span> {
        let lines = self.fields.iter().filter(|field| field.key.span.start >= start).map(|field| {
            let end = field.value.span.end.max(field.key.span.end);
            let rest = self.text[end..].find('\n').unwrap_or(self.text.len() - end);
            Span::new(line_start(&self.text, field.key.span.start), end + rest)
        });
        lines.chain(self.preamble).collect()
    }
}

/// The text below the title of a record that has no sections but these.
fn lead(body: &Body<'_>, record: Span, sections: &[Span]) -> Option<Span> {
    let mut headings = body.headings.iter().peekable();
    let title = headings.next_if(|heading| heading.level == 1 && !is_section_name(&heading.name));
    let start = title.map_or(record.start, |title| title.span.end);
    headings.all(|heading| is_in(sections, heading.span.start)).then(|| Span::new(start, record.end))
}

/// The sections with some names.
#[derive(Default)]
struct Sections {
    /// Each with its heading.
    whole: Vec<Span>,
    /// What each says: the text below its heading, and the heading where it says more than the name, as in `Decision:
    /// page support`.
    text: Vec<Span>,
}

impl Sections {
    fn find(body: &Body<'_>, end: usize, names: &[&[&str]]) -> Self {
        let mut sections = Self::default();
        for (index, heading) in body.headings.iter().enumerate() {
            let (name, more) = heading.name.split_once([':', '：']).unwrap_or((&heading.name, ""));
            if names.iter().any(|names| names.contains(&name.trim())) {
                let Span { start, end: below } = heading.span;
                let next = body.headings.get(body.section_end(index)).map_or(end, |next| next.span.start);
                sections.whole.push(Span::new(start, next));
                sections.text.push(Span::new(if more.is_empty() { below } else { start }, next));
            }
        }
        sections
    }

    /// The sections that may decide something, of a record where none is called so: all but the title, these others, and
    /// those that are known for something else.
    fn besides(body: &Body<'_>, end: usize, others: &[Span]) -> Self {
        let known = merged([&Self::find(body, end, &[OTHER_HEADINGS]).whole, &others.to_vec()]);
        let mut sections = Self::default();
        for (index, heading) in body.headings.iter().enumerate() {
            let is_title = index == 0 && heading.level == 1 && !is_section_name(&heading.name);
            let at = heading.span.start;
            if is_title || is_in(&known, at) || is_in(&sections.whole, at) {
                continue;
            }
            let next = body.headings.get(body.section_end(index)).map_or(end, |next| next.span.start);
            sections.whole.push(Span::new(at, next));
            sections.text.push(Span::new(heading.span.end, next));
        }
        sections
    }
}

/// Whether a word is in a heading inside one of the sections.
fn is_in_subheading(word: &Word, body: &Body<'_>, sections: &[Span]) -> bool {
    let next = body.headings.partition_point(|heading| heading.span.end <= word.span.start);
    let heading = body.headings.get(next).filter(|heading| heading.span.start <= word.span.start);
    heading.is_some_and(|heading| sections.binary_search_by_key(&heading.span.start, |section| section.start).is_err())
}

/// The footnotes of a page by how text refers to them, `[^1]`.
fn notes(words: &[Word]) -> BTreeMap<&str, Vec<&Word>> {
    let mut notes: BTreeMap<&str, Vec<&Word>> = BTreeMap::new();
    let mut open = None;
    for word in words.iter().filter(|word| word.note && !word.is_mark) {
        match word.text.strip_suffix(':').filter(|label| label.starts_with("[^") && label.ends_with(']')) {
            Some(label) => open = Some(label),
            None => notes.entry(open.unwrap_or_default()).or_default().push(word),
        }
    }
    notes
}

/// The words of a page.
struct Page<'a> {
    words: &'a [Word],
    notes: BTreeMap<&'a str, Vec<&'a Word>>,
    /// The footnotes that were read with the text that refers to them; each is read once.
    known: BTreeSet<&'a str>,
}

impl<'a> Page<'a> {
    /// The words in some parts of the file, but for those in others and in footnotes.
    fn within(&self, parts: &[Span], apart: &[Span]) -> Vec<&'a Word> {
        let at = |byte: usize| self.words.partition_point(|word| word.span.start < byte);
        let words = parts.iter().flat_map(|part| &self.words[at(part.start)..at(part.end)]);
        words.filter(|word| !word.note && !is_in(apart, word.span.start)).collect()
    }

    /// What words say without marks, with the footnotes that they refer to.
    fn said(&mut self, words: &[&'a Word]) -> String {
        // What is in which column says something, so an empty cell is read as well.
        let is_cell = |word: &Word| word.is_mark && word.text == "|";
        let is_empty = |at: usize| is_cell(words[at]) && words.get(at + 1).is_none_or(|next| is_cell(next));
        let kept = (0..words.len()).filter(|at| !words[*at].is_mark || is_empty(*at));
        let mut said: Vec<&Word> = kept.map(|at| words[at]).collect();
        let mut at = 0;
        while let Some(word) = said.get(at) {
            let label = word.text.as_str();
            if let Some(note) = self.notes.get(label).filter(|_| self.known.insert(label)) {
                said.extend(note);
            }
            at += 1;
        }
        let said: Vec<&str> = said.iter().map(|word| word.text.as_str()).collect();
        said.join(" ")
    }

    /// The options in some sections.
    fn options(&mut self, sections: &[Span], apart: &[Span]) -> Vec<String> {
        let level = |word: &Word| {
            let is_heading = word.text.starts_with('#') && word.text.bytes().all(|mark| mark == b'#');
            is_heading.then_some(word.text.len())
        };
        let mut options = Vec::new();
        for section in sections {
            let words = self.within(&[*section], apart);
            let top = words.iter().filter(|word| word.is_mark).filter_map(|word| level(word)).min();
            let mut is_headed = false;
            // Lists below a heading belong to its option.
            let mut opens = |word: &Word| {
                let is_heading = word.is_mark && level(word).is_some_and(|level| Some(level) == top);
                is_headed |= is_heading;
                is_heading || (word.is_mark && !is_headed && word.text == "-1")
            };
            let starts: Vec<usize> = (0..words.len()).filter(|at| opens(words[*at])).collect();
            let ends = starts.iter().skip(1).copied().chain([words.len()]);
            match starts.is_empty() {
                true => options.push(self.said(&words)),
                false => options.extend(starts.iter().zip(ends).map(|(start, end)| self.said(&words[*start..end]))),
            }
        }
        options.retain(|option| !option.is_empty());
        options
    }
}

/// Whether a byte is in one of some spans, which are in order.
fn is_in(spans: &[Span], at: usize) -> bool {
    let next = spans.partition_point(|span| span.end <= at);
    spans.get(next).is_some_and(|span| span.start <= at)
}

/// Spans in order, without overlaps.
fn merged<const N: usize>(spans: [&Vec<Span>; N]) -> Vec<Span> {
    let mut spans: Vec<Span> = spans.into_iter().flatten().copied().collect();
    spans.sort();
    spans.dedup_by(|next, span| {
        let overlaps = next.start < span.end;
        span.end = if overlaps { span.end.max(next.end) } else { span.end };
        overlaps
    });
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::read;
    use crate::text::RepoPath;
    use crate::vocabulary::words::Words;

    fn about(text: &str) -> About {
        read(RepoPath::new("decisions/0012-page-through.md"), text.as_bytes().to_vec(), &Words::default()).about()
    }

    #[test]
    fn the_outcome_is_the_section_of_that_name() {
        for (body, outcome) in [
            ("## Decision Outcome\n\nWe page\nsupport.\n\n## More\n\nx\n", "We page support."),
            ("## 3. Decision\n\nWe page.\n", "We page."),
            ("## Decision\n\nWe page.\n\n## Consequences\n\nB.\n\n## Notes\n\nx\n", "We page. B."),
            ("## Context\n\nx\n\n## Exceptions\n\nB.\n\n## Decision\n\nA.\n", "B. A."),
            ("## Summary\n\nWe page.\n\n## Consequences\n\nx\n", "We page."),
            ("## Decision\n\n| a | b | c |\n|-|-|-|\n| d | x | |\n", "a b c d x |"),
            ("## Decision\n\n| a | b | c |\n|-|-|-|\n| d | | x |\n", "a b c d | x"),
            ("## Resolution\n\nWe page.\n", "We page."),
            ("## Entscheidung\n\nWe page.\n", "We page."),
            ("## Decision: we page\n\n## Context\n\nx\n", "Decision: we page"),
            ("# Decision\n\nWe page.\n\n### Consequences\n\n* Good\n", "We page. Consequences Good"),
            ("## Decision\n\nA.\n\n## Context\n\nx\n\n## Decision\n\nB.\n", "A. B."),
            // Nothing is decided below headings alone.
            ("## Decision\n\n<!-- which? -->\n\n### Consequences\n", ""),
            // What people say, and the options, are no part of it.
            ("## Decision\n\nA.\n\n### Options\n\n- a\n\n### Consultation\n\n> B.\n>\n> — Ines Roy\n", "A."),
            ("## Decision\n\nA.\n\n### Pros and Cons\n\n- a\n", "A."),
            ("## Options\n\n- a\n\n### Decision\n\nA.\n", "A."),
            ("## Pros and Cons\n\n- a\n\n### Decision\n\nA.\n", "A."),
            // Short forms, and records without sections.
            ("## Summary\n\nWe page.\n\n## Design\n\nx\n", "We page."),
            ("## Summary\n\nx\n\n## Decision\n\nWe page.\n", "We page."),
            ("We page.\n\n## Consultation\n\n> B.\n>\n> — Ines Roy\n", "We page."),
            ("* Status: accepted\n* Date: 2026-03-02\n\nWe page.\n\n## Options\n\n- a\n", "We page."),
            ("## Status\n\nAccepted\n\n## Consultation\n\n> B.\n>\n> — Ines Roy\n\n### More\n", ""),
            ("We met.\n\n## Context\n\nx\n", ""),
            // Other names, and other languages.
            ("## Context\n\nx\n\n## Final decision\n\nWe page.\n", "We page."),
            ("## Context\n\nx\n\n## Päätös\n\nWe page.\n\n### Why\n\ny\n", "We page. Why y"),
            ("## Approach\n\nA.\n\n## Plan\n\nB.\n\n## References\n\n- x\n", "A. B."),
            ("## Approach\n\nA.\n\n## Options\n\n- a\n\n## Consultation\n\n> B.\n>\n> — Ines Roy\n", "A."),
            ("## Context\n\n### Approach\n\nA.\n", ""),
            ("## Approach\n\n## Plan\n", ""),
            ("", ""),
        ] {
            assert_eq!(about(&format!("# T\n\n{body}")).outcome, outcome, "{body}");
        }
        for (text, outcome) in [
            ("---\ntitle: Rota\n---\n\nWe page.\n", "We page."),
            ("---\ntitle: Rota\n---\n\n# Rota\n\nWe page.\n", "We page."),
            ("PEP: 12\nTitle: Rota\nStatus: Draft\n\nWe page.\n", "We page."),
            ("# Context\n\nx\n", ""),
            ("PEP: 12\nTitle: Rota\nStatus: Draft\n\n# Abstract\n\nWe page.\n\n# Motivation\n\nx\n", "We page."),
        ] {
            assert_eq!(about(text).outcome, outcome, "{text}");
        }
    }

    #[test]
    fn marks_are_no_text_and_what_a_page_shows_is() {
        let outcome = |text: &str| about(&format!("# T\n\n## Decision\n\n{text}\n\n## Context\n")).outcome;
        for same in [
            "*We* page\n__support__ twice",
            "> We page support twice",
            "1. We page\n2. support twice",
            "- We page\n  - support twice",
            "### We page support\n\ntwice",
            "[We page](x) support `twice`<!-- not -->",
            "[We page][1] support twice\n\n[1]: y",
            "```\nWe page\nsupport twice\n```",
            "| We | page |\n| - | - |\n| support | twice |",
        ] {
            assert_eq!(outcome(same), "We page support twice", "{same}");
        }
        for other in [
            "~~We~~ page support twice",
            "<s>We</s> page support twice",
            "- [x] We page support twice",
            "![](x.png) We page support twice",
            "<p>We page support twice, or once</p>",
        ] {
            assert_ne!(outcome(other), "We page support twice", "{other}");
        }
    }

    #[test]
    fn a_footnote_is_read_with_the_text_that_refers_to_it() {
        let text = "# T\n\n## Options\n\n- one[^b]\n\n## Decision\n\nWe page.[^a]\n\n## More\n\n[^a]: But not[^b] twice.\n\n[^b]: See there.[^a]\n\n[^c]: Nobody reads this.\n";
        assert_eq!(about(text).outcome, "We page. [^a] But not [^b] twice. See there. [^a]");
    }

    #[test]
    fn options_are_items_or_sections() {
        for (section, options) in [
            ("We looked at:\n\n* one\n  * because\n* two\n\n  words\n", &["one because", "two words"][..]),
            ("1. one\n2. two\n", &["one", "two"]),
            ("### One\n\nwords\n\n- good\n\n#### Why\n\nx\n\n### Two\n", &["One words good Why x", "Two"]),
            ("* one\n\n### Two\n\n* good\n* bad\n", &["one", "Two good bad"]),
            ("One or\ntwo.\n", &["One or two."]),
            ("<!-- at least two -->\n", &[]),
            // Wherever its level puts it, the outcome is no option.
            ("- one\n\n### Decision\n\nWe page.\n", &["one"]),
            ("- one\n\n### Pros and Cons of the Options\n\n- good\n", &["one"]),
        ] {
            let about = about(&format!("# T\n\n## Considered Options\n\n{section}"));
            assert_eq!(about.options, options, "{section}");
        }
        assert_eq!(about("# T\n\n## Decision\n\nWe page.\n\n### Options\n\n- one\n").options, ["one"]);
        assert_eq!(about("# T\n\n## Options\n\n- one\n\n## Alternatives\n\n- two\n").options, ["one", "two"]);
    }

    #[test]
    fn the_title_is_the_one_that_is_shown() {
        for (text, title) in [("# 12. Page  *support*\n", "Page support"), ("words\n", "Page through")] {
            assert_eq!(about(text).title, title, "{text}");
        }
    }
}

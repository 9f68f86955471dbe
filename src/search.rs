//! Finds decisions by id, title and words: in titles, texts, names of people and quotes. Case and accents are ignored, and
//! a word matches by its prefix.

pub(crate) mod block;
pub(crate) mod query;
pub(crate) mod word;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::document::shown::unseen;
use crate::parallel;
use crate::text::{Span, lines, visible};
use crate::vocabulary::id::Key;
use crate::vocabulary::party::Party;
use block::has_phrases;
use query::{Query, is_near};
use word::{fold_word, is_dense, word_spans};

/// How many lines of a decision are shown.
const LINES: usize = 3;

/// A decision that matches.
#[derive(Debug)]
pub(crate) struct SearchHit<'a> {
    /// The decision.
    pub decision: &'a Decision,
    /// How well it matches; more is better.
    pub score: usize,
    /// The matching lines, the best first.
    pub lines: Vec<HitLine>,
}

/// A line that matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HitLine {
    /// What it is.
    pub place: LinePlace,
    /// Its number, from 1.
    pub number: usize,
    /// The line as it may be shown.
    pub text: String,
    /// Where the matches are in that text, in bytes.
    pub marks: Vec<Span>,
    /// Who said it, for a line of a quote.
    pub speaker: Option<String>,
}

/// What a line is. Of several, the first one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LinePlace {
    Said,
    Title,
    People,
    Text,
}

impl LinePlace {
    /// The weight of a match there.
    pub(crate) fn weight(self) -> usize {
        match self {
            Self::Title => 8,
            Self::People => 4,
            Self::Said => 2,
            Self::Text => 1,
        }
    }
}

/// The weight of a query word that is the id of a decision.
pub(crate) const ID_WEIGHT: usize = 16;

/// The result of a search.
#[derive(Debug, Default)]
pub(crate) struct SearchResult<'a> {
    /// The decisions that match, best first.
    pub hits: Vec<SearchHit<'a>>,
    /// The words that no decision has, each with the similar ones that were searched for instead.
    pub corrected: Vec<(String, Vec<String>)>,
}

/// A word that is searched for.
#[derive(Clone, Debug)]
struct SoughtWord {
    /// One of these has to match: the word, or what may have been meant by it.
    alternatives: Vec<String>,
    /// Whether it is matched as a whole, and not by its prefix.
    is_exact: bool,
}

impl SoughtWord {
    /// How well a folded word matches: 2 as a whole, which is better than 1, its prefix; 0 not at all.
    fn fit(&self, folded: &str) -> usize {
        let fits = self.alternatives.iter().map(|sought| match matches_word(folded, sought) {
            true if folded.len() == sought.len() => 2,
            true if !self.is_exact || sought.starts_with(is_dense) => 1,
            _ => 0,
        });
        fits.max().unwrap_or_default()
    }
}

/// The decisions that have everything a query asks for. With a person, only the quotes of that person are searched; then
/// the query may be empty.
pub(crate) fn search<'a>(query: &Query, said_by: Option<&Party>, catalog: &'a Catalog) -> SearchResult<'a> {
    let mut sought = sought_words(query);
    let mut corrected = Vec::new();
    let mut scored = score_all(&sought, query, said_by, catalog);
    let is_absent = |index: usize| scored.iter().all(|scored| scored.best[index] == 0);
    let absent: Vec<usize> = (0..query.words.len()).filter(|index| is_absent(*index)).collect();
    if !absent.is_empty() && !scored.is_empty() {
        for index in absent {
            let near = near_words(&query.words[index], said_by, catalog);
            if !near.is_empty() {
                sought[index] = SoughtWord { alternatives: near.clone(), is_exact: true };
                corrected.push((query.words[index].clone(), near));
            }
        }
        if !corrected.is_empty() {
            scored = score_all(&sought, query, said_by, catalog);
        }
    }
    let mut hits: Vec<SearchHit<'a>> = scored.into_iter().filter_map(|scored| scored.hit).collect();
    // Of two equal ones, the newer comes first.
    let day = |hit: &SearchHit<'_>| hit.decision.date.as_ref().and_then(|day| day.date);
    hits.sort_by(|one, other| other.score.cmp(&one.score).then_with(|| day(other).cmp(&day(one))));
    SearchResult { hits, corrected }
}

/// The words of a query: those that match by their prefix, in order, then those of its phrases.
fn sought_words(query: &Query) -> Vec<SoughtWord> {
    let word = |word: &String, is_exact| SoughtWord { alternatives: vec![word.clone()], is_exact };
    let words = query.words.iter().map(|text| word(text, false));
    words.chain(query.phrases.iter().flat_map(|phrase| &phrase.0).map(|text| word(text, true))).collect()
}

/// A decision, with how well it matches each word.
struct ScoredDecision<'a> {
    best: Vec<usize>,
    hit: Option<SearchHit<'a>>,
}

fn score_all<'a>(
    sought: &[SoughtWord],
    query: &Query,
    said_by: Option<&Party>,
    catalog: &'a Catalog,
) -> Vec<ScoredDecision<'a>> {
    let decisions: Vec<&Decision> = catalog.decisions.iter().collect();
    parallel::map(decisions, |decision| score_decision(decision, sought, query, said_by, catalog))
}

/// Whether a line is searched: all, or those of the quotes of a person.
fn is_searched(quote: Option<usize>, decision: &Decision, said_by: Option<&Party>, catalog: &Catalog) -> bool {
    let speaker = quote.and_then(|quote| decision.consultation.quotes[quote].speaker());
    said_by.is_none_or(|person| speaker.is_some_and(|speaker| catalog.policy.directory.same(speaker, person)))
}

fn score_decision<'a>(
    decision: &'a Decision,
    sought: &[SoughtWord],
    query: &Query,
    said_by: Option<&Party>,
    catalog: &Catalog,
) -> ScoredDecision<'a> {
    let is_searched = |quote: Option<usize>| is_searched(quote, decision, said_by, catalog);
    let mut best = vec![0; sought.len()];
    let mut lines: Vec<(usize, HitLine)> = Vec::new();
    for line in searched_lines(decision).into_iter().filter(|line| is_searched(line.quote)) {
        let mut sum = 0;
        for span in word_spans(&line.text) {
            let folded = fold_word(span.of(&line.text));
            for (word, best) in sought.iter().zip(&mut best) {
                let weight = line.place.weight() * word.fit(&folded);
                sum += weight;
                *best = weight.max(*best);
            }
        }
        if sum > 0 || (sought.is_empty() && word_spans(&line.text).next().is_some()) {
            let speaker = line.quote.and_then(|quote| decision.consultation.quotes[quote].speaker());
            lines.push((sum, hit_line(&line, sought, speaker.map(Party::shown))));
        }
    }
    for name in repository_words(decision, catalog).filter(|_| said_by.is_none()) {
        for (word, best) in sought.iter().zip(&mut best) {
            *best = (*best).max(LinePlace::Title.weight() * word.fit(&name));
        }
    }
    if said_by.is_none()
        && let Some(id) = id_word(decision)
    {
        for (word, best) in query.words.iter().zip(&mut best) {
            if word.trim_start_matches('0') == id {
                *best = ID_WEIGHT * 2;
            }
        }
    }
    let is_found = !best.contains(&0) && (!lines.is_empty() || !best.is_empty());
    if !is_found || !has_phrases(decision, query, is_searched) {
        return ScoredDecision { best, hit: None };
    }
    lines.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    lines.truncate(if sought.is_empty() { usize::MAX } else { LINES });
    let lines = lines.into_iter().map(|(_, line)| line).collect();
    let hit = Some(SearchHit { decision, score: best.iter().sum(), lines });
    ScoredDecision { best, hit }
}

/// The words of the log that may have been meant by one that is not in it, in order.
fn near_words(typed: &str, said_by: Option<&Party>, catalog: &Catalog) -> Vec<String> {
    let decisions: Vec<&Decision> = catalog.decisions.iter().collect();
    let near = parallel::map(decisions, |decision| {
        let lines = searched_lines(decision);
        let lines = lines.iter().filter(|line| is_searched(line.quote, decision, said_by, catalog));
        let words = lines.flat_map(|line| word_spans(&line.text).map(|span| fold_word(span.of(&line.text))));
        words.filter(|word| is_near(typed, word)).collect::<BTreeSet<String>>()
    });
    near.into_iter().flatten().collect::<BTreeSet<String>>().into_iter().collect()
}

/// The words in the name of the repository of a decision, where there are several.
pub(crate) fn repository_words(decision: &Decision, catalog: &Catalog) -> impl Iterator<Item = String> {
    let name = catalog.repository_of(&decision.path).unwrap_or_default();
    word_spans(name).map(|span| fold_word(span.of(name)))
}

/// What a query has to say to mean the id of a decision, without zeros before it.
pub(crate) fn id_word(decision: &Decision) -> Option<String> {
    match &decision.id.key {
        Key::Number { number, part, .. } => Some(format!("{number}{part}")),
        Key::Name(_) => None,
    }
}

/// A line of a decision that is searched.
#[derive(Debug)]
pub(crate) struct SearchedLine<'a> {
    /// What a reader sees of the line, without its end; of the header, the title and names.
    pub text: Cow<'a, str>,
    /// Its number, from 1.
    pub number: usize,
    /// What it is.
    pub place: LinePlace,
    /// The quote that it is part of.
    pub quote: Option<usize>,
}

/// A part of a file that is more than text. One without a place is not searched.
type SpecialPart = (Span, Option<LinePlace>, Option<usize>);

/// The lines of a decision that are searched: those of the body without comments, and the title and people of the header.
pub(crate) fn searched_lines(decision: &Decision) -> Vec<SearchedLine<'_>> {
    let body = decision.body_start();
    let unseen = unseen(&decision.text, body);
    let mut parts = special_parts(decision).into_iter().peekable();
    let mut open: Vec<SpecialPart> = Vec::new();
    // A title that is taken from the file name is in no line.
    let title = decision.title.is_none().then(|| Cow::Borrowed(decision.shown_title()));
    let title = title.map(|text| SearchedLine { text, number: 1, place: LinePlace::Title, quote: None });
    let mut found: Vec<SearchedLine<'_>> = title.into_iter().collect();
    let mut start = 0;
    for (line, number) in lines(&decision.text).zip(1..) {
        let end = start + line.len();
        while let Some(part) = parts.next_if(|(span, ..)| span.start < end) {
            open.push(part);
        }
        open.retain(|(span, ..)| span.end > start);
        let part = open.iter().min_by_key(|(_, place, _)| (place.is_none(), *place));
        let (place, quote) = part.map_or((Some(LinePlace::Text), None), |(_, place, quote)| (*place, *quote));
        let line = Span::new(start, end);
        let text = match start < body {
            true => Cow::Borrowed(named_part(&decision.text, line, &open)),
            false => seen_part(&decision.text, line, &unseen),
        };
        found.extend(place.map(|place| SearchedLine { text, number, place, quote }));
        start = end + 1;
    }
    found
}

/// A line of the header from its first name or title to its last: a comment may follow.
fn named_part<'a>(text: &'a str, line: Span, parts: &[SpecialPart]) -> &'a str {
    let named = || parts.iter().filter(|(_, place, _)| place.is_some()).map(|(span, ..)| span);
    let start = named().map(|span| span.start).min().unwrap_or(line.end);
    let end = named().map(|span| span.end).max().unwrap_or(line.end);
    Span::new(start.max(line.start), end.min(line.end)).of(text)
}

/// A line without the parts that are not seen, which are in order.
fn seen_part<'a>(text: &'a str, line: Span, unseen: &[Span]) -> Cow<'a, str> {
    let first = unseen.partition_point(|span| span.end <= line.start);
    let hidden = unseen[first..].iter().take_while(|span| span.start < line.end);
    let mut seen: Option<String> = None;
    let mut at = line.start;
    for span in hidden {
        let seen = seen.get_or_insert_default();
        seen.push_str(Span::new(at, span.start.max(at)).of(text));
        at = span.end.min(line.end).max(at);
    }
    match seen {
        None => Cow::Borrowed(line.of(text)),
        Some(seen) => Cow::Owned(seen + Span::new(at, line.end).of(text)),
    }
}

/// The parts of a decision that are more than text, and what is before its body, in the order in which they start.
fn special_parts(decision: &Decision) -> Vec<SpecialPart> {
    let people = [&decision.makers, &decision.consulted, &decision.informed];
    let parties = people.iter().flat_map(|people| people.parties.iter().map(|party| party.span));
    let names = parties.chain(decision.tags.iter().map(|tag| tag.span));
    let quotes = decision.consultation.quotes.iter().enumerate();
    let before_body = [(Span::new(0, decision.body_start()), None, None)];
    let mut parts: Vec<SpecialPart> = before_body
        .into_iter()
        .chain(names.map(|span| (span, Some(LinePlace::People), None)))
        .chain(decision.title.iter().map(|title| (title.span, Some(LinePlace::Title), None)))
        .chain(quotes.flat_map(|(index, quote)| {
            quote.own_spans().into_iter().map(move |span| (span, Some(LinePlace::Said), Some(index)))
        }))
        .collect();
    parts.sort_by_key(|(span, ..)| span.start);
    parts
}

/// A line as it may be shown, with the places of the words in it.
fn hit_line(line: &SearchedLine<'_>, sought: &[SoughtWord], speaker: Option<String>) -> HitLine {
    let quoted = if line.place == LinePlace::Said { line.text.trim_start_matches(['>', ' ']) } else { &line.text };
    let text = visible(quoted.trim()).into_owned();
    let is_match = |span: &Span| {
        let folded = fold_word(span.of(&text));
        sought.iter().any(|word| word.fit(&folded) > 0)
    };
    let marks = word_spans(&text).filter(is_match).collect();
    HitLine { place: line.place, number: line.number, text, marks, speaker }
}

/// Whether a folded word of a text matches a word of a query.
fn matches_word(folded: &str, sought: &str) -> bool {
    folded.starts_with(sought) || (sought.starts_with(is_dense) && folded.contains(sought))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_by_prefix_without_case_and_accents() {
        for (word, sought, whole) in [
            ("Rotation", "rota", Some(false)),
            ("Rota", "rota", Some(true)),
            ("Größe", "grosse", Some(true)),
            ("Größe", "GRÖS", Some(false)),
            ("cafe\u{301}s", "café", Some(false)),
            ("Łukasz", "lukasz", Some(true)),
            ("İstanbul", "istanbul", Some(true)),
            ("次の決定", "決定", Some(false)),
            ("rotation", "tation", None),
            ("été", "to", None),
        ] {
            let (folded, sought) = (fold_word(word), &query::query_words(&[sought.to_owned()])[0]);
            let found = matches_word(&folded, sought).then_some(folded.len() == sought.len());
            assert_eq!(found, whole, "{word} {sought}");
        }
        assert_eq!(query::query_words(&["don't  Rota".to_owned(), "rota".to_owned()]), ["don", "t", "rota"]);
    }

    #[test]
    fn lines_have_numbers_and_places() {
        let text = "---\nstatus: accepted\nconsulted:\n  - Ines Roy # or Bo\n---\n\n# Rota<!-- a -->\nOne <!-- b\nc --> and\ntwo.\n\n## Consultation\n\n> So\n\
                    > it is.\n>\n> — Ines Roy, 2026-02-11\n";
        let words = crate::policy::Policy::default().words;
        let path = crate::text::RepoPath::new("decisions/0001-rota.md");
        let decision = crate::decision::read(path, text.as_bytes().to_vec(), &words);
        let lines = searched_lines(&decision);
        let found: Vec<(usize, LinePlace, &str)> =
            lines.iter().map(|line| (line.number, line.place, &*line.text)).collect();
        let expected = [
            (4, LinePlace::People, "Ines Roy"),
            (6, LinePlace::Text, ""),
            (7, LinePlace::Title, "# Rota"),
            (8, LinePlace::Text, "One "),
            (9, LinePlace::Text, " and"),
            (10, LinePlace::Text, "two."),
            (11, LinePlace::Text, ""),
            (12, LinePlace::Text, "## Consultation"),
            (13, LinePlace::Text, ""),
            (14, LinePlace::Said, "> So"),
            (15, LinePlace::Said, "> it is."),
            (16, LinePlace::Text, ">"),
            (17, LinePlace::Text, "> — Ines Roy, 2026-02-11"),
            (18, LinePlace::Text, ""),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_are_places_in_the_shown_text() {
        let line = SearchedLine {
            text: "  a\u{7}paging ##[error] paged".into(),
            number: 1,
            place: LinePlace::Text,
            quote: None,
        };
        let query = Query::parse(&["page pag".to_owned()]);
        let line = hit_line(&line, &sought_words(&query), None);
        let marked: Vec<&str> = line.marks.iter().map(|mark| mark.of(&line.text)).collect();
        assert_eq!((line.text.as_str(), marked), ("a\\u{7}paging ##\\u{5b}error] paged", vec!["paging", "paged"]));
    }
}

//! The list of words, and what each says of an entry that it is in.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::text::fold;

/// The words: `[class] language` above them, and behind `#` where they were met.
const LIST: &str = include_str!("words.txt");

/// What a word says of the entry that it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// A program, wherever it is.
    Program,
    /// A program if nothing but words of programs are beside it, since people have the name as well.
    ProgramAlone,
    /// What the names of programs are followed by.
    ProgramWord,
    /// Before `agent`, a human one.
    HumanAgent,
    /// After `AI`, a human who works on it.
    HumanRole,
    /// A team or an organization.
    Group,
    /// A department.
    Department,
    /// A role in the plural.
    Plural,
    /// All, each, some.
    Everyone,
    /// Nobody, or nobody in particular.
    Nobody,
    /// A document, an event or an activity.
    Thing,
    /// A product or a company.
    Product,
    /// A thing that is a surname too.
    ThingOrSurname,
    /// A role in the singular.
    Role,
    /// A word of sentences.
    Prose,
    /// A small word inside names.
    Particle,
    /// Before a name.
    Title,
    /// After a name.
    Suffix,
    /// A first name.
    Given,
    /// An everyday word.
    Common,
    /// A surname that is an everyday word, or has the ending of a group or a thing.
    Surname,
}

/// The classes of words by their names in the list.
const CLASSES: [(&str, Class); 21] = [
    ("program", Class::Program),
    ("program-alone", Class::ProgramAlone),
    ("program-word", Class::ProgramWord),
    ("human-agent", Class::HumanAgent),
    ("human-role", Class::HumanRole),
    ("group", Class::Group),
    ("department", Class::Department),
    ("plural", Class::Plural),
    ("everyone", Class::Everyone),
    ("nobody", Class::Nobody),
    ("thing", Class::Thing),
    ("product", Class::Product),
    ("thing-or-surname", Class::ThingOrSurname),
    ("role", Class::Role),
    ("prose", Class::Prose),
    ("particle", Class::Particle),
    ("title", Class::Title),
    ("suffix", Class::Suffix),
    ("given", Class::Given),
    ("common", Class::Common),
    ("surname", Class::Surname),
];

/// Lists of endings, which are not words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ending {
    /// Of German and Dutch words for groups, which are written as one word: `Architekturgremium`.
    CompoundGroup,
    /// Of German and Dutch words for documents and events: `Abschlussbericht`.
    CompoundThing,
    /// Of roles in the plural: `developers`.
    Plural,
    /// Of activities: `documentation`.
    Thing,
    /// Of groups, where no spaces are between words.
    DenseGroup,
    /// Of documents and events, where no spaces are between words.
    DenseThing,
    /// Whole entries that name nobody, where no spaces are between words.
    DenseNobody,
    /// Whole names of nobody in particular, without accents and with a hyphen between their words.
    NobodyName,
    /// Of file names, behind the dot.
    File,
}

const ENDINGS: [(&str, Ending); 9] = [
    ("compound-group", Ending::CompoundGroup),
    ("compound-thing", Ending::CompoundThing),
    ("plural-ending", Ending::Plural),
    ("thing-ending", Ending::Thing),
    ("dense-group", Ending::DenseGroup),
    ("dense-thing", Ending::DenseThing),
    ("dense-nobody", Ending::DenseNobody),
    ("nobody-name", Ending::NobodyName),
    ("file-ending", Ending::File),
];

/// The classes of a word, as a set.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Classes(u32);

impl Classes {
    fn of(class: Class) -> Self {
        Self(1 << class as u32)
    }

    pub(super) fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(super) fn has(self, class: Class) -> bool {
        self.0 & Self::of(class).0 != 0
    }

    pub(super) fn has_any(self, classes: &[Class]) -> bool {
        classes.iter().any(|class| self.has(*class))
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The list, read once.
#[derive(Default)]
struct List {
    /// The classes of each word, folded, with and without its accents.
    words: HashMap<Cow<'static, str>, Classes>,
    endings: BTreeMap<Ending, Vec<&'static str>>,
}

static READ: LazyLock<List> = LazyLock::new(|| {
    let mut list = List::default();
    let (mut class, mut ending) = (None, None);
    for line in LIST.lines() {
        let line = line.split('#').next().unwrap_or_default();
        if let Some((name, _)) = line.strip_prefix('[').and_then(|line| line.split_once(']')) {
            class = CLASSES.iter().find(|(known, _)| *known == name).map(|(_, class)| *class);
            ending = ENDINGS.iter().find(|(known, _)| *known == name).map(|(_, ending)| *ending);
        } else if let Some(class) = class {
            // Accents may be left out in an entry, but one that has them is another word: `Uí` is no `UI`.
            for word in line.split_whitespace() {
                list.words.entry(Cow::Borrowed(word)).or_default().join(Classes::of(class));
                if !word.is_ascii() {
                    list.words.entry(Cow::Owned(plain(word))).or_default().join(Classes::of(class));
                }
            }
        } else if let Some(ending) = ending {
            list.endings.entry(ending).or_default().extend(line.split_whitespace());
        }
    }
    list
});

/// A text folded and without accents.
pub(super) fn plain(text: &str) -> String {
    let folded = fold(text);
    if folded.is_ascii() {
        return folded;
    }
    let bare = folded.nfd().filter(|character| !is_combining_mark(*character)).collect::<String>();
    bare.replace('ø', "o").replace('ł', "l").replace('đ', "d").replace('ı', "i").replace('ß', "ss").replace('æ', "ae")
}

/// The classes of a word.
pub(super) fn classes(word: &str) -> Classes {
    let folded = fold(word).replace('’', "'");
    let found = READ.words.get(folded.as_str()).copied().unwrap_or_default();
    if folded.is_ascii() {
        return found;
    }
    // A first name is one with any accents.
    match READ.words.get(plain(&folded).as_str()) {
        Some(plain) if plain.has(Class::Given) && found.is_empty() => Classes::of(Class::Given),
        _ => found,
    }
}

/// The endings of one list.
pub(super) fn endings(ending: Ending) -> &'static [&'static str] {
    READ.endings.get(&ending).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_section_of_the_list_is_known_and_none_is_empty() {
        let sections = LIST.lines().filter_map(|line| Some(line.strip_prefix('[')?.split_once(']')?.0));
        for name in sections {
            let is_known =
                CLASSES.iter().any(|(known, _)| *known == name) || ENDINGS.iter().any(|(known, _)| *known == name);
            assert!(is_known, "{name}");
        }
        for (name, class) in CLASSES {
            assert!(READ.words.values().any(|classes| classes.has(class)), "{name}");
        }
        for word in READ.words.keys() {
            assert_eq!(*word, fold(word), "words are looked up folded");
        }
        for (name, ending) in ENDINGS {
            assert!(!endings(ending).is_empty(), "{name}");
        }
    }

    /// The words of the sections whose first line ends with `head`.
    fn section(head: &str) -> Vec<&'static str> {
        let mut inside = false;
        let lines = LIST.lines().filter(|line| {
            if line.starts_with('[') {
                inside = line.ends_with(head);
            }
            inside && !line.starts_with('[')
        });
        lines.flat_map(str::split_whitespace).collect()
    }

    #[test]
    #[ignore = "needs the corpus: HEARD_CORPUS"]
    fn every_word_that_was_met_is_in_the_corpus() {
        let logs = crate::corpus::files();
        let logs: Vec<String> = logs.iter().map(|log| plain(log)).collect();
        let found: HashSet<&str> = logs.iter().flat_map(|log| words(log)).collect();
        let met = section("# met in public logs");
        let missing: Vec<_> = met.iter().filter(|word| !words(&plain(word)).all(|part| found.contains(part))).collect();
        assert!(met.len() > 1_000 && missing.is_empty(), "{missing:?}");
    }

    #[test]
    #[ignore = "needs the corpus: HEARD_CORPUS"]
    fn every_common_word_is_in_three_logs_and_six_times() {
        let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
        let logs = crate::corpus::files();
        for log in &logs {
            let mut times: HashMap<&str, usize> = HashMap::new();
            words(log).for_each(|word| *times.entry(word).or_default() += 1);
            for (word, times) in times {
                let (logs, all) = counts.entry(word).or_default();
                (*logs, *all) = (*logs + 1, *all + times);
            }
        }
        let common = section("[common] en  # met in public logs");
        let rare = |word: &&&str| !counts.get(*word).is_some_and(|(logs, all)| *logs >= 3 && *all >= 6);
        let rare: Vec<_> = common.iter().filter(rare).collect();
        assert!(common.len() > 1_000 && rare.is_empty(), "{rare:?}");
    }

    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
    }

    #[test]
    fn accents_may_be_left_out_but_not_added() {
        assert!(classes("equipe").has(Class::Group) && classes("Équipe").has(Class::Group));
        assert!(classes("ui").has(Class::Department) && !classes("Uí").has(Class::Department));
        assert!(classes("team").has(Class::Group) && classes("Téam").is_empty());
        assert!(classes("Réka").has(Class::Given));
    }
}

//! Weighs the words of a name or a role. Each step looks at one kind of evidence, the strongest first, and the first
//! that decides ends it.

use super::list::{Class, Ending, classes, endings, plain};
use super::word::{Word, is_version};
use super::{Doubt, NotAPerson, Personhood};
use NotAPerson::{Agent, Document, Everyone, Group, Nobody};
use Personhood::{No, Unclear, Yes};

/// Marks around a word that are no part of it.
pub(super) const MARKS: &[char] = &[',', ';', ':', '!', '?', '"', '“', '”', '(', ')', '[', ']', '`', '*', '_'];

/// Words of several people.
const OF_GROUPS: &[Class] = &[Class::Group, Class::Department, Class::Plural];

/// The words of a name or a role.
pub(super) struct Name {
    words: Vec<Word>,
    /// Whether it begins with a first name, behind any title.
    is_given_first: bool,
}

impl Name {
    pub(super) fn new(text: &str) -> Self {
        let pieces = text.split(|c: char| c.is_whitespace() || matches!(c, '（' | '）' | ',' | ';'));
        let mut words: Vec<Word> = pieces.map(Word::new).filter(|word| !word.written.is_empty()).collect();
        // A sign beside a name says nothing: `Sam Okafor 🌟`.
        if words.iter().any(|word| !is_picture(&word.written)) {
            words.retain(|word| !is_picture(&word.written));
        }
        // `J.R.` and `M.D.` before a name are initials.
        let last = words.len().saturating_sub(1);
        let may_be_initials = |word: &&mut Word| is_initials(&word.written) && is_around_names(word);
        words[..last].iter_mut().filter(may_be_initials).for_each(Word::forget_classes);
        // A single word such as `ana-microsoft` may be a handle, as long as not all of it is known.
        if let [word] = words.as_mut_slice()
            && word.parts.iter().any(|(part, classes)| classes.is_empty() && !is_version(part))
        {
            word.parts.retain(|(_, part)| part.has(Class::Program));
        }
        let is_given = |word: &Word| {
            let first = word.written.split('-').next().unwrap_or_default();
            word.classes.has(Class::Given) || classes(first).has(Class::Given) || is_initials(&word.written)
        };
        let is_given_first = words.iter().find(|word| !is_around_names(word)).is_some_and(is_given);
        Self { words, is_given_first }
    }

    pub(super) fn personhood(&self) -> Personhood {
        let has_case = self.words.iter().any(|word| word.is_lower() || word.is_capitalized());
        if !has_case {
            return self.without_case();
        }
        let steps = [
            Self::of_nobody,
            Self::of_example,
            Self::of_program,
            Self::of_full_name,
            Self::of_role,
            Self::of_group_or_thing,
            Self::of_everyday_words,
        ];
        steps.iter().find_map(|step| step(self)).unwrap_or_else(|| self.of_shape())
    }

    pub(super) fn has_group_word(&self) -> bool {
        self.words.iter().any(|word| word.has(Class::Group))
    }

    /// Whether two names begin with the same word.
    pub(super) fn shares_first_word(&self, other: &Self) -> bool {
        let first = |name: &Self| name.words.first().map(|word| plain(&word.written));
        first(self).is_some() && first(self) == first(other)
    }

    pub(super) fn is_capitalized(&self) -> bool {
        self.words.iter().all(Word::is_capitalized)
    }

    /// Whether a word is a program's wherever it is. `AI` is, `Ai Tanaka` is not, and a support agent is a human.
    pub(super) fn has_program(&self) -> bool {
        let is_lower = !self.words.iter().any(Word::is_capitalized);
        self.words.iter().enumerate().any(|(index, word)| {
            word.parts.iter().any(|(part, classes)| match plain(part).as_str() {
                "ai" | "ki" | "ia" => is_lower || part.chars().all(char::is_uppercase),
                "agent" | "agents" => index == 0 || !self.words[index - 1].classes.has(Class::HumanAgent),
                _ => classes.has(Class::Program),
            })
        })
    }

    /// Whether all of the words are a program's, as in `(AI agent)` and `Claude Opus 4.5`.
    pub(super) fn is_only_program(&self) -> bool {
        let of_programs = [Class::Program, Class::ProgramAlone, Class::ProgramWord];
        let is_of_program = |word: &Word| {
            is_version(&word.written)
                || word.classes.has_any(&of_programs)
                || word.parts.iter().all(|(part, classes)| classes.has_any(&of_programs) || is_version(part))
        };
        self.words.iter().all(is_of_program)
            && (self.has_program() || self.words.iter().any(|word| word.has(Class::ProgramAlone)))
    }

    fn last(&self) -> Option<&Word> {
        self.words.last()
    }

    /// The words of the name itself, without titles and what comes after a name.
    fn names(&self) -> Vec<&Word> {
        self.words.iter().filter(|word| !is_around_names(word)).collect()
    }

    /// A first name inside a name, although the list has the word as something else too: `manuel` is French for a manual.
    fn is_given(&self, word: &Word) -> bool {
        self.words.len() > 1 && word.is_capitalized() && word.classes.has(Class::Given)
    }

    fn is_of_group(&self, word: &Word) -> bool {
        (word.has_any(OF_GROUPS) && !self.is_given(word)) || (self.has_endings(word) && word.is_plural())
    }

    /// Whether the ending of a word says anything: `Ana Sanders` has a name, and `ajcvickers` may be a handle.
    fn has_endings(&self, word: &Word) -> bool {
        let may_be_handle = self.words.len() == 1 && (word.is_lower() || word.is_camel_case());
        !self.is_given_first && !may_be_handle
    }

    fn has_article(&self) -> bool {
        self.words.iter().any(is_article)
    }

    /// `n/a`, `none (solo project)`, `all engineers`, `à définir`.
    fn of_nobody(&self) -> Option<Personhood> {
        let Some(first) = self.words.first() else { return Some(No(Nobody)) };
        if !self.words.iter().any(|word| word.written.chars().any(char::is_alphanumeric)) {
            return Some(No(Nobody));
        }
        // A capitalized word behind it that is in no list may be a surname: `Nil Perera`, `Toda Ayaka`.
        let next = self.words.get(1);
        let is_surname = |word: &Word| {
            word.is_unknown() || word.classes.has_any(&[Class::Surname, Class::ThingOrSurname, Class::Given])
        };
        let may_be_name = first.is_capitalized()
            && next.is_some_and(|next| next.is_capitalized() && is_surname(next) && !next.has(Class::Common))
            && self.words.len() == 2;
        let is_everyone = first.classes.has(Class::Everyone) && !may_be_name;
        // `todo el equipo` is Spanish, `TODO: ask` is not.
        if is_everyone && next.is_some() && !first.is_acronym() {
            return Some(No(Everyone));
        }
        if first.classes.has(Class::Nobody) && !may_be_name {
            return Some(No(Nobody));
        }
        let is_of_nobody = |word: &Word| word.classes.has_any(&[Class::Nobody, Class::Prose, Class::Particle]);
        if self.words.iter().all(is_of_nobody) && self.words.iter().any(|word| word.classes.has(Class::Nobody)) {
            return Some(No(Nobody));
        }
        (is_everyone && !self.has_program()).then_some(No(Everyone))
    }

    /// `John Doe`, `Firstname Lastname`: nobody in particular.
    fn of_example(&self) -> Option<Personhood> {
        let words = self.names().into_iter().filter(|word| !is_initials(&word.written));
        let name = words.map(|word| plain(&word.written)).collect::<Vec<_>>().join("-");
        endings(Ending::NobodyName).contains(&name.as_str()).then_some(No(Nobody))
    }

    /// `Claude Opus 4.5`, `AI design advisor`; `AI governance` is a group, `AI engineer` a role.
    fn of_program(&self) -> Option<Personhood> {
        if self.is_only_program() {
            return Some(No(Agent));
        }
        let last = self.last().filter(|_| self.has_program())?;
        Some(if last.has_any(OF_GROUPS) && !last.classes.has(Class::Program) {
            No(Group)
        } else if last.classes.has(Class::HumanRole) {
            Unclear(Doubt::Role)
        } else {
            No(Agent)
        })
    }

    /// A first name and a surname, which may be a word as well: `Emily Post`, `Sam Driver`.
    fn of_full_name(&self) -> Option<Personhood> {
        let names = self.names();
        let (first, rest) = names.split_first()?;
        let can_be_surname = |word: &&&Word| {
            let is_other = word.has_any(&[Class::Group, Class::Plural, Class::Product])
                || (word.has_any(&[Class::Thing, Class::Department])
                    && !word.classes.has_any(&[Class::ThingOrSurname, Class::Surname]))
                || (word.classes.has(Class::Role) && word.is_lower());
            word.is_name_like()
                && !word.is_camel_case()
                && (word.is_capitalized() || first.is_lower() || word.classes.has(Class::Particle))
                && !is_other
                && !is_article(word)
        };
        let is_name = self.is_given_first && (1..=4).contains(&rest.len());
        (is_name && rest.iter().all(|word| can_be_surname(&word))).then_some(Yes)
    }

    /// `Security Architect`, `Head of Design`, `night support agent 3`; `Arquitectos Senior` is a group.
    fn of_role(&self) -> Option<Personhood> {
        let (first, last) = (self.words.first()?, self.last()?);
        let is_role = |word: &Word| word.classes.has(Class::Role) && !word.classes.has_any(OF_GROUPS);
        let has_plural = self.words.iter().any(|word| word.classes.has(Class::Plural) && !self.is_given(word));
        if last.classes.has(Class::Role) && has_plural && !self.is_given_first {
            return Some(No(Group));
        }
        let is_of = |word: &Word| word.classes.has_any(&[Class::Prose, Class::Particle]);
        let is_human_agent =
            |pair: &[Word]| pair[0].classes.has(Class::HumanAgent) && plain(&pair[1].written) == "agent";
        // `Head of Design`, `VP Engineering`
        let is_of_department =
            |rest: &[Word]| !rest.is_empty() && rest.iter().all(|word| word.classes.has(Class::Department));
        let is_any = (is_role(last) && !self.has_article())
            || (is_role(first) && (self.words.get(1).is_some_and(is_of) || is_of_department(&self.words[1..])))
            || self.words.windows(2).any(is_human_agent);
        is_any.then_some(Unclear(Doubt::Role))
    }

    /// `Beta testers`, `Legal & Licensing`, `generated workflow`.
    fn of_group_or_thing(&self) -> Option<Personhood> {
        let last = self.last()?;
        if last.has(Class::Thing) && !self.is_given(last) {
            return Some(No(Document));
        }
        let companies = ["AG", "SA", "SE", "BV", "NV", "AB", "KG", "SpA", "SARL", "eV"];
        let is_company = self.words.len() > 1 && companies.contains(&last.written.replace('.', "").as_str());
        if is_company || self.words.iter().any(|word| self.is_of_group(word)) {
            return Some(No(Group));
        }
        let is_thing = |word: &Word| {
            (word.has_any(&[Class::Thing, Class::Product]) && !self.is_given(word))
                || (self.has_endings(word) && word.is_abstract())
        };
        if self.words.iter().any(is_thing) {
            return Some(No(Document));
        }
        (last.has(Class::Role) && !last.is_plural()).then_some(Unclear(Doubt::Role))
    }

    /// A single word, a sentence, or words that are all known and none of them from names: `own experience`.
    fn of_everyday_words(&self) -> Option<Personhood> {
        let first = self.words.first()?;
        if self.words.len() == 1 {
            if first.is_surname() {
                return Some(Yes);
            }
            let is_thing = first.classes.has(Class::ThingOrSurname) && !first.classes.has(Class::Given);
            return Some(if is_thing && first.is_lower() { No(Document) } else { Unclear(Doubt::OneWord) });
        }
        let is_name = |word: &Word| {
            word.is_capitalized() && word.classes.has_any(&[Class::Given, Class::Surname, Class::ThingOrSurname])
        };
        let is_everyday = |word: &Word| (!word.is_unknown() || word.has_digit()) && !is_name(word);
        let has_common = self.words.iter().any(|word| word.has(Class::Common));
        if !self.is_given_first && has_common && self.words.iter().all(is_everyday) {
            return Some(No(Document));
        }
        if !self.has_article() {
            return None;
        }
        let starts_as_name =
            self.words.len() > 2 && self.words[..2].iter().all(|word| word.is_capitalized() && word.is_name_like());
        Some(if self.is_given_first || starts_as_name { Unclear(Doubt::Other) } else { No(Document) })
    }

    /// Words that the list says nothing of, by the way they are written.
    fn of_shape(&self) -> Personhood {
        let names = self.names();
        let ([first, .., last], 2..=6) = (names.as_slice(), names.len()) else {
            return if names.len() > 6 { No(Document) } else { Unclear(Doubt::Other) };
        };
        if names.iter().any(|word| word.has_digit() || !word.is_name_like() || word.is_camel_case()) {
            return Unclear(Doubt::Other);
        }
        let acronyms = names.iter().filter(|word| word.is_acronym()).count();
        // `KOVÁCS Réka`
        let is_surname_first = acronyms == 1
            && first.is_acronym()
            && last.is_capitalized()
            && (last.classes.has(Class::Given) || first.letters() > 4);
        if is_surname_first {
            return Yes;
        }
        let is_common =
            |word: &Word| word.classes.has(Class::Common) && !word.classes.has_any(&[Class::Given, Class::Surname]);
        let may_be_thing =
            names.iter().any(|word| word.classes.has(Class::ThingOrSurname) && !word.classes.has(Class::Given));
        let may_be_product = acronyms > 0 && (acronyms == names.len() || first.is_acronym() || last.letters() < 4);
        if may_be_thing || may_be_product || (!self.is_given_first && (is_common(first) || is_common(last))) {
            return Unclear(Doubt::Other);
        }
        // Names end on a surname, which is no particle; `-ing` is rather something that one does.
        let is_cased = names.iter().all(|word| word.is_capitalized() || word.classes.has(Class::Particle));
        let capitals = names.iter().filter(|word| word.is_capitalized()).count();
        if is_cased && capitals >= 2 && !plain(&last.written).ends_with("ing") { Yes } else { Unclear(Doubt::Other) }
    }

    /// A name in a script without capitals.
    fn without_case(&self) -> Personhood {
        let ends_with = |ending: Ending| {
            self.words.iter().any(|word| endings(ending).iter().any(|ending| word.written.ends_with(ending)))
        };
        if self.words.iter().all(|word| endings(Ending::DenseNobody).contains(&word.written.as_str())) {
            return No(Nobody);
        }
        if ends_with(Ending::DenseGroup) {
            return No(Group);
        }
        if ends_with(Ending::DenseThing) {
            return No(Document);
        }
        if self.words.iter().any(|word| !word.is_name_like()) {
            return Unclear(Doubt::Other);
        }
        match self.words.as_slice() {
            [word] => of_dense(&word.written),
            words if words.len() <= 5 => Yes,
            _ => No(Document),
        }
    }
}

/// `J.`, `J.-P.`, `J.R.` before a surname.
fn is_initials(word: &str) -> bool {
    let mut parts = word.strip_suffix('.').unwrap_or_default().split(['.', '-']).filter(|part| !part.is_empty());
    let is_letter = |part: &str| part.chars().count() == 1 && part.starts_with(char::is_uppercase);
    parts.next().is_some_and(is_letter) && parts.all(is_letter)
}

/// Whether all of a word is pictures.
fn is_picture(word: &str) -> bool {
    let is_it = |c: char| matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{200d}');
    word.chars().all(is_it)
}

/// `Dr.` before a name, `PhD` after it.
fn is_around_names(word: &Word) -> bool {
    word.classes.has_any(&[Class::Title, Class::Suffix])
}

/// A word of sentences, which names don't have.
fn is_article(word: &Word) -> bool {
    (word.is_lower() || plain(&word.written) == "the")
        && word.classes.has(Class::Prose)
        && !word.classes.has(Class::Particle)
}

/// A name without a space: `佐藤花子`, `小林さくら`, `ジョン・スミス`, `김민준`.
fn of_dense(word: &str) -> Personhood {
    let is_dense =
        |c: char| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '々');
    let length = word.chars().count();
    let behind = word.trim_start_matches(is_dense);
    let hiragana = behind.chars().count();
    let is_name = (behind.is_empty() && (2..=4).contains(&length))
        || ((3..=6).contains(&length)
            && (1..=3).contains(&hiragana)
            && behind.chars().all(|c| matches!(c, '\u{3041}'..='\u{309f}')));
    if is_name || word.contains(['・', '·']) { Yes } else { Unclear(Doubt::OneWord) }
}

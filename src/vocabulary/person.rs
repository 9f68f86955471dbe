//! Is an entry in a list of people a person? Three answers: yes, no, unclear. An entry is weighed by what speaks for a
//! person (a handle, a mail address, the shape of a name, a known first name) and against one (words of groups, roles,
//! documents, programs). The words are data, in `person/words.txt`.

mod alike;
mod list;
mod name;
mod word;
mod writing;

use super::party::Party;
use crate::text::fold;
pub(crate) use alike::{are_alike, without_titles, words as words_of_name};
use name::Name;

/// Whether a party is a person, as far as its words show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Personhood {
    /// Reads as one person.
    Yes,
    /// Is none, and why.
    No(NotAPerson),
    /// May be one, and why that is not sure.
    Unclear(Doubt),
}

/// Why a party cannot be a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotAPerson {
    /// A web address, bare or behind a text.
    Url,
    /// A path or a file name.
    Path,
    /// The number of an issue, a pull request or a record.
    Number,
    /// A document, a meeting, a tool or what one does.
    Document,
    /// A team, a department or a plural.
    Group,
    /// All or some, of whom none is named.
    Everyone,
    /// A program that writes text.
    Agent,
    /// A word that says that there is nobody, or nobody in particular.
    Nobody,
    /// Text of a template that was not replaced.
    Template,
}

/// Why it is not sure that a party is a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// A role that has no name beside it.
    Role,
    /// A single word.
    OneWord,
    /// Anything else that no rule decides.
    Other,
}

impl NotAPerson {
    /// The reason, for a message.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Url => "is a link",
            Self::Path => "is a file",
            Self::Number => "is the number of an issue or a record",
            Self::Document => "is a document or a thing",
            Self::Group => "is a group that heard.toml does not define",
            Self::Everyone => "is not a specific person",
            Self::Agent => "is a program",
            Self::Nobody => "names nobody",
            Self::Template => "is template text",
        }
    }
}

impl Doubt {
    /// The reason, for a message.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Role => "is a role without a name",
            Self::OneWord => "is a single word, which may be a person or not",
            Self::Other => "may be a person or not",
        }
    }
}

/// Whether a party is a person, as far as its own words show. The policy knows more.
pub(super) fn personhood(party: &Party) -> Personhood {
    use Personhood::{No, Unclear, Yes};
    let text = party.text.trim_matches(['"', '\'', ' ']);
    if writing::is_placeholder(text) {
        return No(NotAPerson::Template);
    }
    let name = party.name.as_deref().map(Name::new);
    if party.handle.is_some() || party.mail.is_some() {
        return with_address(party, name.as_ref());
    }
    if let Some(reason) = writing::not_a_person(party, text) {
        return No(reason);
    }
    let Some(name) = name else {
        // Nothing but a remark in parentheses.
        return No(NotAPerson::Nobody);
    };
    let role = party.role.as_deref().map(Name::new);
    match name.personhood() {
        // `coordinator (agent, v5)`, `Ada (AI)`
        Yes | Unclear(_) if is_by_program(party) => No(NotAPerson::Agent),
        // `security (team)`, `the plan (notes)`
        Unclear(doubt) => match role.as_ref().map(Name::personhood) {
            Some(No(reason @ (NotAPerson::Document | NotAPerson::Everyone | NotAPerson::Group)))
                if !name.is_capitalized() =>
            {
                No(reason)
            }
            _ => Unclear(doubt),
        },
        other => other,
    }
}

/// Whether a party with a handle or a mail address is a person.
fn with_address(party: &Party, name: Option<&Name>) -> Personhood {
    use NotAPerson::{Agent, Group, Nobody, Template};
    use Personhood::{No, Yes};
    let mail = party.mail.as_deref();
    let address = match &party.handle {
        Some(handle) => writing::of_handle(handle),
        None => mail.and_then(writing::of_mail),
    };
    // What may be the name itself: `claude` and `claude.monet` in `Claude Monet <claude@…>` and `Claude <claude.monet@…>`.
    let user = Name::new(&writing::user_of(party).replace(['.', '_', '-'], " "));
    let is_of_name = || name.is_some_and(|name| name.shares_first_word(&user)) && !user.has_program();
    match (name.map(Name::personhood), address) {
        // `Claude Monet <12+claude@…>`: the name decides where it is one.
        (Some(Yes), Some(Agent)) if mail.is_some_and(writing::is_numbered_mail) || is_of_name() => Yes,
        (Some(No(Agent)), None) if is_of_name() && user.personhood() == Yes => Yes,
        (_, Some(Agent)) => No(Agent),
        (Some(Yes), _) => Yes,
        (Some(No(reason @ (Agent | Template | Nobody))), _) => No(reason),
        // `Response Team <ana@…>` is not Ana; `Security (@ana)` is.
        (Some(No(Group)), _) if name.is_some_and(Name::has_group_word) => No(Group),
        (_, Some(reason)) => No(reason),
        _ => Yes,
    }
}

/// Whether a program is named behind the name: `Ines Roy (AI summary)`.
pub(crate) fn is_by_program(party: &Party) -> bool {
    party.role.as_deref().is_some_and(|role| Name::new(role).is_only_program())
}

/// Words behind a name which say that what is quoted was not said in these words.
#[rustfmt::skip]
const RETOLD: &[&str] = &[
    "paraphrase", "paraphrased", "translated", "summarized", "summarised", "abridged", "shortened", "reworded",
    "in the words of", "from memory", "in substance", "gist",
];

/// Whether a remark behind the name says that the words are not the person's own: `Ines Roy (translated)`.
pub(crate) fn is_retold(party: &Party) -> bool {
    party.role.as_deref().is_some_and(|role| {
        let role = format!(" {} ", fold(role).replace(|mark: char| !mark.is_alphanumeric(), " "));
        RETOLD.iter().any(|words| role.contains(&format!(" {words} ")))
    })
}

/// Whether a word is in the list of words.
pub(crate) fn is_listed_word(word: &str) -> bool {
    !list::classes(word).is_empty()
}

/// Whether the words of a name are a person's, from the words alone.
pub(crate) fn of_words(text: &str) -> Personhood {
    Name::new(text).personhood()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn read(text: &str) -> Personhood {
        Party::read(text, Span::default()).personhood()
    }

    #[test]
    fn entries_that_are_no_person() {
        use NotAPerson::*;
        for (reason, entries) in [
            (
                Path,
                &[
                    "SPEC.md",
                    "docs/adr/0001-x.md",
                    ".github/workflows/ci.yml",
                    "install.sh",
                    "build.gradle.kts",
                    "elixir/lib/schema.ex",
                    "storage/engine",
                ][..],
            ),
            (Url, &["https://example.org/x", "[Guide](https://example.org/guide)", "www.example.org"]),
            (
                Number,
                &[
                    "[issue #13](https://example.org/o/r/issues/13)",
                    "GitHub issue #87",
                    "ADR 0041",
                    "#12",
                    "[ADR 0041](0041-x.md)",
                    "CONCERN-21",
                    "JEP 472",
                    "OPS-123",
                    "CHG0041187",
                    "Osei (#12)",
                ],
            ),
            (
                Document,
                &[
                    "Trello API behavior",
                    "generated workflow",
                    "Mockito documentation",
                    "TestConventionTest",
                    "人工知能",
                    "인공지능",
                    "機器人",
                    "Review of the corpus, July 2026",
                    "the Q3 audit",
                    "evidence R19",
                    "the A-7 spike (V27)",
                    "brief §4, §10",
                    "security audit (Q3)",
                    "compte-rendu de réunion",
                    "Umfrage unter Nutzern",
                    "verbale della riunione",
                    "FEATURE_FLAG",
                    "com.acme.Service",
                    "field",
                    "earlier attempts",
                    "The Osei",
                    "Ana Testing",
                    "Account Absence",
                    "Account Absence 3",
                    "Kestrel osei the best",
                    "Osei evaporation",
                    "Kestrel §4",
                    "[[a-page]]",
                    "`SnapshotStore`",
                    "getTenantById",
                    "v0.9.0",
                    "from the",
                    "Kestrel Novak Osei Lund Okafor Perera Tanaka",
                    "نحن نكتب هذا هنا كل يوم",
                ],
            ),
            (Everyone, &["everyone", "all engineers", "Many", "toute l'équipe", "todo el equipo", "alle Entwickler"]),
            (
                Group,
                &[
                    "Platform Team",
                    "Security",
                    "SRE",
                    "Architecture",
                    "Product Management",
                    "AI Governance",
                    "Legal & Licensing",
                    "Harbor Users",
                    "Security Architects",
                    "Database Experts",
                    "Team Nubus",
                    "Beta testers",
                    "Harbor kayakers",
                    "kestrel (team)",
                    "Ana Bank",
                    "Acme AG",
                    "@osei-users",
                    "UX/UI",
                    "Response Team <ana@example.org>",
                    "Architecture Board",
                    "@devops",
                    "@acme/platform-team",
                    "platform-team@example.org",
                    "Arquitectos Senior",
                    "Resto de copropietarios",
                    "équipe plateforme",
                    "Datenschutz",
                    "gruppo di lavoro",
                    "werkgroep toegankelijkheid",
                    "顧客",
                    "고객",
                    "プラットフォームチーム",
                    "平台团队",
                ],
            ),
            (
                Agent,
                &[
                    "Codex",
                    "Claude",
                    "Claude Opus 4.5",
                    "GPT-5.1 mini",
                    "gemini-2.5-pro",
                    "@copilot",
                    "@renovate-bot",
                    "Claude <noreply@anthropic.com>",
                    "Dependabot <12+dependabot[bot]@users.noreply.example.org>",
                    "agent",
                    "Business Analyst agent",
                    "AI design advisor",
                    "coordinator (agent, v5)",
                    "Claude review (round 1)",
                    "externes LLM-Review",
                    "Jules",
                    "Devin",
                    "KI-Assistent",
                    "Ada (AI)",
                    "Nova Smith (AI agent)",
                    "Nova Smith <noreply@example.org>",
                    "Nova Smith <renovate+bot@example.org>",
                    "Claude <ana@example.org>",
                    "Qwen3",
                    "@claude-code",
                    "Claude Code <claude@example.org>",
                    "Claude <claude.bot@example.org>",
                    "Claude <claude.code@example.org>",
                    "Nova Smith <copilot@example.org>",
                    "Nova Smith <claude@example.org>",
                    "@kestrel-bot",
                    "@kestrel[bot]",
                ],
            ),
            (
                Nobody,
                &[
                    "none (solo project)",
                    "N/A - solo",
                    "N.A.",
                    "N.A. yet",
                    "n/a",
                    "TODO: ask ops",
                    "(same as `deciders`)",
                    "Anonymous",
                    "me",
                    "TBD",
                    "niemand",
                    "Nil Team",
                    "Nil Team-Osei",
                    "aucun",
                    "John Doe",
                    "Jane Doe <jane@example.org>",
                    "Dr. John Q. Doe",
                    "Lorem Ipsum",
                    "foo bar",
                    "Max Mustermann (support)",
                    "Firstname Lastname",
                    "Your Name",
                    "Fulano de Tal",
                    "Prénom Nom",
                ],
            ),
            (
                Template,
                &[
                    "<list-of-consulted>",
                    "@username",
                    "@name",
                    "{roles.security_officer}",
                    "{{ consulted }}",
                    "[names]",
                ],
            ),
        ] {
            for entry in entries {
                assert_eq!(read(entry), Personhood::No(reason), "{entry}");
            }
        }
    }

    #[test]
    fn entries_that_are_people() {
        for entry in [
            "Ines Roy",
            "@lee",
            "Eduard van Valkenburg",
            "François Martin",
            "Ana Ruiz (support team)",
            "Pete Osei <pete@example.org>",
            "Claude Monet <12+claude@users.noreply.example.org>",
            "王秀英",
            "O. O'Neil",
            "Claude Monet",
            "Cy Park",
            "J. R. Park",
            "J.-P. Field",
            "Sam Okafor 🌟",
            "✨ Ines Roy",
            "paul gideon",
            "maria garcia",
            "jan de vries",
            "Emily Post",
            "Devin Moss",
            "Jules Ferro",
            "Ai Tanaka",
            "佐藤花子",
            "佐藤花子（サポート）",
            "张伟",
            "[Ines Roy](https://example.org/ines)",
            "[Ines Roy](mailto:ines@example.org)",
            "Na Li",
            "Self Roy",
            "Иван Петров",
            "иван петров",
            "μαρία παππά",
            "Ana Ruiz — lead",
            "RUIZ Ana",
            "J. R. Okafor",
            "Dr. Kim Lee",
            "Sam Driver (SRE)",
            "김민준",
            "Jean-Luc Moreau",
            "Security (@ana)",
            "Sean O'Malley",
            "Ngaio McDonald",
            "Ana Ruiz <info@example.org>",
            "Director Ines Roy",
            "NOVAKOVA Osei",
            "Osei KESTREL",
            "Osei LUND",
            "Kestrel O",
            "Osei Manuel",
            "@code",
            "J.R. Smith",
            "Dr. J.R. Smith, M.D.",
            "M.S. Okafor",
            "Omar al-Rashid",
            "Omar ibn-Rashid",
            "Osei el-Kestrel",
            "Joe d’Arcy",
            "Joe d'Arcy",
            "Osei dell’Acqua",
            "Gerard ’t Hooft",
            "Sean O’Malley",
            "O’Neil",
            "O'Neil",
            "D’Souza",
            "Claude Monet <claude@example.org>",
            "Claude Monet (@claude)",
            "Claude <claude.monet@example.org>",
            "Jules Ferro <jules@example.org>",
            "Max Osei",
            "Jane Foo",
        ] {
            assert_eq!(read(entry), Personhood::Yes, "{entry}");
        }
    }

    #[test]
    fn entries_that_are_unclear() {
        for entry in [
            "PM",
            "CTO",
            "Product Owner",
            "product owner",
            "Advisor",
            "Security Architect",
            "night support agent 3",
            "stephentoub",
            "ajcvickers",
            "AdaWeavers",
            "markwallace-microsoft",
            "awharrison-28",
            "ben.thomas",
            "Ines",
            "Head of Design",
            "VP Engineering",
            "Director Platform",
            "VP Kestrel Osei",
            "NASA Osei",
            "OSEI KESTREL",
            "Osei QXZ",
            "Kestrel (team)",
            "SE",
            "Ana ruiz",
            "Ana Ruiz2",
            "Ana the",
            "Account King",
            "KESTREL osei",
            "KESTREL NOVAK Osei",
            "Osei Kestrel@x",
            "Kestrel osei",
            "de Kestrel",
            "j. Osei",
            "Osei The Kestrel",
            "Kestrel Osei the",
            "Nil Perera",
            "12 IEC",
            "Osei Castle",
            "Osei Account",
            "さくらもも",
            "j.c",
            "j.r.k",
            "L’Oréal",
            "Osei on-Kestrel",
            "al-Rashid",
        ] {
            assert!(matches!(read(entry), Personhood::Unclear(_)), "{entry}: {:?}", read(entry));
        }
        for (entry, doubt) in
            [("Kestrel co-lead", Doubt::Role), ("Kestrel", Doubt::OneWord), ("Dr. Kestrel", Doubt::Other)]
        {
            assert_eq!(read(entry), Personhood::Unclear(doubt), "{entry}");
        }
    }

    #[test]
    fn a_reason_goes_on_after_the_entry() {
        use NotAPerson::*;
        let reasons = [Url, Path, Number, Document, Group, Everyone, Agent, Nobody, Template].map(NotAPerson::reason);
        let doubts = [Doubt::Role, Doubt::OneWord, Doubt::Other].map(Doubt::reason);
        let all: Vec<&str> = reasons.into_iter().chain(doubts).collect();
        for (index, reason) in all.iter().enumerate() {
            assert!(["is ", "names ", "may be "].iter().any(|verb| reason.starts_with(verb)), "{reason}");
            assert!(!all[..index].contains(reason), "{reason}");
        }
    }

    /// Invented entries of the kinds in public logs, written by somebody who had not seen the list of words. Words were
    /// added to the list after it, so that this shows what stays found, and not how a new log would be read.
    #[test]
    fn most_entries_are_decided_and_hardly_one_wrongly() {
        let (mut found, mut wrong, mut unclear, mut people, mut others) = (0, 0, 0, 0, 0);
        for line in include_str!("person/entries.txt").lines().filter(|line| !line.starts_with('#')) {
            let (answer, entry) = line.split_once(' ').unwrap();
            let is_person = answer == "yes";
            match read(entry) {
                Personhood::No(_) if is_person => wrong += 1,
                Personhood::No(_) => found += 1,
                Personhood::Unclear(_) => unclear += 1,
                Personhood::Yes => {}
            }
            people += usize::from(is_person);
            others += usize::from(!is_person);
        }
        assert_eq!((people, others), (400, 800));
        assert!(wrong * 100 <= found, "{wrong} people are taken for something else");
        assert!(found * 100 >= others * 95, "{found} of {others} are found");
        assert!(unclear * 10 <= people + others, "{unclear} are unclear");
    }
}

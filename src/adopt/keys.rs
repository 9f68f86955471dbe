//! Which names a log has for keys that heard knows under others, in English and in other languages.

use std::collections::{BTreeMap, BTreeSet};

use crate::decision::Decision;
use crate::decision::field::{self, FieldKind, FieldSpec};
use crate::document;
use crate::document::header::{Field, canonical};
use crate::text::Span;
use crate::vocabulary::day::Day;
use crate::vocabulary::parties::parties;
use crate::vocabulary::person::Personhood;
use crate::vocabulary::words::Words;

/// Names of keys in public logs, as they are compared, by the key that they mean. A name may be here that means
/// something else in some log: what decides is whether its values are of the right kind.
#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("status", &[
        "adr-status", "decision-status", "state",
        "zustand", "statut", "état", "estado", "stato", "situação", "staat", "stav", "stan", "статус",
        "ステータス", "状態", "状态", "狀態",
    ]),
    ("date", &[
        "date-decided", "decided", "decided-on", "decision-date",
        "datum", "entscheidungsdatum", "date-de-décision", "fecha", "data", "data-da-decisão", "data-decisione",
        "дата", "日付", "決定日", "日期",
    ]),
    ("decision-makers", &[
        "decided-by", "decision-owner", "decision-owners",
        "autor", "autoren", "entscheider", "entscheider:innen", "entscheiderinnen", "entscheidungsträger",
        "auteur", "auteurs", "décideur", "décideurs", "decideurs", "décideuses",
        "autores", "decisor", "decisores", "responsables",
        "tomadores-de-decisão", "decisori", "autore", "autori", "beslissers", "besluitvormers",
        "決定者", "意思決定者", "作成者", "著者", "决策者", "决策人", "決策者", "作者",
    ]),
    ("consulted", &[
        "consulted-with", "consultees", "coordinated-with", "discussed-with", "input-from",
        "befragt", "beraten-mit", "konsultiert", "konsultierte", "consulté", "consultés", "consultée", "consultées",
        "consultes", "personnes-consultées", "consultado", "consultados", "consultadas", "personas-consultadas",
        "pessoas-consultadas", "consultati", "consultate", "persone-consultate", "geconsulteerd", "geconsulteerden",
        "geraadpleegd", "相談先", "相談者", "協議先", "意見を聞いた人", "咨询", "咨询对象", "咨询者", "被咨询者", "諮詢",
        "諮詢對象", "征求意见",
    ]),
    ("informed", &[
        "informiert", "informierte", "informé", "informés", "informées", "informado", "informados", "informadas",
        "informati", "informate", "geïnformeerd", "geinformeerd", "報告先", "通知先", "共有先", "知会", "被告知者", "知會",
    ]),
    ("supersedes", &[
        "ersetzt", "remplace", "reemplaza", "sustituye", "substitui", "sostituisce", "vervangt", "取代",
    ]),
    ("superseded-by", &[
        "ersetzt-durch", "remplacé-par", "remplacée-par", "reemplazado-por", "reemplazada-por",
        "sustituido-por", "substituído-por", "substituída-por", "sostituito-da", "sostituita-da", "vervangen-door",
        "被取代",
    ]),
    ("tags", &[
        "keywords", "labels", "schlagworte", "schlagwörter", "étiquettes", "etiquetas", "etichette", "trefwoorden", "タグ",
        "标签", "標籤",
    ]),
    ("review-by", &[
        "next-review", "next-review-date", "nächste-überprüfung", "prochaine-revue", "próxima-revisión",
        "próxima-revisão", "prossima-revisione", "volgende-herziening", "見直し日", "复审日期",
    ]),
    ("title", &["titel", "titre", "título", "titolo", "タイトル", "标题", "標題"]),
];

/// Names of keys for people who reviewed a record. Only where a log has no key for consulted people is it likely that
/// these were consulted.
const REVIEWERS: &[&str] =
    &["approved-by", "approver", "approvers", "relecteurs", "reviewed-by", "reviewer", "reviewers", "revisores"];

/// In how many records a name has to be used, where there are as many.
const SEVERAL: usize = 2;

/// The names that a log has for keys, as written, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keys {
    /// The names, in the order of a header.
    pub names: BTreeMap<&'static str, BTreeSet<String>>,
    /// Those of them that only say who reviewed a record.
    pub reviewers: BTreeSet<String>,
}

/// The words of a policy, and every name that a key may have, so that bodies are read for these as well.
pub(crate) fn with_all_names(known: &Words) -> Words {
    let mut words = known.clone();
    for (name, key) in all_names() {
        if field::spec(name).is_none() {
            words.keys.entry(name.to_owned()).or_insert(key);
        }
    }
    words
}

fn all_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    let names = NAMES.iter().flat_map(|(key, names)| names.iter().map(|name| (*name, *key)));
    names.chain(REVIEWERS.iter().map(|name| (*name, field::CONSULTED.key)))
}

/// What is known of the use of a name.
#[derive(Default)]
struct Use {
    /// As it is written most often.
    written: BTreeMap<String, usize>,
    /// In how many records it has a value.
    filled: usize,
    /// In how many of these the value is of the right kind.
    right: usize,
}

/// The names that these decisions have for keys; they have been read with [`with_all_names`]. A name counts that is used
/// in several records, in most of them with a value of the right kind, where the key itself is missing.
pub(crate) fn keys(decisions: &[Decision], known: &Words) -> Keys {
    let by_name: BTreeMap<&str, &'static str> = all_names().collect();
    let mut uses: BTreeMap<&str, Use> = BTreeMap::new();
    let mut has_consulted = false;
    for decision in decisions {
        let beside = decision.beside.as_deref().filter(|_| decision.header.is_none());
        let beside = beside.and_then(|beside| document::beside(beside).ok()).unwrap_or_default();
        let fields = || decision.fields.iter().chain(&beside);
        let own: BTreeSet<&str> = fields().filter_map(|field| own_key(field, &by_name, known)).collect();
        has_consulted |= own.contains(field::CONSULTED.key);
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for field in fields().filter(|field| !field.value.is_empty()) {
            let name = canonical(&field.key.value);
            let Some((name, key)) = by_name.get_key_value(name.as_str()) else { continue };
            let Some(spec) = field::spec(key) else { continue };
            if known.keys.contains_key(*name) || own.contains(key) || !seen.insert((*name).to_owned()) {
                continue;
            }
            let found = uses.entry(name).or_default();
            *found.written.entry(field.key.value.trim().to_owned()).or_default() += 1;
            found.filled += 1;
            found.right += usize::from(is_right(decision, field, spec, known));
        }
    }
    let least = SEVERAL.min(decisions.len()).max(1);
    uses.retain(|_, found| found.right >= least && found.right * 2 >= found.filled);
    let is_reviewer = |name: &str| REVIEWERS.contains(&name);
    has_consulted |= uses.keys().any(|name| by_name.get(name) == Some(&field::CONSULTED.key) && !is_reviewer(name));
    let mut keys = Keys::default();
    for (name, found) in uses.into_iter().filter(|(name, _)| !(has_consulted && is_reviewer(name))) {
        let most = found.written.values().max().copied().unwrap_or_default();
        let Some((written, _)) = found.written.into_iter().find(|(_, count)| *count == most) else { continue };
        if is_reviewer(name) {
            keys.reviewers.insert(written.clone());
        }
        keys.names.entry(by_name[name]).or_default().insert(written);
    }
    keys
}

/// The key that a field has under one of its known names.
fn own_key(field: &Field, by_name: &BTreeMap<&str, &'static str>, known: &Words) -> Option<&'static str> {
    let name = canonical(&field.key.value);
    if field.value.is_empty() || (by_name.contains_key(name.as_str()) && !known.keys.contains_key(&name)) {
        return None;
    }
    field::spec(known.key(&name)).map(|spec| spec.key)
}

/// Whether a value is of the kind of a key. A status also is, if it is a synonym of one; a link only if it has a
/// number, since `none` could be an id as well.
fn is_right(decision: &Decision, field: &Field, spec: &FieldSpec, known: &Words) -> bool {
    if matches!(spec.kind, FieldKind::Links(_)) {
        let written = field.value.span.of(&decision.text);
        return written.contains(|c: char| c.is_ascii_digit()) && spec.accepts(&decision.text, &field.value, known);
    }
    if spec.kind == FieldKind::People {
        // Beside people a list may have `TBD`, teams and documents.
        let parties = parties(&decision.text, &field.value).parties;
        let is_date = |text: &str| Day::read(text, Span::default()).date.is_some();
        return parties.iter().any(|party| !matches!(party.personhood(), Personhood::No(_)) && !is_date(&party.text));
    }
    let is_synonym = spec.key == field::STATUS.key
        && field.value.text().is_some_and(|text| super::meaning(text.trim_matches(['*', '_', '`', ' '])).is_some());
    is_synonym || spec.accepts(&decision.text, &field.value, known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RepoPath;

    fn found(texts: &[&str]) -> Vec<String> {
        let words = with_all_names(&Words::default());
        let read = |(index, text): (usize, &&str)| {
            crate::decision::read(RepoPath::new(format!("d/{index:04}-x.md")), text.as_bytes().to_vec(), &words)
        };
        let decisions: Vec<Decision> = texts.iter().enumerate().map(read).collect();
        let keys = keys(&decisions, &Words::default());
        let names = keys
            .names
            .iter()
            .map(|(key, names)| format!("{key}: {}", names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")));
        names.collect()
    }

    #[test]
    fn names_in_headers_and_lists_of_several_languages() {
        for (one, other, expected) in [
            (
                "---\nstatut: accepté\ndécideurs: [\"Ana Ruiz\"]\nconsultés: [\"Ines Roy\"]\n---\n# A\n",
                "---\nstatut: brouillon\ndécideurs: [\"Bo Lund\"]\nconsultés: [\"Sam Okafor\"]\n---\n# B\n",
                &["consulted: consultés", "decision-makers: décideurs", "status: statut"][..],
            ),
            (
                "# A\n\n- Entscheider: Ana Ruiz, Bo Lund\n- Konsultiert: Ines Roy\n- Datum: 2026-03-02\n",
                "# B\n\n- Entscheider: Ana Ruiz\n- Konsultiert: Sam Okafor\n- Datum: 2026-03-05\n",
                &["consulted: Konsultiert", "date: Datum", "decision-makers: Entscheider"],
            ),
            (
                "---\nestado: aceptado\nfecha: 2026-03-02\n---\n# A\n",
                "---\nestado: propuesto\nfecha: 2026-03-03\n---\n# B\n",
                &["date: fecha", "status: estado"],
            ),
            (
                "---\nステータス: 承認済み\n決定者: 佐藤花子\n---\n# A\n",
                "---\nステータス: 提案\n決定者: 佐藤花子\n---\n# B\n",
                &["decision-makers: 決定者", "status: ステータス"],
            ),
            (
                "---\nstato: accettato\nconsultati: [\"Ines Roy\"]\n---\n# A\n",
                "---\nstato: bozza\nconsultati: [\"Ana Ruiz\"]\n---\n# B\n",
                &["consulted: consultati", "status: stato"],
            ),
            (
                "---\nstatus: accepted\ncoordinated with: [\"Ines Roy\"]\n---\n# A\n",
                "---\nstatus: accepted\ncoordinated with: [\"Bo Lund\"]\n---\n# B\n",
                &["consulted: coordinated with"],
            ),
            (
                "---\nstatus: accepted\nreviewers: [\"@ines\"]\napprovers: [\"@bo\"]\n---\n# A\n",
                "---\nstatus: accepted\nreviewers: [\"@sam\"]\napprovers: [\"@bo\"]\n---\n# B\n",
                &["consulted: approvers, reviewers"],
            ),
        ] {
            assert_eq!(found(&[one, other]), expected, "{one}");
        }
    }

    #[test]
    fn what_is_no_name_of_a_key_here() {
        for texts in [
            // Values of another kind.
            ["---\nstate: Bavaria\n---\n# A\n", "---\nstate: Saxony\n---\n# B\n"],
            ["---\ndata: rows.csv\n---\n# A\n", "---\ndata: more.csv\n---\n# B\n"],
            ["---\nreviewers: 3\nautor: 2026-03-02\n---\n# A\n", "---\nreviewers: 2\nautor: 2026-03-02\n---\n# B\n"],
            ["---\nreplaces: \"0001\"\n---\n# A\n", "---\nreplaces: [2]\n---\n# B\n"],
            // One record only, the other without a value.
            ["---\nstatut: accepté\n---\n# A\n", "---\nstatut:\n---\n# B\n"],
            // The log has the key itself.
            ["---\nstatus: accepted\nstate: draft\n---\n# A\n", "---\nstatus: accepted\nstate: draft\n---\n# B\n"],
            ["---\nconsulted: [\"Ines Roy\"]\n---\n# A\n", "---\nreviewers: [\"@bo\"]\n---\n# B\n"],
        ] {
            assert_eq!(found(&texts), [""; 0], "{texts:?}");
        }
        // Reviewers are not the consulted people where another key is.
        let both = "---\nconsultés: [\"Ines Roy\"]\nreviewers: [\"@bo\"]\n---\n# A\n";
        assert_eq!(found(&[both, both]), ["consulted: consultés"]);
        // One record is all there is.
        assert_eq!(found(&["---\nstatut: accepté\n---\n# A\n"]), ["status: statut"]);
    }

    #[test]
    fn each_name_is_there_once_and_new() {
        let mut names: Vec<&str> = all_names().map(|(name, _)| name).collect();
        for name in &names {
            assert_eq!(canonical(name), *name);
            assert!(field::spec(name).is_none(), "`{name}` is known already");
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(NAMES.iter().all(|(key, _)| field::spec(key).is_some_and(|spec| spec.key == *key)));
    }

    #[test]
    fn names_in_a_file_beside_a_record_count() {
        let words = with_all_names(&Words::default());
        let read = |page: &str| {
            let kep =
                "status: accepted\nauthors:\n  - \"@ana\"\nreviewers:\n  - \"@bo\"\n  - TBD\napprovers:\n  - \"@cy\"\n";
            let path = RepoPath::new("keps/12-sleep/README.md");
            crate::decision::read_with(path, page.as_bytes().to_vec(), Some(kep.as_bytes().to_vec()), &words)
        };
        let found = keys(&[read("# A\n"), read("# B\n"), read("# C\n")], &Words::default());
        assert_eq!(found.names.keys().copied().collect::<Vec<_>>(), ["consulted"]);
        assert!(found.names["consulted"].contains("reviewers"), "{found:?}");
        // Beside a header the other file is not read.
        let with_header = "---\nstatus: accepted\n---\n# A\n";
        assert_eq!(keys(&[read(with_header), read(with_header)], &Words::default()), Keys::default());
    }
}

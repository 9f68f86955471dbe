//! Which statuses of other logs are plain synonyms of ours.

use std::collections::{BTreeMap, BTreeSet};

use crate::decision::Decision;
use crate::text::fold;
use crate::vocabulary::words::{StatusKind, Words};

/// Statuses in public logs that are synonyms of a built-in one: English, German, French, Spanish, Portuguese, Italian,
/// Dutch, Japanese, Chinese. A word that a team could use for something else is not in the list.
#[rustfmt::skip]
const SYNONYMS: &[(StatusKind, &[&str])] = &[
    (StatusKind::Proposed, &[
        "draft", "in discussion", "in review", "pending", "proposal", "under discussion", "under review", "wip",
        "work in progress",
        "entwurf", "vorgeschlagen", "vorschlag", "in diskussion",
        "brouillon", "proposé", "proposée", "proposition", "en discussion",
        "borrador", "propuesto", "propuesta", "en discusión", "en revisión",
        "proposto", "proposta", "rascunho", "em discussão", "em revisão",
        "bozza", "in discussione",
        "voorgesteld", "voorstel", "concept",
        "提案", "提案中", "提案済み", "草案", "検討中", "レビュー中", "下書き",
        "提议", "提议中", "已提议", "已提出", "提出", "草稿", "待定", "讨论中", "评审中", "審核中", "草擬",
    ]),
    (StatusKind::Accepted, &[
        "accept", "adopted", "agreed", "approved", "ratified",
        "akzeptiert", "angenommen", "beschlossen", "genehmigt", "entschieden",
        "accepté", "acceptée", "adopté", "adoptée", "approuvé", "approuvée", "validé", "validée",
        "aceptado", "aceptada", "aprobado", "aprobada", "adoptado", "adoptada",
        "aceito", "aceita", "aceite", "aprovado", "aprovada", "adotado", "adotada",
        "accettato", "accettata", "approvato", "approvata", "adottato", "adottata",
        "geaccepteerd", "aanvaard", "goedgekeurd", "aangenomen",
        "承認", "承認済み", "承認済", "採用", "採択", "採択済み", "受理", "決定", "決定済み", "合意済み",
        "已接受", "接受", "已采纳", "采纳", "已批准", "批准", "已通过", "通过", "已採納", "已核准", "核准",
    ]),
    (StatusKind::Rejected, &[
        "declined", "not accepted", "refused",
        "abgelehnt", "verworfen", "zurückgewiesen",
        "rejeté", "rejetée", "refusé", "refusée",
        "rechazado", "rechazada",
        "rejeitado", "rejeitada", "recusado", "recusada",
        "rifiutato", "rifiutata", "respinto", "respinta",
        "afgewezen", "verworpen", "geweigerd",
        "却下", "却下済み", "不採用", "否決",
        "已拒绝", "拒绝", "已否决", "否决", "已拒絕", "拒絕", "已駁回",
    ]),
    (StatusKind::Deprecated, &[
        "obsolete", "retired",
        "veraltet", "obsolet", "überholt",
        "obsolète", "déprécié", "dépréciée",
        "obsoleto", "obsoleta", "descontinuado", "descontinuada",
        "deprecato", "deprecata",
        "verouderd", "vervallen",
        "廃止", "廃止済み", "非推奨",
        "已弃用", "弃用", "已废弃", "废弃", "已棄用", "已廢棄",
    ]),
    (StatusKind::Superseded, &[
        "replaced", "superceded",
        "ersetzt", "abgelöst",
        "remplacé", "remplacée", "supplanté",
        "reemplazado", "reemplazada", "sustituido", "sustituida",
        "substituído", "substituída",
        "sostituito", "sostituita",
        "vervangen",
        "置き換え", "置き換え済み", "置換済み", "差し替え済み",
        "已取代", "被取代", "已替换", "被替代", "已被取代",
    ]),
];

/// The unknown statuses of these decisions that are plain synonyms, by their meaning; and those that stay
/// unknown.
pub(crate) fn words<'a>(
    decisions: impl Iterator<Item = &'a Decision>,
    known: &Words,
) -> (BTreeMap<StatusKind, BTreeSet<String>>, BTreeSet<String>) {
    let (mut added, mut unknown) = (BTreeMap::<_, BTreeSet<String>>::new(), BTreeSet::new());
    for status in decisions.filter_map(|decision| decision.status.as_ref()).filter(|status| status.kind.is_none()) {
        let folded = fold(&status.word);
        let bare = bare(&folded);
        match meaning(bare) {
            Some(kind) if !known.statuses.contains_key(bare) => {
                added.entry(kind).or_default().insert(bare.to_owned());
            }
            _ => {
                unknown.insert(folded);
            }
        }
    }
    (added, unknown)
}

/// The meaning of a status of other logs, if it is a plain synonym.
pub(crate) fn meaning(word: &str) -> Option<StatusKind> {
    let folded = fold(word);
    SYNONYMS.iter().find(|(_, words)| words.contains(&bare(&folded))).map(|(kind, _)| *kind)
}

/// A status without a remark after it.
fn bare(status: &str) -> &str {
    status.split(['(', ',', '（', '、', '，']).next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_synonym_is_known_in_several_languages_and_nothing_else_is() {
        for (word, kind) in [
            ("Approved", StatusKind::Accepted),
            ("Draft (since May)", StatusKind::Proposed),
            ("Acceptée", StatusKind::Accepted),
            ("Abgelehnt", StatusKind::Rejected),
            ("aceptado, 2026", StatusKind::Accepted),
            ("Substituída", StatusKind::Superseded),
            ("deprecato", StatusKind::Deprecated),
            ("Voorgesteld", StatusKind::Proposed),
            ("承認済み（2026年）", StatusKind::Accepted),
            ("已取代", StatusKind::Superseded),
        ] {
            assert_eq!(meaning(word), Some(kind), "{word}");
        }
        for word in ["active", "3 (finished)", "implemented", "", "final", "accepted?", "en vigueur", "offen"] {
            assert_eq!(meaning(word), None, "{word}");
        }
    }

    #[test]
    fn a_word_is_in_the_list_once_and_as_it_is_compared() {
        let mut all: Vec<&str> = SYNONYMS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        assert!(all.iter().all(|word| fold(word) == *word && bare(word) == *word), "{all:?}");
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}

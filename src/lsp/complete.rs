//! What can be written at a place of a decision or of `heard.toml`: keys, people and groups, statuses, answers, paths,
//! other decisions, rules. It goes by the text before the cursor, since what is being written can't be parsed yet.

use std::collections::{BTreeMap, BTreeSet};

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, Documentation, TextEdit,
};

use super::View;
use super::position::Lines;
use super::settings::{self, Known, Slot};
use crate::decision::field::{self, FieldKind, FieldSpec};
use crate::decision::{Decision, LinkKind};
use crate::document::header::canonical;
use crate::edit::{quoted, way};
use crate::rules;
use crate::text::{RepoPath, Span, fold, line_start, visible};
use crate::vocabulary::party::Party;
use crate::vocabulary::words::{Disposition, StatusKind};

/// How many items are given at once. Typing more finds the others.
const MOST: usize = 200;

/// How many bytes are shown beside an item. What is longer is shown below it.
const DETAIL: usize = 48;

/// What can be written.
struct Item {
    /// What is shown, and compared with what is typed.
    label: String,
    /// What more is shown beside it.
    detail: String,
    /// What is written.
    text: String,
    kind: CompletionItemKind,
}

impl Item {
    fn new(kind: CompletionItemKind, label: impl Into<String>, detail: impl Into<String>) -> Self {
        let label = label.into();
        Self { text: label.clone(), label, detail: detail.into(), kind }
    }

    /// The same, with another text than what is shown.
    fn writes(self, text: impl Into<String>) -> Self {
        Self { text: text.into(), ..self }
    }
}

/// What can be written at a byte of a decision. `files` lists the files of the repository.
pub(crate) fn in_decision(
    view: &View<'_>,
    decision: &Decision,
    byte: usize,
    files: impl FnOnce() -> Vec<RepoPath>,
) -> CompletionList {
    let text = &*decision.text;
    let (items, typed) = match is_in_header(decision, byte) {
        true => in_header(view, decision, byte, files),
        false => in_body(view, decision, byte),
    };
    list(view, text, items, typed)
}

/// What can be written at a byte of `heard.toml` with this text.
pub(crate) fn in_settings(view: &View<'_>, text: &str, byte: usize) -> CompletionList {
    let (slot, typed) = settings::slot(text, byte);
    let known = |known: Vec<Known>, kind: CompletionItemKind| -> Vec<Item> {
        known.into_iter().map(|known| Item::new(kind, known.name, known.docs)).collect()
    };
    let is_quoted = text[..typed.start].ends_with(['"', '\'']);
    let in_quotes = |items: Vec<Item>| -> Vec<Item> {
        let quote = |item: Item| if is_quoted { item } else { Item { text: quoted(&item.text), ..item } };
        items.into_iter().map(quote).collect()
    };
    let items = match slot {
        Slot::Table => known(settings::tables(), CompletionItemKind::Module),
        Slot::Key(table) => known(settings::keys(&table), CompletionItemKind::Property),
        Slot::Value(key) => {
            let key: Vec<&str> = key.iter().map(String::as_str).collect();
            in_quotes(match key.as_slice() {
                ["areas", "hear"] => groups(view),
                ["areas", "waive"] | ["groups", _] => people(view, None),
                _ => {
                    let key: Vec<String> = key.into_iter().map(str::to_owned).collect();
                    known(settings::values(&key), CompletionItemKind::EnumMember)
                }
            })
        }
    };
    list(view, text, items, typed)
}

/// Whether a byte is in the header, or in one that is not closed yet.
fn is_in_header(decision: &Decision, byte: usize) -> bool {
    match decision.header {
        Some(header) => header.start <= byte && byte <= header.end,
        None => decision.text.starts_with("---") && byte > 3,
    }
}

fn in_header(
    view: &View<'_>,
    decision: &Decision,
    byte: usize,
    files: impl FnOnce() -> Vec<RepoPath>,
) -> (Vec<Item>, Span) {
    let text = &*decision.text;
    let start = line_start(text, byte);
    let line = &text[start..byte];
    let from = |at: usize| start + at;
    if !line.contains(':') && !line.starts_with([' ', '-']) {
        return (keys(decision), Span::new(start, byte));
    }
    let (key, value) = match line.trim_start().strip_prefix('-') {
        Some(item) => (key_above(text, start), line.len() - item.len()),
        None => match line.split_once(':') {
            Some((key, _)) => (Some(key), key.len() + 1),
            None => (None, 0),
        },
    };
    let words = &view.catalog.policy.words;
    let spec = key.map(canonical).and_then(|name| field::spec(words.key(&name)));
    // In a list on one line, what is behind the last comma.
    let value = line[value..].rfind(['[', ',']).map_or(value, |at| value + at + 1);
    let value = value + (line[value..].len() - line[value..].trim_start().len());
    let is_quoted = line[value..].starts_with(['"', '\'']);
    let typed = Span::new(from(value + usize::from(is_quoted)), byte);
    let items = spec.map(|spec| values(view, decision, spec, typed, files)).unwrap_or_default();
    let in_quotes = |item: Item| {
        let is_word = matches!(item.kind, CompletionItemKind::EnumMember | CompletionItemKind::Value);
        if is_quoted || is_word { item } else { Item { text: quoted(&item.text), ..item } }
    };
    (items.into_iter().map(in_quotes).collect(), typed)
}

/// The key of the list that a line is in.
fn key_above(text: &str, start: usize) -> Option<&str> {
    let lines = text[..start].lines().rev();
    let mut above =
        lines.skip_while(|line| line.trim_start().starts_with('-') && *line != "---" || line.trim().is_empty());
    above.next()?.split_once(':').map(|(key, _)| key)
}

/// The keys that a header does not have yet.
fn keys(decision: &Decision) -> Vec<Item> {
    let is_missing = |spec: &&&FieldSpec| spec.kind != FieldKind::Id && spec.find(&decision.fields).is_none();
    let keys = field::FIELDS.iter().filter(is_missing);
    keys.map(|spec| Item::new(CompletionItemKind::Property, spec.key, spec.docs).writes(format!("{}: ", spec.key)))
        .collect()
}

/// The values of a key.
fn values(
    view: &View<'_>,
    decision: &Decision,
    spec: &FieldSpec,
    typed: Span,
    files: impl FnOnce() -> Vec<RepoPath>,
) -> Vec<Item> {
    let catalog = view.catalog;
    match spec.kind {
        FieldKind::Status => {
            let word = |kind: &StatusKind| Item::new(CompletionItemKind::EnumMember, kind.word(), "");
            StatusKind::ALL.iter().map(word).collect()
        }
        FieldKind::Date => vec![Item::new(CompletionItemKind::Value, catalog.today.to_string(), "today")],
        FieldKind::People => people(view, Some((decision, typed))),
        FieldKind::Globs => paths(typed.of(&decision.text), files()),
        FieldKind::Links(kind) => decisions(view, decision, kind),
        FieldKind::Tags => {
            let tags = catalog.decisions.iter().flat_map(|decision| &decision.tags);
            let tags: BTreeSet<&str> = tags.map(|tag| tag.value.as_str()).collect();
            tags.into_iter().map(|tag| Item::new(CompletionItemKind::Constant, tag, "")).collect()
        }
        FieldKind::Title | FieldKind::Id => Vec::new(),
    }
}

fn groups(view: &View<'_>) -> Vec<Item> {
    let groups = view.catalog.policy.directory.groups();
    groups.map(|group| Item::new(CompletionItemKind::Class, group.name.as_str(), "group")).collect()
}

/// The groups and the people whom the policy and the log name, as they are called there; not who is being typed.
fn people(view: &View<'_>, typed: Option<(&Decision, Span)>) -> Vec<Item> {
    let directory = &view.catalog.policy.directory;
    let mut people: BTreeMap<String, String> = BTreeMap::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let named = directory.names().iter().map(|name| (fold(name), name.clone()));
    people.extend(named);
    for decision in &view.catalog.decisions {
        let listed = [&decision.makers, &decision.consulted, &decision.informed];
        let listed = listed.into_iter().flat_map(|list| &list.parties);
        let is_typed = |party: &Party| {
            let own = typed.filter(|(own, _)| own.path == decision.path);
            own.is_some_and(|(_, typed)| (party.span.start..=party.span.end).contains(&typed.end))
        };
        let named = listed.chain(decision.quotes().filter_map(|quote| quote.speaker()));
        for party in named.filter(|party| !is_typed(party)) {
            if known.insert(&party.text) && directory.may_be_somebody(party) {
                let shown = Party::shown(party);
                people.entry(fold(&shown)).or_insert(shown);
            }
        }
    }
    let mut items = groups(view);
    items.extend(people.into_values().map(|name| Item::new(CompletionItemKind::Variable, name, "")));
    items
}

/// The other decisions, found by their ids and titles.
fn decisions(view: &View<'_>, from: &Decision, kind: LinkKind) -> Vec<Item> {
    let others = view.catalog.decisions.iter().filter(|decision| decision.path != from.path);
    let linked: Vec<&str> =
        from.links.iter().filter(|link| link.kind == kind).map(|link| link.target.value.as_str()).collect();
    let others = others.filter(|decision| !linked.contains(&decision.id.shown()));
    others.map(decision_item).map(|(item, decision)| item.writes(decision.id.shown())).collect()
}

fn decision_item(decision: &Decision) -> (Item, &Decision) {
    let label = format!("{} {}", decision.id.shown(), decision.shown_title());
    let status = decision.status.as_ref().map_or("", |status| status.shown());
    (Item::new(CompletionItemKind::Reference, label, status), decision)
}

/// The files and folders below the folder that is typed.
fn paths(typed: &str, files: Vec<RepoPath>) -> Vec<Item> {
    let folder = typed.rfind('/').map_or("", |at| &typed[..=at]);
    let mut items = BTreeMap::new();
    for path in &files {
        let Some(rest) = path.as_str().strip_prefix(folder) else { continue };
        let item = match rest.split_once('/') {
            Some((inner, _)) => Item::new(CompletionItemKind::Folder, format!("{folder}{inner}/**"), "all below"),
            None => Item::new(CompletionItemKind::File, path.as_str(), ""),
        };
        items.entry(item.label.clone()).or_insert(item);
    }
    items.into_values().collect()
}

fn in_body(view: &View<'_>, decision: &Decision, byte: usize) -> (Vec<Item>, Span) {
    let text = &*decision.text;
    let start = line_start(text, byte);
    let line = &text[start..byte];
    let typed = |at: usize| Span::new(start + at, byte);
    if let Some(at) = line.rfind("heard: allow ") {
        let at = line[at..].rfind([' ', ',']).map_or(at, |space| at + space + 1);
        let rule = |rule: &&rules::Rule| Item::new(CompletionItemKind::Constant, rule.id, rule.summary);
        return (rules::RULES.iter().filter(|rule| rule.is_allowable()).map(rule).collect(), typed(at));
    }
    if let Some(at) = line.rfind("](").filter(|at| !line[*at..].contains(')')) {
        let items = view.catalog.decisions.iter().filter(|other| other.path != decision.path);
        let items = items.map(decision_item).map(|(item, to)| item.writes(way(decision, to)));
        return (items.collect(), typed(at + 2));
    }
    let quoted = line.trim_start_matches(['>', ' ']);
    let dash = ["— ", "-- "].into_iter().find(|dash| quoted.starts_with(dash));
    if let Some(dash) = dash.filter(|_| line.starts_with('>') && !quoted.contains(',')) {
        let typed = typed(line.len() - quoted.len() + dash.len());
        return (people(view, Some((decision, typed))), typed);
    }
    if let Some(word) = quoted.strip_prefix("**").filter(|word| !word.contains('*')) {
        // Editors close what is opened.
        let end = if text[byte..].starts_with("**") { ":" } else { ":** " };
        let item = |kind: &Disposition| {
            Item::new(CompletionItemKind::EnumMember, kind.word(), "").writes(format!("{}{end}", kind.word()))
        };
        return (Disposition::ALL.iter().map(item).collect(), typed(line.len() - word.len()));
    }
    (Vec::new(), typed(line.len()))
}

/// The items that go with what is typed, the most alike first.
fn list(view: &View<'_>, text: &str, items: Vec<Item>, typed: Span) -> CompletionList {
    let word = fold(typed.of(text));
    let is_found = |item: &Item| {
        let label = fold(&item.label);
        let starts = label.starts_with(&word) || label.trim_start_matches('0').starts_with(&word);
        (starts || label.contains(&word)).then_some(!starts)
    };
    // Nothing of what is written can hide what it is.
    let is_plain = |item: &Item| visible(&item.text) == item.text.as_str() && !item.text.contains(['\n', '\r']);
    let mut found: Vec<(bool, Item)> =
        items.into_iter().filter(is_plain).filter_map(|item| Some((is_found(&item)?, item))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    let is_incomplete = found.len() > MOST;
    let range = Lines::new(text, view.encoding).range(typed);
    let item = |(rank, item): (usize, Item)| {
        let is_long = item.detail.len() > DETAIL;
        let detail = Some(item.detail).filter(|detail| !detail.is_empty());
        CompletionItem {
            kind: Some(item.kind),
            documentation: detail.clone().filter(|_| is_long).map(Documentation::String),
            detail: detail.filter(|_| !is_long),
            sort_text: Some(format!("{rank:04}")),
            text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit { range, new_text: item.text })),
            label: item.label,
            ..CompletionItem::default()
        }
    };
    let items = found.into_iter().take(MOST).map(|(_, item)| item).enumerate().map(item).collect();
    CompletionList { is_incomplete, item_defaults: None, apply_kind: None, items }
}

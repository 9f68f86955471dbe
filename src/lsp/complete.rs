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

/// What a comment that allows rules starts with.
const ALLOW: &str = "<!-- heard: allow ";

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
    list(view, text, items, typed, byte)
}

/// What can be written at a byte of `heard.toml` with this text.
pub(crate) fn in_settings(view: &View<'_>, text: &str, byte: usize) -> CompletionList {
    let (slot, typed) = settings::slot(text, byte);
    let known = |known: Vec<Known>, kind: CompletionItemKind| -> Vec<Item> {
        known.into_iter().map(|known| Item::new(kind, known.name, known.docs)).collect()
    };
    let quote = text[..typed.start].chars().next_back().filter(|last| matches!(last, '"' | '\''));
    let in_quotes = |item: Item| match quote {
        Some('"') => Item { text: within_quotes(&item.text), ..item },
        Some(_) => item,
        None => Item { text: quoted(&item.text), ..item },
    };
    let ends: &[char] = if quote.is_some() { &['"', '\''] } else { &[',', ']', '#', '='] };
    let place = Span::new(typed.start, word_end(text, byte, ends));
    let (items, place) = match slot {
        Slot::Table => {
            let header = |known: Known| Item::new(CompletionItemKind::Module, known.name, known.docs);
            let headed = |item: Item| {
                let text = settings::header(&item.label);
                item.writes(text)
            };
            let end = word_end(text, byte, &['#']);
            (settings::tables().into_iter().map(header).map(headed).collect(), Span::new(typed.start, end))
        }
        Slot::Key(table) => {
            let equals = if text[place.end..].trim_start_matches(' ').starts_with('=') { "" } else { " = " };
            let keys = known(settings::keys(&table), CompletionItemKind::Property).into_iter();
            let key = |item: Item| {
                let text = format!("{}{equals}", item.label);
                item.writes(text)
            };
            (keys.map(key).collect(), place)
        }
        Slot::Value(key) => {
            let parts: Vec<&str> = key.iter().map(String::as_str).collect();
            let values = match parts.as_slice() {
                ["areas", "hear"] => groups(view),
                ["areas", "waive"] => people(view, None),
                ["groups", _] => {
                    let items = people(view, None).into_iter();
                    items.filter(|item| item.kind != CompletionItemKind::Class).collect()
                }
                _ => known(settings::values(&key), CompletionItemKind::EnumMember),
            };
            (values.into_iter().map(in_quotes).collect(), place)
        }
        Slot::Nothing => (Vec::new(), place),
    };
    list(view, text, items, place, byte)
}

/// Whether a byte is in the header, or in one that is not closed yet.
fn is_in_header(decision: &Decision, byte: usize) -> bool {
    match decision.header {
        Some(header) => header.start <= byte && byte <= header.end,
        None => {
            let bare = decision.text.trim_start_matches('\u{feff}').trim_start();
            bare.starts_with("---") && byte > decision.text.len() - bare.len() + "---".len()
        }
    }
}

/// The value at the end of a line of YAML, as far as it is written.
#[derive(Debug, PartialEq, Eq)]
struct Begun {
    /// Where it starts in the line, behind its quote.
    start: usize,
    /// The quote that is open.
    quote: Option<char>,
    /// Whether it follows a comma of plain text or inside a quote, so that another quote would be part of it.
    is_behind_comma: bool,
}

/// What is begun in a line from a byte on; nothing inside parentheses or braces, or behind a quote that was closed.
fn begun(line: &str, from: usize) -> Option<Begun> {
    let mut begun = Begun { start: from, quote: None, is_behind_comma: false };
    let (mut lists, mut inner, mut is_closed) = (0, 0, false);
    let mut letters = line[from..].char_indices().map(|(at, letter)| (from + at, letter));
    while let Some((at, letter)) = letters.next() {
        let next = at + letter.len_utf8();
        let is_start = line[begun.start..at].trim().is_empty();
        match (begun.quote, letter) {
            (Some('"'), '\\') => drop(letters.next()),
            (Some(quote), _) if letter == quote => (begun.quote, is_closed) = (None, true),
            (None, '"' | '\'') if is_start => (begun.start, begun.quote) = (next, Some(letter)),
            (None, '[') if is_start => (begun.start, lists) = (next, lists + 1),
            (_, '(' | '{' | '[') => inner += 1,
            (_, ')' | '}' | ']') if inner > 0 => inner -= 1,
            (_, ',') if inner == 0 => {
                begun = Begun { start: next, is_behind_comma: lists == 0 || begun.quote.is_some(), ..begun };
                is_closed = false;
            }
            _ => {}
        }
    }
    begun.start += line[begun.start..].len() - line[begun.start..].trim_start().len();
    (inner == 0 && !is_closed).then_some(begun)
}

/// A text as it is written between double quotes.
fn within_quotes(text: &str) -> String {
    let quoted = quoted(text);
    quoted[1..quoted.len() - 1].to_owned()
}

/// The end of the text after a byte, on its line: before the first of these letters.
fn word_end(text: &str, byte: usize, ends: &[char]) -> usize {
    let rest = text[byte..].lines().next().unwrap_or_default();
    let end = rest.find(ends).unwrap_or(rest.len());
    byte + rest[..end].trim_end().len()
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
    let nothing = (Vec::new(), Span::new(byte, byte));
    if !line.contains(':') && !line.starts_with([' ', '-']) {
        let end = word_end(text, byte, &[':']);
        return (keys(decision, text[end..].starts_with(':')), Span::new(start, end));
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
    let (Some(spec), Some(mut begun)) = (spec, begun(line, value)) else { return nothing };
    // A glob that takes paths out.
    if spec.kind == FieldKind::Globs && line[begun.start..].starts_with('!') {
        begun.start += 1;
    }
    let ends: &[char] = match begun.quote {
        Some(_) if begun.is_behind_comma => &[',', '"', '\''],
        Some('"') => &['"'],
        Some(_) => &['\''],
        None => &[',', ']', '#'],
    };
    let typed = Span::new(start + begun.start, byte);
    // Behind a colon and a dash stands a space.
    let space = if begun.start == value && value == line.len() { " " } else { "" };
    let items = values(view, decision, spec, typed, files);
    let written = |item: Item| {
        let is_word = matches!(item.kind, CompletionItemKind::EnumMember | CompletionItemKind::Value);
        let text = match begun.quote {
            Some('"') => within_quotes(&item.text),
            Some(_) => item.text.replace('\'', "''"),
            None if is_word || begun.is_behind_comma => item.text,
            None => quoted(&item.text),
        };
        Item { text: format!("{space}{text}"), ..item }
    };
    (items.into_iter().map(written).collect(), Span::new(typed.start, word_end(text, byte, ends)))
}

/// The key of the list that a line is in.
fn key_above(text: &str, start: usize) -> Option<&str> {
    let lines = text[..start].lines().rev();
    let mut above =
        lines.skip_while(|line| line.trim_start().starts_with('-') && *line != "---" || line.trim().is_empty());
    above.next()?.split_once(':').map(|(key, _)| key)
}

/// The keys that a header does not have yet.
fn keys(decision: &Decision, has_colon: bool) -> Vec<Item> {
    let is_missing = |spec: &&&FieldSpec| spec.kind != FieldKind::Id && spec.find(&decision.fields).is_none();
    let keys = field::FIELDS.iter().filter(is_missing);
    let colon = if has_colon { "" } else { ": " };
    let item = |spec: &&FieldSpec| {
        Item::new(CompletionItemKind::Property, spec.key, spec.docs).writes(format!("{}{colon}", spec.key))
    };
    keys.map(item).collect()
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
            let others = catalog.decisions.iter().filter(|other| other.path != decision.path);
            let is_typed = |span: Span| (span.start..=span.end).contains(&typed.end);
            let own = decision.tags.iter().filter(|tag| !is_typed(tag.span));
            let tags = others.flat_map(|other| &other.tags).chain(own);
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
    let label = format!("{} {}", visible(decision.id.shown()), visible(decision.shown_title()));
    let status = decision.status.as_ref().map_or("", |status| status.shown());
    (Item::new(CompletionItemKind::Reference, label, status), decision)
}

/// The files and folders below the folder that is typed, as globs that match them.
fn paths(typed: &str, files: Vec<RepoPath>) -> Vec<Item> {
    let typed = typed.replace('\\', "");
    let folder = typed.rfind('/').map_or("", |at| &typed[..=at]);
    let mut items = BTreeMap::new();
    for path in &files {
        let Some(rest) = path.as_str().strip_prefix(folder) else { continue };
        let item = match rest.split_once('/') {
            Some((inner, _)) => Item::new(CompletionItemKind::Folder, format!("{folder}{inner}/**"), "all below")
                .writes(format!("{}/**", glob_of(&format!("{folder}{inner}")))),
            None => Item::new(CompletionItemKind::File, path.as_str(), "").writes(glob_of(path.as_str())),
        };
        items.entry(item.label.clone()).or_insert(item);
    }
    items.into_values().collect()
}

/// The glob that matches a path alone.
fn glob_of(path: &str) -> String {
    let mut glob = String::new();
    for letter in path.chars() {
        if matches!(letter, '[' | ']' | '{' | '}' | '*' | '?') {
            glob.push('\\');
        }
        glob.push(letter);
    }
    glob
}

fn in_body(view: &View<'_>, decision: &Decision, byte: usize) -> (Vec<Item>, Span) {
    let text = &*decision.text;
    let start = line_start(text, byte);
    let line = &text[start..byte];
    let nothing = (Vec::new(), Span::new(byte, byte));
    let until = |at: usize, ends: &[char]| Span::new(start + at, word_end(text, byte, ends));
    if is_in_code(text, start) {
        return nothing;
    }
    if let Some(at) = line.rfind(ALLOW) {
        let names = &line[at + ALLOW.len()..];
        if names.contains("because") || names.contains("-->") {
            return nothing;
        }
        let name = names.rfind([' ', ',']).map_or(at + ALLOW.len(), |space| at + ALLOW.len() + space + 1);
        let rule = |rule: &&rules::Rule| Item::new(CompletionItemKind::Constant, rule.id, rule.summary);
        let rules = rules::RULES.iter().filter(|rule| rule.is_allowable()).map(rule);
        return (rules.collect(), until(name, &[' ', ',']));
    }
    if let Some(at) = line.rfind("](").filter(|at| !line[*at..].contains(')')) {
        let items = view.catalog.decisions.iter().filter(|other| other.path != decision.path);
        let items = items.map(decision_item).map(|(item, to)| item.writes(way(decision, to)));
        return (items.collect(), until(at + 2, &[')']));
    }
    if !is_in_consultation(view, text, start) {
        return nothing;
    }
    let people = |at: usize| {
        let typed = Span::new(start + at, byte);
        (people(view, Some((decision, typed))), until(at, &[',']))
    };
    let said = line.trim_start_matches(['>', ' ']);
    let dash = ["— ", "– ", "-- "].into_iter().find(|dash| said.starts_with(dash));
    if let Some(dash) = dash.filter(|_| line.starts_with('>') && !said.contains(',')) {
        return people(line.len() - said.len() + dash.len());
    }
    let about = [Disposition::NoAnswer, Disposition::Asked, Disposition::AskedAgain, Disposition::Waived];
    let about = about.into_iter().map(|kind| format!("**{}:** ", kind.word()));
    if let Some(before) = about.into_iter().find(|before| line.starts_with(before) && !line.contains(',')) {
        return people(before.len());
    }
    if let Some(word) = line.strip_prefix("**").filter(|word| !word.contains('*')) {
        let rest = text[byte..].lines().next().unwrap_or_default();
        let close = rest.find("**").map(|at| byte + at + 2);
        let space = if close.is_some() { "" } else { " " };
        let item = |kind: &Disposition| {
            let mark = if *kind == Disposition::NoConcern { '.' } else { ':' };
            Item::new(CompletionItemKind::EnumMember, kind.word(), "").writes(format!("{}{mark}**{space}", kind.word()))
        };
        let at = start + line.len() - word.len();
        return (Disposition::ALL.iter().map(item).collect(), Span::new(at, close.unwrap_or(byte)));
    }
    nothing
}

/// Whether a line is inside a block of code.
fn is_in_code(text: &str, start: usize) -> bool {
    let fences =
        text[..start].lines().map(str::trim_start).filter(|line| line.starts_with("```") || line.starts_with("~~~"));
    fences.count() % 2 == 1
}

/// Whether a line is below the heading of a consultation or a trial.
fn is_in_consultation(view: &View<'_>, text: &str, start: usize) -> bool {
    let words = &view.catalog.policy.words;
    let mut above = text[..start].lines().rev().filter(|line| line.starts_with("# ") || line.starts_with("## "));
    let heading = fold(above.next().unwrap_or_default().trim_matches(['#', ' ']));
    words.consultation.iter().chain(&words.trial).any(|known| *known == heading)
}

/// The items that go with what is typed up to a byte, the most alike first. They take the place of a span.
fn list(view: &View<'_>, text: &str, items: Vec<Item>, place: Span, byte: usize) -> CompletionList {
    // The brackets of a table are typed, and no part of its name.
    let word = fold(Span::new(place.start, byte).of(text).trim_start_matches('['));
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
    let range = Lines::new(text, view.encoding).range(place);
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

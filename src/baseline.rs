//! `heard-baseline.toml`: the known findings of each rule per file, so that the rules can be applied to a log
//! that is older than them. `check` leaves these findings out, and reports stale entries; in a change the file may only
//! shrink. The gate ignores it when it checks a decision.
//!
//! Entries are keyed by path, since two files may have the same ID, which `id-twice` reports.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use toml::de::{DeTable, DeValue};

use crate::finding::Finding;
use crate::policy::Mistake;
use crate::text::{RepoPath, Span, is_hidden};
use crate::vocabulary::id::Key as IdKey;

/// The name of the file, at the root of the repository.
pub(crate) const FILE: &str = "heard-baseline.toml";

/// The first lines of the file.
const HEAD: &str = "\
# Findings that `heard check` leaves out. `heard baseline` writes this file; it keeps the notes and
# no other comments. A change may remove lines, but not add any.
";

/// A rule in a file.
pub(crate) type Key = (RepoPath, String);

/// A baseline that has been read or made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Baseline {
    /// The text of the file.
    pub text: String,
    /// What it records.
    pub entries: BTreeMap<Key, Entry>,
}

/// The known findings of a rule in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// How many findings, at least one.
    pub count: usize,
    /// The note of the entry.
    pub note: Option<String>,
    /// The rule's name in the file.
    pub span: Span,
}

/// An entry that records more than is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unmatched<'a> {
    /// The file.
    pub path: &'a RepoPath,
    /// The rule.
    pub rule: &'a str,
    /// What is recorded.
    pub entry: &'a Entry,
    /// How many findings there are.
    pub found: usize,
}

/// What a change does to the baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BaselineChange {
    /// Nothing, or it shrinks.
    None,
    /// It comes before any policy.
    Adopted,
    /// It is new, and there is a policy already.
    New(Vec<Grown>),
    /// It records more.
    Grown(Vec<Grown>),
    /// It can't be read any more.
    Broken(Mistake),
}

/// An entry that records more than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grown {
    /// The file.
    pub path: RepoPath,
    /// The rule.
    pub rule: String,
    /// How many findings were recorded.
    pub before: usize,
    /// How many are now.
    pub after: usize,
    /// The rule's name in the new file.
    pub span: Span,
}

impl Baseline {
    /// Reads the file.
    ///
    /// # Errors
    /// The first mistake in it.
    pub(crate) fn read(text: &str) -> Result<Self, Mistake> {
        let table = DeTable::parse(text).map_err(|error| {
            let message = error.message().trim().replace('\n', " ");
            Mistake::new(error.span().unwrap_or_default(), message).help(FORM)
        })?;
        let mut entries = BTreeMap::new();
        for (path, rules) in table.get_ref() {
            let DeValue::Table(rules) = rules.get_ref() else {
                let message = format!("`{}` is not a table of rules", path.get_ref());
                return Err(Mistake::new(path.span(), message).help(FORM));
            };
            for (rule, value) in rules {
                let mut entry = entry(value)?;
                entry.span = rule.span().into();
                entries.insert((RepoPath::new(path.get_ref().as_ref()), rule.get_ref().to_string()), entry);
            }
        }
        Ok(Self { text: text.to_owned(), entries })
    }

    /// What these findings would record, with the notes of what is recorded already. What is new gets
    /// the `note`.
    pub(crate) fn of(findings: &[Finding], known: &Self, note: Option<&str>) -> Self {
        let mut entries = BTreeMap::new();
        for (key, count) in counts(findings) {
            let note = known.entries.get(&key).map_or(note.map(str::to_owned), |entry| entry.note.clone());
            entries.insert(key, Entry { count, note, span: Span::default() });
        }
        Self::made(entries, &known.text)
    }

    /// What is recorded and still found; entries for files for which `is_selected` does not hold stay as they are.
    pub(crate) fn pruned(&self, findings: &[Finding], is_selected: impl Fn(&RepoPath) -> bool) -> Self {
        let counts = counts(findings);
        let mut entries = self.entries.clone();
        entries.retain(|key, entry| {
            if !is_selected(&key.0) {
                return true;
            }
            entry.count = entry.count.min(counts.get(key).copied().unwrap_or_default());
            entry.count > 0
        });
        Self::made(entries, &self.text)
    }

    /// What is recorded, with the entries of a file, or of all files of a folder, under its new path; nothing where there
    /// are none.
    pub(crate) fn renamed(&self, old: &str, new: &str) -> Option<Self> {
        let mut entries = BTreeMap::new();
        for ((path, rule), entry) in &self.entries {
            let rest = path.as_str().strip_prefix(old).filter(|rest| rest.is_empty() || rest.starts_with('/'));
            let path = rest.map_or_else(|| path.clone(), |rest| RepoPath::new(format!("{new}{rest}")));
            entries.insert((path, rule.clone()), entry.clone());
        }
        (!entries.keys().eq(self.entries.keys())).then(|| Self::made(entries, &self.text))
    }

    /// The baseline with these entries; its lines end as those of the file before do.
    fn made(entries: BTreeMap<Key, Entry>, before: &str) -> Self {
        let text = written(&entries);
        let text = if before.contains("\r\n") { text.replace('\n', "\r\n") } else { text };
        Self { text, entries }
    }

    /// The findings without those that are recorded, how many were left out, and the entries that record more than is
    /// found.
    ///
    /// Where more is found than is recorded, all of it is reported: nobody can say which of it is new. Only entries for
    /// files for which `is_selected` holds are looked at.
    pub(crate) fn filter(
        &self,
        mut findings: Vec<Finding>,
        is_selected: impl Fn(&RepoPath) -> bool,
    ) -> (Vec<Finding>, usize, Vec<Unmatched<'_>>) {
        let counts = counts(&findings);
        let found = |key: &Key| counts.get(key).copied().unwrap_or_default();
        let all = findings.len();
        findings.retain_mut(|finding| {
            let key = (finding.path.clone(), finding.rule.to_owned());
            let Some(entry) = self.entries.get(&key) else {
                return true;
            };
            let (recorded, found) = (entry.count, found(&key));
            if found > recorded {
                let message = format!("{recorded} recorded here, but {found} found; it is unknown which are new");
                *finding = finding.clone().related(&RepoPath::new(FILE), entry.span, message);
            }
            found > recorded
        });
        let left_out = all - findings.len();
        let unmatched = self
            .entries
            .iter()
            .map(|(key, entry)| Unmatched { path: &key.0, rule: &key.1, entry, found: found(key) })
            .filter(|entry| entry.found < entry.entry.count && is_selected(entry.path))
            .collect();
        (findings, left_out, unmatched)
    }
}

/// What a change does that leaves `after` where `before` was: at the base, and where the change
/// starts. Each is there or not; what can't be read records nothing. `record` gives the log and the id of the record
/// that a file was where the change starts.
pub(crate) fn change(
    before: [Option<&Baseline>; 2],
    after: &Baseline,
    has_policy: bool,
    record: impl Fn(&RepoPath) -> (String, IdKey),
) -> BaselineChange {
    let is_new = before.iter().all(Option::is_none);
    let sums = |baseline: &Baseline| {
        let mut sums: BTreeMap<((String, IdKey), String), usize> = BTreeMap::new();
        for ((path, rule), entry) in &baseline.entries {
            let sum = sums.entry((record(path), rule.clone())).or_default();
            *sum = sum.saturating_add(entry.count);
        }
        sums
    };
    let before_sums: Vec<_> = before.iter().flatten().map(|baseline| sums(baseline)).collect();
    let after_sums = sums(after);
    let grown: Vec<Grown> = after
        .entries
        .iter()
        .filter_map(|(key, entry)| {
            let counts = before.iter().flatten().filter_map(|before| before.entries.get(key));
            let before = counts.map(|entry| entry.count).max().unwrap_or_default();
            // A record that moves keeps its id, and its findings go with it.
            let id = (record(&key.0), key.1.clone());
            let sum = before_sums.iter().filter_map(|sums| sums.get(&id)).max().copied().unwrap_or_default();
            (entry.count > before && after_sums[&id] > sum).then(|| Grown {
                path: key.0.clone(),
                rule: key.1.clone(),
                before,
                after: entry.count,
                span: entry.span,
            })
        })
        .collect();
    match (grown.is_empty(), is_new) {
        (true, _) => BaselineChange::None,
        (false, true) if !has_policy => BaselineChange::Adopted,
        (false, true) => BaselineChange::New(grown),
        (false, false) => BaselineChange::Grown(grown),
    }
}

/// How many findings each rule has in each file.
pub(crate) fn counts(findings: &[Finding]) -> BTreeMap<Key, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry((finding.path.clone(), finding.rule.to_owned())).or_default() += 1;
    }
    counts
}

/// How to write an entry, for help texts.
const FORM: &str = "write `[\"decisions/0012-pager.md\"]`, and below it lines such as `quote-short = 1`";

/// `1`, or `{ count = 2, note = "…" }`.
fn entry(value: &toml::Spanned<DeValue<'_>>) -> Result<Entry, Mistake> {
    let form = "use a number, or `{ count = 2, note = \"why\" }`";
    let mut entry = Entry { count: 1, ..Entry::default() };
    match value.get_ref() {
        DeValue::Integer(_) => entry.count = count(value)?,
        DeValue::Table(fields) => {
            for (key, value) in fields {
                match (key.get_ref().as_ref(), value.get_ref()) {
                    ("count", _) => entry.count = count(value)?,
                    ("note", DeValue::String(note)) => entry.note = Some(note.to_string()),
                    ("note", _) => return Err(Mistake::new(value.span(), "`note` must be a string").help(form)),
                    (other, _) => {
                        let message = format!("unknown key `{other}`");
                        return Err(Mistake::new(key.span(), message).suggest(other, ["count", "note"]));
                    }
                }
            }
        }
        _ => return Err(Mistake::new(value.span(), "expected a number or a table").help(form)),
    }
    Ok(entry)
}

fn count(value: &toml::Spanned<DeValue<'_>>) -> Result<usize, Mistake> {
    let integer = value.get_ref().as_integer().filter(|integer| integer.radix() == 10);
    let count = integer.and_then(|integer| integer.as_str().parse::<u32>().ok()).filter(|count| *count > 0);
    let mistake = || Mistake::new(value.span(), "a count must be 1 or more").help("write the number of findings");
    count.and_then(|count| usize::try_from(count).ok()).ok_or_else(mistake)
}

/// The file: one line per entry, sorted, so that a diff shows what was removed.
fn written(entries: &BTreeMap<Key, Entry>) -> String {
    let mut out = HEAD.to_owned();
    let mut last = None;
    for ((path, rule), entry) in entries {
        if last.replace(path) != Some(path) {
            let _ = write!(out, "\n[{}]\n", quoted(path.as_str()));
        }
        let is_bare =
            !rule.is_empty() && rule.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        let rule = if is_bare { rule.clone() } else { quoted(rule) };
        let count = entry.count;
        let _ = match &entry.note {
            None => writeln!(out, "{rule} = {count}"),
            Some(note) if count == 1 => writeln!(out, "{rule} = {{ note = {} }}", quoted(note)),
            Some(note) => writeln!(out, "{rule} = {{ count = {count}, note = {} }}", quoted(note)),
        };
    }
    out
}

/// A TOML string on one line, in which nothing hides.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            hidden if is_hidden(hidden) => {
                let _ = write!(out, "\\U{:08X}", u32::from(hidden));
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::id::Id;

    fn record(path: &RepoPath) -> (String, IdKey) {
        let log = path.as_str().split('/').next().unwrap_or_default();
        (log.to_owned(), Id::of_path(path).0.key)
    }

    fn change(before: [Option<&Baseline>; 2], after: &Baseline, has_policy: bool) -> BaselineChange {
        super::change(before, after, has_policy, record)
    }

    fn baseline(entries: &[(&str, &str, usize)]) -> Baseline {
        let entry = |count: usize| Entry { count, ..Entry::default() };
        let key = |path: &str, rule: &str| (RepoPath::new(path), rule.to_owned());
        Baseline::made(entries.iter().map(|(path, rule, count)| (key(path, rule), entry(*count))).collect(), "")
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut made =
            baseline(&[("d/0001-a.md", "quote-short", 1), ("d/0001-a.md", "é x", 3), ("d/\"\\é.md", "b", 2)]);
        for (index, entry) in made.entries.values_mut().enumerate() {
            entry.note = (index != 1).then(|| format!("why\n\t\"{index}\" \\ \u{202e}\u{7f}\u{e0001}"));
        }
        let made = Baseline::made(made.entries, "");
        let read = Baseline::read(&made.text).unwrap();
        let plain = |baseline: &Baseline| -> Vec<(Key, usize, Option<String>)> {
            baseline.entries.iter().map(|(key, entry)| (key.clone(), entry.count, entry.note.clone())).collect()
        };
        assert_eq!(plain(&read), plain(&made), "{}", made.text);
        assert_eq!(written(&read.entries), made.text);
        assert!(!made.text.chars().any(|character| is_hidden(character) && character != '\n'));
        let entry = &read.entries[&(RepoPath::new("d/0001-a.md"), "quote-short".to_owned())];
        assert_eq!(entry.span.of(&made.text), "quote-short");
    }

    #[test]
    fn mistakes_have_a_place() {
        for (text, place, help) in [
            ("quote-short = 1\n", "quote-short", FORM),
            ("[\"a.md\"]\nb = 0\n", "0", "number of findings"),
            ("[\"a.md\"]\nb = -1\n", "-1", "number of findings"),
            ("[\"a.md\"]\nb = 99999999999999999999\n", "99999999999999999999", "number of findings"),
            ("[\"a.md\"]\nb = \"1\"\n", "\"1\"", "use a number"),
            ("[\"a.md\"]\nb = { cuont = 1 }\n", "cuont", "did you mean `count`?"),
            ("[\"a.md\"]\nb = { note = 1 }\n", "1", "use a number"),
            ("[\"a.md\"]\nb = 1\nb = 1\n", "b", FORM),
            ("[\"a.md\"]\nb = 1\n[\"a.md\"]\nc = 1\n", "\"a.md\"", FORM),
            ("[\"a.md\n", "", FORM),
        ] {
            let mistake = Baseline::read(text).unwrap_err();
            assert_eq!(mistake.span.of(text), place, "{text}: {mistake:?}");
            assert!(mistake.help.as_ref().unwrap().contains(help), "{text}: {mistake:?}");
        }
    }

    #[test]
    fn a_change_may_take_out_and_move_but_not_add() {
        let base = baseline(&[("d/0001-a.md", "x", 2), ("d/0002-b.md", "x", 1)]);
        let grown = |after: &[(&str, &str, usize)]| match change([Some(&base), Some(&base)], &baseline(after), true) {
            BaselineChange::None => Vec::new(),
            BaselineChange::Grown(grown) => {
                grown.into_iter().map(|grown| (grown.path.to_string(), grown.after)).collect()
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(grown(&[]), []);
        assert_eq!(grown(&[("d/0001-a.md", "x", 1), ("d/0002-b.md", "x", 1)]), []);
        assert_eq!(grown(&[("d/0001-moved.md", "x", 2)]), []);
        assert_eq!(grown(&[("d/0001-a.md", "x", 1), ("d/0001-moved.md", "x", 1)]), []);
        assert_eq!(grown(&[("d/0001-a.md", "x", 2), ("d/0001-b.md", "x", 1)]), [("d/0001-b.md".to_owned(), 1)]);
        assert_eq!(grown(&[("d/0001-a.md", "x", 3)]), [("d/0001-a.md".to_owned(), 3)]);
        assert_eq!(grown(&[("d/0001-a.md", "y", 1)]), [("d/0001-a.md".to_owned(), 1)]);
        assert_eq!(grown(&[("d/0003-c.md", "x", 1)]), [("d/0003-c.md".to_owned(), 1)]);
        // The same id in another log is another record.
        assert_eq!(grown(&[("e/0001-a.md", "x", 2)]), [("e/0001-a.md".to_owned(), 2)]);
    }

    #[test]
    fn a_record_that_is_renamed_takes_its_entries_along() {
        let before = baseline(&[("d/0001-a.md", "x", 2), ("d/0001-a.md", "y", 1), ("d/0002-b/README.md", "x", 1)]);
        let paths = |renamed: Option<Baseline>| -> Vec<String> {
            renamed.iter().flat_map(|made| made.entries.keys()).map(|(path, _)| path.to_string()).collect()
        };
        let file = before.renamed("d/0001-a.md", "d/0003-a.md");
        assert_eq!(paths(file), ["d/0002-b/README.md", "d/0003-a.md", "d/0003-a.md"]);
        let folder = before.renamed("d/0002-b", "d/0004-b");
        assert_eq!(paths(folder), ["d/0001-a.md", "d/0001-a.md", "d/0004-b/README.md"]);
        assert_eq!(before.renamed("d/0002", "d/0004"), None);
    }

    #[test]
    fn what_the_base_has_taken_out_since_is_not_the_changes_doing() {
        let start = baseline(&[("d/0001-a.md", "x", 2), ("d/0002-b.md", "x", 1)]);
        let base = baseline(&[("d/0002-b.md", "x", 1)]);
        let head = baseline(&[("d/0001-a.md", "x", 2)]);
        assert_eq!(change([Some(&base), Some(&start)], &head, true), BaselineChange::None);
        assert_eq!(change([None, Some(&start)], &head, true), BaselineChange::None);
    }

    #[test]
    fn the_first_one_passes_only_before_the_first_policy() {
        let first = baseline(&[("d/0001-a.md", "x", 1)]);
        assert_eq!(change([None, None], &first, false), BaselineChange::Adopted);
        assert!(matches!(change([None, None], &first, true), BaselineChange::New(_)));
        assert_eq!(change([None, None], &baseline(&[]), true), BaselineChange::None);
        let empty = baseline(&[]);
        assert!(matches!(change([Some(&empty), None], &first, false), BaselineChange::Grown(_)));
    }
}

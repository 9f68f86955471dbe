//! Fixes as edits of the editor, which writes them itself.

use std::collections::{BTreeMap, HashMap};

use gen_lsp_types::{CodeAction, CodeActionKind, Diagnostic, TextEdit, WorkspaceEdit};

use super::View;
use super::diagnose::diagnostic;
use super::position::Lines;
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::{Finding, Fix};
use crate::fix::{self, Extent, Fixed};
use crate::text::{RepoPath, Span, ceil_char, floor_char, visible};

/// What fixes everything in a file, for editors that do so on saving.
pub(crate) const FIX_ALL: &str = "source.fixAll.heard";

/// For how many findings a fix is offered at one place.
const OFFERED: usize = 10;

/// The fixes for the findings that touch a span of a decision, and one for all in it.
///
/// `lint` finds what is wrong in a log; `settled` are the accepted decisions that the gate will compare with.
pub(crate) fn actions(
    view: &View<'_>,
    decision: &Decision,
    place: Span,
    lint: impl Fn(&Catalog) -> Vec<Finding>,
    settled: &BTreeMap<RepoPath, Decision>,
) -> Vec<CodeAction> {
    let found = lint(view.catalog);
    let fixable: Vec<&Finding> =
        found.iter().filter(|finding| finding.path == decision.path && has_fix(finding)).collect();
    let touches = |span: Span| span.start <= place.end && place.start <= span.end;
    let lines = Lines::new(&decision.text, view.encoding);
    let mut actions = Vec::new();
    for finding in fixable.iter().filter(|finding| touches(finding.span)).take(OFFERED) {
        let is_it = |other: &Finding| {
            (other.rule, &other.path, &other.message) == (finding.rule, &finding.path, &finding.message)
        };
        let only = |catalog: &Catalog| lint(catalog).into_iter().filter(is_it).collect();
        // The user chooses it by its title, so it may rewrite a quote in another form.
        let extent = Extent { quotes: true, ..Extent::default() };
        let fixed = fix::fix(view.catalog, only, extent, settled, |_| true);
        let Some(what) = fixed.iter().flat_map(|file| &file.notes).find_map(|note| note.result.as_ref().ok()) else {
            continue;
        };
        let diagnostics = Some(vec![diagnostic(view, &decision.text, &lines, finding)]);
        let is_only = fixable.len() == 1;
        actions.push(action(view, visible(what).into_owned(), CodeActionKind::QuickFix, diagnostics, is_only, &fixed));
    }
    if !fixable.is_empty() {
        let own = |catalog: &Catalog| {
            let found = lint(catalog).into_iter();
            found.filter(|finding| finding.path == decision.path).collect()
        };
        let fixed = fix::fix(view.catalog, own, Extent::default(), settled, |path| *path == decision.path);
        if fixed.iter().any(|file| file.before.text != file.after.text) {
            let title = "fix what can be fixed automatically in this file".to_owned();
            actions.push(action(view, title, CodeActionKind::Custom(FIX_ALL.into()), None, false, &fixed));
        }
    }
    actions
}

/// Whether a program can fix it alone.
fn has_fix(finding: &Finding) -> bool {
    match &finding.fix {
        Some(Fix::SetDate { .. } | Fix::Rename { .. } | Fix::Attribute { .. }) => true,
        Some(Fix::Reform { .. } | Fix::LinkBack { .. }) => true,
        Some(Fix::Quote | Fix::Respond | Fix::Maker | Fix::Write | Fix::Manual { .. }) | None => false,
    }
}

fn action(
    view: &View<'_>,
    title: String,
    kind: CodeActionKind,
    diagnostics: Option<Vec<Diagnostic>>,
    is_preferred: bool,
    fixed: &[Fixed<'_>],
) -> CodeAction {
    let files = fixed.iter().map(|file| (&file.before.path, &*file.before.text, &*file.after.text));
    let changes = files.filter(|(_, old, new)| old != new).map(|(path, old, new)| {
        let edit = text_edit(old, new, &Lines::new(old, view.encoding));
        ((view.uri)(path), vec![edit])
    });
    let edit = WorkspaceEdit { changes: Some(changes.collect::<HashMap<_, _>>()), ..WorkspaceEdit::default() };
    CodeAction {
        title,
        kind: Some(kind),
        diagnostics,
        is_preferred: Some(is_preferred),
        edit: Some(edit),
        ..CodeAction::default()
    }
}

/// What makes one text of another: the bytes between what both begin and end with.
pub(crate) fn text_edit(old: &str, new: &str, lines: &Lines<'_>) -> TextEdit {
    let start = old.bytes().zip(new.bytes()).take_while(|(one, other)| one == other).count();
    let start = floor_char(old, start);
    let least = old.len().min(new.len()) - start;
    let same = old.bytes().rev().zip(new.bytes().rev()).take(least).take_while(|(one, other)| one == other).count();
    let end = ceil_char(old, old.len() - same);
    let new_end = new.len() - (old.len() - end);
    TextEdit { range: lines.range(Span::new(start, end)), new_text: new[start..new_end].to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::position::Encoding;

    #[test]
    fn an_edit_makes_the_new_text_and_touches_no_more() {
        for (old, new, gone) in [
            ("date: 1.2.2026\n", "date: 2026-02-01\n", "1.2.2026"),
            ("aé—b", "aè—b", "é"),
            ("aaa", "aa", "a"),
            ("aa", "aaa", ""),
            ("", "x", ""),
            ("same", "same", ""),
            ("é", "", "é"),
            ("🦀x", "🦁x", "🦀"),
        ] {
            let lines = Lines::new(old, Encoding::Utf16);
            let edit = text_edit(old, new, &lines);
            let span = lines.span(edit.range);
            assert_eq!(span.of(old), gone, "{old} {new}");
            assert_eq!(format!("{}{}{}", &old[..span.start], edit.new_text, &old[span.end..]), new);
        }
    }
}

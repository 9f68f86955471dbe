//! The documents that are open in the editor, and their addresses.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use gen_lsp_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, TextDocumentContentChangeEvent,
    Uri,
};

use super::super::workspace::Workspace;
use crate::lsp::position::{Encoding, Lines};
use crate::text::{RepoPath, path_in_url, percent_decoded};

/// A document as it is in the editor.
pub(super) struct Document {
    /// Its address, as the client writes it.
    pub uri: Uri,
    pub version: i32,
    pub text: String,
}

/// The open documents of the repository, by path.
#[derive(Default)]
pub(super) struct Documents {
    by_path: BTreeMap<RepoPath, Document>,
    paths: HashMap<Uri, RepoPath>,
}

impl Documents {
    /// Takes in a document. One outside the repository is left out.
    pub(super) fn open(&mut self, params: DidOpenTextDocumentParams, workspace: &Workspace) -> Option<RepoPath> {
        let item = params.text_document;
        let path = workspace.relative(&disk_path(&item.uri.0)?).ok()?;
        self.paths.insert(item.uri.clone(), path.clone());
        let document = Document { uri: item.uri, version: item.version, text: item.text };
        self.by_path.insert(path.clone(), document);
        Some(path)
    }

    /// Makes the changes of a document.
    pub(super) fn change(&mut self, params: DidChangeTextDocumentParams, encoding: Encoding) -> Option<RepoPath> {
        let path = self.paths.get(&params.text_document.text_document_identifier.uri)?;
        let document = self.by_path.get_mut(path)?;
        document.version = params.text_document.version;
        for change in params.content_changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(change) => {
                    let span = Lines::new(&document.text, encoding).span(change.range);
                    document.text.replace_range(span.start..span.end, &change.text);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(change) => {
                    document.text = change.text;
                }
            }
        }
        Some(path.clone())
    }

    pub(super) fn close(&mut self, params: DidCloseTextDocumentParams) {
        if let Some(path) = self.paths.remove(&params.text_document.uri) {
            // It may be open under another address.
            if self.by_path.get(&path).is_some_and(|document| document.uri == params.text_document.uri) {
                self.by_path.remove(&path);
            }
        }
    }

    pub(super) fn get(&self, path: &RepoPath) -> Option<&Document> {
        self.by_path.get(path)
    }

    /// The path of an open document.
    pub(super) fn path(&self, uri: &Uri) -> Option<&RepoPath> {
        self.paths.get(uri)
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &RepoPath> {
        self.by_path.keys()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&RepoPath, &Document)> {
        self.by_path.iter()
    }
}

/// The path on disk of an address; none of what is no file.
pub(super) fn disk_path(uri: &str) -> Option<PathBuf> {
    let path = percent_decoded(uri.strip_prefix("file://")?);
    // `/C:/…`
    let is_drive = path.as_bytes().get(2) == Some(&b':') && cfg!(windows);
    Some(PathBuf::from(if is_drive { &path[1..] } else { &path }))
}

/// The address of a file below a folder.
pub(super) fn address(top: &Path, path: &RepoPath) -> Uri {
    let top = top.to_string_lossy().replace('\\', "/");
    let slash = if top.starts_with('/') { "" } else { "/" };
    Uri(format!("file://{slash}{}/{}", path_in_url(top.trim_end_matches('/')), path_in_url(path.as_str())))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_path_and_back() {
        for path in ["decisions/0012-x.md", "a b/ü#?%.md", "x[1]/'y'.md"] {
            let uri = address(Path::new("/home/ana ruiz/app"), &RepoPath::new(path));
            assert!(uri.0.is_ascii() && !uri.0.contains([' ', '#', '?']), "{uri}");
            assert_eq!(disk_path(&uri.0), Some(Path::new("/home/ana ruiz/app").join(path)));
        }
        assert_eq!(disk_path("untitled:Untitled-1"), None);
    }
}

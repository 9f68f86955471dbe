//! `heard lsp`: a language server on standard input and output. It keeps the log as it is in the editor, and answers
//! from that; what it reads of the disk is read again when files there were written.

mod documents;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anstream::adapter::strip_str;
use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CodeLensOptions, CodeLensParams, CompletionOptions,
    CompletionParams, Contents, DefinitionParams, Diagnostic, DocumentChange, Edit, ErrorCodes, ExecuteCommandOptions,
    ExecuteCommandParams, Hover, HoverParams, MarkupContent, MarkupKind, MessageType,
    OptionalVersionedTextDocumentIdentifier, PositionEncodingKind, PrepareRenameParams, PublishDiagnosticsParams,
    RenameFile, RenameOptions, RenameParams, SaveOptions, ServerCapabilities, ShowDocumentParams, ShowMessageParams,
    TextDocumentEdit, TextDocumentIdentifier, TextDocumentPositionParams, TextDocumentSyncKind,
    TextDocumentSyncOptions, Uri, WorkspaceEdit,
};
use lsp_server::{Connection, Message, Notification, ProtocolError, Request, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::change::replaced;
use super::check::settled;
use super::renumber::Renumber;
use super::workspace::{State, Workspace};
use super::writes::Step;
use super::{Error, Global, Outcome};
use crate::baseline::{self, Baseline};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::Finding;
use crate::log::read_buffer;
use crate::lsp::act::{FIX_ALL, actions, text_edit};
use crate::lsp::complete::{in_decision, in_settings};
use crate::lsp::define::definition;
use crate::lsp::diagnose::{diagnostics, of_mistake};
use crate::lsp::hover::hover;
use crate::lsp::lens::{OPEN, lenses};
use crate::lsp::position::{Encoding, Lines};
use crate::lsp::target::Target;
use crate::lsp::{View, settings};
use crate::policy::{FILE, Mistake, Policy};
use crate::text::{RepoPath, Span};
use crate::{fault, lint, rules};
use documents::{Documents, address, disk_path};

/// Show findings, fixes and completions in an editor
#[derive(Debug, clap::Args)]
#[command(after_help = "\
An editor starts this command and talks to it on standard input and output, by the Language Server Protocol. It shows \
findings while you type, fixes them, completes people, decisions, paths and keys, and shows above source files which \
decisions govern them. It writes no file; the editor does.

Examples:
  heard lsp               what the editor runs in the repository
  heard -C DIR lsp        for the log of another directory

`docs/editors.md` has settings for VS Code, Neovim, Helix, Emacs and Zed.")]
pub(super) struct Arguments {
    /// The only way to talk to it; some clients say so
    #[arg(long, hide = true)]
    stdio: bool,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global) -> Result<Outcome, Error> {
        if io::stdin().is_terminal() {
            let _ = writeln!(
                anstream::stderr(),
                "note: waiting for an editor to speak the Language Server Protocol; Ctrl-C ends"
            );
        }
        let (connection, threads) = Connection::stdio();
        let done = serve(global, &connection);
        // The threads end when nothing can be sent any more, and the client has said that it exits or has gone.
        drop(connection);
        let was_shut_down = done?;
        let unreadable =
            |error: std::io::Error| Error::Usage(format!("can't read the messages of the editor: {error}"));
        threads.join().map_err(unreadable)?;
        // As the protocol asks for.
        Ok(if was_shut_down { Outcome::Fine } else { Outcome::Denied })
    }
}

impl From<ProtocolError> for Error {
    fn from(error: ProtocolError) -> Self {
        let message = format!("no editor speaks on standard input ({error})");
        Self::Usage(format!("{message}\n  = help: an editor starts this command; see `heard lsp --help`"))
    }
}

/// Answers an editor, and says whether it ended as it should.
fn serve(global: &Global, connection: &Connection) -> Result<bool, Error> {
    let (id, params) = connection.initialize_start()?;
    let client = Client::of(&params);
    connection.initialize_finish(
        id,
        json!({ "capabilities": capabilities(&client), "serverInfo": {
        "name": "heard", "version": env!("CARGO_PKG_VERSION") } }),
    )?;
    let directory = global.directory.clone().or(client.root.clone());
    let global = Global { directory, color: global.color, today: global.today };
    let mut server = Server::new(connection, client, global)?;
    server.watch();
    server.run()
}

/// What the client can do.
struct Client {
    encoding: Encoding,
    /// The folder that is open.
    root: Option<PathBuf>,
    /// Whether it can open a file when asked to.
    can_show: bool,
    /// Whether it reports changes of files by other programs.
    can_watch: bool,
    /// Whether it renames files in an edit.
    can_rename: bool,
}

impl Client {
    /// Reads the parameters of `initialize`. What it does not say it can't do.
    fn of(params: &Value) -> Self {
        let is = |path: &str| params.pointer(path).and_then(Value::as_bool).unwrap_or_default();
        let list = |path: &str| params.pointer(path).and_then(Value::as_array).cloned().unwrap_or_default();
        let offered = list("/capabilities/general/positionEncodings").into_iter();
        let offered: Vec<PositionEncodingKind> = offered.filter_map(|kind| serde_json::from_value(kind).ok()).collect();
        let roots =
            ["/workspaceFolders/0/uri", "/rootUri"].into_iter().filter_map(|path| params.pointer(path)?.as_str());
        Self {
            encoding: Encoding::among(&offered),
            // One that is not there is as good as none.
            root: roots.filter_map(disk_path).find(|root| root.is_dir()),
            can_show: is("/capabilities/window/showDocument/support"),
            can_watch: is("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration"),
            can_rename: list("/capabilities/workspace/workspaceEdit/resourceOperations").contains(&json!("rename")),
        }
    }
}

/// What this server can do.
fn capabilities(client: &Client) -> ServerCapabilities {
    let triggers = ["\"", "'", "/", "*", " ", "(", "[", "@"].map(str::to_owned).to_vec();
    let kinds = vec![CodeActionKind::QuickFix, CodeActionKind::Custom(FIX_ALL.into())];
    ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::Incremental),
                save: Some(SaveOptions::default().into()),
                ..TextDocumentSyncOptions::default()
            }
            .into(),
        ),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        code_action_provider: Some(
            CodeActionOptions { code_action_kinds: Some(kinds), ..CodeActionOptions::default() }.into(),
        ),
        code_lens_provider: Some(CodeLensOptions::default()),
        rename_provider: client
            .can_rename
            .then(|| RenameOptions { prepare_provider: Some(true), ..RenameOptions::default() }.into()),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![OPEN.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
        ..ServerCapabilities::default()
    }
}

/// The code of a request that can't be done, though there is nothing wrong with it: `RequestFailed`.
const FAILED: i32 = -32803;

/// Why a request has no result: a code of the protocol, and a sentence.
type Refusal = (i32, String);

fn refused(error: &Error) -> Refusal {
    (FAILED, strip_str(&error.to_string()).to_string().trim_start_matches("error: ").trim_end().to_owned())
}

/// The log as it is in the editor.
struct Server<'a> {
    connection: &'a Connection,
    client: Client,
    global: Global,
    workspace: Workspace,
    catalog: Catalog,
    baseline: Baseline,
    /// The mistake in a file at the root that keeps the log from being read, with the text of the file.
    mistake: Option<(&'static str, Mistake, String)>,
    documents: Documents,
    /// The open documents that have changed since they were put into the catalog.
    changed: BTreeSet<RepoPath>,
    /// Whether files may have been written since the log was read.
    is_stale: bool,
    /// What the client shows.
    published: BTreeMap<RepoPath, (Uri, Vec<Diagnostic>)>,
    /// What was said last, so that it is not said at every key.
    said: Option<String>,
    next_request: i32,
}

impl<'a> Server<'a> {
    fn new(connection: &'a Connection, client: Client, global: Global) -> Result<Self, Error> {
        let workspace = Workspace::open(&global)?;
        Ok(Self {
            connection,
            client,
            catalog: Catalog::new(Vec::new(), [], Policy::default(), global.today()),
            global,
            workspace,
            baseline: Baseline::default(),
            mistake: None,
            documents: Documents::default(),
            changed: BTreeSet::new(),
            is_stale: true,
            published: BTreeMap::new(),
            said: None,
            next_request: 0,
        })
    }

    /// Answers until the client says that it is done, or has gone. Whether it said so as it should.
    fn run(&mut self) -> Result<bool, Error> {
        while let Ok(first) = self.connection.receiver.recv() {
            // What was typed meanwhile is taken in before anything is looked for.
            let waiting: Vec<Message> = self.connection.receiver.try_iter().collect();
            for message in [first].into_iter().chain(waiting) {
                match message {
                    Message::Request(request) if request.method == "shutdown" => {
                        self.send(Response::new_ok(request.id, ()));
                        while let Ok(message) = self.connection.receiver.recv() {
                            if matches!(&message, Message::Notification(note) if note.method == "exit") {
                                break;
                            }
                        }
                        return Ok(true);
                    }
                    Message::Request(request) => self.answer(request),
                    Message::Notification(note) if note.method == "exit" => return Ok(false),
                    Message::Notification(note) => self.take(note),
                    Message::Response(_) => {}
                }
            }
            self.refresh();
            // A panic of a rule is a finding; one here must not end the session.
            let _ = fault::catch(|| self.publish());
        }
        Ok(true)
    }

    /// Sends a message. If the client has gone, reading ends as well.
    fn send(&self, message: impl Into<Message>) {
        let _ = self.connection.sender.send(message.into());
    }

    fn notify(&self, method: &str, params: impl Serialize) {
        self.send(Notification::new(method.to_owned(), params));
    }

    /// Asks the client for something; its answers change nothing here.
    fn ask(&mut self, method: &str, params: impl Serialize) {
        self.next_request += 1;
        self.send(Request::new(RequestId::from(self.next_request), method.to_owned(), params));
    }

    /// Asks for reports of files that other programs change.
    fn watch(&mut self) {
        if self.client.can_watch {
            let watchers = ["*.md", "*.markdown", FILE, baseline::FILE];
            let watchers = watchers.map(|name| json!({ "globPattern": format!("**/{name}") }));
            let register = json!({ "id": "files", "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": watchers } });
            self.ask("client/registerCapability", json!({ "registrations": [register] }));
        }
    }

    /// Says something once.
    fn say(&mut self, message: String) {
        if self.said.as_ref() != Some(&message) {
            self.notify(
                "window/showMessage",
                ShowMessageParams { kind: MessageType::Warning, message: message.clone() },
            );
            self.said = Some(message);
        }
    }

    /// Handles a notification. One that can't be read is ignored, as the protocol requires.
    fn take(&mut self, note: Notification) {
        let changed = match note.method.as_str() {
            "textDocument/didOpen" => {
                self.is_stale = true;
                params(note.params).ok().and_then(|params| self.documents.open(params, &self.workspace))
            }
            "textDocument/didChange" => {
                params(note.params).ok().and_then(|params| self.documents.change(params, self.client.encoding))
            }
            "textDocument/didClose" => {
                self.is_stale = true;
                if let Ok(params) = params(note.params) {
                    self.documents.close(params);
                }
                None
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.is_stale = true;
                None
            }
            _ => None,
        };
        self.changed.extend(changed);
    }

    /// Reads what has changed: the log from disk, and the open documents in place of their files.
    fn refresh(&mut self) {
        if std::mem::take(&mut self.is_stale) {
            match self.read() {
                Ok((workspace, catalog, baseline)) => {
                    (self.workspace, self.catalog, self.baseline) = (workspace, catalog, baseline);
                    (self.mistake, self.said) = (None, None);
                    self.changed.extend(self.documents.paths().cloned());
                }
                Err(Error::Settings(file, mistake, text)) => self.mistake = Some((file, mistake, text)),
                Err(error) => self.say(refused(&error).1),
            }
        }
        let changed = std::mem::take(&mut self.changed);
        let read: Vec<Decision> = changed.iter().filter_map(|path| self.read_document(path)).collect();
        if !read.is_empty() {
            let empty = Catalog::new(Vec::new(), [], Policy::default(), self.catalog.today);
            self.catalog = replaced(std::mem::replace(&mut self.catalog, empty), read);
        }
    }

    fn read(&self) -> Result<(Workspace, Catalog, Baseline), Error> {
        // Another day, or a repository that was not there before.
        let workspace = Workspace::open(&self.global)?;
        let log = workspace.log_or_none(State::WorkTree, &[])?;
        let baseline = log.baseline()?;
        let (catalog, _) = log.read()?;
        Ok((workspace, catalog, baseline))
    }

    /// The decision in an open document; none if it is no decision.
    fn read_document(&self, path: &RepoPath) -> Option<Decision> {
        let document = self.documents.get(path)?;
        let source = self.workspace.source(State::WorkTree).ok()?;
        let policy = &self.catalog.policy;
        let is_new = || policy.may_be_record(path) && matches!(source.find(path), Ok(None));
        if self.catalog.at(path).is_none() && !is_new() {
            return None;
        }
        read_buffer(&source, path.clone(), document.text.clone().into_bytes(), policy).ok()
    }

    /// The findings in some files.
    fn findings(&self, catalog: &Catalog, is_selected: impl Fn(&RepoPath) -> bool) -> Vec<Finding> {
        let settings = lint::Settings { strict: false, allow: true, baseline: &self.baseline };
        lint::check(catalog, settings, is_selected).findings
    }

    /// Sends the findings in the open documents, where they are others than before.
    fn publish(&mut self) {
        let mut now: BTreeMap<RepoPath, (Uri, Vec<Diagnostic>)> = BTreeMap::new();
        let found = self.findings(&self.catalog, |path| self.documents.get(path).is_some());
        let uri = |path: &RepoPath| self.uri(path);
        let view = self.view(&uri);
        for (path, document) in self.documents.iter() {
            let own: Vec<Finding> = found.iter().filter(|finding| finding.path == *path).cloned().collect();
            let shown = match self.catalog.at(path) {
                Some(decision) => diagnostics(&view, &decision.text, &own),
                None if path.as_str() == FILE => {
                    let read = Policy::read(&document.text, &rules::ids());
                    read.err().map(|mistake| of_mistake(&mistake, &document.text, view.encoding)).into_iter().collect()
                }
                // As long as the mistake is still there.
                None => match &self.mistake {
                    Some((file, mistake, text)) if path.as_str() == *file && *text == document.text => {
                        vec![of_mistake(mistake, text, view.encoding)]
                    }
                    _ => Vec::new(),
                },
            };
            now.insert(path.clone(), (document.uri.clone(), shown));
        }
        if let Some((file, mistake, text)) = &self.mistake {
            let path = RepoPath::new(*file);
            let shown = of_mistake(mistake, text, view.encoding);
            now.entry(path.clone()).or_insert_with(|| (uri(&path), vec![shown]));
        }
        for (path, (uri, shown)) in &now {
            let before = self.published.get(path).map(|(_, shown)| shown.as_slice()).unwrap_or_default();
            if before != shown {
                let version = self.documents.get(path).map(|document| document.version);
                let params = PublishDiagnosticsParams { uri: uri.clone(), version, diagnostics: shown.clone() };
                self.notify("textDocument/publishDiagnostics", params);
            }
        }
        for (path, (uri, shown)) in &self.published {
            if !now.contains_key(path) && !shown.is_empty() {
                let params = PublishDiagnosticsParams { uri: uri.clone(), version: None, diagnostics: Vec::new() };
                self.notify("textDocument/publishDiagnostics", params);
            }
        }
        self.published = now;
    }

    fn view<'s>(&'s self, uri: &'s dyn Fn(&RepoPath) -> Uri) -> View<'s> {
        View { catalog: &self.catalog, encoding: self.client.encoding, uri }
    }

    /// The address of a file; of an open one as the client wrote it.
    fn uri(&self, path: &RepoPath) -> Uri {
        self.documents.get(path).map_or_else(|| address(&self.top(), path), |document| document.uri.clone())
    }

    /// The top of the work tree by the way on which the client came to it, which may be a link.
    fn top(&self) -> PathBuf {
        let top = self.workspace.top().unwrap_or(Path::new("/"));
        let written = self.client.root.as_deref().and_then(|root| {
            let real = super::plain(root.canonicalize().ok()?);
            let inner = real.strip_prefix(top).ok()?;
            root.ancestors().nth(inner.components().count())
        });
        written.unwrap_or(top).to_owned()
    }

    fn answer(&mut self, request: Request) {
        self.refresh();
        let id = request.id.clone();
        let response = match fault::catch(|| self.result(&request.method, request.params)) {
            Ok(Ok(result)) => Response::new_ok(id, result),
            Ok(Err((code, message))) => Response::new_err(id, code, message),
            Err(panic) => {
                let message = format!("this is a bug in heard: {panic}");
                Response::new_err(id, i32::from(ErrorCodes::InternalError), message)
            }
        };
        self.send(response);
    }

    fn result(&mut self, method: &str, given: Value) -> Result<Value, Refusal> {
        match method {
            "textDocument/completion" => {
                let CompletionParams { text_document_position_params: at, .. } = params(given)?;
                Ok(self.complete(&at))
            }
            "textDocument/hover" => {
                let HoverParams { text_document_position_params: at, .. } = params(given)?;
                Ok(json!(self.hover(&at)))
            }
            "textDocument/definition" => {
                let DefinitionParams { text_document_position_params: at, .. } = params(given)?;
                let uri = |path: &RepoPath| self.uri(path);
                let view = self.view(&uri);
                let found = self.target(&at).and_then(|(_, target)| definition(&view, &target));
                Ok(json!(found))
            }
            "textDocument/codeAction" => {
                let CodeActionParams { text_document, range, context, .. } = params(given)?;
                let mut found = self.actions(&text_document, range)?;
                if let Some(only) = context.only {
                    let is_asked = |kind: &CodeActionKind| {
                        let kind = kind.to_string();
                        only.iter().map(ToString::to_string).any(|only| {
                            kind == only || kind.strip_prefix(&only).is_some_and(|rest| rest.starts_with('.'))
                        })
                    };
                    found.retain(|action| action.kind.as_ref().is_some_and(is_asked));
                }
                Ok(json!(found))
            }
            "textDocument/codeLens" => {
                let CodeLensParams { text_document, .. } = params(given)?;
                let uri = |path: &RepoPath| self.uri(path);
                let path = self.documents.path(&text_document.uri).filter(|path| self.catalog.at(path).is_none());
                Ok(json!(path.map(|path| lenses(&self.view(&uri), path)).unwrap_or_default()))
            }
            "textDocument/prepareRename" => {
                let PrepareRenameParams { text_document_position_params: at, .. } = params(given)?;
                let found = self.renamed(&at);
                Ok(found.map_or(
                    Value::Null,
                    |(decision, lines, span)| json!({ "range": lines.range(span), "placeholder": decision.id.text }),
                ))
            }
            "textDocument/rename" => {
                let RenameParams { text_document_position_params: at, new_name, .. } = params(given)?;
                let Some((decision, ..)) = self.renamed(&at) else {
                    return Err((FAILED, "there is no decision here".to_owned()));
                };
                self.rename(decision, &new_name).map(|edit| json!(edit))
            }
            "workspace/executeCommand" => {
                let ExecuteCommandParams { command, arguments, .. } = params(given)?;
                let uri = arguments.and_then(|list| list.first().and_then(Value::as_str).map(Uri::from));
                match uri.filter(|_| command == OPEN && self.client.can_show) {
                    Some(uri) => {
                        let show = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: None };
                        self.ask("window/showDocument", show);
                        Ok(Value::Null)
                    }
                    None => Err((FAILED, format!("can't run `{command}` in this editor"))),
                }
            }
            other => Err((i32::from(ErrorCodes::MethodNotFound), format!("`{other}` is not supported"))),
        }
    }

    /// The decision in an open document, and a byte of it.
    fn decision_at(&self, at: &TextDocumentPositionParams) -> Option<(&Decision, usize)> {
        let decision = self.catalog.at(self.documents.path(&at.text_document.uri)?)?;
        Some((decision, Lines::new(&decision.text, self.client.encoding).byte(at.position)))
    }

    /// What stands at a place of an open decision.
    fn target(&self, at: &TextDocumentPositionParams) -> Option<(&Decision, Target<'_>)> {
        let (decision, byte) = self.decision_at(at)?;
        Some((decision, Target::at(&self.catalog, decision, byte)?))
    }

    fn complete(&self, at: &TextDocumentPositionParams) -> Value {
        let uri = |path: &RepoPath| self.uri(path);
        let view = self.view(&uri);
        if let Some((decision, byte)) = self.decision_at(at) {
            return json!(in_decision(&view, decision, byte, || self.files()));
        }
        let document = self.documents.path(&at.text_document.uri).filter(|path| path.as_str() == FILE);
        match document.and_then(|path| self.documents.get(path)) {
            Some(document) => {
                let byte = Lines::new(&document.text, view.encoding).byte(at.position);
                json!(in_settings(&view, &document.text, byte))
            }
            None => Value::Null,
        }
    }

    /// The files that git tracks.
    fn files(&self) -> Vec<RepoPath> {
        let listed = self.workspace.source(State::Staged).and_then(|source| Ok(source.list(&[String::new()])?));
        listed.unwrap_or_default().into_iter().map(|listed| listed.path).collect()
    }

    fn hover(&self, at: &TextDocumentPositionParams) -> Option<Hover> {
        let uri = |path: &RepoPath| self.uri(path);
        let view = self.view(&uri);
        let shown = |value: String, lines: &Lines<'_>, span: Span| Hover {
            contents: Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value }),
            range: Some(lines.range(span)),
        };
        if let Some((decision, target)) = self.target(at) {
            let lines = Lines::new(&decision.text, view.encoding);
            return Some(shown(hover(&view, decision, &target), &lines, target.span()));
        }
        let document = self.documents.path(&at.text_document.uri).filter(|path| path.as_str() == FILE);
        let text = &self.documents.get(document?)?.text;
        let lines = Lines::new(text, view.encoding);
        let (value, span) = settings::hover(text, lines.byte(at.position))?;
        Some(shown(value, &lines, span))
    }

    fn actions(
        &self,
        document: &TextDocumentIdentifier,
        range: gen_lsp_types::Range,
    ) -> Result<Vec<gen_lsp_types::CodeAction>, Refusal> {
        let path = self.documents.path(&document.uri);
        let Some(decision) = path.and_then(|path| self.catalog.at(path)) else { return Ok(Vec::new()) };
        let uri = |path: &RepoPath| self.uri(path);
        let place = Lines::new(&decision.text, self.client.encoding).span(range);
        // A link back is written to the decision at its other end.
        let linked = decision.links.iter().flat_map(|link| self.catalog.linked(decision, link));
        let written: BTreeSet<&RepoPath> = linked.chain([decision]).map(|decision| &decision.path).collect();
        let settled = settled(&self.workspace, &self.catalog, |path| written.contains(path));
        let lint = |catalog: &Catalog| self.findings(catalog, |path| *path == decision.path);
        let settled = settled.map_err(|error| refused(&error))?;
        Ok(actions(&self.view(&uri), decision, place, lint, &settled))
    }

    /// The decision whose id stands at a place: one that is referred to, or the open one at its title or its own id.
    fn renamed<'s>(&'s self, at: &TextDocumentPositionParams) -> Option<(&'s Decision, Lines<'s>, Span)> {
        let (decision, byte) = self.decision_at(at)?;
        let lines = Lines::new(&decision.text, self.client.encoding);
        let own = [decision.own_id.as_ref().map(|id| id.span), decision.title.as_ref().map(|title| title.span)];
        let own = own.into_iter().flatten().find(|span| (span.start..=span.end).contains(&byte));
        match (Target::at(&self.catalog, decision, byte), own) {
            (Some(Target::Decision(to, span)), _) => Some((to, lines, span)),
            (_, Some(span)) => Some((decision, lines, span)),
            _ => None,
        }
    }

    /// The edit that gives a decision another id, as `heard renumber` writes it.
    fn rename(&self, decision: &Decision, new: &str) -> Result<WorkspaceEdit, Refusal> {
        if !matches!(self.workspace.source(State::WorkTree).map(|source| source.find(&decision.path)), Ok(Ok(Some(_))))
        {
            return Err((FAILED, format!("save `{}` first", decision.path)));
        }
        let planned = Renumber::plan(&self.workspace, &self.catalog, decision, Some(new));
        let steps = planned.map_err(|error| refused(&error))?.writes.into_steps();
        let mut changes = Vec::new();
        let mut moved = Vec::new();
        let mut edit = |path: &RepoPath, old: &str, new: &str| {
            // What is on disk is not what is open, and the places would be others.
            if self.documents.get(path).is_some_and(|document| document.text != old) {
                return Err((FAILED, format!("save `{path}` first")));
            }
            let edits = vec![Edit::TextEdit(text_edit(old, new, &Lines::new(old, self.client.encoding)))];
            let text_document_identifier = TextDocumentIdentifier { uri: self.uri(path) };
            let text_document = OptionalVersionedTextDocumentIdentifier { version: None, text_document_identifier };
            changes.push(DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document, edits }));
            Ok(())
        };
        let mut rename = |from: &RepoPath, into: &RepoPath| {
            let new_uri = address(&self.top(), into);
            moved.push(DocumentChange::RenameFile(RenameFile {
                old_uri: self.uri(from),
                new_uri,
                options: None,
                annotation_id: None,
            }));
        };
        for step in steps {
            match step {
                // The same file under its new name, with its text.
                Step::Create { path, text } => {
                    edit(&decision.path, &decision.text, &text)?;
                    rename(&decision.path, &path);
                }
                Step::Change { path, old, new: Some(new) } => edit(&path, &old, &new)?,
                Step::Change { new: None, .. } => {}
                Step::Rename { from, into } => rename(&from, &into),
            }
        }
        changes.extend(moved);
        Ok(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() })
    }
}

/// The parameters of a message.
fn params<T: DeserializeOwned>(given: Value) -> Result<T, Refusal> {
    serde_json::from_value(given).map_err(|error| (i32::from(ErrorCodes::InvalidParams), error.to_string()))
}

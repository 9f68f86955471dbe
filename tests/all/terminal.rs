//! Questions on a real terminal: a pseudo terminal of this machine, on which the program runs and is answered.
//! Nothing waits for a time to pass, only for words, and for those as long as a loaded machine may take.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::repository::{Repository, TODAY, accepted};
use rexpect::process::WaitStatus;
use rexpect::session::{Options, PtySession, spawn_with_options};

const HEARD: &str = env!("CARGO_BIN_EXE_heard");

/// How long words may keep us waiting, in milliseconds.
const PATIENCE: u64 = 120_000;

const ENTER: &str = "\r";
const DOWN: &str = "\x1b[B";
const ESCAPE: &str = "\x1b";

/// The program on a terminal.
pub(crate) struct Terminal(PtySession);

impl Terminal {
    /// Starts heard on a terminal of a usual size.
    fn start(repository: &Repository, arguments: &[&str]) -> Self {
        Self::start_with(repository, &[], arguments)
    }

    pub(crate) fn start_with(repository: &Repository, environment: &[(&str, &str)], arguments: &[&str]) -> Self {
        Self::run(prepared(repository, "exec \"$0\" \"$@\"", environment, arguments), true)
    }

    /// Runs a command; what is `plain` is read without colours and moves of the cursor.
    fn run(command: Command, plain: bool) -> Self {
        let options = Options::new().timeout_ms(Some(PATIENCE)).strip_ansi_escape_codes(plain);
        Self(spawn_with_options(command, options).unwrap())
    }

    /// Waits for words.
    #[track_caller]
    pub(crate) fn sees(&mut self, words: &str) -> &mut Self {
        if let Err(error) = self.0.exp_string(words) {
            panic!("{error}");
        }
        self
    }

    /// Presses keys.
    fn types(&mut self, keys: &str) -> &mut Self {
        self.0.send(keys).unwrap();
        self.0.flush().unwrap();
        self
    }

    /// Waits for a question and answers it.
    #[track_caller]
    pub(crate) fn answers(&mut self, question: &str, keys: &str) -> &mut Self {
        self.sees(question).types(keys).types(ENTER)
    }

    /// Waits for the end; gives what was still said and the exit code.
    #[track_caller]
    pub(crate) fn ends(&mut self) -> (String, i32) {
        let said = self.0.exp_eof().unwrap_or_else(|error| panic!("{error}"));
        match self.0.process().wait().unwrap() {
            WaitStatus::Exited(_, code) => (said, code),
            other => panic!("{other:?}: {said}"),
        }
    }

    /// Waits for words and the end, which nothing denies.
    #[track_caller]
    pub(crate) fn ends_well(&mut self, words: &str) {
        self.sees(words);
        let (said, code) = self.ends();
        assert_eq!(code, 0, "{said}");
    }
}

/// A command below a shell that gives the terminal a size first.
fn prepared(repository: &Repository, line: &str, environment: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = repository.isolated("sh");
    command.args(["-c", &format!("stty cols 100 rows 40; {line}"), HEARD, "--today", TODAY]).args(arguments);
    command.env("TERM", "xterm-256color").envs(environment.iter().copied());
    command
}

/// Every file of the work tree with what it holds.
fn files(repository: &Repository) -> BTreeMap<String, Vec<u8>> {
    let top = repository.path(".");
    let walk = walkdir::WalkDir::new(&top).into_iter().filter_entry(|entry| entry.file_name() != ".git");
    let entries = walk.map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    entries.map(|entry| (entry.path().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap())).collect()
}

/// A script of the shell that stands where an editor should.
fn editor(repository: &Repository, script: &str) -> String {
    repository.write("../editor", &format!("#!/bin/sh\n{script}\n"));
    let editor = repository.path("../editor");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    editor.to_str().unwrap().to_owned()
}

/// A command, the questions that somebody answers, and the one that they leave.
type Left = (&'static [&'static str], &'static [(&'static str, &'static str)], &'static str);

/// A log with one open decision, whose one quote nobody has answered, beside one that is accepted.
fn log() -> Repository {
    let repository = Repository::new();
    repository.git(&["config", "user.name", "Ana Ruiz"]);
    let open = accepted("Page on Fridays", "infra/**")
        .replace("status: accepted", "status: proposed")
        .replace("  - \"Ines Roy\"\n", "  - \"Ines Roy\"\n  - \"@lee\"\n")
        .replace("\n**Changed:** the window names the tenant.\n", "");
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    repository.write("decisions/0002-page.md", &open);
    repository.commit("Start");
    repository
}

#[test]
fn from_an_empty_repository_to_an_accepted_decision_that_the_gate_lets_in() {
    let repository = Repository::new();
    repository.git(&["config", "user.name", "Ana Ruiz"]);

    let mut init = Terminal::start(&repository, &["init"]);
    init.answers("Directory for the decisions?", "");
    init.answers("How should files be named?", "");
    init.answers("CI job for `heard gate`?", "");
    init.ends_well("wrote decisions/0001-record-decisions-with-heard.md");

    // Which paths need which people is the one thing that no command asks for.
    let lines = repository.read("heard.toml").lines().count();
    let patch = format!(
        "\
--- a/heard.toml
+++ b/heard.toml
@@ -{lines},0 +{next},7 @@
+[groups]
+support = [\"Ines Roy\", \"Sam Okafor\"]
+
+[[areas]]
+name = \"paging\"
+paths = [\"infra/paging/**\"]
+hear = [\"support\"]
--- /dev/null
+++ b/infra/paging/rota.yml
@@ -0,0 +1 @@
+window: thursday
",
        next = lines + 1
    );
    repository.git_reading(patch.as_bytes(), &["apply", "--unidiff-zero"]);
    repository.commit("Start a log, and ask the support about paging");
    repository.git(&["switch", "-q", "-c", "friday"]);

    let mut new = Terminal::start(&repository, &["new"]);
    new.answers("Title of the decision?", "Page on Fridays too");
    new.answers("Which paths does it cover?", "infra/paging/**");
    new.answers("Decision-makers? (Ana Ruiz)", "");
    new.sees("Who should be consulted?").answers("Ines Roy: area `paging` requires `support`", " ");
    new.answers("Who else?", "");
    new.ends_well("area `paging` requires a quote from `support`");
    let file = "decisions/0002-page-on-fridays-too.md";
    let header = "decision-makers:\n  - \"Ana Ruiz\"\nconsulted:\n  - \"Ines Roy\"\n  - \"support\"\ngoverns:\n  - \"infra/paging/**\"\n";
    assert!(repository.read(file).contains(header), "{}", repository.read(file));

    // Sections that nobody wrote would keep it from being accepted.
    let text = repository.read(file).replace("<!-- At least two, one per line. -->", "- Fridays too\n- not at all");
    repository
        .write(file, &text.replace("<!-- What did you decide, and what are the consequences? -->", "Fridays too."));

    let mut ask = Terminal::start(&repository, &["ask"]);
    ask.answers("Which decision?", "Fridays");
    ask.answers("Who should be asked?", "");
    ask.sees("To Ines Roy:").ends_well("To Sam Okafor:");

    // Nobody was heard yet, so it stays as it is.
    let mut status = Terminal::start(&repository, &["status"]);
    status.answers("Which decision?", "Fridays");
    status.answers("New status?", "accepted");
    status.sees("Ines Roy is listed but not quoted").sees("not accepted: ").sees("heard quote 0002 'Ines Roy'");
    assert_eq!(status.ends().1, 1);

    let mut quote = Terminal::start(&repository, &["quote"]);
    quote.answers("Which decision?", "Fridays");
    quote.answers("Who said it?", "Ines");
    // Pasted words keep their lines.
    quote.answers(
        "What did they say?",
        "\x1b[200~I get paged when an export stalls,\nand cannot see whose it is.\x1b[201~",
    );
    quote.answers("More?", "");
    quote.answers("Date? (2026-06-01)", "2026-05-30");
    quote.answers("Source?", "");
    quote.ends_well("quoted Ines Roy");
    let words = "> I get paged when an export stalls,\n> and cannot see whose it is.\n>\n> — Ines Roy, 2026-05-30\n";
    assert!(repository.read(file).contains(words), "{}", repository.read(file));

    let mut answer = Terminal::start(&repository, &["answer"]);
    answer.answers("Which decision?", "");
    answer.answers("Which quote?", "");
    answer.answers("Disposition?", "changed");
    answer.answers("What changed, how, or why not?", "the page names the tenant.");
    answer.ends_well("answered the quote from Ines Roy");

    let mut status = Terminal::start(&repository, &["status", "2"]);
    status.answers("New status?", "");
    status.sees("proposed").ends_well("accepted, 2026-06-01");

    repository.commit("Decide on the Friday window");
    let patch =
        "--- a/infra/paging/rota.yml\n+++ b/infra/paging/rota.yml\n@@ -1 +1 @@\n-window: thursday\n+window: friday\n";
    repository.git_reading(patch.as_bytes(), &["apply"]);
    repository.commit("Page on Fridays too");
    let said = repository.heard(&["gate", "--base", "main"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("area `paging`: covered");
    said.has("covered by  `decisions/0002-page-on-fridays-too.md` (Page on Fridays too), decided in this change");
}

#[test]
fn leaving_a_question_leaves_every_file_as_it_was() {
    let repository = log();
    repository.write("decisions/0002-twin.md", &accepted("Twin", "docs/**"));
    let before = files(&repository);
    // Up to which question somebody comes, and what they type on the way.
    let cases: &[Left] = &[
        (&["new"], &[("Title of the decision?", "Wait")], "Which paths does it cover?"),
        (
            &["new", "--governs", "infra/**"],
            &[("Title of the decision?", "Wait"), ("Decision-makers?", "")],
            "be consulted?",
        ),
        (&["status"], &[("Which decision?", "Fridays")], "New status?"),
        (&["supersede"], &[("Which decision is superseded?", "Start")], "By which decision?"),
        (&["link", "1"], &[("How are they linked?", "")], "Which other decision?"),
        (&["quote", "0002-page.md"], &[("Who said it?", ""), ("What did they say?", "No")], "More?"),
        (&["answer"], &[("Which decision?", ""), ("Which quote?", "")], "Disposition?"),
        (&["renumber"], &[], "Which one gets the next free number?"),
        (&["edit"], &[], "Which decision?"),
        (&["ask"], &[("Which decision?", "")], "Who should be asked?"),
    ];
    for (arguments, answers, last) in cases {
        for leave in ["\x03", ESCAPE] {
            let mut terminal = Terminal::start(&repository, arguments);
            for (question, keys) in *answers {
                terminal.answers(question, keys);
            }
            terminal.sees(last).types(leave);
            let (said, code) = terminal.ends();
            assert!(said.contains("canceled; nothing was written"), "{arguments:?}: {said}");
            assert_eq!(code, 130, "{arguments:?}: {said}");
            assert_eq!(files(&repository), before, "{arguments:?}");
        }
    }
    // Before there is a log as well.
    let repository = Repository::new();
    let mut init = Terminal::start(&repository, &["init"]);
    init.answers("Directory for the decisions?", "../out");
    // What can't be is said, and asked again.
    init.sees("not a directory inside the repository").types("\x03");
    assert_eq!(init.ends().1, 130);
    assert!(files(&repository).is_empty());
}

#[test]
fn where_a_log_can_be_seen_in_two_ways_adopt_asks() {
    let repository = Repository::new();
    repository.write("docs/adr/0001-a.md", &accepted("Start", "docs/**"));
    repository.write("examples/adr/0001-b.md", &accepted("Start", "docs/**"));
    let mut adopt = Terminal::start(&repository, &["init", "--adopt"]);
    adopt.sees("Which directories are decision logs?").sees("docs/adr (1 record)").types("\x03");
    assert_eq!(adopt.ends().1, 130);
    assert!(!repository.path("heard.toml").exists());
    let mut adopt = Terminal::start(&repository, &["init", "--adopt"]);
    adopt.sees("examples/adr (1 file): examples").types(DOWN).types(" ").types(ENTER);
    adopt.ends_well("2 records in `docs/adr` and `examples/adr`");
    assert!(repository.read("heard.toml").contains("dirs = [\"docs/adr\", \"examples/adr\"]\n"));

    // Nothing to ask where only one way is left.
    let repository = Repository::new();
    repository.write("docs/adr/0001-a.md", &accepted("Start", "docs/**"));
    repository.write("node_modules/x/adr/0001-b.md", &accepted("Start", "docs/**"));
    let (said, code) = Terminal::start(&repository, &["init", "--adopt"]).ends();
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains("Which directories"), "{said}");
}

#[test]
fn without_a_terminal_a_missing_argument_is_a_usage_error() {
    let repository = log();
    let before = files(&repository);
    let cases: &[(&[&str], &str)] = &[
        (&["new"], "<TITLE>"),
        (&["status"], "<ID>"),
        (&["status", "2"], "<STATUS>"),
        (&["supersede", "1"], "<NEW>"),
        (&["link", "1", "amends"], "<OTHER>"),
        (&["quote", "2"], "<PERSON>"),
        (&["answer", "2", "Ines Roy"], "--as <DISPOSITION>"),
        (&["edit"], "<ID>"),
        (&["ask"], "<ID>"),
    ];
    for (arguments, missing) in cases {
        let said = repository.heard(arguments);
        assert_eq!(said.code, 2, "{said:?}");
        said.has("the following required arguments were not provided:");
        said.has(missing);
    }
    assert_eq!(files(&repository), before);
    // A terminal where nobody can see or answer a question is none.
    let half: &[(&str, &[(&str, &str)])] = &[
        ("\"$0\" \"$@\" > /dev/null", &[]),
        ("exec \"$0\" \"$@\"", &[("CI", "true")]),
        ("exec \"$0\" \"$@\"", &[("TERM", "dumb")]),
    ];
    for (line, environment) in half {
        let mut terminal = Terminal::run(prepared(&repository, line, environment, &["new"]), true);
        terminal.sees("required arguments were not provided").sees("<TITLE>");
        assert_eq!(terminal.ends().1, 2, "{line}");
    }
    // Nor does input that stays open keep it waiting.
    let mut open = repository.isolated(HEARD);
    let open = open.arg("new").stdin(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = open.spawn().unwrap();
    let input = child.stdin.take();
    assert_eq!(child.wait().unwrap().code(), Some(2));
    drop(input);
    // What has no way to be asked for is an error on a terminal too, and says the same.
    let mut who = Terminal::start(&repository, &["who"]);
    who.sees("required arguments were not provided").sees("<PATH>");
    assert_eq!(who.ends().1, 2);
}

#[test]
fn every_answer_reaches_the_file() {
    let repository = log();
    // In the editor, since nothing was typed.
    let editor = editor(&repository, "printf 'The log is far away.\\n' > \"$1\"");
    let mut quote = Terminal::start_with(&repository, &[("EDITOR", &editor)], &["quote", "2"]);
    quote.answers("Who said it?", "somebody else").answers("Name?", "Bo Lund (export)");
    quote.answers("What did they say?", "").answers("Date?", "soon");
    quote.sees("use the form YYYY-MM-DD").types(&"\x7f".repeat(4));
    quote.types("2026-05-14").types(ENTER).answers("Source?", "https://example.org/1");
    quote.ends_well("`consulted`");
    let text = repository.read("decisions/0002-page.md");
    assert!(text.contains("  - \"Bo Lund (export)\"\n"), "{text}");
    assert!(text.contains("> The log is far away.\n>\n> — Bo Lund, 2026-05-14, https://example.org/1\n"), "{text}");

    // What was given is not asked for.
    let mut answer = Terminal::start(&repository, &["answer", "2", "Bo Lund"]);
    answer.answers("Disposition?", "overruled").answers("Overruled by whom? (Ana Ruiz)", "");
    answer.answers("What changed, how, or why not?", "the contract ends in May.");
    answer.ends_well("answered the quote from Bo Lund");
    let text = repository.read("decisions/0002-page.md");
    assert!(text.contains("**Overruled by Ana Ruiz:** the contract ends in May.\n"), "{text}");

    let mut link = Terminal::start(&repository, &["link"]);
    link.answers("Which decision?", "Fridays").answers("How are they linked?", DOWN);
    link.answers("Which other decision?", "").ends_well("relates-to 0002");
    assert!(repository.read("decisions/0001-start.md").contains("relates-to:\n  - \"0002\"\n"));

    let mut supersede = Terminal::start(&repository, &["supersede"]);
    supersede.answers("Which decision is superseded?", "").answers("By which decision?", "");
    supersede.ends_well("0002-page.md: supersedes 0001");

    repository.write("decisions/0002-twin.md", &accepted("Twin", "docs/**"));
    let mut renumber = Terminal::start(&repository, &["renumber"]);
    renumber.answers("Which one gets the next free number?", "twin").ends_well("decisions/0003-twin.md");
    assert!(repository.path("decisions/0003-twin.md").exists());

    let editor = self::editor(&repository, "sed -i.bak 's/Thursday/Monday/' \"$1\" && rm \"$1.bak\"");
    let mut edit = Terminal::start_with(&repository, &[("EDITOR", &editor)], &["edit"]);
    edit.answers("Which decision?", "Fridays").ends_well("1 decision");
    assert!(repository.read("decisions/0002-page.md").contains("- Monday\n"));
}

#[test]
fn nothing_from_a_file_steers_the_terminal() {
    let repository = log();
    let text = accepted("Wipe \u{1b}[2J\u{9b}31m\u{202e} it", "docs/**")
        .replace("status: accepted", "status: proposed")
        .replace("  - \"Ines Roy\"\n", "  - \"Ines Roy\"\n  - I\u{1b}]0;x\u{7}nes\n")
        .replace("I get paged", "Wipe \u{1b}[2J me")
        .replace("\n**Changed:** the window names the tenant.\n", "");
    repository.write("decisions/0003-wipe.md", &text);
    let start = |arguments| Terminal::run(prepared(&repository, "exec \"$0\" \"$@\"", &[], arguments), false);
    for (arguments, question, shown) in [
        (&["status"][..], "Which decision?", "Wipe \\u{1b}[2J\\u{9b}31m\\u{202e} it"),
        (&["quote", "3"], "Who said it?", "I\\u{1b}]0;x\\u{7}nes"),
        (&["answer", "3"], "Which quote?", "Wipe \\u{1b}[2J me"),
    ] {
        let mut terminal = start(arguments);
        terminal.sees(question).sees(shown).types("\x03");
        let (said, code) = terminal.ends();
        assert_eq!(code, 130, "{said}");
        for steers in ["\x1b[2J", "\x1b]0;", "\u{7}"] {
            assert!(!said.contains(steers), "{said:?}");
        }
    }
}

#[test]
fn the_policy_names_the_base_where_a_person_sits_at_a_terminal() {
    let repository = Repository::new();
    repository.write("heard.toml", "[log]\nbase = \"main\"\n");
    repository.write("decisions/0001-x.md", &accepted("T", "src/**"));
    repository.commit("first");
    repository.git(&["checkout", "-q", "-b", "topic"]);
    repository.write("a.txt", "a");
    repository.commit("second");
    Terminal::start(&repository, &["gate"]).ends_well("(main)");
    // The same terminal in a job is nobody.
    for variable in ["TF_BUILD", "JENKINS_URL"] {
        let (said, code) = Terminal::start_with(&repository, &[(variable, "True")], &["gate"]).ends();
        assert!(code == 2 && said.contains("no base to compare with"), "{code}: {said}");
    }
    let redirected = prepared(&repository, "exec \"$0\" \"$@\" </dev/null", &[], &["gate"]);
    let (said, code) = Terminal::run(redirected, true).ends();
    assert!(code == 2 && said.contains("no base to compare with"), "{code}: {said}");
}

#[test]
fn a_person_at_a_terminal_learns_which_decisions_are_not_committed() {
    let repository = crate::repository::prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window");
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**"));
    let (said, code) = Terminal::start(&repository, &["gate", "--base", "main"]).ends();
    assert!(code == 1 && said.contains("`decisions/0002-friday.md` is not committed yet"), "{code}: {said}");
}

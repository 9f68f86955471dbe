//! `heard new`: writes the next decision.

use std::collections::BTreeSet;
use std::env;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process;

use super::workspace::{State, Workspace};
use super::writes::Writes;
use super::{Error, Global, Outcome, question, values};
use crate::draft::{FRAME, file_name, quoted};
use crate::log::{read_record, records};
use crate::policy::{Area, FILE, GLOB_MARKS, Governs, Policy, bad_glob};
use crate::snapshot::Source;
use crate::text::{RepoPath, Span, fold, listed, listed_some, one_line, visible};
use crate::vocabulary::id::{Id, Key, before_title};
use crate::vocabulary::party::Party;
use crate::who::{self, Reason, Subject};

/// The place for people's words.
const CONSULTATION: &str = include_str!("../templates/consultation.md");

/// How many people are suggested at most.
const SUGGESTED: usize = 20;

/// The texts that `--from` knows by name.
const FRAMES: &[(&str, &str)] = &[
    ("madr", include_str!("../templates/madr.md")),
    ("madr-minimal", include_str!("../templates/madr-minimal.md")),
    ("nygard", include_str!("../templates/nygard.md")),
];

/// Create the next decision file
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard new \"Page through the rotation\" --governs 'infra/paging/**'
  heard new \"Use sqlite\" --maker \"Ana Ruiz\" --consult \"Ines Roy (support)\" --no-edit
  heard new \"Use sqlite\" --from nygard
  heard new \"Use sqlite\" --from docs/template.md

The ID is the next one that is free in the working tree and on every branch, including fetched remote branches.")]
pub(super) struct Arguments {
    /// Title of the decision
    #[arg(required = true)]
    title: Option<String>,
    /// Glob of the paths it covers, or a directory; the people required for them are added to `consulted`
    #[arg(long, value_name = "GLOB")]
    governs: Vec<String>,
    /// Person who makes the decision (repeatable) [default: `user.name` of git]
    #[arg(long, value_name = "PERSON", add = values::person())]
    maker: Vec<String>,
    /// Person to consult (repeatable)
    #[arg(long, value_name = "PERSON", add = values::person())]
    consult: Vec<String>,
    /// Directory of the log to write to, if there are several
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    dir: Option<PathBuf>,
    /// Template: madr, madr-minimal, nygard, or a file in the repository
    #[arg(long, value_name = "TEMPLATE", value_hint = clap::ValueHint::AnyPath)]
    from: Option<String>,
    /// Don't open the editor
    #[arg(long)]
    no_edit: bool,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let source = workspace.source(State::WorkTree)?;
        let policy = Workspace::policy(&source)?;
        let dir = self.folder(&workspace, &source, &policy)?;
        let mut given = if self.title.is_none() { self.prompted(&workspace, &source, &policy)? } else { self.clone() };
        if self.title.is_some() && given.maker.is_empty() {
            given.maker.extend(workspace.repo().ok().and_then(|repo| repo.user_name()));
        }
        let top = workspace.top()?;
        given.governs = given.governs.iter().map(|glob| with_folder(glob, top)).collect();
        let title = one_line(given.title.as_deref().unwrap_or_default());
        // The file name has the number already.
        let title = before_title(&title).map_or(&*title, |(_, title)| title);
        if title.is_empty() {
            return Err(Error::Usage(
                "a decision needs a title\n  = help: `heard new \"Page through the rotation\"`".to_owned(),
            ));
        }
        for glob in &given.governs {
            if let Some(mistake) = bad_glob(glob) {
                let help = mistake.help.map_or_else(String::new, |help| format!("\n  = help: {}", visible(&help)));
                return Err(Error::Usage(format!("{}{help}", visible(&mistake.message))));
            }
        }
        let frame = self.from.as_deref().map(|from| frame(from, &workspace, &source)).transpose()?;
        let today = global.today().to_string();
        let areas: Vec<&Area> = given.areas(&source, &policy);
        // From the look at what is taken until the file is there, nobody else may take the same id.
        workspace.lock()?;
        let inside = |name: &str| RepoPath::new(if dir == "." { name.to_owned() } else { format!("{dir}/{name}") });
        let example = inside("x.md");
        let mut taken = workspace.taken(&source, &policy)?;
        taken.retain(|path| policy.log_of(path) == policy.log_of(&example));
        let path = inside(&file_name(title, &policy, &taken, &today));
        let number = number(&path, &source, &policy)?;
        let text = given.text(title, &today, number, &areas, &policy, frame.as_deref());
        let mut writes = Writes::new(&workspace);
        writes.create(&path, text);
        writes.commit()?;
        workspace.unlock();
        writeln!(out, "{path}")?;
        for area in areas {
            let groups = area.hear.iter().map(|group| group.value.as_str());
            if !area.hear.is_empty() {
                writeln!(out, "area `{}` requires a quote from {}", visible(&area.name), listed(groups))?;
            }
        }
        if !self.no_edit && std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
            out.flush()?;
            edit(&workspace.top()?.join(path.as_str()))?;
        }
        Ok(Outcome::Fine)
    }

    /// The directory to write to: the given one, the log that the current directory is in, the only one there is, or
    /// the one that is chosen.
    fn folder(&self, workspace: &Workspace, source: &Source<'_>, policy: &Policy) -> Result<String, Error> {
        let example = |dir: &str| RepoPath::new(if dir.is_empty() { "x.md".to_owned() } else { format!("{dir}/x.md") });
        if let Some(dir) = &self.dir {
            let dir = workspace.relative(dir)?;
            return match policy.in_log(&example(dir.as_str())) {
                true => Ok(shown_folder(dir.as_str())),
                false => Err(Error::Usage(format!(
                    "`{dir}` is in no directory of `dirs`, so `heard` would not read the decision\n  = help: add it to `dirs` in {FILE}"
                ))),
            };
        }
        let here = workspace.relative(Path::new(".")).map(|here| example(here.as_str()));
        if let Some(here) = here.ok().filter(|here| policy.in_log(here)) {
            return Ok(shown_folder(policy.log_of(&here)));
        }
        let plain = policy.dirs.iter().filter(|dir| !dir.contains(GLOB_MARKS));
        let mut logs: BTreeSet<String> =
            plain.map(|dir| policy.log_of(&example(if dir == "." { "" } else { dir })).to_owned()).collect();
        logs.extend(records(source, policy)?.iter().map(|listed| policy.log_of(&listed.path).to_owned()));
        let logs: Vec<String> = logs.iter().map(|log| shown_folder(log)).collect();
        match logs.as_slice() {
            [] => Err(Error::Usage("every entry of `dirs` is a glob, and none of them matches a decision, so it is not clear where a new one belongs\n  = help: pass `--dir`".to_owned())),
            [log] => Ok(log.clone()),
            _ if question::can_ask() => {
                question::pick("Which log?", "", logs.into_iter().map(|log| (log.clone(), log)).collect())
            }
            _ => Err(Error::Usage(format!(
                "there are {} logs: {}\n  = help: pass `--dir`, or run the command in the directory of one of them",
                logs.len(),
                listed_some(&logs)
            ))),
        }
    }

    /// The same arguments, with prompts for the missing ones.
    fn prompted(&self, workspace: &Workspace, source: &Source<'_>, policy: &Policy) -> Result<Self, Error> {
        let mut given = self.clone();
        given.title = Some(question::line("Title of the decision?", "for example: Page through the rotation")?);
        if given.governs.is_empty() {
            let help = "globs separated by spaces, such as `infra/paging/**`; empty if it covers no paths";
            let wrong = |written: &str| globs(written).find_map(bad_glob).map(|mistake| mistake.message);
            let written = question::perhaps("Which paths does it cover?", help, wrong)?;
            given.governs = globs(&written.unwrap_or_default()).map(str::to_owned).collect();
        }
        if given.maker.is_empty() {
            let user = workspace.repo().ok().and_then(|repo| repo.user_name()).unwrap_or_default();
            given.maker = question::names("Decision-makers?", "names separated by commas", &user)?;
        }
        if given.consult.is_empty() {
            let suggested = suggested(workspace, policy, &given)?;
            let has_some = !suggested.is_empty();
            if has_some {
                given.consult = question::pick_any("Who should be consulted?", suggested)?;
            }
            let question = if has_some { "Who else?" } else { "Who should be consulted?" };
            let others = question::names(
                question,
                &format!("names separated by commas{}", added_groups(&given.areas(source, policy))),
                "",
            )?;
            given.consult.extend(others);
        }
        Ok(given)
    }

    /// The areas that name what the decision will govern.
    fn areas<'a>(&self, source: &Source<'_>, policy: &'a Policy) -> Vec<&'a Area> {
        let globs: Vec<&str> = self.governs.iter().map(String::as_str).collect();
        areas(policy, &governed(source, policy, &globs))
    }

    /// The file: a header, the sections of a decision, and a place for quotes.
    fn text(
        &self,
        title: &str,
        today: &str,
        number: Option<u64>,
        areas: &[&Area],
        policy: &Policy,
        frame: Option<&str>,
    ) -> String {
        let mut consult: Vec<&str> = self.consult.iter().map(String::as_str).collect();
        for group in areas.iter().flat_map(|area| &area.hear) {
            if !consult.iter().any(|known| fold(known) == fold(&group.value)) {
                consult.push(&group.value);
            }
        }
        let list = |items: &[&str]| items.iter().map(|item| format!("\n  - {}", quoted(item))).collect::<String>();
        let makers: Vec<&str> = self.maker.iter().map(String::as_str).collect();
        let number = number.map(|number| format!("number: {number}\n")).unwrap_or_default();
        let mut text = format!(
            "---\n{number}status: proposed\ndate: {today}\ndecision-makers:{}\nconsulted:{}\n",
            list(&makers),
            list(&consult)
        );
        if !self.governs.is_empty() {
            let globs: Vec<&str> = self.governs.iter().map(String::as_str).collect();
            text.push_str(&format!("governs:{}\n", list(&globs)));
        }
        text.push_str(&format!("---\n\n# {title}\n\n{}", frame.unwrap_or(FRAME)));
        let has = |text: &str, name: &str| text.lines().any(|line| line.starts_with('#') && fold(line).ends_with(name));
        if !has(&text, "consultation") {
            text.push_str(&format!("\n## Consultation\n\n{}", CONSULTATION.replacen("WHOM", &whom(areas, policy), 1)));
        }
        if areas.iter().any(|area| area.trial.is_some()) {
            text.push_str(
                "\n## Trial\n\n<!--\n- Release: what was tried, YYYY-MM-DD to YYYY-MM-DD\n- Group: who tried it, and how they differ from the decision-makers\n- Watched: what was observed\n- Result: what the trial showed\n-->\n",
            );
        }
        text
    }
}

/// The number for the header, if the previous record has one, since adrs requires it.
fn number(path: &RepoPath, source: &Source<'_>, policy: &Policy) -> Result<Option<u64>, Error> {
    let of = |path: &RepoPath| match Id::of_path(path).0.key {
        Key::Number { number, .. } => Some(number),
        Key::Name(_) => None,
    };
    let mut records = records(source, policy)?;
    records.retain(|listed| policy.log_of(&listed.path) == policy.log_of(path));
    let Some(last) = records.into_iter().max_by_key(|listed| of(&listed.path)) else { return Ok(None) };
    let last = read_record(source, &last, policy)?;
    let is_numbered = last.header.is_some() && last.fields.iter().any(|field| field.name == "number");
    Ok(of(path).filter(|_| is_numbered))
}

/// The globs of one line.
fn globs(written: &str) -> impl Iterator<Item = &str> {
    written.split_whitespace().map(|glob| glob.trim_end_matches(',')).filter(|glob| !glob.is_empty())
}

/// What is below a directory, where a glob is the name of one.
fn with_folder(glob: &str, top: &Path) -> String {
    let name = glob.trim_start_matches("./").trim_end_matches('/');
    let name = if name == "." { "" } else { name };
    match glob {
        _ if glob.contains(GLOB_MARKS) || glob.starts_with(['!', '/', '\\']) || name.contains("..") => glob.to_owned(),
        _ if glob.is_empty() || !top.join(name).is_dir() => glob.to_owned(),
        _ if name.is_empty() => "**".to_owned(),
        _ => format!("{name}/**"),
    }
}

/// The groups that the policy adds.
fn added_groups(areas: &[&Area]) -> String {
    let groups: BTreeSet<&str> = areas.iter().flat_map(|area| &area.hear).map(|group| group.value.as_str()).collect();
    if groups.is_empty() { String::new() } else { format!("; the policy adds {}", listed(groups)) }
}

/// Who to consult, as in `heard who`, each with the strongest reason and without the decision-makers. A group
/// is replaced by its members.
fn suggested(workspace: &Workspace, policy: &Policy, given: &Arguments) -> Result<Vec<(String, bool, String)>, Error> {
    let subjects: Vec<Subject> = given.governs.iter().map(|glob| subject(glob)).collect();
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let catalog = workspace.governing(State::WorkTree, &subjects)?;
    let history = workspace.history(workspace.commit(State::WorkTree)?, &subjects)?;
    let directory = &policy.directory;
    let mut seen: Vec<Party> = given.maker.iter().map(|maker| Party::read(maker, Span::default())).collect();
    let mut suggested = Vec::new();
    for person in who::people_to_consult(&subjects, &catalog, &history) {
        let reason = match person.reasons.first() {
            Some(Reason::Area { area, .. }) => format!("area `{area}` requires `{}`", person.party.text),
            Some(Reason::Heard { id, .. }) => format!("quoted in {id}"),
            Some(Reason::Worked { last, .. }) => format!("changed it on {last}"),
            None => continue,
        };
        for party in directory.people(&person.party) {
            if !directory.is_one_of(party, &seen) && directory.may_be_somebody(party) {
                seen.push(party.clone());
                suggested.push((format!("{}: {reason}", party.shown()), false, party.shown()));
            }
        }
    }
    suggested.truncate(SUGGESTED);
    Ok(suggested)
}

/// What a glob is about: the directory before its first special character, or the plain path.
fn subject(glob: &str) -> Subject {
    let plain: Vec<&str> = glob.split('/').take_while(|part| !part.contains(GLOB_MARKS)).collect();
    let path = plain.join("/");
    Subject { is_folder: path != glob, path: RepoPath::new(path) }
}

/// The groups that areas require, one line each, for a comment.
fn whom(areas: &[&Area], policy: &Policy) -> String {
    let mut lines = String::new();
    for (area, group) in areas.iter().flat_map(|area| area.hear.iter().map(move |group| (area, group))) {
        let members =
            policy.directory.group_named(&group.value).map(|group| group.members.as_slice()).unwrap_or_default();
        let members: Vec<String> = members.iter().map(|member| member.shown()).collect();
        let line = format!("Area `{}` requires a quote from `{}`: {}.", area.name, group.value, members.join(", "));
        // No name may end the comment.
        lines.push_str(&format!("{}\n", visible(&one_line(&line)).replace("--", "- -")));
    }
    if lines.is_empty() { lines } else { lines + "\n" }
}

/// The text below the title for `--from`: one of ours by its name, or that of a file.
fn frame(from: &str, workspace: &Workspace, source: &Source<'_>) -> Result<String, Error> {
    if let Some((_, text)) = FRAMES.iter().find(|(name, _)| *name == from) {
        return Ok((*text).to_owned());
    }
    let names = listed(FRAMES.iter().map(|(name, _)| *name));
    let path = workspace.relative(Path::new(from))?;
    let Some(file) = source.find(&path)? else {
        return Err(Error::Usage(format!(
            "template `{}` not found\n  = help: pass a file in the repository, or one of {names}",
            visible(from)
        )));
    };
    let template = read_record(source, &file, &Policy::default())?;
    if template.is_unread() {
        return Err(Error::Usage(format!(
            "`{path}` can't be read as a template: it is a link, too large, or not UTF-8"
        )));
    }
    // The header is ours, and so is the title.
    let body = template.header.map_or(0, |header| header.end);
    let body = template.text[body..].trim_start_matches(['-', '\r', '\n', '\u{feff}']);
    let body = match body.split_once('\n') {
        Some((title, rest)) if title.starts_with("# ") => rest.trim_start_matches(['\r', '\n']),
        _ => body,
    };
    let end = if body.is_empty() || body.ends_with('\n') { "" } else { "\n" };
    Ok(format!("{}{end}", body.replace("\r\n", "\n")))
}

/// The paths that globs are about: files that are there, and for each glob one that it could be meant for.
pub(super) fn governed(source: &Source<'_>, policy: &Policy, globs: &[&str]) -> BTreeSet<RepoPath> {
    let governs = Governs::new(globs.iter().copied());
    // A glob may be written so that it leads out of the repository.
    let is_inside = |root: &String| {
        !root.starts_with('/') && !root.contains([':', '\\']) && !root.split('/').any(|part| part == "..")
    };
    let roots: Vec<String> =
        globs.iter().map(|glob| subject(glob).path.as_str().to_owned()).filter(is_inside).collect();
    // Where nothing asks for anybody, the files need not be looked at; a folder that can't be is no reason to stop.
    let listed = if policy.areas.is_empty() { Vec::new() } else { source.list(&roots).unwrap_or_default() };
    let there = listed.into_iter().map(|listed| listed.path);
    let could_be = globs.iter().map(|glob| RepoPath::new(example(glob)));
    there.chain(could_be).filter(|path| governs.is_match(path.as_str())).collect()
}

/// The areas that name one of the paths.
pub(super) fn areas<'a>(policy: &'a Policy, paths: &BTreeSet<RepoPath>) -> Vec<&'a Area> {
    let areas: BTreeSet<usize> =
        paths.iter().flat_map(|path| policy.areas_of(path.as_str(), false).into_keys()).collect();
    areas.into_iter().map(|area| &policy.areas[area]).collect()
}

/// A path that a glob could be meant for: `infra/paging/x` for `infra/paging/**`, `src/x.rs` for `src/*.rs`.
fn example(glob: &str) -> String {
    let part = |part: &str| match part {
        "**" => "x".to_owned(),
        part if part.contains(['[', '{']) => "x".to_owned(),
        part => part.replace(['*', '?'], "x"),
    };
    glob.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// A folder as people write it: the root has no name, and is shown as a point.
fn shown_folder(folder: &str) -> String {
    if folder.is_empty() { ".".to_owned() } else { folder.to_owned() }
}

/// Opens the user's editor; returns whether one is set.
pub(super) fn edit(file: &Path) -> Result<bool, Error> {
    let Some(editor) = ["VISUAL", "EDITOR"].iter().filter_map(env::var_os).find(|editor| !editor.is_empty()) else {
        return Ok(false);
    };
    let editor = editor.to_string_lossy().into_owned();
    match editor_command(&editor).arg(file).status() {
        Ok(status) if status.success() => Ok(true),
        Ok(status) => {
            Err(Error::Usage(format!("the editor `{}` exited with {status}; the file was written", visible(&editor))))
        }
        Err(error) => {
            Err(Error::Usage(format!("can't start the editor `{}`: {error}; the file was written", visible(&editor))))
        }
    }
}

/// The editor with its arguments, read as git reads it: by the shell, so that quotes and blanks work.
#[cfg(unix)]
fn editor_command(editor: &str) -> process::Command {
    let mut command = process::Command::new("sh");
    command.args(["-c", &format!("{editor} \"$@\""), editor]);
    command
}

/// The editor with its arguments; a path with blanks is in double quotes.
#[cfg(not(unix))]
fn editor_command(editor: &str) -> process::Command {
    let mut words: Vec<String> = vec![String::new()];
    let mut is_quoted = false;
    for character in editor.trim().chars() {
        match character {
            '"' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            other => words.last_mut().into_iter().for_each(|word| word.push(other)),
        }
    }
    let mut words = words.into_iter().filter(|word| !word.is_empty());
    let mut command = process::Command::new(words.next().unwrap_or_default());
    command.args(words);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_and_what_they_are_about() {
        for (glob, path, folder, is_folder) in [
            ("infra/paging/**", "infra/paging/x", "infra/paging", true),
            ("src/*.rs", "src/x.rs", "src", true),
            ("**", "x", "", true),
            ("a[bc]/{d,e}.md", "x/x", "", true),
            ("Cargo.toml", "Cargo.toml", "Cargo.toml", false),
        ] {
            assert_eq!(example(glob), path);
            assert_eq!(subject(glob), Subject { path: RepoPath::new(folder), is_folder });
        }
        assert_eq!(globs(" a/**, b/{c,d}.md\t").collect::<Vec<_>>(), ["a/**", "b/{c,d}.md"]);
    }
}

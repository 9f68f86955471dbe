//! What people without Rust install: archives, packages of npm and Debian, and how a job fetches a release. `scripts/wheel`
//! tries the wheel.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The target whose packages this machine can start.
const TARGET: &str = "x86_64-unknown-linux-musl";

/// Runs a command to its end; gives the exit code and what it printed.
#[track_caller]
fn run(command: &mut Command) -> (i32, String) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.code().unwrap(), text)
}

#[track_caller]
fn succeed(command: &mut Command) -> String {
    let (code, text) = run(command);
    assert_eq!(code, 0, "{command:?}: {text}");
    text
}

fn package(arguments: &[&Path]) -> Command {
    let mut command = Command::new(Path::new(ROOT).join("scripts/package"));
    command.args(arguments).env("SOURCE_DATE_EPOCH", "1790000000");
    command
}

/// The program that the tests run, without what a debugger needs.
fn stripped(folder: &Path) -> PathBuf {
    let program = folder.join("stripped");
    succeed(Command::new("strip").arg("-o").arg(&program).arg(env!("CARGO_BIN_EXE_heard")));
    program
}

/// Checks that a program is ours, and that its exit code comes through.
#[track_caller]
fn starts(program: &Path) {
    assert!(succeed(Command::new(program).arg("--version")).starts_with(&format!("heard {VERSION}")));
    let (code, text) = run(Command::new(program).args(["check", "examples/library"]).current_dir(ROOT));
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("14 decisions, 3 errors"), "{text}");
    assert_eq!(run(Command::new(program).arg("--nonsense")).0, 2);
}

#[test]
#[ignore = "needs npm"]
fn packages_start_the_program_where_they_are_installed() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    let out = path("out");
    succeed(&mut package(&[Path::new(TARGET), &stripped(folder.path()), &out]));
    // What is installed elsewhere.
    fs::write(path("other"), "#!/bin/sh\n").unwrap();
    for target in
        ["aarch64-unknown-linux-musl", "x86_64-apple-darwin", "aarch64-apple-darwin", "x86_64-pc-windows-msvc"]
    {
        succeed(&mut package(&[Path::new(target), &path("other"), &out]));
    }
    succeed(&mut package(&[Path::new("all"), &out, Path::new("https://example.org/v0")]));
    succeed(Command::new("sha256sum").args(["--check", "--quiet", "SHA256SUMS"]).current_dir(&out));

    let archive = format!("heard-{VERSION}-{TARGET}");
    succeed(Command::new("tar").arg("xzf").arg(out.join(format!("{archive}.tar.gz"))).arg("-C").arg(folder.path()));
    starts(&path(&archive).join("heard"));
    assert!(path(&archive).join("LICENSE-MIT").exists() && path(&archive).join("THIRD-PARTY.txt").exists());
    // Packed again, it is the same archive.
    succeed(&mut package(&[Path::new("aarch64-apple-darwin"), &path("other"), &path("again")]));
    let other = format!("heard-{VERSION}-aarch64-apple-darwin.tar.gz");
    assert_eq!(fs::read(out.join(&other)).unwrap(), fs::read(path("again").join(&other)).unwrap());

    let debian = out.join(format!("heard_{VERSION}_amd64.deb"));
    succeed(Command::new("dpkg-deb").arg("--extract").arg(&debian).arg(path("debian")));
    starts(&path("debian/usr/bin/heard"));
    let control = succeed(Command::new("dpkg-deb").arg("--field").arg(&debian));
    assert!(control.contains(&format!("Version: {VERSION}")) && control.contains("Architecture: amd64"), "{control}");

    // As npm installs them; it leaves out the packages of other platforms.
    let packages = ["heard", "heard-linux-x64"].map(|name| out.join(format!("{name}-{VERSION}.tgz")));
    let install = |folder: &str, packages: &[PathBuf]| {
        fs::create_dir_all(path(folder)).unwrap();
        let options = ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
        succeed(Command::new("npm").args(options).args(packages).current_dir(path(folder)));
    };
    install("npm", &packages);
    starts(&path("npm/node_modules/.bin/heard"));
    install("alone", &packages[..1]);
    let (code, text) = run(&mut Command::new(path("alone/node_modules/.bin/heard")));
    assert_eq!(code, 2);
    assert!(text.contains("there is no package heard-linux-x64") && text.contains("cargo install heard"), "{text}");

    // The formula has the sums of the archives.
    let formula = fs::read_to_string(out.join("heard.rb")).unwrap();
    let sums = fs::read_to_string(out.join("SHA256SUMS")).unwrap();
    let mut archives = 0;
    for (sum, name) in sums.lines().filter_map(|line| line.split_once("  ")) {
        let is_named = name.ends_with(".tar.gz") && !name.contains("windows");
        assert_eq!(
            formula.contains(&format!("url \"https://example.org/v0/{name}\"\n      sha256 \"{sum}\"")),
            is_named
        );
        archives += usize::from(is_named);
    }
    assert_eq!(archives, 4);
}

/// A web server for the files below a folder.
struct Server(Child, String);

impl Server {
    fn start(folder: &Path) -> Self {
        let mut python = Command::new("python3");
        python.args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]).current_dir(folder);
        let mut child = python.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split("port ").nth(1).and_then(|rest| rest.split(' ').next());
        let address = format!("http://127.0.0.1:{}", port.unwrap_or_else(|| panic!("{line}")));
        Self(child, address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A server with the archive of a release, and a stand-in for cargo that says what it built.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
struct Release {
    folder: TempDir,
    server: Server,
    /// The path of the archive on the server, and its sum.
    archive: String,
    sum: String,
}

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
impl Release {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let path = |name: &str| folder.path().join(name);
        let name = format!("heard-{VERSION}-{TARGET}");
        let archive = format!("acme/heard/releases/download/v{VERSION}/{name}.tar.gz");
        fs::create_dir_all(path(&archive).parent().unwrap()).unwrap();
        fs::create_dir_all(path(&name)).unwrap();
        fs::write(path(&name).join("heard"), "#!/bin/sh\necho of the release\n").unwrap();
        succeed(Command::new("tar").arg("czf").arg(path(&archive)).arg(&name).current_dir(folder.path()));
        let sum = succeed(Command::new("sha256sum").arg(path(&archive))).split(' ').next().unwrap().to_owned();
        fs::create_dir_all(path("bin")).unwrap();
        let cargo = "#!/bin/sh\nmkdir -p \"$ROOT/bin\"\nprintf '#!/bin/sh\\necho built\\n' > \"$ROOT/bin/heard\"\n";
        fs::write(path("bin/cargo"), cargo).unwrap();
        fs::set_permissions(path("bin/cargo"), fs::Permissions::from_mode(0o755)).unwrap();
        let server = Server::start(folder.path());
        Self { folder, server, archive, sum }
    }

    /// Runs a script in a job, with the folder in which it puts the program: the exit code, what is said, and what the
    /// program says.
    fn run(&self, script: &str, variables: &[(&str, &str)]) -> (i32, String, Option<String>) {
        let temp = TempDir::new().unwrap();
        let root = temp.path().join("heard");
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c"]).arg(script).env_clear();
        bash.env("PATH", format!("{}:{}", self.folder.path().join("bin").display(), std::env::var("PATH").unwrap()));
        bash.env("HOME", temp.path()).env("RUNNER_TEMP", temp.path()).env("ROOT", &root);
        let (code, text) = run(bash.envs(variables.iter().copied()));
        let program = root.join("bin/heard");
        (code, text, program.exists().then(|| succeed(Command::new("sh").arg(&program))))
    }
}

/// The step of the action that gets the program, and what it leaves in the place of the program: what was fetched, or what a
/// stand-in for cargo built.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[test]
#[ignore = "needs gh"]
fn a_release_is_checked_before_it_is_taken() {
    let release = Release::new();
    let sum = release.sum.as_str();
    let action = fs::read_to_string(Path::new(ROOT).join("action.yml")).unwrap();
    let step = crate::packaging::yaml(&action)[0]["runs"]["steps"][0]["run"].as_str().unwrap().to_owned();
    let tag = format!("v{VERSION}");
    for (tag, repository, sum, code, program) in [
        (tag.as_str(), "acme/heard", sum, 0, Some("of the release\n")),
        (&tag, "acme/heard", &"0".repeat(64), 1, None),
        // Without a sum the attestation counts, and this `gh` is logged in nowhere.
        (&tag, "acme/heard", "", 0, Some("built\n")),
        (&tag, "acme/other", sum, 0, Some("built\n")),
        ("v9.9.9", "acme/heard", sum, 0, Some("built\n")),
        ("main", "acme/heard", sum, 0, Some("built\n")),
        ("", "", "", 0, Some("built\n")),
    ] {
        let (found, text, said) = release.run(
            &step,
            &[
                ("GITHUB_ACTION_PATH", ROOT),
                ("GITHUB_SERVER_URL", &release.server.1),
                ("REPOSITORY", repository),
                ("TAG", tag),
                ("SHA256", sum),
            ],
        );
        assert_eq!((found, said.as_deref()), (code, program), "{tag} {repository} {sum}: {text}");
    }
}

/// The same of the component for GitLab.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[test]
fn the_component_checks_the_archive_before_it_is_taken() {
    let release = Release::new();
    let component = fs::read_to_string(Path::new(ROOT).join("templates/heard.yml")).unwrap();
    let job = &crate::packaging::yaml(&component)[1]["heard-gate"];
    let lines: Vec<&str> = job["before_script"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let script = lines.join("\n").replace("/opt/heard", "\"$ROOT\"");
    let there = format!("{}/{}", release.server.1, release.archive);
    let nowhere = format!("{}/nowhere.tar.gz", release.server.1);
    for (archive, sum, code, program) in [
        (there.as_str(), release.sum.as_str(), 0, Some("of the release\n")),
        (&there, &"0".repeat(64), 1, None),
        (&there, "", 1, None),
        (&nowhere, &release.sum, 0, Some("built\n")),
        ("", "", 0, Some("built\n")),
    ] {
        let (found, text, said) = release.run(
            &script,
            &[
                ("HEARD_SOURCE", "https://example.org/acme/heard.git"),
                ("HEARD_VERSION", "0000000000000000000000000000000000000000"),
                ("HEARD_ARCHIVE", archive),
                ("HEARD_SHA256", sum),
            ],
        );
        assert_eq!((found, said.as_deref()), (code, program), "{archive} {sum}: {text}");
    }
}

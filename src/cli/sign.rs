//! `heard sign`: signs one's own words in a decision.

use std::env;
use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ssh_key::public::KeyData;
use ssh_key::{PrivateKey, PublicKey};

use super::change::{edited, one, write};
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, values};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::edit::Edit;
use crate::policy::{FILE, is_verified};
use crate::signature::{self, NAMESPACE, Signatures};
use crate::text::{Span, shell, shortened, visible, visible_path};
use crate::vocabulary::party::Party;

/// How many bytes of a key or a signature are read; no real one has as many.
const LIMIT: u64 = 64 * 1024;

/// The keys that are tried where none is given, in `.ssh` of the home directory.
const KEYS: [&str; 4] = ["id_ed25519", "id_ecdsa", "id_ed25519_sk", "id_ecdsa_sk"];

/// Sign your own words in a decision with your SSH key
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard sign 12
  heard sign 12 --key ~/.ssh/id_ed25519_sk
  heard sign 12 --signature mail.txt     a signature that somebody else made; `heard ask` prints how

heard.toml lists your public key under `[people.\"NAME\"]`. `ssh-keygen -Y sign` makes the signature, so keys in an agent \
and security keys work. It is written as a hidden line below the quote. It holds for these words, by this person on this \
date, in this decision, as long as the title, the outcome and the options stay as they are.")]
pub(super) struct Arguments {
    /// ID of the decision (`0012`, `12` or `ADR-12`) or its file name
    #[arg(add = values::id())]
    id: String,
    /// Your key: the private key file, or the public one of a key in the agent [default: that of git, or in ~/.ssh]
    #[arg(long, value_name = "FILE", conflicts_with = "signature")]
    key: Option<PathBuf>,
    /// Take a signature from a file, or from standard input (`-`), instead of making one
    #[arg(long, value_name = "FILE")]
    signature: Option<PathBuf>,
    /// Number of the quote, if you have several (the first is 1)
    #[arg(long, value_name = "N")]
    nth: Option<usize>,
}

/// Somebody's key on this machine.
struct OwnKey {
    file: PathBuf,
    data: KeyData,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let catalog = workspace.catalog(State::WorkTree)?;
        let decision = one(&catalog, &self.id)?;
        let signatures = Signatures::of(decision, &catalog.policy);
        let (quote, signature) = match &self.signature {
            Some(file) => self.given(&read(global, file)?, &signatures, decision, &catalog)?,
            None => self.made(&workspace, global, &signatures, decision, &catalog)?,
        };
        let said = &decision.consultation.quotes[quote];
        let touched = match signatures.verify(said, &signature) {
            Ok(signed) => signed.touched,
            Err(reason) => return Err(refused(said, &reason.to_string())),
        };
        let after = edited(decision, &[Edit::Sign { quote, signature: &signature }], &catalog.policy)?;
        // While a key waits for its passphrase or a touch, others may write.
        workspace.lock()?;
        write(&workspace, decision, &after, &catalog.policy, out)?;
        let how = if touched { " with a touched security key" } else { "" };
        writeln!(out, "{}: signed {}{how}", decision.path, said.called())?;
        Ok(Outcome::Fine)
    }

    /// The quote that a given signature belongs to, and the signature in base64.
    fn given(
        &self,
        text: &str,
        signatures: &Signatures<'_>,
        decision: &Decision,
        catalog: &Catalog,
    ) -> Result<(usize, String), Error> {
        let signature = signature::base64(text);
        let quotes = &decision.consultation.quotes;
        let verifies = |at: &usize| signatures.verify(&quotes[*at], &signature).is_ok();
        if let Some(at) = (0..quotes.len()).find(verifies).filter(|_| self.nth.is_none()) {
            return Ok((at, signature));
        }
        // None does, or one was named: the quote of the person who has the key says why.
        match signature::signer(&signature, &catalog.policy.directory) {
            Some(name) => Ok((self.quote(name, decision, catalog)?, signature)),
            None => {
                let reason = quotes.iter().find_map(|quote| signatures.verify(quote, &signature).err());
                let reason = reason.map_or("it has no quotes".to_owned(), |reason| reason.to_string());
                Err(Error::Usage(format!(
                    "the signature does not verify for any quote in `{}`: {reason}",
                    decision.path
                )))
            }
        }
    }

    /// The quote of the person who has a key on this machine, and its signature in base64.
    fn made(
        &self,
        workspace: &Workspace,
        global: &Global,
        signatures: &Signatures<'_>,
        decision: &Decision,
        catalog: &Catalog,
    ) -> Result<(usize, String), Error> {
        let directory = &catalog.policy.directory;
        let key = match &self.key {
            Some(file) => own_key(&global.folder()?.join(file))?,
            None => default_key(workspace, |key| directory.key_owner(key).is_some())?,
        };
        let Some(owner) = directory.key_owner(&key.data) else { return Err(unknown(&key)) };
        let quote = self.quote(owner, decision, catalog)?;
        let said = &decision.consultation.quotes[quote];
        let message = signatures.message(said);
        let message = message.ok_or_else(|| refused(said, "it does not name one person as its speaker"))?;
        Ok((quote, signature::base64(&sign(&key.file, &message)?)))
    }

    /// The index of the quote from a person: the one that was asked for, the only one, or the only one that is not signed.
    fn quote(&self, name: &str, decision: &Decision, catalog: &Catalog) -> Result<usize, Error> {
        let person = Party::read(name, Span::default());
        let quotes = &decision.consultation.quotes;
        let is_theirs =
            |quote: &Quote| quote.speaker().is_some_and(|speaker| catalog.policy.directory.same(speaker, &person));
        let theirs: Vec<usize> = (0..quotes.len()).filter(|at| is_theirs(&quotes[*at])).collect();
        let shown = visible(name);
        if let Some(nth) = self.nth {
            return theirs.get(nth.wrapping_sub(1)).copied().ok_or_else(|| {
                Error::Usage(format!("`{}` has {} quotes from `{shown}`", decision.path, theirs.len()))
            });
        }
        let open: Vec<usize> = theirs.iter().copied().filter(|at| quotes[*at].proofs.signature.is_none()).collect();
        match (theirs.as_slice(), open.as_slice()) {
            ([quote], _) | (_, [quote]) => Ok(*quote),
            ([], _) => Err(Error::Usage(format!(
                "`{}` has no quote from `{shown}`\n  = help: add one with `heard quote {} {}`",
                decision.path,
                decision.id,
                shell(name)
            ))),
            _ => {
                let several = theirs.iter().enumerate().map(|(index, at)| {
                    format!("\n  = help: `--nth {}` for {}", index + 1, shortened(&quotes[*at].words))
                });
                let several: String = several.collect();
                Err(Error::Usage(format!("`{shown}` is quoted {} times{several}", theirs.len())))
            }
        }
    }
}

/// The error that the policy does not have a key.
fn unknown(key: &OwnKey) -> Error {
    let file = visible_path(&key.file);
    let algorithm = key.data.algorithm();
    Error::Usage(match is_verified(&algorithm) {
        false => format!(
            "signatures by `{algorithm}` keys can't be verified\n  = help: use another key, such as one made by `ssh-keygen -t ed25519`"
        ),
        true => {
            let public = PublicKey::from(key.data.clone()).to_openssh().unwrap_or_default();
            format!(
                "`{FILE}` does not say whose key `{file}` is\n  = help: add this below `[people.\"NAME\"]`: keys = [{{ key = \"{public}\" }}]"
            )
        }
    })
}

/// The error that a signature would not hold.
fn refused(quote: &Quote, reason: &str) -> Error {
    Error::Usage(format!("{} was not signed: {reason}", quote.called()))
}

/// The text of a small file, or of standard input.
fn read(global: &Global, file: &Path) -> Result<String, Error> {
    if file == Path::new("-") {
        let mut text = String::new();
        let read = io::stdin().lock().take(LIMIT).read_to_string(&mut text);
        return match read {
            Ok(_) => Ok(text),
            Err(error) => Err(Error::Usage(format!("can't read standard input: {error}"))),
        };
    }
    let file = global.folder()?.join(file);
    small_file(&file).map_err(|error| Error::Usage(format!("can't read `{}`: {error}", visible_path(&file))))
}

fn small_file(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    fs::File::open(file)?.take(LIMIT).read_to_string(&mut text)?;
    Ok(text)
}

/// The public key of a key file, from the file beside it or from itself.
fn own_key(file: &Path) -> Result<OwnKey, Error> {
    let failed = |error: &dyn std::fmt::Display| {
        Error::Usage(format!(
            "can't read the key `{}`: {error}\n  = help: pass your key file, such as `--key ~/.ssh/id_ed25519`",
            visible_path(file)
        ))
    };
    let text = small_file(file).map_err(|error| failed(&error))?;
    let mut beside = file.as_os_str().to_owned();
    beside.push(".pub");
    let public = |text: &str| PublicKey::from_openssh(text).ok();
    let key = public(&text).or_else(|| public(&small_file(Path::new(&beside)).ok()?));
    let key = match key {
        Some(key) => key,
        None => PrivateKey::from_openssh(&text).map(|key| key.public_key().clone()).map_err(|error| failed(&error))?,
    };
    Ok(OwnKey { file: file.to_owned(), data: key.into() })
}

/// The first usual key that the policy knows.
fn default_key(workspace: &Workspace, is_known: impl Fn(&KeyData) -> bool) -> Result<OwnKey, Error> {
    let of_git = workspace.repo().ok().and_then(|repo| repo.signing_key());
    let folder = env::home_dir().map(|home| home.join(".ssh"));
    // Without its private file, a key is in the agent.
    let usual = folder
        .iter()
        .flat_map(|folder| KEYS.iter().flat_map(move |name| [folder.join(name), folder.join(format!("{name}.pub"))]));
    let keys = of_git.into_iter().chain(usual).filter_map(|file| own_key(&file).ok());
    keys.into_iter().find(|key| is_known(&key.data)).ok_or_else(|| {
        Error::Usage(format!(
            "none of your usual SSH keys is in `{FILE}`\n  = help: pass the file of your key with `--key`"
        ))
    })
}

/// Signs a text with OpenSSH.
fn sign(key: &Path, message: &str) -> Result<String, Error> {
    let mut command = Command::new("ssh-keygen");
    // Its errors, and the request to touch a security key, go to the terminal.
    command.args(["-Y", "sign", "-n", NAMESPACE, "-f"]).arg(key).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|error| {
        let help = match error.kind() {
            ErrorKind::NotFound => {
                "\n  = help: install OpenSSH, or sign elsewhere and pass the result with `--signature`"
            }
            _ => "",
        };
        Error::Usage(format!("can't run `ssh-keygen`: {error}{help}"))
    })?;
    if let Some(mut input) = child.stdin.take() {
        // If it stops before it has read everything, its status says so.
        let _ = input.write_all(message.as_bytes());
    }
    let output = child.wait_with_output().map_err(|error| Error::Usage(format!("`ssh-keygen` failed: {error}")))?;
    match String::from_utf8(output.stdout) {
        Ok(signature) if output.status.success() => Ok(signature),
        _ => Err(Error::Usage(format!(
            "`ssh-keygen` could not sign with `{}`, so nothing was written\n  = help: pass the private key, or a public key that your agent has",
            visible_path(key)
        ))),
    }
}

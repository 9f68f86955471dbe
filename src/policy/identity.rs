//! By what a person can be known on a forge, and by which keys.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use ssh_key::public::KeyData;
use ssh_key::{Algorithm, EcdsaCurve};
use toml::value::Datetime;

use super::Mistake;
use super::file::{Forges, Person, PublicKey};
use crate::text::{Span, Spanned, one_line, visible};
use crate::vocabulary::forge::{Forge, Place};

/// What proves that something is by a person.
#[derive(Clone, Debug, Default)]
pub(crate) struct Identity {
    accounts: BTreeMap<Forge, Account>,
    /// The login on forges that the policy gives no account of.
    handle: Option<String>,
    /// The public keys.
    pub keys: Vec<Key>,
}

/// An account on a forge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Account {
    pub login: String,
    /// Its number there, if the policy gives it.
    pub id: Option<u64>,
}

impl fmt::Display for Account {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}`", visible(&self.login))?;
        self.id.map_or(Ok(()), |id| write!(out, " (id {id})"))
    }
}

/// A public key, and the days of quotes that it can sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// As OpenSSH writes it.
    pub text: Spanned<String>,
    /// What it is compared by, without its comment.
    pub data: KeyData,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

impl Identity {
    pub(super) fn new(person: &Person) -> Result<Self, Mistake> {
        let accounts =
            [(Forge::Github, &person.github), (Forge::Gitlab, &person.gitlab), (Forge::Forgejo, &person.forgejo)];
        let accounts = accounts.into_iter().filter_map(|(forge, account)| {
            let account = account.as_ref()?;
            let login = account.login.get_ref().trim_start_matches('@').to_owned();
            Some((forge, Account { login, id: account.id }))
        });
        let handle = person.handle.as_ref().map(|handle| handle.get_ref().trim_start_matches('@').to_owned());
        let keys = person.keys.iter().map(key).collect::<Result<_, _>>()?;
        Ok(Self { accounts: accounts.collect(), handle, keys })
    }

    /// The account on a forge.
    pub(crate) fn account(&self, forge: Forge) -> Option<Account> {
        let handle = || self.handle.clone().map(|login| Account { login, id: None });
        self.accounts.get(&forge).cloned().or_else(handle)
    }
}

impl Account {
    /// Whether it is this one: by its number, which no rename changes, else by its login.
    pub(crate) fn is(&self, login: &str, id: u64) -> bool {
        self.id.map_or_else(|| self.login.eq_ignore_ascii_case(login), |own| own == id)
    }
}

fn key(key: &PublicKey) -> Result<Key, Mistake> {
    let day = |written: &Option<toml::Spanned<Datetime>>| match written {
        None => Ok(None),
        Some(written) => {
            let day = written.get_ref().to_string().parse::<Date>();
            let mistake = || Mistake::new(written.span(), "this is not a day").help("write it as `2026-01-01`");
            day.map(Some).map_err(|_| mistake())
        }
    };
    let (since, until) = (day(&key.since)?, day(&key.until)?);
    let text = Spanned::new(one_line(key.key.get_ref()).into_owned(), key.key.span());
    let data = key_data(&text)?;
    if let (Some(first), Some(last)) = (since, until)
        && last < first
    {
        return Err(Mistake::new(text.span, "this key ends before it begins").help("swap `since` and `until`"));
    }
    Ok(Key { text, data, since, until })
}

/// Whether signatures by keys of an algorithm are verified.
pub(crate) fn is_verified(algorithm: &Algorithm) -> bool {
    matches!(
        algorithm,
        Algorithm::Ed25519
            | Algorithm::SkEd25519
            | Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 }
            | Algorithm::SkEcdsaSha2NistP256
    )
}

/// Reads a public key in one line: `ssh-ed25519 AAAA… comment`.
fn key_data(text: &Spanned<String>) -> Result<KeyData, Mistake> {
    let mistake = |message: &str| Mistake::new(text.span, message);
    if text.value.contains("PRIVATE KEY") {
        return Err(mistake("this is a private key, which is secret no longer")
            .help("create a new key, and write the line of its `.pub` file here"));
    }
    // Certificates and keys of other algorithms can have any form.
    let word = text.value.split(' ').next().unwrap_or_default();
    if let Ok(algorithm) = Algorithm::new(word)
        && !is_verified(&algorithm)
        && text.value.contains(' ')
    {
        return Err(mistake(&format!("signatures by `{}` keys can't be verified", visible(word)))
            .help("use an `ssh-ed25519` or `ecdsa-sha2-nistp256` key, or the same on a security key (`sk-…`)"));
    }
    let key = ssh_key::PublicKey::from_openssh(&text.value);
    key.map(KeyData::from).map_err(|_| {
        mistake("this is not a public key of OpenSSH").help("write the line of the `.pub` file: `ssh-ed25519 AAAA…`")
    })
}

/// The hosts whose comments prove something.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hosts(BTreeMap<String, Option<Forge>>);

impl Hosts {
    pub(super) fn new(forges: &Forges) -> Result<Self, Mistake> {
        let mut hosts = BTreeMap::new();
        for host in &forges.hosts {
            let (name, kind) = host.get_ref().parts();
            let is_host = |name: &str| {
                !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':'))
            };
            if !is_host(name) {
                let span: Span = host.span().into();
                return Err(Mistake::new(span, format!("`{name}` is not a host")).help("write it as `github.com`"));
            }
            hosts.insert(name.to_ascii_lowercase(), kind);
        }
        Ok(Self(hosts))
    }

    /// Reads the address of a thread or a comment on any host.
    pub(crate) fn place(&self, address: &str) -> Option<Place> {
        let known = |host: &str| match host {
            "github.com" => Some(Forge::Github),
            "gitlab.com" => Some(Forge::Gitlab),
            "codeberg.org" => Some(Forge::Forgejo),
            host => self.0.get(host).copied().flatten(),
        };
        Place::read(address, &known)
    }

    /// Whether comments on a host prove anything.
    pub(crate) fn trust(&self, host: &str) -> bool {
        self.0.contains_key(host)
    }
}

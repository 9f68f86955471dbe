//! Signatures of quotes with the real OpenSSH: `heard sign`, `heard verify` and what the gate says.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use ssh_key::public::{EcdsaPublicKey, KeyData, SkEcdsaSha2NistP256, SkEd25519};
use ssh_key::sha2::{Digest, Sha256};
use ssh_key::{HashAlg, PrivateKey, PublicKey, Signature, SigningKey, SshSig};

use crate::repository::{Repository, expect};

const FILE: &str = "decisions/0012-rota.md";

const NAMESPACE: &str = "heard-quote-v1";

const TEXT: &str = "\
---
status: proposed
date: 2026-05-20
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
  - \"Sam Okafor\"
---

# Page through the rotation

## Considered Options

- Page support
- Page nobody

## Decision Outcome

We page support.

## Consultation

> I get paged when an export stalls; that's hard.
>
> — Ines Roy, 2026-05-12

**Changed:** the job logs the tenant.

> I can do the Thursdays from April on.
>
> — Sam Okafor, 2026-05-13

**No concern.**

> The list is too long for my phone.
>
> — Sam Okafor, 2026-05-14

**Changed:** it is shorter.
";

/// A repository with a key for each of these people, of these kinds.
fn log(keys: &[(&str, &str)]) -> Repository {
    let repository = Repository::new();
    repository.write(FILE, TEXT);
    let mut policy = String::new();
    for (name, kind) in keys {
        let file = name.split(' ').next().unwrap().to_lowercase();
        let key = generate(&repository, &file, kind);
        policy.push_str(&format!("[people.\"{name}\"]\nkeys = [{{ key = \"{key}\" }}]\n"));
    }
    repository.write("heard.toml", &policy);
    repository.commit("Start");
    repository
}

/// Makes a key in the folder `.git`, which is in no commit, and gives the public one.
fn generate(repository: &Repository, file: &str, kind: &str) -> String {
    let file = repository.path(".git").join(file);
    let made =
        Command::new("ssh-keygen").args(["-q", "-t", kind, "-N", "", "-C", "a comment", "-f"]).arg(&file).output();
    let made = made.expect("OpenSSH is installed");
    assert!(made.status.success(), "{made:?}");
    fs::read_to_string(file.with_extension("pub")).unwrap().trim().to_owned()
}

/// Signs a text with a key of the repository.
fn sign(repository: &Repository, key: &str, namespace: &str, text: &str) -> String {
    let mut command = Command::new("ssh-keygen");
    command.args(["-q", "-Y", "sign", "-n", namespace, "-f"]).arg(repository.path(".git").join(key));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// The text that the message of `heard ask` has a person sign.
fn asked(repository: &Repository, person: &str) -> String {
    let said = repository.heard(&["ask", "12", person]);
    expect(&said, 0, &["We have quoted you. To sign your words"]);
    let command = said.out.lines().find(|line| line.starts_with("printf ")).unwrap();
    let printed = Command::new("bash").args(["-c", command.trim_end_matches(" |")]).output().unwrap();
    String::from_utf8(printed.stdout).unwrap()
}

#[test]
fn words_are_signed_and_verified() {
    for kind in ["ed25519", "ecdsa"] {
        let repository = log(&[("Ines Roy", kind)]);
        expect(&repository.heard(&["verify"]), 0, &["no quote has a signature or a receipt"]);
        let said = repository.heard(&["sign", "12", "--key", ".git/ines"]);
        expect(&said, 0, &["decisions/0012-rota.md: signed the quote from Ines Roy"]);
        let text = repository.read(FILE);
        let line = text.lines().find(|line| line.contains("heard: signed")).unwrap();
        assert_eq!(text.replace(&format!("{line}\n"), ""), TEXT, "nothing else is written");
        expect(
            &repository.heard(&["verify"]),
            0,
            &["decisions/0012-rota.md:27: signed by Ines Roy\n1 proof checked, all in order"],
        );
        expect(&repository.heard(&["check"]), 0, &[]);
        // Again, it takes the place of the old one; the public key is enough where the private one is beside it.
        expect(&repository.heard(&["sign", "12", "--key", ".git/ines.pub"]), 0, &[]);
        assert_eq!(repository.read(FILE).matches("heard: signed").count(), 1);
        // Another checkout, in Windows' way.
        repository.commit("Sign");
        repository.git(&["config", "core.autocrlf", "true"]);
        let clone = repository.clone_with(&["-c", "core.autocrlf=true", "."]);
        assert!(clone.read(FILE).contains("\r\n"));
        expect(&clone.heard(&["verify", "12", "--rev", "HEAD"]), 0, &["signed by Ines Roy"]);
        expect(&clone.heard(&["verify"]), 0, &["signed by Ines Roy"]);
        // What is signed has the ID of the decision.
        let said = repository.heard(&["renumber", "12", "20"]);
        expect(&said, 0, &["warning: 1 signature in it is for the old ID and fails now"]);
        expect(&repository.heard(&["verify"]), 1, &["are not those that were signed"]);
    }
}

#[test]
fn what_fails_is_named_and_fails_the_command() {
    let repository = log(&[("Ines Roy", "ed25519"), ("Sam Okafor", "ed25519")]);
    expect(&repository.heard(&["sign", "12", "--key", ".git/ines"]), 0, &[]);
    let signed = repository.read(FILE);
    repository.write(FILE, &signed.replace("that's hard", "that's fine"));
    let reason =
        "the words, the attribution, or the decision's ID, title, outcome or options are not those that were signed";
    let said = repository.heard(&["verify"]);
    expect(&said, 1, &["the signature of Ines Roy does not verify: ", reason, "1 proof checked, 1 failed"]);
    expect(&repository.heard(&["check"]), 1, &["error[signature-invalid]", reason, "`heard sign 0012`"]);
    let said = repository.heard(&["verify", "--format", "json"]);
    assert_eq!(said.code, 1);
    let report = said.json("verify.schema.json");
    assert_eq!((&report["failed"], &report["proofs"][0]["holds"]), (&1.into(), &false.into()));
    assert_eq!(report["proofs"][0]["reason"], reason);
    // A receipt is read, and not compared with anything.
    let hash = "0123456789abcdef".repeat(4);
    let receipt = format!("github issuecomment-1 by inesroy id=7 at=2026-05-12T10:11:12Z edited=never sha256={hash}");
    for (line, code, words) in [
        (&*receipt, 0, "the receipt of Ines Roy can be read"),
        (
            "github issuecomment-1",
            1,
            "a hidden line below the quote from Ines Roy can't be read: it does not say which",
        ),
        ("signed", 1, "can't be read: it has no signature"),
    ] {
        repository.write(FILE, &TEXT.replace("2026-05-12\n", &format!("2026-05-12\n> <!-- heard: {line} -->\n")));
        expect(&repository.heard(&["verify"]), code, &[words]);
        let rule = if code == 1 { "error[receipt-unreadable]" } else { "" };
        expect(&repository.heard(&["check"]), code, &[rule]);
    }
    repository.write("decisions/0013-x.md", "x");
    fs::write(repository.path("decisions/0013-x.md"), b"# \xff").unwrap();
    expect(&repository.heard(&["verify", "13"]), 1, &["its signatures are unknown: it could not be read"]);
    expect(&repository.heard(&["verify", "14"]), 2, &["decision `14` not found"]);
}

#[test]
fn nothing_is_written_that_would_not_verify() {
    let repository = log(&[("Ines Roy", "ed25519"), ("Sam Okafor", "ed25519"), ("Bo Lund", "ed25519")]);
    generate(&repository, "rsa", "rsa");
    generate(&repository, "other", "ed25519");
    repository.write(".git/note", "hello");
    for (key, words) in [
        ("rsa", "signatures by `ssh-rsa` keys can't be verified"),
        ("other", "does not say whose key"),
        ("note", "can't read the key"),
        ("none", "can't read the key"),
        ("bo", "has no quote from `Bo Lund`"),
        ("sam", "`--nth 2` for `The list is too long"),
    ] {
        expect(&repository.heard(&["sign", "12", "--key", &format!(".git/{key}")]), 2, &[words]);
    }
    expect(
        &repository.heard(&["sign", "12", "--key", ".git/sam", "--nth", "3"]),
        2,
        &["has 2 quotes from `Sam Okafor`"],
    );
    // A key that is only there in public, and no agent.
    fs::remove_file(repository.path(".git/ines")).unwrap();
    let said = repository.heard_with(&[("SSH_AUTH_SOCK", "")], &["sign", "12", "--key", ".git/ines.pub"]);
    expect(&said, 2, &["`ssh-keygen` could not sign with"]);
    let said = repository.heard_with(&[("PATH", "")], &["sign", "12", "--key", ".git/sam", "--nth", "1"]);
    expect(&said, 2, &["can't run `ssh-keygen`", "`--signature`"]);
    let policy = repository.read("heard.toml");
    repository.write("heard.toml", &policy.replace("\" }]\n[people.\"Bo", "\", until = 2026-05-13 }]\n[people.\"Bo"));
    let said = repository.heard(&["sign", "12", "--key", ".git/sam", "--nth", "2"]);
    expect(&said, 2, &["the quote from Sam Okafor was not signed: its key is for quotes until 2026-05-13"]);
    assert_eq!(repository.read(FILE), TEXT);
    let said = repository.heard(&["sign", "12", "--key", ".git/sam", "--nth", "1"]);
    expect(&said, 0, &["signed the quote from Sam Okafor"]);
}

#[test]
fn the_usual_key_is_found() {
    let repository = log(&[("Ines Roy", "ed25519")]);
    let home = repository.path(".git/home");
    fs::create_dir_all(home.join(".ssh")).unwrap();
    let environment = [("HOME", home.to_str().unwrap()), ("USERPROFILE", home.to_str().unwrap())];
    expect(
        &repository.heard_with(&environment, &["sign", "12"]),
        2,
        &["none of your usual SSH keys is in `heard.toml`"],
    );
    generate(&repository, "home/.ssh/id_ed25519", "ed25519");
    expect(&repository.heard_with(&environment, &["sign", "12"]), 2, &["none of your usual SSH keys"]);
    for (from, to) in [("ines", "id_ecdsa"), ("ines.pub", "id_ecdsa.pub")] {
        fs::copy(repository.path(".git").join(from), home.join(".ssh").join(to)).unwrap();
    }
    expect(&repository.heard_with(&environment, &["sign", "12"]), 0, &["signed the quote from Ines Roy"]);
    fs::remove_dir_all(home.join(".ssh")).unwrap();
    repository.write(FILE, TEXT);
    repository.git(&["config", "user.signingkey", repository.path(".git/ines.pub").to_str().unwrap()]);
    expect(&repository.heard_with(&environment, &["sign", "12"]), 0, &["signed the quote from Ines Roy"]);
}

/// A person without heard copies two lines out of the message of `heard ask`, and sends back what they print.
#[test]
fn a_person_needs_nothing_but_openssh() {
    let repository = log(&[("Ines Roy", "ed25519"), ("Sam Okafor", "ecdsa")]);
    let signature = sign(&repository, "ines", NAMESPACE, &asked(&repository, "Ines Roy"));
    repository.write("mail.txt", &format!("Hi Ana,\r\n\r\n{}\r\n-- \r\nInes", signature.replace('\n', "\r\n")));
    expect(&repository.heard(&["sign", "12", "--signature", "mail.txt"]), 0, &["signed the quote from Ines Roy"]);
    expect(&repository.heard(&["verify"]), 0, &["signed by Ines Roy"]);
    // Whoever has signed is not asked to, nor who has no key.
    for person in ["Ines Roy", "Bo Lund"] {
        assert!(!repository.heard(&["ask", "12", person]).out.contains("printf"), "{person}");
    }
    // Of two quotes the signature says which one.
    let second = asked(&repository, "Sam Okafor").replace("day: 2026-05-13", "day: 2026-05-14");
    let second = second.replace("I can do the Thursdays from April on.", "The list is too long for my phone.");
    repository.write("mail.txt", &sign(&repository, "sam", NAMESPACE, &second));
    expect(&repository.heard(&["sign", "12", "--signature", "mail.txt"]), 0, &[]);
    expect(&repository.heard(&["verify"]), 0, &["0012-rota.md:40: signed by Sam Okafor"]);

    let text = repository.read(FILE);
    let first = asked(&repository, "Sam Okafor");
    for (key, namespace, text, reason) in [
        ("sam", "git", &*first, "it was made for `git`, not for `heard-quote-v1`"),
        ("sam", NAMESPACE, &first.replace("Thursdays", "Fridays"), "are not those that were signed"),
        ("ines", NAMESPACE, &first, "are not those that were signed"),
    ] {
        repository.write("mail.txt", &sign(&repository, key, namespace, text));
        expect(
            &repository.heard(&["sign", "12", "--signature", "mail.txt", "--nth", "1"]),
            2,
            &["was not signed: ", reason],
        );
    }
    generate(&repository, "other", "ed25519");
    for (signature, reason) in [
        (sign(&repository, "other", NAMESPACE, &first), "it was made with a key that is not in `heard.toml` (SHA256:"),
        ("hello".to_owned(), "it is not a signature of OpenSSH"),
    ] {
        repository.write("mail.txt", &signature);
        expect(
            &repository.heard(&["sign", "12", "--signature", "mail.txt"]),
            2,
            &["does not verify for any quote", reason],
        );
    }
    assert_eq!(repository.read(FILE), text);
}

/// What OpenSSH verifies we verify, and what it refuses we refuse.
#[test]
fn openssh_is_of_the_same_opinion() {
    let repository = log(&[("Ines Roy", "ed25519"), ("Sam Okafor", "ecdsa")]);
    let text = asked(&repository, "Ines Roy");
    let public = fs::read_to_string(repository.path(".git/ines.pub")).unwrap();
    let keys = |name: &str| PrivateKey::from_openssh(repository.read(&format!(".git/{name}"))).unwrap();
    let (ed25519, ecdsa) = (keys("ines"), keys("sam"));
    let security_keys: Vec<(KeyData, &PrivateKey)> =
        vec![(security_key(ed25519.public_key()), &ed25519), (security_key(ecdsa.public_key()), &ecdsa)];
    let mut signatures = vec![(public, sign(&repository, "ines", NAMESPACE, &text), false)];
    for (data, key) in security_keys {
        for touched in [false, true] {
            let signature = by_security_key(&data, key, &text, u8::from(touched));
            signatures.push((PublicKey::from(data.clone()).to_openssh().unwrap(), signature, touched));
        }
    }
    for (public, signature, touched) in signatures {
        repository.write("allowed", &format!("ines {public}"));
        repository.write("heard.toml", &format!("[people.\"Ines Roy\"]\nkeys = [{{ key = \"{}\" }}]\n", public.trim()));
        repository.write("mail.txt", &signature);
        for (text, is_right) in [(text.clone(), true), (text.replace("hard", "fine"), false)] {
            let mut command = Command::new("ssh-keygen");
            command.args(["-Y", "verify", "-I", "ines", "-n", NAMESPACE, "-f"]).arg(repository.path("allowed"));
            command.arg("-s").arg(repository.path("mail.txt")).stdin(Stdio::piped()).stdout(Stdio::null());
            let mut child = command.stderr(Stdio::null()).spawn().unwrap();
            child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
            assert_eq!(child.wait().unwrap().success(), is_right, "{public}");
            let file = if is_right { TEXT.to_owned() } else { TEXT.replace("hard", "fine") };
            repository.write(FILE, &file);
            let said = repository.heard(&["sign", "12", "--signature", "mail.txt"]);
            assert_eq!(said.code, if is_right { 0 } else { 2 }, "{said:?}");
        }
        repository.write(FILE, TEXT);
        repository.heard(&["sign", "12", "--signature", "mail.txt"]);
        let said = repository.heard(&["verify"]);
        expect(&said, 0, &["signed by Ines Roy"]);
        assert_eq!(said.out.contains("touched"), touched, "{public}");
    }
}

/// The key of a security key with the curve of a plain one.
fn security_key(key: &PublicKey) -> KeyData {
    match key.key_data() {
        KeyData::Ed25519(point) => KeyData::SkEd25519(SkEd25519::new(*point, "ssh:")),
        KeyData::Ecdsa(EcdsaPublicKey::NistP256(point)) => {
            KeyData::SkEcdsaSha2NistP256(SkEcdsaSha2NistP256::new(*point, "ssh:"))
        }
        other => panic!("{other:?}"),
    }
}

/// A signature that a security key would make, in base64.
fn by_security_key(data: &KeyData, key: &PrivateKey, text: &str, flags: u8) -> String {
    fn raw(key: &impl SigningKey, bytes: &[u8]) -> Signature {
        key.try_sign(bytes).unwrap()
    }
    fn string(bytes: &[u8]) -> Vec<u8> {
        [&u32::try_from(bytes.len()).unwrap().to_be_bytes()[..], bytes].concat()
    }
    let signed = SshSig::signed_data(NAMESPACE, HashAlg::Sha512, text.as_bytes()).unwrap();
    let trailer = [flags, 0, 0, 0, 9];
    let bytes = [&*Sha256::digest("ssh:"), &trailer, &*Sha256::digest(signed)].concat();
    let by_key = raw(key, &bytes);
    let signature =
        [string(data.algorithm().as_str().as_bytes()), string(by_key.as_bytes()), trailer.to_vec()].concat();
    let public = PublicKey::from(data.clone()).to_bytes().unwrap();
    let parts = [string(&public), string(NAMESPACE.as_bytes()), string(b""), string(b"sha512"), string(&signature)];
    let blob = [&b"SSHSIG\0\0\0\x01"[..], &parts.concat()].concat();
    armoured(&blob)
}

/// A signature between its usual lines.
fn armoured(blob: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut base64 = String::new();
    for bytes in blob.chunks(3) {
        let mut three = [0; 3];
        three[..bytes.len()].copy_from_slice(bytes);
        let bits = u32::from_be_bytes([0, three[0], three[1], three[2]]);
        for letter in 0..4 {
            let index = usize::try_from(bits >> (18 - 6 * letter) & 63).unwrap();
            base64.push(if letter <= bytes.len() { char::from(LETTERS[index]) } else { '=' });
        }
    }
    let lines: Vec<&str> = base64.as_bytes().chunks(70).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", lines.join("\n"))
}

/// The gate says when a change takes a key away that signatures need.
#[test]
fn a_key_that_is_taken_away_is_reported() {
    let repository = log(&[("Ines Roy", "ed25519"), ("Sam Okafor", "ed25519")]);
    repository.heard(&["sign", "12", "--key", ".git/ines"]);
    repository.commit("Sign");
    let policy = repository.read("heard.toml");
    let ines = policy.find("\n[people.\"Sam").unwrap();
    for (changed, person) in [
        (policy[ines..].to_owned(), Some("Ines Roy")),
        (policy[..ines].to_owned() + "\n", None),
        (policy.replacen("\" }]", "\", until = 2026-05-12 }]", 1), None),
        (policy.replacen("\" }]", "\", until = 2026-05-11 }]", 1), Some("Ines Roy")),
        (policy.replace("Ines Roy", "Bo Lund"), Some("Ines Roy")),
    ] {
        repository.write("heard.toml", &changed);
        repository.commit("Change keys");
        let said = repository.heard(&["gate", "--base", "HEAD~1"]);
        let words = "with this change the signatures of Ines Roy in decisions/0012-rota.md no longer verify";
        assert_eq!(said.out.contains(words), person.is_some(), "{changed}\n{}", said.out);
        assert_eq!((said.code, said.out.contains("[key-removed]")), (0, person.is_some()), "{said:?}");
        repository.git(&["reset", "-q", "--hard", "HEAD~1"]);
    }
}

//! Signatures that OpenSSH made, forgeries of each value that is signed, and security keys.

use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use ssh_key::private::Ed25519Keypair;
use ssh_key::public::SkEd25519;
use ssh_key::{Algorithm, LineEnding, PrivateKey, Signature, SigningKey};

use super::*;
use crate::text::RepoPath;

/// Public keys, and signatures of the two quotes by them, all made by OpenSSH 9.2.
const INES: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGT5BQZCBo198Nqpyj2Erakhwyss6qJ5+r/BMGsz5NQU";
const ANA: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBM94Vxc4k70C2gyxaYdSbfeGxYMc6oDNcVct7JIBecmPtDyNSX0deD3aiOYqwDKGQhjknA/lLIdhBW9GWAm6buE=";
const BY_INES: &str = "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgZPkFBkIGjX3w2qnKPYStqSHDKyzqonn6v8EwazPk1BQAAAAOaGVhcmQtcXVvdGUtdjEAAAAAAAAABnNoYTUxMgAAAFMAAAALc3NoLWVkMjU1MTkAAABApK7CqFr/43jwjD6xj8X09yt+ln2O9eLaxlrp46gqjpIwB/bxRRuFPm48JF0F5AinBEVozgc0c55Em4TMq2kODQ==";
const BY_ANA: &str = "U1NIU0lHAAAAAQAAAGgAAAATZWNkc2Etc2hhMi1uaXN0cDI1NgAAAAhuaXN0cDI1NgAAAEEEz3hXFziTvQLaDLFph1Jt94bFgxzqgM1xVy3skgF5yY+0PI1JfR14PdqI5irAMoZCGOScD+Ush2EFb0ZYCbpu4QAAAA5oZWFyZC1xdW90ZS12MQAAAAAAAAAGc2hhNTEyAAAAZAAAABNlY2RzYS1zaGEyLW5pc3RwMjU2AAAASQAAACEA046kD1EtxV8Deh+eXl0MFGMCmy3y/0bkSWM+9W/Gu6sAAAAgGlT6P4awQpFRj8sIw+3pTUksLYgBr7py5Ct2dvBw+Z0=";

const PATH: &str = "decisions/0012-rota.md";

/// A decision; `(INES)` and `(ANA)` stand for the signatures.
const TEXT: &str = r#"---
status: accepted
date: 2026-03-02
decision-makers:
  - "Ana Ruiz"
consulted:
  - "Ines Roy (support)"
---

# Page through the rotation

## Considered Options

- Page support
- Page nobody

## Decision Outcome

We page support.

## Consultation

> I get paged when an export stalls
> and cannot see whose it is.
>
> — Ines Roy, 2026-02-12
> <!-- heard: signed (INES) -->

**Changed:** the job logs the tenant.

> The rota *has* a gap.
>
> — Ana Ruiz, 2026-02-13
> <!-- heard: signed (ANA) -->

**Changed:** no gap.
"#;

/// The policy with the keys of both.
fn keys() -> String {
    format!(
        "[people.\"Ines Roy\"]\naka = [\"I. Roy\"]\nkeys = [{{ key = \"{INES}\" }}]\n[people.\"Ana Ruiz\"]\nkeys = [{{ key = \"{ANA}\" }}]\n"
    )
}

fn policy(text: &str) -> Policy {
    Policy::read(text, &[]).unwrap_or_else(|mistake| panic!("{mistake:?}: {text}"))
}

fn decision(path: &str, text: &str) -> Decision {
    let text = text.replace("(INES)", BY_INES).replace("(ANA)", BY_ANA);
    crate::decision::read(RepoPath::new(path), text.into_bytes(), &Default::default())
}

/// What is found below each quote.
fn checked(path: &str, text: &str, keys: &str) -> Vec<Option<Result<Signed, Unsigned>>> {
    let (decision, policy) = (decision(path, text), policy(keys));
    let signatures = Signatures::of(&decision, &policy);
    decision.consultation.quotes.iter().map(|quote| signatures.check(quote)).collect()
}

/// What is found below the quote from Ines Roy.
fn first(text: &str, keys: &str) -> Result<Signed, Unsigned> {
    checked(PATH, text, keys).swap_remove(0).unwrap_or_else(|| panic!("no signature: {text}"))
}

const SIGNED: Result<Signed, Unsigned> = Ok(Signed { touched: false });

#[test]
fn signatures_by_openssh_verify() {
    assert_eq!(checked(PATH, TEXT, &keys()), [Some(SIGNED), Some(SIGNED)]);
    let none = TEXT.replace("> <!-- heard: signed (INES) -->\n", "");
    assert_eq!(checked(PATH, &none, &keys()), [None, Some(SIGNED)]);
}

#[test]
fn the_text_that_is_signed_stays_as_it_is() {
    let (decision, policy) = (decision(PATH, TEXT), policy(&keys()));
    let signatures = Signatures::of(&decision, &policy);
    let message = signatures.message(&decision.consultation.quotes[0]).unwrap();
    let about =
        "title: Page through the rotation\noutcome: We page support.\noption: Page support\noption: Page nobody\n";
    let hash = format!("{:x}", Sha256::digest(about));
    assert_eq!(
        message,
        format!(
            "log: decisions\ndecision: 0012\nspeaker: Ines Roy\nday: 2026-02-12\nabout: {hash}\nwords: I get paged when an export stalls and cannot see whose it is.\n"
        )
    );
}

#[test]
fn what_a_page_shows_alike_is_signed_alike() {
    for (old, new) in [
        ("> I get paged when an export stalls\n> and cannot", "> I get paged when\n> an export   stalls and\n> cannot"),
        ("paged when", "*paged* when"),
        (" whose it is.", " whose it is. <!-- really -->"),
        ("— Ines Roy,", "— Ines Roy (support),"),
        ("2026-02-12\n", "2026-02-12, [thread](https://example.org/t/1)\n"),
        ("2026-02-12\n", "12 February 2026\n"),
        ("# Page through", "# Page *through*"),
        ("- Page support", "* Page\n  support"),
        ("status: accepted", "status: proposed"),
        ("the job logs the tenant", "nothing"),
        ("> The rota *has* a gap.", "> I get paged."),
        ("\n", "\r\n"),
        ("> <!-- heard: signed (INES)", ">\n> <!-- heard: signed (INES)"),
    ] {
        let text = TEXT.replace(old, new);
        assert_ne!(text, TEXT, "{old}");
        assert_eq!(first(&text, &keys()), SIGNED, "{new}");
    }
    // A log in another checkout, and a file with another name.
    assert_eq!(checked("decisions/0012-page.md", TEXT, &keys())[0], Some(SIGNED));
    let wrapped = format!("{}\n> {}", &BY_INES[..100], &BY_INES[100..]);
    assert_eq!(first(&TEXT.replace("(INES)", &wrapped), &keys()), SIGNED);
}

#[test]
fn nothing_of_what_is_signed_can_be_another() {
    for (old, new) in [
        // The words.
        ("I get paged", "We get paged"),
        ("it is.", "it is!"),
        ("paged when", "Paged when"),
        ("I get", "I never get"),
        ("> and cannot see whose it is.\n", ""),
        ("and cannot see", "~~and cannot see~~"),
        ("and cannot see", "and can <del>not</del> see"),
        ("and cannot see", "and cann\u{200b}ot see"),
        ("whose it is.", "whose it is.\n>\n> I agree with all of it."),
        ("> I get paged", "> > May we page you?\n>\n> I get paged"),
        // The speaker and the day.
        ("— Ines Roy,", "— I. Roy,"),
        ("2026-02-12\n", "2026-02-13\n"),
        (", 2026-02-12\n", "\n"),
        ("2026-02-12\n", "2026-02-30\n"),
        // What it is about.
        ("# Page through the rotation", "# Page support through the rotation"),
        ("We page support.", "We page support at night."),
        ("- Page nobody", "- Page everybody"),
        ("- Page nobody\n", ""),
        ("- Page nobody\n", "- Page nobody\n- Page everybody\n"),
        ("- Page support\n- Page nobody\n", "- Page support Page nobody\n"),
        ("We page support.", "We page ~~support~~."),
        // Two lines of what is signed in one value.
        ("I get paged", "words: I get paged"),
    ] {
        let text = TEXT.replace(old, new);
        assert_ne!(text, TEXT, "{old}");
        assert_eq!(first(&text, &keys()), Err(Unsigned::OtherText), "{new}");
    }
    // The decision and the log.
    for path in ["decisions/0013-rota.md", "decisions/ADR-0012-rota.md", "decisions/12-rota.md"] {
        assert_eq!(checked(path, TEXT, &keys())[0], Some(Err(Unsigned::OtherText)), "{path}");
    }
    let logs = format!("[log]\ndirs = [\"decisions\", \"web/decisions\"]\n{}", keys());
    assert_eq!(checked("web/decisions/0012-rota.md", TEXT, &logs)[0], Some(Err(Unsigned::OtherText)));
    assert_eq!(checked(PATH, TEXT, &logs)[0], Some(SIGNED));
    let root = format!("[log]\ndirs = [\".\"]\n{}", keys());
    assert_eq!(checked(PATH, TEXT, &root)[0], Some(Err(Unsigned::OtherText)));
}

#[test]
fn the_key_is_one_of_the_speaker() {
    let of_ana = Err(Unsigned::OtherKey { fingerprint: fingerprint(ANA), owner: Some("Ana Ruiz".to_owned()) });
    assert_eq!(first(&TEXT.replace("(INES)", "(ANA)"), &keys()), of_ana);
    let of_ines = Unsigned::OtherKey { fingerprint: fingerprint(INES), owner: Some("Ines Roy".to_owned()) };
    assert_eq!(first(&TEXT.replace("— Ines Roy,", "— Ana Ruiz,"), &keys()), Err(of_ines.clone()));
    let swapped = TEXT.replace("(INES)", "(X)").replace("(ANA)", "(INES)").replace("(X)", "(ANA)");
    assert_eq!(checked(PATH, &swapped, &keys()), [Some(of_ana), Some(Err(of_ines))]);
    let unknown = Unsigned::OtherKey { fingerprint: fingerprint(INES), owner: None };
    assert_eq!(first(TEXT, &keys().replace(INES, &public(&seed(1)))), Err(unknown));
    for (old, new) in [("— Ines Roy,", "— Bo Lund,"), ("— Ines Roy,", "— Ines Roi,")] {
        assert_eq!(first(&TEXT.replace(old, new), &keys()), Err(Unsigned::NoKey), "{new}");
    }
    assert_eq!(first(TEXT, ""), Err(Unsigned::NoKey));
    for speaker in ["Ines Roy and Ana Ruiz", "Ines Roy (@ana)", "everybody"] {
        let text = TEXT.replace("— Ines Roy,", &format!("— {speaker},"));
        let with_handle = keys().replace("[people.\"Ana Ruiz\"]", "[people.\"Ana Ruiz\"]\nhandle = \"@ana\"");
        assert_eq!(first(&text, &with_handle), Err(Unsigned::NoPerson), "{speaker}");
    }
}

#[test]
fn a_key_signs_the_quotes_of_its_days() {
    let limited = |days: &str| keys().replace(&format!("{INES}\" }}"), &format!("{INES}\", {days} }}"));
    let undated = TEXT.replace(", 2026-02-12\n", "\n");
    for (days, expected) in [
        ("since = 2026-02-12", SIGNED),
        ("until = 2026-02-12", SIGNED),
        ("since = 2026-02-12, until = 2026-02-12", SIGNED),
        ("since = 2026-02-13", Err(Unsigned::TooEarly(date(2026, 2, 13)))),
        ("until = 2026-02-11", Err(Unsigned::TooLate(date(2026, 2, 11)))),
    ] {
        assert_eq!(first(TEXT, &limited(days)), expected, "{days}");
        assert_eq!(first(&undated, &limited(days)), Err(Unsigned::Undated), "{days}");
    }
    let twice = |first: &str, second: &str| {
        let one = format!("{{ key = \"{INES}\" }}");
        keys().replace(&one, &format!("{{ key = \"{INES}\", {first} }}, {{ key = \"{INES}\", {second} }}"))
    };
    assert_eq!(first(TEXT, &twice("until = 2026-01-31", "since = 2026-02-01")), SIGNED);
    let gap = twice("until = 2026-01-31", "since = 2026-03-01");
    assert_eq!(first(TEXT, &gap), Err(Unsigned::TooLate(date(2026, 1, 31))));
}

/// A key that is always the same.
fn seed(number: u8) -> PrivateKey {
    PrivateKey::from(Ed25519Keypair::from_seed(&[number; 32]))
}

fn public(key: &PrivateKey) -> String {
    key.public_key().to_openssh().unwrap()
}

fn fingerprint(key: &str) -> String {
    PublicKey::from_openssh(key).unwrap().fingerprint(HashAlg::Sha256).to_string()
}

/// The text that Ines Roy signs.
fn message() -> String {
    let (decision, policy) = (decision(PATH, TEXT), policy(&keys()));
    Signatures::of(&decision, &policy).message(&decision.consultation.quotes[0]).unwrap()
}

fn in_base64(signature: &SshSig) -> String {
    base64(&signature.to_pem(LineEnding::CRLF).unwrap())
}

#[test]
fn the_namespace_and_the_hash_are_part_of_it() {
    let key = seed(2);
    let keys = keys().replace(INES, &public(&key));
    let by = |namespace: &str, hash| {
        let signature = SshSig::sign(&key, namespace, hash, message().as_bytes()).unwrap();
        first(&TEXT.replace("(INES)", &in_base64(&signature)), &keys)
    };
    assert_eq!(by(NAMESPACE, HashAlg::Sha512), SIGNED);
    assert_eq!(by(NAMESPACE, HashAlg::Sha256), SIGNED);
    for namespace in ["git", "file", "heard-quote-v2", "HEARD-QUOTE-V1"] {
        assert_eq!(by(namespace, HashAlg::Sha512), Err(Unsigned::Namespace(namespace.to_owned())), "{namespace}");
    }
}

#[test]
fn no_letter_of_a_signature_can_be_another() {
    for (quote, by) in [BY_INES, BY_ANA].into_iter().enumerate() {
        let (decision, policy) = (decision(PATH, TEXT), policy(&keys()));
        let signatures = Signatures::of(&decision, &policy);
        let quote = &decision.consultation.quotes[quote];
        assert_eq!(signatures.verify(quote, by), SIGNED);
        let mut same = 0;
        for at in 0..by.len() {
            let (before, rest) = by.split_at(at);
            let other = if rest.starts_with('A') { "B" } else { "A" };
            let changed = format!("{before}{other}{}", &rest[1..]);
            // The library reads the first lengths in it without needing them.
            let is_same = parse(&changed) == parse(by);
            assert_eq!(signatures.verify(quote, &changed).is_ok(), is_same, "{at}");
            same += usize::from(is_same);
            assert_eq!(signatures.verify(quote, before), Err(Unsigned::Unreadable), "{at}");
        }
        assert!(same < 12, "{same}");
        for more in ["A", "AAAA", "=", " ", "\n", by] {
            assert_eq!(signatures.verify(quote, &format!("{by}{more}")), Err(Unsigned::Unreadable), "{more:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is done to a signature, it is read or refused, and verifies only if it still says the same.
    #[test]
    fn reading_never_panics(by in 0..2_usize, cut in 0..500_usize, edits in vec((0..500_usize, "[A-Za-z0-9+/=]"), 1..6)) {
        let signature = [BY_INES, BY_ANA][by];
        let mut changed = signature.to_owned();
        for (at, letter) in edits {
            let at = at % changed.len();
            changed.replace_range(at..=at, &letter);
        }
        if cut > 400 {
            changed.truncate(cut % changed.len());
        }
        let (decision, policy) = (decision(PATH, TEXT), policy(&keys()));
        let found = Signatures::of(&decision, &policy).verify(&decision.consultation.quotes[by], &changed);
        prop_assert_eq!(found.is_ok(), parse(&changed) == parse(signature), "{}", changed);
    }
}

/// The key of a security key that is played by a program.
fn security_key(key: &PrivateKey, application: &str) -> KeyData {
    KeyData::SkEd25519(SkEd25519::new(*key.public_key().key_data().ed25519().unwrap(), application))
}

/// A signature by a security key: over the hashes of the application and of what is signed, with flags and counter between
/// them.
fn by_security_key(key: &PrivateKey, application: &str, flags: u8) -> SshSig {
    fn sign(key: &impl SigningKey, bytes: &[u8]) -> Signature {
        key.try_sign(bytes).unwrap()
    }
    let signed = SshSig::signed_data(NAMESPACE, HashAlg::Sha512, message().as_bytes()).unwrap();
    let trailer = [flags, 0, 0, 0, 7];
    let bytes = [&*Sha256::digest(application), &trailer, &*Sha256::digest(signed)].concat();
    let signature = [sign(key, &bytes).as_bytes(), &trailer].concat();
    let signature = Signature::new(Algorithm::SkEd25519, signature).unwrap();
    SshSig::new(security_key(key, application), NAMESPACE, HashAlg::Sha512, signature).unwrap()
}

#[test]
fn a_security_key_says_whether_it_was_touched() {
    let key = seed(3);
    let of = |application: &str| {
        let data = security_key(&key, application);
        keys().replace(INES, &PublicKey::from(data).to_openssh().unwrap())
    };
    // Presence is the first bit; the others say that a PIN was asked for, and more.
    for (flags, touched) in [(0, false), (1, true), (4, false), (5, true), (0b1000_0000, false), (0xff, true)] {
        let signature = in_base64(&by_security_key(&key, "ssh:", flags));
        let text = TEXT.replace("(INES)", &signature);
        assert_eq!(first(&text, &of("ssh:")), Ok(Signed { touched }), "{flags}");
        let other = Unsigned::OtherKey { fingerprint: String::new(), owner: None };
        let found = first(&text, &of("ssh:work")).unwrap_err();
        assert_eq!(std::mem::discriminant(&found), std::mem::discriminant(&other));
    }
    // The flags and the counter are signed.
    let bytes = by_security_key(&key, "ssh:", 0).signature_bytes().to_vec();
    for at in bytes.len() - 5..bytes.len() {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        let signature = Signature::new(Algorithm::SkEd25519, bytes).unwrap();
        let forged = SshSig::new(security_key(&key, "ssh:"), NAMESPACE, HashAlg::Sha512, signature).unwrap();
        assert_eq!(first(&TEXT.replace("(INES)", &in_base64(&forged)), &of("ssh:")), Err(Unsigned::OtherText), "{at}");
    }
    // A plain key can't pass for one.
    let plain = SshSig::sign(&key, NAMESPACE, HashAlg::Sha512, message().as_bytes()).unwrap();
    assert_eq!(first(&TEXT.replace("(INES)", &in_base64(&plain)), &keys().replace(INES, &public(&key))), SIGNED);
    let mixed = SshSig::new(security_key(&key, "ssh:"), NAMESPACE, HashAlg::Sha512, plain.signature().clone()).unwrap();
    assert_eq!(first(&TEXT.replace("(INES)", &in_base64(&mixed)), &of("ssh:")), Err(Unsigned::Unreadable));
}

#[test]
fn what_cannot_be_verified_says_so() {
    let rsa = PublicKey::from_openssh("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDQmKlzhoyfgAM98qOzeNQe1tMprroWE2iTPKc8DIySEahntljYJzXeamROZCZ8mVTU2Ef1ShnVZyhUM/lCxbotbOnqTJsDaMFoVI3rqpKta1z2popg36ZBSR1CwfcO/Qd7nJoqkVhEovyvBmgf59mVWsDA0y8D9Ktm/PDhfEOjGDyt1bxWExU6ru+3BVBxJyUzXBrLPQmhMD/JFtqq9X6JfhOxNjerRj9cwB4lGOTZEvSK3NK9re0pMriVhbcHBHF27z6JmNVmA40qpNdtDmxjl3LWUsHlWhqS7suKzd+8Nh85MiAEgCzVWk1MfM9IATs4G4oXSFi7lDGjGpGbWhbj").unwrap();
    let plain = SshSig::sign(&seed(4), NAMESPACE, HashAlg::Sha512, b"x").unwrap();
    let mixed = SshSig::new(rsa.into(), NAMESPACE, HashAlg::Sha512, plain.signature().clone()).unwrap();
    let by_rsa = in_base64(&mixed);
    assert_eq!(first(&TEXT.replace("(INES)", &by_rsa), &keys()), Err(Unsigned::Unsupported("ssh-rsa".to_owned())));
    let browser = Algorithm::new("webauthn-sk-ecdsa-sha2-nistp256@openssh.com").unwrap();
    let signature = Signature::new(browser.clone(), [0; 70]).unwrap();
    let by_browser =
        SshSig::new(seed(4).public_key().key_data().clone(), NAMESPACE, HashAlg::Sha512, signature).unwrap();
    let text = TEXT.replace("(INES)", &in_base64(&by_browser));
    assert_eq!(first(&text, &keys()), Err(Unsigned::Unsupported(browser.to_string())));
    for junk in ["U1NIU0lH", "x", "====", "%%%%", "-----BEGIN", &"A".repeat(100_000)] {
        assert_eq!(first(&TEXT.replace("(INES)", junk), &keys()), Err(Unsigned::Unreadable));
    }
}

#[test]
fn a_signature_is_taken_as_it_is_sent() {
    let pem = parse(BY_INES).unwrap().to_pem(LineEnding::LF).unwrap();
    for text in [
        BY_INES.to_owned(),
        format!("  {BY_INES}\r\n"),
        pem.clone(),
        pem.replace('\n', "\r\n"),
        format!("Hello,\n\nhere it is:\n\n{pem}\n-- \nInes\n"),
    ] {
        assert_eq!(base64(&text), BY_INES, "{text}");
    }
    let policy = policy(&keys());
    assert_eq!(signer(BY_INES, &policy.directory), Some("Ines Roy"));
    assert_eq!(signer("x", &policy.directory), None);
}

#[test]
fn signatures_that_lose_their_key_are_found() {
    let old = policy(&keys());
    let decisions = [decision(PATH, TEXT), decision("decisions/0013-x.md", TEXT)];
    let lost = |text: &str| {
        let new = policy(text);
        let found: Vec<(String, Vec<String>)> =
            orphans(&decisions, &old, &new).into_iter().map(|orphans| (orphans.person, orphans.decisions)).collect();
        (old.directory.keeps_keys(&new.directory), found)
    };
    let of = |person: &str| (person.to_owned(), vec![PATH.to_owned()]);
    assert_eq!(lost(&keys()), (true, vec![]));
    assert_eq!(lost(&keys().replace(ANA, &format!("{ANA} comment"))), (true, vec![]));
    assert_eq!(lost(&keys().replace(INES, &public(&seed(5)))), (false, vec![of("Ines Roy")]));
    assert_eq!(
        lost(&keys().replace(&format!("{ANA}\""), &format!("{ANA}\", until = 2026-01-01"))),
        (false, vec![of("Ana Ruiz")])
    );
    assert_eq!(lost(&keys().replace(&format!("{ANA}\""), &format!("{ANA}\", until = 2026-03-01"))), (false, vec![]));
    assert_eq!(lost(""), (false, vec![of("Ana Ruiz"), of("Ines Roy")]));
    // What the log is called is no matter of keys.
    assert_eq!(lost(&format!("[log]\ndirs = [\".\"]\n{}", keys())), (true, vec![]));
}

#[test]
fn the_signatures_of_a_decision_are_limited() {
    let quote = |number: usize| format!("> Words {number}.\n>\n> — Ines Roy\n> <!-- heard: signed {number} -->\n\n");
    let with = |more: usize| {
        let (before, after) = TEXT.split_at(TEXT.find("> I get paged").unwrap());
        checked(PATH, &format!("{before}{}{after}", (0..more).map(quote).collect::<String>()), &keys())
    };
    assert_eq!(with(SIGNATURE_LIMIT - 1)[SIGNATURE_LIMIT - 1..], [Some(SIGNED), Some(Err(Unsigned::TooMany))]);
    assert_eq!(with(SIGNATURE_LIMIT - 2)[SIGNATURE_LIMIT - 2..], [Some(SIGNED), Some(SIGNED)]);
}

#[test]
fn every_reason_is_a_phrase() {
    let day = date(2026, 1, 1);
    let other = |owner: Option<&str>| Unsigned::OtherKey {
        fingerprint: "SHA256:x".to_owned(),
        owner: owner.map(str::to_owned),
    };
    for reason in [
        Unsigned::Unreadable,
        Unsigned::Unsupported("ssh-rsa".to_owned()),
        Unsigned::Namespace("\u{1b}".to_owned()),
        Unsigned::NoPerson,
        Unsigned::NoKey,
        other(None),
        other(Some("Ana\u{1b} Ruiz")),
        Unsigned::TooEarly(day),
        Unsigned::TooLate(day),
        Unsigned::Undated,
        Unsigned::OtherText,
        Unsigned::TooMany,
    ] {
        let phrase = reason.to_string();
        assert!(!phrase.ends_with('.') && !phrase.contains('\u{1b}') && phrase.len() > 20, "{phrase}");
        assert_eq!(visible(&phrase), phrase);
    }
}

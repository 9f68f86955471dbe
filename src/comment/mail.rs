//! What mail programs add to a comment that was written as a mail: the message that it answers, and signatures.
//!
//! A line that only looks like one of theirs is the author's, so each form is recognized by more than how it starts.

use super::own::{LeftOut, lines};
use crate::text::Span;

/// The parts that mail programs added, outside of the parts that are `skipped`.
pub(super) fn parts(text: &str, mut skipped: Vec<Span>) -> Vec<(Span, LeftOut)> {
    skipped.sort();
    let mut skipped = skipped.into_iter().peekable();
    let mut until = 0;
    let spans: Vec<Span> = lines(text).collect();
    let lines: Vec<&str> = spans.iter().map(|line| line.of(text).trim_end_matches(['\n', '\r'])).collect();
    let mut parts = Vec::new();
    for (index, line) in spans.iter().enumerate() {
        while let Some(span) = skipped.next_if(|span| span.start <= line.start) {
            until = until.max(span.end);
        }
        if line.start < until {
            continue;
        }
        let from_here = &lines[index..];
        let rest = Span::new(line.start, text.len());
        if is_signature(from_here) {
            parts.push((rest, LeftOut::Signature));
            return parts;
        }
        if is_footer(from_here) {
            parts.push((*line, LeftOut::Signature));
            continue;
        }
        if is_original(lines[index]) || is_envelope(from_here) {
            parts.push((rest, LeftOut::Mail));
            return parts;
        }
        if let Some(count) = (1..=HEADER).find(|count| is_header(from_here, *count)) {
            if !is_above_quote(&from_here[count..]) {
                parts.push((rest, LeftOut::Mail));
                return parts;
            }
            // The message is quoted, and what comes below it is the author's again.
            parts.push((Span::new(line.start, spans[index + count - 1].end), LeftOut::Mail));
        }
    }
    parts
}

/// How many lines a signature has at most, where its mark could mean something else.
const SIGNATURE: usize = 8;

/// How many lines the line above a quoted message may be wrapped to.
const HEADER: usize = 3;

/// Whether the rest of a text is a signature, or what a forge adds below its mails.
fn is_signature(lines: &[&str]) -> bool {
    let below = &lines[1..];
    match lines[0] {
        "-- " => true,
        // Below a title, the mark underlines it, and sentences follow.
        "--" => below.len() < SIGNATURE && !below.iter().any(|line| line.trim_end().ends_with(['.', '!', '?'])),
        line => {
            ["Reply to this email directly", "You are receiving this because "].iter().any(|is| line.starts_with(is))
        }
    }
}

/// Whether a line is what a program for mails adds below each: `Sent from my phone`.
fn is_footer(lines: &[&str]) -> bool {
    let line = lines[0].trim_end();
    let is_alone = lines.get(1).is_none_or(|next| next.trim().is_empty());
    let is_theirs = ["Sent from my ", "Sent from Outlook", "Get Outlook for "].iter().any(|is| line.starts_with(is));
    is_theirs && is_alone && !line.contains(", ") && !line.ends_with(['.', '!', '?', ':'])
}

/// Whether a line is above a whole message that is not quoted: `-----Original Message-----`.
fn is_original(line: &str) -> bool {
    let bare = line.trim().trim_matches('-');
    let dashes = line.trim().len() - bare.len();
    dashes >= 10 && ["original message", "forwarded message"].contains(&bare.trim().to_ascii_lowercase().as_str())
}

/// Whether a message starts here that is not quoted: with its sender, and its receiver, date or subject on the lines
/// below. A line of underscores may be above.
fn is_envelope(lines: &[&str]) -> bool {
    let is_rule = |line: &str| line.trim().len() >= 10 && line.trim().bytes().all(|byte| byte == b'_');
    let start = usize::from(is_rule(lines[0]));
    let name = |line: &&str| {
        let bare = line.trim().trim_start_matches('*');
        let (name, _) = bare.split_once([':', '：'])?;
        Some(name.trim_end_matches(['*', ' ', '\u{a0}']).to_lowercase())
    };
    let mut names = lines.iter().skip(start).take(5).map_while(name);
    let is_sender = names.next().is_some_and(|name| SENDER.contains(&name.as_str()));
    is_sender && names.filter(|name| ENVELOPE.contains(&name.as_str())).count() >= 2
}

/// How mail programs name the sender of a message.
const SENDER: &[&str] = &[
    "from",
    "von",
    "de",
    "da",
    "van",
    "från",
    "fra",
    "od",
    "lähettäjä",
    "от",
    "差出人",
    "发件人",
    "寄件者",
    "보낸 사람",
];

/// How they name its receiver, date and subject.
const ENVELOPE: &[&str] = &[
    "sent",
    "date",
    "to",
    "cc",
    "subject",
    "gesendet",
    "datum",
    "an",
    "betreff",
    "envoyé",
    "à",
    "objet",
    "enviado",
    "fecha",
    "para",
    "asunto",
    "inviato",
    "data",
    "a",
    "oggetto",
    "verzonden",
    "aan",
    "onderwerp",
    "assunto",
    "skickat",
    "till",
    "ämne",
    "sendt",
    "til",
    "emne",
    "wysłano",
    "do",
    "temat",
    "lähetetty",
    "aihe",
    "отправлено",
    "дата",
    "кому",
    "тема",
    "送信日時",
    "宛先",
    "件名",
    "发送时间",
    "收件人",
    "主题",
    "日期",
    "主旨",
    "보낸 날짜",
    "받는 사람",
    "제목",
];

/// Whether so many lines are the one above a message: `On Mon, Feb 2, 2026 at 10:00 Ana Ruiz <…> wrote:`.
fn is_header(lines: &[&str], count: usize) -> bool {
    let Some(header) = lines.get(..count) else { return false };
    if header.iter().any(|line| line.trim().is_empty() || line.trim_start().starts_with('>')) {
        return false;
    }
    let line = header.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let bare = line.strip_suffix(':').or_else(|| line.strip_suffix('：')).map(str::trim_end);
    let Some(bare) = bare.filter(|line| line.len() < 400 && line.contains(|c: char| c.is_ascii_digit())) else {
        return false;
    };
    let is_known = HEADERS.iter().any(|(start, verb)| {
        // The verb comes last, or only a name follows it: `Am 2. Februar schrieb Ana Ruiz:`.
        let name = bare.strip_prefix(start).and_then(|rest| rest.rsplit_once(verb)).map(|(_, name)| name);
        let is_name = |word: &str| word.starts_with(|c: char| !c.is_lowercase());
        name.is_some_and(|name| name.is_empty() || (name.starts_with(' ') && name.split_whitespace().all(is_name)))
    });
    let has_time = bare
        .as_bytes()
        .windows(3)
        .any(|three| three[0].is_ascii_digit() && [b':', b'.', b'h'].contains(&three[1]) && three[2].is_ascii_digit());
    let is_by_address =
        bare.contains('<') && bare.contains('@') && (bare.ends_with('>') && has_time || bare.contains(" wrote "));
    is_by_address || (is_known && (has_time || is_above_quote(&lines[count..])))
}

/// Whether the next line that is not empty is quoted.
fn is_above_quote(below: &[&str]) -> bool {
    below.iter().map(|line| line.trim_start()).find(|line| !line.is_empty()).is_some_and(|line| line.starts_with('>'))
}

/// How lines above a message start, and the verb in them.
const HEADERS: [(&str, &str); 10] = [
    ("On ", " wrote"),
    ("Am ", " schrieb"),
    ("Le ", " a écrit"),
    ("El ", " escribió"),
    ("Il ", " ha scritto"),
    ("Em ", " escreveu"),
    ("Op ", " schreef"),
    ("Den ", " skrev"),
    ("W dniu ", " napisał"),
    ("在 ", "写道"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mail_programs_add_is_found() {
        use LeftOut::{Mail, Signature};
        let envelope = "From: Ana Ruiz <ana@example.org>\nSent: Monday\nTo: Ines Roy\nSubject: Paging\n\nFine?";
        let rule = format!("{}\n{envelope}", "_".repeat(32));
        for (text, found) in [
            ("Am 02.02.2026 um 10:00 schrieb Ana Ruiz <ana@example.org>:\n\nPasst das?", &[Mail][..]),
            ("Am 02.02.2026 um 10:00 schrieb Ana Ruiz:\n\nPasst das?", &[Mail]),
            ("On Mon, Feb 2, 2026 at 10:00 Ana Ruiz <a@example.org>\nwrote:\n\n> Fine?\n", &[Mail]),
            ("On 2 Feb 2026, Ana Ruiz wrote:\n> Fine?", &[Mail]),
            ("Ana Ruiz <ana@example.org> wrote on 2026-02-02:\n\nFine?", &[Mail]),
            ("2026年2月2日(月) 10:00 Ana Ruiz <ana@example.org>:\n\nFine?", &[Mail]),
            ("пн, 2 февр. 2026 г. в 10:00, Ana Ruiz <ana@example.org>:\n\nFine?", &[Mail]),
            ("-----Original Message-----\nFrom: Ana\n\nFine?", &[Mail]),
            (envelope, &[Mail]),
            (&rule, &[Mail]),
            ("**Von:** Ana Ruiz\n**Gesendet:** Montag\n**An:** Ines\n**Betreff:** Paging\n\nPasst das?", &[Mail]),
            ("De : Ana Ruiz\nEnvoyé : lundi\nÀ : Ines\nObjet : Paging\n\nBon ?", &[Mail]),
            ("发件人：Ana\n发送时间：2026\n收件人：Ines\n\n好", &[Mail]),
            ("-- \nInes Roy\nSupport", &[Signature]),
            ("--\nInes Roy", &[Signature]),
            ("Sent from my phone", &[Signature]),
            ("Sent from my phone\n\nP. S. It wakes me.", &[Signature]),
            ("Reply to this email directly, view it on GitHub, or unsubscribe.", &[Signature]),
            // The author's own.
            ("On 12 May I wrote down what woke me:\n\n- exports", &[]),
            ("On 12 May I wrote:\n\n- exports", &[]),
            ("On 2026-02-12 Ana wrote that we page support:\n\nI disagree.", &[]),
            ("I asked <ana@example.org> on 2 May about this:\n\n- exports", &[]),
            ("Since 2026 I write to <ana@example.org>:\n\n- exports", &[]),
            ("On call I wrote:\n\n- a list", &[]),
            ("Am 5. Mai um 10:00 schrieb ich auf, was mich weckt:\n\n- Exporte", &[]),
            ("Sent from my pager at 3 am, these alerts wake me.\n\nPlease stop.", &[]),
            ("Sent from my pager at 3 am these alerts\nwake me.", &[]),
            ("--\nI get paged. Please stop.", &[]),
            ("From: now on\nPlease: log it", &[]),
            ("From: the exporter\nTo: the pager", &[]),
        ] {
            let kinds: Vec<LeftOut> =
                parts(&format!("No.\n\n{text}"), Vec::new()).iter().map(|(_, kind)| *kind).collect();
            assert_eq!(kinds, found, "{text}");
        }
        let below = "Sent from my phone\n\nIt wakes me.";
        assert_eq!(parts(below, Vec::new())[0].0.of(below), "Sent from my phone\n");
    }
}

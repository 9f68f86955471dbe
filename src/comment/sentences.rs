//! Whether a quote has whole sentences of a comment.
//!
//! Both are compared as a page shows them: how words are wrapped and emphasized plays no part, nor which quotation marks
//! they have, but letters, case and other marks do. A sentence ends only where that is certain, so that no part of one is
//! taken for a whole: what is not certain is one sentence with what follows.

use std::collections::HashSet;
use std::fmt;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::own;
use crate::document::{events, shown};
use crate::text::{Span, composed, one_line, shortened};

/// The mark where words are left out.
pub(crate) const CUT: &str = "[…]";

/// The marks of sentences that the author replies to, and of code.
const REPLY: &str = "> ";
const CODE: &str = "``` ";

/// Why a quote does not consist of whole sentences of a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotWhole {
    /// There are no words.
    Empty,
    /// These words are not in the author's own words.
    Absent(String),
    /// These words are there as a part of a longer sentence, which is not known where words are shorter than that.
    Fragment(String),
    /// Whole words, of which others before them are a part.
    Led { words: String, by: String },
    /// Whole sentences from here on are in another order, or sentences between them are missing without a mark.
    Apart(String),
}

impl fmt::Display for NotWhole {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("there are no words"),
            Self::Absent(words) => {
                write!(out, "the comment does not say {} in its author's own words", shortened(words))
            }
            Self::Fragment(words) => write!(out, "{} is only a part of a sentence in the comment", shortened(words)),
            Self::Led { words, by } => {
                write!(out, "{} is a part of {}, so quote that as well", shortened(words), shortened(by))
            }
            Self::Apart(words) => write!(
                out,
                "the comment has these sentences in another order, or others between them, from {} on",
                shortened(words)
            ),
        }
    }
}

/// Checks that a quote, as markdown, consists of whole sentences of the author's own words in a comment, in order, with
/// [`CUT`] where something is left out. If it has what they reply to, that is compared as well: under another question, the
/// same answer says something else.
///
/// # Errors
/// What is not whole.
pub(crate) fn holds(comment: &str, quoted: &str) -> Result<(), NotWhole> {
    let quoted = Shown::read(quoted, true);
    let is_reply = |sentence: &String| sentence.starts_with(REPLY);
    let text = match quoted.sentences.iter().any(is_reply) {
        true => own::with_replies(comment),
        false => own::own(comment).text,
    };
    // What is left out behind a question may be its own answer.
    let cut_off = quoted.sentences.windows(2).find(|pair| is_reply(&pair[0]) && pair[1] == CUT);
    if let Some(pair) = cut_off {
        return Err(NotWhole::Apart(pair[0].clone()));
    }
    // Words that are struck out are nobody's, so they can be left out, but not be shown as if they were not.
    holds_in(&Shown::read(&text, true), &quoted).or_else(|_| holds_in(&Shown::read(&text, false), &quoted))
}

fn holds_in(comment: &Shown, quoted: &Shown) -> Result<(), NotWhole> {
    if quoted.sentences.iter().all(|sentence| sentence == CUT || sentence.starts_with(REPLY)) {
        return Err(NotWhole::Empty);
    }
    let all = joined(&comment.sentences);
    // The comment may have the mark itself.
    let whole = [quoted.sentences.as_slice()];
    let parts: Vec<&[String]> = match all.contains(&joined(whole[0])) {
        true => whole.to_vec(),
        false => quoted.sentences.split(|sentence| sentence == CUT).filter(|part| !part.is_empty()).collect(),
    };
    let starts = comment.starts();
    let mut is_quoted = vec![false; comment.sentences.len()];
    let mut at = 0;
    for part in parts {
        let Some(found) = all[at..].find(&joined(part)).map(|found| at + found) else {
            let known: HashSet<&String> = comment.sentences.iter().collect();
            let unknown = quoted.sentences.iter().find(|sentence| *sentence != CUT && !known.contains(sentence));
            return Err(match unknown {
                None => NotWhole::Apart(part[0].clone()),
                Some(words) if all.contains(words.as_str()) => NotWhole::Fragment(words.clone()),
                Some(words) => NotWhole::Absent(words.clone()),
            });
        };
        let first = starts.partition_point(|start| *start < found);
        is_quoted[first..first + part.len()].fill(true);
        // The line end behind one part is that before the next.
        at = found + joined(part).len() - 1;
    }
    let led = comment.leads.iter().enumerate().filter(|(index, _)| is_quoted[*index]);
    let missing = led.filter_map(|(index, lead)| Some((index, (*lead)?))).find(|(_, lead)| !is_quoted[*lead]);
    match missing {
        Some((index, lead)) => {
            Err(NotWhole::Led { words: comment.sentences[index].clone(), by: comment.sentences[lead].clone() })
        }
        None => Ok(()),
    }
}

/// Sentences, each on a line between two line ends.
fn joined(sentences: &[String]) -> String {
    format!("\n{}\n", sentences.join("\n"))
}

/// The sentences of a page.
#[derive(Default)]
struct Shown {
    sentences: Vec<String>,
    /// The words before each that it goes on with, by their index: `I am against` before the items of a list.
    leads: Vec<Option<usize>>,
    /// The words that lead to the lists and tables that are open.
    open: Vec<Option<usize>>,
    /// The words that lead to the paragraph or the code that is open.
    before: Option<usize>,
    /// The last sentence of the last block, if no mark ends it.
    unended: Option<usize>,
    /// How many block quotes are open, of what the author replies to.
    replies: usize,
}

impl Shown {
    /// Reads markdown. Words that are struck out are marked, or left out.
    fn read(text: &str, keeps_struck: bool) -> Self {
        let mut shown = Self::default();
        // The paragraph, item, cell or code that is open.
        let mut block = String::new();
        let mut is_code = false;
        let mut struck = 0_usize;
        let mut in_comment = false;
        for (event, _) in events::read(text, 0) {
            match event {
                Event::Start(Tag::BlockQuote(_)) => {
                    shown.close(&mut block, is_code);
                    shown.replies += 1;
                }
                Event::End(TagEnd::BlockQuote(_)) => {
                    shown.close(&mut block, is_code);
                    shown.replies = shown.replies.saturating_sub(1);
                }
                Event::Text(words) | Event::Code(words) if struck == 0 || keeps_struck => block.push_str(&words),
                Event::SoftBreak | Event::HardBreak => block.push(' '),
                Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) if keeps_struck => {
                    block.push_str("~~");
                }
                Event::Start(Tag::Strikethrough) => struck += 1,
                Event::End(TagEnd::Strikethrough) => struck = struck.saturating_sub(1),
                // Own words have none, and a quote that has one says more than they do.
                Event::Start(Tag::Image { dest_url, .. }) => block.push_str(&format!("![{dest_url}](")),
                Event::End(TagEnd::Image) => block.push(')'),
                Event::TaskListMarker(done) => block.push_str(if done { "[x] " } else { "[ ] " }),
                Event::FootnoteReference(name) => block.push_str(&format!("[^{name}]")),
                Event::Html(html) | Event::InlineHtml(html) => {
                    block.extend(shown::outside_comments(&html, &mut in_comment));
                }
                Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. })
                | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
                Event::Text(_) | Event::Code(_) => {}
                event => {
                    // A comment that the block does not close hides what comes after it.
                    if matches!(event, Event::End(TagEnd::HtmlBlock)) && std::mem::take(&mut in_comment) {
                        block.push_str("<!--");
                    }
                    shown.close(&mut block, is_code);
                    is_code = matches!(event, Event::Start(Tag::CodeBlock(_)));
                    shown.lead(&event);
                }
            }
        }
        shown.close(&mut block, is_code);
        shown
    }

    /// Adds the sentences of a block. Code has none.
    fn close(&mut self, block: &mut String, is_code: bool) {
        let text = std::mem::take(block);
        let text = composed(&one_line(&text)).replace(SINGLE, "'").replace(DOUBLE, "\"").replace("[...]", CUT);
        if text.is_empty() {
            return;
        }
        let reply = REPLY.repeat(self.replies);
        if is_code {
            self.sentences.push(format!("{reply}{CODE}{text}"));
        } else {
            for (index, part) in text.split(CUT).enumerate() {
                if index > 0 {
                    self.sentences.push(CUT.to_owned());
                }
                self.sentences.extend(sentences(part).map(|sentence| format!("{reply}{sentence}")));
            }
        }
        let lead = self.before.take().or_else(|| self.open.iter().rev().find_map(|lead| *lead));
        self.leads.resize(self.sentences.len(), lead);
        let last = self.sentences.len() - 1;
        let bare = self.sentences[last].trim_end_matches(['"', '\'', ')', '）', '」', '』']);
        self.unended = Some(last).filter(|_| !bare.ends_with(ENDS));
    }

    /// Notes what leads to the block that opens or closes.
    fn lead(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::List(_) | Tag::Table(_)) => self.open.push(self.unended.take()),
            Event::End(TagEnd::List(_) | TagEnd::Table) => drop(self.open.pop()),
            // One item does not lead to the next.
            Event::Start(Tag::Item) => self.unended = None,
            Event::Start(Tag::Paragraph | Tag::CodeBlock(_)) => {
                // Not everybody ends a paragraph with a mark.
                self.before = self.unended.filter(|last| self.sentences[*last].ends_with(LEADS));
            }
            _ => {}
        }
    }

    /// Where each sentence starts among all of them, as [`joined`] writes them, with the line end before it.
    fn starts(&self) -> Vec<usize> {
        let mut next = 0;
        let starts = self.sentences.iter().map(|sentence| {
            let start = next;
            next += sentence.len() + 1;
            start
        });
        starts.collect()
    }
}

/// Marks that end a sentence.
const ENDS: [char; 12] = ['.', '!', '?', '…', '。', '！', '？', '｡', '؟', '۔', '।', '።'];

/// Marks behind which a sentence goes on in the next paragraph.
const LEADS: [char; 7] = [':', '：', ',', '，', '—', '–', '-'];

/// Quotation marks that are compared as the plain ones.
const SINGLE: [char; 5] = ['‘', '’', '‚', '‛', 'ʼ'];
const DOUBLE: [char; 6] = ['“', '”', '„', '‟', '«', '»'];

/// The sentences of a text on one line.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut ends = Vec::new();
    let mut start = 0;
    let mut is_quoted = false;
    let mut brackets = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            '(' | '[' | '{' | '（' | '「' | '『' | '【' => brackets += 1,
            ')' | ']' | '}' | '）' | '」' | '』' | '】' => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        let end = at + character.len_utf8();
        if !is_quoted && brackets == 0 && is_end(character, &text[start..at], &text[end..]) {
            ends.push(Span::new(start, end));
            start = end;
        }
    }
    ends.push(Span::new(start, text.len()));
    ends.into_iter().map(|span| span.of(text).trim()).filter(|sentence| !sentence.is_empty())
}

/// Whether a sentence certainly ends with a mark between two parts of a text.
fn is_end(mark: char, before: &str, after: &str) -> bool {
    match mark {
        // What is said, and that somebody says it: 「…。」と.
        '。' | '！' | '？' | '｡' => !after.starts_with(['。', '！', '？', '｡', '、', '…', 'と', 'っ']),
        '.' => after.starts_with(' ') && !is_abbreviated(before, after) && starts_sentence(after),
        '!' | '?' | '؟' | '۔' | '।' | '॥' | '։' | '።' => after.starts_with(' ') && starts_sentence(after),
        _ => false,
    }
}

/// Whether a text may start a sentence: the first letter in it is not small.
fn starts_sentence(text: &str) -> bool {
    let mut letters = text.chars().take(NEAR).filter(|c| c.is_alphabetic());
    match letters.next() {
        Some(letter) => !letter.is_lowercase(),
        None => text.chars().nth(NEAR).is_none() && !text.contains(|c: char| c.is_numeric()),
    }
}

/// How far a first letter is looked for.
const NEAR: usize = 40;

/// Whether a full stop is a part of the word before it.
fn is_abbreviated(before: &str, after: &str) -> bool {
    let word = before.rsplit(' ').next().unwrap_or_default();
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_short = |part: &str| part.chars().nth(2).is_none() && part.chars().all(char::is_alphabetic);
    let is_before_number = after.trim_start().starts_with(|c: char| c.is_numeric());
    word.chars().nth(1).is_none()
        || word.ends_with('.')
        || word.chars().all(char::is_numeric)
        || (word.contains('.') && word.split('.').all(is_short))
        || (is_before_number && word.chars().nth(4).is_none())
        || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// Words that a full stop shortens. One too many only makes a sentence longer.
const ABBREVIATIONS: &[&str] = &[
    "abs", "approx", "apt", "art", "aug", "bzw", "ca", "capt", "cf", "ch", "co", "col", "corp", "dec", "dept", "dr",
    "eg", "ed", "eds", "ej", "esp", "est", "etc", "eq", "evtl", "ex", "feb", "fig", "figs", "fri", "gen", "ggf", "gov",
    "ibid", "ie", "inc", "incl", "inkl", "jan", "jr", "jul", "jun", "lt", "ltd", "mar", "max", "min", "misc", "mme",
    "mon", "mr", "mrs", "ms", "mt", "nos", "nov", "nr", "num", "oct", "op", "par", "pp", "prof", "pt", "ref", "refs",
    "resp", "rev", "sat", "sec", "sep", "sept", "sgt", "sr", "sra", "st", "str", "sun", "tel", "thu", "tue", "usw",
    "vgl", "vol", "vs", "wed", "wg", "zb",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_that_is_certain() {
        for (text, expected) in [
            ("One. Two! Three? Four", &["One.", "Two!", "Three?", "Four"][..]),
            (
                "Please log the tenant, e.g. in the pager. Then it works.",
                &["Please log the tenant, e.g. in the pager.", "Then it works."],
            ),
            (
                "See No. 5 People wait. J. Roy and Dr. Osei agree.",
                &["See No. 5 People wait.", "J. Roy and Dr. Osei agree."],
            ),
            ("It is v. 2 Then", &["It is v. 2 Then"]),
            ("Am 5. Mai um 3. Also nicht.", &["Am 5. Mai um 3. Also nicht."]),
            ("I think ... Maybe. No", &["I think ... Maybe.", "No"]),
            ("The U.S. Office is z.B. Fine", &["The U.S. Office is z.B. Fine"]),
            ("Really? no. yes", &["Really? no. yes"]),
            ("Fine. 👍 Thanks. 👍 a lot. 👍", &["Fine.", "👍 Thanks. 👍 a lot.", "👍"]),
            (
                "You say \"It is fine. They never mind.\" I do not. No.",
                &["You say \"It is fine. They never mind.\" I do not.", "No."],
            ),
            ("It works (I hope. Really.) Yes. No", &["It works (I hope. Really.) Yes.", "No"]),
            (
                "困ります。毎晩です！「大丈夫。」と言われました。",
                &["困ります。", "毎晩です！", "「大丈夫。」と言われました。"],
            ),
            ("行くぞ！と言った。", &["行くぞ！と言った。"]),
            ("यह ठीक नहीं है। धन्यवाद", &["यह ठीक नहीं है।", "धन्यवाद"]),
            ("No. I disagree.", &["No.", "I disagree."]),
            ("a.b c.d", &["a.b c.d"]),
            ("", &[]),
        ] {
            assert_eq!(sentences(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    /// A comment of several blocks.
    const COMMENT: &str = "\
> Support is never paged at night.

I do **not** think it is fine to page support. Please log\nthe tenant! Is that “planned”?

- First the log
- Then the *pager*

[ ] is nothing. ~~We~~ Nobody sleeps. It’s cafe\u{301} time.

<details>

This is folded.

</details>

- [x] Done
";

    #[test]
    fn whole_sentences_are_found() {
        for quoted in [
            "I do not think it is fine to page support.",
            "I do **not** think it is fine to page support. Please log the tenant!",
            "Please log\n  the _tenant_!",
            "Is that \"planned\"?\n\nFirst the log",
            "I do not think it is fine to page support.\n\n[…]\n\nThen the pager",
            "[…] Please log the tenant! [...] Then the pager […]",
            "It's café time.",
            "~~We~~ Nobody sleeps.",
            "Nobody sleeps.",
            "- [x] Done",
            "> Support is never paged at night.\n\nI do not think it is fine to page support.",
            "Please log the tenant! <!-- a note -->",
        ] {
            assert_eq!(holds(COMMENT, quoted), Ok(()), "{quoted}");
        }
        let whole = own::own(COMMENT).text;
        assert_eq!(holds(COMMENT, &whole), Ok(()));
        // The mark may be the author's.
        assert_eq!(holds("One […] two.", "One […] two."), Ok(()));
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        use NotWhole::{Absent, Apart, Empty, Fragment};
        for (quoted, reason) in [
            ("it is fine to page support", Fragment("it is fine to page support".to_owned())),
            ("it is fine to page support.", Fragment("it is fine to page support.".to_owned())),
            ("I do […] think it is fine to page support.", Fragment("I do".to_owned())),
            ("i do not think it is fine to page support.", Absent("i do not think it is fine to page support.".into())),
            ("Please log the tenant?", Absent("Please log the tenant?".to_owned())),
            ("Please log the tenant", Fragment("Please log the tenant".to_owned())),
            ("Support is never paged at night.", Absent("Support is never paged at night.".to_owned())),
            ("This is folded.", Absent("This is folded.".to_owned())),
            ("We Nobody sleeps.", Absent("We Nobody sleeps.".to_owned())),
            ("- [ ] Done", Absent("[ ] Done".to_owned())),
            ("Done", Fragment("Done".to_owned())),
            ("Then the pager […] First the log", Apart("First the log".to_owned())),
            ("Please log the tenant! First the log", Apart("Please log the tenant!".to_owned())),
            ("Please log the tenant!\n\nFirst the log", Apart("Please log the tenant!".to_owned())),
            ("![no](x)", Absent("![x](no)".to_owned())),
            ("<font>Please log the tenant!</font>", Absent("<font>Please log the tenant!</font>".to_owned())),
            ("Please ~~never~~ log the tenant!", Absent("Please ~~never~~ log the tenant!".to_owned())),
            ("", Empty),
            ("[…]", Empty),
            ("> Please log the tenant!", Empty),
            ("> Support is never paged at night.", Empty),
            ("> Is it?\n\nPlease log the tenant!", Absent("> Is it?".to_owned())),
            (
                "> Support is never paged at night.\n\nPlease log the tenant!",
                Apart("> Support is never paged at night.".into()),
            ),
            (
                "> Support is never paged at night.\n\n[…] First the log",
                Apart("> Support is never paged at night.".into()),
            ),
            ("Please log the tenant!\n\n![no](x)", Absent("![x](no)".to_owned())),
            ("    Please log the tenant!", Absent("``` Please log the tenant!".to_owned())),
        ] {
            let found = holds(COMMENT, quoted).unwrap_err();
            assert_eq!(std::mem::discriminant(&found), std::mem::discriminant(&reason), "{quoted}: {found}");
            if !matches!(reason, Absent(_)) {
                assert_eq!(found, reason, "{quoted}");
            }
        }
    }

    #[test]
    fn what_leads_to_words_is_a_part_of_them() {
        let comment = "\
I am against these:

- page support at night
- page nobody, of which
  - the worst is silence

### What I do not want

1. more alerts

This is not true:

Support sleeps. It never does.

Log it.

- with a name
";
        for (quoted, by) in [
            ("page support at night", Some("I am against these:")),
            ("I am against these:\n\n- page support at night", None),
            ("I am against these: […] page nobody, of which\n\nthe worst is silence", None),
            ("I am against these: […] the worst is silence", Some("page nobody, of which")),
            ("page nobody, of which\n\nthe worst is silence", Some("I am against these:")),
            ("more alerts", Some("What I do not want")),
            ("Support sleeps.", Some("This is not true:")),
            ("This is not true: […] It never does.", None),
            ("What I do not want", None),
            ("Log it.", None),
            ("with a name", None),
            (comment, None),
        ] {
            match (holds(comment, quoted), by) {
                (Ok(()), None) => {}
                (Err(NotWhole::Led { by: found, .. }), Some(by)) => assert_eq!(found, by, "{quoted}"),
                (found, _) => panic!("{quoted}: {found:?}"),
            }
        }
    }
}

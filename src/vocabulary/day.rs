//! Days as people write them. Only `YYYY-MM-DD` is right, alone or with a time; other common forms are read, so that a
//! finding can say what was meant.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::text::{Span, fold};

/// A day of a header, an attribution or an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    /// As written.
    pub text: String,
    /// Its place in the file.
    pub span: Span,
    /// The day, when there is one.
    pub date: Option<Date>,
    /// Whether it is written `YYYY-MM-DD`, alone or with a time.
    pub iso: bool,
}

/// Forms met in public logs, after ordinals and marks are taken out.
const FORMS: &[&str] = &[
    "%Y-%m-%d", "%d %B %Y", "%B %d %Y", "%d %b %Y", "%b %d %Y", "%d.%m.%Y", "%Y/%m/%d", "%m/%d/%Y", "%d/%m/%Y",
    "%d/%m/%y", "%d-%B-%Y", "%d-%b-%Y", "%d-%m-%Y", "%Y.%m.%d", "%Y %m %d", "%Y %B %d", "%Y-%b-%d", "%Y-%B-%d",
    "%Y_%m_%d", "%Y%m%d",
];

impl Day {
    /// Reads a date from all of `text`, which is at `span`.
    pub(crate) fn read(text: &str, span: Span) -> Self {
        let text = text.trim();
        // The full stop ends the line, not the date: `— Ines Roy, 2026-02-12.`
        let iso = iso(text.strip_suffix('.').unwrap_or(text)).or_else(|| day_of_time(text));
        Self { text: text.to_owned(), span, date: iso.or_else(|| lenient(text)), iso: iso.is_some() }
    }
}

/// The day of a date with a time: `2026-02-12T10:11:12Z`.
fn day_of_time(text: &str) -> Option<Date> {
    // A longer text may also be a date with a remark, which is not the right form.
    let is_time = |text: &&str| text.len() > 10 && text.is_char_boundary(10) && has_iso_shape(&text[..10]);
    let text = Some(text).filter(is_time)?;
    let is_valid = text.parse::<DateTime>().is_ok() || text.parse::<Timestamp>().is_ok();
    is_valid.then(|| iso(&text[..10])).flatten()
}

/// A day written `YYYY-MM-DD` that exists.
pub(crate) fn iso(text: &str) -> Option<Date> {
    has_iso_shape(text).then(|| text.parse().ok()).flatten()
}

/// Whether text has the shape `NNNN-NN-NN`, be it a day that exists or not.
pub(crate) fn has_iso_shape(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// Forms that could be meant as well when a date is written in another one; no date is read by them. With full stops
/// the day is before the month everywhere.
const OTHER_FORMS: &[&str] = &["%m-%d-%Y", "%m/%d/%y", "%y/%m/%d", "%y-%m-%d", "%d-%m-%y", "%y.%m.%d", "%d.%m.%y"];

/// Every day that a text may mean which is a day and nothing else, each once. `05/09/2026` is in May
/// for one reader and in September for the other.
pub(crate) fn meanings(text: &str) -> Vec<Date> {
    let mut days = days(&plain(text), FORMS.iter().chain(OTHER_FORMS)).collect::<Vec<_>>();
    days.sort();
    days.dedup();
    days
}

fn lenient(text: &str) -> Option<Date> {
    // The first of two days, as in `2026-04-27, 2023-07-03`, and a day with a remark after it.
    let folded = fold(text);
    if let Some(first) = folded.trim_start_matches(MARKS).get(..10).and_then(iso) {
        return Some(first);
    }
    days(&plain(text), FORMS).next()
}

/// Marks around a date that say nothing.
const MARKS: &[char] = &['{', '}', '"', '\'', '`', '*', '_', '(', ')', '[', ']', ' '];

/// Dashes that an editor writes in place of a hyphen.
const DASHES: &[char] = &['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'];

/// The days that a text is by some forms.
fn days<'a>(plain: &'a str, forms: impl IntoIterator<Item = &'a &'a str>) -> impl Iterator<Item = Date> {
    // `January, 2026` would else be a day of the year 26, and `08/01/24` one of the year 24.
    let days = forms.into_iter().filter_map(move |form| Date::strptime(form, plain).ok());
    days.filter(|day| day.year() >= 1900)
}

/// The months in English, French, German, Spanish, Portuguese, Dutch and Italian, as `fold` leaves them, in one row a
/// month. A name may be cut off after its third letter.
const MONTHS: [&[&str]; 12] = [
    &["january", "janvier", "januar", "jänner", "enero", "janeiro", "januari", "gennaio"],
    &["february", "février", "fevrier", "februar", "febrero", "fevereiro", "februari", "febbraio"],
    &["march", "mars", "märz", "maerz", "marzo", "março", "marco", "maart", "mrt"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maio", "mei", "maggio"],
    &["june", "juin", "juni", "junio", "junho", "giugno"],
    &["july", "juillet", "juli", "julio", "julho", "luglio"],
    &["august", "août", "aout", "agosto", "augustus"],
    &["september", "septembre", "septiembre", "setiembre", "setembro", "settembre"],
    &["october", "octobre", "oktober", "octubre", "outubro", "ottobre"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "décembre", "decembre", "dezember", "diciembre", "dezembro", "dicembre"],
];

/// The English names, by which a month is read.
const ENGLISH: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words in and around a date that say nothing: particles, and the days of the week by their first letters.
const PARTICLES: &[&str] = &[
    "of", "the", "on", "de", "del", "do", "di", "le", "il", "el", "den", "der", "am", "op", "em", "utc", "gmt", "z",
    "last", "updated",
];
const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "segunda-feira",
    "terça-feira",
    "quarta-feira",
    "quinta-feira",
    "sexta-feira",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
];

/// The English name of a month, whole or cut off.
fn month(word: &str) -> Option<&'static str> {
    let is_it = |name: &&str| *name == word || (word.chars().count() >= 3 && name.starts_with(word));
    // `mar` begins the same month in all of the languages, and so does every other start of three letters but
    // `jui` and `jun`, which are read as they are in English and French.
    MONTHS.iter().position(|names| names.iter().any(is_it)).map(|index| ENGLISH[index])
}

/// A text without marks around it, ordinals, particles, weekdays and times; months in English, digits in ASCII.
fn plain(text: &str) -> String {
    let mut folded = fold(text).replace(DASHES, "-");
    // `2026年2月11日` and `2026년 2월 11일` are read as `2026-2-11`.
    if folded.contains(['年', '년']) {
        folded = folded.replace(['年', '月', '년', '월'], "-").replace(['日', '일'], " ").replace("- ", "-");
    }
    let mut words: Vec<&str> = Vec::new();
    for word in folded.trim_matches(MARKS).split(|c: char| c == ',' || c.is_whitespace()) {
        let word = word.trim_end_matches('.');
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic() || "ºª°".contains(c));
        let ordinal = !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(&word[digits.len()..], "st" | "nd" | "rd" | "th" | "er" | "o" | "º" | "°" | "a" | "ª" | "e");
        let word = if ordinal { digits } else { word };
        let is_time = word.contains(':') && word.bytes().all(|byte| byte.is_ascii_digit() || b":+-".contains(&byte));
        let is_weekday = || WEEKDAYS.iter().any(|day| *day == word || (word.len() >= 3 && day.starts_with(word)));
        let said = if is_time || PARTICLES.contains(&word) { "" } else { month(word).unwrap_or(word) };
        if !said.is_empty() && (said != word || !is_weekday()) {
            words.push(said);
        }
    }
    // `11-févr.-2026`
    let plain = words.join(" ");
    let parts: Vec<&str> = plain.split('-').collect();
    match parts.as_slice() {
        [day, name, year] => match month(name.trim_end_matches('.')) {
            Some(name) => [day, name, year].join("-"),
            None => plain,
        },
        _ => plain,
    }
}

/// Every `YYYY-MM-DD` in `text`, whether the day exists or not, with its offset.
pub(crate) fn find_all(text: &str) -> Vec<(usize, &str)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at + 10 <= bytes.len() {
        let free = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-');
        if bytes[at].is_ascii_digit()
            && text.get(at..at + 10).is_some_and(has_iso_shape)
            && (at == 0 || free(bytes.get(at - 1)))
            && free(bytes.get(at + 10))
        {
            found.push((at, &text[at..at + 10]));
            at += 10;
        } else {
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn forms_of_the_wild() {
        for text in [
            "2023-09-05",
            "Updated 2023-09-05",
            "last updated 5 September 2023",
            "2023-9-5",
            "Sep 5th, 2023",
            "5th September 2023",
            "05.09.2023",
            "September 5, 2023",
            "5th of September 2023",
            "09/05/2023",
            "{ 2023-09-05 }",
            "2023-09-05 :ghost:",
            "5-September-2023",
            "05-09-2023",
            "05/09/23",
            "05 Sep 2023.",
            "(2023-09-05)",
            "2023.09.05",
            "2023-09-05 (split)",
            "20230905",
            "2023/09/05",
            "２０２３-０９-０５",
            "2023–09–05",
            "2023—09—05",
            "2023-Sep-05",
            "2023_09_05",
            "5‑September‑2023",
            "2023年9月5日",
            "２０２３年９月５日",
            "2023년 9월 5일",
            "5. September 2023",
            "5 septembre 2023",
            "mardi 5 septembre 2023",
            "5 de septiembre de 2023",
            "5 de setembro de 2023",
            "5 settembre 2023",
            "Dienstag, den 5. Sept. 2023",
            "5-sept.-2023",
            "2023 September 5",
            "Tue, 5 Sep 2023 10:11:12 +00:00",
        ] {
            let day = Day::read(text, Span::default());
            assert_eq!(day.date, Some(date(2023, 9, 5)), "{text}");
            assert_eq!(day.iso, text == "2023-09-05", "{text}");
        }
        for (text, month) in [
            ("11 février 2026", 2),
            ("11. Februar 2026", 2),
            ("11 févr. 2026", 2),
            ("11 febbraio 2026", 2),
            ("11 de fevereiro de 2026", 2),
            ("11 februari 2026", 2),
            ("11 DE FEBRERO DE 2026", 2),
            ("11. März 2026", 3),
            ("11 maart 2026", 3),
            ("11 août 2026", 8),
            ("11 déc. 2026", 12),
            ("11. Dez. 2026", 12),
            ("11 juin 2026", 6),
            ("11 juil. 2026", 7),
            ("11 mei 2026", 5),
            ("11º de março de 2026", 3),
        ] {
            let day = Day::read(text, Span::default());
            assert_eq!((day.date, day.iso), (Some(date(2026, month, 11)), false), "{text}");
            assert_eq!(meanings(text), [date(2026, month, 11)], "{text}");
        }
        assert_eq!(Day::read("1er mars 2026", Span::default()).date, Some(date(2026, 3, 1)));
        for text in [
            "2023-02-31",
            "January, 2026",
            "2022-09",
            "soon",
            "",
            "2023-07-2i",
            "20231305",
            "2023年9月",
            "5 ma 2023",
            "nd 5 September 2023",
            "2023-9-5th",
            "5",
        ] {
            assert_eq!(Day::read(text, Span::default()).date, None, "{text}");
        }
    }

    #[test]
    fn a_time_is_its_day() {
        for text in [
            "2017-09-07T00:00:00.000Z",
            "2017-09-07T23:59:59+02:00",
            "2017-09-07T10:11",
            "2017-09-07 10:11:12",
            "2017-09-07 10:11:12Z",
            "2017-09-07.",
        ] {
            let day = Day::read(text, Span::default());
            assert_eq!((day.date, day.iso), (Some(date(2017, 9, 7)), true), "{text}");
        }
        for text in ["2017-09-07T25:00:00Z", "2017-09-07 (10:11)", "2017-09-07T", "2017-09-07 at ten"] {
            assert!(!Day::read(text, Span::default()).iso, "{text}");
        }
        assert_eq!(Day::read("2017-09-31T00:00:00Z", Span::default()).date, None);
    }

    #[test]
    fn a_day_may_mean_more_than_one() {
        for text in ["2026/3/2", "2 March 2026", "March 2nd, 2026", "2026-3-2", "2-Mar-2026"] {
            assert_eq!(meanings(text), [date(2026, 3, 2)], "{text}");
        }
        assert_eq!(meanings("25.12.2026"), [date(2026, 12, 25)]);
        assert_eq!(meanings("12/25/2026"), [date(2026, 12, 25)]);
        assert_eq!(meanings("5/5/2026"), [date(2026, 5, 5)]);
        assert_eq!(meanings("5.9.2026"), [date(2026, 9, 5)]);
        for text in ["05/09/2026", "05-09-2026", "25/12/23", "05/09/23"] {
            assert!(meanings(text).len() > 1, "{text}");
        }
        for text in ["2026-04-27, 2023-07-03", "2026-04-27 :ghost:", "2026-02-31", "soon", ""] {
            assert_eq!(meanings(text), [], "{text}");
        }
    }

    #[test]
    fn days_inside_text() {
        let found: Vec<&str> =
            find_all("asked 2026-02-10, until 2026-02-31; id 12026-02-10x").into_iter().map(|(_, day)| day).collect();
        assert_eq!(found, ["2026-02-10", "2026-02-31"]);
        assert_eq!(find_all("(2026-02-10)"), [(1, "2026-02-10")]);
        assert_eq!(find_all("5 of these 10"), []);
    }
}

//! Days as people write them. Only `YYYY-MM-DD` is right; other common forms are read, so that a
//! finding can say what was meant.

use jiff::civil::Date;

use crate::text::Span;

/// A day of a header, an attribution or an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    /// As written.
    pub text: String,
    /// Its place in the file.
    pub span: Span,
    /// The day, when there is one.
    pub date: Option<Date>,
    /// Whether it is written `YYYY-MM-DD`.
    pub iso: bool,
}

/// Forms met in public logs, after ordinals and marks are taken out.
const FORMS: &[&str] = &[
    "%Y-%m-%d", "%d %B %Y", "%B %d %Y", "%d %b %Y", "%b %d %Y", "%d.%m.%Y", "%Y/%m/%d", "%m/%d/%Y", "%d/%m/%Y",
    "%d/%m/%y", "%d-%B-%Y", "%d-%b-%Y", "%d-%m-%Y",
];

impl Day {
    /// Reads a date from all of `text`, which is at `span`.
    pub(crate) fn read(text: &str, span: Span) -> Self {
        let text = text.trim();
        let iso = iso(text);
        Self { text: text.to_owned(), span, date: iso.or_else(|| lenient(text)), iso: iso.is_some() }
    }
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

/// Forms that could be meant as well when a date is written in another one; no date is read by them.
const OTHER_FORMS: &[&str] =
    &["%m.%d.%Y", "%m-%d-%Y", "%m/%d/%y", "%y/%m/%d", "%y-%m-%d", "%d-%m-%y", "%y.%m.%d", "%d.%m.%y", "%m.%d.%y"];

/// Every day that a text may mean which is a day and nothing else, each once. `05/09/2026` is in May
/// for one reader and in September for the other.
pub(crate) fn meanings(text: &str) -> Vec<Date> {
    let mut days = days(&plain(text), FORMS.iter().chain(OTHER_FORMS)).collect::<Vec<_>>();
    days.sort();
    days.dedup();
    days
}

fn lenient(text: &str) -> Option<Date> {
    // The first of two days, as in `2026-04-27, 2023-07-03`, and a day with a remark behind it.
    if let Some(first) = unmarked(text).get(..10).and_then(iso) {
        return Some(first);
    }
    days(&plain(text), FORMS).next()
}

fn unmarked(text: &str) -> &str {
    text.trim_matches(['{', '}', '"', '\'', '`', '*', ' '])
}

/// The days that a text is by some forms.
fn days<'a>(plain: &'a str, forms: impl IntoIterator<Item = &'a &'a str>) -> impl Iterator<Item = Date> {
    // `January, 2026` would else be a day of the year 26, and `08/01/24` one of the year 24.
    let days = forms.into_iter().filter_map(move |form| Date::strptime(form, plain).ok());
    days.filter(|day| day.year() >= 1900)
}

/// A text without marks around it, ordinals and commas.
fn plain(text: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in unmarked(text).split(|c: char| c == ',' || c.is_whitespace()) {
        let word = word.trim_end_matches('.');
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ordinal = !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(&word[digits.len()..], "st" | "nd" | "rd" | "th");
        let word = if ordinal { digits } else { word };
        if !word.is_empty() && word != "of" {
            words.push(word);
        }
    }
    words.join(" ")
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
        ] {
            let day = Day::read(text, Span::default());
            assert_eq!(day.date, Some(date(2023, 9, 5)), "{text}");
            assert_eq!(day.iso, text == "2023-09-05");
        }
        for text in ["2023-02-31", "January, 2026", "2022-09", "soon", "", "2023-07-2i"] {
            assert_eq!(Day::read(text, Span::default()).date, None, "{text}");
        }
    }

    #[test]
    fn a_day_may_mean_more_than_one() {
        for text in ["2026/3/2", "2 March 2026", "March 2nd, 2026", "2026-3-2", "2-Mar-2026"] {
            assert_eq!(meanings(text), [date(2026, 3, 2)], "{text}");
        }
        assert_eq!(meanings("25.12.2026"), [date(2026, 12, 25)]);
        assert_eq!(meanings("12/25/2026"), [date(2026, 12, 25)]);
        assert_eq!(meanings("5/5/2026"), [date(2026, 5, 5)]);
        for text in ["05/09/2026", "5.9.2026", "05-09-2026", "25/12/23", "05/09/23"] {
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
    }
}

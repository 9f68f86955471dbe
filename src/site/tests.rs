//! What holds of every site, whatever log it is made of: links lead somewhere, elements are closed, ids are
//! one of a kind, nothing on a page could run, and no word of a record is missing from its page.

use std::collections::BTreeSet;

use jiff::civil::Date;
use pulldown_cmark::{Event, Parser, Tag};

use super::markdown::decoded;
use super::markup::read_pages;
use super::{Site, SitePage, SiteSettings};
use crate::catalog::Catalog;
use crate::decision;
use crate::document::events::{self, options};
use crate::document::shown;
use crate::policy::Policy;
use crate::text::{RepoPath, Span};

/// A log in memory.
pub(crate) fn catalog(files: &[(&str, &str)]) -> Catalog {
    let policy = Policy::default();
    let read =
        |(path, text): &(&str, &str)| decision::read(RepoPath::new(*path), text.as_bytes().to_vec(), &policy.words);
    Catalog::new(files.iter().map(read).collect(), [], policy.clone(), DAY)
}

/// The day on which the sample sites are looked at.
pub(super) const DAY: Date = Date::constant(2026, 6, 1);

/// Checks the site of a log, each decision with its number and its text.
pub(super) fn site(files: &[(u32, &str)], check: impl FnOnce(&Site<'_>)) {
    let paths: Vec<String> = files.iter().map(|(number, _)| format!("decisions/{number:04}-x.md")).collect();
    let files: Vec<(&str, &str)> = paths.iter().map(String::as_str).zip(files.iter().map(|(_, text)| *text)).collect();
    let catalog = catalog(&files);
    check(&Site::new(&catalog, SiteSettings { title: "Log".to_owned(), day: Some(DAY), ..SiteSettings::default() }));
}

/// Checks the site of these decisions, with numbers from 1.
pub(super) fn site_of(texts: &[String], check: impl FnOnce(&Site<'_>)) {
    let files: Vec<(u32, &str)> = (1..).zip(texts.iter().map(String::as_str)).collect();
    site(&files, check);
}

/// A page as a reader sees it: without elements, on one line.
pub(super) fn seen(html: &str) -> String {
    let body = html.split_once("<main").map_or(html, |(_, body)| body);
    let text: Vec<&str> = body.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    text.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The targets of the links of a page.
pub(super) fn hrefs(html: &str) -> Vec<&str> {
    html.split("href=\"").skip(1).filter_map(|part| part.split_once('"')).map(|(href, _)| href).collect()
}

/// The text of a file from a byte on, without a part of it.
fn without(text: &str, start: usize, part: Option<Span>) -> String {
    match part.filter(|part| part.start >= start) {
        Some(part) => [&text[start..part.start], "\n", &text[part.end..]].concat(),
        None => text[start..].to_owned(),
    }
}

/// A text with a space between each word and a tag beside it: the page may show the tag.
fn apart(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for letter in text.chars() {
        if (letter == '<' && before.is_alphanumeric()) || (before == '>' && letter.is_alphanumeric()) {
            out.push(' ');
        }
        out.push(letter);
        before = letter;
    }
    out
}

/// Checks all of the above.
#[track_caller]
pub(crate) fn hold(catalog: &Catalog) {
    let settings = SiteSettings { title: "Log".to_owned(), ..SiteSettings::default() };
    let site = Site::new(catalog, settings);
    let pages = read_pages(&site);
    for (path, page) in &site.pages() {
        if let SitePage::Decision(index) = page {
            let decision = &catalog.decisions[*index];
            let text = &crate::text::composed(&pages[path].text);
            let body = &decision.text[decision.body_start()..];
            let targets: BTreeSet<String> = Parser::new_ext(body, options())
                .filter_map(|event| match event {
                    Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                        Some(dest_url.to_string())
                    }
                    _ => None,
                })
                .collect();
            // The heading of the page is the title without the id.
            let title = decision.title.as_ref().map(|title| title.span);
            let in_title =
                |word: &shown::Word| title.is_some_and(|title| (title.start..title.end).contains(&word.span.start));
            let unseen = shown::unseen(&decision.text, decision.body_start());
            let is_seen = |word: &shown::Word| {
                !unseen.iter().any(|span| span.start <= word.span.start && word.span.start < span.end)
            };
            // Tags are no words. The text between them is.
            let html: Vec<Span> = events::read(&decision.text, decision.body_start())
                .filter(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_)))
                .map(|(_, span)| span)
                .collect();
            let in_html = |at: usize| html.iter().any(|span| span.start <= at && at < span.end);
            let plain = without(&decision.text, decision.body_start(), title);
            let plain = shown::text(&apart(&plain), 0);
            let plain = crate::text::composed(&decoded(&plain));
            for word in plain.split(|letter: char| !letter.is_alphanumeric()) {
                assert!(text.contains(word), "{path} lacks `{word}`");
            }
            for word in shown::words(&decision.text, decision.body_start()).into_iter().filter(is_seen) {
                // A browser draws the number of an item itself.
                let number = word.text.strip_suffix('.').unwrap_or_default();
                let is_mark = in_title(&word)
                    || (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
                    || targets.contains(&word.text)
                    || !word.text.starts_with(char::is_alphanumeric)
                    || word.text.contains(['/', '#', '|', '<'])
                    || in_html(word.span.start);
                let word: String = word.text.chars().filter(|character| !crate::text::is_hidden(*character)).collect();
                assert!(is_mark || text.contains(&word), "{path} lacks `{word}`");
            }
        }
    }
}

#[test]
fn a_small_log_holds() {
    hold(&catalog(&[
        (
            "decisions/0001-a.md",
            "---\nstatus: superseded\nsuperseded-by: \"0002\"\ntags: [On Call, on call]\n---\n# A\n\nSee [b](0002-b.md#x) and [c](../src/x.rs)[^1].\n\n[^1]: one\n\n[^1]: again\n",
        ),
        (
            "decisions/0004-d.md",
            "# D\n\n<details><summary>Sum <b>up</b></summary>\n\n## Place\n\n<a name=x></a>[a](0001-a.md#none) [b](0002-b.md#consultation) [c](#x) [d](0004-d.md#x) [e](0002-b.md#b)\n\n![f](f.png) <img src=g.png>\n\n<table><tr><td>Cell &amp; more</table>\n",
        ),
        (
            "decisions/0002-b.md",
            "---\nstatus: accepted\nconsulted: [\"Ines Roy\", \"@lee\", \"src/x.rs\"]\ndecision-makers: [Ana]\n---\n# B\n\n## Consultation\n\n> words, and *more* of them\n>\n> — Ines Roy, 2026-02-12, [thread](https://example.org)\n\n**Overruled by Ana:** no.\n\n**No answer:** @lee, asked 2026-02-10, waited until 2026-02-24.\n",
        ),
        ("other/0002-b.md", "# Another b\n"),
        (
            "other/0003-c.md",
            "---\nstatus: proposed\nconsulted: [Bo Lund, Ines Roy, Sam Okafor]\n---\n# C\n\n## Consultation\n\n- \"Not at night.\" (Bo Lund, ops, 2026-02-12)\n\n**Ines Roy, 2026-02-12:** Nor on Friday.\n\n| Who | Said |\n|-|-|\n| Sam Okafor | Never. |\n",
        ),
    ]));
    hold(&catalog(&[]));
}

#[test]
fn links_to_places_in_other_files_are_kept() {
    let files = [
        (
            "decisions/0001-a.md",
            "# A\n\n[b](0002-b.md#why) [c](0002-b.md#none) [d](../src/d.rs#L3-L7) [e](0001-a.md#a) [f](0002-b.md#f)\n",
        ),
        ("decisions/0002-b.md", "# B\n\n## Why\n\n<a id=f></a>\n"),
    ];
    let catalog = catalog(&files);
    let source_url = Some("https://git.example.org/blob/main/".to_owned());
    let site = Site::new(&catalog, SiteSettings { source_url, ..SiteSettings::default() });
    let page = site.render(SitePage::Decision(0));
    for target in [
        "0002-b.html#h-why\">b",
        "0002-b.html\">c",
        "https://git.example.org/blob/main/src/d.rs#L3-L7\" rel=\"nofollow noopener\">d",
        "0001-a.html#main\">e",
        "0002-b.html#a-f\">f",
    ] {
        assert!(page.contains(&format!("<a href=\"{target}</a>")), "{target} in {page}");
    }
}

/// A comment is in no file of a site, wherever it is.
#[test]
fn comments_are_in_no_file() {
    let comment = "<!-- secret: Ana said no -->";
    let text = format!(
        "---\nstatus: accepted # secret\nconsulted: [Ines Roy] # secret\n---\n{comment}\n\n# A {comment}\n\n## Context {comment}\n\nx {comment} y\n\n<div>{comment}\n\n## B {comment}\n\n</div>\n\n| a {comment} |\n|-|\n| <b>b{comment}</b> |\n\n## Consultation\n\n> Never {comment} at night.\n>\n> {comment}\n>\n> — Ines Roy {comment}, 2026-02-12\n\n**Changed:** moved {comment} to the day.\n\n<!-- secret\n\n## Secret\n\n![secret](secret.png) <a name=secret></a>\n\n-->\n\n[//]: # (secret)\n\n<p><!-- secret\n\n## Secret\n"
    );
    let catalog = catalog(&[("decisions/0001-a.md", &text)]);
    hold(&catalog);
    let base_url = Some("https://example.org/".to_owned());
    let site = Site::new(&catalog, SiteSettings { base_url, ..SiteSettings::default() });
    for (path, page) in site.pages() {
        let file = site.render(page);
        assert!(!file.to_lowercase().contains("secret"), "{path}: {file}");
    }
    assert_eq!(super::pictures::shown_files(&catalog), BTreeSet::new());
}

#[test]
fn the_outcome_of_each_consulted_person_is_shown() {
    let text = |states: &str| {
        format!(
            "---\nstatus: proposed\nconsulted: [\"@lee\"]\n---\n# A\n\n## Consultation\n\n**Asked:** @lee, 2026-02-10.\n\n{states}"
        )
    };
    for (states, expected) in [
        ("", "<span class=\"none unquoted\">asked 2026-02-10, no answer yet</span>"),
        (
            "**No answer:** @lee, asked 2026-02-10, waited until 2026-02-24.\n",
            "<span class=\"none no-answer\">no answer: asked 2026-02-10, waited until 2026-02-24</span>",
        ),
        ("> words\n>\n> — @lee, 2026-02-12\n", "<a href=\"#said-lee-2026-02-12\">“words”</a></span>"),
    ] {
        let catalog = catalog(&[("decisions/0001-a.md", &text(states))]);
        hold(&catalog);
        let page = Site::new(&catalog, SiteSettings::default()).render(SitePage::Decision(0));
        assert!(page.contains(expected), "{states}: {page}");
    }
}

#[test]
fn a_hostile_log_holds() {
    let hostile = r#"</title></script><script>alert(1)</script><img src=x onerror=alert(1)>" onclick="x" '--> {{7*7}} <!-- &lt;b&gt;"#;
    let long = "w".repeat(10_000);
    let said: String = (0..50).map(|index| format!("> {hostile} {long} {index}\n>\n> — {hostile}, 2026-02-12, [x](javascript:alert(1))\n\n**Overruled by {hostile}:** {hostile}\n\n")).collect();
    let yaml = hostile.replace('\\', "").replace('"', "\\\"");
    let text = format!(
        "---\nstatus: \"{yaml}\"\ndate: \"{yaml}\"\ntitle: \"{yaml}\"\nconsulted: [\"{yaml}\", \"{long}\", \"__proto__\"]\ndecision-makers: [\"{yaml}\"]\ngoverns: [\"{yaml}\"]\ntags: [\"{yaml}\", \"__proto__\", \"\u{202e}x\"]\nsupersedes: [\"{yaml}\"]\nreview-by: \"{yaml}\"\n---\n# {hostile} \u{202e}\n\n[a](javascript:alert(1)) ![b](data:text/html,x) <javascript:alert(1)> [c](JAVA\tSCRIPT:x)\n\n```{hostile}\n{hostile}\n```\n\n| {hostile} |\n|--|\n| {hostile} |\n\n## Consultation\n\n{said}\n## Consultation\n"
    );
    hold(&catalog(&[("decisions/0001-a.md", &text), ("decisions/0001-'\"><x.md", &text), ("decisions/con.md", &text)]));
}

#[test]
fn pages_without_content_are_not_in_the_navigation() {
    let empty = ["Voices", "People", "Paths", "Graph"];
    let said = "# T\n\n## Consultation\n\n> It hurts.\n>\n> — Ines Roy\n";
    for (texts, absent) in [
        (vec!["# T\n"], vec!["Voices", "People", "Paths", "Graph"]),
        (vec![said], vec!["Paths", "Graph"]),
        (vec!["---\nconsulted: [\"Ines Roy\"]\n---\n# T\n"], vec!["Voices", "Paths", "Graph"]),
        (vec!["---\ngoverns: [\"!src/**\"]\n---\n# T\n"], vec!["Voices", "People", "Paths", "Graph"]),
        (vec!["---\ngoverns: [\"src/**\"]\n---\n# T\n"], vec!["Voices", "People", "Graph"]),
        (vec!["---\nrelates-to: [\"2\"]\n---\n# T\n", "# U\n"], vec!["Voices", "People", "Paths"]),
        (vec!["---\nrelates-to: [\"1\"]\n---\n# T\n"], vec!["Voices", "People", "Paths", "Graph"]),
    ] {
        let files: Vec<(u32, &str)> = (1..).zip(texts.iter().copied()).collect();
        site(&files, |site| {
            let html = site.render(SitePage::Timeline(0));
            let left_out: Vec<&str> =
                empty.into_iter().filter(|name| !html.contains(&format!(">{name}</a></li>"))).collect();
            assert_eq!(left_out, absent, "{texts:?}");
        });
    }
}

#[test]
fn a_status_is_shown_unless_no_decision_has_one() {
    for (texts, count) in [(vec!["# T\n", "# U\n"], 0), (vec!["# T\n", "---\nstatus: accepted\n---\n# U\n"], 1)] {
        let files: Vec<(u32, &str)> = (1..).zip(texts.iter().copied()).collect();
        site(&files, |site| {
            for page in [SitePage::Timeline(0), SitePage::Decision(0)] {
                assert_eq!(seen(&site.render(page)).matches("no status").count(), count);
            }
            // In the list there is the page of those without a status as well.
            assert_eq!(seen(&site.render(SitePage::List(0))).matches("no status").count(), count * 2);
        });
    }
}

#[test]
fn the_language_of_the_log_is_that_of_the_page_but_not_of_the_navigation() {
    let catalog = catalog(&[("decisions/0001-x.md", "# \u{5e9}\n")]);
    for (lang, expected) in [(None, "<html lang=\"en\">"), (Some("he"), "<html lang=\"he\">")] {
        let settings = SiteSettings { lang: lang.map(str::to_owned), ..SiteSettings::default() };
        let html = Site::new(&catalog, settings).render(SitePage::Decision(0));
        assert!(html.contains(expected), "{html}");
        assert_eq!(html.contains("<header class=\"top\" lang=\"en\">"), lang.is_some());
        assert!(html.contains("<h1 dir=\"auto\">") && html.contains("<div class=\"text\" dir=\"auto\">"));
    }
}

#[test]
fn a_person_has_a_feed_where_the_site_has_an_address() {
    let quoted = "---\nstatus: accepted\ndate: 2026-03-02\nconsulted: [Ines Roy]\n---\n# A\n";
    let catalog =
        catalog(&[("decisions/0001-a.md", quoted), ("decisions/0002-b.md", "---\ndate: 2026-03-03\n---\n# B\n")]);
    let settings = SiteSettings { base_url: Some("https://example.org/".to_owned()), ..SiteSettings::default() };
    let with = Site::new(&catalog, settings);
    let feed = with.render(with.pages()["people/ines-roy.xml"]);
    assert!(feed.contains("<title>0001 A</title>") && !feed.contains("0002 B"), "{feed}");
    assert!(hrefs(&with.render(SitePage::Person(0))).contains(&"../people/ines-roy.xml"));
    assert!(!Site::new(&catalog, SiteSettings::default()).pages().contains_key("people/ines-roy.xml"));
}

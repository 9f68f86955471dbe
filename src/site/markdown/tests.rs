use std::time::{Duration, Instant};

use super::*;
use crate::decision;
use crate::text::RepoPath;
use crate::vocabulary::words::Words;

/// The body of a decision on a site where every file of the log, every person and every picture in `docs` has a page.
fn page(text: &str) -> String {
    body(text).html
}

fn body(text: &str) -> BodyPage {
    let file = |path: &str, _: Option<&str>| path.strip_prefix("decisions/").map(str::to_owned);
    let links_to = LinkResolver {
        words: SiteWords::of(None),
        file: &file,
        picture: &|path| path.strip_prefix("docs/").map(|name| format!("../files/{name}")),
        speaker: &|_| Some("who.html".to_owned()),
        evidence: &|_| Evidence::Claimed,
    };
    let path = RepoPath::new("decisions/0001-a.md");
    let decision = decision::read(path, text.as_bytes().to_vec(), &Words::default());
    let anchors = super::super::anchor::quote_anchors(&decision.consultation.quotes);
    body_page(super::super::decision::body_source(&decision, &anchors), links_to)
}

/// The end of a heading: the link to itself.
fn here(id: &str) -> String {
    format!("<a class=\"here\" href=\"#{id}\" aria-label=\"Link to this section\"></a>")
}

#[test]
fn quotes_are_figures_and_answers_have_classes() {
    let text = "# T\n\n## Consultation\n\n> It *hurts*.\n>\n> > as I said\n>\n> Much.\n> — Ines Roy, 2026-02-12\n\n\
                **Changed:** it is gone.\n\n**No answer:** @lee, asked 2026-02-10, waited until 2026-02-24.\n";
    assert_eq!(
        page(text),
        "<h2 id=\"h-consultation\">Consultation".to_owned()
            + &here("h-consultation")
            + "</h2>\n\
         <figure class=\"said\" id=\"said-ines-roy-2026-02-12\">\n<blockquote>\n<p>It <em>hurts</em>.</p>\n\
         <blockquote>\n<p>as I said</p>\n</blockquote>\n<p>Much.</p>\n</blockquote>\n\
         <figcaption>— <a href=\"who.html\">Ines Roy</a>, 2026-02-12 <span class=\"evidence claimed\">no source</span> \
         <a class=\"anchor\" href=\"#said-ines-roy-2026-02-12\" aria-label=\"Link to this quote\">#</a></figcaption>\n</figure>\n\
         <p class=\"answer changed\"><strong class=\"disposition changed\">Changed:</strong> it is gone.</p>\n\
         <p class=\"state no-answer\"><strong>No answer:</strong> @lee, asked 2026-02-10, waited until 2026-02-24.</p>\n"
    );
}

#[test]
fn quotes_are_figures_anywhere() {
    for text in [
        "## Consultation\n\n- > words here\n  >\n  > — Ines Roy\n\n  **Open:** later\n- next\n",
        "## Consultation\n\n> - one\n> - two\n>\n> -- Ines Roy\n\n- **Declined:** no\n",
        "## Consultation\n\n> — Ines Roy\n\nNothing was said.\n",
        "## Consultation\n\n> words  \n> — [Ines Roy](x), **2026-02-12**\n",
        "## Consultation\n\n> words\n— Ines Roy\n",
    ] {
        let page = page(text);
        let (_, caption) = page.split_once("<figcaption>").unwrap();
        assert!(caption.contains("Ines Roy") && !caption.contains("<figcaption>"), "{page}");
        assert_eq!(page.matches("Ines Roy").count(), 1, "the caption alone says who: {page}");
        balanced(&page);
    }
}

#[test]
fn other_html_is_text_and_comments_are_left_out() {
    let text = "a <q onclick=x>bold</q><br>next <!-- hidden --> end\n\n<script>\nalert(1)\n</script>\n\n<!-- a\nb -->\n\n<section>|<!--\n\nx\n";
    let page = page(text);
    assert_eq!(
        page,
        "<p>a &lt;q onclick=x&gt;bold&lt;/q&gt;<br />\nnext  end</p>\n<p class=\"html\">&lt;script&gt;\nalert(1)\n&lt;/script&gt;\n</p>\n<p class=\"html\">&lt;section&gt;|</p>\n"
    );
}

#[test]
fn harmless_html_is_written_anew() {
    for (text, html) in [
        ("x<sup onclick=y>2</sup> <KBD>Ctrl</KBD> <u >z</u>\n", "<p>x<sup>2</sup> <kbd>Ctrl</kbd> <u>z</u></p>\n"),
        (
            "<details open class=x>\n<summary>More</summary>\n\n- a\n\n</details>\n\nb\n",
            "<details open>\n<summary>More</summary>\n<ul>\n<li>a</li>\n</ul>\n</details>\n<p>b</p>\n",
        ),
        ("<details><summary>x</summary>y\n</details>\n", "<details>\n<summary>x</summary>\n<p>y\n</p>\n</details>\n"),
        (
            "<table>\n<tr><th>a</th><td colspan='2' rowspan=999 style=x>b &mdash; c</td></tr>\n</table>\n",
            "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table 1\"><table><tr><th>a</th><td colspan=\"2\">b — c</td></tr>\n</table>\n</div>\n",
        ),
        ("| a |\n|-|\n| <ul><li>b</li><li>c</li></ul> |\n", "<td><ul>\n<li>b</li>\n<li>c</li>\n</ul>\n</td>"),
        ("<p align=center>\n  <b>a</b> b\n</p>\n", "<p>\n  <b>a</b> b\n</p>\n"),
        ("<div>\n\n*a*\n\n</div>\n", "<div>\n<p><em>a</em></p>\n</div>\n"),
        ("<div>a <blink>b</blink></div>\n", "<div>\na &lt;blink&gt;b&lt;/blink&gt;</div>\n"),
        ("<a href='0002-b.md?x&amp;y'>b</a>\n", "<p><a href=\"0002-b.md\">b</a></p>\n"),
        ("<a href=javascript:x>b</a>\n", "<p><span class=\"nowhere\" title=\"javascript:x\">b</span></p>\n"),
        ("<a\nhref='java&#115;cript&colon;x'>b</a>\n", "<span class=\"nowhere\" title=\"javascript:x\">b</span>"),
        (
            "<a name='Odd \"place\"'></a>x [y](#odd-place)\n",
            "<span id=\"a-odd-place\"></span>x <a href=\"#a-odd-place\">y</a>",
        ),
        ("a <div>b</div>\n", "<p>a &lt;div&gt;b</p>\n"),
        (
            "<pre><code>a\n\n  <b>b</b> &lt;\n</code></pre>\n",
            "<pre tabindex=\"0\" role=\"group\" aria-label=\"Code\"><code>a\n\n  <b>b</b> &lt;\n</code></pre>\n",
        ),
        (
            "<table><colgroup><col width=3><col></colgroup><tr><td>a</table>\n",
            "<table><tr><td>a</td></tr>\n</table>\n</div>\n",
        ),
        ("<figure>\n<b>a</b>\n<figcaption>c</figcaption></figure>\n", "<div>\n<b>a</b>\n<p>c</p>\n</div>\n"),
        ("Vec<S> and Vec<T>\n", "<p>Vec&lt;S&gt; and Vec&lt;T&gt;</p>\n"),
    ] {
        let page = page(text);
        assert!(page.contains(html), "{html} in {page}");
        balanced(&page);
    }
}

#[test]
fn html_that_is_left_open_ends_with_what_it_is_in() {
    for (text, html) in [
        ("a <b>c\n\nd\n", "<p>a <b>c</b></p>\n<p>d</p>\n"),
        ("*a <b>c* d</b> e\n", "<p><em>a <b>c</b></em> d e</p>\n"),
        ("<b>a <i>b</b> c</i>\n", "<p><b>a <i>b</i></b> c</p>\n"),
        ("- <div>\n\n  a\n- b\n", "<p>a</p>\n</div>\n</li>\n<li>\n<p>b"),
        ("> <details>\n> a\n\nb\n", "a\n</p>\n</details>\n</blockquote>\n<p>b</p>\n"),
        ("</div></article></td>\n\na </div></p></main> b\n", "<p>&lt;/article&gt;\n</p>\n<p>a &lt;/main&gt; b</p>\n"),
        ("<p>a\n\nb\n\n</p>\n", "<p>a\n</p>\n<p>b</p>\n"),
        (
            "<table><tr><td>a\n\n**b**\n\n</table>\n\nc\n",
            "<tr><td>a\n<p><strong>b</strong></p>\n</td></tr>\n</table>\n</div>\n<p>c</p>\n",
        ),
        ("<table>\n\n<tr>\n\n<td>a</td>\n\n</tr>\n\n</table>\n", "<table><tr><td>a</td></tr>\n</table>\n</div>\n"),
        ("<table>a<tr><td>b\n", "</table>\n</div>\n<p>a</p>\n<p>b\n</p>\n"),
        ("<td>a<li>b<summary>c\n", "<p>a</p>\n<p>b</p>\n<p>c\n</p>\n"),
        (
            "<table><tr><td><table><tr><td>a</td></tr></table>b</td></tr></table>c\n",
            "a</td></tr>\n</table>\n</div>\nb</td></tr>\n</table>\n</div>\n<p>c\n</p>\n",
        ),
        ("<details>\n\na </details>\n\nb\n", "<details>\n<p>a </p>\n</details>\n<p>b</p>\n"),
        (
            "<a href=0002-b.md>a\n\n[b](0003-c.md) [<a href=x>c</a>](0004-d.md)\n",
            "<p><a href=\"0002-b.md\">a</a></p>\n<p><a href=\"0003-c.md\">b</a> <a href=\"0004-d.md\">c</a></p>\n",
        ),
    ] {
        let page = page(text);
        assert!(page.contains(html), "{html} in {page}");
        balanced(&page);
    }
}

/// Many tags take no longer than as much text, and nest no deeper.
#[test]
fn a_flood_of_tags_is_flattened() {
    let count = 20_000;
    for part in [
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<td>",
        "<table>",
        "<table><tr><td>",
        "<details><summary>",
        "<a href=x>",
        "<a name=x>",
        "<",
        "<a \"",
        "&amp;",
        "&#0;",
        "<p",
        "<b></i>",
        "https://a.example/(",
        "http://.",
        ")",
    ] {
        let tags = part.repeat(count);
        for text in [
            format!(
                "a https://x{tags}
"
            ),
            format!(
                "<div>
{tags}
"
            ),
        ] {
            let start = Instant::now();
            let page = page(&text);
            assert!(start.elapsed() < Duration::from_secs(10), "{part}: {:?}", start.elapsed());
            assert!(page.matches("<div>").count() <= DEEPEST, "{part}");
            balanced(&page);
        }
    }
}

#[test]
fn ids_of_records_do_not_collide_with_those_of_the_page() {
    let text = "# T <a id=main></a>\n\n<a id=main></a><a id=said-1></a><a id=note-1></a><a id=h-x></a><a name=x></a><a id=x></a><a id=\"\"></a>\n\n## X\n\n## Main\n\n[a](#main) [b](#x) [c](#said-1)\n\n## Consultation\n\n> w <a id=y></a>\n>\n> — Ines Roy <a id=z></a>\n>\n> ## Q\n\n[d](#y) [e](#z) [f](#q) x[^1]\n\n[^1]: n\n";
    let page = page(text);
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), ids.iter().collect::<HashSet<_>>().len(), "{ids:?}");
    assert!(!ids.contains(&"main"), "{ids:?}");
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(target == "main" || ids.contains(&target), "{target} in {page}");
    }
    for link in
        ["<a href=\"#main\">a</a>", "<a href=\"#h-x\">b</a>", "<a href=\"#a-said-1\">c</a>", "<a href=\"#a-y\">d</a>"]
    {
        assert!(page.contains(link), "{link} in {page}");
    }
}

#[test]
fn contents_are_the_headings_of_two_levels() {
    let text = "# T\n\n## A *b*\n\n### C\n\n#### D\n\n> ## E\n\n<details>\n\n## F\n\n</details>\n";
    let contents = body(text).contents;
    let shown: Vec<_> = contents.iter().map(|entry| (entry.level, &*entry.id, &*entry.text)).collect();
    assert_eq!(shown, [(2, "h-a-b", "A b"), (3, "h-c", "C"), (2, "h-f", "F")]);
    assert_eq!(body("# T\n\n## A\n\n## B\n").contents, []);
}

#[test]
fn pictures_of_the_repository_are_shown() {
    for (text, html) in [
        ("![a *b* `c`](../docs/x.svg)\n", "<p><img src=\"../files/x.svg\" alt=\"a b c\" loading=\"lazy\" /></p>"),
        ("![](/docs/d/x.png 'title')\n", "<img src=\"../files/d/x.png\" alt=\"x.png\" loading=\"lazy\" />"),
        (
            "[![a](../docs/x.png)](https://example.org)\n",
            "rel=\"nofollow noopener\"><img src=\"../files/x.png\" alt=\"a\" loading=\"lazy\" /></a>",
        ),
        (
            "<img src='../docs/x.png' width=300px height=\"20%\" alt='a \"b\"' onerror=x>\n",
            "<p><img src=\"../files/x.png\" alt=\"a &quot;b&quot;\" loading=\"lazy\" width=\"300\" />",
        ),
        ("![a](x.png)\n", "<a href=\"x.png\">picture: a</a>"),
        (
            "![a](https://example.org/docs/x.png)\n",
            "<a href=\"https://example.org/docs/x.png\" rel=\"nofollow noopener\">picture: a</a>",
        ),
        (
            "a <img src=\"data:image/png;base64,x\"> b\n",
            "<p>a <span class=\"nowhere\" title=\"data:image/png;base64,x\">picture: data:image/png;base64,x</span> b</p>",
        ),
        ("![a](../../docs/x.png)\n", "<span class=\"nowhere\" title=\"../../docs/x.png\">picture: a</span>"),
        ("<!-- ![a](../docs/x.png) -->\n<img>\n", "<span class=\"nowhere\" title=\"\">picture: </span>"),
    ] {
        let page = page(text);
        assert!(page.contains(html), "{html} in {page}");
        balanced(&page);
    }
    let text = "![a](../docs/x.png) <img src=/docs/y.gif> <!-- ![b](z.png) -->\n\n<div>\n<img src='z.svg'>\n</div>\n\n`![c](d.png)` ![e](https://example.org/e.png)\n";
    let decision = decision::read(RepoPath::new("decisions/0001-a.md"), text.as_bytes().to_vec(), &Words::default());
    let found = pictures(&decision);
    assert_eq!(found.iter().map(RepoPath::as_str).collect::<Vec<_>>(), ["docs/x.png", "docs/y.gif", "decisions/z.svg"]);
}

#[test]
fn addresses_in_text_are_links() {
    let link = "<a class=\"address\" href=\"https://example.org/a_b*c\" rel=\"nofollow noopener\">https://example.org/a_b*c</a>";
    for (text, html) in [
        ("See https://example.org/a_b*c.\n", format!("<p>See {link}.</p>")),
        ("| a |\n|-|\n| https://example.org/a_b*c |\n", format!("<td>{link}</td>")),
        ("<div>https://example.org/a_b*c</div>\n", format!("<div>\n{link}</div>")),
        (
            "## Consultation\n\n> w\n>\n> — Ines Roy\n\n**Changed:** https://example.org/a_b*c\n",
            format!("</strong> {link}</p>"),
        ),
        ("`https://example.org`\n", "<code>https://example.org</code>".to_owned()),
        ("    https://example.org\n", "<code>https://example.org\n</code>".to_owned()),
        ("[x https://example.org y](0002-b.md)\n", "<a href=\"0002-b.md\">x https://example.org y</a>".to_owned()),
        ("https://\" onclick=x\n", "<p>https://\" onclick=x</p>".to_owned()),
    ] {
        let page = page(text);
        assert!(page.contains(&html), "{html} in {page}");
        balanced(&page);
    }
}

#[test]
fn footnotes_come_last_and_lead_back() {
    let text = "a[^x] b[^y] c[^x]\n\n[^y]: second\n[^x]: first\n\nd\n\n> [^z]: third\n\n[^X]: again\n";
    let page = page(text);
    let (body, notes) = page.split_once("<section class=\"footnotes\"").unwrap();
    assert!(body.ends_with("<p>d</p>\n<blockquote>\n</blockquote>\n"), "{body}");
    assert_eq!(body.matches("id=\"note-1-ref\"").count(), 1);
    for part in [
        "<li id=\"note-1\"><p>first</p>\n",
        "<li id=\"note-2\"><p>second</p>\n<a class=\"back\" href=\"#note-2-ref\" aria-label=\"Back to the text\">↩</a></li>",
        "<li id=\"note-3\"><p>third</p>\n</li>",
    ] {
        assert!(notes.contains(part), "{part} in {notes}");
    }
    balanced(&page);
}

#[test]
fn headings_skip_no_level_and_have_ids() {
    let text = "# Title\n\n### Deep & odd\n\n# Again\n\n##### Down\n\n[a](#deep--odd) [b](#nowhere) [c](#again) [d](#title)\n\n# Again\n\n# [Title](0002-b.md) end\n\n# Title 1\n\n# Title 1\n";
    let page = page(text);
    assert_eq!(page.matches("Title").count(), 3, "the page has it already: {page}");
    for part in [
        "<h2 id=\"h-deep--odd\">Deep &amp; odd<a ",
        "<h2 id=\"h-again\">",
        "<h3 id=\"h-down\">",
        "<a href=\"#h-again\">c</a>",
        "<span class=\"nowhere\" title=\"nowhere\">b</span>",
        "<h2 id=\"h-again-1\">",
        "<a href=\"#main\">d</a>",
        "<h2 id=\"h-title-end\"><a href=\"0002-b.md\">Title</a> end<a ",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), ids.iter().collect::<HashSet<_>>().len(), "{ids:?}");
}

#[test]
fn deep_nesting_is_flattened() {
    let deep = format!("{}last *word*\n", "> ".repeat(300));
    let lists: String = (0..200).map(|depth| format!("{}- item{depth}\n", "  ".repeat(depth))).collect();
    for text in [deep, lists] {
        let page = page(&text);
        balanced(&page);
        assert!(page.matches("<ul>").count() + page.matches("<blockquote>").count() <= DEEPEST);
    }
    assert!(page("- a\n  - b\n    - c\n").contains("c</li>"));
}

#[test]
fn other_elements_are_written() {
    for (text, part) in [
        ("- [x] done\n- [ ] open\n", "aria-label=\"done\">☑</span> done"),
        ("a[^1] b[^2]\n\n[^1]: note\n", "href=\"#note-1\" aria-label=\"Footnote 1\">1</a></sup> b[^2]"),
        (
            "```Mermaid\na-->b\n```\n",
            "<code>a--&gt;b\n</code></pre>\n<figcaption>Diagram source (mermaid)</figcaption>\n</figure>",
        ),
        ("> [!CAUTION]\n> hot\n", "<div class=\"callout caution\">\n<p class=\"callout-name\">Caution</p>"),
        ("> [!WARNING]\n> hot\n", "<p class=\"callout-name\">Warning</p>\n<p>hot</p>\n</div>"),
        (
            "```js\n</script>\n```\n",
            "<pre tabindex=\"0\" role=\"group\" aria-label=\"Code: js\" data-language=\"js\"><code>&lt;/script&gt;\n</code></pre>",
        ),
        ("[![alt](a.png)](https://example.org)\n", "<a href=\"https://example.org\" rel=\"nofollow noopener\">alt</a>"),
        ("![a [b](c) d](x.png)\n", "<a href=\"x.png\">picture: a b d</a>"),
        ("| a | |\n|--:|--|\n| 1 | 2 |\n", "<th>a</th><td></td>"),
        ("<table><tr><th>a</th><th colspan=2> </th></tr></table>\n", "<th>a</th><td colspan=\"2\"> </td>"),
        ("<table><tr><th><b></b></th></tr></table>\n", "<th><b></b></th>"),
        ("turn\u{202e}ed `\u{7}`\n", "turn\\u{202e}ed <code>\\u{7}</code>"),
    ] {
        let page = page(text);
        assert!(page.contains(part), "{part} in {page}");
        balanced(&page);
    }
    assert!(!page("| a |\n|--:|\n| 1 |\n").contains("style"));
}

/// Every element that is opened is closed, in order.
#[track_caller]
fn balanced(page: &str) {
    let mut open = Vec::new();
    for tag in page.split('<').skip(1) {
        let name: &str = tag.split(['>', ' ']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{page}"),
            None if ["br", "hr", "img"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?} in {page}");
}

//! The HTML that a record may use. No tag is copied: elements come from a list and are written anew, with the few
//! attributes that they may have. Everything else is text.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

use crate::document::shown::HtmlTag;

/// An element that a record may use.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HtmlElement {
    pub name: &'static str,
    pub content: HtmlContent,
    /// Its tags on the page, where they are always the same.
    pub start: &'static str,
    pub end: &'static str,
    /// The elements that it has to be in directly, if it can't be anywhere.
    pub parents: &'static [&'static str],
}

impl HtmlElement {
    /// Whether it is a part of a line.
    pub(super) fn is_in_line(&self) -> bool {
        self.content == HtmlContent::Line || matches!(self.name, "br" | "img")
    }
}

/// What is in an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HtmlContent {
    /// Nothing. It has no end tag.
    Nothing,
    /// Text; it is a part of a line.
    Line,
    /// Text; it is a block.
    Text,
    /// Blocks.
    Blocks,
    /// Other elements, and no text.
    Elements,
}

/// A paragraph around text that has no element of its own.
pub(super) static BARE_TEXT: HtmlElement = element("", HtmlContent::Text, "<p>", "</p>\n", &[]);

use HtmlContent::{Blocks, Elements, Line, Nothing, Text};

const SECTIONS: &[&str] = &["table"];
const ROWS: &[&str] = &["table", "thead", "tbody", "tfoot"];
const LISTS: &[&str] = &["ul", "ol"];

/// Every element that a record may use. `a`, `img`, `details`, `pre`, `table` and cells have attributes, or something around
/// them.
static ELEMENTS: &[HtmlElement] = &[
    element("a", Line, "", "", &[]),
    element("b", Line, "<b>", "</b>", &[]),
    element("br", Nothing, "<br />\n", "", &[]),
    element("caption", Text, "<caption>", "</caption>\n", SECTIONS),
    element("center", Blocks, "<div>\n", "</div>\n", &[]),
    element("code", Line, "<code>", "</code>", &[]),
    // The page has no place for widths of columns.
    element("col", Nothing, "", "", &["colgroup", "table"]),
    element("colgroup", Elements, "", "", SECTIONS),
    element("del", Line, "<del>", "</del>", &[]),
    element("details", Blocks, "", "</details>\n", &[]),
    element("div", Blocks, "<div>\n", "</div>\n", &[]),
    element("em", Line, "<em>", "</em>", &[]),
    element("figcaption", Text, "<p>", "</p>\n", &[]),
    element("figure", Blocks, "<div>\n", "</div>\n", &[]),
    element("hr", Nothing, "<hr />\n", "", &[]),
    element("i", Line, "<i>", "</i>", &[]),
    element("img", Nothing, "", "", &[]),
    element("ins", Line, "<ins>", "</ins>", &[]),
    element("kbd", Line, "<kbd>", "</kbd>", &[]),
    element("li", Blocks, "<li>", "</li>\n", LISTS),
    element("mark", Line, "<mark>", "</mark>", &[]),
    element("ol", Elements, "<ol>\n", "</ol>\n", &[]),
    element("p", Text, "<p>", "</p>\n", &[]),
    element("pre", Text, "", "</pre>\n", &[]),
    element("s", Line, "<s>", "</s>", &[]),
    element("small", Line, "<small>", "</small>", &[]),
    element("span", Line, "", "", &[]),
    element("strong", Line, "<strong>", "</strong>", &[]),
    element("sub", Line, "<sub>", "</sub>", &[]),
    element("summary", Text, "<summary>", "</summary>\n", &["details"]),
    element("sup", Line, "<sup>", "</sup>", &[]),
    element("table", Elements, "", "</table>\n</div>\n", &[]),
    element("tbody", Elements, "<tbody>\n", "</tbody>\n", SECTIONS),
    element("td", Blocks, "", "</td>", &["tr"]),
    element("tfoot", Elements, "<tfoot>\n", "</tfoot>\n", SECTIONS),
    element("th", Blocks, "", "</th>", &["tr"]),
    element("thead", Elements, "<thead>\n", "</thead>\n", SECTIONS),
    element("tr", Elements, "<tr>", "</tr>\n", ROWS),
    element("u", Line, "<u>", "</u>", &[]),
    element("ul", Elements, "<ul>\n", "</ul>\n", &[]),
];

const fn element(
    name: &'static str,
    content: HtmlContent,
    start: &'static str,
    end: &'static str,
    parents: &'static [&'static str],
) -> HtmlElement {
    HtmlElement { name, content, start, end, parents }
}

/// A part of HTML.
#[derive(Debug)]
pub(super) enum HtmlPart<'a> {
    /// Text, and tags that a record may not use.
    Text(&'a str),
    Start(&'static HtmlElement, HtmlTag<'a>),
    End(&'static HtmlElement),
}

/// The parts of HTML without comments.
pub(super) fn parts(html: &str) -> Vec<HtmlPart<'_>> {
    let mut parts = Vec::new();
    // No tag ends behind the last `>`, and it would be looked for from each `<`.
    let (tags, last) = html.split_at(html.rfind('>').map_or(0, |at| at + 1));
    let (mut from, mut at) = (0, 0);
    while let Some(start) = tags[at..].find('<').map(|offset| at + offset) {
        let tag = HtmlTag::read(&tags[start..]);
        let known = tag.as_ref().and_then(|tag| known_element(tag));
        at = start + tag.as_ref().map_or(1, |tag| tag.written.len());
        let (Some(tag), Some(element)) = (tag, known) else { continue };
        parts.push(HtmlPart::Text(&tags[from..start]));
        parts.push(if tag.closes { HtmlPart::End(element) } else { HtmlPart::Start(element, tag) });
        from = at;
    }
    parts.push(HtmlPart::Text(&tags[from..]));
    parts.push(HtmlPart::Text(last));
    parts.retain(|part| !matches!(part, HtmlPart::Text("")));
    parts
}

/// The element of a tag that a record may use.
fn known_element(tag: &HtmlTag<'_>) -> Option<&'static HtmlElement> {
    // `Vec<S>` is code that somebody forgot to mark, and no struck out text.
    let is_parameter = tag.name.len() == 1 && tag.name.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_named = |element: &&HtmlElement| element.name.eq_ignore_ascii_case(tag.name);
    // Names may have a dash: `<b-tree>`.
    let behind = tag.written.trim_start_matches(['<', '/'])[tag.name.len()..].chars().next();
    let is_whole = behind.is_some_and(|character| character.is_whitespace() || "/>".contains(character));
    let element = ELEMENTS.iter().find(is_named).filter(|_| is_whole && !is_parameter)?;
    attribute(tag, "hidden").is_none().then_some(element)
}

/// The value of an attribute, as a browser reads it; empty where the attribute has none.
pub(super) fn attribute<'a>(tag: &HtmlTag<'a>, name: &str) -> Option<Cow<'a, str>> {
    let written = tag.written.trim_start_matches(['<', '/']).trim_end_matches('>');
    let mut rest = written.get(tag.name.len()..)?;
    loop {
        rest = rest.trim_start_matches(|character: char| character.is_ascii_whitespace() || character == '/');
        let is_end = |character: char| character.is_ascii_whitespace() || "=/".contains(character);
        // A name may start with the sign.
        let first = rest.chars().next()?.len_utf8();
        let end = rest[first..].find(is_end).map_or(rest.len(), |end| first + end);
        let (key, behind) = rest.split_at(end);
        let mut value = "";
        rest = behind;
        if let Some(behind) = behind.trim_ascii_start().strip_prefix('=') {
            let behind = behind.trim_ascii_start();
            (value, rest) = match behind.chars().next() {
                Some(mark @ ('"' | '\'')) => behind[1..].split_once(mark).unwrap_or((&behind[1..], "")),
                _ => behind
                    .split_at(behind.find(|character: char| character.is_ascii_whitespace()).unwrap_or(behind.len())),
            };
        }
        if key.eq_ignore_ascii_case(name) {
            return Some(decoded(value));
        }
    }
}

/// A number of an attribute, if it is one of at most this many digits.
pub(super) fn number(tag: &HtmlTag<'_>, name: &str, digits: usize) -> Option<String> {
    let value = attribute(tag, name)?;
    let value = value.trim().trim_end_matches("px");
    let is_number = (1..=digits).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| value.to_owned())
}

/// The longest name of a character: `&CounterClockwiseContourIntegral;`.
const LONGEST: usize = 31;

/// Text of HTML with its character references decoded.
pub(in crate::site) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
        let name = behind.bytes().take(LONGEST).take_while(is_name).count();
        if name == 0 || behind.as_bytes().get(name) != Some(&b';') {
            out.push('&');
            rest = behind;
            continue;
        }
        match &rest[before.len()..before.len() + name + 2] {
            "&amp;" => out.push('&'),
            "&lt;" => out.push('<'),
            "&gt;" => out.push('>'),
            "&quot;" => out.push('"'),
            "&nbsp;" => out.push('\u{a0}'),
            // The parser knows all names.
            reference => Parser::new(reference).for_each(|event| {
                if let Event::Text(text) = event {
                    out.push_str(&text);
                }
            }),
        }
        rest = &behind[name + 1..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_the_list_alone_are_tags() {
        for (html, tags) in [
            ("<b>x</b>", "b /b"),
            ("<DIV class='a > b'>x</Div >", "div /div"),
            ("<br><br/><BR />", "br br br"),
            ("<script>x</script><style><iframe><svg><math><base><form><input>", ""),
            ("<b-tree><bb><b:c><b.d> <b\u{301}>", ""),
            ("Vec<S>, Fn<A>(B), <P>", ""),
            ("<div hidden>x</div>", "/div"),
            ("<a<b>x", ""),
            ("<b x=\"<i>\">", "b"),
            ("<b x=\"<i>", "b"),
            ("< b> </ b> <", ""),
            ("<!DOCTYPE b> <?b?> <![CDATA[<b>]]>", ""),
        ] {
            let found = parts(html).into_iter().filter_map(|part| match part {
                HtmlPart::Text(_) => None,
                HtmlPart::Start(element, _) => Some(element.name.to_owned()),
                HtmlPart::End(element) => Some(format!("/{}", element.name)),
            });
            assert_eq!(found.collect::<Vec<_>>().join(" "), tags, "{html}");
        }
        assert!(ELEMENTS.is_sorted_by_key(|element| element.name));
    }

    #[test]
    fn attributes_are_read_as_browsers_read_them() {
        for (written, value) in [
            ("<a href=x>", Some("x")),
            ("<a HREF = 'x y'>", Some("x y")),
            ("<a id=\"a\"href=\"b>c\">", Some("b>c")),
            ("<a/href=x/y>", Some("x/y")),
            ("<a =href href>", Some("")),
            ("<a title=href=y>", None),
            ("<a xhref=y data-href=z>", None),
            ("<a href=x href=y>", Some("x")),
            ("<a href=\"java&#115;cript&colon;x&amp;amp;\">", Some("javascript:x&amp;")),
            ("<a href=\"x>", Some("x")),
        ] {
            let tag = HtmlTag { written, name: "a", closes: false };
            assert_eq!(attribute(&tag, "href").as_deref(), value, "{written}");
        }
    }

    #[test]
    fn references_are_decoded() {
        for (text, shown) in [
            ("a &amp; b &lt;c&gt; &quot;d&quot;&nbsp;e", "a & b <c> \"d\"\u{a0}e"),
            ("&mdash;&#8212;&#x2014;&hellip;", "———…"),
            ("&rlm;&#x202e;", "\u{200f}\u{202e}"),
            ("&;&no;&amp &b*c*; && é&", "&;&no;&amp &b*c*; && é&"),
            ("&CounterClockwiseContourIntegral;", "∳"),
        ] {
            assert_eq!(decoded(text), shown, "{text}");
        }
    }
}

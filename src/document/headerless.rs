//! Fields of records that have no header, or none that can be read: preambles as mails have them (PEPs, BIPs), bullet
//! lists (MADR 2), bold lines, quotes, tables, and sections such as `Status` (Nygard).

mod fields;
mod links;
pub(super) mod names;
mod preamble;
mod section;
mod table;
mod value;

use super::body::Body;
use super::header::{Field, Node, Value};
use crate::text::{Span, Spanned};
pub(crate) use names::{is_section as is_section_name, relations};
pub(crate) use preamble::{Preamble, preamble};
pub(super) use section::links;

/// Says whether a key, as it is compared, may be in a body.
type IsKey<'a> = &'a dyn Fn(&str) -> bool;

/// The heading above the status of a record without a header.
pub(super) const STATUS: &str = "status";

/// Whether a section of this name is metadata where it is right below the title.
pub(super) fn is_section(name: &str, is_key: IsKey<'_>) -> bool {
    name == STATUS || names::known(name, is_key).is_some()
}

/// Reads the lines of a header that is no YAML, each `key: value` on its own, and the `- item` lines
/// below a key without a value.
pub(super) fn lines(text: &str, header: Span) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let mut at = header.start;
    for line in header.of(text).split_inclusive('\n') {
        let start = at;
        at += line.len();
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            let from = start + (line.len() - item.len());
            let node = plain(text, Span::new(from, at).trimmed(text));
            if let Some(field) = fields.last_mut() {
                match &mut field.value.value {
                    Value::List { items, .. } => items.push(node),
                    Value::Text { text, .. } if text.is_empty() => {
                        field.value = Node { span: node.span, value: Value::List { items: vec![node], flow: false } };
                    }
                    Value::Text { .. } | Value::Map { .. } => {}
                }
            }
        } else if !line.starts_with([' ', '\t', '#', '-'])
            && let Some((key, value)) = line.split_once(':')
            && !key.trim().is_empty()
        {
            let from = start + key.len() + 1;
            let span = Span::new(from, from + value.len()).trimmed(text);
            let key = Spanned::new(key.trim().to_owned(), Span::new(start, start + key.len()).trimmed(text));
            fields.push(Field::new(key, plain(text, span)));
        }
    }
    fields
}

/// Reads what the top of the body and the sections below the title say.
pub(super) fn fields(text: &str, body: &Body<'_>, preamble: Option<Preamble>, is_key: IsKey<'_>) -> Vec<Field> {
    let above = preamble.as_ref().map_or(0, |preamble| preamble.span.end);
    let mut fields = preamble.map_or_else(Vec::new, |preamble| preamble.fields);
    let is_titled = fields.iter().any(|field| field.name == "title");
    let blocks = body.blocks_before(head_end(body, is_titled, is_key));
    let below: Vec<_> = blocks.into_iter().filter(|block| block.span.start >= above).collect();
    fields.extend(fields::read(text, &below, is_key));
    fields.extend(section::read(text, body, is_key));
    fields
}

/// The head of a record ends at the first heading that is neither its title, nor a line of keys, nor the name of the
/// metadata.
fn head_end(body: &Body<'_>, is_titled: bool, is_key: IsKey<'_>) -> Option<usize> {
    let mut title = is_titled;
    body.headings.iter().position(|heading| {
        if names::is_metadata(&heading.name) || names::is_keyed(&heading.text, is_key) {
            return false;
        }
        let is_title = heading.level == 1 && !title && !names::is_section(&heading.name);
        title = true;
        !is_title
    })
}

fn plain(text: &str, span: Span) -> Node {
    let written = span.of(text);
    let quoted = ['"', '\''].into_iter().find_map(|mark| written.strip_prefix(mark)?.strip_suffix(mark));
    // `"a" b "c"` is not in quotes.
    let unquoted = quoted.filter(|inner| !inner.contains(['"', '\''])).unwrap_or(written);
    Node { span, value: Value::Text { text: unquoted.to_owned(), plain: true } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::field::is_in_body;

    fn read(text: &str) -> Vec<(String, String)> {
        fields(text, &Body::read(text, 0, &|_| true), preamble(text, &is_in_body), &is_in_body)
            .into_iter()
            .map(|field| {
                let value = match &field.value.value {
                    Value::Text { text, .. } => text.clone(),
                    Value::List { items, .. } => items.iter().filter_map(Node::text).collect::<Vec<_>>().join("|"),
                    Value::Map { .. } => String::new(),
                };
                (field.key.value.to_lowercase(), value)
            })
            .collect()
    }

    fn pair(key: &str, value: &str) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }

    #[test]
    fn every_dress_of_a_field() {
        let cases: &[(&str, &[(&str, &str)])] = &[
            (
                "# T\n\n* **Status:** Accepted\n* **Deciders:**\n  * Ana\n  * Bo\n",
                &[("status", "Accepted"), ("deciders", "Ana|Bo")],
            ),
            (
                "# T\n\n**Status: Active**\\\n**Deciders:** Ana, Bo\\\n",
                &[("status", "Active"), ("deciders", "Ana, Bo")],
            ),
            (
                "# T\n\nDate: 2024-05-01\n\n## Status\n\n> Accepted\n\nmore\n",
                &[("date", "2024-05-01"), ("status", "Accepted")],
            ),
            ("# T\n\n|  |  |\n| -- | -- |\n| **Status** | Draft |\n", &[("status", "Draft")]),
            ("status: accepted\n\nconsulted: @ana\n\n-----\n\n# T\n", &[("status", "accepted"), ("consulted", "@ana")]),
            (
                "status: \"accepted\"\ndeciders: @ana, @bo\n---\n\n# T\n",
                &[("status", "accepted"), ("deciders", "@ana, @bo")],
            ),
            (
                "# T\n\n## Status\n\nAccepted\n\nSuperseded by [2. Other](0002-other.md)\n",
                &[("status", "Superseded by [2. Other](0002-other.md)")],
            ),
            ("# T\n\n## Status\n\nAmends [2. Other](0002-other.md)\n\nAccepted\n", &[("status", "Accepted")]),
            (
                "# T\n\n```\nTitle: Page\n  at night: why\nStatus: Draft\nType: process\n```\n",
                &[("title", "Page at night: why"), ("status", "Draft"), ("type", "process")],
            ),
            ("# T\n\n- Deciders:\n  \"Ana, Bo\"\n", &[("deciders", "Ana, Bo")]),
            ("# T\n\nDeciders: \"Ana\" and \"Bo\"\n", &[("deciders", "\"Ana\" and \"Bo\"")]),
            ("# T\n\nDeciders: Ana <ana@example.org>\n", &[("deciders", "Ana <ana@example.org>")]),
            ("# T\n\nprose\n\n## Context\n\nStatus: not a field here\n", &[]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(key, value)| pair(key, value)).collect();
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn links_below_a_status() {
        let of = |section: &str| -> Vec<String> {
            let text = format!("# T\n\n## Status\n\n{section}\n\n## Context\n\nAmends [5. X](0005-x.md)\n");
            let fields = links(&text, &Body::read(&text, 0, &|_| true), &is_in_body);
            let items = |field: &Field| match &field.value.value {
                Value::List { items, .. } => {
                    assert!(items.is_sorted_by(|one, next| one.span.end <= next.span.start), "{items:?}");
                    items.iter().map(|item| item.span.of(&text)).collect::<Vec<_>>().join(" | ")
                }
                other => panic!("{other:?}"),
            };
            fields.iter().map(|field| format!("{}: {}", field.key.value, items(field))).collect()
        };
        for (section, expected) in [
            ("Accepted\n\nSupercedes [1. A](0001-a.md)", "supersedes: [1. A](0001-a.md)"),
            ("* Superseded by: [1. A](0001-a.md)", "superseded-by: [1. A](0001-a.md)"),
            (
                "Amends [1. A `b`](0001-a.md) and [*2*](../0002-b.md#why)\nAmends [3](0003-c.md)",
                "amends: [1. A `b`](0001-a.md) | [*2*](../0002-b.md#why) | [3](0003-c.md)",
            ),
            ("**Amended by** ADR-0003.", "amended-by: ADR-0003"),
            ("Supersedes ADR 3", "supersedes: ADR 3"),
            ("Amends：3", "amends: 3"),
            ("Amends 15,  [5", "amends: 15 | 5"),
            ("Amends ADR-3 (page, 7, 8), 5", "amends: ADR-3 | 5"),
            ("Amends queue-first, docs/0005-x.md, acme-web-12", "amends: queue-first | docs/0005-x.md | acme-web-12"),
            ("Amends [*ADR* 2](0002-b.md), 3", "amends: [*ADR* 2](0002-b.md) | 3"),
            ("Amends [ADR-5][6]\n\n[6]: 0005-x.md", "amends: [ADR-5][6]"),
            ("Amends [0005-x]\n\n[0005-x]: 0005-x.md", "amends: [0005-x]"),
            // A year beside a link is none.
            ("Amends [3](0003-c.md), 2019", "amends: [3](0003-c.md)"),
            ("Amends [3](0003-c.md), 5, 0006, 12-b", "amends: [3](0003-c.md) | 5 | 0006 | 12-b"),
            ("Amends 2019", "amends: 2019"),
        ] {
            assert_eq!(of(section), [expected]);
        }
        for section in [
            "Amends what was said in 2019",
            "Amendsx [1](0001-a.md)",
            "Amends queue",
            "Amends -x",
            "Amends acme/app-two",
            "Amends acme/app#23",
            "Supersedes [the page](https://example.org/) and the rest",
        ] {
            assert_eq!(of(section), [""; 0], "{section}");
        }
    }

    #[test]
    fn words_that_relate_records_go_up_to_the_next_or_the_end_of_their_brackets() {
        for (text, expected) in [
            ("supersedes:  12 and 13", &[("supersedes", "12 and 13")][..]),
            ("partially superseded by 3", &[("amended-by", "3")]),
            ("accepted (amends 7 (in part)), 8", &[("amends", "7 (in part)")]),
            ("accepted (supersedes 2), amends 4", &[("supersedes", "2"), ("amends", "4")]),
            ("unrelated 5", &[]),
            ("relatedly 5", &[]),
        ] {
            let found: Vec<_> = relations(text).into_iter().map(|(key, from, to)| (key, &text[from..to])).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_value_is_at_its_words() {
        for (text, expected) in [
            ("# T\n\n`Status: accepted | Date: 2026-03-02`\n", &["`Status: accepted | Date: 2026-03-02`"; 2][..]),
            ("# T\n\n**Status:** **Date:** 2026-03-02\n", &["", "2026-03-02"]),
        ] {
            let fields = fields(text, &Body::read(text, 0, &|_| true), None, &is_in_body);
            let places: Vec<&str> = fields.iter().map(|field| field.value.span.of(text)).collect();
            assert_eq!(places, expected, "{text}");
        }
        // One that is still to be written is at the end of its key.
        let text = "# T\n\n**Status:** **Date:** 2026-03-02\n";
        let fields = fields(text, &Body::read(text, 0, &|_| true), None, &is_in_body);
        assert!(text[..fields[0].value.span.start].ends_with("**Status:"));
    }

    #[test]
    fn a_preamble_is_read_whole_and_ends_at_the_first_blank_line() {
        let text = "\u{feff}\nPEP: 12\r\nTitle: Queue: short\r\nAuthor: Ana Ruiz <ana@example.org>,\r\n  Bo Lund\r\nStatus:\r\nReplaces: 3, 7\r\nCreated: 05-Aug-2024\r\n\r\n# Abstract\r\n\r\nOwner: prose\r\n";
        let expected = [
            ("pep", "12"),
            ("title", "Queue: short"),
            ("author", "Ana Ruiz <ana@example.org>, Bo Lund"),
            ("status", ""),
            ("replaces", "3|7"),
            ("created", "05-Aug-2024"),
        ];
        assert_eq!(read(text), expected.map(|(key, value)| pair(key, value)));
        let preamble = preamble(text, &is_in_body).unwrap();
        assert!(preamble.span.of(text).starts_with("PEP") && preamble.span.of(text).ends_with("05-Aug-2024"));
        let Value::List { items, .. } = &preamble.fields[4].value.value else { panic!("{preamble:?}") };
        assert_eq!(items[1].span.of(text), "7");
        assert!(super::preamble("Title: a\nDecision Makers: b\nStatus: c\n", &is_in_body).is_some());
        // An empty value is on the line of its key.
        assert_eq!(preamble.fields[3].value.span.start, preamble.fields[3].key.span.end + 1);
    }

    #[test]
    fn prose_with_a_colon_is_no_preamble() {
        for text in [
            "Note: it is late.\nWarning: it is dark.\n\n# T\n",
            "Title: one known key proves nothing\nNote: x\n\n# T\n",
            "Author: Ana\nOwner: Bo\n\n# neither says what it is\n",
            "Title: a\nStatus: b\nand then a sentence.\n\n# T\n",
            "Title: a\nStatus: b\n---\n\n# T\n",
            "# T\n\nTitle: a\nStatus: b\n",
            "Some words.\n\nTitle: a\nStatus: b\n",
            "- Title: a\n- Status: b\n",
            "  Title: a\n  Status: b\n",
            "**Title**: a\n**Status**: b\n",
            "Status: **Active**\nDate: 2024-05-01\n\n# T\n",
            "Status: Active\\\nDate: 2024-05-01\n\n# T\n",
            "Title: a\nhttps://example.org: b\nStatus: c\n",
            "Title: a\n1b: c\nStatus: d\n",
            "Title: a\nDecision Makers!: b\nStatus: c\n",
            "Why we chose it: a\nTitle: b\nStatus: c\n",
            "Title\nStatus: b\nCreated: c\n",
            "",
            "\n\n",
            ":\n:\n",
        ] {
            assert!(preamble(text, &is_in_body).is_none(), "{text}");
        }
        // What was read without a title above goes on being read below.
        let text = "Status: accepted\nDate: 2024-05-01\n\n# T\n\nDeciders: Ana\n";
        assert_eq!(read(text), [pair("status", "accepted"), pair("date", "2024-05-01"), pair("deciders", "Ana")]);
    }

    #[test]
    fn values_of_a_broken_header_keep_their_places() {
        let text = "---\nstatus: accepted\nconsulted: @ana, @bo\n---\n";
        let read = lines(text, Span::new(4, text.len() - 4));
        assert_eq!(read[1].value.span.of(text), "@ana, @bo");
        let text = "---\nnote: !x y\nconsulted:\n  - \"Ana\"\n  - Bo\n---\n";
        let read = lines(text, Span::new(4, text.len() - 4));
        let Value::List { items, .. } = &read[1].value.value else { panic!("{read:?}") };
        assert_eq!(items.iter().filter_map(Node::text).collect::<Vec<_>>(), ["Ana", "Bo"]);
        assert_eq!(items.iter().map(|item| item.span.of(text)).collect::<Vec<_>>(), ["\"Ana\"", "Bo"]);
        let text = "---\nnote: !x y\nconsulted: Ana\n  - Bo\n---\n";
        let read = lines(text, Span::new(4, text.len() - 4));
        assert_eq!((read[1].key.span.of(text), read[1].value.text()), ("consulted", Some("Ana")));
    }
}

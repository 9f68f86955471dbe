//! What every page of a site keeps, whatever the log says: elements are closed, ids are unique, links lead somewhere, and
//! nothing from a record can run. Tests and the fuzz targets look at pages through here.

use std::collections::{BTreeMap, BTreeSet};

use super::Site;
use crate::text::percent_decoded;

/// What a browser would find in a page, as far as it is checked.
#[derive(Default)]
pub(crate) struct Read {
    /// The ids of its elements.
    pub ids: BTreeSet<String>,
    /// The targets of links and the files that the page asks for.
    pub targets: Vec<String>,
    /// What a reader sees, without white space.
    pub text: String,
}

/// Reads all pages of a site.
///
/// # Panics
/// A page that breaks one of the above.
#[track_caller]
pub(crate) fn read_pages(site: &Site<'_>) -> BTreeMap<String, Read> {
    let files = site.pages();
    let pages: BTreeMap<String, Read> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html") || path.ends_with(".xml"))
        .map(|(path, page)| (path.clone(), read(path, &site.render(*page))))
        .collect();
    for (path, page) in &pages {
        for target in page.targets.iter().filter(|target| !target.contains("://") && !target.starts_with("mailto:")) {
            let (file, fragment) = target.split_once('#').unwrap_or((target, ""));
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let file = match file.strip_prefix("../") {
                _ if file.is_empty() => path.clone(),
                Some(above) => above.to_owned(),
                None if folder.is_empty() => file.to_owned(),
                None => format!("{folder}/{file}"),
            };
            if site.pictures.files.contains_key(&file) {
                continue;
            }
            assert!(files.contains_key(&file), "{path}: `{target}` leads nowhere");
            let is_there = fragment.is_empty() || pages[&file].ids.contains(&*percent_decoded(fragment));
            assert!(is_there, "{path}: `{target}` leads to no place of its page");
        }
    }
    pages
}

/// Reads a page, and checks its elements.
#[track_caller]
fn read(path: &str, page: &str) -> Read {
    let mut read = Read::default();
    let mut open: Vec<&str> = Vec::new();
    let (_, mut rest) = page.split_once('>').unwrap_or_default();
    while let Some((text, tag)) = rest.split_once('<') {
        read.text.push_str(&unescaped(text).replace(char::is_whitespace, ""));
        // No value holds a bare `>`.
        let (tag, behind) = tag.split_once('>').unwrap_or_else(|| panic!("{path}: a tag is cut off"));
        rest = behind;
        let (name, values) = tag.split_once(' ').unwrap_or((tag, ""));
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{path}: closed in another order than opened");
            continue;
        }
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{path}: `{name}` is no element");
        assert!(!["style", "iframe", "object", "embed", "base", "template"].contains(&name), "{path}: `{name}`");
        let has_source = || values.contains("src=\"");
        assert!(name != "script" || has_source(), "{path}: a script in the page");
        if !["meta", "link", "br", "hr", "img", "input"].contains(&name) && !values.ends_with('/') {
            open.push(name);
        }
        for value in values.split("\" ").filter(|value| value.contains("=\"")) {
            let (key, value) = value.split_once("=\"").unwrap_or_default();
            let value = unescaped(value.trim_end_matches(['/', ' ']).trim_end_matches('"'));
            let key = key.rsplit(' ').next().unwrap_or_default();
            assert!(!key.starts_with("on") && key != "style", "{path}: `{key}` on `{name}`");
            match key {
                "id" => assert!(read.ids.insert(value.clone()), "{path}: the id `{value}` is there twice"),
                "href" | "src" => {
                    let scheme = value.split(['/', '?', '#']).next().and_then(|start| start.split_once(':'));
                    let is_known = scheme.is_none_or(|(scheme, _)| ["https", "http", "mailto"].contains(&scheme));
                    assert!(is_known, "{path}: `{value}`");
                    read.targets.push(value);
                }
                _ => {}
            }
        }
    }
    assert!(open.is_empty(), "{path}: `{open:?}` stay open");
    read
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&")
}

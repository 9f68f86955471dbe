//! What keys and headings of a body are called.

use super::super::header::canonical;
use super::IsKey;
use crate::text::fold;

/// The words that say how a record relates to another, folded, each with the key that it means. adr-tools
/// 3.0.0 writes `Superceded by` and `Supercedes`; its package in Debian spells them right.
const LINKS: &[(&str, &str)] = &[
    ("superseded by", "superseded-by"),
    ("superceded by", "superseded-by"),
    ("replaced by", "superseded-by"),
    ("supersedes", "supersedes"),
    ("supercedes", "supersedes"),
    ("replaces", "supersedes"),
    ("superseded in part by", "amended-by"),
    ("partially superseded by", "amended-by"),
    ("partly superseded by", "amended-by"),
    ("amended by", "amended-by"),
    ("amends", "amends"),
    ("relates to", "relates-to"),
    ("related to", "relates-to"),
    ("related", "relates-to"),
];

/// Headings above the metadata of a record, which open no section of their own.
const METADATA: &[&str] = &["preamble", "metadata", "table of contents", "contents", "toc"];

/// Headings of sections, which are nobody's title, in the languages of public logs.
#[rustfmt::skip]
const SECTIONS: &[&str] = &[
    "abstract", "summary", "executive summary", "short summary", "tl;dr", "context", "context and problem statement",
    "motivation", "introduction", "overview", "background", "problem", "problem statement", "problem description",
    "preamble", "metadata", "table of contents", "contents", "toc", "goals", "purpose", "scope", "rationale",
    "terminology", "definitions", "glossary", "status", "decision", "decision outcome", "decision drivers",
    "considered options", "options", "consequences", "proposal", "history", "changelog", "release history",
    "résumé", "contexte", "motivations", "sommaire", "introduction générale",
    "zusammenfassung", "kurzfassung", "kontext", "einleitung", "einführung", "hintergrund", "überblick", "ausgangslage",
    "resumen", "contexto", "introducción", "motivación", "antecedentes", "resumo", "introdução", "motivação",
    "samenvatting", "inleiding", "achtergrond", "sommario", "riassunto", "contesto", "introduzione", "motivazione",
    "概要", "背景", "摘要", "はじめに", "コンテキスト", "개요", "배경",
];

/// The name of a key of a body, if it may have it.
pub(super) fn known(key: &str, is_key: IsKey<'_>) -> Option<String> {
    let name = canonical(key);
    if is_key(&name) {
        return Some(name);
    }
    let words = name.replace('-', " ");
    LINKS.iter().find(|(link, _)| *link == words).map(|(_, key)| (*key).to_owned())
}

/// Whether a key lists other records.
pub(super) fn is_link(name: &str) -> bool {
    LINKS.iter().any(|(_, key)| *key == name)
}

/// The words that a line of links begins with, and the key that they mean.
pub(super) fn link_key(line: &str) -> Option<(&'static str, &'static str)> {
    let folded = fold(line).replace('-', " ");
    let is_it = |(words, _): &&(&str, &str)| {
        folded.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    LINKS.iter().filter(is_it).max_by_key(|(words, _)| words.len()).copied()
}

/// The words in a text that say how a record relates to others: the key that each means, and the bytes after it, up to
/// the next one or the end of its brackets.
pub(crate) fn relations(text: &str) -> Vec<(&'static str, usize, usize)> {
    // Folded as far as bytes keep their places.
    let folded = text.to_ascii_lowercase().replace('-', " ");
    let mut found: Vec<(usize, usize, &'static str)> = Vec::new();
    for (words, key) in LINKS {
        let is_free = |at: usize| {
            !folded[..at].ends_with(char::is_alphanumeric)
                && !folded[at + words.len()..].starts_with(char::is_alphanumeric)
        };
        found.extend(
            folded.match_indices(words).filter(|(at, _)| is_free(*at)).map(|(at, _)| (at, at + words.len(), *key)),
        );
    }
    // The longest of those that start at one byte, and none inside another.
    found.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    let mut until = 0;
    found.retain(|(start, end, _)| {
        *start >= until && {
            until = *end;
            true
        }
    });
    let nexts: Vec<usize> = found.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]).collect();
    let close = |from: usize, to: usize| {
        let mut depth = 0_i32;
        let end = text[from..to].char_indices().find(|(_, letter)| {
            depth += i32::from(*letter == '(') - i32::from(*letter == ')');
            depth < 0
        });
        end.map_or(to, |(at, _)| from + at)
    };
    let rest = |from: usize| from + (text[from..].len() - text[from..].trim_start_matches([':', '：', ' ']).len());
    let pairs = found.into_iter().zip(nexts);
    pairs.map(|((_, from, key), to)| (key, rest(from).min(to), close(rest(from).min(to), to))).collect()
}

/// Splits a text at the first colon, which may be a full-width one.
pub(super) fn at_colon(text: &str) -> Option<(&str, &str)> {
    text.split_once([':', '：'])
}

/// Whether a heading is a line of a key: `Status: accepted` with a drawn line below it.
pub(super) fn is_keyed(heading: &str, is_key: IsKey<'_>) -> bool {
    at_colon(heading).is_some_and(|(key, _)| known(key, is_key).is_some())
}

/// Whether a heading is above the metadata.
pub(in crate::document) fn is_metadata(name: &str) -> bool {
    METADATA.contains(&name)
}

/// Whether a heading names a section, and so is no title.
pub(crate) fn is_section(name: &str) -> bool {
    SECTIONS.contains(&name)
}

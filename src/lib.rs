//! `heard`: decision logs in git that name who was consulted and quote what they said.
//!
//! Data goes one way, and the modules are in the same order; a test fails when one imports a later one. Only [`run`] is
//! public, so that the compiler still points at unused code.

mod text;

mod fault;
mod parallel;

mod git;

mod ci;
mod snapshot;

mod document;

mod vocabulary;

mod policy;

mod decision;

mod signature;

mod comment;
mod evidence;
mod witness;

mod finding;

mod baseline;
mod catalog;
mod log;

mod bundle;

mod facts;

mod rules;

mod allow;
mod lint;

mod adopt;
mod ask;
mod draft;
mod due;
mod edit;
mod fix;
mod gate;
mod import;
mod search;
mod tell;
mod who;

mod context;
mod life;
mod people;
mod stats;
mod warned;

mod graph;
mod report;
#[cfg(feature = "site")]
mod site;

mod render;

#[cfg(feature = "lsp")]
mod lsp;
mod mcp;

mod cli;

pub use cli::run;

/// What the fuzz targets run. For them alone: it can change or go at any time.
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod order;

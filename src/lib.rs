//! `heard`: decision logs in git that name who was consulted and quote what they said.
//!
//! Data goes one way, and the modules stand in the same order. Only [`run`] is public, so that the
//! compiler still points at unused code.

mod text;

mod fault;
mod parallel;

mod ci;
mod git;
mod snapshot;

mod document;

mod decision;

mod edit;

mod policy;

mod catalog;
mod log;

mod finding;

mod rules;

mod adopt;
mod ask;
mod baseline;
mod gate;
mod import;

mod allow;
mod lint;

mod fix;
mod search;
#[cfg(feature = "site")]
mod site;
mod who;

mod report;

mod render;

mod cli;

pub use cli::run;

#[cfg(test)]
mod corpus;

//! `heard`: decision logs in git that name who was consulted and quote what they said.
//!
//! Data goes one way, and the modules stand in the same order.

mod text;

mod git;
mod snapshot;

mod catalog;
mod decision;
mod document;
mod policy;

mod check;
mod finding;
mod gate;
mod rules;

//! `heard`: decision logs in git that name who was consulted and quote what they said.
//!
//! Data goes one way, and the modules stand in the same order.

mod text;

mod git;
mod snapshot;

mod document;
mod decision;
mod policy;
mod catalog;

mod finding;
mod rules;
mod check;
mod gate;

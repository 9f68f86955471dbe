//! Attacks on the gate: changes and repositories made to get past it. README.md lists each with what
//! happens; what can't be stopped stands there as well.

mod people;
#[path = "../repository/mod.rs"]
mod repository;
mod words;

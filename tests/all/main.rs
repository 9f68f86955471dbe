//! The tests that run the program: one module for each subject.

mod repository;
mod runner;

mod after;
mod attacks;
mod baseline;
mod browser;
mod bundles;
mod ci;
mod cli;
mod comments;
mod docs;
mod fix;
mod forge;
mod formats;
mod gate;
mod index;
mod limits;
mod logs;
mod look;
mod lsp;
mod mcp;
mod notices;
mod packaging;
#[cfg(target_os = "linux")]
mod release;
mod roundtrip;
mod serve;
#[cfg(unix)]
mod signatures;
mod start;
mod stranger;
mod table;
#[cfg(unix)]
mod terminal;
mod together;
#[cfg(unix)]
mod unusual;
mod witness;
mod write;

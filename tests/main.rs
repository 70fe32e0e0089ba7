//! All tests of the library and of the program, in one binary, so that they share their tools and are linked once.
//! `cargo test --test all screens` runs those of one module.

mod alerts;
mod architecture;
mod board;
mod changes;
mod claims;
mod contradictions;
mod coverage;
mod differential;
mod drift;
mod edits;
mod examples;
mod facts;
mod history;
mod imports;
mod lint;
mod merges;
mod oracles;
mod outside;
mod pty;
mod readings;
mod report;
mod saves;
mod screens;
mod shell;
mod signals;
mod support;
mod tallies;
mod tried;
mod tzdir;

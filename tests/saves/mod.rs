//! Saves that lose nothing: each call to the file system made to fail, somebody else saving before each of them,
//! thousands of saves at once, and processes killed in the middle.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests: a failure should stop them")]

mod disk;
mod faults;
mod files;
mod killed;
mod meddlers;
mod rounds;
mod slow_writers;
mod text;

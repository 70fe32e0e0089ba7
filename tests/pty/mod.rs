//! The real program in a pseudo-terminal: what must hold when things go wrong.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests: a failure should stop them")]

mod alerts;
mod editing;
mod ends;
mod environment;
mod keys;
mod large;
mod memory;
mod output;
mod panics;
mod past;
mod recording;
mod saves;
mod screen;
mod sizes;
mod slow_disks;
mod stops;
mod terminals;

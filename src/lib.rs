//! trucewatch.

#![warn(clippy::disallowed_methods)]

pub mod app;
pub mod board;
#[expect(clippy::disallowed_methods, reason = "it prints, and chooses the input")]
pub mod cli;
pub mod diagnostic;
pub mod lint;
pub mod load;
pub mod panes;
#[expect(clippy::disallowed_methods, reason = "the outside world is its business")]
pub mod runtime;
pub mod text;
pub mod ui;
pub mod watchlist;

//! trucewatch.

pub mod app;
pub mod board;
pub mod cli;
pub mod diagnostic;
pub mod lint;
pub mod load;
pub mod panes;
pub mod runtime;
pub mod text;
pub mod ui;
pub mod watchlist;

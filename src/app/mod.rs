//! State, message, effect, and the pure step between them.
//!
//! Owns what the operator is looking at. Deliberately does no I/O, reads no clock and draws nothing.

mod msg;

pub use msg::{Effect, Msg, Stamped, Switch, Unreadable, WatchMode};

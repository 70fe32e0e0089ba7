//! The outside world: terminal, files, signals, clock, and the event loop that waits for them.
//!
//! Only this module does I/O. It does not decide what is shown: each event becomes a [`Msg`](crate::app::Msg), and the
//! app requests work as an [`Effect`](crate::app::Effect).
//!
//! ```text
//! terminal/ keys ─┐                 ┌─▶ terminal/ frames, mouse, clipboard; editor, links
//! signals ────────┼─▶ event_loop/ ──┤
//! watch/ events ──┤   (one sleep)   └─▶ jobs/ ─▶ lanes: watch/ (look), load (parse), save/, journal/, git/, alert
//! results ────────┘                        │
//!    ▲                                     │
//!    └──────── one channel, one wake-up ───┘
//! ```

mod alert_command;
mod child_guard;
pub mod config;
mod event_loop;
mod file;
pub mod git;
mod jobs;
pub mod journal;
mod lane;
pub mod program_log;
pub mod save;
mod terminal;
mod wake;
mod watch;

pub use event_loop::{Feed, FeedEvent, LastGood, Session, StartBy, run, run_feed};
pub use file::{SYSTEM_ZONES, describe_system_rules, read_file, read_finished};
pub use git::versions::answer;
pub use terminal::notification::by_terminal;
pub use terminal::output::sane_size;
pub use terminal::{Terminal, set_panic_hook};

//! The outside world: terminal, files, signals, clock, and the loop that waits for them.
//!
//! Only this module touches them. It decides nothing about what is shown: what happens becomes a
//! [`Msg`](crate::app::Msg), and what the app wants done comes back as an [`Effect`](crate::app::Effect).
//!
//! ```text
//!   terminal ─ input ─┐                       ┌─ output ─ terminal
//!   signals ── wait ──┼─▶ session ─▶ App ─▶ ──┼─ editor, link
//!   git ─── versions ─┤   (loop)              └─ terminal (stop, mouse, clipboard)
//!   disk ── follow ───┘                          ├─ clerk (what the file would be; saves)
//!     │                                          └─ journal (on a thread: what was seen, what has changed)
//!     └─ watch (events) + slow look ─▶ settle (look? believe it?) ─▶ file thread (reads, parses) ─▶ load
//! ```

mod chain;
mod clerk;
mod decoder;
mod editor;
mod file;
mod file_thread;
mod finished;
mod follow;
pub mod git;
mod input;
pub mod journal;
mod link;
mod network;
mod output;
mod panic;
mod retired;
pub mod save;
mod sequence;
mod session;
mod settle;
mod terminal;
mod versions;
mod wait;
mod watch;
mod worker;
mod writers;
mod zoneinfo;

pub use file::read_file;
pub use finished::read_finished;
pub use output::sane_size;
pub use session::{Session, run};
pub use terminal::{Terminal, set_panic_hook};
pub use versions::{StartBy, answer};
pub use zoneinfo::{SYSTEM_ZONES, describe_system_rules};

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
//!     └─ watch (events) + slow look ─▶ settle (look? believe it?) ─▶ loader (here, or by the worker) ─▶ load
//! ```

mod chain;
mod clerk;
mod editor;
mod file;
mod follow;
pub mod git;
mod input;
pub mod journal;
mod link;
mod loader;
mod network;
mod output;
mod panic;
pub mod save;
mod session;
mod settle;
mod terminal;
mod versions;
mod wait;
mod watch;
mod worker;

pub use file::read_file;
pub use session::{Session, run};
pub use terminal::{Terminal, set_panic_hook};
pub use versions::{StartBy, answer};

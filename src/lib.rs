//! trucewatch: a terminal monitor for a ceasefire, read from one YAML watchlist that its operators edit.
//!
//! # The screen
//!
//! ```text
//! trucewatch  LIVE  12:02:11Z  14:02 Gaza (+02)  next: …         watchlist.yaml OK 3s watch   ← header
//! ┌1 Rafah ── ○ SCHEDULED · due in 21h ──────┐┌2 Phase Two ── verified 0% · claimed 8% ────┐  ← headline: name, parts by urgency
//! │▸ Opens on schedule?  … not yet due       ││  ○ announced   Withdrawal is defined  ░░░  │  ← rows of cells, one selected
//! │  Stays open?         ? no record yet     ││                                            │
//! └──────────────────────────────────── 1/12 ┘└────────────────────────────────────── 1/20 ┘
//! ┌3 Spillover ── ▆ HIGH ↑ · heat 4.1 rising ──────────────────────────────────────────────┐
//! └────────────────────────────────────────────────────────────────────────────────────────┘
//!  FILE NOT RELOADED  shown: read 12:01Z, <1m ago                        E fix  ! why          ← banner, else details
//! Tab pane  Enter details  e edit  / filter                               ? help  q quit      ← footer, from the key table
//! ```
//!
//! # The flow
//!
//! ```text
//! file ─▶ bytes ─▶ load ─▶ Watchlist + Problems ─▶ Board(now) ─▶ pane views ─▶ frame
//!                  │ document (spans), decode,      pure          plain data    ui::draw
//!                  └ lint: one rule per file        reading       no terminal
//! ```
//!
//! # The map
//!
//! Dependencies only point downward; a test checks this.
//!
//! ```text
//! cli       one file per subcommand: the board; status, watch, report; check, info, init, schema; log, report, day,
//!           checked; diff, history, handover, journal; merges for git; completions, man
//! runtime   terminal, files, signals, clock, and the loop that waits for them, with a terminal or without
//! ui        drawing: layout and theme onto a frame
//! app       state, message, effect, and the pure step between them; the key table
//! draft     what an operator can record, and the exact lines of the file that it changes
//! panes     one file per pane: board → plain rows
//! board     the reading: pure functions of (watchlist, now)     lint   checks that the parts fit together
//! load      the single path from bytes to a watchlist
//! watchlist the format: types, scales, times, zones, parsing, edits, merges    diagnostic   a problem as data, and its renderers
//! text      untrusted text, made safe to show
//! ```

#![warn(clippy::disallowed_methods)]

pub mod app;
pub mod board;
#[expect(clippy::disallowed_methods, reason = "it prints, and chooses the input")]
pub mod cli;
pub mod diagnostic;
pub mod draft;
pub mod lint;
pub mod load;
pub mod panes;
#[expect(clippy::disallowed_methods, reason = "the outside world is its business")]
pub mod runtime;
pub mod text;
pub mod ui;
pub mod watchlist;

//! The board on the screen, and its clock.

use super::Clock;
use super::travel::stamp;
use crate::board::Board;
use crate::watchlist::Watchlist;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;

pub(crate) struct CurrentBoard {
    clock: Clock,
    now: DateTime<Utc>,
    board: Option<Board>,
}

impl CurrentBoard {
    pub(super) fn new(clock: Clock, now: DateTime<Utc>) -> Self {
        Self { clock, now, board: None }
    }

    /// The clock that the program was started with. `Travel` may show another moment.
    pub(super) fn clock(&self) -> Clock {
        self.clock
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub(super) fn board(&self) -> Option<&Board> {
        self.board.as_ref()
    }

    /// The moment that the board returns to: now, or that of `--now`.
    pub(super) fn home(&self) -> DateTime<Utc> {
        match self.clock {
            Clock::Live => self.now,
            Clock::AsOf(moment) => moment,
        }
    }

    /// The name of that moment in notices.
    pub(super) fn home_name(&self) -> String {
        match self.clock {
            Clock::Live => "LIVE".to_owned(),
            Clock::AsOf(moment) => format!("AS OF {}", stamp(moment)),
        }
    }

    pub(super) fn advance(&mut self, now: DateTime<Utc>) {
        self.now = now;
    }

    pub(super) fn show(&mut self, watchlist: Arc<Watchlist>, at: DateTime<Utc>) -> &Board {
        self.board.insert(Board::read(watchlist, at))
    }

    /// Shows no board: nothing is known about that time.
    pub(super) fn clear(&mut self) {
        self.board = None;
    }

    /// Evaluates a live board again if it is due or if the clock was set back. Returns the old and the new board.
    pub(super) fn follow_clock(&mut self) -> Option<(Board, &Board)> {
        let at = self.now;
        let is_due = |board: &mut Board| at >= board.next_change || at + TimeDelta::minutes(1) < board.now;
        let before = self.board.take_if(is_due)?;
        let board = Board::read(Arc::clone(&before.file), at);
        Some((before, self.board.insert(board)))
    }
}

//! The board on the screen, and its clock.

use super::Clock;
use super::travel::stamp;
use crate::board::Board;
use chrono::{DateTime, TimeDelta, Utc};

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

    pub(super) fn show(&mut self, board: Board) -> &Board {
        self.board.insert(board)
    }

    /// Shows no board: nothing is known about that time.
    pub(super) fn clear(&mut self) {
        self.board = None;
    }

    /// Whether a live board must be evaluated again: it is due, or the clock was set back.
    pub(super) fn is_due(&self) -> bool {
        let at = self.now;
        self.board.as_ref().is_some_and(|board| at >= board.next_change || at + TimeDelta::minutes(1) < board.now)
    }

    /// Gives the board away. Another one must be shown at once.
    pub(super) fn take(&mut self) -> Option<Board> {
        self.board.take()
    }
}
